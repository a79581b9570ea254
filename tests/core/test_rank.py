from __future__ import annotations

import math
import random
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.rank import REASONS, floor, rank
from briefing.core.rank import rank as ranking
from briefing.model import Article, Genre, RankedStory, Recipe, Status, Story
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
    plain, trusted, doubted, unwanted = (
        story(told_by("a", weight=weight), id=f"s-{weight}") for weight in (1.0, 3.0, 0.5, 0.0)
    )  # fmt: skip
    entries = ranked(plain, trusted, doubted, unwanted)
    assert [entry.story.id for entry in entries] == ["s-3.0", "s-1.0", "s-0.5", "s-0.0"]
    assert points(entries[0])["weight"] == pytest.approx(math.log2(10) - 1, abs=1e-3)
    assert because(entries[0], "weight") == "you gave A the weight 3"
    assert "weight" not in points(entries[1])
    assert entries[3].score < -5


def test_with_few_feeds_a_trusted_one_stands_above_three_others() -> None:
    def best(feeds: int) -> str:
        others = [story(told_by(f"x{n}"), id=f"s-x{n}") for n in range(feeds - 4)]
        alone, many = story(told_by("a", weight=2.0), id="s-alone"), story(*map(told_by, "bcd"), id="s-many")
        return ranked(alone, many, *others)[0].story.id

    assert (best(5), best(100)) == ("s-alone", "s-many")


def test_what_is_older_than_a_day_halves_each_day() -> None:
    now, day, two = (
        replace(told_by("a"), published=NOW - timedelta(hours=hours), first_seen=NOW) for hours in (0, 24, 48)
    )
    fresh, still, old = (points(ranked(story(one))[0])["freshness"] for one in (now, day, two))
    assert fresh == still == pytest.approx(2 * old)
    assert because(ranked(story(now))[0], "freshness") == "newest report less than an hour old"
    assert because(ranked(story(day))[0], "freshness") == "newest report 24 hours old"


def test_the_place_in_the_feed_weighs_less_with_each_feed() -> None:
    def gap(feeds: int) -> float:
        others = [story(told_by(f"x{n}"), id=f"s-x{n}") for n in range(feeds - 1)]
        first, tenth = story(told_by("a"), id="s-1"), story(told_by("a", position=9), id="s-2")
        found = {entry.story.id: points(entry)["position"] for entry in ranked(first, tenth, *others)}
        return found["s-1"] - found["s-2"]

    gaps = [gap(feeds) for feeds in (1, 5, 6, 10, 25, 50)]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] == gaps[1] > 4 * gaps[4] > 4 * gaps[5] > 0
    assert gaps[2] > 0.8 * gaps[1]


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
    assert because(entries[1], "novelty") == "told in daily/2026-09-15; 1 new report"
    assert because(entries[2], "novelty") == "told in daily/2026-09-15, and nothing new since"


def test_forms_that_are_no_plain_report_stand_lower() -> None:
    opinion = told_by("a", "Opinion: the harbour was a mistake")
    (alone,) = ranked(story(opinion))
    (with_report,) = ranked(story(opinion, told_by("b")))
    assert because(alone, "form") == "no report, only an opinion piece"
    assert points(alone)["form"] < 0
    assert "form" not in points(with_report)


@pytest.mark.parametrize(
    ("genre", "said"),
    [("opinion", "an opinion piece"), ("live", "a live blog"), ("video", "a video"), ("report", "")],
)
def test_what_a_page_says_it_is_counts(genre: Genre, said: str) -> None:
    (entry,) = ranked(story(replace(told_by("a"), genre=genre)))
    assert points(entry).get("form", 0) <= 0
    assert [reason.because for reason in entry.reasons if reason.name == "form"] == [f"no report, only {said}"][
        : bool(said)
    ]


def test_several_odd_forms_are_named() -> None:
    odd = replace(told_by("a"), genre="video"), replace(told_by("b"), genre="live")
    (entry,) = ranked(story(*odd))
    assert because(entry, "form") == "no report, only live blogs and videos"


