"""Who may import whom, and what the core may not touch: read from the source, so that no import order can hide it."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "briefing"
FILES = sorted(PACKAGE.rglob("*.py"))

# A layer may import itself and those after it. `briefing` itself is the public API, above all.
LAYERS = ("entry", "wiring", "config", "plugins", "pipeline", "edges", "core", "ports", "model")
ALLOWED = {
    "entry": {"entry", "wiring", "config", "pipeline", "core", "ports", "model", "sample"},
    "wiring": {"wiring", "config", "plugins", "pipeline", "edges", "core", "ports", "model"},
    "config": {"config", "core", "model"},
    "plugins": {"model"},
    "pipeline": {"pipeline", "core", "ports", "model"},
    "edges": {"edges", "core", "ports", "model"},
    "core": {"core", "ports", "model"},
    "ports": {"ports", "model"},
    "model": {"model"},
    "sample": {"sample"},
    "contracts": {"core", "ports", "model"},
}
SPINE = {"__main__": "entry", "errors": "model", "delivery": "pipeline", "gathering": "pipeline",
         "readership": "pipeline", "assets": "config", "channel_wiring": "wiring",
         "mail_wiring": "wiring", "source_wiring": "wiring", "watch_wiring": "wiring", "logs": "model"}  # fmt: skip
IMPURE = {"asyncio", "http.client", "http.server", "logging", "multiprocessing", "os", "pathlib", "random", "secrets",
          "shutil", "signal", "smtplib", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time",
          "urllib.request", "urllib3", "uuid"}  # fmt: skip


def layer(name: str) -> str:
    """The layer of a module name such as briefing.core.text."""
    parts = name.split(".")
    first = parts[1] if len(parts) > 1 else "api"
    return "config" if first.startswith("config") else SPINE.get(first, first)


def name_of(path: Path) -> str:
    return ".".join(("briefing", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            inside = [name for name in names if (PACKAGE.parent / (name.replace(".", "/") + ".py")).exists()]
            yield from ((name, node.lineno) for name in inside or [node.module or ""])


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_imports_upward(path: Path) -> None:
    here = layer(name_of(path))
    if here == "api":
        return
    for name, line in imports(path):
        if name.startswith("briefing."):
            assert layer(name) in ALLOWED[here], f"{path}:{line}: {here} may not import {name}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "edges").rglob("*.py")), ids=name_of)
def test_no_edge_imports_another(path: Path) -> None:
    own = name_of(path).split(".")[2:3]
    for name, line in imports(path):
        if name.startswith("briefing.edges."):
            assert name.split(".")[2:3] == own, f"{path}:{line}: an edge imports {name}"


@pytest.mark.parametrize("path", sorted((PACKAGE / "core").rglob("*.py")), ids=name_of)
def test_the_core_touches_nothing(path: Path) -> None:
    for name, line in imports(path):
        root = name.split(".")[0]
        assert name not in IMPURE, f"{path}:{line}: the core imports {name}"
        assert root == "urllib" or root not in IMPURE, f"{path}:{line}: the core imports {name}"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("open", "datetime.now", "date.today", "datetime.utcnow", "print", "input"), (
                f"{path}:{node.lineno}: the core calls {called}"
            )


def test_only_wiring_names_edges() -> None:
    named = {name_of(path) for path in FILES for name, _ in imports(path) if name.startswith("briefing.edges.")} - {
        name_of(path) for path in (PACKAGE / "edges").rglob("*.py")
    }
    assert named == {
        "briefing.wiring",
        "briefing.channel_wiring",
        "briefing.mail_wiring",
        "briefing.source_wiring",
        "briefing.watch_wiring",
    }


def test_only_what_publishes_loads_the_arithmetic() -> None:
    modules = "briefing.entry.service, briefing.entry.jobs, briefing.wiring"
    program = f"import sys; import {modules}\nsys.exit('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_help_is_quick_to_import() -> None:
    heavy = ("trafilatura", "lxml", "numpy", "scipy", "sqlalchemy", "feedparser", "jinja2", "pydantic", "ruamel",
             "apscheduler", "starlette", "uvicorn", "multiprocessing", "prometheus_client", "tomllib",
             "briefing.model")  # fmt: skip
    program = (
        "import sys; import briefing; import briefing.entry.cli as cli\n"
        f"loaded = [name for name in {heavy!r} if name in sys.modules]\n"
        "sys.exit(', '.join(loaded) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"loaded for --help alone: {done.stderr}"


def test_no_module_is_named_for_nothing() -> None:
    assert not [path for path in FILES if path.stem in ("utils", "helpers", "common", "misc", "tools")]
