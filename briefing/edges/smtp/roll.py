"""Who gets the mail: those that the configuration names, then the readers of the store."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Protocol

from briefing.core import readers
from briefing.core.message import address_key, parse_address
from briefing.model import Standing, Subscriber

_REMEMBERED = 2_000
"""Readers whose words wait to be used: more than are looked up ahead of their turn."""

read_address = lru_cache(maxsize=2048)(parse_address)
"""A page of recipients is read before they are sent to."""


class Readers(Protocol):
    """Of `ports.Subscribers` what is asked here."""

    def get(self, address: str) -> Subscriber | None: ...

    def stream(self, *states: Standing) -> Iterator[Subscriber]: ...


class Roll:
    """Each address once, in the same order whenever it is asked for; of a million few are in memory."""

    def __init__(self, to: Iterable[str], store: Readers | None = None) -> None:
        """`to` gets mail unless the store says that they left, or that nobody is there."""
        self._to = {address_key(address): address for address in map(_normal, to)}
        self._store = store
        self._words = OrderedDict[str, Mapping[str, str]]()
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[str]:
        for address in self._to.values():
            known = self._store.get(address) if self._store else None
            if known is None or known.state not in readers.STOPPED:
                self._remember(address, readers.words(known) if known else _words_of_none(address))
                yield address
        for reader in self._store.stream("active") if self._store else ():
            if address_key(reader.address) not in self._to:
                self._remember(reader.address, readers.words(reader))
                yield reader.address

    def words(self, address: str) -> Mapping[str, str]:
        """What stands for {reader} and {name} in this reader's mail."""
        with self._lock:
            found = self._words.get(address)
        if found is None:
            known = self._store.get(address) if self._store else None
            found = readers.words(known) if known else _words_of_none(address)
        return found

    def _remember(self, address: str, words: Mapping[str, str]) -> None:
        with self._lock:
            self._words[address] = words
            if len(self._words) > _REMEMBERED:
                self._words.popitem(last=False)


def _words_of_none(address: str) -> dict[str, str]:
    """Of somebody whom the store does not know; the same at every try."""
    return {"reader": hashlib.sha256(address_key(address).encode()).hexdigest()[:20], "name": ""}


def _normal(recipient: str) -> str:
    try:
        return read_address(recipient).spec
    except ValueError:
        return recipient.strip()  # kept, so that sending can say of it what is wrong
