"""gather: from sources to articles, in one stream.

    feeds that are due --> new items --> pages --> worker processes --> articles

A page is asked for as soon as its feed was read, so that a slow feed keeps nobody else waiting. What goes wrong with
one feed or page becomes a `Failure`, and the rest goes on. All that is stored is stored by one thread, piece by piece:
a round that was killed is finished by the next.

Whose an article is that two feeds name must not hang on which answers sooner: a page waits for the feeds of its own
site that come earlier in the configuration, and what a feed lists of other people's sites waits for all feeds.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from briefing.core import patience
from briefing.core.text import shorten
from briefing.core.urls import absolute, host, site, without_credentials
from briefing.errors import ExtractError, FetchError, SourceError
from briefing.model import Access, Article, Bookmark, Extract, Failure, Hints, Item, Page, Pending, Reading, text_digest
from briefing.ports import Extractor, Fetcher, Progress, Source, Spread, Store, Workers

A = TypeVar("A")

TRY_AGAIN = (timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""When a page that could not be read is asked for again; after these its feed's summary stands for it."""

LONGEST_TITLE = 300
"""Characters of a headline. What is longer is a text in the wrong place, and would be all an edition has room for."""
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, which steer terminals, marks that turn the reading direction of what follows, and halves of characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What one round of gathering did."""

    feeds: int
    feeds_asked: int
    """The others rest: they asked not to be read again so soon, or failed too often of late."""
    feeds_read: int
    items_new: int
    pages_read: int
    left: int
    """Feeds and pages that the round had no time for: they are the next one's."""
    offline: bool
    """No feed at all could be reached, which is hardly the feeds' fault."""
    failures: tuple[Failure, ...]

    @property
    def worth_a_look(self) -> bool:
        """More pages failed than were read. That some can't be had is every day's lot, and so is a feed that fails now
        and then; `core.health` says which stay broken."""
        return sum(failure.stage == "page" for failure in self.failures) > self.pages_read


def gather(
    sources: Sequence[Source],
    store: Store,
    fetcher: Fetcher,
    extractor: Extractor,
    workers: Workers,
    spread: Spread,
    *,
    now: datetime,
    keep: timedelta,
    progress: Progress,
    in_time: Callable[[], bool] = lambda: True,
) -> Gathered:
    """Read every source that is due, and the page of every new item not older than `keep`.

    in_time: once it says no, nothing more is asked for; what is under way is waited for. Raises StoreError.
    """
    store.news.follow([source.feed for source in sources])
    this = _Round(sources, store, now, now - keep, progress)

    def ask(task: Source | Pending) -> Reading | Page | SourceError:
        if not in_time():
            return _NO_TIME
        if isinstance(task, Pending):
            return _get(task, this.access(task), fetcher)
        return look(task, fetcher, this.bookmarks[task.feed.url])

    def pages() -> Iterator[tuple[Item, Page, Hints]]:
        while this.tasks:
            for task, answer in spread(ask, _Growing(this.tasks), lane=_lane):
                if isinstance(answer, Page) and isinstance(task, Pending):
                    yield task.item, answer, this.hints(task.item)
                else:
                    this.hear(task, answer or FetchError("it took so long that it was given up"))
            this.plan_what_others_found()

    while this.tasks:
        for item, page, extract in workers.extract_all(extractor, pages()):
            this.keep_article(item, page, extract)
    store.lines.learn(now)
    return this.ended()


class _Growing(Generic[A]):
    """Takes from the front of a queue that may be filled again after it was empty (see `ports.Spread`)."""

    def __init__(self, queue: deque[A]) -> None:
        self._queue = queue

    def __iter__(self) -> Iterator[A]:
        return self

    def __next__(self) -> A:
        if not self._queue:
            raise StopIteration
        return self._queue.popleft()


