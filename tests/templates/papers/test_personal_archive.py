"""The personal study archive, from real records, and with a hundred pages of them."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from docx import Document
from PIL import Image

from records.errors import Refused, UsageFault
from records.people.dossier_parts import PERSON_PARTS
from records.record import Record
from records.values import PartialDate, Value
from templates.contexts.archive.example import example
from templates.contexts.archive.rows import READERS
from templates.documents import SHIPPED, expand, make_document
from templates.register import is_outdated, issue
from templates.render import COMMON, load
from tests.templates.papers.test_documents import text_of
from tests.templates.township import Township, at

ON = date(2012, 1, 31)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8ffff3f0005fe02"
    "fea7d6059b0000000049454e44ae426082"
)


def photo(size: tuple[int, int], *, turned: bool = False) -> bytes:
    """A camera's picture; one ``turned`` was taken with the camera on its side."""
    written, noted = BytesIO(), Image.Exif()
    noted[0x0112] = 6 if turned else 1
    Image.new("RGB", size, "white").save(written, "JPEG", exif=noted)
    return written.getvalue()


async def test_pictures_attached_to_the_records_are_the_appendix(township: Township) -> None:
    town, archive = township, township.archive
    article = await town.add("experience_article", title="谈学与用", authors=[town.zhang.id],
                             written_on=day("2011-03-20"), words=1200)  # fmt: skip
    for name, data in (
        ("第1页.JPG", photo((300, 200))),
        ("第2页.jpeg", photo((300, 200), turned=True)),
        ("再扫一遍.jpg", photo((300, 200))),
        ("坏的.png", b"\x89PNG\r\n\x1a\n..."),
        ("正文.docx", b"PK"),
    ):
        await archive.attach(article.id, data=data, name=name)
    asked = {"person": "张伟", "year": 2011}
    made = await make_document(archive, "personal_archive", asked, "zh", on=ON)
    text = text_of(made.files[0][1])
    caption = f"心得体会：谈学与用（2011年3月20日，{article.no}）"
    assert text.index("附件图片") < text.index(f"图1　{caption}") < text.index(f"图2　{caption}")
    assert "图3" not in text and text.index("达标对照表") < text.index("附件图片") < text.index("备考表")
    sizes = [(shape.width, shape.height) for shape in Document(BytesIO(made.files[0][1])).inline_shapes]
    assert [round(wide / high, 1) for wide, high in sizes] == [1.5, 0.7], "the second one was turned upright"
    assert any("坏的.png" in warning for warning in made.warnings)
    kept = await issue(archive, made)
    assert not await is_outdated(archive, kept)
    bare = await make_document(archive, "personal_archive", asked | {"text_only": True}, "zh", on=ON)
    assert "附件图片" not in text_of(bare.files[0][1]) and not bare.media


def day(text: str) -> PartialDate:
    return PartialDate.day(date.fromisoformat(text))


async def a_year(town: Township) -> None:
    """2011 of 张伟: one record for most parts, one that waits, one of the year before."""
    zhang, li = town.zhang.id, town.li.id
    held: dict[str, Value] = {"person": zhang, "unit": town.branch.id, "body": "支委会", "role": "组织委员"}
    await town.archive.save(Record.new("position", held | {"from": date(2009, 1, 1)}, status="verified"))
    await town.add("study_plan", owner=zhang, year=2011, items=[
        {"month": 3, "topic": "农村政策", "form": "集体学习"}, {"month": 9, "topic": "科技兴农"},
        {"month": 6, "topic": "党史"}, {"month": 12, "topic": "总结"}])  # fmt: skip
    await town.add(
        "session", title="学习一号文件", category="集体学习", start=at("2011-03-07T08:30"),
        end=at("2011-03-07T11:00"), host_unit=town.branch.id, host=li, recorder=li, place="村委会",
        attendance=[{"person": zhang, "state": "补学", "made_up_on": date(2011, 3, 9)},
                    {"person": li, "state": "到"}])  # fmt: skip
    await town.add("book_reading", person=zhang, title="《党务问答》", category="政治理论",
                   finished=day("2011-03-28"))  # fmt: skip
    await town.add("reading_note", person=zhang, period=PartialDate.half(2011, 1), words=10500,
                   count_basis="measured", checked_by=li)  # fmt: skip
    for title, when, status in (("谈学与用", "2011-03-20", "verified"), ("待审的", "2011-03-21", "submitted"),
                                ("去年的", "2010-12-20", "verified")):  # fmt: skip
        await town.add("experience_article", status, title=title, authors=[zhang], written_on=day(when),
                       words=1200)  # fmt: skip
    await town.add("household_visit", visitor=zhang, household="王德明", village="柳树湾村", group="二组",
                   visited_on=date(2011, 4, 2), difficulty="灌渠\n堵塞", help="组织清淤")  # fmt: skip
    results: list[Value] = [{"person": zhang, "score": 88}, {"person": li, "absent": True}]
    await town.add("exam", title="基本知识测试", held_on=date(2011, 6, 20), category="理论测试",
                   full_mark=100, pass_mark=60, results=results)  # fmt: skip
    await town.add("rectification", doc_no="青学改〔2011〕2号", target=zhang, issued_on=date(2011, 5, 10),
                   requirements=["补记笔记"], deadline=date(2011, 5, 31), result="完成",
                   closed_on=date(2011, 5, 30))  # fmt: skip


