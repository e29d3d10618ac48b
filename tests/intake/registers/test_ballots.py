"""A sheet with the votes of a democratic evaluation is one ballot of its branch, with a line a member."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.report import ImportReport

ROSTER = """\
党员花名册
姓名,性别,入党时间,所在支部
冯德贵,男,1988.7,双井村党支部
王德明,男,1990.7,双井村党支部
罗桂英,女,2010.12,双井村党支部
"""
TALLY = """\
双井村党支部2011年度民主评议党员测评汇总表
发出测评表12张，收回12张，有效12张
序号,姓名,优秀,合格,基本合格,不合格,弃权,评定等次,备注
1,冯德贵,9,3,0,0,0,优秀,
2,王德明,5,6,,,1,合格,
3,罗桂英,4,8,,,,不评等次,预备党员
合计,,18,17,0,0,1,,
"""


async def brought(archive: Archive, folder: Path, tally: str, name: str = "民主评议汇总.csv") -> ImportReport:
    (folder / "党员花名册.csv").write_text(ROSTER, "utf-8")
    (folder / name).write_text(tally, "utf-8")
    return await run_import(archive, folder, apply=True)


def votes(report: ImportReport) -> list[tuple[int, ...]]:
    (ballot,) = (item for item in report.items if item.kind == "democratic_evaluation")
    grades = ("excellent", "qualified", "basic", "unqualified", "abstain")
    return [tuple(line[grade] for grade in grades if grade in line) for line in ballot.fields["lines"]]


async def test_the_votes_of_a_branch(archive: Archive, tmp_path: Path) -> None:
    report = await brought(archive, tmp_path, TALLY)
    (ballot,) = (item for item in report.items if item.kind == "democratic_evaluation")
    assert ballot.record_id is not None
    stored = await archive.get(ballot.record_id)
    fields: dict[str, Any] = stored.fields
    unit = await archive.get(fields["unit"])
    assert (unit.title, fields["year"], ballot.outcome) == ("双井村党支部", 2011, "import")
    assert [fields[name] for name in ("issued", "returned", "valid")] == [12, 12, 12]
    people = [(await archive.get(line["person"])).title for line in fields["lines"]]
    assert people == ["冯德贵", "王德明", "罗桂英"]
    assert [line["result"] for line in fields["lines"]] == ["优秀", "合格", "不评等次"]
    assert votes(report) == [(9, 3, 0, 0, 0), (5, 6, 0, 0, 1), (4, 8, 0, 0, 0)]
    assert stored.remarks == "罗桂英：预备党员"
    again = await run_import(archive, tmp_path, apply=True)
    assert not again.actions["created"] and not again.actions["updated"]


async def test_a_ballot_keeps_when_and_where_it_was_held(archive: Archive, tmp_path: Path) -> None:
    """It has no field for either, and minutes that have one may not be there."""
    held = "填表日期：2011年12月25日\n评议时间：2011年12月20日　　地点：村部　　计票人：王德明\n发出"
    report = await brought(archive, tmp_path, TALLY.replace("发出", held, 1))
    (ballot,) = (item for item in report.items if item.kind == "democratic_evaluation")
    assert ballot.record_id is not None
    stored = await archive.get(ballot.record_id)
    told = "评议时间：2011年12月20日；地点：村部；计票人：王德明；罗桂英：预备党员"
    assert stored.remarks == told
    assert (stored.fields["issued"], stored.fields["year"]) == (12, 2011)


async def test_what_no_line_can_be_made_of_is_told(archive: Archive, tmp_path: Path) -> None:
    tally = TALLY.replace("王德明,5,6,,,1", "王得明,5,6,,,1").replace("罗桂英,4", "罗桂英,若干")
    report = await brought(archive, tmp_path, tally)
    assert votes(report) == [(9, 3, 0, 0, 0), (8, 0, 0, 0)]
    (ballot,) = (item for item in report.items if item.kind == "democratic_evaluation")
    assert ballot.flags == ["value_left_out:valid"] and "valid" not in ballot.fields
    lines = {item.place.row: item for item in report.every_item() if item.kind == "ballot_line"}
    assert [question.code for question in lines[5].questions] == ["unknown_person_similar_name"]
    assert "value_left_out:excellent" in lines[6].flags


async def test_whose_votes_a_sheet_has_is_asked(archive: Archive, tmp_path: Path) -> None:
    report = await brought(archive, tmp_path, TALLY.replace("双井村党支部2011年度", "2011年度"))
    (ballot,) = (item for item in report.items if item.kind == "democratic_evaluation")
    assert ([question.code for question in ballot.questions], ballot.record_id) == (["no_unit"], None)


async def test_votes_of_no_year_are_refused(archive: Archive, tmp_path: Path) -> None:
    report = await brought(archive, tmp_path, TALLY.replace("2011年度", ""))
    (ballot,) = (item for item in report.items if item.kind == "democratic_evaluation")
    assert (ballot.outcome, ballot.record_id) == ("reject", None)
