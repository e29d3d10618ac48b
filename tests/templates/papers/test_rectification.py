"""The rectification notice and its receipt, from real records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pdfplumber
import pytest

from records.errors import Refused, UsageFault
from records.record import Record
from templates.contexts.rectification import example
from templates.documents import SHIPPED, expand, make_document
from templates.register import is_outdated, issue_document
from templates.render import load
from tests.templates.papers.test_documents import text_of
from tests.templates.township import Township

ON = date(2011, 6, 1)


async def notice(town: Township, target: Record, **more: object) -> Record:
    fields = {
        "target": target.id,
        "issued_on": date(2011, 5, 10),
        "requirements": ["1. 补记笔记6000字。", "2.健全签到登记"],
        "deadline": date(2011, 5, 31),
    }
    return await town.add("rectification", **(fields | more))  # type: ignore[arg-type]


async def test_a_notice_says_why_what_until_when_and_who(township: Township) -> None:
    town = township
    seen = await town.add(
        "inspection",
        target=town.branch.id,
        date=date(2011, 5, 6),
        team=[town.li.id],
        verdict="一般",
        method=["抽查笔记"],
        findings=[{"text": "张伟笔记仅4200字。", "person": town.zhang.id}, {"text": "无签到册"}],
    )
    own = await notice(
        town, town.branch, inspection=seen.id, problems="1. 笔记不足。", responsible=town.li.id
    )
    text = text_of(
        (await make_document(town.archive, "rectification", {"no": own.no}, "zh", on=ON)).files[0][1]
    )
    assert "柳树湾村第一党支部：\n一、检查依据：2011年5月6日对你单位开展的学习督查（抽查笔记）。" in text
    assert "二、存在问题：笔记不足。\n三、整改要求\n1.补记笔记6000字。\n2.健全签到登记。" in text
    assert "四、整改时限：2011年5月31日前完成整改。\n五、责任人：李秀兰。" in text
    late = await notice(
        town,
        town.zhang,
        inspection=seen.id,
        result="延期",
        extended_to=date(2011, 6, 30),
        approver=town.li.id,
    )
    made = await make_document(town.archive, "rectification", {"no": late.no}, "zh", on=ON)
    text = text_of(made.files[0][1])
    assert "柳树湾村第一党支部张伟同志：\n一、检查依据：2011年5月6日对柳树湾村第一党支部开展的" in text
    assert "二、存在问题\n1.张伟笔记仅4200字。\n2.无签到册。" in text, "what the inspection found"
    assert "经批准延期至2011年6月30日。" in text
    assert len(made.warnings) == 2, "no number, nobody responsible"


async def test_notices_are_numbered_in_their_own_series_once_there_is_one(township: Township) -> None:
    town, archive = township, township.archive
    town.committee.fields["document_code"] = "青党发"
    await archive.save(town.committee)
    first = await notice(town, town.branch)
    made, kept = await issue_document(archive, "rectification", {"no": first.no}, "zh", on=ON)
    assert made.doc_no == (await archive.get(first.id)).fields["doc_no"] == "青党发〔2011〕1号"
    assert not await is_outdated(archive, kept)
    await notice(town, town.general, doc_no="青学整〔2012〕4号", closed_on=date(2011, 5, 30), result="完成")
    second = await notice(town, town.zhang)
    made, _ = await issue_document(archive, "rectification", {"no": second.no}, "zh", on=ON)
    assert made.doc_no == "青学整〔2011〕1号"


async def test_all_open_notices_of_a_unit_are_a_paper_each_or_one_file(township: Township) -> None:
    town, archive = township, township.archive
    mine = await notice(town, town.branch)
    person = await notice(town, town.zhang)
    closed = await notice(town, town.general, closed_on=date(2011, 6, 3), result="完成")
    await notice(town, town.office)
    options = {"unit": "柳树湾村党总支"}
    numbers = {mine.no, person.no}
    assert {each["no"] for each in await expand(archive, "rectification", options, "zh")} == numbers
    on_the_day = await make_document(archive, "rectification", {**options, "merged": True}, "zh", on=ON)
    assert on_the_day.subjects and closed.id in on_the_day.subjects, "it was still open on that day"
    assert {town.branch.id, town.zhang.id} < set(on_the_day.subjects), "found from the form of whoever has it"
    assert len(on_the_day.files) == 1
    assert len(await expand(archive, "rectification", {"person": "张伟"}, "zh")) == 1
    with pytest.raises(Refused):
        await expand(archive, "rectification", {"person": "李秀兰"}, "zh")
    with pytest.raises(UsageFault):
        await make_document(archive, "rectification", {}, "zh")


def test_the_receipt_is_never_torn_apart(to_pdfs: Callable[[Mapping[str, bytes]], dict[str, Path]]) -> None:
    """However long the notice is: cut line, title and form stand on one page, the signature below text."""
    files = {}
    for lang in ("zh", "en"):
        template, filled = load(SHIPPED / lang / "rectification.docx"), example(lang)
        for count in (0, 1, 4, 7, 30):
            points = ("补齐学习笔记" if lang == "zh" else "Make up the notes",) * count
            files[f"{lang}{count}"] = template.render(
                replace(filled, problems=points[:1], requirements=points)
            )
    one_page = {"zh0", "zh1", "en0", "en1", "en4", "en7"}
    for name, path in to_pdfs(files).items():
        with pdfplumber.open(path) as file:
            pages = ["".join(page.extract_text().split()) for page in file.pages]
        chinese = name.startswith("zh")
        (receipt,) = [text for text in pages if ("剪下" if chinese else "Cuthere") in text]
        for word in (
            ("回执", "整改结果", "书记签字") if chinese else ("Receivedby", "Secretary", "Pleasereturn")
        ):
            assert word in receipt, name
        (signed,) = [text for text in pages if ("2011年5月10日" if chinese else "10May2011") in text]
        assert ("报送方式" if chinese else "Reply") in signed, name
        assert len(pages) == (1 if name in one_page else 3 if name == "zh30" else 2), name
