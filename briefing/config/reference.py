"""The reference of all settings and their JSON Schema, made from the settings themselves.

`python -m briefing.config.reference docs` writes docs/configuration.md and docs/config.schema.json anew; a test fails
when they are stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from briefing.config.delivery_settings import Channel
from briefing.config.schedule_settings import SlotEntry
from briefing.config.settings import Config
from briefing.config.sites import Site
from briefing.config.source_settings import AccessSettings, FeedSource, OpmlSource, PluginSource
from briefing.core.clean import RULES

_WORDS = {"integer": "whole number", "number": "number", "string": "text", "boolean": "true or false", "array": "list"}
_HEAD = """\
# config.yaml, setting by setting

Made from the settings themselves by `python -m briefing.config.reference docs`: edit these, in `briefing/config/`
(`settings.py` and its neighbours `…_settings.py`), not this file.

`briefing init` writes a config.yaml with comments to start from. All settings but `sources` have a default, so a line
may be left out. Every command checks the whole file first and names every mistake with its line; a setting that
Briefing does not know is a mistake too.

- A length of time is a number and a unit: `90s`, `30m`, `3h`, `2d`.
- A size is a number of bytes, or a number and a unit: `500kB`, `5MB`.
- A path is meant from the folder that config.yaml is in.
- Secrets never stand in the file. The mail password is read from the environment variable `BRIEFING_SMTP_PASSWORD`, the
  password of a PostgreSQL store from `PGPASSWORD` or `~/.pgpass`. What a feed or a proxy needs is written `${NAME}` and
  read from the variable `NAME`.
- `docs/config.schema.json` lets an editor complete and check the file: put
  `# yaml-language-server: $schema=` and the schema's path or address on its first line.
"""


_SITES_EXAMPLE = """\
```yaml
harbour.example:
  report: [div.story-body]
  drop: [.teaser, "#comments"]
  lines: ["^Tide table for"]
  off: [caption]
```
"""


def json_schema() -> str:
    """The JSON Schema (2020-12) of config.yaml, as text that ends with a newline."""
    schema = Config.model_json_schema()
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Briefing: config.yaml", **schema}
    schema["title"] = "Briefing: config.yaml"
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def reference() -> str:
    """The reference in Markdown: each setting with its kind, default, meaning and an example."""
    parts = [_HEAD, "## At the top\n", _table(Config, "")]
    for name, setting in Config.model_fields.items():
        if _is_group(setting):
            parts += [f"## {name}\n", f"{_about(setting.annotation)}\n", _table(setting.annotation, f"{name}.")]
            if name == "reading":
                parts += ["### Cleaning rules\n", _rules()]
            if name == "schedule":
                parts += [
                    "### `slots:` of a schedule\n",
                    f"{_about(SlotEntry)}\n",
                    _table(SlotEntry, "schedule.slots[]."),
                ]
    parts += ["## sources\n", "Each entry is one of these.\n"]
    for entry in (FeedSource, OpmlSource, PluginSource):
        first = next(key for key in ("feed", "opml", "kind") if key in entry.model_fields)
        parts += [f"### `{first}:`\n", f"{_about(entry)}\n", _table(entry, "sources[].")]
    parts += ["### `access:` of an entry\n", f"{_about(AccessSettings)}\n", _table(AccessSettings, "sources[].access.")]
    parts += ["## channels\n", f"{_about(Channel)}\n", _table(Channel, "channels[].")]
    parts += ["## sites.yaml\n", f"{_about(Site)}\n", _table(Site, "HOST."), _SITES_EXAMPLE]
    return "\n".join(parts)


def _table(model: Any, prefix: str) -> str:
    schema = model.model_json_schema()
    rows = ["| setting | kind | default | meaning | example |", "| --- | --- | --- | --- | --- |"]
    for name, setting in model.model_fields.items():
        if _is_group(setting) or name == "password":
            continue
        cells = (
            f"`{prefix}{name}`",
            _kind(schema["properties"][name], schema),
            "needed" if setting.is_required() else _code(setting.default),
            setting.description or "",
            _code((setting.examples or [None])[0]),
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(rows) + "\n"


def _rules() -> str:
    """What may stand in `off`, and what each takes out of a page."""
    rows = ["| rule | takes away |", "| --- | --- |", *(f"| `{name}` | {takes} |" for name, takes in RULES.items())]
    return "\n".join(rows) + "\n"


def _is_group(setting: FieldInfo) -> bool:
    return isinstance(setting.annotation, type) and issubclass(setting.annotation, BaseModel)


def _about(model: Any) -> str:
    return " ".join((model.__doc__ or "").split())


def _code(value: Any) -> str:
    """A value as config.yaml would say it."""
    if value is None:
        return "none"
    if isinstance(value, str):
        return f"`{value}`" if value else "empty"
    return f"`{_yaml(value)}`"


def _yaml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_yaml(each) for each in value) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if set(value) & set(":#,[]{}\"'") else value
    return json.dumps(value)


def _kind(prop: dict[str, Any], schema: dict[str, Any]) -> str:
    """The kind of value, in words, from its JSON Schema."""
    if "$ref" in prop:
        return _kind(schema["$defs"][prop["$ref"].rpartition("/")[2]], schema)
    # A kind of value has a title in small letters; pydantic's own titles are the names of settings.
    title = str(prop.get("title", ""))
    named = title if title.islower() else ""
    if "enum" in prop and not named:
        return " or ".join(f"`{each}`" for each in prop["enum"])
    if "anyOf" in prop and not named:
        return _kind(next(each for each in prop["anyOf"] if each.get("type") != "null"), schema)
    if prop.get("type") == "array":
        items = prop.get("items", {})
        return "list of sources" if "oneOf" in items else f"list: {_kind(items, schema)}"
    if prop.get("type") == "object":
        return f"group: {named}" if named else "group"
    return f"{named or _WORDS[prop['type']]}{_limits(prop)}"


def _limits(prop: dict[str, Any]) -> str:
    low, high = prop.get("minimum"), prop.get("maximum")
    if "exclusiveMinimum" in prop:
        return f" above {prop['exclusiveMinimum']:g}, at most {high:g}"
    return f", {low} to {high}" if low is not None and high is not None else ""


def main() -> None:
    """Writes both files into the folder that is named."""
    folder = Path(sys.argv[1])
    (folder / "configuration.md").write_text(reference(), encoding="utf-8")
    (folder / "config.schema.json").write_text(json_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
