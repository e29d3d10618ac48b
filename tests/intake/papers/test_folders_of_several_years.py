"""Folders that hold the papers of several years contradict no day of one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import

TEXT = "读书的一点体会\n\n　　{}\n\n白岩村党支部　王德明\n2012年3月6日\n"
ROSTER = """党员花名册
姓名,性别,出生年月,入党时间,转正时间,所在支部
王德明,男,1974.1,1998.7,1999.7,白岩村党支部
赵永刚,男,1980.3,2004.7,2005.7,白岩村党支部
"""


@pytest.mark.parametrize(
    ("folder", "asked"),
    [
        ("2011-2012（王某保管）", False),
        ("2011年以后", False),
        ("2010年起", False),
        ("2011年", True),
        ("2013年以前/2011年", True),
    ],
)
async def test_a_day_is_held_against_a_folder_of_one_year(
    archive: Archive, tmp_path: Path, folder: str, asked: bool
) -> None:
    (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    told = "一年来我读了几本书，学到了不少东西，回到村里讲给大家听。" * 8
    (tmp_path / folder / "王德明心得体会.txt").write_text(TEXT.format(told), "utf-8")
    report = await run_import(archive, tmp_path)
    (item,) = [each for each in report.items if each.place.file.endswith(".txt")]
    assert [question.code for question in item.questions] == ["date_not_in_folder_year"] * asked
