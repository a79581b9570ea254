"""Gather, make and publish, over a real store, the news sample's texts, and stand-ins for the web."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from briefing.core.codec import edition_json
from briefing.core.summarize import Extractive
from briefing.edges.store import SqlStore
from briefing.errors import CheckError, FetchError, SourceError, StoreError
from briefing.model import Article, Edition, Extract, Feed, Item, Quote, Reading, Recipe, Story
from briefing.pipeline import LONGEST_TITLE, Gathered, gather, make, publish, rebuild
from briefing.ports import Summarizer
from briefing.sample.world import EDITIONS, PUBLISHERS
from briefing.sample.world import articles as sample_articles
from tests.builders import NOW, article, item, slot
from tests.fakes import Bodies, InLine, Items, Pages, serial, silent

A = TypeVar("A")
B = TypeVar("B")
RECIPE = Recipe(version="test")
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = SqlStore(f"sqlite:///{tmp_path}/briefing.db", lambda holder: False)
    yield opened
    opened.close()


def gathered(store: SqlStore, sources: Sequence[Items], pages: Pages, now: datetime = NOW) -> Gathered:
    return gather(sources, store, pages, Bodies(), InLine(), serial, now=now, keep=3 * DAY, progress=silent)


def feed(*items: Item, url: str = "https://meridian.example/feed") -> Items:
    return Items(Feed(url=url, name=url.split("/")[2].split(".")[0].title()), Reading(items=items))


# --- gather ---


def test_one_bad_feed_is_named_and_the_others_are_read(store: SqlStore) -> None:
    one = item("One")
    bad = Items(
        Feed(url="https://bad.example/feed", name="Bad"), FetchError("the server said 403 Forbidden", status=403)
    )
    result = gathered(store, [bad, feed(one)], Pages({one.url: b"The text of one."}))
    assert (result.feeds, result.feeds_read, result.items_new, result.pages_read) == (2, 1, 1, 1)
    assert [(f.stage, f.subject) for f in result.failures] == [("feed", "https://bad.example/feed")]
    assert [(f.subject, f.message) for f in store.news.failures(NOW - DAY)] == [
        ("Bad", "the server said 403 Forbidden")
    ]
    assert [a.text for a in store.news.articles(NOW - DAY, NOW)] == ["The text of one."]


def test_a_feeds_password_is_told_to_nobody(store: SqlStore) -> None:
    bad = Items(Feed(url="https://me:secret@bad.example/feed"), FetchError("the server said 401", status=401))
    told = [*gathered(store, [bad, feed(item("One"))], Pages()).failures, *store.news.failures(NOW - DAY)]
    assert [f.subject for f in told if f.stage == "feed"] == ["https://bad.example/feed"] * 2


def test_a_page_that_can_not_be_read_falls_back_to_the_feed_and_is_tried_again(store: SqlStore) -> None:
    one = item("One", excerpt="What the feed says of it.")
    pages = Pages({one.url: FetchError("no answer within 20 s")})
    first = gathered(store, [feed(one)], pages)
    (kept,) = store.news.articles(NOW - DAY, NOW)
    assert (kept.text, kept.text_from) == ("What the feed says of it.", "feed")
    assert [f.message for f in first.failures] == ["no answer within 20 s"]

    assert gathered(store, [feed(one)], pages, NOW + timedelta(minutes=5)).failures == ()
    assert len(pages.asked) == 1

    pages.answers[one.url] = b"What the page says of it."
    later = NOW + timedelta(hours=1)
    assert gathered(store, [feed(one)], pages, later).pages_read == 1
    (kept,) = store.news.articles(NOW - DAY, later)
    assert (kept.text, kept.text_from) == ("What the page says of it.", "page")
    assert store.news.failures(NOW - DAY) == []


def test_a_page_that_stays_away_is_given_up_and_one_that_is_gone_at_once(store: SqlStore) -> None:
    away, gone = item("Away"), item("Gone")
    pages = Pages({away.url: FetchError("no answer"), gone.url: FetchError("404", status=404)})
    for hours in range(0, 60, 7):
        gathered(store, [feed(away, gone)], pages, NOW + timedelta(hours=hours))
    assert pages.asked.count(away.url) == 4
    assert pages.asked.count(gone.url) == 1


def test_what_is_no_article_falls_back_and_is_not_asked_for_again(store: SqlStore) -> None:
    one = item("One", excerpt="A summary.")
    pages = Pages({one.url: b""})
    assert [f.message for f in gathered(store, [feed(one)], pages).failures] == ["the page holds no report"]
    gathered(store, [feed(one)], pages, NOW + 2 * DAY)
    assert len(pages.asked) == 1


def test_old_news_of_a_feed_that_is_new_is_left_alone(store: SqlStore) -> None:
    old = item("Old", published=NOW - timedelta(days=30))
    pages = Pages()
    assert gathered(store, [feed(old)], pages).failures == ()
    assert pages.asked == []
    trace = store.news.trace(old.id)
    assert trace is not None
    assert "older than" in trace.outcome


def test_an_entry_that_can_not_be_linked_is_set_aside_and_stops_nothing(store: SqlStore) -> None:
    one, homeless = item("One"), replace(item("Two", excerpt="Something happened, officials said."), url="", id="two")
    result = gathered(
        store, [feed(one, homeless)], Pages({one.url: b"The harbour was closed on Monday, officials said."})
    )
    assert result.failures == ()
    trace = store.news.trace("two")
    assert trace is not None
    assert "no web address" in trace.outcome
    assert [brief.headline for brief in publish(slot(), RECIPE, store, Extractive(), now=NOW).briefs] == ["One"]


def test_controls_and_endless_headlines_do_not_reach_an_article(store: SqlStore) -> None:
    one = item("Huge " * 1000, url="https://meridian.example/one")
    hostile = "The \x9b31mharbour \u202ewas\x1b[2J closed\ud800.\nAnd\tso on."
    pages = Pages({one.url: hostile.encode("utf-8", "surrogatepass")})
    gather(
        [feed(one)], store, pages, Damaged(), InLine(), serial, now=NOW, keep=3 * DAY, progress=silent
    )  # fmt: skip
    (kept,) = store.news.articles(NOW - DAY, NOW)
    assert kept.text == "The 31mharbour was[2J closed.\nAnd\tso on."
    assert len(kept.title) <= LONGEST_TITLE
    assert kept.title.endswith("Huge…")


class Damaged:
    """An extractor that hands over what it finds, as a plugin might."""

    def extract(self, html: bytes, url: str, content_type: str | None = None) -> Extract:
        return Extract(text=html.decode("utf-8", "surrogatepass"))


def test_an_article_of_two_feeds_is_the_first_ones_whichever_answers_sooner(store: SqlStore) -> None:
    one, same = item("One", section="World"), item("One", section="Economy")

    def backwards(work: Callable[[A], B], things: Iterable[A]) -> Iterator[tuple[A, B]]:
        return ((thing, work(thing)) for thing in reversed(list(things)))

    feeds = [feed(one), feed(same, url="https://meridian.example/economy")]
    result = gather(
        feeds, store, Pages(), Bodies(), InLine(), backwards, now=NOW, keep=3 * DAY, progress=silent
    )  # fmt: skip
    assert (result.feeds_read, result.items_new) == (2, 1)
    (kept,) = store.news.articles(NOW - DAY, NOW)
    assert (kept.item.section, kept.source) == ("World", "https://meridian.example/feed")


def test_pages_are_asked_for_host_by_host_in_turn(store: SqlStore) -> None:
    a = [item(f"A {n}") for n in range(3)]
    b = [item(f"B {n}", source="https://harbour.example/feed") for n in range(3)]
    pages = Pages({i.url: b"Text." for i in a + b})
    gathered(store, [feed(*a), feed(*b, url="https://harbour.example/feed")], pages)
    hosts = [url.split("/")[2] for url in pages.asked]
    assert all({first, second} == {"meridian.example", "harbour.example"}
               for first, second in zip(hosts[::2], hosts[1::2], strict=True))  # fmt: skip


# --- make and publish ---


def sample(day: int) -> list[Article]:
    """The sample's reports until the end of a day, read without a fault."""
    return [
        article(
            one.title,
            one.text,
            source=f"https://{one.publisher}.example/feed",
            source_name=PUBLISHERS[one.publisher].name,
            url=f"https://{one.publisher}.example/{one.id}",
            section=one.section,
            published=one.published,
            first_seen=one.published + timedelta(minutes=10),
        )
        for one in sample_articles()
        if one.published <= EDITIONS[day] and one.kind == "report"
    ]


