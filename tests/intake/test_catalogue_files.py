"""The catalogue of messy inputs, part one: the files (rows 1 to 20, 34, 35, 37 and 42 to 44).

One folder with all of them is brought in once; each test looks at what became of its row.
"""

from __future__ import annotations

import asyncio
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Quarantine
from records.intake.report_json import report_json
from records.search.query import Query
from records.store.embedded import Running
from tests.intake.catalogue import (
    BroughtIn,
    as_csv,
    bring_in,
    roster,
    word,
)
from tests.intake.messy_folder import DEEP, LONG, build

Refused = Callable[[str, bytes], Quarantine]


@pytest.fixture(scope="module")
def office(mongod: Running, tmp_path_factory: pytest.TempPathFactory) -> BroughtIn:
    folder = tmp_path_factory.mktemp("files") / "移交"
    folder.mkdir()
    build(folder)
    return bring_in(mongod, tmp_path_factory.mktemp("home"), folder)


@pytest.fixture
def damaged_file(pool: ReaderPool, tmp_path: Path) -> Refused:
    def refused(name: str, content: bytes) -> Quarantine:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(Quarantine) as caught:
            pool.read(tmp_path / name, tmp_path)
        return caught.value

    return refused


def reasons(office: BroughtIn, name: str) -> dict[int | None, str]:
    """The refused rows of a file: number and reason."""
    rows = [item for item in office.items(name) if item.outcome == "reject"]
    return {item.place.row: item.why.removeprefix("unreadable_row:") for item in rows}


def test_row_01_a_docx_named_doc_and_an_xlsx_named_xls(office: BroughtIn) -> None:
    """Read by content, with a warning."""
    assert office.state("01 张伟民心得.doc") == ("read", "")
    assert [each.kind for each in office.of_file("01 张伟民心得.doc")] == ["experience_article"]
    assert office.people("01 名册.xls") == ["高大山"]
    for name, form in (("01 张伟民心得.doc", "docx"), ("01 名册.xls", "xlsx")):
        assert (office.file(name).format, office.file(name).warnings) == (form, ("extension",))
    assert "01 名册.xls: the file is of another kind than its name says" in office.report.to_text()


def test_row_02_html_spreadsheetml_and_gbk_csv_named_xls(office: BroughtIn) -> None:
    """Each has a reader of its own."""
    assert office.people("02 网页.xls") == ["高小山", "高远山"]
    assert office.people("02 表格.xls") == ["高青山", "高秀山"]
    assert office.people("02 文本.xls") == ["高明山"]
    forms = [office.file(f"02 {name}.xls").format for name in ("网页", "表格", "文本")]
    assert forms == ["html", "xml", "csv"]


def test_row_03_lock_files_and_files_of_the_system(office: BroughtIn) -> None:
    """Skipped, and counted: each stands in the report."""
    assert office.state("~$张伟民心得.docx") == ("ignored", "lock_file")
    assert office.state(".DS_Store") == ("ignored", "system_file")
    assert [each.state for each in office.report.files if each.file == "Thumbs.db"] == ["ignored"]


def test_row_04_no_bytes_and_headings_only(office: BroughtIn) -> None:
    """An empty file is quarantined; headings without rows are a warning."""
    assert office.state("04 空.docx") == ("refused", "empty")
    assert office.state("04 只有表头.csv") == ("read", "")
    assert office.file("04 只有表头.csv").warnings == ("no_rows",)


def test_row_05_a_zip_cut_at_60_percent(office: BroughtIn) -> None:
    """Quarantined as damaged, document or archive."""
    assert office.state("05 残.xlsx") == office.state("05 残.zip") == ("refused", "truncated")


def test_row_06_a_workbook_and_a_paper_with_a_password(office: BroughtIn) -> None:
    """Quarantined; the answer to a question says with which record the file is kept."""
    for name in ("06 加密.xlsx", "06 加密.doc"):
        assert office.state(name) == ("refused", "encrypted")
        (asked,) = office.items(name)
        assert [question.code for question in asked.questions] == ["file_locked"]


def test_row_07_a_docx_of_400_mb_of_one_letter(office: BroughtIn) -> None:
    """Quarantined before it is parsed; so are twelve million empty paragraphs."""
    assert office.state("07 炸弹.docx") == office.state("07 空段.docx") == ("refused", "hostile")


def test_row_07_a_docx_that_is_bigger_than_it_says(damaged_file: Refused) -> None:
    """A bomb that says it is small unpacks no further than it says."""
    whole = bytearray(word("<w:p/>" * 500_000))
    place = whole.rindex(b"PK\x01\x02")
    struct.pack_into("<I", whole, place + 24, 1000)  # the size that the directory tells
    assert damaged_file("谎.docx", bytes(whole)).code in ("truncated", "unreadable")


