"""An answer holds whatever else is said of the same paper afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.answers.answering import QuestionList
from records.intake.batch import run_import
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.mappings.mapping_file import MappingFile
from records.intake.mappings.mapping_reading import load_mapping
from records.intake.outcome import Item
from records.intake.papers.paper_rule import rule_for_paper, with_paper_kind, with_pin
from records.intake.report import ImportReport

ROSTER = """\
青杨河乡党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,柳树湾村党支部
李秀兰,女,1970.11,1995.7,柳树湾村党支部
"""
PAPER = "山里的事\n" + "把学到的用到每天的事情里去，群众的事再小也要办。" * 12 + "\n2011年8月19日\n"
FILE = "心得体会.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "民情资料"
    made.mkdir()
    (made / "党员花名册.csv").write_text(ROSTER, "utf-8")
    (made / FILE).write_text(PAPER, "utf-8")
    return made


def _paper(report: ImportReport) -> Item:
    return next(item for item in report.items if item.place.file == FILE)


async def test_whose_a_paper_is_stays_answered_when_its_title_or_kind_is_said_afterwards(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    report = await run_import(archive, folder)
    asked = QuestionList(report.questions)
    question = next(each.question for each in asked.asked if each.question.code == "no_author")
    file = MappingFile(tmp_path / "对照.yaml", archive.kinds)
    asked.give(file, question, "张伟民")
    author = next(item.record_id for item in report.items if item.fields.get("name") == "张伟民")
    assert author is not None
    said: list[tuple[Callable[[SourceRule], SourceRule], str]] = [
        (lambda rule: with_pin(rule, "experience_article", "title", "我在山里的三年"), "authors"),
        (lambda rule: with_paper_kind(rule, "research_report"), "authors"),
        (lambda rule: with_paper_kind(rule, "reading_note"), "person"),
    ]
    for change, field in said:
        rule, place = rule_for_paper(FILE, load_mapping(file.path, archive.kinds))
        file.keep_rule(change(rule), place=place)
        report = await run_import(archive, folder, mapping=file.path)
        paper = _paper(report)
        people = {item.record_id: item.fields["name"] for item in report.items if item.kind == "person"}
        found = paper.fields[field]
        assert people[found if field == "person" else found[0]] == "张伟民"
        assert not any(each.code == "no_author" for each in paper.questions)
        assert report.heard == {question.id}


async def test_an_answer_under_the_number_of_an_earlier_release_still_holds(
    archive: Archive, folder: Path
) -> None:
    digest = hashlib.sha256(PAPER.encode()).hexdigest()
    stuff = "\x1f".join(("no_author", "", "authors", "山里的事", digest))
    key = f"q-{hashlib.sha256(stuff.encode()).hexdigest()[:10]}"
    report = await run_import(archive, folder, mapping=ImportMapping(answers={key: "张伟民"}))
    assert _paper(report).taken and report.heard == {key}


async def test_an_answer_about_a_name_in_a_paper_outlives_another_kind_of_paper(
    archive: Archive, folder: Path
) -> None:
    """张玮民 is no one known; what the paper is called by is another thing in each kind."""
    (folder / FILE).write_text(PAPER.replace("山里的事\n", "山里的事\n作者：张玮民\n"), "utf-8")
    report = await run_import(archive, folder)
    (question,) = _paper(report).questions
    assert question.raw == "张玮民"
    mapping = ImportMapping(answers={question.id: "张伟民"})
    for kind in ("experience_article", "research_report"):
        ruled = replace(mapping, rules=(SourceRule("甲", files=FILE, kind=kind),))
        paper = _paper(await run_import(archive, folder, mapping=ruled))
        assert paper.fields["authors"] and not paper.questions