def keep(store: SqlStore, articles: Sequence[Article]) -> None:
    for one in articles:
        store.news.save_reading(one.source, Reading(items=(one.item,)), one.first_seen)
        store.news.save_article(one, outcome="read", retry_at=None)


def made(articles: Sequence[Article], recipe: Recipe = RECIPE) -> Edition:
    edition, _ = make(slot(EDITIONS[0]), recipe, articles, [], None, Extractive(), failures=(), feeds=9)
    return edition


def test_the_order_of_arrival_changes_nothing() -> None:
    articles = sample(0)
    wanted = edition_json(made(articles))
    for seed in range(5):
        shuffled = random.Random(seed).sample(articles, len(articles))
        assert edition_json(made(shuffled)) == wanted


def test_every_sentence_stands_in_its_article_and_nothing_is_told_twice() -> None:
    articles = {a.id: a for a in sample(0)}
    edition = made(list(articles.values()))
    assert len(edition.briefs) >= 8
    assert edition.briefs[0].kind == "lead"
    assert len({brief.story for brief in edition.briefs}) == len(edition.briefs)
    for brief in edition.briefs:
        assert brief.headline == articles[brief.articles[0].id].title
        for quote in brief.quotes:
            assert articles[quote.article].text[quote.start : quote.end] == quote.text
            assert quote.article in {reference.id for reference in brief.articles}


