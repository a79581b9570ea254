"""Pages that are kept: drawn once, forgotten when what they are made of changes, bounded."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable

import pytest

from briefing.entry.web.kept_pages import LOOK, KeptPages, Page
from briefing.errors import StoreError


class World:
    """What pages are made of, and a clock that is set."""

    def __init__(self) -> None:
        self.state: list[str] = ["first"]
        self.time, self.looked = 0.0, 0
        self.drawn: list[str] = []

    def look(self, known: list[str] | None) -> list[str]:
        self.looked += 1
        return self.state

    def draw(self, name: str, size: int = 10, slow: float = 0.0) -> Callable[[list[str]], Page]:
        def draw(state: list[str]) -> Page:
            time.sleep(slow)
            self.drawn.append(f"{name} of {state[0]}")
            return Page(b"x" * size, "application/epub+zip", 60)

        return draw

    def pages(self, most: int = 100_000) -> KeptPages[list[str]]:
        return KeptPages(self.look, now=lambda: self.time, most=most)


def test_many_who_ask_at_once_get_a_page_that_is_drawn_once() -> None:
    world = World()

    async def asked() -> None:
        kept = world.pages()
        await kept.get("a", world.draw("a"))
        found = await asyncio.gather(*(kept.get("b", world.draw("b", slow=0.05)) for _ in range(50)))
        assert len({id(page) for page in found}) == 1
        assert await kept.get("b", world.draw("b")) is found[0]

    asyncio.run(asked())
    assert world.drawn == ["a of first", "b of first"]
    assert world.looked == 1


def test_who_hangs_up_does_not_take_the_page_from_the_others() -> None:
    world = World()

    async def asked() -> None:
        kept = world.pages()
        await kept.state()
        first = asyncio.ensure_future(kept.get("a", world.draw("a", slow=0.1)))
        second = asyncio.ensure_future(kept.get("a", world.draw("a")))
        await asyncio.sleep(0.02)
        first.cancel()
        await second

    asyncio.run(asked())
    assert world.drawn == ["a of first"]


def test_another_state_is_seen_after_a_moment_and_pages_are_drawn_anew() -> None:
    world = World()

    async def asked() -> None:
        kept = world.pages()
        for moment in (0.0, LOOK / 2, LOOK, LOOK * 1.5):
            world.time = moment
            if moment:
                world.state = ["second"]
            await kept.get("a", world.draw("a"))

    asyncio.run(asked())
    assert world.drawn == ["a of first", "a of second"]
    assert world.looked == 2


def test_a_page_that_was_begun_before_a_change_is_not_kept() -> None:
    world = World()

    async def asked() -> None:
        kept = world.pages()
        await kept.state()
        late = asyncio.ensure_future(kept.get("a", world.draw("a", slow=0.1)))
        await asyncio.sleep(0.02)
        world.state, world.time = ["second"], LOOK
        await kept.get("b", world.draw("b"))
        await late
        await kept.get("a", world.draw("a"))

    asyncio.run(asked())
    assert world.drawn == ["b of second", "a of first", "a of second"]


def test_the_pages_that_were_asked_for_last_stay_within_the_bound() -> None:
    world = World()

    async def asked() -> None:
        kept = world.pages(most=3 * 5_000)
        for name in ("a", "b", "a", "c", "d", "a", "b"):
            await kept.get(name, world.draw(name, size=2_500))

    asyncio.run(asked())
    assert world.drawn == [f"{name} of first" for name in ("a", "b", "c", "d", "b")]


def test_a_page_that_can_not_be_drawn_is_tried_again() -> None:
    world = World()

    def broken(state: list[str]) -> Page:
        raise StoreError("no disk")

    async def asked() -> None:
        kept = world.pages()
        for _ in range(2):
            with pytest.raises(StoreError, match="no disk"):
                await kept.get("a", broken)
        await kept.get("a", world.draw("a"))

    asyncio.run(asked())
    assert world.drawn == ["a of first"]


def test_what_is_worth_it_is_drawn_ahead() -> None:
    world = World()

    def ahead(state: list[str]) -> Iterable[tuple[str, Callable[[list[str]], Page]]]:
        def broken(state: list[str]) -> Page:
            raise StoreError("no disk")

        return [("a", world.draw("a")), ("x", broken), ("b", world.draw("b"))]

    async def asked() -> None:
        kept = KeptPages(world.look, ahead, now=lambda: world.time)
        await kept.state()
        ends = time.monotonic() + 5
        while len(world.drawn) < 2 and time.monotonic() < ends:
            await asyncio.sleep(0.01)
        await kept.get("b", world.draw("b"))

    asyncio.run(asked())
    assert world.drawn == ["a of first", "b of first"]
