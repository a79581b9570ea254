"""What a summarizer picked, made ready to be printed: proved or marked, and linked to its place on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from briefing.core.fragments import link
from briefing.core.sole import sole
from briefing.model import Quote, Story


def finished(picked: Iterable[Quote], story: Story, *, by: str = "") -> tuple[Quote, ...]:
    """The sentences with their links.

    by: the name of a summarizer that may write sentences of its own: what stands in none of its articles is marked as
    written by it; without a name it is left as it is, for the proof to find. A sentence of an article that the story
    does not have is left out.
    """
    articles = {article.id: article for article in story.articles}
    quotes = []
    for quote in picked:
        article = articles.get(quote.article)
        if article is None:
            continue
        quoted = 0 <= quote.start < quote.end and article.text[quote.start : quote.end] == quote.text
        if by and not quoted:
            quotes.append(Quote(text=quote.text, article=quote.article, start=0, end=0, by=by))
        elif article.text_from == "page":
            quotes.append(replace(quote, url=link(article.url, article.text, quote.start, quote.end), by=""))
        else:
            quotes.append(replace(quote, url=article.url, by=""))
    return tuple(quotes)


def with_sole(quotes: Sequence[Quote], story: Story, repeats: Mapping[str, str]) -> tuple[Quote, ...]:
    """The sentences, those marked that only one voice of the story bears out. Reads all of the story's reports."""
    quoted = [place for place, quote in enumerate(quotes) if not quote.by]
    alone = {quoted[place] for place in sole([quotes[place] for place in quoted], story, repeats)}
    return tuple(replace(quote, sole=True) if place in alone else quote for place, quote in enumerate(quotes))
