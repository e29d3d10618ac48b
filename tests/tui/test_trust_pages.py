"""The pages that check the archive and show its journal."""

from __future__ import annotations

from textual.widgets import Static

from records.archive import Archive
from records.record import Record
from tests.tui.conftest import Running
from tui.screens.forms.form import FormScreen
from tui.screens.keeping.journal import JournalScreen, open_journal
from tui.screens.keeping.verifying import CheckScreen, open_check


def state(screen: CheckScreen) -> str:
    return str(screen.query_one("#check-state", Static).content)


async def test_a_finding_opens_its_record_and_the_journal_is_found_by_words(
    run: Running, archive: Archive
) -> None:
    for name in ("张伟民", "李秀兰"):
        await archive.save(Record.new("person", {"name": name}))
    altered = {"$set": {"fields.post": "书记"}}
    await archive.store.records.update_one({"title": "李秀兰"}, altered)
    await run.until(lambda: run.app.archive is not None and run.app.focused is not None, "opened")
    open_check(run.app)
    check = await run.screen(CheckScreen)
    await run.until(lambda: check.built and check.table.row_count == 1, "checked")
    row = check.table.row(0)
    assert row is not None
    assert row.cells[0] == "x"
    assert "李秀兰" in row.cells[1]
    assert "xuedang restore" in state(check)
    await run.press("enter")
    form = await run.screen(FormScreen)
    assert form.record.title == "李秀兰"
    await run.press("escape")
    check = await run.screen(CheckScreen)
    await archive.store.records.update_one({"title": "李秀兰"}, {"$unset": {"fields.post": ""}})
    await run.press("f9")
    await run.until(lambda: "Nothing was found" in state(check), "checked again")
    assert check.table.row_count == 0
    await run.press("escape")

    open_journal(run.app)
    journal = await run.screen(JournalScreen)
    await run.until(lambda: journal.built and journal.table.row_count == 2, "read")
    await run.press("f4", *"entered", "space", "张", "enter")
    await run.until(lambda: journal.table.row_count == 1, "filtered")
    await run.press("enter")
    form = await run.screen(FormScreen)
    assert form.record.title == "张伟民"
