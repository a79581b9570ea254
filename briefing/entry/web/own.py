"""A reader's own pages, behind addresses that only they have: leaving, choosing, their data."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import BaseRoute, Route

from briefing import readership, wiring
from briefing.core.links import Purpose
from briefing.entry.web.forms import Form, first, posted
from briefing.entry.web.site import Site, visitor
from briefing.model import TOP, Subscriber

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_T = TypeVar("_T")
_LOOKED_BACK = 7
"""Editions."""


def routes(site: Site) -> list[BaseRoute]:
    pages = _Own(site)
    return [
        Route("/leave", pages.which, methods=["GET"]),
        Route("/settings", pages.which, methods=["GET"]),
        Route("/leave", posted(site, pages.send_link), methods=["POST"]),
        Route("/leave/{token}", pages.leaving, methods=["GET"]),
        Route("/leave/{token}", posted(site, pages.leave, anywhere=True), methods=["POST"]),
        Route("/settings/{token}", pages.settings, methods=["GET"]),
        Route("/settings/{token}", posted(site, pages.choose, token=False), methods=["POST"]),
        Route("/settings/{token}/data.json", pages.data),
        Route("/settings/{token}/delete", posted(site, pages.delete, token=False), methods=["POST"]),
    ]


class _Own:
    def __init__(self, site: Site) -> None:
        self._site = site

    # --- leaving -----------------------------------------------------------------------------------------------------

    def leaving(self, request: Request) -> Response:
        """A button: programs look at the links of a mail, too."""
        self._reader_id(request, "leave")
        return self._site.said(request, "leave", action=self._here(request))

    def leave(self, request: Request, form: Form) -> Response:
        """One click from a mail program (RFC 8058), the button, or taking it back."""
        site = self._site
        reader = self._reader_id(request, "leave")
        if first(form, "do") == "back":
            back = readership.rejoin(site.store, reader, site.clock())
            if back is None:
                raise HTTPException(404)
            return self._site.said(request, "back", settings=self._settings(back))
        by = "their mail program" if first(form, "List-Unsubscribe") else "the link in a mail"
        listed = site.config.mail.to
        if readership.leave(site.store, reader, f"left by {by}", site.clock(), listed=listed) is None:
            return self._site.said(request, "left")  # deleted before, or never on the list: they get no mail
        return self._site.said(request, "left", action=self._here(request))

    def which(self, request: Request) -> Response:
        """Who has no link at hand gets one by mail."""
        return self._site.page(request, "which.html.j2", private=True, signed=True)

    def send_link(self, request: Request, form: Form) -> Response:
        site = self._site
        if not readership.ask_for_link(site.store, first(form, "address"), visitor(request), site.bounds, site.clock()):
            return self._site.said(request, "too many", 429)
        site.wake()
        return self._site.said(request, "link sent")

    # --- choosing ----------------------------------------------------------------------------------------------------

    def settings(self, request: Request) -> Response:
        return self._show(request, self._reader(request), saved="saved" in request.query_params)

    def choose(self, request: Request, form: Form) -> Response:
        site, reader = self._site, self._reader(request)
        pause = None
        with suppress(ValueError):
            pause = date.fromisoformat(first(form, "pause"))
        known = self._sections()
        days = {int(day) for day in form.get("day", []) if day in set("0123456")}
        language = first(form, "language")
        site.store.subscribers.choose(
            reader.id,
            # All of them are none: so who chose all gets a section that is new, too.
            sections=_fewer([name for name in known if name in form.get("section", [])], known),
            days=_fewer(sorted(days), range(7)),
            paused_until=pause if pause and pause > self._today() else None,
            language=language if language in dict(wiring.languages()) else "",
        )
        return RedirectResponse(f"{self._here(request)}?saved", 303, headers={"Cache-Control": "no-store"})

    def data(self, request: Request) -> Response:
        """All that is kept about them."""
        site, reader = self._site, self._reader(request)
        kept: dict[str, Any] = {
            name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in asdict(reader).items()
        }
        kept["mails"] = [
            {"edition": row.edition, "state": row.state, "at": row.at.isoformat(), "reply": row.reply}
            for row in site.store.ledger.receipts(recipient=reader.address)
        ]
        headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="data.json"'}
        return JSONResponse(kept, headers=headers)

    def delete(self, request: Request, form: Form) -> Response:
        reader = self._reader(request)
        if first(form, "sure") != "yes":
            raise HTTPException(400)
        readership.forget(self._site.store, reader)
        return self._site.said(request, "deleted")

    def _show(self, request: Request, reader: Subscriber, *, saved: bool) -> Response:
        site = self._site
        language = reader.language or site.config.language
        return site.page(
            request,
            "settings.html.j2",
            language=language,
            private=True,
            reader=reader,
            saved=saved,
            sections=self._sections(),
            weekdays=wiring.weekdays(language),
            languages=wiring.languages(),
            today=self._today(),
            here=self._here(request),
            leave=f"{site.root}/leave/{site.links.sign('leave', reader.id)}",
        )

    # --- whose it is -------------------------------------------------------------------------------------------------

    def _reader_id(self, request: Request, purpose: Purpose) -> str:
        reader = self._site.links.read(purpose, request.path_params["token"])
        if reader is None:
            raise HTTPException(404 if purpose == "leave" else 410)
        return reader

    def _reader(self, request: Request) -> Subscriber:
        found = self._site.store.subscribers.by_id(self._reader_id(request, "settings"))
        if found is None:
            raise HTTPException(404)
        return found

    def _sections(self) -> list[str]:
        """Those that can be chosen: of the configuration, and of what OPML files brought to the last editions."""
        site = self._site
        keys = site.store.editions.keys(site.config.briefing)[-_LOOKED_BACK:]
        editions = filter(None, map(site.store.editions.get, keys))
        there = [brief.section for edition in editions for brief in edition.briefs]
        return [name for name in dict.fromkeys([*site.config.sections, *there]) if name and name != TOP]

    def _here(self, request: Request) -> str:
        """The address that was asked for, under the public path and without what comes after it."""
        kind = request.url.path.strip("/").split("/")[0]
        return f"{self._site.root}/{kind}/{request.path_params['token']}"

    def _settings(self, reader: Subscriber) -> str:
        return f"{self._site.root}/settings/{self._site.links.sign('settings', reader.id)}"

    def _today(self) -> date:
        return self._site.clock().astimezone(self._site.config.zone).date()


def _fewer(chosen: Sequence[_T], all_of_them: Sequence[_T]) -> Sequence[_T]:
    return () if len(chosen) == len(all_of_them) else chosen
