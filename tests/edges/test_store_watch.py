"""What the store keeps for whoever watches: alarms, each once, and sums of all processes."""

from __future__ import annotations

import threading
from datetime import timedelta

from briefing.edges.processes import alive
from briefing.edges.store import SqlStore
from briefing.model import Alarm
from tests.builders import NOW
from tests.edges.test_store import path, store, url
from tests.old_stores import take_back

__all__ = ["path", "store", "url"]

LATE = Alarm(edition="daily/2026-09-16", cause="late", subject="was late\0", text="by a lot \ud800")


def test_each_cause_of_an_edition_is_kept_once_and_waits_until_it_is_told(store: SqlStore) -> None:
    assert store.alarms.add(LATE, NOW)
    assert not store.alarms.add(LATE, NOW)
    thin = Alarm(edition=LATE.edition, cause="thin", subject="is thin", text="few")
    assert store.alarms.add(thin, None), "nobody is mailed"
    assert store.alarms.known(LATE.edition) == {"late", "thin"}
    assert store.alarms.known("daily/2026-09-17") == frozenset()
    assert store.alarms.due(NOW - timedelta(seconds=1)) == []
    (found,) = store.alarms.due(NOW)
    assert (found.edition, found.cause, found.subject, found.attempts) == (LATE.edition, "late", "was late", 0)
    assert store.alarms.waiting() == 1
    store.alarms.told([found])
    assert (store.alarms.due(NOW + timedelta(days=9)), store.alarms.waiting()) == ([], 0)
    assert not store.alarms.add(LATE, NOW), "it was told"


def test_of_two_who_want_to_mail_it_one_does_and_later_either(store: SqlStore) -> None:
    store.alarms.add(LATE, NOW)
    (found,) = store.alarms.due(NOW)
    again = NOW + timedelta(minutes=5)
    assert [store.alarms.claim(found, again) for _ in range(2)] == [True, False]
    assert store.alarms.due(NOW) == []
    (second,) = store.alarms.due(again)
    assert second.attempts == 1
    store.alarms.told([second])
    assert not store.alarms.claim(second, again)


def test_sums_of_all_who_count_at_once(store: SqlStore, url: str) -> None:
    others = [SqlStore(url, alive) for _ in range(3)]

    def count(where: SqlStore) -> None:
        for _ in range(10):
            where.tallies.add({"gather seconds": 0.5, "pages read": 2, "nothing": 0})

    threads = [threading.Thread(target=count, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.tallies.all() == {"gather seconds": 15, "pages read": 60}
    store.tallies.add({})
    for other in others:
        other.close()


def test_a_store_has_a_size(store: SqlStore) -> None:
    before = store.size()
    assert before > 0
    for number in range(200):
        store.alarms.add(Alarm(edition=f"daily/{number}", cause="late", subject="x" * 1000, text="y" * 1000), NOW)
    assert store.size() > before


def test_a_store_from_before_has_room_for_them(store: SqlStore, url: str) -> None:
    store.close()
    take_back(url, 8)
    newer = SqlStore(url, alive)
    assert newer.alarms.add(LATE, NOW)
    newer.tallies.add({"a": 1})
    newer.close()
