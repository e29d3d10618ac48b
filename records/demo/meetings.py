"""The township's meetings: weekly study, exchanges, tests, democratic evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from records.demo import words
from records.demo.township import FIRST_MONDAY, TODAY, Person, Township, Unit
from records.record import Record


def _attendance(town: Township, people: list[Person]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for person in people:
        if person.away:
            continue
        absent = town.rng.random() > 0.80 + 0.2 * person.diligence
        row: dict[str, Any] = {"person": person.id, "state": "到"}
        if absent:
            row = {
                "person": person.id,
                "state": "请假",
                "leave_reason": town.rng.choice(("下村", "开会", "生病", "家中有事")),
            }
        rows.append(row)
    return rows


def _session(
    town: Township,
    unit: Unit,
    day: date,
    category: str,
    title: str,
    minutes: int,
    people: list[Person],
    **more: Any,
) -> Record:
    start = datetime.combine(day, time(8, 30))
    fields: dict[str, Any] = {
        "title": title,
        "category": category,
        "level": "乡" if unit is town.committee else "支部",
        "start": start,
        "end": start + timedelta(minutes=minutes),
        "place": "乡政府会议室" if unit.category == "党委" or not unit.village else f"{unit.village}村活动室",
        "host_unit": unit.id,
        "host": people[0].id,
        "recorder": people[min(2, len(people) - 1)].id,
        "attendance": _attendance(town, people),
        **more,
    }
    return town.new("session", day, fields)


def weekly_sessions(town: Township, unit: Unit) -> Iterator[Record]:
    """A half day a week; once a month the week's session is an exchange."""
    keen = 0.80 + 0.2 * town.rng.random()
    day = FIRST_MONDAY + timedelta(days=town.rng.randrange(5))
    while day <= TODAY:
        if town.rng.random() < keen:
            topic = town.rng.choice(words.STUDY_TOPICS)
            if day.day <= 7:
                speakers = [person.id for person in unit.people[:3]]
                yield _session(
                    town,
                    unit,
                    day,
                    "交流会",
                    f"学习交流：{topic}",
                    180,
                    unit.people,
                    speakers=speakers,
                    topics=[topic],
                )
            else:
                yield _session(town, unit, day, "集体学习", f"学习{topic}", 180, unit.people, topics=[topic])
        day += timedelta(days=7)


def mobilisations(town: Township) -> Iterator[Record]:
    """The mobilising conferences of the units in the first stage; the last one never held its own."""
    for number, unit in enumerate(each for each in town.units[:-1] if each.people):
        day = date(2010, 7, 12 + number % 12)
        title = f"{unit.name}创建学习型党组织动员会"
        if unit is not town.committee:
            yield _session(town, unit, day, "动员会", title, 90, unit.people)


def seminars(town: Township) -> Iterator[Record]:
    """The township's yearly seminar and observation in stage 2; the observation of 2012 is still to come."""
    cadres = [person for person in town.people if person.is_any("机关干部职工")][:60]
    held = ((date(2011, 5, 17), "研讨会"), (date(2011, 9, 20), "现场观摩"), (date(2012, 5, 15), "研讨会"))
    for day, category in held:
        yield _session(town, town.committee, day, category, f"学习型党组织创建{category}", 180, cadres)


def township_meetings(town: Township) -> Iterator[Record]:
    """The mobilising conference, Monday meetings, tutoring and half-yearly exchanges of the township."""
    committee = town.committee
    cadres = [person for person in town.people if person.is_any("机关干部职工")][:60]
    yield _session(town, committee, date(2010, 7, 5), "动员会", "创建学习型党组织动员大会", 120, cadres)
    day = FIRST_MONDAY
    while day <= TODAY:
        topic = town.rng.choice(words.STUDY_TOPICS)
        yield _session(town, committee, day, "周一例会", f"周一例会：{topic}", 90, cadres, topics=[topic])
        if day.day <= 7:
            yield _session(
                town,
                committee,
                day + timedelta(days=2),
                "辅导课",
                f"专题辅导：{topic}",
                150,
                cadres,
                lecturer=town.rng.choice(words.LECTURERS),
            )
        day += timedelta(days=7)
    for half in (date(2010, 12, 8), date(2011, 6, 14), date(2011, 12, 13), date(2012, 6, 19)):
        yield _session(
            town,
            committee,
            half,
            "交流会",
            "机关、村、组干部工作交流会",
            180,
            cadres,
            speakers=[person.id for person in cadres[:4]],
        )


