"""Which of a story's titles is the best headline: the one that says what happened."""

from __future__ import annotations

import re
from collections import Counter

from briefing.core.text import STOP_WORDS, count_words, fold, stem, tokens
from briefing.model import Article, Story

_OPENING_TOKENS = 60
"""How much of a text counts as its opening."""
_KEYS = 12
_LABEL = re.compile(
    r"(?:live|watch|video|opinion|op-ed|analysis|editorial|comment(?:ary)?|explainer|explained|podcast|review|letters?"
    r"|gallery|photos?|pictures|in pictures|in photos|listen|quiz|factbox|fact check|exclusive|breaking"
    r"|updated?|recap|timeline|the latest"
    r"|meinung|kommentar|liveticker|newsblog|analyse"
    r"|interview|opinión|en vivo|vídeo|direct|en direct|avis|opinione|diretta"
    r"|ao vivo)"
    r"\s*(?:[:|–—]|-\s)|.*\b(?:live (?:updates?|blog|coverage)|as it happened|in pictures|liveticker)\b",
    re.IGNORECASE,
)
_LIVE = re.compile(r"\blive\s?[:|–—]|[:|–—]\s?live$", re.IGNORECASE)
_BAIT = re.compile(
    r"\b(?:you (?:won['’]t|need to|should|can)|need to know|what we know|everything (?:you|we)"
    r"|here['’]s (?:why|what|how)"
    r"|this is (?:why|what|how)|the reason why|goes viral|went viral|mind-?blowing|shocking"
    r"|jaw-?dropping|stunned|slams|destroys"
    r"|(?:^|\s)\d+ (?:things|ways|reasons|facts|takeaways|photos|tips)|will make you|wait until|one simple"
    r"|the truth about)\b"
    r"|^(?:how|why|what|who|when|where|which|meet|is|are|can|could|should|will|does|do|did)\b"
    r"|^(?:warum|wieso|weshalb|wie|was|wer|so (?:können|sieht|geht|reagier)|das (?:müssen|sollten|ist der|sind die)"
    r"|pourquoi|comment|qui est|voici|ce (?:que|qu['’]il)|por qué|cómo|qué|quién|esto es|perché|ecco|chi è|cosa"
    r"|por que|como|quem é|veja|saiba|entenda|waarom|hoe|wat|wie is|dit is|почему|как|что|кто|neden|nasıl|kim|işte"
    r"|لماذا|كيف|ماذا|هل|为什么|如何|なぜ)\b|(?:\.\.\.|…)\s*$",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:I|[Yy]ou|[Yy]our|[Ww]e|[Mm]y|[Oo]ur|[Ii]ch|[Ww]ir|[Mm]ein|Ihre|Ihnen|[Vv]ous|[Vv]otre|[Nn]ous|[Uu]sted|[Vv]ocê"
    r"|[Nn]osotros|[Jj]ullie|[Вв]ы|[Мм]ы|[Мм]не|[Bb]iz|[Ss]iz)\b"
)
_NO_REPORT = 0.4
"""What the title of an opinion, a live ticker or a video counts beside a report's."""


def headline_order(story: Story) -> tuple[Article, ...]:
    """The story's articles, the one whose title makes the best headline first.

    Articles read from their page come before feed excerpts, those without text last, so that the first also has
    something to quote. In an update, those that no earlier edition had come before those it did, and of these the ones
    whose titles say what is new: an update's headline must be new.
    """
    openings = {article.id: _opening(article) for article in story.articles}
    spread = Counter(word for words in openings.values() for word in words)

    def order(article: Article) -> tuple[object, ...]:
        worth = title_worth(article.title, article.item.source_name, spread, len(openings), article.language)
        worth *= 1.0 if article.genre == "report" else _NO_REPORT
        empty = not article.text.strip()
        known = story.status == "update" and article.id not in story.fresh
        excerpt = article.text_from == "feed"
        silent = not any(piece in article.title for piece in story.news)
        by_worth = (-round(worth, 6), -article.item.weight, article.when, article.id, article.digest)
        return empty, known, excerpt, silent, *by_worth

    return tuple(sorted(story.articles, key=order))


def title_worth(title: str, outlet: str, spread: Counter[str], reports: int, language: str) -> float:
    """How good a headline a title is, from 0 up: its share of the words that most reports open with, times its form.

    spread: word -> how many of the reports open with it.
    """
    own = _words(title, language)
    keys = sorted(spread, key=lambda word: (-spread[word], word))[:_KEYS]
    total = sum(spread[word] for word in keys) or 1
    told = sum(spread[word] for word in keys if word in own) / total
    sure = sum(spread[word] for word in own) / (len(own) * max(1, reports)) if own else 0.0
    return (0.2 + told + sure) * _form(title, outlet)


def _form(title: str, outlet: str) -> float:
    factor = 1.0
    words = count_words(title)
    if not 5 <= words <= 14:
        factor *= 0.7 if 3 <= words <= 18 else 0.4
    letters = [letter for letter in title if letter.isalpha()]
    if sum(map(str.isupper, letters)) > 0.7 * len(letters):
        factor *= 0.4
    if "?" in title or "？" in title or "؟" in title:
        factor *= 0.4
    if "!" in title or "！" in title:
        factor *= 0.6
    if _LABEL.match(title.lstrip()) or _LIVE.search(title):
        factor *= 0.3
    if _BAIT.search(title.strip()):
        factor *= 0.5
    if _SPOKEN.search(title):
        factor *= 0.7
    if " | " in title or (outlet and re.search(rf"\s[-–—|·:]\s*{re.escape(fold(outlet))}\s*$", fold(title))):
        factor *= 0.5
    return factor


def _words(text: str, language: str) -> frozenset[str]:
    return frozenset(stem(word, language) for word in tokens(text) if word not in STOP_WORDS and len(word) > 1)


def _opening(article: Article) -> frozenset[str]:
    start = " ".join(tokens(article.text[: _OPENING_TOKENS * 12])[:_OPENING_TOKENS])
    return _words(article.title + " " + start, article.language)
