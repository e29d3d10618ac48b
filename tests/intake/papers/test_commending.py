"""Decisions that commend: whom running text, lists and tables name, and for what."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.loading.undo import undo
from records.intake.outcome import Item
from records.intake.papers.honour_words import honour_above
from records.intake.papers.honours import commended_in
from records.intake.papers.paper_name import kind_of_words
from records.intake.report import ImportReport
from records.record import Record
from records.search.query import Query
from tests.intake.offices.office_truth import identity, xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_meetings_and_plans import paper, told

OTHER = "柳堡村党支部"
SIGNED = ("中共青塘乡委员会", "2012年6月29日")


def office(folder: Path) -> None:
    roster(folder)
    rows: list[list[object]] = [["党员花名册"], ["姓名", "性别", "身份证号码", "所在支部"]]
    for number, name in enumerate(("卫国平", "邵敏"), start=60):
        rows.append([name, "男", identity("19620301", number, "男"), OTHER])
    xlsx(folder / "花名册2.xlsx", {"Sheet1": rows})


async def _decision(archive: Archive, folder: Path, *lines: str) -> tuple[Item, Record, list[Record]]:
    office(folder)
    paper(folder / "决定.docx", "青党发〔2012〕20号", "关于表彰先进的决定", "各党支部：", *lines, *SIGNED)
    report, records = await brought_in(archive, folder)
    (item,) = [each for each in report.items if each.kind == "commendation"]
    (decision,) = of_kind(records, "commendation")
    return item, decision, records


@pytest.mark.parametrize(
    ("lines", "winners"),
    [
        (["经研究，决定授予丁有田、邵敏2名同志“学习标兵”荣誉称号。"], ["丁有田", "邵敏"]),
        ([f"决定，授予{BRANCH}丁有田、{OTHER}书记邵敏两名同志“学习能手”称号。"], ["丁有田", "邵敏"]),
        ([f"授予卫国平（{OTHER}）、尚大年同志学习标兵荣誉称号。"], ["卫国平", "尚大年"]),
        (["决定表彰学习标兵3名，他们是：丁有田、贾秀云、邵敏。"], ["丁有田", "贾秀云", "邵敏"]),
        (["为激励先进，决定对丁有田、卫国平予以通报表彰。"], ["丁有田", "卫国平"]),
        ([f"乡党委决定命名{OTHER}为学习型党组织。"], [OTHER]),
        (["决定授予下列同志“学习标兵”称号：", "丁有田", f"邵　敏　　{OTHER}书记"], ["丁有田", "邵敏"]),
        ([f"决定表彰：{BRANCH}为先进党支部，丁有田同志荣获“读书之星”称号。"], [BRANCH, "丁有田"]),
    ],
)
async def test_a_sentence_names_whom_it_commends(
    archive: Archive, tmp_path: Path, lines: Sequence[str], winners: list[str]
) -> None:
    item, decision, records = await _decision(
        archive, tmp_path, *lines, "希望受表彰的同志再接再厉，为全乡作出更大的贡献。"
    )
    assert told(decision, "winners", records) == winners
    assert (item.flags, item.questions) == ([], [])


@pytest.mark.parametrize(
    "call",
    ["全乡党员要以他们为榜样，努力学习，扎实工作。", "全乡党员要视他们为楷模，学先进，赶先进。"],
)
async def test_a_call_to_the_others_names_no_winners(archive: Archive, tmp_path: Path, call: str) -> None:
    """榜样, 努力学习 were winners of whom nobody knew; the decision was held in doubt."""
    item, decision, records = await _decision(
        archive, tmp_path, "经研究，决定授予丁有田、邵敏2名同志“学习标兵”荣誉称号。", call
    )
    assert told(decision, "winners", records) == ["丁有田", "邵敏"]
    assert (item.flags, item.questions) == ([], [])


async def test_each_group_keeps_its_honour(archive: Archive, tmp_path: Path) -> None:
    item, decision, records = await _decision(
        archive,
        tmp_path,
        f"决定：授予{BRANCH}、{OTHER}“先进党组织”称号；授予丁有田、邵敏等2名同志“优秀共产党员”称号。",
    )
    assert told(decision, "winners", records) == [BRANCH, OTHER, "丁有田", "邵敏"]
    assert decision.remarks == f"先进党组织：{BRANCH}、{OTHER}；优秀共产党员：丁有田、邵敏"
    assert item.flags == []


@pytest.mark.parametrize(
    "line",
    [
        "授予丁有田、邵敏等3名同志“学习标兵”称号。",
        "授予丁有田、邵敏3名同志“学习标兵”称号。",
        "授予丁有田同志“学习标兵”称号，贾秀云同志亦授此称号。",
    ],
)
async def test_whom_a_sentence_counts_or_names_and_nothing_reads_is_told(
    archive: Archive, tmp_path: Path, line: str
) -> None:
    item, _, _ = await _decision(archive, tmp_path, line)
    assert item.flags == ["winners_missing"]


async def test_the_office_that_signs_below_a_list_is_no_winner(archive: Archive, tmp_path: Path) -> None:
    item, decision, records = await _decision(
        archive, tmp_path, "一、先进个人（2名）", "丁有田", f"邵　敏　{OTHER}"
    )
    assert told(decision, "winners", records) == ["丁有田", "邵敏"]
    assert item.flags == []


@pytest.mark.parametrize(
    "line",
    ["希望受表彰的同志以此为新的起点。", "对学习笔记优秀的2名同志予以通报表彰。", "号召全乡党员向他们学习。"],
)
def test_a_sentence_that_names_nobody_gives_nothing(line: str) -> None:
    assert not list(commended_in([line]))


HEAD = ["序号", "姓名", "荣誉称号", "证书编号"]
LIST = [HEAD, ["1", "丁有田", "学习标兵", "青学01"], ["2", "邵敏", "学习标兵", "青学02"]]
TITLE = "关于表彰2011年度学习标兵的决定"


async def _awards(archive: Archive, folder: Path) -> tuple[ImportReport, list[Record], list[Record]]:
    report, records = await brought_in(archive, folder)
    found = of_kind(records, "award")
    return report, records, sorted(found, key=lambda each: str(each.fields["certificate_no"]))


@pytest.mark.parametrize("long", [False, True])
async def test_a_letter_above_a_list_of_awards_is_the_decision(
    archive: Archive, tmp_path: Path, long: bool
) -> None:
    office(tmp_path)
    text = "一年来，全乡党员坚持学习，涌现出一批勤学善思、学用结合的好党员，得到群众好评。" * (
        6 if long else 1
    )
    paper(
        tmp_path / "标兵.docx",
        "青党发〔2012〕3号",
        TITLE,
        text,
        "经研究，决定对丁有田等2名同志予以表彰。",
        *SIGNED,
        "附件：学习标兵名单",
        table=LIST,
    )
    report, records, awards = await _awards(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    assert decision.fields["doc_no"] == "青党发〔2012〕3号"
    assert (decision.fields["title"], str(decision.fields["decided_on"])) == (TITLE, "2012-06-29")
    assert told(decision, "winners", records) == ["丁有田", "邵敏"]
    assert [each.fields["decision"] for each in awards] == [decision.id, decision.id]
    assert not [item.flags for item in report.items if item.kind == "commendation" and item.flags]
    again = await run_import(archive, tmp_path, apply=True)
    assert {each.action for each in again.items if each.kind in ("award", "commendation")} == {"unchanged"}


@pytest.mark.parametrize(
    ("above", "title", "flags"),
    [
        ([["青党发〔2012〕3号　2012年6月29日"], [TITLE]], TITLE, []),
        ([[TITLE], ["（文号：青党发〔2012〕3号）"], ["2012年6月29日"]], TITLE, []),
        (
            [["2011年度学习标兵名单"], ["（青党发[2012]3号　2012.6.29）"]],
            "2011年度学习标兵名单",
            ["title_of_list"],
        ),
    ],
)
async def test_number_and_title_above_a_sheet_of_awards_are_the_decision(
    archive: Archive, tmp_path: Path, above: list[list[object]], title: str, flags: list[str]
) -> None:
    office(tmp_path)
    xlsx(tmp_path / "名单.xlsx", {"个人": [*above, *map(list, LIST)]})
    report, records, awards = await _awards(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    assert (decision.fields["title"], str(decision.fields["decided_on"])) == (title, "2012-06-29")
    assert told(decision, "winners", records) == ["丁有田", "邵敏"]
    assert {str(each.fields["issued_on"]) for each in awards} == {"2012-06-29"}
    (item,) = [each for each in report.items if each.kind == "commendation"]
    assert item.flags == flags


async def test_a_letter_that_counts_more_than_its_list_has_is_told(archive: Archive, tmp_path: Path) -> None:
    office(tmp_path)
    lines = ("青党发〔2012〕3号", TITLE, "决定对丁有田等4名同志予以表彰。")
    paper(tmp_path / "标兵.docx", *lines, *SIGNED, table=LIST)
    report, _, _ = await _awards(archive, tmp_path)
    (item,) = [each for each in report.items if each.kind == "commendation"]
    assert item.flags == ["winners_missing"]


async def test_a_list_with_one_number_for_all_is_of_that_decision(archive: Archive, tmp_path: Path) -> None:
    """No paper of that number is there: what the list tells of the decision is kept, flagged."""
    office(tmp_path)
    head: list[object] = ["姓名", "荣誉称号", "表彰依据", "", "证书编号"]
    rows: list[list[object]] = [
        ["丁有田", "学习标兵", "青党发〔2012〕3号", "2012.3.8", "青学01"],
        ["邵敏", "学习标兵", "", "", "青学02"],
    ]
    below: list[object] = ["", "", "表彰文件", "颁发时间", ""]
    title = "2011年度学习标兵表彰名册"
    sheet: list[list[object]] = [[title], head, below, *rows]
    xlsx(tmp_path / "名册.xlsx", {"名册": sheet}, {"名册": ["C2:D2", "C4:C5", "D4:D5"]})
    report, records, awards = await _awards(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    assert (decision.fields["doc_no"], decision.fields["title"]) == ("青党发〔2012〕3号", title)
    assert [each.fields["decision"] for each in awards] == [decision.id, decision.id]
    assert told(decision, "winners", records) == ["丁有田", "邵敏"]
    (item,) = [each for each in report.items if each.kind == "commendation"]
    assert item.flags == ["title_of_list", "no_date:decided_on"]
    # Honours of a year are given in the next.
    assert not [each.flags for each in report.items if each.kind == "award" and each.flags]
    again = await run_import(archive, tmp_path, apply=True)
    assert {each.action for each in again.items if each.kind in ("award", "commendation")} == {"unchanged"}


async def test_a_list_without_a_title_is_called_by_its_file(archive: Archive, tmp_path: Path) -> None:
    """A .csv has no line above its headings: the numbers of its decision were left out."""
    office(tmp_path)
    lines = (
        "获奖者,荣誉称号,表彰文件,证书编号,发证时间",
        "丁有田,学习标兵,青党发〔2012〕3号,青学01,2012.3.8",
        "邵敏,学习标兵,青党发〔2012〕3号,青学02,2012.3.8",
    )
    (tmp_path / "表彰奖励登记（2011年度）.csv").write_text("\n".join(lines), "utf-8")
    _, records, awards = await _awards(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    assert decision.fields["title"] == "表彰奖励登记（2011年度）"
    assert [each.fields["decision"] for each in awards] == [decision.id, decision.id]


async def test_a_list_of_several_years_tells_of_each_decision(archive: Archive, tmp_path: Path) -> None:
    """Of two decisions of the office one is a paper; the awards of the other stood without."""
    office(tmp_path)
    paper(tmp_path / "决定.docx", "青党发〔2012〕3号", TITLE, "决定授予邵敏同志“学习标兵”称号。", *SIGNED)
    head: list[object] = ["年度", "受表彰对象", "荣誉称号", "表彰文件", "证书编号", "发证时间"]
    rows: list[list[object]] = [
        [2010, "丁有田", "学习标兵", "青党发〔2010〕41号", "青学01", "2010.12.30"],
        [2010, "贾秀云", "学习标兵", "〃", "青学02", "2010.12.30"],
        [2012, "邵敏", "学习标兵", "青党发〔2012〕3号", "青学03", "2012.6.29"],
    ]
    xlsx(tmp_path / "先进.xlsx", {"表彰登记": [["学习先进表彰登记表"], head, *rows]})
    report, records, awards = await _awards(archive, tmp_path)
    decisions = {str(each.fields["doc_no"]): each for each in of_kind(records, "commendation")}
    assert decisions.keys() == {"青党发〔2010〕41号", "青党发〔2012〕3号"}
    given = {str(each.fields["certificate_no"]): each.fields.get("decision") for each in awards}
    first, second = decisions["青党发〔2010〕41号"], decisions["青党发〔2012〕3号"]
    assert given == {"青学01": first.id, "青学02": first.id, "青学03": second.id}
    assert told(first, "winners", records) == ["丁有田", "贾秀云"]
    assert not [each.flags for each in report.items if each.kind == "award" and each.flags]


async def test_a_register_of_awards_finds_its_decisions_by_number(archive: Archive, tmp_path: Path) -> None:
    """Those in the same folder, whatever brackets the clerk wrote; later those that are kept already."""
    office(tmp_path)
    paper(tmp_path / "决定.docx", "青党发〔2012〕3号", TITLE, "决定授予丁有田同志“学习标兵”称号。", *SIGNED)
    head = ["姓名", "荣誉称号", "表彰时间", "表彰文号", "证书编号"]
    rows: list[list[object]] = [
        ["丁有田", "学习标兵", "2012.6.29", "青党发[2012]03号", "青学01"],
        ["邵敏", "读书之星", "2012.5.4", "青团发〔2012〕9号", "青学02"],
    ]
    xlsx(tmp_path / "表彰登记.xlsx", {"Sheet1": [["历年表彰登记"], head, *rows]})
    report, records, awards = await _awards(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    assert [each.fields.get("decision") for each in awards] == [decision.id, None]
    flags = [item.flags for item in report.items if item.kind == "award"]
    assert flags == [[], ["value_left_out:decision"]]
    later = tmp_path / "later"
    later.mkdir()
    row: list[object] = ["贾秀云", "学习标兵", "2012.6.29", "青党发（2012）3号", "青学03"]
    xlsx(later / "补登.xlsx", {"Sheet1": [["表彰登记"], head, row]})
    _, _, awards = await _awards(archive, later)
    assert awards[-1].fields["decision"] == decision.id


async def test_what_a_letter_refers_to_is_not_its_number(archive: Archive, tmp_path: Path) -> None:
    office(tmp_path)
    above: list[list[object]] = [["学习标兵获奖名册"], ["根据青党发〔2011〕9号文件要求评选"]]
    xlsx(tmp_path / "名册.xlsx", {"个人": [*above, *map(list, LIST)]})
    _, records, awards = await _awards(archive, tmp_path)
    assert not of_kind(records, "commendation")
    assert [each.fields.get("decision") for each in awards] == [None, None]


async def test_an_import_of_a_letter_and_its_awards_is_taken_back_whole(
    archive: Archive, tmp_path: Path
) -> None:
    office(tmp_path)
    paper(tmp_path / "标兵.docx", "青党发〔2012〕3号", TITLE, *SIGNED, table=LIST)
    report = await run_import(archive, tmp_path, apply=True)
    await undo(archive, ObjectId(str(report.batch)))
    records = [each async for each in archive.each(Query()) if each.status != "void"]
    assert not of_kind(records, "award") and not of_kind(records, "commendation")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于表彰2011年度学习先进个人的通报", "commendation"),
        ("关于对学习笔记优秀个人予以表彰的通报", "commendation"),
        ("关于表彰先进学习型党组织的通知", "commendation"),
        ("关于召开表彰大会的通知", None),
        ("关于做好表彰先进推荐工作的通知", None),
        ("关于开展评选表彰活动的通知", None),
        ("关于学习笔记检查情况的通报", None),
    ],
)
def test_which_letters_commend(title: str, kind: str | None) -> None:
    assert kind_of_words(title) == kind


async def test_each_list_of_a_letter_is_under_its_decision(archive: Archive, tmp_path: Path) -> None:
    office(tmp_path)
    document = docx.Document()
    for line in ("青党发〔2012〕3号", TITLE, "经研究，决定予以表彰。", *SIGNED, "附件1：先进党组织名单"):
        document.add_paragraph(line)
    grid = document.add_table(rows=2, cols=3)
    for at, row in enumerate([["党组织名称", "荣誉称号", "证书编号"], [BRANCH, "先进党组织", "青学00"]]):
        for column, text in enumerate(row):
            grid.cell(at, column).text = text
    document.add_paragraph("附件2：学习标兵名单")
    grid = document.add_table(rows=3, cols=4)
    for at, row in enumerate(LIST):
        for column, text in enumerate(row):
            grid.cell(at, column).text = text
    document.save(str(tmp_path / "表彰.docx"))
    _, records, awards = await _awards(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    assert told(decision, "winners", records) == [BRANCH, "丁有田", "邵敏"]
    assert {each.fields["decision"] for each in awards} == {decision.id}
    assert {str(each.fields["issued_on"]) for each in awards} == {"2012-06-29"}


async def test_names_may_stand_behind_their_branch(archive: Archive, tmp_path: Path) -> None:
    lines = ("现将学习积极分子名单通报如下：", f"{BRANCH}：丁有田、贾秀云", f"{OTHER}：邵敏")
    item, decision, records = await _decision(archive, tmp_path, *lines)
    assert told(decision, "winners", records) == ["丁有田", "贾秀云", "邵敏"]
    assert item.flags == []


async def test_a_decision_may_be_dated_below_its_title(archive: Archive, tmp_path: Path) -> None:
    office(tmp_path)
    text = "乡党委决定，授予丁有田同志“学习标兵”称号。"
    paper(tmp_path / "决定.docx", "关于授予丁有田同志“学习标兵”称号的决定", "（2012年7月1日）", text)
    _, records = await brought_in(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    assert str(decision.fields["decided_on"]) == "2012-07-01"


async def test_the_line_above_a_list_says_its_honour_and_a_list_of_units_is_one_too(
    archive: Archive, tmp_path: Path
) -> None:
    """A list without a column for it lost its honour, one of 党组织名称 and 书记 was lost itself."""
    office(tmp_path)
    lists = (
        (
            "一、学习标兵",
            ("序号", "姓名", "所在党组织", "证书编号"),
            ("丁有田", BRANCH, "青学1"),
        ),
        ("二、先进党支部（1个）", ("序号", "党组织名称", "书记", "证书编号"), (OTHER, "邵敏", "青学2")),
    )
    document = docx.Document()
    for line in ("青党发〔2012〕3号", TITLE, "经研究，决定予以表彰。", *SIGNED, "附件", "青塘乡学习先进名单"):
        document.add_paragraph(line)
    for line, head, row in lists:
        document.add_paragraph(line)
        grid = document.add_table(rows=2, cols=len(head))
        for column, texts in enumerate(zip(head, ("1", *row), strict=True)):
            for at, text in enumerate(texts):
                grid.cell(at, column).text = text
    document.save(str(tmp_path / "表彰.docx"))
    report, records, awards = await _awards(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    told = {(each.fields["title"], each.fields["certificate_no"]) for each in awards}
    assert told == {("学习标兵", "青学1"), ("先进党支部", "青学2")}
    assert {each.fields["decision"] for each in awards} == {decision.id}
    assert [item.flags for item in report.items if item.kind == "award"] == [[], []]


async def test_an_award_of_which_nothing_tells_the_honour_is_told(archive: Archive, tmp_path: Path) -> None:
    office(tmp_path)
    rows = [["2012年表彰登记表"], ["姓名", "所在支部", "证书编号", "颁发日期"]]
    xlsx(tmp_path / "表彰登记.xlsx", {"Sheet1": [*rows, ["丁有田", BRANCH, "青学1", "2012.6.29"]]})
    report, _ = await brought_in(archive, tmp_path)
    assert [item.flags for item in report.items if item.kind == "award"] == [["no_honour"]]


@pytest.mark.parametrize(
    ("line", "honour"),
    [
        ("附件1：松坪乡2012年度先进党支部名单", "先进党支部"),
        ("（一）优秀共产党员（3名）", "优秀共产党员"),
        ("2011年学习标兵获奖名单", "学习标兵"),
        ("2011年表彰登记表", ""),
        ("关于表彰先进的决定", ""),
    ],
)
def test_which_honour_a_line_tells(line: str, honour: str) -> None:
    assert honour_above(["青塘乡学习先进名单", line]) == (honour or "学习先进")


@pytest.mark.parametrize("label", ["签发：邵敏", "签发人：邵　敏", "审批人：邵敏同志"])
async def test_who_let_a_decision_go_out_is_kept(archive: Archive, tmp_path: Path, label: str) -> None:
    """A label below the signature was read by nothing, and nothing said so."""
    office(tmp_path)
    text = ("关于表彰先进的决定", "各党支部：", "经研究，决定授予丁有田同志“学习标兵”荣誉称号。")
    paper(tmp_path / "决定.docx", "青党发〔2012〕20号", *text, *SIGNED, label)
    _, records = await brought_in(archive, tmp_path)
    (decision,) = of_kind(records, "commendation")
    (who,) = [each for each in of_kind(records, "person") if each.fields["name"] == "邵敏"]
    assert decision.fields["signed_off"] == who.id


async def test_who_let_a_decision_go_out_and_is_nobody_known_is_asked(
    archive: Archive, tmp_path: Path
) -> None:
    text = "经研究，决定授予丁有田同志“学习标兵”荣誉称号。"
    office(tmp_path)
    paper(tmp_path / "决定.docx", "关于表彰先进的决定", "各党支部：", text, *SIGNED, "签发：岳长庚")
    report = await run_import(archive, tmp_path)
    (item,) = [each for each in report.items if each.kind == "commendation"]
    assert [(each.field, each.blocking) for each in item.questions] == [("signed_off", False)]
