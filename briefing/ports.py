"""The doors of the pipeline: what it needs of the world, as Protocols that it owns.

An implementation lives in `edges/` (or in a plugin) and need not inherit from anything here. The suites in `contracts`
say what a plugin's must do; its author runs them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from briefing.errors import ExtractError
from briefing.model import (
    NO_FREQUENCIES,
    NO_HINTS,
    Access,
    Alarm,
    Article,
    Bookmark,
    Clipping,
    Contents,
    Decision,
    Document,
    Edition,
    Extract,
    Failure,
    Feed,
    Frequencies,
    Health,
    Hints,
    Item,
    Notes,
    Override,
    Page,
    Pending,
    Pruned,
    Quote,
    Reading,
    Receipt,
    Recipe,
    Standing,
    State,
    Story,
    Subscriber,
    Told,
    Trace,
    Validators,
)

Phrase = tuple[str, ...]
"""Terms (`core.search.terms`) that follow one another."""
MOST_FOUND = 1_000
"""Briefs that a search looks at: of what more have, those that were kept last."""
A = TypeVar("A")
B = TypeVar("B")


class Fetcher(Protocol):
    """Gets what is behind an address."""

    def fetch(
        self, url: str, *, validators: Validators | None = None, access: Access | None = None, robots: bool = False
    ) -> Page:
        """Raises FetchError for anything but a whole, successful answer (or 304 where validators were given), and, with
        robots, for an address that its site asks programs not to read (RFC 9309)."""
        ...


class Source(Protocol):
    """Where items come from: one feed, usually. `feed.url` is its key in the store."""

    @property
    def feed(self) -> Feed: ...

    def read(self, fetcher: Fetcher, bookmark: Bookmark) -> Reading:
        """Raises SourceError when what came is not a feed."""
        ...


class Extractor(Protocol):
    """Finds the report on a page. Must be picklable: it runs in worker processes."""

    def extract(self, html: bytes, url: str, content_type: str | None = None, hints: Hints = NO_HINTS) -> Extract:
        """Raises ExtractError when the page is no article."""
        ...


class Workers(Protocol):
    """Runs an extractor over many pages at once, each within bounds of time and memory."""

    def extract_all(
        self, extractor: Extractor, pages: Iterable[tuple[Item, Page, Hints]]
    ) -> Iterator[tuple[Item, Page, Extract | ExtractError]]:
        """Yields each page with its extract or its ExtractError, in any order; lazily, few pages in memory at once."""
        ...


class Summarizer(Protocol):
    """Picks the sentences that tell a story."""

    def summarize(
        self,
        story: Story,
        *,
        sentences: int,
        words: int | None = None,
        background: Frequencies = NO_FREQUENCIES,
    ) -> Sequence[Quote]:
        """Sentences of the story's articles in reading order, at most so many sentences and words.

        Each is verbatim, with its place. What a plugin's summarizer gives that stands in none of them is printed as
        written by it. background: how common words are in earlier news.
        """
        ...


class Renderer(Protocol):
    """Draws an edition. The same edition gives the same bytes."""

    def render(self, edition: Edition) -> Document:
        """Raises RenderError naming the template's file and line."""
        ...


class Conversation(Protocol):
    """What is open while sending: a connection, or nothing at all."""

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:
        """Returns the other side's answer. Raises DeliveryError, RejectedError, UncertainError, and UnreachableError
        where nobody else need be tried either."""
        ...


class Channel(Protocol):
    """A way to readers. Used as `with channel.session() as open: open.send(...)`, once for each recipient."""

    @property
    def name(self) -> str:
        """Its name in the ledger: the same from run to run."""
        ...

    @property
    def repeatable(self) -> bool:
        """Sending twice does no harm (a file is written again), so the ledger need not hold it back."""
        ...

    @property
    def lanes(self) -> int:
        """So many sessions may be open at the same time, each in a thread of its own."""
        ...

    def recipients(self) -> Iterable[str]:
        """Each once and not empty, always in the same order; a million come one by one."""
        ...

    def session(self) -> AbstractContextManager[Conversation]:
        """Raises UnreachableError when the other side can't be reached."""
        ...


