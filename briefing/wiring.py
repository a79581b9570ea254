"""Settings -> parts: the one place that knows which edge stands behind which port."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from briefing import __version__, logs, plugins
from briefing.core import codec
from briefing.core.edition import only
from briefing.core.markup import note_html
from briefing.core.networks import is_local
from briefing.core.urls import absolute, host
from briefing.core.wording import Wording
from briefing.errors import ConfigError, ExtractError, SourceError
from briefing.mail_wiring import mail_channel, mail_server
from briefing.model import (
    NO_HINTS,
    NO_RULES,
    Access,
    Bookmark,
    Document,
    Edition,
    Extract,
    Feed,
    Item,
    Look,
    Page,
    Reading,
    ReadingRules,
    Recipe,
    Subscriber,
)
from briefing.ports import (
    Channel,
    Extractor,
    Fetcher,
    Renderer,
    Source,
    Spread,
    Store,
    Summarizer,
    Texts,
    Workers,
)

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.config.delivery_settings import Channel as ChannelEntry
    from briefing.config.schedule_settings import SlotEntry
    from briefing.config.source_settings import OpmlSource
    from briefing.core.links import Links
    from briefing.edges.dns import Dns
    from briefing.edges.file_channel import Form
    from briefing.edges.http import HttpFetcher
    from briefing.edges.jinja_renderer import JinjaRenderer
    from briefing.edges.smtp import SmtpChannel, Taste

CHANNELS = {
    "apprise": "briefing.edges.apprise_channel:AppriseChannel",
    "maildir": "briefing.edges.maildir_channel:MaildirChannel",
    "webhook": "briefing.edges.webhook_channel:WebhookChannel",
}
EXTRACTORS = {"trafilatura": "briefing.edges.trafilatura_extractor:TrafilaturaExtractor"}
SUMMARIZERS = {"extractive": "briefing.core.summarize:Extractive"}
_LIST_KEPT = timedelta(days=7)
_NOTE_SECONDS = 60.0
"""A mail server that is slow to take a note must not hold up the edition."""
RENDERERS = {"jinja": "briefing.edges.jinja_renderer:JinjaRenderer"}


def recipe(config: Config, slot: SlotEntry | None = None) -> Recipe:
    """slot: what is said of one of a day's editions alone."""
    return config.recipe(__version__, slot)


@contextmanager
def opened_store(config: Config) -> Iterator[Store]:
    """The store, closed at the end. Raises StoreError."""
    from briefing.edges.processes import alive
    from briefing.edges.store import SqlStore

    store = SqlStore(config.store_url, alive)
    try:
        yield store
    finally:
        store.close()


def restore_store(config: Config, copy: Path, aside: Path) -> None:
    """Make the store what a copy is; what it was is kept aside. Raises StoreError."""
    from briefing.edges.store import restore

    restore(config.store_url, copy, aside)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthGrid:
    weekdays: tuple[tuple[str, str], ...]
    """Short and whole names, Monday first."""
    first_weekday: int
    """Monday is 0."""
    name: Callable[..., str]
    """(day, year=True) -> September 2026, without its year September."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gatherers:
    """What gather works with."""

    sources: Sequence[Source]
    fetcher: Fetcher
    extractor: Extractor
    workers: Workers
    spread: Spread


@contextmanager
def gatherers(config: Config, store: Store, now: datetime) -> Iterator[Gatherers]:
    """The parts of gather, closed at the end. Raises ConfigError, PluginError."""
    from briefing.edges.extraction_pool import ExtractionPool

    with ExitStack() as stack:
        fetcher = stack.enter_context(_fetching(config, store.texts))
        workers = stack.enter_context(ExtractionPool(config.fetch.workers))
        yield Gatherers(
            sources=sources(config, fetcher, lists_may_fail=True, kept=(store.texts, now)),
            fetcher=fetcher,
            extractor=extractor(config.extractor, config.reading_rules),
            workers=workers,
            spread=threads(config),
        )


@contextmanager
def _fetching(config: Config, robots: Texts) -> Iterator[HttpFetcher]:
    fetcher = http_fetcher(config, robots=robots)
    try:
        yield fetcher
    finally:
        fetcher.close()


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


def extractor(kind: str = "trafilatura", rules: ReadingRules = NO_RULES) -> Extractor:
    factory = plugins.load("extractors", kind, EXTRACTORS)
    made: Extractor = factory(rules) if kind in EXTRACTORS else factory()
    return made


def summarizer(name: str) -> Summarizer:
    made: Summarizer = plugins.load("summarizers", name, SUMMARIZERS)()
    return made


def renderer(config: Config | None = None, words: str = "") -> Renderer:
    """A renderer over the shipped templates; a file of the configuration's folder wins over the shipped one of its
    name. Without a configuration: as everything is shipped. `words`: the language of our own words, where it is not the
    edition's; a plugin's renderer is not asked for another."""
    from briefing.assets import templates_dir
    from briefing.edges.babel_locale import locale_for

    own = config.templates_folder if config else None
    made: Renderer = plugins.load("renderers", config.renderer if config else "jinja", RENDERERS)(
        folders=[own, templates_dir()] if own else [templates_dir()],
        note_html=note_html,
        to_json=codec.edition_json,
        look=config.look.look(config.title) if config else Look(),
        locale_for=locale_for,
        **({"words": words} if words and (config is None or config.renderer == "jinja") else {}),
    )
    return made


def pages(config: Config) -> JinjaRenderer:
    """Draws the web pages, and short mails: the built-in renderer, whatever draws the edition."""
    from briefing.assets import templates_dir
    from briefing.edges.babel_locale import locale_for
    from briefing.edges.jinja_renderer import JinjaRenderer

    own = config.templates_folder
    return JinjaRenderer(
        [own, templates_dir()] if own else [templates_dir()],
        note_html,
        codec.edition_json,
        look=config.look.look(config.title),
        locale_for=locale_for,
    )


def reader_links(config: Config, store: Store, clock: Callable[[], datetime]) -> Links:
    """Signs readers' own addresses of the web pages."""
    from briefing.core.links import Links

    return Links(store.ledger.secret(), lambda: clock().astimezone(config.zone).date())


