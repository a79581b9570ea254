"""What is known of a reader, and what becomes of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from briefing.core.links import Links
from briefing.core.readers import STANDINGS, bounced, merged, wants, words, words_of_listed
from briefing.model import Standing, Subscriber
from tests.builders import NOW

LATER = NOW + timedelta(days=1)
ANN = Subscriber(id="abc", address="ann@home.example", since=NOW)
WEDNESDAY = date(2026, 9, 16)


@pytest.mark.parametrize("known", STANDINGS)
@pytest.mark.parametrize("given", STANDINGS)
def test_a_list_may_stop_mail_and_never_brings_it_back(known: Standing, given: Standing) -> None:
    reader = Subscriber(address=ANN.address, since=NOW, state=known, why="then")
    after = merged(reader, Subscriber(address=ANN.address, since=LATER, state=given, why="the list says so"), LATER)
    stops = STANDINGS.index(given) > STANDINGS.index(known)
    assert (after.state, after.why) == ((given, "the list says so") if stops else (known, "then"))
    assert after.since == NOW


def test_a_list_adds_a_name_and_changes_none() -> None:
    bea = Subscriber(address=ANN.address, since=NOW - timedelta(days=9), name="Bea")
    assert merged(ANN, bea, LATER).name == "Bea"
    assert merged(bea, Subscriber(address=ANN.address, since=NOW, name="Cat"), LATER).name == "Bea"
    assert merged(ANN, bea, LATER).since == bea.since


def test_a_reader_is_set_aside_after_so_many_bounces() -> None:
    once = bounced(ANN, "no such user", LATER, 2)
    assert (once.state, once.bounces) == ("active", 1)
    twice = bounced(once, "no such user", LATER, 2)
    assert (twice.state, twice.why, twice.changed) == ("bounced", "mail came back 2 times: no such user", LATER)
    assert bounced(ANN, "gone", LATER, 1).why == "mail came back once: gone"


def test_a_bounce_says_nothing_anew_of_one_who_complained() -> None:
    gone = Subscriber(address=ANN.address, since=NOW, state="complained", why="pressed spam")
    assert bounced(gone, "no such user", LATER, 1).why == "pressed spam"


@pytest.mark.parametrize(
    ("days", "paused_until", "wanted"),
    [
        ((), None, True),
        ((2,), None, True),
        ((0, 6), None, False),
        ((), date(2026, 9, 17), False),
        ((), WEDNESDAY, True),
        ((2,), date(2026, 9, 17), False),
    ],
)
def test_which_days_they_want(days: tuple[int, ...], paused_until: date | None, wanted: bool) -> None:
    reader = Subscriber(address=ANN.address, since=NOW, days=days, paused_until=paused_until)
    assert wants(reader, WEDNESDAY) is wanted


def test_the_words_of_their_mail_are_their_own() -> None:
    links = Links(b"sixteen bytes or more", lambda: WEDNESDAY)
    assert words(ANN) == {"reader": "abc", "name": ""}
    signed = words(ANN, links)
    assert links.read("leave", signed["leave"]) == links.read("settings", signed["settings"]) == "abc"
    assert links.read("settings", signed["leave"]) is None
    listed = words_of_listed("Ann@HOME.example", links)
    assert listed["reader"] == words_of_listed("Ann@home.example")["reader"] != words_of_listed(ANN.address)["name"]
    assert links.read("leave", listed["leave"]) == listed["reader"]
