"""What each rule of people counts in a period, the slow way: verified (done) and submitted (waiting)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from tests.programme.slow.days import Days

if TYPE_CHECKING:
    from tests.programme.slow.rules import Plain, Slow

Amounts = tuple[float, float]
COUNTED_STUDY = ("自学", "远程教育", "网络学习", "读报", "实践", "学历教育", "函授")
EXCHANGES = ("交流会", "研讨会", "读书会")


def added(proofs: Iterable[tuple[Plain, float]]) -> Amounts:
    """What proofs come to: of verified records, of submitted ones."""
    done = waiting = 0.0
    for record, amount in proofs:
        if record["status"] == "verified":
            done += amount
        else:
            waiting += amount
    return done, waiting


def _in(slow: Slow, kind: str, person: Any, period: Days) -> Iterator[Plain]:
    for record in slow.mine[kind, person]:
        if slow.proves(record["days"], period):
            yield record


def _plus(*amounts: Amounts) -> Amounts:
    return sum(each[0] for each in amounts), sum(each[1] for each in amounts)


def _records(kind: str, **where: Any) -> Callable[[Slow, Any, Days], Amounts]:
    """Records of a kind whose fields have these values."""

    def count(slow: Slow, person: Any, period: Days) -> Amounts:
        return added(
            (record, 1)
            for record in _in(slow, kind, person, period)
            if all(record["fields"].get(name) == value for name, value in where.items())
        )

    return count


# --- books: a title once a person, at the earliest date -------------------------------------------


def _books(category: str | None) -> Callable[[Slow, Any, Days], Amounts]:
    def count(slow: Slow, person: Any, period: Days) -> Amounts:
        found: dict[str, tuple[Any, ...]] = {}
        for record in slow.mine["book_reading", person]:
            days, fields = record["days"], record["fields"]
            # One whose date crosses two years proves no period at all, so it can't be the first.
            if days is None or not slow.proves(
                days, Days(date(days.first.year, 1, 1), date(days.first.year, 12, 31))
            ):
                continue
            unproved = record["status"] != "verified"
            entry = (unproved, days.first, days.last, str(fields.get("category")), days, record)
            title = str(fields.get("title") or "").strip()
            if title not in found or entry[:4] < found[title][:4]:
                found[title] = entry
        return added(
            (record, 1)
            for *_, days, record in found.values()
            if slow.proves(days, period) and category in (None, record["fields"].get("category"))
        )

    return count


# --- meetings --------------------------------------------------------------------------------------


def attended(
    slow: Slow,
    person: Any,
    period: Days,
    states: tuple[str | None, ...],
    categories: tuple[str | None, ...] | None = None,
) -> Amounts:
    """Sessions where the person was in one of these states; one made up for, on the day of that."""
    return added(
        (session, 1)
        for session, row, day in slow.signed[person]
        if day is not None
        and day in period
        and slow.proves(day, period)
        and row.get("state") in states
        and (categories is None or session["fields"].get("category") in categories)
    )


def _heard(slow: Slow, person: Any, period: Days) -> Amounts:
    """R06, D10: hearing counts, at a session or as an entry of the person's own."""
    classes = attended(slow, person, period, ("到", "迟到", "补学"), ("党课", "辅导课"))
    return _plus(classes, _records("study_entry", report_heard=True)(slow, person, period))


def _exchanges(slow: Slow, person: Any, period: Days) -> Amounts:
    return attended(slow, person, period, ("到", "迟到"), EXCHANGES)


def _evaluated(slow: Slow, person: Any, period: Days) -> Amounts:
    """R12, D14: any one evaluation."""
    return _plus(*(_records(kind)(slow, person, period) for kind in ("assessment", "democratic_evaluation")))


# --- visits, study ---------------------------------------------------------------------------------


def _households(slow: Slow, person: Any, period: Days) -> Amounts:
    """R07, D11: distinct households, of covered villages only."""
    covered = [each for each in slow.people[person]["fields"].get("covered") or () if each]
    done: set[tuple[str, str]] = set()
    waiting: set[tuple[str, str]] = set()
    for record in _in(slow, "household_visit", person, period):
        village = (record["fields"].get("village") or "") + (record["fields"].get("group") or "")
        places = [each for each in covered if village[: len(each)] == each[: len(village)] and village]
        if places:
            household = (places[0], record["fields"].get("household") or "")
            (done if record["status"] == "verified" else waiting).add(household)
    return len(done), len(waiting - done)


def _helped(slow: Slow, person: Any, period: Days) -> Amounts:
    visits = _in(slow, "household_visit", person, period)
    return added((record, 1) for record in visits if record["fields"].get("help"))


def _minutes(slow: Slow, person: Any, period: Days) -> Amounts:
    return added(
        (record, record["fields"].get("minutes") or 0)
        for record in _in(slow, "study_entry", person, period)
        if record["fields"].get("subtype") in COUNTED_STUDY
    )


def _papers(slow: Slow, person: Any, period: Days) -> Amounts:
    """R05, D9: an article or a report."""
    kinds = ("experience_article", "research_report")
    return _plus(*(_records(kind)(slow, person, period) for kind in kinds))


def _solved(slow: Slow, person: Any, period: Days) -> Amounts:
    return added(
        (record, 1)
        for record in slow.mine["research_report", person]
        for problem in record["fields"].get("problems") or ()
        if problem.get("solved") is True
        and slow.proves(slow.own_day(record, problem.get("solved_on")), period)
    )


# --- R19, R21, R22: the larger of what is kept and what a register declares ----------------------------


def _larger(kind: str, kept: str | None, declared: str) -> Callable[[Slow, Any, Days], Amounts]:
    def count(slow: Slow, person: Any, period: Days) -> Amounts:
        verified = total(slow, person, period, ("verified",))
        both = total(slow, person, period, ("verified", "submitted"))
        return verified, max(0, both - verified)

    def total(slow: Slow, person: Any, period: Days, statuses: Iterable[str]) -> float:
        """The larger for each half-year, summed; what only the year dates stands beside the halves."""

        def amount(of: str, name: str | None, where: Callable[[Days], bool]) -> float:
            return sum(
                (record["fields"].get(name) or 0) if name else 1
                for record in _in(slow, of, person, period)
                if record["status"] in statuses and where(record["days"])
            )

        year = period.first.year
        halves = (
            Days(date(year, 1, 1), date(year, 6, 30)),
            Days(date(year, 7, 1), date(year, 12, 31)),
        )

        def larger(half: Days) -> float:
            def inside(days: Days) -> bool:
                return days in half

            return max(amount(kind, kept, inside), amount("study_register", declared, inside))

        def loose(days: Days) -> bool:
            return not any(days in half for half in halves)

        by_halves = sum(larger(half) for half in halves) + amount(kind, kept, loose)
        return max(by_halves, amount("study_register", declared, loose))

    return count


COUNTS: Mapping[str, Callable[[Slow, Any, Days], Amounts]] = {
    "R01": _books("政治理论"),
    "R02": _books("业务"),
    "R03": _records("preaching", audience="本单位干部"),
    "R04": _records("farmer_tutorial"),
    "R05": _papers,
    "R06": _heard,
    "R07": _households,
    "R08": _helped,
    "R09": _minutes,
    "R10": _exchanges,
    "R11": _books(None),
    "R12": _evaluated,
    "R19": _larger("research_report", None, "reports"),
    "R20": _solved,
    "R21": _larger("experience_article", None, "articles"),
    "R22": _larger("reading_note", "words", "notes_words"),
    "R23": _records("assessment"),
    "R30": _records("talk"),
}
