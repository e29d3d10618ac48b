"""A whole record of every kind, as an operator types it, and what is wrong with it once altered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from bson.objectid import ObjectId

from records.checking.checks import Fault, validate
from records.checking.computed import fill_computed
from records.field_value import coerce
from records.kind import Field, Kind
from records.kind_file import own_kinds

KINDS = own_kinds()
TODAY = date(2013, 8, 1)
DATA = Path(__file__).parent.parent / "data" / "kind_examples.yaml"


def reference(letter: str) -> ObjectId:
    return ObjectId(letter.encode().ljust(12, b"."))


def typed(each: Field, value: Any) -> Any:
    """What an operator typed, as the value of the field; references are letters."""
    if each.type == "reference":
        return reference(value)
    if each.is_subrecords:
        return [row(each, item) for item in value]
    if each.of is not None:
        return [typed(each.of, item) for item in value]
    return coerce(each, value)


def row(each: Field, item: dict[str, Any]) -> dict[str, Any]:
    known = {sub.name: sub for sub in each.fields}
    return {name: typed(known[name], value) for name, value in item.items()}


def entered(kind: Kind, given: dict[str, Any]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, value in given.items():
        each = kind.field(name)
        assert each is not None, f"{kind.name} has no field {name}"
        fields[name] = typed(each, value)
    return fields


def example(name: str) -> dict[str, Any]:
    given = yaml.safe_load(DATA.read_text(encoding="utf-8"))[name]
    if given.get("deeds") == "DEEDS":
        given["deeds"] = "坚持每周集中学习一次并到田间开课。" * 40
    return entered(KINDS[name], given)


def faults(name: str, fields: dict[str, Any]) -> list[Fault]:
    fill_computed(KINDS[name], fields)
    return validate(KINDS[name], fields, on=TODAY)
