"""What the archive of a bamboo town showed: figures under months, lines that count, rows of nobody."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Cell
from records.intake.report import ImportReport
from records.intake.tables.spans import last_day
from tests.intake.offices.office_truth import Expected, Table, Verdict, compare, xls, xlsx

BRANCH = "竹坪村党支部"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What the office handed over, apart from the data folder of the test."""
    office = tmp_path / "竹坪镇"
    office.mkdir()
    return office


def _roster(folder: Path) -> list[Expected]:
    """Three members, and a sentence below them that counts them."""
    table = Table("党员名册.xlsx", "person")
    table.line("竹坪村党员名册")
    table.line("姓名", "性别", "出生年月", "所在支部", "入党时间")
    table.row("覃大山", "男", "1963.05", BRANCH, "1986.07", name="覃大山", unit=BRANCH)
    table.row("滕小月", "女", "1982.11", BRANCH, "2006.12", name="滕小月", unit=BRANCH)
    table.row("麻秋来", "男", "1975.08", BRANCH, "1999.07", name="麻秋来", unit=BRANCH)
    table.line("共计3名党员，其中女党员1名")
    xlsx(folder / table.file, {"名册": table.rows})
    return table.truth


async def _told(archive: Archive, folder: Path, *truth: Expected) -> Verdict:
    verdict, report = await compare(archive, folder, [*_roster(folder), *truth])
    assert (verdict.silent, verdict.asked, verdict.refused) == ([], [], [])
    assert [(each.place, each.why) for each in report.items if each.outcome == "reject"] == []
    return verdict


async def test_a_column_of_a_half_year_that_nobody_knows_is_told(archive: Archive, folder: Path) -> None:
    """参加集中学习(次) is 参加集中学习次数; 参观(次) is in no register, and is not lost quietly."""
    table = Table("2012年度学习情况统计表.xlsx", "study_register")
    table.line("竹坪村党支部2012年度党员学习情况统计表")
    table.line("党员姓名", "上半年", None, None, "下半年")
    table.line(None, "参加集中学习(次)", "学时", "参观(次)", "参加集中学习(次)", "学时", "参观(次)")
    table.row("覃大山", 22, 48, 1, 24, 52, 2, sessions=22, hours=48)
    table.expect(sessions=24, hours=52)
    table.line("人均", 22, 48, 1, 24, 52, 2)
    merges = {"统计表": ["A2:A3", "B2:D2", "E2:G2"]}
    xlsx(folder / table.file, {"统计表": table.rows}, merges)
    await _told(archive, folder, *table.truth)
    report = await _report(archive, folder)
    assert {heading for each in report.files for _, heading in each.unknown_columns} == {
        "上半年/参观(次)",
        "下半年/参观(次)",
    }


async def test_months_side_by_side_hold_what_the_title_says(archive: Archive, folder: Path) -> None:
    """Words of notes under 一月 to 六月, and their total: the half-year's words, once."""
    table = Table("上半年学习笔记统计.xls", "study_register")
    table.line("竹坪村党支部党员学习笔记完成情况（2011年上半年）")
    table.line("计量单位：字")
    table.line("姓名", "一月", "二月", "三月", "一季度小计", "四月", "五月", "六月", "半年合计", "检查人")
    table.row("覃大山", 1800, 1500, 2000, 5300, 1700, 1900, 2100, 11000, "滕小月", notes_words=11000)
    table.row("滕小月", 1600, "/", 1850, 3450, 1900, 1750, 1800, 8900, "覃大山", notes_words=8900)
    table.line("合  计", 3400, 1500, 3850, 8750, 3600, 3650, 3900, 19900, "")
    xls(folder / table.file, {"上半年": table.rows})
    await _told(archive, folder, *table.truth)
    report = await _report(archive, folder)
    assert [str(item.fields["period"]) for item in report.items if item.kind == "study_register"] == [
        "2011年上半年"
    ] * 2


