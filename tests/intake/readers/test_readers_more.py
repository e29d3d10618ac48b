"""Reading web pages, XML, JSON, PDF and Markdown, what calamine leaves out, and two files at a time."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
import xlwt

from records.intake.files.office import as_docx, program
from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Quarantine, Reading
from records.values import count_words

DATA = Path(__file__).parents[2] / "data"


def written(pool: ReaderPool, folder: Path, name: str, content: str | bytes) -> Reading:
    data = content.encode() if isinstance(content, str) else content
    (folder / name).write_bytes(data)
    return pool.read(folder / name, folder)


def cells(reading: Reading, sheet: int = 0) -> dict[int, list[object]]:
    assert reading.sheets is not None
    return {row.number: [cell.value for cell in row.cells] for row in reading.sheets[sheet].rows}


def test_cells_of_a_web_page_span_rows_and_columns(pool: ReaderPool, tmp_path: Path) -> None:
    page = """<html><head><meta charset="gb2312"></head><body><table>
    <tr><td colspan=2>2012年名册</td></tr><tr><th>姓 名<th>支部</tr>
    <tr><td>张伟民</td><td rowspan=2>柳树湾村<br>党支部</td></tr>
    <tr><td>李秀兰</td></tr></table></body></html>"""
    reading = written(pool, tmp_path, "册.xls", page.encode("gbk"))
    assert cells(reading) == {
        1: ["2012年名册", "2012年名册"],
        2: ["姓 名", "支部"],
        3: ["张伟民", "柳树湾村\n党支部"],
        4: ["李秀兰", "柳树湾村\n党支部"],
    }
    assert reading.sheets is not None
    assert [cell.merged for cell in list(reading.sheets[0].rows)[3].cells] == [False, True]
    assert reading.encoding == "gb18030"


def test_a_web_page_named_doc_is_a_paper(pool: ReaderPool, tmp_path: Path) -> None:
    page = "<html><body><h1>学习心得</h1><p>张伟民<p>学了<b>很多</b>。<table><tr><td>一<td>二</table>完"
    document = written(pool, tmp_path, "心得.doc", page).text
    assert document is not None
    assert document.text == "学习心得\n张伟民\n学了很多。\n一\t二\n完"


def test_spreadsheetml_places_merges_and_dates(pool: ReaderPool, tmp_path: Path) -> None:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    book = f"""<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}">
    <Worksheet ss:Name="册"><Table>
    <Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">柳树湾</Data></Cell>
    <Cell ss:Index="3"><Data ss:Type="DateTime">1965-01-02T00:00:00.000</Data></Cell></Row>
    <Row ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">85</Data></Cell></Row>
    </Table></Worksheet></Workbook>"""
    reading = written(pool, tmp_path, "册.xls", book)
    assert cells(reading) == {3: ["柳树湾", None, date(1965, 1, 2)], 4: ["柳树湾", 85]}
    assert "hidden_rows:册" in reading.warnings


def test_a_json_list_is_a_table_and_a_document_may_hold_several(pool: ReaderPool, tmp_path: Path) -> None:
    people = [{"姓名": "张伟民", "年龄": 47}, {"姓名": "李秀兰", "职务": "书记"}, "王德明"]
    reading = written(pool, tmp_path, "a.json", json.dumps(people, ensure_ascii=False, indent=1))
    assert cells(reading) == {
        0: ["姓名", "年龄", "职务"],
        1: ["张伟民", 47, None],
        2: ["李秀兰", None, "书记"],
    }
    assert reading.sheets is not None
    assert [(bad.line, bad.reason) for bad in reading.sheets[0].bad_rows] == [(3, "not_an_object")]
    both = written(
        pool, tmp_path, "b.json", json.dumps({"人员": people[:1], "单位": [{"名称": "乡机关"}], "n": 1})
    )
    assert both.sheets is not None
    assert [sheet.name for sheet in both.sheets] == ["人员", "单位"]
    twice = written(pool, tmp_path, "c.json", '[\n{"姓名": "张", "姓名": "李"},\n{"姓名": "王"}\n]')
    assert twice.sheets is not None
    assert [bad.reason for bad in twice.sheets[0].bad_rows] == ["duplicate_key"]
    with pytest.raises(Quarantine) as caught:
        written(pool, tmp_path, "d.json", '[\n{"姓名": "张"},\n{"姓名"')
    assert caught.value.code == "unreadable"


def test_a_pdf_without_words_is_kept_like_a_picture(pool: ReaderPool, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.save(tmp_path / "扫描.pdf")
    reading = pool.read(tmp_path / "扫描.pdf", tmp_path)
    assert (reading.format, reading.text, reading.sheets) == ("pdf", None, None)


def test_the_words_of_a_pdf_are_paragraphs(pool: ReaderPool, tmp_path: Path) -> None:
    lines = ["Study report", "By Zhang Weimin", "2012-05-08"]
    content = "BT /F1 12 Tf 20 TL 50 150 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = "%PDF-1.4\n" + "".join(f"{n} 0 obj{each}endobj\n" for n, each in enumerate(objects, 1))
    document = written(pool, tmp_path, "report.pdf", body + "trailer<</Root 1 0 R>>\n").text
    assert document is not None
    assert "Study report" in document.text and "2012-05-08" in document.text


def test_marks_of_markdown_are_left_out(pool: ReaderPool, tmp_path: Path) -> None:
    document = written(pool, tmp_path, "a.md", "# 学习心得 #\n\n**张伟民**\n\n2*3*4 与 __变量__\n").text
    assert document is not None
    assert document.text.split("\n") == ["学习心得", "", "张伟民", "", "2*3*4 与 变量"]
    assert document.paragraphs[0].style == "heading 1"


def test_errors_and_noughts_before_numbers_are_not_lost(pool: ReaderPool, tmp_path: Path) -> None:
    """calamine gives blank cells and 42 for these."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (["编号", "成绩"], [42, "#N/A"], [12345, 85]):
        page.append(row)
    page["B2"].data_type = "e"
    for cell in ("A2", "A3"):
        page[cell].number_format = "00000"
    book.save(tmp_path / "新.xlsx")
    old = xlwt.Workbook()
    sheet = old.add_sheet("册")
    padded = xlwt.easyxf(num_format_str="00000")
    for line, (number, score) in enumerate([(42, 84), (12345, 85)], 1):
        sheet.write(line, 0, number, padded)
        sheet.write(line, 1, score)
    sheet.row(2).hidden = True
    old.save(str(tmp_path / "旧.xls"))
    assert cells(pool.read(tmp_path / "新.xlsx", tmp_path)) == {
        1: ["编号", "成绩"],
        2: ["00042", "#N/A"],
        3: [12345, 85],
    }
    reading = pool.read(tmp_path / "旧.xls", tmp_path)
    assert cells(reading) == {2: ["00042", 84], 3: [12345, 85]}
    assert "hidden_rows:册" in reading.warnings


