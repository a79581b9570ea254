"""The picture that a page leads with."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import unquote

from briefing.core.metadata import Head, line, path_of, web_address, words
from briefing.model import Image

LONGEST_ALT = 500
_MOST = 30
_SHARED = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
_CROP = re.compile(r"[-_.]?\d{2,4}x\d{2,4}|@\dx", re.IGNORECASE)
_PIXELS = re.compile(r"([0-9]{1,5})(?:\.0+)?(?: ?px)?", re.IGNORECASE)
_IN_NAME = re.compile(r"[^\W_]+")
_STAND_IN = words(
    "logo logos default share sharing social og ogimage opengraph image img fb facebook twitter card banner placeholder"
    " fallback no noimage icon favicon large small square new the and site meta thumbnail thumb preview brand"
)
"""Words in the names of files that stand in for a picture, as logos do."""


def image_of(head: Head) -> Image | None:
    """The report's own picture, with its description; the site's logo is none.

    The structured data's comes before the one for sharing, which is cropped or has the headline on it more often; of
    the same picture the one for sharing is taken, as it is large.
    """
    shared = [web_address(value, head.url) for name in _SHARED for value in head.metas.get(name, ())[:_MOST]]
    told = list(_structured(head))
    logos = {file_of(address) for node in head.nodes for address in _addresses(node.get("publisher"), head.url)}
    found = [
        one for one in [*told, *shared] if one and file_of(one) not in logos and not _stands_in(one, head.site_names)
    ]
    if not found:
        return None
    address = next((one for one in shared if one and file_of(one) == file_of(found[0])), found[0])
    described = line(head.meta("og:image:alt", "twitter:image:alt")) if address in shared else ""
    width, height = _size(head, address)
    return Image(url=address, alt=described[:LONGEST_ALT], width=width, height=height)


def _size(head: Head, address: str) -> tuple[int | None, int | None]:
    """Width and height of the picture at an address, where the page gives both: with the picture, or for sharing."""
    told = head.article.get("image")
    for one in told[:_MOST] if isinstance(told, list) else [told]:
        if isinstance(one, dict) and address in _addresses(one.get("url"), head.url):
            size = _pixels(one.get("width")), _pixels(one.get("height"))
            if all(size):
                return size
    first = next((web_address(value, head.url) for name in _SHARED[:3] for value in head.metas.get(name, ())), None)
    size = _pixels(head.meta("og:image:width")), _pixels(head.meta("og:image:height"))
    return size if address == first and all(size) else (None, None)


def _pixels(value: object) -> int | None:
    """A length of a picture's side, which JSON-LD gives as 1200, "1200", "1200px" or a QuantitativeValue."""
    if isinstance(value, dict):
        value = value.get("value")
    found = _PIXELS.fullmatch(str(value).strip()) if isinstance(value, (int, float, str)) else None
    return (int(found[1]) or None) if found else None


def _structured(head: Head) -> Iterator[str]:
    yield from _addresses(head.article.get("image"), head.url)
    yield from _addresses(head.article.get("thumbnailUrl"), head.url)


def _addresses(value: object, base: str) -> Iterator[str]:
    """The addresses in what a JSON-LD property of pictures holds."""
    waiting = deque([value])
    for _ in range(_MOST):
        if not waiting:
            return
        one = waiting.popleft()
        if isinstance(one, list):
            waiting.extendleft(reversed(one[:_MOST]))
        elif isinstance(one, dict):
            waiting.extendleft(one[key] for key in ("logo", "contentUrl", "url") if key in one)
        elif isinstance(one, str) and (address := web_address(one, base)):
            yield address


def file_of(address: str) -> str:
    """What a picture's address calls its file, whatever its crop; empty where it has no name."""
    path = unquote(path_of(address)).lower().rstrip("/")
    return _CROP.sub("", path.rsplit("/", 1)[-1].rsplit(".", 1)[0])


def _stands_in(address: str, names: frozenset[str]) -> bool:
    words = [word for word in _IN_NAME.findall(file_of(address)) if not word.isdigit()]
    if not any(word in _STAND_IN for word in words):
        return False
    return all(word in _STAND_IN or any(word in name for name in names) for word in words)
