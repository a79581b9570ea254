"""Editions of news that no editor ever saw: whatever comes in, what comes out is right, the same, and soon."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.codec import decisions_json, edition_json
from briefing.core.frequencies import count, from_json, to_json
from briefing.core.summarize import Extractive
from briefing.core.verify import verify
from briefing.model import Article, Decision, Edition, Recipe, Told
from briefing.pipeline import make
from tests.builders import NOW, article, slot
from tests.conftest import ROOT

DAY = timedelta(days=1)
RECIPE = Recipe(version="test")
SECONDS = 25
"""Of CPU for five thousand reports or two megabytes: several times what is taken."""
NOUNS = (
    *("harbour", "ferry", "council", "budget", "storm", "school", "bridge", "union", "court", "glacier", "energy"),
    *("wheat", "railway", "museum", "election", "hospital", "vaccine", "orchard", "drought", "satellite", "prison"),
)


def outlet(number: int) -> str:
    return f"https://outlet{number}.example/feed"


def report(title: str, text: str, number: int = 0, **more: Any) -> Article:
    """With half characters and controls allowed, each at an address of its own."""
    one = article("x", "", source=outlet(more.pop("outlet", number)), url=f"https://outlet{number}.example/{number}")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return replace(one, title=title, item=replace(one.item, title=title), text=text, digest=digest, **more)


def prose(chance: random.Random, words: int) -> str:
    """Sentences of some twelve words, hardly one of which comes twice."""
    said = (f"{chance.choice(NOUNS)}{chance.randrange(9000)}{'.' if n % 12 == 11 else ''}" for n in range(words))
    return ". ".join(sentence.strip().capitalize() for sentence in " ".join(said).split("."))


def made(
    articles: Sequence[Article], *, told: Sequence[Told] = (), previous: Edition | None = None, closes: datetime = NOW
) -> tuple[Edition, list[Decision]]:
    """An edition that was looked over: nothing invented, lost, or told twice."""
    began = time.process_time()
    edition, decisions = make(slot(closes), RECIPE, articles, told, previous, Extractive(), failures=(), feeds=9)
    assert time.process_time() - began < SECONDS
    assert verify(edition, {(one.id, one.digest): one for one in articles}) == []
    assert len(edition.inputs) == edition.counts.articles == len(articles)
    homes = [name for decision in decisions for name in decision.articles]
    twins = [twin for decision in decisions for twin, _ in decision.twins]
    assert sorted(homes + twins) == sorted(one.id for one in articles)
    assert len({decision.story for decision in decisions}) == len(decisions) == edition.counts.stories
    printed = {decision.story: decision for decision in decisions if decision.printed}
    assert {brief.story for brief in edition.briefs} == printed.keys()
    for brief in edition.briefs:
        assert brief.quotes
        assert {reference.id for reference in brief.articles} <= set(printed[brief.story].articles)
    assert edition.words <= RECIPE.words
    return edition, decisions


def written(found: tuple[Edition, list[Decision]]) -> tuple[str, str]:
    return edition_json(found[0]), decisions_json(found[1])


def as_told(edition: Edition) -> list[Told]:
    return [
        Told(
            story=brief.story,
            articles=frozenset(reference.id for reference in brief.articles),
            edition=edition.id,
            closes=edition.slot.closes,
        )
        for brief in edition.briefs
    ]


# --- how many -------------------------------------------------------------------------------------------------------


def test_a_batch_of_none_and_of_one() -> None:
    assert made([])[0].briefs == ()
    (brief,) = made([article()])[0].briefs
    assert brief.headline == article().title


@pytest.mark.parametrize("outlets", [1, 2000])
def test_thousands_of_identical_articles_are_one_story(outlets: int) -> None:
    one = article()
    edition, decisions = made([report(one.title, one.text, n, outlet=n % outlets) for n in range(2000)])
    (brief,), (decision,) = edition.briefs, decisions
    assert len(brief.articles) + len(decision.twins) == 2000
    assert edition.counts.articles == 2000


@pytest.mark.parametrize("outlets", [1, 2000], ids=["one feed", "each from its own feed"])
def test_thousands_of_articles_that_have_nothing_in_common(outlets: int) -> None:
    chance = random.Random(5)
    articles = [report(prose(chance, 8), prose(chance, 60), n, outlet=n % outlets) for n in range(2000)]
    edition, decisions = made(articles)
    assert len(decisions) > 1950
    assert len(edition.briefs) >= 10


# --- how large ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("what", "characters"),
    [
        ("words", 2_000_000),
        ("a", 2_000_000),
        (".", 250_000),
        ("\n", 2_000_000),
        ("“", 200_000),
        ("1,", 1_000_000),
        ("LONDON - ", 500_000),
        ("The kiosk was shut. ", 500_000),
        ("Ferry ", 500_000),
        ("船舶税率", 200_000),
        ("\u0301", 200_000),
    ],
    ids=ascii,
)
def test_a_text_without_end_holds_nobody_up(what: str, characters: int) -> None:
    text = what * (characters // len(what)) if what != "words" else prose(random.Random(2), characters // 10)
    _, decisions = made([report("Without end", text), report("Without end, too", text, 1), article()])
    plain = next(decision for decision in decisions if article().id in decision.articles)
    assert plain.printed
    assert plain.articles == (article().id,)


def test_a_headline_without_end_is_told_in_nobodys_place() -> None:
    edition, _ = made([report("Harbour " * 30_000, prose(random.Random(3), 40)), article()])
    assert [brief.headline for brief in edition.briefs] == [article().title]


# --- how odd --------------------------------------------------------------------------------------------------------


def test_a_language_that_nobody_knows() -> None:
    chance = random.Random(7)

    def said(words: int) -> str:
        return " ".join(
            "".join(chance.choices(("ka", "lo", "mi", "tu", "zo", "re", "pa", "su", "ne"), k=5)) for _ in range(words)
        )

    news = [(said(7).capitalize(), f"{said(40).capitalize()}. {said(15).capitalize()}.") for _ in range(40)]
    articles = [
        report(f"{title} {said(1)}", f"{text} {said(5)}.", 3 * n + of, language="xx")
        for n, (title, text) in enumerate(news)
        for of in range(3)
    ]
    edition, decisions = made(articles)
    assert len(decisions) == len(news)
    assert all(len(brief.articles) == 3 for brief in edition.briefs)


@pytest.mark.parametrize(("title", "told"), [("", 10), (" \n\t", 10), ("—", 10)], ids=ascii)
def test_articles_without_a_headline_are_told_apart_by_their_texts(title: str, told: int) -> None:
    chance = random.Random(11)
    edition, decisions = made([report(title, prose(chance, 60), n) for n in range(100)])
    assert len(decisions) == 100
    assert len(edition.briefs) >= told


def test_articles_of_which_nothing_is_known_are_not_told() -> None:
    edition, _ = made([report("", "", n) for n in range(100)])
    assert edition.briefs == ()
    assert edition.quiet


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ([None], 10),
        ([NOW - timedelta(hours=2)], 10),
        ([datetime.max.replace(tzinfo=UTC)], 10),
        ([datetime.min.replace(tzinfo=UTC)], 0),  # old news, if it is true
        ([datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), None, NOW], 10),
    ],
    ids=["missing", "all equal", "at the end of time", "at its beginning", "all of these"],
)
def test_dates_that_say_nothing(dates: Sequence[datetime | None], told: int) -> None:
    chance = random.Random(13)
    news = [(prose(chance, 7), prose(chance, 50)) for _ in range(30)]
    articles = [
        report(f"{title} {of}", text, 2 * n + of, published=dates[n % len(dates)])
        for n, (title, text) in enumerate(news)
        for of in range(2)
    ]
    edition, decisions = made(articles)
    assert len(decisions) == len(news)
    assert len(edition.briefs) >= told


def test_halves_of_characters_and_controls() -> None:
    chance = random.Random(17)
    articles = [
        report(f"Har\ud800bour \x00\x07\u202e{n}", f"The \udfffharbour\x00 \x1b[31mis shut, {prose(chance, 30)}.", n)
        for n in range(50)
    ]
    found = made(articles)
    assert found[0].briefs
    assert written(made(articles[::-1])) == written(found)
    frequencies = count(articles)
    assert from_json(to_json(frequencies)) == frequencies


@pytest.mark.parametrize("text", ["", "More soon.", "Photo: A. Nother", "15 dead"])
def test_an_update_of_which_hardly_a_word_could_be_read(text: str) -> None:
    first = report(
        "Twelve dead as ferry sinks off Korrin",
        "Twelve people died when a ferry sank off Korrin on Monday, the coast guard said. Rescuers went on searching.",
    )
    later = report("Ferry that sank off Korrin: 15 dead, captain resigns", text, 1, first_seen=NOW + DAY / 2)
    yesterday, _ = made([first])
    today, (decision,) = made([first, later], told=as_told(yesterday), previous=yesterday, closes=NOW + DAY)
    assert decision.status == "update"
    assert all(reference.id == later.id for brief in today.briefs for reference in brief.articles)


# --- always the same ------------------------------------------------------------------------------------------------


def some_days(chance: random.Random) -> list[list[Article]]:
    """Three days of news of a few outlets, each with further reports of what was news before."""
    events = [(prose(chance, 7), prose(chance, 30)) for _ in range(60)]
    numbers, days = iter(range(10_000)), list[list[Article]]()
    for day in range(3):
        when = NOW + day * DAY - timedelta(hours=3)
        days.append([])
        for title, text in chance.sample(events, 30):
            for number in range(chance.choice((1, 1, 2, 5))):
                days[-1].append(
                    report(
                        f"{title} {prose(chance, 2)} leaves {10 * day + number // 3} dead",
                        f"{text} {prose(chance, 25)}.",
                        next(numbers),
                        outlet=chance.randrange(12),
                        first_seen=when,
                        published=when - timedelta(minutes=chance.randrange(600)),
                    )
                )
    return days


def in_turn(days: Sequence[Sequence[Article]], chance: random.Random) -> list[str]:
    """The editions of these days, as written, each made of all articles so far in any order."""
    told: list[Told] = []
    previous = None
    texts: list[str] = []
    for day in range(len(days)):
        articles = list(chain.from_iterable(days[: day + 1]))
        chance.shuffle(articles)
        chance.shuffle(told)
        found = made(articles, told=told, previous=previous, closes=NOW + day * DAY)
        texts += written(found)
        previous = found[0]
        told += as_told(previous)
    return texts


def test_the_order_of_articles_and_of_what_was_told_changes_nothing() -> None:
    days = some_days(random.Random(19))
    wanted = in_turn(days, random.Random(0))
    assert '"status": "update"' in "".join(wanted)
    for seed in range(1, 3):
        assert in_turn(days, random.Random(seed)) == wanted


def test_the_seed_of_hashes_changes_nothing() -> None:
    command = [sys.executable, "-c", f"from {__name__} import print_digest; print_digest()"]
    found = {
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True, timeout=120
        ).stdout
        for seed in ("0", "4294967295")
    }
    assert len(found) == 1
    assert len(found.pop()) > 60


def print_digest() -> None:
    """For a process of its own."""
    texts = "".join(in_turn(some_days(random.Random(23)), random.Random(0)))
    sys.stdout.write(hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest())


# --- whatever comes -------------------------------------------------------------------------------------------------

SNIPPETS = [
    "the",
    "of",
    "12",
    "1.5",
    "€3",
    "Paris",
    "паром",
    "港湾",
    "미국은",
    "الميناء",
    "LONDON —",
    "Live:",
    "| Outlet0",
]
WORDS = st.sampled_from([*NOUNS[:9], *SNIPPETS, "…", "“", ".", "\n", "\n\n", "-", "' s"])
TEXT = st.one_of(
    st.lists(WORDS, max_size=40).map(" ".join),
    st.text(st.characters(), max_size=60),  # all of Unicode, half characters too
    st.lists(st.sampled_from(["The ferry was sold for 3 crowns.", "He denied it.", "Nine died in Korrin."])).map(
        " ".join
    ),
)
DATES = st.one_of(
    st.none(),
    st.sampled_from([NOW, NOW - DAY, NOW - timedelta(hours=1), NOW - 9 * DAY]),
    st.datetimes(timezones=st.just(UTC)),
)


@st.composite
def any_article(draw: st.DrawFn) -> Article:
    number = draw(st.integers(0, 30))
    return report(
        draw(TEXT),
        draw(TEXT),
        number,
        outlet=draw(st.integers(0, 4)),
        published=draw(DATES),
        first_seen=NOW - draw(st.integers(0, 72)) * timedelta(hours=1),
        language=draw(st.sampled_from(["en", "ru", "ja", "ko", "ar", "xx", "", "zh-Hant-TW"])),
        genre=draw(st.sampled_from(["report", "report", "opinion", "live", "video"])),
        text_from=draw(st.sampled_from(["page", "feed"])),
        partial=draw(st.booleans()),
    )


@given(
    st.lists(any_article(), max_size=25, unique_by=lambda one: one.id),
    st.lists(any_article(), max_size=25, unique_by=lambda one: one.id),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_two_days_of_anything(first: list[Article], second: list[Article], chance: random.Random) -> None:
    one = made(first)
    assert written(made(chance.sample(first, len(first)))) == written(one)
    known = {article.id for article in first}
    both = first + [later for later in second if later.id not in known]
    told = as_told(one[0])
    two = made(both, told=told, previous=one[0], closes=NOW + DAY)
    shuffled = made(chance.sample(both, len(both)), told=told[::-1], previous=one[0], closes=NOW + DAY)
    assert written(shuffled) == written(two)
    again = {brief.story for brief in one[0].briefs} & {brief.story for brief in two[0].briefs}
    assert all(brief.status == "update" for brief in two[0].briefs if brief.story in again)
    readers_know = frozenset[str]().union(*(telling.articles for telling in told))
    assert not readers_know & {reference.id for brief in two[0].briefs for reference in brief.articles}
