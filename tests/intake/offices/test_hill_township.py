"""A sheet a month and a sheet a person; two figures in a cell, signs behind their words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.build.meetings.sign_in import signs_in
from records.intake.build.values import take_plain
from records.intake.files.reading import Cell
from records.intake.outcome import Item, Place
from records.intake.papers.signature import pairs_of_line, signed_line
from records.intake.report import ImportReport
from records.intake.tables.layouts import day_alone, hours_heading, month_of, paired_heading
from records.intake.tables.source import SourceRow
from records.kind_file import own_kinds

Rows = list[list[object]]


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("出勤√　事假△　旷课×", {"√": "出勤", "△": "事假", "×": "旷课"}),
        ("说明：请假打○，旷课打×。", {"○": "请假", "×": "旷课"}),
        ("注：√出勤 ×缺勤 ⊙病假", {"√": "出勤", "×": "缺勤", "⊙": "病假"}),
        ("“√”表示到会，“○”表示请假", {"√": "到会", "○": "请假"}),
        ("张伟民 √", {}),
    ],
)
def test_a_legend_names_the_word_before_its_sign_or_behind_it(line: str, signs: dict[str, str]) -> None:
    assert signs_in(line) == signs


def test_what_a_heading_or_a_sheet_s_name_says_of_its_cells() -> None:
    assert paired_heading("集中学习（次/学时）") == ("集中学习(次)", "集中学习(学时)")
    assert paired_heading("心得/调研（篇）") == ("心得(篇)", "调研(篇)")
    assert paired_heading("学习时间") is None
    assert (hours_heading("时长（小时）"), hours_heading("时长（分钟）")) == (True, False)
    assert [month_of([text]) for text in ("3月", "十一月份", "2012年4月", "3月6日")] == [3, 11, 4, None]
    assert day_alone(["日", "走访干部"], 3) == ("3月", "日", None)
    assert day_alone(["月", "日"], 3) is day_alone(["日"], None) is None


@pytest.mark.parametrize(
    ("text", "hours", "minutes"),
    [
        ("90", False, 90),
        ("1.5", True, 90),
        ("40分钟", True, 40),
        ("2小时", False, 120),
        ("1小时30分", False, 90),
        ("半小时", True, 30),
        ("2学时", True, None),
        ("0.7", False, None),
    ],
)
def test_hours_are_no_minutes(text: str, hours: bool, minutes: int | None) -> None:
    field = own_kinds()["study_entry"].field("minutes")
    assert field is not None
    item = Item("study_entry", Place("卡.xls"))
    scales = {"minutes": 60} if hours else {}
    take_plain(item, field, SourceRow(4, {"minutes": Cell(text, text)}, (text,), scales=scales))
    assert item.fields.get("minutes") == minutes
    assert item.flags == (["value_left_out:minutes"] if minutes is None else [])


def test_a_date_without_a_label_stands_behind_others_or_before_the_place() -> None:
    pairs = pairs_of_line("姓名：李秀兰    单位：机关支部    2012年3月")
    assert pairs == {"姓名": "李秀兰", "单位": "机关支部", "日期": "2012年3月"}
    found = signed_line("2012年5月14日下午3点　卫生院会议室", None)
    assert found is not None and found.date is not None and found.date.value is not None
    assert (found.date.value.start.isoformat(), found.authors) == ("2012-05-14", ())


def book(path: Path, sheets: dict[str, Rows]) -> None:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        page = made.create_sheet(name)
        for row in rows:
            page.append(row)
    made.save(path)


async def test_such_books_come_in(archive: Archive, tmp_path: Path) -> None:
    book(tmp_path / "底册.xlsx", {"底册": ROSTER})
    book(tmp_path / "夜学考勤2012.xlsx", {"3月": MARKS})
    card: Rows = [["学习日期", "学习方式", "学习内容", "时长（小时）"]]
    book(
        tmp_path / "自学登记卡.xlsx",
        {
            "赵永刚": [
                ["干部自学登记卡（2012年）"],
                ["姓名：赵永刚", "", "所在支部：上营村支部"],
                *card,
                ["3月6日", "自学", "党章", 1.5],
                ["3月8日", "业务培训", "育秧", "40分钟"],
            ]
        },
    )
    visits: Rows = [
        ["驻村干部走访登记簿"],
        ["日", "走访干部", "村", "农户（组）", "反映问题", "办结否"],
        [14, "李秀兰", "上营村", "孙有福（2组）", "山塘漏水", "未办结"],
        [31, "李秀兰", "上营村", "孙有才", "低保", "未办结"],
    ]
    book(tmp_path / "走访.xlsx", {"2012年4月": visits})
    register: Rows = [
        ["2012年上半年学习情况登记表"],
        ["支部", "姓名", "集中学习（次/学时）", "心得/调研（篇）"],
        ["机关支部", "李秀兰", "24/72", "2/无"],
        ["上营村支部", "赵永刚", "13", "1/0"],
    ]
    book(tmp_path / "登记.xlsx", {"统计": register})
    awards: Rows = [
        ["七一表彰花名册"],
        ["荣誉称号", "受表彰者", "所属支部", "证书号", "发证日期"],
        ["先进学习型党组织", "上营村支部", "", "2012-01", "2012.7.1"],
        ["学习先进个人", "赵永刚", "上营村支部", "2012-02", "2012.7.1"],
    ]
    book(tmp_path / "表彰.xlsx", {"名册": awards})
    report = await run_import(archive, tmp_path)
    people = {item.record_id: item.fields.get("name") for item in report.items if item.kind == "person"}
    _people(report)
    _entries(report, people)


def _people(report: ImportReport) -> None:
    people = [item for item in report.items if item.kind == "person"]
    assert [item.fields["name"] for item in people] == ["李秀兰", "张伟民", "赵永刚", "赵永刚"]
    assert sorted(report.units_created) == ["上营村党支部", "机关党支部", "水库党支部"]
    late = people[1]
    assert (late.fields.get("joined_party"), late.flags) == (None, ["date_after_register:joined_party"])


def _entries(report: ImportReport, people: Mapping[Any, Any]) -> None:
    def of(kind: str) -> list[dict[str, Any]]:
        return [item.fields for item in report.items if item.kind == kind]

    sessions = [
        {people[row["person"]]: row["state"] for row in item.fields["attendance"]}
        for item in report.items
        if item.kind == "session"
    ]
    assert sessions == [{"李秀兰": "到", "张伟民": "请假"}, {"李秀兰": "请假", "张伟民": "到"}]
    first, second = of("study_entry")
    assert (people[first["person"]], first["minutes"], second["minutes"]) == ("赵永刚", 90, 40)
    assert "subtype" not in second, "training needs who held it; the entry comes in all the same"
    near, never = (item for item in report.items if item.kind == "household_visit")
    assert (str(near.fields["visited_on"]), near.fields["household"]) == ("2012-04-14", "孙有福")
    assert (near.fields["group"], near.fields["solved"], never.why) == ("2组", False, "impossible_date")
    whole, broken = of("study_register")
    assert [whole[name] for name in ("sessions", "hours", "articles", "reports")] == [24, 72, 2, 0]
    assert "sessions" not in broken and broken["articles"] == 1
    unit, person = of("award")
    assert people.get(unit["nominee"]) is None and people[person["nominee"]] == "赵永刚"


ROSTER: Rows = [
    ["党员底册"],
    ["核对时间：2012年2月20日"],
    ["姓名", "性别", "出生年月", "入党时间"],
    ["一、机关支部（2人，其中女1人）"],
    ["李秀兰", "女", "1975.3", "2001.7"],
    ["张伟民", "男", "1988.5", "2012.11"],
    ["二、上营村支部（1人）"],
    ["赵永刚", "男", "1966.4", "1990.7"],
    ["三、水库支部（1人）"],
    ["赵永刚", "男", "1980.2", "2005.7"],
    ["全乡共有党员4人，其中女1人。"],
]
MARKS: Rows = [
    ["机关支部周一夜学考勤表（2012年3月）"],
    ["姓名", "5日", "12日"],
    ["学习内容", "一号文件", "两会精神"],
    ["李秀兰", "√", "△"],
    ["张伟民", "⊙", "√"],
    ["出勤√　事假△　病假⊙　旷课×"],
]
