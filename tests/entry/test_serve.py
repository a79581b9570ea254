"""`briefing serve` as a user runs it: a process, asked over HTTP, and stopped."""

from __future__ import annotations

import json
import re
import signal
import socket
from pathlib import Path

import pytest

from briefing.entry.listening import listening
from briefing.errors import BriefingError
from tests.processes import running, until
from tests.website import Visitor

CONFIG = "timezone: UTC\nsources: [{feed: https://meridian.example/feed}]\n"


def configured(folder: Path, more: str = "") -> str:
    (folder / "config.yaml").write_text(CONFIG + more)
    return str(folder / "config.yaml")


def test_it_says_where_it_is_gives_a_way_to_the_desk_and_stops_when_told(tmp_path: Path) -> None:
    config = configured(tmp_path)
    with running(tmp_path, "serve", "--no-schedule", "--port", "0", "--config", config) as command:
        command.says(r"Set the desk's password: \S+")
        (port,) = re.findall(r"^http://127\.0\.0\.1:(\d+)/$", command.said, re.MULTILINE)
        visitor = Visitor(int(port))
        (link,) = re.findall(rf"password: http://127\.0\.0\.1:{port}(/desk/first/\S+)", command.said)
        assert visitor.submit(visitor.get(link), link, password="correct horse battery").location == "/desk"
        assert visitor.get("/desk").status == 200
        assert visitor.get("/").status == 200
        assert "Sign up" not in visitor.get("/").text, "there is no mail to confirm by"
        assert command.end(seconds=10) in (0, -15), command.said
    assert "Traceback" not in command.said
    with running(tmp_path, "serve", "--no-schedule", "--port", "0", "--config", config) as again:
        again.says(r"^http://127")
        assert "password" not in again.said
        again.end(seconds=10)
    with running(tmp_path, "serve", "--no-schedule", "--new-password", "--port", "0", "--config", config) as renewed:
        renewed.says(r"Set the desk's password")
        renewed.end(seconds=10)


def test_it_takes_in_other_settings_without_a_stop(tmp_path: Path) -> None:
    config = configured(tmp_path, "title: The Quay\n")
    with running(tmp_path, "serve", "--no-schedule", "--port", "0", "--config", config) as command:
        command.says(r"Set the desk's password: \S+")
        (port,) = re.findall(r"^http://127\.0\.0\.1:(\d+)/$", command.said, re.MULTILINE)
        visitor = Visitor(int(port))
        assert "The Quay" in visitor.get("/").text
        configured(tmp_path, "title: The Lighthouse\nweb: {port: none}\n")
        command.process.send_signal(signal.SIGHUP)
        command.says(r"reload: the settings stay as they were: .*web.port")
        assert "The Quay" in visitor.get("/").text
        configured(tmp_path, "title: The Lighthouse\n")
        command.process.send_signal(signal.SIGHUP)
        until(lambda: "The Lighthouse" in Visitor(int(port)).get("/").text, what="the other title")
        assert command.end(seconds=10) in (0, -15), command.said
    assert "Traceback" not in command.said


def test_a_folder_of_configurations_has_no_pages(tmp_path: Path) -> None:
    configured(tmp_path)
    with running(tmp_path, "serve", "--config", str(tmp_path)) as command:
        assert command.process.wait(30) == 2
        assert "The web pages are one briefing's: name its file." in command.said


@pytest.mark.parametrize("host", ["a..b", "192.0.2.1", "300.1.1.1"])
def test_a_host_that_is_not_this_machine_is_said(host: str) -> None:
    with pytest.raises(BriefingError, match=re.escape(host)) as refused:
        listening(host, 0)
    assert "0.0.0.0" in refused.value.hint


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with running(tmp_path, "serve", "--port", port, "--config", configured(tmp_path)) as command:
            command.says(r"(?i)address already in use")
            assert command.process.wait(10) == 2
    assert "Traceback" not in command.said


def test_its_log_is_json_by_choice_and_names_no_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_LOG", "json")
    monkeypatch.setenv("BRIEFING_METRICS_TOKEN", "a-token-of-many-letters")
    more = "web: {metrics_from: BRIEFING_METRICS_TOKEN}\n"
    with running(tmp_path, "serve", "--no-schedule", "--port", "0", "--config", configured(tmp_path, more)) as command:
        port = int(command.says(r"^http://127\.0\.0\.1:(\d+)/$")[1])
        visitor = Visitor(port, "203.0.113.77")
        visitor.get("/settings/r1.secret")
        visitor.get("/search?q=ann@home.example")
        token = {"Authorization": "Bearer a-token-of-many-letters"}
        assert "briefing_info" in visitor.get("/metrics", token).text
        assert visitor.get("/healthz").text == "ok\n"
        command.says('"path": "/healthz"')
        command.end(seconds=10)
    lines = [json.loads(line) for line in command.said.splitlines() if line.startswith("{")]
    asked = [line for line in lines if line["event"] == "request"]
    assert {line["path"] for line in asked} == {"/settings/…", "/search", "/metrics", "/healthz"}
    first = asked[0]
    assert (first["method"], first["status"], first["level"], first["briefing"]) == ("GET", 410, "info", "daily")
    assert 0 <= first["seconds"] < 20
    assert len({line["run"] for line in lines}) == 1
    for secret in ("203.0.113.77", "secret", "ann@", "many-letters"):
        assert secret not in command.said


def test_a_short_token_is_said_before_anything_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_METRICS_TOKEN", "short")
    config = configured(tmp_path, "web: {metrics_from: BRIEFING_METRICS_TOKEN}\n")
    with running(tmp_path, "serve", "--no-schedule", "--port", "0", "--config", config) as command:
        command.says("BRIEFING_METRICS_TOKEN has less than 16 letters")
        assert command.process.wait(20) == 2
    assert "http://" not in command.said
