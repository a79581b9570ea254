"""Stores as earlier releases left them."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, create_engine, inspect

from briefing.edges.store.steps import STEPS

FIRST = Path(__file__).parent / "edges" / "store_1.sql"
ROWS = {
    2: ["INSERT INTO texts VALUES ('https://a.example', 'User-agent: *', '2026-09-17T00:00:00.000000Z')"],
    3: ["INSERT INTO lines VALUES ('a.example', '0011', 'i1', '2233', '2026-09-15T00:00:00.000000Z')"],
    4: ["INSERT INTO words VALUES ('2026-09-10', '')"],
    5: ["INSERT INTO overrides SELECT \"key\", '2026-09-16T07:00:00.000000Z', '[\"a finding\"]' FROM editions"],
    6: [
        (
            "INSERT INTO subscribers VALUES ('r1', 'ann@example.org', 'ann@example.org', 'Ann', 'active', "
            "'2026-09-01T00:00:00.000000Z', NULL, '', 1, '')"
        ),
        "INSERT INTO bounces VALUES ('r1', '<1@x>', '2026-09-02T00:00:00.000000Z')",
    ],
    7: [
        "INSERT INTO tokens VALUES ('00ff', 'leave', 'r1', '2027-01-01T00:00:00.000000Z')",
        "INSERT INTO limits VALUES ('aa', '2026-09-16T00:00:00.000000Z', 3)",
        "INSERT INTO errands VALUES ('welcome', 'r1', '2026-09-16T00:00:00.000000Z', 1)",
    ],
}
"""What stood in the tables that each schema added."""


def make(url: str, schema: int) -> None:
    """A store as a release with this schema left it: the first release's rows, and some in each later table."""
    script = FIRST.read_text(encoding="utf-8").partition("\n")[2]
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in script.split(";\n")[:-1]:
            if engine.dialect.name == "postgresql":
                statement = statement.replace("ON items (url)", "ON items USING hash (url)")
            connection.exec_driver_sql(statement)
        for number, step in enumerate(STEPS[1:schema], 2):
            step(connection)
            for row in ROWS.get(number, []):
                connection.exec_driver_sql(row)
        connection.exec_driver_sql(f"UPDATE meta SET value = '{schema}' WHERE name = 'schema'")
    engine.dispose()


def take_back(url: str, schema: int) -> None:
    """Drop every table, index and column that a store of this schema has not."""
    old, now = create_engine("sqlite://"), create_engine(url)
    with old.begin() as connection:
        for step in STEPS[:schema]:
            step(connection)
        there = _form(connection)
    cascade = " CASCADE" if now.dialect.name == "postgresql" else ""
    with now.begin() as connection:
        form = _form(connection)
        # The shorter name first: a full-text table takes those along that are named after it.
        for name in sorted(form.keys() - there.keys(), key=len):
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"{cascade}')
        for name in form.keys() & there.keys():
            for index in form[name][0] - there[name][0]:
                connection.exec_driver_sql(f'DROP INDEX IF EXISTS "{index}"')
            for column in form[name][1] - there[name][1]:
                connection.exec_driver_sql(f'ALTER TABLE "{name}" DROP COLUMN "{column}"')
        connection.exec_driver_sql(f"UPDATE meta SET value = '{schema}' WHERE name = 'schema'")
    old.dispose()
    now.dispose()


def _form(connection: Connection) -> dict[str, tuple[set[str], set[str]]]:
    """The names of indices and columns, by table."""
    found = inspect(connection)
    return {
        name: (
            {str(index["name"]) for index in found.get_indexes(name) if "duplicates_constraint" not in index},
            {str(column["name"]) for column in found.get_columns(name)},
        )
        for name in found.get_table_names()
    }
