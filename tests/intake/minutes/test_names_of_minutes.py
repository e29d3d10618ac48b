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


@pytest.mark.parametrize(
    "title", ["苇塘村党支部集中学习记录", "苇塘村党支部理论学习记录", "苇塘村党支部周一例会记录"]
)
async def test_minutes_without_a_name_are_called_by_their_subject(
    archive: Archive, tmp_path: Path, title: str
) -> None:
    """Of what kind the meeting was, its subject does not say: 座谈会精神 was studied."""
    roster(tmp_path)
    lines = (
        "学习主题：全省党员干部座谈会精神",
        "时间：2011年11月18日下午4:00—5:30",
        "地点：村部",
        "主持人：丁有田",
    )
    paper(tmp_path / "记录.docx", title, *lines, "记录人：贾秀云", "出席：丁有田、贾秀云", "会议内容：", TOLD)
    _, records = await brought_in(archive, tmp_path)
    (session,) = of_kind(records, "session")
    assert session.fields["title"] == "全省党员干部座谈会精神"
    assert session.fields["category"] == ("周一例会" if "例会" in title else "集体学习")


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("创建学习型党组织活动动员大会", "动员会"),
        ("创建活动动员部署会", "动员会"),
        ("学习经验交流大会", "交流会"),
        ("群众代表座谈会议", "座谈会"),
        ("支部党员大会", "集体学习"),
    ],
)
async def test_kinds_of_meetings_written_at_length(
    archive: Archive, tmp_path: Path, name: str, category: str
) -> None:
    roster(tmp_path)
    lines = (
        f"会议名称：{name}",
        "时间：2010年7月14日15:00—17:00",
        "地点：村部",
        "主持：丁有田",
        "记录：贾秀云",
    )
    paper(
        tmp_path / "记录.docx",
        f"{BRANCH}党员大会会议记录",
        *lines,
        "请假：尚大年（病假）",
        "会议内容：",
        TOLD,
    )
    _, records = await brought_in(archive, tmp_path)
    (session,) = of_kind(records, "session")
    assert (session.fields["title"], session.fields["category"]) == (name, category)
