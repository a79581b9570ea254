"""`briefing preview` as a user runs it: a process that serves on loopback, asked over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Self
from urllib.parse import urlencode, urlsplit

import pytest

from briefing import wiring
from briefing.config import load_config
from briefing.core.check import encoded_size
from briefing.entry import cli, preview_live
from briefing.entry.preview_live import Live
from briefing.entry.preview_page import VIEWS, cut, framed, marked
from briefing.entry.preview_watch import Files
from briefing.model import Recipe
from tests import editions
from tests.processes import Running, running, until

PAGE = "<!doctype html><html><head><title>{}</title></head><body><h1>{{{{ edition.title }}}}</h1></body></html>"
CONFIG = 'timezone: Europe/Berlin\ntemplates: mine\nsources:\n  - {feed: "https://a.example/feed"}\n'
LATEST, HOSTILE = "daily/2026-09-16", "daily/2026-09-15"


def as_made(folder: Path) -> None:
    """Undo what a test has changed."""
    (folder / "config.yaml").write_text(CONFIG)
    shutil.rmtree(folder / "other", ignore_errors=True)
    shutil.rmtree(folder / "mine", ignore_errors=True)
    (folder / "mine").mkdir()


def made(folder: Path) -> Path:
    """A configuration with two editions, the earlier one of hostile headlines, and an empty folder of templates."""
    as_made(folder)
    path = folder / "config.yaml"
    edition, _ = editions.edition()
    slot = replace(edition.slot, date=date(2026, 9, 15), closes=edition.slot.closes - timedelta(days=1))
    hostile, _ = editions.edition(*editions.hostile(), slot=slot, subject=editions.HOSTILE[0])
    settings = load_config(path, {})
    with wiring.opened_store(settings) as store:
        store.editions.add(hostile, Recipe(version="1"), [], slot.closes)
        recipe = replace(wiring.recipe(settings), version="an earlier one")
        store.editions.add(edition, recipe, [], edition.slot.closes)
    return path


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: str


@dataclass
class Preview:
    command: Running
    port: int
    folder: Path

    @property
    def template(self) -> Path:
        """The mail's, of one's own."""
        return self.folder / "mine" / "digest.html.j2"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def ask(self, path: str, host: str | None = None, **query: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        address = f"{path}?{urlencode(query)}" if query else path
        connection.request("GET", address, headers={"Host": host or f"127.0.0.1:{self.port}"})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return Answer(answer.status, answer.headers, body)

    def page(self, **query: str) -> str:
        return self.ask("/", **query).body


class Stream:
    """Listens at /events as a browser does, and knows when it was told what."""

    def __init__(self, preview: Preview) -> None:
        self.told: list[tuple[float, str]] = []
        self.ended = threading.Event()
        self._connection = http.client.HTTPConnection("127.0.0.1", preview.port, timeout=30)
        self._connection.request("GET", "/events")
        self._socket = self._connection.sock
        self._thread = threading.Thread(target=self._listen)

    def __enter__(self) -> Self:
        self._thread.start()
        until(lambda: self.told, what="the first event")
        return self

    def __exit__(self, *error: object) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(10)
        self._connection.close()

    @property
    def state(self) -> str:
        return self.told[-1][1]

    def after(self, change: float) -> float:
        """Seconds from a change (a moment of time.monotonic) to the first event that followed."""
        return until(lambda: [at for at, _ in self.told if at > change], 15, what="an event")[0] - change

    def _listen(self) -> None:
        with suppress(OSError, http.client.HTTPException), self._connection.getresponse() as answer:
            assert answer.headers["Content-Type"].startswith("text/event-stream")
            while line := answer.readline():
                if line.startswith(b"data: "):
                    self.told.append((time.monotonic(), line[6:].strip().decode()))
        self.ended.set()


@contextmanager
def previewed(config: Path, *arguments: str) -> Iterator[Preview]:
    with running(config.parent, "preview", "--no-open", "--port", 0, *arguments) as command:
        address = command.says(r"^daily/2026-09-1\d at (http://127\.0\.0\.1:\d+/) \(Ctrl-C ends it\)$")[1]
        yield Preview(command, urlsplit(address).port or 0, config.parent)


def write(path: Path, text: str) -> float:
    """As editors do: a new file takes the old one's place. Returns the moment."""
    new = path.with_name(path.name + "~")
    new.write_text(text)
    moment = time.monotonic()
    new.replace(path)
    return moment


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return made(tmp_path)


