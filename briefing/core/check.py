"""The last look before an edition goes out: what is wrong with it as a mail, as a page, and as news."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from html import unescape
from itertools import combinations
from typing import Literal

from briefing.core import dead_links
from briefing.core.contrast import faint
from briefing.core.dead_links import Answer
from briefing.core.drawn import Drawn
from briefing.core.excerpt import SUBJECT_LENGTH
from briefing.core.schedule import of_the_day
from briefing.core.urls import absolute
from briefing.core.verify import short
from briefing.model import Document, Edition

MOST_BYTES = 102_000
"""Gmail cuts a mail's HTML off near 102 kB, with its styles and the way to unsubscribe."""
MANY_BYTES = 80_000
MOST_STYLE_BYTES = 16_000
"""Gmail drops what exceeds 16 kB of <style>."""
MOST_SAID = 20
"""So many findings of one kind are told one by one."""

_TEMPLATE_MARK = re.compile(r"\{\{|\}\}|\{%|%\}")
_NOTHING = frozenset(("None", "undefined", "Undefined", "null", "NaN"))
"""What templates and the languages they call print for what is not there."""
_WORD = re.compile(r"\w+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+$")
_ALIKE = 0.8
"""Share of three-letter pieces in common from which two headlines, one with all words of the other, say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about an edition that is wrong ("stop": it may not be sent) or poor ("warn")."""

    rule: str
    """One word for its kind: "size", "contrast", "dead-link", …"""
    level: Literal["stop", "warn"]
    message: str
    advice: str = ""
    """What to do about it."""


def check(
    edition: Edition,
    document: Document,
    *,
    answers: Mapping[str, Answer] | None = None,
    unproved: Sequence[str] = (),
) -> list[Finding]:
    """What is wrong or poor about an edition as it was drawn, what stops it first.

    answers: what came of asking `core.dead_links.addresses`, where they were. unproved: what `verify` says.
    """
    mail = Drawn(document.html)
    web = Drawn(document.web) if document.web else None
    findings = [
        *_proof(unproved),
        *_size(document, mail),
        *_subject(document),
        *_news(edition),
        *_words(edition, document, mail, web),
        *_leftovers(edition, document, mail, web),
        *_links(mail, web),
        *_answers(edition, answers or {}),
        *_pictures(mail, "the HTML"),
        *_contrast(mail, "the HTML"),
    ]
    if web:
        findings += [*_pictures(web, "the web page"), *_contrast(web, "the web page")]
    return sorted(findings, key=lambda finding: finding.level == "warn")


def stops(findings: Iterable[Finding]) -> list[Finding]:
    """Those that hold an edition back."""
    return [finding for finding in findings if finding.level == "stop"]


def encoded_size(html: str) -> int:
    """Bytes of a text part as it travels: quoted-printable (RFC 2045, 6.7), lines ending in CRLF."""
    lines = html.encode("utf-8", "replace").replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return len(binascii.b2a_qp(lines, istext=True))


def _stop(rule: str, message: str, advice: str) -> Finding:
    return Finding(rule=rule, level="stop", message=message, advice=advice)


def _warn(rule: str, message: str, advice: str = "") -> Finding:
    return Finding(rule=rule, level="warn", message=message, advice=advice)


def _proof(unproved: Sequence[str]) -> Iterator[Finding]:
    for problem in unproved:
        yield _stop(
            "quote", problem, "It was changed after it was made, or the store was: see `briefing editions verify`."
        )


# --- as a mail ------------------------------------------------------------------------------------------------------


def _size(document: Document, mail: Drawn) -> Iterator[Finding]:
    size, style = encoded_size(document.html), len(mail.css.encode("utf-8", "replace"))
    if size > MOST_BYTES:
        yield _stop(
            "size",
            f"the HTML is {size:,} bytes when encoded; mail programs cut off what exceeds {MOST_BYTES:,}",
            "Ask for fewer words or stories (`length`), or shorten your template.",
        )
    elif size > MANY_BYTES:
        yield _warn("size", f"the HTML is {size:,} bytes when encoded; from {MOST_BYTES:,} on mail programs cut it off")
    if left_out := len(document.left_out):
        yield _warn(
            "size",
            f"the HTML of the mail leaves {'1 story' if left_out == 1 else f'{left_out} stories'} to the other forms: "
            f"mail programs would cut it off with {'it' if left_out == 1 else 'them'}",
            "Ask for fewer words or stories (`length`).",
        )
    if style > MOST_STYLE_BYTES:
        yield _stop(
            "styles",
            f"the HTML has {style:,} bytes of <style>; Gmail reads {MOST_STYLE_BYTES:,} at most",
            "Take rules out of your template.",
        )


