"""Half-year registers of study: one person's declared sessions, hours, notes, articles, reports and score."""

from __future__ import annotations

from collections.abc import Iterator

from records.intake.build.rows import Repeats, find_context, row_unit
from records.intake.build.values import take_loose_date, take_number
from records.intake.desk import Desk
from records.intake.facts import facts_of
from records.intake.names import clean_name
from records.intake.numbers import NumberReading
from records.intake.outcome import Item
from records.intake.source import SourceRow, SourceTable
from records.values import PartialDate

_COUNTS = ("sessions", "articles", "reports")


def build_register(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """One study_register a row; its period stands in a column, the titles, or the sheet's or file's name."""
    find_context(table, desk)
    period = _period(table)
    repeats = Repeats(table)
    for row in table.rows:
        item = table.item(row)
        if repeats.again(row):
            item.repeat()
        elif not item.refused:
            _read(table, row, item, desk, period)
        yield item


def _period(table: SourceTable) -> PartialDate | None:
    given = table.rule.constants.get("period")
    if given:
        return PartialDate.parse(str(given))
    if table.facts.period is not None:
        return table.facts.period
    for part in reversed(table.file.split("/")):
        found = facts_of((), file_name=part).period
        if found is not None:
            return found
    return None


def _read(table: SourceTable, row: SourceRow, item: Item, desk: Desk, period: PartialDate | None) -> None:
    if not row.text("person"):
        item.reject("missing_name")
        return
    unit = row_unit(table, row, item, desk)
    person = desk.person(clean_name(row.text("person")).name, item, "person", unit=unit)
    if person is not None:
        item.fields["person"] = person.id
    field = table.kind.field("period")
    if row.has("period") and field is not None:
        take_loose_date(item, field, row.cell("period"), year=table.year(row))
    elif period is not None:
        item.fields["period"] = period
    if "period" not in item.fields:
        item.reject("missing_date")
        return
    for name in _COUNTS:
        _counted(item, name, take_number(item, name, row.cell(name), whole=True))
    take_number(item, "hours", row.cell("hours"))
    notes = take_number(item, "notes_words", row.cell("notes_words"), whole=True)
    if "notes_words" in item.fields:
        estimated = notes is not None and "estimated" in notes.flags
        item.fields["notes_basis"] = "estimated" if estimated else "declared"
    score = take_number(item, "score", row.cell("score"))
    if score is not None and score.note and "none_word" not in score.flags:
        item.fields["remark"] = score.note
    if row.has("remarks"):
        item.remarks = row.text("remarks")


def _counted(item: Item, name: str, reading: NumberReading | None) -> None:
    value = item.fields.get(name)
    if reading is not None and reading.value is not None and reading.value != value:
        item.fields.pop(name, None)
        item.flag(f"value_left_out:{name}")
