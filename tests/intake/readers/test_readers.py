"""Reading legacy files: tables in every encoding and disguise, and what happens to files that are no good."""

from __future__ import annotations

import os
import random
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlwt

from records.intake.files.discover import discover
from records.intake.files.known import KnownReadings
from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Quarantine, Reading, Sheet, Skip

Read = Callable[[str], Reading]
ROWS = "姓名,单位,备注\n张三,南山村支部,无\n李四,北河村支部,调出\n王㛃,机关支部,䶮\n"


@pytest.fixture
def read(pool: ReaderPool, tmp_path: Path) -> Read:
    return lambda name: pool.read(tmp_path / name, tmp_path)


def only_sheet(reading: Reading) -> Sheet:
    assert reading.sheets is not None
    assert len(reading.sheets) == 1
    return reading.sheets[0]


def texts(reading: Reading) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in only_sheet(reading).rows]


def refused(read: Read, name: str) -> Quarantine:
    with pytest.raises(Quarantine) as caught:
        read(name)
    assert name in caught.value.message
    return caught.value


# --- separated values -----------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_every_encoding_an_office_uses(read: Read, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "册.csv").write_bytes(ROWS.encode(encoding))
    reading = read("册.csv")
    assert texts(reading)[0] == ["姓名", "单位", "备注"]
    assert texts(reading)[3] == ["王㛃", "机关支部", "䶮"]
    assert reading.format == "csv"


def test_big5_is_told_from_gb18030(read: Read, tmp_path: Path) -> None:
    text = "姓名,單位,備註\n張大為,南山村支部,調查報告已經收到\n陳國強,鄉機關,學習心得體會尚未繳交\n"
    (tmp_path / "big5.csv").write_bytes(text.encode("big5"))
    assert texts(read("big5.csv"))[1][0] == "張大為"


def test_short_lists_of_names_in_gb18030_are_never_taken_for_big5(read: Read, tmp_path: Path) -> None:
    chance = random.Random(7)
    surnames, given = "王李张刘陈杨黄赵吴周徐孙马朱胡", "明华建国志强秀英丽娟桂兰春梅海涛文静玉珍"
    wrong = []
    for _ in range(60):
        names = [chance.choice(surnames) + "".join(chance.sample(given, 2)) for _ in range(3)]
        (tmp_path / "n.csv").write_bytes(
            ("姓名,备注\n" + "".join(f"{n},无\n" for n in names)).encode("gb18030")
        )
        if [row[0] for row in texts(read("n.csv"))[1:]] != names:
            wrong.append(names)
    assert wrong == []


def test_lines_in_two_encodings_are_read_line_by_line(read: Read, tmp_path: Path) -> None:
    lines = [
        line.encode("gb18030" if number % 2 else "utf-8") for number, line in enumerate(ROWS.splitlines())
    ]
    (tmp_path / "mixed.csv").write_bytes(b"\r\n".join(lines))
    reading = read("mixed.csv")
    assert texts(reading) == [line.split(",") for line in ROWS.splitlines()]
    assert "encoding_mixed" in reading.warnings


def test_a_byte_of_no_encoding_costs_its_row_only(read: Read, tmp_path: Path) -> None:
    data = ROWS.encode("gb18030").replace("李四".encode("gb18030"), b"\x81\x20")
    (tmp_path / "hurt.csv").write_bytes(data)
    reading = read("hurt.csv")
    assert [row[0] for row in texts(reading)] == ["姓名", "张三", "王㛃"]
    (bad,) = only_sheet(reading).bad_rows
    assert (bad.number, bad.line, bad.reason) == (3, 3, "encoding")
    assert str(data.index(b"\x81\x20")) in bad.detail
    assert "�" not in str(texts(reading))


@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
def test_the_separator_is_found_by_the_width_of_the_rows(read: Read, tmp_path: Path, separator: str) -> None:
    rows = [
        ["题目", "作者", "备注"],
        ["谈学习; 再谈", "张三", "一、二"],
        ["养羊|种草", "李四", "无"],
        ["修渠", "王五", ""],
    ]
    (tmp_path / "t.csv").write_text(
        "\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows), "utf-8"
    )
    assert texts(read("t.csv")) == rows


