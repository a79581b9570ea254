"""Addresses: made absolute, made canonical, named, compared, and pointed at a sentence.

Nothing here raises on hostile input: what is no http(s) address becomes "".
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import unicodedata
from urllib.parse import SplitResult, parse_qsl, quote, urljoin, urlsplit, urlunsplit

_DEFAULT_PORT = {"http": 80, "https": 443}
_LONGEST = 8_000
_NETLOC_BAD = re.compile(r"[\s\x00-\x20\x7f<>\"^`{|}\\]")
_HOST = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.?")
_CREDENTIALS = re.compile(r"^(\s*[A-Za-z][\w+.-]*://)[^/?#]*@")
_SAFE = "%/:=&?~+!$,;'@()*[]-._"

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

_PRIVATE_V4 = tuple(
    ipaddress.IPv4Network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def absolute(url: str, base: str | None = None) -> str:
    """The address as a request can use it: absolute, http(s), all ASCII, host in lower case, no default port.

    Credentials, parameters and fragment stay. Returns "" for anything else. Letters outside ASCII become punycode in
    the host (RFC 3492, not transitional, so that ß stays ß) and percent-encoded UTF-8 elsewhere (RFC 3987, 3.1).
    """
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

    Other parameters keep their order and spelling. The search engine's redirect that its news alerts carry gives way
    to its target. Returns "" for what is no http(s) address.
    """
    full = absolute(url, base)
    if not full:
        return ""
    parts = urlsplit(full)
    if parts.path == "/url" and re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", parts.netloc):
        inner = dict(parse_qsl(parts.query, max_num_fields=100)) if parts.query.count("&") < 100 else {}
        return canonical(inner.get("url") or inner.get("q") or "") or full
    kept = "&".join(pair for pair in parts.query.split("&") if pair and not _tracks(pair))
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, kept, ""))


def without_credentials(url: str) -> str:
    """The address as it may be shown: what stands before an @ in front of the host's name is left out."""
    return _CREDENTIALS.sub(r"\1", url)


def host(url: str) -> str:
    """The host's name in lower case, without port and brackets; "" where there is none."""
    full = absolute(url)
    return (urlsplit(full).hostname or "") if full else ""


def identity(text: str) -> str:
    """A short name that depends on the text alone: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def text_fragment(url: str, sentence: str) -> str:
    """The address of a sentence on a page, after the WICG draft "URL Fragment Text Directives".

    A short sentence is named whole, a longer one by its first and last words. A fragment that the address has stays
    in front of the directive. Without a sentence the address is returned as it is.
    """
    words = sentence.split()
    if not url or not words:
        return url
    terms = [" ".join(words)] if len(words) <= 10 else [" ".join(words[:5]), " ".join(words[-5:])]
    bare, _, fragment = url.partition("#")
    directive = ",".join(quote(term, safe="", errors="replace").replace("-", "%2D") for term in terms)
    return f"{bare}#{fragment.partition(':~:')[0]}:~:text={directive}"


def is_public(address: str) -> bool:
    """Whether an IP address may be one of the public Internet's: by an explicit list (IANA's special registries).

    `ipaddress.is_global` of Python 3.11 is no help: it lets 6to4, multicast and others through. An IPv4 address that
    is carried inside IPv6 (mapped, or NAT64 of RFC 6052) is judged by itself.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is None:
            return ip in _GLOBAL_V6 and not any(ip in net for net in _SPECIAL_V6)
        ip = inner
    return not any(ip in net for net in _PRIVATE_V4)


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
