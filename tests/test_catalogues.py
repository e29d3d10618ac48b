"""Every message that the program says has its Chinese, with the same fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from records.language import set_language, translator
from tui.keys.keymap import all_actions

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("records", "templates", "tui", "scripts")
#: What marks a text as one to be translated, and how many such texts it takes.
CALLS = {"tr": 1, "mark": 1, "trn": 2}


def messages(room: str) -> Iterator[tuple[str, str]]:
    """Where, and which message: every text that a call of ``tr``, ``mark`` or ``trn`` (two) begins with."""
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                for argument in node.args[: CALLS[node.func.id]]:
                    for text in texts(argument):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", text


def texts(node: ast.AST | None) -> Iterator[str]:
    """A literal text, or both of ``a if b else c``."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp():
            yield from texts(node.body)
            yield from texts(node.orelse)


def chinese(room: str) -> dict[str, str]:
    path = ROOT / room / "locale" / "zh" / "LC_MESSAGES" / f"{room}.po"
    with path.open("rb") as file:
        # One that is marked as a guess is not compiled.
        sure = [entry for entry in read_po(file) if entry.id and not entry.fuzzy]
    plural = [entry for entry in sure if entry.pluralizable]
    counted = {each: next(iter(entry.string or "")) for entry in plural for each in entry.id}
    return counted | {str(entry.id): str(entry.string) for entry in sure if not entry.pluralizable}


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


#: Keys that an office can give to something else, as they are printed on a keyboard.
KEY = re.compile(
    r"(?<![A-Za-z0-9+])(?:F(?:1[0-2]|[1-9])(?![A-Za-z0-9])|(?:Ctrl|Alt|Shift)\+|(?:Del|Ins)(?![a-z]))"
)
#: How keys are written is said with a few of them.
EXAMPLES = ("{key} is no key.", "Keys with a comma between them:")


def test_a_sentence_names_the_action_whose_key_it_tells() -> None:
    """``{key:form.save}``: the key it has now. Rooms behind the screens tell of no key at all."""
    actions, named = all_actions(), re.compile(r"\{key:([^}]*)\}")
    for room in ("records", "templates", "tui"):
        known = chinese(room)
        for where, message in messages(room):
            translation = known.get(message, "")
            if not message.startswith(EXAMPLES):
                assert not KEY.search(message) and not KEY.search(translation), f"{where}: {message}"
            assert set(named.findall(message)) == set(named.findall(translation)), where
            assert set(named.findall(message)) <= set(actions), where


@pytest.mark.parametrize("room", ROOMS)
def test_chinese_words_have_the_chinese_ellipsis(room: str) -> None:
    """It is of two signs (GB/T 15834); a single one stands for what is to be typed, behind or within code."""
    said = chinese(room)
    single = re.compile(r"(?:^|[^\x00-\x7f…]) ?…(?!…)")
    assert [text for text in said.values() if single.search(text)] == []
    asks, asks_too = re.compile(r"(?<!:)…(?: \(.*\))?$"), re.compile(r"……(?:（.*）)?$")
    if room == "tui":  # what asks further says so in both languages
        assert [key for key in said if bool(asks.search(key)) != bool(asks_too.search(said[key]))] == []


def test_a_word_from_data_stands_in_chinese_marks_in_chinese() -> None:
    set_language("zh")
    tr = translator("records")
    assert tr("{text!r}: choose a record.", text="董军\x1b[1m") == "“董军␛[1m”：请选择一条记录。"
    set_language("en")
    assert tr("{text!r}: choose a record.", text="董军") == "'董军': choose a record."


#: Where words are put one after the other without a language: what is English or Chinese by itself, keys,
#: files, and the usage of commands.
COMMAS = {
    "records/keep/filing/catalogue.py",
    "records/store/sign_in.py",
    "scripts/environment.py",
    "scripts/help.py",
    "templates/contexts/archive/rows.py",
    "templates/contexts/text.py",
    "tui/keys/keymap.py",
    "tui/screens/help.py",
}


def test_words_of_a_sentence_are_put_one_after_the_other_as_its_language_has_it() -> None:
    found = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if "bench" not in path.parts and re.search(r"""(", "|', ')\.join""", path.read_text(encoding="utf-8"))
    }
    assert found <= COMMAS


def test_what_is_told_of_something_stands_after_its_name_as_the_language_has_it() -> None:
    """A Chinese sentence has ``：``; ``labelled`` knows which."""
    for path in (ROOT / "tui").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else ()
            between = [each.value for each in parts[1:-1] if isinstance(each, ast.Constant)]
            assert ": " not in between or path.name in ("keymap.py", "raw_document.py"), (
                f"{path}: {getattr(node, 'lineno', 0)}"
            )
