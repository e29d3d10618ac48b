"""A look at one record beside a list: what is wrong with it, its files, and what its fields hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bson.objectid import ObjectId
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from records.checking.checks import Fault
from records.errors import XuedangError
from records.field_value import show
from records.kind import Field, Kind
from records.record import STATUS_LABELS, Record
from records.visible import visible
from tui.rows.differences import references
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Archive

#: Signs before what stops saving, what stops approval, and what is only to be looked at.
_SIGNS = {"error": "x", "missing": "-", "warning": "!"}


class RecordPreview(VerticalScroll, can_focus=True):
    """Shows one record to be read; it can be scrolled, and changes nothing."""

    DEFAULT_CSS = """
    RecordPreview { padding: 0 1; scrollbar-size-vertical: 1; }
    RecordPreview > Static { height: auto; width: 100%; }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="preview-text")

    @work(exclusive=True, group="preview")
    async def show_record(
        self, archive: Archive, record: Record | None, words: Sequence[str] = (), lead: Text | None = None
    ) -> None:
        """Show ``record``: its fields at once, then the names they refer to and what is wrong with it.

        ``words`` are marked wherever they stand; ``lead`` comes before the record.
        """
        self.scroll_home(animate=False)
        if record is None:
            self._put(Text())
            return
        kind = archive.kinds.get(record.kind)
        self._put(described(record, kind, {}, None), words, lead)
        try:
            names = await archive.names(references(record))
            _, faults = await archive.check(record)
        except XuedangError:
            return  # the list says that the server is away
        self._put(described(record, kind, names, faults), words, lead)

    def _put(self, text: Text, words: Sequence[str] = (), lead: Text | None = None) -> None:
        mark_words(text, words)
        text = lead + text if lead else text
        for each in self.query("#preview-text").results(Static):
            each.update(text)


def mark_words(text: Text, words: Sequence[str]) -> None:
    """Mark the words that were looked for, wherever they stand."""
    text.highlight_words(words, "reverse bold", case_sensitive=False)


def described(
    record: Record, kind: Kind | None, names: Mapping[ObjectId, str], faults: Sequence[Fault] | None
) -> Text:
    """The record in words. ``faults`` None: not known yet."""
    text = Text()
    text.append(f"{visible(record.title)}\n", "bold")
    label = kind.label.text() if kind else record.kind
    text.append("  ".join(filter(None, (record.no, label, STATUS_LABELS[record.status].text()))) + "\n")
    if faults:
        for level, sign in _SIGNS.items():
            for fault in faults:
                if fault.level == level:
                    text.append(f"{sign} {visible(str(fault))}\n", "" if level == "warning" else "bold")
    elif faults is not None:
        text.append(tr("Nothing is wrong or missing.") + "\n")
    files = "、".join(visible(ref.name) for ref in record.attachments)
    _line(text, tr("Attachments"), files or tr("none"))
    for each_label, value in _values(record, kind, names):
        _line(text, each_label, value)
    if record.remarks:
        _line(text, tr("Remarks"), visible(record.remarks, keep="\n"))
    return text


def _line(text: Text, label: str, value: str) -> None:
    text.append(f"{label}  ", "bold")
    text.append(f"{value}\n")


def _values(record: Record, kind: Kind | None, names: Mapping[ObjectId, str]) -> Iterator[tuple[str, str]]:
    """The fields that hold something, in the order of the form."""
    order = dict.fromkeys([*(field.name for field in kind.fields), *record.fields] if kind else record.fields)
    for name in order:
        field = kind.field(name) if kind else None
        value = record.fields.get(name)
        shown = _shown(field, value, names)
        if shown:
            yield field.label.text() if field else name, shown


def _shown(field: Field | None, value: object, names: Mapping[ObjectId, str]) -> str:
    """A value; a long text in its paragraphs, each row of sub-records on a line of its own."""
    if isinstance(value, str) and field is not None and field.type == "longtext":
        return visible(value.strip(), keep="\n")
    if isinstance(value, list) and field is not None and field.is_subrecords:
        return "".join(f"\n  {visible(show(field, [row], names=names))}" for row in value)
    return visible(show(field, value, names=names))
