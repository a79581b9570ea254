from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from briefing.edges import extraction_pool
from briefing.edges.extraction_pool import ExtractionPool
from briefing.errors import ExtractError, PluginError
from briefing.model import NO_HINTS, Extract, Hints, Item, Page
from tests.builders import item


@dataclass(frozen=True)
class Scripted:
    """An extractor that does what the page's body says."""

    def extract(self, html: bytes, url: str, content_type: str | None = None, hints: Hints = NO_HINTS) -> Extract:
        match html:
            case b"hang":
                ctypes.CDLL(None).sleep(60)  # inside C, where Python's signal handlers do not run
            case b"loop":
                while True:
                    pass
            case b"kill":
                os._exit(11)
            case b"segv":
                os.kill(os.getpid(), 11)
            case b"eat":
                bytearray(2_000_000_000)
            case b"bug":
                raise KeyError("surprise")
            case b"missing":
                raise ImportError("lxml.html.clean is a separate project")
            case b"none":
                raise ExtractError("This is a video.", reason="video")
            case b"outlive":
                Path(url).write_text(str(os.getpid()))
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                while True:
                    pass
            case b"who":
                return Extract(text=str(os.getpid()))
        return Extract(text=html.decode(), url=url)


def pages(*bodies: bytes) -> list[tuple[Item, Page, Hints]]:
    return [
        (item(f"Item {n}"), Page(url=f"https://a.example/{n}", body=body), NO_HINTS) for n, body in enumerate(bodies)
    ]


def outcomes(pool: ExtractionPool, given: list[tuple[Item, Page, Hints]]) -> dict[str, str]:
    """Item title -> text, or the error's reason."""
    found = {}
    for one, page, answer in pool.extract_all(Scripted(), given):
        assert (one, page, NO_HINTS) in given
        assert isinstance(answer, Extract | ExtractError)
        found[one.title] = answer.text if isinstance(answer, Extract) else answer.reason
    return found


@pytest.mark.parametrize("workers", [0, 2])
def test_every_page_comes_back_with_its_item(workers: int) -> None:
    given = pages(b"one", b"none", b"bug", b"two", b"three")
    with ExtractionPool(workers) as pool:
        assert outcomes(pool, given) == {
            "Item 0": "one", "Item 1": "video", "Item 2": "crashed", "Item 3": "two", "Item 4": "three",
        }  # fmt: skip


@pytest.mark.parametrize("workers", [0, 2])
def test_an_extractor_that_can_not_run_stops_the_work(workers: int) -> None:
    with ExtractionPool(workers) as pool, pytest.raises(PluginError, match="separate project"):
        outcomes(pool, pages(b"one", b"missing", b"two"))


def test_workers_that_can_not_be_started_stop_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A daemonic process may have no children; nobody waits for an answer that can't come."""
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)  # type: ignore[attr-defined]
    found: list[type[BaseException]] = []

    def ask() -> None:
        with ExtractionPool(1) as pool:
            try:
                outcomes(pool, pages(b"one"))
            except AssertionError as error:
                found.append(type(error))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(20)
    assert found == [AssertionError]


def test_a_bug_is_named_in_the_message() -> None:
    ((_, _, answer),) = ExtractionPool(0).extract_all(Scripted(), pages(b"bug"))
    assert isinstance(answer, ExtractError)
    assert "KeyError" in answer.message


def test_bad_pages_cost_themselves_alone() -> None:
    given = pages(b"one", b"hang", b"segv", b"two", b"eat", b"kill", b"loop", b"three")
    with ExtractionPool(2, timeout=1.5, memory=1_000_000_000) as pool:
        assert outcomes(pool, given) == {
            "Item 0": "one", "Item 1": "timeout", "Item 2": "crashed", "Item 3": "two",
            "Item 4": "crashed", "Item 5": "crashed", "Item 6": "timeout", "Item 7": "three",
        }  # fmt: skip
        assert outcomes(pool, pages(b"again")) == {"Item 0": "again"}


