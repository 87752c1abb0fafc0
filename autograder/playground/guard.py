"""Who may use the page: the browser on this machine that holds the token, asked for by the page's own origin.

Three locks, because each has a hole that another closes: the address of the server is this machine's own, the ``Host``
keeps away names that were bent to it, the ``Origin`` keeps away other pages in the same browser, and the token keeps
away other users and programs of this machine.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cache-control": "no-store",
}
ELSEWHERE = "This page answers to 127.0.0.1 and localhost alone."


def hosts(port: int) -> frozenset[str]:
    """The names that a browser on this machine reaches the page by."""
    return frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})


class Guard:
    """Refuses a request for another host, and a connection of another origin or without the token."""

    def __init__(self, app: App, port: int, token: str) -> None:
        self._app, self._hosts, self._token = app, hosts(port), token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        headers = Headers(raw=scope["headers"])
        if headers.get("host") not in self._hosts:
            await self._refuse(scope, receive, send)
        elif scope["type"] == "websocket" and not self._trusted(headers, scope):
            await send({"type": "websocket.close", "code": 4403})
        else:
            await self._app(scope, receive, send)

    def _trusted(self, headers: Headers, scope: Scope) -> bool:
        origin = headers.get("origin", "")
        given = scope["query_string"].decode("latin-1").removeprefix("token=")
        same = origin in {f"http://{host}" for host in self._hosts}
        return same and hmac.compare_digest(given.encode(), self._token.encode())

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 4403})
        else:
            await PlainTextResponse(ELSEWHERE, 421)(scope, receive, send)
