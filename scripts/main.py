"""Where xuedang starts. Without a command: the terminal application, as directly as possible.

Start-up time counts here: typer, rich and the archive are imported only by what needs them.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date

from records.collecting import start_begins, start_ends
from records.errors import Refused, UsageFault
from records.language import LANGUAGES, set_language, translator
from records.settings import Settings, load_settings
from scripts.faults import answering

tr = translator("scripts")

#: Understood anywhere on the line, before or after the command.
COMMON_OPTIONS = ("--lang", "--on", "--archive")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run xuedang; the exit code is 0 done, 1 done with findings, 2 wrong use, 3 could not run or refused."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    return answering(lambda: _run(words))


def _run(words: list[str]) -> int:
    words, common = take_common(words)
    if "--lang" in common:
        _set_language(common["--lang"])
    settings = load_settings()
    settings = with_common(settings, common)
    set_language(settings.language)
    if all(word == "--ascii" for word in words):
        return _run_screens(replace(settings, ascii=True) if words else settings)
    from scripts.cli import run_command

    return run_command(words, settings)


def _run_screens(settings: Settings) -> int:
    _refuse_no_terminal()
    start_begins()  # the application says when it has started
    try:
        with _server_begun(settings):
            from scripts.app import run_app

            return run_app(settings)
    finally:
        start_ends()


def _refuse_no_terminal() -> None:
    """Nobody would see the screens, or could end them. A driver that is named (a browser's) needs none."""
    if "TEXTUAL_DRIVER" in os.environ or (sys.__stdin__ and sys.__stdin__.isatty()):
        return
    raise Refused(
        tr("The screens need a terminal."),
        hint=tr("Over SSH: `ssh -t`. Commands such as `xuedang status` need none."),
    )


def _server_begun(settings: Settings) -> AbstractContextManager[None]:
    """Where the server is our own it starts at once: importing the screens takes as long."""
    if settings.uri or sys.platform == "win32":
        return nullcontext()
    from records.store.embedded import begun

    return begun(settings.home)


def take_common(words: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Take the common options (``--lang X`` or ``--lang=X``) out of a command line, up to a ``--``.

    Raises UsageFault for one without a value.
    """
    rest: list[str] = []
    common: dict[str, str] = {}
    left = iter(words)
    for word in left:
        if word == "--":
            rest += [word, *left]
            break
        name, equals, value = word.partition("=")
        if name not in COMMON_OPTIONS:
            rest.append(word)
            continue
        found = value if equals else next(left, "")
        if not found:
            raise UsageFault(tr("{name} needs a value.", name=name))
        common[name] = found
    return rest, common


def with_common(settings: Settings, common: dict[str, str]) -> Settings:
    """The settings as this one call wants them."""
    if "--lang" in common:
        settings = replace(settings, language=common["--lang"])
    if "--on" in common:
        settings = replace(settings, working_date=_working_date(common["--on"]))
    if "--archive" in common:
        settings = replace(settings, database=common["--archive"])
    return settings


def _set_language(language: str) -> None:
    if language not in LANGUAGES:
        raise UsageFault(tr("Language {value!r} is not known.", value=language), hint=tr("Use zh or en."))
    set_language(language)


def _working_date(text: str) -> date:
    from records.values import PartialDate

    try:
        found = PartialDate.parse(text)
    except ValueError as error:
        raise UsageFault(f"--on: {error}") from error
    if found.precision != "day":
        raise UsageFault(
            tr("--on {text}: a full date is needed.", text=text), hint=tr("Write it as 2012-10-15.")
        )
    return found.start


if __name__ == "__main__":
    sys.exit(main())
