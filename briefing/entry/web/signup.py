"""The home page, sign-up and its confirmation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route

from briefing import readership
from briefing.core.message import Address, parse_address
from briefing.entry.web.forms import Form, first, posted
from briefing.entry.web.site import Site, visitor

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_LONGEST_ADDRESS = 254
"""RFC 5321, section 4.5.3.1.3, without the brackets."""


def routes(site: Site) -> list[BaseRoute]:
    pages = _SignUp(site)
    return [
        Route("/", pages.home),
        Route("/sign-up", posted(site, pages.sign_up), methods=["POST"]),
        # A form on another site has no token of ours; all it can do is to have one mail sent, within the same bounds.
        Route("/sign-up", pages.form, methods=["GET"]),
        Route("/sign-up/embedded", posted(site, pages.sign_up, anywhere=True), methods=["POST"]),
        Route("/embed", pages.embed),
        Route("/confirm/{token}", pages.ask, methods=["GET"]),
        Route("/confirm/{token}", posted(site, pages.confirm, token=False), methods=["POST"]),
    ]


class _SignUp:
    def __init__(self, site: Site) -> None:
        self._site = site

    def home(self, request: Request) -> Response:
        latest = self._site.store.editions.latest(self._site.config.briefing)
        return self._site.page(request, "home.html.j2", signed=True, edition=latest, wrong="", address="")

    def form(self, request: Request) -> Response:
        """The form alone."""
        self._open()
        return self._site.page(request, "sign_up.html.j2", signed=True, wrong="", address="")

    def sign_up(self, request: Request, form: Form) -> Response:
        self._open()
        text = first(form, "address")
        if first(form, "website"):  # nobody sees that field: a program filled it in
            return self._site.said(request, "asked")
        address = _address(text)
        if address is None:
            return self._site.page(
                request, "sign_up.html.j2", 422, signed=True, wrong="address", address=text[:_LONGEST_ADDRESS]
            )
        site = self._site
        if not readership.sign_up(site.store, address, visitor(request), site.bounds, site.clock()):
            return self._site.said(request, "too many", 429)
        site.wake()
        return self._site.said(request, "asked")

    def embed(self, request: Request) -> Response:
        """What to put on another site."""
        self._open()
        return self._site.page(request, "embed.html.j2")

    def ask(self, request: Request) -> Response:
        """A button: programs that look at each link of a mail press none (and so confirm nothing)."""
        site, token = self._site, request.path_params["token"]
        if site.store.tokens.subject(readership.CONFIRM, token, site.clock()) is None:
            return self._site.said(request, "too late", 410)
        return self._site.said(request, "confirm", action=f"{site.root}/confirm/{token}")

    def confirm(self, request: Request, form: Form) -> Response:  # noqa: ARG002 - the token is all it takes
        site = self._site
        reader = readership.confirm(site.store, request.path_params["token"], site.clock())
        if reader is None:
            return self._site.said(request, "too late", 410)
        site.wake()
        settings = f"{site.root}/settings/{site.links.sign('settings', reader.id)}"
        return self._site.said(request, "confirmed", settings=settings)

    def _open(self) -> None:
        if not (self._site.config.web.sign_up and self._site.can_mail):
            raise HTTPException(404)


def _address(text: str) -> Address | None:
    """One that can stand on the open web: its domain has a dot."""
    if len(text) > _LONGEST_ADDRESS or "<" in text:
        return None
    try:
        found = parse_address(text)
    except ValueError:
        return None
    return found if "." in found.domain else None
