"""A news wire of any number of days, told by many feeds: the sample's reports, told anew of other people and places.

Most of their words give way to others, the same in all reports of one event, so that these belong together and no two
events do. The same day has the same news, whatever was asked for before.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

from briefing.core.urls import identity
from briefing.model import Article, Feed, Item, text_digest
from briefing.sample.world import PUBLISHERS, SampleArticle, articles
from tests.bench.archive import WORDS

FIRST = datetime(2025, 9, 1, 4, 30, tzinfo=UTC)
"""When the first day's edition closes."""
_WORD = re.compile(r"[^\W\d_]{5,}")
_STAY = 40
"""Of a hundred words, so many are the same in all events."""
_SECTIONS = ("World", "Politics", "Economy", "Science", "Sport")


def feeds(count: int) -> list[Feed]:
    return [Feed(url=f"https://p{n}.example/feed", name=f"Paper {n}", section=_SECTIONS[n % 5]) for n in range(count)]


def day(number: int, *, feeds: int, articles: int) -> Iterator[Article]:
    """The reports of the n-th day, from 0, each as its page was read; about so many."""
    told = _sample()
    closes = FIRST + timedelta(days=number)
    for place in range(articles):
        copy, at = divmod(place, len(told))
        report = told[at]
        event = f"{number}/{copy}/{report.story}"
        feed = (9 * copy + list(PUBLISHERS).index(report.publisher)) % feeds
        yield _article(report, event, feed, place, closes - timedelta(minutes=20 + place * 5 % 1380))


@cache
def _sample() -> list[SampleArticle]:
    return sorted((each for each in articles() if each.kind == "report"), key=lambda each: each.id)


def _article(report: SampleArticle, event: str, feed: int, place: int, published: datetime) -> Article:
    more = _sample()[(place * 7 + 3) % len(_sample())]
    # A page's text is about twice as long as the sample's; what it has besides is its own.
    text = f"{_anew(report.text, event)}\n{_anew(more.text, f'{event}/{place}')}"
    title = _anew(report.title, event)
    url = f"https://p{feed}.example/{published:%Y/%m/%d}/{place}-{'-'.join(title.lower().split()[:6])}"
    item = Item(
        id=identity(url),
        source=f"https://p{feed}.example/feed",
        source_name=f"Paper {feed}",
        section=_SECTIONS[feed % 5],
        url=url,
        title=title,
        published=published,
        excerpt=_anew(report.summary, event),
        language="en",
        position=place % 30,
        guid=f"tag:p{feed}.example,{published:%Y-%m-%d}:{place}",
    )
    seen = published + timedelta(minutes=10)
    return Article(id=item.id, item=item, url=url, title=title, text=text, text_from="page", digest=text_digest(text),
                   first_seen=seen, published=published)  # fmt: skip


def _anew(text: str, event: str) -> str:
    return _WORD.sub(lambda found: _other(found[0], event), text)


@lru_cache(100_000)
def _other(word: str, event: str) -> str:
    if hashlib.blake2b(word.lower().encode(), digest_size=1).digest()[0] * 100 < _STAY * 256:
        return word
    number = int.from_bytes(hashlib.blake2b(f"{event} {word.lower()}".encode(), digest_size=4).digest())
    found = WORDS[number % len(WORDS)]
    return found.capitalize() if word[0].isupper() else found
