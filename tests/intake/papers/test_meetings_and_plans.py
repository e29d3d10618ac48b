"""Exchange meetings, decisions, plans and visits of inspection, in the words and layouts that offices use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.build.paper.commendation_paper import counted_in
from records.intake.build.paper.meeting_level import level_told
from records.intake.mappings.mapping import ImportMapping
from records.intake.papers.minutes.parts import resolution_told, speakers_in, topics_below
from records.intake.unit_names import township_of_title
from records.record import Record
from records.search.query import Query
from tests.intake.offices.office_truth import identity, shown, xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster


def paper(path: Path, *lines: str, table: Sequence[Sequence[str]] = ()) -> None:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for at, row in enumerate(table):
            for column, text in enumerate(row):
                grid.cell(at, column).text = text
    document.save(str(path))


def told(record: Record, name: str, records: list[Record]) -> Any:
    return shown(record.fields.get(name), {each.id: each for each in records})


@pytest.mark.parametrize(
    ("text", "who", "when"),
    [
        ("添置图书，由丁有田负责，3月底前完成", "丁有田", "3月底前"),
        ("每季检查一次笔记，由党政办负责", "党政办", None),
        ("由县财政负责解决一半经费", None, None),
    ],
)
def test_who_sees_to_a_matter_stands_in_a_clause_of_its_own(
    text: str, who: str | None, when: str | None
) -> None:
    assert resolution_told(text)[1:] == (who, when)


async def test_a_numbered_resolution_tells_who_sees_to_it(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "民主评议会议记录.docx",
        f"{BRANCH}民主评议党员会议记录",
        "时间：2011年12月6日",
        "地点：村部",
        "主持人：丁有田",
        "记录人：贾秀云",
        "会议议定：",
        "1、每月检查一次读书笔记，由贾秀云负责，2012年1月15日前完成。",
        "2、添置报刊，由支部负责。",
    )
    _, records = await brought_in(archive, tmp_path)
    (minutes,) = of_kind(records, "evaluation_minutes")
    rows: Any = minutes.fields["resolutions"]
    assert [(each.get("owner"), str(each.get("due"))) for each in rows] == [
        ("贾秀云", "2012-01-15"),
        ("支部", "None"),
    ]


def test_labels_and_speakers_begin_lines_alike() -> None:
    lines = [
        "丁有田：先说说我的做法。",
        "1、贾秀云（妇女主任）发言：我们坚持每天学习。",
        "尚大年作总结讲话：要互相学习。",
    ]
    assert speakers_in(lines) == ["丁有田", "贾秀云", "尚大年"]


async def test_an_exchange_keeps_who_spoke_and_whose_meeting_it_was(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "交流会记录.docx",
        f"{BRANCH}学习交流会会议记录",
        "时间：2011年6月30日上午9:00—11:30",
        "地点：村部会议室",
        "主持人：丁有田",
        "记录人：贾秀云",
        "参加人员：丁有田、贾秀云、尚大年",
        "会议内容：交流半年来的学习体会",
        "尚大年：介绍每天读报的做法，大家都说好。",
        "丁有田同志总结讲话：下半年要学用结合。",
        "邱小芳：她没有来，托人捎来一份体会。",
    )
    _, records = await brought_in(archive, tmp_path)
    (meeting,) = of_kind(records, "session")
    assert meeting.fields["level"] == "支部"
    assert told(meeting, "speakers", records) == ["尚大年", "丁有田"]
    rows: Any = meeting.fields["attendance"]
    assert sum(bool(each.get("spoke")) for each in rows) == 2


@pytest.mark.parametrize(
    ("lines", "topics"),
    [
        (["学习内容：", "1．农村工作会议精神", "2．《村务公开条例》", "发言：", "1．大家都说好"], 2),
        (["一、学习内容", "（一）农村工作会议精神", "（二）《村务公开条例》", "二、讨论情况"], 2),
        (["会议议题：", "一、农村工作会议精神", "二、《村务公开条例》", "会议情况："], 2),
        (["一、议题", "二、讨论情况", "三、小结"], 0),
        (["学习内容：", "农村工作会议精神", "讨论发言：", "丁有田：要抓好落实。"], 1),
        (["学习内容：", "丁有田首先带领大家学习了会议精神。", "随后讨论："], 0),
        (["学习内容：", "1．" + "会议传达了上级的精神，要求各组认真抓好落实" * 4, "2．略"], 0),
    ],
)
def test_subjects_stand_below_their_label(lines: list[str], topics: int) -> None:
    found = topics_below(lines, ("学习内容", "会议议题", "议题"))
    assert found == ["农村工作会议精神", "《村务公开条例》"][:topics]


async def test_minutes_have_their_subjects_and_not_the_clerk_who_sat_in(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "学习记录.docx",
        f"{BRANCH}集中学习记录",
        "时间：2011年6月30日上午9:00—11:30",
        "地点：村部会议室",
        "主持人：丁有田",
        "记录人：邱小芳",
        "应到：3人　　实到：2人",
        "参加人员：丁有田、贾秀云",
        "请假人员：尚大年（看病）",
        "列席人员：邱小芳",
        "学习内容：",
        "1．农村工作会议精神",
        "2．《村务公开条例》",
        "讨论发言：",
        "贾秀云：条例要贴到各组去。",
    )
    _, records = await brought_in(archive, tmp_path)
    (meeting,) = of_kind(records, "session")
    assert told(meeting, "topics", records) == ["农村工作会议精神", "《村务公开条例》"]
    assert told(meeting, "attendance", records) == {"丁有田": "到", "贾秀云": "到", "尚大年": "请假"}
    assert (meeting.fields["expected"], meeting.fields["present"]) == (3, 2)
    assert told(meeting, "recorder", records) == "邱小芳"


@pytest.mark.parametrize("recorder", ["邱小芳", "丁有田"])
@pytest.mark.parametrize(("group", "there"), [((), False), (("邱小芳",), True)])
async def test_the_clerk_of_the_central_group_sits_in_unless_she_is_of_it(
    archive: Archive, tmp_path: Path, recorder: str, group: Sequence[str], there: bool
) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "中心组记录.docx",
        "青塘乡党委中心组学习会议纪要",
        "时间：2012年12月6日上午9:00—11:30",
        "主持：丁有田",
        f"记录：{recorder}",
        "参加人员：丁有田、贾秀云",
        "请假：尚大年（县里开会）",
        "议题：学习党的十八大精神",
    )
    await run_import(archive, tmp_path, mapping=ImportMapping(central_group=tuple(group)), apply=True)
    records = [record async for record in archive.each(Query())]
    (meeting,) = of_kind(records, "session")
    those = {"丁有田": "到", "贾秀云": "到", "尚大年": "请假"}
    clerk = {"邱小芳": "到"} if there and recorder == "邱小芳" else {}
    assert told(meeting, "attendance", records) == those | clerk


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("青塘乡2011年上半年学习交流会会议记录", "乡"),
        ("青塘镇党委学习经验交流会", "乡"),
        ("全乡学习交流会", "乡"),
        ("青塘乡中心校党支部学习交流会", None),
        ("青塘乡苇塘村党支部学习交流会", None),
        ("学习交流会", None),
    ],
)
def test_a_title_tells_of_a_meeting_of_the_township(title: str, level: str | None) -> None:
    assert level_told(title) == level


async def test_units_below_the_heading_of_an_annex_are_winners(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "关于表彰先进的决定.docx",
        "青党发〔2011〕4号",
        "关于表彰2010年度先进学习型党组织和学习先进个人的决定",
        f"经研究，决定对{BRANCH}等1个先进学习型党组织、丁有田等两名学习先进个人予以表彰。",
        "附件：1、先进学习型党组织名单",
        "　　　2、学习先进个人名单",
        "中共青塘乡委员会",
        "2011年1月10日",
        "附件1：先进学习型党组织（1个）",
        BRANCH,
        "附件2：学习先进个人名单",
        table=[["序号", "姓名"], ["1", "丁有田"], ["2", "贾秀云"]],
    )
    report, records = await brought_in(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    assert told(decision, "winners", records) == [BRANCH, "丁有田", "贾秀云"]
    (item,) = [each for each in report.items if each.kind == "commendation"]
    assert "winners_missing" not in item.flags


async def test_fewer_winners_than_the_decision_counts_are_told(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "关于表彰先进的决定.docx",
        "青党发〔2011〕4号",
        "关于表彰2010年度学习先进个人的决定",
        "决定对丁有田等四名同志予以表彰。",
        "中共青塘乡委员会",
        "2011年1月10日",
        "学习先进个人名单",
        "丁有田　　贾秀云",
    )
    report, records = await brought_in(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    assert told(decision, "winners", records) == ["丁有田", "贾秀云"]
    (item,) = [each for each in report.items if each.kind == "commendation"]
    assert "winners_missing" in item.flags


def test_what_is_no_count_of_winners_counts_nobody() -> None:
    assert counted_in(["表彰决定从学习、工作等3个方面作出。"]) == 0
    assert counted_in(["授予丁有田等十二名同志先进个人称号。"]) == 12


async def test_a_length_without_an_hour_is_told(archive: Archive, tmp_path: Path) -> None:
    """Half a day a week is counted in minutes: a book that gives hours alone must not lose them unseen."""
    roster(tmp_path)
    head = ("学习时间", "学习内容", "学时", "应到", "实到", "缺席人员")
    rows: list[list[object]] = [[f"{BRANCH}2011年集中学习登记"], [*head]]
    rows.append(["2011年3月4日", "第一课", 2, 3, 3, "无"])
    rows.append(["2011年4月4日上午9点", "第二课", "2小时", 3, 3, "无"])
    rows.append(["2011年5月4日", "第三课", "", 3, 3, "无"])
    xlsx(tmp_path / "集中学习.xlsx", {"Sheet1": rows})
    report, records = await brought_in(archive, tmp_path)
    items = {str(each.fields["title"]): each for each in report.items if each.kind == "session"}
    flagged = [title for title, item in items.items() if "value_left_out:end" in item.flags]
    assert flagged == ["第一课"]
    assert {title: item.remarks for title, item in items.items() if item.remarks} == {"第一课": "2学时"}
    assert "end" in items["第二课"].fields and "end" not in items["第一课"].fields
    assert len(of_kind(records, "session")) == 3


async def test_a_plan_kept_as_a_table_is_one_plan(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    rows: list[list[object]] = [
        [f"{BRANCH}2011年学习计划"],
        ["月份", "学习内容", "学习形式", "负责人"],
        ["1月", "全会精神", "集中学习", "丁有田"],
        ["", "一号文件", "自学", "丁有田"],
        ["二季度", "防汛知识", "辅导课", "水利站"],
    ]
    xlsx(tmp_path / "学习计划.xlsx", {"Sheet1": rows})
    _, records = await brought_in(archive, tmp_path)
    (plan,) = of_kind(records, "study_plan")
    assert told(plan, "owner", records) == BRANCH
    assert plan.fields["year"] == 2011
    items: Any = plan.fields["items"]
    assert [(each["month"], each["topic"], each["form"], each["owner"]) for each in items] == [
        (1, "全会精神", "集中学习", "丁有田"),
        (1, "一号文件", "自学", "丁有田"),
        (4, "防汛知识（二季度）", "辅导课", "水利站"),
    ]


async def test_a_plan_in_lines_says_below_them_who_sees_to_all(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    lines = (
        f"{BRANCH}2011年学习安排",
        "2月份：学习一号文件（党员大会）。",
        "4月份：学习剪枝（现场指导）。",
        "6月份：重温誓词（党课，由贾秀云负责）。",
        "8月份：学习新农保政策（含被征地农民）。",
        "以上由支部书记丁有田负责落实，贾秀云负责记录。",
        BRANCH,
        "2011年1月18日",
    )
    paper(tmp_path / "安排.docx", *lines)
    _, records = await brought_in(archive, tmp_path)
    (plan,) = of_kind(records, "study_plan")
    items: Any = plan.fields["items"]
    assert [(each["month"], each["topic"], each.get("form"), each["owner"]) for each in items] == [
        (2, "学习一号文件", "党员大会", "丁有田"),
        (4, "学习剪枝", "现场指导", "丁有田"),
        (6, "重温誓词", "党课", "贾秀云"),
        (8, "学习新农保政策（含被征地农民）", None, "丁有田"),
    ]


async def test_plans_of_several_units_in_a_table_are_told_apart(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    rows: list[list[object]] = [
        ["2011年学习计划表"],
        ["单位", "月份", "学习内容", "学习地点"],
        [BRANCH, "3月", "全会精神", "村部"],
        [BRANCH, "6月", "防汛知识", ""],
    ]
    xlsx(tmp_path / "计划.xlsx", {"Sheet1": rows})
    report, records = await brought_in(archive, tmp_path)
    (plan,) = of_kind(records, "study_plan")
    items: Any = plan.fields["items"]
    assert [each["month"] for each in items] == [3, 6]
    (item,) = [each for each in report.items if each.kind == "study_plan"]
    assert "columns_unread" in item.flags


async def test_an_inspection_keeps_what_was_found_and_until_when(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    rows: list[list[object]] = [
        ["2011年学习督查登记表"],
        ["督查时间", "被督查单位", "督查人员", "发现的问题", "评定", "整改要求", "整改期限"],
        ["2011.5.10", BRANCH, "丁有田", "1、笔记不全；2、没有签到", "一般", "补齐笔记", "2011.5.31"],
        ["2011.9.10", BRANCH, "丁有田", "无", "好", "", ""],
    ]
    xlsx(tmp_path / "督查.xlsx", {"Sheet1": rows})
    report, records = await brought_in(archive, tmp_path)
    first, second = sorted(of_kind(records, "inspection"), key=lambda each: str(each.fields["date"]))
    found: Any = first.fields["findings"]
    assert [(each["text"], each["deadline"]) for each in found] == [
        ("笔记不全", date(2011, 5, 31)),
        ("没有签到", date(2011, 5, 31)),
    ]
    assert (first.fields["verdict"], first.fields["requirements"]) == ("一般", "补齐笔记")
    assert not second.fields.get("findings")
    assert [each.flags for each in report.items if each.kind == "inspection"] == [[], []]


async def test_of_unit_and_person_the_person_is_commended(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    rows: list[list[object]] = [
        ["2011年度先进个人表彰登记"],
        ["单位", "姓名", "荣誉称号", "表彰时间", "证书编号"],
        [BRANCH, "丁有田", "学习先进个人", "2012.1.16", "青学001"],
    ]
    units: list[list[object]] = [
        ["2011年度先进党组织表彰登记"],
        ["党组织名称", "荣誉称号", "表彰时间", "证书编号"],
        [BRANCH, "先进学习型党组织", "2012.1.16", "青学101"],
    ]
    xlsx(tmp_path / "表彰.xlsx", {"个人": rows, "党组织": units})
    _, records = await brought_in(archive, tmp_path)
    awards = sorted(of_kind(records, "award"), key=lambda each: str(each.fields["certificate_no"]))
    assert [told(each, "nominee", records) for each in awards] == ["丁有田", BRANCH]


async def test_ballots_and_books_in_other_words(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    votes: list[list[object]] = [
        [f"{BRANCH}2011年民主评议党员测评票统计表"],
        ["发出测评票3张，收回3张，有效票3张"],
        ["序号", "被测评人", "优秀", "合格", "基本合格", "不合格", "评定等次"],
        [1, "丁有田", 2, 1, 0, 0, "优秀"],
    ]
    books: list[list[object]] = [
        ["2011年读书登记"],
        ["姓名", "书名", "类别", "读完时间"],
        ["丁有田", "学习读本", "理论", "2011.3.25"],
        ["贾秀云", "养鱼技术", "业务书", "2011.3.26"],
    ]
    xlsx(tmp_path / "评议.xlsx", {"测评": votes, "读书": books})
    _, records = await brought_in(archive, tmp_path)
    (ballot,) = of_kind(records, "democratic_evaluation")
    lines: Any = ballot.fields["lines"]
    assert [(each["excellent"], each["qualified"], each["result"]) for each in lines] == [(2, 1, "优秀")]
    categories = {
        str(each.fields["title"]): each.fields["category"] for each in of_kind(records, "book_reading")
    }
    assert categories == {"学习读本": "政治理论", "养鱼技术": "业务"}


@pytest.mark.parametrize(
    ("title", "township"),
    [
        ("青塘乡党员干部花名册", "青塘乡"),
        ("中共青塘镇委员会2010年党员花名册", "青塘镇"),
        ("青塘镇机关党支部党员花名册", None),
        ("苇塘村党员花名册", None),
        ("青塘乡中心校教师党员名册", None),
    ],
)
def test_the_title_of_a_roster_names_the_township(title: str, township: str | None) -> None:
    assert township_of_title(title) == township


async def test_the_committee_of_the_township_whose_members_are_listed_is_known(
    archive: Archive, tmp_path: Path
) -> None:
    """Branches of villages are not called after it; the title of the roster is, and a book of its own."""
    rows: list[list[object]] = [["青塘乡党员花名册"], ["姓名", "性别", "身份证号码", "所在支部", "备注"]]
    for number, branch in enumerate(("柳堡村党支部", "苇塘村党支部"), start=60):
        name = "卫国平" if number == 60 else "丁有田"
        rows.append([name, "男", identity("19620301", number, "男"), branch, ""])
    marks: list[list[object]] = [
        ["青塘乡党委中心组2011年学习签到表"],
        ["姓名", "3月21日", "6月20日"],
        ["学习内容", "规划纲要", "党史"],
        ["卫国平", "√", "√"],
        ["丁有田", "√", "病假"],
    ]
    xlsx(tmp_path / "花名册.xlsx", {"Sheet1": rows})
    xlsx(tmp_path / "签到.xlsx", {"Sheet1": marks})
    report, records = await brought_in(archive, tmp_path)
    committee = next(each for each in of_kind(records, "unit") if each.fields["category"] == "党委")
    assert committee.title == "中共青塘乡委员会"
    assert [told(each, "host_unit", records) for each in of_kind(records, "session")] == [committee.title] * 2
    assert not any(item.questions for item in report.items if item.kind == "session")
    assert {told(each, "parent", records) for each in of_kind(records, "unit")} == {None, committee.title}
