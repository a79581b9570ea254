"""Around all pages: the path that is ours, a limit for what is sent, headers that keep browsers careful, the log."""

from __future__ import annotations

import re
import time
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse

from briefing.entry.console import Log

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 64 * 1024
"""Of what a form may bring."""
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_PLAIN = "/:@!$&'()*+,;=~"
"""What may stand in a path as it is (RFC 3986, section 3.3)."""
_SECRET = re.compile(r"/(confirm|leave|settings|desk/first)/[^/?]+")


class Guard:
    """ASGI middleware, the outermost."""

    def __init__(self, app: App, *, root: str, secure: bool, log: Log, name_visitors: bool) -> None:
        """root: the path under which the world has the pages; a proxy may have taken it off. secure: by https."""
        self._app, self._root, self._log, self._name_visitors = app, root, log, name_visitors
        headers = dict(_HEADERS)
        if secure:
            headers["strict-transport-security"] = "max-age=31536000"
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path: str = scope["path"]
        if self._root and (path == self._root or path.startswith(self._root + "/")):
            scope = {**scope, "path": path[len(self._root) :] or "/", "raw_path": None}
        began, status, ended, left = time.perf_counter(), 0, False, MOST_BYTES

        async def limited() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413)
            return message

        async def guarded(message: Message) -> None:
            nonlocal status, ended
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {name.lower() for name, _ in message["headers"]}
                more = [pair for pair in self._headers if pair[0] not in given]
                message = {**message, "headers": [*message["headers"], *more]}
            ended = message["type"] == "http.response.body" and not message.get("more_body")
            await send(message)

        try:
            await self._app(scope, limited, guarded)
        except Exception as error:
            self._log("".join(traceback.format_exception(error)), "fault")
            if status and not ended:
                raise
            if not status:
                await PlainTextResponse("Something went wrong here.\n", 500)(scope, receive, guarded)
        finally:
            took = (time.perf_counter() - began) * 1000
            client = scope.get("client")
            who = {"client": client[0]} if self._name_visitors and client else {}
            # Quoted again: a line end in a path must not begin a line of the log.
            shown = _SECRET.sub(r"/\1/…", quote(path, safe=_PLAIN))
            line = " ".join([f"{scope['method']} {shown} {status} {took:.1f} ms", *who.values()])
            seconds = round(took / 1000, 4)
            self._log(line, "request", method=scope["method"], path=shown, status=status, seconds=seconds, **who)
