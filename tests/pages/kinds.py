"""What pages that must be refused are made of."""

from __future__ import annotations

from dataclasses import dataclass

REPORT = "/politics/2026/03/harbour-bill-passes"


@dataclass(frozen=True, slots=True)
class Refused:
    name: str
    reasons: frozenset[str]
    """Any of them is right: the kinds run into each other."""
    html: bytes
    url: str


def refused(name: str, reasons: str, html: bytes, path: str = REPORT) -> Refused:
    """A page with the reasons, separated by blanks, and the path of its address."""
    return Refused(name, frozenset(reasons.split()), html, f"https://www.meridian.example{path}")


def buttons(*names: str, kind: str = "btn") -> str:
    """Buttons in a row."""
    return "".join(f'<button class="{kind}-{n}" type="button">{name}</button>' for n, name in enumerate(names))


def fields(*names: str) -> str:
    """Fields of a form, each as "type=label"."""
    return "".join(
        f'<label>{name.split("=")[-1]}<input name="{name}" type="{name.split("=")[0]}"></label>' for name in names
    )
