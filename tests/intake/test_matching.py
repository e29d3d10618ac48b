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
    match = book.find("张 伟", id_no="999999197001020011")
    assert (match.code, match.evidence) == ("linked", "id")
    assert match.person is book.by_id_no("999999197001020011") is not None
    assert book.find("李四", id_no="999999197001020011").code == "id_conflict"


def test_namesakes_are_told_apart_by_birth_or_unit_only() -> None:
    book = people()
    assert book.find("张伟").code == "homonym"
    assert len(book.find("张伟").candidates) == 2
    assert book.find("张伟", birth=PartialDate.day(date(1985, 6, 30))).evidence == "birth"
    inside = book.find("张伟", unit=named(book.units, "松树坪村第一党支部"))
    assert inside.evidence == "unit" and inside.person is book.find("张伟").candidates[1]
    assert book.find("张伟", unit=named(book.units, "松树坪村党总支")).code == "linked"
    assert book.find("张伟", unit=named(book.units, "中共云岭乡委员会")).code == "homonym"


def test_a_name_alone_is_enough_when_it_is_the_only_one_and_nothing_contradicts() -> None:
    book = people()
    assert book.find("李 文 华").evidence == "name"
    assert book.find("李小华").person is not None
    elsewhere = book.find("李文华", unit=named(book.units, "机关党支部"))
    assert (elsewhere.code, [each.name for each in elsewhere.candidates]) == ("other_unit", ["李文华"])
    assert book.find("买买提•艾力").code == "linked"


def test_a_misprint_is_a_question_with_candidates() -> None:
    book = people()
    west = named(book.units, "松树坪村第二党支部")
    match = book.find("李文化", unit=west)
    assert match.code == "similar" and [each.name for each in match.candidates] == ["李文华"]
    assert book.find("李文化", unit=named(book.units, "机关党支部")).code == "unknown"
    assert book.find("王五").code == "unknown"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("李华文", "李文华"),
        ("伟张", "张伟"),
        ("李四", None),
        ("张伟民", None),
        ("华李文", None),
        ("李大化", None),
        ("买买提", "买买提·艾力"),
        ("买买提艾力", "买买提·艾力"),
        ("买买·艾力", "买买提·艾力"),
        ("买买提·艾力江", "买买提·艾力"),
        ("买买提·艾", "买买提·艾力"),
        ("艾力", None),
        ("买买提·吐尔逊", None),
        ("买买提·艾力·江", None),
        ("买买", None),
        ("沙依江", None),
        ("沙依", "沙依·江"),
        ("张三", None),
        ("欧阳文华民", None),
        ("阿", None),
        ("古丽艾山", "古丽·艾山"),
    ],
)
def test_who_may_be_meant_by_a_name_that_nobody_bears(typed: str, meant: str | None) -> None:
    book = people()
    for name in ("沙依·江", "阿·力克", "古丽·艾山", "欧阳文华"):
        person(book, name)
    match = book.find(typed)
    assert (match.code, {each.name for each in match.candidates}) == (
        ("similar", {meant}) if meant else ("unknown", set())
    )


def test_a_misprint_within_a_unit_means_somebody_of_the_unit() -> None:
    book = people()
    person(book, "李文花", "机关党支部")
    assert len(book.find("李文化").candidates) == 2
    inside = book.find("李文化", unit=named(book.units, "机关党支部"))
    assert [each.name for each in inside.candidates] == ["李文花"]


def test_people_of_the_township_itself_are_of_no_branch_by_that() -> None:
    book = people()
    person(book, "赵书田", "中共云岭乡委员会")
    person(book, "钱无属")
    person(book, "孙总支", "松树坪村党总支")
    assert book.find("孙总支", unit=named(book.units, "松树坪村第二党支部")).code == "linked"
    assert book.find("赵书田", unit=named(book.units, "中共云岭乡委员会")).code == "linked"
    assert book.find("赵书田", unit=named(book.units, "机关党支部")).code == "other_unit"
    book.add(Record.new("person", {"name": "周无属", "memberships": [{"org": "谁"}]}))
    for name in ("钱无属", "周无属"):
        assert book.find(name, unit=named(book.units, "机关党支部")).evidence == "name"
    assert book.find("李文华", unit=named(book.units, "松树坪村党总支")).evidence == "name"


def test_of_three_namesakes_those_of_the_unit_are_asked_about() -> None:
    book = people()
    office = named(book.units, "机关党支部")
    second = person(book, "张伟", "机关党支部")
    match = book.find("张伟", unit=office)
    assert match.code == "homonym" and len(match.candidates) == 2
    assert second in {each.id for each in match.candidates}


def test_a_birth_speaks_for_somebody_when_it_is_known_to_the_month() -> None:
    book = people()
    born = book.find("张伟", birth=PartialDate.month(1970, 1))
    assert (born.code, born.evidence, born.person in book.named("张伟")) == ("linked", "birth", True)
    assert book.find("张伟", birth=PartialDate.day(date(1985, 6, 1))).evidence == "birth"
    assert book.find("张伟", birth=PartialDate.year_of(1970)).code == "homonym"
    assert book.find("张伟", birth=PartialDate.month(1970, 2)).code == "homonym"
    person(book, "赵永刚", birth=PartialDate.year_of(1980))
    assert book.find("赵永刚", birth=PartialDate.day(date(1980, 1, 2))).evidence == "name"
    person(book, "王德明", birth="不详")
    assert book.find("王德明", birth=PartialDate.month(1970, 1)).evidence == "name"
    person(book, "张伟", birth=PartialDate.day(date(1985, 6, 1)))
    assert book.find("张伟", birth=PartialDate.month(1985, 6)).code == "homonym"


