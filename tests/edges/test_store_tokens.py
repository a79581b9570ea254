"""What the store keeps for the web pages: secrets, limits, errands, the desk's password, what readers chose."""

from __future__ import annotations

import threading
from datetime import date, timedelta

from briefing.edges.processes import alive
from briefing.edges.store import SqlStore
from briefing.model import Receipt, Recipe, Subscriber
from tests.builders import NOW, edition
from tests.edges.test_store import path, store, url
from tests.old_stores import take_back

__all__ = ["path", "store", "url"]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ANN = "Ann@home.example"


def reader(store: SqlStore, address: str = ANN, since_days: int = 0) -> Subscriber:
    store.subscribers.save([Subscriber(address=address, since=NOW - since_days * DAY)], NOW)
    found = store.subscribers.get(address)
    assert found
    return found


# --- tokens ---


def test_a_secret_is_known_for_its_purpose_until_it_ends_and_used_once(store: SqlStore) -> None:
    token = store.tokens.give("confirm", "r1", NOW, until=NOW + HOUR)
    assert store.tokens.subject("confirm", token, NOW) == "r1"
    assert store.tokens.subject("session", token, NOW) is None
    assert store.tokens.subject("confirm", token + "x", NOW) is None
    assert store.tokens.subject("confirm", token, NOW + HOUR) is None
    assert store.tokens.use("session", token, NOW) is None
    assert [store.tokens.use("confirm", token, NOW) for _ in range(2)] == ["r1", None]


def test_what_is_too_old_is_not_used_either_and_forgotten(store: SqlStore) -> None:
    token = store.tokens.give("confirm", "r1", NOW, until=NOW + HOUR)
    store.tokens.give("confirm", "r2", NOW + DAY, until=NOW + 2 * DAY)
    assert store.tokens.use("confirm", token, NOW) is None, "the next one swept it away"


def test_secrets_of_somebody_are_taken_back(store: SqlStore) -> None:
    mine, theirs = (store.tokens.give("confirm", name, NOW, until=NOW + HOUR) for name in ("r1", "r2"))
    store.tokens.revoke("confirm", "r1")
    assert store.tokens.subject("confirm", mine, NOW) is None
    assert store.tokens.subject("confirm", theirs, NOW) == "r2"


def test_the_secret_itself_lies_nowhere(store: SqlStore) -> None:
    token = store.tokens.give("confirm", "r1", NOW, until=NOW + HOUR)
    with store.tokens._transaction.read() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM tokens").all()
    assert token not in str(rows)


