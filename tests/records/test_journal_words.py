"""Every action that the program writes into the journal has words, and can be asked for."""

from __future__ import annotations

import ast
from pathlib import Path

from records.journal_words import ACTIONS, sentence
from records.language import set_language

ROOT = Path(__file__).parents[2]


def written() -> set[str]:
    """The actions that stand in the code: the first word of ``journal.entry``, and ``action=``."""
    found: set[str] = set()
    for path in (ROOT / "records").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                words = [each.value for each in node.keywords if each.arg == "action"]
                if ast.unparse(node.func) == "journal.entry":
                    words += node.args[:1]
                found |= {
                    each.value
                    for each in words
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return found


def test_every_action_has_words() -> None:
    assert written() >= {"file", "dispose", "hand_over", "backup"}
    assert written() - set(ACTIONS) == set()


def test_a_dump_for_other_tools_is_told_with_its_folder() -> None:
    set_language("en")
    dump = {"action": "backup", "file": "xuedang", "folder": "/srv/dump", "documents": 7}
    assert sentence(dump) == "dump for MongoDB's own tools to /srv/dump/xuedang"
    assert sentence(dump | {"file": "may.xdb", "backup": "1"}) == "backup to may.xdb"
