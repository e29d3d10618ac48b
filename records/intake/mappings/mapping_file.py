"""Mapping files written by a program: what an operator decides on a screen, kept as YAML that people read.

Whatever else stands in the file stays as it is, comments included: only the document that changes is written
anew, and an answer is one more line. A file is read again before each change, so what was edited by hand
meanwhile is kept, and replaced as a whole, so that a crash leaves the old one or the new one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any, Literal

from records.home_paths import IMPORTS
from records.intake.mappings.mapping import ColumnRule, SourceRule
from records.intake.mappings.mapping_overlaps import covers_all_of
from records.intake.mappings.mapping_reading import (
    SHARED_KEYS,
    parse_mapping,
    read_mapping,
    split_headings,
    yaml_loader,
)
from records.kind import Kinds
from records.language import translator
from records.whole_file import write_whole

tr = translator("records")
Section = Literal["answers", "alike", "people", "units", "former_names", "words", "namesakes"]
_MARKER = re.compile(r"^(?=---(?:[ \t]|$))", re.MULTILINE)
#: Words that YAML takes for text as they stand, whatever stands around them.
_PLAIN = re.compile(
    r"(?!(?:true|false|null|yes|no|on|off)$)[^\W\d_][\w（）、·]*(?:-[\w（）、·]+)*", re.IGNORECASE
)


def mapping_name(source: Path) -> str:
    """What the mapping file of a file or folder is called."""
    return (source.name if source.is_dir() else source.stem) or "archive"


def default_mapping(home: Path, source: Path) -> Path:
    """Where the mapping file of ``source`` is written when nobody says otherwise: in the data folder."""
    return home / IMPORTS / f"{mapping_name(source.absolute())}.yaml"


def find_mapping(home: Path, source: Path) -> Path | None:
    """The mapping file of ``source``: NAME.mapping.yaml beside it, else the one in the data folder."""
    source = source.absolute()
    beside = source.parent / f"{mapping_name(source)}.mapping.yaml"
    return next((path for path in (beside, default_mapping(home, source)) if path.is_file()), None)


class MappingFile:
    """A mapping file and the changes that a screen makes to it. The file need not exist yet.

    Every change raises MappingFault when what stands in the file, or would stand there, is not right;
    UnreadableFile or OSError when it can't be read or written. The file is then as it was.
    """

    def __init__(self, path: Path, kinds: Kinds, *, source: str = "") -> None:
        self.path, self._kinds, self._source = path, kinds, source

    def text(self) -> str:
        """The words of the file; those that a new one begins with when there is none."""
        if self.path.exists():
            return read_mapping(self.path)
        about = tr("Mapping for the import of {path}.", path=self._source or self.path.stem)
        return f"# {_comment(about)}\n"

    def keep_rule(self, rule: SourceRule, *, place: int | None = None) -> None:
        """Write a document for ``rule`` into the file.

        ``place`` is the position among the rules of the one that it replaces; else it comes first, before
        others that cover the same files.
        """
        self._change(lambda text: put_rule(text, rule, place))

    def answer(self, question: str, value: str, note: str = "") -> None:
        """Write the answer to a question, with what it was about as a comment."""
        self._change(lambda text: put_entry(text, "answers", question, value, note))

    def name(self, section: Section, printed: str, meant: str, note: str = "") -> None:
        """Write what a printed name means wherever it stands: a person's, a unit's, a former name."""
        self._change(lambda text: put_entry(text, section, printed, meant, note))

    def said(self, section: Section, key: str) -> str:
        """What the file says under a key of a section; "" when it says nothing."""
        return str(getattr(parse_mapping(self.text(), self.path.name, self._kinds), section).get(key, ""))

    def notes(self, keys: Iterable[str]) -> list[str]:
        """What each answer was about, as its comment says; the key itself where there is none."""
        text = self.text()
        found = {
            key: re.search(rf"^\s*['\"]?{re.escape(key)}['\"]?\s*:.*?\s#\s*(.+)$", text, re.MULTILINE)
            for key in keys
        }
        return [note[1].strip() if note is not None else key for key, note in found.items()]

    def seat(self, names: tuple[str, ...]) -> None:
        """Write who sits in the committee's central group."""
        self._change(lambda text: put_entry(text, "central_group", "", list(names)))

    def take_back(self, section: Section, key: str) -> None:
        """Take an answer back, if it is there."""
        self._change(lambda text: drop_entry(text, section, key))

    def _change(self, change: Callable[[str], str]) -> None:
        before = self.text()
        parse_mapping(before, self.path.name, self._kinds)
        after = change(before)
        if after != before or not self.path.exists():
            parse_mapping(after, self.path.name, self._kinds)
            write_whole(self.path, after)


