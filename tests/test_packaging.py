"""Dockerfile, compose.yaml and the workflows: nothing here can run them as they are, so all of them that can be is."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from dockerfile_parse import DockerfileParser
from ruamel.yaml import YAML

from briefing.config import load_config
from briefing.config.edit import add_feeds
from briefing.model import Feed
from briefing.sample.server import SampleServer
from briefing.sample.world import EDITIONS, PUBLISHERS
from tests.conftest import ROOT
from tests.processes import running
from tests.test_docs import wrong

WORKFLOWS = [
    *sorted((ROOT / ".github" / "workflows").glob("*.yml")),
    *sorted((ROOT / "docs" / "examples").glob("*.yml")),
]


def loaded(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("schema", "paths"),
    [("github-workflows", WORKFLOWS), ("compose-spec", [ROOT / "compose.yaml"])],
    ids=["workflows", "compose"],
)
def test_they_are_written_as_their_programs_want_them(schema: str, paths: list[Path]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def commands(text: str) -> list[list[str]]:
    """The words of each command of Briefing in a shell's text, without its name."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        for part in re.split(r"&&|\|\||;|\|", line):
            words = shlex.split(part, comments=True)
            if words[:1] == ["docker"] and words[1:2] != ["build"]:
                # After the image, or the service and what `exec` runs in it.
                words = words[len(words) - words[::-1].index("briefing") - 1 :] if "briefing" in words[2:] else []
            if words[:1] == ["briefing"]:
                found.append(words[1:])
    return found


def test_every_command_of_briefing_in_them_exists() -> None:
    told = [command for name in ("site.md", "container.md") for command in commands_of(ROOT / "docs" / name)]
    for path in WORKFLOWS:
        for job in loaded(path)["jobs"].values():
            told += commands("\n".join(step["run"] for step in job["steps"] if "run" in step))
    assert ["run", "--date", "today", "--verbose"] in told
    assert ["init", "--yes", "--pack", "world"] in told
    assert len(told) >= 10
    for words in [*told, *([list(loaded(ROOT / "compose.yaml")["services"]["briefing"]["command"])])]:
        assert wrong(words) is None, words