class News(Protocol):
    """The part of the store that gather fills: sources, items, articles, what failed."""

    def follow(self, feeds: Sequence[Feed]) -> None:
        """These are the sources from now on, in this order; what others gave stays, but they count no more."""
        ...

    def followed(self) -> Sequence[str]:
        """The sources' addresses, sorted."""
        ...

    def due(self, now: datetime) -> Mapping[str, Bookmark]:
        """The followed sources that may be asked now; a source that was never asked has an empty bookmark."""
        ...

    def save_reading(
        self, source: str, reading: Reading, now: datetime, *, ask_at: datetime | None = None
    ) -> Sequence[Pending]:
        """Keep a reading's items and its bookmark in one transaction; returns the items that were not known, and those
        that became this source's (below).

        An item is known by its id, its guid with its title, and its address however it is written. One that is still
        to be read becomes this source's where it has more right to it: as a feed of the article's own site, or as the
        one that comes earlier in the order.
        """
        ...

    def save_failure(
        self, source: str, message: str, now: datetime, *, ask_at: datetime | None = None, gone: bool = False
    ) -> None:
        """Note that a source could not be read and when to ask again (never, when it is gone); what was read of it
        stays, only the address it had moved to is forgotten."""
        ...

    def health(self, now: datetime) -> Sequence[Health]:
        """Of each followed source, in the order of the configuration."""
        ...

    def told(self, sources: Collection[str], now: datetime) -> None:
        """The operator knows now that these are broken. What is read again and breaks again is news once more."""
        ...

    def failures(self, since: datetime, until: datetime | None = None) -> Sequence[Failure]:
        """Followed sources that could not be read when last tried, and their items since then whose page could not;
        until: only what was so by then."""
        ...

    def pending(self, now: datetime) -> Sequence[Pending]:
        """Items whose page is still to be read (or tried again by now), newest first."""
        ...

    def save_article(
        self,
        article: Article,
        *,
        outcome: str,
        failed: bool = False,
        retry_at: datetime | None,
        notes: Notes | None = None,
    ) -> Pending | None:
        """Keep a version of an article; with retry_at its page will be asked for again.

        notes: how its page was read; None where it was not.

        Where its item became another source's meanwhile, nothing is kept and the item is returned as that one tells it.
        """
        ...

    def set_aside(self, ids: Collection[str], outcome: str) -> None:
        """Items whose pages won't be read, and why."""
        ...

    def articles(self, since: datetime, until: datetime) -> Sequence[Article]:
        """The latest version of each article with since < when <= until, seen by then, sorted by id."""
        ...

    def versions(self, names: Collection[tuple[str, str]], *, kept_only: bool = False) -> Sequence[Article]:
        """The articles named by (id, digest), sorted by id. Raises StoreError when one is gone, unless kept_only."""
        ...

    def trace(self, url: str) -> Trace | None: ...


class Editions(Protocol):
    """The part of the store that publish fills."""

    def get(self, key: str) -> Edition | None: ...

    def add(self, edition: Edition, recipe: Recipe, decisions: Sequence[Decision], now: datetime) -> Edition:
        """Keep an edition unless its key is taken; returns the one that is kept."""
        ...

    def recipe(self, key: str) -> Recipe: ...

    def keys(self, briefing: str | None = None) -> Sequence[str]:
        """The keys of all editions, or of one briefing's, oldest first."""
        ...

    def latest(self, briefing: str) -> Edition | None: ...

    def before(self, key: str) -> Edition | None:
        """The latest edition of the same briefing with an earlier date."""
        ...

    def told(self, briefing: str, before: str, since: datetime) -> Sequence[Told]:
        """The stories of this briefing's editions with keys before this one that closed after since; where this one
        exists, those that were there when it was made."""
        ...

    def decisions(self, key: str) -> Sequence[Decision]: ...

    def override(self, key: str, findings: Sequence[str], now: datetime) -> None:
        """Keep that an edition was sent although these findings of the check held it back."""
        ...

    def overrides(self, key: str) -> Sequence[Override]:
        """Oldest first."""
        ...


