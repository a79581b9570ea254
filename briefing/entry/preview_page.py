"""The preview's own pages, as data for their templates, and the edition as each of its frames has it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from types import MappingProxyType
from typing import Literal
from urllib.parse import urlencode

from briefing import wiring
from briefing.core.check import MANY_BYTES, MOST_BYTES, check, encoded_size
from briefing.core.message import parse_address
from briefing.core.urls import absolute
from briefing.entry.console import Console
from briefing.entry.preview_live import Drawing, Live
from briefing.errors import BriefingError, ConfigError, RenderError
from briefing.model import Document, Edition

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One way to look at an edition."""

    title: str
    width: int = 700
    """Of its frame, in CSS pixels."""
    scheme: Scheme = "light"
    pictures: bool = True
    styles: bool = True
    form: Literal["html", "web", "text", "markdown", "json"] = "html"

    def html(self, document: Document) -> str:
        """What its frame shows; "" for a form that stands in the workbench itself."""
        return {"html": document.html, "web": document.web or document.html}.get(self.form, "")

    @property
    def policy(self) -> str:
        """What its frame may do (Content Security Policy): nothing of the edition ever runs."""
        web = "http: https: data:" if self.pictures else "'none'"
        styles = "'unsafe-inline'" if self.styles else "'none'"
        return (
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; base-uri 'none'; "
            f"form-action 'none'; frame-ancestors 'self'; img-src {web}; font-src {web}; style-src {styles}"
        )


VIEWS: Mapping[str, View] = MappingProxyType(
    {
        "desktop": View(title="Desktop"),
        "phone": View(title="Phone", width=360),
        "dark": View(title="Dark", scheme="dark"),
        "dark-phone": View(title="Dark phone", width=360, scheme="dark"),
        "no-images": View(title="Images off", pictures=False),
        "no-styles": View(title="No styles", width=360, styles=False),
        "page": View(title="Page for browsers", width=760, form="web"),
        "text": View(title="Text", form="text"),
        "markdown": View(title="Markdown", form="markdown"),
        "json": View(title="JSON", form="json"),
    }
)
TOGETHER = ("desktop", "phone", "dark", "dark-phone", "no-images", "no-styles", "page", "text")
"""Those that stand side by side where none is chosen."""
FOOT = "foot"
"""The end of an edition, where a story's id is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """How a mail program lists a mail; in characters, which stand for widths that differ with letters and windows."""

    name: str
    subject: int
    preheader: int
    line: bool = False
    """Both share one line, `subject` long."""

    def row(self, subject: str, preheader: str) -> dict[str, object]:
        left = max(0, self.subject - len(subject) - len(" - ")) if self.line else self.preheader
        said = {"subject": cut(subject, self.subject), "preheader": cut(preheader, left)}
        return {"name": self.name, "line": self.line, **said}


INBOXES = (
    Inbox(name="Gmail in a browser", subject=110, preheader=0, line=True),
    Inbox(name="Mail on an iPhone", subject=48, preheader=99),
    Inbox(name="Gmail on a phone", subject=37, preheader=40),
)
"""As https://www.emailtooltester.com/en/blog/email-subject-lines-character-limit/ measured; nobody documents it."""

_HEAD = re.compile(r"<head\b[^>]*>|<!doctype\b[^>]*>", re.IGNORECASE)
_STYLED = re.compile(r"<style\b.*?</style\s*>|<(?:source|link|meta)\b[^>]*>", re.IGNORECASE | re.DOTALL)
_LINK = re.compile(r'<a\b[^<>]*?\bhref="([^"<>]*)"', re.IGNORECASE)
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_KINDS = {"lead": "leads", "full": "at length", "brief": "one line"}


def cut(text: str, most: int) -> str:
    """Text of at most so many characters, "…" among them."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…" if most > 0 else ""


def framed(html: str, scheme: Scheme) -> str:
    """A mail's HTML that is light or dark whatever the browser prefers, and whose links open in a tab of their own."""

    def forced(found: re.Match[str]) -> str:
        # A condition of its own that always or never holds: it may stand beside "and" and "not".
        return "(min-width:0)" if found[1].lower() == scheme else "(max-width:0)"

    html = _STYLED.sub(lambda found: _SCHEME.sub(forced, found[0]), html)
    ours = (
        f'<meta name="color-scheme" content="{scheme}"><base target="_blank">'
        f"<style>:root{{color-scheme:{scheme}!important}}#here{{scroll-margin-top:48px}}</style>"
    )
    places = {place[0][:2].lower(): place.end() for place in reversed(list(_HEAD.finditer(html, 0, 20_000)))}
    at = places.get("<h", places.get("<!", 0))
    return html[:at] + ours + html[at:]


def marked(html: str, edition: Edition, at: str) -> str:
    """The page with the element "here" where a story begins, by its id, or at the page's FOOT; else as it is."""
    place = html.rfind("</body") if at == FOOT else -1
    for brief in edition.briefs:
        if brief.story == at and brief.articles:
            url = absolute(brief.articles[0].url)
            links = (link.start() for link in _LINK.finditer(html) if url and unescape(link[1]).startswith(url))
            place = next(links, -1)
    return html if place < 0 else f'{html[:place]}<span id="here"></span>{html[place:]}'


# --- the workbench -------------------------------------------------------------------------------------------------


