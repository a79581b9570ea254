"""Settings -> the sources, and what reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing import __version__, plugins
from briefing.core.networks import is_local
from briefing.core.urls import absolute, host
from briefing.errors import ConfigError, SourceError
from briefing.model import Access, Bookmark, Feed, Reading
from briefing.ports import Fetcher, Source, Spread, Texts

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.config.source_settings import OpmlSource
    from briefing.edges.http import HttpFetcher

_LIST_KEPT = timedelta(days=7)


def http_fetcher(config: Config, *also_trusted: str, robots: Texts | None = None) -> HttpFetcher:
    """A fetcher that goes where the configuration points, private addresses among it, and nowhere private else."""
    from briefing.config.source_settings import OpmlSource
    from briefing.edges.http import HttpFetcher

    settings = config.fetch
    named = [feed.url for feed in config.feeds() + _listed(config)] + list(also_trusted)
    named += [entry.opml for entry in config.sources if isinstance(entry, OpmlSource)]
    contact = settings.contact or config.alerts.mail
    named_so = f" (+{contact})" if contact else ""
    return HttpFetcher(
        user_agent=settings.user_agent or f"Briefing/{__version__}{named_so}",
        trusted_hosts=frozenset(urlsplit(absolute(url)).netloc.rpartition("@")[2] for url in named)
        | frozenset(settings.trusted_hosts),
        total_timeout=settings.timeout.total_seconds(),
        max_bytes=settings.max_bytes,
        per_host=settings.per_host,
        pace=settings.pace.total_seconds(),
        proxy=settings.proxy,
        robots_files=robots,
        obey_robots=settings.robots,
    )


@dataclass(frozen=True, slots=True)
class UnreadList:
    """Stands for the sources of an OPML list that could not be read (`ports.Source`): it fails as a feed would."""

    feed: Feed
    error: SourceError

    def read(self, fetcher: Fetcher, bookmark: Bookmark) -> Reading:  # noqa: ARG002 - the port's signature
        raise self.error


def sources(
    config: Config, fetcher: Fetcher, *, lists_may_fail: bool = False, kept: tuple[Texts, datetime] | None = None
) -> list[Source]:
    """The configuration's sources, OPML lists unfolded; an address that stands twice is read once.

    Raises SourceError for a list on the web that can't be read, unless they may fail: then an UnreadList tells of it,
    and it is as it was when last read, within a week. kept: where it was remembered, and the time.
    """
    from briefing.config.source_settings import OpmlSource, PluginSource

    found: list[Source] = [feed_source(feed) for feed in config.feeds() + _listed(config)]
    for entry in config.sources:
        if isinstance(entry, OpmlSource) and "://" in entry.opml:
            found += _list_on_the_web(entry, fetcher, may_fail=lists_may_fail, kept=kept)
        elif isinstance(entry, PluginSource):
            feed = Feed(url=f"plugin:{entry.name or entry.kind}", name=entry.name or entry.kind,
                        section=entry.section or "News", weight=entry.weight,
                        access=entry.access.at(""))  # fmt: skip
            found.append(plugins.make(plugins.load("sources", entry.kind, {}), entry.kind, feed, **entry.options))
    return list({source.feed.url: source for source in reversed(found)}.values())[::-1]


def _list_on_the_web(
    entry: OpmlSource, fetcher: Fetcher, *, may_fail: bool, kept: tuple[Texts, datetime] | None
) -> list[Source]:
    unread: list[Source] = []
    try:
        feeds = read_opml(fetcher.fetch(entry.opml, access=entry.access.at(entry.opml)).body)
    except SourceError as error:
        if not may_fail:
            raise
        unread.append(UnreadList(Feed(url=entry.opml), error))
        known = kept[0].get(entry.opml, kept[1]) if kept else None
        feeds = read_opml(known.encode()) if known else []
    else:
        if kept:
            kept[0].put(entry.opml, write_opml(feeds, entry.opml).decode(), kept[1] + _LIST_KEPT)
    named = [replace(feed, section=entry.section) if entry.section else feed for feed in feeds]
    return [*unread, *(feed_source(entry.apply(feed)) for feed in named)]


def _listed(config: Config) -> list[Feed]:
    """The feeds of the OPML files beside the configuration."""
    from briefing.config.source_settings import OpmlSource

    feeds: list[Feed] = []
    for entry in config.sources:
        if isinstance(entry, OpmlSource) and "://" not in entry.opml:
            path = config.resolve(entry.opml)
            try:
                feeds += [entry.apply(feed) for feed in read_opml(path.read_bytes(), entry.section)]
            except (OSError, SourceError) as error:
                raise ConfigError([f"{path}: {error}"]) from error
    return feeds


def feed_source(feed: Feed) -> Source:
    from briefing.edges.feed_source import FeedSource

    return FeedSource(feed)


def read_opml(body: bytes, section: str | None = None) -> list[Feed]:
    from briefing.edges.opml_source import read_opml

    return read_opml(body, section=section)


def write_opml(feeds: Sequence[Feed], title: str) -> bytes:
    from briefing.edges.opml_source import write_opml

    return write_opml(feeds, title)


def threads(config: Config) -> Spread:
    from briefing.edges.threads import Threads

    settings = config.fetch
    return Threads(
        settings.at_once,
        lambda host: settings.at_once if is_local(host) else settings.per_host,
        # Every step of a call has bounds of its own; together they come to a few times the total for one answer.
        patience=120 + 6 * settings.timeout.total_seconds(),
    )


def read_feed(body: bytes, url: str, content_type: str | None) -> Reading:
    from briefing.edges.feed_source import parse_feed

    return parse_feed(body, url, content_type)


def access_at(config: Config, url: str) -> Access | None:
    """What the source needs that an address belongs to: the first that names its host, or one above it."""
    from briefing.config.source_settings import FeedSource

    sources = [(feed.url, feed.access) for feed in config.feeds() + _listed(config)]
    sources += [("", entry.access.at("")) for entry in config.sources if not isinstance(entry, FeedSource)]
    page = f".{host(url)}"
    for address, access in sources:
        if any(page.endswith(f".{name}") for name in access.hosts or (host(address),) if name):
            return access
    return None
