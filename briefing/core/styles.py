"""As much of CSS as it takes to know which colours words have: rules, whom they are for, and which of them wins.

Understood are selectors made of types, classes, ids and descendants (".note a"), @media by prefers-color-scheme, width
and screen, !important, specificity and order. Left aside, as if they did not stand there, are rules with any other
selector (attributes, pseudo-classes, children, siblings), rules inside other rules, and what is in @supports, @layer
and the like.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

MOST_RULES = 2_000
"""Of longer style sheets the rest is not read: mail programs don't either."""

_BRACE = re.compile(r"[{}]")
_COMPOUND = re.compile(r"(\*|[a-z][a-z0-9]*)?((?:[.#][a-z_-][\w-]*)*)", re.IGNORECASE)
_PART = re.compile(r"([.#])([\w-]+)")
_WIDTH = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d{1,6})(?:\.\d*)?px\s*\)")
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)")


class Screen(NamedTuple):
    """Where an edition is read."""

    dark: bool
    width: int
    """In pixels."""


class Declaration(NamedTuple):
    name: str
    value: str
    important: bool


class Compound(NamedTuple):
    """What one element must be."""

    tag: str
    classes: frozenset[str]
    id: str

    def fits(self, tag: str, classes: frozenset[str], id_: str) -> bool:
        return (not self.tag or self.tag == tag) and self.classes <= classes and (not self.id or self.id == id_)


class Rule(NamedTuple):
    selector: tuple[Compound, ...]
    """The elements around it, outermost first, and the element itself."""
    specificity: tuple[int, int, int]
    declarations: tuple[Declaration, ...]


def rules(css: str, screen: Screen) -> list[Rule]:
    """Those of a style sheet that hold there, a rule for each of its selectors, the weakest first."""
    found: list[Rule] = []
    for selectors, body in _blocks(_without_comments(css), screen):
        if declared := declarations(body):
            found += [rule for selector in selectors.split(",") if (rule := _rule(selector, declared))]
        if len(found) > MOST_RULES:
            break
    return sorted(found[:MOST_RULES], key=lambda rule: rule.specificity)  # stable: of equals the later one wins


def declarations(text: str) -> tuple[Declaration, ...]:
    """Of a style attribute or a rule's block; names are in lower case, but for custom properties."""
    found = []
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        name, value = name.strip(), value.strip()
        if not (colon and name and value):
            continue
        bare, bang, word = value.rpartition("!")
        important = bool(bang) and word.strip().lower() == "important"
        found.append(
            Declaration(
                name if name.startswith("--") else name.lower(), bare.strip() if important else value, important
            )
        )
    return tuple(found)


def _blocks(css: str, screen: Screen) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules that hold on a screen."""
    holds = [True]
    """Of each block that is open, whether what stands in it counts; the first is the whole sheet."""
    selectors, start = "", 0
    for brace in _BRACE.finditer(css):
        between, start = css[start : brace.start()], brace.end()
        if brace[0] == "{":
            prelude = between.rpartition(";")[2].strip()
            is_media = prelude[:6].lower() == "@media"
            selectors = "" if prelude.startswith("@") or not holds[-1] else prelude
            holds.append(holds[-1] and is_media and _media(prelude[6:], screen))
        else:
            if selectors:
                yield selectors, between
            selectors = ""
            if len(holds) > 1:
                holds.pop()


def _media(queries: str, screen: Screen) -> bool:
    return any(
        all(_condition(part.strip(), screen) for part in re.split(r"\s+and\s+", query.strip().lower()))
        for query in queries.split(",")
    )


def _condition(condition: str, screen: Screen) -> bool:
    if scheme := _SCHEME.fullmatch(condition):
        return (scheme[1] == "dark") == screen.dark
    if width := _WIDTH.fullmatch(condition):
        return screen.width >= int(width[2]) if width[1] == "min" else screen.width <= int(width[2])
    return condition in ("screen", "all", "only screen", "")


def _rule(selector: str, declared: tuple[Declaration, ...]) -> Rule | None:
    compounds = []
    for word in selector.split():
        found = _COMPOUND.fullmatch(word)
        if not found:
            return None
        parts = _PART.findall(found[2])
        classes = frozenset(name for mark, name in parts if mark == ".")
        ids = [name for mark, name in parts if mark == "#"]
        compounds.append(Compound((found[1] or "").replace("*", "").lower(), classes, ids[0] if ids else ""))
    if not compounds:
        return None
    specificity = (
        sum(bool(compound.id) for compound in compounds),
        sum(len(compound.classes) for compound in compounds),
        sum(bool(compound.tag) for compound in compounds),
    )
    return Rule(tuple(compounds), specificity, declared)


def _without_comments(css: str) -> str:
    kept, at = list[str](), 0
    while (begins := css.find("/*", at)) >= 0:
        kept.append(css[at:begins])
        ends = css.find("*/", begins + 2)
        if ends < 0:
            return " ".join(kept)
        at = ends + 2
    return " ".join((*kept, css[at:]))


class Sheet:
    """A style sheet on a screen, asked element by element. A place is what is known of the elements around one."""

    Place = tuple[int, ...]
    """Of each rule with several compounds, how many of its first ones the elements around fit."""

    def __init__(self, css: str, screen: Screen) -> None:
        self._rules = rules(css, screen)
        self._long = [(n, rule) for n, rule in enumerate(self._rules) if len(rule.selector) > 1]
        self._by_key: dict[str, list[int]] = {}
        for n, rule in enumerate(self._rules):
            self._by_key.setdefault(_key(rule.selector[-1]), []).append(n)
        self._at = {n: place for place, (n, _) in enumerate(self._long)}

    @property
    def outside(self) -> Place:
        """The place of the outermost element."""
        return (0,) * len(self._long)

    def of(self, tag: str, classes: frozenset[str], id_: str, place: Place) -> Iterator[Declaration]:
        """What is declared for an element at a place, the weakest first, importance apart."""
        keys = ("", tag, f"#{id_}", *(f".{name}" for name in classes))
        for n in sorted({n for key in keys for n in self._by_key.get(key, ())}):
            rule = self._rules[n]
            around = place[self._at[n]] if n in self._at else 0
            if around == len(rule.selector) - 1 and rule.selector[-1].fits(tag, classes, id_):
                yield from rule.declarations

    def inside(self, tag: str, classes: frozenset[str], id_: str, place: Place) -> Place:
        """The place of what is in an element at a place."""
        return tuple(
            around + (around < len(rule.selector) - 1 and rule.selector[around].fits(tag, classes, id_))
            for around, (_, rule) in zip(place, self._long, strict=True)
        )


def _key(compound: Compound) -> str:
    """Under what a rule is looked up: each element that fits has it."""
    if compound.id:
        return f"#{compound.id}"
    return f".{min(compound.classes)}" if compound.classes else compound.tag


def cascaded(sheet: Iterable[Declaration], attribute: Iterable[Declaration]) -> Mapping[str, str]:
    """What wins: the attribute over the sheet, what is important over all that is not."""
    ordered = [*sheet, *attribute]
    values: dict[str, str] = {}
    for important in (False, True):
        for declaration in ordered:
            if declaration.important is important:
                name = declaration.name
                if name in ("background", "font"):  # a later shorthand sets the longer ones anew
                    values.pop("background-color" if name == "background" else "font-size", None)
                    if name == "font":
                        values.pop("font-weight", None)
                values.pop(name, None)
                values[name] = declaration.value
    return values
