"""``xuedang templates``: check the templates of the Word files, export them, list what they may say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from records.errors import UsageFault
from records.home_paths import TEMPLATES
from records.language import LANGUAGES, Language, current_language, translator
from records.settings import Settings
from records.typed_path import typed_path
from scripts.help import CommandWithHelp, GroupWithHelp
from scripts.opening import known_kinds
from scripts.output import note, print_json, say, table

if TYPE_CHECKING:
    from templates.checking import Checked, Finding
    from templates.names import Name

tr = translator("scripts")
app = typer.Typer(add_completion=False, cls=GroupWithHelp)


@app.callback()
def templates() -> None:
    """The templates of the Word files: check them, export them to edit, list the names they may use."""


@app.command(cls=CommandWithHelp)
def check(
    ctx: typer.Context,
    folder: Annotated[
        str,
        typer.Argument(
            metavar="[FOLDER]",
            help="a folder with zh and en in it, or one file; without it, the templates in use now",
        ),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """Check templates for everything that is wrong in them. The exit code is 1 when something is found."""
    from templates.checking import check_folder, check_office

    def checked(kinds: Any) -> Checked:
        path = typed_path(folder)
        return check_folder(path, kinds) if folder else check_office(ctx.obj.home, kinds)

    found = _with_cheapest_kinds(ctx.obj, checked)
    if as_json:
        findings = [_finding_as_json(each) for each in found.findings]
        print_json({"templates": found.templates, "findings": findings})
    else:
        _print_findings(found)
    return 1 if found.findings else 0


def _with_cheapest_kinds(settings: Settings, checked: Any) -> Checked:
    """The check by the kind files alone; with the archive's own fields only where a field is missing."""
    from records.kind_file import own_kinds

    found: Checked = checked(own_kinds())
    if any(each.code == "unknown-field" for each in found.findings):
        found = checked(known_kinds(settings))
    return found


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "path": str(finding.path),
        "severity": finding.severity,
        "code": finding.code,
        "place": finding.place,
        "message": finding.message,
        "hint": finding.hint or None,
        "name": finding.name or None,
    }


def _print_findings(found: Checked) -> None:
    words = {"error": tr("error"), "warning": tr("warning")}
    before: Path | None = None
    for each in found.findings:
        if each.path != before:
            say(str(each.path), style="bold")
            before = each.path
        say(f"  {words[each.severity]}  {each}")
        if each.hint:
            say(f"      {each.hint}")
    counts = Counter(each.severity for each in found.findings)
    say(
        tr(
            "Templates checked: {templates}. Errors: {errors}, warnings: {warnings}.",
            templates=found.templates,
            errors=counts["error"],
            warnings=counts["warning"],
        )
    )


@app.command(cls=CommandWithHelp)
def export(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="where to; it is made if need be")],
    only: Annotated[str, typer.Option("--only", metavar="zh|en", help="the templates of one language")] = "",
    profile: Annotated[
        list[str] | None,
        typer.Option(
            "--profile",
            metavar="NAME|FILE",
            help="build them by another page profile; may be given once for each language",
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="overwrite files that are there already")] = False,
) -> int:
    """Write the templates to a folder, to be edited in Word or WPS. A file that is there is left alone."""
    from templates.exporting import export_templates

    done = export_templates(
        typed_path(folder), languages=_languages(only), profiles=profile or (), force=force
    )
    for path in done.written:
        say(str(path))
    for path in done.left:
        note(tr("{path} is there already and was left alone; --force overwrites it.", path=path))
    _say_what_next(typed_path(folder), ctx.obj.home / TEMPLATES)
    return 1 if done.left else 0


def _say_what_next(folder: Path, office: Path) -> None:
    say(tr("Edit them in Word or WPS, then check them: `xuedang templates check {folder}`.", folder=folder))
    if folder.resolve() == office.resolve():
        say(tr("This is the office's own folder: documents are made with these files from now on."))
    else:
        say(
            tr(
                "To use those that you changed, copy them to {folder}, into zh or en as they were.",
                folder=office,
            )
        )


def _languages(only: str) -> Sequence[Language]:
    if not only:
        return LANGUAGES
    chosen = [each for each in LANGUAGES if each == only]
    if not chosen:
        raise UsageFault(tr("Language {value!r} is not known.", value=only), hint=tr("Use zh or en."))
    return chosen


@app.command(cls=CommandWithHelp)
def names(
    ctx: typer.Context,
    document: Annotated[
        str, typer.Argument(metavar="DOCUMENT", help="a document, as `xuedang doc` lists them")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="for a program to read")] = False,
) -> int:
    """List every name that the template of a document may use, with its meaning and an example."""
    from templates.documents import spec_of
    from templates.names import names_of

    spec = spec_of(document)
    found = names_of(spec, known_kinds(ctx.obj), current_language())
    if as_json:
        print_json(_names_as_json(found))
    else:
        say(f"{spec.label.text()}  {spec.name}", style="bold")
        _print_names(found)
    return 0


def _names_as_json(found: Sequence[Name]) -> dict[str, Any]:
    from templates.names import FILTERS

    return {
        "names": [
            {
                "path": each.path,
                "tag": each.tag,
                "within": list(each.within),
                "type": each.sort,
                "zh": each.label.zh,
                "en": each.label.en,
                "example": each.example,
            }
            for each in found
        ],
        "filters": [
            {
                "name": each.name,
                "tag": each.tag,
                "zh": each.label.zh,
                "en": each.label.en,
                "example": each.example,
            }
            for each in FILTERS
        ],
    }


def _print_names(found: Sequence[Name]) -> None:
    from templates.names import FILTERS

    rows = [
        [each.path, each.label.text(), each.tag, _short(each.example), "\n".join(each.within)]
        for each in found
    ]
    table([tr("Name"), tr("Meaning"), tr("How it is written"), tr("Example"), tr("Within")], rows)
    say(tr("In a table write {%tr … %} instead of {%p … %}, each in a row of its own."))
    rows = [[each.name, each.label.text(), each.tag, each.example] for each in FILTERS]
    table([tr("Filter"), tr("Meaning"), tr("How it is written"), tr("Example")], rows)


def _short(text: str, width: int = 40) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
