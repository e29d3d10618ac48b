"""Records that random ones found to be judged wrongly once, each by hand."""

from __future__ import annotations

from datetime import date

from records.programme.calendar import read_period
from records.programme.rules import rulebook
from records.programme.views.alerts import alerts
from records.programme.views.matrix import in_window
from tests.programme.township import AGENCY, OVER, Town


def test_a_title_counts_at_its_earliest_date_however_exact(town: Town) -> None:
    """A quarter comes before the December after it, though its bucket has the higher number."""
    reader = town.person(AGENCY)
    town.book(reader, "2011年一季度", title="像铁人那样工作")
    town.book(reader, "2011-12", title="像铁人那样工作")
    assert town.told("R01", reader, "2011Q1") == ("met", 1, 1)
    assert town.told("R01", reader, "2011Q4") == ("failed", 0, 1)


def test_a_model_without_any_date_is_one_that_nobody_publicised(town: Town) -> None:
    before = len(town.events("R25", town.top, "2011-06-30"))
    town.keep("typical_model", subject=town.clerk, title="坚持夜学", practice="每周三晚上")
    assert len(town.events("R25", town.top, "2011-06-30")) == before + 1
    assert "failed" in town.events("R25", town.top, "2013-08-01")


def test_a_branchs_own_tutor_is_no_expert_of_the_township(town: Town) -> None:
    """R18 counts the lectures at which R17 asks leading cadres to be: those of the township's level."""
    town.session("辅导课", "2011-03-09", host_unit=town.top, lecturer="村支书", level="支部")
    assert town.told("R18", town.top, "2011") == ("failed", 0, 1)
    town.lecture("2011-05-11")
    assert town.told("R18", town.top, "2011") == ("met", 1, 1)


def test_an_exchange_of_a_unit_that_is_no_more_was_held_all_the_same(town: Town) -> None:
    """R28 takes everybody's meetings of the township's level, whoever held them."""
    gone = town.keep("unit", status="draft", name="上营村老支部", category="党支部", briefing_duty=True)
    assert town.told("R28", town.top, "2012H1") == ("failed", 0, 1)
    town.session("交流会", "2012-03-07", host_unit=gone, level="乡")
    assert town.told("R28", town.top, "2012H1") == ("met", 1, 1)


def test_a_unit_owes_no_summary_of_a_year_before_it_was_founded(town: Town) -> None:
    young = town.unit(founded="2012-03-01")
    periods = [each.period.name for each in town.standings("R47", young, "2013-03-01")]
    assert periods == ["2012", "S2"]


def test_a_link_of_units_that_a_person_owns_is_the_townships(town: Town) -> None:
    """As on the stage board: a record that names no unit tells of the township's part."""
    town.link("1", "制定方案", "2010-07-20")
    standing = town.standing("R36", town.top, "S1")
    assert standing is not None
    assert standing.done == 1
    assert date(2010, 7, 31) == standing.period.end


def test_the_last_year_ends_with_the_programme(town: Town) -> None:
    """Nothing counts after 2013-07-31, so that 2013 is over then, and due before."""
    writer = town.person()
    town.note(writer, "2013-05", 11_666)
    assert town.told("R22", writer, "2013", "2013-07-31") == ("behind", 11_666, 11_667)
    assert town.told("R22", writer, "2013", "2013-08-01") == ("failed", 11_666, 11_667)
    due = [
        each.due for each in alerts(town.whole("2013-07-20")) if (each.rule, each.urgency) == ("R22", "soon")
    ]
    assert due == [date(2013, 7, 31)]


def test_a_summary_is_due_a_month_after_its_year(town: Town) -> None:
    """R47: 2010 is over, its summary may still be written until 31 January: soon, then overdue."""

    def told(on: str) -> list[tuple[str, str]]:
        found = [each for each in alerts(town.whole(on)) if (each.rule, each.period.name) == ("R47", "2010")]
        return [(each.urgency, str(each.due)) for each in found]

    assert told("2010-12-30") == []
    assert told("2011-01-15") == [("soon", "2011-01-31")]
    assert told("2011-02-01") == [("overdue", "2011-01-31")]


def test_a_week_stands_in_the_year_it_is_numbered_in(town: Town) -> None:
    """D4: the last week of 2010 (27 December to 2 January) is one of 2010 on boards and matrices, and of no
    other; weeks of 2011 are those whose Thursday lies in it, 52."""
    rule, standings = rulebook().rule("R15"), town.standings("R15", town.branch)

    def weeks(window: str) -> list[str]:
        return [each.period.name for each in in_window(standings, rule, read_period(window), town.day(OVER))]

    assert (weeks("2010")[0], weeks("2010")[-1], len(weeks("2010"))) == ("2010-W27", "2010-W52", 26)
    assert (weeks("2011")[0], weeks("2011")[-1], len(weeks("2011"))) == ("2011-W01", "2011-W52", 52)
    assert weeks("2010-12") == ["2010-W48", "2010-W49", "2010-W50", "2010-W51", "2010-W52"]


def test_a_model_is_asked_about_in_every_year_from_its_own_on(town: Town) -> None:
    """R25 has no deadline but the programme's end: a model of 2011 stands in 2011, in 2012 and in 2013."""
    model = town.keep(
        "typical_model", subject=town.clerk, title="田头课堂", practice="收工后", summarised_on="2011-04-01"
    )
    book = town.whole("2012-10-15")
    for year, there in (("2010", False), ("2011", True), ("2012", True)):
        found = in_window(book.of_unit(town.top, "R25"), rulebook().rule("R25"), read_period(year), book.on)
        assert (model in [each.record for each in found]) is there
