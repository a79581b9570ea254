"""The examples of docs/plugins.md do what is said of them: their suites pass, and a whole edition is made with all."""

from __future__ import annotations

import http.server
import json
import os
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from briefing import plugins
from briefing.sample.server import SampleServer
from briefing.sample.world import EDITIONS
from tests.blocks import blocks
from tests.conftest import ROOT
from tests.hooks import listening

PAGE = ROOT / "docs" / "plugins.md"
FILES = {block.text.partition("\n")[0].removeprefix("# "): block.text for block in blocks(PAGE, "python")}
POINTS: dict[str, dict[str, str]] = tomllib.loads(next(blocks(PAGE, "toml")).text)["project"]["entry-points"]
MEETING = {
    "title": "Planning committee votes on the harbour wall",
    "url": "/2026/09/15",
    "published": "2026-09-15T19:00+02:00",
}
BULLETIN = b"<table class=bulletin><tr><td>The harbour wall is to be raised by a metre.<td>Work begins in May.</table>"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A folder with the files of the page."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def python(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("BRIEFING_", "PYTEST_"))}
    clean["PYTHONPATH"] = os.pathsep.join([str(folder), str(ROOT)])
    return subprocess.run(
        [sys.executable, *words],
        capture_output=True, text=True, timeout=100, check=False, cwd=folder, env=clean | variables,
    )  # fmt: skip


def test_there_is_an_example_of_each_part_with_its_suite() -> None:
    assert set(POINTS) == {f"briefing.{group}" for group in plugins.GROUPS}
    classes = [path for group in POINTS.values() for path in group.values()]
    assert {path.partition(":")[0].replace(".", "/") + ".py" for path in classes} == {
        name for name in FILES if name.startswith("town/")
    }
    assert {f"test_{path.partition(':')[0].removeprefix('town.')}.py" for path in classes} == {
        name for name in FILES if name.startswith("test_")
    }


def test_each_passes_its_suite(town: Path) -> None:
    done = python(town, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error")
    assert done.returncode == 0, done.stdout + done.stderr
    suites = [name for name, text in FILES.items() if re.search(r"^class Test\w+\(\w+Contract\):", text, re.MULTILINE)]
    assert len(suites) == len(plugins.GROUPS)
    found = re.search(r"^(\d+) passed", done.stdout, re.MULTILINE)
    assert found
    assert int(found[1]) > 20


def test_a_suite_finds_out_what_is_wrong(town: Path) -> None:
    slip = {"minutes": ("identity(url)", "str(id(meeting))"), "openings": ("[:sentences]", ""),
            "bare": ("{escape(headline)}", "{headline}"), "ntfy": ('f"{answer.status} {answer.reason}"', '"\\n"'),
            "bulletins": ('"\\n".join(line for line in lines if line)', '"\\n\\n".join(lines)')}  # fmt: skip
    for name, (right, wrong) in slip.items():
        path = town / "town" / f"{name}.py"
        assert right in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace(right, wrong), encoding="utf-8")
    done = python(town, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "--tb=line")
    assert set(re.findall(r"^FAILED test_(\w+)\.py", done.stdout, re.MULTILINE)) == set(slip), done.stdout


def test_entry_points_name_them(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about = town / "town-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: town\nVersion: 1.0\n")
    lines = [f"[{group}]\n" + "".join(f"{n} = {p}\n" for n, p in names.items()) for group, names in POINTS.items()]
    (about / "entry_points.txt").write_text("".join(lines))
    monkeypatch.syspath_prepend(town)
    try:
        for group, names in POINTS.items():
            for name, path in names.items():
                assert plugins.load(group.removeprefix("briefing."), name, {}).__name__ == path.partition(":")[2]
    finally:
        for name in [name for name in sys.modules if name.split(".")[0] == "town"]:
            del sys.modules[name]


def test_an_edition_is_made_and_delivered_with_all_of_them(town: Path) -> None:
    """The configuration is what the page's yaml blocks say together; the council is on loopback."""
    with council() as base, SampleServer(0, EDITIONS[1]) as sample, listening() as topic:
        bulletins = town / "town" / "bulletins.py"
        bulletins.write_text(bulletins.read_text().replace("council.example", "council.localhost"))
        merged: dict[str, Any] = {"sources": [], "fetch": {"trusted_hosts": [base.removeprefix("http://")]}}
        for block in blocks(PAGE, "yaml"):
            said = YAML(typ="safe").load(block.text)
            merged["sources"] += [entry for entry in said.pop("sources") if "kind" in entry]
            merged |= said
        merged["sources"].append({"feed": sample.url_of("meridian"), "section": "World"})
        text = json.dumps(merged).replace("https://council.example", base)
        (town / "config.yaml").write_text(text)
        done = python(town, "-m", "briefing", "run", "--now", EDITIONS[1].isoformat(), BRIEFING_NTFY=topic.url)
    assert done.returncode == 0, done.stdout + done.stderr
    edition = json.loads(next(town.glob("out/2*/edition.json")).read_text())
    briefs = {brief["headline"]: brief for section in edition["sections"] for brief in section["briefs"]}
    ours = briefs[str(MEETING["title"])]
    assert ours["articles"][0]["source"] == "Town hall"
    assert ours["quotes"][0]["text"] == "The harbour wall is to be raised by a metre."
    assert not any(quote.get("by") for brief in briefs.values() for quote in brief["quotes"])
    assert next(town.glob("out/2*/edition.html")).read_text().startswith('<!doctype html>\n<html lang="en"><head>')
    ((path, notice),) = topic.posts
    assert path == "/hooks"
    assert notice["message"].count("\n") == 2


@contextmanager
def council() -> Iterator[str]:
    class Council(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"meetings": [MEETING]}).encode() if self.path == "/meetings.json" else BULLETIN
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Council) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield f"http://council.localhost:{server.server_port}"
        finally:
            server.shutdown()
