"""A bar for long work on standard error: how much is done, how fast, how long it will take."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Tell(Protocol):
    """Told how many are done so far; and, if known only on the way, how many in all and of what."""

    def __call__(self, done: int, *, total: int | None = None, label: str | None = None) -> None: ...


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Tell]:
    """Gives a function to tell how many are done so far. Without a terminal nothing is shown."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        SpinnerColumn,
        Task,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate())
    with Progress(
        *columns, TimeRemainingColumn(), console=console, transient=True, disable=not sys.stderr.isatty()
    ) as bar:
        task = bar.add_task(label, total=total)

        def tell(done: int, *, total: int | None = None, label: str | None = None) -> None:
            bar.update(task, completed=done, total=total, description=label)

        yield tell
