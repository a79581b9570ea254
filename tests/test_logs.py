"""The log's two forms: what stands in every line, and what stands in none."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator
from contextvars import copy_context
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from briefing import logs
from briefing.entry import cli
from briefing.entry.console import Console
from briefing.model import Failure

Read = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in (("_form", "human"), ("_names", True), ("_hidden", set()), ("_everywhere", {})):
        monkeypatch.setattr(logs, name, value)
    yield
    for handler in list(logging.getLogger().handlers):
        if isinstance(handler, logs._Stderr):
            logging.getLogger().removeHandler(handler)


def lines(capsys: Read) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_people_read_the_line_and_nothing_else(capsys: Read) -> None:
    Console().note("Read 9 of 9 feeds.", "gathered", feeds=9)
    assert capsys.readouterr().err == "Read 9 of 9 feeds.\n"


def test_programs_read_json_with_time_level_event_run_and_fields(capsys: Read) -> None:
    logs.begin("json", briefing="daily")
    began = datetime.now(UTC)
    console = Console()
    console.note("Read 9 of 9 feeds.", "gathered", feeds=9, seconds=1.25, offline=False)
    console.warn("two\nlines")
    console.say("a result")
    first, second = lines(capsys)
    assert first.pop("time") >= began.isoformat(timespec="seconds")[:19]
    assert first == {
        "level": "info", "event": "gathered", "message": "Read 9 of 9 feeds.", "run": logs.run_id(),
        "briefing": "daily", "feeds": 9, "seconds": 1.25, "offline": False,
    }  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", second["time"]), "RFC 3339, UTC"
    assert (second["level"], second["message"], second["run"]) == ("warning", "two\nlines", first["run"])


def test_each_failure_is_a_line_for_programs(capsys: Read) -> None:
    logs.begin("json")
    Console().failures([Failure(stage="page", subject=f"p{number}", message="404") for number in range(30)])
    found = lines(capsys)
    assert len(found) == 30
    assert {key: found[0][key] for key in ("event", "stage", "subject", "failure")} == {
        "event": "failure", "stage": "page", "subject": "p0", "failure": "404",
    }  # fmt: skip


def test_a_piece_of_work_has_an_id_of_its_own_in_its_threads_too(capsys: Read) -> None:
    logs.begin("json")
    console = Console()
    with logs.run(briefing="evening") as inside:
        threads = [
            threading.Thread(target=copy_context().run, args=(console.note, "inside")),
            threading.Thread(target=console.note, args=("beside",)),
        ]
        for thread in threads:
            thread.start()
            thread.join()
    console.note("after")
    found = {line["message"]: line for line in lines(capsys)}
    assert (found["inside"]["run"], found["inside"]["briefing"]) == (inside, "evening")
    assert found["beside"]["run"] == found["after"]["run"] != inside
    assert "briefing" not in found["after"]


def test_what_libraries_and_plugins_say_has_the_same_form(capsys: Read) -> None:
    logs.begin("json")
    logs.begin("json")
    try:
        raise ValueError("at ann@home.example")
    except ValueError:
        logging.getLogger("some.plugin").exception("it broke", extra={"town": "Aske"})
    logging.getLogger("some.plugin").info("chatter")
    (line,) = lines(capsys)
    assert (line["logger"], line["event"], line["level"], line["town"]) == ("some.plugin", "library", "error", "Aske")
    assert "ValueError: at (address)" in line["exception"]
    logs.begin("human")
    logging.getLogger("some.plugin").warning("careful")
    assert capsys.readouterr().err == "some.plugin: careful\n"


SAID = "Ann <ann.lee+news@home.example>: 550 no; https://user:pass@feed.example/x and token-12345678"


def test_nobody_and_no_secret_is_named(capsys: Read) -> None:
    logs.hide("token-12345678", "abc", None)
    Console().warn(SAID)
    said = capsys.readouterr().err
    assert "ann.lee+news@home.example" in said, "who types a command sees whom it is about"
    assert "pass" not in said
    assert "token-1" not in said
    logs.nameless()
    Console().warn(SAID)
    assert "home.example" not in capsys.readouterr().err
    logs.begin("json")
    Console().warn("abc", "x", nested={"to": ["ann@home.example"], "url": "https://u:p@x.example/"}, what=SAID)
    said = capsys.readouterr().err
    assert "home.example" not in said
    assert "u:p" not in said
    assert "token-1" not in said
    assert json.loads(said)["message"] == "abc", "what is too short to be a secret is a word"


@pytest.mark.parametrize("url", ["https://medium.example/@first.last/feed", "https://x.example/a@b/c"])
def test_an_address_of_the_web_is_none_of_mail(url: str) -> None:
    assert logs.impersonal(url) == url


@given(st.text(), st.dictionaries(st.text(max_size=8), st.text() | st.integers() | st.lists(st.text()), max_size=3))
def test_any_line_is_one_line_of_json(text: str, fields: dict[str, Any]) -> None:
    record = logging.makeLogRecord({"name": "briefing", "msg": "%s", "args": (text,), "levelname": "INFO"})
    record.fields = fields
    line = logs._json(record)
    assert len(line.encode("utf-8", "surrogatepass").split(b"\n")) == 1
    assert json.loads(line)["level"] == "info"


def test_the_form_is_chosen_by_option_or_environment(tmp_path: Any) -> None:
    missing = ["status", "--config", str(tmp_path / "none.yaml")]
    for arguments, environ in ((["--log", "json", *missing], {}), (missing, {"BRIEFING_LOG": "json"})):
        CliRunner().invoke(cli.app, arguments, env=environ)
        assert logs.form() == "json"
        logs.begin("human")
    wrong = CliRunner().invoke(cli.app, missing, env={"BRIEFING_LOG": "xml"})
    assert wrong.exit_code == 2
    assert "BRIEFING_LOG" in wrong.output
