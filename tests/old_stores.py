"""Stores as earlier releases left them."""

from __future__ import annotations

from sqlalchemy import create_engine, inspect

from briefing.edges.store.steps import STEPS


def take_back(url: str, schema: int) -> None:
    """Drop every table that a store of this schema has not; columns that a later step added to the others stay."""
    old, now = create_engine("sqlite://"), create_engine(url)
    with old.begin() as connection:
        for step in STEPS[:schema]:
            step(connection)
        there = set(inspect(connection).get_table_names())
    cascade = " CASCADE" if now.dialect.name == "postgresql" else ""
    with now.begin() as connection:
        # The shorter name first: a full-text table takes those along that are named after it.
        for name in sorted(set(inspect(connection).get_table_names()) - there, key=len):
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"{cascade}')
        connection.exec_driver_sql(f"UPDATE meta SET value = '{schema}' WHERE name = 'schema'")
    old.dispose()
    now.dispose()