def exams(town: Township) -> Iterator[Record]:
    for held, category, title in (
        (date(2010, 12, 20), "理论测试", "2010年党员干部理论测试"),
        (date(2011, 6, 24), "百题竞赛", "庆祝建党九十周年百题竞赛"),
        (date(2011, 12, 19), "理论测试", "2011年党员干部理论测试"),
        (date(2012, 6, 25), "百题竞赛", "2012年党史知识百题竞赛"),
    ):
        results = [
            {"person": person.id, "absent": True}
            if town.rng.random() < 0.04
            else {
                "person": person.id,
                "score": Decimal(min(100, int(58 + 40 * person.diligence * town.rng.uniform(0.8, 1.05)))),
            }
            for person in town.people[:400]
            if not person.away
        ]
        yield town.add(
            "exam",
            held,
            title=title,
            category=category,
            held_on=held,
            unit=town.committee.id,
            place="中心小学",
            full_mark=Decimal(100),
            pass_mark=Decimal(60),
            questions=100,
            results=results,
        )


def evaluations(town: Township) -> Iterator[Record]:
    for year in (2010, 2011):
        for unit in town.branches:
            held = date(year, 12, 10) + timedelta(days=town.rng.randrange(12))
            people = [person for person in unit.people if not person.away]
            gone = people[-2:] if len(people) > 6 else []
            minutes = town.add(
                "evaluation_minutes",
                held,
                title=f"{unit.name}{year}年度民主评议党员会议纪要",
                category="民主评议",
                audience="本支部",
                held_on=held,
                place=f"{unit.village}村活动室" if unit.village else "会议室",
                unit=unit.id,
                host=unit.secretary.id,
                recorder=people[min(2, len(people) - 1)].id,
                expected=len(people),
                present=len(people) - len(gone),
                absentees=[{"person": person.id, "reason": "请假"} for person in gone],
                agenda=["通报全年学习情况", "个人述学", "民主测评"],
                statements=[
                    {
                        "speaker": person.name,
                        "gist": f"一年来学习有收获，也有不足：{town.rng.choice(words.POINTS)}",
                    }
                    for person in people[:3]
                ],
                gaps=["个别党员笔记不够及时", "调研成果转化不够"],
                resolutions=[
                    {
                        "text": "缺记笔记的党员一个月内补齐",
                        "owner": unit.secretary.name,
                        "due": held + timedelta(days=31),
                    }
                ],
            )
            yield minutes
            yield from _ballots(town, unit, minutes, people, year, held)


def _ballots(
    town: Township, unit: Unit, minutes: Record, people: list[Person], year: int, held: date
) -> Iterator[Record]:
    valid, lines = len(people) - 1, []
    for person in (each for each in people if each.record.fields["political_status"] == "正式党员"):
        excellent = int(valid * max(0.0, person.diligence - 0.3))
        result = "优秀" if person.diligence > 0.93 else "合格"
        lines.append(
            {
                "person": person.id,
                "excellent": excellent,
                "qualified": valid - excellent,
                "basic": 0,
                "unqualified": 0,
                "abstain": 0,
                "result": result,
            }
        )
    if lines:
        yield town.add(
            "democratic_evaluation",
            held,
            meeting=minutes.id,
            unit=unit.id,
            year=year,
            issued=len(people),
            returned=len(people),
            valid=valid,
            lines=lines,
        )


def party_classes(town: Township, unit: Unit) -> Iterator[Record]:
    """One party class a year, around the first of July."""
    for year in (2011, 2012):
        day = date(year, 6, 27)
        title = "党的光荣传统与我们的责任"
        session = _session(
            town, unit, day, "党课", title, 90, unit.people, lecturer=unit.secretary.name, topics=[title]
        )
        yield session
        yield town.add(
            "party_class",
            day,
            title=title,
            lecturer=unit.secretary.name,
            lecturer_person=unit.secretary.id,
            held_on=day,
            place=str(session.fields["place"]),
            unit=unit.id,
            session=session.id,
        )
