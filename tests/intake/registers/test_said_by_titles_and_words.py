"""What a title, a subject or a usual word says plainly: a theme, a village, the sort of a book, no notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from tests.intake.registers.one_register import brought_in

HEAD = "农民思想教育辅导课登记（2012年）\n时间,主讲人,地点,内容,听课农民\n"


@pytest.mark.parametrize(
    ("subject", "theme"),
    [
        ("春季果园管理和市场行情", "市场信息"),
        ("新农保政策", "政策"),
        ("当前农村形势", "形势"),
        ("惠农补贴怎么领", "政策"),
        ("果树剪枝", None),
        ("当前形势与惠农政策", None),
    ],
)
async def test_the_subject_tells_the_theme(
    archive: Archive, tmp_path: Path, subject: str, theme: str | None
) -> None:
    text = f"{HEAD}2012.2.17,田家驹,杨湾村二组,{subject},34\n"
    (tutorial,) = await brought_in(archive, tmp_path, text, "farmer_tutorial")
    assert tutorial.fields.get("theme") == theme


@pytest.mark.parametrize("title", ["杨湾村干部走访农户记录（2012年）", "2012年杨湾村走访农户台账"])
async def test_visits_are_in_the_village_of_the_title(archive: Archive, tmp_path: Path, title: str) -> None:
    head = "日期,走访干部,户主,组别,反映的困难,帮助解决办法,是否解决"
    text = f"{title}\n{head}\n3月12日,田家驹,邹国富,二组,缺肥料,办贷款,已解决\n"
    (visit,) = await brought_in(archive, tmp_path, text, "household_visit")
    assert (visit.fields["village"], visit.fields["group"], visit.flags) == ("杨湾村", "二组", [])
    assert (visit.fields["help"], visit.fields["solved"]) == ("办贷款", True)


async def test_visits_of_cadres_of_the_township_name_no_village(archive: Archive, tmp_path: Path) -> None:
    text = "驻村干部走访农户记录（2012年）\n日期,走访干部,户主,反映的困难\n3月12日,田家驹,邹国富,缺肥料\n"
    (visit,) = await brought_in(archive, tmp_path, text, "household_visit")
    assert (visit.fields.get("village"), "village_not_told" in visit.flags) == (None, True)


async def test_a_row_of_notes_that_were_not_handed_in_is_none(archive: Archive, tmp_path: Path) -> None:
    text = "2010年下半年学习笔记检查登记\n姓名,笔记字数,页数,备注\n田家驹,7200,19,\n苏长水,未交,,外出培训\n"
    notes = await brought_in(archive, tmp_path, text, "reading_note")
    assert [note.outcome for note in notes] == ["import", "reject"]


@pytest.mark.parametrize("word", ["文学", "历史类", "小说", "科普读物"])
async def test_sorts_of_books_that_are_neither(archive: Archive, tmp_path: Path, word: str) -> None:
    text = f"读书登记表\n姓名,书名,类别,读完时间\n田家驹,《平凡的世界》,{word},2011.10.25\n"
    (book,) = await brought_in(archive, tmp_path, text, "book_reading")
    assert (book.fields["category"], book.flags) == ("其他", [])
