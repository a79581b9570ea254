"""The tables of the store as they are today; `steps` brings a new or an older store to this form."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    TypeDecorator,
    text,
)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as text of one width in UTC: it sorts as it reads, in every database alike."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else moment(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else datetime.fromisoformat(value)


def moment(value: datetime) -> str:
    """The time as `Moment` keeps it."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


class Day(TypeDecorator[date]):
    """A date, as 2026-08-23."""

    impl = String(10)
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else value.isoformat()

    def process_result_value(self, value: Any, dialect: Dialect) -> date | None:  # noqa: ARG002
        return None if value is None else date.fromisoformat(value)


class Words(TypeDecorator[str]):
    """Text without what no database takes: half a surrogate pair, and for PostgreSQL the character NUL.

    A server, a plugin or a command line may hand over either; neither may stop the work.
    """

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else clean(value)


def clean(text: str) -> str:
    """The text as `Words` keeps it."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()


metadata = MetaData()
_WHERE_FORGOTTEN: Any = {f"{name}_where": text("forgotten IS NOT NULL") for name in ("sqlite", "postgresql")}

meta = Table("meta", metadata, Column("name", String(40), primary_key=True), Column("value", Words, nullable=False))

sources = Table(
    "sources",
    metadata,
    Column("url", Words, primary_key=True),
    Column("name", Words),
    Column("title", Words),
    Column("followed", Integer, nullable=False, default=1),
    Column("place", Integer),  # in the configuration's order; null where it is followed no more
    Column("address", Words),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("read_at", Moment),
    Column("failed_at", Moment),
    Column("failures", Integer, nullable=False, default=0),
    Column("failure", Words, nullable=False, default=""),
    Column("failing_since", Moment),
    Column("told_at", Moment),
    Column("ask_at", Moment),
    Column("gone", Integer, nullable=False, default=0),
)

items = Table(
    "items",
    metadata,
    Column("id", Words(64), primary_key=True),
    Column("source", Words, ForeignKey("sources.url"), nullable=False),
    Column("listed_by", Words, ForeignKey("sources.url")),  # the source through which it counts, see `items`
    Column("guid", Words, nullable=False, default=""),
    Column("source_name", Words, nullable=False),
    Column("section", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("published", Moment),
    Column("excerpt", Words, nullable=False),
    Column("authors", JSON, nullable=False),
    Column("language", Words),
    Column("position", Integer, nullable=False),
    Column("weight", Float, nullable=False),
    Column("first_seen", Moment, nullable=False),
    Column("state", String(8), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("retry_at", Moment),
    Column("failed", Integer, nullable=False, default=0),
    Column("outcome", Words, nullable=False, default=""),
    Column("digest", String(64)),
    Column("moment", Moment, nullable=False),
    Index("items_by_state", "state", "retry_at"),
    Index("items_by_moment", "moment"),
    Index("items_by_url", "url", postgresql_using="hash"),  # its B-tree refuses addresses of more than 2,704 bytes
    Index("items_by_source", "listed_by", "first_seen"),
    Index("items_by_first_seen", "first_seen"),
)

# Every name that an item goes by, its own id among them; item is null where a name is no one item's, and of an item
# that is kept no more: then `forgotten` says when it was last known to be listed.
aliases = Table(
    "aliases",
    metadata,
    Column("name", Words(80), primary_key=True),
    Column("item", Words(64), ForeignKey("items.id", onupdate="CASCADE")),
    Column("forgotten", Moment),
    Index("aliases_by_item", "item"),
    Index("aliases_by_forgetting", "forgotten", **_WHERE_FORGOTTEN),
)

cited = Table(  # the versions of articles that editions name: these are kept
    "cited",
    metadata,
    Column("item", Words(64), primary_key=True),
    Column("digest", String(64), primary_key=True),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Words(64), ForeignKey("items.id"), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("url", Words, nullable=False),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("text_from", String(4), nullable=False),
    Column("authors", JSON, nullable=False),
    Column("published", Moment),
    Column("language", Words, nullable=False),
    Column("image", JSON),
    Column("modified", Moment),
    Column("genre", String(10), nullable=False, default="report"),
    Column("partial", Integer, nullable=False, default=0),
    Column("notes", JSON),
    Column("learned", Integer, nullable=False, default=0),  # its short lines stand in `lines`
    Index("articles_by_learned", "learned"),
)

# The short lines of the pages of each site, by their keys (see core.repeats); "" stands for the page itself.
lines = Table(
    "lines",
    metadata,
    Column("site", Words, primary_key=True),
    Column("line", String(16), primary_key=True),
    Column("item", Words(64), primary_key=True),
    Column("report", String(16), nullable=False),  # the same for copies of one report
    Column("seen", Moment, nullable=False),
    Index("lines_by_seen", "seen"),
)

# In how many reports of each day (UTC) each word stands (see core.frequencies); "" where there were none.
words = Table(
    "words",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("counts", Words, nullable=False),
)

editions = Table(
    "editions",
    metadata,
    Column("key", Words(200), primary_key=True),
    Column("briefing", Words(180), nullable=False),
    Column("date", String(10), nullable=False),
    Column("closes", Moment, nullable=False),
    Column("document", Words, nullable=False),
    Column("recipe", Words, nullable=False),
    Column("decisions", Words, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("editions_by_date", "briefing", "date"),
)

briefs = Table(  # what editions say, to be looked up; their words are in brief_words, see `archive`
    "briefs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("edition", Words(200), ForeignKey("editions.key"), nullable=False),
    Column("briefing", Words(180), nullable=False),
    Column("date", String(10), nullable=False),
    Column("place", Integer, nullable=False),  # in its edition, from 0
    Column("section", Words, nullable=False),
    Column("story", Words, nullable=False),
    Column("status", String(8), nullable=False),
    Column("headline", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("language", Words, nullable=False),
    Index("briefs_by_edition", "edition", "place"),
    Index("briefs_by_story", "briefing", "story", "date"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("edition", Words(200), ForeignKey("editions.key"), primary_key=True),
    Column("channel", Words(200), primary_key=True),
    Column("recipient", Words(1000), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("message_id", Words, nullable=False),
    Column("reply", Words, nullable=False),
    Column("retry_at", Moment),
)

delivered = Table(  # how many lines of an edition's ledger were counted and thrown away; nobody is claimed after that
    "delivered",
    metadata,
    Column("edition", Words(200), ForeignKey("editions.key"), primary_key=True),
    Column("channel", Words(200), primary_key=True),
    Column("state", String(10), primary_key=True),
    Column("lines", Integer, nullable=False),
)

overrides = Table(  # editions that were sent although the check held them back
    "overrides",
    metadata,
    Column("edition", Words(200), ForeignKey("editions.key"), primary_key=True),
    Column("at", Moment, primary_key=True),
    Column("findings", JSON, nullable=False),
)

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("key", Words(320), nullable=False, unique=True),  # see core.message.address_key
    Column("address", Words(320), nullable=False),
    Column("name", Words, nullable=False),
    Column("state", String(12), nullable=False),
    Column("since", Moment, nullable=False),
    Column("changed", Moment),
    Column("why", Words, nullable=False),
    Column("bounces", Integer, nullable=False),
    Column("language", String(35), nullable=False),
    Column("sections", JSON, nullable=False),
    Column("days", JSON, nullable=False),
    Column("paused_until", Day),
    Index("subscribers_by_state", "state", "id"),
    Index("subscribers_by_change", "changed"),
)

bounces = Table(  # each message that came back, so that it counts once
    "bounces",
    metadata,
    Column("subscriber", String(40), ForeignKey("subscribers.id"), primary_key=True),
    Column("message_id", Words(400), primary_key=True),
    Column("at", Moment, nullable=False),
)

tokens = Table(  # what was handed out as a secret, as its hash
    "tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("subject", Words(400), nullable=False),
    Column("until", Moment, nullable=False),
    Index("tokens_by_subject", "purpose", "subject"),
    Index("tokens_by_end", "until"),
)

limits = Table(  # how often something was done since its span began; names as hashes, as there are addresses in them
    "limits",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("begun", Moment, nullable=False),
    Column("times", Integer, nullable=False),
)

errands = Table(  # mails to single readers that are still to be sent
    "errands",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("subscriber", String(40), ForeignKey("subscribers.id", ondelete="CASCADE"), primary_key=True),
    Column("due", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
)

alarms = Table(  # what the operator is told of an edition, each cause once; the edition itself may not be there
    "alarms",
    metadata,
    Column("edition", Words(200), primary_key=True),
    Column("cause", String(20), primary_key=True),
    Column("subject", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("due", Moment),  # null where it was told
    Column("attempts", Integer, nullable=False),
    Index("alarms_by_due", "due"),
)

tallies = Table(  # sums that only grow, of all processes
    "tallies",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("value", Float, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", Words(200), primary_key=True),
    Column("holder", Words, nullable=False),
    Column("expires", Moment, nullable=False),
)

texts = Table(
    "texts",
    metadata,
    Column("name", Words(300), primary_key=True),
    Column("text", Words, nullable=False),
    Column("until", Moment, nullable=False),
    Index("texts_by_until", "until"),
)
