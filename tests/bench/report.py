"""Tables, and the page of the documentation that they stand on."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tests.bench.plots import Plot, draw

PAGE = Path("docs/benchmarks.md")
BEGIN, END = "<!-- begin: written by `make bench` -->", "<!-- end: written by `make bench` -->"
PEERS = ("newspaper4k", "readability-lxml", "goose3", "resiliparse")
"""That find the report on a page; of the optional extra `bench`, as are the others."""
OTHERS = ("sumy", "premailer", "rss2email")
PACKAGES = ("daily-briefing", "trafilatura", "lxml", "feedparser", "numpy", "scipy", "SQLAlchemy", "urllib3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    title: str
    commands: Sequence[str]
    """What gives these figures, as typed in the project's folder."""
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    reading: str = ""
    """What the columns mean."""
    plot: Plot | None = None

    def markdown(self) -> str:
        lines = [f"### {self.title}", "", "```sh", *self.commands, "```", ""]
        if self.reading:
            lines += [self.reading, ""]
        return "\n".join([*lines, *_grid(self.head, self.rows), ""])

    def picture(self) -> str:
        """Drawn, as Markdown; nothing where there is none to draw."""
        path = draw(self.plot, re.sub(r"\W+", "-", self.title.partition(":")[0].lower())) if self.plot else None
        return f"![{self.title}: {self.plot.y} by {self.plot.x}](images/{path.name})\n" if path and self.plot else ""


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    columns = list(zip(head, *rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    lines = [" | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) for row in (head, *rows)]
    return [
        f"| {lines[0]} |",
        "|" + "|".join("-" * (w + 2) for w in widths) + "|",
        *(f"| {line} |" for line in lines[1:]),
    ]


def is_installed(package: str) -> bool:
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def not_installed(names: Iterable[str]) -> str:
    """A sentence on those of them that are peers and are missing, if any."""
    missing = [name for name in names if name in (*PEERS, *OTHERS) and not is_installed(name)]
    return f" Not installed: {', '.join(missing)} (`pip install '.[bench]'`)." if missing else ""


def machine() -> str:
    """What it was measured on, in a sentence or two."""
    names = [line.partition(":")[2].strip() for line in _cpuinfo() if line.startswith("model name")]
    of = f" ({names[0]})" if names else ""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    versions = ", ".join(f"{name} {version(name)}" for name in (*PACKAGES, *filter(is_installed, (*PEERS, *OTHERS))))
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with {os.cpu_count()} cores{of}, shared with other work (load "
        f"{os.getloadavg()[0]:.1f} at the start), {python}, {versions}."
    )


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def write(about: str, tables: Iterable[Table]) -> None:
    """Put the tables between the page's marks; what stands around them is written by hand."""
    before, _, after = _page()
    body = "\n".join([about, "", *(_section(table) for table in tables)])
    _put(before, body, after)


def replace(tables: Iterable[Table]) -> None:
    """Put tables in the place of those of the same name, and new ones at the end."""
    before, body, after = _page()
    head, *sections = re.split(r"^(?=### )", body, flags=re.MULTILINE)
    known = {section.splitlines()[0]: section for section in sections}
    known |= {f"### {table.title}": f"{_section(table)}\n" for table in tables}
    _put(before, head + "".join(known.values()).rstrip("\n") + "\n", after)


def _section(table: Table) -> str:
    return "\n".join(part for part in (table.markdown(), table.picture()) if part)


def _page() -> tuple[str, str, str]:
    """What stands before the marks, between them, and after them."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    body, _, after = rest.partition(END)
    if not rest or not after:
        raise SystemExit(f"{PAGE} has no lines {BEGIN} and {END}")
    return before, body.strip("\n") + "\n", after


def _put(before: str, body: str, after: str) -> None:
    PAGE.write_text(f"{before}{BEGIN}\n\n{body}\n{END}{after}", encoding="utf-8")
