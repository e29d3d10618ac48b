"""Two archives unseen while the intake was written: all rows come to what a clerk would say."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from records.archive import Archive
from tests.intake.offices import office_d, office_e
from tests.intake.offices.office_truth import compare


@pytest.mark.parametrize("office", [office_d, office_e], ids=["township", "farm"])
async def test_every_row_comes_to_what_a_careful_clerk_would_say(
    archive: Archive, tmp_path: Path, office: ModuleType
) -> None:
    folder, truth = office.build(tmp_path)
    verdict, report = await compare(archive, folder, truth)
    assert (verdict.silent, verdict.asked, verdict.refused) == ([], [], [])
    assert verdict.right == len(truth) >= 78
    assert {each.state for each in report.files} == {"read"}
    # What the money was for stands in the summary only: the use is read from it, and flagged.
    flags = {(item.kind, flag) for item in report.every_item() for flag in item.flags}
    assert ("funding", "item_from_summary") in flags