def tables_of(docx: bytes) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows]
            for table in Document(BytesIO(docx)).tables]  # fmt: skip


def under(docx: bytes, *heads: str) -> list[list[str]]:
    """The rows of the table with these heads."""
    return next(rows[1:] for rows in tables_of(docx) if tuple(rows[0]) == heads)


async def test_every_part_is_printed_from_verified_records_of_the_year(township: Township) -> None:
    town = township
    await a_year(town)
    options = {"person": "张伟", "year": 2011}
    made = await make_document(town.archive, "personal_archive", options, "zh", on=ON)
    ((name, docx),) = made.files
    assert name == "张伟 2011.docx"
    assert under(docx, "事项", "内容", "起止时间") == [
        ["任职", "柳树湾村第一党支部支委会组织委员", "2009年1月1日至今"]
    ]
    assert [row[:2] for row in under(docx, "月份", "学习内容", "形式", "责任人")] == [
        ["3月", "农村政策"], ["6月", "党史"], ["9月", "科技兴农"], ["12月", "总结"]
    ]  # fmt: skip
    assert under(docx, "日期", "内容", "形式", "学时", "签到") == [
        ["3月7日", "学习一号文件", "集体学习", "2.5", "补学（3月9日）"]
    ]
    assert under(docx, "书名", "类别", "读完日期") == [["《党务问答》", "政治理论", "3月28日"]]
    assert under(docx, "期间", "字数", "检查人") == [["上半年", "10500", "李秀兰"]]
    assert under(docx, "日期", "题目", "字数") == [["3月20日", "谈学与用", "1200"]]
    assert under(docx, "日期", "类别", "题目", "地点", "人数") == [["无"] * 5]
    assert under(docx, "日期", "户主", "村组", "困难", "解决") == [
        ["4月2日", "王德明", "柳树湾村二组", "灌渠 堵塞", "组织清淤"]
    ]
    assert under(docx, "日期", "测试名称", "类别", "满分", "成绩")[0][-1] == "88"
    assert under(docx, "日期", "类别", "内容", "文号", "结果") == [
        ["5月10日", "整改通知", "补记笔记", "青学改〔2011〕2号", "完成（5月30日）"]
    ]
    rules = {row[1]: row[3:] for row in under(docx, "序号", "项目", "要求", "完成", "结果")}
    assert rules["心得体会"] == ["1篇（应2篇），据材料", "未达到"]
    assert rules["每季读书"] == ["4个季度中1个季度达到，共1本", "未达到"]
    contents = under(docx, "件号", "责任者", "文号", "题名", "日期", "页数", "备注")
    assert contents[0][3] == "张伟基本情况"
    assert [row[0] for row in contents] == [str(number) for number in range(1, 11)]
    assert ["青学改〔2011〕2号", "20110510"] in [[row[2], row[4]] for row in contents]
    text = text_of(docx)
    assert "七、宣讲、党课、辅导" in text
    assert "收入文件材料10件。" in text
    assert "待审的" not in text
    assert "去年的" not in text
    assert any(warning.startswith("1 ") for warning in made.warnings), made.warnings


async def test_what_the_office_recorded_is_the_cover_and_the_contents(township: Township) -> None:
    town, archive = township, township.archive
    await a_year(town)
    await archive.attach(town.zhang.id, data=PNG, name="照片.png")
    record = await town.add(
        "study_archive", subject=town.zhang.id, year=2011, archive_no="青学档-2011-037", keeper=town.li.id,
        opened_on=date(2011, 1, 10), appraisal="学习认真。",
        contents=[{"part": "心得体会", "title": "手写体会", "pages": 3, "note": "原件"},
                  {"part": "心得体会", "title": "另一篇", "pages": 2}])  # fmt: skip
    made = await make_document(archive, "personal_archive", {"no": "青学档-2011-037"}, "zh", on=ON)
    ((_, docx),) = made.files
    assert made.doc_no == "青学档-2011-037"
    assert made.subject == record.id
    assert len(made.media) == 1
    assert b"word/media/" in docx
    rows = under(docx, "件号", "责任者", "文号", "题名", "日期", "页数", "备注")
    assert rows == [["1", "", "", "手写体会", "", "3", "原件"], ["2", "", "", "另一篇", "", "2", ""]]
    text = text_of(docx)
    assert "收入文件材料2件，共5页。" in text
    assert "2011年1月10日" in text
    assert "学习认真。" in text
    kept = await issue(archive, made)
    assert not await is_outdated(archive, kept)
    await town.add("book_reading", person=town.zhang.id, title="又一本", category="其他",
                   finished=day("2011-11-01"))  # fmt: skip
    assert await is_outdated(archive, kept)


