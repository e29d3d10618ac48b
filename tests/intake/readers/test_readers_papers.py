"""Reading papers: .docx with its numbers, tables, boxes and traps; .doc, .rtf and text."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import docx
import pytest

from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Quarantine, TextDocument
from records.values import count_words

DATA = Path(__file__).parents[2] / "data"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paper(pool: ReaderPool, path: Path) -> TextDocument:
    document = pool.read(path, path.parent).text
    assert document is not None
    return document


def lines(document: TextDocument) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def package(path: Path, body: str, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return path


def run(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def numbered(text: str, number: int, level: int = 0) -> str:
    return run(
        text, f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    )


def test_paragraphs_tables_and_margins_in_place(pool: ReaderPool, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("第一段𠮷")
    table = document.add_table(rows=2, cols=3)
    for index, text in enumerate(["姓名", "优秀", "合格", "张三", "3", "4"]):
        table.cell(index // 3, index % 3).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    document.add_paragraph("第二段")
    document.sections[0].header.paragraphs[0].text = "南山乡文件"
    document.save(str(tmp_path / "a.docx"))
    read = paper(pool, tmp_path / "a.docx")
    assert lines(read) == ["第一段𠮷", "第二段"]
    assert read.table_at == (1,)
    assert read.tables[0] == (("姓名", "优秀\n合格", ""), ("张三", "3", "4"))
    assert read.text.split("\n")[-1] == "第二段"
    assert read.header == "南山乡文件"


def test_automatic_numbers_are_written_out(pool: ReaderPool, tmp_path: Path) -> None:
    def level(index: int, form: str, text: str) -> str:
        return (
            f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )

    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">{level(0, "chineseCounting", "%1、")}'
        f"{level(1, 'chineseCounting', '（%2）')}{level(2, 'decimal', '%3．')}</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = "".join(
        [
            numbered("现状", 1),
            numbered("人口", 1, 1),
            numbered("一社", 1, 2),
            numbered("二社", 1, 2),
            numbered("建议", 1),
            numbered("修渠", 1, 1),
        ]
    )
    path = package(tmp_path / "n.docx", body, numbering=numbering)
    assert lines(paper(pool, path)) == [
        "一、现状",
        "（一）人口",
        "1．一社",
        "2．二社",
        "二、建议",
        "（一）修渠",
    ]


def test_what_was_struck_out_is_left_out_and_boxes_are_read(pool: ReaderPool, tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>开头</w:t></w:r><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>插入</w:t></w:r></w:ins><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        f"<w:p><w:r><w:pict><w:txbxContent>{run('框里的字')}</w:txbxContent></w:pict></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{run('控件里的字')}</w:sdtContent></w:sdt>"
    )
    found = [line for line in lines(paper(pool, package(tmp_path / "d.docx", body))) if line]
    assert found == ["开头插入", "框里的字", "控件里的字"]


def test_a_dtd_is_refused(pool: ReaderPool, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<!DOCTYPE d [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
            f'<w:document xmlns:w="{W}"><w:body>{run("&b;&c;")}</w:body></w:document>',
        )
    with pytest.raises(Quarantine) as caught:
        pool.read(tmp_path / "x.docx", tmp_path)
    assert caught.value.code == "hostile"


def test_rtf_in_code_page_936_with_a_character_beyond_the_bmp(pool: ReaderPool, tmp_path: Path) -> None:
    raw = "".join(f"\\'{byte:02x}" for byte in "学习心得".encode("gbk"))
    source = f"{{\\rtf1\\ansi\\ansicpg936\\uc1 {raw}\\par \\u-10174?\\u-8265?\\par }}"
    (tmp_path / "a.rtf").write_text(source, "ascii")
    reading = pool.read(tmp_path / "a.rtf", tmp_path)
    assert reading.text is not None
    assert lines(reading.text)[:2] == ["学习心得", "𠮷"]
    assert "surrogates" in reading.warnings


def test_a_cell_of_rtf_may_hold_several_lines(pool: ReaderPool, tmp_path: Path) -> None:
    """Neither the end of a line in a label nor that of one in a value ends the row."""

    def raw(text: str) -> str:
        return "".join(f"\\'{byte:02x}" for byte in text.encode("gbk"))

    def cell(*texts: str) -> str:
        return "\\pard\\plain\\intbl " + "\\par \\pard\\intbl ".join(map(raw, texts)) + "\\cell "

    rows = [("整改", "要求"), ("1.补学。", "2.补记。")], [("期限",), ("三月",)]
    table = "".join(f"\\trowd\\cellx2000\\cellx8000{cell(*a)}{cell(*b)}\\row " for a, b in rows)
    source = (
        f"{{\\rtf1\\ansi\\ansicpg936\\uc1 {raw('通知')}\\par {table}\\pard {raw('某村')}\\par {raw('某日')}}}"
    )
    (tmp_path / "c.rtf").write_text(source, "ascii")
    document = paper(pool, tmp_path / "c.rtf")
    assert document.tables == ((("整改\n要求", "1.补学。\n2.补记。"), ("期限", "三月")),)
    assert [line for line in lines(document) if line] == ["通知", "某村", "某日"]


def test_rtf_with_raw_bytes(pool: ReaderPool, tmp_path: Path) -> None:
    (tmp_path / "b.rtf").write_bytes(b"{\\rtf1\\ansi\\ansicpg936 " + "读书笔记".encode("gbk") + b"\\par }")
    assert lines(paper(pool, tmp_path / "b.rtf"))[0] == "读书笔记"


def test_text_keeps_its_lines_and_an_unknown_byte_refuses_the_paper(pool: ReaderPool, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("心得体会\r\n\r\n张三\r\n".encode("gbk"))
    assert lines(paper(pool, tmp_path / "a.txt")) == ["心得体会", "", "张三"]
    (tmp_path / "b.txt").write_bytes("心得体会\n".encode("gbk") + b"\x81\x20\n")
    with pytest.raises(Quarantine) as caught:
        pool.read(tmp_path / "b.txt", tmp_path)
    assert caught.value.code == "encoding"


def test_old_word_files_give_their_text_and_the_cells_of_their_tables(pool: ReaderPool) -> None:
    """The sample archive's .doc files, against the figures written down when they were made."""
    truth = json.loads((DATA / "legacy-a.truth.json").read_text("utf-8"))
    seen = 0
    for entry in truth["files"]:
        if entry["format"] != "doc" or "words_all" not in entry["records"][0]:
            continue
        document = paper(pool, DATA / "legacy-a" / entry["path"])
        record = entry["records"][0]
        assert count_words(document.text) == record["words_all"], entry["path"]
        if record.get("lines"):
            tally = max(document.tables, key=len)
            assert [row[0] for row in tally[1:]] == [line["name"] for line in record["lines"]]
        seen += 1
    assert seen >= 10


def test_every_file_of_the_sample_archive_is_what_it_is(pool: ReaderPool) -> None:
    truth = json.loads((DATA / "legacy-a.truth.json").read_text("utf-8"))
    for entry in truth["files"]:
        if "ignore" in entry or "reject" in entry:
            continue
        reading = pool.read(DATA / "legacy-a" / entry["path"], DATA / "legacy-a")
        assert reading.sha256 == entry["sha256"]
        assert reading.format == {"jpg": "picture"}.get(entry["format"], entry["format"]), entry["path"]


def test_footnotes_are_kept_apart_from_the_paragraphs(pool: ReaderPool, tmp_path: Path) -> None:
    footnotes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{run("据村账目。")}</w:footnote></w:footnotes>'
    )
    read = paper(pool, package(tmp_path / "f.docx", run("正文"), footnotes=footnotes))
    assert (lines(read), read.notes) == (["正文"], "据村账目。")
    assert read.text == "正文\n据村账目。"