# --- the documents of a file ---------------------------------------------------------------------


def _documents(text: str) -> list[str]:
    """The file cut before each ``---``; joined again it is what it was."""
    return [part for part in _MARKER.split(text) if part]


def _is_shared(part: str) -> bool | None:
    """Whether a document holds answers and names; None when it says nothing at all."""
    import yaml

    node = yaml.compose(_body(part)[1], Loader=yaml_loader())
    if not isinstance(node, yaml.MappingNode):
        return None
    keys = {key.value for key, _ in node.value}
    if keys == {"id"}:
        return None
    return bool(keys - {"id"}) and keys <= SHARED_KEYS


def _body(part: str) -> tuple[str, str]:
    """The marker line of a document, if it stands alone, and the rest."""
    first, newline, rest = part.partition("\n")
    if re.fullmatch(r"---[ \t]*(?:#.*)?", first):
        return first + newline, rest
    return "", part


def _join(parts: list[str]) -> str:
    """One text of documents, each but the first behind its ``---``, ending with a line end."""
    made = ""
    for part in parts:
        if made and not made.endswith("\n"):
            made += "\n"
        if made and not part.startswith("---"):
            made += "---\n"
        made += part
    return made if made.endswith("\n") else made + "\n"


def _round_trip() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _changed(part: str, change: Callable[[Any], None]) -> str:
    """A document written anew after ``change`` worked on its mapping."""
    from ruamel.yaml.comments import CommentedMap

    yaml = _round_trip()
    marker, body = _body(part)
    content = yaml.load(body)
    if content is None:
        content = CommentedMap()
        marker += "" if not body.strip() else body.rstrip("\n") + "\n"
    change(content)
    out = StringIO()
    yaml.dump(content, out)
    return marker + out.getvalue()


# --- rules ---------------------------------------------------------------------------------------


def put_rule(text: str, rule: SourceRule, place: int | None = None) -> str:
    """``text`` with a document for ``rule``, in the place of a former one or before all others."""
    parts = _documents(text)
    rules = [index for index, part in enumerate(parts) if _is_shared(part) is False]
    if place is not None and place < len(rules):
        at = rules[place]
        parts[at] = _changed(parts[at], lambda content: _fill(content, rule))
        return _join([*parts[: at + 1], *(_set_aside(part, rule) for part in parts[at + 1 :])])
    made = _changed("", lambda content: _fill(content, rule))
    head = next((index for index, part in enumerate(parts) if _is_shared(part) is not None), len(parts))
    if head < len(parts) and not parts[head].startswith("---"):
        # What stands before the first document, comments among it, stays in front of that document.
        parts[head] = "---\n" + parts[head]
    return _join([*parts[:head], made, *(_set_aside(part, rule) for part in parts[head:])])


def _set_aside(part: str, rule: SourceRule) -> str:
    """A document, as comments where ``rule`` before it leaves it nothing to hold for: it is not lost."""
    import yaml

    if _is_shared(part) is not False:
        return part
    marker, body = _body(part)
    said = yaml.load(body, Loader=yaml_loader())
    sheets = said.get("sheets") or ()
    names = tuple(map(str, sheets)) if isinstance(sheets, list) else (str(sheets),)
    if not covers_all_of(rule, SourceRule("", str(said.get("files", "**")), names)):
        return part
    why = _comment(tr("In place of this stands {id}, for all that this one was about:", id=rule.id))
    lines = (f"# {line}".rstrip() for line in (why, *body.rstrip("\n").split("\n")))
    return marker + "\n".join(lines) + "\n"


def _fill(content: Any, rule: SourceRule) -> None:
    """Put what ``rule`` says into a document; what it leaves open is taken out."""
    content["id"] = rule.id
    _set(content, "files", rule.files if rule.files != "**" else None)
    _set(content, "sheets", list(rule.sheets) or None)
    _set(content, "kind", rule.kind)
    header: dict[str, Any] = {}
    if rule.header_row is not None:
        header["row"] = rule.header_row
    if rule.must_have:
        header["must_have"] = list(rule.must_have)
    _set(content, "header", header or None)
    _set(content, "fill_down", list(rule.fill_down) or None)
    _fill_columns(content, rule.columns)
    _fill_constants(content, rule.constants)
    _set(content, "parts", {number: dict(part) for number, part in rule.parts.items()} or None)
    for key, pattern in (("skip_rows", rule.skip_rows), ("from_path", rule.from_path)):
        if pattern is not None and key not in content:
            content[key] = pattern.pattern
    if rule.max_reject is not None and "max_reject" not in content:
        content["max_reject"] = f"{rule.max_reject * 100:g}%"
    _set(content, "unit", rule.unit)
    _set(content, "year", rule.year)
    _set(content, "create", sorted(rule.create) or None)
    _set(content, "form", rule.form or None)
    _set(content, "one_test", rule.one_test or None)
    _set(content, "on_change", rule.on_change if rule.on_change != "update" else None)


