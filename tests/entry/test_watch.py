"""Who watches the editions come: mail to the operator over SMTP, a heartbeat over HTTP, once, and never in the way."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from briefing import watch_wiring, wiring
from briefing.config import Config, load_config
from briefing.entry import cli, watch
from briefing.entry.console import Console
from briefing.entry.jobs import Delivered
from briefing.errors import CheckError, ConfigError, SourceError, StoreError
from briefing.model import Edition, Receipt, Recipe
from briefing.ports import Store
from tests import editions
from tests.smtp_servers import MailServer, mail_server

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
KEY, DAY = "daily/2026-09-16", date(2026, 9, 16)
NOW = editions.CLOSES + timedelta(minutes=1)


class Listener(ThreadingHTTPServer):
    """Hears heartbeats; answers with `status`, when `release` is set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.heard: list[str] = []
        self.status = 200
        self.release = threading.Event()
        self.release.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/secret-uuid"

    @property
    def signals(self) -> list[str]:
        return [urlsplit(each).path.removeprefix("/secret-uuid") for each in self.heard]

    @property
    def runs(self) -> list[str]:
        return [parse_qs(urlsplit(each).query)["rid"][0] for each in self.heard]


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.heard.append(self.path)
        self.server.release.wait(20)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"OK")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.release.set()
        server.shutdown()


@dataclass
class Place:
    config: Config
    store: Store
    mail: MailServer
    console: Console = field(default_factory=Console)

    def made(self) -> Edition:
        made, articles = editions.edition()
        editions.keep(self.store, made, articles)
        return made

    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.mail.messages]


@contextmanager
def place(folder: Path, listener: Listener, *, at: str = "04:30", more: str = "") -> Iterator[Place]:
    with mail_server() as server:
        path = folder / "config.yaml"
        path.write_text(
            f'timezone: UTC\nschedule: {{at: "{at}"}}\nsources: [{{feed: "https://meridian.example/feed"}}]\n'
            f'alerts: {{mail: boss@example.org, heartbeat: "{listener.url}"{more}}}\n'
            f"mail: {{host: 127.0.0.1, port: {server.port}, security: none, sender: daily@example.org}}\n"
        )
        config = load_config(path, {})
        with wiring.opened_store(config) as store:
            yield Place(config, store, server)


def run(at: Place, now: datetime = NOW, *, down: tuple[str, ...] = ()) -> None:
    """What `briefing run` does, but for the work itself."""
    with watch.over(at.config, at.store, None, now, at.console) as watched:
        made = at.store.editions.get(KEY) or at.made()
        watched.took(made, Delivered([], 1, down))


def test_a_heartbeat_has_a_start_and_an_end_of_one_run_once_for_each_edition(
    tmp_path: Path, listener: Listener
) -> None:
    with place(tmp_path, listener) as at:
        run(at)
        assert listener.signals == ["/start", ""]
        first, last = listener.runs
        assert first == last
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", first), "as healthchecks.io wants it"
        run(at, NOW + timedelta(minutes=10))
        assert len(listener.heard) == 2, "the retries of delivery are no sign of life of tomorrow's edition"
        assert at.subjects() == []


def test_a_failure_is_told_once_and_raised_and_what_follows_is_told_too(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener) as at:
        for _ in range(2):
            with pytest.raises(SourceError), watch.over(at.config, at.store, None, NOW, at.console):
                raise SourceError("there is nothing to publish: none of 9 sources", hint="Is this machine online?")
        assert at.subjects() == [f"Briefing: {KEY} was not made"]
        assert at.mail.recipients == ["boss@example.org"]
        text = str(at.mail.messages[0].get_content())
        assert "none of 9 sources" in text
        assert f"briefing run --config {tmp_path / 'config.yaml'}" in text
        assert listener.signals == ["/start", "/fail", "/start"]
        run(at)
        assert listener.signals[-2:] == ["/start", ""], "it recovered"


