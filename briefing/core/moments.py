"""When a report was published and last changed, from what its page and its address say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from itertools import chain

from briefing.core.dates import read_date
from briefing.core.metadata import Head, listed

_LONGEST = 64
_MOST = 5
"""Characters and dates of one kind that are looked at."""
_MIDNIGHT = time()
_QUARTER = timedelta(minutes=15)
_FARTHEST = timedelta(hours=13)
"""How far from UTC clocks are where people live."""
_TIME = re.compile(r"\d\s?[:.h]\s?\d\d|\d\s?[ap]\.?m", re.IGNORECASE)
_ZONE = re.compile(r"(?:[+-]\d\d:?\d\d|Z|\b(?:UTC|GMT|[A-Z]{1,3}T|CEST|MEZ|MESZ))$")
"""A time of day, and the name or offset of a zone, at the end."""
_PUBLISHED_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date",
    "article.published", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "published_at", "published",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "datecreated", "dc.date", "dcterms.date", "displaydate",
    "article_date_original", "originalpublicationdate", "release_date", "date",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified", "datemodified",
    "article.updated", "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "last_modified",
    "modified_at", "revision_date",
)  # fmt: skip
_RFC_5322 = re.compile(r"^(?:\w{3},\s)?\d{1,2}\s\w{3}\s\d{4}\s\d\d:\d\d(?::\d\d)?\s+[+-]\d{4}$", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_PATH = re.compile(rf"/((?:19|20)\d\d)([/-]?)(0[1-9]|1[0-2]|{'|'.join(_MONTHS)})\2(0[1-9]|[12]\d|3[01])(?!\d)")


def published_of(head: Head, shown: Callable[[], Iterable[str]] = tuple) -> datetime | None:
    """When the report was published, by the site's own clock as far as the page tells it: the local day matters.

    A date without a time is midnight, a time without a zone UTC. shown: gives the dates that the page shows; asked
    only where it claims none, or gives it in UTC.
    """
    report = head.article
    tagged = [value for name in _PUBLISHED_META for value in head.metas.get(name, ())[:_MOST]]
    claims = [
        *listed(report.get("datePublished"))[:_MOST],
        *(node.get("datePublished") for node in head.nodes),
        *tagged,
    ]
    claims += [*head.times, report.get("dateCreated"), *(node.get("uploadDate") for node in head.nodes)]
    moment = _first(claims)
    if moment is None:
        return _in_path(head.canonical) or _in_path(head.url) or _first(shown())
    if anew := [later for tag in tagged if (later := parse_date(tag)) and later - moment > timedelta(days=1)]:
        seen = {there.date() for date in shown() if (there := parse_date(date))}
        moment = next((later for later in anew if later.date() in seen), moment)
    if moment.utcoffset() or moment.time() == _MIDNIGHT:
        return moment
    return _on_local_clock(moment, chain(claims, shown()))


def _on_local_clock(moment: datetime, others: Iterable[object]) -> datetime:
    """A moment given in UTC on the site's own clock, if the page tells the same moment on that, too."""
    minute = moment.replace(second=0, microsecond=0)
    for other in others:
        there = parse_date(other)
        if there is None or not isinstance(other, str) or len(other) > _LONGEST or abs(there - moment) > _FARTHEST:
            continue
        if there.utcoffset():
            if abs(there - moment) < timedelta(minutes=1):
                return moment.astimezone(there.tzinfo)
        elif _TIME.search(other) and not _ZONE.search(other.strip()):
            ahead = there.replace(microsecond=0) - (moment.replace(microsecond=0) if there.second else minute)
            if ahead and not ahead % _QUARTER:
                return moment.astimezone(timezone(ahead))
            if ahead and moment == minute and not minute.minute % 15:
                return moment  # any round time would seem to be the same one on another clock
    return moment


def modified_of(head: Head, published: datetime | None) -> datetime | None:
    """When the report was last changed; None where the page does not say so, or says that it was before it appeared."""
    claims = listed(head.article.get("dateModified"))[:_MOST]
    claims += [value for name in _MODIFIED_META for value in head.metas.get(name, ())[:_MOST]]
    modified = _first([*claims, *head.updates])
    return None if modified and published and modified < published else modified


def _first(claims: Iterable[object]) -> datetime | None:
    return next((moment for claim in claims if (moment := parse_date(claim))), None)


def _in_path(address: str) -> datetime | None:
    if not (found := _IN_PATH.search(address[:2000].lower())):
        return None
    month = _MONTHS.index(found[3]) + 1 if found[3] in _MONTHS else int(found[3])
    return parse_date(f"{found[1]}-{month:02}-{found[4]}")


def parse_date(value: object) -> datetime | None:
    """A moment from a date as pages write them; None for anything else, or for a year before 1990 or after 2100."""
    if not isinstance(value, str):
        return None
    text = value.strip()[:_LONGEST]
    tidy = re.sub(r"(?<=\d)\s+(?=[+-]\d\d:?\d\d$)", "", text)
    tidy = re.sub(r"\.(\d{6})\d+", r".\1", tidy)
    tidy = re.sub(r"\s*(?:UTC|GMT)$", "Z", tidy)
    moment = None
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(text) if _RFC_5322.search(text) else datetime.fromisoformat(tidy)
    if moment is None and any(map(str.isdecimal, text)):
        moment = read_date(text)
    if moment is None or not 1990 <= moment.year <= 2100:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