class _Round:
    """What is to be asked for in one round, and what became of it. Only one thread tells it."""

    def __init__(
        self, sources: Sequence[Source], store: Store, now: datetime, since: datetime, progress: Progress
    ) -> None:
        self._sources, self._store, self._progress = sources, store, progress
        self._now, self._since = now, since
        self._access = {source.feed.url: source.feed.access for source in sources}
        self.bookmarks = store.news.due(now)
        self._due = [source for source in sources if source.feed.url in self.bookmarks]
        self.tasks: deque[Source | Pending] = deque(self._due)
        self._place = {source.feed.url: place for place, source in enumerate(sources)}
        self._unheard: dict[str, set[int]] = {}
        for source in self._due:
            self._unheard.setdefault(site(source.feed.url), set()).add(self._place[source.feed.url])
        self._held: dict[str, tuple[str, str]] = {}
        """Items whose page is not asked for yet, with their source and site."""
        self._errors: dict[str, SourceError] = {}
        self._failures: list[Failure] = []
        self._waiting: dict[str, Pending] = {}
        self._planned: set[str] = set()
        self._repeated: dict[str, frozenset[str]] = {}
        self._feeds_read = self._feeds_late = self._items_new = 0
        self._pages_read = self._pages_late = 0
        self._plan(store.news.pending(now))
        self._release()

    def access(self, task: Pending) -> Access | None:
        """What the pages of an item's source need."""
        return self._access.get(task.item.source)

    def hints(self, item: Item) -> Hints:
        """What helps to read an item's page."""
        of = site(item.url)
        if of not in self._repeated:
            self._repeated[of] = self._store.lines.repeated(of)
        return Hints(title=item.title, text=item.excerpt, repeated=self._repeated[of])

    def hear(self, task: Source | Pending, answer: Reading | Page | SourceError) -> None:
        """What came of a task, but for a page, which goes to the extractor first."""
        if isinstance(task, Pending):
            if isinstance(answer, FetchError):
                self._fall_back(self._waiting[task.item.id], answer)
            else:
                self._pages_late += 1
            return
        if isinstance(answer, Reading):
            ask_at = self._now + patience.rest(answer.fresh_for)
            new = self._store.news.save_reading(task.feed.url, answer, self._now, ask_at=ask_at)
            self._feeds_read += 1
            self._items_new += sum(pending.item.id not in self._planned for pending in new)
            self._plan(new)
        elif isinstance(answer, SourceError) and answer is not _NO_TIME:
            self._errors[task.feed.url] = answer
        else:
            self._feeds_late += 1
        self._was_heard(task.feed.url)
        done = self._feeds_read + len(self._errors) + self._feeds_late
        self._progress("feeds", done, len(self._due), without_credentials(task.feed.url))

    def keep_article(self, item: Item, page: Page, extract: Extract | ExtractError) -> None:
        """What the extractor made of a page."""
        pending = self._waiting[item.id]
        if isinstance(extract, ExtractError):
            self._fall_back(pending, extract)
            return
        # What was read hangs on what the feed says of it, too: where it became another feed's meanwhile, because
        # another process gathers at the same time, it is read once more.
        told = self._save(pending, page, extract, outcome="read") if pending.item == item else pending
        if told is None:
            self._pages_read += 1
            self._page_done(item)
        else:
            del self._waiting[item.id]
            self._waiting[told.item.id] = told
            self._planned.add(told.item.id)
            self.tasks.append(told)

    def ended(self) -> Gathered:
        offline = self._offline()
        feeds = [self._feed_failed(source, self._errors[source.feed.url], offline)
                 for source in self._due if source.feed.url in self._errors]  # fmt: skip
        return Gathered(
            feeds=len(self._sources),
            feeds_asked=len(self._due),
            feeds_read=self._feeds_read,
            items_new=self._items_new,
            pages_read=self._pages_read,
            left=self._feeds_late + self._pages_late,
            offline=offline,
            failures=(*feeds, *self._failures),
        )

    def plan_what_others_found(self) -> None:
        """Items that another process, gathering at the same time, was the first to keep: their pages may not be there
        yet, and an edition made now would be without them."""
        self._plan(self._store.news.pending(self._now))
        self._release()

    def _plan(self, found: Sequence[Pending]) -> None:
        """Ask for the pages of these, but not of those that were news long ago (a feed seen for the first time may
        reach back for months) nor of those without an address: a sentence without its source is never printed."""
        homeless = {p.item.id for p in found if not absolute(p.item.url)}
        if homeless:
            self._store.news.set_aside(homeless, "its feed gives no web address for it, so it can't be linked")
        old = {p.item.id for p in found if p.item.published and p.item.published < self._since} - homeless
        if old:
            self._store.news.set_aside(old, f"older than {self._since:%Y-%m-%d %H:%M} UTC when first seen")
        for pending in found:
            name = pending.item.id
            if name in old | homeless or (name in self._planned and name not in self._waiting):
                continue
            if name not in self._planned or name in self._held:  # or else it is under way
                self._held[name] = (pending.item.source, site(pending.item.url))
            self._planned.add(name)
            self._waiting[name] = pending  # as it is told by a source with more right to it, perhaps

    def _release(self) -> None:
        """Ask for the pages that no feed, still to be heard, could have more right to."""
        free = {whose for whose in set(self._held.values()) if self._is_free(*whose)}
        for name in [name for name, whose in self._held.items() if whose in free]:
            del self._held[name]
            self.tasks.append(self._waiting[name])

    def _is_free(self, source: str, of: str) -> bool:
        if site(source) != of:
            return not self._unheard
        return min(self._unheard.get(of, ()), default=len(self._place)) >= self._place.get(source, 0)

    def _was_heard(self, source: str) -> None:
        of = site(source)
        self._unheard[of].discard(self._place[source])
        if not self._unheard[of]:
            del self._unheard[of]
        self._release()

    def _offline(self) -> bool:
        """Of several feeds, or all there are, none sent an answer of any kind."""
        silent = [e for e in self._errors.values() if isinstance(e, FetchError) and e.status is None]
        return len(silent) == len(self._due) > (1 if len(self._sources) > 1 else 0)

    def _feed_failed(self, source: Source, error: SourceError, offline: bool) -> Failure:
        url = source.feed.url
        status, retry_after = (error.status, error.retry_after) if isinstance(error, FetchError) else (None, None)
        wait = patience.wait(self.bookmarks[url].failures + 1, retry_after)
        # Without a network of our own every wait would grow, and the news of the first hours after it be missed.
        ask_at = None if offline else self._now + wait
        self._store.news.save_failure(url, error.message, self._now, ask_at=ask_at, gone=status == 410)
        return Failure(stage="feed", subject=without_credentials(url), message=error.message)

    def _fall_back(self, pending: Pending, error: FetchError | ExtractError) -> None:
        """Keep the feed's own summary for a page that could not be read, and ask for the page again later."""
        retry_at = None
        if isinstance(error, FetchError) and error.status not in (404, 410) and pending.attempts < len(TRY_AGAIN):
            wait = max(TRY_AGAIN[pending.attempts], timedelta(seconds=error.retry_after or 0))
            retry_at = self._now + min(wait, patience.LONGEST_BAN)
        told = self._save(pending, None, None, outcome=error.message, failed=True, retry_at=retry_at)
        if told:
            self._save(told, None, None, outcome=error.message, failed=True, retry_at=retry_at)
        self._failures.append(Failure(stage="page", subject=pending.item.url, message=error.message))
        self._page_done(pending.item)

    def _save(
        self,
        pending: Pending,
        page: Page | None,
        extract: Extract | None,
        *,
        outcome: str,
        failed: bool = False,
        retry_at: datetime | None = None,
    ) -> Pending | None:
        """None, or the item as another source tells it, whose it has become: then nothing is kept."""
        article = article_of(pending, page, extract)
        notes = extract.notes if extract else None
        return self._store.news.save_article(article, outcome=outcome, failed=failed, retry_at=retry_at, notes=notes)

    def _page_done(self, item: Item) -> None:
        del self._waiting[item.id]
        self._progress("pages", len(self._planned) - len(self._waiting), len(self._planned), item.url)


