"""`briefing schedule run` as a service runs it: a real process by the real clock, told to stop with real signals."""

from __future__ import annotations

import json
import re
import signal
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from briefing.config import load_config
from briefing.edges.processes import this_process
from briefing.entry import cli_schedule, jobs
from briefing.entry.console import Console
from briefing.entry.service import Service
from briefing.errors import SourceError
from briefing.ports import Store
from briefing.sample.world import articles
from briefing.wiring import opened_store
from tests.entry.test_watch import Listener
from tests.processes import Running, running, until
from tests.smtp_servers import mail_server

REPORTS = [article for article in articles() if article.kind == "report"][:8]


class Site(ThreadingHTTPServer):
    """An outlet with reports of this hour, so many of them `shown`.

    With `hold` one page comes only when `release` is set; with `down` nothing does. `feeds` counts its feed's readings.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.began = datetime.now(UTC)
        self.hold = False
        self.down = False
        self.shown = len(REPORTS)
        self.feeds = 0
        self.held = threading.Event()
        self.release = threading.Event()

    @property
    def feed(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/feed.xml"


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        if self.server.down:  # as if there were no network
            self.close_connection = True
            return
        if self.path == "/robots.txt":
            self.send_error(404)
            return
        if self.path == "/feed.xml":
            self.server.feeds += 1
            kind, body = "application/rss+xml", self._feed()
        else:
            report = REPORTS[int(self.path.strip("/").removesuffix(".html"))]
            if report is REPORTS[-1] and self.server.hold:
                self.server.held.set()
                self.server.release.wait(60)
            text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in report.paragraphs)
            kind, body = "text/html", f"<html><body><article><h1>{escape(report.title)}</h1>{text}</article></html>"
        raw = body.encode()
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{escape(report.title)}</title><link>{number}.html</link>"
            f"<pubDate>{format_datetime(self.server.began - timedelta(minutes=10 + number))}</pubDate></item>"
            for number, report in enumerate(REPORTS[: self.server.shown])
        )
        return (
            f"<rss version='2.0'><channel><title>Outlet</title><link>{self.server.feed}</link>{items}</channel></rss>"
        )

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server
    server.release.set()
    server.shutdown()
    server.server_close()


def configured(
    folder: Path, site: Site, *, begins: datetime, catch_up: str = "6h", every: str = "1s", more: str = ""
) -> Path:
    """A configuration whose slot begins at this minute of the day."""
    path = folder / "config.yaml"
    path.write_text(
        f'timezone: UTC\nschedule: {{at: "{begins:%H:%M}", gather_every: {every}, catch_up: {catch_up}}}\n'
        f'sources:\n  - {{feed: "{site.feed}", name: Outlet, section: World}}\nfetch: {{per_host: 8}}\n{more}'
    )
    return path


def minutes_ago(minutes: int) -> datetime:
    return datetime.now(UTC) - timedelta(minutes=minutes)


def stopped_cleanly(command: Running, number: signal.Signals = signal.SIGTERM, *, group: bool = False) -> None:
    assert command.end(number, group=group, seconds=10) == 0, command.said
    until(lambda: not command.others(), 3, what=f"the end of {command.others()}")
    assert "Traceback" not in command.said


def test_a_slot_that_began_minutes_ago_is_made_up_for_once(site: Site, tmp_path: Path) -> None:
    begins = minutes_ago(3)
    with mail_server() as mail:
        configured(
            tmp_path,
            site,
            begins=begins,
            more=f"mail: {{enabled: true, host: 127.0.0.1, port: {mail.port}, security: none, "
            'sender: "Daily <daily@example.org>", to: [ann@example.org]}\n',
        )
        with running(tmp_path, "schedule", "run") as command:
            command.says(r"^By mail: 1 sent\.$")
            assert command.says(r"^Written: (.*)$")[1] == str(tmp_path / "out" / f"{begins:%Y-%m-%d}")
            until(lambda: command.said.count("Read 1 of 1 feed: 0 new entries") >= 2, what="gathering on and on")
            assert command.others()
            stopped_cleanly(command)
            assert command.said.rstrip().endswith("scheduler: stopped")
        files = {path: path.read_bytes() for path in (tmp_path / "out" / "latest").iterdir()}
        edition = json.loads((tmp_path / "out" / "latest" / "edition.json").read_text())
        assert edition["id"] == f"daily/{begins:%Y-%m-%d}"
        assert edition["counts"]["printed"] >= 3
        assert {path.suffix for path in files} == {".html", ".json", ".md", ".txt"}

        with running(tmp_path, "schedule", "run") as again:
            again.says(rf"^daily/{begins:%Y-%m-%d} was made before")
            again.says(r"^By mail: 1 sent before; nobody was waiting\.$")
            stopped_cleanly(again)
        assert {path: path.read_bytes() for path in (tmp_path / "out" / "latest").iterdir()} == files
        assert mail.recipients == ["ann@example.org"]


def test_a_slot_missed_by_more_than_catch_up_is_left_out_and_said_so(site: Site, tmp_path: Path) -> None:
    begins = minutes_ago(10)
    configured(tmp_path, site, begins=begins, catch_up="5m")
    with running(tmp_path, "schedule", "run") as command:
        said = command.says(r"^The edition of (\S+) was missed by (\S+): more than schedule.catch_up allows; skipped.$")
        assert said[1] == f"{begins:%Y-%m-%d}"
        assert said[2].startswith("0:1")
        assert "." not in said[2]
        command.says(r"^Read 1 of 1 feed: 0 new entries")
        stopped_cleanly(command)
    assert not (tmp_path / "out").exists()
    with opened_store(load_config(tmp_path / "config.yaml", {})) as store:
        assert list(store.editions.keys()) == []


def test_a_network_that_comes_back_after_the_slot_costs_no_edition(site: Site, tmp_path: Path) -> None:
    site.down = True
    configured(tmp_path, site, begins=minutes_ago(3))
    with running(tmp_path, "schedule", "run") as command:
        command.says(r"publish: there is nothing to publish: none of 1 sources could be read")
        assert not (tmp_path / "out").exists()
        site.down = False
        command.says(r"^Written: ")
        until(lambda: command.said.count("0 new entries, 0 pages read") >= 2, what="gathering on")
        assert command.said.count("from 8 articles") == 1
        assert command.said.count("Written: ") == 1
        stopped_cleanly(command)


def in_the_middle_of_gathering(command: Running, site: Site) -> None:
    """One page is waited for, and the processes that read pages are up."""
    assert site.held.wait(20)
    until(lambda: len(command.others()) >= 4, what="reading pages")


def nothing_is_lost(folder: Path, site: Site) -> None:
    site.hold = False
    site.release.set()
    config, console = load_config(folder / "config.yaml", {}), Console()
    with opened_store(config) as store:
        jobs.gather(config, store, jobs.clock(), console)
        edition = jobs.publish(config, store, None, jobs.clock(), console)
        assert edition.counts.articles == 8
        assert jobs.deliver(config, store, edition, console).failures == []


def test_a_site_that_hangs_holds_nobody_up_for_more_than_ten_seconds(site: Site, tmp_path: Path) -> None:
    site.hold = True
    configured(tmp_path, site, begins=minutes_ago(3))
    with running(tmp_path, "schedule", "run") as command:
        in_the_middle_of_gathering(command, site)
        stopped_cleanly(command, signal.SIGINT, group=True)  # as Ctrl-C does
        # Where the machine is busy, the page's own ten seconds may have passed before.
        assert "scheduler: stopped" in command.said
    nothing_is_lost(tmp_path, site)


def test_all_its_processes_can_be_told_to_stop_at_once(site: Site, tmp_path: Path) -> None:
    """As systemd does; what is under way is brought to its end."""
    site.hold = True
    configured(tmp_path, site, begins=minutes_ago(3))
    with running(tmp_path, "schedule", "run") as command:
        in_the_middle_of_gathering(command, site)
        threading.Timer(0.5, site.release.set).start()
        stopped_cleanly(command, signal.SIGTERM, group=True)
        assert command.said.rstrip().endswith("scheduler: stopped")
        assert "8 pages read" in command.said
    nothing_is_lost(tmp_path, site)


def test_other_settings_are_taken_in_without_a_stop_and_wrong_ones_change_nothing(site: Site, tmp_path: Path) -> None:
    path = configured(tmp_path, site, begins=minutes_ago(3))
    right = path.read_text()
    with running(tmp_path, "schedule", "run") as command:
        command.says(r"^Written: ")
        path.write_text(right + "lenght: {words: 500}\n")
        command.process.send_signal(signal.SIGHUP)
        command.says(r"reload: the settings stay as they were: config\.yaml:6: lenght: no such setting")
        read = command.said.count("Read 1 of 1 feed")
        until(lambda: command.said.count("Read 1 of 1 feed") > read, what="gathering on")
        path.write_text(right.replace("every: 1s", "every: 2s"))
        command.process.send_signal(signal.SIGHUP)
        command.says(r"reload: the settings were read again")
        command.says(r"gathering every 0:00:02")
        until(lambda: command.said.count("was made before") >= 1, what="the look for a missed edition")
        stopped_cleanly(command)
        assert command.said.count("Written: ") >= 2  # again, and the same


def test_a_folder_of_configurations_is_run_as_one(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("uk", "us"):
        folder = tmp_path / name
        folder.mkdir()
        path = configured(folder, site, begins=minutes_ago(3), more=f"briefing: {name}\nstore: {name}.db\n")
        text = path.read_text() + f"output: {{folder: {name}-out}}\n"
        (tmp_path / "all").mkdir(exist_ok=True)
        (tmp_path / "all" / f"{name}.yaml").write_text(text)
    with running(tmp_path, "schedule", "run", "--config", "all") as command:
        for name in ("uk", "us"):
            command.says(rf"{name}: scheduler: gathering every 0:00:01")
            command.says(rf"^Written: .*{name}-out/")
        stopped_cleanly(command)
    cli_schedule.next_(tmp_path / "all", count=4)
    assert re.findall(r"^(uk|us)/", capsys.readouterr().out, re.MULTILINE) == ["uk", "us", "uk", "us"]


def test_who_finds_another_reading_the_feeds_waits_for_it(site: Site, tmp_path: Path) -> None:
    path = configured(tmp_path, site, begins=minutes_ago(3))
    with opened_store(load_config(path, {})) as store:
        with store.ledger.hold("gather", this_process(), datetime.now(UTC)) as ours:
            assert ours
            with running(tmp_path, "gather") as command:
                command.says("Another process is reading the feeds: its round is waited for")
                assert command.process.poll() is None
        gathered, worth_a_look = jobs.gather(load_config(path, {}), store, datetime.now(UTC), Console())
        assert (gathered.pages_read, worth_a_look) == (8, False)
    assert site.feeds == 1


# --- in this process, where time can be told ---


class Told:
    """A service by a clock that a test sets."""

    def __init__(self, config: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = datetime.now(UTC)
        monkeypatch.setattr(jobs, "clock", lambda: self.now)
        self.store = store
        self.service = Service(load_config(config, {}), store, Console(quiet=True))

    def articles(self) -> list[int]:
        """How many articles were new in each edition."""
        editions = [self.store.editions.get(key) for key in self.store.editions.keys()]  # noqa: SIM118
        return [edition.counts.articles_new for edition in editions if edition]


@pytest.fixture
def told(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Told]:
    config = configured(tmp_path, site, begins=minutes_ago(1), every="30m")
    with opened_store(load_config(config, {})) as store:
        yield Told(config, store, monkeypatch)


def test_an_edition_waits_for_the_round_that_is_under_way(site: Site, told: Told) -> None:
    site.hold = True
    gathering = threading.Thread(target=told.service.gather)
    gathering.start()
    assert site.held.wait(20)
    publishing = threading.Thread(target=told.service.publish)
    publishing.start()
    publishing.join(0.5)
    assert told.articles() == []
    site.release.set()
    publishing.join(20)
    gathering.join(20)
    assert told.articles() == [8]
    assert site.feeds == 1


def test_a_slot_that_begins_now_is_not_missed_even_where_nothing_is_made_up_for(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = configured(tmp_path, site, begins=minutes_ago(0), catch_up="0s")
    with opened_store(load_config(config, {})) as store:
        told = Told(config, store, monkeypatch)
        told.service.publish()
        assert told.articles() == [8]
        assert (tmp_path / "out" / "latest").exists()


def test_a_machine_that_slept_reads_the_news_before_it_makes_the_edition(site: Site, told: Told) -> None:
    site.shown = 4
    told.service.gather()
    told.now += timedelta(minutes=40)
    told.service.publish()
    assert (told.articles(), site.feeds) == ([4], 1)  # fresh enough: a site that hangs can't delay the edition
    told.now += timedelta(hours=24)
    site.shown = 8
    told.service.publish()
    assert (told.articles(), site.feeds) == ([4, 4], 2)


def test_a_round_that_could_read_nothing_does_not_count(site: Site, told: Told) -> None:
    site.down = True
    told.service.gather()
    with pytest.raises(SourceError):
        told.service.publish()
    told.service.gather()
    assert told.articles() == []
    site.down = False
    told.service.gather()
    assert told.articles() == [8]


def test_an_edition_that_can_not_be_made_in_time_is_given_up(site: Site, told: Told) -> None:
    site.down = True
    with pytest.raises(SourceError):
        told.service.publish()
    site.down = False
    told.now += timedelta(hours=7)
    told.service.gather()
    told.service.gather()
    assert told.articles() == []


def test_each_of_a_days_slots_has_an_edition_of_what_came_since(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC).replace(minute=30, second=0, microsecond=0)
    path = tmp_path / "config.yaml"
    path.write_text(
        "timezone: UTC\nschedule:\n  gather_every: 30m\n  slots:\n"
        f'    - {{at: "{now:%H:%M}"}}\n    - {{at: "{now + timedelta(minutes=1):%H:%M}", title: Evening, words: 400}}\n'
        f'sources:\n  - {{feed: "{site.feed}", name: Outlet, section: World}}\nfetch: {{per_host: 8}}\n'
    )
    with opened_store(load_config(path, {})) as store:
        told = Told(path, store, monkeypatch)
        told.now, site.shown = now, 4
        told.service.publish()
        told.service.publish()
        told.now, site.shown = now + timedelta(minutes=61), 8
        told.service.publish()
        keys = store.editions.keys()
        assert [key.partition("/")[2] for key in keys] == [f"{now:%Y-%m-%d}", f"{now:%Y-%m-%d}-2"]
        first, second = (store.editions.get(key) for key in keys)
        assert first
        assert second
        assert told.articles() == [4, 4]
        assert (first.title, second.title, second.previous) == ("Daily Briefing", "Evening", first.id)
        assert second.slot.opens == first.slot.closes
        out = tmp_path / "out"
        assert {path.name for path in out.iterdir()} == {first.slot.label, second.slot.label, "latest"}
        assert (out / "latest").readlink() == Path(second.slot.label)


def test_editions_that_were_missed_are_named_when_the_next_is_made(
    site: Site, told: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    told.service.publish()
    told.now += timedelta(days=3)
    site.down = False
    told.service.publish()
    missed = [f"{told.now - timedelta(days=days, minutes=1):%Y-%m-%d}" for days in (2, 1)]
    assert f"Missed since the edition before: {missed[0]}, {missed[1]}." in capsys.readouterr().err


def test_its_log_in_json_has_an_id_for_each_run_and_the_heartbeat_has_it_too(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_LOG", "json")
    with Listener() as listener:
        threading.Thread(target=listener.serve_forever, args=(0.05,), daemon=True).start()
        more = f'alerts: {{heartbeat: "{listener.url}"}}\n'
        configured(tmp_path, site, begins=minutes_ago(3), more=more)
        with running(tmp_path, "schedule", "run") as command:
            until(lambda: len(listener.heard) == 2, what="the heartbeat")
            until(lambda: command.said.count('"gathered"') >= 2, what="gathering on")
            command.end()
        listener.shutdown()
    assert listener.signals == ["/start", ""]
    lines = [json.loads(line) for line in command.said.splitlines()]
    runs = {event: {line["run"] for line in lines if line["event"] == event} for event in ("gathered", "published")}
    assert len(runs["gathered"]) >= 2
    assert runs["published"] == set(listener.runs)
    assert any(line["event"] == "scheduler" for line in lines)


def test_what_is_said_of_a_job_that_fails_has_its_run(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_LOG", "json")
    site.down = True
    configured(tmp_path, site, begins=minutes_ago(3))
    with running(tmp_path, "schedule", "run") as command:
        command.says(r'"message": ".*publish: there is nothing to publish')
        command.end()
    lines = [json.loads(line) for line in command.said.splitlines()]
    (alarm,) = (line for line in lines if line["event"] == "alarm")
    assert alarm["run"] in {line["run"] for line in lines if "publish: there is nothing" in line["message"]}
