"""Words that are too faint on their ground, by WCAG 2.2 (1.4.3, level AA), in light and dark, on desks and phones.

Colours are worked out as a browser does, from style attributes and `styles`' share of CSS, inherited through the tree;
a colour that is given in another way than #rgb, #rrggbb, rgb() or a common name, a gradient or picture as ground, and
words in elements that are not shown are not judged, nor are opacity, filters and blending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from briefing.core.colours import AA, Colour, contrast, parse, written
from briefing.core.drawn import Drawn, Element
from briefing.core.styles import Screen, Sheet, cascaded, declarations

SCREENS: Mapping[str, Screen] = {
    "light": Screen(dark=False, width=1280),
    "dark": Screen(dark=True, width=1280),
    "light, on phones": Screen(dark=False, width=375),
    "dark, on phones": Screen(dark=True, width=375),
}
LEAST_LARGE = 3.0
_LARGE, _LARGE_BOLD = 24.0, 18.66
"""Pixels from which letters are large."""

_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*(\d*\.?\d+)(%?)\s*)?\)")
_TOKEN = re.compile(r"#[0-9a-z]+|[a-z-]+\([^()]*\)|[a-z-]+")
_LENGTH = re.compile(r"(\d{1,5}(?:\.\d{1,4})?|\.\d{1,4})(px|pt|rem|em|%)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")
_NAMES: Mapping[str, Colour] = {
    "black": (0, 0, 0), "silver": (192, 192, 192), "gray": (128, 128, 128), "grey": (128, 128, 128),
    "white": (255, 255, 255), "maroon": (128, 0, 0), "red": (255, 0, 0), "purple": (128, 0, 128),
    "fuchsia": (255, 0, 255), "green": (0, 128, 0), "lime": (0, 255, 0), "olive": (128, 128, 0),
    "yellow": (255, 255, 0), "navy": (0, 0, 128), "blue": (0, 0, 255), "teal": (0, 128, 128), "aqua": (0, 255, 255),
    "orange": (255, 165, 0), "darkgray": (169, 169, 169), "lightgray": (211, 211, 211), "dimgray": (105, 105, 105),
    "whitesmoke": (245, 245, 245), "darkred": (139, 0, 0), "crimson": (220, 20, 60), "ivory": (255, 255, 240),
}  # fmt: skip
_SIZES: Mapping[str, float] = {
    "xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32,
}  # fmt: skip
_TAG_SIZES: Mapping[str, float] = {
    "h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67, "small": 5 / 6, "sub": 5 / 6, "sup": 5 / 6,
}  # fmt: skip
_BOLD = frozenset(("b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"))
_NOT_SHOWN = frozenset(("head", "style", "script", "title", "template", "noscript", "option"))
_MOST_VALUE = 1_000
"""Characters of a value; variables in variables could make a longer one of little."""


class Paint(NamedTuple):
    colour: Colour
    alpha: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Faint:
    """Words whose contrast is too low."""

    text: str
    """The first of them."""
    ink: str
    """As #rrggbb, as ground."""
    ground: str
    ratio: float
    least: float
    screen: str
    """Names of SCREENS, joined by "and"."""


class _Look(NamedTuple):
    """What an element hands on to those in it."""

    ink: Paint | None
    """None where it is not known, as ground."""
    ground: Colour | None
    size: float
    bold: bool
    shown: bool
    variables: Mapping[str, str]
    place: Sheet.Place


def faint(drawn: Drawn, screens: Mapping[str, Screen] = SCREENS) -> list[Faint]:
    """One for each pair of colours that is too faint, the faintest first; on phones those that are fine elsewhere."""
    found: dict[tuple[str, str], list[Faint]] = {}
    for name, screen in screens.items():
        for each in _faint(drawn, name, screen):
            known = found.setdefault((each.ink, each.ground), [])
            if not any(name.startswith(other.screen) for other in known):
                known.append(each)
    told = [
        replace(same[0], screen=" and ".join(dict.fromkeys(each.screen for each in same))) for same in found.values()
    ]
    return sorted(told, key=lambda each: (each.ratio, each.ink, each.ground))


def _faint(drawn: Drawn, name: str, screen: Screen) -> Iterator[Faint]:
    sheet = Sheet(drawn.css, screen)
    looks: dict[tuple[object, ...], _Look] = {}
    judged: set[int] = set()
    stack = [_canvas(dark=screen.dark and drawn.dark, sheet=sheet)]
    for event in drawn.events:
        if event is None:
            stack.pop()
        elif isinstance(event, Element):
            around = stack[-1]
            get = event.attributes.get
            key = (id(around), event.tag, get("class"), get("style"), get("id"), get("bgcolor"), get("color"),
                   get("background"), "href" in event.attributes, "hidden" in event.attributes)  # fmt: skip
            look = looks.get(key)
            if look is None:
                look = _inside(event, around, sheet, dark=screen.dark and drawn.dark)
                look = looks[key] = around if look == around else look
            stack.append(look)
        elif id(stack[-1]) not in judged and (text := _visible(event)):
            judged.add(id(stack[-1]))
            yield from _judged(stack[-1], text, name)


def _canvas(*, dark: bool, sheet: Sheet) -> _Look:
    """As browsers have it where a page says nothing."""
    ink, ground = ((255, 255, 255), (18, 18, 18)) if dark else ((0, 0, 0), (255, 255, 255))
    return _Look(Paint(ink, 1), ground, 16, False, True, {}, sheet.outside)


