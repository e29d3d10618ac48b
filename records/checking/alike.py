"""Whether one text was copied from another: by the runs of characters that both have."""

from __future__ import annotations

#: The length of a run, in characters other than white space.
_RUN = 8
#: Texts with this share of all their runs in common are taken for copies: honest papers on one subject share
#: less than a third, reworked copies three quarters and more.
COPIED = 0.5


def runs(text: str) -> frozenset[int]:
    """The runs of eight characters of a text, hashed; a shorter text is one run."""
    plain = "".join(text.split())
    return frozenset(hash(plain[start : start + _RUN]) for start in range(max(1, len(plain) - _RUN + 1)))


def copied(shared: int, one: int, other: int) -> bool:
    """Whether two texts of ``one`` and ``other`` runs that share so many are copies."""
    return shared >= COPIED * (one + other - shared)
