"""A street office's archive comes in as a clerk would say, with a roster in a Word file, and once only."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.names import split_names
from records.intake.unit_names import parse_unit_name
from tests.intake.offices import office_f
from tests.intake.offices.office_truth import compare


async def test_every_row_comes_to_what_a_careful_clerk_would_say(archive: Archive, tmp_path: Path) -> None:
    folder, truth = office_f.build(tmp_path)
    verdict, report = await compare(archive, folder, truth)
    assert (verdict.silent, verdict.asked, verdict.refused) == ([], [], [])
    assert verdict.right == len(truth) == 62
    assert {each.state for each in report.files} == {"read"}
    # 花雷 among those present may be 花蕾, who would stand as absent otherwise.
    asked = {question.code for _, question in report.questions if question.raw == "花雷"}
    assert asked == {"present_name_unknown"}
    assert (await run_import(archive, folder, apply=True)).actions["created"] == 0


def test_the_formal_names_of_branches_are_no_committees() -> None:
    names = ("中共沙河镇北滩村支部委员会", "北滩村党总支部委员会", "中共沙河镇委员会")
    assert [parse_unit_name(name).category for name in names] == ["党支部", "党总支", "党委"]


def test_a_reason_goes_with_the_name_before_it() -> None:
    parts = split_names("周敏 因公出差 张芝 有病")
    assert [(part.name, part.reason) for part in parts] == [("周敏", "因公出差"), ("张芝", "有病")]
