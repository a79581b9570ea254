"""Feeds put into and taken out of a config.yaml's text; everything else in it, comments too, stays as it was written.

The parser tells where the entries of `sources` stand and the text is cut there. Writing the parsed file out again would
be shorter, but it moves comments, quotes and indents of lines that nobody asked to change. The result is read again:
what did not come out as meant is an error and never a broken file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from briefing.config.values import check_line, check_web_address, close_to, same_feed, shown
from briefing.config.yaml_file import YamlFile, read_yaml
from briefing.errors import ConfigError
from briefing.model import Feed

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node


def add_feeds(text: str, feeds: Sequence[Feed], *, replace: bool = False, heading: str | None = None) -> str:
    """The text with feeds at the end of `sources`, without those whose address it has already; a comment with heading
    stands above them.

    With replace the new feeds take the place of all `feed:` entries and of the comments between them (with a heading
    also of those above them); other sources stay. Raises ConfigError when the text is no configuration, or a feed could
    not stand in one.
    """
    sources = _read(text)
    gone = {entry.position for entry in sources.entries if entry.address} if replace else set()
    taken = {same_feed(entry.address) for entry in sources.entries if entry.address and entry.position not in gone}
    new = [feed for feed in _checked(feeds) if same_feed(feed["feed"]) not in taken]
    return _edited(sources, gone, new, comments=not replace, heading=heading) if new or gone else text


def remove_feed(text: str, url: str) -> str:
    """The text without the entry of the feed at url. Raises ConfigError when there is none."""
    sources = _read(text)
    addresses = {entry.position: entry.address for entry in sources.entries if entry.address}
    gone = {position for position, address in addresses.items() if same_feed(address) == same_feed(url)}
    if not gone:
        meant = close_to(url, addresses.values())
        hint = f"; did you mean {meant}?" if meant else ""
        raise ConfigError([f"config.yaml: sources: no feed has the address {shown(url)}{hint}"])
    return _edited(sources, gone, [], comments=True)


def _checked(feeds: Iterable[Feed]) -> list[dict[str, Any]]:
    """The feeds as the file says them, each address once."""
    said: dict[str, dict[str, Any]] = {}
    problems = []
    for feed in feeds:
        try:
            entry: dict[str, Any] = {"feed": check_web_address(feed.url)}
            for key, value in (("name", feed.name), ("section", feed.section)):
                if value and value.strip():
                    entry[key] = check_line(" ".join(value.split()))
        except ValueError as error:
            without_password = re.sub(r"//[^/]*@", "//…@", feed.url)
            problems.append(f"feed {shown(without_password)}: {error}")
            continue
        if not 0 < feed.weight <= 10:
            problems.append(f"feed {shown(feed.url)}: weight {feed.weight} must be above 0 and at most 10")
        if feed.weight != 1:
            entry["weight"] = float(feed.weight)
        said.setdefault(same_feed(feed.url), entry)
    if problems:
        raise ConfigError(problems)
    return list(said.values())


# --- where the sources stand ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Entry:
    """One source: text[start:end] is the entry itself, text[first:last] the lines it stands on."""

    position: int
    address: str | None
    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True)
class _Sources:
    """The `sources` of a text."""

    text: str
    file: YamlFile
    data: list[Any]
    entries: list[_Entry]
    key: Node | None = None
    """None where the text has no such key."""
    value: Node | None = None

    @property
    def newline(self) -> str:
        return "\r\n" if "\r\n" in self.text else "\n"


def _read(text: str) -> _Sources:
    file = read_yaml(text)
    if file.problems:
        raise ConfigError([f"config.yaml:{p.line}: {p.message}" for p in file.problems])
    data = file.data if file.data is not None else {}
    sources = data.get("sources") if isinstance(data, dict) else ""
    if not isinstance(sources, list) and sources is not None:
        raise ConfigError([f"config.yaml:{file.line(('sources',))}: sources: is not a list of sources"])
    for key, value in file.root.value if file.root is not None else ():
        if key.value == "sources":
            nodes = value.value if sources else []
            entries = [_entry(text, n, node, (sources or [])[n]) for n, node in enumerate(nodes)]
            return _Sources(text, file, sources or [], entries, key, value)
    return _Sources(text, file, [], [])


def _entry(text: str, position: int, node: Node, said: Any) -> _Entry:
    address = said.get("feed") if isinstance(said, dict) else None
    start, end = node.start_mark.index, end_of(node, text)
    dash = max(text.rfind("-", 0, start), 0)
    after = text.find("\n", end)
    return _Entry(
        position=position,
        address=address if isinstance(address, str) else None,
        start=start,
        end=end,
        first=text.rfind("\n", 0, dash) + 1,
        last=after + 1 if after >= 0 else len(text),
    )


def end_of(node: Node, text: str) -> int:
    """Where a node's text ends: a block's own mark lies behind the comments after it, its last leaf's does not."""
    if isinstance(node.value, list) and node.value and not in_brackets(node):
        last = node.value[-1]
        return end_of(last[1] if isinstance(last, tuple) else last, text)
    return len(text[: node.end_mark.index].rstrip())


