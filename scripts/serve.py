"""The screens in a browser: textual-serve on this machine only, behind a link that opens once.

Whoever has the link first gets a cookie, and with it all that the person who started the server may do; the
link is worth nothing after that. Every request must name this very address (a page elsewhere that has its
name resolve to 127.0.0.1 does not), and come from this very page where a browser says from which.
"""

from __future__ import annotations

import asyncio
import secrets
import shlex
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from html import escape
from pathlib import Path

import aiohttp_jinja2
from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.server import Server

from records.errors import Refused, system_reason
from records.language import current_language, translator

tr = translator("scripts")

HOST = "127.0.0.1"
_DRIVER = "tui.served:ServedDriver"
#: Seconds that open pages have to close in, so that their drafts are kept.
_CLOSING = 15.0
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Gate:
    """Who may come in: one visitor, by a link that works once, then by the cookie that it was changed for."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://{HOST}:{port}"
        self._port = port
        self._token: str | None = secrets.token_urlsafe(32)
        self._session = secrets.token_urlsafe(32)

    @property
    def link(self) -> str:
        """The link, as long as nobody has opened it."""
        return f"{self.origin}/open/{self._token}"

    @property
    def _cookie(self) -> str:
        # Browsers send a cookie to every port of an address: one name each.
        return f"xuedang-{self._port}"

    @web.middleware
    async def watch(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Let a request through, or refuse it."""
        if request.headers.get("Host") != f"{HOST}:{self._port}":
            raise _refused(tr("This address is not the one that xuedang serves."))
        origin = request.headers.get("Origin")
        if origin not in (None, self.origin) or (origin is None and request.path == "/ws"):
            raise _refused(tr("Another page asked for this."))
        if request.path.startswith("/open/"):
            return self._opened(request.path.removeprefix("/open/"))
        cookie = request.cookies.get(self._cookie, "")
        if not secrets.compare_digest(cookie.encode(), self._session.encode()):
            raise _refused(tr("Open the link that `xuedang serve` gave. It works once."))
        return await handler(request)

    def _opened(self, token: str) -> web.Response:
        if self._token is None or not secrets.compare_digest(token.encode(), self._token.encode()):
            raise _refused(
                tr("This link was used already, or is none. End `xuedang serve` and start it again.")
            )
        self._token = None
        # A page, not a redirect: from here the way to the next is this site's own, so the cookie goes along.
        answer = web.Response(text='<meta http-equiv="refresh" content="0;url=/">', content_type="text/html")
        answer.set_cookie(self._cookie, self._session, httponly=True, samesite="Strict", path="/")
        return answer

    async def guard(self, request: web.Request, answer: web.StreamResponse) -> None:
        """What every answer says: keep it nowhere, show it in no other page, load nothing from elsewhere."""
        websocket = self.origin.replace("http", "ws", 1)
        answer.headers.update(
            {
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "Content-Security-Policy": (
                    "default-src 'self'; "
                    "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
                    f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {websocket}; "
                    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
                ),
            }
        )


def _refused(text: str) -> web.HTTPForbidden:
    page = f"<!DOCTYPE html><meta charset=utf-8><p>{escape(text)}</p>"
    return web.HTTPForbidden(text=page, content_type="text/html")


class ScreensServer(Server):
    """textual-serve with the gate in front, its own page without anything from elsewhere, and a clean end."""

    def __init__(self, command: Sequence[str], port: int) -> None:
        # exec: the shell makes way, so that what ends the process ends the application.
        super().__init__(
            f"TEXTUAL_DRIVER={_DRIVER} COLORTERM=truecolor exec {shlex.join(command)}",
            host=HOST,
            port=port,
            title=tr("xuedang"),
            templates_path=Path(__file__).with_name("page"),
        )
        self.gate = Gate(port)
        self._open: set[web.WebSocketResponse] = set()

    async def make_app(self) -> web.Application:
        """The application with the gate before every page of it."""
        app = await self._make_app()
        app.middlewares.append(self.gate.watch)
        app.on_response_prepare.append(self.gate.guard)
        aiohttp_jinja2.get_env(app).globals["words"] = {
            "language": current_language(),
            "opening": tr("Opening…"),
            "closed": tr("xuedang has ended here. What you typed is kept."),
            "again": tr("Open again"),
        }
        return app

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        self._open.add(websocket)
        try:
            await super()._process_messages(websocket, app_service)
        finally:
            await app_service.stop()
            if app_service._process is not None:
                await app_service._process.wait()  # stop() only waits for the last of what it says
            self._open.discard(websocket)

    async def on_startup(self, app: web.Application) -> None:
        """End as well when the terminal is closed; the link is said by who started the server."""
        asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self.request_exit)

    async def on_shutdown(self, app: web.Application) -> None:
        """Close the open pages; each ends its application and waits for it."""
        for websocket in list(self._open):
            await websocket.close(code=WSCloseCode.GOING_AWAY)


def listening(port: int) -> socket.socket:
    """A socket of this machine only; port 0 takes a free one. Raises Refused when the port is taken."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
    except OSError as error:
        made.close()
        raise Refused(
            tr("Port {port} can't be used: {reason}", port=port, reason=system_reason(error)),
            hint=tr("Choose another with --port, or leave it out for a free one."),
        ) from error
    return made


def serve(command: Sequence[str], port: int, say: Callable[[str], None]) -> None:
    """Serve the application that ``command`` starts until Ctrl-C; ``say`` is told the link."""
    with listening(port) as bound:
        server = ScreensServer(command, bound.getsockname()[1])

        def tell(*_: object) -> None:
            say(server.gate.link)

        web.run_app(server.make_app(), sock=bound, print=tell, access_log=None, shutdown_timeout=_CLOSING)
