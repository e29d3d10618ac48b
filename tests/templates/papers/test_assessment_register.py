"""The assessment register: evidence in words, ballots, opinions; one page each, many in one file."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from docx import Document

from records.errors import Refused, UsageFault
from records.programme.assessment import PARTS, part_label
from records.programme.rules import rulebook
from records.record import Record
from records.values import PartialDate, Value
from templates.contexts.assessment_register_paper import example
from templates.documents import SHIPPED, expand, make_document
from templates.render import COMMON, load
from tests.templates.papers.test_documents import text_of
from tests.templates.papers.test_personal_archive import PNG
from tests.templates.township import Township, at

ON = date(2012, 1, 31)
SCORES: dict[str, Value] = {"listen": 18, "write": 15, "speak": 12, "test": 17, "apply": 16}


def form_of(docx: bytes) -> list[list[str]]:
    """The rows of the form, each merged cell once."""
    (table,) = Document(BytesIO(docx)).tables
    rows = []
    for row in table.rows:
        cells = {id(cell._tc): cell.text for cell in row.cells}
        rows.append(list(cells.values()))
    return rows


async def assessed(town: Township, person: Record, **more: Value) -> Record:
    fields = SCORES | {"person": person.id, "year": 2011, "change_reason": "无建议分"} | more
    return await town.archive.save(Record.new("assessment", fields, status="verified"))


async def study(town: Township) -> None:
    """Two sessions (one missed), one article, ballots."""
    zhang, li = town.zhang.id, town.li.id
    for number, state in ((7, "到"), (14, "请假")):
        await town.add(
            "session", title=f"学习{number}", category="集体学习", start=at(f"2011-03-{number:02}T08:30"),
            end=at(f"2011-03-{number:02}T11:00"), host_unit=town.branch.id, host=li, recorder=li,
            place="村委会", attendance=[{"person": zhang, "state": state}])  # fmt: skip
    await town.add("experience_article", title="谈学与用", authors=[zhang], words=1200,
                   written_on=PartialDate.day(date(2011, 3, 20)))  # fmt: skip
    minutes = await town.add(
        "evaluation_minutes", title="评议会", category="民主评议", audience="本支部", host=li, recorder=li,
        held_on=date(2011, 12, 20), unit=town.branch.id, expected=15, present=15,
        agenda=["评议"])  # fmt: skip
    line: dict[str, Value] = {"person": zhang, "excellent": 12, "qualified": 3, "basic": 0, "unqualified": 0,
                              "abstain": 0, "result": "优秀"}  # fmt: skip
    await town.add("democratic_evaluation", meeting=minutes.id, unit=town.branch.id, year=2011, issued=15,
                   returned=15, valid=15, lines=[line])  # fmt: skip


async def test_a_form_says_what_was_counted_given_and_voted(township: Township) -> None:
    town = township
    await study(town)
    await town.archive.attach(town.zhang.id, data=PNG, name="照片.png")
    record = await assessed(
        town, town.zhang, own_listen=19, own_write=16, own_speak=13, own_test=18, own_apply=17,
        own_summary="努力学习。", committee_opinion="同意。", signed_on=date(2011, 12, 30))  # fmt: skip
    made = await make_document(town.archive, "assessment_register", {"no": record.no}, "zh", on=ON)
    ((name, docx),) = made.files
    assert name == "考核登记表 张伟 2011.docx"
    assert made.warnings == []
    assert len(made.media) == 1
    rows = form_of(docx)
    assert [row[0] for row in rows[:4]] == ["姓名", "出生年月", "学历", "党组织"]
    listen, write = rows[5], rows[6]
    assert listen == ["听\n（20分）", "集中学习到会", "集中学习到会1次（应2次）", "19", "18"]
    assert write[1] == "心得或调研、心得体会、学习笔记"
    assert "心得体会1篇（应2篇）" in write[2]
    assert "学习笔记0字（应20000字）" in write[2]
    assert rows[10] == ["总分", "83", "78"]
    assert rows[11] == ["等次", "合格", "民主评议\n结果",
                        "柳树湾村第一党支部：优秀12票、合格3票，评定等次：优秀"]  # fmt: skip
    assert rows[12] == ["调整原因", "无建议分"]
    text = text_of(docx)
    assert "努力学习。" in text
    assert "2011年12月30日" in text
    dated = [row[-1] for row in rows if "签字" in row[-1]]
    assert [line.endswith("年　　月　　日") for line in dated] == [True, True, True, False]


async def test_whoever_was_not_assessed_gets_an_empty_form(township: Township) -> None:
    options = {"person": "李秀兰", "year": 2011}
    made = await make_document(township.archive, "assessment_register", options, "en", on=ON)
    rows = form_of(made.files[0][1])
    assert rows[5][0] == "Listen\n(20)"
    assert [row[-1] for row in rows[5:10]] == [""] * 5
    assert len(made.warnings) == 2
    with pytest.raises(Refused):
        await make_document(
            township.archive, "assessment_register", {"unit": "机关党支部", "year": 2011}, "zh"
        )
    for wrong in ({}, {"person": "张伟"}, {"unit": "机关党支部"}):
        with pytest.raises(UsageFault):
            await make_document(township.archive, "assessment_register", wrong, "zh")


async def test_a_unit_in_one_file_or_one_each(township: Township) -> None:
    town, archive = township, township.archive
    first, second = await assessed(town, town.li), await assessed(town, town.zhang)
    options = {"unit": town.committee.no, "year": 2011}
    each = await expand(archive, "assessment_register", options, "zh")
    assert [one["no"] for one in each] == [second.no, first.no], "柳树湾 goes before the office"
    merged = {**options, "merged": True}
    assert await expand(archive, "assessment_register", merged, "zh") == [{**merged}]
    made = await make_document(archive, "assessment_register", merged, "zh", on=ON)
    ((name, docx),) = made.files
    assert name == "考核登记表 中共青杨河乡委员会 2011.docx"
    assert len(Document(BytesIO(docx)).tables) == 2
    assert made.subjects == [second.id, first.id, town.zhang.id, town.li.id]


def test_each_form_is_one_page(to_pdf: Callable[[bytes], Path]) -> None:
    """Plain, with headings in both languages, and with long opinions: a page each."""
    opinion = "该同志一年来认真参加集中学习，坚持自学，读书笔记完整，走访农户扎实，" * 2
    plain = example("zh")
    full = dataclasses.replace(
        plain,
        reason="补考成绩计入。",
        own_opinion=opinion,
        branch_opinion=opinion,
        panel_opinion=opinion,
        committee_opinion=opinion,
    )
    commons = [COMMON, {**COMMON, "bilingual": True}, COMMON]
    docx = load(SHIPPED / "zh" / "assessment_register.docx").render_merged([plain, plain, full], commons)
    with pdfplumber.open(to_pdf(docx)) as file:
        assert ["考核登记表" in page.extract_text() for page in file.pages] == [True] * 3


def test_every_part_of_an_aspect_has_a_name() -> None:
    for keys in PARTS.values():
        assert all(part_label(rulebook(), key).zh for key in keys)
