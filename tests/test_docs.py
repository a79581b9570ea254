"""The documents tell the truth: what the README says to type is typed here, in its order, by somebody with nothing."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import typer

from briefing.config import add_feeds
from briefing.core.urls import absolute, host
from briefing.entry import cli
from briefing.model import Feed
from briefing.sample import site
from briefing.sample.server import SampleServer
from briefing.sample.site import opml
from briefing.sample.world import EDITIONS
from tests.blocks import blocks
from tests.conftest import ROOT, missing
from tests.processes import running

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
SPEAKING = [*DOCUMENTS, ROOT / "config.yaml", *sorted((ROOT / "briefing").rglob("*.py"))]


def fenced(path: Path) -> list[list[str]]:
    """The words of each command in the file's blocks of shell commands; `console` has what they print, too."""
    lines: list[str] = []
    for block in blocks(path, "sh", "console"):
        these = block.text.replace("\\\n", " ").splitlines()
        lines += [line for line in these if line.startswith("$ ")] if block.language == "console" else these
    commands = (shlex.split(line.removeprefix("$ "), comments=True) for line in lines)
    return [
        list(part) for words in commands for between, part in groupby(words, lambda word: word == "&&") if not between
    ]


class Reader:
    """Somebody who types what the README says, in a folder of theirs; the sample stands in for the world."""

    def __init__(self, home: Path, sample: SampleServer) -> None:
        self.cwd = home
        self.sample = sample
        self.demo = home / "demo" / "config.yaml"
        self.env = {name: value for name, value in os.environ.items() if not name.startswith("BRIEFING_")}

    def types(self, words: list[str]) -> None:
        assert not {"|", ";", "&", ">", "<"} & set(words), f"`{shlex.join(words)}` is more than one command"
        for prefix, check in CHECKS.items():
            if words[: len(prefix.split())] == prefix.split():
                check(self, words)
                return
        assert words[0] == "briefing", f"how is `{shlex.join(words)}` checked? Name it in CHECKS."
        self.runs(words)

    def runs(self, words: list[str]) -> None:
        """In this process, which has loaded all that each command would load anew."""
        said, before = StringIO(), Path.cwd()
        os.chdir(self.cwd)
        with (
            patch.dict(os.environ, self.env, clear=True),
            patch.object(sys, "argv", words),
            redirect_stdout(said),
            redirect_stderr(said),
            pytest.raises(SystemExit) as ended,
        ):
            cli.main()
        os.chdir(before)
        assert ended.value.code == 0, f"`{shlex.join(words)}` ended with {ended.value.code}:\n{said.getvalue()}"
        assert "Traceback" not in said.getvalue()

    def changes_folder(self, words: list[str]) -> None:
        self.cwd = self.cwd / words[1]
        assert self.cwd.is_dir()

    def sets_a_variable(self, words: list[str]) -> None:
        name, _, value = words[1].partition("=")
        assert any(name in path.read_text(encoding="utf-8") for path in (ROOT / "briefing" / "config").glob("*.py"))
        self.env[name] = value

    def makes(self, words: list[str]) -> None:
        """As a rehearsal: it would install, or run all tests. What `make demo` runs is run."""
        if not shutil.which("make"):
            missing("make")
        said = subprocess.run(["make", "-n", *words[1:]], capture_output=True, text=True, check=False, cwd=ROOT)
        assert said.returncode == 0, said.stderr
        if words == ["make", "demo"]:
            assert re.search(r"^\S*/briefing demo --open$", said.stdout, re.MULTILINE)
            self.demonstrates(["briefing", "demo"])

    def demonstrates(self, words: list[str]) -> None:
        self.runs([word for word in words if word != "--open"] + ["--port", "0"])

    def begins(self, words: list[str]) -> None:
        """The real feeds give way to one of the sample."""
        self.runs(words)
        config = self.cwd / words[-1] / "config.yaml"
        config = config if config.exists() else self.cwd / "config.yaml"
        feed = Feed(url=self.sample.url_of("meridian"), name="Meridian", section="World")
        config.write_text(add_feeds(config.read_text(), [feed], replace=True))

    def imports(self, words: list[str]) -> None:
        (self.cwd / "feeds.opml").write_bytes(opml(self.sample.base))
        self.runs(words)

    def adds_a_feed(self, words: list[str]) -> None:
        assert words[-1] == "https://…"
        self.runs([*words[:-1], self.sample.url_of("courier"), "--config", "config.yaml"])

    def publishes(self, words: list[str]) -> None:
        self.runs([*words, "--now", EDITIONS[0].isoformat()])

    def asks_the_demo(self, words: list[str]) -> None:
        """An address that the README leaves open is the first report's."""
        edition = json.loads((self.demo.parent / "latest" / "edition.json").read_text())
        url = edition["sections"][0]["briefs"][0]["articles"][0]["url"]
        self.runs([*(url if "…" in word else word for word in words), "--config", str(self.demo)])

    def reads_a_page(self, words: list[str]) -> None:
        url = site.article_url(site.published("meridian", EDITIONS[0])[0], self.sample.base)
        self.runs([url if "…" in word else word for word in words])

    def previews(self, words: list[str]) -> None:
        self.serves([*words, "--no-open", "--port", "0"], r"\(Ctrl-C ends it\)")

    def schedules(self, words: list[str]) -> None:
        self.serves(words, r"scheduler: gathering every")

    def shows_pages(self, words: list[str]) -> None:
        self.serves([*words, *([] if "--no-schedule" in words else ["--no-schedule"]), "--port", "0"], r"http://127")

    def serves(self, words: list[str], pattern: str) -> None:
        """What runs until it is stopped is stopped once it has said that it is up."""
        with running(self.cwd, *words[1:]) as command:
            command.says(pattern)
            assert command.end(seconds=12) in (0, -15), command.said
            assert "Traceback" not in command.said


