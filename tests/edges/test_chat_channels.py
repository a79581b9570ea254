"""Webhook, Maildir and Apprise: what arrives, and what is said of everything that can go wrong."""

from __future__ import annotations

import json
import mailbox
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefing import contracts, wiring
from briefing.config import parse_config
from briefing.delivery import Delivery, deliver
from briefing.edges.maildir_channel import MaildirChannel
from briefing.edges.store import SqlStore
from briefing.edges.webhook_channel import WebhookChannel
from briefing.errors import (
    ConfigError,
    DeliveryError,
    PluginError,
    RejectedError,
    UncertainError,
    UnreachableError,
)
from tests import editions
from tests.edges.hostile_web import drips
from tests.hooks import Hook, listening

EDITION, ARTICLES = editions.edition()
DOCUMENT = replace(contracts.document(), edition=EDITION.id)
NOW = datetime(2026, 9, 16, 5, tzinfo=UTC)


@pytest.fixture
def hook() -> Iterator[Hook]:
    with listening() as running:
        yield running


def webhook(url: str) -> WebhookChannel:
    return WebhookChannel(url=url, payload=lambda edition: {"subject": edition.subject}, timeout=5)


def send(channel: WebhookChannel | MaildirChannel) -> str:
    with channel.session() as session:
        return session.send(EDITION, DOCUMENT, next(iter(channel.recipients())), "<1@brief.example>")


# --- webhook ---


def test_a_post_has_the_edition_and_the_record_has_no_secret(hook: Hook) -> None:
    channel = webhook(hook.url)
    assert send(channel) == "200 OK ok"
    assert hook.posts == [("/hooks/s3cret?key=also", {"subject": EDITION.subject})]
    assert list(channel.recipients()) == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("status", "error"),
    [(429, DeliveryError), (503, DeliveryError), (400, RejectedError), (404, RejectedError), (302, RejectedError),
     (0, UncertainError)],
)  # fmt: skip
def test_each_answer_is_judged_and_names_no_secret(hook: Hook, status: int, error: type[DeliveryError]) -> None:
    hook.answers = [status]
    with pytest.raises(error) as caught:
        send(webhook(hook.url))
    assert type(caught.value) is error
    assert "s3cret" not in f"{caught.value.message} {caught.value.hint}"
    assert len(hook.posts) == 1, "a redirect is not followed"


@pytest.mark.parametrize(
    ("head", "told"),
    [(b"HTTP/1.1 2", None), (b"HTTP/1.1 200 OK\r\nX: ", "200 OK"), (b"HTTP/1.1 200 OK\r\n\r\n", "200 OK y")],
    ids=["no verdict", "no end of the headers", "no end of the body"],
)
def test_an_answer_that_comes_in_drops_is_not_waited_for(head: bytes, told: str | None) -> None:
    def answer(listener: socket.socket) -> None:
        with listener.accept()[0] as connection, suppress(OSError):
            asked = b""
            while not asked.endswith(b"{}"):  # what is left unread makes of the end a reset
                asked += connection.recv(65536)
            drips(head, b"y")(connection, {})

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=answer, args=(listener,), daemon=True).start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        channel = WebhookChannel(url=url, payload=lambda _: {}, timeout=0.5)
        begun = time.monotonic()
        with nullcontext() if told else pytest.raises(UncertainError):
            assert send(channel).startswith(told or "")
    assert time.monotonic() - begun < 5


def test_nobody_there_is_tried_again_later() -> None:
    with listening() as gone:
        url = gone.url
    with pytest.raises(UnreachableError):
        send(webhook(url))


def test_a_post_is_delivered_once_and_one_that_failed_again(hook: Hook, tmp_path: Path) -> None:
    store = SqlStore(f"sqlite:///{tmp_path}/b.db", lambda holder: False)
    editions.keep(store, EDITION, ARTICLES)
    work = Delivery(edition=EDITION, document=DOCUMENT, message_id=lambda *names: f"<{len(names)}@b.example>")
    hook.answers = [503]
    moment = [NOW]
    for _ in range(3):
        deliver(work, [webhook(hook.url)], store.ledger, "me/1/1", clock=lambda: moment[0])
        moment[0] = moment[0].replace(minute=moment[0].minute + 5)
    store.close()
    assert len(hook.posts) == 2


@pytest.mark.parametrize("url", ["", "ftp://a.example/x", "http://chat.example/hook", "https://", "http://[::1"])
def test_an_address_that_is_none_is_said_without_naming_it(url: str) -> None:
    with pytest.raises(ConfigError) as caught:
        webhook(url)
    assert "channels: webhook" in caught.value.message


# --- Maildir ---


