from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trafilatura.xpaths import AUTHOR_XPATHS

from briefing.edges.trafilatura_extractor import TrafilaturaExtractor, text
from briefing.edges.trafilatura_extractor import page as read
from briefing.errors import ExtractError
from briefing.model import Extract
from briefing.sample.site import page as sample_page
from briefing.sample.world import articles as sample_articles

URL = "https://www.meridian.example/news/harbour-bill"
TITLE = "Harbour bill passes after a night of talks"
BODY = """\
VALMERE (NPA) - Parliament passed the harbour bill on Tuesday by 61 votes to 44, ending months of dispute over the cost.
The law lets the port of Valmere borrow up to 40 million crowns over six years, and gives the dockers’ union two seats.
“We waited ten years for this,” said Ines Dahl, who leads the union. She expects that work will start in March.
Opponents want the constitutional court to look at the law, and until it rules no contracts for the quays can be signed.
""".splitlines()
DATA = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": TITLE,
    "datePublished": "2026-03-10T23:30:00+02:00",
    "author": [{"@type": "Person", "name": "Ann Lee"}],
    "publisher": {"@type": "Organization", "name": "The Meridian"},
}


def page(inside: str | None = None, *, head: str = "", before: str = "", after: str = "", lang: str = "en") -> bytes:
    if inside is None:
        inside = "".join(f"<p>{line}</p>" for line in BODY)
    return f"""<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">
    <title>{TITLE} - The Meridian</title>{head}
    </head><body><div class="top"><a href="/">Home</a> <a href="/politics">Politics</a></div>
    <h1>{TITLE}</h1>{before}<div class="story">{inside}</div>{after}
    <div class="foot"><ul><li><a href="/markets">Markets</a></li></ul></div></body></html>""".encode()


def data(**change: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({**DATA, **change})}</script>'


def extract(html: bytes, content_type: str | None = "text/html; charset=utf-8") -> Extract:
    return TrafilaturaExtractor().extract(html, URL, content_type)


def reason(html: bytes, content_type: str | None = None) -> str:
    with pytest.raises(ExtractError) as caught:
        extract(html, content_type)
    return caught.value.reason


def test_a_report_comes_out_as_its_paragraphs_with_its_fields() -> None:
    head = (
        data()
        + '<link rel="canonical" href="/news/harbour-bill"><meta property="og:image" content="https://cdn.example/q.jpg">'
        + '<meta property="og:image:alt" content="The quay at dawn">'
    )
    found = extract(page(head=head))
    assert found.text.split("\n") == BODY
    assert found.title == TITLE
    assert found.authors == ("Ann Lee",)
    assert found.published == datetime(2026, 3, 10, 21, 30, tzinfo=UTC)
    assert found.language == "en"
    assert found.url == URL
    assert found.image is not None
    assert (found.image.url, found.image.alt) == ("https://cdn.example/q.jpg", "The quay at dawn")


def test_the_page_that_the_project_started_from(shared: Path) -> None:
    truth = json.loads((shared / "bench/seed/expected.json").read_text(encoding="utf-8"))
    found = TrafilaturaExtractor().extract((shared / "bench/seed/page.html").read_bytes(), truth["url"])
    assert found.text.split("\n") == truth["paragraphs"]
    assert found.title == truth["title"]
    assert not [line for line in truth["not_article"] if line in found.text]


def test_what_stands_around_the_report_stays_out() -> None:
    teasers = "".join(
        f"<article><h2>Other news {n}</h2><p>Something happened in another town, people there said.</p></article>"
        for n in range(4)
    )
    inside = "".join(
        [
            f"<p>{TITLE}</p>",
            "<figure><img src='/q.jpg'><figcaption>Cranes in the harbour at dawn. O. Brandt</figcaption></figure>",
            f"<p>{BODY[0]}</p><p>{BODY[1]}</p>",
            "<div class='image-caption'>Dockers wait for the result outside parliament.</div>",
            "<p>Read more: <a href='/x'>What the bill changes for the islands</a></p>",
            f"<p>{BODY[2]}</p><p>{BODY[3]}</p>",
            "<p>Sign up for our newsletter and get the day’s news in your inbox.</p>",
            "<p>© 2026 The Meridian. All rights reserved.</p>",
        ]
    )
    assert extract(page(f"<article>{inside}</article>{teasers}")).text.split("\n") == BODY


