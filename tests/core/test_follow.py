from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.follow import follow
from briefing.model import Article, Story, Told
from tests.builders import NOW, article

HARBOUR = "Parliament passed the harbour bill on Tuesday by 61 votes to 44. The port of Veld may now be dredged."


def report(name: str, title: str = "Parliament passes harbour bill", text: str = HARBOUR, *, hours: int = 6) -> Article:
    url = f"https://meridian.example/{name}"
    return article(title, text, id=name, url=url, published=NOW - timedelta(hours=hours))


def telling(story: str, *articles: str, edition: str = "daily/2026-09-15", days: int = 1) -> Told:
    return Told(story=story, articles=frozenset(articles), edition=edition, closes=NOW - timedelta(days=days))


def by_article(stories: list[Story]) -> dict[str, Story]:
    return {one.id: story for story in stories for one in story.articles}


def test_a_story_never_told_is_new() -> None:
    (story,) = follow([(report("b", hours=3), report("a", hours=5))], [])
    assert story.id.startswith("s-")
    assert len(story.id) == 14
    assert story.status == "new"
    assert story.first_told is None
    assert story.fresh == {"a", "b"}
    assert [one.id for one in story.articles] == ["a", "b"]


def test_the_id_comes_from_the_earliest_article() -> None:
    (one,) = follow([(report("a", hours=5),)], [])
    (two,) = follow([(report("a", hours=5), report("b", hours=3))], [])
    assert one.id == two.id


def test_a_told_story_keeps_its_id_and_its_first_edition() -> None:
    past = [
        telling("s-old", "a", edition="daily/2026-09-14", days=2),
        telling("s-old", "a", "b", edition="daily/2026-09-15", days=1),
    ]
    (story,) = follow([(report("a"), report("b"), report("c", text=HARBOUR.replace("61", "63")))], past)
    assert (story.id, story.first_told, story.status) == ("s-old", "daily/2026-09-14", "update")
    assert story.fresh == {"c"}


def test_a_report_that_repeats_is_no_update() -> None:
    (story,) = follow([(report("a"), report("b"))], [telling("s-old", "a")])
    assert story.status == "ongoing"
    assert story.fresh == {"b"}


def test_without_fresh_articles_it_goes_on() -> None:
    (story,) = follow([(report("a"),)], [telling("s-old", "a", "gone")])
    assert (story.status, story.fresh) == ("ongoing", frozenset())


def test_of_two_groups_the_larger_overlap_has_the_id() -> None:
    past = [telling("s-old", "a", "b", "c")]
    stories = by_article(follow([(report("a"),), (report("b"), report("c"))], past))
    assert stories["b"].id == "s-old"
    assert stories["a"].id != "s-old"


def test_of_two_equal_overlaps_the_larger_group_has_the_id() -> None:
    groups = [(report("a"),), (report("b"), report("x"), report("y"))]
    stories = by_article(follow(groups, [telling("s-old", "a", "b")]))
    assert stories["b"].id == "s-old"
    assert stories["a"].split_from == "s-old"


def test_a_piece_split_off_is_not_told_as_new() -> None:
    stories = by_article(follow([(report("a"),), (report("b"), report("c"))], [telling("s-old", "a", "b", "c")]))
    assert stories["a"].status == "ongoing"
    assert stories["a"].first_told == "daily/2026-09-15"


def test_of_two_told_stories_a_group_takes_the_larger_overlap_then_the_earlier() -> None:
    group = (report("a"), report("b"), report("c"))
    assert follow([group], [telling("s-1", "a", days=5), telling("s-2", "b", "c")])[0].id == "s-2"
    assert follow([group], [telling("s-1", "a", days=1), telling("s-2", "b", days=5)])[0].id == "s-2"
    assert follow([group], [telling("s-2", "a"), telling("s-1", "b")])[0].id == "s-1"


def test_the_loser_of_one_id_takes_the_other_story_it_continues() -> None:
    past = [telling("s-1", "a", "b", "c"), telling("s-2", "d")]
    stories = by_article(follow([(report("a"), report("b")), (report("c"), report("d"))], past))
    assert (stories["a"].id, stories["d"].id) == ("s-1", "s-2")


def test_a_new_id_is_never_one_that_was_told() -> None:
    """The story was named after a; now a stands alone, and the rest goes on under the name."""
    (named,) = follow([(report("a", hours=9), report("b"), report("c"))], [])
    stories = by_article(
        follow([(report("a", hours=9),), (report("b"), report("c"))], [telling(named.id, "a", "b", "c")])
    )
    assert stories["b"].id == named.id
    assert stories["a"].id != named.id


def test_an_update_says_what_is_new_and_is_of_the_fresh_reports() -> None:
    strikes = report(
        "c",
        "Court strikes down harbour bill as unconstitutional",
        "The constitutional court struck down the harbour bill on Wednesday, hours after 61 deputies had passed it.",
        hours=-12,
    )
    (story,) = follow([(report("a"), report("b"), strikes)], [telling("s-old", "a")])
    assert story.status == "update"
    assert story.fresh == {"b", "c"}
    assert story.news == ("Court strikes down harbour bill as unconstitutional",)


