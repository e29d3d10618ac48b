"""Help, in the user's language: the overview of all commands, and a command's own page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from typer.core import TyperArgument, TyperCommand, TyperGroup

from records.language import called, translator
from scripts.output import console, say

if TYPE_CHECKING:
    from scripts.cli import Command

tr = translator("scripts")


def print_overview(commands: Mapping[str, Command]) -> None:
    """What xuedang is, how it is called, and its commands with a line each."""
    say(tr("xuedang: study archives, research reports and evaluation minutes of a township office"))
    say()
    say(tr("Without a command it opens the terminal application:"), style="bold")
    say(f"  {called()}")
    say(f"  {called()} COMMAND …")
    say()
    say(tr("Commands"), style="bold")
    _two_columns((name, tr(command.summary)) for name, command in commands.items())
    say()
    say(tr("Everywhere"), style="bold")
    _two_columns(_common())
    say()
    say(tr("Without a command"), style="bold")
    _two_columns(
        [
            ("--ascii", tr("the screens with lines and marks in plain characters")),
            ("--version", tr("which release it is")),
        ]
    )
    say()
    say(tr("Exit codes: 0 done; 1 done, with rejected items or findings; 2 wrong use; 3 not run or refused"))


class CommandWithHelp(TyperCommand):
    """A command whose page of help goes through the catalogue; its help texts are messages to translate."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        parameters = self.get_params(ctx)
        arguments = [each for each in parameters if isinstance(each, TyperArgument)]
        options = [each for each in parameters if not isinstance(each, TyperArgument)]
        usage = " ".join([ctx.command_path, tr("[options]"), *(each.metavar or "" for each in arguments)])
        say(f"{tr('Usage:')} {usage}", style="bold")
        say()
        say(tr(" ".join((self.help or "").split())))
        if arguments:
            say()
            say(tr("Arguments"), style="bold")
            _two_columns((each.metavar or "", _help(each)) for each in arguments)
        say()
        say(tr("Options"), style="bold")
        _two_columns([*((_spelling(each), _help(each)) for each in options), *_common()])


class GroupWithHelp(TyperGroup):
    """A command with commands of its own, and its page of help."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        say(f"{tr('Usage:')} {ctx.command_path} COMMAND …", style="bold")
        say()
        say(tr(" ".join((self.help or "").split())))
        say()
        say(tr("Commands"), style="bold")
        _two_columns((name, _first_sentence(each.help)) for name, each in self.commands.items())
        say()
        say(tr("`{path} COMMAND --help` explains one.", path=ctx.command_path))
        say()
        say(tr("Everywhere"), style="bold")
        _two_columns(_common())


def _first_sentence(text: str | None) -> str:
    """What a command does, in a line: its help up to the first full stop."""
    return re.split(r"(?<=[.。]) |(?<=。)", tr(" ".join((text or "").split())))[0]


def _common() -> list[tuple[str, str]]:
    return [
        ("--lang zh|en", tr("the language of everything said and made")),
        ("--on DATE", tr("tell everything as of this date, such as 2012-10-15")),
        ("--archive NAME", tr("work in this archive of the server")),
    ]


def _spelling(option: Any) -> str:
    return " ".join([", ".join(option.opts), *([option.metavar] if option.metavar else [])])


def _help(parameter: Any) -> str:
    if "--help" in parameter.opts:
        return tr("show this page")
    return tr(parameter.help) if parameter.help else ""


def _two_columns(rows: Iterable[tuple[str, str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for left, right in rows:
        grid.add_row(Text(f"  {left}", style="cyan"), Text(right))
    console().print(grid)
