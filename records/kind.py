"""Kind and Field: what a record kind is made of, as its kind file says.

Forms, lists, import mappings, exports and Word contexts are all made from these. The files are read
in ``kind_file.py``; values are typed in and shown in ``field_value.py`` and checked in ``checks.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from records.errors import UsageFault, nearest
from records.language import current_language, translator
from records.sorts import Sort

tr = translator("records")

FieldType = Literal[
    "text",
    "longtext",
    "date",
    "datetime",
    "partial_date",
    "integer",
    "decimal",
    "money",
    "boolean",
    "choice",
    "reference",
    "list",
    "attachment",
]
FIELD_TYPES: tuple[FieldType, ...] = get_args(FieldType)
DATE_TYPES: frozenset[FieldType] = frozenset(("date", "partial_date", "datetime"))
NUMBER_TYPES: frozenset[FieldType] = frozenset(("integer", "decimal", "money"))
Level = Literal["error", "missing", "warning"]


@dataclass(frozen=True, slots=True)
class Label:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def text(self, lang: str | None = None) -> str:
        return self.zh if (lang or current_language()) == "zh" else self.en


#: Where a kind stands in menus, in the order of the programme's work.
GROUPS: Mapping[str, Label] = {
    "people": Label("人员与组织", "People and units"),
    "study": Label("学习", "Study"),
    "talk": Label("宣讲与走访", "Talks and visits"),
    "meeting": Label("会议与测试", "Meetings and tests"),
    "judge": Label("考核评议", "Assessment"),
    "award": Label("推荐表彰", "Awards"),
    "supervise": Label("督查整改", "Supervision"),
    "office": Label("制度与办公", "Rules and office"),
    "archive": Label("档案", "Archives"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice field, as stored, with its label."""

    value: str
    label: Label


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind.

    ``required`` is needed for `verified`, ``identify`` to save at all. ``to`` names the kind (or
    kinds, ``person|unit``; ``*`` any) a reference leads to. A list has ``of`` (a list of values) or
    ``fields`` (a list of sub-records). A field with a ``role`` puts its people into the record's
    envelope in that role. ``computed`` names a function of ``computed.py``; such a field is not typed.
    ``headings`` are further column headings under which legacy registers keep it. A ``serial`` field holds
    a number such as 青党发〔2011〕23号, which no two live records may share (`records.changing.serials`).
    """

    name: str
    label: Label
    type: FieldType
    required: bool = False
    identify: bool = False
    help: Label | None = None
    choices: tuple[Choice, ...] = ()
    open_choice: bool = False
    to: str | None = None
    of: Field | None = None
    fields: tuple[Field, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    default: Any = None
    computed: str | None = None
    role: str | None = None
    masked: bool = False
    serial: bool = False
    measure: Label | None = None
    headings: tuple[str, ...] = ()
    custom: bool = False

    @property
    def is_list(self) -> bool:
        return self.type == "list"

    @property
    def is_subrecords(self) -> bool:
        return bool(self.fields)

    @property
    def targets(self) -> tuple[str, ...]:
        """The kinds a reference may lead to; empty means any."""
        return () if self.to in (None, "*") else tuple(str(self.to).split("|"))

    def field(self, name: str) -> Field | None:
        """A field of the sub-records, by name."""
        return next((sub for sub in self.fields if sub.name == name), None)

    def choice_label(self, value: object, lang: str | None = None) -> str:
        for choice in self.choices:
            if choice.value == value:
                return choice.label.text(lang)
        return str(value)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form: at most twenty fields under one heading."""

    label: Label
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind's list; ``name`` is a field or an envelope key, ``width`` in cells."""

    name: str
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A named check of ``checks.py`` with its arguments, as the kind file states it.

    ``paths`` are the fields it looks at; ``rows`` is the list whose every row it looks at, if any.
    """

    name: str
    args: Mapping[str, Any]
    level: Level
    paths: tuple[str, ...] = ()
    rows: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """How legacy registers of a kind differ from its fields.

    ``columns`` are columns that are no field by themselves (村组 holds two, 缺席人员 becomes attendance) with
    their headings, and headings of fields that win over those of others. ``needed`` are groups of targets of
    which a table must have one each; without it, of the identifying fields. Of ``telling`` a table without a
    title that says its kind must have one. ``tells_namesakes``: a column with the branch is there to tell
    people of one name apart, so that an unknown branch leaves a name that only one person bears. ``spans``
    are the fields of the first and of the last day: where nothing else gives the last, a column of the first
    may say both (2011.3.5-3.8).
    """

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    needed: tuple[tuple[str, ...], ...] = ()
    telling: tuple[str, ...] = ()
    tells_namesakes: bool = False
    spans: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kind:
    """A record kind. Adding one is adding a file.

    ``title`` is a template over the fields (``{person} {period}``); ``date`` and ``unit`` name the
    fields that give the envelope's, the first filled one wins (a person stands for the unit they
    belonged to on that date). ``key`` is what makes an imported record the same one again;
    ``unique`` lists combinations of fields that only one live record may have. ``sort`` is the order of its
    list until another is asked for.
    """

    name: str
    code: str
    label: Label
    group: str
    fields: tuple[Field, ...]
    sections: tuple[Section, ...]
    title: str
    columns: tuple[Column, ...]
    sort: Sort = "-date"
    date: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    checks: tuple[Check, ...] = ()
    proves: tuple[str, ...] = ()
    help: Label | None = None
    headings: tuple[str, ...] = ()
    register: Register = Register()
    file: str = ""
    #: The names of its serial fields, and the fields of which a record needs one at least.
    serials: tuple[str, ...] = field(init=False, default=(), repr=False, compare=False)
    identifying: tuple[Field, ...] = field(init=False, default=(), repr=False, compare=False)
    _by_name: Mapping[str, Field] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Worked out once: a bulk load asks for them with each record.
        object.__setattr__(self, "serials", tuple(each.name for each in self.fields if each.serial))
        object.__setattr__(self, "identifying", tuple(each for each in self.fields if each.identify))
        object.__setattr__(self, "_by_name", {each.name: each for each in self.fields})

    def once(self, rows: str) -> str:
        """The field by which nothing may stand twice among the rows of a list; empty where anything may."""
        fields = (each.args.get("field", "") for each in self.checks if each.args.get("rows") == rows)
        return next((name for name in fields if name), "")

    def field(self, path: str) -> Field | None:
        """A field by name, or a sub-record's by ``list.name``; None for one this kind does not name."""
        name, _, rest = path.partition(".")
        found = self._by_name.get(name)
        return found.field(rest) if found and rest else found

    def with_fields(self, custom: tuple[Field, ...]) -> Kind:
        """This kind with fields added for everyone from the screen; the file's own names win."""
        added = tuple(each for each in custom if each.name not in self._by_name)
        if not added:
            return self
        names = tuple(each.name for each in added)
        section = Section(Label("补充字段", "Added fields"), names)
        search = tuple(each.name for each in added if each.type in ("text", "longtext"))
        return replace(
            self,
            fields=self.fields + added,
            sections=(*self.sections, section),
            search=self.search + search,
        )


