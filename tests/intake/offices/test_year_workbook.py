"""An office that keeps its year in workbooks: spans of months, hours of meetings, merged cells, copies."""

from __future__ import annotations

import zipfile
from datetime import time
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.clock import clock_of
from records.intake.report import ImportReport
from records.intake.tables.facts import pairs_in, period_in
from records.intake.tables.recognition.columns import match_columns
from records.kind_file import own_kinds
from records.record import Record
from records.search.query import Query
from tests.intake.offices.office_truth import identity, shown, xlsx

BRANCH = "苇塘村党支部"
PEOPLE = ("丁有田", "贾秀云", "尚大年", "邱小芳")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


SIGN_IN = ("学习时间", "学习内容", "主讲人", "应到", "实到", "缺席人员")


def roster(folder: Path, name: str = "花名册.xlsx", remarks: str = "年老体弱") -> Path:
    rows: list[list[object]] = [
        [f"{BRANCH}党员花名册"],
        ["姓名", "性别", "身份证号码", "入党时间", "备注"],
    ]
    for number, person in enumerate(PEOPLE, start=10):
        row = [person, "男", identity("19600301", number, "男"), "1990.7.1", ""]
        rows.append([*row[:4], remarks if person == "尚大年" else ""])
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    xlsx(path, {"Sheet1": rows})
    return path


async def brought_in(archive: Archive, folder: Path) -> tuple[ImportReport, list[Record]]:
    report = await run_import(archive, folder, apply=True)
    return report, [record async for record in archive.each(Query())]


def of_kind(records: list[Record], kind: str) -> list[Record]:
    return [record for record in records if record.kind == kind]


def states(meeting: Record, records: list[Record]) -> dict[str, object]:
    told = shown(meeting.fields.get("attendance"), {record.id: record for record in records})
    assert isinstance(told, dict)
    return told


@pytest.mark.parametrize(
    ("title", "first", "last"),
    [
        ("2012年1-6月学习情况登记", "2012-01-01", "2012-06-30"),
        ("2011年7月份至12月份学习登记", "2011-07-01", "2011-12-31"),
        ("2012年度（一至六月）统计表", "2012-01-01", "2012-06-30"),
        ("2012.10—12月", "2012-10-01", "2012-12-31"),
    ],
)
def test_months_from_and_to_are_the_time_of_a_table(title: str, first: str, last: str) -> None:
    period = period_in(title)
    assert period is not None and (str(period.start), str(period.end)) == (first, last)


async def test_months_on_a_sheet_are_those_of_the_year_in_its_file(archive: Archive, office: Path) -> None:
    roster(office)
    head = ["姓名", "学习次数", "学时", "笔记字数", "心得篇数"]
    xlsx(office / "2012年学习登记.xlsx", {"1至6月": [["学习情况登记"], head, ["丁有田", 9, 20, 5200, 1]]})
    _, records = await brought_in(archive, office)
    (register,) = of_kind(records, "study_register")
    assert shown(register.fields["period"], {}) == "2012年上半年"


@pytest.mark.parametrize("book", ["2012年学习台账", "2012年度学习情况", "学习统计(2012年)"])
@pytest.mark.parametrize("sheet", ["知识测试", "知识竞赛", "测验"])
async def test_a_test_in_a_book_of_study_is_a_test(
    archive: Archive, office: Path, book: str, sheet: str
) -> None:
    roster(office)
    head: list[object] = ["序号", "姓名", "支部", "成绩", "备注"]
    rows: list[list[object]] = [
        [f"2012年党的{sheet}成绩"],
        ["时间：2012年6月27日　满分：100分"],
        head,
        [1, "丁有田", BRANCH, 92, ""],
        [2, "贾秀云", BRANCH, "", "缺考"],
    ]
    study: list[list[object]] = [
        ["2012年上半年学习情况"],
        ["姓名", "学习次数", "笔记字数", "成绩"],
        ["丁有田", 9, 5200, 92],
    ]
    xlsx(office / f"{book}.xlsx", {sheet: rows, "上半年": study})
    _, records = await brought_in(archive, office)
    (test,) = of_kind(records, "exam")
    (register,) = of_kind(records, "study_register")
    results = test.fields["results"]
    assert isinstance(results, list) and len(results) == 2
    assert str(test.fields["held_on"])[:10] == "2012-06-27"
    assert register.fields["notes_words"] == 5200


