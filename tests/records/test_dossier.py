"""A person's and a unit's study archive: timeline, figures, members, and the dossier's contents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import Refused, UsageFault
from records.kind_file import own_kinds
from records.language import set_language
from records.people.dossier import fill_study_archive, hints, members, timeline, totals
from records.people.dossier_parts import ASSISTING
from records.record import Record, Status
from records.values import PartialDate

DAY = date(2011, 5, 20)


@dataclass
class Township:
    """A general branch with a branch below it, and two people of the branch."""

    archive: Archive
    above: ObjectId
    branch: ObjectId
    zhang: ObjectId
    li: ObjectId

    async def save(self, kind: str, status: Any = "submitted", **fields: Any) -> Record:
        return await self.archive.save(Record.new(kind, fields, status=status))

    async def note(self, words: int, period: str, status: Status = "submitted") -> Record:
        when = PartialDate.parse(period)
        return await self.save("reading_note", status, person=self.zhang, period=when, words=words)

    async def register(self, period: str, **declared: int) -> Record:
        return await self.save(
            "study_register", person=self.zhang, period=PartialDate.parse(period), **declared
        )

    def dossier(self, subject: ObjectId, **fields: Any) -> Record:
        return Record.new("study_archive", {"subject": subject, "year": 2011, **fields})


@pytest.fixture
async def township(archive: Archive) -> Township:
    above = await archive.save(Record.new("unit", {"name": "柳树湾村党总支", "category": "党总支"}))
    branch = await archive.save(
        Record.new("unit", {"name": "柳树湾村第一党支部", "category": "党支部", "parent": above.id})
    )
    people = [
        await archive.save(
            Record.new(
                "person", {"name": name, "memberships": [{"org": branch.id, "from": date(2010, 7, 3)}]}
            )
        )
        for name in ("张伟民", "李秀兰")
    ]
    return Township(archive, above.id, branch.id, people[0].id, people[1].id)


async def test_a_timeline_holds_whatever_a_person_takes_part_in(township: Township) -> None:
    article = await township.save(
        "experience_article",
        title="谈包村工作",
        authors=[township.li, township.zhang],
        written_on=PartialDate.parse("2011-05"),
    )
    meeting = await township.save(
        "session",
        title="周一例会",
        start=datetime(2011, 6, 6, 8, 30),
        host_unit=township.branch,
        attendance=[{"person": township.zhang, "state": "到"}],
    )
    await township.note(2000, "2010-09")
    void = await township.note(3000, "2011-07")
    await township.archive.void(void.id, "重复")

    of_year = await timeline(township.archive, person=township.zhang, year=2011)
    assert [record.id for record in of_year] == [meeting.id, article.id]
    assert len(await timeline(township.archive, person=township.zhang)) == 3


async def test_a_units_timeline_holds_the_units_below_and_nobodys_particulars(township: Township) -> None:
    note = await township.note(2000, "2011-03")
    assert [record.id for record in await timeline(township.archive, unit=township.above)] == [note.id]


@pytest.mark.parametrize(
    ("declared", "kept", "value", "basis"),
    [
        (None, [2600], 2600, "measured"),
        (5000, [2600], 5000, "declared"),
        (2000, [2600, 900], 3500, "measured"),
        (4000, [], 4000, "declared"),
    ],
)
async def test_a_half_year_counts_the_larger_of_declared_and_kept(
    township: Township, declared: int | None, kept: list[int], value: int, basis: str
) -> None:
    if declared is not None:
        await township.register("2011年上半年", notes_words=declared)
    for month, words in enumerate(kept, start=2):
        await township.note(words, f"2011-{month:02}")
    found = await totals(township.archive, person=township.zhang)
    assert found.value("notes_words", 2011) == value
    assert found.years[2011]["notes_words"].basis == basis


async def test_halves_are_summed_and_the_basis_is_mixed(township: Township) -> None:
    await township.register("2011年上半年", notes_words=9000, articles=1, reports=0)
    await township.note(4000, "2011-03")
    await township.note(7000, "2011-10")
    await township.save(
        "experience_article",
        title="学与用",
        authors=[township.zhang],
        written_on=PartialDate.parse("2011-04-02"),
    )
    found = await totals(township.archive, person=township.zhang, year=2011)
    assert found.years[2011]["notes_words"].value == 16000
    assert found.years[2011]["notes_words"].basis == "mixed"
    assert found.value("articles") == 1
    first, second = found.people[township.zhang][2011]["notes_words"].halves
    assert (first.declared, first.kept, second.kept) == (9000, 4000, 7000)


async def test_a_years_register_counts_when_it_is_larger(township: Township) -> None:
    await township.register("2011", notes_words=20000)
    await township.note(4000, "2011-03")
    found = await totals(township.archive, person=township.zhang)
    assert found.years[2011]["notes_words"].value == 20000
    assert found.years[2011]["notes_words"].basis == "declared"


async def test_only_counted_states_give_figures(township: Township) -> None:
    await township.note(1000, "2011-03", "draft")
    submitted = await township.note(2000, "2011-03")
    found = await totals(township.archive, person=township.zhang)
    assert found.value("notes_words") == 2000
    assert found.count("reading_note") == 2
    assert found.count("reading_note", "submitted") == 1
    assert submitted.status == "submitted"


async def test_what_a_person_only_checked_or_chaired_is_not_counted_as_theirs(township: Township) -> None:
    checked = await township.save(
        "reading_note",
        person=township.li,
        period=PartialDate.parse("2011-02"),
        words=1500,
        checked_by=township.zhang,
    )
    chaired = await township.save(
        "session",
        title="集中学习",
        start=datetime(2011, 3, 7, 9, 0),
        host_unit=township.branch,
        host=township.zhang,
    )
    both = await township.save(
        "session",
        title="集中学习",
        start=datetime(2011, 4, 7, 9, 0),
        host_unit=township.branch,
        host=township.zhang,
        attendance=[{"person": township.zhang, "state": "到"}],
    )
    own = await township.note(2000, "2011-05")
    found = await totals(township.archive, person=township.zhang)
    assert {kind: found.count(kind) for kind in found.kinds} == {"session": 1, "reading_note": 1}
    assert found.value("notes_words") == 2000
    shown = await timeline(township.archive, person=township.zhang)
    assert {record.id for record in shown} == {checked.id, chaired.id, both.id, own.id}


def test_roles_of_helpers_are_roles_of_kinds() -> None:
    fields = [
        each
        for kind in own_kinds().values()
        for top in kind.fields
        for each in (top, *top.fields, *((top.of,) if top.of else ()))
    ]
    assert {each.role for each in fields} >= ASSISTING


async def test_a_unit_sums_its_people_each_on_their_own(township: Township) -> None:
    await township.register("2011年上半年", notes_words=9000)
    await township.note(4000, "2011-03")
    await township.save("reading_note", person=township.li, period=PartialDate.parse("2011-02"), words=1500)
    found = await totals(township.archive, unit=township.above)
    assert found.value("notes_words", 2011) == 10500
    assert set(found.people) == {township.zhang, township.li}


async def test_attendance_tells_present_from_expected(township: Township) -> None:
    for day, state in ((7, "到"), (14, "迟到"), (21, "请假"), (28, "缺席")):
        await township.save(
            "session",
            title="集中学习",
            start=datetime(2011, 3, day, 9, 0),
            host_unit=township.branch,
            attendance=[{"person": township.zhang, "state": state}, {"person": township.li, "state": "到"}],
        )
    found = (await totals(township.archive, person=township.zhang)).attendance[2011]
    assert (found.expected, found.present, found.leave, found.absent) == (4, 2, 1, 1)


async def test_members_are_those_of_the_day(township: Township) -> None:
    archive = township.archive
    moved = await archive.save(
        Record.new(
            "person",
            {
                "name": "赵永刚",
                "memberships": [
                    {"org": township.branch, "from": date(2010, 7, 3), "to": date(2011, 3, 31)},
                    {"org": township.above, "from": date(2011, 4, 1)},
                ],
            },
        )
    )
    await archive.save(
        Record.new(
            "person",
            {"name": "孙有才", "memberships": [{"org": township.branch}], "active_to": date(2011, 1, 1)},
        )
    )
    before = await members(archive, township.branch, date(2011, 3, 1))
    assert {person.id for person in before} == {township.zhang, township.li, moved.id}
    after = await members(archive, township.branch, DAY)
    assert {person.id for person in after} == {township.zhang, township.li}
    assert {person.id for person in await members(archive, township.above, DAY)} >= {moved.id, township.li}


# --- the dossier ---------------------------------------------------------------------------------


async def filled_year(township: Township) -> dict[str, Record]:
    zhang = township.zhang
    return {
        "position": await township.save(
            "position",
            person=zhang,
            unit=township.branch,
            body="支委会",
            role="委员",
            **{"from": date(2010, 8, 1)},
        ),
        "plan": await township.save("study_plan", owner=zhang, year=2011, title="2011年学习计划"),
        "session": await township.save(
            "session",
            title="集中学习",
            start=datetime(2011, 3, 7, 9, 0),
            host_unit=township.branch,
            attendance=[{"person": zhang, "state": "到"}],
        ),
        "note": await township.note(2600, "2011-03"),
        "article": await township.save(
            "experience_article", title="学与用", authors=[zhang], written_on=PartialDate.parse("2011-05")
        ),
        "visit": await township.save(
            "household_visit", visitor=zhang, household="孙有福", visited_on=date(2011, 4, 8)
        ),
    }


def rows(record: Record) -> list[dict[str, Any]]:
    contents: Any = record.fields["contents"]
    return list(contents)


def parts(record: Record) -> list[tuple[str, ObjectId | None]]:
    return [(row["part"], row.get("record")) for row in rows(record)]


async def test_a_dossier_is_filled_in_the_order_of_its_parts(township: Township) -> None:
    made = await filled_year(township)
    other_year = await township.note(900, "2010-09")
    draft = await township.note(800, "2011-09", "draft")
    filled = await fill_study_archive(township.archive, township.dossier(township.zhang))
    assert parts(filled) == [
        ("基本情况", township.zhang),
        ("基本情况", made["position"].id),
        ("学习计划", made["plan"].id),
        ("集中学习考勤", made["session"].id),
        ("学习笔记", made["note"].id),
        ("心得体会", made["article"].id),
        ("走访农户", made["visit"].id),
    ]
    assert {other_year.id, draft.id}.isdisjoint(record for _, record in parts(filled))
    assert rows(filled)[5]["title"] == "学与用"
    assert rows(filled)[5]["responsible"] == "张伟民"
    stored = await township.archive.save(filled)
    assert stored.fields["items"] == 7


async def test_what_the_office_did_by_hand_stays(township: Township) -> None:
    made = await filled_year(township)
    filled = await fill_study_archive(township.archive, township.dossier(township.zhang))
    edited = rows(filled)
    edited[5], edited[6] = {**edited[6], "pages": 2, "note": "复印件"}, edited[5]
    edited.insert(3, {"part": "集中学习考勤", "title": "签到册原件", "pages": 12})
    filled.fields["contents"] = [*edited]
    later = await township.note(1200, "2011-08")
    await township.archive.void(made["plan"].id, "重复登记")

    again = await fill_study_archive(township.archive, filled)
    assert [row for _, row in parts(again)] == [
        township.zhang,
        made["position"].id,
        None,
        made["session"].id,
        made["note"].id,
        later.id,
        made["visit"].id,
        made["article"].id,
    ]
    kept = rows(again)
    assert (kept[6]["pages"], kept[6]["note"]) == (2, "复印件")
    assert kept[2]["title"] == "签到册原件"
    third = await fill_study_archive(township.archive, again)
    assert third.fields == again.fields


async def test_a_filled_row_follows_its_record(township: Township) -> None:
    made = await filled_year(township)
    filled = await fill_study_archive(township.archive, township.dossier(township.zhang))
    renamed = made["article"].copy()
    renamed.fields["title"] = "学与用再谈"
    await township.archive.save(renamed)
    again = await fill_study_archive(township.archive, filled)
    assert [row["title"] for row in rows(again) if row["record"] == renamed.id] == ["学与用再谈"]


async def test_a_units_dossier_holds_its_own_papers_only(township: Township) -> None:
    made = await filled_year(township)
    rule = await township.save(
        "rule_document", title="学习档案管理制度", unit=township.branch, adopted_on=date(2011, 7, 26)
    )
    filled = await fill_study_archive(township.archive, township.dossier(township.branch))
    assert parts(filled) == [
        ("基本情况", township.branch),
        ("基本情况", made["position"].id),
        ("学习计划", rule.id),
        ("集中学习考勤", made["session"].id),
    ]


async def test_a_closed_dossier_is_not_filled(township: Township) -> None:
    with pytest.raises(Refused):
        await fill_study_archive(
            township.archive, township.dossier(township.zhang, closed_on=date(2012, 1, 5))
        )
    with pytest.raises(UsageFault):
        await fill_study_archive(township.archive, Record.new("study_archive", {"year": 2011}))


async def test_hints_say_what_is_lacking(township: Township) -> None:
    set_language("en")
    await filled_year(township)
    empty = township.dossier(township.zhang, appraisal="全年完成学习任务。")
    found = await hints(township.archive, empty)
    assert found[0].text == "7 records of the year are not in the contents"
    filled = await fill_study_archive(township.archive, empty)
    lacking = await hints(township.archive, filled)
    assert "测试成绩" in {hint.part for hint in lacking}
    assert "心得体会" not in {hint.part for hint in lacking}
    assert any("not verified" in hint.text for hint in lacking)
