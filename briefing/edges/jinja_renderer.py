"""Draws an edition as mail, page, Markdown and plain text, from Jinja templates that a user may replace one by one.

Templates are the user's code and trusted. What came from feeds is only ever data: it is printed, never compiled, and
what it is printed into (HTML, Markdown, a link) decides how it is escaped. The HTML is drawn for mail programs: light
colours end up in style attributes, because some programs drop every <style>.
"""

from __future__ import annotations

import re
import textwrap
import traceback
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.core import views
from briefing.core.check import MANY_BYTES, MOST_BYTES, encoded_size
from briefing.core.colours import readable
from briefing.core.markup import plain
from briefing.core.urls import absolute
from briefing.core.views import line, outlet
from briefing.core.wording import Locale, Wording
from briefing.errors import RenderError
from briefing.model import Document, Edition, Look

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

LINE = 72
"""Columns of plain text: leaves room for quotation marks within the 78 that RFC 5322 recommends."""

# With & and < as entities these are all that can begin something in CommonMark or in Python-Markdown within a line.
_MARKDOWN = re.compile(r"[\\`*_{}\[\]]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;", "~": "&#126;", ":": "&#58;", "=": "&#61;"}
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_DECLARATION = re.compile(r"([\w-]+): *([^;]+);")
_OUTLOOK = {"color": "[data-ogsc]", "background-color": "[data-ogsb]", "border-color": "[data-ogsb]"}
# Where these would begin a line of Chinese or Japanese, they hang at the end of the one before.
_HANGING = re.compile(r"\n([、。，．！？：；）」』】〉》]+)\n?")
_LINE_START = re.compile(r"[-+#:=]|\d+(?=[.)])")


class JinjaRenderer:
    """The built-in `Renderer`.

    folders: where templates are looked for, file by file, the first folder that has one wins; the last is the shipped
    one, which templates reach as "shipped/…" as well.
    note_html: Markdown of the editor's note -> clean HTML.
    to_json: the edition as JSON text.
    locale_for: a language (BCP 47) -> how it says things.
    words: the language of our own words, where it is not the edition's.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        note_html: Callable[[str], str],
        to_json: Callable[[Edition], str],
        *,
        look: Look,
        locale_for: Callable[[str], Locale],
        words: str = "",
    ) -> None:
        self._words = words
        self._folders = tuple(folders)
        self._note_html, self._to_json = note_html, to_json
        self._look, self._locale_for = look, locale_for
        self._environments: dict[str, Environment] = {}

    def render(self, edition: Edition) -> Document:
        """Draws every form. Raises RenderError as `file:line: what`, with a hint."""
        subject = line(self._draw("subject.txt.j2", edition))
        preheader = line(self._draw("preheader.txt.j2", edition))
        html, left_out = self._mail(edition, subject, preheader)
        return Document(
            edition=edition.id,
            subject=subject,
            preheader=preheader,
            html=html,
            text=_tidy(self._draw("digest.txt.j2", edition)),
            markdown=_tidy(self._draw("digest.md.j2", edition)),
            json=self._to_json(edition),
            web=self._draw("edition.html.j2", edition, subject=subject, preheader=preheader, unfolds=True) + "\n",
            left_out=left_out,
        )

    def _mail(self, edition: Edition, subject: str, preheader: str) -> tuple[str, tuple[str, ...]]:
        """With every outlet's link to unfold, unless it would be too long with them; without its last one-liners where
        it would be cut off all the same. The ids of these stories, too."""

        def drawn(*, unfolds: bool = False, without: Sequence[str] = ()) -> str:
            more = {"subject": subject, "preheader": preheader, "unfolds": unfolds, "left_out": without}
            return self._inlined(self._draw("digest.html.j2", edition, **more))

        html = drawn(unfolds=True)
        if encoded_size(html) <= MANY_BYTES:
            return html, ()
        html = drawn()
        small = [brief.story for brief in edition.briefs if brief.kind == "brief"]
        if encoded_size(html) <= MOST_BYTES or not small:
            return html, ()

        def fits(dropped: int) -> bool:
            return encoded_size(drawn(without=small[-dropped:])) <= MOST_BYTES

        dropped = min(bisect_left(range(1, len(small) + 1), True, key=fits) + 1, len(small))
        return drawn(without=small[-dropped:]), tuple(small[-dropped:])

    def page(self, name: str, language: str, **values: object) -> str:
        """A page of ours that is not an edition. Raises RenderError."""
        return self._filled(name, language, language=language, look=self._look, **values)

    def form(self, name: str, edition: Edition, **values: object) -> str:
        """One form of an edition alone, by its template's name. Raises RenderError."""
        if not name.endswith(".html.j2"):
            return _tidy(self._draw(name, edition))
        subject, preheader = (line(self._draw(f"{part}.txt.j2", edition)) for part in ("subject", "preheader"))
        return self._draw(name, edition, **{"subject": subject, "preheader": preheader, "unfolds": True, **values})

    def _environment(self, language: str) -> Environment:
        if language not in self._environments:
            wording = Wording(self._locale_for(self._words or language))
            self._environments[language] = _environment(self._folders, self._note_html, wording, language)
        return self._environments[language]

    def _draw(self, name: str, edition: Edition, **more: object) -> str:
        cased = views.has_cases(edition.language)
        new = sum(brief.status == "new" for brief in edition.briefs)
        return self._filled(
            name,
            edition.language,
            edition=edition,
            look=self._look,
            # It is said only where it is the exception.
            rarely_new=new * 2 < len(edition.briefs),
            caps=" caps" if cased else "",
            slant=" slant" if cased else "",
            **more,
        )

    def _filled(self, name: str, of: str, /, **values: object) -> str:
        from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

        try:
            return self._environment(of).get_template(name).render(**values)
        except TemplateNotFound as error:
            if str(error.name).startswith("themes/"):
                found = (path for folder in self._folders for path in folder.glob("themes/*.css.j2"))
                there = sorted({path.name.partition(".")[0] for path in found})
                raise RenderError(
                    f"look.theme: there is no theme {self._look.theme!r}", hint=f"There are {', '.join(there)}."
                ) from error
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
            # <style data-css-inline="keep"> stays whole; of any other nothing stays that can't be an attribute.
            return CSSInliner(minify_css=True, load_remote_stylesheets=False).inline(html) + "\n"
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
    folders: Sequence[Path], note_html: Callable[[str], str], wording: Wording, language: str
) -> Environment:
    from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined, select_autoescape

    def printable(value: Any) -> Any:
        if isinstance(value, str) and views.UNPRINTABLE.search(value):
            return type(value)(views.UNPRINTABLE.sub("", value))
        return value

    environment = Environment(
        loader=ChoiceLoader(
            [
                *(FileSystemLoader(folder) for folder in folders),
                PrefixLoader({"shipped": FileSystemLoader(folders[-1:])}),
            ]
        ),
        extensions=["jinja2.ext.i18n"],
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=printable,
    )
    environment.filters.update({**template_filters(note_html), **wording.filters()})
    environment.globals.update(line_width=LINE, joints=wording.locale.joints, own=_own(wording.locale, language))
    environment.install_gettext_callables(  # type: ignore[attr-defined] # what its i18n extension adds
        wording.locale.gettext, wording.locale.ngettext, newstyle=True
    )
    return environment