class Archive(Protocol):
    """The part of the store in which one briefing's past editions are looked up. Of what an edition says, what
    `Editions.add` kept is there from the same moment."""

    def state(self, briefing: str) -> tuple[int, str]:
        """How many editions there are, and the latest label: it changes with each that is added."""
        ...

    def labels(self, briefing: str) -> Sequence[str]:
        """Of its editions (`model.Slot.label`), oldest first."""
        ...

    def contents(self, briefing: str, first: str, last: str, *, headlines: int = 3) -> Sequence[Contents]:
        """The editions from one label to another, both included, newest first."""
        ...

    def story(self, briefing: str, story: str, *, start: int = 0, most: int = 20) -> tuple[int, Sequence[Clipping]]:
        """How often a story was told, and of these tellings, newest first, so many from the start-th on."""
        ...

    def told(self, briefing: str, stories: Collection[str]) -> Mapping[str, int]:
        """How many editions tell each of these stories."""
        ...

    def search(
        self, briefing: str, wanted: Sequence[Phrase], *, newest: bool = False, start: int = 0, most: int = 20
    ) -> tuple[int, Sequence[Clipping]]:
        """How many briefs have all these phrases (`core.search.phrases`), the last as the beginning of a word too, and
        of these, best or newest first, so many from the start-th on. Nothing wanted finds nothing; of what more
        than `MOST_FOUND` have, those that were kept last are all there is."""
        ...


class Texts(Protocol):
    """The part of the store that keeps texts of the web for a while: robots.txt by origin ("https://news.example"),
    lists of feeds by address."""

    def get(self, name: str, now: datetime) -> str | None:
        """None where there is none, or too old a one."""
        ...

    def put(self, name: str, text: str, until: datetime) -> None: ...


class Lines(Protocol):
    """The part of the store that learns which lines stand on several pages of a site (see `core.repeats`)."""

    def repeated(self, of: str) -> frozenset[str]:
        """Keys of the lines that are known for a site (`core.urls.site`)."""
        ...

    def learn(self, now: datetime) -> int:
        """Count the short lines of the articles that were read since this was last asked. Those of the same sites that
        have a line found to be repeated are kept without it, as new versions; returns how many."""
        ...


class Words(Protocol):
    """The part of the store that counts how common words are (see `core.frequencies`)."""

    def before(self, moment: datetime, *, days: int = 30, keep: bool = True) -> Frequencies:
        """Of the reports of the last so many whole days (UTC) before the moment's own day. A day is counted when it is
        first asked for, and its count never changes, unless it was asked for without keep: the same question has the
        same answer for ever."""
        ...


class Ledger(Protocol):
    """The part of the store that says who got what. A line whose recipient is "" is about the channel itself."""

    def turn(
        self,
        edition: str,
        channel: str,
        *,
        settled: Sequence[Receipt] = (),
        wanted: Mapping[str, str] | None = None,
        now: datetime,
        again: frozenset[State] = frozenset(),
    ) -> frozenset[str]:
        """In one transaction, keep what became of some, and write `claimed`, before the first byte, for others:
        wanted, recipient -> message id.

        Returns those that are ours now. Not those with a line that forbids it: claimed or sent, and, unless its state
        is in `again`, uncertain or given up.
        """
        ...

    def lines(self, edition: str, channel: str, recipients: Collection[str]) -> Mapping[str, Receipt]:
        """What stands of these recipients."""
        ...

    def abandon(self, edition: str, channel: str, reply: str, now: datetime) -> int:
        """What is claimed becomes `uncertain`; returns how many lines. For the holder of the lease alone."""
        ...

    def tally(self, edition: str) -> Mapping[tuple[str, State], int]:
        """Lines by (channel, state)."""
        ...

    def next_try(self, edition: str) -> datetime | None:
        """When the first of those that failed for now may be tried again."""
        ...

    def receipts(
        self,
        edition: str | None = None,
        *,
        channel: str | None = None,
        recipient: str | None = None,
        states: Collection[State] = (),
        most: int | None = None,
    ) -> Sequence[Receipt]:
        """By edition, channel and recipient."""
        ...

    def secret(self) -> bytes:
        """A key of this store's own: whoever does not know it can't name a Message-ID that was made with it."""
        ...

    def by_message(self, ids: Collection[str]) -> Mapping[str, Receipt]:
        """The lines of these Message-IDs. Looks at every line there is, so better once for many."""
        ...

    def forget(self, recipient: str) -> None:
        """Their lines stay, so that nothing is sent twice, but name nobody any more."""
        ...

    def hold(self, name: str, holder: str, now: datetime) -> AbstractContextManager[bool]:
        """A lease: True inside where it is ours, False where another living process has it."""
        ...