def _subject(document: Document) -> Iterator[Finding]:
    subject, preheader = " ".join(document.subject.split()), " ".join(document.preheader.split())
    mend = "See subject.txt.j2 in your templates folder."
    if not subject:
        yield _stop("subject", "the subject is empty", mend)
    if _CONTROL.search(document.subject):
        yield _stop("subject", "the subject has a line end or another control character", mend)
    if len(document.subject) > SUBJECT_LENGTH:
        yield _warn(
            "subject", f"the subject has {len(document.subject)} characters; phones show {SUBJECT_LENGTH} at most"
        )
    if document.subject.isupper():
        yield _warn("subject", "the subject is all capitals, which spam filters count against it")
    if not preheader:
        yield _warn("preheader", "there is no preheader: mail programs will show the first words of the mail instead")
    elif subject and subject.rstrip("…").casefold() in preheader.casefold():
        yield _warn("preheader", "the preheader repeats the subject")


def _links(mail: Drawn, web: Drawn | None) -> Iterator[Finding]:
    for url in dict.fromkeys(mail.links):
        if not absolute(url) and not _MAILTO.match(url):
            yield _stop(
                "link",
                f"a link goes to {short(url)}, which is no absolute http(s) or mailto address",
                "Write it in full in your template or your note.",
            )
    for url in dict.fromkeys(web.links if web else ()):
        scheme = _SCHEME.match(url)
        if scheme and not absolute(url) and not _MAILTO.match(url):
            yield _stop(
                "link",
                f"a link of the web page goes to {short(url)}, which is no http(s) or mailto address",
                "Write it in full in your template or your note.",
            )


def _answers(edition: Edition, answers: Mapping[str, Answer]) -> Iterator[Finding]:
    gone, gone_too = dead_links.dead(edition, answers)
    advice = "Look at it in a browser. `--force` sends it all the same."
    yield from _few([_stop("dead-link", message, advice) for message in gone])
    yield from _few([_warn("dead-link", message) for message in gone_too])
    for message in dead_links.doubtful(answers):
        yield _warn("links", message)


def _pictures(drawn: Drawn, form: str) -> Iterator[Finding]:
    for picture in dict.fromkeys(drawn.pictures):
        if not picture.alt:
            yield _stop(
                "alt", f"the image {short(picture.source)} in {form} has no alt text",
                'Say what it shows, or write alt="" where it only decorates.',
            )  # fmt: skip
        if not picture.sized:
            yield _warn(
                "picture", f"the image {short(picture.source)} in {form} has no width and height: the text will jump"
            )


def _contrast(drawn: Drawn, form: str) -> Iterator[Finding]:
    yield from _few([
        _stop(
            "contrast",
            f"{short(each.text)} in {form} is {each.ink} on {each.ground} ({each.screen}), a contrast of "
            f"{int(each.ratio * 100) / 100:g}:1; {each.least:g}:1 is the least that all can read",
            "Choose darker letters on light ground, lighter ones on dark (`look`, or your template).",
        )
        for each in faint(drawn)
    ])  # fmt: skip


def _few(findings: Sequence[Finding]) -> Iterator[Finding]:
    yield from findings[:MOST_SAID]
    if more := len(findings[MOST_SAID:]):
        yield replace(findings[0], message=f"and {more} more of this kind")


# --- as news --------------------------------------------------------------------------------------------------------


def _news(edition: Edition) -> Iterator[Finding]:
    yield from _lead(edition)
    headlines = [brief.headline for brief in edition.briefs]
    folded = [" ".join(headline.casefold().split()) for headline in headlines]
    pieces, words = [_pieces(text) for text in folded], [frozenset(_WORD.findall(text)) for text in folded]
    same, alike = list[Finding](), list[Finding]()
    if "" in folded:
        yield _warn("headlines", "a story has no headline: its report has no title")
    for n, m in combinations([n for n, text in enumerate(folded) if text], 2):
        if folded[n] == folded[m]:
            same.append(
                _stop(
                    "headlines",
                    f"two stories have the headline {short(headlines[n])}",
                    "`briefing why` says why each is there; `stories.mute` leaves one out of the editions to come.",
                )
            )
        elif (words[n] <= words[m] or words[m] <= words[n]) and _share(pieces[n], pieces[m]) >= _ALIKE:
            message = f"two headlines say nearly the same: {short(headlines[n])} and {short(headlines[m])}"
            alike.append(_warn("headlines", message))
    yield from _few(same)
    yield from _few(alike)


