"""Where a site's feeds are: what a page announces, what it links to, and where feeds are by custom.

    announced   <link rel="alternate" type="application/rss+xml" …>    what browsers and feed readers go by
    linked      <a href="/rss.xml">RSS</a>                             what people go by
    guesses     /feed, /rss.xml, …; /@name.rss and the like            what programs that publish go by

Pages are hostile: a bounded part is looked at, in one pass. All addresses that come out are absolute http(s) ones, each
once, without fragment and without a name or password in front of the host; the page's own is not among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import islice
from typing import Literal
from urllib.parse import unquote, urlsplit

from briefing.core.charset import decode
from briefing.core.urls import absolute

Kind = Literal["news", "topic", "podcast", "comments"]

_MOST_BYTES = 1_000_000
_MOST_FOUND = 100
_MOST_LINKS = 5_000
_LONGEST_TEXT = 300
_LONGEST_LABEL = 60
"""A link with more characters than this is a headline, whatever it mentions."""


@dataclass(frozen=True, slots=True)
class Announced:
    """A feed that a page names; nobody has looked yet whether it is one."""

    url: str
    title: str
    """What the page calls it, in one line; may be empty."""
    kind: Kind
    """What it seems to hold: all the news, one topic's (or author's), a podcast, or readers' comments."""


def announced(html: bytes, url: str, content_type: str | None = None) -> list[Announced]:
    """The feeds that the head of the page at url names, best first: news before comments, its own host before others.

    On a section's page that section's feed comes before the site's. Never raises; takes linear time.
    """
    text = _text(html, content_type)
    base, found = url, []
    for tag, attributes, _ in islice(_tags(text, ("link", "base", "a")), _MOST_LINKS):
        if tag == "base" and base == url:
            base = absolute(attributes.get("href", ""), url) or url
        elif tag != "base" and _is_feed_link(attributes):
            found.append((attributes.get("href", ""), attributes.get("title", "")))
    return _sorted(found, base, url)


def linked(html: bytes, url: str, content_type: str | None = None) -> list[Announced]:
    """What the page at url links to and looks like a feed by its address or by the words on the link, best first."""
    text = _text(html, content_type)
    base, found = url, []
    for tag, attributes, end in islice(_tags(text, ("a", "area", "base")), _MOST_LINKS):
        href = attributes.get("href", "")
        if tag == "base":
            base = absolute(href, url) or base if base == url else base
            continue
        words = _words(text, end) or attributes.get("title") or attributes.get("aria-label") or ""
        if _FEED_ADDRESS.search(href) or (len(words) <= _LONGEST_LABEL and _FEED_WORDS.search(words)):
            found.append((href, words))
    return _sorted(found, base, url)


def guesses(url: str) -> list[str]:
    """Where the feed of the page or site at url may be: by the rule of its site, then by custom, likeliest first.

    Tried below a section's page before the site's root; below an article's page nothing is.
    """
    full = absolute(url)
    if not full:
        return []
    parts = urlsplit(full)
    root = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"
    folder = parts.path if "." not in parts.path.rpartition("/")[2] else parts.path.rpartition("/")[0]
    folder = root + folder.strip("/") + "/" if folder.strip("/") else root
    if places := by_rule(full):
        return places  # any other feed of such a site would be somebody else's
    if folder != root and _is_section(parts.path):
        places += [folder + name for name in _NAMES[:_NAMES_BELOW]]
    return _once(places + [root + name for name in _NAMES], full)


def by_rule(url: str) -> list[str]:
    """The feed of a page on a site whose addresses tell it; empty for all others.

    Each rule is documented by the site, or has held for years: YouTube, Reddit, GitHub, Mastodon, Bluesky, Medium,
    Substack, WordPress, Blogger, Tumblr, Google News, Stack Exchange, arXiv, Vimeo.
    """
    full = absolute(url)
    if not full:
        return []
    parts = urlsplit(full)
    site = parts.netloc.rpartition("@")[2].removeprefix("www.")
    address = site + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")
    for pattern, feed in _RULES:
        if match := pattern.fullmatch(address):
            return _once([absolute(match.expand(feed), full)], full)
    return []


