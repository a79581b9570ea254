"""Editions of several days in turn, of the newsroom's feeds and of the texts that it knows to be true.

How pages are read is measured elsewhere. Here each page is its true text, so that seven days take seconds and what is
wrong with an edition is wrong with its stories.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

from briefing.core.codec import edition_json
from briefing.core.summarize import Extractive
from briefing.edges.feed_source import FeedSource
from briefing.edges.opml_source import read_opml
from briefing.edges.store import SqlStore
from briefing.gathering import gather
from briefing.model import Access, Edition, Page, Recipe, Validators
from briefing.pipeline import publish
from tests.bench import newsroom
from tests.builders import slot
from tests.fakes import Bodies, InLine, serial, silent

RECIPE = Recipe(version="bench")


class _Texts:
    """A Fetcher that has feeds from a newsroom, and for each page its true text."""

    def __init__(self, base: str) -> None:
        with urlopen(f"{base}/_newsroom/truth", timeout=10) as answer:
            rows = map(json.loads, answer.read().decode().splitlines())
        self._texts = {row["url"]: row["text"] for row in rows}

    def fetch(
        self,
        url: str,
        *,
        validators: Validators | None = None,
        access: Access | None = None,
        robots: bool = False,
    ) -> Page:
        if text := self._texts.get(url):
            return Page(url=url, body=text.encode(), content_type="text/html")
        with urlopen(url, timeout=10) as answer:
            return Page(url=url, body=answer.read(), content_type=answer.headers["Content-Type"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    edition: Edition
    scores: Mapping[str, float]
    """What the newsroom's scorer says of the edition: coverage and ndcg beside the truth of its own day, the rest
    beside that of all days so far; and "ndcg, untold", see `newsroom.Past`."""
    statuses: Mapping[str, int]
    """How many stories were told before or not, see `newsroom.STATUSES`."""


def in_turn(folder: Path, *, recipe: Recipe = RECIPE) -> Iterator[Day]:
    """The days of a newsroom, its editions made one after the other into one store in the folder, which is empty."""
    past, port = newsroom.Past(folder), newsroom.free_port()
    with closing(SqlStore(f"sqlite:///{folder / 'briefing.db'}", lambda _: False)) as store:
        for day in range(1, newsroom.DAYS + 1):
            now = newsroom.FIRST_DAY + timedelta(days=day - 1)
            arguments = ("--now", now.isoformat(), "--day", f"{day}", "--days", f"{newsroom.DAYS}")
            with newsroom.served("--port", port, *arguments) as room:
                past.add(room)
                path = folder / f"day-{day}.json"
                edition = _made(store, room.base, recipe, now)
                path.write_text(edition_json(edition), encoding="utf-8")
                scores = {**past.score(path), **_of_the_day(newsroom.score(path, room.base))}
            statuses, untold = past.judge(path)
            values = {name: float(value) for name, value in scores.items()}
            yield Day(edition=edition, scores={**values, "ndcg, untold": untold}, statuses=statuses)


def _of_the_day(scores: Mapping[str, str]) -> dict[str, str]:
    return {name: scores[name] for name in ("coverage", "ndcg")}


def _made(store: SqlStore, base: str, recipe: Recipe, now: datetime) -> Edition:
    fetcher = _Texts(base)
    sources = [FeedSource(feed) for feed in read_opml(fetcher.fetch(f"{base}/feeds.opml").body)]
    gathered = gather(
        sources, store, fetcher, Bodies(), InLine(), serial, now=now, keep=recipe.lookback, progress=silent
    )
    if gathered.failures:
        raise SystemExit(f"not gathered: {gathered.failures[0]}")
    return publish(slot(now), recipe, store, Extractive(), now=now)
