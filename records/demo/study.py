"""What each person of the township studied, wrote, taught and looked after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from records.demo import words
from records.demo.township import START, TODAY, Person, Township, months
from records.record import Record
from records.values import PartialDate, count_words

#: A month's entry of self-study stands for so many days of one to three hours.
_ENTERED_DAYS = 14


def personal_records(town: Township, person: Person) -> Iterator[Record]:
    """One person's records over the whole programme so far, month by month."""
    for month in months():
        quarter_ends = month.month % 3 == 0
        yield from _notes(town, person, month)
        yield from _self_study(town, person, month)
        if quarter_ends:
            yield from _books(town, person, month)
        if person.village:
            yield from _visits(town, person, month)
        if person.is_any("领导干部", "村干部") and town.rng.random() < person.diligence:
            yield from _tutorial(town, person, month)
        if month.month in (5, 11):
            yield from _article(town, person, month)
        if month.month == 9 and person.is_any("领导干部", "机关干部职工", "村干部"):
            yield from _report(town, person, month)
        if month.month in (4, 10) and person.is_any("领导干部"):
            yield from _preaching(town, person, month)


def spare_entry(town: Township) -> Record:
    """One more self-study entry of somebody, to reach a wanted number of records."""
    person = town.rng.choice(town.people)
    day = START + timedelta(days=town.rng.randrange((TODAY - START).days))
    return _entry(town, person, day)


def study_tours(town: Township) -> Iterator[Record]:
    """Some of the leaders see another township each spring; in 2012 nobody has gone yet."""
    leaders = [person for person in town.people if person.is_any("领导干部")][:4]
    for day in (date(2010, 10, 19), date(2011, 4, 12)):
        for person in leaders:
            yield town.new(
                "study_entry",
                day,
                {
                    "person": person.id,
                    "subtype": "外出考察",
                    "started": PartialDate.day(day),
                    "minutes": 420,
                    "content": "到邻乡看设施蔬菜和党员活动室，对照找差距",
                    "organiser": "乡党委",
                },
            )


def _day(town: Township, month: date) -> date:
    """A day of the month inside the programme and not after today."""
    day = month + timedelta(days=town.rng.randrange(28))
    return min(max(day, START), TODAY)


def _keeps_up(town: Township, person: Person) -> bool:
    return town.rng.random() < person.diligence


def _notes(town: Township, person: Person, month: date) -> Iterator[Record]:
    if not _keeps_up(town, person):
        return
    length = int(2100 * person.diligence * town.rng.uniform(0.8, 1.2)) // 10 * 10
    yield town.new(
        "reading_note",
        month,
        {
            "person": person.id,
            "period": PartialDate.month(month.year, month.month),
            "words": length,
            "count_basis": "declared",
            "pages": length // 330 + 1,
            "checked_by": person.unit.secretary.id,
        },
    )


def _self_study(town: Township, person: Person, month: date) -> Iterator[Record]:
    if _keeps_up(town, person):
        yield _entry(town, person, _day(town, month), whole=month)


def _entry(town: Township, person: Person, day: date, *, whole: date | None = None) -> Record:
    """A day's self-study, or what somebody enters for a whole month: its hours in one sum."""
    rng = town.rng
    subtype = rng.choices(("自学", "远程教育", "网络学习", "读报", "实践"), (60, 15, 8, 12, 5))[0]
    fields: dict[str, Any] = {
        "person": person.id,
        "subtype": subtype,
        "started": PartialDate.month(whole.year, whole.month) if whole else PartialDate.day(day),
        "minutes": rng.randrange(4, 13) * 15 * (_ENTERED_DAYS if whole else 1),
        "content": rng.choice(words.STUDY_TOPICS),
    }
    if subtype == "自学":
        fields["source_name"] = rng.choice(words.THEORY_BOOKS)
    return town.new("study_entry", day, fields)


