"""The five-aspect assessment (D17): suggested scores counted by hand, the office's scales, grades, ranks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import InvalidRecord
from records.programme.assessment import (
    Suggestion,
    YearOfAssessments,
    assessments,
    bring_up_to_date,
    drafts,
    records_of_part,
    suggest,
)
from records.programme.book import load_book
from records.record import Record
from tests.programme.township import AGENCY, LEADER, PUBLIC, VILLAGE, Town


def worked(town: Town, year: int, *categories: str, **more: Any) -> ObjectId:
    """A cadre of a year: 3 of 4 sessions, 1 article, 1 report with a problem solved, 15,000 characters,
    6 tutorials of 12, a speech, tests of 90 in 100 and 40 in 50, and 9 households of 36."""
    who = town.person(*categories, covered=["上营村"], **more)
    states = ((3, "到"), (4, "到"), (5, "迟到"), (6, "缺席"))
    for month, state in states:
        town.session("集体学习", f"{year}-0{month}-08", states=[(who, state)])
    town.article(f"{year}-05-06", who)
    town.report(f"{year}-06-07", who, solved=[f"{year}-09-01"])
    town.note(who, f"{year}-02", 15_000)
    for month in range(1, 7):
        town.tutorial(f"{year}-0{month}-20", who)
    town.session("交流会", f"{year}-07-11", speakers=[who])
    for score, full in ((90, 100), (40, 50)):
        row = {"person": who, "score": score}
        town.keep(
            "exam",
            category="理论测试",
            title=f"测试{score}{who}",
            held_on=f"{year}-10-1{full // 50}",
            full_mark=full,
            pass_mark=30,
            results=[row],
        )
    for household in range(9):
        town.visit(who, f"{year}-0{household % 3 + 1}-15", f"户主{household}")
    return who


def scores(found: Suggestion) -> dict[str, str]:
    return {name: str(score) for name, score in found.scores.items()}


def parts(found: Suggestion, aspect: str) -> dict[str, tuple[Any, Any]]:
    return {part.key: (part.done, part.required) for part in found.aspects[aspect].parts}


def test_the_suggested_score_is_the_weight_times_the_mean_of_the_parts(town: Town) -> None:
    who = worked(town, 2011, AGENCY)
    found = suggest(town.whole(), who, 2011)
    assert parts(found, "listen") == {"attendance": (3, 4)}
    # R05: an article and a report of 2; R21: one article of 2; R22: 15,000 of 20,000.
    assert parts(found, "write") == {"R05": (2, 2), "R21": (1, 2), "R22": (15_000, 20_000)}
    # R03 is only shown for those who are no leading cadres (D7), so it is left out.
    assert parts(found, "speak") == {"R04": (6, 12), "speeches": (1, 1)}
    assert parts(found, "test") == {"tests": (85, 100)}
    assert parts(found, "apply") == {"R20": (1, 1), "R07": (9, 36)}
    assert scores(found) == {
        "listen": "15.0",
        "write": "15.0",
        "speak": "15.0",
        "test": "17.0",
        "apply": "12.5",
    }
    assert (found.total, found.grade) == (Decimal("74.5"), "合格")


def test_leading_cadres_are_judged_by_their_talks_too(town: Town) -> None:
    who = worked(town, 2011, LEADER)
    town.talk(who, "2011-04-02")
    found = suggest(town.whole(), who, 2011)
    assert parts(found, "speak") == {"R03": (1, 2), "R04": (6, 12), "speeches": (1, 1)}
    assert scores(found)["speak"] == "13.3", "20 x (1/2 + 1/2 + 1) / 3"


def test_more_than_is_asked_makes_up_for_nothing_else(town: Town) -> None:
    who = town.person(AGENCY)
    town.note(who, "2011-02", 90_000)
    found = suggest(town.whole(), who, 2011)
    assert parts(found, "write") == {"R05": (0, 2), "R21": (0, 2), "R22": (90_000, 20_000)}
    assert scores(found)["write"] == "6.7", "20 x (0 + 0 + 1) / 3"


def test_what_asks_nothing_is_left_out_and_an_aspect_of_nothing_is_the_offices(town: Town) -> None:
    public = town.person(VILLAGE, status=PUBLIC)
    excused = town.person(AGENCY)
    town.exempt(["R22"], "2011-01-01", "2011-12-31", person=excused)
    town.article("2011-05-06", public, status="submitted")
    found = suggest(town.whole(), public, 2011)
    # No party member, no agency cadre: of the rules here only R21 and R22 bind them.
    assert parts(found, "write") == {"R21": (0, 2), "R22": (0, 20_000)}
    assert found.aspects["write"].parts[0].waiting == 1
    assert scores(found) == {"write": "0.0", "speak": "0.0"}
    assert (found.total, found.grade) == (None, None)
    assert "suggested" not in found.fields()
    assert "R22" not in parts(suggest(town.whole(), excused, 2011), "write")


def test_minima_of_a_part_of_a_year_are_prorated(town: Town) -> None:
    who = town.person(AGENCY)
    town.note(who, "2010-08", 5_000)
    # 2010 has six months: 10,000 characters, one article, one paper (D3).
    expected = {"R05": (0, 1), "R21": (0, 1), "R22": (5_000, 10_000)}
    assert parts(suggest(town.whole(), who, 2010), "write") == expected


def test_each_part_leads_to_its_records(town: Town) -> None:
    who = town.person(AGENCY)
    article = town.article("2011-05-06", who)
    session = town.session("集体学习", "2011-03-08", here=[who])
    book = town.whole()
    found = suggest(book, who, 2011)

    def behind(aspect: str, index: int = 0) -> list[ObjectId]:
        part = found.aspects[aspect].parts[index]
        return town.run(records_of_part(town.archive, book, who, 2011, part))

    assert behind("listen") == [session]
    assert behind("write", 1) == [article]


def test_a_setting_changes_weights_and_bands_from_its_year_on(town: Town) -> None:
    who = worked(town, 2012, AGENCY)
    town.setting(
        "R23",
        "2012-01-01",
        weights=[{"aspect": "listen", "weight": Decimal(10)}, {"aspect": "test", "weight": Decimal(30)}],
        bands=[{"grade": "良好", "from": Decimal(75)}],
    )
    found = suggest(town.whole(), who, 2012)
    assert scores(found) == {
        "listen": "7.5",
        "write": "15.0",
        "speak": "15.0",
        "test": "25.5",
        "apply": "12.5",
    }
    assert (found.total, found.grade) == (Decimal("75.5"), "良好")
    assert set(suggest(town.whole(), who, 2011).scale.weights.values()) == {Decimal(20)}
    given = town.assess(who, 2012, listen=10, test=30)
    assert town.run(town.archive.get(given)).fields["grade"] == "良好", (
        "10 + 16 + 16 + 30 + 16 = 88, above 75 and below 90"
    )


def test_ranks_are_of_the_township_and_of_the_unit_and_ties_share_one(town: Town) -> None:
    other = town.unit()
    people = [town.person(AGENCY, unit=unit) for unit in (other, other, town.branch, other)]
    for who, score in zip(people, (18, 17, 17, 12), strict=True):
        town.assess(who, 2010, **dict.fromkeys(("listen", "write", "speak", "test", "apply"), score))
    found = town.run(assessments(town.archive, town.whole(), 2010))
    lines = {line.person.id: line for line in found.lines}
    assert [lines[who].rank for who in people] == [1, 2, 2, 4]
    assert [lines[who].unit_rank for who in people] == [1, 2, 1, 3]
    assert [lines[who].grade for who in people] == ["优秀", "良好", "良好", "合格"]
    assert {grade: given for grade, (given, _) in found.grades().items()} == {
        "优秀": 1,
        "良好": 2,
        "合格": 1,
        "不合格": 0,
    }


# --- saving ------------------------------------------------------------------------------------------


async def cadre(archive: Archive) -> Record:
    fields = {"name": "李秀兰", "political_status": "正式党员", "categories": ["机关干部职工"]}
    return await archive.save(Record.new("person", fields, status="submitted"))


async def set_scale(archive: Archive, since: date, **fields: Any) -> Record:
    known = {"rule": "R23", "change": "调整分值", "from": since, "reason": "党委会议决定"}
    return await archive.save(Record.new("rule_setting", known | fields, status="verified"))


HEAVY_TESTS = [{"aspect": "listen", "weight": Decimal(10)}, {"aspect": "test", "weight": Decimal(30)}]


async def test_scores_keep_within_the_weights_of_their_year(archive: Archive) -> None:
    who = await cadre(archive)
    await set_scale(archive, date(2012, 1, 1), weights=HEAVY_TESTS)

    async def refused(year: int, **fields: Any) -> str:
        record = Record.new("assessment", {"person": who.id, "year": year, **fields}, status="submitted")
        with pytest.raises(InvalidRecord) as failed:
            await archive.save(record)
        report = await archive.save_many([record])
        assert len(report.rejected) == 1
        return failed.value.faults[0].path

    assert await refused(2011, test=21) == "test"
    assert await refused(2012, listen=11) == "listen"
    assert await refused(2012, own_test=Decimal("30.5")) == "own_test"
    saved = await archive.save(Record.new("assessment", {"person": who.id, "year": 2012, "test": 30}))
    assert saved.fields["test"] == 30


async def test_a_change_of_one_aspect_needs_a_reason_though_the_total_is_the_same(archive: Archive) -> None:
    who = await cadre(archive)
    same = dict.fromkeys(("listen", "write", "speak", "test", "apply"), Decimal(15))
    suggested = {f"suggested_{name}": score for name, score in same.items()} | {"suggested": Decimal(75)}
    record = Record.new(
        "assessment", {"person": who.id, "year": 2011, **same, **suggested}, status="verified"
    )
    record.fields |= {"listen": Decimal(16), "write": Decimal(14)}
    with pytest.raises(InvalidRecord) as failed:
        await archive.save(record)
    assert failed.value.faults[0].path == "change_reason"
    record.fields["change_reason"] = "两次补学未登记"
    saved = await archive.save(record)
    assert (saved.fields["total"], saved.fields["grade"]) == (75, "合格")


@pytest.mark.parametrize(
    "fields",
    [
        {"weights": [{"aspect": "listen", "weight": Decimal(30)}]},
        {"weights": [{"aspect": "listen", "weight": 20}, {"aspect": "listen", "weight": 20}]},
        {"bands": [{"grade": "良好", "from": Decimal(92)}]},
        {"bands": [{"grade": "不合格", "from": Decimal(20)}]},
    ],
)
async def test_a_scale_that_does_not_fit_is_refused(archive: Archive, fields: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord) as failed:
        await set_scale(archive, date(2012, 1, 1), **fields)
    assert failed.value.faults[0].path.partition("[")[0] in fields, "the field, or a row of it"


async def test_drafts_follow_the_suggestion_and_grades_are_brought_up_to_new_bands(archive: Archive) -> None:
    who = await cadre(archive)

    async def year() -> YearOfAssessments:
        return await assessments(archive, await load_book(archive, date(2014, 1, 31)), 2011)

    (draft,) = drafts((await year()).lines)
    assert draft.status == "draft"
    assert draft.fields["write"] == draft.fields["suggested_write"] == 0
    draft.fields |= dict.fromkeys(("listen", "write", "speak", "test", "apply"), 16) | {
        "change_reason": "补记"
    }
    draft.status = "verified"
    await archive.save(draft)
    assert (await year()).lines[0].given is not None
    await set_scale(
        archive,
        date(2011, 1, 1),
        bands=[{"grade": "优秀", "from": Decimal(80)}, {"grade": "良好", "from": 70}],
    )
    found = await year()
    assert (found.lines[0].person.id, found.lines[0].grade) == (who.id, "优秀"), "by the bands in force"
    assert found.lines[0].given is not None and found.lines[0].given.stale
    assert await bring_up_to_date(archive, found.lines) == 1
    assert (await archive.get(draft.id)).fields["grade"] == "优秀"
    assert drafts((await year()).lines) == []
