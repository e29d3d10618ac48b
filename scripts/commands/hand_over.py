"""``xuedang hand-over``: a filed year as a folder that proves what it holds without xuedang (BagIt)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from records.language import plural_translator, translator
from records.typed_path import typed_path
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from records.keep.filing.package import HandedOver

tr, trn = translator("scripts"), plural_translator("scripts")
app = typer.Typer(add_completion=False)


@app.command(cls=CommandWithHelp)
def hand_over(
    ctx: typer.Context,
    year: Annotated[int, typer.Argument(metavar="YEAR", help="the filed year", min=1949, max=2199)],
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="a folder that is not there yet")],
    arranged_by: Annotated[
        str, typer.Option("--arranged-by", metavar="NAME", help="who arranged the papers")
    ] = "",
    checked_by: Annotated[str, typer.Option("--checked-by", metavar="NAME", help="who checked them")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Write a filed year with records, attachments, documents, catalogue, metadata, journal and seals."""
    path = typed_path(folder).absolute()

    async def work(archive: Archive) -> HandedOver:
        from records.keep.filing.package import hand_over as write
        from records.language import current_language
        from templates.documents import make_document

        made = await make_document(archive, "filed_catalogue", {"year": year}, current_language())
        papers = {f"catalogue{Path(name).suffix}": data for name, data in made.files}
        with progress(str(year)) as tell:
            return await write(
                archive,
                year,
                path,
                on=archive.settings.today,
                arranged_by=arranged_by,
                checked_by=checked_by,
                papers=papers,
                on_progress=tell,
            )

    done = with_archive(ctx.obj, work)
    if as_json:
        print_json({"folder": str(done.folder), "papers": done.papers, "unsealed": done.unsealed})
        return 0
    say(
        trn(
            "{number} paper of {year} was written to {path}.",
            "{number} papers of {year} were written to {path}.",
            done.papers,
            year=year,
            path=done.folder,
        )
    )
    if done.unsealed:
        note(
            trn(
                "{number} journal entry was not sealed yet; hand over again in a few seconds for it.",
                "{number} journal entries were not sealed yet; hand over again in a few seconds for those.",
                done.unsealed,
            )
        )
    note(tr("To check it anywhere: bagit.py --validate {path}", path=done.folder))
    return 0
