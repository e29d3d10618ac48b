"""A forestry town: two facts in a cell, what lines between rows say, periods and causes in headings."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Cell
from records.intake.tables.group_rows import said_by_group
from records.intake.tables.recognition.columns import match_columns
from records.intake.tables.several.joined import join_cells, with_cause
from records.intake.unread import doubt_group, time_in_headings
from records.kind_file import own_kinds
from tests.intake.offices.test_border_town import tables_in


def test_two_words_of_a_cell_are_read_as_its_heading_says() -> None:
    (table,) = tables_in(
        ["党员花名册"],
        ["姓名", "性别/民族", "入党（转正）年月", "所在支部"],
        ["张伟民", "男/汉", "1990.12（1991.12）", "柳树湾村党支部"],
        ["李秀兰", "女/畲", "2011.12", "柳树湾村党支部"],
        ["赵永刚", "男", "2009.07（）", "柳树湾村党支部"],
    )
    fields = ("gender", "nation", "joined_party", "regularised")
    assert [[row.text(name) for name in fields] for row in table.rows] == [
        ["男", "汉", "1990.12", "1991.12"],
        ["女", "畲", "2011.12", ""],
        ["男", "", "2009.07", ""],
    ]
    # Where the cells bear out nothing of the kind, the heading is that of one column.
    (table,) = tables_in(["党员花名册"], ["姓名", "性别/民族", "所在支部"], ["张伟民", "男", "上营村党支部"])
    assert not table.pairs


def test_lines_between_the_rows_say_which_way_money_went_and_which_month_it_is() -> None:
    (ledger,) = tables_in(
        ["学习经费收支明细（2012年）"],
        ["日期", "摘要", "金额", "经办人"],
        ["一、收入", "", "", ""],
        ["2月15日", "县里下来的钱", "15000", "张伟民"],
        ["二、支出", "", "", ""],
        ["3月14日", "购书", "620", "张伟民"],
    )
    assert [row.text("category") for row in ledger.rows] == ["收入", "支出"]
    items = [ledger.item(row) for row in ledger.rows]
    items[1].group = "自筹部分"
    doubt_group(items, ledger, lambda _: None)
    assert [item.flags for item in items] == [[], ["group_unread"]]
    kinds = own_kinds()
    person, money = kinds["person"], kinds["funding"]
    assert said_by_group(money, "", lambda _: False, ["支出", "收支"])["category"] == "支出"
    assert not said_by_group(money, "", lambda _: False, ["拨入经费使用情况"])
    assert said_by_group(person, "预备党员名单", lambda _: False) == {"political_status": "预备党员"}
    assert not said_by_group(person, "群众工作站党支部", lambda _: False)
    (visits,) = tables_in(
        ["走访农户登记表（2012年）"],
        ["日", "走访人", "村名", "户主", "反映问题"],
        ["3月", "", "", "", ""],
        ["8日", "张伟民", "柳树湾村", "王德明", "路不通"],
        ["2012年5月", "", "", "", ""],
        ["3日", "李秀兰", "柳树湾村", "王德全", "没有水"],
    )
    assert [row.text("visited_on") for row in visits.rows] == ["3月8日", "5月3日"]
    assert [(row.year, row.month) for row in visits.rows] == [(None, 3), (2012, 5)]


def test_a_time_in_a_heading_is_read_or_told() -> None:
    first, second = tables_in(
        ["干部读书进度表（2012年）"],
        ["姓名", "第一季度所读书目", "类别", "第二季度所读书目", "类别"],
        ["张伟民", "《论学习》", "政治理论", "《农村工作手册》", "业务"],
    )
    told = [
        [row.text(name) for name in ("title", "category", "finished")] for row in (*first.rows, *second.rows)
    ]
    assert told == [
        ["《论学习》", "政治理论", "2012年第一季度"],
        ["《农村工作手册》", "业务", "2012年第二季度"],
    ]
    # One column alone is no side, and where no title says the year, the time can only be told.
    (alone,) = tables_in(["读书登记"], ["姓名", "一季度读书书目", "类别"], ["张伟民", "《论学习》", "业务"])
    assert time_in_headings(alone) == {1: "finished"}
    assert not time_in_headings(first)


def test_who_was_away_is_so_for_the_cause_in_the_heading() -> None:
    names = [Cell("张伟民", "张伟民"), Cell("李秀兰、王德明", "李秀兰、王德明")]
    heads = ("未到人员/公差", "未到人员/病假")
    cells = [with_cause("absentees", head, cell) for head, cell in zip(heads, names, strict=True)]
    assert join_cells(own_kinds()["session"], "absentees", cells).text == "公差：张伟民；病假：李秀兰、王德明"
    for head in ("缺席", "缺席人员及原因", "旷课/姓名", "请假/人数"):
        assert with_cause("absentees", head, names[0]) == names[0]
    ticks = [Cell("√", "√"), Cell("√", "√")]
    assert join_cells(own_kinds()["briefing"], "accepted", ticks).text == "√"


def test_figures_of_another_measure_are_of_no_field() -> None:
    def targets(*headings: str) -> list[str]:
        return [each.target for each in match_columns(own_kinds()["study_register"], headings)]

    assert targets("姓名", "集中学习（天）", "笔记（篇）", "心得（字）")[1:] == ["extra"] * 3
    known = targets("姓名", "集中学习（次）", "笔记（千字）", "心得（份）")
    assert known[1:] == ["sessions", "notes_words", "articles"]


async def test_what_a_title_says_of_everybody_below_it_and_what_can_only_be_told(
    archive: Archive, tmp_path: Path
) -> None:
    head = "姓名,性别,所在支部,入党时间\n"
    files = {
        "名册/党员花名册.csv": f"党员花名册\n{head}张伟民*,男,柳树湾村党支部,1999.7\n"
        "李秀兰（预备）,女,柳树湾村党支部,2012.1\n",
        "名册/预备党员名册.csv": f"预备党员名册\n{head}赵永刚,男,上营村党支部,2011.12\n",
        "名册/流动党员.csv": f"外出流动党员花名册\n{head}王德明,男,上营村党支部,2001.12\n",
        "读书.csv": "2012年第二季度干部读书登记表\n姓名,书名,类别\n王德明,《论学习》,政治理论\n",
        "收入.csv": "2012年创建经费收入登记表\n日期,摘要,金额,经办人\n2012.2.3,县委组织部,5000,王德明\n",
        "谈话.csv": "谈心谈话登记（2012年）\n时间,谈话人,谈话对象,谈话内容\n"
        "3月5日,张伟民,李秀兰、王德明,村务\n",
        "支出.csv": "学习经费支出明细\n日期,摘要,金额,经办人\n2012.3.9,退书款,(120),张伟民\n",
        "半年.csv": "2012年上半年党员学习情况登记表\n姓名,集中学习次数（应/实）,心得篇数\n张伟民,12/10,3\n",
        "走访.csv": "走访农户登记表（2012年）\n走访时间,走访干部,户主,反映问题\n上营村,,,\n"
        "3月5日,张伟民,赵老五,路\n",
    }
    for name, text in files.items():
        (tmp_path / "往年" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "往年" / name).write_text(text, "utf-8")
    report = await run_import(archive, tmp_path / "往年")
    people = {item.fields["name"]: item for item in report.items if item.kind == "person"}
    status = {name: item.fields["political_status"] for name, item in people.items()}
    assert status == {"张伟民": "正式党员", "李秀兰": "预备党员", "赵永刚": "预备党员", "王德明": "正式党员"}
    assert people["张伟民"].flags == ["name_marked"]
    assert people["王德明"].fields["mobility"] == "长期外出"
    items = {item.place.file: item for item in report.items if item.kind not in ("person", "unit")}
    assert items["读书.csv"].fields["finished"].display() == "2012年第二季度"
    assert items["收入.csv"].fields["category"] == "预算"
    assert items["谈话.csv"].flags == ["others_named:counterpart"]
    assert (items["支出.csv"].outcome, items["支出.csv"].why) == ("ask", "negative_amount")
    assert items["半年.csv"].fields.get("sessions") in (None, 10)
    assert items["半年.csv"].flags
    assert items["走访.csv"].fields["village"] == "上营村"
