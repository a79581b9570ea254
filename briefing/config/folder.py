"""Several briefings, each with a file of its own in one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from briefing.config import load_config
from briefing.config.settings import Config
from briefing.config.values import shown
from briefing.config.yaml_file import read_text, read_yaml
from briefing.errors import ConfigError

_ENDINGS = (".yaml", ".yml")


def load_configs(path: Path, environ: Mapping[str, str]) -> list[Config]:
    """The settings of a file, or of each file in a folder, by name. Raises ConfigError with all that is wrong.

    Not those that another names under `reading.sites`. What they keep and write must not meet.
    """
    if not path.is_dir():
        return [load_config(path, environ)]
    paths = sorted(each for each in path.iterdir() if each.suffix in _ENDINGS and not each.name.startswith("."))
    named = {(path / name).resolve() for each in paths for name in _sites(each)}
    configs, problems = list[Config](), list[str]()
    for each in paths:
        if each.resolve() in named:
            continue
        try:
            configs.append(load_config(each, environ))
        except ConfigError as error:
            problems += error.problems
    if not configs and not problems:
        problems.append(f"{path}: no configuration is in this folder; `briefing init` writes one")
    problems += _meetings(configs)
    if problems:
        raise ConfigError(problems)
    return configs


def _sites(path: Path) -> Iterator[str]:
    try:
        data = read_yaml(read_text(path, "")).data
    except ConfigError:  # said when it is loaded
        return
    reading = data.get("reading") if isinstance(data, dict) else None
    if isinstance(reading, dict) and isinstance(reading.get("sites"), str):
        yield reading["sites"]


def _meetings(configs: list[Config]) -> Iterator[str]:
    """What two briefings may not share, as each would take the other's for its own."""
    own: dict[str, Callable[[Config], str]] = {
        "briefing": lambda config: config.briefing,
        "store": lambda config: config.store_url,
        "output.folder": lambda config: str(config.output_folder.resolve()),
    }
    for key, of in own.items():
        first: dict[str, Config] = {}
        for config in configs:
            other = first.setdefault(of(config), config)
            if other is not config:
                said = {"briefing": config.briefing, "store": config.store, "output.folder": config.output.folder}[key]
                example = shown(f"{config.path.stem}.db" if key == "store" else config.path.stem)
                yield (
                    f"{config.path}: {key}: {shown(said)} is that of {other.path.name}, too; "
                    f"give it one of its own, such as {example}"
                )
