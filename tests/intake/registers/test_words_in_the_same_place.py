"""Words that other clerks put in the same place: over a column, for a unit, before a figure."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.offices.office_truth import paper, xlsx

ROSTER = """党员花名册
姓名,性别,出生年月,所在支部
田家驹,男,1970.3,阿村第一党支部
马得草,男,1966.8,阿村第一党支部
宋玉成,男,1972.1,阿村第二党支部
"""


async def _items(archive: Archive, folder: Path, kind: str) -> list[Item]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    report = await run_import(archive, folder)
    return [item for item in report.items if item.kind == kind]


async def test_the_short_name_in_a_list_of_units_is_known_below_it(archive: Archive, tmp_path: Path) -> None:
    units = [["党组织名册"], ["名称", "简称", "类别"], ["阿村第一党支部", "桥头组织", "党支部"]]
    xlsx(tmp_path / "党组织.xlsx", {"1": units})
    head = ("时间", "支部", "学习内容", "主持人", "应到", "实到")
    line = ("2011年3月28日", "桥头组织", "学习中央一号文件", "田家驹", 2, 2)
    xlsx(tmp_path / "学习.xlsx", {"1": [["2011年集中学习登记表"], head, line]})
    (meeting,) = await _items(archive, tmp_path, "session")
    assert (meeting.taken, meeting.questions) == (True, [])
    assert len(meeting.fields["attendance"]) == 2


@pytest.mark.parametrize("came_in", ["预算安排（元）", "预算（元）", "预算"])
async def test_farmers_budgets_winners_and_organisers_by_other_words(
    archive: Archive, tmp_path: Path, came_in: str
) -> None:
    lesson = ("辅导时间", "辅导地点", "辅导内容", "辅导人", "听课农牧民（人）")
    xlsx(
        tmp_path / "辅导.xlsx",
        {"1": [["农牧民辅导登记"], lesson, ("2011年4月2日", "阿村一组", "市场信息", "田家驹", 36)]},
    )
    money = ("日期", "摘要", came_in, "支出（元）", "经办人")
    rows = [
        ("2011年1月5日", "全年学习经费", 6000, None, "马得草"),
        ("2011年3月6日", "购买图书", None, 800, "马得草"),
    ]
    xlsx(tmp_path / "经费.xlsx", {"1": [["学习经费台账"], money, *rows]})
    day = ("活动时间", "活动主题", "承办党组织", "参加人数")
    xlsx(
        tmp_path / "活动.xlsx",
        {"1": [["主题活动登记"], day, ("2011年6月28日", "读书日", "阿村第一党支部", 20)]},
    )
    honour = ("证书编号", "获得者", "荣誉称号", "发证日期")
    xlsx(
        tmp_path / "证书.xlsx",
        {"1": [["荣誉证书目录"], honour, ("阿学〔2011〕1号", "宋玉成", "学习先进个人", "2011年7月1日")]},
    )
    (farmers,) = await _items(archive, tmp_path, "farmer_tutorial")
    assert farmers.fields["farmers"] == 36
    money_in, money_out = await _items(archive, tmp_path, "funding")
    assert [(each.fields["category"], int(each.fields["amount"])) for each in (money_in, money_out)] == [
        ("预算", 6000),
        ("支出", 800),
    ]
    (activity,) = await _items(archive, tmp_path, "theme_activity")
    assert "unit" in activity.fields and "columns_unread" not in activity.flags
    (award,) = await _items(archive, tmp_path, "award")
    assert award.taken and award.fields["certificate_no"] == "阿学〔2011〕1号"


async def test_minutes_that_are_only_called_minutes_have_their_subject_for_a_title(
    archive: Archive, tmp_path: Path
) -> None:
    paper(
        tmp_path / "记录.docx",
        "乡党委中心组学习记录",
        "时间：2010年11月9日上午9:00-11:00",
        "地点：会议室",
        "主持人：田家驹",
        "记录人：马得草",
        "学习题目：党的十七届五中全会精神",
        "一、田家驹领学了全会公报。",
    )
    (meeting,) = await _items(archive, tmp_path, "session")
    assert meeting.fields["title"] == "党的十七届五中全会精神"


async def test_a_strange_word_ahead_of_known_ones_leaves_a_form_a_form(
    archive: Archive, tmp_path: Path
) -> None:
    form = docx.Document()
    form.add_paragraph("学习先进个人推荐表")
    rows = [
        ("推荐奖项", "学习先进个人", "年度", "2011"),
        ("姓名", "宋玉成", "所在党组织", "阿村第二党支部"),
        ("群众票情", "7票", "公示时间", "2011年12月5日至12月9日"),
        ("主要事迹", "坚持每月读一本书，带动全组学习，记笔记一万二千字。", "", ""),
        ("支部意见", "同意推荐。", "考察意见", "符合条件。"),
    ]
    table = form.add_table(len(rows), 4)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(3, 1).merge(table.cell(3, 3))
    form.save(str(tmp_path / "推荐表.docx"))
    nominations = await _items(archive, tmp_path, "nomination")
    assert [each.fields["year"] for each in nominations] == [2011]
    assert "每月读一本书" in nominations[0].fields["deeds"]


async def test_those_who_came_to_an_evaluation_are_kept_where_all_are_known(
    archive: Archive, tmp_path: Path
) -> None:
    paper(
        tmp_path / "纪要.docx",
        "阿村第一党支部2011年民主评议会纪要",
        "时间：2011年12月20日",
        "地点：村活动室",
        "主持人：田家驹",
        "应到2人，实到2人",
        "出席：田家驹、马得草",
        "一、评议情况。大家对照职责作了自我评议。",
    )
    (minutes,) = await _items(archive, tmp_path, "evaluation_minutes")
    assert len(minutes.fields["attendees"]) == 2
    assert not [flag for flag in minutes.flags if flag.startswith("label_unread")]


async def test_who_was_away_from_a_meeting_of_no_known_unit_is_told(archive: Archive, tmp_path: Path) -> None:
    paper(
        tmp_path / "动员会.docx",
        "创建学习型党组织动员大会会议记录",
        "时间：2010年7月8日上午10:00",
        "地点：大会议室",
        "应到26人，实到24人",
        "缺席：宋玉成（住院）、马得草（外出）",
        "一、宣布活动方案。",
    )
    (meeting,) = await _items(archive, tmp_path, "session")
    assert (meeting.fields["expected"], meeting.fields["present"]) == (26, 24)
    assert meeting.remarks == "宋玉成（住院）、马得草（外出）"
    assert "attendance_incomplete" in meeting.flags
