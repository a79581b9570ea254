"""The steps that bring a new or an older store to the form that `schema` describes.

A step is a small named function that runs once; `meta` remembers how many were taken. A step that was released never
changes: what its tables looked like then is written out here. A store with more steps than this code knows was written
by a newer Briefing and is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Connection, func, inspect, select, text

from briefing.core.codec import edition_from_json
from briefing.edges.store import archive, schema
from briefing.edges.store.database import upsert
from briefing.edges.store.items import page_name
from briefing.edges.store.rows import cited_by
from briefing.errors import StoreError

_FIRST = """
    CREATE TABLE editions ("key" VARCHAR(200) NOT NULL, briefing VARCHAR(180) NOT NULL, date VARCHAR(10) NOT NULL,
        closes VARCHAR(27) NOT NULL, document VARCHAR NOT NULL, recipe VARCHAR NOT NULL, decisions VARCHAR NOT NULL,
        made_at VARCHAR(27) NOT NULL, PRIMARY KEY ("key"));
    CREATE INDEX editions_by_date ON editions (briefing, date);
    CREATE TABLE leases (name VARCHAR(200) NOT NULL, holder VARCHAR NOT NULL, expires VARCHAR(27) NOT NULL, PRIMARY
        KEY (name));
    CREATE TABLE meta (name VARCHAR(40) NOT NULL, value VARCHAR NOT NULL, PRIMARY KEY (name));
    CREATE TABLE sources (url VARCHAR NOT NULL, name VARCHAR, title VARCHAR, followed INTEGER NOT NULL, etag
        VARCHAR, last_modified VARCHAR, read_at VARCHAR(27), failed_at VARCHAR(27), failures INTEGER NOT NULL,
        failure VARCHAR NOT NULL, PRIMARY KEY (url));
    CREATE TABLE deliveries (edition VARCHAR(200) NOT NULL, channel VARCHAR(200) NOT NULL, recipient VARCHAR(1000)
        NOT NULL, state VARCHAR(10) NOT NULL, at VARCHAR(27) NOT NULL, attempts INTEGER NOT NULL, message_id VARCHAR
        NOT NULL, reply VARCHAR NOT NULL, retry_at VARCHAR(27), PRIMARY KEY (edition, channel, recipient), FOREIGN
        KEY(edition) REFERENCES editions ("key"));
    CREATE TABLE items (id VARCHAR(64) NOT NULL, source VARCHAR NOT NULL, source_name VARCHAR NOT NULL, section
        VARCHAR NOT NULL, url VARCHAR NOT NULL, title VARCHAR NOT NULL, published VARCHAR(27), excerpt VARCHAR NOT
        NULL, authors JSON NOT NULL, language VARCHAR, position INTEGER NOT NULL, weight FLOAT NOT NULL, first_seen
        VARCHAR(27) NOT NULL, state VARCHAR(8) NOT NULL, attempts INTEGER NOT NULL, retry_at VARCHAR(27), failed
        INTEGER NOT NULL, outcome VARCHAR NOT NULL, digest VARCHAR(64), moment VARCHAR(27) NOT NULL, PRIMARY KEY
        (id), FOREIGN KEY(source) REFERENCES sources (url));
    CREATE INDEX items_by_moment ON items (moment);
    CREATE INDEX items_by_state ON items (state, retry_at);
    CREATE INDEX items_by_url ON items (url);
    CREATE TABLE articles (id VARCHAR(64) NOT NULL, digest VARCHAR(64) NOT NULL, url VARCHAR NOT NULL, title VARCHAR
        NOT NULL, text VARCHAR NOT NULL, text_from VARCHAR(4) NOT NULL, authors JSON NOT NULL, published
        VARCHAR(27), language VARCHAR NOT NULL, image JSON, PRIMARY KEY (id, digest), FOREIGN KEY(id) REFERENCES
        items (id));