def test_a_fault_in_the_program_is_told_as_well(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener) as at:
        with pytest.raises(ZeroDivisionError), watch.over(at.config, at.store, None, NOW, at.console):
            raise ZeroDivisionError("division by zero")
        assert "ZeroDivisionError: division by zero" in str(at.mail.messages[0].get_content())


def test_an_edition_that_is_late_is_told_and_that_it_was_held_back(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener, at="03:30") as at:
        at.made()
        hold = CheckError(f"{KEY} was written but not sent: a link", hint="briefing check")
        with pytest.raises(CheckError), watch.over(at.config, at.store, (DAY, 1), NOW, at.console):
            raise hold
        assert at.subjects() == [f"Briefing: {KEY} was made but not sent"]
        run(at)
        assert at.subjects()[1:] == [f"Briefing: {KEY} was 1 h late"]
        assert listener.signals == ["/fail", ""]


def test_the_first_edition_of_all_is_not_late(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener, at="03:30") as at:
        with watch.over(at.config, at.store, None, NOW, at.console) as watched:
            watched.took(replace(at.made(), previous=None), Delivered([], 1))
        assert at.subjects() == []


def test_one_that_was_skipped_is_told(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener) as at:
        late = NOW + timedelta(hours=9)
        for _ in range(2):
            watch.skipped(at.config, at.store, (DAY, 1), late, at.console)
        assert at.subjects() == [f"Briefing: {KEY} was skipped: 9 h 1 min had passed"]
        assert listener.signals == ["/fail"]


def test_one_that_reached_too_few_is_told_when_waiting_is_over(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener) as at:
        made = at.made()
        lost = [
            Receipt(edition=made.id, channel="mail", recipient=f"r{number}@x.example", state="failed", at=NOW,
                    reply="451 r0@x.example: later", retry_at=NOW + timedelta(minutes=5))
            for number in range(3)
        ]  # fmt: skip
        at.store.ledger.turn(made.id, "mail", settled=lost, now=NOW)
        run(at)
        assert (at.subjects(), listener.signals) == ([], []), "they are tried again"
        run(at, NOW + timedelta(hours=1))
        assert at.subjects() == [f"Briefing: {KEY} did not reach 3 readers (mail)"]
        text = str(at.mail.messages[0].get_content())
        assert "3 of 3 failed: 451 (address): later" in text, "the store keeps nobody's address with it"
        assert listener.signals == ["/fail"]


def test_a_channel_that_is_down_is_told_of_by_the_next_run_where_nothing_tries_again(
    tmp_path: Path, listener: Listener
) -> None:
    with place(tmp_path, listener) as at:
        made = at.made()
        down = Receipt(edition=made.id, channel="mail", recipient="", state="failed", at=NOW, retry_at=NOW)
        at.store.ledger.turn(made.id, "mail", settled=[down], now=NOW)
        run(at, down=("mail",))
        assert (at.subjects(), listener.signals) == ([], [])
        with watch.over(at.config, at.store, None, NOW + timedelta(days=1), at.console) as watched:
            watched.took(_next_day(at, made), Delivered([], 1))
        assert at.subjects() == [f"Briefing: {KEY} was not delivered (mail)"]
        assert listener.signals == ["/start", ""], "today's is well"


def _next_day(at: Place, made: Edition) -> Edition:
    tomorrow = timedelta(days=1)
    slot = replace(
        made.slot, date=made.slot.date + tomorrow, opens=made.slot.closes, closes=made.slot.closes + tomorrow
    )
    return at.store.editions.add(replace(made, slot=slot), Recipe(version="x"), [], slot.closes)


def test_what_is_made_up_for_by_hand_worries_nobody(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener) as at:
        with pytest.raises(SourceError), watch.over(at.config, at.store, (date(2026, 8, 1), 1), NOW, at.console):
            raise SourceError("nothing of that day")
        assert (at.subjects(), listener.heard) == ([], [])


