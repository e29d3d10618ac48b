"""Briefings kept as papers: their mastheads in any order, what stands at their feet, and their items."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import docx
import pytest

from records.archive import Archive
from records.intake.outcome import Item
from records.record import Record
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_meetings_and_plans import paper, told

TITLE = "苇塘村开办农民夜校"
TEXT = "4月6日晚，苇塘村农民夜校开班，六十多名群众前来听课，农技员讲了病虫害防治。"
FOOT = ("报：乡党委", "送：各党小组", "（共印15份）")


async def _briefing(
    archive: Archive, folder: Path, *lines: str, table: Sequence[Sequence[str]] = ()
) -> tuple[Item, Record, list[Record]]:
    roster(folder)
    paper(folder / "1.docx", *lines, table=table)
    report, records = await brought_in(archive, folder)
    (item,) = [each for each in report.items if each.kind == "briefing"]
    (record,) = of_kind(records, "briefing")
    return item, record, records


@pytest.mark.parametrize(
    "head",
    [
        ("学 习 简 报", "第5期", f"{BRANCH}办公室编　　　2011年4月8日"),
        ("学习简报", "2011年4月8日　　　　第5期", f"{BRANCH}编印"),
        (f"{BRANCH}学习简报", "（2011年第5期）", f"{BRANCH}主办　二〇一一年四月八日"),
        (BRANCH, "学习简报", "第5期（总第14期）", "2011年4月8日"),
        ("学习简报", "第5期", f"{BRANCH}　　　签发人：丁有田　　　2011.4.8"),
        ("苇塘学习动态", f"第5期　总第31期　2011年4月8日出刊　{BRANCH}"),
        ("学习简报（第5期）", f"主办：{BRANCH}　　编审：贾秀云　　2011年4月8日"),
        ("学习简报", "二〇一一年第五期", f"{BRANCH}　　　　4月8日"),
        ("内部资料　注意保存", "学 习 简 报", "（第5期）", f"{BRANCH}编　　　　2011年4月8日"),
    ],
)
async def test_a_masthead_gives_number_unit_and_day_in_any_order(
    archive: Archive, tmp_path: Path, head: Sequence[str]
) -> None:
    item, briefing, records = await _briefing(archive, tmp_path, *head, TITLE, TEXT, *FOOT)
    assert (item.flags, item.questions) == ([], [])
    assert (briefing.fields["issue"], str(briefing.fields["submitted_on"])) == (5, "2011-04-08")
    assert told(briefing, "unit", records) == BRANCH
    assert briefing.fields["items"] == [{"title": TITLE, "text": TEXT}]


async def test_a_masthead_may_stand_in_a_small_table(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    document = docx.Document()
    document.add_paragraph("学习型党组织创建工作简报")
    grid = document.add_table(rows=1, cols=3)
    for at, text in enumerate(("第5期", BRANCH, "2011年4月8日")):
        grid.cell(0, at).text = text
    for line in (TITLE, TEXT, *FOOT):
        document.add_paragraph(line)
    document.save(str(tmp_path / "1.docx"))
    _, records = await brought_in(archive, tmp_path)
    (briefing,) = of_kind(records, "briefing")
    assert (briefing.fields["issue"], str(briefing.fields["submitted_on"])) == (5, "2011-04-08")
    assert told(briefing, "unit", records) == BRANCH
    assert briefing.fields["items"] == [{"title": TITLE, "text": TEXT}]


async def test_a_day_of_printing_at_the_foot_and_a_writer_in_brackets(
    archive: Archive, tmp_path: Path
) -> None:
    lines = (
        f"{BRANCH}学习简报",
        "第5期",
        TITLE,
        f"{TEXT}（贾秀云）",
        f"{BRANCH}　　2011年4月8日印发",
        FOOT[-1],
    )
    _, briefing, records = await _briefing(archive, tmp_path, *lines)
    assert str(briefing.fields["submitted_on"]) == "2011-04-08"
    assert told(briefing, "written_by", records) == "贾秀云"
    assert briefing.fields["items"] == [{"title": TITLE, "text": TEXT}]


async def test_a_day_in_the_text_is_not_that_of_the_briefing(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(tmp_path / "1.docx", f"{BRANCH}学习简报", "第5期", TITLE, f"2011年{TEXT}", "报：乡党委")
    report, _ = await brought_in(archive, tmp_path)
    (item,) = [each for each in report.items if each.kind == "briefing"]
    assert [each.code for each in item.questions] == ["missing_date"]


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        ((f"●{TITLE}", TEXT, "●党员捐书二百册", TEXT), [TITLE, "党员捐书二百册"]),
        ((f"一、{TITLE}", TEXT, "二、开展义务劳动", TEXT), [TITLE, "开展义务劳动"]),
        (("抓学习　促发展", "——苇塘村夜校见闻", TEXT, TEXT), ["抓学习　促发展——苇塘村夜校见闻"]),
        (("按：现将做法刊发。", TITLE, "一、领导重视。开会三次，定了计划。", "二、措施到位。"), [TITLE]),
    ],
)
async def test_items_have_the_titles_that_a_reader_sees(
    archive: Archive, tmp_path: Path, lines: Sequence[str], titles: list[str]
) -> None:
    head = (f"{BRANCH}学习简报", "第5期", "2011年4月8日")
    _, briefing, records = await _briefing(archive, tmp_path, *head, *lines, "责任编辑：贾秀云", *FOOT)
    items: Any = briefing.fields["items"]
    assert [each["title"] for each in items] == titles
    assert told(briefing, "written_by", records) == "贾秀云"


@pytest.mark.parametrize(
    ("last", "who", "remarks"),
    [
        ((f"{TEXT}（贾秀云　丁有田）",), "贾秀云", "撰稿：贾秀云、丁有田"),
        ((TEXT, "（通讯员：贾秀云、丁有田）"), "贾秀云", "撰稿：贾秀云、丁有田"),
        ((TEXT, "撰稿：贾秀云、丁有田　　审核：尚大年"), "贾秀云", "撰稿：贾秀云、丁有田"),
        ((TEXT, "（贾秀云）"), "贾秀云", None),
    ],
)
async def test_several_may_have_written_a_briefing(
    archive: Archive, tmp_path: Path, last: Sequence[str], who: str, remarks: str | None
) -> None:
    head = (f"{BRANCH}学习简报", "第5期", "2011年4月8日")
    _, briefing, records = await _briefing(archive, tmp_path, *head, TITLE, *last, *FOOT)
    items: Any = briefing.fields["items"]
    assert [each["text"] for each in items] == [TEXT]
    assert (told(briefing, "written_by", records), briefing.remarks) == (who, remarks)
