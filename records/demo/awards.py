"""Assessment, selection and commendation in the invented township."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from records.demo import words
from records.demo.township import Township
from records.record import Record


def assessments(town: Township) -> Iterator[Record]:
    """The yearly five-aspect assessment of the agency's cadres."""
    for year in (2010, 2011):
        for person in (each for each in town.people if each.is_any("机关干部职工")):
            scores = {
                aspect: Decimal(min(20, max(9, round(20 * person.diligence * town.rng.uniform(0.86, 1.06)))))
                for aspect in ("listen", "write", "speak", "test", "apply")
            }
            signed = date(year, 12, 28)
            yield town.add("assessment", signed, person=person.id, year=year, signed_on=signed, **scores)


def awards(town: Township) -> Iterator[Record]:
    """The winners of 2011: nominated, vetted, announced, decided, awarded."""
    best = sorted((person for person in town.people if person.member), key=lambda person: -person.diligence)[
        :12
    ]
    units = town.branches[:2]
    decided = date(2012, 2, 10)
    nominees: list[tuple[str, Any]] = [("学习先进个人", person) for person in best] + [
        ("先进学习型党组织", unit) for unit in units
    ]
    nominations = []
    for award, nominee in nominees:
        deeds = "".join(town.rng.sample(words.POINTS, 4)) * 4 + town.rng.choice(words.CLOSINGS)
        nominations.append(
            town.add(
                "nomination",
                date(2012, 1, 9),
                award=award,
                nominee=nominee.id,
                year=2011,
                votes=town.rng.randrange(9, 30),
                deeds=deeds,
                branch_opinion="同意推荐",
                vetting="经考察，事迹属实",
                notice_from=date(2012, 1, 16),
                notice_to=date(2012, 1, 20),
            )
        )
    yield from nominations
    commendation = town.add(
        "commendation",
        decided,
        doc_no="云党发〔2012〕3号",
        title="关于表彰2011年度先进学习型党组织和学习先进个人的决定",
        unit=town.committee.id,
        decided_on=decided,
        winners=[nominee.id for _, nominee in nominees],
        signed_off=town.people[0].id,
        meeting="乡党委会议",
    )
    yield commendation
    for number, ((title, nominee), nomination) in enumerate(zip(nominees, nominations, strict=True), 1):
        yield town.add(
            "award",
            decided,
            decision=commendation.id,
            nominee=nominee.id,
            title=title,
            nomination=nomination.id,
            certificate_no=f"云学〔2012〕{number:03}号",
            issued_on=decided,
        )
    for person in best[:3]:
        yield town.add(
            "typical_model",
            date(2012, 3, 5),
            subject=person.id,
            title=f"{person.name}：{town.rng.choice(words.ARTICLES)[0]}",
            practice="".join(town.rng.sample(words.POINTS, 2)),
            summarised_on=date(2012, 3, 5),
            publicised_on=date(2012, 3, 12),
            publicised_in="学习专栏",
        )
