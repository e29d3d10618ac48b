"""Old or frail is not the same as hardly able to move: rosters say the one and mean either."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.outcome import Item


async def told_of(archive: Archive, folder: Path, heading: str, words: str) -> Item:
    (folder / "名册.csv").write_text(
        f"党员花名册\n姓名,性别,出生年月,所在支部,{heading}\n田家驹,男,1940.3,杨湾村党支部,{words}\n", "utf-8"
    )
    report = await run_import(archive, folder)
    (person,) = [item for item in report.items if item.kind == "person"]
    return person


@pytest.mark.parametrize("words", ["年老体弱", "年老多病", "体弱多病", "年老体弱，少参加学习"])
@pytest.mark.parametrize("heading", ["备注", "流动情况"])
async def test_the_frail_are_taken_for_those_who_hardly_move_with_a_doubt(
    archive: Archive, tmp_path: Path, heading: str, words: str
) -> None:
    """It was taken silently, and whoever hardly moves is counted at no meeting."""
    person = await told_of(archive, tmp_path, heading, words)
    assert person.fields["mobility"] == "行动不便" and "value_unsure:mobility" in person.flags


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        *(("备注", "年老体弱，行动不便"), ("备注", "体弱多病，常年卧床"), ("备注", "行走不便")),
        ("学习有无不便", "年老体弱"),
        ("学习不便情况", "体弱多病"),
    ],
)
async def test_who_is_said_not_to_get_about_is_taken_without(
    archive: Archive, tmp_path: Path, heading: str, words: str
) -> None:
    person = await told_of(archive, tmp_path, heading, words)
    assert (person.fields["mobility"], person.flags) == ("行动不便", [])


@pytest.mark.parametrize("words", ["是", "有", "√"])
async def test_that_something_hinders_somebody_does_not_say_what(
    archive: Archive, tmp_path: Path, words: str
) -> None:
    """是 under 有无不便 made those people who are away."""
    person = await told_of(archive, tmp_path, "参加学习有无不便", words)
    assert "mobility" not in person.fields and person.flags == ["value_left_out:mobility"]
