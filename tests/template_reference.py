"""The reference of templates, made of what the renderer hands them: `python -m tests.template_reference docs`.

Variables and fields come from `model` with their own descriptions, filters from the functions that they are, blocks and
files from the templates themselves. A test fails while docs/templates.md is behind.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from briefing import model
from briefing.assets import templates_dir
from briefing.core.wording import Wording
from briefing.edges.babel_locale import locale_for
from briefing.edges.jinja_renderer import template_filters

NAMES = ("Edition", "Slot", "Section", "Brief", "Quote", "Reference", "Account", "Telling", "Image", "Counts",
         "Failure", "Reason", "Look")  # fmt: skip
VARIABLES = (
    ("edition", "The edition: an `Edition`, see below. All that it says is plain text; HTML templates escape it."),
    ("look", "How it looks: a `Look`, from `look:` in the configuration."),
    ("subject, preheader", "As `subject.txt.j2` and `preheader.txt.j2` draw them; in the two HTML templates."),
    ("unfolds", "Whether the links of all outlets fit in; in the two HTML templates."),
    ("left_out", "Ids of stories that would make the mail too long; in `digest.html.j2`."),
    ("rarely_new", "Whether new stories are the exception, so that they are marked."),
    ("caps, slant", "Classes for languages that have capitals and slanted letters; empty for others."),
    ("own", "Attributes of our own words where a language has no catalogue, so that they are English."),
    ("joints", "What stands between the names of a list: `joints.two`, `.last` and `.middle`."),
    ("line_width", "Columns of plain text."),
)
_PLAIN = {
    "Edition.slot": "Which day's it is, and when it closed.",
    "Edition.title": "The briefing's name.",
    "Edition.subject": "Of the mail, from the news: at most 50 characters.",
    "Edition.preheader": "What inboxes show after the subject.",
    "Edition.language": "BCP 47.",
    "Edition.timezone": "Of the tz database.",
    "Edition.words": "Its length, headlines included.",
    "Edition.sections": "In the order in which they are printed.",
    "Edition.failures": "Feeds and pages that could not be read.",
    "Edition.counts": "What was read for it.",
    "Edition.note": "The editor's note, in Markdown: see the filter `note`.",
    "Edition.postal_address": "For the foot.",
    "Edition.id": "Its key: daily/2026-08-23.",
    "Edition.briefs": "The stories of all sections.",
    "Slot.briefing": "The briefing's short name.",
    "Slot.opens": "When the edition before it closed.",
    "Slot.key": "The edition's.",
    "Section.name": "See the filter `section_name`.",
    "Section.briefs": "Its stories.",
    "Brief.story": "The story's id, the same from edition to edition.",
    "Brief.kind": "lead, full or brief (a line).",
    "Brief.status": "new, update or ongoing.",
    "Brief.quotes": "The sentences that tell it: see the filter `runs`.",
    "Brief.articles": "The reports that tell it, the headline's first.",
    "Brief.score": "What its reasons come to.",
    "Brief.reasons": "Why it stands where it stands.",
    "Brief.image": "Its first report's picture.",
    "Quote.text": "The sentence.",
    "Quote.article": "The id of the report that has it.",
    "Quote.start": "Where it begins in the report's text, in characters.",
    "Quote.end": "Where it ends.",
    "Reference.id": "",
    "Reference.url": "Where it was read.",
    "Reference.title": "Its headline.",
    "Reference.published": "As it says itself; with a time zone.",
    "Reference.language": "BCP 47.",
    "Reference.text_from": "page, or feed where the page could not be read.",
    "Reference.digest": "SHA-256 of its text.",
    "Account.tellings": "The numbers, each with the reports that give it.",
    "Telling.places": "Where the reports say so.",
    "Image.url": "",
    "Image.alt": "What it shows.",
    "Image.height": "As width.",
    "Counts.feeds": "Feeds that are followed.",
    "Counts.feeds_failed": "Of these, so many did not answer.",
    "Counts.stories": "Stories that were weighed.",
    "Counts.printed": "Stories that are told.",
    "Failure.stage": "feed, page or deliver.",
    "Failure.subject": "Which one.",
    "Failure.message": "Why, in plain words.",
    "Reason.name": "coverage, freshness, …",
    "Reason.points": "",
    "Reason.because": "In words.",
    "Look.theme": "paper or signal.",
}
"""What a field is whose name says enough in the code."""
_BLOCK = re.compile(r"\{%-?\s*block (\w+)")
_COMMENT = re.compile(r"\{#-?(.*?)-?#\}", re.DOTALL)

_HEAD = """\
# Templates

