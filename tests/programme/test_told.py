"""What is told of one small township, word for word: the views, alerts, calendar, boards, figures, choices.

What each says is kept in ``told/``, to be read beside `told_town`. After a change that is meant, draw again
and look at the difference: ``XUEDANG_DRAW=1 scripts/test tests/programme/test_told.py``.
"""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import date
from typing import Any

import pytest

from records.language import set_language
from records.programme.assessment import assessments
from records.programme.calendar import read_period
from records.programme.counting.tally import count_waiting
from records.programme.designation import CATEGORIES, coverage, propose
from records.programme.evaluation import evaluations
from records.programme.figures import by_hand, compute, counted_here, freeze, thaw
from records.programme.judging.lacks import lacks_of
from records.programme.judging.proof import records_behind, records_of_item
from records.programme.links import board
from records.programme.mechanisms.registry import MECHANISMS, mechanism
from records.programme.mechanisms.scope import neighbour, period_label
from records.programme.selection import candidates, selections
from records.programme.ten_ones import TEN_ONES, items
from records.programme.views.agenda import agenda
from records.programme.views.alerts import alerts
from records.programme.views.boards import (
    attendance,
    course,
    exemptions_in_force,
    exemptions_of,
    member_line,
    open_notices,
    people_of,
    rule_lines,
    tally,
    unreached,
    week_course,
    year_of,
)
from records.programme.views.matrix import Whom, cell, columns_of_rule, subjects
from records.programme.views.overview import overview
from records.programme.wording import missing, progress
from records.values import PartialDate
from tests.programme.told_lines import Lines, Plain, of_view, same_as_kept
from tests.programme.told_town import Told
from tests.programme.township import Town

#: A Wednesday amid it all; after the year; amid the first stage; after the programme.
NOW, LATER, FIRST, AFTER = "2011-06-22", "2012-01-10", "2010-07-20", "2013-08-20"


@pytest.fixture(scope="module")
def told(town: Town) -> Told:
    return Told(town)


def ask(told: Told, asked: Coroutine[Any, Any, Any]) -> Any:
    return told.town.run(asked)


# --- views of the mechanisms ------------------------------------------------------------------------


@pytest.mark.parametrize("name", MECHANISMS)
def test_views(told: Told, name: str) -> None:
    """Each view now, of a part of the tree, of the period before and after, of all later, and at first."""
    plain, each, archive = Plain(told.town), mechanism(name), told.town.archive

    def lines() -> Lines:
        span = each.span
        asked: list[tuple[str, str, dict[str, Any]]] = [
            ("zh", NOW, {}),
            ("en", NOW, {"unit": told.general}),
            ("en", LATER, {"period": PartialDate.year_of(2011)} if span == "year" else {}),
            ("en", FIRST, {}),
        ]
        if span in ("week", "month"):
            now = PartialDate.parse("2011-06-20..2011-06-26" if span == "week" else "2011-06")
            asked += [("zh", NOW, {"period": neighbour(span, now, steps)}) for steps in (-1, 1)]
        inside = {"exams": told.test, "briefings": told.general}.get(name)
        if inside:
            asked.append(("en", NOW, {"subject": inside}))
        for language, day, more in asked:
            set_language(language)
            period = more.get("period")
            yield f"# {language} {day}" + (f" of {period_label(span, period)}" if period else "")
            yield from of_view(plain, ask(told, each.view(archive, date.fromisoformat(day), **more)))

    same_as_kept(f"view_{name}", lines())


# --- what is told of the whole ------------------------------------------------------------------------


def test_alerts_and_the_overview(told: Told) -> None:
    plain = Plain(told.town)

    def lines() -> Lines:
        for language, day in (("zh", NOW), ("en", LATER), ("en", FIRST), ("en", AFTER)):
            set_language(language)
            book = told.town.whole(day)
            yield f"# {language} {day}"
            yield from (plain(each) for each in alerts(book))
            seen = overview(book)
            number = seen.stage.number if seen.stage else "-"
            yield f"stage {number}, {seen.days_left} days left, {plain(seen.week)}"
            yield from (plain(each) for each in (*seen.weekly, *seen.coverage))
            yield from (plain(each) for each in exemptions_in_force(book))

    same_as_kept("alerts", lines())


