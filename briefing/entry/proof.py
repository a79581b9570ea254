"""The proof of an edition, for a person who doubts it: each sentence with the page, the place and the text's hash."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from briefing.core.sentences import sentences
from briefing.entry.console import Console, counted
from briefing.model import Article, Edition, Quote

Versions = Mapping[tuple[str, str], Article]
"""Articles by (id, digest)."""


def say(edition: Edition, articles: Versions, problems: Sequence[str], console: Console, *, as_json: bool) -> None:
    """Print where every headline and sentence stands, and what can't be proved.

    As JSON: {"edition", "problems", "quotes": [{"story", "text", "article", "url", "source", "sha256", "start", "end",
    "paragraph", "left_out"}]}; offsets count characters (Unicode code points) of the article's text from 0.
    """
    quotes = list(_quotes(edition, articles))
    if as_json:
        body = {"edition": edition.id, "problems": list(problems), "quotes": quotes}
        console.say(json.dumps(body, ensure_ascii=False, indent=2))
        return
    story = ""
    for quote in quotes:
        if quote["story"] != story:
            story = quote["story"]
            console.say(quote["headline"])
        console.say(f"  “{quote['text']}”")
        console.say(f"    {quote['source']}, {quote['url']}")
        where = f"paragraph {quote['paragraph']}, characters {quote['start']} to {quote['end']}"
        console.say(f"    {where} of the text with sha256 {quote['sha256']}")
        if quote["left_out"]:
            console.say(f"    trimmed: without “{quote['left_out']}”")
    for problem in problems:
        console.warn(problem)
    if problems:
        console.say(f"{edition.id}: {counted(len(problems), 'problem')} in {counted(len(edition.briefs), 'story')}")
        return
    counts = f"{counted(len(edition.briefs), 'headline')} and {counted(len(quotes), 'sentence')}"
    console.say(f"{edition.id}: {counts}, each word for word in its page")


def _quotes(edition: Edition, articles: Versions) -> Iterator[dict[str, Any]]:
    for brief in edition.briefs:
        references = {reference.id: reference for reference in brief.articles}
        for quote in brief.quotes:
            reference = references.get(quote.article)
            article = reference and articles.get((reference.id, reference.digest))
            yield {
                "story": brief.story,
                "headline": brief.headline,
                "text": quote.text,
                "article": quote.article,
                "url": reference.url if reference else "",
                "source": reference.source if reference else "",
                "sha256": reference.digest if reference else "",
                "start": quote.start,
                "end": quote.end,
                "paragraph": article.text.count("\n", 0, quote.start) + 1 if article else None,
                "left_out": _left_out(quote, article) if article else "",
            }


def _left_out(quote: Quote, article: Article) -> str:
    """What a trimmed sentence has before and after the part that is quoted."""
    if not quote.trimmed:
        return ""
    for start, end in sentences(article.text, article.language):
        if start <= quote.start and quote.end <= end:
            around = (article.text[start : quote.start].strip(), article.text[quote.end : end].strip())
            return " … ".join(filter(None, around))
    return ""
