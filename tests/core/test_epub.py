"""The book of an edition: its archive, its pages, and what the reference checker says of it."""

from __future__ import annotations

import io
import posixpath
import shutil
import subprocess
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import urldefrag
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings

from briefing.core import epub as books
from briefing.core.syndication import identifier
from briefing.core.views import direction, line
from briefing.core.wording import Wording
from briefing.edges.babel_locale import languages, locale_for
from briefing.model import Edition, Section
from tests import editions
from tests.core.test_syndication import LANG, all_text, follows_only_the_web, hostile_editions
from tests.editions import told

X = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"
CHECKER = Path("/usr/share/java/epubcheck.jar")
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")  # in a few seconds no code gets hot


def busy(**changes: object) -> Edition:
    """With every kind of story that there is."""
    stories = [story for story in editions.running() if "Quarry" not in story[0].headline]
    return editions.edition(*editions.hostile(), *stories, **changes)[0]


def long() -> Edition:
    """Sixty stories, one of them with a headline of 400 characters that can't be broken, one without a word."""
    stories = [told(f"Story {number}", ("Post", f"Sentence {number} ends here.")) for number in range(58)]
    stories += [told("W" * 400, ("Post", "A sentence.")), told("", ("Post", "Another sentence."))]
    return busy(sections=(Section(name="News", briefs=tuple(brief for brief, _ in stories)),))


def opened(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info).decode() for info in archive.infolist()}


def pages(book: bytes) -> dict[str, ET.Element]:
    """Its XHTML documents by path; well-formed, and every address in them leads somewhere."""
    files = opened(book)
    found = {name: ET.fromstring(text) for name, text in files.items() if name.endswith(".xhtml")}
    ids = {name: {node.get("id") for node in root.iter()} for name, root in found.items()}
    for name, root in found.items():
        assert root.findtext(f"{X}head/{X}title")
        body = root.find(f"{X}body")
        assert body is not None
        for node in root.iter():
            address = node.get("href")
            if address and not address.startswith(("http", "mailto:")):
                path, fragment = urldefrag(address)
                file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
                assert file in files
                assert not fragment or fragment in ids[file]
        if name != "EPUB/nav.xhtml":
            follows_only_the_web(body[0])
    return found


def epub(made: Edition) -> bytes:
    return books.epub(made, Wording(locale_for(made.language)))


def package(book: bytes) -> ET.Element:
    """The package document; every file of the book is in its manifest, and every page in its spine."""
    files = opened(book)
    root = ET.fromstring(files["EPUB/package.opf"])
    listed = {item.get("id"): f"EPUB/{item.get('href')}" for item in root.iter(f"{OPF}item")}
    assert sorted([*listed.values(), "EPUB/package.opf", "META-INF/container.xml", "mimetype"]) == sorted(files)
    spine = [listed[item.get("idref")] for item in root.iter(f"{OPF}itemref")]
    assert sorted(spine) == sorted(name for name in files if name.endswith(".xhtml"))
    return root


def test_it_begins_as_every_epub_does() -> None:
    book = epub(busy())
    assert book[30:58] == b"mimetypeapplication/epub+zip"
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert {info.date_time for info in archive.infolist()} == {(2026, 9, 16, 4, 30, 0)}
    container = ET.fromstring(opened(book)["META-INF/container.xml"])
    assert [node.get("full-path") for node in container.iter() if "full-path" in node.attrib] == ["EPUB/package.opf"]


