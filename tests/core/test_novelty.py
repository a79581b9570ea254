"""Which fresh reports have news, and what they say of it."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.novelty import gained, what_is_new
from briefing.model import Article
from tests.builders import article

MONDAY = datetime(2026, 9, 14, 18, tzinfo=UTC)
SINKS = (
    "A ferry with 200 people on board sank off Kessary on Monday, killing at least nine of them, the coastguard said. "
    "The Star of Merrin went down eleven kilometres off the cape. About 40 people are missing."
)
OUTLETS = ("meridian", "courier", "herald", "post", "tribune", "mail", "echo", "times", "sun", "gazette")


def told(title: str = "At least nine dead as ferry sinks off Kessary", text: str = SINKS, **more: str) -> Article:
    return report(title, text, hours=0, outlet="meridian", **more)


def report(title: str, text: str, *, hours: int = 24, outlet: str = "courier", language: str = "en") -> Article:
    return article(
        title,
        text,
        source=f"https://{outlet}.example/feed",
        published=MONDAY + timedelta(hours=hours),
        first_seen=MONDAY + timedelta(hours=hours),
        language=language,
    )


ARREST = report(
    "Captain of sunken ferry arrested as minister resigns",
    "Police arrested the captain of the ferry on Tuesday and the transport minister resigned. Captain Aldo Ferrant was "
    "held, said the prosecutor, Ilse Marwick. Ferrant denies guilt. Marwick will speak again.",
)


def test_the_next_turn_is_news_and_its_pieces_read_well() -> None:
    assert what_is_new([told()], [ARREST]) == (ARREST.title, "Aldo Ferrant", "Ilse Marwick")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("At least nine dead as ferry sinks off Kessary", SINKS),
        ("Nine killed when ferry goes down off Kessary coast", "Nine people were killed when the Star of Merrin sank."),
        ("Ferry sinks off Kessary, dozens missing", "A ferry sank on Monday off Kessary. Forty are missing."),
        ("", SINKS),
        ("At least nine dead as ferry sinks off Kessary", ""),
    ],
)  # fmt: skip
def test_a_rewrite_is_no_news(title: str, text: str) -> None:
    assert what_is_new([told()], [report(title, text, hours=3)]) == ()


def test_a_higher_toll_is_news() -> None:
    fresh = report("Ferry disaster off Kessary: 23 dead", "The ferry sank off Kessary on Monday, killing 23 people.")
    before = told("At least 9 dead as ferry sinks off Kessary", SINKS.replace("nine of them", "9 dead"))
    assert what_is_new([before], [fresh])[0] == "23 dead"


@pytest.mark.parametrize(
    ("language", "old", "old_text", "new", "new_text", "wanted"),
    [
        ("de", "9 Tote bei Fährunglück vor Kessary", "Eine Fähre sank am Montag, 9 Tote wurden geborgen.",
         "23 Tote bei Fährunglück vor Kessary", "Nach dem Untergang der Fähre sind 23 Tote geborgen.", "23 Tote"),
        ("fr", "Naufrage au large de Kessary : 9 morts", "Un ferry a coulé lundi, faisant 9 morts.",
         "Naufrage au large de Kessary : 23 morts", "Le naufrage du ferry a fait 23 morts.", "23 morts"),
        ("es", "Al menos 9 muertos en el naufragio de Kessary", "Un ferry se hundió el lunes: 9 muertos.",
         "Ya son 23 muertos en el naufragio de Kessary", "El naufragio deja ya 23 muertos.", "23 muertos"),
        ("ru", "Погибли 9 человек: затонул паром", "Паром затонул в понедельник, погибли 9 человек.",
         "Затонул паром: погибли 23 человек", "Число жертв выросло, погибли 23 человек.", "23 человек"),
        ("zh", "渡轮沉没9人死亡", "渡轮周一沉没，9人死亡。",
         "渡轮沉没死亡人数升至23人", "渡轮沉没已致23人死亡。", "23人"),
        ("ja", "フェリー沈没で9人が死亡", "フェリーが沈没し、9人が死亡した。",
         "フェリー沈没、死者23人に", "沈没で23人が死亡した。", "23人"),
        ("ko", "여객선 침몰로 9명 사망", "여객선이 침몰해 9명이 숨졌다.",
         "여객선 침몰 사망자 23명으로 늘어", "사망자가 23명으로 늘었다.", "23명"),
        ("ar", "غرق عبارة ومقتل 9 أشخاص", "غرقت عبارة يوم الاثنين ومقتل 9 أشخاص.",
         "غرق العبارة: مقتل 23 أشخاص", "ارتفع العدد إلى مقتل 23 أشخاص.", "23 أشخاص"),
    ],
)  # fmt: skip
def test_a_higher_toll_is_news_in_every_language(
    language: str, old: str, old_text: str, new: str, new_text: str, wanted: str
) -> None:
    assert what_is_new(
        [told(old, old_text, language=language)], [report(new, new_text, language=language)]
    )[0].startswith(wanted)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "old", "new", "text", "wanted"),
    [
        ("de", "Fähre sinkt vor Kessary", "Kapitän der gesunkenen Fähre vor Kessary verhaftet",
         "Der Kapitän der gesunkenen Fähre wurde verhaftet.", "Kapitän der gesunkenen Fähre vor Kessary verhaftet"),
        ("zh", "渡轮在凯萨里附近沉没", "船长周二被警方逮捕，交通部长辞职",
         "船长周二被警方逮捕，交通部长辞职。", "船长周二被警方逮捕"),
        ("ja", "フェリーが沖合で沈没", "船長を逮捕、運輸相は辞任", "船長を逮捕、運輸相は辞任した。", "船長を逮捕"),
    ],
)  # fmt: skip
def test_phrases_have_no_half_words(language: str, old: str, new: str, text: str, wanted: str) -> None:
    pieces = what_is_new([told(old, old, language=language)], [report(new, text, language=language)])
    assert pieces[0] == wanted
    assert all(piece in f"{new}\n{text}" for piece in pieces)


def test_a_phrase_ends_before_its_last_half() -> None:
    title = (
        "Regulator fines operator forty crowns after finding that lifeboat hooks had rusted through since inspection"
    )
    (piece, *_) = what_is_new([told()], [report(title, f"{title}, it said on Tuesday.")])
    assert title.startswith(piece)
    assert len(piece.split()) <= 10
    assert piece.split()[-1] not in {"that", "after", "had", "through", "since"}


def test_numbers_and_names_in_a_headline_stay_whole() -> None:
    fresh = report(
        "U.S. envoy offers $3.5 billion; Sen. O’Neill’s co-sponsors balk",
        "The U.S. envoy offered $3.5 billion on Tuesday. Sen. O’Neill’s co-sponsors balk.",
    )
    assert what_is_new([told()], [fresh])[:2] == ("envoy offers $3.5 billion", "O’Neill’s co-sponsors balk")


def test_reports_that_agree_on_what_is_new_count_for_more() -> None:
    before = [told("Parliament passes pension bill", "Parliament passed the pension bill by a close vote of deputies.")]
    one = report("Court quashes pension bill", "A court quashes the pension bill.")
    two = report("Pension vote: court quashes bill", "The court quashes it.", outlet="herald")
    other = report("Pension vote: inspector hails bill", "The inspector hails it.", outlet="herald")
    assert what_is_new(before, [one, two])
    assert what_is_new(before, [one, other]) == ()


def test_one_odd_rewrite_among_many_is_no_news() -> None:
    rewrites = [
        report(f"Ferry sinks off Kessary, {n} said", SINKS, hours=2, outlet=name) for n, name in enumerate(OUTLETS)
    ]
    odd = report("Cape tragedy stuns islanders as ferry sinks", SINKS, hours=2)
    assert what_is_new([told()], [*rewrites, odd]) == ()


def test_a_preview_names_the_day_of_what_follows() -> None:
    preview = told("Parliament votes on harbour bill", "Parliament will vote on the harbour bill on Tuesday.")
    result = report("Parliament backs harbour bill", "Parliament backed the harbour bill on Tuesday, vote after vote.")
    rewrite = report("Parliament to hold vote on harbour bill", "On Tuesday parliament will vote on the bill.", hours=2)
    assert what_is_new([preview], [result])
    assert what_is_new([preview], [rewrite]) == ()


def test_the_outlets_own_name_a_day_and_a_passing_name_are_no_news() -> None:
    fresh = report(
        ARREST.title,
        "Police arrested the captain on Tuesday, as Courier Daily first said. The picture is by Ilse Marwick. "
        "Courier Daily has more. Since last Black Tuesday nothing of the kind was seen.",
    )
    assert what_is_new([told()], [fresh]) == (ARREST.title,)


def test_nothing_is_new_in_nothing() -> None:
    assert what_is_new([], []) == ()
    assert what_is_new([told()], []) == ()
    assert what_is_new([told("", "")], [report("", "")]) == ()


def test_a_story_that_many_more_outlets_tell_has_gained() -> None:
    others = [report("Ferry sinks", f"{name} says: {SINKS}", outlet=name) for name in OUTLETS[1:]]
    assert gained([told()], others[:4])
    assert not gained([told()], others[:3])
    assert not gained([told(), *others[:3]], others[3:8])


def test_copies_of_one_text_are_no_gain() -> None:
    long = SINKS + " Divers and two navy ships searched through the night for those who are missing."
    assert not gained([told(text=long)], [report("Ferry sinks", long, outlet=name) for name in OUTLETS[1:]])


PARTS = (
    *("Ferry", "sinks", "23", "dead", "Ilse Marwick", "地震で9人が死亡", "اعتقال", "9명", "Tuesday"),
    *("’", "“", ".", "%", "—", "1,2", ":", "-", "ß", "İ", "ﷺ", "e\u0301", "\x00"),
)
WORDS = st.lists(st.sampled_from(PARTS) | st.text(st.characters(codec="utf-8"), max_size=5), max_size=14).map(" ".join)
REPORTS = st.lists(
    st.builds(
        lambda title, text, language, hours, n: report(title, text, hours=hours, outlet=OUTLETS[n], language=language),
        WORDS,
        WORDS,
        st.sampled_from(["en", "de", "zh", "ko", "ar", "", "x"]),
        st.integers(0, 30),
        st.integers(0, 9),
    ),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(REPORTS, REPORTS, st.randoms(use_true_random=False))
def test_every_piece_stands_in_a_fresh_report_whatever_the_order(
    old: list[Article], fresh: list[Article], shuffler: random.Random
) -> None:
    pieces = what_is_new(old, fresh)
    assert len(pieces) <= 6
    for piece in pieces:
        assert piece.strip() == piece != ""
        assert any(piece in f"{one.title}\n{one.text}" for one in fresh)
    assert what_is_new(shuffler.sample(old, len(old)), shuffler.sample(fresh, len(fresh))) == pieces


@settings(max_examples=60, deadline=None)
@given(REPORTS)
def test_what_was_told_is_never_news(reports: list[Article]) -> None:
    assert what_is_new(reports, reports) == ()


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "1,", "a", "A ", "Aa ", "' ", "震", "٣", ". ", ": ", "-", "Aa-", "two-", "e\u0301"]
)
def test_endless_texts_are_read_in_no_time(unit: str) -> None:
    endless = unit * (600_000 // len(unit))
    start = time.process_time()
    what_is_new([told(endless, endless)], [report(endless, endless), ARREST])
    what_is_new([told()], [report(endless, endless), report("", endless, outlet="post")])
    assert time.process_time() - start < 2
