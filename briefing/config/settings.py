"""The settings, frozen: each is declared once, with its default, its meaning and an example; here, or in the file
beside this one that is named for what they are of (`source_settings`, `schedule_settings`, `delivery_settings`).

The reference (`docs/configuration.md`), the JSON Schema and the command line's help are all made from these files.
Defaults are written as config.yaml would write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    Field,
    PlainSerializer,
    PrivateAttr,
)

from briefing.config.access import HostName
from briefing.config.base import Settings, setting
from briefing.config.delivery_settings import Alerts, Channel, Delivery, Keep, LookSettings, Mail, Output, Web
from briefing.config.schedule_settings import Schedule, SlotEntry
from briefing.config.source_settings import AnySource, FeedSource, Fetch, ReadingSettings
from briefing.config.values import (
    Duration,
    Factors,
    Kind,
    Language,
    Line,
    Minutes,
    Number,
    PathName,
    Phrase,
    ReasonFactors,
    SectionWeights,
    Slug,
    StoreAddress,
    TimeZone,
    Whole,
    shown,
)
from briefing.core.schedule import Timetable
from briefing.model import WORDS_A_MINUTE, Feed, ReadingRules, Recipe, SiteRules


def check_owners(owners: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Every host in one house."""
    of: dict[str, str] = {}
    for house, hosts in owners.items():
        for host in hosts:
            if of.setdefault(host, house) != house:
                raise ValueError(f"{shown(host)} belongs to both {of[host]} and {house}; name it once")
    return MappingProxyType(dict(owners))


Owners = Annotated[
    Mapping[Line, tuple[HostName, ...]],
    AfterValidator(check_owners),
    PlainSerializer(dict),
    Field(title="house: list of hosts"),
]


def beside(folder: Path, path: str | Path) -> Path:
    """A path that is meant from folder, made absolute."""
    try:
        return folder / Path(path).expanduser()
    except RuntimeError:  # `~nobody`: there is no such user, so it is a file's name
        return folder / path


class Length(Settings):
    """How long the edition is."""

    words: Whole = setting(1000, "Budget of words for the whole edition, headlines included.", 1000, ge=50, le=50_000)
    minutes: Minutes | None = setting(
        None, "The same in minutes of reading, at 238 words a minute: then `words` is not asked.", 5
    )
    full_stories: Whole = setting(5, "How many stories are told at length.", 5, ge=1, le=100)
    one_liners: Whole = setting(10, "How many more stories get one line each.", 10, ge=0, le=200)
    quiet_below: Whole = setting(
        3, "With fewer stories than this the edition says that it is a quiet day.", 3, ge=0, le=100
    )

    def at(self, slot: SlotEntry) -> Length:
        """With what one of a day's editions says of its own."""
        said = {name: value for name in type(self).model_fields if (value := getattr(slot, name)) is not None}
        if "words" in said:
            said.setdefault("minutes", None)  # else a general number of minutes would outdo it
        return self.model_copy(update=said)

    @property
    def budget(self) -> int:
        """In words."""
        return round(self.minutes * WORDS_A_MINUTE) if self.minutes else self.words


class Summary(Settings):
    """How a story is told."""

    sentences: Whole = setting(3, "The most sentences that a story told at length may have.", 3, ge=1, le=20)
    by: Kind = setting("extractive", "The summarizer that picks them.", "extractive")


