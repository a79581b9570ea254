"""Everybody gets an edition at most once, whatever goes wrong: over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.delivery import DELIVER_AGAIN, Delivery, deliver
from briefing.edges.processes import this_process
from briefing.edges.store import SqlStore
from briefing.errors import BusyError, DeliveryError, RejectedError, UncertainError
from briefing.model import Failure, Receipt, Recipe, State
from tests.builders import NOW, document, edition
from tests.fakes import Clock, Postbox

EDITION = edition()
ANN, BOB, CAT = "ann@example.org", "bob@example.org", "cat@example.org"


class Crash(BaseException):
    """Stands for the power going off: nothing catches it."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = SqlStore(f"sqlite:///{tmp_path}/briefing.db", lambda holder: holder == "elsewhere")
    opened.editions.add(EDITION, Recipe(version="1"), [], NOW)
    yield opened
    opened.close()


def work(**changes: object) -> Delivery:
    plain: dict[str, object] = {
        "edition": EDITION,
        "document": document(EDITION),
        "message_id": lambda edition, channel, recipient: f"<{edition}.{channel}.{recipient}@x>",
    }
    return Delivery(**plain | changes)  # type: ignore[arg-type]  # a test's shorthand


def send(store: SqlStore, *boxes: Postbox, clock: Clock | None = None, **changes: object) -> list[Failure]:
    return deliver(work(**changes), boxes, store.ledger, this_process(), clock=clock or Clock(NOW))


def line(store: SqlStore, recipient: str) -> Receipt:
    return store.ledger.lines(EDITION.id, "mail", [recipient])[recipient]


def test_a_second_run_sends_nothing(store: SqlStore) -> None:
    box = Postbox(ANN, BOB)
    assert send(store, box) == []
    assert send(store, box) == []
    assert [to for to, _ in box.sent] == [ANN, BOB]
    assert line(store, ANN).state == "sent"
    assert line(store, ANN).reply == "250 OK"
    assert line(store, ANN).message_id == f"<{EDITION.id}.mail.{ANN}@x>"


def test_a_new_reader_gets_it_later(store: SqlStore) -> None:
    send(store, Postbox(ANN))
    late = Postbox(ANN, BOB)
    send(store, late)
    assert [to for to, _ in late.sent] == [BOB]


def test_one_bad_address_does_not_stop_the_rest(store: SqlStore) -> None:
    box = Postbox(ANN, BOB, CAT, trouble={BOB: [RejectedError("550 no such user", code=550)] * 2})
    (failure,) = send(store, box)
    assert (failure.subject, failure.message) == (BOB, "failed: 550 no such user")
    assert [to for to, _ in box.sent] == [ANN, CAT]
    assert line(store, BOB).retry_at is None
    assert send(store, box) == []
    assert len(box.trouble[BOB]) == 1
    send(store, box, again=frozenset({"failed"}))
    assert box.trouble[BOB] == []


def test_a_passing_failure_is_tried_again_when_its_time_has_come(store: SqlStore) -> None:
    box = Postbox(ANN, trouble={ANN: [DeliveryError("450 try later", code=450)]})
    clock = Clock(NOW)
    assert len(send(store, box, clock=clock)) == 1
    assert send(store, box, clock=clock) == []
    assert box.sent == []
    clock.now += DELIVER_AGAIN[0]
    assert send(store, box, clock=clock) == []
    assert [to for to, _ in box.sent] == [ANN]
    assert line(store, ANN).attempts == 2


def test_a_failure_that_stays_is_given_up_after_the_window(store: SqlStore) -> None:
    box = Postbox(ANN, trouble={ANN: [DeliveryError("450 try later", code=450)] * 99})
    clock = Clock(NOW)
    for _ in range(50):
        send(store, box, clock=clock, window=timedelta(hours=1))
        clock.now += timedelta(minutes=16)
    tries = 99 - len(box.trouble[ANN])
    assert 4 <= tries <= 8
    assert line(store, ANN).retry_at is None
    assert line(store, ANN).attempts == tries


def test_what_nobody_can_know_is_left_to_the_user(store: SqlStore) -> None:
    box = Postbox(ANN, trouble={ANN: [UncertainError("the connection broke after the last dot")]})
    (failure,) = send(store, box)
    assert failure.message.startswith("uncertain")
    assert send(store, box) == []
    assert box.sent == []
    send(store, box, again=frozenset({"uncertain"}))
    assert [to for to, _ in box.sent] == [ANN]


def test_a_server_that_can_not_be_reached_is_noted_for_each_reader_and_tried_again(store: SqlStore) -> None:
    box, clock = Postbox(ANN, BOB), Clock(NOW)
    box.closed = DeliveryError("connection refused", hint="Is the mail server running?")
    failures = send(store, box, clock=clock)
    assert {f.subject for f in failures} == {"mail"}
    assert line(store, "").reply == "connection refused. Is the mail server running?"
    assert store.ledger.next_try(EDITION.id) == line(store, "").retry_at
    assert store.ledger.tally(EDITION.id) == {}
    box.closed = None
    clock.now += DELIVER_AGAIN[0]
    assert send(store, box, clock=clock) == []
    assert [to for to, _ in box.sent] == [ANN, BOB]


