"""The DNS, asked for what the system's own calls can't give: TXT records, and names of addresses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from briefing.errors import BriefingError


class Dns:
    """Asks the system's servers, or those that are named."""

    def __init__(self, servers: Sequence[str] = (), *, port: int = 53, timeout: float = 5.0) -> None:
        """timeout: for one question, in seconds."""
        from dns.resolver import NoResolverConfiguration, Resolver

        try:
            self._resolver = Resolver(configure=not servers)
        except NoResolverConfiguration as error:
            raise BriefingError("this machine knows no DNS server") from error
        if servers:
            self._resolver.nameservers, self._resolver.port = list(servers), port
        self._resolver.lifetime = timeout

    def texts(self, name: str) -> list[str]:
        """The TXT records of a name, each with its strings joined; none where there is no such name. Raises
        BriefingError where nobody answers."""
        return [b"".join(record.strings).decode("utf-8", "replace") for record in self._ask(name, "TXT")]

    def addresses(self, name: str) -> list[str]:
        return [record.address for kind in ("A", "AAAA") for record in self._ask(name, kind)]

    def names(self, address: str) -> list[str]:
        """What an IP address is called."""
        from dns.reversename import from_address

        return [str(record.target).rstrip(".") for record in self._ask(from_address(address).to_text(), "PTR")]

    def _ask(self, name: str, kind: str) -> list[Any]:
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, NoAnswer

        try:
            return list(self._resolver.resolve(name, kind))
        except (NXDOMAIN, NoAnswer):
            return []
        except DNSException as error:
            raise BriefingError(f"{name}: the DNS does not answer ({type(error).__name__})") from error
