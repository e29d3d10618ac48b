"""The application as a whole: languages, looks, leaving, the palette, and a server that goes away."""

from __future__ import annotations

import asyncio
import getpass
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.command import CommandPalette
from textual.widgets import OptionList

from records.archive import Archive, Change
from records.errors import ServerUnavailable
from records.opening import open_archive
from records.record import Record
from records.settings import Settings, load_settings
from tests.tui.conftest import Running
from tui.app import XuedangApp
from tui.screens.forms.form import FormScreen, new_form
from tui.screens.forms.kind_picker import KindPicker
from tui.screens.help import HelpScreen
from tui.screens.home import HomeScreen
from tui.screens.lists.list import ListScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.widgets.bars import KeyBar, TopBar
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import VirtualTable


def painted(run: Running) -> str:
    return "\n".join(
        "".join(segment.text for segment in line) for line in run.app.screen._compositor.render_strips()
    )


async def test_the_first_screen_of_an_empty_archive_says_what_to_do_next(run: Running) -> None:
    await run.until(lambda: run.app.screen.query_one("#welcome").display, "welcome")
    assert "Bring in existing files" in painted(run)


async def test_the_language_is_switched_by_a_key_and_kept(run: Running, archive_home: Path) -> None:
    await run.until(lambda: "Home" in painted(run))
    await run.press("f12")
    await run.until(lambda: "首页" in painted(run) and "人员与组织" in painted(run), "Chinese")
    await run.until(lambda: "帮助" in painted(run), "keys in Chinese")
    await run.press("f12")
    await run.until(lambda: "Home" in painted(run) and "People and units" in painted(run), "English")
    assert 'language = "en"' in (archive_home / "xuedang.toml").read_text("utf-8")


async def test_a_form_keeps_what_is_typed_when_the_language_changes(run: Running) -> None:
    new_form(run.app, "research_report")
    form = await run.form()
    await run.write("渠系")
    await run.press("f12")
    await run.until(lambda: "标题" in painted(run), "labels in Chinese")
    assert form.state.typed["title"] == "渠系"
    assert "渠系" in painted(run)
    await run.press("f12")


async def test_the_working_date_is_in_the_header_and_in_the_archive(run: Running) -> None:
    await run.press("f6")
    await run.screen(TextPrompt)
    await run.write("2012年10月15日")
    await run.press("enter")
    await run.until(lambda: "as of 2012-10-15" in painted(run), "header")
    assert run.app.archive is not None
    assert run.app.archive.settings.today == date(2012, 10, 15)


async def test_leaving_with_unsaved_changes_asks_and_can_be_taken_back(run: Running) -> None:
    new_form(run.app, "research_report")
    form = await run.form()
    await run.write("渠系")
    await run.press("f10")
    await run.screen(ChoicePrompt)
    await run.press("escape")
    await run.until(lambda: run.app.screen is form)
    assert run.app.is_running


async def test_help_is_about_where_the_cursor_is(run: Running) -> None:
    await run.until(lambda: run.app.focused is not None)
    await run.press("f1")
    help_screen = await run.screen(HelpScreen)
    await run.until(lambda: "record kinds and their numbers" in painted(run))
    await run.press("f1")
    await run.until(lambda: run.app.screen is not help_screen)


async def test_the_palette_finds_a_list_by_pinyin_initials(run: Running) -> None:
    await run.until(lambda: run.app.focused is not None)
    await run.press("f12")
    await run.press("ctrl+p")
    palette = await run.screen(CommandPalette)
    await run.write("dybg")
    await run.until(lambda: palette.query("CommandList").first().option_count > 0, "hits")  # type: ignore[attr-defined]
    await run.press("down", "enter")
    await run.until(lambda: isinstance(run.app.screen, ListScreen | FormScreen), "opened")
    await run.press("f12")


async def test_a_new_record_is_begun_from_home_by_typing_its_kind(run: Running) -> None:
    await run.until(lambda: run.app.focused is not None)
    await run.press("f2")
    await run.screen(KindPicker)
    await run.write("yjhd")
    await run.until(
        lambda: "Nothing found for “yjhd”: type less of it" in painted(run), "says why it is empty"
    )
    await run.press("backspace", "backspace", "backspace", "backspace")
    await run.write("evaluation min")
    await run.press("enter")
    form = await run.form()
    assert form.record.kind == "evaluation_minutes"