"""


def first_tables(connection: Connection) -> None:
    """Everything, as the first release had it."""
    for statement in _FIRST.split(";")[:-1]:
        if connection.dialect.name == "postgresql":  # its B-tree refuses addresses of more than 2,704 bytes
            statement = statement.replace("ON items (url)", "ON items USING hash (url)")
        connection.exec_driver_sql(statement)


_SECOND = """
    ALTER TABLE sources ADD COLUMN place INTEGER;
    ALTER TABLE sources ADD COLUMN address VARCHAR;
    ALTER TABLE sources ADD COLUMN failing_since VARCHAR(27);
    ALTER TABLE sources ADD COLUMN told_at VARCHAR(27);
    ALTER TABLE sources ADD COLUMN ask_at VARCHAR(27);
    ALTER TABLE sources ADD COLUMN gone INTEGER DEFAULT 0 NOT NULL;
    UPDATE sources SET failing_since = failed_at WHERE failures > 0;
    ALTER TABLE items ADD COLUMN listed_by VARCHAR REFERENCES sources (url);
    ALTER TABLE items ADD COLUMN guid VARCHAR DEFAULT '' NOT NULL;
    UPDATE items SET listed_by = source;
    CREATE INDEX items_by_source ON items (listed_by, first_seen);
    CREATE TABLE aliases (name VARCHAR(80) NOT NULL, item VARCHAR(64), PRIMARY KEY (name),
        FOREIGN KEY(item) REFERENCES items (id) ON UPDATE CASCADE);
    CREATE INDEX aliases_by_item ON aliases (item);
    CREATE TABLE texts (name VARCHAR(300) NOT NULL, text VARCHAR NOT NULL, until VARCHAR(27) NOT NULL,
        PRIMARY KEY (name));
    CREATE INDEX texts_by_until ON texts (until);
"""


def patience_and_aliases(connection: Connection) -> None:
    """When each source is asked again, where it is by now, and since when it fails; every name that an item goes by."""
    for statement in _SECOND.split(";")[:-1]:
        connection.exec_driver_sql(statement)
    names: dict[str, str | None] = {}
    for row in connection.execute(text("SELECT id, url FROM items")):
        names[row.id] = row.id
        if page := page_name(row.url):
            names[page] = None if page in names else row.id
    if names:
        rows = [{"name": name, "item": item} for name, item in names.items()]
        connection.execute(text("INSERT INTO aliases (name, item) VALUES (:name, :item)"), rows)


_THIRD = """
    ALTER TABLE articles ADD COLUMN modified VARCHAR(27);
    ALTER TABLE articles ADD COLUMN genre VARCHAR(10) DEFAULT 'report' NOT NULL;
    ALTER TABLE articles ADD COLUMN partial INTEGER DEFAULT 0 NOT NULL;
    ALTER TABLE articles ADD COLUMN notes JSON;
    ALTER TABLE articles ADD COLUMN learned INTEGER DEFAULT 1 NOT NULL;
    CREATE INDEX articles_by_learned ON articles (learned);
    CREATE TABLE lines (site VARCHAR NOT NULL, line VARCHAR(16) NOT NULL, item VARCHAR(64) NOT NULL,
        report VARCHAR(16) NOT NULL, seen VARCHAR(27) NOT NULL, PRIMARY KEY (site, line, item));
    CREATE INDEX lines_by_seen ON lines (seen);
"""


def lines_of_sites(connection: Connection) -> None:
    """How pages were read, and which lines stand on a site's pages; nothing is learned from what was read before."""
    for statement in _THIRD.split(";")[:-1]:
        connection.exec_driver_sql(statement)


def words_of_days(connection: Connection) -> None:
    """How common words were on each day; days are counted when they are asked for."""
    connection.exec_driver_sql(
        "CREATE TABLE words (day VARCHAR(10) NOT NULL, counts VARCHAR NOT NULL, PRIMARY KEY (day))"
    )


def overrides_of_editions(connection: Connection) -> None:
    """What of the check before sending was passed over."""
    connection.exec_driver_sql(
        "CREATE TABLE overrides (edition VARCHAR(200) NOT NULL, at VARCHAR(27) NOT NULL, findings JSON NOT NULL, "
        'PRIMARY KEY (edition, at), FOREIGN KEY(edition) REFERENCES editions ("key"))'
    )


