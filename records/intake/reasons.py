"""The words for the codes of outcomes, questions, doubts and skipped rows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from records.intake.answers.alike import sense_words, taken_apart
from records.intake.outcome import Question
from records.intake.tables.table_summary import TableSummary
from records.language import Language, called, current_language, labelled, translator

tr = translator("records")
#: What a column is called that tells who was away.
_ABSENCE = re.compile(r"缺席|缺勤|缺课|旷|未到|未参加|未参会|请假|事假|病假")


def reason_text(code: str) -> str:
    """A code in the current language; a code without words stands for itself."""
    name, _, detail = code.partition(":")
    text = _texts(current_language(), called()).get(name, name)
    if name == "unreadable_row":
        detail = _row_faults().get(detail, detail)
    return labelled(text, detail) if detail else text


def alike_words(key: str, said: str) -> str:
    """An answer for all of a reason: the files if it names any, the reason, and what is said."""
    path, reason = taken_apart(key)
    text = labelled(reason_text(reason), sense_words(reason, said)) if said else reason_text(reason)
    return labelled(path, text) if path else text


def question_words(question: Question, tables: Iterable[TableSummary] = ()) -> tuple[str, str]:
    """What is asked, and the printed words that it is about. ``tables`` are those of the import."""
    text = reason_text(question.code)
    if question.or_unit and question.code == "unknown_person":
        return tr("neither a person nor a unit of this name is known"), question.raw
    if question.code == "counts_differ":
        found = re.fullmatch(r"(\d+)/(\d+)/(\d+)", question.raw)
        if found is None:
            return text, question.raw
        text = tr(
            "expected (应到) {expected}, present (实到) {present}, named as absent {away}: "
            "they do not add up. How many were present?",
            expected=found[1],
            present=found[2],
            away=found[3],
        )
        unread = [
            heading
            for table in _tables_of(question, tables)
            for heading in table.unknown
            if _ABSENCE.search(heading)
        ]
        if unread:
            told = tr(
                "The table also has {columns}, which no field takes: who was away may stand there.",
                columns="、".join(unread),
            )
            text = tr("{question} {more}", question=text, more=told)
        return text, ""
    if question.code == "word_unknown" and question.headings:
        text = tr("{field} does not know this word; what does it mean?", field=question.headings[0])
    if question.code == "figure_unclear" and question.headings:
        text = tr("{field} takes one figure; which is it?", field=question.headings[0])
    if question.code == "in_two_units":
        return tr("two rows give this person to different units; which is the person's own?"), question.raw
    if question.code == "kind_unknown" and any(_tables_of(question, tables)):
        text = tr("{question} {more}", question=text, more=tr("(a register? Say so on the page of tables)"))
    return text, question.raw


def _tables_of(question: Question, tables: Iterable[TableSummary]) -> list[TableSummary]:
    """The tables of the file and sheet that a question is about; of all sheets where it names none."""
    file, sheet = question.place.file, question.place.sheet
    return [table for table in tables if table.file == file and sheet in ("", table.sheet)]


def warning_text(code: str) -> str:
    """A warning of a reader about a whole file, in the current language."""
    name, _, detail = code.partition(":")
    if name == "books_hold_part":
        held, more, rows, sheet = detail.split("/", 3)
        return tr(
            "{sheet}: the sign-in books here hold {held} sessions of the period; "
            "{more} of the {rows} entries that can be compared declare more",
            sheet=sheet or tr("register"),
            held=held,
            more=more,
            rows=rows,
        )
    if name == "rows_lost":
        new, lost, sheet = detail.split("/", 2)
        return tr(
            "{sheet}: {new} rows are new, and {lost} that this file brought before stand in it no longer; "
            "where a word was corrected, one of the two records is too many",
            sheet=sheet or tr("register"),
            new=new,
            lost=lost,
        )
    text = _warnings().get(name, name)
    return labelled(text, detail) if detail else text


def _warnings() -> dict[str, str]:
    return {
        "extension": tr("the file is of another kind than its name says"),
        "hidden_sheet": tr("a hidden sheet, left out unless a mapping file names it"),
        "hidden_rows": tr("hidden rows, brought in like the others"),
        "struck_rows": tr("something is struck through (rows, sheet); they were brought in, flagged"),
        "encoding_mixed": tr("lines in several encodings"),
        "bad_lines": tr("lines in no known encoding, refused"),
        "bad_characters": tr("characters that could not be read"),
        "nul_bytes": tr("NUL bytes, left out"),
        "private_use": tr("characters that only one office's fonts show"),
        "surrogates": tr("characters in two halves, joined"),
        "macros": tr("macros, which are never run"),
        "blank_rows": tr("more than 1,000 blank rows, and nothing below them was read"),
        "total_differs": tr("a total differs from its rows (row, column, stated ≠ counted)"),
        "table_unread": tr("no record kind fits a table, and nothing of it came in; say what it is"),
        "labels_unread": tr("cells of a form of which nothing was read; look at what stands beside them"),
        "lines_unread": tr("a line beside a table names people or sums that no record of it has"),
        "no_rows": tr("no rows below the headings"),
        "converted": tr("opened by LibreOffice"),
    }


def _row_faults() -> dict[str, str]:
    return {
        "encoding": tr("bytes of no known encoding"),
        "quote_never_closed": tr("a quotation mark is never closed"),
        "bad_json": tr("no JSON"),
        "no_record": tr("no record of an export"),
        "duplicate_key": tr("a key stands there twice"),
        "line_too_long": tr("the line is too long"),
        "not_an_object": tr("no object with names and values"),
        "not_a_number": tr("a value that is no number"),
        "surrogate": tr("half a character"),
    }


@cache
def _texts(language: Language, called_as: str) -> dict[str, str]:
    """All words by code, made once for what they depend on: an import may tell thousands of doubts."""
    return {**_doubts(), **_reasons()}


def _reasons() -> dict[str, str]:
    return {
        "purged": tr("the record was purged, and stays out"),
        "unknown_person": tr("nobody of this name is known"),
        "unknown_person_similar_name": tr("nobody of this name is known; the name may be misprinted"),
        "homonym": tr("several people bear this name"),
        "person_of_another_unit": tr("the only person of this name belongs to another unit"),
        "id_belongs_to_another_name": tr("the ID number belongs to somebody of another name"),
        "unknown_unit": tr("no unit of this name is known"),
        "no_unit": tr("it is not said which unit this is about"),
        "central_group": tr("who sits in the central group is not recorded"),
        "absent_not_of_unit": tr("somebody named absent is not of this unit"),
        "absent_name_misprinted": tr("a name among the absent is not known"),
        "present_name_unknown": tr("a name among those present is not known"),
        "counts_differ": tr("expected, present and the people named absent do not add up"),
        "date_in_future": tr("the date lies in the future"),
        "date_outside_programme": tr("the date lies outside the programme's years"),
        "impossible_date": tr("there is no such day"),
        "missing_date": tr("the date is missing"),
        "unreadable_date": tr("the date can't be read"),
        "date_not_exact": tr("the date is not exact to the day"),
        "date_not_in_folder_year": tr("the paper's date is not in the year of its folder"),
        "number_date_1_or_10_month": tr("the number may mean January or October"),
        "gender_differs_from_id": tr("the gender differs from the ID number"),
        "birth_differs_from_id": tr("the birth date differs from the ID number"),
        "missing_name": tr("the name is missing"),
        "punishment": tr("a punishment, and no award"),
        "missing_household": tr("the household is missing"),
        "missing_amount": tr("the amount is missing"),
        "missing_value": tr("a value that the record can't do without is missing"),
        "bad_amount": tr("the amount can't be read"),
        "negative_amount": tr("the amount is negative"),
        "amount_in_doubt": tr("the heading counts in 万元, which would be a great deal"),
        "voucher_repeated": tr("the voucher number was used before"),
        "number_taken": tr("another record has this number"),
        "word_unknown": tr("a word that its field does not know"),
        "figure_unclear": tr("several figures, or none that can be read, where one is wanted"),
        "item_not_in_list": tr("the use is none of the known ones"),
        "score_above_full_mark": tr("the score is above the full mark"),
        "score_not_a_number": tr("the score is not a number"),
        "issue_number_missing": tr("the issue number is missing"),
        "issue_number_repeated": tr("the issue number was used before in this unit and year"),
        "no_author": tr("the author is not named"),
        "near_duplicate": tr("nearly the same paper is there already"),
        "scan_unread": tr("a picture can't be read; say whose it is"),
        "file_locked": tr("a file is protected by a password; say which record it belongs to"),
        "duplicate_row": tr("the row is printed twice"),
        "conflicting_row": tr("another row says something else about the same"),
        "changed_since": tr("the source changed; the mapping wants such rows looked at"),
        "dropped_by_answer": tr("left out, as answered"),
        "issue_told_elsewhere": tr("the issue is told of elsewhere; the paper is kept with that record"),
        "skipped": tr("left out, as the mapping file says"),
        "told_with": tr("the same is told of elsewhere; what this says went into that"),
        "nomination_told_elsewhere": tr("the nomination is told of elsewhere; what this says went into that"),
        "paper_not_kept": tr("a paper of which no record is kept; say what it is if it is one after all"),
        "same_bytes": tr("the same file is there already"),
        "not_recognised": tr("no record kind fits this table; say what it is"),
        "denied": tr("its title says that this was not done, or not yet; say what it is"),
        "left": tr("its title says that these people are members no longer; say what it is"),
        "planned": tr("it is a plan, and nothing says what of it was done; say what it is if it was"),
        "missing_columns": tr("columns that the record can't do without are missing"),
        "unreadable_row": tr("the row can't be read"),
        "invalid_value": tr("a value is not allowed"),
        "number_differs": tr("the row says that it is another record than it is"),
        "number_of_another": tr("the record of this number here is another one"),
        "number_not_here": tr("there is no record of this number here"),
        "bad_identifier": tr("the identifier is not one"),
        "another_kind": tr("it is a record of another kind here"),
        "stands_twice": tr("the record stands in these files twice"),
        "void_elsewhere": tr("it is void where it comes from"),
        "kind_unknown": tr("it is not clear what kind of paper this is"),
        "kind_not_for_papers": tr("the mapping file names a kind that papers can't become"),
        "attendance_mark": tr("what does this mark of attendance mean"),
    }


def _doubts() -> dict[str, str]:
    lost = tr("the ID number was stored as a number and has lost digits; it was left out")
    return {
        "id_is_float": lost,
        "id_is_float_as_text": lost,
        "id_wrong_length": tr("the ID number has too few or too many digits and was left out"),
        "id_bad_checksum": tr("the ID number's check digit is wrong; it was left out"),
        "id_bad_date": tr("the ID number states no day of the calendar; it was left out"),
        "id_bad_characters": tr("the ID number holds other characters than digits; it was left out"),
        "date_left_out": tr("a date that can't be was left out"),
        "day_wanting": tr("a month or a year is told where the record keeps a day; it was left out"),
        "first_of_days": tr("several days are told where the record keeps one; the first was taken"),
        "days_of_months": tr("the time tells months only; it was taken from the first day to the last"),
        "date_after_register": tr("a date later than the register itself was left out"),
        "value_left_out": tr("a value that can't be read was left out"),
        "count_is_a_mark": tr("a mark stands where a count is wanted"),
        "estimated": tr("an estimated figure"),
        "year_from_neighbours": tr("the year was taken from the rows around"),
        "month_day_or_year_month": tr("month and day, or year and month"),
        "date_from_file_name": tr("the date comes from the file's name"),
        "date_from_folder": tr("the date comes from the folder's name"),
        "author_from_file_name": tr("the author comes from the file's name"),
        "author_from_folder": tr("the author comes from the folder's name"),
        "kind_from_folder": tr("what kind of paper this is comes from the folder's name"),
        "kind_from_signed": tr("nothing says what kind of paper this is; a member signed it"),
        "present_and_absent": tr("somebody is named among those present and among the absent"),
        "leave_in_doubt": tr(
            "a list of the absent gives a reason that says nothing of leave; it was taken for leave"
        ),
        "attendance_not_told": tr("the minutes name nobody who was there or away"),
        "attendance_incomplete": tr("not everyone's attendance could be read"),
        "attendance_of_one": tr("only one person's card tells of this meeting; who else came is not known"),
        "attendance_mark_unknown": tr("a mark of attendance is not understood"),
        "columns_unread": tr("columns that nothing takes may hold what the record lacks; look at the table"),
        "others_named": tr("several people are named where the record keeps one; the first was taken"),
        "name_marked": tr("a mark stands beside the name; a note in the table may say what it means"),
        "unit_outside": tr("a unit outside the archive is named; no field keeps it"),
        "no_day_of_move": tr("nothing tells the day of the transfer"),
        "label_unread": tr("people are named behind a label that nothing reads"),
        "way_not_told": tr("nothing tells whether somebody came or left; only the unit was taken"),
        "move_differs": tr("the record says another day of this transfer already; that stayed"),
        "value_differs": tr("the record says otherwise; that stayed"),
        "group_unread": tr("nothing was read of the line above that heads this part of the table"),
        "heading_guessed": tr("only a part of the heading is known; say on the page of tables what it is"),
        "words_beside": tr("the words beside the name were not read"),
        "remarks_unread": tr(
            "the remarks may say otherwise than the row, and no rule read them; they were kept"
        ),
        "cell_unread": tr("a part of the cell was not read; it was kept in the remarks"),
        "struck_out": tr("something in the row is struck through"),
        "cells_beside": tr("something stands beside the table, under no heading"),
        "figure_shared": tr(
            "the figure stands once for several rows: is it that of each, or of all together?"
        ),
        "several_titles": tr("several titles seem to stand where the record keeps one"),
        "no_date": tr("nothing tells when it was"),
        "no_honour": tr("nothing tells which honour it is"),
        "several_papers": tr("several people sign in this file; it may hold more papers than this one"),
        "plan_items_unread": tr("not every item of the plan was read; add what is missing"),
        "winners_missing": tr("not everybody whom the decision commends was found in it"),
        "title_of_list": tr("the list below the number has a title, the decision none; write that"),
        "read_from_sentence": tr("read from a sentence, not from a table; look whether it is right"),
        "no_person": tr("nothing tells whose it is"),
        "note_unread": tr("a note in the table speaks of its figures or days, and was not read"),
        "other_heads": tr("a row above reads like headings; this one may belong to another table"),
        "date_out_of_time": tr("the date lies outside the time of the table, or of the rows around"),
        "makeup_in_title": tr("the title speaks of a test taken again"),
        "value_unsure": tr("a value was taken that may not be one"),
        "kind_in_doubt": tr("the title tells of two kinds of papers"),
        "author_conflict": tr("the file's name says another author"),
        "dates_differ": tr("the paper gives two dates; the first was taken"),
        "village_from_team": tr("the village is the one to which the visitor's team was sent"),
        "village_not_told": tr("nothing names the village"),
        "solved_from_words": tr("that it is settled was read from what was done"),
        "use_not_told": tr("nothing says what the money was for, of the uses that are known"),
        "time_in_doubt": tr("title, sheet, file and folders tell of different times; one was taken"),
        "unit_of_all": tr("the minutes name no unit; by whom they speak to, the meeting was the committee's"),
        "unit_by_host": tr("the minutes name no unit; the record goes by who led the meeting"),
        "unit_in_doubt": tr("the lines above, the title and the folders name two units; one was taken"),
        "person_from_above": tr("the person is named in a row above only"),
        "unit_from_above": tr("the unit stands in a row above only"),
        "unit_blank_name_unique": tr("the unit is not named; only one person bears the name"),
        "unit_unknown_name_unique": tr("nobody knows the unit; only one person bears the name"),
        "one_or_two_people": tr("somebody of this name is in another unit: is it the same person?"),
        "in_two_units": tr("another row has the same person in another unit; the first counts"),
        "told_elsewhere": tr("another file tells of the same; one of the two records may be too many"),
        "told_otherwise_before": tr(
            "this file told of a record once that is the same but for a word; one of the two may be too many"
        ),
        "outside_covered_village": tr("the village is not among those the visitor covers"),
        "file_name_says_another_kind": tr("the file's name says another kind"),
        "absent_name_asked": tr("a name among the absent is asked about"),
        "item_synonym": tr("the use was read from another word"),
        "item_from_summary": tr("the use was read from what the money was for"),
        "expected_differs_from_membership": tr("more or fewer people belong there than the book expects"),
        "register_differs_from_sign_in": tr("the declared sessions differ from the sign-in book"),
        "reference_not_here": tr("it refers to a record that is not here; that was left out"),
        "attachment_not_here": tr("an attachment stayed behind"),
        "column_not_taken": tr("no field takes this column; what stands in it was left out"),
        "status_not_taken": tr("the state is not read from files; approve or void the record here"),
        "characters_lost": tr("the file's encoding lacks characters of this text; the text stays as it was"),
        "masked_kept": tr("the file masks this number otherwise than it would be here; it stayed as it was"),
        "masked_left_out": tr("the file masks this number; it was left empty"),
        "text_excerpt": tr(
            "the text is longer than a record holds; its beginning is, and the file is attached"
        ),
        "no_unit_told": tr("nothing tells of which unit somebody is; no membership was taken"),
        "unit_created": tr("the unit was created"),
        "person_created": tr("the person was created"),
    }
