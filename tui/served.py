"""The screens behind ``xuedang serve``: Textual's driver for the web, which also ends with its server."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from textual import messages
from textual.drivers.web_driver import WebDriver


class ServedDriver(WebDriver):
    """Leaves in good order, drafts kept, when the server is gone: Textual's own would stay for ever."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        vars(self)["_write"] = self._to_server

    def _to_server(self, data: bytes) -> None:
        with suppress(BrokenPipeError):  # what can't be shown any more
            while data:
                data = data[os.write(self.fileno, data) :]

    def run_input_thread(self) -> None:
        super().run_input_thread()
        if not self.exit_event.is_set():
            self._app.post_message(messages.ExitApp())
