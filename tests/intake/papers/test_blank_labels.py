"""Papers typed with blanks between a label and what it says, and a place beside the day of a meeting."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.blank_labels import with_colons
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster, states
from tests.intake.papers.test_meetings_and_plans import paper, told


async def test_minutes_whose_labels_blanks_part_are_read(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    paper(
        *(
            tmp_path / "会议.docx",
            f"{BRANCH}党员大会记录",
            "时间  2011年10月20日上午8:30—10:00",
            "地点  村部",
        ),
        *(
            "主 持  丁有田  记录人  贾秀云",
            "出席  丁有田、贾秀云",
            "请假  尚大年（病假）",
            "议题  学习农村工作条例",
        ),
        "丁有田念了条例第三章，大家讨论了冬闲学习的办法。",
    )
    _, records = await brought_in(archive, tmp_path)
    (meeting,) = of_kind(records, "session")
    assert f"{meeting.fields['start']:%Y-%m-%d}".startswith("2011-10-20")
    assert [told(meeting, name, records) for name in ("host", "recorder")] == ["丁有田", "贾秀云"]
    assert meeting.fields["place"] == "村部"
    assert meeting.fields["topics"] == ["学习农村工作条例"]
    assert states(meeting, records).keys() == {"丁有田", "贾秀云", "尚大年"}


async def test_an_article_whose_labels_blanks_part_has_its_author(archive: Archive, tmp_path: Path) -> None:
    roster(tmp_path)
    head = ("浅谈村干部的学习", f"单位 {BRANCH}", "作者 贾秀云", "时间 2011年12月5日")
    paper(tmp_path / "体会.docx", *head, "村里的事千头万绪，不学习就跟不上。" * 4)
    _, records = await brought_in(archive, tmp_path)
    (article,) = of_kind(records, "experience_article")
    assert told(article, "authors", records) == ["贾秀云"]


@pytest.mark.parametrize(
    "lines",
    [
        ("时间 紧迫，任务很重", "内容 丰富多彩。"),
        ("主持 公道", "记录 历史"),
        ("时间 2011年5月", "今年学了三本书"),
        ("单位 同志都来了", "作者 很多"),
    ],
)
def test_words_that_only_begin_a_line_are_no_labels(lines: tuple[str, ...]) -> None:
    document = TextDocument(tuple(Paragraph(line) for line in ("谈学习", *lines)))
    assert with_colons(document) is document


@pytest.mark.parametrize(
    "line", ["2011年11月20日上午　村部会议室", "2011年11月20日 村部会议室", "（2011.11.20  村部会议室）"]
)
async def test_a_place_beside_the_day_below_the_title_is_kept(
    archive: Archive, tmp_path: Path, line: str
) -> None:
    roster(tmp_path)
    paper(
        tmp_path / "会议.docx",
        f"{BRANCH}会议记录",
        line,
        "主持人：丁有田　记录人：贾秀云",
        "出席：丁有田、贾秀云",
        "学习公报。",
    )
    _, records = await brought_in(archive, tmp_path)
    (meeting,) = of_kind(records, "session")
    assert meeting.fields["place"] == "村部会议室"
