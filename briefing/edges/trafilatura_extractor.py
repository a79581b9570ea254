"""The report on a page, found with trafilatura between two rounds of our own rules.

    bytes -> decode -> one tree -> bounds -> head (core.metadata) -> prune -> trafilatura -> core.clean -> core.judge

The tree is parsed once and bounded before trafilatura sees it: parts of it take time in the square of the page's size.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from briefing.core import metadata
from briefing.core.charset import decode
from briefing.core.clean import clean
from briefing.core.judge import Signs, check_body, check_text
from briefing.core.metadata import Head
from briefing.errors import ExtractError
from briefing.model import Extract

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

MOST_BYTES = 5_000_000
MOST_ELEMENTS = 20_000
MOST_DEPTH = 250
"""libxml2 drops what is nested deeper than 255 levels, and all that follows, without a word."""
MOST_JSON = 500_000
"""Characters of JSON-LD that are read of one page."""
_LONGEST_CAPTION = 700
_LEAST_ARTICLE = 500
"""Characters in paragraphs that make one of several <article> elements the report."""
_FEW = 400
"""A text with fewer characters is compared with what less careful settings find."""


@dataclass(frozen=True, slots=True)
class TrafilaturaExtractor:
    """Extractor (see ports) for news pages. Has no state, so that it can be sent to worker processes."""

    def extract(self, html: bytes, url: str, content_type: str | None = None) -> Extract:
        """The report behind a page's bytes. `url` is where they came from, `content_type` the server's header.

        Raises ExtractError where the page is no report or can't be read within bounds; `reason` names the kind.
        """
        check_body(html, content_type, most_bytes=MOST_BYTES)
        tree = _parse(decode(html, content_type))
        head = _head(tree, url)
        signs = _signs(tree, head)
        _drop(tree.iter("script", "style", "svg", "template", "noscript"))
        title, authors, published = _fields(tree, head)
        _prune(tree)
        found = _text(tree, url)
        cleaned = clean("" if _is_whole_page(found, tree) else found, title=title or "", authors=authors)
        check_text(found, cleaned.text, signs)
        return Extract(
            text=cleaned.text,
            title=title,
            authors=authors,
            published=published,
            language=metadata.language_of(head, cleaned.text),
            url=metadata.canonical_of(head),
            image=metadata.image_of(head),
        )


# --- bytes to tree -------------------------------------------------------------------------------------------------


def _parse(text: str) -> HtmlElement:
    from lxml import etree
    from trafilatura import load_html

    try:
        tree = load_html(text)
    except (ValueError, etree.LxmlError, AssertionError) as error:
        raise ExtractError("The page can't be parsed as HTML.", reason="empty") from error
    if tree is None:
        raise ExtractError("The page is not HTML.", reason="empty")
    depth = deepest = count = 0
    for event, _ in _walk(tree):
        depth += 1 if event == "start" else -1
        count += event == "start"
        deepest = max(deepest, depth)
    if count > MOST_ELEMENTS:
        raise ExtractError(f"The page has {count:,} elements, more than {MOST_ELEMENTS:,}.", reason="too-big")
    if deepest > MOST_DEPTH:
        raise ExtractError(f"The page is nested deeper than {MOST_DEPTH} levels.", reason="too-big")
    return tree


# --- what the page says of itself ----------------------------------------------------------------------------------


def _head(tree: HtmlElement, url: str) -> Head:
    metas: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or ""
        if content and len(content) < 5000:
            metas.setdefault(name.strip().lower(), []).append(content)
    title = tree.find(".//title")
    link = next((link for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()), None)
    times = [time.get("datetime") or "" for time in tree.iter("time") if _is_publication(time)]
    return Head(
        url=url,
        title=" ".join(title.text_content().split()) if title is not None else "",
        headings=tuple(" ".join(heading.text_content().split()) for heading in tree.iter("h1")),
        metas={name: tuple(values) for name, values in metas.items()},
        nodes=tuple(_json_ld(tree)),
        language=tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or "",
        canonical=(link.get("href") or "") if link is not None else "",
        times=tuple(times),
    )


def _is_publication(time: HtmlElement) -> bool:
    return time.get("itemprop") == "datePublished" or time.get("pubdate") is not None


def _json_ld(tree: HtmlElement) -> Iterator[Mapping[str, object]]:
    left = MOST_JSON
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", script.text or "")
        left -= len(text)
        if left < 0:
            return
        try:
            value = json.loads(text.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from metadata.flatten(value)


def _fields(tree: HtmlElement, head: Head) -> tuple[str | None, tuple[str, ...], datetime | None]:
    """Title, authors and date; trafilatura is asked only where the page does not claim all three."""
    title, authors, published = metadata.title_of(head), metadata.authors_of(head), metadata.published_of(head)
    if title and authors and published:
        return title, authors, published
    from trafilatura import extract_metadata

    try:
        found = extract_metadata(tree, head.url, extensive=False)
    except Exception as error:
        raise _unreadable(error) from error
    return (
        title or metadata.title_of(head, found.title),
        authors or metadata.authors_of(head, found.author),
        published or metadata.published_of(head, found.date),
    )


def _unreadable(error: Exception) -> ExtractError:
    return ExtractError(f"trafilatura can't read the page ({type(error).__name__}).", reason="parser")


def _signs(tree: HtmlElement, head: Head) -> Signs:
    home = head.meta("og:url") or head.canonical
    kind = head.meta("og:type").lower()
    return Signs(
        title=head.meta("og:title") or head.title,
        kind=kind,
        types=head.types,
        says_article=head.says_article,
        password=tree.find(".//input[@type='password']") is not None,
        links=_in_links(tree),
        home=kind == "website" and bool(home) and _path(home) in ("", "/"),
    )


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return "unknown"


def _in_links(tree: HtmlElement) -> float:
    """Share of the visible characters that are in links."""
    whole = linked = inside = 0
    for event, element in _walk(tree):
        hidden = element.tag in ("script", "style", "noscript", "template")
        if element.tag == "a":
            inside += 1 if event == "start" else -1
        text = ("" if hidden else element.text) if event == "start" else element.tail
        size = len(text.strip()) if text else 0
        whole += size
        linked += size if inside > 0 else 0
    return linked / whole if whole else 0.0


def _walk(tree: _Element) -> Iterator[tuple[str, _Element]]:
    from lxml import etree

    yield from etree.iterwalk(tree, events=("start", "end"))


# --- the text ------------------------------------------------------------------------------------------------------

_CAPTION = re.compile(
    r"(?:^|[\s_-])(?:fig)?caption|(?:^|\s)wp-caption|"
    r"(?:^|[\s_-])(?:photo|image|img|picture|media)[\w-]*(?:credit|caption|description|copyright)",
    re.IGNORECASE,
)
_SCATTERED = 12
"""Pieces of text from which a page is more than one paragraph."""
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*\s*$")
_UNSEEN = re.compile("[\u00ad\u200b\ufeff\x00-\x08]")
"""Soft hyphens and the like: they break up words that are compared later."""
_INLINE = frozenset({"hi", "ref", "del", "span", "a", "b", "i", "em", "strong", "code", "sub", "sup", "font", "u"})


def _prune(tree: HtmlElement) -> None:
    """Take out captions, and other reports that are told or teased on the page."""
    _drop(tree.iter("figcaption"))
    _drop(
        element
        for element in list(tree.iter("div", "p", "span", "small", "em", "dd", "section", "li"))
        if _is_caption(element)
    )
    articles = {article: _told(article) for article in tree.iter("article")}
    main = max(articles, key=lambda article: articles[article], default=None)
    if main is None or articles[main] < _LEAST_ARTICLE:
        return
    around = {main, *main.iterancestors()}
    small = (article for article in articles if articles[article] < 0.3 * articles[main] and article not in around)
    _drop(article for article in list(small) if article.find(".//h1") is None)


def _told(element: HtmlElement) -> int:
    return sum(len(paragraph.text_content()) for paragraph in element.iter("p"))


def _is_caption(element: HtmlElement) -> bool:
    if not _CAPTION.search(element.get("class") or ""):
        return False
    return len(element.findall(".//p")) < 2 and len(element.text_content()) < _LONGEST_CAPTION


def _drop(elements: Iterable[HtmlElement]) -> None:
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()


def _text(tree: HtmlElement, url: str) -> str:
    """What trafilatura takes for the report, a paragraph a line: with its careful settings, unless these lose most."""
    careful = _run(tree, url, careful=True)
    if len(careful) >= _FEW and len(careful) >= 0.4 * _told(tree):
        return careful
    other = _run(tree, url, careful=False)
    return other if len(careful) < 0.3 * len(other) else careful


def _is_whole_page(found: str, tree: HtmlElement) -> bool:
    """trafilatura's last resort, all that is on the page in one line: menus and footers are no report."""
    if "\n" in found:
        return False
    pieces = [piece.strip() for piece in tree.xpath("//body//text()[not(parent::script or parent::style)]")]
    seen = [len(piece) for piece in pieces if piece]
    return len(seen) > _SCATTERED and len(found) > 0.85 * sum(seen)


def _run(tree: HtmlElement, url: str, *, careful: bool) -> str:
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(tree, url=url, favor_precision=careful, include_comments=False, include_tables=False)
    except Exception as error:
        raise _unreadable(error) from error
    body = getattr(document, "body", None)
    return "\n".join(_paragraphs(body)) if body is not None else ""


def _paragraphs(body: _Element) -> list[str]:
    """Paragraphs of trafilatura's result in reading order, each on one line. A line break ends a paragraph unless the
    text goes on in the middle of a sentence."""
    lines = [""]
    for event, element in _walk(body):
        if element.tag == "lb":
            if event == "end":
                tail = element.tail or ""
                goes_on = tail.lstrip()[:1].islower() and not _SENTENCE_END.search(lines[-1])
                lines += [lines.pop() + " " + tail] if goes_on else [tail]
            continue
        if element.tag not in _INLINE:
            lines.append("")
        lines[-1] += (element.text if event == "start" else element.tail) or ""
    joined = (" ".join(_UNSEEN.sub("", line).split()) for line in lines)
    return [line for line in joined if line]
