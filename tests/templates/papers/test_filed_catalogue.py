"""The catalogue of filed papers, from real records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from records.errors import UsageFault
from records.filing import Filed
from records.record import Record
from templates.contexts.filed_catalogue import FiledRow, example
from templates.documents import SHIPPED, make_document
from templates.package import unpack
from templates.render import load
from tests.templates.papers.test_documents import text_of
from tests.templates.township import Township

ON = date(2012, 3, 1)


async def file_papers(town: Township, **archives: dict[str, object]) -> None:
    """A decision, a notice and a dossier of 2011; each filed as ``archives`` says."""
    papers: dict[str, dict[str, object]] = {
        "commendation": {
            "title": "关于表彰2011年度学习先进的决定",
            "doc_no": "青党发〔2011〕23号",
            "decided_on": date(2011, 7, 1),
            "winners": [town.li.id],
        },
        "rectification": {
            "target": town.branch.id,
            "issued_on": date(2011, 5, 10),
            "requirements": ["补记笔记"],
            "deadline": date(2011, 5, 31),
        },
        "study_archive": {
            "subject": town.zhang.id,
            "year": 2011,
            "archive_no": "青学档-2011-001",
            "contents": [{"title": "计划", "pages": 3}, {"title": "笔记", "pages": 40}],
        },
    }
    for kind, fields in papers.items():
        await town.archive.save(Record.new(kind, fields, status="verified", archive=archives.get(kind)))


async def test_a_year_that_is_not_filed_lists_what_would_be(township: Township) -> None:
    await file_papers(township)
    await township.add("commendation", "submitted", title="待审", decided_on=date(2011, 8, 1))
    made = await make_document(township.archive, "filed_catalogue", {"year": 2011}, "zh", on=ON)
    text = text_of(made.files[0][1])
    rows = (
        "1\n\n青党发〔2011〕23号\n中共青杨河乡委员会\n关于表彰2011年度学习先进的决定\n20110701",
        "2\n\n\n柳树湾村第一党支部\n[张伟2011年度学习档案]\n2011\n43\n",
        "3\n\n\n中共青杨河乡委员会\n[柳树湾村第一党支部整改通知]\n20110510\n\n",
    )
    assert all(row in text for row in rows), "in the order in which they would be filed"
    assert "共3件" in text
    assert len(made.warnings) == 1
    before = await make_document(
        township.archive, "filed_catalogue", {"year": 2011}, "en", on=date(2011, 6, 1)
    )
    english = text_of(before.files[0][1])
    assert "[Study archive: 张伟, 2011]" in english
    assert "2 papers" in english, "told as of that day"


async def test_a_filed_year_is_listed_in_the_order_of_its_codes(township: Township) -> None:
    place = {"fonds": "Z109", "category": "WS", "year": 2011, "unit": "BGS"}
    await file_papers(
        township,
        commendation={**place, "retention": "Y", "item": 2},
        rectification={**place, "retention": "D10", "item": 1},
        study_archive={**place, "retention": "永久", "item": 1},
    )
    made = await make_document(township.archive, "filed_catalogue", {"year": 2011}, "zh", on=ON)
    text = text_of(made.files[0][1])
    codes = ["Z109-WS·2011-Y-BGS-0001", "Z109-WS·2011-Y-BGS-0002", "Z109-WS·2011-D10-BGS-0001"]
    assert [text.index(code) for code in codes] == sorted(text.index(code) for code in codes)
    assert made.warnings == []
    some = await make_document(
        township.archive, "filed_catalogue", {"year": 2011, "retention": "D10"}, "zh", on=ON
    )
    text = text_of(some.files[0][1])
    assert codes[2] in text
    assert codes[0] not in text
    assert "保管期限：10年　　共1件" in text
    none = await make_document(
        township.archive, "filed_catalogue", {"year": 2011, "retention": "D30"}, "zh", on=ON
    )
    assert "备注\n无\n" in text_of(none.files[0][1]) + "\n"
    with pytest.raises(UsageFault):
        await make_document(township.archive, "filed_catalogue", {}, "zh", on=ON)


def test_a_code_is_made_of_its_parts() -> None:
    assert Filed.of(None) is None
    assert Filed.of({"year": 2011}) is None
    assert str(Filed.of({"fonds": "A012", "year": "2011", "retention": "Y", "item": 7})) == "A012-2011-Y-0007"


def test_three_thousand_papers_are_laid_out_at_once() -> None:
    filled = example("zh")
    rows = tuple(
        FiledRow(n, f"Z109-WS·2011-Y-BGS-{n:04}", "", "机关党支部", f"<{n}>", "20110701", "4", "")
        for n in range(1, 3001)
    )
    template = load(SHIPPED / "zh/filed_catalogue.docx")
    made = template.render(replace(filled, rows=rows, count=len(rows)))
    body = unpack(made)["word/document.xml"].decode()
    assert body.count("<w:tr>") == 3001
    assert "&lt;3000&gt;" in body
