from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.duplicates import once
from briefing.model import Article, TextFrom
from tests.builders import NOW, article

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORDS = ("harbour", "council", "bread", "ferry", "orchard", "winter", "bridge", "quarry", "school", "river", "market")


def text(seed: int, words: int = 120) -> str:
    random = Random(seed)
    return " ".join(random.choice(WORDS) + str(random.randrange(50)) for _ in range(words)) + "."


LONG = text(0)


def report(
    path: str,
    body: str = LONG,
    title: str = "The harbour bill",
    *,
    site: str = "meridian.example",
    seen: timedelta = 5 * HOUR,
    text_from: TextFrom = "page",
    published: timedelta = 6 * HOUR,
) -> Article:
    return article(
        title,
        body,
        url=f"https://{site}/{path}",
        first_seen=NOW - seen,
        published=NOW - published,
        text_from=text_from,
        source=f"https://{site}/feed",
    )


def same(*articles: Article) -> bool:
    kept, left_out = once(articles)
    assert {a.id for a in articles} == {a.id for a in kept} | left_out.keys()
    assert not {a.id for a in kept} & left_out.keys()
    assert {a.id for a in kept} >= set(left_out.values())
    return len(kept) == 1


@pytest.mark.parametrize(
    "way", ["http://meridian.example/a", "https://www.meridian.example/a/", "https://meridian.example/a#top"]
)
def test_one_address_written_in_two_ways_is_one_page(way: str) -> None:
    assert same(report("a"), replace(report("b", text(1), "Another title"), url=way))


def test_one_text_under_two_addresses_of_a_site_is_one_article() -> None:
    assert same(report("a"), report("b", title="Harbour bill: it is law", site="www.meridian.example", seen=HOUR))
    assert not same(report("a"), report("b", site="herald.example")), "who else prints it is another matter"
    assert not same(report("a", "Read more on our site."), report("b", "Read more on our site."))


def test_a_text_under_many_headlines_is_a_notice() -> None:
    many = [report(f"{n}", title=f"Story {n}") for n in range(5)]
    assert once(many) == (sorted(many, key=lambda a: a.id), {})
    assert len(once(many[:2])[0]) == 1


def test_an_address_that_could_not_be_read_and_has_many_headlines_is_a_front_pages() -> None:
    front = [replace(report(f"{n}", text(n), f"Story {n}", text_from="feed"), url="https://meridian.example/")
             for n in range(4)]  # fmt: skip
    assert len(once(front)[0]) == 4
    assert len(once(front[:2])[0]) == 1
    live = [replace(one, text_from="page") for one in front]
    assert len(once(live)[0]) == 1, "what was read there is one page, whatever its entries are called"


def test_a_title_told_again_with_hardly_another_word_is_one_article() -> None:
    words = LONG.split()
    corrected = " ".join([*words[:60], "corrected", *words[61:]])
    longer = LONG + " " + text(1, 40)
    assert same(report("a"), report("b", corrected, "The Harbour  Bill"))
    assert same(report("a"), report("b", corrected, site="m.meridian.example"))
    assert not same(report("a"), report("b", corrected, "Another title"))
    assert not same(report("a"), report("b", corrected, site="herald.example"))
    assert not same(report("a"), report("b", longer))
    assert not same(report("a"), report("b", text(2))), "a column of the same name"
    assert not same(report("a"), report("b", corrected, published=4 * DAY))
    assert not same(report("a", "Our daily column."), report("b", "Our daily column!"))


def test_the_first_seen_stands_then_what_was_read_then_the_smaller_id() -> None:
    early = report("early", text_from="feed", seen=9 * HOUR)
    page, feed = report("page"), report("feed", text_from="feed")
    assert once([page, early, feed]) == ([early], dict.fromkeys(sorted([page.id, feed.id]), early.id))
    assert once([feed, page]) == ([page], {feed.id: page.id})
    twin = report("twin")
    first, second = sorted([page, twin], key=lambda a: a.id)
    assert once([second, first]) == ([first], {second.id: first.id})


def test_chains_meet_in_one() -> None:
    """a and b have one address, b and c one text, c and d one title."""
    words = text(3).split()
    a = report("a", text(1), "One")
    b = replace(report("b", text(3), "Two"), url="http://meridian.example/a")
    c = report("c", text(3), "Three", seen=8 * HOUR)
    d = report("d", " ".join([*words[:-1], "else"]), "Three")
    kept, left_out = once([d, a, c, b])
    assert kept == [c]
    assert set(left_out) == {a.id, b.id, d.id}


def test_nothing_of_nothing() -> None:
    assert once([]) == ([], {})
    homeless = replace(report("a", ""), url="")
    assert once([homeless]) == ([homeless], {})


@st.composite
def reports(draw: st.DrawFn) -> list[Article]:
    bodies, titles = (LONG, LONG + " More.", text(1), "Short."), ("One", "one ", "Two", "Three", "")
    sites = ("meridian.example", "www.meridian.example", "herald.example")
    made = []
    for n in range(draw(st.integers(0, 9))):
        one = report(
            f"{n}",
            draw(st.sampled_from(bodies)),
            draw(st.sampled_from(titles)),
            site=draw(st.sampled_from(sites)),
            seen=draw(st.sampled_from((HOUR, DAY))),
            published=draw(st.sampled_from((HOUR, DAY, 3 * DAY))),
            text_from=draw(st.sampled_from(("page", "feed"))),
        )
        address = draw(st.sampled_from((one.url, "https://meridian.example/x", "http://meridian.example/x")))
        made.append(replace(one, url=address))
    return made


@given(reports(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_any_order_gives_the_same_and_nothing_is_lost(articles: list[Article], random: Random) -> None:
    kept, left_out = once(articles)
    shuffled = random.sample(articles, len(articles))
    assert once(shuffled) == (kept, left_out)
    assert sorted([*left_out, *(a.id for a in kept)]) == sorted(a.id for a in articles)
    assert set(left_out.values()) <= {a.id for a in kept}


def test_time_grows_with_the_articles_not_with_their_pairs() -> None:
    def seconds(count: int) -> float:
        alike = [report(f"{n}", text(n, 60), "Live updates") for n in range(count)]
        began = time.process_time()
        once(alike)
        return time.process_time() - began

    seconds(50)
    assert seconds(2_000) < 12 * seconds(500) + 0.2
