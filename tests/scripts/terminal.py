"""A person at the command line, for tests."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest
from typer.main import get_command

from scripts.cli import COMMANDS
from scripts.main import main


def all_commands() -> dict[str, Any]:
    """Every command by the words that call it, those below another (``templates check``) included."""
    found: dict[str, Any] = {}
    for name, each in COMMANDS.items():
        command = get_command(import_module(f"scripts.commands.{each.module}").app)
        found[name] = command
        found |= {f"{name} {below}": sub for below, sub in getattr(command, "commands", {}).items()}
    return found


class Terminal:
    """Runs commands in this process and keeps what they said."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = ""
        self.err = ""

    def run(self, *words: str) -> int:
        code = main([*words, "--lang", "en"])
        self.out, self.err = self._capsys.readouterr()
        return code

    def json(self, *words: str) -> Any:
        """What a command says with --json, when it is done."""
        assert self.run(*words, "--json") == 0, self.err
        return json.loads(self.out)
