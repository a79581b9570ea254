from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.agencies import agency
from briefing.core.copies import copies
from briefing.model import Article
from tests.builders import NOW, article

chance = random.Random(3)
WORDS = ["".join(chance.choices("bdfgklmnprstv", k=4) + chance.choices("aeiou", k=4)) for _ in range(3000)]


def prose(words: int, seed: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS + ["the", "of", "to", "in"] * 400, k=words)) + "."


WIRE = prose(260, 1)


def report(name: str, text: str, hours: float = 6) -> Article:
    return article(
        f"Headline of {name}",
        text,
        id=name,
        source=f"https://{name}.example/feed",
        published=NOW - timedelta(hours=hours),
    )


@pytest.mark.parametrize(
    "text",
    [
        WIRE,
        "KESSARY, March 3 (Wire) – " + WIRE,
        f"{prose(60, 2)}\n{WIRE}",
        f"{WIRE}\n{prose(200, 3)}",
        " ".join(WIRE.split()[:90]),
        " ".join(WIRE.split()[20:]),
        WIRE.upper(),
        WIRE.replace(WORDS[0], "other", 1),
    ],
)
def test_a_copy_is_known_however_it_was_edited(text: str) -> None:
    assert copies([report("b", text, 3), report("a", WIRE)]) == {"b": "a"}


@pytest.mark.parametrize("text", [prose(260, 4), f"{prose(120, 5)}\n{' '.join(WIRE.split()[:40])}", "", "Short."])
def test_what_is_told_in_other_words_is_no_copy(text: str) -> None:
    assert copies([report("b", text, 3), report("a", WIRE)]) == {}


def test_all_copies_name_the_earliest() -> None:
    papers = [report(name, WIRE, hours) for name, hours in (("c", 1), ("a", 3), ("b", 2))]
    assert copies(papers) == {"b": "a", "c": "a"}


def test_a_notice_under_many_titles_of_one_source_is_no_copy() -> None:
    source = "https://meridian.example/feed"
    shut = [article(f"Title {n}", WIRE, id=f"{n}", source=source) for n in range(4)]
    assert copies([*shut, report("z", WIRE, 1)]) == {}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([WIRE, prose(80, 6), "", "\x00", "地震" * 200, "a " * 500, "🎉"]), st.integers(0, 3)),
        max_size=8,
    ),
    st.randoms(use_true_random=False),
)
def test_order_is_irrelevant_and_copies_point_at_earlier_originals(
    given_: list[tuple[str, int]], shuffler: random.Random
) -> None:
    papers = [report(f"p{n}", text, hours) for n, (text, hours) in enumerate(given_)]
    found = copies(papers)
    when = {paper.id: (paper.when, paper.id) for paper in papers}
    assert all(of not in found and when[of] < when[copy] for copy, of in found.items())
    shuffler.shuffle(papers)
    assert copies(papers) == found


def test_thousands_of_equal_texts_and_a_huge_one_take_little() -> None:
    papers = [report(f"p{n}", WIRE, n / 60) for n in range(3000)]
    began = time.process_time()
    found = copies([*papers, report("huge", "a b c d e " * 200_000, 1)])
    assert time.process_time() - began < 6
    assert len(found) == 2999


@pytest.mark.parametrize(
    ("text", "authors", "expected"),
    [
        ("VELD (Reuters) - The dam broke.", (), "Reuters"),
        ("VELD, March 3 (AP) — The dam broke.", (), "AP"),
        ("Veld (dpa/wire) – Der Damm brach.", (), "dpa"),
        ("ВЕЛЬД, 3 марта — РИА Новости — Плотину прорвало.", (), "RIA Novosti"),
        ("【ベルド共同】ダムが決壊した。", (), None),
        ("The dam broke. (AFP)", (), "AFP"),
        ("The dam broke.\n© 2026 AFP", (), "AFP"),
        ("The dam broke.", ("Reuters",), "Reuters"),
        ("The dam broke, Reuters reported on Monday.", (), None),
        ("Officials (PANIC) said so.", (), None),
        ("", (), None),
    ],
)
def test_the_agency_that_a_text_names_as_its_own(text: str, authors: tuple[str, ...], expected: str | None) -> None:
    assert agency(replace(report("a", text), authors=authors)) == expected


def test_thousands_of_texts_with_a_line_of_their_own_are_copies_of_one() -> None:
    papers = [report(f"p{n}", f"{prose(20, n + 10)}\n{WIRE}", n / 60) for n in range(3000)]
    began = time.process_time()
    found = copies(papers)
    assert time.process_time() - began < 15
    assert set(found.values()) == {"p2999"}
    assert len(found) == 2999


@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, "a b " * 500_000, "地" * 1_000_000, "\ud800\x00 " * 500_000, "1." * 10**6]
)
def test_a_text_of_one_word_over_and_over_is_read_soon_and_repeats_nothing(text: str) -> None:
    told = [replace(report(name, WIRE), text=text + name, digest=name) for name in "ab"]
    began = time.process_time()
    assert copies(told) == {}
    assert time.process_time() - began < 2
