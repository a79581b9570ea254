"""What gather fills: sources, items, articles, and what sites ask of programs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from briefing.core.urls import identity
from briefing.edges.processes import alive
from briefing.edges.store import SqlStore
from briefing.errors import StoreError
from briefing.model import Bookmark, Feed, Health, Item, Pending, Reading, Validators
from tests.builders import NOW, article, item
from tests.edges.test_store import FEED, LATER, OTHER, THIRD, entry, listed, path, store, url

__all__ = ["path", "store", "url"]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_items_are_kept_once_and_wait_for_their_pages(store: SqlStore) -> None:
    reading = Reading(items=(item("One"), item("Two")), validators=Validators(etag='"a"'), title="Meridian")
    assert store.news.save_reading(FEED, reading, NOW) == [Pending(item=i, first_seen=NOW) for i in reading.items]
    assert store.news.save_reading(FEED, reading, LATER) == []
    assert {p.item for p in store.news.pending(NOW)} == set(reading.items)
    assert all(p.first_seen == NOW and p.attempts == 0 for p in store.news.pending(NOW))
    assert store.news.due(LATER)[FEED].validators == Validators(etag='"a"')
    assert "https://other.example/feed" not in store.news.due(LATER)


# --- sources ---


def test_an_unchanged_feed_keeps_its_validators_unless_it_brings_newer_ones(store: SqlStore) -> None:
    first = Validators(etag='"a"', last_modified="Tue, 15 Sep 2026 09:00:00 GMT")
    store.news.save_reading(FEED, Reading(items=(item(),), validators=first), NOW)
    store.news.save_reading(FEED, Reading(unchanged=True), LATER)
    assert store.news.due(LATER)[FEED].validators == first
    store.news.save_reading(FEED, Reading(unchanged=True, validators=Validators(etag='"b"')), LATER)
    assert store.news.due(LATER)[FEED].validators == replace(first, etag='"b"')
    store.news.save_reading(FEED, Reading(items=(item(),)), LATER)
    assert store.news.due(LATER)[FEED].validators == Validators()


def test_a_passing_failure_marks_nothing_and_is_named_until_it_heals(store: SqlStore) -> None:
    store.news.save_reading(FEED, Reading(items=(item(),), validators=Validators(etag='"a"')), NOW)
    before = store.news.pending(LATER)
    store.news.save_failure(FEED, "the server said 500", LATER)
    assert store.news.pending(LATER) == before
    assert store.news.due(LATER)[FEED] == Bookmark(validators=Validators(etag='"a"'), failures=1)
    assert [(f.stage, f.subject, f.message) for f in store.news.failures(NOW)] == [
        ("feed", FEED, "the server said 500")
    ]
    store.news.save_reading(FEED, Reading(unchanged=True), LATER)
    assert store.news.failures(NOW) == []
    assert store.news.due(LATER)[FEED].failures == 0


def test_a_feed_that_is_followed_no_more_is_not_counted(store: SqlStore) -> None:
    store.news.follow([Feed(url=FEED, name="Meridian"), Feed(url=OTHER)])
    store.news.save_failure(FEED, "the server said 500", NOW)
    assert [f.subject for f in store.news.failures(NOW)] == ["Meridian"]
    store.news.follow([Feed(url=OTHER)])
    assert store.news.failures(NOW) == []
    assert store.news.followed() == [OTHER]
    assert list(store.news.due(NOW)) == [OTHER]
    assert [h.url for h in store.news.health(NOW)] == [OTHER]


def test_what_a_feed_gave_that_is_followed_no_more_is_in_no_new_edition_but_in_the_old_ones(store: SqlStore) -> None:
    store.news.follow([Feed(url=FEED), Feed(url=OTHER)])
    read, waits = article(), item("Not read yet")
    store.news.save_reading(FEED, Reading(items=(read.item, waits)), read.first_seen)
    store.news.save_article(read, outcome="read", retry_at=None)
    store.news.follow([Feed(url=OTHER)])
    assert store.news.articles(NOW - DAY, NOW) == []
    assert store.news.pending(NOW) == []
    assert store.news.versions([(read.id, read.digest)]) == [read]
    store.news.follow([Feed(url=FEED), Feed(url=OTHER)])
    assert store.news.articles(NOW - DAY, NOW) == [read]
    assert [p.item for p in store.news.pending(NOW)] == [waits]


def test_an_article_counts_through_whichever_followed_feed_lists_it(store: SqlStore) -> None:
    """A feed that moved is given its new address in the configuration: what was read of the old one is not lost."""
    store.news.follow([Feed(url=FEED)])
    read = article()
    store.news.save_reading(FEED, Reading(items=(read.item,)), read.first_seen)
    store.news.save_article(read, outcome="read", retry_at=None)
    store.news.follow([Feed(url=OTHER)])
    assert store.news.save_reading(OTHER, Reading(items=(read.item,)), NOW) == []
    assert store.news.articles(NOW - DAY, NOW) == [read]
    store.news.follow([Feed(url=FEED)])
    assert store.news.articles(NOW - DAY, NOW) == []


def test_sources_are_asked_when_they_are_due_in_the_order_of_the_configuration(store: SqlStore) -> None:
    store.news.follow([Feed(url=THIRD), Feed(url=FEED), Feed(url=OTHER)])
    assert list(store.news.due(NOW).items()) == [(THIRD, Bookmark()), (FEED, Bookmark()), (OTHER, Bookmark())]
    store.news.save_reading(THIRD, Reading(), NOW, ask_at=NOW + HOUR)
    store.news.save_failure(OTHER, "the server said 503", NOW, ask_at=NOW + 2 * HOUR)
    assert list(store.news.due(NOW)) == [FEED]
    assert list(store.news.due(NOW + HOUR)) == [THIRD, FEED]
    assert list(store.news.due(NOW + 2 * HOUR)) == [THIRD, FEED, OTHER]
    store.news.save_reading(THIRD, Reading(unchanged=True), NOW + HOUR)
    assert list(store.news.due(NOW)) == [THIRD, FEED]


def test_a_source_that_is_gone_is_not_asked_until_it_is_read_or_named_anew(store: SqlStore) -> None:
    feeds = [Feed(url=FEED), Feed(url=OTHER)]
    store.news.follow(feeds)
    for source in (FEED, OTHER):
        store.news.save_failure(source, "the server said 410 Gone", NOW, ask_at=NOW + HOUR, gone=True)
        store.news.save_failure(source, "no answer", NOW)
    assert store.news.due(NOW + DAY) == {}
    assert [h.gone for h in store.news.health(NOW)] == [True, True]
    store.news.follow(feeds)
    assert store.news.due(NOW + DAY) == {}
    store.news.follow(feeds[1:])
    store.news.follow(feeds)
    assert list(store.news.due(NOW)) == [FEED]
    store.news.save_reading(OTHER, Reading(), NOW)
    assert list(store.news.due(NOW)) == [FEED, OTHER]


def test_where_a_source_moved_is_kept_until_it_fails_with_what_stood_for_it_there(store: SqlStore) -> None:
    validators, there = Validators(etag='"a"'), "https://meridian.example/found.xml"
    store.news.save_reading(FEED, Reading(validators=validators, address=there), NOW)
    store.news.save_reading(FEED, Reading(unchanged=True), NOW)
    assert store.news.due(NOW)[FEED] == Bookmark(validators=validators, address=there)
    assert store.news.health(NOW)[0].address == there
    store.news.save_failure(FEED, "the server said 404", NOW)
    assert store.news.due(NOW)[FEED] == Bookmark(failures=1)


def test_the_order_of_the_sources_is_written_when_it_changes_and_only_then(store: SqlStore) -> None:
    def order() -> list[str]:
        return [health.url for health in store.news.health(NOW)]

    with store.news._transaction.read() as connection:
        written: list[str] = []
        event.listen(connection.engine, "before_cursor_execute", lambda *a: written.append(a[2].split()[0]))
    feeds = [Feed(url=OTHER), Feed(url=FEED, name="Meridian"), Feed(url=OTHER, name="Twice")]
    for now in (feeds, feeds[1::-1], [Feed(url=FEED, name="The Meridian"), Feed(url=THIRD)]):
        store.news.follow(now)
        assert order() == list(dict.fromkeys(feed.url for feed in now))
        written.clear()
        store.news.follow(now)
        assert set(written) <= {"PRAGMA", "BEGIN", "SELECT"}
    assert store.news.health(NOW)[0].name == "The Meridian"


def test_the_health_of_a_source(store: SqlStore) -> None:
    secret = "https://ann:hunter2@quarry.example/feed"
    store.news.follow([Feed(url=FEED, name="Meridian"), Feed(url=secret), Feed(url=OTHER)])
    start = NOW - 4 * DAY
    store.news.save_reading(FEED, Reading(items=tuple(item(f"Story {n}") for n in range(4)), title="M"), start)
    store.news.save_reading(FEED, Reading(items=tuple(item(f"Story {n}") for n in range(6)), title="M"), NOW - DAY)
    store.news.save_reading(OTHER, Reading(items=(item("One", source=OTHER),), title="Harbour News"), NOW - HOUR)
    store.news.save_failure(FEED, "the server said 500", NOW - HOUR, ask_at=NOW)
    store.news.save_failure(FEED, "no answer", NOW, ask_at=NOW + HOUR)
    meridian, quarry, harbour = store.news.health(NOW)
    assert meridian == Health(
        url=FEED, name="Meridian", read_at=NOW - DAY, failures=2, failing_since=NOW - HOUR, failure="no answer",
        gone=False, ask_at=NOW + HOUR, address=None, told_at=None, daily=6 / 4,
    )  # fmt: skip
    assert (quarry.url, quarry.name, quarry.read_at, quarry.daily) == (secret, "https://quarry.example/feed", None, 0)
    assert (harbour.name, harbour.read_at, harbour.daily, harbour.failure) == ("Harbour News", NOW - HOUR, 1, "")
    later = store.news.health(start + 15 * DAY)[0]
    assert later.daily == 2 / 14


def test_the_operator_is_told_of_what_is_broken_until_it_is_read_again(store: SqlStore) -> None:
    store.news.follow([Feed(url=FEED), Feed(url=OTHER)])
    store.news.save_failure(FEED, "no answer", NOW)
    store.news.told([FEED, OTHER], LATER)
    store.news.save_failure(FEED, "no answer", LATER)
    assert [h.told_at for h in store.news.health(LATER)] == [LATER, None]
    store.news.save_reading(FEED, Reading(unchanged=True), LATER)
    store.news.save_failure(FEED, "no answer", LATER + HOUR)
    broken = store.news.health(LATER)[0]
    assert (broken.told_at, broken.failing_since) == (None, LATER + HOUR)


# --- items ---


def waiting(store: SqlStore) -> dict[str, tuple[str, str]]:
    return {p.item.id: (p.item.source, p.item.title) for p in store.news.pending(NOW)}


def test_an_item_is_known_by_its_address_however_it_is_written(store: SqlStore) -> None:
    assert listed(store, FEED, entry("One", "https://www.meridian.example/one")) == ["One"]
    assert listed(store, FEED, entry("One!", "http://meridian.example/one/")) == []
    assert listed(store, OTHER, entry("One", "http://www.meridian.example/one", source=OTHER)) == []
    assert len(waiting(store)) == 1


def test_an_item_is_known_by_its_own_id_with_its_title_when_its_link_changes(store: SqlStore) -> None:
    assert listed(store, FEED, entry("One", "https://meridian.example/one", guid="7")) == ["One"]
    assert listed(store, FEED, entry("ONE", "https://meridian.example/one-updated", guid="7")) == []
    assert listed(store, FEED, entry("Two", "https://meridian.example/two", guid="7")) == ["Two"]
    assert listed(store, OTHER, entry("One", "https://harbour.example/one", guid="7", source=OTHER)) == ["One"]


def test_an_item_is_known_by_the_address_where_its_page_was_read(store: SqlStore) -> None:
    short = entry("One", "https://short.example/x1")
    listed(store, FEED, short)
    read = replace(article("One"), id=short.id, item=short, url="https://meridian.example/one")
    store.news.save_article(read, outcome="read", retry_at=None)
    assert listed(store, FEED, entry("One", "http://meridian.example/one")) == []


def test_a_name_that_entries_of_one_reading_share_is_nobodys(store: SqlStore) -> None:
    def front(title: str) -> Item:
        return replace(entry(title, "https://meridian.example/", guid=title), id=identity(title))

    def same(title: str, url: str) -> Item:
        return entry(title, url, guid="always")

    assert listed(store, FEED, front("One"), front("Two"), front("Three")) == ["One", "Two", "Three"]
    assert listed(store, FEED, front("Four")) == ["Four"]
    assert listed(store, FEED, front("One"), front("Five")) == ["Five"]
    more = [same("Weather", f"https://meridian.example/weather/{n}") for n in range(3)]
    assert listed(store, OTHER, *more[:2]) == ["Weather", "Weather"]
    assert listed(store, OTHER, *more) == ["Weather"]


def test_a_name_that_entries_share_names_none_of_them_even_if_it_named_an_item_before(store: SqlStore) -> None:
    assert listed(store, OTHER, entry("One", "https://meridian.example/one", source=OTHER)) == ["One"]
    two, three = entry("Two", "http://meridian.example/one"), entry("Three", "https://www.meridian.example/one")
    assert listed(store, FEED, two, three) == ["Two", "Three"]
    assert listed(store, FEED, entry("Four", "http://www.meridian.example/one")) == ["Four"]
    assert listed(store, OTHER, entry("One", "https://meridian.example/one", source=OTHER)) == []


def test_entries_of_one_reading_are_as_many_items_even_if_one_was_known_as_both(store: SqlStore) -> None:
    old, new = "https://meridian.example/old", "https://meridian.example/new"
    assert listed(store, FEED, entry("First", old, guid="7")) == ["First"]
    assert listed(store, FEED, entry("Second", old, guid="7")) == []
    assert listed(store, FEED, entry("First", old, guid="7"), entry("Second", new, guid="7")) == ["Second"]


def test_an_item_that_waits_is_the_first_sources_that_lists_it(store: SqlStore) -> None:
    store.news.follow([Feed(url=FEED), Feed(url=OTHER)])
    theirs = entry("At the harbour", "http://meridian.example/one", source=OTHER, section="Harbour")
    ours = entry("One", "https://meridian.example/one", section="World", published=NOW - DAY)
    listed(store, OTHER, theirs)
    assert listed(store, FEED, ours) == []
    (found,) = store.news.pending(NOW)
    assert found == Pending(item=ours, first_seen=NOW)
    assert listed(store, OTHER, theirs) == []
    assert waiting(store) == {ours.id: (FEED, "One")}
    # Whoever still knows it as it was, and by its former id, is told what it is by now.
    read = replace(article("One"), id=theirs.id, item=theirs, url=theirs.url, first_seen=NOW)
    assert store.news.save_article(read, outcome="read", retry_at=None) == found
    assert waiting(store) == {ours.id: (FEED, "One")}
    read = replace(read, id=ours.id, item=ours)
    assert store.news.save_article(read, outcome="read", retry_at=None) is None
    (kept,) = store.news.articles(NOW - 2 * DAY, NOW)
    assert (kept.id, kept.item, kept.text) == (ours.id, ours, read.text)
    for name in (ours.id, ours.url, theirs.url, "https://www.meridian.example/one"):
        assert (trace := store.news.trace(name)) is not None
        assert trace.item == ours


def test_an_item_that_was_read_stays_what_it_was(store: SqlStore) -> None:
    store.news.follow([Feed(url=FEED), Feed(url=OTHER)])
    read = article(source=OTHER)
    listed(store, OTHER, read.item)
    store.news.save_article(replace(read, first_seen=NOW), outcome="read", retry_at=None)
    assert listed(store, FEED, replace(read.item, source=FEED, title="Ours")) == []
    assert [a.item for a in store.news.articles(NOW - DAY, NOW)] == [read.item]


def test_what_is_set_aside_by_a_former_id_waits_no_more(store: SqlStore) -> None:
    store.news.follow([Feed(url=FEED), Feed(url=OTHER)])
    theirs = entry("One", "http://meridian.example/one", source=OTHER)
    listed(store, OTHER, theirs)
    listed(store, FEED, entry("One", "https://meridian.example/one"))
    store.news.set_aside([theirs.id], "too old")
    assert waiting(store) == {}


def test_an_article_of_no_item_is_refused(store: SqlStore) -> None:
    with pytest.raises(StoreError):
        store.news.save_article(article(), outcome="read", retry_at=None)


SOURCES = (FEED, OTHER, THIRD, "https://ferry.example/feed")
WAYS = ("https://{}.example/{}", "http://www.{}.example/{}", "https://www.{}.example/{}/")


@st.composite
def readings(draw: st.DrawFn) -> list[tuple[str, Reading]]:
    """One of each source; pages are listed by several, under several addresses, ids and titles."""
    found = []
    for source in SOURCES:
        pages = draw(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(WAYS)), unique_by=lambda p: p[0]))
        guids = draw(st.sampled_from(["", "page", "same"]))
        items = [
            entry(draw(st.sampled_from(["One", "Two"])), way.format("meridian", page), source=source,
                  guid=page if guids == "page" else guids, position=at, section=source,
                  published=NOW - draw(st.sampled_from([HOUR, DAY])))
            for at, (page, way) in enumerate(pages)
        ]  # fmt: skip
        if draw(st.booleans()):
            front = source.removesuffix("feed")
            items += [replace(entry(t, front, source=source), id=identity(source + t)) for t in ("Three", "Four")]
        found.append((source, Reading(items=tuple(items))))
    return found


@given(readings(), st.permutations(range(4)), st.permutations(SOURCES))
@settings(max_examples=60, deadline=None)
def test_the_order_in_which_sources_answer_does_not_matter(
    found: list[tuple[str, Reading]], order: list[int], places: list[str]
) -> None:
    tables = []
    for arrival in (range(4), order):
        store = SqlStore("sqlite://", alive)
        store.news.follow([Feed(url=url) for url in places])
        for at in arrival:
            store.news.save_reading(*found[at], NOW)
        with store.news._transaction.read() as connection:
            queries = ("SELECT * FROM items ORDER BY id", "SELECT * FROM aliases ORDER BY name")
            tables.append([[tuple(row) for row in connection.execute(text(query))] for query in queries])
        store.close()
    assert tables[0] == tables[1]


# --- articles ---


def test_a_page_read_later_is_another_version_and_the_first_stays(store: SqlStore) -> None:
    first, second = article(text="From the feed.", text_from="feed"), article(text="From the page. More.")
    store.news.save_reading(FEED, Reading(items=(first.item,)), first.first_seen)
    store.news.save_article(first, outcome="403", failed=True, retry_at=LATER)
    assert store.news.articles(NOW - timedelta(days=1), NOW) == [first]
    assert store.news.pending(NOW) == []
    (again,) = store.news.pending(LATER)
    assert again.attempts == 1
    store.news.save_article(second, outcome="read", retry_at=None)
    assert store.news.articles(NOW - timedelta(days=1), NOW) == [second]
    assert store.news.versions([(first.id, first.digest)]) == [first]
    assert store.news.pending(LATER) == []


def test_articles_are_those_of_the_window_seen_by_then(store: SqlStore) -> None:
    inside = article("In time")
    late = article("Late", first_seen=NOW + timedelta(hours=1), published=NOW + timedelta(hours=1))
    found_late = article("Found late", first_seen=NOW + timedelta(hours=1), published=NOW - timedelta(hours=1))
    for one in (inside, late, found_late):
        store.news.save_reading(FEED, Reading(items=(one.item,)), one.first_seen)
        store.news.save_article(one, outcome="read", retry_at=None)
    assert store.news.articles(NOW - timedelta(days=1), NOW) == [inside]
    assert len(store.news.articles(NOW - timedelta(days=1), NOW + timedelta(hours=1))) == 3


def test_many_versions_are_found_and_a_lost_one_is_named(store: SqlStore) -> None:
    many = [article(f"Story number {n}") for n in range(450)]
    store.news.save_reading(FEED, Reading(items=tuple(a.item for a in many)), many[0].first_seen)
    for one in many:
        store.news.save_article(one, outcome="read", retry_at=None)
    assert len(store.news.versions([(a.id, a.digest) for a in many])) == 450
    with pytest.raises(StoreError, match="lost 1 articles, among them nowhere"):
        store.news.versions([("nowhere", "0")])


def test_an_address_can_be_traced(store: SqlStore) -> None:
    one = replace(article(), url="https://meridian.example/canonical")
    store.news.save_reading(FEED, Reading(items=(one.item,)), NOW)
    store.news.save_article(one, outcome="read", retry_at=None)
    for name in (one.item.url, one.id, "https://meridian.example/canonical"):
        trace = store.news.trace(name)
        assert trace is not None
        assert trace.outcome == "read"
        assert trace.article is not None
        assert trace.article.text == one.text
    assert store.news.trace("https://nowhere.example/") is None


def test_what_is_set_aside_waits_no_more(store: SqlStore) -> None:
    store.news.save_reading(FEED, Reading(items=(item(),)), NOW)
    store.news.set_aside([item().id], "too old")
    assert store.news.pending(LATER) == []
    trace = store.news.trace(item().id)
    assert trace is not None
    assert trace.outcome == "too old"


def test_a_failure_does_not_undo_what_another_process_read_meanwhile(store: SqlStore) -> None:
    read, failed = article(text="From the page."), article(text="From the feed.", text_from="feed")
    store.news.save_reading(FEED, Reading(items=(read.item,)), read.first_seen)
    store.news.save_article(read, outcome="read", retry_at=None)
    store.news.save_article(failed, outcome="no answer", failed=True, retry_at=LATER)
    assert store.news.articles(NOW - timedelta(days=1), NOW) == [read]
    assert store.news.pending(LATER) == []


def test_what_no_database_takes_is_left_out_and_stops_nothing(store: SqlStore) -> None:
    bad = replace(item("One"), title="nul \0 half \ud800", source="https://another.example/feed")
    validators = Validators(etag='"a\0"')
    new = store.news.save_reading(FEED, Reading(items=(bad, bad, item("Two")), validators=validators), NOW)
    assert len(new) == 2
    assert {(p.item.title, p.item.source) for p in store.news.pending(NOW)} == {("nul  half ?", FEED), ("Two", FEED)}
    assert store.news.trace("https://meridian.example/\ud800\0") is None
    assert store.editions.get("daily/\udcff") is None


# --- texts ---


def test_what_a_site_asks_of_programs_is_kept_for_its_time(store: SqlStore) -> None:
    origin, other = "https://meridian.example", "https://harbour.example"
    assert store.texts.get(origin, NOW) is None
    store.texts.put(origin, "User-agent: *\nDisallow: /", NOW + HOUR)
    store.texts.put(other, "", NOW + DAY)
    assert store.texts.get(origin, NOW) == "User-agent: *\nDisallow: /"
    assert store.texts.get(other, NOW) == ""
    assert store.texts.get(origin, NOW + HOUR) is None
    store.texts.put(origin, "User-agent: *", NOW + 30 * DAY)
    assert store.texts.get(origin, NOW + HOUR) == "User-agent: *"
    with store.texts._transaction.read() as connection:
        assert connection.execute(text("SELECT name FROM texts")).scalars().all() == [origin]