def test_as_many_files_are_read_at_once_as_there_are_children(tmp_path: Path) -> None:
    names = [f"{number:02}.csv" for number in range(12)]
    for name in names:
        (tmp_path / name).write_text(f"姓名,单位\n{name},南山村支部\n", "utf-8")
    wide = openpyxl.Workbook()
    assert wide.active is not None
    wide.active["A1"], wide.active["XFD1048576"] = 1, 2
    wide.save(tmp_path / "deadly.xlsx")
    with ReaderPool(children=2) as both, ThreadPoolExecutor(4) as threads:
        deadly = [threads.submit(both.read, tmp_path / "deadly.xlsx", tmp_path) for _ in range(2)]
        readings = list(threads.map(lambda name: both.read(tmp_path / name, tmp_path), names))
        assert [cells(reading)[2][0] for reading in readings] == names
        assert {type(each.exception()) for each in deadly} == {Quarantine}


def test_libreoffice_opens_an_old_word_file_with_a_profile_of_its_own(
    pool: ReaderPool, tmp_path: Path
) -> None:
    if program() is None:
        pytest.skip("soffice is not installed (libreoffice-writer-nogui)")
    source = next(path for path in sorted((DATA / "legacy-a").rglob("*.doc")) if path.stat().st_size)
    made = as_docx(source, tmp_path)
    assert made is not None and (tmp_path / "profile").is_dir()
    own, other = pool.read(source, DATA).text, pool.read(made, tmp_path).text
    assert own is not None and other is not None
    assert count_words(own.text) == count_words(other.text)
