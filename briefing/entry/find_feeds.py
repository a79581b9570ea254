"""From an address that somebody pasted to the feeds behind it.

    the address itself -> what its site's rule says -> what the page announces -> what it links to -> common places

Each is asked for in turn until one is a feed with entries; with `every`, all that the page names are. A dozen requests
at most, one after the other; a site that gives no answer is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from briefing.core import discover
from briefing.core.discover import Announced
from briefing.core.urls import absolute
from briefing.errors import BriefingError, FetchError, SourceError
from briefing.model import Page, Reading
from briefing.ports import Fetcher

MOST_REQUESTS = 12
_MOST_INDEXES = 2
_TOO_MANY = 429

ReadFeed = Callable[[bytes, str, str | None], Reading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed that was read."""

    url: str
    """Where it is to be asked: the new address where it moved for good."""
    title: str
    entries: int
    newest: datetime | None
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A feed that a page names: found where it was read, failure where it could not be; neither where nobody looked."""

    feed: Announced
    found: Found | None
    failure: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search gave."""

    address: str
    best: Found | None
    """The feed to take."""
    named: tuple[Named, ...] = ()
    """What the page names, best first: `pick` is a place in it, from 1. Empty where the address is a feed itself."""
    tried: tuple[tuple[str, str], ...] = ()
    """What was asked for in vain, and what came instead."""
    hint: str = ""


def web_address(text: str) -> str:
    """What was pasted as an address that can be asked; `https://` and `feed:` need not, or may, stand before it.

    Raises BriefingError for what is none, and for one with a name or password in it.
    """
    from briefing.config.values import check_web_address

    typed = text.strip().strip("<>\"'")
    if typed[:5].lower() == "feed:":
        rest = typed[5:].lstrip("/")
        typed = rest if rest.lower().startswith(("http:", "https:")) else f"http://{rest}"
    if "://" not in typed:
        typed = f"https://{typed.lstrip('/')}"
    netloc = re.split(r"[/?#]", typed.partition("://")[2])[0]
    if "@" in netloc:
        raise BriefingError(
            f"the address at {netloc.rpartition('@')[2]} has a name or password before it, which does not belong in "
            "the configuration",
            hint="Add it without them; then give its entry in the configuration, as `access: {headers: …}`, the header "
            'Authorization: "Basic ${NAME}", and set the variable NAME to the output of '
            "`printf 'user:password' | base64`.",
        )
    try:
        url = absolute(check_web_address(typed))
    except ValueError as error:
        raise BriefingError(str(error)) from error
    if not url:
        raise BriefingError(f'"{text.strip()}" is not a web address', hint="Write it as https://example.org/feed.")
    return url.partition("#")[0]


def search(
    url: str,
    fetcher: Fetcher,
    read: ReadFeed,
    *,
    or_http: bool = False,
    pick: int | None = None,
    every: bool = False,
) -> Search:
    """Look for the feed behind an address, as `web_address` gives it.

    or_http: no scheme was typed, so http: may do where https: gives no answer. pick: take that one of those that the
    page names, and no other. every: read all that the page names.
    """
    ask = _Asker(fetcher, read)
    if pick is None:
        for address in discover.by_rule(url):
            if found := ask(address):
                return Search(address=url, best=found)
    found = ask(url)
    if or_http and not found and url in ask.unanswered:
        url = url.replace("https:", "http:", 1)
        found = ask(url)
    if found:
        return Search(address=url, best=found)
    named = _named(ask.pages.get(url))
    best = _walk(ask, url, named, pick=pick, every=every)
    return Search(
        address=url,
        best=best,
        named=tuple(
            Named(feed=feed, found=ask.found.get(feed.url), failure=ask.failed.get(feed.url, "")) for feed in named
        ),
        tried=tuple(ask.failed.items()),
        hint="" if best else _hint(ask.pages.get(url)),
    )


