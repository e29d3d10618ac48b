"""Forms of labels and values in which a clerk calls something by a word that nobody knows."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.offices.office_truth import xlsx

ROSTER = """党员花名册
姓名,性别,出生年月,所在支部
田家驹,男,1970.3,阿村第一党支部
马得草,男,1966.8,阿村第一党支部
宋玉成,男,1972.1,阿村第二党支部
"""
Rows = list[tuple[str, ...]]
DEEDS: Rows = [("主要事迹", "坚持每月读一本书，带动全组学习。"), ("支部意见", "同意推荐。")]
WHO = ("姓名", "宋玉成", "所在党组织", "阿村第二党支部")
WHAT = ("推荐奖项", "学习先进个人", "年度", "2011")
NOMINATIONS: dict[str, Rows] = {
    "first of all": [("推荐届次", "第三届", "年度", "2011"), ("姓名", "宋玉成", *WHAT[:2]), *DEEDS],
    "below one row": [WHO, ("群众口碑", "优良", "年度", "2011"), ("推荐奖项", "学习先进个人"), *DEEDS],
    "behind a known one": [WHO, WHAT, ("得票", "7票", "群众口碑", "优良"), *DEEDS],
    "with nothing beside it": [WHO, WHAT, ("群众口碑", "", "得票", "7票"), *DEEDS],
    "two in a row": [WHO, WHAT, ("群众口碑", "优良", "评选批次", "第二批"), *DEEDS],
    "among three": [
        ("姓名", "宋玉成", "性别", "男", "民族", "汉族"),
        ("入党批次", "第三批", *WHAT),
        WHO[2:],
        *DEEDS,
    ],
}


async def _items(archive: Archive, folder: Path, kind: str) -> list[Item]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    report = await run_import(archive, folder)
    return [item for item in report.items if item.kind == kind]


def _form(folder: Path, title: str, rows: Rows, *, word: bool) -> None:
    if not word:
        xlsx(folder / f"{title}.xlsx", {"1": [[title], *rows]})
        return
    form = docx.Document()
    form.add_paragraph(title)
    width = max(map(len, rows))
    table = form.add_table(len(rows), width)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
        if len(row) < width:
            table.cell(at, len(row) - 1).merge(table.cell(at, width - 1))
    form.save(str(folder / f"{title}.docx"))


@pytest.mark.parametrize("word", [True, False])
@pytest.mark.parametrize("where", NOMINATIONS)
async def test_a_strange_label_leaves_a_nomination_whole(
    archive: Archive, tmp_path: Path, where: str, word: bool
) -> None:
    _form(tmp_path, "学习先进个人推荐表", NOMINATIONS[where], word=word)
    (made,) = await _items(archive, tmp_path, "nomination")
    assert made.taken and not made.questions
    assert (made.fields["award"], made.fields["year"]) == ("学习先进个人", 2011)
    assert made.fields["deeds"] == "坚持每月读一本书，带动全组学习。"
    assert made.fields["branch_opinion"] == "同意推荐。"
    votes = any("得票" in row for row in NOMINATIONS[where])
    assert made.fields.get("votes") == (7 if votes else None)


@pytest.mark.parametrize("word", [True, False])
async def test_a_strange_label_leaves_a_visit_a_talk_and_an_award_cards(
    archive: Archive, tmp_path: Path, word: bool
) -> None:
    visit: Rows = [
        ("家庭成色", "一般", "户主", "赵满仓"),
        ("走访时间", "2011年3月5日", "走访人", "田家驹"),
        ("走访村组", "阿村一组"),
        ("反映问题", "缺化肥"),
        ("帮助措施", "联系化肥2袋"),
    ]
    talk: Rows = [
        ("谈话缘起", "平稳", "谈话对象", "马得草"),
        ("谈话时间", "2011年4月5日", "谈话人", "田家驹"),
        ("谈话内容", "谈学习笔记不按时的事，本人表示今后按时完成。"),
    ]
    award: Rows = [
        ("获奖人", "马得草", "荣誉称号", "学习先进个人"),
        ("奖项来路", "县里", "发证日期", "2011年7月1日"),
        ("证书编号", "阿学〔2011〕1号", "授予单位", "县委"),
    ]
    for title, rows in (("入户走访登记表", visit), ("谈心谈话登记表", talk), ("荣誉登记表", award)):
        _form(tmp_path, title, rows, word=word)
    (visited,) = await _items(archive, tmp_path, "household_visit")
    assert visited.taken and "columns_unread" in visited.flags
    assert (visited.fields["household"], visited.fields["village"]) == ("赵满仓", "阿村")
    (talked,) = await _items(archive, tmp_path, "talk")
    assert str(talked.fields["date"]) == "2011-04-05"
    (awarded,) = await _items(archive, tmp_path, "award")
    assert (awarded.fields["title"], str(awarded.fields["issued_on"])) == ("学习先进个人", "2011-07-01")


@pytest.mark.parametrize("word", [True, False])
async def test_minutes_typed_as_a_form_keep_what_was_said_beside_a_strange_label(
    archive: Archive, tmp_path: Path, word: bool
) -> None:
    rows: Rows = [
        ("会议时间", "2011年3月5日", "地点", "村部"),
        ("会风测定", "良", "主持人", "田家驹"),
        ("记录人", "马得草", "应到", "3"),
        ("会议内容", "田家驹传达了县委学习文件，大家讨论了怎样学习。"),
    ]
    _form(tmp_path, "会议记录", rows, word=word)
    (meeting,) = await _items(archive, tmp_path, "session")
    assert meeting.fields["summary"] == "田家驹传达了县委学习文件，大家讨论了怎样学习。"


@pytest.mark.parametrize("word", [True, False])
async def test_rows_of_people_and_of_places_are_none_of_a_form(
    archive: Archive, tmp_path: Path, word: bool
) -> None:
    """A register of which one heading is a word that nobody knows stays one."""
    rows: Rows = [
        ("走访时间", "走访人", "走访村组", "户主", "家庭成色", "反映问题"),
        ("2011年3月5日", "田家驹", "阿村一组", "赵满仓", "一般", "缺化肥"),
        ("2011年4月5日", "马得草", "阿村二组", "丁学林", "一般", "看病没钱"),
    ]
    _form(tmp_path, "入户走访登记表", rows, word=word)
    visits = await _items(archive, tmp_path, "household_visit")
    assert [each.fields["household"] for each in visits] == ["赵满仓", "丁学林"]
