"""Gather, make and publish, over a real store, the news sample's texts, and stand-ins for the web."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import pytest

from briefing.core.codec import edition_json
from briefing.core.summarize import Extractive
from briefing.edges.store import SqlStore
from briefing.edges.threads import Threads
from briefing.errors import CheckError, FetchError, SourceError, StoreError
from briefing.gathering import LONGEST_TITLE, Gathered, gather
from briefing.model import (
    NO_FREQUENCIES,
    NO_HINTS,
    Access,
    Article,
    Bookmark,
    Edition,
    Extract,
    Feed,
    Frequencies,
    Hints,
    Item,
    Page,
    Quote,
    Reading,
    Recipe,
    Story,
)
from briefing.pipeline import make, publish, rebuild
from briefing.ports import Fetcher, Summarizer
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

    def extract(self, html: bytes, url: str, content_type: str | None = None, hints: Hints = NO_HINTS) -> Extract:
        return Extract(text=html.decode("utf-8", "surrogatepass"))


def test_an_article_of_two_feeds_is_the_first_ones_whichever_answers_sooner(store: SqlStore) -> None:
    one, same = item("One", section="World"), item("One", section="Economy")

    def backwards(
        work: Callable[[A], B], things: Iterable[A], *, lane: Callable[[A], str]
    ) -> Iterator[tuple[A, B | None]]:
        while now := list(things):
            yield from ((thing, work(thing)) for thing in reversed(now))

    feeds = [feed(one), feed(same, url="https://meridian.example/economy")]
    result = gather(
        feeds, store, Pages(), Bodies(), InLine(), backwards, now=NOW, keep=3 * DAY, progress=silent
    )  # fmt: skip
    assert (result.feeds_read, result.items_new) == (2, 1)
    (kept,) = store.news.articles(NOW - DAY, NOW)
    assert (kept.item.section, kept.source) == ("World", "https://meridian.example/feed")


def test_a_slow_feed_keeps_no_page_of_the_others_waiting(store: SqlStore) -> None:
    slow, quick = item("Slow"), item("Quick", source="https://harbour.example/feed")
    pages = Pages({slow.url: b"Slow.", quick.url: b"Quick."})
    read = Event()

    class Slow(Items):
        def read(self, fetcher: Fetcher, bookmark: Bookmark) -> Reading:
            assert read.wait(10), "the other feed's page was not asked for meanwhile"
            return super().read(fetcher, bookmark)

    class Telling(Pages):
        def fetch(self, url: str, **options: Any) -> Page:
            if url == quick.url:
                read.set()
            return pages.fetch(url, **options)

    feeds = [Slow(feed(slow).feed, Reading(items=(slow,))), feed(quick, url="https://harbour.example/feed")]
    result = gather(
        feeds, store, Telling(), Bodies(), InLine(), Threads(4, lambda _: 1), now=NOW, keep=3 * DAY, progress=silent
    )
    assert (result.feeds_read, result.pages_read) == (2, 2)


def test_a_feed_that_fails_is_asked_ever_more_rarely_until_it_is_back(store: SqlStore) -> None:
    bad = Items(Feed(url="https://bad.example/feed"), FetchError("the server said 503", status=503))
    asked = []
    for quarter in range(4 * 24):
        now = NOW + timedelta(minutes=15 * quarter)
        asked += [quarter / 4] * gathered(store, [bad], Pages(), now).feeds_asked
    assert asked == [0, 0.25, 0.75, 1.75, 3.75, 7.75, 13.75, 19.75]
    (health,) = store.news.health(NOW + DAY)
    assert (health.failures, health.failing_since) == (8, NOW)

    bad.reading = Reading(items=(item("One", source=bad.feed.url),))
    assert gathered(store, [bad], Pages(), NOW + 2 * DAY).items_new == 1
    (health,) = store.news.health(NOW + 2 * DAY)
    assert (health.failures, health.failing_since, health.failure) == (0, None, "")
    bad.reading = FetchError("again", status=503)
    gathered(store, [bad], Pages(), NOW + 3 * DAY)
    assert gathered(store, [bad], Pages(), NOW + 3 * DAY + timedelta(minutes=15)).feeds_asked == 1


def test_a_feed_waits_as_long_as_its_server_asks(store: SqlStore) -> None:
    busy = Items(Feed(url="https://busy.example/feed"), FetchError("429", status=429, retry_after=7200.0))
    gathered(store, [busy], Pages())
    assert gathered(store, [busy], Pages(), NOW + timedelta(minutes=119)).feeds_asked == 0
    assert gathered(store, [busy], Pages(), NOW + timedelta(minutes=120)).feeds_asked == 1


def test_a_feed_that_is_gone_is_asked_no_more(store: SqlStore) -> None:
    gone = Items(Feed(url="https://gone.example/feed"), FetchError("the server said 410 Gone", status=410))
    assert gathered(store, [gone, feed()], Pages()).feeds_asked == 2
    assert gathered(store, [gone, feed()], Pages(), NOW + 30 * DAY).feeds_asked == 1
    assert [h.gone for h in store.news.health(NOW)] == [True, False]
    assert [f.message for f in store.news.failures(NOW + 29 * DAY)] == ["the server said 410 Gone"]


def test_a_feed_that_asks_for_rest_gets_it_within_reason(store: SqlStore) -> None:
    hourly = Items(Feed(url="https://a.example/feed"), Reading(fresh_for=timedelta(minutes=20)))
    weekly = Items(Feed(url="https://b.example/feed"), Reading(fresh_for=timedelta(days=7)))
    gathered(store, [hourly, weekly], Pages())
    counts = [gathered(store, [hourly, weekly], Pages(), NOW + timedelta(minutes=m)).feeds_asked for m in (10, 20, 60)]
    assert counts == [0, 1, 2]


def test_without_a_network_no_feed_is_blamed_for_long(store: SqlStore) -> None:
    feeds = [Items(Feed(url=f"https://{n}.example/feed"), FetchError("not found: no name server")) for n in "abc"]
    for minutes in range(0, 600, 30):
        result = gathered(store, feeds, Pages(), NOW + timedelta(minutes=minutes))
        assert (result.offline, result.feeds_asked) == (True, 3)
    feeds[0].reading = Reading()
    result = gathered(store, feeds, Pages(), NOW + timedelta(minutes=600))
    assert (result.offline, result.feeds_read) == (False, 1)


def test_what_a_round_has_no_time_for_is_the_next_ones(store: SqlStore) -> None:
    one, two = item("One"), item("Two")
    pages = Pages({one.url: b"One.", two.url: b"Two."})
    left = iter([True, True])  # the feed, and one page
    first = gather([feed(one, two)], store, pages, Bodies(), InLine(), serial, now=NOW, keep=3 * DAY, progress=silent,
                   in_time=lambda: next(left, False))  # fmt: skip
    assert (first.pages_read, first.left, first.failures) == (1, 1, ())
    assert len(store.news.articles(NOW - DAY, NOW)) == 1
    second = gathered(store, [feed(one, two)], pages)
    assert (second.items_new, second.pages_read, second.left) == (0, 1, 0)


def test_a_source_that_breaks_is_named_and_the_others_are_read(store: SqlStore) -> None:
    one = item("One")
    broken = Items(Feed(url="plugin:town-hall"), ZeroDivisionError("division by zero"))
    result = gathered(store, [broken, feed(one)], Pages({one.url: b"One."}))
    assert (result.feeds_read, result.pages_read) == (1, 1)
    assert [f.message for f in result.failures] == ["reading it failed: ZeroDivisionError: division by zero"]


def test_pages_are_asked_for_with_what_their_source_needs(store: SqlStore) -> None:
    one, two = item("One"), item("Two", source="https://harbour.example/feed")
    access = Access(cookies=(("session", "abc"),), hosts=("meridian.example",))
    mine = Items(Feed(url="https://meridian.example/feed", access=access), Reading(items=(one,)))
    pages = Pages({one.url: b"One.", two.url: b"Two."})
    gathered(store, [mine, feed(two, url="https://harbour.example/feed")], pages)
    assert dict(zip(pages.asked, pages.access, strict=True)) == {one.url: access, two.url: Access()}


def test_one_article_at_two_addresses_is_told_once(store: SqlStore) -> None:
    text = "The harbour was closed on Monday after a storm, officials said. " * 5
    one = item("The harbour is closed", url="https://meridian.example/one")
    two = item("The harbour is closed", url="https://meridian.example/live/one?view=long")
    pages = Pages({one.url: text.encode(), two.url: text.encode()})
    assert gathered(store, [feed(one, two)], pages).pages_read == 2
    edition = publish(slot(), RECIPE, store, Extractive(), now=NOW)
    assert [len(brief.articles) for brief in edition.briefs] == [1]
    assert len(edition.inputs) == 2
    rebuilt = rebuild(edition.id, store, Extractive())
    assert rebuilt is not None
    assert edition_json(rebuilt) == edition_json(edition)


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


def test_a_lead_has_a_date_of_the_day_where_any_story_has_one() -> None:
    articles = sample(0)
    usual = made(articles)
    first = {reference.id for reference in usual.briefs[0].articles}
    undated = [replace(one, published=None) if one.id in first else one for one in articles]
    edition, decisions = make(slot(EDITIONS[0]), RECIPE, undated, [], None, Extractive(), failures=(), feeds=9)
    lead, *others = edition.briefs
    assert lead.kind == "lead"
    assert any(reference.published for reference in lead.articles)
    passed_over = next(brief for brief in others if {reference.id for reference in brief.articles} & first)
    assert passed_over.kind == "full"
    assert passed_over.score > lead.score
    because = next(decision.because for decision in decisions if decision.story == passed_over.story)
    assert because == "printed as full: a lead has a date of the day, and none of its reports has"
    # Where no story has one, the best leads.
    none = made([replace(one, published=None) for one in articles])
    assert none.briefs[0].score == max(brief.score for brief in none.briefs)


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

    def summarize(
        self, story: Story, *, sentences: int, words: int | None = None, background: Frequencies = NO_FREQUENCIES
    ) -> tuple[Quote, ...]:
        self.asked += 1
        return super().summarize(story, sentences=sentences, words=words, background=background)


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
    assert (first.counts.told_before, first.counts.moved_on) == (0, 0)
    assert second.counts.told_before == len(first.briefs)
    assert second.counts.moved_on == len(updates)
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

    def summarize(
        self, story: Story, *, sentences: int, words: int | None = None, background: Frequencies = NO_FREQUENCIES
    ) -> Sequence[Quote]:
        return [Quote(text="All is well in the world.", article=story.lead.id, start=0, end=25)] * 2


def test_what_no_page_says_is_neither_kept_nor_sent(store: SqlStore) -> None:
    keep(store, sample(0))
    liar: Summarizer = Inventing()
    with pytest.raises(CheckError, match="can't be proved"):
        publish(slot(EDITIONS[0]), RECIPE, store, liar, now=EDITIONS[0])
    assert store.editions.keys() == []


def test_what_a_summarizer_of_the_user_s_own_writes_is_marked_and_what_it_quotes_is_proved(store: SqlStore) -> None:
    class Mixed(Inventing):
        def summarize(
            self, story: Story, *, sentences: int, words: int | None = None, background: Frequencies = NO_FREQUENCIES
        ) -> Sequence[Quote]:
            quoted = Extractive().summarize(story, sentences=1)
            stranger = Quote(text="From nowhere.", article="unknown", start=0, end=13)
            return [*quoted, *super().summarize(story, sentences=1), stranger]

    keep(store, sample(0))
    edition = publish(slot(EDITIONS[0]), replace(RECIPE, summarizer="llm"), store, Mixed(), now=EDITIONS[0])
    told = [brief for brief in edition.briefs if brief.kind != "brief"]
    assert told
    for brief in told:
        assert [bool(quote.by) for quote in brief.quotes] == [False, True, True]
        for quote in brief.quotes:
            written = quote.text == "All is well in the world."
            assert (quote.by, quote.url == "") == (("llm", True) if written else ("", False))


def test_a_rebuild_without_its_articles_says_so(store: SqlStore) -> None:
    keep(store, sample(0))
    edition = publish(slot(EDITIONS[0]), RECIPE, store, Extractive(), now=EDITIONS[0])
    lost = replace(edition, slot=replace(edition.slot, briefing="other"), inputs=(("nowhere", "0"),))
    store.editions.add(lost, RECIPE, [], NOW)
    with pytest.raises(StoreError, match="lost"):
        rebuild(lost.id, store, Extractive())
