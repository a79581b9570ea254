"""Addresses that are one reader's own: where they leave the list, and where they choose what they get.

    k3Jx0pWq…   .   2026-11-22   .   sOcU…      the reader's id, the last day on which it holds (leaving: none), HMAC

Whoever has such an address is taken for the reader, so it can't be guessed, and one for leaving can't be made into one
for choosing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from itsdangerous import BadSignature, Signer

Purpose = Literal["leave", "settings"]
HOLDS = timedelta(days=60)
"""So long an address for choosing can be used: somebody may get an old mail forwarded."""
_FOR_EVER = "-"


class Links:
    """Signs and reads them."""

    def __init__(self, key: bytes, today: Callable[[], date]) -> None:
        """`key`: at least 16 random bytes, kept; `today`: in the briefing's time zone."""
        self._signers = {purpose: _signer(key, purpose) for purpose in ("leave", "settings")}
        self._today = today

    def sign(self, purpose: Purpose, reader: str) -> str:
        """A token of letters, digits, "-", "_" and "."."""
        until = _FOR_EVER if purpose == "leave" else (self._today() + HOLDS).strftime("%Y%m%d")
        return self._signers[purpose].sign(f"{reader}.{until}").decode()

    def read(self, purpose: Purpose, token: str) -> str | None:
        """The reader's id; None for what was not signed for this purpose, or holds no longer."""
        try:
            reader, _, until = self._signers[purpose].unsign(token).decode().rpartition(".")
        except (BadSignature, UnicodeError):
            return None
        return reader if until == _FOR_EVER or until >= self._today().strftime("%Y%m%d") else None


def _signer(key: bytes, purpose: str) -> Signer:
    return Signer(key, salt=f"briefing {purpose}", digest_method=hashlib.sha256)
