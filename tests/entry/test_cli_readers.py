"""Readers, deliveries, tests and dry runs on the command line: a real mail server on loopback, a real store."""

from __future__ import annotations

import mailbox
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from briefing.core.readers import id_of_listed
from briefing.edges.store import SqlStore
from briefing.entry import cli
from briefing.model import Edition, Receipt
from tests.core.test_bounces import delivery_report
from tests.editions import edition as made_edition
from tests.editions import keep
from tests.smtp_servers import MailServer, Talk, mail_server, ordinary, scripted_server

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
ANN, BOB, CAT = "ann@home.example", "bob@home.example", "cat@home.example"


@dataclass
class Ended:
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def briefing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs a command in this process, on the folder's configuration, and says how it ended."""

    def run(*arguments: object) -> Ended:
        config = ["--config", str(tmp_path / "config.yaml")]
        monkeypatch.setattr(sys, "argv", ["briefing", *map(str, arguments), *config])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err, said.err
        return Ended(ended.value.code if isinstance(ended.value.code, int) else 99, said.out, said.err)

    return run


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def write_config(
    folder: Path, port: int, more: str = "", unsubscribe: str = "https://brief.example/leave/{reader}"
) -> Edition:
    """A configuration that mails, and an edition to be mailed."""
    (folder / "config.yaml").write_text(
        "timezone: UTC\nsources: [{feed: https://meridian.example/feed}]\n"
        f"mail:\n  enabled: true\n  host: 127.0.0.1\n  port: {port}\n  security: none\n"
        f'  sender: "Daily <daily@brief.example>"\n{more}'
    )
    edition, articles = made_edition()
    with_leave = replace(edition, unsubscribe=unsubscribe)
    store = opened(folder)
    keep(store, with_leave, articles)
    store.close()
    return with_leave


def opened(folder: Path) -> SqlStore:
    return SqlStore(f"sqlite:///{folder}/briefing.db", lambda holder: False)


def test_readers_come_and_go(briefing: Run, tmp_path: Path) -> None:
    write_config(tmp_path, 1)
    assert "on the list" in briefing("subscribers", "add", ANN, "--name", "Ann").err
    assert "already" in briefing("subscribers", "add", "ANN@home.example").err
    csv = tmp_path / "readers.csv"
    csv.write_text(f"Email,Status\n{ANN},active\n{BOB},subscribed\nnobody,active\n{CAT},unsubscribed\n")
    done = briefing("subscribers", "import", csv)
    assert (done.code, "2 added" in done.err, "readers.csv:4: 'nobody' is no mail address" in done.err) == (
        1,
        True,
        True,
    )
    assert briefing("subscribers", "remove", BOB).code == 0
    assert "0 added" in briefing("subscribers", "import", csv).err
    listed = briefing("subscribers", "list")
    assert f"{ANN}  active since" in listed.out
    assert f"{BOB}  unsubscribed since" in listed.out
    assert "taken off by hand" in listed.out
    assert listed.err == "1 active, 2 unsubscribed\n"
    refused = briefing("subscribers", "add", BOB)
    assert (refused.code, "--again" in refused.err) == (2, True)
    assert briefing("subscribers", "add", BOB, "--again").code == 0
    out = tmp_path / "out.csv"
    assert briefing("subscribers", "export", out, "--state", "active").code == 0
    assert sorted(line.split(",")[0] for line in out.read_text().splitlines()) == [ANN, BOB, "email"]
    assert briefing("subscribers", "export").out.count("\n") == 4
    assert briefing("subscribers", "remove", "dan@home.example").code == 2
    assert briefing("subscribers", "list", "--state", "asleep").code == 2


