from __future__ import annotations

import json
import pickle
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefing.edges.trafilatura_extractor import TrafilaturaExtractor, text
from briefing.edges.trafilatura_extractor.tree import drop_all, parse
from briefing.errors import ExtractError
from briefing.model import NO_HINTS, Extract, Hints, ReadingRules, SiteRules
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


BOX = "Your subscription is being used on another device, so please tell us which of the two you want to go on with."
COOKIES = "We keep cookies on your device, and so do our partners. Cookies tell us what you read and how you came here."
OTHER = [
    f"In town {n} a cook has won a prize for a soup that nobody there had tasted before that evening." for n in range(9)
]


def paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.mark.parametrize(
    "box",
    [
        f"<div id='acme-consent-sdk'><div>{paragraphs([COOKIES] * 9)}</div></div>",
        f"<section class='user-comments'>{paragraphs(OTHER[:3])}</section>",
        f"<div class='modal'><h2>Hello</h2>{paragraphs([BOX])}</div>",
        f"<h1>Soup wins prize</h1>{paragraphs(OTHER)}",
        f"<div><h1>Soup wins prize</h1><div>{paragraphs(OTHER)}</div></div><div><h1>One more</h1></div>",
        "<ul><li><a href='/a'>What the soup was made of, in pictures</a></li><li><a href='/b'>All soups</a></li></ul>",
    ],
    ids=["consent", "comments", "modal", "next-story", "next-story-in-a-box", "links"],
)
def test_what_is_no_part_of_the_report_stays_out_wherever_it_stands(box: str) -> None:
    report = paragraphs([line * 3 for line in BODY])
    expected = [line * 3 for line in BODY]
    assert extract(page(report, after=box)).text.split("\n") == expected
    if "<h1>" not in box:  # right behind a paragraph it is taken for a heading of the report's own
        assert extract(page(report + box)).text.split("\n") == expected


def test_classes_of_a_wrapper_around_the_report_say_nothing() -> None:
    lines = [line * 2 for line in BODY]
    for name in ("cookie-banner-open", "comments-enabled related", "has-modal popup-content", "read-more"):
        inside = f"<div class='{name}' id='{name}'>{paragraphs(lines)}</div>"
        whole = f"<html><body class='{name}'><h1>{TITLE}</h1>{inside}</body></html>".encode()
        assert extract(page(inside)).text.split("\n") == lines
        assert extract(whole).text.split("\n") == lines


def test_headings_of_the_first_order_between_paragraphs_are_the_reports() -> None:
    parts = [f"<p>{line * 2}</p>" for line in BODY]
    inside = f"{parts[0]}{parts[1]}<h1>What it costs</h1>{parts[2]}<h1>What comes next</h1>{parts[3]}"
    assert extract(page(inside)).text.split("\n") == [BODY[0] * 2, BODY[1] * 2, "What it costs", BODY[2] * 2,
                                                      "What comes next", BODY[3] * 2]  # fmt: skip


def test_links_to_other_sites_may_be_what_a_report_is_about() -> None:
    links = "".join(
        f"<li><a href='https://shop{n}.example/'>The shop of number {n} in the street</a></li>" for n in range(3)
    )
    found = extract(page(f"<p>{BODY[0]}</p><p>{BODY[1]}</p><ul>{links}</ul><p>{BODY[2]}</p><p>{BODY[3]}</p>")).text
    assert "The shop of number 1" in found


def test_a_stream_of_stories_beside_a_short_report_is_not_taken_for_it() -> None:
    short = (
        "日本企業五月信心保持穩定，但製造業及服務業反映，通脹壓力正損害利潤，企業面對原材料價格、勞動力及電費等成本上升。"
        * 3
    )
    other = "最新電影熱播，好評如潮，不少人建議政府復刻該片的場景作為旅遊景點，事實上現今旅遊業講求差異化特色。" * 4
    stream = "".join(f"<li><div><h3>熱話{n}</h3><p>{n}{other}</p></div></li>" for n in range(9))
    html = f"""<html><head><title>企業信心保持穩定</title></head><body><article><h1>企業信心保持穩定</h1>
    <div><p>{short}</p></div></article><div id="module-moreStories"><ul>{stream}</ul></div></body></html>"""
    assert extract(html.encode()).text == short


