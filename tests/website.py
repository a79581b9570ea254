"""The web pages on loopback, with a mail server beside them, and somebody who visits: cookies, forms, no script."""

from __future__ import annotations

import http.client
import re
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from briefing import wiring
from briefing.config import load_config
from briefing.entry.listening import listening
from briefing.entry.web.app import Server, application
from briefing.entry.web.errands import Errands
from briefing.entry.web.site import Site
from briefing.model import Edition
from briefing.ports import Store
from tests import editions
from tests.smtp_servers import MailServer, mail_server

BASE = "https://news.example.org"


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, re.DOTALL)
        return re.sub(r"<[^>]+>", "", found[1]) if found else ""

    @property
    def location(self) -> str:
        return self.headers["Location"] or ""


@dataclass
class Form:
    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    """What would be sent as the page stands, without its buttons."""
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "input" and self.found and given.get("name"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self.found[-1].fields.append((given["name"], given.get("value", "")))
        elif tag == "button" and self.found and given.get("name"):
            self.found[-1].buttons.append((given["name"], given.get("value", "")))
        elif tag == "select" and self.found:
            self._select = given["name"]
        elif tag == "option" and "selected" in given:
            self.found[-1].fields.append((self._select, given.get("value", "")))


@dataclass
class Visitor:
    """One browser."""

    port: int
    address: str = "127.0.0.1"
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Name -> (value, path)."""

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        return self._ask(method, path, None, headers or {})

    def post(
        self, path: str, fields: Sequence[tuple[str, str]] | bytes, headers: Mapping[str, str] | None = None
    ) -> Answer:
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
        return self._ask("POST", path, body, {**kind, **(headers or {})})

    def submit(self, page: Answer, action: str, **filled: str | list[str]) -> Answer:
        """Fill in the form of a page whose address ends like that, and send it."""
        parser = _Forms()
        parser.feed(page.text)
        form = next(form for form in parser.found if urlsplit(form.action).path.endswith(action))
        fields = [(name, value) for name, value in form.fields if name not in filled]
        for name, value in filled.items():
            fields += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        if form.buttons and not any(name == form.buttons[0][0] for name in filled):
            fields.append(form.buttons[0])
        return self.post(form.action, fields)

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(path)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = "; ".join(f"{name}={value}" for name, (value, at) in self.cookies.items() if parts.path.startswith(at))
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, target, body, {"X-Forwarded-For": self.address, "Cookie": sent, **headers})
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers, answer.read())
        connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = (morsel.value, morsel["path"] or "/")
        return found


@dataclass
class Website:
    site: Site
    errands: Errands
    mail: MailServer
    port: int
    log: list[str]
    now: list[datetime]

    @property
    def store(self) -> Store:
        return self.site.store

    def visitor(self, address: str = "127.0.0.1") -> Visitor:
        return Visitor(self.port, address)

    def mails(self, count: int = 1) -> list[EmailMessage]:
        """Those that were taken, once there are so many."""
        ends = time.monotonic() + 40
        while len(self.mail.raw) < count and time.monotonic() < ends:
            time.sleep(0.01)
        assert len(self.mail.raw) >= count, self.log
        return self.mail.messages

    def done(self) -> None:
        """Come back when no errand is left."""
        ends = time.monotonic() + 20
        while self.store.errands.due(self.now[0] + timedelta(days=1)) and time.monotonic() < ends:
            time.sleep(0.01)

    def later(self, span: timedelta) -> None:
        self.now[0] += span
        self.errands.wake()

    def join(self, address: str, visitor: Visitor | None = None) -> str:
        """Sign up and confirm; returns the way to their settings."""
        who, before = visitor or self.visitor(), len(self.mail.raw)
        who.submit(who.get("/"), "/sign-up", address=address)
        page = who.get(link(self.mails(before + 1)[-1], "confirm"))
        done = who.submit(page, urlsplit(link(self.mail.messages[-1], "confirm")).path)
        found = re.search(r'href="(/[^"]*settings/[^"]+)"', done.text)
        assert found, done.text
        return found[1]


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body
    return str(body.get_content())


def link(mail: EmailMessage, kind: str) -> str:
    """The path of the mail's link to one of a reader's own pages."""
    found = re.search(rf"https?://[^\s/]+(\S*/{kind}/[\w.-]+)", text(mail))
    assert found, text(mail)
    return found[1]


@contextmanager
def website(
    folder: Path,
    *,
    base: str = BASE,
    more: str = "",
    web: str = "",
    made: Callable[[Store], object] | None = None,
    token: str | None = None,
) -> Iterator[Website]:
    """With one edition; `web` are further settings of the pages, `made` may put more into the store.

    base: their public address; "" for where they are, so that a browser can be sent there.
    """
    port = _free_port() if not base else 0
    base = base or f"http://127.0.0.1:{port}"
    now = [datetime(2026, 9, 16, 9, 0, tzinfo=UTC)]
    with mail_server() as server:
        path = folder / "config.yaml"
        path.write_text(
            "timezone: UTC\nsources: [{feed: https://meridian.example/feed, section: World}, "
            "{feed: https://lantern.example/feed, section: Economy}]\n"
            f"mail: {{enabled: true, host: 127.0.0.1, port: {server.port}, security: none, connections: 1, "
            f'sender: "Daily <daily@brief.example>"}}\nweb: {{url: "{base}"{web}}}\n{more}'
        )
        config = load_config(path, {})
        with wiring.opened_store(config) as store:
            edition, articles = editions.edition(
                unsubscribe=config.leave_address,
                preferences=config.settings_address,
                online=f"{config.online}2026-09-16/edition.html",
            )
            editions.keep(store, edition, articles)
            if made:
                made(store)

            def site(wake: Callable[[], None]) -> Site:
                return Site(
                    config=config,
                    store=store,
                    clock=lambda: now[0],
                    pages=wiring.pages(config),
                    links=wiring.reader_links(config, store, lambda: now[0]),
                    key=store.ledger.secret(),
                    wake=wake,
                    metrics_token=token,
                )

            log: list[str] = []

            def said(line: str, event: str = "", **fields: object) -> None:
                log.append(line)

            errands = Errands(site(lambda: None), said)
            pages = site(errands.wake)
            listener = listening("127.0.0.1", port)
            web_server = Server(application(pages, said), listener, proxies=("127.0.0.1",))
            web_server.start()
            errands.start()
            try:
                yield Website(pages, errands, server, listener.getsockname()[1], log, now)
            finally:
                web_server.stop()
                errands.stop()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def the_edition(website: Website) -> Edition:
    found = website.store.editions.get("daily/2026-09-16")
    assert found
    return found
