"""Other names that lists tell beside people and units: 曾用名某某, 又称某某支部."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from tests.intake.offices.test_year_workbook import brought_in, of_kind

HEAD = "白鹤乡党员花名册\n姓名,性别,出生年月,所在支部,备注\n"
UNITS = "白鹤乡党组织名册\n单位名称,类别,上级组织,书记,备注\n白鹤乡党委,党委,,,\n"


@pytest.mark.parametrize(
    ("remark", "former", "flagged"),
    [
        ("曾用名田家驷", ["田家驷"], False),
        ("曾用名：田家驷、田骏", ["田家驷", "田骏"], False),
        ("又名田骏，外出务工", ["田骏"], False),
        ("（原名田家驷）", ["田家驷"], False),
        ("改名前叫田家驷；包杨湾村", ["田家驷"], False),
        ("曾用名3个", None, True),
        ("曾用名田家驷已改", None, True),
        ("曾用名不详，已去函", None, True),
    ],
)
async def test_remarks_tell_what_somebody_was_called(
    archive: Archive, tmp_path: Path, remark: str, former: list[str] | None, flagged: bool
) -> None:
    text = f'{HEAD}田家驹,男,1970.3,杨湾村党支部,"{remark}"\n苏长水,男,1972.4,杨湾村党支部,\n'
    (tmp_path / "花名册.csv").write_text(text, "utf-8")
    report = await run_import(archive, tmp_path)
    item = next(each for each in report.items if each.fields.get("name") == "田家驹")
    assert (item.fields.get("former_names"), "remarks_unread" in item.flags) == (former, flagged)


async def test_a_former_name_behind_the_name_is_known_to_later_registers(
    archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "花名册.csv").write_text(
        f"{HEAD}田家驹（曾用名田家驷）,男,1970.3,杨湾村党支部,\n苏长水,男,1972.4,杨湾村党支部,\n", "utf-8"
    )
    (tmp_path / "读书.csv").write_text(
        "读书登记\n姓名,书名,类别,读完时间\n田家驷,党章,政治理论,2011.3.5\n", "utf-8"
    )
    report = await run_import(archive, tmp_path)
    person = next(each for each in report.items if each.fields.get("name") == "田家驹")
    [book] = [each for each in report.items if each.kind == "book_reading"]
    assert person.fields["former_names"] == ["田家驷"] and not person.flags
    assert (book.fields["person"], book.outcome) == (person.record_id, "import")


@pytest.mark.parametrize("way", ["remarks", "column"])
async def test_a_list_of_units_tells_what_else_they_are_called(
    archive: Archive, tmp_path: Path, way: str
) -> None:
    """A column of other names was not read at all."""
    other = "又称渡口支部、东滩支部" if way == "remarks" else "渡口支部、东滩支部"
    head = UNITS if way == "remarks" else UNITS.replace("备注", "别名")
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "名册.csv").write_text(
        f"{head}杨湾村党支部,党支部,白鹤乡党委,,{other}\n石桥村党支部,党支部,白鹤乡党委,,\n", "utf-8"
    )
    (folder / "花名册.csv").write_text(
        f"{HEAD}田家驹,男,1970.3,渡口支部,\n苏长水,男,1972.4,石桥村党支部,\n", "utf-8"
    )
    report, records = await brought_in(archive, folder)
    (unit,) = [each for each in of_kind(records, "unit") if each.fields["name"] == "杨湾村党支部"]
    (man,) = [each for each in of_kind(records, "person") if each.fields["name"] == "田家驹"]
    assert unit.fields["aliases"] == ["渡口支部", "东滩支部"]
    assert man.unit == unit.id
    assert not any(item.flags for item in report.items if item.kind == "unit")
    (listed,) = [table for table in report.tables if table.kind == "unit"]
    assert (listed.taken, listed.flagged) == (3, 0)


async def test_what_else_a_unit_is_called_gives_way_to_one_of_that_name(
    archive: Archive, tmp_path: Path
) -> None:
    rows = "杨湾村党支部,党支部,白鹤乡党委,,又称渡口支部\n渡口支部,党支部,白鹤乡党委,,\n"
    (tmp_path / "名册.csv").write_text(UNITS + rows, "utf-8")
    report = await run_import(archive, tmp_path)
    units = {item.fields["name"]: item for item in report.items if item.kind == "unit"}
    assert set(units) == {"白鹤乡党委", "杨湾村党支部", "渡口党支部"}
    assert units["杨湾村党支部"].flags == ["value_left_out:aliases"]
