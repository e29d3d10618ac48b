"""Every message that the program says has its Chinese, with the same fields."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("records", "templates", "tui", "scripts")


def messages(room: str) -> Iterator[tuple[str, str]]:
    """Where, and which message: the literal first argument of every call of ``tr``."""
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", first.value


def chinese(room: str) -> dict[str, str]:
    path = ROOT / room / "locale" / "zh" / "LC_MESSAGES" / f"{room}.po"
    with path.open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def fields(text: str) -> set[str]:
    """The names that ``str.format`` fills in; other braces belong to the text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name and name.isidentifier()}


@pytest.mark.parametrize("room", ROOMS)
def test_every_message_has_its_chinese(room: str) -> None:
    known = chinese(room)
    missing = {where: message for where, message in messages(room) if not known.get(message)}
    assert missing == {}


@pytest.mark.parametrize("room", ROOMS)
def test_a_translation_uses_only_the_fields_of_its_message(room: str) -> None:
    wrong = {
        message: translation
        for message, translation in chinese(room).items()
        if not fields(translation) <= fields(message)
    }
    assert wrong == {}
