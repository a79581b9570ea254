"""`briefing check` and the gate before mail goes out, with real servers on loopback for the links and the mail."""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from briefing import source_wiring, wiring
from briefing.assets import templates_dir
from briefing.config import parse_config
from briefing.core.dead_links import ALIVE, NOT_IN_TIME, answer_of
from briefing.entry import checking, cli, jobs
from briefing.entry.console import Console
from briefing.errors import FetchError
from briefing.model import Reading
from briefing.sample.server import SampleServer
from briefing.sample.world import EDITIONS
from tests.builders import NOW, article
from tests.edges.web import Serve, Server, answer, serving
from tests.smtp_servers import MailServer, mail_server

STORIES = {
    "ferry": "Northern ferry sails again after nine days. The crews agreed on a mediator on Monday night.",
    "glacier": "Hanoru glacier has lost a fifth of its ice. Geologists measured it with radar from the air.",
    "drums": "Museum in Marendia returns 212 sacred drums. Elders of Toaluva welcomed them with songs.",
    "trams": "Oldcastle is to have night trams from October. Taxi drivers protested outside the town hall.",
}
STATUS = {"gone": "410 Gone", "missing": "404 Not Found", "forbidden": "403 Forbidden", "broken": "501 Not Implemented"}
FAINT = '<p style="color:#cccccc">hardly to be seen</p></body>'


@dataclass
class Ended:
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@dataclass
class World:
    """A newspaper on loopback, a mail server, and a folder with an edition of the newspaper's stories."""

    folder: Path
    paper: Server
    mail: MailServer
    how: dict[str, str] = field(default_factory=dict)
    """By story, what its page answers: one of STATUS, or "slow"."""

    @property
    def config(self) -> Path:
        return self.folder / "config.yaml"

    @property
    def asked(self) -> list[str]:
        return [target for target in self.paper.targets if target != "/robots.txt"]

    def url(self, story: str) -> str:
        return self.paper.url(f"/{story}")

    def configure(self, to: str = "ann@example.org", *, mail: bool = True, more: str = "") -> None:
        self.config.write_text(
            f"timezone: UTC\nsources: [{{feed: '{self.paper.url('/feed')}', name: Paper}}]\n"
            "length: {full_stories: 1, one_liners: 8, quiet_below: 0}\nsummary: {sentences: 1}\n"
            f"mail: {{enabled: {str(mail).lower()}, host: 127.0.0.1, port: {self.mail.port}, security: none, "
            f"sender: 'Daily <daily@example.org>', to: [{to}]}}\n{more}"
        )

    def publish(self, hours: float = 6) -> None:
        """The edition, its stories published so many hours before it closed."""
        config = parse_config(self.config.read_text(), self.config, {})
        with wiring.opened_store(config) as store:
            store.news.follow(config.feeds())
            for place, (name, text) in enumerate(STORIES.items()):
                title, _, body = text.partition(". ")
                told = article(title, f"{title} indeed. {body}", source=self.paper.url("/feed"), source_name="Paper",
                               url=self.url(name), published=NOW - timedelta(hours=hours), position=place,
                               first_seen=NOW - timedelta(hours=2))  # fmt: skip
                store.news.save_reading(told.source, Reading(items=(told.item,)), NOW - timedelta(hours=2))
                store.news.save_article(told, outcome="read", retry_at=None)
            jobs.publish(config, store, None, NOW, Console(quiet=True))

    def answer(self, connection: socket.socket, target: str, headers: dict[str, str]) -> bytes:
        how = self.how.get(target.strip("/"), "")
        if how == "slow":
            time.sleep(3)
        return answer(b"<p>Good morning</p>", "404 Not Found" if target == "/robots.txt" else STATUS.get(how, "200 OK"))


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
        yield start


@pytest.fixture
def world(serve: Serve, tmp_path: Path) -> Iterator[World]:
    with mail_server() as mail:
        made = World(tmp_path, serve(b""), mail)
        made.paper.handler = made.answer
        made.configure()
        yield made