def test_structured_data_tells_boxes_from_the_report() -> None:
    lines = [line * 2 for line in BODY]
    html = page(paragraphs([*lines[:3], BOX, lines[3]]), head=data(articleBody=" ".join(lines)))
    assert extract(html).text.split("\n") == lines
    assert BOX in extract(page(paragraphs([*lines[:3], BOX, lines[3]]))).text


def test_structured_data_has_the_report_that_the_page_does_not_show() -> None:
    body = "".join(f"<p>{line * 3}</p>" for line in BODY)
    found = extract(page("<p>More soon.</p>", head=data(articleBody=body)))
    assert found.text.split("\n") == [line * 3 for line in BODY]
    assert found.notes.opinions[0].name == "JSON-LD articleBody"
    assert len(found.notes.opinions) > 1
    assert found.notes.opinions[0].score > found.notes.opinions[1].score


def test_a_feed_that_has_the_whole_report_stands_in_for_a_page_that_has_not() -> None:
    whole = "\n".join(line * 3 for line in BODY)
    hints = Hints(title=TITLE, text=whole)
    found = TrafilaturaExtractor().extract(page("<p>More soon.</p>"), URL, None, hints)
    assert found.text == whole
    assert found.notes.opinions[0].name == "the feed's own text"
    assert found.text_from == "feed"
    short = Hints(title=TITLE, text=BODY[0])
    assert TrafilaturaExtractor().extract(page(), URL, None, short).notes.opinions[0].name == "trafilatura, careful"


def with_rules(html: bytes, *, report: tuple[str, ...] = (), drop: tuple[str, ...] = ()) -> list[str]:
    ours = SiteRules(host="meridian.example", report=report, drop=drop)
    sites = (SiteRules(host="other.example", drop=("p",)), ours)
    found = TrafilaturaExtractor(ReadingRules(sites=sites)).extract(html, URL, None, NO_HINTS)
    return found.text.split("\n")


def test_of_a_site_the_user_can_say_what_is_no_part_of_a_report() -> None:
    box = f"<div class='factbox'><p>{BOX}</p></div>"
    html = page(f"<p>{BODY[0]}</p>{box}" + paragraphs(BODY[1:]))
    assert BOX in with_rules(html)
    assert with_rules(html, drop=("div.factbox", "p:nope(", "aside")) == BODY
    assert with_rules(html, drop=("html", "body", "]", ".factbox > p")) == BODY


def test_of_a_site_the_user_can_say_where_the_report_stands() -> None:
    html = page(
        f"<div class='intro'></div><div class='story'>{paragraphs(OTHER)}</div>",
        after="<div class='teaser'>"
        f"<div class='real'>{paragraphs(BODY[:2])}</div><div class='real'>{paragraphs(BODY[2:])}</div></div>",
    )
    assert with_rules(html, report=("div.real",)) == BODY
    assert with_rules(html, report=("[", ".nowhere", ".intro", ".teaser .real", "div.story")) == BODY
    assert with_rules(html, report=("body",)) == with_rules(html)


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
    tree = parse(html.decode("utf-8", "replace"))
    drop_all(tree, "script", "style")
    assert text._careful(tree) == text._run(tree, careful=True)


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


def test_a_page_with_thousands_of_drawings_is_read_without_them() -> None:
    drawn = page().replace(b"</body>", b"<nav>" + b"<svg><path/></svg>" * 12_000 + b"</nav></body>")
    assert drawn != page()
    assert extract(drawn).text == extract(page()).text


def test_text_that_stands_bare_beside_paragraphs_is_read() -> None:
    first = "The council of Varnholt voted on Monday night to <a href='/bridge'>rebuild the bridge</a> by spring."
    html = page().replace(b"<p>", f"<div class='content'>{first}<br><br>".encode(), 1)
    assert extract(html).text.splitlines()[0].startswith("The council of Varnholt voted on Monday night to rebuild the")
