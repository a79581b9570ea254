"""What stands where in the digest's forms: parts in order, blocks that users replace, other scripts, odd stories."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import markdown
import pytest

from briefing.core.check import MOST_BYTES, check, encoded_size, stops
from briefing.edges import jinja_renderer as jr
from briefing.errors import RenderError
from briefing.model import Document, Edition, Image, Look, Section
from tests import editions
from tests.edges.test_jinja_renderer import TEMPLATES, active, dense, parsed, renderer

FORMS = ("html", "web", "markdown", "text")
THEMES = ("paper", "signal")
ONLINE = "https://daily.example/2026-09-16/"


def shown(document: Document, form: str) -> str:
    """The words of a form, without any blanks."""
    drawn: Mapping[str, str] = {
        "html": document.html, "web": document.web, "markdown": markdown.markdown(document.markdown),
    }  # fmt: skip
    return dense(parsed(drawn[form]).body.text_content() if form in drawn else document.text)


def lone(*stories: tuple[object, object], language: str = "en", **changes: object) -> Edition:
    """An edition of these stories alone, in one section."""
    briefs = tuple(brief for brief, _ in stories)
    made, _ = editions.edition(language=language, **changes)
    return replace(made, sections=(Section(name="News", briefs=briefs),))  # type: ignore[arg-type] # they are briefs


@pytest.fixture(scope="module")
def whole() -> Edition:
    made, _ = editions.edition()
    return replace(
        made,
        quiet=True,
        online=ONLINE,
        preferences="https://daily.example/mine",
        unsubscribe="https://daily.example/leave",
        counts=replace(made.counts, told_before=9, moved_on=3),
    )


# --- order -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_form_has_its_parts_in_one_order(whole: Edition, form: str) -> None:
    words = shown(renderer().render(whole), form).casefold()
    parts = [
        whole.title, "Wednesday, 16 September 2026 · 4½ min · 1,034 words · 13 stories", "Good morning. Inside: 5",
        "Editor’s note", "A quiet day: nothing but this", "Top stories", whole.briefs[0].headline,
        whole.briefs[1].headline, "World", whole.briefs[5].headline, "Science", whole.briefs[-1].headline,
        "Since the edition of Tuesday, 15 September 2026: 3 of its 9 stories have moved on", "Read 160 new articles",
        "Every sentence is quoted word for word", "Edition daily/2026-09-16, closed at 06:30", "4 Quay Street",
        *(["Read online"] if form != "web" else []), "Preferences", *(["Unsubscribe"] if form != "web" else []),
    ]  # fmt: skip
    places = [words.find(dense(part).casefold()) for part in parts]
    assert -1 not in places, [part for part, place in zip(parts, places, strict=True) if place < 0]
    assert places == sorted(places)


def test_the_page_is_one_that_browsers_and_readers_aloud_know(whole: Edition) -> None:
    page = parsed(renderer().render(whole).web)
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    assert page.xpath("//script | //table | //iframe | //link[@rel='stylesheet']") == []
    assert [page.xpath(f"count(//{one})") for one in ("main", "header", "footer", "h1", "title")] == [1] * 5
    assert len(page.xpath("//main/section/article")) == len(whole.briefs)
    assert page.xpath("//time/@datetime") == ["2026-09-16"]
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    head = {meta.get("property") or meta.get("name"): meta.get("content") for meta in page.iter("meta")}
    assert (head["og:title"], head["og:url"], head["og:type"]) == (whole.subject, ONLINE, "article")
    assert page.xpath("//link[@rel='canonical']/@href") == [ONLINE]
    assert "@media print" in page.xpath("string(//style)")
    assert "unsubscribe" not in renderer().render(whole).web.lower(), "one page is for all readers"


def test_subject_and_preheader_are_one_line_each(tmp_path: Path, whole: Edition) -> None:
    (tmp_path / "subject.txt.j2").write_text("{{ edition.title }}:\n{{ edition.briefs|length }}\n stories\n")
    document = renderer(tmp_path).render(whole)
    assert document.subject == "Daily Briefing: 13 stories"
    assert parsed(document.html).xpath("string(//title)") == document.subject
    assert document.preheader == whole.preheader


@pytest.mark.parametrize("theme", THEMES)
def test_the_lead_s_picture_leads_to_its_report_and_says_whose_it_is(whole: Edition, theme: str) -> None:
    first, *rest = whole.sections
    image = Image(url="https://cdn.example/quay.jpg", width=1600, height=900)
    lead = replace(first.briefs[0], image=image)
    made = replace(whole, sections=(replace(first, briefs=(lead, *first.briefs[1:])), *rest))
    document = renderer(look=Look(theme=theme, images=True)).render(made)
    for html, wide, high in ((document.html, 528, 297), (document.web, 588, 331)):
        (picture,) = parsed(html).iter("img")
        assert picture.getparent().get("href") == lead.articles[0].url
        assert (int(picture.get("width")), int(picture.get("height"))) == (wide, high)
        assert picture.get("alt") == lead.headline
        assert f"Picture: {lead.articles[0].source}" in html
    assert "max-width:100%" in document.html.split("<img")[1].split(">")[0].replace(" ", "")


# --- blocks ----------------------------------------------------------------------------------------------------------


BLOCKS = {
    name: re.findall(r"\{% block (\w+)", (TEMPLATES / name).read_text("utf-8"))
    for name in ("digest.html.j2", "edition.html.j2")
}


@pytest.mark.parametrize("name", BLOCKS)
def test_each_block_can_be_replaced_and_the_rest_stays(tmp_path: Path, whole: Edition, name: str) -> None:
    form = {"digest.html.j2": "html", "edition.html.j2": "web"}[name]
    shipped = getattr(renderer().render(whole), form)
    assert {"head", "styles", "masthead", "dateline", "greeting", "note", "sections", "story", "look_back",
            "footer"} <= set(BLOCKS[name])  # fmt: skip
    for block in BLOCKS[name]:
        mine = f'{{% extends "shipped/{name}" %}}{{% block {block} %}}<!--mine-->{{% endblock %}}'
        (tmp_path / name).write_text(mine)
        drawn = getattr(renderer(tmp_path).render(whole), form)
        if block != "left_out":
            assert drawn.count("<!--mine-->") == (len(whole.briefs) if block == "story" else 1)
            assert drawn != shipped
        assert ("Since the edition" in drawn) is (block != "look_back")
        assert ("Read 160" in drawn) is (block != "footer")
        assert ("Inside: 5" in drawn) is (block != "greeting")


@pytest.mark.parametrize("name", BLOCKS)
def test_each_template_s_comment_names_its_blocks(name: str) -> None:
    comment = (TEMPLATES / name).read_text("utf-8").partition("-#}")[0]
    named = re.search(r"Blocks: ([\w,\s]+)\.", comment)
    assert named is not None
    assert sorted(re.findall(r"\w+", named[1])) == sorted(set(BLOCKS[name]))


def test_a_block_can_be_put_round_the_shipped_one(tmp_path: Path, whole: Edition) -> None:
    (tmp_path / "digest.html.j2").write_text(
        '{% extends "shipped/digest.html.j2" %}\n'
        "{% block story %}<!--{{ brief.kind }}-->{{ super() }}{% endblock %}\n"
        "{% block styles %}{{ super() }}<style>.plate { color: #123456; }</style>{% endblock %}"
    )
    html = renderer(tmp_path).render(whole).html
    assert [html.count(f"<!--{kind}-->") for kind in ("lead", "full", "brief")] == [1, 4, 8]
    assert "#123456" in html.split("<body")[1].split("</h1>")[0]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("digest.html.j2", "{% block note %}\n{{ edition.titel }}{% endblock %}", 3),
        ("digest.html.j2", "\n{% block footer %}\n{{ 1 / 0 }}{% endblock %}", 4),
        ("edition.html.j2", "{% block story %}{{ brief.x }}{% endblock %}", 2),
        ("edition.html.j2", "{% block story %}\n{{ brief.kind }", 3),
        ("themes/paper.css.j2", "{% macro light() %}\n{{ look.shade }}{% endmacro %}", 3),
        ("themes/paper.css.j2", "{% macro light() %}", 2),
    ],
)
def test_a_mistake_in_a_block_or_a_theme_names_its_line(
    tmp_path: Path, whole: Edition, name: str, text: str, line: int
) -> None:
    template = tmp_path / name
    template.parent.mkdir(exist_ok=True)
    above = f'{{% extends "shipped/{name}" %}}' if name in BLOCKS else "{% set rules = true %}"
    template.write_text(f"{above}\n{text}")
    with pytest.raises(RenderError) as caught:
        renderer(tmp_path).render(whole)
    assert caught.value.message.startswith(f"{template}:{line}: ")
    assert caught.value.hint


def test_a_mistake_in_a_part_names_its_line(tmp_path: Path, whole: Edition) -> None:
    parts = (TEMPLATES / "parts.html.j2").read_text("utf-8").replace('_("Update")', "brief.nothing")
    (tmp_path / "parts.html.j2").write_text(parts)
    line = parts[: parts.index("brief.nothing")].count("\n") + 1
    with pytest.raises(RenderError) as caught:
        renderer(tmp_path).render(whole)
    assert caught.value.message.startswith(f"{tmp_path / 'parts.html.j2'}:{line}: ")


# --- other languages and scripts -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Guten Morgen."), ("fr", "Bonjour."), ("es", "Buenos días."), ("ar", "صباح الخير."), ("ja", "おはよう")],
)
def test_every_form_speaks_the_edition_s_language(whole: Edition, language: str, words: str) -> None:
    document = renderer().render(replace(whole, language=language))
    for form in FORMS:
        assert dense(words) in shown(document, form), form
        assert "Inside:" not in getattr(document, form)
        assert "Unsubscribe" not in getattr(document, form)
    assert '<span lang="en"' not in document.html + document.web


def test_words_that_no_catalogue_has_are_marked_as_english(whole: Edition) -> None:
    document = renderer().render(replace(whole, language="he"))
    for html in (document.html, document.web):
        page = parsed(html)
        for words in ("Good morning. Inside", "Since the edition", "Read 160 new articles", "Update"):
            span, *_ = page.xpath(f"//body//*[starts-with(normalize-space(text()), '{words}')]")
            assert (span.get("lang"), span.get("dir")) == ("en", "ltr"), words


def test_letters_without_capitals_are_neither_spread_nor_slanted(whole: Edition) -> None:
    for language in ("ar", "he", "ja", "zh-Hant", "hi"):
        document = renderer().render(replace(whole, language=language))
        body = document.html.split("<body")[1]
        for never in ("text-transform", "letter-spacing", "italic"):
            assert never not in body, (language, never)
    assert "text-transform" in renderer().render(whole).html.split("<body")[1]


def test_japanese_sentences_follow_one_another_without_a_blank() -> None:
    story = editions.told(
        "港湾法案を可決", ("海岸新聞", "議会は法案を可決した。"), ("海岸新聞", "法律は3月に施行される。"), language="ja"
    )
    document = renderer().render(lone(story, language="ja"))
    assert "可決した。法律は" in " ".join(document.text.split())
    for html in (document.html, document.web):
        assert "可決した。法律は" in parsed(html).body.text_content()


def test_wide_letters_take_two_columns_and_marks_hang() -> None:
    lines = jr.wrapped("議会は夜明け前、賛成61、反対44で港湾法案を可決し、" * 5).splitlines()
    assert all(30 <= len(line) <= 42 for line in lines[:-1])
    assert not any(line[0] in "、。" for line in lines)
    assert "".join(lines) == "議会は夜明け前、賛成61、反対44で港湾法案を可決し、" * 5
    assert jr.wrapped("a" * 80) == "a" * 72 + "\n" + "a" * 8


@pytest.mark.parametrize(
    ("name", "language", "kept_apart"),
    [
        ("צליל", "en", True),
        ("صوت", "fr", True),
        ("Lantern", "en", False),
        ("Lantern", "ar", True),
        ("صوت", "ar", False),
        # Where the words around them are English.
        ("צליל", "he", True),
        ("Orrery", "he", False),
    ],
)
def test_names_of_the_other_direction_are_kept_apart(name: str, language: str, kept_apart: bool) -> None:
    story = editions.told("Headline", ("First", "A sentence."), also=(name, "Second"), language=language)
    page = parsed(renderer().render(lone(story, language=language)).html)
    (link,) = [link for link in page.iter("a") if link.text_content() == name]
    assert (link.get("dir") == "auto") is kept_apart


# --- odd stories -----------------------------------------------------------------------------------------------------

LONG = "Ministers of eleven coastal states agree to share the costs of a breakwater and meet again in spring, " * 4
ODD = {
    "400 characters": LONG[:400],
    "no blanks": "W" * 300,
    "emoji": "🎉👩‍👩‍👧‍👦 Fireworks 🎆 over the harbour 🚢🇺🇳",
    "mixed directions": "Minister says «السلام عليكم» at UN: שלום too, 100%",
    "markup": '<b>Bold</b> & <img src=x onerror=alert(1)> {{ 7*7 }} "quoted"',
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("kind", ["lead", "full", "brief"])
def test_odd_headlines_are_whole_and_inert_in_every_form(theme: str, kind: str) -> None:
    stories = [
        editions.told(text, (f"Outlet {n}", "One sentence."), kind=kind)  # type: ignore[arg-type] # one of them
        for n, text in enumerate(ODD.values())
    ]
    document = renderer(look=Look(theme=theme)).render(lone(*stories))
    for form in FORMS:
        for name, text in ODD.items():
            assert dense(text) in shown(document, form), (form, name)
    assert active(document.html) == []
    assert active(document.web) == []
    assert all(len(line) <= 72 or line.startswith("[") for line in document.text.splitlines())


@pytest.mark.parametrize("theme", THEMES)
def test_a_report_without_title_date_and_source_still_tells(theme: str) -> None:
    brief, articles = editions.told("Gone", ("Lantern", "A sentence of a report without a title."), status="update")
    bare = replace(brief.articles[0], title="", source="", published=None, url="https://lantern.example/9")
    edition = lone((replace(brief, headline="", articles=(bare,)), articles), subject="News")
    edition = replace(edition, sections=(replace(edition.sections[0], name=""),))
    document = renderer(look=Look(theme=theme)).render(edition)
    for html in (document.html, document.web):
        page = parsed(html)
        assert [one for one in page.xpath("//h1 | //h2 | //h3 | //a") if not one.text_content().strip()] == []
        assert "lantern.example" in page.body.text_content()
    assert "— lantern.example\u00a0[1]" in document.text
    assert "— *[lantern.example](https://lantern.example/9)*" in document.markdown
    assert "[](" not in document.markdown
    assert not re.search(r"^#+\s*$", document.markdown, re.MULTILINE)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("number", [1, 60])
def test_one_story_and_sixty_are_fit_to_be_sent(theme: str, number: int) -> None:
    stories = [
        editions.told(
            f"Council of Aske puts off its {n}. vote on the bridge over the sound",
            (f"Outlet {n}", f"The council put off vote {n} by a week, to hear the ferrymen first."),
            kind="brief" if n else "lead",
            also=("Lantern", "Coastal Wire"),
        )
        for n in range(number)
    ]
    edition = replace(lone(*stories), online=ONLINE)
    document = renderer(look=Look(theme=theme)).render(edition)
    assert encoded_size(document.html) <= MOST_BYTES
    assert stops(check(edition, document)) == []
    assert document.web.count("<article") == number
