"""What minutes are called, and what is kept as the record of the meeting: how it went, to its last line."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.papers.minutes.record import record_of
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_meetings_and_plans import paper

TOLD = "丁有田同志传达了公报。大家结合修路的事谈了看法。"


@pytest.mark.parametrize("rule", ["--------", "＊＊＊＊", "————————", "", "- - - -"])
def test_a_rule_between_two_meetings_is_told_of_neither(rule: str) -> None:
    assert record_of(["地点：二楼会议室", "主持：丁有田", f"会议情况：{TOLD}", rule]) == TOLD


async def test_minutes_are_called_as_their_label_says(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    lines = ("会议名称：学习心得交流会", "时间：2011年11月18日下午4:00—5:30", "地点：村部", "主持人：丁有田")
    people = ("记录人：贾秀云", "出席：丁有田、贾秀云、尚大年", "会议内容：", "丁有田：今天谈收获。")
    paper(tmp_path / "记录.docx", f"{BRANCH}2011年会议记录", *lines, *people)
    _, records = await brought_in(archive, tmp_path)
    (session,) = of_kind(records, "session")
    assert (session.fields["title"], session.fields["category"]) == ("学习心得交流会", "交流会")
    assert session.fields["summary"] == "丁有田：今天谈收获。"
