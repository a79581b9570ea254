"""Worker processes for extraction: a page that hangs its parser or kills its process costs that page alone.

    extract_all -> tasks -> a thread a worker -> pipe -> worker process -> pipe -> done -> extract_all

Each worker has a limit of memory, each page one of time; past it the worker is killed, and the next page starts a new
one. A fork server starts the processes, so that neither threads nor open connections of the program reach them; what
an extractor loads is loaded there once, before it is first used (see `ExtractionPool.warm`).
"""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Generator, Iterable
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Self

from briefing import logs
from briefing.errors import ExtractError, PluginError
from briefing.model import Extract, Hints, Item, Page
from briefing.ports import Extractor

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess

MEMORY = 1_000_000_000
"""Bytes of address space that a worker may take; extraction of the largest page needs less than half."""
_PAGES_A_WORKER = 500
"""After so many pages a worker is replaced: lxml and trafilatura's caches grow slowly."""
_UNKNOWN = 255
_FROM_OUTSIDE = (0, _UNKNOWN, -signal.SIGKILL, -signal.SIGTERM)
"""How a worker ends that was killed, or whose fork server was: the page may be innocent."""
_TRIES = 3
"""A fork server that was told to stop may still take one more process down with it."""
_PAUSE = 0.2
_GRACE = 1.0
"""Seconds after a page's time when a worker ends by itself, should the program that would kill it be gone."""

Outcome = tuple[Item, Page, Extract | ExtractError]
Answer = Extract | ExtractError | PluginError


@dataclass(slots=True)
class _Round:
    """One call of extract_all."""

    extractor: Extractor
    done: SimpleQueue[tuple[Item, Page, Extract | ExtractError | BaseException]]
    left: bool = False
    """Nobody waits for the rest."""


class ExtractionPool:
    """Workers (see ports). With workers=0 pages are read in this process, one by one, without limits.

    `timeout` is seconds a page. Use it as a context manager, or call close(); workers start with the first page, or
    with warm().
    """

    def __init__(self, workers: int = 2, timeout: float = 5.0, memory: int = MEMORY) -> None:
        self._count = workers
        self._bounds = timeout, memory
        self._workers: tuple[_Worker, ...] = ()
        self._tasks: SimpleQueue[tuple[_Round, Item, Page, Hints] | None] = SimpleQueue()
        self._threads: tuple[Thread, ...] = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the workers, whatever they do, and wait until they are gone. Closing twice does nothing."""
        for _ in self._threads:
            self._tasks.put(None)
        for worker in self._workers:
            worker.close()
        for thread in self._threads:
            thread.join()
        for worker in self._workers:
            worker.end()
        self._threads = self._workers = ()

    def warm(self, extractor: Extractor) -> None:
        """Start the workers, without waiting for them, when pages for this extractor will come.

        Loading trafilatura takes half a second of CPU time. Where the extractor's module has a submodule `preload`,
        the fork server imports that; the workers it forks then have all that it loaded.
        """
        if self._threads or not self._count:
            return
        from multiprocessing import get_context

        preload = ["__main__", f"{type(extractor).__module__}.preload"]
        get_context("forkserver").set_forkserver_preload(preload)
        self._workers = tuple(_Worker(*self._bounds) for _ in range(self._count))
        self._threads = tuple(
            Thread(target=copy_context().run, args=(self._tend, worker), name="extraction", daemon=True)
            for worker in self._workers
        )
        for thread in self._threads:
            thread.start()

    def extract_all(
        self, extractor: Extractor, pages: Iterable[tuple[Item, Page, Hints]]
    ) -> Generator[Outcome, None, None]:
        """Each page with its extract or its ExtractError, as they are done.

        `pages` is read lazily, at most two pages a worker ahead. An ExtractError's reason is "timeout" where the page
        took too long, "crashed" where it killed its worker or met with an error that the extractor does not expect.
        """
        if not self._count:
            for item, page, hints in pages:
                yield item, page, read(extractor, page, hints)
            return
        this = _Round(extractor, SimpleQueue())
        running = 0
        try:
            for item, page, hints in pages:
                self.warm(extractor)
                self._tasks.put((this, item, page, hints))
                running += 1
                while running and (running == 2 * self._count or not this.done.empty()):
                    running -= 1
                    yield _answered(*this.done.get())
            for _ in range(running):
                yield _answered(*this.done.get())
        finally:
            this.left = True

    def _tend(self, worker: _Worker) -> None:
        with suppress(Exception):  # the first page says so
            worker.start()
        while (task := self._tasks.get()) is not None:
            this, item, page, hints = task
            if this.left:
                continue
            try:
                this.done.put((item, page, worker.read(this.extractor, page, hints)))
            except BaseException as error:  # noqa: BLE001 - raised again where it is taken
                this.done.put((item, page, error))


class _Worker:
    """A process that reads pages, one by one: started when it is needed, and anew after it was ended.

    All but close() is called by one thread.
    """

    def __init__(self, timeout: float, memory: int) -> None:
        self._timeout = timeout
        self._memory = memory
        self._process: ForkServerProcess | None = None
        self._pipe: Connection[object, Answer] | None = None
        self._read = 0
        self._closed = False
        self._lock = Lock()

    def start(self) -> Connection[object, Answer] | None:
        """The way to the process, which is started where there is none; None once it is closed."""
        from multiprocessing import get_context

        with self._lock:
            if self._pipe is None and not self._closed:
                context = get_context("forkserver")
                ours, theirs = context.Pipe()
                with theirs:
                    bounds = self._memory, self._timeout + _GRACE
                    work = theirs, *bounds, (logs.form(), {**logs.bound(), "run": logs.run_id()})
                    process = context.Process(target=_serve, args=work, name="extraction", daemon=True)
                    process.start()
                self._process, self._pipe, self._read = process, ours, 0
            return self._pipe

    def read(self, extractor: Extractor, page: Page, hints: Hints) -> Answer:
        """What the process makes of a page; an ExtractError where it takes too long or dies of it."""
        if self._read == _PAGES_A_WORKER:
            self.end()
        ended = "it was stopped"
        for _ in range(_TRIES):
            try:
                if (pipe := self.start()) is None:
                    break
                return self._ask(pipe, extractor, page, hints)
            except (EOFError, OSError):
                code = self.end(_GRACE)
                ended = f"signal {-code}" if code < 0 else f"exit code {code}"
                if code not in _FROM_OUTSIDE:
                    break
                time.sleep(_PAUSE)
        return ExtractError(f"The page ended the process that read it ({ended}).", reason="crashed")

    def _ask(self, pipe: Connection[object, Answer], extractor: Extractor, page: Page, hints: Hints) -> Answer:
        self._read += 1
        pipe.send((extractor, page.url, page.content_type, hints))
        pipe.send_bytes(page.body)
        if pipe.poll(self._timeout):
            return pipe.recv()
        self.end()
        return ExtractError("Reading the page took too long.", reason="timeout")

    def end(self, patience: float = 0.0) -> int:
        """End the process, if need be by force after so many seconds: its exit code, or minus the signal."""
        with self._lock:
            process, pipe = self._process, self._pipe
            self._process = self._pipe = None
        if process is None or pipe is None:
            return 0
        process.join(patience)
        if process.is_alive():
            process.kill()
            process.join()
        pipe.close()
        return process.exitcode or 0

    def close(self) -> None:
        """Kill the process, whatever it does, and never start it again; end() has to follow."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()