def test_what_a_killed_process_left_half_written_is_taken_away(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    for name in ("1.abc.briefing", "1.abc.other"):
        (tmp_path / "tmp" / name).write_text("From: half a")
    send(MaildirChannel(path=tmp_path, clock=lambda: NOW))
    assert [path.name for path in (tmp_path / "tmp").iterdir()] == ["1.abc.other"]


def test_a_mail_lies_in_the_maildir_once_however_often_it_is_sent(tmp_path: Path) -> None:
    channel = MaildirChannel(path=tmp_path / "Mail", clock=lambda: NOW)
    first = send(channel)
    assert first.startswith("new/")
    assert send(channel) == first
    box = mailbox.Maildir(tmp_path / "Mail", create=False)
    (key,) = box.keys()
    mail = box[key]
    assert (mail["Subject"], mail["From"], mail.get_content_type()) == (
        "News", "Briefing <briefing@localhost>", "multipart/alternative",
    )  # fmt: skip
    assert not list((tmp_path / "Mail" / "tmp").iterdir())
    message = box[key]
    message.set_subdir("cur")
    message.add_flag("S")
    box[key] = message
    assert "read already" in send(channel)
    assert len(box.keys()) == 1


def test_a_maildir_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "Mail").write_text("a file")
    with pytest.raises(DeliveryError, match="Mail"):
        send(MaildirChannel(path=tmp_path / "Mail", clock=lambda: NOW))


# --- as the configuration names them ---


def channels(folder: Path, text: str) -> list[Any]:
    config = parse_config(
        f"timezone: UTC\nsources: [{{feed: https://a.example/feed}}]\n{text}", folder / "config.yaml", {}
    )
    store = SqlStore(f"sqlite:///{folder}/b.db", lambda holder: False)
    try:
        return wiring.channels(config, folder / "out", lambda: NOW, store, EDITION)
    finally:
        store.close()


@pytest.mark.parametrize("shape", ["slack", "discord", "mattermost", "json"])
def test_a_secret_address_comes_from_the_environment(
    hook: Hook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    monkeypatch.setenv("TEAM_HOOK", hook.url)
    found = channels(tmp_path, f"channels: [{{kind: webhook, name: team, shape: {shape}, url_from: TEAM_HOOK}}]\n")
    assert found[-1].name == "team"
    send(found[-1])
    assert EDITION.title in json.dumps(hook.posts[0][1], ensure_ascii=False)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of what Apprise imports
def test_apprise_tells_the_headlines(hook: Hook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("apprise", reason="Apprise is not installed")
    monkeypatch.setenv("WAYS", f"json://127.0.0.1:{hook.port}/notify")
    channel = channels(tmp_path, "channels: [{kind: apprise, urls_from: WAYS}]\n")[-1]
    (recipient,) = channel.recipients()
    assert channel.send(EDITION, DOCUMENT, recipient, "<1@b.example>") == "taken"
    assert EDITION.briefs[0].headline in hook.posts[0][1]["message"]
    hook.answers = [500]
    with pytest.raises(DeliveryError, match="was not taken"):
        channel.send(EDITION, DOCUMENT, recipient, "<1@b.example>")


def test_a_maildir_of_the_configuration_lies_beside_it(tmp_path: Path) -> None:
    channel = channels(tmp_path, "channels: [{kind: maildir, path: Mail}]\n")[-1]
    send(channel)
    assert (tmp_path / "Mail" / "new").is_dir()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{kind: webhook, url_from: NOT_SET_ANYWHERE}", "NOT_SET_ANYWHERE is not set"),
        ("{kind: webhook, url: 'https://a.example/x', shape: teams}", "there is no shape 'teams'"),
        ("{kind: webhook, adress: 'https://a.example/x'}", "url"),
        ("{kind: maildir}", "path"),
    ],
)
def test_a_mistake_in_the_configuration_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises((ConfigError, PluginError)) as caught:
        channels(tmp_path, f"channels: [{text}]\n")
    assert said in f"{caught.value.message} {caught.value.hint}"


def test_two_channels_of_one_name_are_a_mistake(tmp_path: Path) -> None:
    two = "channels: [{kind: maildir, path: a}, {kind: maildir, path: b}]\n"
    with pytest.raises(ConfigError, match=r"channels\[1\]\.name.*an earlier channel's name"):
        channels(tmp_path, two)


def test_a_folder_can_be_a_site(tmp_path: Path) -> None:
    (files, *_) = channels(tmp_path, "output: {forms: [html, atom, index], url: 'https://example.org/'}\n")
    files.send(EDITION, DOCUMENT, str(tmp_path / "out"), "<1@b.example>")
    page = (tmp_path / "out" / "index.html").read_text()
    assert 'href="2026-09-16/edition.html"' in page
    assert 'href="feed.atom"' in page
    assert EDITION.briefs[0].headline in page
    assert "http://" not in page