class Subscribers(Protocol):
    """The part of the store that knows the readers. Two addresses are one where they differ in case alone."""

    def save(self, readers: Sequence[Subscriber], now: datetime) -> Mapping[str, int]:
        """Take in readers, in one transaction; returns how many were "added", "changed" and "known".

        Of one who is known only what stops mail counts: an import never wakes who has left.
        """
        ...

    def set_state(self, address: str, state: Standing, why: str, now: datetime) -> Subscriber | None:
        """None where nobody has this address. Who is made active begins anew, without bounces."""
        ...

    def bounced(self, address: str, message_id: str, why: str, now: datetime, *, limit: int) -> Subscriber | None:
        """This message came back for good; from `limit` of them on the reader is set aside. However often it is said
        of a message, it counts once. None where nobody has this address."""
        ...

    def get(self, address: str) -> Subscriber | None: ...

    def by_id(self, reader: str) -> Subscriber | None: ...

    def choose(
        self, reader: str, *, sections: Sequence[str], days: Sequence[int], paused_until: date | None, language: str
    ) -> Subscriber | None:
        """Keep what they chose; None where nobody has this id."""
        ...

    def forget(self, reader: str) -> bool:
        """Delete who has this id, with all that names them here; False where nobody has it."""
        ...

    def forget_unconfirmed(self, before: datetime) -> int:
        """Delete those who never confirmed and signed up before that; returns how many."""
        ...

    def stopped_since(self, moment: datetime) -> Sequence[str]:
        """Keys (`core.message.address_key`) of those who left, or were set aside, at that moment or later."""
        ...

    def stream(self, *states: Standing) -> Iterator[Subscriber]:
        """Those of these states, or all, by id, a page at a time."""
        ...

    def counts(self) -> Mapping[Standing, int]: ...

    def by_day(self) -> tuple[Mapping[date, int], Mapping[date, int]]:
        """How many came, and how many left or were set aside, by the day (UTC)."""
        ...


class Dns(Protocol):
    """Asks the DNS. Each raises BriefingError where nobody answers, and gives nothing where there is no such name."""

    def texts(self, name: str) -> Sequence[str]:
        """The TXT records of a name, each with its strings joined."""
        ...

    def addresses(self, name: str) -> Sequence[str]: ...

    def names(self, address: str) -> Sequence[str]:
        """What an IP address is called."""
        ...


class Tokens(Protocol):
    """The part of the store that hands out secrets and knows them again. Only their hashes are kept."""

    def give(self, purpose: str, subject: str, now: datetime, *, until: datetime) -> str:
        """A new secret of letters, digits, "-" and "_"."""
        ...

    def subject(self, purpose: str, token: str, now: datetime) -> str | None:
        """Whom a secret was given for; None for one that is unknown, used, of another purpose, or too old."""
        ...

    def use(self, purpose: str, token: str, now: datetime) -> str | None:
        """The same, and it is spent; of two who use it at once one gets None."""
        ...

    def revoke(self, purpose: str, subject: str) -> None: ...

    def password(self) -> str | None:
        """The desk's, as argon2 keeps it; None where there is none yet."""
        ...

    def set_password(self, kept: str) -> None: ...


class Limits(Protocol):
    """The part of the store that counts how often something is done."""

    def take(self, name: str, now: datetime, *, most: int, span: timedelta) -> bool:
        """Count it once more; False, and not counted, where that would be more often than `most` in this span.

        Spans follow each other: the n-th begins n spans after 1970. At most two days long.
        """
        ...

    def give_back(self, name: str) -> None:
        """Forget what was counted."""
        ...


