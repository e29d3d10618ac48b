"""``xuedang verify``: is everything in the archive what was put in, and is everything there?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.language import plural_translator, translator
from scripts.help import CommandWithHelp
from scripts.opening import with_archive
from scripts.output import note, print_json, say, table
from scripts.passphrase import KeyFile, PassphraseFile, asked_key
from scripts.progress import progress

if TYPE_CHECKING:
    from records.archive import Archive
    from records.keep.verify.finding import Finding, Head, Report

tr, trn = translator("scripts"), plural_translator("scripts")
app = typer.Typer(add_completion=False)

#: Findings shown in full; --json has more of them.
_SHOWN = 200


@app.command(cls=CommandWithHelp)
def verify(
    ctx: typer.Context,
    head: Annotated[
        str,
        typer.Option(
            metavar="FILE|N:ROOT",
            help="compare with a head of the journal that was kept: as printed, in a text, or in a backup",
        ),
    ] = "",
    print_head: Annotated[
        bool, typer.Option("--print-head", help="only print the head of the journal, to be written down")
    ] = False,
    four_tests: Annotated[
        bool,
        typer.Option(
            "--four-tests", help="as a report of the four tests of electronic archives (DA/T 70-2018)"
        ),
    ] = False,
    mend: Annotated[
        bool,
        typer.Option("--mend", help="first make indexes and the validator again that are missing (admin)"),
    ] = False,
    passphrase_file: PassphraseFile = None,
    key_file: KeyFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Check that nothing was altered, lost or slipped in: journal, versions, references, files, numbers.

    It ends with 1 when there is a finding. Nothing is changed, and others can go on working.
    """
    if print_head:
        return _print_head(ctx, as_json)
    from records.keep.verify.head import read_head
    from records.keep.verify.whole_archive import verify as look
    from records.store import schema

    known = read_head(head, asked_key(passphrase_file, key_file)) if head else None

    async def work(archive: Archive) -> Report:
        if mend:
            await schema.mend(archive.store.database, guarded=bool(archive.store.account))
        with progress(tr("Verifying")) as tell:
            return await look(
                archive,
                head=known,
                on_progress=lambda step, done, total: tell(done, total=total, label=step),
            )

    report = with_archive(ctx.obj, work)
    if as_json:
        print_json(_as_json(report, four_tests))
    elif four_tests:
        _print_tests(report)
    else:
        _print(report, known)
    return 1 if report.number else 0


def _print_head(ctx: typer.Context, as_json: bool) -> int:
    from records.keep.verify.head import head_of

    head = with_archive(ctx.obj, head_of)
    if as_json:
        print_json(_head_as_json(head))
    elif head is None:
        say(tr("The journal is empty."))
    else:
        say(str(head))
        note(tr("Write it down with the date, or print it, and keep it away from the server:"))
        note(tr("`xuedang verify --head N:ROOT` then finds whatever is cut off or rewritten before it."))
    return 0


def _head_as_json(head: Head | None) -> dict[str, Any] | None:
    return {"seal": head.seal, "root": head.root} if head else None


def _finding_as_json(each: Finding) -> dict[str, Any]:
    return {
        "code": each.code,
        "severity": each.severity,
        "test": each.test,
        "what": each.what,
        "todo": each.todo,
        "no": each.about.no or None,
        "title": each.about.title or None,
        "id": str(each.about.id) if each.about.id else None,
        "where": each.where or None,
    }


def _as_json(report: Report, four_tests: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "well": not report.number,
        "at": report.at.isoformat(),
        "seconds": round(report.seconds, 3),
        "looked": dict(report.looked),
        "head": _head_as_json(report.head),
        "counts": dict(report.counts),
        "findings": [_finding_as_json(each) for each in report.findings],
    }
    if four_tests:
        from records.keep.verify.finding import TEST_LABELS, TESTS
        from records.keep.verify.four_tests import results

        made["four_tests"] = {
            test: {
                "label": {"zh": TEST_LABELS[test].zh, "en": TEST_LABELS[test].en},
                "passed": report.passed(test),
                "errors": report.count(test, "error"),
                "warnings": report.count(test, "warning"),
                "points": [
                    {
                        "what": each.point.words,
                        "looked": each.looked,
                        "errors": each.errors,
                        "warnings": each.warnings,
                        "codes": list(each.point.codes),
                    }
                    for each in results(report)
                    if each.point.test == test
                ],
            }
            for test in TESTS
        }
    return made


def _print(report: Report, known: Head | None) -> None:
    _print_findings(report.findings[:_SHOWN])
    if report.number > _SHOWN:
        say(tr("… and {number:,} more; --json has them.", number=report.number - _SHOWN))
    number = sum(report.looked.values())
    rate = number / report.seconds if report.seconds else 0.0
    say(
        tr(
            "{number:,} documents were looked at in {seconds:.1f} s ({rate:,.0f}/s).",
            number=number,
            seconds=report.seconds,
            rate=rate,
        )
    )
    if report.head is not None:
        say(tr("Head of the journal: {head}", head=report.head))
    if not report.number:
        say(tr("Nothing was found: the archive is what was put into it."))
        if known is None:
            note(tr("Whether its end was cut off only a head that was kept elsewhere tells: --head."))
    else:
        say(trn("{number:,} finding.", "{number:,} findings.", report.number))


def _print_findings(findings: Sequence[Finding]) -> None:
    for each in findings:
        sign, style = ("x", "bold red") if each.severity == "error" else ("!", "yellow")
        about = f"{each.about}: " if str(each.about) else ""
        say(f"{sign} {about}{each.what}", style=style)
        if each.where:
            say(f"    {each.where}  [{each.code}]")
        say(f"    {each.todo}")


def _print_tests(report: Report) -> None:
    from records.keep.verify.finding import TEST_LABELS, TESTS
    from records.keep.verify.four_tests import results

    say(tr("The four tests of electronic archives (DA/T 70-2018)"), style="bold")
    say(tr("Made {when}", when=f"{report.at.astimezone():%Y-%m-%d %H:%M}"))
    points = results(report)
    for test in TESTS:
        verdict = tr("passed") if report.passed(test) else tr("not passed")
        rows = [
            [
                each.point.words,
                f"{each.looked:,}" if each.looked else "",
                f"{each.errors:,}",
                f"{each.warnings:,}",
            ]
            for each in points
            if each.point.test == test
        ]
        columns = [tr("Point"), f"{tr('Looked at')}>", f"{tr('Errors')}>", f"{tr('To look at')}>"]
        table(columns, rows, title=f"{TEST_LABELS[test].text()}: {verdict}")
        _print_findings(report.of(test)[:_SHOWN])
    if report.head is not None:
        say(tr("Head of the journal: {head}", head=report.head))
