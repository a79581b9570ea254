"""Is this page a report? Consent walls, login forms, bot checks, error pages, indexes, videos and galleries are not.

Precision first: a real report is worth more than a page kept out, so a verdict needs signs that reports don't carry,
and most verdicts are open to short texts only. What a page says of itself counts most: structured data that describes
an article with a date is written for reports, and nothing but its text being a wall's outweighs it. Every ExtractError
names its kind in `reason`: binary, empty, too-big, parked, bot, error, login, consent, legal, index, video, audio,
gallery, paywall, short.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.core import consent, site_pages, wall_notices
from briefing.core.paywall import is_walled
from briefing.core.phrases import lowered
from briefing.core.signs import Signs
from briefing.core.walls import SENTENCE_END, found, letters, titled
from briefing.errors import ExtractError

LEAST_LETTERS = 90
"""A text with fewer letters tells nothing: about 15 words. Scripts without spaces need a third."""
_FEW_PARAGRAPHS = 500
"""Characters in paragraphs side by side from which on a page tells more than a check or an error does."""
_LONGEST_NOTICE = 300
"""Characters side by side from which on a page without the title of an error is a report."""
MOST_LINKS = 0.5
"""Share of letters in links from which on a page may be an index."""


# --- before parsing ------------------------------------------------------------------------------------------------

_MAGIC = (
    (b"%PDF-", "a PDF file"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"PK\x03\x04", "an archive or office file"), (b"\x1f\x8b", "compressed data"), (b"BZh", "compressed data"),
    (b"\xd0\xcf\x11\xe0", "an office file"), (b"ID3", "sound"), (b"OggS", "sound or video"), (b"\x7fELF", "a program"),
    (b"RIFF", "sound, video or a picture"), (b"\x00\x00\x00\x18ftyp", "a video"), (b"\x00\x00\x00\x20ftyp", "a video"),
    (b"\x28\xb5\x2f\xfd", "compressed data"), (b"\xfd7zXZ", "compressed data"),
)  # fmt: skip
_OTHER_MEDIA = re.compile(
    r"\s*(?:image|audio|video|font)/|\s*application/(?:pdf|zip|json|octet-stream|msword|vnd\.)", re.IGNORECASE
)


def check_body(body: bytes, content_type: str | None, *, most_bytes: int) -> None:
    """Raises ExtractError unless the bytes may be an HTML page of at most so many bytes."""
    if not body or body.isspace():
        raise ExtractError("The page is empty.", reason="empty")
    for magic, what in _MAGIC:
        if body.startswith(magic):
            raise ExtractError(f"This is {what}, not a web page.", reason="binary")
    start = body[:2000]
    looks_html = re.search(rb"<(?:!doctype|html|head|body|div|p|article|meta)\b", start, re.IGNORECASE) is not None
    if content_type and _OTHER_MEDIA.match(content_type) and not looks_html:
        raise ExtractError(f"This is {content_type.split(';')[0].strip()[:60]}, not a web page.", reason="binary")
    if not looks_html and not start.startswith((b"\xff\xfe", b"\xfe\xff")) and start.count(b"\0") > len(start) // 20:
        raise ExtractError("This is binary data, not a web page.", reason="binary")
    if len(body) > most_bytes:
        size = len(body) / 1_000_000
        most = most_bytes / 1_000_000
        raise ExtractError(f"The page has {size:.1f} MB, more than the {most:g} MB that are read.", reason="too-big")


# --- after extraction ----------------------------------------------------------------------------------------------

_MOST = 6000
"""Characters of a text that are searched for phrases: a longer one is no notice."""
_SOUND = frozenset({"audioobject", "podcastepisode", "podcastseries", "radioepisode"})
_FILM = frozenset({"videoobject", "tvepisode", "movie"})
_PICTURES = frozenset({"imagegallery", "mediagallery"})
_VIDEO_PATH = re.compile(r"/(?:videos?|mediathek|watch|tv|v[ií]deos?|filmy|wideo)(?:/|$)", re.IGNORECASE)
_SOUND_PATH = re.compile(r"/(?:podcasts?|audio|listen|radio|h[öo]ren)(?:/|$)", re.IGNORECASE)
_PICTURES_PATH = re.compile(
    r"/(?:galler\w+|galer\w+|fotos?|fotostrecken?|photos?|bilder\w*|diaporamas?|slideshows?)(?:/|$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Page:
    raw: str
    text: str
    signs: Signs
    titles: tuple[str, ...]
    """The main one first."""
    size: int
    """Letters that extraction found."""
    shown: int
    """Letters that it found, or that the page shows where it has few paragraphs; whichever is more."""


def check_text(raw: str, text: str, signs: Signs) -> None:
    """Raises ExtractError unless the text is a report.

    `raw` is what extraction found, `text` what cleaning left of it; both one paragraph a line.
    """
    size = letters(raw)
    page = _Page(raw, text, signs, (signs.title, *signs.titles), size, max(size, letters(signs.seen)))
    if _is_parked(page):
        raise ExtractError("Nobody uses this domain: it shows adverts or is for sale.", reason="parked")
    if _is_bot_check(page):
        raise ExtractError("The site asked for a check that the reader is human.", reason="bot")
    if _is_error(page):
        shown = next((title.strip() for title in page.titles if title.strip()), "no title")[:80]
        raise ExtractError(f"The site answered with an error page (“{shown}”).", reason="error")
    if _is_login(page):
        raise ExtractError("The site asks to log in first.", reason="login")
    if _is_consent(page):
        raise ExtractError("The site shows its cookie or consent notice in the report's place.", reason="consent")
    if not (signs.claims_article and signs.dated) and titled(site_pages.LEGAL_TITLE, page.titles):
        raise ExtractError("This is a page of the site about itself, not a report.", reason="legal")
    if _is_index(page):
        raise ExtractError("This is a list of headlines, not a report.", reason="index")
    _check_media(page)
    if is_walled(raw, text, signs):
        raise ExtractError("The report is behind a paywall.", reason="paywall")
    if letters(text[:1000]) < LEAST_LETTERS and letters(text) < LEAST_LETTERS:  # the start of most is enough
        if not raw.strip() or found(site_pages.SHELL, raw[:_MOST] + "\n" + signs.seen):
            raise ExtractError("No text of a report was found on the page.", reason="empty")
        raise ExtractError("The page has too little text for a report.", reason="short")


def _is_parked(page: _Page) -> bool:
    if page.shown >= 800 or page.signs.told >= _LONGEST_NOTICE or page.signs.dated or page.signs.claims_article:
        return False
    return bool(found(site_pages.PARKED, "\n".join((page.signs.title, page.raw[:_MOST], page.signs.seen))))


def _is_bot_check(page: _Page) -> bool:
    signs = page.signs
    if page.size >= 1500 or signs.told >= 1500 or (signs.is_report and page.size >= LEAST_LETTERS):
        return False
    if signs.challenge and page.shown < 600 and not signs.password:
        return True
    if signs.told >= _FEW_PARAGRAPHS:
        return False
    phrases = found(wall_notices.BOT, page.raw[:_MOST] + "\n" + signs.seen)
    if page.size < 900 and titled(wall_notices.BOT_TITLE, page.titles):
        return True
    if page.size < 900 and phrases and titled(wall_notices.WAIT_TITLE, page.titles):
        return True
    return len(phrases) >= (1 if page.shown < 400 else 2)


def _is_error(page: _Page) -> bool:
    signs = page.signs
    if signs.told >= 1500 or (signs.is_report and page.size >= LEAST_LETTERS):
        return False
    if signs.claims_article and page.size >= 700:
        return False
    said = len(found(wall_notices.ERROR, (signs.seen or page.raw)[:600]))
    if titled(wall_notices.ERROR_TITLE, page.titles) or any(map(_names_error, signs.titles or page.titles)):
        return page.size < 700 or said > 0 or not signs.says_article
    if signs.dated or signs.told >= _LONGEST_NOTICE or page.size >= 1500:
        return False
    return said >= (1 if page.shown < 300 else 2)


def _names_error(title: str) -> bool:
    return len(title) < 120 and bool(found(wall_notices.ERROR, title))


def _is_login(page: _Page) -> bool:
    signs = page.signs
    if signs.is_report or signs.claims_article:
        return False
    if titled(wall_notices.LOGIN_TITLE, page.titles):
        return page.size < 1200 and signs.told < _FEW_PARAGRAPHS and (signs.password or not signs.says_article)
    asked = signs.password and page.size < 250
    return asked and bool(found(wall_notices.LOGIN, (page.raw if page.size else signs.seen)[:_MOST]))


def _is_consent(page: _Page) -> bool:
    seen = page.size < LEAST_LETTERS and page.signs.seen
    text, size = (seen, page.shown) if seen else (page.raw, page.size)
    if size >= 6000 or not text or (page.signs.is_report and page.signs.told >= 1000):
        return False
    low = lowered(text[: 2 * _MOST])
    if sum(stem in low for stem in consent.STEMS) < 2:
        return False
    phrases = {phrase.lower() for line in text[: 2 * _MOST].split("\n") for phrase in consent.PHRASES.find(line)}
    if size < 350 and len(phrases) >= 2:
        return True
    share = consent.share(text[: 2 * _MOST])
    if page.signs.is_report:
        return share > 0.6 and len(phrases) >= 3
    return share > 0.5


def _is_index(page: _Page) -> bool:
    signs = page.signs
    if signs.home and not signs.says_article:
        return True
    if signs.claims_article and not signs.several:
        return False
    return _is_listing(page) or _is_of_headlines(page)


def _is_listing(page: _Page) -> bool:
    """Its address, title or type is a list's, and it has headings that are links and no paragraphs side by side."""
    signs = page.signs
    if signs.told >= 1500 or (signs.dated and signs.says_article):
        return False
    named = _names_report(signs.path)
    typed = bool(signs.types & site_pages.LISTS)
    placed = site_pages.LIST_PATH.search(signs.path) is not None
    if named:
        return placed and signs.listed >= 8
    if placed or titled(site_pages.LIST_TITLE, page.titles):
        return signs.listed >= 3 or signs.links > 0.3 or typed or signs.kind in ("website", "profile", "object")
    if signs.listed >= 8 and signs.told < 400:
        return not signs.says_article or signs.several
    return typed and signs.listed >= 3


