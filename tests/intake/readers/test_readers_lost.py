"""What readers once lost without a word, found by holding public test files against other libraries."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from xlwt.CompoundDoc import XlsDoc

from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Quarantine, Reading


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(children=1) as shared:
        yield shared


def written(pool: ReaderPool, path: Path, content: bytes) -> Reading:
    path.write_bytes(content)
    return pool.read(path, path.parent)


def test_a_damaged_sheet_never_loses_the_rows_below_the_damage(pool: ReaderPool, tmp_path: Path) -> None:
    book, target = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for number in range(40):
        book.active.append([f"第{number * 7919 % 1000}户", "柳树湾村"])
    book.save(target)
    stored = io.BytesIO()
    with zipfile.ZipFile(target) as source, zipfile.ZipFile(stored, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
    # What lies below the damage is never looked at, nor the sum over all of it.
    assert b'<row r="20">' in stored.getvalue()
    damaged = stored.getvalue().replace(b'<row r="20">', b"</sheetData>")
    with pytest.raises(Quarantine) as caught:
        written(pool, tmp_path / "户.xlsx", damaged)
    assert caught.value.code == "truncated"


def test_two_parts_of_one_name_are_refused(pool: ReaderPool, tmp_path: Path) -> None:
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/worksheets/Sheet1.xml", archive.read("xl/worksheets/sheet1.xml"))
    with pytest.raises(Quarantine) as caught:
        written(pool, tmp_path / "二.xlsx", target.getvalue())
    assert caught.value.code == "hostile"


def test_every_body_of_a_paper_is_read(pool: ReaderPool, tmp_path: Path) -> None:
    body = "<w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body>"
    with zipfile.ZipFile(tmp_path / "合.docx", "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
            f"{body.format('上半年')}{body.format('下半年')}</w:document>",
        )
    reading = pool.read(tmp_path / "合.docx", tmp_path)
    assert reading.text is not None
    assert reading.text.text == "上半年\n下半年"


def test_errors_in_a_workbook_of_excel_95_are_kept(pool: ReaderPool, tmp_path: Path) -> None:
    def record(kind: int, content: bytes) -> bytes:
        return struct.pack("<HH", kind, len(content)) + content

    def label(row: int, column: int, text: str) -> bytes:
        data = text.encode("gbk")
        return record(0x0204, struct.pack("<4H", row, column, 0, len(data)) + data)

    name = "成绩".encode("gbk")
    end = record(0x000A, b"")
    head = record(0x0809, struct.pack("<4H", 0x0500, 5, 0, 0)) + record(0x0042, struct.pack("<H", 936))
    start = len(head) + 4 + 7 + len(name) + len(end)
    head += record(0x0085, struct.pack("<IHB", start, 0, len(name)) + name) + end
    sheet = record(0x0809, struct.pack("<4H", 0x0500, 0x10, 0, 0))
    sheet += label(0, 0, "姓名") + label(0, 1, "得分") + label(1, 0, "李秀兰")
    sheet += record(0x0205, struct.pack("<3HBB", 1, 1, 0, 0x2A, 1)) + end
    XlsDoc().save(str(tmp_path / "95.xls"), head + sheet)
    data = (tmp_path / "95.xls").read_bytes()
    stored = "Workbook\0".encode("utf-16-le")
    # Excel 5 and 95 call the stream Book.
    old = stored + bytes(64 - len(stored)) + struct.pack("<H", len(stored))
    new = "Book\0".encode("utf-16-le")
    assert old in data
    reading = written(
        pool, tmp_path / "95.xls", data.replace(old, new + bytes(64 - len(new)) + struct.pack("<H", len(new)))
    )
    assert reading.sheets is not None
    assert [[cell.value for cell in row.cells] for row in reading.sheets[0].rows] == [
        ["姓名", "得分"],
        ["李秀兰", "#N/A"],
    ]


def test_words_beyond_the_edge_of_a_page_and_in_filled_forms_are_read(
    pool: ReaderPool, tmp_path: Path
) -> None:
    def stream(head: bytes, text: bytes) -> bytes:
        return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(text), text)

    font = b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    words = b"BT /F1 12 Tf 50 700 Td (Inside) Tj 900 0 Td (Outside) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [5 0 R] "
        + font
        + b" >>",
        stream(b"", words),
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (name) /V (Wang) /F 4 /P 3 0 R /Rect [50 600 250 620] "
        b"/DA (/F1 12 Tf) /AP << /N 6 0 R >> >>",
        stream(
            b"/Type /XObject /Subtype /Form /BBox [0 0 200 20] " + font, b"BT /F1 12 Tf 2 5 Td (Wang) Tj ET"
        ),
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(parts, 1))
    reading = written(
        pool, tmp_path / "表.pdf", b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R /Size 7 >>\n%%EOF\n"
    )
    assert reading.text is not None
    assert [word for word in ("Inside", "Outside", "Wang") if word not in reading.text.text] == []