CHECKS: dict[str, Callable[[Reader, list[str]], None]] = {
    "make": Reader.makes,
    "cd": Reader.changes_folder,
    "export": Reader.sets_a_variable,
    "briefing demo": Reader.demonstrates,
    "briefing init": Reader.begins,
    "briefing feeds import": Reader.imports,
    "briefing run": Reader.publishes,
    "briefing publish": Reader.publishes,
    "briefing feeds add": Reader.adds_a_feed,
    "briefing gather": Reader.publishes,
    "briefing preview": Reader.previews,
    "briefing schedule run": Reader.schedules,
    "briefing serve": Reader.shows_pages,
    "briefing why": Reader.asks_the_demo,
    "briefing why-not": Reader.asks_the_demo,
    "briefing trace": Reader.asks_the_demo,
    "briefing extract": Reader.reads_a_page,
    "briefing status": Reader.asks_the_demo,
    "briefing editions": Reader.asks_the_demo,
}
"""How a command of the README is checked, by its first words. Any other command of Briefing is run as it stands."""


@pytest.fixture
def sample() -> Iterator[SampleServer]:
    with SampleServer(0, EDITIONS[0]) as server:
        yield server


@pytest.mark.long
def test_what_the_readme_says_to_type_works_in_its_order(sample: SampleServer, tmp_path: Path) -> None:
    reader = Reader(tmp_path, sample)
    commands = fenced(ROOT / "README.md")
    assert len(commands) >= 10
    for words in commands:
        reader.types(words)
    assert len(list(tmp_path.glob("*/out/*/edition.html"))) >= 1


def test_an_unknown_command_would_be_found_out(sample: SampleServer, tmp_path: Path) -> None:
    reader = Reader(tmp_path, sample)
    for words in (["frobnicate"], ["briefing", "frobnicate"], ["make", "frobnicate"], ["export", "BRIEFING_NONE=1"]):
        with pytest.raises(AssertionError):
            reader.types(words)


@cache
def all_commands() -> Any:
    return typer.main.get_command(cli.app)


def wrong(words: list[str]) -> str | None:
    """What is wrong with a command of Briefing: a part of it or an option that does not exist."""
    command = all_commands()
    for word in words:
        inner = getattr(command, "commands", {})
        if word.startswith("-"):
            known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
            if word.partition("=")[0] not in known | {"-h", "--help"}:
                return f"no option {word}"
        elif word == "…":
            return None
        elif inner:
            if word not in inner:
                return f"no command {word}"
            command = inner[word]
    return None


def test_every_command_that_is_named_anywhere_exists() -> None:
    found = []
    for path in SPEAKING:
        # "#" begins a comment in YAML and in Python too, where a command goes on in the next line.
        text = re.sub(r"\n\s*#? *", " ", path.read_text(encoding="utf-8"))
        named = [match.split() for match in re.findall(r"`briefing((?: [^\s`]+)+)`", text)]
        if path.suffix == ".md":
            named += [words[1:] for words in fenced(path) if words[0] == "briefing"]
        found += [
            f"{path.relative_to(ROOT)}: briefing {' '.join(words)}: {wrong(words)}" for words in named if wrong(words)
        ]
    assert found == []
    assert wrong(["feeds", "frobnicate"])
    assert wrong(["run", "--frobnicate"])
    assert wrong(["run", "--out", "x"]) is None


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path: Path) -> None:
    """Those within the project to a file or a heading; of those to the world, which no test asks, the form alone."""
    for link in links(prose(path)):
        if re.match(r"[a-z]+:", link):
            local = host(link) in ("localhost", "127.0.0.1")
            assert (absolute(link) and (local or link.startswith("https://"))) or link.startswith("mailto:"), link
            continue
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), link
        assert target.resolve().is_relative_to(ROOT), link
        if anchor:
            assert anchor in headings(target), link


def links(text: str) -> list[str]:
    found = re.findall(
        r"\]\(<?([^()\s<>]+)>?(?: \"[^\"]*\")?\)|^\[[^\]]+\]: (\S+)|<(https?:[^\s>]+)>", text, re.MULTILINE
    )
    named = re.findall(r"\b(?:src|href|srcset)=\"([^\"\s]+)\"", text)
    return [next(filter(None, link)) for link in found] + named


def prose(path: Path) -> str:
    """A file without its code."""
    text = re.sub(r"^ *```.*?^ *```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


def headings(path: Path) -> list[str]:
    """The anchors of a Markdown file's headings, as the usual sites make them."""
    text = re.sub(r"^ *```.*?^ *```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return [re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles]


def test_a_link_that_leads_nowhere_would_be_found() -> None:
    assert links('[a](b.md#c) ![d](e.png "f") <https://g.example/h> <img src="i.png">\n[j]: k.md\n') == [
        "b.md#c", "e.png", "https://g.example/h", "k.md", "i.png",
    ]  # fmt: skip
    assert "what-it-promises" in headings(ROOT / "README.md")
    assert not any(title.startswith("townminutespy") for title in headings(ROOT / "docs" / "plugins.md"))
