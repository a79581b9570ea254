"""Stand-ins with the ports' shapes, for what can't be had in a test: a misbehaving channel, a clock that is set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from briefing.errors import ExtractError, FetchError
from briefing.model import (
    NO_HINTS,
    Access,
    Bookmark,
    Document,
    Edition,
    Extract,
    Feed,
    Hints,
    Item,
    Page,
    Reading,
    Validators,
)
from briefing.ports import Extractor, Fetcher

A = TypeVar("A")
B = TypeVar("B")


class Clock:
    """Says the time it was set to; each look moves it on by a millisecond, as real ones do."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


def serial(work: Callable[[A], B], things: Iterable[A], *, lane: Callable[[A], str]) -> Iterator[tuple[A, B | None]]:
    left = iter(things)
    while (thing := next(left, None)) is not None:
        yield thing, work(thing)


def silent(stage: str, done: int, total: int, subject: str = "") -> None:
    pass


class Pages:
    """A Fetcher over a dictionary: a value is a body, or the error that the address gives."""

    def __init__(self, answers: dict[str, bytes | FetchError] | None = None) -> None:
        self.answers = answers or {}
        self.asked: list[str] = []
        self.access: list[Access | None] = []

    def fetch(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        access: Access | None = None,
        robots: bool = False,
    ) -> Page:
        self.asked.append(url)
        self.access.append(access)
        answer = self.answers.get(url, FetchError("the server said 404 Not Found", status=404))
        if isinstance(answer, FetchError):
            raise answer
        return Page(url=url, body=answer, content_type="text/html")


class Items:
    """A Source that gives what it was told to give."""

    def __init__(self, feed: Feed, reading: Reading | Exception) -> None:
        self.feed = feed
        self.reading = reading

    def read(self, fetcher: Fetcher, bookmark: Bookmark) -> Reading:
        if isinstance(self.reading, Exception):
            raise self.reading
        return self.reading


class Bodies:
    """An Extractor for which the page's body is its text; an empty one is no article."""

    def extract(self, html: bytes, url: str, content_type: str | None = None, hints: Hints = NO_HINTS) -> Extract:
        if not html:
            raise ExtractError("the page holds no report")
        return Extract(text=html.decode())


class InLine:
    """Workers that work here and now."""

    def extract_all(
        self, extractor: Extractor, pages: Iterable[tuple[Item, Page, Hints]]
    ) -> Iterator[tuple[Item, Page, Extract | ExtractError]]:
        for item, page, hints in pages:
            try:
                yield item, page, extractor.extract(page.body, page.url, page.content_type, hints)
            except ExtractError as error:
                yield item, page, error


class Postbox:
    """A Channel that remembers what it was given; `trouble` maps a recipient to the errors it meets, in turn."""

    repeatable = False

    def __init__(
        self, *to: str, trouble: dict[str, list[Exception]] | None = None, name: str = "mail", lanes: int = 1
    ) -> None:
        self.name = name
        self.lanes = lanes
        self.to = to
        self.trouble = trouble or {}
        self.sent: list[tuple[str, str]] = []
        self.closed: Exception | None = None

    def recipients(self) -> Sequence[str]:
        return self.to

    @contextmanager
    def session(self) -> Iterator[Postbox]:
        if self.closed:
            raise self.closed
        yield self

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:
        if errors := self.trouble.get(recipient):
            raise errors.pop(0)
        self.sent.append((recipient, message_id))
        return "250 OK"
