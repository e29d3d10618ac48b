"""Whose a paper is: the unit that folder, masthead or signature name, and who wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from bson.objectid import ObjectId

from records.intake.context import Context, context_unit
from records.intake.desk import Desk
from records.intake.files.reading import Reading
from records.intake.mappings.mapping import SourceRule
from records.intake.names import clean_name
from records.intake.outcome import Candidate, Item
from records.intake.papers.masthead import masthead_of
from records.intake.papers.notes import NoteProposal
from records.intake.unit_names import unit_phrases

#: Numbering before a folder's name and years in it: 三、某支部2012年.
_AROUND_UNIT = re.compile(r"^(?:[一二三四五六七八九十]+|\d{1,3})[、.．\s]+|(?:19|20)\d{2}\s*年?度?")


def unit_of(
    proposal: NoteProposal,
    path: dict[str, Any],
    desk: Desk,
    item: Item,
    rule: SourceRule,
    printed: Sequence[str] = (),
) -> Context:
    """The unit: the mapping's, the folder's, what the paper says; a folder is surer than a signature."""
    relative = item.place.file
    if rule.unit and rule.one_file:
        return Context(desk.unit(rule.unit, item, "unit"))
    texts = [path.get("unit", "")]
    for folder in reversed(PurePosixPath(relative).parts[:-1]):
        texts += [folder, _AROUND_UNIT.sub("", folder)]
    if proposal.unit is not None:
        texts.append(proposal.unit.value)
    texts += printed
    if item.kind != "research_report":
        # The title of a report names what was looked into: its author may be of another unit.
        if proposal.title is not None:
            texts += unit_phrases(proposal.title.value)
        texts += unit_phrases(PurePosixPath(relative).stem)
    texts.append(rule.unit or "")
    found = context_unit(desk, texts)
    if found.unit is None and item.kind != "research_report" and proposal.title is not None:
        return Context(_of_township(desk, proposal.title.value))
    return found


#: Whose a paper is that the title names behind the township: not the township's committee's.
_BODY_WITHIN = re.compile(
    r"^.{0,10}?(?:村|站|所(?![有属])|院|校|局|厂|社区|合作社|机关|公司|(?<!党委)中心(?!组)|协会|商会|联合会|支部|总支|办公室)"
)


def _of_township(desk: Desk, title: str) -> ObjectId | None:
    """The committee of the township with whose name a title begins: 某乡创建学习型党组织座谈会纪要."""
    root = desk.units.root
    if root is None or not root.parsed.level or not root.parsed.place:
        return None
    rest = re.sub(r"^(?:(?:19|20)\d{2}年?)?", "", re.sub(r"\s", "", title))
    township = root.parsed.place + root.parsed.level
    if not rest.startswith(township) or _BODY_WITHIN.match(rest.removeprefix(township)):
        return None
    return root.id


def printed_units(item: Item, reading: Reading) -> tuple[str, ...]:
    """What the masthead of a briefing may say of the unit."""
    printed = item.kind == "briefing" and reading.text is not None
    return masthead_of(reading.text, None).units if printed and reading.text is not None else ()


def put_authors(
    item: Item, proposal: NoteProposal, path: dict[str, Any], desk: Desk, unit: ObjectId | None
) -> None:
    names = [path["person"]] if path.get("person") else [author.value for author in proposal.authors]
    field = "person" if item.kind == "reading_note" else "authors"
    if not names and (owner := _folder_owner(item.place.file, desk)):
        names = [owner]
        item.flag("author_from_folder")
    if not names:
        question = item.paper_question("no_author", field, item.fields["title"])
        answer = desk.settle(item, question)
        if answer is None:
            return
        names = [answer.value]
    found = []
    beside = proposal.unit.value if proposal.unit is not None and len(names) == 1 else None
    for name in names:
        # A mapping file may name somebody by number, or with the unit in brackets.
        person = desk.answered_person(Candidate(name, name)) if path.get("person") else None
        person = person or desk.person(name, item, field, unit=unit, beside=beside)
        if person is not None and person.id not in found:
            found.append(person.id)
    if not found:
        return
    item.fields[field] = found[0] if field == "person" else found


def _folder_owner(relative: str, desk: Desk) -> str | None:
    """The person after whom a folder is named, when somebody known bears the name: 某支部/张三/心得.docx."""
    for folder in reversed(PurePosixPath(relative).parts[:-1]):
        name = clean_name(_AROUND_UNIT.sub("", folder))
        if "not_a_name" not in name.flags and desk.people.named(name.name):
            return name.name
    return None