def test_of_two_who_use_it_at_once_one_does(store: SqlStore, url: str) -> None:
    token = store.tokens.give("confirm", "r1", NOW, until=NOW + HOUR)
    other = SqlStore(url, alive)
    got: list[str | None] = []

    def use(of: SqlStore) -> None:
        got.append(of.tokens.use("confirm", token, NOW))

    threads = [threading.Thread(target=use, args=(each,)) for each in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sorted(map(str, got)) == ["None", "r1"]


def test_the_password_is_kept_and_replaced(store: SqlStore) -> None:
    assert store.tokens.password() is None
    for hashed in ("$argon2id$one", "$argon2id$two"):
        store.tokens.set_password(hashed)
        assert store.tokens.password() == hashed


# --- limits ---


def test_so_often_in_a_span_and_again_in_the_next(store: SqlStore) -> None:
    def take(minutes: int, name: str = "a") -> bool:
        return store.limits.take(name, NOW + timedelta(minutes=minutes), most=2, span=HOUR)

    start = -(NOW.minute)
    assert [take(start + n) for n in (0, 10, 20, 59)] == [True, True, False, False]
    assert take(start + 20, "b")
    assert [take(start + n) for n in (60, 61, 62)] == [True, True, False]


def test_what_was_given_back_counts_no_more(store: SqlStore) -> None:
    assert store.limits.take("a", NOW, most=1, span=DAY)
    store.limits.give_back("a")
    assert store.limits.take("a", NOW, most=1, span=DAY)


def test_many_at_once_get_no_more_than_there_is(store: SqlStore, url: str) -> None:
    other, let_in = SqlStore(url, alive), list[bool]()

    def ask(of: SqlStore) -> None:
        for _ in range(15):
            let_in.append(of.limits.take("a", NOW, most=7, span=DAY))

    threads = [threading.Thread(target=ask, args=(each,)) for each in (store, other, store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sum(let_in) == 7


# --- errands ---


def test_an_errand_is_due_claimed_and_done(store: SqlStore) -> None:
    ann = reader(store)
    for _ in range(2):
        store.errands.add("confirm", ann.id, NOW)
    assert store.errands.due(NOW) == [("confirm", ann.id, 0)]
    assert [store.errands.claim("confirm", ann.id, 0, NOW + HOUR) for _ in range(2)] == [True, False]
    assert store.errands.due(NOW) == []
    assert store.errands.due(NOW + HOUR) == [("confirm", ann.id, 1)]
    store.errands.done("confirm", ann.id)
    assert store.errands.due(NOW + DAY) == []


def test_who_is_forgotten_leaves_nothing(store: SqlStore) -> None:
    ann = reader(store)
    store.errands.add("welcome", ann.id, NOW)
    store.subscribers.bounced(ANN, "<1@b.example>", "nobody", NOW, limit=9)
    assert store.subscribers.forget(ann.id)
    assert not store.subscribers.forget(ann.id)
    assert store.subscribers.by_id(ann.id) is None
    assert store.errands.due(NOW + DAY) == []


# --- readers ---


def test_what_a_reader_chose_is_kept(store: SqlStore) -> None:
    ann = reader(store)
    choice = {"sections": ("World", "Économie"), "days": (4, 0), "paused_until": date(2026, 10, 1), "language": "fr"}
    kept = store.subscribers.choose(ann.id, **choice)  # type: ignore[arg-type]
    assert kept
    assert (kept.sections, kept.days, kept.paused_until, kept.language) == (
        ("World", "Économie"), (0, 4), date(2026, 10, 1), "fr",
    )  # fmt: skip
    assert list(store.subscribers.stream("active")) == [kept]
    assert store.subscribers.get(ANN) == kept
    assert store.subscribers.choose("nobody", **choice) is None  # type: ignore[arg-type]


def test_who_stopped_since_then_is_known(store: SqlStore) -> None:
    reader(store)
    reader(store, "bob@home.example")
    store.subscribers.set_state(ANN, "unsubscribed", "left", NOW + HOUR)
    assert store.subscribers.stopped_since(NOW) == ["ann@home.example"]
    assert store.subscribers.stopped_since(NOW + 2 * HOUR) == []


def test_who_never_confirmed_is_forgotten_in_time(store: SqlStore) -> None:
    for name, days in (("old", 40), ("new", 2)):
        waiting = Subscriber(address=f"{name}@home.example", state="pending", since=NOW - days * DAY)
        store.subscribers.save([waiting], NOW)
    reader(store, since_days=400)
    assert store.subscribers.forget_unconfirmed(NOW - 30 * DAY) == 1
    assert {each.address for each in store.subscribers.stream()} == {"new@home.example", ANN}


def test_growth_is_counted_by_the_day(store: SqlStore) -> None:
    for number, days in enumerate((3, 3, 1)):
        reader(store, f"r{number}@home.example", days)
    store.subscribers.set_state("r0@home.example", "bounced", "nobody", NOW)
    came, left = store.subscribers.by_day()
    today = NOW.date()
    assert (dict(came), dict(left)) == ({today - 3 * DAY: 2, today - DAY: 1}, {today: 1})


def test_a_record_keeps_its_lines_and_forgets_the_name(store: SqlStore) -> None:
    store.editions.add(edition(), Recipe(version="1"), [], NOW)
    line = Receipt(edition=edition().id, channel="mail", recipient=ANN, state="sent", at=NOW, reply="250 for Ann")
    store.ledger.turn(edition().id, "mail", settled=[line], now=NOW)
    store.ledger.forget(ANN)
    (kept,) = store.ledger.receipts(edition().id)
    assert (kept.state, kept.reply) == ("sent", "")
    assert "nn@" not in kept.recipient


def test_a_store_of_before_takes_on_what_the_pages_need(store: SqlStore, url: str) -> None:
    store.editions.add(edition(), Recipe(version="1"), [], NOW)
    store.close()
    take_back(url, 5)
    again = SqlStore(url, alive)
    ann = reader(again)
    assert (ann.sections, ann.days, ann.paused_until) == ((), (), None)
    assert again.tokens.use("confirm", again.tokens.give("confirm", ann.id, NOW, until=NOW + HOUR), NOW) == ann.id
    assert again.editions.get(edition().id) == edition()
    again.close()
