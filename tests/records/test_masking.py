"""Identity numbers and phones are masked wherever records go, and a mask never becomes a value."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from records.archive import Archive
from records.errors import InvalidRecord, UsageFault
from records.field_value import show
from records.intake.batch import run_import
from records.journal_words import sentence
from records.keep.export import ENDINGS, export
from records.keep.raw import RawFault, document_text, read_document
from records.masking import mask_cell, mask_within, masked, without_secrets
from records.privacy.personal import put_back
from records.record import Record
from records.search.parse import parse_query
from records.search.query import Query

NUMBER, PHONE, OTHER = "999999197803150011", "13800001234", "100-0000-5678"


def person(name: str = "张伟民") -> Record:
    return Record.new("person", {"name": name, "id_no": NUMBER, "phone": PHONE, "二号": "15900004321"})


def inside(path: Path) -> str:
    """All text of a file, of a workbook's parts too."""
    if path.suffix != ".xlsx":
        return path.read_text("utf-8")
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def test_what_is_masked_shows_what_tells_two_apart() -> None:
    assert masked(NUMBER) == "999************011"
    assert (masked(PHONE), masked("222333"), masked("")) == ("***234", "***", "")
    text = f"身份证{NUMBER}，电话 138 0000 1234、0938-3221234；第12345678901号，批次5f3c1380000123400"
    assert mask_within(text) == (
        "身份证999************011，电话 138*******234、***234；第12345678901号，批次5f3c1380000123400"
    )
    address = "mongodb://wanglan:p@ss:1@10.0.0.1/?tls=true&tlsCertificateKeyFilePassword=geheim&x=1"
    assert (
        without_secrets(address)
        == "mongodb://wanglan:…@10.0.0.1/?tls=true&tlsCertificateKeyFilePassword=…&x=1"
    )


@pytest.mark.parametrize("phone", ["0553-8812345", "0553－8812345", "(0553)8812345", "0553 8812345"])
def test_a_landline_is_a_phone_however_it_is_written(phone: str) -> None:
    assert phone not in mask_within(f"电话{phone}，")
    assert mask_within(f"电话{phone}，").endswith("345，")


@pytest.mark.parametrize(
    "number", ["8812345", "100-0000-5678", "０５５３８８１２３４５", "34022219700101123X", "667788"]
)
def test_what_stands_under_a_phone_is_masked_whatever_it_looks_like(number: str) -> None:
    assert number not in mask_cell("联系电话（手机）", number)
    assert number not in mask_cell("身份证号码", number)
    assert mask_cell("备注", "2011.3.5到会") == "2011.3.5到会"
    assert [mask_cell("电话", text) for text in ("无", "同上", "138****1234")] == [
        "无",
        "同上",
        "138****1234",
    ]


def test_a_mask_that_comes_back_is_what_it_stands_for(archive: Archive) -> None:
    kind, stored = archive.kinds["person"], person()
    told = document_text(kind, stored)
    assert NUMBER not in told and PHONE not in told and "15900004321" not in told
    assert read_document(kind, stored, told).fields == stored.fields
    edited = told.replace(masked(PHONE), OTHER)
    assert read_document(kind, stored, edited).fields == stored.fields | {"phone": OTHER}
    with pytest.raises(RawFault, match="ID number"):
        read_document(kind, stored, told.replace(masked(NUMBER), "888************011"))
    # A remark of asterisks in a field that nobody declared is what it is.
    assert put_back(kind, {"星": "***", "phone": "****"}, {}) == ({"星": "***"}, ["Phone"])
    assert show(kind.field("phone"), PHONE, whole=True) == PHONE


