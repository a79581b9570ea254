"""Briefing writes a daily news briefing: every sentence word for word from a page that was read, and linked to it.

What stands here is the public API, for other programs; `briefing --help` is for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path
    from typing import Literal

    from briefing.config import Config
    from briefing.model import Article, Edition, Item

__version__ = "0.1.0"
__all__ = [
    "__version__",
    "group",
    "load_config",
    "make_edition",
    "parse_feed",
    "read_page",
    "render",
    "summarize",
    "summarize_story",
]

# Imports wait until a function is called: `import briefing` costs nothing, and neither does `briefing --help`.


def parse_feed(body: bytes, url: str, content_type: str | None = None) -> list[Item]:
    """The entries of a feed (RSS, Atom, JSON Feed) that lies at url, in its order.

    Raises SourceError when it is no feed.
    """
    from briefing import source_wiring

    return list(source_wiring.read_feed(body, url, content_type).items)


def read_page(html: bytes, url: str) -> Article:
    """The report on a page. Raises ExtractError, with the reason, when it is no article."""
    from datetime import UTC, datetime

    from briefing import wiring
    from briefing.core.urls import canonical, host, identity
    from briefing.gathering import article_of
    from briefing.model import Item, Page, Pending

    extract = wiring.extractor().extract(html, url)
    item = Item(id=identity(canonical(url)), source=url, source_name=host(url), section="", url=url,
                title=extract.title or "")  # fmt: skip
    seen = extract.published or datetime.fromtimestamp(0, UTC)
    return article_of(Pending(item=item, first_seen=seen), Page(url=url, body=html), extract)


def summarize(
    text: str,
    *,
    title: str | None = None,
    sentences: int | None = None,
    words: int | None = None,
    language: str | None = None,
) -> list[str]:
    """The key sentences of a text (paragraphs separated by newlines), word for word, in reading order.

    At most so many sentences and so many words; three sentences where neither is given.
    """
    from briefing.core.summarize import summarize as chosen

    return chosen(text, title=title, sentences=sentences, words=words, language=language)


def summarize_story(
    texts: Sequence[str],
    *,
    titles: Sequence[str | None] | None = None,
    words: int | None = None,
    language: str | None = None,
) -> list[str]:
    """The key sentences of several reports of one event, nothing said twice."""
    from briefing.core.summarize import summarize_story as chosen

    return chosen(texts, titles=titles, words=words, language=language)


def group(articles: Sequence[Article]) -> list[list[Article]]:
    """Articles of one event together: a list for each story, in an order that does not depend on that of the input."""
    from briefing.core.cluster import group as grouped

    return [list(story) for story in grouped(articles)]


def load_config(path: str | Path) -> Config:
    """The settings of a config.yaml; secrets come from the environment. Raises ConfigError with all its mistakes."""
    import os
    from pathlib import Path

    from briefing.config import load_config as loaded

    return loaded(Path(path), os.environ)


def make_edition(config: Config, now: datetime) -> Edition:
    """Gather, then make the edition that is due at `now`, or find it made. Raises BriefingError."""
    from briefing import wiring
    from briefing.entry import jobs
    from briefing.entry.console import Console

    console = Console(quiet=True)
    with wiring.opened_store(config) as store:
        jobs.gather(config, store, now, console)
        return jobs.publish(config, store, None, now, console)


def render(edition: Edition, form: Literal["html", "markdown", "text", "json"] = "html") -> str:
    """An edition as one of its forms, drawn with the shipped templates."""
    from briefing import wiring

    return str(getattr(wiring.renderer().render(edition), form))