@pytest.mark.parametrize("line", ["题量：50题", "试题总数：50道", "满分100分，共50道题", "题目数量 50"])
def test_the_number_of_questions_is_told_in_several_ways(line: str) -> None:
    assert pairs_in([line])["题数"] == "50"


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2010年7月15日 8:30-11:30", time(8, 30), time(11, 30)),
        ("7月15日下午2点半至4点", time(14, 30), time(16)),
        ("2010.7.15 14：30", time(14, 30), None),
        ("2010-07-15 上午9:00—1:00", time(9), time(13)),
        ("7月15日晚上7时30分到9时", time(19, 30), time(21)),
        ("2010年7月15日", None, None),
        ("2010年7月15日上午", None, None),
    ],
)
def test_hours_stand_behind_the_day(text: str, begin: time | None, end: time | None) -> None:
    assert clock_of(text) == (begin, end)


async def test_a_meeting_of_a_register_keeps_its_hours(archive: Archive, office: Path) -> None:
    roster(office)
    rows: list[list[object]] = [
        [f"{BRANCH}2011年集中学习记录"],
        [*SIGN_IN, "时长"],
        ["2011年3月4日 8:30-11:00", "惠农政策", "丁有田", 3, 3, "无", ""],
        ["2011年4月8日 14:30", "党的历史", "丁有田", 3, 3, "无", "90分钟"],
        ["2011年5月6日", "防汛知识", "丁有田", 3, 3, "无", "2小时"],
    ]
    xlsx(office / "集中学习.xlsx", {"Sheet1": rows})
    _, records = await brought_in(archive, office)
    meetings = of_kind(records, "session")
    hours = {(str(each.fields["start"]), str(each.fields.get("end"))) for each in meetings}
    assert hours == {
        ("2011-03-04 08:30:00", "2011-03-04 11:00:00"),
        ("2011-04-08 14:30:00", "2011-04-08 16:00:00"),
        ("2011-05-06", "None"),
    }
    again, _ = await brought_in(archive, office)
    assert (again.actions["created"], again.actions["updated"]) == (0, 0)


async def test_whoever_the_book_counts_was_expected(archive: Archive, office: Path) -> None:
    """One of four is infirm: a book whose 应到 is four, or that names her absent, counts her."""
    roster(office)
    rows: list[list[object]] = [
        [f"{BRANCH}2011年集中学习记录"],
        [*SIGN_IN],
        ["2011年3月4日", "惠农政策", "丁有田", 4, 4, "无"],
        ["2011年4月8日", "党的历史", "丁有田", 4, 3, "尚大年（病假）"],
        ["2011年5月6日", "防汛知识", "丁有田", 3, 3, "无"],
    ]
    xlsx(office / "集中学习.xlsx", {"Sheet1": rows})
    _, records = await brought_in(archive, office)
    march, april, may = sorted(of_kind(records, "session"), key=lambda each: str(each.fields["start"]))
    assert states(march, records) == dict.fromkeys(PEOPLE, "到")
    assert states(april, records) == {**dict.fromkeys(PEOPLE, "到"), "尚大年": "请假"}
    assert "尚大年" not in states(may, records)


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/"'
    ' manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)


def ods(path: Path, rows: list[str]) -> None:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="走访">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)


def cells(*texts: str, high: int = 1) -> str:
    """A row's cells; the first is merged with those below it when it is ``high``, and covered when empty."""
    first = f' table:number-rows-spanned="{high}" table:number-columns-spanned="1"' if high > 1 else ""
    made = ["<table:covered-table-cell/>"] if not texts[0] else []
    for at, text in enumerate(texts):
        kind = f'table:table-cell{"" if at else first} office:value-type="string"'
        made += [f"<{kind}><text:p>{text}</text:p></table:table-cell>"] if at or text else []
    return "".join(made)


