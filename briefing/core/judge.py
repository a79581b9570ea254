"""Is this page a report? Consent walls, login forms, bot checks, error pages, indexes, videos and galleries are not.

Precision first: a real report is worth more than a page kept out, so a verdict needs signs that reports don't carry,
and most verdicts are open to short texts only. Every ExtractError names its kind in `reason`: binary, empty,
too-big, bot, error, login, consent, index, paywall, video, gallery, short.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.core.phrases import Phrases, lowered
from briefing.core.text import plain
from briefing.errors import ExtractError

LEAST_LETTERS = 90
"""A text with fewer letters tells nothing: about 15 words. Scripts without spaces need a third."""
MOST_LINKS = 0.5
"""Share of letters in links from which on a page may be an index."""
_SOLO = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LETTER = re.compile(r"[^\W\d_]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_END = re.compile(r"[.!?…。！？।؟۔:][\"'”’»«)\]」』]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What a page shows besides its text."""

    title: str = ""
    kind: str = ""
    """Its Open Graph type."""
    types: frozenset[str] = frozenset()
    """Lower-case schema.org types."""
    says_article: bool = False
    password: bool = False
    """It has a password field."""
    links: float = 0.0
    """Share of the page's letters that are in links."""
    home: bool = False
    """It gives a site's front page as its own address."""


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


def _phrases(lines: str) -> re.Pattern[str]:
    """One pattern from alternatives, a line each."""
    return re.compile("|".join(line.strip() for line in lines.strip().splitlines()), re.IGNORECASE | re.MULTILINE)


_BOT_TITLE = _phrases(
    r"""
    just a moment|attention required|access (?:to this page has been )?denied|are you (?:a )?(?:robot|human)
    robot check|pardon our interruption|security check|ddos[- ]?(?:guard|protection)|human verification
    verify(?:ing)? (?:that )?you are|checking your browser|captcha|bot (?:check|detection|verification)
    """
)
_BOT_TEXT = _phrases(
    r"""
    checking (?:if the site connection is secure|your browser)|enable javascript and cookies to continue
    unusual (?:traffic|activity) from your|press (?:&|and) hold|complete the (?:security check|captcha)
    (?:verify|confirm|prove)(?:ing)? (?:that )?you(?:['’]re| are) (?:a )?(?:human|not a (?:ro)?bot)
    you have been blocked|not a robot|automated access|ray id\b|performance (?:&|and) security by cloudflare
    (?:ihr|dein) browser wird überprüft
    """
)
_ERROR_TITLE = _phrases(
    r"""
    (?:error|fehler|erreur)?\s*:?\s*(?:40\d|41\d|50\d)(?:\s*$|\s*[-–—|:])|(?:error|fehler|erreur) (?:40\d|41\d|50\d)\b
    (?:40\d|41\d|50\d) (?:error|not found|forbidden|page)|(?:page |file )?not found\b
    page (?:can(?:not|['’]t) be|could not be) found|(?:this )?page (?:does(?:n['’]t| not) exist|is (?:unavailable|gone))
    (?:this )?page (?:is )?(?:not|no longer) available|forbidden$|bad (?:request|gateway)\b|internal server error
    service (?:temporarily )?unavailable|gateway time-?out|oops\b|sorry, |something went wrong
    (?:die )?seite (?:wurde )?nicht gefunden|page (?:introuvable|non trouvée)|p[áa]gina no encontrada
    pagina non trovata|an error (?:has )?occurred|site (?:is )?under maintenance|wartungsarbeiten
    """
)
_WE_USE = r"\bwe (?:and our .{0,30}partners )?(?:use|store|process|value)\b"
_CONSENT = Phrases(
    rf"""
    cookie,privacy,personal  {_WE_USE}.{{0,60}}\b(?:cookies|privacy|personal data)
    accept,reject,allow,manage  ^(?:accept|reject|allow|manage)(?: \w+){{1,3}}\W*$
    manage your         \bmanage your (?:cookies|preferences|privacy|options)\b
    partners            \bour (?:\d+ )?partners\b
    legitimate int      \blegitimate interest
    our cookie          \bour cookie (?:policy|notice)\b
    your consent,your choices,your privacy  \byour (?:consent|choices|privacy)\b
    cookies,daten  \bwir (?:und unsere .{{0,30}}partner )?(?:verwenden|nutzen|verarbeiten)\b.{{0,60}}\b(?:cookies|daten)
    zustimmung,einwilligung,privat  \b(?:ihre|deine) (?:zustimmung|einwilligung|privatsphäre)\b
    akzeptieren         ^alle akzeptieren\b
    mit werbung         \bmit werbung weiterlesen\b
    cookie,donn  \bnous (?:et nos .{{0,30}}partenaires )?(?:utilisons|stockons|traitons)\b.{{0,60}}\b(?:cookies|données)
    tout accepter,tout refuser  ^tout (?:accepter|refuser)\b
    consentement        \bvotre consentement\b
    partenaires         \bnos (?:\d+ )?partenaires\b
    cookies             \b(?:utilizamos|usamos)\b.{{0,60}}\bcookies\b
    aceptar             ^aceptar (?:todo|cookies)\b
    su consent          \bsu consentimiento\b
    socios              \bnuestros (?:\d+ )?socios\b
    gebruiken           \bwij (?:en onze partners )?gebruiken\b.{{0,40}}\bcookies
    """
)
_LOGIN_TITLE = _phrases(
    r"""
    (?:please )?(?:log|sign)[ -]?in\b|login\b|anmelde[nr]?\b|einloggen\b|se connecter\b|connexion\b|accedi\b
    inicia(?:r)? sesi[óo]n|create (?:a|an|your) (?:free )?account|register\b
    """
)
_LOGIN_TEXT = _phrases(
    r"""
    \b(?:log|sign)(?:ged)?[ -]?in\b|\bpasswor[dt]\b|\byour account\b|\banmelden\b|\bmot de passe\b|\bse connecter\b
    \bcontraseña\b|\biniciar sesi[óo]n\b
    """
)
_PAYWALL = _phrases(
    r"""
    \b(?:to|and) (?:continue|keep) reading\b|\bsubscribe (?:now|today|to (?:read|continue|unlock))\b
    \b(?:article|content|story) is (?:only )?(?:for|available to|exclusive to) (?:our )?(?:subscriber|member)
    \balready (?:a|have an?) (?:subscriber|account|member|subscription)\b|\b(?:log|sign) in to (?:continue|read|view)\b
    \byou must be logged in\b|\bunlock (?:this|unlimited|full)\b|\bjetzt (?:abonnieren|weiterlesen|testen)\b
    \bartikel ist (?:nur )?(?:für abonnent|exklusiv)|\babonnez-vous\b|\bréservé (?:à|aux) (?:nos )?abonnés\b
    \b(?:contenido|artículo) (?:exclusivo )?para suscriptores\b|\bsuscr[íi]bete\b
    """
)


