"""Addresses: made absolute, made canonical, named, compared, and pointed at a sentence.

Nothing here raises on hostile input: what is no http(s) address becomes "".
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import unicodedata
from base64 import b64decode
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

_DEFAULT_PORT = {"http": 80, "https": 443}
_LONGEST = 8_000
_NETLOC_BAD = re.compile(r"[\s\x00-\x20\x7f<>\"^`{|}\\]")
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?")
_CREDENTIALS = re.compile(r"^(\s*[A-Za-z][\w+.-]*://)[^/?#]*@")
_SAFE = "%/:=&?~+!$,;'@()*[]-._"
_SETTLED = re.compile(
    r"https?://(?:[a-z0-9_-]+\.)+[a-z0-9_-]+/[\w%/:=&~+!$,;'@()*\[\].-]*(?:\?[\w%/:=&?~+!$,;'@()*\[\].-]+)?", re.ASCII
)
"""Most addresses: `absolute` would change nothing about them."""
_LONGEST_SETTLED = 250

# Parameters that say how a reader came, never what is read. Names are compared in lower case.
_TRACKING_PREFIXES = ("utm_", "ns_", "wt_", "wt.", "pk_", "mtm_", "hsa_", "stm_", "__hs", "oly_", "vero_")
_TRACKING = frozenset(
    re.findall(
        r"\w+",
        "_hsenc _hsmi _openstat cmp cmpid cmp_id dclid dicbo ecid fb_action_ids fb_ref fb_source fbclid ftag ga_source "
        "ga_medium ga_campaign gbraid gclid gclsrc guccounter guce_referrer guce_referrer_sig icid igsh igshid ito "
        "mc_cid mc_eid mkt_tok ml_subscriber msclkid ncid ocid partner s_cid s_kwcid sc_campaign sc_channel smid "
        "soc_src soc_trk srnd tpcc traffic_source ttclid twclid wbraid wprov xtor xtref yclid ysclid",
    )
)
# "at_" begins other parameters too, so it counts only in the forms that audience measurement uses.
_AT = re.compile(r"at_(?:medium|campaign|campaign_type|custom\d*|link\w*|ptr\w*|format|platform|source)")

_DOORS = frozenset(("www", "m", "mobile", "amp"))
_DEFAULT_DOCUMENT = re.compile(r"(?:index|default)\.(?:html?|php|aspx?|jsp)", re.IGNORECASE)
_NESTED = 3
"""How many redirectors may stand in each other."""
_REDIRECTOR = re.compile(
    r"/(?:url|redir(?:ect)?|out|outgoing|go|goto|click|track|link|away|exit|leave|l\.php|apiclick\.aspx)/?\Z",
    re.IGNORECASE,
)
_TARGETS = ("url", "u", "q", "to", "target", "dest", "destination", "redirect", "link", "href")
_MOST_PARAMETERS = 100
_NEWS_ARTICLE = re.compile(r"/(?:__i/)?(?:rss/)?articles/([\w-]{20,2000})")
_YAHOO = re.compile(r"/RU=([^/]{8,2000})/")
_FEEDSPORTAL = re.compile(r"/l/0L(\w{4,2000})/(?:story|ia)\d*\.htm\Z")
_FOLDED = {"A": "0", "B": ".", "C": "/", "D": "?", "E": "-", "F": "=", "G": "&", "H": ",", "I": "_", "J": "%", "K": "+",
           "L": "http://", "M": "https://", "N": ".com", "O": ".co.uk", "S": "www."}  # fmt: skip
_ROUTE = re.compile(r"(?:!/?|/)[^/!].*")
"""Fragments by which one page shows many: "#!/a", "#/a"."""
_TRACKING_ANCHORS = frozenset(("ref", "publisher", "echobox", "link_time", "intcid"))
_SPELLED = re.compile(
    r"https?://[A-Za-z0-9._-]+(?::[0-9]+)?"
    r"(?:[/?#][^\s\x00-\x20\x7f-\xa0\xad<>\"\\^`{|}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]*)?"
)
"""An address that can be used as it is, apart from letters outside ASCII, which browsers take."""
_AMP = frozenset(("amp", "amp=", "amp=1", "amp=true", "outputtype=amp", "output=amp", "view=amp"))


def absolute(url: str, base: str | None = None) -> str:
    """The address as a request can use it: absolute, http(s), all ASCII, host in lower case, no default port.

    Credentials, parameters and fragment stay. Returns "" for anything else. Letters outside ASCII become punycode in
    the host (RFC 3492, not transitional, so that ß stays ß) and percent-encoded UTF-8 elsewhere (RFC 3987, 3.1).
    """
    if len(url) <= _LONGEST_SETTLED and _SETTLED.fullmatch(url):
        return url
    try:
        parts = _split(url, base)
        port = parts.port
    except ValueError:
        return ""
    scheme, name = parts.scheme.lower(), _ascii_host(parts.hostname or "")
    if scheme not in _DEFAULT_PORT or not name or _NETLOC_BAD.search(parts.netloc):
        return ""
    netloc = name if port is None or port == _DEFAULT_PORT[scheme] else f"{name}:{port}"
    if "@" in parts.netloc:
        netloc = quote(parts.netloc.rpartition("@")[0], safe=_SAFE, errors="replace") + "@" + netloc
    path, query, fragment = (
        quote(part, safe=_SAFE, errors="replace") for part in (parts.path or "/", parts.query, parts.fragment)
    )
    return urlunsplit((scheme, netloc, path, query, fragment))


def canonical(url: str, base: str | None = None) -> str:
    """The address by which an article is known: `absolute`, without credentials, fragment and tracking parameters.

    Other parameters keep their order and spelling, and a fragment that names a page of its own ("#!/a") stays. A
    redirector's address that carries its target gives way to it. Returns "" for what is no http(s) address.
    """
    full = absolute(url, base)
    for _ in range(_NESTED):
        if not (target := _target(full)):
            break
        full = target
    if not full:
        return ""
    parts = urlsplit(full)
    kept = "&".join(pair for pair in parts.query.split("&") if pair and not _tracks(pair))
    route = parts.fragment if _ROUTE.match(parts.fragment) else ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, kept, route))


def spelled(url: str, known: str) -> str:
    """known, the canonical form of url, as the writer of url spelled it: all that tracks is left out, the rest stays,
    with the place on the page.

    Where url is relative, a redirector's, or holds what no address may, it is known itself.
    """
    url = url.strip()
    if url == known or not _SPELLED.fullmatch(url):
        return known
    front, _, anchor = url.partition("#")
    front, _, query = front.partition("?")
    pairs = query.split("&")
    kept = "&".join(pair for pair in pairs if not _tracks(pair)) if any(map(_tracks, pairs)) else query
    if anchor.startswith(":~:") or any(_tracks(pair) or _is_anchor_tracking(pair) for pair in anchor.split("&")):
        anchor = ""
    full = front + (kept and f"?{kept}") + (anchor and f"#{anchor}")
    return full if not _target(absolute(full)) and canonical(full) == known else known


def _is_anchor_tracking(pair: str) -> bool:
    name, mark, _ = pair.partition("=")
    return bool(mark) and name.lower() in _TRACKING_ANCHORS


def _target(url: str) -> str:
    """Where a redirector's address leads, as far as the address itself says it; else ""."""
    parts = urlsplit(url)
    if parts.hostname == "news.google.com" and (found := _NEWS_ARTICLE.fullmatch(parts.path)):
        return _packed_address(found[1])
    if (parts.hostname or "").endswith(".feedsportal.com"):
        found = _FEEDSPORTAL.search(parts.path)
        return absolute("http://" + _unfolded(found[1])) if found else ""
    if parts.hostname == "r.search.yahoo.com" and (found := _YAHOO.search(parts.path)):
        return absolute(unquote(found[1]))
    if not _REDIRECTOR.search(parts.path) and not (parts.hostname or "").endswith(".safelinks.protection.outlook.com"):
        return ""
    if parts.query.count("&") >= _MOST_PARAMETERS:
        return ""
    inner = {name.lower(): value for name, value in parse_qsl(parts.query)}
    return next((full for name in _TARGETS if "://" in inner.get(name, "") and (full := absolute(inner[name]))), "")


