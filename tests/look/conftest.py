"""One browser for a worker's tests; editions that take seconds to make are made once for all workers."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator

import pytest

from briefing.core import codec
from briefing.model import Edition
from tests.browser import Browser
from tests.look import pages

Given = Callable[[str], Edition]


@pytest.fixture(scope="package")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    started = Browser(chromium, tmp_path_factory.mktemp("chromium"))
    yield started
    started.close()


@pytest.fixture(scope="package")
def given(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Given:
    """An edition by its name."""
    common = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        common = common.parent

    def one(name: str) -> Edition:
        if name in pages.BY_HAND:
            return pages.BY_HAND[name]()
        kept = common / f"edition-{name}.json"
        with (common / f"edition-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                folder = tmp_path_factory.mktemp(name)
                made = (
                    pages.of_the_sample(folder)
                    if name == "sample"
                    else pages.of_the_newsroom(folder, request.getfixturevalue("shared"))
                )
                kept.write_text(codec.edition_json(made), encoding="utf-8")
        return codec.edition_from_json(kept.read_text(encoding="utf-8"))

    return one
