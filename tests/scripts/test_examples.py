"""The worked examples: each brings in what a test made, changes nothing when run again, and can be undone."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.intake.loading.undo import undo
from records.record import Record
from records.search.query import Query
from records.values import PartialDate
from scripts.examples import dump_from_json, notes_from_folder, visits_from_excel


@pytest.fixture
async def people(archive: Archive) -> dict[str, ObjectId]:
    """Two branches, each with a 张伟民, and 李秀兰 in the first."""
    found = {}
    for branch, names in {"柳树湾村党支部": ("张伟民", "李秀兰"), "上营村党支部": ("张伟民",)}.items():
        unit = await archive.save(Record.new("unit", {"name": branch, "category": "党支部"}))
        for name in names:
            fields = {"name": name, "memberships": [{"org": unit.id, "from": date(2010, 7, 3)}]}
            found[f"{name} {branch[:2]}"] = (await archive.save(Record.new("person", fields))).id
    return found


async def test_a_register_in_excel(archive: Archive, people: dict[str, ObjectId], tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["走访时间", "干部", "所在支部", "户主", "村", "困难问题", "解决措施", "是否解决"])
    sheet.append(["2011.4.8", "张伟民", "上营村党支部", "孙有福", "上营村", "渠道淤堵", "组织清淤", "是"])
    sheet.append([date(2011, 4, 9), "李秀兰", None, "王德明", None, None, None, "否"])
    sheet.append(["2011.4.10", "张伟民", None, "赵永刚", None, None, None, None])
    sheet.append(["2011.4.11", "李秀兰", None, None, None, None, None, None])
    path = tmp_path / "走访台账.xlsx"
    book.save(path)

    told = await visits_from_excel.bring_in(archive, path, apply=False)
    assert (told.actions["created"], told.rejected, told.open_questions) == (2, 1, 1)
    assert await archive.find(Query(kind="household_visit")) == []
    done = await visits_from_excel.bring_in(archive, path, apply=True)
    first, second = sorted(await archive.find(Query(kind="household_visit")), key=lambda each: str(each.date))
    assert first.fields["visitor"] == people["张伟民 上营"]
    assert (first.fields["visited_on"], first.fields["solved"], first.status) == (
        date(2011, 4, 8),
        True,
        "submitted",
    )
    assert (first.origin["row"], second.fields["visitor"]) == (2, people["李秀兰 柳树"])
    assert done.rejects_file is not None
    assert "户主" in done.rejects_file.read_text("utf-8-sig")
    again = await visits_from_excel.bring_in(archive, path, apply=True)
    assert (again.actions["unchanged"], again.batch) == (2, None)
    assert (await undo(archive, ObjectId(done.batch))).voided == 2


async def test_a_folder_of_notes(archive: Archive, people: dict[str, ObjectId], tmp_path: Path) -> None:
    folder = tmp_path / "心得"
    folder.mkdir()
    (folder / "李秀兰_2011.5.3_学与用.txt").write_text("学以致用，贵在坚持。", encoding="utf-8")
    (folder / "说明.txt").write_text("文件名不合。", encoding="utf-8")
    done = await notes_from_folder.bring_in(archive, folder, apply=True)
    assert done.rejected == 1
    (article,) = await archive.find(Query(kind="experience_article"))
    assert (article.title, article.fields["authors"]) == ("学与用", [people["李秀兰 柳树"]])
    assert article.fields["written_on"] == PartialDate.day(date(2011, 5, 3))
    assert [ref.name for ref in article.attachments] == ["李秀兰_2011.5.3_学与用.txt"]
    # As from the command line: 1, because a file was refused.
    assert await notes_from_folder.main(folder, apply=True) == 1
    assert (await archive.get(article.id)).version == 1


async def test_a_dump_of_another_system(
    archive: Archive, people: dict[str, ObjectId], tmp_path: Path
) -> None:
    path = tmp_path / "dump.json"
    staff = [
        {"id": 7, "name": "陈国强", "born": "1970-05", "branch": "水磨村党支部"},
        {"id": 8, "name": "刘芳", "born": "1982-11", "branch": "柳树湾村党支部"},
    ]
    books = [
        {"reader": 7, "title": "农村政策读本", "finished": "2011-03-28"},
        {"reader": 99, "title": "无主之书", "finished": None},
    ]
    path.write_text(json.dumps({"staff": staff, "books": books}, ensure_ascii=False), encoding="utf-8")
    done = await dump_from_json.bring_in(archive, path, apply=True)
    assert (done.failed, done.rejected, done.units_created) == ([], 1, ["水磨村党支部"])
    (reading,) = await archive.find(Query(kind="book_reading"))
    reader = await archive.get(reading.people[0].person)
    assert (reader.title, reader.fields["原系统编号"]) == ("陈国强", 7)
    assert reading.unit == reader.unit
    again = await dump_from_json.bring_in(archive, path, apply=True)
    assert (again.actions["created"], again.actions["updated"], again.batch) == (0, 0, None)


@pytest.mark.parametrize("example", [dump_from_json, notes_from_folder, visits_from_excel])
def test_without_a_file_an_example_says_how_it_is_run(example: ModuleType) -> None:
    command = [sys.executable, "-m", example.__name__]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert ran.returncode == 1
    assert f"-m {example.__name__}" in ran.stderr
    assert "Traceback" not in ran.stderr
