"""One answer for all questions of a reason: in the mapping file, and written there by whoever answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from records.archive import Archive
from records.intake.answers.answering import QuestionList, said_by
from records.intake.batch import run_import
from records.intake.mappings.mapping_file import MappingFile
from records.intake.mappings.mapping_reading import MappingFault, load_mapping
from records.intake.report_json import report_json
from records.kind_file import own_kinds
from records.search.query import Query

ROSTER = """\
青杨河乡党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,柳树湾村党支部
李秀兰,女,1970.11,1995.7,柳树湾村党支部
"""
HEAD = "走访时间,走访人,户主,存在困难\n"


def rows(*days: str) -> str:
    return "".join(f"{day},张伟民,李保{at},水渠不通第{at}处\n" for at, day in enumerate(days))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two registers of an office that began in 2009; in the second one year is mistyped."""
    made = tmp_path / "民情"
    (made / "旧").mkdir(parents=True)
    (made / "党员花名册.csv").write_text(ROSTER, "utf-8")
    (made / "旧" / "走访2009.csv").write_text(HEAD + rows("2009.3.2", "2009.4.5", "2009.5.6"), "utf-8")
    (made / "走访2011.csv").write_text(HEAD + rows("2011.3.2", "2001.4.5", "2011.5.6"), "utf-8")
    return made


async def visits(archive: Archive) -> list[str]:
    found = await archive.find(Query(kind="household_visit"), limit=20)
    return sorted(str(each.fields["visited_on"]) for each in found)


async def test_a_reason_is_answered_once_and_for_one_file(archive: Archive, folder: Path) -> None:
    file = MappingFile(folder.parent / "answers.yaml", archive.kinds)
    trial = await run_import(archive, folder)
    asked = QuestionList(trial.questions)
    assert [each.question.code for each in asked.asked] == ["date_outside_programme"] * 4
    first = next(each.question for each in asked.asked if "2009" in each.question.raw)
    said = said_by(first, first.candidates[0].value)
    scopes = asked.scopes(first, said)
    assert [(each.path, each.count) for each in scopes] == [("旧/走访2009.csv", 3), ("", 4)]
    # What the rows around say is not offered where there are none of the programme's years.
    other = next(each.question for each in asked.asked if "2001" in each.question.raw)
    assert asked.scopes(other, said_by(other, other.candidates[1].value)) == []

    assert asked.give_alike(file, first, said, "旧/走访2009.csv") == 3 == asked.answered
    assert load_mapping(file.path, archive.kinds).alike == {
        "旧/走访2009.csv · date_outside_programme": "printed"
    }
    asked.take_back(file, first)
    assert asked.answered == 0 and load_mapping(file.path, archive.kinds).alike == {}
    asked.give_alike(file, first, said, "旧/走访2009.csv")

    report = await run_import(archive, folder, mapping=file.path, apply=True)
    (left,) = report.questions
    assert "2001" in left[1].raw
    key = "旧/走访2009.csv · date_outside_programme"
    assert report_json(report)["answered_alike"] == {key: 3}
    assert (
        "3 × 旧/走访2009.csv: the date lies outside the programme's years: as it is printed"
        in report.to_text()
    )
    assert await visits(archive) == ["2009-03-02", "2009-04-05", "2009-05-06", "2011-03-02", "2011-05-06"]


async def test_an_answer_of_its_own_goes_before_and_the_next_word_holds_where_the_first_cannot(
    archive: Archive, folder: Path
) -> None:
    file = MappingFile(folder.parent / "answers.yaml", archive.kinds)
    asked = QuestionList((await run_import(archive, folder)).questions)
    own = next(each.question for each in asked.asked if "2009.4.5" in each.question.raw)
    file.path.write_text(
        f"answers: {{{own.id}: drop}}\nalike: {{'date_outside_programme': 'neighbours, printed'}}\n", "utf-8"
    )
    report = await run_import(archive, folder, mapping=file.path, apply=True)
    assert report.questions == [] and sum(report.answered_alike.values()) == 3
    assert await visits(archive) == ["2009-03-02", "2009-05-06", "2011-03-02", "2011-04-05", "2011-05-06"]
    again = await run_import(archive, folder, mapping=file.path)
    assert (again.actions["created"], again.actions["updated"]) == (0, 0)