What an edition looks like is decided by templates ([Jinja](https://jinja.palletsprojects.com/templates/)) and by
`look:` in the configuration, which has two themes, colours, a logo and pictures: try these first.

`briefing init --templates` copies the templates beside your configuration. Name the folder there (`templates:
templates`), keep the files that you change and remove the others: a file that is not in your folder is the shipped one.
`briefing preview` shows each change as you save it, and where a template is wrong, its file and line.

To change one part of a template, extend the shipped one. This `digest.html.j2`, all of it, gives the mail another
greeting:

```jinja
{% extends "shipped/digest.html.j2" %}
{% block greeting %}
<tr><td class="in"><p class="greeting ink">{{ edition.briefs|length }} things to know today.</p></td></tr>
{% endblock %}
```

And this `subject.txt.j2` puts the date into the subject:

```jinja
{{ edition.subject }} ({{ edition.slot.date|long_date }})
```

A theme of your own is a file in `themes/`: copy `themes/paper.css.j2`, which says what a theme has, change what you
like and keep its name, or call it `themes/signal.css.j2` to have it in place of that one.

Words of the interface are written `{{ _("Read online") }}` and are translated for the edition's language where a
catalogue has them. What came from a feed is never part of a template: it is printed, never compiled.
"""


def reference() -> str:
    """docs/templates.md."""
    parts = [_HEAD, "## Files\n", *_files(), "\n## Variables\n", "| name | what it is |", "|---|---|"]
    parts += [f"| `{name.replace(', ', '`, `')}` | {meaning} |" for name, meaning in VARIABLES]
    fields = _fields()
    for name in NAMES:
        kind = getattr(model, name)
        parts += [
            f"\n### {name}\n",
            inspect.cleandoc(kind.__doc__ or "") + "\n",
            "| field | type | what it is |",
            "|---|---|---|",
        ]
        parts += [f"| `{field}` | `{type_}` | {meaning} |" for field, type_, meaning in fields[name]]
    parts += ["\n## Filters\n", "Beside those of Jinja itself.\n", "| filter | of | what it gives |", "|---|---|---|"]
    known: dict[str, Callable[..., object]] = {**template_filters(str), **Wording(locale_for("en")).filters()}
    parts += [_filter(name, function) for name, function in sorted(known.items())]
    return "\n".join(parts) + "\n"


def _files() -> Iterator[str]:
    folder = templates_dir()
    paths = sorted(path for path in folder.rglob("*.j2") if path.relative_to(folder).parts[0] != "web")
    for path in paths:
        text = path.read_text(encoding="utf-8")
        comment = _COMMENT.match(text)
        said = inspect.cleandoc(" " + comment[1].strip()).partition("\n\n")[0] if comment else ""
        blocks = ", ".join(f"`{name}`" for name in dict.fromkeys(_BLOCK.findall(_COMMENT.sub("", text))))
        yield f"- **{path.relative_to(folder)}**: {' '.join(said.split())}" + (f" Blocks: {blocks}." if blocks else "")


def _fields() -> dict[str, list[tuple[str, str, str]]]:
    """Of each class: (field, type, description)."""
    tree = ast.parse(inspect.getsource(model))
    found: dict[str, list[tuple[str, str, str]]] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name in NAMES:
            found[node.name] = list(_described(node))
    return found


def _described(node: ast.ClassDef) -> Iterator[tuple[str, str, str]]:
    for statement, after in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            said = ""
            if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
                said = str(after.value.value)
            said = said or _PLAIN.get(f"{node.name}.{statement.target.id}", "")
            yield statement.target.id, ast.unparse(statement.annotation).replace("|", "or"), _cell(said)
        elif isinstance(statement, ast.FunctionDef) and not statement.name.startswith("_"):
            returns = ast.unparse(statement.returns) if statement.returns else ""
            said = ast.get_docstring(statement) or _PLAIN.get(f"{node.name}.{statement.name}", "")
            yield statement.name, returns.replace("|", "or"), _cell(said)


def _filter(name: str, function: Callable[..., object]) -> str:
    first, *more = [
        str(parameter).partition(":")[0].partition("=")[0]
        for parameter in inspect.signature(function).parameters.values()
    ]
    shown = f"{name}({', '.join(more)})" if more else name
    return f"| `{shown}` | {first} | {_cell(inspect.getdoc(function) or '')} |"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    (Path(sys.argv[1]) / "templates.md").write_text(reference(), encoding="utf-8")