async def test_the_year_of_an_honour_is_not_the_day_of_its_certificate(
    archive: Archive, folder: Path
) -> None:
    """年度 2010年 beside 发证时间 2011年1月20日: the day is read, the year stays in the cells."""
    table = Table("历年获奖名册.xlsx", "award")
    table.line("历年学习先进获奖名册")
    table.line("年度", "荣誉称号", "获奖单位（个人）", "证书号", "发证时间")
    honour = "学习先进个人"
    table.row("2010年", honour, "覃大山", "学证2010-01", "2011年1月20日", issued_on="2011-01-20")
    table.row(
        None,
        "先进学习型党组织",
        BRANCH,
        "学证2010-02",
        "2011年1月20日",
        issued_on="2011-01-20",
        nominee=BRANCH,
    )
    table.row("2012年", honour, "滕小月", "学证2012-01", "2013年1月16日", issued_on="2013-01-16")
    xlsx(folder / table.file, {"Sheet1": table.rows}, {"Sheet1": ["A3:A4"]})
    await _told(archive, folder, *table.truth)


async def test_a_line_that_names_nobody_is_no_record_of_anybody(archive: Archive, folder: Path) -> None:
    """What the panel signs below an assessment has a date and no person; a report without author is told."""
    table = Table("2012年度学习考核汇总.xlsx", "assessment")
    table.line("2012年度干部学习考核得分汇总表")
    table.line("名次", "姓名", "考核项目", None, None, None, None, "总分")
    table.line(None, None, "听(20分)", "写(20分)", "说(20分)", "考(20分)", "用(20分)", None)
    table.row(1, "覃大山", 19, 19, 18, 18, 18, 92, listen=19, apply=18)
    table.line("考核组签字：", "", "", "", "", "", "", "2012年12月30日")
    xlsx(folder / table.file, {"汇总": table.rows}, {"汇总": ["C2:G2"]})
    reports = Table("2011年调研课题.xlsx", "research_report")
    reports.line("2011年度调研课题完成情况")
    reports.line("编号", "课题名称", "课题组成员", "调研地点", "完稿日期", "字数")
    reports.row(
        1, "茶园改造调研", "覃大山、滕小月", "竹坪村", "2011年8月26日", 3200, authors=["覃大山", "滕小月"]
    )
    reports.row(2, "饮水调研", "", "竹坪村", "2011年12月2日", 1900, outcome=("import_flagged", "ask"))
    xlsx(folder / reports.file, {"登记": reports.rows})
    await _told(archive, folder, *table.truth, *reports.truth)


async def test_lines_that_count_are_no_rows(archive: Archive, folder: Path) -> None:
    """应到人数 below marks of attendance, 应考10人 below a test, 1—5月共收到 below briefings."""
    book = Table("点名册.xlsx", "session")
    book.line("竹坪村党支部2011年集中学习点名册")
    book.line("姓名", "3月7日", "3月14日")
    book.line("学习内容", "两会精神", "村规民约")
    book.line("覃大山", "√", "√")
    book.line("滕小月", "√", "公差")
    book.line("麻  秋来", "√", "√")
    book.line("应到人数", 3, 3)
    book.line("实到人数", 3, 2)
    everyone = {"覃大山": "到", "滕小月": "到", "麻秋来": "到"}
    book.record("session", row=2, title="两会精神", attendance=everyone)
    book.record("session", row=2, title="村规民约", attendance={**everyone, "滕小月": "请假"})
    xlsx(folder / book.file, {"2011年": book.rows})
    exam = Table("成绩.xls", "exam_result")
    exam.line("2012年党员干部理论知识测试成绩")
    exam.line("测试时间：2012年9月21日")
    exam.line("姓名", "所在支部", "成绩", None, "姓名", "所在支部", "成绩")
    exam.row("覃大山", BRANCH, 94, None, "滕小月", BRANCH, 82.5, person="覃大山", score=94)
    exam.expect(person="滕小月", score=82.5)
    exam.line("应考2人，实考2人，及格率100%")
    exam.record("exam", row=3, title="2012年党员干部理论知识测试成绩")
    xls(folder / exam.file, {"成绩": exam.rows})
    briefings = Table("2012年简报登记.xlsx", "briefing")
    briefings.line("2012年学习简报收文登记")
    briefings.line("收文日期", "来稿支部", "期号", "简报标题", "采用情况")
    briefings.row("3月5日", BRANCH, "第5期", "学雷锋热潮", "采用", issue=5)
    briefings.line("1—5月共收到简报1期，采用1期")
    xlsx(folder / briefings.file, {"2012": briefings.rows})
    verdict = await _told(archive, folder, *book.truth, *exam.truth, *briefings.truth)
    assert verdict.asked == []
    report = await _report(archive, folder)
    assert [question.raw for _, question in report.questions] == []


