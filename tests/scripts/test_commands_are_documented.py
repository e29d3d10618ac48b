"""Every command and every option says what it is for, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from records.language import translator
from scripts.cli import COMMANDS
from scripts.main import main
from tests.scripts.terminal import all_commands
from tests.test_catalogues import chinese

tr = translator("scripts")


@pytest.mark.parametrize(("name", "command"), all_commands().items())
def test_every_option_has_help_in_both_languages(name: str, command: Any) -> None:
    known = chinese("scripts")
    said = [COMMANDS[name.split()[0]].summary, " ".join((command.help or "").split())]
    said += [getattr(each, "help", None) or "" for each in command.params if "--help" not in each.opts]
    assert [text for text in said if not known.get(text)] == []


@pytest.mark.parametrize(("name", "command"), all_commands().items())
def test_the_page_of_help_shows_every_option(
    name: str, command: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*name.split(), "--help", "--lang", "zh"]) == 0
    page = capsys.readouterr().out
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert parameter.opts[-1] in page
    for below in getattr(command, "commands", {}):
        assert below in page
    assert "--lang" in page
