"""Files of readers are read as other tools write them, and nobody who left comes back through one."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.message import parse_address
from briefing.core.subscribers_csv import BadLine, Row, read_csv, write_csv
from briefing.model import Standing

JOINED = datetime(2024, 5, 1, 10, tzinfo=UTC)


def read(text: str, encoding: str = "utf-8") -> tuple[list[Row], list[BadLine]]:
    found = list(read_csv([text.encode(encoding)]))
    return [one for one in found if isinstance(one, Row)], [one for one in found if isinstance(one, BadLine)]


def states(text: str) -> dict[str, str]:
    rows, bad = read(text)
    assert bad == []
    return {row.address.local: row.state for row in rows}


EXPORTS = {
    "mailchimp": (
        (
            '"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,LAST_CHANGED,NOTES,TAGS\n'
            'ann@home.example,Ann,"Smith, Jr.",2,"2024-05-01 10:00:00",,"2025-01-01 00:00:00",,"a"\n'
        ),
        [("Ann Smith, Jr.", "active", JOINED)],
    ),
    "mailchimp, those who left": (
        (
            '"Email Address","First Name","Last Name",OPTIN_TIME,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON\n'
            'ann@home.example,Ann,,"2024-05-01 10:00:00","2025-01-01 00:00:00",Monday,"no longer interested"\n'
        ),
        [("Ann", "unsubscribed", JOINED)],
    ),
    "mailchimp, cleaned": (
        (
            '"Email Address",OPTIN_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE\n'
            'ann@home.example,"2024-05-01 10:00:00","2025-01-01 00:00:00",Monday\n'
        ),
        [("", "bounced", JOINED)],
    ),
    "substack": (
        (
            "email,name,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\n"
            "ann@home.example,Ann,false,,other,false,2024-05-01T10:00:00.000Z,\n"
            "bob@home.example,,true,2027-01-01T00:00:00Z,yearly,true,2024-05-01T10:00:00Z,2024-05-01T10:00:00Z\n"
        ),
        [("Ann", "active", JOINED), ("", "unsubscribed", JOINED)],
    ),
    "buttondown": (
        (
            "email_address,notes,metadata,tags,type,creation_date,unsubscription_date,undeliverability_date\n"
            'ann@home.example,,"{""a"": ""b""}",,regular,2024-05-01T10:00:00Z,,\n'
            "bob@home.example,,,,unactivated,2024-05-01T10:00:00Z,,\n"
            "cid@home.example,,,,regular,2024-05-01T10:00:00Z,2025-01-01T00:00:00Z,\n"
            "dot@home.example,,,,premium,2024-05-01T10:00:00Z,,2025-01-01\n"
            "eve@home.example,,,,spammy,2024-05-01T10:00:00Z,,\n"
        ),
        [("", state, JOINED) for state in ("active", "pending", "unsubscribed", "bounced", "complained")],
    ),
    "listmonk": (
        (
            "uuid,email,name,attributes,status,created_at,updated_at\n"
            '0-1,ann@home.example,Ann,"{""city"": ""Bern""}",enabled,2024-05-01 10:00:00.5 +0000 UTC,2025-01-01\n'
            "0-2,bob@home.example,Bob,{},blocklisted,2024-05-01 10:00:00.5 +0000 UTC,2025-01-01\n"
        ),
        [("Ann", "active", JOINED), ("Bob", "unsubscribed", JOINED)],
    ),
    "ghost": (
        (
            "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels\n"
            "1,ann@home.example,Ann,,true,false,,2024-05-01T10:00:00.000Z,,\n"
            "2,bob@home.example,Bob,,false,true,,2024-05-01T10:00:00.000Z,,\n"
            "3,cid@home.example,,,true,,,2024-05-01T10:00:00.000Z,2025-01-01T00:00:00.000Z,\n"
        ),
        [("Ann", "active", JOINED), ("Bob", "unsubscribed", JOINED), ("", "unsubscribed", JOINED)],
    ),
    "beehiiv": (
        (
            "Email,Status,Subscription Tier,Created At,First Name,Last Name,utm_source\n"
            'ann@home.example,active,free,"2024-05-01 10:00:00",Ann,Smith,direct\n'
            'bob@home.example,validating,free,"2024-05-01 10:00:00",,,\n'
            'cid@home.example,inactive,premium,"2024-05-01 10:00:00",,,\n'
        ),
        [("Ann Smith", "active", JOINED), ("", "pending", JOINED), ("", "unsubscribed", JOINED)],
    ),
    "mailerlite": (
        (
            "Subscriber,Status,Subscribed,Unsubscribed\n"
            "ann@home.example,Active,2024-05-01 10:00:00,\n"
            "bob@home.example,Active,2024-05-01 10:00:00,2025-01-01 00:00:00\n"
            "cid@home.example,Junk,2024-05-01 10:00:00,\n"
        ),
        [("", "active", JOINED), ("", "unsubscribed", JOINED), ("", "complained", JOINED)],
    ),
    "a spreadsheet in French": (
        "Prénom;Nom;Adresse e-mail\nAnn;Durand;ann@home.example\n",
        [("Ann Durand", "active", None)],
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_of_other_tools(name: str) -> None:
    text, wanted = EXPORTS[name]
    rows, bad = read(text)
    assert [(row.name, row.state, row.since) for row in rows] == wanted
    assert bad == []
    assert [row.line for row in rows] == list(range(2, 2 + len(rows)))


def test_what_a_spreadsheet_makes_of_it() -> None:
    rows, bad = read(
        "sep=;\nVorname;Name;E-Mail-Adresse;Status\nÄnne;Groß;aenne@home.example;active\n;;b@c.example;aktiv\n"
    )
    assert [(row.name, row.line) for row in rows] == [("Änne Groß", 3)]
    assert bad == [BadLine(4, "b@c.example: 'aktiv' is no state that is known")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_all_that_files_are_written_in(encoding: str, mark: str, end: str, size: int) -> None:
    lines = ["Email,Name,Status", '"ann@home.example","Änne, née Groß",active', "bob@bücher.example,Bob,unsubscribed"]
    text = end.join(line if mark == "," else line.replace(",", mark).replace(f"e{mark} n", "e, n") for line in lines)
    data = text.encode(encoding)
    rows = list(read_csv(data[start : start + size] for start in range(0, len(data), size)))
    assert rows == [
        Row(address=parse_address("ann@home.example"), name="Änne, née Groß", line=2),
        Row(address=parse_address("bob@xn--bcher-kva.example"), name="Bob", state="unsubscribed", line=3),
    ]


@pytest.mark.parametrize("start", ["", "\n", "name@nowhere.example,\n"])
def test_addresses_alone(start: str) -> None:
    rows, bad = read(f"{start}ann@home.example\nBob <bob@home.example>\n\ncid@home.example,\n")
    assert [row.address.local for row in rows][-3:] == ["ann", "bob", "cid"]
    assert rows[-2].name == "Bob"
    assert bad == []


def test_without_names_of_columns_a_state_still_counts() -> None:
    assert states("ann@home.example,Ann,unsubscribed\nbob@home.example,Bob,no\ncid@home.example,spam,x\n") == {
        "ann": "unsubscribed",
        "bob": "active",
        "cid": "complained",
    }


def test_every_bad_line_is_named() -> None:
    rows, bad = read(
        "email,name,status\n"
        "ann@home.example,Ann,active\n"
        "no address,Bob,active\n"
        "\n"
        ",Cid,active\n"
        "dot@home.example,Dot\n"
        "eve@home.example,Eve,frozen\n"
        "fay@home.example,Fay,of York,active\n"
        'gus@home.example,"Gus"x,active\n'
        'hal@home.example,"Hal\nof York",active\n'
        "Ann@home.example,Ann,active\n"
        'ian@home.example,"Ian,active\n'
        "joe@home.example,Joe,active\n"
    )
    assert [(row.address.local, row.name, row.line) for row in rows] == [
        ("ann", "Ann", 2), ("hal", "Hal of York", 10), ("joe", "Joe", 14)
    ]  # fmt: skip
    assert bad == [
        BadLine(3, "'no address' is no mail address: it has no @"),
        BadLine(5, "it has no mail address"),
        BadLine(6, "it has 2 columns, the first line has 3"),
        BadLine(7, "eve@home.example: 'frozen' is no state that is known"),
        BadLine(8, "it has 4 columns, the first line has 3"),
        BadLine(9, "something stands after a closing quotation mark"),
        BadLine(12, "Ann@home.example stands in line 2 already"),
        BadLine(13, "a quotation mark is never closed"),
    ]


def test_a_quotation_mark_that_is_never_closed_takes_one_line_with_it() -> None:
    lines = [f"reader{number}@home.example,active" for number in range(500)]
    lines[100] = '"' + lines[100]
    rows, bad = read("\n".join(["email,status", *lines]))
    assert len(rows) == 499
    assert bad == [BadLine(102, "a quotation mark is never closed")]


@pytest.mark.parametrize(
    "text",
    ["name,city\nAnn,Bern\n", '"email,status\nann@home.example,unsubscribed\n', '"email"x,status\na@b.example,no\n'],
)
def test_without_the_columns_nobody_is_read(text: str) -> None:
    rows, bad = read(text)
    assert rows == []
    assert [line.line for line in bad] == [1]


def test_an_address_that_left_stays_gone() -> None:
    rows, bad = read(
        "email,status\nann@home.example,active\nbob@home.example,unsubscribed\n"
        "ANN@Home.example,bounced\nbob@home.example,active\n"
    )
    assert [(row.address.spec, row.state) for row in rows] == [
        ("ann@home.example", "active"), ("bob@home.example", "unsubscribed"), ("ANN@home.example", "bounced")
    ]  # fmt: skip
    assert bad == [BadLine(5, "bob@home.example stands in line 3 already, where it is unsubscribed")]


def test_an_address_is_the_same_however_its_accents_are_written() -> None:
    rows, bad = read("email,status\njose\u0301@home.example,unsubscribed\njos\u00e9@home.example,active\n")
    assert [row.state for row in rows] == ["unsubscribed"]
    assert [line.line for line in bad] == [3]


@pytest.mark.parametrize("before", ["", "\n", "\r\n \r\n", "sep=;\n", "\n\nsep=,\n"])
def test_lines_are_counted_from_the_beginning_of_the_file(before: str) -> None:
    rows, bad = read(f"{before}email\nann@home.example\nnobody\n")
    above = before.count("\n")
    assert [row.line for row in rows] == [above + 2]
    assert [line.line for line in bad] == [above + 3]


@pytest.mark.parametrize(
    "left", ["unsubscribed", "Un-subscribed", "CLEANED", "Hard bounced", "false", "No", "0", "spam"]
)
def test_no_word_for_gone_is_active(left: str) -> None:
    rows, bad = read(f"email,status\nann@home.example,{left}\n")
    assert bad == []
    assert rows[0].state != "active"


# --- and back --------------------------------------------------------------------------------------------------------

locals_ = st.text("ab=+-'@|", min_size=1, max_size=12).filter(lambda text: "@" not in text)
rows = st.builds(
    Row,
    address=locals_.map(lambda local: parse_address(f"{local}@home.example")),
    name=st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" =+-@',\"")).map(
        lambda text: " ".join(text.split())
    ),
    state=st.sampled_from(["active", "pending", "unsubscribed", "bounced", "complained"]),
    since=st.none() | st.integers(0, 7_000_000_000).map(
        lambda seconds: datetime.fromtimestamp(seconds, UTC)
    ),
)  # fmt: skip


@given(st.lists(rows, unique_by=lambda row: row.address.spec.casefold()))
def test_what_is_written_is_read(given_rows: list[Row]) -> None:
    text = "".join(write_csv(given_rows))
    found, bad = read(text)
    assert bad == []
    assert [(row.address, row.name, row.state, row.since) for row in found] == [
        (row.address, row.name, row.state, row.since) for row in given_rows
    ]
    for record in csv.reader(io.StringIO(text)):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in record)


def test_nobody_is_a_file_too() -> None:
    assert list(write_csv([])) == ["email,name,status,since\r\n"]
    assert list(read_csv([])) == []


@given(
    st.binary()
    | st.lists(st.sampled_from(["email", "a@b.example", ",", ";", '"', "\n", "\r", "status", "active", "\0", "é"]))
    .map("".join)
    .map(str.encode),
    st.integers(1, 50),
)
def test_anything_is_read(data: bytes, size: int) -> None:
    for one in read_csv(data[start : start + size] for start in range(0, len(data), size)):
        text = one.why if isinstance(one, BadLine) else one.address.spec + one.name
        assert text.isprintable()
        assert one.line > 0


@pytest.mark.parametrize(
    "data",
    [b"email\n" + b'"' * 3_000_000, b"email\n" + b'"a\n' * 200_000, b"email\n" + b'a"\n"' * 200_000, b"a" * 5_000_000,
     b"email\n" + b"a," * 1_500_000, b"email\n" + b"\n" * 1_000_000, b"email," * 300_000, b'"' * 999_999,
     b"email\n" + (b"a" + b" " * 60_000 + b"b@c.example\n") * 40, b"email\n" + b"<" * 130_000 + b">\n"],
    ids=lambda data: "",
)  # fmt: skip
def test_no_file_takes_long(data: bytes) -> None:
    start = time.process_time()
    for _ in read_csv(data[at : at + 65536] for at in range(0, len(data), 65536)):
        pass
    assert time.process_time() - start < 8.0


def test_it_reads_as_it_comes() -> None:
    asked = 0

    def endless() -> Iterator[bytes]:
        nonlocal asked
        yield b'email,status\n"open@home.example,active\n'
        while True:
            asked += 1
            yield f"reader{asked}@home.example,active\n".encode()

    found: Iterable[Row | BadLine] = read_csv(endless())
    first = [one for one, _ in zip(found, range(100), strict=False)]
    assert first[0] == BadLine(2, "a quotation mark is never closed")
    assert [one.line for one in first] == list(range(2, 102))
    assert asked < 150


def test_the_states_are_those_of_the_type() -> None:
    every: list[Standing] = ["active", "pending", "unsubscribed", "bounced", "complained"]
    assert [states(f"email,status\na@b.example,{state}\n")["a"] for state in every] == every
