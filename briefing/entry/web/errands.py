"""Mails to single readers: what sign-up and the like still have to send. One thread, which sleeps while nothing waits.

An errand is claimed before its mail goes out and tried again later where that failed; a crash in between may send a
confirmation twice, but never an edition: the ledger keeps that.
"""

from __future__ import annotations

import threading
import traceback
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from briefing import mail_wiring, readership, wiring
from briefing.delivery import Delivery, deliver
from briefing.entry.console import Log
from briefing.errors import BriefingError, BusyError, DeliveryError, RejectedError
from briefing.model import Subscriber

if TYPE_CHECKING:
    from briefing.entry.web.site import Site

_AGAIN = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
_SLEEP = 60.0
"""Seconds; whoever adds an errand wakes it."""
_AFTER_ERROR = 5.0


class Errands:
    def __init__(self, site: Site, log: Log) -> None:
        self._site, self._log = site, log
        self._awake, self._ending = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="errands", daemon=True)

    def start(self) -> None:
        """Once is enough."""
        if not self._thread.is_alive():
            self._thread.start()

    def use(self, site: Site) -> None:
        """From the next mail on."""
        self._site = site

    def wake(self) -> None:
        self._awake.set()

    def stop(self, seconds: float = 30) -> None:
        """What is under way is brought to its end, if that takes no longer."""
        self._ending.set()
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._ending.is_set():
            self._awake.clear()
            wait = _SLEEP
            try:
                self.run_all()
            except Exception as error:  # noqa: BLE001 - whatever it is, the next mail must not wait for a restart
                said = error.message if isinstance(error, BriefingError) else traceback.format_exc()
                self._log(f"mails to single readers: {said}", "errands")
                wait = _AFTER_ERROR
            self._awake.wait(wait)

    def run_all(self) -> None:
        """All that are due now. Raises StoreError."""
        site = self._site
        site.store.subscribers.forget_unconfirmed(site.clock() - readership.FORGET_AFTER)
        while not self._ending.is_set() and (due := site.store.errands.due(site.clock())):
            for kind, reader, attempts in due:
                if self._ending.is_set():
                    return
                again = site.clock() + _AGAIN[min(attempts, len(_AGAIN) - 1)]
                if site.store.errands.claim(kind, reader, attempts, again):
                    self._run_one(kind, reader, attempts)

    def _run_one(self, kind: str, reader: str, attempts: int) -> None:
        site = self._site
        found = site.store.subscribers.by_id(reader)
        try:
            if found:
                self._send(kind, found)
        except BusyError as error:
            self._log(f"{kind} to {reader}: {error.message} It is tried again.", "errand", kind=kind, reader=reader)
            return
        except BriefingError as error:
            gives_up = isinstance(error, RejectedError) or attempts + 1 >= len(_AGAIN)
            then = "given up" if gives_up else "tried again"
            self._log(f"{kind} to {reader}: {error.message}; {then}", "errand", kind=kind, reader=reader, then=then)
            if not gives_up:
                return
        site.store.errands.done(kind, reader)

    def _send(self, kind: str, reader: Subscriber) -> None:
        site, now = self._site, self._site.clock()
        if kind == "welcome":
            self._welcome(reader)
        elif kind == readership.CONFIRM and reader.state != "active":
            token = site.store.tokens.give(kind, reader.id, now, until=now + readership.CONFIRM_WITHIN)
            self._note("confirm", reader, link=f"{site.base}/confirm/{token}")
        elif kind == "known":
            own = {
                purpose: f"{site.base}/{purpose}/{site.links.sign(purpose, reader.id)}"
                for purpose in ("settings", "leave")
            }
            self._note("known", reader, active=reader.state == "active", **own)

    def _note(self, name: str, reader: Subscriber, **values: object) -> None:
        site = self._site
        language = reader.language or site.config.language
        given = {"title": site.config.title, **values}
        given["postal_address"] = site.config.mail.postal_address
        text, html = (site.pages.page(f"mail/{name}.{form}.j2", language, **given) for form in ("txt", "html"))
        subject = site.pages.page("mail/subject.txt.j2", language, kind=name, title=site.config.title).strip()
        mail_wiring.send_words(site.config, to=reader.address, subject=subject, text=text, html=html, now=site.clock())

    def _welcome(self, reader: Subscriber) -> None:
        """The latest edition: in the ledger, so that it counts as theirs. Raises DeliveryError where it is to be tried
        again, which nobody else does: the edition's own deliveries leave out who joined after it."""
        site = self._site
        edition = site.store.editions.latest(site.config.briefing)
        if edition is None or reader.state != "active":
            return
        welcome = site.pages.page("mail/welcome.md.j2", reader.language or site.config.language)
        edition = replace(edition, note=f"{welcome}\n\n{edition.note}".strip())
        channel = wiring.mail(site.config, site.clock, site.store, edition, one=reader)
        work = Delivery(
            edition=edition,
            document=wiring.renderer(site.config).render(edition),
            message_id=wiring.message_ids(site.config, site.store),
            window=site.config.delivery.retry_for,
        )
        failures = deliver(work, [channel], site.store.ledger, wiring.holder(), clock=site.clock)
        line = site.store.ledger.lines(edition.id, channel.name, [reader.address]).get(reader.address)
        if (line and line.retry_at) or (failures and not line):
            raise DeliveryError(failures[0].message if failures else "not yet")