def test_the_mail_goes_to_readers_and_to_whom_the_file_names_each_once_with_their_own_words(
    briefing: Run, tmp_path: Path, server: MailServer
) -> None:
    more = (
        f'  to: ["{ANN}", "Cat@home.example"]\n  unsubscribe: https://brief.example/leave/{{reader}}\n'
        "  unsubscribe_mail: leave@brief.example\n  feedback_id: brief\n"
    )
    edition = write_config(tmp_path, server.port, more)
    for address in (ANN, BOB, "dan@home.example"):
        briefing("subscribers", "add", address)
    briefing("subscribers", "remove", "dan@home.example")
    briefing("subscribers", "add", CAT)
    briefing("subscribers", "remove", CAT)  # however the file writes it
    done = briefing("deliver", edition.id, "-q")
    assert done.code == 0, done.err
    assert sorted(server.recipients) == [ANN, BOB]
    store = opened(tmp_path)
    for message in server.messages:
        reader = store.subscribers.get(message["To"])
        assert reader
        assert f"<https://brief.example/leave/{reader.id}>" in message["List-Unsubscribe"]
        assert f"<mailto:leave@brief.example?subject=unsubscribe%20{reader.id}>" in message["List-Unsubscribe"]
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["Feedback-ID"].startswith("daily-2026-09-16:daily.brief.example:news:brief")
        html, text = (message.get_body((kind,)) for kind in ("html", "plain"))
        assert html
        assert text
        assert f"https://brief.example/leave/{reader.id}" in html.get_content()
        assert f"https://brief.example/leave/{reader.id}" in text.get_content()
        assert "{reader}" not in html.get_content() + text.get_content()
    store.close()


def test_who_has_no_web_pages_lets_readers_leave_by_mail_alone(
    briefing: Run, tmp_path: Path, server: MailServer
) -> None:
    way = "mailto:leave@brief.example?subject=unsubscribe%20{reader}"
    edition = write_config(tmp_path, server.port, "  unsubscribe_mail: leave@brief.example\n", way)
    briefing("subscribers", "add", ANN)
    assert briefing("deliver", edition.id, "-q").code == 0
    store = opened(tmp_path)
    [message], ann = server.messages, store.subscribers.get(ANN)
    assert ann
    wish = way.format(reader=ann.id)
    assert message["List-Unsubscribe"] == f"<{wish}>"
    html = message.get_body(("html",))
    assert html
    assert f'href="{wish}"' in html.get_content()
    mail = f"From: {ANN}\nTo: leave@brief.example\nSubject: unsubscribe {ann.id}\n\n"
    (tmp_path / "left.eml").write_text(mail)
    assert briefing("subscribers", "bounces", tmp_path / "left.eml").code == 0
    assert [reader.state for reader in store.subscribers.stream()] == ["unsubscribed"]
    store.close()


def test_did_ann_get_it(briefing: Run, tmp_path: Path) -> None:
    def fates(talk: Talk, line: str) -> str | None:
        if line.startswith("RCPT TO:<bob"):
            return "550 5.1.1 no such user"
        if line.startswith("RCPT TO:<cat"):
            return "451 4.7.1 try again later"
        return ordinary(talk, line)

    with scripted_server(fates) as server:
        edition = write_config(tmp_path, server.port, f"  to: [{ANN}, {CAT}]\n  bounces: 1\n")
        briefing("subscribers", "add", BOB)
        done = briefing("deliver", edition.id)
        assert done.code == 1
        assert f"{BOB} gets no more mail: mail came back once: there is no such address" in done.err
    ann = briefing("deliveries", "show", "Ann@home.example").out
    assert "named in mail.to" in ann
    assert f"  {edition.id}  sent 20" in ann
    assert "250 2.0.0 taken" in ann
    bob = briefing("deliveries", "show", BOB).out
    assert f"{BOB}: bounced since" in bob
    assert "given up" in bob
    assert "550 5.1.1 no such user" in bob
    assert "not yet after 1 try, tried again from" in briefing("deliveries", "show", CAT, "--json").out
    dan = briefing("deliveries", "show", "dan@home.example").out
    assert "not on the list" in dan
    briefing("subscribers", "add", "dan@home.example")
    assert "not sent: they joined after it" in briefing("deliveries", "show", "dan@home.example").out
    listed = briefing("deliveries", "list", edition.id)
    assert f"{BOB}  failed" in listed.out
    assert ANN not in listed.out
    assert "2 failed by mail, 1 sent by mail" in listed.err
    assert f"{ANN}  sent" in briefing("deliveries", "list", edition.id, "--state", "sent").out