async def _report(archive: Archive, folder: Path) -> ImportReport:
    return await run_import(archive, folder)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2011.3.1—3.25", "2011年3月25日"),
        ("2011年3月1日至25日", "2011年3月25日"),
        ("2011-3-1至2011-4-2", "2011-4-2"),
        ("2011.12.5-1.6", "2012年1月6日"),
        ("2011年3月—5月", "2011年5月"),
        ("3.1—3.25", "3月25日"),
        ("11.3.1~3.25", "11年3月25日"),
        ("2011-3-25", "2011-3-25"),
        ("11-3-25", "11-3-25"),
        ("2011.3", "2011.3"),
        ("一季度", "一季度"),
    ],
)
def test_what_was_read_from_a_day_to_another_is_done_on_the_last(text: str, end: str) -> None:
    assert last_day(Cell(text, text)).text == end


async def test_cards_of_readers_say_from_when_to_when(archive: Archive, folder: Path) -> None:
    cards = docx.Document()
    cards.add_paragraph("竹坪村党支部党员读书卡")
    for name, *books in (
        ("覃大山", ("《像铁人那样工作》", "政治理论", "2011.3.1—3.25")),
        ("滕小月", ("《求知》", "其他", "2011.10.8—11.12"), ("《村务手册》", "业务", "2011.12")),
    ):
        cards.add_paragraph(f"姓名：{name}　　　　年度：2011年")
        rows = [("书名", "作者（编者）", "类别", "阅读起止时间"), *((a, "某某", b, c) for a, b, c in books)]
        table = cards.add_table(rows=len(rows), cols=4)
        for line, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, row, strict=True):
                cell.text = text
    cards.save(str(folder / "读书卡.docx"))
    _, report = await compare(archive, folder, _roster(folder))
    read = [item.fields for item in report.items if item.kind == "book_reading"]
    assert [f"{each['finished'].end:%Y-%m-%d}" for each in read] == ["2011-03-25", "2011-11-12", "2011-12-31"]
    assert len({each["person"] for each in read}) == 2


async def test_forms_of_activities_are_no_meetings(archive: Archive, folder: Path) -> None:
    """A form for each activity, with one who wrote it; what is held by a unit that nobody knows is asked."""
    forms = docx.Document()
    for theme, day, place, unit, count in (
        ("“五四”志愿植树", "2012年5月4日", "后山", BRANCH, "16人"),
        ("“七一”红歌会", "2012年6月30日", "文化站", BRANCH, "120人"),
    ):
        forms.add_paragraph("主题教育活动记录表")
        rows = (
            ("活动主题", theme, "活动时间", day),
            ("活动地点", place, "组织单位", unit),
            ("参加人数", count, "记录人", "滕小月"),
            ("活动内容", "栽植杉苗六百株。", "", ""),
        )
        table = forms.add_table(rows=4, cols=4)
        for line, row in zip(table.rows, rows, strict=True):
            for cell, text in zip(line.cells, row, strict=True):
                cell.text = text
        table.rows[3].cells[1].merge(table.rows[3].cells[3])
    forms.save(str(folder / "主题教育活动记录表.docx"))
    _, report = await compare(archive, folder, _roster(folder))
    held = [item for item in report.items if item.kind not in ("person", "unit")]
    assert [(item.kind, item.fields["theme"], str(item.fields["date"])) for item in held] == [
        ("theme_activity", "“五四”志愿植树", "2012-05-04"),
        ("theme_activity", "“七一”红歌会", "2012-06-30"),
    ]
    assert [item.fields["count"] for item in held] == [16, 120]


