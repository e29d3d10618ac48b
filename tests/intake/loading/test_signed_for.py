"""A sheet of marks, or a list signed at one meeting, beside the ledger or the minutes that tell of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.offices.office_truth import xlsx

BRANCH = "大王庄村党支部"
PEOPLE = ("王福臣", "杞二柱", "王桂兰", "王富贵")
ROSTER = [["姓名", "性别", "出生年月", "所在支部"], *([name, "男", "1960.1", BRANCH] for name in PEOPLE)]
HEADS = ["日期", "学习内容", "支部", "主持人", "缺席人员"]
LEDGER = [
    ["2011年集中学习台账"],
    HEADS,
    ["2011-03-14", "学习全国“两会”精神", BRANCH, "王福臣", ""],
    ["2011-04-11", "学习党章", BRANCH, "王福臣", "王桂兰"],
]


def marks(*rows: tuple[str, str, str], title: str = f"2011年{BRANCH}集中学习签到表") -> list[list[str]]:
    return [[title], ["姓名", "3月14日", "4月11日"], *map(list, rows)]


MARKS = marks(("王福臣", "√", "√"), ("杞二柱", "√", "√"), ("王桂兰", "√", "病假"), ("王富贵", "√", "√"))


async def meetings(archive: Archive, folder: Path, **sheets: list[Any]) -> tuple[list[Item], dict[Any, str]]:
    """The meetings that were taken, and who is who."""
    xlsx(folder / "2011年台账.xlsx", {"党员名册": ROSTER, **sheets})
    report = await run_import(archive, folder)
    names = {each.record_id: str(each.fields["name"]) for each in report.items if each.kind == "person"}
    return [each for each in report.items if each.kind == "session" and each.taken], names


def away(item: Item, names: dict[Any, str]) -> dict[str, tuple[str, str | None]]:
    rows: Any = item.fields["attendance"]
    told = {names[row["person"]]: (row["state"], row.get("leave_reason")) for row in rows}
    return {name: how for name, how in told.items() if how[0] != "到"}


async def test_marks_and_the_line_of_the_ledger_are_one_meeting(archive: Archive, tmp_path: Path) -> None:
    """Every meeting was kept twice, and everybody had twice the sessions."""
    found, names = await meetings(archive, tmp_path, 台账=LEDGER, 签到=MARKS)

    assert [each.fields["title"] for each in found] == ["学习全国“两会”精神", "学习党章"]
    assert [len(each.fields["attendance"]) for each in found] == [4, 4]
    assert away(found[0], names) == {}
    assert away(found[1], names)["王桂兰"][1] == "病假"
    assert not any("told_elsewhere" in each.flags for each in found)


async def test_marks_tell_who_came_where_the_ledger_only_counts(archive: Archive, tmp_path: Path) -> None:
    ledger = [
        ["2011年集中学习台账"],
        ["日期", "学习内容", "支部", "应到", "实到"],
        ["2011-03-14", "学习全国“两会”精神", BRANCH, "4", "3"],
        ["2011-04-11", "学习党章", BRANCH, "4", "2"],
    ]
    signs = marks(
        ("王福臣", "√", "√"), ("杞二柱", "事假", "√"), ("王桂兰", "√", "病假"), ("王富贵", "√", "√")
    )
    found, names = await meetings(archive, tmp_path, 台账=ledger, 签到=signs)

    assert [away(each, names) for each in found] == [
        {"杞二柱": ("请假", "事假")},
        {"王桂兰": ("请假", "病假")},
    ]
    # The ledger says that two came in April.
    assert ["counts_differ" in each.flags for each in found] == [False, True]


async def test_who_was_there_by_one_and_away_by_the_other_is_flagged(
    archive: Archive, tmp_path: Path
) -> None:
    signs = marks(("王福臣", "√", "√"), ("杞二柱", "√", "√"), ("王桂兰", "√", "√"), ("王富贵", "√", "√"))
    found, _ = await meetings(archive, tmp_path, 台账=LEDGER, 签到=signs)
    told = [(each.fields["start"].month, "told_elsewhere" in each.flags) for each in found]

    assert sorted(told) == [(3, False), (4, False), (4, True)]


@pytest.mark.parametrize(
    ("title", "number", "flagged"),
    [("学习党章签到表", 1, False), ("党员学习签到册", 1, False), ("防汛知识讲座", 2, True)],
)
async def test_a_list_signed_at_one_meeting(
    archive: Archive, tmp_path: Path, title: str, number: int, flagged: bool
) -> None:
    signed: list[Any] = [
        [f"{BRANCH}{title}"],
        ["时间：2011年4月11日 8:30", "", ""],
        ["序号", "姓名", "签名"],
        *([str(at), name, "" if name == "王桂兰" else name] for at, name in enumerate(PEOPLE, 1)),
    ]
    found, names = await meetings(archive, tmp_path, 台账=[*LEDGER[:2], LEDGER[3]], 签到=signed)

    assert len(found) == number
    assert any("told_elsewhere" in each.flags for each in found) is flagged
    ledger = next(each for each in found if each.fields["title"] == "学习党章")
    assert list(away(ledger, names)) == ["王桂兰"]
    assert (ledger.fields["start"] == datetime(2011, 4, 11, 8, 30)) is not flagged


async def _bring(archive: Archive, folder: Path, **sheets: list[Any]) -> list[Item]:
    """One more import, with a roster of its own."""
    folder.mkdir(exist_ok=True)
    for each in folder.iterdir():
        each.unlink()
    xlsx(folder / f"{'和'.join(sheets)}.xlsx", {"党员名册": ROSTER, **sheets})
    report = await run_import(archive, folder, apply=True)
    assert report.failed == []
    return [each for each in report.items if each.kind == "session" and each.taken]


async def _stored(archive: Archive) -> list[dict[str, Any]]:
    rows = await archive.aggregate([{"$match": {"kind": "session", "status": {"$ne": "void"}}}])
    return sorted((row["fields"] for row in rows), key=lambda each: str(each["start"]))


@pytest.mark.parametrize("first", ["台账", "签到"])
async def test_a_list_and_the_ledger_of_two_imports_are_one_meeting(
    archive: Archive, tmp_path: Path, first: str
) -> None:
    """Each meeting was kept twice where the list of those who signed came by an import of its own."""
    sheets = {"台账": LEDGER, "签到": MARKS}
    order = [first, *(name for name in sheets if name != first)]
    for name in order:
        found = await _bring(archive, tmp_path / "import", **{name: sheets[name]})
    assert not any("told_elsewhere" in each.flags for each in found)
    kept = await _stored(archive)
    assert [len(each["attendance"]) for each in kept] == [4, 4]
    assert [each["expected"] for each in kept] == [4, 4]
    reasons = [
        [row.get("leave_reason") for row in each["attendance"] if row["state"] != "到"] for each in kept
    ]
    assert reasons == [[], ["病假"]]
    for each, subject in zip(kept, ("学习全国“两会”精神", "学习党章"), strict=True):
        assert subject in (each["title"], *each.get("topics", ()))
        assert each["host"] is not None
    for again in (*order, *reversed(order)):
        await _bring(archive, tmp_path / "import", **{again: sheets[again]})
    await _bring(archive, tmp_path / "import", **sheets)
    assert await _stored(archive) == kept


@pytest.mark.parametrize("first", ["台账", "签到"])
async def test_a_list_that_contradicts_what_came_before_is_flagged(
    archive: Archive, tmp_path: Path, first: str
) -> None:
    signs = marks(("王福臣", "√", "√"), ("杞二柱", "√", "√"), ("王桂兰", "√", "√"), ("王富贵", "√", "√"))
    sheets = {"台账": LEDGER, "签到": signs}
    for name in (first, *(name for name in sheets if name != first)):
        found = await _bring(archive, tmp_path / "import", **{name: sheets[name]})
    told = {each.fields["start"].month: "told_elsewhere" in each.flags for each in found}
    assert told == {3: False, 4: True}
    assert len(await _stored(archive)) == 3


async def test_a_list_of_a_day_with_two_meetings_is_flagged(archive: Archive, tmp_path: Path) -> None:
    """Which of the two it was signed at, nobody knows."""
    ledger = [*LEDGER[:3], ["2011-03-14", "讨论发展党员", BRANCH, "王福臣", ""]]
    await _bring(archive, tmp_path / "import", 台账=ledger)
    found = await _bring(archive, tmp_path / "import", 签到=MARKS)
    assert [(each.fields["start"].month, "told_elsewhere" in each.flags) for each in found] == [
        (3, True),
        (4, False),
    ]


async def test_a_meeting_about_lists_is_no_list(archive: Archive, tmp_path: Path) -> None:
    """学习考勤管理制度 is what it was about; another meeting of that day is no list's."""
    for number, title in enumerate(("学习考勤管理制度", "讨论发展党员")):
        ledger = [*LEDGER[:2], ["2011-03-14", title, BRANCH, "王福臣", ""]]
        (found,) = await _bring(archive, tmp_path / "import", **{f"台账{number}": ledger})
        assert found.flags == []
