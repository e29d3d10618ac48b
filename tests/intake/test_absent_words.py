"""What a sign-in book says beside and before the names of those who did not come."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.build.meetings.attendance_state import attendance_state
from records.intake.readers.excel import plain
from records.record import Record
from tests.intake.offices.office_truth import xlsx
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster

LEAVE, AWAY, LATE = "请假", "缺席", "迟到"
#: The cell, and who was away how; whoever is not named came.
CELLS: list[tuple[str, dict[str, tuple[str, str | None]]]] = [
    ("请假：丁有田；缺席：贾秀云", {"丁有田": (LEAVE, None), "贾秀云": (AWAY, None)}),
    ("丁有田、贾秀云请假", {"丁有田": (LEAVE, None), "贾秀云": (LEAVE, None)}),
    ("丁有田、贾秀云病假", {"丁有田": (LEAVE, "病假"), "贾秀云": (LEAVE, "病假")}),
    ("丁有田，贾秀云病假", {"丁有田": (AWAY, None), "贾秀云": (LEAVE, "病假")}),
    ("丁有田、贾秀云（因公）", {"丁有田": (AWAY, None), "贾秀云": (LEAVE, "因公")}),
    ("缺席2人：丁有田、贾秀云（均外出务工）", {"丁有田": (LEAVE, "外出务工"), "贾秀云": (LEAVE, "外出务工")}),
    ("请假1人：丁有田", {"丁有田": (LEAVE, None)}),
    ("丁有田（请假1人）", {"丁有田": (LEAVE, None)}),
    ("缺席人员：丁有田", {"丁有田": (AWAY, None)}),
    ("缺：丁有田", {"丁有田": (AWAY, None)}),
    ("未请假：丁有田", {"丁有田": (AWAY, "未请假")}),
    ("旷课：丁有田", {"丁有田": (AWAY, "旷课")}),
    ("迟到：丁有田", {"丁有田": (LATE, None)}),
    ("丁有田-病假", {"丁有田": (LEAVE, "病假")}),
    ("丁有田：外出", {"丁有田": (LEAVE, "外出")}),
    ("①丁有田（病假）②贾秀云（事假）", {"丁有田": (LEAVE, "病假"), "贾秀云": (LEAVE, "事假")}),
    ("1.丁有田 2.贾秀云", {"丁有田": (AWAY, None), "贾秀云": (AWAY, None)}),
    ("丁有田参加县里培训", {"丁有田": (LEAVE, "参加县里培训")}),
    ("丁有田已补课", {"丁有田": (LEAVE, "已补课")}),
]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


async def test_the_absent_are_read_in_the_many_ways_clerks_name_them(archive: Archive, office: Path) -> None:
    roster(office, remarks="")
    rows: list[list[object]] = [
        [f"{BRANCH}2011年集中学习登记"],
        ["时间", "学习内容", "应到", "实到", "缺席人员"],
    ]
    for number, (cell, away) in enumerate(CELLS):
        day = date(2011, 1, 5) + timedelta(days=7 * number)
        gone = sum(state != LATE for state, _ in away.values())
        rows.append([day.isoformat(), f"专题{number}", 4, 4 - gone, cell])
    xlsx(office / "学习登记.xlsx", {"Sheet1": rows})
    report, records = await brought_in(archive, office)
    assert not report.questions
    people = {record.id: record for record in records}

    def away_of(meeting: Record) -> dict[object, tuple[str, str | None]]:
        told: Any = meeting.fields["attendance"]
        away = [row for row in told if row["state"] != "到"]
        return {people[row["person"]].title: (row["state"], row.get("leave_reason")) for row in away}

    meetings = sorted(of_kind(records, "session"), key=lambda each: str(each.fields["start"]))
    assert [away_of(each) for each in meetings] == [away for _, away in CELLS]
    assert not any(each.origin["warnings"] for each in meetings)


@pytest.mark.parametrize(
    ("reason", "made_up_on"),
    [
        ("5月9日补学", date(2011, 5, 9)),
        ("病假，5.9已补课", date(2011, 5, 9)),
        ("1月4日补学", date(2012, 1, 4)),
        ("已补学", None),
        ("2月30日补学", None),
    ],
)
def test_whoever_made_it_up_is_marked_so_where_the_day_is_told(reason: str, made_up_on: date | None) -> None:
    state = attendance_state(reason, date(2011, 5, 4))
    assert (state["state"], state.get("made_up_on")) == ("补学" if made_up_on else LEAVE, made_up_on)


async def test_hours_stand_in_a_column_beside_the_day(archive: Archive, office: Path) -> None:
    roster(office, remarks="")
    rows: list[list[object]] = [
        [f"{BRANCH}2011年集中学习登记"],
        ["日期", "起止时间", "学习内容", "应到", "实到", "缺席人员"],
        ["2011.5.4", "9:00-11:30", "学党章", 4, 4, "无"],
    ]
    xlsx(office / "学习登记.xlsx", {"Sheet1": rows})
    _, records = await brought_in(archive, office)
    (meeting,) = of_kind(records, "session")
    assert [str(meeting.fields[name])[11:16] for name in ("start", "end")] == ["09:00", "11:30"]
    assert not meeting.origin["warnings"]


@pytest.mark.parametrize(
    ("kept", "shown"), [(10.799999999999999, 10.8), (3.0000000000000004, 3), (0.35, 0.35)]
)
def test_a_figure_is_read_as_the_spreadsheet_shows_it(kept: float, shown: float) -> None:
    """Sums are kept with more digits than anybody sees; such a total was told as one that differs."""
    assert plain(kept) == shown


#: Lists of the absent whose reasons tell of no leave, and lists that do.
DOUBTED = (
    "缺席：丁有田（外出未归）",
    "丁有田（走亲戚）",
    "缺席1人：丁有田（原因不明）",
    "未到：丁有田（赶集）",
)
PLAIN = (
    "缺席：丁有田（生病）",
    "丁有田（住院）",
    "缺席：丁有田（外出）",
    "请假：丁有田（赶集）",
    "缺席：丁有田",
    "缺席：丁有田（因公）",
)


async def test_a_reason_that_is_no_leave_is_told(archive: Archive, office: Path) -> None:
    """It becomes leave by the convention of such lists, which may be wrong."""
    roster(office, remarks="")
    rows: list[list[object]] = [
        [f"{BRANCH}2011年集中学习登记"],
        ["时间", "学习内容", "应到", "实到", "缺席人员"],
    ]
    for number, cell in enumerate((*DOUBTED, *PLAIN)):
        day = date(2011, 1, 5) + timedelta(days=7 * number)
        rows.append([day.isoformat(), f"专题{number}", 4, 3, cell])
    xlsx(office / "学习登记.xlsx", {"Sheet1": rows})
    _, records = await brought_in(archive, office)
    meetings = sorted(of_kind(records, "session"), key=lambda each: str(each.fields["start"]))
    doubted = ["leave_in_doubt:attendance" in each.origin["warnings"] for each in meetings]
    assert doubted == [True] * len(DOUBTED) + [False] * len(PLAIN)


async def test_those_on_leave_may_have_any_reason(archive: Archive, office: Path) -> None:
    roster(office, remarks="")
    rows: list[list[object]] = [
        [f"{BRANCH}2011年集中学习登记"],
        ["时间", "学习内容", "应到", "实到", "请假人员", "缺席人员"],
        ["2011-1-5", "专题一", 4, 3, "丁有田（赶集）", ""],
        ["2011-1-12", "专题二", 4, 3, "", "丁有田（赶集）"],
    ]
    xlsx(office / "学习登记.xlsx", {"Sheet1": rows})
    _, records = await brought_in(archive, office)
    meetings = sorted(of_kind(records, "session"), key=lambda each: str(each.fields["start"]))
    doubted = ["leave_in_doubt:attendance" in each.origin["warnings"] for each in meetings]
    assert doubted == [False, True]


@pytest.mark.parametrize(
    ("line", "doubted"),
    [
        ("缺席：丁有田（外出未归）", True),
        ("未到人员：丁有田（走亲戚）", True),
        ("缺席：丁有田（住院）", False),
        ("请假：丁有田（走亲戚）", False),
        ("请假1人（丁有田，走亲戚）", False),
    ],
)
async def test_minutes_tell_it_alike(archive: Archive, office: Path, line: str, doubted: bool) -> None:
    roster(office, remarks="")
    head = (f"{BRANCH}学习会记录", "时间：2011年3月8日", "地点：村部", "主持：贾秀云", line, "学习了党章。")
    (office / "记录.txt").write_text("\n".join(head), "utf-8")
    _, records = await brought_in(archive, office)
    (meeting,) = of_kind(records, "session")
    assert ("leave_in_doubt:attendance" in meeting.origin["warnings"]) is doubted
