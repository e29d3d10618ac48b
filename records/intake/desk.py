"""The desk at which rows become records: who and which unit is meant, what was answered, what is asked.

One desk serves one import. It holds what the archive knows and what this import has added so far, so
that a register finds the people whom the roster before it brought.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from bson.objectid import ObjectId

from records.intake.answers.alike import DROP
from records.intake.given import Commending, LetterTold
from records.intake.mappings.mapping import ImportMapping
from records.intake.matching import Person, PersonBook, PersonMatch, name_key
from records.intake.names import clean_name, looks_like_name
from records.intake.namesakes import birth_of, namesake_key, number_of, of_words, sits
from records.intake.outcome import Candidate, Item, Place, Question
from records.intake.settling import Settling
from records.intake.unit_book import Unit, UnitBook
from records.intake.unit_names import committee_name, parse_unit_name, tidy_unit
from records.kind import Kinds
from records.record import Record
from records.values import PartialDate, Value

_PERSON_CODES = {
    "unknown": "unknown_person",
    "similar": "unknown_person_similar_name",
    "homonym": "homonym",
    "other_unit": "person_of_another_unit",
    "id_conflict": "id_belongs_to_another_name",
}


@dataclass
class Desk(Settling):
    """Everything that building records from sources needs. ``today`` is the working date."""

    kinds: Kinds
    units: UnitBook
    people: PersonBook
    mapping: ImportMapping
    today: date
    central_members: frozenset[ObjectId] = frozenset()
    general_questions: list[Question] = field(default_factory=list)
    #: The issues of briefings met so far, by unit, year and number.
    issues: dict[tuple[ObjectId, int, int], Item] = field(default_factory=dict)
    #: Decisions that are kept, by number, with the file they came from.
    decisions: dict[str, tuple[ObjectId, str]] = field(default_factory=dict)
    #: Awards with the number of their decision, and decisions above lists of awards, by number.
    decided: list[tuple[Item, str]] = field(default_factory=list)
    letters: dict[str, LetterTold] = field(default_factory=dict)
    commended: list[Commending] = field(default_factory=list)
    #: Meetings of which lists tell that people signed, see ``loading/signed_for.py``.
    signed: list[Item] = field(default_factory=list)
    #: The first row of a roster in this import about each person.
    rostered: dict[ObjectId, Item] = field(default_factory=dict)
    #: When the roster was drawn up that each person's fields are from: by field, "" for all others.
    drawn_up: dict[tuple[ObjectId, str], PartialDate | None] = field(default_factory=dict)
    #: What the source being read may create: "people", "units" (the mapping's ``create``).
    create: frozenset[str] = frozenset()
    new_people: list[Person] = field(default_factory=list)
    #: The keys of the mapping file's answers that answered something.
    heard: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._renamed = {name_key(name): meant for name, meant in self.mapping.people.items()}
        self._units = {tidy_unit(name): meant for name, meant in self.mapping.units.items()}
        self._former = {name_key(name): meant for name, meant in self.mapping.former_names.items()}

    # --- units -----------------------------------------------------------------------------------

    def unit_named(self, text: str, *, within: ObjectId | None = None) -> Unit | None:
        """The unit a title, sheet name or folder means; None when it means none. Asks nothing."""
        name = self._units.get(tidy_unit(text), text)
        match = self.units.find(name, within=within)
        if match.unit is not None:
            if match.how != "exact":
                self.units.learn(match.unit, name)
            return match.unit
        if self.units.may_exist(name):
            made = self.units.create(committee_name(name))
            self.units.learn(made, name)
            return made
        return None

    def unit_allowed(self, text: str) -> Unit | None:
        """A new unit of this name, where the source may create units and the name is a unit's."""
        name = self._units.get(tidy_unit(text), text)
        may = "units" in self.create and name != DROP and parse_unit_name(name).category is not None
        return self.units.create(committee_name(name) if name.endswith("中心组") else name) if may else None

    def is_said_unit(self, text: str) -> bool:
        """Whether the mapping file says that these words are a unit's."""
        return tidy_unit(text) in self._units

    def unit_known(self, text: str) -> Unit | None:
        """The unit that bears these words as its name, in full or in another form; none is made or learnt."""
        match = self.units.find(self._units.get(tidy_unit(text), text))
        return match.unit if match.how in ("exact", "form") else None

    def unit(
        self, text: str, item: Item, field_name: str, *, within: ObjectId | None = None, create: bool = False
    ) -> ObjectId | None:
        """The unit that a cell names; one that nobody knows is asked about, or created when allowed."""
        override = self._units.get(tidy_unit(text))
        if override == DROP:
            item.reject("dropped_by_answer")
            return None
        found = self.unit_named(override or text, within=within)
        if (
            found is None
            and (create or "units" in self.create)
            and parse_unit_name(override or text).category is not None
        ):
            found = self._new_unit(override or text, item, within)
        if found is not None:
            if override:
                self.units.learn(found, text)
            return found.id
        match = self.units.find(text, within=within)
        candidates = tuple(Candidate(unit.name, unit.name, unit.id) for unit in match.candidates)
        raw = tidy_unit(text)
        question = item.question("unknown_unit", field_name, raw, candidates)
        answer = self.answer(question) if create else None
        if (
            answer is not None
            and answer.value != DROP
            and self.answered_unit(answer) is None
            and parse_unit_name(answer.value).category is not None
        ):
            # A roster brings units in: an answer may name one that nobody knows yet.
            return self._new_unit(answer.value, item, within).id
        return self.asked_unit(item, question)

    def _new_unit(self, name: str, item: Item, within: ObjectId | None) -> Unit:
        item.note("unit_created")
        under = within if parse_unit_name(name).category == "党小组" else None
        made = self.units.create(name, under=under)
        made.allowed = "units" in self.create
        return made

    def asked_unit(self, item: Item, question: Question) -> ObjectId | None:
        """The unit that the answer to ``question`` names; None when it is open, or drops the record."""
        answer = self.settle(item, question)
        if answer is None:
            return None
        chosen = self.answered_unit(answer)
        if chosen is None:
            item.ask(question)
        return chosen.id if chosen is not None else None

    def answered_unit(self, answer: Candidate) -> Unit | None:
        """The unit that an answer names: a candidate, a record number, or a name that is known."""
        if answer.target is not None:
            return self.units.get(answer.target)
        numbered = (unit for unit in self.units if unit.record.no and unit.record.no == answer.value)
        return next(numbered, None) or self.unit_named(answer.value)

    # --- people ----------------------------------------------------------------------------------

    def person(
        self,
        name: str,
        item: Item,
        field_name: str,
        *,
        unit: ObjectId | None = None,
        blocking: bool = True,
        id_no: str | None = None,
        birth: PartialDate | None = None,
        beside: str | None = None,
    ) -> Person | None:
        """Who a name in a row or paper is; None puts a question on the item (or follows its answer).

        ``beside`` is what stands with the name, and may tell namesakes apart: 张三（农技站）.
        """
        found = self.look_up(name, item, field_name, unit, id_no=id_no, birth=birth, beside=beside)
        if not isinstance(found, Question):
            return found
        return self.settled_person(item, found if blocking else replace(found, blocking=False))

    def look_up(
        self, name: str, item: Item, field_name: str, unit: ObjectId | None, **told: Any
    ) -> Person | Question | None:
        """Who a name is, or the question who that may be; None where the row goes with the name."""
        beside = told.pop("beside", None)
        meant = self.renamed(name)
        if meant == DROP:
            item.reject("dropped_by_answer")
            return None
        known = self.told(name) or self._of_namesakes(name, item, field_name)
        if known is not None:
            return known
        match = self.people.find(meant, unit=unit, **told)
        if match.person is not None:
            if match.evidence == "unit":
                item.note("homonym_decided_by_unit")
            return match.person
        if match.code == "homonym" and beside and (one := of_words(match.candidates, beside, self.units)):
            item.note("homonym_decided_by_words")
            return one
        if (
            match.code in ("unknown", "similar")
            and "people" in self.create
            and looks_like_name(name_key(meant))
        ):
            return self._new_person(meant, item, unit)
        candidates = tuple(self.person_candidate(person) for person in match.candidates)
        return item.question(_PERSON_CODES[match.code], field_name, name_key(name), candidates)

    def settled_person(self, item: Item, question: Question) -> Person | None:
        """The person that the answer to ``question`` names; None when it is open, or drops the record."""
        answer = self.settle(item, question)
        if answer is None:
            return None
        chosen = self.answered_person(answer)
        if chosen is None:
            item.ask(question)
        return chosen

    def _of_namesakes(self, name: str, item: Item, field_name: str) -> Person | None:
        """Whom of those who bear a name the mapping file says a whole column of a file means."""
        meant = self.mapping.namesakes.get(namesake_key(item.place.file, field_name, name))
        return self.answered_person(Candidate(meant, meant)) if meant else None

    def person_or_left_out(self, name: str, item: Item, field_name: str) -> Person | None:
        """Somebody whom a record can do without: who can't be told is left out, flagged.

        Namesakes and misprints are asked about once for the column of the file, not row by row.
        """
        person = self.told(name) or self._of_namesakes(name, item, field_name)
        if person is None:
            match = self.people.find(self.renamed(name))
            person = match.person or self._told_of_column(match, name, item.place.file, field_name)
        if person is None:
            item.flag(f"value_left_out:{field_name}")
        return person

    def _told_of_column(self, match: PersonMatch, name: str, file: str, field_name: str) -> Person | None:
        code = _PERSON_CODES.get(match.code, "")
        if not match.candidates or code not in ("homonym", "unknown_person_similar_name"):
            return None
        offered = tuple(self.person_candidate(each) for each in match.candidates)
        question = Question(code, Place(file), field_name, name_key(name), offered, False, (file,))
        answer = self.answer(question)
        person = self.answered_person(answer) if answer is not None else None
        if person is None and (answer is None or answer.value != DROP):
            self.ask_generally(question)
        return person

    def _new_person(self, name: str, item: Item, unit: ObjectId | None) -> Person:
        """Somebody whom only this source names, when the mapping lets it create people."""
        fields: dict[str, Value] = {"name": clean_name(name).name}
        if unit is not None:
            fields["memberships"] = [{"org": unit}]
        person = self.people.add(Record.new("person", fields, title=fields["name"]), created=True)
        self.new_people.append(person)
        item.note("person_created")
        return person

    def told(self, name: str) -> Person | None:
        """Whom the mapping file says outright that a name means: by number, or by name and unit."""
        key = name_key(name)
        former = self._former.get(key)
        meant = former or self._renamed.get(key)
        if meant is None:
            return None
        person = self._numbered(meant) or self._labelled(meant)
        if former and person is None:
            bearers = self.people.named(former)
            person = bearers[0] if len(bearers) == 1 else None
        if former and person is not None and not person.created:
            self.people.learn(person, clean_name(name).name)
        return person

    def former_names(self, name: str, units: Sequence[ObjectId]) -> list[str]:
        """What the mapping file says somebody of a roster was called before."""
        names = [unit.name for unit in map(self.units.get, units) if unit is not None]
        called = {name, *(f"{name}（{unit}）" for unit in names)}
        return [before for before, meant in self.mapping.former_names.items() if meant in called]

    def renamed(self, name: str) -> str:
        """The name that the mapping file puts for a misprinted one."""
        return self._renamed.get(name_key(name), name)

    def central_group(self) -> list[Person]:
        """Who is recorded as sitting in the committee's central group."""
        return [person for person in self.people if person.id in self.central_members or sits(person)]

    def person_anywhere(
        self, name: str, item: Item, field_name: str, unit: ObjectId | None, **told: Any
    ) -> Person | None:
        """Somebody who need not be of the unit, such as a host or a checker: of the unit, else of any."""
        at_home = self.people.find(self.renamed(name), unit=unit).person if unit is not None else None
        return at_home or self.person(name, item, field_name, **{"blocking": False, **told})

    def answered_person(self, answer: Candidate) -> Person | None:
        """The person whom an answer names.

        A candidate, an ID or record number, a name with its unit: 张芝（某党支部）, or one person's name.
        """
        if answer.target is not None:
            return self.people.get(answer.target)
        told = self.people.by_id_no(answer.value) or self._numbered(answer.value)
        told = told or self._labelled(answer.value)
        named = self.people.named(answer.value)
        return told or (named[0] if len(named) == 1 else None)

    def _numbered(self, text: str) -> Person | None:
        if not text.isascii():
            return None
        return next((person for person in self.people if person.record.no == text), None)

    def _labelled(self, text: str) -> Person | None:
        """The only person of these words: the name, and in brackets the unit, in full or in short."""
        name, bracket, inside = text.replace("(", "（").replace(")", "）").partition("（")
        if not bracket:
            return None
        bearers = self.people.named(name.strip())
        fits = [each for each in bearers if self.person_candidate(each).label == text]
        if not fits and (unit := self.units.find(inside.rstrip("）")).unit) is not None:
            fits = [each for each in bearers if any(stay.unit == unit.id for stay in each.memberships)]
        return fits[0] if len(fits) == 1 else None

    def person_candidate(self, person: Person) -> Candidate:
        """A person as an answer: the name, the unit, and birth and number where namesakes share that."""
        alike = [each for each in self.people.named(person.name) if each is not person]
        told: list[str] = []
        for what in (self._unit_name, birth_of, number_of):
            text = what(person)
            if text and (alike or what == self._unit_name):
                told.append(text)
                alike = [each for each in alike if what(each) == text]
            if told and not alike:
                break
        label = f"{person.name}（{'，'.join(told)}）" if told else person.name
        return Candidate(label, label, person.id)

    def _unit_name(self, person: Person) -> str:
        unit = self.units.get(person.memberships[0].unit) if person.memberships else None
        return unit.name if unit else ""
