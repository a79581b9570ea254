"""config.yaml -> frozen settings, or every mistake at once, each with file, line and key.

text -> read_yaml -> plain data + lines -> Config
             \\             \\-> what the settings don't say alone: secrets, addresses twice, files
              \\-> what is wrong with the YAML
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from briefing.config import yaml_file
from briefing.config.access import with_variables
from briefing.config.edit import add_feeds, remove_feed
from briefing.config.plain_words import plain_words
from briefing.config.settings import Config, beside
from briefing.config.sites import load_sites
from briefing.config.source_settings import AccessSettings, FeedSource, OpmlSource
from briefing.config.values import close_to, read_truth, same_feed, shown
from briefing.config.yaml_file import Problem, YamlFile, dotted, in_order, read_text, read_yaml
from briefing.errors import ConfigError

PASSWORD = "BRIEFING_SMTP_PASSWORD"  # noqa: S105 - the variable's name, not a password
_SECTION = FeedSource.model_fields["section"].default
_SORTS = ("feed", "opml", "kind")

__all__ = ["PASSWORD", "Config", "add_feeds", "load_config", "parse_config", "remove_feed"]


def load_config(path: Path, environ: Mapping[str, str]) -> Config:
    """The settings of a file; the mail password and what it writes `${NAME}` come from environ.

    Raises ConfigError with all that is wrong, a line for each problem: `config.yaml:12: mail.prot: …`.
    """
    return parse_config(read_text(path, "`briefing init` writes one"), path, environ)


def parse_config(text: str, path: Path, environ: Mapping[str, str]) -> Config:
    """The settings of a text that stands, or will stand, at path. Raises ConfigError as `load_config` does."""
    file = read_yaml(text)
    problems = list(file.problems)
    if file.data is None and not problems:
        problems.append(Problem(0, "is empty; `briefing init` writes one to start from"))
    elif isinstance(file.data, dict):
        problems += _problems_between(file, path)
        data, secrets = with_variables(file.data, environ)
        problems += [Problem(file.line(where), f"{dotted(where)}: {message}") for where, message in secrets]
        file.unread.update(where for where, _ in secrets)
        data = _with_password(data, environ)
        try:
            config = Config.model_validate(data, context={"path": path})
        except ValidationError as error:
            problems += [p for details in error.errors(include_url=False) for p in _explained(details, file)]
        else:
            if not problems:
                return _with_sites(config)
    elif file.data is not None:
        problems.append(Problem(1, f'is {shown(file.data)}, not settings; write "key: value" lines'))
    raise ConfigError(in_order(path, problems))


def _with_sites(config: Config) -> Config:
    if config.reading.sites:
        config.know_sites(load_sites(config.resolve(config.reading.sites)))
    return config


# --- what several settings say together ----------------------------------------------------------------------------


def _problems_between(file: YamlFile, path: Path) -> Iterator[Problem]:
    """What no setting shows alone. Looks at plain data, so that it can be said along with all other mistakes."""
    data = file.data
    checks = (
        _schedule(data),
        _mail(data),
        _alerts(data),
        _channels(data),
        _sources(file),
        _files(data, path),
        _weights(data),
    )
    for found in checks:
        for where, message in found:
            yield Problem(file.line(where), f"{dotted(where)}: {message}")


_Found = Iterator[tuple[yaml_file.Path, str]]


def _schedule(data: dict[str, Any]) -> _Found:
    schedule = data.get("schedule")
    if isinstance(schedule, dict) and schedule.get("slots"):
        for name in ("at", "days"):
            if name in schedule:
                yield ("schedule", name), "schedule.slots says when; remove one of the two"


def _mail(data: dict[str, Any]) -> _Found:
    mail = data.get("mail")
    if not isinstance(mail, dict):
        return
    if "password" in mail:
        yield ("mail", "password"), f"passwords do not belong in this file; set the variable {PASSWORD}"
    if not _true(mail.get("enabled", False)):
        return
    if not mail.get("sender") and "sender" not in mail:
        yield ("mail", "sender"), 'is needed when mail is enabled; write it as "Daily Briefing <news@example.org>"'
    if mail.get("unsubscribe_mail") and str(mail.get("unsubscribe", "")).lower().startswith("mailto:"):
        yield ("mail", "unsubscribe_mail"), "and mail.unsubscribe are both addresses to write to; remove one"
    if mail.get("auth") == "xoauth2" and not mail.get("user"):
        yield ("mail", "auth"), "xoauth2 needs mail.user, whose token it is"
    security, host = mail.get("security", "starttls"), mail.get("host", "localhost")
    if security == "tls" and "port" not in mail:
        yield ("mail", "security"), "with tls write the port as well: 465, as a rule"
    if security == "none" and mail.get("user") and host not in ("localhost", "127.0.0.1", "::1"):
        yield (
            ("mail", "security"),
            f"none would send the password to {shown(host)} for all to read; use starttls or tls",
        )


def _channels(data: dict[str, Any]) -> _Found:
    """The ledger knows a channel by its name."""
    entries = data.get("channels")
    seen = {"mail": "the mail's", "file": "the files'"}
    for position, entry in enumerate(entries if isinstance(entries, list) else []):
        name = entry.get("name") or entry.get("kind") if isinstance(entry, dict) else None
        if isinstance(name, str) and name in seen:
            yield ("channels", position, "name"), f"{shown(name)} is {seen[name]} name; give this one another"
        if isinstance(name, str):
            seen[name] = "an earlier channel's"


def _alerts(data: dict[str, Any]) -> _Found:
    alerts, mail = data.get("alerts"), data.get("mail", {})
    if isinstance(alerts, dict) and alerts.get("mail") and isinstance(mail, dict) and not mail.get("sender"):
        example = '"Daily Briefing <news@example.org>"'
        yield ("alerts", "mail"), f"needs mail.sender, whom such a mail is from; write it as sender: {example}"


def _true(value: object) -> bool:
    try:
        return read_truth(value)
    except ValueError:
        return False


def _sources(file: YamlFile) -> _Found:
    sources = file.data.get("sources")
    seen: dict[str, tuple[str | int, ...]] = {}
    for position, entry in enumerate(sources if isinstance(sources, list) else []):
        if not isinstance(entry, dict):
            continue
        if isinstance(entry.get("feed"), str):
            where = ("sources", position, "feed")
            first = seen.setdefault(same_feed(entry["feed"]), where)
            if first != where:
                yield where, f"the same address as {dotted(first)} in line {file.line(first)}; remove one of them"
        access = entry.get("access")
        said = access if isinstance(access, dict) else {}
        if "kind" in entry and (said.get("headers") or said.get("cookies")) and not said.get("hosts"):
            yield ("sources", position, "access"), "needs hosts: the sites that may see its headers and cookies"


def _files(data: dict[str, Any], path: Path) -> _Found:
    """What the file points at must be there now, not at half past six in the morning."""
    folder = path.absolute().parent
    templates = data.get("templates")
    if isinstance(templates, str) and not _there(Path.is_dir, folder, templates):
        yield ("templates",), f"there is no folder {shown(templates)} beside this file"
    reading = data.get("reading")
    sites = reading.get("sites") if isinstance(reading, dict) else None
    if isinstance(sites, str) and not _there(Path.is_file, folder, sites):
        yield ("reading", "sites"), f"there is no file {shown(sites)} beside this file"
    mail = data.get("mail")
    keys = mail.get("dkim") if isinstance(mail, dict) else None
    for position, entry in enumerate(keys if isinstance(keys, list) else []):
        key = entry.get("key") if isinstance(entry, dict) else None
        if isinstance(key, str) and not _there(Path.is_file, folder, key):
            yield ("mail", "dkim", position, "key"), f"there is no file {shown(key)} beside this file"
    sources = data.get("sources")
    for position, entry in enumerate(sources if isinstance(sources, list) else []):
        opml = entry.get("opml") if isinstance(entry, dict) else None
        if isinstance(opml, str) and "://" not in opml and not _there(Path.is_file, folder, opml):
            yield ("sources", position, "opml"), f"there is no file {shown(opml)} beside this file"


def _there(is_there: Callable[[Path], bool], folder: Path, path: str) -> bool:
    try:
        return is_there(beside(folder, path))
    except (OSError, ValueError):  # a name that is too long, or has a NUL in it
        return False


def _weights(data: dict[str, Any]) -> _Found:
    """A weight for a section that nothing is printed in is a slip of the pen."""
    stories, sources = data.get("stories"), data.get("sources")
    weights = stories.get("section_weights") if isinstance(stories, dict) else None
    if not isinstance(weights, dict) or not isinstance(sources, list):
        return
    if not all(isinstance(entry, dict) and "feed" in entry for entry in sources):
        return  # lists and plugins bring sections of their own
    sections = {str(entry.get("section", _SECTION)).strip() for entry in sources}
    for name in weights:
        if name.strip() not in sections:
            meant = close_to(name, sections)
            hint = f"did you mean {meant}?" if meant else f"the sections are {', '.join(sorted(sections))}"
            yield ("stories", "section_weights", name), f"no source has this section; {hint}"


def _with_password(data: dict[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """The data with the password of environ in place of any that the file has."""
    mail = data.get("mail", {})
    if not isinstance(mail, dict):
        return data
    return {**data, "mail": {**mail, "password": environ.get(PASSWORD) or None}}


# --- what a setting says alone -------------------------------------------------------------------------------------


def _explained(details: ErrorDetails, file: YamlFile) -> Iterator[Problem]:
    """One of pydantic's findings in plain words, at its key; none where the YAML itself is to blame."""
    # The sort of source ("<feed>") is pydantic's own step on the way; the file has none such.
    where = tuple(part for part in details["loc"] if not str(part).startswith("<") and part != "[key]")
    kind, value = details["type"], details.get("input")
    if kind == "extra_forbidden" and where[:1] == ("sources",) and where[-1] in _SORTS:
        message = "one entry is one of feed, opml and kind; make two entries of it"
    elif kind == "extra_forbidden":
        message = f"no such setting; {_meant(where, file.data)}"
    elif kind == "union_tag_not_found":
        message = _no_source(value)
    elif kind == "string_type" and value is not None and "access" in where:
        message = "is not text; put it in quotes"  # without the value, which may be a secret
    else:
        message = plain_words(details)
    # Of a list with nothing right in it pydantic also says that it is too short.
    if where not in file.unread and not (kind == "too_short" and value):
        yield Problem(file.line(where), f"{dotted(where)}: {message}")


