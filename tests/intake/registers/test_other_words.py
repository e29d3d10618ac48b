"""What clerks call a day, those who came, and a thousand, beside the words that everybody uses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.outcome import Item
from records.intake.papers.notes import propose
from records.intake.tables.recognition.columns import match_columns
from records.kind_file import own_kinds
from records.numbers import parse_number

KINDS = own_kinds()
ROSTER = (
    "某村党支部党员花名册\n姓名,性别,出生年月,所在支部\n田家驹,男,1970.3,杨湾村党支部\n"
    "苏长水,男,1972.4,杨湾村党支部\n苗有根,男,1973.5,杨湾村党支部\n"
)


def targets(kind: str, *headings: str) -> list[str]:
    return [column.target for column in match_columns(KINDS[kind], headings)]


async def brought_in(archive: Archive, folder: Path, name: str, text: str, kind: str) -> list[Item]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    report = await run_import(archive, folder)
    return [item for item in report.items if item.kind == kind]


@pytest.mark.parametrize("heading", ["月日", "月/日", "月、日", "日期（月日）", "时间(月.日)"])
def test_month_and_day_in_one_heading_are_the_day(heading: str) -> None:
    assert targets("session", heading, "学习内容", "应到", "实到")[0] == "start"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("签到.csv", "杨湾村党支部2011年集中学习登记"),
        ("2011年签到.csv", "杨湾村党支部集中学习登记"),
        ("2011年/签到.csv", "杨湾村党支部集中学习登记"),
    ],
)
async def test_month_and_day_have_the_year_of_the_title_or_of_a_name(
    archive: Archive, tmp_path: Path, name: str, title: str
) -> None:
    text = (
        f"{title}\n月日,学习内容,主讲人,应参加,参加,缺席人员\n3.5,学习全会精神,田家驹,3,2,苏长水\n"
        "4月6日,学习党章,田家驹,3,3,\n12/10,年终总结,田家驹,3,3,\n"
    )
    items = await brought_in(archive, tmp_path, name, text, "session")
    assert [str(item.fields["start"])[:10] for item in items] == ["2011-03-05", "2011-04-06", "2011-12-10"]
    assert [len(item.fields["attendance"]) for item in items] == [3, 3, 3]


@pytest.mark.parametrize(
    ("expected", "came"),
    [
        *(("应参加", "参加"), ("应到", "到会"), ("应参学", "参学"), ("应到会", "到")),
        *(
            ("应参加人数", "实参加人数"),
            ("应出席", "出席"),
            ("应到人数", "签到"),
            ("应到", "实际"),
            ("应参会", "参会"),
        ),
    ],
)
def test_who_came_stands_beside_who_should_have(expected: str, came: str) -> None:
    assert targets("session", "日期", "学习内容", expected, came)[2:] == ["expected", "present"]
    assert targets("session", "日期", "学习内容", came)[2] != "expected"


async def test_names_under_a_heading_of_those_who_came_are_names(archive: Archive, tmp_path: Path) -> None:
    text = (
        "杨湾村党支部2011年集中学习登记\n日期,学习内容,应参加,参加\n"
        "2011.3.5,学习全会精神,3,田家驹、苗有根\n2011.4.6,学习党章,3,3\n"
    )
    first, second = await brought_in(archive, tmp_path, "签到.csv", text, "session")
    states = sorted(row["state"] for row in first.fields["attendance"])
    assert states == ["到", "到", "缺席"]
    assert {row["state"] for row in second.fields["attendance"]} == {"到"}


@pytest.mark.parametrize("label", ["阅读时间", "读书日期", "摘抄时间", "自学时间", "起止时间", "学习月份"])
def test_the_small_table_at_the_head_of_a_note_says_when(label: str) -> None:
    body = Paragraph("读了之后想到村里的水渠该怎么管，把体会记在这里。" * 5)
    table = (("书名", "《农村工作手册》", "作者", "高远"), (label, "2011年3月", "阅读人", "田家驹"))
    found = propose(TextDocument((body,), (table,), (0,)), "笔记/一.docx")
    assert found.date is not None and found.date.value.start == date(2011, 3, 1)
    assert [author.value for author in found.authors] == ["田家驹"]


def test_a_day_of_another_matter_is_none_of_the_note() -> None:
    body = Paragraph("读了之后想到村里的水渠该怎么管，把体会记在这里。" * 5)
    for label in ("出生年月", "入党时间", "检查日期", "批阅时间", "归还日期"):
        found = propose(
            TextDocument((body,), ((("姓名", "田家驹"), (label, "2011年3月")),), (0,)), "读书笔记.docx"
        )
        assert found.date is None, label


def test_a_dot_may_part_thousands() -> None:
    assert parse_number("1.234.567").value == 1234567
    assert "three_decimals" in parse_number("12.000字").flags
    assert "three_decimals" not in parse_number("0.500").flags


async def test_twelve_point_nought_nought_nought_characters_are_twelve_thousand(
    archive: Archive, tmp_path: Path
) -> None:
    text = "2011年读书笔记登记\n姓名,期间,笔记字数\n"
    text += "田家驹,2011年3月,12.000字\n苏长水,2011年3月,2.500\n苗有根,2011年3月,1500\n"
    items = await brought_in(archive, tmp_path, "笔记.csv", text, "reading_note")
    assert [item.fields["words"] for item in items] == [12_000, 2_500, 1_500]
    assert ["value_unsure:words" in item.flags for item in items] == [True, True, False]


async def test_three_decimals_of_another_count_are_flagged(archive: Archive, tmp_path: Path) -> None:
    text = "2011年上半年学习情况登记表\n姓名,集中学习次数,学时,笔记字数,心得篇数\n"
    text += "田家驹,24.000,72.000,12.000,2\n苏长水,20,60,9000,1\n"
    items = await brought_in(archive, tmp_path, "登记.csv", text, "study_register")
    first, second = items
    assert (first.fields["sessions"], first.fields["notes_words"]) == (24, 12_000)
    assert set(first.flags) == {"value_unsure:sessions", "value_unsure:notes_words"}
    assert not second.flags


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("签到.csv", "2011年度杨湾村党支部集中学习登记"),
        ("签到.csv", "二〇一一年杨湾村党支部集中学习登记"),
        ("签到.csv", "2011年上半年杨湾村党支部集中学习登记"),
        ("2011年杨湾村党支部学习登记.csv", "集中学习登记"),
    ],
)
async def test_a_unit_behind_the_year_of_a_title_is_the_unit(
    archive: Archive, tmp_path: Path, name: str, title: str
) -> None:
    text = f"{title}\n日期（月日）,学习内容,应到,到会\n3.5,学习全会精神,3,3\n"
    (item,) = await brought_in(archive, tmp_path, name, text, "session")
    assert (item.taken, item.flags, str(item.fields["start"])[:10]) == (True, [], "2011-03-05")
