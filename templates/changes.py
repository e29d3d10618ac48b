"""What a paper would print otherwise today: its snapshot beside one made now, by the names of its tags."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from records.kind import Kind
from records.language import translator
from templates.shapes import ANY, Shape, record_shape, shape_of
from templates.spec import DocumentSpec

tr = translator("templates")
#: What is shown of a value: beyond that nobody sees where two differ.
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is another now. ``before`` or ``now`` is empty where there was or is none."""

    what: str
    before: str
    now: str

    def __str__(self) -> str:
        if not self.before:
            return tr("{what}: {now} is new", what=self.what, now=self.now)
        if not self.now:
            return tr("{what}: {before} is gone", what=self.what, before=self.before)
        return tr("{what}: {before} → {now}", what=self.what, before=self.before, now=self.now)


def differences(spec: DocumentSpec, kind: Kind | None, kept: str, now: str) -> list[Difference]:
    """What differs between two snapshots of a document (see `snapshot.freeze`), in the order of printing.

    ``kind`` is that of the record behind it, for the labels of its fields.
    """
    before, after = json.loads(kept)["sheets"], json.loads(now)["sheets"]
    found: list[Difference] = []
    context, record = shape_of(spec.context), record_shape(kind)
    if len(before) != len(after):
        names = Shape("list", item=Shape("text"))
        called = [[each["name"] for each in sheets] for sheets in (before, after)]
        found += _differ(names, tr("papers"), *called)
        shared = {each["name"]: each for each in after}
        pairs = [(each, shared[each["name"]]) for each in before if each["name"] in shared]
    else:
        pairs = list(zip(before, after, strict=True))
    for old, new in pairs:
        whose = tr("{what}: ", what=old["name"]) if len(pairs) > 1 else ""
        own = [*_differ(context, "", old["context"], new["context"])]
        own += _differ(record, "", old["common"].get("record"), new["common"].get("record"))
        found += [Difference(whose + each.what, each.before, each.now) for each in own]
    return list(dict.fromkeys(found))


def _differ(shape: Shape, label: str, before: Any, now: Any) -> Iterator[Difference]:
    if before == now:
        return
    if shape.sort == "picture" and before and now:
        yield Difference(label, tr("a picture"), tr("another picture"))
        return
    if isinstance(before, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys([*before, *now]):
            of = shape.labels.get(name)
            below = f"{label} {of.text()}".strip() if of else label
            yield from _differ(shape.fields.get(name, ANY), below, before.get(name), now.get(name))
    elif isinstance(before, list) and isinstance(now, list):
        yield from _differ_rows(shape.element(), label, before, now)
    else:
        yield Difference(label, *_apart(_said(before), _said(now)))


def _differ_rows(shape: Shape, label: str, before: Sequence[Any], now: Sequence[Any]) -> Iterator[Difference]:
    old_rows, new_rows = ([json.dumps(each, sort_keys=True) for each in side] for side in (before, now))
    for step, a, b, c, d in SequenceMatcher(None, old_rows, new_rows, autojunk=False).get_opcodes():
        if step == "equal":
            continue
        if b - a == d - c:
            for old, new in zip(before[a:b], now[c:d], strict=True):
                row = _first_text(old) if isinstance(old, Mapping) else ""
                yield from _differ(shape, f"{label} {row}".strip(), old, new)
            continue
        yield from (Difference(label, _cut(_said(each)), "") for each in before[a:b])
        yield from (Difference(label, "", _cut(_said(each))) for each in now[c:d])


def _first_text(row: Mapping[str, Any]) -> str:
    """What a row is called: the first short text in it."""
    return next((each for each in row.values() if isinstance(each, str) and 0 < len(each) <= _LONGEST), "")


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if isinstance(value, Mapping):
        return _first_text(value) or " ".join(filter(None, map(_said, value.values())))
    if isinstance(value, list):
        return "、".join(filter(None, map(_said, value)))
    return "" if value is None else str(value)


def _apart(before: str, now: str) -> tuple[str, str]:
    """Two texts, cut so that the place where they begin to differ is seen."""
    if max(len(before), len(now)) <= _LONGEST:
        return before or "—", now or "—"
    same = next((at for at, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), 0)
    start = max(0, same - 8)
    return _cut(before[start:], start) or "—", _cut(now[start:], start) or "—"


def _cut(text: str, start: int = 0) -> str:
    cut = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"…{cut}" if start else cut