def test_the_calendar(told: Told) -> None:
    plain, archive = Plain(told.town), told.town.archive

    def lines() -> Lines:
        for language, day, first, last, unit in (
            ("zh", NOW, "2011-06-01", "2011-07-01", None),
            ("en", NOW, "2011-06-13", "2011-07-31", told.general),
            ("en", FIRST, "2010-07-03", "2010-08-01", None),
            ("en", AFTER, "2013-04-30", "2013-08-31", None),
        ):
            set_language(language)
            yield f"# {language} {day}: {first} to {last}" + (f" of {plain(unit)}" if unit else "")
            span = date.fromisoformat(first), date.fromisoformat(last)
            found = ask(told, agenda(archive, told.town.whole(day), *span, unit=unit))
            yield from (plain(each) for each in found)

    same_as_kept("calendar", lines())


def test_boards_of_people_and_units(told: Told) -> None:
    plain = Plain(told.town)

    def lines() -> Lines:
        book = told.town.whole(NOW)
        for language, subject, year in (
            ("zh", told.agent, 2011),
            ("en", told.head, 2011),
            ("en", told.general, 2011),
            ("en", told.town.top, 2011),
            ("en", told.agent, 2010),
        ):
            set_language(language)
            yield f"# {language} {plain(subject)} in {year}: {plain(tally(book, subject, year))}"
            for line in rule_lines(book, subject, year):
                last = line.at_hand
                yield (
                    f"{line.rule.id} {last.period.name} {last.state} {progress(last, line.rule)}"
                    f" | {missing(last, book)} | {plain(course(book, line, year))}"
                )
        for who in (told.agent, told.moved, told.old):
            notices, spared = open_notices(book, who), exemptions_of(book, who)
            came = attendance(book, who, 2011)
            post = book.person(who).post
            yield f"{plain(who)} {post}: sessions {came}, notices {plain(notices)}, exempt {plain(spared)}"
        for unit in (told.general, told.town.branch):
            yield f"{plain(unit)}: {plain(unreached(book, unit, book.on))}"
            yield from (f"{rule} {plain(week_course(book, unit, rule))}" for rule in ("R15", "R45"))
            of = book.units.get(unit)
            assert of is not None
            yield from (plain(member_line(book, who, 2011)) for who in people_of(book, of, 2011))
            yield from (plain(each) for each in items(book, of, 2011))

    same_as_kept("boards", lines())


def test_the_records_behind_what_is_told(told: Told) -> None:
    """Of every rule that somebody is bound by: the records that its latest standing counts."""
    plain, archive = Plain(told.town), told.town.archive

    def lines() -> Lines:
        top = told.town.top
        of_now = (told.agent, told.head, told.general, top)
        for day, year, whose in ((NOW, 2011, of_now), (AFTER, 2013, (top,))):
            book = told.town.whole(day)
            for subject in whose:
                for line in rule_lines(book, subject, year):
                    behind = ask(told, records_behind(archive, book, line.at_hand))
                    if behind:
                        yield f"{day} {plain(subject)} {plain(line.at_hand)}: {plain(sorted(behind))}"
        book = told.town.whole(NOW)
        for unit in (told.general, told.school):
            ten = next(each for each in book.of_unit(unit, TEN_ONES) if each.period.name == "2011")
            for number in range(1, 11):
                behind = ask(told, records_of_item(archive, book, unit, ten, number))
                yield f"{plain(unit)}, {number}: {plain(sorted(behind))}"

    same_as_kept("behind", lines())


def test_the_matrix(told: Told) -> None:
    plain = Plain(told.town)

    def lines() -> Lines:
        book = told.town.whole(NOW)
        scoped = ((None, "PC"), (None, "AC"), (told.general, ""), (told.office, "ALL"))
        for window in (None, read_period("2011Q1"), year_of(2011), read_period("2010")):
            for unit, scope in scoped:
                found = subjects(book, "people", window, unit=unit, scope=scope)
                yield f"people {plain(window)} {plain(unit)} {scope}: {plain(found)}"
        yield f"units: {plain(subjects(book, 'units', None))}"
        yield f"branches: {plain(subjects(book, 'units', None, unit=told.general, scope='党支部'))}"
        asked: list[tuple[Whom, str]] = [
            ("people", "R01"),
            ("people", "R27"),
            ("units", "R16"),
            ("units", "R47"),
        ]
        for whom, rule in asked:
            columns = columns_of_rule(book, book.rulebook.rules[rule], whom)
            yield f"{rule}: {' '.join(each.key for each in columns)}"
            for subject in subjects(book, whom, None):
                cells = [cell(book, column, subject) for column in columns]
                yield f"  {plain(subject)} " + " ".join(
                    f"{each.state}{each.met}/{each.judged}{'+' * each.waiting}" for each in cells
                )

    same_as_kept("matrix", lines())


