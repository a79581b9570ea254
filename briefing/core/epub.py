"""An edition as a book for e-readers: EPUB 3, text alone. The same edition gives the same bytes on every machine.

Pages leave colours, fonts and sizes to the reading program: what a reader has set there holds.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from briefing.core.syndication import edition_identifier
from briefing.core.views import direction
from briefing.core.wording import Wording
from briefing.core.xhtml import (
    dateline,
    element,
    footer,
    in_language,
    label,
    language_tag,
    opening,
    story,
    text,
)
from briefing.model import Edition, Section

MEDIA_TYPE = "application/epub+zip"

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'
_CONTAINER = f"""{_XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_STYLE = """\
body { margin: 0; overflow-wrap: break-word; }
h1 { margin: 1.5em 0 1em; font-size: 1.6em; line-height: 1.2; }
h2 { margin: 0 0 0.5em; font-size: 1.15em; line-height: 1.25; }
h3 { margin: 1em 0 0.5em; font-size: 1em; }
h1, h2, h3 { text-align: start; break-after: avoid; page-break-after: avoid; hyphens: none; -webkit-hyphens: none; }
a { color: inherit; }
h2 a, nav a { text-decoration: none; }
p { margin: 0 0 0.6em; text-indent: 0; }
cite { font-style: normal; }
small { font-size: 0.85em; }
ol { list-style: none; margin: 0; padding: 0; }
li { margin: 0 0 0.6em; }
li ol { margin: 0.6em 0 0.6em 1.2em; }
article { margin: 0 0 1.6em; padding: 1.2em 0 0; border-top: 1px solid; }
.lead h2 { font-size: 1.4em; }
.brief h2 { font-size: 1em; }
.mark { font-size: 0.8em; letter-spacing: 0.05em; text-transform: uppercase; }
.also, .dateline, .about p { font-size: 0.85em; }
.quiet { font-style: italic; }
.note { margin: 1.5em 0; padding: 0 0 0 1em; border-inline-start: 3px solid; }
.titlepage { margin-top: 20%; }
.titlepage h1 { margin: 0 0 0.3em; font-size: 2.2em; }
.dateline { margin-bottom: 2em; }
"""
_TEASERS = 3
"""Headlines on the title page."""
_READABLE = (
    ("accessMode", "textual"),
    ("accessModeSufficient", "textual"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """One XHTML document of the book."""

    name: str
    """Of its file, without the ending; the id of its entry in the manifest, too."""
    title: str
    body: str
    stories: tuple[tuple[str, str], ...] = ()
    """(id, headline) of each that it tells."""

    @property
    def file(self) -> str:
        return f"{self.name}.xhtml"


def epub(edition: Edition, words: Wording) -> bytes:
    """The book: a title page with the editor's note, a chapter a section, and what was read for it.

    Raises RenderError for a sentence of an article that its story does not name.
    """
    pages = tuple(_pages(edition, words))
    files = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(edition, pages, words),
        "EPUB/nav.xhtml": _document(edition, _contents(pages, words), words.locale.gettext("Contents")),
        "EPUB/style.css": _STYLE,
        **{f"EPUB/{page.file}": _document(edition, page.body, page.title) for page in pages},
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        # Whoever looks at the first bytes sees what it is: the first file, as it is (EPUB OCF 3.3, section 4.3).
        for name, content in {"mimetype": MEDIA_TYPE, **files}.items():
            archive.writestr(_stamped(name, edition.slot.closes), content.encode())
    return packed.getvalue()


def _stamped(name: str, moment: datetime) -> zipfile.ZipInfo:
    """How a file stands in the archive: nothing of the machine or of the day on which it is made, and not compressed,
    since another zlib makes other bytes."""
    at = moment.astimezone(UTC)
    info = zipfile.ZipInfo(name, max((at.year, at.month, at.day, at.hour, at.minute, at.second), (1980, 1, 1, 0, 0, 0)))
    info.compress_type = zipfile.ZIP_STORED
    info.create_system = 3
    info.external_attr = 0o100644 << 16
    return info


def _pages(edition: Edition, words: Wording) -> Iterator[_Page]:
    yield _Page(name="title", title=_title(edition, words), body=_title_page(edition, words))
    for number, section in enumerate((each for each in edition.sections if each.briefs), 1):
        yield _chapter(edition, section, number, words)
    title = words.locale.gettext("About this edition")
    about = element("h1", {}, text(title)) + "\n" + footer(edition, words)
    yield _Page(name="about", title=title, body=_part("about", "colophon", about))


def _title_page(edition: Edition, words: Wording) -> str:
    blocks = [
        element("h1", {}, text(label(edition.title, words))),
        element("p", {"class": "dateline"}, text(dateline(edition, words))),
        *(
            element("p", {"class": "teaser", "dir": "auto"}, text(label(brief.headline, words)))
            for brief in edition.briefs[:_TEASERS]
        ),
        opening(edition, 2, words),
    ]
    return _part("titlepage", "titlepage", "\n".join(filter(None, blocks)))


def _chapter(edition: Edition, section: Section, number: int, words: Wording) -> _Page:
    name = f"section-{number}"
    ids = [f"story-{number}-{place}" for place, _ in enumerate(section.briefs, 1)]
    told = [story(brief, edition, 2, words, ident) for brief, ident in zip(section.briefs, ids, strict=True)]
    title = label(words.section_name(section.name), words)
    return _Page(
        name=name,
        title=title,
        body=_part("section", "chapter", "\n".join((element("h1", {}, text(title)), *told))),
        stories=tuple((ident, label(brief.headline, words)) for ident, brief in zip(ids, section.briefs, strict=True)),
    )


def _part(class_: str, kind: str, content: str) -> str:
    return element("section", {"class": class_, "epub:type": kind}, "\n", content, "\n")


def _document(edition: Edition, body: str, title: str) -> str:
    spoken = in_language(edition.language)
    namespaces = {"xmlns": "http://www.w3.org/1999/xhtml", "xmlns:epub": "http://www.idpf.org/2007/ops"}
    head = f'<head>\n<title>{text(title)}</title>\n<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>'
    return (
        f"{_XML}<!DOCTYPE html>\n"
        + element("html", {**namespaces, **spoken}, f"\n{head}\n<body>\n{body}\n</body>\n")
        + "\n"
    )


def _contents(pages: Sequence[_Page], words: Wording) -> str:
    """The table of contents, which reading programs show in a way of their own, and their landmarks."""
    items = []
    for page in pages:
        inner = "".join(_entry(f"{page.file}#{ident}", headline) + "\n" for ident, headline in page.stories)
        items.append(_entry(page.file, page.title, f"\n<ol>\n{inner}</ol>\n" if inner else ""))
    contents = f"{element('h1', {}, text(words.locale.gettext('Contents')))}\n<ol>\n" + "\n".join(items) + "\n</ol>\n"
    first = next((page for page in pages if page.stories), pages[-1])
    marks = [("toc", "nav.xhtml", words.locale.gettext("Contents")), ("bodymatter", first.file, first.title)]
    landmarks = "".join(
        element("li", {}, element("a", {"epub:type": kind, "href": file}, text(title))) for kind, file, title in marks
    )
    return "\n".join(
        (
            element("nav", {"epub:type": "toc", "role": "doc-toc", "id": "toc"}, "\n", contents),
            element("nav", {"epub:type": "landmarks", "hidden": "hidden"}, "\n", element("ol", {}, landmarks), "\n"),
        )
    )


def _entry(address: str, title: str, inner: str = "") -> str:
    return element("li", {}, element("a", {"href": address, "dir": "auto"}, text(title)), inner)


def _package(edition: Edition, pages: Sequence[_Page], words: Wording) -> str:
    language = language_tag(edition.language)
    closes = edition.slot.closes.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
    metadata = [
        element("dc:identifier", {"id": "id"}, text(edition_identifier(edition))),
        element("dc:title", {}, text(_title(edition, words))),
        element("dc:language", {}, language or "und"),
        element("dc:creator", {}, text(label(edition.title, words))),
        element("dc:date", {}, edition.slot.date.isoformat()),
        element("dc:description", {}, text(f"{edition.subject} {edition.preheader}"))
        if edition.subject.strip()
        else "",
        _meta("dcterms:modified", closes),
        *(_meta(f"schema:{name}", value) for name, value in _READABLE),
        _meta(
            "schema:accessibilitySummary",
            text(words.locale.gettext("Text alone, in one reading order, with headings and a table of contents.")),
        ),
    ]
    manifest = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="style.css" media-type="text/css"/>',
        *(f'<item id="{page.name}" href="{page.file}" media-type="application/xhtml+xml"/>' for page in pages),
    ]
    front, *rest = (f'<itemref idref="{page.name}"/>' for page in pages)
    spine = {"page-progression-direction": direction(language)} if language else {}
    content = (
        element("metadata", {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}, "\n", *_lines(metadata)),
        element("manifest", {}, "\n", *_lines(manifest)),
        element("spine", spine, "\n", *_lines((front, '<itemref idref="nav"/>', *rest))),
    )
    root = {"xmlns": "http://www.idpf.org/2007/opf", "version": "3.0", "unique-identifier": "id", "xml:lang": language}
    return _XML + element("package", root, "\n", *_lines(content)) + "\n"


def _meta(name: str, value: str) -> str:
    return element("meta", {"property": name}, value)


def _lines(blocks: Sequence[str]) -> list[str]:
    return [f"{block}\n" for block in blocks if block]


def _title(edition: Edition, words: Wording) -> str:
    """What stands on the shelf: one briefing's editions are told apart by their day."""
    return f"{label(edition.title, words)}, {words.long_date(edition.slot.date)}"