async def test_a_unit_is_one_paper_for_each_in_the_office_s_order(township: Township) -> None:
    town, archive = township, township.archive
    options = {"unit": town.committee.no, "year": 2011, "bilingual": True}
    each = await expand(archive, "personal_archive", options, "zh")
    assert [(one["person"], one["year"], one["bilingual"]) for one in each] == [
        (town.zhang.no, 2011, True), (town.li.no, 2011, True)
    ]  # fmt: skip
    made = await make_document(archive, "personal_archive", {"unit": "机关党支部", "year": 2011}, "en", on=ON)
    assert [name for name, _ in made.files] == ["李秀兰 2011.docx"]
    text = text_of(made.files[0][1])
    for name in ("李秀兰", "机关党支部", "宣传干事", "中共青杨河乡委员会"):
        text = text.replace(name, "")
    assert not re.findall(r"[\u3400-\u9fff]+", text)
    with pytest.raises(Refused):
        await make_document(archive, "personal_archive", {"unit": "机关党支部", "year": 2005}, "zh")


async def test_refusals(township: Township) -> None:
    town, archive = township, township.archive
    unit = await town.add("study_archive", subject=town.branch.id, year=2011, archive_no="青学档-2011-900")
    for options in ({"person": "张伟"}, {"year": 2011}, {"no": unit.no}, {"person": "张伟", "unit": "机关"}):
        with pytest.raises(UsageFault):
            await make_document(archive, "personal_archive", options, "zh")
    await archive.void(town.zhang.id, "重复登记")
    with pytest.raises(Refused):
        await make_document(archive, "personal_archive", {"person": town.zhang.no, "year": 2011}, "zh")


def test_every_kind_of_a_dossier_has_its_rows() -> None:
    assert {kind for kinds in PERSON_PARTS.values() for kind in kinds} == set(READERS)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_thousand_rows_are_printed_whole(lang: str) -> None:
    one = example("zh" if lang == "zh" else "en")
    many = dataclasses.replace(one, attendance=one.attendance * 2000, contents=one.contents * 700)
    docx = load(SHIPPED / lang / "personal_archive.docx").render(many, COMMON)
    sizes = sorted(len(table.rows) for table in Document(BytesIO(docx)).tables)
    assert sizes[-2:] == [2001, 2101]


def test_headings_stay_with_their_tables_and_repeat(to_pdf: Callable[[bytes], Path]) -> None:
    """Part by part a few rows more, so that page ends fall everywhere."""
    one = example("zh")
    found = {}
    for index, name in enumerate(("plan", "attendance", "books", "notes", "articles", "talks", "visits")):
        found[name] = getattr(one, name) * (9 + 5 * index)
    docx = load(SHIPPED / "zh" / "personal_archive.docx").render(
        dataclasses.replace(one, pictures=(), **found), COMMON
    )
    heads = {"".join(row[0]) for row in tables_of(docx)}
    with pdfplumber.open(to_pdf(docx)) as file:
        pages = [page.extract_text().split("\n") for page in file.pages]
        assert not pages[0][-1].startswith("—"), "a cover has no number"
        assert len(pages) > 8
    for lines in pages[2:-1]:
        *text, number = [line.replace(" ", "") for line in lines]
        assert number.startswith("—")
        assert not re.match(r"[一二三四五六七八九十]+、", text[-1]), "a heading alone at a page's foot"
        assert text[-1] not in heads, "the head of a table alone at a page's foot"
        begins = re.match(r"[一二三四五六七八九十]+、|个人学习档案", text[0])
        assert begins or text[0] in heads, text[0]


def test_the_snapshot_reads_back() -> None:
    from templates.contexts.archive.tables import PersonalArchive
    from templates.snapshot import Frozen, freeze, thaw

    sheets = [Frozen("x", example("zh"), {"bilingual": False})]
    assert thaw(freeze(sheets, ""), PersonalArchive)[0][0].context == example("zh")
    assert json.loads(freeze(sheets, ""))["sheets"]
