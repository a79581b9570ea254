"""Serves the sample on loopback: one host name per publisher, told apart by the Host header.

Articles later than `until` are not there yet: setting it anew is how a demonstration lets a day pass.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import urlsplit

from briefing.sample import site
from briefing.sample.world import EDITIONS, PUBLISHERS

ROBOTS = b"User-agent: *\nDisallow: /search\nAllow: /\n"


class Answer(NamedTuple):
    """What a path gives."""

    body: bytes
    content_type: str
    modified: datetime | None = None
    status: HTTPStatus = HTTPStatus.OK


class SampleServer:
    """The nine publishers' web servers in one, as a context manager; `port=0` takes a free port."""

    def __init__(self, port: int = 0, until: datetime = EDITIONS[0]) -> None:
        self.until = until
        self.requests = 0
        self._count = threading.Lock()
        self._httpd = _Httpd(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._httpd.serve_forever, args=(0.05,), daemon=True)

    @property
    def base(self) -> str:
        """Its own address, `http://127.0.0.1:PORT`; `/feeds.opml` there lists all feeds."""
        return f"http://127.0.0.1:{self._httpd.server_address[1]}"

    def url_of(self, publisher: str) -> str:
        """Where a publisher's feed lies: `http://<publisher>.localhost:PORT/feed.xml`."""
        return site.feed_url(publisher, self.base)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._httpd.shutdown()
        self._thread.join()
        self._httpd.server_close()

    def answer(self, host: str, path: str) -> Answer:
        """What is at a path of a host at this moment, counted as a request."""
        with self._count:
            self.requests += 1
        name = host.partition(":")[0].lower().removesuffix(".")
        publisher, dot, rest = name.partition(".")
        if dot and rest == "localhost" and publisher in PUBLISHERS:
            found = self._of_publisher(publisher, path)
        elif name in ("127.0.0.1", "localhost") and path == "/feeds.opml":
            found = Answer(site.opml(self.base), "text/x-opml; charset=utf-8")
        else:
            found = None
        return found or Answer(
            b"<!doctype html><title>Not found</title><h1>404: there is no such page</h1>\n",
            "text/html; charset=utf-8",
            status=HTTPStatus.NOT_FOUND,
        )

    def _of_publisher(self, publisher: str, path: str) -> Answer | None:
        until, charset = self.until, PUBLISHERS[publisher].charset
        there = site.published(publisher, until)
        newest = there[0].published if there else None
        fixed: dict[str, Callable[[], Answer]] = {
            "/": lambda: Answer(site.front(publisher, until, self.base), "text/html; charset=utf-8", newest),
            "/robots.txt": lambda: Answer(ROBOTS, "text/plain"),
            site.FEED_PATH: lambda: Answer(*site.feed(publisher, until, self.base), newest),
        }
        if path in fixed:
            return fixed[path]()
        for article in there:
            if path == article.path:
                return Answer(site.page(article, self.base), f"text/html; charset={charset}", article.published)
            if article.caption and path == f"/pictures/{article.id}.svg":
                return Answer(site.picture(article), "image/svg+xml", article.published)
        return None


class _Httpd(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], sample: SampleServer) -> None:
        self.sample = sample
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Httpd
    protocol_version = "HTTP/1.1"
    timeout = 10
    server_version = "sample"
    sys_version = ""

    def do_GET(self) -> None:
        answer = self.server.sample.answer(self.headers.get("Host", ""), urlsplit(self.path).path)
        etag = f'W/"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
        if answer.status == HTTPStatus.OK and self._unchanged(etag, answer.modified):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        body = answer.body
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Vary", "Accept-Encoding")
        if answer.status == HTTPStatus.OK:
            self.send_header("ETag", etag)
        if answer.modified:
            self.send_header("Last-Modified", format_datetime(answer.modified.astimezone(UTC), usegmt=True))
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 6, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - the name http.server calls

    def _unchanged(self, etag: str, modified: datetime | None) -> bool:
        """RFC 9110, section 13.2.2: If-None-Match goes before If-Modified-Since."""
        if (given := self.headers.get("If-None-Match")) is not None:
            tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
            return "*" in tags or etag.removeprefix("W/") in tags
        since = self.headers.get("If-Modified-Since")
        if since is None or modified is None:
            return False
        try:
            return modified.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name http.server gives it
        """Quiet."""