def test_quoted_commas_quotes_and_line_breaks(read: Read, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text('标题,内容\n甲,"渠口""高""，水\n上不来,慢"\n乙,好\n', "utf-8")
    reading = read("q.csv")
    assert texts(reading) == [["标题", "内容"], ["甲", '渠口"高"，水\n上不来,慢'], ["乙", "好"]]
    assert [row.number for row in only_sheet(reading).rows] == [1, 2, 3]


def test_a_quote_that_never_closes_is_named_and_the_rest_is_read(read: Read, tmp_path: Path) -> None:
    lines = ["姓名,备注", '张三,"没有收尾', *(f"李{number},好" for number in range(500))]
    (tmp_path / "open.csv").write_text("\n".join(lines), "utf-8")
    reading = read("open.csv")
    (bad,) = only_sheet(reading).bad_rows
    assert (bad.line, bad.reason) == (2, "quote_never_closed")
    assert len(texts(reading)) == 501


def test_nul_bytes_are_dropped_with_a_warning_and_many_make_a_binary(read: Read, tmp_path: Path) -> None:
    (tmp_path / "nul.csv").write_bytes((ROWS * 5).encode("utf-8") + b"\0")
    assert "nul_bytes" in read("nul.csv").warnings
    (tmp_path / "bin.csv").write_bytes(b"PNG\0\0\0\1\2\3" * 40)
    assert refused(read, "bin.csv").code == "binary"


def test_a_csv_named_xls_is_read_as_what_it_is(read: Read, tmp_path: Path) -> None:
    (tmp_path / "册.xls").write_bytes(ROWS.encode("gb18030"))
    reading = read("册.xls")
    assert reading.format == "csv"
    assert "extension" in reading.warnings
    assert len(texts(reading)) == 4


def test_formulas_are_kept_as_text(read: Read, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("姓名,备注\n张三,=cmd|'/C calc'!A0\n", "utf-8")
    assert texts(read("f.csv"))[1][1] == "=cmd|'/C calc'!A0"


def test_a_header_alone_is_read_and_a_file_of_blank_lines_has_no_rows(read: Read, tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text("姓名,备注\n", "utf-8")
    assert len(texts(read("h.csv"))) == 1
    (tmp_path / "b.csv").write_text("\n\n,,\n", "utf-8")
    reading = read("b.csv")
    assert "no_rows" in reading.warnings


# --- workbooks --------------------------------------------------------------------------------------


def test_cells_keep_their_types_and_merged_ranges_are_filled(read: Read, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B2"], sheet["C2"], sheet["D2"] = "南山支部", 85.0, 2002.1
    sheet["C3"], sheet["D3"], sheet["E3"] = date(2010, 7, 3), 510722196501012345, True
    sheet.merge_cells("B2:B3")
    book.create_sheet("草稿").sheet_state = "hidden"
    book.save(tmp_path / "types.xlsx")
    reading = read("types.xlsx")
    assert reading.sheets is not None
    first, second = reading.sheets
    rows = list(first.rows)
    assert [row.number for row in rows] == [2, 3]
    assert [cell.value for cell in rows[0].cells[1:4]] == ["南山支部", 85, 2002.1]
    assert (rows[1].cells[1].value, rows[1].cells[1].merged) == ("南山支部", True)
    assert rows[1].cells[2].value == date(2010, 7, 3)
    assert isinstance(rows[1].cells[3].value, float)
    assert rows[1].cells[4].value is True
    assert second.hidden
    assert "hidden_sheet:草稿" in reading.warnings


def test_rows_can_be_gone_through_again(read: Read, tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("数据")
    for number in range(3000):
        sheet.append([number, f"第{number}行", "内容" * 20])
    book.save(tmp_path / "long.xlsx")
    rows = only_sheet(read("long.xlsx")).rows
    assert [row.cells[0].value for row in rows] == [row.cells[0].value for row in rows] == list(range(3000))


def test_an_old_xls_and_the_1904_calendar(read: Read, tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.dates_1904 = True
    sheet = book.add_sheet("册")
    sheet.write(0, 0, "姓名")
    sheet.write(1, 0, "张三")
    sheet.write(1, 1, 38900)
    book.save(str(tmp_path / "old.xls"))
    sheet_read = only_sheet(read("old.xls"))
    assert sheet_read.date_1904
    assert [cell.value for cell in list(sheet_read.rows)[1].cells] == ["张三", 38900]


def test_a_workbook_under_a_wrong_name_is_read(read: Read, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "姓名"
    book.save(tmp_path / "x.xlsx")
    (tmp_path / "x.xlsx").rename(tmp_path / "x.xls")
    reading = read("x.xls")
    assert (reading.format, "extension" in reading.warnings) == ("xlsx", True)


# --- files that are no good --------------------------------------------------------------------------


def test_empty_truncated_and_unknown_files_are_quarantined_with_a_reason(read: Read, tmp_path: Path) -> None:
    (tmp_path / "空.docx").write_bytes(b"")
    assert refused(read, "空.docx").code == "empty"
    book = openpyxl.Workbook()
    book.save(tmp_path / "whole.xlsx")
    whole = (tmp_path / "whole.xlsx").read_bytes()
    (tmp_path / "残.xlsx").write_bytes(whole[: len(whole) * 6 // 10])
    assert refused(read, "残.xlsx").code == "truncated"
    (tmp_path / "ole.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100)
    assert refused(read, "ole.doc").code in ("truncated", "unreadable")
    (tmp_path / "page.xls").write_text(
        "<?xml version='1.0'?><registers><name>姓名</name></registers>", "utf-8"
    )
    assert refused(read, "page.xls").code == "unsupported"
    (tmp_path / "some.rar").write_bytes(b"Rar!\x1a\x07\x01\0" + bytes(range(256)))
    assert refused(read, "some.rar").code == "unsupported"
    assert refused(read, "nothing.csv").code == "missing"


def test_a_bomb_is_refused_before_it_is_unpacked(read: Read, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w:p/>" * 12_000_000)
    assert refused(read, "bomb.docx").code == "hostile"


def test_what_kills_the_reader_costs_that_file_only(read: Read, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = 1
    book.active["XFD1048576"] = 2
    book.save(tmp_path / "wide.xlsx")
    assert refused(read, "wide.xlsx").code in ("killed", "too_big")
    (tmp_path / "after.csv").write_text(ROWS, "utf-8")
    assert len(texts(read("after.csv"))) == 4


def test_a_reader_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never.csv")
    (tmp_path / "册.csv").write_text(ROWS, "utf-8")
    with ReaderPool(seconds=0.0) as hurried, pytest.raises(Quarantine) as caught:
        hurried.read(tmp_path / "册.csv", tmp_path)
    assert caught.value.code == "timeout"
    with ReaderPool() as patient, pytest.raises(Quarantine) as caught:
        patient.read(tmp_path / "never.csv", tmp_path)
    assert caught.value.code == "missing"


def test_no_damage_anywhere_crashes_or_hangs(read: Read, tmp_path: Path, legacy: Path) -> None:
    chance = random.Random(3)
    sources = [
        path for path in sorted(legacy.rglob("*")) if path.suffix in (".doc", ".docx", ".xls", ".rtf", ".csv")
    ]
    (tmp_path / "page.html").write_text(
        "<html><table><tr><td colspan=2>姓名<td>甲</tr></table></html>", "utf-8"
    )
    (tmp_path / "rows.jsonl").write_text('{"姓名": "张三"}\n{"姓名": "李四", "备注": [1]}\n' * 20, "utf-8")
    sources += [tmp_path / "page.html", tmp_path / "rows.jsonl"]
    for number in range(40):
        source = chance.choice(sources)
        data = bytearray(source.read_bytes())
        if not data:
            continue
        for _ in range(chance.choice([1, 20, 400])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        name = f"{number}{source.suffix}"
        (tmp_path / name).write_bytes(bytes(data[: chance.choice([len(data), len(data) * 2 // 3])]))
        try:
            reading = read(name)
        except Quarantine:
            continue
        for sheet in reading.sheets or ():
            for row in sheet.rows:
                assert row.number > 0


@pytest.fixture(scope="module")
def legacy() -> Path:
    return Path(__file__).parents[2] / "data" / "legacy-a"


# --- the walk ----------------------------------------------------------------------------------------


def test_the_walk_lists_everything_and_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "记录.docx").write_bytes(b"x")
    (tmp_path / "~$记录.docx").write_bytes(b"x")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "secret.txt").symlink_to("/etc/passwd")
    found = {entry.relative: (entry.kind_guess, entry.skip_reason) for entry in discover(tmp_path)}
    assert found == {
        "a/b/记录.docx": ("docx", None),
        "~$记录.docx": ("docx", "lock_file"),
        "Thumbs.db": (None, "system_file"),
        "loop": (None, "symlink"),
        "secret.txt": ("txt", "symlink"),
    }
    assert [entry.relative for entry in discover(tmp_path / "a" / "b" / "记录.docx")] == ["记录.docx"]


def test_a_name_that_is_no_utf8_is_read_and_kept(pool: ReaderPool, tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "花名册.csv".encode("gbk")
    with open(raw, "wb") as target:  # noqa: PTH123 - a Path cannot carry these bytes on every platform
        target.write(ROWS.encode("utf-8"))
    (entry,) = discover(tmp_path)
    reading = pool.read(entry.path, tmp_path)
    assert os.fsencode(reading.relative) == "花名册.csv".encode("gbk")


def test_lock_files_and_links_are_skipped_not_refused(read: Read, tmp_path: Path) -> None:
    (tmp_path / "~$a.docx").write_bytes(b"x")
    (tmp_path / "link.csv").symlink_to(tmp_path / "~$a.docx")
    for name, reason in (("~$a.docx", "lock_file"), ("link.csv", "symlink")):
        with pytest.raises(Skip) as caught:
            read(name)
        assert caught.value.reason == reason


def test_returns_inside_lines_of_two_encodings(read: Read, tmp_path: Path) -> None:
    data = "姓名,备注\n张三,甲\r乙\n".encode() + "李四,丙\n".encode("gb18030")
    (tmp_path / "cr.csv").write_bytes(data)
    assert texts(read("cr.csv")) == [["姓名", "备注"], ["张三", "甲 乙"], ["李四", "丙"]]


def test_quotes_in_wrong_places_cost_at_most_their_row(read: Read, tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text('姓名,备注\n张"三",甲\n"李"四,乙\n王五,丙\n', "utf-8")
    assert [row[0] for row in texts(read("w.csv"))] == ["姓名", '张"三"', "李四", "王五"]


def test_a_file_that_goes_while_its_folder_is_walked_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs put short-lived files beside an office's; whoever lists a folder still sees them."""
    for name in ("名册.csv", "名册.csv.part"):
        (tmp_path / name).write_text("姓名\n张伟民\n", encoding="utf-8")

    real = os.scandir

    def listed(folder: Path) -> list[os.DirEntry[str]]:
        entries = list(real(folder))
        (tmp_path / "名册.csv.part").unlink()
        return entries

    monkeypatch.setattr(os, "scandir", listed)
    assert [found.relative for found in discover(tmp_path)] == ["名册.csv"]


def test_what_was_read_is_not_read_again_unless_its_bytes_are_others(tmp_path: Path) -> None:
    """Each change on a page of an import read the whole folder again."""
    paper, table, third = tmp_path / "心得.txt", tmp_path / "走访.csv", tmp_path / "长.txt"
    paper.write_text("山里的事\n把学到的用到每天的事情里去。\n", "utf-8")
    table.write_text("姓名,支部\n张伟民,柳树湾村党支部\n", "utf-8")
    third.write_text("水渠的事。\n" * 200, "utf-8")
    known = KnownReadings(1000)
    with ReaderPool(children=1, known=known) as pool:
        first = [pool.read(each, tmp_path) for each in (paper, table, third)]
    with ReaderPool(children=1, known=known) as pool:
        again = [pool.read(each, tmp_path) for each in (paper, table, third)]
        paper.write_text("山里的事\n群众的事再小也要办。\n", "utf-8")
        other = pool.read(paper, tmp_path)
        moved = pool.read(table, tmp_path, relative="报来/走访.csv")
    assert again[0].text is first[0].text and again[1].sheets is first[1].sheets
    # There was no more room for the long one.
    assert again[2].text is not first[2].text and again[2].text == first[2].text
    assert other.text is not None and "再小也要办" in other.text.text
    assert moved.relative == "报来/走访.csv" and moved.sheets is not first[1].sheets
