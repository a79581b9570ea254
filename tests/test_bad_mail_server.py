"""Eight hundred readers behind a server that does everything a mail server must not: each who can be reached gets the
edition once, and every other one's line says truly why."""

from __future__ import annotations

import importlib.util
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from briefing.delivery import DELIVER_AGAIN, Delivery, deliver
from briefing.edges.processes import this_process
from briefing.edges.smtp import MailServer, SmtpChannel, message_id
from briefing.edges.store import SqlStore
from briefing.model import Recipe
from tests.builders import document, edition
from tests.conftest import ROOT

BAD = ROOT.parent / "shared" / "bench" / "mail" / "bad_smtp.py"
pytestmark = [
    pytest.mark.skipif(not BAD.exists(), reason="the server that misbehaves is not here"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
EDITION = edition()
ODD = {
    "tmp": 20, "grey": 100, "hard": 100, "full": 20, "slow": 3, "hang": 3, "dropdata": 20, "dropdot": 20,
    "rejdata": 20, "close421": 20, "garbage": 20, "longline": 20,
}  # fmt: skip
TRUE = {
    "ok": ("sent", "250 2.0.0 queued"),
    "grey": ("sent", "250 2.0.0 queued"),
    "slow": ("sent", "250 2.0.0 queued"),
    "longline": ("sent", "250 2.0.0 queued"),
    "tmp": ("failed", "451 4.7.1 try again later"),
    "hard": ("failed", "550 5.1.1 no such user"),
    "full": ("failed", "452 4.2.2 mailbox full"),
    "hang": ("failed", "timed out"),
    "dropdot": ("uncertain", "the message went out and no answer came"),
    "rejdata": ("failed", "554 5.7.1 message refused by policy"),
    "close421": ("failed", "421 4.3.2 shutting down"),
    "garbage": ("failed", "999 what"),
}


@pytest.fixture
def bad() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bad_smtp", BAD)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.long
def test_all_who_can_be_reached_are_and_each_once(bad: ModuleType, tmp_path: Path) -> None:
    plain = 800 - sum(ODD.values())
    names = [f"ok{n}" for n in range(plain)] + [f"{kind}{n}" for kind, many in ODD.items() for n in range(many)]
    to = [f"{name}@s.example" for name in sorted(names, key=lambda name: (hash(name) % 997, name))]
    store = SqlStore(f"sqlite:///{tmp_path}/briefing.db", lambda holder: False)
    store.editions.add(EDITION, Recipe(version="1"), [], datetime.now(UTC))
    late = timedelta()
    work = Delivery(
        edition=EDITION,
        document=document(EDITION),
        message_id=lambda of, by, to: message_id(of, by, to, "brief.example", key=b"of the test"),
        window=timedelta(minutes=3),  # enough for one more try
    )
    with bad.BadServer(limit=50) as server:
        channel = SmtpChannel(
            MailServer(host="127.0.0.1", port=server.port, security="none", timeout=3, answer_timeout=4),
            sender="Daily <daily@brief.example>",
            to=to,
            lanes=10,
            clock=lambda: datetime.now(UTC),
        )
        for wait in (timedelta(), *DELIVER_AGAIN):
            late += wait
            deliver(work, [channel], store.ledger, this_process(), clock=lambda: datetime.now(UTC) + late)  # noqa: B023
        taken = Counter(entry["rcpt"][0] for entry in server.log if entry["answered"] is True)
        unanswered = Counter(entry["rcpt"][0] for entry in server.log if entry["answered"] is False)
    rows = {row.recipient: row for row in store.ledger.receipts(EDITION.id) if row.recipient}
    store.close()
    assert set(rows) == set(to)
    untrue = []
    for address, row in rows.items():
        kind = address.partition("@")[0].rstrip("0123456789").removesuffix("421") or address
        kind = "close421" if kind == "close" else kind
        if kind == "dropdata":  # the last packets may be on their way when it closes: who sends them can't know which
            assert row.state in ("failed", "uncertain")
            assert "Connection" in row.reply
            assert not taken[address]
            continue
        state, reason = TRUE[kind]
        if (row.state, reason in row.reply) != (state, True):
            untrue.append((address, row.state, row.reply))
        assert taken[address] == (state == "sent"), address
        assert unanswered[address] <= (state == "uncertain"), address
        if state == "failed":
            assert row.retry_at is None, f"{address} waits for ever"
    assert untrue == []
