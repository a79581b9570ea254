"""The operator's view: who gets in, and what stands there."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from briefing.entry.web import desk
from briefing.model import Receipt, Subscriber
from tests.website import Visitor, Website, website

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
ANN, BOB, PASSWORD = "ann@home.example", "bob@home.example", "correct horse battery"
PAGES = ("/desk", "/desk/readers", f"/desk/reader?address={ANN}", "/desk/edition/2026-09-16", "/desk/feeds")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Website]:
    with website(tmp_path) as running:
        yield running


def first_link(site: Website) -> str:
    until = site.now[0] + timedelta(days=1)
    return "/desk/first/" + site.store.tokens.give(desk.FIRST, desk.FIRST, site.now[0], until=until)


def logged_in(site: Website) -> Visitor:
    operator = site.visitor()
    link = first_link(site)
    done = operator.submit(operator.get(link), link, password=PASSWORD)
    assert (done.status, done.location) == (303, "/desk")
    return operator


def log_in(visitor: Visitor, password: str) -> int:
    return visitor.submit(visitor.get("/desk/login"), "/desk/login", password=password).status


def test_nobody_gets_in_without_the_password(site: Website) -> None:
    stranger = site.visitor()
    for page in PAGES:
        assert (stranger.get(page).status, stranger.get(page).location) == (303, "/desk/login")
    stranger.cookies["desk"] = ("made-up", "/desk")
    assert stranger.get("/desk").status == 303
    assert log_in(stranger, "") == 403
    logged_in(site)
    assert log_in(stranger, "wrong") == 403
    assert log_in(stranger, PASSWORD) == 303
    assert stranger.get("/desk").status == 200


def test_the_first_link_sets_the_password_once(site: Website) -> None:
    link, operator = first_link(site), site.visitor()
    page = operator.get(link)
    assert operator.submit(page, link, password="short").status == 422
    assert operator.submit(page, link, password=PASSWORD).status == 303
    assert (operator.get(link).status, site.visitor().get(link).status) == (410, 410)
    late = first_link(site)
    site.now[0] += timedelta(days=1, seconds=1)
    assert operator.get(late).status == 410


def test_a_new_password_ends_what_was_open(site: Website) -> None:
    before, after = logged_in(site), logged_in(site)
    assert (before.get("/desk").status, after.get("/desk").status) == (303, 200)


def test_a_session_ends_by_itself_and_by_hand(site: Website) -> None:
    operator = logged_in(site)
    value = operator.cookies["desk"]
    assert operator.submit(operator.get("/desk"), "/desk/logout").status == 303
    operator.cookies["desk"] = value
    assert operator.get("/desk").status == 303
    again = site.visitor()
    log_in(again, PASSWORD)
    site.now[0] += timedelta(hours=12, seconds=1)
    assert again.get("/desk").status == 303


def test_the_cookie_is_for_the_desk_alone(site: Website) -> None:
    operator = site.visitor()
    link = first_link(site)
    said = operator.submit(operator.get(link), link, password=PASSWORD).headers["Set-Cookie"].lower()
    for word in ("httponly", "secure", "samesite=strict", "path=/desk"):
        assert word in said


def test_readers_of_long_ago_count_in_the_last_days(site: Website) -> None:
    since = (datetime(1, 1, 1, tzinfo=UTC), site.now[0] - timedelta(days=89), site.now[0])
    left = Subscriber(address=BOB, since=since[0], state="unsubscribed", changed=since[1])
    came = [Subscriber(address=f"r{n}@home.example", since=each) for n, each in enumerate(since)]
    site.store.subscribers.save([left, *came], site.now[0])
    page = logged_in(site).get("/desk").text
    days = re.findall(r'<th scope="row">(\S+)</th>((?:<td class="n">\d+</td>){3})</tr>', page)
    numbers = {day: [int(each) for each in re.findall(r">(\d+)<", cells)] for day, cells in days}
    assert len(numbers) == 90
    assert [numbers[day] for day in ("2026-09-16", "2026-09-15", "2026-06-19")] == [[3, 1, 0], [2, 0, 0], [2, 1, 1]]


def test_guessing_is_stopped(site: Website) -> None:
    logged_in(site)
    guesser = site.visitor("198.51.100.7")
    page = guesser.get("/desk/login")
    codes = [guesser.submit(page, "/desk/login", password=f"guess {number}").status for number in range(12)]
    assert codes == [403] * 10 + [429] * 2
    assert log_in(guesser, PASSWORD) == 429
    assert log_in(site.visitor("198.51.100.8"), PASSWORD) == 303


def test_many_guesses_at_once_do_not_take_the_memory(site: Website) -> None:
    logged_in(site)
    codes: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: codes.append(log_in(site.visitor(f"192.0.2.{n}"), "x"))) for n in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [403] * 20


def test_it_says_who_reads_what_was_delivered_and_why(site: Website) -> None:
    now = site.now[0]
    readers = [Subscriber(address=f"r{n}@home.example", since=now - timedelta(days=n)) for n in range(40)]
    site.store.subscribers.save([*readers, Subscriber(address=ANN, since=now - timedelta(days=3))], now)
    site.store.subscribers.set_state("r1@home.example", "bounced", "nobody is there", now)
    lines = [
        Receipt(
            edition="daily/2026-09-16",
            channel="mail",
            recipient=ANN,
            state="failed",
            at=now,
            reply="452 mailbox <full>",
        ),
        Receipt(edition="daily/2026-09-16", channel="mail", recipient=BOB, state="sent", at=now, reply="250 Ok"),
    ]
    site.store.ledger.turn("daily/2026-09-16", "mail", settled=lines, now=now)
    operator = logged_in(site)
    overview = operator.get("/desk")
    facts = dict(re.findall(r"<dt>(.*?)</dt><dd>(\d+)", overview.text))
    assert (facts["Readers"], facts["Bounced"]) == ("40", "1")
    assert "<svg" in overview.text
    assert "2026-09-17 06:30" in overview.text
    assert "452 mailbox &lt;full&gt;" in operator.get("/desk/edition/2026-09-16").text
    assert "nobody is there" in operator.get("/desk/readers?state=bounced").text
    shown = operator.get(f"/desk/reader?address={ANN}").text
    assert "daily/2026-09-16" in shown
    assert "452 mailbox" in shown
    for page in PAGES:
        answer = operator.get(page)
        assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")


def test_readers_are_put_on_and_taken_off(site: Website) -> None:
    operator = logged_in(site)
    page = operator.get(f"/desk/reader?address={ANN}")
    assert "is on the list" in operator.submit(page, "/desk/reader").text
    page = operator.get(f"/desk/reader?address={ANN}")
    assert "gets no more mail" in operator.submit(page, "/desk/reader").text
    found = site.store.subscribers.get(ANN)
    assert found
    assert found.state == "unsubscribed"
    page = operator.get(f"/desk/reader?address={ANN}")
    assert "is unsubscribed since" in operator.submit(page, "/desk/reader").text, "not without saying that they asked"
    assert "again" in operator.submit(page, "/desk/reader", again="yes").text


def test_a_form_without_a_session_or_from_elsewhere_does_nothing(site: Website) -> None:
    operator = logged_in(site)
    page = operator.get(f"/desk/reader?address={ANN}")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    fields = [("csrf_token", token), ("address", ANN), ("do", "add")]
    elsewhere = {"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"}
    assert operator.post("/desk/reader", fields, elsewhere).status == 403
    assert operator.post("/desk/reader", fields[1:]).status == 403
    del operator.cookies["desk"]
    assert operator.post("/desk/reader", fields).status == 403
    assert site.store.subscribers.get(ANN) is None


@pytest.mark.parametrize("path", ["/desk/edition/2026-09-99", "/desk/edition/1999-01-01", "/desk/nothing"])
def test_what_is_not_there_is_said(site: Website, path: str) -> None:
    operator = logged_in(site)
    assert operator.get(urlsplit(path).path).status == 404
