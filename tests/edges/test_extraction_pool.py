from __future__ import annotations

import ctypes
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from briefing.edges.extraction_pool import ExtractionPool
from briefing.errors import ExtractError, PluginError
from briefing.model import Extract, Item, Page
from tests.builders import item


@dataclass(frozen=True)
class Scripted:
    """An extractor that does what the page's body says."""

    def extract(self, html: bytes, url: str, content_type: str | None = None) -> Extract:
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
            case b"who":
                return Extract(text=str(os.getpid()))
        return Extract(text=html.decode(), url=url)


def pages(*bodies: bytes) -> list[tuple[Item, Page]]:
    return [(item(f"Item {n}"), Page(url=f"https://a.example/{n}", body=body)) for n, body in enumerate(bodies)]


def outcomes(pool: ExtractionPool, given: list[tuple[Item, Page]]) -> dict[str, str]:
    """Item title -> text, or the error's reason."""
    found = {}
    for one, page, answer in pool.extract_all(Scripted(), given):
        assert (one, page) in given
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

    def feed() -> Iterator[tuple[Item, Page]]:
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