_PLAN_ROWS: dict[str, list[list[object]]] = {
    "2012年农民培训安排": [
        ["培训时间", "授课人", "培训地点", "培训内容", "培训人数"],
        ["2012年3月8日", "覃大山", "竹坪村一组", "核桃管护", 40],
        ["2012年5月9日", "滕小月", "竹坪村二组", "养蜂", 30],
    ],
    "2012年走访农户计划表": [
        ["走访时间", "走访干部", "户主", "村组"],
        ["2012年3月8日", "覃大山", "王五", "竹坪村一组"],
        ["2012年5月9日", "滕小月", "赵六", "竹坪村二组"],
    ],
    "2012年党员读书计划（草案）": [
        ["姓名", "书名", "类别", "完成时间"],
        ["覃大山", "《求知》", "政治理论", "2012年3月"],
        ["滕小月", "《党章》", "政治理论", "2012年5月"],
    ],
}


@pytest.mark.parametrize("title", list(_PLAN_ROWS))
async def test_what_was_planned_is_not_taken_for_done(archive: Archive, folder: Path, title: str) -> None:
    _roster(folder)
    xlsx(folder / "登记.xlsx", {"Sheet1": [[title], *_PLAN_ROWS[title]]})
    report = await _report(archive, folder)
    assert {item.kind for item in report.items} == {"person", "unit"}
    assert [(each.state, each.why) for each in report.files if each.file == "登记.xlsx"] == [
        ("refused", "planned")
    ]
    # Under a title that says what became of the plan the same rows are what was done.
    xlsx(folder / "登记.xlsx", {"Sheet1": [[f"{title}完成情况"], *_PLAN_ROWS[title]]})
    report = await _report(archive, folder)
    assert len({item.kind for item in report.items} - {"person", "unit"}) == 1


async def test_a_plan_of_quarters_in_a_word_file_is_the_plan(archive: Archive, folder: Path) -> None:
    _roster(folder)
    plan = docx.Document()
    plan.add_paragraph(f"{BRANCH}2012年学习计划")
    rows = [
        ("时间", "学习内容", "学习方式", "主讲人"),
        ("第一季度", "中央一号文件", "集中学习", "覃大山"),
        ("第二季度", "党章", "自学", "滕小月"),
        ("7月", "党课", "专题辅导", "覃大山"),
        ("", "志愿服务", "实践", "滕小月"),
    ]
    table = plan.add_table(rows=len(rows), cols=4)
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    plan.add_paragraph("2012年1月12日")
    plan.save(str(folder / "学习计划.docx"))
    report = await _report(archive, folder)
    (made,) = [item for item in report.items if item.kind not in ("person", "unit")]
    assert (made.kind, [row["month"] for row in made.fields["items"]]) == ("study_plan", [1, 4, 7, 7])
    assert made.fields["items"][0]["topic"] == "中央一号文件（第一季度）"


async def test_a_reader_named_once_has_the_books_below(archive: Archive, folder: Path) -> None:
    table = Table("读书登记.xlsx", "book_reading")
    table.line("2012年党员读书登记")
    table.line("姓名", "所读书籍", "书籍类型", "读毕时间")
    flagged = ("import_flagged",)
    table.row("覃大山", "《教育漫话》", "业务", "2012.3.30", person="覃大山", finished="2012-03-30")
    table.row(None, "《求知》", "政治理论", "2012.6.18", outcome=flagged, person="覃大山")
    table.row("滕小月", "《班主任漫谈》", "业务", "2012.4.22", person="滕小月")
    table.row(None, "《党史》", "政治理论", "2012.9.5", outcome=flagged, person="滕小月")
    xlsx(folder / table.file, {"读书": table.rows})
    await _told(archive, folder, *table.truth)


