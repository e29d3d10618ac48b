"""Articles whose author stands with the unit in one line below the title."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import

ROSTER = "党员花名册\n姓名,性别,出生年月,所在支部\n郝元清,男,1960.3,石佛寺村党支部\n"
TEXT = "我今年五十岁，当村干部二十多年，自认为村里的事没有不熟的。读了这本书，才知道差得远。"


@pytest.mark.parametrize("title", ["一本小册子的用处", "读书的好处", "我的学习小站", "把账记到群众心里"])
@pytest.mark.parametrize(
    "signed", ["石佛寺村党支部　郝元清", "石佛寺村党支部：郝元清", "（石佛寺村党支部 郝元清）"]
)
async def test_the_line_below_the_title_is_no_title(
    archive: Archive, tmp_path: Path, title: str, signed: str
) -> None:
    """A title that ends like an office was one, and the line of the author the title."""
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "心得体会.txt").write_text(f"{title}\n{signed}\n　　{TEXT}\n2010年9月20日", "utf-8")
    report = await run_import(archive, tmp_path)
    (article,) = [each for each in report.items if each.place.file == "心得体会.txt"]
    (author,) = [each.record_id for each in report.items if each.kind == "person" and each.taken]

    assert article.taken
    assert article.fields["title"] == title
    assert article.fields["authors"] == [author]
    assert article.fields["text"] == TEXT