class Errands(Protocol):
    """The part of the store that keeps which mails are still to be sent to single readers: of each kind one at most."""

    def add(self, kind: str, reader: str, now: datetime) -> None: ...

    def due(self, now: datetime, most: int = 100) -> Sequence[tuple[str, str, int]]:
        """(kind, reader's id, attempts so far), the longest due first."""
        ...

    def claim(self, kind: str, reader: str, attempts: int, again: datetime) -> bool:
        """Take it on before anything is sent; unless it is `done` it is due once more then. False where another process
        took it."""
        ...

    def done(self, kind: str, reader: str) -> None: ...

    def waiting(self) -> int:
        """How many are still to be sent."""
        ...


class Alarms(Protocol):
    """The part of the store that keeps what the operator is told of an edition: each cause once."""

    def add(self, alarm: Alarm, now: datetime | None) -> bool:
        """Keep it, to be mailed from now on; None: there is nothing to mail. False where this edition had this cause
        before."""
        ...

    def known(self, edition: str) -> frozenset[str]:
        """The causes that were kept of it."""
        ...

    def due(self, now: datetime) -> Sequence[Alarm]:
        """By edition and cause."""
        ...

    def claim(self, alarm: Alarm, again: datetime) -> bool:
        """Take it on before it is mailed; unless it is `told` it is due once more then. False where another process
        took it."""
        ...

    def told(self, alarms: Collection[Alarm]) -> None: ...

    def waiting(self) -> int:
        """How many are still to be mailed."""
        ...


class Tallies(Protocol):
    """The part of the store that keeps sums for whoever watches the program: of all processes, and only growing."""

    def add(self, more: Mapping[str, float]) -> None: ...

    def all(self) -> Mapping[str, float]: ...


class Keeping(Protocol):
    """The part of the store that throws away what is old."""

    def since(self) -> datetime | None:
        """What was first seen before that is there only where an edition cites it; None: all is there."""
        ...

    def prune(
        self, now: datetime, *, articles: datetime | None, deliveries: datetime | None, vacuum: bool = False
    ) -> Pruned:
        """Throw away what only editions were made of that closed before `articles` (what editions cite stays), who got
        those that closed before `deliveries` (how many stays, and nobody is sent them again), and what has ended.

        None keeps all. In short transactions; whoever is killed meanwhile leaves the rest to the next. vacuum: also
        make a file smaller that can be made so only as a whole, while others wait.
        """
        ...


class Store(Protocol):
    def size(self) -> int:
        """Bytes."""
        ...

    def faults(self) -> Sequence[str]:
        """What is wrong with the database itself, in its own words; nothing where it is sound."""
        ...

    def backup(self, target: Path) -> None:
        """Write a checked copy of the store as it stands at this moment, while others write; a file of that name is
        replaced, whole or not at all. Raises StoreError, also where the store is no file."""
        ...

    @property
    def news(self) -> News: ...

    @property
    def editions(self) -> Editions: ...

    @property
    def archive(self) -> Archive: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def subscribers(self) -> Subscribers: ...

    @property
    def tokens(self) -> Tokens: ...

    @property
    def limits(self) -> Limits: ...

    @property
    def errands(self) -> Errands: ...

    @property
    def keeping(self) -> Keeping: ...

    @property
    def alarms(self) -> Alarms: ...

    @property
    def tallies(self) -> Tallies: ...

    @property
    def texts(self) -> Texts: ...

    @property
    def words(self) -> Words: ...

    @property
    def lines(self) -> Lines: ...


class Spread(Protocol):
    """Calls a function on many things at once (threads, or none); yields (thing, result) in any order, lazily.

    things may grow meanwhile: its iterator is asked again, after it had ended, whenever a result was taken. lane: the
    host that a thing goes to; things of one lane, at most so many at a time, don't keep the others waiting. The result
    is None for a call that took so long that it was given up.
    """

    def __call__(
        self, work: Callable[[A], B], things: Iterable[A], *, lane: Callable[[A], str]
    ) -> Iterator[tuple[A, B | None]]: ...


class Progress(Protocol):
    """Hears how a long piece of work goes on."""

    def __call__(self, stage: str, done: int, total: int, subject: str = "") -> None: ...
