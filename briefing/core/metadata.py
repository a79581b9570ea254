"""Title, authors, date, language, address and picture of a page, from what its head and headings claim.

Pages contradict themselves: the order of trust here is the structured data first (schema.org as JSON-LD), then the meta
tags (Open Graph, https://ogp.me), then the visible page. All comes in as plain values; no HTML is parsed here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import urljoin, urlsplit

from briefing.model import Image

_MOST_NODES = 500
_ARTICLE_TYPE = re.compile(r"article$|newsarticle|blogposting|^report$|posting$", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s+[-–—|·•»«:~]+\s+|\s*[|｜]\s*|\s+::\s+|(?<=\w)_(?=\w)")
_NOT_ALNUM = re.compile(r"[\W_]+")
_TAG_OR_UNSEEN = re.compile(r"</?[a-zA-Z][^<>]*>|[\u00ad\u200b\ufeff]")
_DATE_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publication_date", "article.published",
    "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_AUTHOR_META = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator")


@dataclass(frozen=True, slots=True, kw_only=True)
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

    def meta(self, *names: str) -> str:
        """The first non-empty content among these names, or an empty string."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), "")

    @property
    def types(self) -> frozenset[str]:
        """Lower-case schema.org types of the page's JSON-LD objects."""
        return frozenset(name for node in self.nodes for name in _types(node))

    @property
    def article(self) -> Mapping[str, object]:
        """The JSON-LD object that describes the report; empty where there is none."""
        found = [node for node in self.nodes if any(_ARTICLE_TYPE.search(name) for name in _types(node))]
        with_headline = [node for node in found if node.get("headline")]
        return (with_headline or found or [{}])[0]

    @property
    def says_article(self) -> bool:
        """The page calls itself an article."""
        return bool(self.article) or self.meta("og:type").lower() in ("article", "news")


def _types(node: Mapping[str, object]) -> list[str]:
    kind = node.get("@type")
    names = kind if isinstance(kind, list) else [kind]
    return [name.rsplit("/", 1)[-1].lower() for name in names if isinstance(name, str)]


def flatten(value: object) -> Iterator[Mapping[str, object]]:
    """The objects of one JSON-LD document that describe the page itself: lists, @graph and mainEntity are opened,
    lists of other pages (itemListElement) are not."""
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NODES:
        seen += 1
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting = node + waiting
        elif isinstance(node, dict):
            yield node
            waiting = [node[key] for key in ("@graph", "mainEntity") if key in node] + waiting


def _fold(text: str) -> str:
    return _NOT_ALNUM.sub("", text).casefold()


def _line(value: object) -> str:
    """One line of plain text from a claimed string: entities undone twice (some sites escape twice), tags dropped."""
    if not isinstance(value, str):
        return ""
    text = unescape(unescape(value[:5000]))
    return " ".join(_TAG_OR_UNSEEN.sub("", text).split())


# --- title ---------------------------------------------------------------------------------------------------------


def site_names(head: Head) -> frozenset[str]:
    """Folded names that the site goes by: as claimed, and the parts of its host name."""
    names = {_fold(_line(head.meta("og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title")))}
    for node in head.nodes:
        publisher = node.get("publisher")
        if isinstance(publisher, dict):
            names.add(_fold(_line(publisher.get("name"))))
    host = next((host for address in (head.canonical, head.url) if (host := _host(address))), "")
    names |= {_fold(host), *(_fold(part) for part in host.split(".")[:-1] if len(part) > 2)}
    return frozenset(names - {""})


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def without_site(title: str, names: frozenset[str]) -> str:
    """A title with the site's name taken off its end or its start, where a separator sets it apart."""
    breaks = [match.span() for match in _SEPARATOR.finditer(title)]
    for start, end in reversed(breaks):
        if not _is_site(title[end:], names):
            break
        title = title[:start]
    if breaks and breaks[0][1] < len(title) and _fold(title[: breaks[0][0]]) in names:
        title = title[breaks[0][1] :]
    return title.strip()


def _is_site(part: str, names: frozenset[str]) -> bool:
    folded = _fold(part)
    if not folded:
        return True
    return any(folded == name or (len(name) > 3 and len(folded) < 40 and name in folded) for name in names)


def title_of(head: Head, fallback: str | None = None) -> str | None:
    """The report's headline: the visible heading where a claimed title agrees with it, else the claimed one."""
    names = site_names(head)
    claims = [
        without_site(_line(claim), names)
        for claim in (head.article.get("headline"), head.meta("og:title"), head.meta("twitter:title"), head.title)
    ]
    claims = [claim for claim in claims if claim and _fold(claim) not in names]
    headings = [line for line in map(_line, head.headings) if line and len(line) < 400]
    for claim in claims:
        for heading in headings:
            if _agree(heading, claim):
                return (
                    claim if _fold(heading).endswith(_fold(claim)) and _fold(heading) != _fold(claim) else heading
                )  # without its section's name
    alone = headings if len(headings) == 1 and len(headings[0].split()) > 3 else []
    return next(iter([*claims, *alone, _line(fallback), *headings]), None) or None


def _agree(heading: str, claim: str) -> bool:
    one, two = _fold(heading), _fold(claim)
    if one == two:
        return bool(one)
    short, long = sorted((one, two), key=len)
    return len(short) > 12 and len(short) > 0.6 * len(long) and short in long


# --- authors, date -------------------------------------------------------------------------------------------------


