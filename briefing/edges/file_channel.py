"""Writes an edition into a folder: `<folder>/<date>/edition.json`, `.html`, `.md`, `.txt`, `.epub`, and
`<folder>/latest`; and of all editions that are there `<folder>/feed.atom`, `feed.json` and `index.html`.

Whoever reads the folder meanwhile sees the old file or the new one, never half of one: each is written beside its
place, flushed to the disk and renamed. `edition.json` comes last, so a date's folder that has it is whole.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Literal

from briefing.core.codec import edition_from_json
from briefing.core.disk import refused
from briefing.core.views import for_all
from briefing.errors import DeliveryError
from briefing.model import Document, Edition, from_label

Form = Literal["html", "markdown", "text", "epub", "atom", "json_feed", "index"]

_FILES: dict[Form, str] = {
    "html": "edition.html", "markdown": "edition.md", "text": "edition.txt", "epub": "edition.epub",
}  # fmt: skip
_FEEDS: dict[Form, str] = {"atom": "feed.atom", "json_feed": "feed.json", "index": "index.html"}
_IN_FEEDS = 30
"""Editions: a month of a daily one."""
_WHOLE = "edition.json"
_NAMED = 5
"""Files that a message names, at most."""
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP})


class FileChannel:
    """Readers of a folder (ports.Channel): the folder's path is the only recipient."""

    repeatable = True
    lanes = 1

    def __init__(
        self,
        folder: Path,
        forms: Sequence[Form] = ("html", "markdown", "text"),
        *,
        name: str = "file",
        book: Callable[[Edition], bytes] | None = None,
        feeds: Mapping[Form, Callable[[Sequence[Edition]], str]] | None = None,
    ) -> None:
        """`edition.json` is written whatever the forms are: other programs rely on it.

        book: draws `epub`. feeds: draw `atom`, `json_feed` and `index` of editions, the latest first.
        """
        self.name = name
        self._folder = folder
        self._forms = tuple(forms)
        self._book, self._feeds = book, feeds or {}

    def recipients(self) -> Sequence[str]:
        return [str(self._folder.absolute())]  # one folder, however it was named

    def session(self) -> nullcontext[FileChannel]:
        return nullcontext(self)

    def send(self, edition: Edition, document: Document, recipient: str, message_id: str) -> str:  # noqa: ARG002 - no mail
        """Write the edition; files that have the same bytes already stay untouched. Raises DeliveryError."""
        label = edition.slot.label
        folder = self._folder / label
        drawn: dict[Form, str | bytes] = {
            "html": document.web or document.html, "markdown": document.markdown, "text": _for_all(document, edition),
        }  # fmt: skip
        if self._book and "epub" in self._forms:
            drawn["epub"] = self._book(edition)
        files = {folder / _FILES[form]: _bytes(drawn[form]) for form in self._forms if form in drawn}
        files[folder / _WHOLE] = _bytes(document.json)
        with _explained(folder):
            folder.mkdir(parents=True, exist_ok=True)
        with _alone(self._folder):
            written = sum(_write(path, data) for path, data in files.items())
            labels = _labels(self._folder)
            if label == max(labels):
                _point(self._folder, label)
            odd = self._write_feeds(edition, labels)
        said = f"wrote {written} of {len(files)} files in {folder}" if written else f"{folder} is as it should be"
        return f"{said}; not in the feeds: {_some(odd)} (no edition of Briefing)" if odd else said

    def _write_feeds(self, made: Edition, labels: Collection[str]) -> list[str]:
        """Of the latest editions that are there; the names of files that are none."""
        wanted = [form for form in self._forms if form in self._feeds]
        editions, odd = list[Edition](), list[str]()
        for label in sorted(labels, reverse=True) if wanted else ():
            if len(editions) == _IN_FEEDS:
                break
            path = self._folder / label / _WHOLE
            if edition := made if label == made.slot.label else self._kept(path, label, wanted):
                editions.append(edition)
            else:
                odd.append(str(path))
        for form in wanted:
            _write(self._folder / _FEEDS[form], _bytes(self._feeds[form](editions)))
        return odd

    def _kept(self, path: Path, label: str, wanted: Sequence[Form]) -> Edition | None:
        """The edition of that label that a file has; None where it has none, or one that feeds can't tell of."""
        try:
            edition = edition_from_json(path.read_text(encoding="utf-8"))
            for form in wanted:
                self._feeds[form]([edition])
        except Exception:  # noqa: BLE001 - anybody may have left it there, with the right names and anything for values
            return None
        return edition if edition.slot.label == label else None


def _for_all(document: Document, edition: Edition) -> str:
    """The mail's text without what is a reader's own."""
    text = document.text
    for address in (edition.unsubscribe, edition.preferences):
        text = text.replace(address, for_all(address)) if "{" in address else text
    return text


def _write(path: Path, data: bytes) -> bool:
    """Put data at path in one step; False where it is there already."""
    draft = path.with_name(f".{path.name}.tmp")
    with _explained(path):
        with suppress(FileNotFoundError):
            if path.read_bytes() == data:
                draft.unlink(missing_ok=True)
                return False
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _flush(path.parent)
    return True


def _bytes(drawn: str | bytes) -> bytes:
    # Half a surrogate pair may come from where an edition was not read from a store.
    return drawn.encode(errors="replace") if isinstance(drawn, str) else drawn


def _some(names: Sequence[str]) -> str:
    """All of a few; of more, how many."""
    return ", ".join(names) if len(names) <= _NAMED else f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"


def _labels(folder: Path) -> list[str]:
    """Those whose edition is whole."""
    labels = []
    for path in folder.glob(f"????-??-??*/{_WHOLE}"):
        with suppress(ValueError):
            from_label(path.parent.name)
            labels.append(path.parent.name)
    return labels


def _point(folder: Path, label: str) -> None:
    """Let `latest` lead to an edition's folder, by name, so that the whole may be moved or served from elsewhere."""
    link = folder / "latest"
    with _explained(link):
        if link.is_symlink():
            if str(link.readlink()) == label:
                return
        elif link.exists():
            raise DeliveryError(f"{link}: something that is no link is in the way", hint="Move it elsewhere.")
        draft = link.with_name(".latest.tmp")
        draft.unlink(missing_ok=True)
        try:
            draft.symlink_to(label)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            _write(folder / "latest.txt", f"{label}\n".encode())
            return
        try:
            draft.replace(link)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _flush(folder)


def _flush(folder: Path) -> None:
    """A rename lasts once its folder is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time, by a lock on the folder itself, which leaves no file behind and ends with the process."""
    with _explained(folder):
        handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a network disk may not know locks: each file is whole all the same
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """What the disk refuses, in plain words and with the path as the user gave it."""
    try:
        yield
    except OSError as error:
        why, hint = refused(error)
        raise DeliveryError(f"{path}: {why}", hint=hint) from error
