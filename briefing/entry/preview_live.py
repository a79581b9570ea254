"""What the preview shows as of now: settings are taken in anew, and editions drawn anew, whenever a file changes."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from briefing import wiring
from briefing.assets import templates_dir
from briefing.entry.preview_watch import Files
from briefing.errors import BriefingError, RenderError
from briefing.model import Document, Edition
from briefing.ports import Store

if TYPE_CHECKING:
    from briefing.config import Config

MOST_SECONDS = 10.0
"""A drawing takes a fifth of a second; one that takes so long will never end."""
_MOST_KEPT = 8
_PLACE = re.compile(r"(.+?):(\d+): ")
_AROUND = 2
_K = TypeVar("_K")
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """An edition as it can be shown: where it can't be drawn, as it was drawn last."""

    document: Document | None
    """None where it was never drawn."""
    error: BriefingError | None


class Live:
    """One configuration and its store. What threads share is taken in under a lock; drawing is not, so that a template
    that never ends holds up nothing else.

    ended: once true, nobody waits for a drawing any more.
    """

    def __init__(self, config: Config, store: Store, ended: Callable[[], bool] = lambda: False) -> None:
        self._ended = ended
        self.config = config
        """The last one without mistakes."""
        self.store = store
        self.mistake: BriefingError | None = None
        """What is wrong with the configuration as it is now."""
        self._opened = config.store_url
        self._files = Files()
        self._seen = ""
        self._lock = threading.Lock()
        self._drawings: dict[tuple[str, str], Drawing] = {}
        self._good: dict[str, Document] = {}

    def look(self) -> str:
        """Take in what has changed; the answer differs from the last one if anything has."""
        with self._lock:
            for _ in range(3):  # the new configuration may name another folder, and files change meanwhile
                seen = self._files.state(self._watched())
                if seen == self._seen and not self.mistake:
                    break
                again, self._seen = seen != self._seen, seen
                self._take_in()
                if not again:
                    break
            wrong = sha256(self.mistake.message.encode("utf-8", "replace")).hexdigest()[:8] if self.mistake else ""
            return self._seen + wrong

    def drawn(self, edition: Edition) -> Drawing:
        """The edition with the templates and settings of this moment."""
        key = (edition.id, self.look())
        if (known := self._drawings.get(key)) is None:
            known = self._draw(edition)
            with self._lock:
                _keep(self._drawings, key, known)
                if known.document:
                    _keep(self._good, edition.id, known.document)
        return known if known.document else Drawing(document=self._good.get(edition.id), error=known.error)

    def changed_settings(self, edition: Edition) -> tuple[str, ...]:
        """What the configuration says otherwise than when the edition was made, as far as it decides what it says."""
        made, now = self.store.editions.recipe(edition.id), wiring.recipe(self.config)
        if made.briefing != now.briefing:
            return ()
        names = [field.name for field in fields(now) if getattr(made, field.name) != getattr(now, field.name)]
        return tuple(name.replace("_", " ") for name in names if name != "version")

    @property
    def names_another_store(self) -> bool:
        return self.config.store_url != self._opened

    def excerpt(self, error: BriefingError) -> tuple[tuple[int, str, bool], ...]:
        """The lines of a template around its mistake: number, text, whether it is the one that is named."""
        found = _PLACE.match(error.message) if isinstance(error, RenderError) else None
        if not found or not any(Path(found[1]).is_relative_to(folder) for folder in self._folders()):
            return ()
        try:
            lines = Path(found[1]).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return ()
        at = int(found[2])
        first = max(1, at - _AROUND)
        return tuple((n, line, n == at) for n, line in enumerate(lines[first - 1 : at + _AROUND], first))

    def _folders(self) -> list[Path]:
        return [templates_dir(), *filter(None, [self.config.templates_folder])]

    def _watched(self) -> list[Path]:
        sites = self.config.reading.sites
        return [self.config.path, *self._folders(), *([self.config.resolve(sites)] if sites else [])]

    def _take_in(self) -> None:
        from briefing.config import load_config

        try:
            self.config = load_config(self.config.path, os.environ)
            self.mistake = None
        except BriefingError as error:
            self.mistake = error

    def _draw(self, edition: Edition) -> Drawing:
        drawn: list[Drawing] = []
        # A thread that may be left behind: a template can loop for ever, and the preview must end all the same.
        drawing = threading.Thread(target=lambda: drawn.append(_drawn(self.config, edition)), daemon=True)
        drawing.start()
        end = time.monotonic() + MOST_SECONDS
        while drawing.is_alive() and time.monotonic() < end and not self._ended():
            drawing.join(0.1)
        if drawn:
            return drawn[0]
        what = f"The templates were not done after {MOST_SECONDS:g} s."
        return Drawing(document=None, error=RenderError(what, hint="Look for a loop that never ends."))


def _drawn(config: Config, edition: Edition) -> Drawing:
    try:
        document = wiring.renderer(config).render(edition)
    except BriefingError as error:
        return Drawing(document=None, error=error)
    except Exception as error:  # noqa: BLE001 - a template is anybody's code; the page must be there to be mended by
        return Drawing(document=None, error=RenderError(f"{type(error).__name__}: {error}"))
    return Drawing(document=document, error=None)


def _keep(kept: dict[_K, _V], key: _K, value: _V) -> None:
    kept.pop(key, None)
    kept[key] = value
    while len(kept) > _MOST_KEPT:
        del kept[next(iter(kept))]
