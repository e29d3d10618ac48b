"""Forms of Word with tables inside them: votes, problems, points, marks, beside labels that span rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import docx

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ImportMapping
from records.intake.outcome import Item
from records.intake.tables.table_look import look_at, read_again
from records.kind_file import load_kinds
from tests.intake.offices.office_truth import shown

UNIT = "杨湾村党支部"
ROSTER = (
    "白鹤乡党员花名册\n姓名,性别,出生年月,政治面貌,所在支部\n田家驹,男,1970.3,正式党员,杨湾村党支部\n"
    "苏长水,男,1972.4,正式党员,杨湾村党支部\n苗有根,男,1973.5,正式党员,杨湾村党支部\n"
    "褚秀琴,女,1975.5,正式党员,白鹤乡机关党支部\n韦明远,男,1965.2,群众,杨湾村党支部\n"
)
Rows = Sequence[Sequence[str]]


def form(path: Path, title: str | Sequence[str], rows: Rows, *spans: tuple[int, int, int, int]) -> None:
    """A form of Word; each span merges the cells from one row and column to another."""
    document = docx.Document()
    for line in [title] if isinstance(title, str) else title:
        document.add_paragraph(line)
    grid = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text:
                grid.cell(at, column).text = text
    for top, left, bottom, right in spans:
        grid.cell(top, left).merge(grid.cell(bottom, right))
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))


async def items_of(archive: Archive, folder: Path, kind: str, mapping: str = "") -> list[Item]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    said = folder.parent / "mapping.yaml"
    if mapping:
        said.write_text(mapping, "utf-8")
    report = await run_import(archive, folder, mapping=said if mapping else None)
    return [item for item in report.every_item() if item.kind == kind]


async def fields_of(archive: Archive, folder: Path, kind: str) -> dict[str, Any]:
    (item,) = await items_of(archive, folder, kind)
    assert item.taken, (item.outcome, item.why, item.questions)
    return dict(item.fields)


async def test_the_votes_of_an_evaluation_meeting(archive: Archive, tmp_path: Path) -> None:
    """It was asked what paper it is; told that, it lost votes, agenda, gaps and resolutions."""
    rows = [
        ["支部", UNIT, "", "时间", "2011年12月20日", ""],
        ["地点", "村部", "主持人", "田家驹", "记录人", "苏长水"],
        ["应到", "3", "实到", "3", "请假人员", "无"],
        ["会议议程", "述学；测评；通报结果"],
        ["测评票", "发出3张，收回3张，有效3张"],
        ["测评\n结果", "姓名", "优秀", "合格", "基本合格", "评定等次"],
        ["", "田家驹", "2", "1", "0", "优秀"],
        ["", "苗有根", "0", "2", "1", "合格"],
        ["存在差距", "学得不勤；用得不多"],
        ["议定事项", "每月十五日集中学习，责任人：苏长水"],
    ]
    form(tmp_path / "a" / "评议.docx", "民主评议党员会议登记表", rows, (5, 0, 7, 0))
    minutes = await fields_of(archive, tmp_path / "a", "evaluation_minutes")
    assert minutes["agenda"] == ["述学", "测评", "通报结果"]
    assert minutes["gaps"] == ["学得不勤", "用得不多"]
    assert minutes["resolutions"] == [{"text": "每月十五日集中学习", "owner": "苏长水"}]
    ballot = await fields_of(archive, tmp_path / "a", "democratic_evaluation")
    assert (ballot["issued"], ballot["returned"], ballot["valid"], ballot["year"]) == (3, 3, 3, 2011)
    assert [(row["excellent"], row["qualified"], row["result"]) for row in ballot["lines"]] == [
        (2, 1, "优秀"),
        (0, 2, "合格"),
    ]


async def test_the_problems_that_a_report_solved(archive: Archive, tmp_path: Path) -> None:
    """Findings, advice and problems were lost, and the characters that the form declares."""
    rows = [
        ["报告题目", "杨湾村灌溉情况"],
        ["调研人", "苗有根", "", "完成时间", "2011年5月28日"],
        ["字　数", "约2600字"],
        ["发现\n问题", "水渠淤塞。"],
        ["对策\n建议", "开春清淤。"],
        ["解决\n问题\n情况", "问题", "措施", "是否解决", "解决时间", "成效"],
        ["", "二组断水", "协调水管站", "是", "2011年7月5日", "浇上了地"],
        ["", "渠口塌方", "报县水利局", "否", "", ""],
    ]
    form(tmp_path / "a" / "调研.docx", "调 研 报 告 登 记 表", rows, (5, 0, 7, 0))
    report = await fields_of(archive, tmp_path / "a", "research_report")
    assert (report["findings"], report["advice"]) == ("水渠淤塞。", "开春清淤。")
    assert (report["words"], report["count_basis"]) == (2600, "estimated")
    assert report["problems"] == [
        {
            "text": "二组断水",
            "action": "协调水管站",
            "effect": "浇上了地",
            "solved": True,
            "solved_on": date(2011, 7, 5),
        },
        {"text": "渠口塌方", "action": "报县水利局", "solved": False},
    ]


async def test_the_points_of_the_five_aspects(archive: Archive, tmp_path: Path) -> None:
    """The first row was taken for headings, and every row below for somebody's assessment."""
    rows = [
        ["姓　名", "褚秀琴", "所在支部", "白鹤乡机关党支部", "职　务", "乡党委书记"],
        ["考核项目", "", "考核要点", "自评分", "满分", "得分"],
        ["五\n方\n面", "听", "参加学习", "19", "20", "18"],
        ["", "写", "笔记", "18", "20", "17"],
        ["", "说", "宣讲", "17", "20", "16"],
        ["", "考", "测试", "16", "20", "19"],
        ["", "用", "解决问题", "15", "20", "15"],
        ["总　分", "", "85", "等　次", "良好", ""],
        ["支部意见", "同意。"],
        ["乡党委意见", "同意评为良好。\n2012年1月6日"],
    ]
    form(tmp_path / "a" / "考核.docx", "2011年度干部学习考核登记表", rows, (2, 0, 6, 0), (1, 0, 1, 1))
    kept = await fields_of(archive, tmp_path / "a", "assessment")
    assert [kept[name] for name in ("listen", "write", "speak", "test", "apply")] == [18, 17, 16, 19, 15]
    assert kept["own_listen"] == 19
    assert (kept["branch_opinion"], kept["committee_opinion"]) == ("同意。", "同意评为良好。")
    assert kept["signed_on"] == date(2012, 1, 6)


