"""What grouping costs: from a thousand articles to 50,000, and an hour added to a day.

The articles are those of ../shared, told anew: most of their words give way to others of their
language that are about as common, so that any number of events has the statistics of real ones.

python -m tests.bench.stories WHAT FILE    measure one batch in this process, print JSON (see `MEASURES`)
"""

from __future__ import annotations

import hashlib
import importlib
import json
import math
import os
import pickle
import random
import re
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count as numbers
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from briefing.core import cluster, copies, duplicates, frequencies
from briefing.core.languages import language_of
from briefing.model import Article, Frequencies, Item
from tests.bench.plots import Plot
from tests.bench.report import Table
from tests.bench.scores import EVAL
from tests.watch import peak

SHARED = Path("../shared").resolve()
SIZES = (1_000, 3_000, 10_000, 25_000, 50_000)
FIRST = datetime(2026, 9, 14, tzinfo=UTC)
WINDOW = timedelta(days=3)
HISTORY = 5_000
_ALONE = 0.9
_FULL_TEXTS = 0.4
"""The share of articles with their full text; the others have a feed's excerpt."""
_COMMON = 32
"""Words of a language that stay where they are: its grammar."""
_STAY = 0.1
"""The share of the others that stay: two events on one topic have words in common."""
_NAMES, _NAMESAKES = 1000, 3
"""From this rank on words are mostly names. Of more news there are more of them (Heaps' law): so many for each."""
_MASK = (1 << 32) - 1
_WORD = re.compile("[\u3040-\u9fff]|[^\\W\u3040-\u9fff]+")
_LEAST_TEXTS = 20
"""Languages with fewer are left out."""
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")

Text = tuple[str, str, str]
"""Language, title, text."""


def told() -> list[Text]:
    """The articles of ../shared that are in a language known."""
    found: list[Text] = []
    for path in sorted((SHARED / "bench/cluster/open").glob("[ab]*.jsonl")):
        found += [("en", row["title"], row["text"]) for row in _rows(path)]
    for row in _rows(SHARED / "bench/cluster/open/uci.jsonl")[::2]:
        found.append(("en", row["title"], ""))
    for row in _rows(SHARED / "bench/cluster/open/tg_pairs.jsonl"):
        found += [("ru", row[side]["title"], row[side]["text"]) for side in "ab"]
    for name in ("bbc", "frank", "tes", "viet"):
        for row in _rows(SHARED / f"bench/summaries/open/{name}.jsonl"):
            found.append((row["lang"], row["title"] or "", row["text"]))
    for row in _rows(SHARED / "newsroom/wire/articles.jsonl"):
        found.append((row.get("lang", "en"), row["title"], row["text"]))
    for path in sorted((SHARED / "bench/extract/open").glob("*.jsonl")):
        found += [(language_of(row["text"]) or "en", row.get("title") or "", row["text"]) for row in _rows(path)]
    many = Counter(language for language, _, _ in found)
    return [
        (language, title or text[:70], text)
        for language, title, text in found
        if (title or text) and many[language] >= _LEAST_TEXTS
    ]


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