@pytest.mark.parametrize("ending", ENDINGS)
async def test_an_export_is_masked_and_changes_no_number_when_it_comes_back(
    archive: Archive, tmp_path: Path, ending: str
) -> None:
    await archive.save_many([person(), person("李秀兰")])
    saved = await archive.find(Query(kind="person"))
    path = tmp_path / f"people{ending}"
    await export(archive, parse_query(f"id_no:{NUMBER}", archive.kinds).narrowed(kind="person"), path)
    assert not [each for each in (NUMBER, PHONE, "15900004321") if each in inside(path)]
    (entry,) = [each for each in await archive.journal() if each["action"] == "export"]
    assert NUMBER not in str(entry) and "unmasked" not in entry
    _edit(path)
    report = await run_import(archive, path, apply=True)
    assert report.actions == {"created": 1, "updated": 1, "unchanged": 1, "kept": 0}, report.to_text()
    for each in saved:
        now = await archive.get(each.id)
        assert (now.fields["id_no"], now.fields["phone"]) == (NUMBER, PHONE)
    (new,) = [each for each in await archive.find(Query(kind="person")) if each.title == "王德明"]
    assert not {"id_no", "phone"} & new.fields.keys()
    flags = sorted(flag.partition(":")[0] for item in report.items for flag in item.flags)
    assert flags == ["masked_kept", "masked_left_out", "masked_left_out"]


def _sheet(book: openpyxl.Workbook) -> Worksheet:
    assert isinstance(book.active, Worksheet)
    return book.active


def _edit(path: Path) -> None:
    """Another post for one; for the other a mask that fits nobody; somebody new, copied from the first."""
    if path.suffix == ".jsonl":
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        lines[0]["fields"]["post"] = "支部书记"
        lines[1]["fields"]["phone"] = "***999"
        new = {name: lines[0]["fields"][name] for name in ("id_no", "phone")} | {"name": "王德明"}
        lines.append({"xuedang": 1, "kind": "person", "fields": new})
        path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in lines), "utf-8")
        return
    if path.suffix == ".csv":
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    else:
        book = openpyxl.load_workbook(path)
        rows = [["" if cell is None else str(cell) for cell in row] for row in _sheet(book).values]
    at = {heading: index for index, heading in enumerate(rows[0])}
    rows[1][at["Post"]], rows[2][at["Phone"]] = "支部书记", "***999"
    new_row = [""] * len(rows[0])
    for heading, text in (
        ("Kind", "Person"),
        ("Name", "王德明"),
        *((each, rows[1][at[each]]) for each in ("ID number", "Phone")),
    ):
        new_row[at[heading]] = text
    rows.append(new_row)
    path.unlink()
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows(rows)
    else:
        made = openpyxl.Workbook()
        for row in rows:
            _sheet(made).append(row)
        made.save(path)


async def test_whole_numbers_need_a_reason_and_masks_are_stored_nowhere(
    archive: Archive, tmp_path: Path
) -> None:
    saved = await archive.save(person())
    for reason in ("", "  "):
        with pytest.raises(UsageFault, match="reason"):
            await export(archive, Query(kind="person"), tmp_path / "p.csv", unmask_for=reason)
    assert not (tmp_path / "p.csv").exists()
    await export(archive, Query(kind="person"), tmp_path / "p.csv", unmask_for=" 县委组织部  核对党员 ")
    assert NUMBER in inside(tmp_path / "p.csv") and PHONE in inside(tmp_path / "p.csv")
    assert (tmp_path / "p.csv").stat().st_mode & 0o077 == 0, "nobody else may read it"
    (entry,) = [each for each in await archive.journal() if each["action"] == "export"]
    assert (entry["unmasked"], entry["exported"], entry["by"]) == ("县委组织部 核对党员", 1, "刘芳")
    assert "unmasked" in sentence(entry) and "县委组织部" in sentence(entry)

    worse = saved.copy()
    worse.fields["phone"] = masked(PHONE)
    with pytest.raises(InvalidRecord, match="masked"):
        await archive.save(worse)
    # A list from elsewhere in which somebody masked them already.
    roster = tmp_path / "党员花名册.csv"
    roster.write_text(
        "姓名,性别,身份证号,联系电话,政治面貌\n张伟民,男,999999********0011,138****1234,正式党员\n", "utf-8"
    )
    report = await run_import(archive, roster, apply=True)
    people = await archive.find(Query(kind="person"))
    assert report.actions["created"] + report.actions["updated"] + report.actions["unchanged"] <= 1
    assert [value for each in people for value in each.fields.values() if "***" in str(value)] == []
    assert [each.fields["phone"] for each in people if each.id == saved.id] == [PHONE]
