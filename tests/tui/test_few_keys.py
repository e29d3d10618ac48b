"""The errands of every day, in keys: what an operator does a hundred times has to be short."""

from __future__ import annotations

import pytest
from textual.widgets import OptionList, Static

from records.archive import Archive
from records.search.query import Query
from tests.programme.mechanism_records import found_town
from tests.tui.conftest import running
from tests.tui.standing.standing_pages import ON, note
from tui.screens.forms.kind_picker import KindPicker
from tui.screens.forms.picker import PickerScreen
from tui.screens.home import HomeScreen
from tui.screens.standing.dossier import DossierScreen
from tui.widgets.table.virtual_table import VirtualTable


async def test_a_visit_and_why_somebody_is_behind(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """A household visit takes at most 25 keys besides its text; why somebody is behind, at most 4."""
    monkeypatch.setenv("XUEDANG_DATE", ON)
    town = await found_town(archive)
    await note(town, town.li, 10_000, (2010, 9))
    async with running() as run:
        await run.until(lambda: isinstance(run.app.focused, VirtualTable) and run.app.focused.row_count)
        typed = ["f2", *"zfnh"]
        await run.press(*typed)
        picker = await run.screen(KindPicker)
        await run.until(lambda: picker.query_one(OptionList).option_count == 1, "one kind")
        await run.press("enter")
        await run.form()
        await run.press("enter", *"lxl")
        people = await run.screen(PickerScreen)
        await run.until(lambda: people.query_one(VirtualTable).row_count == 1, "one person")
        await run.press("enter")
        form = await run.form()
        typed += ["enter", "enter", *"lxl", "enter"]
        for text in ("吴老六", "柳树湾村", "", "2011-06-15"):
            await run.press("tab")
            await run.write(text)
            typed.append("tab")
        await run.press("f2")
        typed.append("f2")
        await run.until(lambda: form.record.version and not form.unsaved, "saved")
        assert len(typed) <= 25
        (visit,) = await archive.find(Query(kind="household_visit"))
        assert (visit.fields["visitor"], visit.fields["household"]) == (town.li.id, "吴老六")

        why = ["ctrl+l", *"lx", "enter"]
        await run.press("escape")
        await run.screen(HomeScreen)
        await run.press("ctrl+l", "l", "x")
        people = await run.screen(PickerScreen)
        await run.until(lambda: people.query_one(VirtualTable).row_count == 1, "one person")
        await run.press("enter")
        page = await run.screen(DossierScreen)
        line = page.query_one("#dossier-behind", Static)
        await run.until(lambda: line.display, "told")
        assert "R22" in str(line.render()) and len(why) <= 4