def authors_of(head: Head, fallback: str | None = None) -> tuple[str, ...]:
    """Names of the people who wrote it; of the organisation, where no person is named."""
    claim = head.article.get("author") or head.article.get("creator")
    people: list[str] = []
    others: list[str] = []
    for one in claim if isinstance(claim, list) else [claim]:
        if isinstance(one, dict):
            name = one.get("name")
            listed = name if isinstance(name, list) else [name]
            (others if "organization" in " ".join(_types(one)) else people).extend(map(_line, listed))
        else:
            people.append(_line(one))
    tagged = [_line(value) for name in _AUTHOR_META for value in head.metas.get(name, ())]
    names = _names(people) or _names(tagged) or _names((fallback or "").split(";")) or _names(others)
    folded = {_fold(name): name for name in reversed(names)}
    return tuple(name for name in dict.fromkeys(names) if folded[_fold(name)] == name)


def _names(claims: Sequence[str]) -> list[str]:
    names = []
    for claim in claims:
        if "://" in claim or "@" in claim:
            continue
        bare = re.sub(
            r"^(?:(?:written |reported )?by|von|par|por|di|door)\s*:?\s+", "", claim.strip(), flags=re.IGNORECASE
        )
        parts = re.split(r"\s*[;|/]\s*|,\s+(?:and\s+)?|\s+(?:and|und|et|y|&)\s+", bare)
        names += [part for part in parts if _is_name(part)]
    return names


def _is_name(part: str) -> bool:
    return 1 < len(part) <= 60 and len(part.split()) <= 6 and not re.search(r"\d|[<>{}]", part)


def published_of(head: Head, fallback: str | None = None) -> datetime | None:
    """When the report was published, in UTC; a date without a time is midnight, a time without a zone is UTC."""
    claims = [head.article.get("datePublished")]
    claims += [node.get("datePublished") for node in head.nodes]
    claims += [value for name in _DATE_META for value in head.metas.get(name, ())]
    claims += [*head.times, head.article.get("dateCreated"), fallback]
    return next((moment for claim in claims if (moment := parse_date(claim))), None)


def parse_date(value: object) -> datetime | None:
    """A moment from an ISO 8601 or RFC 5322 date; None for anything else, or for a year before 1990 or after 2100."""
    if not isinstance(value, str):
        return None
    text = value.strip()[:64]
    text = re.sub(r"(?<=\d)\s+(?=[+-]\d\d:?\d\d$)", "", text)
    text = re.sub(r"\.(\d{6})\d+", r".\1", text)
    text = re.sub(r"\s*(?:UTC|GMT)$", "Z", text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(value.strip()[:64])
        except (ValueError, TypeError, IndexError):
            return None
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return moment if 1990 <= moment.year <= 2100 else None


# --- language, address, picture ------------------------------------------------------------------------------------

_COMMON = {
    "en": "the and of to in that is was for on with said has he it as by from at have",
    "de": "der die und das den von zu mit ist im nicht des auf für ein eine dem sich auch als",
    "fr": "le la les des et du en une que est pour dans qui par sur au il plus pas ce",
    "es": "el la de que los y en las del se por con una un para su es al como más",
    "it": "il di che la è per un una del della con non in i le sono da si nel alla",
    "pt": "o de que e do da em os um para com uma não no na por mais as dos se",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er door om ook bij",
}
_STOP = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_ANY_STOP = frozenset().union(*_STOP.values())
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
_WORD = re.compile(r"[^\W\d_]+")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_LETTERS_CP1252 = b"".join(
    letter.lower().encode("cp1252") if _WORD.match(letter := bytes([code]).decode("cp1252", "replace")) else b" "
    for code in range(256)
)


def language_of(head: Head, text: str) -> str | None:
    """The primary language subtag (BCP 47) that the page claims, unless its text speaks against it."""
    claims = (head.article.get("inLanguage"), head.language, head.meta("og:locale", "content-language", "language"))
    claimed = ""
    for claim in (claims[1], claims[0], claims[2]):
        if isinstance(claim, str) and (match := re.match(r"\s*([A-Za-z]{2,3})(?:[-_,].*|\s*)$", claim)):
            claimed = match[1].lower()
            break
    sample = text[:20_000]
    words = _words(sample)
    if len(words) < 30:
        return claimed or None
    times = Counter(filter(_ANY_STOP.__contains__, words))
    shares = {language: sum(times[word] for word in stop) / len(words) for language, stop in _STOP.items()}
    best = max(sorted(shares), key=lambda language: shares[language])
    half = 0.5 * sum(map(len, words))
    plain = len(sample.encode("ascii", "ignore").translate(None, _NO_LETTERS))
    latin = plain > half or sum(map(len, _LATIN.findall(sample))) > half
    if claimed in _STOP and not latin:
        return None
    if latin and shares[best] > 0.2 and shares.get(claimed, 0.0) < 0.5 * shares[best]:
        return best
    return claimed or None


def _words(text: str) -> list[str]:
    """Runs of letters, in small letters."""
    try:  # a byte a letter, as most Western texts can be written: that takes a third of the pattern's time
        return text.encode("cp1252").translate(_LETTERS_CP1252).decode("cp1252").split()
    except UnicodeEncodeError:
        return _WORD.findall(text.lower())


def canonical_of(head: Head) -> str | None:
    """The address that the page gives as its own, absolute http(s) only."""
    return _web_address(head.canonical, head.url) or _web_address(head.meta("og:url"), head.url)


def image_of(head: Head) -> Image | None:
    """The picture that the page offers for sharing, with its description."""
    address = _web_address(head.meta("og:image:secure_url", "og:image", "og:image:url", "twitter:image"), head.url)
    if address is None:
        return None
    return Image(url=address, alt=_line(head.meta("og:image:alt", "twitter:image:alt"))[:500])


def _web_address(value: str, base: str) -> str | None:
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
