"""What the archive of a northern town showed: values in other columns, above the table, of several days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.minutes.book import meetings_in
from records.intake.report import ImportReport

ROSTER = """党员花名册
姓名,性别,出生年月,入党时间,转正时间,所在支部
张伟民,男,1968.2,1990.7,1991.7,上营社区党支部
李秀兰,女,1971.5,1995.7,1996.7,上营社区党支部
赵永刚,男,1980.3,2004.7,2005.7,上营社区党支部
李秀兰,女,1984.9,2008.7,2009.7,柳树湾社区党支部
"""
VISITS = """入户走访日志（2012年）
走访干部：赵永刚,,,包联社区：上营社区
日期,走访户,居民诉求,办结日期
3.6,周桂香,楼道灯不亮,3.7
3.8,周玉海,供热管道漏水,未办结
"""
EXAM = """2012年理论测试成绩
测试日期：2012年6月15日
考号,姓名,笔试,口答,总成绩,补考成绩
上营社区党支部,,,,,
01,李秀兰,61,25,86,
02,张伟民,30,21,51,66
03,赵永刚,缺考,,,
柳树湾社区党支部,,,,,
04,李秀兰,57,22,79,
"""
MINUTES = """上营社区党支部会议记录

一、时间：2012年3月15日
主持人：张伟民
记录人：李秀兰
参会：赵永刚
会议内容：学习两会精神。
赵永刚说要办实事。

第二次支部会
时间：2012年4月19日
主持人：张伟民
会议内容：学习党章。
"""


async def report_of(archive: Archive, folder: Path, **texts: str) -> ImportReport:
    for name, text in texts.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    return await run_import(archive, folder)


def lines_of(report: ImportReport, kind: str) -> list[dict[str, Any]]:
    return [item.fields for item in report.every_item() if item.kind == kind]


async def test_what_stands_outside_the_columns_or_in_another_is_read(
    archive: Archive, tmp_path: Path
) -> None:
    report = await report_of(
        archive, tmp_path, 花名册_csv=ROSTER, 走访日志_csv=VISITS, 成绩_csv=EXAM, 会议记录_txt=MINUTES
    )
    names = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
    visits = lines_of(report, "household_visit")
    assert [(each.get("village"), each.get("solved_on"), each.get("solved")) for each in visits] == [
        ("上营社区", date(2012, 3, 7), None),
        ("上营社区", None, False),
    ]
    exam = next(item for item in report.items if item.kind == "exam")
    told = [
        (names[row["person"]], int(row.get("score", 0)), row.get("makeup"), row.get("absent"))
        for row in exam.fields["results"]
    ]
    # Both of the name sat it: the row of their branch above them says which is which.
    assert told == [
        ("李秀兰", 86, None, None),
        ("张伟民", 66, True, None),
        ("赵永刚", 0, None, True),
        ("李秀兰", 79, None, None),
    ]
    first, second = [item for item in report.items if item.kind == "session"]
    assert [item.fields["start"].date() for item in (first, second)] == [date(2012, 3, 15), date(2012, 4, 19)]
    assert second.fields["title"] == "上营社区党支部会议记录 第二次支部会"
    came = {names[row["person"]] for row in first.fields["attendance"]}
    assert came == {"赵永刚", "张伟民", "李秀兰"} and "支部会" not in first.fields["summary"]
    assert (first.flags, second.flags) == ([], ["attendance_not_told"])
    # One original of two records: it is kept once, for both.
    report = await run_import(archive, tmp_path, apply=True)
    held = [item.record_id for item in report.items if item.kind == "session"]
    records = [await archive.get(each) for each in held if each is not None]
    assert [[each.name for each in record.attachments] for record in records] == [["会议记录.txt"]] * 2


def test_a_book_of_minutes_is_cut_where_another_day_is_given() -> None:
    def cut(*lines: str) -> list[list[str]]:
        document = TextDocument(tuple(Paragraph(line) for line in lines))
        return [[each.text for each in part.paragraphs] for part in meetings_in(document)]

    one = ("会议记录", "时间：2012年3月5日", "内容。", "会议日期：2012年3月5日", "散会")
    assert cut(*one) == [list(one)]
    two = ("会议记录", "时间：2012年3月5日", "散会", "三月例会", "", "时间：2012年3月12日", "内容。")
    assert cut(*two) == [list(two[:3]), ["会议记录 三月例会", *two[5:]]]


EXPORT = """党员信息台账
姓名,性别,民族,出生年月,学历,人员类别,入党时间,转正时间,所在党支部,党籍状态
张伟民,1-男,01汉族,1968.2,20-大学本科,01-正式党员,1990.7,1991.7,上营社区党支部,正常
李秀兰,2-女,08壮族,1971.5,60-高中,02-预备党员,2012.5,2012.5,上营社区党支部,正常
王德明,1-男,01汉族,1986.1,大专,13-群众,,,柳树湾社区党支部,
李秀兰,2-女,01汉族,1984.9,大专,01-正式党员,2008.7,2009.7,柳树湾社区党支部,正常
张伟民,1-男,01汉族,1968.2,20-大学本科,01-正式党员,1990.7,1991.7,柳树湾社区党支部,正常
"""
REPORTS = """2012年调研报告登记表
报告题目,执笔人,所在支部,调研地点,交稿日期
社区供热情况的调查,李秀兰,柳树湾社区,上营社区,2012.5.10
养老服务情况的调查,王德明,县委党校,柳树湾社区,2012.6.2
"""
SPENDING = """2012年专项资金台账
业务日期,收支方向,用途,发生额,报账人,核准人
2012.1.16,拨入,县财政拨付资金,30000,张伟民,张伟民
2012.2.21,支出,购买图书,4260,张伟民,张伟民
2012.2.29,支出,搬运费,60,张伟民,张伟民
累计支出,,,4320,,
"""
HALVES = """2012年学习情况台账
姓名,上半年,,下半年,
,集中学习(次),学时,集中学习(次),学时
王德明,12,24,休产假,
张伟民,20,40,18,36
"""
TOTALS = "基层学习统计表\n数目,均数,比例\n3,4,5\n"


async def test_codes_of_a_system_namesakes_and_what_cannot_be_kept(archive: Archive, tmp_path: Path) -> None:
    report = await report_of(
        archive,
        tmp_path,
        花名册_csv=EXPORT,
        调研登记_csv=REPORTS,
        资金台账_csv=SPENDING,
        台账_csv=HALVES,
        统计_csv=TOTALS,
    )
    people = [item for item in report.items if item.kind == "person"]
    told = [
        tuple(item.fields[name] for name in ("gender", "nation", "education", "political_status"))
        for item in people[:3]
    ]
    assert told == [
        ("男", "汉族", "大学", "正式党员"),
        ("女", "壮族", "高中", "预备党员"),
        ("男", "汉族", "大专", "群众"),
    ]
    # Who stands in two branches' lists is one person, and the operator hears of it.
    assert (people[4].flags, people[4].record_id) == (["in_two_units"], people[0].record_id)
    by_hand = {item.fields["title"]: item for item in report.items if item.kind == "research_report"}
    first, second = by_hand["社区供热情况的调查"], by_hand["养老服务情况的调查"]
    assert first.fields["authors"] == [people[3].record_id] and not first.flags
    assert second.fields["authors"] == [people[2].record_id]
    assert second.flags == ["unit_unknown_name_unique"]
    money = [item for item in report.items if item.kind == "funding"]
    assert [(item.outcome, item.fields.get("item")) for item in money] == [
        ("import", None),
        ("import_flagged", "图书"),
        ("ask", None),
    ]
    halves = [item for item in report.items if item.kind == "study_register"]
    assert [(item.outcome, item.why) for item in halves][:2] == [("import", ""), ("reject", "missing_value")]
    # Totals that sum up no other sheet of the file are told as what nobody understood.
    assert next(each.why for each in report.files if each.file == "统计.csv") == "not_recognised"


BRIEFING = """学习简报
第3期（总第9期）
上营社区党支部　　　　　　　　2012年5月14日
本期要目
社区开展读书交流活动
为老党员送学上门

