"""The sheet of one record: what it is, and below all that is filled in, section by section."""

from __future__ import annotations

from templates.layout.blocks import paragraph
from templates.layout.document import document
from templates.layout.facts import facts
from templates.layout.forms import Box, FormRow, form
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile, sheet_profile
from templates.layout.sheet_styles import all_sheet_styles

_FACTS = (
    (("标题", "Title", "{{ title }}"),),
    (("编号", "Number", "{{ no }}"), ("状态", "Status", "{{ status }}")),
    (("单位", "Unit", "{{ unit }}"), ("日期", "Date", "{{ date }}")),
)
#: the width of the names of fields, and the least height of a line
_LABEL, _LINE = 2200, 420


def chinese(profile: Profile = OFFICIAL) -> bytes:
    sheet = sheet_profile(profile)
    return document(sheet, all_sheet_styles(sheet), _body(sheet, "打印日期：{{ printed }}"), title="记录表")


def english(profile: Profile = ENGLISH) -> bytes:
    sheet = sheet_profile(profile)
    return document(
        sheet, all_sheet_styles(sheet), _body(sheet, "Printed on {{ printed }}"), title="Record sheet"
    )


def _body(sheet: Profile, printed: str) -> list[Element]:
    width = sheet.page.text_width
    own, other = (0, 1) if sheet.lang == "zh" else (1, 0)
    lines = [[(each[own], each[other], each[2]) for each in line] for line in _FACTS]
    return [
        paragraph("SheetTitle", "{{ kind }}"),
        facts(width, lines),
        paragraph("SheetGap"),
        form(
            (_LABEL, width - _LABEL),
            [
                "for section in sections",
                FormRow([Box("{{ section.label }}", "FormHead", across=2)], _LINE),
                "for line in section.lines",
                FormRow([Box("{{ line.label }}", "CellLeft"), Box("{{ line.value }}", "CellLeft")], _LINE),
                "endfor",
                "endfor",
            ],
        ),
        paragraph("SheetGap"),
        paragraph("CellLeft", printed),
    ]
