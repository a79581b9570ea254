"""The settings, frozen: each is declared here once, with its default, its meaning and an example.

The reference (`docs/configuration.md`), the JSON Schema and the command line's help are all made from this file.
Defaults are written as config.yaml would write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    PrivateAttr,
    SecretStr,
    Tag,
)
from pydantic.json_schema import SkipJsonSchema

from briefing.config.access import CookieFields, HeaderFields, HostName, Proxy
from briefing.config.base import Settings, setting
from briefing.config.schedule_settings import Schedule, SlotEntry
from briefing.config.values import (
    Address,
    Colour,
    Duration,
    DurationOrNone,
    Factors,
    FolderAddress,
    HeaderText,
    ImageAddress,
    Kind,
    Language,
    Line,
    ListId,
    Minutes,
    NamedAddress,
    Number,
    PathName,
    PathOrAddress,
    PersonalAddress,
    Phrase,
    ReasonFactors,
    SectionWeights,
    Size,
    Slug,
    StoreAddress,
    TimeZone,
    Truth,
    Unsubscribe,
    WebAddress,
    Weight,
    Whole,
    shown,
)
from briefing.core.schedule import Timetable
from briefing.model import WORDS_A_MINUTE, Access, Feed, Image, Look, ReadingRules, Recipe, SiteRules


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


class AccessSettings(Settings):
    """What a source needs beyond its address. `${NAME}` in a value is the variable NAME of the environment; passwords,
    tokens and session cookies must be written so."""

    headers: HeaderFields = setting(
        {},
        "Headers that are sent to `hosts` with each request.",
        {"Authorization": "Bearer ${HARBOUR_TOKEN}"},
        repr=False,
    )
    cookies: CookieFields = setting(
        {}, "Cookies that are sent to `hosts` with each request.", {"session": "${HARBOUR_SESSION}"}, repr=False
    )
    hosts: tuple[HostName, ...] = setting(
        (),
        "Who may see headers and cookies: these hosts and those below them; the feed's own when left out.",
        ["harbour.example"],
    )
    proxy: Proxy | None = setting(
        None,
        "A proxy that requests of this source go through; `fetch.proxy` when left out.",
        "http://proxy.example.org:3128",
        repr=False,
    )

    def at(self, url: str) -> Access:
        """What is needed at the address of a feed."""
        own = (urlsplit(url).hostname or "") if "://" in url else ""
        return Access(
            headers=tuple(self.headers.items()),
            cookies=tuple(self.cookies.items()),
            hosts=(self.hosts or ((own,) if own else ())) if self.headers or self.cookies else (),
            proxy=self.proxy,
        )


class FeedSource(Settings):
    """One feed (RSS, Atom or JSON Feed)."""

    feed: WebAddress = Field(
        description="The feed's address.", examples=["https://feeds.bbci.co.uk/news/world/rss.xml"]
    )
    name: Line | None = setting(None, "What to call it; the feed's own title when left out.", "BBC")
    section: Line = setting("News", "The section its stories are printed in.", "World")
    weight: Weight = setting(1, "How much you trust it: 1 is ordinary, 2 counts double, 0.5 half.", 1.5)
    access: AccessSettings = Field(default_factory=AccessSettings)


class OpmlSource(Settings):
    """A list of feeds, as feed readers export it."""

    opml: PathOrAddress = Field(description="An OPML file, or its web address.", examples=["feeds.opml"])
    section: Line | None = setting(None, "The section of all its feeds; the list's own when left out.", "World")
    weight: Weight = setting(
        1, "How much you trust its feeds; a weight that the list gives a feed is multiplied by it.", 1.5
    )
    access: AccessSettings = Field(default_factory=AccessSettings)

    def apply(self, feed: Feed) -> Feed:
        """A feed of the list as this entry wants it."""
        return replace(feed, weight=round(feed.weight * self.weight, 6), access=self.access.at(feed.url))


class PluginSource(Settings):
    """A source that a plugin makes; keys that are not listed here are handed to it."""

    model_config = ConfigDict(extra="allow")

    kind: Kind = Field(description="The plugin's name, or `package.module:Class`.", examples=["mastodon"])
    name: Line | None = setting(None, "What to call it.", "Town hall")
    section: Line = setting("News", "The section its stories are printed in.", "World")
    weight: Weight = setting(1, "How much you trust it: 1 is ordinary, 2 counts double, 0.5 half.", 1.5)
    access: AccessSettings = Field(default_factory=AccessSettings)

    @property
    def options(self) -> Mapping[str, Any]:
        """What the entry says beyond the settings that Briefing knows."""
        return MappingProxyType(self.model_extra or {})


class Channel(Settings):
    """A further way to readers: `maildir`, `webhook`, `apprise`, or one that a plugin makes.

    Keys that are not listed here are handed to it; `url_from: NAME` hands it the environment variable NAME as `url`, so
    that no secret stands in this file. maildir: path. webhook: url, shape (slack, discord, mattermost or json).
    apprise: urls.
    """

    model_config = ConfigDict(extra="allow")

    kind: Kind = Field(description="The channel's name, or `package.module:Class`.", examples=["webhook"])
    name: Line | None = setting(
        None, "Its name in the ledger of deliveries: keep it for ever. The kind when left out.", "team chat"
    )

    @property
    def options(self) -> Mapping[str, Any]:
        """What the entry says beyond the settings that Briefing knows."""
        return MappingProxyType(self.model_extra or {})


class Logo(Settings):
    """A picture in place of the title at the head of the edition."""

    url: ImageAddress = Field(description="Its address.", examples=["https://example.org/logo.png"])
    width: Whole = Field(description="In pixels, as it is shown.", examples=[180], ge=1, le=600)
    height: Whole = Field(description="In pixels, as it is shown.", examples=[40], ge=1, le=400)


class LookSettings(Settings):
    """How the HTML forms look. `briefing preview` shows it, and the next edition has it."""

    theme: Literal["paper", "signal"] = setting(
        "paper", "paper looks as a newspaper does, signal as a screen does.", "signal"
    )
    accent: Colour | None = setting(
        None, "The colour of section names, outlets and marks; the theme's own when left out.", "#9a2a1f"
    )
    accent_dark: Colour | None = setting(None, "The same on dark ground; made of `accent` when left out.", "#f0917f")
    logo: Logo | None = setting(
        None,
        "A picture in place of the title.",
        {"url": "https://example.org/logo.png", "width": 180, "height": 40},
    )
    images: Truth = setting(
        False, "Whether the first story has its picture. It is loaded from its publisher when the mail is read.", True
    )

    def look(self, title: str) -> Look:
        """As a renderer takes it; the title is what the logo stands for."""
        logo = self.logo
        return Look(
            theme=self.theme,
            accent=self.accent or "",
            accent_dark=self.accent_dark or "",
            logo=Image(url=logo.url, alt=title, width=logo.width, height=logo.height) if logo else None,
            images=self.images,
        )


class Output(Settings):
    """The files of an edition."""

    folder: PathName = setting("out", "Where editions are written, each in a folder named by its date.", "out")
    forms: tuple[Literal["html", "markdown", "text", "epub", "atom", "json_feed", "index"], ...] = setting(
        ("html", "markdown", "text"),
        "Which forms are written; edition.json always is. `atom`, `json_feed` and `index` are of all editions.",
        ["html", "epub", "atom"],
    )
    url: FolderAddress | None = setting(
        None,
        "Where the folder stands on the web: readers are linked to it. Without it feeds have no links.",
        "https://example.org/briefing/",
    )


class Web(Settings):
    """What `briefing serve` shows: sign-up, each reader's choices, the archive, and the desk for whoever runs it."""

    url: FolderAddress | None = setting(
        None,
        "The pages' address for the world. With it mails have links for leaving and choosing.",
        "https://news.example.org/briefing/",
    )
    host: Line = setting(
        "127.0.0.1", "Where the server listens; leave it behind a proxy on this machine.", "192.0.2.10"
    )
    port: Whole = setting(8765, "The port it listens on.", 8765, ge=0, le=65_535)
    proxies: tuple[Line, ...] = setting(
        ("127.0.0.1", "::1"), "Whose word is taken for who is asking (X-Forwarded-For).", ["127.0.0.1", "10.0.0.0/8"]
    )
    sign_up: Truth = setting(True, "Whether readers can sign up.", True)
    listed: Truth = setting(True, "Whether search engines may list the archive.", True)
    metrics_from: Line | None = setting(
        None,
        "The environment variable with a token of 16 letters or more: whoever sends it reads /metrics (Prometheus); "
        "without it nobody does.",
        "BRIEFING_METRICS",
    )
    log_readers: Truth = setting(
        False, "Whether the log names who asks; without it only the list's ids stand there.", False
    )
    sign_ups_per_visitor: Whole = setting(5, "The most sign-ups in an hour from one network address.", 5, ge=1)
    sign_ups: Whole = setting(500, "The most sign-ups in an hour in all; above it nobody is mailed.", 500, ge=1)


