"""What every page is made with."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from starlette.responses import HTMLResponse, Response

from briefing.core.links import Links
from briefing.model import Edition
from briefing.ports import Store
from briefing.readership import Bounds

if TYPE_CHECKING:
    from starlette.requests import Request

    from briefing.config import Config

_SEED = "seed"
"""The cookie that a form's token goes with."""


class Pages(Protocol):
    """Draws pages of ours."""

    def page(self, name: str, language: str, **values: object) -> str: ...

    def form(self, name: str, edition: Edition, **values: object) -> str:
        """A form of an edition, or a page around one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    config: Config
    store: Store
    clock: Callable[[], datetime]
    pages: Pages
    links: Links
    key: bytes
    """Secret, kept: forms are signed with it."""
    wake: Callable[[], None] = field(default=lambda: None)
    """An errand waits."""
    metrics_token: str | None = field(default=None, repr=False)
    """What /metrics is read with; None: by nobody."""

    @property
    def base(self) -> str:
        """The public address without a slash at its end. Never taken from what a request says."""
        return (self.config.web.url or f"http://{self.config.web.host}:{self.config.web.port}/").rstrip("/")

    @property
    def root(self) -> str:
        """The path of it: "" or "/briefing"."""
        return urlsplit(self.base).path

    @property
    def origin(self) -> str:
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def secure(self) -> bool:
        return self.base.startswith("https:")

    @property
    def bounds(self) -> Bounds:
        web = self.config.web
        return Bounds(per_visitor=web.sign_ups_per_visitor, in_all=web.sign_ups)

    @property
    def can_mail(self) -> bool:
        return self.config.mail.enabled

    def draw(self, name: str, language: str | None = None, **values: object) -> str:
        """A template of the folder web/."""
        language = language or self.config.language
        given = {
            "site": self,
            "root": self.root,
            "title": self.config.title,
            "styles": f"{self.root}/site.css",
        }
        return self.pages.page(f"web/{name}", language, **{**given, **values})

    def page(
        self,
        request: Request,
        name: str,
        status: int = 200,
        *,
        language: str | None = None,
        headers: Mapping[str, str] | None = None,
        private: bool = False,
        signed: bool = False,
        **values: object,
    ) -> Response:
        """A page. `private`: one reader's, of which no cache and no other site learns. `signed`: its forms carry a
        token, which goes with a cookie."""
        seed = request.cookies.get(_SEED, "")
        fresh = signed and len(seed) != 32
        seed = secrets.token_hex(16) if fresh else seed
        values |= {"csrf_token": self._token(seed)} if signed else {}
        html = self.draw(name, language, **values)
        response = HTMLResponse(html, status, headers={"Cache-Control": "no-store", **(headers or {})})
        if private:
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
        if fresh:
            response.set_cookie(_SEED, seed, path=self.root or "/", secure=self.secure, httponly=True, samesite="lax")
        return response

    def said(self, request: Request, what: str, status: int = 200, *, action: str = "", settings: str = "") -> Response:
        """A page that says one thing, and offers a button that sends to `action`, or the way to somebody's settings."""
        return self.page(request, "said.html.j2", status, private=True, what=what, action=action, settings=settings)

    def is_ours(self, request: Request, token: str) -> bool:
        """Whether a form comes from a page of ours that this browser was given."""
        seed = request.cookies.get(_SEED, "")
        return len(seed) == 32 and secrets.compare_digest(token.encode("utf-8", "replace"), self._token(seed).encode())

    def _token(self, seed: str) -> str:
        return hmac.digest(self.key, b"form " + seed.encode("utf-8", "replace"), "sha256").hex()


def visitor(request: Request) -> str:
    """The network address that asks."""
    return request.client.host if request.client else ""
