"""The whole job on the news sample: two days, real HTTP on loopback, a configuration and a store of its own."""

from __future__ import annotations

import sys
import time
import webbrowser
from pathlib import Path

from briefing import wiring
from briefing.config import parse_config
from briefing.entry import jobs, letters
from briefing.entry.console import Console
from briefing.errors import BriefingError
from briefing.model import Edition
from briefing.sample.server import SampleServer
from briefing.sample.site import opml
from briefing.sample.world import EDITIONS

CONFIG = """\
# The demonstration's own settings; `briefing demo` writes them anew each time.
briefing: demo
title: The Morning Briefing
timezone: UTC
schedule: {at: "06:30"}
sources:
  - opml: feeds.opml
output: {folder: .}
note: |
  This edition was made from the **news sample** that ships with Briefing. Its countries and people are invented;
  the work was real: nine feeds were read, each linked page was fetched and cleaned, and every sentence below stands
  word for word in the page it links to.
"""


def run(out: Path, console: Console, *, open_browser: bool, port: int) -> Edition:
    """Make the editions of the sample's two days in `out`; the second knows what the first has told.

    The store and the settings stay there, so that every other command can be tried on them.
    """
    began = time.monotonic()
    path = _fresh(out)
    with _server(port) as server:
        path.with_name("feeds.opml").write_bytes(opml(server.base))
        config = parse_config(CONFIG, path, {})
        with wiring.opened_store(config) as store:
            for now in EDITIONS:
                server.until = now
                jobs.gather(config, store, now, console)
                edition = jobs.publish(config, store, None, now, console)
                jobs.deliver(config, store, edition, console)
                letters.write_example(config, store, edition, out / edition.slot.label / "edition.eml")
        page = out / edition.slot.label / "edition.html"
        console.note(f"Done in {time.monotonic() - began:.0f} s: open {page}")
        console.note(f"Try: briefing why 1 --config {path}; briefing editions verify --config {path}")
        if open_browser:
            _show(page, server, console)
    return edition


def _fresh(out: Path) -> Path:
    """An empty store and the demonstration's settings in a folder that holds no other briefing."""
    path = out / "config.yaml"
    try:
        out.mkdir(parents=True, exist_ok=True)
        # Whatever version wrote it, its first line says whose it is.
        if path.exists() and not path.read_bytes().startswith(CONFIG.partition("\n")[0].encode()):
            raise BriefingError(f"{out} holds a briefing of its own", hint="Name another folder: --out DIR.")
        for old in out.glob("briefing.db*"):
            old.unlink()
        path.write_text(CONFIG, encoding="utf-8")
    except OSError as error:
        raise BriefingError(
            f"{error.filename or out}: {error.strerror}", hint="Name another folder: --out DIR."
        ) from error
    return path


def _server(port: int) -> SampleServer:
    try:
        return SampleServer(port)
    except OverflowError:
        raise BriefingError(f"port {port}: there is no such port", hint="--port 0 takes a free one.") from None
    except OSError:
        # The port only makes addresses the same from run to run; any will do.
        return SampleServer(0)


def _show(page: Path, server: SampleServer, console: Console) -> None:
    if not webbrowser.open(page.resolve().as_uri()):
        console.note("No browser could be started here.")
    elif sys.stdin.isatty():
        console.note(f"Its links lead to the sample's own pages, served at {server.base} until Ctrl-C.")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            console.note("")
