"""`briefing serve`: the pages, and the scheduler beside them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from briefing import logs
from briefing.entry.cli_shared import DEFAULT, ConfigPath, Quiet, opened
from briefing.entry.console import Console

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.entry.web.site import Site
    from briefing.ports import Store


def serve(
    config: ConfigPath = DEFAULT,
    host: Annotated[str | None, typer.Option("--host", help="Where to listen; else web.host.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", help="On which port; else web.port. 0 takes a free one.")
    ] = None,
    schedule: Annotated[
        bool, typer.Option("--schedule/--no-schedule", help="Whether editions are made and mailed, too.")
    ] = True,
    new_password: Annotated[
        bool, typer.Option("--new-password", help="Print a link that sets the desk's password anew.")
    ] = False,
    quiet: Quiet = False,
) -> None:
    """Show the web pages (sign-up, archive, readers' own settings), and make the editions at their time.

    Example: briefing serve --no-schedule --port 8765
    """
    from briefing.entry.web import desk
    from briefing.entry.web.app import Server, application, listening
    from briefing.entry.web.errands import Errands

    console = Console(quiet=quiet)
    logs.nameless()
    with opened(config) as (settings, store):
        listener = listening(host or settings.web.host, settings.web.port if port is None else port)
        at = {"host": host or settings.web.host, "port": listener.getsockname()[1]}
        settings = settings.model_copy(update={"web": settings.web.model_copy(update=at)})

        def log(line: str, event: str = "", **fields: object) -> None:
            (console.warn if event in ("fault", "error") else console.note)(line, event, **fields)

        errands = Errands(make_site(settings, store), log)
        site = make_site(settings, store, wake=errands.wake)
        server = Server(application(site, log), listener, proxies=settings.web.proxies)
        server.start()
        if settings.mail.enabled:
            errands.start()
        shown = f"[{at['host']}]" if ":" in at["host"] else at["host"]
        console.say(f"http://{shown}:{at['port']}/")
        if new_password or store.tokens.password() is None:
            until = site.clock() + timedelta(days=1)
            token = store.tokens.give(desk.FIRST, desk.FIRST, site.clock(), until=until)
            console.say(f"Set the desk's password: {site.base}/desk/first/{token}")
        if settings.web.url is None:
            console.note("web.url is not set: mails have no links for leaving and choosing. Ctrl-C ends it.")
        try:
            _wait(settings, store, console, schedule=schedule)
        finally:
            errands.stop()
            server.stop()


def make_site(config: Config, store: Store, wake: Callable[[], None] = lambda: None) -> Site:
    from briefing import watch_wiring, wiring
    from briefing.entry import jobs
    from briefing.entry.web.site import Site

    return Site(
        config=config,
        store=store,
        clock=jobs.clock,
        pages=wiring.pages(config),
        links=wiring.reader_links(config, store, jobs.clock),
        key=store.ledger.secret(),
        wake=wake,
        metrics_token=watch_wiring.metrics_token(config),
    )


def _wait(config: Config, store: Store, console: Console, *, schedule: bool) -> None:
    """Until SIGTERM or Ctrl-C; meanwhile editions are made."""
    from briefing.entry.service import Service

    if schedule:
        Service(config, store, console).run()
        return
    ended = threading.Event()
    before = {each: signal.signal(each, lambda *_: ended.set()) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        while not ended.wait(3600):
            pass
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
