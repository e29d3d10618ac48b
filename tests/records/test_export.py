"""Exports: any list out to a file, and back in without loss; here, and in an empty archive."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from bson.objectid import ObjectId
from openpyxl.utils import get_column_letter

from records.archive import Archive
from records.errors import Refused, UsageFault
from records.intake.batch import run_import
from records.intake.loading.undo import undo
from records.intake.outcome import Item, Place
from records.intake.report import ImportReport
from records.intake.returning.compared import in_order
from records.keep import export as export_module
from records.keep.export import ENDINGS, export
from records.keep.plain import spelled
from records.language import set_language
from records.opening import open_archive
from records.record import Record
from records.references import Target
from records.search.query import Query
from records.values import PartialDate
from tests.databases import Databases
from tests.records.example_records import KINDS, example, reference

#: The records that the examples refer to by a letter.
LETTERS = {
    "person": "p",
    "unit": "v",
    "session": "s",
    "commendation": "c",
    "evaluation_minutes": "m",
    "inspection": "i",
}
#: What no kind names, and what a cell would not hold by itself.
ODD: dict[str, Any] = {
    "公式": "=SUM(A1:A9)",
    "号码": "0012345678901234567",
    "撇号": "'已有一个撇号",
    "空白": "",
    "无值": None,
    "金额": Decimal("1.50"),
    "数": 7,
    "是否": True,
    "某日": date(2011, 4, 8),
    "时刻": datetime(2011, 4, 8, 9, 30, 15),
    "约期": PartialDate.parse("7月下旬", year=2011),
    "明细": [{"甲": 1, "乙": [2, {"丙": "三"}]}],
    "长文": "一段很长的话，分几行。\n" * 4000,
    "怪字": "制表\t回车\r\n换页\x0c _x000D_ 、；;",
}


@pytest.fixture
def second(databases: Databases) -> Iterator[str]:
    with databases.one() as name:
        yield name


@pytest.fixture
async def other(second: str, archive: Archive) -> AsyncIterator[Archive]:
    """A second, empty archive."""
    async with open_archive(replace(archive.settings, database=second)) as opened:
        yield opened


@pytest.fixture(autouse=True)
def chinese() -> None:
    set_language("zh")


def whole_records() -> list[Record]:
    """One record of every kind, and those it takes to refer to."""
    made = [
        Record(reference("u"), "unit", {"name": "青杨河乡党委", "category": "党委", "briefing_duty": False}),
        Record(reference("q"), "person", {"name": "李秀兰", "former_names": ["李秀", "李-兰"]}),
        Record(reference("r"), "person", {"name": "赵永刚"}),
    ]
    for name in KINDS:
        identifier = reference(LETTERS[name]) if name in LETTERS else ObjectId()
        made.append(Record(identifier, name, example(name), remarks=f"{name}：+备注"))
    made[-1].fields |= ODD
    # Longer than a cell may be, in an entry of a list.
    items: Any = next(each for each in made if each.kind == "briefing").fields["items"]
    items[0]["text"] = "'=长" * 12_000
    made[-2].fields["results"] = []
    for record in made:
        record.status = "submitted"
    return made


async def fill(archive: Archive) -> dict[ObjectId, Record]:
    coming: dict[ObjectId, Target] = {}
    ordered = in_order(
        archive, [(record, Item(record.kind, Place(""))) for record in whole_records()], coming
    )
    report = await archive.save_many((record for record, _ in ordered), coming=coming)
    assert [str(why) for _, why in report.rejected] == []
    return await stored(archive)


async def stored(archive: Archive) -> dict[ObjectId, Record]:
    return {record.id: record async for record in archive.each(Query())}


async def bring_in(archive: Archive, path: Path) -> ImportReport:
    report = await run_import(archive, path, apply=True)
    refused = [(item.kind, item.why) for item in report.every_item() if item.outcome == "reject"]
    assert (refused, report.failed, report.questions) == ([], [], [])
    return report


def content(record: Record) -> dict[str, Any]:
    """All that a record says, in a spelling that tells types apart."""
    return {name: spelled(value) for name, value in record.fields.items()} | {
        "_": (record.kind, record.no, record.title, record.date, record.unit, record.people, record.remarks)
    }


@pytest.mark.parametrize("ending", ENDINGS)
async def test_every_kind_goes_out_and_comes_back_the_same(
    archive: Archive, other: Archive, tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A full sheet goes on in another one.
    monkeypatch.setattr(export_module, "SHEET_ROWS", 4)
    before = await fill(archive)
    folder, masked = tmp_path / "out", tmp_path / "masked"
    folder.mkdir()
    masked.mkdir()
    await export(archive, Query(), folder / f"all{ending}", unmask_for="迁移到另一档案库")
    await export(archive, Query(), masked / f"all{ending}")

    # A mask stands for the number that is here.
    here = await bring_in(archive, masked)
    assert here.actions == {"created": 0, "updated": 0, "unchanged": len(before), "kept": 0}
    assert {each.id: each.version for each in (await stored(archive)).values()} == dict.fromkeys(before, 1)

    there = await bring_in(other, folder)
    assert there.actions["created"] == len(before)
    assert [item.flags for item in there.items if item.flags] == []
    after = await stored(other)
    assert after.keys() == before.keys()
    for identifier, record in before.items():
        assert content(after[identifier]) == content(record)
    assert (await bring_in(other, folder)).actions["unchanged"] == len(before)


class Edited:
    """An exported workbook in the hands of somebody with a spreadsheet."""

    def __init__(self, path: Path, sheet: str) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book[sheet]
        self.headings = {str(cell.value): int(cell.column or 0) for cell in self.sheet[1]}

    def row(self, name: str) -> int:
        return next(int(cell.row) for cell in self.sheet[self.letter("姓名")] if cell.value == name)

    def letter(self, heading: str) -> str:
        return str(get_column_letter(self.headings[heading]))

    def put(self, row: int, **cells: Any) -> None:
        for heading, value in cells.items():
            self.sheet.cell(row, self.headings[heading]).value = value

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path


async def test_what_was_edited_in_a_spreadsheet_is_updated_and_nothing_else(
    archive: Archive, tmp_path: Path
) -> None:
    await fill(archive)
    people = {each.title: each for each in await archive.find(Query(kind="person"))}
    zhao, li, ma = people["赵永刚"], people["李秀兰"], people["马建国"]
    await export(archive, Query(kind="person"), tmp_path / "人员.xlsx")
    book = Edited(tmp_path / "人员.xlsx", "人员")
    book.put(book.row("赵永刚"), 职务="支部书记", 出生年月="1970年5月", 包村="柳树湾村、上营村")
    book.put(book.row("李秀兰"), 职务="教师")
    book.put(book.row("马建国"), 电话=None, 备注=None)
    last = book.sheet.max_row + 1
    book.put(last, 种类="人员", 姓名="王德明", **{"组织关系/所在党组织": "青杨河乡党委"})
    book.put(last + 1, 种类="人员", 姓名="张伟民", **{"组织关系/所在党组织": "无此支部"})
    book.put(last + 2, 编号="RY-1999-0001", 种类="人员", 行次=1, 姓名="某人")
    path = book.save()
    # Meanwhile somebody edits one of them here.
    mine = li.copy()
    mine.fields["post"] = "会计"
    await archive.save(mine)
    await archive.approve([ma.id])

    report = await run_import(archive, path, apply=True)
    assert report.actions == {"created": 1, "updated": 1, "unchanged": 0, "kept": 2}
    assert report.kept == [li.no, ma.no]
    assert sorted((item.place.row, item.why.partition(":")[0]) for item in report.items if item.refused) == [
        (last + 1, "invalid_value"),
        (last + 2, "number_not_here"),
    ]
    changed = await archive.get(zhao.id)
    assert changed.fields["post"] == "支部书记"
    assert changed.fields["birth"] == PartialDate.parse("1970年5月")
    assert changed.fields["covered"] == ["柳树湾村", "上营村"]
    assert (changed.version, changed.status, changed.no) == (2, "submitted", zhao.no)
    assert (await archive.get(li.id)).fields["post"] == "会计"
    (new,) = [each for each in await archive.find(Query(kind="person")) if each.title == "王德明"]
    assert (new.unit, new.status) == (reference("u"), "submitted")

    taken_back = await undo(archive, ObjectId(report.batch))
    assert (taken_back.voided, taken_back.restored) == (1, 1)
    assert (await archive.get(zhao.id)).fields == zhao.fields


async def test_an_emptied_cell_empties_and_an_approved_record_waits_again(
    archive: Archive, tmp_path: Path
) -> None:
    await fill(archive)
    await archive.approve([reference("p"), reference("s")])
    set_language("en")
    query = Query(kind="session")
    await export(archive, query, tmp_path / "s.csv")
    rows = list(csv.reader((tmp_path / "s.csv").open(encoding="utf-8-sig", newline="")))
    place = rows[0].index("Attendance/Person")
    assert [row[place].split(" ", 1)[1] for row in rows[1:]] == ["马建国", "李秀兰", "赵永刚"]
    # Sorted by a spreadsheet, one line taken out, one reason removed.
    rows[1:] = [rows[3], rows[1]]
    rows[1][rows[0].index("Attendance/Reason")] = ""
    with (tmp_path / "s.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    assert (await bring_in(archive, tmp_path / "s.csv")).actions["updated"] == 1
    changed = await archive.get(reference("s"))
    assert changed.fields["attendance"] == [
        {"person": reference("p"), "state": "到"},
        {"person": reference("r"), "state": "请假"},
    ]
    assert (changed.fields["expected"], changed.status) == (2, "submitted")


async def test_what_a_spreadsheet_does_to_a_table_loses_nothing_unsaid(
    archive: Archive, tmp_path: Path
) -> None:
    await fill(archive)
    await archive.approve([reference("s")])
    before = await stored(archive)
    query = Query(kind="session")
    await export(archive, query, tmp_path / "会议.xlsx")
    book = Edited(tmp_path / "会议.xlsx", archive.kinds["session"].label.zh)
    row = next(cell.row for cell in book.sheet[book.letter("识别码")] if cell.value == str(reference("s")))
    book.put(row, 状态="作废", 版本="2.0", 行次=1.0)
    width = book.sheet.max_column
    book.sheet.cell(1, width + 1).value, book.sheet.cell(row, width + 1).value = "备用列", "重要"
    book.sheet.cell(1, width + 2).value, book.sheet.cell(row, width + 2).value = "地点", "另一处"
    book.sheet.cell(book.sheet.max_row + 2, 1).value = "  "
    # What is deleted takes nothing with it: not the reasons of the others' absence, not whom the rows mean.
    for heading in sorted(("签到/请假原因", "识别码"), key=lambda each: -book.headings[each]):
        book.sheet.delete_cols(book.headings[heading])
    report = await bring_in(archive, book.save())
    assert (report.actions["updated"], report.actions["created"]) == (0, 0)
    (flags,) = [item.flags for item in report.every_item() if item.flags]
    assert flags == ["column_not_taken:备用列", "column_not_taken:地点", "status_not_taken:作废"]
    assert await stored(archive) == before

    # A number alone is believed of the record that is called so.
    await export(archive, Query(kind="person"), tmp_path / "人员.xlsx")
    people = Edited(tmp_path / "人员.xlsx", "人员")
    people.put(people.row("赵永刚"), 识别码=None, 来源键=None, 职务="支部书记")
    people.put(people.row("李秀兰"), 识别码=None, 来源键=None, 姓名="李秀䶮")
    report = await run_import(archive, people.save(), apply=True)
    assert report.actions["updated"] == 1
    assert [item.why.partition(":")[0] for item in report.items if item.refused] == ["number_of_another"]


async def test_lines_that_another_program_wrote_anew_or_damaged(archive: Archive, tmp_path: Path) -> None:
    count = len(await fill(archive))
    await archive.save(Record.new("person", {"name": "李秀䶮"}))
    await export(archive, Query(), tmp_path / "a.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text("utf-8").splitlines()]
    lines[1]["attachments"] = [{"sha256": "00"}]
    written = [json.dumps(each, sort_keys=True) for each in lines]
    written[0] = written[0][3:]
    (tmp_path / "a.jsonl").write_text("\ufeff" + "\r\n".join(written), "utf-8")
    report = await run_import(archive, tmp_path / "a.jsonl", apply=True)
    assert report.actions["unchanged"] == count - 1
    assert [item.place.row for item in report.items if item.refused] == [1, 2]

    # Saved by a spreadsheet in the encoding of the country, which lacks a character.
    await export(archive, Query(kind="person"), tmp_path / "p.csv")
    text = (tmp_path / "p.csv").read_text("utf-8-sig")
    (tmp_path / "p.csv").write_bytes(text.encode("gbk", "replace"))
    report = await bring_in(archive, tmp_path / "p.csv")
    assert (report.actions["updated"], [item.flags for item in report.items if item.flags]) == (
        0,
        [["characters_lost:李秀?"]],
    )


async def test_no_cell_is_a_formula_and_the_journal_knows_of_the_export(
    archive: Archive, tmp_path: Path
) -> None:
    person = await archive.save(
        Record.new("person", {"name": "=cmd|'/c calc'!A1", "former_names": ["+86", "-甲", "@乙"]})
    )
    for ending in (".csv", ".xlsx"):
        await export(archive, Query(kind="person"), tmp_path / f"p{ending}")
    text = (tmp_path / "p.csv").read_text("utf-8-sig")
    cells = next(csv.reader(text.splitlines()[1:]))
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx")["人员"]
    assert {cell.data_type for row in sheet for cell in row if cell.value is not None} <= {"s", "n"}
    entries = [each for each in await archive.journal() if each["action"] == "export"]
    assert [(each["by"], each["exported"], "p.xlsx" in each["note"]) for each in entries] == [
        ("刘芳", 1, True),
        ("刘芳", 1, False),
    ]
    assert (await bring_in(archive, tmp_path / "p.csv")).actions["unchanged"] == 1
    assert (await archive.get(person.id)).version == 1
    for ending in ENDINGS:
        nothing = tmp_path / f"none{ending}"
        assert (await export(archive, Query(kind="talk"), nothing)).count == 0
        assert (await bring_in(archive, nothing)).items == []
    with pytest.raises(Refused):
        await export(archive, Query(kind="person"), tmp_path / "p.csv")
    with pytest.raises(UsageFault):
        await export(archive, Query(kind="person"), tmp_path / "p.pdf")


@pytest.mark.parametrize("ending", [".xlsx", ".jsonl"])
async def test_in_another_archive_a_number_alone_is_no_proof_of_who_is_meant(
    archive: Archive, other: Archive, tmp_path: Path, ending: str
) -> None:
    # Beside the data folder, in which files come and go.
    folder = tmp_path / "out"
    folder.mkdir()
    await other.save(Record.new("person", {"name": "王德明"}))
    await archive.add_field("person", "工号", {"label": ["工号", "Staff number"], "type": "integer"})
    person = await archive.save(Record.new("person", {"name": "张伟民", "工号": 7}))
    visit = await archive.save(
        Record.new(
            "household_visit", {"visitor": person.id, "household": "孙有福", "visited_on": date(2011, 4, 8)}
        )
    )
    await export(archive, Query(kind="household_visit"), folder / "visits.csv")
    alone = await bring_in(other, folder / "visits.csv")
    assert [item.flags for item in alone.items] == [[f"reference_not_here:走访人: {person.no} 张伟民"]]
    assert "visitor" not in (await other.get(visit.id)).fields

    await export(archive, Query(kind="person"), folder / f"people{ending}")
    assert (await bring_in(other, folder)).actions == {
        "created": 1,
        "updated": 1,
        "unchanged": 0,
        "kept": 0,
    }
    came, seen = await other.get(person.id), await other.get(visit.id)
    # What only the other archive names is kept as what it is, and the number that is taken here is not.
    assert (came.title, came.fields["工号"]) == ("张伟民", 7)
    assert came.no != person.no
    assert seen.people[0].person == came.id
    assert {each.title for each in await other.find(Query(kind="person"))} == {"王德明", "张伟民"}
