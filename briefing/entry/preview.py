"""An edition in the browser, drawn anew whenever a template changes. On loopback only."""

from __future__ import annotations

import hashlib
import socket
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import wiring
from briefing.assets import templates_dir
from briefing.entry.console import Console
from briefing.errors import BriefingError, RenderError
from briefing.model import Document, Edition

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from briefing.config import Config

RELOAD = """<script>
setInterval(async () => {
  try {
    const answer = await fetch("/version");
    if (answer.ok && await answer.text() !== "DRAWN") location.reload();
  } catch (error) { /* the preview has ended */ }
}, 700);
</script>"""


def application(config: Config, edition: Edition) -> Starlette:
    """The page at /, its other forms at /edition.md, .txt and .json, and what the page polls at /version."""
    from html import escape

    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.middleware.trustedhost import TrustedHostMiddleware
    from starlette.responses import HTMLResponse, PlainTextResponse
    from starlette.routing import Route

    folders = [templates_dir(), *([config.templates_folder] if config.templates_folder else [])]

    def draw() -> Document:
        return wiring.renderer(config.renderer, config.templates_folder).render(edition)

    def page(request: Request) -> Response:  # noqa: ARG001 - starlette's signature
        # Before it is drawn: a change in the middle of drawing shows with the next look.
        reload = RELOAD.replace("DRAWN", _state(folders))
        try:
            html = draw().html
        except RenderError as error:
            hint = escape(f"{error.message}\n{error.hint}")
            return HTMLResponse(f"<!doctype html><title>Template error</title><pre>{hint}</pre>{reload}", 500)
        return HTMLResponse(html.replace("</body>", f"{reload}</body>"))

    def form(request: Request) -> Response:
        try:
            document = draw()
        except RenderError as error:
            return PlainTextResponse(f"{error.message}\n{error.hint}\n", 500)
        forms = {"md": document.markdown, "txt": document.text, "json": document.json}
        found = forms.get(request.path_params["form"])
        return PlainTextResponse(found) if found else PlainTextResponse("There are .md, .txt and .json.\n", 404)

    def version(request: Request) -> Response:  # noqa: ARG001 - starlette's signature
        return PlainTextResponse(_state(folders))

    return Starlette(
        routes=[Route("/", page), Route("/version", version), Route("/edition.{form}", form)],
        # A website could give its own name this machine's address and read along (DNS rebinding).
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
    )


def _state(folders: Sequence[Path]) -> str:
    """Differs whenever a template was written, added or taken away."""
    state = ""
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.is_file()):
        with suppress(FileNotFoundError):  # editors write a file anew and rename it
            state += f"{path}{path.stat().st_mtime_ns}"
    return hashlib.sha256(state.encode("utf-8", "surrogateescape")).hexdigest()


def serve(config: Config, edition: Edition, port: int, console: Console, *, open_browser: bool) -> None:
    """Serve until Ctrl-C. Raises BriefingError when the port is taken."""
    import uvicorn

    try:
        listener = socket.create_server(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        what = error.strerror if isinstance(error, OSError) else "there is no such port"
        raise BriefingError(f"port {port}: {what}", hint="Name another: --port 0 takes a free one.") from error
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    console.note(f"{edition.id} at {address} (Ctrl-C ends it)")
    if open_browser:
        # A browser in the terminal comes back only when it is closed.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    server = uvicorn.Server(uvicorn.Config(application(config, edition), log_level="warning", lifespan="off"))
    server.run(sockets=[listener])
