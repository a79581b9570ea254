"""Readers from a CSV file as mail tools export it, and back into one.

    pieces of bytes -> lines -> records -> Row, or BadLine for what can't be used

All is read as it comes: of a file, however long, only its addresses are kept. Columns are known by their names, in any
order: those that Mailchimp, Substack, Buttondown, listmonk, Ghost, beehiiv, Kit and MailerLite write, and what is named
alike. A file without names of columns has its addresses where the first line has one.

Nobody gets mail by mistake: a row is active only where nothing in it says otherwise, a state that is not known is a bad
line, and of an address that stands there twice the row counts that stops its mail.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from briefing.core.dates import read_date
from briefing.core.message import Address, address_key, parse_address
from briefing.model import Standing

_SAID: Mapping[Standing, str] = {
    "active": "active subscribed enabled confirmed regular premium free paid comp complimentary gifted trialed unpaid "
    "churning paused pastdue optin optedin subscriber member true yes y 1 on",
    "pending": "pending unconfirmed notconfirmed unactivated validating",
    "unsubscribed": "unsubscribed cancelled canceled disabled inactive removed deleted archived optout optedout "
    "blocklisted blacklisted suppressed nonsubscribed transactional false no n 0 off",
    "bounced": "bounced bounce hardbounced hardbounce softbounced cleaned undeliverable undelivered invalid",
    "complained": "complained complaint spam spamcomplaint spammy markedasspam abuse junk",
}
_ORDER = tuple(_SAID)
_STATES = {word: state for state, words in _SAID.items() for word in words.split()}
_NO = frozenset({"", "false", "no", "n", "0", "off", "null", "none"})
_COLUMNS = {
    name: column
    for column, names in {
        "email": "email emailaddress useremail useremailaddress subscriber subscriberemail contactemail mail "
        "mailaddress mailadresse emailadresse adresseemail courriel correo correoelectronico メールアドレス",
        "name": "name fullname username subscribername displayname",
        "first": "firstname fname givenname first vorname prenom nombre",
        "last": "lastname lname familyname surname last nachname nom apellido apellidos",
        "state": "status state subscriptionstatus subscriberstatus emailstatus subscribed subscribedtoemails "
        "emailsubscribed issubscribed optin",
        "kind": "type subscribertype",
        "unsubscribed": "unsubscribed unsubtime unsubscribedat unsubscribetime unsubscribedate unsubscriptiondate "
        "emaildisabled emailblacklisted blacklisted optedout deletedat",
        "bounced": "bounced cleantime bouncedat undeliverabilitydate",
        "complained": "complained complainedat spamcomplaintat",
        "since": "createdat created createddate creationdate subscribedat subscriptioncreatedat startdate joinedat "
        "joined joindate signupdate dateadded addedat subscribedate optintime confirmtime since",
    }.items()
    for name in names.split()
}
"""`state` must say something that is known; `kind` may; the three after it say so where they hold anything but no."""
_STOPPING: tuple[Standing, ...] = ("unsubscribed", "bounced", "complained")

_MOST_LINES = 50
_LONGEST_LINE = 1_000_000
_PADDING = " \t\r\n\u00a0\u200b\ufeff"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One reader of a file. Only who is active gets mail."""

    address: Address
    """Without the name."""
    name: str = ""
    state: Standing = "active"
    since: datetime | None = None
    """When they joined, where a column says so that can be read."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was not used: its number, from 1, and why, in plain words."""

    line: int
    why: str


