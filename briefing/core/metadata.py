"""What a page says of itself, and what follows from it without more ado: address, picture, names of site and section.

Pages contradict themselves: the order of trust here is the structured data first (schema.org as JSON-LD), then the meta
tags (Open Graph, https://ogp.me), then the visible page. All comes in as plain values; no HTML is parsed here. Titles,
bylines, dates, genres and languages have modules of their own.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from urllib.parse import urljoin, urlsplit

from briefing.core import languages

MOST_NODES = 500
"""JSON-LD objects that are looked at."""
_LONGEST_CLAIM = 5000
_LONGEST_SECTION = 60
LONGEST_NAME = 100
_SITE_META = ("og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title")
_SECTION_META = ("parsely-section", "sailthru.section", "cxenseparse:section", "section", "dc.subject.section")
_ARTICLE_TYPE = re.compile(r"article$|posting$|^report$|^review$", re.IGNORECASE)
_NOT_ALNUM = re.compile(r"[\W_]+")
_TAG_OR_UNSEEN = re.compile(r"</?[a-zA-Z][^<>]*>|[\u00ad\u200b\ufeff]")
_PLAIN = re.compile(r"^[^/<>{}_=]*[^\W\d_][^/<>{}_=]*$")
"""Words rather than an identifier or an address."""
_SLOGAN = re.compile(r"\s+[|–—-]\s+")
"""What sets a slogan apart from a site's name."""
_LANGUAGE_TAG = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_,].*|\s*)$", re.DOTALL)


@dataclass(frozen=True, kw_only=True)  # no slots: its properties are asked for time and again
class Head:
    """What a page says of itself, unchecked."""

    url: str
    title: str = ""
    """Of the <title> element."""
    headings: tuple[str, ...] = ()
    """Texts of the <h1> elements."""
    metas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Contents of the meta tags by lower-case name, property or itemprop."""
    nodes: tuple[Mapping[str, object], ...] = ()
    """JSON-LD objects, as `flatten` gives them."""
    language: str = ""
    canonical: str = ""
    times: tuple[str, ...] = ()
    """Values of <time datetime> that are marked as the date of publication."""
    updates: tuple[str, ...] = ()
    """Values of <time datetime> that are marked as the date of the last change."""

    def meta(self, *names: str) -> str:
        """The first non-empty content among these names, or an empty string."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")

    @cached_property
    def types(self) -> frozenset[str]:
        """Lower-case schema.org types of the page's JSON-LD objects."""
        return frozenset(name for node in self.nodes for name in types_of(node))

    @cached_property
    def article(self) -> Mapping[str, object]:
        """The JSON-LD object that describes the report; empty where there is none."""
        found = [node for node in self.nodes if any(_ARTICLE_TYPE.search(name) for name in types_of(node))]
        with_headline = [node for node in found if node.get("headline")]
        return (with_headline or found or [{}])[0]

    @cached_property
    def site_names(self) -> frozenset[str]:
        """Folded names that the site goes by: as claimed, and the parts of its host name."""
        names = {fold(line(value)) for name in _SITE_META for value in self.metas.get(name, ())}
        names |= {fold(name_of(node.get("publisher"))) for node in self.nodes}
        names |= {fold(name_of(node)) for node in self.nodes if "website" in types_of(node)}
        host = next((host for address in (self.canonical, self.url) if (host := host_of(address))), "")
        names |= {fold(host), *(fold(part) for part in host.split(".")[:-1] if len(part) > 2)}
        return frozenset(names - {""})

    @property
    def says_article(self) -> bool:
        """The page calls itself an article."""
        return bool(self.article) or self.meta("og:type").lower() in ("article", "news")


# --- claims as plain values ----------------------------------------------------------------------------------------


def flatten(value: object) -> Iterator[Mapping[str, object]]:
    """The objects of one JSON-LD document that describe the page itself: lists, @graph and mainEntity are opened,
    lists of other pages (itemListElement) are not."""
    waiting, seen = deque([value]), 0
    while waiting and seen < MOST_NODES:
        seen += 1
        node = waiting.popleft()
        if isinstance(node, list):
            waiting.extendleft(reversed(node[:MOST_NODES]))
        elif isinstance(node, dict):
            yield node
            waiting.extendleft(node[key] for key in ("mainEntity", "@graph") if key in node)


