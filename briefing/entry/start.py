"""`briefing init`: a configuration to start from."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

from briefing.assets import default_config, templates_dir
from briefing.entry.console import Console
from briefing.errors import BriefingError


def init(folder: Path, console: Console, *, templates: bool) -> None:
    """Write config.yaml, and the templates when asked for. Never overwrites. Raises BriefingError."""
    target = folder / "config.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if target.exists():
            console.note(f"{target} is there already and stays as it is.")
        else:
            target.write_text(default_config(), encoding="utf-8")
            console.note(f"Wrote {target}: your feeds, times and outputs, explained line by line.")
        if templates:
            _copy_templates(folder / "templates", console)
    except OSError as error:
        raise BriefingError(
            f"{error.filename or folder}: {error.strerror}", hint="Name a folder you may write."
        ) from error
    where = "" if folder == Path() else f"cd {shlex.quote(str(folder))} && "
    console.note(f"Next: {where}briefing run")


def _copy_templates(target: Path, console: Console) -> None:
    if target.exists():
        console.note(f"{target} is there already and stays as it is.")
        return
    shutil.copytree(templates_dir(), target, ignore=shutil.ignore_patterns(".*", "web", "mail"))
    console.note(f"Wrote {target}: name the folder in config.yaml (`templates: templates`) and change what you like.")
