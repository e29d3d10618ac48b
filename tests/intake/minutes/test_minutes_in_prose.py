"""Minutes without labels: who led the meeting, where, when and who was away stand in its first sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from tests.intake.minutes.test_heads_of_minutes import ALL, BRANCH, brought_in, came, names_of, roster

TITLE = f"{BRANCH}学习会议记录"


@pytest.mark.parametrize(
    ("lines", "away"),
    [
        (
            (
                f"2011年5月6日下午，{BRANCH}在村小学教室召开党员学习会，会议由支部书记王福臣同志主持，王富贵同志记录。"
                "应到党员5名，实到4名，王桂兰同志因照顾病人请假。",
            ),
            {"王桂兰": ("请假", "照顾病人")},
        ),
        (
            (
                "二〇一一年五月六日晚，支部在村小学教室组织集中学习。支部书记王福臣主持会议，",
                "全体党员参加（杞二柱、王春生缺席），会议由文书王富贵记录。",
            ),
            {"杞二柱": ("缺席", None), "王春生": ("缺席", None)},
        ),
        (
            (
                "5月6日，在村小学教室举行学习会，会议由王福臣主持，王富贵做记录，全体党员参加，王春生无故缺席。",
                "王福臣同志领学了党章，要求下周学习由王桂兰同志主持。",
            ),
            {"王春生": ("缺席", "无故")},
        ),
    ],
)
async def test_sentences_tell_of_the_meeting(
    archive: Archive, tmp_path: Path, lines: tuple[str, ...], away: dict[str, tuple[str, str | None]]
) -> None:
    roster(tmp_path)
    items = await brought_in(archive, tmp_path, TITLE, *lines, "大家表示要把书读好。", name="2011年/学习.txt")
    (meeting,) = [each for each in items if each.kind == "session"]
    names = names_of(items)
    told = [names.get(meeting.fields.get(each)) for each in ("host", "recorder")]
    assert (str(meeting.fields["start"])[:10], meeting.fields["place"], told) == (
        "2011-05-06",
        "村小学教室",
        ["王福臣", "王富贵"],
    )
    assert came(items) == ALL | away
    assert (meeting.outcome, meeting.flags) == ("import", [])


async def test_who_is_to_lead_the_next_meeting_led_not_this_one(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    lines = (
        "时间：2011年5月6日",
        "地点：村部",
        "记录人：王富贵",
        "缺席：无",
        "会议决定下周学习由王桂兰同志主持。",
    )
    items = await brought_in(archive, tmp_path, TITLE, *lines)
    (meeting,) = [each for each in items if each.kind == "session"]
    assert "host" not in meeting.fields


async def test_some_who_are_only_counted_as_away_leave_all_unmarked(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    line = "2011年5月6日，支部在村部召开学习会，王福臣主持，王富贵记录，除2人请假外全体党员参加。"
    items = await brought_in(archive, tmp_path, TITLE, line)
    (meeting,) = [each for each in items if each.kind == "session"]
    assert (came(items), meeting.flags) == ({}, ["attendance_not_told"])


async def test_a_sentence_behind_a_label_is_not_its_value(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    line = "2011年5月6日召开学习会。会议地点：村部会议室。王福臣主持会议，王富贵记录，全体党员参加。"
    items = await brought_in(archive, tmp_path, TITLE, line)
    (meeting,) = [each for each in items if each.kind == "session"]
    assert meeting.fields["place"] == "村部会议室"
    assert names_of(items)[meeting.fields["host"]] == "王福臣"


async def test_an_evaluation_says_whose_it_was(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    first = (
        f"2013年6月5日上午，{BRANCH}在村部召开群众代表座谈会，会议由支部书记王福臣同志主持，王富贵同志记录。"
    )
    rest = "应到9人，实到8人，王春生因治病请假。"
    items = await brought_in(
        archive, tmp_path, "群众代表座谈会纪要", first + rest, "一、意见", "1、修好水渠。"
    )
    (made,) = [each for each in items if each.kind == "evaluation_minutes"]
    (unit,) = [each for each in items if each.kind == "unit"]
    names = names_of(items)
    assert made.fields["unit"] == unit.record_id
    assert [names[made.fields[each]] for each in ("host", "recorder")] == ["王福臣", "王富贵"]
    (away,) = made.fields["absentees"]
    assert (names[away["person"]], away["reason"], made.fields["place"]) == ("王春生", "治病", "村部")


async def test_strangers_who_were_away_stay_in_the_remarks(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    lines = (
        "时间：2013年6月5日",
        "主持：王福臣",
        "应到：9人　实到：6人",
        "缺席：田仁和、石长寿（赶集）、王春生",
    )
    items = await brought_in(
        archive, tmp_path, f"{BRANCH}服务对象评议会纪要", *lines, "一、意见", "1、修水渠。"
    )
    (made,) = [each for each in items if each.kind == "evaluation_minutes"]
    assert len(made.fields["absentees"]) == 1
    assert made.remarks == "缺席：田仁和、石长寿（赶集）"
    assert [each.raw for each in made.questions] == ["田仁和", "石长寿"]
