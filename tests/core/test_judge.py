from __future__ import annotations

import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.core import paywall, site_pages, wall_notices, walls
from briefing.core.judge import check_body, check_text
from briefing.core.paywall import is_partial
from briefing.core.phrases import lowered
from briefing.core.signs import Signs
from briefing.core.walls import letters, titled
from briefing.errors import ExtractError

SHORT_NEWS = (
    "A fire broke out in a warehouse in the port of Valmere early on Tuesday. Nobody was hurt, the fire service said. "
    "The cause is not known."
)
COOKIE_NEWS = "\n".join(
    [
        "Websites must let visitors reject all cookies with one click, the court in Valmere ruled on Tuesday.",
        "The case was brought by a student who said that a shop’s cookie settings were made to confuse.",
        "The shop said it would change its privacy policy. It has 30 days to appeal, and fines are possible.",
        "Lawyers expect that hundreds of other sites will have to follow within the year.",
    ]
)


def reason(raw: str, signs: Signs, *, text: str | None = None) -> str:
    with pytest.raises(ExtractError) as caught:
        check_text(raw, raw if text is None else text, signs)
    assert caught.value.message.endswith(".")
    return caught.value.reason


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        (SHORT_NEWS, Signs(title="Fire in the port")),
        (SHORT_NEWS, Signs(title="Fire in the port", password=True)),
        (
            SHORT_NEWS,
            Signs(title="Fire", kind="video.other", types=frozenset({"videoobject"}), claims_article=True, dated=True),
        ),
        (COOKIE_NEWS, Signs(title="Cookie ruling")),
        (COOKIE_NEWS, Signs(title="404 reasons to be afraid of cookies")),
        (COOKIE_NEWS, Signs(title="Login pages must change, court rules", says_article=True)),
        (
            "港の倉庫で火曜日の早朝に火災があり、消防によるとけが人はいなかった。原因は分かっていない。",
            Signs(title="倉庫火災"),
        ),
        ("\n".join(["First item"] * 12), Signs(title="Twelve items", links=0.1)),
        (
            SHORT_NEWS + " The port’s office had noticed unusual traffic from its network the evening before.",
            Signs(title="Fire in the port", told=600),
        ),
        ("\n".join([COOKIE_NEWS] * 3), Signs(title="Page not found", claims_article=True)),
        (COOKIE_NEWS, Signs(title="Courts", path="/tag/courts", listed=12, told=1500)),
        ("\n".join(f"Court number {n} ruled on cookies today." for n in range(20)), Signs(title="Rulings", links=0.8)),
    ],
)
def test_a_real_report_passes(text: str, signs: Signs) -> None:
    check_text(text, text, signs)


@pytest.mark.parametrize(
    ("expected", "raw", "signs"),
    [
        ("bot", "Verify you are human by completing the action below.", Signs(title="Just a moment...")),
        (
            "bot",
            "Our systems have detected unusual traffic from your network. Please complete the security check to go on.",
            Signs(title="The Meridian"),
        ),
        (
            "error",
            "The page you asked for has moved or never was. Try the search.",
            Signs(title="404 - Page not found"),
        ),
        (
            "error",
            "Die Seite gibt es leider nicht mehr. Vielleicht hilft die Suche.",
            Signs(title="Seite nicht gefunden"),
        ),
        (
            "login",
            "Email address\nPassword\nForgot your password?",
            Signs(title="Sign in | The Meridian", password=True),
        ),
        (
            "consent",
            "We and our 812 partners store data on your device. Manage your preferences.\nAccept all\nReject all",
            Signs(title="The Meridian"),
        ),
        (
            "consent",
            "Wir und unsere 120 Partner verarbeiten Daten. Ihre Zustimmung ist frei.\nAlle akzeptieren",
            Signs(title="Meridian"),
        ),
        ("index", "\n".join(f"Headline number {n} of the day" for n in range(20)), Signs(title="News", links=0.8)),
        ("index", "\n".join(f"Court number {n} ruled" for n in range(20)), Signs(title="Rulings", links=0.8)),
        ("index", COOKIE_NEWS, Signs(title="The Meridian", home=True)),
        ("bot", "This will only take a little while, dear reader.", Signs(title="Access denied")),
        (
            "bot",
            SHORT_NEWS + " The port’s office had noticed unusual traffic from its network the evening before.",
            Signs(title="Fire in the port"),
        ),
        ("paywall", "This article is for subscribers.\nAlready a subscriber?", Signs(title="Fire in the port")),
        ("video", "Watch the fire.", Signs(title="Fire in the port", types=frozenset({"videoobject"}))),
        ("video", SHORT_NEWS, Signs(title="Fire in the port", kind="video.other")),
        ("video", SHORT_NEWS, Signs(title="Fire in the port", path="/videos/fire-in-the-port")),
        ("audio", SHORT_NEWS, Signs(title="Fire in the port", types=frozenset({"podcastepisode"}))),
        ("parked", "This domain is for sale.", Signs(title="port.example")),
        ("legal", COOKIE_NEWS, Signs(title="Privacy policy | The Meridian", says_article=True, dated=True)),
        ("error", COOKIE_NEWS, Signs(title="The Meridian", titles=("The Meridian", "This page no longer exists"))),
        ("bot", COOKIE_NEWS[:200], Signs(title="The Meridian", challenge=True)),
        ("index", COOKIE_NEWS, Signs(title="Courts", path="/tag/courts", links=0.4)),
        ("index", COOKIE_NEWS, Signs(title="Courts", path="/courts", listed=12)),
        ("empty", "Loading", Signs(title="The Meridian", seen="Please enable JavaScript to read this site.")),
        ("gallery", "1 of 12", Signs(title="Fire in pictures", types=frozenset({"imagegallery"}))),
        ("short", "Fire in the port.", Signs(title="Fire in the port")),
        ("empty", "", Signs()),
    ],
)
def test_what_is_no_report_is_named(expected: str, raw: str, signs: Signs) -> None:
    assert reason(raw, signs) == expected