_NAMES = (
    "feed", "rss", "rss.xml", "feed.xml", "atom.xml", "index.xml", "feed.json", "feeds/posts/default", "?feed=rss2",
    "index.rdf", "feeds", "blog/feed", "news/rss",
)  # fmt: skip
_NAMES_BELOW = 6
"""So many of them are tried in a section's folder as well."""

_RULES = tuple(
    (re.compile(pattern), feed)
    for pattern, feed in (
        (r"(?:m\.)?youtube\.com/channel/(UC[\w-]+)(?:/.*)?(?:\?.*)?",
         r"https://www.youtube.com/feeds/videos.xml?channel_id=\1"),
        (r"(?:m\.)?youtube\.com/user/([\w-]+)(?:/.*)?(?:\?.*)?", r"https://www.youtube.com/feeds/videos.xml?user=\1"),
        (r"(?:m\.)?youtube\.com/(?:playlist|watch)\?(?:.*&)?list=([\w-]+)(?:&.*)?",
         r"https://www.youtube.com/feeds/videos.xml?playlist_id=\1"),
        (r"(?:old\.|new\.)?reddit\.com/((?:r|u|user)/[\w+-]+)(?:/.*)?(?:\?.*)?", r"https://www.reddit.com/\1/.rss"),
        (r"github\.com/([\w.-]+/[\w.-]+)/(tags|commits|commits/[\w./-]+?)(?:\.atom)?", r"https://github.com/\1/\2.atom"),
        (r"github\.com/(?!topics/|features/|orgs/|collections/|sponsors/)([\w.-]+/[\w.-]+)(?:/releases)?(?:\?.*)?",
         r"https://github.com/\1/releases.atom"),
        (r"gist\.github\.com/([\w-]+)", r"https://gist.github.com/\1.atom"),
        (r"bsky\.app/profile/([\w.:-]+)", r"https://bsky.app/profile/\1/rss"),
        (r"medium\.com/(?:feed/)?(@?[\w.-]+)(?:/.*)?(?:\?.*)?", r"https://medium.com/feed/\1"),
        (r"([\w-]+\.(?:medium|substack|wordpress)\.com)(?:[/?].*)?", r"https://\1/feed"),
        (r"([\w-]+\.blogspot\.[a-z.]{2,6})(?:[/?].*)?", r"https://\1/feeds/posts/default"),
        (r"([\w-]+\.tumblr\.com)(?:[/?].*)?", r"https://\1/rss"),
        (r"news\.google\.com(?:/rss)?((?:/(?:search|topics|topstories|headlines)[^?]*)?(?:\?.*)?)",
         r"https://news.google.com/rss\1"),
        (r"((?:[\w-]+\.)?stackexchange\.com|stackoverflow\.com)/questions/tagged/([\w.#+%-]+)(?:\?.*)?",
         r"https://\1/feeds/tag/\2"),
        (r"arxiv\.org/list/([\w.-]+)/\w+(?:\?.*)?", r"https://rss.arxiv.org/rss/\1"),
        (r"vimeo\.com/(?:channels/)?([a-z][\w-]*)", r"https://vimeo.com/\1/videos/rss"),
        (r"(?!(?:m\.)?(?:youtube|tiktok|threads|facebook|flipboard|substack)\.)([\w.-]+(?::\d+)?)/@([\w.-]+)",
         r"//\1/@\2.rss"),
    )
)  # fmt: skip


# --- which links name a feed ---------------------------------------------------------------------------------------

