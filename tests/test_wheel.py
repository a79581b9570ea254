"""What is published: built from the source distribution, installed out of sight of the project's own files, used."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from briefing import __version__
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made as a release is made: from the source distribution."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {path.name for path in out.iterdir()} == {
        f"daily_briefing-{__version__}.tar.gz",
        f"daily_briefing-{__version__}-py3-none-any.whl",
    }
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment with the wheel in it, and the libraries of this one within sight."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True, timeout=60)
    pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-index", "--no-deps", "--no-compile", str(wheel)], check=True, timeout=60
    )
    (packages,) = folder.glob("lib/python*/site-packages")
    # Only one level deep: the .pth file there that makes the project's own folder visible is not followed.
    libraries = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (packages / "libraries.pth").write_text("".join(f"{library}\n" for library in libraries))
    return folder


def run(installed: Path, program: str, *arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [str(installed / "bin" / program), *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=cwd,
        env=clean | {"PYTHONSAFEPATH": "1", "PYTHONNOUSERSITE": "1"},
    )


def test_it_holds_the_package_with_all_its_data_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        names = {name for name in file.namelist() if ".dist-info/" not in name}
        templates = {name for name in names if name.startswith("briefing/templates/")}
        for name in (*templates, "briefing/config.yaml"):
            assert file.read(name) == (ROOT / name.removeprefix("briefing/")).read_bytes()
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "briefing").rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    shipped = {f"briefing/{path.relative_to(ROOT)}" for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert names == package | shipped | {"briefing/config.yaml"}
    assert "briefing/py.typed" in names
    assert {f"briefing/templates/digest.{form}.j2" for form in ("html", "md", "txt")} <= templates
    assert sum(name.startswith("briefing/sample/articles/") for name in names) >= 20
    assert sum(name.startswith("briefing/sample/layouts/") for name in names) >= 5
    assert not [name for name in names if "/test" in name or "conftest" in name]


def test_it_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        told: Message = message_from_bytes(
            next(file.read(name) for name in file.namelist() if name.endswith("/METADATA"))
        )
        (licence,) = (name for name in file.namelist() if name.endswith("/licenses/LICENSE"))
        assert file.read(licence) == (ROOT / "LICENSE").read_bytes()
    assert told["Version"] == __version__
    assert told["Requires-Python"] == ">=3.11"
    assert str(told.get_payload()).startswith("# Briefing")
    needed = [line for line in told.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert any(line.startswith("trafilatura") for line in needed)
    assert not any(line.startswith(("pytest", "hatchling", "build")) for line in needed)


def test_it_works_where_it_was_installed(installed: Path, tmp_path: Path) -> None:
    where = run(installed, "python", "-c", "import briefing, sys; print(briefing.__file__, *sys.path)", cwd=tmp_path)
    file, *path = where.stdout.split()
    assert Path(file).is_relative_to(installed)
    assert str(ROOT) not in path

    assert run(installed, "briefing", "--version", cwd=tmp_path).stdout == f"briefing {__version__}\n"
    demo = run(installed, "briefing", "demo", "--out", "demo", "--port", 0, cwd=tmp_path)
    assert demo.returncode == 0, demo.stderr
    for form in ("html", "json", "md", "txt"):
        assert (tmp_path / "demo" / "latest" / f"edition.{form}").stat().st_size > 3000
    proved = run(installed, "briefing", "editions", "verify", "--config", "demo/config.yaml", cwd=tmp_path)
    assert "each word for word in its page" in proved.stdout

    begun = run(installed, "briefing", "init", "mine", "--templates", "--timezone", "America/New_York", cwd=tmp_path)
    assert begun.returncode == 0, begun.stderr
    assert (tmp_path / "mine" / "config.yaml").read_bytes() == (ROOT / "config.yaml").read_bytes()
    folder = tmp_path / "mine" / "templates"
    copied = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    shipped = ROOT / "templates"
    assert copied == {
        path.relative_to(shipped): path.read_bytes()
        for path in shipped.rglob("*.j2")
        if path.relative_to(shipped).parts[0] not in ("web", "mail")
    }
    listed = run(installed, "briefing", "feeds", "list", "--config", "mine/config.yaml", cwd=tmp_path)
    assert listed.returncode == 0, listed.stderr
