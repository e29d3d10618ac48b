"""What a handed-over package says in words: a page a paper, metadata, the note of the box, how to check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from itertools import groupby
from pathlib import Path

from bson.objectid import ObjectId

from records.field_value import show
from records.filing import RETENTIONS
from records.keep.filing.catalogue import COLUMNS, Catalogue, Line
from records.kind import Kind, Label
from records.language import current_language, translator
from records.record import STATUS_LABELS, Record

tr = translator("records")

_README = Path(__file__).with_name("package_readme.txt")
#: Metadata of a paper: the file level of DA/T 18-2022, and what DA/T 46-2009 adds.
METADATA: Sequence[Label] = (
    Label("聚合层次", "Aggregation"),
    Label("著录层级", "Level"),
    Label("全宗名称", "Fonds name"),
    Label("立档单位", "Creator"),
    Label("档号", "Archival code"),
    Label("电子文件号", "Electronic file number"),
    Label("文件编号", "Document number"),
    Label("题名", "Title"),
    Label("日期", "Date"),
    Label("责任者", "Responsible"),
    Label("保管期限", "Retention"),
    Label("开放标识", "Access"),
    Label("密级", "Secrecy"),
    Label("人名", "People"),
    Label("附件", "Attachments"),
    Label("文件格式", "Formats"),
    Label("文件大小", "Size in bytes"),
    Label("载体形态", "Carrier"),
    Label("生成方式", "Origin"),
    Label("著录者", "Described by"),
    Label("著录日期", "Described on"),
    Label("状态", "Status"),
)


def metadata(line: Line, record: Record, found: Catalogue, people: Mapping[ObjectId, str]) -> list[str]:
    """A paper's line under `METADATA`. Whether it may be opened is for the archives to judge."""
    lang = current_language()
    item = tr("item")
    endings = dict.fromkeys(ref.name.rpartition(".")[2].lower() for ref in record.attachments)
    named = dict.fromkeys(people.get(ref.person, "") for ref in record.people)
    retention = line.filed.retention if line.filed else ""
    return [
        item,
        item,
        found.organisation,
        found.organisation,
        str(line.filed or ""),
        str(record.id),
        line.doc_no,
        line.title,
        line.date,
        line.responsible,
        RETENTIONS[retention].text(lang) if retention in RETENTIONS else retention,
        tr("not appraised yet"),
        "",
        "、".join(filter(None, named)),
        "、".join(ref.name for ref in record.attachments),
        " ".join(filter(None, endings)),
        str(sum(ref.size for ref in record.attachments)),
        tr("electronic"),
        tr("born digital") if "manual" in record.origin else tr("digitised"),
        record.created.by if record.created else "",
        record.created.at.strftime("%Y%m%d") if record.created else "",
        STATUS_LABELS[record.status].text(lang) + (f": {record.void_reason}" if record.void_reason else ""),
    ]


def paper_page(kind: Kind, record: Record, line: Line, names: Mapping[ObjectId, str], lang: str) -> str:
    """A paper as a page for a browser: its code, then every field under its label."""
    rows: list[tuple[str, str]] = [
        (COLUMNS[1].text(lang), str(line.filed or "")),
        (tr("Record"), f"{kind.label.text(lang)} {record.no or ''}"),
        (COLUMNS[3].text(lang), line.responsible),
        (COLUMNS[5].text(lang), line.date),
        (tr("Status"), STATUS_LABELS[record.status].text(lang) + f" {record.void_reason or ''}"),
    ]
    for name, value in record.fields.items():
        field = kind.field(name)
        # Long texts keep their lines, which `show` would join. The archives get what was filed, all of it.
        text = (
            value if isinstance(value, str) and "\n" in value else show(field, value, lang, names, whole=True)
        )
        rows.append((field.label.text(lang) if field else name, text))
    rows.append((tr("Remarks"), record.remarks or ""))
    body = "\n".join(
        f"<tr><th>{escape(label)}</th><td>{escape(text)}</td></tr>"
        for label, text in rows[:-1]
        if text.strip()
    )
    files = "".join(f"<li>{escape(ref.name)} ({ref.size:,})</li>" for ref in record.attachments)
    listed = f"<h2>{escape(tr('Attachments'))}</h2><ul>{files}</ul>" if files else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>{escape(line.title)}</title>\n"
        "<style>body{font-family:serif;max-width:50em;margin:2em auto}th{text-align:left;vertical-align:top;"
        "white-space:nowrap;padding-right:1em}td{white-space:pre-wrap}</style></head>\n"
        f"<body><h1>{escape(line.title)}</h1>\n<table>\n{body}\n</table>\n{listed}</body></html>\n"
    )


def box_note(found: Catalogue, on: date, arranged_by: str, checked_by: str) -> str:
    """备考表: what is in the box, who arranged and who checked it, and when."""
    lines = [tr("Note of the box"), f"{found.organisation} {found.year}", ""]
    for place, group in groupby(found.lines, key=lambda each: each.filed.class_ if each.filed else None):
        some = list(group)
        if place is not None:
            first, last = some[0].filed, some[-1].filed
            lines.append(tr("{count} items: {first} – {last}", count=len(some), first=first, last=last))
    for each in found.lines:
        if each.status == "void":
            lines.append(f"{each.filed}: {each.note}")
    blank = "________"
    lines += [
        "",
        tr("Arranged by {name}, {date}", name=arranged_by or blank, date=on if arranged_by else blank),
        tr("Checked by {name}, {date}", name=checked_by or blank, date=on if checked_by else blank),
    ]
    return "\n".join(lines) + "\n"


def readme(found: Catalogue) -> str:
    """What the package holds and how it is checked, in both languages."""
    return _README.read_text(encoding="utf-8").format(
        organisation=found.organisation, year=found.year, count=len(found.lines)
    )
