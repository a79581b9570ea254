"""Reads `articles/*.md`: what each publisher wrote, and the truth about it (clean text, story)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast

FOLDER = Path(__file__).parent / "articles"
EDITIONS = (datetime(2026, 9, 15, 6, 30, tzinfo=UTC), datetime(2026, 9, 16, 6, 30, tzinfo=UTC))
"""When the editions of the sample's two days close."""

SampleKind = Literal["report", "live", "opinion", "paywall", "gallery"]
Form = Literal["rss", "rss-full", "rdf", "atom", "atom-base", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """A publisher: its feed's format and the manners of its site."""

    id: str
    """Its host is `<id>.localhost`."""
    name: str
    tagline: str
    section: str
    form: Form
    tracking: str = ""
    """The query string it adds to the links in its feed."""
    charset: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleArticle:
    """One article as its publisher wrote it; `paragraphs` is the text of the report and nothing else."""

    id: str
    publisher: str
    section: str
    story: str
    """The event it tells of: reports with the same story belong together. For other kinds, their subject."""
    kind: SampleKind
    title: str
    authors: tuple[str, ...]
    published: datetime
    summary: str
    paragraphs: tuple[str, ...]
    dateline: str = ""
    """What the page prints before the first paragraph, such as `HARROWGATE, Sept 15 (Meridian) —`."""
    caption: str = ""
    credit: str = ""

    @property
    def text(self) -> str:
        """The clean text, one paragraph a line."""
        return "\n".join(self.paragraphs)

    @property
    def path(self) -> str:
        """Where it lies on its publisher's site."""
        plain = unicodedata.normalize("NFKD", self.title.replace("’", "")).encode("ascii", "ignore").decode()
        slug = "-".join(re.findall(r"[a-z0-9]+", plain.lower())[:9])
        return f"/{self.published:%Y/%m/%d}/{slug}.html"


PUBLISHERS = MappingProxyType(
    {
        p.id: p
        for p in (
            Publisher(
                id="meridian",
                name="Meridian",
                tagline="The news agency of record since 1887",
                section="World",
                form="rss",
            ),
            Publisher(
                id="herald",
                name="The Harrowgate Herald",
                tagline="Without fear, without favour",
                section="Politics",
                form="rss-full",
                tracking="utm_source=rss&utm_medium=feed&utm_campaign=politics",
            ),
            Publisher(
                id="lantern",
                name="Lantern News",
                tagline="Public broadcasting for Veldara",
                section="World",
                form="rss",
                tracking="at_medium=RSS&at_campaign=feed",
            ),
            Publisher(
                id="post",
                name="Brackwater Post",
                tagline="The voice of the port",
                section="Politics",
                form="rss",
                charset="windows-1252",
            ),
            Publisher(
                id="courier",
                name="The Ansel Courier",
                tagline="From every island",
                section="Pacific",
                form="rdf",
            ),
            Publisher(
                id="ledger",
                name="The Ledger",
                tagline="Business, daily",
                section="Economy",
                form="atom",
                tracking="utm_source=feed",
            ),
            Publisher(
                id="tidewater",
                name="Tidewater",
                tagline="Reporting the ocean states",
                section="Pacific",
                form="atom-base",
            ),
            Publisher(
                id="sentinel",
                name="Sentinel Review",
                tagline="Defence and security, explained",
                section="Defence",
                form="json",
            ),
            Publisher(
                id="signal",
                name="Northern Signal",
                tagline="Independent since we could afford it",
                section="World",
                form="json",
                tracking="utm_source=json&utm_medium=feed",
            ),
        )
    }
)
"""By id, in the order in which the list of feeds names them."""


def parse(name: str, source: str) -> SampleArticle:
    """Read one article: `key: value` lines between two lines of `---`, then paragraphs parted by blank lines.

    Raises ValueError naming the file when its head is not in order.
    """
    _, head, body = source.split("---\n", 2)
    pairs = [line.partition(": ") for line in head.splitlines()]
    fields = {key: value.strip() for key, _, value in pairs}
    wanted = {"title", "publisher", "section", "story", "published", "authors", "summary"}
    known = wanted | {"kind", "dateline", "caption", "credit"}
    if len(fields) < len(pairs) or not wanted <= fields.keys() <= known or fields["publisher"] not in PUBLISHERS:
        raise ValueError(f"{name}: the keys {sorted(fields)} are not those of an article")
    return SampleArticle(
        id=name,
        publisher=fields["publisher"],
        section=fields["section"],
        story=fields["story"],
        kind=cast(SampleKind, fields.get("kind", "report")),
        title=fields["title"],
        authors=tuple(author.strip() for author in fields["authors"].split(",") if author.strip()),
        published=datetime.fromisoformat(fields["published"]),
        summary=fields["summary"],
        paragraphs=tuple(" ".join(block.split()) for block in body.strip().split("\n\n")),
        dateline=fields.get("dateline", ""),
        caption=fields.get("caption", ""),
        credit=fields.get("credit", ""),
    )


@cache
def articles() -> tuple[SampleArticle, ...]:
    """All articles in the order of their publication."""
    read = (parse(path.stem, path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.md")))
    return tuple(sorted(read, key=lambda article: (article.published, article.id)))