async def test_every_key_in_the_bar_is_in_english_when_english_is_chosen(run: Running) -> None:
    await run.until(lambda: run.app.screen.query_one(KeyBar).shown)
    assert run.app.screen.query(TopBar)
    line = painted(run).splitlines()[-1]
    assert not any("\u4e00" <= character <= "\u9fff" for character in line), line
    await run.pilot.click(KeyBar, offset=(line.index("F1"), 0))
    await run.screen(HelpScreen)


async def test_home_counts_again_when_something_is_saved(run: Running, archive: Archive) -> None:
    await run.until(lambda: "0 records" in painted(run))
    await archive.save(Record.new("person", {"name": "张伟民"}))
    await run.until(lambda: "1 record" in painted(run), "counted again")
    recent = run.app.screen.query_one("#recent", VirtualTable)
    await run.until(lambda: recent.current is not None, "listed")


async def test_a_server_that_can_not_be_reached_is_told_and_tried_again(archive_home: Path) -> None:
    refusals = [ServerUnavailable("No server answers.", hint="Start it.")]

    @asynccontextmanager
    async def opener(settings: Settings, on_progress: Callable[[str], None]) -> AsyncIterator[Archive]:
        if refusals:
            raise refusals.pop()
        async with open_archive(settings, on_progress=on_progress) as archive:
            yield archive

    app = XuedangApp(replace(load_settings(), language="en"), opener=opener)
    async with app.run_test(size=(80, 24)) as pilot:
        run = Running(app, pilot)
        await run.until(lambda: "Start it." in painted(run), "trouble told")
        assert isinstance(app.screen, HomeScreen)
        await run.press("f5")
        await run.until(lambda: app.archive is not None, "opened")


async def test_switching_languages_quickly_disturbs_nothing(run: Running, archive: Archive) -> None:
    await archive.save(Record.new("person", {"name": "张伟民"}))
    for language in ("首页", "Home"):
        run.app.action_switch_language()
        await archive.save(Record.new("person", {"name": "李秀兰"}))
        await run.until(lambda language=language: language in painted(run), language)  # type: ignore[misc]
    run.app.push_screen(ListScreen("person"))
    listed = await run.screen(ListScreen)
    await run.until(lambda: listed.query("#records") and listed.table.row_count == 3, "listed")
    for language in ("筛选", "Filter"):
        await archive.save(Record.new("person", {"name": "李秀兰"}))
        run.app.action_switch_language()
        await run.until(lambda language=language: language in painted(run), language)  # type: ignore[misc]
    await run.until(lambda: listed.table.row_count == 5, "every row")
    new_form(run.app, "session")
    form = await run.form()
    await run.write("学习")
    for language in ("标题", "Title"):
        run.app.action_switch_language()
        await run.until(lambda language=language: language in painted(run), language)  # type: ignore[misc]
    assert form.state.typed["title"] == "学习"


async def test_keys_pressed_while_a_form_is_built_do_not_end_the_application(run: Running) -> None:
    for _ in range(4):
        new_form(run.app, "evaluation_minutes")
        for key in ("f12", "alt+right", "f12", "f9", "f12", "f2", "f12"):
            run.app.simulate_key(key)
        await run.until(lambda: len(run.app.screen_stack) > 1)
        while len(run.app.screen_stack) > 1:
            await run.press("escape")
    assert run.app.is_running


async def test_the_palette_offers_nothing_of_textuals_own_and_says_when_nothing_fits(run: Running) -> None:
    run.app.action_switch_language()
    await run.until(lambda: "首页" in painted(run), "Chinese")
    await run.press("ctrl+p")
    palette = await run.screen(CommandPalette)
    await run.until(lambda: "要做什么" in painted(run), "placeholder")
    commands = palette.query("CommandList").first(OptionList)
    await run.until(lambda: commands.option_count > 20, "commands")
    texts = [str(option.prompt) for option in commands.options]
    ours = [text for text in texts if not any("\u4e00" <= character <= "\u9fff" for character in text)]
    assert ours == []
    names = [re.sub(r"  \(.*\)$", "", text) for text in texts]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    await run.write("rl")
    await run.until(lambda: commands.option_count in range(1, 20), "fewer")
    assert str(commands.options[0].prompt) == "日历", "not Quit, for the letters of its key (Ctrl+Q)"
    assert not any("Ctrl" in str(option.prompt) for option in commands.options)
    await run.press("backspace", "backspace")
    await run.write("qbjl")
    await run.until(lambda: [str(each.prompt) for each in commands.options][:1] == ["列表：全部记录"], "all")
    await run.press(*["backspace"] * 4)
    await run.write("qqqzzz")
    await run.until(lambda: "没有这样的命令" in painted(run), "nothing fits")


