"""What an operator's answers teach: aliases and former names, and answers that name anybody in any words."""

from __future__ import annotations

import asyncio
from pathlib import Path

from records.archive import Archive
from records.intake.answers.answering import QuestionList, value_of, value_of_words
from records.intake.batch import run_import
from records.intake.mappings.mapping_file import MappingFile
from records.intake.mappings.mapping_reading import load_mapping
from records.record import Record
from records.search.query import Query
from records.values import PartialDate

ROSTER = """\
青杨河乡党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,柳树湾村党支部
李秀兰,女,1970.11,1995.7,柳树湾村党支部
李秀兰,女,1959.2,1985.7,上营村党支部
"""
STUDY = """\
干部学习情况登记表（2010年下半年）
姓名,所在支部,学习次数
张小民,柳树湾村党支部,11
李秀兰,粮管所支部,10
王五,上营村党支部,9
"""


async def test_answers_are_understood_and_teach_names(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "registers"
    folder.mkdir()
    (folder / "党员花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "学习登记.csv").write_text(STUDY, "utf-8")
    file = MappingFile(tmp_path / "answers.yaml", archive.kinds)
    trial = await run_import(archive, folder)
    asked = QuestionList(trial.questions)
    by_name = {each.question.raw: each.question for each in asked.asked}
    assert set(by_name) == {"张小民", "粮管所支部", "李秀兰", "王五"}
    assert [each.label for each in by_name["张小民"].candidates] == ["张伟民（柳树湾村党支部）"]
    asked.give_all(file, by_name["张小民"], "张伟民（柳树湾村党支部）", former=True)
    asked.give_all(file, by_name["粮管所支部"], "上营村党支部")
    # Thought better of: what was said before is gone from the file.
    asked.give_all(file, by_name["王五"], "李秀兰（上营村支部）")
    asked.drop(file, by_name["王五"])
    asked.take_back(file, by_name["王五"])
    assert load_mapping(file.path, archive.kinds).people == {}
    assert load_mapping(file.path, archive.kinds).answers == {}
    asked.drop(file, by_name["王五"])
    # Which 李秀兰 is meant follows from the unit.
    assert asked.answered == len(asked) - 1

    report = await run_import(archive, folder, mapping=file.path, apply=True)
    assert report.questions == []
    people = await archive.find(Query(kind="person"), limit=9)
    person = next(each for each in people if each.title == "张伟民")
    assert person.fields["former_names"] == ["张小民"]
    units = await archive.find(Query(kind="unit"), limit=9)
    unit = next(each for each in units if each.title == "上营村党支部")
    assert "粮管所支部" in str(unit.fields["aliases"])
    again = await run_import(archive, folder, mapping=file.path)
    assert (again.actions["created"], again.actions["updated"]) == (0, 0)

    # Somebody of the archive who is on no roster here, by the record's number.
    other = tmp_path / "2011.csv"
    other.write_text(STUDY.replace("2010", "2011").replace("张小民", "张民民"), "utf-8")
    asked = QuestionList((await run_import(archive, other)).questions)
    question = next(each.question for each in asked.asked if each.question.raw == "张民民")
    assert value_of(question, 0) == "张伟民（柳树湾村党支部）"
    asked.give_all(file, question, str(person.no), person.title, former=True)
    await run_import(archive, other, mapping=file.path, apply=True)
    assert (await archive.get(person.id)).fields["former_names"] == ["张小民", "张民民"]


async def test_which_of_two_rows_counts_and_whether_a_changed_source_does(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "往年"
    folder.mkdir()
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    register = folder / "2010.csv"
    register.write_text(
        STUDY.split("张小民")[0] + "张伟民,柳树湾村党支部,11\n张伟民,柳树湾村党支部,8\n", "utf-8"
    )
    file = MappingFile(tmp_path / "answers.yaml", archive.kinds)
    file.path.write_text("files: '2010.csv'\non_change: quarantine\n", "utf-8")

    async def sessions() -> object:
        found = await archive.find(Query(kind="study_register"), limit=9)
        assert len(found) == 1
        return found[0].fields["sessions"]

    async def answered(code: str, candidate: int) -> None:
        asked = QuestionList((await run_import(archive, folder, mapping=file.path)).questions)
        (question,) = (each.question for each in asked.asked)
        assert question.code == code
        await asyncio.to_thread(asked.give, file, question, value_of(question, candidate), "")
        assert (await run_import(archive, folder, mapping=file.path, apply=True)).questions == []

    await answered("conflicting_row", 0)
    assert await sessions() == 8
    register.write_text(STUDY.split("张小民")[0] + "张伟民,柳树湾村党支部,9\n", "utf-8")
    await answered("changed_since", 1)
    assert await sessions() == 8
    register.write_text(register.read_text("utf-8").replace(",9", ",7"), "utf-8")
    await answered("changed_since", 0)
    assert await sessions() == 7


async def test_namesakes_can_be_told_apart_in_a_question(archive: Archive, tmp_path: Path) -> None:
    everybody = [
        Record.new("person", {"name": "赵永刚", **more})
        for more in (
            {"birth": PartialDate.parse("1965-03")},
            {"birth": PartialDate.parse("1965-03"), "gender": "女"},
            {"birth": PartialDate.parse("1971")},
            {},
            {},
        )
    ]
    saved = [await archive.save(person) for person in everybody]
    source = tmp_path / "2010.csv"
    source.write_text(STUDY.split("张小民")[0] + "赵永刚,,11\n", "utf-8")
    (question,) = (question for _, question in (await run_import(archive, source)).questions)
    labels = [candidate.label for candidate in question.candidates]
    assert len(set(labels)) == len(labels) == 5
    file = MappingFile(tmp_path / "answers.yaml", archive.kinds)
    for number, candidate in enumerate(question.candidates):
        asked = QuestionList([("", question)])
        asked.give(file, question, value_of(question, number), candidate.label)
        rules = load_mapping(file.path, archive.kinds)
        (item,) = (each for each in (await run_import(archive, source, mapping=rules)).items if each.taken)
        assert item.fields["person"] == candidate.target
    assert {candidate.target for candidate in question.candidates} == {person.id for person in saved}


async def test_a_figure_that_was_typed_is_no_candidates_number(archive: Archive, tmp_path: Path) -> None:
    await archive.save(Record.new("unit", {"name": "上营村党支部", "category": "党支部"}))
    book = tmp_path / "简报登记.csv"
    book.write_text(
        "报送支部,期号,日期,标题\n上营村党支部,,2011.3.1,春耕\n上营村党支部,,2011.3.8,植树\n", "utf-8"
    )
    questions = {each.id: each for _, each in (await run_import(archive, book)).questions}
    first, second = questions.values()
    assert [each.value for each in first.candidates] == ["1", "without"]
    assert [value_of_words(first, each) for each in ("1", "2", "7")] == ["1", "=2", "7"]
    mapping = tmp_path / "answers.yaml"
    # The second candidate by its number, and the figure 2.
    mapping.write_text(f"answers: {{{first.id}: 2, {second.id}: =2}}\n", "utf-8")
    report = await run_import(archive, book, mapping=mapping)
    assert [item.fields.get("issue") for item in report.every_item() if item.kind == "briefing"] == [None, 2]


async def test_a_figure_that_is_another_candidates_number_is_not_guessed_at(
    archive: Archive, tmp_path: Path
) -> None:
    """1. 2, 2. without a number: the answer 2 was taken for the figure, against what the list says."""
    await archive.save(Record.new("unit", {"name": "上营村党支部", "category": "党支部"}))
    book = tmp_path / "简报登记.csv"
    book.write_text(
        "报送支部,期号,日期,标题\n上营村党支部,1,2011.3.1,春耕\n上营村党支部,,2011.3.8,植树\n", "utf-8"
    )
    mapping = tmp_path / "answers.yaml"

    async def issue(answer: str) -> object:
        mapping.write_text(f"answers: {{{question.id}: {answer}}}\n", "utf-8")
        report = await run_import(archive, book, mapping=mapping)
        return "asked" if report.questions else report.items[-1].fields.get("issue")

    report = await run_import(archive, book)
    ((_, question),) = report.questions
    assert [each.value for each in question.candidates] == ["2", "without"]
    assert "1. =2" in report.to_text()
    assert [await issue(each) for each in ("1", "2", "=2", "without", "7")] == [2, "asked", 2, None, 7]
    assert [await issue(value_of(question, number)) for number in (0, 1)] == [2, None]
    assert await issue(value_of_words(question, "2")) == 2
