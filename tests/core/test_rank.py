from __future__ import annotations

import math
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.rank import muted, rank
from briefing.model import Article, RankedStory, Recipe, Status, Story
from tests.builders import NOW, article, story

RECIPE = Recipe(version="1")


def told_by(outlet: str, title: str = "Parliament passes harbour bill", text: str = "", **more: object) -> Article:
    made = article(title, text or f"{outlet} reports that the bill passed.", source=f"https://{outlet}.example/feed")
    return replace(made, item=replace(made.item, **more))  # type: ignore[arg-type] # fields named by the test


def ranked(*stories: Story, recipe: Recipe = RECIPE) -> list[RankedStory]:
    return rank(stories, recipe=recipe, now=NOW)


def points(entry: RankedStory) -> dict[str, float]:
    return {reason.name: reason.points for reason in entry.reasons}


def because(entry: RankedStory, name: str) -> str:
    return next(reason.because for reason in entry.reasons if reason.name == name)


def test_what_more_outlets_tell_stands_first() -> None:
    one, two = story(told_by("a"), id="s-1"), story(told_by("a"), told_by("b"), id="s-2")
    assert [entry.story.id for entry in ranked(one, two)] == ["s-2", "s-1"]


def test_coverage_names_the_outlets() -> None:
    (entry,) = ranked(story(told_by("alder"), told_by("birch"), told_by("cedar")))
    assert points(entry)["coverage"] == pytest.approx(2)
    assert because(entry, "coverage") == "told by 3 outlets: Alder, Birch and Cedar"


def test_many_outlets_are_not_all_named() -> None:
    told = [replace(told_by(name * 3), published=NOW - timedelta(hours=9 - n)) for n, name in enumerate("abcdefgh")]
    (entry,) = ranked(story(*told))
    assert because(entry, "coverage") == "told by 8 outlets: Aaa, Bbb, Ccc, Ddd, Eee and 3 more"


def test_a_copy_is_counted_once() -> None:
    wire = " ".join(f"word{n}" for n in range(50))
    (entry,) = ranked(
        story(told_by("alder", text=wire), told_by("birch", text=f"VELD (Wire) - {wire}"), told_by("cedar"))
    )
    assert points(entry)["coverage"] == pytest.approx(math.log2(3), abs=1e-3)
    assert because(entry, "coverage").endswith("(the same text in Birch: not counted again)")


def test_two_feeds_of_one_site_are_one_outlet() -> None:
    first = told_by("alder")
    second = replace(told_by("birch"), url="https://www.alder.example/world/2")
    (entry,) = ranked(story(first, second))
    assert points(entry)["coverage"] == pytest.approx(1)
    assert because(entry, "depth") == "1 further report by the same outlet"


def test_addresses_of_machines_do_not_tell_outlets_apart() -> None:
    first = replace(told_by("alder"), url="http://127.0.0.1:8000/alder/1")
    second = replace(told_by("birch"), url="http://127.0.0.1:8000/birch/2")
    assert points(ranked(story(first, second))[0])["coverage"] == pytest.approx(math.log2(3), abs=1e-3)


def test_trusted_feeds_count_for_more() -> None:
    plain, trusted, doubted = (
        story(told_by("a", weight=weight), id=f"s-{weight}") for weight in (1.0, 3.0, 0.5)
    )  # fmt: skip
    entries = ranked(plain, trusted, doubted)
    assert [entry.story.id for entry in entries] == ["s-3.0", "s-1.0", "s-0.5"]
    assert points(entries[0])["weight"] == pytest.approx(1)
    assert "weight" not in points(entries[1])


def test_a_weight_of_nothing_takes_all_the_coverage_away() -> None:
    found = points(ranked(story(told_by("a", weight=0.0)))[0])
    assert found["coverage"] + found["weight"] == pytest.approx(0)


def test_freshness_halves_in_a_day() -> None:
    now = replace(told_by("a"), published=NOW, first_seen=NOW)
    then = replace(told_by("a"), published=NOW - timedelta(hours=24))
    new, old = (points(ranked(story(one))[0])["freshness"] for one in (now, then))
    assert old == pytest.approx(new / 2)
    assert because(ranked(story(now))[0], "freshness") == "newest report less than an hour old"
    assert because(ranked(story(then))[0], "freshness") == "newest report 24 hours old"


def test_the_place_in_the_feed_weighs_more_with_few_feeds() -> None:
    def gap(feeds: int) -> float:
        others = [story(told_by(f"x{n}"), id=f"s-x{n}") for n in range(feeds - 1)]
        first, tenth = story(told_by("a"), id="s-1"), story(told_by("a", position=9), id="s-2")
        found = {entry.story.id: points(entry)["position"] for entry in ranked(first, tenth, *others)}
        return found["s-1"] - found["s-2"]

    assert gap(5) > 3 * gap(6) > 0


def test_section_weights() -> None:
    recipe = Recipe(version="1", section_weights=(("Sport", 0.5), ("World", 2.0)))
    world, sport, none = (story(told_by("a", section=name), id=f"s-{name}") for name in ("World", "Sport", "Arts"))
    found = {entry.story.id: points(entry) for entry in ranked(world, sport, none, recipe=recipe)}
    assert (found["s-World"]["section"], found["s-Sport"]["section"]) == (1, -1)
    assert "section" not in found["s-Arts"]


