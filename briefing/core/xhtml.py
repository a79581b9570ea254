"""The parts of an edition as XHTML that is HTML, too: what feeds and books print, without a word of difference.

Whatever came from a feed is text here, never markup: it is put on one line, freed of what XML forbids, and escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser

from briefing.core import views
from briefing.core.coverage import Outlets
from briefing.core.markup import note_html
from briefing.core.urls import absolute
from briefing.core.wording import Wording
from briefing.model import Brief, Edition

Attributes = Mapping[str, str]

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}")
# What follows a user's name: labels of at most 63 characters (RFC 1035), or IPv6, and a port.
_HOST = re.compile(r"(?:^|@)(?:(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?$")
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_MAIL = re.compile(r"mailto:[\w.+%-]+@[\w.-]+(?:\?[\w.+%=&-]*)?", re.ASCII | re.IGNORECASE)
_EMPTY = frozenset({"br", "hr"})


def language_tag(language: str) -> str:
    """The language as XML takes it; "" where it is no tag (BCP 47)."""
    tag = language.replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""


def in_language(language: str) -> dict[str, str]:
    """The attributes of an element whose words are in a language; none where it is no language."""
    tag = language_tag(language)
    return {"lang": tag, "xml:lang": tag, "dir": views.direction(tag)} if tag else {}


def text(plain: str) -> str:
    """Plain text as it stands in an element or between double quotes."""
    return escape(views.line(plain))


def element(name: str, attributes: Attributes, *content: str) -> str:
    """content: XHTML. Attributes without a value are left out."""
    given = "".join(f' {key}="{text(value)}"' for key, value in attributes.items() if value)
    return f"<{name}{given}>{''.join(content)}</{name}>"


def followed(url: str) -> str:
    """An http(s) address as strict readers of RFC 3986 take it; "" where there is none to follow."""
    scheme, _, host, path = (*absolute(url).split("/", 3), "", "", "", "")[:4]
    if not _HOST.search(host):
        return ""
    path = path.replace("[", "%5B").replace("]", "%5D")
    return f"{scheme}//{host}/{_BARE_PERCENT.sub('%25', path)}"


def label(plain: str, words: Wording) -> str:
    """A title, which must have something to read."""
    return views.line(plain).strip() or words.locale.gettext("Untitled")


def link(address: str, plain: str) -> str:
    """The text as a link; alone where the address is none on the web."""
    address = followed(address)
    return element("a" if address else "span", {"href": address, "dir": "auto"}, text(plain))


def story(brief: Brief, edition: Edition, level: int, words: Wording, ident: str = "") -> str:
    """One story, a block a line. level: of its headline; ident: its element's id.

    Raises RenderError for a sentence of an article that the brief does not name.
    """
    first = brief.articles[0] if brief.articles else None
    spoken = _other(first.language, edition) if first else {}
    title = link(first.url if first else "", label(brief.headline, words))
    blocks = [element(f"h{level}", spoken, _mark(brief, edition, words, bool(spoken)), title)]
    if pieces := views.news(brief):
        told = "; ".join(element("span", {"dir": "auto"}, text(piece)) for piece in pieces)
        blocks.append(
            element("p", {"class": "news"}, element("strong", {}, text(words.locale.gettext("New:"))), " ", told)
        )
    blocks += [_sentences(run, edition, words) for run in views.runs(brief)]
    blocks += [element("p", {"class": "figures"}, text(said)) for said in words.lined_up(brief)]
    if groups := words.coverage(brief):
        blocks.append(element("p", {"class": "also"}, "; ".join(_outlets(each, words) for each in groups)))
    inner = "".join(f"{block}\n" for block in blocks)
    return element("article", {"id": ident, "class": brief.kind}, "\n", inner)


def opening(edition: Edition, level: int, words: Wording) -> str:
    """What stands before the stories: what is inside, the editor's note, that the day was quiet.

    level: of the note's heading.
    """
    blocks = []
    if hello := words.greeting(edition):
        blocks.append(element("p", {"class": "greeting"}, text(hello)))
    if edition.note.strip():
        heading = element(f"h{level}", {}, text(words.locale.gettext("Editor’s note")))
        blocks.append(element("section", {"class": "note"}, heading, "\n", _note(edition.note)))
    if edition.quiet:
        blocks.append(element("p", {"class": "quiet"}, text(words.quiet(edition))))
    return "\n".join(blocks)


def footer(edition: Edition, words: Wording) -> str:
    """What was read, what can be relied on, and which edition it is."""
    said = [words.look_back(edition), words.tally(edition), words.promise(edition), words.closed(edition)]
    said.append(edition.postal_address)
    blocks = [element("p", {}, text(each)) for each in said if each.strip()]
    if followed(edition.online):
        blocks.append(element("p", {}, link(edition.online, words.locale.gettext("Read online"))))
    return "\n".join(blocks)


def dateline(edition: Edition, words: Wording) -> str:
    """Plain text: the day, how long it is, how many stories."""
    return " · ".join(words.dateline(edition))


def digest(edition: Edition, words: Wording) -> str:
    """All of an edition but its title, for a page that has one: headings begin at h2."""
    blocks = [opening(edition, 2, words)]
    for section in edition.sections:
        if section.briefs:
            blocks.append(element("h2", {}, text(label(words.section_name(section.name), words))))
            blocks += [story(brief, edition, 3, words) for brief in section.briefs]
    blocks += ["<hr/>", footer(edition, words)]
    spoken = in_language(edition.language)
    return element("div", spoken, "\n", "".join(f"{block}\n" for block in blocks if block)) + "\n"


def _other(language: str, edition: Edition) -> dict[str, str]:
    """What an element says of its language where that is not the edition's."""
    return in_language(language) if language != edition.language else {}


