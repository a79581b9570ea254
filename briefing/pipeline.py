"""The whole way from feeds to readers.

    gather    sources -> items -> pages -> articles                     all day; safe to repeat
    make      articles -> stories -> ranked -> briefs -> edition        pure: the same input, the same edition
    publish   make, prove every sentence, keep                          an edition that exists is never made again
    deliver   edition -> document -> channels -> receipts               in `delivery`; a receipt is never sent again

`gather` and `publish` meet only in the store. What goes wrong with one feed, page or address becomes a `Failure` here,
and the rest goes on; any other error of the tree in `errors` stops the work.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from briefing.core.check import verify
from briefing.core.cluster import group
from briefing.core.edition import Surroundings, compose, shorten
from briefing.core.follow import follow
from briefing.core.rank import rank
from briefing.core.summarize import headline_order, one_liner
from briefing.core.urls import absolute, host, without_credentials
from briefing.errors import (
    CheckError,
    ExtractError,
    FetchError,
    SourceError,
)
from briefing.model import (
    Article,
    Decision,
    Edition,
    Extract,
    Failure,
    Item,
    Page,
    Pending,
    Reading,
    Recipe,
    Slot,
    Told,
)
from briefing.ports import Extractor, Fetcher, Progress, Source, Spread, Store, Summarizer, Workers

TRY_AGAIN = (timedelta(minutes=30), timedelta(hours=2), timedelta(hours=6))
"""When a page that could not be read is asked for again; after these its feed's summary stands for it."""

LONGEST_TITLE = 300
"""Characters of a headline. What is longer is a text in the wrong place, and would be all an edition has room for."""
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, which steer terminals, marks that turn the reading direction of what follows, and halves of characters."""

# --- gather --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What one round of gathering did."""

    feeds: int
    feeds_read: int
    items_new: int
    pages_read: int
    failures: tuple[Failure, ...]

    @property
    def worth_a_look(self) -> bool:
        """A feed failed, or as many pages as were read: that some pages can't be had is every day's lot."""
        pages = sum(failure.stage == "page" for failure in self.failures)
        return self.feeds_read < self.feeds or pages > self.pages_read


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
) -> Gathered:
    """Read every source, then the page of every new item not older than `keep`. Raises StoreError."""
    failures: list[Failure] = []
    new = 0
    store.news.follow([source.feed for source in sources])
    looks = spread(lambda place: _look(sources[place], store, fetcher), range(len(sources)))
    for source, reading in _in_order(looks, sources, progress):
        if isinstance(reading, SourceError):
            store.news.save_failure(source.feed.url, reading.message, now)
            address = without_credentials(source.feed.url)
            failures.append(Failure(stage="feed", subject=address, message=reading.message))
        else:
            new += store.news.save_reading(source.feed.url, reading, now)
    feeds_failed = len(failures)

    waiting = _worth_asking(store.news.pending(now), store, now - keep)
    by_item = {pending.item.id: pending for pending in waiting}
    read = 0

    def fall_back(pending: Pending, error: FetchError | ExtractError) -> None:
        failures.append(_fall_back(store, pending, error, now))
        progress("pages", read + len(failures) - feeds_failed, len(waiting), pending.item.url)

    def pages() -> Iterator[tuple[Item, Page]]:
        for pending, page in spread(lambda p: _get(p, fetcher), _in_turn(waiting)):
            if isinstance(page, Page):
                yield pending.item, page
            else:
                fall_back(pending, page)

    for item, page, extract in workers.extract_all(extractor, pages()):
        pending = by_item[item.id]
        if isinstance(extract, Extract):
            read += 1
            store.news.save_article(article_of(pending, page, extract), outcome="read", retry_at=None)
            progress("pages", read + len(failures) - feeds_failed, len(waiting), item.url)
        else:
            fall_back(pending, extract)
    return Gathered(
        feeds=len(sources),
        feeds_read=len(sources) - feeds_failed,
        items_new=new,
        pages_read=read,
        failures=tuple(failures),
    )


def _in_order(
    looks: Iterable[tuple[int, Reading | SourceError]], sources: Sequence[Source], progress: Progress
) -> Iterator[tuple[Source, Reading | SourceError]]:
    """In the order of the sources: an article that two of them name is the first one's, whichever answers sooner."""
    ready: dict[int, Reading | SourceError] = {}
    turn = 0
    for done, (place, reading) in enumerate(looks, 1):
        progress("feeds", done, len(sources), without_credentials(sources[place].feed.url))
        ready[place] = reading
        while turn in ready:
            yield sources[turn], ready.pop(turn)
            turn += 1


def _look(source: Source, store: Store, fetcher: Fetcher) -> Reading | SourceError:
    try:
        return source.read(fetcher, store.news.validators(source.feed.url))
    except SourceError as error:
        return error


def _get(pending: Pending, fetcher: Fetcher) -> Page | FetchError:
    try:
        return fetcher.fetch(pending.item.url)
    except FetchError as error:
        return error


def _worth_asking(pending: Sequence[Pending], store: Store, since: datetime) -> list[Pending]:
    """Without those that were news long ago (a feed seen for the first time may reach back for months) and those that
    could not be linked: a sentence without its source is never printed."""
    homeless = {p.item.id for p in pending if not absolute(p.item.url)}
    if homeless:
        store.news.set_aside(homeless, "its feed gives no web address for it, so it can't be linked")
    old = {p.item.id for p in pending if p.item.published and p.item.published < since} - homeless
    if old:
        store.news.set_aside(old, f"older than {since:%Y-%m-%d %H:%M} UTC when first seen")
    return [p for p in pending if p.item.id not in old | homeless]