def test_row_08_dtd_external_entity_and_billion_laughs(office: BroughtIn) -> None:
    """Quarantined for any DTD, also in a workbook."""
    for name in ("08 大笑.docx", "08 外部.docx", "08 声明.xlsx"):
        assert office.state(name) == ("refused", "hostile")


def test_row_09_an_xlsx_with_the_first_and_the_last_cell(office: BroughtIn) -> None:
    """It kills its child, twice, and nothing else."""
    assert office.state("09 两格.xlsx") in (("refused", "killed"), ("refused", "too_big"))
    assert office.state("10 百万空行.xlsx") == ("read", "")


def test_row_10_a_million_blank_rows_with_a_style(office: BroughtIn) -> None:
    """Reading stops after 1,000 of them, with a warning."""
    assert office.people("10 百万空行.xlsx") == ["田一生"]
    assert office.file("10 百万空行.xlsx").warnings == ("blank_rows",)


def test_row_11_lines_of_gbk_and_utf_8_in_turn(office: BroughtIn) -> None:
    """Decoded line by line, with a warning."""
    assert office.people("11 交替.csv") == ["马春生", "马夏生", "马秋生", "马冬生"]
    assert office.file("11 交替.csv").warnings == ("encoding_mixed",)


def test_row_12_a_lone_byte_0x81(office: BroughtIn) -> None:
    """The row is refused with the byte's offset; a paper is refused whole, since nothing is made up."""
    assert office.people("12 坏字节.csv") == ["牛春生", "牛秋生"]
    (bad,) = [item for item in office.items("12 坏字节.csv") if item.outcome == "reject"]
    assert (bad.place.row, bad.why) == (3, "unreadable_row:encoding")
    assert "offset 64" in bad.cells[-1]
    assert office.state("12 坏字节.txt") == ("refused", "encoding")
    assert "offset 16" in office.file("12 坏字节.txt").message
    assert all("\ufffd" not in str(record.fields) for record in office.records)


def test_row_13_a_quotation_mark_never_closed(office: BroughtIn) -> None:
    """The row is refused, naming the opening line; later rows are read."""
    assert office.people("13 引号.csv") == ["朱春生", "朱秋生"]
    assert reasons(office, "13 引号.csv") == {3: "quote_never_closed"}


def test_row_14_nul_bytes(office: BroughtIn) -> None:
    """A few are left out with a warning; many make a file that is no text."""
    assert office.people("14 空字符.csv") == ["杨春生", "杨夏生"]
    assert office.file("14 空字符.csv").warnings == ("nul_bytes",)
    assert office.state("14 二进制.csv") == ("refused", "binary")


def test_row_16_members_that_lead_outside_and_names_in_gbk(office: BroughtIn) -> None:
    """Such members are refused; the others come in as if they lay in a folder, archives inside as well."""
    folder = "16 归档/二〇一二"
    assert office.people(f"{folder}/党员名册.csv") == ["江外层"]
    assert office.people(f"{folder}/内层/名册.csv") == ["江内层"]
    (article,) = office.of_file(f"{folder}/赵永刚抗旱心得.docx")
    assert article.kind == "experience_article" and article.attachments
    for name in ("../../16 x.csv", "/tmp/16 y.csv", "C:/16 z.csv", "16 link.csv", "."):
        assert office.state(f"16 归档.zip/{name}") == ("refused", "hostile")
    assert office.state("16 归档/Thumbs.db") == ("ignored", "system_file")
    assert ("refused", "hostile") in {
        (each.state, each.why) for each in office.report.files if "套娃" in each.file
    }
    assert office.state("大.txt") == ("refused", "hostile")
    assert office.people("16 炸弹/名册.csv") == ["江小小"]
    assert not [each for each in office.records if each.fields.get("name") == "何逃走"]


def test_row_17_links_in_a_circle_and_to_the_outside(office: BroughtIn) -> None:
    """Never followed; each stands in the report."""
    assert office.state("17 圈/回头") == office.state("17 外面.csv") == ("ignored", "symlink")


def test_row_18_a_sparse_file_of_2_gb(office: BroughtIn) -> None:
    """Over the limit: quarantined without being read."""
    assert office.state("18 稀疏.csv") == ("refused", "too_big")


def test_row_19_deep_folders_long_names_and_names_in_no_encoding(office: BroughtIn) -> None:
    """Paths are kept losslessly, and escaped where they are shown."""
    deep = f"19/{DEEP}/{LONG[:83]}.csv"
    assert len(os.fsencode(f"{LONG[:83]}.csv")) > 240
    assert office.people(deep) == ["柳深处"]
    odd = next(each for each in office.report.files if "\udcc3" in each.file)
    assert os.fsencode(odd.file) == b"19 " + "名册二.csv".encode("gbk")
    shown = r"19 \xc3\xfb\xb2\xe1\xb6\xfe.csv"
    assert office.person("柳浅处").origin["file"] == shown
    assert any(each["file"] == shown for each in report_json(office.report)["files"])
    assert office.report.to_text().encode()