class Fetch(Settings):
    """How feeds and pages are asked for."""

    round: Duration = setting(
        "10m", "How long one round of gathering may take in all; what is left is read in the next.", "10m"
    )
    timeout: Duration = setting("20s", "How long one answer may take in all.", "20s")
    max_bytes: Size = setting("5MB", "The most that is read of one answer.", "5MB")
    at_once: Whole = setting(32, "How many requests are under way at the same time.", 32, ge=1, le=200)
    per_host: Whole = setting(1, "How many of them may go to the same site.", 1, ge=1, le=16)
    pace: DurationOrNone = setting(
        "1s",
        "The least time between two requests to one site; `0s` for none. This machine and private networks are exempt.",
        "1s",
    )
    robots: Truth = setting(True, "Whether pages are left alone that robots.txt asks programs not to read.", True)
    workers: Whole = setting(2, "How many processes read pages; 1 reads them one by one.", 2, ge=1, le=64)
    user_agent: HeaderText | None = setting(
        None, "How Briefing names itself to sites; its name, version and `contact` when left out.", "ExampleNews/1.0"
    )
    contact: HeaderText | None = setting(
        None, "A page or mail address where a site's owner can reach you.", "https://example.org/about"
    )
    trusted_hosts: tuple[Line, ...] = setting(
        (),
        "Hosts that may lie on this machine or a private network, which are refused otherwise.",
        ["127.0.0.1", "intranet.example.org"],
    )
    proxy: Proxy | None = setting(
        None,
        "A proxy that all requests go through; a name and password in it are written `${NAME}`.",
        "http://proxy.example.org:3128",
        repr=False,
    )