async def test_who_signed_side_by_side(archive: Archive, tmp_path: Path) -> None:
    rows = [
        ["学习主题", "深入学习党章"],
        ["学习时间", "2011年6月15日9:00至11:30", "", "学习地点", "村部"],
        ["主持", "田家驹", "记录", "苏长水", "应到/实到", "3/2"],
        ["签\n到", "姓名", "田家驹", "苏长水", "苗有根"],
        ["", "签到", "√", "√", "病假"],
        ["记录", "田家驹同志领学党章，大家谈了体会，决定每季度读一本书，年底交流一次，写好笔记。"],
    ]
    form(tmp_path / "a" / "学习.docx", f"{UNIT}集体学习记录表", rows, (3, 0, 4, 0))
    kept = await fields_of(archive, tmp_path / "a", "session")
    assert kept["title"] == "深入学习党章"
    assert kept["start"] == datetime(2011, 6, 15, 9)
    assert [(row["state"], row.get("leave_reason")) for row in kept["attendance"]] == [
        ("到", None),
        ("到", None),
        ("请假", "病假"),
    ]
    assert kept["summary"].startswith("田家驹同志领学党章")


async def test_the_members_alone_where_as_many_are_expected(archive: Archive, tmp_path: Path) -> None:
    """Four belong to the branch, one of them no member; three were to come, and two came."""
    rows = [
        ["会议名称", "学习动员会", "学习类型", "动员会"],
        ["时　间", "2011年7月8日9:00—11:30", "地　点", "村部"],
        ["主 持 人", "田家驹", "记 录 人", "苏长水"],
        ["应到人数", "3人", "实到人数", "2人"],
        ["请假人员\n及事由", "苗有根（有病）"],
        ["参加\n人员", "全体党员"],
        ["学习\n内容", "实施方案；学习计划"],
        ["会议\n记录", "田家驹同志作动员讲话，大家表了态。"],
        ["发言人", "苏长水"],
    ]
    form(tmp_path / "a" / "动员.docx", [f"单位：{UNIT}", "集中学习记录表"], rows)
    kept = await fields_of(archive, tmp_path / "a", "session")
    assert (kept["title"], kept["category"]) == ("学习动员会", "动员会")
    assert kept["topics"] == ["实施方案", "学习计划"]
    assert sorted(row["state"] for row in kept["attendance"]) == ["到", "到", "请假"]
    assert len(kept["speakers"]) == 1