# --- figures, stages, selection, judgements --------------------------------------------------------------


def test_figures_of_a_period(told: Told) -> None:
    plain, archive = Plain(told.town), told.town.archive

    def lines() -> Lines:
        for unit, period, day in (
            (told.town.top, "2011", LATER),
            (told.general, "2011-06", NOW),
            (told.town.top, "2010-07-03..2010-07-31", FIRST),
            (told.town.top, "2013-05-01..2013-07-31", AFTER),
        ):
            book = told.town.whole(day)
            owner, on = book.units.get(unit), date.fromisoformat(day)
            assert owner is not None
            found = ask(told, compute(archive, book.units, owner, PartialDate.parse(period), as_of=on))
            yield f"# {plain(unit)} {period}"
            yield from (
                f"{row['name']}: {row['value']} {row.get('note') or ''}".rstrip() for row in freeze(found)
            )
            yield from (plain(each) for each in found.units)
            waiting = ask(told, count_waiting(archive, PartialDate.parse(period), [unit]))
            yield f"waiting: {waiting}"
            assert thaw(freeze(found)) == found
            assert counted_here(freeze(found)) and by_hand(freeze(found)) == []
            assert not counted_here(freeze(found)[1:])

    same_as_kept("figures", lines())
    figures = (("党员", "1,200"), ("党员数", "3"), ("党总支", "若干"))
    written = [{"name": name, "value": value} for name, value in figures]
    assert by_hand(written) == [("党员数", "3"), ("党总支", "若干")]
    assert (thaw(written).members, thaw(written).general_branches) == (1200, 0)


def test_stages_and_what_they_ask(told: Told) -> None:
    plain, archive = Plain(told.town), told.town.archive

    def lines() -> Lines:
        for language, day in (("zh", NOW), ("en", FIRST), ("en", AFTER)):
            set_language(language)
            found = ask(told, board(archive, date.fromisoformat(day), lacks_of(told.town.whole(day))))
            yield f"# {language} {day}: stage {found.current.stage.number}"
            for stage in found.stages:
                yield f"{stage.stage.number}: {stage.course} {stage.days} days, {stage.links_done} links done"
                for line in stage.links:
                    late, units = "overdue" * line.overdue, f"{line.units_done}/{line.units_counted}"
                    yield f"  {plain(line.link)}: {line.state} due {line.due}, {line.days_left} days {late}"
                    yield f"    {line.owner} {units} {plain(line)} + {plain(found.link_draft(line))}"
                yield from (f"  lacks {plain(each)}" for each in stage.lacks)
                yield from (f"  {'met' if each.met else '---'} {plain(each)}" for each in stage.proofs)
                for summary in stage.summaries:
                    yield f"  {plain(summary)} + {plain(found.summary_draft(summary))}"

    same_as_kept("stages", lines())


def test_who_qualifies_and_who_is_chosen(told: Told) -> None:
    plain, archive = Plain(told.town), told.town.archive

    def lines() -> Lines:
        for language, day in (("zh", NOW), ("en", LATER)):
            set_language(language)
            book = told.town.whole(day)
            yield f"# {language} {day}"
            for category in CATEGORIES:
                for judgement in ask(told, propose(book, category, 2011)):
                    said = [
                        f"{each.label.text()} {each.figure()}{'' if each.met else ' !'}"
                        for each in judgement.conditions
                    ]
                    yield f"{category} {plain(judgement.target)}: {'; '.join(said)}"
            yield from (plain(each) for each in coverage(book))
            for selection in ask(told, selections(archive, book, 2011)):
                yield f"-- {selection.award}, over the quota {selection.over_quota}"
                yield plain(selection)
                yield from (f"  next: {each.next_step()}" for each in selection.nominations)
                yield from (plain(each) for each in ask(told, candidates(archive, book, selection)))
            yield from (plain(each) for each in ask(told, evaluations(archive, book, 2011)))
            of_year = ask(told, assessments(archive, book, 2011))
            yield f"-- assessments: {plain(of_year.grades())}"
            for each in of_year.lines:
                yield f"{each.total} {each.grade} {plain(each)}"

    same_as_kept("chosen", lines())
