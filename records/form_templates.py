"""Templates of frequent entries: what a form held, kept under a name for its kind.

A template is no record: it has no history, and whoever works in the archive may use, replace or remove it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.errors import UsageFault
from records.kind import Kind
from records.language import translator

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """``typed`` is the typed text of the fields, by name: plain JSON."""

    name: str
    typed: Mapping[str, Any]


def worth_keeping(kind: Kind, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What of a form is the same next time: not its dates and numbers, its files, nor what is computed."""
    once = set(kind.date) | {
        each.name for each in kind.fields if each.computed or each.serial or each.type == "attachment"
    }
    return {name: text for name, text in typed.items() if text and name not in once}


async def form_templates(archive: Archive, kind: str) -> list[FormTemplate]:
    """The templates of a kind, by name. Raises ServerUnavailable."""
    row = await archive.store.kinds.find_one({"_id": kind})
    found = [FormTemplate(each["name"], each["typed"]) for each in (row or {}).get("templates", ())]
    return sorted(found, key=lambda each: each.name)


async def save_form_template(archive: Archive, kind: Kind, name: str, typed: Mapping[str, Any]) -> None:
    """Keep a form's content, in place of the template of that name. Raises UsageFault without a name."""
    tidy = " ".join(name.split())
    if not tidy:
        raise UsageFault(tr("A template needs a name."))
    await remove_form_template(archive, kind.name, tidy)
    made = {"name": tidy, "typed": worth_keeping(kind, typed), "by": archive.operator}
    await archive.store.kinds.update_one({"_id": kind.name}, {"$push": {"templates": made}}, upsert=True)


async def remove_form_template(archive: Archive, kind: str, name: str) -> None:
    """Keep a template no longer."""
    await archive.store.kinds.update_one({"_id": kind}, {"$pull": {"templates": {"name": name}}})