def template_filters(note_html: Callable[[str], str]) -> dict[str, Callable[..., object]]:
    """The filters that speak no language, by name."""
    from markupsafe import Markup

    def note(markdown: str) -> Markup:
        """The editor's note, which is Markdown, as clean HTML."""
        return Markup(note_html(markdown))  # noqa: S704 - note_html's promise is clean HTML

    def note_text(markdown: str) -> list[str]:
        """The editor's note as plain text, a paragraph an item."""
        return plain(note_html(markdown)).splitlines()

    filters: tuple[Callable[..., object], ...] = (
        note, note_text, views.sentence_url, views.runs, views.news, views.direction, views.for_all,
        absolute, readable, important,
        for_outlook, markdown, markdown_url, wrapped, outlet, space, apart,
    )  # fmt: skip
    return {each.__name__: each for each in filters}


def _own(locale: Locale, language: str) -> Markup:
    """The attributes lang and dir of our own words, where they are not in the page's language: as a reader chose
    another, or there is no catalogue and they are English."""
    from markupsafe import Markup, escape

    english = locale.gettext(_LONG) == _LONG
    spoken = "en" if english else locale.language.replace("_", "-")
    if spoken.partition("-")[0].lower() == language.replace("_", "-").partition("-")[0].lower():
        return Markup()
    return Markup(f' lang="{escape(spoken)}" dir="{views.direction(spoken)}"')  # noqa: S704 - both are escaped


_LONG = "Every sentence is quoted word for word from the linked report."
"""Too much to be the same in another language."""


# --- what templates can ask for (their filters) --------------------------------------------------------------------


def markdown(text: str) -> str:
    """Text as one line of Markdown that shows it as it is: nothing in it becomes a mark, a tag or a link."""
    shown = _MARKDOWN.sub(r"\\\g<0>", re.sub(r"[&<>|~]", lambda mark: _ENTITIES[mark[0]], line(text)))
    if start := _LINE_START.match(shown):
        mark, rest = start[0], shown[start.end() :]
        shown = f"{mark}\\{rest}" if mark.isdigit() else _ENTITIES.get(mark, f"\\{mark}") + rest
    return shown


def markdown_url(url: str) -> str:
    """An address as a Markdown link's destination; "" where it is no http(s) address."""
    safe = absolute(url)
    return f"<{safe}>" if "(" in safe or ")" in safe else safe


def space(language: str) -> str:
    """What stands between two sentences of a language (BCP 47): nothing in Chinese and Japanese."""
    return "" if language.lower().replace("_", "-").partition("-")[0] in ("ja", "yue", "zh") else " "


def apart(text: str, language: str) -> Markup:
    """An attribute that keeps text of the other direction from moving what stands around it."""
    from markupsafe import Markup

    strange = ("L",) if views.direction(language) == "rtl" else ("R", "AL")
    return Markup(' dir="auto"') if any(unicodedata.bidirectional(each) in strange for each in text) else Markup()


def important(css: str) -> str:
    """The same declarations, each stronger than what stands in an element's style attribute."""
    return css.replace(";", " !important;")


def for_outlook(css: str) -> str:
    """Rules for dark ground as Outlook on the web and on phones has them: words and grounds apart."""
    rules = []
    for selectors, body in _RULE.findall(css):
        for name, value in _DECLARATION.findall(body):
            if sign := _OUTLOOK.get(name):
                where = ", ".join(f"{sign} {selector.strip()}" for selector in selectors.split(","))
                rules.append(f"{where} {{ {name}: {value} !important; }}")
    return "\n".join(rules)


def wrapped(text: str, width: int = LINE) -> str:
    """Text in lines of at most so many columns; a word longer than a line is cut. Wide letters take two columns."""
    columns = "".join(f"{each}\0" if unicodedata.east_asian_width(each) in "WF" else each for each in line(text))
    lines = (cut.replace("\0", "") for cut in textwrap.wrap(columns, width, break_on_hyphens=False))
    return _HANGING.sub(r"\1\n", "\n".join(lines))


def _tidy(text: str) -> str:
    """No blanks at line ends, one empty line at most between others, one line end at the end."""
    text = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
