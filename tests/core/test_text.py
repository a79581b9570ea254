"""Words and sentences: tricky news sentences in several languages, and what must hold for any text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.text import STOP_WORDS, count_words, fold, plain, sentences, stem, tokens

CASES = [
    ("en", "The mayor, Dr. A. B. Lund, spoke at 9 a.m. on Friday.|Few came."),
    ("en", "Hale Corp. posted a loss of $2.5 million.|Shares of Hale Corp. fell 3.1 percent."),
    ("en", "The envoy flew to the U.S. Senate hearing.|The talks are in the U.S.|They end in Sept. or later."),
    ("en", "“We lost everything.”|The farmer, ranked No. 4, left.|(Nobody else spoke.)|A fence burned."),
    ("en", "\"Is it over?\" Ms. Vale asked.|The room laughed."),
    ("en", "He paused... then left.|She waited…|Nobody came."),
    ("en", "The Yahoo! sale closed.|What now?!|Nothing."),
    ("en", "The bridge closed at noon.|eBay sellers shrugged."),
    ("en", "A deal was reached by the ministry.|The union objected, a spokesman said."),
    ("de", "Am 3. Oktober spielte der 1. FC Aue.|Er verlor z.B. gegen Plauen.|„Warum?“, fragte Dr. Lenz."),
    ("fr", "« Pourquoi ? » a demandé M. Roux.|Mme Petit n’a rien dit."),
    ("es", "¿Quién paga?|El Sr. Vega no lo sabe.|Son 3.500 euros."),
    ("ru", "Писатель А. Н. Орлов умер.|Ему было 80 лет."),
    ("zh", "会谈结束了。|“为什么？”记者问。|没有人回答！"),
    ("ja", "首相は「はい。行きます。」と述べた。|会談は続いた。"),
    ("hi", "बैठक समाप्त हुई।|कोई नहीं बोला।"),
    ("ar", "هل انتهى الاجتماع؟|لم يعلق أحد."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "expected"), CASES)
def test_a_sentence_ends_where_a_reader_would_end_it(language: str, expected: str) -> None:
    wanted = expected.split("|")
    text = ("" if language in ("zh", "ja") else " ").join(wanted)
    assert [text[start:end] for start, end in sentences(text, language)] == wanted


def test_a_lost_blank_does_not_glue_sentences() -> None:
    text = "It was signed by the minister.The union objected at once."
    assert [text[a:b] for a, b in sentences(text)] == [
        "It was signed by the minister.",
        "The union objected at once.",
    ]


def test_addresses_and_versions_stay_whole() -> None:
    text = "Visit www.harbour.example for version 2.0.1 of the map."
    assert len(sentences(text)) == 1


def test_newlines_separate_paragraphs() -> None:
    text = "Harbour bill\nThe bill passed\r\n\n It takes effect. "
    assert [text[a:b] for a, b in sentences(text)] == ["Harbour bill", "The bill passed", "It takes effect."]


PIECES = [*"aB9. \n\"'!?()“”«»…。？「」汉\u00a0\u0301éß", "U.S.", "Mr. ", "No. ", " the ", "\r\n", "\u2028"]
NEWSY = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(), NEWSY), st.sampled_from([None, "en", "de", "zh", "xx", ""]))
def test_spans_are_ordered_disjoint_and_cover_every_character(text: str, language: str | None) -> None:
    spans = sentences(text, language)
    covered = 0
    for start, end in spans:
        assert covered <= start < end <= len(text)
        assert not text[covered:start].strip()
        assert text[start:end] == text[start:end].strip()
        covered = end
    assert not text[covered:].strip()


@pytest.mark.parametrize("piece", [".", ". ", "a.", '"?', "「。", "A. ", ".)", '"a? a a a ', "!a", "\n", "a", ". . "])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    text = piece * 20_000
    began = time.process_time()
    sentences(text)
    tokens(text)
    count_words(text)
    assert time.process_time() - began < 2


def test_fold_takes_case_and_accents_away() -> None:
    assert fold("Ærø, MALMÖ, İzmir, Łódź, Straße") == "aero, malmo, izmir, lodz, strasse"
    assert fold("がギ 한국 हिन्दी") == "がギ 한국 हिन्दी"


def test_tokens_are_folded_words() -> None:
    assert tokens("The Mayor’s 3.5 % cut: Zürich's players' café, 3,500 jobs") == [
        "the", "mayor", "3.5", "cut", "zurich", "players", "cafe", "3,500", "jobs",
    ]  # fmt: skip
    assert tokens("会谈结束") == ["会谈", "谈结", "结束"]
    assert tokens("हिन्दी समाचार") == ["हिन्दी", "समाचार"]


@settings(deadline=None)
@given(st.text())
def test_any_text_has_tokens_and_a_count(text: str) -> None:
    assert all(token and token == token.strip() for token in tokens(text))
    assert 0 <= count_words(text) <= len(text)
    assert fold(text) == fold(text)


def test_words_are_counted_as_read() -> None:
    assert count_words("Parliament passed the bill — by 61 votes.") == 7
    assert count_words("会谈结束了") == 3
    assert count_words(" — … ") == 0


def test_stems_join_forms_and_leave_short_words() -> None:
    assert stem("elections", "en") == stem("election", "en")
    assert stem("countries", "en") == stem("country", "en")
    assert stem("wahlen", "de") == stem("wahl", "de")
    assert stem("bus", "en") == "bus"
    assert stem("elections", "xx") == "elections"


def test_stop_words_are_folded_and_carry_no_news() -> None:
    assert {"the", "und", "les", "que", "della", "nao", "het"} <= STOP_WORDS
    assert not {"war", "police", "election"} & STOP_WORDS
    assert all(word == fold(word) for word in STOP_WORDS)


def test_a_title_joined_to_a_former_time_ends_no_sentence() -> None:
    text = "It began when then-Sen. Hale visited ex-Gov. Marrow. Both have left."
    assert [text[start:end] for start, end in sentences(text)] == [
        "It began when then-Sen. Hale visited ex-Gov. Marrow.",
        "Both have left.",
    ]


@pytest.mark.parametrize("initial", "CNPRSZ")
def test_an_initial_in_a_name_ends_no_sentence(initial: str) -> None:
    text = f"It was announced by Attorney General Orson {initial}. Hale. He left early."
    assert len(sentences(text)) == 2


def test_typographic_marks_have_plain_stand_ins() -> None:
    assert plain("“It’s late” – so… «oui»\u00a0• é") == '"It\'s late" - so. "oui" . é'


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("“”’—…\u00a0"), max_size=80))
def test_plain_text_has_the_same_words(text: str) -> None:
    simple = plain(text)
    assert len(simple) == len(text)
    assert [one if one.isalnum() else one.isspace() for one in simple] == [
        one if one.isalnum() else one.isspace() for one in text
    ]
