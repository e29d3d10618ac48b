"""Facts that a register tells in another way than by a word known under a heading known."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.build.meetings.turnout import with_turnout
from records.intake.files.reading import Cell
from records.intake.outcome import Item
from records.intake.tables.recognition.columns import match_columns
from records.intake.tables.source import SourceRow
from records.kind_file import own_kinds

KINDS = own_kinds()
ROSTER = (
    "党员花名册\n姓名,性别,出生年月,所在支部\n田家驹,男,1970.3,杨湾村党支部\n"
    "苏长水,男,1972.4,杨湾村党支部\n苗有根,男,1973.5,杨湾村党支部\n"
)


async def brought_in(archive: Archive, folder: Path, text: str, kind: str) -> list[Item]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "登记.csv").write_text(text, "utf-8")
    report = await run_import(archive, folder)
    return [item for item in report.items if item.kind == kind]


@pytest.mark.parametrize(
    ("kind", "heading", "target"),
    [
        ("book_reading", "理论/业务", "category"),
        ("book_reading", "理论类或业务类", "category"),
        ("funding", "预算/支出", "category"),
        ("person", "正式/预备", "political_status"),
        ("person", "男、女", "gender"),
        # What says yes or no says nothing of which.
        ("household_visit", "是/否", "extra"),
    ],
)
def test_a_heading_made_of_the_words_below_it(kind: str, heading: str, target: str) -> None:
    (column,) = match_columns(KINDS[kind], [heading])
    assert column.target == target


async def test_books_of_which_a_heading_gives_the_choice(archive: Archive, tmp_path: Path) -> None:
    items = await brought_in(
        archive,
        tmp_path,
        "2012年读书登记\n支部,读完日期,姓名,书目,理论/业务\n"
        "杨湾村党支部,2012-2-15,田家驹,《党章》,理论\n杨湾村党支部,2012-3-1,苏长水,《养蜂》,业务\n",
        "book_reading",
    )
    assert [item.fields["category"] for item in items] == ["政治理论", "业务"]
    assert [item.flags for item in items] == [[], []]


@pytest.mark.parametrize(("heading", "solved"), [("解决日期", True), ("办结时间", True)])
async def test_what_has_a_day_on_which_it_was_settled_is_settled(
    archive: Archive, tmp_path: Path, heading: str, solved: bool
) -> None:
    first, second = await brought_in(
        archive,
        tmp_path,
        f"走访农户登记\n走访日期,走访人,村,户主,反映困难,帮助措施,{heading}\n"
        "2012/1/12,田家驹,杨湾村,尹水根,缺粮,送米,2012/1/18\n2012/2/3,田家驹,杨湾村,汤阿毛,缺药,联系统购,\n",
        "household_visit",
    )
    assert str(first.fields["solved_on"]) == "2012-01-18"
    assert first.fields.get("solved") is solved and "solved" not in second.fields
    assert first.flags == []


@pytest.mark.parametrize(("told", "code"), [("2012年1月", "day_wanting"), ("2012年1月36日", "date_left_out")])
async def test_why_the_day_of_a_settlement_is_left_out(
    archive: Archive, tmp_path: Path, told: str, code: str
) -> None:
    text = (
        "走访农户登记\n走访日期,走访人,村,户主,反映困难,帮助措施,解决日期\n"
        f"2012/1/12,田家驹,杨湾村,尹水根,缺粮,送米,{told}\n"
    )
    (visit,) = await brought_in(archive, tmp_path, text, "household_visit")
    assert (visit.fields.get("solved_on"), visit.flags) == (None, [f"{code}:solved_on"])


async def test_what_a_register_says_of_characters_is_declared_or_estimated(
    archive: Archive, tmp_path: Path
) -> None:
    items = await brought_in(
        archive,
        tmp_path,
        "2012年学习笔记检查登记\n姓名,起止月份,笔记字数,检查人,检查时间\n"
        "田家驹,1-6月,12500字,苗有根,2012年7月4日\n苏长水,7-12月,约1.1万字,苗有根,2013年1月9日\n",
        "reading_note",
    )
    assert [item.fields["count_basis"] for item in items] == ["declared", "estimated"]
    assert [item.fields["period"].display("zh") for item in items] == ["2012年上半年", "2012年下半年"]
    assert [item.flags for item in items] == [[], []]


@pytest.mark.parametrize(
    ("text", "expected", "present", "absentees"),
    [
        ("应到8人，实到7人", "8", "7", ""),
        ("应到８，实到７", "8", "7", ""),
        ("实到7人（应到8人）", "8", "7", ""),
        ("应到会党员8名、实到会7名，缺席1人（张伟民，病假）", "8", "7", "张伟民,病假"),
        ("应到8人,实到7人,请假1人", "8", "7", ""),
        ("应到8人，实到7人，缺席：张伟民（病假）", "8", "7", "张伟民(病假)"),
        ("8/7", "8", "7", ""),
        ("全部到会", "", "", ""),
        ("7人", "", "7人", ""),
    ],
)
def test_who_came_in_one_column(text: str, expected: str, present: str, absentees: str) -> None:
    row = with_turnout(SourceRow(3, {"turnout": Cell(text, text)}, (text,)))
    assert [row.text(name) for name in ("expected", "present", "absentees")] == [expected, present, absentees]


async def test_a_book_with_one_column_of_who_came(archive: Archive, tmp_path: Path) -> None:
    first, second = await brought_in(
        archive,
        tmp_path,
        "2012年集中学习情况\n单位,日期,学习主题,到会情况,缺席及原因\n"
        "杨湾村党支部,2012.3.5,学雷锋精神,应到3人，实到2人,苏长水（病假）\n"
        "杨湾村党支部,2012.4.5,学党章,应到3人，实到3人,\n",
        "session",
    )
    assert sorted(row["state"] for row in first.fields["attendance"]) == ["到", "到", "请假"]
    assert {row["state"] for row in second.fields["attendance"]} == {"到"}
    assert (first.flags, second.flags) == ([], [])


async def test_figures_in_one_column_that_the_names_contradict_are_asked_about(
    archive: Archive, tmp_path: Path
) -> None:
    (item,) = await brought_in(
        archive,
        tmp_path,
        "2012年集中学习情况\n单位,日期,学习主题,到会情况,缺席及原因\n"
        "杨湾村党支部,2012.3.5,学雷锋精神,应到3人，实到1人,苏长水（病假）\n",
        "session",
    )
    assert [question.code for question in item.questions] == ["counts_differ"]


async def test_printed_figures_that_hold_lose_nobody_who_is_named(archive: Archive, tmp_path: Path) -> None:
    """Two were away and one is named: who the other was nobody can say, and so not who was there."""
    office = tmp_path / "office"
    office.mkdir()
    text = (
        "2012年集中学习情况\n单位,日期,学习主题,应到,实到,缺席及原因\n"
        "杨湾村党支部,2012.3.5,学雷锋精神,3,1,苏长水（病假）\n"
    )
    (asked,) = await brought_in(archive, office, text, "session")
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(f'answers: {{{asked.questions[0].id}: "1"}}\n', "utf-8")
    report = await run_import(archive, office, mapping=mapping)
    (item,) = (each for each in report.items if each.kind == "session")
    assert (item.fields["expected"], item.fields["present"]) == (3, 1)
    assert "苏长水" in (item.remarks or "") and item.flags == ["attendance_incomplete"]


async def test_verdicts_and_those_who_were_asked_stand_in_the_words_of_the_office(
    archive: Archive, tmp_path: Path
) -> None:
    visits = await brought_in(
        archive,
        tmp_path,
        "2012年学习督查登记\n督查日期,受查单位,督查人员,督查方式,发现问题,得分,结论\n"
        "2012年5月10日,杨湾村党支部,苗有根,查资料,笔记不全,74,限期整改\n"
        "2012年6月10日,杨湾村党支部,苗有根,查资料,无,92,较好\n",
        "inspection",
    )
    assert [(item.fields["verdict"], item.flags) for item in visits] == [("限期整改", []), ("较好", [])]
    tests = await brought_in(
        archive,
        tmp_path,
        "杨湾村党支部群众满意度测评统计表\n测评时间：2013年6月6日\n"
        "测评对象,发放,收回,满意,较满意,基本满意,不满意\n"
        "机关干部,30,30,24,4,2,0\n村组群众,60,56,38,11,5,2\n服务对象,20,18,13,3,2,0\n",
        "satisfaction",
    )
    assert [item.fields["audience"] for item in tests] == ["机关干部", "村组群众", "服务对象"]
    assert [item.fields["issued"] for item in tests] == [30, 60, 20]


@pytest.mark.parametrize(
    ("kind", "headings", "targets"),
    [
        (
            "study_entry",
            "姓名 类型 起止时间 培训考察地点及内容 培训证明",
            "person subtype started content proof",
        ),
        ("nomination", "推选奖项 推选对象 所在单位 得票数", "award nominee unit votes"),
        ("nomination", "评选类别 被推选人 支部 赞成票", "award nominee unit votes"),
        (
            "household_visit",
            "反映人（户主） 走访干部 走访时间 反映困难问题",
            "household visitor visited_on difficulty",
        ),
        ("door_delivery", "日期 送学人 送学对象 所送资料 对象签收", "date deliverer member materials signed"),
        (
            "farmer_tutorial",
            "时间 村组 辅导内容类别 主讲人 到课农民数",
            "held_on village theme lecturers farmers",
        ),
        ("preaching", "宣讲人 宣讲主题 日期 听讲对象 人数", "speaker topic held_on audience count"),
    ],
)
def test_headings_of_clerks(kind: str, headings: str, targets: str) -> None:
    columns = match_columns(KINDS[kind], headings.split())
    assert [column.target for column in columns] == targets.split()
    assert all(column.sure for column in columns)
