"""What every test may ask for. A missing system package or data folder skips with a reason; where BRIEFING_NO_SKIPS is
set (as `.ci/run` does) it fails instead, so that a skip can't hide a test that should have run."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

# A machine that is busy with other tests is no reason to fail.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# Compiled modules are kept, as where Briefing is installed: hundreds of programs are started here.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

ROOT = Path(__file__).resolve().parent.parent


def missing(what: str) -> NoReturn:
    if os.environ.get("BRIEFING_NO_SKIPS"):
        pytest.fail(f"{what} is missing, and BRIEFING_NO_SKIPS is set")
    pytest.skip(f"{what} is missing")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of captured news and of data with truth that lies beside the project on the founders' machines."""
    folder = ROOT.parent / "shared"
    if not (folder / "bench").is_dir():
        pytest.skip("the data folder ../shared is not there")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    missing("chromium (Debian: apt install chromium)")
    raise AssertionError


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """Bytes never name a test: what is packed as the tests are collected may differ from one worker to the next (gzip
    writes the time into its head), and then no two workers agree on which tests there are."""
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """Many tests wait, for a browser or a mail server: on two cores a third worker has something to do meanwhile. None
    leaves it to xdist, which also knows PYTEST_XDIST_AUTO_NUM_WORKERS."""
    return 3 if os.cpu_count() == 2 and "PYTEST_XDIST_AUTO_NUM_WORKERS" not in os.environ else None
