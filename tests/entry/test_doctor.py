"""`briefing doctor`: a line for each thing that a briefing needs, with a real DNS server, mail server and web page."""

from __future__ import annotations

import json
import shutil
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

import dns.message
import dns.rrset
import pytest
from typer.testing import CliRunner

from briefing import wiring
from briefing.config import load_config
from briefing.edges.dns import Dns
from briefing.entry import cli, doctor
from briefing.entry.doctor import Found, Patient, examine
from briefing.errors import BriefingError
from briefing.model import Alarm, Feed, Item, Reading
from briefing.ports import Store
from tests import builders, editions
from tests.conftest import missing
from tests.smtp_servers import certificate, mail_server
from tests.website import website

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
NOW = editions.CLOSES + timedelta(hours=1)


@contextmanager
def dns_server(records: Mapping[tuple[str, str], list[str]]) -> Iterator[Dns]:
    """Answers from (name, kind) -> values, and "no such name" for all else."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, sock = self.request
            question = dns.message.from_wire(data)
            answer = dns.message.make_response(question)
            asked = question.question[0]
            name, kind = asked.name.to_text().rstrip("."), dns.rdatatype.to_text(asked.rdtype)
            values = records.get((name, kind))
            if values:
                answer.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *values))
            elif not any(name == known for known, _ in records):
                answer.set_rcode(dns.rcode.NXDOMAIN)
            sock.sendto(answer.to_wire(), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Dns(["127.0.0.1"], port=server.server_address[1], timeout=3)
        server.shutdown()


def looked_at(
    folder: Path, asked: Dns | None, now: datetime = NOW, more: str = "", *, feed: str = "http://127.0.0.1:9/feed",
    made: Callable[[Store], object] | None = None, fresh: bool = False, about: str = "",
    environ: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, list[Found]]:  # fmt: skip
    path = folder / "config.yaml"
    path.write_text(f"timezone: UTC\nsources: [{{feed: '{feed}'}}]\n{more}")
    config = load_config(path, environ)
    found: dict[str, list[Found]] = {}
    looks = [look for look in doctor._LOOKS if about in ("", look[0])]
    with wiring.opened_store(config) as store, pytest.MonkeyPatch.context() as only:
        only.setattr(doctor, "_LOOKS", looks)
        if made:
            made(store)
        if not fresh and not store.editions.keys():
            edition, articles = editions.edition()
            editions.keep(store, edition, articles)
        for each in examine(Patient(config, store, now, asked)):
            found.setdefault(each.about, []).append(each)
    return found


def test_a_briefing_that_is_well_is_said_to_be(tmp_path: Path) -> None:
    found = looked_at(tmp_path, None)
    for about in ("clock", "disk", "store", "templates", "schedule"):
        assert {each.level for each in found[about]} == {"ok"}, found[about]
    assert "1 edition" in found["store"][0].said


def test_a_clock_that_went_back_and_an_edition_that_is_late(tmp_path: Path) -> None:
    early = looked_at(tmp_path, None, NOW - timedelta(days=1))
    assert early["clock"][0].level == "broken"
    late = looked_at(tmp_path, None, NOW + timedelta(days=2))
    assert late["schedule"][0].level == "warning"
    assert "systemd" in late["schedule"][0].hint


def test_a_template_that_is_wrong_and_a_store_that_is_damaged_keep_nothing_else_from_being_looked_at(
    tmp_path: Path,
) -> None:
    looked_at(tmp_path, None)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "digest.html.j2").write_text("{{ edition.nothing_of_the_kind }}")
    found = looked_at(tmp_path, None, more="templates: mine\n")
    assert found["templates"][0].level == "broken"
    assert "digest.html.j2:1" in found["templates"][0].said
    assert found["schedule"][0].level == "ok"


def test_damage_of_the_database_is_found(tmp_path: Path) -> None:
    looked_at(tmp_path, None)
    path = tmp_path / "briefing.db"
    for name in ("briefing.db-wal", "briefing.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    data = bytearray(path.read_bytes())
    half = len(data) // 2 // 4096 * 4096
    data[half : half + 4096 * 6] = b"\xff" * 4096 * 6
    path.write_bytes(data)
    ended = CliRunner().invoke(cli.app, ["doctor", "--offline", "--config", str(tmp_path / "config.yaml")])
    assert ended.exit_code == 2, ended.output
    assert "✗" in ended.output


def test_the_mail_server_and_the_senders_records(tmp_path: Path) -> None:
    records = {
        ("brief.example", "TXT"): ['"v=spf1 include:relay.example -all"', '"other"'],
        ("_dmarc.brief.example", "TXT"): ['"v=DMARC1; " "p=none"'],
    }
    with mail_server() as server, dns_server(records) as asked:
        mail = (
            f"mail: {{enabled: true, host: 127.0.0.1, port: {server.port}, security: none, "
            'sender: "Daily <daily@brief.example>"}\n'
        )
        found = looked_at(tmp_path, asked, more=mail)
    assert [each.level for each in found["mail server"]] == ["ok"]
    assert [(each.level, each.said.partition(":")[0]) for each in found["sender"]] == [("ok", "SPF"), ("ok", "DMARC")]
    assert not server.raw, "nothing is sent"
    with dns_server({}) as asked:
        found = looked_at(tmp_path, asked, more=mail)
    assert found["mail server"][0].level == "broken"
    assert [each.level for each in found["sender"]] == ["warning", "warning"]


def test_a_key_of_dkim_is_compared_with_the_dns(tmp_path: Path) -> None:
    from tests.bench.delivery import _key

    (tmp_path / "dkim.pem").write_text(_key("ed25519"))
    mail = (
        'mail: {enabled: true, host: 127.0.0.1, port: 9, security: none, sender: "D <d@brief.example>",'
        " dkim: [{domain: brief.example, selector: one, key: dkim.pem}]}\n"
    )
    with dns_server({}) as asked:
        found = looked_at(tmp_path, asked, more=mail)
    (dkim,) = (each for each in found["sender"] if each.said.startswith("DKIM"))
    assert (dkim.level, "deliveries dns" in dkim.hint) == ("broken", True)


def test_names_of_addresses_and_a_server_that_is_silent(tmp_path: Path) -> None:
    records = {("relay.example", "A"): ["192.0.2.7"], ("7.2.0.192.in-addr.arpa", "PTR"): ["relay.example."]}
    with dns_server(records) as asked:
        assert asked.addresses("relay.example") == ["192.0.2.7"]
        assert asked.names("192.0.2.7") == ["relay.example"]
        assert asked.names("192.0.2.8") == []
        assert asked.texts("nowhere.example") == []
    with pytest.raises(BriefingError, match="does not answer"):
        Dns(["127.0.0.1"], port=9, timeout=0.3).texts("brief.example")


def test_the_web_pages_are_asked(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with website(tmp_path / "site", base="") as site, dns_server({}) as asked:
        found = looked_at(tmp_path, asked, more=f"web: {{url: '{site.site.base}/'}}\n")
        assert (found["web"][0].level, "(200)" in found["web"][0].said) == ("ok", True)
    with dns_server({}) as asked:
        gone = looked_at(tmp_path, asked, more=f"web: {{url: '{site.site.base}/'}}\n")
        assert gone["web"][0].level == "broken"
    (own,) = looked_at(tmp_path, None, more="web: {url: 'http://[::1]:8765/'}\n", about="web").get("web", [None])
    assert own is None, own


def test_the_command_says_it_in_lines_or_json_and_by_its_code(tmp_path: Path) -> None:
    looked_at(tmp_path, None)
    run, config = CliRunner(), ["--config", str(tmp_path / "config.yaml"), "--offline", "--now", NOW.isoformat()]
    said = run.invoke(cli.app, ["doctor", *config])
    assert (said.exit_code, "✓ store: sound; 1 edition" in said.output) == (0, True), said.output
    late = run.invoke(cli.app, ["doctor", *config[:-1], (NOW + timedelta(days=3)).isoformat()])
    assert (late.exit_code, "! schedule: the last edition is of 2026-09-16" in late.output) == (1, True)
    data = json.loads(run.invoke(cli.app, ["doctor", "--json", *config]).output)
    assert {"about", "level", "said", "hint"} == set(data[0])
    (tmp_path / "config.yaml").write_text("timezone: Mars\n")
    wrong = run.invoke(cli.app, ["doctor", *config])
    assert (wrong.exit_code, "configuration" in wrong.output) == (2, True)


def test_a_disk_that_can_not_be_written_is_said(tmp_path: Path) -> None:
    assert doctor._writable(tmp_path)
    assert not doctor._writable(tmp_path / "none")


def test_where_no_edition_was_made_a_trial_edition_is(tmp_path: Path) -> None:
    found = looked_at(tmp_path, None, fresh=True)
    assert [(each.level, each.said) for each in found["templates"]] == [
        ("ok", "a trial edition is drawn in every form and fit to be sent")
    ]
    assert found["robots"][0].level == "ok"


def test_a_trial_edition_shows_what_a_template_of_ones_own_breaks(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "digest.txt.j2").write_text("{{ edition.nothing_of_the_kind }}")
    found = looked_at(tmp_path, None, fresh=True, more="templates: mine\n")
    assert found["templates"][0].level == "broken"


@pytest.mark.parametrize(
    ("shift", "level", "said"),
    [(0, "ok", "says the same"), (-180, "warning", "3 min fast"), (7200, "broken", "2 h slow")],
)
def test_the_clock_is_compared_with_a_feeds_server(tmp_path: Path, shift: int, level: str, said: str) -> None:
    class Server(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_error(404)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return format_datetime(datetime.now(UTC) + timedelta(seconds=shift), usegmt=True)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server, dns_server({}) as asked:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        found = looked_at(
            tmp_path, asked, feed=f"http://127.0.0.1:{server.server_address[1]}/feed.xml", fresh=True, about="clock"
        )
        server.shutdown()
    assert (found["clock"][0].level, said in found["clock"][0].said) == (level, True), found["clock"]


def test_sites_that_want_no_programs_are_named(tmp_path: Path) -> None:
    def made(store: Store) -> None:
        store.news.follow([Feed(url="https://shy.example/feed")])
        new = store.news.save_reading("https://shy.example/feed", Reading(items=(_shy(1), _shy(2))), NOW)
        for pending in new:
            store.news.save_article(
                builders.article(url=pending.item.url, id=pending.item.id, source="https://shy.example/feed"),
                outcome="its site's robots.txt asks programs not to read it", failed=True, retry_at=None,
            )  # fmt: skip

    (found,) = looked_at(tmp_path, None, made=made, fresh=True, about="robots")["robots"]
    assert (found.level, found.said) == ("warning", "1 site asked programs not to read: shy.example (2 pages)")


def _shy(number: int) -> Item:
    return builders.item(f"Ship {number} comes in", source="https://shy.example/feed", published=NOW)


def test_a_login_without_a_password_one_that_is_refused_and_one_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls, _ = certificate(tmp_path, shutil.which("openssl") or missing("openssl"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))

    def mail_server_looked_at(**environ: str) -> list[Found]:
        found = looked_at(tmp_path, asked, datetime.now(UTC), more, fresh=True, about="mail server", environ=environ)
        return found["mail server"]

    with mail_server(tls=tls, login=("me", "right")) as server, dns_server({}) as asked:
        more = (
            f"mail: {{enabled: true, host: localhost, port: {server.port}, user: me, "
            'sender: "Daily <daily@brief.example>"}\n'
        )
        (unset,) = mail_server_looked_at()
        (wrong,) = mail_server_looked_at(BRIEFING_SMTP_PASSWORD="wrong")
        well, ends = mail_server_looked_at(BRIEFING_SMTP_PASSWORD="right")
        assert not server.raw, "nothing is sent"
    assert (unset.level, "BRIEFING_SMTP_PASSWORD is not" in unset.said) == ("broken", True)
    assert (wrong.level, "refused" in wrong.said) == ("broken", True), wrong
    assert (well.level, "takes the login of me (TLSv1.3)" in well.said) == ("ok", True), well
    assert (ends.level, ends.said) == ("warning", "its certificate ends in 2 days")


def test_who_hears_of_an_edition_that_does_not_come(tmp_path: Path) -> None:
    nobody = looked_at(tmp_path, None, fresh=True, about="alerts")["alerts"]
    assert (nobody[0].level, "nobody hears" in nobody[0].said) == ("ok", True)
    alerts = "alerts: {mail: boss@example.org, heartbeat: 'http://hc.example/secret'}\nmail: {sender: a@example.org}\n"

    def made(store: Store) -> None:
        store.alarms.add(Alarm(edition="daily/2026-09-15", cause="late", subject="late", text="late"), NOW)

    found = looked_at(tmp_path, None, more=alerts, made=made, fresh=True, about="alerts")["alerts"]
    assert [each.level for each in found] == ["warning", "ok", "warning"]
    assert found[1].said == "boss@example.org is written to and a heartbeat goes to hc.example"
    assert "1 mail to the operator" in found[2].said
    assert "secret" not in str(found)
    unset = looked_at(
        tmp_path, None, more="alerts: {heartbeat_from: BRIEFING_TEST_UNSET}\n", fresh=True, about="alerts"
    )["alerts"]
    assert (unset[0].level, "BRIEFING_TEST_UNSET is not set" in unset[0].said) == ("broken", True)


def test_pages_that_say_that_the_edition_is_overdue(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    with website(tmp_path / "site", base="") as site, dns_server({}) as asked:
        site.now[0] += timedelta(days=2)
        found = looked_at(tmp_path, asked, more=f"web: {{url: '{site.site.base}/'}}\n", fresh=True, about="web")
    assert (found["web"][0].level, "overdue" in found["web"][0].said) == ("warning", True)
