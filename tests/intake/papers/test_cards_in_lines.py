"""Cards typed as lines of labels below a title of notes: what labels say is no guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.offices.office_truth import paper

ROSTER = """党员花名册
姓名,性别,出生年月,所在支部
田家驹,男,1970.3,阿村第一党支部
马得草,男,1966.8,阿村第一党支部
宋玉成,男,1972.1,阿村第二党支部
"""
ONE = ("走访村组：阿村一组", "户主：赵满仓", "反映困难：缺化肥", "帮助措施：联系化肥2袋", "办理结果：已解决")
TWO = (
    *("走访村组：阿村二组", "户主：丁学林", "反映困难：看病没有钱"),
    *("帮助措施：帮助申请医疗救助", "办理结果：未解决"),
)
DAYS = ("走访时间：2011年3月5日", "走访时间：2011年4月6日")
BY = "走访人：田家驹"
VISITS: dict[str, tuple[str, ...]] = {
    "counted above": ("走访记录一", DAYS[0], BY, *ONE, "走访记录二", DAYS[1], BY, *TWO),
    "numbered": ("一、", DAYS[0], BY, *ONE, "二、", DAYS[1], BY, *TWO),
    "by the house": ("第一户", DAYS[0], BY, *ONE, "第二户", DAYS[1], BY, *TWO),
    "parted by a rule": (DAYS[0], BY, *ONE, "——————", DAYS[1], BY, *TWO),
    "one who went on all": (BY, DAYS[0], *ONE, DAYS[1], *TWO),
    "a bare day above each": (BY, "2011年3月5日", *ONE, "2011年4月6日", *TWO),
    "what is told below its label": (
        *(DAYS[0], BY, *ONE, DAYS[1], BY, *TWO[:2], "反映困难："),
        *("看病没有钱", "（医疗费三千元）。", *TWO[3:]),
    ),
}


async def _items(archive: Archive, folder: Path, kind: str) -> list[Item]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    report = await run_import(archive, folder)
    return [item for item in report.items if item.kind == kind]


@pytest.mark.parametrize("how", VISITS)
async def test_visits_are_what_their_labels_say(archive: Archive, tmp_path: Path, how: str) -> None:
    paper(tmp_path / "入户走访笔记.docx", "入户走访笔记", *VISITS[how])
    visits = await _items(archive, tmp_path, "household_visit")
    told = [
        [each.fields.get(name) for name in ("household", "village", "group", "help", "solved")]
        for each in visits
    ]
    assert told == [
        ["赵满仓", "阿村", "一组", "联系化肥2袋", True],
        ["丁学林", "阿村", "二组", "帮助申请医疗救助", False],
    ]
    assert [str(each.fields["visited_on"]) for each in visits] == ["2011-03-05", "2011-04-06"]
    assert visits[1].fields["difficulty"].startswith("看病没有钱")
    assert [(each.flags, each.remarks) for each in visits] == [([], None)] * 2


async def test_one_card_below_a_title_of_notes_is_a_visit(archive: Archive, tmp_path: Path) -> None:
    paper(tmp_path / "笔记.docx", "入户走访笔记", "走访记录", DAYS[0], BY, *ONE)
    (visit,) = await _items(archive, tmp_path, "household_visit")
    assert (visit.fields["village"], visit.fields["help"], visit.flags) == ("阿村", "联系化肥2袋", [])


async def test_a_card_that_lacks_a_label_is_one_of_them(archive: Archive, tmp_path: Path) -> None:
    paper(tmp_path / "笔记.docx", "民情日记", "一、", DAYS[0], BY, *ONE, "二、", DAYS[1], BY, *TWO[:4])
    visits = await _items(archive, tmp_path, "household_visit")
    assert [each.fields.get("solved") for each in visits] == [True, None]
    assert [each.fields["village"] for each in visits] == ["阿村", "阿村"]


@pytest.mark.parametrize("counted", [True, False])
async def test_talks_are_what_their_labels_say(archive: Archive, tmp_path: Path, counted: bool) -> None:
    one = ("谈话对象：马得草", "谈话内容：笔记不按时", "跟进措施：每月查一次")
    two = ("谈话对象：宋玉成", "谈话内容：冬季怎样学习", "跟进措施：设学习室")
    by = "谈话领导：田家驹"
    lines: tuple[str, ...] = (by, "2011年3月5日", *one, "2011年4月6日", *two)
    if counted:
        days = ("谈话时间：2011年3月5日", "谈话时间：2011年4月6日")
        lines = ("谈话记录1", days[0], by, *one, "谈话记录2", days[1], by, *two)
    paper(tmp_path / "谈心谈话笔记.docx", "谈心谈话记录", *lines)
    talks = await _items(archive, tmp_path, "talk")
    assert [each.fields.get("follow_up") for each in talks] == ["每月查一次", "设学习室"]
    assert [each.fields["matters"] for each in talks] == ["笔记不按时", "冬季怎样学习"]
    assert [each.flags for each in talks] == [[], []]


async def test_tutorials_and_deliveries_are_cards_too(archive: Archive, tmp_path: Path) -> None:
    lessons = [
        (
            "辅导时间：2011年3月5日",
            "主讲人：田家驹",
            "辅导地点：阿村一组",
            "辅导题目：施肥",
            "听课人数：35人",
        ),
        (
            "辅导时间：2011年4月6日",
            "主讲人：田家驹",
            "辅导地点：阿村二组",
            "辅导题目：惠农",
            "听课人数：20人",
        ),
    ]
    paper(tmp_path / "辅导.docx", "农民辅导课笔记", "第一次", *lessons[0], "第二次", *lessons[1])
    brought = [
        ("送学时间：2011年3月5日", "送学人：田家驹", "送学对象：马得草", "送学内容：党章"),
        ("送学时间：2011年4月6日", "送学人：田家驹", "送学对象：宋玉成", "送学内容：两会"),
    ]
    paper(
        tmp_path / "送学.docx", "送学上门记录", "送学记录（一）", *brought[0], "送学记录（二）", *brought[1]
    )
    taught = await _items(archive, tmp_path, "farmer_tutorial")
    assert [(each.fields["title"], each.fields["farmers"]) for each in taught] == [("施肥", 35), ("惠农", 20)]
    deliveries = await _items(archive, tmp_path, "door_delivery")
    assert [each.fields["materials"] for each in deliveries] == ["党章", "两会"]


def _visit(number: int, *, day: bool = True) -> tuple[str, ...]:
    """A card with its day in the first line, or without."""
    lines = (
        f"户主：赵{'一二三四'[number]}",
        f"反映困难：缺{number}号肥",
        f"帮助措施：送{number}袋",
        "走访村组：阿村一组",
    )
    return ((f"走访时间：2011年3月{number + 1}日",) if day else ()) + lines


@pytest.mark.parametrize("between", [("",), ("第二户",), ("——————",)])
@pytest.mark.parametrize("wanting", [0, 1, 2])
async def test_the_day_of_a_card_is_no_other_s(
    archive: Archive, tmp_path: Path, between: tuple[str, ...], wanting: int
) -> None:
    """Where the first lacked its day it got that of the second, and so on, and nothing said so."""
    cards = [_visit(number, day=number != wanting) for number in range(3)]
    lines = [line for card in cards for line in (*between, *card)]
    paper(tmp_path / "笔记.docx", "入户走访登记", "走访人：田家驹", *lines)
    visits = await _items(archive, tmp_path, "household_visit")
    told = {each.fields["household"]: str(each.fields["visited_on"]) for each in visits if each.taken}
    assert told == {f"赵{'一二三'[at]}": f"2011-03-0{at + 1}" for at in range(3) if at != wanting}
    assert len(visits) == 3


@pytest.mark.parametrize("wanting", [0, 1, 2])
async def test_cards_that_nothing_parts_give_no_day_to_another(
    archive: Archive, tmp_path: Path, wanting: int
) -> None:
    cards = [_visit(number, day=number != wanting) for number in range(3)]
    paper(
        tmp_path / "笔记.docx", "入户走访登记", "走访人：田家驹", *(line for card in cards for line in card)
    )
    for each in await _items(archive, tmp_path, "household_visit"):
        if each.taken and not each.flags:
            at = "一二三".index(each.fields["household"][1])
            assert str(each.fields["visited_on"]) == f"2011-03-0{at + 1}"


async def test_a_day_on_the_first_of_two_is_its_own(archive: Archive, tmp_path: Path) -> None:
    lines = (*_visit(0), "走访人：田家驹", *_visit(1, day=False), "走访人：田家驹")
    paper(tmp_path / "笔记.docx", "入户走访登记", *lines)
    visits = await _items(archive, tmp_path, "household_visit")
    assert [(each.taken, each.why) for each in visits] == [(True, ""), (False, "missing_date")]


async def test_what_stands_below_all_cards_is_none_of_the_last(archive: Archive, tmp_path: Path) -> None:
    cards = [line for number in range(2) for line in (*_visit(number), f"办理结果：办{number}")]
    paper(tmp_path / "笔记.docx", "入户走访登记", "走访人：田家驹", *cards, "以上共走访2户。")
    visits = await _items(archive, tmp_path, "household_visit")
    assert len(visits) == 2
    assert not any("以上" in str(value) for each in visits for value in each.fields.values())
