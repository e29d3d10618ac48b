"""``xuedang backup``: the archive as it stands now, in a file that can be checked and put back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.errors import UsageFault
from records.language import translator
from records.typed_path import typed_path
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say
from scripts.passphrase import KeyFile, PassphraseFile, asked_key, new_passphrase
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from records.keep.backup.manifest import Manifest
    from records.keep.backup.restore import Restored
    from records.keep.backup.secrecy import Lock

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the file to write, or with --check to try")],
    since: Annotated[
        Path | None,
        typer.Option(
            "--since", metavar="BACKUP", help="write only what this earlier backup, in the same folder, lacks"
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="put it back into a throw-away server and compare everything")
    ] = False,
    encrypt: Annotated[bool, typer.Option("--encrypt", help="encrypt it with a passphrase")] = False,
    keys: Annotated[
        list[str] | None,
        typer.Option("--for", metavar="KEY", help="encrypt it for the holder of this public key (age1…)"),
    ] = None,
    mongodump: Annotated[
        bool, typer.Option("--mongodump", help="write a folder in the layout of MongoDB's own mongodump")
    ] = False,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Back up the whole archive: records, versions, journal, attachments, while others go on working."""
    file = typed_path(file).absolute()
    if mongodump:
        return _dump(ctx, file, as_json=as_json)
    answer: dict[str, Any] = {"file": str(file)}
    if check and file.exists():
        if since or encrypt or keys:
            raise UsageFault(
                tr("--since, --encrypt and --for are for a backup that is made; {path} is there.", path=file),
                hint=tr("Give --check alone to try it, or another name to make one."),
            )
    else:
        lock = _lock(encrypt, keys or [], passphrase_file)
        made = _make(ctx, file, since, lock, asked_key(passphrase_file, key_file))
        answer |= about(made) | {"bytes": file.stat().st_size}
        if not as_json:
            say(tr("{count:,} documents were backed up to {path}.", count=made.documents, path=file))
            say(tr("{size:,.1f} MB, sealed up to {head}.", size=answer["bytes"] / 1e6, head=_head(made)))
    if not check:
        if as_json:
            print_json(answer)
        return 0
    tried = _check(file, asked_key(passphrase_file, key_file))
    answer |= about(tried.manifest) | {"differences": [str(each) for each in tried.differences]}
    if as_json:
        print_json(answer)
    else:
        tell_differences(tried)
    return 1 if tried.differences else 0


def about(manifest: Manifest) -> dict[str, Any]:
    """A backup in a few figures, for a program to read."""
    head = manifest.head
    return {
        "backup": manifest.id,
        "archive": manifest.archive,
        "made": manifest.made.isoformat(timespec="seconds"),
        "documents": manifest.documents,
        "records": manifest.count("records"),
        "full": manifest.full,
        "files": sorted(manifest.files.values()),
        "head": {"seal": head.seal, "root": head.root} if head else None,
    }


def tell_differences(found: Restored) -> None:
    """Say that what was put back is the same as the backup, or what is not."""
    count = found.manifest.documents
    if not found.differences:
        say(tr("All {count:,} documents are there, each the same as in the backup.", count=count))
    for each in found.differences:
        say(str(each), style="red")


def _lock(encrypt: bool, keys: list[str], passphrase_file: Path | None) -> Lock | None:
    if not encrypt and not keys:
        return None
    if encrypt and keys:
        raise UsageFault(tr("Either --encrypt or --for, not both."))
    from records.keep.backup.secrecy import Lock

    return Lock.by_keys(keys) if keys else Lock.by_passphrase(new_passphrase(passphrase_file))


def _make(ctx: typer.Context, file: Path, since: Path | None, lock: Lock | None, ask: Any) -> Manifest:
    from records.keep.backup.container import BackupFile
    from records.keep.backup.make import back_up

    base = None
    if since is not None:
        if typed_path(since).absolute().parent != file.parent:
            raise UsageFault(
                tr("{base} is in another folder than {file}.", base=since, file=file),
                hint=tr("A backup that rests on another one lies beside it, so that both are found."),
            )
        earlier = BackupFile(typed_path(since), ask)
        base = earlier.manifest
        earlier.close()

    async def work(archive: Archive) -> Manifest:
        with progress(file.name) as tell:
            return await back_up(archive, file, base=base, lock=lock, on_progress=tell)

    return with_archive(ctx.obj, work)


def _check(file: Path, ask: Any) -> Restored:
    from records.keep.backup.check import check

    with progress(file.name) as tell:
        return asyncio.run(check(file, ask, tell))


def _dump(ctx: typer.Context, folder: Path, *, as_json: bool) -> int:
    from records.keep.backup.plain_dump import dump

    async def work(archive: Archive) -> int:
        with progress(folder.name) as tell:
            return await dump(archive, folder, tell)

    count = with_archive(ctx.obj, work)
    if as_json:
        print_json({"folder": str(folder), "documents": count})
    else:
        say(tr("{count:,} documents were written to {path}.", count=count, path=folder))
        note(tr("`mongorestore` puts them back. Nothing in it can tell whether it was changed."))
    return 0


def _head(manifest: Manifest) -> str:
    return f"{manifest.head.seal}: {manifest.head.root[:16]}…" if manifest.head else tr("nothing yet")
