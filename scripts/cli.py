"""The commands. Each is a Typer application in a module of its own, imported only when it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from records import VERSION
from records.errors import UsageFault, nearest
from records.language import called, translator
from records.settings import Settings

if TYPE_CHECKING:
    import typer

tr = translator("scripts")


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its module in scripts/commands, and what it does in a line (a message to translate)."""

    module: str
    summary: str


COMMANDS: Mapping[str, Command] = {
    "status": Command("status", "server, data folder, counts by kind, health"),
    "doctor": Command(
        "doctor", "what is wrong with the terminal, this machine or the server, and what to do"
    ),
    "kinds": Command("kinds", "the record kinds and their fields"),
    "add": Command("add", "add one record"),
    "change": Command("change", "change fields of one record"),
    "show": Command("show", "show one record, or its history"),
    "find": Command("find", "find records by words, kind, unit, date, field"),
    "approve": Command("approve", "approve submitted records"),
    "rules": Command("rules", "how a person, a unit or everybody stands with the rules"),
    "alerts": Command("alerts", "what needs attention: overdue, due soon, behind, missed"),
    "calendar": Command("calendar", "the programme by the day: deadlines, anniversaries, meetings"),
    "import": Command("import_", "bring in registers and folders of papers; take an import back"),
    "merge": Command("merge", "merge two people, or two units"),
    "export": Command("export", "write any list to .xlsx, .csv or .jsonl"),
    "file": Command("file_", "give the papers of a year their archival codes, in order"),
    "hand-over": Command("hand_over", "a filed year as a folder that can be checked without xuedang"),
    "dispose": Command("dispose", "filed papers whose period has ended, and their disposal"),
    "backup": Command("backup", "the whole archive in a file that can be checked and put back"),
    "restore": Command("restore", "put a backup back into an empty archive"),
    "verify": Command("verify", "check that nothing was altered, lost or slipped in"),
    "upgrade-server": Command("upgrade_server", "the data of the embedded server to another version of it"),
    "upgrade-records": Command("upgrade_records", "every record in the form of this release, at once"),
    "journal": Command("journal", "what was done, when, by whom, from where"),
    "purge": Command("purge", "take a record out for good, with a reason; admins only"),
    "user": Command("user", "the accounts of a shared server: add, list, role, remove, password"),
    "doc": Command("doc", "make a Word file"),
    "templates": Command("templates", "the templates of the Word files: check, export, names"),
    "serve": Command("serve", "the screens in a browser of this machine"),
    "demo": Command("demo", "fill an empty archive with an invented township"),
    "bench": Command("bench", "measure the speed on this machine"),
}


def run_command(words: Sequence[str], settings: Settings) -> int:
    """Run the command that ``words`` name. Raises UsageFault for an unknown or wrongly called one."""
    name, *rest = words
    if name in ("--help", "-h", "help") and not rest:
        from scripts.help import print_overview

        print_overview(COMMANDS)
        return 0
    if name == "help":
        name, rest = rest[0], ["--help"]
    if name in ("--version", "-V"):
        from scripts.output import say

        say(f"xuedang {VERSION}")
        return 0
    if name not in COMMANDS:
        raise _no_such(name)
    application: typer.Typer = import_module(f"scripts.commands.{COMMANDS[name].module}").app
    return _call(application, name, rest, settings)


def _call(application: typer.Typer, name: str, words: Sequence[str], settings: Settings) -> int:
    from typer import TyperException
    from typer.main import get_command

    from scripts.usage import usage_fault

    command = get_command(application)
    prog = f"{called()} {name}"
    try:
        answer = command.main(list(words), prog_name=prog, standalone_mode=False, obj=settings)
    except TyperException as error:
        raise usage_fault(error, prog) from error
    return answer if isinstance(answer, int) else 0


def _no_such(name: str) -> UsageFault:
    hint = nearest(name, COMMANDS, tr("`xuedang --help` lists the commands."))
    kind_of = tr("There is no option {name}.") if name.startswith("-") else tr("There is no command {name}.")
    return UsageFault(kind_of.format(name=name), hint=hint)
