"""What a paper says behind strange labels, or in a sentence beside a table, is told when no record has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.report import ImportReport
from tests.intake.offices.office_truth import paper, xlsx

ROSTER = """党员花名册
姓名,性别,出生年月,所在支部
田家驹,男,1970.3,杨湾村党支部
马得草,男,1966.8,杨湾村党支部
宋玉成,男,1972.1,杨湾村党支部
"""


async def _brought_in(archive: Archive, folder: Path) -> ImportReport:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    return await run_import(archive, folder, apply=True)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("值日评议员：马得草、宋玉成", True),
        ("参加人员：田家驹、马得草、宋玉成", False),
        ("审核：宋玉成", False),
        ("会场布置：由支部统一安排", False),
    ],
)
async def test_people_behind_a_label_that_nothing_reads_are_told_of(
    archive: Archive, tmp_path: Path, line: str, told: bool
) -> None:
    paper(
        tmp_path / "记录.docx",
        "杨湾村党支部集中学习记录",
        "时间：2011年10月28日上午9:00-11:00",
        "地点：村活动室",
        "主持人：田家驹",
        "记录人：马得草",
        line,
        "学习内容：学习十七届六中全会决定",
        "一、田家驹领学了决定全文。",
    )
    report = await _brought_in(archive, tmp_path)
    (meeting,) = (item for item in report.items if item.kind == "session")
    assert ("label_unread:" + line.partition("：")[0] in meeting.flags) is told


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("经研究，今年学习经费总额定为23000元，由宋玉成掌握。", True),
        ("以上共两笔，计920元，均由田家驹经手。", False),
        ("填表人：宋玉成，审核：马得草", False),
        ("说明：单位为元，按发生日期登记。", False),
    ],
)
async def test_a_sentence_above_a_table_is_told_of_when_no_record_has_its_sum(
    archive: Archive, tmp_path: Path, line: str, told: bool
) -> None:
    head = ("时间", "用途", "金额（元）", "经手人")
    rows = (("2011年3月6日", "购买图书", 800, "田家驹"), ("2011年5月9日", "购买图书", 120, "马得草"))
    xlsx(tmp_path / "经费.xlsx", {"1": [["2011年学习经费支出台账"], [line], head, *rows]})
    report = await _brought_in(archive, tmp_path)
    (file,) = (each for each in report.files if each.file == "经费.xlsx")
    assert (f"lines_unread:{line}" in file.warnings) is told
    assert [item.taken for item in report.items if item.kind == "funding"] == [True, True]
