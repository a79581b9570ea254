"""Single settings and owners put into a config.yaml's text; everything else in it stays as it was written.

As in `edit`, the parser tells where a value stands, the text is cut there, and the result is read again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from briefing.config.edit import end_of, in_brackets, quoted
from briefing.config.yaml_file import YamlFile, read_yaml
from briefing.errors import ConfigError

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

Owners = Mapping[str, tuple[str, ...]]
"""Houses and the hosts of their outlets, as the setting `owners` has them."""


def set_values(text: str, values: Mapping[str, str]) -> str:
    """The text with these values of settings at the top. Raises ConfigError when it has no such line to change."""
    file = _read(text)
    cuts = [(*_span(node, text), _plain(values[key])) for key, _, node in _entries(file.root) if key in values]
    return _proved(_cut(text, cuts), {**file.data, **values}, file)


def set_owners(text: str, owners: Owners, *, replace: bool = False) -> str:
    """The text with these houses at the end of `owners`, without hosts that have a house already.

    With replace they take the place of those that are there. Raises ConfigError when the text can't be edited safely.
    """
    file = _read(text)
    before: dict[str, Any] = {} if replace else dict(file.data.get("owners") or {})
    known = {host for hosts in before.values() for host in hosts}
    new = {house: [host for host in hosts if host not in known] for house, hosts in owners.items()}
    new = {house: hosts for house, hosts in new.items() if hosts}
    if not new and not replace:
        return text
    after = before | {house: [*before.get(house, ()), *hosts] for house, hosts in new.items()}
    newline = "\r\n" if "\r\n" in text else "\n"
    where = {key: (key_node, node) for key, key_node, node in _entries(file.root)}.get("owners")
    added = {house: hosts for house, hosts in new.items() if house not in before}
    lines = "".join(f"{newline}  {_plain(house)}: [{', '.join(map(_plain, hosts))}]" for house, hosts in added.items())
    if not after:
        lines = " {}"
    if where is None:
        edited = text + ("" if text.endswith(newline) else newline) + newline + "owners:" + lines + newline
    else:
        colon = text.index(":", where[0].end_mark.index) + 1
        if replace or not before:
            edited = _cut(text, [(colon, max(_span(where[1], text)[1], colon), lines)])
        else:
            cuts = [(end, end, lines) for end in [end_of(where[1], text)] if lines]
            cuts += [
                (node.end_mark.index - 1, node.end_mark.index - 1, "".join(f", {_plain(host)}" for host in new[house]))
                for house, _, node in _entries(where[1])
                if house in new and in_brackets(node)
            ]
            edited = _cut(text, cuts)
    return _proved(edited, {**file.data, "owners": after}, file)


def _read(text: str) -> YamlFile:
    file = read_yaml(text)
    if file.problems or not isinstance(file.data, dict):
        raise ConfigError([f"config.yaml:{p.line}: {p.message}" for p in file.problems] or ["config.yaml: is empty"])
    return file


def _entries(node: Node | None) -> Iterator[tuple[str, Node, Node]]:
    """Keys with the nodes of key and value."""
    for key, value in node.value if node is not None and isinstance(node.value, list) else ():
        yield key.value, key, value


def _span(node: Node, text: str) -> tuple[int, int]:
    return node.start_mark.index, end_of(node, text)


def _cut(text: str, cuts: list[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(cuts, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _plain(value: str) -> str:
    """A text as YAML may have it without quotes, in a list as well, else with them."""
    file = read_yaml(f"[{value}]") if value == " ".join(value.split()) else YamlFile()
    return value if not file.problems and file.data == [value] else quoted(value)


def _proved(edited: str, meant: dict[str, Any], before: YamlFile) -> str:
    """The text, once it says what is meant and all else as before."""
    file = read_yaml(edited)
    if file.problems or file.data != meant or list(file.data) != list({**before.data, **meant}):
        changed = ", ".join(key for key in meant if before.data.get(key) != meant[key])
        raise ConfigError([f"config.yaml: {changed}: can't be edited safely; edit the file by hand"])
    return edited
