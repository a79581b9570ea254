"""Mails that lie somewhere: files, mbox files, Maildirs, and a mailbox on a server (IMAP over TLS, RFC 3501)."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import pytest

from briefing.edges.stored_mail import mailbox_on_server, stored_mail
from briefing.errors import BriefingError

ONE, TWO = b"Subject: one\n\nFirst.\n", b"Subject: two\n\n>From here on.\n"


# --- files ---


def test_a_file_a_folder_and_a_maildir_give_their_mails(tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(ONE)
    (tmp_path / "two.eml").write_bytes(TWO)
    assert list(stored_mail(tmp_path / "one.eml")) == [ONE]
    assert list(stored_mail(tmp_path)) == [ONE, TWO]
    box = tmp_path / "Maildir"
    for name, mail in (("new", ONE), ("cur", TWO), ("tmp", b"half")):
        (box / name).mkdir(parents=True)
        (box / name / "1").write_bytes(mail)
    assert list(stored_mail(box)) == [ONE, TWO]


def test_an_mbox_file_is_many_mails(tmp_path: Path) -> None:
    path = tmp_path / "mbox"
    path.write_bytes(
        b"From a@b Mon Nov 23 10:00:00 2026\n"
        + ONE
        + b"\nFrom c@d Mon Nov 23 10:00:01 2026\n"
        + TWO.replace(b">", b">>")
    )
    assert [mail.rstrip() for mail in stored_mail(path)] == [ONE.rstrip(), TWO.rstrip()]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BriefingError, match="none"):
        list(stored_mail(tmp_path / "none"))


# --- a server ---


@dataclass
class Mailbox:
    mails: dict[int, bytes]
    seen: set[int] = field(default_factory=set)
    password: str = "s3cret"
    folder: str = "INBOX"
    commands: list[str] = field(default_factory=list)
    breaks_at: str = ""
    """A command upon which it hangs up."""
    port: int = 0


@contextmanager
def imap_server(box: Mailbox, context: ssl.SSLContext) -> Iterator[Mailbox]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.connection = context.wrap_socket(self.request, server_side=True)
            with self.connection, self.connection.makefile("rb") as lines:
                self.talk(lines)

        def talk(self, lines: IO[bytes]) -> None:
            self.say("* OK ready")
            while line := lines.readline().decode().rstrip("\r\n"):
                tag, _, command = line.partition(" ")
                box.commands.append(command)
                if (box.breaks_at and box.breaks_at in command) or not self.answer(tag, command):
                    return

        def say(self, text: str, literal: bytes = b"", after: str = "") -> None:
            tail = literal + f"{after}\r\n".encode() if literal else b""
            self.connection.sendall(f"{text}\r\n".encode() + tail)

        def answer(self, tag: str, command: str) -> bool:
            name = command.split()[0].upper()
            status = "OK done"
            if name == "CAPABILITY":
                self.say("* CAPABILITY IMAP4rev1")
            elif name == "LOGIN" and f'"{box.password}"' not in command:
                status = "NO [AUTHENTICATIONFAILED] no"
            elif name == "SELECT" and f'"{box.folder}"' not in command:
                status = "NO no such folder"
            elif name == "SELECT":
                self.say(f"* {len(box.mails)} EXISTS")
            elif "SEARCH" in command:
                self.say("* SEARCH " + " ".join(str(uid) for uid in box.mails if uid not in box.seen))
            elif "FETCH" in command:
                uid = int(command.split()[2])
                mail = box.mails[uid]
                self.say(f"* 1 FETCH (UID {uid} BODY[]<0> {{{len(mail)}}}", mail, ")")
            elif "STORE" in command:
                box.seen.add(int(command.split()[2]))
            elif name == "LOGOUT":
                self.say("* BYE")
            self.say(f"{tag} {status}")
            return name != "LOGOUT"

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None: ...

    with Server(("127.0.0.1", 0), Handler) as server:
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()


def test_unread_mails_are_read_once_each(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    server_side, client_side = contexts
    with imap_server(Mailbox({3: ONE, 5: TWO, 8: ONE}, seen={5}), server_side) as box:
        address = f"imaps://bounces%40brief.example@localhost:{box.port}/INBOX"
        assert list(mailbox_on_server(address, "s3cret", context=client_side)) == [ONE, ONE]
        assert list(mailbox_on_server(address, "s3cret", context=client_side)) == []
        assert any(re.match(r'LOGIN "?bounces@brief.example"? "s3cret"', command) for command in box.commands)


def test_a_mail_counts_as_read_only_once_the_next_is_asked_for(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    server_side, client_side = contexts
    with imap_server(Mailbox({3: ONE, 5: TWO}), server_side) as box:
        mails = mailbox_on_server(f"imaps://me@localhost:{box.port}/", "s3cret", context=client_side)
        assert next(mails) == ONE
        assert box.seen == set()
        assert next(mails) == TWO
        assert box.seen == {3}


@pytest.mark.parametrize(
    ("password", "folder", "breaks_at", "said"),
    [
        ("wrong", "INBOX", "", "AUTHENTICATIONFAILED"),
        ("s3cret", "Nowhere", "", "there is no folder Nowhere"),
        ("s3cret", "INBOX", "FETCH", "localhost"),
        ("s3cret", "INBOX", "LOGIN", "localhost"),
        ("pässword", "INBOX", "", "must be ASCII"),
        ("s3cret", "Gelöscht", "", "must be ASCII"),
    ],
)
def test_what_goes_wrong_is_said_without_the_password(
    contexts: tuple[ssl.SSLContext, ssl.SSLContext], password: str, folder: str, breaks_at: str, said: str
) -> None:
    server_side, client_side = contexts
    with imap_server(Mailbox({3: ONE}, breaks_at=breaks_at), server_side) as box:
        with pytest.raises(BriefingError) as caught:
            list(mailbox_on_server(f"imaps://me@localhost:{box.port}/{folder}", password, context=client_side))
        assert said in caught.value.message
        assert password not in f"{caught.value.message} {caught.value.hint}"
        assert ("PASSWORD" in caught.value.hint) == (password == "wrong" or breaks_at == "LOGIN")
        assert box.seen == set()


def test_a_certificate_that_is_wrong_stops_before_the_password(contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    with imap_server(Mailbox({3: ONE}), contexts[0]) as box:
        with pytest.raises(BriefingError, match="certificate"):
            list(mailbox_on_server(f"imaps://me@localhost:{box.port}/INBOX", "s3cret"))
        assert not any("LOGIN" in command for command in box.commands)


@pytest.mark.parametrize(
    "address", ["imap://me@host/INBOX", "imaps://host/INBOX", "host", "", "imaps://me@host:x/", "imaps://me@[::1/INBOX"]
)
def test_an_address_that_is_none_is_said(address: str) -> None:
    with pytest.raises(BriefingError, match="imaps://user@host/INBOX"):
        list(mailbox_on_server(address, "s3cret"))
