"""What grows with size, as a picture: SVG that looks the same whenever it is drawn of the same figures."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Literal

FOLDER = Path("docs/images")
Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    x: str
    y: str
    """What the axes show, with the unit."""
    curves: Mapping[str, Points]
    log: Literal["", "x", "xy"] = "xy"
    """Which axes are logarithmic; where both are, a straight line of slope 1 is linear growth."""


def columns(
    head: Sequence[str], rows: Sequence[Sequence[str]], x: str, *ys: str
) -> dict[str, list[tuple[float, float]]]:
    """Curves out of a table's cells, which begin with their number; rows without one are left out."""
    found: dict[str, list[tuple[float, float]]] = {y: [] for y in ys}
    for row in rows:
        cells = dict(zip(head, row, strict=True))
        for y in ys:
            point = _number(cells[x]), _number(cells[y])
            if point[0] is not None and point[1]:
                found[y].append((point[0], point[1]))
    return found


def _number(cell: str) -> float | None:
    match = re.match(r"[\d,]+(?:\.\d+)?", cell)
    return float(match[0].replace(",", "")) if match else None


def draw(plot: Plot, name: str) -> Path | None:
    """The picture's path; None where matplotlib is not installed."""
    try:
        mpl = import_module("matplotlib")
    except ImportError:
        return None
    mpl.use("svg")
    # Names of parts that hang on nothing but the picture, and text that stays text.
    mpl.rcParams.update({"svg.hashsalt": name, "svg.fonttype": "none", "font.family": "sans-serif", "font.size": 11})
    figure = import_module("matplotlib.figure").Figure(figsize=(7, 3.6), layout="constrained")
    axes = figure.subplots()
    for (label, points), marker in zip(plot.curves.items(), "osD^v", strict=False):
        axes.plot(*zip(*points, strict=True), marker=marker, label=label)
    plain = import_module("matplotlib.ticker").FuncFormatter(lambda value, _: f"{value:,.10g}")
    for axis, letter, limit in ((axes.xaxis, "x", axes.set_xlim), (axes.yaxis, "y", axes.set_ylim)):
        if letter in plot.log:
            getattr(axes, f"set_{letter}scale")("log")
        else:
            limit(0)
        axis.set_major_formatter(plain)
    axes.set_xlabel(plot.x)
    axes.set_ylabel(plot.y)
    axes.grid(visible=True, alpha=0.3)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    path = FOLDER / f"bench-{name}.svg"
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None}, facecolor="white")
    return path
