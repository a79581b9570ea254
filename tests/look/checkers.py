"""The programs of others that judge pages and mail: axe-core, the Nu HTML checker, SpamAssassin, caniemail's tables.

`make checkers` fetches those that come from npm into `.venv/checkers`; Debian has the others.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from tests.browser import Page
from tests.conftest import ROOT, missing

FETCHED = ROOT / ".venv" / "checkers"
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# Of what passes one element of each rule is enough.
AXE = """axe.run(document, {
  runOnly: %s, rules: {"target-size": {enabled: true}}, resultTypes: ["violations"]
}).then(found => ({
  wrong: found.violations.flatMap(rule => rule.nodes.map(node => rule.id + ": " + node.html.slice(0, 160))),
  passed: found.passes.length}))"""


def fetched(path: str) -> Path:
    """A file of a checker that `make checkers` fetches."""
    file = FETCHED / path
    if not file.is_file():
        missing(f"{path} (make checkers)")
    return file


def program(name: str, package: str) -> str:
    found = shutil.which(name)
    if not found:
        missing(f"{name} (Debian: apt install {package})")
    return str(found)


def axe(page: Page, *more: str) -> list[str]:
    """What breaks WCAG 2.2 A or AA, or one of `more` of axe's tags, as "rule: element"."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(fetched("axe-core/axe.min.js").read_text(encoding="utf-8") + ";0")
    found = page.evaluate(AXE % json.dumps([*WCAG, *more]))
    assert found["passed"] > 10, "axe-core judged next to nothing"
    wrong: list[str] = found["wrong"]
    return wrong


def nu(pages: Sequence[Path]) -> dict[str, list[str]]:
    """What the Nu HTML checker says of each page, by its file name: errors, warnings and remarks."""
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]  # in a few seconds no code gets hot
    command = [program("java", "default-jre-headless"), *quick, "-jar", str(fetched("vnu-jar/build/dist/vnu.jar"))]
    done = subprocess.run(
        [*command, "--format", "json", "--stdout", "--exit-zero-always", *map(str, pages)],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    said: dict[str, list[str]] = {page.name: [] for page in pages}
    for message in json.loads(done.stdout)["messages"]:
        kind = message.get("subType", message["type"])
        said[Path(unquote(message["url"])).name].append(
            f"{kind}: {message['message']} | {message.get('extract', '')[:200].strip()}"
        )
    return said


def spam_points(mails: Sequence[bytes]) -> dict[str, tuple[float, str]]:
    """What SpamAssassin gives each mail without asking the network, and for what, by its Message-ID."""
    edge = b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"
    done = subprocess.run(
        [program("spamassassin", "spamassassin"), "--local", "--test-mode", "--mbox"],
        input=b"".join(edge + mail.replace(b"\r\n", b"\n") + b"\n" for mail in mails),
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    found = {}
    for judged in done.stdout.split(edge)[1:]:
        mail = message_from_bytes(judged, policy=policy.default)
        points = re.search(r"score=(-?[\d.]+) ", mail["X-Spam-Status"])
        assert points
        found[str(mail["Message-ID"])] = (float(points[1]), str(mail["X-Spam-Status"]))
    return found


def support() -> Mapping[str, Mapping[str, str]]:
    """caniemail's newest word on each feature: feature -> "family.platform" -> "y", "a" (partly), "n" or "u"."""
    data: dict[str, Any] = json.loads(fetched("caniemail/data/caniemail.json").read_text(encoding="utf-8"))
    return {
        feature["slug"]: {
            f"{family}.{platform}": list(versions.values())[-1][0]
            for family, platforms in feature["stats"].items()
            for platform, versions in platforms.items()
            if versions
        }
        for feature in data["data"]
    }
