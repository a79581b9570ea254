"""Pages that are the same for everybody: drawn once, kept while nothing changes, asked for again by their ETag."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request

S = TypeVar("S")

LOOK = 1.0
"""Seconds between two looks at what the pages are made of."""
MOST_PAGES = 2_000
MOST_BYTES = 32 * 1024 * 1024


class Page:
    """An answer, and the one to who has it already (RFC 9110, section 15.4.5)."""

    def __init__(
        self, body: str | bytes, media_type: str, max_age: int, headers: Mapping[str, str] | None = None
    ) -> None:
        """max_age: seconds for which whoever has it need not ask again."""
        data = body.encode("utf-8", "replace") if isinstance(body, str) else body
        self._tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
        more = {"Cache-Control": f"public, max-age={max_age}", "ETag": self._tag, **(headers or {})}
        self.size = len(data)
        self._whole = Response(data, media_type=media_type, headers=more)
        self._unchanged = Response(status_code=304, headers=more)

    def answer(self, request: Request) -> Response:
        known = request.headers.get("if-none-match")
        return self._unchanged if known and self._is_among(known) else self._whole

    def _is_among(self, tags: str) -> bool:
        """Compared weakly: a proxy that compresses makes a tag weak."""
        return any(tag.strip().removeprefix("W/") in (self._tag, "*") for tag in tags.split(","))


@dataclass
class _Generation(Generic[S]):
    state: S
    looked: float


class KeptPages(Generic[S]):
    """Pages by key, made of a state; a page that is asked for by many at once is drawn once. For one event loop."""

    def __init__(self, look: Callable[[S | None], S], now: Callable[[], float] = time.monotonic) -> None:
        """look: the state as it is now, the very same object where nothing changed. Called in a thread, as drawing is."""
        self._look, self._now = look, now
        self._current: _Generation[S] | None = None
        self._kept: OrderedDict[Hashable, Page] = OrderedDict()
        self._size = 0
        self._drawing: dict[Hashable, asyncio.Task[Page]] = {}

    async def get(self, key: Hashable, draw: Callable[[S], Page]) -> Page:
        """The page, kept or drawn. Raises what draw raises."""
        state = await self.state()
        if page := self._kept.get(key):
            self._kept.move_to_end(key)
            return page
        task = self._drawing.get((key, id(state)))
        if task is None:
            task = asyncio.ensure_future(run_in_threadpool(draw, state))
            self._drawing[key, id(state)] = task
            task.add_done_callback(lambda done: self._keep(key, state, done))
        return await asyncio.shield(task)  # one who hangs up does not end it for the others

    async def state(self) -> S:
        current, now = self._current, self._now()
        if current and now - current.looked < LOOK:
            return current.state
        if current:
            current.looked = now  # others go on with what there is meanwhile
        state = await run_in_threadpool(self._look, current.state if current else None)
        if current is None or state is not current.state:
            self._kept.clear()
            self._size = 0
        self._current = _Generation(state, now)
        return state

    def _keep(self, key: Hashable, state: S, done: asyncio.Task[Page]) -> None:
        del self._drawing[key, id(state)]
        if done.cancelled() or done.exception() or self._current is None or self._current.state is not state:
            return
        page = done.result()
        self._kept[key] = page
        self._size += page.size
        while self._size > MOST_BYTES or len(self._kept) > MOST_PAGES:
            _, oldest = self._kept.popitem(last=False)
            self._size -= oldest.size
