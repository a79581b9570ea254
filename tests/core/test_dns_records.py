"""What is said of a sender's SPF, DKIM and DMARC records."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.dns_records import dkim, dmarc, spf

DOMAIN = "brief.example"
NAME = "briefing._domainkey.brief.example"
KEY = ("v=DKIM1; k=rsa; p=MIIBIjANBgkq", "hkiG9w0B")


@pytest.mark.parametrize(
    ("texts", "level", "said"),
    [
        ([], "warning", "no SPF record"),
        (["google-site-verification=x"], "warning", "no SPF record"),
        (["v=spf10 -all"], "warning", "no SPF record"),
        (["v=spf1 include:_spf.relay.example -all", "other"], "ok", "include:_spf.relay.example"),
        (["V=SPF1 mx ~ALL"], "ok", "mx"),
        (["v=spf1 a -all", "v=spf1 mx -all"], "broken", "2 SPF records"),
        (["v=spf1 mx +all"], "broken", "anybody may send"),
        (["v=spf1 all"], "broken", "anybody may send"),
        (["v=spf1 include:spf.small.example -all"], "ok", "small"),
        (["v=spf1 include:_spf.all-mail.example ~all"], "ok", "all-mail"),
        (["v=spf1 " + " ".join(f"include:a.mx.s{n}.example" for n in range(9)) + " mx/24 -all"], "ok", "mx/24"),
        (["v=spf1 " + " ".join(f"a:s{n}.example" for n in range(8)) + " a mx ?ptr -all"], "broken", "11 lookups"),
        (["v=spf1 " + " ".join(f"include:s{n}.example" for n in range(11)) + " -all"], "broken", "11 lookups"),
    ],
)
def test_spf(texts: list[str], level: str, said: str) -> None:
    verdict = spf(DOMAIN, texts)
    assert (verdict.level, said in verdict.said) == (level, True), verdict
    assert bool(verdict.hint) == (level != "ok")


@pytest.mark.parametrize(
    ("texts", "level", "said"),
    [
        ([], "broken", "has no TXT record"),
        (["v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0B"], "ok", "has the key"),
        (["v=DKIM1;k=rsa;t=s; p=MIIBIjANBgkq hkiG9w0B"], "ok", "has the key"),
        (["v=DKIM1; k=rsa; p=AAAA"], "broken", "another key"),
        (["v=DKIM1; k=rsa; p="], "broken", "another key"),
    ],
)
def test_dkim(texts: list[str], level: str, said: str) -> None:
    verdict = dkim(NAME, KEY, texts)
    assert (verdict.level, said in verdict.said) == (level, True), verdict


@pytest.mark.parametrize(
    ("texts", "level", "said"),
    [
        ([], "warning", "no DMARC record"),
        (["v=DMARC1; p=none; rua=mailto:x@brief.example"], "ok", "p=none"),
        (["v=DMARC1;p=reject"], "ok", "p=reject"),
        (["v = DMARC1; p = Quarantine"], "ok", "Quarantine"),
        (["v=DMARC1; rua=mailto:x@brief.example"], "broken", "no policy"),
        (["v=DMARC1; p=none", "v=DMARC1; p=reject"], "broken", "2 DMARC records"),
    ],
)
def test_dmarc(texts: list[str], level: str, said: str) -> None:
    verdict = dmarc(DOMAIN, texts)
    assert (verdict.level, said in verdict.said) == (level, True), verdict


@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_record_is_judged(texts: list[str]) -> None:
    for verdict in (spf(DOMAIN, texts), dkim(NAME, KEY, texts), dmarc(DOMAIN, texts)):
        assert verdict.level in ("ok", "warning", "broken")
