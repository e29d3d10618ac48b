"""What a document is to the rest of the program: its options, what it prints, and how that is gathered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from records.errors import UsageFault
from records.kind import Label
from records.language import Language, listed, translator
from records.record import Record
from records.values import Value

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive

tr = translator("templates")
Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing a document asks for, on the command line or in a form.

    Messages spell it as the command line does (``--report-to``); a form says its label instead, see
    `templates.papers.form_words`.

    ``type`` is text, integer, flag, day (YYYY-MM-DD), or the number or name of a record of one of ``kinds``,
    of any kind when none is named.
    ``between`` are the smallest and the largest integer that make sense.
    """

    name: str
    label: Label
    type: Literal["text", "integer", "flag", "day", "record"] = "text"
    choices: tuple[str, ...] = ()
    required: bool = False
    between: tuple[int, int] | None = None
    kinds: tuple[str, ...] = ()

    @property
    def spelling(self) -> str:
        """How it is written on the command line."""
        return f"--{self.name.replace('_', '-')}"


@dataclass(frozen=True, slots=True)
class Request:
    """One asking for a document: from which archive, in which language, told as of which day.

    ``options`` are checked and typed. ``number`` asks for a document number to be given to what has none.
    """

    archive: Archive
    lang: Language
    on: date
    options: Options
    number: bool = False


@dataclass(frozen=True)
class Sheet:
    """One paper: its file name without suffix, the tags it prints, and the record behind it.

    The record's own fields can be printed too, as ``record.FIELD``. ``media`` are the bytes of the pictures
    in ``context``, by their checksum.
    """

    name: str
    context: object
    record: Record | None = None
    media: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Draft:
    """A document before it is laid out.

    ``sheets`` become a file each, or one file of the name ``merged``. ``subject`` is the record (or unit) it
    is made from, ``subjects`` all others in it. ``keep`` holds fields that issuing writes into the subject's
    record unless it is verified. ``taken_no`` is a number that no record carries yet: the issued document
    keeps it. ``warnings`` are for the person who asked.
    """

    sheets: Sequence[Sheet]
    subject: ObjectId
    subjects: Sequence[ObjectId] = ()
    warnings: Sequence[str] = ()
    doc_no: str = ""
    taken_no: str = ""
    merged: str = ""
    keep: Mapping[str, Value] = field(default_factory=dict)


def named(zh: str, en: str, **more: Any) -> Any:
    """A field of a context with what it means, for whoever edits the template."""
    return field(metadata={"label": Label(zh, en)}, **more)


Gather = Callable[[Request], Awaitable[Draft]]
Expand = Callable[[Request], Awaitable[Sequence[Options]]]


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """One kind of document.

    ``context`` is the class whose fields are its tags, ``example`` a filled one of them in a language.
    ``kinds`` are the kinds of record it is usually made from; the first gives the tags ``record.…``. Of the
    options named in ``one_of`` only one may be given. ``expand`` turns options that mean many papers (all
    people of a unit) into the options of each.
    """

    name: str
    label: Label
    context: type
    example: Callable[[Language], object]
    gather: Gather
    options: tuple[Option, ...] = ()
    kinds: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    expand: Expand | None = None

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Its own options, and those that every document has."""
        return (*self.options, BILINGUAL)


BILINGUAL = Option("bilingual", Label("标题中英文对照", "Headings in both languages"), "flag")
YEAR = Option("year", Label("年度", "Year"), "integer", between=(1949, 2199))
MERGED = Option("merged", Label("合并为一个文件", "In one file"), "flag")


def checked_options(spec: DocumentSpec, options: Options) -> dict[str, Any]:
    """The options of a document, typed; empty ones left out. Raises UsageFault saying which and why."""
    known = {option.name: option for option in spec.all_options}
    checked: dict[str, Any] = {}
    for name, value in options.items():
        if value is None or value == "" or value is False:
            continue
        option = known.get(name)
        if option is None:
            raise UsageFault(
                tr("{document} has no option {name}.", document=spec.name, name=name),
                hint=tr("It has: {names}.", names=listed(known)),
            )
        checked[name] = _typed(option, value)
    given = [name for name in spec.one_of if name in checked]
    if len(given) > 1:
        raise UsageFault(
            tr("Give only one of {names}.", names=listed(known[name].spelling for name in given)),
        )
    for option in spec.options:
        if option.required and option.name not in checked:
            raise UsageFault(tr("{document} needs {name}.", document=spec.name, name=option.spelling))
    return checked


def _typed(option: Option, value: Any) -> Any:
    if option.type == "integer":
        value = _integer(option, value)
    if option.type == "day" and not isinstance(value, date):
        try:
            return date.fromisoformat(str(value))
        except ValueError as error:
            raise UsageFault(
                tr("{name}: {value!r} is not a day such as 2011-07-01.", name=option.spelling, value=value)
            ) from error
    if option.choices and str(value) not in option.choices:
        raise UsageFault(
            tr("{name}: choose one of {choices}.", name=option.spelling, choices=listed(option.choices))
        )
    return value


def _integer(option: Option, value: Any) -> int:
    try:
        number = int(str(value))
    except ValueError as error:
        raise UsageFault(
            tr("{name}: {value!r} is not a number.", name=option.spelling, value=value)
        ) from error
    if option.between and not option.between[0] <= number <= option.between[1]:
        low, high = option.between
        raise UsageFault(
            tr(
                "{name}: {value} is not between {low} and {high}.",
                name=option.spelling,
                value=value,
                low=low,
                high=high,
            )
        )
    return number
