"""A messy folder and how the pages of its import are walked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.screen import Screen
from textual.widgets import OptionList, Static

from tests.tui.conftest import Running
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.importing.import_ import ImportScreen
from tui.screens.importing.import_page import ImportPage
from tui.screens.menu import MenuScreen
from tui.widgets.line_input import LineInput

ROSTER = """\
青杨河乡党员花名册
姓名,性别,出生年月,入党时间,所在支部
张伟民,男,1965.3,1990.7,柳树湾村党支部
李秀兰,女,1970.11,1995.7,柳树湾村党支部
赵永刚,男,1958.1,1980.7,上营村党支部
王德明,男,1962.5,1988.7,上营村党支部
"""
VISITS = """\
走访情况
走访日期,下去的人,户,说了些什么,备注
2010.7.3,张伟民,李保山,水渠不通,
2010.7.9,张伟明,马长福999999197803150011,缺化肥,
2010.8.2,张伟明,周大有,路不好走,
2010.13.2,李秀兰,周大有,没人,
"""
STUDY = """\
干部学习情况登记表（2010年下半年）
姓名,所在支部,学习次数,学习笔记(字)
李秀兰,柳树湾村党支部,12,8000
赵永刚,粮管所支部,10,6000
"""
BODY = "把学到的用到每天的事情里去，群众的事再小也要办。" * 12


async def tried(run: Running, folder: Path) -> ImportScreen:
    """The import page after a dry run over ``folder``."""
    run.app.push_screen(ImportScreen())
    screen = await run.screen(ImportScreen)
    await run.until(lambda: screen.query("#path"))
    screen.query_one("#path", LineInput).value = str(folder)
    await run.press("f2")
    await run.until(lambda: "Trial run" in text(screen, "#report"), "dry run")
    return screen


def text(page: Screen[Any], query: str) -> str:
    """What a line of a page says."""
    return str(page.query_one(query, Static).render())


async def look(run: Running, what: str, *, entries: int = 3) -> None:
    """F9, then the entry called ``what`` of so many."""
    await run.press("f9")
    menu = await run.screen(MenuScreen)
    options = menu.query_one(OptionList)
    await run.until(lambda: options.option_count == entries)
    options.highlighted = options.get_option_index(what)
    await run.press("enter")


async def chosen(run: Running, letters: str) -> None:
    """Type into a picker of options and take the first."""
    await run.screen(OptionPicker)
    await run.write(letters)
    await run.press("enter")
    await run.until(lambda: not isinstance(run.app.screen, OptionPicker), "picker closed")


async def idle(run: Running, page: ImportPage) -> None:
    """Wait until nothing is read or run."""
    await run.until(lambda: page.built and not page.importing.busy and not list(page.workers), "idle")
