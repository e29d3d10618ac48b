"""The invented township's units and people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, Literal

from bson.objectid import ObjectId

from records.demo.words import GIVEN_MEN, GIVEN_WOMEN, ORDINALS, SURNAMES, TOWNSHIP, VILLAGES
from records.people.id_number import check_digit
from records.record import Record
from records.values import PartialDate

Size = Literal["small", "full"]
START = date(2010, 7, 3)
#: The demo is told as of this day (design decision 11).
TODAY = date(2012, 10, 15)
FIRST_MONDAY = date(2010, 7, 5)
YEARS = (2010, 2011, 2012)
#: people of each size; units follow from the villages
PEOPLE: dict[Size, int] = {"small": 60, "full": 2000}
_UNITS: dict[Size, int] = {"small": 8, "full": 60}


@dataclass
class Unit:
    """A unit and the people who belong to it."""

    record: Record
    village: str = ""
    people: list[Person] = field(default_factory=list)

    @property
    def id(self) -> ObjectId:
        return self.record.id

    @property
    def name(self) -> str:
        return str(self.record.fields["name"])

    @property
    def category(self) -> str:
        return str(self.record.fields["category"])

    @property
    def secretary(self) -> Person:
        return self.people[0]


@dataclass
class Person:
    """A person with what the story needs: how diligent (0 to 1), and since when active."""

    record: Record
    unit: Unit
    diligence: float
    village: str = ""

    @property
    def id(self) -> ObjectId:
        return self.record.id

    @property
    def name(self) -> str:
        return str(self.record.fields["name"])

    @property
    def post(self) -> str:
        return str(self.record.fields.get("post") or "")

    def is_any(self, *categories: str) -> bool:
        own = self.record.fields["categories"]
        return isinstance(own, list) and any(each in own for each in categories)

    @property
    def away(self) -> bool:
        return self.record.fields["mobility"] != "无"

    @property
    def member(self) -> bool:
        return self.record.fields["political_status"] != "群众"


@dataclass
class Township:
    """All of it; ``committee`` is the township's party committee."""

    rng: Random
    units: list[Unit]
    people: list[Person]

    @property
    def committee(self) -> Unit:
        return self.units[0]

    @property
    def branches(self) -> list[Unit]:
        """The units that study together and send briefings: those with people of their own."""
        return [unit for unit in self.units if unit.people and unit.category == "党支部"]

    def new(self, kind: str, day: date | None, fields: dict[str, Any]) -> Record:
        """A record with the status that its age suggests: what is weeks old has been verified."""
        age = (TODAY - day).days if day else 999
        status = "verified" if age > 45 else "submitted" if age > 6 or self.rng.random() < 0.8 else "draft"
        record = Record.new(kind, fields, status=status)
        record.id = self.object_id()
        return record

    def add(self, kind: str, day: date, **fields: Any) -> Record:
        """``new`` with the fields by name."""
        return self.new(kind, day, fields)

    def object_id(self) -> ObjectId:
        return ObjectId(self.rng.randbytes(12))


def found_township(size: Size) -> Township:
    """The units (their secretaries still to be named) and people of a size, always the same ones."""
    town = Township(Random(f"{TOWNSHIP}-{size}"), [], [])
    _found_units(town, _UNITS[size])
    _settle(town, PEOPLE[size])
    return town


def _unit(town: Township, name: str, short: str, category: str, parent: Unit | None, workplace: str) -> Unit:
    fields = {
        "name": name,
        "short_name": short,
        "category": category,
        "parent": parent.id if parent else None,
        "workplace": workplace,
        "briefing_duty": category in ("党总支", "党支部"),
    }
    fields = {key: value for key, value in fields.items() if value is not None}
    unit = Unit(town.new("unit", None, fields))
    town.units.append(unit)
    return unit


def _found_units(town: Township, wanted: int) -> None:
    committee = _unit(town, f"中共{TOWNSHIP}委员会", "乡党委", "党委", None, "机关")
    committee.record.fields |= {
        "aliases": [f"{TOWNSHIP}党委"],
        "document_code": "云党发",
        "certificate_code": "云学",
    }
    agency = _unit(town, "机关党支部", "机关支部", "党支部", committee, "机关")
    _unit(town, "中心小学党支部", "小学支部", "党支部", committee, "学校")
    for village in VILLAGES:
        if len(town.units) >= wanted - 1:
            break
        if len(town.units) == wanted - 2:
            alone = _unit(town, f"{village}村党支部", f"{village}支部", "党支部", committee, "村")
            alone.village = village
            break
        first = _unit(town, f"{village}村党总支", f"{village}总支", "党总支", committee, "村")
        first.village = village
        for ordinal in ORDINALS[: 2 if wanted < 20 else 3]:
            if len(town.units) >= wanted - 1:
                break
            branch = _unit(
                town, f"{village}村第{ordinal}党支部", f"{village}{ordinal}支部", "党支部", first, "村"
            )
            branch.village = village
    _unit(town, "机关综合党小组", "综合小组", "党小组", agency, "机关")