@pytest.mark.parametrize("words", [150, 400, 1000])
def test_the_edition_keeps_to_its_words(words: int) -> None:
    edition = made(sample(0), replace(RECIPE, words=words))
    assert words * 0.4 < edition.words <= words


class Counting(Extractive):
    asked = 0

    def summarize(self, story: Story, *, sentences: int, words: int | None = None) -> tuple[Quote, ...]:
        self.asked += 1
        return super().summarize(story, sentences=sentences, words=words)


def test_an_edition_that_is_full_does_not_try_every_story() -> None:
    names = [
        f"{a}{b}{c}" for a in ("Var", "Ost", "Lom") for b in ("en", "ul", "ir") for c in ("holt", "by", "stad", "ma")
    ]
    articles = [
        article(f"{name} news", f"{name} {n} " + " ".join(f"{name.lower()}{k}" for k in range(30)) + ".", url=f"https://a.example/{name}")
        for n, name in enumerate(names)
    ]  # fmt: skip
    counting = Counting()
    edition, decisions = make(
        slot(), replace(RECIPE, words=20), articles, [], None, counting, failures=(), feeds=1
    )  # fmt: skip
    assert (len(edition.briefs), len(decisions)) == (0, len(names))
    assert {decision.because for decision in decisions} == {"the edition has its 20 words"}
    assert 0 < counting.asked <= 60


def test_a_muted_word_keeps_a_story_out_and_says_so() -> None:
    _, decisions = make(
        slot(EDITIONS[0]), replace(RECIPE, mute=("ferry",)), sample(0), [], None, Extractive(), failures=(), feeds=9
    )
    muted = [d for d in decisions if d.because.startswith("muted")]
    assert muted
    assert not any(d.printed for d in muted)


def test_an_edition_is_made_once_and_can_be_made_again_byte_for_byte(store: SqlStore) -> None:
    keep(store, sample(0))
    first = publish(slot(EDITIONS[0]), RECIPE, store, Extractive(), now=EDITIONS[0])
    keep(store, [article("Something else happened", "Something else happened late in the day, officials said.",
                         first_seen=EDITIONS[0] - timedelta(minutes=1))])  # fmt: skip
    again = publish(slot(EDITIONS[0]), replace(RECIPE, words=300), store, Extractive(), now=EDITIONS[0] + DAY)
    assert edition_json(again) == edition_json(first)
    rebuilt = rebuild(first.id, store, Extractive())
    assert rebuilt is not None
    assert edition_json(rebuilt) == edition_json(first)
    assert rebuild("daily/1999-01-01", store, Extractive()) is None


