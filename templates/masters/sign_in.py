"""The sign-in sheet: the session's facts, and the names to sign beside, in one column or in two."""

from __future__ import annotations

from collections.abc import Sequence

from templates.layout.blocks import both, paragraph, tag
from templates.layout.document import document
from templates.layout.facts import facts
from templates.layout.forms import Box, FormRow, form
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile, sheet_profile
from templates.layout.sheet_styles import all_sheet_styles

_ZH = ("序号", "姓名", "党组织", "签到", "备注")
_EN = ("No.", "Name", "Organisation", "Signed", "Note")
#: Heights of lines: as one signs comfortably, and so that sixty people fit on a page.
_ROOMY, _DENSE = 440, 340
_COUNT = "{{% if {0} is none %}}＿＿{{% else %}}{{{{ {0} }}}}{{% endif %}}"


def chinese(profile: Profile = OFFICIAL) -> bytes:
    sheet = sheet_profile(profile)
    expected, present, leave, absent = (
        _COUNT.format(name) for name in ("expected", "present", "leave", "absent")
    )
    body = [
        paragraph("SheetTitle", both("集中学习签到表", "Sign-in Sheet")),
        facts(
            sheet.page.text_width,
            [
                [("学习内容", "Subject", "{{ title }}")],
                [("时间", "Time", "{{ time }}"), ("地点", "Place", "{{ place }}")],
                [("组织单位", "Held by", "{{ unit }}"), ("形式", "Form", "{{ form }}")],
                [
                    ("主持人", "Host", "{{ host|padded }}"),
                    ("记录人", "Recorder", "{{ recorder|padded }}"),
                ],
            ],
        ),
        *_pages(sheet, both("集中学习签到表（续）", "Sign-in Sheet, continued"), _heads(_ZH, _EN), "无"),
        paragraph(
            "SheetTotals",
            f"合计：应到{expected}人，实到{present}人，请假{leave}人，缺席{absent}人。",
        ),
    ]
    return document(sheet, all_sheet_styles(sheet), body, title="集中学习签到表")


def english(profile: Profile = ENGLISH) -> bytes:
    sheet = sheet_profile(profile)
    expected, present, leave, absent = (
        _COUNT.format(name).replace("＿＿", "____") for name in ("expected", "present", "leave", "absent")
    )
    body = [
        paragraph("SheetTitle", both("Sign-in Sheet", "集中学习签到表")),
        facts(
            sheet.page.text_width,
            [
                [("Subject", "学习内容", "{{ title }}")],
                [("Time", "时间", "{{ time }}"), ("Place", "地点", "{{ place }}")],
                [("Held by", "组织单位", "{{ unit }}"), ("Form", "形式", "{{ form }}")],
                [("Host", "主持人", "{{ host }}"), ("Recorder", "记录人", "{{ recorder }}")],
            ],
        ),
        *_pages(sheet, both("Sign-in Sheet, continued", "集中学习签到表（续）"), _heads(_EN, _ZH), "None"),
        paragraph(
            "SheetTotals",
            f"Expected: {expected}   Present: {present}   On leave: {leave}   Absent: {absent}",
        ),
    ]
    return document(sheet, all_sheet_styles(sheet), body, title="Sign-in sheet")


def _heads(own: Sequence[str], other: Sequence[str]) -> list[str]:
    return [both(first, second) for first, second in zip(own, other, strict=True)]


def _pages(sheet: Profile, more: str, heads: Sequence[str], empty: str) -> list[Element]:
    """The tables, each on a page of its own; later ones have a title of theirs."""
    return [
        tag("for page in pages"),
        tag("if loop.first"),
        paragraph("SheetGap"),
        tag("else"),
        paragraph("SheetTitleMore", more),
        tag("endif"),
        tag("if not two_columns"),
        _one_column(sheet, heads, empty),
        tag("elif dense"),
        _two_columns(sheet, heads, _DENSE),
        tag("else"),
        _two_columns(sheet, heads, _ROOMY),
        tag("endif"),
        tag("else"),
        paragraph("SheetGap"),
        _one_column(sheet, heads, empty, rows="[]"),
        tag("endfor"),
    ]


def _one_column(sheet: Profile, heads: Sequence[str], empty: str, rows: str = "page.lines") -> Element:
    widths = [800, 1700, 3300, 2100]
    widths.append(sheet.page.text_width - sum(widths))
    cells = ("{{ row.left.number }}", "{{ row.left.name|padded }}", "{{ row.left.organisation }}")
    boxes = [
        *[Box(text) for text in cells],
        Box("{{ row.left.sign }}"),
        Box("{{ row.left.note }}"),
    ]
    return form(
        widths,
        [
            FormRow([Box(text, "FormHead") for text in heads], _ROOMY, head=True),
            f"for row in {rows}",
            FormRow(boxes, _ROOMY),
            "else",
            FormRow([Box(empty, across=len(widths))], _ROOMY),
            "endfor",
        ],
    )


def _two_columns(sheet: Profile, heads: Sequence[str], height: int) -> Element:
    half = sheet.page.text_width // 2
    widths = [440, 900, 1720, 940]
    widths.append(half - sum(widths))
    head = [Box(text, "NarrowHead") for text in heads]
    return form(
        [*widths, *widths[:-1], sheet.page.text_width - half - sum(widths[:-1])],
        [
            FormRow([*head, *head], 400, head=True),
            "for row in page.lines",
            FormRow([*_signer("row.left"), *_signer("row.right")], height),
            "endfor",
        ],
        beside=28,
    )


def _signer(who: str) -> list[Box]:
    """The cells of one person; a long organisation or note is set smaller, to stay on its line."""

    def cell(name: str, style: str = "Narrow", shown: str = "") -> Box:
        return Box(f"{{% if {who} %}}{{{{ {who}.{name}{shown} }}}}{{% endif %}}", style)

    def small(name: str, length: int) -> Box:
        text = f"{{% if {who} %}}{{{{ {who}.{name} }}}}{{% endif %}}"
        return Box(
            [
                ("NarrowSmall", f"{{%p if not {who} or {who}.{name}|length <= {length} %}}"),
                ("NarrowSmall", text),
                ("NarrowSmall", "{%p else %}"),
                ("NarrowTiny", text),
                ("NarrowSmall", "{%p endif %}"),
            ]
        )

    return [
        cell("number"),
        cell("name", shown="|padded"),
        small("organisation", 9),
        cell("sign"),
        small("note", 4),
    ]
