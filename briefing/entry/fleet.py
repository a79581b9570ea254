"""The briefings of a configuration file, or of a folder of such files, each with its store open, for a long time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from briefing import logs
from briefing.config import Config
from briefing.config.folder import load_configs
from briefing.entry.cli_shared import hide_secrets
from briefing.ports import Store
from briefing.wiring import opened_store


class Fleet:
    """A context that closes all stores at its end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stack = ExitStack()
        self._stores: dict[str, Store] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def load(self) -> Sequence[tuple[Config, Store]]:
        """The settings as the files have them now, with their stores. Raises ConfigError, StoreError: then nothing has
        changed.

        A store that is not named any more stays open until the end: what was begun with it goes on.
        """
        configs = load_configs(self._path, os.environ)
        for config in configs:
            hide_secrets(config)
            if config.store_url not in self._stores:
                self._stores[config.store_url] = self._stack.enter_context(opened_store(config))
        if len(configs) == 1:
            logs.bind(briefing=configs[0].briefing)
        return [(config, self._stores[config.store_url]) for config in configs]