def read_csv(pieces: Iterable[bytes]) -> Iterator[Row | BadLine]:
    """The readers of a file, in its order; where an address comes again, only a row that stops its mail.

    UTF-8, UTF-16 or Windows-1252, separated by commas, semicolons, tabs or bars. Raises nothing.
    """
    lines = map(_text, _lines(_bytes(pieces)))
    number, first = next(((at, line) for at, line in enumerate(lines, 1) if line.strip(_PADDING)), (1, ""))
    if told := re.fullmatch(r"sep=([,;\t|])\s*", first):  # as Excel has it
        first, number = next(lines, ""), number + 1
    records = _records(_Source(first, lines, number), told[1] if told else _delimiter(first))
    columns: _Columns | None = None
    seen = dict[str, tuple[int, Standing]]()
    for line, record in records:
        if isinstance(record, str):
            yield BadLine(line, record)
            if columns is None:  # without the columns' names nobody knows who left
                return
        elif any(cell.strip(_PADDING) for cell in record):
            if columns is None:
                columns = _Columns(record)
                if columns.wrong:
                    yield BadLine(line, columns.wrong)
                    return
                if columns.are_named:
                    continue
            row = columns.row(line, record)
            yield row if isinstance(row, BadLine) else _once(row, seen)


def write_csv(rows: Iterable[Row]) -> Iterator[str]:
    """The lines of a file that `read_csv` reads, and that no spreadsheet takes for formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(("email", "name", "status", "since"))
    for row in rows:
        since = row.since.isoformat() if row.since else ""
        writer.writerow([_harmless(cell) for cell in (row.address.spec, row.name, row.state, since)])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    if text := buffer.getvalue():
        yield text


def _once(row: Row, seen: dict[str, tuple[int, Standing]]) -> Row | BadLine:
    """The row, where its address is new or less may be sent to it than before."""
    key = address_key(row.address.spec)
    before = seen.get(key)
    if before and _ORDER.index(row.state) <= _ORDER.index(before[1]):
        also = f", where it is {before[1]}" if before[1] != row.state else ""
        return BadLine(row.line, f"{row.address.spec} stands in line {before[0]} already{also}")
    seen[key] = (row.line, row.state)
    return row


# --- columns ---------------------------------------------------------------------------------------------------------


class _Columns:
    """What stands where, by the first record of a file."""

    def __init__(self, record: Sequence[str]) -> None:
        self._width = len(record)
        self._at = dict[str, list[int]]()
        addresses = [number for number, cell in enumerate(record) if "@" in cell]
        self.are_named = not addresses
        if addresses:
            self._at = {"email": addresses[:1], "kind": [at for at in range(len(record)) if at != addresses[0]]}
        for number, cell in enumerate(record if self.are_named else ()):
            if column := _COLUMNS.get(_word(cell)):
                self._at.setdefault(column, []).append(number)
        self.wrong = ""
        if "email" not in self._at:
            self.wrong = f"no column is named like a mail address: {_short(', '.join(map(_cell, record)))}"
        # Where one of these is missing a row may be of somebody who left.
        self._least = 1 + max(
            (at for name in ("email", "state", *_STOPPING) for at in self._at.get(name, ())), default=0
        )

    def row(self, line: int, record: Sequence[str]) -> Row | BadLine:
        """What a record says."""
        cells = [_cell(cell) for cell in record]
        if len(cells) < self._least or (self.are_named and any(cells[self._width :])):
            return BadLine(line, f"it has {len(cells)} columns, the first line has {self._width}")
        given = cells[self._at["email"][0]]
        try:
            address = parse_address(given)
        except ValueError as error:
            return BadLine(
                line, f"{_short(given)!r} is no mail address: {error}" if given else "it has no mail address"
            )
        states, dates = set[Standing](), self._all("since", cells)
        for said in self._all("state", cells):
            if state := _STATES.get(_word(said)):
                states.add(state)
            elif read_date(said):  # "subscribed" may be a day
                dates.append(said)
            else:
                return BadLine(line, f"{address.spec}: {_short(said)!r} is no state that is known")
        kinds = [_word(said) for said in self._all("kind", cells)]
        states.update(_STATES[kind] for kind in kinds if kind in _STATES and kind not in _NO)
        states.update(state for state in _STOPPING for said in self._all(state, cells) if said.lower() not in _NO)
        return Row(
            address=Address("", address.local, address.domain),
            name=self._name(cells) or address.name,
            state=max(states, key=_ORDER.index, default="active"),
            since=next((when for said in dates if (when := read_date(said))), None),
            line=line,
        )

    def _all(self, column: str, cells: Sequence[str]) -> list[str]:
        """What stands in all columns of that meaning, where it is anything."""
        return [cells[at] for at in self._at.get(column, ()) if at < len(cells) and cells[at]]

    def _name(self, cells: Sequence[str]) -> str:
        whole, first, last = (" ".join(self._all(column, cells)[:1]) for column in ("name", "first", "last"))
        if first and whole and not last and first not in whole:  # then "name" is the family's
            whole, last = "", whole
        return whole or f"{first} {last}".strip()


def _word(text: str) -> str:
    """A column's name or a state without what they are written with: case, accents, blanks, signs."""
    if not text.isascii():
        text = "".join(char for char in unicodedata.normalize("NFKD", text[:200]) if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "", text[:200]).lower()


