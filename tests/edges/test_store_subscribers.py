"""The readers in the store: real SQLite."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.core.readers import STANDINGS
from briefing.edges.store import SqlStore
from briefing.model import Standing, Subscriber
from tests.builders import NOW

LATER = NOW + timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = SqlStore(f"sqlite:///{tmp_path}/briefing.db", lambda holder: False)
    yield opened
    opened.close()


def reader(address: str, state: Standing = "active", **more: str) -> Subscriber:
    return Subscriber(address=address, state=state, since=NOW, **more)  # type: ignore[arg-type]  # a test's shorthand


def test_a_reader_is_added_once_however_the_address_is_written(store: SqlStore) -> None:
    assert store.subscribers.save([reader("Ann@home.example", name="Ann")], NOW)["added"] == 1
    assert store.subscribers.save([reader("ann@home.example"), reader("ANN@home.example")], LATER) == {
        "added": 0,
        "changed": 0,
        "known": 2,
    }
    found = store.subscribers.get("aNN@home.example")
    assert found
    assert (found.address, found.name, found.state, found.since) == ("Ann@home.example", "Ann", "active", NOW)
    assert len(found.id) >= 16


def test_an_import_wakes_nobody_who_left_and_stops_who_did(store: SqlStore) -> None:
    store.subscribers.save([reader("ann@home.example", "unsubscribed"), reader("bob@home.example")], NOW)
    given_ = [reader("ann@home.example"), replace(reader("bob@home.example", "complained"), why="in readers.csv")]
    assert store.subscribers.save(given_, LATER) == {"added": 0, "changed": 1, "known": 1}
    assert [r.address for r in store.subscribers.stream("active")] == []
    bob = store.subscribers.get("bob@home.example")
    assert bob
    assert (bob.state, bob.why, bob.changed) == ("complained", "in readers.csv", LATER)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(STANDINGS), min_size=1, max_size=6))
def test_no_order_of_imports_lessens_what_stops_mail(
    tmp_path_factory: pytest.TempPathFactory, states: list[Standing]
) -> None:
    store = SqlStore(f"sqlite:///{tmp_path_factory.mktemp('readers')}/b.db", lambda holder: False)
    for state in states:
        store.subscribers.save([reader("ann@home.example", state)], NOW)
    found = store.subscribers.get("ann@home.example")
    store.close()
    assert found
    assert found.state == max(states, key=STANDINGS.index)


def test_a_message_that_comes_back_counts_once_and_enough_of_them_set_aside(store: SqlStore) -> None:
    store.subscribers.save([reader("ann@home.example")], NOW)
    for _ in range(3):
        ann = store.subscribers.bounced("ann@home.example", "<1@x>", "no such user", NOW, limit=2)
        assert ann
        assert (ann.bounces, ann.state) == (1, "active")
    ann = store.subscribers.bounced("Ann@home.example", "<2@x>", "no such user", LATER, limit=2)
    assert ann
    assert (ann.state, ann.why, ann.changed) == ("bounced", "mail came back 2 times: no such user", LATER)
    assert ann == store.subscribers.get("ann@home.example")
    back = store.subscribers.set_state("ann@home.example", "active", "by hand", LATER)
    assert back
    assert (back.state, back.bounces) == ("active", 0)
    again = store.subscribers.bounced("ann@home.example", "<2@x>", "no such user", LATER, limit=2)
    assert again
    assert again.state == "active"
    assert store.subscribers.bounced("nobody@home.example", "<2@x>", "", LATER, limit=2) is None
    assert store.subscribers.set_state("nobody@home.example", "active", "", LATER) is None


def test_a_complaint_stands_above_a_bounce(store: SqlStore) -> None:
    store.subscribers.save([reader("ann@home.example", "complained")], NOW)
    ann = store.subscribers.bounced("ann@home.example", "<1@x>", "gone", LATER, limit=1)
    assert ann
    assert ann.state == "complained"


def test_readers_are_streamed_once_each_in_a_fixed_order(store: SqlStore) -> None:
    many = [reader(f"r{n}@home.example", "pending" if n % 10 == 0 else "active") for n in range(2_500)]
    store.subscribers.save(many, NOW)
    active = [r.address for r in store.subscribers.stream("active")]
    assert len(active) == len(set(active)) == 2_250
    assert active == [r.address for r in store.subscribers.stream("active")]
    assert len(list(store.subscribers.stream())) == 2_500
    assert store.subscribers.counts() == {
        "active": 2_250,
        "pending": 250,
        "unsubscribed": 0,
        "bounced": 0,
        "complained": 0,
    }


def test_thousands_are_taken_in_a_second(store: SqlStore) -> None:
    many = [reader(f"r{n}@home.example") for n in range(10_000)]
    began = time.process_time()
    store.subscribers.save(many, NOW)
    assert time.process_time() - began < 3


def test_what_no_database_takes_is_left_out(store: SqlStore) -> None:
    store.subscribers.save([reader("ann@home.example", name="A\0nn\ud800")], NOW)
    ann = store.subscribers.get("ann@home.example")
    assert ann
    assert ann.name == "Ann?"
    assert store.subscribers.get("\ud800\0@home.example") is None