def test_the_package_says_which_edition_it_is() -> None:
    root = package(epub(busy(online="https://news.example/daily/2026-09-16/edition.html")))
    assert root.findtext(f".//{DC}identifier") == identifier("daily/2026-09-16", "news.example")
    assert root.findtext(f".//{DC}title") == "Daily Briefing, Wednesday, 16 September 2026"
    assert root.findtext(f".//{DC}language") == "en"
    assert [node.text for node in root.iter(f"{OPF}meta") if node.get("property") == "dcterms:modified"] == [
        "2026-09-16T04:30:00Z"
    ]
    spine = root.find(f"{OPF}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "ltr"


def test_it_leads_to_its_page_where_that_is_on_the_web() -> None:
    for online in ("https://news.example/2026-09-16/edition.html", "javascript:alert(1)", ""):
        about = pages(epub(busy(online=online)))["EPUB/about.xhtml"]
        links = [node.get("href") for node in about.iter(f"{X}a")]
        assert links == [online] * online.startswith("https")


def test_the_same_edition_is_the_same_bytes() -> None:
    assert epub(busy()) == epub(busy())


def test_the_contents_lead_to_every_story() -> None:
    made = busy()
    book = epub(made)
    package(book)
    found = pages(book)
    contents = next(nav for nav in found["EPUB/nav.xhtml"].iter(f"{X}nav") if nav.get(TYPE) == "toc")
    labels = [all_text(link) for link in contents.iter(f"{X}a")]
    expected = ["Daily Briefing, Wednesday, 16 September 2026"]
    for section in made.sections:
        expected += [section.name, *(" ".join(brief.headline.split()) for brief in section.briefs)]
    assert labels == [*expected, "About this edition"]
    for link in contents.iter(f"{X}a"):
        name, ident = urldefrag(f"EPUB/{link.get('href')}")
        if ident:
            story = next(node for node in found[name].iter(f"{X}article") if node.get("id") == ident)
            headline = story.find(f"{X}h2")
            assert headline is not None
            assert all_text(link) in all_text(headline)


def test_a_chapter_quotes_and_links() -> None:
    made = busy()
    found = pages(epub(made))
    for number, section in enumerate(made.sections, 1):
        page = found[f"EPUB/section-{number}.xhtml"]
        assert page.get("lang") == page.get(LANG) == "en"
        assert [all_text(node) for node in page.iter(f"{X}h1")] == [section.name]
        said = all_text(page)
        addresses = {urldefrag(node.get("href", "")).url for node in page.iter(f"{X}a")}
        for brief in section.briefs:
            assert all(" ".join(quote.text.split()) in said for quote in brief.quotes)
            assert brief.articles[0].url in addresses
    about = all_text(found["EPUB/about.xhtml"])
    assert "Read 160 new articles from 31 of 33 feeds" in about
    assert "Daily Briefing, 4 Quay Street, Port Ellery" in about
    assert "We are trying a shorter edition; tell us how it reads." in all_text(found["EPUB/title.xhtml"])


def test_headings_skip_no_level() -> None:
    for page in pages(epub(busy(note="# One\n\n## Two\n\ntext"))).values():
        levels = [int(node.tag[-1]) for node in page.iter() if node.tag.removeprefix(X) in ("h1", "h2", "h3", "h4")]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_language_from_right_to_left_turns_the_book() -> None:
    book = epub(busy(language="ar"))
    spine = package(book).find(f"{OPF}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == "rtl"
    for page in pages(book).values():
        assert page.get("dir") == "rtl"
    english = next(node for node in pages(book)["EPUB/section-1.xhtml"].iter(f"{X}h2"))
    assert (english.get("lang"), english.get("dir")) == ("en", "ltr")


def test_the_style_leaves_colours_fonts_and_sizes_to_the_reader() -> None:
    style = opened(epub(busy()))["EPUB/style.css"]
    assert "font-family" not in style
    assert "px;" not in style.replace("1px solid", "").replace("3px solid", "")
    assert [rule for rule in style.splitlines() if "color" in rule] == ["a { color: inherit; }"]


def test_an_edition_without_a_story_is_a_book_too() -> None:
    made, _ = editions.edition(sections=(), quiet=True, note="", subject="", preheader="")
    book = epub(made)
    package(book)
    assert "A quiet day: nothing cleared the bar." in all_text(pages(book)["EPUB/title.xhtml"])


def test_sixty_stories_are_all_in_the_contents() -> None:
    found = pages(epub(long()))
    contents = next(nav for nav in found["EPUB/nav.xhtml"].iter(f"{X}nav") if nav.get(TYPE) == "toc")
    labels = [all_text(link) for link in contents.iter(f"{X}a")]
    assert labels[2:-1] == [*(f"Story {number}" for number in range(58)), "W" * 400, "Untitled"]


@pytest.mark.parametrize("language", languages())
def test_a_book_speaks_the_language_of_its_edition(language: str) -> None:
    made = busy(language=language)
    found, words = pages(epub(made)), Wording(locale_for(language))
    front, about = all_text(found["EPUB/title.xhtml"]), all_text(found["EPUB/about.xhtml"])
    assert words.greeting(made) in front
    assert words.tally(made) in about
    spine = package(epub(made)).find(f"{OPF}spine")
    assert spine is not None
    assert spine.get("page-progression-direction") == direction(language)
    assert ("About this edition" in all_text(found["EPUB/nav.xhtml"])) == (language == "en")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile_editions())
def test_hostile_words_make_a_sound_book(made: Edition) -> None:
    book = epub(made)
    root = package(book)
    assert root.findtext(f".//{DC}title")
    found = pages(book)
    assert all("".join(link.itertext()).strip() for link in found["EPUB/nav.xhtml"].iter(f"{X}a"))
    said = " ".join(all_text(page) for page in found.values())
    assert all(" ".join(line(quote.text).split()) in said for brief in made.briefs for quote in brief.quotes)


@pytest.mark.skipif(
    not (CHECKER.exists() and shutil.which("java")), reason="needs epubcheck: apt-get install epubcheck"
)
@pytest.mark.parametrize("kind", ["hostile", "quiet", "long", "ar"])
def test_the_reference_checker_finds_nothing(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "edition.epub"
    path.write_bytes(epub(_checked(kind)))
    done = subprocess.run(
        ["java", *QUICK, "-jar", str(CHECKER), str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout


def _checked(kind: str) -> Edition:
    if kind == "quiet":
        return replace(busy(), sections=(), quiet=True, note="", subject="\x00", title=" ", language="no language")
    if kind == "busy":
        return busy()
    if kind == "long":
        return long()
    if kind in languages():
        return busy(language=kind)
    addresses = (
        "http://a.example/|[]{}^`\\ \"<>", "http://a.example/%zz%?a=[b]&c=<d>#e#f", "HTTP://Ünï.example:80/ä?b=ß#ü",
        "http://[::1]/x", "http://u:p@a.example/", "javascript:alert(1)", f"https://{'a' * 64}.example/",
        "http://a_b.example/x'y", "http://a.example/\ud800", "data:text/html,x", "",
    )  # fmt: skip
    stories = []
    for number, address in enumerate(addresses):
        brief, _ = told(
            f"Story {number}", ("Paper", "A (whole) sentence, at 100% & more."), also=["B", "C"], language="q!"
        )
        articles = tuple(replace(article, url=address, source="<\x00\u202e>") for article in brief.articles)
        stories.append(replace(brief, articles=articles, headline="\ud800" * number))
    return busy(
        sections=(Section(name="\x00", briefs=tuple(stories)),),
        language="fa",
        note='# Hi\n\n[a](http://x.example/<br>"&z) <https://b.example/|[]^> [m](mailto:a@b.example)\n\n---\na  \nb',
    )
