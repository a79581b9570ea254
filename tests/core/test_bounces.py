"""Reports as mail systems write them say what they mean, and what nobody can be sure of counts for nobody."""

from __future__ import annotations

import base64
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.bounces import Report, concerns, read_report
from briefing.core.message import message_id

OURS = message_id("daily/2026-09-16", "mail", "ann@home.example", "brief.example", key=b"secret")
RETURNED = f"""From: Daily Briefing <news@brief.example>
To: ann@home.example
Message-ID: {OURS}
Subject: News

Good morning
"""


def delivery_report(
    fields: str,
    *,
    returned: str = RETURNED,
    kind: str = "message/rfc822",
    about: str = "Reporting-MTA: dns; mx.example",
) -> bytes:
    text = f"""Return-Path: <>
Delivered-To: bounces+k3Jx@brief.example
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: news@brief.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="A1.1758000000/mx.example"

This is a MIME-encapsulated message.

--A1.1758000000/mx.example
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--A1.1758000000/mx.example
Content-Type: message/delivery-status

{about}

{fields}
--A1.1758000000/mx.example
Content-Type: {kind}

{returned}
--A1.1758000000/mx.example--
"""
    return text.replace("\n", "\r\n").encode()


def failed(status: str, said: str = "", address: str = "ann@home.example") -> Report:
    diagnostic = f"Diagnostic-Code: smtp; {said}\n" if said else ""
    return read_report(
        delivery_report(f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: {status}\n{diagnostic}")
    )


def test_a_delivery_report() -> None:
    report = failed("5.1.1", "550 5.1.1 <ann@home.example>:\n    User unknown in virtual mailbox table")
    assert report == Report(
        kind="hard",
        why="there is no such address (550 5.1.1 <ann@home.example>: User unknown in virtual mailbox table)",
        address="ann@home.example",
        status="5.1.1",
        message_id=OURS,
        sent_to="bounces+k3Jx@brief.example",
    )


@pytest.mark.parametrize(
    ("status", "said", "kind", "code", "why"),
    [
        ("5.1.2", "", "hard", "5.1.2", "there is no such mail domain"),
        ("5.1.10", "556 5.1.10 null MX", "hard", "5.1.10", "the domain takes no mail"),
        ("5.2.1", "550 5.2.1 disabled", "hard", "5.2.1", "the mailbox is closed"),
        ("5.0.0", "550 5.1.1 no mailbox", "hard", "5.1.1", "there is no such address"),
        ("5.0.0", "550 User unknown", "hard", "5.0.0", "there is no such address"),
        ("", "550 No such user here", "hard", "", "there is no such address"),
        ("5.2.2", "552 5.2.2 over quota", "soft", "5.2.2", "the mailbox is full"),
        ("4.2.2", "452 4.2.2 over quota", "soft", "4.2.2", "the mailbox is full"),
        ("4.4.7", "", "soft", "4.4.7", "the mail was not taken in time"),
        ("4.0.0", "450 user unknown for now", "soft", "4.0.0", "it was not delivered"),
        ("5.7.1", "550 5.7.1 Spam. User unknown to us", "soft", "5.7.1", "the mail was refused by a rule"),
        ("5.7.26", "550-5.7.26 unauthenticated", "soft", "5.7.26", "the mail was refused by a rule"),
        ("5.1.8", "550 5.1.8 sender's domain unknown", "soft", "5.1.8", "the sender's address was refused"),
        ("5.1.0", "550 5.1.0 sender rejected", "soft", "5.1.0", "it was not delivered"),
        ("5.0.0", "554 blocked, see 5.9.1.2", "soft", "5.0.0", "it was not delivered"),
        ("nonsense", "", "soft", "", "it was not delivered"),
    ],
)
def test_only_an_address_that_is_gone_is_a_hard_bounce(status: str, said: str, kind: str, code: str, why: str) -> None:
    report = failed(status, said)
    assert (report.kind, report.status) == (kind, code)
    assert report.why.startswith(why)


@pytest.mark.parametrize(
    ("action", "kind", "why"),
    [("delayed", "soft", "it is late, and still tried"), ("delivered", "unknown", "the mail was delivered"),
     ("relayed", "unknown", "the mail was relayed"), ("expanded (to list)", "unknown", "the mail was expanded")],
)  # fmt: skip
def test_what_did_not_fail(action: str, kind: str, why: str) -> None:
    fields = f"Final-Recipient: rfc822; ann@home.example\nAction: {action}\nStatus: 4.4.1\n"
    report = read_report(delivery_report(fields))
    assert report.kind == kind
    assert report.why.startswith(why)


def test_the_recipient_that_failed_counts_among_several() -> None:
    report = read_report(
        delivery_report(
            "Final-Recipient: rfc822; bob@home.example\nAction: delivered\nStatus: 2.0.0\n\n"
            "Original-Recipient: rfc822;ann@home.example\nFinal-Recipient: rfc822; box7@inner.example\n"
            "Action: failed\nStatus: 5.1.1\n"
        )
    )
    assert (report.kind, report.address) == ("hard", "ann@home.example")


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/global", "message/rfc822; charset=utf-8"])
def test_the_returned_message_may_be_headers_alone(kind: str) -> None:
    fields = "Final-Recipient: rfc822; ann@home.example\nAction: failed\nStatus: 5.1.1\n"
    assert read_report(delivery_report(fields, kind=kind)).message_id == OURS
    packed = f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(RETURNED.encode()).decode()}"
    encoded = delivery_report(fields, kind=kind).replace(
        f"\r\n\r\n{RETURNED}".replace("\n", "\r\n").replace("\r\r", "\r").encode(), b"\r\n" + packed.encode()
    )
    assert encoded != delivery_report(fields, kind=kind)
    assert read_report(encoded).message_id == OURS


