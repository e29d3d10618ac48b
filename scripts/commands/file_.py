"""``xuedang file``: a year's papers get their archival codes; what has outlived its period is disposed of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.filing import RETENTIONS
from records.language import current_language, plural_translator, translator
from records.typed_path import typed_path
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say, table
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from records.keep.filing.proposal import Proposal

tr, trn = translator("scripts"), plural_translator("scripts")
app = typer.Typer(add_completion=False)

#: Lines that are printed for a person to read; --json and --to have all.
LISTED = 50


@app.command(cls=CommandWithHelp)
def file_year(
    ctx: typer.Context,
    year: Annotated[int, typer.Argument(metavar="YEAR", help="the year of the papers", min=1949, max=2199)],
    apply: Annotated[
        bool, typer.Option("--apply", help="really file; without it, only say what would be filed")
    ] = False,
    to: Annotated[
        str, typer.Option("--to", metavar="FILE", help="write the catalogue to this .xlsx or .csv")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Give the verified papers of a year archival codes, in order. A dry run unless --apply is given."""

    async def work(archive: Archive) -> tuple[Proposal, dict[str, Any]]:
        from records.keep.filing.assigning import file_year as carry_out
        from records.keep.filing.proposal import propose

        today = archive.settings.today
        proposal = await propose(archive, year, on=today)
        answer = _json(archive, proposal)
        if apply:
            with progress(str(year), len(proposal.papers)) as tell:
                done = await carry_out(archive, year, on=today, on_progress=tell)
            answer |= {"applied": True, "filed": done.filed, "batch": str(done.batch)}
        if to:
            from records.keep.filing.catalogue import write_catalogue

            path = typed_path(to)
            await write_catalogue(archive, year, path, on=today)
            answer["file"] = str(path)
        return proposal, answer

    proposal, answer = with_archive(ctx.obj, work)
    if as_json:
        print_json(answer)
    else:
        _print(proposal, answer)
    return 1 if proposal.left_out else 0


def _json(archive: Archive, proposal: Proposal) -> dict[str, Any]:
    scheme = proposal.scheme
    return {
        "year": proposal.year,
        "applied": False,
        "scheme": {"in_force": scheme.in_force, "fonds": scheme.fonds, "approved": scheme.approved},
        "filed_before": proposal.before,
        "counts": proposal.counts(),
        "papers": [
            {
                "no": each.no,
                "kind": each.kind,
                "title": each.title,
                "date": str(each.date),
                "retention": each.filed.retention,
                "code": str(each.filed) if scheme.in_force else None,
            }
            for each in proposal.papers
        ],
        "left_out": [
            {"no": each.no, "kind": each.kind, "title": each.title, "why": each.why}
            for each in proposal.left_out
        ],
    }


def _print(proposal: Proposal, answer: dict[str, Any]) -> None:
    papers = answer["papers"]
    if papers and not answer["applied"]:
        lang = current_language()
        rows = [
            [each["code"] or "", RETENTIONS[each["retention"]].text(), paper.date.display(lang), paper.title]
            for each, paper in zip(papers[:LISTED], proposal.papers, strict=False)
        ]
        table([tr("Archival code"), tr("Period"), tr("Date"), tr("Title")], rows)
        _more(len(papers))
    if proposal.left_out:
        left = [[each.no, each.title, each.why] for each in proposal.left_out[:LISTED]]
        table([tr("No."), tr("Left out"), tr("Why")], left)
        _more(len(proposal.left_out))
    if "file" in answer:
        say(tr("The catalogue was written to {path}.", path=answer["file"]))
    if answer["applied"]:
        filed, year = answer["filed"], proposal.year
        say(
            trn(
                "{number} paper of {year} was filed.",
                "{number} papers of {year} were filed.",
                filed,
                year=year,
            )
        )
        return
    counts = "  ".join(f"{RETENTIONS[name].text()} {count}" for name, count in answer["counts"].items())
    say(
        trn(
            "{number} paper would be filed: {counts}",
            "{number} papers would be filed: {counts}",
            len(papers),
            counts=counts,
        )
    )
    if proposal.before:
        say(tr("{count} are filed already; these come at the end of their classes.", count=proposal.before))
    if proposal.scheme.in_force:
        note(tr("Nothing was changed; --apply does it."))
    else:
        note(tr("By the shipped proposal; it needs a filing scheme, approved and verified, to be done."))


def _more(count: int) -> None:
    if count > LISTED:
        say(tr("… and {number} more", number=count - LISTED))
