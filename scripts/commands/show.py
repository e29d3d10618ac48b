"""``xuedang show``: one record as the archive holds it, or its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from bson.objectid import ObjectId

from records.checking.checks import Fault
from records.field_value import show as show_value
from records.kind import Field, Kind
from records.language import listed, translator
from records.record import STATUS_LABELS, Record
from scripts.as_json import record_as_json
from scripts.asking import Reason, Unmasked, unmask_for
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import print_json, say, table

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def show(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NO", help="the record's number, such as DY-2011-0042")],
    history: Annotated[bool, typer.Option("--history", help="its versions, the newest first")] = False,
    unmasked: Unmasked = False,
    reason: Reason = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Show one record, or the history of its versions."""
    why = unmask_for(unmasked, reason)

    async def work(archive: Archive) -> None:
        wanted = ObjectId(number) if ObjectId.is_valid(number) else number.strip().upper()
        record = await archive.get(wanted)
        if why is not None:
            from records.privacy.unmasking import unmask

            await unmask(archive, why, "show", record=record)
        whole = why is not None
        if history:
            await _show_history(archive, record, as_json=as_json, whole=whole)
        elif as_json:
            print_json(record_as_json(archive.kinds, record, whole=whole))
        else:
            names = await archive.names(referenced(record))
            kind = archive.kinds.get(record.kind)
            _print_record(kind, record, names, await archive.missing(record), whole=whole)
            if record.corrects is not None:
                say(tr("Corrects {no}, which is filed.", no=(await archive.get(record.corrects)).no))

    with_archive(ctx.obj, work)
    return 0


def referenced(value: Any) -> list[ObjectId]:
    """Every record that a record, or a value of it, refers to."""
    if isinstance(value, Record):
        refs = [each.person for each in value.people] + ([value.unit] if value.unit else [])
        return list({*referenced(value.fields), *refs})
    if isinstance(value, ObjectId):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for part in parts for found in referenced(part)]


def _print_record(
    kind: Kind | None, record: Record, names: dict[ObjectId, str], missing: list[Fault], *, whole: bool
) -> None:
    label = kind.label.text() if kind else record.kind
    say(f"{label}  {record.no or ''}  {STATUS_LABELS[record.status].text()}", style="bold")
    say(record.title)
    if record.void_reason:
        say(tr("Void: {reason}", reason=record.void_reason))
    rows = [
        [field.label.text() if field else name, _value(field, value, names, whole)]
        for name, value in record.fields.items()
        for field in (kind.field(name) if kind else None,)
    ]
    rows += [[tr("Remarks"), record.remarks]] if record.remarks else []
    rows += [[tr("Attachment"), f"{ref.name} ({ref.size:,} B)"] for ref in record.attachments]
    table([tr("Field"), tr("Value")], rows)
    if missing:
        say(tr("Still missing for its approval: {names}", names=listed(each.label for each in missing)))
    if record.updated:
        say(
            tr(
                "Version {version}, saved {when} by {who}",
                version=record.version,
                when=f"{record.updated.at.astimezone():%Y-%m-%d %H:%M}",
                who=record.updated.by,
            ),
            style="dim",
        )


def _value(field: Field | None, value: Any, names: dict[ObjectId, str], whole: bool) -> str:
    """A value to read: long text and sub-records on lines of their own."""
    if field and field.type == "longtext" and isinstance(value, str):
        return value
    if field and field.is_subrecords and isinstance(value, list):
        return "\n".join(show_value(field, [row], names=names, whole=whole) for row in value)
    return show_value(field, value, names=names, whole=whole)


async def _show_history(archive: Archive, record: Record, *, as_json: bool, whole: bool) -> None:
    revisions = await archive.history(record.id)
    if as_json:
        print_json(
            [
                {
                    "version": each.version,
                    "at": each.at.isoformat(),
                    "by": each.by,
                    "note": each.note,
                    "record": record_as_json(archive.kinds, each.record, whole=whole),
                }
                for each in revisions
            ]
        )
        return
    say(f"{record.no}  {record.title}", style="bold")
    kind = archive.kinds.get(record.kind)
    rows = [
        [
            str(each.version),
            f"{each.at.astimezone():%Y-%m-%d %H:%M}",
            each.by,
            each.note,
            _changed(kind, each.record, older.record if older else None),
        ]
        for each, older in zip(revisions, [*revisions[1:], None], strict=True)
    ]
    table([tr("Version"), tr("When"), tr("By"), tr("Note"), tr("Changed")], rows)


def _changed(kind: Kind | None, record: Record, older: Record | None) -> str:
    """The labels of what differs from the version before."""
    if older is None:
        return ""
    absent = object()
    names = [
        name
        for name in {**older.fields, **record.fields}
        if record.fields.get(name, absent) != older.fields.get(name, absent)
    ]
    labels = [field.label.text() if kind and (field := kind.field(name)) else name for name in names]
    if record.status != older.status:
        labels.append(STATUS_LABELS[record.status].text())
    return listed(labels)