def _serve(
    pipe: Connection[Answer, tuple[Extractor, str, str | None, Hints]],
    memory: int,
    timeout: float,
    log: tuple[logs.Form, dict[str, str]],
) -> None:
    """A worker's life: read pages until nobody is there to ask. log: its form, and what its lines have."""
    logs.begin(log[0], **log[1])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory if hard == resource.RLIM_INFINITY else min(memory, hard), hard))
    for number in (signal.SIGINT, signal.SIGTERM):  # meant for the program, which will end it
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    while True:
        try:
            extractor, url, content_type, hints = pipe.recv()
        except EOFError:
            return
        page = Page(url=url, body=pipe.recv_bytes(), content_type=content_type)
        signal.setitimer(signal.ITIMER_REAL, timeout)
        try:
            answer: Answer = read(extractor, page, hints)
        except PluginError as error:
            answer = error
        signal.setitimer(signal.ITIMER_REAL, 0)
        pipe.send(answer)


def read(extractor: Extractor, page: Page, hints: Hints) -> Extract | ExtractError:
    """One page, with every failure as a value: no page may stop the others, and all must cross a process border."""
    try:
        return extractor.extract(page.body, page.url, page.content_type, hints)
    except ExtractError as error:
        return error
    except ImportError as error:
        # No page's fault, and the same for every page: an edition made all of feed summaries would hide it.
        raise PluginError(f"the extractor can't run: {error}", hint="Install what it needs, then run again.") from error
    except (Exception, MemoryError) as error:  # noqa: BLE001 - a bug in one page's parsing becomes that page's failure
        return ExtractError(f"Reading the page failed: {type(error).__name__}: {str(error)[:200]}", reason="crashed")


def _answered(item: Item, page: Page, answer: Extract | ExtractError | BaseException) -> Outcome:
    if isinstance(answer, Extract | ExtractError):
        return item, page, answer
    raise answer