def test_one_who_waits_to_come_in_may_be_meant_as_well() -> None:
    book = people()
    book.wait_for("李 文华")
    match = book.find("李文华")
    assert match.code == "homonym" and [each.name for each in match.candidates] == ["李文华"]
    assert book.find("李文华", unit=named(book.units, "松树坪村第二党支部")).code == "linked"


def test_a_former_name_is_learnt_once() -> None:
    book = people()
    (known,) = book.named("李文华")
    for name in ("李文 华", "李小华"):
        book.learn(known, name)
    before = known.changed, known.record.fields["former_names"]
    for name in ("李二华", "李二 华"):
        book.learn(known, name)
    after = known.changed, known.record.fields["former_names"]
    assert (before, after) == ((False, ["李小华"]), (True, ["李小华", "李二华"]))
    assert book.find("李二华").person is known and len(book.named("李二华")) == 1
    (other,) = book.named("买买提·艾力")
    book.learn(other, "买提")
    assert other.record.fields["former_names"] == ["买提"] and book.find("买提").person is other


def test_a_record_that_is_read_anew_is_known_as_it_is_now() -> None:
    book = people()
    old = person(book, "王德明", id_no="99999919720819073x")
    assert book.find("王德明", id_no="99999919720819073x").evidence == "id"
    (record,) = [each.record for each in book if each.id == old]
    record.fields.update(name="王德民", id_no="999999197208190721", former_names=["王大明"])
    assert [book.add(record, created=new).created for new in (False, True)] == [False, True]
    assert not book.add(Record.new("person", {"name": "孙有福"})).created
    assert book.named("王德明") == [] and book.by_id_no("99999919720819073X") is None
    assert book.find("王德民").evidence == "name"
    assert book.find("王大明", id_no="999999197208190721").evidence == "id"
    assert book.find("王德", id_no="999999197208190721").candidates[0].id == old


def test_whoever_was_merged_is_found_in_the_one_that_stayed() -> None:
    units = unit_book()
    stays = Record.new("person", {"name": "赵永刚", "id_no": "999999197001020011"})
    between = Record.new("person", {"name": "赵永钢", "id_no": "99999919700102003x"}, merged_into=stays.id)
    first = Record.new(
        "person",
        {"name": "赵勇刚", "birth": PartialDate.month(1970, 1), "former_names": ["赵小刚"]},
        merged_into=between.id,
    )
    book = PersonBook(units, [stays, between, first])
    assert [each.id for each in book] == [stays.id]
    by_id = book.find("赵永钢", id_no="99999919700102003x")
    assert (by_id.code, by_id.evidence, by_id.person) == ("linked", "id", book.get(stays.id))
    for name in ("赵勇刚", "赵小刚"):
        by_birth = book.find(name, birth=PartialDate.day(date(1970, 1, 2)))
        assert (by_birth.code, by_birth.evidence, by_birth.person) == ("linked", "birth", book.get(stays.id))
    assert book.find("赵勇刚").code == book.find("赵勇刚", birth=PartialDate.month(1971, 1)).code == "similar"


def test_a_birth_does_not_outweigh_another_id_number_of_whoever_was_merged() -> None:
    stays = Record.new("person", {"name": "李秀兰"})
    gone = Record.new(
        "person",
        {"name": "李秀莲", "id_no": "999999197001020011", "birth": PartialDate.month(1970, 1)},
        merged_into=stays.id,
    )
    book = PersonBook(unit_book(), [stays, gone])
    january = PartialDate.month(1970, 1)
    assert book.find("李秀莲", birth=january).code == "linked"
    assert book.find("李秀莲", id_no="999999197001020022", birth=january).code == "similar"


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


def test_the_first_and_the_last_day_of_a_stay_count() -> None:
    book = people()
    unit = named(book.units, "机关党支部")
    stay = {"org": unit, "from": PartialDate.month(2011, 1), "to": PartialDate.month(2011, 12)}
    whole = [
        "谁",
        {"org": "谁"},
        {"org": unit, "from": date(2012, 1, 1), "to": date(2012, 2, 1)},
        stay,
        {"org": unit, "from": "不详", "to": date(2009, 1, 1)},
    ]
    moved = book.add(Record.new("person", {"name": "孙调走", "memberships": whole, "mobility": "无"})).id
    there: dict[str, Value] = {
        "active_from": date(2011, 3, 1),
        "active_to": date(2011, 9, 30),
        "mobility": "",
    }
    ill = person(book, "周病休", "机关党支部", **there)

    def both(day: date) -> tuple[bool, bool]:
        expected = [each.id for each in book.expected(unit, day)]
        assert expected == sorted(expected)
        return moved in expected, ill in expected

    assert both(date(2010, 12, 31)) == (False, False)
    assert both(date(2011, 1, 1)) == (True, False)
    assert both(date(2011, 3, 1)) == both(date(2011, 9, 30)) == (True, True)
    assert both(date(2011, 10, 1)) == both(date(2011, 12, 31)) == (True, False)
    assert both(date(2012, 1, 1)) == both(date(2012, 2, 1)) == (True, False)
    assert both(date(2012, 2, 2)) == (False, False)
    assert ill in book.of_unit(unit, date(2012, 2, 2))
    assert ill in book.of_unit(named(book.units, "中共云岭乡委员会"), date(2012, 2, 2))


def test_names_are_compared_without_spaces_dots_and_remarks() -> None:
    assert name_key("王　丽（女）") == name_key("王丽 ") == name_key("王丽同志")[:2]
