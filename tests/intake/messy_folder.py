"""The folder of the catalogue of messy inputs: every file of its rows, made anew."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path

import olefile
import openpyxl
from msoffcrypto.format.ooxml import OOXMLFile

from tests.intake.catalogue import (
    BRANCH,
    HEADINGS,
    as_csv,
    as_html,
    as_spreadsheetml,
    as_xlsx,
    bomb,
    old_archive,
    package,
    paper,
    roster,
    saved,
    sparse,
    word,
)

DATA = Path(__file__).parent.parent / "data"
LONG = "柳树湾村党员二〇一二年上半年集中学习情况登记表" * 4
PASSWORD = "2012"
DEEP = "/".join("一二三四五六七八九十")


def build(folder: Path) -> None:
    """Every messy file of the catalogue's rows."""
    (folder / "00 名册.csv").write_text(as_csv(roster("张伟民", "李秀兰", "赵永刚", "王德明")), "utf-8")
    disguised(folder)
    damaged(folder)
    hostile(folder)
    texts(folder)
    walked(folder)
    archives(folder)
    workbooks(folder)


def disguised(folder: Path) -> None:
    (folder / "01 张伟民心得.doc").write_bytes(paper("张伟民", "春耕"))
    (folder / "01 名册.xls").write_bytes(as_xlsx(roster("高大山")))
    (folder / "02 网页.xls").write_bytes(as_html(roster("高小山", "高远山")).encode("gbk"))
    (folder / "02 表格.xls").write_text(as_spreadsheetml(roster("高青山", "高秀山")), "utf-8")
    (folder / "02 文本.xls").write_bytes(as_csv(roster("高明山")).encode("gbk"))
    for name in ("~$张伟民心得.docx", "Thumbs.db", ".DS_Store"):
        (folder / name).write_bytes(b"\0" * 165)


