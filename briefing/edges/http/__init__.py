"""The HTTP client: polite, bounded, and safe against hostile servers.

    fetcher      from an address to its page: redirects, robots.txt, a second try
    errand       what is asked for, and what each host on the way may be told
    politeness   a host's turns, its pace, and when it is left alone
    robots       what sites ask programs not to read
    connections  names resolved, addresses judged, connections made and kept
    connection   one connection: a deadline for each read, a bound for each answer
    answers      what an answer says
    words        what went wrong, in plain words

**Bounds.** Of one answer there are in memory at most: 128 kB of headers (100 of them), interim answers included;
twice max_bytes of its body, received or unpacked, whatever its framing says, and what unpacking it remembers (16 MB for
brotli, 8 for zstd). Of a robots.txt 500 kB are read; the rules of one take 35 MB at most, and those of all 30 MB. 64
connections are kept, for 30 s each, and 16 MB of robots.txt files where no store keeps them. Every wait ends: for a
name, a connection and each read by their own timeouts, for all of a fetch by the total one, for a host's turn by
another. Cookies that servers set are not kept.

**No way inside.** A name is resolved here and every one of its addresses must be public, or the host trusted; the
connection goes to the address that was judged. Ports of other services are refused. This holds anew at each redirect.
Behind a proxy names are resolved by the proxy, so that only IP addresses (in any spelling), local names and ports can
be judged here; the proxy itself may be anywhere, as the operator named it.
"""

from __future__ import annotations

from briefing.edges.http.fetcher import HttpFetcher

__all__ = ["HttpFetcher"]
