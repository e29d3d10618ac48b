"""More than a thousand damaged files of every format: each is read or refused for a reason, in good time.

They go through limited children, as in an import, so that a library that aborts is seen and not suffered.
"""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import openpyxl
import xlwt

from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Quarantine

EACH = 72
#: What damage may lead to. Not ``killed`` and ``timeout``: those are crashes and hangs.
CLEAN = {
    "empty",
    "truncated",
    "encrypted",
    "unreadable",
    "unsupported",
    "binary",
    "too_big",
    "hostile",
    "encoding",
}
MANIFEST = b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
NAMES = ("张伟民", "李秀兰", "赵永刚", "王德明")
ROWS: list[list[str | int]] = [
    ["姓名", "村", "次数", "备注"],
    *(list[str | int]((name, "柳树湾村", n, f"第{n}次，到")) for n, name in enumerate(NAMES * 5)),
]
CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="册">{rows}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in ROWS:
        book.active.append(row)
    book.active.merge_cells("B2:B5")
    book.active["C3"].number_format = "00000"
    book.active["D4"] = "#N/A"
    return saved(book.save)


def xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("册")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    sheet.merge(30, 33, 0, 2)
    return saved(book.save)


def ods() -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ("".join(cell.format(value) for value in row) for row in ROWS)
    rows = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": MANIFEST,
            "content.xml": CONTENT.format(rows=rows).encode(),
        }
    )


def docx_paper() -> bytes:
    paper = docx.Document()
    paper.add_heading("学习心得", 1)
    for name in NAMES:
        paper.add_paragraph(f"{name}在柳树湾村讲了一课。", style="List Number")
    table = paper.add_table(4, 4)
    for number, row in enumerate(ROWS[:4]):
        for column, value in enumerate(row):
            table.cell(number, column).text = str(value)
    table.cell(1, 0).merge(table.cell(2, 1))
    return saved(paper.save)


def pdf() -> bytes:
    text = b"BT /F1 12 Tf 50 700 Td (Liushuwan, 12 March) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(parts, 1))
    return body + b"trailer << /Root 1 0 R /Size 5 >>\n%%EOF\n"


def saved(save: Callable[[io.BytesIO], object]) -> bytes:
    target = io.BytesIO()
    save(target)
    return target.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def lines(separator: str) -> str:
    return "".join(separator.join(map(str, row)) + "\n" for row in ROWS)


def page() -> str:
    rows = "".join("<tr>" + "".join(f"<td>{value}</td>" for value in row) + "</tr>" for row in ROWS)
    head = "<html><body><p>学习登记</p><table><tr><td colspan=3 rowspan=2>册</td></tr>"
    return f"{head}{rows}</table></body></html>"


def spreadsheetml() -> str:
    cells = ("".join(f'<Cell><Data ss:Type="String">{value}</Data></Cell>' for value in row) for row in ROWS)
    return (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="册"><Table>'
        + "".join(f"<Row>{row}</Row>" for row in cells)
        + "</Table></Worksheet></Workbook>"
    )


def rtf() -> bytes:
    words = "".join(f"\\'{byte:02x}" for byte in "李秀兰同志来信".encode("gbk"))
    return (r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0 SimSun;}}\f0 " + words + r"\par \u31179?\par}").encode()


def whole_files() -> dict[str, bytes]:
    legacy = Path(__file__).parents[2] / "data" / "legacy-a"
    doc = min(legacy.rglob("*.doc"), key=lambda path: (path.stat().st_size, path.name))
    objects = [dict(zip(map(str, ROWS[0]), row, strict=True)) for row in ROWS[1:]]
    quoted = [str(each).replace("'", '"') for each in objects]
    return {
        "a.xlsx": xlsx(),
        "a.xls": xls(),
        "a.ods": ods(),
        "a.csv": lines(",").encode("gb18030"),
        "a.tsv": lines("\t").encode("utf-16"),
        "a.json": f"[{','.join(quoted)}]".encode(),
        "a.jsonl": "\n".join(quoted).encode(),
        "a.html": page().encode(),
        "a.mht": b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + page().encode(),
        "a.xml": spreadsheetml().encode(),
        "a.docx": docx_paper(),
        "a.doc": doc.read_bytes(),
        "a.rtf": rtf(),
        "a.txt": "\n".join(f"{name}，三月四日到柳树湾村。" for name in NAMES).encode("gbk"),
        "a.md": f"# 记录\n\n- {NAMES[0]}\n\n| 姓名 | 村 |\n|---|---|\n| 李秀兰 | 上营村 |\n".encode(),
        "a.pdf": pdf(),
    }


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A copy with bytes changed, cut off, doubled, blotted out, or made to claim enormous sizes."""
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 4, 40))):
        place, size = chance.randrange(len(made)), chance.choice((1, 8, 200))
        match chance.randrange(6):
            case 0 | 1:
                made[place] = chance.randrange(256)
            case 2:
                made[place : place + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\0")
                )
            case 3:
                made[place : place + size] = bytes(len(made[place : place + size]))
            case 4:
                made[place:place] = made[place : place + size] * chance.choice((1, 30))
            case _:
                del made[place : place + size]
        made = made or bytearray(b"\0")
    return bytes(made[: chance.choice((len(made), len(made), len(made) * 2 // 3))]) or b"\0"


def damaged_inside(data: bytes, chance: random.Random) -> bytes:
    """A package whose sums are right and one of whose parts is damaged: what no check of a zip finds."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    hurt = chance.choice([name for name in parts if name.endswith(".xml") and parts[name]])
    return zipped(parts | {hurt: damaged(parts[hurt], chance)})


def outcome(pool: ReaderPool, path: Path) -> str:
    """``read``, or the code of the refusal. Everything that was read is gone through."""
    try:
        reading = pool.read(path, path.parent)
    except Quarantine as refused:
        return refused.code
    assert all(row.number >= 0 for sheet in reading.sheets or () for row in sheet.rows)
    assert reading.text is None or reading.text.text is not None
    return "read"


def test_no_damage_crashes_or_hangs_a_reader(pool: ReaderPool, tmp_path: Path) -> None:
    chance = random.Random(20120607)
    paths = []
    for name, data in whole_files().items():
        (tmp_path / name).write_bytes(data)
        assert outcome(pool, tmp_path / name) == "read", name
        for number in range(EACH):
            inside = data.startswith(b"PK") and number % 2
            path = tmp_path / f"{number}{name[1:]}"
            path.write_bytes((damaged_inside if inside else damaged)(data, chance))
            paths.append(path)
    assert len(paths) > 1000
    with ThreadPoolExecutor(pool.children) as threads:
        found = dict(zip(paths, threads.map(lambda path: outcome(pool, path), paths), strict=True))
    assert {path.name: code for path, code in found.items() if code not in CLEAN | {"read"}} == {}
    # Neither is all of it refused, nor taken: then nothing would have been tried.
    assert Counter(code == "read" for code in found.values()).keys() == {True, False}
