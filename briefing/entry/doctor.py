"""What `briefing doctor` looks at: each thing that a briefing needs, and what to do where it is not well."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener, urlopen

from briefing import mail_wiring, watch_wiring, wiring
from briefing.config import PASSWORD
from briefing.core import dns_records
from briefing.core.alarm import span
from briefing.core.check import stops
from briefing.core.dns_records import Level, Verdict
from briefing.core.health import state
from briefing.core.networks import is_local
from briefing.core.urls import host
from briefing.entry import checking
from briefing.entry.console import counted
from briefing.entry.jobs import clock
from briefing.entry.trial import trial
from briefing.errors import BriefingError

if TYPE_CHECKING:
    from briefing.config import Config
    from briefing.ports import Dns, Store

_LITTLE, _NEXT_TO_NOTHING = 1_000_000_000, 100_000_000
"""Free bytes of a disk."""
_LATE = timedelta(hours=2)
_LATELY = timedelta(days=2)
_ASTRAY = timedelta(minutes=1)
"""A clock that is so far off shows news of the future, and breaks what is encrypted when it is much further."""
_SET_CLOCK = "Set the clock, and let it be kept by the network (NTP): `timedatectl set-ntp true`."
_ASKED_FOR_TIME = 3
_SECONDS = 10.0
_CERTIFICATE_DAYS = 14.0
_FORBIDDEN = "robots.txt asks programs not to read"
"""As `edges/http/robots` says it."""


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
    here = f"{now.astimezone(zone):%A, %Y-%m-%d %H:%M} in {patient.config.timezone}"
    latest = patient.store.editions.latest(patient.config.briefing)
    slow = None if patient.dns is None else _slow(patient.config)
    if latest and latest.slot.closes > now + timedelta(minutes=5):
        said = f"it is {now.astimezone(zone):%Y-%m-%d %H:%M} here, and the last edition closed later than that"
        yield Verdict("broken", said, _SET_CLOCK)
    elif slow is not None and abs(slow) > _ASTRAY:
        wrong = f"{span(abs(slow))} {'slow' if slow > timedelta() else 'fast'}"
        level: Level = "broken" if abs(slow) > 10 * _ASTRAY else "warning"
        yield Verdict(level, f"{here}, which is {wrong} by a server of the feeds", _SET_CLOCK)
    else:
        yield Verdict("ok", here if slow is None else f"{here}; a server of the feeds says the same")


def _slow(config: Config) -> timedelta | None:
    """How much this machine's clock is behind that of the first server of a feed that tells the time."""
    proxy = config.fetch.proxy
    opener = build_opener(ProxyHandler({"http": proxy, "https": proxy} if proxy else None))
    sites = dict.fromkeys(urlsplit(feed.url)._replace(path="/", query="").geturl() for feed in config.feeds())
    for url in [*sites][:_ASKED_FOR_TIME]:
        try:
            with opener.open(Request(url, method="HEAD"), timeout=_SECONDS) as answer:  # noqa: S310 - a feed's site
                said = answer.headers.get("Date")
        except HTTPError as error:
            said = error.headers.get("Date")
        except (OSError, ValueError, HTTPException):
            continue
        with suppress(TypeError, ValueError):
            return parsedate_to_datetime(str(said)) - clock()
    return None


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
    """Drawn anew: the latest edition, or one of the sample."""
    edition = patient.store.editions.latest(patient.config.briefing)
    if edition is None:
        findings, named, hint = trial(patient.config), "a trial edition", ""
    else:
        document = wiring.renderer(patient.config).render(edition)
        findings, named = checking.examine(patient.store, edition, document), edition.id
        hint = "`briefing check` says more."
    if held := stops(findings):
        yield Verdict("warning", f"{named} would be held back: {held[0].message}", hint or held[0].advice)
    else:
        yield Verdict("ok", f"{named} is drawn in every form and fit to be sent")


def _feeds(patient: Patient) -> Iterator[Verdict]:
    config, now = patient.config, patient.now
    known = patient.store.news.health(now)
    bad = [health for health in known if state(health, now, config.alerts.after) in ("failing", "broken", "gone")]
    if not known:
        yield Verdict("warning", "none was read yet", "`briefing gather` reads them.")
    elif len(bad) == len(known):
        yield Verdict("broken", "none can be read", "Is this machine online? `briefing feeds check` tries each.")
    elif bad:
        names = ", ".join(health.name for health in bad[:3])
        yield Verdict("warning", f"{len(bad)} of {len(known)} fail: {names}", "`briefing feeds check` says why.")
    else:
        yield Verdict("ok", f"{counted(len(known), 'feed')}, all read")


