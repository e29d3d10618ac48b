"""Who spoke at a meeting, where a label of its minutes names them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from tests.intake.minutes.test_heads_of_minutes import BRANCH, HEAD, brought_in, names_of, roster

TOLD = (
    "发言摘要：",
    "王桂兰：我重点学习了党史第二卷，今后遇到事情要先问清楚再开口。",
    "王春生：我常在外边跑，今后要多到群众家里走一走。",
    "王福臣：大家的发言都有准备，下次会上接着讲。",
)


async def speakers(archive: Archive, folder: Path, *lines: str) -> tuple[list[str], Any, list[str]]:
    """The names of the speakers, the minutes that were kept, and what is asked about."""
    roster(folder)
    items = await brought_in(archive, folder, f"{BRANCH}学习交流会记录", *HEAD, *lines)
    (meeting,) = [each for each in items if each.kind == "session"]
    names = names_of(items)
    spoke: Any = meeting.fields.get("speakers", ())
    asked = [question.raw for question in meeting.questions if question.field == "speakers"]
    return [names[each] for each in spoke], meeting, asked


@pytest.mark.parametrize(
    "label",
    [
        *("交流发言人：王桂兰、王春生", "发言人：王桂兰 王春生", "中心发言人：王桂兰，王春生。"),
        *("主题发言人员：王桂兰、王春生", "典型发言同志：王桂兰、王春生", "交流人员：王桂兰、王春生"),
        *("重点发言：王桂兰、王春生", "交流发言：支部书记王桂兰、王春生", "发言党员名单：王桂兰、王春生"),
        *("主发言人：王桂兰、王春生", "发 言 人：王桂兰、王春生（书面）", "心得交流人：王桂兰、王春生"),
    ],
)
async def test_a_label_names_those_who_spoke_and_not_who_summed_it_up(
    archive: Archive, tmp_path: Path, label: str
) -> None:
    names, meeting, asked = await speakers(archive, tmp_path, "缺席：无", label, *TOLD)

    assert names == ["王桂兰", "王春生"]
    assert meeting.fields["summary"] == "\n".join(TOLD[1:])
    assert not asked and meeting.outcome == "import"


async def test_who_led_the_meeting_spoke_where_the_label_names_them(archive: Archive, tmp_path: Path) -> None:
    names, _, _ = await speakers(archive, tmp_path, "缺席：无", "发言人：王福臣、王桂兰", *TOLD)

    assert names == ["王福臣", "王桂兰", "王春生"]


async def test_a_speaker_whom_nobody_knows_is_asked_about(archive: Archive, tmp_path: Path) -> None:
    names, _, asked = await speakers(
        archive, tmp_path, "缺席：无", "交流发言人：王桂兰、王香生", "学习了党章。"
    )

    assert names == ["王桂兰"]
    assert asked == ["王香生"]


async def test_speakers_are_kept_where_nobody_else_is_named(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    head = ("时间：2011年9月14日", "地点：礼堂", "主持人：王福臣", "记录人：王富贵", "应到40人，实到38人")
    lines = ("学习交流会记录", *head, "发言人：王桂兰", "会上大家谈了体会。")
    items = await brought_in(archive, tmp_path, *lines)
    (meeting,) = [each for each in items if each.kind == "session"]
    spoke: Any = meeting.fields["speakers"]

    assert [names_of(items)[each] for each in spoke] == ["王桂兰"]


async def test_what_was_said_behind_such_a_label_names_nobody(archive: Archive, tmp_path: Path) -> None:
    said = "重点发言：大家围绕春耕谈了打算。"
    names, meeting, asked = await speakers(archive, tmp_path, "缺席：无", said, "会议记录：", "学习了党章。")

    assert not names and not asked
    assert said in meeting.fields["summary"]