def test_why_nobody_was_tried(briefing: Run, tmp_path: Path) -> None:
    edition = write_config(tmp_path, 1, f"  to: [{ANN}]\n")
    assert briefing("deliver", edition.id).code in (1, 3)
    said = briefing("deliveries", "show", ANN).out
    assert f"{edition.id}  not tried: mail server 127.0.0.1:1: it can't be reached" in said
    assert "mail: (all of mail): failed" in briefing("status").out


def test_what_was_given_up_is_tried_again_when_asked(briefing: Run, tmp_path: Path, server: MailServer) -> None:
    edition = write_config(tmp_path, server.port, f"  to: [{ANN}, {BOB}]\n")
    store = opened(tmp_path)
    for address, state in ((ANN, "failed"), (BOB, "uncertain")):
        row = Receipt(edition=edition.id, channel="mail", recipient=address, state=state, at=edition.slot.closes)  # type: ignore[arg-type]
        store.ledger.turn(edition.id, "mail", settled=[row], now=edition.slot.closes)
    store.close()
    briefing("deliver", edition.id)
    assert server.recipients == []
    assert briefing("deliveries", "retry", edition.id).code == 0
    assert server.recipients == [ANN]
    assert briefing("deliveries", "retry", edition.id, "--uncertain").code == 0
    assert server.recipients == [ANN, BOB]


def test_who_is_tried_again_is_sent_to_until_told_to_stop(briefing: Run, tmp_path: Path) -> None:
    def told_with_the_first(talk: Talk, line: str) -> str | None:
        if line == "DATA" and mails.commands.count("DATA") == 1:
            os.kill(os.getpid(), signal.SIGTERM)
        return ordinary(talk, line)

    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with scripted_server(told_with_the_first) as mails:
            edition = write_config(tmp_path, mails.port, f"  connections: 1\n  to: [{ANN}, {BOB}]\n")
            store = opened(tmp_path)
            rows = [
                Receipt(edition=edition.id, channel="mail", recipient=address, state="failed", at=edition.slot.closes)
                for address in (ANN, BOB)
            ]
            store.ledger.turn(edition.id, "mail", settled=rows, now=edition.slot.closes)
            store.close()
            assert briefing("deliveries", "retry", edition.id).code == 128 + signal.SIGTERM
            assert mails.commands.count("DATA") == 1
            assert briefing("deliveries", "retry", edition.id).code == 0
            assert mails.commands.count("DATA") == 2
    finally:
        signal.signal(signal.SIGTERM, before)


def test_a_dry_run_writes_mails_and_sends_none(briefing: Run, tmp_path: Path, server: MailServer) -> None:
    edition = write_config(tmp_path, server.port, f"  to: [{ANN}]\n")
    briefing("subscribers", "add", "../etc/Bob@home.example")
    done = briefing("deliver", edition.id, "--dry-run", "--out", tmp_path / "dry")
    assert done.code == 0, done.err
    files = sorted((tmp_path / "dry" / "2026-09-16" / "mail").iterdir())
    assert [file.name[:12] for file in files] == ["_etc_Bob@hom", "ann@home.exa"]
    mail = message_from_bytes(files[1].read_bytes(), policy=policy.default)
    assert mail["To"] == ANN
    assert mail.get_content_type() == "multipart/alternative"
    assert server.recipients == []
    store = opened(tmp_path)
    assert store.ledger.receipts(edition.id) == []
    store.close()
    assert briefing("deliver", edition.id, "-q").code == 0
    assert len(server.recipients) == 2


