"""``xuedang doc``: a Word file made from the records, written to a file and kept in the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.errors import UsageFault, XuedangError
from records.language import current_language, translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say, table
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from templates.spec import DocumentSpec

tr = translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def doc(
    ctx: typer.Context,
    name: Annotated[
        str,
        typer.Argument(metavar="[NAME]", help="the document; without it, all documents with their options"),
    ] = "",
    target: Annotated[
        str, typer.Option("-o", "--output", metavar="PATH", help="a .docx file, or a folder (this folder)")
    ] = ".",
    draft: Annotated[
        bool, typer.Option("--draft", help="only write the file; keep nothing in the archive")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="write over other files that are there, instead of beside them")
    ] = False,
    again: Annotated[
        str, typer.Option("--again", metavar="NO", help="write an issued document once more, as it was")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Make a Word file from the records. It is kept as an issued document, with the data it was made from."""
    from templates.documents import DOCUMENTS

    folder = Path(target).expanduser()
    if again:
        if name:
            raise UsageFault(tr("Give a document or --again, not both."))
        return _write_again(ctx, again, folder, as_json, over=force)
    if not name:
        _print_documents(list(DOCUMENTS.values()))
        return 0
    options = read_options(DOCUMENTS[name], ctx.args) if name in DOCUMENTS else {}
    made = with_archive(ctx.obj, lambda archive: _make(archive, name, options, folder, draft, over=force))
    if as_json:
        print_json(
            {
                "files": [str(path) for path in made.written],
                "warnings": made.warnings,
                "issued": made.issued[0] if len(made.issued) == 1 else made.issued or None,
            }
        )
        return 0
    _say_written(made.written, made.warnings)
    if made.issued:
        say(tr("Kept in the archive as {no}.", no=", ".join(made.issued)))
    return 0


@dataclass
class _Made:
    """What a run has written, and the numbers under which it was kept."""

    written: list[Path] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    issued: list[str] = field(default_factory=list)


def _say_written(written: Sequence[Path], warnings: Sequence[str]) -> None:
    for warning in warnings:
        note(warning)
    for path in written:
        say(str(path))


async def _make(
    archive: Archive, name: str, options: dict[str, Any], target: Path, draft: bool, *, over: bool
) -> _Made:
    """Make the document, or each of the documents that the options ask for, one after another."""
    from templates.documents import expand, make_document
    from templates.register import issue_document
    from templates.writing import left_alone, need_folder

    lang, done, places = current_language(), _Made(), set[Path]()
    single = await expand(archive, name, options, lang)
    if len(single) > 1:
        need_folder(target, len(single))
    with progress(tr("Documents"), len(single)) as tell:
        for index, one in enumerate(single, 1):
            if draft:
                made = await make_document(archive, name, one, lang)
            else:
                made, kept = await issue_document(archive, name, one, lang)
                done.issued.append(str(kept.no))
            try:
                paths = made.write(target, over=over, written=places)
            except XuedangError:
                if not draft:
                    no = done.issued[-1]
                    note(tr("It is kept in the archive all the same: `xuedang doc --again {no}`", no=no))
                raise
            done.written += paths
            warnings = [*made.warnings, *left_alone(made.files, target, paths)]
            done.warnings += [each for each in warnings if each not in done.warnings]
            tell(index)
    return done


def _write_again(ctx: typer.Context, no: str, target: Path, as_json: bool, *, over: bool) -> int:
    from templates.register import made_again
    from templates.writing import left_alone, write_files

    async def work(archive: Archive) -> tuple[list[Path], list[str]]:
        files = await made_again(archive, await archive.get(no))
        paths = write_files(files, target, over=over)
        return paths, left_alone(files, target, paths)

    written, warnings = with_archive(ctx.obj, work)
    if as_json:
        print_json({"files": [str(path) for path in written], "warnings": warnings})
    else:
        _say_written(written, warnings)
    return 0


def read_options(spec: DocumentSpec, words: Sequence[str]) -> dict[str, Any]:
    """``--name value``, ``--name=value`` and flags of one document. Raises UsageFault for what is none."""
    known = {option.name: option for option in spec.all_options}
    options: dict[str, Any] = {}
    left = iter(words)
    for word in left:
        if not word.startswith("--"):
            raise UsageFault(tr("Too many words: {name}", name=word))
        spelling, equals, value = word[2:].partition("=")
        option = known.get(spelling.replace("-", "_"))
        if option is None:
            raise UsageFault(
                tr("{document} has no option {name}.", document=spec.name, name=f"--{spelling}"),
                hint=tr("It has: {names}", names=" ".join(each.spelling for each in spec.all_options)),
            )
        if option.type == "flag":
            if equals:
                raise UsageFault(tr("{name} takes no value.", name=f"--{spelling}"))
            options[option.name] = True
            continue
        found = value if equals else next(left, "")
        if not found:
            raise UsageFault(tr("{name} needs a value.", name=f"--{spelling}"))
        options[option.name] = found
    return options


def _print_documents(specs: Sequence[DocumentSpec]) -> None:
    rows = []
    for spec in specs:
        rows.append([spec.name, spec.label.text(), ""])
        for option in spec.all_options:
            choices = f" ({' | '.join(option.choices)})" if option.choices else ""
            needed = f", {tr('needed')}" if option.required else ""
            rows.append(["", f"{option.label.text()}{choices}{needed}", option.spelling])
    table([tr("Document"), tr("Name"), tr("Option")], rows)
