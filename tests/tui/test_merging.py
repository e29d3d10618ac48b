"""Merging two people from the form of the one that stays."""

from __future__ import annotations

from datetime import date

from textual.widgets import OptionList

from records.archive import Archive
from records.record import Record
from tests.tui.conftest import Running
from tui.screens.forms.form import open_form
from tui.screens.forms.picker import PickerScreen
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt


async def test_what_it_means_is_shown_before_it_is_done(run: Running, archive: Archive) -> None:
    stays, goes = [
        await archive.save(Record.new("person", {"name": name, "post": post}))
        for name, post in (("李秀兰", "教师"), ("李秀蓝", "会计"))
    ]
    visit = await archive.save(
        Record.new(
            "household_visit", {"visitor": goes.id, "household": "孙有福", "visited_on": date(2011, 4, 8)}
        )
    )
    open_form(run.app, stays.id)
    form = await run.form()
    await run.press("f9")
    menu = (await run.screen(MenuScreen)).query_one(OptionList)
    menu.highlighted = menu.get_option_index("merge")
    await run.press("enter")
    picker = await run.screen(PickerScreen)
    await run.write("李秀蓝")
    await run.until(lambda: [each.id for each in picker._found] == [goes.id], "found")
    await run.press("enter")
    question = await run.screen(ChoicePrompt)
    assert "Household visit 1" in question._text
    assert "Post" in question._text
    await run.press("enter")
    await run.until(lambda: any("went into" in each.message for each in run.app._notifications), "done")
    assert run.app.screen is form
    assert (await archive.get(visit.id)).people[0].person == stays.id
    assert (await archive.get(goes.id)).merged_into == stays.id