def types_of(node: Mapping[str, object]) -> list[str]:
    """Lower-case schema.org types of one JSON-LD object."""
    return [name.rsplit("/", 1)[-1].lower() for name in listed(node.get("@type")) if isinstance(name, str)]


def listed(value: object) -> list[object]:
    """A JSON-LD value as the list that it may be or may stand for."""
    return value if isinstance(value, list) else [value]


def line(value: object) -> str:
    """One line of plain text from a claimed string: entities undone twice (some sites escape twice), tags dropped."""
    if not isinstance(value, str):
        return ""
    text = value[:_LONGEST_CLAIM]
    if "&" in text:
        text = unescape(unescape(text))
    if "<" in text or not text.isascii():
        text = _TAG_OR_UNSEEN.sub("", text)
    return " ".join(text.split())


def name_of(value: object) -> str:
    """The name of what a JSON-LD property holds: a string, an object with a name, or the first of a list of these."""
    first = next(iter(listed(value)), None)
    if not isinstance(first, dict):
        return line(first)
    return line(next(iter(listed(first.get("name"))), None))


def words(text: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(text.split())


def fold(text: str) -> str:
    """A text's letters and digits, case undone: what is the same in two spellings of a title or name."""
    return _NOT_ALNUM.sub("", text).casefold()


def host_of(address: str) -> str:
    """The host of an address without "www."; empty where it has none."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def path_of(address: str) -> str:
    """The path of an address; empty where it has none."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


# --- address, picture, site, section, language ---------------------------------------------------------------------


def canonical_of(head: Head) -> str | None:
    """The address that the page gives as its own, absolute http(s) only."""
    return web_address(head.canonical, head.url) or web_address(head.meta("og:url"), head.url)


def site_name_of(head: Head) -> str:
    """What the site calls itself; empty where it does not say."""
    claims = [line(head.meta("og:site_name")), *(name_of(head.article.get(key)) for key in ("publisher", "isPartOf"))]
    claims += [name_of(node) for node in head.nodes if "website" in types_of(node)]
    parts = next((_SLOGAN.split(name) for name in claims if name and "://" not in name), [""])
    host = fold(host_of(head.canonical) or host_of(head.url))
    return next((part for part in parts if fold(part) == host), parts[0]).removeprefix("@")[:LONGEST_NAME]


def section_of(head: Head) -> str:
    """The section that the report stands in, as the site calls it; empty where it does not say."""
    claims: list[object] = [*listed(head.article.get("articleSection"))[:5]]
    claims += [head.meta("article:section", *_SECTION_META), *reversed(_breadcrumb(head)[1:])]
    names = (re.split(r"\s*[|,;]", line(claim), maxsplit=1)[0] for claim in claims)
    return next((name for name in names if 1 < len(name) <= _LONGEST_SECTION and _PLAIN.search(name)), "")


def _breadcrumb(head: Head) -> list[str]:
    """The names on the way from the site's front page to the report, which is left out."""
    found = [node for node in head.nodes if "breadcrumblist" in types_of(node)]
    found += [inner for node in head.nodes for inner in listed(node.get("breadcrumb")) if isinstance(inner, dict)]
    steps = listed(next((node.get("itemListElement") for node in found), None))[:20]
    names = [name_of(step) or name_of(step.get("item")) for step in steps if isinstance(step, dict)]
    titles = {fold(line(title)) for title in (head.article.get("headline"), head.meta("og:title"), *head.headings[:3])}
    return [name for name in names if fold(name) not in titles]


def web_address(value: str, base: str) -> str | None:
    """A claimed address, made absolute; None unless it is one of the web (http, https)."""
    if not value.strip():
        return None
    try:
        address = urljoin(base, value.strip())
        parts = urlsplit(address)
        named = parts.hostname
    except ValueError:
        return None
    plain = parts.scheme in ("http", "https") and named and not re.search(r"[\s\x00-\x1f<>\"]", address)
    return address if plain and len(address) < 2000 else None


def language_of(head: Head, text: str) -> str | None:
    """The primary language subtag (BCP 47) of a text; what the page claims decides only where the text does not."""
    claims = (head.language, head.article.get("inLanguage"), head.meta("og:locale", "content-language", "language"))
    matches = (_LANGUAGE_TAG.match(claim[:100]) for claim in claims if isinstance(claim, str))
    return languages.language_of(text, next((match[1].lower() for match in matches if match), ""))
