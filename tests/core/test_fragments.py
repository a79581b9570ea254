from __future__ import annotations

import re
import time
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.fragments import link

PAGE = "https://meridian.example/news/harbour?id=1"
LONG = "The harbour bill, which passed on Tuesday by 61 votes to 44, takes effect in March."


def directive(text: str, sentence: str, page: str = PAGE) -> str:
    """What is added for the last place of the sentence."""
    start = text.rindex(sentence)
    url = link(page, text, start, start + len(sentence))
    assert url.startswith(page)
    return url.removeprefix(page)


def terms(text: str, sentence: str) -> list[str]:
    return [unquote(term) for term in directive(text, sentence).removeprefix("#:~:text=").split(",")]


def test_a_short_sentence_is_named_whole_and_a_long_one_by_its_ends() -> None:
    assert terms("Calm. The bill has passed. More.", "The bill has passed.") == ["The bill has passed"]
    assert terms(f"Calm. {LONG} More.", LONG) == ["The harbour bill, which", "takes effect in March"]


def test_marks_that_addresses_are_made_of_are_encoded() -> None:
    said = "Smith & Co-op, 5% up."
    assert directive(said, said) == "#:~:text=Smith%20%26%20Co%2Dop%2C%205%25%20up"


@pytest.mark.parametrize(
    ("page", "opened"),
    [
        ("https://a.example/x#top", "https://a.example/x#top:~:text=It%20rained"),
        ("https://a.example/x#", "https://a.example/x#:~:text=It%20rained"),
        ("https://a.example/x#top:~:text=old", "https://a.example/x#top:~:text=It%20rained"),
        ("https://bücher.example/%C3%A4?q=%2C", "https://bücher.example/%C3%A4?q=%2C#:~:text=It%20rained"),
        ("HTTP://a.example", "HTTP://a.example#:~:text=It%20rained"),
        ("https://a.example/#!/story/1", "https://a.example/#!/story/1"),
        ("https://a.example/#/story/1", "https://a.example/#/story/1"),
        ("ftp://a.example/x", "ftp://a.example/x"),
        ("mailto:ann@a.example", "mailto:ann@a.example"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("", ""),
    ],
)
def test_the_address_itself_stays_as_it_is(page: str, opened: str) -> None:
    assert link(page, "It rained.", 0, 10) == opened


def test_words_before_it_tell_a_sentence_from_an_earlier_one() -> None:
    assert terms("It rained. Ben spoke. It rained.", "It rained.") == ["spoke.-", "It rained"]
    assert terms("“It rained.”\nBen spoke.\n“It rained.”", "It rained.") == ["spoke.-", "“It rained"]
    assert terms("IT RAINED ON US. Ben spoke. It rained.", "It rained.") == ["spoke.-", "It rained"]


def test_a_term_grows_to_where_sentences_differ() -> None:
    text = "The mayor said on Tuesday that he goes.\nThe mayor said on Tuesday that he stays."
    assert terms(text, text.splitlines()[1]) == ["The mayor said on Tuesday that he stays"]


def test_nothing_is_added_where_no_short_term_leads_there() -> None:
    text = "\n".join(["So they said again and again."] * 40)
    assert directive(text, "So they said again and again.") == ""
    assert directive("It rained … It rained", "…") == ""


def test_no_term_reaches_across_lines() -> None:
    text = "Calm.\nThe mayor said:\nThe ferry stays in port."
    assert terms(text, "The mayor said:\nThe ferry stays in port.") == ["The mayor said", "ferry stays in port"]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("The mayor — once a sailor — said he would go home.", ["The mayor", "he would go home"]),
        ("The mayor of Westport [1] said he would go home.", ["The mayor of Westport", "he would go home"]),
        ("Il a dit : « Non » et il est parti !", ["Il a dit : « Non »", "et il est parti !"]),
        ("Environ 12 000 chats sont partis hier.", ["Environ 12 000 chats sont partis hier"]),
        ("港口城市政府宣布计划，市民欢迎。", ["港口城市政府宣布计划", "市民欢迎"]),
        ("面积15.43平方公里，市民欢迎。", ["面积15.43平方公里，市民欢迎"]),
        ("市長は新しい船の計画を発表したと関係者が述べた。", ["市長は新しい船の計画を", "発表したと関係者が述べた"]),
    ],
)  # fmt: skip
def test_terms_end_where_pages_and_browsers_agree(sentence: str, named: list[str]) -> None:
    found = terms(f"Vorher.\n{sentence}", sentence)
    assert found[0] == named[0]
    assert named[-1].endswith(found[-1])


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 99)])
def test_a_span_outside_the_text_has_no_link_of_its_own(span: tuple[int, int]) -> None:
    assert link(PAGE, "It rained.", *span) == PAGE


PIECES = ["rain", "rain.", "Rain", "snow", "«", "\n", "–", "12", "000", "京都が", "東京、"]
LETTERS = "aabbcceß İé\u0301はを東京市ไทย٣नमस्ते가 \n\u00a0\u202f“”«»-–,&%.!?#:~1 2\u200d❤\ufe0f🎉\ud800\0"
TEXTS = st.text(st.sampled_from(LETTERS) | st.characters(), max_size=80)
TEXTS |= st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)


@given(st.data())
def test_any_text_and_span_give_a_short_ascii_address_that_has_words_of_the_span(data: st.DataObject) -> None:
    text = data.draw(TEXTS)
    start = data.draw(st.integers(0, max(len(text) - 1, 0)))
    end = data.draw(st.integers(start, len(text)))
    url = link(PAGE, text, start, end)
    added = url.removeprefix(PAGE)
    assert re.fullmatch(r"(#:~:text=(?:[\w.~%]+-,)?[\w.~%]+(?:,[\w.~%]+)?)?", added, re.ASCII)
    assert len(added) <= 280
    if added:
        plain = " ".join(text.split())
        named = [unquote(term) for term in added.removeprefix("#:~:text=").split(",")]
        places = [plain.find(term.removesuffix("-")) for term in named]
        assert -1 not in places
        own = [term for term in named if not term.endswith("-")]
        assert any(word in " ".join(text[start:end].split()) for word in own[0].split())


@pytest.mark.parametrize("piece", ["a", "a ", "京", "京、", "1 000", "« ", "\n", "é", "を京"])
def test_time_stays_linear(piece: str) -> None:
    text = f"{piece * 10**5}a"
    began = time.process_time()
    link(PAGE, text, 0, len(text))
    link(PAGE, text, len(text) // 10, len(text))
    assert time.process_time() - began < 3
