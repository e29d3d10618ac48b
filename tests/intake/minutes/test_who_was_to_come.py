"""Who was to come to a meeting of which only the absent are named: as its printed figures tell."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item

OFFICE = ("王福臣", "杞二柱", "王桂兰")
VILLAGE = ("李存山", "高翠萍", "罗小军", "陈大海")
HEAD = ("地点：乡政府会议室", "主持人：王福臣", "记录人：杞二柱")


def rosters(folder: Path, *later: tuple[str, str]) -> None:
    """Those in the township's offices and in a village, and who joined ``later``, with the day."""
    with (folder / "党员花名册.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["姓名", "性别", "出生年月", "政治面貌", "入党时间", "所在支部"])
        for unit, names in (("青坪乡机关党支部", OFFICE), ("青坪村党支部", VILLAGE)):
            for number, name in enumerate(names, 1):
                out.writerow([name, "男", f"1960.{number}", "正式党员", "1990.7.1", unit])
        for name, joined in later:
            out.writerow([name, "女", "1987.2", "预备党员", joined, "青坪乡机关党支部"])
    with (folder / "党组织名册.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ["党组织名称", "类别", "上级党组织", "所在"],
                ["中共青坪乡委员会", "党委", "", "机关"],
                ["青坪乡机关党支部", "党支部", "中共青坪乡委员会", "机关"],
                ["青坪村党支部", "党支部", "中共青坪乡委员会", "村"],
            ]
        )


async def sessions(archive: Archive, folder: Path) -> tuple[list[Item], dict[Any, str]]:
    report = await run_import(archive, folder)
    names = {each.record_id: str(each.fields["name"]) for each in report.items if each.kind == "person"}
    return [each for each in report.items if each.kind == "session"], names


def there(item: Item, names: dict[Any, str]) -> set[str]:
    rows: Any = item.fields["attendance"]
    return {names[row["person"]] for row in rows if row["state"] == "到"}


async def test_who_joined_later_was_not_there(archive: Archive, tmp_path: Path) -> None:
    """Two cadres of later rosters stood among those present, and the figures were doubted."""
    rosters(tmp_path, ("杨帆", "2011.1.10"), ("唐洁", "2012.6.5"))
    lines = ("中共青坪乡委员会动员会会议记录", "时间：2010年7月5日", *HEAD, "应到：7人", "实到：6人")
    (tmp_path / "动员会.txt").write_text("\n".join((*lines, "缺席：陈大海（病假）", "会议开了。")), "utf-8")
    (meeting,), names = await sessions(archive, tmp_path)

    assert there(meeting, names) == {*OFFICE, *VILLAGE} - {"陈大海"}
    assert "counts_differ" not in meeting.flags
    assert "expected_differs_from_membership" not in meeting.flags


@pytest.mark.parametrize("title", ["青坪乡周一例会记录", "青坪乡2011年周一例会会议记录"])
async def test_the_weekly_meeting_of_a_township_is_of_its_offices(
    archive: Archive, tmp_path: Path, title: str
) -> None:
    rosters(tmp_path)
    lines = (title, "时间：2011年1月10日", *HEAD, "应到3人，实到2人", "请假：王桂兰（病假）", "学了党章。")
    (tmp_path / "例会.txt").write_text("\n".join(lines), "utf-8")
    (meeting,), names = await sessions(archive, tmp_path)

    assert there(meeting, names) == {"王福臣", "杞二柱"}
    assert "counts_differ" not in meeting.flags


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("青坪乡2011年第一季度周一例会登记", False),
        ("青坪乡干部专题辅导登记", False),
        ("青坪乡中心组学习登记", False),
        ("学习登记", True),
    ],
)
async def test_a_ledger_of_the_township_s_own_meetings(
    archive: Archive, tmp_path: Path, title: str, asked: bool
) -> None:
    """Whose they were was asked about, row by row."""
    rosters(tmp_path)
    rows = [
        [title],
        ["日期", "学习内容", "主持人", "应到", "实到", "缺席人员及原因"],
        ["2011-01-10", "全县经济工作会议精神", "王福臣", "3", "3", ""],
        ["2011-02-14", "中央一号文件", "王福臣", "3", "2", "杞二柱（病假）"],
    ]
    with (tmp_path / "登记.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    found, names = await sessions(archive, tmp_path)

    assert [any(each.code == "no_unit" for each in item.questions) for item in found] == [asked] * 2
    if "例会" in title:
        assert [there(item, names) for item in found] == [set(OFFICE), {"王福臣", "王桂兰"}]
