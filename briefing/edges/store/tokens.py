"""Secrets that were handed out, and how often something was done. See `ports.Tokens` and `ports.Limits`."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import case, delete, func, or_, select

from briefing.edges.store import schema
from briefing.edges.store.database import Transactions, changed, insert_into, upsert

LONGEST_SPAN = timedelta(days=2)


class TokenStore:
    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def give(self, purpose: str, subject: str, now: datetime, *, until: datetime) -> str:
        token = secrets.token_urlsafe(24)
        row = {"hash": _hash(purpose, token), "purpose": purpose, "subject": subject, "until": until}
        with self._transaction.write() as connection:
            connection.execute(delete(_TOKENS).where(_TOKENS.c.until <= now))
            connection.execute(_TOKENS.insert().values(row))
        return token

    def subject(self, purpose: str, token: str, now: datetime) -> str | None:
        query = select(_TOKENS.c.subject).where(_TOKENS.c.hash == _hash(purpose, token), _TOKENS.c.until > now)
        with self._transaction.read() as connection:
            found: str | None = connection.execute(query).scalar()
            return found

    def use(self, purpose: str, token: str, now: datetime) -> str | None:
        key = _hash(purpose, token)
        query = select(_TOKENS.c.subject).where(_TOKENS.c.hash == key, _TOKENS.c.until > now)
        with self._transaction.write() as connection:
            found: str | None = connection.execute(query).scalar()
            # Two at once: only one of them deletes the row.
            return found if changed(connection, delete(_TOKENS).where(_TOKENS.c.hash == key)) else None

    def revoke(self, purpose: str, subject: str) -> None:
        with self._transaction.write() as connection:
            connection.execute(delete(_TOKENS).where(_TOKENS.c.purpose == purpose, _TOKENS.c.subject == subject))

    def password(self) -> str | None:
        with self._transaction.read() as connection:
            kept: str | None = connection.execute(select(_META.c.value).where(_META.c.name == _PASSWORD)).scalar()
            return kept

    def set_password(self, kept: str) -> None:
        with self._transaction.write() as connection:
            upsert(connection, _META, {"name": _PASSWORD, "value": kept}, keys=("name",))


class LimitStore:
    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def take(self, name: str, now: datetime, *, most: int, span: timedelta) -> bool:
        key = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
        begun = datetime.fromtimestamp(now.timestamp() // span.total_seconds() * span.total_seconds(), UTC)
        query = select(_LIMITS.c.begun, _LIMITS.c.times).where(_LIMITS.c.name == key)
        with self._transaction.read() as connection:  # most of a flood is turned away without a lock
            found = connection.execute(query).one_or_none()
        if found and found.begun == begun and found.times >= most:
            return False
        with self._transaction.write(lasting=False) as connection:
            # In one statement, so that two who ask at once are two.
            row = insert_into(connection, _LIMITS).values(name=key, begun=begun, times=1)
            same = _LIMITS.c.begun == row.excluded.begun
            count = row.on_conflict_do_update(
                index_elements=["name"],
                set_={"begun": row.excluded.begun, "times": case((same, _LIMITS.c.times + 1), else_=1)},
                where=or_(~same, _LIMITS.c.times < most),
            )
            taken = changed(connection, count)
            if taken and found is None:
                connection.execute(delete(_LIMITS).where(_LIMITS.c.begun < now - LONGEST_SPAN))
        return taken

    def give_back(self, name: str) -> None:
        key = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
        with self._transaction.write() as connection:
            connection.execute(delete(_LIMITS).where(_LIMITS.c.name == key))


class ErrandStore:
    """Mails to single readers that are still to be sent. See `ports.Errands`."""

    def __init__(self, transaction: Transactions) -> None:
        self._transaction = transaction

    def add(self, kind: str, reader: str, now: datetime) -> None:
        row = {"kind": kind, "subscriber": reader, "due": now, "attempts": 0}
        with self._transaction.write() as connection:
            connection.execute(insert_into(connection, _ERRANDS).values(row).on_conflict_do_nothing())

    def due(self, now: datetime, most: int = 100) -> list[tuple[str, str, int]]:
        query = select(_ERRANDS.c.kind, _ERRANDS.c.subscriber, _ERRANDS.c.attempts)
        with self._transaction.read() as connection:
            rows = connection.execute(query.where(_ERRANDS.c.due <= now).order_by(_ERRANDS.c.due).limit(most)).all()
        return [(row.kind, row.subscriber, row.attempts) for row in rows]

    def waiting(self) -> int:
        with self._transaction.read() as connection:
            return connection.execute(select(func.count()).select_from(_ERRANDS)).scalar_one()

    def claim(self, kind: str, reader: str, attempts: int, again: datetime) -> bool:
        one = (_ERRANDS.c.kind == kind) & (_ERRANDS.c.subscriber == reader) & (_ERRANDS.c.attempts == attempts)
        change = _ERRANDS.update().where(one).values(attempts=attempts + 1, due=again)
        with self._transaction.write() as connection:
            return changed(connection, change)

    def done(self, kind: str, reader: str) -> None:
        with self._transaction.write() as connection:
            connection.execute(delete(_ERRANDS).where(_ERRANDS.c.kind == kind, _ERRANDS.c.subscriber == reader))


_TOKENS, _LIMITS, _ERRANDS, _META = schema.tokens, schema.limits, schema.errands, schema.meta
_PASSWORD = "desk password"  # noqa: S105 - the row's name


def _hash(purpose: str, token: str) -> str:
    # Tokens are long and random: nothing is gained by a slow hash (OWASP, forgot-password cheat sheet).
    return hashlib.sha256(f"{purpose}\0{token}".encode("utf-8", "replace")).hexdigest()