class Kinds(Mapping[str, Kind]):
    """All kinds by name, in menu order."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        order = list(GROUPS)
        self._kinds = dict(sorted(kinds.items(), key=lambda item: order.index(item[1].group)))

    def __getitem__(self, name: str) -> Kind:
        return self._kinds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kinds)

    def __len__(self) -> int:
        return len(self._kinds)

    def of(self, name: str) -> Kind:
        """The kind called ``name``, by its name, code or label. Raises UsageFault with the nearest names."""
        if name in self._kinds:
            return self._kinds[name]
        tidy = name.strip().lower()
        for kind in self.values():
            if tidy in (kind.name, kind.code.lower(), kind.label.zh, kind.label.en.lower()):
                return kind
        known = [word for kind in self.values() for word in (kind.name, kind.label.zh)]
        hint = nearest(tidy, known, tr("`xuedang kinds` lists them all."), most=3)
        raise UsageFault(tr("There is no record kind {name!r}.", name=name), hint=hint)

    def label(self, name: str) -> str:
        """What records of a kind are called; the name of a kind that this release does not know."""
        return self._kinds[name].label.text() if name in self._kinds else name

    def groups(self) -> Mapping[str, tuple[Kind, ...]]:
        """The kinds of each group, in menu order."""
        return {
            group: tuple(kind for kind in self.values() if kind.group == group)
            for group in GROUPS
            if any(kind.group == group for kind in self.values())
        }

    def with_custom(self, custom: Mapping[str, tuple[Field, ...]]) -> Kinds:
        """The kinds with the fields that were added for everyone."""
        return Kinds({name: kind.with_fields(custom.get(name, ())) for name, kind in self.items()})
