"""Short ways to make the nouns, for tests: everything has a default, the test says what matters to it."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from briefing.model import (
    Article,
    Brief,
    Document,
    Edition,
    Item,
    Quote,
    Reason,
    Reference,
    Section,
    Slot,
    Story,
    TextFrom,
)

NOW = datetime(2026, 9, 16, 6, 30, tzinfo=UTC)


def item(
    title: str = "Parliament passes the harbour bill",
    *,
    source: str = "https://meridian.example/feed",
    source_name: str | None = None,
    url: str | None = None,
    section: str = "World",
    published: datetime | None = None,
    excerpt: str = "",
    position: int = 0,
    weight: float = 1.0,
    language: str | None = "en",
    id: str | None = None,  # noqa: A002 - the noun's own field
) -> Item:
    url = url or source.rsplit("/", 1)[0] + "/" + "-".join(title.lower().split())
    return Item(
        id=id or hashlib.sha256(url.encode()).hexdigest()[:16],
        source=source,
        source_name=source_name or source.split("/")[2].split(".")[0].title(),
        section=section,
        url=url,
        title=title,
        published=published or NOW - timedelta(hours=6),
        excerpt=excerpt,
        position=position,
        weight=weight,
        language=language,
    )


def article(
    title: str = "Parliament passes the harbour bill",
    text: str = "Parliament passed the harbour bill on Tuesday by 61 votes to 44. The law takes effect in March.",
    *,
    text_from: TextFrom = "page",
    first_seen: datetime | None = None,
    language: str = "en",
    source: str = "https://meridian.example/feed",
    source_name: str | None = None,
    url: str | None = None,
    section: str = "World",
    published: datetime | None = None,
    position: int = 0,
    weight: float = 1.0,
    id: str | None = None,  # noqa: A002 - the noun's own field
) -> Article:
    of = item(
        title,
        source=source,
        source_name=source_name,
        url=url,
        section=section,
        published=published,
        position=position,
        weight=weight,
        language=language,
        id=id,
    )
    return Article(
        id=of.id,
        item=of,
        url=of.url,
        title=title,
        text=text,
        text_from=text_from,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        first_seen=first_seen or NOW - timedelta(hours=5),
        published=of.published,
        language=language,
    )


def story(*articles: Article, id: str | None = None) -> Story:  # noqa: A002 - the noun's own field
    told = articles or (article(),)
    return Story(id=id or "s-" + told[0].id[:10], articles=told, fresh=frozenset(a.id for a in told))


def slot(closes: datetime = NOW, *, briefing: str = "daily") -> Slot:
    return Slot(briefing=briefing, date=closes.date(), opens=closes - timedelta(days=1), closes=closes)


def edition(closes: datetime = NOW, **changes: Any) -> Edition:
    """An edition with one story, told in one sentence."""
    told = article()
    end = told.text.index(".") + 1
    reference = Reference(
        id=told.id,
        url=told.url,
        title=told.title,
        source=told.item.source_name,
        published=told.published,
        language=told.language,
        text_from=told.text_from,
        digest=told.digest,
    )
    brief = Brief(
        story="s-1",
        kind="lead",
        status="new",
        headline=told.title,
        quotes=(Quote(text=told.text[:end], article=told.id, start=0, end=end),),
        articles=(reference,),
        score=1.5,
        reasons=(Reason(name="outlets", points=1.5, because="told by 1 outlet: Meridian"),),
    )
    plain: dict[str, Any] = {
        "slot": slot(closes),
        "recipe": "sha256:0",
        "title": "Daily Briefing",
        "subject": told.title,
        "preheader": "",
        "language": "en",
        "timezone": "UTC",
        "words": 20,
        "minutes": 0.1,
        "sections": (Section(name="Top stories", briefs=(brief,)),),
        "inputs": ((told.id, told.digest),),
    }
    return Edition(**plain | changes)


def document(of: Edition) -> Document:
    return Document(edition=of.id, subject=of.subject, preheader="", html="<p>x</p>", text="x", markdown="x", json="{}")
