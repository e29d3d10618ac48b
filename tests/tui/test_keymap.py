"""Keys of one's own: the file, what is said of its faults, and the list of all keys that changes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import Static

from records.errors import UsageFault
from records.language import LANGUAGES, listed, set_language
from tests.tui.conftest import running
from tui.keys.keymap import all_actions, change_keys, clash, load_keymap, meet, read_key, read_keymap
from tui.screens.help import HelpScreen
from tui.screens.keys import KeysScreen
from tui.screens.lists.list import ListScreen
from tui.screens.prompts import TextPrompt
from tui.words import tr

ACTIONS = all_actions()


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("F7", "f7"),
        (" ctrl + B ", "ctrl+b"),
        ("Shift+Ctrl+PgDn", "ctrl+shift+pagedown"),
        ("Esc", "escape"),
        ("空", ""),
    ]
    + [(wrong, "") for wrong in ("", "Ctrl+", "x", "Shift+X", "F25", "Ctrl+J", "Hyper+F2", "Ctrl+Enter")],
)
def test_keys_are_read_as_they_are_printed_on_a_keyboard(typed: str, key: str) -> None:
    if key:
        assert read_key(typed) == key
    else:
        with pytest.raises(ValueError):
            read_key(typed)


def test_faults_of_the_file_name_line_key_and_way_out_and_the_other_lines_hold() -> None:
    text = """# ours
form.save = ["ctrl+b", "f2"]
"list.histry" = "ctrl+b"
[list]
filter = "g"
void = 7
history = "F9"
"""
    keymap = read_keymap(text, ACTIONS)
    assert keymap.changed == {"form.save": ("ctrl+b", "f2")}
    told = dict(zip((3, 5, 6, 7), keymap.faults, strict=True))
    for line, fault in told.items():
        assert fault.startswith(f"keys.toml, line {line}, ")
    assert "list.history" in told[3]
    assert "add Ctrl or Alt" in told[5]
    assert "quotation marks" in told[6]
    assert "list.actions" in told[7]
    (broken,) = read_keymap("form.save = F2\n", ACTIONS).faults
    assert "line 1" in broken


def test_two_that_change_places_are_no_clash_and_neither_are_two_pages() -> None:
    swapped = read_keymap('list.filter = "f7"\nlist.approve = "f4"\n', ACTIONS)
    assert swapped.faults == []
    assert set(swapped.changed) == {"list.filter", "list.approve"}
    assert not meet(ACTIONS["list.filter"], ACTIONS["matrix.filter"])
    assert meet(ACTIONS["reference.pick"], ACTIONS["form.save"])
    assert meet(ACTIONS["app.help"], ACTIONS["matrix.filter"])


def test_as_delivered_no_action_stands_in_anothers_way() -> None:
    none = read_keymap("", ACTIONS)
    assert {
        name: clash(ACTIONS, none, name, action.keys) for name, action in ACTIONS.items()
    } == dict.fromkeys(ACTIONS)


def test_a_changed_key_is_written_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    change_keys(path, "list.history", ("ctrl+b",), ACTIONS)
    path.write_text(path.read_text("utf-8") + "# 王岚要的\n[matrix]\nboard = 'ctrl+r'\n", "utf-8")
    change_keys(path, "form.save", ("f2", "alt+s"), ACTIONS)
    assert load_keymap(path, ACTIONS).changed == {
        "list.history": ("ctrl+b",),
        "form.save": ("f2", "alt+s"),
        "matrix.board": ("ctrl+r",),
    }
    with pytest.raises(UsageFault, match=r"list\.history"):
        change_keys(path, "list.void", ("ctrl+b",), ACTIONS)
    change_keys(path, "list.history", None, ACTIONS)
    assert set(load_keymap(path, ACTIONS).changed) == {"form.save", "matrix.board"}
    assert "# 王岚要的" in path.read_text("utf-8")


def test_where_a_key_works_is_told_in_a_few_words() -> None:
    for lang in LANGUAGES:
        set_language(lang)
        told = listed(each.place for each in ACTIONS.values())
        places = {cell_len(one): one for one in told.split(listed(("", "")))}
        assert {width: one for width, one in places.items() if width > 28} == {}, lang


async def test_keys_of_the_file_work_and_are_changed_in_the_list_of_all_keys(archive_home: Path) -> None:
    path = archive_home / "keys.toml"
    path.write_text('list.filter = "ctrl+b"\nlist.nothing = "f8"\n', "utf-8")
    async with running() as run:
        await run.until(lambda: run.app.keymap.changed, "keys read")
        run.app.push_screen(ListScreen("person"))
        page = await run.screen(ListScreen)
        await run.until(lambda: page.built and run.app.focused is page.table, "list")
        await run.press("f4")
        assert run.app.focused is page.table
        await run.press("ctrl+b")
        assert run.app.focused is page.query_one("#filter")
        await run.press("f1")
        about = await run.screen(HelpScreen)
        await run.until(lambda: about.query(".help-part"), "help")
        told = "".join(str(each.render()) for each in about.query(Static))
        assert "Ctrl+B" in told and "F4" not in told, "help names the key of now"
        assert "Ctrl+B" in tr("Add a condition… ({key:list.filter} twice)")
        assert "F2" in tr("Save ({key:conflict.save})"), "as delivered, though its page was never opened"
        await run.press("f2")
        keys = await run.screen(KeysScreen)
        await run.until(lambda: keys.built and keys.query_one("#keys").has_focus, "all keys")
        assert keys.query_one("#filter-fault").display
        await run.press("f4")
        await run.write("form.save")
        await run.press("enter")
        whole = "F2, Ctrl+S  Save  Form  form.save"
        detail = keys.query_one("#keys-detail", Static)
        await run.until(lambda: str(detail.render()) == whole, "nothing of the row is cut there")
        await run.press("enter")
        prompt = await run.screen(TextPrompt)
        await run.until(lambda: prompt.query("LineInput"), "asked")
        line = prompt.query_one("LineInput")
        line.value = "F9"  # type: ignore[attr-defined]
        await run.until(lambda: prompt.has_class("-wrong"), "taken")
        line.value = "Alt+S"  # type: ignore[attr-defined]
        await run.until(lambda: not prompt.has_class("-wrong"), "free")
        await run.press("enter")
        await run.until(lambda: run.app.keymap.changed.get("form.save") == ("alt+s",), "changed")
        await run.press("delete")
        await run.until(lambda: "form.save" not in run.app.keymap.changed, "as delivered")
        assert 'list.nothing = "f8"' in path.read_text("utf-8")
