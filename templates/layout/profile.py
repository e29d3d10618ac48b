"""The page profiles: every measure of a document as data, read from ``profiles/*.yaml``.

``OFFICIAL`` follows GB/T 9704-2012 (Layout key for official document of Party and government organs).
"""

from __future__ import annotations

from dataclasses import asdict, replace

from templates.layout.measures import CertificatePage, Face, Margins, Page, Profile, Role, mm
from templates.layout.profile_file import read_profile

__all__ = [
    "ENGLISH",
    "OFFICIAL",
    "RED",
    "CertificatePage",
    "Face",
    "Margins",
    "Page",
    "Profile",
    "Role",
    "certificate_profile",
    "landscape",
    "mm",
    "sheet_profile",
]
RED = "FF0000"

#: GB/T 9704-2012: A4, text area 156 x 225 mm, 22 lines of 28 characters, 3号仿宋 unless stated.
OFFICIAL = read_profile("official")
#: English letters: A4, one inch, Times, no grid and no tracking; Chinese names stay in 宋体.
ENGLISH = read_profile("english")


def certificate_profile(profile: Profile) -> Profile:
    """The profile of certificates: their own page inside a frame, no grid, large type, the given fonts."""
    own = profile.certificate
    character = own.body_size * 10  # half-points to twips
    return replace(
        profile,
        name="certificate",
        page=own.page,
        body_size=own.body_size,
        title_size=own.title_size,
        title_pitch=own.title_pitch,
        pitch=own.pitch,
        tracking=0,
        grid=False,
        character_grid=None,
        indent=2 * character if profile.lang == "zh" else 0,
        character=character,
    )


def sheet_profile(profile: Profile) -> Profile:
    """The profile of lists that people sign or look things up in: the same type, narrower margins."""
    return replace(profile, page=replace(profile.page, **asdict(profile.sheet)), tracking=0)


def landscape(profile: Profile) -> Profile:
    """The same profile on paper turned across, its margins turned with it.

    The page number keeps its distance from the text.
    """
    page = profile.page
    turned = Page(
        page.height,
        page.width,
        top=page.left,
        bottom=page.right,
        left=page.bottom,
        right=page.top,
        header=page.header,
        footer=max(0, page.footer - page.bottom + page.right),
        landscape=True,
    )
    return replace(profile, page=turned)
