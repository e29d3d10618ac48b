"""The keys as an office wants them: every action with the keys it has, and ``keys.toml``, which changes them.

The file stands in the data folder and names actions as the list of all keys does::

    "list.history" = "ctrl+b"
    "form.save" = ["f2", "ctrl+s"]

What is wrong in it is told with its line; that line is left out, the others hold.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode

from records.errors import UsageFault
from records.home_paths import KEY_FILE
from records.language import current_language, listed
from records.whole_file import write_whole
from tui.help_texts import TEXTS, name_of
from tui.keys.key_names import key_name
from tui.words import mark, tr

_MODIFIERS = ("ctrl", "alt", "shift")
_NAMED = (
    "up", "down", "left", "right", "home", "end", "pageup", "pagedown",
    "insert", "delete", "backspace", "enter", "tab", "escape", "space",
)  # fmt: skip
_SHORT = {
    "esc": "escape",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "ins": "insert",
    "del": "delete",
    "return": "enter",
}
#: What terminals send for some combinations: the same as for another key.
_SAME = {"ctrl+i": "Tab", "ctrl+m": "Enter", "ctrl+j": "Enter", "ctrl+h": "Backspace", "ctrl+enter": "Enter"}
#: Actions that have no words of their own, by the last part of their names.
_WORDS = {
    "up": mark("Up"),
    "down": mark("Down"),
    "page_up": mark("Page up"),
    "page_down": mark("Page down"),
    "into": mark("Into the hits"),
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something a key does. ``places`` are the classes of screens and widgets in which it does."""

    id: str
    message: str
    keys: tuple[str, ...]
    places: tuple[type[DOMNode], ...]

    @property
    def words(self) -> str:
        """What it does."""
        return tr(self.message or _WORDS.get(self.id.rpartition(".")[2], self.id))

    @property
    def place(self) -> str:
        """Where: as help calls the page or widget."""
        return listed(dict.fromkeys(_place_words(each) for each in self.places))


@dataclass(slots=True)
class Keymap:
    """``changed``: keys of actions that have others than at delivery. ``faults``: what is wrong, in lines."""

    changed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def keys(self, action: Action) -> tuple[str, ...]:
        """The keys of an action now."""
        return self.changed.get(action.id, action.keys)

    @property
    def bindings(self) -> dict[str, str]:
        """As Textual takes it."""
        return {name: ",".join(keys) for name, keys in self.changed.items()}


def all_actions() -> dict[str, Action]:
    """Every action of every page and widget, by its name. Imports them all: not for the first screen."""
    import importlib
    import pkgutil

    import tui.app
    import tui.screens
    import tui.widgets

    for package in (tui.screens, tui.widgets):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found: dict[str, Action] = {}
    for place in dict.fromkeys(_classes(DOMNode)):
        for binding in place.__dict__.get("BINDINGS", ()):
            if place.__module__.startswith("tui.") and isinstance(binding, Binding) and binding.id:
                known = found.get(binding.id)
                keys = tuple(key.strip() for key in binding.key.split(","))
                places = (*(known.places if known else ()), place)
                message = known.message if known and known.message else binding.description
                found[binding.id] = Action(binding.id, message, keys, places)
    return dict(sorted(found.items(), key=lambda item: (_rank(item[1]), item[0])))


