"""The Ten Ones (R46): each item met and missed, and the two that count only once they are confirmed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bson.objectid import ObjectId

from records.programme.ten_ones import Item, items
from tests.programme.township import Town

FIRM = (1, 2, 4, 5, 6, 8, 9, 10)


def _leading_body(town: Town, unit: ObjectId, who: ObjectId, year: int) -> None:
    town.office(who, unit, f"{year}-03-01", to=f"{year}-12-01")


def _study_plan(town: Town, unit: ObjectId, who: ObjectId, year: int) -> None:
    rows = [{"month": month, "topic": "党史", "form": "集体学习"} for month in (2, 5, 8, 11)]
    town.keep("study_plan", owner=unit, year=year, items=rows)


def _rules(town: Town, unit: ObjectId, who: ObjectId, year: int) -> None:
    town.paper("rule_document", unit, f"{year}-04-01")


def _notebooks(town: Town, unit: ObjectId, who: ObjectId, year: int) -> None:
    town.note(who, f"{year}-12-31", 10)


def _party_class(town: Town, unit: ObjectId, who: ObjectId, year: int) -> None:
    held = town.session("党课", f"{year}-06-28", host_unit=town.top)
    known = {"lecturer": "赵永刚", "place": "会议室", "session": held, "unit": unit}
    town.keep("party_class", "verified", title=f"党课之{held}", held_on=f"{year}-06-28", **known)


def _books_and_papers(town: Town, unit: ObjectId, who: ObjectId, year: int) -> None:
    _books(town, unit, year)
    town.keep("study_archive", subject=unit, year=year, archive_no=f"青学档-{year}-{unit}")


def _books(town: Town, unit: ObjectId, year: int) -> None:
    town.keep("library", "verified", title="理论读本", copies=20, date=f"{year}-01-01", unit=unit)


def _exchange(town: Town, unit: ObjectId, who: ObjectId, year: int) -> None:
    town.session("研讨会", f"{year}-09-09", host_unit=unit)


def _practice(town: Town, unit: ObjectId, who: ObjectId, year: int) -> None:
    town.theme(f"{year}-03-05", unit=unit, form="志愿服务")


def _test(town: Town, unit: ObjectId, who: ObjectId, year: int) -> None:
    town.exam(f"{year}-12-20", "理论测试", unit)


def _selection(town: Town, unit: ObjectId, who: ObjectId, year: int) -> None:
    town.keep("nomination", award="学习先进个人", nominee=who, year=year, deeds="勤学善思。" * 150)


#: What proves each item, by its number.
DEEDS: dict[int, Callable[[Town, ObjectId, ObjectId, int], None]] = {
    1: _leading_body,
    2: _study_plan,
    3: _rules,
    4: _notebooks,
    5: _party_class,
    6: _books_and_papers,
    7: _exchange,
    8: _practice,
    9: _test,
    10: _selection,
}


def _unit(town: Town, year: int, *numbers: int) -> tuple[ObjectId, ObjectId]:
    """A branch with one member that has done these items in a year."""
    unit = town.unit()
    who = town.person(unit=unit)
    for number in numbers:
        DEEDS[number](town, unit, who, year)
    return unit, who


def _items(town: Town, unit: ObjectId, year: int, on: str = "2014-01-31") -> dict[int, Item]:
    book = town.whole(on)
    return {item.number: item for item in items(book, book.unit(unit), year)}


def _done(town: Town, unit: ObjectId, year: int) -> list[int]:
    return [number for number, item in _items(town, unit, year).items() if item.done]


@pytest.mark.parametrize("number", DEEDS)
def test_each_item_by_itself(town: Town, number: int) -> None:
    """§2, Ten Ones: what proves one item proves no other, nor another year's."""
    unit, _ = _unit(town, 2011, number)
    assert _done(town, unit, 2011) == [number]
    assert _done(town, unit, 2010) == []
    # The third is a set of rules: it stands until it is replaced.
    assert _done(town, unit, 2012) == ([3] if number == 3 else [])


def test_eight_firm_items_just_meet(town: Town) -> None:
    """R46: 8 firm items a year, not prorated (D3): 2010 asks for 8, too."""
    unit, _ = _unit(town, 2011, *FIRM)
    assert town.told("R46", unit, "2011") == ("met", 8, 8)
    assert town.told("R46", unit, "2012") == ("failed", 0, 8)
    assert town.told("R46", unit, "2010") == ("failed", 0, 8)
    assert town.told("R46", town.top, "2011") is None


@pytest.mark.parametrize("missing", FIRM)
def test_seven_firm_items_just_miss(town: Town, missing: int) -> None:
    """R46: items 3 and 7 are displayed and make up for none of the firm ones."""
    unit, _ = _unit(town, 2011, *(number for number in DEEDS if number != missing))
    told = _items(town, unit, 2011)
    assert [number for number, item in told.items() if not item.counts] == [3, 7]
    assert [number for number, item in told.items() if item.reconstructed] == [3, 7]
    assert told[3].done and told[7].done
    assert town.told("R46", unit, "2011") == ("failed", 7, 8)


