"""Identity numbers are shown whole on their own form only; what is chosen is seen without colour."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import RadioSet

from records.archive import Archive
from records.record import Record
from tests.tui.conftest import Running
from tests.tui.test_app import painted
from tui.screens.history import HistoryScreen
from tui.screens.search import SearchScreen
from tui.widgets.table_rows import Column, share_out
from tui.widgets.toggles import SignedRadio

NUMBER = "999999197803150011"


async def test_history_and_search_show_no_identity_number(run: Running, archive: Archive) -> None:
    person = await archive.save(Record.new("person", {"name": "张伟民", "id_no": NUMBER}))
    run.app.push_screen(HistoryScreen(person))
    await run.until(lambda: "999****" in painted(run), "masked")
    assert NUMBER not in painted(run)
    run.app.push_screen(SearchScreen("张伟民"))
    await run.until(lambda: "1 hits" in painted(run), "found")
    assert NUMBER not in painted(run)


class Sides(App[None]):
    def compose(self) -> ComposeResult:
        yield RadioSet(SignedRadio("mine", value=True), SignedRadio("theirs"))


async def test_a_chosen_side_has_a_sign_of_its_own() -> None:
    app = Sides()
    async with app.run_test() as pilot:
        for mine, theirs in (("(*)", "( )"), ("( )", "(*)")):
            await pilot.pause()
            shown = [str(each._button) for each in app.query(SignedRadio)]
            assert shown == [mine, theirs]
            await pilot.press("down", "enter")


def test_a_spare_column_makes_room_and_a_kept_one_stays() -> None:
    columns = (
        Column("no", "No.", 12, keep=True),
        Column("title", "Title", 24, grow=5),
        Column("people", "People", 10, grow=1, spare=True),
        Column("unit", "Unit", 12, grow=2),
    )
    assert share_out(columns, 50)[2] == 0
    assert share_out(columns, 30)[0] == 12
    assert share_out(columns, 70)[2] > 0
