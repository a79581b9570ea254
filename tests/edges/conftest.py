"""What tests share: servers that are scripted, a clock that is set, clients that are closed, certificates."""

from __future__ import annotations

import shutil
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import smtp_servers
from tests.conftest import missing
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


@pytest.fixture(scope="session")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Of a server at localhost, and of a client that trusts it."""
    openssl = shutil.which("openssl") or missing("openssl (Debian: apt install openssl)")
    return smtp_servers.certificate(tmp_path_factory.mktemp("tls"), openssl)