def in_brackets(node: Node) -> bool:
    return bool(getattr(node, "flow_style", False))


# --- cutting -------------------------------------------------------------------------------------------------------


def _edited(
    sources: _Sources, gone: set[int], new: list[dict[str, Any]], *, comments: bool, heading: str | None = None
) -> str:
    """The text without the entries that are gone and with the new ones at the end, proved to say just that."""
    lines = [_flow(entry) for entry in new]
    kept = [entry for entry in sources.entries if entry.position not in gone]
    if sources.key is None or sources.value is None:
        edited = _with_key(sources, lines)
    elif not sources.entries or in_brackets(sources.value):
        edited = _as_lines(sources, sources.key, sources.value, kept, lines)
    else:
        edited = _in_block(sources, sources.value, kept, lines, comments=comments, heading=heading)
    said = dict(sources.file.data or {})
    said["sources"] = [sources.data[entry.position] for entry in kept] + new or None
    file = read_yaml(edited)
    if file.problems or {**file.data, "sources": file.data.get("sources") or None} != said:
        raise ConfigError(
            ["config.yaml: sources: is written in a way that can't be edited safely; edit the file by hand"]
        )
    return edited


def _with_key(sources: _Sources, lines: list[str]) -> str:
    """A text that has no `sources` gets them at its end."""
    newline, text = sources.newline, sources.text
    if text and not text.endswith(newline):
        text += newline
    return text + newline.join(["sources:", *(f"  - {line}" for line in lines), ""])


def _as_lines(sources: _Sources, key: Node, value: Node, kept: list[_Entry], lines: list[str]) -> str:
    """A list in brackets, or an empty one, becomes a list of lines."""
    text = sources.text
    colon = text.index(":", key.end_mark.index) + 1
    end = value.end_mark.index if in_brackets(value) else colon
    dash = f"{sources.newline}{' ' * (key.start_mark.column + 2)}- "
    entries = [text[entry.start : entry.end] for entry in kept] + lines
    return text[:colon] + "".join(dash + entry for entry in entries) + text[end:]


def _in_block(
    sources: _Sources, value: Node, kept: list[_Entry], lines: list[str], *, comments: bool, heading: str | None
) -> str:
    """A list of lines loses some and gets others; comments between them stay, or go with the entries."""
    text, newline = sources.text, sources.newline
    first, last = sources.entries[0].first, sources.entries[-1].last
    if heading and not comments and sources.key is not None:
        # What stands above the first feed is the heading of those that go.
        first = text.index("\n", sources.key.end_mark.index) + 1
    if comments:
        body = text[first:last]
        for entry in reversed(sources.entries):
            if entry not in kept:
                body = body[: entry.first - first] + body[entry.last - first :]
    else:
        body = "".join(text[entry.first : entry.last] for entry in kept)
    if lines and body and not body.endswith("\n"):
        body += newline
    indent = " " * value.start_mark.column
    if lines and heading:
        body += f"{newline if body else ''}{indent}# {heading}{newline}"
    dash = indent + "- "
    return text[:first] + body + "".join(f"{dash}{line}{newline}" for line in lines) + text[last:]


def _flow(entry: dict[str, Any]) -> str:
    """One source as a line of YAML."""
    said = (f"{key}: {quoted(value) if isinstance(value, str) else f'{value:g}'}" for key, value in entry.items())
    return f"{{{', '.join(said)}}}"


def quoted(text: str) -> str:
    """Text between double quotes, with everything escaped that an editor would not show."""
    out = []
    for c in text:
        if c in '"\\':
            out.append("\\" + c)
        elif c.isprintable():
            out.append(c)
        elif not "\ud800" <= c <= "\udfff":
            out.append(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}")
    return '"' + "".join(out) + '"'