def _packed_address(packed: str) -> str:
    """The address in the older form of a news search's links: base64 of a few bytes, the address, a few more."""
    try:
        raw = b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return ""
    found = re.search(rb"https?://[\x21-\x7e]+", raw)
    return absolute(found[0].decode("ascii")) if found else ""


def _unfolded(text: str) -> str:
    """The spelling of a defunct feed proxy: "0A" is a nought, "0B" a dot, "0C" a slash and so on."""
    return re.sub(r"0([A-Z])", lambda code: _FOLDED.get(code[1], ""), text)


def same_page(url: str) -> str:
    """What is equal for addresses that lead to one page in all likelihood; "" for what is no http(s) address.

    Left out is what never tells pages apart: the scheme, "www.", the host's names for phones and AMP, a slash or
    default document at the end of the path, marks of AMP, tracking, and the fragment but for one that names a page of
    its own. All else counts as it is written.
    """
    full = canonical(url)
    if not full:
        return ""
    parts = urlsplit(full)
    segments = parts.path.split("/")
    while len(segments) > 1 and (segments[-1] in ("", "amp") or _DEFAULT_DOCUMENT.fullmatch(segments[-1])):
        segments.pop()
    query = "&".join(pair for pair in parts.query.split("&") if pair and pair.lower() not in _AMP)
    path = re.sub(r"\.amp(?=\.html?\Z)|\.amp\Z", "", "/".join(segments)) or "/"
    end = (f"?{query}" if query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return without_door(parts.netloc) + path + end


def without_door(host: str) -> str:
    """The host's name without what leads to the same site by another door: "www.", and its names for phones and AMP."""
    door, _, rest = host.partition(".")
    while door in _DOORS and "." in rest:
        host = rest
        door, _, rest = host.partition(".")
    return host


def without_credentials(url: str) -> str:
    """The address as it may be shown: what stands before an @ in front of the host's name is left out."""
    return _CREDENTIALS.sub(r"\1", url)


def host(url: str) -> str:
    """The host's name in lower case, without port and brackets; "" where there is none."""
    full = absolute(url)
    return (urlsplit(full).hostname or "") if full else ""


def site(url: str) -> str:
    """What hosts of one publisher have in common, as a rule: "bbc.co.uk" for news.bbc.co.uk; an IP address is a site by
    itself, and so is what has no dot. A guess, good enough to say whose an article is, not whom a secret may be told.
    """
    name = host(url)
    labels = name.split(".")
    if ":" in name or labels[-1].isdecimal() or labels[-1] == "localhost":
        return name
    return ".".join(labels[-3:] if len(labels[-1]) == 2 and labels[-2:-1] and len(labels[-2]) <= 3 else labels[-2:])


def identity(text: str) -> str:
    """A short name that depends on the text alone: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _split(url: str, base: str | None) -> SplitResult:
    """Raises ValueError for what can't be an address."""
    url = url.strip()
    if len(url) > _LONGEST:
        raise ValueError("too long")
    # Browsers read a backslash before the query as a slash (WHATWG URL); others take it for part of the host.
    front, mark, rest = url.partition("?")
    url = front.replace("\\", "/") + mark + rest
    if base:
        url = urljoin(base, url)
    return urlsplit(url)


def _ascii_host(name: str) -> str:
    if ":" in name:
        return f"[{ipaddress.IPv6Address(name)}]" if _is_ipv6(name) else ""
    name = unicodedata.normalize("NFKC", name).lower().replace("。", ".")
    try:
        labels = [x if x.isascii() else "xn--" + x.encode("punycode").decode() for x in name[:254].split(".")]
    except UnicodeError:
        return ""
    name = ".".join(labels)
    return name if len(name) <= 253 and _HOST.fullmatch(name) else ""


def _is_ipv6(name: str) -> bool:
    try:
        ipaddress.IPv6Address(name)
    except ValueError:
        return False
    return "%" not in name


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    if name.startswith("at_"):
        return _AT.fullmatch(name) is not None
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES)
