"""The site of these documents: `make docs` builds it into build/docs, and any warning is an error."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.application import Sphinx

from briefing import __version__

ROOT = Path(__file__).resolve().parent.parent

project = "Briefing"
version = release = __version__
author = "the authors of Briefing"
project_copyright = author
language = "en"

extensions = ["myst_parser"]
exclude_patterns = ["conf.py"]
# As the usual sites make them, so that a link to a heading works there and here.
myst_heading_anchors = 4
nitpicky = True
# The part of benchmarks.md that is measured has its headings one level down.
suppress_warnings = ["myst.header"]
# What is typed stays as it is typed.
smartquotes = False
highlight_language = "text"

html_theme = "furo"
html_title = "Briefing"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
pygments_style = "friendly"
pygments_dark_style = "monokai"


def _readme(_: Sphinx, page: str, source: list[str]) -> None:
    """The README is the first page: its links, which start in the project's folder, are turned to start here."""
    if page == "index":
        text = (ROOT / "README.md").read_text(encoding="utf-8")
        text = re.sub(r"(\]\(|\b(?:src|href|srcset)=\")docs/", r"\1", text).replace(
            "](CHANGELOG.md)", "](changelog.md)"
        )
        source[0] = re.sub(r"\]\((?=LICENSE\b|config\.yaml\b)", "](../", text) + "\n" + source[0]


def setup(app: Sphinx) -> None:
    app.connect("source-read", _readme)