def _fill_constants(content: Any, constants: Mapping[str, Any]) -> None:
    if not constants:
        content.pop("set", None)
        return
    kept = content.setdefault("set", {})
    for name in [name for name in kept if name not in constants]:
        del kept[name]
    for name, value in constants.items():
        if str(kept.get(name)) != str(value):
            kept[name] = value


def _set(content: Any, key: str, value: Any) -> None:
    """A key's value, left alone when it says the same already."""
    if value is None or value == "":
        content.pop(key, None)
    elif content.get(key) != value:
        content[key] = value


def _fill_columns(content: Any, columns: tuple[ColumnRule, ...]) -> None:
    from ruamel.yaml.comments import CommentedMap

    if not columns:
        content.pop("columns", None)
        return
    if content.get("columns") is None:
        content["columns"] = CommentedMap()
    kept = content["columns"]
    places = {name: key for key in list(kept) for name in split_headings(str(key))}
    for column in columns:
        key = next((places[name] for name in column.headings if name in places), None)
        if key is None:
            key = "|".join(name.replace("|", "\\|") for name in column.headings)
            kept[key] = {"to": column.to, "required": True} if column.required else column.to
        elif isinstance(kept[key], dict):
            kept[key]["to"] = column.to
        elif kept[key] != column.to:
            kept[key] = column.to


# --- answers and names ---------------------------------------------------------------------------


def put_entry(text: str, section: str, key: str, value: Any, note: str = "") -> str:
    """``text`` with ``key: value`` under ``section``, or with ``value`` as the section when key is empty."""
    parts = _documents(text)
    at = next((index for index, part in enumerate(parts) if _holds(part, section)), None)
    if at is None:
        at = next((index for index, part in enumerate(parts) if _is_shared(part)), None)
    if at is None:
        made = _changed("", lambda content: _put(content, section, key, value, note))
        return _join([*parts, made])
    quick = _with_line(parts[at], section, key, value, note) if key else None
    parts[at] = quick or _changed(parts[at], lambda content: _put(content, section, key, value, note))
    return _join(parts)


def drop_entry(text: str, section: str, key: str) -> str:
    """``text`` without ``key`` under ``section``; a section left empty goes with it."""
    parts = _documents(text)

    def drop(content: Any) -> None:
        content[section].pop(key, None)
        if not content[section] and len(content) > 1:
            del content[section]

    for index, part in enumerate(parts):
        if _holds(part, section) and key in part:
            parts[index] = _changed(part, drop)
    return _join(parts)


def _holds(part: str, section: str) -> bool:
    return re.search(rf"^{section}[ \t]*:", part, re.MULTILINE) is not None and bool(_is_shared(part))


def _put(content: Any, section: str, key: str, value: Any, note: str) -> None:
    from ruamel.yaml.comments import CommentedMap

    if not key:
        content[section] = value
        return
    if not isinstance(content.get(section), Mapping):
        content[section] = CommentedMap()
    content[section][key] = value
    if note and not content[section].fa.flow_style():
        content[section].yaml_add_eol_comment(_comment(note), key)


def _with_line(part: str, section: str, key: str, value: Any, note: str) -> str | None:
    """A document with one more line under ``section``, where that is all there is to do; else None.

    Thousands of answers are given one by one: writing the whole document for each would take seconds.
    """
    found = re.search(
        rf"^{section}:[ \t]*(?:#.*)?\n((?:[ \t]*(?:#.*)?\n)*)([ ]+)(?=[^\s#])", part, re.MULTILINE
    )
    if found is None or re.search(rf"^\s*['\"]?{re.escape(key)}['\"]?\s*:", part, re.MULTILINE):
        return None
    line = f"{found[2]}{_scalar(key)}: {_scalar(str(value))}" + (f"  # {_comment(note)}" if note else "")
    return f"{part[: found.start(2)]}{line}\n{part[found.start(2) :]}"


def _scalar(text: str) -> str:
    """A text as YAML reads it back: as it stands where that is safe, else in quotation marks."""
    import json

    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _comment(text: str) -> str:
    """A comment on one line, without anything that a terminal or YAML might take for more."""
    line = " ".join(text.split())
    return "".join(character for character in line if character.isprintable())[:100]
