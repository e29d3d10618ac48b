"""Page profiles: every measure of a document as data.

Lengths are twips (1/20 pt; 1 mm = 56.7), font sizes half-points, as WordprocessingML counts them.
``OFFICIAL`` follows GB/T 9704-2012 (Layout key for official document of Party and government organs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

Role = Literal["body", "title", "heading1", "heading2", "page_number", "mark", "table"]
RED = "FF0000"


def mm(length: float) -> int:
    """Millimetres as twips."""
    return round(length * 1440 / 25.4)


@dataclass(frozen=True, slots=True)
class Face:
    """One typeface as Word wants it: a name for Latin letters and one for Chinese characters."""

    latin: str
    chinese: str


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins. ``footer`` is the distance of the footer from the edge of the paper."""

    width: int
    height: int
    top: int
    bottom: int
    left: int
    right: int
    header: int
    footer: int
    landscape: bool = False

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to lay a document out.

    ``pitch`` is the exact distance of two lines, ``tracking`` what is added to every character;
    ``grid`` says whether the page declares the document grid. ``indent`` is the first line's indent.
    """

    name: str
    lang: Literal["zh", "en"]
    page: Page
    faces: Mapping[Role, Face]
    body_size: int
    title_size: int
    title_pitch: int
    table_size: int
    pitch: int
    tracking: int
    grid: bool
    indent: int
    character: int
    mark_drop: int
    rule_gap: int

    def face(self, role: Role) -> Face:
        return self.faces.get(role, self.faces["body"])


def _same(name: str) -> Face:
    return Face(name, name)


#: GB/T 9704-2012: A4, text area 156 x 225 mm, 22 lines of 28 characters, 3号仿宋 unless stated.
#: Exact lines of 579 twips and a tracking of -5 give 22 x 28 in Word and in LibreOffice alike; a
#: ``linesAndChars`` grid does not (LibreOffice gives every glyph two cells).
OFFICIAL = Profile(
    name="GB/T 9704-2012",
    lang="zh",
    page=Page(11906, 16838, top=2098, bottom=1984, left=1588, right=1474, header=851, footer=1412),
    faces={
        "body": _same("仿宋_GB2312"),
        "title": _same("方正小标宋简体"),
        "mark": _same("方正小标宋简体"),
        "heading1": _same("黑体"),
        "heading2": _same("楷体_GB2312"),
        "page_number": _same("宋体"),
        "table": _same("仿宋_GB2312"),
    },
    body_size=32,
    title_size=44,
    title_pitch=700,
    table_size=24,
    pitch=579,
    tracking=-5,
    grid=True,
    indent=630,
    character=315,
    mark_drop=1824,
    rule_gap=6,
)

#: English letters: A4, one inch, Times, no grid and no tracking; Chinese names stay in 宋体.
ENGLISH = Profile(
    name="English",
    lang="en",
    page=Page(11906, 16838, top=1440, bottom=1440, left=1440, right=1440, header=720, footer=720),
    faces={"body": Face("Times New Roman", "宋体")},
    body_size=24,
    title_size=32,
    title_pitch=440,
    table_size=20,
    pitch=320,
    tracking=0,
    grid=False,
    indent=0,
    character=240,
    mark_drop=240,
    rule_gap=6,
)

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
        indent=960 if chinese else 0,
        character=480 if chinese else 400,
    )


def landscape(profile: Profile) -> Profile:
    """The same profile on paper turned across, its margins turned with it."""
    page = profile.page
    turned = Page(
        page.height,
        page.width,
        top=page.left,
        bottom=page.right,
        left=page.bottom,
        right=page.top,
        header=page.header,
        footer=min(page.footer, page.right),
        landscape=True,
    )
    return replace(profile, page=turned)
