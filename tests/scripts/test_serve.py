"""``serve``: the screens in a real browser, who is let in, and how it ends."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import psutil
import pytest
from PIL import ImageChops

from scripts.main import main
from scripts.serve import listening
from tests.scripts.browser import SECONDS, Browser, chromium, opened


async def test_a_browser_shows_the_screens_and_nobody_else_gets_in(
    archive_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chromium()
    monkeypatch.setenv("XUEDANG_LANG", "zh")
    monkeypatch.setenv("XUEDANG_OPERATOR", "王岚")
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "scripts.main", "serve", stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        assert server.stdout is not None
        async with asyncio.timeout(SECONDS):
            lines = [(await server.stdout.readline()).decode().strip() for _ in range(2)]
        assert "只能用一次" in lines[0]
        link = lines[1]
        assert urlsplit(link).hostname == "127.0.0.1"
        await _strangers_are_refused(link)
        async with opened(link, tmp_path / "profile") as browser:
            await browser.until(lambda: "首页" in browser.received, "Home")
            await browser.shown("添加人员")
            await _strangers_are_refused(link, used=True)
            await _is_seen(browser, "学档首页添加人员")
            home = await browser.picture()
            await _work(browser)
            await _is_seen(browser, "检索谈包村工作")
            changed = ImageChops.difference(home, await browser.picture()).getbbox()
            assert changed and changed[3] - changed[1] > home.height / 2, "another page than Home is seen"
            foreign = [
                url for url in browser.requested if not url.startswith((_origin(link), "data:", "about:"))
            ]
            assert foreign == [], "nothing is loaded from elsewhere"

            children = psutil.Process(server.pid).children(recursive=True)
            assert children
            server.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(server.wait(), SECONDS) == 0
            assert [each for each in children if each.is_running() and each.status() != "zombie"] == []
        kept = [path for path in (archive_home / "drafts").rglob("*") if path.is_file()]
        assert any("谈包村工作" in path.read_text(encoding="utf-8", errors="replace") for path in kept)
    finally:
        if server.returncode is None:
            server.kill()
            await server.wait()


async def _work(browser: Browser) -> None:
    """A key opens a list; a text typed with an input method arrives, and stays behind in a form."""
    await browser.press("F2")
    await browser.shown("新建记录")
    await browser.tell("Input.insertText", text="心得体会")
    await browser.shown("心得体会")
    await browser.press("Enter")
    await browser.shown("撰写日期")
    await browser.tell("Input.insertText", text="谈包村工作")
    await browser.shown("谈包村工作")
    await browser.press("F3")
    await browser.shown("检索")


async def _is_seen(browser: Browser, signs: str) -> None:
    """The screen is drawn, not only received: these signs, and letters on the ground of the top bar."""
    async with asyncio.timeout(SECONDS):
        while not set(signs) <= await browser.signs_drawn():
            await browser.picture()  # has the page drawn once more
    picture = await browser.picture()
    line = picture.crop((0, 0, picture.width, 16))
    counted = sorted(line.getcolors(picture.width * 16) or [], reverse=True)
    (ground, colour), *letters = counted
    assert ground > picture.width * 16 / 3 and colour != picture.getpixel((5, picture.height // 2))
    assert sum(number for number, _ in letters) > picture.width / 2, "letters on the bar"


def _origin(link: str) -> str:
    return "http://" + urlsplit(link).netloc


async def _strangers_are_refused(link: str, *, used: bool = False) -> None:
    origin, host = _origin(link), urlsplit(link).netloc
    asked = [
        (origin, {}),
        (f"{origin}/static/js/textual.js", {}),
        (f"{origin}/ws", {"Origin": origin}),
        (f"{origin}/download/1", {}),
        (f"{origin}/open/nothing", {}),
        # A name of somebody else's that resolves to this machine; a page of somebody else's.
        (link, {"Host": f"evil.example:{urlsplit(link).port}"}),
        (link, {"Origin": "http://evil.example"}),
        (origin, {"Cookie": f"xuedang-{host.rpartition(':')[2]}=guess"}),
        *([(link, {})] if used else []),
    ]
    async with aiohttp.ClientSession() as session:
        for url, headers in asked:
            async with session.get(url, headers=headers, allow_redirects=False) as answer:
                assert answer.status == 403, (url, headers)
                assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


class Visitor:
    """What a browser's page is to the server: keys one way, what is painted the other."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._seen = ""

    async def until(self, text: str) -> None:
        """Read until ``text`` was painted."""
        await self.reads_until(lambda: text in self._seen)

    async def reads_until(self, condition: Callable[[], bool]) -> None:
        """Read until something holds; a cursor that blinks always says something."""
        async with asyncio.timeout(SECONDS):
            while not condition():
                message = await self._socket.receive()
                assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), self._seen[-2000:]
                self._seen += message.data.decode() if isinstance(message.data, bytes) else ""

    async def answers(self, keys: str, text: str) -> None:
        """Press keys and read until ``text`` was painted since then."""
        self._seen = ""
        await self._socket.send_json(["stdin", keys])
        await self.until(text)


def _drafted(home: Path, text: str) -> bool:
    """Whether a draft holds ``text``."""
    return any(text in each.read_text("utf-8") for each in home.glob("drafts/*/*.json"))


async def test_killing_the_application_or_the_server_leaves_what_was_typed(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEDANG_LANG", "en")
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "scripts.main", "serve", stdout=asyncio.subprocess.PIPE
    )
    assert server.stdout is not None
    children: list[psutil.Process] = []
    try:
        async with asyncio.timeout(SECONDS):
            link = [(await server.stdout.readline()).decode().strip() for _ in range(2)][1]
        jar = aiohttp.CookieJar(unsafe=True)  # an address is no name
        async with aiohttp.ClientSession(cookie_jar=jar, headers={"Origin": _origin(link)}) as session:
            await (await session.get(link)).read()
            async with session.ws_connect(f"{_origin(link)}/ws") as socket:
                page = Visitor(socket)
                await page.until("Home")
                await page.answers("\x1bOQ", "pinyin or initials")
                await page.answers("research r\r", "Fieldwork")
                await page.answers("渠系", "系")
                await page.reads_until(lambda: _drafted(archive_home, "渠系"))
                children = psutil.Process(server.pid).children(recursive=True)
                next(each for each in children if each.ppid() == server.pid).kill()
            async with session.ws_connect(f"{_origin(link)}/ws") as socket:
                page = Visitor(socket)
                await page.until("Unsaved work was found")
                await page.answers("\r", "Fieldwork")
                children = psutil.Process(server.pid).children(recursive=True)
                await page.answers("调研", "研")
                server.kill()  # before the pause after which a draft is written
                await server.wait()
        _, alive = await asyncio.to_thread(psutil.wait_procs, children, SECONDS)
        assert alive == [], "the application behind ends by itself"
        assert _drafted(archive_home, "渠系调研")
    finally:
        if server.returncode is None:
            server.kill()
            await server.wait()


def test_a_port_that_is_taken_is_told(archive_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with listening(0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port), "--lang", "en"]) == 3
    said = capsys.readouterr().err
    assert f"Port {port} can't be used" in said
    assert "--port" in said
