"""One way of sending many mails, in a process of its own: prints what it took as JSON.

python -m tests.bench.sender WAY PORT READERS CONNECTIONS     WAY: ours, ledger, plain, bare
"""

from __future__ import annotations

import json
import os
import smtplib
import socket
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from briefing.core.letter import Letter
from briefing.core.message import parse_address
from briefing.delivery import Delivery, deliver
from briefing.edges.smtp import MailServer, SmtpChannel, message_id
from briefing.edges.store import SqlStore
from briefing.model import Document, Receipt, Recipe, Subscriber
from tests.builders import NOW, edition
from tests.watch import peak

LINES = 900
"""Of HTML: 66 kB as a message."""
EDITION = edition()


def document() -> Document:
    html = "<html lang=en>" + ("<p>" + "word " * 12 + "</p>\n") * LINES + "</html>"
    return Document(
        edition=EDITION.id, subject="News", preheader="", html=html, text="Good morning\n" * 100, markdown="", json=""
    )


class NoLedger:
    """Writes nothing (of `ports.Ledger` what delivery asks for)."""

    def turn(
        self,
        edition: str,
        channel: str,
        *,
        settled: Sequence[Receipt] = (),
        wanted: Mapping[str, str] | None = None,
        now: datetime,
        again: frozenset[str] = frozenset(),
    ) -> frozenset[str]:
        return frozenset(wanted or ())

    def lines(self, edition: str, channel: str, recipients: Sequence[str]) -> Mapping[str, Receipt]:
        return {}

    def abandon(self, edition: str, channel: str, reply: str, now: datetime) -> int:
        return 0

    @contextmanager
    def hold(self, name: str, holder: str, now: datetime) -> Iterator[bool]:
        yield True


class Watched:
    """A ledger that remembers when the first message was settled."""

    def __init__(self, ledger: Any) -> None:
        self._ledger, self.first = ledger, 0.0

    def turn(self, edition: str, channel: str, *, settled: Sequence[Receipt] = (), **more: Any) -> frozenset[str]:
        if settled and not self.first:
            self.first = time.perf_counter()
        found: frozenset[str] = self._ledger.turn(edition, channel, settled=settled, **more)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ledger, name)


def ours(port: int, readers: int, connections: int, *, ledger: bool) -> tuple[int, float]:
    """How many failed, and the seconds until the first was sent."""
    with TemporaryDirectory() as folder:
        store = SqlStore(f"sqlite:///{Path(folder)}/bench.db", lambda holder: False)
        store.editions.add(EDITION, Recipe(version="1"), [], NOW)
        joined = NOW - timedelta(days=1)
        for start in range(0, readers, 5_000):
            some = range(start, min(start + 5_000, readers))
            page = [Subscriber(address=f"reader{n}@home.example", since=joined) for n in some]
            store.subscribers.save(page, NOW)
        channel = SmtpChannel(
            MailServer(host="127.0.0.1", port=port, security="none"),
            sender="Daily <daily@brief.example>",
            to=[],
            readers=store.subscribers,
            lanes=connections,
            clock=lambda: datetime.now(UTC),
        )
        work = Delivery(
            edition=EDITION,
            document=document(),
            message_id=lambda of, by, to: message_id(of, by, to, "brief.example", key=b"bench"),
        )
        watched = Watched(store.ledger if ledger else NoLedger())
        _begin()
        failures = deliver(work, [channel], watched, "me/1/1", clock=lambda: datetime.now(UTC))
        store.close()
    return len(failures), watched.first - BEGAN[0]


def plain(port: int, readers: int) -> None:
    """smtplib.sendmail, one connection, the message ready."""
    message = _message()
    _begin()
    with smtplib.SMTP("127.0.0.1", port) as client:
        for number in range(readers):
            client.sendmail("daily@brief.example", [f"reader{number}@home.example"], message)


def bare(port: int, readers: int, connections: int) -> None:
    """The least that Python can do: sockets, one ready message, commands pipelined, replies not looked at."""
    body = _message() + b".\r\n"
    _begin()

    def lane(numbers: range) -> None:
        sock = socket.create_connection(("127.0.0.1", port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.recv(4096)
        sock.sendall(b"EHLO me\r\n")
        sock.recv(4096)
        for number in numbers:
            sock.sendall(b"MAIL FROM:<daily@brief.example>\r\nRCPT TO:<reader%d@home.example>\r\nDATA\r\n" % number)
            replies = b""
            while replies.count(b"\r\n") < 3:
                replies += sock.recv(4096)
            sock.sendall(body)
            sock.recv(4096)
        sock.close()

    threads = [threading.Thread(target=lane, args=(range(n, readers, connections),)) for n in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _message() -> bytes:
    letter = Letter(["From: Daily <daily@brief.example>"], document())
    return letter.join(parse_address("reader@home.example"), "<1@brief.example>", NOW)


BEGAN = [0.0, 0.0]


def _begin() -> None:
    BEGAN[:] = [time.perf_counter(), time.process_time()]


def main(way: str, port: int, readers: int, connections: int) -> None:
    failures, first = 0, 0.0
    if way in ("ours", "ledger"):
        failures, first = ours(port, readers, connections, ledger=way == "ledger")
    elif way == "plain":
        plain(port, readers)
    else:
        bare(port, readers, connections)
    wall, cpu = time.perf_counter() - BEGAN[0], time.process_time() - BEGAN[1]
    print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak(os.getpid()), "failures": failures, "first": first}))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
