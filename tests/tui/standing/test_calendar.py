"""The calendar: a month with signs on its days, the day under the cursor listed, and where its lines lead."""

from __future__ import annotations

from datetime import date

from records.archive import Archive
from records.language import set_language
from tests.programme.mechanism_records import found_town
from tests.tui.conftest import Running
from tests.tui.standing.standing_pages import rows
from tui.screens.forms.form import FormScreen
from tui.screens.forms.picker import PickerScreen
from tui.screens.menu import MenuScreen
from tui.screens.prompts import TextPrompt
from tui.screens.standing.calendar import CalendarScreen, open_calendar
from tui.screens.standing.matrix import MatrixScreen
from tui.screens.standing.mechanisms import MechanismScreen
from tui.screens.standing.stages import StageBoard
from tui.widgets.table.virtual_table import VirtualTable


async def opened(run: Running, on: date) -> CalendarScreen:
    run.app.set_working_date(on)
    open_calendar(run.app)
    screen = await run.screen(CalendarScreen)
    await run.until(lambda: screen.built and "P" in signs(screen), "agenda read")
    return screen


def signs(screen: CalendarScreen) -> str:
    """What stands at the foot: each sort with how many entries the month has."""
    return str(screen.query_one("#calendar-signs").render())


def listed(screen: CalendarScreen) -> list[str]:
    return [" ".join(row.cells) for row in rows(screen.table)]


def lines(screen: CalendarScreen) -> list[str]:
    return screen.grid.render().plain.splitlines()


async def test_a_month_and_where_its_days_lead(run: Running, archive: Archive) -> None:
    town = await found_town(archive)
    meeting = await town.session("集体学习", "2011-05-12 08:30", 180, town.willow, title="学党章")
    await town.session("集体学习", "2011-05-12 14:30", 60, town.upper, title="学条例")
    screen = await opened(run, date(2011, 5, 20))
    assert "M Meetings and events 2" in signs(screen)
    grid = lines(screen)
    assert grid[0].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    assert len({len(line) for line in grid[1:]}) == 1, "every line is as wide as the page"
    week = next(index for index, line in enumerate(grid) if line.startswith(" 19 "))
    assert ("12" in grid[week], "M2" in grid[week + 1], "P3" in grid[week + 1]) == (True, True, True)
    assert any(">20" in line for line in grid), "the working date"

    # From day to day, and into the list of one that has several.
    await run.press("up", "left")
    assert screen.day == date(2011, 5, 12)
    await run.until(lambda: len(listed(screen)) == 2)
    await run.press("enter")
    assert screen.table.has_focus
    await run.press("enter")
    form = await run.screen(FormScreen)
    assert form.record.id == meeting.id
    await run.press("escape")
    await run.screen(CalendarScreen)

    # Of one unit only, then of one sort only.
    await run.press("f9")
    await run.screen(MenuScreen)
    await run.press("enter")
    picker = await run.screen(PickerScreen)
    await run.until(lambda: picker.focused)
    await run.write("柳树湾")
    found = picker.query_one(VirtualTable)
    await run.until(lambda: [row.cells[0] for row in rows(found)] == ["柳树湾村党支部"])
    await run.press("enter")
    await run.screen(CalendarScreen)
    await run.until(lambda: "M Meetings and events 1" in signs(screen))
    assert "柳树湾村党支部" in screen.heading()
    await run.press("f9")
    await run.screen(MenuScreen)
    await run.write("only: meet")
    await run.press("enter")
    await run.screen(CalendarScreen)
    await run.until(lambda: signs(screen) == "M Meetings and events 1")


async def test_months_dates_and_what_is_no_record(run: Running, archive: Archive) -> None:
    await found_town(archive)
    screen = await opened(run, date(2011, 5, 31))
    assert ">31" in "\n".join(lines(screen))
    await run.press("pageup")
    assert screen.day == date(2011, 4, 30), "the last of a shorter month"
    await run.press("f8", "end")
    assert screen.day == date(2011, 5, 31)

    await run.press("ctrl+g")
    prompt = await run.screen(TextPrompt)
    await run.until(lambda: prompt.focused)
    await run.press(*"2011-07-01", "enter")
    await run.screen(CalendarScreen)
    await run.until(lambda: screen.day == date(2011, 7, 1))

    async def go_to(day: str) -> None:
        screen.grid.day = date.fromisoformat(day)
        screen.grid.focus()
        await run.until(lambda: day in {each.day.isoformat() for each in screen.entries}, day)

    # An anniversary, alone on its day; a stage and what is due with it; the end of a month.
    await go_to("2011-07-01")
    await run.press("enter")
    page = await run.screen(MechanismScreen)
    assert (page.place.name, page.period.start.year) == ("anniversaries", 2011)
    await run.press("escape")
    await run.screen(CalendarScreen)
    await go_to("2010-07-03")
    await run.press("enter")
    await run.screen(StageBoard)
    await run.press("escape")
    await run.screen(CalendarScreen)
    await go_to("2011-04-30")
    screen.table.focus()
    screen.table.cursor = next(i for i, line in enumerate(listed(screen)) if "Daily self-study" in line)
    await run.press("enter")
    matrix = await run.screen(MatrixScreen)
    assert (matrix.place.rule, matrix.place.window and matrix.place.window.name) == ("R09", "2011-04")
    await run.press("escape")
    await run.screen(CalendarScreen)
    # A period that lies ahead has no figures to show.
    await go_to("2011-09-30")
    screen.table.focus()
    screen.table.cursor = next(i for i, line in enumerate(listed(screen)) if "Daily self-study" in line)
    await run.press("enter")
    await run.until(lambda: run.app._notifications)
    assert isinstance(run.app.screen, CalendarScreen)

    # In Chinese: the festival and the signs.
    set_language("zh")
    screen.relabel()
    await run.until(lambda: screen.built and "考 考核期截止" in signs(screen))
    await run.until(lambda: screen.table.has_focus, "the cursor stays where it was")
    screen.grid.focus()
    await run.press("pagedown")
    await run.until(lambda: any(" 8 班" in line for line in lines(screen)), "a Saturday worked in exchange")
    assert any(" 1 国庆 " in line for line in lines(screen))