def _cell(text: str) -> str:
    """In one line, without the quotation mark that keeps spreadsheets from calculating."""
    if not text.isprintable():
        text = " ".join("".join(char if char.isprintable() else " " for char in text.strip(_PADDING)).split())
    text = text.strip()
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _harmless(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


# --- records ---------------------------------------------------------------------------------------------------------


class _OpenQuoteError(Exception):
    """A record goes on for more lines than any has."""


class _Source:
    """Lines for the csv module, which can be given back."""

    def __init__(self, first: str, lines: Iterator[str], number: int) -> None:
        self._waiting, self._lines = deque([first] if first else []), lines
        self._taken = list[str]()
        self.number = number
        """Of the next line."""

    def __iter__(self) -> _Source:
        return self

    def __next__(self) -> str:
        if len(self._taken) == _MOST_LINES:
            raise _OpenQuoteError
        line = self._waiting.popleft() if self._waiting else next(self._lines)
        self._taken.append(line)
        return line

    def begin(self) -> int:
        """A record ended; the number of the line in which the next begins."""
        self.number += len(self._taken)
        self._taken.clear()
        return self.number

    def give_back(self) -> None:
        """All lines of the record but its first."""
        self._waiting.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]


def _records(source: _Source, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each record, or why its first line is none, with that line's number."""
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        line = source.begin()
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except _OpenQuoteError:
            source.give_back()
            yield line, "a quotation mark is never closed"
        except csv.Error as error:
            source.give_back()
            known = {"unexpected end of data": "a quotation mark is never closed"}
            known["field larger than field limit (131072)"] = "it is too long"
            yield line, known.get(str(error), "something stands after a closing quotation mark")


def _delimiter(line: str) -> str:
    bare = re.sub(r'"[^"]*"', "", line)
    return max(",;\t|", key=bare.count)


# --- lines -----------------------------------------------------------------------------------------------------------


def _bytes(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """As they are, or in UTF-8 where they are UTF-16; without a byte order mark."""
    given = iter(pieces)
    start = b""
    while len(start) < 4 and (piece := next(given, None)) is not None:
        start += piece
    encoding = ""
    if start.startswith(BOM_UTF16_LE) or (start[1:2] == b"\0" and start[3:4] == b"\0"):
        encoding = "utf-16-le"
    elif start.startswith(BOM_UTF16_BE) or (start[:1] == b"\0" and start[2:3] == b"\0"):
        encoding = "utf-16-be"
    if not encoding:
        yield start.removeprefix(BOM_UTF8)
        yield from given
        return
    decoder = getincrementaldecoder(encoding)("replace")
    yield decoder.decode(start).removeprefix("\ufeff").encode("utf-8", "replace")
    for piece in given:
        yield decoder.decode(piece).encode("utf-8", "replace")


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Lines with their ends (LF, CRLF, CR); one that is too long in several."""
    rest = b""
    for piece in pieces:
        lines = (rest + piece).splitlines(keepends=True)
        rest = b""
        # A CR may be half of a CRLF.
        if lines and (not lines[-1].endswith(b"\n")) and len(lines[-1]) < _LONGEST_LINE:
            rest = lines.pop()
        yield from lines
    if rest:
        yield rest


def _text(line: bytes) -> str:
    """UTF-8, or else Windows-1252, each line for itself: files are glued together from both."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
