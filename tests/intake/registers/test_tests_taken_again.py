"""Both results of a test in one cell: the one of the test taken again counts, and is marked."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from records.archive import Archive
from tests.intake.registers.one_register import brought_in

HEAD = "2012年理论测试成绩登记\n考试时间：2012年5月9日　满分100分\n姓名,得分\n"


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        ("52（补考70）", 70),
        ("52(补考成绩：70.5分)", 70.5),
        ("48/补71", 71),
        ("缺考，补考75分", 75),
        ("55分、补考后66", 66),
        ("补考60", 60),
    ],
)
async def test_the_second_of_two_results_counts(
    archive: Archive, tmp_path: Path, cell: str, score: float
) -> None:
    (exam,) = await brought_in(archive, tmp_path, f'{HEAD}田家驹,"{cell}"\n苏长水,88\n', "exam")
    assert [line.outcome for line in exam.lines] == ["import", "import"]
    first, second = exam.fields["results"]
    assert (first["score"], first.get("makeup")) == (Decimal(str(score)), True)
    assert (second["score"], second.get("makeup")) == (88, None)
