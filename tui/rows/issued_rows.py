"""The register of issued documents as rows of a table, and how each stands to the records of today."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import Refused, ServerUnavailable, XuedangError
from records.language import current_language
from records.record import Record
from tui.cjk import one_line
from tui.rows.record_rows import Names
from tui.widgets.table.table_rows import Column, Row
from tui.words import mark, tr

if TYPE_CHECKING:
    from records.archive import Archive
    from records.lists.listing import Listing

#: What of a record a row needs: its data, which can be long, is not read.
COLUMNS = ("created", "document", "doc_no", "subject", "language", "issued_on")
_LANGUAGES = {"zh": "中文", "en": "English"}


@dataclass(frozen=True, slots=True)
class _Word:
    message: str
    tone: str = ""


#: The states by name. One that is not known yet has none.
STATES: Mapping[str, _Word] = {
    "current": _Word(mark("current")),
    "outdated": _Word(mark("outdated"), "behind"),
    "unknown": _Word(mark("unclear"), "unjudged"),
}


def columns() -> tuple[Column, ...]:
    """The columns, labelled in the language of the moment."""
    return (
        Column("date", tr("Date"), 10, keep=True),
        Column("doc_no", tr("Document number"), 18),
        Column("document", tr("Document"), 12, grow=1),
        Column("subject", tr("Made from"), 14, grow=3),
        Column("language", tr("Language"), 8, spare=True),
        Column("by", tr("Made by"), 8, spare=True),
        Column("state", tr("State"), 8, keep=True),
    )


class States:
    """Whether papers are outdated, asked once each until records change. Raises what the archive raises."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[ObjectId, str] = {}
        self._stale: set[ObjectId] = set()

    def known(self, paper: ObjectId) -> str:
        """The state found last, or empty; see `settled`."""
        return self._known.get(paper, "")

    def settled(self, paper: ObjectId) -> bool:
        """Whether no record changed since the state was found."""
        return paper in self._known and paper not in self._stale

    def doubt(self) -> None:
        """Records changed: every state may be another now."""
        self._stale.update(self._known)

    async def find(self, paper: ObjectId | Record) -> str:
        """Find out the state of a paper. Raises ServerUnavailable."""
        from templates.register import is_outdated

        identifier = paper.id if isinstance(paper, Record) else paper
        try:
            record = paper if isinstance(paper, Record) else await self._archive.get(paper)
            state = "outdated" if await is_outdated(self._archive, record) else "current"
        except ServerUnavailable:
            raise
        except (XuedangError, ValueError):  # of a kind that is no more, or with data of an earlier form
            state = "unknown"
        self._stale.discard(identifier)
        self._known[identifier] = state
        return state


def issued_row(record: Record, names: Names, states: States) -> Row:
    """A paper of the register as a row; its state is ``…`` until it is known."""
    subject, created = record.fields.get("subject"), record.created
    state = STATES.get(states.known(record.id))
    cells = (
        record.date.start.isoformat() if record.date else "",
        one_line(str(record.fields.get("doc_no") or record.no or "")),
        document_label(record),
        names.known.get(subject, "?") if isinstance(subject, ObjectId) else "",
        _LANGUAGES.get(str(record.fields.get("language")), ""),
        one_line(created.by) if created else "",
        tr(state.message) if state else "…",
    )
    tones = ("",) * (len(cells) - 1) + (state.tone if state else "unjudged",)
    return Row(record.id, cells, "", record, tones)


def document_label(record: Record) -> str:
    """What kind of document it is, in the language of the moment; as recorded when it is of no known kind."""
    from templates.register import issued_spec

    try:
        return issued_spec(record).label.text(current_language())
    except Refused:
        return one_line(str(record.fields.get("document") or ""))


class IssuedRows:
    """The rows of a listing of issued documents."""

    def __init__(
        self, listing: Listing, names: Names, states: States, on_error: Callable[[XuedangError], None]
    ) -> None:
        self._listing, self._names, self._states, self._on_error = listing, names, states, on_error

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        try:
            records = await self._listing.rows(start, count)
            await self._names.learn(subjects(records))
        except XuedangError as error:
            self._on_error(error)
            return ()
        return [issued_row(record, self._names, self._states) for record in records]


def subjects(records: Sequence[Record]) -> list[ObjectId]:
    """The records that papers were made from."""
    found = [record.fields.get("subject") for record in records]
    return [each for each in found if isinstance(each, ObjectId)]