def test_a_report_without_the_message_may_name_it_elsewhere() -> None:
    fields = "Final-Recipient: rfc822; ann@home.example\nAction: failed\nStatus: 5.1.1\n"
    about = f"Reporting-MTA: dns; mx.example\nX-Original-Message-ID: {OURS}"
    assert read_report(delivery_report(fields, returned="", kind="text/plain", about=about)).message_id == OURS
    answering = f"In-Reply-To: {OURS}\r\n".encode() + delivery_report(fields, returned="", kind="text/plain")
    assert read_report(answering).message_id == OURS


FEEDBACK = f"""From: <abusedesk@provider.example>
To: <feedback@brief.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=part1

--part1
Content-Type: text/plain

This is an email abuse report.
--part1
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <news@brief.example>
Original-Rcpt-To: <ann@home.example>
Source-IP: 192.0.2.1

--part1
Content-Type: message/rfc822
Content-Disposition: inline

{RETURNED}
--part1--
"""


def test_a_complaint() -> None:
    report = read_report(FEEDBACK.encode())
    assert (report.kind, report.address, report.message_id) == ("complaint", "ann@home.example", OURS)
    assert "abuse" in report.why
    hidden = FEEDBACK.replace("Original-Rcpt-To: <ann@home.example>", "Original-Rcpt-To: <redacted>")
    assert concerns(read_report(hidden.encode()), {OURS: "ann@home.example"}.get) == "ann@home.example"


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "virus", ""])
def test_feedback_that_is_no_complaint(kind: str) -> None:
    report = read_report(FEEDBACK.replace("Feedback-Type: abuse", f"Feedback-Type: {kind}").encode())
    assert report.kind == "unknown"


QMAIL = f"""From: MAILER-DAEMON@mx.example
To: news@brief.example
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ann@home.example>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <news@brief.example>
{RETURNED}"""
EXIM = """From: Mail Delivery System <Mailer-Daemon@mx.example>
To: news@brief.example
X-Failed-Recipients: ann@home.example
Auto-Submitted: auto-replied
References: {id}

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ann@home.example
    host mx.home.example [192.0.2.5]
    SMTP error from remote mail server after RCPT TO:<ann@home.example>:
    550 Unrouteable address

------ This is a copy of the message, including all the headers. ------
"""


def test_forms_of_their_own() -> None:
    qmail, exim = read_report(QMAIL.encode()), read_report(EXIM.format(id=OURS).encode())
    assert (qmail.kind, qmail.status, qmail.address, qmail.message_id) == ("hard", "5.1.1", "ann@home.example", OURS)
    assert (exim.kind, exim.status, exim.address, exim.message_id) == ("hard", "", "ann@home.example", OURS)
    assert read_report(QMAIL.replace("(#5.1.1)", "(#4.3.0)").encode()).kind == "soft"
    assert read_report(QMAIL.replace("Hi. This", "Hello. This").encode()).kind == "unknown"


def test_an_automatic_reply_is_no_bounce() -> None:
    mail = f"From: Ann <ann@home.example>\nTo: news@brief.example\nSubject: Out of office\nIn-Reply-To: {OURS}\n"
    for line in ("Auto-Submitted: auto-replied (vacation)", "X-Autoreply: yes", "Precedence: auto_reply"):
        report = read_report(f"{mail}{line}\n\nUser unknown, 550 5.1.1\n".encode())
        assert (report.kind, report.address, report.message_id) == ("auto-reply", "ann@home.example", OURS)
    assert read_report(f"{mail}\nI have no such user, 550 5.1.1\n".encode()).kind == "unknown"


def test_a_report_that_somebody_passes_on_is_none() -> None:
    inner = delivery_report("Final-Recipient: rfc822; ann@home.example\nAction: failed\nStatus: 5.1.1\n")
    outer = (
        b'Content-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: message/rfc822\n\n' + inner + b"\n--x--\n"
    )
    assert read_report(outer).kind == "unknown"