def damaged(folder: Path) -> None:
    (folder / "04 空.docx").write_bytes(b"")
    (folder / "04 只有表头.csv").write_text(",".join(HEADINGS) + "\n", "utf-8")
    whole = as_xlsx(roster("何不见"))
    (folder / "05 残.xlsx").write_bytes(whole[: len(whole) * 6 // 10])
    packed = package({"名册.csv": as_csv(roster("何不见"))})
    (folder / "05 残.zip").write_bytes(packed[: len(packed) * 6 // 10])
    (folder / "06 加密.xlsx").write_bytes(locked_workbook())
    (folder / "06 加密.doc").write_bytes(locked_paper())


def locked_workbook() -> bytes:
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(as_xlsx(roster("何不见")))).encrypt(PASSWORD, target)
    return target.getvalue()


def locked_paper() -> bytes:
    """An old Word file that says of itself that it is encrypted ([MS-DOC] 2.5.2, fEncrypted)."""
    source = next(path for path in sorted((DATA / "legacy-a").rglob("*.doc")) if path.stat().st_size)
    target = io.BytesIO(source.read_bytes())
    with olefile.OleFileIO(target, write_mode=True) as container:
        stream = bytearray(container.openstream("WordDocument").read())
        flags = struct.unpack_from("<H", stream, 0x0A)[0]
        struct.pack_into("<H", stream, 0x0A, flags | 0x0100)
        container.write_stream("WordDocument", bytes(stream))
    return target.getvalue()


def hostile(folder: Path) -> None:
    (folder / "07 炸弹.docx").write_bytes(bomb("word/document.xml", 400))
    (folder / "07 空段.docx").write_bytes(bomb("word/document.xml", 84, b"<w:p/>"))
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    for name, entities in (
        ("大笑", f'<!ENTITY a0 "哈">{laughs}'),
        ("外部", '<!ENTITY a9 SYSTEM "file:///etc/passwd">'),
    ):
        body = '<w:p w:x="&a9;"><w:r><w:t>&a9;</w:t></w:r></w:p>' if name == "大笑" else "<w:p>&a9;</w:p>"
        (folder / f"08 {name}.docx").write_bytes(word(body, f"<!DOCTYPE d [{entities}]>"))
    book = package_of(as_xlsx(roster("何不见")))
    book["xl/workbook.xml"] = book["xl/workbook.xml"].replace(b"<workbook", b"<!DOCTYPE d><workbook", 1)
    (folder / "08 声明.xlsx").write_bytes(package(dict(book)))
    wide = openpyxl.Workbook()
    assert wide.active is not None
    wide.active["A1"], wide.active["XFD1048576"] = "姓名", 2
    (folder / "09 两格.xlsx").write_bytes(saved(wide))
    sparse(folder / "18 稀疏.csv", 2 * 1024**3)


def package_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def texts(folder: Path) -> None:
    lines = as_csv(roster("马春生", "马夏生", "马秋生", "马冬生")).splitlines()
    mixed = [line.encode("gbk" if number % 2 else "utf-8") for number, line in enumerate(lines)]
    (folder / "11 交替.csv").write_bytes(b"\r\n".join(mixed))
    hurt = as_csv(roster("牛春生", "牛坏生", "牛秋生")).encode("gbk")
    (folder / "12 坏字节.csv").write_bytes(hurt.replace("牛坏生".encode("gbk"), b"\x81 "))
    (folder / "12 坏字节.txt").write_bytes("学习心得\n张伟民\n".encode("gbk") + b"\x81 \n")
    lines = as_csv(roster("朱春生", "朱夏生", "朱秋生")).splitlines()
    lines[2] = '"' + lines[2]
    (folder / "13 引号.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "14 空字符.csv").write_bytes(as_csv(roster("杨春生", "杨夏生")).encode() + b"\0")
    (folder / "14 二进制.csv").write_bytes(b"\0\1\2\3" * 50 + as_csv(roster("何不见")).encode())
    lines = [line_of(name) for name in ("\\ud842\\udfb7生", "\\ud842生", "侯夏生")]
    (folder / "37 半个字.jsonl").write_text("\n".join(lines), "utf-8")
    (folder / "37 半个字.rtf").write_text("{\\rtf1\\ansi\\ansicpg936\\uc1 \\u-10174? \\par }", "ascii")
    lines = [line_of("侯春生"), '{"姓名":"侯坏生",', '{"姓名":"侯一","姓名":"侯二"}']
    lines += [line_of("x" * 4_200_000), '{"姓名":"侯甲","年龄":NaN}', "[1]", line_of("侯秋生")]
    (folder / "44 名册.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


def line_of(name: str) -> str:
    return f'{{"姓名":"{name}","性别":"男","政治面貌":"正式党员","所在党支部":"{BRANCH}"}}'


def walked(folder: Path) -> None:
    (folder / "17 圈").mkdir()
    (folder / "17 圈" / "回头").symlink_to(folder)
    (folder / "17 外面.csv").symlink_to(DATA / "kind_examples.yaml")
    deep = folder / "19" / DEEP
    deep.mkdir(parents=True)
    name = LONG[:83] + ".csv"
    (deep / name).write_text(as_csv(roster("柳深处")), "utf-8")
    raw = os.fsencode(folder) + b"/" + "19 名册二.csv".encode("gbk")
    with open(raw, "wb") as target:  # noqa: PTH123 - a Path cannot carry these bytes on every platform
        target.write(as_csv(roster("柳浅处")).encode())
    same = paper("李秀兰", "防汛")
    for number in (1, 2, 3):
        (folder / f"20 李秀兰防汛心得({number}).docx").write_bytes(same)


def archives(folder: Path) -> None:
    inner = package({"名册.csv": as_csv(roster("江内层"))})
    nested = inner
    for _ in range(4):
        nested = package({"又一层.zip": nested})
    (folder / "16 归档.zip").write_bytes(
        old_archive(
            {
                "二〇一二/党员名册.csv".encode("gbk"): as_csv(roster("江外层")).encode("gbk"),
                "二〇一二\\赵永刚抗旱心得.docx".encode("gbk"): paper("赵永刚", "抗旱"),
                "二〇一二/内层.zip".encode("gbk"): inner,
                "二〇一二/套娃.zip".encode("gbk"): nested,
                b"../../16 x.csv": as_csv(roster("何逃走")).encode(),
                b"/tmp/16 y.csv": as_csv(roster("何逃走")).encode(),
                b"C:\\16 z.csv": as_csv(roster("何逃走")).encode(),
                b".": as_csv(roster("何逃走")).encode(),
                b"Thumbs.db": b"\0",
            },
            {"16 link.csv": "/etc/passwd"},
        )
    )
    with zipfile.ZipFile(folder / "16 炸弹.zip", "w") as archive:
        archive.writestr("名册.csv", as_csv(roster("江小小")))
        archive.writestr("大炸弹.zip", bomb("大.txt", 60))


def workbooks(folder: Path) -> None:
    book = package_of(as_xlsx([*roster("田一生")]))
    name = "xl/worksheets/sheet1.xml"
    blank = b'<row><c s="0"/></row>' * 1_000_000
    last = '<row><c t="inlineStr"><is><t>没人看见</t></is></c></row>'.encode()
    book[name] = book[name].replace(b"</sheetData>", blank + last + b"</sheetData>")
    (folder / "10 百万空行.xlsx").write_bytes(package(dict(book)))
    hidden = openpyxl.Workbook()
    page = hidden.active
    assert page is not None
    for row in roster("田二生", "田三生"):
        page.append(row)
    page.row_dimensions[3].hidden = True
    secret = hidden.create_sheet("旧名册")
    for row in roster("田不见"):
        secret.append(row)
    secret.sheet_state = "hidden"
    (folder / "34 隐藏.xlsx").write_bytes(saved(hidden))
    macros = package_of(as_xlsx(roster("田四生"))) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 40}
    (folder / "35 宏.xlsm").write_bytes(package(dict(macros)))
