"""sites.yaml -> what a user knows of single sites: a host, and below it how its pages are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, TypeAdapter, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails

from briefing.config.access import HostName
from briefing.config.base import Settings, setting
from briefing.config.plain_words import plain_words
from briefing.config.source_settings import RuleName
from briefing.config.values import close_to, shown
from briefing.config.yaml_file import Problem, YamlFile, dotted, in_order, read_text, read_yaml
from briefing.errors import ConfigError
from briefing.model import SiteRules


def check_selector(text: str) -> str:
    from cssselect import SelectorError, parse

    try:
        parse(text)
    except SelectorError as error:
        raise ValueError(f"{shown(text)} is not a CSS selector ({error}); write it as div.story or #comments") from None
    return text


def check_pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{shown(text)} is not a regular expression ({error})") from None
    return text


Selector = Annotated[str, AfterValidator(check_selector), WithJsonSchema({"title": "css selector", "type": "string"})]
Pattern = Annotated[
    str, AfterValidator(check_pattern), WithJsonSchema({"title": "regular expression", "type": "string"})
]


class Site(Settings):
    """What `reading.sites` names is a file of its own: the host of a site, those below it included, and under it what
    no rule for all sites could know. Of several hosts that are meant the nearest counts."""

    report: tuple[Selector, ...] = setting(
        (), "Where the report stands: only the first of these that a page has is read.", ["div.story-body"]
    )
    drop: tuple[Selector, ...] = setting((), "What is not of the report.", [".teaser", "#comments"])
    lines: tuple[Pattern, ...] = setting(
        (), "Lines that are not of the report: regular expressions, found anywhere in a line.", ["^Tide table for"]
    )
    off: tuple[RuleName, ...] = setting((), "Cleaning rules that are not used for this site.", ["caption"])


_SITES: TypeAdapter[dict[str, Site]] = TypeAdapter(dict[HostName, Site])


def load_sites(path: Path) -> tuple[SiteRules, ...]:
    """The rules of a file, sorted by host. Raises ConfigError with all that is wrong, each with its line."""
    file = read_yaml(read_text(path, "write it, or take it out of reading.sites"))
    problems = list(file.problems)
    try:
        sites = _SITES.validate_python(file.data or {})
    except ValidationError as error:
        problems += [_explained(details, file) for details in error.errors(include_url=False)]
    if problems:
        raise ConfigError(in_order(path, problems))
    return tuple(
        SiteRules(host=host, report=site.report, drop=site.drop, lines=site.lines, off=frozenset(site.off))
        for host, site in sorted(sites.items())
    )


def _explained(details: ErrorDetails, file: YamlFile) -> Problem:
    where = tuple(part for part in details["loc"] if part != "[key]")
    message = plain_words(details)
    if details["type"] == "extra_forbidden":
        names = Site.model_fields
        meant = close_to(str(where[-1]), names)
        message = (
            f"no such setting; did you mean {meant}?" if meant else f"no such setting; there are {', '.join(names)}"
        )
    return Problem(file.line(where), f"{dotted(where)}: {message}" if where else message)