class News:
    """Articles without end, the same ones each time."""

    def __init__(self, seed: str) -> None:
        self._chance = random.Random(seed)
        self._texts = told()
        by_language = Counter(language for language, _, _ in self._texts)
        self._weights = [by_language[text[0]] ** -0.3 for text in self._texts]
        self._ranks: dict[str, dict[str, int]] = {}
        self._words: dict[str, list[str]] = {}
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for language, title, text in self._texts:
            counts[language].update(_WORD.findall(f"{title} {text[:3000]}"))
        for language, found in counts.items():
            ordered = [word for word, _ in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))]
            self._words[language] = ordered
            self._ranks[language] = {word: rank for rank, word in enumerate(ordered)}
        self._number = numbers()

    def articles(self, size: int, start: datetime = FIRST, window: timedelta = WINDOW) -> list[Article]:
        """So many articles of the time from then on: nine tenths alone, the others of events that up to 200 tell."""
        made: list[Article] = []
        events = size * (1 - _ALONE)
        while len(made) < size:
            many = 1
            if len(made) < events:
                many = min(int(self._chance.paretovariate(0.8)) + 1, 200, size - len(made))
            made += self._event(many, start, window)
        self._chance.shuffle(made)
        return made

    def _event(self, many: int, start: datetime, window: timedelta) -> Iterator[Article]:
        language, title, text = self._chance.choices(self._texts, self._weights)[0]
        began = start + window * self._chance.random()
        full = self._chance.random() < _FULL_TEXTS
        anew = partial(self._anew, language, self._chance.getrandbits(30))
        title, text = _WORD.sub(anew, title), _WORD.sub(anew, text[:4000])
        for _ in range(many):
            when = began + timedelta(hours=self._chance.expovariate(0.2)) if many > 1 else began
            said = self._retold(text) if many > 1 else text
            headline = self._reworded(title, language) if many > 1 else title
            yield _article(
                next(self._number), language, headline, said if full else said[:300], min(when, start + window)
            )

    def _anew(self, language: str, key: int, word: re.Match[str]) -> str:
        """One of the words that are as common as this one, to within a factor of two: the same one for the same key."""
        rank = self._ranks[language].get(word[0], 0)
        if rank < _COMMON or (draw := _mixed(rank * key) / _MASK) < _STAY:
            return word[0]
        words, first = self._words[language], 1 << (rank.bit_length() - 1)
        other = words[first + int((draw - _STAY) / (1 - _STAY) * (min(2 * first, len(words)) - first))]
        return other + "eno"[key % _NAMESAKES] if rank >= _NAMES else other

    def _retold(self, text: str) -> str:
        """Some sentences are left out, and some have changed places with the next."""
        sentences = [one for one in _SENTENCE.split(text) if self._chance.random() < 0.75]
        for at in range(len(sentences) - 1):
            if self._chance.random() < 0.3:
                sentences[at], sentences[at + 1] = sentences[at + 1], sentences[at]
        return " ".join(sentences)

    def _reworded(self, title: str, language: str) -> str:
        words = [word for word in title.split() if self._chance.random() < 0.75]
        return " ".join([*words, *self._chance.choices(self._words[language][100:5000], k=2)])


def _mixed(number: int) -> int:
    """A number below 2 ** 32 that hardly tells where it comes from (the finaliser of MurmurHash3)."""
    number = (number ^ number >> 16) * 0x85EBCA6B & _MASK
    number = (number ^ number >> 13) * 0xC2B2AE35 & _MASK
    return number ^ number >> 16


def _article(number: int, language: str, title: str, text: str, when: datetime) -> Article:
    source = f"https://outlet{number * 7919 % 997}.example/feed"
    url = f"https://outlet{number * 7919 % 997}.example/{number}"
    name = hashlib.sha256(url.encode()).hexdigest()[:16]
    item = Item(id=name, source=source, source_name=f"Outlet {number * 7919 % 997}", section="News", url=url,
                title=title, published=when, language=language)  # fmt: skip
    return Article(
        id=name,
        item=item,
        url=url,
        title=title,
        text=text,
        text_from="page",
        digest=hashlib.sha256(text.encode()).hexdigest(),
        first_seen=when,
        published=when,
        language=language,
    )


# --- what is measured ----------------------------------------------------------------------------------------------


def _edition(articles: Sequence[Article], background: Frequencies) -> None:
    """All that an edition does with each article."""
    duplicates.once(articles)
    frequencies.count(articles)
    cluster.group(articles, background=background)
    copies.copies(articles)


def _group(articles: Sequence[Article], background: Frequencies) -> None:
    cluster.group(articles, background=background)


def _alone(articles: Sequence[Article], background: Frequencies) -> None:
    del background
    cluster.group(articles)


def _reference(articles: Sequence[Article], background: Frequencies) -> None:
    del background
    sys.path.insert(0, str(EVAL))
    reference = importlib.import_module("baseline_tfidf")
    reference.t18([{"title": a.title, "text": a.text, "published": a.when.isoformat()} for a in articles])


