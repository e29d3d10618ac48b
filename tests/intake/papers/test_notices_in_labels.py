"""Notices to put something right that are lines of labels, or a letter with a card in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item

ROSTER = (
    "党员花名册\n姓名,性别,出生年月,所在支部\n"
    "贺文涛,男,1966.3,青石乡机关党支部\n龙大勇,男,1963.7,柏树村党支部\n"
)
WANTED = ["补学9月份缺少的两次集中学习，并做好记录。", "全体党员的学习笔记由支部检查一遍。"]
LINES = (
    "检查依据：2011年11月8日乡党委督查组督查",
    "存在问题：九月份缺两次集中学习记录。",
    "整改要求：",
    f"1. {WANTED[0]}",
    f"2. {WANTED[1]}",
    "整改时限：2011年12月10日",
    "责任人：龙大勇",
    "报送方式：书面报乡党政办",
    "青石乡创建学习型党组织活动领导小组办公室",
    "2011年11月14日",
)
CARD = (
    ("整改要求", f"1.{WANTED[0]}\n2.{WANTED[1]}"),
    ("整改期限", "2011年12月10日前"),
    ("签发日期", "2011年11月14日"),
    ("整改情况", "记录已补齐。"),
    ("销号日期", "2011年12月8日"),
    ("整改结果", "完成"),
)


async def notice(
    archive: Archive, folder: Path, *lines: str, card: Sequence[tuple[str, str]] = ()
) -> tuple[Item, str]:
    """The one notice that came in, and the name of the unit to which it went."""
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    paper = docx.Document()
    for line in lines:
        paper.add_paragraph(line)
    table = paper.add_table(0, 2) if card else None
    for label, text in card:
        assert table is not None
        cells = table.add_row().cells
        cells[0].text, cells[1].text = label, text
    paper.save(str(folder / "整改通知（柏树）.docx"))
    report = await run_import(archive, folder)
    units = {each.record_id: str(each.fields["name"]) for each in report.items if each.kind == "unit"}
    (found,) = [each for each in report.items if each.place.file.endswith(".docx")]
    assert (found.kind, found.taken) == ("rectification", True), (found.kind, found.why)
    return found, units.get(found.fields.get("target"), "")


@pytest.mark.parametrize("label", ["受文单位", "主送单位", "送达单位", "受检支部", "被通知单位", "致"])
@pytest.mark.parametrize("over", [("青学办整〔2011〕2号",), ()])
async def test_a_notice_of_labels(
    archive: Archive, tmp_path: Path, label: str, over: tuple[str, ...]
) -> None:
    """The labels were taken for a card: what stands between two of them ran into the one above."""
    found, unit = await notice(archive, tmp_path, *over, "整改通知", f"{label}：柏树村党支部", *LINES)

    assert unit == "柏树村党支部"
    assert found.fields["requirements"] == WANTED
    assert found.fields["deadline"] == date(2011, 12, 10)
    assert found.fields["issued_on"] == date(2011, 11, 14)
    assert found.fields["problems"] == "九月份缺两次集中学习记录。"


@pytest.mark.parametrize("to", [("柏树村党支部：",), ("主送：柏树村党支部",)])
@pytest.mark.parametrize("over", [("附件8",), ()])
async def test_a_letter_with_a_card_in_it(
    archive: Archive, tmp_path: Path, to: tuple[str, ...], over: tuple[str, ...]
) -> None:
    """Only the card was read, and the name of the file for that of somebody to whom the letter went."""
    told = "2011年11月8日督查中发现你支部学习记录不全，现要求限期整改。"
    found, unit = await notice(archive, tmp_path, *over, "整改通知书", *to, told, card=CARD)

    assert unit == "柏树村党支部"
    assert found.fields["requirements"] == WANTED
    assert "学习记录不全" in found.fields["problems"]
    assert found.fields["reply"] == "记录已补齐。"
    assert (found.fields["result"], found.fields["closed_on"]) == ("完成", date(2011, 12, 8))
    assert (found.fields["issued_on"], found.fields["deadline"]) == (date(2011, 11, 14), date(2011, 12, 10))


@pytest.mark.parametrize("signed", ["2011年11月14日", "二〇一一年十一月十四日"])
@pytest.mark.parametrize("label", ["受文单位", "主送单位"])
async def test_a_notice_that_is_a_table_and_signed_below(
    archive: Archive, tmp_path: Path, signed: str, label: str
) -> None:
    """It was taken for the card of a register, without the day below it."""
    told = [(label, "柏树村党支部"), ("检查依据", "2011年11月8日督查"), ("存在问题", "学习记录不全")]
    told += [
        ("整改要求", f"1.{WANTED[0]}2.{WANTED[1]}"),
        ("整改时限", "2011年12月10日"),
        ("责任人", "龙大勇"),
    ]
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    paper = docx.Document()
    paper.add_paragraph("限期整改通知书")
    paper.add_paragraph("编号：青学改〔2011〕2号")
    table = paper.add_table(0, 2)
    for pair in told:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = pair
    paper.add_paragraph("青石乡创建学习型党组织工作领导小组办公室")
    paper.add_paragraph(signed)
    paper.save(str(tmp_path / "整改通知（柏树）.docx"))
    report = await run_import(archive, tmp_path)
    units = {each.record_id: str(each.fields["name"]) for each in report.items if each.kind == "unit"}
    (found,) = [each for each in report.items if each.place.file.endswith(".docx")]
    assert (found.kind, units[found.fields["target"]]) == ("rectification", "柏树村党支部")
    assert (found.fields["issued_on"], found.fields["deadline"]) == (date(2011, 11, 14), date(2011, 12, 10))
    assert len(found.fields["requirements"]) == 2 and found.fields["problems"] == "学习记录不全"