编者按：读书要用在办事上。
社区开展读书交流活动
5月11日，社区党支部组织党员开展读书交流活动，张伟民作了导读。
为老党员送学上门
赵永刚给四名老党员送去学习资料。（撰稿：李秀兰）

报：街道党工委
共印15份
"""
HEARD = """简报登记
期号,标题,报送单位,报送时间,撰稿人
3,社区开展读书交流活动；为老党员送学上门,上营社区党支部,2012.5.14,李秀兰
"""


async def test_a_briefing_may_be_a_paper(archive: Archive, tmp_path: Path) -> None:
    report = await report_of(archive, tmp_path, 花名册_csv=ROSTER, 简报第3期_txt=BRIEFING)
    people = [item for item in report.items if item.kind == "person"]
    issue = next(item for item in report.items if item.kind == "briefing")
    assert (issue.outcome, issue.flags, issue.fields["issue"]) == ("import", [], 3)
    assert issue.fields["submitted_on"] == date(2012, 5, 14) and issue.attach == "简报第3期.txt"
    assert issue.fields["editor_note"] == "读书要用在办事上。"
    assert [(each["title"], each["text"][:6]) for each in issue.fields["items"]] == [
        ("社区开展读书交流活动", "5月11日，"),
        ("为老党员送学上门", "赵永刚给四名"),
    ]
    assert issue.fields["written_by"] == people[1].record_id
    # A register with the same titles tells of the same issue: one record, with the texts and the paper.
    report = await report_of(archive, tmp_path, 登记_csv=HEARD)
    told = [(item.outcome, item.why, item.attach) for item in report.items if item.kind == "briefing"]
    assert told == [("import", "", "简报第3期.txt"), ("duplicate", "issue_told_elsewhere", "简报第3期.txt")]
    row = next(item for item in report.items if item.kind == "briefing")
    assert [each["text"][:3] for each in row.fields["items"]] == ["5月1", "赵永刚"]
    # With other titles it is another issue of that number, which the operator settles.
    report = await report_of(archive, tmp_path, 登记_csv=HEARD.replace("；为老党员送学上门", ""))
    asked = [item.why for item in report.items if item.kind == "briefing"]
    assert asked == ["", "issue_number_repeated"]
