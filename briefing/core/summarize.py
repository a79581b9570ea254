"""The key sentences of a story, word for word, and its headline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from briefing.core.concepts import Report, Sentence
from briefing.core.copies import copies
from briefing.core.cover import Cover
from briefing.core.headline import headline_order, title_worth
from briefing.core.text import STOP_WORDS, stem, tokens
from briefing.model import NO_FREQUENCIES, Article, Frequencies, Quote, Story

ONE_LINER_WORDS = 30
_OLD_HOURS, _AGEING = 48.0, 0.8
_NO_REPORT = 0.5
"""What a sentence of an opinion, a live ticker or a video counts beside a report's."""


class Extractive:
    """The built-in summarizer: sentences chosen over all of a story's articles by concept cover (see `cover`)."""

    def summarize(
        self,
        story: Story,
        *,
        sentences: int,
        words: int | None = None,
        background: Frequencies = NO_FREQUENCIES,
    ) -> tuple[Quote, ...]:
        """At most so many sentences and words, in reading order, the best-told article's first.

        Each is verbatim: `article.text[quote.start:quote.end] == quote.text`; where a dateline was cut off in front,
        `trimmed` says so. A fact that several outlets tell is said once. Nothing but website furniture gives ().
        `background` tells how common words are in earlier news; with few reports or none, the story alone does.
        """
        articles = _voices(story)
        chosen = Cover(_reports(story, articles), background).choose(limit=sentences, words=words)
        return tuple(_quote(sentence, articles) for sentence in chosen)


def one_liner(story: Story, *, background: Frequencies = NO_FREQUENCIES) -> Quote | None:
    """The one sentence that says what happened: at most 30 words where a good one is that short, else the shortest good
    one; None where the story has no sentence that could be printed."""
    articles = _voices(story)
    sentence = Cover(_reports(story, articles), background).one(ONE_LINER_WORDS)
    return None if sentence is None else _quote(sentence, articles)


def _voices(story: Story) -> list[Article]:
    """The articles, the best-told first, each text once however many outlets print it."""
    articles = headline_order(story)
    repeats = copies(articles) if len(articles) > 1 else {}
    kept: dict[str, Article] = {}
    for article in articles:
        kept.setdefault(repeats.get(article.id, article.id), article)
    return list(kept.values())


def _reports(story: Story, articles: Sequence[Article]) -> list[Report]:
    update = story.status == "update" and bool(story.fresh)
    latest = max((a.when for a in articles), default=None)
    return [
        Report(
            a.text,
            a.title,
            a.language,
            known=update and a.id not in story.fresh,
            trust=_trust(a, latest - a.when if latest else timedelta()),
            news=story.news if update else (),
        )
        for a in articles
    ]


def _trust(article: Article, age: timedelta) -> float:
    """Less for what is old beside the story's latest report, which knows better, and for what is no report."""
    hours = min(max(age.total_seconds() / 3600, 0.0), _OLD_HOURS)
    factor = 1.0 - _AGEING * hours / _OLD_HOURS
    return factor * (1.0 if article.genre == "report" else _NO_REPORT)


def _quote(sentence: Sentence, articles: Sequence[Article]) -> Quote:
    return replace(articles[sentence.report].quoted(sentence.start, sentence.end), trimmed=sentence.trimmed)


def summarize(
    text: str,
    *,
    title: str | None = None,
    sentences: int | None = None,
    words: int | None = None,
    language: str | None = None,
) -> list[str]:
    """The key sentences of one text, verbatim and in reading order: three, unless sentences or words says otherwise."""
    if sentences is None and words is None:
        sentences = 3
    report = Report(text, title or "", language or "en")
    return [sentence.text for sentence in Cover([report]).choose(limit=sentences, words=words)]


def summarize_story(
    texts: Sequence[str],
    *,
    titles: Sequence[str | None] | None = None,
    words: int | None = None,
    language: str | None = None,
) -> list[str]:
    """The key sentences of several reports of one event, verbatim, in at most so many words (100 unless given).

    Whatever the order of the texts, the report with the best title comes first, then the longest. Raises ValueError
    when there are not as many titles as texts.
    """
    pairs = zip(texts, titles if titles is not None else [None] * len(texts), strict=True)
    reports = [Report(text, title or "", language or "en") for text, title in pairs]
    openings = [{stem(w, r.language) for w in tokens(r.title) if w not in STOP_WORDS} for r in reports]
    spread = Counter(word for words_of in openings for word in words_of)
    reports.sort(
        key=lambda r: (
            -round(title_worth(r.title, "", spread, len(reports), r.language), 6),
            -len(r.text),
            r.text,
            r.title,
        )
    )
    return [sentence.text for sentence in Cover(reports).choose(limit=None, words=100 if words is None else words)]