class Stories(Settings):
    """How reports become stories, and which stories come first."""

    threshold: Number = setting(
        0.165,
        "How alike two reports must be to tell the same story: 0 takes all for one, 1 only copies.",
        0.2,
        gt=0,
        le=1,
    )
    lookback: Duration = setting("3d", "How far back reports are read, so that a running story is recognised.", "3d")
    mute: tuple[Phrase, ...] = setting(
        (),
        "Words, phrases, or /regular expressions/: a story that has one in its headline or opening is left out.",
        ["horoscope", "royal baby", "/transfer (news|rumou?rs)/"],
    )
    mute_sources: tuple[Line, ...] = setting(
        (),
        "Outlets, by name or host: what they alone report is left out.",
        ["The Harbour Gossip", "gossip.example"],
    )
    interests: Factors = setting(
        {},
        "As under `mute`, and how much more (2 is double) or less (0.5 is half, 0 not at all) a story with one counts.",
        {"housing": 2, "/world cup|olympics/": 0.5},
    )
    section_weights: SectionWeights = setting(
        {}, "Sections that count more (2 is double) or less (0.5 is half) than the others.", {"World": 1.5}
    )
    points: ReasonFactors = setting(
        {},
        "Reasons by which stories are ranked, and what their points are multiplied by; 0 switches a reason off.",
        {"freshness": 2, "position": 0},
    )
    most_per_source: Whole = setting(4, "How many stories one outlet, or one house, may have to itself.", 4, ge=1)
    most_per_section: Whole = setting(12, "How many stories one section may have.", 12, ge=1)
    most_per_topic: Whole = setting(3, "How many stories may be about one running matter.", 3, ge=1)