def check_text(raw: str, text: str, signs: Signs) -> None:
    """Raises ExtractError unless the text is a report.

    `raw` is what extraction found, `text` what cleaning left of it; both one paragraph a line.
    """
    size = letters(raw)
    title = signs.title.strip()
    if _is_bot_check(raw, title, size):
        raise ExtractError("The site asked for a check that the reader is human.", reason="bot")
    if _ERROR_TITLE.match(title) and size < 700 and not signs.says_article:
        raise ExtractError(f"The site answered with an error page (“{title[:80]}”).", reason="error")
    asked = signs.password and size < 250 and _LOGIN_TEXT.search(raw) is not None
    if (asked or (_LOGIN_TITLE.match(title) and size < 700)) and not signs.says_article:
        raise ExtractError("The site asks to log in first.", reason="login")
    if _is_consent(raw, size):
        raise ExtractError("The site shows its cookie or consent notice in the report's place.", reason="consent")
    if _is_index(text or raw, signs):
        raise ExtractError("This is a list of headlines, not a report.", reason="index")
    if letters(text[:1000]) < LEAST_LETTERS and letters(text) < LEAST_LETTERS:  # the start of most is enough
        raise _too_short(raw, signs)


def _too_short(raw: str, signs: Signs) -> ExtractError:
    if _PAYWALL.search(raw):
        return ExtractError("The report is behind a paywall.", reason="paywall")
    if signs.kind.startswith("video") or "videoobject" in signs.types:
        return ExtractError("This is a video with too little text to quote.", reason="video")
    if signs.types & {"imagegallery", "mediagallery"}:
        return ExtractError("This is a picture gallery with too little text to quote.", reason="gallery")
    if not raw.strip():
        return ExtractError("No text of a report was found on the page.", reason="empty")
    return ExtractError("The page has too little text for a report.", reason="short")


def letters(text: str) -> int:
    """Letters of a text, those of scripts without spaces counted three times: they say more each."""
    text = plain(text)
    simple = len(text.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    if text.isascii():
        return simple
    others = "".join(_BEYOND_ASCII.findall(text))
    return simple + len(_LETTER.findall(others)) + 2 * len(_SOLO.findall(others))


def _is_bot_check(raw: str, title: str, size: int) -> bool:
    if _BOT_TITLE.match(title) and size < 900:
        return True
    if size >= 1200:
        return False
    found = {match[0].lower() for match in _BOT_TEXT.finditer(raw[:4000])}
    return len(found) >= (1 if size < 400 else 2)


def _is_consent(raw: str, size: int) -> bool:
    if size >= 4000:
        return False
    found = {phrase.lower() for line in raw[:8000].split("\n") for phrase in _CONSENT.find(line)}
    if size < 350:
        return len(found) >= 2
    if len(found) < 3:
        return False
    lines = [line for line in raw.splitlines() if line.strip()]
    told = sum(len(line) for line in lines if _CONSENT.search(line[:3000], lowered(line[:3000])))
    return told > 0.5 * sum(map(len, lines))


def _is_index(text: str, signs: Signs) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    if signs.home and not signs.says_article:
        return True
    if signs.says_article or len(lines) < 8 or signs.links < MOST_LINKS:
        return False
    sentences = sum(_END.search(line) is not None for line in lines)
    return sentences < 0.2 * len(lines) and max(map(len, lines)) < 200
