"""`briefing extract`: one page, read for a person who asks, over real HTTP on loopback and from files."""

from __future__ import annotations

import io
import json
import os
import re
import sys
import webbrowser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core.clean import clean
from briefing.entry import cli, extract, extract_page, stories
from briefing.entry.console import Console
from briefing.entry.extract import Look, in_page_order
from briefing.errors import ExtractError
from briefing.model import Article, Extract, Hints, Image, Item, Notes, Opinion, Page, Removal, Trace, text_digest
from tests.edges.test_look import Found, look
from tests.edges.web import Serve, Server, answer, serving

TITLE = "Varnholt council backs harbour plan after night of talks"
PARAGRAPHS = (
    (
        "The council of Varnholt approved the harbour plan on Monday evening, after a debate of nine hours that ended "
        "long past midnight. Twelve members voted for it, and five against."
    ),
    (
        "“It is a good day for the town,” said Mayor Ida Brandt. The plan gives the fishing fleet the northern quay "
        "for thirty years and moves the ferries to a new pier in the east."
    ),
    (
        "Opponents said that the cost, 40 million crowns, had been known for weeks and was kept from the public until "
        "Friday. They want the regional court in Eskmouth to look at the decision before any work begins."
    ),
)
TEASER = "Read more: What the harbour plan means for ferries"
LOGIN = b"<html><title>Log in</title><body><form><h1>Please log in</h1><input type=password></form></html>"


def page(paragraphs: tuple[str, ...] = PARAGRAPHS, head: str = "", title: str = TITLE, charset: str = "utf-8") -> str:
    told = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in (paragraphs[0], TEASER, *paragraphs[1:]))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="{charset}"><title>{title}</title>'
        f'<meta property="og:type" content="article"><meta name="author" content="Ann Lee">'
        '<meta property="article:published_time" content="2026-09-14T20:00:00Z">'
        f'<meta property="og:image" content="https://harbour.example/quay.jpg">{head}</head>'
        f"<body><article><h1>{title}</h1>{told}</article></body></html>"
    )


@dataclass
class Ended:
    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `briefing extract …` in this process, in a folder without a configuration."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["briefing", "extract", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return Ended(ended.value.code if isinstance(ended.value.code, int) else 99, said.out, said.err)

    return run


@pytest.fixture
def serve() -> Iterator[Serve]:
    with serving() as start:
        yield start


@pytest.fixture
def site(serve: Serve) -> Server:
    """/story is a report, /members asks to log in, /moved leads to /story; all else is not there."""
    answers = {
        "/story": answer(page().encode(), Content_Type="text/html"),
        "/members": answer(LOGIN, Content_Type="text/html"),
        "/moved": answer(status="302 Found", Location="/story"),
    }
    return serve(lambda _connection, target, _headers: answers.get(target, answer(status="404 Not Found")))


# --- what is printed -----------------------------------------------------------------------------------------------


def test_an_address_gives_its_fields_and_its_paragraphs(run: Run, site: Server) -> None:
    ended = run(site.url("/moved"))
    assert (ended.code, ended.err) == (0, "")
    head, _, text = ended.out.partition("\n\n")
    told = dict(re.split(r"  +", line, maxsplit=1) for line in head.splitlines())
    assert told["title"] == TITLE
    assert told["authors"] == "Ann Lee"
    assert told["published"] == "2026-09-14 20:00 UTC"
    assert told["picture"] == "https://harbour.example/quay.jpg"
    assert told["address"] == site.url("/story")
    assert "genre" not in told
    assert "partial" not in told
    assert text.splitlines() == list(PARAGRAPHS)
    assert site.targets == ["/moved", "/story"]  # no robots.txt: a person asks


def test_explain_shows_how_it_was_read_and_what_was_taken_away_in_its_place(run: Run, site: Server) -> None:
    ended = run(site.url("/story"), "--explain")
    assert re.search(r"^taken: .+, \d+ words, score \d\.\d\d$", ended.out, re.MULTILINE)
    assert re.search(r"^taken away: \d lines \(.*related 1", ended.out, re.MULTILINE)
    lines = ended.out.splitlines()
    at = lines.index(f"- [related] {TEASER}")
    assert lines[at - 1] == f"  {PARAGRAPHS[0]}"
    assert lines[at + 1 :] == [f"  {paragraph}" for paragraph in PARAGRAPHS[1:]]


