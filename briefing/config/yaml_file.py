"""YAML text -> plain data and the line of every key, or all that is wrong with the text in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from briefing.config.values import printable
from briefing.errors import ConfigError

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.nodes import MappingNode, Node

Path = tuple[str | int, ...]
"""The way to a value: keys of groups and positions in lists, from the top."""

_TAG = "tag:yaml.org,2002:"
_SCALARS = ("str", "int", "float", "bool", "null", "timestamp")
_DEPTH = 20
# What the parser itself trips over in texts that are far from YAML.
_PARSER_FAULTS = (AssertionError, AttributeError, IndexError, KeyError, NotImplementedError, TypeError, ValueError)
_PLAIN_WORDS = (
    (r"found character '\\t'", "a tab stands where only spaces may; indent with spaces"),
    (r"found character '([@`%])'", 'a value may not begin with {0}; put it in quotes: "{0}…"'),
    (r"mapping values are not allowed", "a colon too many, or a wrong indent; put a text with a colon in quotes"),
    (r"sequence entries are not allowed", "a list's dash must begin a line of its own"),
    (r"expected ',' or '([}\]])'", "a comma or the closing {0} is missing"),
    (r"could not find expected ':'", 'a key without its colon; write "key: value"'),
    (r"found unexpected end of stream", "a quotation mark is opened and never closed"),
    (r"found unknown escape character '(.+)'", r"\{0} means nothing between double quotes; use single quotes"),
    (r"expected <block end>, but found '<scalar>'", "more text after a closing quotation mark"),
    (r"expected <block end>", "this line is not indented as the lines it belongs to"),
    (r"found undefined alias '?(.*?)'?$", "*{0} stands for nothing; put a text that begins with * in quotes"),
    (r"but found another document", "--- begins a second document; the file may hold one only"),
)


@dataclass(frozen=True)
class Problem:
    """One mistake: its line (from 1; 0 for the file as a whole) and what is wrong."""

    line: int
    message: str


@dataclass
class YamlFile:
    """What a file says, where it says it, and what is wrong with it."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    """The line (from 1) of every key and every entry of a list."""
    problems: list[Problem] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)
    """The places whose values could not be read; `problems` says why."""
    root: Node | None = None

    def line(self, path: Path) -> int:
        """The line of a key, or of the nearest group around it that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def dotted(path: Path) -> str:
    """`("sources", 3, "feed")` as `sources[3].feed`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return printable(text)


def read_text(path: FilePath, hint: str) -> str:
    """A file's text. Raises ConfigError, with hint where there is no such file."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError([f"{path}: no such file; {hint}"]) from None
    except IsADirectoryError:
        raise ConfigError([f"{path}: is a folder; name the file in it, such as {path / 'config.yaml'}"]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError([f"{path}: can't be read: {reason}"]) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError([f"{path}:{line}: is not UTF-8 text; save the file as UTF-8"]) from None


def in_order(path: FilePath, problems: list[Problem]) -> list[str]:
    """What is wrong with a file, a line for each problem: `config.yaml:12: mail.prot: …`."""
    ordered = sorted(dict.fromkeys(problems), key=lambda problem: problem.line)
    return [f"{path}:{p.line}: {p.message}" if p.line else f"{path}: {p.message}" for p in ordered]


def read_yaml(text: str) -> YamlFile:
    """Reads YAML 1.2 without aliases and tags. Never raises for what the text says: see `problems`."""
    file = YamlFile()
    try:
        file.root = _compose(text)
    except _UnreadableError as error:
        file.problems.append(error.problem)
        return file
    if file.root is not None:
        file.data = _plain(file.root, (), file, set())
    return file


class _UnreadableError(Exception):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(line, message)


def _compose(text: str) -> Node | None:
    """The text's tree of nodes, which know where they stand."""
    from ruamel.yaml import YAML
    from ruamel.yaml.composer import MaxDepthExceededError
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    yaml = YAML(typ="safe", pure=True)
    yaml.max_depth = _DEPTH
    # Aliases are refused with their line further on; until then a repeated anchor must make no noise.
    yaml.composer.warn_double_anchors = False
    try:
        root: Node | None = yaml.compose(text)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _UnreadableError(line, f"U+{error.character:04X} is a character that YAML does not allow") from None
    except MaxDepthExceededError as error:
        raise _UnreadableError(error.problem_mark.line + 1, "is nested too deeply") from None
    except MarkedYAMLError as error:
        raise _explained(error) from None
    except (YAMLError, *_PARSER_FAULTS) as error:
        raise _UnreadableError(0, f"is not YAML ({type(error).__name__})") from None
    return root


def _explained(error: MarkedYAMLError) -> _UnreadableError:
    """What the parser says, in plain words, with line and column."""
    problem = str(error.problem or error.context or "is not YAML")
    # What is never closed is best shown where it opens; the parser stops at the end of the file.
    unclosed = "end of stream" in problem or "<stream end>" in problem
    mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
    message = f"is not YAML: {problem}"
    for pattern, words in _PLAIN_WORDS:
        if found := re.search(pattern, problem):
            message = words.format(*found.groups())
            break
    if mark is None:
        return _UnreadableError(0, message)
    return _UnreadableError(mark.line + 1, f"column {mark.column + 1}: {message}")


def _plain(node: Node, path: Path, file: YamlFile, seen: set[int]) -> Any:
    """A node as dict, list, str, int, float, bool or None; what can't be is noted in file.problems and left out."""
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    if id(node) in seen:
        _note(file, node, path, "an alias (*) stands here; write the value out")
        return None
    seen.add(id(node))
    tag = str(node.tag).removeprefix(_TAG)
    if isinstance(node, MappingNode) and tag == "map":
        return dict(_entries(node, path, file, seen))
    if isinstance(node, SequenceNode) and tag == "seq":
        entries = []
        for position, entry in enumerate(node.value):
            file.lines[(*path, position)] = entry.start_mark.line + 1
            entries.append(_plain(entry, (*path, position), file, seen))
        return entries
    if isinstance(node.value, str) and tag in _SCALARS:
        return _scalar(node.value, tag, node, path, file)
    _note(
        file, node, path, f"the tag {str(node.tag)[:40]} has no meaning here; put a text that begins with ! in quotes"
    )
    return None


def _entries(node: MappingNode, path: Path, file: YamlFile, seen: set[int]) -> Iterator[tuple[str, Any]]:
    first: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node.value, str) or not key_node.value:
            _note(file, key_node, path, "a name must stand before the colon")
            continue
        key = _scalar(key_node.value, "str", key_node, path, file)
        if key in first:
            _note(file, key_node, (*path, key), f"stands here a second time; line {first[key]} has it already")
            continue
        first[key] = line
        file.lines[(*path, key)] = line
        yield key, _plain(value_node, (*path, key), file, seen)


def _scalar(text: str, tag: str, node: Node, path: Path, file: YamlFile) -> Any:
    """A scalar's value. What only looks like a number (06:30 in YAML 1.1, a date) stays the text that was written."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        _note(file, node, path, "half a character (a lone surrogate) stands here")
        return ""
    if tag == "null":
        return None
    if tag == "bool":
        return text.lower() in ("true", "yes", "on", "y")
    try:
        if tag == "int":
            return int(text.replace("_", ""))
        if tag == "float":
            return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return text
    return text


def _note(file: YamlFile, node: Node, path: Path, message: str) -> None:
    where = dotted(path)
    file.unread.add(path)
    file.problems.append(Problem(node.start_mark.line + 1, f"{where}: {message}" if where else message))
