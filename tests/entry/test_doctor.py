"""`briefing doctor`: a line for each thing that a briefing needs, with a real DNS server, mail server and web page."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import dns.message
import dns.rrset
import pytest
from typer.testing import CliRunner

from briefing import wiring
from briefing.config import load_config
from briefing.edges.dns import Dns
from briefing.entry import cli
from briefing.entry.doctor import Found, Patient, examine
from briefing.errors import BriefingError
from tests import editions
from tests.smtp_servers import mail_server
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


def looked_at(folder: Path, asked: Dns | None, now: datetime = NOW, more: str = "") -> dict[str, list[Found]]:
    path = folder / "config.yaml"
    path.write_text(f"timezone: UTC\nsources: [{{feed: https://meridian.example/feed}}]\n{more}")
    config = load_config(path, {})
    found: dict[str, list[Found]] = {}
    with wiring.opened_store(config) as store:
        if not store.editions.keys():
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
    from briefing.entry import doctor

    assert doctor._writable(tmp_path)
    assert not doctor._writable(tmp_path / "none")
