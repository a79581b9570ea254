"""The command line as a user meets it: what it says, and the code it ends with."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from briefing.entry import cli
from briefing.sample.server import SampleServer
from briefing.sample.world import EDITIONS, PUBLISHERS
from tests.smtp_servers import mail_server

NOW = EDITIONS[0].isoformat()
NEXT_DAY = EDITIONS[1].isoformat()


@dataclass
class Ended:
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def briefing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process and says how it ended."""

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["briefing", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ended(ended.value.code if isinstance(ended.value.code, int) else 99, said.out, said.err)

    return run


@pytest.fixture(scope="module")
def sample() -> Iterator[SampleServer]:
    with SampleServer(0, EDITIONS[0]) as server:
        yield server


def write_config(folder: Path, feeds: list[str], more: str = "") -> Path:
    sources = "".join(f'  - {{feed: "{feed}", name: "{re.sub("[^a-z]", " ", feed)}"}}\n' for feed in feeds)
    path = folder / "config.yaml"
    path.write_text(f"timezone: UTC\nsources:\n{sources}{more}")
    return path


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's folder, made as a user makes it."""
    out = tmp_path_factory.mktemp("demo") / "demo"
    command = [sys.executable, "-m", "briefing", "demo", "--out", str(out), "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "Read 9 of 9 feeds" in done.stderr
    return out


# --- the demonstration ---


def test_the_demo_leaves_every_form_of_two_editions(demo: Path) -> None:
    for day in ("2026-09-15", "2026-09-16", "latest"):
        names = {path.name for path in (demo / day).iterdir()}
        assert names == {"edition.eml", "edition.html", "edition.json", "edition.md", "edition.txt"}
    assert (demo / "latest").resolve().name == "2026-09-16"
    edition = json.loads((demo / "latest" / "edition.json").read_text())
    assert len(edition["sections"]) >= 4
    assert 12 <= edition["counts"]["printed"] <= 16
    assert edition["counts"]["feeds"] == 9
    kinds = [brief["kind"] for section in edition["sections"] for brief in section["briefs"]]
    assert kinds[0] == "lead"
    statuses = [brief["status"] for section in edition["sections"] for brief in section["briefs"]]
    assert statuses.count("update") >= 2


def test_the_demo_does_not_overwrite_a_briefing(briefing: Run, tmp_path: Path) -> None:
    write_config(tmp_path, ["https://a.example/feed"])
    ended = briefing("demo", "--out", tmp_path, "--port", 0)
    assert ended.code == 2
    assert "holds a briefing of its own" in ended.err


def test_editions_can_be_listed_shown_drawn_proved_and_made_again(
    briefing: Run, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = ("--config", demo / "config.yaml")
    assert [line.split()[0] for line in briefing("editions", "list", *config).out.splitlines()] == [
        "demo/2026-09-15",
        "demo/2026-09-16",
    ]
    assert json.loads(briefing("editions", "list", "--json", *config).out) == ["demo/2026-09-15", "demo/2026-09-16"]
    assert briefing("editions", "show", "2026-09-15", *config).out == (demo / "2026-09-15/edition.txt").read_text()
    for form, name in (("html", "html"), ("markdown", "md"), ("json", "json"), ("text", "txt")):
        drawn = briefing("editions", "render", "--form", form, *config)
        assert drawn.out.strip() == (demo / f"latest/edition.{name}").read_text().strip()
    assert 'aria-roledescription="email"' in briefing("editions", "render", "--form", "mail", *config).out
    with monkeypatch.context() as terminal:
        terminal.setattr(sys.stdout, "isatty", lambda: True)
        refused = briefing("editions", "render", "--form", "epub", *config)
    assert refused.code == 2
    assert "--out" in refused.err
    book = tmp_path / "edition.epub"
    assert briefing("editions", "render", "--form", "epub", "--out", book, *config).code == 0
    assert book.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    piped = [sys.executable, "-m", "briefing", "editions", "render", "--form", "epub", *map(str, config)]
    assert subprocess.run(piped, capture_output=True, check=True).stdout == book.read_bytes()
    for day, subjects in (("2026-09-15", 1), ("2026-09-16", 2)):
        told = briefing("editions", "render", day, "--form", "json_feed", *config).out
        assert len(json.loads(told)["items"]) == subjects
        assert briefing("editions", "render", day, "--form", "atom", *config).out.count("<entry") == subjects
    assert briefing("editions", "render", "--out", tmp_path / "none" / "x", *config).code == 2
    left_out = list[str]()
    for day in ("2026-09-15", "demo/2026-09-16"):
        proved = briefing("editions", "verify", day, *config)
        assert proved.code == 0
        assert re.search(r"\d+ headlines and \d+ sentences, each word for word in its page", proved.out)
        proof = json.loads(briefing("editions", "verify", day, "--json", *config).out)
        assert proof["problems"] == []
        for quote in proof["quotes"]:
            assert quote["text"] in proved.out
            place = f"characters {quote['start']} to {quote['end']}"
            assert f"{place} of the text with sha256 {quote['sha256']}" in proved.out
            assert quote["url"].startswith("http")
            assert quote["paragraph"] >= 1
        left_out += [quote["left_out"] for quote in proof["quotes"] if quote["left_out"]]
        assert "the same, byte for byte" in briefing("editions", "rebuild", day, *config).out
    assert left_out, "no dateline was cut off"


def test_an_edition_that_was_tampered_with_is_found_out(briefing: Run, demo: Path, tmp_path: Path) -> None:
    import sqlite3

    folder = shutil.copytree(demo, tmp_path / "copy", symlinks=True)
    with sqlite3.connect(folder / "briefing.db") as raw:
        raw.execute("UPDATE editions SET document = replace(document, ' on Tuesday', ' on Friday')")
    ended = briefing("editions", "verify", "--config", folder / "config.yaml")
    assert ended.code == 2
    assert "the article says" in ended.err
    assert "differs" in briefing("editions", "rebuild", "--config", folder / "config.yaml").out


def test_everything_can_be_asked_why(briefing: Run, demo: Path) -> None:
    config = ("--config", demo / "config.yaml")
    printed = briefing("why", "1", *config)
    assert (printed.code, "it leads the edition" in printed.out) == (0, True)
    assert re.search(r"coverage +told by", printed.out)
    (decision,) = json.loads(briefing("why", "1", "--json", *config).out)
    assert decision["printed"] is True
    assert briefing("why", decision["story"], *config).out == printed.out
    assert briefing("why", "ferry", *config).code == 0

    url = re.findall(r"http://\S+\.html", printed.out)[0]
    traced = briefing("trace", url, *config)
    assert "page: read" in traced.out
    assert f"printed in story {decision['story']}: item 1 of" in traced.out
    assert json.loads(briefing("trace", url, "--json", *config).out)["item"]["url"]
    assert "Printed in demo/2026-09-16: its headline is that of item 1 of" in briefing("why-not", url, *config).out
    unread = briefing("why-not", "bond market shrugged", *config).out
    assert "no: The report is behind a paywall" in unread

    assert briefing("why", "zebra crossing", *config).code == 1
    assert "no feed has named this address" in briefing("trace", "https://nowhere.example/", *config).err


def test_status_says_how_things_stand(briefing: Run, demo: Path) -> None:
    ended = briefing("status", "--config", demo / "config.yaml")
    assert "9 sources, 0 of them failing" in ended.out
    assert "last edition demo/2026-09-16" in ended.out
    told = json.loads(briefing("status", "--json", "--config", demo / "config.yaml").out)
    assert told["sources"] == 9
    assert told["deliveries"][0]["state"] == "sent"


def test_an_unknown_edition_is_named_with_those_there_are(briefing: Run, demo: Path) -> None:
    ended = briefing("editions", "show", "1999-01-01", "--config", demo / "config.yaml")
    assert ended.code == 2
    assert "demo/1999-01-01: no such edition" in ended.err
    assert "demo/2026-09-16" in ended.err


# --- init and run ---


def test_init_writes_a_configuration_that_works_and_never_overwrites(briefing: Run, tmp_path: Path) -> None:
    assert briefing("init", tmp_path / "mine", "--templates").code == 0
    path = tmp_path / "mine" / "config.yaml"
    assert (tmp_path / "mine" / "templates" / "digest.html.j2").exists()
    listed = briefing("feeds", "list", "--config", path)
    assert listed.code == 0
    assert {"US politics", "World", "Defence", "Economy", "Asia-Pacific"} <= set(listed.out.splitlines())
    assert len(json.loads(briefing("feeds", "list", "--json", "--config", path).out)) >= 15
    path.write_text("changed")
    assert "stays as it is" in briefing("init", tmp_path / "mine").err
    assert path.read_text() == "changed"


def test_run_twice_makes_one_edition_and_sends_each_mail_once(
    briefing: Run, sample: SampleServer, tmp_path: Path
) -> None:
    with mail_server() as mail:
        config = write_config(
            tmp_path,
            [sample.url_of(name) for name in PUBLISHERS],
            f"mail: {{enabled: true, host: 127.0.0.1, port: {mail.port}, security: none, "
            'sender: "Daily <daily@example.org>", to: [ann@example.org, bob@example.org]}\n',
        )
        first = briefing("run", "--config", config, "--now", NOW)
        assert (first.code, sorted(mail.recipients)) == (0, ["ann@example.org", "bob@example.org"]), first.err
        written = {path: path.read_bytes() for path in (tmp_path / "out" / "latest").iterdir()}
        second = briefing("run", "--config", config, "--now", NOW)
        assert "was made before" in second.err
        assert (second.code, len(mail.recipients)) == (0, 2)
        assert written == {path: path.read_bytes() for path in (tmp_path / "out" / "latest").iterdir()}
        (message, _) = mail.messages
    edition = json.loads((tmp_path / "out/latest/edition.json").read_text())
    assert message["Subject"] == edition["subject"]
    html = message.get_body(("html",))
    text = message.get_body(("plain",))
    assert html is not None
    assert text is not None
    for section in edition["sections"]:
        for brief in section["briefs"]:
            assert brief["headline"][:30] in " ".join(str(text.get_content()).split())
    assert "status" not in briefing("status", "--config", config).err


def test_no_deliver_writes_files_and_mails_nobody(briefing: Run, sample: SampleServer, tmp_path: Path) -> None:
    with mail_server() as mail:
        config = write_config(
            tmp_path,
            [sample.url_of("meridian"), sample.url_of("tidewater")],
            f"mail: {{enabled: true, host: 127.0.0.1, port: {mail.port}, security: none, "
            'sender: "Daily <daily@example.org>", to: [ann@example.org]}\n',
        )
        assert briefing("run", "--no-deliver", "--config", config, "--now", NOW, "--out", tmp_path / "here").code == 0
        assert (tmp_path / "here" / "2026-09-15" / "edition.html").exists()
        assert mail.recipients == []
        assert briefing("deliver", "--config", config).code == 0
        assert mail.recipients == ["ann@example.org"]


def test_before_the_first_edition_nothing_waits_to_be_delivered(briefing: Run, tmp_path: Path) -> None:
    config = write_config(tmp_path, ["http://127.0.0.1:9/one"])
    assert (briefing("deliver", "-q", "--config", config).code, briefing("deliver", "--config", config).code) == (0, 0)
    assert briefing("deliver", "2026-09-15", "--config", config).code == 2


def test_a_day_without_news_says_so_and_mails_nothing(briefing: Run, sample: SampleServer, tmp_path: Path) -> None:
    with mail_server() as mail:
        mailing = (
            f"mail: {{enabled: true, host: 127.0.0.1, port: {mail.port}, security: none, "
            'sender: "Daily <daily@example.org>", to: [ann@example.org]%s}\n'
        )
        feeds = [sample.url_of("meridian"), sample.url_of("tidewater")]
        config = write_config(tmp_path, feeds, mailing % "")
        briefing("run", "--config", config, "--now", NOW)
        mail.recipients.clear()
        quiet = briefing("run", "--config", config, "--now", NEXT_DAY)
        assert quiet.code == 0
        assert "a quiet day, 0 stories" in quiet.err
        assert "nothing is mailed" in quiet.err
        assert mail.recipients == []
        assert "A quiet day" in (tmp_path / "out/2026-09-16/edition.txt").read_text()
        write_config(tmp_path, feeds, mailing % ", send_quiet_days: true")
        assert briefing("deliver", "--config", config).code == 0
        assert mail.recipients == ["ann@example.org"]


def test_the_parts_of_run_can_be_called_alone(briefing: Run, sample: SampleServer, tmp_path: Path) -> None:
    config = write_config(tmp_path, [sample.url_of("meridian"), sample.url_of("tidewater")])
    assert briefing("gather", "--config", config, "--now", NOW).code == 0
    published = briefing("publish", "--config", config, "--now", NOW)
    assert published.out == "daily/2026-09-15\n"
    assert briefing("deliver", "2026-09-15", "--config", config).code == 0
    assert (tmp_path / "out/latest/edition.json").exists()


# --- bad input ---


def test_every_mistake_in_the_configuration_is_named_with_its_line(briefing: Run, tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text('timezone: UTC\nmail:\n  prot: 25\nsources:\n  - {feed: "htp://a.example/feed"}\n')
    ended = briefing("run", "--config", path)
    assert ended.code == 2
    assert f"{path}:3: mail.prot: no such setting; did you mean port?" in ended.err
    assert f"{path}:5: sources[0].feed" in ended.err
    assert not (tmp_path / "briefing.db").exists()


def test_a_missing_configuration_says_what_writes_one(briefing: Run, tmp_path: Path) -> None:
    ended = briefing("run", "--config", tmp_path / "config.yaml")
    assert ended.code == 2
    assert "no such file; `briefing init` writes one" in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "--date", "tomorrowish"), "is no date"),
        (("run", "--date", "0001-01-01"), "too far from today"),
        (("run", "--now", "soon"), "is no moment"),
        (("frobnicate",), "No such command"),
        (("run", "--bogus"), "No such option"),
    ],
)
def test_a_wrong_word_on_the_command_line(briefing: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    config = write_config(tmp_path, ["https://a.example/feed"])
    more = ("--config", config) if arguments[0] == "run" else ()
    ended = briefing(*arguments, *more)
    assert ended.code == 2
    assert said in ended.err


def test_without_a_network_each_feed_is_named_and_no_edition_is_made(briefing: Run, tmp_path: Path) -> None:
    config = write_config(tmp_path, ["http://127.0.0.1:9/one", "http://127.0.0.1:9/two"])
    ended = briefing("run", "--config", config, "--now", NOW)
    assert ended.code == 3
    assert "http://127.0.0.1:9/one" in ended.err
    assert "http://127.0.0.1:9/two" in ended.err
    assert "none of 2 sources could be read" in ended.err
    assert briefing("editions", "list", "--config", config).out == ""
    assert briefing("gather", "--config", config, "--now", NOW).code == 3
    assert briefing("feeds", "check", "--config", config).code == 3


def test_a_list_of_feeds_that_can_not_be_read_fails_as_a_feed_would(
    briefing: Run, sample: SampleServer, tmp_path: Path
) -> None:
    config = write_config(
        tmp_path, [sample.url_of("meridian"), sample.url_of("tidewater")], "  - opml: http://127.0.0.1:9/feeds.opml\n"
    )
    ended = briefing("run", "--config", config, "--now", NOW)
    assert ended.code == 1
    assert "Read 2 of 3 feeds" in ended.err
    assert "http://127.0.0.1:9/feeds.opml: no connection" in ended.err
    assert (tmp_path / "out/latest/edition.json").exists()
    assert briefing("feeds", "list", "--config", config).code == 3


def test_an_error_that_nobody_expected_is_not_taken_for_work_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("briefing.entry.jobs.gather", broken)
    monkeypatch.setattr(sys, "argv", ["briefing", "gather", "-c", str(write_config(tmp_path, ["https://a.example/"]))])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_what_a_terminal_can_not_show_stops_nothing(tmp_path: Path) -> None:
    config = write_config(tmp_path, ["http://127.0.0.1:9/feed"])
    done = subprocess.run(
        [sys.executable, "-m", "briefing", "feeds", "check", "--config", str(config)],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 3, done.stderr
    assert b"\\u2717" in done.stdout


@pytest.mark.parametrize("address", ["http://[bad", "http://a.example:port/", "feed", "\ud800"])
def test_what_is_no_address_is_named(briefing: Run, tmp_path: Path, address: str) -> None:
    config = write_config(tmp_path, ["http://127.0.0.1:9/feed"])
    ended = briefing("feeds", "check", address, "--config", config)
    assert (ended.code, "not an http(s) address" in ended.out) == (3, True)


class OddSite(BaseHTTPRequestHandler):
    """A login page where a feed should be, and a feed whose pages are a PDF and a login form."""

    PAGES = ("report.pdf", "login.html", "good.html")

    def do_GET(self) -> None:
        at = f"http://{self.headers['Host']}"
        login = b"<html><title>Log in</title><body><form><h1>Please log in</h1><input type=password></form></html>"
        text = " ".join(f"The council of Varnholt approved part {n} of the harbour plan on Monday." for n in range(30))
        items = "".join(
            f"<item><title>{escape('Harbour plan: ' + page)}</title><link>{at}/{page}</link>"
            f"<description>The council of Varnholt approved the harbour plan ({page}) on Monday evening.</description>"
            "<pubDate>Mon, 14 Sep 2026 20:00:00 GMT</pubDate></item>"
            for page in self.PAGES
        )
        feed = f"<rss version='2.0'><channel><title>Odd</title>{items}</channel></rss>"
        good = f"<html><body><article><h1>Harbour plan</h1><p>{text}</p></article></html>"
        answers = {
            "/feed": ("application/rss+xml", feed.encode()),
            "/members": ("text/html", login),
            "/report.pdf": ("application/pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20),
            "/login.html": ("text/html", login),
            "/good.html": ("text/html", good.encode()),
        }
        kind, body = answers.get(self.path, ("text/plain", b"?"))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def odd_site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), OddSite)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_login_page_for_a_feed_and_a_pdf_for_a_page_stop_nothing(
    briefing: Run, odd_site: str, tmp_path: Path
) -> None:
    config = write_config(tmp_path, [f"{odd_site}/feed", f"{odd_site}/members"])
    ended = briefing("run", "--config", config, "--now", NOW)
    assert ended.code == 1
    assert re.search(r"1 feed could not be read:\n  \S+/members: .*not a feed", ended.err)
    assert re.search(r"  \S+/report.pdf: .*pdf", ended.err, re.IGNORECASE)
    assert re.search(r"  \S+/login.html: ", ended.err)
    edition = json.loads((tmp_path / "out/latest/edition.json").read_text())
    assert edition["counts"]["feeds_failed"] == 1
    origins = {
        a["url"].rsplit("/", 1)[1]: a["text_from"]
        for s in edition["sections"]
        for b in s["briefs"]
        for a in b["articles"]
    }
    assert origins == {"report.pdf": "feed", "login.html": "feed", "good.html": "page"}
    assert "members" in (tmp_path / "out/latest/edition.txt").read_text()
    failing = briefing("status", "--config", config).out
    assert "1 of them failing" in failing
    assert "report.pdf" in failing


def limited(folder: Path, size: int) -> subprocess.CompletedProcess[str]:
    """`briefing run` where no file may grow beyond so many bytes: as near to a full disk as a test can come."""
    command = [sys.executable, "-m", "briefing", "run", "--config", str(folder / "config.yaml"), "--now", NOW]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )


