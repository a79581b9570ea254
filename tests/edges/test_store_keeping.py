"""What a store throws away when it is old, and what it never does. Runs over PostgreSQL too."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from briefing.core.urls import identity
from briefing.edges.processes import alive
from briefing.edges.store import SqlStore, schema
from briefing.errors import StoreError
from briefing.model import Article, Item, Notes, Pruned, Reading, Receipt, Recipe, text_digest
from tests.builders import NOW, article, edition, item
from tests.edges.test_store import path, store, url

__all__ = ["path", "store", "url"]

DAY = timedelta(days=1)
FEED = item().source
RECIPE = Recipe(version="1", lookback=3 * DAY)


def entry(title: str, *, guid: str = "", url: str = "", published: datetime | None = None) -> Item:
    url = url or f"https://meridian.example/{'-'.join(title.lower().split())}"
    return replace(item(title, source=FEED, url=url), id=identity(url), guid=guid, published=published)


def listed(store: SqlStore, now: datetime, *items: Item) -> list[str]:
    """The titles of those that are new."""
    return [pending.item.title for pending in store.news.save_reading(FEED, Reading(items=items), now)]


def read(store: SqlStore, of: Item, now: datetime, text: str = "Bread is dearer. Much dearer.") -> Article:
    listed(store, now, of)
    found = replace(article(of.title, text), id=of.id, item=of, url=of.url, first_seen=now, published=of.published)
    store.news.save_article(found, outcome="read", retry_at=None, notes=Notes())
    return found


def citing(store: SqlStore, closes: datetime, *articles: Article) -> str:
    """An edition made of these, which cites the first."""
    told = edition(closes)
    (section,) = told.sections
    (brief,) = section.briefs
    named = replace(brief.articles[0], id=articles[0].id, digest=articles[0].digest, url=articles[0].url)
    brief = replace(brief, articles=(named,))
    inputs = tuple((each.id, each.digest) for each in articles)
    told = replace(told, sections=(replace(section, briefs=(brief,)),), inputs=inputs)
    return store.editions.add(told, RECIPE, [], closes).id


def prune(store: SqlStore, now: datetime, *, articles: int = 60, deliveries: int = 180) -> Pruned:
    return store.keeping.prune(now, articles=now - articles * DAY, deliveries=now - deliveries * DAY)


def test_what_no_edition_cites_goes_when_it_is_old(store: SqlStore) -> None:
    cited, left_out = read(store, entry("Cited"), NOW), read(store, entry("Left out"), NOW)
    never = entry("Never read")
    listed(store, NOW, never)
    citing(store, NOW + DAY, cited, left_out)
    young = read(store, entry("Young"), NOW + 90 * DAY)
    assert store.keeping.since() is None
    assert prune(store, NOW + 60 * DAY) == Pruned()
    assert store.news.versions([(left_out.id, left_out.digest)]) == [left_out]
    assert prune(store, NOW + 100 * DAY).articles == 2
    assert prune(store, NOW + 100 * DAY) == Pruned()
    store.news.save_article(left_out, outcome="read", retry_at=None)  # whoever read its page meanwhile is not stopped
    assert store.news.versions([(left_out.id, left_out.digest)], kept_only=True) == []
    names = [(each.id, each.digest) for each in (cited, left_out, young)]
    assert [found.title for found in store.news.versions(names, kept_only=True)] == sorted(
        ("Cited", "Young"), key=lambda title: identity(f"https://meridian.example/{title.lower()}")
    )
    with pytest.raises(StoreError, match="lost 1 articles"):
        store.news.versions(names)
    assert store.news.trace(cited.url) is not None
    assert store.news.trace(left_out.url) is None
    assert store.news.trace(never.url) is None
    assert store.faults() == []


def test_what_an_edition_cites_that_is_made_meanwhile_stays(
    store: SqlStore, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, other = read(store, entry("Old"), NOW), SqlStore(url, alive)
    write = store.keeping._transaction.write

    def overtaken(*, lasting: bool = True) -> AbstractContextManager[Connection]:
        if not lasting:  # what is old was just looked up
            citing(other, NOW + DAY, old)
        return write(lasting=lasting)

    monkeypatch.setattr(store.keeping._transaction, "write", overtaken)
    assert prune(store, NOW + 100 * DAY).articles == 0
    assert store.news.versions([(old.id, old.digest)]) == [old]
    other.close()


def test_all_that_an_edition_of_these_days_was_made_of_stays_whatever_the_clock_says(store: SqlStore) -> None:
    closes = NOW + 3 * DAY
    first, told = read(store, entry("First"), NOW + timedelta(hours=1)), read(store, entry("Told"), NOW + 2 * DAY)
    citing(store, closes, told, first)
    prune(store, closes + 10 * DAY, articles=10)  # it closed ten days ago, and was made of three days more
    assert len(store.news.versions([(first.id, first.digest), (told.id, told.digest)])) == 2
    since = store.keeping.since()
    assert since is not None
    assert since <= closes - 3 * DAY
    prune(store, closes + 15 * DAY, articles=10)
    assert len(store.news.versions([(first.id, first.digest)], kept_only=True)) == 0
    later = store.keeping.since()
    assert later is not None
    prune(store, closes + 11 * DAY, articles=10)  # a clock that goes back brings nothing back
    assert store.keeping.since() == later


def test_of_an_article_in_several_versions_those_stay_that_editions_cite_and_the_last(store: SqlStore) -> None:
    of = entry("Bread")
    texts = ["First. It is.", "Second. It is.", "Third. It is.", "Fourth. It is."]
    versions = [read(store, of, NOW, text) for text in texts]
    citing(store, NOW + DAY, versions[1])
    done = prune(store, NOW + 100 * DAY)
    assert (done.articles, done.rows) == (0, 2)
    names = [(of.id, text_digest(text)) for text in texts]
    assert {found.text for found in store.news.versions(names, kept_only=True)} == {texts[1], texts[3]}


def test_an_entry_that_a_feed_shows_again_is_not_new_although_nothing_else_is_left_of_it(store: SqlStore) -> None:
    old = [entry("Bread", guid="1"), entry("Ferry", guid="2"), entry("Train")]
    assert len(listed(store, NOW, *old)) == 3
    assert prune(store, NOW + 100 * DAY).articles == 3
    moved = entry("Bread", guid="1", url="https://meridian.example/elsewhere")
    written = entry("Ferry", url="http://www.meridian.example/ferry/?utm_source=x")
    assert listed(store, NOW + 101 * DAY, *old) == []
    assert listed(store, NOW + 101 * DAY, moved, written, entry("New one")) == ["New one"]
    # It is listed on and on: it never becomes new.
    for days in range(150, 1500, 100):
        prune(store, NOW + days * DAY)
        assert listed(store, NOW + days * DAY, *old) == []
    # It was not listed for more than a year: who lists it now means it.
    prune(store, NOW + 3000 * DAY)
    assert listed(store, NOW + 3000 * DAY, *old) == ["Bread", "Ferry", "Train"]


def test_a_name_that_becomes_nobodys_does_not_hide_what_is_new(store: SqlStore) -> None:
    front = "https://meridian.example/"
    listed(store, NOW, entry("Bread", url=front))
    prune(store, NOW + 100 * DAY)
    shared = [replace(entry(title, url=front), id=identity(title)) for title in ("Ferry", "Train")]
    assert listed(store, NOW + 100 * DAY, *shared) == ["Ferry", "Train"]


def test_words_of_the_days_are_counted_before_they_go(store: SqlStore) -> None:
    read(store, entry("Bread", published=NOW), NOW, "Bread is dearer than ever before. Bakers say so too.")
    prune(store, NOW + 20 * DAY, articles=10)
    assert store.news.trace(entry("Bread").url) is None
    assert store.words.before(NOW + 20 * DAY).documents == 1
    prune(store, NOW + 100 * DAY, articles=10)
    with store.news._transaction.read() as connection:
        first = str(connection.exec_driver_sql("SELECT min(day) FROM words").scalar())
    assert first > NOW.date().isoformat()


def test_old_deliveries_are_counted_and_nobody_is_sent_them_again(store: SqlStore) -> None:
    key = store.editions.add(edition(), RECIPE, [], NOW).id
    young = store.editions.add(edition(NOW + 100 * DAY), RECIPE, [], NOW + 100 * DAY).id
    readers = [f"reader{n}@example.org" for n in range(4500)]
    for of in (key, young):
        receipts = [
            Receipt(edition=of, channel=channel, recipient=reader, state="sent" if n % 3 else "failed", at=NOW)
            for channel in ("mail", "second")
            for n, reader in enumerate(readers)
        ]
        store.ledger.turn(of, "mail", settled=[*receipts, Receipt(edition=of, channel="mail", recipient="",
                                                                  state="failed", at=NOW)], now=NOW)  # fmt: skip
    before = store.ledger.tally(key)
    assert before["mail", "sent"] == 3000
    assert prune(store, NOW + 200 * DAY).deliveries == 9001
    assert store.ledger.tally(key) == before == store.ledger.tally(young)
    assert store.ledger.receipts(key) == []
    assert len(store.ledger.receipts(young, channel="mail")) == 4501
    again = frozenset({"failed", "uncertain"})
    wanted = {readers[0]: "<1@x>", "new@example.org": "<2@x>"}
    assert store.ledger.turn(key, "mail", wanted=wanted, now=NOW, again=again) == frozenset()  # type: ignore[arg-type]
    assert store.ledger.turn(young, "mail", wanted=wanted, now=NOW, again=again) == set(wanted)  # type: ignore[arg-type]


def test_what_has_ended_goes(store: SqlStore) -> None:
    later = NOW + 100 * DAY
    store.tokens.give("leave", "r1", NOW, until=NOW + DAY)
    lasting = store.tokens.give("leave", "r1", NOW, until=later + DAY)
    store.limits.take("visitor", NOW, most=5, span=timedelta(hours=1))
    store.texts.put("https://a.example", "User-agent: *", NOW + DAY)
    read(store, entry("Bread"), NOW)
    store.lines.learn(NOW)
    assert prune(store, later, articles=500).rows >= 5
    assert store.tokens.subject("leave", lasting, later) == "r1"
    with store.news._transaction.read() as connection:
        for table in ("limits", "texts", "lines"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0, table
        assert connection.exec_driver_sql("SELECT count(*) FROM tokens").scalar() == 1


def test_nothing_goes_where_all_is_to_be_kept(store: SqlStore) -> None:
    of = read(store, entry("Bread"), NOW)
    assert store.keeping.prune(NOW + 900 * DAY, articles=None, deliveries=None) == Pruned()
    assert store.keeping.since() is None
    assert store.news.versions([(of.id, of.digest)]) == [of]


def test_what_editions_cite_is_known_of_those_that_were_there_before(store: SqlStore) -> None:
    cited = read(store, entry("Cited"), NOW)
    citing(store, NOW + DAY, cited)
    with store.news._transaction.read() as connection:
        found = connection.execute(schema.cited.select()).all()
    assert found == [(cited.id, cited.digest)]
