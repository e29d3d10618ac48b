"""Results of a test that are typed in a paper: in lines, in sentences, in tables of any shape."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.report import ImportReport
from records.intake.tables.typed_results import typed_results
from tests.intake.offices.test_year_workbook import BRANCH, brought_in, of_kind, roster
from tests.intake.papers.test_given_awards import in_order

TITLE = "青塘乡2012年第二季度政治理论测试成绩"
HELD = "测试时间：2012年5月8日"
Results = dict[str, int | None]


def _told(*lines: str) -> dict[str, str]:
    found = typed_results(TextDocument(paragraphs=tuple(map(Paragraph, lines)), tables=(), table_at=()))
    heads = next((row for row in found if row[:1] == ["姓名"]), [])
    rows = found[found.index(heads) + 1 :] if heads else []
    return {row[0]: "/".join(row[1:]) for row in rows}


@pytest.mark.parametrize(
    ("lines", "results"),
    [
        (["丁有田 92分, 贾秀云 88分"], {"丁有田": "92", "贾秀云": "88"}),
        (["丁有田得92分，贾秀云同志得88.5分。"], {"丁有田": "92", "贾秀云": "88.5"}),
        (["1. 丁有田　92", "2. 贾　云　88"], {"丁有田": "92", "贾云": "88"}),
        (["丁有田 92 贾秀云 88 尚大年 76"], {"丁有田": "92", "贾秀云": "88", "尚大年": "76"}),
        (["丁有田\t92", "贾秀云\t88"], {"丁有田": "92", "贾秀云": "88"}),
        (["丁有田：92；贾秀云：缺考", "尚大年：85"], {"丁有田": "92", "贾秀云": "缺考", "尚大年": "85"}),
        (["第一名：丁有田（98分）", "第二名：贾秀云（96分）"], {"丁有田": "98", "贾秀云": "96"}),
        (
            ["一等奖：丁有田 98分", "二等奖：贾秀云 96分、尚大年 95分"],
            {"丁有田": "98", "贾秀云": "96", "尚大年": "95"},
        ),
        (["丁有田（92）、贾秀云（88）、尚大年（缺考）"], {"丁有田": "92", "贾秀云": "88", "尚大年": "缺考"}),
        (["100分：丁有田、贾秀云", "98分：尚大年"], {"丁有田": "100", "贾秀云": "100", "尚大年": "98"}),
        (["丁有田、贾秀云均为92分，尚大年88分。"], {"丁有田": "92", "贾秀云": "92", "尚大年": "88"}),
        (
            ["丁有田92分，贾秀云88分。尚大年、邱小芳因事缺考。"],
            {"丁有田": "92", "贾秀云": "88", "尚大年": "缺考", "邱小芳": "缺考"},
        ),
        (["姓名：丁有田　成绩：92分", "姓名：贾秀云　成绩：88分"], {"丁有田": "92", "贾秀云": "88"}),
        ([f"{BRANCH}：丁有田92分、贾秀云88分"], {"丁有田": f"{BRANCH}/92", "贾秀云": f"{BRANCH}/88"}),
        (
            ["丁有田　苇塘村党支部　92", "贾秀云　苇塘村党支部　88"],
            {"丁有田": f"{BRANCH}/92", "贾秀云": f"{BRANCH}/88"},
        ),
        (["丁有田 92分", "贾秀云 58分（补考72分）"], {"丁有田": "92/", "贾秀云": "58/72"}),
        # Of whom it is must be asked; that somebody was there is not lost.
        (
            ["丁有田 92分, 贾秀云 88分, 小李答对八成约80分"],
            {"丁有田": "92", "贾秀云": "88", "小李答对八成约80分": ""},
        ),
        (["最高分96分，平均分88.5分，其中丁有田96分，贾秀云81分。"], {"丁有田": "96", "贾秀云": "81"}),
        (["最高分96分，平均分88.5分，及格率100%。"], {}),
        (["请丁有田、贾秀云5月8日前报名。"], {}),
    ],
)
def test_lines_and_sentences_tell_results(lines: list[str], results: dict[str, str]) -> None:
    assert _told(TITLE, HELD, *lines) == results


@pytest.mark.parametrize(
    "title", ["关于开展理论测试的通知", "百题竞赛活动方案", "参加知识竞赛有感", "会议记录"]
)
def test_other_papers_have_no_results(title: str) -> None:
    assert not _told(title, "丁有田 92分, 贾秀云 88分")


@pytest.mark.parametrize(
    ("parts", "results"),
    [
        (
            [TITLE, HELD, "丁有田 92分, 贾秀云 88分", "尚大年 76分"],
            {"丁有田": 92, "贾秀云": 88, "尚大年": 76},
        ),
        (
            [
                "关于2012年理论测试情况的通报",
                "各党支部：",
                "2012年5月8日，支部组织闭卷测试，满分100分，60分及格。成绩如下：",
                "丁有田92分，贾秀云88分。",
                "尚大年因事缺考。",
                "2012年5月10日",
            ],
            {"丁有田": 92, "贾秀云": 88, "尚大年": None},
        ),
        (
            [TITLE, HELD, [["姓名", "丁有田", "贾秀云"], ["成绩", "92", "88"]]],
            {"丁有田": 92, "贾秀云": 88},
        ),
        ([TITLE, HELD, [["丁有田", "92"], ["贾秀云", "88"]]], {"丁有田": 92, "贾秀云": 88}),
        (
            [
                "关于应知应会测试情况的通报",
                "为检验学习成效，" + "各支部按照年初安排认真组织，" * 16 + "2012年5月8日组织了闭卷测试。",
                [["姓名", "所在支部", "得分"], ["丁有田", BRANCH, "92"], ["贾秀云", BRANCH, "88"]],
                "2012年5月10日",
            ],
            {"丁有田": 92, "贾秀云": 88},
        ),
    ],
)
async def test_a_paper_of_results_is_a_test(
    archive: Archive, tmp_path: Path, parts: list[str | list[list[str]]], results: Results
) -> None:
    """It was asked what kind of paper it is, and no kind of paper fits."""
    folder = tmp_path / "office"
    folder.mkdir()
    roster(folder)
    in_order(folder / "测试.docx", *parts)
    report, records = await brought_in(archive, folder)
    (exam,) = of_kind(records, "exam")
    names = {each.id: each.title for each in records}
    rows: Any = exam.fields["results"]
    scores = {names[each["person"]]: each.get("score") for each in rows}
    assert scores == {name: None if score is None else Decimal(score) for name, score in results.items()}
    assert str(exam.fields["held_on"]) == "2012-05-08"
    assert _doubts(report) == []
    again = await run_import(archive, folder, apply=True)
    assert again.actions["created"] == again.actions["updated"] == 0


def _doubts(report: ImportReport) -> list[object]:
    lines = [line for item in report.items if item.kind == "exam" for line in (item, *item.lines)]
    return [(each.flags, each.why) for each in lines if each.flags or each.why]
