"""What a heading over others, or a line above the table, says of the records below."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.search.query import Query
from tests.intake.registers.one_register import ROSTER, brought_in


@pytest.mark.parametrize(
    ("theory", "professional", "parts"),
    [
        ("政治理论书籍", "业务书籍", ("书名", "读完时间")),
        ("理论类图书", "业务类图书", ("书名", "读完日期")),
        ("政治理论", "业务知识", ("书目", "读完时间")),
        ("必读理论书目", "专业书目", ("书名", "读完时间")),
    ],
)
async def test_books_side_by_side_are_of_the_sort_over_them(
    archive: Archive, tmp_path: Path, theory: str, professional: str, parts: tuple[str, str]
) -> None:
    """The second of two sorts was taken for records of another kind, and neither had its sort, unsaid."""
    text = (
        f"白鹤乡读书情况登记表（2011年）\n姓名,{theory},,{professional},\n,{','.join(parts * 2)}\n"
        "田家驹,《理论热点》,2011/2/20,《果树栽培》,2011/3/18\n褚秀琴,《学习纲要》,2011/3/10,,\n"
    )
    books = await brought_in(archive, tmp_path, text, "book_reading")
    told = {(str(each.fields["title"]).strip("《》"), each.fields.get("category")) for each in books}
    assert told == {("理论热点", "政治理论"), ("学习纲要", "政治理论"), ("果树栽培", "业务")}
    assert all(each.fields["finished"].precision == "day" and not each.flags for each in books)


@pytest.mark.parametrize("label", ["地点", "学习地点", "会议地点"])
async def test_a_place_above_the_table_is_that_of_all_meetings(
    archive: Archive, tmp_path: Path, label: str
) -> None:
    """It was lost, and nothing said so; who led them all is read in the same way."""
    text = (
        f"白鹤乡机关党支部周一例会登记\n{label}：乡二楼会议室,,记录人：邹晓梅\n学习日期,学习内容,主持人,应到,实到\n"
        "2011.3.7,一号文件,褚秀琴,3,3\n2011.3.14,两会精神,韦明远,3,3\n"
    )
    meetings = await brought_in(archive, tmp_path, text, "session")
    assert [each.fields["place"] for each in meetings] == ["乡二楼会议室"] * 2
    assert all(each.fields["recorder"] != each.fields["host"] for each in meetings)


async def test_somebody_over_name_and_telephone_is_who_leads_the_unit(
    archive: Archive, tmp_path: Path
) -> None:
    """负责人 over 姓名 and 电话 was left unread, and each unit flagged."""
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "组织.csv").write_text(
        "白鹤乡基层党组织基本情况表\n序号,党组织名称,类别,负责人,,党员人数,\n,,,姓名,电话,正式,预备\n"
        "1,杨湾村党支部,党支部,田家驹,10010000001,3,0\n2,白鹤乡机关党支部,党支部,褚秀琴,10010000002,3,1\n",
        "utf-8",
    )
    report = await run_import(archive, tmp_path, apply=True)
    kept = {str(each.fields.get("name")): each async for each in archive.each(Query())}
    led = {name: each.fields.get("secretary") for name, each in kept.items() if each.kind == "unit"}
    assert led["杨湾村党支部"] == kept["田家驹"].id
    assert led["白鹤乡机关党支部"] == kept["褚秀琴"].id
    assert not [flag for item in report.items if item.kind == "unit" for flag in item.flags]


@pytest.mark.parametrize("heading", ["开支类别", "支出类别", "列支项目"])
async def test_sorts_of_spending_say_what_it_was_for(archive: Archive, tmp_path: Path, heading: str) -> None:
    """The use was read from the summary, flagged, or not at all, beside a column that says it."""
    text = (
        f"白鹤乡专项经费明细账（2011年）\n日期,凭证字号,摘要,支出金额,{heading},经手人\n"
        "2011.6.15,现付19,订报党报党刊,1540,图书,邹晓梅\n"
    )
    (spent,) = await brought_in(archive, tmp_path, text, "funding")
    assert (spent.fields["item"], spent.fields["voucher"], spent.flags) == ("图书", "现付19", [])


async def test_a_heading_that_repeats_the_half_year_of_the_title_holds_no_row_in_doubt(
    archive: Archive, tmp_path: Path
) -> None:
    text = (
        "2011年上半年党员干部学习情况统计表\n党员干部姓名,参加集中学习,,个人自学成果,,,上半年考试成绩\n"
        ",参学次数,累计学时,记笔记字数,写心得篇数,调研文章篇数,\n田家驹,22,66,9800,1,1,82\n褚秀琴,24,60,12000,2,0,92\n"
    )
    first, second = await brought_in(archive, tmp_path, text, "study_register")
    assert (first.fields["score"], second.fields["notes_words"], second.fields["articles"]) == (82, 12000, 2)
    assert not first.flags
    assert not second.flags
