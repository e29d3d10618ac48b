"""An office that keeps everything in Word: rosters with a table a branch, registers whose head is merged."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import docx

from records.archive import Archive
from records.intake.readers.word_grid import on_grid
from tests.intake.office_truth import Expected, compare

DATA = Path(__file__).parent.parent / "data"
HEAD = ("序号", "姓名", "性别", "出生年月", "入党时间")


def word(path: Path, *blocks: str | Sequence[Sequence[str]]) -> None:
    """A Word file of lines and tables."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), len(block[0]))
        for row, cells in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    document.add_paragraph("")
    document.save(str(path))


def roster(path: Path) -> None:
    """Three branches, a table each, with a numbered line above."""
    word(
        path,
        "沙河镇党员名册",
        "（一）杨湾村党支部　2人",
        (HEAD, ("1", "杨春来", "男", "1961.4", "1988.7"), ("2", "陶桂珍", "女", "1970.2", "1999.6")),
        "2．渡口村党支部（1名）",
        (HEAD, ("1", "鲁大勇", "男", "1966.9", "1994.7")),
        "第三部分：镇机关党支部",
        (HEAD, ("1", "田家驹", "男", "1979.12", "2003.7")),
    )


async def test_the_line_above_each_table_of_a_word_roster_says_whose_it_is(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path / "党员名册.docx")
    units = ("杨湾村党支部", "杨湾村党支部", "渡口村党支部", "镇机关党支部")
    names = ("杨春来", "陶桂珍", "鲁大勇", "田家驹")
    truth = [
        Expected("党员名册.docx", None, "person", fields={"name": name, "unit": unit})
        for name, unit in zip(names, units, strict=True)
    ]
    verdict, _ = await compare(archive, tmp_path, truth)
    assert (verdict.right, verdict.silent) == (4, [])


async def test_a_roster_of_many_branches_is_one_still(archive: Archive, tmp_path: Path) -> None:
    """Each table has a title of its own; together they are longer than what may stand beside one table."""
    blocks: list[str | Sequence[Sequence[str]]] = ["沙河镇党员名册（二〇一二年十二月三十一日在册党员）"]
    for number in range(12):
        blocks += [
            f"{number + 1}、沙河镇第{number + 1}片区杨湾新村第{number + 1}党支部（共有党员1人）",
            (HEAD, ("1", f"杨{'一二三四五六七八九十甲乙'[number]}来", "男", "1961.4", "1988.7")),
        ]
    word(tmp_path / "名册.docx", *blocks)
    verdict, _ = await compare(
        archive, tmp_path, [Expected("名册.docx", None, "person", fields={"gender": "男"})] * 12
    )
    assert (verdict.right, verdict.silent) == (12, [])


async def test_a_merged_head_of_an_old_word_table_stands_over_its_columns(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path / "党员名册.docx")
    shutil.copy(DATA / "merged_head.doc", tmp_path / "汇总表.doc")
    lines = (
        ("杨春来", 11, 22.0, 6400, 2, 1, 88.0),
        ("陶桂珍", 10, 20.0, 5100, 1, None, 79.0),
        ("鲁大勇", 9, 18.0, 4300, 1, None, 81.0),
    )
    fields = ("person", "sessions", "hours", "notes_words", "articles", "reports", "score")
    truth = [
        Expected("汇总表.doc", None, "study_register", fields=dict(zip(fields, line, strict=True)))
        for line in lines
    ]
    truth += [Expected("党员名册.docx", None, "person")] * 4
    verdict, _ = await compare(archive, tmp_path, truth)
    assert (verdict.right, verdict.silent) == (7, [])


def test_rows_that_end_elsewhere_stay_as_they_are() -> None:
    rows = [("甲", "乙", "丙"), ("一", "二"), ("三", "四"), ("五",)]
    edges = [(0, 100, 200, 300), (4, 204, 297), (0, 150, 300), ()]
    assert list(on_grid(rows, edges)) == [("甲", "乙", "丙"), ("一", "", "二"), ("三", "四"), ("五",)]
