"""Where an address leads: into the public Internet, into this machine or a private network, or to a forbidden port."""

from __future__ import annotations

import ipaddress
import re

_PRIVATE_V4 = tuple(
    ipaddress.IPv4Network(net)
    for net in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        # Public by its number, and yet inside: the service of a large cloud's machines for their own settings.
        "168.63.129.16/32",
    )
)  # fmt: skip
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(ipaddress.IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

_NUMBER = r"(?:0[xX][0-9a-fA-F]*|[0-9]+)"
_SPELLED = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{0,3}}\.?")

_BAD_PORTS = frozenset((
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
    110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530,
    531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3306, 3389, 3659,
    4045, 4190, 5060, 5061, 5432, 6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 10080, 11211,
    27017,
))  # fmt: skip
"""The "bad ports" of the WHATWG's Fetch standard (https://fetch.spec.whatwg.org/#bad-port), and databases."""


def is_public(address: str) -> bool:
    """Whether an IP address may be one of the public Internet's: by an explicit list (IANA's special registries).

    `ipaddress.is_global` of Python 3.11 is no help: it lets 6to4, multicast and others through. An IPv4 address that
    is carried inside IPv6 (mapped, or NAT64 of RFC 6052) is judged by itself.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is None:
            return ip in _GLOBAL_V6 and not any(ip in net for net in _SPECIAL_V6)
        ip = inner
    return not any(ip in net for net in _PRIVATE_V4)


def spelled_address(host: str) -> str | None:
    """The IP address that a host's name is, in any spelling that system resolvers take: "127.1", "0x7f000001",
    "0177.0.0.1", "2130706433" (inet_aton(3)), or IPv6 with or without brackets. None where it is a name."""
    bare = host.strip("[]").partition("%")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    if not _SPELLED.fullmatch(bare):
        return None
    try:
        *front, last = (_number(part) for part in bare.rstrip(".").split("."))
    except ValueError:
        return None
    if any(part > 255 for part in front) or last >= 256 ** (4 - len(front)):
        return None
    value = last + sum(part << 8 * (3 - place) for place, part in enumerate(front))
    return str(ipaddress.IPv4Address(value))


def _number(part: str) -> int:
    if part[:2] in ("0x", "0X"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") and len(part) > 1 else 10)


def is_local(host: str) -> bool:
    """Whether a host is this machine or a private network by its very name: localhost and what is under it (RFC 6761,
    section 6.3), or an IP address that is not public. Such a host is the operator's own."""
    name = host.lower().rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = spelled_address(name)
    return address is not None and not is_public(address)


def bad_port(port: int) -> bool:
    """Whether a port belongs to some other service, which a request could be meant to trick."""
    return port in _BAD_PORTS