def test_pages_are_taken_as_they_are_needed() -> None:
    taken = 0

    def feed() -> Iterator[tuple[Item, Page, Hints]]:
        nonlocal taken
        for one in pages(*[b"x"] * 40):
            taken += 1
            yield one

    with ExtractionPool(1) as pool:
        running = pool.extract_all(Scripted(), feed())
        assert taken == 0
        next(running)
        assert taken <= 3
        assert sum(1 for _ in running) == 39


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_workers_are_reused_and_gone_after_close() -> None:
    with ExtractionPool(1) as pool:
        workers = set(outcomes(pool, pages(*[b"who"] * 5)).values())
    assert len(workers) == 1
    (worker,) = workers
    assert int(worker) != os.getpid()
    assert not alive(int(worker))
    pool.close()


def test_a_worker_that_dies_between_pages_is_replaced() -> None:
    with ExtractionPool(1) as pool:
        (worker,) = outcomes(pool, pages(b"who")).values()
        os.kill(int(worker), signal.SIGKILL)
        assert outcomes(pool, pages(b"one", b"two")) == {"Item 0": "one", "Item 1": "two"}


def test_a_worker_is_replaced_after_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction_pool, "_PAGES_A_WORKER", 4)
    with ExtractionPool(1) as pool:
        workers = list(outcomes(pool, pages(*[b"who"] * 10)).values())
    assert [workers.index(worker) for worker in workers] == [0, 0, 0, 0, 4, 4, 4, 4, 8, 8]


def test_what_is_done_comes_before_the_next_page_is_asked_for() -> None:
    done: list[str] = []

    def slow_feed() -> Iterator[tuple[Item, Page, Hints]]:
        first, second, third = pages(b"one", b"two", b"three")
        yield first
        time.sleep(0.6)
        yield second
        assert done == ["Item 0"]
        yield third

    with ExtractionPool(2) as pool:
        outcomes(pool, pages(*[b"x"] * 4))
        for one, _, _ in pool.extract_all(Scripted(), slow_feed()):
            done.append(one.title)
    assert len(done) == 3


def test_warm_workers_wait_for_pages_and_go() -> None:
    with ExtractionPool(2) as pool:
        pool.warm(Scripted())
        pool.warm(Scripted())
        assert outcomes(pool, pages(b"one")) == {"Item 0": "one"}
    with ExtractionPool(2) as pool:
        pool.warm(Scripted())
    ExtractionPool(0).warm(Scripted())


def test_a_closed_pool_opens_again() -> None:
    pool = ExtractionPool(1)
    assert outcomes(pool, pages(b"one")) == {"Item 0": "one"}
    pool.close()
    assert outcomes(pool, pages(b"two")) == {"Item 0": "two"}
    pool.close()


def test_large_pages_cross_the_border() -> None:
    with ExtractionPool(2) as pool:
        found = outcomes(pool, pages(b"", b"x" * 5_000_000, b"y" * 70_000))
    assert found == {"Item 0": "", "Item 1": "x" * 5_000_000, "Item 2": "y" * 70_000}


def test_an_extractor_that_can_not_be_sent_stops_the_work() -> None:
    class Local(Scripted):
        pass

    with ExtractionPool(1) as pool, pytest.raises(AttributeError, match="Local"):
        list(pool.extract_all(Local(), pages(b"one")))


def test_no_worker_outlives_a_killed_program_for_long(tmp_path: Path) -> None:
    code = f"""
from briefing.edges.extraction_pool import ExtractionPool
from briefing.model import NO_HINTS, Page
from tests.builders import item
from tests.edges.test_extraction_pool import Scripted
page = Page(url={str(tmp_path / "worker")!r}, body=b"outlive")
with ExtractionPool(1, timeout=0.5) as pool:
    list(pool.extract_all(Scripted(), [(item("Item"), page, NO_HINTS)]))
"""
    program = subprocess.Popen([sys.executable, "-c", code])
    until(lambda: (tmp_path / "worker").exists() and (tmp_path / "worker").read_text() != "")
    program.kill()
    program.wait()
    worker = int((tmp_path / "worker").read_text())
    until(lambda: not alive(worker))


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_leaving_early_stops_what_runs() -> None:
    start = time.monotonic()
    with ExtractionPool(1, timeout=30) as pool:
        running = pool.extract_all(Scripted(), pages(b"one", b"hang", b"hang"))
        next(running)
        running.close()
    assert time.monotonic() - start < 10


def test_no_pages_start_no_workers() -> None:
    with ExtractionPool(2) as pool:
        assert list(pool.extract_all(Scripted(), [])) == []
