"""Refused rows that were mended come in as rows of the tables in which they stood; no table goes untold."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from records.archive import Archive
from records.intake.batch import run_import

ROSTER = """\
党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,柳树湾村党支部
李秀兰,女,1970.2,1995.7,柳树湾村党支部
,男,1971.2,1996.7,柳树湾村党支部
"""
VISITS = """\
走访时间,干部,村组,户主,反映问题,解决情况
2011.3.8,张伟民,上营村三社,马存福,无,无
2011.2.30,张伟民,上营村三社,邓吉庆,无,无
"""


def _book(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "柳树湾村党支部"
    for row in (
        ("日期", "内容", "主讲人", "应到", "实到", "缺席人员及原因"),
        ("2011年3月1日", "学习党章", "张伟民", 2, 2, ""),
        ("2011年3月32日", "－讲评", "张伟民", 2, 1, "李秀兰（事假）"),
    ):
        sheet.append(row)
    book.save(path)


async def test_mended_rows_of_several_tables_come_in_together(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "旧档案"
    folder.mkdir()
    (folder / "党员花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "走访农户台账.csv").write_text(VISITS, "utf-8")
    _book(folder / "集中学习签到册.xlsx")
    report = await run_import(archive, folder, apply=True)
    assert len(report.rejects) == 3
    assert report.rejects_file is not None
    text = report.rejects_file.read_text("utf-8-sig")
    for wrong, right in (("3月32日", "3月31日"), ("2011.2.30", "2011.3.1"), (",,男,", ",王德明,男,")):
        assert wrong in text
        text = text.replace(wrong, right)
    report.rejects_file.write_text(text, "utf-8")

    # The columns before them are known in either language.
    monkeypatch.setattr("records.language._current", "zh")
    mended = await run_import(archive, report.rejects_file, apply=True)
    assert not mended.exit_code, mended.to_text()
    assert mended.actions["created"] == 3
    assert {each.place.file for each in mended.items if each.place.row} == {
        "党员花名册.csv",
        "走访农户台账.csv",
        "集中学习签到册.xlsx",
    }
    assert not [table for table in mended.tables if table.unknown]
    (late,) = (each for each in mended.items if each.kind == "session")
    assert (late.place.row, late.fields["title"]) == (3, "－讲评")
    assert [each["state"] for each in late.fields["attendance"]].count("请假") == 1


async def test_a_table_that_nothing_fits_is_told_beside_one_that_came_in(
    archive: Archive, tmp_path: Path
) -> None:
    source = tmp_path / "花名册.csv"
    source.write_text(f"{ROSTER}\n车辆登记\n\n单位,数量,备注,车型\n机关,3,旧,吉普\n村上,2,新,面包\n", "utf-8")
    report = await run_import(archive, source)
    assert "no record kind fits a table" in report.to_text()


async def test_the_same_import_again_names_the_file_of_refused_rows_that_is_there(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "旧档案"
    folder.mkdir()
    (folder / "党员花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "走访农户台账.csv").write_text(VISITS, "utf-8")
    first = (await run_import(archive, folder, apply=True)).rejects_file
    assert first is not None
    again = await run_import(archive, folder, apply=True)
    assert again.rejects_file == first and str(first) in again.to_text()
    assert list(first.parent.glob("*-rejects.csv")) == [first]
    # Once it is mended, or other rows are refused, there is something new to write.
    first.write_text(first.read_text("utf-8-sig").replace("2011.2.30", "2011.3.1"), "utf-8-sig")
    other = (await run_import(archive, folder, apply=True)).rejects_file
    assert other not in (None, first)
    assert len(list(first.parent.glob("*-rejects.csv"))) == 2