def test_everything_can_be_had_as_data(run: Run, site: Server) -> None:
    told = json.loads(run(site.url("/story"), "--json").out)
    assert told["text"].split("\n") == list(PARAGRAPHS)
    assert (told["title"], told["published"]) == (TITLE, "2026-09-14T20:00:00+00:00")
    assert {"rule": "related", "line": TEASER, "after": 1} in told["notes"]["removed"]
    assert told["notes"]["opinions"][0]["words"] > 50


@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "x"), ("utf-16", "x"), ("cp1252", "windows-1252"), ("cp1252", "x"),
        ("shift_jis", "shift_jis"), ("koi8-r", "koi8-r"),
    ],
)  # fmt: skip
def test_a_file_is_read_whatever_its_encoding(run: Run, tmp_path: Path, codec: str, named: str) -> None:
    own = {
        "shift_jis": "港湾計画は月曜日の夜に町議会で承認された。九時間に及ぶ討論の末の決定だった。",
        "koi8-r": "Совет Варнхольта одобрил план развития гавани в понедельник вечером, после девяти часов споров.",
        "cp1252": "Der Stadtrat hat den Hafenplan am Montagabend gebilligt – nach neun Stunden, wie Bürger erzählten.",
    }.get(codec, "The council’s plan for Åsund’s harbour was approved, “a good day”, on Monday evening after all.")
    told = page((own, PARAGRAPHS[0], PARAGRAPHS[2]), charset=named)
    (tmp_path / "page.html").write_bytes(told.encode(codec))
    ended = run("page.html")
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[-3:] == [own, PARAGRAPHS[0], PARAGRAPHS[2]]


def test_a_file_has_the_address_that_is_given(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page(head='<link rel="canonical" href="/2026/plan">'))
    told = run("page.html", "--url", "https://harbour.example/x?id=1").out
    assert re.search(r"^address +https://harbour\.example/2026/plan$", told, re.MULTILINE)
    (tmp_path / "page.html").write_text(page())
    assert not re.search(r"^address", run("page.html").out, re.MULTILINE)


def test_standard_input_is_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(page().encode())))
    ended = run("-")
    assert (ended.code, ended.out.splitlines()[-3:]) == (0, list(PARAGRAPHS))


def test_a_terminal_gets_lines_of_its_width(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    found = REPORT
    extract.say(Look(name="x", page=Page(url=""), found=found), found, Console(), explain=False)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 50
    blocks = "\n".join(lines).split("\n\n")
    assert [" ".join(block.split()) for block in blocks[1:]] == found.text.splitlines()
    assert lines[1].startswith(" " * 11)  # the title goes on below its beginning


REPORT = Extract(
    text="\n".join(PARAGRAPHS),
    title=TITLE,
    authors=("Ann Lee", "Bo Ek"),
    published=datetime(2026, 9, 14, 20, tzinfo=UTC),
    modified=datetime(2026, 9, 15, 6, 30, tzinfo=UTC),
    language="en",
    site_name="Harbour Times",
    section="Politics",
    genre="opinion",
    partial=True,
    image=Image(url="https://harbour.example/quay.jpg"),
    notes=Notes(
        opinions=(Opinion(name="one way", words=90, score=0.9), Opinion(name="another", words=1, score=0.25)),
        removed=(Removal(rule="related", line=TEASER), Removal(rule="caption", line="Photo: Jon Vik")),
    ),
)


def test_all_that_is_known_of_a_report_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    extract.say(Look(name="x", page=Page(url=""), found=REPORT), REPORT, Console(), explain=True)
    out = capsys.readouterr().out
    for line in (
        "authors    Ann Lee, Bo Ek",
        "modified   2026-09-15 06:30 UTC",
        "site       Harbour Times",
        "section    Politics",
        "genre      opinion",
        "partial    the beginning only: the rest is behind a paywall",
        "taken: one way, 90 words, score 0.90",
        "asked: another, 1 word, score 0.25",
        "taken away: 2 lines (caption 1, related 1)",
        "  caption     Captions and credits of pictures.",
    ):
        assert line in out.splitlines()


def test_a_rule_of_a_plugin_s_own_needs_no_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    notes = replace(REPORT.notes, removed=(Removal(rule="town's own", line="Tide table", after=0),))
    own = replace(REPORT, notes=notes)
    extract.say(Look(name="x", page=Page(url=""), found=own), own, Console(), explain=True)
    assert "- [town's own] Tide table" in capsys.readouterr().out.splitlines()


def test_what_would_steer_a_terminal_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    odd = replace(REPORT, text="All \x1b[2J\x9bwell\u202e.\nNext", title="\x1b]0;owned\x07", authors=("\x08An\ud800n",))
    extract.say(Look(name="x", page=Page(url=""), found=odd), odd, Console(), explain=True)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800]", capsys.readouterr().out)


