"""Sign-in sheets: who is expected, what is printed of what was recorded, and sixty people on a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pdfplumber
import pytest

from records.errors import Refused, UsageFault
from records.record import Record
from records.values import Value
from templates.contexts import sign_in
from templates.contexts.sign_in import Signer, in_pages
from templates.documents import SHIPPED, make_document
from templates.render import load
from tests.templates.papers.test_documents import text_of
from tests.templates.township import Township, at


async def study(town: Township, host: Record, status: str = "verified", **more: Value) -> Record:
    fields: dict[str, Value] = {
        "title": "学习党章",
        "category": "集体学习",
        "start": at("2011-05-20T08:30"),
        "end": at("2011-05-20T11:00"),
        "place": "村委会",
        "host_unit": host.id,
        "host": town.zhang.id,
        "recorder": town.li.id,
    }
    return await town.add("session", status, **(fields | more))


async def test_without_a_list_the_people_of_the_unit_on_that_day_are_expected(township: Township) -> None:
    town = township
    moved = {"name": "王德明", "political_status": "正式党员", "gender": "男"}
    gone: Value = [{"org": town.branch.id, "from": date(2009, 1, 1), "to": date(2011, 1, 1)}]
    await town.add("person", "submitted", **moved, memberships=gone)
    record = await study(town, town.general, "draft")
    made = await make_document(town.archive, "sign_in", {"no": record.no}, "zh")
    text = text_of(made.files[0][1])
    assert "2011年5月20日 8:30—11:00" in text
    assert "柳树湾村党总支" in text and "集体学习" in text
    assert "1\n张\u3000伟\n柳树湾村第一党支部\n\n" in text, "to be signed"
    assert "王德明" not in text and text.count("李秀兰") == 1, "he left, she takes the minutes"
    assert "应到1人，实到＿＿人，请假＿＿人，缺席＿＿人" in text
    assert made.warnings == []
    other = await make_document(town.archive, "sign_in", {"no": record.no, "unit": "机关党支部"}, "zh")
    assert "1\n李秀兰\n机关党支部" in text_of(other.files[0][1])


async def test_states_are_printed_when_asked_for_only(township: Township) -> None:
    town = township
    rows: list[Value] = [
        {"person": town.li.id, "state": "补学", "leave_reason": "下村", "made_up_on": date(2011, 5, 25)},
        {"person": town.zhang.id, "state": "迟到"},
    ]
    record = await study(town, town.general, attendance=rows)
    blank = text_of((await make_document(town.archive, "sign_in", {"no": record.no}, "zh")).files[0][1])
    assert "应到2人，实到＿＿人" in blank and "迟到" not in blank and "下村" not in blank
    asked = {"no": record.no, "filled": True}
    text = text_of((await make_document(town.archive, "sign_in", asked, "zh")).files[0][1])
    assert "1\n张\u3000伟\n柳树湾村第一党支部\n迟到" in text, "in the office's order"
    assert "2\n李秀兰\n机关党支部\n补学\n下村\n5.25补学" in text
    assert "应到2人，实到1人，请假0人，缺席1人" in text, "late counts as present, made up as absent"
    english = text_of((await make_document(town.archive, "sign_in", asked, "en")).files[0][1])
    assert "Late" in english and "Made up\n下村\n25 May" in english
    assert "Expected: 2   Present: 1   On leave: 0   Absent: 1" in english


async def test_a_sheet_for_nobody_known_has_empty_lines(township: Township) -> None:
    empty = await township.add("unit", "submitted", name="上营村党支部", category="党支部")
    record = await study(township, empty)
    made = await make_document(township.archive, "sign_in", {"no": record.no, "filled": "yes"}, "zh")
    assert len(made.warnings) == 2
    assert "应到＿＿人" in text_of(made.files[0][1]) and "24" in text_of(made.files[0][1])
    await township.archive.void(record.id, "重复")
    with pytest.raises(Refused):
        await make_document(township.archive, "sign_in", {"no": record.no}, "zh")


def test_names_are_read_downwards_page_by_page() -> None:
    signers = [Signer(number, "杨丽", "", "", "") for number in range(1, 64)]
    single = in_pages(signers[:24])
    assert [(len(page.lines), page.lines[0].right) for page in single] == [(24, None)]
    pages = [
        [(line.left and line.left.number, line.right and line.right.number) for line in page.lines]
        for page in in_pages(signers)
    ]
    assert [len(page) for page in pages] == [30, 2]
    assert pages[0][0] == (1, 31) and pages[0][-1] == (30, 60)
    assert pages[1] == [(61, 63), (62, None)]


def test_sixty_people_fit_on_a_page_and_more_go_on_with_a_heading(to_pdf: Callable[[bytes], Path]) -> None:
    signers = [Signer(number, "张伟民", "柳树湾村第一党支部", "请假", "下村") for number in range(1, 72)]
    long = "学习中国共产党章程和省市县关于推进学习型党组织建设的有关文件"
    sheets = [
        replace(
            sign_in.example("zh"),
            title=long,
            two_columns=count > sign_in.ONE_COLUMN,
            dense=count > 48,
            pages=in_pages(signers[:count]),
        )
        for count in (24, 48, 60, 71)
    ]
    made = load(SHIPPED / "zh/sign_in.docx").render_merged(sheets)
    with pdfplumber.open(to_pdf(made)) as file:
        pages = [page.extract_text() for page in file.pages]
    assert [page.count("张伟民") for page in pages] == [24, 48, 60, 60, 11]
    assert ["合计" in page for page in pages] == [True, True, True, False, True]
    assert [page.count("序号") for page in pages] == [1, 2, 2, 2, 2]
    assert "集中学习签到表（续）" in pages[4]


async def test_the_sheet_of_a_coming_session_waits_for_signatures(township: Township) -> None:
    """A session can't be recorded before it begins; its sheet is printed the day before."""
    town = township
    topics = {2: "学习法律", 6: "学习党史", 7: "学习农技", 10: "学习政策"}
    items: Value = [{"month": month, "topic": topic} for month, topic in topics.items()]
    await town.add("study_plan", "verified", owner=town.general.id, year=2011, items=items)
    asked = {
        "unit": "柳树湾村党总支",
        "date": "2011-06-20",
        "time": "8:30—11:00",
        "category": "Group study",
        "place": "村委会",
    }
    made = await make_document(town.archive, "sign_in", asked, "zh", on=date(2011, 6, 19))
    text = text_of(made.files[0][1])
    assert made.files[0][0] == "集中学习签到表 2011-06-20 柳树湾村党总支 学习党史.docx"
    for part in ("2011年6月20日 8:30—11:00", "学习党史", "集体学习", "村委会", "应到1人，实到＿＿人"):
        assert part in text
    assert "1\n张\u3000伟\n柳树湾村第一党支部\n\n" in text
    assert made.subject == town.general.id and made.warnings == []
    # Nothing but whose people are expected: the rest is written by hand.
    bare = await make_document(town.archive, "sign_in", {"unit": "机关党支部"}, "en", on=date(2011, 6, 19))
    assert "1\n李秀兰\n机关党支部" in text_of(bare.files[0][1])
    for options, said in (
        ({}, "Which session"),
        ({"unit": "机关党支部", "filled": True}, "--filled"),
        ({"no": (await study(town, town.general)).no, "place": "乡政府"}, "--place"),
    ):
        with pytest.raises(UsageFault, match=said):
            await make_document(town.archive, "sign_in", options, "zh")
