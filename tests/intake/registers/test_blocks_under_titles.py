"""Tables with the same headings in a sheet, each below a title of its own; years in a column."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.values import PartialDate
from tests.intake.registers.one_register import brought_in

RESULTS = "序号,姓名,所在支部,得分,备注\n"


async def test_tests_below_titles_of_their_own_are_a_record_each(archive: Archive, tmp_path: Path) -> None:
    """All results came into the first test, and nothing said so."""
    text = (
        "2010年党员干部理论测试成绩\n测试时间：2010年11月26日　满分：100分　及格：60分\n"
        f"{RESULTS}1,田家驹,杨湾村党支部,92,\n2,苏长水,杨湾村党支部,81,\n平均分,,,86.5,\n\n"
        "2011年庆“七一”百题竞赛成绩\n竞赛时间：2011年6月28日　满分：100分　及格：60分\n"
        f"{RESULTS}1,韦明远,白鹤乡机关党支部,96,\n2,田家驹,杨湾村党支部,88,\n平均分,,,92,\n\n"
        "2012年度党员干部学习测试成绩\n测试时间：2012年12月7日　满分：100分　及格：60分\n"
        f"{RESULTS}1,邹晓梅,白鹤乡机关党支部,94,\n平均分,,,94,\n"
    )
    tests = [each for each in await brought_in(archive, tmp_path, text, "exam") if each.taken]
    days = [str(each.fields["held_on"]) for each in tests]
    assert days == ["2010-11-26", "2011-06-28", "2012-12-07"]
    assert [len(each.lines) for each in tests] == [2, 2, 1]


async def test_ballots_below_titles_of_two_branches_are_one_each(archive: Archive, tmp_path: Path) -> None:
    """The second branch was asked about as people of another unit."""
    head = "序号,姓名,优秀,合格,基本合格,不合格,弃权,评定等次\n"
    text = (
        "白鹤乡机关党支部2011年度民主评议党员测评结果\n发出测评票3张，收回3张，有效票3张\n"
        f"{head}1,韦明远,2,1,0,0,0,优秀\n2,邹晓梅,1,2,0,0,0,合格\n监票人：褚秀琴　计票人：邹晓梅\n\n"
        "杨湾村党支部2011年度民主评议党员测评结果\n发出测评票3张，收回3张，有效票3张\n"
        f"{head}1,田家驹,2,1,0,0,0,优秀\n2,苏长水,1,2,0,0,0,合格\n监票人：苗有根　计票人：苏长水\n"
    )
    ballots = await brought_in(archive, tmp_path, text, "democratic_evaluation")
    assert [(each.outcome, len(each.fields["lines"])) for each in ballots] == [("import", 2), ("import", 2)]


@pytest.mark.parametrize(
    "times", [("2010年下半年", "2011年度"), ("2011年度", "2012年度"), ("2010年", "2011年")]
)
async def test_a_year_in_brackets_behind_the_title_begins_a_table(
    archive: Archive, tmp_path: Path, times: tuple[str, str]
) -> None:
    """（2012年度） was no other title: its rows were of the half-year above, flagged."""
    head = "序号,姓名,所在支部,集中学习（次）,学时,学习笔记（字）\n"
    blocks = (
        f"党员干部学习情况登记表（{time}）\n{head}1,{who},杨湾村党支部,22,46,11200\n填表人：邹晓梅\n"
        for time, who in zip(times, ("田家驹", "苏长水"), strict=True)
    )
    items = await brought_in(archive, tmp_path, "\n".join(blocks), "study_register")
    assert [each.fields["period"].start for each in items] == [
        PartialDate.parse(each).start for each in times
    ]
    assert [each.fields["period"].end for each in items] == [PartialDate.parse(each).end for each in times]
    assert not any(each.flags for each in items)


@pytest.mark.parametrize(
    "again", ["白鹤乡学习情况登记表", "白鹤乡学习情况登记表（续）", "白鹤乡学习情况登记表（二）"]
)
async def test_a_page_that_goes_on_is_no_further_table(archive: Archive, tmp_path: Path, again: str) -> None:
    head = "序号,姓名,集中学习（次）,学时,学习笔记（字）\n"
    text = (
        f"白鹤乡学习情况登记表\n2011年上半年\n{head}杨湾村党支部（2人）,,,,\n1,田家驹,22,46,11200\n\n"
        f"{again}\n{head}2,苏长水,20,40,10400\n"
    )
    items = [each for each in await brought_in(archive, tmp_path, text, "study_register") if each.taken]
    assert [(each.fields["sessions"], each.fields["period"].start.year) for each in items] == [
        (22, 2011),
        (20, 2011),
    ]


async def test_a_column_of_years_completes_both_days_of_a_briefing(archive: Archive, tmp_path: Path) -> None:
    """Its own year is counted from the day; rows with 年度 beside 7月12日 were refused."""
    text = (
        "学习简报报送登记簿\n序号,年度,报送单位,期号,简报题目,撰稿人,报送日期,收到日期,是否采用\n"
        "1,2010,杨湾村党支部,第1期,杨湾村动员,田家驹,7月12日,7月13日,是\n"
        "2,2011,杨湾村党支部,第3期,杨湾村读书,苏长水,12月30日,1月4日,否\n"
    )
    items = await brought_in(archive, tmp_path, text, "briefing")
    days = [(str(each.fields["submitted_on"]), str(each.fields["received_on"])) for each in items]
    assert days == [("2010-07-12", "2010-07-13"), ("2011-12-30", "2012-01-04")]


RECTIFIED = (
    "督查整改事项台账\n序号,年度,整改单位（个人）,下发日期,存在问题,整改要求,"
    "整改期限,整改落实情况,销号日期,整改结果\n"
)


@pytest.mark.parametrize(
    ("deadline", "kept", "flagged"),
    [("1月10日", "2012-01-10", False), ("12月25日", "2011-12-25", False), ("11月30日", "None", True)],
)
async def test_a_deadline_just_before_the_notice_is_none_of_next_year(
    archive: Archive, tmp_path: Path, deadline: str, kept: str, flagged: bool
) -> None:
    """11月30日 behind 12月5日 became that of the next November, without a flag."""
    text = (
        RECTIFIED + f"1,2011,杨湾村党支部,12月5日,学习次数不足,寒假补学2次,{deadline},已补学,12月28日,完成\n"
    )
    (item,) = await brought_in(archive, tmp_path, text, "rectification")
    assert str(item.fields.get("deadline")) == kept
    assert ("date_out_of_time:deadline" in item.flags) is flagged
    assert (item.fields["reply"], item.fields["result"]) == ("已补学", "完成")


@pytest.mark.parametrize(
    ("told", "requirements"),
    [
        ("补齐9月、10月集中学习记录", ["补齐9月、10月集中学习记录"]),
        ("学习制度上墙；一人一档建立学习档案", ["学习制度上墙", "一人一档建立学习档案"]),
        ("补学《准则》、补记笔记", ["补学《准则》", "补记笔记"]),
        ("学习文件（《准则》、党章）", ["学习文件（《准则》、党章）"]),
    ],
)
async def test_what_is_wanted_is_not_cut_between_months(
    archive: Archive, tmp_path: Path, told: str, requirements: list[str]
) -> None:
    text = RECTIFIED + f"1,2011,杨湾村党支部,3月5日,记录不全,{told},3月20日,已补齐,3月18日,完成\n"
    (item,) = await brought_in(archive, tmp_path, text, "rectification")
    assert item.fields["requirements"] == requirements


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("横幅标语", "横幅"),
        ("宣传橱窗", "宣传栏"),
        ("黑板报", "宣传栏"),
        ("村广播", "广播"),
        ("党建网", "网络"),
    ],
)
async def test_ways_of_making_known_are_read_as_offices_write_them(
    archive: Archive, tmp_path: Path, printed: str, form: str
) -> None:
    text = f"宣传工作登记表\n日期,宣传形式,宣传地点,数量,责任单位\n2011.3.5,{printed},村口,2,杨湾村党支部\n"
    (item,) = await brought_in(archive, tmp_path, text, "publicity")
    assert (item.fields["form"], item.outcome) == (form, "import")