def test_what_was_told_before_stands_lower() -> None:
    def as_(status: Status) -> Story:
        return replace(story(told_by("a"), id=f"s-{status}"), status=status, first_told="daily/2026-09-15")

    entries = ranked(as_("ongoing"), as_("update"), as_("new"))
    assert [entry.story.status for entry in entries] == ["new", "update", "ongoing"]
    assert because(entries[1], "novelty") == "told in daily/2026-09-15; 1 new report with something new"
    assert because(entries[2], "novelty") == "told in daily/2026-09-15, and nothing new since"


def test_forms_that_are_no_plain_report_stand_lower() -> None:
    opinion = told_by("a", "Opinion: the harbour was a mistake")
    (alone,) = ranked(story(opinion))
    (with_report,) = ranked(story(opinion, told_by("b")))
    assert because(alone, "form") == "no plain report, only opinion"
    assert points(alone)["form"] < 0
    assert "form" not in points(with_report)


def test_what_could_not_be_read_stands_lower() -> None:
    whole = article(text_from="page")
    summary = article(text_from="feed")
    nothing = article(text=" ", text_from="feed")
    found = [points(ranked(story(one))[0]).get("text", 0.0) for one in (whole, summary, nothing)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 3


def test_equal_scores_go_by_id() -> None:
    assert [entry.story.id for entry in ranked(story(told_by("a"), id="s-2"), story(told_by("a"), id="s-1"))] == [
        "s-1",
        "s-2",
    ]


@pytest.mark.parametrize(
    ("mute", "title", "text", "expected"),
    [
        ("chess", "CHESS: Lindqvist wins", "", "chess"),
        ("chess", "Chessboards sell out", "", None),
        ("Royal Family", "Palace fire", "The royal   family was away.", "Royal Family"),
        ("royal family", "Royal palace: family away", "", None),
        ("bill passes", "The bill", "passes easily", None),
        ("Málaga", "Fire in Malaga", "", "Málaga"),
        ("malaga", "Fire in Málaga", "", "malaga"),
        ("地震", "北海道で地震、9人死亡", "", "地震"),
        ("猫", "黒猫が話題に", "", "猫"),
        ("선거", "선거에서 승리", "", "선거"),
        ("", "Anything", "", None),
        ("  !  ", "Anything !", "", None),
    ],
)
def test_muted(mute: str, title: str, text: str, expected: str | None) -> None:
    assert muted(story(article(title, text)), Recipe(version="1", mute=("unsaid", mute))) == expected


def test_nothing_is_muted_by_what_stands_far_below() -> None:
    text = "The harbour opened. " * 100 + "A chess board was seen."
    assert muted(story(article("Harbour opens", text)), Recipe(version="1", mute=("chess",))) is None


@st.composite
def tales(draw: st.DrawFn) -> Story:
    reports = []
    for number in range(draw(st.integers(1, 5))):
        made = article(
            draw(st.text(max_size=20) | st.sampled_from(["Opinion: x", "Live: x", "🎉"])),
            draw(st.text(max_size=40)),
            source=f"https://{draw(st.sampled_from('abc'))}.example/feed",
            source_name=draw(st.sampled_from(["", "A", "Ärger"])),
            url=draw(st.sampled_from(["", "https://a.example/1", "http://127.0.0.1/2", "https://b.example/opinion/3"])),
            id=f"i{number}",
            section=draw(st.sampled_from(["World", "Sport"])),
            position=draw(st.integers(0, 10_000)),
            weight=draw(st.floats(0, 10)),
            published=NOW - timedelta(hours=draw(st.integers(-5, 100_000))),
        )
        reports.append(made)
    status = draw(st.sampled_from(["new", "update", "ongoing"]))
    return Story(id=f"s-{draw(st.integers(0, 99))}", articles=tuple(reports), status=status)  # type: ignore[arg-type] # from the literals


@settings(max_examples=80, deadline=None)
@given(st.lists(tales(), max_size=6, unique_by=lambda tale: tale.id), st.randoms(use_true_random=False))
def test_the_score_is_the_sum_and_the_order_its_own(tales: list[Story], shuffler: random.Random) -> None:
    recipe = Recipe(version="1", section_weights=(("Sport", 0.0),), mute=("x",))
    entries = rank(tales, recipe=recipe, now=NOW)
    assert [entry.score for entry in entries] == sorted((entry.score for entry in entries), reverse=True)
    for entry in entries:
        assert entry.score == round(sum(reason.points for reason in entry.reasons), 4)
        assert all(reason.because and math.isfinite(reason.points) for reason in entry.reasons)
        assert len({reason.name for reason in entry.reasons}) == len(entry.reasons)
    assert rank(shuffler.sample(tales, len(tales)), recipe=recipe, now=NOW) == entries
    turned = [replace(tale, articles=(tale.lead, *reversed(tale.articles[1:]))) for tale in tales]
    assert [entry.reasons for entry in rank(turned, recipe=recipe, now=NOW)] == [entry.reasons for entry in entries]
