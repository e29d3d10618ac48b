"""Who came to a meeting and who was away, as F9 says it: of a column of names, or of one paper of minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.mappings.mapping import ColumnRule, ImportMapping, SourceRule
from records.intake.mappings.mapping_reading import parse_mapping
from records.intake.outcome import Item
from records.intake.papers.paper_rule import fields_beside
from records.intake.tables.table_rule import targets_of
from tests.intake.registers.one_register import ROSTER

MINUTES = (
    "杨湾村党支部党员大会记录\n时间：2012年4月3日\n地点：村部\n主持：田家驹\n记录：苏长水\n"
    "应到3人，实到2人\n会议内容：学习党章\n田家驹：今天学习党章。大家要认真学。\n"
)


async def _meetings(archive: Archive, folder: Path, rule: SourceRule) -> list[Item]:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    report = await run_import(archive, folder, mapping=ImportMapping(rules=(rule,)))
    return [item for item in report.items if item.kind == "session"]


def _states(item: Item) -> list[tuple[str, str | None]]:
    return [(row["state"], row.get("leave_reason")) for row in item.fields.get("attendance", ())]


@pytest.mark.parametrize("to", ["attendance", "attendance.person"])
async def test_a_column_names_who_came_and_who_did_not(archive: Archive, tmp_path: Path, to: str) -> None:
    """Under 签到 the column went nowhere without a word, under 签到: 姓名 each row became one person."""
    rows = (
        "杨湾村党支部,4月3日,学习党章,田家驹、苏长水、苗有根\n"
        "杨湾村党支部,4月9日,学习党史,田家驹、苏长水、苗有根（事假）\n"
    )
    (tmp_path / "登记.csv").write_text(f"2012年学习登记\n支部,日期,内容,大家\n{rows}", "utf-8")
    rule = SourceRule("学习", "登记.csv", kind="session", columns=(ColumnRule(("大家",), to),))
    items = await _meetings(archive, tmp_path, rule)
    assert [item.fields["title"] for item in items] == ["学习党章", "学习党史"]
    assert _states(items[0]) == [("到", None)] * 3
    assert _states(items[1]) == [("到", None), ("到", None), ("请假", "事假")]
    assert {item.outcome for item in items} == {"import"}


async def test_the_screens_offer_the_columns_of_names_in_plain_words(archive: Archive) -> None:
    session, exam = archive.kinds["session"], archive.kinds["exam"]
    said = {each.name: each.label for each in targets_of(session)}
    assert said["attendees"] == "Present, by name" and said["absentees"] == "Absent, by name"
    assert {"attendees", "absentees", "on_leave", "late"} <= {each.name for each in fields_beside(session)}
    assert not {"attendees", "absentees"} & {each.name for each in targets_of(exam)}


@pytest.mark.parametrize(
    ("said", "states"),
    [
        ("absentees: 苗有根（事假）", [("请假", "事假"), ("到", None), ("到", None)]),
        ("on_leave: 苗有根", [("请假", None), ("到", None), ("到", None)]),
        (
            "attendees: 田家驹、苏长水, absentees: 苗有根（旷课）",
            [("到", None), ("到", None), ("缺席", "旷课")],
        ),
    ],
)
async def test_who_came_to_a_meeting_of_a_paper_can_be_said(
    archive: Archive, tmp_path: Path, said: str, states: list[tuple[str, str | None]]
) -> None:
    """The page of papers had no place for it, and set: passed over what it said."""
    (tmp_path / "记录.txt").write_text(MINUTES, "utf-8")
    text = f"files: 记录.txt\nkind: session\nset: {{{said}}}\n"
    rule = parse_mapping(text, "m.yaml", archive.kinds).rules[0]
    (item,) = await _meetings(archive, tmp_path, rule)
    assert _states(item) == states
    assert "attendance_incomplete" not in item.flags
