"""The work-list: what waits by unit and kind, looked at, approved and sent back; and a transfer."""

from __future__ import annotations

from datetime import date
from typing import Any

from textual.widgets import Static

from records.archive import Archive
from records.record import Record
from records.search.query import Query
from tests.tui.conftest import Running, running
from tui.screens.forms.form import FormScreen
from tui.screens.forms.picker import PickerScreen
from tui.screens.lists.approve import ProgressPrompt, RefusedScreen
from tui.screens.lists.list import ListScreen
from tui.screens.lists.review import ReviewScreen
from tui.screens.lists.worklist import WorklistScreen, open_worklist
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.screens.standing.dossier import DossierScreen


async def township(archive: Archive) -> tuple[Record, Record]:
    """A branch whose member made three visits, one of them without its village."""
    unit = await archive.save(Record.new("unit", {"name": "柳树湾村党支部"}))
    belongs = [{"org": unit.id, "from": date(2010, 7, 1)}]
    person = await archive.save(Record.new("person", {"name": "张伟民", "memberships": belongs}))
    for day, village in ((5, "某村"), (6, "某村"), (7, None)):
        fields: dict[str, Any] = {"visitor": person.id, "household": f"户主{day}", "village": village}
        fields["visited_on"] = date(2011, 3, day)
        await archive.save(Record.new("household_visit", fields, status="submitted"))
    return unit, person


async def worklist(run: Running, rows: int) -> WorklistScreen:
    open_worklist(run.app)
    screen = await run.screen(WorklistScreen)
    await run.until(lambda: screen.built and screen.table.row_count == rows, f"{rows} rows")
    return screen


async def review(run: Running, rows: int) -> ReviewScreen:
    screen = await run.screen(ReviewScreen)
    await run.until(lambda: screen.built and screen.table.row_count == rows, f"{rows} rows")
    await run.until(lambda: not rows or screen.table.current, "rows fetched")
    return screen


def preview(screen: ReviewScreen) -> str:
    return str(screen.query_one("#preview-text", Static).render())


async def statuses(archive: Archive) -> list[str]:
    return [each.status async for each in archive.each(Query(kind="household_visit", sort="date"))]


async def test_what_waits_stands_by_unit_and_kind(run: Running, archive: Archive) -> None:
    await township(archive)
    await archive.save(Record.new("farmer_tutorial", {"village": "上营村"}, status="submitted"))
    await run.until(lambda: run.app.focused is not None, "home filled")
    await run.press("f4")
    screen = await run.screen(WorklistScreen)
    await run.until(lambda: screen.built and screen.table.row_count == 3, "counted")
    rows = [screen.table.row(at) for at in range(3)]
    assert [row.cells[:5] for row in rows if row] == [
        ("All", "", "4", "2", "2011-03-05"),
        ("柳树湾村党支部", "Household visit", "3", "1", "2011-03-05"),
        ("without a unit", "Farmers' tutorial", "1", "1", ""),
    ]


async def test_a_group_is_approved_at_once_and_the_refused_are_openable(
    run: Running, archive: Archive
) -> None:
    await township(archive)
    await worklist(run, 2)
    await run.press("down", "f7")
    question = await run.screen(ChoicePrompt)
    assert "柳树湾村党支部 > Household visit  3" in question._text
    assert "1 lacks something" in question._text
    await run.press("enter")
    refused = await run.screen(RefusedScreen)
    assert refused.prompt_title == "2 verified, 1 not"
    assert await statuses(archive) == ["verified", "verified", "submitted"]
    await run.press("enter")
    form = await run.screen(FormScreen)
    assert form.record.fields["household"] == "户主7"
    await run.press("escape")
    await run.screen(RefusedScreen)
    await run.press("f9")
    listed = await run.screen(ListScreen)
    await run.until(lambda: listed.built and listed.table.row_count == 1, "the refused as a list")
    await run.press("escape")
    await run.screen(RefusedScreen)
    await run.press("escape")
    screen = await run.screen(WorklistScreen)
    await run.until(lambda: (row := screen.table.row(1)) and row.cells[2:4] == ("1", "1"), "counted again")


async def test_nothing_is_approved_when_the_question_is_answered_with_no(
    run: Running, archive: Archive
) -> None:
    await township(archive)
    await worklist(run, 2)
    await run.press("f7")
    await run.screen(ChoicePrompt)
    await run.press("escape")
    await run.screen(WorklistScreen)
    assert await statuses(archive) == ["submitted"] * 3