def test_what_cleaning_left_decides_on_length() -> None:
    assert reason(SHORT_NEWS, Signs(title="Fire"), text="Fire.") == "short"


@pytest.mark.parametrize(
    ("expected", "body", "content_type"),
    [
        ("empty", b" \n", "text/html"),
        ("binary", b"%PDF-1.7 ...", "text/html"),
        ("binary", b"\x89PNG\r\n\x1a\n", None),
        ("binary", b"plain bytes", "image/webp"),
        ("binary", b"\x00\x01\x02\x00" * 100, None),
        ("too-big", b"<html>" + b"x" * 1000, "text/html"),
    ],
)
def test_bodies_that_are_not_parsed(expected: str, body: bytes, content_type: str | None) -> None:
    with pytest.raises(ExtractError) as caught:
        check_body(body, content_type, most_bytes=500)
    assert caught.value.reason == expected


def test_a_page_with_a_wrong_content_type_is_parsed() -> None:
    check_body(b"<!DOCTYPE html><p>Hello", "application/octet-stream", most_bytes=500)
    check_body("<html>ÿ</html>".encode("utf-16"), "text/html", most_bytes=500)


@given(st.text(max_size=300), st.text(max_size=40), st.booleans())
def test_any_text_is_accepted_or_refused_with_a_reason(text: str, title: str, password: bool) -> None:
    refused = None
    try:
        check_text(text, text, Signs(title=title, password=password))
    except ExtractError as error:
        refused = error
    assert (refused is None) or (refused.reason.isascii() and refused.message)


def _worth(one: str) -> int:
    if not one.isalnum() or one.isdecimal():
        return 0
    if "\uac00" <= one <= "\ud7a3":
        return 2
    return 3 if "\u3040" <= one <= "\u30ff" or "\u3400" <= one <= "\u9fff" or "\uf900" <= one <= "\ufaff" else 1


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("aé“’中の가7_²"), max_size=60))
def test_letters_are_counted_one_by_one(text: str) -> None:
    assert letters(text) == sum(map(_worth, text))


def test_signs_of_a_report_outweigh_what_its_title_says() -> None:
    for title in ("Page not found: a history", "Login", "Access denied", "Privacy policy", "Newsletters", "Error 404"):
        signs = Signs(title=title, says_article=True, claims_article=True, dated=True, path="/tag/errors", listed=30)
        check_text(COOKIE_NEWS, COOKIE_NEWS, signs)


WALL = "Subscribe to continue reading."


@pytest.mark.parametrize(
    ("raw", "signs", "partial"),
    [
        (f"{COOKIE_NEWS}\n{WALL}", Signs(), True),
        (f"{COOKIE_NEWS}\nThe Meridian\n{WALL}\nFrom £1 a week, cancel anytime.", Signs(), True),
        (f"{COOKIE_NEWS}\n{WALL}", Signs(free=True), False),
        (f"{COOKIE_NEWS}\n{WALL}", Signs(hidden=WALL), False),
        (f"{COOKIE_NEWS}\n{WALL}", Signs(whole=60), False),
        (f"{WALL}\n{COOKIE_NEWS}", Signs(), False),
        (f"{COOKIE_NEWS}\nSubscribe to our newsletter to read more of this.", Signs(), False),
        (COOKIE_NEWS, Signs(wall=WALL), True),
        (COOKIE_NEWS * 12, Signs(wall=WALL), False),
        (COOKIE_NEWS, Signs(wall="Support our work."), False),
        (SHORT_NEWS, Signs(), False),
        (SHORT_NEWS, Signs(free=False), True),
        (SHORT_NEWS, Signs(free=False, kept_back=False), False),
        (COOKIE_NEWS * 2, Signs(free=False), False),
        (COOKIE_NEWS * 2, Signs(free=False, kept_back=True), True),
        (COOKIE_NEWS * 2 + " And …", Signs(free=False), True),
        (COOKIE_NEWS * 2, Signs(free=False, whole=900), True),
        ("", Signs(free=False), False),
    ],
)
def test_a_beginning_before_a_paywall_is_known(raw: str, signs: Signs, partial: bool) -> None:
    assert is_partial(raw, signs) == partial


