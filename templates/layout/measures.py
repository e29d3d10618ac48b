"""What a page profile holds. Lengths are twips (1/20 pt; 1 mm = 56.7), font sizes half-points, as in Word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import Meta

Role = Literal["body", "title", "heading1", "heading2", "page_number", "mark", "table"]
_Text = Annotated[str, Meta(min_length=1)]
_Length = Annotated[int, Meta(ge=0, le=31_680)]  # Word's longest side of a paper is 22 inches
_Some = Annotated[int, Meta(ge=1, le=31_680)]
_Size = Annotated[int, Meta(ge=2, le=3_276)]  # Word's largest type is 1638 pt
_Close = Annotated[int, Meta(ge=-31_680, le=31_680)]


def mm(length: float) -> int:
    """Millimetres as twips."""
    return round(length * 1440 / 25.4)


@dataclass(frozen=True, slots=True)
class Face:
    """One typeface as Word wants it: a name for Latin letters and one for Chinese characters."""

    latin: _Text
    chinese: _Text


@dataclass(frozen=True, slots=True)
class Page:
    """Paper and margins. ``footer`` is the distance of the footer from the edge of the paper."""

    width: _Some
    height: _Some
    top: _Length
    bottom: _Length
    left: _Length
    right: _Length
    header: _Length
    footer: _Length
    landscape: bool = False

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        return self.height - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class CertificatePage:
    """A certificate's own paper, margins and type. The first line's indent follows from the type."""

    page: Page
    title_size: _Size
    title_pitch: _Some
    body_size: _Size
    pitch: _Some


@dataclass(frozen=True, slots=True)
class Margins:
    """The margins of lists that people sign or look things up in, on the paper of other documents."""

    top: _Length
    bottom: _Length
    left: _Length
    right: _Length
    header: _Length
    footer: _Length


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to lay a document out.

    ``pitch`` is the exact distance of two lines, ``tracking`` what is added to every character;
    ``grid`` says whether the page declares the document grid, ``character_grid`` (1/4096 pt added to every
    character, ECMA-376 ``charSpace``) whether that is one of lines and characters. ``indent`` is the first
    line's indent, ``character`` the width of one of the body. ``rule_gap`` is in points.
    """

    name: _Text
    lang: Literal["zh", "en"]
    page: Page
    faces: Mapping[Role, Face]
    body_size: _Size
    title_size: _Size
    title_pitch: _Some
    table_size: _Size
    pitch: _Some
    tracking: _Close
    grid: bool
    indent: _Length
    character: _Some
    mark_drop: _Length
    rule_gap: Annotated[int, Meta(ge=0, le=31)]  # Word's widest space to a border is 31 pt
    certificate: CertificatePage
    sheet: Margins
    character_grid: int | None = None

    def face(self, role: Role) -> Face:
        return self.faces.get(role, self.faces["body"])

    @property
    def fonts(self) -> frozenset[str]:
        """Every font that a document of this profile names."""
        return frozenset(name for face in self.faces.values() for name in (face.latin, face.chinese))
