"""The last look before an edition goes out: `verify` proves what it says, `check` what mail programs make of it."""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Literal

from briefing.core.urls import absolute
from briefing.model import Article, Brief, Document, Edition, Quote, Reference

MOST_BYTES = 102_000
"""Gmail cuts a mail's HTML off near 102 kB, with its styles and the way to unsubscribe."""
MANY_BYTES = 80_000
MOST_STYLE_BYTES = 16_000
"""Gmail drops what exceeds 16 kB of <style>."""
SUBJECT_LENGTH = 50

_TEMPLATE_MARK = re.compile(r"\{\{|\}\}|\{%|%\}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing about an edition that is wrong ("stop": it may not be sent) or poor ("warn")."""

    level: Literal["stop", "warn"]
    message: str


# --- every sentence is its source's ---------------------------------------------------------------------------------


def verify(edition: Edition, articles: Mapping[tuple[str, str], Article]) -> list[str]:
    """What can't be proved of an edition against the articles it was made of, by (id, digest); empty: all is proved.

    Proved are each headline, sentence and number lined up, to the very characters (but for sentences that say that a
    summarizer wrote them), that each piece of news stands in a report, and that article, outlet's address and origin of
    the text are those of the stored version. A trim leaves something out at an end, never in between.
    """
    problems = []
    for brief in edition.briefs:
        name = f"story {brief.story}"
        problems += [f"{name}: {problem}" for problem in _unproved(brief, articles)]
    return problems


def _unproved(brief: Brief, articles: Mapping[tuple[str, str], Article]) -> Iterator[str]:
    if not brief.articles:
        yield "it names no article"
        return
    if brief.headline != brief.articles[0].title:
        yield f"the headline {brief.headline!r} is not the title of its first article, {brief.articles[0].title!r}"
    known: dict[str, Article] = {}
    for reference in brief.articles:
        article = articles.get((reference.id, reference.digest))
        if article is None:
            yield f"article {reference.id} is not known in the version {reference.digest[:12]}"
            continue
        known[reference.id] = article
        yield from _misquoted_article(reference, article)
    for piece in brief.news:
        if not any(piece in article.title or piece in article.text for article in known.values()):
            yield f"its news {_short(piece)} stands in no report that it names"
    named = {reference.id for reference in brief.articles}
    for quote in brief.quotes:
        if quote.article not in named:
            yield f"{_short(quote.text)} is from article {quote.article}, which the story does not name"
        elif quote.article in known and not quote.by:
            yield from _misquoted(quote, known[quote.article])
    for account in brief.accounts:
        for place in (place for telling in account.tellings for place in telling.places):
            if place.article not in named:
                yield f"{_short(place.text)} is from article {place.article}, which the story does not name"
            elif place.article in known:
                yield from _misquoted(place, known[place.article])
    if brief.image and not absolute(brief.image.url):
        yield f"the image's address {brief.image.url!r} is no http(s) address"


def _misquoted_article(reference: Reference, article: Article) -> Iterator[str]:
    name = f"article {reference.id}"
    if hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest() != reference.digest:
        yield f"{name}: the stored text is not the text that the edition was made of"
    if reference.title != article.title:
        yield f"{name}: named {reference.title!r}, but its title is {article.title!r}"
    if reference.url != article.url:
        yield f"{name}: linked to {reference.url!r}, but it was read at {article.url!r}"
    if not absolute(reference.url):
        yield f"{name}: {reference.url!r} is no http(s) address"
    if reference.text_from != article.text_from:
        yield f"{name}: said to be from the {reference.text_from}, but its text is from the {article.text_from}"
    if reference.partial != article.partial:
        yield f"{name}: said to be {_extent(reference.partial)}, but it is {_extent(article.partial)}"


def _extent(partial: bool) -> str:
    return "the beginning only" if partial else "whole"


def _misquoted(quote: Quote, article: Article) -> Iterator[str]:
    where = f"{_short(quote.text)} at {quote.start}–{quote.end} of article {article.id}"
    if not quote.text.strip():
        yield f"{where}: an empty quotation"
        return
    if not 0 <= quote.start < quote.end <= len(article.text):
        yield f"{where}: the article has {len(article.text)} characters"
        return
    source = article.text[quote.start : quote.end]
    if quote.text != source:
        yield f"{where}: the article says {_short(source)}"
    if quote.url and quote.url.partition("#")[0] != article.url.partition("#")[0]:
        yield f"{where}: linked to {quote.url!r}, but it was read at {article.url!r}"


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:59] + "…")


# --- fit to be sent -------------------------------------------------------------------------------------------------


def check(edition: Edition, document: Document) -> list[Finding]:
    """What is wrong or poor about a document as a mail: size, subject, links, and that all its forms say the same."""
    page = _Page()
    page.feed(document.html)
    page.close()
    stops = (*_size(document, page), *_words(edition, document, page), *_links(page))
    return [Finding(level="stop", message=message) for message in stops] + [
        Finding(level="warn", message=message) for message in _advice(document)
    ]


