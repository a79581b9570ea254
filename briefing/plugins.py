"""A kind's name -> its class: built-in, then entry point, then dotted path.

    `mastodon`                in `builtin`, as "briefing.edges.mastodon:Mastodon", or
                              an entry point of the group `briefing.sources` of an installed package
    `townhall.feeds:Minutes`  the class Minutes of the module townhall.feeds

Nothing is imported before it is asked for.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from briefing.errors import PluginError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUPS = ("sources", "extractors", "summarizers", "renderers", "channels")

Factory = Callable[..., Any]


def load(group: str, name: str, builtin: Mapping[str, str]) -> Factory:
    """The class (or other callable) that `name` stands for in a group: see GROUPS.

    builtin maps names to "module:Class". Raises PluginError when the name is not known or what it names can't be had.
    """
    if name in builtin:
        return _imported(builtin[name], f"{group}: {name}")
    installed = _installed(group)
    if name in installed:
        point = installed[name]
        package = f" of the package {point.dist.name}" if point.dist else ""
        return _imported(point.value, f"{group}: {name}{package}")
    if ":" in name:
        return _imported(name, f"{group}: {name}")
    raise PluginError(f"{group}: there is no {name!r}", hint=_hint(name, [*builtin, *installed]))


def make(factory: Factory, name: str, /, *args: Any, **options: Any) -> Any:
    """Calls factory; PluginError where it does not take these options, as when a key in config.yaml is misspelt."""
    try:
        signature = inspect.signature(factory)
    except (TypeError, ValueError):  # a class written in C may not tell
        return factory(*args, **options)
    try:
        signature.bind(*args, **options)
    except TypeError as error:
        known = [p.name for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD][len(args) :]
        hint = f"its options are {', '.join(known)}" if known else "it takes no options"
        raise PluginError(f"{name}: {error}", hint=hint) from None
    return factory(*args, **options)


def _installed(group: str) -> dict[str, EntryPoint]:
    from importlib.metadata import entry_points

    # Sorted, so that of two packages with the same name it is always the same one that wins.
    points = sorted(entry_points(group=f"briefing.{group}"), key=lambda point: (point.name, point.value), reverse=True)
    return {point.name: point for point in points}


def _imported(path: str, what: str) -> Factory:
    module_name, _, attributes = path.partition(":")
    if not module_name or not attributes or module_name.startswith("."):
        raise PluginError(f"{what}: {path!r} names no class", hint="write it as package.module:Class")
    found: Any = _module(module_name, what)
    for attribute in attributes.split("."):
        if not hasattr(found, attribute):
            owner = getattr(found, "__name__", module_name)
            raise PluginError(f"{what}: {owner} has no {attribute!r}", hint=_close(attribute, dir(found)))
        found = getattr(found, attribute)
    if not callable(found):
        raise PluginError(f"{what}: {path} is {type(found).__name__}, not a class", hint="name a class or a function")
    factory: Factory = found
    return factory


def _module(name: str, what: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        missing = error.name or name
        if name == missing or name.startswith(f"{missing}."):
            hint = "check the spelling, and that the package is installed where Briefing is"
            raise PluginError(f"{what}: there is no module {missing}", hint=hint) from error
        hint = f"install it: pip install {missing.partition('.')[0]}"
        raise PluginError(f"{what}: the module {name} needs {missing}, which is not installed", hint=hint) from error
    except ImportError as error:
        raise PluginError(f"{what}: the module {name} can't be imported: {error}") from error
    except SyntaxError as error:
        raise PluginError(f"{what}: {error.filename}:{error.lineno}: {error.msg}") from error


def _hint(name: str, known: list[str]) -> str:
    if "." in name:
        module, _, last = name.rpartition(".")
        return f"a path is written with a colon before the class: {module}:{last}"
    close = _close(name, known)
    have = f"there are {', '.join(sorted(set(known)))}" if known else "none is installed"
    return close or f"{have}; a class of your own is written package.module:Class"


def _close(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, [each for each in known if not each.startswith("_")], n=1, cutoff=0.6)
    return f"did you mean {close[0]}?" if close else ""
