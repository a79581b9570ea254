"""One page, read as gathering reads it, for a person who asks: what is taken for the report, what is not, and why.

address | file | standard input -> bytes -> a process of its own -> Extract or ExtractError -> text | JSON | HTML
"""

from __future__ import annotations

import re
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.core.clean import RULES
from briefing.core.urls import absolute, without_credentials
from briefing.entry.console import Console, counted
from briefing.errors import BriefingError, ExtractError, FetchError
from briefing.model import Extract, Notes, Page, Removal

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.ports import Fetcher

STDIN = "-"
PARTIAL = "the beginning only: the rest is behind a paywall"
INSTEAD = (
    "An edition would have the feed's own summary in its place, labelled so. The page would not be asked for again."
)
_MOST_BYTES = 20_000_000
_LEAST_WIDTH = 20
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, which steer terminals, marks that turn the reading direction of what follows, and halves of characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page and what came of it."""

    name: str
    """What was asked for, as it may be shown."""
    page: Page
    found: Extract | ExtractError


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    value: str
    url: str = ""
    """Where value leads to."""


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    rule: str = ""
    """The rule that took it out; empty for a line of the report."""


# --- reading -------------------------------------------------------------------------------------------------------


def read_page(source: str, url: str | None, config: Config) -> Look:
    """Read an address, a file or, for "-", standard input. url: where a file's page came from.

    Raises BriefingError for what is neither address nor file, FetchError where nothing could be fetched.
    """
    from briefing import source_wiring, wiring

    address = _address(source) if "://" in source else ""
    came_from = _address(url) if url else ""
    name = without_credentials(address) or ("standard input" if source == STDIN else source)

    def get(fetcher: Fetcher) -> Page:
        if not address:
            return Page(url=came_from, body=_bytes_of(source))
        try:
            return fetcher.fetch(address, access=source_wiring.access_at(config, address))
        except FetchError as error:
            hint = error.hint or "A page that a browser has saved can be read too: `briefing extract page.html`."
            raise FetchError(f"{name}: {error.message}", status=error.status, hint=hint) from error

    page, found = wiring.read_one(config, get, *([address] if address else []))
    return Look(name=shown(name), page=page, found=found)


def _address(text: str) -> str:
    url = absolute(text.strip())
    if not url:
        raise BriefingError(f'"{text}" is not a web address', hint="Write it as https://news.example/story.")
    return url


def _bytes_of(source: str) -> bytes:
    """The bytes of a file; of one that is far too long for a page, the first."""
    if source == STDIN:
        return sys.stdin.buffer.read(_MOST_BYTES)
    try:
        with Path(source).open("rb") as file:
            return file.read(_MOST_BYTES)
    except (OSError, ValueError) as error:
        why = (error.strerror or "can't be read").lower() if isinstance(error, OSError) else "is no file's name"
        raise BriefingError(
            f"{source}: {why}", hint="Name a file, or a page's address with https:// before it."
        ) from error


# --- how it was read, in words -------------------------------------------------------------------------------------


def ways(notes: Notes) -> str:
    """Which way of reading was taken and which were asked besides; empty where nothing is known."""
    told = [f"{way.name} ({counted(way.words, 'word')})" for way in notes.opinions]
    return "; also asked: ".join(filter(None, (f"read by {told[0]}", ", ".join(told[1:])))) if told else ""


def taken_away(removed: Sequence[Removal]) -> str:
    """How many lines cleaning took out, by rule; empty where it took none."""
    rules = Counter(removal.rule for removal in removed)
    by_rule = ", ".join(f"{rule} {rules[rule]}" for rule in sorted(rules, key=lambda rule: (-rules[rule], rule)))
    return f"taken away: {counted(len(removed), 'line')} ({by_rule})" if removed else ""


def fields(look: Look, extract: Extract) -> list[Field]:
    """What is known of a report besides its text."""
    address = without_credentials(extract.url or look.page.url)
    picture = extract.image.url if extract.image else ""
    found = (
        Field(name="title", value=extract.title or ""),
        Field(name="authors", value=", ".join(extract.authors)),
        Field(name="published", value=moment(extract.published)),
        Field(name="modified", value=moment(extract.modified)),
        Field(name="site", value=extract.site_name),
        Field(name="section", value=extract.section),
        Field(name="language", value=extract.language or ""),
        Field(name="genre", value="" if extract.genre == "report" else extract.genre),
        Field(name="partial", value=PARTIAL if extract.partial else ""),
        Field(name="picture", value=picture, url=absolute(picture)),
        Field(name="address", value=address, url=absolute(address)),
    )
    return [replace(field, value=shown(field.value)) for field in found if field.value]


def moment(when: datetime | None) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if when else ""


def shown(text: str) -> str:
    """What a terminal or a page may be given of a text."""
    return _UNSHOWN.sub("", text)


def in_page_order(extract: Extract) -> list[Line]:
    """The report's lines, and those that were taken out where they stood."""
    report = [Line(line) for line in extract.text.splitlines()]
    for removal in reversed(extract.notes.removed):
        report.insert(removal.after, Line(removal.line, removal.rule))
    return report


# --- as text and as data -------------------------------------------------------------------------------------------


def say(look: Look, extract: Extract, console: Console, *, explain: bool) -> None:
    """Print what was read, wrapped to a terminal's width; with explain, how it was read."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for field in fields(look, extract):
        _say(f"{field.name:<9}  ", field.value, console, width)
    console.say()
    if not explain:
        for n, line in enumerate(extract.text.splitlines()):
            if width and n:
                console.say()
            _say("", line, console, width)
        return
    for n, way in enumerate(extract.notes.opinions):
        console.say(f"{'asked' if n else 'taken'}: {way.name}, {counted(way.words, 'word')}, score {way.score:.2f}")
    console.say(taken_away(extract.notes.removed) or "taken away: nothing")
    for rule in sorted(RULES.keys() & {removal.rule for removal in extract.notes.removed}):  # a plugin may have others
        _say(f"  {rule:<10}  ", RULES[rule], console, width)
    console.say()
    for each in in_page_order(extract):
        _say("- " if each.rule else "  ", f"[{each.rule}] {each.text}" if each.rule else each.text, console, width)


def _say(lead: str, text: str, console: Console, width: int | None) -> None:
    """Print a text after what leads it; further lines of it begin below its first."""
    if width is None:
        console.say(lead + shown(text))
        return
    from rich.console import Console as Terminal
    from rich.text import Text

    for part in Text(shown(text)).wrap(Terminal(width=width), max(width - len(lead), _LEAST_WIDTH)):
        console.say((lead + part.plain).rstrip())
        lead = " " * len(lead)


def say_refused(look: Look, error: ExtractError, console: Console, *, explain: bool) -> None:
    """Say that a page is no article, and why."""
    console.warn(f"{look.name}: no article. {shown(error.message)}")
    if explain:
        console.warn(f"reason: {error.reason}")
        console.warn(INSTEAD)


def as_data(found: Extract | ExtractError) -> dict[str, Any]:
    """What was read, or why not, for programs."""
    if isinstance(found, ExtractError):
        return {"refused": found.reason, "message": found.message}
    return asdict(found)
