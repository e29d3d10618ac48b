"""What an operator leaves out though it could be taken: rows, lines of a test, papers and what is theirs."""

from __future__ import annotations

from pathlib import Path

from records.archive import Archive
from records.intake.answers.left_out import left_out_key
from records.intake.batch import run_import
from records.intake.mappings.mapping import ImportMapping
from records.intake.outcome import Item
from records.intake.report import ImportReport
from tests.intake.papers.test_meetings_and_plans import paper
from tests.intake.registers.one_register import ROSTER

TEST = "理论测试成绩\n2011年3月5日\n姓名,成绩,备注\n田家驹,90,补记\n苏长水,80,\n"
MARKS = "杨湾村党支部学习签到表\n姓名,3月5日,3月12日\n田家驹,√,√\n苏长水,√,◎\n苗有根,√,√\n"


async def _without(archive: Archive, folder: Path, *left: Item | None) -> ImportReport:
    answers = {key: "drop" for item in left if item is not None and (key := left_out_key(item))}
    return await run_import(archive, folder, mapping=ImportMapping(answers=answers))


def _items(report: ImportReport, kind: str) -> list[Item]:
    return [each for item in report.items for each in (item, *item.lines) if each.kind == kind]


async def test_a_row_a_line_and_a_person_stay_out(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "测试.csv").write_text(TEST, "utf-8")
    report = await _without(archive, tmp_path)
    line = _items(report, "exam_result")[0]
    person = next(each for each in _items(report, "person") if each.fields["name"] == "邹晓梅")
    again = await _without(archive, tmp_path, line, person)
    assert [each.why for each in _items(again, "exam_result")] == ["dropped_by_answer", ""]
    (exam,) = _items(again, "exam")
    assert len(exam.fields["results"]) == 1
    assert [each.outcome for each in _items(again, "person")].count("reject") == 1
    assert again.failed == []


async def test_of_a_paper_that_stays_out_so_does_its_ballot(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    paper(
        tmp_path / "表彰决定.docx",
        "鹤党发〔2012〕3号",
        "关于表彰学习标兵的决定",
        "决定授予田家驹、苏长水同志“学习标兵”称号。",
        "中共白鹤乡委员会",
        "2012年6月29日",
    )
    report = await _without(archive, tmp_path)
    assert len(_items(report, "award")) == 2
    one = await _without(archive, tmp_path, _items(report, "award")[0])
    assert [each.outcome for each in _items(one, "award")] == ["reject", "import"]
    none = await _without(archive, tmp_path, _items(report, "commendation")[0])
    assert (_items(none, "award"), none.failed) == ([], [])


async def test_a_meeting_is_shown_by_the_name_of_its_unit(archive: Archive, tmp_path: Path) -> None:
    """The identifier of the unit stood there, which tells nobody anything."""
    (tmp_path / "花名册.csv").write_text(ROSTER, "utf-8")
    (tmp_path / "2011年签到.csv").write_text(MARKS, "utf-8")
    report = await run_import(archive, tmp_path)
    sessions = _items(report, "session")
    assert [each.cells[-1] for each in sessions] == ["杨湾村党支部", "杨湾村党支部"]
    again = await _without(archive, tmp_path, sessions[1])
    assert [each.outcome == "reject" for each in _items(again, "session")] == [False, True]
