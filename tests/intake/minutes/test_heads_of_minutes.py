"""What the lines above minutes say of those who came, were away or late, in the words of many clerks."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item

BRANCH = "大王庄村党支部"
PEOPLE = ("王福臣", "杞二柱", "王桂兰", "王富贵", "王春生")
HEAD = ("时间：2011年9月14日", "地点：大队部", "主持人：王福臣", "记录人：王富贵")


def roster(folder: Path, branch: str = BRANCH, people: tuple[str, ...] = PEOPLE) -> None:
    with (folder / "党员花名册.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["姓名", "性别", "出生年月", "入党时间", "所在支部"])
        for number, name in enumerate(people, 1):
            out.writerow([name, "男", f"1960.{number}", "1990.7.1", branch])


async def brought_in(archive: Archive, folder: Path, *lines: str, name: str = "学习记录.txt") -> list[Item]:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join(lines), "utf-8")
    report = await run_import(archive, folder)
    return list(report.every_item())


def names_of(items: list[Item]) -> dict[Any, str]:
    return {each.record_id: str(each.fields["name"]) for each in items if each.kind == "person"}


def came(items: list[Item], number: int = 0) -> dict[str, tuple[str, str | None]]:
    """Who was how at a meeting, and why."""
    meeting = [each for each in items if each.kind == "session"][number]
    rows: Any = meeting.fields.get("attendance", ())
    names = names_of(items)
    return {names[row["person"]]: (row["state"], row.get("leave_reason")) for row in rows}


HERE = ("到", None)
ALL = dict.fromkeys(PEOPLE, HERE)


@pytest.mark.parametrize(
    ("lines", "others"),
    [
        (("缺席：无",), {}),
        (("参加人员：全体党员",), {}),
        (("参会：支部全体党员", "请假人员：无"), {}),
        (("应到人数：5人    实到人数：5人", "请假人员：无"), {}),
        (("应到5人，实到5人",), {}),
        (
            ("应到党员：5  实到党员：4", "缺席党员及原因：王春生（陪护病人）"),
            {"王春生": ("请假", "陪护病人")},
        ),
        (("未参加人员及事由：王春生，因母亲生病请假",), {"王春生": ("请假", "母亲生病请假")}),
        (
            ("请假：王春生", "缺席：王桂兰", "迟到：杞二柱（修车）"),
            {"王春生": ("请假", None), "王桂兰": ("缺席", None), "杞二柱": ("迟到", "迟到：修车")},
        ),
        (
            ("请假人员：病假1人（王桂兰），事假1人（王春生）",),
            {"王桂兰": ("请假", "病假"), "王春生": ("请假", "事假")},
        ),
        (("病假：王桂兰", "迟到人员：王春生"), {"王桂兰": ("请假", "病假"), "王春生": ("迟到", None)}),
        (
            (
                "出席人员（签名）：支部书记王福臣、村委会主任杞二柱，王桂兰 王富贵",
                "缺席(原因)：王春生（务工）",
            ),
            {"王春生": ("请假", "务工")},
        ),
        # Those who were to come, with what became of some; words for everybody beside those away.
        (
            ("参加人：王福臣 杞二柱 王桂兰 王富贵（迟到10分钟） 王春生（请假）",),
            {"王富贵": ("迟到", "迟到10分钟"), "王春生": ("请假", None)},
        ),
        (
            ("出席：王福臣、杞二柱（出差）、王桂兰、王富贵、王春生",),
            {"杞二柱": ("请假", "出差")},
        ),
        (("参加人员：支部党员", "无故缺席：王春生"), {"王春生": ("缺席", None)}),
        (("会址：村部", "因故未到：王春生（务工）"), {"王春生": ("请假", "务工")}),
        (("实到：王福臣、杞二柱、王桂兰、王富贵四人", "旷会人员：王春生"), {"王春生": ("缺席", None)}),
    ],
)
async def test_who_came_and_who_did_not(
    archive: Archive, tmp_path: Path, lines: tuple[str, ...], others: dict[str, tuple[str, str | None]]
) -> None:
    roster(tmp_path)
    items = await brought_in(archive, tmp_path, f"{BRANCH}学习会记录", *HEAD, *lines, "学习内容：党章")
    assert came(items) == ALL | others
    (meeting,) = [each for each in items if each.kind == "session"]
    assert (meeting.outcome, meeting.flags) == ("import", [])


@pytest.mark.parametrize(
    "lines",
    [
        # Others than those on the roster, or not all of them.
        ("参加人数：4人",),
        ("应到32人，实到32人",),
        ("参加人员：支委会全体成员",),
    ],
)
async def test_figures_of_others_mark_nobody(
    archive: Archive, tmp_path: Path, lines: tuple[str, ...]
) -> None:
    roster(tmp_path)
    items = await brought_in(archive, tmp_path, f"{BRANCH}学习会记录", *HEAD, *lines, "学习内容：党章")
    assert came(items) == {}


@pytest.mark.parametrize(
    "host",
    [
        "王福臣（支部书记）",
        "王福臣 支书",
        "支部书记王福臣",
        "王福臣副书记",
        "镇党委委员、支部书记王福臣",
        "王福臣同志",
    ],
)
async def test_a_host_with_a_post(archive: Archive, tmp_path: Path, host: str) -> None:
    roster(tmp_path)
    lines = (f"{BRANCH}学习会记录", HEAD[0], HEAD[1], f"会议主持：{host}", HEAD[3], "缺席：无")
    items = await brought_in(archive, tmp_path, *lines)
    (meeting,) = [each for each in items if each.kind == "session"]
    assert names_of(items)[meeting.fields["host"]] == "王福臣"
    assert meeting.fields["start"] == datetime(2011, 9, 14)


async def test_late_with_a_cause_is_late_in_a_book_too(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    with (tmp_path / f"{BRANCH}2011年学习签到册.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["日期", "内容", "应到", "实到", "请假人员", "迟到人员"],
                ["3.5", "党章", 5, 5, "", "王春生（修车）"],
            ]
        )
    items = list((await run_import(archive, tmp_path)).every_item())
    assert came(items) == ALL | {"王春生": ("迟到", "迟到：修车")}
