"""Draws the publishers' sites: feeds in their formats and pages in their layouts. The same base gives the same bytes.

`base` is the server's own address, such as `http://127.0.0.1:8123`; the publishers live under names of the same port,
such as `http://meridian.localhost:8123` (RFC 6761, section 6.3: names under localhost are loopback).
"""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from briefing.sample.world import PUBLISHERS, SampleArticle, articles

if TYPE_CHECKING:
    from jinja2 import Environment

FEED_PATH = "/feed.xml"
FORMS = {
    "rss": ("rss.xml.j2", "application/rss+xml; charset=utf-8"),
    "rss-full": ("rss.xml.j2", "text/xml; charset=utf-8"),
    "rdf": ("rdf.xml.j2", "application/rdf+xml"),
    "atom": ("atom.xml.j2", "application/atom+xml; charset=utf-8"),
    "atom-base": ("atom.xml.j2", "application/atom+xml"),
}


def origin(publisher: str, base: str) -> str:
    """The address of a publisher's site, without a slash at its end."""
    port = urlsplit(base).port
    return f"http://{publisher}.localhost" + (f":{port}" if port else "")


def feed_url(publisher: str, base: str) -> str:
    """Where a publisher's feed lies."""
    return origin(publisher, base) + FEED_PATH


def article_url(article: SampleArticle, base: str) -> str:
    """The canonical address of an article."""
    return origin(article.publisher, base) + article.path


def picture_url(article: SampleArticle, base: str) -> str:
    """Where an article's picture lies; empty where it has none."""
    return f"{origin(article.publisher, base)}/pictures/{article.id}.svg" if article.caption else ""


def published(publisher: str, until: datetime) -> tuple[SampleArticle, ...]:
    """What a publisher has published by then, the newest first."""
    return tuple(a for a in reversed(articles()) if a.publisher == publisher and a.published <= until)


def feed(publisher: str, until: datetime, base: str) -> tuple[bytes, str]:
    """A publisher's feed as it stands at a time: its bytes and content type."""
    of, entries = PUBLISHERS[publisher], published(publisher, until)
    if of.form == "json":
        return _json_feed(publisher, entries, base), "application/feed+json"
    template, content_type = FORMS[of.form]
    return _draw(template, base, publisher=of, entries=entries, updated=_updated(entries, until)), content_type


def page(article: SampleArticle, base: str) -> bytes:
    """An article's page, in its publisher's character set."""
    of = PUBLISHERS[article.publisher]
    earlier = [a for a in published(of.id, article.published) if a.id != article.id and a.kind == "report"]
    authors_ld = [{"@type": "Person", "name": name} for name in article.authors]
    html = _draw(f"{of.id}.html.j2", base, publisher=of, article=article, earlier=earlier[:5], authors_ld=authors_ld)
    return html if of.charset == "utf-8" else html.decode().encode(of.charset, "xmlcharrefreplace")


def front(publisher: str, until: datetime, base: str) -> bytes:
    """A publisher's front page: the headlines of what is published by then."""
    return _draw("front.html.j2", base, publisher=PUBLISHERS[publisher], entries=published(publisher, until))


def opml(base: str) -> bytes:
    """All feeds as OPML 2.0, under their sections."""
    sections: dict[str, list[object]] = {}
    for of in PUBLISHERS.values():
        sections.setdefault(of.section, []).append(of)
    return _draw("feeds.opml.j2", base, sections=sections)


def picture(article: SampleArticle) -> bytes:
    """The picture of an article: a drawn seascape, another one for each article (SVG)."""
    seed = sum(ord(c) * i for i, c in enumerate(article.id, 1))
    ridges = [[(x, 150 + 55 * n - (seed * (n + 3) * (x + 7) // 11) % 70) for x in range(0, 721, 90)] for n in range(4)]
    return _draw("picture.svg.j2", "", hue=seed % 360, sun=80 + seed % 480, ridges=ridges)


def _updated(entries: tuple[SampleArticle, ...], until: datetime) -> datetime:
    return entries[0].published if entries else until


def _json_feed(publisher: str, entries: tuple[SampleArticle, ...], base: str) -> bytes:
    """JSON Feed 1.1 (jsonfeed.org/version/1.1); one publisher gives its summaries as HTML, the other as text."""
    of = PUBLISHERS[publisher]
    items: list[dict[str, Any]] = [
        {
            "id": f"{publisher}:{entry.id}" if of.tracking else article_url(entry, base),
            "url": article_url(entry, base) + (f"?{of.tracking}" if of.tracking else ""),
            "title": entry.title,
            **({"content_html": f"<p>{entry.summary}</p>"} if of.tracking else {"content_text": entry.summary}),
            **({} if of.tracking else {"summary": entry.summary}),
            "date_published": entry.published.isoformat().replace("+00:00", "Z"),
            "authors": [{"name": name} for name in entry.authors],
            "tags": [entry.section],
            "language": "en",
        }
        for entry in entries
    ]
    head = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": of.name,
        "description": of.tagline,
        "home_page_url": origin(publisher, base) + "/",
        "feed_url": feed_url(publisher, base),
        "language": "en",
    }
    return json.dumps(head | {"items": items}, ensure_ascii=False, indent=1).encode()


@cache
def _templates() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "layouts"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["rfc822"] = format_datetime
    return found


def _draw(template: str, base: str, **values: object) -> bytes:
    def url(article: SampleArticle) -> str:
        return article_url(article, base)

    def link(article: SampleArticle) -> str:
        tracking = PUBLISHERS[article.publisher].tracking
        return url(article) + (f"?{tracking}" if tracking else "")

    def image(article: SampleArticle) -> str:
        return picture_url(article, base)

    def home(publisher: str) -> str:
        return origin(publisher, base)

    return _templates().get_template(template).render(url=url, link=link, image=image, home=home, **values).encode()
