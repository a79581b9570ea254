"""The report on a page, found with trafilatura between two rounds of our own rules.

    bytes -> decode -> one tree -> bounds -> head (core.metadata) -> prune -> trafilatura -> core.clean -> core.judge

`page` reads the tree and what it says of itself, `text` finds the report in it. The tree is parsed once and bounded
before trafilatura sees it: parts of it take time in the square of the page's size.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from briefing.core import metadata
from briefing.core.charset import decode
from briefing.core.clean import clean
from briefing.core.judge import check_body, check_text
from briefing.edges.trafilatura_extractor import page, text
from briefing.model import Extract

MOST_BYTES = 5_000_000

# What they warn of becomes an ExtractError; without a handler it would be written to standard error as well.
for _library in ("trafilatura", "htmldate"):
    logging.getLogger(_library).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class TrafilaturaExtractor:
    """Extractor (see ports) for news pages. Has no state, so that it can be sent to worker processes."""

    def extract(self, html: bytes, url: str, content_type: str | None = None) -> Extract:
        """The report behind a page's bytes. `url` is where they came from, `content_type` the server's header.

        Raises ExtractError where the page is no report or can't be read within bounds; `reason` names the kind.
        """
        check_body(html, content_type, most_bytes=MOST_BYTES)
        tree = page.parse(decode(html, content_type))
        head = page.head_of(tree, url)
        signs = page.signs_of(tree, head)
        page.drop_all(tree, "script", "style", "svg", "template", "noscript")
        title, authors, published = page.fields_of(tree, head)
        text.prune(tree)
        found = text.text_of(tree)
        cleaned = clean("" if text.is_whole_page(found, tree) else found, title=title or "", authors=authors)
        check_text(found, cleaned.text, signs)
        return Extract(
            text=cleaned.text,
            title=title,
            authors=authors,
            published=published,
            language=metadata.language_of(head, cleaned.text),
            url=metadata.canonical_of(head),
            image=metadata.image_of(head),
        )
