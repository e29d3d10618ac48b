"""Tests side by side under their names and days, weekly meetings under week and day, and nothing found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.registers.one_register import ROSTER, brought_in

MARKS = "序号,姓名,{first},{second}\n,学习内容,一号文件,党章\n1,田家驹,√,√\n2,褚秀琴,○,√\n"


async def _named(archive: Archive, folder: Path, kind: str) -> tuple[list[Item], dict[Any, str]]:
    report = await run_import(archive, folder)
    names = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
    return [item for item in report.items if item.kind == kind], names


@pytest.mark.parametrize(
    ("heads", "titles"),
    [
        ("练习一（3月18日）,半年测试（6月24日）", ["练习一", "半年测试"]),
        ("6月24日摸底考试,百题竞赛(2011.11.25)", ["摸底考试", "百题竞赛"]),
        ("理论测试(3.18),业务测试(6/24)", ["理论测试", "业务测试"]),
        ("第一次（3月18日）,第二次（6月24日）", ["白鹤乡2011年理论测试"] * 2),
    ],
)
async def test_each_test_is_called_by_its_column(
    archive: Archive, tmp_path: Path, heads: str, titles: list[str]
) -> None:
    """Only 第一次 and the like were known: the file was refused."""
    title = "理论测试" if "第一次" in heads else "理论学习"
    text = f"白鹤乡2011年{title}成绩表\n姓名,{heads},平均分\n田家驹,88,90,89\n苏长水,缺考,补考70,70\n"
    exams = await brought_in(archive, tmp_path, text, "exam")
    assert [item.fields["title"] for item in exams] == titles
    sorts = {"百题竞赛": "百题竞赛", "业务测试": "业务测试"}
    assert [sorts.get(title, "理论测试") for title in titles] == [item.fields["category"] for item in exams]
    (first, second) = (item.fields["results"] for item in exams)
    assert [row.get("score") for row in (*first, *second)] == [88, None, 90, 70]
    assert first[1]["absent"] and second[1]["makeup"]
    assert all("columns_unread" not in line.flags for item in exams for line in item.lines)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("第一周\n2月13日", "第二周\n2月20日"),
        ("第1周（2月13日）", "第2周（2月20日）"),
        ("第一周2.13", "第二周2.20"),
    ],
)
async def test_a_week_before_its_day(archive: Archive, tmp_path: Path, first: str, second: str) -> None:
    """The row of subjects was taken for the headings, and nothing could be made of it."""
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    heads = MARKS.format(first=f'"{first}"', second=f'"{second}"')
    text = f"机关干部周一例会学习签到表（2012年上半年）\n{heads},应到,2,2\n,实到,1,2\n注：√到会 ○请假\n"
    (tmp_path / "签到.csv").write_text(text, "utf-8")
    meetings, names = await _named(archive, tmp_path, "session")
    assert [item.fields["title"] for item in meetings] == ["一号文件", "党章"]
    assert [str(item.fields["start"])[:10] for item in meetings] == ["2012-02-13", "2012-02-20"]
    attended = [(names[row["person"]], row["state"]) for row in meetings[0].fields["attendance"]]
    assert attended == [("田家驹", "到"), ("褚秀琴", "请假")]


async def test_weekly_meetings_of_people_of_several_branches_are_the_townships(
    archive: Archive, tmp_path: Path
) -> None:
    """Each was asked about; those of one branch name nobody else's."""
    lines = "党委,白鹤乡党委,白鹤乡机关党支部,杨湾村党支部"
    units = "党组织名称,类别,上级\n" + f"中共{lines.split(',')[1]},党委,\n"
    units += "".join(f"{name},党支部,中共白鹤乡党委\n" for name in lines.split(",")[2:])
    (tmp_path / "组织.csv").write_text(units, "utf-8")
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    heads = MARKS.format(first="2月13日", second="2月20日")
    (tmp_path / "签到.csv").write_text(f"机关干部周一例会学习签到表（2012年）\n{heads}", "utf-8")
    (tmp_path / "学习.csv").write_text(f"党员集中学习签到表（2012年）\n{heads}", "utf-8")
    report = await run_import(archive, tmp_path)
    meetings = [item for item in report.items if item.kind == "session"]
    told = {(item.place.file, item.outcome) for item in meetings}
    assert told == {("签到.csv", "import"), ("学习.csv", "ask")}


@pytest.mark.parametrize("text", ["未发现明显问题", "无突出问题", "没有发现问题。", "暂无不足"])
async def test_where_nothing_was_found_nothing_is_kept(archive: Archive, tmp_path: Path, text: str) -> None:
    register = (
        "白鹤乡学习督查登记表\n督查时间,被督查单位,督查人员,存在问题,得分\n"
        f"2012年5月22日,杨湾村党支部,褚秀琴,{text},95\n2012年5月23日,白鹤乡机关党支部,褚秀琴,笔记不全,84\n"
    )
    first, second = await brought_in(archive, tmp_path, register, "inspection")
    assert "findings" not in first.fields and first.outcome == "import"
    assert second.fields["findings"] == [{"text": "笔记不全"}]


async def test_words_for_titles_and_villages(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "档案"
    folder.mkdir()
    text = "心得文章登记\n写作日期,姓名,心得文章题目,字数\n2010.9.15,田家驹,学习之我见,1650\n"
    (item,) = await brought_in(archive, folder, text, "experience_article")
    assert (item.outcome, item.fields["title"]) == ("import", "学习之我见")
    roster = "党员花名册（二）\n姓名,性别,所在支部,包村（社区）\n雷小满,男,白鹤乡机关党支部,杨湾村\n"
    (folder / "登记.csv").write_text(roster, "utf-8")
    people, _ = await _named(archive, folder, "person")
    (made,) = [each for each in people if each.fields["name"] == "雷小满"]
    assert made.fields["covered"] == ["杨湾村"] and "heading_guessed:covered" not in made.flags
