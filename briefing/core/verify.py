"""The proof that an edition says what was read: every headline, sentence and number, to the very characters."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from briefing.core.urls import absolute
from briefing.model import Article, Brief, Edition, Quote, Reference


def verify(edition: Edition, articles: Mapping[tuple[str, str], Article]) -> list[str]:
    """What can't be proved of an edition against the articles it was made of, by (id, digest); empty: all is proved.

    Proved are each headline, sentence and number lined up, to the very characters (but for sentences that say that a
    summarizer wrote them), that each piece of news stands in a report, and that article, outlet's address and origin of
    the text are those of the stored version. A trim leaves something out at an end, never in between.
    """
    problems = []
    for brief in edition.briefs:
        name = f"story {brief.story}"
        problems += [f"{name}: {problem}" for problem in _unproved(brief, articles)]
    return problems


def _unproved(brief: Brief, articles: Mapping[tuple[str, str], Article]) -> Iterator[str]:
    if not brief.articles:
        yield "it names no article"
        return
    if brief.headline != brief.articles[0].title:
        yield f"the headline {brief.headline!r} is not the title of its first article, {brief.articles[0].title!r}"
    known: dict[str, Article] = {}
    for reference in brief.articles:
        article = articles.get((reference.id, reference.digest))
        if article is None:
            yield f"article {reference.id} is not known in the version {reference.digest[:12]}"
            continue
        known[reference.id] = article
        yield from _misquoted_article(reference, article)
    for piece in brief.news:
        if not any(piece in article.title or piece in article.text for article in known.values()):
            yield f"its news {short(piece)} stands in no report that it names"
    named = {reference.id for reference in brief.articles}
    for quote in brief.quotes:
        if quote.article not in named:
            yield f"{short(quote.text)} is from article {quote.article}, which the story does not name"
        elif quote.article in known and not quote.by:
            yield from _misquoted(quote, known[quote.article])
    for account in brief.accounts:
        for place in (place for telling in account.tellings for place in telling.places):
            if place.article not in named:
                yield f"{short(place.text)} is from article {place.article}, which the story does not name"
            elif place.article in known:
                yield from _misquoted(place, known[place.article])
    if brief.image and not absolute(brief.image.url):
        yield f"the image's address {brief.image.url!r} is no http(s) address"


def _misquoted_article(reference: Reference, article: Article) -> Iterator[str]:
    name = f"article {reference.id}"
    if hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() != reference.digest:
        yield f"{name}: the stored text is not the text that the edition was made of"
    if reference.title != article.title:
        yield f"{name}: named {reference.title!r}, but its title is {article.title!r}"
    if reference.url != article.url:
        yield f"{name}: linked to {reference.url!r}, but it was read at {article.url!r}"
    if not absolute(reference.url):
        yield f"{name}: {reference.url!r} is no http(s) address"
    if reference.text_from != article.text_from:
        yield f"{name}: said to be from the {reference.text_from}, but its text is from the {article.text_from}"
    if reference.partial != article.partial:
        yield f"{name}: said to be {_extent(reference.partial)}, but it is {_extent(article.partial)}"


def _extent(partial: bool) -> str:
    return "the beginning only" if partial else "whole"


def _misquoted(quote: Quote, article: Article) -> Iterator[str]:
    where = f"{short(quote.text)} at {quote.start}–{quote.end} of article {article.id}"
    if not quote.text.strip():
        yield f"{where}: an empty quotation"
        return
    if not 0 <= quote.start < quote.end <= len(article.text):
        yield f"{where}: the article has {len(article.text)} characters"
        return
    source = article.text[quote.start : quote.end]
    if quote.text != source:
        yield f"{where}: the article says {short(source)}"
    if quote.url and quote.url.partition("#")[0] != article.url.partition("#")[0]:
        yield f"{where}: linked to {quote.url!r}, but it was read at {article.url!r}"


def short(text: str) -> str:
    """A text as it is named in a finding."""
    return repr(text if len(text) <= 60 else text[:59] + "…")