def _no_source(entry: object) -> str:
    if not isinstance(entry, dict):
        return f"{shown(entry)} is no source; write it as - feed: https://example.org/feed"
    for key in entry:
        if meant := close_to(key, _SORTS):
            return f"{key}: no such setting; did you mean {meant}?"
    return "names no source; it needs one of feed, opml or kind"


def _meant(where: yaml_file.Path, data: object) -> str:
    """What somebody who wrote this key may have meant: a name like it here, or the same name elsewhere."""
    key, here = str(where[-1]), _settings_at(where[:-1], data)
    if meant := close_to(key, here):
        return f"did you mean {meant}?"
    elsewhere = [dotted((*group, key)) for group, names in _groups().items() if key in names]
    if elsewhere:
        return f"did you mean {elsewhere[0]}?"
    return f"there are {', '.join(here)}"


def _groups() -> dict[yaml_file.Path, list[str]]:
    """The names that each group of settings knows."""
    groups: dict[yaml_file.Path, list[str]] = {(): list(Config.model_fields)}
    for name, setting in Config.model_fields.items():
        if isinstance(setting.annotation, type) and issubclass(setting.annotation, BaseModel):
            groups[name,] = [each for each in setting.annotation.model_fields if each != "password"]
    return groups


def _settings_at(where: yaml_file.Path, data: object) -> list[str]:
    if where[:1] == ("sources",) and where[2:] == ("access",):
        return list(AccessSettings.model_fields)
    if where[:1] == ("sources",) and len(where) == 2:
        entry = data["sources"][where[1]] if isinstance(data, dict) else {}
        return list((FeedSource if "feed" in entry else OpmlSource).model_fields)
    return _groups().get(where, [])
