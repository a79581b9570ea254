"""Keeps the catalogues of interface words in step with what is said: `python -m tests.catalogues`.

Messages are taken from the templates and from the modules that speak; each catalogue gets the new ones, empty, and
loses those that nobody says any more. Translations are kept. A test fails while a catalogue is behind.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from briefing.assets import templates_dir
from briefing.edges.babel_locale import FOLDER

SPEAKERS = ("core/wording.py", "core/xhtml.py", "core/epub.py", "core/syndication.py")
"""Modules, from the package's folder, whose messages are literals in calls to one of these:"""
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "_plural": (1, 2)}


def messages() -> Catalog:
    """Every message, with where it stands."""
    catalog = Catalog(charset="utf-8")
    package = FOLDER.parent
    files = [(package / name, "python") for name in SPEAKERS]
    files += [(path, "jinja2.ext:babel_extract") for path in _templates()]
    for path, method in files:
        options = {"trimmed": "true", "newstyle_gettext": "true"} if "jinja2" in method else {}
        for _line, message, _comments, context in extract_from_file(method, path, keywords=KEYWORDS, options=options):
            catalog.add(message, locations=[(path.name, 0)], context=context)
    return catalog


def _templates() -> list[Path]:
    """Those whose words readers see: not the preview's, and not the desk's, which are in English like the commands."""
    folder = templates_dir()
    own = {"extract.html.j2", "preview.html.j2", "preview_text.html.j2"}
    found = [*folder.glob("*.j2"), *folder.glob("web/*.html.j2"), *folder.glob("mail/*.j2")]
    return sorted(path for path in found if path.name not in own)


def updated(path: Path, wanted: Catalog) -> bytes:
    """A catalogue with the wanted messages and what it knows of them."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.stem.replace("-", "_"))
    catalog.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
    body = BytesIO()
    write_po(body, catalog, width=100, sort_output=True, omit_header=True, include_lineno=False, ignore_obsolete=True)
    head = (
        f"Language: {path.stem}", f"Plural-Forms: {catalog.plural_forms}", "Content-Type: text/plain; charset=utf-8",
    )  # fmt: skip
    lines = "".join(f'"{line}\\n"\n' for line in head)
    return f'msgid ""\nmsgstr ""\n{lines}\n'.encode() + body.getvalue()


def main() -> None:
    wanted = messages()
    for path in sorted(FOLDER.glob("*.po")):
        path.write_bytes(updated(path, wanted))


if __name__ == "__main__":
    main()