def _settle(town: Township, wanted: int) -> None:
    agency, school = town.units[1], town.units[2]
    villages = [unit for unit in town.units if unit.category == "党支部" and unit.village]
    covered = sorted({unit.village for unit in villages})
    leaders = ("乡党委书记", "乡党委副书记、乡长", "乡人大主席", "乡党委副书记", "乡纪委书记", "副乡长")
    for number in range(wanted):
        share = number / wanted
        if share < 0.30 or number < len(leaders):
            post = (
                leaders[number]
                if number < len(leaders)
                else town.rng.choice(("干事", "科员", "民政专干", "计生专干"))
            )
            categories = (
                ["领导干部", "中心组成员", "机关干部职工"] if number < len(leaders) else ["机关干部职工"]
            )
            village = covered[number % len(covered)]
            _person(town, agency, post, categories, village)
        elif share < 0.42:
            _person(town, school, town.rng.choice(("校长", "教导主任", "教师")), ["站所学校职工"], "")
        else:
            unit = villages[number % len(villages)]
            cadre = len(unit.people) < 3
            post = ("支部书记", "支部委员", "村文书")[len(unit.people)] if cadre else ""
            _person(
                town,
                unit,
                post,
                ["村干部", "农民党员"] if cadre else ["农民党员"],
                unit.village if cadre else "",
            )


def _person(town: Township, unit: Unit, post: str, categories: list[str], village: str) -> None:
    rng = town.rng
    gender = "女" if rng.random() < 0.35 else "男"
    name = rng.choice(SURNAMES) + rng.choice(GIVEN_WOMEN if gender == "女" else GIVEN_MEN)
    birth = date(1946, 1, 1) + timedelta(days=rng.randrange(365 * 42))
    leads = "领导干部" in categories or post == "支部书记"
    member = leads or "农民党员" in categories or rng.random() < 0.7
    joined = date(birth.year + rng.randrange(21, 24), 7, 1)
    probation = member and not leads and rng.random() < 0.05
    if probation:
        joined = date(2012, 7, 1)
    mobility = rng.choices(("无", "行动不便", "长期外出"), (90, 4, 6))[0] if not post else "无"
    fields: dict[str, Any] = {
        "name": name,
        "gender": gender,
        "nation": rng.choices(("汉族", "回族", "藏族", "蒙古族"), (86, 6, 4, 4))[0],
        "birth": PartialDate.day(birth),
        "id_no": _id_number(rng, birth, gender),
        "education": rng.choice(
            ("初中", "高中", "中专", "大专", "大学") if post else ("小学", "初中", "高中")
        ),
        "political_status": "预备党员" if probation else "正式党员" if member else "群众",
        "categories": categories,
        "memberships": [{"org": unit.id, "from": START}],
        "phone": f"100{rng.randrange(10**8):08}",
        "mobility": mobility,
        "active_from": START,
    }
    if post:
        fields["post"] = post
    if village:
        fields["covered"] = [f"{village}村"]
    if member:
        fields["joined_party"] = PartialDate.day(joined)
        if not probation:
            fields["regularised"] = PartialDate.day(joined.replace(year=joined.year + 1))
    person = Person(town.new("person", None, fields), unit, 0.55 + 0.45 * rng.random(), village)
    unit.people.append(person)
    town.people.append(person)


def _id_number(rng: Random, birth: date, gender: str) -> str:
    """An identity number of area 999999, which nobody has, with a valid check digit (GB 11643)."""
    order = rng.randrange(100) * 10 + rng.randrange(5) * 2 + (gender == "男")
    body = f"999999{birth:%Y%m%d}{order:03}"
    return body + check_digit(body)


def months() -> Iterator[date]:
    """The first day of each programme month that has ended or is under way."""
    day = START.replace(day=1)
    while day <= TODAY:
        yield day
        day = (day + timedelta(days=32)).replace(day=1)