def _classes(base: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for each in base.__subclasses__():
        yield each
        yield from _classes(each)


def _everywhere(place: type[DOMNode]) -> bool:
    return issubclass(place, App) or place.__name__ in ("Page", "VirtualTable")


def _rank(action: Action) -> int:
    """Those that work everywhere come first in the list."""
    return 0 if any(issubclass(each, App) for each in action.places) else 1


def _place_words(place: type[DOMNode]) -> str:
    if issubclass(place, App):
        return tr("everywhere")
    if place.__name__ == "Page":
        return tr("all pages")
    if place.__name__ == "VirtualTable":
        return tr("tables and lists")
    if name := name_of(place):
        return re.split("[:：]", TEXTS[name].text(current_language()))[0]
    return re.sub(r"(Screen|Prompt|Editor|Page)$", "", place.__name__)


# --- keys as they are written ----------------------------------------------------------------------


def read_key(text: str) -> str:
    """``Ctrl+B``, ``f7``, ``PgDn`` as Textual calls it. Raises ValueError with what is wrong with it."""
    *modifiers, name = [part.strip().lower() for part in text.split("+")]
    name = _SHORT.get(name, name)
    if any(each not in _MODIFIERS for each in modifiers) or not _is_key(name):
        raise ValueError(
            tr("{key} is no key. Write it as F7, Ctrl+B, Alt+Left or Shift+F6.", key=text.strip() or '""')
        )
    key = "+".join((*sorted(set(modifiers)), name))
    if key in _SAME:
        raise ValueError(
            tr("Terminals send {key} as {other}; take another.", key=text.strip(), other=_SAME[key])
        )
    if len(name) == 1 and not {"ctrl", "alt"} & set(modifiers):
        raise ValueError(
            tr("{key} alone is typed into fields; add Ctrl or Alt, or take an F-key.", key=text.strip())
        )
    return key


def _is_key(name: str) -> bool:
    return name in _NAMED or bool(re.fullmatch(r"f([1-9]|1\d|2[0-4])|[a-z0-9]", name))


def read_keys(text: str) -> tuple[str, ...]:
    """Keys with commas between them, at least one. Raises ValueError."""
    return tuple(dict.fromkeys(read_key(part) for part in re.split("[,，、]", text)))


# --- which keys are in each other's way ------------------------------------------------------------


def meet(one: Action, other: Action) -> bool:
    """Whether the two can be waiting for a key at the same time."""
    return any(_together(a, b) or _together(b, a) for a in one.places for b in other.places)


def _together(one: type[DOMNode], other: type[DOMNode]) -> bool:
    """Whether ``one`` works wherever ``other`` does: everywhere, as its base, as the form around a field."""
    if _everywhere(one) or issubclass(other, one):
        return True
    names = {each.__name__ for each in other.__mro__}
    return any(each.__name__ == "FormView" for each in one.__mro__) and "Editor" in names


def clash(
    actions: Mapping[str, Action], keymap: Keymap, name: str, keys: Sequence[str]
) -> tuple[Action, str] | None:
    """Another action with one of ``keys`` where ``name`` would have it, and that key; None: all are free.

    Two that share a key at delivery are no clash: there the nearer one to the cursor is meant.
    """
    mine = actions[name]
    for other in actions.values():
        if other.id == name or not meet(mine, other):
            continue
        for key in keys:
            as_delivered = key in mine.keys and key in other.keys
            if key in keymap.keys(other) and not as_delivered:
                return other, key
    return None


# --- the file ------------------------------------------------------------------------------------------


def load_keymap(path: Path, actions: Mapping[str, Action] | None = None) -> Keymap:
    """What the file says; what is wrong in it is in ``faults``, and does not hold."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Keymap()
    except (OSError, UnicodeDecodeError) as error:
        return Keymap(faults=[tr("{path} can't be read: {reason}", path=path, reason=error)])
    return read_keymap(text, actions or all_actions())


def read_keymap(text: str, actions: Mapping[str, Action]) -> Keymap:
    """The text of a key file, checked."""
    try:
        loaded = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = tr(
            '{file} is not well-formed: {reason}. A line reads: "form.save" = "f2"',
            file=KEY_FILE,
            reason=error,
        )
        return Keymap(faults=[said])
    keymap = Keymap()
    for name, value in _flat(loaded):
        try:
            keymap.changed[name] = _checked(name, value, actions)
        except ValueError as error:
            keymap.faults.append(_fault(text, name, str(error)))
    for name in reversed(list(keymap.changed)):
        found = clash(actions, keymap, name, keymap.changed[name])
        if found is not None:
            other, key = found
            del keymap.changed[name]
            said = tr("{key} is {other} already ({words}); take another key, or change that one too.",
                      key=key, other=other.id, words=other.words)  # fmt: skip
            keymap.faults.append(_fault(text, name, said))
    return keymap


def _flat(loaded: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    """TOML takes ``form.save = …`` for a table with an entry."""
    for name, value in loaded.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _checked(name: str, value: object, actions: Mapping[str, Action]) -> tuple[str, ...]:
    if name not in actions:
        near = get_close_matches(name, actions, n=3)
        if near:
            raise ValueError(tr("there is no such action. Near to it: {near}.", near=listed(near)))
        raise ValueError(tr("there is no such action. The list of all keys names them."))
    if isinstance(value, str):
        return read_keys(value)
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return tuple(dict.fromkeys(read_key(each) for each in value))
    raise ValueError(tr('keys stand in quotation marks: "f7", or ["f7", "ctrl+b"].'))


def _fault(text: str, name: str, said: str) -> str:
    return tr(
        "{file}, line {line}, {name}: {said}", file=KEY_FILE, line=_line_of(text, name), name=name, said=said
    )


def _line_of(text: str, name: str) -> int:
    """The line on which an action is named, counted from 1; 0 when it can't be told."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*\[([^\[\]]+)\]", line):
            table = _plain(heading[1]) + "."
        elif (entry := re.match(r"\s*([^#=]+?)\s*=", line)) and table + _plain(entry[1]) == name:
            return number
    return 0


def _plain(name: str) -> str:
    return "".join(character for character in name if character not in " \"'")


def change_keys(path: Path, name: str, keys: Sequence[str] | None, actions: Mapping[str, Action]) -> Keymap:
    """Give an action other keys, or with None those of delivery again, and write it into the file.

    The other lines of the file stay as they are. Raises UsageFault when the keys are taken or the file is
    written in a way that only its author can change, and OSError.
    """
    text = path.read_text("utf-8") if path.exists() else _heading()
    before = read_keymap(text, actions)
    if keys is not None and (found := clash(actions, before, name, keys)):
        raise UsageFault(
            tr("{key} is taken: {words} ({other}).", key=found[1], words=found[0].words, other=found[0].id)
        )
    number = _line_of(text, name)
    lines = text.splitlines()
    if number:
        del lines[number - 1]
    if keys is not None and tuple(keys) != actions[name].keys:
        # Above the first table: below it the name would belong to that.
        first = next((at for at, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
        written = ", ".join(f'"{key}"' for key in keys)
        lines.insert(first, f'"{name}" = {written if len(keys) == 1 else f"[{written}]"}')
    new = "\n".join(lines) + "\n"
    after = read_keymap(new, actions)
    wanted = {**before.changed, name: tuple(keys or actions[name].keys)}
    if {**{each: action.keys for each, action in actions.items()}, **after.changed}[name] != wanted[name]:
        raise UsageFault(tr("{path} has to be changed by hand.", path=path))
    write_whole(path, new)
    return after


def _heading() -> str:
    lines = (
        tr("Keys that differ from those at delivery; an action and its keys on each line:"),
        '"list.history" = "ctrl+b"',
        '"form.save" = ["f2", "ctrl+s"]',
    )
    return "".join(f"# {line}\n" for line in lines)


def shown(keys: Iterable[str]) -> str:
    """Keys as they are printed on a keyboard."""
    return ", ".join(key_name(key) for key in keys)
