from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.judge import Signs, check_body, check_text, letters
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
        (SHORT_NEWS, Signs(title="Video: fire in the port", kind="video.other", types=frozenset({"videoobject"}))),
        (COOKIE_NEWS, Signs(title="Cookie ruling")),
        (COOKIE_NEWS, Signs(title="404 reasons to be afraid of cookies")),
        (COOKIE_NEWS, Signs(title="Login pages must change, court rules", says_article=True)),
        (
            "港の倉庫で火曜日の早朝に火災があり、消防によるとけが人はいなかった。原因は分かっていない。",
            Signs(title="倉庫火災"),
        ),
        ("\n".join(["First item"] * 12), Signs(title="Twelve items", links=0.1)),
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
        ("index", COOKIE_NEWS, Signs(title="The Meridian", home=True)),
        ("paywall", "This article is for subscribers.\nAlready a subscriber?", Signs(title="Fire in the port")),
        ("video", "Watch the fire.", Signs(title="Fire in the port", types=frozenset({"videoobject"}))),
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


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("aé“’中の7_²"), max_size=60))
def test_letters_are_counted_one_by_one(text: str) -> None:
    worth = [3 if "\u3040" <= one <= "\u30ff" or "\u3400" <= one <= "\u9fff" or "\uf900" <= one <= "\ufaff" else 1
             for one in text if one.isalnum() and not one.isdecimal()]  # fmt: skip
    assert letters(text) == sum(worth)


def test_consent_is_seen_in_lines_with_marks_behind_them() -> None:
    raw = "Accept all\n***\nAccept all\nReject all – \nWe store your data."
    assert reason(raw, Signs(title="The Meridian")) == "consent"
    assert reason("Accept all\n***\nAccept all\n(" + "We store your data. " * 2 + ")", Signs()) == "short"
