from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.voices import house, listed, outlet, voice, voices
from briefing.model import Article
from tests.builders import NOW, article

OWNERS = (("Big House", ("alder.example", "www.birch.example")),)


def told_by(name: str, text: str = "", hours: int = 1, url: str | None = None) -> Article:
    return article(
        f"{name} reports",
        text or f"What {name} says.",
        source=f"https://{name}.example/feed",
        url=url,
        published=NOW - timedelta(hours=hours),
    )


WIRE = " ".join(f"word{n}" for n in range(50))


def test_doors_of_one_site_are_one_outlet() -> None:
    names = {outlet(told_by("a", url=f"https://{door}alder.example/1")) for door in ("", "www.", "m.", "amp.")}
    assert names == {"alder.example"}


def test_a_machine_names_no_outlet() -> None:
    made = told_by("alder", url="http://127.0.0.1:8000/1")
    assert outlet(made) == "https://alder.example/feed"


def test_a_house_owns_hosts_with_their_subdomains() -> None:
    assert house(told_by("alder"), OWNERS) == "Big House"
    assert house(told_by("x", url="https://sport.birch.example/1"), OWNERS) == "Big House"
    assert house(told_by("x", url="https://notalder.example/1"), OWNERS) is None
    assert voice(told_by("alder"), OWNERS) == "Big House"
    assert voice(told_by("cedar"), OWNERS) == "cedar.example"


def test_a_house_is_known_by_its_feed_where_the_page_is_elsewhere() -> None:
    assert house(told_by("alder", url="https://redirects.example/1"), OWNERS) == "Big House"


def test_voices_by_their_earliest_report() -> None:
    made = voices([told_by("cedar"), told_by("birch", hours=2), told_by("alder", hours=3)], OWNERS)
    assert [(one.house, one.outlets, one.reports, one.copied) for one in made] == [
        ("Big House", ("Alder", "Birch"), 2, False),
        (None, ("Cedar",), 1, False),
    ]


def test_who_was_later_with_a_text_is_its_copy() -> None:
    made = voices([told_by("cedar", WIRE), told_by("dale", WIRE, hours=5), told_by("elm")])
    assert {one.outlets[0]: one.copied for one in made} == {"Dale": False, "Cedar": True, "Elm": False}


def test_who_has_more_than_the_copy_is_a_voice() -> None:
    own = replace(told_by("cedar"), id="own")
    made = voices([told_by("cedar", WIRE), own, told_by("dale", WIRE, hours=5)])
    assert not any(one.copied for one in made)


def test_copies_that_are_known_need_no_equal_words() -> None:
    first, second, third = told_by("a", hours=3), told_by("b", hours=2), told_by("c")
    made = voices([first, second, third], copies={second.id: first.id, third.id: second.id})
    assert [one.copied for one in made] == [False, True, True]
    apart = voices([told_by("a", WIRE), told_by("b", WIRE)], copies={})
    assert not any(one.copied for one in apart)


def test_copies_of_a_text_that_the_story_lacks_are_one_voice() -> None:
    first, second = told_by("a", hours=3), told_by("b", hours=2)
    made = voices([first, second], copies={first.id: "elsewhere", second.id: "elsewhere"})
    assert [one.copied for one in made] == [False, True]


def test_a_voice_is_fresh_that_says_something_new_or_is_repeated_today() -> None:
    old, again, other = told_by("a", hours=30), told_by("a", "More.", hours=2), told_by("b", hours=31)
    known = {(one.id, one.digest) for one in (old, other)}
    assert [one.fresh for one in voices([old, other], known=known)] == [False, False]
    assert {one.outlets: one.fresh for one in voices([old, again, other], known=known)} == {("A",): True, ("B",): False}
    copy = told_by("c", hours=1)
    made = voices([other, copy], copies={copy.id: other.id}, known=known)
    assert [(one.copied, one.fresh) for one in made] == [(False, True), (True, True)]


def test_an_outlet_without_a_name_goes_by_its_host() -> None:
    made = told_by("alder", url="https://www.alder.example/1")
    (one,) = voices([replace(made, item=replace(made.item, source_name=""))])
    assert one.outlets == ("alder.example",)


def test_lists() -> None:
    assert listed(["A"]) == "A"
    assert listed(["A", "B", "A"]) == "A and B"
    assert listed(list("ABCDEF")) == "A, B, C, D, E and F"
    assert listed(list("ABCDEFGH")) == "A, B, C, D, E and 3 more"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.sampled_from(["", WIRE]), st.integers(0, 3)), min_size=1, max_size=8
    ),
    st.dictionaries(st.integers(0, 7).map(str), st.integers(0, 7).map(str)) | st.none(),
    st.randoms(use_true_random=False),
)
def test_order_is_irrelevant_and_someone_says_it_first(
    drawn: list[tuple[str, str, int]], copies: dict[str, str] | None, shuffler: random.Random
) -> None:
    told = [replace(told_by(name, text, hours), id=str(n)) for n, (name, text, hours) in enumerate(drawn)]
    made = voices(told, OWNERS, copies)
    assert voices(shuffler.sample(told, len(told)), OWNERS, copies) == made
    assert not made[0].copied
    assert all(one.reports >= 1 for one in made)
