"""What the tests of the catalogue share: files in every disguise, and an import that many look at."""

from __future__ import annotations

import asyncio
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
from bson.objectid import ObjectId

from records.intake.batch import run_import
from records.intake.outcome import FileResult, Item
from records.intake.report import ImportReport
from records.opening import open_archive
from records.search.query import Query
from records.settings import load_settings
from records.store.embedded import Running

BRANCH = "柳树湾村党支部"
HEADINGS = ("姓名", "性别", "政治面貌", "所在党支部")
Grid = Sequence[Sequence[object]]


@dataclass(frozen=True)
class BroughtIn:
    """What came of a folder: the report of the import, all records, and the folder that holds the archive."""

    report: ImportReport
    #: Untyped, because tests look into fields of many types.
    records: list[Any]
    home: Path

    def file(self, name: str) -> FileResult:
        """The one file whose path ends so."""
        (found,) = [each for each in self.report.files if each.file.endswith(name)]
        return found

    def state(self, name: str) -> tuple[str, str]:
        return self.file(name).state, self.file(name).why

    def items(self, name: str, kind: str | None = None) -> list[Item]:
        """What became of the rows of a file."""
        return [
            item
            for item in self.report.every_item()
            if item.place.file.endswith(name) and kind in (None, item.kind)
        ]

    def people(self, name: str) -> list[str]:
        """The names of the people whom a file brought, in its order."""
        return [str(item.fields["name"]) for item in self.items(name, "person") if item.taken]

    def person(self, name: str) -> Any:
        (found,) = [each for each in self.records if each.kind == "person" and each.fields["name"] == name]
        return found

    def of_file(self, name: str) -> list[Any]:
        return [each for each in self.records if str(each.origin.get("file", "")).endswith(name)]


def bring_in(mongod: Running, home: Path, folder: Path, mapping: Path | None = None) -> BroughtIn:
    """Import a folder into an archive of its own."""
    settings = load_settings(
        {
            "XUEDANG_HOME": str(home),
            "MONGODB_URI": mongod.uri,
            "XUEDANG_ARCHIVE": f"test_{ObjectId()}",
            "XUEDANG_OPERATOR": "刘芳",
        }
    )

    async def run() -> BroughtIn:
        async with open_archive(settings) as archive:
            report = await run_import(archive, folder, mapping=mapping, apply=True)
            records = [record async for record in archive.each(Query())]
            await archive.store.database.drop()
            return BroughtIn(report, records, home)

    return asyncio.run(run())


def roster(*names: str) -> list[list[object]]:
    """A register of members with its headings."""
    rows: list[list[object]] = [list(HEADINGS)]
    return rows + [[name, "男", "正式党员", BRANCH] for name in names]


def as_csv(rows: Grid) -> str:
    return "".join(",".join(str(cell) for cell in row) + "\n" for row in rows)


def as_xlsx(rows: Grid, *merged: str, sheet: str = "名册") -> bytes:
    """A workbook with these rows; an empty text is a blank cell."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for row in rows:
        page.append([None if cell == "" else cell for cell in row])
    for cells in merged:
        page.merge_cells(cells)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_html(rows: Grid) -> str:
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<html><head><meta charset="gb2312"></head><body><table border=1>{lines}</table></body></html>'


def as_spreadsheetml(rows: Grid) -> str:
    lines = "".join(
        "<Row>" + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) + "</Row>"
        for row in rows
    )
    namespace = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{namespace}" xmlns:ss="{namespace}">'
        f'<Worksheet ss:Name="名册"><Table>{lines}</Table></Worksheet></Workbook>'
    )


def paper(author: str, subject: str) -> bytes:
    """A short article as .docx."""
    document = docx.Document()
    document.add_paragraph(f"学习{subject}心得体会")
    document.add_paragraph(f"{BRANCH} {author}")
    document.add_paragraph(f"通过学习{subject}，我对村里的工作有了新的认识，今后要多走访，多听群众的意见。")
    document.add_paragraph("2012年5月8日")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def package(parts: dict[str, str | bytes]) -> bytes:
    """A zip with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def word(body: str, before: str = "") -> bytes:
    """A .docx with nothing but this body."""
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'{before}<w:document xmlns:w="{namespace}"><w:body>{body}</w:body></w:document>'
    return package({"word/document.xml": document})


def bomb(name: str, megabytes: int, of: bytes = b"a") -> bytes:
    """A zip whose one member is so many megabytes of the same: one packed megabyte again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = packer.compress(of * (1_000_000 // len(of))) + packer.flush(zlib.Z_FULL_FLUSH)
    content, raw = one * megabytes + b"\x03\x00", name.encode()
    # The checksum is left out: who gets as far as that has unpacked everything.
    facts = struct.pack(
        "<HHHHHIIIHH",
        20,
        0x800,
        8,
        0,
        0x21,
        0,
        len(content),
        megabytes * (10**6 // len(of)) * len(of),
        len(raw),
        0,
    )
    local = b"PK\x03\x04" + facts + raw + content
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + facts + struct.pack("<HHHII", 0, 0, 0, 0, 0) + raw
    return local + entry + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


class OldEntry(zipfile.ZipInfo):
    """A member as programs of the time wrote it: its name in the code page of Windows, unsaid."""

    def __init__(self, name: bytes) -> None:
        super().__init__(f"old{name.hex()}")
        self.raw = name

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.raw, self.flag_bits


def old_archive(parts: dict[bytes, bytes], links: dict[str, str] | None = None) -> bytes:
    """A zip with these members, and symbolic links."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(OldEntry(name), content)
        for source, where in (links or {}).items():
            entry = zipfile.ZipInfo(source)
            entry.create_system = 3
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, where)
    return target.getvalue()


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as target:
        os.truncate(target.fileno(), size)