@pytest.mark.parametrize(
    "wall",
    [
        "To keep reading, become a member.",
        "Dieser Artikel ist nur für Abonnenten.",
        "La suite de cet article est réservée aux abonnés.",
        "Para seguir leyendo, suscríbete.",
        "Sei già abbonato? Continua a leggere.",
        "Dit artikel is alleen voor abonnees.",
        "Aby czytać dalej, kup dostęp.",
        "Conteúdo exclusivo para assinantes.",
        "Чтобы продолжить чтение, оформите подписку.",
        "この記事は有料会員限定です。",
        "هذا المحتوى متاح للمشتركين فقط.",
        "订阅后继续阅读全文",
        "구독하고 계속 읽기",
        "Haberin devamını okumak için abone olun.",
        "För att läsa vidare behöver du vara prenumerant.",
    ],
)
def test_walls_are_known_in_many_languages(wall: str) -> None:
    assert is_partial(f"{COOKIE_NEWS}\n{wall}", Signs())
    assert reason("Fire in the port.", Signs(wall=wall)) == "paywall"


WORDS = st.sampled_from(
    ["cookie", "404", "page not found", WALL, "login", ".", "|", "-", ":", "we", "記事", "адрес", "\n"]
)


@given(st.lists(WORDS | st.text(max_size=5), max_size=40).map(" ".join), st.lists(WORDS, max_size=6).map(" ".join))
def test_verdicts_depend_on_the_page_alone_and_titles_on_their_parts(text: str, title: str) -> None:
    for signs in (Signs(title=title), Signs(title=title, seen=text, wall=text, free=False), Signs(titles=(title,))):
        answers = {_answer(text, signs) for _ in range(2)}
        assert len(answers) == 1
        assert is_partial(text, signs) in (True, False)
    assert titled(PATTERN, (title,)) == titled(PATTERN, (f"The Meridian | {title}",))


PATTERN = r"""
    page not found|404
    """


def _answer(text: str, signs: Signs) -> str:
    try:
        check_text(text, text, signs)
    except ExtractError as error:
        return error.reason
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "page " * 200_000,
        "a" * 1_000_000,
        "we and our partners use " * 40_000,
        "accept \n" * 100_000,
        "." * 1_000_000,
        '."' * 500_000,
        "адрес" * 200_000,
        "enable " * 150_000,
        "to continue reading " * 50_000,
        " " * 1_000_000,
        "中" * 300_000,
    ],
    ids=lambda text: text[:10].strip(),
)
def test_hostile_texts_take_little_time(text: str) -> None:
    start = time.process_time()
    hostile = Signs(title=text, titles=(text, text), path="/" + text)
    for signs in (hostile, Signs(seen=text[:3000], wall=text[:3000], free=False)):
        _answer(text, signs)
        is_partial(text, signs)
    assert time.process_time() - start < 4.0


def test_consent_is_seen_in_lines_with_marks_behind_them() -> None:
    raw = "Accept all\n***\nAccept all\nReject all – \nWe store your data."
    assert reason(raw, Signs(title="The Meridian")) == "consent"
    assert reason("Accept all\n***\nAccept all\n(" + "We store your data. " * 2 + ")", Signs()) == "short"


TABLES = (
    wall_notices.BOT, wall_notices.ERROR, wall_notices.LOGIN, site_pages.PARKED, site_pages.SHELL, paywall.WALL,
    paywall.OFFER,
)  # fmt: skip
ROWS = [row for table in TABLES for row in walls._phrases(table).rows]


@pytest.mark.parametrize(("words", "pattern"), ROWS, ids=[words[0] for words, _ in ROWS])
def test_no_phrase_matches_without_one_of_its_words(words: tuple[str, ...], pattern: re.Pattern[str]) -> None:
    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_regex(pattern))
    def check(text: str) -> None:
        match = pattern.search(text)
        assert match is not None
        assert any(word in lowered(match[0]) for word in words)

    assert all(word == lowered(word) for word in words)
    check()
