"""Pages that are the same for everybody: drawn once, kept while nothing changes, asked for again by their ETag."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from briefing.errors import BriefingError

if TYPE_CHECKING:
    from starlette.requests import Request

S = TypeVar("S")

LOOK = 1.0
"""Seconds between two looks at what the pages are made of."""
MOST_BYTES = 32 * 1024 * 1024
"""Of all kept pages, as they are kept."""
_EACH = 2 * 1024
"""Bytes that a kept page takes beside its body."""
_PAUSE = 0.05
"""Seconds between two pages that are drawn ahead, so that nobody who asks for one has to wait."""
_SMALL = 1_000
"""Bytes that are not worth packing."""
_PACKED_ALREADY = "application/epub+zip"
_GZIP = re.compile(r"(?:^|[\s,])gzip(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


class Page:
    """An answer, packed where that helps, and the one to who has it already (RFC 9110, section 15.4.5)."""

    def __init__(
        self, body: str | bytes, media_type: str, max_age: int, headers: Mapping[str, str] | None = None
    ) -> None:
        """max_age: seconds for which whoever has it need not ask again."""
        data = body.encode("utf-8", "replace") if isinstance(body, str) else body
        self._tag = hashlib.sha256(data).hexdigest()[:32]
        self._media_type = media_type
        self._packs = len(data) >= _SMALL and media_type != _PACKED_ALREADY
        self._headers = {"Cache-Control": f"public, max-age={max_age}", **(headers or {})}
        if self._packs:
            self._headers["Vary"] = "Accept-Encoding"
            data = gzip.compress(data, 6, mtime=0)
        self._data = data
        self.size = len(data) + _EACH
        # What most who ask get, ready made.
        self._usual = self._response(packed=self._packs)

    def answer(self, request: Request) -> Response:
        packed = self._packs and bool(_GZIP.search(request.headers.get("accept-encoding", "")))
        known = request.headers.get("if-none-match")
        if known and self._is_among(known):
            return Response(status_code=304, headers=self._headers | {"ETag": self._etag(packed=packed)})
        return self._usual if packed == self._packs else self._response(packed=packed)

    def _response(self, *, packed: bool) -> Response:
        data = gzip.decompress(self._data) if self._packs and not packed else self._data
        more = {"Content-Encoding": "gzip"} if packed else {}
        headers = self._headers | more | {"ETag": self._etag(packed=packed)}
        return Response(data, media_type=self._media_type, headers=headers)

    def _etag(self, *, packed: bool) -> str:
        """Each form of a page has its own (RFC 9110, section 8.8.3.3)."""
        return f'"{self._tag}{"-gzip" if packed else ""}"'

    def _is_among(self, tags: str) -> bool:
        """Compared weakly, as is to be done here; both forms are the same page."""
        known = (f'"{self._tag}"', f'"{self._tag}-gzip"', "*")
        return any(tag.strip().removeprefix("W/") in known for tag in tags.split(","))


class Known(NamedTuple, Generic[S]):
    state: S
    looked: float


class KeptPages(Generic[S]):
    """Pages by key, all made of one state: with another they are drawn anew. A page that many ask for at once is drawn
    once. For one event loop."""

    def __init__(
        self,
        look: Callable[[S | None], S],
        ahead: Callable[[S], Iterable[tuple[Hashable, Callable[[S], Page]]]] = lambda _: (),
        *,
        now: Callable[[], float] = time.monotonic,
        most: int = MOST_BYTES,
    ) -> None:
        """look: the state as it is now, the very object it was given where nothing changed; called in a thread, as is
        what draws. ahead: which pages are worth drawing before anybody asks, with how."""
        self._look, self._ahead, self._now, self._most = look, ahead, now, most
        self._known: Known[S] | None = None
        self._kept: OrderedDict[Hashable, Page] = OrderedDict()
        self._size = 0
        self._drawing: dict[tuple[Hashable, int], asyncio.Task[Page]] = {}
        self._warming: asyncio.Task[None] | None = None

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
        return await asyncio.shield(task)  # who hangs up does not end it for the others

    async def state(self) -> S:
        """As it was at most a moment ago. Raises what look raises."""
        known, now = self._known, self._now()
        if known and now - known.looked < LOOK:
            return known.state
        if known:
            self._known = Known(known.state, now)  # others go on with what there is meanwhile
        state = await run_in_threadpool(self._look, known.state if known else None)
        if self._known is None or state is not self._known.state:
            self._kept.clear()
            self._size = 0
            if self._warming:
                self._warming.cancel()
            self._warming = asyncio.ensure_future(self._draw_ahead(state))
        self._known = Known(state, now)
        return state

    def _keep(self, key: Hashable, state: S, done: asyncio.Task[Page]) -> None:
        del self._drawing[key, id(state)]
        if done.cancelled() or done.exception() or self._known is None or self._known.state is not state:
            return
        page = done.result()
        self._kept[key] = page
        self._size += page.size
        while self._size > self._most:
            _, oldest = self._kept.popitem(last=False)
            self._size -= oldest.size

    async def _draw_ahead(self, state: S) -> None:
        for key, draw in self._ahead(state):
            await asyncio.sleep(_PAUSE)
            if self._size > self._most * 3 // 4:
                return
            if key not in self._kept:
                with suppress(BriefingError):  # whoever asks for it is told
                    await self.get(key, draw)
