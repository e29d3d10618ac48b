"""Cards and forms of one person: rows of study below a name, talks, and papers that are no articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.papers.signature import signed_line
from tests.intake.minutes.test_heads_of_minutes import ALL, BRANCH, PEOPLE, brought_in, came, names_of, roster

OFFICE = "柳湾乡机关党支部"
TOP = [["姓名", "王桂兰", "性别", "女", "照片"], ["所在支部", BRANCH, "学历", "初中", ""]]
ROWS = [["时间", "学习内容", "学时", "方式"], ["3月12日", "党章", "2", ""], ["4月20日", "公文写作", "4", ""]]


def word(path: Path, *blocks: str | list[list[str]]) -> None:
    """A paper of lines and tables."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        wide = max(map(len, block))
        grid = document.add_table(rows=len(block), cols=wide)
        for at, row in enumerate(block):
            for column, text in enumerate(row):
                grid.cell(at, column).text = text
            grid.cell(at, len(row) - 1).merge(grid.cell(at, wide - 1))
    document.save(str(path))


async def made_of(archive: Archive, folder: Path) -> list[Item]:
    return list((await run_import(archive, folder)).every_item())


@pytest.mark.parametrize(
    "blocks",
    [
        (TOP, "自学情况", ROWS),
        ([*TOP, ["学习情况"], *ROWS],),
        ([["姓名", "王桂兰", "民族", ""], *ROWS],),
    ],
)
async def test_rows_below_somebody_s_card_are_what_that_person_studied(
    archive: Archive, tmp_path: Path, blocks: tuple[str | list[list[str]], ...]
) -> None:
    roster(tmp_path)
    word(tmp_path / "学习档案卡.docx", "2012年度干部个人学习档案卡", *blocks)
    items = await made_of(archive, tmp_path)
    found = [each for each in items if each.place.file == "学习档案卡.docx"]
    names = names_of(items)
    assert [
        (each.kind, names.get(each.fields.get("person")), each.fields.get("content")) for each in found
    ] == [
        ("study_entry", "王桂兰", "党章"),
        ("study_entry", "王桂兰", "公文写作"),
    ]
    assert [str(each.fields["started"].start) for each in found] == ["2012-03-12", "2012-04-20"]


@pytest.mark.parametrize(
    "head", [["序号", "姓名", "得分"], ["姓名", "成绩", "单位", "名次"], ["姓名", "得分", "备注"]]
)
async def test_the_headings_of_a_list_are_no_card(archive: Archive, tmp_path: Path, head: list[str]) -> None:
    roster(tmp_path)
    cells = {"成绩": "86", "得分": "86", "单位": BRANCH}
    rows = [[cells.get(each, name if each == "姓名" else "") for each in head] for name in PEOPLE]
    above = "测试时间：2012年10月18日　满分：100分"
    word(tmp_path / "成绩.docx", f"{BRANCH}党员应知应会测试成绩表", above, [head, *rows], "平均分：86")
    (test,) = [each for each in await made_of(archive, tmp_path) if each.kind == "exam"]
    names = names_of(await made_of(archive, tmp_path))
    assert len(names) == len(test.lines) == len(PEOPLE)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("党员对照检查材料", ("一、存在的问题", "学习不够深入，有时以干代学。")),
        ("民情日记", ("今天走访了孙家，孙家的水渠堵了，已联系水管站来清淤。",)),
        ("请假条", ("家中盖房，不能参加本月五日的集中学习，特此请假。",)),
    ],
)
async def test_what_is_signed_may_be_no_article(
    archive: Archive, tmp_path: Path, title: str, lines: tuple[str, ...]
) -> None:
    roster(tmp_path)
    items = await brought_in(
        archive, tmp_path, title, f"{BRANCH} 王桂兰", *lines, "2012年11月2日", name="1.txt"
    )
    # Asked about, or told as a paper of which no record is kept.
    assert {each.outcome for each in items if each.place.file == "1.txt"} <= {"ask"}