@pytest.fixture
def own(config: Path) -> Iterator[Preview]:
    """One that a test may end."""
    with previewed(config) as preview:
        yield preview


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """One whose files are always as they were made."""
    with previewed(made(tmp_path_factory.mktemp("steady"))) as preview:
        yield preview


@pytest.fixture
def preview(steady: Preview) -> Iterator[Preview]:
    """One whose files a test may change."""
    yield steady
    as_made(steady.folder)


@pytest.fixture
def stream(preview: Preview) -> Iterator[Stream]:
    with Stream(preview) as stream:
        yield stream


class Tags(HTMLParser):
    """Elements with their attributes, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag in names]


# --- what is shown --------------------------------------------------------------------------------------------------


def test_the_workbench_shows_the_edition_in_all_its_frames(steady: Preview) -> None:
    answer = steady.ask("/")
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    tags = Tags(answer.body)
    frames = tags.of("iframe")
    assert [frame["width"] for frame in frames] == ["700", "360", "700", "360", "700", "360", "760"]
    for frame in frames:
        assert frame["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
        shown = steady.ask(frame["src"] or "")
        assert shown.status == 200
        assert editions.edition()[0].briefs[0].headline in shown.body
    assert "DAILY BRIEFING" in answer.body  # the text form
    assert [option.get("selected", "no") for option in tags.of("option")] == [None, "no"]
    size = encoded_size(steady.ask("/edition.html").body)
    assert f"{size:,} bytes" in answer.body
    assert "Parliament passes the harbour bill a…" in answer.body  # as a small phone cuts it


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_can_be_had_alone(steady: Preview, view: str) -> None:
    page = steady.page(view=view)
    tags = Tags(page)
    assert len(tags.of("iframe")) + page.count('role="region"') == 1
    assert [link["href"] for link in tags.of("a") if link.get("aria-current")] == [
        "/?" + urlencode({"edition": LATEST, "view": view})
    ]


def test_every_form_is_served(steady: Preview) -> None:
    edition, _ = editions.edition()
    text = steady.ask("/edition.txt")
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "DAILY BRIEFING" in text.body.upper()
    assert edition.briefs[0].headline in steady.ask("/edition.md").body
    assert json.loads(steady.ask("/edition.json").body)["id"] == LATEST
    for path in ("/edition.pdf", "/edition.", "/etc/passwd", "/edition.txt/..", "/frame/text", "/frame/x"):
        assert steady.ask(path).status == 404, path
    assert "Traceback" not in steady.command.said


def test_any_edition_of_the_store_can_be_chosen(steady: Preview, config: Path) -> None:
    page = steady.page(edition=HOSTILE, view="phone")
    links = [link["href"] for link in Tags(page).of("a") if link.get("rel") == "next"]
    assert links == ["/?" + urlencode({"edition": LATEST, "view": "phone"})]
    assert json.loads(steady.ask("/edition.json", edition=HOSTILE).body)["id"] == HOSTILE
    for unknown in ("daily/1999-01-01", "<b>", "../../etc/passwd"):
        answer = steady.ask("/", edition=unknown)
        assert answer.status == 404
        assert "no such edition" in answer.body
        assert "<b>" not in answer.body
    with previewed(config, "2026-09-15") as other:
        assert json.loads(other.ask("/edition.json").body)["id"] == HOSTILE


def test_the_reasons_of_a_story_are_one_click_away(steady: Preview) -> None:
    links = [link["href"] or "" for link in Tags(steady.page()).of("a") if (link["href"] or "").startswith("/why?")]
    assert len(links) == len(editions.edition()[0].briefs)
    answer = steady.ask(links[0])  # this edition was kept without its decisions
    assert answer.status == 404
    assert "has no story" in answer.body


def test_all_frames_can_be_scrolled_to_a_story_and_stay_there(steady: Preview) -> None:
    brief = editions.edition()[0].briefs[3]
    links = [link["href"] or "" for link in Tags(steady.page(view="dark")).of("a") if link.get("class") == "here"]
    assert "/?" + urlencode({"edition": LATEST, "view": "dark", "at": brief.story}) in links
    frame = Tags(steady.ask(links[3]).body).of("iframe")[0]["src"] or ""
    assert frame.endswith("#here")
    before, _, after = steady.ask(frame.removesuffix("#here")).body.partition('<span id="here"></span>')
    assert after.startswith("<a ")
    assert brief.headline in after
    assert brief.headline not in before.split("<body")[1]
    foot = steady.ask("/frame/phone", at="foot").body
    assert '<span id="here"></span></body>' in foot
    for at in ('"><script>', "s-0", ""):
        assert 'id="here"' not in steady.ask("/frame/phone", at=at).body
        assert len(Tags(steady.page(at=at)).of("script")) == 1


def test_what_a_check_finds_is_shown(preview: Preview) -> None:
    write(preview.template, PAGE.format("No stories"))
    page = preview.page()
    assert page.count('<li class="stop">') > 12
    assert "the HTML form lacks" in page


# --- live -----------------------------------------------------------------------------------------------------------


def test_a_template_of_ones_own_shows_within_a_second(preview: Preview, stream: Stream) -> None:
    template = preview.template
    before, delays = stream.state, []
    assert before in preview.page()
    changed = write(template, PAGE.format("First"))
    delays.append(stream.after(changed))
    assert stream.state in preview.page()
    assert "<title>First</title>" in preview.ask("/frame/desktop").body
    stamp = template.stat()
    with template.open("r+") as file:  # in place, as many bytes, and its times set back
        changed = time.monotonic()
        file.write(PAGE.format("Other"))
    os.utime(template, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    delays.append(stream.after(changed))
    assert "<title>Other</title>" in preview.ask("/frame/desktop").body
    changed = time.monotonic()
    template.unlink()
    delays.append(stream.after(changed))
    assert stream.state == before
    assert "<title>Other</title>" not in preview.ask("/frame/desktop").body
    assert len({state for _, state in stream.told}) == 3
    assert min(delays) < 1  # others use this machine too


def test_a_broken_template_is_shown_over_the_last_good_drawing_and_heals(preview: Preview, stream: Stream) -> None:
    template = preview.template
    write(template, PAGE.format("Good"))
    assert 'role="alert"' not in preview.page()
    changed = write(template, "<!doctype html>\n<title>{{ edition.title }}</title>\n{% if <b>x</b> %}\n")
    stream.after(changed)
    answer = preview.ask("/")
    assert answer.status == 500
    assert f"{template}:3: " in answer.body
    assert "{% if &lt;b&gt;x&lt;/b&gt; %}" in answer.body  # the line itself
    assert stream.state in answer.body  # it waits for the next change
    assert "as it was drawn last" in answer.body
    assert "<title>Good</title>" in preview.ask("/frame/desktop").body
    for form in ("txt", "md", "json", "html"):
        bare = preview.ask(f"/edition.{form}")
        assert (bare.status, bare.headers["Content-Type"]) == (500, "text/plain; charset=utf-8")
        assert f"{template}:3: " in bare.body
    write(template, "{{ edition.briefs[99].headline }}")
    assert f"{template}:1: " in preview.page()
    write(template, "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}")
    assert "RecursionError" in preview.page()
    changed = write(template, PAGE.format("Healed"))
    stream.after(changed)
    healed = preview.ask("/")
    assert healed.status == 200
    assert 'role="alert"' not in healed.body
    assert "<title>Healed</title>" in preview.ask("/frame/desktop").body
    assert "Traceback" not in preview.command.said


def test_what_was_never_drawn_has_its_mistake_alone(config: Path) -> None:
    template = config.parent / "mine" / "digest.html.j2"
    write(template, "{% broken %}")
    with previewed(config) as preview:
        page = preview.page()
        assert f"{template}:1: " in page
        assert "<iframe" not in page
        write(template, PAGE.format("Healed"))
        assert "<iframe" in preview.page()


def test_a_broken_configuration_is_shown_and_heals(preview: Preview, stream: Stream) -> None:
    config = preview.folder / "config.yaml"
    changed = write(config, CONFIG + "lenght: {words: 10}\nmail: {port: x}\n")
    stream.after(changed)
    answer = preview.ask("/")
    assert answer.status == 500
    assert "config.yaml:5: lenght: no such setting; did you mean length?" in answer.body
    assert "config.yaml:6: mail.port:" in answer.body
    assert "settings from before" in answer.body
    assert editions.edition()[0].briefs[0].headline in preview.ask("/frame/desktop").body
    changed = time.monotonic()
    config.unlink()
    stream.after(changed)
    assert preview.ask("/").status == 500
    changed = write(config, CONFIG)
    stream.after(changed)
    assert preview.ask("/").status == 200
    assert 'role="alert"' not in preview.page()


def test_a_changed_configuration_is_applied_as_far_as_it_draws(preview: Preview, stream: Stream) -> None:
    config = preview.folder / "config.yaml"
    assert "the next edition will differ" not in preview.page()
    other = config.parent / "other"
    other.mkdir()
    (other / "digest.html.j2").write_text(PAGE.format("From the other folder"))
    sender = 'mail: {sender: "The <i>Desk</i> <desk@example.org>"}\n'
    write(config, CONFIG.replace("mine", "other") + "length: {words: 300}\ntitle: A New Name\n")
    page = preview.page()
    assert "<title>From the other folder</title>" in preview.ask("/frame/desktop").body
    assert "(title, words): the next edition will differ" in page
    stream.after(write(other / "digest.html.j2", PAGE.format("Anew")))  # the new folder is watched
    write(config, CONFIG + sender.replace("<i>Desk</i>", "Desk"))
    assert "The Desk" in preview.page()
    write(config, CONFIG + "store: elsewhere.db\n")
    assert "another store" in preview.page()
    assert not (config.parent / "elsewhere.db").exists()


def test_a_folder_that_goes_and_comes_back(preview: Preview, stream: Stream) -> None:
    folder = preview.folder / "mine"
    changed = time.monotonic()
    folder.rmdir()
    stream.after(changed)
    assert "there is no folder" in preview.page()
    changed = time.monotonic()
    folder.mkdir()
    stream.after(changed)
    assert preview.ask("/").status == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_with_pages_open(own: Preview, number: signal.Signals) -> None:
    with ExitStack() as pages:
        streams = [pages.enter_context(Stream(own)) for _ in range(3)]
        began = time.monotonic()
        ended = own.command.end(number, group=True)
        assert time.monotonic() - began < 8
        assert all(stream.ended.wait(1) for stream in streams)
    assert ended in (0, -signal.SIGTERM)
    assert own.command.said.count("\n") == 1


def test_a_template_that_never_ends_holds_up_nothing(own: Preview) -> None:
    template = own.template
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{{ '' }}{% endfor %}{% endfor %}"
    write(template, endless)
    with ThreadPoolExecutor() as others:
        first = others.submit(own.page)
        time.sleep(0.5)
        template.unlink()
        assert "<iframe" in own.page()
        write(template, endless)
        second = others.submit(own.page)
        time.sleep(0.5)
        began = time.monotonic()
        own.command.end(signal.SIGINT)
        assert time.monotonic() - began < 8
        for asked in (first, second):
            with suppress(OSError, http.client.HTTPException):
                asked.result(10)


def test_a_drawing_that_takes_too_long_is_given_up(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_live, "MOST_SECONDS", 0.2)
    # It goes on in this process when it is given up: for seconds, and without filling the memory.
    slow = "{% for a in range(2000) %}{% for b in range(2000) %}{{ '' }}{% endfor %}{% endfor %}"
    write(config.parent / "mine" / "digest.html.j2", slow)
    settings = load_config(config, {})
    with wiring.opened_store(settings) as store:
        drawing = Live(settings, store).drawn(editions.edition()[0])
    assert drawing.document is None
    assert drawing.error
    assert "not done after 0.2 s" in drawing.error.message


def test_closed_pages_are_forgotten(steady: Preview) -> None:
    def open_files() -> int:
        return len(list(Path(f"/proc/{steady.command.process.pid}/fd").iterdir()))

    before = open_files()
    for _ in range(8):
        with socket.create_connection(("127.0.0.1", steady.port)) as connection:
            connection.sendall(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{steady.port}\r\n\r\n".encode())
            assert b"200 OK" in connection.recv(4096)
    until(lambda: open_files() <= before + 1, 5, what="closing what nobody reads")


# --- nobody else ----------------------------------------------------------------------------------------------------


def test_nobody_else_can_read_along(steady: Preview) -> None:
    assert _listening(steady.command.process.pid) == [f"127.0.0.1:{steady.port}"]
    for path in ("/", "/events", "/frame/desktop", "/edition.txt", "/why"):
        # names of a website's own for this machine
        for host in ("evil.example", f"evil.example:{steady.port}", "127.0.0.1.evil.example"):
            assert steady.ask(path, host=host).status == 400
    assert steady.ask("/", host=f"localhost:{steady.port}").status == 200


def test_every_answer_says_what_it_may_do(steady: Preview) -> None:
    page = steady.ask("/")
    policy = page.headers["Content-Security-Policy"]
    nonce = re.search(r"script-src 'nonce-([\w-]{20,})'", policy)
    assert nonce
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert [script.get("nonce") for script in Tags(page.body).of("script", "style")] == [nonce[1]] * 2
    assert nonce[1] not in steady.page()
    for path in (
        "/frame/desktop",
        "/frame/no-images",
        "/frame/no-styles",
        "/frame/page",
        "/edition.html",
        "/edition.web",
        "/edition.txt",
        "/why",
    ):
        answer = steady.ask(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, path
        assert "frame-ancestors" in policy, path
        assert "allow-scripts" not in policy, path
        assert path == "/why" or "sandbox" in policy, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    assert "img-src 'none'" in steady.ask("/frame/no-images").headers["Content-Security-Policy"]
    assert "style-src 'none'" in steady.ask("/frame/no-styles").headers["Content-Security-Policy"]


def test_hostile_headlines_stay_words(steady: Preview) -> None:
    for view in ("", "text", "markdown", "json"):
        page = steady.page(edition=HOSTILE, view=view)
        tags = Tags(page)
        assert len(tags.of("script")) == 1
        assert not tags.of("img", "i", "object")
        assert not [attributes for _, attributes in tags.found if any(name.startswith("on") for name in attributes)]
        assert not [link for link in tags.of("a") if (link["href"] or "").lower().startswith("javascript")]
        assert "<title>&lt;script&gt;alert(1)&lt;/script&gt; shipped</title>" in page
    story = steady.ask("/why", edition=HOSTILE, story="<img src=x onerror=alert(1)>")
    assert story.status == 404
    assert not Tags(story.body).of("img")


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


Refused = Callable[..., tuple[int, str]]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    """Runs `briefing preview` in this process, where it can't begin; its exit code and what it says."""

    def run(config: Path, *arguments: object) -> tuple[int, str]:
        given = ["preview", "--no-open", "--config", config, *arguments]
        monkeypatch.setattr(sys, "argv", ["briefing", *map(str, given)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return run


def test_a_port_that_can_not_be_had_is_said_in_plain_words(config: Path, refused: Refused) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = refused(config, "--port", port)
        assert code == 2
        assert f"port {port}: Address already in use" in said
        assert "--port 0 takes a free one" in said
    for impossible in ("99999", "-1"):
        code, said = refused(config, "--port", impossible)
        assert code == 2
        assert impossible in said
        assert "Traceback" not in said


def test_without_an_edition_it_says_what_makes_one(config: Path, refused: Refused) -> None:
    code, said = refused(config, "--port", 0, "1999-01-01")
    assert code == 2
    assert "daily/1999-01-01: no such edition" in said


# --- parts ----------------------------------------------------------------------------------------------------------


def test_files_are_told_apart_by_what_is_in_them(tmp_path: Path) -> None:
    folder, files = tmp_path / "templates", Files()
    states = [files.state([folder])]
    folder.mkdir()
    states.append(files.state([folder]))
    template = folder / "a.j2"
    template.write_text("one")
    states.append(files.state([folder]))
    os.utime(template, (1, 1))
    assert files.state([folder]) == states[-1]
    for text in ("two", "six", "ten"):
        template.write_text(text)
        os.utime(template, (1, 1))  # a clock that stands still
        states.append(files.state([folder]))
    template.rename(folder / "b.j2")
    states.append(files.state([folder]))
    (folder / "deep").mkdir()
    (folder / "deep" / "c.j2").write_text("")
    states.append(files.state([folder]))
    assert len(set(states)) == len(states)
    (folder / ".c.j2.swp").write_text("an editor's own")
    (folder / "dangling.j2").symlink_to(tmp_path / "nowhere")
    assert files.state([folder]) == states[-1]
    assert files.state([folder]) == Files().state([folder])


def test_a_frame_is_light_or_dark_of_its_own() -> None:
    mail = (
        "<!DOCTYPE html><html><head><style>@media (prefers-color-scheme:dark) and (max-width: 619px){a{}}"
        "@media not ( Prefers-Color-Scheme : LIGHT ){b{}}</style></head>"
        "<body><p>(prefers-color-scheme: dark) is news</p>"
    )
    dark, light = framed(mail, "dark"), framed(mail, "light")
    assert "@media (min-width:0) and (max-width: 619px)" in dark
    assert "@media not (max-width:0)" in dark
    assert "@media (max-width:0) and (max-width: 619px)" in light
    assert "@media not (min-width:0)" in light
    for page in (dark, light):
        assert page.startswith('<!DOCTYPE html><html><head><meta name="color-scheme"')
        assert "<p>(prefers-color-scheme: dark) is news</p>" in page
    assert framed("<!doctype html>words", "dark").startswith("<!doctype html><meta")
    assert framed("words", "light").endswith("words")


def test_a_story_is_found_by_its_link_however_it_is_written() -> None:
    edition, _ = editions.edition(editions.told("A tale", ("Post", "Word.")))
    brief = edition.briefs[-1]
    odd = replace(brief, articles=(replace(brief.articles[0], url="https://a.example/?a=1&b='2'"),))
    edition = replace(edition, sections=(replace(edition.sections[-1], briefs=(odd,)),))
    for html in (
        "<a class=h href=\"https://a.example/?a=1&amp;b='2'#x\">",
        '<a href="https://a.example/?a=1&amp;b=&#39;2&#39;">',
    ):
        assert (
            marked(f"<p><a href='#'>{html}", edition, brief.story) == f"<p><a href='#'><span id=\"here\"></span>{html}"
        )
    assert marked("<p>", edition, brief.story) == marked("<p>", edition, "foot") == "<p>"


def test_cut() -> None:
    assert [cut("a headline", most) for most in (10, 9, 2, 1, 0)] == ["a headline", "a headli…", "a…", "…", ""]
