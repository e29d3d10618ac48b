"""Screens close themselves and nothing else."""

from __future__ import annotations

from textual.containers import Vertical

from records.kind_file import load_kinds
from records.record import Record
from tests.tui.conftest import Running
from tui.screens.forms.form import FormScreen, new_form
from tui.screens.home import HomeScreen
from tui.screens.lists.list import ListScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.widgets.choice import ChoiceEditor, choice_options


async def test_a_page_told_twice_to_close_leaves_the_one_below(run: Running) -> None:
    """Two Escapes may reach a page before the first has taken effect; the second closed the list as well."""
    assert run.app.archive is not None
    record = await run.app.archive.save(Record.new("person", {"name": "欧阳静"}))
    run.app.push_screen(ListScreen("person"))
    page = await run.screen(ListScreen)
    run.app.push_screen(FormScreen(record))
    form = await run.form()
    await form.close()
    await form.close()
    form.dismiss()
    await run.pilot.pause()
    assert run.app.screen is page


async def test_a_page_below_with_something_unsaved_is_not_taken_away(run: Running) -> None:
    new_form(run.app, "person")
    form = await run.form()
    await run.write("欧阳静")
    prompt = TextPrompt("改名")
    run.app.push_screen(prompt)
    await run.screen(TextPrompt)
    prompt.dismiss("一")
    prompt.dismiss("二")
    await run.pilot.pause()
    assert run.app.screen is form
    assert form.state.typed["name"] == "欧阳静"


async def test_a_box_under_a_question_closes_when_that_is_answered(run: Running) -> None:
    answers: list[str | None] = []
    below, question = TextPrompt("进度"), ChoicePrompt("继续吗？", "", [("yes", "是")])
    run.app.push_screen(below, answers.append)
    await run.screen(TextPrompt)
    run.app.push_screen(question)
    await run.screen(ChoicePrompt)
    below.dismiss("完成")
    await run.pilot.pause()
    assert run.app.screen is question
    assert not answers
    await run.press("escape")
    await run.screen(HomeScreen)
    assert answers == ["完成"]


async def test_a_choice_may_be_taken_away_before_it_is_mounted(run: Running) -> None:
    """A form that was left at once: Textual's drop-down list looked for its parts, and all ended."""
    gender = load_kinds()["person"].field("gender")
    assert gender is not None
    box = Vertical()
    await run.app.screen.mount(box)  # one of its own: what Home reads looks for Home's
    box.mount(ChoiceEditor(gender, "", choice_options(gender)))
    box.remove()
    await run.pilot.pause()
    assert run.app.crash is None
