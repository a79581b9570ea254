"""What `briefing doctor` looks at: each thing that a briefing needs, and what to do where it is not well."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from briefing import mail_wiring, wiring
from briefing.core import dns_records
from briefing.core.check import stops
from briefing.core.dns_records import Level, Verdict
from briefing.core.health import state
from briefing.core.networks import is_local
from briefing.entry import checking
from briefing.entry.console import counted
from briefing.errors import BriefingError
from briefing.model import Edition

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.ports import Dns, Store

_LITTLE, _NEXT_TO_NOTHING = 1_000_000_000, 100_000_000
"""Free bytes of a disk."""
_LATE = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Found:
    """One line of what is found."""

    about: str
    level: Level
    said: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Patient:
    config: Config
    store: Store
    now: datetime
    dns: Dns | None
    """None: the network is left alone."""


def examine(patient: Patient) -> Iterator[Found]:
    """One thing after the other; what goes wrong with one keeps none of the others from being looked at."""
    for about, look in _LOOKS:
        try:
            for verdict in look(patient):
                yield Found(about, verdict.level, verdict.said, verdict.hint)
        except BriefingError as error:
            yield Found(about, "broken", error.message, error.hint)


# --- this machine ----------------------------------------------------------------------------------------------------


def _clock(patient: Patient) -> Iterator[Verdict]:
    zone, now = patient.config.zone, patient.now
    latest = _latest(patient)
    if latest and latest.slot.closes > now + timedelta(minutes=5):
        said = f"it is {now.astimezone(zone):%Y-%m-%d %H:%M} here, and the last edition closed later than that"
        yield Verdict("broken", said, "Set the clock, and let it be kept by the network (NTP).")
    else:
        yield Verdict("ok", f"{now.astimezone(zone):%A, %Y-%m-%d %H:%M} in {patient.config.timezone}")


def _disk(patient: Patient) -> Iterator[Verdict]:
    for folder in dict.fromkeys((patient.config.base, patient.config.output_folder)):
        there = next(each for each in (folder, *folder.parents) if each.exists())
        free = shutil.disk_usage(there).free
        said = f"{free / 1e9:,.1f} GB free for {folder}"
        level: Level = "ok" if free > _LITTLE else "warning" if free > _NEXT_TO_NOTHING else "broken"
        yield Verdict(level, said, "" if level == "ok" else "Make room: an edition that can't be kept can't be sent.")
        if not _writable(there):
            yield Verdict("broken", f"{there} can't be written", "Check who owns it.")


def _writable(folder: Path) -> bool:
    draft = folder / ".briefing-doctor"
    try:
        draft.write_bytes(b"")
        draft.unlink()
    except OSError:
        return False
    return True


def _store(patient: Patient) -> Iterator[Verdict]:
    wrong = patient.store.faults()
    if wrong:
        yield Verdict("broken", f"it is damaged: {'; '.join(wrong[:3])}", "Put a backup in its place.")
    else:
        editions = len(patient.store.editions.keys())
        readers = patient.store.subscribers.counts()["active"]
        yield Verdict("ok", f"sound; {counted(editions, 'edition')}, {counted(readers, 'reader')}")


# --- the briefing ----------------------------------------------------------------------------------------------------


def _templates(patient: Patient) -> Iterator[Verdict]:
    edition = _latest(patient)
    if edition is None:
        yield Verdict("ok", "there is no edition yet to draw")
        return
    document = wiring.renderer(patient.config).render(edition)
    held = stops(checking.examine(patient.store, edition, document))
    if held:
        yield Verdict("warning", f"{edition.id} would be held back: {held[0].message}", "`briefing check` says more.")
    else:
        yield Verdict("ok", f"{edition.id} is drawn in every form and fit to be sent")


def _feeds(patient: Patient) -> Iterator[Verdict]:
    config, now = patient.config, patient.now
    known = patient.store.news.health(now)
    bad = [health for health in known if state(health, now, config.alerts.after) in ("failing", "broken", "gone")]
    if not known:
        yield Verdict("warning", "none was read yet", "`briefing gather` reads them.")
    elif len(bad) == len(known):
        yield Verdict("broken", "none can be read", "Is this machine online? `briefing feeds check` tries each.")
    elif bad:
        names = ", ".join(health.name or health.url for health in bad[:3])
        yield Verdict("warning", f"{len(bad)} of {len(known)} fail: {names}", "`briefing feeds check` says why.")
    else:
        yield Verdict("ok", f"{counted(len(known), 'feed')}, all read")


def _schedule(patient: Patient) -> Iterator[Verdict]:
    config, edition = patient.config, _latest(patient)
    planned = next(config.timetable.upcoming(patient.now), None)
    if planned is None:
        yield Verdict("broken", "no edition will ever be due", "Look at `schedule:` in the configuration.")
        return
    said = f"the next edition is due {planned.begins.astimezone(config.zone):%A, %Y-%m-%d %H:%M}"
    due = config.timetable.due(patient.now)
    behind = due and edition and (edition.slot.date, edition.slot.number) < (due.day, due.number)
    if behind and due and edition and patient.now - due.begins > _LATE:
        late = f"the last edition is of {edition.slot.date}; {said}"
        hint = "Does anything run it? `briefing schedule systemd` or `briefing schedule cron` print what to install."
        yield Verdict("warning", late, hint)
    else:
        yield Verdict("ok", said)


# --- mail and web ----------------------------------------------------------------------------------------------------


def _mail_server(patient: Patient) -> Iterator[Verdict]:
    config = patient.config
    if not config.mail.enabled:
        yield Verdict("ok", "mail is off (mail.enabled)")
    elif patient.dns is not None:
        mail_wiring.greet(config)
        login = " and logs in" if config.mail.user else ""
        yield Verdict("ok", f"{config.mail.host}:{config.mail.port} answers{login} ({config.mail.security})")


def _sender(patient: Patient) -> Iterator[Verdict]:
    """What receivers of the mail ask the DNS."""
    config, dns = patient.config, patient.dns
    if dns is None or not config.mail.enabled:
        return
    domain = (config.mail.sender or "").rpartition("@")[2].strip("> ")
    yield _named("SPF", dns_records.spf(domain, dns.texts(domain)))
    for name, wanted in mail_wiring.dkim_records(config):
        yield _named("DKIM", dns_records.dkim(name, wanted, dns.texts(name)))
    yield _named("DMARC", dns_records.dmarc(domain, dns.texts(f"_dmarc.{domain}")))
    if is_local(config.mail.host):
        return
    for address in dns.addresses(config.mail.host)[:4]:
        names = dns.names(address)
        hint = "" if names else "Whoever gives out the address can name it; many receivers refuse mail without."
        said = f"{address} is {names[0]}" if names else f"{address} of {config.mail.host} has no name (PTR)"
        yield _named("PTR", Verdict("ok" if names else "warning", said, hint))


def _named(name: str, verdict: Verdict) -> Verdict:
    return Verdict(verdict.level, f"{name}: {verdict.said}", verdict.hint)


def _web(patient: Patient) -> Iterator[Verdict]:
    url = patient.config.web.url
    if url is None:
        yield Verdict("ok", "web.url is not set: mails have no links of their own for leaving and choosing")
        return
    if not url.startswith("https:") and not is_local(url.split("/")[2].partition(":")[0]):
        yield Verdict(
            "warning", f"{url} is not encrypted", "Let a proxy bring https: mail programs show no way out else."
        )
    if patient.dns is None:
        return
    try:
        with urlopen(f"{url}healthz", timeout=10) as answer:  # noqa: S310 - the operator's own address
            status = answer.status
    except (OSError, ValueError) as error:
        hint = "Is `briefing serve` running, and does the proxy hand on to it?"
        yield Verdict("broken", f"{url} does not answer ({getattr(error, 'reason', error)})", hint)
    else:
        yield Verdict("ok", f"{url} answers ({status})")


def _latest(patient: Patient) -> Edition | None:
    keys = patient.store.editions.keys(patient.config.briefing)
    return patient.store.editions.get(keys[-1]) if keys else None


_LOOKS: tuple[tuple[str, Callable[[Patient], Iterator[Verdict]]], ...] = (
    ("clock", _clock),
    ("disk", _disk),
    ("store", _store),
    ("templates", _templates),
    ("feeds", _feeds),
    ("schedule", _schedule),
    ("mail server", _mail_server),
    ("sender", _sender),
    ("web", _web),
)