def test_what_could_not_be_read_stands_lower() -> None:
    whole = article(text_from="page")
    begun = replace(whole, partial=True)
    summary = article(text_from="feed")
    nothing = article(text=" ", text_from="feed")
    found = [points(ranked(story(one))[0]).get("text", 0.0) for one in (whole, begun, summary, nothing)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 4
    assert "text" not in points(ranked(story(whole, begun, summary, nothing))[0])


def test_equal_scores_go_by_id() -> None:
    assert [entry.story.id for entry in ranked(story(told_by("a"), id="s-2"), story(told_by("a"), id="s-1"))] == [
        "s-1",
        "s-2",
    ]


def test_outlets_of_one_house_are_one_voice() -> None:
    recipe = replace(RECIPE, owners=(("Big House", ("alder.example", "birch.example")),))
    told = story(told_by("alder"), told_by("birch"), told_by("cedar"))
    (entry,) = ranked(told, recipe=recipe)
    assert points(entry)["coverage"] == pytest.approx(math.log2(3), abs=1e-3)
    assert because(entry, "coverage").endswith("(Alder and Birch belong to Big House: counted once)")
    assert points(ranked(told)[0])["coverage"] == 2


def test_known_copies_are_counted_once() -> None:
    first, second, third = told_by("alder"), told_by("birch"), told_by("cedar")
    copies = {second.id: first.id}
    (entry,) = rank([story(first, second, third)], recipe=RECIPE, now=NOW, copies=copies)
    assert points(entry)["coverage"] == pytest.approx(math.log2(3), abs=1e-3)
    assert "the same text in" in because(entry, "coverage")


def test_interests_raise_and_lower() -> None:
    recipe = replace(RECIPE, interests=(("harbour", 2.0), ("bill", 4.0), (r"/vot(e|ing)/", 0.5), ("chess", 8.0)))
    told, plain = (
        story(told_by("a", text="The voting went on."), id="s-1"),
        story(told_by("b", "Fire", "No more."), id="s-2"),
    )
    entries = {entry.story.id: entry for entry in ranked(told, plain, recipe=recipe)}
    assert points(entries["s-1"])["interest"] == 2 - 1
    assert because(entries["s-1"], "interest") == (
        'the headline has "bill", which you gave the weight 4; '
        'the opening has "/vot(e|ing)/", which you gave the weight 0.5'
    )
    assert "interest" not in points(entries["s-2"])


def test_an_update_with_more_news_stands_higher() -> None:
    def update(*news: str) -> RankedStory:
        return ranked(replace(story(told_by("a")), status="update", first_told="daily/1", news=news))[0]

    assert points(update())["novelty"] < points(update("12"))["novelty"] < points(update("12", "Lind"))["novelty"] < 0
    assert because(update("12", "Lind"), "novelty") == "told in daily/1; 1 new report, new in it: 12 and Lind"


def test_points_are_multiplied() -> None:
    told = story(told_by("a", position=3), told_by("b"))
    plain = points(ranked(told)[0])
    changed = points(ranked(told, recipe=replace(RECIPE, points=(("position", 3.0), ("freshness", 0.0))))[0])
    assert changed == pytest.approx(plain | {"position": 3 * plain["position"], "freshness": 0}, abs=1e-3)


# --- what the edition before had ---------------------------------------------------------------------------------


def versions(*told: Article) -> set[tuple[str, str]]:
    return {(one.id, one.digest) for one in told}


def test_who_told_nothing_since_the_last_edition_hardly_counts() -> None:
    old, new, other = told_by("alder"), told_by("birch"), told_by("cedar")
    both, fresh = story(old, new, id="s-1"), story(new, other, id="s-2")
    entries = rank([both, fresh], recipe=RECIPE, now=NOW, known=versions(old))
    assert [entry.story.id for entry in entries] == ["s-2", "s-1"]
    assert points(entries[1])["coverage"] == pytest.approx(math.log2(2.1), abs=1e-3)
    said = because(entries[1], "coverage")
    assert said == "told by 2 outlets: Alder and Birch (nothing since the last edition from Alder: hardly counted)"
    (entry,) = rank([both], recipe=RECIPE, now=NOW, known=versions(old, new))
    assert because(entry, "coverage") == "told by 2 outlets: Alder and Birch, but not since the last edition"


def test_an_outlet_that_goes_on_reporting_counts_in_full() -> None:
    old, new = told_by("alder"), told_by("alder", text="A second report.", position=4)
    (entry,) = rank([story(old, new)], recipe=RECIPE, now=NOW, known=versions(old))
    assert points(entry)["coverage"] == 1
    assert because(entry, "position") == "number 5 in the feed of Alder"


def test_a_known_text_that_others_repeat_today_counts() -> None:
    wire, copy = told_by("alder"), told_by("birch")
    (entry,) = rank([story(wire, copy)], recipe=RECIPE, now=NOW, known=versions(wire), copies={copy.id: wire.id})
    assert points(entry)["coverage"] == 1


def test_weights_go_with_what_the_outlets_count() -> None:
    old, new = told_by("alder", weight=2.0), told_by("birch")
    (entry,) = rank([story(old, new)], recipe=RECIPE, now=NOW, known=versions(old))
    assert points(entry)["coverage"] + points(entry)["weight"] == pytest.approx(math.log2(1 + 1 + 0.4), abs=1e-3)
    assert because(entry, "weight") == "by your weights they count as 1.4 outlets"


# --- what may be the same event ----------------------------------------------------------------------------------


def test_the_best_of_what_may_be_one_event_has_a_little_more() -> None:
    first, second, third = (told_by(name, position=n) for n, name in enumerate("abc"))
    told = [story(one, id=f"s-{n}") for n, one in enumerate((first, second, third))]
    pairs = [(second.id, first.id), (first.id, third.id), (third.id, third.id), (first.id, "unheard of")]
    entries = rank(told, recipe=RECIPE, now=NOW, alike=pairs)
    assert points(entries[0])["matter"] == pytest.approx(0.15 * math.log2(3), abs=1e-3)
    assert because(entries[0], "matter") == "B and C may tell of the same event"
    assert all("matter" not in points(entry) for entry in entries[1:])
    assert rank(told, recipe=RECIPE, now=NOW, alike=pairs[::-1]) == entries


def test_neither_old_reports_nor_its_own_outlets_make_a_matter() -> None:
    mine, again, old = told_by("a"), told_by("a", "Once more", position=3), told_by("b", position=3)
    told = [story(one, id=f"s-{n}") for n, one in enumerate((mine, again, old))]
    pairs = [(mine.id, again.id), (mine.id, old.id)]
    entries = rank(told, recipe=RECIPE, now=NOW, alike=pairs, known=versions(old))
    assert all("matter" not in points(entry) for entry in entries)


def test_a_matter_never_outweighs_a_second_outlet() -> None:
    many = [story(told_by(f"x{n}"), id=f"s-x{n}") for n in range(6)]
    pairs = [(many[0].lead.id, other.lead.id) for other in many[1:]]
    best = rank([*many, story(told_by("a"), told_by("b"), id="s-two")], recipe=RECIPE, now=NOW, alike=pairs)[0]
    assert best.story.id == "s-two"


# --- the floor -----------------------------------------------------------------------------------------------------


def test_on_a_quiet_day_a_plain_report_is_printed() -> None:
    assert floor(ranked(story(told_by("a", position=9)))[0], RECIPE) == ""


def weak() -> Article:
    made = told_by("a", position=30)
    return replace(made, text_from="feed", published=NOW - timedelta(hours=40))


def test_what_nothing_speaks_for_is_not_printed() -> None:
    (entry,) = ranked(story(weak()))
    because = floor(entry, RECIPE)
    assert because.startswith("too little speaks for it (")
    for reason in ("only the feed's own summary", "told by A", "number 31 in the feed of A", "newest report 40 hours"):
        assert reason in because


def test_a_second_outlet_or_a_wish_lifts_it_over_the_floor() -> None:
    second = replace(told_by("b"), text_from="feed", published=NOW - timedelta(hours=40))
    assert floor(ranked(story(weak(), second))[0], RECIPE) == ""
    wished = replace(RECIPE, interests=(("harbour", 2.0),))
    assert floor(ranked(story(weak()), recipe=wished)[0], wished) == ""


def test_less_wished_for_is_lower_but_unwished_is_out() -> None:
    for factor, printed in ((0.5, True), (0.0, False)):
        for recipe, made in (
            (replace(RECIPE, section_weights=(("World", factor),)), told_by("a")),
            (replace(RECIPE, interests=(("harbour", factor),)), told_by("a")),
            (RECIPE, told_by("a", weight=factor)),
        ):
            assert (floor(ranked(story(made), recipe=recipe)[0], recipe) == "") is printed


def test_an_update_is_not_under_the_floor_for_being_one() -> None:
    update = replace(story(told_by("a")), status="update", first_told="daily/1")
    assert floor(ranked(update)[0], RECIPE) == ""


def test_the_floor_follows_the_points_for_coverage() -> None:
    recipe = replace(RECIPE, points=(("coverage", 0.5),))
    assert floor(ranked(story(told_by("a")), recipe=recipe)[0], recipe) == ""


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
    recipe = Recipe(
        version="1",
        section_weights=(("Sport", 0.0),),
        interests=(("x", 2.0), ("/a.*b/", 0.0), ("/(/", 3.0)),
        owners=(("House", ("a.example",)),),
        points=(("coverage", 1.5), ("text", 0.0)),
    )
    known = {(one.id, one.digest) for tale in tales for one in tale.articles if one.item.position % 2}
    alike = [("i0", "i1"), ("i2", "i4")]

    def rank(stories: list[Story]) -> list[RankedStory]:
        return ranking(stories, recipe=recipe, now=NOW, known=known, alike=alike)

    entries = rank(tales)
    assert [entry.score for entry in entries] == sorted((entry.score for entry in entries), reverse=True)
    for entry in entries:
        assert entry.score == round(sum(reason.points for reason in entry.reasons), 4)
        assert all(reason.because and math.isfinite(reason.points) for reason in entry.reasons)
        assert len({reason.name for reason in entry.reasons}) == len(entry.reasons)
        assert {reason.name for reason in entry.reasons} <= REASONS.keys()
    assert rank(shuffler.sample(tales, len(tales))) == entries
    turned = [replace(tale, articles=(tale.lead, *reversed(tale.articles[1:]))) for tale in tales]
    again = rank(turned)
    assert [entry.reasons for entry in again] == [entry.reasons for entry in entries]
    assert [floor(entry, recipe) for entry in again] == [floor(entry, recipe) for entry in entries]


@settings(max_examples=150, deadline=None)
@given(tales(), st.integers(0, 3))
def test_a_further_outlet_never_lowers_a_story(tale: Story, place: int) -> None:
    further = article("Another", "In words of its own.", source="https://further.example/feed", position=place)
    recipe = RECIPE
    before = ranked(replace(tale, status="new"), story(further, id="s-other"), recipe=recipe)
    after = ranked(
        replace(tale, status="new", articles=(*tale.articles, further)), story(further, id="s-other"), recipe=recipe
    )
    scores = [next(entry.score for entry in found if entry.story.id == tale.id) for found in (before, after)]
    assert scores[0] <= scores[1]


def test_no_stories_no_order() -> None:
    assert rank([], recipe=replace(RECIPE, interests=(("x", 2.0),)), now=NOW, alike=[("a", "b")]) == []


def test_5000_stories_and_thousands_of_interests_take_seconds() -> None:
    recipe = replace(RECIPE, interests=tuple((f"word{n} harbour{n}", 2.0) for n in range(5000)), mute=("chess",))
    told = [story(told_by(f"o{n % 90}", f"word{n} harbour{n} opens", id=f"i{n}"), id=f"s-{n}") for n in range(5000)]
    start = time.process_time()
    entries = ranked(*told, recipe=recipe)
    assert time.process_time() - start < 10
    assert all(points(entry)["interest"] == 1 for entry in entries)
