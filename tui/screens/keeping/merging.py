"""Merging two people, or two units: which two, what it means, and only then done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.changing.merge import MergePlan, merge, plan_merge
from records.errors import XuedangError
from records.language import labelled
from records.record import Record
from tui.cjk import one_line
from tui.screens.forms.picker import PickerScreen
from tui.screens.prompts import ask_choice
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Archive
    from tui.app import XuedangApp

#: How many of each are named: the box has to fit a small terminal.
_NAMED, _KINDS, _FIELDS = 3, 8, 12


async def merge_with_another(app: XuedangApp, survivor: Record) -> None:
    """Ask which record goes into ``survivor``, show what it means, then do it. Call it from a worker."""
    archive = app.archive
    if archive is None:
        return
    title = tr("Which one goes into {record}?", record=one_line(survivor.title))
    chosen = await app.push_screen_wait(PickerScreen(archive, title, (survivor.kind,), "", multiple=False))
    if not chosen:
        return
    try:
        plan = await plan_merge(archive, str(survivor.id), str(chosen[0].id))
        answers = [("yes", tr("Merge")), ("no", tr("Cancel"))]
        possible = answers if not plan.obstacles else answers[1:]
        if await ask_choice(app, tr("Merge"), _meaning(archive, plan), possible) != "yes":
            return
        report = await merge(archive, plan)
    except XuedangError as error:
        app.say(error)
        return
    if report.failed:
        record, why = report.failed[0]
        app.notify(labelled(record.no or record.title, why), severity="error", title=tr("Not finished"))
        return
    app.notify(
        tr(
            "{absorbed} went into {survivor}. `xuedang merge --undo {no}` takes it back.",
            absorbed=plan.absorbed.title,
            survivor=plan.survivor.title,
            no=plan.absorbed.no or str(plan.absorbed.id),
        )
    )


def _meaning(archive: Archive, plan: MergePlan) -> str:
    """What will be different, a line for each thing."""
    kind = archive.kinds[plan.survivor.kind]
    lines = [
        tr("stays: {record}", record=_name(plan.survivor)),
        tr("goes, becomes void: {record}", record=_name(plan.absorbed)),
    ]
    # What stands in the way comes first: nothing else matters before that is settled.
    lines += plan.obstacles[:_NAMED]
    if plan.references:
        shown = [f"{archive.kinds[name].label.text()} {number:,}" for name, number in plan.references.items()]
        lines.append(tr("Records that move: {kinds}", kinds=_few(shown, _KINDS)))
    labels = [
        field.label.text() if (field := kind.field(each.field)) else each.field for each in plan.differences
    ]
    if labels:
        lines.append(tr("They differ in: {fields}", fields=_few(labels, _FIELDS)))
        lines.append(tr("What stays keeps its own values and takes over what it lacks."))
    if plan.both:
        names = tr(", ").join(plan.both[:_NAMED])
        lines.append(tr("Both stand in {count} records ({names} …).", count=len(plan.both), names=names))
    return "\n".join(lines)


def _few(words: list[str], most: int) -> str:
    return tr(", ").join(words[:most]) + (tr("…") if len(words) > most else "")


def _name(record: Record) -> str:
    return one_line(" ".join(filter(None, (record.no, record.title))))
