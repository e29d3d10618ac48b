"""Lists that people sign at a meeting, below a form that says when it was, where and what about."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import docx

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from tests.intake.offices.office_truth import xlsx

ROSTER = """党员花名册
姓名,性别,出生年月,入党时间,转正时间,所在支部
张伟民,男,1968.2,1990.7,1991.7,上营社区党支部
李秀兰,女,1971.5,1995.7,1996.7,上营社区党支部
王德明,男,1974.1,1998.7,1999.7,上营社区党支部
赵永刚,男,1980.3,2004.7,2005.7,上营社区党支部
"""
LIST: list[list[object]] = [
    ["上营社区党支部党员学习签到表", "", "", "", "", "", ""],
    ["会议名称", "四月份党员大会", "", "时间", "2012年4月11日下午2:00—4:00", "", ""],
    ["地点", "党员活动室", "", "主持人", "张伟民", "", ""],
    ["学习内容", "学习防汛知识", "", "", "", "", ""],
    ["序号", "姓名", "签到", "序号", "姓名", "签到", "备注"],
    [1, "张伟民", "√", 3, "王德明", "√", ""],
    [2, "李秀兰", "出差", 4, "赵永刚", "√", ""],
    ["应到4人，实到3人", "", "", "", "", "", ""],
]
MERGES = ("A1:G1", "B2:C2", "E2:G2", "B3:C3", "E3:G3", "B4:G4", "A8:G8")


async def meeting_of(archive: Archive, folder: Path) -> tuple[Item, dict[str, str]]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    report = await run_import(archive, folder)
    names = {item.record_id: str(item.fields["name"]) for item in report.items if item.kind == "person"}
    (made,) = [item for item in report.items if item.kind == "session"]
    return made, {names[row["person"]]: row["state"] for row in made.fields["attendance"]}


async def test_a_list_below_a_form_is_the_meeting_of_the_form(archive: Archive, tmp_path: Path) -> None:
    xlsx(tmp_path / "党员学习签到表.xlsx", {"4月": LIST}, {"4月": MERGES})
    made, came = await meeting_of(archive, tmp_path)
    told = {name: made.fields.get(name) for name in ("title", "topics", "place", "start", "end")}
    assert told == {
        "title": "四月份党员大会",
        "topics": ["学习防汛知识"],
        "place": "党员活动室",
        "start": datetime(2012, 4, 11, 14),
        "end": datetime(2012, 4, 11, 16),
    }
    assert came == {"张伟民": "到", "李秀兰": "请假", "王德明": "到", "赵永刚": "到"}
    assert made.flags == []


async def test_a_note_in_a_column_that_two_names_share_is_told(archive: Archive, tmp_path: Path) -> None:
    lines = [list(line) for line in LIST]
    lines[5][6] = "早退"
    xlsx(tmp_path / "党员学习签到表.xlsx", {"4月": lines}, {"4月": MERGES})
    made, _ = await meeting_of(archive, tmp_path)
    assert "columns_unread" in made.flags


async def test_form_and_list_may_be_two_tables_of_word(archive: Archive, tmp_path: Path) -> None:
    paper = docx.Document()
    paper.add_paragraph("学习签到表")
    paper.add_paragraph("单位：上营社区党支部")
    for rows in (
        [
            ["学习时间", "2012年5月9日16:30—18:00", "学习地点", "党员活动室"],
            ["主持人", "张伟民", "主讲人", "李秀兰"],
        ],
        [
            ["序号", "姓名", "签名", "备注"],
            ["1", "张伟民", "张伟民", ""],
            ["2", "李秀兰", "李秀兰", ""],
            ["3", "王德明", "", "请假"],
            ["4", "赵永刚", "", ""],
        ],
    ):
        table = paper.add_table(rows=len(rows), cols=4)
        for at, row in enumerate(rows):
            for column, text in enumerate(row):
                table.cell(at, column).text = text
        paper.add_paragraph("")
    paper.save(str(tmp_path / "学习签到.docx"))
    made, came = await meeting_of(archive, tmp_path)
    assert came == {"张伟民": "到", "李秀兰": "到", "王德明": "请假", "赵永刚": "缺席"}
    assert (made.fields["start"], made.fields["end"]) == (
        datetime(2012, 5, 9, 16, 30),
        datetime(2012, 5, 9, 18),
    )
    assert made.fields["lecturer"] == "李秀兰"
