"""``xuedang import``: legacy registers and folders of papers come in; an import can be taken back."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from bson.objectid import ObjectId

from records.errors import DiskFull, UnreadableFile, UsageFault, XuedangError
from records.language import translator
from records.settings import Settings
from records.typed_path import typed_path
from scripts.as_json import plain
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say, table
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from records.intake.report import ImportReport

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def import_(
    ctx: typer.Context,
    path: Annotated[
        str, typer.Argument(metavar="[PATH]", help="a file, or a folder with everything below it")
    ] = "",
    mapping: Annotated[
        str,
        typer.Option(
            "--map", metavar="FILE", help="a mapping file, else the one found by itself; `none` for none"
        ),
    ] = "",
    apply: Annotated[
        bool, typer.Option("--apply", help="really bring it in; without it, a trial run")
    ] = False,
    undo: Annotated[str, typer.Option("--undo", metavar="BATCH", help="take an import back")] = "",
    show_list: Annotated[bool, typer.Option("--list", help="the imports so far")] = False,
    every: Annotated[
        bool, typer.Option("--every", help="every question, doubt and refused row, not only the first 20")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Bring in registers and folders of papers. A trial run without --apply; a rerun changes nothing."""
    chosen = [bool(path), bool(undo), show_list]
    if sum(chosen) != 1:
        raise UsageFault(tr("Say one of: a path to bring in, --undo BATCH, or --list."))
    if undo:
        return _undo(ctx.obj, undo, as_json=as_json)
    if show_list:
        return _list(ctx.obj, as_json=as_json)
    source = _existing(path)
    report = _bring_in(ctx.obj, source, _mapping_for(ctx.obj, source, mapping), apply=apply)
    if as_json:
        from records.intake.report_json import report_json

        print_json(plain(report_json(report)))
    else:
        say(report.to_text(every=every))
    return report.exit_code


def _existing(text: str) -> Path:
    path = typed_path(text)
    if not path.exists():
        raise UnreadableFile(path, tr("there is no such file or folder"), hint=tr("Check the path."))
    return path


def _mapping_for(settings: Settings, source: Path, named: str) -> Path | None:
    """The mapping file that was named, else the one that the screens keep for this source."""
    from records.intake.mappings.mapping_file import find_mapping

    if named == "none":
        return None
    if named:
        return _existing(named)
    found = find_mapping(settings.home, source)
    if found is not None:
        note(tr("Mapping file found by itself: {path}", path=found))
    return found


def _bring_in(settings: Settings, path: Path, mapping: Path | None, *, apply: bool) -> ImportReport:
    from records.intake.batch import run_import

    async def work(archive: Archive) -> ImportReport:
        with progress(path.name) as tell, stopping() as stopped:
            try:
                report = await run_import(
                    archive, path, mapping=mapping, apply=apply, on_progress=tell, cancelled=stopped
                )
            except DiskFull as error:
                hint = tr(
                    "What came in until then is kept. Make room and run the same import again: it goes on."
                )
                raise DiskFull(error.message, hint=hint) from error
        if apply:
            await _back_up(archive)
        return report

    return with_archive(settings, work)


async def _back_up(archive: Archive) -> None:
    """After much has come in; what has come in is there also when that fails."""
    from records.keep.backup.rotation import if_due

    try:
        made = await if_due(archive, datetime.now(), only_for_much=True)
    except XuedangError as error:
        note(tr("No backup was made: {reason}", reason=error))
    else:
        if made is not None:
            note(tr("A backup was made: {path}", path=made))


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks the import to stop between two chunks; pressed again, it stops at once."""
    asked = False
    loop = asyncio.get_running_loop()

    def ask() -> None:
        nonlocal asked
        asked = True
        loop.remove_signal_handler(signal.SIGINT)
        note(tr("Stopping after what is being written; once more: at once."))

    # Windows has no such handlers: there Ctrl-C stops at once.
    with suppress(NotImplementedError):
        loop.add_signal_handler(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        with suppress(NotImplementedError):
            loop.remove_signal_handler(signal.SIGINT)


def _undo(settings: Settings, batch: str, *, as_json: bool) -> int:
    from records.intake.loading.undo import UndoReport, undo

    if not ObjectId.is_valid(batch):
        raise UsageFault(
            tr("{batch!r} is not the number of an import.", batch=batch),
            hint=tr("`xuedang import --list` shows them."),
        )

    async def work(archive: Archive) -> UndoReport:
        return await undo(archive, ObjectId(batch))

    report = with_archive(settings, work)
    if as_json:
        print_json(report.to_json())
    else:
        say(report.to_text())
    return 1 if report.kept else 0


def _list(settings: Settings, *, as_json: bool) -> int:
    from records.intake.loading.batches import list_batches, state_text

    batches = with_archive(settings, list_batches)
    if as_json:
        print_json([{"batch": str(each["_id"]), **plain(_without_id(each))} for each in batches])
    elif not batches:
        say(tr("Nothing has been brought in yet."))
    else:
        rows = [
            [
                str(each["_id"]),
                f"{each['at'].replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}",
                each["by"],
                each["path"],
                state_text(each["state"]),
                f"{sum(each['actions'].get(name, 0) for name in ('created', 'updated')):,}",
            ]
            for each in batches
        ]
        table([tr("Batch"), tr("When"), tr("By"), tr("From"), tr("State"), f"{tr('Records')}>"], rows)
    return 0


def _without_id(batch: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in batch.items() if name != "_id"}