def _lead(edition: Edition) -> Iterator[Finding]:
    """The first story is of the day (see `of_the_day`)."""
    lead = next((brief for brief in edition.briefs if brief.kind == "lead"), None)
    if lead is None:
        return
    dates = [article.published for article in lead.articles if article.published]
    name = f"the first story, {short(lead.headline)},"
    if not dates:
        yield _stop(
            "lead", f"{name} has no date: none of its reports says when it was published",
            "Look at it in a browser, and mute its source if it gives no dates (`stories.mute_sources`).",
        )  # fmt: skip
        return
    slot, last = edition.slot, max(dates)
    if not of_the_day(dates, slot):
        yield _stop(
            "lead",
            f"{name} is old: it was published {last:%Y-%m-%d %H:%M} UTC, "
            f"{round((slot.closes - last).total_seconds() / 3600)} hours before the edition closed",
            "Are the feeds still written? `briefing status` says so. `--force` sends it all the same.",
        )
    elif last > slot.closes + timedelta(hours=1):
        yield _warn("lead", f"{name} is dated after the edition closed: {last:%Y-%m-%d %H:%M} UTC")


def _pieces(text: str) -> frozenset[str]:
    dense = "".join(filter(str.isalnum, text))
    return frozenset(dense[n : n + 3] for n in range(len(dense) - 2))


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


# --- that every form says the same ----------------------------------------------------------------------------------


def _forms(document: Document, mail: Drawn, web: Drawn | None) -> Mapping[str, str]:
    forms = {"HTML": mail.text, "text": document.text, "Markdown": unescape(_ESCAPE.sub(r"\1", document.markdown))}
    return {**forms, "web page's": web.text} if web else forms


def _words(edition: Edition, document: Document, mail: Drawn, web: Drawn | None) -> Iterator[Finding]:
    mend = "Is a loop or a block missing in your template? Compare it with the shipped one."
    if document.edition != edition.id:
        yield _stop("words", f"the document was drawn from {document.edition}, not from {edition.id}", "Draw it again.")
    parts = [
        (brief.story, _dense(part), part)
        for brief in edition.briefs
        for part in (brief.headline, *(quote.text for quote in brief.quotes))
    ]
    for form, text in _forms(document, mail, web).items():
        if not text.strip():
            yield _stop("words", f"the {form} form is empty", mend)
            continue
        dense, left_out = _dense(text), document.left_out if form == "HTML" else ()
        lacking = [part for story, own, part in parts if own not in dense and story not in left_out]
        yield from _few([_stop("words", f"the {form} form lacks {short(part)}", mend) for part in lacking])


def _leftovers(edition: Edition, document: Document, mail: Drawn, web: Drawn | None) -> Iterator[Finding]:
    mend = "Mend that place in your template."
    said = list(_strings(edition))
    marked = {
        _dense(form) for text in said if _TEMPLATE_MARK.search(text) for form in (text, text.upper())
    }  # capitals as in the text form's titles
    foreign = sorted((text for text in marked if _TEMPLATE_MARK.search(text)), key=lambda text: (-len(text), text))
    for form, text in {**_forms(document, mail, web), "subject": document.subject}.items():
        # A headline may well speak of templates; what no feed said is a template that was not filled in.
        if not _TEMPLATE_MARK.search(text):
            continue
        own = _dense(text)
        for each in foreign:
            own = own.replace(each, " ")
        if mark := _TEMPLATE_MARK.search(own):
            place = own[max(0, mark.start() - 20) : mark.end() + 20]
            yield _stop("leftover", f"the {form} has an unfilled place of a template: {place}", mend)
    known = {text.strip() for text in said}
    nodes = {
        "HTML": mail.texts,
        "text": document.text.splitlines(),
        "Markdown": document.markdown.splitlines(),
        "web page's": web.texts if web else [],
        "subject": [document.subject],
    }
    for form, texts in nodes.items():
        if found := next((text for each in texts if (text := each.strip()) in _NOTHING and text not in known), ""):
            yield _stop("leftover", f"the {form} form says “{found}” where something is missing", mend)


def _strings(edition: Edition) -> Iterator[str]:
    """The words of an edition that feeds and settings gave."""
    yield from (edition.title, edition.subject, edition.preheader, edition.postal_address, *edition.note.splitlines())
    for section in edition.sections:
        yield section.name
        for brief in section.briefs:
            yield brief.headline
            yield from (quote.text for quote in brief.quotes)
            yield from brief.news
            yield from (said for reference in brief.articles for said in (reference.source, reference.agency))
            yield from (telling.text for account in brief.accounts for telling in account.tellings)
    yield from (failure.subject for failure in edition.failures)


def _dense(text: str) -> str:
    """Without blanks, line ends and what can't be printed: forms break lines where they like."""
    if text.isascii() and text.isprintable():
        return text.replace(" ", "")
    return "".join(character for character in text if character.isprintable() and not character.isspace())