def test_items_three_and_seven_once_confirmed(town: Town) -> None:
    """R46: the office confirms their wording from 2013 on: ten are asked of 2013, eight of 2012 still."""
    town.setting("T3", "2013-01-01", confirmed=True, wording="一套操作性强的学习制度")
    town.setting("T7", "2013-01-01", confirmed=True, proof="articles_of_unit")
    ten, who = _unit(town, 2013, *(number for number in DEEDS if number not in (4, 7, 9)))
    # The programme ends on 31 July 2013, and with it what counts.
    town.note(who, "2013-03", 10)
    town.exam("2013-07-31", "理论测试", ten)
    eight, _ = _unit(town, 2012, *FIRM)
    assert town.told("R46", eight, "2012") == ("met", 8, 8)
    assert town.told("R46", ten, "2013") == ("failed", 9, 10)
    # The seventh is proved by what the office chose: an article, no more an exchange.
    town.session("研讨会", "2013-05-09", host_unit=ten)
    assert town.told("R46", ten, "2013") == ("failed", 9, 10)
    town.article("2013-05-10", who)
    assert town.told("R46", ten, "2013") == ("met", 10, 10)


def test_a_leading_body_of_another_year(town: Town) -> None:
    """Item 1: who served until the last day of 2010 did not in 2011; who serves on still does."""
    past, now, other = town.unit(), town.unit(), town.unit()
    who = town.person()
    town.office(who, past, "2010-07-05", to="2010-12-31")
    town.office(who, now, "2010-07-05")
    town.office(who, other, "2010-07-05", body="支委会", role="书记")
    assert [_items(town, unit, 2010)[1].done for unit in (past, now, other)] == [True, True, False]
    assert [_items(town, unit, 2011)[1].done for unit in (past, now, other)] == [False, True, False]


def test_a_plan_of_a_person_is_not_the_units(town: Town) -> None:
    """Item 2: the annual plan is the unit's own."""
    unit, who = _unit(town, 2011)
    _study_plan(town, who, who, 2011)
    assert not _items(town, unit, 2011)[2].done


def test_a_notebook_for_each_member(town: Town) -> None:
    """Item 4: reading_note by every unexempted member; who came by the year's end is one of them."""
    unit, one = _unit(town, 2011)
    two = town.person(memberships=[(town.branch, "2009-01-01", "2011-11-30"), (unit, "2011-12-01", None)])
    town.note(one, "2011-03", 10)
    item = _items(town, unit, 2011)[4]
    assert (item.done, item.waiting, item.lacking) == (False, False, (two,))
    town.note(two, "2011-03", 10, status="submitted")
    item = _items(town, unit, 2011)[4]
    assert (item.done, item.waiting) == (False, True)
    town.exempt(["R22"], "2011-01-01", "2011-12-31", person=two)
    assert _items(town, unit, 2011)[4].done


def test_books_without_papers(town: Town) -> None:
    """Item 6: theory books and the year's working papers, both needed."""
    unit, _ = _unit(town, 2011)
    _books(town, unit, 2011)
    assert not _items(town, unit, 2011)[6].done


def test_a_test_of_the_townships(town: Town) -> None:
    """Item 9: a test of the township's counts for units whose people took it, not for one that was absent."""
    took, absent = _unit(town, 2011), _unit(town, 2011)
    results = [{"person": took[1], "score": 96}, {"person": absent[1], "absent": True}]
    town.exam("2011-12-20", "理论测试", town.top, results=results)
    assert _items(town, took[0], 2011)[9].done
    assert not _items(town, absent[0], 2011)[9].done


def test_what_waits_and_what_comes_later(town: Town) -> None:
    """D9: a submitted record waits; the working date: one dated later is not known yet."""
    unit, _ = _unit(town, 2011)
    town.theme("2011-10-10", unit=unit, status="submitted")
    town.paper("rule_document", unit, "2011-10-11")
    item = _items(town, unit, 2011)[8]
    assert (item.done, item.waiting) == (False, True)
    assert town.waiting("R46", unit, "2011") == 1
    assert not _items(town, unit, 2011, on="2011-10-10")[3].done
    assert _items(town, unit, 2011, on="2011-10-11")[3].done


def test_a_general_branch_has_what_its_branches_have(town: Town) -> None:
    """R46, U: a general branch's items are its own and those of the branches under it."""
    general = town.unit("东河村党总支", "党总支")
    branch = town.unit(parent=general)
    who = town.person(unit=branch)
    for number in FIRM[:4]:
        DEEDS[number](town, branch, who, 2011)
    for number in FIRM[4:]:
        DEEDS[number](town, general, who, 2011)
    assert town.told("R46", general, "2011") == ("met", 8, 8)
    told = town.told("R46", branch, "2011")
    # The nomination of its member is the branch's, whoever recorded it.
    assert told == ("failed", 5, 8)
