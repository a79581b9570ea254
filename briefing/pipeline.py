"""The whole way from feeds to readers.

    gather    sources -> items -> pages -> articles                     in `gathering`: all day; safe to repeat
    make      articles -> stories -> ranked -> briefs -> edition        pure: the same input, the same edition
    publish   make, prove every sentence, keep                          an edition that exists is never made again
    deliver   edition -> document -> channels -> receipts               in `delivery`; a receipt is never sent again

`gather` and `publish` meet only in the store. What goes wrong with one feed, page or address becomes a `Failure` in
these three, and the rest goes on; any other error of the tree in `errors` stops the work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from briefing.core.cluster import Grouping
from briefing.core.copies import copies
from briefing.core.duplicates import once
from briefing.core.edition import Surroundings, compose
from briefing.core.follow import follow
from briefing.core.headline import headline_order
from briefing.core.quotations import finished
from briefing.core.rank import rank
from briefing.core.summarize import one_liner
from briefing.core.verify import verify
from briefing.errors import CheckError, SourceError, StoreError
from briefing.model import (
    EXTRACTIVE,
    NO_FREQUENCIES,
    Article,
    Decision,
    Edition,
    Failure,
    Frequencies,
    Recipe,
    Slot,
    Told,
)
from briefing.ports import Store, Summarizer


def make(
    slot: Slot,
    recipe: Recipe,
    articles: Sequence[Article],
    told: Sequence[Told],
    previous: Edition | None,
    summarizer: Summarizer,
    *,
    failures: Sequence[Failure],
    feeds: int,
    background: Frequencies = NO_FREQUENCIES,
) -> tuple[Edition, list[Decision]]:
    """The edition of a slot, and what became of each story. Pure: the order of the articles does not matter.

    `background` tells how common words are in news from before the articles.
    """
    articles = sorted(articles, key=lambda article: article.id)
    single, twins = once(articles)
    known = frozenset[str]().union(*(story.articles for story in told))
    grouping = Grouping(background=background, threshold=recipe.threshold)
    grouping.add(single)
    stories = [replace(story, articles=headline_order(story)) for story in follow(grouping.groups(known), told)]
    repeats = copies(single)
    ranked = rank(
        stories,
        recipe=recipe,
        now=slot.closes,
        copies=repeats,
        known=previous.inputs if previous else (),
        alike=grouping.near(),
    )
    around = Surroundings(
        previous=previous,
        failures=tuple(failures),
        feeds=feeds,
        inputs=tuple(articles),
        background=background,
        repeats=repeats,
        twins=_by_value(twins),
    )
    return compose(
        slot,
        recipe,
        ranked,
        around,
        quotes=lambda story, most: finished(
            summarizer.summarize(story, sentences=most, background=background),
            story,
            by=_writer(recipe),
        ),
        one_liner=lambda story: next(
            iter(finished(filter(None, [one_liner(story, background=background)]), story)), None
        ),
    )


def _writer(recipe: Recipe) -> str:
    """The summarizer that may write sentences of its own, which are marked; the built-in one only quotes."""
    return "" if recipe.summarizer == EXTRACTIVE else recipe.summarizer


def _by_value(mapping: Mapping[str, str]) -> dict[str, list[str]]:
    keys: dict[str, list[str]] = defaultdict(list)
    for key, value in mapping.items():
        keys[value].append(key)
    return keys


def publish(slot: Slot, recipe: Recipe, store: Store, summarizer: Summarizer, *, now: datetime) -> Edition:
    """The edition of a slot: the one that exists, or one made now, proved and kept.

    Raises SourceError when there is nothing new because no source could be read, CheckError, StoreError.
    """
    if existing := store.editions.get(slot.key):
        return existing
    edition, decisions, articles = _of_the_store(slot, recipe, store, summarizer, past=False)
    if not edition.counts.articles_new and edition.counts.feeds_failed == edition.counts.feeds:
        # An edition is never made again: an empty one kept now would stand for the day although the network is back.
        raise SourceError(
            f"there is nothing to publish: none of {edition.counts.feeds} sources could be read",
            hint="Is this machine online? `briefing feeds check` tries each.",
        )
    prove(edition, articles)
    return store.editions.add(edition, recipe, decisions, now)


def rebuild(key: str, store: Store, summarizer: Summarizer) -> Edition | None:
    """An edition made again from the input, the recipe and the failures that it recorded; None when there is none.

    Raises StoreError where what it was made of is kept no more.
    """
    kept = store.editions.get(key)
    if kept is None:
        return None
    recipe = store.editions.recipe(key)
    since = kept.slot.closes - recipe.lookback
    _all_there(kept.slot, since, store)
    edition, _ = make(
        kept.slot,
        recipe,
        store.news.versions(kept.inputs),
        store.editions.told(kept.slot.briefing, key, since),
        store.editions.get(kept.previous) if kept.previous else None,
        summarizer,
        failures=kept.failures,
        feeds=kept.counts.feeds,
        background=store.words.before(since),
    )
    return edition


def replay(slot: Slot, recipe: Recipe, store: Store, summarizer: Summarizer) -> Edition:
    """What `publish` would have made of a slot that has no edition, of what the store had by then; nothing is kept.

    Feeds that failed then and were read since are not named. Raises CheckError, and StoreError where what was read then
    is kept no more.
    """
    edition, _, articles = _of_the_store(slot, recipe, store, summarizer, past=True)
    prove(edition, articles)
    return edition


def _of_the_store(
    slot: Slot, recipe: Recipe, store: Store, summarizer: Summarizer, *, past: bool
) -> tuple[Edition, list[Decision], Sequence[Article]]:
    """The edition of a slot without one, what became of each story, and the articles that they are made of.

    past: as of the slot's end; nothing is written.
    """
    since = slot.closes - recipe.lookback
    _all_there(slot, since, store)
    articles = store.news.articles(since, slot.closes)
    edition, decisions = make(
        slot,
        recipe,
        articles,
        store.editions.told(slot.briefing, slot.key, since),
        store.editions.before(slot.key),
        summarizer,
        failures=store.news.failures(slot.opens, slot.closes if past else None),
        feeds=len(store.news.followed()),
        background=store.words.before(since, keep=not past),
    )
    return edition, decisions, articles


def _all_there(slot: Slot, since: datetime, store: Store) -> None:
    """Raises StoreError where not all is kept any more that came after since."""
    kept = store.keeping.since()
    if kept and since < kept:
        raise StoreError(
            f"{slot.key} can't be made from what was read then: all of that is kept from {kept.date()} on only",
            hint="`keep.articles` says for how long. What editions cite stays: `briefing editions verify` proves it.",
        )


def prove(edition: Edition, articles: Iterable[Article]) -> None:
    """Raises CheckError unless every headline and sentence stands in an article that was read."""
    problems = verify(edition, {(article.id, article.digest): article for article in articles})
    if problems:
        raise CheckError(
            f"{edition.id} can't be proved:\n" + "\n".join(problems),
            hint="This is a fault in Briefing or in a plugin; the edition was not kept and nothing was sent.",
        )
