"""A second office's archive, in another layout, comes in as well: nothing is made for one archive alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.loading.batches import list_batches
from records.intake.loading.undo import undo
from records.intake.outcome import Item
from records.intake.report import ImportReport
from records.record import Record
from records.search.query import Query
from tests.intake.offices import office_b

Outcomes = dict[str, dict[str, int]]

EXPECTED: Outcomes = {
    "unit": {"import_flagged": 6},
    "person": {"import": 12},
    "session": {"import": 5, "import_flagged": 1, "ask": 2, "reject": 1},
    "household_visit": {"import": 3, "ask": 1, "reject": 1},
    "exam": {"import": 1},
    "exam_result": {"import": 4, "reject": 1},
    "briefing": {"import": 2, "import_flagged": 1, "ask": 1},
    "funding": {"import": 1, "import_flagged": 2, "ask": 1},
    "study_register": {"import": 4, "ask": 2},
    "reading_note": {"import_flagged": 1},
    "research_report": {"import": 1},
    "experience_article": {"import": 1},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return office_b.build(tmp_path / "handed over")


def items(report: ImportReport, kind: str) -> list[Item]:
    return [item for item in report.every_item() if item.kind == kind]


async def stored(archive: Archive, kind: str) -> list[Any]:
    """The records of a kind; untyped, because tests look into fields of many types."""
    return [record async for record in archive.each(Query(kind=kind))]


async def test_everything_is_recognised_by_headings_names_and_folders(archive: Archive, folder: Path) -> None:
    report = await run_import(archive, folder)
    assert report.counts == EXPECTED
    assert not report.applied and report.batch is None
    assert await stored(archive, "person") == []
    states = {each.file.rsplit("/", 1)[-1]: each.state for each in report.files}
    assert states["~$读书笔记.docx"] == "ignored"
    assert states["空白.docx"] == "refused"


async def test_units_get_their_full_names_places_and_spellings(archive: Archive, folder: Path) -> None:
    await run_import(archive, folder, apply=True)
    units = {record.fields["name"]: record for record in await stored(archive, "unit")}
    committee = units["中共青石镇委员会"]
    assert units["石桥村党总支"].fields["category"] == "党总支"
    assert units["石桥村党总支"].fields["parent"] == committee.id
    for branch in (office_b.EAST, office_b.WEST):
        assert units[branch].fields["parent"] == units["石桥村党总支"].id
    assert units[office_b.OFFICE].fields["parent"] == committee.id
    assert "机关支部" in units[office_b.OFFICE].fields["aliases"]
    assert "石桥二支部" in units[office_b.WEST].fields["aliases"]


async def test_people_are_told_apart_by_unit_and_never_corrected_silently(
    archive: Archive, folder: Path
) -> None:
    report = await run_import(archive, folder, apply=True)
    people = await stored(archive, "person")
    assert sorted(person.fields["name"] for person in people).count("何平") == 2
    by_id = {person.fields.get("id_no"): person for person in people}
    for member in office_b.PEOPLE:
        assert by_id[member.id_no].fields["name"] == member.name
    away = next(person for person in people if person.fields["name"] == "马兰花")
    assert away.fields["mobility"] == "长期外出"
    codes = {
        (each.place.row, each.code) for _, each in report.questions if each.place.file.endswith("统计表.xlsx")
    }
    assert codes == {(7, "unknown_person_similar_name"), (8, "person_of_another_unit")}
    visits = next(each for _, each in report.questions if each.place.file.endswith(".csv"))
    assert visits.code == "homonym" and len(visits.candidates) == 2


async def test_sign_in_rows_become_sessions_with_everyone_of_the_unit(archive: Archive, folder: Path) -> None:
    await run_import(archive, folder, apply=True)
    names = {person.id: person.fields["name"] for person in await stored(archive, "person")}
    sessions = {record.fields["title"]: record for record in await stored(archive, "session")}
    mobilised = {names[row["person"]]: row["state"] for row in sessions["学习动员大会"].fields["attendance"]}
    assert mobilised == {"高远志": "到", "林素芳": "到", "何平": "请假", "钱多海": "到"}
    assert sessions["学习动员大会"].fields["category"] == "动员会"
    assert sessions["周一例会：文件学习"].fields["category"] == "周一例会"
    assert sessions["周一例会：文件学习"].fields["lecturer"] == "高远志"
    polite = {names[row["person"]] for row in sessions["惠农政策"].fields["attendance"]}
    assert polite == {"马占山", "古丽·艾山"}


async def test_figures_dates_and_money_are_read_in_their_own_measure(archive: Archive, folder: Path) -> None:
    await run_import(archive, folder, apply=True)
    money = {record.fields["summary"]: record.fields for record in await stored(archive, "funding")}
    assert money["财政拨款"]["amount"] == Decimal("20000") and money["财政拨款"]["category"] == "预算"
    assert money["购书"]["amount"] == Decimal("3500") and money["购书"]["item"] == "图书"
    assert money["讲课"]["date"] == date(2012, 3, 15)
    exam = (await stored(archive, "exam"))[0].fields
    assert exam["full_mark"] == 120 and exam["held_on"] == date(2012, 5, 18)
    assert sorted(row["score"] for row in exam["results"] if "score" in row) == [80, 95, 110]
    registers = [record.fields for record in await stored(archive, "study_register")]
    assert sorted(fields["notes_words"] for fields in registers) == [3000, 6000, 8000, 12000]
    assert {fields["period"].display() for fields in registers} == {"2012年上半年"}
    briefings = {
        (record.fields["issue"], record.fields["headline"]) for record in await stored(archive, "briefing")
    }
    assert briefings == {(1, "春耕学习两不误"), (2, "读书进农家"), (1, "机关学习启动")}
    visits = [record.fields for record in await stored(archive, "household_visit")]
    assert {(fields["village"], fields["group"]) for fields in visits} == {
        ("石桥村", "一社"),
        ("石桥村", "二社"),
    }


async def test_papers_keep_their_originals(archive: Archive, folder: Path) -> None:
    await run_import(archive, folder, apply=True)
    report = (await stored(archive, "research_report"))[0]
    original = folder / "三、文章/镇机关支部2012/关于农田水利的调查.docx"
    kept = b"".join([piece async for piece in archive.attachment(report.attachments[0])])
    assert kept == original.read_bytes()
    assert len(report.fields["authors"]) == 2
    note = (await stored(archive, "reading_note"))[0]
    assert note.fields["period"].start == date(2012, 6, 1)


async def test_a_changed_row_updates_its_record_and_undo_restores_it(archive: Archive, folder: Path) -> None:
    first = await run_import(archive, folder, apply=True)
    table = folder / "二、台账" / "入户走访登记.csv"
    table.write_bytes(table.read_bytes().replace("修井".encode(), "打井".encode()))
    second = await run_import(archive, folder, apply=True)
    assert second.actions["created"] == 0 and second.actions["updated"] == 1
    changed = [record for record in await stored(archive, "household_visit") if record.version == 2]
    assert [record.fields["help"] for record in changed] == ["打井"]
    batches = await list_batches(archive)
    assert [str(batch["_id"]) for batch in batches] == [second.batch, first.batch]
    undone = await undo(archive, ObjectId(str(second.batch)))
    assert (undone.voided, undone.restored, undone.kept) == (0, 1, [])
    restored = await archive.get(changed[0].id)
    assert restored.fields["help"] == "修井" and restored.origin["batch"] == ObjectId(str(first.batch))


async def test_a_record_edited_by_hand_is_never_overwritten(archive: Archive, folder: Path) -> None:
    await run_import(archive, folder, apply=True)
    visit = next(
        each for each in await stored(archive, "household_visit") if each.fields["household"] == "石老四"
    )
    visit.fields["help"] = "修井两眼"
    await archive.save(visit, expected_version=visit.version)
    assert (await run_import(archive, folder, apply=True)).actions["updated"] == 0
    table = folder / "二、台账" / "入户走访登记.csv"
    table.write_bytes(table.read_bytes().replace("缺水".encode(), "吃水难".encode()))
    report = await run_import(archive, folder, apply=True)
    assert report.actions["kept"] == 1 and len(report.kept) == 1
    assert (await archive.get(visit.id)).fields["help"] == "修井两眼"


async def test_cancelling_writes_nothing_and_says_so(archive: Archive, folder: Path) -> None:
    seen: list[int] = []
    report = await run_import(
        archive, folder, apply=True, on_progress=seen.append, cancelled=lambda: len(seen) > 2
    )
    assert report.interrupted and report.exit_code == 3
    assert await stored(archive, "person") == []


# --- with a mapping file -------------------------------------------------------------------------


def answers_for(report: ImportReport, chosen: dict[str, Any]) -> str:
    """An answers document: for each question code what to answer."""
    lines = [f"  {each.id}: {chosen[each.code]}" for _, each in report.questions if each.code in chosen]
    return "answers:\n" + "\n".join(lines) + "\n"


async def test_answers_bring_in_what_was_asked(archive: Archive, folder: Path, tmp_path: Path) -> None:
    trial = await run_import(archive, folder)
    chosen = {
        "unknown_person_similar_name": 1,
        "person_of_another_unit": "drop",
        "homonym": "何平（石桥村第一党支部）",
        "unknown_unit": "drop",
        "absent_name_misprinted": 1,
        "item_not_in_list": "其他",
        "date_outside_programme": 2,
    }
    mapping = tmp_path / "answers.yaml"
    mapping.write_text(answers_for(trial, chosen), "utf-8")
    report = await run_import(archive, folder, mapping=mapping, apply=True)
    assert report.open_questions == 0
    assert report.counts["study_register"] == {"import": 5, "reject": 1}
    assert (
        report.counts["session"] == {"import": 5, "import_flagged": 1, "reject": 3}
        or report.counts["session"]
    )
    names = {person.id: person.fields["name"] for person in await stored(archive, "person")}
    spring = next(each for each in await stored(archive, "session") if each.fields["title"] == "春耕技术")
    away = [names[row["person"]] for row in spring.fields["attendance"] if row["state"] != "到"]
    assert away == ["石小川"]
    moved = next(each for each in await stored(archive, "session") if each.fields["title"] == "青年节座谈")
    assert moved.fields["start"] == date(2012, 5, 4)


async def test_a_table_no_kind_fits_comes_in_by_a_mapping(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    await run_import(archive, folder, apply=True)
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "甲.csv").write_text(
        "说明：某年抄录\n何人,何书,哪类,何日读毕\n高远志,田间课堂,业务,2012.1.5\n,土壤与肥料,业务,2012.2.6\n"
        "小结,,,\n外来人,乡土,其他,2012.3.1\n,,,\n",
        "utf-8",
    )
    assert (await run_import(archive, strange)).files[0].state == "refused"
    mapping = tmp_path / "books.yaml"
    mapping.write_text(
        "id: books\nfiles: '*.csv'\nkind: book_reading\nheader: {row: 2}\nskip_rows: '^小结'\n"
        "fill_down: [何人]\ncreate: [people]\nunit: 镇机关党支部\n"
        "columns:\n  何人|谁: {to: person, required: true}\n  何书: title\n"
        "  哪类: category\n  何日读毕: finished\n",
        "utf-8",
    )
    report = await run_import(archive, strange, mapping=mapping, apply=True)
    assert report.counts["book_reading"] == {"import": 3}
    books = {record.fields["title"]: record.fields for record in await stored(archive, "book_reading")}
    assert books["土壤与肥料"]["person"] == books["田间课堂"]["person"]
    stranger = await archive.get(books["乡土"]["person"])
    assert stranger.fields["name"] == "外来人" and stranger.status == "submitted"
    assert books["乡土"]["category"] == "其他"
    record = (await stored(archive, "book_reading"))[0]
    assert record.origin["mapping"]["id"] == "books"
    assert (await run_import(archive, strange, mapping=mapping, apply=True)).actions["created"] == 0


async def test_refused_rows_can_be_mended_and_imported_again(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    report = await run_import(archive, folder, apply=True)
    assert report.rejects_file is not None
    text = report.rejects_file.read_text("utf-8-sig")
    line = next(line for line in text.splitlines() if "水利" not in line and ",石桥村,二社,2012/3/2," in line)
    heading = next(line for line in text.splitlines() if "户主姓名,所在村" in line)
    mended = tmp_path / "mended" / "走访登记补.csv"
    mended.parent.mkdir()
    cells = line.split(",")
    cells[4] = "补上的户主"
    mended.write_text(heading + "\n" + ",".join(cells) + "\n", "utf-8")
    again = await run_import(archive, mended, apply=True)
    assert again.counts == {"household_visit": {"import": 1}}


async def test_too_many_bad_rows_refuse_the_import(archive: Archive, folder: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "strict.yaml"
    mapping.write_text("files: '**/入户*.csv'\nmax_reject: 5%\n", "utf-8")
    report = await run_import(archive, folder, mapping=mapping, apply=True)
    assert not report.applied and report.failed
    assert await stored(archive, "person") == []


async def test_a_person_entered_by_hand_is_completed_not_overwritten(archive: Archive, folder: Path) -> None:
    first = office_b.PEOPLE[0]
    mine = Record.new("person", {"name": first.name, "id_no": first.id_no, "education": "研究生"})
    saved = await archive.save(mine)
    report = await run_import(archive, folder, apply=True)
    found = await archive.get(saved.id)
    assert found.fields["education"] == "研究生" and found.fields["phone"] == "10012345678"
    assert [person.fields["name"] for person in await stored(archive, "person")].count(first.name) == 1
    await undo(archive, ObjectId(str(report.batch)))
    assert (await archive.get(saved.id)).fields.get("phone") is None


async def test_an_import_cut_short_is_completed_by_running_it_again(archive: Archive, folder: Path) -> None:
    asked: list[int] = []

    def stop_soon() -> bool:
        asked.append(1)
        return len(asked) > 30

    cut = await run_import(archive, folder, apply=True, cancelled=stop_soon)
    assert cut.interrupted and cut.applied
    assert 0 < len(await stored(archive, "person")) <= 12
    whole = await run_import(archive, folder, apply=True)
    assert not whole.interrupted and whole.actions["created"] > 0
    kinds = {kind: sum(1 for item in items(whole, kind) if item.taken) for kind in EXPECTED}
    for kind in ("person", "session", "household_visit", "exam", "briefing", "funding", "study_register"):
        assert len(await stored(archive, kind)) == kinds[kind]
    assert (await run_import(archive, folder, apply=True)).actions["created"] == 0


async def test_names_of_files_and_folders_can_be_mapped(
    archive: Archive, folder: Path, tmp_path: Path
) -> None:
    await run_import(archive, folder, apply=True)
    notes = tmp_path / "notes" / "OFFICE"
    notes.mkdir(parents=True)
    office_b._paper(notes / "[LSF]2012-06-09.docx", "夏收随想", "", "", "麦子黄了。" * 50)
    (notes / "old.txt").write_text("不要的", "utf-8")
    mapping = tmp_path / "notes.yaml"
    mapping.write_text(
        "files: 'OFFICE/*.docx'\nkind: experience_article\n"
        "from_path: '(?P<unit>[^/]+)/\\[(?P<person>\\w+)\\](?P<date>[\\d-]+)'\n"
        "---\nfiles: '**/*.txt'\nkind: skip\n---\npeople: {LSF: 林素芳}\nunits: {OFFICE: 镇机关党支部}\n",
        "utf-8",
    )
    report = await run_import(archive, tmp_path / "notes", mapping=mapping, apply=True)
    assert report.counts == {"experience_article": {"import": 1}}
    article = next(each for each in await stored(archive, "experience_article") if each.title == "夏收随想")
    assert article.fields["written_on"].start == date(2012, 6, 9)
    names = await archive.names(article.fields["authors"])
    assert list(names.values()) == ["林素芳"]
    assert {each.state for each in report.files} == {"read", "ignored"}
