"""What a summarizer picked, made ready to be printed: proved or marked, and linked to its place on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from briefing.core.fragments import link
from briefing.core.sole import sole
from briefing.model import Quote, Story


def finished(picked: Iterable[Quote], story: Story, *, repeats: Mapping[str, str], by: str = "") -> tuple[Quote, ...]:
    """The sentences with their links, those marked that only one voice of the story bears out.

    repeats: id of an article that repeats another's text -> id of that other. by: the name of a summarizer that may
    write sentences of its own: what stands in none of its articles is marked as written by it; without a name it is
    left as it is, for the proof to find. A sentence of an article that the story does not have is left out.
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
    alone = sole([quote for quote in quotes if not quote.by], story, repeats)
    proved = iter(range(len(quotes)))
    return tuple(quote if quote.by else replace(quote, sole=next(proved) in alone) for quote in quotes)
