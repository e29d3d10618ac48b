"""``xuedang merge``: two people who are one, or two units, become one record; it can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from bson.objectid import ObjectId

from records.errors import UsageFault
from records.field_value import show
from records.language import labelled, translator
from records.privacy.personal import mask
from scripts.as_json import plain
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say, table
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from records.changing.merge import MergePlan, MergeReport
    from records.kind import Kind
    from records.record import Record

tr = translator("scripts")
app = typer.Typer(add_completion=False)

#: Records that are named; --json lists all.
LISTED = 20


@app.command(cls=CommandWithHelp)
def merge(
    ctx: typer.Context,
    numbers: Annotated[
        list[str],
        typer.Argument(metavar="NO NO", help="the record that stays, then the one that goes into it"),
    ],
    apply: Annotated[
        bool, typer.Option("--apply", help="really merge; without it, only say what would happen")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="take a merge back; one number, of the record that went")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Merge two people, or two units: references move, the second record becomes void, its names are kept."""
    if len(numbers) != (1 if undo else 2):
        raise UsageFault(
            tr("Give two numbers: the record that stays, and the one that goes. For --undo, one.")
        )

    async def work(archive: Archive) -> tuple[dict[str, Any], int]:
        if undo:
            return await _undo(archive, numbers[0], as_json=as_json)
        return await _merge(archive, *numbers, apply=apply, as_json=as_json)

    answer, code = with_archive(ctx.obj, work)
    if as_json:
        print_json(answer)
    return code


async def _merge(
    archive: Archive, survivor: str, absorbed: str, *, apply: bool, as_json: bool
) -> tuple[dict[str, Any], int]:
    from records.changing.merge import merge as carry_out
    from records.changing.merge import plan_merge

    plan = await plan_merge(archive, survivor, absorbed)
    if not as_json:
        await _show(archive, plan)
    report = None
    if apply:
        with progress(plan.absorbed.title, plan.moving) as tell:
            report = await carry_out(archive, plan, on_progress=tell)
    if not as_json:
        _told(report, plan)
    failed = bool(plan.obstacles) or bool(report and report.failed)
    return _json(archive.kinds[plan.survivor.kind], plan, report), 1 if failed else 0


async def _undo(archive: Archive, no: str, *, as_json: bool) -> tuple[dict[str, Any], int]:
    from records.changing.merge import undo_merge

    with progress(no) as tell:
        report = await undo_merge(archive, no, on_progress=tell)
    if not as_json:
        say(tr("The merge was taken back; {count:,} records are as they were.", count=report.changed))
        _failures(report)
    return {"undone": True, **_outcome(report)}, 1 if report.failed else 0


async def _show(archive: Archive, plan: MergePlan) -> None:
    kind = archive.kinds[plan.survivor.kind]
    say(tr("{absorbed} goes into {survivor}.", absorbed=_name(plan.absorbed), survivor=_name(plan.survivor)))
    held = [value for each in plan.differences for value in (each.survivor, each.absorbed, each.becomes)]
    names = await archive.names(_identifiers(held))
    rows = []
    for each in plan.differences:
        field = kind.field(each.field)
        shown = [show(field, value, names=names) for value in (each.survivor, each.absorbed, each.becomes)]
        rows.append([field.label.text() if field else each.field, *shown])
    if rows:
        table([tr("Field"), plan.survivor.no or "", plan.absorbed.no or "", tr("Becomes")], rows)
    if plan.references:
        say(tr("{count:,} records refer to {absorbed}:", count=plan.moving, absorbed=_name(plan.absorbed)))
        labels = {name: archive.kinds[name].label.text() for name in plan.references}
        table([tr("Kind"), f"{tr('Records')}>"], [[labels[k], f"{n:,}"] for k, n in plan.references.items()])
    if plan.both:
        say(tr("Both stand in these; the entry of {survivor} stays:", survivor=_name(plan.survivor)))
        _listed(plan.both)
    if plan.obstacles:
        say(tr("In the way:"))
        _listed(plan.obstacles)


def _told(report: MergeReport | None, plan: MergePlan) -> None:
    if report is None:
        note(tr("Nothing was changed; --apply does it."))
    elif report.failed:
        say(tr("The merge is not finished; run it again when this is settled."))
        _failures(report)
    else:
        say(
            tr(
                "Merged. `xuedang merge --undo {no}` takes it back.",
                no=plan.absorbed.no or str(plan.absorbed.id),
            )
        )


def _failures(report: MergeReport) -> None:
    _listed(labelled(_name(record), why) for record, why in report.failed)


def _listed(lines: Any) -> None:
    every = list(lines)
    for line in every[:LISTED]:
        say(f"  {line}")
    if len(every) > LISTED:
        say(tr("… and {number} more", number=len(every) - LISTED))


def _identifiers(value: Any) -> list[ObjectId]:
    if isinstance(value, ObjectId):
        return [value]
    if isinstance(value, dict):
        return _identifiers(list(value.values()))
    return [each for item in value for each in _identifiers(item)] if isinstance(value, list) else []


def _name(record: Record) -> str:
    return " ".join(filter(None, (record.no, record.title)))


def _json(kind: Kind, plan: MergePlan, report: MergeReport | None) -> dict[str, Any]:
    return {
        "survivor": plan.survivor.no,
        "absorbed": plan.absorbed.no,
        "references": dict(plan.references),
        "both": list(plan.both),
        "obstacles": list(plan.obstacles),
        "differences": [
            {
                "field": each.field,
                "survivor": plain(mask(kind.field(each.field), each.survivor)),
                "absorbed": plain(mask(kind.field(each.field), each.absorbed)),
                "becomes": plain(mask(kind.field(each.field), each.becomes)),
            }
            for each in plan.differences
        ],
        "applied": report is not None,
        **(_outcome(report) if report else {}),
    }


def _outcome(report: MergeReport) -> dict[str, Any]:
    failed = [{"no": record.no, "title": record.title, "reason": why} for record, why in report.failed]
    return {"changed": report.changed, "failed": failed}
