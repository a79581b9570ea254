"""What holds for every page: headers, bounds, hostile requests."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.website import Website, website

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
PAGES = (
    "/", "/sign-up", "/embed", "/leave", "/site.css", "/healthz", "/nothing", "/desk/login", "/confirm/x", "/leave/x",
    "/settings/x",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Website]:
    with website(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_keeps_browsers_careful(site: Website, path: str) -> None:
    answer = site.visitor().get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"]
    assert answer.headers["Strict-Transport-Security"]
    assert answer.headers["Server"] is None
    assert "<script" not in answer.text
    assert " style=" not in answer.text.split("<pre")[0]


def test_no_page_believes_the_host_it_is_asked_by(site: Website) -> None:
    for path in ("/", "/embed", "/leave", "/desk"):
        answer = site.visitor().get(path, {"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in answer.text
        assert "evil.example" not in answer.location


def test_too_much_is_refused(site: Website) -> None:
    assert site.visitor().post("/sign-up", b"address=" + b"a" * 100_000).status == 413
    many = "&".join(f"f{number}=1" for number in range(1000)).encode()
    assert site.visitor().post("/sign-up", many).status in (400, 403)
    assert site.visitor().get("/").status == 200


def test_too_much_without_a_length_is_refused(site: Website) -> None:
    connection = socket.create_connection(("127.0.0.1", site.port), timeout=10)
    connection.sendall(
        b"POST /sign-up HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    answer = b""
    with suppress(OSError):
        for _ in range(40):
            connection.sendall(b"1000\r\n" + b"a" * 4096 + b"\r\n")
    with suppress(OSError):
        answer = connection.recv(4096)
    connection.close()
    assert answer == b"" or answer.startswith(b"HTTP/1.1 413"), answer[:80]
    assert site.visitor().get("/").status == 200


def test_no_path_begins_a_line_of_the_log_or_shows_a_secret(site: Website) -> None:
    for path in (
        "/x%0A2026-09-16%2006:30:00%20By%20mail:%201%20sent.",
        "/x%1B%5B2J",
        "/%63onfirm/hush%0Ahush",
        "/café",
    ):
        site.visitor().get(quote(path, safe="/%"))
    asked = [line for line in site.log if line.startswith("GET /")][-4:]
    assert all(line.isprintable() for line in asked), asked
    assert [line.split()[1] for line in asked[2:]] == ["/confirm/…", "/caf%C3%A9"]


def test_the_style_sheet_is_kept_by_browsers(site: Website) -> None:
    first = site.visitor().get("/site.css")
    assert site.visitor().get("/site.css", {"If-None-Match": first.headers["ETag"]}).status == 304


@settings(max_examples=20, deadline=None)
@given(
    path=st.text(st.characters(codec="utf-8"), max_size=60),
    fields=st.lists(st.tuples(st.text(max_size=20), st.text(st.characters(codec="utf-8"), max_size=60)), max_size=4),
)
def test_nothing_breaks_on_odd_requests(site: Website, path: str, fields: list[tuple[str, str]]) -> None:
    visitor = site.visitor("203.0.113.5")
    target = "/" + quote(path, safe="/?=&.")
    pairs = [(name.encode("utf-8", "replace").decode(), value) for name, value in fields]
    assert visitor.get(target).status < 500
    for where in (target, "/sign-up", "/leave/x", "/settings/x", "/confirm/x", "/desk/login"):
        assert visitor.post(where, pairs).status < 500
