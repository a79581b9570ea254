"""What a feed of any format says, and the items that come of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from briefing.core.dates import read_date
from briefing.core.markup import inline, plain
from briefing.core.urls import canonical, identity, spelled
from briefing.model import Feed, Item

MOST_ENTRIES = 1_000
_MAX_EXCERPT = 100_000
_TITLE_WORDS = 12
_LONGEST_GUID = 1_000
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)
_LONGEST_TITLE = 1_000
_TITLES_OF_A_LINK = 2
"""More than so many share the address of a front page, which names none of them."""
_NO_SCHEME = re.compile(r"www\.[\w-]+\.[\w.-]+(?:[/?#]|\Z)", re.IGNORECASE)
_TWO_SCHEMES = re.compile(r"https?:/+(?=https?:/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed of any format says of one entry: links usable, the rest as it came."""

    link: str
    """As the feed spells it, where it is an address."""
    page: str
    """The canonical form of the link."""
    guid: str
    title: str
    """One line of plain text."""
    summary: str
    content: str
    published: datetime | None
    authors: tuple[str, ...]
    language: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed as it was read."""

    title: str
    language: str | None
    entries: tuple[Entry, ...]
    fresh_for: timedelta | None = None


def items_of(found: Found, feed: Feed, name: str) -> Iterator[Item]:
    """The entries as items of a source called name, in the feed's order, each once; entries with neither link nor text
    are passed over, and what has no title but a link will go by its page's."""
    seen: set[str] = set()
    excerpts = [_excerpt(entry) for entry in found.entries]
    titles = [entry.title or _first_words(text) for entry, text in zip(found.entries, excerpts, strict=True)]
    for entry, title, excerpt, key in zip(
        found.entries, titles, excerpts, _names(found.entries, titles, feed.url), strict=True
    ):
        if not (title or entry.link) or key in seen:
            continue
        yield Item(
            id=key,
            source=feed.url,
            source_name=name,
            section=feed.section,
            url=entry.link,
            title=title[:_LONGEST_TITLE],
            published=entry.published,
            excerpt=excerpt,
            authors=entry.authors,
            language=entry.language or found.language,
            position=len(seen),
            weight=feed.weight,
            guid=entry.guid[:_LONGEST_GUID],
        )
        seen.add(key)


def _names(entries: Sequence[Entry], titles: Sequence[str], feed: str) -> Iterator[str]:
    """What each entry is known by: its page; where several entries of the feed share that, its own id; where they share
    that too, the id and the title."""
    of_page: dict[str, set[tuple[str, str, str]]] = {}
    of_guid: dict[str, set[str]] = {}
    for entry, title in zip(entries, titles, strict=True):
        of_page.setdefault(entry.page, set()).add((title, entry.link.partition("#")[2], entry.guid))
        of_guid.setdefault(entry.guid, set()).add(title)
    for entry, title in zip(entries, titles, strict=True):
        if entry.page and _one_entry(of_page[entry.page]):
            yield identity(entry.page)
        elif entry.guid and len(of_guid[entry.guid]) == 1:
            yield identity(f"{feed}\n{entry.guid}")
        else:
            yield identity("\n".join(part for part in (feed, entry.guid, title) if part))


def _one_entry(told: set[tuple[str, str, str]]) -> bool:
    """What several entries say of one page, as (title, anchor, id), is about one thing: all have one title, or it was
    renamed. Other titles with other ids or places on the page are other entries: of a live report, a page of notes."""
    titles, anchors, guids = (len(set(values)) for values in zip(*told, strict=True))
    return titles == 1 or (titles <= _TITLES_OF_A_LINK and anchors == guids == 1)


def _excerpt(entry: Entry) -> str:
    summary, content = (plain(text[: 2 * _MAX_EXCERPT])[:_MAX_EXCERPT] for text in (entry.summary, entry.content))
    return content if len(content) > len(summary) else summary


def _first_words(text: str) -> str:
    words = text.split(maxsplit=_TITLE_WORDS)
    return " ".join(words[:_TITLE_WORDS]) + ("…" if len(words) > _TITLE_WORDS else "")


# --- for the readers of each format ----------------------------------------------------------------------------------


def first_link(links: Iterable[object], base: str) -> tuple[str, str]:
    """Of what stands where links do, the first that is an address: as it is spelled, and in its canonical form."""
    for link in links:
        if not isinstance(link, str) or not link.strip():
            continue
        text = "".join(line.strip() for line in link.splitlines())
        if twice := _TWO_SCHEMES.match(text):
            text = text[twice.end() :]
        if _NO_SCHEME.match(text):
            text = "http://" + text
        if page := canonical(text, base):
            return spelled(text, page), page
    return "", ""


def first_date(*written: object) -> datetime | None:
    """Of several dates the first that can be read and is no placeholder."""
    found = (read_date(text) for text in written if isinstance(text, str) and text)
    return next((when for when in found if when and when >= _OLDEST), None)


def language_of(value: object) -> str | None:
    """The primary subtag, as in "pt" for "pt-BR" (RFC 5646)."""
    found = re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*\Z)", value) if isinstance(value, str) else None
    return found[1].lower() if found else None


def people(values: Iterable[object]) -> tuple[str, ...]:
    """Names of people, each once, without what is an address."""
    names = (inline(value[:1000]) for value in values if isinstance(value, str))
    return tuple(dict.fromkeys(name for name in names if name and "@" not in name and "://" not in name))


def string(holder: Mapping[str, object], key: str) -> str:
    """What is there as text; numbers are given as they are written, all else as none."""
    value = holder.get(key)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
