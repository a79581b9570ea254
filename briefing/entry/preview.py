"""An edition in the browser, drawn anew whenever a template changes. On loopback only."""

from __future__ import annotations

import hashlib
import socket
import webbrowser
from typing import TYPE_CHECKING

from briefing import wiring
from briefing.assets import templates_dir
from briefing.entry.console import Console
from briefing.errors import BriefingError, RenderError
from briefing.model import Edition

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

    from briefing.config import Config

RELOAD = """<script>
let seen = null;
setInterval(async () => {
  try {
    const now = await (await fetch("/version")).text();
    if (seen !== null && now !== seen) location.reload();
    seen = now;
  } catch (error) { /* the preview has ended */ }
}, 700);
</script>"""


def application(config: Config, edition: Edition) -> Starlette:
    """The page at /, its other forms at /edition.md, .txt and .json, and what the page polls at /version."""
    from html import escape

    from starlette.applications import Starlette
    from starlette.responses import HTMLResponse, PlainTextResponse
    from starlette.routing import Route

    folders = [templates_dir(), *([config.templates_folder] if config.templates_folder else [])]

    def page(request: Request) -> Response:  # noqa: ARG001 - starlette's signature
        try:
            html = wiring.renderer(config.renderer, config.templates_folder).render(edition).html
        except RenderError as error:
            hint = escape(f"{error.message}\n{error.hint}")
            return HTMLResponse(f"<!doctype html><title>Template error</title><pre>{hint}</pre>{RELOAD}", 500)
        return HTMLResponse(html.replace("</body>", f"{RELOAD}</body>"))

    def form(request: Request) -> Response:
        document = wiring.renderer(config.renderer, config.templates_folder).render(edition)
        forms = {"md": document.markdown, "txt": document.text, "json": document.json}
        return PlainTextResponse(forms[request.path_params["form"]])

    def version(request: Request) -> Response:  # noqa: ARG001 - starlette's signature
        files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
        state = "".join(f"{path}{path.stat().st_mtime_ns}" for path in files)
        return PlainTextResponse(hashlib.sha256(state.encode()).hexdigest())

    return Starlette(
        routes=[Route("/", page), Route("/version", version), *[Route(f"/edition.{{form:{'str'}}}", form)]],
    )


def serve(config: Config, edition: Edition, port: int, console: Console, *, open_browser: bool) -> None:
    """Serve until Ctrl-C. Raises BriefingError when the port is taken."""
    import uvicorn

    try:
        listener = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        raise BriefingError(
            f"port {port}: {error.strerror}", hint="Name another: --port 0 takes a free one."
        ) from error
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    console.note(f"{edition.id} at {address} (Ctrl-C ends it)")
    if open_browser:
        webbrowser.open(address)
    server = uvicorn.Server(uvicorn.Config(application(config, edition), log_level="warning", lifespan="off"))
    server.run(sockets=[listener])
