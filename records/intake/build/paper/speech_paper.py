"""Scripts of party classes and talks, what minutes tell of a party class, and papers about models."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bson.objectid import ObjectId

from records.intake.build.person_or_unit import answered_either
from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.names import clean_name, looks_like_name
from records.intake.outcome import Item
from records.intake.papers.minutes.evaluation import MeetingHead
from records.intake.papers.minutes.labels import is_read
from records.intake.papers.notes import NoteProposal
from records.intake.papers.paper_name import kind_of_words
from records.intake.papers.signature import pairs_of_line, signature_of_line
from records.intake.unit_names import unit_phrases

_HEAD, _SHORT = 10, 25
_WHOSE = ("姓名", "典型", "典型姓名", "典型名称", "对象", "单位")
_LECTURER = re.compile(r"(?:主讲|授课|讲课|宣讲|讲授)(?:人|者|领导)?(?:姓名)?")
_PLACE = re.compile(r"(?:授课|讲课|宣讲|上课|党课|活动)?地点")
_AUDIENCE = re.compile(r"(?:宣讲|听讲|授课)?(?:对象|听众|受众)")
_COUNT = re.compile(r"(?:听讲|听课|听众|参加|宣讲|受众|参学)?(?:人数|人次)")
#: 党课讲稿：做爱学习的党员 names the subject as well.
_TOPIC = re.compile(
    r"(?:党课|宣讲|讲课|授课)?(?:题目|主题|课题|内容)|(?:党课|宣讲)(?:讲稿|教案|提纲|讲义|辅导稿|稿)"
)
#: The label over what a class taught.
_OUTLINE = re.compile(r"(?:主要|党课|授课|讲课|讲授|基本)?(?:内容)?(?:提纲|提要|要点|摘要|内容)[:：]")
_CONTENT = ("内容", "会议内容", "学习内容", "主要内容", "党课内容", "授课内容", "讲课内容")
#: What stands around a title that says what paper it is: …宣讲稿, ——机关支部党课讲稿.
_SCRIPT = re.compile(
    r"(?:[—－-]{1,2}|[（(])?[^—－（(]{0,20}(?:七一|[“\"]七一[”\"])?党课(?:讲稿|教案|提纲|讲义|材料|辅导稿|稿)[)）]?$"
    r"|(?:主题|专题|理论)?宣讲(?:稿|提纲|材料|讲稿|教案)$"
)
_DEEDS = re.compile(
    r"(?:的)?(?:先进|典型|模范|优秀|主要|感人)*(?:事迹|典型|经验)+(?:交流|发言)?(?:材料|简介|介绍)?$"
)


def fill_party_class(
    item: Item,
    proposal: NoteProposal,
    document: TextDocument,
    text: str,
    desk: Desk,
    unit: ObjectId | None,
    told: str = "",
) -> None:
    """A script: who gives the class, what it is called, where; the text is its material."""
    pairs, subject = _read_head(item, document)
    item.fields |= {"title": subject, "materials": text}
    _put_lecturer(item, told or _labelled(pairs, _LECTURER) or _signer(proposal), desk, unit)
    if unit is not None:
        item.fields["unit"] = unit


def fill_preaching(
    item: Item,
    proposal: NoteProposal,
    document: TextDocument,
    text: str,
    desk: Desk,
    unit: ObjectId | None,
    told: str = "",
) -> None:
    """A script of a talk: who speaks, of what, where, to whom."""
    pairs, subject = _read_head(item, document)
    item.fields |= {"topic": subject, "text": text}
    field = desk.kinds["preaching"].field("audience")
    choices = [each.value for each in field.choices] if field is not None else []
    heard = _labelled(pairs, _AUDIENCE)
    named = [each for each in choices if each in heard]
    if named:
        item.fields["audience"] = named[0]
    elif heard:
        item.flag("value_left_out:audience")
    if number := re.match(r"\d+", _labelled(pairs, _COUNT)):
        item.fields["count"] = int(number[0])
    name = told or _labelled(pairs, _LECTURER) or _signer(proposal)
    if not name:
        item.flag("value_left_out:speaker")
        return
    person = desk.person(clean_name(name).name, item, "speaker", unit=unit)
    if person is not None:
        item.fields["speaker"] = person.id


def fill_model(
    item: Item, document: TextDocument, text: str, desk: Desk, unit: ObjectId | None, told: str = ""
) -> None:
    """Whose deeds a paper tells: whom its title, its subtitle or a label names, else it is asked."""
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    item.fields["practice"] = text
    subject = _subject_of(told, desk) or next(
        filter(None, (_subject_of(line, desk) for line in _about(lines))), None
    )
    if subject is None:
        question = replace(item.paper_question("no_person", "subject"), or_unit=True)
        answer = desk.settle(item, question)
        if answer is not None:
            subject = answered_either(answer, desk) or _subject_of(answer.value, desk)
        if answer is not None and subject is None:
            item.ask(question)
    if subject is not None:
        item.fields["subject"] = subject
    elif unit is not None and item.taken:
        item.fields["subject"] = unit


def party_class_of(session: Item, head: MeetingHead | None, desk: Desk, over: str = "") -> Iterator[Item]:
    """The party class of which a paper is the record; who came stays with the session.

    ``over`` is the line that stands over the form. In a book of minutes a class is one of the meetings.
    """
    fields = session.fields
    named = "党课" in "".join((str(session.cells[0] if session.cells else "") + over).split())
    if head is None or not head.lecturer or not named or not session.taken:
        return
    session.record_id = session.record_id or ObjectId()
    made = Item("party_class", session.place, cells=session.cells, evidence=session.evidence)
    topics = [str(each) for each in fields.get("topics", ())]
    title = topics[0] if len(topics) == 1 else str(fields.get("title", ""))
    made.fields |= {"title": title.strip("《》"), "session": session.record_id}
    start = fields.get("start")
    if isinstance(start, datetime):
        made.fields["held_on"] = start.date()
    made.fields |= {name: fields[name] for name in ("place",) if name in fields}
    if said := _taught(str(fields.get("summary") or "")):
        made.fields["materials"] = said
    unit = fields.get("host_unit")
    if isinstance(unit, ObjectId):
        made.fields["unit"] = unit
    _put_lecturer(made, head.lecturer, desk, unit if isinstance(unit, ObjectId) else None)
    yield made


def _taught(text: str) -> str:
    """What minutes tell of a class below the labels at their head: its outline."""
    lines = text.split("\n")
    while lines and (_OUTLINE.fullmatch(lines[0]) or _only_labels(lines[0])):
        lines = lines[1:]
    return "\n".join(lines)


def _only_labels(line: str) -> bool:
    pairs = pairs_of_line(line)
    return bool(pairs) and all(is_read(label) and label not in _CONTENT for label in pairs)


def _put_lecturer(item: Item, text: str, desk: Desk, unit: ObjectId | None) -> None:
    """The lecturer as named, and the person where one is known by that name; strangers give classes too."""
    name = clean_name(text)
    if not name.name:
        item.flag("value_left_out:lecturer")
        return
    item.fields["lecturer"] = name.name
    if looks_like_name(name.name):
        person = desk.people.find(desk.renamed(name.name), unit=unit).person
        person = person or desk.people.find(desk.renamed(name.name)).person
        if person is not None:
            item.fields["lecturer_person"] = person.id


def _signer(proposal: NoteProposal) -> str:
    return proposal.authors[0].value if proposal.authors else ""


def _read_head(item: Item, document: TextDocument) -> tuple[dict[str, str], str]:
    """The labels at the head of a script, and what it is about; the place is filled in."""
    lines = [each.text for each in document.paragraphs if each.text.strip()][:_HEAD]
    pairs = {label: text for line in reversed(lines) for label, text in pairs_of_line(line).items()}
    if place := _labelled(pairs, _PLACE):
        item.fields["place"] = place
    return pairs, _subject(str(item.fields.pop("title")), pairs, document)


def _labelled(pairs: dict[str, str], label: re.Pattern[str]) -> str:
    return next((text for name, text in pairs.items() if text and label.fullmatch(name)), "")


def _subject(title: str, pairs: dict[str, str], document: TextDocument) -> str:
    """What a script is about, by a label, by the title without the word for the paper, or by a line below."""
    told = _labelled(pairs, _TOPIC)
    bare = _SCRIPT.sub("", title).strip(" —－-《》")
    if told or bare:
        return (told or bare).strip("《》")
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    quoted = next((line for line in lines[1:4] if re.fullmatch(r"《[^》]{2,40}》", line)), "")
    below = next(
        (line for line in lines[1:3] if len(line) <= 25 and not re.search(r"[。：:，]|\d", line)), ""
    )
    return quoted.strip("《》") or (below if not looks_like_name(below) else "") or title


def text_below(kind: str, text: str) -> str:
    """The text of a script without the subtitle, the labels and the signature at its head."""
    lines = text.split("\n")
    while lines and _is_head(kind, lines[0]):
        lines = lines[1:]
    return "\n".join(lines)


def _is_head(kind: str, line: str) -> bool:
    pairs = pairs_of_line(line)
    labels = (_LECTURER, _PLACE, _AUDIENCE, _COUNT, _TOPIC)
    labelled = any(label.fullmatch(name) for name in pairs for label in labels) and len(line) <= _SHORT * 2
    return (
        labelled
        or kind_of_words(line.strip("（）()—－- ")) == kind
        or signature_of_line(line, None) is not None
    )


def _about(lines: Sequence[str]) -> Iterator[str]:
    """The title and what stands right below it, and a label that says whose deeds they are."""
    yield from (line for line in lines[:3] if len(line) <= 50 and not line.endswith("。"))
    for line in lines[:_HEAD]:
        pairs = pairs_of_line(line)
        yield from (
            text for label, text in pairs.items() if label in ("姓名", "典型", "对象", "单位", "推荐对象")
        )
    yield from (re.split(r"[，,]", line)[0] for line in lines[1:4])


def _subject_of(text: str, desk: Desk) -> ObjectId | None:
    """The one person or the unit that words name: ——某村党支部某某同志先进事迹材料."""
    text = _DEEDS.sub("", re.sub(r"\s", "", text).strip("—－-（）()"))
    if not text:
        return None
    named = {each.id for each in desk.people if each.name in text}
    if len(named) == 1:
        return named.pop()
    if named:
        return None
    for phrase in (text, re.sub(r"^记", "", text), *unit_phrases(re.sub(r"^记", "", text))):
        unit = desk.unit_known(phrase)
        if unit is not None:
            return unit.id
    return None
