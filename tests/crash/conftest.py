"""A world for a module's tests, and what a run that nobody disturbs leaves in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crash.touches import Touch
from tests.crash.world import Left, World, made


@pytest.fixture(scope="package")
def world() -> Iterator[World]:
    with made() as found:
        yield found


@pytest.fixture(scope="package")
def whole(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Touch], Left]:
    """Its touches in their order, and what it leaves."""
    folder = world.folder(tmp_path_factory.mktemp("whole") / "x")
    ended = world.run(folder)
    assert ended.code in (0, 1), ended.said
    left = Left.of(folder)
    assert len(left.rows["articles"]) >= 10
    assert world.wrong(folder, left, uncertain=0) == []
    return ended.touches, left
