from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.matching import Phrases, muted, problem
from briefing.model import Recipe, Story
from tests.builders import article, story


def mutes(*phrases: str) -> Recipe:
    return Recipe(version="1", mute=phrases)


@pytest.mark.parametrize(
    ("mute", "title", "text", "place"),
    [
        ("chess", "CHESS: Lindqvist wins", "", "the headline"),
        ("chess", "Chessboards sell out", "", None),
        ("Royal Family", "Palace fire", "The royal   family was away.", "the opening"),
        ("royal family", "Royal palace: family away", "", None),
        ("bill passes", "The bill", "passes easily", None),
        ("Málaga", "Fire in Malaga", "", "the headline"),
        ("malaga", "Fire in Málaga", "", "the headline"),
        ("地震", "北海道で地震、9人死亡", "", "the headline"),
        ("猫", "黒猫が話題に", "", "the headline"),
        ("선거", "선거에서 승리", "", "the headline"),
        ("/boards? sell/", "Chess BOARD sells", "", "the headline"),
        (r"/\bchess\b/", "Chessboards sell out", "", None),
        ("/out$/", "Chessboards sell out", "", "the headline"),
        ("/^opens/", "Harbour", "Opens tomorrow.", "the opening"),
        ("/", "Either / or", "", None),
        ("//", "https://x.example", "", None),
        ("/(/", "An open bracket (", "", None),
        ("", "Anything", "", None),
        ("  !  ", "Anything !", "", None),
    ],
)
def test_muted(mute: str, title: str, text: str, place: str | None) -> None:
    expected = f'{place} has "{mute}"' if place else None
    assert muted(story(article(title, text)), mutes("unsaid", mute)) == expected


def test_nothing_is_muted_by_what_stands_far_below() -> None:
    told = story(article("Harbour opens", "The harbour opened. " * 100 + "A chess board was seen."))
    assert muted(told, mutes("chess", "/chess/")) is None


def test_half_of_the_headlines_mute() -> None:
    plain = [article(f"Lindqvist wins {n}", source=f"https://{n}.example/feed") for n in "abc"]
    chess = [article(f"Chess: Lindqvist wins {n}", source=f"https://{n}.example/feed") for n in "def"]
    assert muted(story(*plain, *chess), mutes("chess")) == '3 of 6 headlines have "chess"'
    assert muted(story(*plain, *chess[:2]), mutes("chess")) is None


@pytest.mark.parametrize(
    "name", ["Tabloid", "TABLOID", "tabloid.example", "www.tabloid.example", "news.tabloid.example"]
)
def test_a_muted_outlet_alone_makes_no_story(name: str) -> None:
    recipe = Recipe(version="1", mute_sources=(name,))
    theirs = article(source="https://news.tabloid.example/feed", source_name="Tabloid")
    ours = article(source="https://meridian.example/feed")
    assert muted(story(theirs), recipe) == "only Tabloid told it"
    assert muted(story(theirs, ours), recipe) is None
    assert muted(story(ours), recipe) is None


def test_a_host_that_only_ends_alike_is_another() -> None:
    recipe = Recipe(version="1", mute_sources=("tabloid.example",))
    assert muted(story(article(source="https://nottabloid.example/feed", source_name="Other")), recipe) is None


def test_a_further_headline_is_found() -> None:
    told = story(article("Lindqvist wins"), article("Chess: a win", source="https://b.example/feed"))
    assert Phrases(["chess", "draw"]).places(told) == {"chess": "a further headline"}


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("chess", ""),
        ("9/11", ""),
        ("地震", ""),
        (r"/chess(?:board)?s?\b/", ""),
        (r"/(?i:U\.S\.) open|wimbledon|.*tennis.*/", ""),
        (r"/[[]\d{1,3}/", '"\\['),
        ("/foo(/", "no regular expression"),
        ("/[/", "no regular expression"),
        ("/a{99999999999999999999}/", "no regular expression"),
        (r"/(a)\1/", "can't be used"),
        ("/(?P<a>x)(?(a)y|z)/", "can't be used"),
        ("/(a+)+$/", "for ever"),
        ("/(a|aa)+$/", "for ever"),
        ("/(?:a?){40}x/", "for ever"),
        ("/" + "a?" * 40 + "a/", "for ever"),
        ("/.*.*.*x/", "for ever"),
        ("/" + "a" * 201 + "/", "201 characters"),
        ("!!", "no word"),
        ("", "no word"),
    ],
)
def test_what_is_wrong_with_a_phrase(phrase: str, expected: str) -> None:
    said = problem(phrase)
    assert expected in said
    assert bool(said) == bool(expected)


@pytest.mark.parametrize(
    "pattern", ["/(a+)+$/", "/(a|aa)+$/", "/(?:a?){40}x/", "/.*.*x/", "/a*a*x/", r"/(?:a{2,3}){5}x/"]
)
def test_no_pattern_takes_long(pattern: str) -> None:
    told = story(article("a" * 100_000, "a" * 1_000_000))
    start = time.process_time()
    muted(told, mutes(pattern))
    assert time.process_time() - start < 2


_PIECES = st.sampled_from(
    ["a", "b", ".", "*", "+", "?", "(", ")", "(?:", "|", "[", "]", "{2,}", "{1,9}", "\\1", "\\", "^", "$", "-"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join) | st.text(max_size=20), st.text(max_size=60))
def test_no_phrase_raises(pattern: str, text: str) -> None:
    told = story(article(text, "ab" * 400))
    for phrase in (pattern, f"/{pattern}/"):
        said = problem(phrase)
        hit = muted(told, mutes(phrase))
        assert not (said and hit)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30), st.sampled_from(["Chess", "CHESS", "chess", "Chess:"]), st.text(max_size=30))
def test_a_muted_word_is_always_muted(before: str, word: str, after: str) -> None:
    told = story(article(f"{before} {word} {after}"), article("Other", source="https://b.example/feed"))
    assert muted(told, mutes("chess"))
    assert muted(told, mutes("unsaid", "chess"))


@settings(max_examples=60, deadline=None)
@given(st.permutations("abcd"))
def test_the_order_of_reports_is_irrelevant(order: list[str]) -> None:
    def told(names: list[str]) -> Story:
        further = [article(f"Chess {n}" if n < "c" else f"Win {n}", source=f"https://{n}.example/feed") for n in names]
        return replace(story(article("Lindqvist")), articles=(article("Lindqvist"), *further))

    recipe = mutes("chess", "win")
    assert muted(told(order), recipe) == muted(told(list("abcd")), recipe)
    assert Phrases(["chess"]).places(told(order)) == Phrases(["chess"]).places(told(list("abcd")))


def test_the_first_mute_of_the_list_is_named() -> None:
    told = story(article("Chess and goals", "A draw."))
    assert muted(told, mutes("draw", "goals")) == 'the opening has "draw"'
    assert muted(told, mutes("goals", "draw")) == 'the headline has "goals"'


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["chess", "a b", "b a", "地", "/a.b/", "!", "/(/", ""]), max_size=8), st.integers(0, 150)
)
def test_many_phrases_find_what_each_finds_alone(phrases: list[str], fillers: int) -> None:
    told = story(article("A b a chess 地震", "b a"), article("Other a-b", source="https://b.example/feed"))
    many = Phrases([*phrases, *(f"filler{n}" for n in range(fillers))]).places(told)
    assert many == {phrase: place for phrase in phrases for place in Phrases([phrase]).places(told).values()}