RuleName = Literal[
    "site", "repeated", "title", "byline", "bio", "contact", "dateline", "stamp", "origin", "copyright",
    "disclaimer", "caption", "embed", "player", "related", "headlines", "promotion", "advert", "affiliate",
    "consent", "comments", "tags", "share", "code", "repeat", "menu", "marks",
]  # fmt: skip
"""The names of the rules of `core.clean`, which this may not import."""


class ReadingSettings(Settings):
    """How pages are read. `briefing extract ADDRESS --explain` shows which rule took which line away."""

    off: tuple[RuleName, ...] = setting((), "Cleaning rules that are not used.", ["caption"])
    sites: PathName | None = setting(
        None, "A file with rules for single sites (see below); none when left out.", "sites.yaml"
    )


class Alerts(Settings):
    """Who is told when something is wrong: a feed that stays broken; an edition that was late, thin, failed, skipped,
    or reached too few. Once for each."""

    mail: Address | None = setting(
        None,
        "Whom to write to, by the server of `mail`; nobody when left out: then only the log says so.",
        "operator@example.org",
    )
    after: Duration = setting("3d", "How long a feed must have been failing.", "3d")
    late: Duration = setting("15m", "An edition that is made so long after it was due is late.", "15m")
    heartbeat: WebAddress | None = setting(
        None,
        "An address that is asked when an edition is out; whoever waits for it there (healthchecks.io and the like) "
        "sees when this machine says nothing any more.",
        "https://hc-ping.com/3fdd11d0-0000-4000-8000-000000000000",
        repr=False,
    )
    heartbeat_from: Line | None = setting(
        None, "The environment variable that has this address, so that it does not stand here.", "BRIEFING_HEARTBEAT"
    )
    heartbeat_shape: Literal["healthchecks", "plain"] = setting(
        "healthchecks",
        "healthchecks: it is told of the start (/start) and of failures (/fail), too; plain: only of success.",
        "plain",
    )


class Dkim(Settings):
    """A signature by which receivers know that the mail is yours (RFC 6376).

    `briefing deliveries dns` prints what the DNS has to say.
    """

    domain: HostName = Field(description="The sender's domain.", examples=["example.org"])
    selector: Line = Field(description="The name that the key has in the DNS.", examples=["briefing"])
    key: PathName = Field(
        description="A file with the private key, in PEM: RSA with 2048 bits, or Ed25519.", examples=["dkim.pem"]
    )


