"""The results of a test: its facts, everybody's score and rank, and the figures of the whole."""

from __future__ import annotations

from templates.layout.blocks import paragraph, table
from templates.layout.document import document
from templates.layout.facts import facts
from templates.layout.ooxml import Element
from templates.layout.profile import ENGLISH, OFFICIAL, Profile, sheet_profile
from templates.layout.sheet_styles import all_sheet_styles

_HEADS = (
    ("序号", "No."),
    ("姓名", "Name"),
    ("党组织", "Organisation"),
    ("成绩", "Score"),
    ("名次", "Rank"),
    ("等次", "Result"),
)
_FACTS = (
    (("测试名称", "Test", "{{ exam }}"),),
    (("测试类别", "Category", "{{ category }}"), ("测试日期", "Date", "{{ date }}")),
    (("组织单位", "Organised by", "{{ unit }}"), ("测试地点", "Place", "{{ place }}")),
    (
        ("题数", "Questions", "{{ questions }}"),
        ("满分/及格分", "Full and pass mark", "{{ full_mark }}/{{ pass_mark }}"),
    ),
)
_FIGURES = (
    (("参考人数", "Sat it", "{{ taken }}"), ("缺考人数", "Absent", "{{ absent }}")),
    (("及格人数", "Passed", "{{ passed }}"), ("及格率", "Pass rate", "{{ rate }}")),
    (
        ("平均分", "Average", "{{ average }}"),
        ("最高/最低分", "Best and lowest", "{{ highest }}/{{ lowest }}"),
    ),
)


#: the height of a line: sixty people on two pages
_LINE = 400


def chinese(profile: Profile = OFFICIAL) -> bytes:
    sheet = sheet_profile(profile)
    return document(sheet, all_sheet_styles(sheet), _body(sheet, "无"), title="测试成绩")


def english(profile: Profile = ENGLISH) -> bytes:
    sheet = sheet_profile(profile)
    return document(sheet, all_sheet_styles(sheet), _body(sheet, "None"), title="Exam results")


def _body(sheet: Profile, empty: str) -> list[Element]:
    width = sheet.page.text_width
    chinese = sheet.lang == "zh"
    own, other = (0, 1) if chinese else (1, 0)

    def in_order(lines: tuple[tuple[tuple[str, str, str], ...], ...]) -> list[list[tuple[str, str, str]]]:
        return [[(pair[own], pair[other], pair[2]) for pair in line] for line in lines]

    narrow = (700, 1500, 1200, 900, 1850)
    widths = (*narrow[:2], width - sum(narrow), *narrow[2:])
    cells = (
        "{{ row.number }}",
        "{{ row.name|padded }}" if chinese else "{{ row.name }}",
        "{{ row.organisation }}",
        "{{ row.score }}",
        "{{ row.rank }}",
        "{{ row.grade }}",
    )
    return [
        paragraph("SheetTitle", "{{ title }}"),
        facts(width, in_order(_FACTS)),
        paragraph("SheetGap"),
        table(
            widths,
            [(head[own], head[other]) for head in _HEADS],
            cells,
            rows="results",
            empty=empty,
            left=(2,),
            kept="loop.last",
            height=_LINE,
        ),
        paragraph("SheetGap"),
        facts(width, in_order(_FIGURES)),
    ]
