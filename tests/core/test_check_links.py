"""Which of an edition's links are asked, and what their answers mean for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefing.core import dead_links
from briefing.core.check import check
from briefing.core.dead_links import ALIVE, Answer, addresses, answer_of, bare, dead, doubtful
from briefing.core.drawn import Drawn
from briefing.errors import FetchError
from briefing.model import Edition
from tests import editions
from tests.core.test_check import document

GONE = answer_of(FetchError("the server said 404 Not Found", status=404))
NO_NAME = answer_of(FetchError("not found: the name gone.example has no address"))
REFUSED = answer_of(FetchError("the server said 403 Forbidden", status=403))
NOBODY = answer_of(FetchError("no connection: connection refused"))


@pytest.mark.parametrize(
    ("message", "status", "state"),
    [
        ("the server said 404 Not Found", 404, "dead"),
        ("the server said 410 Gone", 410, "dead"),
        ("not found: the name gone.example has no address", None, "dead"),
        ("its site's robots.txt could not be read: not found: the name gone.example has no address", None, "dead"),
        ("the server said 401 Unauthorized", 401, "unclear"),
        ("the server said 403 Forbidden", 403, "unclear"),
        ("the server said 429 Too Many Requests", 429, "unclear"),
        ("the server said 503 Service Unavailable", 503, "unclear"),
        ("its site's robots.txt asks programs not to read it", None, "unreached"),
        ("refused: a.example is at 10.0.0.1, which is no public address", None, "unreached"),
        ("redirected in a circle", None, "unclear"),
        ("no answer within 20 s", None, "unreached"),
        ("no connection: connection refused", None, "unreached"),
        ("not found: no name server could tell the address of a.example", None, "unreached"),
        ("its site's robots.txt could not be read: no connection within 5 s", None, "unreached"),
    ],
)
def test_only_who_says_so_is_dead(message: str, status: int | None, state: str) -> None:
    assert answer_of(FetchError(message, status=status)) == Answer(state=state, said=message)  # type: ignore[arg-type] # one of its words


def every(edition: Edition, answer: Answer = ALIVE) -> dict[str, Answer]:
    urls = [article.url for brief in edition.briefs for article in brief.articles]
    return {bare(url): answer for url in urls}


def test_headlines_and_sentences_are_asked_first_and_each_address_once() -> None:
    made, _ = editions.edition()
    html = '<a href="https://daily.example/say#x">x</a><a href="mailto:a@b.example">y</a><a href="">z</a>'
    also = "".join(f'<a href="{article.url}">x</a>' for brief in made.briefs for article in brief.articles)
    found = addresses(made, [Drawn(html + also), Drawn(also)])
    cited = [bare(brief.articles[0].url) for brief in made.briefs]
    assert set(cited) <= set(found[: len(found) - 1])
    assert found.index("https://daily.example/say") >= len(cited)
    assert len(found) == len(set(found))
    assert set(found) == {*every(made), "https://daily.example/say"}
    assert not any("#" in url for url in found)


def test_the_ways_to_leave_and_what_is_not_there_yet_are_not_asked() -> None:
    made, _ = editions.edition(
        unsubscribe="https://daily.example/leave?me", preferences="https://daily.example/prefs",
        online="https://daily.example/news/2026-09-16/edition.html",
    )  # fmt: skip
    links = "".join(
        f'<a href="{url}">x</a>'
        for url in (made.unsubscribe, made.preferences, made.online, "https://daily.example/news/atom.xml",
                    "https://daily.example/other")
    )  # fmt: skip
    asked = addresses(replace(made, sections=()), [Drawn(links)])
    assert asked == ["https://daily.example/other"]


def test_a_dead_headline_or_sentence_stops_and_an_outlet_beside_it_does_not() -> None:
    made, _ = editions.edition()
    lead = made.briefs[0]
    outlet = lead.articles[-1]
    assert outlet.id not in {quote.article for quote in lead.quotes}
    for answer in (GONE, NO_NAME):
        for url in (bare(lead.articles[0].url), bare(lead.quotes[-1].url)):
            (stop,), warns = dead(made, {**every(made), url: answer})
            assert (lead.headline in stop, url in stop, answer.said in stop, warns) == (True, True, True, [])
        stops, (warn,) = dead(made, {**every(made), bare(outlet.url): answer})
        assert (stops, outlet.url in warn) == ([], True)
    other = {**every(made), "https://daily.example/say": GONE}
    assert dead(made, other) == (["a link leads to https://daily.example/say, which is gone: " + GONE.said], [])


def test_answers_that_say_nothing_are_counted_together() -> None:
    made, _ = editions.edition()
    urls = list(every(made))
    answers = every(made) | dict.fromkeys(urls[:3], REFUSED) | dict.fromkeys(urls[3:5], NOBODY)
    assert dead(made, answers) == ([], [])
    (said,) = doubtful(answers)
    assert said == (
        f"5 of {len(urls)} links gave no clear answer: 3 × the server said 403 Forbidden; "
        "2 × no connection: connection refused"
    )
    assert list(doubtful(every(made))) == []


@pytest.mark.parametrize("answer", [NOBODY, NO_NAME])
def test_where_nobody_answers_it_is_this_machine_that_is_offline(answer: Answer) -> None:
    """Some systems say of every name that it has no address while there is no network."""
    made, _ = editions.edition()
    answers = every(made, answer)
    assert dead_links.offline(answers)
    (found,) = check(made, document(made), answers=answers)
    assert (found.level, found.rule) == ("warn", "links")
    assert "is it online?" in found.message
    (said,) = doubtful({f"http://{name}.localhost:8765/x": NOBODY for name in "ab"})
    assert "they lead to this machine alone" in said
    one = next(iter(answers))
    assert not dead_links.offline({**answers, one: GONE})
    assert not dead_links.offline({**answers, one: REFUSED})
    assert dead_links.offline({**answers, one: dead_links.NOT_IN_TIME})
    assert not dead_links.offline({})


def test_the_check_tells_of_dead_links_with_advice() -> None:
    made, _ = editions.edition()
    url = bare(made.briefs[0].articles[0].url)
    (found,) = check(made, document(made), answers={**every(made), url: GONE})
    assert (found.level, found.rule) == ("stop", "dead-link")
    assert "--force" in found.advice
