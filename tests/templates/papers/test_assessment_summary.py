"""The assessment summary: who is listed, in which order, what counts, and how many got which grade."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from docx import Document

from records.errors import UsageFault
from records.record import Record
from records.values import Value
from templates.contexts.assessment_summary import example
from templates.documents import SHIPPED, make_document
from templates.render import COMMON, load
from tests.templates.papers.test_documents import text_of
from tests.templates.township import Township

ON = date(2012, 1, 31)


async def member(town: Township, name: str, org: Record) -> Record:
    fields: dict[str, Value] = {
        "name": name,
        "gender": "男",
        "political_status": "正式党员",
        "post": "干事",
        "categories": ["机关干部职工"],
        "memberships": [{"org": org.id, "from": date(2009, 1, 1)}],
    }
    return await town.archive.save(Record.new("person", fields, status="submitted"))


async def assessed(town: Township, person: Record, scores: str, status: str = "verified") -> Record:
    names = ("listen", "write", "speak", "test", "apply")
    fields: dict[str, Value] = {"person": person.id, "year": 2011, "change_reason": "无建议分"}
    fields |= {name: int(score) for name, score in zip(names, scores.split(), strict=True)}
    return await town.archive.save(Record.new("assessment", fields, status=status))


def rows_of(docx: bytes) -> list[list[str]]:
    (table,) = Document(BytesIO(docx)).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


async def test_everybody_is_listed_and_the_verified_are_counted(township: Township) -> None:
    """Of five, three are assessed: 92, 80 and 55; so a third each, and two in three passed."""
    town, archive = township, township.archive
    wang, zhao = await member(town, "王德明", town.office), await member(town, "赵永刚", town.office)
    first = await assessed(town, town.zhang, "19 19 18 18 18")
    await assessed(town, town.li, "16 16 16 16 16")
    await assessed(town, wang, "11 11 11 11 11")
    await assessed(town, zhao, "20 20 20 20 20", status="submitted")
    await member(town, "孙有才", town.branch)
    made = await make_document(archive, "assessment_summary", {"year": 2011}, "zh", on=ON)
    ((name, docx),) = made.files
    assert name == "考核汇总表 中共青杨河乡委员会 2011.docx"
    assert made.subject == town.committee.id
    assert made.subjects[0] == first.id
    assert len(made.subjects) == 3 + 5, "the assessments, and everybody listed"
    assert {town.zhang.id, wang.id, zhao.id} < set(made.subjects)
    heads, *lines, footer, _, _ = rows_of(docx)
    assert heads[4] == "听\n20分"
    assert [[line[1].replace("\u3000", ""), *line[4:]] for line in lines] == [
        ["孙有才", *[""] * 7, "未考核"],
        ["张伟", "19", "19", "18", "18", "18", "92", "优秀", ""],
        ["李秀兰", *["16"] * 5, "80", "良好", "预备党员"],
        ["王德明", *["11"] * 5, "55", "不合格", ""],
        ["赵永刚", *[""] * 7, "待审定"],
    ]
    assert [line[0] for line in lines] == ["1", "2", "3", "4", "5"]
    assert footer[0] == (
        "应考核5人，已考核3人，平均75.7分。优秀1人，占33.3%；良好1人，占33.3%；合格0人，占0%；"
        "不合格1人，占33.3%。合格以上2人，合格率66.7%。"
    )
    assert "优秀90分以上、良好80分以上、合格60分以上" in text_of(docx)
    assert len(made.warnings) == 2
    office = {"year": 2011, "unit": "机关党支部"}
    ((_, docx),) = (await make_document(archive, "assessment_summary", office, "en", on=ON)).files
    lines = rows_of(docx)
    assert [line[1] for line in lines[1:-3]] == ["李秀兰", "王德明", "赵永刚"]
    assert lines[-3][0].startswith("To be assessed: 3; assessed: 2; mean total: 67.5. Excellent: 0 (0%)")


async def test_weights_and_bands_are_those_the_office_has_set(township: Township) -> None:
    town = township
    weights = {"listen": 30, "write": 20, "speak": 10, "test": 20, "apply": 20}
    bands = {"优秀": 85, "良好": 75, "合格": 60, "不合格": 0}
    setting: dict[str, Value] = {
        "rule": "R23",
        "change": "调整分值",
        "from": date(2011, 1, 1),
        "reason": "乡党委决定",
        "approver": town.li.id,
        "weights": [{"aspect": aspect, "weight": Decimal(most)} for aspect, most in weights.items()],
        "bands": [{"grade": grade, "from": Decimal(least)} for grade, least in bands.items()],
    }
    await town.archive.save(Record.new("rule_setting", setting, status="verified"))
    await assessed(town, town.zhang, "28 19 9 15 15")
    made = await make_document(town.archive, "assessment_summary", {"year": 2011}, "zh", on=ON)
    heads, line, *_ = rows_of(made.files[0][1])
    assert [re.findall(r"\d+", head) for head in heads[4:9]] == [["30"], ["20"], ["10"], ["20"], ["20"]]
    assert line[9:11] == ["86", "优秀"]
    assert "优秀85分以上、良好75分以上、合格60分以上" in text_of(made.files[0][1])


async def test_a_year_without_anybody_and_without_a_year(township: Township) -> None:
    made = await make_document(township.archive, "assessment_summary", {"year": 2005}, "zh", on=ON)
    assert rows_of(made.files[0][1])[1][0] == "无"
    assert "应考核0人，已考核0人。" in text_of(made.files[0][1])
    with pytest.raises(UsageFault):
        await make_document(township.archive, "assessment_summary", {}, "zh")


def test_the_heading_repeats_and_the_footer_is_not_alone(to_pdf: Callable[[bytes], Path]) -> None:
    """Each length of list once, so that the page is full at some of them."""
    one = example("zh")
    template = load(SHIPPED / "zh" / "assessment_summary.docx")
    lists = [dataclasses.replace(one, rows=one.rows[:1] * count) for count in range(21, 28)]
    with pdfplumber.open(to_pdf(template.render_merged(lists, [COMMON] * len(lists)))) as file:
        pages = [page.extract_text() for page in file.pages]
        assert file.pages[0].width > file.pages[0].height
    assert sum("考核汇总表" in page for page in pages) == len(lists)
    for page in pages:
        assert re.search(r"序号\s*姓名", page)
        if "应考核" in page:
            assert page.index("张伟民") < page.index("应考核")
            assert page.index("应考核") < page.index("考核组组长")
