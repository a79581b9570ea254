"""From feeds to what is read: beside rss2email, which mails entries as they are, and calibre, which binds a book."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.request import urlopen
from zipfile import ZipFile

from briefing.edges.opml_source import read_opml
from tests.bench.newsroom import BRIEFING, prepared, run, served
from tests.bench.report import Table, is_installed, not_installed

_RSS2EMAIL = str(Path(sys.executable).with_name("r2e"))
_CALIBRE = shutil.which("ebook-convert")
_RECIPE = """
class News(BasicNewsRecipe):
    title = "News"
    oldest_article = 36500
    max_articles_per_feed = 100
    auto_cleanup = True
    no_stylesheets = True
    feeds = {feeds!r}
"""
_NO_CALIBRE = " Not installed: calibre (`apt install calibre`)."


def feed_mail(folder: Path, *, quick: bool) -> Iterator[Table]:
    few = ("--publishers", "10") if quick else ()
    place, rows = folder / "feed-to-mail", []
    with served("--days", "1", *few) as room:
        with urlopen(f"{room.base}/feeds.opml") as answer:
            opml = answer.read()
        prepared(place / "briefing", room)
        programs = {"Briefing": [BRIEFING, "run", "--out", "out"]}
        if is_installed("rss2email"):
            programs["rss2email"] = _rss2email(place / "rss2email", opml)
        if _CALIBRE:
            programs["calibre"] = _calibre(_CALIBRE, place / "calibre", opml)
        for name, command in programs.items():
            for time in ("first", "again, nothing new"):
                before = room.totals()
                took = run(command, place / name.lower())
                if took.code:
                    raise SystemExit(f"{name}: {took.output}")
                requests = room.totals()["requests"] - before["requests"]
                figures = f"{took.wall:.0f}", f"{took.cpu:.0f}", f"{took.peak / 1e6:.0f}", f"{requests:,}"
                rows.append((name, time, *figures, _GIVES[name](place / name.lower())))
    yield Table(
        title="From feeds to mail",
        commands=["python -m tests.bench --only 'feed to mail'"],
        reading="All publishers of the newsroom. Briefing reads every page, groups, chooses and writes one edition; "
        "rss2email reads the feeds and puts each entry into a Maildir; "
        f"{_calibre_version()} reads every page and binds all of them into one EPUB, anew each time."
        + not_installed(["rss2email"])
        + ("" if _CALIBRE else _NO_CALIBRE),
        head=("program", "run", "s", "CPU s", "peak MB", "requests", "gives"),
        rows=rows,
    )


def _rss2email(folder: Path, opml: bytes) -> list[str]:
    folder.mkdir()
    (folder / "feeds.opml").write_bytes(opml)
    program = [_RSS2EMAIL, "-c", "r2e.cfg", "-d", "r2e.json"]
    for step in (["new", "reader@example.org"], ["opmlimport", "feeds.opml"]):
        run([*program, *step], folder)
    _to_maildir(folder)
    return [*program, "run"]


def _to_maildir(folder: Path) -> None:
    """Where it sends to; it reads its configuration anew at each run."""
    path = folder / "r2e.cfg"
    text = path.read_text(encoding="utf-8")
    text = text.replace("email-protocol = sendmail", "email-protocol = maildir")
    text = text.replace("maildir-path = ~/Maildir", f"maildir-path = {folder / 'mail'}")
    path.write_text(text.replace("maildir-mailbox = INBOX", "maildir-mailbox = ."), encoding="utf-8")


def _calibre(program: str, folder: Path, opml: bytes) -> list[str]:
    folder.mkdir()
    recipe = _RECIPE.format(feeds=[(feed.name or feed.url, feed.url) for feed in read_opml(opml)])
    (folder / "news.recipe").write_text(recipe, encoding="utf-8")
    return ["env", "QT_QPA_PLATFORM=offscreen", program, "news.recipe", "news.epub"]


def _calibre_version() -> str:
    told = (
        subprocess.run([_CALIBRE, "--version"], capture_output=True, text=True, check=True).stdout if _CALIBRE else ""
    )
    match = re.search(r"calibre [\d.]*\d", told)
    return match[0] if match else "calibre"


def _mails(folder: Path) -> str:
    return f"{sum(1 for path in (folder / 'mail').rglob('*') if path.is_file()):,} mails"


def _chapters(folder: Path) -> str:
    with ZipFile(folder / "news.epub") as book:
        articles = [name for name in book.namelist() if name.count("/") == 2 and name.endswith(".html")]
    return f"a book of {len(articles):,} articles"


_GIVES: Mapping[str, Callable[[Path], str]] = {
    "Briefing": lambda _: "1 edition",
    "rss2email": _mails,
    "calibre": _chapters,
}
