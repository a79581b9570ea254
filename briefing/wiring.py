"""Settings -> parts. This file and those beside it that are named for what they wire (`source_wiring`,
`channel_wiring`, `mail_wiring`, `watch_wiring`) alone know which edge stands behind which port."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing import __version__, plugins
from briefing.channel_wiring import further_channel
from briefing.core import codec
from briefing.core.excerpt import only
from briefing.core.markup import note_html
from briefing.core.wording import Wording
from briefing.errors import ExtractError
from briefing.mail_wiring import mail_channel, mail_server
from briefing.model import (
    NO_HINTS,
    NO_RULES,
    Document,
    Edition,
    Extract,
    Item,
    Look,
    Page,
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
    Workers,
)
from briefing.source_wiring import http_fetcher, sources, threads

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.config.schedule_settings import SlotEntry
    from briefing.core.links import Links
    from briefing.edges.dns import Dns
    from briefing.edges.file_channel import Form
    from briefing.edges.jinja_renderer import JinjaRenderer
    from briefing.edges.smtp import SmtpChannel, Taste

EXTRACTORS = {"trafilatura": "briefing.edges.trafilatura_extractor:TrafilaturaExtractor"}
SUMMARIZERS = {"extractive": "briefing.core.summarize:Extractive"}
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
        fetcher = stack.enter_context(closing(http_fetcher(config, robots=store.texts)))
        workers = stack.enter_context(ExtractionPool(config.fetch.workers))
        yield Gatherers(
            sources=sources(config, fetcher, lists_may_fail=True, kept=(store.texts, now)),
            fetcher=fetcher,
            extractor=extractor(config.extractor, config.reading_rules),
            workers=workers,
            spread=threads(config),
        )


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
    make = plugins.load("renderers", config.renderer if config else "jinja", RENDERERS)
    built_in = config is None or config.renderer == "jinja"
    made: Renderer = make(**_drawing(config), **({"words": words} if words and built_in else {}))
    return made


def pages(config: Config) -> JinjaRenderer:
    """Draws the web pages, and short mails: the built-in renderer, whatever draws the edition."""
    from briefing.edges.jinja_renderer import JinjaRenderer

    return JinjaRenderer(**_drawing(config))


def _drawing(config: Config | None) -> dict[str, Any]:
    """What every renderer is made with."""
    from briefing.assets import templates_dir
    from briefing.edges.babel_locale import locale_for

    own = config.templates_folder if config else None
    return {
        "folders": [own, templates_dir()] if own else [templates_dir()],
        "note_html": note_html,
        "to_json": codec.edition_json,
        "look": config.look.look(config.title) if config else Look(),
        "locale_for": locale_for,
    }


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
    found += [further_channel(config, entry, clock) for entry in config.channels]
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


def web_page(name: str, data: Mapping[str, object]) -> str:
    from briefing.assets import templates_dir
    from briefing.edges.web_pages import drawn

    return drawn(templates_dir() / "web", name, data)
