"""Forms of meetings: whose they are, figures that contradict the names, and records of party classes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item

BRANCH = "柏树村党支部"
PEOPLE = ("龙大勇", "龙小芹", "吴有田", "蒋桂花", "田长贵")


@pytest.fixture
def office(tmp_path: Path) -> Path:
    lines = [f"{name},男,196{at}.3,{BRANCH}" for at, name in enumerate(PEOPLE)]
    (tmp_path / "花名册.csv").write_text(
        "\n".join(["党员花名册", "姓名,性别,出生年月,所在支部", *lines, "熊开富,男,1961.6,水车村党支部"]),
        "utf-8",
    )
    return tmp_path


def word(path: Path, *blocks: str | Sequence[Sequence[str]]) -> None:
    paper = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            paper.add_paragraph(block)
            continue
        table = paper.add_table(len(block), max(map(len, block)))
        for row, cells in enumerate(block):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text
    paper.save(str(path))


async def of_kinds(archive: Archive, office: Path, *kinds: str) -> tuple[list[Item], dict[Any, str]]:
    """The only record of each kind, and the names of people and units."""
    report = await run_import(archive, office)
    named = [each for each in report.items if each.kind in ("person", "unit")]
    found = [[each for each in report.items if each.kind == kind] for kind in kinds]
    assert [len(each) for each in found] == [1] * len(kinds)
    return [each[0] for each in found], {each.record_id: str(each.fields["name"]) for each in named}


async def only_session(archive: Archive, office: Path) -> Item:
    (item,), _ = await of_kinds(archive, office, "session")
    return item


def signed(*away: str) -> list[list[str]]:
    return [["姓名", "签到"], *([name, "" if name in away else name] for name in PEOPLE)]


@pytest.mark.parametrize(
    ("label", "called"),
    [
        ("会议名称", "柏树村党支部党员大会"),
        ("会议主题", "柏树村支部民主生活会"),
        ("活动名称", "中共柏树村支部委员会“七一”党课"),
    ],
)
async def test_the_name_of_the_meeting_says_whose_it_was(
    archive: Archive, office: Path, label: str, called: str
) -> None:
    head = [[label, called], ["时间", "2011年7月1日 8:30"], ["地点", "村委会"]]
    word(office / "签到.docx", "会议签到表", [*head, *signed("吴有田")])
    (item,), names = await of_kinds(archive, office, "session")
    assert (item.outcome, names[item.fields["host_unit"]]) == ("import", BRANCH)
    assert len(item.fields["attendance"]) == 5


FORM = [["会议时间", "2011年9月13日", "会议地点", "村委会"], ["主持人", "龙大勇", "记录人", "龙小芹"]]
SAID = [["会议内容", "学习关于农村危房改造的文件，龙大勇领学，大家进行了讨论。"]]


async def test_a_meeting_of_another_branch_than_the_folder_says_is_doubted(
    archive: Archive, office: Path
) -> None:
    (office / "水车村党支部").mkdir()
    word(office / "水车村党支部" / "记录.docx", "会议记录", [["会议名称", f"{BRANCH}党员大会"], *FORM, *SAID])
    item = await only_session(archive, office)
    assert "unit_in_doubt" in item.flags


@pytest.mark.parametrize(
    "figures",
    [
        "应到5人　实到5人",
        "应到会党员：6人，实到：4人",
        "应到人数：5　到会人数：3",
        "应参加：四人　实参加：四人",
    ],
)
@pytest.mark.parametrize("above", [True, False])
async def test_figures_beside_a_list_that_does_not_come_to_them(
    archive: Archive, office: Path, figures: str, above: bool
) -> None:
    lines = [f"时间：2011年9月5日　地点：村活动室　{figures if above else ''}"]
    word(office / "签到.docx", f"{BRANCH}学习签到表", *lines, signed("田长贵"), "" if above else figures)
    item = await only_session(archive, office)
    assert "counts_differ" in item.flags


async def test_figures_beside_a_list_that_comes_to_them(archive: Archive, office: Path) -> None:
    head = [["时间", "2011年9月5日"], ["应到人数", "5"], ["实到人数", "4"]]
    word(office / "签到.docx", f"{BRANCH}学习签到表", [*head, *signed("田长贵")])
    item = await only_session(archive, office)
    assert (item.outcome, item.flags) == ("import", [])


async def test_figures_below_the_marks_of_a_day(archive: Archive, office: Path) -> None:
    lines = ["姓名,3月5日,4月8日", *(f"{name},√,√" for name in PEOPLE), "应到人数,5,5", "实到人数,5,4"]
    (office / "考勤.csv").write_text("\n".join([f"{BRANCH}2011年集中学习考勤表", *lines]), "utf-8")
    report = await run_import(archive, office)
    flags = [item.flags for item in report.items if item.kind == "session"]
    assert flags == [[], ["counts_differ"]]


async def test_somebody_who_signed_and_was_away(archive: Archive, office: Path) -> None:
    word(
        office / "签到.docx",
        f"{BRANCH}学习签到表",
        "时间：2011年9月5日",
        [*signed(), ["缺席：田长贵（外出）", ""]],
    )
    item = await only_session(archive, office)
    assert "present_and_absent" in item.flags


async def test_somebody_who_came_and_was_away_by_the_minutes(archive: Archive, office: Path) -> None:
    people = [["参加人员", "、".join(PEOPLE), "缺席人员", "田长贵"]]
    word(office / "记录.docx", f"{BRANCH}会议记录", [*FORM, *people, *SAID])
    item = await only_session(archive, office)
    assert "present_and_absent" in item.flags


async def test_why_nobody_signed_beside_a_name(archive: Archive, office: Path) -> None:
    word(
        office / "签到.docx",
        f"{BRANCH}学习签到表",
        "时间：2011年9月5日",
        [*signed("田长贵"), ["缺席：田长贵（住院）", ""]],
    )
    (item,), names = await of_kinds(archive, office, "session")
    assert [row["state"] for row in item.fields["attendance"] if names[row["person"]] == "田长贵"] == ["请假"]


OUTLINE = "一、为什么要讲党性\n二、怎样当好带头人\n三、要办的几件实事"
CLASS = {
    "title": "做一名合格的农村党员",
    "held_on": date(2011, 6, 30),
    "place": "柏树村活动室",
    "lecturer": "贺文涛",
    "materials": OUTLINE,
}
CLASS_FORM = [
    ["党课题目", "做一名合格的农村党员", "", ""],
    ["授课时间", "2011年6月30日", "授课地点", "柏树村活动室"],
    ["授课人", "贺文涛", "听课人数", "32人"],
    ["记录人", "龙小芹", "主办单位", BRANCH],
    ["授课提纲", OUTLINE, "", ""],
]
CLASS_LINES = (
    "时　间：2011年6月30日\n地　点：柏树村活动室\n主讲人：贺文涛\n听课对象：全体党员、入党积极分子\n"
    f"听课人数：32人\n题　目：做一名合格的农村党员\n内容提纲：\n{OUTLINE}"
)


async def party_class(archive: Archive, office: Path) -> None:
    """What every record of the class above tells: the class, and its meeting with how many heard it."""
    (made, session), names = await of_kinds(archive, office, "party_class", "session")
    assert {name: made.fields.get(name) for name in CLASS} == CLASS
    assert names[made.fields["unit"]] == BRANCH
    assert (session.fields["category"], session.fields["present"]) == ("党课", 32)
    assert made.fields["session"] == session.record_id


@pytest.mark.parametrize("title", ["党课记录", "党课活动记录表", "党 课 登 记 表", f"{BRANCH}党课情况记录"])
async def test_the_form_of_a_party_class(archive: Archive, office: Path, title: str) -> None:
    word(office / "党课.docx", title, CLASS_FORM)
    await party_class(archive, office)


async def test_a_party_class_in_lines(archive: Archive, office: Path) -> None:
    (office / "党课.txt").write_text(f"{BRANCH}党课登记\n{CLASS_LINES}", "utf-8")
    await party_class(archive, office)


@pytest.mark.parametrize("beside", [True, False])
async def test_names_in_cells_below_the_place_where_people_sign(
    archive: Archive, office: Path, beside: bool
) -> None:
    head = [
        ["会议名称", f"{BRANCH}组织生活会", ""],
        ["会议时间", "2011年9月2日", ""],
        ["会议地点", "村委会", ""],
    ]
    names = [[*PEOPLE[:2], PEOPLE[2]], [PEOPLE[3], "", ""]]
    below = [["签到栏", *PEOPLE[:2]], ["", *PEOPLE[2:4]]] if beside else [["签到栏", "", ""], *names]
    word(office / "签到.docx", "签到表", [*head, ["应到人数", "5人", ""], ["实到人数", "4人", ""], *below])
    (item,), names_of = await of_kinds(archive, office, "session")
    assert {names_of[row["person"]]: row["state"] for row in item.fields["attendance"]} == dict.fromkeys(
        PEOPLE[:4], "到"
    )
    assert (item.fields["title"], item.fields["place"]) == (f"{BRANCH}组织生活会", "村委会")
    # Who did not sign is not known.
    assert "expected_differs_from_membership" in item.flags


async def test_a_label_that_nobody_knows_is_told_and_the_form_read(archive: Archive, office: Path) -> None:
    word(office / "党课.docx", "党课记录", [*CLASS_FORM, ["党员反映", "讲得通俗易懂，听得进。", "", ""]])
    await party_class(archive, office)


async def test_all_members_and_others_are_more_than_all_members(archive: Archive, office: Path) -> None:
    people = [["参加人员", "全体党员、入党积极分子共18人"]]
    word(office / "记录.docx", f"{BRANCH}会议记录", [*FORM, *people, *SAID])
    item = await only_session(archive, office)
    assert (item.fields.get("attendance"), item.fields["present"]) == (None, 18)
