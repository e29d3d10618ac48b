"""What the sheet of one record prints: everything that is filled in, as the form has it.

It does for any kind. A document of an office's own from one record is a template and one more entry of
`sheet_of`: see docs/extending.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.errors import UsageFault
from records.field_value import show
from records.kind import Field, Kind, Label
from records.language import Language, translator
from records.record import STATUS_LABELS
from records.references import references_of
from templates.contexts.finding import chosen
from templates.contexts.standing import draft_warnings, refuse_void
from templates.contexts.text import long_date
from templates.fields import field_text
from templates.spec import DocumentSpec, Draft, Gather, Option, Request, Sheet, named

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.record import Record

tr = translator("templates")
_OTHER, _REMARKS = Label("其他", "Other"), Label("备注", "Remarks")


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One field that is filled in."""

    label: str = named("栏目", "what the field is called")
    value: str = named("内容", "what stands in it; the rows of a table below each other")


@dataclass(frozen=True, slots=True)
class SheetSection:
    """The fields of one section of the form."""

    label: str = named("部分", "what the section is called")
    lines: tuple[SheetLine, ...] = named("各栏", "its fields that are filled in")


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """The tags of record_sheet.docx; ``record.FIELD`` are the fields one by one."""

    kind: str = named("记录种类", "what kind of record it is")
    title: str = named("标题", "its title")
    no: str = named("编号", "its number")
    status: str = named("状态", "draft, submitted or verified")
    unit: str = named("所属单位", "the unit it belongs to")
    date: str = named("日期", "its date")
    printed: str = named("打印日期", "the day of printing")
    sections: tuple[SheetSection, ...] = named("各部分", "its sections")


def sheet_of(name: str, zh: str, en: str, *kinds: str) -> DocumentSpec:
    """A document made from one record of one of ``kinds``, of any kind when none is given.

    ``name`` is that of its templates, ``zh`` and ``en`` what it is called.
    """
    label = Label(zh, en)
    option = Option("no", Label("记录", "Record"), "record", required=True, kinds=kinds)
    return DocumentSpec(name, label, RecordSheet, example, _gather(label, kinds), (option,), kinds)


def _gather(label: Label, kinds: tuple[str, ...]) -> Gather:
    async def gather(ask: Request) -> Draft:
        """The record that the option ``no`` names. Raises UsageFault for none, Refused for a void one."""
        record = await chosen(ask, "no", *(kinds or ask.archive.kinds))
        if record is None:
            raise UsageFault(tr("Which record?"), hint=tr("Give its number."))
        refuse_void(record)
        context = await _context(ask, record)
        called = f"{label.text(ask.lang)} {context.no} {context.title}"
        return Draft([Sheet(called, context, record)], record.id, warnings=draft_warnings(record))

    return gather


async def _context(ask: Request, record: Record) -> RecordSheet:
    archive, lang = ask.archive, ask.lang
    kind = archive.kinds.of(record.kind)
    wanted = [reference.whom for reference in references_of(kind, record.fields)]
    names = await archive.names(dict.fromkeys([*wanted, *([record.unit] if record.unit else [])]))
    return RecordSheet(
        kind=kind.label.text(lang),
        title=record.title,
        no=record.no or "",
        status=STATUS_LABELS[record.status].text(lang),
        unit=names.get(record.unit, "") if record.unit else "",
        date=record.date.display(lang) if record.date else "",
        printed=long_date(ask.on, lang),
        sections=tuple(_sections(kind, record, lang, names)),
    )


def _sections(
    kind: Kind, record: Record, lang: Language, names: Mapping[ObjectId, str]
) -> Iterator[SheetSection]:
    """Those in which something is filled in; last what no section has, and the remarks."""
    left = dict(record.fields)
    for section in kind.sections:
        filled = [(each, left.pop(each)) for each in section.fields if each in left]
        lines = tuple(_lines(kind, filled, lang, names))
        if lines:
            yield SheetSection(section.label.text(lang), lines)
    others = [*_lines(kind, list(left.items()), lang, names)]
    if record.remarks:
        others.append(SheetLine(_REMARKS.text(lang), record.remarks))
    if others:
        yield SheetSection(_OTHER.text(lang), tuple(others))


def _lines(
    kind: Kind, filled: list[tuple[str, Any]], lang: Language, names: Mapping[ObjectId, str]
) -> Iterator[SheetLine]:
    for name, value in filled:
        each = kind.field(name)
        text = _value(each, value, lang, names)
        if text:
            yield SheetLine(each.label.text(lang) if each else name, text)


def _value(each: Field | None, value: Any, lang: Language, names: Mapping[ObjectId, str]) -> str:
    """A value in full; a table's rows are numbered lines that name what they hold."""
    if each is None or not each.is_subrecords or not isinstance(value, list):
        return field_text(each, value, lang, names)
    colon, between = ("：", "；") if lang == "zh" else (": ", "; ")
    rows = []
    for number, row in enumerate(value, 1):
        cells = row.items() if isinstance(row, Mapping) else ()
        told = []
        for name, cell in cells:
            part = each.field(name)
            if text := show(part, cell, lang, names):
                told.append(f"{part.label.text(lang) if part else name}{colon}{text}")
        rows.append(f"{number}. {between.join(told)}")
    return "\n".join(rows)


def example(lang: Language) -> RecordSheet:
    """A filled sheet of invented data."""
    if lang == "en":
        return RecordSheet(
            "Talk", "Talk with Li Xiulan", "TX-2011-0007", "Verified", "Willow Bend Branch", "12 May 2011",
            "1 June 2011",
            (
                SheetSection("Talk", (SheetLine("Leader", "Zhang Weimin"), SheetLine("With", "Li Xiulan"))),
                SheetSection("Other", (SheetLine("Remarks", "To be followed up in June."),)),
            ),
        )  # fmt: skip
    return RecordSheet(
        "谈心", "与李秀兰同志谈心", "TX-2011-0007", "已审", "柳树湾村党支部", "2011年5月12日", "2011年6月1日",
        (
            SheetSection("谈心", (SheetLine("谈话人", "张伟民"), SheetLine("谈话对象", "李秀兰"))),
            SheetSection("其他", (SheetLine("备注", "六月回访。"),)),
        ),
    )  # fmt: skip


SPEC = sheet_of("record_sheet", "记录表", "Record sheet")
