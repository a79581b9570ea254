"""What is signed here is good to two programs that others wrote: dkimpy, and Perl's Mail::DKIM."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import dkim as dkimpy
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core.dkim import FIELDS, Signer, dns_record, read_key, record_name, relaxed_header
from briefing.core.letter import Letter
from briefing.core.message import feedback_id_header, parse_address, unsubscribe_headers
from briefing.model import Document
from tests.conftest import missing

AT = datetime(2026, 9, 16, 4, 30, tzinfo=UTC)
DOMAIN = "brief.example"
PERSONAL = ("https://brief.example/leave/{reader}", "Good morning, {name}")
HEADERS = (
    "From: =?utf-8?q?T=C3=A4gliches?= <news@brief.example>",
    "Reply-To: Desk \t <desk@brief.example> ",
    "List-Id: Daily Briefing <daily.brief.example>",
    feedback_id_header("daily/2026-09-16", "daily", DOMAIN),
)
PLAIN = serialization.NoEncryption()
PKCS8 = serialization.PrivateFormat.PKCS8


def pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey) -> str:
    return key.private_bytes(serialization.Encoding.PEM, PKCS8, PLAIN).decode()


@cache
def rsa_pem(bits: int = 2048) -> str:
    return pem(rsa.generate_private_key(65537, bits))


@cache
def ed25519_pem() -> str:
    return pem(ed25519.Ed25519PrivateKey.generate())


def signers(*, fields: Sequence[str] = FIELDS) -> list[Signer]:
    rsa_key, other = read_key(rsa_pem()), read_key(ed25519_pem())
    return [Signer(DOMAIN, "r1", rsa_key, fields=fields), Signer(DOMAIN, "e1", other, fields=fields)]


@cache
def zone() -> dict[str, tuple[str, ...]]:
    return {
        record_name(DOMAIN, "r1"): dns_record(read_key(rsa_pem())),
        record_name(DOMAIN, "e1"): dns_record(read_key(ed25519_pem())),
    }


def letter(text: str, html: str, *, fields: Sequence[str] = FIELDS, own: bool = True) -> Letter:
    document = Document(
        edition="daily/1", subject="Überall News " * 9, preheader="", html=html, text=text, markdown="", json=""
    )
    way_out = unsubscribe_headers(PERSONAL[0], "mailto:leave@brief.example?subject=leave")
    return Letter(
        [*HEADERS, *way_out], document, personal=PERSONAL if own else PERSONAL[:1], signers=signers(fields=fields)
    )


def sent(of: Letter, name: str = "Ann") -> bytes:
    """As it arrives: without the dots that SMTP adds."""
    to = parse_address("reader@bücher.example")
    data = of.join(to, "<1@brief.example>", AT, {"reader": "k3Jx0pWqAbCdEfGhIjKl_-", "name": name})
    return re.sub(rb"(?m)^\.", b"", data)


def good_to_dkimpy(message: bytes) -> list[bool]:
    def lookup(name: bytes, timeout: float = 5) -> bytes:
        return "".join(zone()[name.decode().rstrip(".")]).encode()

    def good(number: int) -> bool:
        try:
            return bool(dkimpy.DKIM(message).verify(number, dnsfunc=lookup))
        except dkimpy.ValidationError:
            return False

    return [good(number) for number in range(message.count(b"DKIM-Signature:"))]


TEXTS = [
    ("Good morning, {name}\n\n.\n..\n  two  blanks \t \nOut: <https://brief.example/leave/{reader}>\n",
     "<p>Good morning, {name}</p>\n  <a  href='https://brief.example/leave/{reader}'>out</a>\n"),
    ("Новости дня\n" * 90 + "https://brief.example/leave/{reader}\n", "Слово дня\n" * 90 + "Good morning, {name}\n"),
    ("Plain\n\n\n\n", "<p>" + "word " * 3000 + "</p>\n\n\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "html"), TEXTS)
def test_dkimpy_finds_both_signatures_good(text: str, html: str) -> None:
    for name in ("Ann", "Ann  Smith", "Анна", "."):
        assert good_to_dkimpy(sent(letter(text, html), name)) == [True, True]


@settings(max_examples=25)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.text("A .=\t\r\nж<{}", max_size=20))
def test_whatever_the_words_are_the_signature_holds(text: str, name: str) -> None:
    assert good_to_dkimpy(sent(letter(text, f"{text}Good morning, {{name}} {text}"), name)) == [True, True]


@pytest.fixture(scope="module")
def perl() -> str:
    modules = ("-MMail::DKIM::Verifier", "-MNet::DNS::Resolver::Mock")
    try:
        subprocess.run(["perl", *modules, "-e1"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        missing("Perl's Mail::DKIM (Debian: apt install libmail-dkim-perl libnet-dns-resolver-mock-perl)")
    return str(Path(__file__).parent.parent / "dkim_verify.pl")


@pytest.mark.parametrize(("text", "html"), TEXTS)
def test_mail_dkim_finds_both_signatures_good(text: str, html: str, perl: str) -> None:
    records = [word for name, strings in zone().items() for word in (name, *strings, "--")]
    message = sent(letter(text, html))
    done = subprocess.run(["perl", perl, *records], input=message, check=True, capture_output=True)
    said = done.stdout.decode().splitlines()
    assert said[0] == "rsa-sha256 brief.example pass"
    assert said[1] == "ed25519-sha256 brief.example pass" or "unsupported algorithm" in said[1]  # by its older versions
    changed = subprocess.run(["perl", perl, *records], input=message + b"x\r\n", check=True, capture_output=True)
    assert b"pass" not in changed.stdout


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Subject: ", b"Subject: Re: "),
        (b"leave/k3Jx", b"leave/k3Jy"),
        (b"List-Unsubscribe-Post: List", b"List-Unsubscribe-Post: Lost"),
        (b"Message-ID: <1", b"Message-ID: <2"),
        (b"From: ", b"From: other@brief.example\r\nFrom: "),
        (b"Reply-To: ", b"Reply-To: other@brief.example\r\nReply-To: "),
        (b"multipart/alternative", b"multipart/mixed"),
        (b"blanks", b"planks"),
    ],
)
def test_nobody_can_change_what_counts(old: bytes, new: bytes) -> None:
    message = sent(letter(*TEXTS[0]))
    assert old in message
    assert good_to_dkimpy(message.replace(old, new, 1)) == [False, False]


def test_a_relay_may_fold_blanks_and_headers() -> None:
    message = sent(letter(*TEXTS[0]))
    folded = message.replace(b"List-Id: Daily Briefing", b"list-id:\tDaily\r\n  Briefing").replace(
        b"two  bl", b"two \t bl"
    )
    assert folded != message
    assert good_to_dkimpy(folded) == [True, True]


def test_what_a_relay_writes_anew_can_be_left_out() -> None:
    message = sent(letter(*TEXTS[0], fields=[name for name in FIELDS if name not in ("date", "message-id")]))
    changed = message.replace(b"Message-ID: <1", b"Message-ID: <2").replace(b"Date: Wed", b"Date: Thu")
    assert good_to_dkimpy(changed) == [True, True]


def test_the_signature_says_what_it_covers_and_never_ends() -> None:
    head = sent(letter(*TEXTS[0])).split(b"\r\n\r\n")[0].decode()
    found = re.findall(r"(?s)DKIM-Signature: (.*?)\r\n(?! )", head)
    for value, algorithm in zip(found, ("rsa-sha256", "ed25519-sha256"), strict=True):
        tags = dict(tag.split("=", 1) for tag in re.sub(r"\s", "", value).split(";"))
        assert tags["a"] == algorithm
        assert tags["t"] == str(int(AT.timestamp()))
        assert tags["c"] == "relaxed/relaxed"
        signed = tags["h"].split(":")
        assert set(signed) == set(FIELDS)
        assert {name for name in signed if signed.count(name) == 2} == {"from", "reply-to", "subject", "date", "to"}
        assert not {"x", "l"} & tags.keys()
    assert max(map(len, head.split("\r\n"))) <= 78


@pytest.mark.parametrize("bits", [1024, 2048, 4096])
def test_a_record_is_in_strings_that_the_dns_can_hold(bits: int) -> None:
    strings = dns_record(read_key(rsa_pem(bits)))
    assert all(0 < len(string) <= 255 for string in strings)
    assert re.fullmatch(r"v=DKIM1; k=rsa; p=[A-Za-z0-9+/]+={0,2}", "".join(strings))
    assert len(dns_record(read_key(ed25519_pem()))) == 1


def test_short_keys_are_advised_against() -> None:
    assert read_key(rsa_pem(1024)).advice == "the key has 1024 bits; 2048 are advised"
    assert read_key(rsa_pem()).advice == read_key(ed25519_pem()).advice == ""


def test_a_key_does_not_show_itself() -> None:
    assert "sign" not in repr(read_key(rsa_pem()))


def wrong_keys() -> dict[str, tuple[str, str]]:
    locked = serialization.BestAvailableEncryption(b"secret")
    key = rsa.generate_private_key(65537, 2048)
    encoding, old = serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL
    public = key.public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    return {
        "nothing": ("", "no key"),
        "words": ("my key", "no key"),
        "public": (public, "public key"),
        "cut": (rsa_pem()[:300], "can't be read"),
        "changed": (re.sub(r"\n.{64}\n", f"\n{'A' * 64}\n", rsa_pem(), count=1), "can't be read"),
        "beyond ascii": (f"-----BEGIN PRIVATE KEY-----\n{'é' * 40}\n-----END PRIVATE KEY-----\n", "can't be read"),
        "encrypted": (key.private_bytes(encoding, PKCS8, locked).decode(), "encrypted"),
        "encrypted, old": (key.private_bytes(encoding, old, locked).decode(), "encrypted"),
        "another kind": (pem(ec.generate_private_key(ec.SECP256R1())), "neither RSA nor Ed25519"),
    }


@pytest.mark.parametrize("name", sorted(wrong_keys()))
def test_what_is_wrong_with_a_key_is_said(name: str) -> None:
    text, why = wrong_keys()[name]
    with pytest.raises(ValueError, match=why):
        read_key(text)


def test_a_key_in_the_older_form_is_read() -> None:
    key = rsa.generate_private_key(65537, 2048)
    old = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, PLAIN).decode()
    assert read_key(old) == read_key(pem(key))


@pytest.mark.parametrize(
    ("domain", "selector"), [("not a domain", "s1"), (DOMAIN, "s 1"), (DOMAIN, ""), (DOMAIN, "a;b")]
)
def test_what_is_no_place_in_the_dns_is_refused(domain: str, selector: str) -> None:
    with pytest.raises(ValueError, match="is no"):
        Signer(domain, selector, read_key(ed25519_pem()))


def test_from_is_always_signed() -> None:
    with pytest.raises(ValueError, match="From"):
        Signer(DOMAIN, "s1", read_key(ed25519_pem()), fields=("to",))


def test_a_header_is_canonicalised_as_the_standard_shows() -> None:
    assert relaxed_header("A: X") == "a:X\r\n"  # RFC 6376, section 3.4.5
    assert relaxed_header("B : Y\t\r\n\tZ  ") == "b:Y Z\r\n"


def test_the_example_key_of_rfc_8463_has_the_record_that_it_shows() -> None:
    inner = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"
    key = read_key(f"-----BEGIN PRIVATE KEY-----\n{inner}\n-----END PRIVATE KEY-----\n")
    assert dns_record(key) == ("v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",)
