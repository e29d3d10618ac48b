"""The English sentences."""

from __future__ import annotations

from collections.abc import Iterable

from records.programme.figures import Figures
from records.values import PartialDate
from templates.contexts.text import Line, Part, listed, number, plain, span


def overview(f: Figures, owner: str, period: PartialDate, *, study: bool) -> tuple[Line, ...]:
    parts = _some(
        [
            (f.general_branches, "general branch", "general branches"),
            (f.branches, "branch", "branches"),
            (f.party_groups, "Party group", "Party groups"),
        ]
    )
    members = _count(f.members, "Party member") if f.members else ""
    if members and f.probationary:
        members += f", {f.probationary} of them probationary"
    return plain(
        [
            f"{owner} has {listed(parts, 'en')}. " if parts else "",
            f"They count {members}. " if members else "",
            f"This summary covers {span(period, 'en')}. ",
            _study(f) if study else "",
        ]
    )


def _study(f: Figures) -> str:
    if not f.sessions:
        return ""
    rate = f" ({_percent(f.present, f.expected)} of those expected)" if f.expected else ""
    attended = f", attended {_count(f.present, 'time')}{rate}" if f.present else ""
    return f"{_count(f.sessions, 'study session')} of {number(f.hours, 'en')} hours were held{attended}. "


def practices(f: Figures) -> tuple[Part, ...]:
    return (
        Part("Leadership", plain(_leadership(f))),
        Part("Mobilisation", plain(_mobilisation(f))),
        Part("Rules", plain(_rules(f))),
        Part("Study activities", plain(_activities(f))),
        Part("Supervision and assessment", plain(_supervision(f))),
    )


def _leadership(f: Figures) -> list[str]:
    return [
        f"{_count(f.leading_groups, 'organisation')} set up a leading group. " if f.leading_groups else "",
        f"{_count(f.positions, 'position')} in leading bodies were filled. " if f.positions else "",
    ]


def _mobilisation(f: Figures) -> list[str]:
    forms = listed([f"{form} {count}" for form, count in f.forms], "en")
    return [
        f"{_count(f.mobilisations, 'mobilising meeting')} took place. " if f.mobilisations else "",
        f"There were {_count(f.publicity, 'publicity action')}{f' ({forms})' if forms else ''}. "
        if f.publicity
        else "",
        f"{_count(f.briefings, 'briefing')} with {_count(f.briefing_items, 'item')} came in. "
        if f.briefings
        else "",
    ]


def _rules(f: Figures) -> list[str]:
    return [
        _sentence(
            "Adopted so far:",
            _some(
                [
                    (f.plans, "implementation plan", ""),
                    (f.study_plans, "study plan", ""),
                    (f.rule_documents, "rule document", ""),
                ]
            ),
        ),
    ]


def _activities(f: Figures) -> list[str]:
    return [
        _study(f),
        _sentence(
            "Lectures given:",
            _some(
                [
                    (f.party_classes, "Party class", "Party classes"),
                    (f.preachings, "theory talk", ""),
                    (f.tutorials, "farmers' tutorial", ""),
                ]
            ),
        ),
        _sentence(
            "Self-study produced",
            _some(
                [
                    (f.books, "book read", "books read"),
                    (f.note_words, "character of notes", "characters of notes"),
                    (f.articles, "article", ""),
                    (f.reports, "research report", ""),
                ]
            ),
        ),
        _sentence(
            "Activities comprised",
            _some(
                [
                    (f.exams, "test", ""),
                    (f.activities, "themed activity", "themed activities"),
                    (f.visits, "household visit", ""),
                    (f.deliveries, "home delivery", "home deliveries"),
                ]
            ),
        ),
    ]


def _supervision(f: Figures) -> list[str]:
    return [
        f"{_count(f.inspections, 'inspection')} were made. " if f.inspections else "",
        f"{_count(f.rectifications, 'rectification notice')} were issued and {f.closed} closed. "
        if f.rectifications
        else "",
        _sentence(
            "Completed:",
            _some(
                [
                    (f.assessments, "five-aspect assessment", ""),
                    (f.evaluations, "democratic evaluation", ""),
                ]
            ),
        ),
        f"{number(f.budget, 'en')} yuan were allocated and {number(f.spent, 'en')} yuan spent. "
        if f.budget or f.spent
        else "",
    ]


def results(f: Figures) -> tuple[Line, ...]:
    return plain(
        [
            _sentence(
                "Study was put to use:",
                _some(
                    [
                        (
                            f.helped,
                            "difficulty of the public resolved",
                            "difficulties of the public resolved",
                        ),
                        (
                            f.problems_solved,
                            "problem found by research solved",
                            "problems found by research solved",
                        ),
                    ]
                ),
            ),
            _sentence(
                "Examples were set by",
                _some(
                    [
                        (f.models, "model", ""),
                        (f.awards, "award", ""),
                        (f.designated, "designation", ""),
                    ]
                ),
            ),
            f"Of {_count(f.surveyed, 'survey form')} {_percent(f.satisfied, f.surveyed)} were satisfied. "
            if f.surveyed
            else "",
        ]
    )


def problems(f: Figures) -> tuple[Line, ...]:
    left = f.rectifications - f.closed
    low = bool(f.expected) and f.present * 10 < f.expected * 9
    return plain(
        [
            f"{_count(f.idle_units, 'organisation')} recorded no study session. " if f.idle_units else "",
            f"{_count(f.silent_units, 'organisation')} with a duty to report sent no briefing. "
            if f.silent_units
            else "",
            f"Attendance was {_percent(f.present, f.expected)}, below nine in ten. " if low else "",
            f"{_count(left, 'rectification notice')} still open. " if left > 0 else "",
            f"{_count(f.unhelped, 'difficulty', 'difficulties')} met on visits not yet resolved. "
            if f.unhelped
            else "",
        ]
    )


def next_steps(f: Figures) -> tuple[Line, ...]:
    steps = [
        text
        for wanted, text in (
            (f.idle_units, "see that organisations without sessions make up their study"),
            (f.silent_units, "hold organisations to the duty of sending briefings"),
            (f.rectifications - f.closed > 0, "follow every open rectification to its end"),
            (f.unhelped, "visit again the households whose difficulties are not yet resolved"),
        )
        if wanted
    ]
    return plain([f"The office will {listed(steps, 'en')}."] if steps else [])


def recorded(figures: list[tuple[str, str]]) -> tuple[Line, ...]:
    return plain([_sentence("Also on record:", [f"{name} {value}" for name, value in figures])])


def title(owner: str, stage: str, year: int | None) -> str:
    what = f"{stage} of the Campaign" if stage else f"the Campaign in {year}"
    return f"{owner}\nSummary of {what} for Learning Party Organisations"


def _count(value: int, one: str, many: str = "") -> str:
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def _some(entries: Iterable[tuple[int, str, str]]) -> list[str]:
    return [_count(value, one, many) for value, one, many in entries if value]


def _sentence(head: str, parts: list[str]) -> str:
    return f"{head} {listed(parts, 'en')}. " if parts else ""


def _percent(part: int, whole: int) -> str:
    return f"{number(round(part * 1000 / whole) / 10 if whole else 0, 'en')}%"
