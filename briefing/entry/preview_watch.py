"""Whether files have changed, told by what is in them: no clock is coarse enough to hide a change."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_COARSEST = 3_000_000_000
"""Nanoseconds. FAT keeps times in steps of two seconds: a younger file may change again and look the same."""
_MOST_BYTES = 2_000_000
"""Larger files than templates are told apart by their names, times and sizes alone."""

_Mark = tuple[int, int, int, int]


class Files:
    """What files hold, each read anew only where it may have changed. May be asked by several threads."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[_Mark, str]] = {}
        self._lock = threading.Lock()

    def state(self, paths: Iterable[Path]) -> str:
        """A short text that differs whenever a file of these, or below these folders, was written, added or taken away
        and is the same again when what was done is undone."""
        digest = hashlib.sha256()
        with self._lock:
            known: dict[Path, tuple[_Mark, str]] = {}
            for root in paths:
                digest.update(f"{root}\0{root.is_dir()}\0".encode("utf-8", "surrogateescape"))
                for path in _files(root):
                    with suppress(OSError):  # editors write a file anew and rename it
                        known[path] = self._looked(path)
                        digest.update(f"{path}\0{known[path][1]}\0".encode("utf-8", "surrogateescape"))
            self._known = known
        return digest.hexdigest()[:24]

    def _looked(self, path: Path) -> tuple[_Mark, str]:
        found = path.stat()
        mark = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)
        if found.st_size > _MOST_BYTES:
            return mark, str(mark)
        before = self._known.get(path)
        if before and before[0] == mark and time.time_ns() - max(mark[:2]) > _COARSEST:
            return before
        return mark, hashlib.sha256(path.read_bytes()).hexdigest()


def _files(root: Path) -> Iterator[Path]:
    """The file itself, or all below the folder in a fixed order, hidden ones and their folders left out."""
    if not root.is_dir():
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__pycache__")))
        yield from (Path(folder, name) for name in sorted(names) if not name.startswith("."))
