"""Several titles in one cell: a book each, or told where nobody can say what is whose."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from tests.intake.registers.one_register import brought_in

BOOKS = "读书登记表\n姓名,书名,类别,读完时间\n田家驹,{},{},{}\n"


@pytest.mark.parametrize(
    "cell",
    [
        *("《党史》《养蜂》", "《党史》、《养蜂》", "《党史》 《养蜂》", "1.《党史》 2.《养蜂》"),
        *("《党史》和《养蜂》", "①《党史》②《养蜂》", "《党史》；《养蜂》。", '"《党史》\n《养蜂》"'),
    ],
)
async def test_books_in_one_cell_are_a_record_each(archive: Archive, tmp_path: Path, cell: str) -> None:
    """They were one book, and nothing said so: a quarter of two books had one."""
    items = await brought_in(archive, tmp_path, BOOKS.format(cell, "其他", "2011.3.5"), "book_reading")
    assert [(item.fields["title"], str(item.fields["finished"]), item.flags) for item in items] == [
        ("《党史》", "2011年3月5日", []),
        ("《养蜂》", "2011年3月5日", []),
    ]


async def test_as_many_days_and_sorts_as_books_are_theirs(archive: Archive, tmp_path: Path) -> None:
    text = BOOKS.format("《党史》、《养蜂》", "政治理论、业务", '"2011.3.5\n2011.4.6"')
    items = await brought_in(archive, tmp_path, text, "book_reading")
    assert [(str(item.fields["finished"]), item.fields["category"]) for item in items] == [
        ("2011年3月5日", "政治理论"),
        ("2011年4月6日", "业务"),
    ]


async def test_books_of_a_quarter_are_a_record_each(archive: Archive, tmp_path: Path) -> None:
    text = "2011年党员读书情况\n姓名,一季度书目,二季度书目\n田家驹,《党史》《养蜂》,《植保》\n"
    items = await brought_in(archive, tmp_path, text, "book_reading")
    assert [(item.fields["title"], str(item.fields["finished"])) for item in items] == [
        ("《党史》", "2011年第一季度"),
        ("《养蜂》", "2011年第一季度"),
        ("《植保》", "2011年第二季度"),
    ]


@pytest.mark.parametrize(
    "cell",
    ["党史、养蜂", '"党史\n养蜂"', "1.党史 2.养蜂", "《选集》（上册）、《文集》", "《选集》第一卷、第二卷"],
)
async def test_what_may_be_several_books_is_told(archive: Archive, tmp_path: Path, cell: str) -> None:
    (item,) = await brought_in(archive, tmp_path, BOOKS.format(cell, "其他", "2011.3.5"), "book_reading")
    assert item.flags == ["several_titles"]


@pytest.mark.parametrize(
    "cell", ["《〈论语〉新解》", "《党史》", "党史", "《《养蜂》百问》", "《党史》（第二版）"]
)
async def test_one_book_is_one(archive: Archive, tmp_path: Path, cell: str) -> None:
    (item,) = await brought_in(archive, tmp_path, BOOKS.format(cell, "其他", "2011.3.5"), "book_reading")
    assert item.flags == []


ARTICLES = "心得体会登记表\n姓名,题目,完成时间,字数\n田家驹,{},2011.3.5,{}\n"


@pytest.mark.parametrize(
    ("title", "words", "titles", "flags"),
    [
        ("《学习有感》《读书有感》", "1200", ["《学习有感》《读书有感》"], ["several_titles"]),
        ("《学习有感》《读书有感》", "", ["学习有感", "读书有感"], []),
        ("读《党史》《养蜂》有感", "1200", ["读《党史》《养蜂》有感"], []),
    ],
)
async def test_papers_that_are_counted_together_are_told(
    archive: Archive, tmp_path: Path, title: str, words: str, titles: list[str], flags: list[str]
) -> None:
    """Of 字数 nobody can say how many are of which; without them they are a paper each."""
    (office := tmp_path / "office").mkdir()
    items = await brought_in(archive, office, ARTICLES.format(title, words), "experience_article")
    assert [item.fields["title"] for item in items] == titles
    assert items[0].flags == flags


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("作者,题目,完成时间", "田家驹、苏长水,《学习有感》《读书有感》,2011.3.5"),
        ("姓名,题目,完成时间,刊发情况", "田家驹,《学习有感》《读书有感》,2011.3.5,《读书有感》在市报刊发"),
    ],
)
async def test_papers_of_several_authors_or_one_of_them_printed_are_told(
    archive: Archive, tmp_path: Path, head: str, row: str
) -> None:
    """Both were of both authors, and both printed, and nothing said so."""
    text = f"心得体会登记表\n{head}\n{row}\n"
    items = await brought_in(archive, tmp_path, text, "experience_article")
    told = [(item.fields["title"], item.flags) for item in items if item.place.file == "登记.csv"]
    assert told == [("《学习有感》《读书有感》", ["several_titles"])]
