"""The program's own pages, for a browser on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


def drawn(folder: Path, name: str, data: Mapping[str, object]) -> str:
    """A page as HTML, from the template of this name. All data is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name).render(data)
