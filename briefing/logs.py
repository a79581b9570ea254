"""What stands in the log: lines for people, or JSON for programs, each of which names the run that it belongs to.

All goes through the standard library's `logging`, so that what libraries and plugins say looks the same. Neither form
has passwords, names in front of addresses, or the values given to `hide`; JSON, and what services say, names no mail
address either.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from datetime import UTC, datetime
from functools import cache
from typing import Literal

Form = Literal["human", "json"]
FORMS: tuple[Form, ...] = ("human", "json")

_ADDRESS = re.compile(r"[\w.!#$%&'*+=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_NOBODY = "(address)"
_PASSWORD = re.compile(r"(?<=://)[^\s/@]+@")
_SHORTEST_SECRET = 6
_KNOWN = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime", "event", "fields"})

_form: Form = "human"
_names = True
"""Whether lines for people have mail addresses."""
_hidden: set[str] = set()
_everywhere: dict[str, str] = {}
"""What the lines of the whole process have, where their thread does not say otherwise."""
_here: ContextVar[Mapping[str, str] | None] = ContextVar("here", default=None)


def begin(form: Form = "human", **bound: str) -> None:
    """Say how lines are written from now on, and what all of this process have; libraries' warnings among them."""
    global _form
    _form = form
    _everywhere.update(bound)
    root = logging.getLogger()
    if not any(isinstance(handler, _Stderr) for handler in root.handlers):
        root.addHandler(_Stderr(logging.WARNING))


def nameless() -> None:
    """Lines for people, too, have no mail addresses from now on: they are a service's log."""
    global _names
    _names = False


def form() -> Form:
    return _form


@cache
def _of_this_process() -> str:
    from uuid import uuid4

    return str(uuid4())


def run_id() -> str:
    """The run's, as a UUID: of this piece of work, or of the process where there is none."""
    return bound().get("run") or _of_this_process()


def bound() -> Mapping[str, str]:
    return {**_everywhere, **(_here.get() or {})}


def bind(**fields: str) -> None:
    """All lines of this process have these."""
    _everywhere.update(fields)


def start_run(**fields: str) -> Token[Mapping[str, str] | None]:
    """From here on this thread's lines have a run id of their own."""
    from uuid import uuid4

    return _here.set({**(_here.get() or {}), "run": str(uuid4()), **fields})


@contextmanager
def run(**fields: str) -> Iterator[str]:
    """A piece of work with a run id of its own, for whatever is said in it; threads that carry its context among it."""
    token = start_run(**fields)
    try:
        yield run_id()
    finally:
        _here.reset(token)


def hide(*secrets: str | None) -> None:
    """These stand in no line from now on."""
    _hidden.update(secret for secret in secrets if secret and len(secret) >= _SHORTEST_SECRET)


def write(level: int, line: str, event: str = "", **fields: object) -> None:
    """A line of ours. fields are for JSON alone: the line says all that people want."""
    _LOG.log(level, "%s", line, extra={"event": event, "fields": fields})


def scrubbed(text: str) -> str:
    """Without secrets."""
    text = _PASSWORD.sub("", text) if "://" in text else text
    for secret in _hidden:
        text = text.replace(secret, "…")
    return text


def impersonal(text: str) -> str:
    """Without secrets and mail addresses."""
    return _ADDRESS.sub(_NOBODY, scrubbed(text))


class _Stderr(logging.Handler):
    """Whatever standard error is at that moment: tests and daemons put another in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = _json(record) if _form == "json" else _human(record)
            sys.stderr.write(line + "\n")
            sys.stderr.flush()
        except OSError:  # a log on a full disk is no reason to leave anybody without the edition
            pass
        except Exception:  # noqa: BLE001 - as every handler of the standard library does
            self.handleError(record)


def _human(record: logging.LogRecord) -> str:
    line = record.getMessage()
    if record.name != _LOG.name:
        line = f"{record.name}: {line}"
    line += _trace(record)
    return scrubbed(line) if _names else impersonal(line)


def _json(record: logging.LogRecord) -> str:
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    ours = record.name == _LOG.name
    fields: Mapping[str, object] = getattr(record, "fields", {}) if ours else {"logger": record.name}
    more = {key: value for key, value in vars(record).items() if not ours and key not in _KNOWN}
    said: dict[str, object] = {
        "time": at,
        "level": record.levelname.lower(),
        "event": getattr(record, "event", "") or ("message" if ours else "library"),
        "message": record.getMessage(),
        "run": run_id(),
        **bound(),
        **more,
        **fields,
    }
    if trace := _trace(record).strip():
        said["exception"] = trace
    return json.dumps({key: _plain(value) for key, value in said.items()}, ensure_ascii=False, default=str)


def _plain(value: object) -> object:
    """Without secrets and mail addresses, however deep."""
    if isinstance(value, str):
        return impersonal(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, bool | int | float) or value is None:
        return value
    return _plain(str(value))


def _trace(record: logging.LogRecord) -> str:
    return "\n" + logging.Formatter().formatException(record.exc_info) if record.exc_info else ""


_LOG = logging.getLogger("briefing")
_LOG.setLevel(logging.DEBUG)
_LOG.propagate = False
_LOG.addHandler(_Stderr())
