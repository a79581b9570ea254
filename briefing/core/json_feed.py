"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from briefing.core.entries import MOST_ENTRIES, Entry, Found, first_date, first_link, language_of, people, string
from briefing.core.markup import as_markup, inline
from briefing.errors import SourceError

_DECODER = json.JSONDecoder(strict=False)
"""Takes line ends inside of strings, which the standard forbids."""
_START = re.compile(r'"items"\s*:\s*\[\s*')
_BETWEEN = re.compile(r"\s*,?\s*")


def read_json_feed(text: str, url: str) -> Found:
    """A feed that begins with "{"; of one that breaks off, the entries that are whole.

    url: where it came from. Raises SourceError in plain words for what is no JSON Feed.
    """
    try:
        document = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        document = _salvaged(text) if isinstance(error, ValueError) else {}
        if not document.get("items"):
            raise SourceError(f"not a feed: it begins as JSON and is broken ({error})") from error
    entries = document.get("items")
    if "jsonfeed.org" not in string(document, "version") or not isinstance(entries, list):
        raise SourceError("not a feed: it is JSON, but no JSON Feed")
    return Found(
        title=inline(string(document, "title")),
        language=language_of(document.get("language")),
        entries=tuple(_entry(entry, url) for entry in entries[:MOST_ENTRIES] if isinstance(entry, dict)),
    )


def _entry(entry: Mapping[str, Any], url: str) -> Entry:
    authors = entry.get("authors") or [entry.get("author")]
    guid = string(entry, "id")
    permalink = guid if guid.lower().startswith(("http://", "https://")) else ""
    link, page = first_link((entry.get("url"), entry.get("external_url"), permalink), url)
    return Entry(
        link=link,
        page=page,
        guid=guid,
        title=inline(string(entry, "title")),
        summary=as_markup(string(entry, "summary")),
        content=string(entry, "content_html") or as_markup(string(entry, "content_text")),
        published=first_date(string(entry, "date_published"), string(entry, "date_modified")),
        authors=people(a.get("name") for a in authors if isinstance(a, dict)) if isinstance(authors, list) else (),
        language=language_of(entry.get("language")),
    )


def _salvaged(text: str) -> dict[str, Any]:
    """What can be read of a document that is broken: what stands in front of its items, and those that are whole."""
    if not (start := _START.search(text)):
        return {}
    try:
        document = _DECODER.decode(text[: start.start()].rstrip().rstrip(",") + "}")
    except (ValueError, RecursionError):
        return {}
    return {**document, "items": list(_whole(text, start.end()))} if isinstance(document, dict) else {}


def _whole(text: str, at: int) -> Iterator[object]:
    for _ in range(MOST_ENTRIES):
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        yield value
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]  # matches what is empty, too