def _names_report(path: str) -> bool:
    """Its address ends in words of a title, or in a number, as a report's does."""
    last = path.split("?")[0].rstrip("/").rsplit("/", 1)[-1][-200:]
    words = len(re.split(r"[-_]+", last))
    return words > 3 or re.search(r"\d{5}", last) is not None or (len(last) > 15 and last.endswith(("html", "htm")))


def _is_of_headlines(page: _Page) -> bool:
    lines = [line for line in (page.text or page.raw).splitlines() if line.strip()]
    if page.signs.says_article or len(lines) < 8 or page.signs.links < MOST_LINKS:
        return False
    sentences = sum(SENTENCE_END.search(line) is not None for line in lines)
    return sentences < 0.2 * len(lines) and max(map(len, lines)) < 200


def _check_media(page: _Page) -> None:
    signs = page.signs
    if letters(page.text[:_MOST]) >= (LEAST_LETTERS if signs.claims_article and signs.dated else 450):
        return
    path = "" if signs.claims_article else signs.path
    if signs.kind.startswith("video") or signs.types & _FILM or _VIDEO_PATH.search(path):
        raise ExtractError("This is a video with too little text to quote.", reason="video")
    if signs.kind.startswith("music") or signs.types & _SOUND or _SOUND_PATH.search(path):
        raise ExtractError("This is a recording with too little text to quote.", reason="audio")
    titles = page.titles if page.size < _LONGEST_NOTICE else ()
    if signs.types & _PICTURES or _PICTURES_PATH.search(path) or titled(site_pages.GALLERY_TITLE, titles):
        raise ExtractError("This is a picture gallery with too little text to quote.", reason="gallery")
