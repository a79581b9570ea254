"""A trial edition: the sample that ships, told and drawn as the configuration wants it. Nothing is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefing import pipeline, wiring
from briefing.core.check import Finding, check
from briefing.model import Article, Item, Slot, text_digest
from briefing.sample.world import EDITIONS, PUBLISHERS, SampleArticle, articles

if TYPE_CHECKING:
    from briefing.config import Config


def trial(config: Config) -> list[Finding]:
    """What the check says of it, drawn by the configuration's own renderer. Raises RenderError, PluginError."""
    opens, closes = EDITIONS
    slot = Slot(briefing=config.briefing, date=closes.date(), opens=opens, closes=closes)
    recipe = wiring.recipe(config)
    read = [_article(each) for each in articles() if each.published < closes and each.kind == "report"]
    summarizer = wiring.summarizer(recipe.summarizer)
    edition, _ = pipeline.make(slot, recipe, read, [], None, summarizer, failures=(), feeds=len(PUBLISHERS))
    return check(edition, wiring.renderer(config).render(edition))


def _article(sample: SampleArticle) -> Article:
    of = PUBLISHERS[sample.publisher]
    url = f"https://{of.id}.example{sample.path}"
    item = Item(
        id=sample.id, source=f"https://{of.id}.example/feed", source_name=of.name, section=sample.section, url=url,
        title=sample.title, published=sample.published, excerpt=sample.summary, language="en",
    )  # fmt: skip
    return Article(
        id=sample.id, item=item, url=url, title=sample.title, text=sample.text, text_from="page",
        digest=text_digest(sample.text), first_seen=sample.published, authors=sample.authors,
        published=sample.published,
    )  # fmt: skip
