"""The circular on inspections, from real records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from records.errors import Refused, UsageFault
from records.record import Record
from templates.documents import SHIPPED, make_document
from templates.register import is_outdated, issue_document
from templates.render import load
from tests.templates.papers.test_documents import text_of
from tests.templates.township import Township

ON = date(2012, 6, 1)


async def inspect(
    town: Township, target: Record, day: date, verdict: str, score: str, **more: object
) -> Record:
    return await town.add(
        "inspection",
        target=target.id,
        date=day,
        team=[town.li.id],
        verdict=verdict,
        score=Decimal(score),
        **more,  # type: ignore[arg-type]
    )


async def three_visits(town: Township) -> list[Record]:
    """A branch seen twice with the same problem, and its general branch, where all is well."""
    notes = {"text": "学习笔记记得少。", "item": "读书笔记", "person": town.zhang.id}
    earlier = await inspect(town, town.branch, date(2011, 9, 5), "差", "55", findings=[notes])
    later = await inspect(
        town,
        town.branch,
        date(2012, 5, 10),
        "一般",
        "77.5",
        method=["抽查笔记", "听汇报"],
        findings=[
            {**notes, "deadline": date(2012, 6, 30)},
            {"text": "集中学习没有签到册", "severity": "严重"},
        ],
        requirements="补齐笔记。",
    )
    good = await inspect(
        town, town.general, date(2012, 3, 2), "好", "92", method=["听汇报"], good_practice="坚持每周读书。"
    )
    return [earlier, later, good]


async def test_a_year_is_told_by_unit_with_what_was_found_before(township: Township) -> None:
    await three_visits(township)
    await township.add(
        "inspection", "submitted", target=township.office.id, date=date(2012, 4, 1), verdict="好"
    )
    made = await make_document(township.archive, "circular", {"year": 2012}, "zh", on=ON)
    text = text_of(made.files[0][1])
    assert "中共青杨河乡委员会\n关于2012年度学习督查情况的通报" in text
    assert "2012年3月2日至2012年5月10日，督查组采取听汇报、抽查笔记等方式，对2个党组织开展了学习督查" in text
    assert (
        "共开展督查2次，其中结论为“好”的1次，结论为“一般”的1次。平均得分84.8分，最高92分，最低77.5分" in text
    )
    assert "共发现问题2个，其中1个在此前督查中已经指出、本次再次发现。" in text
    assert "（一）柳树湾村党总支\n坚持每周读书。" in text
    assert (
        "（一）柳树湾村第一党支部\n1.学习笔记记得少（涉及人员：张伟；此前督查已指出，系第2次发现）。" in text
    )
    assert "2.集中学习没有签到册（问题严重）。" in text
    assert "四、下步要求\n补齐笔记。" in text
    assert "柳树湾村党总支\n—\n未发现问题\n92（好）\n—" in text
    assert "读书笔记\n学习笔记记得少\n77.5（一般）\n2012.6.30" in text
    town = township
    assert {town.general.id, town.branch.id, town.zhang.id} < set(made.subjects), "found from their forms"
    assert len(made.warnings) == 2, "no number yet, and one inspection waits for approval"


async def test_one_inspection_has_no_headings_by_unit_and_is_told_as_of_its_day(township: Township) -> None:
    earlier, _, good = await three_visits(township)
    made = await make_document(township.archive, "circular", {"no": earlier.no}, "zh", on=ON)
    text = text_of(made.files[0][1])
    assert "三、存在问题\n学习笔记记得少（涉及人员：张伟）。\n四、下步要求" in text, (
        "found for the first time"
    )
    assert "督查结论为“差”，得分55分。共发现问题1个。" in text
    assert "二、好的做法\n无。\n三" in text
    english = text_of(
        (await make_document(township.archive, "circular", {"no": good.no}, "en", on=ON)).files[0][1]
    )
    assert "The verdict is “Good”, with 92 points. No problem was found." in english
    assert "3. Problems\nNone.\n\n4. Requirements" in english
    assert ") by hearing reports. The results" in english
    void = await township.archive.void(earlier.id, "重复")
    with pytest.raises(Refused):
        await make_document(township.archive, "circular", {"no": void.no}, "zh", on=ON)


async def test_a_number_is_taken_once_and_given_ones_win(township: Township) -> None:
    town, archive = township, township.archive
    await three_visits(town)
    town.committee.fields["document_code"] = "青党发"
    await archive.save(town.committee)
    days = {"from": "2012-01-01", "to": "2012-03-31"}
    made, kept = await issue_document(archive, "circular", days, "zh", on=ON)
    assert made.doc_no == kept.fields["assigned_no"] == "青党发〔2012〕1号"
    assert "关于2012年第一季度学习督查情况的通报" in text_of(made.files[0][1]).replace("\n", "")
    assert not await is_outdated(archive, kept)
    own = {**days, "doc_no": "青学〔2012〕7号"}
    given = await make_document(archive, "circular", own, "zh", on=ON, number=True)
    assert given.taken_no == "" and not any("1号" in each for each in given.warnings)
    second = await make_document(archive, "circular", days, "zh", on=ON, number=True)
    assert second.doc_no.endswith("2号")
    assert any("青党发〔2012〕1号" in each and "--doc-no" in each for each in second.warnings), (
        "told of the first"
    )


async def test_what_can_t_be_told_is_refused(township: Township) -> None:
    for options in ({}, {"to": "2012-05-01"}, {"from": "2012-05-01", "to": "2012-04-01"}):
        with pytest.raises(UsageFault):
            await make_document(township.archive, "circular", options, "zh", on=ON)
    with pytest.raises(Refused):
        await make_document(township.archive, "circular", {"year": 2012}, "zh", on=ON)


def test_a_cell_over_many_rows_keeps_the_order_of_its_properties() -> None:
    for lang in ("zh", "en"):
        source = load(SHIPPED / lang / "circular.docx").sources["word/document.xml"]
        assert source.count("<w:vMerge") == 4, "unit and score, in a common line and in the last"
        assert source.count('<w:vAlign w:val="center"/><w:vMerge') == 0