# --- what is no article, and what can't be had ---------------------------------------------------------------------


def test_a_page_that_is_no_article_is_refused_with_the_reason(run: Run, site: Server) -> None:
    ended = run(site.url("/members"))
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == f"{site.url('/members')}: no article. The site asks to log in first.\n"
    explained = run(site.url("/members"), "--explain").err
    assert "reason: login\n" in explained
    assert "the feed's own summary" in explained
    told = run(site.url("/members"), "--json")
    assert (told.code, told.err) == (1, "")
    assert json.loads(told.out) == {"refused": "login", "message": "The site asks to log in first."}


def test_what_is_too_long_is_refused_without_being_read_to_its_end(run: Run) -> None:
    ended = run("/dev/zero", "--explain")
    assert (ended.code, "reason: binary" in ended.err or "reason: too-big" in ended.err) == (1, True)


class Deadly:
    """An extractor that a page ends the process of."""

    def extract(self, html: bytes, url: str, content_type: str | None = None, hints: Hints | None = None) -> Extract:
        os._exit(3)


def test_a_page_is_read_in_a_process_of_its_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(page())
    (tmp_path / "own.yaml").write_text(
        "extractor: tests.entry.test_extract:Deadly\nsources: [{feed: https://harbour.example/feed}]\n"
    )
    ended = run("page.html", "--config", "own.yaml", "--explain")
    assert ended.code == 1
    assert "ended the process that read it (exit code 3)" in ended.err
    assert "reason: crashed" in ended.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.html",), "none.html: no such file"),
        (("/",), "/: is a directory"),
        (("a\0b",), "is no file's name"),
        (("http://[bad",), "is not a web address"),
        (("ftp://harbour.example/story",), "is not a web address"),
        (("page.html", "--url", "harbour"), "is not a web address"),
        (("https://harbour.example/", "--url", "https://harbour.example/"), "--url is for a file"),
        (("page.html", "--out", "x.html"), "go with --html"),
        (("page.html", "--html", "--json"), "choose one"),
        (("page.html", "--config", "none.yaml"), "no such file"),
        ((), "Missing argument"),
    ],
)
def test_bad_use_is_said_in_plain_words(run: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "page.html").write_text(page())
    ended = run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in re.sub(r"[│\s]+", " ", ended.err)


def test_what_can_not_be_fetched_is_said(run: Run, site: Server) -> None:
    for address, why in ((site.url("/gone"), "404"), ("http://127.0.0.1:9/x", "no connection")):
        ended = run(address)
        assert (ended.code, ended.out) == (3, "")
        assert f"{address}: " in ended.err
        assert why in ended.err
        assert "`briefing extract page.html`" in ended.err


# --- the configuration ---------------------------------------------------------------------------------------------


def test_the_configuration_of_the_folder_counts(run: Run, site: Server, tmp_path: Path) -> None:
    def write(host: str, more: str = "") -> None:
        (tmp_path / "config.yaml").write_text(
            f"sources:\n  - feed: https://harbour.example/feed\n    access: {{headers: {{X-Reader: seven}}, hosts: "
            f"[{host}]}}\nfetch: {{user_agent: Ours/1}}\n{more}"
        )

    write("127.0.0.1", "reading: {off: [related]}\n")
    assert TEASER in run(site.url("/story")).out.splitlines()
    assert (site.requests[-1][1]["user-agent"], site.requests[-1][1]["x-reader"]) == ("Ours/1", "seven")
    write("harbour.example")
    assert TEASER not in run(site.url("/story")).out
    assert "x-reader" not in site.requests[-1][1]
    (tmp_path / "config.yaml").write_text("sauces: []\n")
    ended = run(site.url("/story"))
    assert (ended.code, "sauces" in ended.err) == (2, True)


# --- the page ------------------------------------------------------------------------------------------------------

HOSTILE = "</iframe><script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7 * 7 }} {% raw %}"


def drawn(found: Extract | ExtractError, html: str = "<p>page", *, url: str = "", online: bool = False) -> str:
    shown = Look(name="https://harbour.example/story", page=Page(url=url, body=html.encode()), found=found)
    return extract_page.as_page(shown, online=online)


