"""From feeds to mail beside rss2email, which mails the entries of feeds as they are."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.newsroom import BRIEFING, prepared, run, served
from tests.bench.report import Table, is_installed, not_installed

_RSS2EMAIL = str(Path(sys.executable).with_name("r2e"))


def feed_mail(folder: Path, *, quick: bool) -> Iterator[Table]:
    few = ("--publishers", "10") if quick else ()
    place, rows = folder / "feed-to-mail", []
    with served("--days", "1", *few) as room:
        prepared(place / "briefing", room)
        programs = {"Briefing": [BRIEFING, "run", "--out", "out"]}
        if is_installed("rss2email"):
            programs["rss2email"] = _r2e(place / "rss2email", room.base, "run")
            for step in (["new", "reader@example.org"], ["opmlimport", "feeds.opml"]):
                run(_r2e(place / "rss2email", room.base, *step), place / "rss2email")
            _to_maildir(place / "rss2email")
        for name, command in programs.items():
            for time in ("first", "again, nothing new"):
                before = room.totals()
                took = run(command, place / name.lower())
                requests = room.totals()["requests"] - before["requests"]
                gives = _mails(place / "rss2email") if name == "rss2email" else "1 edition"
                figures = f"{took.wall:.0f}", f"{took.cpu:.0f}", f"{took.peak / 1e6:.0f}", f"{requests:,}"
                rows.append((name, time, *figures, gives))
    yield Table(
        title="From feeds to mail",
        commands=["python -m tests.bench --only 'feed to mail'"],
        reading="All publishers of the newsroom. Briefing reads every page, groups, chooses and writes one edition; "
        "rss2email reads the feeds and puts each entry into a Maildir." + not_installed(["rss2email"]),
        head=("program", "run", "s", "CPU s", "peak MB", "requests", "gives"),
        rows=rows,
    )


def _r2e(folder: Path, base: str, *words: str) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    if not (opml := folder / "feeds.opml").exists():
        from urllib.request import urlopen

        with urlopen(f"{base}/feeds.opml") as answer:
            opml.write_bytes(answer.read())
    return [_RSS2EMAIL, "-c", "r2e.cfg", "-d", "r2e.json", *words]


def _to_maildir(folder: Path) -> None:
    """Where it sends to; it reads its configuration anew at each run."""
    path = folder / "r2e.cfg"
    text = path.read_text(encoding="utf-8")
    text = text.replace("email-protocol = sendmail", "email-protocol = maildir")
    text = text.replace("maildir-path = ~/Maildir", f"maildir-path = {folder / 'mail'}")
    path.write_text(text.replace("maildir-mailbox = INBOX", "maildir-mailbox = ."), encoding="utf-8")


def _mails(folder: Path) -> str:
    return f"{sum(1 for path in (folder / 'mail').rglob('*') if path.is_file()):,} mails"
