"""The sheet of one record, from real records."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from records.errors import Refused, UsageFault
from templates.contexts.record_sheet import SPEC
from templates.documents import make_document
from templates.papers import option_for, usual_document
from tests.templates.papers.test_documents import text_of
from tests.templates.township import Township

ON = date(2012, 3, 1)


async def test_it_prints_what_is_filled_in_section_by_section(township: Township) -> None:
    session = await township.add(
        "session",
        "submitted",
        title="学理论",
        category="集体学习",
        start=datetime(2011, 5, 12, 8, 30),
        end=datetime(2011, 5, 12, 10, 0),
        host_unit=township.branch.id,
        attendance=[
            {"person": township.zhang.id, "state": "到"},
            {"person": township.li.id, "state": "请假"},
        ],
        补充说明="借用村小教室",
    )
    session.remarks = "补课另记。"
    session = await township.archive.save(session)
    made = await make_document(township.archive, "record_sheet", {"no": session.no}, "zh", on=ON)
    text = text_of(made.files[0][1])
    assert made.warnings == [f"{session.no} is not verified yet; this is a draft."]
    assert made.files[0][0] == f"记录表 {session.no} 学理论.docx"
    assert f"1. 姓名：{township.zhang.title}；到会情况：到" in text
    assert f"2. 姓名：{township.li.title}；到会情况：请假" in text
    assert text.index("类别") < text.index("签到") < text.index("其他") < text.index("借用村小教室")
    assert "补课另记。" in text
    english = text_of(
        (await make_document(township.archive, "record_sheet", {"no": session.no}, "en", on=ON)).files[0][1]
    )
    assert "Group study" in english and f"1. Person: {township.zhang.title}; State: Present" in english


async def test_it_masks_what_is_personal_and_takes_a_name(township: Township) -> None:
    zhang = await township.archive.get(township.zhang.id)
    zhang.fields |= {"phone": "13900001111"}
    await township.archive.save(zhang)
    made = await make_document(township.archive, "record_sheet", {"no": zhang.title}, "zh", on=ON)
    text = text_of(made.files[0][1])
    assert "13900001111" not in text and "***111" in text


async def test_without_a_record_or_of_a_void_one_there_is_none(township: Township) -> None:
    with pytest.raises(UsageFault):
        await make_document(township.archive, "record_sheet", {}, "zh", on=ON)
    void = await township.add("talk", leader=township.zhang.id, counterpart=township.li.id, date=ON)
    await township.archive.void(void.id, "记错了")
    with pytest.raises(Refused, match="void"):
        await make_document(township.archive, "record_sheet", {"no": str(void.id)}, "zh", on=ON)


def test_a_kind_without_a_document_of_its_own_becomes_one() -> None:
    assert usual_document("talk") == SPEC.name and usual_document("session") == "sign_in"
    assert option_for(SPEC, "funding") == "no"
