"""The fenced blocks of Markdown files."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(
    r"^(?P<indent> *)(?P<marks>`{3,}|~{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^ *(?P=marks) *$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Block:
    path: Path
    line: int
    """Of its first fence."""
    language: str
    text: str

    def __str__(self) -> str:
        return f"{self.path.name}:{self.line}"


def blocks(path: Path, *languages: str) -> Iterator[Block]:
    """Those of a file, in its order; of some languages only."""
    text = path.read_text(encoding="utf-8")
    for found in _FENCE.finditer(text):
        block = Block(
            path, text.count("\n", 0, found.start()) + 1, found["info"].strip(), textwrap.dedent(found["text"])
        )
        if not languages or block.language in languages:
            yield block
