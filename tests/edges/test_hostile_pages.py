"""Pages made to take forever, to eat the memory or to surprise the parser cost themselves alone.

Each is read by a worker, as in a run, and directly: there it may raise ExtractError and nothing else.
"""

from __future__ import annotations

import gzip
import json
import struct
import time
import zlib
from collections.abc import Callable, Iterator

import pytest

from briefing.edges.extraction_pool import ExtractionPool
from briefing.edges.trafilatura_extractor import TrafilaturaExtractor
from briefing.errors import ExtractError
from briefing.model import NO_HINTS, Extract, Hints, Item, Page
from tests.builders import item

URL = "https://news.example/2026/09/harbour"
SENTENCE = "The harbour of Aldmoor was closed on Friday after the storm tore two cranes from their rails. "
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
STORY = "\n".join(
    f"<p>On {day} the harbour master of Aldmoor counted {n} ships that waited in the bay. "
    f"By noon of {day} all but {n - 8} had left for other ports, the owners said.</p>"
    for n, day in enumerate(DAYS, start=11)
)
LAST = f"By noon of {DAYS[-1]} all but 8 had left for other ports, the owners said."


def paragraphs(size: int) -> str:
    """So many bytes of paragraphs that differ."""
    count = size // len(f"<p>{SENTENCE * 3}000000</p>")
    return "".join(f"<p>{SENTENCE * 3}{n:6}</p>" for n in range(count))


def page(body: str = STORY, head: str = "<title>Harbour closed</title>") -> str:
    return f"<!doctype html><html lang=en><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


def article(extra: str = "", head: str = "<title>Harbour closed</title>", story: str = STORY) -> str:
    """A report that can be read, with something else before and after it."""
    return page(f"{extra}<article><h1>Harbour closed</h1>{story}</article>{extra}", head)


def brief(extra: str) -> str:
    """A report so short that much is tried to find more."""
    return article(extra, story=f"<p>{SENTENCE * 3}</p>")


def json_ld(text: str) -> str:
    return article(head=f'<title>Harbour closed</title><script type="application/ld+json">{text}</script>')


def nested(value: str, depth: int) -> str:
    return '{"@graph":[' * depth + value + "]}" * depth


def png() -> bytes:
    pixels = zlib.compress(b"\0\xff\0\0" * 5000)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(pixels)) + b"IDAT" + pixels


def noise(size: int) -> bytes:
    """Bytes of every value, without a pattern that a parser could take for text."""
    state, out = 1, bytearray()
    while len(out) < size:
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        out += struct.pack("<Q", state)
    return bytes(out)


PATIENCE = 10
"""Seconds of wall time that other work on the machine, and the start of a worker, may add."""

LONG_WORDS = "harbour " * 130_000

