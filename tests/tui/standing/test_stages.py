"""The stage board: what it shows, where its lines lead, and marking a link as done."""

from __future__ import annotations

from datetime import date

import pytest

from records.archive import Archive
from records.record import Record
from records.search.query import Query
from tests.tui.conftest import Running
from tui.screens.lists.list import ListScreen
from tui.screens.prompts import TextPrompt
from tui.screens.standing.stages import StageBoard, open_stages
from tui.widgets.table.virtual_table import Row, VirtualTable

JULY_20 = date(2010, 7, 20)


@pytest.fixture
async def committee(archive: Archive) -> Record:
    fields = {"name": "青杨河乡党委", "category": "党委"}
    committee = await archive.save(Record.new("unit", fields, status="submitted"))
    branch = {"name": "柳树湾村党支部", "category": "党支部", "parent": committee.id}
    await archive.save(Record.new("unit", branch, status="submitted"))
    return committee


async def opened(run: Running, on: date = JULY_20) -> StageBoard:
    """The board in front, read as of ``on``."""
    run.app.set_working_date(on)
    open_stages(run.app)
    screen = await run.screen(StageBoard)
    await run.until(lambda: screen.built and rows(screen), "board read")
    return screen


def rows(screen: StageBoard, table: str = "stage-links") -> list[Row]:
    found = screen.query_one(f"#{table}", VirtualTable)
    return [row for row in map(found.row, range(found.row_count)) if row is not None]


def shown(screen: StageBoard, table: str = "stage-links") -> list[str]:
    return [" ".join(" ".join(row.cells).split()) for row in rows(screen, table)]


async def go_to(run: Running, screen: StageBoard, text: str, table: str = "stage-links") -> None:
    """Put the cursor on the line that holds ``text``."""
    await run.until(lambda: any(text in line for line in shown(screen, table)), text)
    lines = shown(screen, table)
    found = screen.query_one(f"#{table}", VirtualTable)
    found.focus()
    found.cursor = next(index for index, line in enumerate(lines) if text in line)
    await run.pilot.pause()


async def test_the_board_shows_stages_links_and_days(run: Running, committee: Record) -> None:
    screen = await opened(run)
    box = str(screen.query_one("#stage-1").render())
    assert "11 days left" in box
    assert "links 0/3" in box
    assert "in 12 days" in str(screen.query_one("#stage-2").render())
    lines = shown(screen)
    assert len([line for line in lines if "2010-07-31 11 days" in line]) == 4, "stage 1 and its links"
    assert len(lines) == 3 + 8
    place = screen.query_one("#stage-links", VirtualTable).current
    assert place is not None
    assert "Publicity" in place.cells[0], "the cursor is on the running stage's first link"
    await run.press("f4")
    await run.until(lambda: any("柳树湾村党支部 No record" in line for line in shown(screen)), "units shown")


async def test_a_link_without_a_record_opens_a_prefilled_draft(run: Running, committee: Record) -> None:
    await opened(run)
    await run.press("enter")
    form = await run.form()
    assert form.record.kind == "stage_link"
    assert form.record.fields["link"] == "宣传发动"
    assert form.record.fields["owner"] == committee.id
    assert form.record.fields["due"] == date(2010, 7, 31)
    await run.press("f2")
    await run.until(lambda: form.record.version == 1, "saved")


async def test_marking_a_link_done_edits_its_record_and_the_board_follows(
    run: Running, archive: Archive, committee: Record
) -> None:
    link = {"stage": "1", "link": "宣传发动", "owner": committee.id, "state": "进行中"}
    record = await archive.save(Record.new("stage_link", link, status="verified"))
    screen = await opened(run)
    await go_to(run, screen, "Publicity")
    await run.press("f2")
    await run.screen(TextPrompt)
    await run.press("enter")
    await run.until(lambda: any("Done 2010-07-31 2010-07-20" in line for line in shown(screen)), "done")
    saved = await archive.get(record.id)
    assert (saved.version, saved.status, saved.fields["state"]) == (2, "verified", "完成")
    assert saved.fields["done_on"] == JULY_20
    await run.press("f2")
    await run.until(lambda: run.app.screen is screen)
    assert (await archive.get(record.id)).version == 2, "it is done already"


async def test_marking_a_link_without_a_record_makes_one_that_waits(
    run: Running, archive: Archive, committee: Record
) -> None:
    screen = await opened(run)
    await go_to(run, screen, "Publicity")
    await run.press("f2")
    await run.screen(TextPrompt)
    await run.press("enter")
    await run.until(lambda: any("Publicity" in line and "To approve" in line for line in shown(screen)))
    found = await archive.find(Query(kind="stage_link"))
    assert [(each.status, each.fields["done_on"]) for each in found] == [("submitted", JULY_20)]
    await archive.approve([found[0].id])
    await run.until(lambda: "links 1/3" in str(screen.query_one("#stage-1").render()), "seen without reload")


async def test_a_lack_leads_to_its_units(run: Running, archive: Archive, committee: Record) -> None:
    screen = await opened(run)
    assert "lacks 5" in str(screen.query_one("#stage-1").render())
    await go_to(run, screen, "R38 Plan: 柳树湾村党支部", "stage-details")
    await run.press("enter")
    listed = await run.screen(ListScreen)
    await run.until(lambda: listed.query("#records") and listed.table.row_count == 1)


async def test_the_review_and_the_summaries_open_or_begin_their_records(
    run: Running, archive: Archive, committee: Record
) -> None:
    screen = await opened(run, date(2013, 6, 20))
    await go_to(run, screen, "R42 Evaluation by those served", "stage-details")
    await run.press("enter")
    form = await run.form()
    assert (form.record.kind, form.record.fields["audience"]) == ("evaluation_minutes", "服务对象")
    await run.press("escape")
    await run.until(lambda: run.app.screen is screen, "back")
    await run.press("f9")
    form = await run.form()
    assert (form.record.kind, form.record.fields["stage"]) == ("stage_summary", "3")
    assert form.record.fields["unit"] == committee.id
