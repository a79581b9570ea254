from __future__ import annotations

import ipaddress
import json
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.networks import bad_port, is_local, is_public, spelled_address
from briefing.core.urls import host


@pytest.mark.parametrize("ip", ["8.8.8.8", "198.41.0.4", "2606:4700::1111", "2001:4860:4860::8888", "64:ff9b::808:808"])
def test_public_addresses(ip: str) -> None:
    assert is_public(ip)


@pytest.mark.parametrize(
    "ip",
    ["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192",
     "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
     "255.255.255.255", "168.63.129.16", "::", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1",
     "100::1", "2001::1",
     "2001:db8::1", "2002:808:808::1", "3fff::1", "5f00::1",
     "fc00::1", "fd12::1", "fe80::1%eth0", "fec0::1", "ff02::1", "nonsense", ""],
)  # fmt: skip
def test_addresses_that_are_not(ip: str) -> None:
    assert not is_public(ip)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("127.0.0.1", "127.0.0.1"), ("127.1", "127.0.0.1"), ("127.257", "127.0.1.1"), ("0x7f.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0X7F000001", "127.0.0.1"), ("0", "0.0.0.0"),
        ("0x", "0.0.0.0"), ("127.0.0.1.", "127.0.0.1"), ("[::1]", "::1"), ("fe80::1%eth0", "fe80::1"),
        ("256.1.1.1", None), ("1.2.3.256", None), ("4294967296", None), ("1.2.3.4.5", None), ("09.1.1.1", None),
        ("news.example", None), ("1.example", None), ("", None), ("dead.beef", None),
    ],
)  # fmt: skip
def test_an_address_is_known_in_every_spelling(name: str, address: str | None) -> None:
    assert spelled_address(name) == address


@given(st.from_regex(r"(?:0[xX])?[0-9a-f]{1,11}(?:\.(?:0[xX])?[0-9a-f]{1,4}){0,3}", fullmatch=True))
def test_what_the_system_takes_for_an_address_is_seen_to_be_one(name: str) -> None:
    try:
        system = socket.inet_ntoa(socket.inet_aton(name))
    except OSError:
        return
    assert spelled_address(name) is not None
    assert ipaddress.ip_address(spelled_address(name) or "") == ipaddress.ip_address(system)


def test_what_is_the_operators_own() -> None:
    own = (
        "localhost",
        "LOCALHOST.",
        "news.localhost",
        "127.0.0.1",
        "127.9",
        "10.1.2.3",
        "192.168.0.7",
        "::1",
        "fd00::1",
    )
    assert all(is_local(name) for name in own)
    assert not any(is_local(name) for name in ("news.example", "localhost.example", "8.8.8.8", "2606:4700::1111", ""))


def test_every_address_that_leads_inside_is_refused_or_no_address(shared: Path) -> None:
    cases = json.loads((shared / "bench" / "mail" / "data" / "ssrf_cases.json").read_text())
    names = {"metadata.google.internal", "rebind.test", "multi.test"}  # only their resolution tells
    for written, why in cases["hosts"]:
        name = host(f"http://{written}/")
        assert written in names or not name or is_local(name), f"{written}: {why}"


def test_ports_of_other_services() -> None:
    assert all(bad_port(port) for port in (22, 25, 6379, 11211))
    assert not any(bad_port(port) for port in (80, 443, 8080, 8000, 3000))
