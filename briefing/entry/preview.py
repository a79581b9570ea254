"""An edition in the browser as mail programs will show it, drawn anew as files change. On loopback only.

files -> Live (configuration, drawings) -> pages and frames
             \\-> /events: a line for each change, upon which the page loads itself again
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from briefing.entry.console import Console
from briefing.entry.listening import listening
from briefing.entry.preview_live import Live
from briefing.errors import BriefingError, StoreError
from briefing.model import Edition

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from briefing.config import Config
    from briefing.ports import Store

LOOK = 0.2
"""Seconds between two looks at the files, while a page is open."""
_PATIENCE = 1
"""Seconds that an answer under way may still take once the preview is to end."""
_FORMS = {
    "html": "html", "web": "web", "text": "text", "txt": "text", "markdown": "markdown", "md": "markdown",
    "json": "json",
}  # fmt: skip


def application(live: Live, first: str, ended: Callable[[], bool] = lambda: False) -> Starlette:
    """The workbench at /, its frames at /frame/…, the bare forms at /edition.…, changes at /events, reasons at /why.

    first: the edition that is shown where none is asked for. ended: once true, /events comes to its end.
    """
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.routing import Route

    pages = _Pages(live, first, ended)
    return Starlette(
        routes=[
            Route("/", pages.workbench),
            Route("/frame/{view}", pages.frame),
            Route("/edition.{form}", pages.form),
            Route("/why", pages.why),
            Route("/events", pages.events),
        ],
        # A website could give its own name this machine's address and read along (DNS rebinding).
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        exception_handlers={BriefingError: pages.failed},
    )


class _Pages:
    """What is answered. All but /events run in threads: they read the store and draw."""

    def __init__(self, live: Live, first: str, ended: Callable[[], bool]) -> None:
        self._live = live
        self._first = first
        self._ended = ended

    def workbench(self, request: Request) -> Response:
        from briefing.entry import preview_page

        chosen = request.query_params.get("view", "")
        edition = self._edition(request)
        # Before it is drawn: a change in the middle of drawing shows with the next look.
        state, nonce = self._live.look(), secrets.token_urlsafe(16)
        drawing = self._live.drawn(edition)
        page = preview_page.workbench(
            self._live,
            edition,
            drawing,
            chosen=chosen if chosen in preview_page.VIEWS else "",
            at=request.query_params.get("at", ""),
            state=state,
            nonce=nonce,
        )
        return _page(page, nonce, 500 if drawing.error or self._live.mistake else 200)

    def frame(self, request: Request) -> Response:
        from briefing.entry.preview_page import VIEWS, framed, marked

        view = VIEWS.get(request.path_params["view"])
        if view is None or view.form not in ("html", "web"):
            return _plain("There is no such frame.\n", 404)
        edition = self._edition(request)
        drawing = self._live.drawn(edition)
        html = framed(view.html(drawing.document), view.scheme) if drawing.document else ""
        return _answer(marked(html, edition, request.query_params.get("at", "")), "text/html", view.policy)

    def form(self, request: Request) -> Response:
        """An edition in one form, as it would be delivered; never as it was drawn before."""
        from briefing.entry.preview_page import VIEWS

        name = _FORMS.get(request.path_params["form"])
        if name is None:
            return _plain("There are .html, .web, .md, .txt and .json.\n", 404)
        drawing = self._live.drawn(self._edition(request))
        if drawing.error or not drawing.document:
            error = drawing.error or BriefingError("never drawn")
            return _plain(f"{error.message}\n{error.hint}\n", 500)
        view = next((view for view in VIEWS.values() if view.form == name), VIEWS["desktop"])
        if html := view.html(drawing.document):
            return _answer(html, "text/html", view.policy)
        return _plain(str(getattr(drawing.document, name)))

    def why(self, request: Request) -> Response:
        from briefing.entry import preview_page

        nonce = secrets.token_urlsafe(16)
        found, page = preview_page.why(self._live, self._edition(request), request.query_params.get("story", ""), nonce)
        return _page(page, nonce, 200 if found else 404)

    async def events(self, request: Request) -> Response:
        """Server-sent events: what `Live.look` says, now and whenever it says something else."""
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import StreamingResponse

        async def states() -> AsyncIterator[str]:
            told = ""
            yield "retry: 1000\n\n"
            while not self._ended() and not await request.is_disconnected():
                state = await run_in_threadpool(self._live.look)
                if state != told:
                    told = state
                    yield f"data: {state}\n\n"
                await asyncio.sleep(LOOK)

        return StreamingResponse(states(), media_type="text/event-stream", headers=_headers("default-src 'none'"))

    def failed(self, request: Request, error: Exception) -> Response:  # noqa: ARG002 - starlette's signature
        from briefing.entry.preview_page import refused

        nonce = secrets.token_urlsafe(16)
        known = error if isinstance(error, BriefingError) else BriefingError(str(error))
        return _page(refused(nonce, known), nonce, 404)

    def _edition(self, request: Request) -> Edition:
        key = request.query_params.get("edition") or self._first
        found = self._live.store.editions.get(key)
        if found is None:
            raise StoreError(f"{key}: no such edition", hint="The list on the first page has all there are.")
        return found


def _headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }


def _answer(text: str, kind: str, policy: str, status: int = 200) -> Response:
    from starlette.responses import Response

    # A headline may have half a surrogate pair, which UTF-8 does not.
    return Response(text.encode("utf-8", "replace"), status, _headers(policy), media_type=kind)


def _page(html: str, nonce: str, status: int) -> Response:
    """A page of ours: only what it brings itself may run or style it."""
    policy = (
        f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
        "frame-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return _answer(html, "text/html", policy, status)


def _plain(text: str, status: int = 200) -> Response:
    return _answer(text, "text/plain", "default-src 'none'; sandbox; frame-ancestors 'none'", status)


def serve(config: Config, store: Store, edition: Edition, port: int, console: Console, *, open_browser: bool) -> None:
    """Serve until Ctrl-C. Raises BriefingError where the port can't be had."""
    import uvicorn

    def ended() -> bool:
        return server.should_exit

    listener = listening("127.0.0.1", port)
    settings = uvicorn.Config(
        application(Live(config, store, ended), edition.id, ended),
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=_PATIENCE,
    )
    server = uvicorn.Server(settings)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    console.note(f"{edition.id} at {address} (Ctrl-C ends it)")
    if open_browser:
        # A browser in the terminal comes back only when it is closed.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
