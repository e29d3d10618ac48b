"""Checks that look at other records, through the archive's door."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import InvalidRecord, Refused
from records.programme.calendar import working_days
from records.record import Record
from records.values import PartialDate


async def made(archive: Archive, kind: str, state: Any = "submitted", **fields: Any) -> Record:
    return await archive.save(Record.new(kind, fields, status=state))


async def person(archive: Archive, name: str, unit: ObjectId | None = None, **fields: Any) -> Record:
    known = {"memberships": [{"org": unit, "from": date(2010, 7, 3)}]} if unit else {}
    return await made(archive, "person", name=name, **known, **fields)


async def found(archive: Archive, kind: str, **fields: Any) -> set[tuple[str, str]]:
    _, faults = await archive.check(Record.new(kind, fields))
    return {(fault.path, fault.level) for fault in faults}


async def test_a_namesake_in_the_same_branch_is_pointed_out(archive: Archive) -> None:
    first, second = [
        await made(archive, "unit", name=name, category="党支部") for name in ("一支部", "二支部")
    ]
    await person(archive, "马存义", first.id)
    rows = [{"org": first.id}]
    assert ("name", "warning") in await found(archive, "person", name="马存义", memberships=rows)
    rows = [{"org": second.id}]
    assert ("name", "warning") not in await found(archive, "person", name="马存义", memberships=rows)


async def test_a_party_group_belongs_to_a_branch_and_nothing_to_itself(archive: Archive) -> None:
    above = await made(archive, "unit", name="总支", category="党总支")
    below = await made(archive, "unit", name="支部", category="党支部", parent=above.id)
    group = {"name": "一组", "category": "党小组"}
    assert ("parent", "missing") in await found(archive, "unit", **group, parent=above.id)
    assert ("parent", "missing") not in await found(archive, "unit", **group, parent=below.id)
    above.fields["parent"] = below.id
    with pytest.raises(InvalidRecord):
        await archive.save(above)


async def test_a_branch_of_too_few_members_is_pointed_out(archive: Archive) -> None:
    branch = await made(archive, "unit", name="支部", category="党支部")
    for name in ("甲", "乙"):
        await person(archive, name, branch.id, political_status="正式党员")
    _, faults = await archive.check(branch)
    assert "category" in {fault.path for fault in faults}
    await person(archive, "丙", branch.id, political_status="正式党员")
    _, faults = await archive.check(branch)
    assert "category" not in {fault.path for fault in faults}


async def test_one_head_at_a_time(archive: Archive) -> None:
    committee = await made(archive, "unit", name="青杨河乡党委", category="党委")
    ma = await person(archive, "马建国", post="乡党委书记")
    li = await person(archive, "李秀兰", post="文书")
    group = {"unit": committee.id, "body": "领导小组", "role": "组长"}
    await made(
        archive, "position", person=ma.id, **group, **{"from": date(2010, 7, 5), "to": date(2011, 6, 30)}
    )
    same = await found(archive, "position", person=ma.id, **group, **{"from": date(2011, 1, 1)})
    assert ("role", "missing") in same
    after = await found(archive, "position", person=ma.id, **group, **{"from": date(2011, 7, 1)})
    assert not {path for path, _ in after} & {"role"}
    other = await found(archive, "position", person=li.id, **group, **{"from": date(2011, 7, 1)})
    assert ("role", "warning") in other


async def test_a_text_much_like_a_colleagues_is_pointed_out(archive: Archive) -> None:
    branch = await made(archive, "unit", name="支部", category="党支部")
    li, zhang = [await person(archive, name, branch.id) for name in ("李秀兰", "张伟民")]
    text = "".join(f"第{number}次下村，我到第{number * 7}户人家里坐了坐。" for number in range(1, 12))
    when = {"written_on": PartialDate.parse("2011-05")}
    await made(archive, "experience_article", title="学与用", authors=[li.id], text=text, **when)
    copied = {"title": "我的体会", "authors": [zhang.id], "text": "各位同志：" + text, **when}
    assert ("text", "warning") in await found(archive, "experience_article", **copied)
    own = copied | {"text": "".join(f"灌溉渠第{number}段清淤，投工{number * 3}个。" for number in range(20))}
    assert ("text", "warning") not in await found(archive, "experience_article", **own)


async def test_a_visit_outside_the_covered_village_is_pointed_out(archive: Archive) -> None:
    visitor = await person(archive, "张伟民", covered=["上营村"])
    visit = {"visitor": visitor.id, "household": "孙有福", "visited_on": date(2011, 4, 8)}
    assert ("village", "warning") in await found(archive, "household_visit", **visit, village="下营村")
    assert ("village", "warning") not in await found(
        archive, "household_visit", **visit, village="上营村二组"
    )


async def test_people_named_in_an_inspection_belong_to_the_unit(archive: Archive) -> None:
    above = await made(archive, "unit", name="总支", category="党总支")
    branch = await made(archive, "unit", name="支部", category="党支部", parent=above.id)
    other = await made(archive, "unit", name="别的支部", category="党支部")
    zhang = await person(archive, "张伟民", branch.id)
    visit = {"date": date(2011, 5, 6), "findings": [{"text": "笔记不足", "person": zhang.id}]}
    path = ("findings[0].person", "warning")
    assert path in await found(archive, "inspection", target=other.id, **visit)
    assert path not in await found(archive, "inspection", target=above.id, **visit)


async def test_provisional_members_get_no_grade(archive: Archive) -> None:
    new = await person(archive, "杨丽", political_status="预备党员")
    line = {"person": new.id, "excellent": 1}
    graded = await found(archive, "democratic_evaluation", year=2011, lines=[line | {"result": "优秀"}])
    assert ("lines[0].result", "missing") in graded
    none = await found(archive, "democratic_evaluation", year=2011, lines=[line | {"result": "不评等次"}])
    assert ("lines[0].result", "missing") not in none


async def test_what_speaks_against_a_nominee_is_pointed_out(archive: Archive) -> None:
    zhang = await person(archive, "张伟民", political_status="正式党员")
    nomination = {"award": "学习先进个人", "nominee": zhang.id, "year": 2011}
    assert ("nominee", "warning") not in await found(archive, "nomination", **nomination)
    notice = await made(
        archive, "rectification", target=zhang.id, issued_on=date(2011, 5, 10), deadline=date(2011, 5, 31)
    )
    assert ("nominee", "warning") in await found(archive, "nomination", **nomination)
    notice.fields |= {"result": "完成", "closed_on": date(2011, 5, 30)}
    await archive.save(notice)
    assert ("nominee", "warning") not in await found(archive, "nomination", **nomination)


async def test_an_award_follows_a_verified_nomination_shown_in_public(archive: Archive) -> None:
    zhang = await person(archive, "张伟民")
    award = {"nominee": zhang.id, "title": "学习先进个人", "issued_on": date(2011, 12, 20)}
    assert ("nomination", "warning") in await found(archive, "award", **award)
    fields = {"award": "学习先进个人", "nominee": zhang.id, "year": 2011, "deeds": "带头学习。"}
    short = await made(
        archive,
        "nomination",
        "verified",
        **fields,
        notice_from=date(2011, 12, 1),
        notice_to=date(2011, 12, 2),
    )
    award["nomination"] = short.id
    assert ("nomination", "missing") in await found(archive, "award", **award)
    short.fields["notice_to"] = date(2011, 12, 8)
    await archive.save(short)
    assert "nomination" not in {path for path, _ in await found(archive, "award", **award)}


async def test_winners_without_an_award_are_pointed_out(archive: Archive) -> None:
    zhang = await person(archive, "张伟民")
    decision = await made(
        archive,
        "commendation",
        doc_no="青党发〔2011〕23号",
        title="关于表彰学习先进的决定",
        decided_on=date(2011, 12, 15),
        winners=[zhang.id],
    )
    _, faults = await archive.check(decision)
    assert ("winners", "warning") in {(fault.path, fault.level) for fault in faults}
    await made(archive, "award", decision=decision.id, nominee=zhang.id, title="学习先进个人")
    _, faults = await archive.check(decision)
    assert "winners" not in {fault.path for fault in faults}


async def test_spending_beyond_the_budget_is_pointed_out(archive: Archive) -> None:
    money = {"year": 2011, "date": date(2011, 4, 2), "item": "图书"}
    await made(archive, "funding", category="预算", amount=Decimal("26000.00"), **money)
    await made(archive, "funding", category="支出", amount=Decimal("25000.00"), **money)
    spent = {"category": "支出", **money}
    assert ("amount", "warning") in await found(archive, "funding", amount=Decimal("1000.01"), **spent)
    assert ("amount", "warning") not in await found(archive, "funding", amount=Decimal("1000.00"), **spent)


async def test_a_rule_document_is_text_or_attachment(archive: Archive) -> None:
    unit = await made(archive, "unit", name="支部", category="党支部")
    rule = await made(
        archive,
        "rule_document",
        title="档案制度",
        category="档案",
        unit=unit.id,
        adopted_on=date(2010, 7, 26),
    )
    assert [fault.path for fault in await archive.missing(rule)] == ["text"]
    with_file = await archive.attach(rule.id, data=b"%PDF-1.4", name="制度.pdf")
    assert await archive.missing(with_file) == []


async def test_figures_of_an_approved_summary_stay(archive: Archive) -> None:
    unit = await made(archive, "unit", name="支部", category="党支部")
    summary = await made(
        archive,
        "stage_summary",
        "verified",
        unit=unit.id,
        stage="1",
        period=PartialDate.parse("2010-07-03..2010-07-31"),
        figures=[{"name": "次数", "value": "42"}],
    )
    summary.fields["next_steps"] = "抓好第二阶段。"
    summary = await archive.save(summary)
    summary.fields["figures"] = [{"name": "次数", "value": "43"}]
    with pytest.raises((InvalidRecord, Refused)):
        await archive.save(summary)


def test_working_days_follow_the_holiday_table() -> None:
    assert working_days(date(2011, 10, 1), date(2011, 10, 9)) == 2  # 8 and 9 October made up for the holiday
    assert working_days(date(1999, 3, 1), date(1999, 3, 7)) == 5