def dns() -> Dns:
    """The system's."""
    from briefing.edges.dns import Dns

    return Dns()


def languages() -> list[tuple[str, str]]:
    """Those that our own words are there in, with their own names."""
    from briefing.edges.babel_locale import languages as codes
    from briefing.edges.babel_locale import name_of

    return [(code, name_of(code)) for code in codes()]


def weekdays(language: str) -> tuple[str, ...]:
    """Their names, Monday first."""
    from briefing.edges.babel_locale import locale_for

    return locale_for(language).weekdays()


def month_grid(language: str) -> MonthGrid:
    """How a language has the grid of a month."""
    from briefing.edges.babel_locale import locale_for

    locale = locale_for(language)
    return MonthGrid(
        weekdays=tuple(zip(locale.weekdays("short"), locale.weekdays(), strict=True)),
        first_weekday=locale.first_weekday,
        name=locale.month,
    )


def book(edition: Edition) -> bytes:
    """An EPUB of it."""
    from briefing.core.epub import epub
    from briefing.edges.babel_locale import locale_for

    return epub(edition, Wording(locale_for(edition.language)))


def feeds(config: Config) -> dict[Form, Callable[[Sequence[Edition]], str]]:
    """Editions -> a feed of them."""
    from briefing.core.syndication import atom, json_feed
    from briefing.edges.babel_locale import locale_for

    def words(language: str) -> Wording:
        return Wording(locale_for(language))

    title, base = config.title, config.online
    return {
        "atom": lambda editions: atom(editions, words, title=title, base=base),
        "json_feed": lambda editions: json_feed(editions, words, title=title, base=base),
        "index": lambda editions: pages(config).page(
            "web/folder.html.j2", config.language, editions=editions, title=title, feeds="atom" in config.output.forms
        ),
    }


def files(config: Config, folder: Path) -> Channel:
    """Writes editions into a folder."""
    from briefing.edges.file_channel import FileChannel

    return FileChannel(folder, config.output.forms, book=book, feeds=feeds(config))


def channels(
    config: Config, out: Path | None, clock: Callable[[], datetime], store: Store, edition: Edition
) -> list[Channel]:
    """Files first: they can't be refused. Then mail, to those whom the configuration names and to the store's readers.
    Then plugins."""
    found: list[Channel] = [files(config, out or config.output_folder)]
    if config.mail.enabled:
        found.append(mail(config, clock, store, edition))
    found += [_further_channel(config, entry, clock) for entry in config.channels]
    return found