PAGES: dict[str, Callable[[], str | bytes]] = {
    # very much of one thing
    "10 MB of paragraphs": lambda: page(paragraphs(10_000_000)),
    "4.9 MB of paragraphs": lambda: page(paragraphs(4_900_000)),
    "200,000 spans": lambda: page("<span>storm </span>" * 200_000),
    "19,000 spans in a paragraph": lambda: page(f"<p>{'<span>storm </span>' * 19_000}</p>{STORY}"),
    "200,000 paragraphs": lambda: page("<p>The storm is over." * 200_000),
    "19,000 paragraphs": lambda: page("<p>The storm is over, and the harbour is open." * 19_000),
    "19,000 line breaks": lambda: page(f"<p>{'The storm is over.<br>' * 19_000}</p>"),
    "60,000 nested tags": lambda: page("<div>" * 60_000 + STORY),
    "200 nested tags": lambda: page("<div>" * 200 + STORY + "</div>" * 200),
    "19,000 inline tags never closed": lambda: page("<b><i>storm " * 9_500 + STORY),
    "100,000 links": lambda: page('<a href="/a">The storm</a> ' * 100_000),
    "18,000 links beside a report": lambda: article('<a href="/a">The storm is over now</a> ' * 9_000),
    "a megabyte on one line": lambda: page(f"<p>{LONG_WORDS}</p>"),
    "a million equal letters": lambda: page(f"<p>{'a' * 1_000_000}</p>{STORY}"),
    "a million blanks": lambda: page(f"<p>{' ' * 1_000_000}</p>{STORY}"),
    "a million quotation marks": lambda: page(f"<p>{'“' * 1_000_000}</p>{STORY}"),
    "a million opening brackets": lambda: page("<" * 1_000_000 + STORY),
    "a million ampersands": lambda: page(f"<p>{'&' * 1_000_000}</p>{STORY}"),
    "50,000 meta tags": lambda: article(head='<meta property="og:title" content="Storm">' * 50_000),
    "15,000 meta tags": lambda: article(head='<meta property="article:author" content="Ada Lind">' * 15_000),
    "a title of 1 MB": lambda: article(head=f"<title>{LONG_WORDS}</title>"),
    "a heading of 1 MB": lambda: page(f"<h1>{LONG_WORDS}</h1>{STORY}"),
    "an author of 1 MB": lambda: article(f'<p class="author">By {LONG_WORDS}</p>'),
    "10,000 headings": lambda: page("<h1>Harbour closed</h1>" * 10_000 + STORY),
    "10,000 articles": lambda: page(f"<article><p>{SENTENCE}</article>" * 9_900),
    "10,000 nested articles": lambda: page("<article>" * 10_000 + STORY),
    "10,000 nested tables": lambda: page("<table><tr><td>" * 10_000 + STORY),
    "60 nested tables": lambda: page("<table><tr><td>" * 60 + STORY),
    "a table of 19,000 cells": lambda: page(f"<table>{'<tr><td>storm<td>over' * 6_300}</table>{STORY}"),
    "a form with 50,000 options": lambda: article(f"<form><select>{'<option>storm' * 50_000}</select></form>"),
    "a form with 15,000 options": lambda: page(f"<form><select>{'<option>storm' * 15_000}</select></form>{STORY}"),
    "200 articles, one after the other": lambda: page(f"<article><h1>Harbour closed</h1>{STORY}</article>" * 200),
    "18,000 list items": lambda: article(f"<ul>{'<li>The storm is over' * 9_000}</ul>"),
    "18,000 list items beside a short report": lambda: brief(f"<ul>{'<li>The storm is over' * 9_000}</ul>"),
    "9,000 captions": lambda: article(f'<div class="caption"><p>{SENTENCE}</div>' * 4_500),
    "9,000 teasers": lambda: article(f'<div class="teaser"><p>{SENTENCE}</div>' * 4_500),
    "15,000 times": lambda: article('<time datetime="2026-09-14" pubdate>today</time>' * 7_500),
    "an attribute of 4.9 MB": lambda: article(f'<p class="{"author " * 700_000}">Storm</p>')[:4_950_000],
    "an attribute of 2 MB": lambda: article(f'<p class="{"author " * 150_000}">Storm</p>'),
    "an attribute of 5 MB": lambda: page(f'<div class="{"caption-" * 625_000}">{STORY}</div>'),
    "9,000 attributes on an element": lambda: page(f"<div {' '.join(f'a{n}=b' for n in range(9_000))}>{STORY}</div>"),
    # JSON-LD
    "2 MB of broken JSON-LD": lambda: json_ld('{"@type":"NewsArticle","headline":"' + "\\" * 2_000_000),
    "400 kB of open JSON-LD": lambda: json_ld('{"author":[' * 36_000),
    "2 MB of nested JSON-LD": lambda: json_ld(nested('{"@type":"NewsArticle"}', 150_000)),
    "400 kB of nested JSON-LD": lambda: json_ld(nested('{"@type":"NewsArticle"}', 30_000)),
    "JSON-LD nested 400 deep": lambda: json_ld(nested('{"@type":"NewsArticle"}', 400)),
    "JSON-LD of 20,000 authors": lambda: json_ld(
        json.dumps({"@type": "NewsArticle", "author": [{"@type": "Person", "name": "Ada Lind"}] * 10_000})
    ),
    "JSON-LD with a text of 400 kB": lambda: json_ld(
        json.dumps({"@type": "NewsArticle", "articleBody": SENTENCE * 4_200, "headline": "storm " * 10})
    ),
    "JSON-LD with a headline of 400 kB": lambda: json_ld(
        json.dumps({"@type": "NewsArticle", "headline": "storm " * 66_000})
    ),
    "JSON-LD that is a string": lambda: json_ld('"NewsArticle"'),
    "JSON-LD that is a number": lambda: json_ld("17e400"),
    "JSON-LD that is a long number": lambda: json_ld("9" * 400_000),
    "JSON-LD that is a list of lists": lambda: json_ld('[[[["NewsArticle"], null, 1], true], [{"@type": 3}]]'),
    "JSON-LD of the wrong types": lambda: json_ld(
        json.dumps({"@type": [{"a": 1}, None], "headline": ["Storm", 1], "author": {"name": {"name": [1]}},
                    "datePublished": {"@value": 5}, "image": [[None]], "articleBody": 7, "isPartOf": "x",
                    "mainEntityOfPage": [{}], "isAccessibleForFree": [], "publisher": [[]], "inLanguage": {}})
    ),
    "JSON-LD of wrong types in a report": lambda: json_ld(
        json.dumps({"@type": "NewsArticle", "headline": {"@value": 1}, "author": [[["Ada"]], 3, None, {"name": 4}],
                    "datePublished": ["x", 9**50], "dateModified": -1, "image": {"url": {"url": 3}}, "articleBody": {},
                    "hasPart": [1, {"isAccessibleForFree": {}}], "isAccessibleForFree": "maybe", "articleSection": [3]})
    ),
    "JSON-LD with lone surrogates": lambda: json_ld(
        '{"@type":"NewsArticle","headline":"Harbour \\ud800 closed","author":{"name":"Ada \\udfff Lind"}}'
    ),
    "JSON-LD of a date beyond time": lambda: json_ld(
        '{"@type":"NewsArticle","headline":"Harbour closed","datePublished":"9999-12-31T23:59:59-14:00"}'
    ),
    # not HTML, under a name that says so
    "a PDF": lambda: b"%PDF-1.7\n" + noise(50_000),
    "a picture": png,
    "a zip file": lambda: b"PK\x03\x04" + noise(50_000),
    "gzip twice": lambda: gzip.compress(gzip.compress(page().encode())),
    "a video": lambda: b"\0\0\0\x1cftypisom" + noise(100_000),
    "noise": lambda: noise(300_000),
    "noise in a page": lambda: page().encode() + noise(300_000) + STORY.encode(),
    "JSON": lambda: json.dumps([{"storm": n} for n in range(50_000)]),
    "a program's text": lambda: "def storm(): return {'<': 1}\n" * 30_000,
    "nothing but zeros": lambda: b"\0" * 1_000_000,
    "blanks": lambda: b" \n\t" * 300_000,
    "one byte": lambda: b"<",
    # not quite HTML
    "entities of entities": lambda: (
        '<!DOCTYPE x [<!ENTITY a "storm">'
        + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
        + f"]>{page('<p>&j;</p>' + STORY)}"
    ),
    "an entity from a file": lambda: f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>{page("&a;" + STORY)}',
    "100,000 entities": lambda: page(f"<p>{'&amp;&#1234;&#xffffff;&nosuch;' * 25_000}</p>{STORY}"),
    "characters that are none": lambda: page("<p>&#0;&#55296;&#1114112;&#xFFFE;&#x7f;</p>" + STORY),
    "zero bytes": lambda: article().replace(" ", "\0 ").encode(),
    "zero bytes in tags": lambda: article().replace("<p", "<\0p").replace("h1>", "h\x001>").encode(),
    "a tag never closed": lambda: page(STORY) + "<p class='storm " * 50_000,
    "a comment never closed": lambda: page("<!-- " + STORY * 500),
    "many comments": lambda: article("<!-- storm -->" * 100_000),
    "comments that open again": lambda: page("<!--" * 200_000 + STORY),
    "a CDATA section never closed": lambda: page(STORY + "<![CDATA[" + STORY * 500),
    "many CDATA sections": lambda: page("<![CDATA[" * 100_000 + STORY),
    "processing instructions": lambda: page("<?php echo 'storm' ?>" * 50_000 + STORY),
    "a script never closed": lambda: page(STORY + "<script>" + "if (a < b) {" * 100_000),
    "a text area never closed": lambda: page(STORY + "<textarea>" + STORY * 500),
    "no body": lambda: f"<html><head><title>Storm</title></head>{STORY}",
    "a frameset": lambda: "<html><frameset><frame src=a><frame src=b></frameset></html>",
    "many bodies": lambda: f"<html><body>{STORY}</body></html>" * 500,
    "tags upside down": lambda: "</html></body>" * 10_000 + STORY + "<html><body>" * 1_000,
    "plain text": lambda: SENTENCE * 500,
    "SVG and MathML": lambda: article("<svg><path d='M0'/><title>storm</title></svg><math><mi>x</mi></math>" * 99),
    "names with colons": lambda: page("<o:p><fb:like a:b='c' xmlns:o='x'>" * 3_000 + STORY),
    "an address that is none": lambda: article(head='<base href="http://[::1"><link rel=canonical href="http://[x">'
                                               '<meta property="og:image" content="http://[">'
                                               '<meta property="og:url" content="//[">'),
    # encodings
    "UTF-16 without a mark": lambda: article().encode("utf-16-le"),
    "UTF-16, the other way round": lambda: article().encode("utf-16-be"),
    "UTF-16 with a mark": lambda: article().encode("utf-16"),
    "UTF-32": lambda: article().encode("utf-32"),
    "UTF-32 without a mark": lambda: article().encode("utf-32-le"),
    "UTF-16 cut within a letter": lambda: article().encode("utf-16")[:-1],
    "mixed encodings": lambda: article().encode() + "<p>Sturm über Ærø, böse".encode("latin-1") * 5_000,
    "another encoding than it says": lambda: article("<p>Sturm über Ærø</p>").encode("cp1251", "xmlcharrefreplace"),
    "an encoding that is none": lambda: article().replace("utf-8", "x-storm").encode() + b"\xff\xfe\xe4",
    "an encoding that is no text's": lambda: article().replace("utf-8", "base64").encode() + b"\xff\xe4",
    "surrogates in UTF-8": lambda: page(STORY).encode().replace(b"storm", b"st\xed\xa0\x80rm"),
    "letters right to left and joined": lambda: page(f"<p>{chr(0x202E)}{'a' + chr(0x301) * 200_000}</p>{STORY}"),
}  # fmt: skip