def test_a_test_counts_for_nobody(briefing: Run, tmp_path: Path, server: MailServer) -> None:
    edition = write_config(tmp_path, server.port, f"  to: [{ANN}, {BOB}]\n")
    for _ in range(2):
        assert briefing("deliver", edition.id, "--to", ANN).code == 0
    assert server.recipients == [ANN, ANN]
    assert server.messages[0]["Message-ID"] != server.messages[1]["Message-ID"]
    store = opened(tmp_path)
    assert store.ledger.receipts(edition.id) == []
    store.close()
    assert briefing("deliver", edition.id, "--to", "nobody").code == 3


def test_mail_that_came_back_sets_readers_aside_once_it_is_about_ours(
    briefing: Run, tmp_path: Path, server: MailServer
) -> None:
    edition = write_config(tmp_path, server.port, "  bounces: 1\n")
    for address in (ANN, BOB, CAT):
        briefing("subscribers", "add", address)
    assert briefing("deliver", edition.id).code == 0
    ids = {message["To"]: message["Message-ID"] for message in server.messages}
    ours = f"Message-ID: {ids[ANN]}\nSubject: News\n\nGood morning\n"
    forged = f"Message-ID: <{'0' * 40}@brief.example>\nTo: {CAT}\n\nGood morning\n"
    gone = "Final-Recipient: rfc822; {}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user"
    box = mailbox.mbox(tmp_path / "box")
    box.add(delivery_report(gone.format(ANN), returned=ours))
    box.add(delivery_report(gone.format(ANN), returned=ours))
    box.add(delivery_report(gone.format(CAT), returned=forged))
    box.close()
    maildir = mailbox.Maildir(tmp_path / "Maildir")
    maildir.add(
        b"From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; "
        b'boundary="x"\r\n\r\n--x\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n'
        b"User-Agent: Loop/1\r\nVersion: 1\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Message-ID: " + ids[BOB].encode() + b"\r\n\r\nGood morning\r\n--x--\r\n"
    )
    done = briefing("subscribers", "bounces", tmp_path / "box", tmp_path / "Maildir")
    assert done.out.splitlines() == [
        f"{ANN}: set aside: mail came back once: there is no such address (550 5.1.1 no such user)",
        f"{BOB}: set aside: the reader complained about it (abuse)",
    ]
    assert "4 mails read" in done.err
    store = opened(tmp_path)
    assert {each.address: each.state for each in store.subscribers.stream()} == {
        ANN: "bounced",
        BOB: "complained",
        CAT: "active",
    }
    store.close()
    assert briefing("subscribers", "bounces", tmp_path / "nowhere").code == 2
    assert briefing("subscribers", "bounces", "--imap", "imap://host").code == 2


def test_who_asks_to_leave_by_mail_is_taken_off(briefing: Run, tmp_path: Path) -> None:
    write_config(tmp_path, 1, f"  to: [{BOB}]\n")
    briefing("subscribers", "add", ANN)
    store = opened(tmp_path)
    ann = store.subscribers.get(ANN)
    store.close()
    assert ann
    for number, reader in enumerate((ann.id, id_of_listed(BOB), "k3Jx0pWqA1b2C3d4E5f6")):
        (tmp_path / f"{number}.eml").write_text(f"From: x@home.example\nSubject: unsubscribe {reader}\n\n")
    done = briefing("subscribers", "bounces", *(tmp_path / f"{number}.eml" for number in range(3)))
    assert done.code == 0
    assert "2 of readers who leave, 1 about nobody on the list" in done.err
    store = opened(tmp_path)
    assert {each.address: each.state for each in store.subscribers.stream()} == {
        ANN: "unsubscribed",
        BOB: "unsubscribed",
    }
    store.close()
