"""Rows that told a month, or no time, in which somebody puts the day later."""

from __future__ import annotations

from pathlib import Path

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.loading import long_rows
from records.intake.loading.undo import undo
from records.intake.outcome import Item
from records.intake.tables import source
from tests.intake.registers.one_register import ROSTER

VISITS = "白鹤乡2011年走访农户台账\n走访时间,走访干部,户主,村,存在困难,解决措施\n"
TALKS = "谈心谈话登记表\n谈话时间,谈话人,谈话对象,谈话内容\n"


def visit(when: str, what: str = "屋漏") -> str:
    return f"{when},韦明远,张老三,杨湾村,{what},帮办\n"


async def applied(archive: Archive, folder: Path, text: str, kind: str = "household_visit") -> list[Item]:
    folder.mkdir(exist_ok=True)
    (folder / "花名册.csv").write_text(ROSTER, "utf-8")
    (folder / "登记.csv").write_text(text, "utf-8")
    report = await run_import(archive, folder, apply=True)
    assert report.failed == []
    return [item for item in report.items if item.kind == kind]


async def stored(archive: Archive, kind: str = "household_visit") -> list[str]:
    rows = await archive.aggregate([{"$match": {"kind": kind, "status": {"$ne": "void"}}}])
    return sorted(str(row["fields"].get("visited_on", ""))[:10] for row in rows)


@pytest.mark.parametrize("when", ["2011年4月", "2011年第二季度", "2011年4月上旬", "2011年"])
@pytest.mark.parametrize("long", [False, True])
async def test_the_day_is_put_into_the_record_that_is_there(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, when: str, long: bool
) -> None:
    """It came in as a second visit, flagged; of a long table as one that nothing told of."""
    if long:
        monkeypatch.setattr(source, "LONG_TABLE", 2)
        monkeypatch.setattr(long_rows, "PART", 2)
    others = "".join(visit(f"2011-{month}-3", "缺种") for month in (1, 2, 3))
    await applied(archive, tmp_path / "a", VISITS + others + visit(when))
    await applied(archive, tmp_path / "a", VISITS + others + visit("2011-4-8"))
    assert (await stored(archive))[-1] == "2011-04-08" and len(await stored(archive)) == 4
    again = await run_import(archive, tmp_path / "a", apply=True)
    assert again.actions["created"] == again.actions["updated"] == 0


async def test_two_visits_of_a_month_get_their_own_days(archive: Archive, tmp_path: Path) -> None:
    first = await applied(archive, tmp_path / "a", VISITS + visit("2011年4月") + visit("2011年4月", "缺种"))
    # A row above them moves both down.
    rows = visit("2011-3-3") + visit("2011-4-8") + visit("2011-4-20", "缺种")
    again = await applied(archive, tmp_path / "a", VISITS + rows)
    assert [item.action for item in again] == ["created", "updated", "updated"]
    assert [item.record_id for item in again[1:]] == [item.record_id for item in first]
    assert all(item.flags == [] for item in again)


async def test_the_day_and_a_word_may_be_put_right_where_the_row_stood(
    archive: Archive, tmp_path: Path
) -> None:
    (first,) = await applied(archive, tmp_path / "a", VISITS + visit("2011年4月"))
    (again,) = await applied(archive, tmp_path / "a", VISITS + visit("2011-4-8", "屋顶漏雨"))
    assert (again.action, again.record_id) == ("updated", first.record_id)


async def test_what_may_be_either_stays_apart(archive: Archive, tmp_path: Path) -> None:
    """The month still stands there, or two rows have days where one stood."""
    await applied(archive, tmp_path / "a", VISITS + visit("2011年4月"))
    rows = visit("2011年4月", "房屋漏雨") + visit("2011-4-8")
    again = await applied(archive, tmp_path / "a", VISITS + rows)
    assert [item.action for item in again] == ["updated", "created"]
    await applied(archive, tmp_path / "b", VISITS.replace("2011", "2012") + visit("2012年4月"))
    rows = visit("2012-4-8") + visit("2012-4-9")
    again = await applied(archive, tmp_path / "b", VISITS.replace("2011", "2012") + rows)
    assert [item.action for item in again] == ["created", "created"]
    assert all(any(flag.startswith("told_otherwise_before") for flag in item.flags) for item in again)


async def test_a_row_without_a_date_gets_one(archive: Archive, tmp_path: Path) -> None:
    await applied(
        archive, tmp_path / "a", TALKS + "2011-3-3,田家驹,苗有根,思想\n,田家驹,苏长水,学习\n", "talk"
    )
    rows = TALKS + "2011-3-3,田家驹,苗有根,思想\n2011-4-8,田家驹,苏长水,学习\n"
    again = await applied(archive, tmp_path / "a", rows, "talk")
    assert [item.action for item in again] == ["unchanged", "updated"]


async def test_a_month_of_a_quarter_is_put_in_too(archive: Archive, tmp_path: Path) -> None:
    (first,) = await applied(archive, tmp_path / "a", VISITS + visit("2011年第二季度"))
    (again,) = await applied(archive, tmp_path / "a", VISITS + visit("2011年4月"))
    assert (again.action, again.record_id) == ("updated", first.record_id)
    (last,) = await applied(archive, tmp_path / "a", VISITS + visit("2011-4-8"))
    assert (last.action, last.record_id) == ("updated", first.record_id)


async def test_what_somebody_edited_meanwhile_is_kept(archive: Archive, tmp_path: Path) -> None:
    (first,) = await applied(archive, tmp_path / "a", VISITS + visit("2011年4月"))
    assert first.record_id is not None
    record = await archive.get(first.record_id)
    record.fields["difficulty"] = "屋顶漏雨，墙开裂"
    await archive.save(record)
    (again,) = await applied(archive, tmp_path / "a", VISITS + visit("2011-4-8"))
    assert (again.action, await stored(archive)) == ("kept", [""])


async def test_it_is_taken_back_with_its_import(archive: Archive, tmp_path: Path) -> None:
    text = VISITS + visit("2011年4月")
    (first,) = await applied(archive, tmp_path / "a", text)
    (tmp_path / "a" / "登记.csv").write_text(VISITS + visit("2011-4-8"), "utf-8")
    report = await run_import(archive, tmp_path / "a", apply=True)
    assert report.batch is not None
    await undo(archive, ObjectId(report.batch))
    (again,) = await applied(archive, tmp_path / "a", text)
    assert (again.action, again.record_id) == ("unchanged", first.record_id)