_NO_TIME = SourceError("the round's time is up")


def _lane(task: Source | Pending) -> str:
    """The host that is asked."""
    return host(task.item.url if isinstance(task, Pending) else task.feed.url)


def look(source: Source, fetcher: Fetcher, bookmark: Bookmark) -> Reading | SourceError:
    """What a source gives, or why it gives nothing."""
    try:
        return source.read(fetcher, bookmark)
    except SourceError as error:
        return error
    except Exception as error:  # noqa: BLE001 - a slip of a plugin, or over one odd feed, may not stop the others
        return SourceError(f"reading it failed: {type(error).__name__}: {str(error)[:200]}")


def _get(pending: Pending, access: Access | None, fetcher: Fetcher) -> Page | FetchError:
    try:
        return fetcher.fetch(pending.item.url, access=access, robots=True)
    except FetchError as error:
        return error


def article_of(pending: Pending, page: Page | None, extract: Extract | None) -> Article:
    """An item and what its page said as an article; without a page, the feed's own summary stands for it."""
    item = pending.item
    text = _NO_TEXT.sub("", extract.text if extract else item.excerpt)
    title = _NO_TEXT.sub("", (extract and extract.title) or item.title or item.url)  # its feed had a say in the former
    return Article(
        id=item.id,
        item=item,
        url=page.url if page else item.url,  # what was read, whatever the page calls itself
        title=shorten(title, LONGEST_TITLE),
        text=text,
        text_from=extract.text_from if extract else "feed",
        digest=text_digest(text),
        first_seen=pending.first_seen,
        authors=tuple(_NO_TEXT.sub("", author) for author in (extract and extract.authors) or item.authors),
        published=item.published or (extract.published if extract else None),
        modified=extract.modified if extract else None,
        language=(extract and extract.language) or item.language or "",
        genre=extract.genre if extract else "report",
        partial=extract.partial if extract else False,
        image=extract.image if extract else None,
    )
