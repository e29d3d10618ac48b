"""What an unknown town archive showed: mappings without a kind, counts told in one sentence, and the like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Cell, Row
from records.intake.papers.minutes.absent import absent_told
from records.intake.tables.facts import facts_of, pairs_in
from records.intake.tables.recognition.recognise import recognise_table
from records.intake.unit_book import UnitBook
from records.intake.unit_names import committee_name
from records.kind_file import own_kinds
from records.search.query import Query
from tests.intake.offices.office_truth import paper, shown

KINDS = own_kinds()

ROSTER = """\
柳河镇党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,上营村党支部
李秀兰,女,1970.11,1995.7,上营村党支部
王德明,男,1959.2,1985.7,上营村党支部
"""
VISITS = """\
走访农户台账
走访时间,干部,村组,户主,反映问题,后来怎样
2011.4.8,张伟民,上营村一组,孙有福,渠道淤堵,联系水管站清淤，已解决
2011.4.9,李秀兰,上营村二组,孙有田,缺化肥,代购两袋，4月20日办结
"""


async def test_what_a_mapping_says_of_columns_holds_without_a_kind(archive: Archive, tmp_path: Path) -> None:
    """The columns of a document that names no kind were passed over, and the doubt about them with it."""
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "走访台账.csv").write_text(VISITS, "utf-8")
    mapping = tmp_path / "map.yaml"
    mapping.write_text("files: 走访台账.csv\ncolumns: {后来怎样: handling}\n", "utf-8")
    report = await run_import(archive, folder, mapping=mapping)
    visits = [item for item in report.items if item.kind == "household_visit"]
    got = [[shown(item.fields.get(name), {}) for name in ("help", "solved", "solved_on")] for item in visits]
    assert got == [["联系水管站清淤", True, None], ["代购两袋", True, "2011-04-20"]]
    assert not any(item.flags for item in visits)


async def test_columns_of_a_mapping_help_to_tell_the_kind(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "民情.csv").write_text("去的那天,谁去的,谁家\n2011.4.8,张伟民,孙有福\n", "utf-8")
    mapping = tmp_path / "map.yaml"
    mapping.write_text(
        "files: 民情.csv\nheader: {row: 1}\nset: {village: 上营村}\n"
        "columns: {去的那天: visited_on, 谁去的: visitor, 谁家: household}\n",
        "utf-8",
    )
    report = await run_import(archive, folder, mapping=mapping)
    (visit,) = [item for item in report.items if item.kind == "household_visit"]
    assert visit.taken and visit.fields["household"] == "孙有福" and visit.fields["village"] == "上营村"


@pytest.mark.parametrize(
    ("line", "away"),
    [
        ("应到党员9人，实到8人，请假1人（张三，病假）", [("张三", "病假")]),
        ("应到9人，实到7人，请假2人：张三（病假）、李四。", [("张三", "病假"), ("李四", None)]),
        ("病假1人（张三）、事假2人（李四、王五）", [("张三", "病假"), ("李四", "事假"), ("王五", "事假")]),
        ("请假的2名党员是张三、李四", [("张三", None), ("李四", None)]),
        ("缺席人员有张三、李四", [("张三", None), ("李四", None)]),
        (
            "缺席3人（张三，住院；李四、王五，均外出务工）",
            [("张三", "住院"), ("李四", "外出务工"), ("王五", "外出务工")],
        ),
        ("请假1人，缺席1人", []),
    ],
)
def test_who_was_away_is_read_behind_the_count(line: str, away: list[tuple[str, str | None]]) -> None:
    assert [(part.name, part.reason) for part in absent_told([line])] == away


async def test_minutes_name_the_absent_in_the_sentence_of_the_counts(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")

    async def held(year: int, *lines: str) -> tuple[object, list[str]]:
        paper(
            folder / "评议会议纪要.docx",
            f"上营村党支部{year}年度民主评议党员会议纪要",
            f"时间：{year}年12月18日",
            "主持：张伟民",
            *lines,
            "一、会议议程",
            "1．述学；2．测评。",
        )
        report = await run_import(archive, folder, apply=True)
        (item,) = [each for each in report.items if each.kind == "evaluation_minutes"]
        assert item.record_id is not None
        fields: dict[str, Any] = (await archive.get(item.record_id)).fields
        names = {each.id: each async for each in archive.each(Query(kind="person"))}
        rows = fields.get("absentees", [])
        return [(names[row["person"]].title, row.get("reason")) for row in rows], item.flags

    assert await held(2011, "应到3人，实到2人，请假1人（李秀兰，病假）") == ([("李秀兰", "病假")], [])
    # More were away than names could be read: somebody must look.
    assert await held(2012, "应到3人，实到1人，请假的有李秀兰等") == ([], ["attendance_incomplete"])


@pytest.mark.parametrize(
    ("line", "marks"),
    [
        ("时间：2011年9月23日　试题100道，满分100分，60分合格", ("100", "60", "100")),
        ("总分120分　及格72分", ("120", "72", None)),
        ("题量：80　72分（含）以上为合格", (None, "72", "80")),
        ("85分以上为优秀，60分以下为不及格，第3题作废", (None, None, None)),
        ("及格率98%，由40道选择题和10道判断题组成", (None, None, None)),
    ],
)
def test_a_test_says_its_marks_in_many_words(line: str, marks: tuple[str | None, ...]) -> None:
    found = pairs_in([line])
    assert tuple(found.get(each) for each in ("满分", "及格", "题数")) == marks


def test_a_general_branch_is_above_the_parts_of_its_village() -> None:
    """石门村党总支 above 石门村东片党支部: a briefing of the general branch was asked about."""
    book = UnitBook()
    for name in (
        "柳河镇机关党支部",
        "石门村东片党支部",
        "石门村西片党支部",
        "上营村党支部",
        "石门村小学党支部",
    ):
        book.create(name)
    assert book.may_exist("石门总支") and book.may_exist("石门村党总支")
    assert not book.may_exist("柳河总支")
    above = book.create("石门总支")
    assert above.name == "石门村党总支"
    below = {unit.name for unit in book if unit.parent == above.id}
    assert below == {"石门村东片党支部", "石门村西片党支部"}
    later = book.create("石门村南片党支部")
    assert later.parent == above.id


SESSIONS = """\
镇党委中心组学习签到册
日期,内容,主讲人,应到,实到,缺席人员及原因
2011.4.8,党章学习,张伟民,2,2,无
"""


async def test_a_mapping_may_create_the_unit_that_it_names(archive: Archive, tmp_path: Path) -> None:
    """The unit of a mapping that nobody knew was passed over, though it might have been created."""
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "签到.csv").write_text(SESSIONS, "utf-8")
    mapping = tmp_path / "map.yaml"
    rule = "files: 签到.csv\nunit: 中共柳河镇委员会\n"
    mapping.write_text(rule, "utf-8")
    report = await run_import(archive, folder, mapping=mapping)
    (session,) = [item for item in report.items if item.kind == "session"]
    assert [(each.code, each.raw) for each in session.questions] == [("unknown_unit", "中共柳河镇委员会")]
    mapping.write_text(rule + "create: [units]\ncolumns: {主讲人: lecturer}\n", "utf-8")
    report = await run_import(archive, folder, mapping=mapping, apply=True)
    (session,) = [item for item in report.items if item.kind == "session"]
    assert session.taken and session.fields["category"] == "中心组"
    assert (await archive.get(session.fields["host_unit"])).title == "中共柳河镇委员会"


async def test_a_report_says_where_it_looked_in_its_title_or_first_lines(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    prose = ["一、基本情况", "户均三亩。", "二、建议", "早作安排。", "2011年5月6日"]
    for name, title, first in (
        ("甲", "上营村灌溉情况调研报告", "4月我走访了三十户。"),
        ("乙", "新型农村养老保险参保情况调查", "4月我到上营村入户走访三十户。"),
        ("丙", "农家书屋使用情况调查", "4月我走访了各村。"),
    ):
        paper(folder / f"{name}调研.docx", title, "上营村党支部　张伟民", first, *prose)
    report = await run_import(archive, folder)
    places = {
        item.place.file[0]: item.fields.get("place")
        for item in report.items
        if item.kind == "research_report"
    }
    assert places == {"甲": "上营村", "乙": "上营村", "丙": None}


async def test_a_plans_table_keeps_who_leads_and_says_what_it_lost(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")

    async def planned(head: str, cell: str) -> tuple[object, list[str]]:
        document = docx.Document()
        document.add_paragraph("上营村党支部2011年学习计划")
        table = document.add_table(rows=0, cols=3)
        for line in (("月份", "学习内容", head), ("3月", "党章", cell)):
            for at, text in zip(table.add_row().cells, line, strict=True):
                at.text = text
        document.save(str(folder / "计划.docx"))
        report = await run_import(archive, folder)
        (plan,) = [item for item in report.items if item.kind == "study_plan"]
        return plan.fields["items"][0].get("owner"), plan.flags

    for head in ("牵头人", "牵头领导", "授课人", "主持人", "承办人", "责任单位", "组织人员", "领学人"):
        assert await planned(head, "张伟民") == ("张伟民", []), head
    assert await planned("参加对象", "全体党员") == (None, ["columns_unread"])
    assert await planned("参加对象", "") == (None, [])


def test_the_committee_is_known_by_the_branches_called_after_its_township() -> None:
    book = UnitBook()
    book.create("柳河镇机关党支部")
    assert not book.may_exist("柳河镇党委中心组")
    clinic = book.create("柳河镇卫生院党支部")
    assert book.may_exist("柳河镇党委中心组") and book.may_exist("中共柳河镇委员会")
    assert not book.may_exist("青杨河乡党委") and not book.may_exist("党委中心组")
    above = book.create(committee_name("柳河镇党委中心组"))
    assert (above.name, clinic.parent) == ("中共柳河镇委员会", above.id)
    assert committee_name("上营村党委") == "上营村党委" and committee_name("东关街道党委") == "东关街道党工委"
    assert book.find("柳河镇党委").unit is above


@pytest.mark.parametrize(
    ("title", "kind", "headings"),
    [
        (
            "集体学习考勤簿",
            "session",
            {
                "学习时间": "start",
                "授课人": "lecturer",
                "学习专题": "title",
                "应到数": "expected",
                "实到数": "present",
                "缺勤情况": "absentees",
            },
        ),
        (
            "集体学习考勤簿",
            "session",
            {
                "学习时间": "start",
                "学习专题": "title",
                "应参加党员数": "expected",
                "实际到会人数": "present",
                "未到会名单及事由": "absentees",
            },
        ),
        (
            "党员干部学习情况统计表",
            "study_register",
            {"序": "ordinal", "姓名": "person", "参加学习/场次": "sessions", "参加学习/学时": "hours"},
        ),
        (
            "走访农户台账",
            "household_visit",
            {"走访日期": "visited_on", "走访人": "visitor", "户主": "household", "帮办结果": "handling"},
        ),
        ("党员信息采集表", "person", {"姓名": "name", "性别": "gender", "民族": "nation", "其他": "remarks"}),
    ],
)
def test_more_words_in_the_same_place(title: str, kind: str, headings: dict[str, str]) -> None:
    guess = recognise_table(KINDS, list(headings), (title,))
    assert guess.kind is not None and guess.kind.name == kind
    assert {column.heading: column.target for column in guess.columns} == headings
    assert all(column.sure for column in guess.columns)


async def test_a_table_at_the_end_signs_a_paper(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "2011年"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    document = docx.Document()
    for line in ("读书笔记", "摘抄", "学而不思则罔。", "一粥一饭当思来处。", "感想", "要多想，多问。"):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=4)
    for row in (("姓名", "李秀兰", "所在支部", "上营村党支部"), ("书名", "《家常话》", "日期", "2011.8.30")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(folder / "新建文档.docx"))
    report = await run_import(archive, folder, apply=True)
    (note,) = [item for item in report.items if item.kind == "reading_note"]
    assert (note.outcome, note.flags) == ("import", [])
    assert (await archive.get(note.fields["person"])).title == "李秀兰"
    assert (shown(note.fields["period"], {}), note.fields["book"]) == ("2011-08-30", "《家常话》")


@pytest.mark.parametrize(
    ("line", "period", "year"),
    [
        ("（2011年下半年—2012年上半年）", "2011-07-01..2012-06-30", None),
        ("2011年下半年至2012年一季度", "2011-07-01..2012-03-31", None),
        ("2011-2012年学习台账", "2011-01-01..2012-12-31", None),
        ("2012年上半年", "2012-01-01..2012-06-30", 2012),
        ("2012-2012年", "2012-01-01..2012-12-31", 2012),
    ],
)
def test_a_table_of_two_years_is_of_neither_alone(line: str, period: str, year: int | None) -> None:
    """The first of its half-years was taken for the whole, and 2012 for days of 2011."""
    facts = facts_of([Row(1, (Cell(line, line),))])
    assert facts.period is not None
    assert (f"{facts.period.start}..{facts.period.end}", facts.year) == (period, year)


async def test_a_total_of_people_is_held_against_the_lines(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    register = (
        "学习情况统计表（2011年上半年）\n姓名,笔记(字),心得(篇)\n张伟民,3000,1\n李秀兰,2000,1\n小计,{},2\n"
    )

    async def faults(total: str) -> list[str]:
        (folder / "学习.csv").write_text(register.format(total), "utf-8")
        report = await run_import(archive, folder)
        return [each for file in report.files for each in file.warnings if each.startswith("total_differs")]

    assert await faults("2人") == await faults("5000") == []
    assert len(await faults("3人")) == len(await faults("5100")) == 1


async def test_remarks_say_who_sits_in_the_central_group(archive: Archive, tmp_path: Path) -> None:
    """Branches called after the town name its committee, the remarks its central group."""
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "花名册.csv").write_text(
        "柳河镇党员花名册\n姓名,性别,出生年月,入党时间,所在支部,备注\n"
        "张伟民,男,1965.3,1990.7,柳河镇机关党支部,党委中心组成员，包上营村\n"
        "李秀兰,女,1970.11,1995.7,柳河镇机关党支部,理论学习中心组成员\n"
        "王德明,男,1959.2,1985.7,柳河镇卫生院党支部,原中心组成员\n",
        "utf-8",
    )
    (folder / "签到.csv").write_text(
        SESSIONS.replace("镇党委", "柳河镇党委").replace("2,2,无", "2,1,李秀兰（开会）"), "utf-8"
    )
    report = await run_import(archive, folder, apply=True)
    assert report.questions == [] and report.general_questions == []
    (session,) = [item for item in report.items if item.kind == "session"]
    assert session.record_id is not None
    fields: dict[str, Any] = (await archive.get(session.record_id)).fields
    assert fields["category"] == "中心组"
    assert [row["state"] for row in fields["attendance"]] == ["到", "请假"]
    people = [item for item in report.items if item.kind == "person"]
    assert ["remarks_unread" in item.flags for item in people] == [False, False, True]
