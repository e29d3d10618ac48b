"""Two rosters of the same people: the later one tells what changed, what contradicts the first is flagged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.search.query import Query

HEAD = "姓名,性别,出生年月,文化程度,入党时间,转正时间,党员类别,所在支部,职务,手机号码,备注\n"
#: 2010: a month of birth, probation, an old number.
OLD = (
    "党员花名册（2010年）\n"
    + HEAD
    + "韩立冬,男,1975.04,大专,2010.6.20,,预备党员,柏树村党支部,村主任,10020000001,\n"
    + "罗小曼,女,1981.10,大学,2004.7.1,2005.7.1,正式党员,柏树村党支部,会计,10020000002,\n"
)
NEW = (
    HEAD
    + "韩立冬,男,1975-04-19,大学,20100620,20110620,正式党员,柏树村党支部,村主任,10020000009,2012年3月转出\n"
    + "罗小曼,女,1981-10-05,大学,20050701,20050701,正式党员,柏树村党支部,村会计,10020000002,\n"
)


async def people(archive: Archive, folder: Path, *, apply: bool = True) -> dict[str, dict[str, str]]:
    """Each person's fields as shown, after the import."""
    await run_import(archive, folder, apply=apply)
    found = [each async for each in archive.each(Query(kind="person"))]
    return {each.title: {name: _shown(value) for name, value in each.fields.items()} for each in found}


def _shown(value: object) -> str:
    return str(getattr(value, "raw", value)) if not hasattr(value, "display") else value.display("zh")


def rosters(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def doubts(items: list[Item]) -> dict[str, list[str]]:
    return {
        item.cells[0]: item.flags for item in items if item.kind == "person" and "2012" in item.place.file
    }


async def test_the_later_roster_tells_what_changed(archive: Archive, tmp_path: Path) -> None:
    folder = rosters(tmp_path / "册", **{"2010年__党员花名册": OLD, "2012年__信息导出": NEW})
    report = await run_import(archive, folder)
    # That somebody joined on another day than was told is no change: it stays, and is told.
    assert doubts(list(report.items)) == {"韩立冬": [], "罗小曼": ["value_differs:joined_party"]}
    found = await people(archive, folder)
    han, luo = found["韩立冬"], found["罗小曼"]
    assert (han["birth"], han["education"], han["political_status"]) == ("1975年4月19日", "大学", "正式党员")
    assert (han["regularised"], han["phone"]) == ("2011年6月20日", "10020000009")
    assert (luo["birth"], luo["joined_party"], luo["post"]) == ("1981年10月5日", "2004年7月1日", "村会计")
    again = await run_import(archive, folder, apply=True)
    assert again.actions["created"] + again.actions["updated"] == 0


async def test_the_order_of_the_files_does_not_matter(archive: Archive, tmp_path: Path) -> None:
    one = rosters(tmp_path / "册", **{"2010年__名册": OLD, "2012年__名册": NEW})
    first = await people(archive, one)
    two = rosters(tmp_path / "另", 甲__2012年名册=NEW, 乙__2010年名册=OLD)
    report = await run_import(archive, two)
    told = {each.cells[0]: each.fields for each in report.items if each.kind == "person"}
    assert {name: fields["phone"] for name, fields in told.items()} == {
        name: fields["phone"] for name, fields in first.items()
    }
    assert {_shown(told[name]["birth"]) for name in told} == {first[name]["birth"] for name in first}


async def test_two_rosters_of_no_year_that_differ_are_flagged(archive: Archive, tmp_path: Path) -> None:
    folder = rosters(tmp_path / "册", 一=OLD.replace("（2010年）", ""), 二=NEW.replace("2012年3月转出", ""))
    report = await run_import(archive, folder)
    flags = {item.cells[0]: item.flags for item in report.items if item.kind == "person" and item.flags}
    assert flags == {
        "韩立冬": ["value_differs:education", "value_differs:phone", "value_differs:political_status"],
        "罗小曼": ["value_differs:joined_party"],
    }
    assert (await people(archive, folder))["韩立冬"]["phone"] == "10020000001"


@pytest.mark.parametrize("day", ["2012年3月转出", "2012.3.1转出"])
async def test_a_membership_learns_its_end(archive: Archive, tmp_path: Path, day: str) -> None:
    folder = rosters(tmp_path / "册", 名册=OLD, **{"2012年__名册": NEW.replace("2012年3月转出", day)})
    await run_import(archive, folder, apply=True)
    [han] = [each async for each in archive.each(Query(kind="person")) if each.title == "韩立冬"]
    stays: Any = han.fields["memberships"]
    [stay] = stays
    assert stay["to"] == han.fields["active_to"]