def mail(
    config: Config,
    clock: Callable[[], datetime],
    store: Store,
    edition: Edition,
    *,
    to: Sequence[str] | None = None,
    one: Subscriber | None = None,
) -> SmtpChannel:
    """An edition's mail to all who want it, each as they chose it; or to some, whoever they are; or to `one` reader."""

    def draw(taste: Taste) -> Document | None:
        known = {*config.sections, *(brief.section for brief in edition.briefs)}
        chosen = only(edition, known.intersection(taste.sections))
        return renderer(config, taste.language).render(chosen) if chosen else None

    return mail_channel(
        config,
        clock,
        to=[one.address] if one else to,
        readers=store.subscribers if to is None else None,
        links=reader_links(config, store, clock) if config.web.url else None,
        day=None if one else edition.slot.date,
        everyone=one is None,
        draw=draw,
    )


def operator_mail(config: Config, clock: Callable[[], datetime]) -> Callable[[str, str], object] | None:
    """(subject, text) -> a mail to the operator; None where the configuration names none. Raises DeliveryError."""
    from briefing.edges.smtp import send_note

    to = config.alerts.mail
    if not to:
        return None
    server = replace(mail_server(config), answer_timeout=_NOTE_SECONDS)
    sender = config.mail.sender or ""
    return lambda subject, text: send_note(server, sender=sender, to=to, subject=subject, text=text, now=clock())


def _further_channel(config: Config, entry: ChannelEntry, clock: Callable[[], datetime]) -> Channel:
    """What `channels:` names: one of ours, or a plugin's."""
    name, options = entry.name or entry.kind, _with_secrets(entry)
    factory = plugins.load("channels", entry.kind, CHANNELS)
    if entry.kind in CHANNELS:
        options |= _drawn(config, entry.kind, options, clock)
    made: Channel = plugins.make(factory, entry.kind, name=name, **options)
    return made


def _with_secrets(entry: ChannelEntry) -> dict[str, Any]:
    """Its options; of `url_from: NAME` the value of that environment variable becomes `url`."""
    options = dict(entry.options)
    for key in [key for key in options if key.endswith("_from")]:
        variable = str(options.pop(key))
        if not (value := os.environ.get(variable)):
            where = f"channels: {entry.name or entry.kind}: {key}"
            raise ConfigError([f"{where}: the environment variable {variable} is not set"])
        logs.hide(value)
        options[key.removesuffix("_from")] = value
    return options


def _drawn(config: Config, kind: str, options: dict[str, Any], clock: Callable[[], datetime]) -> dict[str, Any]:
    """What our own channels are given beside the options of the file."""
    from briefing.core import chat
    from briefing.edges.babel_locale import locale_for

    def words(edition: Edition) -> Wording:
        return Wording(locale_for(edition.language))

    if kind == "maildir":
        sender = {"sender": config.mail.sender} if config.mail.sender else {}
        path = {"path": config.resolve(str(options["path"]))} if "path" in options else {}
        return {"clock": clock, **sender, **path}
    if kind == "apprise":
        return {"text": lambda edition: chat.headlines(edition, words(edition))}
    shape = options.pop("shape", "json")
    if shape not in chat.shapes():
        raise ConfigError([f"channels: webhook: there is no shape {shape!r}; there are {', '.join(chat.shapes())}"])
    return {"payload": lambda edition: chat.payload(edition, shape, words(edition))}


def message_ids(config: Config, store: Store) -> Callable[[str, str, str], str]:
    """(edition, channel, recipient) -> Message-ID in the sender's domain, which nobody else can guess."""
    from briefing.edges.smtp import message_id

    domain = (config.mail.sender or "").rpartition("@")[2].strip("> ") or "localhost"
    key = store.ledger.secret()
    return lambda edition, channel, recipient: message_id(edition, channel, recipient, domain, key=key)


def holder() -> str:
    from briefing.edges.processes import this_process

    return this_process()


# --- one page, asked for by hand -----------------------------------------------------------------------------------


def read_one(config: Config, get: Callable[[Fetcher], Page], *also_trusted: str) -> tuple[Page, Extract | ExtractError]:
    """The page that `get` gives, read as gathering reads it: in a process of its own, within bounds.

    Raises ConfigError, PluginError, and what `get` raises.
    """
    from briefing.edges.extraction_pool import ExtractionPool

    reader = extractor(config.extractor, config.reading_rules)
    with closing(http_fetcher(config, *also_trusted)) as fetcher, ExtractionPool(1) as workers:
        workers.warm(reader)
        page = get(fetcher)
        item = Item(id="", source="", source_name="", section="", url=page.url, title="")
        ((_, _, found),) = workers.extract_all(reader, [(item, page, NO_HINTS)])
    return page, found


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


def web_page(name: str, data: Mapping[str, object]) -> str:
    from briefing.assets import templates_dir
    from briefing.edges.web_pages import drawn

    return drawn(templates_dir() / "web", name, data)
