"""What of HTML and CSS a mail's elements use, under caniemail's names: what mail programs must know to show it well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml.html import HtmlElement

PROGRAMS = ("gmail.", "outlook.windows", "outlook.outlook-com", "apple-mail.", "yahoo.")
SAFE: Mapping[str, str] = {
    "css-border-radius": "corners are square",
    "css-cursor": "the pointer stays as it is",
    "css-max-height": "of what is hidden by other means too",
    "css-overflow": "of what is hidden by other means too",
    "css-display-none": "mso-hide stands beside it",
    "css-height": "lines are as thin without it: their text is a pixel high",
    "css-word-break": "only a word that is wider than the sheet makes it wider",
    "html-aria-label": "for ears only, and the title says the same",
    "html-body": "its colour is its first table's too",
    "html-role": "for ears only",
    "html-style": "sizes and light colours are in the elements",
}
"""What may be missing, and what a reader has then: the same words in the same order, and no worse to read."""
# Not <details>: where it is not known, its words stand in the line.
_ELEMENTS = {f"h{level}": "h1-h6" for level in range(1, 7)} | dict.fromkeys(("ul", "ol", "li"), "lists")
_ELEMENTS |= dict.fromkeys(("article", "section", "main", "header", "footer", "nav", "time"), "semantics")
_SIDES = re.compile(
    r"^(border|margin|padding)-(top|right|bottom|left)(-(color|width|style))?$|^(border)-(?:color|width|style)$"
)


def features(page: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Each feature with an element that uses it, in attributes and elements: a <style> may be lost anyway."""
    for element in page.iter("*"):
        tag = element.tag
        yield f"html-{_ELEMENTS.get(tag, tag)}", element
        yield from ((f"html-{name}", element) for name in element.attrib if name != "style")
        if tag == "img":
            source = element.get("src", "")
            kind = "base64" if source.startswith("data:") else source.rpartition(".")[2].lower()
            yield "image-" + {"jpeg": "jpg"}.get(kind, kind), element
        for name, value in declarations(element).items():
            yield from ((feature, element) for feature in _of_style(name, value))


def declarations(element: HtmlElement) -> dict[str, str]:
    """What its style attribute sets, but for what only Outlook reads."""
    pairs = (each.partition(":") for each in element.get("style", "").split(";"))
    found = {name.strip().lower(): value.strip().lower() for name, colon, value in pairs if colon}
    return {name: value for name, value in found.items() if not name.startswith(("mso-", "-webkit-", "-ms-"))}


def misplaced(page: HtmlElement) -> Iterator[str]:
    """What Outlook for Windows knows on some elements only: boxes, their widths and their inner room are tables."""
    for element in page.iter("*"):
        for name, value in declarations(element).items():
            zero = not re.search("[1-9]", value)
            if (
                (name.startswith("padding") and element.tag not in ("td", "th") and not zero)
                or (name == "width" and element.tag not in ("table", "td", "th", "body"))
                or (name.startswith("margin") and re.search(r"-\d|auto", value))
            ):
                yield f"<{element.tag} class={element.get('class')}> {name}: {value}"


def _of_style(name: str, value: str) -> Iterator[str]:
    side = _SIDES.match(name)
    yield "css-" + ((side[1] or side[5]) if side else {"font-family": "font", "font-style": "font"}.get(name, name))
    if name == "display":
        yield f"css-display-{value.removeprefix('inline-')}"
    if name.startswith("--") or "var(" in value:
        yield "css-variables"
    yield from (
        f"css-unit-{'percent' if unit == '%' else unit}"
        for unit in re.findall(r"\d(%|[a-z]+)\b", re.sub("#[0-9a-f]+", "", value))
    )
    yield from (f"css-{function}" for function in re.findall(r"([a-z-]+)\(", value))
    yield from (f"css-unit-{function}" for function in re.findall(r"\b(calc)\(", value))
