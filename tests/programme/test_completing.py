"""What approval fills into a record: the figures of a stage, once, by whichever way it becomes verified."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import Refused
from records.programme.figures import thaw
from records.record import Record
from records.values import PartialDate

AUGUST = date(2010, 8, 5)


@pytest.fixture
async def committee(archive: Archive) -> Record:
    """The township in the first stage: one verified article by a member, and one that waits."""
    archive.settings = replace(archive.settings, working_date=AUGUST)
    top = await archive.save(Record.new("unit", {"name": "青杨河乡党委", "category": "党委"}))
    top = await archive.save(_with(top, status="submitted"))
    zhang = await archive.save(
        Record.new(
            "person",
            {
                "name": "张伟民",
                "political_status": "正式党员",
                "memberships": [{"org": top.id, "from": date(2009, 1, 1)}],
            },
            status="submitted",
        )
    )
    await archive.save(article(zhang, "学与用", "verified"))
    await archive.save(article(zhang, "未审的", "submitted"))
    return top


def _with(record: Record, **changes: Any) -> Record:
    changed = record.copy()
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def article(author: Record, title: str, status: str) -> Record:
    written = PartialDate.day(date(2010, 7, 21))
    fields = {"authors": [author.id], "title": title, "written_on": written, "words": 900}
    return Record.new("experience_article", fields, status=status)


def summary(committee: Record, **fields: Any) -> Record:
    period = PartialDate.between(date(2010, 7, 3), date(2010, 7, 31))
    content = {"unit": committee.id, "stage": "1", "period": period}
    return Record.new("stage_summary", content | fields, status="submitted")


def rows_of(record: Record) -> dict[str, dict[str, Any]]:
    rows = record.fields["figures"]
    assert isinstance(rows, list)
    return {row["name"]: row for row in rows}  # type: ignore[index,call-overload,misc]


async def approve(archive: Archive, given: Record) -> Record:
    stored = await archive.save(given)
    report = await archive.approve([stored.id])
    assert not report.refused
    return report.approved[0]


async def approve_many(archive: Archive, given: Record) -> Record:
    stored = await archive.save(given)
    report = await archive.approve_many([stored.id])
    assert (report.approved, report.refused) == (1, [])
    return await archive.get(stored.id)


async def save_verified(archive: Archive, given: Record) -> Record:
    stored = await archive.save(given)
    return await archive.save(_with(stored, status="verified"))


async def save_new(archive: Archive, given: Record) -> Record:
    return await archive.save(_with(given, status="verified"))


async def save_many(archive: Archive, given: Record) -> Record:
    report = await archive.save_many([_with(given, status="verified")])
    assert report.rejected == []
    return await archive.get(given.id)


async def save_many_over(archive: Archive, given: Record) -> Record:
    stored = await archive.save(given)
    report = await archive.save_many([_with(stored, status="verified")])
    assert (report.updated, report.rejected) == (1, [])
    return await archive.get(given.id)


WAYS = [approve, approve_many, save_verified, save_new, save_many, save_many_over]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
async def test_figures_are_counted_when_a_summary_becomes_verified(
    archive: Archive, committee: Record, way: Callable[[Archive, Record], Awaitable[Record]]
) -> None:
    given = summary(committee, figures=[{"name": "党员", "value": "370", "note": "含流动党员"}])
    approved = await way(archive, given)
    rows = rows_of(approved)
    assert approved.status == "verified"
    assert rows["党员"] == {"name": "党员", "value": "370", "note": "含流动党员"}, "the office's own figure"
    assert rows["心得体会"] == {"name": "心得体会", "value": "1", "counted_on": AUGUST}, "verified ones only"
    history = await archive.history(approved.id)
    before = 0 if way in (save_new, save_many) else 1
    assert [revision.version for revision in history] == list(range(before + 1, 0, -1)), "one revision"
    assert len(await archive.journal(record=approved.id)) == before + 1


async def test_later_records_change_nothing_about_frozen_figures(archive: Archive, committee: Record) -> None:
    approved = await approve(archive, summary(committee))
    frozen = approved.fields["figures"]
    archive.settings = replace(archive.settings, working_date=date(2011, 3, 1))
    late = Record.new("person", {"name": "李秀兰", "memberships": [{"org": committee.id}]})
    late = await archive.save(late)
    await archive.save(article(late, "后补的", "verified"))
    written = _with(approved, fields=approved.fields | {"next_steps": "抓好第二阶段。"})
    saved = await archive.save(written)
    assert saved.fields["figures"] == frozen
    back = await archive.save(_with(saved, status="submitted"))
    again = await approve(archive, back)
    assert again.fields["figures"] == frozen, "what was frozen keeps its value and its day"
    assert thaw(frozen).articles == 1  # type: ignore[arg-type]


async def test_a_summary_lacks_no_figures_before_it_is_approved(archive: Archive, committee: Record) -> None:
    stored = await archive.save(summary(committee))
    assert await archive.missing(stored) == []
    _, faults = await archive.check(stored)
    assert [fault for fault in faults if fault.level != "warning"] == []


async def test_nothing_is_counted_for_a_summary_that_says_no_period(
    archive: Archive, committee: Record
) -> None:
    nothing = Record.new("stage_summary", {"unit": committee.id}, status="submitted")
    stored = await archive.save(nothing)
    report = await archive.approve([stored.id])
    lacking = {fault.path for _, faults in report.refused for fault in faults}
    assert {"period", "figures"} <= lacking
    loaded = await archive.save_many([_with(nothing, id=ObjectId(), status="verified")])
    assert [type(error) for _, error in loaded.rejected] == [Refused]
    assert (loaded.created, loaded.updated) == (0, 0)


async def test_figures_of_an_unfinished_stage_end_with_the_day_of_approval(
    archive: Archive, committee: Record
) -> None:
    archive.settings = replace(archive.settings, working_date=date(2010, 7, 20))
    approved = await approve(archive, summary(committee))
    assert rows_of(approved)["心得体会"]["value"] == "0", "the article is of the 21st"


async def test_a_bulk_load_counts_what_comes_before_the_summary_in_it(
    archive: Archive, committee: Record
) -> None:
    author = await archive.save(Record.new("person", {"name": "王德明"}))
    articles = [article(author, f"第{number}篇", "verified") for number in range(3)]
    closing = _with(summary(committee), status="verified")
    report = await archive.save_many([*articles, closing, article(author, "之后的", "verified")])
    assert (report.created, report.rejected) == (5, [])
    assert rows_of(await archive.get(closing.id))["心得体会"]["value"] == "4"
