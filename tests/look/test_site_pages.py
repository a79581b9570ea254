"""The web pages in a browser: a reader's whole way through them, without a script; and axe-core's judgement of each."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from itertools import product
from urllib.parse import urlsplit

import pytest

from briefing.entry.web import desk
from briefing.model import Receipt, Subscriber
from tests.browser import Browser, Page
from tests.look import checkers
from tests.website import Website, link, text, website

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
ANN = "ann@home.example"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Website]:
    with website(tmp_path_factory.mktemp("site"), base="") as running:
        readers = [
            Subscriber(address=f"r{n}@home.example", since=running.now[0] - timedelta(days=n % 30)) for n in range(60)
        ]
        running.store.subscribers.save(readers, running.now[0])
        sent = [
            Receipt(edition="daily/2026-09-16", channel="mail", recipient=each.address, state="sent", at=running.now[0])
            for each in readers
        ]
        running.store.ledger.turn("daily/2026-09-16", "mail", settled=sent, now=running.now[0])
        yield running


def heading(page: Page) -> str:
    text: str = page.evaluate("document.querySelector('h1').innerText")
    return text


def press(page: Page, form: str, **filled: str | bool) -> None:
    """Fill in a form by its fields' ids, press its first button, and wait for the page that comes."""
    steps = [f"window.before = true; const form = document.querySelector('form[action$={json.dumps(form)}]');"]
    for name, value in filled.items():
        part = "checked" if isinstance(value, bool) else "value"
        steps.append(f"document.getElementById({json.dumps(name.replace('_', '-'))}).{part} = {json.dumps(value)};")
    steps.append("form.querySelector('button').click();")
    page.evaluate(f"(() => {{ {' '.join(steps)} }})()")
    until(page, "!window.before")


def go(page: Page, url: str) -> None:
    page.ask("Page.navigate", url=url)
    until(page, f"location.pathname == {json.dumps(urlsplit(url).path)}")


def until(page: Page, what: str) -> None:
    """Wait for a page that has loaded and of which that is true."""
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        with suppress(RuntimeError):  # it is between two pages
            if page.evaluate(f"document.readyState == 'complete' && Boolean({what})"):
                return
        time.sleep(0.02)
    raise AssertionError(f"{what} never became true")


@pytest.mark.parametrize("script", [True, False])
def test_a_readers_way_from_signing_up_to_leaving(site: Website, browser: Browser, script: bool) -> None:
    address = f"{'with' if script else 'without'}@home.example"
    here, before = f"http://127.0.0.1:{site.port}", len(site.mail.raw)
    with browser.page("about:blank") as page:
        page.ask("Emulation.setScriptExecutionDisabled", value=not script)
        go(page, f"{here}/")
        press(page, "/sign-up", address=address)
        assert heading(page) == "Look in your mail"
        mails = site.mails(before + 1)
        go(page, here + link(mails[before], "confirm"))
        press(page, link(mails[before], "confirm"))
        assert heading(page) == "You are signed up"
        edition = site.mails(before + 2)[before + 1]
        assert edition["To"] == address
        page.evaluate("document.querySelector('main a').click()")
        until(page, "location.pathname.startsWith('/settings/')")
        settings = page.evaluate("location.pathname")
        press(page, settings, section_1=True, day_2=True)
        assert page.evaluate("document.querySelector('[role=status]').innerText") == "Saved."
        found = site.store.subscribers.get(address)
        assert found
        assert (found.sections, found.days) == (("World",), (2,))
        go(page, f"{here}/search")
        press(page, "/search", q="harbour")
        assert page.evaluate("document.querySelector('mark').innerText").lower().startswith("harbour")
        go(page, here + link(edition, "leave"))
        press(page, link(edition, "leave"))
        assert heading(page) == "You get no more mail"
        press(page, link(edition, "leave"))
        assert heading(page) == "You are back"


def paths(site: Website) -> list[str]:
    settings = site.join(ANN)
    site.done()
    (mail,) = [mail for mail in site.mail.messages if mail["To"] == ANN and "/leave/" in text(mail)][-1:]
    token = site.store.tokens.give("confirm", "nobody", site.now[0], until=site.now[0] + timedelta(days=1))
    own = [f"/confirm/{token}", settings, link(mail, "leave")]
    return ["/", "/sign-up", "/embed", "/leave", "/nothing", "/desk/login", *own]


@pytest.mark.long
def test_nothing_breaks_wcag_or_is_wider_than_the_window(site: Website, browser: Browser) -> None:
    for path in paths(site):
        looked_at(browser, f"http://127.0.0.1:{site.port}{path}")


@pytest.mark.long
def test_nor_does_the_desk(site: Website, browser: Browser) -> None:
    until = site.now[0] + timedelta(days=1)
    here = f"http://127.0.0.1:{site.port}"
    token = site.store.tokens.give(desk.FIRST, desk.FIRST, site.now[0], until=until)
    looked_at(browser, f"{here}/desk/first/{token}")
    with browser.page(f"{here}/desk/first/{token}") as page:
        press(page, f"/desk/first/{token}", password="correct horse battery")
        assert heading(page) == "Overview"
    for path in ("", "/readers", "/reader?address=r1@home.example", "/edition/2026-09-16", "/feeds"):
        looked_at(browser, f"{here}/desk{path}")


def looked_at(browser: Browser, url: str) -> None:
    with browser.page(url) as page:
        assert "Times" not in page.evaluate("getComputedStyle(document.body).fontFamily").split(",")[0]
        for width, dark in product((360, 1280), (False, True)):
            page.shown(width, dark=dark)
            assert checkers.axe(page) == [], (url, width, dark)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (url, width)