async def test_a_card_without_text_is_no_article(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    card = [["姓名", "王桂兰", "检查时间", "2012年6月1日"], ["笔记篇数", "5", "月份", "2012年5月"]]
    word(tmp_path / "检查.docx", "学习情况检查卡", card)
    (paper,) = [each for each in await made_of(archive, tmp_path) if each.place.file == "检查.docx"]
    assert [each.code for each in paper.questions] == ["kind_unknown"]


async def test_who_talks_may_be_of_another_unit(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    (tmp_path / "机关").mkdir()
    roster(tmp_path / "机关", OFFICE, ("邓小兰", "陶春梅"))
    rows = [["谈话人", "邓小兰", "职务", "组织委员"], ["谈话对象", "王桂兰", "所在支部", BRANCH]]
    rest = [["谈话时间", "2011年10月12日", "谈话地点", "家中"], ["谈话内容", "外出时怎样学习"]]
    word(tmp_path / "谈心谈话记录.docx", "谈心谈话记录表", [*rows, *rest])
    items = await made_of(archive, tmp_path)
    (talk,) = [each for each in items if each.kind == "talk"]
    names = names_of(items)
    assert (names[talk.fields["leader"]], names[talk.fields["counterpart"]]) == ("邓小兰", "王桂兰")
    assert talk.questions == []


async def test_an_evaluation_may_be_led_from_above_and_keeps_who_sat_in(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    (tmp_path / "机关").mkdir()
    roster(tmp_path / "机关", OFFICE, ("邓小兰", "陶春梅"))
    head = ("时间：2012年12月20日", "地点：村部", "主持人：乡组织委员邓小兰", "记录人：陶春梅")
    rest = (
        "列席人员：入党积极分子3名、县委组织部高科长",
        "应到党员5人，实到5人",
        "会议议程：",
        "1.学习",
        "2.评议",
    )
    items = await brought_in(archive, tmp_path, f"{BRANCH}民主评议党员大会记录", *head, *rest)
    (made,) = [each for each in items if each.kind == "evaluation_minutes"]
    names = names_of(items)
    assert (names[made.fields["host"]], names[made.fields["recorder"]]) == ("邓小兰", "陶春梅")
    assert made.fields["observers"] == ["入党积极分子3名", "县委组织部高科长"]
    assert made.questions == []


async def test_long_labels_and_empty_words_of_a_form(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    rows: list[Any] = [
        ["会议时间", "2012年10月12日", "会议地点", "村部"],
        ["主持人", "王福臣", "记录人", "王富贵"],
    ]
    rows += [["应到会人数", str(len(PEOPLE)), "实到会人数", "4"], ["缺席人员姓名及原因", "王春生（开会）"]]
    rows += [["会议议题", "1.学习十七大报告\n2.讨论秋收"], ["会议内容", "略"]]
    word(tmp_path / "10月.docx", f"{BRANCH}会议记录表", rows)
    items = await made_of(archive, tmp_path)
    assert came(items) == ALL | {"王春生": ("请假", "开会")}
    (meeting,) = [each for each in items if each.kind == "session"]
    assert meeting.fields["topics"] == ["学习十七大报告", "讨论秋收"]


@pytest.mark.parametrize(
    ("line", "unit", "names"),
    [
        ("茶园村妇女主任李学兰", "茶园村", ("李学兰",)),
        ("河湾村党支部书记助理、村委会主任 伍德才同志", "河湾村党支部", ("伍德才",)),
        ("临江镇党委书记王强", "临江镇党委", ("王强",)),
        ("党委副书记　李琼芳", "党委", ("李琼芳",)),
    ],
)
def test_a_signature_with_a_post(line: str, unit: str, names: tuple[str, ...]) -> None:
    found = signed_line(line, None)
    assert found is not None
    assert (found.unit, found.authors) == (unit, names)


@pytest.mark.parametrize(
    "line", ["学习先进书记沈浩", "大力弘扬沈浩精神", "学习时间表 张三", "柳湾村党支部书记讲话稿"]
)
def test_a_heading_is_no_signature_for_the_post_in_it(line: str) -> None:
    assert signed_line(line, None) is None


async def test_a_label_that_nobody_knows_leaves_the_rest_of_a_card_read(
    archive: Archive, tmp_path: Path
) -> None:
    roster(tmp_path)
    rows = [["走访干部", "王桂兰", "走访时间", "2012.6.1"], ["户主姓名", "王五一", "圈舍状况", "尚可"]]
    rest = [["住址", "大王庄村二组"], ["反映问题", "水渠堵了"], ["处理情况", "已联系水管站清淤"]]
    word(tmp_path / "走访表.docx", "走访农户登记表", [*rows, *rest])
    items = await made_of(archive, tmp_path)
    (visit,) = [each for each in items if each.kind == "household_visit"]
    told = {name: visit.fields.get(name) for name in ("household", "village", "difficulty")}
    assert told == {"household": "王五一", "village": "大王庄村", "difficulty": "水渠堵了"}
    assert names_of(items)[visit.fields["visitor"]] == "王桂兰"
    # What it says stays with the record, and is told.
    assert "columns_unread" in visit.flags
    assert "尚可" in visit.cells
