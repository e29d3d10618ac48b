"""Reads mapping files (``mapping.py`` shows one): what is wrong in them is told with its line."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from records.errors import UnreadableFile, UsageFault
from records.intake.mappings.mapping import PAPER_KINDS, ColumnRule, ImportMapping, SourceRule
from records.intake.mappings.mapping_overlaps import idle_rules
from records.kind import Kinds
from records.language import listed, translator

tr = translator("records")

_RULE_KEYS = {
    "id",
    "files",
    "sheets",
    "kind",
    "header",
    "skip_rows",
    "fill_down",
    "columns",
    "set",
    "parts",
    "unit",
    "year",
    "from_path",
    "create",
    "on_change",
    "max_reject",
    "form",
    "one_test",
}
#: The keys of a document of answers; one that has others says what a kind of source is.
SHARED_KEYS = frozenset(
    ("id", "answers", "alike", "people", "units", "former_names", "words", "namesakes", "central_group")
)
_COLUMN_KEYS = {"to", "required"}
_GROUPS_OF_PATH = {"unit", "date", "person", "title", "kind"}


class MappingFault(UsageFault):
    """A mapping file is not right; says file, line and reason. Nothing is written."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(
            tr("{file}, line {line}: {reason}", file=file, line=line, reason=reason),
            hint=tr("Mend the mapping file and run the import again; nothing was written."),
        )
        self.file, self.line, self.reason = file, line, reason


def split_headings(headings: str) -> tuple[str, ...]:
    """The headings that a column may have: 干部|走访人 are two; a | within one is written \\|."""
    return tuple(name.strip().replace("\\|", "|") for name in re.split(r"(?<!\\)\|", headings))


def load_mapping(path: Path, kinds: Kinds) -> ImportMapping:
    """Read and check a mapping file. Raises MappingFault with the line, or UnreadableFile."""
    return parse_mapping(read_mapping(path), path.name, kinds)


def read_mapping(path: Path) -> str:
    """The words of a mapping file. Raises UnreadableFile."""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(path, str(error), hint=tr("A mapping file is UTF-8 text.")) from error