def test_a_full_disk_is_said_in_plain_words_and_nothing_is_lost(
    briefing: Run, sample: SampleServer, tmp_path: Path
) -> None:
    config = write_config(tmp_path, [sample.url_of("meridian"), sample.url_of("tidewater")])
    ended = limited(tmp_path, 150_000)
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    assert re.search(r"briefing.db: .*disk", ended.stderr)
    again = briefing("run", "--config", config, "--now", NOW)
    assert again.code == 0
    assert "stories" in again.err


def test_a_folder_that_can_not_be_written_is_named_and_the_edition_is_kept(
    briefing: Run, sample: SampleServer, tmp_path: Path
) -> None:
    config = write_config(tmp_path, [sample.url_of("meridian"), sample.url_of("tidewater")])
    (tmp_path / "blocked").write_text("a file where a folder should be")
    ended = briefing("run", "--config", config, "--now", NOW, "--out", tmp_path / "blocked")
    assert ended.code == 3
    assert "blocked" in ended.err
    assert len(briefing("editions", "list", "--config", config).out.splitlines()) == 1
    assert briefing("deliver", "--config", config).code == 0
    assert (tmp_path / "out/latest/edition.html").exists()


# --- feeds and schedule ---


def test_feeds_are_imported_checked_and_exported(briefing: Run, sample: SampleServer, tmp_path: Path) -> None:
    config = write_config(tmp_path, ["http://127.0.0.1:9/one"])
    assert briefing("feeds", "import", f"{sample.base}/feeds.opml", "--config", config).code == 0
    assert len(json.loads(briefing("feeds", "list", "--json", "--config", config).out)) == 10
    assert briefing("feeds", "import", f"{sample.base}/feeds.opml", "--replace", "--config", config).code == 0
    assert len(json.loads(briefing("feeds", "list", "--json", "--config", config).out)) == 9
    checked = briefing("feeds", "check", "--config", config)
    assert checked.code == 0
    assert checked.out.count("✓") == 9
    assert briefing("feeds", "export", tmp_path / "mine.opml", "--config", config).code == 0
    other = write_config(tmp_path, ["http://127.0.0.1:9/two"])
    assert briefing("feeds", "import", tmp_path / "mine.opml", "--replace", "--config", other).code == 0
    assert len(json.loads(briefing("feeds", "list", "--json", "--config", other).out)) == 9
    missing = briefing("feeds", "import", tmp_path / "none.opml", "--config", other)
    assert "none.opml: No such file" in missing.err
    assert missing.code == 3
    secret = '<opml version="2.0"><body><outline xmlUrl="https://ann:hush@a.example/feed"/></body></opml>'
    (tmp_path / "secret.opml").write_text(secret)
    refused = briefing("feeds", "import", tmp_path / "secret.opml", "--config", other)
    assert refused.code == 0
    assert "left out: https://a.example/feed" in refused.err
    assert "hush" not in refused.err + other.read_text()
    kept = other.read_text()
    in_place = briefing("feeds", "import", tmp_path / "secret.opml", "--replace", "--config", other)
    assert in_place.code == 2
    assert other.read_text() == kept
    one = briefing("feeds", "check", sample.url_of("meridian"), "--config", other)
    assert re.search(r"✓ .* \d+  .*Sep", one.out)


