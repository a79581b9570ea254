"""Every fenced block of the documents is run, loaded or drawn: here, or by the test that is named in ELSEWHERE."""

from __future__ import annotations

import configparser
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from ruamel.yaml import YAML

from briefing import wiring
from briefing.config import parse_config
from briefing.config.delivery_settings import Web
from briefing.config.sites import Site
from briefing.core import dns_records
from briefing.entry import cli
from briefing.errors import BriefingError
from briefing.sample.server import SampleServer
from briefing.sample.world import EDITIONS
from tests.blocks import Block, blocks
from tests.conftest import ROOT
from tests.smtp_servers import mail_server
from tests.test_docs import DOCUMENTS, Reader, fenced, wrong

BLOCKS = [block for path in DOCUMENTS for block in blocks(path)]
ELSEWHERE = {
    ("sh", "README.md"): "test_docs",
    ("sh", "tour.md"): "test_tour",
    ("console", "tour.md"): "test_tour",
    ("jinja", "templates.md"): "test_templates_reference",
    ("python", "plugins.md"): "test_plugin_examples",
    ("toml", "plugins.md"): "test_plugin_examples",
}
SITE_ONLY = ("{toctree}", "{include} ../CHANGELOG.md")
"""What Sphinx reads: `make docs` fails where it can't."""
FIGURES = {"tour.md"}
"""Pages on which `text` is a drawing; elsewhere it is commands of programs that no test may start."""


def is_configuration(block: Block) -> None:
    said = YAML(typ="safe").load(block.text)
    if isinstance(said, list) or block.text.startswith("# prometheus.yml\n"):
        are_metrics(block)
        return
    if block.path.name == "configuration.md":
        for rules in said.values():
            Site.model_validate(rules)
        return
    text = block.text if "sources" in said else block.text + 'sources: [{feed: "https://a.example/feed"}]\n'
    if "mail" not in said:
        text += 'mail: {sender: "Daily <daily@example.org>", to: [ann@example.org]}\n'
    named = dict.fromkeys(re.findall(r"\bBRIEFING_\w+", text), "https://hook.example/x")
    with TemporaryDirectory() as folder:
        for key in re.findall(r"\bkey: ([\w.-]+)", text):
            (Path(folder) / key).touch()
        parse_config(text, Path(folder) / "config.yaml", named)


def are_metrics(block: Block) -> None:
    """What Prometheus reads asks for nothing that is not there."""
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "briefing").rglob("*.py"))
    for name in re.findall(r"\bbriefing_\w+", block.text):
        assert f'"{re.sub("_total$|_timestamp_seconds$", "", name)}"' in code, name


def is_json(block: Block) -> None:
    for line in block.text.splitlines() if block.text.startswith("{") and block.text.count("\n") == 1 else [block.text]:
        json.loads(line)


def is_unit(block: Block) -> None:
    parser = configparser.ConfigParser(strict=False)
    parser.read_string(block.text)
    assert parser.sections()


def hands_on_to_serve(block: Block) -> None:
    assert block.text.count("{") == block.text.count("}") == 1
    assert f"127.0.0.1:{Web().port};" in block.text


def are_good_records(block: Block) -> None:
    """What a reader copies into their DNS is what `briefing doctor` calls well."""
    for line in block.text.splitlines():
        name, _, _, _, text = shlex.split(line)
        domain = name.removeprefix("_dmarc.").rstrip(".")
        verdict = dns_records.dmarc(domain, [text]) if name.startswith("_dmarc.") else dns_records.spf(domain, [text])
        assert verdict.level == "ok", verdict


def is_typed(block: Block) -> None:
    """Its commands are run, page by page, below; here only that they are there."""
    assert block.path in TYPED or block.path.name == "benchmarks.md"


def is_drawing_or_foreign(block: Block) -> None:
    if block.path.name in FIGURES:
        return
    for line in block.text.replace("\\\n", " ").splitlines():
        words = line.split()
        assert words[0] in ("docker", "mkdir"), line
        if words[0] == "docker" and "briefing" in words[2:]:
            place = len(words) - words[::-1].index("briefing")  # what stands behind the container's or image's name
            assert wrong(words[place:]) is None, line


KINDS: dict[str, Callable[[Block], None]] = {
    "yaml": is_configuration,
    "json": is_json,
    "ini": is_unit,
    "nginx": hands_on_to_serve,
    "zone": are_good_records,
    "sh": is_typed,
    "console": is_typed,
    "text": is_drawing_or_foreign,
}
TYPED = [path for path in DOCUMENTS if path.parent.name == "docs" and path.name not in ("benchmarks.md", "tour.md")]
TYPED = [path for path in TYPED if fenced(path)]


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_every_block_is_checked(block: Block) -> None:
    if (by := ELSEWHERE.get((block.language, block.path.name))) is not None:
        assert block.path.name in (ROOT / "tests" / f"{by}.py").read_text(encoding="utf-8")
    elif block.language not in SITE_ONLY:
        assert block.language in KINDS, f"{block}: who checks a block of {block.language or 'no language'}?"
        KINDS[block.language](block)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("yaml", "web: {adress: x}\n"),
        ("yaml", "- {alert: A, expr: briefing_no_such_thing}\n"),
        ("json", "{]\n"),
        ("ini", "x\n"),
        ("nginx", "location / {\n"),
        ("zone", '_dmarc.example.org. 3600 IN TXT "v=DMARC1"\n'),
        ("zone", 'example.org. 3600 IN TXT "v=spf1 +all"\n'),
        ("text", "curl x\n"),
        ("text", "docker run --rm briefing frobnicate\n"),
    ],
)
def test_a_mistake_is_found(language: str, text: str) -> None:
    with pytest.raises(Exception):  # noqa: B017 - each in its own way
        KINDS[language](Block(ROOT / "docs" / "web.md", 1, language, text))