async def test_one_card_is_no_table_whose_first_row_are_headings(archive: Archive, tmp_path: Path) -> None:
    """Of a nomination and an award, a form each, with labels that nobody knows among the others."""
    rows = [
        ["姓　名", "苗有根", "职　务", "社员"],
        ["支部大会得票", "6票"],
        ["主要\n事迹", "带头修渠。"],
        ["公示情况", "公示时间：2011年12月26日至2011年12月30日，无异议"],
    ]
    form(tmp_path / "a" / "推荐.docx", ["白鹤乡学习先进个人推荐审批表", "（2011年度）"], rows)
    rows = [
        ["受奖对象", "苗有根", "荣誉称号", "学习先进个人"],
        ["证书编号", "鹤学奖〔2012〕02号", "颁发日期", "2012年1月16日"],
        ["奖品", "钢笔1支"],
    ]
    form(tmp_path / "a" / "奖励.docx", "奖 励 登 记 表", rows)
    kept = await fields_of(archive, tmp_path / "a", "nomination")
    assert (kept["award"], kept["year"], kept["votes"]) == ("学习先进个人", 2011, 6)
    assert (kept["notice_from"], kept["notice_to"]) == (date(2011, 12, 26), date(2011, 12, 30))
    (award,) = await items_of(archive, tmp_path / "a", "award")
    assert award.fields["title"] == "学习先进个人"
    assert award.fields["certificate_no"] == "鹤学奖〔2012〕02号"
    assert award.fields["issued_on"] == date(2012, 1, 16)
    assert "columns_unread" in award.flags


NAMED = """\
files: "**/奖励.docx"
kind: award
columns: {受奖对象: nominee, 荣誉称号: title, 证号: certificate_no}
"""


async def test_columns_said_of_a_card_are_its_labels(archive: Archive, tmp_path: Path) -> None:
    """What F9 writes about a card names its labels, and what it shows are the labels as headings."""
    rows = [["受奖对象", "苗有根", "荣誉称号", "学习标兵"], ["颁发日期", "2012年1月16日", "证号", "鹤奖2号"]]
    form(tmp_path / "a" / "奖励.docx", "奖 励 登 记 表", rows)
    (award,) = await items_of(archive, tmp_path / "a", "award", NAMED)
    assert (award.fields["title"], award.fields["certificate_no"]) == ("学习标兵", "鹤奖2号")
    report = await run_import(archive, tmp_path / "a")
    (table,) = [each for each in report.tables if each.file == "奖励.docx"]
    look = look_at(read_again(tmp_path / "a", "奖励.docx"), table, load_kinds(), ImportMapping())
    headings = [column.heading for column in look.summary.columns]
    assert headings == ["受奖对象", "荣誉称号", "颁发日期", "证号"]


async def test_what_an_archive_holds_stands_with_it(archive: Archive, tmp_path: Path) -> None:
    """The lines of the contents were asked about as archives, the appraisal was told as unread."""
    document = docx.Document()
    document.add_paragraph("党员个人学习档案")
    parts: list[tuple[str, Rows]] = [
        ("", [["档案号", "鹤学档2011-02", "年　度", "2011年"], ["姓　名", "苗有根", "单　位", UNIT]]),
        (
            "卷内目录",
            [["件号", "题名", "页数", "备注"], ["1", "学习计划", "2", ""], ["2", "笔记", "46", "原件"]],
        ),
        ("学习笔记", [["期间", "字数", "检查人"], ["2011年全年", "约2万字", "田家驹"]]),
        ("心得体会", [["日期", "题目", "字数"], ["2011.7.20", "《修渠》", "1680字"]]),
        ("", [["年度\n评语", "学得认真。"]]),
    ]
    for line, rows in parts:
        if line:
            document.add_paragraph(line)
        grid = document.add_table(rows=len(rows), cols=len(rows[0]))
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                grid.cell(at, column).text = text
    (tmp_path / "a").mkdir()
    document.save(str(tmp_path / "a" / "档案.docx"))
    kept = await fields_of(archive, tmp_path / "a", "study_archive")
    assert [(each["title"], each["pages"], each.get("note")) for each in kept["contents"]] == [
        ("学习计划", 2, None),
        ("笔记", 46, "原件"),
    ]
    assert kept["appraisal"] == "学得认真。"
    note = await fields_of(archive, tmp_path / "a", "reading_note")
    assert (str(shown(note["period"], {})), note["count_basis"]) == ("2011", "estimated")
    article = await fields_of(archive, tmp_path / "a", "experience_article")
    assert len(article["authors"]) == 1