def _walk(ask: _Asker, url: str, named: list[Announced], *, pick: int | None, every: bool) -> Found | None:
    """The feed to take: the first with entries, else the first; or the one that is picked.

    What turns out to be a page that lists feeds adds to named, so that a place in it means the same each time.
    """
    first: Found | None = None
    queue = _in_order(named, discover.guesses(url))
    opened = 0
    while queue and not (pick and len(named) >= pick):
        address = queue.pop(0)
        if first and first.entries and not (every and any(feed.url == address for feed in named)):
            continue
        found = ask(address)
        if found and not (first and first.entries) and (found.entries or not first):
            first = found
        if address in ask.pages and opened < _MOST_INDEXES:
            opened += 1
            known = {feed.url for feed in named} | ask.failed.keys() | ask.found.keys()
            more = [feed for feed in _named(ask.pages[address]) if feed.url not in known]
            named += more
            queue = [feed.url for feed in more if feed.kind != "comments"] + queue
    if pick:
        return ask(named[pick - 1].url) if pick <= len(named) else None
    return first


def _named(page: Page | None) -> list[Announced]:
    """What a page names: what it announces, then what it links to, readers' comments last."""
    if page is None:
        return []
    of_page = (page.body, page.url, page.content_type)
    feeds: dict[str, Announced] = {}
    for feed in discover.announced(*of_page) + discover.linked(*of_page):
        feeds.setdefault(feed.url, feed)
    return sorted(feeds.values(), key=lambda feed: feed.kind == "comments")


def _in_order(named: list[Announced], guesses: list[str]) -> list[str]:
    comments = [feed.url for feed in named if feed.kind == "comments"]
    others = [feed.url for feed in named if feed.kind != "comments"]
    room = max(0, MOST_REQUESTS - 1 - len(others) - len(comments))
    return list(dict.fromkeys(others + guesses[:room] + comments))


def _hint(page: Page | None) -> str:
    if page is None:
        return ""
    if re.search(rb"<opml\b", page.body[:2000], re.IGNORECASE):
        return f"This is a list of feeds: `briefing feeds import {page.url}` adds them all."
    if re.search(rb"<input\b[^<>]*\btype\s*=\s*[\"']?password\b", page.body[:500_000], re.IGNORECASE):
        return (
            "The page asks for a login; docs/configuration.md says how to give a feed its cookies or headers: `access`."
        )
    return ""


class _Asker:
    """Asks for feeds, each address once, a dozen at most, and remembers what came."""

    def __init__(self, fetcher: Fetcher, read: ReadFeed) -> None:
        self._fetcher, self._read = fetcher, read
        self.found: dict[str, Found] = {}
        self.failed: dict[str, str] = {}
        """By address: what came instead of a feed."""
        self.pages: dict[str, Page] = {}
        """What came and was no feed."""
        self.unanswered: set[str] = set()
        self._silent: set[str] = set()
        """Sites that gave no answer, or asked to be left alone for now."""

    def __call__(self, url: str) -> Found | None:
        site = "//".join(urlsplit(url)[:2])
        if url in self.found or url in self.failed or site in self._silent or self._asked() >= MOST_REQUESTS:
            return self.found.get(url)
        try:
            page = self._fetcher.fetch(url)
        except FetchError as error:
            self.failed[url] = error.message
            if error.status in (None, _TOO_MANY):
                self._silent.add(site)
            if error.status is None:
                self.unanswered.add(url)
            return None
        try:
            reading = self._read(page.body, page.url, page.content_type)
        except SourceError as error:
            self.failed[url] = error.message
            self.pages[url] = page
            return None
        self.found[url] = found = _found(reading, page.moved or url)
        return found

    def _asked(self) -> int:
        return len(self.found) + len(self.failed)


def _found(reading: Reading, url: str) -> Found:
    return Found(
        url=url,
        title=reading.title or "",
        entries=len(reading.items),
        newest=max((item.published for item in reading.items if item.published), default=None),
        language=next((item.language for item in reading.items if item.language), None),
    )
