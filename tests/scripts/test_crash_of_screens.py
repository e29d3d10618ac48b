"""Screens that come down by a fault of their own: told in a sentence, kept in a report, exit code 3."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from scripts import app as opening
from scripts.main import main
from tui.app import XuedangApp


class Broken(XuedangApp):
    """An application without a terminal, an action of which goes wrong."""

    def run(self, *args: object, **options: object) -> None:
        super().run(headless=True)

    def on_ready(self) -> None:
        self.call_later(self.run_action, "break")

    def action_break(self) -> None:
        raise ZeroDivisionError("postgres://office:secret@host/db")


@pytest.mark.parametrize(("lang", "said"), [("zh", "档案不受影响"), ("en", "records are not affected")])
async def test_a_crash_of_the_screens_is_answered_like_one_of_a_command(
    archive_home: Path,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
    said: str,
) -> None:
    monkeypatch.setattr(opening, "XuedangApp", Broken)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.headless_driver:HeadlessDriver")
    assert await asyncio.to_thread(main, ["--lang", lang]) == 3
    out, err = capfd.readouterr()
    assert said in err
    assert "Traceback" not in out + err
    (report,) = (archive_home / "crashes").iterdir()
    assert str(report) in err
    assert "in action_break" in report.read_text()
    assert "secret" not in report.read_text()