_TYPES = re.compile(
    r"application/(?:x[-.])?(?:rss|atom|rdf|feed)(?:\+xml|\+json)?|application/json|(?:text|application)/xml|"
    r"text/(?:rss|atom|rdf)(?:\+xml)?"
)
_VAGUE_TYPES = ("application/json", "text/xml", "application/xml", "")
"""Types that other things than feeds have as well, such as the content system's own interface."""
_FEED_ADDRESS = re.compile(
    r"^feed:|^https?://(?:feeds?|rss)\d*\.|/(?:rss|feeds?|atom|rdf|rss2|rss-?feeds?)/?(?:[?#]|$)|"
    r"/(?:rss|feeds?|atom)[/_-][^?#]*$|[./_-](?:rss|rdf|atom)(?:\.(?:xml|php|aspx?|html?))?(?:[?#]|$)|"
    r"(?:feeds?|index|all|news|posts|latest|default|headlines|articles)\.xml(?:[?#]|$)|/feed\.json(?:[?#]|$)|"
    r"[?&](?:feed|format|output|outputtype|type|alt)=(?:rss|atom|rdf|feed|xml)",
    re.IGNORECASE,
)
_FEED_WORDS = re.compile(r"\b(?:rss|atom|(?:news|web|json)[ -]?feeds?|xml feeds?)\b", re.IGNORECASE)
_NO_FEED = re.compile(
    r"/wp-json\b|/oembed|sitemap|/xmlrpc|opensearch|//(?:[\w-]+\.)*(?:facebook|twitter|x|linkedin)\.com/|/(?:about|help|faq|what-is)[-_/]?rss|"
    r"\.(?:css|js|png|jpe?g|gif|svg|webp|ico|woff2?|zip|pdf|mp3|m4a|mp4)(?:[?#]|$)",
    re.IGNORECASE,
)
_READERS = re.compile(
    r"https?://(?:[\w-]+\.)*(?:feedly|inoreader|netvibes|newsblur|theoldreader|bloglovin|yahoo|feedbin|feeder)\.\w+/",
    re.IGNORECASE,
)
"""Feed readers, whose "follow" buttons carry the feed's address in their own."""

_COMMENTS = re.compile(
    r"comment|kommentar|comentari|comentário|commenti\b|reacties|komentar|komentář|комментар|коментар|yorum|コメント|"
    r"评论|評論|댓글|replies",
    re.IGNORECASE,
)
_PODCAST = re.compile(r"podcast|episode|\baudio\b|\bitunes\b|hörfunk", re.IGNORECASE)
_TOPIC = re.compile(
    r"/(?:categor(?:y|ies|ie|ia)|kategorien?|tags?|topics?|themen?|author|autor|auteur|search|label|series)[/=]|"
    r"[?&](?:cat|tag|author|s|q)=|\b(?:category|categories|kategorie|tag|author|search results)\b",
    re.IGNORECASE,
)
_ORDER: dict[Kind, int] = {"news": 0, "topic": 1, "podcast": 2, "comments": 3}


def _is_feed_link(attributes: dict[str, str]) -> bool:
    """After the Autodiscovery conventions of RSS and Atom, and HTML's rel=feed of old drafts; in any order and case."""
    rel = attributes.get("rel", "").lower().split()
    if ("alternate" not in rel and "feed" not in rel) or "stylesheet" in rel:
        return False
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    href = attributes.get("href", "")
    if kind in _VAGUE_TYPES:
        certain = "feed" in rel if not kind else "xml" in kind and "hreflang" not in attributes
        return certain or _FEED_ADDRESS.search(href) is not None
    return _TYPES.fullmatch(kind) is not None


def _sorted(found: Iterable[tuple[str, str]], base: str, url: str) -> list[Announced]:
    own = absolute(url).partition("#")[0]
    feeds: dict[str, Announced] = {}
    for href, title in found:
        address = _address(href, base)
        if address and address != own and address not in feeds and not _NO_FEED.search(address):
            line = " ".join(title[:_LONGEST_TEXT].split())
            feeds[address] = Announced(address, line, _kind(address, line))
            if len(feeds) == _MOST_FOUND:
                break
    return sorted(feeds.values(), key=lambda feed: _rank(feed, own))


def _address(href: str, base: str) -> str:
    """A link's target as a fetcher can ask for it, or ""."""
    href = href.strip()
    if href[:5].lower() == "feed:":
        href = href[5:] if re.match(r"https?:", href[5:], re.IGNORECASE) else "http:" + href[5:]
    if _READERS.match(href) and (inner := re.search(r"https?(?::|%3A)(?:/|%2F){2}[^&]+", href[8:], re.IGNORECASE)):
        href = unquote(inner[0]) if "%3A" in inner[0].upper()[:9] else inner[0]
    full = absolute(href, base).partition("#")[0] if href else ""
    return "" if not full or "@" in urlsplit(full).netloc else full


