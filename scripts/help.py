"""Help, in the user's language: the overview of all commands, and a command's own page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from typer.core import TyperArgument, TyperCommand

from records.language import translator
from scripts.output import console, say

if TYPE_CHECKING:
    from scripts.cli import Command

tr = translator("scripts")


def print_overview(commands: Mapping[str, Command]) -> None:
    """What xuedang is, how it is called, and its commands with a line each."""
    say(tr("xuedang: study archives, research reports and evaluation minutes of a township office"))
    say()
    say(tr("Without a command it opens the terminal application:"), style="bold")
    say("  xuedang")
    say("  xuedang COMMAND …")
    say()
    say(tr("Commands"), style="bold")
    _two_columns((name, tr(command.summary)) for name, command in commands.items())
    say()
    say(tr("Everywhere"), style="bold")
    _two_columns(_common())
    say()
    say(tr("Exit codes: 0 done; 1 done, with rejected items or findings; 2 wrong use; 3 not run or refused"))


class CommandWithHelp(TyperCommand):
    """A command whose page of help goes through the catalogue; its help texts are messages to translate."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        arguments = [each for each in self.get_params(ctx) if isinstance(each, TyperArgument)]
        options = [each for each in self.get_params(ctx) if not isinstance(each, TyperArgument)]
        usage = " ".join([ctx.command_path, tr("[options]"), *(each.make_metavar(ctx) for each in arguments)])
        say(f"{tr('Usage:')} {usage}", style="bold")
        say()
        say(tr(" ".join((self.help or "").split())))
        if arguments:
            say()
            say(tr("Arguments"), style="bold")
            _two_columns(
                (each.make_metavar(ctx), tr(getattr(each, "help", None) or " ")) for each in arguments
            )
        say()
        say(tr("Options"), style="bold")
        _two_columns(
            [(_spelling(each, ctx), _help(each)) for each in options if not getattr(each, "hidden", False)]
            + _common()
        )


def _common() -> list[tuple[str, str]]:
    return [
        ("--lang zh|en", tr("the language of everything said and made")),
        ("--on DATE", tr("tell everything as of this date, such as 2012-10-15")),
    ]


def _spelling(option: Any, ctx: Any) -> str:
    value = "" if option.is_flag else f" {option.make_metavar(ctx)}"
    return ", ".join(option.opts) + value


def _help(option: Any) -> str:
    if "--help" in option.opts:
        return tr("show this page")
    return tr(option.help or " ")


def _two_columns(rows: Iterable[tuple[str, str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for left, right in rows:
        grid.add_row(Text(f"  {left}", style="cyan"), Text(right))
    console().print(grid)
