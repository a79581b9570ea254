"""What a page says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from briefing.core import metadata
from briefing.core.bylines import authors_of
from briefing.core.genres import genre_of
from briefing.core.metadata import Head
from briefing.core.moments import modified_of, published_of
from briefing.core.pictures import LONGEST_ALT, image_of
from briefing.core.titles import title_of
from briefing.edges.trafilatura_extractor import visible
from briefing.edges.trafilatura_extractor.tree import xpath
from briefing.model import Genre, Hints, Image

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_HEADINGS = 20
MOST_JSON = 500_000
"""Characters of JSON-LD that are read of one page."""
_COMMENT_MARKS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$")


def head_of(tree: HtmlElement, url: str) -> Head:
    """What the page says of itself; `url` is where it came from."""
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if content and len(content) < 5000:
            metas.setdefault(name.strip().lower(), []).append(content)
    title = tree.find(".//title")
    link = next((link for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()), None)
    dates: dict[str, list[str]] = {"datePublished": [], "dateModified": []}
    for element in xpath(".//*[@itemprop][not(self::meta)]")(tree):
        if (kind := element.get("itemprop")) in dates and len(dates[kind]) < 5:
            dates[kind].append(element.get("datetime") or element.get("content") or element.text_content()[:100])
    return Head(
        url=url,
        title=" ".join(title.text_content().split()) if title is not None else "",
        headings=tuple(" ".join(heading.text_content().split()) for heading in islice(tree.iter("h1"), MOST_HEADINGS)),
        metas={name: tuple(values) for name, values in metas.items()},
        nodes=tuple(islice(_json_ld(tree), metadata.MOST_NODES)),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        canonical=(link.get("href") or "") if link is not None else "",
        times=tuple(dates["datePublished"]),
        updates=tuple(dates["dateModified"]),
    )


def _json_ld(tree: HtmlElement) -> Iterator[Mapping[str, object]]:
    left = MOST_JSON
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = _COMMENT_MARKS.sub("", script.text or "")
        left -= len(text)
        if left < 0:
            return
        try:
            value = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from metadata.flatten(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What is known of a report besides its text."""

    title: str | None
    authors: tuple[str, ...]
    published: datetime | None
    modified: datetime | None
    site_name: str
    section: str
    genre: Genre
    url: str | None
    image: Image | None


def fields_of(tree: HtmlElement, head: Head, hints: Hints) -> Fields:
    """What the page claims, weighed; what it shows is asked only for what it does not claim."""
    published = published_of(head, partial(visible.dates, tree))
    title, image = title_of(head, hints.title), image_of(head)
    if image and not image.alt:
        image = replace(image, alt=metadata.line(visible.described(tree, image.url))[:LONGEST_ALT])
    return Fields(
        title=title,
        authors=authors_of(head, partial(visible.bylines, tree)),
        published=published,
        modified=modified_of(head, published),
        site_name=metadata.site_name_of(head),
        section=metadata.section_of(head),
        genre=genre_of(head, title or ""),
        url=metadata.canonical_of(head),
        image=image,
    )
