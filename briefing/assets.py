"""Where the shipped templates and config.yaml are: inside the package once installed, beside it in the project."""

from __future__ import annotations

from pathlib import Path

from briefing.errors import ConfigError

_PACKAGE = Path(__file__).resolve().parent


def templates_dir() -> Path:
    """The folder of the shipped templates."""
    return _shipped("templates")


def default_config() -> str:
    """The text of the config.yaml that `briefing init` writes."""
    return _shipped("config.yaml").read_text(encoding="utf-8")


def _shipped(name: str) -> Path:
    for folder in (_PACKAGE, _PACKAGE.parent):
        if (folder / name).exists():
            return folder / name
    raise ConfigError([f"{_PACKAGE / name}: is missing from the installation"], hint="install Briefing anew")
