"""What the tests of the HTTP client share: servers that are scripted, a clock that is set, clients that are closed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.edges.web import Make, Serve, Time, fetchers, make_certificate, serving


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
        yield start


@pytest.fixture
def times() -> Time:
    return Time()


@pytest.fixture
def make(times: Time) -> Iterator[Make]:
    with fetchers(times) as make:
        yield make


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("tls"))
