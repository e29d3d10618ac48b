"""What is wrong with how a screen is laid out, told from Textual's regions: cut off, or out of reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.cells import cell_len
from textual.content import Content
from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Button, Checkbox, OptionList, RadioButton, Static

from tui.cjk import CUT
from tui.widgets.bars import KeyBar, TopBar
from tui.widgets.table.virtual_table import VirtualTable


def scrolled(widget: Widget) -> bool:
    """Whether a box around the widget scrolls, so that what is out of view can be brought into it."""
    return any(
        isinstance(each, Widget) and (each.max_scroll_y or each.max_scroll_x) for each in widget.ancestors
    )


def seen(screen: Screen[Any], widget: Widget) -> Region:
    """The part of a widget that is on the screen; empty when there is none."""
    try:
        place = screen.find_widget(widget)
    except NoWidget:
        return Region()
    return place.visible_region.intersection(screen.region)


def name(widget: Widget) -> str:
    """A widget as a message tells it."""
    inside = next((f" in {each.id or type(each).__name__}" for each in widget.ancestors if each.id), "")
    return f"{type(widget).__name__}#{widget.id or ' '.join(sorted(widget.classes))}{inside}"


def faults(screen: Screen[Any]) -> list[str]:
    """All that is wrong with the layout of a screen, a sentence each."""
    return [*_out_of_reach(screen), *_cut_off(screen), *_bars(screen)]


def _out_of_reach(screen: Screen[Any]) -> Iterator[str]:
    for widget in screen.focus_chain:
        if not widget.region.area:
            yield f"{name(widget)} takes the cursor and has no size"
        elif not seen(screen, widget).area and not scrolled(widget):
            yield f"{name(widget)} takes the cursor out of sight"


def _cut_off(screen: Screen[Any]) -> Iterator[str]:
    for widget in screen.query("*").results(Widget):
        shown = all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))
        if not shown or not widget.visible or isinstance(widget, TopBar | KeyBar):
            continue
        if isinstance(widget, VirtualTable):
            yield from _headings(widget)
        elif isinstance(widget, Static | Button | Checkbox | RadioButton):
            yield from _text(screen, widget)
        elif isinstance(widget, OptionList):
            yield from _options(widget)
        for title in filter(None, (widget.border_title, widget.border_subtitle)):
            if widget.region.area and Content.from_markup(title).cell_length + 4 > widget.region.width:
                yield f"{name(widget)} cuts its title {title!r}"


def _headings(table: VirtualTable) -> Iterator[str]:
    for column, width in zip(table.columns, table.arranged.widths, strict=True):
        if width and cell_len(column.sorted_as(table.sorted_by).label) > width:
            yield f"{name(table)} cuts its heading {column.label!r} to {width}"


def _options(options: OptionList) -> Iterator[str]:
    if options.option_count and options.size.height < 1:
        yield f"{name(options)} shows none of its options"


def _text(screen: Screen[Any], widget: Widget) -> Iterator[str]:
    text = str(widget.render()).strip() if not isinstance(widget, Static) else str(widget.content).strip()
    if not text:
        return
    size = widget.size
    needs = widget.get_content_height(size, size, max(1, size.width)) if isinstance(widget, Static) else 1
    widest = max(map(cell_len, text.splitlines()))
    if not size.area:
        if not scrolled(widget):
            yield f"{name(widget)} has no room for {text!r}"
    elif needs > size.height and not widget.max_scroll_y:
        yield f"{name(widget)} shows {size.height} of {needs} lines of {text!r}"
    elif size.height == 1 and needs == 1 and widest > size.width:
        yield f"{name(widget)} cuts {text!r} to {size.width} of {widest}"
    elif (there := seen(screen, widget)) != widget.region and not scrolled(widget):
        yield f"{name(widget)} is seen only {there.size} of {widget.region.size}: {text!r}"


def _bars(screen: Screen[Any]) -> Iterator[str]:
    for bar in screen.query(TopBar):
        if CUT in str(bar.render()):
            yield f"the bar on top is cut: {bar.render()}"
    for keys in screen.query(KeyBar):
        if sum(key.width for key in keys.shown) - 1 > keys.size.width:
            yield f"the bar of keys is cut: {[key.description for key in keys.shown]}"
        if not any(key.key == "f1" for key in keys.shown):
            yield "the bar of keys lacks F1, which lists them all"
