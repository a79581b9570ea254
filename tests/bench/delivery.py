"""How fast mail goes out: into postfix's smtp-sink on loopback, beside its smtp-source and Python's own smtplib."""

from __future__ import annotations

import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from briefing.core.dkim import Signer, read_key
from briefing.core.letter import Letter
from briefing.core.message import parse_address
from briefing.edges.store import SqlStore
from briefing.model import Receipt, Recipe
from tests.bench.plots import Plot, columns
from tests.bench.report import Table
from tests.bench.sender import EDITION, document

READERS, FEW, CONNECTIONS = 20_000, 2_000, 10
ROWS = (10_000, 100_000, 1_000_000)
NOW = datetime(2026, 9, 16, 5, tzinfo=UTC)
_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/postfix/sbin"))
_COMMAND = "python -m tests.bench --only delivery   # needs smtp-sink and smtp-source (Debian: postfix)"


class Took(NamedTuple):
    wall: float
    cpu: float
    peak: int = 0
    failures: int = 0
    first: float = 0.0


@contextmanager
def sink() -> Iterator[int]:
    """Postfix's test server; yields its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = shutil.which("smtp-sink", path=_PATH)
    assert program
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([program, *user, "-c", f"127.0.0.1:{port}", "1000"], stdout=subprocess.DEVNULL) as process:
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield port
        finally:
            process.kill()


def send(way: str, readers: int, connections: int) -> Took:
    with sink() as port:
        command = [sys.executable, "-m", "tests.bench.sender", way, str(port), str(readers), str(connections)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Took(**json.loads(done.stdout))


def smtp_source(readers: int, connections: int) -> Took:
    program = shutil.which("smtp-source", path=_PATH)
    assert program
    letter = Letter(["From: Daily <daily@brief.example>"], document())
    size = len(letter.join(parse_address("reader@home.example"), "<1@brief.example>", NOW))
    with sink() as port:
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(
            [program, "-s", str(connections), "-m", str(readers), "-l", str(size), "-d", "-f", "daily@brief.example",
             "-t", "reader@home.example", f"127.0.0.1:{port}"], check=True, capture_output=True,
        )  # fmt: skip
        wall = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The sink is still running, so it is not among the children that have ended.
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def delivery(*, quick: bool) -> Iterator[Table]:
    if shutil.which("smtp-sink", path=_PATH) and shutil.which("smtp-source", path=_PATH):
        yield _rates(FEW if quick else READERS)
        yield _memory(1_000 if quick else 100_000)
    yield _signed(500 if quick else 3_000)
    yield _ledger(ROWS[:1] if quick else ROWS)


def _rates(readers: int) -> Table:
    few = max(500, readers // 8)
    ways: tuple[tuple[str, str, int, int], ...] = (
        ("the least in Python: ready bytes on bare sockets", "bare", CONNECTIONS, readers),
        ("Briefing without its ledger", "ours", CONNECTIONS, readers),
        ("Briefing", "ledger", CONNECTIONS, readers),
        ("Briefing", "ledger", 40, readers),
        ("smtplib.sendmail", "plain", 1, few),
    )
    took = [("smtp-source (C)", CONNECTIONS, readers, smtp_source(readers, CONNECTIONS))]
    took += [(name, connections, count, send(way, count, connections)) for name, way, connections, count in ways]
    again = smtp_source(readers, CONNECTIONS)
    best = max(readers / took[0][3].wall, readers / again.wall)
    rows = [
        (
            name,
            str(connections),
            f"{count / each.wall:,.0f}",
            f"{count / each.wall / best:.2f}",
            f"{each.cpu / count * 1e6:,.0f}",
            str(each.failures),
        )
        for name, connections, count, each in took
    ]
    return Table(
        title=f"Sending: {readers:,} readers, 66 kB a message",
        commands=(_COMMAND,),
        head=("sender", "connections", "messages a second", "of smtp-source", "CPU µs a message", "failed"),
        rows=rows,
        reading="Sender and sink share the cores. CPU is the sender's alone, with what the kernel does for its "
        "sockets. smtp-source sends one and the same message and keeps no record; its rate is the better of two runs, "
        "before and after the others. The ledger writes a line before each message and one after it, to the disk.",
    )


def _memory(readers: int) -> Table:
    took = send("ledger", readers, CONNECTIONS)
    row = (f"{readers:,}", f"{took.peak / 1e6:,.0f} MB", f"{took.first:.2f} s", f"{readers / took.wall:,.0f}")
    return Table(
        title="Sending to a long list",
        commands=(_COMMAND,),
        head=("readers", "most memory", "until the first is sent", "messages a second"),
        rows=[row],
        reading="All of them in the store, with the ledger, over 10 connections.",
    )


def _signed(messages: int) -> Table:
    rows, plain = [], 0.0
    for name, keys in (
        ("unsigned", ()),
        ("RSA-2048", ("rsa",)),
        ("Ed25519", ("ed25519",)),
        ("both", ("rsa", "ed25519")),
    ):
        signers = [Signer("brief.example", kind, read_key(_key(kind))) for kind in keys]
        letter = Letter(
            ["From: Daily <daily@brief.example>", "List-Unsubscribe: <https://brief.example/leave/{reader}>"],
            document(),
            personal=["https://brief.example/leave/{reader}"],
            signers=signers,
        )
        to = parse_address("reader@home.example")
        began = time.process_time()
        for number in range(messages):
            letter.join(to, f"<{number}@brief.example>", NOW, {"reader": f"r{number}"})
        each = (time.process_time() - began) / messages
        plain = plain or each
        rows.append((name, f"{each * 1e6:,.0f}", f"{1 / each:,.0f}"))
    return Table(
        title="Joining and signing a reader's message",
        commands=(_COMMAND,),
        head=("DKIM", "CPU µs a message", "messages a CPU second"),
        rows=rows,
        reading="66 kB, with a link of the reader's own in a header; the network is left out.",
    )


def _key(kind: str) -> str:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = generate_private_key(65537, 2048) if kind == "rsa" else Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _ledger(sizes: tuple[int, ...]) -> Table:
    from tempfile import TemporaryDirectory

    rows = []
    for size in sizes:
        with TemporaryDirectory() as folder:
            store = SqlStore(f"sqlite:///{Path(folder)}/ledger.db", lambda holder: False)
            store.editions.add(EDITION, Recipe(version="1"), [], NOW)
            _fill(store, size)
            turn = _turns(store, size)
            began = time.perf_counter()
            store.ledger.abandon(EDITION.id, "mail", "the program ended while sending it", NOW)
            names = [f"reader{number}@home.example" for number in range(size)]
            waiting = 0
            for start in range(0, size, 500):
                page = names[start : start + 500]
                waiting += len(page) - len(store.ledger.lines(EDITION.id, "mail", page))
            resumed = time.perf_counter() - began
            began = time.perf_counter()
            store.ledger.tally(EDITION.id)
            counted = time.perf_counter() - began
            store.close()
        a_line = f"{resumed / size * 1e6:.1f}"
        rows.append((f"{size:,}", f"{turn * 1e6:,.0f}", f"{resumed:.2f} s", a_line, f"{counted:.2f} s"))
    head = ("lines", "claim and settle, µs a message", "resume", "resume, µs a line", "count by state")
    return Table(
        title="The ledger as it grows",
        commands=(_COMMAND,),
        head=head,
        rows=rows,
        plot=Plot(
            x="lines",
            y="µs",
            curves=columns(head, rows, "lines", "claim and settle, µs a message", "resume, µs a line"),
            log="x",
        ),
        reading="Claims and settlings forty a transaction, as forty connections ask for them. Resume: a program "
        "that was killed starts anew, marks what it does not know of, and looks up who still waits.",
    )


def _fill(store: SqlStore, size: int) -> None:
    for start in range(0, size, 10_000):
        sent = [
            Receipt(edition=EDITION.id, channel="mail", recipient=f"reader{n}@home.example", state="sent", at=NOW,
                    attempts=1, message_id=f"<{n}@brief.example>", reply="250 2.0.0 Ok: queued")
            for n in range(start, min(start + 10_000, size))
        ]  # fmt: skip
        store.ledger.turn(EDITION.id, "mail", settled=sent, now=NOW)


def _turns(store: SqlStore, size: int) -> float:
    """Seconds of wall time a message."""
    count, at_once, settled = 4_000, 40, list[Receipt]()
    began = time.perf_counter()
    for start in range(size, size + count, at_once):
        wanted = {f"reader{n}@home.example": f"<{n}@brief.example>" for n in range(start, start + at_once)}
        now = NOW + timedelta(seconds=start)
        ours = store.ledger.turn(EDITION.id, "mail", settled=settled, wanted=wanted, now=now)
        settled = [
            Receipt(edition=EDITION.id, channel="mail", recipient=name, state="sent", at=now, attempts=1,
                    message_id=wanted[name], reply="250 2.0.0 Ok: queued")
            for name in ours
        ]  # fmt: skip
    return (time.perf_counter() - began) / count