def test_one_channel_that_fails_does_not_stop_the_next(store: SqlStore) -> None:
    bad, good = Postbox(ANN), Postbox(BOB, name="chat")
    bad.closed = DeliveryError("connection refused")
    send(store, bad, good)
    assert [to for to, _ in good.sent] == [BOB]


def test_a_crash_while_sending_leaves_that_one_uncertain_and_the_rest_to_come(store: SqlStore) -> None:
    box = Postbox(ANN, BOB, CAT, trouble={BOB: [Crash()]})  # type: ignore[list-item]
    with pytest.raises(Crash):
        send(store, box)
    assert send(store, box) == []
    assert [to for to, _ in box.sent] == [ANN, CAT]
    assert line(store, BOB).state == "uncertain"
    assert "ended while sending" in line(store, BOB).reply


def test_one_that_is_told_to_stop_leaves_the_rest_for_the_next(store: SqlStore) -> None:
    box = Postbox(ANN, BOB, CAT)
    assert send(store, box, stop=lambda: len(box.sent) >= 1) == []
    assert [to for to, _ in box.sent] == [ANN]
    assert store.ledger.tally(EDITION.id) == {("mail", "sent"): 1}
    send(store, box)
    assert [to for to, _ in box.sent] == [ANN, BOB, CAT]


def test_two_processes_do_not_deliver_at_once(store: SqlStore) -> None:
    with store.ledger.hold(f"deliver {EDITION.id}", "elsewhere", NOW) as ours:
        assert ours
        box, files = Postbox(ANN), Postbox("out", name="file")
        files.repeatable = True
        with pytest.raises(BusyError, match="Another process"):
            send(store, box, files)
        assert (box.sent, len(files.sent)) == ([], 1)


OUTCOMES: dict[str, type[BaseException] | None] = {
    "ok": None,
    "later": DeliveryError,
    "never": RejectedError,
    "unknown": UncertainError,
    "crash": Crash,
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(sorted(OUTCOMES)), max_size=4), min_size=1, max_size=4), st.data())
def test_no_history_of_trouble_sends_twice(tmp_path_factory: pytest.TempPathFactory, fates: list[list[str]],
                                           data: st.DataObject) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("ledger")
    store = SqlStore(f"sqlite:///{folder}/briefing.db", lambda holder: False)
    store.editions.add(EDITION, Recipe(version="1"), [], NOW)
    names = [f"reader{n}@example.org" for n in range(len(fates))]
    trouble: dict[str, list[Exception]] = {}
    for name, outcomes in zip(names, fates, strict=True):
        errors = [OUTCOMES[o]("trouble") for o in outcomes if OUTCOMES[o]]  # type: ignore[misc]
        trouble[name] = errors  # type: ignore[assignment]
    box, clock = Postbox(*names, trouble=trouble), Clock(NOW)
    for _ in range(25):
        with suppress(Crash):
            send(store, box, clock=clock, window=timedelta(days=1))
        clock.now += timedelta(minutes=20)
    sent = [to for to, _ in box.sent]
    store_says: dict[str, State] = {r.recipient: r.state for r in store.ledger.receipts(EDITION.id)}
    store.close()
    assert len(sent) == len(set(sent))
    for name, outcomes in zip(names, fates, strict=True):
        stops = [o for o in outcomes if o in ("never", "unknown", "crash")]
        wanted = "failed" if stops[:1] == ["never"] else "uncertain" if stops else "sent"
        assert store_says[name] == wanted
        assert (name in sent) == (wanted == "sent")


class Collapsing(Postbox):
    """A channel whose connection is lost as it is closed, and one of whose readers another process serves meanwhile."""

    def __init__(self, store: SqlStore, *to: str) -> None:
        super().__init__(*to)
        self.store = store

    @contextmanager
    def session(self) -> Iterator[Postbox]:
        line = Receipt(edition=EDITION.id, channel="mail", recipient=ANN, state="sent", at=NOW, reply="by another")
        self.store.ledger.turn(EDITION.id, "mail", settled=[line], now=NOW)
        yield self
        raise DeliveryError("the connection was lost")


def test_what_another_process_sent_stays_sent_when_the_connection_is_lost(store: SqlStore) -> None:
    box = Collapsing(store, ANN, BOB)
    assert send(store, box) == []
    assert [to for to, _ in box.sent] == [BOB]
    assert (line(store, ANN).state, line(store, ANN).reply) == ("sent", "by another")
    assert line(store, BOB).state == "sent"
