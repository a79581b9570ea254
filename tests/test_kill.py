"""A delivery over several connections that is killed (SIGKILL) again and again: nobody twice, nobody missing, and what
nobody can know is at most one message a connection and kill."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from briefing.edges.store import SqlStore
from briefing.model import Subscriber
from tests.conftest import ROOT
from tests.editions import edition as made_edition
from tests.editions import keep
from tests.processes import until
from tests.smtp_servers import MailServer, mail_server

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
READERS, CONNECTIONS, KILLS = 300, 5, 3
ADDRESSES = [f"r{n}@home.example" for n in range(READERS)]
EDITION, ARTICLES = made_edition()


def opened(folder: Path) -> SqlStore:
    return SqlStore(f"sqlite:///{folder}/briefing.db", lambda holder: False)


def begin(folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "briefing", "deliver", EDITION.id, "-q", "--config", str(folder / "config.yaml")]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)


def kill_after(messages: int, server: MailServer, running: subprocess.Popen[bytes]) -> None:
    """Kill it once the server has taken so many, or at once where it has ended."""
    ends = time.monotonic() + 60
    while len(server.recipients) < messages and running.poll() is None and time.monotonic() < ends:
        time.sleep(0.001)
    running.kill()
    running.wait(60)


def begun(folder: Path, server: MailServer) -> None:
    """A folder with an edition to be sent to many."""
    (folder / "config.yaml").write_text(
        "timezone: UTC\nsources: [{feed: https://meridian.example/feed}]\n"
        f"mail: {{enabled: true, host: 127.0.0.1, port: {server.port}, security: none, connections: {CONNECTIONS}, "
        'sender: "Daily <daily@brief.example>"}\n'
    )
    store = opened(folder)
    keep(store, EDITION, ARTICLES)
    since = EDITION.slot.closes
    store.subscribers.save([Subscriber(address=address, since=since) for address in ADDRESSES], since)
    store.close()


def standing(folder: Path) -> dict[str, int]:
    store = opened(folder)
    tally = store.ledger.tally(EDITION.id)
    store.close()
    return {state: count for (channel, state), count in tally.items() if channel == "mail"}


@pytest.mark.long
def test_killed_at_random_moments_nobody_gets_it_twice_and_nobody_is_left_out(tmp_path: Path) -> None:
    chance = random.Random()
    with mail_server() as server:
        begun(tmp_path, server)
        for number in range(KILLS):
            kill_after(number * READERS // KILLS + chance.randint(1, READERS // KILLS), server, begin(tmp_path))
        assert begin(tmp_path).wait(120) in (0, 1)
        got = Counter(server.recipients)
    store = opened(tmp_path)
    states = {row.recipient: row.state for row in store.ledger.receipts(EDITION.id, channel="mail")}
    store.close()
    assert set(states) == set(ADDRESSES)
    assert max(got.values()) == 1
    for address, state in states.items():
        assert state in ("sent", "uncertain"), address
        assert state == "uncertain" or got[address] == 1, address
    assert sum(state == "uncertain" for state in states.values()) <= KILLS * CONNECTIONS


def test_one_that_is_told_to_stop_ends_what_is_under_way_and_leaves_the_rest(tmp_path: Path) -> None:
    with mail_server() as server:
        begun(tmp_path, server)
        running = begin(tmp_path)
        until(lambda: len(server.recipients) >= 20 or running.poll() is not None, what="sending")
        running.terminate()
        assert running.wait(60) == 128 + signal.SIGTERM
        assert 20 <= len(server.recipients) < READERS
        assert standing(tmp_path) == {"sent": len(server.recipients)}
        assert begin(tmp_path).wait(120) == 0
        assert standing(tmp_path) == {"sent": READERS}
        assert max(Counter(server.recipients).values()) == 1
