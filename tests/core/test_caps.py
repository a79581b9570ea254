from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.caps import refusal, survey
from briefing.model import NO_FREQUENCIES, Frequencies, Recipe, Story
from tests.builders import article, story

RECIPE = Recipe(version="1", most_per_source=2, most_per_section=3, most_per_topic=2, full_stories=2, one_liners=3)
LOOSE = replace(RECIPE, most_per_source=99, most_per_section=99, most_per_topic=99)


def tale(
    n: int, outlet: str = "meridian", *others: str, section: str = "World", title: str = "", text: str = ""
) -> Story:
    """Of a matter of its own, unless said otherwise."""
    told = [
        article(
            title or f"quay{n} storm{n} vote{n}",
            text or f"ship{n} sails{n} from{n} port{n}",
            source=f"https://{name}.example/feed",
            url=f"https://{name}.example/{n}",
            section=section,
        )
        for name in (outlet, *others)
    ]
    return story(*told, id=f"s-{n}")


def choose(stories: list[Story], recipe: Recipe = RECIPE, background: Frequencies = NO_FREQUENCIES) -> list[Story]:
    """As an edition does: the best first, until all places are taken."""
    day = survey(stories, recipe, background=background)
    chosen: list[Story] = []
    for one in stories:
        if len(chosen) < 1 + recipe.full_stories + recipe.one_liners and not refusal(one, chosen, recipe, day):
            chosen.append(one)
    return chosen


def outlets(n: int) -> list[str]:
    return [f"outlet{place}" for place in range(n)]


def test_one_outlet_leads_only_so_many() -> None:
    chosen = [tale(1), tale(2)]
    assert refusal(tale(3), chosen, RECIPE) == "Meridian leads 2 stories already, and no other tells this one"
    assert refusal(tale(3, "alder"), chosen, RECIPE) == ""


def test_what_others_tell_too_is_not_held_back() -> None:
    assert refusal(tale(3, "meridian", "alder"), [tale(1), tale(2)], RECIPE) == ""


def test_a_house_is_held_back_as_one() -> None:
    recipe = replace(RECIPE, owners=(("Big House", ("alder.example", "birch.example")),))
    chosen = [tale(1, "alder"), tale(2, "birch")]
    assert refusal(tale(3, "birch"), chosen, recipe).startswith("Big House leads 2 stories already")
    assert refusal(tale(3, "alder", "birch"), chosen, recipe).startswith("Big House leads 2 stories already")


def test_one_section_has_only_so_many() -> None:
    chosen = [tale(n, f"outlet{n}") for n in range(3)]
    assert refusal(tale(3, "alder"), chosen, RECIPE) == "World has 3 stories already"
    assert refusal(tale(3, "alder", section="Sport"), chosen, RECIPE) == ""


def test_many_outlets_make_a_mixed_edition() -> None:
    flood = [tale(n, section=f"Section {n}") for n in range(20)]
    others = [tale(20 + n, name, section=f"Section {n}") for n, name in enumerate(outlets(6))]
    led = [one.lead.item.source_name for one in choose(flood + others)]
    assert len(led) == 6
    assert led.count("Meridian") == 2


def test_with_few_outlets_none_is_held_back() -> None:
    flood = [tale(n, section=f"Section {n}") for n in range(20)]
    others = [tale(20 + n, name) for n, name in enumerate(outlets(2))]
    assert choose(flood + others) == flood[:6]


def test_no_place_stays_empty_for_a_cap() -> None:
    flood = [tale(n, section="World") for n in range(20)]
    others = [tale(20 + n, name, section="Sport") for n, name in enumerate(outlets(3))]
    chosen = choose(flood + others)
    assert len(chosen) == 6
    assert sum(one.lead.item.source_name == "Meridian" for one in chosen) == 3


def test_with_one_section_it_may_fill_the_edition() -> None:
    stories = [tale(n, name) for n, name in enumerate(outlets(10))]
    assert choose(stories) == stories[:6]


TRIAL = [
    "Harbour minister Lindqvist on trial",
    "Lindqvist trial: minister denies bribes",
    "Minister Lindqvist's trial adjourned",
]
TRIAL_TEXT = "The former minister Lindqvist appeared before the court over bribes for the harbour contract {}."


def trial(n: int) -> Story:
    return tale(n, f"outlet{n}", section=f"Section {n}", title=TRIAL[n % 3], text=TRIAL_TEXT.format(f"word{n}"))


def test_one_running_matter_does_not_fill_the_edition() -> None:
    other = [tale(10 + n, f"other{n}", section=f"Other {n}") for n in range(20)]
    day = survey([trial(0), trial(1), trial(2), *other], RECIPE)
    said = refusal(trial(2), [other[0], trial(0), trial(1)], RECIPE, day)
    assert said == f'it belongs to the matter of "{TRIAL[0]}", of which 2 stories are told already'
    assert refusal(trial(2), [other[0], trial(0)], RECIPE, day) == ""
    assert refusal(other[1], [other[0], trial(0), trial(1)], RECIPE, day) == ""


def test_what_is_common_in_earlier_news_makes_no_matter() -> None:
    stories = [
        tale(
            n, f"o{n}", section=f"S{n}", title=f"President says a new law on thing{n}", text=f"item{n} part{n} piece{n}"
        )
        for n in range(6)
    ]
    common = dict.fromkeys(("president", "say", "says", "new", "law"), 900)
    background = Frequencies(documents=1000, counts=common)
    assert choose(stories, background=background) == stories


@pytest.mark.parametrize("most", [-1, 0, 1])
def test_the_first_is_never_refused(most: int) -> None:
    recipe = replace(RECIPE, most_per_source=most, most_per_section=most, most_per_topic=most)
    assert refusal(tale(1), [], recipe) == ""
    assert choose([tale(1)], recipe) == [tale(1)]


@st.composite
def days(draw: st.DrawFn) -> list[Story]:
    words = st.lists(
        st.sampled_from(["harbour", "minister", "vote", "trial", "storm", "地震", "9", "goal"]), max_size=6
    )
    return [
        tale(
            n,
            *draw(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=3, unique=True)),
            section=draw(st.sampled_from(["World", "Sport", ""])),
            title=" ".join(draw(words)),
            text=" ".join(draw(words)),
        )
        for n in range(draw(st.integers(0, 14)))
    ]


@settings(max_examples=80, deadline=None)
@given(days(), st.randoms(use_true_random=False))
def test_caps_hold_and_the_order_of_the_survey_is_irrelevant(stories: list[Story], shuffler: random.Random) -> None:
    day = survey(stories, RECIPE)
    assert survey(shuffler.sample(stories, len(stories)), RECIPE) == day
    chosen = choose(stories)
    assert all(refusal(one, chosen, LOOSE) == "" for one in stories)
    places = 6
    topic_free = choose(stories, replace(RECIPE, most_per_topic=99, most_per_section=99))
    assert len(topic_free) == min(places, len(stories))
    turned = [replace(one, articles=(one.lead, *reversed(one.articles[1:]))) for one in stories]
    assert [one.id for one in choose(turned)] == [one.id for one in chosen]


def test_a_day_of_thousands_is_surveyed_in_a_moment() -> None:
    stories = [tale(n, f"outlet{n % 80}", section=f"S{n % 5}") for n in range(5000)]
    start = time.process_time()
    assert len(choose(stories)) == 6
    assert time.process_time() - start < 3
