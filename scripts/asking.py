"""The query that a command's words and options ask; written and read like in the application's search box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from records.errors import UsageFault
from records.language import translator
from records.search.parse import parse_query
from records.search.query import Query
from records.search.resolve import resolve_query

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("scripts")

OfKind = Annotated[str, typer.Option("--kind", metavar="KIND", help="only this kind")]
OfUnit = Annotated[str, typer.Option("--unit", metavar="UNIT", help="only this unit and the ones below it")]
OfPerson = Annotated[
    str, typer.Option("--person", metavar="PERSON", help="only what this person took part in")
]
FromDate = Annotated[str, typer.Option("--from", metavar="DATE", help="from this date on")]
Unmasked = Annotated[
    bool, typer.Option("--unmasked", help="identity numbers and phones whole; needs --reason")
]
Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="why --unmasked, and for whom; the journal keeps it")
]
UntilDate = Annotated[str, typer.Option("--until", metavar="DATE", help="until this date")]


async def asked(archive: Archive, words: Sequence[str], options: Mapping[str, str]) -> Query:
    """The query of ``words``, narrowed by ``options``: search key (such as ``unit``) to value (empty: none).

    A kind asked for without an order comes in the order of its list. Raises UsageFault for what is not
    understood and for names that fit none or several.
    """
    for word in words:
        # A minus leaves a word out; two are an option that does not exist.
        if word.startswith("--"):
            raise UsageFault(tr("There is no option {name}.", name=word))
    narrowed = [f'{key}:"{value}"' for key, value in options.items() if value]
    query = await resolve_query(archive, parse_query(" ".join([*words, *narrowed]), archive.kinds))
    return query.narrowed(sort=archive.kinds[query.kind].sort) if query.kind and not query.sort else query


def span(first: str, last: str) -> str:
    """``--from`` and ``--to`` as one value of the search key ``date``; empty when neither is given."""
    return f"{first}..{last}" if first or last else ""


def unmask_for(unmasked: bool, reason: str) -> str | None:
    """The reason to unmask for, None to mask. Raises UsageFault for one option without the other."""
    if unmasked != bool(reason.strip()):
        raise UsageFault(
            tr("--unmasked and --reason go together."),
            hint=tr('Write for what the whole numbers are needed: --unmasked --reason "…"'),
        )
    return reason if unmasked else None