class Mail(Settings):
    """The edition by mail, to `to` and to the readers that `briefing subscribers` keeps.

    The password comes from the variable `BRIEFING_SMTP_PASSWORD`, never from the file.
    """

    enabled: Truth = setting(False, "Whether the edition is mailed.", True)
    host: Line = setting("localhost", "The mail server that takes your mail.", "smtp.example.org")
    port: Whole = setting(587, "Its port: 587 with starttls, 465 with tls, 25 with none.", 587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = setting(
        "starttls", "How the connection is encrypted; none is for a server on this machine.", "starttls"
    )
    user: Line | None = setting(None, "The name to log in with; no login when left out.", "briefing@example.org")
    auth: Literal["login", "xoauth2"] = setting(
        "login", "What BRIEFING_SMTP_PASSWORD is: a password to log in with, or an access token.", "xoauth2"
    )
    sender: NamedAddress | None = setting(
        None, "Whom the mail is from; needed when mail is enabled.", "Daily Briefing <briefing@example.org>"
    )
    to: tuple[Address, ...] = setting(
        (),
        "Who gets it beside the list's readers; each gets a mail of their own.",
        ["reader@example.org", "editor@example.org"],
    )
    reply_to: NamedAddress | None = setting(None, "Where answers go; to the sender when left out.", "desk@example.org")
    unsubscribe: Unsubscribe | None = setting(
        None,
        "How a reader leaves the list: a mailto: or https: address; {reader} in it stands for the reader.",
        "https://example.org/leave/{reader}",
    )
    unsubscribe_mail: Address | None = setting(
        None, "Where they may write to as well, or instead where there is no address on the web.", "leave@example.org"
    )
    preferences: PersonalAddress | None = setting(
        None,
        "A page where readers change what they get; {reader} in it stands for the reader.",
        "https://example.org/preferences/{reader}",
    )
    list_id: ListId | None = setting(
        None, "The list's name for mail programs that sort by it (RFC 2919).", "daily.example.org"
    )
    feedback_id: Line | None = setting(
        None, "Your name in Gmail's reports about complaints (Feedback-ID); 5 to 15 letters.", "examplenews"
    )
    dkim: tuple[Dkim, ...] = setting(
        (),
        "Signatures, of one key or two (RSA for all receivers, Ed25519 beside it); none where your server signs.",
        [{"domain": "example.org", "selector": "briefing", "key": "dkim.pem"}],
        max_length=2,
    )
    connections: Whole = setting(4, "How many connections to the server are open at once.", 4, ge=1, le=100)
    per_second: Number = setting(0, "The most messages in a second, over all connections; 0 for any.", 10, ge=0)
    per_connection: Whole = setting(
        100, "After so many messages a new connection is opened; 0 keeps it for all.", 20, ge=0
    )
    bounces: Whole = setting(
        2, "After so many messages that came back, as nobody is there, a reader is set aside.", 2, ge=1, le=100
    )
    postal_address: str = setting(
        "", "Your postal address for the foot of the edition, where the law asks for one.", "1 Main Street, Springfield"
    )
    send_quiet_days: Truth = setting(
        False, "Whether an edition with too few stories (`length.quiet_below`) is mailed as well.", False
    )
    password: Annotated[SecretStr | None, SkipJsonSchema()] = Field(default=None, repr=False, exclude=True)


class Keep(Settings):
    """How long what was read and sent is kept. Editions, and the reports that they cite, stay for ever."""

    articles: DurationOrNone = setting(
        "60d",
        "How long an edition can be made again from all that was read for it; of an older one only the reports stay "
        "that it cites. At least `stories.lookback` and two days; `0s` keeps all.",
        "60d",
    )
    deliveries: DurationOrNone = setting(
        "180d", "How long the ledger says who got an edition; then only how many did. `0s` keeps all.", "180d"
    )


class Delivery(Settings):
    """What happens when a delivery fails."""

    uncertain: Literal["leave", "resend"] = setting(
        "leave",
        "A mail that may or may not have gone out: leave it, or send it again at the risk of sending it twice.",
        "leave",
    )
    retry_for: DurationOrNone = setting("2h", "How long a delivery that failed for now is tried again.", "2h")


def _sort_of_source(entry: Any) -> str | None:
    keys = ("feed", "opml", "kind")
    named = [key for key in keys if (key in entry if isinstance(entry, dict) else hasattr(entry, key))]
    return f"<{named[0]}>" if named else None


AnySource = Annotated[
    Annotated[FeedSource, Tag("<feed>")]
    | Annotated[OpmlSource, Tag("<opml>")]
    | Annotated[PluginSource, Tag("<kind>")],
    Discriminator(_sort_of_source),
]


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
