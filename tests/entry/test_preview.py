"""`briefing preview` as a user runs it: a process that serves on loopback, asked over HTTP and shown in a browser."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from briefing.config import load_config
from briefing.model import Recipe
from briefing.wiring import opened_store
from tests import editions
from tests.processes import Running, running, until

PAGE = "<!doctype html><html><head><title>{}</title></head><body><h1>{{{{ edition.title }}}}</h1></body></html>"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A folder with one edition and an empty folder of templates."""
    path = tmp_path / "config.yaml"
    path.write_text('timezone: UTC\ntemplates: mine\nsources:\n  - {feed: "https://a.example/feed"}\n')
    (tmp_path / "mine").mkdir()
    edition, _ = editions.edition()
    with opened_store(load_config(path, {})) as store:
        store.editions.add(edition, Recipe(version="1"), [], edition.slot.closes)
    return path


@dataclass
class Preview:
    command: Running
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def get(self, path: str, host: str | None = None) -> tuple[int, str, str]:
        """Status, type and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers={"Host": host or f"127.0.0.1:{self.port}"})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, answer.headers["Content-Type"], body


@pytest.fixture
def preview(config: Path) -> Iterator[Preview]:
    with running(config.parent, "preview", "--no-open", "--port", 0) as command:
        address = command.says(r"^daily/2026-09-16 at (http://127\.0\.0\.1:\d+/) \(Ctrl-C ends it\)$")[1]
        yield Preview(command, urlsplit(address).port or 0)


def write(path: Path, text: str) -> None:
    """As editors do: a new file takes the old one's place."""
    new = path.with_name(path.name + "~")
    new.write_text(text)
    new.replace(path)


def test_every_form_is_served(preview: Preview) -> None:
    edition, _ = editions.edition()
    status, kind, page = preview.get("/")
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert edition.briefs[0].headline in page
    assert page.count("<script>") == 1
    assert page.rstrip().endswith("</script></body></html>")
    _, kind, text = preview.get("/edition.txt")
    assert kind == "text/plain; charset=utf-8"
    assert "DAILY BRIEFING" in text.upper()
    assert edition.briefs[0].headline in preview.get("/edition.md")[2]
    assert json.loads(preview.get("/edition.json")[2])["id"] == "daily/2026-09-16"
    for path in ("/edition.pdf", "/edition.", "/etc/passwd", "/edition.txt/.."):
        assert preview.get(path)[0] == 404, path
    assert preview.command.end() in (0, -15)
    assert "Traceback" not in preview.command.said


def test_a_template_of_ones_own_shows_at_once(preview: Preview, config: Path) -> None:
    template = config.parent / "mine" / "digest.html.j2"
    before = preview.get("/version")[2]
    assert preview.get("/version")[2] == before
    assert before in preview.get("/")[2]
    write(template, PAGE.format("First"))
    first = preview.get("/version")[2]
    assert first != before
    page = preview.get("/")[2]
    assert "<title>First</title>" in page
    assert first in page
    write(template, PAGE.format("Other"))  # as many bytes
    assert preview.get("/version")[2] not in (before, first)
    template.unlink()
    assert preview.get("/version")[2] == before
    assert "<title>First</title>" not in preview.get("/")[2]


def test_a_broken_template_is_shown_with_file_and_line_and_heals(preview: Preview, config: Path) -> None:
    template = config.parent / "mine" / "digest.html.j2"
    write(template, "<!doctype html>\n<title>{{ edition.title }}</title>\n{% if <b>x</b> %}\n")
    status, kind, page = preview.get("/")
    assert (status, kind) == (500, "text/html; charset=utf-8")
    assert f"{template}:3: " in page
    assert preview.get("/version")[2] in page  # it waits for the next change as the edition's page does
    for form in ("txt", "md", "json"):
        status, kind, said = preview.get(f"/edition.{form}")
        assert (status, kind) == (500, "text/plain; charset=utf-8")
        assert f"{template}:3: " in said
    write(template, "{{ edition.<i> }}")
    assert "<i>" not in preview.get("/")[2]
    write(template, PAGE.format("Healed"))
    assert preview.get("/")[0] == 200
    assert preview.command.process.poll() is None
    assert "Traceback" not in preview.command.said


def test_nobody_else_can_read_along(preview: Preview) -> None:
    assert _listening(preview.command.process.pid) == [f"127.0.0.1:{preview.port}"]
    assert preview.get("/", host="evil.example")[0] == 400  # a name of a website's own for this machine
    assert preview.get("/edition.txt", host=f"evil.example:{preview.port}")[0] == 400
    assert preview.get("/", host=f"localhost:{preview.port}")[0] == 200


def _listening(pid: int) -> list[str]:
    """Addresses on which a process listens, as proc(5) tells them."""
    sockets = set()
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            sockets.add(str(descriptor.readlink()))
    found = []
    for family, table in ((socket.AF_INET, "tcp"), (socket.AF_INET6, "tcp6")):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets:
                words, port = fields[1].split(":")
                # Each 32-bit word stands in the machine's byte order.
                raw = b"".join(bytes.fromhex(words[n : n + 8])[::-1] for n in range(0, len(words), 8))
                found.append(f"{socket.inet_ntop(family, raw)}:{int(port, 16)}")
    return found


def test_a_port_that_can_not_be_had_is_said_in_plain_words(config: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(config.parent, "preview", "--no-open", "--port", port) as command:
            assert command.process.wait(20) == 2
            assert f"port {port}: Address already in use" in command.said
            assert "--port 0 takes a free one" in command.said
    for impossible in ("99999", "-1"):
        with running(config.parent, "preview", "--no-open", "--port", impossible) as command:
            assert command.process.wait(20) == 2
            assert impossible in command.said
            assert "Traceback" not in command.said


def test_without_an_edition_it_says_what_makes_one(config: Path) -> None:
    with running(config.parent, "preview", "--no-open", "--port", 0, "1999-01-01") as command:
        assert command.process.wait(20) == 2
        assert "daily/1999-01-01: no such edition" in command.said


def test_the_browser_follows_the_templates(preview: Preview, config: Path, chromium: str) -> None:
    template = config.parent / "mine" / "digest.html.j2"
    write(template, PAGE.format("First"))
    profile = config.parent / "profile"
    browser = subprocess.Popen(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-first-run", f"--user-data-dir={profile}",
            "--remote-debugging-port=0", preview.address,
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        debugger = profile / "DevToolsActivePort"
        until(lambda: debugger.exists() and debugger.read_text().count("\n"), what="the browser's start")
        browser_port = int(debugger.read_text().split()[0])
        until(lambda: "First" in _titles(browser_port), what="the first page")
        write(template, "{% broken %}")
        until(lambda: "Template error" in _titles(browser_port), what="the page of the mistake")
        write(template, PAGE.format("Second"))
        until(lambda: "Second" in _titles(browser_port), what="the mended page")
    finally:
        browser.kill()
        browser.wait(10)


def _titles(port: int) -> list[str]:
    """The titles of the pages that a browser shows."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/json/list")
    titles = [page["title"] for page in json.load(connection.getresponse()) if page["type"] == "page"]
    connection.close()
    return titles
