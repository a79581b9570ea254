"""The nouns that flow through Briefing, in the order in which they arise.

    Item -> Page -> Article -> Story -> RankedStory -> Brief -> Edition -> Document -> Receipt

Each is frozen: a stage makes new ones and never changes what it was given. Times are aware datetimes, in UTC once they
are stored, texts are plain text (never HTML) and identifiers are short strings that depend on content alone, so that
the same input gives the same bytes wherever and in whatever order it is processed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

TextFrom = Literal["page", "feed"]
Kind = Literal["lead", "full", "brief"]
Status = Literal["new", "update", "ongoing"]
Genre = Literal["report", "opinion", "live", "video"]
State = Literal["claimed", "sent", "uncertain", "failed", "skipped"]
Standing = Literal["active", "pending", "unsubscribed", "bounced", "complained"]
"""Of a reader; each stops more mail for good than those before it, and only who is active gets any."""


# --- gathering -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What a source needs beyond its address: headers and cookies for its own hosts, and the way there."""

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    cookies: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    hosts: tuple[str, ...] = ()
    """The hosts, each with its subdomains, that may see headers and cookies; nobody else does, redirects or not."""
    proxy: str | None = field(default=None, repr=False)
    """An http: proxy that all its requests go through; the fetcher's own where None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed as the configuration (or an OPML file) names it."""

    url: str
    name: str | None = None
    """What to call it; the feed's own title where None."""
    section: str = "News"
    weight: float = 1.0
    """How much the user trusts it: 1 is ordinary, 2 counts double, 0.5 half."""
    access: Access = Access()


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave for asking again cheaply (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    """Where and how to ask a source again, and how it went of late."""

    validators: Validators = Validators()
    address: str | None = None
    """Where it is by now: it moved there for good, or was found on the page that the configuration names."""
    failures: int = 0
    """How often in a row it could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The bytes behind an address, content codings undone."""

    url: str
    """Where the body came from, after redirects."""
    body: bytes = b""
    content_type: str | None = None
    validators: Validators = Validators()
    unchanged: bool = False
    """The server said 304: body is empty, what was read before still stands."""
    moved: str | None = None
    """Where redirects that are for good (301, 308) led, up to the first other one; None without any."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Answer headers by lower-case name, the last of a repeated one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a feed."""

    id: str
    """Stable across readings of the feed: made from the canonical link, else from the entry's own id."""
    source: str
    """The feed's address, as the configuration gives it."""
    source_name: str
    section: str
    url: str
    """Absolute http(s) link, tracking parameters removed; empty where the entry has none."""
    title: str
    published: datetime | None = None
    excerpt: str = ""
    """The feed's own summary or content as plain text, paragraphs separated by newlines."""
    authors: tuple[str, ...] = ()
    language: str | None = None
    position: int = 0
    """Place in its feed at the first reading, from 0."""
    weight: float = 1.0
    guid: str = ""
    """The entry's own id, as the feed gives it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """An item whose page is still to be read."""

    item: Item
    first_seen: datetime
    attempts: int = 0
    """How often its page was asked for in vain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one look at a source gave."""

    items: tuple[Item, ...] = ()
    title: str | None = None
    validators: Validators = Validators()
    unchanged: bool = False
    address: str | None = None
    """Where to ask from now on, when that is not where it was asked: see `Bookmark`."""
    fresh_for: timedelta | None = None
    """How long the source asks not to be read again (ttl, Cache-Control, …); None where it says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a followed source has been doing."""

    url: str
    name: str
    read_at: datetime | None
    """When it was read last, with success; None: never yet."""
    failures: int
    """In a row, up to now."""
    failing_since: datetime | None
    failure: str
    """What went wrong last, in plain words; empty while it can be read."""
    gone: bool
    """It said that it is gone for good (410): it is not asked any more."""
    ask_at: datetime | None
    """Not to be asked before; None: whenever."""
    address: str | None
    """Where it is by now, where that is not url."""
    told_at: datetime | None
    """When the operator was told of this failure."""
    daily: float
    """New items a day, over the last two weeks or since it was first read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRules:
    """What a user knows of the pages of one site that no rule for all sites could."""

    host: str
    """The site's host; those below it are meant too."""
    report: tuple[str, ...] = ()
    """CSS selectors: the report stands in the first of these that the page has."""
    drop: tuple[str, ...] = ()
    """CSS selectors of what is not of the report."""
    lines: tuple[str, ...] = ()
    """Regular expressions, case ignored, of lines that are not of the report."""
    off: frozenset[str] = frozenset()
    """Cleaning rules that are not used for this site (see `core.clean`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRules:
    """How a user wants pages to be read."""

    off: frozenset[str] = frozenset()
    """Cleaning rules that are not used (see `core.clean`)."""
    sites: tuple[SiteRules, ...] = ()


NO_RULES = ReadingRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a page before it is read."""

    title: str = ""
    """As its feed gives it."""
    text: str = ""
    """The feed's own summary or content as plain text, one paragraph a line."""
    repeated: frozenset[str] = frozenset()
    """Keys (see `core.repeats`) of lines that stand on several pages of its site."""


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A line that cleaning took out, and the rule that said so."""

    rule: str
    line: str
    after: int = 0
    """So many lines of the report stand before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One way to read a page, and how good its result looks."""

    name: str
    """Such as "trafilatura, careful" or "JSON-LD articleBody"."""
    words: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """How a page was read: for people who ask why."""

    opinions: tuple[Opinion, ...] = ()
    """Those that were asked for; the first was taken."""
    removed: tuple[Removal, ...] = ()
    """In reading order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """What an extractor found on a page: the report and nothing else."""

    text: str
    """Plain text, one paragraph a line."""
    text_from: TextFrom = "page"
    """The feed's own where the page has only a part of what its feed has whole."""
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    language: str | None = None
    """The text's own, as a primary language subtag (BCP 47)."""
    url: str | None = None
    """The canonical address, where the page names one."""
    site_name: str = ""
    section: str = ""
    """As the site calls it."""
    genre: Genre = "report"
    partial: bool = False
    """The rest is behind a paywall."""
    image: Image | None = None
    notes: Notes = Notes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    url: str
    alt: str = ""
    width: int | None = None
    """Pixels, as its page says, as height."""
    height: int | None = None


def text_digest(text: str) -> str:
    """The SHA-256 of a text in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One report, as it was read. Its text never changes: a page read anew with other text is another version."""

    id: str
    """The item's id."""
    item: Item
    url: str
    title: str
    text: str
    """Plain text, one paragraph a line; may be empty where neither page nor feed gave any."""
    text_from: TextFrom
    digest: str
    """SHA-256 of text in hexadecimal: (id, digest) names this version for ever."""
    first_seen: datetime
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    language: str = "en"
    genre: Genre = "report"
    partial: bool = False
    """The rest is behind a paywall."""
    image: Image | None = None

    @property
    def when(self) -> datetime:
        """When it was news: published, unless the date is missing or lies after it was first seen."""
        if self.published is None or self.published > self.first_seen:
            return self.first_seen
        return self.published

    def quoted(self, start: int, end: int) -> Quote:
        """What stands in its text from one offset to the other."""
        return Quote(text=self.text[start:end], article=self.id, start=start, end=end)

    @property
    def source(self) -> str:
        return self.item.source


# --- choosing ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """What is known of one address: where it came from and what became of its page."""

    item: Item
    first_seen: datetime
    state: Literal["pending", "done"]
    attempts: int
    outcome: str
    """What the last try gave, in plain words."""
    retry_at: datetime | None
    article: Article | None
    notes: Notes = Notes()
    """How the article's page was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frequencies:
    """In how many of so many earlier reports each term stands (see `core.terms`)."""

    documents: int = 0
    counts: Mapping[str, int] = field(default_factory=dict, repr=False)


NO_FREQUENCIES = Frequencies()


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One event, told by one or more articles."""

    id: str
    articles: tuple[Article, ...]
    """The best-told first; its title is the story's headline."""
    status: Status = "new"
    fresh: frozenset[str] = frozenset()
    """Ids of the articles that no earlier edition had."""
    first_told: str | None = None
    """Id of the edition that told it first, where one did."""
    news: tuple[str, ...] = ()
    """Of an update: the numbers, names and words that readers were not told, as its reports write them."""
    absorbed: tuple[str, ...] = ()
    """Ids of other told stories that have become part of this one, sorted."""
    split_from: str | None = None
    """Id of the told story that this one was part of, where it goes by an id of its own now."""

    @property
    def lead(self) -> Article:
        return self.articles[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story as an earlier edition told it: what `follow` needs to know of the past."""

    story: str
    articles: frozenset[str]
    edition: str
    closes: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a story stands where it stands: so many points, because of this."""

    name: str
    points: float
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedStory:
    story: Story
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        return round(sum(reason.points for reason in self.reasons), 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What became of one story in one edition, printed or not: the answer to "why" and "why not"."""

    story: str
    headline: str
    articles: tuple[str, ...]
    score: float
    reasons: tuple[Reason, ...]
    printed: bool
    because: str
    status: Status = "new"
    first_told: str | None = None
    news: tuple[str, ...] = ()
    """See `Story`, as all that follows to `split_from`."""
    absorbed: tuple[str, ...] = ()
    split_from: str | None = None
    repeats: tuple[tuple[str, str], ...] = ()
    """Ids of reports that repeat another's text, and of those that had it first."""
    twins: tuple[tuple[str, str], ...] = ()
    """Ids of articles that were found at two addresses, and of those of the story's that stand for them."""


# --- the edition ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence word for word: `article.text[start:end]` is `text`."""

    text: str
    article: str
    start: int
    end: int
    trimmed: bool = False
    """Something before or after it in its sentence, such as a dateline, was left out."""
    url: str = ""
    """Opens the article's page at the sentence, where that can be; empty in places that are not linked."""
    sole: bool = False
    """No other voice of its story bears out what it says."""
    by: str = ""
    """Name of the summarizer that wrote it, where it is no quotation: then it has no place in a text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A number, or somebody who is quoted, as some of a story's reports have it."""

    text: str
    """As the first of places has it: "15 dead"."""
    places: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What independent reports of a story can be compared by: one thing that they give a number of, in agreement or
    not, or whom they quote."""

    what: str
    """What is counted, as a report says it: "dead"; or QUOTED."""
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An article as an edition names it."""

    id: str
    url: str
    title: str
    source: str
    """The outlet's name."""
    published: datetime | None
    language: str
    text_from: TextFrom
    digest: str
    partial: bool = False
    """Only what stands before its paywall was read."""
    agency: str = ""
    """The news agency that it names as its writer."""
    repeats: str = ""
    """Id of the brief's report whose text it repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """One item of the digest."""

    story: str
    kind: Kind
    status: Status
    headline: str
    """The title of the first of articles, as its publisher wrote it."""
    quotes: tuple[Quote, ...]
    articles: tuple[Reference, ...]
    score: float
    reasons: tuple[Reason, ...]
    image: Image | None = None
    news: tuple[str, ...] = ()
    """Of an update: what readers were not told, see `Story`."""
    accounts: tuple[Account, ...] = ()
    """Numbers, and whom they quote, lined up across its reports."""
    section: str = ""
    """Its sources' section, also where it stands among the top stories."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    name: str
    briefs: tuple[Brief, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One appointed edition of one briefing."""

    briefing: str
    date: date
    """The local date: with the briefing's name it is the edition's key."""
    number: int = 1
    """Which of the date's editions, in the order in which they are due."""
    opens: datetime
    closes: datetime
    """The "now" of all that is decided for it."""

    @property
    def label(self) -> str:
        """The date, with a number from the second on: names folders and addresses, and sorts as time does."""
        return label(self.date, self.number)

    @property
    def key(self) -> str:
        return f"{self.briefing}/{self.label}"


MOST_A_DAY = 9
"""Editions of one briefing: with one digit labels sort by themselves, whatever the database's collation."""


def label(day: date, number: int = 1) -> str:
    """2026-08-23, and from a date's second edition on 2026-08-23-2. See `from_label`."""
    return day.isoformat() + (f"-{number}" if number > 1 else "")


def from_label(text: str) -> tuple[date, int]:
    """The date and the number of a label. Raises ValueError for anything else."""
    day, rest = text[:10], text[10:]
    if rest and not (len(rest) == 2 and rest[0] == "-" and "2" <= rest[1] <= str(MOST_A_DAY)):
        raise ValueError(f"{text!r} is no edition's label")
    found = date.fromisoformat(day)
    if found.isoformat() != day:
        raise ValueError(f"{text!r} is no edition's label")
    return found, int(rest[1:] or 1)


QUOTED = "quoted"
"""What an account is about whose tellings are those whom reports quote."""
TOP = "Top stories"
"""The section of the lead and the full stories."""
WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction by adults: Brysbaert, "How many words do we read per minute?", 2019."""
EXTRACTIVE = "extractive"
"""The summarizer that quotes and never writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every setting that can change what an edition says, and the version of the code that says it."""

    version: str
    briefing: str = "daily"
    title: str = "Daily Briefing"
    language: str = "en"
    timezone: str = "UTC"
    note: str = ""
    """The editor's note, in Markdown."""
    sections: tuple[str, ...] = ()
    """In the order in which they are printed; others follow by their best story."""
    words: int = 1000
    """Budget for the whole edition, headlines included."""
    full_stories: int = 5
    one_liners: int = 10
    sentences: int = 3
    """The most that a lead or full story may have."""
    least_stories: int = 3
    """With fewer than this the edition says that it is a quiet day."""
    lookback: timedelta = timedelta(days=3)
    """How far back articles are read, so that a running story is recognised."""
    threshold: float = 0.165
    """Cosine similarity from which two reports tell the same story (average linkage)."""
    summarizer: str = EXTRACTIVE
    mute: tuple[str, ...] = ()
    """Words, phrases, or regular expressions between slashes: a story whose headline or lead has one is left out."""
    mute_sources: tuple[str, ...] = ()
    """Outlets (names or hosts) whose reports alone don't make a story."""
    interests: tuple[tuple[str, float], ...] = ()
    """Words, phrases, or regular expressions between slashes, and how much more (2 is double) or less they count."""
    section_weights: tuple[tuple[str, float], ...] = ()
    owners: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Houses and the hosts of their outlets: outlets of one house count as one voice."""
    points: tuple[tuple[str, float], ...] = ()
    """Reasons of `core.rank` by name, and what their points are multiplied by; 1 where left out."""
    most_per_source: int = 4
    """Stories that one outlet may lead."""
    most_per_section: int = 12
    most_per_topic: int = 3
    """Stories about one running matter."""
    postal_address: str = ""
    unsubscribe: str = ""
    """How a reader leaves the list: an https: or mailto: address."""
    online: str = ""
    """Where the folder of editions stands on the web: an https: address that ends in a slash."""
    preferences: str = ""
    """Where readers change what they get: an https: address."""

    @property
    def places(self) -> int:
        """Stories that an edition may have: the lead, those told at length, those told in a line."""
        return 1 + self.full_stories + self.one_liners


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Something that went wrong and did not stop the rest: at which stage, with what, and why in plain words."""

    stage: Literal["feed", "page", "deliver"]
    subject: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What the footer says was done for an edition."""

    feeds: int = 0
    feeds_failed: int = 0
    articles: int = 0
    """Articles considered."""
    articles_new: int = 0
    """Of these, no earlier edition had them."""
    pages_failed: int = 0
    """Articles that stand with the feed's own summary only."""
    stories: int = 0
    printed: int = 0
    told_before: int = 0
    """Stories of the edition before it."""
    moved_on: int = 0
    """Of these, something new is told of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One day's digest: immutable, whole, and all that a renderer needs. `codec.edition_json` writes it."""

    slot: Slot
    recipe: str
    """The recipe's fingerprint, "sha256:…"."""
    title: str
    subject: str
    preheader: str
    language: str
    timezone: str
    words: int
    minutes: float
    """Reading time at 238 words a minute (Brysbaert 2019)."""
    sections: tuple[Section, ...]
    inputs: tuple[tuple[str, str], ...]
    """(article id, digest of its text) of every article considered, sorted."""
    failures: tuple[Failure, ...] = ()
    counts: Counts = Counts()
    note: str = ""
    postal_address: str = ""
    unsubscribe: str = ""
    """How a reader leaves the list: an https: or mailto: address."""
    online: str = ""
    """Where the edition stands on the web."""
    preferences: str = ""
    """Where readers change what they get."""
    quiet: bool = False
    """Fewer stories than the recipe asks for at least."""
    previous: str | None = None
    """Id of the edition before it."""

    @property
    def id(self) -> str:
        return self.slot.key

    @property
    def briefs(self) -> tuple[Brief, ...]:
        return tuple(brief for section in self.sections for brief in section.briefs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clipping:
    """A brief as the archive finds it again, without its links: those are in its edition."""

    label: str
    """Of its edition's slot."""
    date: date
    section: str
    """As its edition has it."""
    story: str
    status: Status
    headline: str
    text: str
    """Its sentences, one after the other."""
    language: str
    """The headline's (BCP 47)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """An edition in a list of editions."""

    label: str
    """Of its slot."""
    date: date
    stories: int
    headlines: tuple[Clipping, ...]
    """Of its first stories."""


# --- delivering ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An edition, drawn in every form that a channel may want."""

    edition: str
    subject: str
    preheader: str
    html: str
    """For mail programs."""
    text: str
    markdown: str
    json: str
    web: str = ""
    """A page for browsers; the mail's where a renderer draws none."""
    left_out: tuple[str, ...] = ()
    """Ids of stories that the HTML for mail leaves to the other forms, as it would be cut off with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How HTML looks, whatever it says."""

    theme: str = "paper"
    accent: str = ""
    """The colour of section names, outlets, marks (#rrggbb); the theme's own where empty."""
    accent_dark: str = ""
    """The same on dark ground; made of accent where empty."""
    logo: Image | None = None
    """Stands in place of the title."""
    images: bool = False
    """Whether the lead has a picture, loaded from its publisher when the mail is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """An edition was sent although the check held it back, as somebody wished."""

    edition: str
    at: datetime
    findings: tuple[str, ...]
    """What the check said that was passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One line of the ledger of delivery: unique by (edition, channel, recipient)."""

    edition: str
    channel: str
    recipient: str
    state: State
    at: datetime
    attempts: int = 1
    message_id: str = ""
    reply: str = ""
    """What the other side said, or what went wrong."""
    retry_at: datetime | None = None
    """When a failed delivery may be tried again; None when it is given up."""

    def waits(self, now: datetime) -> bool:
        """It failed for now, and its time to be tried again has come."""
        return self.state == "failed" and self.retry_at is not None and self.retry_at <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """What the operator is told of an edition."""

    edition: str
    """Its key; there may be no such edition, where that is the matter."""
    cause: str
    """One word: each edition has each cause once."""
    subject: str
    text: str
    attempts: int = 0
    """How often it was tried to mail it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A reader of the list."""

    id: str = ""
    """Opaque and never used again: it stands in addresses where they leave or choose. The store gives it."""
    address: str
    """Its domain in ASCII and lower case."""
    name: str = ""
    state: Standing = "active"
    since: datetime
    """When they joined."""
    changed: datetime | None = None
    """When their state last changed."""
    why: str = ""
    """What changed it, in plain words."""
    bounces: int = 0
    """Messages that came back because nobody is at the address, since one last arrived or they were added."""
    language: str = ""
    """Of what is ours in their mail and pages (BCP 47); "" where it is the edition's."""
    sections: tuple[str, ...] = ()
    """Those they chose; none for all there are."""
    days: tuple[int, ...] = ()
    """The weekdays they chose, Monday is 0; none for every edition."""
    paused_until: date | None = None
    """The first day on which they want mail again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What was thrown away because it was old."""

    articles: int = 0
    """Entries of feeds with what was read of them."""
    deliveries: int = 0
    """Lines of the ledger, which were counted."""
    rows: int = 0
    """Earlier versions of articles, and all else that had ended."""
    freed: int = 0
    """Bytes that the store's file is smaller by."""
