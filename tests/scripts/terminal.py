"""A person at the command line, for tests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scripts.main import main


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