def _visible(text: str) -> str:
    """Without what shows nothing: blanks and characters that join or part others."""
    return " ".join(text.split()) if any(map(str.isalnum, text)) else ""


def _judged(look: _Look, text: str, screen: str) -> Iterator[Faint]:
    if not look.shown or look.ink is None or look.ground is None or look.size <= 1:
        return
    ink = _over(look.ink, look.ground)
    ratio = contrast(ink, look.ground)
    least = LEAST_LARGE if look.size >= (_LARGE_BOLD if look.bold else _LARGE) else AA
    if ratio < least:
        yield Faint(text=text, ink=written(ink), ground=written(look.ground), ratio=ratio, least=least, screen=screen)


def _inside(element: Element, around: _Look, sheet: Sheet, *, dark: bool) -> _Look:
    """The look of an element."""
    tag, attributes = element
    classes, id_ = frozenset(attributes.get("class", "").split()), attributes.get("id", "")
    own = cascaded(
        sheet.of(tag, classes, id_, around.place),
        declarations(attributes.get("style", "")),
    )
    variables = around.variables
    if any(name.startswith("--") for name in own):
        variables = {**variables, **{name: value for name, value in own.items() if name.startswith("--")}}

    def value(name: str) -> str:
        return _filled(own.get(name, ""), variables).lower()

    ink = around.ink
    if tag == "a" and "href" in attributes:
        ink = Paint((158, 158, 255) if dark else (0, 0, 238), 1)
    if "color" in attributes:
        ink = _paint(attributes["color"].strip().lower()) or ink
    if "color" in own:
        said = value("color")
        ink = around.ink if said in ("", "inherit", "currentcolor", "unset") else _paint(said)
    return _Look(
        ink=ink,
        ground=_ground(value("background-color"), value("background"), value("background-image"), attributes, around,
                       ink),
        size=_size(value("font-size") or value("font"), around.size, tag),
        bold=_bold(value("font-weight") or value("font"), around.bold, tag),
        shown=around.shown
        and tag not in _NOT_SHOWN
        and "hidden" not in attributes
        and value("display") != "none"
        and value("visibility") != "hidden",
        variables=variables,
        place=sheet.inside(tag, classes, id_, around.place),
    )  # fmt: skip


def _filled(value: str, variables: Mapping[str, str]) -> str:
    """A value, its var() replaced; cut where it grows beyond all sense."""
    for _ in range(8):
        if "var(" not in value or len(value) > _MOST_VALUE:
            break
        value = _VARIABLE.sub(lambda found: variables.get(found[1], (found[2] or "").strip()), value[:_MOST_VALUE])
    return value[:_MOST_VALUE]


def _ground(
    colour: str, shorthand: str, image: str, attributes: Mapping[str, str], around: _Look, ink: Paint | None
) -> Colour | None:
    if "url(" in shorthand or "gradient(" in shorthand + image or "url(" in image or attributes.get("background"):
        return None
    said = colour or shorthand
    if not said:
        said = attributes.get("bgcolor", "").strip().lower()
    if not said or said in ("transparent", "none", "inherit", "initial", "unset"):
        return around.ground
    if said == "currentcolor":
        paint = ink
    else:
        paint = next((found for token in _TOKEN.findall(said) if (found := _paint(token))), None)
        if paint is None:
            return around.ground if "transparent" in said or "none" in said else None
    if paint is None:
        return None
    return _over(paint, around.ground) if around.ground or paint.alpha == 1 else None


def _over(paint: Paint, ground: Colour | None) -> Colour:
    if paint.alpha >= 1 or ground is None:
        return paint.colour
    r, g, b = (
        int(over * paint.alpha + under * (1 - paint.alpha) + 0.5)
        for over, under in zip(paint.colour, ground, strict=True)
    )
    return r, g, b


def _paint(said: str) -> Paint | None:
    if said.startswith("#"):
        with suppress(ValueError):
            return Paint(parse(said), 1)
        return None
    if found := _RGB.fullmatch(said):
        r, g, b = (min(int(part), 255) for part in found.group(1, 2, 3))
        alpha = float(found[4]) / (100 if found[5] else 1) if found[4] else 1.0
        return Paint((r, g, b), min(alpha, 1.0))
    named = _NAMES.get(said)
    return Paint(named, 1) if named else None


def _size(said: str, around: float, tag: str) -> float:
    if found := _LENGTH.search(said):
        number, unit = float(found[1]), found[2]
        return number * {"px": 1, "pt": 4 / 3, "rem": 16, "em": around, "%": around / 100}[unit]
    for word in said.split():
        if word in _SIZES:
            return _SIZES[word]
        if word in ("smaller", "larger"):
            return around * 1.2 if word == "larger" else around / 1.2
        if word in ("inherit", "unset"):
            return around
    return around * _TAG_SIZES.get(tag, 1)


def _bold(said: str, around: bool, tag: str) -> bool:
    for word in said.split():
        if word in ("bold", "bolder", "700", "800", "900"):
            return True
        if word in ("normal", "lighter") or (word.isdecimal() and word.endswith("00")):
            return False
        if word in ("inherit", "unset"):
            return around
    return (tag in _BOLD or around) and not _LENGTH.search(said)  # a `font` that names no weight sets the normal one