def test_the_next_slots_are_told_in_both_times(briefing: Run, tmp_path: Path) -> None:
    config = write_config(tmp_path, ["https://a.example/feed"])
    config.write_text(config.read_text().replace("timezone: UTC", "timezone: Europe/Berlin"))
    ended = briefing("schedule", "next", "--count", 2, "--config", config, "--now", "2026-10-24T12:00:00Z")
    assert ended.out.splitlines() == [
        "daily/2026-10-25  Sun 25 Oct 06:30 CET  (2026-10-25 05:30 UTC)",
        "daily/2026-10-26  Mon 26 Oct 06:30 CET  (2026-10-26 05:30 UTC)",
    ]
    cron = briefing("schedule", "cron", "--config", config).out
    assert re.search(r"^CRON_TZ=Europe/Berlin$", cron, re.MULTILINE)
    assert re.search(rf"^30 6 \* \* \* .*briefing run -q --config {re.escape(str(config))}$", cron, re.MULTILINE)
    units = briefing("schedule", "systemd", "--config", config).out
    assert "OnCalendar=*-*-* 06:30:00 Europe/Berlin" in units


def test_every_command_explains_itself_with_an_example(briefing: Run) -> None:
    commands = [("demo",), ("init",), ("run",), ("gather",), ("publish",), ("deliver",), ("preview",), ("why",),
                ("why-not",), ("trace",), ("status",), ("feeds", "packs"), ("feeds", "list"), ("feeds", "check"),
                ("feeds", "import"), ("feeds", "export"), ("editions", "list"), ("editions", "show"),
                ("editions", "render"), ("editions", "rebuild"), ("editions", "verify"), ("schedule", "next"),
                ("schedule", "cron"), ("schedule", "systemd"), ("schedule", "run"), ("backup",), ("restore",),
                ("prune",)]  # fmt: skip
    for command in commands:
        ended = briefing(*command, "--help")
        assert ended.code == 0
        assert f"Example: briefing {' '.join(command)}" in " ".join(ended.out.split()), command


def test_a_slip_is_answered_with_what_was_meant(briefing: Run, demo: Path) -> None:
    assert "Did you mean 'feeds'" in briefing("feedz").err
    assert "Did you mean 'list'" in briefing("editions", "lst").err
    ended = briefing("editions", "show", "2026-09-51", "--config", demo / "config.yaml")
    assert ended.code == 2
    assert "Did you mean demo/2026-09-1" in ended.err


def test_the_help_puts_every_command_under_what_one_wants_to_do(briefing: Run) -> None:
    told = briefing("--help").out
    panels = re.findall(r"^╭─ (.+?) ─+╮$", told, re.MULTILINE)
    assert panels[1:] == ["Begin", "Every day", "Ask and look", "Leave it running", "Feeds, editions, readers"]
    assert "Commands" not in panels


def test_the_version(briefing: Run) -> None:
    from briefing import __version__

    assert briefing("--version").out == f"briefing {__version__}\n"