def yaml_loader() -> Any:
    """The parser in C, where there is one: a file of five thousand answers takes seconds without it."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_mapping(text: str, name: str, kinds: Kinds) -> ImportMapping:
    """Check the words of a mapping file called ``name``. Raises MappingFault with the line."""
    import yaml

    try:
        nodes = list(yaml.compose_all(text, Loader=yaml_loader()))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise MappingFault(name, (mark.line + 1) if mark else 1, error.problem or str(error)) from error
    except yaml.YAMLError as error:
        raise MappingFault(name, 1, str(error)) from error
    # A document of comments alone says nothing.
    nodes = [node for node in nodes if not (isinstance(node, yaml.ScalarNode) and not node.value)]
    return _Loader(name, kinds).mapping(nodes, sha256(text.encode()).hexdigest())


class _Loader:
    """Turns the YAML nodes into rules, with the line of each fault."""

    def __init__(self, file: str, kinds: Kinds) -> None:
        self.file, self.kinds = file, kinds

    def mapping(self, nodes: list[Any], digest: str) -> ImportMapping:
        rules: list[SourceRule] = []
        shared: dict[str, dict[str, str]] = {key: {} for key in SHARED_KEYS - {"id", "central_group"}}
        group: tuple[str, ...] = ()
        name = ""
        places: list[Any] = []
        for node in nodes:
            entries = self.entries(node)
            name = name or (self.text(entries["id"]) if "id" in entries else "")
            if entries.keys() - {"id"} and entries.keys() <= SHARED_KEYS:
                for section in shared.keys() & entries.keys():
                    pairs = self.entries(entries[section])
                    shared[section] |= {key: self.text(value) for key, value in pairs.items()}
                    if section == "alike":
                        self.check_alike(pairs)
                if "central_group" in entries:
                    group += self.texts(entries["central_group"])
            elif entries.keys() != {"id"}:  # which only says what the whole file is called
                rules.append(self.rule(node, entries, len(rules) + 1))
                places.append(node)
        self.check_idle(rules, places)
        return ImportMapping(name or self.file, digest, tuple(rules), central_group=group, **shared)

    def check_idle(self, rules: list[SourceRule], nodes: list[Any]) -> None:
        """Two documents for one table: the second would be passed over, with all that it says."""
        for place, before in idle_rules(rules):
            raise self.fault(
                nodes[place],
                tr(
                    "this document holds for nothing: {other} (line {line}) covers the same before it; "
                    "put both into one, or the narrower one first",
                    other=rules[before].id,
                    line=rules[before].line,
                ),
            )

    def check_alike(self, pairs: dict[str, Any]) -> None:
        """Whether answers for all of a reason name reasons, and say what can be said of them."""
        from records.intake.answers.alike import IN_WORDS, parts_of, reasons, senses, taken_apart

        for key, node in pairs.items():
            reason, said = taken_apart(key)[1], self.text(node)
            if reason not in reasons():
                known = listed(reasons())
                raise self.fault(
                    node, tr("{key!r} is no reason; known are: {known}", key=reason, known=known)
                )
            if reason in IN_WORDS and said and (reason != "kind_unknown" or said in PAPER_KINDS):
                continue
            for each in parts_of(reason, said):
                if each not in senses(reason):
                    known = listed([*senses(reason), *(PAPER_KINDS if reason == "kind_unknown" else ())])
                    raise self.fault(
                        node,
                        tr(
                            "{said!r} can't answer {reason}; known are: {known}",
                            said=each,
                            reason=reason,
                            known=known,
                        ),
                    )

    def rule(self, node: Any, entries: dict[str, Any], ordinal: int) -> SourceRule:
        for key, value in entries.items():
            if key not in _RULE_KEYS:
                known = listed(sorted(_RULE_KEYS | SHARED_KEYS))
                raise self.fault(
                    value, tr("{key!r} is not known here; known are: {known}", key=key, known=known)
                )
        values: dict[str, Any] = {"id": f"{self.file}#{ordinal}", "line": node.start_mark.line + 1}
        for key, value in entries.items():
            values |= self.part(key, value)
        kind = values.get("kind")
        columns = [rule.to for rule in values.get("columns", ())]
        if kind is None:
            self.check_somewhere(node, columns)
        elif kind != "skip":
            for target in columns:
                self.check_target(node, kind, target)
            for constant in values.get("constants", {}):
                self.check_target(entries["set"], kind, constant)
            for constant in (name for part in values.get("parts", {}).values() for name in part):
                self.check_target(entries["parts"], kind, constant)
        return SourceRule(**values)

    def part(self, key: str, node: Any) -> dict[str, Any]:
        """One key of a document as constructor arguments."""
        if key in ("id", "files", "unit"):
            return {key: self.text(node)}
        if key in ("sheets", "fill_down"):
            return {key: self.texts(node)}
        if key in ("skip_rows", "from_path"):
            return {key: self.pattern(node, key)}
        if key == "kind":
            return {"kind": self.kind(node)}
        if key == "header":
            return self.header(node)
        if key == "columns":
            return {"columns": self.columns(node)}
        if key == "set":
            return {"constants": self.said(node)}
        if key == "parts":
            return {
                "parts": {
                    self.ordinal(number, node): self.said(part) for number, part in self.entries(node).items()
                }
            }
        if key == "year":
            return {"year": self.integer(node)}
        if key == "create":
            return {
                "create": frozenset(self.chosen(each, ("people", "units")) for each in self.sequence(node))
            }
        if key in ("form", "one_test"):
            return {key: self.chosen(node, ("true", "false")) == "true"}
        if key == "on_change":
            return {"on_change": self.chosen(node, ("update", "skip", "quarantine"))}
        return {"max_reject": self.share(node)}

    def header(self, node: Any) -> dict[str, Any]:
        entries = self.entries(node)
        unknown = entries.keys() - {"row", "must_have"}
        if unknown:
            raise self.fault(
                node, tr("header holds `row` or `must_have`, not {key!r}", key=sorted(unknown)[0])
            )
        found: dict[str, Any] = {}
        if "row" in entries:
            found["header_row"] = self.integer(entries["row"])
        if "must_have" in entries:
            found["must_have"] = self.texts(entries["must_have"])
        return found

    def columns(self, node: Any) -> tuple[ColumnRule, ...]:
        rules: list[ColumnRule] = []
        for headings, value in self.entries(node).items():
            names = split_headings(headings)
            if value.id == "scalar":
                rules.append(ColumnRule(names, self.text(value)))
                continue
            entries = self.entries(value)
            if "to" not in entries or entries.keys() - _COLUMN_KEYS:
                raise self.fault(value, tr("a column is a field name or {{to: FIELD, required: true}}"))
            required = (
                self.chosen(entries["required"], ("true", "false")) if "required" in entries else "false"
            )
            rules.append(ColumnRule(names, self.text(entries["to"]), required == "true"))
        return tuple(rules)

    def kind(self, node: Any) -> str:
        name = self.text(node)
        if name == "skip":
            return name
        try:
            return self.kinds.of(name).name
        except UsageFault as error:
            raise self.fault(node, str(error)) from error

    def check_target(self, node: Any, kind: str, target: str) -> None:
        from records.intake.tables.recognition.targets import extra_targets, is_target

        if is_target(self.kinds[kind], target):
            return
        extra = extra_targets(self.kinds[kind])
        known = listed([*(each.name for each in self.kinds[kind].fields), *sorted(extra), "skip"])
        raise self.fault(
            node,
            tr("{kind} has no field {field!r}; known are: {known}", kind=kind, field=target, known=known),
        )

    def check_somewhere(self, node: Any, targets: list[str]) -> None:
        """Where no kind is named, one must have all the fields together: the table is recognised by them."""
        from records.intake.tables.recognition.targets import is_target

        fitting = list(self.kinds.values())
        for target in targets:
            fitting = [kind for kind in fitting if is_target(kind, target)]
            if not fitting:
                raise self.fault(
                    node, tr("no kind has {field!r} beside the fields named before it", field=target)
                )

    def pattern(self, node: Any, key: str) -> re.Pattern[str]:
        try:
            pattern = re.compile(self.text(node))
        except re.error as error:
            raise self.fault(node, tr("the expression is wrong: {reason}", reason=error)) from error
        unknown = set(pattern.groupindex) - _GROUPS_OF_PATH
        if key == "from_path" and unknown:
            raise self.fault(
                node,
                tr("from_path knows the groups {known}", known=listed(sorted(_GROUPS_OF_PATH))),
            )
        return pattern

    # --- YAML nodes ------------------------------------------------------------------------------

    def entries(self, node: Any) -> dict[str, Any]:
        if node.id != "mapping":
            raise self.fault(node, tr("names with values (`name: value`) are wanted here"))
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = self.text(key)
            if name in found:
                raise self.fault(key, tr("{key!r} is given twice", key=name))
            found[name] = value
        return found

    def text(self, node: Any) -> str:
        if node.id != "scalar":
            raise self.fault(node, tr("a single value is wanted here"))
        return str(node.value).strip()

    def sequence(self, node: Any) -> list[Any]:
        return list(node.value) if node.id == "sequence" else [node]

    def texts(self, node: Any) -> tuple[str, ...]:
        return tuple(self.text(each) for each in self.sequence(node))

    def said(self, node: Any) -> dict[str, str]:
        return {name: self.text(value) for name, value in self.entries(node).items()}

    def ordinal(self, number: str, node: Any) -> int:
        if not number.isdecimal() or not int(number):
            raise self.fault(node, tr("the parts of a book are counted from 1"))
        return int(number)

    def integer(self, node: Any) -> int:
        try:
            return int(self.text(node))
        except ValueError:
            raise self.fault(node, tr("a whole number is wanted here")) from None

    def share(self, node: Any) -> float:
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*%", self.text(node))
        if found is None or float(found.group(1)) > 100:
            raise self.fault(node, tr("a share is wanted here, such as 5%"))
        return float(found.group(1)) / 100

    def chosen(self, node: Any, choices: tuple[str, ...]) -> str:
        value = self.text(node).lower()
        if value not in choices:
            raise self.fault(node, tr("one of {choices} is wanted here", choices=listed(choices)))
        return value

    def fault(self, node: Any, reason: str) -> MappingFault:
        return MappingFault(self.file, node.start_mark.line + 1, reason)
