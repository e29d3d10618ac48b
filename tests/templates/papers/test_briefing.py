"""Study briefings: which issue, which of all issues, and what stands at their foot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pdfplumber
import pytest

from records.errors import Refused
from records.record import Record
from templates.contexts import briefing
from templates.contexts.text import Line
from templates.documents import SHIPPED, make_document
from templates.render import load
from tests.templates.papers.test_documents import text_of
from tests.templates.test_layout import MM
from tests.templates.township import Township


async def put_out(town: Township, issue: int, on: date, status: str = "verified") -> Record:
    return await town.add(
        "briefing",
        status,
        unit=town.branch.id,
        issue=issue,
        submitted_on=on,
        written_by=town.zhang.id,
        items=[
            {"title": "学在田间", "text": "党员在田边学习。\n大家提问题。"},
            {"title": "二", "text": "三。"},
        ],
        editor_note="值得借鉴。",
    )


async def test_a_briefing_counts_all_issues_of_its_unit_so_far(township: Township) -> None:
    town = township
    for issue in (1, 2, 3):
        await put_out(town, issue, date(2010, 12, issue))
    withdrawn = await put_out(town, 4, date(2010, 12, 20))
    await town.archive.void(withdrawn.id, "重复")
    await put_out(town, 1, date(2011, 1, 5))
    record = await put_out(town, 2, date(2011, 1, 12), "submitted")
    await put_out(town, 3, date(2011, 1, 19))
    asked = {"no": record.no, "report_to": "县委学习办。", "distribute_to": "各党支部", "copies": "60"}
    made = await make_document(town.archive, "briefing", asked, "zh")
    text = text_of(made.files[0][1])
    assert "第2期（总第5期）" in text, "three of 2010, two of 2011"
    assert "柳树湾村第一党支部\t2011年1月12日" in text
    assert "按语：值得借鉴。" in text
    assert "学在田间\n\n党员在田边学习。\n大家提问题。\n\n二\n\n三。\n（撰稿：张伟）" in text
    assert len(made.warnings) == 1, "not verified yet"
    english = await make_document(town.archive, "briefing", {"no": record.no, "total": 41}, "en")
    assert "No. 2 (No. 41 overall)" in text_of(english.files[0][1])
    assert len(english.warnings) == 2, "nobody gets it"


async def test_the_total_is_never_less_than_the_issue(township: Township) -> None:
    record = await put_out(township, 6, date(2011, 1, 12))
    made = await make_document(township.archive, "briefing", {"no": record.no}, "zh")
    assert "第6期（总第6期）" in text_of(made.files[0][1]), "the first five are not in the archive"
    await township.archive.void(record.id, "重复")
    with pytest.raises(Refused):
        await make_document(township.archive, "briefing", {"no": record.no}, "zh")


def test_the_foot_stands_at_the_bottom_and_only_with_what_is_given(to_pdf: Callable[[bytes], Path]) -> None:
    long = "、".join(["中共青杨河乡青杨河中心小学教职工联合党支部"] * 3)
    given = replace(briefing.example("zh"), report_to=long, distribute_to="", copies=60)
    bare = replace(given, report_to="", send_to="", copies=None, editor_note=(), articles=())
    full = replace(given, articles=(briefing.Article("学", tuple(Line(0, "学。") for _ in range(10))),))
    made = load(SHIPPED / "zh/briefing.docx").render_merged([given, bare, full])
    with pdfplumber.open(to_pdf(made)) as file:
        pages = [page.extract_text().replace(" ", "") for page in file.pages]
        rules = [
            sorted(
                {
                    round(each["bottom"] * MM, 1)
                    for each in page.lines + page.rects
                    if each["width"] * MM > 150
                }
            )
            for page in file.pages
        ]
        first = file.pages[0].extract_text_lines()
    assert len(pages) == 4, "the last paragraph goes with the foot"
    assert len(rules[0]) == 3 and len(rules[1]) == 1, "the red rule, and two of the foot"
    assert rules[0][-1] == pytest.approx(297 - 35, abs=1)
    assert "送：乡党委委员。\n共印60份" in pages[0] and "发：" not in pages[0]
    assert "报" not in pages[1].replace("学习简报", "").replace("简\u3000报", "") and "无。" in pages[1]
    told = [line for line in first if line["bottom"] * MM < rules[0][1] and "撰稿" in line["text"]]
    assert told, "the text ends above the foot"
    assert "共印60份" in pages[3] and "学。" in pages[3]
