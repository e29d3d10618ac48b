"""A list signed at one meeting: whose meeting its title says, what it was about, why somebody was away."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item
from records.search.query import Query
from tests.intake.registers.one_register import ROSTER

UNITS = (
    "党组织名称,类别,上级党组织\n中共白鹤乡委员会,党委,\n白鹤乡机关党支部,党支部,中共白鹤乡委员会\n"
    "杨湾村党支部,党支部,中共白鹤乡委员会\n"
)


async def _meeting(archive: Archive, folder: Path, *lines: str, marks: str = "请假,住院治疗") -> Item:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "党组织一览表.csv").write_text(UNITS, "utf-8")
    text = "\n".join(
        (
            *lines,
            "序号,姓名,职务,签到,备注",
            "1,褚秀琴,乡党委书记,√,",
            f"2,韦明远,副乡长,{marks}",
            "3,邹晓梅,,√,\n",
        )
    )
    (folder / "登记.csv").write_text(text, "utf-8")
    report = await run_import(archive, folder, apply=True)
    (item,) = [each for each in report.items if each.kind == "session"]
    return item


WHEN = ("时间：2010年8月2日 8:30—10:00,,,地点：三楼会议室", "主持人：褚秀琴,,,记录人：邹晓梅")


async def test_a_monday_meeting_of_the_offices_with_two_subjects(archive: Archive, tmp_path: Path) -> None:
    title, about = "乡机关干部职工周一例会签到表", "学习内容：实施方案、《农村、农业与农民》"
    item = await _meeting(archive, tmp_path, title, *WHEN, about)
    assert (item.outcome, item.flags) == ("import", [])
    assert (item.fields["title"], item.fields["category"]) == ("乡机关干部职工周一例会", "周一例会")
    assert item.fields["topics"] == ["实施方案", "《农村、农业与农民》"]
    unit = next(
        each
        for each in [r async for r in archive.each(Query(kind="unit"))]
        if each.id == item.fields["host_unit"]
    )
    assert "机关" in unit.title
    away = [row for row in item.fields["attendance"] if row["state"] != "到"]
    assert [(row["state"], row["leave_reason"]) for row in away] == [("请假", "住院治疗")]


async def test_one_subject_is_what_the_meeting_is_called(archive: Archive, tmp_path: Path) -> None:
    item = await _meeting(archive, tmp_path, "乡机关干部职工周一例会签到表", *WHEN, "学习内容：实施方案")
    assert (item.fields["title"], item.fields.get("topics")) == ("实施方案", None)


@pytest.mark.parametrize(
    ("marks", "state", "reason"),
    [
        ("请假,陪家人看病", "请假", "陪家人看病"),
        ("请假,事假", "请假", "事假"),
        ("请假,", "请假", None),
        ("√,新任", "到", None),
        (",出差", "请假", "出差"),
    ],
)
async def test_why_somebody_was_away_stands_in_the_remarks(
    archive: Archive, tmp_path: Path, marks: str, state: str, reason: str | None
) -> None:
    item = await _meeting(
        archive, tmp_path, "白鹤乡机关党支部学习签到表", *WHEN, "学习内容：实施方案", marks=marks
    )
    row = item.fields["attendance"][1]
    assert (row["state"], row.get("leave_reason")) == (state, reason)