def _mark(brief: Brief, edition: Edition, words: Wording, foreign: bool) -> str:
    """What is said before a headline; "new" only where it is the exception."""
    new = sum(each.status == "new" for each in edition.briefs)
    said = {
        "update": words.locale.gettext("Update"),
        "ongoing": words.locale.gettext("Ongoing"),
        "new": words.locale.gettext("New") if new * 2 < len(edition.briefs) else "",
    }[brief.status]
    spoken = in_language(edition.language) if foreign else {}
    return element("span", {"class": "mark", **spoken}, text(said), " ·") + " " if said else ""


def _sentences(run: views.Run, edition: Edition, words: Wording) -> str:
    """Sentences of one report, and where they stand: its link opens at the first."""
    spoken = _other(run.article.language, edition)
    said = " ".join(text(quote.text) for quote in run.quotes)
    source = element("cite", {}, link(views.sentence_url(run.quotes[0], run.article), run.article.source))
    if notes := words.notes(run):
        home = in_language(edition.language) if spoken else {}
        source += " " + element("small", home, "(", text(notes), ")")
    return element("p", {"class": "quote", **spoken}, said, " —\u00a0", source)


def _outlets(outlets: Outlets, words: Wording) -> str:
    names = [link(article.url, article.source) for article in outlets.named]
    if outlets.counted:
        names.append(text(words.more(len(outlets.counted))))
    return f"{text(outlets.label)} {words.listed(names, len(names))}"


class _Xhtml(HTMLParser):
    """Clean HTML (see `note_html`) as XHTML: `note_html` writes <br> and bare < in addresses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        href = next((value for name, value in attrs if name == "href" and value), "")
        if not href.lower().startswith("mailto:"):
            href = followed(href)
        elif not _MAIL.fullmatch(href):
            href = ""
        given = f' href="{text(href)}"' if href else ""
        self.out.append(f"<{tag}{given}{'/' * (tag in _EMPTY)}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _EMPTY:
            self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(escape(data, quote=False))


def _note(markdown: str) -> str:
    parser = _Xhtml()
    parser.feed(note_html(markdown))
    parser.close()
    return "".join(parser.out)