def test_row_20_the_same_bytes_under_other_names(office: BroughtIn) -> None:
    """One record and one blob; every path stands in the report."""
    copies = sorted(each.state for each in office.report.files if "20 李秀兰" in each.file)
    assert copies == ["duplicate", "duplicate", "read"]
    (article,) = [each for each in office.records if "20 李秀兰" in str(each.origin.get("file"))]
    assert len(article.attachments) == 1
    found = [item for item in office.report.every_item() if item.outcome == "duplicate"]
    assert len(found) == 2


def test_row_34_hidden_sheets_and_hidden_rows(office: BroughtIn) -> None:
    """The sheet is left out unless a mapping names it, the rows come in; both are warned about."""
    assert office.people("34 隐藏.xlsx") == ["田二生", "田三生"]
    warnings = office.file("34 隐藏.xlsx").warnings
    assert set(warnings) == {"hidden_sheet:旧名册", "hidden_rows:Sheet"}
    assert ("旧名册", 0, "hidden_sheet") in office.file("34 隐藏.xlsx").skipped


def test_row_35_a_workbook_with_macros(office: BroughtIn) -> None:
    """Its data only, with a warning."""
    assert office.people("35 宏.xlsm") == ["田四生"]
    assert "macros" in office.file("35 宏.xlsm").warnings


def test_row_37_half_a_character(office: BroughtIn) -> None:
    """Two halves are joined; one alone refuses its row, or its paper."""
    assert office.people("37 半个字.jsonl") == ["𠮷生", "侯夏生"]
    assert reasons(office, "37 半个字.jsonl") == {2: "surrogate"}
    assert office.state("37 半个字.rtf") == ("refused", "encoding")


def test_row_42_a_file_that_changes_while_it_is_read(pool: ReaderPool, tmp_path: Path) -> None:
    """Quarantined, to be imported again: what was read is neither the old file nor the new one."""
    path = tmp_path / "名册.csv"
    path.write_text(as_csv(roster(*(f"张{number:06}" for number in range(3000)))), "utf-8")
    began, stop = threading.Event(), threading.Event()

    def write() -> None:
        with path.open("ab") as target:
            while not stop.is_set():
                target.write("李秀兰,女,正式党员,柳树湾村党支部\n".encode())
                target.flush()
                began.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert began.wait(10)
        with pytest.raises(Quarantine) as caught:
            pool.read(path, tmp_path)
    finally:
        stop.set()
        writer.join()
    assert caught.value.code == "changed"
    assert "import it again" in caught.value.hint


def test_row_44_bad_huge_and_repeating_lines_of_jsonl(office: BroughtIn) -> None:
    """Each refused with its line number; the others come in."""
    assert office.people("44 名册.jsonl") == ["侯春生", "侯秋生"]
    expected = {2: "bad_json", 3: "duplicate_key", 4: "line_too_long", 5: "not_a_number", 6: "not_an_object"}
    assert reasons(office, "44 名册.jsonl") == expected


def test_every_file_stands_in_the_report_once(office: BroughtIn) -> None:
    """Nothing is lost silently: what the walk met is read, ignored, refused or a duplicate."""
    files = [each.file for each in office.report.files]
    assert len(files) == len(set(files))
    assert {each.state for each in office.report.files} == {"read", "ignored", "refused", "duplicate"}


#: Brings a register in and tells after each thousand records; see the test of row 43.
IMPORTER = """
import asyncio, sys
from pathlib import Path
from records.opening import open_archive
from records.intake.batch import run_import
from records.settings import load_settings

async def work():
    async with open_archive(load_settings()) as archive:
        await run_import(archive, Path(sys.argv[1]), apply=True, on_progress=lambda n: print(n, flush=True))

asyncio.run(work())
"""


async def test_row_43_an_import_killed_in_the_middle(archive: Archive, tmp_path: Path) -> None:
    """Run again, it comes to the same end as if nothing had happened."""
    surnames, given = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂"
    names = [f"{a}{b}{c}" for a in surnames for b in given for c in given[:4]]
    register = tmp_path / "名册.csv"
    register.write_text(as_csv(roster(*names)), "utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", IMPORTER, str(register), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async for line in process.stdout:
        if int(line) >= 1000:
            process.kill()
            break
    assert await process.wait() == -signal.SIGKILL
    stored = (await archive.count(Query(kind="person"))).number
    assert 0 < stored < len(names)
    report = await run_import(archive, register, apply=True)
    assert report.exit_code == 0 and not report.failed
    assert report.actions["created"] == len(names) - stored
    people = [str(record.fields["name"]) async for record in archive.each(Query(kind="person"))]
    assert sorted(people) == sorted(names)
