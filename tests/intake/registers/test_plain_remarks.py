"""Remarks, units and lengths that are plain to a person hold no row in doubt."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping_reading import load_mapping
from records.intake.outcome import Item
from records.intake.plain_remarks import is_plain
from records.intake.report import ImportReport
from tests.intake.registers.one_register import ROSTER, brought_in

BOOK = "杨湾村党支部集中学习登记\n"
VISITS = "走访登记\n走访时间,走访人,村组,户主,反映问题,备注\n2011.3.5,田家驹,杨湾村,吴老大,渠道淤堵,{}\n"


@pytest.mark.parametrize(
    "remark",
    [
        "已归档",
        "效果好",
        "原件存档案室",
        "气氛热烈",
        "照片已存电脑",
        "由办公室统一印发",
        "农家书屋借",
    ],
)
async def test_a_plain_remark_is_kept_without_a_doubt(archive: Archive, tmp_path: Path, remark: str) -> None:
    """Every remark that no rule read held its row in doubt."""
    (item,) = await brought_in(archive, tmp_path, VISITS.format(remark), "household_visit")
    assert (item.remarks, item.flags) == (remark, [])


@pytest.mark.parametrize(
    "remark",
    [
        *(
            "作废",
            "推迟到23日",
            "与李四雷同",
            "未走访",
            "实际为苗有根走访",
            "由苗有根代签",
            "户主已去世",
            "另有2户",
        ),
        *("同上一户", "3月6日补访", "改为杨湾村二组", "不属本村", "在镇政府召开", "金额有误"),
    ],
)
async def test_a_remark_that_may_change_the_row_is_told(
    archive: Archive, tmp_path: Path, remark: str
) -> None:
    (item,) = await brought_in(archive, tmp_path, VISITS.format(remark), "household_visit")
    assert (item.remarks, item.flags) == (remark, ["remarks_unread"])


@pytest.mark.parametrize("remark", ["原中心组成员", "村文书", "残疾", "退伍军人", "抽调县扶贫办"])
def test_what_somebody_is_belongs_into_the_roster(remark: str) -> None:
    assert not is_plain(remark, "person")


async def test_a_line_of_a_test_keeps_no_remark(archive: Archive, tmp_path: Path) -> None:
    text = "理论测试成绩\n2011年3月5日\n姓名,成绩,备注\n田家驹,90,字迹工整\n苏长水,80,\n"
    (exam,) = await brought_in(archive, tmp_path, text, "exam")
    assert [line.flags for line in exam.lines] == [["remarks_unread"], []]


async def _mapped(archive: Archive, folder: Path, text: str, mapping: str) -> ImportReport:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "登记.csv").write_text(text, "utf-8")
    (folder.parent / "answers.yaml").write_text(mapping, "utf-8")
    return await run_import(
        archive, folder, mapping=load_mapping(folder.parent / "answers.yaml", archive.kinds)
    )


def _of(report: ImportReport, kind: str) -> list[Item]:
    return [item for item in report.items if item.kind == kind]


@pytest.mark.parametrize("heading", ["落实情况", "说明"])
async def test_remarks_beside_remarks_are_put_together(
    archive: Archive, tmp_path: Path, heading: str
) -> None:
    """A mapping that sent a column to the remarks took 备注 away from them: its cells were nowhere."""
    folder = tmp_path / "office"
    folder.mkdir()
    text = VISITS.format("已归档").replace("备注", f"{heading},备注").replace("已归档", "已向上反映,已归档")
    mapping = "files: 登记.csv\nkind: household_visit\n"
    if heading == "落实情况":
        mapping += "columns: {落实情况: remarks}\n"
    (item,) = _of(await _mapped(archive, folder, text, mapping), "household_visit")
    assert (item.remarks, item.flags) == ("已向上反映；已归档", [])


async def test_units_that_a_roster_may_bring_in_are_no_doubt(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    allowed = await _mapped(archive, folder, "", "files: 花名册.csv\ncreate: [units]\n")
    assert [item.flags for item in _of(allowed, "unit")] == [[], []]
    assert allowed.units_created == ["杨湾村党支部", "白鹤乡机关党支部"]
    asked = await _mapped(archive, folder, "", "files: 花名册.csv\n")
    assert [item.flags for item in _of(asked, "unit")] == [["unit_created"], ["unit_created"]]


async def test_a_unit_that_the_list_of_units_lacks_is_told(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "党组织.csv").write_text("党组织名称,类别,书记\n杨湾村党支部,党支部,田家驹\n", "utf-8")
    report = await _mapped(archive, folder, "", "files: 花名册.csv\ncreate: [units]\n")
    assert {item.fields["name"]: item.flags for item in _of(report, "unit")} == {
        "杨湾村党支部": [],
        "白鹤乡机关党支部": ["unit_created"],
    }


@pytest.mark.parametrize(
    ("heading", "length", "kept"),
    [
        ("时长", "90分钟", "90分钟"),
        ("学时", "2", "2学时"),
        ("时长（分钟）", "90", "90分钟"),
        ("结束时间", "11:30", "11:30结束"),
    ],
)
async def test_a_length_without_an_hour_is_kept_in_the_remarks(
    archive: Archive, tmp_path: Path, heading: str, length: str, kept: str
) -> None:
    """It was lost; when the meeting ended nobody knows, which is told."""
    text = f"{BOOK}日期,内容,主讲人,{heading},应到,实到,缺席人员\n2011.3.5,学习文件,田家驹,{length},3,3,无\n"
    (item,) = await brought_in(archive, tmp_path, text, "session")
    assert (item.remarks, item.flags, item.fields.get("end")) == (kept, ["value_left_out:end"], None)


async def test_a_length_below_its_measure_gives_the_end(archive: Archive, tmp_path: Path) -> None:
    text = f"{BOOK}日期,内容,时长（分钟）,应到,实到,缺席人员\n2011.3.5 9:00,学习文件,90,3,3,无\n"
    (item,) = await brought_in(archive, tmp_path, text, "session")
    assert item.fields["end"] == datetime(2011, 3, 5, 10, 30)
