"""A reader's own pages: leaving, choosing, their data; and that mail follows what they chose."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from briefing import wiring
from briefing.delivery import Delivery, deliver
from briefing.model import Edition, Subscriber
from tests.website import Website, link, text, the_edition, website

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")
ANN, BOB, CAT, DAN = (f"{name}@home.example" for name in ("ann", "bob", "cat", "dan"))
ONE_CLICK = [("List-Unsubscribe", "One-Click")]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Website]:
    with website(tmp_path) as running:
        yield running


def standing(site: Website, address: str = ANN) -> str:
    found = site.store.subscribers.get(address)
    return found.state if found else ""


def send(site: Website, edition: Edition | None = None) -> None:
    """The edition, to all who want it."""
    config, edition = site.site.config, edition or the_edition(site)
    channel = wiring.mail(config, site.site.clock, site.store, edition)
    work = Delivery(
        edition=edition,
        document=wiring.renderer(config).render(edition),
        message_id=wiring.message_ids(config, site.store),
    )
    deliver(work, [channel], site.store.ledger, wiring.holder(), clock=site.site.clock)


def reader(site: Website, address: str, **chosen: object) -> Subscriber:
    site.store.subscribers.save([Subscriber(address=address, since=site.now[0] - timedelta(days=1))], site.now[0])
    found = site.store.subscribers.get(address)
    assert found
    choices = {"sections": (), "days": (), "paused_until": None, "language": "", **chosen}
    kept = site.store.subscribers.choose(found.id, **choices)  # type: ignore[arg-type]
    assert kept
    return kept


def test_one_click_takes_off_the_list_at_once_without_cookies_or_redirects(site: Website) -> None:
    site.join(ANN)
    mail = site.mails(2)[1]
    path = link(mail, "leave")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert path in mail["List-Unsubscribe"]
    program = site.visitor()
    for headers in ({}, {"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"}):
        answer = program.post(path, ONE_CLICK, headers)
        assert (answer.status, standing(site)) == (200, "unsubscribed")
    found = site.store.subscribers.get(ANN)
    assert found
    assert found.why == "left by their mail program"


def test_looking_at_every_link_changes_nothing(site: Website) -> None:
    site.join(ANN)
    before = site.store.subscribers.get(ANN)
    scanner = site.visitor()
    for mail in site.mails(2):
        html = mail.get_body(("html",))
        assert html
        for url in re.findall(r"https://news\.example\.org(/[^\s\"<>]*)", f"{text(mail)} {html.get_content()}"):
            for method in ("HEAD", "GET"):
                scanner.get(url.replace("&amp;", "&"), method=method)
    assert site.store.subscribers.get(ANN) == before


def test_leaving_by_hand_and_taking_it_back(site: Website) -> None:
    site.join(ANN)
    path = link(site.mails(2)[1], "leave")
    ann = site.visitor()
    page = ann.get(path)
    assert (page.heading, standing(site), page.headers["X-Robots-Tag"]) == ("Unsubscribe", "active", "noindex")
    left = ann.submit(page, path)
    assert (left.heading, standing(site)) == ("You get no more mail", "unsubscribed")
    back = ann.submit(left, path)
    assert (back.heading, standing(site)) == ("You are back", "active")


def test_who_complained_is_not_brought_back_by_an_old_link(site: Website) -> None:
    site.join(ANN)
    path = link(site.mails(2)[1], "leave")
    site.store.subscribers.set_state(ANN, "complained", "a report", site.now[0])
    assert site.visitor().post(path, [("do", "back")]).status == 404
    assert standing(site) == "complained"
    assert site.visitor().post(path, ONE_CLICK).status == 200
    assert standing(site) == "complained"


def test_who_is_named_by_the_configuration_alone_can_leave_too(tmp_path: Path) -> None:
    with website(tmp_path) as site:
        mail = site.site.config.mail.model_copy(update={"to": (BOB,)})
        object.__setattr__(site.site, "config", site.site.config.model_copy(update={"mail": mail}))
        send(site)
        path = link(site.mails()[0], "leave")
        assert site.visitor().post(path, ONE_CLICK).status == 200
        assert standing(site, BOB) == "unsubscribed"
        wanted = wiring.mail(site.site.config, site.site.clock, site.store, the_edition(site))
        assert list(wanted.recipients()) == []


def test_a_link_for_leaving_is_none_for_choosing_and_none_can_be_made_up(site: Website) -> None:
    settings = site.join(ANN)
    leave = link(site.mails(2)[1], "leave")
    token = settings.rpartition("/")[2]
    visitor = site.visitor()
    assert visitor.get(f"/settings/{leave.rpartition('/')[2]}").status == 410
    assert visitor.get(f"/leave/{token}").status == 404
    assert visitor.get(f"/settings/{token[:-2]}").status == 410
    known = site.store.subscribers.get(ANN)
    assert known
    assert visitor.get(f"/settings/{known.id}").status == 410
    assert visitor.post(f"/leave/{known.id}.-.forged", ONE_CLICK).status == 404
    site.now[0] += timedelta(days=61)
    assert visitor.get(settings).status == 410
    assert visitor.post(leave, ONE_CLICK).status == 200, "leaving works for ever"


def test_a_reader_chooses_sections_days_language_and_a_pause(site: Website) -> None:
    settings = site.join(ANN)
    ann = site.visitor()
    page = ann.get(settings)
    assert (page.status, page.heading) == (200, "Your settings")
    done = ann.submit(page, settings, section=["World"], day=["0", "2"], pause="2026-09-21", language="de")
    assert done.status == 303
    shown = ann.get(done.location)
    assert shown.heading == "Ihre Einstellungen"
    found = site.store.subscribers.get(ANN)
    assert found
    assert (found.sections, found.days, found.paused_until, found.language) == (
        ("World",),
        (0, 2),
        date(2026, 9, 21),
        "de",
    )
    same = ann.submit(shown, settings)
    assert same.status == 303
    assert site.store.subscribers.get(ANN) == found, "what a page shows is what it sends"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("section", "Nowhere"),
        ("day", "9"),
        ("day", "x"),
        ("pause", "yesterday"),
        ("pause", "1999-01-01"),
        ("language", "xx"),
    ],
)
def test_what_cannot_be_chosen_is_not_kept(site: Website, field: str, value: str) -> None:
    settings = site.join(ANN)
    before = site.store.subscribers.get(ANN)
    site.visitor().post(settings, [(field, value)])
    assert site.store.subscribers.get(ANN) == before


def test_mail_is_as_each_chose_it(site: Website) -> None:
    reader(site, ANN)
    reader(site, BOB, sections=("Economy",))
    reader(site, CAT, days=(0,))  # the edition is of a Wednesday
    reader(site, DAN, paused_until=date(2026, 9, 17))
    reader(site, "eve@home.example", language="de")
    sections = {
        "World": "Parliament passes the harbour bill",
        "Economy": "Two power lines are still out after the storm",
    }
    edition = the_edition(site)
    edition = with_sections(edition, sections)
    send(site, edition)
    got = {mail["To"]: text(mail) for mail in site.mail.messages}
    assert set(got) == {ANN, BOB, "eve@home.example"}
    whole, part = got[ANN], got[BOB]
    assert all(headline in whole for headline in sections.values())
    assert sections["World"] not in part
    assert sections["Economy"] in part
    assert "Unsubscribe" in whole
    assert "Abbestellen" in got["eve@home.example"] or "abmelden" in got["eve@home.example"].lower()


def with_sections(edition: Edition, sections: dict[str, str]) -> Edition:
    """Its stories are of these sections, by their headlines; all others are of the first."""
    from dataclasses import replace

    first = next(iter(sections))
    by_headline = {headline: name for name, headline in sections.items()}

    def of(headline: str) -> str:
        return next((name for start, name in by_headline.items() if headline.startswith(start)), first)

    kept = [
        replace(part, briefs=tuple(replace(brief, section=of(brief.headline)) for brief in part.briefs))
        for part in edition.sections
    ]
    return replace(edition, sections=tuple(kept))


def test_nobody_gets_a_mail_with_nothing_in_it_and_the_record_says_why(site: Website) -> None:
    reader(site, ANN, sections=("Weather",))
    reader(site, BOB, sections=("Economy",))
    send(site, with_sections(the_edition(site), {"World": "-"}))
    rows = {row.recipient: (row.state, row.reply) for row in site.store.ledger.receipts("daily/2026-09-16")}
    assert rows[BOB] == ("skipped", "it has nothing in the sections that they chose")
    assert rows[ANN][0] == "sent", "they chose a section that is no more: that is as good as none"


def test_who_leaves_while_it_is_sent_gets_none(site: Website) -> None:
    for number in range(30):
        reader(site, f"r{number:02}@home.example")
    last = list(wiring.mail(site.site.config, site.site.clock, site.store, the_edition(site)).recipients())[-1]
    taken = site.mail.handle_DATA

    async def and_leave(server: object, session: object, envelope: object) -> str:
        if not site.mail.raw:
            site.store.subscribers.set_state(last, "unsubscribed", "left", site.now[0])
        site.now[0] += timedelta(seconds=1)
        return await taken(server, session, envelope)

    site.mail.handle_DATA = and_leave  # type: ignore[method-assign]
    send(site)
    assert last not in site.mail.recipients
    assert len(site.mail.recipients) == 29
    (row,) = (row for row in site.store.ledger.receipts("daily/2026-09-16") if row.recipient == last)
    assert (row.state, row.reply) == ("skipped", "they left while it was being sent")


def test_a_reader_sees_what_is_kept_and_has_it_deleted(site: Website) -> None:
    settings = site.join(ANN)
    site.done()
    ann = site.visitor()
    kept = json.loads(ann.get(f"{settings}/data.json").text)
    assert (kept["address"], kept["why"], [mail["state"] for mail in kept["mails"]]) == (
        ANN,
        "confirmed by mail",
        ["sent"],
    )
    page = ann.get(settings)
    assert ann.submit(page, "/delete").status == 400, "not without the box"
    assert ann.submit(page, "/delete", sure="yes").heading == "You are deleted"
    assert ann.get(settings).status == 404
    assert site.store.subscribers.get(ANN) is None
    rows = [row.recipient for row in site.store.ledger.receipts("daily/2026-09-16")]
    assert len(rows) == 1
    assert "ann" not in rows[0]


def test_who_has_lost_their_link_gets_it_by_mail(site: Website) -> None:
    site.join(ANN)
    before = len(site.mails(2))
    visitor = site.visitor()
    for address in (ANN, "stranger@home.example"):
        assert visitor.submit(visitor.get("/leave"), "/leave", address=address).heading == "Look in your mail"
    mail = site.mails(before + 1)[before]
    assert mail["To"] == ANN
    assert visitor.get(link(mail, "settings")).status == 200
    assert len(site.mail.raw) == before + 1


def test_another_site_can_not_choose_for_a_reader(site: Website) -> None:
    settings = site.join(ANN)
    elsewhere = {"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"}
    assert site.visitor().post(settings, [("day", "1")], elsewhere).status == 403
    assert site.visitor().post(f"{settings}/delete", [("sure", "yes")], elsewhere).status == 403
    assert standing(site) == "active"