def _books(town: Township, person: Person, month: date) -> Iterator[Record]:
    for category, shelf in (("政治理论", words.THEORY_BOOKS), ("业务", words.PROFESSIONAL_BOOKS)):
        if _keeps_up(town, person):
            day = _day(town, month)
            fields = {
                "person": person.id,
                "title": town.rng.choice(shelf),
                "category": category,
                "finished": PartialDate.day(day),
            }
            yield town.new("book_reading", day, fields)


def _visits(town: Township, person: Person, month: date) -> Iterator[Record]:
    for _ in range(3):
        if not _keeps_up(town, person):
            continue
        rng, day = town.rng, _day(town, month)
        fields: dict[str, Any] = {
            "visitor": person.id,
            "household": rng.choice(words.SURNAMES) + rng.choice(words.GIVEN_MEN),
            "village": f"{person.village}村",
            "group": f"{rng.choice('一二三四')}组",
            "visited_on": day,
        }
        if rng.random() < 0.6:
            fields["difficulty"], fields["help"] = rng.choice(words.DIFFICULTIES)
            fields["solved"] = rng.random() < 0.7 and day + timedelta(days=12) <= TODAY
            if fields["solved"]:
                fields["solved_on"] = day + timedelta(days=12)
        yield town.new("household_visit", day, fields)


def _tutorial(town: Township, person: Person, month: date) -> Iterator[Record]:
    day = _day(town, month)
    village = person.village or words.VILLAGES[0]
    yield town.new(
        "farmer_tutorial",
        day,
        {
            "lecturers": [person.id],
            "village": f"{village}村{town.rng.choice('一二三')}组",
            "theme": town.rng.choice(("形势", "政策", "市场信息")),
            "held_on": day,
            "farmers": town.rng.randrange(14, 46),
        },
    )


def _article(town: Township, person: Person, month: date) -> Iterator[Record]:
    if not _keeps_up(town, person):
        return
    rng, day = town.rng, _day(town, month)
    title, thought = rng.choice(words.ARTICLES)
    points = rng.sample(words.POINTS, 3)
    text = "\n".join([rng.choice(words.OPENINGS), *points, f"{thought}。{rng.choice(words.CLOSINGS)}"])
    fields = {
        "title": title,
        "authors": [person.id],
        "written_on": PartialDate.day(day),
        "words": count_words(text),
        "count_basis": "measured",
        "text": text,
    }
    yield town.new("experience_article", day, fields)


def _report(town: Township, person: Person, month: date) -> Iterator[Record]:
    if not _keeps_up(town, person):
        return
    day = _day(town, month)
    research = town.rng.choice(words.RESEARCH)
    village = person.village or town.rng.choice(words.VILLAGES)
    place = f"{village}村"
    text = "\n".join(
        (
            f"为弄清{research.topic}的实情，我于本月在{place}走访农户，并与村组干部座谈。",
            research.finding,
            research.advice,
            "以上看法只就一村而言，其他各村情况不尽相同，请结合实际参考。",
        )
    )
    solved = day + timedelta(days=30) <= TODAY and _keeps_up(town, person)
    problem: dict[str, Any] = {"text": research.problem, "action": research.action, "solved": solved}
    if solved:
        problem |= {"solved_on": day + timedelta(days=30), "effect": research.effect}
    yield town.new(
        "research_report",
        day,
        {
            "title": f"{place}{research.topic}情况调研",
            "authors": [person.id],
            "topic": research.topic,
            "place": place,
            "fieldwork": PartialDate.month(day.year, day.month),
            "finished_on": PartialDate.day(day),
            "words": count_words(text),
            "count_basis": "measured",
            "findings": research.finding,
            "advice": research.advice,
            "text": text,
            "problems": [problem],
        },
    )


def _preaching(town: Township, person: Person, month: date) -> Iterator[Record]:
    day = _day(town, month)
    yield town.new(
        "preaching",
        day,
        {
            "speaker": person.id,
            "topic": town.rng.choice(words.STUDY_TOPICS),
            "audience": "本单位干部",
            "held_on": day,
            "place": "乡政府会议室",
            "count": town.rng.randrange(18, 40),
        },
    )