async def test_a_cell_merged_down_in_an_open_document_holds_for_its_rows(
    archive: Archive, office: Path
) -> None:
    roster(office)
    ods(
        office / "走访.ods",
        [
            cells("走访干部", "走访时间", "户主", "村组", "反映问题"),
            cells("丁有田", "2011-3-4", "乔五", "苇塘村一组", "缺水", high=2),
            cells("", "2011-3-5", "乔六", "苇塘村一组", "缺电"),
            cells("贾秀云", "2011-3-6", "乔七", "苇塘村二组", "路不通"),
        ],
    )
    _, records = await brought_in(archive, office)
    by_id = {record.id: record for record in records}
    visits = of_kind(records, "household_visit")
    assert {(shown(each.fields["visitor"], by_id), each.fields["household"]) for each in visits} == {
        ("丁有田", "乔五"),
        ("丁有田", "乔六"),
        ("贾秀云", "乔七"),
    }


async def test_a_copy_of_a_register_is_read_once_and_its_name_makes_no_unit(
    archive: Archive, office: Path
) -> None:
    roster(office, "党员花名册(分支部).xlsx")
    original = (office / "党员花名册(分支部).xlsx").read_bytes()
    (office / "复件 党员花名册(分支部).xlsx").write_bytes(original)
    report, records = await brought_in(archive, office)
    assert {each.file: (each.state, each.why.partition(":")[0]) for each in report.files} == {
        "党员花名册(分支部).xlsx": ("read", ""),
        "复件 党员花名册(分支部).xlsx": ("duplicate", "same_bytes"),
    }
    assert sorted(str(each.fields["name"]) for each in of_kind(records, "person")) == sorted(PEOPLE)
    assert [each.fields["name"] for each in of_kind(records, "unit")] == [BRANCH]


async def test_a_bare_community_is_the_only_one_and_where_there_are_two_it_is_asked(
    archive: Archive, office: Path
) -> None:
    head: list[object] = ["姓名", "性别", "身份证号码", "所在支部", "入党时间"]
    rows: list[list[object]] = [
        head,
        ["葛玉", "女", identity("19700301", 31, "女"), "渡口社区党支部", "1999.7.1"],
        ["汤柱", "男", identity("19710301", 32, "男"), "苇塘村党支部", "1999.7.1"],
        ["屈平", "男", identity("19720301", 33, "男"), "柳湾村党支部", "1999.7.1"],
    ]
    xlsx(office / "花名册.xlsx", {"Sheet1": rows})
    notes: list[list[object]] = [
        ["2011年上半年学习登记"],
        ["单位", "姓名", "次数", "学时", "笔记", "心得", "得分"],
        ["社区", "葛玉", 8, 20, 4000, 1, 88],
        ["村", "汤柱", 8, 20, 4000, 1, 86],
    ]
    xlsx(office / "学习登记.xlsx", {"Sheet1": notes})
    report, records = await brought_in(archive, office)
    (register,) = of_kind(records, "study_register")
    assert shown(register.fields["person"], {each.id: each for each in records}) == "葛玉"
    assert shown(register.fields["score"], {}) == 88
    (asked,) = [item for item in report.every_item() if item.outcome == "ask"]
    assert [question.code for question in asked.questions] == ["unknown_unit"]


@pytest.mark.parametrize(
    ("kind", "heading", "target"),
    [
        ("funding", "支付时间", "date"),
        ("funding", "项目内容", "summary"),
        ("experience_article", "文章题目", "title"),
        ("experience_article", "刊登情况", "published"),
        ("household_visit", "困难和问题", "difficulty"),
        ("door_delivery", "送学资料", "materials"),
        ("door_delivery", "所在支部", "unit"),
        ("position", "单位及职务", "post"),
        ("reading_note", "评语", "remarks"),
        ("study_register", "序", "ordinal"),
        ("study_register", "党员数", "extra"),
    ],
)
def test_headings_of_year_workbooks_are_known(kind: str, heading: str, target: str) -> None:
    (column,) = match_columns(own_kinds()[kind], [heading])
    assert (column.target, column.fit) == (target, 0.0 if target == "extra" else 1.0)


async def test_a_summary_of_branches_names_nobody(archive: Archive, office: Path) -> None:
    roster(office)
    rows: list[list[object]] = [
        ["2011年各支部学习情况汇总"],
        ["单位", "党员数", "学习次数", "心得", "调研"],
        [BRANCH, 4, 20, 3, 1],
    ]
    xlsx(office / "汇总.xlsx", {"Sheet1": rows})
    report, records = await brought_in(archive, office)
    assert not of_kind(records, "study_register")
    assert not [item for item in report.every_item() if item.questions]
    (file,) = [each for each in report.files if each.file == "汇总.xlsx"]
    assert file.state == "refused"
