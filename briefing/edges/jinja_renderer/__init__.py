"""Draws an edition as HTML, Markdown and plain text, from Jinja templates that a user may replace one by one.

Templates are the user's code and trusted. What came from feeds is only ever data: it is printed, never compiled, and
what it is printed into (HTML, Markdown, a link) decides how it is escaped. The HTML is drawn for mail programs: light
colours end up in style attributes, because some programs drop every <style>.
"""

from __future__ import annotations

import re
import textwrap
import traceback
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from briefing.core.check import MANY_BYTES, encoded_size
from briefing.core.markup import plain
from briefing.core.urls import absolute
from briefing.edges.jinja_renderer.views import OUTLETS, coverage, news, origin, runs, sources
from briefing.errors import RenderError
from briefing.model import Document, Edition, Quote, Reference

if TYPE_CHECKING:
    from jinja2 import Environment

LINE = 72
"""Columns of plain text: leaves room for quotation marks within the 78 that RFC 5322 recommends."""

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
# What XML 1.0 forbids, and the characters that turn the direction of all the text after them.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
# Not the no-break spaces, which hold numbers and their units together.
_BLANKS = re.compile(r"[ \t\r\n\u2028\u2029]+")
# With & and < as entities these are all that can begin something in CommonMark or in Python-Markdown within a line.
_MARKDOWN = re.compile(r"[\\`*_{}\[\]]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", ":": "&#58;", "=": "&#61;"}
_LINE_START = re.compile(r"[-+#:=]|\d+(?=[.)])")


