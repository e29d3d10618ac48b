"""Books of minutes in which every meeting begins with its labels, in whatever order a clerk has them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from records.archive import Archive
from tests.intake.minutes.test_heads_of_minutes import BRANCH, brought_in, came, roster

TITLE = f"{BRANCH}学习记录（2011年）"


def meeting(subject: str, when: str, there: str, record: str) -> tuple[str, ...]:
    """The lines of one meeting: what it was about stands above when it was."""
    return (
        f"学习内容：{subject}",
        "学习形式：集中学习",
        f"时间：{when}",
        "地点：大队部",
        "主持：王福臣　　记录：王富贵",
        there,
        "参加人员：王福臣、杞二柱、王桂兰、王富贵",
        f"记录：{record}",
        "",
    )


HEARD = meeting(
    "玉米密植",
    "2011年3月8日晚上7点半至9点",
    "应到5人，实到4人，王春生请假（看病）。",
    "王福臣同志念了资料，大家谈了去年的收成。",
)
READ = meeting("沼气安全", "2011年4月12日下午", "应到5人，实到4人。", "杞二柱同志讲了办法，大家看了样池。")
NO_DAY = meeting("党章", "2011年6月31日下午", "应到5人，实到4人。", "王福臣同志领学，大家谈了体会。")


async def test_the_labels_above_the_day_belong_to_its_meeting(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    items = await brought_in(archive, tmp_path, TITLE, *HEARD, *READ)
    first, second = (each.fields for each in items if each.kind == "session")
    assert (first["title"], second["title"]) == ("玉米密植", "沼气安全")
    assert first["start"] == datetime(2011, 3, 8, 19, 30)
    assert first["summary"] == "王福臣同志念了资料，大家谈了去年的收成。"
    assert second["summary"] == "杞二柱同志讲了办法，大家看了样池。"
    assert came(items)["王春生"] == ("请假", "看病")


async def test_a_meeting_of_no_day_is_no_part_of_the_one_before(archive: Archive, tmp_path: Path) -> None:
    """Nothing said that a third meeting stood there."""
    roster(tmp_path)
    items = await brought_in(archive, tmp_path, TITLE, *HEARD, *READ, *NO_DAY)
    sessions = [each for each in items if each.kind == "session"]
    assert [each.outcome for each in sessions] == ["import", "import_flagged", "ask"]
    assert [question.code for question in sessions[2].questions] == ["missing_date"]
    assert sessions[1].fields["summary"] == "杞二柱同志讲了办法，大家看了样池。"


async def test_minutes_are_called_what_their_label_says(archive: Archive, tmp_path: Path) -> None:
    """What was done stands behind 会议内容 below the figures: it is no subject."""
    roster(tmp_path)
    told = "王福臣同志传达了通知，杞二柱同志谈了打算。会议决定设意见箱。"
    head = ("会议名称：纪律学习", "学习形式：集中学习", "时间：2011年5月16日16:00—18:00", "地点：大队部")
    people = ("主持人：王福臣", "记录人：王富贵", "应到：5人　实到：5人")
    items = await brought_in(
        archive, tmp_path, "会 议 记 录", f"单位：{BRANCH}", *head, *people, f"会议内容：{told}"
    )
    (session,) = (each.fields for each in items if each.kind == "session")
    assert session["title"] == "纪律学习"
    assert session["summary"] == told
    assert "topics" not in session
    assert session["category"] == "集体学习"


async def test_labels_that_nothing_reads_stay_with_the_minutes(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    head = ("时间：2011年5月16日", "地点：大队部", "主持人：王福臣", "记录人：王富贵", "天气：小雨")
    items = await brought_in(
        archive, tmp_path, f"{BRANCH}会议记录", *head, "会议记录：", "王福臣同志念了文件。", "散会。"
    )
    (session,) = (each.fields for each in items if each.kind == "session")
    assert session["summary"] == "天气：小雨\n王福臣同志念了文件。\n散会。"
