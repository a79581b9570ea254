"""A whole job on loopback - feeds, pages, a mail server, a chat's webhook, a Maildir - and what a run left in it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.crash.driver import Driver, Ended, driven
from tests.crash.site import NOW, Site, serving
from tests.crash.touches import Deed, Touch
from tests.hooks import Hook, listening
from tests.smtp_servers import MailServer, mail_server

PUBLISHERS = ("meridian", "herald", "post")
READERS = [f"reader{n}@example.org" for n in range(6)]
LANES = 3
"""Connections to the mail server."""
ALL = os.environ.get("BRIEFING_KILLS") == "all"
"""Every point there is, and not one of each kind."""
OURS = {"config.yaml", "briefing.db", "out", "maildir"}
"""All that lies in a folder once a run has ended well."""
Rows = Mapping[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class World:
    site: Site
    mail: MailServer
    hook: Hook
    driver: Driver

    def folder(self, path: Path, *, feeds: list[str] | None = None) -> Path:
        """A fresh one, of which the servers know nothing."""
        path.mkdir(parents=True)
        self.mail.recipients.clear()
        self.mail.raw.clear()
        self.hook.posts.clear()
        sources = "".join(f'  - {{feed: "{url}"}}\n' for url in feeds or self.site.feeds)
        (path / "config.yaml").write_text(
            f"timezone: UTC\nsources:\n{sources}fetch: {{workers: 1}}\n"
            'output: {forms: [html, text, epub, atom, index], url: "http://127.0.0.1/"}\n'
            f"mail: {{enabled: true, host: 127.0.0.1, port: {self.mail.port}, security: none, connections: {LANES}, "
            f'sender: "Daily <daily@example.org>", to: [{", ".join(READERS)}], send_quiet_days: true}}\n'
            "channels:\n  - {kind: maildir, path: maildir}\n  - {kind: webhook, shape: json, url_from: BRIEFING_HOOK}\n"
        )
        return path

    def run(
        self, folder: Path, at: Touch | None = None, deed: Deed = "kill", *, now: datetime = NOW, command: str = "run"
    ) -> Ended:
        return self.driver.run(folder, command, "-q", now=now, at=at, deed=deed)

    def chain(
        self,
        place: Path,
        points: Sequence[tuple[Touch, Deed]],
        *,
        met: Callable[[Path, Ended], list[str]],
        end: Callable[[Path, int], list[str]],
    ) -> tuple[int, list[str]]:
        """A run for each point, in one folder as long as the points still come; how many came, and what was wrong.

        met: what is wrong with a run that came to its point. end: what is wrong with a folder where so many did. A
        point may not come as what is done there was done before: then it is met in a fresh folder.
        """
        came, here, wrong, folder = 0, list[Touch](), list[str](), self.folder(place / "0")
        for number, (point, deed) in enumerate(points, 1):
            for again in range(2):
                ended = self.run(folder, point, deed)
                if ended.code == -9 or point in ended.touches:
                    wrong += [f"{deed} at {point}: {each}" for each in met(folder, ended)]
                    here.append(point)
                    break
                wrong += [f"after {here}: {each}" for each in end(folder, len(here))]
                came, here, folder = came + len(here), [], self.folder(place / f"{number}-{again}")
        wrong += [f"after {here}: {each}" for each in end(folder, len(here))]
        return came + len(here), wrong

    def ends_well(self, folder: Path, wanted: Left, *, uncertain: int = LANES) -> list[str]:
        """What is wrong (see `wrong`) once it is run to its end."""
        ended = self.run(folder)
        # The first round tells the operator of broken feeds, with exit code 1; a later one has told already.
        if ended.code not in (0, 1) or "Traceback" in ended.said:
            return [f"exit code {ended.code}: {ended.said}"]
        return self.wrong(folder, wanted, uncertain=uncertain)

    def wrong(self, folder: Path, wanted: Left, *, uncertain: int = LANES, sources: bool = True) -> list[str]:
        """In words: what differs from the folder of a run that nobody disturbed, and who got too much or too little.

        uncertain: how many mails nobody may know of. sources: whether what hangs on the time of day counts, too: when
        a feed is asked again, how long a text is kept.
        """
        got = Left.of(folder)
        states = ledger(folder)
        unknown = Counter(channel for (channel, _), state in states.items() if state == "uncertain")
        found = [f"{name}: lies about" for name in got.files.keys() - wanted.files.keys()
                 if not (name.startswith("maildir/tmp/") and unknown["maildir"])]  # fmt: skip
        both = got.files.keys() & wanted.files.keys()
        found += [f"{name}: differs" for name in both if got.files[name] != wanted.files[name]]
        found += [f"{name}: missing" for name in wanted.files.keys() - got.files.keys()
                  if not (name.startswith("maildir/new/") and unknown["maildir"])]  # fmt: skip
        found += differences(*({t: r for t, r in rows.items() if sources or t not in ("sources", "texts", "items")}
                               for rows in (got.rows, wanted.rows)))  # fmt: skip
        found += [f"{kind}: {number} uncertain" for kind, number in unknown.items()
                  if number > (uncertain if kind == "mail" else 1)]  # fmt: skip
        times = Counter(self.mail.recipients)
        for (channel, reader), state in states.items():
            number = times.pop(reader, 0) if channel == "mail" else len(self.hook.posts) if channel == "webhook" else 1
            right = number <= 1 if state == "uncertain" else (state, number) == ("sent", 1)
            found += [] if right else [f"{channel}: {reader} is {state} and got it {number} times"]
        if {(channel, reader) for channel, reader in states if channel == "mail"} != {("mail", r) for r in READERS}:
            found.append(f"the ledger has {sorted(states)}")
        return found + [f"{reader} is in no ledger" for reader in times]


@contextmanager
def made() -> Iterator[World]:
    with (
        serving(PUBLISHERS) as site,
        mail_server() as mail,
        listening() as hook,
        driven(BRIEFING_HOOK=hook.url) as driver,
        TemporaryDirectory() as practice,
    ):
        world = World(site, mail, hook, driver)
        driver.practise(world.folder(Path(practice) / "x"), now=NOW)
        yield world


@dataclass(frozen=True)
class Left:
    """What a run left."""

    files: Mapping[str, bytes]
    """By path; of the Maildir's only the place counts, as a Message-ID is made with the store's own secret."""
    rows: Rows

    @classmethod
    def of(cls, folder: Path) -> Left:
        found = dict[str, bytes]()
        for path in folder.rglob("*"):
            name = path.relative_to(folder)
            if name.parts[0] not in OURS:
                found[str(name)] = b""
            elif name.parts[0] == "maildir" and path.is_file():
                found[f"{name.parent}/{name.name[:10]}"] = b""
            elif path.is_symlink():
                found[str(name)] = str(path.readlink()).encode()
            elif name.parts[0] == "out" and path.is_file():
                found[str(name)] = path.read_bytes()
        return cls(found, stored(folder))


def ledger(folder: Path) -> dict[tuple[str, str], str]:
    """(channel, recipient) -> state."""
    with closing(sqlite3.connect(folder / "briefing.db")) as raw:
        rows = raw.execute("SELECT channel, recipient, state FROM deliveries")
        return {(channel, reader): state for channel, reader, state in rows if channel != "file"}


def stored(path: Path) -> Rows:
    """Every row of the store, by table, but for deliveries (see `ledger`), what is drawn by lot, how long things took,
    and what the operator is told of a run that was disturbed."""
    found = {}
    with closing(sqlite3.connect(path / "briefing.db")) as raw:
        raw.row_factory = sqlite3.Row
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        tables = {row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in sorted(tables - {"deliveries", "meta", "tallies", "alarms"}):
            rows = [dict(row) for row in raw.execute(f"SELECT * FROM {table}")]
            found[table] = sorted(rows, key=lambda row: json.dumps(row, default=str))
    return found


def differences(got: Rows, wanted: Rows) -> list[str]:
    """In words, a line for each row that only one of two stores has and for each value that differs."""
    found = [f"table {table}" for table in got.keys() ^ wanted.keys()]
    for table in got.keys() & wanted.keys():
        ours, theirs = (_by_key(rows[table]) for rows in (got, wanted))
        found += [f"{table}: too much: {ours[key]}" for key in ours.keys() - theirs.keys()]
        found += [f"{table}: missing: {theirs[key]}" for key in theirs.keys() - ours.keys()]
        for key in ours.keys() & theirs.keys():
            found += [
                f"{table}: {key[0]}: {name}: {ours[key].get(name)!r}, not {value!r}"
                for name, value in theirs[key].items()
                if ours[key].get(name) != value
            ]
    return sorted(found)


def _by_key(rows: list[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    """By the first two columns: no table has a longer key than a version's id and digest."""
    return {tuple(list(row.values())[:2]): row for row in rows}
