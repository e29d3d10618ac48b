"""A budget of which a sentence beside a ledger of spending tells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.offices.office_truth import xlsx

HEADS = ["日期", "事项", "用途", "金额（元）", "凭证号"]
SPENT = ["2011年8月20日", "购读本40本", "图书", "1120", "11-03"]
MORE = ["2011年9月8日", "制作宣传栏", "宣传", "960", "11-05"]


async def entries(archive: Archive, folder: Path) -> list[Item]:
    report = await run_import(archive, folder)
    return [item for item in report.items if item.kind == "funding"]


def budgets(items: list[Item]) -> list[tuple[Decimal, int, date | None]]:
    told = [each.fields for each in items if each.fields.get("category") == "预算"]
    return [(each["amount"], each["year"], each.get("date")) for each in told]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "2011年7月15日乡党委会议确定，今年安排创建学习型党组织专项经费8000元。",
            [("8000", date(2011, 7, 15))],
        ),
        ("经党委会研究，全年学习经费预算为0.8万元，支出2080元，结余5920元。", [("8000", None)]),
        ("年初预算：八千元", [("8000", None)]),
        ("今年县财政拨付学习经费5,000元、乡财政配套3000元，合计8000元。", [("5000", None), ("3000", None)]),
        ("3月12日县委组织部下达专项资金￥6500元；其中图书3000元。", [("6500", date(2011, 3, 12))]),
        ("核定学习经费总预算9000元，其中安排培训费4000元。", [("9000", None)]),
    ],
)
async def test_a_sentence_above_the_table_tells_of_it(
    archive: Archive, tmp_path: Path, line: str, expected: list[tuple[str, date | None]]
) -> None:
    """The sentence was dropped with the title, and nothing said so."""
    paper = docx.Document()
    for text in ("2011年学习专项经费情况", "一、预算", line, "二、支出"):
        paper.add_paragraph(text)
    table = paper.add_table(0, len(HEADS))
    for row in (HEADS, SPENT, MORE):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    paper.save(str(tmp_path / "学习经费情况.docx"))
    items = await entries(archive, tmp_path)

    assert budgets(items) == [(Decimal(amount), 2011, day) for amount, day in expected]
    assert len(items) == 2 + len(expected)
    assert all("read_from_sentence:amount" in each.flags for each in items if not each.place.row)


@pytest.mark.parametrize(
    "line",
    [
        "按照年初预算，全年共支出学习经费2080元。",
        "学习经费支出情况：上年结转经费1200元，已使用2080元。",
        "安排专人记账，每人每年学习费用标准200元。",
    ],
)
async def test_what_was_spent_or_left_is_no_budget(archive: Archive, tmp_path: Path, line: str) -> None:
    xlsx(tmp_path / "经费支出.xlsx", {"1": [["2011年学习经费支出明细"], [line], HEADS, SPENT, MORE]})
    items = await entries(archive, tmp_path)

    assert len(items) == 2 and not budgets(items)


async def test_rows_that_tell_what_came_in_are_not_told_again(archive: Archive, tmp_path: Path) -> None:
    rows = [["2011年学习经费台账"], ["全年预算经费8000元，由县财政拨付。"], HEADS]
    rows += [["2011年3月1日", "县财政拨款", "其他", "8000", "11-01"], SPENT, MORE]
    xlsx(tmp_path / "经费台账.xlsx", {"1": rows})
    items = await entries(archive, tmp_path)

    assert budgets(items) == [(Decimal("8000.00"), 2011, date(2011, 3, 1))]
