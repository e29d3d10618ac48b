"""Registers typed as lines whose parts stand apart by blanks."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.tables.line_lists import listed_lines

ROSTER = (
    "党员花名册\n姓名,性别,出生年月,所在支部\n田家驹,男,1970.3,杨湾村党支部\n"
    "苏长水,男,1972.4,杨湾村党支部\n苗有根,男,1973.5,渡口村党支部\n"
)
#: How the parts of a line may stand apart, and what may stand behind the day.
APART = ["  ", "　", "\t", "    "]


async def brought_in(archive: Archive, folder: Path, name: str, text: str, kind: str) -> list[Item]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / name).write_text(text, "utf-8")
    report = await run_import(archive, folder)
    return [item for item in report.items if item.kind == kind]


@pytest.mark.parametrize("apart", APART)
@pytest.mark.parametrize(("behind", "field"), [("收", "received_on"), ("报送", "submitted_on")])
async def test_a_list_of_briefings_needs_no_headings(
    archive: Archive, tmp_path: Path, apart: str, behind: str, field: str
) -> None:
    lines = [
        "2011年学习简报目录",
        "",
        apart.join(("第1期", "杨湾村党支部", "《夜校开课》", f"2011年3月4日{behind}")),
        apart.join(("第2期", "杨湾村党支部", "《渔船上的党课》、《书屋开放》", f"2011年3月18日{behind}")),
        apart.join(("第1期", "渡口村党支部", "《学习日见成效》", f"2011年4月1日{behind}")),
        apart.join(("", "渡口村党支部", "《心得展评》", f"2011年5月20日{behind}")),
        "",
        "以上由党政办田家驹登记",
    ]
    items = await brought_in(archive, tmp_path, "简报目录.txt", "\n".join(lines), "briefing")
    assert [item.place.row for item in items] == [3, 4, 5, 6]
    assert [[each["title"] for each in item.fields["items"]] for item in items] == [
        ["夜校开课"],
        ["渔船上的党课", "书屋开放"],
        ["学习日见成效"],
        ["心得展评"],
    ]
    assert [str(item.fields[field]) for item in items[:3]] == ["2011-03-04", "2011-03-18", "2011-04-01"]
    assert [item.fields.get("issue") for item in items] == [1, 2, 1, None]
    assert [question.code for question in items[3].questions] == ["issue_number_missing"]
    assert all(item.flags == [] for item in items[:3])


async def test_lines_below_a_line_of_headings_are_rows(archive: Archive, tmp_path: Path) -> None:
    text = (
        "2011年党员读书登记\n姓名　　书名　　类别　　读完时间\n田家驹　　《党章》　　政治理论　　2011.3.5\n"
        "苏长水　　《养蜂》　　业务　　2011.4.6\n苗有根　　《植保》　　业务　　2011.5.7\n填表人：田家驹\n"
    )
    items = await brought_in(archive, tmp_path, "读书登记.txt", text, "book_reading")
    assert [item.fields["title"] for item in items] == ["《党章》", "《养蜂》", "《植保》"]
    assert [item.place.row for item in items] == [3, 4, 5]
    assert [item.flags for item in items] == [[], [], []]


@pytest.mark.parametrize(
    "lines",
    [
        # Two lines are no register, and one that can't be read leaves the list to the people.
        ["第1期  某村党支部  《甲》  2011年3月4日收", "第2期  某村党支部  《乙》  2011年3月5日收"],
        [
            *("第1期  某村党支部  《甲》  2011年3月4日收", "第2期  某村党支部  《乙》  2011年3月5日收"),
            *("第3期  某村党支部  《丙》  2011年3月6日收", "第4期  丁文未登  另见他处"),
        ],
        ["各支部：", "  请于3月5日前报送简报。", "  每月不少于两篇。", "  党政办  2011年3月1日"],
        ["姓名  书名  时间", "田家驹  《党章》", "苏长水  《养蜂》  2011.4.6  好", "苗有根  《植保》"],
    ],
)
def test_lines_of_other_shapes_are_no_register(lines: list[str]) -> None:
    assert listed_lines(lines) == []


async def test_titles_in_marks_of_a_register_are_items(archive: Archive, tmp_path: Path) -> None:
    text = "简报登记\n期号,标题,报送单位,报送时间\n1,《夜校开课》、《书屋开放》,杨湾村党支部,2011.3.4\n"
    (item,) = await brought_in(archive, tmp_path, "简报.csv", text, "briefing")
    assert [each["title"] for each in item.fields["items"]] == ["夜校开课", "书屋开放"]


@pytest.mark.parametrize(
    "remark", ["年老多病，行动不便", "年迈体弱、行动不便", "高龄卧病在床", "残疾，行动不便"]
)
async def test_why_somebody_hardly_moves_is_read(archive: Archive, tmp_path: Path, remark: str) -> None:
    (tmp_path / "名册.csv").write_text(
        f"党员花名册\n姓名,性别,出生年月,所在支部,备注\n田家驹,男,1940.3,杨湾村党支部,{remark}\n", "utf-8"
    )
    report = await run_import(archive, tmp_path)
    (person,) = [item for item in report.items if item.kind == "person"]
    assert person.fields["mobility"] == "行动不便" and person.flags == []


async def test_who_took_the_books_holds_no_row_in_doubt(archive: Archive, tmp_path: Path) -> None:
    text = (
        "2012年学习书籍配发登记表\n序号,配发日期,书名,册数,领用支部,领用人\n"
        "1,2012.2.24,《党章》,12,杨湾村党支部,田家驹\n2,2012.3.2,《日记》,30本,渡口村党支部,苗有根\n"
    )
    items = await brought_in(archive, tmp_path, "配发.csv", text, "library")
    assert [(item.fields["copies"], item.flags) for item in items] == [(12, []), (30, [])]