# --- commands ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, SampleServer]]:
    """A folder of somebody who has a briefing already, with an edition, and a mail server on loopback."""
    home = tmp_path_factory.mktemp("home")
    with SampleServer(0, EDITIONS[0]) as sample, mail_server() as server:
        (home / "config.yaml").write_text(
            f"timezone: UTC\noutput: {{folder: .}}\nsources: [{{feed: '{sample.url_of('meridian')}', name: Pa}}]\n"
            f"mail: {{enabled: true, host: 127.0.0.1, port: {server.port}, security: none,"
            " sender: 'Daily <daily@example.org>', to: [ann@example.org], dkim: []}\n"
        )
        command = [sys.executable, "-m", "briefing", "run", "--no-deliver", "--now", EDITIONS[0].isoformat()]
        done = subprocess.run(command, capture_output=True, text=True, timeout=90, check=False, cwd=home)
        assert done.returncode == 0, done.stdout + done.stderr
        (home / "readers.csv").write_text("email,name\nbea@example.org,Bea\n")
        (home / "Maildir" / "new").mkdir(parents=True)
        (home / "Maildir" / "cur").mkdir()
        yield home, sample


class NoDns:
    """Nobody answers: no test asks the world."""

    def texts(self, name: str) -> list[str]:
        raise BriefingError(f"{name}: nobody answers")

    addresses = names = texts


class Typist(Reader):
    """Types in one process, which is sooner; what serves is run as it is."""

    def __init__(self, home: Path, sample: SampleServer, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(home, sample)
        self.demo = home / "config.yaml"
        self.monkeypatch = monkeypatch
        monkeypatch.setattr(wiring, "dns", NoDns)

    def types(self, words: list[str]) -> None:
        for prefix, check in FURTHER.items():
            if words[: len(prefix.split())] == prefix.split():
                check(self, words)
                return
        super().types(words)

    def runs(self, words: list[str], *, codes: tuple[int, ...] = (0,)) -> None:
        self.monkeypatch.chdir(self.cwd)
        self.monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code in codes, words

    def judges(self, words: list[str]) -> None:
        """It may find something: no name of the world is known here."""
        self.runs(words, codes=(0, 1, 2))

    def is_known(self, words: list[str]) -> None:
        """It would ask a server of the world."""
        assert wrong(words[1:]) is None, words

    def bounces(self, words: list[str]) -> None:
        (self.is_known if "--imap" in words else self.runs)(words)

    def starts_anew(self, words: list[str]) -> None:
        self.cwd = self.cwd / "anew"
        self.cwd.mkdir()
        self.runs(words)
        shutil.copy(self.demo, self.cwd)

    def throws_away(self, words: list[str]) -> None:
        """In a copy: by today's clock nothing is left of what the edition was made from."""
        here, self.cwd = self.cwd, self.cwd.parent / "pruned"
        shutil.copytree(here, self.cwd, symlinks=True)
        self.runs(words)
        self.cwd = here

    def makes_a_key(self, words: list[str]) -> None:
        done = subprocess.run(words, capture_output=True, check=False, cwd=self.cwd, timeout=60)
        assert done.returncode == 0, done.stderr
        signs = "dkim: [{domain: example.org, selector: briefing, key: dkim.pem}]"
        self.demo.write_text(self.demo.read_text().replace("dkim: []", signs))

    def schedules_a_folder(self, words: list[str]) -> None:
        folder = self.cwd / "briefing.d"
        if not folder.exists():
            folder.mkdir()
            (folder / "daily.yaml").write_text("briefing: other\n" + self.demo.read_text())
        words = [str(folder) if word == "/etc/briefing.d" else word for word in words]
        (self.schedules if words[:3] == ["briefing", "schedule", "run"] else self.runs)(words)


FURTHER: dict[str, Callable[[Typist, list[str]], None]] = {
    "openssl genrsa": Typist.makes_a_key,
    "briefing init": Typist.starts_anew,
    "briefing prune": Typist.throws_away,
    "briefing check": Typist.judges,
    "briefing doctor": Typist.judges,
    "briefing status": Typist.judges,
    "briefing schedule run": Typist.schedules_a_folder,
    "briefing schedule next": Typist.schedules_a_folder,
    "briefing subscribers bounces": Typist.bounces,
    "briefing deliver ": Typist.judges,
}
"""As CHECKS of test_docs, and before it."""


@pytest.mark.parametrize("path", TYPED, ids=lambda path: path.name)
def test_the_commands_of_a_page_work_in_their_order(
    path: Path, begun: tuple[Path, SampleServer], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, sample = begun
    shutil.copytree(home, tmp_path / "home", symlinks=True)
    typist = Typist(tmp_path / "home", sample, monkeypatch)
    for words in fenced(path):
        typist.types(words)


def test_what_the_benchmarks_run_is_there() -> None:
    """They take forty minutes and data that is not part of Briefing: `make bench` runs them."""
    for words in fenced(ROOT / "docs" / "benchmarks.md"):
        match words:
            case ["python", "-m", module, *_]:
                assert importlib.util.find_spec(module), words
            case ["python", "-c", *_] | ["cd", _]:
                pass
            case ["python", script, *rest]:
                assert script.startswith("../shared/") or (ROOT / script).exists(), words
                for named in (word.partition(":")[0] for word in rest if word.partition(":")[0].endswith(".py")):
                    assert (ROOT / named).exists(), words
            case ["make", target, *_]:
                assert f"\n{target}:" in (ROOT / "Makefile").read_text(encoding="utf-8"), words
            case _:
                assert words[0] == "briefing", words
                assert wrong(words[1:]) is None, words
