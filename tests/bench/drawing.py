"""What an edition costs once it is made: each form of it, and the styles of its mail brought into the markup."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import css_inline

from briefing import wiring
from briefing.config import parse_config
from briefing.model import Edition
from tests import editions
from tests.bench.report import Table, is_installed, not_installed

_COMMAND = "python -m tests.bench --only drawing"
_CONFIG = parse_config('sources: [{feed: "https://a.example/feed"}]', Path("config.yaml"), {})
_MAIL = "mail, before its styles are in place"
_TEMPLATES = {
    _MAIL: "digest.html.j2", "page": "edition.html.j2", "Markdown": "digest.md.j2", "text": "digest.txt.j2",
}  # fmt: skip


def drawing(*, quick: bool) -> Iterator[Table]:
    edition, times = editions.edition()[0], 3 if quick else 30
    yield Table(
        title="Drawing an edition",
        commands=[_COMMAND],
        reading=f"The sample's second edition, {len(edition.briefs)} stories; the best of {times} times.",
        head=("form", "ms", "kB"),
        rows=[(form, f"{seconds * 1000:.1f}", f"{size / 1000:.0f}") for form, seconds, size in _forms(edition, times)],
    )
    html = wiring.pages(_CONFIG).form(_TEMPLATES[_MAIL], edition, left_out=())
    found = {name: _best(partial(inline, html), times) for name, inline in _inliners().items()}
    ours = found["css-inline"]
    yield Table(
        title="Bringing styles into a mail's markup",
        commands=[_COMMAND],
        reading="The same mail, as its template draws it; what Briefing uses is css-inline."
        + not_installed(["premailer"]),
        head=("by", "ms", "times as long"),
        rows=[(name, f"{seconds * 1000:.1f}", f"{seconds / ours:.1f}") for name, seconds in found.items()],
    )


def _forms(edition: Edition, times: int) -> Iterator[tuple[str, float, int]]:
    renderer = wiring.pages(_CONFIG)
    for form, template in _TEMPLATES.items():
        size = len(renderer.form(template, edition, left_out=()).encode())
        yield form, _best(partial(renderer.form, template, edition, left_out=()), times), size
    yield "book (EPUB)", _best(partial(wiring.book, edition), times), len(wiring.book(edition))
    size = len(renderer.render(edition).html.encode())
    yield "all but the book, the mail with its styles in place", _best(partial(renderer.render, edition), times), size


def _inliners() -> dict[str, Callable[[str], object]]:
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False)
    found: dict[str, Callable[[str], object]] = {"css-inline": inliner.inline}
    if is_installed("premailer"):
        found["premailer"] = import_module("premailer").Premailer(disable_validation=True).transform
    return found


def _best(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)
