"""``xuedang doc``: a Word file made from the records, written to a file and kept in the archive."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.errors import UsageFault
from records.language import current_language, translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say, table

if TYPE_CHECKING:
    from records.archive import Archive
    from records.record import Record
    from templates.documents import DocumentSpec, MadeDocument

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
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Make a Word file from the records. It is kept as an issued document, with the data it was made from."""
    from templates.documents import DOCUMENTS, issue, make_document

    if not name:
        _print_documents(list(DOCUMENTS.values()))
        return 0
    options = read_options(DOCUMENTS[name], ctx.args) if name in DOCUMENTS else {}

    async def work(archive: Archive) -> tuple[MadeDocument, list[Path], Record | None]:
        made = await make_document(archive, name, options, current_language())
        written = made.write(Path(target).expanduser())
        return made, written, None if draft else await issue(archive, made)

    made, written, kept = with_archive(ctx.obj, work)
    if as_json:
        print_json(
            {
                "files": [str(path) for path in written],
                "warnings": made.warnings,
                "issued": kept.no if kept else None,
            }
        )
        return 0
    for warning in made.warnings:
        note(warning)
    for path in written:
        say(str(path))
    if kept:
        say(tr("Kept in the archive as {no}.", no=kept.no))
    return 0


def read_options(spec: DocumentSpec, words: Sequence[str]) -> dict[str, Any]:
    """``--name value``, ``--name=value`` and flags of one document. Raises UsageFault for what is none."""
    known = {option.name: option for option in spec.options}
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
                hint=tr("It has: {names}", names=" ".join(_spelling(each.name) for each in spec.options)),
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


def _spelling(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _print_documents(specs: Sequence[DocumentSpec]) -> None:
    rows = []
    for spec in specs:
        rows.append([spec.name, spec.label.text(), ""])
        for option in spec.options:
            choices = f" ({' | '.join(option.choices)})" if option.choices else ""
            needed = f", {tr('needed')}" if option.required else ""
            rows.append(["", f"{option.label.text()}{choices}{needed}", _spelling(option.name)])
    table([tr("Document"), tr("Name"), tr("Option")], rows)
