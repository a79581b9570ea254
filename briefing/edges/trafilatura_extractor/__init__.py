"""The report on a page, found with trafilatura between two rounds of our own rules.

    bytes -> decode -> one tree -> bounds -> head (core.metadata)
          -> prune (the user's selectors; captions, consent, comments, lists of links, other stories)
          -> trafilatura, and others where its answer looks wrong (core.opinions)
          -> core.clean -> core.judge

`page` reads what the tree says of itself, `prune` cuts it, `text` finds the report in it. The tree is parsed once
and bounded before trafilatura sees it: parts of it take time in the square of the page's size.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from briefing.core import metadata
from briefing.core.charset import decode
from briefing.core.clean import clean
from briefing.core.judge import check_body, check_text
from briefing.core.paywall import is_partial
from briefing.core.urls import host
from briefing.edges.trafilatura_extractor import page, text
from briefing.edges.trafilatura_extractor.prune import prune
from briefing.edges.trafilatura_extractor.signs import signs_of
from briefing.edges.trafilatura_extractor.tree import drop_all, parse
from briefing.model import NO_HINTS, NO_RULES, Extract, Hints, Notes, ReadingRules, SiteRules

MOST_BYTES = 5_000_000

# What they warn of becomes an ExtractError; without a handler it would be written to standard error as well.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


def site_rules(sites: Sequence[SiteRules], url: str) -> SiteRules:
    """What a user knows of the site of an address: the rules of the nearest host above it, or none."""
    named = host(url)
    found = [site for site in sites if named == site.host or named.endswith("." + site.host)]
    return max(found, key=lambda site: len(site.host), default=SiteRules(host=named))


@dataclass(frozen=True, slots=True)
class TrafilaturaExtractor:
    """Extractor (see ports) for news pages. It has no state, so that it can be sent to worker processes."""

    rules: ReadingRules = NO_RULES

    def extract(self, html: bytes, url: str, content_type: str | None = None, hints: Hints = NO_HINTS) -> Extract:
        """The report behind a page's bytes. `url` is where they came from, `content_type` the server's header.

        Raises ExtractError where the page is no report or can't be read within bounds; `reason` names the kind.
        """
        site = site_rules(self.rules.sites, url)
        check_body(html, content_type, most_bytes=MOST_BYTES)
        tree = parse(decode(html, content_type))
        head = page.head_of(tree, url)
        signs = signs_of(tree, head)
        drop_all(tree, "script", "style", "svg", "template", "noscript")
        fields = page.fields_of(tree, head, hints)
        prune(tree, site)
        found = text.text_of(tree, head, hints)
        cleaned = clean(
            found.text,
            title=fields.title or "",
            authors=fields.authors,
            off=self.rules.off | site.off,
            repeated=hints.repeated,
            lines=site.lines,
        )
        check_text(found.raw, cleaned.text, signs)
        return Extract(
            text=cleaned.text,
            text_from="feed" if found.opinions[0].name == text.FEED else "page",
            title=fields.title,
            authors=fields.authors,
            published=fields.published,
            modified=fields.modified,
            language=metadata.language_of(head, cleaned.text),
            url=fields.url,
            site_name=fields.site_name,
            section=fields.section,
            genre=fields.genre,
            partial=is_partial(found.raw, signs),
            image=fields.image,
            notes=Notes(opinions=found.opinions, removed=cleaned.removed),
        )
