"""Counts each touch of the world that this process makes, and lets one be its last, or the disk fail from there on.

A touch is a statement to SQLite, a connection, what is sent or read over it, and whatever changes a file or folder.
Its name says what is done and where in Briefing; the n-th touch of a name is nearly the same in each run, though
several threads are at work. What is sent or written is two touches: killed at the first, half of it has gone out.
"""

from __future__ import annotations

import errno
import io
import os
import re
import signal
import socket
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, Literal, NamedTuple

import briefing

Deed = Literal["kill", "full", "read-only", "forbidden", "back"]
"""What happens at a touch: SIGKILL; no room, no writing or no permission from then on; the clock back by an hour."""

_HERE = str(Path(briefing.__file__).parent) + os.sep
_NUMBERS = {"full": errno.ENOSPC, "read-only": errno.EROFS, "forbidden": errno.EACCES}
_FREES = {"unlink", "replace", "rename"}
"""What a full disk lets pass, as it needs no room."""
_SQL = re.compile(r"\s*(\w+)(?:.*?\b(?:INTO|FROM|TABLE|INDEX)\s+(?:EXISTS )?|\s+)?(\w*)", re.IGNORECASE | re.DOTALL)
FILES = ("mkdir", "replace", "rename", "link", "symlink", "unlink", "fsync", "open to write", "write")
READS = ("SELECT", "PRAGMA", "BEGIN", "END")
WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "COMMIT")


class Touch(NamedTuple):
    name: str
    number: int
    """The how-manieth of its name, from 1."""


def kinds(touches: Iterable[Touch]) -> Iterator[Touch]:
    """The first of each kind: of a function's statements one for each verb (all steps to a schema are one, being one
    transaction), and none that only read, as nobody can tell them from the touch before."""
    seen = set[tuple[str, str]]()
    for touch in touches:
        what, place = touch.name.split(" in ")
        place, verb = place.partition("/steps.py")[0], what.split()[0]
        kind = (verb if verb.isupper() else what, place)
        if verb not in READS and kind not in seen:
            seen.add(kind)
            yield touch


class Watch:
    """All touches of this process, in their order."""

    def __init__(self, at: Touch | None = None, deed: Deed = "kill") -> None:
        self.seen: list[Touch] = []
        self.back = timedelta()
        self._at, self._deed = at, deed
        self._counts = Counter[str]()
        self._lock = threading.Lock()
        self._files: Deed | None = None
        self._store: Deed | None = None

    def touch(self, what: str, half: Callable[[], object] | None = None) -> None:
        name = f"{what} in {_place()}"
        with self._lock:
            self._counts[name] += 1
            now = Touch(name, self._counts[name])
            self.seen.append(now)
        if now != self._at:
            return
        if half and self._deed == "kill":
            half()
        if self._deed == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif self._deed == "back":
            self.back = timedelta(hours=1)
        else:
            # The store's disk has the files, too; theirs may be another one.
            self._files = self._deed
            self._store = None if what in FILES else self._deed

    def refuse(self, what: str, *paths: object) -> None:
        """Raises OSError where the files' disk is broken."""
        if self._files and not (self._files == "full" and what in _FREES):
            number = _NUMBERS[self._files]
            raise OSError(number, os.strerror(number), *(str(path) for path in paths))

    def refuse_statement(self, sql: str) -> None:
        """Raises what SQLite does where the store's disk is broken."""
        if self._store and sql.upper().startswith(WRITES):
            raise sqlite3.OperationalError(
                "database or disk is full" if self._store == "full" else "attempt to write a readonly database"
            )


def _place() -> str:
    """The function of Briefing that is nearest, but for the database's own, which all parts of the store use."""
    frame: FrameType | None = sys._getframe(2)
    while frame:
        code = frame.f_code
        if code.co_filename.startswith(_HERE) and not code.co_filename.endswith("database.py"):
            return f"{code.co_filename.removeprefix(_HERE)}:{code.co_qualname}"
        frame = frame.f_back
    return "?"


def install(watch: Watch, now: datetime) -> None:
    """From here on this process is watched, and its clock stands at a moment."""
    _watch_store(watch)
    _watch_sockets(watch)
    _watch_files(watch)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return (now - watch.back).astimezone(tz)

    from briefing.edges.http import fetcher
    from briefing.entry import jobs

    for module in (jobs, fetcher):
        _put(module, "datetime", Clock)


def _put(where: ModuleType | type, name: str, value: object) -> None:
    setattr(where, name, value)


def _watch_store(watch: Watch) -> None:
    def statement(sql: str) -> None:
        found = _SQL.match(sql)
        watch.touch(" ".join(found.groups()).strip() if found else sql)
        watch.refuse_statement(sql)

    class Cursor(sqlite3.Cursor):
        connection: Connection

        def execute(self, sql: str, *values: Any) -> Any:
            statement(sql)
            if sql.startswith("BEGIN"):
                self.connection.reads = sql == "BEGIN"
            return super().execute(sql, *values)

        def executemany(self, sql: str, *values: Any) -> Any:
            statement(sql)
            return super().executemany(sql, *values)

    class Connection(sqlite3.Connection):
        reads = False

        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, sql: str, *values: Any) -> Any:
            return self.cursor().execute(sql, *values)

        def commit(self) -> None:
            statement("END" if self.reads else "COMMIT")
            super().commit()

    original = sqlite3.dbapi2.connect

    def connect(*args: Any, **named: Any) -> sqlite3.Connection:
        watch.touch("open")
        return original(*args, **named, factory=Connection)

    _put(sqlite3.dbapi2, "connect", connect)


def _watch_sockets(watch: Watch) -> None:
    for name in ("connect", "recv", "recv_into"):
        _put(socket.socket, name, _before(getattr(socket.socket, name), lambda *_, name=name: watch.touch(name)))
    sendall = socket.socket.sendall

    def send(self: socket.socket, data: bytes, *flags: int) -> None:
        word = re.match(rb"[A-Z]{3,4}\b|\.\r\n$", data)
        what = word[0].decode().strip() if word else "data"
        watch.touch(f"half of {what}", lambda: sendall(self, data[: len(data) // 2]))
        watch.touch(what)
        sendall(self, data, *flags)

    _put(socket.socket, "sendall", send)


def _watch_files(watch: Watch) -> None:
    def before(name: str) -> Callable[..., None]:
        def touch(*args: object) -> None:
            watch.touch(name)
            watch.refuse(name, *(() if name == "fsync" else args))

        return touch

    for name in FILES[:7]:
        _put(os, name, _before(getattr(os, name), before(name)))

    class Raw(io.FileIO):
        def write(self, data: Any) -> int:
            watch.touch("half of write", lambda: super(Raw, self).write(bytes(data)[: len(data) // 2]))
            watch.touch("write")
            watch.refuse("write")
            return super().write(data)

    original = io.open

    def opened(file: Any, mode: str = "r", buffering: int = -1, *args: Any, **named: Any) -> Any:
        if isinstance(file, int) or not set(mode) & set("wxa+"):
            return original(file, mode, buffering, *args, **named)
        watch.touch("open to write")
        watch.refuse("open", file)
        buffer = io.BufferedWriter(Raw(file, mode.replace("b", "").replace("t", "")))
        return buffer if "b" in mode else io.TextIOWrapper(buffer, *args, **named)

    _put(io, "open", opened)


def _before(original: Callable[..., Any], first: Callable[..., Any]) -> Callable[..., Any]:
    def called(*args: Any, **named: Any) -> Any:
        first(*args)
        return original(*args, **named)

    return called