def workbench(live: Live, edition: Edition, drawing: Drawing, *, chosen: str, at: str, state: str, nonce: str) -> str:
    """The page with the edition in its frames.

    chosen: a name of VIEWS; "" for those that stand together. at: the story that all frames are scrolled to, or FOOT:
    they come back to it whenever they are drawn anew, as a frame that allows nothing can't be asked where it stood.
    """
    keys = list(live.store.editions.keys())
    place = keys.index(edition.id) if edition.id in keys else 0
    document = drawing.document
    views = [chosen] if chosen else TOGETHER
    data = {
        "state": state, "nonce": nonce, "title": document.subject if document else edition.subject,
        "edition": edition, "keys": keys[::-1], "chosen": chosen,
        "earlier": _address("/", edition=keys[place - 1], view=chosen) if place else "",
        "later": _address("/", edition=keys[place + 1], view=chosen) if place + 1 < len(keys) else "",
        "tabs": [("Side by side", _address("/", edition=edition.id, at=at), "")]
        + [(view.title, _address("/", edition=edition.id, view=name, at=at), name) for name, view in VIEWS.items()],
        "errors": _errors(live, drawing), "notes": _notes(live, edition, drawing),
        "frames": [_frame(edition, document, name, at) for name in views] if document else [],
        "facts": _facts(live, edition, document) if document else None, "stories": _stories(edition, chosen),
        "at": at, "foot": _address("/", edition=edition.id, view=chosen, at=FOOT),
    }  # fmt: skip
    return wiring.web_page("preview.html.j2", data)


def _address(path: str, **query: str) -> str:
    return f"{path}?{urlencode({name: value for name, value in query.items() if value})}"


def _errors(live: Live, drawing: Drawing) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for error in filter(None, (live.mistake, drawing.error)):
        title = "It can’t be drawn"
        if isinstance(error, ConfigError):
            title = "The configuration has a mistake"
        elif isinstance(error, RenderError):
            title = "A template has a mistake"
        found.append(
            {"title": title, "message": error.message, "hint": error.hint, "excerpt": live.excerpt(error)},
        )
    return found


def _notes(live: Live, edition: Edition, drawing: Drawing) -> list[str]:
    notes = []
    if drawing.error and drawing.document:
        notes.append("Below is the edition as it was drawn last.")
    if live.mistake:
        notes.append(f"Until {live.config.path.name} is mended, it is drawn with the settings from before.")
    if changed := live.changed_settings(edition):
        notes.append(
            f"The configuration changed since this edition was made ({', '.join(changed)}): the next edition will "
            "differ; this one stays as it is."
        )
    if live.names_another_store:
        notes.append("The configuration names another store now: start the preview anew to see its editions.")
    return notes


def _frame(edition: Edition, document: Document, name: str, at: str) -> dict[str, object]:
    view = VIEWS[name]
    return {
        "name": name, "title": view.title, "width": view.width, "scheme": view.scheme,
        "text": "" if view.html(document) else str(getattr(document, view.form)),
        "address": _address(f"/frame/{name}", edition=edition.id, at=at) + ("#here" if at else ""),
        "alone": _address(f"/edition.{view.form}", edition=edition.id),
    }  # fmt: skip


def _facts(live: Live, edition: Edition, document: Document) -> dict[str, object]:
    size = encoded_size(document.html)
    return {
        "sender": _sender(live, edition), "inboxes": [i.row(document.subject, document.preheader) for i in INBOXES],
        "subject": document.subject, "preheader": document.preheader, "size": size,
        "most": MOST_BYTES, "many": MANY_BYTES, "findings": check(edition, document),
        "verdict": "cut off by Gmail" if size > MOST_BYTES else "near the cut" if size > MANY_BYTES else "sent whole",
    }  # fmt: skip


def _sender(live: Live, edition: Edition) -> str:
    try:
        address = parse_address(live.config.mail.sender or "")
    except ValueError:
        return edition.title
    return address.name or address.spec


def _stories(edition: Edition, chosen: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for section in edition.sections:
        for brief in section.briefs:
            notes = [
                section.name,
                _KINDS.get(brief.kind, brief.kind),
                *(["update"] if brief.status == "update" else []),
            ]
            why = _address("/why", edition=edition.id, story=brief.story)
            here = _address("/", edition=edition.id, view=chosen, at=brief.story)
            found.append({"headline": brief.headline, "notes": " · ".join(notes), "why": why, "here": here})
    return found


# --- the other pages -----------------------------------------------------------------------------------------------


class _Heard(Console):
    """Keeps what would be printed."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def say(self, line: str = "") -> None:
        self.lines.append(line)

    def warn(self, line: str, event: str = "", **fields: object) -> None:  # noqa: ARG002
        self.lines.append(line)


def why(live: Live, edition: Edition, story: str, nonce: str) -> tuple[bool, str]:
    """Whether there is such a story, and the page of what `briefing why` says of it."""
    from briefing.entry import why as job

    console = _Heard()
    found = job.why(live.store, edition, story, console)
    return found, said(nonce, f"Why {story}", console.lines, _address("/", edition=edition.id))


def said(nonce: str, title: str, lines: Sequence[str], back: str = "/") -> str:
    """A page of plain lines."""
    data = {"nonce": nonce, "title": title, "text": "\n".join(lines), "back": back}
    return wiring.web_page("preview_text.html.j2", data)


def refused(nonce: str, error: BriefingError) -> str:
    """A page for what can't be shown at all."""
    return said(nonce, error.message.splitlines()[0], [error.message, "", error.hint])