def test_a_mail_server_that_is_down_costs_a_line_and_the_mail_comes_later(
    tmp_path: Path, listener: Listener, capsys: pytest.CaptureFixture[str]
) -> None:
    with place(tmp_path, listener) as at:
        away = at.config.model_copy(update={"mail": at.config.mail.model_copy(update={"port": 9})})
        watch.skipped(away, at.store, (DAY, 1), NOW, at.console)
        assert "was not sent; it is tried again" in capsys.readouterr().err
        assert at.store.alarms.waiting() == 1
        watch.skipped(at.config, at.store, (DAY, 1), NOW + timedelta(minutes=1), at.console)
        assert at.subjects() == [], "not before its time"
        run(at, NOW + timedelta(minutes=6))
        assert at.subjects() == [f"Briefing: {KEY} was skipped: 1 min had passed"]
        assert at.store.alarms.waiting() == 0
        run(at, NOW + timedelta(minutes=30))
        assert len(at.subjects()) == 1


def test_without_an_address_the_log_says_it_once(
    tmp_path: Path, listener: Listener, capsys: pytest.CaptureFixture[str]
) -> None:
    with place(tmp_path, listener) as at:
        nobody = at.config.model_copy(update={"alerts": at.config.alerts.model_copy(update={"mail": None})})
        for _ in range(2):
            watch.skipped(nobody, at.store, (DAY, 1), NOW, at.console)
        assert capsys.readouterr().err.count("was skipped") == 1
        watch.skipped(at.config, at.store, (DAY, 1), NOW, at.console)
        assert at.subjects() == [], "old news, when there is an address some day"


def test_a_store_that_keeps_nothing_is_told_of_at_once(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener) as at:
        with at.store.alarms._transaction.write() as connection:  # type: ignore[attr-defined]
            connection.exec_driver_sql("DROP TABLE alarms")
        for _ in range(2):
            with pytest.raises(SourceError), watch.over(at.config, at.store, None, NOW, at.console):
                raise SourceError("the disk is full")
        assert at.subjects() == [f"Briefing: {KEY} was not made"]
        assert "/fail" in listener.signals


def test_a_store_that_can_not_be_opened_is_told_of_at_once(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener) as at:
        error = StoreError("briefing.db: it is damaged", hint="Put a backup in its place.")
        watch.without_store(at.config, error, NOW + timedelta(days=1), at.console)
        assert at.subjects() == ["Briefing: daily/2026-09-17 was not made"]
        assert "Put a backup in its place." in str(at.mail.messages[0].get_content())
        assert listener.signals == ["/fail"]


