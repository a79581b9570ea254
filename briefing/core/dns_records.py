"""What a sender's DNS says of its mail: SPF (RFC 7208), DKIM (RFC 6376), DMARC (RFC 7489), judged in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

Level = Literal["ok", "warning", "broken"]

_ALL = re.compile(r"([-~?+]?)all", re.IGNORECASE)
_LOOKUP = re.compile(r"[-~?+]?(?:include:|exists:|(?:a|mx|ptr)(?:[:/]|\Z))|redirect=", re.IGNORECASE)
"""A term that makes receivers ask the DNS (RFC 7208, section 4.6.4)."""


class Verdict(NamedTuple):
    level: Level
    said: str
    hint: str = ""


def spf(domain: str, texts: Sequence[str]) -> Verdict:
    """texts: the TXT records of the domain."""
    found = [text for text in texts if re.match(r"v=spf1(?:\s|\Z)", text, re.IGNORECASE)]
    if not found:
        hint = f'Add a TXT record to {domain} that names the server that sends: "v=spf1 include:… -all".'
        return Verdict("warning", "there is no SPF record", hint)
    if len(found) > 1:
        return Verdict(
            "broken", f"there are {len(found)} SPF records, which is as good as an error", "Keep one of them."
        )
    terms = found[0].split()[1:]
    ends = next(filter(None, map(_ALL.fullmatch, terms)), None)
    if ends and ends[1] in ("", "+"):
        return Verdict("broken", f"anybody may send as {domain} ({found[0]})", 'End it with "-all" or "~all".')
    lookups = sum(_LOOKUP.match(term) is not None for term in terms)
    if lookups > 10:
        return Verdict(
            "broken", f"it asks for {lookups} lookups; receivers make ten", "Name addresses instead of hosts."
        )
    return Verdict("ok", found[0])


def dkim(name: str, wanted: Sequence[str], texts: Sequence[str]) -> Verdict:
    """wanted: the strings of the record that the key asks for; texts: the TXT records that stand there."""
    hint = "`briefing deliveries dns` prints what it has to be."
    if not texts:
        return Verdict("broken", f"{name} has no TXT record, so nobody can check the signature", hint)
    if any(_key(text) == _key("".join(wanted)) for text in texts):
        return Verdict("ok", f"{name} has the key")
    return Verdict("broken", f"{name} has another key than the one that signs", hint)


def dmarc(domain: str, texts: Sequence[str]) -> Verdict:
    """texts: the TXT records of _dmarc.<domain>."""
    found = [text for text in texts if re.match(r"v\s*=\s*DMARC1\s*(?:;|\Z)", text)]
    if not found:
        hint = f'Add a TXT record to _dmarc.{domain}: "v=DMARC1; p=none" to begin with.'
        return Verdict("warning", "there is no DMARC record; Gmail, Yahoo and Microsoft ask for one", hint)
    if len(found) > 1:
        return Verdict("broken", f"there are {len(found)} DMARC records, which is as good as none", "Keep one of them.")
    if not re.search(r";\s*p\s*=\s*(?i:none|quarantine|reject)\b", found[0]):
        return Verdict("broken", f"it names no policy ({found[0]})", 'It needs "p=none", "p=quarantine" or "p=reject".')
    return Verdict("ok", found[0])


def _key(text: str) -> str:
    found = re.search(r"(?:\A|;)\s*p\s*=\s*([^;]*)", text)
    return re.sub(r"\s", "", found[1]) if found else ""
