"""`briefing serve`: the pages, and the scheduler beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from briefing import logs, watch_wiring
from briefing.entry.cli_shared import DEFAULT, ConfigPath, Quiet, leave
from briefing.entry.console import Console
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from socket import socket

    from briefing.config import Config
    from briefing.entry.fleet import Fleet
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
    from briefing.entry.fleet import Fleet
    from briefing.entry.listening import listening
    from briefing.entry.service import run_services

    if config.is_dir():
        raise BriefingError(f"{config}: a folder", hint="The web pages are one briefing's: name its file.")
    console = Console(quiet=quiet)
    logs.nameless()
    with Fleet(config) as fleet:
        first, store = fleet.load()[0]
        listener = listening(host or first.web.host, first.web.port if port is None else port)
        pages = _Pages(fleet, host or first.web.host, listener, console)
        try:
            pages.start(new_password=new_password)
            ended = run_services(
                [(pages.settings, store)] if schedule else [], console, pages.reload(schedule), grace=5
            )
        finally:
            pages.stop()
        if not ended:
            leave()


class _Pages:
    """The web pages of a briefing, and the mails that they cause, by the settings as they are."""

    def __init__(self, fleet: Fleet, host: str, listener: socket, console: Console) -> None:
        from briefing.entry.web.app import Front, Server, application
        from briefing.entry.web.errands import Errands

        self._fleet, self._console = fleet, console
        self._at = {"host": host, "port": listener.getsockname()[1]}
        self.settings, self._store = self._load()
        self._errands = Errands(make_site(self.settings, self._store), self._log)
        self._site = make_site(self.settings, self._store, wake=self._errands.wake)
        self._front = Front(application(self._site, self._log))
        self._server = Server(self._front, listener, proxies=self.settings.web.proxies)

    def start(self, *, new_password: bool) -> None:
        from briefing.entry.web import desk

        self._server.start()
        if self.settings.mail.enabled:
            self._errands.start()
        host, port = self._at["host"], self._at["port"]
        self._console.say(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        tokens, now = self._store.tokens, self._site.clock()
        if new_password or tokens.password() is None:
            token = tokens.give(desk.FIRST, desk.FIRST, now, until=now + timedelta(days=1))
            self._console.say(f"Set the desk's password: {self._site.base}/desk/first/{token}")
        if self.settings.web.url is None:
            self._console.note("web.url is not set: mails have no links for leaving and choosing. Ctrl-C ends it.")

    def reload(self, schedule: bool) -> Callable[[], Sequence[tuple[Config, Store]]]:
        """Takes in the settings as they are now. Raises ConfigError, StoreError: then all is as before."""

        def read_again() -> Sequence[tuple[Config, Store]]:
            from briefing.entry.web.app import application

            settings, store = self._load()
            site = make_site(settings, store, wake=self._errands.wake)
            self._front.app = application(site, self._log)
            self._errands.use(site)
            if settings.mail.enabled:
                self._errands.start()
            self.settings, self._store, self._site = settings, store, site
            return [(settings, store)] if schedule else []

        return read_again

    def stop(self) -> None:
        self._errands.stop(2)
        self._server.stop(2)

    def _log(self, line: str, event: str = "", **fields: object) -> None:
        (self._console.warn if event in ("fault", "error") else self._console.note)(line, event, **fields)

    def _load(self) -> tuple[Config, Store]:
        """With the address where it listens, which stays: another takes effect at the next start."""
        settings, store = self._fleet.load()[0]
        return settings.model_copy(update={"web": settings.web.model_copy(update=self._at)}), store


def make_site(config: Config, store: Store, wake: Callable[[], None] = lambda: None) -> Site:
    from briefing import wiring
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
