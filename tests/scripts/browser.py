"""A headless Chromium, spoken to over its own protocol: no driver program has to fit its version."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import os
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

#: How long to wait for anything.
SECONDS = 30.0
_ESCAPES = re.compile(r"\x1b\[[0-9;:?]*[A-Za-z]|\x1b\][^\x07]*\x07")
_LISTENING = re.compile(r"DevTools listening on ws://127\.0\.0\.1:(\d+)/")
#: Notes each sign that is drawn with a font. Terminals draw one once and copy its picture from then on.
_NOTING = """
  window.signsDrawn = "";
  for (const context of [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D]) {
    const fill = context.prototype.fillText;
    context.prototype.fillText = function (text, ...rest) {
      window.signsDrawn += text;
      return fill.call(this, text, ...rest);
    };
  }
"""
_KEYS = {"Enter": 13, "End": 35, "F2": 113, "F3": 114}


def chromium() -> str:
    """Where Chromium is; skips without it, but on a machine that checks everything."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None and not os.environ.get("XUEDANG_CI"):
        pytest.skip("Chromium is not installed")
    assert found is not None, "Chromium is not installed: .ci/run installs it"
    return found


class Browser:
    """One page. ``received`` is the text that came over its WebSockets, without the terminal's commands."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.received = ""
        self.requested: list[str] = []
        self._came = asyncio.Event()

    async def listen(self) -> None:
        """Take in what the browser tells, until it goes."""
        async for message in self._socket:
            told = json.loads(message.data)
            self._came.set()
            if told.get("id") in self._answers:
                self._answers.pop(told["id"]).set_result(told)
            elif told.get("method") == "Network.webSocketFrameReceived":
                frame = told["params"]["response"]
                if frame["opcode"] == 2:
                    text = base64.b64decode(frame["payloadData"]).decode("utf-8", "replace")
                    self.received += _ESCAPES.sub("", text)
            elif told.get("method") == "Network.requestWillBeSent":
                self.requested.append(told["params"]["request"]["url"])

    async def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Have the browser do something; its answer."""
        self._number += 1
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[self._number] = answer
        await self._socket.send_json({"id": self._number, "method": method, "params": parameters})
        told = await asyncio.wait_for(answer, SECONDS)
        assert "error" not in told, told
        result: dict[str, Any] = told["result"]
        return result

    async def press(self, key: str) -> None:
        """Press a key of the keyboard and let it go."""
        about = {"key": key, "code": key, "windowsVirtualKeyCode": _KEYS[key]}
        await self.tell("Input.dispatchKeyEvent", type="rawKeyDown", **about)
        await self.tell("Input.dispatchKeyEvent", type="keyUp", **about)

    async def signs_drawn(self) -> set[str]:
        """The signs that the page has drawn so far."""
        told = await self.tell("Runtime.evaluate", expression="window.signsDrawn", returnByValue=True)
        return set(told["result"]["value"])

    async def picture(self) -> Image.Image:
        """What a person sees now."""
        taken = await self.tell("Page.captureScreenshot", format="png")
        return Image.open(io.BytesIO(base64.b64decode(taken["data"]))).convert("RGB")

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait until the page has been told enough."""
        try:
            async with asyncio.timeout(SECONDS):
                while not condition():
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            pytest.fail(f"never came: {what}; the page got {self.received[-1500:]!r}")

    async def shown(self, text: str) -> None:
        """Wait until a text has come since the last call."""
        await self.until(lambda: text in self.received, text)
        self.received = ""


@asynccontextmanager
async def opened(url: str, folder: Path) -> AsyncIterator[Browser]:
    """A browser that goes to an address, its profile in ``folder``."""
    process = await asyncio.create_subprocess_exec(
        chromium(),
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--remote-debugging-port=0",
        f"--user-data-dir={folder}",
        "--window-size=1000,700",
        "about:blank",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        # "DevTools listening on ws://127.0.0.1:PORT/devtools/browser/…"
        assert process.stderr is not None
        async with asyncio.timeout(SECONDS):
            while (found := _LISTENING.search((line := await process.stderr.readline()).decode())) is None:
                assert line, "Chromium ended at once"
        port = found[1]
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json/list") as answer:
                page = next(each for each in await answer.json() if each["type"] == "page")
            async with session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                browser = Browser(socket)
                listening = asyncio.create_task(browser.listen())
                try:
                    await browser.tell("Network.enable")
                    await browser.tell("Page.enable")
                    await browser.tell("Emulation.setFocusEmulationEnabled", enabled=True)
                    await browser.tell("Page.addScriptToEvaluateOnNewDocument", source=_NOTING)
                    await browser.tell("Page.navigate", url=url)
                    yield browser
                finally:
                    listening.cancel()
    finally:
        process.kill()
        await process.wait()
