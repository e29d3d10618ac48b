"""Wide tables of branches or people in which each cell tells a whole meeting, briefing, visit in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ColumnRule, ImportMapping, SourceRule
from records.intake.outcome import Item
from records.intake.tables.table_look import look_at, read_again
from records.intake.tables.table_rule import rule_for_table, targets_of
from tests.intake.offices.office_truth import xlsx
from tests.intake.registers.one_register import ROSTER, brought_in

MEETINGS = "2012年第二季度各支部集中学习情况一览表\n支部名称,4月,5月,6月\n"
BRIEFINGS = "2011年第三季度学习简报报送情况\n报送单位,7月,8月,9月,合计（期）\n"


def told(items: list[Item], *names: str) -> list[tuple[object, ...]]:
    """What the items say, days as they are printed in a log: 2012-04-12."""
    return [
        tuple(str(value)[:10] if "20" in str(value)[:2] else value for value in map(item.fields.get, names))
        for item in items
    ]


async def test_a_meeting_in_each_cell_under_months(archive: Archive, tmp_path: Path) -> None:
    """The table was told as not known, and no mapping file could say what it is."""
    rows = (
        '杨湾支部,"4月12日，学习党章。应到3人，实到3人",'
        '"5月10日下午3点在村部学习一号文件，主持：田家驹，应到3实到2，缺席：苗有根（事假）",因防汛未组织\n'
        '机关支部,4.11学习讲话精神；4.25学习党史,"23日，学习雷锋精神（会议室）。应到3人,实到3人",—\n'
        "填报：组织办,,,2012年7月3日\n"
    )
    items = await brought_in(archive, tmp_path, MEETINGS + rows, "session")
    assert told(items, "title", "start", "place", "expected", "present") == [
        ("学习党章", "2012-04-12", None, None, None),
        ("学习一号文件", "2012-05-10", "村部", None, None),
        ("学习讲话精神", "2012-04-11", None, None, None),
        ("学习党史", "2012-04-25", None, None, None),
        ("学习雷锋精神", "2012-05-23", "会议室", None, None),
    ]
    attended = [[row["state"] for row in item.fields.get("attendance", ())] for item in items]
    assert attended == [["到"] * 3, ["到", "到", "请假"], [], [], ["到"] * 3]
    assert items[1].fields["start"].hour == 15 and "host" in items[1].fields
    assert not {flag for item in items for flag in item.flags} - {"attendance_not_told"}
    assert [item.place.row for item in items] == [3, 3, 4, 4, 4]
    report = await run_import(archive, tmp_path, apply=True)
    assert not [each for each in report.tables if each.why]
    again = await run_import(archive, tmp_path, apply=True)
    assert {item.action for item in again.items if item.kind == "session"} == {"unchanged"}


async def test_a_briefing_in_each_cell_and_a_column_that_counts_them(
    archive: Archive, tmp_path: Path
) -> None:
    rows = (
        (
            '杨湾支部,第13期《党员上堤听党课》（7.8报）,"第14期《夜间开放》（8.5报，8.7收到）",未报,2\n'
            '机关支部,"第11期《学习讲话》（7.6报）\n第12期《老党员讲故事》（7.22报）",第13期：送书下乡，8月14日报送，已采用,,4\n'
            "合计,3,2,0,6\n"
        )
        .replace("第13期：送书下乡，", "第13期：送书下乡；")
        .replace("；8月", "，8月")
    )
    items = await brought_in(archive, tmp_path, BRIEFINGS + rows, "briefing")
    names = [[each["title"] for each in item.fields["items"]] for item in items]
    assert names == [["党员上堤听党课"], ["夜间开放"], ["学习讲话"], ["老党员讲故事"], ["送书下乡"]]
    assert told(items, "issue", "submitted_on", "received_on", "accepted") == [
        (13, "2011-07-08", None, None),
        (14, "2011-08-05", "2011-08-07", None),
        (11, "2011-07-06", None, None),
        (12, "2011-07-22", None, None),
        (13, "2011-08-14", None, True),
    ]
    assert {item.outcome for item in items} == {"import"}
    report = await run_import(archive, tmp_path)
    (file,) = (each for each in report.files if each.file == "登记.csv")
    assert file.warnings == ("total_differs:4 合计(期) 4 ≠ 3", "total_differs:5 合计(期) 6 ≠ 5")


@pytest.mark.parametrize(
    ("text", "kind", "names", "said"),
    [
        (
            "2012年上半年干部走访情况\n姓名,1月,2月\n"
            '田家驹,"1月5日走访李保山家（二组），反映缺化肥，已联系供销社",2月6日 马长福\n'
            "苏长水,未走访,2.7走访王有田\n",
            "household_visit",
            ("household", "visited_on", "difficulty"),
            [
                ("李保山", "2012-01-05", "反映缺化肥"),
                ("马长福", "2012-02-06", None),
                ("王有田", "2012-02-07", None),
            ],
        ),
        (
            "2012年各支部党课开展情况\n支部＼季度,一季度,二季度\n"
            '杨湾支部,"3月5日田家驹讲《党章》，地点村部",《党史》主讲：苏长水（4月6日）\n机关支部,3月8日褚秀琴主讲《宗旨》,\n',
            "party_class",
            ("title", "lecturer", "held_on", "place"),
            [
                ("党章", "田家驹", "2012-03-05", "村部"),
                ("党史", "苏长水", "2012-04-06", None),
                ("宗旨", "褚秀琴", "2012-03-08", None),
            ],
        ),
        (
            "2012年4月各支部学习情况\n,第一周,第二周\n杨湾支部,3日学习党章,4月10日 学习党史\n"
            "机关支部,4.5学习法律,\n",
            "session",
            ("title", "start"),
            [("学习党章", "2012-04-03"), ("学习党史", "2012-04-10"), ("学习法律", "2012-04-05")],
        ),
        (
            "各支部学习情况\n单位,2011年,,2012年\n,11月,12月,1月\n"
            "杨湾支部,11月3日学习党章,12月10日学习党史,1月8日学习法律\n",
            "session",
            ("title", "start"),
            [("学习党章", "2011-11-03"), ("学习党史", "2011-12-10"), ("学习法律", "2012-01-08")],
        ),
        (
            '2012年学习督查情况\n被查支部,4月,5月\n杨湾支部,"4月6日，笔记不全，得分85分","5月8日督查，较好"\n',
            "inspection",
            ("date", "score", "verdict"),
            [("2012-04-06", 85, None), ("2012-05-08", None, "较好")],
        ),
        (
            "2012年上半年谈心谈话情况\n谈话人,1月,2月\n褚秀琴,1月5日与田家驹谈话，谈学习态度,苏长水（2月6日）\n",
            "talk",
            ("date", "matters"),
            [("2012-01-05", "谈学习态度"), ("2012-02-06", None)],
        ),
    ],
)
async def test_other_kinds_and_other_times_across(
    archive: Archive, tmp_path: Path, text: str, kind: str, names: tuple[str, ...], said: list[object]
) -> None:
    items = await brought_in(archive, tmp_path, text, kind)
    assert told(items, *names) == said
    assert {item.outcome for item in items} <= {"import", "import_flagged"}
    assert not [flag for item in items for flag in item.flags if flag.startswith(("cell_", "columns_"))]


async def test_a_column_beside_the_cells_holds_for_all_of_its_row(archive: Archive, tmp_path: Path) -> None:
    """What a cell says itself goes before it, and is doubted."""
    text = (
        "2012年各支部学习情况\n支部,主持人,地点,4月,5月\n"
        '杨湾支部,田家驹,村部,"4月3日学习党章","5月4日在小学学习党史，主持：苏长水"\n'
    )
    items = await brought_in(archive, tmp_path, text, "session")
    assert [item.fields["place"] for item in items] == ["村部", "小学"]
    assert all("host" in item.fields for item in items)
    assert items[0].outcome != "ask" and items[1].outcome == "import_flagged"


async def test_several_books_of_a_cell_are_one_each(archive: Archive, tmp_path: Path) -> None:
    text = "2012年党员读书情况\n姓名,4月,5月,备注\n田家驹,《党章》《党史》（4月12日读完）,5月3日《宪法》,\n"
    items = await brought_in(archive, tmp_path, text, "book_reading")
    assert told(items, "title") == [("《党章》",), ("《党史》",), ("《宪法》",)]
    days = ["2012年4月12日", "2012年4月12日", "2012年5月3日"]
    assert [str(item.fields["finished"]) for item in items] == days


async def test_what_a_cell_says_besides_is_told(archive: Archive, tmp_path: Path) -> None:
    """Nothing of a cell is lost: what is not understood is in the remarks, and flagged."""
    rows = (
        '杨湾支部,"4月12日，学习党章，会后看望老党员",5月3日,6月5日学习党史\n'
        "机关支部,5月2日学习党章,推迟到6月,2\n"
        "白鹤乡党委,4月6日学习党史,5月7日学习党史,\n"
    )
    items = await brought_in(archive, tmp_path, MEETINGS + rows, "session")
    assert [(item.fields.get("title"), item.outcome) for item in items[:6]] == [
        ("学习党章", "import_flagged"),
        (None, "reject"),
        ("学习党史", "import_flagged"),
        ("学习党章", "import_flagged"),
        (None, "reject"),
        (None, "reject"),
    ]
    assert items[0].remarks == "会后看望老党员" and "cell_unread" in items[0].flags
    assert "date_out_of_time:start" in items[3].flags


async def test_figures_and_marks_under_months_are_no_records_told_in_words(
    archive: Archive, tmp_path: Path
) -> None:
    for rows in ("杨湾支部,2,1,2\n机关支部,2,,1\n", "杨湾支部,√,√,\n机关支部,√,,√\n"):
        assert not await brought_in(archive, tmp_path, MEETINGS + rows, "session")


async def test_a_mapping_file_says_which_columns_hold_records(archive: Archive, tmp_path: Path) -> None:
    """第一次 and 第二次 say no time, and the title not what it is: F9 names both."""
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    rows = "杨湾支部,4月3日 学习党章,5月6日 学习党史,\n机关支部,4月5日 学习法律,,好\n"
    text = f"2012年一览\n支部,第一次,第二次,备注\n{rows}"
    (tmp_path / "登记.csv").write_text(text, "utf-8")
    report = await run_import(archive, tmp_path)
    (table,) = (each for each in report.tables if each.file == "登记.csv")
    assert not table.kind
    assert "each_cell" in [each.name for each in targets_of(archive.kinds["session"])]
    columns = tuple(ColumnRule((name,), "each_cell") for name in ("第一次", "第二次"))
    rule = SourceRule("学习", "登记.csv", kind="session", columns=columns)
    report = await run_import(archive, tmp_path, mapping=ImportMapping(rules=(rule,)))
    items = [item for item in report.items if item.kind == "session"]
    assert told(items, "title", "start") == [
        ("学习党章", "2012-04-03"),
        ("学习党史", "2012-05-06"),
        ("学习法律", "2012-04-05"),
    ]


async def test_such_a_table_is_kept_as_it_stands(archive: Archive, tmp_path: Path) -> None:
    """What F7 writes says which columns hold records, and is the same again."""
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    rows: list[list[object]] = [["2012年第二季度各支部集中学习情况一览表"], ["支部名称", "4月", "5月"]]
    rows += [["杨湾支部", "4月12日，学习党章。应到3人，实到3人", "5月10日学习一号文件，全体党员参加"]]
    xlsx(tmp_path / "学习.xlsx", {"二季度": rows}, {})
    report = await run_import(archive, tmp_path)
    (table,) = (each for each in report.tables if each.file == "学习.xlsx")
    shown = [(each.heading, each.target) for each in table.columns]
    assert shown == [("支部名称", "host_unit"), ("4月", "each_cell"), ("5月", "each_cell")]
    rule, _ = rule_for_table(table, report.tables, ImportMapping())
    mapping = ImportMapping(rules=(rule,))
    found = look_at(read_again(tmp_path, table.file), table, archive.kinds, mapping).summary
    assert [(each.heading, each.target) for each in found.columns] == shown
    again = await run_import(archive, tmp_path, mapping=mapping)
    both = [[item for item in each.items if item.kind == "session"] for each in (report, again)]
    assert told(both[0], "title", "start") == told(both[1], "title", "start")
    assert [item.outcome for item in both[0]] == [item.outcome for item in both[1]] == ["import"] * 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("读书情况登记\n姓名,一季度书目,二季度书目\n田家驹,《党章》,《党史》\n", "book_reading"),
        ("各支部学习情况\n支部,4月,5月\n杨湾支部,12日学习党章,5月3日学习党史\n", "session"),
    ],
)
async def test_months_of_no_year_make_no_days(archive: Archive, tmp_path: Path, text: str, kind: str) -> None:
    """Nothing says the year: the record is doubted, asked about or refused, and has no day."""
    items = await brought_in(archive, tmp_path, text, kind)
    assert len(items) == 2 and "import" not in {item.outcome for item in items}
    assert not any(item.fields.get(name) for item in items for name in ("finished", "start"))


@pytest.mark.parametrize(
    ("text", "kind", "names", "said"),
    [
        (
            "2012年各支部学习情况\n月份,杨湾支部,机关支部,备注\n4月,4月12日学习党章,9日学习党史,\n"
            "5月,5月3日学习法律,—,好\n合计,2,1,\n",
            "session",
            ("title", "start"),
            [("学习党章", "2012-04-12"), ("学习党史", "2012-04-09"), ("学习法律", "2012-05-03")],
        ),
        (
            "2012年4月各支部学习情况\n支部,上旬,中旬\n杨湾支部,第一次：4月3日学习党章,4月15日学习党史\n"
            "机关支部,支部大会（4月6日，学习法律）；党课（4月9日，褚秀琴讲《宗旨》）,党员大会4月16日讨论评议\n",
            "session",
            ("title", "start"),
            [
                ("学习党章", "2012-04-03"),
                ("学习党史", "2012-04-15"),
                ("支部大会，学习法律", "2012-04-06"),
                ("褚秀琴讲《宗旨》", "2012-04-09"),
                ("党员大会，讨论评议", "2012-04-16"),
            ],
        ),
        (
            "2012年二季度党员活动日情况\n单位,4月（活动日）,5月（活动日）\n杨湾支部,4.5 植树,5.4 参观学习\n",
            "session",
            ("title", "start"),
            [("植树", "2012-04-05"), ("参观学习", "2012-05-04")],
        ),
        (
            "2012年上半年远程教育学用情况\n站点,1月,2月\n"
            "杨湾村,1月5日，《水稻栽培》，15人参加,2月7日，《党史》，应到3实到2\n",
            "session",
            ("title", "start", "present"),
            [("《水稻栽培》", "2012-01-05", 15), ("《党史》", "2012-02-07", 2)],
        ),
    ],
)
async def test_other_layouts_and_words(
    archive: Archive, tmp_path: Path, text: str, kind: str, names: tuple[str, ...], said: list[object]
) -> None:
    items = await brought_in(archive, tmp_path, text, kind)
    assert told(items, *names) == said
    assert all(item.taken and item.fields.get("host_unit") for item in items)


async def test_titles_of_quarters_keep_what_stands_beside_them(archive: Archive, tmp_path: Path) -> None:
    """All of a cell was the title, and nothing said so; sorts over books stay with them."""
    text = (
        "2012年心得体会上交情况\n姓名,一季度,二季度\n"
        '田家驹,"《学党章有感》（3月20日，1500字）",《读史明理》\n苏长水,未交,《为民》1200字（6月5日）\n'
    )
    # The archive of the test lies in the same folder: its files are no papers.
    found = await brought_in(archive, tmp_path, text, "experience_article")
    items = [item for item in found if item.place.file == "登记.csv"]
    assert [item.fields.get("words") for item in items] == [1500, None, 1200]
    written = [(item.fields["title"], str(item.fields["written_on"])) for item in items]
    assert written == [
        ("学党章有感", "2012年3月20日"),
        ("读史明理", "2012年第二季度"),
        ("为民", "2012年6月5日"),
    ]
    text = (
        "2012年党员读书情况\n姓名,一季度,,二季度,\n,政治理论书籍,业务书籍,政治理论书籍,业务书籍\n"
        "田家驹,《党章》（3月5日读完）,《农技》3.8,《党史》,《法律》（6月2日）\n"
    )
    items = await brought_in(archive, tmp_path, text, "book_reading")
    read = [(item.fields["title"], item.fields["category"], str(item.fields["finished"])) for item in items]
    assert read == [
        ("《党章》", "政治理论", "2012年3月5日"),
        ("《农技》", "业务", "2012年3月8日"),
        ("《党史》", "政治理论", "2012年第二季度"),
        ("《法律》", "业务", "2012年6月2日"),
    ]


@pytest.mark.parametrize(
    ("cell", "title", "place", "outcome"),
    [
        ("4月12日未召开", None, None, "reject"),
        ("4月5日，党员大会，参观红色教育基地", "党员大会，参观红色教育基地", None, "import_flagged"),
        ("4月5日，村部，学习党章", "学习党章", "村部", "import_flagged"),
        ("4月9日党委书记主讲《党章》", "党委书记主讲《党章》", None, "import_flagged"),
    ],
)
async def test_what_only_looks_like_a_meeting_or_a_place(
    archive: Archive, tmp_path: Path, cell: str, title: str | None, place: str | None, outcome: str
) -> None:
    text = f"{MEETINGS}杨湾支部,{cell},5月3日学习党史,6月4日学习法律\n"
    first = (await brought_in(archive, tmp_path, text.replace(cell, f'"{cell}"'), "session"))[0]
    assert (first.fields.get("title"), first.fields.get("place"), first.outcome) == (title, place, outcome)
    assert "lecturer" not in first.fields


async def test_what_was_spent_is_no_meeting(archive: Archive, tmp_path: Path) -> None:
    text = "2012年学习活动经费使用情况\n支部,4月,5月\n杨湾支部,4月5日购书300元,5月6日印资料20元\n"
    assert not await brought_in(archive, tmp_path, text, "session")


async def test_a_meeting_merged_over_two_branches_is_doubted(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    rows: list[list[object]] = [["2012年第二季度各支部集中学习情况一览表"], ["支部名称", "4月", "5月"]]
    rows += [["杨湾支部", "4月12日，联合学习党章", "5月3日学习党史"], ["机关支部", None, "5月10日学习法律"]]
    xlsx(tmp_path / "学习.xlsx", {"二季度": rows}, {"二季度": ["B3:B4"]})
    report = await run_import(archive, tmp_path)
    items = [item for item in report.items if item.kind == "session"]
    shared = [item.place.row for item in items if "figure_shared:title" in item.flags]
    assert len(items) == 4 and shared == [4]


async def test_a_month_that_is_left_out_holds_no_records(archive: Archive, tmp_path: Path) -> None:
    """A document that sends one of the columns elsewhere leaves the others what they are."""
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    text = f"{MEETINGS}杨湾支部,4月3日学习党章,5月3日学习党史,6月4日学习法律\n"
    (tmp_path / "登记.csv").write_text(text, "utf-8")
    rule = SourceRule("学习", "登记.csv", kind="session", columns=(ColumnRule(("5月",), "skip"),))
    report = await run_import(archive, tmp_path, mapping=ImportMapping(rules=(rule,)))
    items = [item for item in report.items if item.kind == "session"]
    assert told(items, "title") == [("学习党章",), ("学习法律",)]


@pytest.mark.parametrize(
    ("text", "kind", "names", "said"),
    [
        (
            "2012年各支部集中学习情况\n支部,4月,,,5月,,\n,时间,内容,实到,时间,内容,实到\n"
            "杨湾支部,4月3日,学习党章,3,5月4日,学习党史,2\n机关支部,4月6日,学习法律,3,,,\n",
            "session",
            ("title", "start"),
            [("学习党章", "2012-04-03"), ("学习法律", "2012-04-06"), ("学习党史", "2012-05-04")],
        ),
        (
            "2012年各支部集中学习情况\n支部,第一次,,第二次,\n,日期,主题,日期,主题\n"
            "杨湾支部,4月3日,学习党章,5月4日,学习党史\n",
            "session",
            ("title", "start"),
            [("学习党章", "2012-04-03"), ("学习党史", "2012-05-04")],
        ),
        (
            "2012年各支部党课情况\n支部,上半年,,,下半年,,\n,时间,题目,主讲人,时间,题目,主讲人\n"
            "杨湾支部,3月5日,《党章》,田家驹,9月6日,《党史》,苏长水\n",
            "party_class",
            ("title", "held_on", "lecturer"),
            [("党章", "2012-03-05", "田家驹"), ("党史", "2012-09-06", "苏长水")],
        ),
        (
            "2012年学习简报报送情况\n支部,一季度,,二季度,\n,期号,标题,期号,标题\n杨湾支部,1,《党章》,2,《党史》\n",
            "briefing",
            ("issue", "submitted_on"),
            [(1, None), (2, None)],
        ),
    ],
)
async def test_several_columns_under_each_month_are_a_record_each(
    archive: Archive, tmp_path: Path, text: str, kind: str, names: tuple[str, ...], said: list[object]
) -> None:
    """They were not known, or taken for articles of nobody."""
    items = await brought_in(archive, tmp_path, text, kind)
    assert told(items, *names) == said and all(item.taken for item in items)