def test_what_was_told_as_an_update_is_no_update_again() -> None:
    changed = HARBOUR.replace("61", "63")
    past = [telling("s-old", "a", days=2), telling("s-old", "b", days=1)]
    (story,) = follow([(report("a"), report("b", text=changed), report("c", text=changed))], past)
    assert (story.status, story.news) == ("ongoing", ())


def test_a_new_story_and_an_ongoing_one_have_no_news() -> None:
    stories = follow([(report("a"),), (report("b"), report("c"))], [telling("s-old", "b")])
    assert {story.status for story in stories} == {"new", "ongoing"}
    assert [story.news for story in stories] == [(), ()]


def test_many_more_outlets_make_an_update() -> None:
    outlets = ("courier", "herald", "post", "tribune")
    others = tuple(
        article("Parliament passes harbour bill", f"{name} says: {HARBOUR}", id=name, url=f"https://{name}.example/1")
        for name in outlets
    )
    (story,) = follow([(report("a"), *others)], [telling("s-old", "a")])
    assert (story.status, story.news) == ("update", ())


def test_merged_stories_are_recorded() -> None:
    past = [telling("s-1", "a", "b"), telling("s-2", "c"), telling("s-3", "d")]
    (story,) = follow([(report("a"), report("b"), report("c"), report("d"))], past)
    assert (story.id, story.absorbed, story.split_from) == ("s-1", ("s-2", "s-3"), None)


def test_a_told_story_that_lives_on_elsewhere_is_not_absorbed() -> None:
    past = [telling("s-1", "a", "b", "c"), telling("s-2", "d", "e", "f")]
    stories = by_article(follow([(report("a"), report("b"), report("d")), (report("e"), report("f"))], past))
    assert (stories["a"].id, stories["e"].id) == ("s-1", "s-2")
    assert stories["a"].absorbed == stories["e"].absorbed == ()


def test_a_story_that_was_split_off_is_recorded_with_where_it_came_from() -> None:
    stories = by_article(follow([(report("a"),), (report("b"), report("c"))], [telling("s-old", "a", "b", "c")]))
    assert (stories["a"].split_from, stories["b"].split_from) == ("s-old", None)
    assert stories["a"].absorbed == ()


NAMES = st.sampled_from("abcdefgh")
TELLINGS = st.lists(
    st.builds(
        lambda number, articles, day: telling(f"s-{number}", *articles, edition=f"daily/{day:02}", days=16 - day),
        st.integers(0, 4),
        st.sets(NAMES),
        st.integers(1, 15),
    ),
    max_size=6,
)  # fmt: skip


@st.composite
def groupings(draw: st.DrawFn) -> list[tuple[Article, ...]]:
    places = draw(st.dictionaries(NAMES, st.integers(0, 3)))
    texts = st.sampled_from([HARBOUR, "", "地震で9人が死亡", "🎉", "Nine of 12 men of Veld"])
    groups: dict[int, list[Article]] = {}
    for name, place in places.items():
        groups.setdefault(place, []).append(report(name, draw(st.text(max_size=20)), draw(texts), hours=ord(name) % 5))
    return [tuple(members) for members in groups.values()]


@settings(max_examples=80, deadline=None)
@given(groupings(), TELLINGS, st.randoms(use_true_random=False))
def test_following_is_one_to_one_and_independent_of_order(
    groups: list[tuple[Article, ...]], told: list[Told], shuffler: random.Random
) -> None:
    stories = follow(groups, told)
    assert len({story.id for story in stories}) == len(stories) == len(groups)
    ever = frozenset[str]().union(*(one.articles for one in told))
    for story in stories:
        members = {one.id for one in story.articles}
        assert story.fresh == members - ever
        assert (story.status == "new") == (story.first_told is None) == (not members & ever)
        if story.status == "update":
            assert story.fresh
        assert not story.news or story.status == "update"
        assert set(story.absorbed) <= {one.story for one in told if one.articles & members} - {
            other.id for other in stories
        }
        assert story.split_from is None or story.split_from in {one.story for one in told}
    shuffled = [tuple(shuffler.sample(members, len(members))) for members in groups]
    shuffler.shuffle(shuffled)
    assert follow(shuffled, shuffler.sample(told, len(told))) == stories


@settings(max_examples=60, deadline=None)
@given(groupings())
def test_the_same_groups_told_again_keep_their_ids_and_have_nothing_new(groups: list[tuple[Article, ...]]) -> None:
    first = follow(groups, [])
    told = [telling(story.id, *(one.id for one in story.articles)) for story in first]
    again = follow(groups, told)
    assert [story.id for story in again] == [story.id for story in first]
    assert all(story.status == "ongoing" for story in again)
