"""Home: what needs attention, how that follows approvals, imports and their undoing, and where it leads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.intake.batch import run_import
from records.intake.loading.undo import undo
from records.keep.backup.make import back_up
from records.search.query import Query
from tests.programme.mechanism_records import Town, found_town
from tests.tui.conftest import Running, running
from tests.tui.standing.standing_pages import ON, rows
from tui.connection import Connection
from tui.screens.home import HomeScreen
from tui.screens.lists.list import ListScreen
from tui.screens.standing.matrix import MatrixScreen
from tui.screens.standing.unit_board import UnitBoard
from tui.widgets.flow import Flow
from tui.widgets.table.virtual_table import VirtualTable

REGISTER = """\
期号,标题,报送单位,报送时间
1,支部学习动态,柳树湾村党支部,2011-06-13
2,读书交流,柳树湾村党支部,2011-06-14
"""


@pytest.fixture
async def town(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("XUEDANG_DATE", ON)
    return await found_town(archive)


def overview(run: Running) -> str:
    return str(run.app.screen.query_one("#overview", Flow).render())


def lines(run: Running) -> list[str]:
    return [row.cells[0] for row in rows(run.app.screen.query_one("#attention", VirtualTable))]


def briefings(run: Running) -> list[str]:
    return [line for line in lines(run) if "Briefings (2011-W24)" in line]


async def test_lines_are_told_in_the_language_that_f12_chooses(town: Town, tmp_path: Path) -> None:
    """So is that a backup is missing, until one was made."""
    moment = datetime.now(UTC) - timedelta(days=9)
    await town.archive.store.journal.update_one({}, {"$set": {"at": moment}})
    async with running((120, 40)) as run:
        await run.screen(HomeScreen)
        await run.until(lambda: any("Briefings (2011-W24)" in line for line in lines(run)), "in English")
        assert f"! No backup since {moment.astimezone():%Y-%m-%d}" in overview(run)
        await run.press("f12")
        await run.until(lambda: any("学习简报（2011年第24周）" in line for line in lines(run)), "in Chinese")
        assert briefings(run) == []
        assert "以来没有备份" in overview(run)
        await run.press("f12")
        await run.until(lambda: bool(briefings(run)), "in English again")
        assert "No backup since" in overview(run)
        await back_up(town.archive, tmp_path / "a.xdb")
        run.app.post_message(Connection.BackedUp(tmp_path / "a.xdb"))
        await run.until(lambda: "No backup" not in overview(run), "a backup was made")


async def test_an_archive_without_a_backup_gets_one_when_nobody_changes_anything(
    town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEDANG_BACKUP_FOLDER", str(tmp_path / "disk"))
    monkeypatch.setattr("tui.connection._FIRST_BACKUP_SECONDS", 0.05)
    async with running() as run:
        await run.until(lambda: list((tmp_path / "disk").glob("*-full.xdb")), "the first backup")


async def test_lines_follow_approval_import_and_undo_without_a_key(town: Town, tmp_path: Path) -> None:
    """R45: two items a week; on the Wednesday of 2011-W24 floor(2 x 3/7 + 1/4) = 1 should be there."""
    items = [{"title": "学习动态", "text": "集中学习半天。"}] * 2
    await town.keep(
        "briefing", unit=town.upper, issue=1, submitted_on="2011-06-13", written_by=town.zhang, items=items
    )
    register = tmp_path / "简报登记.csv"
    register.write_text(REGISTER, encoding="utf-8")
    async with running((120, 40)) as run:
        await run.screen(HomeScreen)
        await run.until(lambda: "Briefings 1/2" in overview(run), "the week")
        assert "Stage 2: Implementation; 685 days left" in overview(run), "15 June 2011 to 30 April 2013"
        short = "! 柳树湾村党支部: Briefings (2011-W24): 2 items to go"
        assert briefings(run) == [short]

        report = await run_import(town.archive, register, apply=True)
        await run.until(lambda: briefings(run) == [f"{short}; 2 items awaiting approval"], "imported")
        await undo(town.archive, ObjectId(str(report.batch)))
        await run.until(lambda: briefings(run) == [short], "undone")

        await run_import(town.archive, register, apply=True)
        async for each in town.archive.each(Query(kind="briefing", status=("submitted",))):
            # What the register did not say.
            each.fields["written_by"] = town.li.id
            each.fields["items"] = [{"title": each.title, "text": "集中学习半天。"}]
            each.status = "verified"
            await town.archive.save(each)
        await run.until(lambda: "Briefings 2/2" in overview(run), "approved")
        assert briefings(run) == []


async def test_under_another_page_home_rests_and_reads_on_coming_back(town: Town) -> None:
    """What stands in front has the processor; Textual calls the page right below it current too."""
    items = [{"title": "学习动态", "text": "集中学习半天。"}] * 2
    async with running((120, 40)) as run:
        home = await run.screen(HomeScreen)
        await run.until(lambda: "Briefings 0/2" in overview(run), "behind")
        run.app.push_screen(ListScreen("person"))
        await run.screen(ListScreen)
        assert not home.in_front
        await town.keep(
            "briefing",
            unit=town.upper,
            issue=1,
            submitted_on="2011-06-13",
            written_by=town.zhang,
            items=items,
        )
        await run.until(lambda: home._overview_due, "left for later")
        run.app.pop_screen()
        await run.until(lambda: "Briefings 1/2" in overview(run), "read on coming back")


async def test_reading_home_again_leaves_the_cursor_where_it_is(town: Town) -> None:
    """F5 hid the lists until they were read; what is hidden loses the cursor, and keys went nowhere."""
    async with running((120, 40)) as run:
        home = await run.screen(HomeScreen)
        await run.until(lambda: briefings(run), "behind")
        home.query_one("#attention").focus()
        await run.until(lambda: run.app.focused is not None and run.app.focused.id == "attention")
        await run.press("f5")
        await run.until(lambda: not run.app.keys_at_work, "read again")
        assert run.app.focused is home.query_one("#attention")


async def test_a_line_opens_who_it_is_about(town: Town) -> None:
    async with running() as run:
        await run.screen(HomeScreen)
        await run.until(lambda: any("Special funds" in line for line in lines(run)), "attention")
        table = run.app.screen.query_one("#attention", VirtualTable)
        # R24, the township's own: no funds for 2011 by 31 March.
        table.focus()
        table.cursor = next(i for i, line in enumerate(lines(run)) if "Special funds (2011)" in line)
        await run.press("enter")
        board = await run.screen(UnitBoard)
        await run.press("escape")
        await run.until(lambda: board not in run.app.screen_stack, "closed")
        # R22: nobody has notes; 9,095 of 20,000 should be there.
        table.cursor = next(i for i, line in enumerate(lines(run)) if "Notes (2011): 5 people" in line)
        await run.press("enter")
        await run.screen(MatrixScreen)


async def test_outside_the_programme_it_says_so(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    await found_town(archive)
    monkeypatch.setenv("XUEDANG_DATE", "2014-01-10")
    async with running() as run:
        await run.until(lambda: "ended on 2013-07-31" in overview(run), "ended")