async def test_records_are_looked_at_and_approved_one_by_one(run: Running, archive: Archive) -> None:
    await township(archive)
    await worklist(run, 2)
    await run.press("enter")
    screen = await review(run, 3)
    await run.until(lambda: "户主5" in preview(screen) and "张伟民" in preview(screen), "looked at")
    await run.until(lambda: "Nothing is wrong or missing." in preview(screen), "checked")
    assert "Attachments  none" in preview(screen)
    await run.press("f7")
    await run.until(lambda: screen.table.row_count == 2, "approved")
    await run.until(lambda: "户主6" in preview(screen), "the next one is in front")
    await run.press("down")
    await run.until(lambda: "- Village: is still missing" in preview(screen), "what is missing")
    assert await statuses(archive) == ["verified", "submitted", "submitted"]


async def test_marked_ones_are_sent_back_with_a_reason(run: Running, archive: Archive) -> None:
    await township(archive)
    await worklist(run, 2)
    await run.press("down", "enter")
    screen = await review(run, 3)
    await run.press("space", "space", "f4")
    await run.screen(TextPrompt)
    await run.press("enter")
    prompt = await run.screen(TextPrompt)
    assert "reason" in str(prompt.query_one(".prompt-note", Static).render())
    await run.write("无签名")
    await run.press("enter")
    await run.screen(ReviewScreen)
    await run.until(lambda: screen.table.row_count == 1, "sent back")
    back = await archive.find(Query(status=("draft",), kind="household_visit"))
    assert len(back) == 2
    assert all("无签名" in (each.remarks or "") for each in back)
    assert not screen.table.marked


async def test_many_are_approved_with_progress_and_can_be_stopped(run: Running, archive: Archive) -> None:
    unit = await archive.save(Record.new("unit", {"name": "上营村党支部"}))
    belongs = [{"org": unit.id, "from": date(2010, 7, 1)}]
    person = await archive.save(Record.new("person", {"name": "李秀兰", "memberships": belongs}))
    content = {"visitor": person.id, "village": "某村", "visited_on": date(2011, 3, 5)}
    await archive.save_many(
        Record.new(
            "household_visit",
            {**content, "household": f"户主{at}"},
            status="submitted",
            origin={"key": str(at)},
        )
        for at in range(1100)
    )
    await worklist(run, 2)
    await run.press("f7")
    await run.screen(ChoicePrompt)
    run.typed("enter")
    await run.passing(ProgressPrompt)
    run.typed("escape")
    screen = await run.screen(WorklistScreen)
    left = (await archive.count(Query(status=("submitted",)))).number
    done = (await archive.count(Query(status=("verified",)))).number
    assert left + done == 1100
    assert left and done % 250 == 0, "whole chunks"
    await run.until(lambda: (row := screen.table.row(0)) and row.cells[2] == f"{left:,}", "counted again")


async def test_an_empty_list_says_so(run: Running) -> None:
    screen = await worklist(run, 0)
    state = screen.query_one("#worklist-state", Static)
    await run.until(lambda: "Nothing waits" in str(state.render()), "said")
    await run.press("f7", "enter")
    assert run.app.screen is screen


async def test_a_wide_terminal_shows_the_record_beside_the_list(archive: Archive) -> None:
    await township(archive)
    async with running((120, 40)) as run:
        await worklist(run, 2)
        await run.press("enter")
        screen = await review(run, 3)
        table, beside = screen.query_one("#review"), screen.query_one("#review-preview")
        await run.until(lambda: beside.region.x >= table.region.right > 0, "beside")
        assert beside.region.y == table.region.y


async def test_a_person_is_transferred_from_the_study_archive(run: Running, archive: Archive) -> None:
    _, person = await township(archive)
    new = await archive.save(Record.new("unit", {"name": "上营村党支部"}))
    run.app.push_screen(DossierScreen(person))
    screen = await run.screen(DossierScreen)
    await run.until(lambda: screen.built, "built")
    await run.press("f8")
    picker = await run.screen(PickerScreen)
    await run.write("上营村")
    await run.until(lambda: [each.id for each in picker._found] == [new.id], "found")
    await run.press("enter")
    await run.screen(TextPrompt)
    await run.press("end", "ctrl+u")
    await run.write("2011-03-06")
    await run.press("enter")
    question = await run.screen(ChoicePrompt)
    assert "until 2011-03-05: 柳树湾村党支部" in question._text
    assert "2 records dated since then" in question._text
    await run.press("enter")
    await run.until(lambda: any("belongs to" in each.message for each in run.app._notifications), "done")
    assert run.app.screen is screen
    moved = [each.unit async for each in archive.each(Query(kind="household_visit", sort="date"))]
    assert moved[1:] == [new.id, new.id] and moved[0] != new.id
