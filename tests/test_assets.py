from __future__ import annotations

from pathlib import Path

import pytest

from briefing import assets
from briefing.errors import ConfigError


def test_in_the_project_they_stand_beside_the_package() -> None:
    root = Path(__file__).resolve().parent.parent
    assert assets.templates_dir() == root / "templates"
    assert assets.default_config() == (root / "config.yaml").read_text(encoding="utf-8")


def test_in_the_wheel_they_lie_in_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "briefing"
    (package / "templates").mkdir(parents=True)
    (package / "config.yaml").write_text("title: x\n", encoding="utf-8")
    (tmp_path / "config.yaml").write_text("title: somebody else's\n", encoding="utf-8")
    monkeypatch.setattr(assets, "_PACKAGE", package)
    assert assets.templates_dir() == package / "templates"
    assert assets.default_config() == "title: x\n"


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "_PACKAGE", tmp_path / "briefing")
    with pytest.raises(ConfigError, match="missing from the installation"):
        assets.templates_dir()
