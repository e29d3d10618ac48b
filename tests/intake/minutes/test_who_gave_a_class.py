"""Party classes of which the minutes themselves say who gave them, and labels spread between names."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.intake.papers.signature import pairs_of_line
from tests.intake.minutes.test_heads_of_minutes import BRANCH, brought_in, came, names_of, roster
from tests.intake.registers.one_register import brought_in as registered

CLASS = ("会议名称：党课", "时间：2010年9月10日下午2:30", "地点：村小学", "主持人：王福臣", "记录人：王富贵")
REST = ("应到5人，实到4人", "缺席：王春生（外出务工）")


def only(items: list[Item]) -> Item:
    (meeting,) = [each for each in items if each.kind == "session"]
    return meeting


@pytest.mark.parametrize(
    ("line", "lecturer", "topics"),
    [
        ("支部书记王福臣讲党课，题目是《做合格党员》。", "王福臣", ["做合格党员"]),
        ("由王桂兰同志为大家上了一堂题为《做合格党员》的党课。", "王桂兰", ["做合格党员"]),
        ("会上，请王桂兰同志作了廉政党课报告。大家很受教育。", "王桂兰", None),
        ("授课人：杞二柱（镇农技站站长）", "杞二柱", None),
        ("讲完后大家议了议。决定下月由王桂兰讲党课。", None, None),
    ],
)
async def test_who_gave_the_class_stands_among_what_was_said(
    archive: Archive, tmp_path: Path, line: str, lecturer: str | None, topics: list[str] | None
) -> None:
    """The lecturer was lost, and nothing said so."""
    roster(tmp_path)
    lines = (f"{BRANCH}会议记录", *CLASS, *REST, "会议记录：", line, "会后每人写一篇心得。")
    meeting = only(await brought_in(archive, tmp_path, *lines))
    assert (meeting.fields["category"], meeting.fields.get("lecturer")) == ("党课", lecturer)
    assert meeting.fields.get("topics") == topics
    in_sentence = lecturer is not None and "：" not in line
    assert ("read_from_sentence:lecturer" in meeting.flags) == in_sentence


async def test_what_was_put_down_in_a_register_says_who_gave_the_class(
    archive: Archive, tmp_path: Path
) -> None:
    text = (
        "杨湾村党支部三会一课记录\n会议类别,会议主题,开会时间,开会地点,主持人,记录员,应到人数,实到人数,缺席人员,会议内容摘要\n"
        "党课,水产养殖,2011年4月15日14:30-16:30,农家书屋,田家驹,苏长水,3,3,无,授课人：韦明远（副乡长）\n"
    )
    (meeting,) = await registered(archive, tmp_path, text, "session")
    assert (meeting.fields["lecturer"], meeting.flags) == ("韦明远", [])


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("主　　持：王福臣　　记　　录：王富贵", {"主持": "王福臣", "记录": "王富贵"}),
        ("主　持：何　永　　记　录：罗　文", {"主持": "何　永", "记录": "罗　文"}),
        ("主 持 人：王福臣 记 录 人：王富贵", {"主持人": "王福臣", "记录人": "王富贵"}),
        ("会议地 点：大队部　缺　席：无　记　录：王富贵", {"地点": "大队部", "缺席": "无", "记录": "王富贵"}),
    ],
)
def test_spread_labels_of_a_line(line: str, told: dict[str, str]) -> None:
    assert pairs_of_line(line) == told


@pytest.mark.parametrize("gap", ["　　", "    "])
async def test_spread_labels_behind_a_name_take_none_of_it(
    archive: Archive, tmp_path: Path, gap: str
) -> None:
    """王福臣 before 记　　录： was 王福, whom nobody knows, and who wrote it down was lost."""
    roster(tmp_path)
    items = await brought_in(
        archive,
        tmp_path,
        f"{BRANCH}学习会议记录",
        f"会议时间：2011年9月14日{gap}会议地点：大队部",
        f"主　　持：王福臣{gap}记　　录：王富贵",
        "请假：王春生（走亲戚）",
        "会议记录：",
        "学了一号文件，大家表示赞成。",
    )
    meeting, names = only(items), names_of(items)
    assert [names.get(meeting.fields.get(each)) for each in ("host", "recorder")] == ["王福臣", "王富贵"]
    assert not meeting.questions


@pytest.mark.parametrize(
    ("line", "away"),
    [
        ("应到5人，实到4人。王春生值班请假。", ("请假", "值班")),
        ("应到5人，实到4人，王春生去县城看病请假。", ("请假", "去县城看病")),
        ("应到5人，实到4人。王春生因值班请假。", ("请假", "值班")),
    ],
)
async def test_why_stands_right_behind_the_name(
    archive: Archive, tmp_path: Path, line: str, away: tuple[str, str]
) -> None:
    """It was taken for leave of which nobody says why."""
    roster(tmp_path)
    items = await brought_in(
        archive,
        tmp_path,
        f"{BRANCH}学习记录",
        "日期：2011年9月14日　　地点：大队部",
        "主持：王福臣　记录：王富贵",
        line,
        "学了一号文件。",
    )
    assert came(items)["王春生"] == away


async def test_a_lecturer_who_is_said_for_one_meeting_of_a_book_is_taken(
    archive: Archive, tmp_path: Path
) -> None:
    """The page of papers wrote it into the mapping file, and the next run passed over it."""
    roster(tmp_path)
    head = ("地点：大队部", "主持人：王福臣", "记录人：王富贵", "缺席：无", "会议记录：")
    text = "\n".join(
        (
            f"{BRANCH}会议记录本（2011年）",
            *("时间：2011年3月4日", *head, "学了一号文件，大家表示赞成。"),
            *("时间：2011年4月8日", *head, "学了党章，大家表示赞成。"),
        )
    )
    (tmp_path / "记录本.txt").write_text(text, "utf-8")
    said = tmp_path.parent / "said.yaml"
    said.write_text("files: 记录本.txt\nkind: session\nparts:\n  2:\n    lecturer: 杞二柱\n", "utf-8")
    report = await run_import(archive, tmp_path, mapping=said)
    meetings = [each for each in report.items if each.kind == "session"]
    assert [each.fields.get("lecturer") for each in meetings] == [None, "杞二柱"]


async def test_a_numbered_assembly_is_called_so(archive: Archive, tmp_path: Path) -> None:
    """It bore the title of the book and its number."""
    roster(tmp_path)
    head = ("会议地点：大队部", "主持：王福臣", "记录：王富贵", "缺席：无", "会议记录：")
    lines = [f"{BRANCH}2011年会议记录"]
    for number, (name, day) in enumerate((("党员学习会", "2月25日"), ("支部大会", "4月22日"))):
        lines += [
            f"（{'一二'[number]}）{name}",
            f"会议时间：2011年{day}晚上8点",
            *head,
            "学了文件，大家表示赞成。",
        ]
    items = await brought_in(archive, tmp_path, *lines, name="2011年会议记录.txt")
    assert [each.fields["title"] for each in items if each.kind == "session"] == ["党员学习会", "支部大会"]


@pytest.mark.parametrize(
    ("line", "lecturer"),
    [
        ("由王桂兰作重点辅导。", "王桂兰"),
        ("会上，由王桂兰同志领学。", "王桂兰"),
        ("请王桂兰作专题导读。", "王桂兰"),
        ("由王桂兰作重点辅导，请王富贵作专题导读。", None),
        ("下月由王桂兰作重点辅导。", None),
    ],
)
async def test_a_theme_and_its_parts_and_who_led_through_them(
    archive: Archive, tmp_path: Path, line: str, lecturer: str | None
) -> None:
    """The theme stood for the topics below 一、学习内容, and who led the others was lost: nothing said so."""
    roster(tmp_path)
    lines = (
        *(
            f"{BRANCH}学习记录",
            "时间：2010年9月10日下午2:30",
            "地点：村小学",
            "主持人：王福臣",
            "记录人：王富贵",
        ),
        *(
            *REST,
            "学习主题：做好群众工作",
            "一、学习内容",
            "1．学习群众工作的文件。",
            "2．学习省委全会精神。",
        ),
        *(line, "二、讨论发言", "王桂兰：多到户里走走。"),
    )
    meeting = only(await brought_in(archive, tmp_path, *lines))
    assert meeting.fields["topics"] == ["学习群众工作的文件", "学习省委全会精神"]
    assert meeting.fields["title"] == "做好群众工作"
    assert meeting.fields.get("lecturer") == lecturer