def test_the_report_is_drawn_beside_the_page(run: Run, site: Server, tmp_path: Path) -> None:
    ended = run(site.url("/story"), "--html")
    assert (ended.code, ended.out) == (0, "extract.html\n")
    html = (tmp_path / "extract.html").read_text()
    assert f"<del>{TEASER}</del>" in html
    assert html.count('<span class="n">') == len(PARAGRAPHS)
    assert re.search(r"past midnight\.<span class=\"end\"></span> Twelve members", html)
    frame = re.search(r'<iframe sandbox="" srcdoc="([^"]*)"', html)
    assert frame
    assert unescape(frame[1]).endswith(page())
    assert unescape(frame[1]).startswith(
        '<!DOCTYPE html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src'
    )
    assert f'<base href="{site.url("/story")}" target="_blank">' in unescape(frame[1])


def test_what_came_from_the_web_is_data_wherever_it_stands() -> None:
    odd = replace(
        REPORT, text=f"One. {HOSTILE}\nTwo.", title=HOSTILE, authors=(HOSTILE,), section=HOSTILE, language="en",
        image=Image(url=f"javascript:{HOSTILE}", alt=HOSTILE), url=f"https://harbour.example/{HOSTILE}",
        notes=Notes(opinions=(Opinion(name=HOSTILE, words=1, score=0.0),),
                    removed=(Removal(rule=HOSTILE, line=HOSTILE), Removal(rule="x", line="\ud800\0"))),
    )  # fmt: skip
    for found in (odd, ExtractError(HOSTILE, reason=HOSTILE)):
        for online in (False, True):
            html = drawn(found, f"<title>{HOSTILE}", url=f"https://harbour.example/{HOSTILE}", online=online)
            outside = re.sub(r'srcdoc="[^"]*"', "", html)
            assert not re.search(
                r"<script|<img src=.?x|src=.?javascript|onerror=alert\(2\)>|\s49\s|href=\"javascript", outside
            )
            assert outside.count("<iframe") == outside.count("</iframe>") == 1
            html.encode()


def test_a_refused_page_is_shown_with_the_reason(run: Run, site: Server, tmp_path: Path) -> None:
    ended = run(site.url("/members"), "--html", "--out", "why.html")
    assert (ended.code, ended.out) == (1, "why.html\n")
    drawn = (tmp_path / "why.html").read_text()
    assert "The site asks to log in first." in drawn
    assert "Please log in" in drawn
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n\0\xff")
    assert run("a.pdf", "--html", "--out", "why.html").code == 1
    assert "<iframe" not in (tmp_path / "why.html").read_text()