def test_two_processes_at_once_send_one_mail(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener) as at, wiring.opened_store(at.config) as other:
        go = threading.Barrier(2)

        def skip(store: Store) -> None:
            go.wait(10)
            watch.skipped(at.config, store, (DAY, 1), NOW, at.console)

        threads = [threading.Thread(target=skip, args=(store,)) for store in (at.store, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert len(at.subjects()) == 1


def test_a_listener_that_hangs_or_is_gone_holds_up_nothing(
    tmp_path: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(watch_wiring, "_BEAT_SECONDS", 0.3)
    with place(tmp_path, listener) as at:
        listener.release.clear()
        began = time.monotonic()
        with watch.over(at.config, at.store, None, NOW, at.console) as watched:
            assert time.monotonic() - began < 0.2, "the start is said beside the work"
            watched.took(at.made(), Delivered([], 1))
        assert time.monotonic() - began < 3
        said = capsys.readouterr().err
        assert "The heartbeat could not be told (ok)" in said
        assert "secret-uuid" not in said
        listener.release.set()
        listener.heard.clear()
        run(at)
        assert listener.signals == [""], "said with the next delivery"
        assert at.subjects() == []


def test_an_answer_that_is_an_error_is_a_note(
    tmp_path: Path, listener: Listener, capsys: pytest.CaptureFixture[str]
) -> None:
    listener.status = 404
    with place(tmp_path, listener) as at:
        run(at)
    assert "The heartbeat could not be told (ok): the server said 404" in capsys.readouterr().err


def test_a_plain_listener_hears_of_success_alone(tmp_path: Path, listener: Listener) -> None:
    with place(tmp_path, listener, more=", heartbeat_shape: plain") as at:
        with pytest.raises(SourceError), watch.over(at.config, at.store, None, NOW, at.console):
            raise SourceError("nothing")
        run(at)
        assert listener.heard == ["/secret-uuid"]


def test_the_address_may_come_from_the_environment(
    tmp_path: Path, listener: Listener, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with place(tmp_path, listener, more=", heartbeat_from: BRIEFING_TEST_BEAT") as at:
        monkeypatch.delenv("BRIEFING_TEST_BEAT", raising=False)
        run(at)
        assert "the environment variable BRIEFING_TEST_BEAT is not set" in capsys.readouterr().err
        monkeypatch.setenv("BRIEFING_TEST_BEAT", "no address")
        with pytest.raises(ConfigError, match="no web address"):
            watch_wiring.heartbeat_address(at.config)
        monkeypatch.setenv("BRIEFING_TEST_BEAT", listener.url)
        run(at)
        assert listener.signals == [""]


# --- a whole run, as cron starts it ---


def test_a_run_that_fails_is_one_run_in_log_mail_and_heartbeat(tmp_path: Path, listener: Listener) -> None:
    """Nothing can be read: JSON lines with one id, which mail and heartbeat name, and no secret anywhere."""
    with mail_server() as server:
        (tmp_path / "config.yaml").write_text(
            "timezone: UTC\nsources:\n"
            '  - {feed: "http://127.0.0.1:9/feed", access: {headers: {X-Key: "${HARBOUR_KEY}"}}}\n'
            "alerts: {mail: boss@example.org, heartbeat_from: BEAT}\nfetch: {timeout: 2s}\n"
            f"mail: {{host: 127.0.0.1, port: {server.port}, security: none, sender: daily@example.org}}\n"
        )
        secrets = {"BEAT": listener.url, "BRIEFING_SMTP_PASSWORD": "correct horse", "HARBOUR_KEY": "battery staple"}
        done = subprocess.run(
            [sys.executable, "-m", "briefing", "--log", "json", "run"],
            cwd=tmp_path, env={**os.environ, **secrets}, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 3, done.stderr
        assert done.stdout == ""
        lines = [json.loads(line) for line in done.stderr.splitlines()]
        assert {line["run"] for line in lines} == set(listener.runs) == {lines[0]["run"]}
        assert {line["briefing"] for line in lines} == {"daily"}
        events = {line["event"]: line for line in lines}
        assert {"gathered", "failure", "alarm", "error"} <= events.keys()
        assert events["gathered"]["feeds_read"] == 0
        assert events["error"]["level"] == "error"
        assert all(datetime.fromisoformat(line["time"]).tzinfo == UTC for line in lines)
        assert all(line["time"].endswith("Z") for line in lines)
        assert listener.signals == ["/start", "/fail"]
        (mail,) = server.messages
        assert lines[0]["run"] in str(mail.get_content())
        for secret in ("secret-uuid", *list(secrets.values())[1:]):
            assert secret not in done.stderr + str(mail), secret


def test_a_run_whose_store_is_damaged_is_told(tmp_path: Path, listener: Listener) -> None:
    with mail_server() as server:
        (tmp_path / "config.yaml").write_text(
            'timezone: UTC\nsources: [{feed: "http://127.0.0.1:9/feed"}]\n'
            f'alerts: {{mail: boss@example.org, heartbeat: "{listener.url}"}}\n'
            f"mail: {{host: 127.0.0.1, port: {server.port}, security: none, sender: daily@example.org}}\n"
        )
        (tmp_path / "briefing.db").write_bytes(b"this is no database" * 500)
        ended = CliRunner().invoke(cli.app, ["run", "--config", str(tmp_path / "config.yaml")])
        assert isinstance(ended.exception, StoreError)
        (mail,) = server.messages
        assert "is not a Briefing store" in str(mail.get_content())
        assert listener.signals == ["/fail"]