def commands_of(path: Path) -> list[list[str]]:
    blocks = re.findall(r"^ *```(?:sh|text)\n(.*?)^ *```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return commands("\n".join(blocks))


# --- the container ---


@pytest.fixture(scope="module")
def dockerfile() -> DockerfileParser:
    return DockerfileParser(str(ROOT / "Dockerfile"))


def last(dockerfile: DockerfileParser, instruction: str) -> str:
    """What the last stage says."""
    stage: dict[str, str] = {}
    for each in dockerfile.structure:
        if each["instruction"] == "FROM":
            stage = {}
        stage[each["instruction"]] = each["value"]
    return stage[instruction]


def test_the_image_is_small_and_its_user_has_no_rights(dockerfile: DockerfileParser) -> None:
    assert [image.partition(" ")[0] for image in dockerfile.parent_images] == ["python:3.13-slim"] * 2
    order = [each["instruction"] for each in dockerfile.structure]
    final = order[len(order) - order[::-1].index("FROM") :]
    assert final.index("USER") < final.index("VOLUME") < final.index("ENTRYPOINT")
    assert last(dockerfile, "USER") not in ("root", "0")
    assert "apt" not in last(dockerfile, "RUN")
    assert last(dockerfile, "WORKDIR") == last(dockerfile, "VOLUME") == "/data"


def test_what_is_copied_is_there_and_let_in(dockerfile: DockerfileParser) -> None:
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = [each["value"].split() for each in dockerfile.structure if each["instruction"] == "COPY"]
    sources = {word for words in copied if "--from=built" not in words for word in words[:-1]}
    assert sources == let_in
    assert all((ROOT / name).exists() for name in sources)


def test_it_serves_is_found_healthy_and_ends_when_it_is_told(dockerfile: DockerfileParser, tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text('sources:\n  - {feed: "https://a.example/feed"}\n')
    entry, arguments = json.loads(last(dockerfile, "ENTRYPOINT")), json.loads(last(dockerfile, "CMD"))
    assert entry == ["briefing"]
    assert wrong(arguments) is None
    check = json.loads(last(dockerfile, "HEALTHCHECK").partition("CMD ")[2])
    assert check[:2] == ["python", "-c"]
    port = arguments.index("--port") + 1
    assert f":{arguments[port]}/healthz" in check[2]
    with running(tmp_path, *arguments[:port], 0, *arguments[port + 1 :]) as served:
        found = served.says(r"^http://\S+:(\d+)/$")
        asked = [sys.executable, "-c", check[2].replace(arguments[port], found[1])]
        assert subprocess.run(asked, capture_output=True, timeout=30, check=False).returncode == 0
        assert served.end(seconds=20) == 0
    assert subprocess.run(asked, capture_output=True, timeout=30, check=False).returncode != 0


# --- the daily site ---


class Repository:
    """Somebody's repository with the workflow in it, and the machine that GitHub lends for a run."""

    def __init__(self, folder: Path, sample: SampleServer) -> None:
        self.folder, self.origin = folder, folder / "origin.git"
        self.cache: bytes | None = None
        self.env = {**os.environ, "HOME": str(folder), "GIT_CONFIG_GLOBAL": "/dev/null", "PYTHONPATH": str(ROOT)}
        program = folder / "bin" / "briefing"
        program.parent.mkdir()
        program.write_text(
            f"#!{sys.executable}\nfrom briefing.entry.cli import main\nif __name__ == '__main__':\n    main()\n"
        )
        program.chmod(0o755)
        self.env["PATH"] = f"{program.parent}:{self.env['PATH']}"
        mine = folder / "mine"
        self.shell(folder, f"git init -q --bare {self.origin} && git init -q -b main {mine}")
        self.shell(mine, "briefing init --pack world")
        config = mine / "config.yaml"
        feeds = [Feed(url=sample.url_of(name), name=name, section="World") for name in list(PUBLISHERS)[:5]]
        text = add_feeds(config.read_text(), feeds, replace=True)
        output = dict(re.findall(r"^ +(forms|url): (.*)$", (ROOT / "docs" / "site.md").read_text(), re.MULTILINE))
        for key, value in output.items():
            text, changed = re.subn(rf"^  {key}: .*$", f"  {key}: {value}", text, count=1, flags=re.MULTILINE)
            assert changed
        config.write_text(text)
        load_config(config, {})
        author = "git -c user.name=me -c user.email=me@example.org"
        self.shell(mine, f"git add config.yaml && {author} commit -qm Begin && git push -q {self.origin} main")

    def runs(self, name: str, now: str) -> Path:
        """Carries out the workflow's own commands in order; the folder that is published."""
        machine = self.folder / name
        (job,) = loaded(ROOT / "docs" / "examples" / "daily-site.yml")["jobs"].values()
        published: Path | None = None
        for step in job["steps"]:
            action = step.get("uses", "").partition("@")[0]
            if action == "actions/checkout":
                self.shell(self.folder, f"git clone -q --depth 1 -b main file://{self.origin} {machine}")
            elif action == "actions/cache":
                if self.cache is not None:
                    (machine / step["with"]["path"]).write_bytes(self.cache)
                kept = machine / step["with"]["path"]
            elif action == "actions/upload-pages-artifact":
                published = machine / step["with"]["path"]
            elif action:
                assert action in ("actions/setup-python", "actions/configure-pages", "actions/deploy-pages")
            elif not step["run"].startswith("pip install"):
                self.shell(machine, step["run"].replace("briefing run", f"briefing run --now {now}"))
        self.cache = kept.read_bytes()
        assert not kept.with_name(kept.name + "-wal").exists()
        assert published is not None
        return published

    def shell(self, folder: Path, text: str) -> str:
        # As GitHub starts it.
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
            capture_output=True, text=True, timeout=120, check=False, cwd=folder, env=self.env,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.mark.long
def test_the_workflow_s_commands_make_a_site_that_grows_by_an_edition_a_day(tmp_path: Path) -> None:
    with SampleServer(0, EDITIONS[0]) as sample:
        repository = Repository(tmp_path, sample)
        first = repository.runs("monday", EDITIONS[0].isoformat())
        assert {"index.html", "feed.atom", "feed.json", "2026-09-15"} <= {path.name for path in first.iterdir()}
        sample.until = EDITIONS[1]
        second = repository.runs("tuesday", EDITIONS[1].isoformat())
    editions = ["2026-09-15", "2026-09-16"]
    assert sorted(path.name for path in second.glob("20??-??-??")) == editions
    front = (second / "index.html").read_text()
    assert all(f"{day}/edition.html" in front for day in editions)
    feed = json.loads((second / "feed.json").read_text())
    assert feed["feed_url"] == "https://name.github.io/REPOSITORY/feed.json"
    told = json.loads((second / "2026-09-16" / "edition.json").read_text())
    assert any(brief["status"] == "update" for section in told["sections"] for brief in section["briefs"])
    log = repository.shell(repository.origin, "git log --format=%s editions").splitlines()
    assert len(log) == 2
    assert repository.shell(repository.origin, "git ls-tree --name-only editions").count("2026-") == 2