def _robots(patient: Patient) -> Iterator[Verdict]:
    """Sites whose pages were left alone of late."""
    if not patient.config.fetch.robots:
        yield Verdict("warning", "robots.txt is not asked (fetch.robots)", "Sites may shut you out for that.")
        return
    failures = patient.store.news.failures(patient.now - _LATELY)
    asked = Counter(host(each.subject) for each in failures if each.stage == "page" and _FORBIDDEN in each.message)
    if asked:
        sites = ", ".join(f"{name} ({counted(count, 'page')})" for name, count in asked.most_common(3))
        hint = "For these the feed's own summary stands. Ask their owner, or take the feed out."
        yield Verdict("warning", f"{counted(len(asked), 'site')} asked programs not to read: {sites}", hint)
    else:
        yield Verdict("ok", "no site of the last days asked that its pages be left alone")


def _schedule(patient: Patient) -> Iterator[Verdict]:
    config, edition = patient.config, patient.store.editions.latest(patient.config.briefing)
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
    elif config.mail.user and not config.mail.password:
        hint = (
            f"Set it where Briefing is started: systemd has EnvironmentFile, cron takes {PASSWORD}=… above its lines."
        )
        yield Verdict("broken", f"mail.user is set, and {PASSWORD} is not: nobody can log in", hint)
    elif patient.dns is not None:
        found = mail_wiring.greet(config)
        login = f" and takes the login of {config.mail.user}" if config.mail.user else ""
        how = found[0] if found else "not encrypted"
        yield Verdict("ok", f"{config.mail.host}:{config.mail.port} answers{login} ({how})")
        days = (found[1] - patient.now.timestamp()) / 86_400 if found else _CERTIFICATE_DAYS
        if days < _CERTIFICATE_DAYS:
            yield Verdict("warning", f"its certificate ends in {days:.0f} days", "Ask whoever runs it to renew it.")


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
    if not url.startswith("https:") and not is_local(urlsplit(url).hostname or ""):
        yield Verdict(
            "warning", f"{url} is not encrypted", "Let a proxy bring https: mail programs show no way out else."
        )
    if patient.dns is None:
        return
    try:
        with urlopen(f"{url}healthz", timeout=_SECONDS) as answer:  # noqa: S310 - the operator's own address
            status = answer.status
    except HTTPError as error:
        late = error.code == 503
        said = f"{url} answers, and says that the edition is overdue" if late else f"{url} answers with {error.code}"
        hint = "`briefing status` says what was made last." if late else "Does the proxy hand on to `briefing serve`?"
        yield Verdict("warning" if late else "broken", said, hint)
    except (OSError, ValueError, HTTPException) as error:
        hint = "Is `briefing serve` running, and does the proxy hand on to it?"
        yield Verdict("broken", f"{url} does not answer ({getattr(error, 'reason', error)})", hint)
    else:
        yield Verdict("ok", f"{url} answers ({status})")


def _alerts(patient: Patient) -> Iterator[Verdict]:
    """Who hears of it when an edition does not come."""
    config = patient.config
    to, beat = config.alerts.mail, watch_wiring.heartbeat_address(config)
    told = [f"{to} is written to"] if to else []
    told += [f"a heartbeat goes to {urlsplit(beat).hostname}"] if beat else []
    if beat and urlsplit(beat).scheme == "http" and not is_local(urlsplit(beat).hostname or ""):
        yield Verdict("warning", "the heartbeat's address is not encrypted: it can be read on the way", "Use https.")
    yield Verdict("ok", " and ".join(told) or "nobody hears of an edition that does not come (alerts)")
    if waiting := patient.store.alarms.waiting():
        hint = "They are tried again with each delivery; the mail server is looked at below."
        yield Verdict("warning", f"{counted(waiting, 'mail')} to the operator could not be sent so far", hint)
    watch_wiring.metrics_token(config)


_LOOKS: tuple[tuple[str, Callable[[Patient], Iterator[Verdict]]], ...] = (
    ("clock", _clock),
    ("disk", _disk),
    ("store", _store),
    ("templates", _templates),
    ("feeds", _feeds),
    ("robots", _robots),
    ("schedule", _schedule),
    ("alerts", _alerts),
    ("mail server", _mail_server),
    ("sender", _sender),
    ("web", _web),
)
