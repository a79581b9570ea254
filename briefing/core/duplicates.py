"""The same article at two addresses is one.

Feeds of one outlet list one report under several links; redirects, mobile pages and re-dated entries add more. Reports
that different outlets print alike are left as they are: that several have it says something.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from briefing.core.text import fold, tokens
from briefing.core.urls import host, same_page, without_door
from briefing.model import Article

_LEAST_TEXT = 200
"""Characters. Shorter texts are alike by chance: "Read more on our site"."""
_SHINGLE = 3
"""Words that are compared at once."""
_EQUAL = 0.9
_NEAR = timedelta(days=2)
_COMPARED = 10
"""Texts with one title that each further one is compared with, so that a thousand "Live updates" cost no more."""
_HEADLINES = 3
"""So many headlines over one text, or of one address that could not be read, are not of one article: the text is a
notice ("subscribe to go on"), the address a front page's."""


def once(articles: Sequence[Article]) -> tuple[list[Article], dict[str, str]]:
    """Each article once, sorted by id, and for each that was left out the id of the one that stands for it.

    Two are the same when their pages have one address, however it is written, when one site has one text of some
    length under both, or when one site has them under one title within two days and nine tenths of their text agree.
    The one that was seen first stands, then one whose page was read, then the smaller id. Any order of articles gives
    the same. Time grows with the number of articles, not with that of pairs.
    """
    ordered = sorted(articles, key=_rank)
    heads: dict[str, str] = {article.id: article.id for article in ordered}

    def head(id_: str) -> str:
        while heads[id_] != id_:
            heads[id_] = id_ = heads[heads[id_]]
        return id_

    rank = {article.id: place for place, article in enumerate(ordered)}
    for one, other in _same(ordered):
        first, second = sorted((head(one.id), head(other.id)), key=rank.__getitem__)
        heads[second] = first
    left_out = {article.id: head(article.id) for article in ordered if head(article.id) != article.id}
    kept = [article for article in ordered if article.id not in left_out]
    return sorted(kept, key=lambda article: article.id), dict(sorted(left_out.items()))


def _rank(article: Article) -> tuple[object, ...]:
    return article.first_seen, article.text_from != "page", article.id


def _same(articles: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """Pairs of the same, enough to join all that belong together."""
    pages: dict[str, list[Article]] = defaultdict(list)
    texts: dict[tuple[str, str], list[Article]] = defaultdict(list)
    titles: dict[tuple[str, str], list[Article]] = defaultdict(list)
    for article in articles:
        site, title = _site(article), _title(article)
        if page := same_page(article.url):
            pages[page].append(article)
        if len(article.text) >= _LEAST_TEXT:
            texts[site, article.digest].append(article)
            if title:
                titles[site, title].append(article)
    for group in pages.values():
        unread = [article for article in group if article.text_from == "feed"]
        yield from _chain(group if _one_article(unread) else [a for a in group if a.text_from == "page"])
    for group in texts.values():
        if _one_article(group):
            yield from _chain(group)
    for group in titles.values():
        yield from _alike(group)


def _one_article(group: Iterable[Article]) -> bool:
    return len({_title(article) for article in group}) < _HEADLINES


def _chain(group: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    return ((group[0], other) for other in group[1:])


def _alike(group: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """Those of one site and title whose texts hardly differ, each with the first that is like it."""
    if len(group) < 2:
        return
    firsts: list[tuple[Article, frozenset[tuple[str, ...]]]] = []
    for article in sorted(group, key=lambda a: (a.when, a.id)):
        shingles = _shingles(article.text)
        for first, theirs in firsts[-_COMPARED:]:
            near = article.when - first.when <= _NEAR
            if near and len(shingles & theirs) >= _EQUAL * max(len(shingles), len(theirs), 1):
                yield first, article
                break
        else:
            firsts.append((article, shingles))


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = tokens(text)
    return frozenset(tuple(words[at : at + _SHINGLE]) for at in range(max(len(words) - _SHINGLE + 1, 1)))


def _site(article: Article) -> str:
    """Whose page it is."""
    return without_door(host(article.url)) or article.source


def _title(article: Article) -> str:
    return " ".join(fold(article.title).split())
