"""Worker processes for extraction: a page that hangs its parser or kills its process costs that page alone.

Each worker has a limit of memory, each page one of time; past it the worker is killed and replaced. A fork server
starts the processes, so that neither threads nor open connections of the program reach them.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Self

from briefing.errors import ExtractError, PluginError
from briefing.model import Extract, Item, Page
from briefing.ports import Extractor

if TYPE_CHECKING:
    from pebble import ProcessPool

MEMORY = 1_000_000_000
"""Bytes of address space that a worker may take; extraction of the largest page needs less than half."""
_PAGES_A_WORKER = 500
"""After so many pages a worker is replaced: lxml and trafilatura's caches grow slowly."""
_GRACE = 20.0
"""Seconds beyond a page's time after which a silent pool is given up: pebble can lose a task (see `_finished`)."""

Outcome = tuple[Item, Page, Extract | ExtractError]


class ExtractionPool:
    """Workers (see ports). With workers=0 pages are read in this process, one by one, without limits.

    `timeout` is seconds a page. Use it as a context manager, or call close(); workers start with the first page.
    """

    def __init__(self, workers: int = 2, timeout: float = 5.0, memory: int = MEMORY) -> None:
        self._workers = workers
        self._timeout = timeout
        self._memory = memory
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the workers, whatever they do, and wait until they are gone. Closing twice does nothing."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it unannotated
            self._pool.join()
            self._pool = None

    def extract_all(self, extractor: Extractor, pages: Iterable[tuple[Item, Page]]) -> Generator[Outcome, None, None]:
        """Each page with its extract or its ExtractError, as they are done.

        `pages` is read lazily, at most two pages a worker ahead. An ExtractError's reason is "timeout" where the page
        took too long, "crashed" where it killed its worker or met with an error that the extractor does not expect.
        """
        if self._workers == 0:
            for item, page in pages:
                yield item, page, read(extractor, page)
            return
        waiting = iter(pages)
        running: dict[Future[Extract | ExtractError], tuple[Item, Page]] = {}
        again: list[Page] = []
        try:
            while True:
                for item, page in islice(waiting, 2 * self._workers - len(running)):
                    running[self._started(extractor, page)] = (item, page)
                if not running:
                    return
                for future in self._finished(running):
                    item, page = running.pop(future)
                    if _lost(future) and page not in again:
                        again.append(page)
                        running[self._started(extractor, page)] = (item, page)
                    else:
                        yield item, page, _outcome(future)
        finally:
            for future in running:
                future.cancel()

    def _started(self, extractor: Extractor, page: Page) -> Future[Extract | ExtractError]:
        if self._pool is None or not self._pool.active:
            self.close()
            self._pool = self._new_pool()
        future: Future[Extract | ExtractError] = self._pool.schedule(
            read, args=(extractor, page), timeout=self._timeout
        )
        return future

    def _new_pool(self) -> ProcessPool:
        from multiprocessing import get_context

        from pebble import ProcessPool

        return ProcessPool(
            max_workers=self._workers,
            max_tasks=_PAGES_A_WORKER,
            initializer=_limit,
            initargs=(self._memory,),
            context=get_context("forkserver"),
        )

    def _finished(self, running: Iterable[Future[Extract | ExtractError]]) -> list[Future[Extract | ExtractError]]:
        """Futures that are done; where none is for too long, the pool is given up and all are.

        A worker that dies while it takes a page over can leave pebble waiting for ever, for the page or for a lock.
        """
        done, others = wait(running, self._timeout + _GRACE, FIRST_COMPLETED)
        if done:
            return list(done)
        self.close()
        for future in others:
            future.cancel()
        return list(others)


def read(extractor: Extractor, page: Page) -> Extract | ExtractError:
    """One page, with every failure as a value: no page may stop the others, and all must cross a process border."""
    try:
        return extractor.extract(page.body, page.url, page.content_type)
    except ExtractError as error:
        return error
    except ImportError as error:
        # No page's fault, and the same for every page: an edition made all of feed summaries would hide it.
        raise PluginError(f"the extractor can't run: {error}", hint="Install what it needs, then run again.") from error
    except (Exception, MemoryError) as error:  # noqa: BLE001 - a bug in one page's parsing becomes that page's failure
        return ExtractError(f"Reading the page failed: {type(error).__name__}: {str(error)[:200]}", reason="crashed")


def _limit(memory: int) -> None:
    """Bound a worker's memory, and let it be killed at once: pebble's own handler can't run inside a hanging parser."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _lost(future: Future[Extract | ExtractError]) -> bool:
    """The pool broke while it had the page, which may be innocent of it."""
    return future.cancelled() or isinstance(future.exception(), BrokenProcessPool)


def _outcome(future: Future[Extract | ExtractError]) -> Extract | ExtractError:
    if future.cancelled():
        return ExtractError("The worker that read the page was lost.", reason="crashed")
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, PluginError):
        raise error
    if isinstance(error, FutureTimeoutError):
        return ExtractError("Reading the page took too long.", reason="timeout")
    return ExtractError(f"The page ended the process that read it ({error}).", reason="crashed")
