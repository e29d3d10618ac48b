"""Units are found by any spelling, people only by evidence."""

from __future__ import annotations

from datetime import date

import pytest
from bson.objectid import ObjectId

from records.intake.matching import PersonBook, name_key
from records.intake.unit_book import UnitBook
from records.intake.unit_names import formal_name, parse_unit_name, unit_phrases
from records.record import Record
from records.values import PartialDate, Value


def unit_book() -> UnitBook:
    book = UnitBook()
    for name in (
        "中共云岭乡委员会",
        "机关党支部",
        "云岭中心小学党支部",
        "松树坪村第一党支部",
        "松树坪村第二党支部",
    ):
        book.create(name)
    book.create("松树坪村党总支")
    book.create("松树坪三社党小组", under=named(book, "松树坪村第一党支部"))
    return book


def named(book: UnitBook, name: str) -> ObjectId:
    return next(unit.id for unit in book if unit.name == name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("机关党支部（29人）", "机关党支部"),
        ("乡机关党支部", "机关党支部"),
        ("机关支部", "机关党支部"),
        ("乡机关", "机关党支部"),
        ("云岭乡机关支部", "机关党支部"),
        ("中心小学支部", "云岭中心小学党支部"),
        ("学校支部", "云岭中心小学党支部"),
        ("小学支部", "云岭中心小学党支部"),
        ("松树坪村一支部", "松树坪村第一党支部"),
        ("松树坪第2党支部", "松树坪村第二党支部"),
        ("松二支部", "松树坪村第二党支部"),
        ("松树坪 总支", "松树坪村党总支"),
        ("乡党委", "中共云岭乡委员会"),
        ("云岭乡党委", "中共云岭乡委员会"),
        ("党委中心组", "中共云岭乡委员会"),
        ("三社党小组", "松树坪三社党小组"),
    ],
)
def test_a_unit_answers_to_its_spellings(text: str, name: str) -> None:
    found = unit_book().find(text)
    assert found.unit is not None and found.unit.name == name


@pytest.mark.parametrize("text", ["松树坪", "粮站支部", "松三支部", "2012年", "登记表", ""])
def test_what_fits_none_or_several_is_not_guessed(text: str) -> None:
    assert unit_book().find(text).unit is None


def test_parents_follow_from_places() -> None:
    book = unit_book()
    parents = {unit.name: book.get(unit.parent).name if unit.parent else None for unit in book}  # type: ignore[union-attr]  # a parent is always in the book
    assert parents == {
        "中共云岭乡委员会": None,
        "机关党支部": "中共云岭乡委员会",
        "云岭中心小学党支部": "中共云岭乡委员会",
        "松树坪村第一党支部": "松树坪村党总支",
        "松树坪村第二党支部": "松树坪村党总支",
        "松树坪村党总支": "中共云岭乡委员会",
        "松树坪三社党小组": "松树坪村第一党支部",
    }


def test_names_are_completed_not_changed() -> None:
    assert formal_name("松树坪村二支部(22人)") == "松树坪村第二党支部"
    assert formal_name("云岭乡党委") == "云岭乡党委"
    assert parse_unit_name("松树坪村第十二党支部").ordinal == "十二"
    assert unit_phrases("填报单位：中共云岭乡委员会") == ["中共云岭乡委员会"]
    assert unit_phrases("松树坪村第一党支部集中学习签到册") == ["松树坪村第一党支部"]


# --- people --------------------------------------------------------------------------------------


def person(book: PersonBook, name: str, unit: str | None = None, **fields: Value) -> ObjectId:
    if unit is not None:
        fields["memberships"] = [{"org": named(book.units, unit)}]
    return book.add(Record.new("person", {"name": name, **fields})).id


def people() -> PersonBook:
    book = PersonBook(unit_book())
    person(book, "张伟", "机关党支部", birth=PartialDate.day(date(1970, 1, 2)), id_no="999999197001020011")
    person(book, "张伟", "松树坪村第一党支部", birth=PartialDate.month(1985, 6))
    person(book, "买买提·艾力", "松树坪村第二党支部")
    person(book, "李文华", "松树坪村第二党支部", former_names=["李小华"])
    return book


def test_an_id_number_decides_and_contradiction_asks() -> None:
    book = people()
    assert book.find("张 伟", id_no="999999197001020011").evidence == "id"
    assert book.find("李四", id_no="999999197001020011").code == "id_conflict"


def test_namesakes_are_told_apart_by_birth_or_unit_only() -> None:
    book = people()
    assert book.find("张伟").code == "homonym"
    assert len(book.find("张伟").candidates) == 2
    assert book.find("张伟", birth=PartialDate.day(date(1985, 6, 30))).evidence == "birth"
    assert book.find("张伟", unit=named(book.units, "松树坪村第一党支部")).evidence == "unit"
    assert book.find("张伟", unit=named(book.units, "松树坪村党总支")).code == "linked"
    assert book.find("张伟", unit=named(book.units, "中共云岭乡委员会")).code == "homonym"


def test_a_name_alone_is_enough_when_it_is_the_only_one_and_nothing_contradicts() -> None:
    book = people()
    assert book.find("李 文 华").evidence == "name"
    assert book.find("李小华").person is not None
    assert book.find("李文华", unit=named(book.units, "机关党支部")).code == "other_unit"
    assert book.find("买买提•艾力").code == "linked"


def test_a_misprint_is_a_question_with_candidates() -> None:
    book = people()
    west = named(book.units, "松树坪村第二党支部")
    match = book.find("李文化", unit=west)
    assert match.code == "similar" and [each.name for each in match.candidates] == ["李文华"]
    assert book.find("李文化", unit=named(book.units, "机关党支部")).code == "unknown"
    assert book.find("王五").code == "unknown"


def test_who_is_expected_on_a_day() -> None:
    book = people()
    unit = "松树坪村第二党支部"
    person(book, "赵外出", unit, mobility="长期外出")
    person(book, "钱新来", unit, active_from=date(2012, 3, 1))
    moved = {"org": named(book.units, unit), "from": date(2011, 1, 1), "to": date(2011, 12, 31)}
    book.add(Record.new("person", {"name": "孙调走", "memberships": [moved]}))

    def names(day: date) -> set[str]:
        return {each.name for each in book.expected(named(book.units, unit), day)}

    assert names(date(2011, 6, 1)) == {"买买提·艾力", "李文华", "孙调走"}
    assert names(date(2012, 6, 1)) == {"买买提·艾力", "李文华", "钱新来"}


def test_names_are_compared_without_spaces_dots_and_remarks() -> None:
    assert name_key("王　丽（女）") == name_key("王丽 ") == name_key("王丽同志")[:2]
