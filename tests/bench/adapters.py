"""Briefing, and what it is compared with, in the shapes that the scorers of ../shared/bench/eval call."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib import import_module
from itertools import count
from typing import Any

import briefing
from briefing.core import cluster
from briefing.core.charset import decode
from briefing.core.frequencies import count as count_terms
from briefing.core.rank import rank as ranked
from briefing.core.sentences import sentences as split
from briefing.model import Article, Item, Recipe, Story

Row = dict[str, Any]
"""One article of a scorer: id, title, text, published, url, source, lang; what it does not know is None or missing."""
_RECIPE = Recipe(version="bench")
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_INLINE = (
    "a", "abbr", "b", "cite", "code", "em", "font", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u",
)  # fmt: skip

# --- pages: bytes and address to text, a paragraph a line, with fields where they are compared ------------------------


def trafilatura(html: bytes, url: str) -> Row:
    """trafilatura as it comes."""
    return _trafilatura(html, url, precisely=False)


def trafilatura_precise(html: bytes, url: str) -> Row:
    return _trafilatura(html, url, precisely=True)


def _trafilatura(html: bytes, url: str, *, precisely: bool) -> Row:
    from trafilatura import bare_extraction

    found: Any = bare_extraction(html, url=url, with_metadata=True, favor_precision=precisely)
    if found is None:
        return {}
    fields = {"title": found.title, "authors": found.author, "date": found.date, "image": found.image}
    return {"text": found.text, **fields}


def newspaper4k(html: bytes, url: str) -> Row:
    told = import_module("newspaper").Article(url, fetch_images=False).download(input_html=decode(html)).parse()
    fields = {"title": told.title, "authors": told.authors, "date": told.publish_date, "image": told.top_image}
    return {"text": told.text, **fields}


def readability_lxml(html: bytes, url: str) -> str:
    from lxml.html import fragment_fromstring

    document = import_module("readability").Document(decode(html), url=url)
    tree = fragment_fromstring(document.summary(html_partial=True), create_parent="div")
    for element in tree.iter():
        if element.tag not in _INLINE:
            element.text, element.tail = f"\n{element.text or ''}", f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in tree.text_content().splitlines())
    return "\n".join(filter(None, lines))


def goose3(html: bytes, url: str) -> str:
    with import_module("goose3").Goose({"enable_image_fetching": False}) as goose:
        return str(goose.extract(url=url, raw_html=decode(html)).cleaned_text)


def resiliparse(html: bytes, url: str) -> str:
    plain = import_module("resiliparse.extract.html2text").extract_plain_text
    return str(plain(decode(html), main_content=True, list_bullets=False, alt_texts=False))


# --- sentences -----------------------------------------------------------------------------------------------------


def sentences(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in split(text, language)]


def naive_sentences(text: str, language: str) -> list[str]:
    """At a full stop, question or exclamation mark, a blank and a capital."""
    return re.split(r"(?<=[.!?…])\s+(?=[\"“‘(]?[A-ZÀ-Þ])", text)


# --- stories -------------------------------------------------------------------------------------------------------


def stories(articles: Sequence[Row], history: Sequence[Row], threshold: float = _RECIPE.threshold) -> list[int]:
    """As in an edition: earlier articles say how common a word is."""
    earlier = count_terms(_articles(history))
    return _labels(articles, cluster.group(_articles(articles), background=earlier, threshold=threshold))


def stories_alone(articles: Sequence[Row]) -> list[int]:
    """As on the first day, and as other programs call it: nothing is known but the batch."""
    return _labels(articles, briefing.group(_articles(articles)))


def rank(groups: Sequence[Sequence[Row]], now: str) -> list[int]:
    """The stories' places in `groups`, best first."""
    told = [Story(id=f"{place:06}", articles=tuple(_articles(group))) for place, group in enumerate(groups)]
    best = ranked(told, recipe=_RECIPE, now=datetime.fromisoformat(now))
    return [int(entry.story.id) for entry in best]


def rank_found(groups: Sequence[Sequence[Row]], now: str) -> list[int]:
    """As `rank`, with stories that are not given but made of the articles: each stands for the one it has most of."""
    true = {row["id"]: place for place, group in enumerate(groups) for row in group}
    made = cluster.group(_articles(row for group in groups for row in group))
    stories = [Story(id=f"{place:06}", articles=group) for place, group in enumerate(made)]
    best = ranked(stories, recipe=_RECIPE, now=datetime.fromisoformat(now))
    meant = (Counter(true[article.id] for article in entry.story.articles).most_common(1)[0][0] for entry in best)
    return list(dict.fromkeys([*meant, *range(len(groups))]))


def _labels(rows: Sequence[Row], groups: Iterable[Iterable[Article]]) -> list[int]:
    label = {article.id: number for number, group in enumerate(groups) for article in group}
    return [label[row["id"]] for row in rows]


def _articles(rows: Iterable[Row]) -> list[Article]:
    names = (f"earlier-{number}" for number in count())
    return [_article(row, row.get("id") or next(names)) for row in rows]


def _article(row: Row, name: str) -> Article:
    text, url, language = row.get("text") or "", row.get("url") or "", row.get("lang") or "en"
    published = datetime.fromisoformat(row["published"]) if row.get("published") else None
    source = row.get("source") or f"unknown-{name}"
    item = Item(id=name, source=source, source_name=source, section="News", url=url, title=row["title"],
                published=published, language=language)  # fmt: skip
    return Article(
        id=name,
        item=item,
        url=url,
        title=row["title"],
        text=text,
        text_from="page",
        digest=hashlib.sha256(text.encode()).hexdigest(),
        first_seen=published or _NEVER,
        published=published,
        language=language,
    )


# --- feeds ---------------------------------------------------------------------------------------------------------


def feed(data: bytes) -> list[Row]:
    return [
        {
            "title": item.title,
            "link": item.url,
            "published": item.published and item.published.timestamp(),
            "id": item.id,
        }
        for item in briefing.parse_feed(data, "https://feeds.example/feed")
    ]


# --- summaries: a text, or several, and a budget to sentences ---------------------------------------------------------


class _Tokens:
    """Stands for sumy's tokenizer, whose data can't be had without a download: our sentences, plain words."""

    def to_sentences(self, text: str) -> tuple[str, ...]:
        return tuple(line[each.start : each.end] for line in text.splitlines() for each in split(line))

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(re.findall(r"[^\W\d_]+", sentence.lower()))


def lexrank(
    text: str,
    *,
    title: str | None = None,
    sentences: int | None = None,
    words: int | None = None,
    language: str | None = None,
) -> list[str]:
    """sumy's LexRank, with as many of its best sentences as the budget takes."""
    parser = import_module("sumy.parsers.plaintext").PlaintextParser
    summarizer = import_module("sumy.summarizers.lex_rank").LexRankSummarizer()
    document = parser(text.replace("\n", "\n\n"), _Tokens()).document
    if sentences:
        return [str(sentence) for sentence in summarizer(document, sentences)]
    taken: list[str] = []
    for count_ in range(1, len(document.sentences) + 1):
        more = [str(sentence) for sentence in summarizer(document, count_)]
        if sum(len(sentence.split()) for sentence in more) > (words or 60):
            break
        taken = more
    return taken


def lexrank_story(
    texts: Sequence[str],
    *,
    titles: Sequence[str | None] | None = None,
    words: int | None = None,
    language: str | None = None,
) -> list[str]:
    """The same, of all texts as one."""
    return lexrank("\n".join(texts), words=words)
