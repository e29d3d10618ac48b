"""A list as it stands on the screen, as a Word file to be printed: one table across the paper."""

from __future__ import annotations

from collections.abc import Sequence

from records.language import current_language
from templates.layout.blocks import paragraph
from templates.layout.document import document
from templates.layout.form_styles import form_styles
from templates.layout.forms import Box, FormRow, form
from templates.layout.profile import ENGLISH, OFFICIAL, landscape, sheet_profile
from templates.layout.style_sets import english_styles, official_styles

#: Rows beyond which nobody prints a list, and a word processor would take minutes to open it.
MOST_ROWS = 5000
_ROW = 400
#: The narrowest column, in the shares that widths are given in.
_LEAST = 4


def list_paper(
    title: str,
    about: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str]],
) -> bytes:
    """The bytes of a .docx file: ``title``, a line ``about`` what is listed, and ``rows`` of texts.

    ``columns`` are headings with the width each had on the screen, by which they share the paper. Nothing in
    the texts is a tag: what stands in braces is printed so.
    """
    lang = current_language()
    profile = landscape(sheet_profile(OFFICIAL if lang == "zh" else ENGLISH))
    base = (official_styles if lang == "zh" else english_styles)(profile)
    shares = [max(_LEAST, width) for _, width in columns]
    room = profile.page.text_width
    widths = [room * share // sum(shares) for share in shares]
    widths[-1] += room - sum(widths)
    head = FormRow([Box(heading, "CellHead") for heading, _ in columns], head=True)
    lines = [FormRow([Box(text, "CellLeft") for text in row], _ROW) for row in rows]
    body = [
        paragraph("Title", title),
        paragraph("CellLeft", about),
        form(widths, [head, *lines]),
        paragraph("FormEnd"),
    ]
    return document(profile, (*base, *form_styles(profile)), body, title=title)
