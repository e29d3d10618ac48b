"""Registers of awards, and the decision of which the lines above them tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from records.intake.build.paper.commendation_paper import counted_in
from records.intake.build.values import put_day
from records.intake.desk import Desk
from records.intake.doubted_dates import plausible
from records.intake.files.reading import Reading
from records.intake.given import LetterTold
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.names import split_names
from records.intake.outcome import Item, Place
from records.intake.papers.deciding_meeting import meeting_told
from records.intake.papers.honour_words import honour_of_list
from records.intake.papers.letter_above import Letter, letter_above, number_key
from records.intake.papers.signature import DOC_NO
from records.intake.tables.arrange import tables_of
from records.intake.tables.source import SourceTable, UnreadTable
from records.values import PartialDate

_COMMENDS = re.compile(r"表彰|先进|荣誉|获奖|奖励|标兵|优秀")
#: What stands in registers of rewards and punishments beside the honours: 诫勉谈话, 党内警告, 通报批评.
_PUNISHED = re.compile(
    r"诫勉|警告|处分|通报批评|批评教育|检讨|检查$|记大?过|降级|降职|撤职|免职|开除|除名|罚款|约谈|提醒谈话|问责|责令|停职|留党察看"
)


def with_decision(table: SourceTable, items: Sequence[Item], desk: Desk) -> Iterator[Item]:
    """The rows of a register, each with the number of its decision noted, until all papers are read.

    A number in the row goes before that of a letter above the table, whose day is the row's when it has none.
    """
    letter = letter_above(table.facts.lines)
    at = next((column.index for column in table.columns if column.target == "decision"), None)
    said = str(table.rule.constants.get("decision") or "")
    title = letter.title if letter is not None else ""
    listed = _decisions_of_list(table, items, at)
    for item in items:
        if item.taken and _PUNISHED.search(str(item.fields.get("title", ""))):
            item.reject("punishment")
        if item.taken and "title" not in item.fields:
            unit = any(each.id == item.fields.get("nominee") for each in desk.units)
            lines = () if table.has("title") else table.facts.lines
            honour = honour_of_list(lines, title, unit=unit) if lines else ""
            item.fields |= {"title": honour} if honour else {}
            item.flag(*([] if honour else ["no_honour"]))
        told = item.cells[at] if at is not None and at < len(item.cells) else ""
        own = number_key(told or said)
        if item.taken and own in listed:
            _below(item, listed[own], table, desk)
        elif item.taken and own:
            desk.decided.append((item, own))
        elif item.taken and letter is not None and not told.strip():
            _below(item, letter, table, desk)
        elif item.taken and not told.strip():
            _in_same_paper(item, table, desk)
        yield item


def _decisions_of_list(table: SourceTable, items: Sequence[Item], at: int | None) -> dict[str, Letter]:
    """The decisions whose numbers a list gives in each of its rows, as far as the list tells of them.

    Where a paper or the archive has one of them, that is it. All are of one office, 青党发: the county's
    decisions, or the league's, are kept where they were made.
    """
    told = [
        item.cells[at].strip() for item in items if item.taken and at is not None and at < len(item.cells)
    ]
    # A .csv has no line above its headings: then its name says what it is a list of.
    called = (table.facts.title, table.sheet, PurePath(table.file).stem)
    title = next((each for each in called if _COMMENDS.search(each)), "")
    found = [DOC_NO.search(re.sub(r"\s", "", text)) for text in told]
    numbers = [each[0] for each in found if each is not None]
    offices = {re.split(r"[〔\[(（【]", each)[0] for each in numbers}
    if len(told) < 2 or not title or len(numbers) < len(told) or len(offices) > 1:
        return {}
    return {number_key(each): Letter(each, title, None, "", of_list=True) for each in numbers}


def award_list(found: SourceTable | UnreadTable, reading: Reading, desk: Desk) -> SourceTable | None:
    """A list in a decision as one of awards: with 党组织名称 and 书记 it looks like one of units."""
    if isinstance(found, SourceTable) and (found.kind.name == "award" or found.rule.kind is not None):
        return found if found.kind.name == "award" else None
    if isinstance(found, UnreadTable) and found.table is None:
        return None
    sheet = next((each for each in reading.sheets or () if each.name == found.sheet), None)
    forced = ImportMapping(rules=(SourceRule("award", kind="award"),))
    again = tables_of(replace(reading, sheets=(sheet,)), desk.kinds, forced) if sheet else []
    return next((each for each in again if isinstance(each, SourceTable) and each.has("nominee")), None)


def lists_awards(table: SourceTable) -> bool:
    """Whether a list in a decision has a row an award; else the decision itself says whom it commends."""
    told = table.has("title") and all(row.has("title") for row in table.rows)
    if not (table.has("certificate_no") or told):
        return False
    return all(len(split_names(row.text("nominee"))) < 2 for row in table.rows)


def _in_same_paper(item: Item, table: SourceTable, desk: Desk) -> None:
    """A further list of a letter with several, 附件2, of which only the first has the letter above it."""
    if not table.sheet.isdecimal():
        return
    for number, letter in desk.letters.items():
        day = letter.decision.fields.get("decided_on")
        if letter.decision.place.file == table.file:
            letter.rows.append(item)
            desk.decided.append((item, number))
            field = table.kind.field("issued_on")
            if field is not None and isinstance(day, date) and "issued_on" not in item.fields:
                put_day(item, field, PartialDate.day(day))
            return


def _below(item: Item, letter: Letter, table: SourceTable, desk: Desk) -> None:
    number = number_key(letter.number) or letter.title
    told = desk.letters.get(number)
    if told is None:
        told = desk.letters[number] = LetterTold(
            _decision(letter, table, desk), counted_in(table.facts.lines)
        )
    told.rows.append(item)
    desk.decided.append((item, number))
    field = table.kind.field("issued_on")
    if field is not None and letter.day is not None and "issued_on" not in item.fields:
        put_day(item, field, PartialDate.day(letter.day))


def _decision(letter: Letter, table: SourceTable, desk: Desk) -> Item:
    """The decision as the lines above the table tell of it; its winners are not known yet."""
    made = Item("commendation", Place(table.file, table.sheet), attach=table.file, cells=(letter.title,))
    made.fields["title"] = letter.title
    if letter.number:
        made.fields["doc_no"] = letter.number
    else:
        made.flag("value_left_out:doc_no")
    if letter.of_list:
        made.flag("title_of_list")
    issuer = desk.unit_known(letter.issuer) if letter.issuer else None
    if issuer is not None:
        made.fields["unit"] = issuer.id
    if letter.day is not None and plausible(desk, PartialDate.day(letter.day)):
        made.fields["decided_on"] = letter.day
    else:
        made.flag("no_date:decided_on")
    if (meeting := meeting_told(table.facts.lines, letter.day)) is not None:
        made.fields["meeting"] = meeting
    return made
