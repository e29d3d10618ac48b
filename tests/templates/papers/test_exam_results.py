"""Results of a test: ranks, pass rate and figures as the programme counts them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pdfplumber
import pytest

from records.errors import Refused
from records.record import Record
from records.values import Value
from templates.contexts import exam_results
from templates.contexts.exam_results import ResultRow
from templates.documents import SHIPPED, make_document
from templates.render import load
from tests.templates.papers.test_documents import text_of
from tests.templates.township import Township

MARKS: dict[str, Value] = {"full_mark": Decimal(100), "pass_mark": Decimal(60)}


async def somebody(town: Township, name: str) -> Record:
    joined: Value = [{"org": town.office.id, "from": date(2009, 1, 1)}]
    return await town.add(
        "person", "submitted", name=name, gender="女", political_status="正式党员", memberships=joined
    )


async def test_equal_scores_share_a_rank_and_those_absent_come_last(township: Township) -> None:
    town = township
    wang, zhao = await somebody(town, "王德明"), await somebody(town, "赵永刚")
    results: list[Value] = [
        {"person": town.li.id, "absent": True},
        {"person": wang.id, "score": Decimal("87.50")},
        {"person": zhao.id, "score": Decimal(60), "makeup": True},
        {"person": town.zhang.id, "score": Decimal("87.5")},
        {"person": (await somebody(town, "刘桂英")).id, "score": Decimal("59.9")},
    ]
    record = await town.add(
        "exam", "submitted", title="2011年理论测试", held_on=date(2011, 5, 20), unit=town.committee.id,
        place="乡政府会议室", category="理论测试", **MARKS, results=results,
    )  # fmt: skip
    made = await make_document(town.archive, "exam_results", {"no": record.no}, "zh")
    (printed,) = [sheet["context"] for sheet in json.loads(made.snapshot)["sheets"]]
    rows = [tuple(row.values()) for row in printed["results"]]
    assert rows == [
        (1, "张伟", "柳树湾村第一党支部", "87.5", "1", "合格"),
        (2, "王德明", "机关党支部", "87.5", "1", "合格"),
        (3, "赵永刚", "机关党支部", "60", "3", "合格（补考）"),
        (4, "刘桂英", "机关党支部", "59.9", "4", "不合格"),
        (5, "李秀兰", "机关党支部", "—", "—", "缺考"),
    ]
    figures = [
        printed[name] for name in ("taken", "absent", "passed", "rate", "average", "highest", "lowest")
    ]
    assert figures == ["4", "1", "3", "75.0%", "73.7", "87.5", "59.9"]
    text = text_of(made.files[0][1])
    assert "2011年理论测试成绩表" in text and "100/60" in text and "87.5/59.9" in text
    assert len(made.warnings) == 1, "not verified yet"
    english = text_of(
        (await make_document(town.archive, "exam_results", {"no": record.no}, "en")).files[0][1]
    )
    assert "Test Results" in english and "Theory test" in english and "passed (make-up)" in english


async def test_a_register_that_gives_only_totals_prints_them(township: Township) -> None:
    told: dict[str, Value] = {"title": "理论测试成绩", "category": "理论测试", "taken": 40, "passed": 38}
    record = await township.add("exam", "verified", **MARKS, **told, held_on=date(2011, 5, 20))
    made = await make_document(township.archive, "exam_results", {"no": record.no}, "zh")
    text = text_of(made.files[0][1])
    assert "理论测试成绩表" in text and "成绩成绩" not in text
    assert "40\n缺考人数\n—\n及格人数\n38\n及格率\n95.0%\n平均分\n—\n最高/最低分\n—/—" in text
    assert len(made.warnings) == 1
    await township.archive.void(record.id, "重复")
    with pytest.raises(Refused):
        await make_document(township.archive, "exam_results", {"no": record.no}, "zh")


def test_the_heading_repeats_and_figures_stay_with_the_last_line(to_pdf: Callable[[bytes], Path]) -> None:
    row = ResultRow(1, "张伟民", "柳树湾村第一党支部", "90", "1", "不合格（补考）")
    lists = [replace(exam_results.example("zh"), results=(row,) * count) for count in (21, 22, 23, 24, 65)]
    made = load(SHIPPED / "zh/exam_results.docx").render_merged(lists)
    with pdfplumber.open(to_pdf(made)) as file:
        pages = [page.extract_text().replace(" ", "") for page in file.pages]
    assert all("序号姓名党组织成绩名次等次" in page for page in pages)
    assert sum(page.count("张伟民") for page in pages) == 155
    last = [page for page in pages if "参考人数" in page]
    assert len(last) == 5
    assert all("张伟民" in page and "最高/最低分" in page for page in last)
    assert all("不合格（补考）" in page for page in pages), "the longest grade keeps its line"
