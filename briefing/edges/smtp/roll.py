"""Who gets the mail: those that the configuration names, then the readers of the store."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple, Protocol

from briefing.core import readers
from briefing.core.links import Links
from briefing.core.message import address_key, parse_address
from briefing.model import Standing, Subscriber

_REMEMBERED = 2_000
"""Readers whose words wait to be used: more than are looked up ahead of their turn."""
_LOOK_EVERY = timedelta(seconds=1)

read_address = lru_cache(maxsize=2048)(parse_address)
"""A page of recipients is read before they are sent to."""


class Readers(Protocol):
    """Of `ports.Subscribers` what is asked here."""

    def get(self, address: str) -> Subscriber | None: ...

    def stream(self, *states: Standing) -> Iterator[Subscriber]: ...

    def stopped_since(self, moment: datetime) -> Sequence[str]: ...


class Taste(NamedTuple):
    """What a reader's edition depends on; of most readers it is empty."""

    sections: tuple[str, ...] = ()
    language: str = ""


class Entry(NamedTuple):
    words: Mapping[str, str]
    """What stands for the words in braces in their mail."""
    taste: Taste


class Roll:
    """Each address once, in the same order whenever it is asked for; of a million few are in memory."""

    def __init__(
        self,
        to: Iterable[str],
        store: Readers | None,
        clock: Callable[[], datetime],
        *,
        links: Links | None = None,
        day: date | None = None,
        everyone: bool = True,
    ) -> None:
        """`to` gets mail unless the store says that they left, or that nobody is there; with `everyone` so do all
        others who want the edition of that day."""
        self._to = {address_key(address): address for address in map(_normal, to)}
        self._store, self._clock, self._everyone = store, clock, everyone
        self._links, self._day = links, day
        self._entries = OrderedDict[str, Entry]()
        self._lock = threading.Lock()
        self._begun: datetime | None = None
        self._looked: datetime | None = None
        self._gone = frozenset[str]()

    def __iter__(self) -> Iterator[str]:
        self._begun = self._begun or self._clock()
        for address in self._to.values():
            known = self._store.get(address) if self._store else None
            if known is None or (known.state not in readers.STOPPED and self._wanted(known)):
                self._remember(address, self._entry(address, known))
                yield address
        for reader in self._store.stream("active") if self._store and self._everyone else ():
            if self._wanted(reader) and address_key(reader.address) not in self._to:
                self._remember(reader.address, self._entry(reader.address, reader))
                yield reader.address

    def entry(self, address: str) -> Entry:
        with self._lock:
            found = self._entries.get(address)
        return found or self._entry(address, self._store.get(address) if self._store else None)

    def gone(self, address: str) -> bool:
        """Whether they left since the list was begun, as known a second ago at the latest."""
        if not (self._store and self._begun):
            return False
        now = self._clock()
        if self._looked is None or now - self._looked >= _LOOK_EVERY:
            self._looked = now
            self._gone = frozenset(self._store.stopped_since(self._begun))
        return bool(self._gone) and address_key(address) in self._gone

    def _wanted(self, reader: Subscriber) -> bool:
        return self._day is None or readers.wants(reader, self._day)

    def _entry(self, address: str, known: Subscriber | None) -> Entry:
        if known is None:
            return Entry(readers.words_of_listed(address, self._links), Taste())
        return Entry(readers.words(known, self._links), Taste(known.sections, known.language))

    def _remember(self, address: str, entry: Entry) -> None:
        with self._lock:
            self._entries[address] = entry
            if len(self._entries) > _REMEMBERED:
                self._entries.popitem(last=False)


def _normal(recipient: str) -> str:
    try:
        return read_address(recipient).spec
    except ValueError:
        return recipient.strip()  # kept, so that sending can say of it what is wrong