def test_only_a_page_of_its_own_is_overwritten(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(webbrowser, "open", shown.append)
    source = tmp_path / "page.html"
    source.write_text(page())
    for _ in range(2):
        assert run(source, "--html", "--open").code == 0
    assert shown == [(tmp_path / "extract.html").as_uri()] * 2
    ended = run(source, "--html", "--out", source)
    assert (ended.code, "is there already" in ended.err) == (2, True)
    assert source.read_text() == page()
    assert run(source, "--html", "--out", tmp_path).code == 2
    assert run(source, "--html", "--out", tmp_path / "none" / "x.html").code == 2


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_it_can_be_read_narrow_and_wide_by_day_and_night(chromium: str, tmp_path: Path, mode: str) -> None:
    long = replace(
        REPORT, title="Rhabarberbarbara" * 9, text=f"{REPORT.text}\n{'x' * 400}\nالمجلس وافق على الخطة. حسنا."
    )
    refused = drawn(ExtractError("The site asks to log in first.", reason="login"))
    frames = {f"{name}{width}": (html, width) for width in (360, 1200)
              for name, html in (("report", drawn(long)), ("refused", refused))}  # fmt: skip
    found: Found = look(chromium, tmp_path, frames, *(["--force-dark-mode"] if mode == "dark" else []))
    for name, frame in found.items():
        assert frame["wide"] <= frame["room"], name
        assert frame["fired"] == 0
        assert (sum(frame["sheet"][:3]) > 600) == (mode == "light")
        for words in frame["words"]:
            assert words["contrast"] >= 4.5, words
            assert words["size"] >= 12, words


def test_nothing_runs_and_nothing_is_fetched_unless_it_is_allowed(chromium: str, tmp_path: Path, serve: Serve) -> None:
    server = serve(answer(b"body { color: red }", Content_Type="text/css"))
    base = server.url("/")
    odd = (
        f'<link rel="preconnect" href="{base}"><LINK rel=stylesheet href="{base}style.css">'
        f'<style>@import "{base}in";</style><meta http-equiv="refresh" content="0;url={base}go"><base href="{base}">'
        f'<script src="{base}js"></script><script>new Image().src = "{base}ran"</script>'
        f'<body background="{base}back" onload="location=\'{base}on\'"><img src="{base}a.png" srcset="{base}b.png 2x">'
        f'<IFRAME src="{base}frame"></iframe><video poster="{base}c.png"></video><embed src="{base}embed">'
        f'<object data="{base}object"></object><input type="image" src="{base}d.png" autofocus>'
        f'<svg><image href="{base}e.png"/></svg><p>Page</p>'
    )
    picture = replace(REPORT, image=Image(url=f"{base}lead.png"))
    found = look(chromium, tmp_path, {"closed": (drawn(picture, odd), 1000)}, "--virtual-time-budget=3000")
    assert found["closed"]["fired"] == 0
    assert server.connections == 0
    look(chromium, tmp_path, {"open": (drawn(picture, odd, online=True), 1000)}, "--virtual-time-budget=3000")
    asked = set(server.targets)
    assert {"/style.css", "/a.png", "/lead.png"} <= asked
    assert not asked & {"/js", "/ran", "/frame", "/go", "/on", "/object"}


# --- lines in their place ------------------------------------------------------------------------------------------

LINES = st.lists(st.text(alphabet="ab \n.é漢<&", max_size=12).map(lambda line: line.replace("\n", " ").strip() or "a"))


@given(LINES, LINES)
def test_each_line_is_shown_once_and_in_its_order(kept: list[str], gone: list[str]) -> None:
    removed = tuple(Removal(rule="related", line=line, after=min(n, len(kept))) for n, line in enumerate(gone))
    lines = in_page_order(Extract(text="\n".join(kept), notes=Notes(removed=removed)))
    assert [line.text for line in lines if not line.rule] == kept
    assert [line.text for line in lines if line.rule] == gone


def test_lines_that_were_taken_away_stand_where_they_stood() -> None:
    page = ["Photo: A. Nother", "A first line that says what happened.", "Advertisement", "Advertisement",
            "A second line, which goes on.", "Read more: Ferry sold"]  # fmt: skip
    cleaned = clean("\n".join(page))
    found = Extract(text=cleaned.text, notes=Notes(removed=cleaned.removed))
    assert [line.text for line in in_page_order(found)] == page
    assert [bool(line.rule) for line in in_page_order(found)] == [True, False, True, True, False, True]


# --- trace ---------------------------------------------------------------------------------------------------------


def test_trace_says_how_a_page_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    seen = datetime(2026, 9, 14, 21, tzinfo=UTC)
    item = Item(id="1", source="https://harbour.example/feed", source_name="Harbour Times", section="News",
                url="https://harbour.example/story", title=TITLE)  # fmt: skip
    article = Article(id="1", item=item, url=item.url, title=TITLE, text=REPORT.text, text_from="page",
                      digest=text_digest(REPORT.text), first_seen=seen, modified=REPORT.modified,
                      genre="opinion", partial=True)  # fmt: skip
    trace = Trace(item=item, first_seen=seen, state="done", attempts=1, outcome="read", retry_at=None,
                  article=article, notes=REPORT.notes)  # fmt: skip

    def told(trace: Trace, *, explain: bool = False) -> list[str]:
        stories.say_trace(trace, Console(), explain=explain)
        return capsys.readouterr().out.splitlines()

    lines = told(trace)
    assert "read by one way (90 words); also asked: another (1 word)" in lines
    assert "taken away: 2 lines (caption 1, related 1)" in lines
    assert {"genre: opinion", f"partial: {extract.PARTIAL}", "modified: 2026-09-15 06:30 UTC"} <= set(lines)
    assert told(trace, explain=True) == [*lines, f"  - [related] {TEASER}", "  - [caption] Photo: Jon Vik"]
    plain = replace(trace, notes=Notes(), article=replace(article, genre="report", partial=False, modified=None))
    assert told(plain, explain=True) == [
        line for line in lines if line.startswith((TITLE, "from", "first", "page", "text"))
    ]
