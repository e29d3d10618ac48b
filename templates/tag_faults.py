"""What is said of tags that can't be read: to whoever renders a template, and to whoever checks it."""

from __future__ import annotations

import re
from typing import NamedTuple

from records.language import translator

tr = translator("templates")

#: What begins or ends a tag; what ends each.
TOKEN = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
CLOSED = {"{{": "}}", "{%": "%}", "{#": "#}"}


class Said(NamedTuple):
    """What is wrong, and what to do."""

    reason: str
    hint: str


def full_width() -> Said:
    """Of ｛｛ and ％｝."""
    return Said(
        tr("this tag is written with full-width braces."),
        tr("Type { and } with the Chinese input method switched off."),
    )


def unclosed(opener: str) -> Said:
    """Of a tag that begins and does not end."""
    return Said(
        tr("a tag begins with {opener} and does not end.", opener=opener),
        tr("Close it with {closer} in the same paragraph.", closer=CLOSED[opener]),
    )


def too_deep() -> Said:
    """Of tags within tags, more than can be read."""
    return Said(
        tr("the tags are nested too deeply."),
        tr("Split this into parts: set values before, and use them here."),
    )


def cut_through() -> Said:
    """Of a block that begins in one paragraph or cell and ends in the midst of another."""
    return Said(
        tr("the tags cut through paragraphs or tables."),
        tr("Give each if, for and end a paragraph of its own, as {%p … %}, or {%tr … %} in a table."),
    )


def badly_written(reason: object) -> str:
    """Of what the template language does not know."""
    return tr("this tag is not written correctly: {reason}", reason=reason)
