"""A round of gathering against a web that wants it to hang or to burst: it ends in its time, in bounded memory, and the
pages of the others are read."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from briefing import wiring
from briefing.config import load_config
from tests.builders import NOW
from tests.edges.hostile_web import WAYS
from tests.edges.web import Server, answer, serving
from tests.processes import running, until
from tests.watch import watched

MAIN, WORKER = 600_000_000, 400_000_000
"""Bytes that the process that fetches and stores may have resident, and each that reads pages, whatever comes: 32
answers of 5 MB at once, each of them twice for a moment, and a feed that is parsed; one page of 5 MB."""
ROUND, TIMEOUT = 30, 3
COPIES, GOOD = 6, 20
"""Of each feed that a parser may take ill, so that several are read at once; and pages with nothing bad."""
WORDS = "The harbour board met on Tuesday and voted for the longer pier, the mayor said. "
REPORT = f"<html><title>The pier</title><body><article><h1>The pier</h1>{f'<p>{WORDS * 4}</p>' * 6}</article>"


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>A feed</title>{''.join(items)}</channel></rss>".encode()


def entry(link: str, title: str = "A title") -> str:
    return f"<item><title>{title}</title><link>{link}</link></item>"


def laughs(depth: int, width: int) -> bytes:
    names = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * width}">' for n in range(1, depth + 1))
    return (
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{names}]>'
        + rss(entry("http://127.0.0.1/x", "&a9;")).decode()
    ).encode()


HTML = {"Content_Type": "text/html; charset=utf-8"}


@cache
def hostile_feeds() -> dict[str, bytes]:
    """What parsers of feeds may take ill; for the rest see `hostile_web`."""
    return {
        "packed-file": answer(gzip.compress(bytes(100_000_000))),
        "entities": answer(laughs(11, 10)),
        "large-entity": answer(
            b"<!DOCTYPE rss [<!ENTITY a '" + b"x" * 100_000 + b"'>]>" + rss(entry("http://127.0.0.1/x", "&a;" * 20_000))
        ),
        "deep": answer(rss("<a>" * 400_000)),
        "attributes": answer(rss("<item " + " ".join(f"a{n}='{n}'" for n in range(200_000)) + "/>")),
        "one-long-title": answer(rss(entry("http://127.0.0.1/long", "x " * 2_400_000))),
        "deep-json": answer(b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 2_000_000),
        "long-number": answer(b'{"version": "https://jsonfeed.org/version/1", "items": [' + b"9" * 4_000_000 + b"]}"),
    }


@cache
def hostile_pages() -> dict[str, bytes]:
    return {
        "deep": answer(b"<div>" * 500_000 + REPORT.encode(), **HTML),
        "spans": answer(b"<html><body><p>" + b"<span>word " * 300_000, **HTML),
        "paragraphs": answer(b"<html><body>" + f"<p>{WORDS}</p>".encode() * 50_000, **HTML),
        "links": answer(b"<html><body>" + b"<a href=/x>word</a>" * 200_000, **HTML),
        "tables": answer(b"<html><body>" + b"<table><tr><td>" * 30_000, **HTML),
        "one-line": answer(b"<html><body><p>" + b"a" * 4_900_000, **HTML),
        "json-ld": answer(
            b'<html><head><script type="application/ld+json">' + b'{"a":[' * 300_000 + b"</script>" + REPORT.encode(),
            **HTML,
        ),
        "long-title": answer(f"<html><head><title>{'title ' * 700_000}</title></head>{REPORT}".encode(), **HTML),
        "zeros": answer(bytes(4_900_000), **HTML),
    }


def handler(connection: socket.socket, target: str, headers: dict[str, str]) -> bytes | None:
    """/list is a feed that names all pages, /good/N a page with nothing bad; /feed/NAME, /feed/NAME/N and /page/NAME
    are hostile."""
    kind, name, _ = (*target.strip("/").split("/"), "", "")[:3]
    base = f"http://{headers['host']}"
    if kind == "list":
        bad = (entry(f"{base}/page/{page}", page) for page in [*WAYS, *hostile_pages()])
        return answer(rss(*bad, *(entry(f"{base}/good/{n}", f"Good {n}") for n in range(GOOD))))
    if kind == "good":
        return answer(REPORT.encode(), **HTML)
    if found := (hostile_feeds() if kind == "feed" else hostile_pages()).get(name):
        return found
    if way := WAYS.get(name or kind):
        return way.speak(connection, headers)
    return answer(status="404 Not Found")


@pytest.fixture(scope="module")
def web() -> Iterator[Server]:
    with serving() as serve:
        yield serve(handler)


@pytest.mark.long
def test_the_round_ends_in_time_and_memory_and_reads_what_is_good(web: Server, tmp_path: Path) -> None:
    feeds = [web.url("/list"), *(web.url(f"/feed/{name}") for name in WAYS)]
    feeds += [web.url(f"/feed/{name}/{n}") for name in hostile_feeds() for n in range(COPIES)]
    sources = "".join(f'  - {{feed: "{url}"}}\n' for url in feeds)
    config = tmp_path / "config.yaml"
    config.write_text(f"sources:\n{sources}fetch: {{timeout: {TIMEOUT}s, round: {ROUND}s}}\n")
    began = time.monotonic()
    with running(tmp_path, "gather", "-v", "--now", NOW.isoformat()) as round_:
        with watched(round_.process.pid) as seen:
            code = round_.process.wait(3 * ROUND)
        wall, said = time.monotonic() - began, round_.said
        until(lambda: not round_.others(), what="the end of its workers")
    assert code in (0, 1), said
    assert "Traceback" not in said, said
    assert wall < ROUND + TIMEOUT + 8, said  # a page's time to be read, and the start of the program
    assert seen.largest(depth=0).peak < MAIN
    assert max(seen.largest(depth=depth).peak for depth in (1, 2)) < WORKER

    with wiring.opened_store(load_config(config, {})) as store:
        good = [store.news.trace(web.url(f"/good/{n}")) for n in range(GOOD)]
        assert [trace.article.text_from for trace in good if trace and trace.article] == ["page"] * GOOD
        hostile = [store.news.trace(web.url(f"/page/{name}")) for name in [*WAYS, *hostile_pages()]]
        assert all(trace and trace.outcome for trace in hostile)
        broken = {health.url: health.failure for health in store.news.health(NOW) if health.failures}
    assert set(feeds[1:]) - broken.keys() <= {web.url(f"/feed/one-long-title/{n}") for n in range(COPIES)}
    assert all(failure.isprintable() and len(failure) < 500 for failure in broken.values())