@pytest.fixture
def briefing(world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on that folder and says how it ended."""

    def run(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["briefing", *arguments, "--config", str(world.config)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ended(ended.value.code if isinstance(ended.value.code, int) else 99, said.out, said.err)

    return run


# --- briefing check --------------------------------------------------------------------------------------------------


def test_an_edition_in_order_is_fit_and_every_link_was_asked_once(world: World, briefing: Run) -> None:
    world.publish()
    ended = briefing("check")
    assert (ended.code, ended.out) == (0, "daily/2026-09-16: fit to be sent, 4 links asked\n")
    assert sorted(world.asked) == sorted(f"/{name}" for name in STORIES)
    told = json.loads(briefing("check", "2026-09-16", "--json").out)
    assert told == {
        "edition": "daily/2026-09-16", "fit": True, "findings": [], "forced": [],
        "links": {world.url(name): {"state": "alive", "said": ""} for name in STORIES},
    }  # fmt: skip


def test_without_links_nobody_is_asked(world: World, briefing: Run) -> None:
    world.how = dict.fromkeys(STORIES, "gone")
    world.publish()
    ended = briefing("check", "--no-links")
    assert (ended.code, ended.out) == (0, "daily/2026-09-16: fit to be sent, links not asked\n")
    assert json.loads(briefing("check", "--no-links", "--json").out)["links"] is None
    assert world.paper.requests == []


@pytest.mark.parametrize("how", ["gone", "missing"])
def test_a_dead_link_holds_it_back_with_a_reason_and_what_to_do(world: World, briefing: Run, how: str) -> None:
    world.how = {"ferry": how}
    world.publish()
    ended = briefing("check")
    assert ended.code == 2
    first, second = ended.out.splitlines()
    assert first == "daily/2026-09-16: 1 finding holds it back, 4 links asked"
    assert second.split()[:2] == ["blocked", "dead-link"]
    assert "“Northern ferry sails again after nine days” leads to " + world.url("ferry") in second
    assert f"the server said {STATUS[how]}. Look at it in a browser" in second
    told = json.loads(briefing("check", "--json").out)
    assert (told["fit"], told["findings"][0]["rule"], told["findings"][0]["level"]) == (False, "dead-link", "stop")


def test_servers_that_refuse_or_fail_or_take_too_long_are_counted_and_hold_nothing_back(
    world: World, briefing: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.how = {"ferry": "forbidden", "glacier": "broken", "drums": "slow"}
    world.configure(more="fetch: {timeout: 1s}\n")
    world.publish()
    ended = briefing("check")
    assert ended.code == 0
    first, second = ended.out.splitlines()
    assert first == "daily/2026-09-16: fit to be sent, 1 finding worth a look, 4 links asked"
    assert "3 of 4 links gave no clear answer: " in second
    for said in ("1 × no answer within 1 s", "1 × the server said 403 Forbidden", "1 × the server said 501"):
        assert said in second


def test_all_links_together_take_no_longer_than_they_may(world: World) -> None:
    world.how = dict.fromkeys(STORIES, "slow")
    config = parse_config(world.config.read_text(), world.config, {})
    urls = [world.url(name) for name in STORIES]
    with wiring.opened_store(config) as store:
        began = time.monotonic()
        assert checking.asked(config, store, urls, within=0.3) == dict.fromkeys(urls, NOT_IN_TIME)
        assert time.monotonic() - began < 2


def test_a_host_that_is_no_more_is_dead_and_one_that_can_not_be_looked_up_is_not(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of the HTTP client and what is made of them fit together."""
    trouble = {"gone.example": socket.EAI_NONAME, "later.example": socket.EAI_AGAIN}
    known = socket.getaddrinfo

    def look_up(name: str, *arguments: Any, **how: Any) -> Any:
        if name in trouble:
            raise socket.gaierror(trouble[name], "no such name")
        return known(name, *arguments, **how)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    config = parse_config(world.config.read_text(), world.config, {})
    urls = [f"http://{name}/x" for name in trouble]
    with wiring.opened_store(config) as store:
        found = checking.asked(config, store, [*urls, world.url("ferry")])
    assert [found[url].state for url in urls] == ["dead", "unreached"]
    assert found[world.url("ferry")] == ALIVE
    with closing(source_wiring.http_fetcher(config)) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(urls[0])  # without robots.txt on the way
    assert answer_of(caught.value).state == "dead"


def test_a_link_is_asked_with_what_its_source_needs(world: World, briefing: Run) -> None:
    world.config.write_text(
        world.config.read_text().replace("name: Paper}", "name: Paper, access: {headers: {X-Key: abc}}}")
    )
    world.publish()
    assert briefing("check").code == 0
    keys = {headers.get("x-key") for target, headers in world.paper.requests if target != "/robots.txt"}
    assert keys == {"abc"}


def test_a_sentence_that_was_tampered_with_is_found(world: World, briefing: Run) -> None:
    import sqlite3

    world.publish()
    with sqlite3.connect(world.folder / "briefing.db") as raw:
        raw.execute("UPDATE editions SET document = replace(document, 'sails again', 'sails never')")
    ended = briefing("check", "--no-links")
    assert (ended.code, "blocked" in ended.out) == (2, True)
    assert "quote" in ended.out.split()


def test_an_old_lead_holds_it_back(world: World, briefing: Run) -> None:
    world.publish(hours=50)
    ended = briefing("check", "--no-links")
    assert ended.code == 2
    assert "is old: it was published 2026-09-14 04:30 UTC, 50 hours before the edition closed" in ended.out


def test_without_an_edition_there_is_nothing_to_check(world: World, briefing: Run) -> None:
    ended = briefing("check")
    assert ended.code == 2
    assert "has no edition yet" in ended.err


# --- the gate --------------------------------------------------------------------------------------------------------


def test_files_alone_ask_nobody(world: World, briefing: Run) -> None:
    world.how = dict.fromkeys(STORIES, "gone")
    world.configure(mail=False)
    world.publish()
    assert briefing("deliver").code == 0
    assert (world.folder / "out" / "latest" / "edition.html").exists()
    assert world.paper.requests == []


def test_a_dead_link_keeps_the_mail_back_until_it_is_forced_and_that_is_kept(world: World, briefing: Run) -> None:
    world.how = {"ferry": "gone"}
    world.publish()
    held = briefing("deliver")
    assert (held.code, world.mail.recipients) == (2, [])
    assert "was written but not sent: “Northern ferry" in held.err
    assert "--force" in held.err
    assert (world.folder / "out" / "latest" / "edition.html").exists()
    assert json.loads(briefing("check", "--no-links", "--json").out)["forced"] == []

    forced = briefing("deliver", "--force")
    assert (forced.code, world.mail.recipients) == (0, ["ann@example.org"])
    assert "1 finding passed over, as --force says; it is kept." in forced.err
    (kept,) = json.loads(briefing("check", "--no-links", "--json").out)["forced"]
    assert "leads to " + world.url("ferry") in kept["findings"][0]
    shown = briefing("check", "--no-links").out
    assert "daily/2026-09-16 was sent by force on " in shown
    assert kept["findings"][0] in shown
    assert "was sent by force on" in briefing("why", "1").out
    assert "was sent by force on" in briefing("editions", "show").err

    asked = len(world.asked)
    again = briefing("deliver")
    assert (again.code, world.mail.recipients) == (0, ["ann@example.org"])
    assert len(world.asked) == asked, "there was nobody left to send to"


def test_what_was_passed_over_keeps_nobody_else_back_but_what_is_new_does(world: World, briefing: Run) -> None:
    world.how = {"ferry": "gone"}
    world.publish()
    assert briefing("deliver", "--force").code == 0
    world.configure("ann@example.org, bob@example.org")
    assert briefing("deliver", "-q").code == 0
    assert world.mail.recipients == ["ann@example.org", "bob@example.org"]
    template = templates_dir() / "digest.html.j2"
    (world.folder / "mine").mkdir()
    (world.folder / "mine" / "digest.html.j2").write_text(template.read_text().replace("</body>", FAINT))
    world.configure("ann@example.org, bob@example.org, eve@example.org", more="templates: mine\n")
    ended = briefing("deliver", "-q")
    assert (ended.code, len(world.mail.recipients)) == (2, 2)
    assert "'hardly to be seen' in the HTML is #cccccc on" in ended.err


def test_who_tries_again_and_again_does_not_ask_the_web_each_time(world: World, briefing: Run) -> None:
    world.how = {"ferry": "gone"}
    world.publish()
    assert briefing("deliver").code == 2
    asked = list(world.asked)
    assert [briefing("deliver", "-q").code for _ in range(2)] == [2, 2]
    assert world.asked == asked
    assert briefing("check").code == 2
    assert len(world.asked) == 2 * len(asked), "who asks by hand gets a fresh answer"


def test_what_is_wrong_anyway_asks_nobody(world: World, briefing: Run) -> None:
    world.publish(hours=50)
    assert briefing("deliver").code == 2
    assert world.paper.requests == []
    assert world.mail.recipients == []


def test_a_machine_without_a_network_sends_with_one_warning(world: World, briefing: Run) -> None:
    world.publish()
    world.paper.listener.shutdown(socket.SHUT_RDWR)  # its thread waits in accept(), which would take one more
    world.paper.close()
    ended = briefing("deliver")
    assert (ended.code, world.mail.recipients) == (0, ["ann@example.org"])
    (warning,) = [line for line in ended.err.splitlines() if "could be asked" in line]
    assert "none of 4 links could be asked from this machine" in warning


def test_run_can_be_forced_too(world: World, briefing: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    template = templates_dir() / "digest.html.j2"
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "digest.html.j2").write_text(template.read_text().replace("</body>", FAINT))
    with SampleServer(0, EDITIONS[0]) as sample:
        world.configure(more="templates: mine\n")
        text = world.config.read_text().replace(world.paper.url("/feed"), sample.url_of("meridian"))
        world.config.write_text(text)
        held = briefing("run", "--now", EDITIONS[0].isoformat())
        assert (held.code, world.mail.recipients) == (2, [])
        assert briefing("run", "--force", "--now", EDITIONS[0].isoformat()).code in (0, 1)
    assert world.mail.recipients == ["ann@example.org"]
    (kept,) = json.loads(briefing("check", "--no-links", "--json").out)["forced"]
    assert "hardly to be seen" in kept["findings"][0]


def test_an_answer_that_is_kept_is_good_for_an_hour(world: World) -> None:
    world.publish()
    config = parse_config(world.config.read_text(), world.config, {})
    with wiring.opened_store(config) as store:
        edition = store.editions.get("daily/2026-09-16")
        assert edition
        urls = [world.url(name) for name in STORIES]
        answers = dict.fromkeys(urls, ALIVE)
        assert checking.asked_before(store, edition, urls, NOW) is None
        checking.keep_answers(store, edition, answers, NOW)
        assert checking.asked_before(store, edition, urls, NOW + timedelta(minutes=59)) == answers
        assert checking.asked_before(store, edition, urls, NOW + timedelta(minutes=61)) is None
        assert checking.asked_before(store, edition, [*urls, "https://a.example/"], NOW) is None
        other = replace(edition, slot=replace(edition.slot, briefing="weekly"))
        assert checking.asked_before(store, other, urls, NOW) is None
        checking.keep_answers(store, other, dict.fromkeys(urls, NOT_IN_TIME), NOW)
        assert checking.asked_before(store, other, urls, NOW) is None
