"""Fields that hold a person or a unit: a name that is nobody's is asked about, and a unit may answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.answers.answering import QuestionList, wanted
from records.intake.batch import run_import
from records.intake.mappings.mapping_file import MappingFile
from records.intake.report import ImportReport
from tests.intake.registers.one_register import ROSTER

NOTICES = """\
限期整改登记表
受文对象,整改要求,整改期限,签发日期
湾村,补齐记录,2012.5.20,2012.5.10
湾村,补学两次,2012.9.20,2012.9.10
田家驹,补写笔记,2012.5.20,2012.5.10
"""


async def _brought_in(archive: Archive, folder: Path, mapping: Path) -> ImportReport:
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "整改登记.csv").write_text(NOTICES, "utf-8")
    return await run_import(archive, folder, mapping=mapping if mapping.exists() else None)


def _targets(report: ImportReport) -> list[object]:
    known = [item for item in report.items if item.kind in ("unit", "person")]
    names = {item.record_id: item.fields.get("name") for item in known}
    return [names.get(item.fields.get("target")) for item in report.items if item.kind == "rectification"]


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_unit_answers_where_people_may_be_meant_as_well(
    archive: Archive, tmp_path: Path, everywhere: bool
) -> None:
    folder = tmp_path / "资料"
    folder.mkdir()
    file = MappingFile(tmp_path / "对照.yaml", archive.kinds)
    report = await _brought_in(archive, folder, file.path)
    asked = QuestionList(report.questions)
    questions = [each for _, each in report.questions]
    assert [each.raw for each in questions] == ["湾村", "湾村"]
    assert {wanted(each) for each in questions} == {"either"}
    if everywhere:
        assert asked.give_all(file, questions[0], "杨湾村党支部", unit=True) == 2
        assert "units:" in file.text() and "people:" not in file.text()
    else:
        asked.give(file, questions[0], "杨湾村党支部")
    report = await _brought_in(archive, folder, file.path)
    assert len(report.questions) == (0 if everywhere else 1)
    assert _targets(report) == ["杨湾村党支部", "杨湾村党支部" if everywhere else None, "田家驹"]
