"""Numbers of papers: one after another, without gaps, never twice."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from records.archive import Archive
from records.changing.serials import Serial, last_serial, next_serial, save_with_serial
from records.errors import InvalidRecord
from records.opening import open_archive
from records.record import Record
from records.settings import load_settings


def decision(title: str, doc_no: str | None = None) -> Record:
    return Record.new("commendation", {"title": title, "doc_no": doc_no, "decided_on": date(2011, 7, 1)})


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("青党发〔2011〕23号", Serial("青党发", 2011, 23)),
        ("青学〔2011〕008号", Serial("青学", 2011, 8, 3)),
        (" 青党发〔2012〕1号 ", Serial("青党发", 2012, 1)),
        ("青党发[2011]23号", None),
        ("青党发〔2011〕号", None),
        ("2011年第3期", None),
        (None, None),
    ],
)
def test_a_number_is_read_as_it_is_printed(text: str | None, serial: Serial | None) -> None:
    assert Serial.parse(text) == serial
    if serial and text:
        assert str(serial) == text.strip()


async def test_the_next_number_follows_the_highest_of_its_year_in_whatever_kind(archive: Archive) -> None:
    assert await last_serial(archive) is None
    assert str(await next_serial(archive, "青党发", 2011)) == "青党发〔2011〕1号"
    await archive.save(decision("一", "青党发〔2011〕9号"))
    withdrawn = await archive.save(decision("二", "青党发〔2011〕10号"))
    await archive.void(withdrawn.id, "重复")
    await archive.save(decision("别的", "青政发〔2011〕77号"))
    notice = await save_with_serial(
        archive,
        decision("三"),
        "doc_no",
        "青党发",
        2011,
    )
    assert notice.fields["doc_no"] == "青党发〔2011〕11号", "a void one's number is not given again"
    assert str(await next_serial(archive, "青党发", 2012)) == "青党发〔2012〕1号", "each year begins anew"
    last = await last_serial(archive, field="doc_no")
    assert last and last.number == 77


async def test_digits_follow_the_office_s_habit(archive: Archive) -> None:
    await archive.save(decision("一", "青学〔2011〕008号"))
    assert str(await next_serial(archive, "青学", 2011)) == "青学〔2011〕009号"
    assert str(await next_serial(archive, "青学", 2012)) == "青学〔2012〕001号"


async def test_a_number_is_not_shared_between_kinds(archive: Archive) -> None:
    await archive.save(decision("一", "青党发〔2011〕9号"))
    unit = await archive.save(Record.new("unit", {"name": "上营村党支部", "category": "党支部"}))
    notice = Record.new(
        "rectification",
        {"target": unit.id, "issued_on": date(2011, 8, 1), "doc_no": "青党发〔2011〕9号"},
    )
    with pytest.raises(InvalidRecord, match="BZ-2011-0001"):
        await archive.save(notice)
    saved = await save_with_serial(archive, notice, "doc_no", "青党发", 2011)
    assert saved.fields["doc_no"] == "青党发〔2011〕10号"


async def test_two_operators_who_take_numbers_at_once_get_neither_the_same_nor_gaps(archive: Archive) -> None:
    async with open_archive(load_settings()) as other:
        saved = await asyncio.gather(
            *(
                save_with_serial(door, decision(f"第{index}份"), "doc_no", "青党发", 2011)
                for index in range(6)
                for door in (archive, other)
            )
        )
    numbers = sorted(serial.number for each in saved if (serial := Serial.parse(each.fields["doc_no"])))
    assert numbers == list(range(1, 13))
