"""What one fetch asks for: the request that each host on its way is sent, which tells no host another's secrets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, Self
from urllib.parse import unquote, urlsplit, urlunsplit

from briefing.core.http import basic_credentials
from briefing.core.unpack import ACCEPT_ENCODING
from briefing.core.urls import absolute
from briefing.edges.http.words import NotAskedError
from briefing.errors import FetchError
from briefing.model import Access, Validators

_PORTS = {"http": 80, "https": 443}
_ACCEPT = (
    "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/feed+json, "
    "application/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_SENDABLE = re.compile(r"[\x20-\x7e]{1,1000}")
_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]{1,200}", re.ASCII)  # a token: RFC 9110, section 5.6.2
_VALUE = re.compile(r"[\t\x20-\x7e]{0,8000}")
_COOKIE = re.compile(r"[\x20-\x3a\x3c-\x7e]{0,4000}")  # RFC 6265, section 4.1.1, with the blanks that browsers send too
_MISREAD = frozenset("/\\?#")
_OURS = frozenset(
    ("accept-encoding", "connection", "content-length", "expect", "host", "http2-settings", "if-match",
     "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "keep-alive", "proxy-authorization",
     "proxy-connection", "range", "te", "trailer", "transfer-encoding", "upgrade")
)  # fmt: skip
"""Headers by which a request is framed, or its answer understood: no source may set them."""


class Origin(NamedTuple):
    scheme: str
    host: str
    port: int

    @property
    def authority(self) -> str:
        """As it stands in an address and in Host: the port only where it is not the scheme's own."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


@dataclass(frozen=True, slots=True)
class Proxy:
    """An http: proxy."""

    origin: Origin
    authorization: str | None

    @classmethod
    def of(cls, url: str | None) -> Self | None:
        """Raises FetchError for what is no http: address."""
        if not url:
            return None
        address = absolute(url)
        if not address.startswith("http:"):
            raise FetchError("its proxy is no http: address", hint="Write it as in http://proxy.example:3128.")
        return cls(origin_of(address), basic_credentials(address))

    def header(self) -> str:
        return f"Proxy-Authorization: {self.authorization}\r\n" if self.authorization else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How far one fetch may go."""

    body: int
    """Bytes of a body that are read, as it comes and unpacked. More is an error, unless the rest may be cut."""
    redirects: int
    cut: bool = False


class Errand:
    """An address to be fetched, with all that may be told on the way there."""

    def __init__(
        self,
        address: str,
        user_agent: str,
        bounds: Bounds,
        *,
        validators: Validators | None = None,
        access: Access | None = None,
    ) -> None:
        """address: an absolute http(s) address. Raises FetchError for headers and cookies that no request can carry."""
        self.address, self.bounds = bare(address), bounds
        self.home = origin_of(address)
        self.credentials = basic_credentials(address)
        known = validators or Validators()
        self.validators = Validators(etag=sendable(known.etag), last_modified=sendable(known.last_modified))
        self.proxy = access.proxy if access else None
        self._user_agent = user_agent
        self._hosts = frozenset(host.lower().rstrip(".") for host in access.hosts) if access else frozenset[str]()
        self._secrets = _secrets(access) if access and self._hosts else {}

    def request(self, address: str, proxy: Proxy | None) -> bytes:
        """The request for an address on the way, as its origin is to see it, or the proxy where it reads along."""
        origin, parts = origin_of(address), urlsplit(address)
        headers = {
            "host": ("Host", origin.authority),
            "user-agent": ("User-Agent", self._user_agent),
            "accept": ("Accept", _ACCEPT),
            "accept-encoding": ("Accept-Encoding", ACCEPT_ENCODING),
        }
        if etag := self.validators.etag:
            headers["if-none-match"] = ("If-None-Match", etag)
        if modified := self.validators.last_modified:
            headers["if-modified-since"] = ("If-Modified-Since", modified)
        if self.credentials and origin == self.home:
            headers["authorization"] = ("Authorization", self.credentials)
        if self._tells(origin):
            headers |= self._secrets
        target = urlunsplit(("", "", parts.path, parts.query, ""))
        to_proxy = ""
        if proxy and origin.scheme == "http":
            target, to_proxy = f"http://{origin.authority}{target}", proxy.header()
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.values())
        return f"GET {target} HTTP/1.1\r\n{lines}{to_proxy}\r\n".encode("latin-1")

    def _tells(self, origin: Origin) -> bool:
        """Whether it may see what the source's access holds. Never in the clear what was to go through TLS."""
        if not self._secrets or (self.home.scheme == "https" and origin.scheme == "http"):
            return False
        labels = origin.host.split(".")
        return any(".".join(labels[n:]) in self._hosts for n in range(len(labels)))


def origin_of(address: str) -> Origin:
    """Of an absolute http(s) address."""
    parts = urlsplit(address)
    return Origin(parts.scheme, (parts.hostname or "").rstrip("."), parts.port or _PORTS[parts.scheme])


def bare(address: str) -> str:
    """Without credentials and fragment. Raises NotAskedError where it is made to be misread: programs do not agree on
    which host an address is of that has a / before its @, however it is written."""
    parts = urlsplit(address)
    if not _MISREAD.isdisjoint(unquote(parts.username or "")):
        raise NotAskedError("refused: what stands before the @ of its address could be taken for a host")
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))


def sendable(value: str | None) -> str | None:
    """A validator as it may be sent back."""
    return value if value and _SENDABLE.fullmatch(value) else None


def _secrets(access: Access) -> dict[str, tuple[str, str]]:
    """Headers by lower-case name, all cookies in one of them (RFC 6265, section 5.4)."""
    found: dict[str, tuple[str, str]] = {}
    cookies = [value for name, value in access.headers if name.lower() == "cookie"]
    for name, value in access.headers:
        if not _NAME.fullmatch(name) or not _VALUE.fullmatch(value):
            raise FetchError(f"its header {name[:40]!r} has characters that no header can carry")
        if name.lower() not in _OURS:
            found[name.lower()] = (name, value.strip())
    for name, value in access.cookies:
        if not _NAME.fullmatch(name) or not _COOKIE.fullmatch(value):
            raise FetchError(f"its cookie {name[:40]!r} has characters that no cookie can carry")
        cookies.append(f"{name}={value.strip()}")
    if cookies:
        found["cookie"] = ("Cookie", "; ".join(cookies))
    return found