_READERS = """
    CREATE TABLE subscribers (id VARCHAR(40) NOT NULL, "key" VARCHAR(320) NOT NULL, address VARCHAR(320) NOT NULL,
        name VARCHAR NOT NULL, state VARCHAR(12) NOT NULL, since VARCHAR(27) NOT NULL, changed VARCHAR(27),
        why VARCHAR NOT NULL, bounces INTEGER NOT NULL, language VARCHAR(35) NOT NULL, PRIMARY KEY (id),
        UNIQUE ("key"));
    CREATE INDEX subscribers_by_state ON subscribers (state, id);
    CREATE TABLE bounces (subscriber VARCHAR(40) NOT NULL, message_id VARCHAR(400) NOT NULL, at VARCHAR(27) NOT NULL,
        PRIMARY KEY (subscriber, message_id), FOREIGN KEY(subscriber) REFERENCES subscribers (id));
"""


def readers(connection: Connection) -> None:
    """Who reads the briefing, and what came back from them."""
    for statement in _READERS.split(";")[:-1]:
        connection.exec_driver_sql(statement)


_CHOICES = """
    ALTER TABLE subscribers ADD COLUMN sections JSON NOT NULL DEFAULT '[]';
    ALTER TABLE subscribers ADD COLUMN days JSON NOT NULL DEFAULT '[]';
    ALTER TABLE subscribers ADD COLUMN paused_until VARCHAR(10);
    CREATE INDEX subscribers_by_change ON subscribers (changed);
    CREATE TABLE tokens (hash VARCHAR(64) NOT NULL, purpose VARCHAR(20) NOT NULL, subject VARCHAR(400) NOT NULL,
        until VARCHAR(27) NOT NULL, PRIMARY KEY (hash));
    CREATE INDEX tokens_by_subject ON tokens (purpose, subject);
    CREATE INDEX tokens_by_end ON tokens (until);
    CREATE TABLE limits (name VARCHAR(64) NOT NULL, begun VARCHAR(27) NOT NULL, times INTEGER NOT NULL,
        PRIMARY KEY (name));
    CREATE TABLE errands (kind VARCHAR(20) NOT NULL, subscriber VARCHAR(40) NOT NULL, due VARCHAR(27) NOT NULL,
        attempts INTEGER NOT NULL, PRIMARY KEY (kind, subscriber),
        FOREIGN KEY(subscriber) REFERENCES subscribers (id) ON DELETE CASCADE);
"""


def choices_of_readers(connection: Connection) -> None:
    """What readers choose, the secrets that they are given, and what is still to be mailed to one of them."""
    for statement in _CHOICES.split(";")[:-1]:
        connection.exec_driver_sql(statement)


_BRIEFS = """
    CREATE TABLE briefs (id INTEGER NOT NULL, edition VARCHAR(200) NOT NULL, briefing VARCHAR(180) NOT NULL,
        date VARCHAR(10) NOT NULL, place INTEGER NOT NULL, section VARCHAR NOT NULL, story VARCHAR NOT NULL,
        status VARCHAR(8) NOT NULL, headline VARCHAR NOT NULL, text VARCHAR NOT NULL, language VARCHAR NOT NULL,
        PRIMARY KEY (id), FOREIGN KEY(edition) REFERENCES editions ("key"));
    CREATE INDEX briefs_by_edition ON briefs (edition, place);
    CREATE INDEX briefs_by_story ON briefs (briefing, story, date);
"""


def briefs_of_editions(connection: Connection) -> None:
    """What past editions say, to be looked up; with those that are there."""
    statements = _BRIEFS
    if connection.dialect.name == "postgresql":
        statements = statements.replace("id INTEGER", "id SERIAL") + (
            "CREATE TABLE brief_words (id INTEGER NOT NULL, terms TSVECTOR NOT NULL, PRIMARY KEY (id));"
            "CREATE INDEX brief_words_by_term ON brief_words USING gin (terms);"
        )
    else:
        # Without text of its own. The terms come cut and folded: nothing but blanks may part them.
        statements += "CREATE VIRTUAL TABLE brief_words USING fts5(headline, text, content='', tokenize='ascii');"
    for statement in statements.split(";")[:-1]:
        connection.exec_driver_sql(statement)
    for key in connection.execute(text('SELECT "key" FROM editions ORDER BY date')).scalars().all():
        document = connection.execute(text('SELECT document FROM editions WHERE "key" = :key'), {"key": key})
        # One that can't be read is still no reason not to open the store.
        with suppress(ValueError):
            archive.keep(connection, edition_from_json(document.scalar_one()))


