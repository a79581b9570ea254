"""All pages together, and the server that shows them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from briefing.entry import watch
from briefing.entry.console import Log
from briefing.entry.web import archive, desk, own, signup
from briefing.entry.web.guard import Guard
from briefing.errors import BriefingError, StoreError

if TYPE_CHECKING:
    from socket import socket

    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

    from briefing.entry.web.guard import App
    from briefing.entry.web.site import Site

_SAID = {403: "refused", 404: "not found", 410: "too late", 429: "too many"}


def application(site: Site, log: Log) -> App:
    """The pages, guarded."""

    def failed(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if isinstance(error, BriefingError):
            log(error.message, "error")
        if status == 405:
            return PlainTextResponse("Not allowed.\n", 405)
        return site.said(request, _SAID.get(status, "broken" if status >= 500 else "refused"), status)

    routes: list[BaseRoute] = [Route("/site.css", _styles(site)), Route("/healthz", _healthz(site))]
    if site.metrics_token:
        from briefing.entry.web.metrics import route

        routes.append(route(site, site.metrics_token))
    routes += [*archive.routes(site), *signup.routes(site), *own.routes(site), *desk.routes(site)]
    app = Starlette(routes=routes, exception_handlers={HTTPException: failed, BriefingError: failed, Exception: failed})
    app.router.redirect_slashes = False
    return Guard(app, root=site.root, secure=site.secure, log=log, name_visitors=site.config.web.log_readers)


def _styles(site: Site) -> Callable[[Request], Response]:
    css = site.draw("site.css.j2")
    headers = {"Cache-Control": "public, max-age=86400", "ETag": f'"{hashlib.sha256(css.encode()).hexdigest()[:16]}"'}

    def styles(request: Request) -> Response:
        if request.headers.get("if-none-match") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        return Response(css, media_type="text/css", headers=headers)

    return styles


def _healthz(site: Site) -> Callable[[Request], Response]:
    """503 where the store does not answer, or the edition that is due has not come."""

    def healthz(request: Request) -> Response:  # noqa: ARG001 - starlette's signature
        headers = {"Cache-Control": "no-store"}
        try:
            late = watch.overdue(site.config, site.store, site.clock())
        except StoreError:
            return PlainTextResponse("the store does not answer\n", 503, headers)
        return PlainTextResponse("overdue\n" if late else "ok\n", 503 if late else 200, headers)

    return healthz


class Front:
    """The application that answers by now; what another began it ends itself."""

    def __init__(self, app: App) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


class Server:
    """uvicorn in a thread of its own, so that signals stay with whoever runs it."""

    def __init__(self, app: App, listener: socket, *, proxies: tuple[str, ...]) -> None:
        import uvicorn

        self._listener = listener
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", server_header=False, proxy_headers=True,
            forwarded_allow_ips=list(proxies), timeout_keep_alive=30, limit_concurrency=1000,
            h11_max_incomplete_event_size=16384,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],), name="web", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float = 8) -> None:
        """Answers that are under way are given, if that takes no longer."""
        self._server.should_exit = True
        self._thread.join(seconds)
        self._listener.close()
