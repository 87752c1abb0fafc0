"""The page's server: a few files, and one socket for each page. `serve` runs it until it is interrupted."""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from autograder.errors import UsageError
from autograder.playground.folder import StudentFolder, Versions
from autograder.playground.guard import HEADERS, Guard
from autograder.playground.session import Session, served

STATIC = Path(__file__).parent / "static"
PORT = 8188
MOST_PAGES = 4
LARGEST_MESSAGE = 1 << 20
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
TAKEN = "Port {port} is in use; name another one with --port, or leave the option out."


@dataclass(frozen=True)
class Entrance:
    """Where the page is: a socket that listens on this machine alone, and the token that opens it."""

    socket: socket.socket
    token: str

    @property
    def port(self) -> int:
        """The socket's port."""
        return int(self.socket.getsockname()[1])

    @property
    def address(self) -> str:
        """What a browser opens. The token stands behind the #, which no browser sends anywhere."""
        return f"http://127.0.0.1:{self.port}/#token={self.token}"


def open_entrance(port: int = 0) -> Entrance:
    """An entrance at ``port``; with 0 at the usual port or, where that is taken, at a free one. Raises `UsageError`."""
    for wanted in (port,) if port else (PORT, 0):
        listener = socket.socket()
        try:
            if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", wanted))
            listener.listen()
        except OSError:
            listener.close()
            continue
        return Entrance(listener, secrets.token_urlsafe(18))
    raise UsageError(TAKEN.format(port=port))


def application(folder: StudentFolder, entrance: Entrance, seconds: float = 5.0) -> Guard:
    """The server for a student's folder; an answer that takes longer than ``seconds`` is stopped."""
    versions, pages = Versions(folder), Pages()

    async def live(page: WebSocket) -> None:
        await page.accept()
        if pages.open >= MOST_PAGES:
            await page.close(4429)
            return
        pages.open += 1

        async def send(what: Mapping[str, Any] | bytes) -> None:
            with suppress(WebSocketDisconnect, RuntimeError):  # the page went away; `receive` says so as well
                await (page.send_bytes(what) if isinstance(what, bytes) else page.send_text(json.dumps(what)))

        async def receive() -> Mapping[str, Any]:
            with suppress(ValueError):  # a text that is no JSON asks for nothing
                message = json.loads(await page.receive_text())
                return message if isinstance(message, dict) else {}
            return {}

        try:
            with suppress(WebSocketDisconnect):
                await served(Session(folder, versions, send, seconds), receive)
        finally:
            pages.open -= 1

    routes = [Route("/", _file), Route("/{name}", _file), WebSocketRoute("/live", live)]
    return Guard(Starlette(routes=routes), entrance.port, entrance.token)


@dataclass
class Pages:
    """How many are open; each has processes of its own."""

    open: int = 0


async def _file(request: Request) -> Response:
    name = request.path_params.get("name", "index.html")
    known = {path.name: path for path in STATIC.iterdir()}
    if name not in known:
        return PlainTextResponse("There is no such page.", 404, HEADERS)
    return FileResponse(known[name], headers=dict(HEADERS), media_type=TYPES[known[name].suffix])


def server(app: Guard) -> uvicorn.Server:
    """The server, silent about all but its own errors."""
    settings = uvicorn.Config(
        app,
        log_level="error",
        access_log=False,
        lifespan="off",
        server_header=False,
        ws_max_size=LARGEST_MESSAGE,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(settings)


def serve(folder: StudentFolder, entrance: Entrance, ready: Callable[[], None]) -> None:
    """Serve the page until the program is interrupted; ``ready`` is called once it can be opened."""
    running = server(application(folder, entrance))
    with suppress(KeyboardInterrupt):  # raised once more after the pages' processes have ended
        ready()
        running.run(sockets=[entrance.socket])