def test_the_next_day_tells_what_is_new_and_marks_updates(store: SqlStore) -> None:
    keep(store, sample(0))
    first = publish(slot(EDITIONS[0]), RECIPE, store, Extractive(), now=EDITIONS[0])
    keep(store, sample(1))
    second = publish(slot(EDITIONS[1]), RECIPE, store, Extractive(), now=EDITIONS[1])
    assert second.previous == first.id
    told = {brief.story for brief in first.briefs}
    updates = [brief for brief in second.briefs if brief.status == "update"]
    assert len(updates) >= 2
    assert {brief.story for brief in updates} <= told
    assert not {brief.story for brief in second.briefs if brief.status == "new"} & told
    seen = {name for name, _ in first.inputs}
    for brief in updates:
        assert brief.articles[0].id not in seen, "an update is led by a report of today"
    rebuilt = rebuild(second.id, store, Extractive())
    assert rebuilt is not None
    assert edition_json(rebuilt) == edition_json(second)


def test_an_edition_can_be_made_again_after_the_one_before_it_was_made_up_for(store: SqlStore) -> None:
    keep(store, sample(1))
    later = publish(slot(EDITIONS[1]), RECIPE, store, Extractive(), now=EDITIONS[1])
    missed = publish(slot(EDITIONS[0]), RECIPE, store, Extractive(), now=EDITIONS[1] + timedelta(hours=1))
    assert missed.briefs
    for edition in (later, missed):
        rebuilt = rebuild(edition.id, store, Extractive())
        assert rebuilt is not None
        assert edition_json(rebuilt) == edition_json(edition)


def test_without_news_the_day_is_quiet(store: SqlStore) -> None:
    keep(store, sample(0))
    publish(slot(EDITIONS[0]), RECIPE, store, Extractive(), now=EDITIONS[0])
    store.news.follow([Feed(url="https://meridian.example/feed")])
    second = publish(slot(EDITIONS[1]), RECIPE, store, Extractive(), now=EDITIONS[1])
    assert second.quiet
    assert second.briefs == ()
    assert second.subject == "Daily Briefing: no news today"


def test_when_no_source_can_be_read_no_empty_edition_is_kept(store: SqlStore) -> None:
    store.news.follow([Feed(url="https://meridian.example/feed")])
    store.news.save_failure("https://meridian.example/feed", "no network", NOW)
    with pytest.raises(SourceError, match="none of 1 sources"):
        publish(slot(), RECIPE, store, Extractive(), now=NOW)
    assert store.editions.keys() == []


class Inventing:
    """A summarizer that writes its own words, as a plugin might."""

    def summarize(self, story: Story, *, sentences: int, words: int | None = None) -> Sequence[Quote]:
        return [Quote(text="All is well in the world.", article=story.lead.id, start=0, end=25)] * 2


def test_what_no_page_says_is_neither_kept_nor_sent(store: SqlStore) -> None:
    keep(store, sample(0))
    liar: Summarizer = Inventing()
    with pytest.raises(CheckError, match="can't be proved"):
        publish(slot(EDITIONS[0]), RECIPE, store, liar, now=EDITIONS[0])
    assert store.editions.keys() == []


def test_a_rebuild_without_its_articles_says_so(store: SqlStore) -> None:
    keep(store, sample(0))
    edition = publish(slot(EDITIONS[0]), RECIPE, store, Extractive(), now=EDITIONS[0])
    lost = replace(edition, slot=replace(edition.slot, briefing="other"), inputs=(("nowhere", "0"),))
    store.editions.add(lost, RECIPE, [], NOW)
    with pytest.raises(StoreError, match="lost"):
        rebuild(lost.id, store, Extractive())