def _kind(address: str, title: str) -> Kind:
    parts = urlsplit(address)
    place = f"{parts.path}?{parts.query}"
    if _COMMENTS.search(title) or _COMMENTS.search(place):
        return "comments"
    if _PODCAST.search(title) or _PODCAST.search(place):
        return "podcast"
    if _TOPIC.search(title) or _TOPIC.search(place):
        return "topic"
    return "news"


def _rank(feed: Announced, page: str) -> tuple[bool, int, int]:
    """Feeds of the page's own section, then by kind, then by how near the host is; else in the page's order."""
    here, there = urlsplit(page), urlsplit(feed.url)
    folder = here.path.rstrip("/") + "/"
    below = _is_section(here.path) and there.path.startswith(folder) and here.netloc == there.netloc
    own = below and feed.kind in ("news", "topic")
    mine, theirs = ((parts.hostname or "").removeprefix("www.").split(".") for parts in (here, there))
    distance = 0 if mine == theirs else 1 if mine[-2:] == theirs[-2:] else 2
    return not own, _ORDER[feed.kind], distance


def _is_section(path: str) -> bool:
    """Whether a page's path is a section's rather than an article's: short, without date, number or long title."""
    folders = path.strip("/").split("/")
    return path.strip("/") != "" and len(folders) <= 3 and not any(
        folder.count("-") > 3 or re.search(r"\d{4}|\.html?$", folder) for folder in folders
    )  # fmt: skip


def _once(urls: Iterable[str], but: str) -> list[str]:
    return [url for url in dict.fromkeys(urls) if url and url != but.partition("#")[0]]


# --- reading a page's tags -----------------------------------------------------------------------------------------

_ATTRIBUTE = re.compile(
    r"[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>][^\s>]*+)?))?", re.DOTALL
)
_MUTE_END = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "textarea", "template", "title")
}
_TAG = re.compile(r"<[^<>]*(?:>|$)")


def _text(html: bytes, content_type: str | None) -> str:
    head = html[:_MOST_BYTES]
    # Cut at a tag's end: half a character would pass for another encoding.
    return decode(head if len(html) <= _MOST_BYTES else head[: head.rfind(b">") + 1], content_type)


def _tags(text: str, names: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str], int]]:
    """(name, attributes, where it ends) of the opening tags of these names, outside comments and scripts.

    Tags are told apart as HTML's tokenizer does (WHATWG, section 13.2.5), each character being passed once.
    """
    wanted = re.compile(rf"<(!--|(?:{'|'.join((*names, *_MUTE_END))})(?=[\s/>]))", re.IGNORECASE)
    at = 0
    while match := wanted.search(text, at):
        name = match[1].lower()
        if name == "!--":
            end = text.find("-->", match.end())
        else:
            attributes, at = _attributes(text, match.end())
            if name in names:
                yield name, attributes, at
                continue
            closing = _MUTE_END[name].search(text, at)
            end = closing.start() if closing else -1
        if end < 0:
            return  # what is never closed hides all that follows
        at = end


def _attributes(text: str, at: int) -> tuple[dict[str, str], int]:
    """The attributes of the tag that begins before at, the first of each name, and where the tag ends."""
    found: dict[str, str] = {}
    while match := _ATTRIBUTE.match(text, at):
        name, *values = match.groups()
        value = next((each for each in values if each is not None), "")
        found.setdefault(name.lower(), unescape(value[:8000]) if "&" in value else value)
        at = match.end()
    return found, text.find(">", at) + 1 or len(text)


def _words(text: str, at: int) -> str:
    """The words of the link that begins at at, and what its picture says, in one line."""
    inside = text[at : at + _LONGEST_TEXT]
    end = inside.lower().find("</a")
    inside = inside[:end] if end >= 0 else inside
    pictures = re.findall(r"\b(?:alt|title|aria-label)\s*=\s*\"([^\"]*)\"", inside, re.IGNORECASE)
    return " ".join(unescape(" ".join([_TAG.sub(" ", inside), *pictures])).split())