def encoded_size(html: str) -> int:
    """Bytes of a text part as it travels: quoted-printable (RFC 2045, 6.7), lines ending in CRLF."""
    lines = html.encode("utf-8", "replace").replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return len(binascii.b2a_qp(lines, istext=True))


def _size(document: Document, page: _Page) -> Iterator[str]:
    if (size := encoded_size(document.html)) > MOST_BYTES:
        yield (
            f"the HTML is {size:,} bytes when encoded; mail programs cut off what exceeds {MOST_BYTES:,}: "
            "ask for fewer words or stories"
        )
    if page.style_bytes > MOST_STYLE_BYTES:
        yield f"the HTML has {page.style_bytes:,} bytes of <style>; Gmail reads {MOST_STYLE_BYTES:,} at most"


def _words(edition: Edition, document: Document, page: _Page) -> Iterator[str]:
    if document.edition != edition.id:
        yield f"the document was drawn from {document.edition}, not from {edition.id}"
    if not document.subject.strip():
        yield "the subject is empty"
    if _CONTROL.search(document.subject):
        yield "the subject has a line end or another control character"
    forms = {"HTML": page.text, "text": document.text}
    for form, text in forms.items():
        if not text.strip():
            yield f"the {form} form is empty"
            continue
        dense = _dense(text)
        for brief in edition.briefs:
            missing = [part for part in (brief.headline, *(q.text for q in brief.quotes)) if _dense(part) not in dense]
            yield from (f"the {form} form lacks {_short(part)}" for part in missing)
    said_so = {_dense(form) for text in _strings(edition) for form in (text, text.upper())}  # as the text form's titles
    foreign = sorted(said_so, key=lambda text: (-len(text), text))
    for form, text in {**forms, "subject": document.subject}.items():
        # A headline may well speak of templates; what no feed said is a template that was not filled in.
        own = _dense(text)
        for said in foreign:
            own = own.replace(said, " ") if _TEMPLATE_MARK.search(said) else own
        if mark := _TEMPLATE_MARK.search(own):
            yield f"the {form} has an unfilled place of a template: {own[max(0, mark.start() - 20) : mark.end() + 20]}"


def _links(page: _Page) -> Iterator[str]:
    for url in page.links:
        if not absolute(url) and not re.match(r"mailto:[^@\s]+@[^@\s]+$", url):
            yield f"a link goes to {url!r}, which is no absolute http(s) or mailto address"
    for source in page.images_without_alt:
        yield f"the image {source!r} has no alt text"


def _advice(document: Document) -> Iterator[str]:
    if MANY_BYTES < (size := encoded_size(document.html)) <= MOST_BYTES:
        yield f"the HTML is {size:,} bytes when encoded; from {MOST_BYTES:,} on mail programs cut it off"
    if len(document.subject) > SUBJECT_LENGTH:
        yield f"the subject has {len(document.subject)} characters; phones show {SUBJECT_LENGTH} at most"
    if document.subject.isupper():
        yield "the subject is all capitals, which spam filters count against it"
    preheader, subject = " ".join(document.preheader.split()), " ".join(document.subject.split())
    if not preheader:
        yield "there is no preheader: mail programs will show the first words of the mail instead"
    elif subject and subject.rstrip("…").casefold() in preheader.casefold():
        yield "the preheader repeats the subject"


def _strings(edition: Edition) -> Iterator[str]:
    """The words of an edition that feeds and settings gave."""
    yield from (edition.title, edition.subject, edition.preheader, edition.postal_address)
    for section in edition.sections:
        yield section.name
        for brief in section.briefs:
            yield brief.headline
            yield from (quote.text for quote in brief.quotes)
            yield from brief.news
            yield from (said for reference in brief.articles for said in (reference.source, reference.agency))
    yield from (failure.subject for failure in edition.failures)


def _dense(text: str) -> str:
    """Without blanks, line ends and what can't be printed: forms break lines where they like."""
    return "".join(character for character in text if character.isprintable() and not character.isspace())


class _Page(HTMLParser):
    """A page's visible words, addresses and styles, comments (which speak to Outlook) left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.images_without_alt: list[str] = []
        self.style_bytes = 0
        self._words: list[str] = []
        self._inside = ""

    @property
    def text(self) -> str:
        return "".join(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._inside = tag if tag in ("style", "title", "script") else ""
        self.links += [values[key] or "" for key in ("href", "src", "background") if key in values]
        if tag == "img" and "alt" not in values:
            self.images_without_alt.append(values.get("src") or "")
        if tag not in ("a", "span", "b", "i", "em", "strong"):
            self._words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            self.style_bytes += len(data.encode("utf-8", "replace"))
        elif not self._inside:
            self._words.append(data)
