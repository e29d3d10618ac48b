"""Villages and groups as people write them, and whether one lies in another."""

from __future__ import annotations


def lies_in(place: str, covered: str) -> bool:
    """Whether a place as written is a covered village or group, or a part of it: 上营村二组 lies in 上营村.

    A visit that names only 上营村 counts for who covers 上营村二组: registers often leave the group out.
    """
    place, covered = place.strip(), covered.strip()
    return bool(place and covered) and (place.startswith(covered) or covered.startswith(place))