async def test_tests_under_their_days_are_two(archive: Archive, folder: Path) -> None:
    table = Table("两次测试.xlsx", "exam_result")
    table.line("2012年党员理论测试成绩登记")
    table.line("姓名", "支部", "第一次（5月10日）", "第二次（10月12日）")
    table.row("覃大山", BRANCH, 82, 88, person="覃大山", score=82)
    table.expect(person="覃大山", score=88)
    table.row("滕小月", BRANCH, 90, "缺考", person="滕小月", score=90)
    table.expect(person="滕小月", absent=True)
    table.record("exam", row=2, held_on="2012-05-10")
    table.record("exam", row=2, held_on="2012-10-12")
    xlsx(folder / table.file, {"成绩": table.rows})
    await _told(archive, folder, *table.truth)


async def test_visits_typed_as_cards_in_a_text(archive: Archive, folder: Path) -> None:
    cards = ["干部走访记录（2012年）", ""]
    for day, who, household, place in (
        ("2012年2月14日", "覃大山", "骆老四", "竹坪村二组"),
        ("2012年3月9日", "滕小月", "文国安", "竹坪村一组"),
    ):
        cards += [f"走访时间：{day}", f"走访干部：{who}", f"户主姓名：{household}", f"所在村组：{place}"]
        cards += ["存在困难：春耕缺化肥", "帮扶措施：联系农资店送货", "", "-" * 20]
    (folder / "走访记录.txt").write_text("\n".join(cards), "utf-8")
    _roster(folder)
    report = await _report(archive, folder)
    visits = [item.fields for item in report.items if item.kind == "household_visit"]
    assert [(str(each["visited_on"]), each["household"], each["group"]) for each in visits] == [
        ("2012-02-14", "骆老四", "二组"),
        ("2012-03-09", "文国安", "一组"),
    ]


_BOOKS = [["姓名", "书名", "类别", "时间"], ["覃大山", "《求知》", "政治理论", "2012年3月"]]
_STUDY = [["姓名", "学习日期", "学习内容"], ["覃大山", "2012.3.5", "党章"]]
_MEMBERS = [
    ["姓名", "性别", "出生年月", "所在支部", "入党时间"],
    ["余大海", "男", "1980.5", BRANCH, "2005.7"],
]
_HONOURS = [["序号", "姓名", "荣誉称号", "表彰时间"], [1, "覃大山", "学习先进个人", "2013.1.8"]]
_VISITS = [["走访时间", "走访干部", "户主", "村组"], ["2012年3月8日", "覃大山", "王五", "竹坪村一组"]]
_TALKS = [
    ["培训时间", "授课人", "培训地点", "培训内容", "培训人数"],
    ["2012年3月8日", "覃大山", "竹坪村一组", "核桃管护", 40],
]


@pytest.mark.parametrize(
    ("title", "rows", "why"),
    [
        ("2012年未完成读书任务人员名单", _BOOKS, "denied"),
        ("2012年读书登记表（样表）", _BOOKS, "denied"),
        ("2012年集中学习缺席人员登记", _STUDY, "denied"),
        ("2012年应补学人员登记", _STUDY, "denied"),
        ("2012年度拟表彰学习先进个人名单", _HONOURS, "denied"),
        ("2012年农民培训需求登记", _TALKS, "denied"),
        ("2011年转出党员花名册", _MEMBERS, "left"),
        ("2012年读书登记表", _BOOKS, ""),
        ("2012年度表彰学习先进个人名册", _HONOURS, ""),
        ("2011年转入党员花名册", _MEMBERS, ""),
        ("2012年走访征求群众需求登记", _VISITS, ""),
    ],
)
async def test_a_title_that_denies_what_the_rows_say_is_heard(
    archive: Archive, folder: Path, title: str, rows: list[list[object]], why: str
) -> None:
    _roster(folder)
    xlsx(folder / "登记.xlsx", {"Sheet1": [[title], *rows]})
    report = await _report(archive, folder)
    assert [each.why for each in report.files if each.file == "登记.xlsx"] == [why]
    assert any(item.place.file == "登记.xlsx" and item.taken for item in report.items) == (not why)