def test_a_page_laid_out_in_a_table_is_read_as_any_other() -> None:
    body = "".join(f"<p>{line}</p>" for line in BODY)
    menu = "".join(f"<li><a href='/{n}'>Other news of the day, number {n}</a></li>" for n in range(9))
    inside = f"<table><tr><td><ul>{menu}</ul></td><td><table><tr><td>{body}</td></tr></table></td></tr></table>"
    assert extract(page(inside, after=f"<p>{BODY[0][:60]}</p>")).text.split("\n")[: len(BODY)] == BODY


def test_a_table_in_a_report_stays_out() -> None:
    table = "<table><tr><th>Party</th><th>Votes</th></tr><tr><td>Harbour List</td><td>61</td></tr></table>"
    inside = f"<p>{BODY[0]}</p><p>{BODY[1]}</p>{table}<p>{BODY[2]}</p><p>{BODY[3]}</p>"
    assert extract(page(inside)).text.split("\n") == BODY


TEASERS = "".join(
    f"<div class='teaser'><p>Something happened in town {n}, and people there said that it was no surprise.</p></div>"
    for n in range(12)
)


@pytest.mark.parametrize(
    "html",
    [
        page(),
        page(f"<article><p>{BODY[0]}</p><p>{BODY[1]}</p></article>", after=TEASERS),
        page(f"<div class='x'>{'<br><br>'.join(BODY)}</div>", after=TEASERS),
        page("<p>More soon.</p>", after=TEASERS),
        page(f"<p>{BODY[0]}</p>", after="<section><div>" + "</div><div>".join(BODY * 5) + "</div></section>"),
        page("<ul>" + "".join(f"<li>{line}</li>" for line in BODY * 2) + "</ul>"),
        *[sample_page(article, "http://127.0.0.1:8765") for article in sample_articles()[:12]],
    ],
)
def test_the_second_opinion_is_left_out_only_where_it_changes_nothing(html: bytes) -> None:
    tree = read.parse(html.decode("utf-8", "replace"))
    read.drop_all(tree, "script", "style")
    assert text._careful(tree) == text._run(tree, careful=True)


def _spelled(pattern: str) -> str:
    return re.sub(r"\[(.).\]", r"\1", pattern.replace("?", ""))


def test_a_byline_is_looked_for_where_trafilatura_would_find_one() -> None:
    searched = {word for path in AUTHOR_XPATHS for word in re.findall(r"'([^']+)'", path.path) if "://" not in word}
    unseen = {one for word in searched for one in word.split("|") if not read.AUTHOR_MARKS.search(_spelled(one))}
    assert unseen == {"me"}  # of an element <rel>, which nobody has
    inside = "".join(f"<p>{line}</p>" for line in BODY)
    claims = '<meta property="article:published_time" content="2026-03-10">'
    assert extract(page(inside, head=claims, before="<span class='c-Byline'>By Ann Lee</span>")).authors == ("Ann Lee",)
    assert extract(page(inside, head=claims, before="<author>Ann Lee</author>")).authors == ("Ann Lee",)
    assert extract(page(inside, head=claims, before="<span class='c'>By Ann Lee</span>")).authors == ()


def test_trafilaturas_warnings_are_not_written_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    code = "import sys; from briefing.edges.trafilatura_extractor import preload"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert capfd.readouterr() == ("", "")


def test_a_line_break_inside_a_sentence_does_not_break_it() -> None:
    broken = "The ferry to the islands was late\n   on Tuesday<br>because of the storm."
    inside = f"<p>{broken}<br><br>{BODY[0]}</p><p>{BODY[1]}</p>"
    assert extract(page(inside)).text.split("\n") == [
        "The ferry to the islands was late on Tuesday because of the storm.",
        *BODY[:2],
    ]


def test_a_short_report_passes() -> None:
    inside = (
        "<p>A fire broke out in a warehouse in the port of Valmere early on Tuesday.</p>"
        "<p>Nobody was hurt, the fire service said. The cause is not known.</p>"
    )
    assert extract(page(inside)).text.startswith("A fire broke out")


