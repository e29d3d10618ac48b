"""Kind files are kept in a ready form beside them; nothing but the time depends on it."""

from __future__ import annotations

import hashlib
import marshal
import os
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from records.errors import KindFault
from records.kind_file import FOLDER, load_kinds
from records.yaml_trees import plain, read_trees, tree_of
from tests.records.test_kind_file import GOOD, write


@pytest.fixture(autouse=True)
def keeping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)


def kept(folder: Path) -> Path:
    (found,) = (folder / "__pycache__").iterdir()
    return found


def label(folder: Path) -> str:
    return load_kinds(folder)["note"].label.zh


def test_the_shipped_kinds_are_the_same_from_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And need no YAML then."""
    folder = tmp_path / "kinds"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    first = load_kinds(folder)
    made = kept(folder).stat().st_mtime_ns
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "yaml", None)
        again = load_kinds(folder)
    assert dict(again) == dict(first) == dict(load_kinds())
    assert list(again) == list(first)
    assert kept(folder).stat().st_mtime_ns == made, "what is kept is not written again"


def test_a_changed_file_takes_effect_at_once(tmp_path: Path) -> None:
    """Even one of the same length and time."""
    path = write(tmp_path, GOOD) / "note.yaml"
    assert label(tmp_path) == "便条"
    before = path.stat()
    path.write_text(GOOD.replace("便条", "条子", 1), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert label(tmp_path) == "条子"
    assert label(tmp_path) == "条子"
    write(tmp_path, GOOD.replace("note", "memo").replace("NT", "MM"), "memo")
    assert list(load_kinds(tmp_path)) == ["memo", "note"]
    path.unlink()
    assert list(load_kinds(tmp_path)) == ["memo"]


def cut(text: bytes) -> bytes:
    return text[: len(text) // 2]


def altered(text: bytes) -> bytes:
    return text.replace("便条".encode(), "条子".encode())


@pytest.mark.parametrize(
    "harm", [cut, altered, lambda text: b"", lambda text: b"\xff\n[]", lambda text: text + b" "]
)
def test_damage_is_never_trusted(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    load_kinds(write(tmp_path, GOOD))
    whole = kept(tmp_path).read_bytes()
    assert harm(whole) != whole
    kept(tmp_path).write_bytes(harm(whole))
    assert label(tmp_path) == "便条"
    assert kept(tmp_path).read_bytes() == whole, "and it is mended"


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", *map(marshal.dumps, (None, (), (1, 2, 3), ("a", [])))]
)
def test_another_form_is_not_taken_for_ours(tmp_path: Path, content: bytes) -> None:
    load_kinds(write(tmp_path, GOOD))
    seal(kept(tmp_path), content)
    assert label(tmp_path) == "便条"


def test_what_another_release_made_is_made_anew(tmp_path: Path) -> None:
    load_kinds(write(tmp_path, GOOD))
    whole = kept(tmp_path).read_bytes()
    _, trees = marshal.loads(whole.partition(b"\n")[2])
    seal(kept(tmp_path), marshal.dumps(("another", trees)).replace("便条".encode(), "条子".encode()))
    assert label(tmp_path) == "便条"
    assert kept(tmp_path).read_bytes() == whole


def test_a_folder_in_which_nothing_can_be_kept_will_do(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "__pycache__").write_text("in the way")
    assert label(tmp_path) == "便条"
    assert label(tmp_path) == "便条"


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert label(write(tmp_path, GOOD)) == "便条"
    assert not (tmp_path / "__pycache__").exists()


def test_a_fault_is_named_with_its_line_each_time(tmp_path: Path) -> None:
    write(tmp_path, GOOD.replace("date: written_on", "date: nowhere"))
    for _ in range(2):
        with pytest.raises(KindFault) as caught:
            load_kinds(tmp_path)
        assert (caught.value.file, caught.value.line) == ("note.yaml", 6)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: [1, 007, 0x1F, -3, 1_000, 0, 2.5]", {"a": [1, 7, 31, -3, 1000, 0, 2.5]}),
        ("a: {yes: true, 'yes': False, b: ~, c: ''}", {"a": {True: True, "yes": False, "b": None, "c": ""}}),
        ("a: 2011-09-12\nb: '2011'\nc: on", {"a": date(2011, 9, 12), "b": "2011", "c": True}),
        ("x: &x {a: 1}\ny: {<<: *x, b: 2}", {"x": {"a": 1}, "y": {"a": 1, "b": 2}}),
        ("- [a, {b: c}]", [["a", {"b": "c"}]]),
    ],
)
def test_plain_values_are_those_of_yaml(tmp_path: Path, text: str, value: object) -> None:
    assert plain(tree_of(text, "a.yaml")) == value
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    for _ in range(2):
        assert plain(read_trees([tmp_path / "a.yaml"])["a.yaml"]) == value


@pytest.mark.parametrize(("text", "said"), [("a: 2011-13-45", "month"), ("a: !other b", "!other")])
def test_what_is_no_plain_value_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        plain(tree_of(text, "a.yaml"))


def seal(path: Path, content: bytes) -> None:
    """Write what is kept as if it were whole."""
    path.write_bytes(hashlib.sha256(content).hexdigest().encode() + b"\n" + content)
