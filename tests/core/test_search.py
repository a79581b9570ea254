from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from briefing.core.search import Part, marked, phrases, terms


def shown(text: str, query: str, most: int | None = None) -> str:
    return "".join(f"[{part.text}]" if part.found else part.text for part in marked(text, phrases(query), most))


def test_terms_are_folded_words_and_single_characters_where_there_are_no_blanks() -> None:
    assert terms("Malmö’s 3.25 % – Łódź_x") == ["malmo", "s", "3", "25", "lodz", "x"]
    assert terms("東京 Tokyo天気") == ["東", "京", "tokyo", "天", "気"]
    assert terms("½ ﷺ")[:2] == ["1", "2"]


def test_a_query_is_phrases_each_once_and_bounded() -> None:
    assert phrases('harbour "Bill  passes" co-op harbour') == (("harbour",), ("bill", "passes"), ("co", "op"))
    assert phrases("„Zwei Wörter“") == (("zwei", "worter"),)
    assert phrases('un"even mark') == (("un",), ("even",), ("mark",))
    assert phrases("?! * ^ --") == ()
    assert len(phrases(" ".join(map(str, range(900))))) == 12


def test_what_was_found_is_marked_as_it_is_written() -> None:
    assert shown("Malmö’s harbour bill, HARBOUR bills", "malmo harbour") == "[Malmö]’s [harbour] bill, [HARBOUR] bills"
    assert shown("Harbours harbour", "bill harb") == "[Harbours] [harbour]"
    assert shown("The bill passes; passes bill", '"passes bill"') == "The bill passes; [passes bill]"
    assert shown("東京の天気", "天気") == "東京の[天気]"
    assert shown("<b>", "b") == "<[b]>"
    assert shown("a b c", '"a b" "b c"') == "[a b] c"


def test_an_excerpt_begins_a_little_before_the_first_find() -> None:
    text = "word " * 100 + "needle " + "word " * 100
    cut = shown(text, "needle", 200)
    assert cut.startswith("… word")
    assert cut.endswith("word …")
    assert "[needle]" in cut
    assert len(cut) <= 210
    assert shown("short", "other", 200) == "short"
    assert shown("word " * 100, "other", 50).startswith("word")


@given(st.text(max_size=60), st.text(max_size=20), st.none() | st.integers(1, 40))
def test_parts_are_the_text_whatever_it_is(text: str, query: str, most: int | None) -> None:
    parts = marked(text, phrases(query), most)
    assert all(part.text for part in parts)
    whole = "".join(part.text for part in parts).removeprefix("… ").removesuffix(" …")
    assert whole in text
    if most is None:
        assert "".join(part.text for part in parts) == text


@given(st.text(min_size=1, max_size=60))
def test_a_text_has_itself(text: str) -> None:
    if wanted := phrases(f'"{text.replace(chr(34), " ")}"'):
        assert Part in map(type, parts := marked(text, wanted))
        assert any(part.found for part in parts)
