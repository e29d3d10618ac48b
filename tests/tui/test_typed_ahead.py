"""Keys typed ahead, as over a slow line: none is lost, and each does what it would have done later."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.record import Record
from records.search.query import Query
from records.settings import load_settings
from records.values import PartialDate
from tests.tui.conftest import Running
from tui.app import XuedangApp
from tui.screens.forms.form import FormScreen
from tui.screens.home import HomeScreen
from tui.screens.lists.list import ListScreen
from tui.screens.lists.search import SearchScreen
from tui.screens.places import places
from tui.widgets.field_row import FieldRow
from tui.widgets.flow import Flow
from tui.widgets.table.virtual_table import VirtualTable


def busy(form: FormScreen) -> bool:
    """Whether something is still done with the form aside."""
    return any(not each.is_finished and each.node is form for each in form.workers)


def said(home: HomeScreen, name: str) -> str:
    flow = home.query_one(name, Flow)
    return flow.flowed(flow.size.width).plain


#: From the top of Home's menu to the list of all records: over the programme and its pages.
TO_ALL = ["home", *["down"] * (len(places()) + 1), "enter"]


async def test_home_is_filled_after_what_keys_typed_ahead_open(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They share the processor; nothing of Home is left out for it."""
    report = {"title": "渠系", "finished_on": PartialDate.day(date(2011, 9, 12))}
    await archive.save(Record.new("research_report", report, status="submitted"))
    app = XuedangApp(load_settings())
    in_front: list[bool] = []
    counts = Archive.counts

    async def noted(opened: Archive) -> Any:
        in_front.append(isinstance(app.screen, ListScreen) and app.screen.table.current is not None)
        return await counts(opened)

    monkeypatch.setattr(Archive, "counts", noted)
    async with app.run_test(size=(80, 24)) as pilot:
        run = Running(app, pilot)
        run.typed(*TO_ALL)
        await run.screen(ListScreen)
        await run.until(app.connection.figures_shown.is_set, "counted all the same")
        assert in_front[0], "counted when the list was there"
        await run.press("escape")
        home = await run.screen(HomeScreen)
        await run.until(lambda: "1 to approve" in said(home, "#figures"), "figures")
        await run.until(lambda: home.query_one("#recent", VirtualTable).row_count == 1, "changed last")
        await run.until(lambda: "Working out" not in said(home, "#overview"), "overview")


async def test_keys_wait_until_there_is_what_they_are_for(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = XuedangApp(load_settings())
    async with app.run_test(size=(80, 24)) as pilot:
        run = Running(app, pilot)
        # While the archive is being opened: a new record, its kind, its title, and it is stored.
        run.typed("f2", *"research r", "enter", *"渠系", "f2", "escape")
        # The form may have come and gone between two looks.
        async with asyncio.timeout(20):
            while not (stored := await archive.find(Query())):
                await pilot.pause()
        assert [record.title for record in stored] == ["渠系"]
        await run.until(lambda: app.screen is app.screen_stack[0], "closed")

        # Through a list whose rows are read first into a form whose fields come late.
        opened = app.archive
        assert opened is not None
        gate, names = asyncio.Event(), opened.names

        async def late(ids: Iterable[ObjectId]) -> Any:
            await gate.wait()
            return await names(ids)

        monkeypatch.setattr(opened, "names", late)
        run.typed(*TO_ALL, "enter", "end", *"调研", "f2")
        form = await run.screen(FormScreen)
        assert form.focused is None
        gate.set()
        await run.until(lambda: form.record.version == 2, "stored again")
        assert form.record.title == "渠系调研"

        # Into a field that is being added, beside another: while names are read no other takes the cursor.
        form.state.add_field("备用", "text")
        gate.clear()
        run.typed("f9", *"Add a field", "enter", *"电话", "enter", "enter", "甲")
        await run.until(lambda: "电话" in form.state.fields and form.built, "added")
        await run.pilot.pause()
        gate.set()
        await run.until(lambda: any(row.field.name == "电话" for row in form.query(FieldRow)), "shown")
        await run.until(lambda: form._complete and not busy(form), "filled")
        run.typed("乙")
        await run.until(lambda: "乙" in "".join(map(str, form.state.typed.values())), "typed")
        assert (form.state.typed["电话"], form.state.typed["备用"]) == ("甲乙", "")
        form.state.replace(form.state.base)

        # While a page is built anew in the other language; the cursor is where it was.
        below = app.screen_stack[-2]
        run.typed("escape", "escape", "f12", *TO_ALL, "f12")
        await run.until(lambda: isinstance(app.screen, ListScreen) and app.screen is not below, "listed anew")
        listed = await run.screen(ListScreen)
        await run.until(lambda: listed.table.has_focus, "the table has the cursor")
        run.typed("f3", *"渠系")
        search = await run.screen(SearchScreen)
        await run.until(lambda: getattr(search.focused, "value", "") == "渠系", "typed into the search")