def test_pages_in_old_encodings_are_read() -> None:
    lines = [
        "Der Landtag hat am Dienstag nach langer Debatte das Hafengesetz beschlossen – gegen die Opposition.",
        "Die Arbeiten können im März beginnen, sagte die Ministerin „mit großer Freude“ vor Journalisten in Großdorf.",
    ]
    html = (
        "<html><body><h1>Hafengesetz beschlossen</h1><div>"
        + "".join(f"<p>{line}</p>" for line in lines)
        + "</div></body></html>"
    )
    found = extract(html.encode("cp1252"), None)
    assert found.text.split("\n") == lines
    assert found.language == "de"


@pytest.mark.parametrize(
    ("expected", "html"),
    [
        ("empty", b""),
        ("empty", b"<html><body></body></html>"),
        ("binary", b"%PDF-1.4 not a page"),
        ("too-big", b"<html><body>" + b"<p>x</p>" * 700_000),
        ("too-big", b"<html><body>" + b"<i>x</i>" * 30_000),
        ("too-big", b"<html><body>" + b"<div>" * 400 + b"<p>deep</p>"),
        ("short", page("<p>More soon.</p>")),
        (
            "bot",
            b"<html><head><title>Just a moment...</title><body><p>Enable JavaScript and cookies to continue</p>",
        ),
        (
            "login",
            b"<html><title>Sign in</title><body><form><p>Sign in to go on, please.</p><input type=password></form>",
        ),
        (
            "error",
            b"<html><title>404 Not Found</title><body><h1>Not Found</h1><p>There is nothing at this address.</p>",
        ),
    ],
)
def test_pages_that_are_no_report_are_refused_by_kind(expected: str, html: bytes) -> None:
    assert reason(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        page(head='<script type="application/ld+json">' + '{"@type": ["' * 100_000 + "</script>"),
        page(head='<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
        page(head='<script type="application/ld+json">' + '{"author": "a", ' * 40_000 + "</script>"),
        page(after="<a href='/x'>x</a>" * 6_000),
        page(head="<title>" + "- | " * 50_000 + "</title>"),
        page(head='<meta name="author" content="' + "and " * 100_000 + '">'),
        page(before="<" * 500_000),
    ],
    ids=["broken-json", "deep-json", "many-authors", "links", "title", "author", "brackets"],
)
def test_pages_made_to_take_long_do_not(html: bytes) -> None:
    start = time.process_time()
    try:
        found = extract(html)
    except ExtractError:
        pass
    else:
        assert BODY[0] in found.text
    assert time.process_time() - start < 4.0


def test_it_can_be_sent_to_a_worker() -> None:
    again = pickle.loads(pickle.dumps(TrafilaturaExtractor()))
    assert again.extract(page(), URL).title == TITLE


def test_the_same_page_gives_the_same_extract() -> None:
    assert extract(page(head=data())) == extract(page(head=data()))


TAGS = """p|div|article|a|br|table|tr|td|ul|li|h1|title|html|body|head|figcaption|template|svg|script|meta|form|pre|
input type=password|time datetime=1|link rel=canonical href=//[x|blockquote|base href=x""".replace("\n", "").split("|")
PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag.split()[0]}>" for tag in TAGS]),
    st.sampled_from(
        [
            *BODY,
            TITLE,
            data(),
            "&#0;",
            "&nbsp;",
            "<!--",
            "-->",
            "<![CDATA[",
            "<?xml version='1.0' encoding='x'?>",
            "\x00",
        ]
    ),
    st.text(max_size=30),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(PIECES, max_size=30).map(lambda pieces: "".join(pieces).encode("utf-8", "replace"))
    | st.binary(max_size=200)
)
def test_any_bytes_give_a_report_or_an_extract_error(html: bytes) -> None:
    try:
        found = extract(html, None)
    except ExtractError:
        return
    assert found.text.strip()
    assert all(line == " ".join(line.split()) for line in found.text.split("\n"))


def test_of_the_sample_every_report_is_read_and_the_paywall_is_seen() -> None:
    for article in sample_articles():
        html = sample_page(article, "http://127.0.0.1:8765")
        if article.kind == "paywall":
            with pytest.raises(ExtractError) as refused:
                TrafilaturaExtractor().extract(html, "https://ledger.example/bonds")
            assert refused.value.reason == "paywall"
        elif article.kind == "report":
            found = TrafilaturaExtractor().extract(html, f"https://{article.publisher}.example/{article.id}").text
            lost = [p for p in article.paragraphs if " ".join(p.split()) not in " ".join(found.split())]
            assert not lost, f"{article.id}: lost {lost}"
