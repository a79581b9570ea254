"""What was read on a page beside the page itself: one HTML file, for `briefing extract --html`.

The page stands in a frame whose sandbox allows nothing. The file's policy keeps it from fetching anything; what a
policy can't forbid, connecting ahead, is taken out of the page's links and frames.
"""

from __future__ import annotations

import html
import re
import webbrowser
from dataclasses import dataclass
from pathlib import Path

from briefing.core.clean import RULES
from briefing.core.urls import absolute, without_credentials
from briefing.entry.console import Console
from briefing.entry.extract import INSTEAD, Look, fields, in_page_order, shown, taken_away, ways
from briefing.errors import BriefingError, ExtractError
from briefing.model import Extract, Page

_OURS = "<!-- Written by briefing extract. -->"
_LINK = re.compile(r"<link\b", re.IGNORECASE)
_FRAME = re.compile(r"<frame\b", re.IGNORECASE)
_INNER_FRAME = re.compile(r"<iframe\b", re.IGNORECASE)
_BARE = (
    "<style>:where(body){font:16px/1.5 sans-serif;margin:16px}:where(img,video){max-width:100%}"
    ":where(svg){max-width:100%;max-height:3em}</style>"
)
"""For a page that misses its own styles; whatever it has of them counts more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A line as the page shows it."""

    text: str
    rule: str
    takes: str
    """What the rule takes out."""
    number: int
    """Of the report's paragraphs, from 1."""
    sentences: tuple[str, ...]


def as_page(look: Look, *, online: bool) -> str:
    """What was read beside the page itself, as one HTML file that fetches nothing.

    online: the page's pictures and styles may be loaded when the file is opened. Nothing of the page ever runs.
    """
    from briefing import wiring

    web = " http: https:" if online else ""
    policy = f"default-src 'none'; style-src 'unsafe-inline'{web}; img-src data:{web}; font-src data:{web}"
    found = look.found
    data: dict[str, object] = {
        "ours": _OURS, "policy": policy, "online": online, "instead": INSTEAD, "title": look.name, "refused": "",
        "fields": [], "picture": None, "notes": [], "rows": [], "page": _framed(look.page, policy, online=online),
    }  # fmt: skip
    if isinstance(found, ExtractError):
        data |= {"refused": found.reason, "message": shown(found.message)}
        data |= {"page": ""} if found.reason == "binary" else {}
    else:
        data |= {
            "title": shown(found.title or look.name),
            "fields": fields(look, found),
            "picture": found.image if online and found.image and absolute(found.image.url) else None,
            "notes": list(filter(None, (ways(found.notes), taken_away(found.notes.removed)))),
            "rows": _rows(found),
        }
    return wiring.web_page("extract.html.j2", data)


def _rows(extract: Extract) -> list[_Row]:
    from briefing.core.sentences import sentences

    rows, number = [], 0
    for line in in_page_order(extract):
        number += not line.rule
        text = shown(line.text)
        parts = () if line.rule else tuple(text[start:end] for start, end in sentences(text, extract.language))
        rows.append(_Row(text=text, rule=line.rule, takes=RULES.get(line.rule, ""), number=number, sentences=parts))
    return rows


def _framed(page: Page, policy: str, *, online: bool) -> str:
    """The page's HTML as it may stand in a frame that allows no scripts."""
    from briefing.core.charset import decode

    text = _INNER_FRAME.sub('<iframe srcdoc="" ', decode(page.body, page.content_type))
    text = _FRAME.sub("<meta", text)
    if not online:
        text = _BARE + _LINK.sub("<meta", text)
    base = f'href="{html.escape(without_credentials(page.url))}" ' if page.url else ""
    return (
        f'<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta http-equiv="x-dns-prefetch-control" content="off"><base {base}target="_blank">{text}'
    )


def write(text: str, path: Path) -> None:
    """Write such a page. Raises BriefingError where another file stands in its place."""
    from briefing.entry.cli_find import replace_file

    elsewhere = "Name another file: --out FILE."
    try:
        with path.open("rb") as file:
            ours = _OURS.encode() in file.read(200)
    except FileNotFoundError:
        ours = True
    except OSError as error:
        raise BriefingError(f"{path}: {(error.strerror or '').lower()}", hint=elsewhere) from error
    if not ours:
        raise BriefingError(f"{path} is there already, and `briefing extract` did not write it", hint=elsewhere)
    replace_file(path, text.encode("utf-8", "replace").decode())


def show_in_browser(path: Path, console: Console) -> None:
    if not webbrowser.open(path.resolve().as_uri()):
        console.note("No browser could be started here.")
