"""Answers that hold for every question of one reason: what they may say, and for which questions.

A mapping file keeps them under ``alike:``, by reason alone or behind the path of the files they are about::

    alike:
      date_outside_programme: neighbours, printed   # what the question doesn't offer is passed over
      经费/**/2009*.xls · date_outside_programme: drop

An answer of a single question goes before them, and the one that names the file before the one that doesn't.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from records.intake.mappings.mapping import glob_pattern
from records.intake.outcome import Candidate, Item, Question
from records.language import translator

tr = translator("records")

DROP = "drop"
#: The note on what an answer for all of its reason settled, with the key of that answer.
ALIKE = "answered_alike"
#: What a candidate says whatever stands in its row.
PRINTED, NEIGHBOURS, JANUARY, OCTOBER = "printed", "neighbours", "january", "october"
ID_NUMBER, FOLDER, HEADING, NAMES = "id_number", "folder", "heading", "names"
POSITIVE, NEXT, WITHOUT, SAME, TAKE = "positive", "next", "without", "same", "take"
LEAVE_OUT, ANOTHER = "leave_out", "another"
#: Between the path and the reason.
_BETWEEN = " · "

#: What may be said of all questions of a reason, but for leaving the rows out.
_SENSES: dict[str, tuple[str, ...]] = {
    "date_outside_programme": (PRINTED, NEIGHBOURS),
    "date_in_future": (PRINTED, NEIGHBOURS),
    "date_not_in_folder_year": (PRINTED, FOLDER),
    "number_date_1_or_10_month": (JANUARY, OCTOBER),
    "gender_differs_from_id": (PRINTED, ID_NUMBER),
    "birth_differs_from_id": (PRINTED, ID_NUMBER),
    "amount_in_doubt": (PRINTED, HEADING),
    "negative_amount": (POSITIVE,),
    "voucher_repeated": (PRINTED, WITHOUT),
    "issue_number_missing": (NEXT, WITHOUT),
    "issue_number_repeated": (NEXT, WITHOUT),
    "number_taken": (SAME, WITHOUT),
    "counts_differ": (PRINTED, NAMES),
    "near_duplicate": (TAKE,),
    "conflicting_row": (TAKE,),
    "changed_since": (TAKE,),
    "present_name_unknown": (LEAVE_OUT,),
    "absent_not_of_unit": (LEAVE_OUT,),
    "one_or_two_people": (ANOTHER,),
}
#: Reasons of which rows may be left out; what is asked once for many rows is not among them.
_DROPPED = (
    *(code for code in _SENSES if code != "one_or_two_people"),
    *("unknown_person", "unknown_person_similar_name", "homonym", "person_of_another_unit"),
    *("id_belongs_to_another_name", "unknown_unit", "item_not_in_list", "scan_unread", "file_locked"),
    *("no_unit", "no_author", "missing_date", "kind_unknown"),
)
#: Where one unit, author, day or kind of paper may hold for all.
IN_WORDS = frozenset(("no_unit", "no_author", "missing_date", "kind_unknown"))


def reasons() -> list[str]:
    """The reasons for which one answer may hold."""
    return sorted({*_SENSES, *_DROPPED})


def senses(reason: str) -> tuple[str, ...]:
    """What an answer for all of a reason may say, beside words of its own where ``IN_WORDS`` allows them."""
    return (*_SENSES.get(reason, ()), *((DROP,) if reason in _DROPPED else ()))


def alike_key(reason: str, path: str = "") -> str:
    """Under which key an answer stands; ``path`` is that of a file as it is, or a pattern."""
    return f"{path}{_BETWEEN}{reason}" if path else reason


def taken_apart(key: str) -> tuple[str, str]:
    """The path (or nothing) and the reason of a key."""
    path, _, reason = key.rpartition("·")
    return path.strip(), reason.strip()


def key_for(question: Question, answers: Mapping[str, str]) -> str | None:
    """The key of the answer for a question: the file's own, then a pattern's, then the reason's.

    One that says nothing which this question offers is passed over.
    """
    if not answers:
        return None
    file, fitting = question.place.file, []
    for key, said in answers.items():
        path, reason = taken_apart(key)
        if reason != question.code or said_to(question, said) is None:
            continue
        if path in ("", file) or (re.search(r"[*?{]", path) and glob_pattern(path).fullmatch(file)):
            fitting.append((path == file, len(path), key))
    return max(fitting)[2] if fitting else None


def answer_for_all(question: Question, answers: Mapping[str, str]) -> Candidate | None:
    """What is answered to all questions of a reason, for this one; None where that says nothing of it."""
    key = key_for(question, answers)
    return said_to(question, answers[key]) if key is not None else None


def said_to(question: Question, said: str) -> Candidate | None:
    """An answer for all as one to this question: a candidate, words, or that the row is left out.

    Of several (``neighbours, printed``) the first that the question offers.
    """
    for each in parts_of(question.code, said):
        same = (known for known in question.candidates if known.sense and known.sense == each)
        found = next(same, None)
        if found is not None:
            return found
        if question.code in IN_WORDS or (each == DROP and DROP in senses(question.code)):
            return Candidate(each, each)
    return None


def parts_of(reason: str, said: str) -> list[str]:
    """What an answer for all says, one after the other: the next holds where the one before can't."""
    if reason in IN_WORDS:
        return [said]
    return [each.strip() for each in re.split("[,，、]", said)]


def settled_alike(item: Item) -> list[str]:
    """The keys of the answers for all of a reason that settled something of an item."""
    notes = (note.partition(":") for each in (item, *item.lines) for note in each.notes)
    return [key for code, _, key in notes if code == ALIKE]


def sense_words(reason: str, said: str) -> str:
    """What an answer for all of a reason says, in the current language."""
    return tr(", else ").join(_sense_words(reason, each) for each in parts_of(reason, said))


def _sense_words(reason: str, said: str) -> str:
    if said == DROP:
        return tr("the earlier row counts") if reason == "conflicting_row" else tr("left out")
    if reason == "conflicting_row":
        return tr("the later row counts")
    return _words().get(said, said)


def _words() -> dict[str, str]:
    return {
        PRINTED: tr("as it is printed"),
        NEIGHBOURS: tr("in the year of the rows around"),
        JANUARY: tr("January"),
        OCTOBER: tr("October"),
        ID_NUMBER: tr("as the ID number says"),
        FOLDER: tr("in the year of the folder"),
        HEADING: tr("counted as the heading says"),
        NAMES: tr("as many as the names leave"),
        POSITIVE: tr("without the minus"),
        NEXT: tr("the next free number"),
        WITHOUT: tr("without a number"),
        SAME: tr("the record that has the number is meant"),
        TAKE: tr("taken over"),
        LEAVE_OUT: tr("without that name"),
        ANOTHER: tr("another person of the same name"),
    }