class JinjaRenderer:
    """The built-in `Renderer`.

    folders: where templates are looked for, file by file, the first folder that has one wins.
    note_html: Markdown of the editor's note -> clean HTML.
    text_fragment: (address, sentence) -> address that opens at the sentence.
    to_json: the edition as JSON text.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        note_html: Callable[[str], str],
        text_fragment: Callable[[str, str], str],
        to_json: Callable[[Edition], str],
    ) -> None:
        self._folders = tuple(folders)
        self._to_json = to_json
        self._environment = _environment(self._folders, note_html, text_fragment)

    def render(self, edition: Edition) -> Document:
        """Draws every form. Raises RenderError as `file:line: what`, with a hint."""
        return Document(
            edition=edition.id,
            subject=_line(edition.subject),
            preheader=_line(edition.preheader),
            html=self._html(edition),
            text=_tidy(self._draw("digest.txt.j2", edition)),
            markdown=_tidy(self._draw("digest.md.j2", edition)),
            json=self._to_json(edition),
        )

    def _html(self, edition: Edition) -> str:
        """With every outlet's link to unfold, unless a mail would be too long with them."""
        html = self._inlined(self._draw("digest.html.j2", edition, unfolds=True))
        if encoded_size(html) <= MANY_BYTES:
            return html
        return self._inlined(self._draw("digest.html.j2", edition, unfolds=False))

    def _draw(self, name: str, edition: Edition, **more: bool) -> str:
        from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

        try:
            return self._environment.get_template(name).render(edition=edition, **more)
        except TemplateNotFound as error:
            folders = ", ".join(map(str, self._folders)) or "no folder at all"
            raise RenderError(
                f"{self._place(error, name)}: there is no template {error.name} in {folders}",
                hint="Put the file there, or take the folder out of the configuration.",
            ) from error
        except TemplateSyntaxError as error:
            place = f"{error.filename or self._path(error.name or name)}:{error.lineno}"
            raise RenderError(f"{place}: {error.message}", hint=_HINT) from error
        except UndefinedError as error:
            hint = f"{_HINT} What a template can print is what edition.json has, under the same names."
            raise RenderError(f"{self._place(error, name)}: {error.message}", hint=hint) from error
        except UnicodeDecodeError as error:
            raise RenderError(
                f"{self._path(name)}: not UTF-8 at byte {error.start}", hint="Save the template as UTF-8."
            ) from error
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            what = f"{type(error).__name__}: {error}"
            raise RenderError(f"{self._place(error, name)}: {what}", hint=_HINT) from error

    def _inlined(self, html: str) -> str:
        from css_inline import CSSInliner, InlineError

        try:
            # <style data-css-inline="keep"> stays whole; of any other only what can't be an attribute stays.
            return CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False).inline(html) + "\n"
        except InlineError as error:
            place = self._path("digest.html.j2")
            raise RenderError(f"{place}: its styles can't be read: {error}", hint=_HINT) from error

    def _path(self, name: str) -> str:
        return str(next((path for folder in self._folders if (path := folder / name).is_file()), name))

    def _place(self, error: Exception, name: str) -> str:
        """`file:line` of the innermost template line that was being drawn."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename.endswith(".j2"):
                return f"{frame.filename}:{frame.lineno}"
        return self._path(name)


_HINT = "Mend that line, or remove the file from your templates folder: then the one shipped with Briefing is used."


def _environment(
    folders: Sequence[Path], note_html: Callable[[str], str], text_fragment: Callable[[str, str], str]
) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, select_autoescape
    from markupsafe import Markup

    def note(markdown: str) -> Markup:
        return Markup(note_html(markdown))  # noqa: S704 - note_html's promise is clean HTML

    def note_text(markdown: str) -> list[str]:
        return plain(note_html(markdown)).splitlines()

    def sentence_url(quote: Quote, article: Reference) -> str:
        """Where the sentence stands: on the page at its very place, where the page has it in these words."""
        url = absolute(article.url)
        return absolute(text_fragment(url, quote.text)) if article.text_from == "page" else url

    def printable(value: Any) -> Any:
        if isinstance(value, str) and _UNPRINTABLE.search(value):
            return type(value)(_UNPRINTABLE.sub("", value))
        return value

    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=printable,
    )
    filters: tuple[Callable[..., object], ...] = (
        note, note_text, sentence_url, runs, news, origin, coverage, sources, tally, absolute, long_date, clock,
        reading_time, direction, number, listed, markdown, markdown_url, wrapped,
    )  # fmt: skip
    environment.filters.update({each.__name__: each for each in filters})
    environment.globals.update(line_width=LINE)
    return environment


# --- what templates can ask for (their filters) --------------------------------------------------------------------


def tally(edition: Edition) -> str:
    """What was read for the edition and what could not be, in a sentence or two."""
    counts = edition.counts
    text = f"Read {number(counts.articles_new, 'new article')} from {counts.feeds - counts.feeds_failed:,} of "
    text += number(counts.feeds, "feed")
    if counts.feeds_failed:
        text += f"; {counts.feeds_failed:,} did not answer"
        if silent := [failure.subject for failure in edition.failures if failure.stage == "feed"]:
            text += f": {listed(silent)}"
    if counts.pages_failed:
        pages = number(counts.pages_failed, "page")
        text += f". {pages} could not be read, so that only the feed’s own summary was used"
    return text + "."


def long_date(day: date) -> str:
    """Wednesday, 16 September 2026."""
    return f"{_DAYS[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]} {day.year}"


def clock(when: datetime, timezone: str) -> str:
    """The time of day in a zone of the tz database: 06:30. Raises ZoneInfoNotFoundError."""
    return when.astimezone(ZoneInfo(timezone)).strftime("%H:%M")


def reading_time(minutes: float) -> str:
    """To the nearest half minute, half a minute at least: 4½ min."""
    whole, half = divmod(max(1, int(minutes * 2 + 0.5)), 2)
    return f"{whole or ''}{'½' * half} min"


def direction(language: str) -> str:
    """How a language (BCP 47) is written: ltr or rtl."""
    main, *rest = language.lower().replace("_", "-").split("-")
    return "rtl" if main in _RIGHT_TO_LEFT or {"arab", "hebr"} & set(rest) else "ltr"


def number(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun: 1 story, 1,204 stories."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str], most: int = OUTLETS) -> str:
    """A, B and C; from more than `most`: A, B and 7 more."""
    shown = list(names[:most])
    if len(names) > most:
        shown.append(f"{len(names) - most:,} more")
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def markdown(text: str) -> str:
    """Text as one line of Markdown that shows it as it is: nothing in it becomes a mark, a tag or a link."""
    line = _line(text)
    line = _MARKDOWN.sub(r"\\\g<0>", re.sub(r"[&<>|~]", lambda mark: _ENTITIES[mark[0]], line))
    if start := _LINE_START.match(line):
        mark, rest = start[0], line[start.end() :]
        line = f"{mark}\\{rest}" if mark.isdigit() else _ENTITIES.get(mark, f"\\{mark}") + rest
    return line


def markdown_url(url: str) -> str:
    """An address as a Markdown link's destination; "" where it is no http(s) address."""
    safe = absolute(url)
    return f"<{safe}>" if "(" in safe or ")" in safe else safe


def wrapped(text: str, width: int = LINE) -> str:
    """Text in lines of at most so many characters; a word longer than a line is cut."""
    return "\n".join(textwrap.wrap(_line(text), width, break_on_hyphens=False))


def _line(text: str) -> str:
    """Printable, on one line."""
    return _BLANKS.sub(" ", _UNPRINTABLE.sub("", text)).strip(" ")


def _tidy(text: str) -> str:
    """No blanks at line ends, one empty line at most between others, one line end at the end."""
    text = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
