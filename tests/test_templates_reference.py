"""The reference of templates says what is there, and what it shows works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefing import wiring
from briefing.config import load_config
from tests import editions, template_reference
from tests.conftest import ROOT

DOCS = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```jinja\n(.*?)```", DOCS, re.DOTALL)


def test_the_reference_is_what_would_be_written_now() -> None:
    assert template_reference.reference() == DOCS, "python -m tests.template_reference docs"


def test_every_field_and_filter_is_explained() -> None:
    rows = [line for line in DOCS.splitlines() if line.startswith("| `")]
    assert len(rows) > 90
    assert {row.split("`")[1] for row in rows if row.endswith("|  |")} == {"id", "url", "points"}


@pytest.mark.parametrize(
    ("name", "example", "form", "shown"),
    [
        ("digest.html.j2", EXAMPLES[0], "html", ">13 things to know today.</p>"),
        ("subject.txt.j2", EXAMPLES[1], "subject", "… (Wednesday, 16 September 2026)"),
    ],
)
def test_the_examples_do_what_is_said_of_them(tmp_path: Path, name: str, example: str, form: str, shown: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / name).write_text(example, encoding="utf-8")
    (tmp_path / "config.yaml").write_text('templates: mine\nsources: [{feed: "https://a.example/feed"}]\n')
    edition = editions.edition()[0]
    shipped = wiring.renderer().render(edition)
    own = wiring.renderer(load_config(tmp_path / "config.yaml", {})).render(edition)
    assert shown in getattr(own, form)
    assert shown not in getattr(shipped, form)
    assert own.text == shipped.text
    if form == "html":
        # All but the greeting is as it was.
        assert len(own.html) - len(shipped.html) < 100
        assert own.html.count("<h3") == shipped.html.count("<h3")


def test_a_theme_of_one_s_own_takes_a_shipped_one_s_place(tmp_path: Path) -> None:
    themes = tmp_path / "mine" / "themes"
    themes.mkdir(parents=True)
    paper = (ROOT / "templates" / "themes" / "paper.css.j2").read_text(encoding="utf-8")
    (themes / "signal.css.j2").write_text(paper.replace("#fffefb", "#fafafa"), encoding="utf-8")
    (tmp_path / "config.yaml").write_text(
        'templates: mine\nlook: {theme: signal}\nsources: [{feed: "https://a.example/feed"}]\n'
    )
    document = wiring.renderer(load_config(tmp_path / "config.yaml", {})).render(editions.edition()[0])
    assert "#fafafa" in document.html
    assert "#fafafa" in document.web