def test_a_forged_report_concerns_nobody() -> None:
    """Who knows a reader's address, and which edition it got, still does not know the Message-ID."""
    sent = {OURS: "ann@home.example"}
    guessed = message_id("daily/2026-09-16", "mail", "ann@home.example", "brief.example")
    forged = delivery_report(
        "Final-Recipient: rfc822; ann@home.example\nAction: failed\nStatus: 5.1.1\n",
        returned=RETURNED.replace(OURS, guessed),
    )
    assert read_report(forged).address == "ann@home.example"
    assert concerns(read_report(forged), sent.get) is None
    assert concerns(failed("5.1.1", address="other@forwarded.example"), sent.get) == "ann@home.example"
    assert concerns(read_report(b""), sent.get) is None


def test_what_is_deeper_than_any_report_is_not_looked_at() -> None:
    mail = delivery_report("Final-Recipient: rfc822; ann@home.example\nAction: failed\nStatus: 5.1.1\n")
    kinds = []
    for depth in range(6):
        kinds.append(read_report(mail).kind)
        line = f"--deep{depth}\n".encode()
        mail = f"Content-Type: multipart/mixed; boundary=deep{depth}\n\n".encode() + line + mail + b"\n" + line
    assert kinds == ["hard"] * 4 + ["unknown"] * 2


# --- hostile ---------------------------------------------------------------------------------------------------------

MAILS = [delivery_report("Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n"), FEEDBACK.encode(),
         QMAIL.encode(), EXIM.encode()]  # fmt: skip


@given(
    st.binary() | st.sampled_from(MAILS), st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=9)), max_size=9)
)
def test_it_reads_anything(mail: bytes, changes: list[tuple[int, bytes]]) -> None:
    for at, what in changes:
        mail = mail[:at] + what + mail[at + len(what) // 2 :]
    report = read_report(mail)
    assert report.why.isprintable()
    assert all(text.isprintable() and " " not in text for text in (report.address, report.status, report.message_id))


NEST = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(9000))
STATUS = b"Content-Type: message/delivery-status\n\n"


@pytest.mark.parametrize(
    "mail",
    [
        NEST,
        b"Content-Type: multipart/report; boundary=x\n\n" + b"--x\n" * 200_000,
        b"Content-Type: multipart/report; boundary=x\n\n" + b"\n--x" + b" " * 500_000,
        b"Content-Type: multipart/report" + b"; boundary" * 50_000 + b"\n\n",
        b"Content-Type: a/b" + b";\t" * 250_000 + b"\n\n",
        b"A: " + b"\n \n\t" * 150_000,
        b"To: " + b"a@" * 300_000 + b"\n\n",
        b"X-Failed-Recipients: a@b\n\n" + b"\n  a@b\n" * 90_000,
        b"\nHi. This is the qmail-send program at x.\n" + b"<a@b>:\n" * 90_000,
        b"In-Reply-To: " + b"<a@" * 200_000 + b"\n\n",
        STATUS + b"Action: failed\nDiagnostic-Code: smtp; " + b"5." * 300_000,
        STATUS + b"Action: failed\nDiagnostic-Code: smtp; " + b"user " * 100_000,
        STATUS + b"\n \n" * 200_000,
        STATUS + b"a:b\n" * 150_000,
        b"Content-Transfer-Encoding: base64\n" + STATUS + b"QWN0" * 150_000,
        b"\n" * 1_000_000,
        b"a" * 3_000_000,
    ],
    ids=lambda mail: "",
)
def test_no_mail_takes_long(mail: bytes) -> None:
    start = time.process_time()
    read_report(mail)
    assert time.process_time() - start < 2.0


@pytest.mark.parametrize(
    ("subject", "reader"),
    [
        ("unsubscribe k3Jx0pWqA1b2C3d4E5f6", "k3Jx0pWqA1b2C3d4E5f6"),
        ("  Unsubscribe\tk3Jx0pWqA1b2C3d4E5f6 ", "k3Jx0pWqA1b2C3d4E5f6"),
        ("unsubscribe", ""),
        ("unsubscribe me", ""),
        ("Re: please unsubscribe k3Jx0pWqA1b2C3d4E5f6 from this", ""),
    ],
)
def test_a_mail_that_asks_to_leave_names_its_reader(subject: str, reader: str) -> None:
    report = read_report(f"From: ann@home.example\nSubject: {subject}\n\n\n".encode())
    assert (report.kind == "leave", report.reader) == (bool(reader), reader)


def test_a_report_out_of_a_mailbox_file_is_the_same_report() -> None:
    data = delivery_report("Final-Recipient: rfc822; ann@home.example\nAction: failed\nStatus: 5.1.1\n")
    assert read_report(b"From MAILER-DAEMON Mon Nov 23 06:30:00 2026\r\n" + data) == read_report(data)


def test_a_part_whose_encoding_is_broken_says_nothing() -> None:
    data = b"Content-Transfer-Encoding: base64\n\nHi. This is the qmail-send program at\n\n<ann@home.example>:\nno\n"
    assert read_report(data).kind == "unknown"