MEASURES: dict[str, Callable[[Sequence[Article], Frequencies], None]] = {
    "group": _group,
    "alone": _alone,
    "edition": _edition,
    "reference": _reference,
}


def _measure(what: str, file: Path) -> dict[str, float]:
    """CPU seconds of the measured function, and the peak of the whole process in MB."""
    articles, background = pickle.loads(file.read_bytes())
    import scipy.sparse.csgraph  # noqa: F401 - what is imported once a process is no cost of an article

    began = time.process_time()
    MEASURES[what](articles, background)
    cpu = time.process_time() - began
    return {"cpu": cpu, "peak": peak(os.getpid()) / 2**20}


def _hour(articles: Sequence[Article], background: Frequencies) -> float:
    """What it costs to add the last of a day's 24 parts to the others, over what it costs to group the day."""
    day = sorted(articles, key=lambda article: article.when)
    last = len(day) * 23 // 24
    times = [time.process_time()]
    cluster.group(day, background=background)
    times.append(time.process_time())
    grouping = cluster.Grouping(background=background)
    grouping.add(day[:last])
    times.append(time.process_time())
    grouping.add(day[last:])
    times.append(time.process_time())
    return (times[3] - times[2]) / (times[1] - times[0])


def curve(*, quick: bool) -> Iterator[Table]:
    sizes = SIZES[:2] if quick else SIZES
    news = News("curve")
    background = frequencies.count(news.articles(HISTORY, FIRST - timedelta(days=33), timedelta(days=30)))
    # As many documents as the month before a day has: then today's articles do not count.
    background = frequencies.summed([background] * 4)
    found: dict[str, list[dict[str, float]]] = {what: [] for what in MEASURES}
    with TemporaryDirectory() as folder:
        file = Path(folder) / "articles"
        for size in sizes:
            file.write_bytes(pickle.dumps((News(f"curve {size}").articles(size), background)))
            for what in MEASURES:
                command = [sys.executable, "-m", "tests.bench.stories", what, str(file)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                found[what].append(json.loads(done.stdout))
    names = {
        "group": "Briefing", "alone": "Briefing, alone", "edition": "all of an edition",
        "reference": "reference, threshold .18",
    }  # fmt: skip
    yield Table(
        title="What grouping costs",
        plot=Plot(
            x="articles",
            y="CPU seconds",
            curves={
                name: [(size, one["cpu"]) for size, one in zip(sizes, found[what], strict=True)]
                for what, name in names.items()
            },
        ),
        commands=["python -m tests.bench --only curve"],
        reading="Articles of three days, made from those of ../shared, nine tenths of them told once; each size in a "
        "process of its own. CPU seconds without imports, and in brackets the peak of the whole process in MB, its "
        "articles included. Alone: with no earlier news, as `briefing.group` is called. All of an edition: the same "
        "article at two addresses, frequencies, groups, copies. Exponent: of the number of articles, from the second "
        "size to the last; 1 is linear.",
        head=("", *(f"{size:,}" for size in sizes), "exponent"),
        rows=[
            (name, *(f"{one['cpu']:.2f} ({one['peak']:.0f})" for one in found[what]), _exponent(sizes, found[what]))
            for what, name in names.items()
        ],
    )
    day = News("day").articles(sizes[-1] // 3, window=timedelta(days=1))
    yield Table(
        title="An hour added to a day",
        commands=["python -m tests.bench --only curve"],
        reading="CPU time of adding the last of a day's 24 parts to the others, over that of grouping the day.",
        head=("articles of the day", "cost of the hour"),
        rows=[(f"{len(day):,}", f"{_hour(day, background):.3f}")],
    )


def _exponent(sizes: Sequence[int], found: Sequence[dict[str, float]]) -> str:
    first = min(1, len(sizes) - 2)
    return f"{math.log(found[-1]['cpu'] / found[first]['cpu']) / math.log(sizes[-1] / sizes[first]):.2f}"


if __name__ == "__main__":
    print(json.dumps(_measure(sys.argv[1], Path(sys.argv[2]))))