_KEPT = """
    CREATE INDEX items_by_first_seen ON items (first_seen);
    ALTER TABLE aliases ADD COLUMN forgotten VARCHAR(27);
    CREATE INDEX aliases_by_forgetting ON aliases (forgotten) WHERE forgotten IS NOT NULL;
    CREATE TABLE cited (item VARCHAR(64) NOT NULL, digest VARCHAR(64) NOT NULL, PRIMARY KEY (item, digest));
    CREATE TABLE delivered (edition VARCHAR(200) NOT NULL, channel VARCHAR(200) NOT NULL, state VARCHAR(10) NOT NULL,
        lines INTEGER NOT NULL, PRIMARY KEY (edition, channel, state),
        FOREIGN KEY(edition) REFERENCES editions ("key"));
"""


def what_is_kept(connection: Connection) -> None:
    """What must stay when the rest is thrown away: articles that editions cite, names of entries, counts of lines."""
    for statement in _KEPT.split(";")[:-1]:
        connection.exec_driver_sql(statement)
    insert = "INSERT INTO cited (item, digest) VALUES (:item, :digest) ON CONFLICT DO NOTHING"
    for document in connection.execute(text("SELECT document FROM editions")).scalars().all():
        # One that can't be read is still no reason not to open the store.
        with suppress(ValueError):
            if rows := cited_by(edition_from_json(document)):
                connection.execute(text(insert), rows)


def alarms_and_tallies(connection: Connection) -> None:
    """What the operator is told of editions, and sums for whoever watches the program."""
    connection.exec_driver_sql(
        "CREATE TABLE alarms (edition VARCHAR(200) NOT NULL, cause VARCHAR(20) NOT NULL, subject VARCHAR NOT NULL, "
        "text VARCHAR NOT NULL, due VARCHAR(27), attempts INTEGER NOT NULL, PRIMARY KEY (edition, cause))"
    )
    connection.exec_driver_sql("CREATE INDEX alarms_by_due ON alarms (due)")
    connection.exec_driver_sql("CREATE TABLE tallies (name VARCHAR(80) NOT NULL, value FLOAT NOT NULL, "
                               "PRIMARY KEY (name))")  # fmt: skip


STEPS: tuple[Callable[[Connection], None], ...] = (
    first_tables,
    patience_and_aliases,
    lines_of_sites,
    words_of_days,
    overrides_of_editions,
    readers,
    choices_of_readers,
    briefs_of_editions,
    what_is_kept,
    alarms_and_tallies,
)

_MIGRATION = 0x62726965
"""The name, as PostgreSQL wants it, of the lock that lets one process migrate."""


def migrate(connection: Connection, *, keep_copy: Callable[[int], None] = lambda _: None) -> None:
    """keep_copy: called before the first step on a store that is there already, with its schema.

    All steps are one transaction: who is killed between them leaves the store as it was.
    """
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyhow
        connection.execute(select(func.pg_advisory_xact_lock(_MIGRATION)))
    taken = 0
    if inspect(connection).has_table("meta"):
        found = connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == "schema")).scalar()
        taken = int(found or 0)
    if taken > len(STEPS):
        store = connection.engine.url.database
        raise StoreError(
            f"{store}: it was written by a newer Briefing (schema {taken}; this one knows {len(STEPS)})",
            hint="Upgrade Briefing: pip install --upgrade daily-briefing.",
        )
    if 0 < taken < len(STEPS):
        keep_copy(taken)
    for step in STEPS[taken:]:
        step(connection)
    if taken < len(STEPS):
        upsert(connection, schema.meta, {"name": "schema", "value": str(len(STEPS))}, keys=("name",))