@pytest.fixture(scope="module")
def worker() -> Iterator[ExtractionPool]:
    with ExtractionPool(1) as pool:
        yield pool


@pytest.mark.parametrize("name", PAGES)
def test_a_hostile_page_costs_itself_alone(name: str, worker: ExtractionPool) -> None:
    """It gives a report or the reason why not, soon enough; the page after it is read by a worker that is well."""
    body = PAGES[name]()
    html = body.encode() if isinstance(body, str) else body
    answers = worker.extract_all(TrafilaturaExtractor(), [_pending(html), _pending(article().encode())])
    began = time.monotonic()
    _, _, hostile = next(answers)
    taken = time.monotonic() - began
    ((_, _, ordinary),) = answers
    assert taken < 5 + PATIENCE
    assert _told(hostile)[0] != "crashed"
    assert isinstance(ordinary, Extract)
    assert LAST in ordinary.text
    if taken < 0.2:  # the others tell no more directly, and take as long again
        assert _told(hostile) == _told(_directly(html))


def _pending(html: bytes) -> tuple[Item, Page, Hints]:
    return item("Harbour closed"), Page(url=URL, body=html, content_type="text/html"), NO_HINTS


def _directly(html: bytes) -> Extract | ExtractError:
    try:
        return TrafilaturaExtractor().extract(html, URL, "text/html")
    except ExtractError as error:
        return error


def _told(answer: Extract | ExtractError) -> tuple[object, ...]:
    if isinstance(answer, ExtractError):
        return answer.reason, answer.message
    return answer.text, answer.title, answer.authors, answer.published, answer.url, answer.image
