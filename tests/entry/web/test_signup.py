"""Signing up: what a reader sees and gets, and what a stranger can't do with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from briefing.model import Subscriber
from tests.processes import until
from tests.website import Website, link, text, website

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
ANN = "ann@home.example"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Website]:
    with website(tmp_path) as running:
        yield running


def standing(site: Website, address: str = ANN) -> str:
    found = site.store.subscribers.get(address)
    return found.state if found else ""


def test_a_reader_signs_up_confirms_and_gets_the_latest_edition_once(site: Website) -> None:
    ann = site.visitor()
    home = ann.get("/")
    assert (home.status, home.heading) == (200, "Sign up for daily updates")
    asked = ann.submit(home, "/sign-up", address="Ann@home.example")
    assert (asked.status, asked.heading, standing(site)) == (200, "Look in your mail", "pending")
    (mail,) = site.mails()
    assert mail["To"] == "Ann@home.example"
    assert mail.get_content_type() == "multipart/alternative"
    assert mail["Subject"] == "Daily Briefing: Confirm"
    confirm = link(mail, "confirm")
    page = ann.get(confirm)
    assert (page.status, page.heading, standing(site)) == (200, "One click to go", "pending")
    assert page.headers["Referrer-Policy"] == "no-referrer"
    done = ann.submit(page, confirm)
    assert (done.status, done.heading, standing(site)) == (200, "You are signed up", "active")
    edition = site.mails(2)[1]
    assert edition["Subject"].startswith("Parliament passes the harbour bill")
    assert "Welcome, and thank you for reading" in " ".join(text(edition).split())
    assert f"<{site.site.base}/leave/" in edition["List-Unsubscribe"]
    site.errands.run_all()
    assert len(site.mail.raw) == 2
    rows = site.store.ledger.receipts
    until(lambda: [row.state for row in rows("daily/2026-09-16") if row.recipient] == ["sent"], what="the receipt")


def test_a_welcome_that_was_not_taken_is_tried_again_and_comes_once(site: Website) -> None:
    ann = site.visitor()
    ann.submit(ann.get("/"), "/sign-up", address=ANN)
    confirm = link(site.mails()[0], "confirm")
    page = ann.get(confirm)
    site.mail.refusals += ["451 4.3.0 later", "451 4.3.0 later"]
    ann.submit(page, confirm)
    until(lambda: len(site.mail.refusals) == 1, what="the first try")
    site.later(timedelta(minutes=10))
    until(lambda: not site.mail.refusals, what="the second")
    until(lambda: len([line for line in site.log if "tried again" in line]) == 2, what="the log")
    site.later(timedelta(minutes=20))
    assert site.mails(2)[1]["Subject"].startswith("Parliament passes the harbour bill")
    site.done()
    assert len(site.mail.raw) == 2
    assert not site.mail.refusals


def test_a_welcome_that_is_refused_for_good_is_given_up(site: Website) -> None:
    ann = site.visitor()
    ann.submit(ann.get("/"), "/sign-up", address=ANN)
    confirm = link(site.mails()[0], "confirm")
    page = ann.get(confirm)
    site.mail.refusals += ["550 5.7.1 no"]
    ann.submit(page, confirm)
    until(lambda: not site.mail.refusals, what="the try")
    site.done()
    assert site.store.errands.due(site.now[0] + timedelta(days=1)) == []


def test_a_link_confirms_once_and_not_for_ever(site: Website) -> None:
    ann = site.visitor()
    ann.submit(ann.get("/"), "/sign-up", address=ANN)
    confirm = link(site.mails()[0], "confirm")
    page = ann.get(confirm)
    assert ann.get(confirm[:-1] + ("A" if confirm[-1] != "A" else "B")).status == 410
    site.later(timedelta(days=3, minutes=1))
    assert (ann.get(confirm).status, ann.submit(page, confirm).status, standing(site)) == (410, 410, "pending")
    ann.submit(ann.get("/"), "/sign-up", address=ANN)
    again = link(site.mails(2)[1], "confirm")
    page = ann.get(again)
    assert [ann.submit(page, again).status for _ in range(2)] == [200, 410]
    assert standing(site) == "active"


def test_new_known_and_gone_addresses_get_the_same_answer(site: Website) -> None:
    for name, state in (("active", "active"), ("left", "unsubscribed"), ("dead", "bounced"), ("angry", "complained")):
        reader = Subscriber(address=f"{name}@home.example", state=state, since=site.now[0])  # type: ignore[arg-type]
        site.store.subscribers.save([reader], site.now[0])
    answers = set()
    for number, name in enumerate(("new", "active", "left", "dead", "angry")):
        visitor = site.visitor(f"198.51.100.{number}")
        page = visitor.submit(visitor.get("/"), "/sign-up", address=f"{name}@home.example")
        answers.add((page.status, page.text.replace(visitor.cookies["seed"][0], "")))
    assert len({(status, body.split("<main")[1]) for status, body in answers}) == 1
    got = {mail["To"]: text(mail) for mail in site.mails(4)}
    assert set(got) == {f"{name}@home.example" for name in ("new", "active", "left", "dead")}
    assert "/confirm/" not in got["active@home.example"]
    assert "/settings/" in got["active@home.example"]
    assert standing(site, "left@home.example") == "unsubscribed"


def test_an_address_gets_one_mail_a_day_whoever_asks(site: Website) -> None:
    for number in range(8):
        visitor = site.visitor(f"198.51.100.{number}")
        assert visitor.submit(visitor.get("/"), "/sign-up", address=ANN).status == 200
    site.mails()
    site.errands.run_all()
    assert len(site.mail.raw) == 1
    site.later(timedelta(days=1))
    visitor = site.visitor("198.51.100.99")
    visitor.submit(visitor.get("/"), "/sign-up", address=ANN)
    assert len(site.mails(2)) == 2


MANY = 1_200


@pytest.mark.long
def test_thousands_of_sign_ups_send_no_more_than_is_allowed(tmp_path: Path) -> None:
    """A few visitors with many addresses, and many visitors with a few: straight into the door behind the page."""
    from briefing import readership
    from briefing.core.message import parse_address

    with website(tmp_path, web=", sign_ups: 40, sign_ups_per_visitor: 5") as site:
        site.errands.stop()
        let_in = 0
        for number in range(MANY):
            address = parse_address(f"victim{number % 500}@home.example")
            visitor = f"198.51.{number % 97}.{number % 11}"
            let_in += readership.sign_up(site.store, address, visitor, site.site.bounds, site.now[0])
        assert len(site.store.errands.due(site.now[0], MANY)) == 40
        assert let_in < MANY
        site.now[0] += timedelta(hours=1)
        assert readership.sign_up(
            site.store, parse_address("late@home.example"), "192.0.2.1", site.site.bounds, site.now[0]
        )


def test_a_visitor_who_asks_too_often_is_told_so(site: Website) -> None:
    visitor = site.visitor()
    page = visitor.get("/")
    codes = [visitor.submit(page, "/sign-up", address=f"r{number}@home.example").status for number in range(7)]
    assert codes == [200] * 5 + [429] * 2
    assert site.visitor("203.0.113.9").submit(page, "/sign-up", address=ANN).status == 403  # the token is another's


def test_programs_fall_into_the_hidden_field(site: Website) -> None:
    visitor = site.visitor()
    page = visitor.submit(visitor.get("/"), "/sign-up", address=ANN, website="https://spam.example")
    assert (page.heading, standing(site)) == ("Look in your mail", "")


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b", "ann@home.example\nBcc: eve@home.example", "x" * 300 + "@home.example",
     "<script>@home.example", "Ann <ann@home.example>"],
)  # fmt: skip
def test_what_is_no_address_is_said_and_nothing_is_sent(site: Website, address: str) -> None:
    visitor = site.visitor()
    page = visitor.submit(visitor.get("/"), "/sign-up", address=address)
    assert (page.status, "This is no mail address" in page.text) == (422, True)
    assert "<script>@" not in page.text
    assert site.store.subscribers.counts()["pending"] == 0


def test_another_sites_form_may_ask_for_it_but_not_act_as_ours(site: Website) -> None:
    elsewhere = {"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"}
    visitor = site.visitor()
    assert "/sign-up/embedded" in visitor.get("/embed").text
    assert visitor.post("/sign-up/embedded", [("address", ANN)], elsewhere).heading == "Look in your mail"
    token = visitor.get("/").text.split('name="csrf_token" value="')[1].split('"')[0]
    assert visitor.post("/sign-up", [("address", ANN), ("csrf_token", token)], elsewhere).status == 403
    assert visitor.post("/sign-up", [("address", ANN)]).status == 403
    assert site.visitor().post("/sign-up", [("address", ANN), ("csrf_token", token)]).status == 403


def test_sign_up_can_be_closed(tmp_path: Path) -> None:
    with website(tmp_path, web=", sign_up: false") as site:
        visitor = site.visitor()
        assert "Sign up" not in visitor.get("/").text
        assert visitor.get("/sign-up").status == 404
        assert visitor.post("/sign-up/embedded", [("address", ANN)]).status == 404


def test_a_mail_server_that_is_away_only_delays_the_confirmation(site: Website) -> None:
    port = site.mail.port
    config = site.site.config
    away = config.model_copy(update={"mail": config.mail.model_copy(update={"port": 9})})
    object.__setattr__(site.errands._site, "config", away)
    visitor = site.visitor()
    visitor.submit(visitor.get("/"), "/sign-up", address=ANN)
    ends = time.monotonic() + 30
    while not any("tried again" in line for line in site.log):
        assert time.monotonic() < ends, site.log
        time.sleep(0.01)
    assert not site.mail.raw
    object.__setattr__(site.errands._site, "config", config)
    assert port == site.site.config.mail.port
    site.later(timedelta(minutes=3))
    assert len(site.mails()) == 1


def test_the_log_names_no_reader_and_no_secret(site: Website) -> None:
    settings = site.join(ANN)
    visitor = site.visitor("203.0.113.77")
    visitor.get(settings)
    visitor.get(f"{settings}/data.json")
    log = "\n".join(site.log)
    assert "POST /sign-up 200" in log
    assert "/settings/…" in log
    for secret in (ANN, "203.0.113.77", settings.rpartition("/")[2]):
        assert secret not in log


def test_under_a_path_of_a_proxy_all_links_have_it(tmp_path: Path) -> None:
    with website(tmp_path, base="https://example.org/news/") as site:
        for prefix in ("", "/news"):  # the proxy may take it off, or leave it
            home = site.visitor().get(f"{prefix}/")
            assert home.status == 200
            assert 'action="/news/sign-up"' in home.text
            assert 'href="/news/site.css"' in home.text
            assert "Path=/news" in home.headers["Set-Cookie"]
        assert site.visitor().get("/newspaper").status == 404
        settings = site.join(ANN)
        assert settings.startswith("/news/settings/")
        assert urlsplit(settings).path == settings
