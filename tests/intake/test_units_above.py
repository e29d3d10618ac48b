"""Lists of units that name whoever is above the township, or lead round in a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.report import ImportReport
from records.intake.unit_names import is_above_townships
from tests.intake.offices.office_truth import xlsx

HEAD = ("序号", "党组织名称", "类别", "上级党组织")


async def brought(archive: Archive, folder: Path, *rows: tuple[str, str, str]) -> ImportReport:
    """A list of units and a roster of one of them, brought in."""
    listed = [HEAD, *((str(number), *row) for number, row in enumerate(rows, 1))]
    people = [("序号", "姓名", "性别", "出生年月", "入党时间"), ("1", "何大田", "男", "1961.4", "1988.7")]
    xlsx(
        folder / "花名册.xlsx",
        {
            "组织设置": [("云坪乡基层党组织设置情况一览表",), *listed],
            "坝上支部": [("坝上村党支部党员花名册",), *people],
        },
    )
    return await run_import(archive, folder, apply=True)


def parents(report: ImportReport) -> dict[object, object]:
    names = {item.record_id: item.fields["name"] for item in report.items if item.kind == "unit"}
    units = (item for item in report.items if item.kind == "unit")
    return {item.fields["name"]: names.get(item.fields.get("parent")) for item in units}


@pytest.mark.parametrize("county", ["中共临江县委员会", "临江县委", "县委", "中共临江市委", "区直机关工委"])
async def test_a_county_above_the_township_is_no_unit_of_it(
    archive: Archive, tmp_path: Path, county: str
) -> None:
    """It was made a unit below the township that stands below it: not one record could be stored."""
    report = await brought(
        archive,
        tmp_path,
        ("中共云坪乡委员会", "党委", county),
        ("大坝村党总支", "党总支", "云坪乡党委"),
        ("坝上村党支部", "党支部", "大坝村党总支"),
    )
    assert report.failed == []
    assert parents(report) == {
        "中共云坪乡委员会": None,
        "大坝村党总支": "中共云坪乡委员会",
        "坝上村党支部": "大坝村党总支",
    }


async def test_whoever_else_is_above_stands_above(archive: Archive, tmp_path: Path) -> None:
    report = await brought(
        archive,
        tmp_path,
        ("中共云坪乡委员会", "党委", "中共白河农垦局委员会"),
        ("坝上村党支部", "党支部", "云坪乡党委"),
    )
    assert report.failed == []
    assert parents(report) == {
        "中共白河农垦局委员会": None,
        "中共云坪乡委员会": "中共白河农垦局委员会",
        "坝上村党支部": "中共云坪乡委员会",
    }


async def test_rows_that_lead_round_are_told_and_lose_nobody(archive: Archive, tmp_path: Path) -> None:
    report = await brought(
        archive,
        tmp_path,
        ("中共云坪乡委员会", "党委", ""),
        ("大坝村党总支", "党总支", "坝上村党支部"),
        ("坝上村党支部", "党支部", "大坝村党总支"),
    )
    assert report.failed == []
    assert parents(report)["大坝村党总支"] == "坝上村党支部"
    flags = {item.fields["name"]: item.flags for item in report.items if item.kind == "unit"}
    assert "value_left_out:parent" in flags["坝上村党支部"]


def test_what_is_above_townships() -> None:
    above = (
        "中共青山县委员会",
        "青山县委",
        "市委",
        "县直机关工委",
        "中共青山区委",
        "区委组织部",
    )
    assert all(is_above_townships(name) for name in above)
    below = (
        "云坪乡党委",
        "城市社区党委",
        "中共城区街道工委",
        "云坪小区党支部",
        "坝上村党支部",
    )
    assert not any(is_above_townships(name) for name in below)
