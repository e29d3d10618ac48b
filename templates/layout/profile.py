"""The page profiles: every measure of a document as data, read from ``profiles/*.yaml``.

``OFFICIAL`` follows GB/T 9704-2012 (Layout key for official document of Party and government organs).
"""

from __future__ import annotations

from dataclasses import replace

from templates.layout.measures import Face, Page, Profile, Role, mm
from templates.layout.profile_file import read_profile

__all__ = [
    "ENGLISH",
    "OFFICIAL",
    "RED",
    "Face",
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

_ACROSS = Page(16838, 11906, mm(38), mm(30), mm(42), mm(42), header=720, footer=720, landscape=True)


def certificate_profile(profile: Profile) -> Profile:
    """The profile of certificates: A4 across inside a frame, no grid, large type, the given fonts."""
    chinese = profile.lang == "zh"
    return replace(
        profile,
        name="certificate",
        page=_ACROSS,
        body_size=48 if chinese else 40,
        title_size=108 if chinese else 96,
        title_pitch=1500,
        pitch=860 if chinese else 720,
        tracking=0,
        grid=False,
        character_grid=None,
        indent=960 if chinese else 0,
        character=480 if chinese else 400,
    )


def sheet_profile(profile: Profile) -> Profile:
    """The profile of lists that people sign or look things up in: the same type, as much of the page as a
    printer reaches safely."""
    page = replace(
        profile.page, top=mm(20), bottom=mm(18), left=mm(20), right=mm(20), header=mm(10), footer=mm(10)
    )
    return replace(profile, page=page, tracking=0)


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