async def test_a_form_goes_on_with_the_archive_that_comes_back(archive_home: Path) -> None:
    lost = asyncio.Event()

    @asynccontextmanager
    async def opener(settings: Settings, on_progress: Callable[[str], None]) -> AsyncIterator[Archive]:
        async with open_archive(settings, on_progress=on_progress) as archive:
            if not lost.is_set():
                archive.changes = broken  # type: ignore[method-assign]
            yield archive

    async def broken(*, ready: asyncio.Event | None = None, **_: object) -> AsyncGenerator[Change]:
        if ready is not None:
            ready.set()
        await lost.wait()
        nothing: tuple[Change, ...] = ()
        for change in nothing:
            yield change
        raise ServerUnavailable("The server went away.")

    app = XuedangApp(replace(load_settings(), language="en"), opener=opener)
    async with app.run_test(size=(80, 24)) as pilot:
        run = Running(app, pilot)
        await run.until(lambda: app.archive is not None, "opened")
        new_form(app, "research_report")
        form = await run.form()
        await run.write("渠系")
        lost.set()
        await run.until(lambda: app.archive is None, "lost")
        await run.press("f2")
        await run.until(lambda: any("F5 tries again" in each.message for each in app._notifications), "told")
        await run.press("f5")
        await run.until(lambda: app.archive is not None, "back")
        assert form.state.typed["title"] == "渠系"
        await run.press("f2")
        await run.until(lambda: form.record.version == 1, "saved")


async def test_what_is_saved_while_the_archive_opens_is_counted(archive_home: Path) -> None:
    @asynccontextmanager
    async def opener(settings: Settings, on_progress: Callable[[str], None]) -> AsyncIterator[Archive]:
        async with open_archive(settings, on_progress=on_progress) as archive:
            whole = archive.aggregate

            async def aggregate(*args: Any, **kwargs: Any) -> list[dict[str, Any]]:
                found = await whole(*args, **kwargs)
                if not saved:
                    saved.append(await archive.save(Record.new("person", {"name": "张伟民"})))
                return found

            saved: list[Record] = []
            archive.aggregate = aggregate  # type: ignore[method-assign]
            yield archive

    app = XuedangApp(replace(load_settings(), language="en"), opener=opener)
    async with app.run_test(size=(80, 24)) as pilot:
        await Running(app, pilot).until(lambda: "1 record" in painted(Running(app, pilot)), "counted again")


async def test_who_works_is_asked_once_and_can_be_changed(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MONGODB_URI")
    monkeypatch.delenv("XUEDANG_OPERATOR")
    app = XuedangApp(load_settings())
    async with app.run_test(size=(80, 24)) as pilot:
        run = Running(app, pilot)
        prompt = await run.screen(TextPrompt)
        await run.until(lambda: prompt.query(LineInput), "line to write on")
        prompt.query_one(LineInput).value = "王岚"
        await run.press("enter")
        await run.until(lambda: isinstance(app.screen, HomeScreen) and "王岚" in painted(run), "header")
        assert app.archive is not None
        saved = await app.archive.save(Record.new("person", {"name": "张伟民"}))
        assert saved.updated is not None
        assert saved.updated.by == "王岚"
        await run.press("shift+f6")
        prompt = await run.screen(TextPrompt)
        await run.press("escape")
        await run.until(lambda: isinstance(app.screen, HomeScreen))
        assert app.operator == "王岚", "leaving the question changes nothing"
    assert load_settings().operator == "王岚"


async def test_who_does_not_say_goes_by_the_systems_name(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MONGODB_URI")
    monkeypatch.delenv("XUEDANG_OPERATOR")
    app = XuedangApp(load_settings())
    async with app.run_test(size=(80, 24)) as pilot:
        run = Running(app, pilot)
        await run.screen(TextPrompt)
        await run.press("escape")
        await run.until(lambda: isinstance(app.screen, HomeScreen))
        await run.until(lambda: load_settings().operator == getpass.getuser(), "kept")


async def test_a_question_stands_in_the_middle_of_the_page(run: Running) -> None:
    run.app.push_screen(ChoicePrompt("Approve", "Verify 3 records?", [("yes", "Approve"), ("no", "Cancel")]))
    screen = await run.screen(ChoicePrompt)
    await run.until(lambda: screen.built and screen.query(".prompt-box"), "built")
    box, whole = screen.query_one(".prompt-box"), screen.size
    await run.until(lambda: box.region.x > 0, "laid out")
    assert abs(box.region.x - (whole.width - box.region.right)) <= 1
    assert abs(box.region.y - (whole.height - box.region.bottom)) <= 1
