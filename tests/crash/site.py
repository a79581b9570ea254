"""What gathering meets on loopback: the sample's publishers, and an odd server that does what they don't."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

from briefing.sample import site
from briefing.sample.server import SampleServer
from briefing.sample.world import EDITIONS

NOW = EDITIONS[0]


def rss(title: str, *entries: tuple[str, str]) -> str:
    """entries: title and link."""
    items = "".join(f"<item><title>{name}</title><link>{link}</link></item>" for name, link in entries)
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


class _Odd(BaseHTTPRequestHandler):
    """Feeds that are gone, that moved, that fail, that come late or repeat each other, and pages that nobody has."""

    protocol_version = "HTTP/1.1"
    ANSWERS: ClassVar = {
        "/moved": (301, ""),
        "/new": (200, rss("Moved", ("Not to be had", "/missing/1"))),
        "/gone": (410, ""),
        "/failing": (403, ""),
        "/early": (200, rss("Early", *((f"Page {n}", f"/page/{n}") for n in range(3)))),
        "/late": (200, rss("Late", *((f"Page {n}, as the first feed has it", f"/page/{n}") for n in range(3)))),
    }
    DELAYS: ClassVar = {"/late": 0.4, "/page/1": 0.8}
    shared: tuple[tuple[str, str], ...]
    """What the wire carries besides: entries of the sample's feeds, under other titles."""

    def do_GET(self) -> None:
        time.sleep(self.DELAYS.get(self.path, 0))
        wire = (200, rss("Wire", ("Not to be had, either", "/missing/2"), *self.shared))
        status, body = ({"/wire": wire} | self.ANSWERS).get(self.path, (404, ""))
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/new")
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Quiet."""


class _OddServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Quiet, too: whoever is killed hangs up in the middle."""


@dataclass(frozen=True)
class Site:
    feeds: list[str]
    odd: str
    """The odd server's own address."""


@contextmanager
def serving(publishers: Sequence[str]) -> Iterator[Site]:
    with SampleServer(0, NOW) as sample:
        shared = tuple(
            (f"The wire has {article.id}", site.article_url(article, sample.base))
            for publisher in publishers
            for article in site.published(publisher, NOW)[:2]
        )
        with _OddServer(("127.0.0.1", 0), type("Handler", (_Odd,), {"shared": shared})) as server:
            thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
            thread.start()
            odd = f"http://127.0.0.1:{server.server_address[1]}"
            names = ("wire", "moved", "gone", "failing", "missing")
            yield Site([*map(sample.url_of, publishers), *(f"{odd}/{name}" for name in names)], odd)
            server.shutdown()
            thread.join()