async def test_a_second_answer_for_all_goes_behind_the_first(archive: Archive, folder: Path) -> None:
    file = MappingFile(folder.parent / "answers.yaml", archive.kinds)
    file.name("alike", "date_outside_programme", "neighbours")
    asked = QuestionList((await run_import(archive, folder, mapping=file.path)).questions)
    assert len(asked) == 3
    question = asked.asked[0].question
    assert asked.give_alike(file, question, "printed") == 3
    assert load_mapping(file.path, archive.kinds).alike == {"date_outside_programme": "neighbours, printed"}
    asked.take_back(file, question)
    assert load_mapping(file.path, archive.kinds).alike == {"date_outside_programme": "neighbours"}
    asked.give_alike(file, question, "drop")
    report = await run_import(archive, folder, mapping=file.path, apply=True)
    assert report.questions == [] and len(report.rejects) == 3
    assert await visits(archive) == ["2011-03-02", "2011-04-05", "2011-05-06"]


async def test_papers_of_a_folder_get_one_kind_one_author_and_one_day(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "材料"
    (folder / "杂").mkdir(parents=True)
    (folder / "党员花名册.csv").write_text(ROSTER, "utf-8")
    for name in ("一", "二", "三"):
        text = f"{name}\n今天的天气比昨天好，田里的庄稼长得也不错。{name}\n" * 3
        (folder / "杂" / f"{name}.txt").write_text(text, "utf-8")
    file = MappingFile(tmp_path / "answers.yaml", archive.kinds)
    asked = QuestionList((await run_import(archive, folder)).questions)
    unknown = [each.question for each in asked.asked if each.question.code == "kind_unknown"]
    assert len(unknown) == 3
    said = said_by(unknown[0], "experience_article")
    assert [(each.path, each.count) for each in asked.scopes(unknown[0], said)] == [("杂/**", 3)]
    asked.give_alike(file, unknown[0], said, "杂/**")
    asked = QuestionList((await run_import(archive, folder, mapping=file.path)).questions)
    left = {each.question.code for each in asked.asked}
    assert "kind_unknown" not in left and left == {"missing_date", "no_author"}
    day, author = ([e.question for e in asked.asked if e.question.code == code] for code in sorted(left))
    asked.give_alike(file, day[0], said_by(day[0], "2011-08-19"))
    asked.give_alike(file, author[0], said_by(author[0], "张伟民"), "杂/**")
    report = await run_import(archive, folder, mapping=file.path, apply=True)
    assert report.questions == []
    found = await archive.find(Query(kind="experience_article"), limit=9)
    assert [str(each.fields["written_on"]) for each in found] == ["2011年8月19日"] * 3


async def test_what_the_record_can_do_without_is_left_out_alone(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "党员花名册.csv"
    numbered = ROSTER.replace("姓名,", "身份证号,姓名,").replace("张伟民", "999999196503150015,张伟民")
    path.write_text(numbered.replace("李秀兰", ",李秀兰").replace("张伟民,男", "张伟民,女"), "utf-8")
    trial = await run_import(archive, path)
    assert [question.code for _, question in trial.questions] == ["gender_differs_from_id"]
    mapping = tmp_path / "answers.yaml"
    mapping.write_text("alike: {gender_differs_from_id: drop}\n", "utf-8")
    report = await run_import(archive, path, mapping=mapping, apply=True)
    assert report.questions == [] and report.rejects == []
    people = {each.title: each for each in await archive.find(Query(kind="person"), limit=9)}
    assert set(people) == {"张伟民", "李秀兰"} and "gender" not in people["张伟民"].fields


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("alike:\n  date_outside: printed\n", 2, "date_outside_programme"),
        ("alike:\n  date_outside_programme: 2009\n", 2, "neighbours"),
        ("alike:\n  经费/账.xls · near_duplicate: take, printed\n", 2, "take"),
        ("alike:\n  kind_unknown: person\n", 2, "reading_note"),
        ("alike:\n  in_two_units: drop\n", 2, "no_author"),
    ],
)
def test_a_wrong_answer_for_all_names_its_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(MappingFault) as caught:
        load_mapping(path, own_kinds())
    assert caught.value.line == line and word in str(caught.value)
