"""``xuedang doc``: a Word file made from the records, written to a file and kept in the archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.errors import UsageFault
from records.language import current_language, labelled, listed, translator
from records.typed_path import typed_path
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say, table
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from templates.papers import Paper
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

    folder = typed_path(target)
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
                "failed": made.failed,
                "issued": made.issued[0] if len(made.issued) == 1 else made.issued or None,
            }
        )
        return 1 if made.failed else 0
    _say_written(made.written, [*made.warnings, *made.failed])
    if made.issued:
        say(tr("Kept in the archive as {no}.", no=listed(made.issued)))
    return 1 if made.failed else 0


@dataclass
class _Made:
    """What a run has written, and the numbers under which it was kept."""

    written: list[Path] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    issued: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    papers: int = 0

    def take(self, paper: Paper) -> None:
        """One more paper; that it was kept though its file could not be written is told at once."""
        self.papers += 1
        self.written += paper.paths
        self.warnings += [each for each in paper.warnings if each not in self.warnings]
        if paper.record is not None:
            self.issued.append(str(paper.record.no))
        if paper.fault is not None:
            self.failed.append(labelled(paper.about, paper.fault))
            if paper.record is not None:
                no = paper.record.no
                note(tr("It is kept in the archive all the same: `xuedang doc --again {no}`", no=no))


def _say_written(written: Sequence[Path], warnings: Sequence[str]) -> None:
    for warning in warnings:
        note(warning)
    for path in written:
        say(str(path))


async def _make(
    archive: Archive, name: str, options: dict[str, Any], target: Path, draft: bool, *, over: bool
) -> _Made:
    """Make the document, or each of the documents that the options ask for, one after another."""
    from templates.documents import expand, for_one_file
    from templates.papers import FATAL, make_papers, ready_place
    from templates.writing import is_one_file

    lang, done = current_language(), _Made()
    if is_one_file(target):
        options = dict(await for_one_file(archive, name, options, lang))
    each = await expand(archive, name, options, lang)
    ready_place(target, len(each))
    with progress(tr("Documents"), len(each)) as tell:
        async for paper in make_papers(archive, name, each, lang, target, keep=not draft, over=over):
            done.take(paper)
            tell(done.papers)
            if paper.fault is not None and (len(each) == 1 or isinstance(paper.fault, FATAL)):
                raise paper.fault
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
