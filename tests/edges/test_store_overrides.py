"""What the store keeps of editions that were sent although the check held them back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import create_engine

from briefing.edges.processes import alive
from briefing.edges.store import SqlStore
from briefing.edges.store.steps import STEPS
from briefing.errors import StoreError
from briefing.model import Override, Recipe
from tests.builders import NOW, edition
from tests.edges.test_store import path, store, url
from tests.old_stores import take_back

__all__ = ["path", "store", "url"]

KEY = edition().id


def test_what_was_passed_over_is_kept_with_its_time_oldest_first(store: SqlStore) -> None:
    store.editions.add(edition(), Recipe(version="1"), [], NOW)
    later = NOW + timedelta(hours=1)
    assert store.editions.overrides(KEY) == []
    store.editions.override(KEY, ["“Ferry” leads to \0https://a.example/, which is gone"], later)
    store.editions.override(KEY, ["the subject is empty", "the lead is old \ud800"], NOW)
    assert store.editions.overrides(KEY) == [
        Override(edition=KEY, at=NOW, findings=("the subject is empty", "the lead is old ?")),
        Override(edition=KEY, at=later, findings=("“Ferry” leads to https://a.example/, which is gone",)),
    ]
    assert store.editions.overrides("daily/1999-01-01") == []


def test_it_outlives_the_process_and_nothing_is_kept_of_an_edition_that_is_not_there(store: SqlStore, url: str) -> None:
    store.editions.add(edition(), Recipe(version="1"), [], NOW)
    store.editions.override(KEY, ["old"], NOW)
    again = SqlStore(url, alive)
    assert [each.findings for each in again.editions.overrides(KEY)] == [("old",)]
    with pytest.raises(StoreError):
        again.editions.override("daily/1999-01-01", ["old"], NOW)
    again.close()


def test_a_store_of_the_release_before_opens_and_loses_nothing(store: SqlStore, url: str) -> None:
    store.editions.add(edition(), Recipe(version="1"), [], NOW)
    store.close()
    take_back(url, 4)
    opened = SqlStore(url, alive)
    assert opened.editions.get(KEY) == edition()
    assert opened.editions.overrides(KEY) == []
    opened.editions.override(KEY, ["old"], NOW)
    assert len(opened.editions.overrides(KEY)) == 1
    opened.close()
    engine = create_engine(url)
    with engine.connect() as connection:
        taken = connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'schema'").scalar()
    engine.dispose()
    assert taken == str(len(STEPS))
