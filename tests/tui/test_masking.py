"""Identity numbers are shown whole on their own form only; what is chosen is seen without colour."""

from __future__ import annotations

from textual.app import App, ComposeResult

from records.archive import Archive
from records.changing.purging import plan_purge, purge
from records.record import Record
from tests.tui.conftest import Running
from tests.tui.test_app import painted
from tui.screens.forms.form import FormScreen
from tui.screens.forms.history import HistoryScreen
from tui.screens.lists.list import ListScreen
from tui.screens.lists.search import SearchScreen
from tui.widgets.table.table_rows import Column, share_out
from tui.widgets.toggles import ArrowSet, SignedRadio

NUMBER, OTHER, PHONE = "999999197803150011", "999999197903150019", "13800001234"


async def test_numbers_are_whole_for_a_reason_only(run: Running, archive: Archive) -> None:
    first = Record.new("person", {"name": "张伟民", "id_no": OTHER, "phone": PHONE})
    person = await archive.save(first)
    person.fields["id_no"] = NUMBER  # masked, it looks the same
    person = await archive.save(person)
    run.app.push_screen(SearchScreen("张伟民"))
    await run.until(lambda: "1 hit" in painted(run), "found")
    assert NUMBER not in painted(run) and PHONE not in painted(run)
    await run.press("escape")

    run.app.push_screen(HistoryScreen(person))
    await run.until(lambda: painted(run).count("999****") == 2, "the change, masked")
    assert NUMBER not in painted(run)
    await run.press("alt+w")
    await run.until(lambda: "Identity numbers and phones unmasked" in painted(run), "asked why")
    await run.press("enter")
    await run.until(lambda: "A reason is needed" in painted(run), "no reason, no numbers")
    await run.press(*"check", "enter")
    await run.until(lambda: NUMBER in painted(run) and OTHER in painted(run), "whole")
    await run.press("alt+w")
    await run.until(lambda: NUMBER not in painted(run), "masked again")
    await run.press("escape")

    run.app.push_screen(ListScreen("person"))
    await run.until(lambda: "***234" in painted(run), "masked")
    await run.pilot.resize_terminal(100, 24)
    await run.press("alt+w")
    await run.until(lambda: "Identity numbers and phones unmasked" in painted(run), "asked why")
    await run.press(*"list", "enter")
    await run.until(lambda: PHONE in painted(run), "whole")
    told = [(each["reason"], each.get("no"), each.get("count")) for each in await archive.journal(limit=2)]
    assert told == [("list", None, 1), ("check", person.no, None)]


async def test_an_open_form_is_told_of_a_purge(run: Running, archive: Archive) -> None:
    person = await archive.save(Record.new("person", {"name": "张伟民"}))
    run.app.push_screen(FormScreen(person))
    await run.form()
    await purge(archive, await plan_purge(archive, str(person.no)), "误录")
    await run.until(lambda: any("purged" in each.message for each in run.app._notifications), "told")
    await run.press("x", "f2")
    # Its heading is what happened.
    await run.until(lambda: any("误录" in str(each.title) for each in run.app._notifications), "refused")


class Sides(App[None]):
    def compose(self) -> ComposeResult:
        yield ArrowSet(SignedRadio("mine", value=True), SignedRadio("theirs"))


async def test_a_side_is_chosen_with_the_arrows_and_has_a_sign_of_its_own() -> None:
    app = Sides()
    async with app.run_test() as pilot:
        await pilot.press("tab")
        for key, mine, theirs in (
            ("enter", "(*)", "( )"),
            ("right", "( )", "(*)"),
            ("left", "(*)", "( )"),
            ("down", "( )", "(*)"),
        ):
            await pilot.press(key)
            await pilot.pause()
            shown = [str(each._button) for each in app.query(SignedRadio)]
            assert (key, shown) == (key, [mine, theirs])


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