def _in_turn(waiting: Sequence[Pending]) -> list[Pending]:
    """One of each host in turn: a host takes one request at a time, so neighbours of one host would queue."""
    turns: dict[str, int] = {}

    def turn(pending: Pending) -> int:
        name = host(pending.item.url)
        turns[name] = turns.get(name, 0) + 1
        return turns[name]

    return [pending for _, _, pending in sorted((turn(p), n, p) for n, p in enumerate(waiting))]


def _fall_back(store: Store, pending: Pending, error: FetchError | ExtractError, now: datetime) -> Failure:
    """Keep the feed's own summary for a page that could not be read, and ask for the page again later."""
    retry_at = None
    if isinstance(error, FetchError) and error.status not in (404, 410) and pending.attempts < len(TRY_AGAIN):
        wait = max(TRY_AGAIN[pending.attempts], timedelta(seconds=error.retry_after or 0))
        retry_at = now + wait
    store.news.save_article(article_of(pending, None, None), outcome=error.message, failed=True, retry_at=retry_at)
    return Failure(stage="page", subject=pending.item.url, message=error.message)


def article_of(pending: Pending, page: Page | None, extract: Extract | None) -> Article:
    """An item and what its page said as an article; without a page, the feed's own summary stands for it."""
    item = pending.item
    text = _NO_TEXT.sub("", extract.text if extract else item.excerpt)
    title = _NO_TEXT.sub("", item.title or (extract and extract.title) or item.url)
    return Article(
        id=item.id,
        item=item,
        url=page.url if page else item.url,  # what was read, whatever the page calls itself
        title=shorten(title, LONGEST_TITLE),
        text=text,
        text_from="page" if extract else "feed",
        digest=hashlib.sha256(text.encode()).hexdigest(),
        first_seen=pending.first_seen,
        authors=(extract and extract.authors) or item.authors,
        published=item.published or (extract.published if extract else None),
        language=(extract and extract.language) or item.language or "",
        image=extract.image if extract else None,
    )


# --- publish -------------------------------------------------------------------------------------------------------


def make(
    slot: Slot,
    recipe: Recipe,
    articles: Sequence[Article],
    told: Sequence[Told],
    previous: Edition | None,
    summarizer: Summarizer,
    *,
    failures: Sequence[Failure],
    feeds: int,
) -> tuple[Edition, list[Decision]]:
    """The edition of a slot, and what became of each story. Pure: the order of the articles does not matter."""
    articles = sorted(articles, key=lambda article: article.id)
    seen = frozenset(name for name, _ in previous.inputs) if previous else frozenset[str]()
    earlier = [article for article in articles if article.id in seen]
    known = frozenset[str]().union(*(story.articles for story in told))
    groups = group(articles, background=earlier, told=known, threshold=recipe.threshold)
    stories = [replace(story, articles=headline_order(story)) for story in follow(groups, told)]
    ranked = rank(stories, recipe=recipe, now=slot.closes)
    around = Surroundings(previous=previous, failures=tuple(failures), feeds=feeds, inputs=tuple(articles))
    return compose(
        slot,
        recipe,
        ranked,
        around,
        quotes=lambda story, most: summarizer.summarize(story, sentences=most),
        one_liner=one_liner,
    )


def publish(slot: Slot, recipe: Recipe, store: Store, summarizer: Summarizer, *, now: datetime) -> Edition:
    """The edition of a slot: the one that exists, or one made now, proved and kept.

    Raises SourceError when there is nothing new because no source could be read, CheckError, StoreError.
    """
    if existing := store.editions.get(slot.key):
        return existing
    since = slot.closes - recipe.lookback
    articles = store.news.articles(since, slot.closes)
    failures = store.news.failures(slot.opens)
    sources = store.news.followed()
    edition, decisions = make(
        slot,
        recipe,
        articles,
        store.editions.told(slot.briefing, slot.key, since),
        store.editions.before(slot.key),
        summarizer,
        failures=failures,
        feeds=len(sources),
    )
    if not edition.counts.articles_new and edition.counts.feeds_failed == len(sources):
        # An edition is never made again: an empty one kept now would stand for the day although the network is back.
        raise SourceError(
            f"there is nothing to publish: none of {len(sources)} sources could be read",
            hint="Is this machine online? `briefing feeds check` tries each.",
        )
    prove(edition, articles)
    return store.editions.add(edition, recipe, decisions, now)


def rebuild(key: str, store: Store, summarizer: Summarizer) -> Edition | None:
    """An edition made again from the input, the recipe and the failures that it recorded; None when there is none."""
    kept = store.editions.get(key)
    if kept is None:
        return None
    recipe = store.editions.recipe(key)
    edition, _ = make(
        kept.slot,
        recipe,
        store.news.versions(kept.inputs),
        store.editions.told(kept.slot.briefing, key, kept.slot.closes - recipe.lookback),
        store.editions.get(kept.previous) if kept.previous else None,
        summarizer,
        failures=kept.failures,
        feeds=kept.counts.feeds,
    )
    return edition


def prove(edition: Edition, articles: Iterable[Article]) -> None:
    """Raises CheckError unless every headline and sentence stands in an article that was read."""
    problems = verify(edition, {(article.id, article.digest): article for article in articles})
    if problems:
        raise CheckError(
            f"{edition.id} can't be proved:\n" + "\n".join(problems),
            hint="This is a fault in Briefing or in a plugin; the edition was not kept and nothing was sent.",
        )