class Config(Settings):
    """Everything that config.yaml says."""

    briefing: Slug = setting("daily", "The briefing's short name: an edition's key is daily/2026-08-23.", "daily")
    title: Line = setting("Daily Briefing", "What stands at the head of the edition.", "The Morning Paper")
    language: Language = setting("en", "The language the edition is written in.", "en")
    timezone: TimeZone = setting("America/New_York", "Whose clocks the schedule and the dates follow.", "Europe/Berlin")
    note: str = setting("", "A note from the editor at the head of the edition, in Markdown.", "Good **morning**.")
    schedule: Schedule = Field(default_factory=Schedule)
    length: Length = Field(default_factory=Length)
    summary: Summary = Field(default_factory=Summary)
    stories: Stories = Field(default_factory=Stories)
    sources: tuple[AnySource, ...] = Field(
        min_length=1,
        description="Where the news comes from. Sections are printed in the order in which they first appear here.",
        examples=[[{"feed": "https://feeds.bbci.co.uk/news/world/rss.xml", "name": "BBC", "section": "World"}]],
    )
    owners: Owners = setting(
        {},
        "Houses and the sites that belong to them: outlets of one house count as one voice.",
        {"Harbour Media Group": ["harbour.example", "the-quay.example"]},
    )
    store: StoreAddress = setting(
        "briefing.db",
        "Where everything is kept: a file beside this one, or the SQLAlchemy URL of a PostgreSQL database.",
        "postgresql+psycopg://briefing@db.example.org/briefing",
    )
    keep: Keep = Field(default_factory=Keep)
    output: Output = Field(default_factory=Output)
    look: LookSettings = Field(default_factory=LookSettings)
    templates: PathName | None = setting(
        None, "A folder of templates; a file in it wins over the shipped one of the same name.", "templates"
    )
    extractor: Kind = setting("trafilatura", "The part that finds the report on a page.", "trafilatura")
    renderer: Kind = setting("jinja", "The part that draws the edition.", "jinja")
    fetch: Fetch = Field(default_factory=Fetch)
    reading: ReadingSettings = Field(default_factory=ReadingSettings)
    alerts: Alerts = Field(default_factory=Alerts)
    mail: Mail = Field(default_factory=Mail)
    delivery: Delivery = Field(default_factory=Delivery)
    web: Web = Field(default_factory=Web)
    channels: tuple[Channel, ...] = setting(
        (),
        "Further ways to readers.",
        [{"kind": "webhook", "name": "team chat", "shape": "slack", "url_from": "BRIEFING_SLACK"}],
    )

    _path: Path = PrivateAttr(default=Path("config.yaml"))
    _sites: tuple[SiteRules, ...] = PrivateAttr(default=())

    def model_post_init(self, context: Any, /) -> None:
        if isinstance(context, dict) and isinstance(context.get("path"), Path):
            self._path = context["path"]

    @property
    def path(self) -> Path:
        """The file it was read from."""
        return self._path

    @property
    def base(self) -> Path:
        """The folder that relative paths are meant from: the file's own."""
        return self._path.absolute().parent

    def resolve(self, path: str | Path) -> Path:
        """A path of the file, made absolute; `~` is the user's home folder."""
        return beside(self.base, path)

    def know_sites(self, sites: tuple[SiteRules, ...]) -> None:
        """Take in what the file says that `reading.sites` names."""
        self._sites = sites

    @property
    def reading_rules(self) -> ReadingRules:
        return ReadingRules(off=frozenset(self.reading.off), sites=self._sites)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def timetable(self) -> Timetable:
        schedule = self.schedule
        return Timetable(
            zone=self.zone, appointments=schedule.appointments, holiday=schedule.holiday, pauses=schedule.pauses
        )

    @property
    def output_folder(self) -> Path:
        return self.resolve(self.output.folder)

    @property
    def templates_folder(self) -> Path | None:
        return self.resolve(self.templates) if self.templates else None

    @property
    def store_url(self) -> str:
        """The store's address as SQLAlchemy takes it."""
        scheme, found, rest = self.store.partition("://")
        if not found:
            return f"sqlite:///{self.resolve(self.store)}"
        if scheme.startswith("sqlite") and rest.startswith("/") and rest not in ("/", "/:memory:"):
            return f"{scheme}:///{self.resolve(rest[1:])}"
        return self.store

    @property
    def sections(self) -> tuple[str, ...]:
        """In the order in which they first appear; entries of an OPML file bring their own."""
        return tuple(dict.fromkeys(source.section for source in self.sources if source.section))

    @property
    def online(self) -> str | None:
        """The folder of the web in which editions stand, each under its date."""
        return self.output.url or self.web.url

    @property
    def leave_address(self) -> str:
        """Where readers leave, with braces for what is their own; "" where there is no such place."""
        pages = f"{self.web.url}leave/{{leave}}" if self.web.url else ""
        return self.mail.unsubscribe or pages or self.leave_by_mail

    @property
    def leave_by_mail(self) -> str:
        """Whom to write to instead, as `core.bounces` understands it; "" where nobody is named."""
        mail = self.mail.unsubscribe_mail
        return f"mailto:{mail}?subject=unsubscribe%20{{reader}}" if mail else ""

    @property
    def settings_address(self) -> str:
        """Where readers choose what they get, with braces for what is their own; "" where there is no such place."""
        return self.mail.preferences or (f"{self.web.url}settings/{{settings}}" if self.web.url else "")

    def feeds(self) -> list[Feed]:
        """The entries that name one feed each, in the file's order."""
        return [
            Feed(url=s.feed, name=s.name, section=s.section, weight=s.weight, access=s.access.at(s.feed))
            for s in self.sources
            if isinstance(s, FeedSource)
        ]

    def recipe(self, version: str, slot: SlotEntry | None = None) -> Recipe:
        """Every setting that can change what an edition says; version is the code's, slot what is said of one alone."""
        length = self.length.at(slot) if slot else self.length
        return Recipe(
            version=version,
            briefing=self.briefing,
            title=(slot and slot.title) or self.title,
            language=self.language,
            timezone=self.timezone,
            note=self.note,
            sections=self.sections,
            words=length.budget,
            full_stories=length.full_stories,
            one_liners=length.one_liners,
            sentences=self.summary.sentences,
            least_stories=length.quiet_below,
            lookback=self.stories.lookback,
            threshold=self.stories.threshold,
            summarizer=self.summary.by,
            mute=self.stories.mute,
            mute_sources=self.stories.mute_sources,
            interests=tuple(sorted(self.stories.interests.items())),
            section_weights=tuple(sorted(self.stories.section_weights.items())),
            owners=tuple(sorted(self.owners.items())),
            points=tuple(sorted(self.stories.points.items())),
            most_per_source=self.stories.most_per_source,
            most_per_section=self.stories.most_per_section,
            most_per_topic=self.stories.most_per_topic,
            postal_address=self.mail.postal_address,
            unsubscribe=self.leave_address,
            online=self.online or "",
            preferences=self.settings_address,
        )
