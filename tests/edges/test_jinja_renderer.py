"""The digest in its three forms: same words everywhere, hostile words inert, mistakes in templates named by line."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path

import lxml.html
import markdown
import nh3
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.core import views
from briefing.core.check import MANY_BYTES, MOST_BYTES, check, encoded_size
from briefing.core.codec import edition_json
from briefing.core.wording import Wording
from briefing.edges import jinja_renderer as jr
from briefing.edges.babel_locale import locale_for
from briefing.edges.jinja_renderer import JinjaRenderer
from briefing.errors import RenderError
from briefing.model import Edition, Image, Look, Quote
from tests import editions
from tests.conftest import ROOT

TEMPLATES = ROOT / "templates"
ENGLISH = Wording(locale_for("en"))


def renderer(*folders: Path, look: Look = Look()) -> JinjaRenderer:  # noqa: B008 - frozen
    return JinjaRenderer(
        [*folders, TEMPLATES],
        lambda note: nh3.clean(markdown.markdown(note)),
        edition_json,
        look=look,
        locale_for=locale_for,
    )


def dense(text: str) -> str:
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def said(edition: Edition) -> list[str]:
    """Every headline, every sentence and every outlet that is named, in order."""
    words = []
    for brief in edition.briefs:
        words += [brief.headline, *(quote.text for quote in brief.quotes)]
        words += [article.source for article in brief.articles[:6]]
    return words


def parsed(html: str) -> lxml.html.HtmlElement:
    parser = lxml.html.HTMLParser(encoding="utf-8")
    return lxml.html.document_fromstring(html.encode(), parser=parser)


@pytest.fixture(scope="module")
def ordinary() -> Edition:
    return editions.edition()[0]


@pytest.fixture(scope="module")
def odd() -> Edition:
    return editions.edition(*editions.hostile())[0]


# --- what it says ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["html", "markdown", "text"])
def test_each_form_says_every_headline_sentence_and_outlet(odd: Edition, form: str) -> None:
    document = renderer().render(odd)
    shown = {
        "html": parsed(document.html).text_content(),
        "markdown": parsed(markdown.markdown(document.markdown)).text_content(),
        "text": document.text,
    }[form]
    missing = [words for words in said(odd) if dense(words) not in dense(shown)]
    assert missing == []


def test_a_sentence_links_to_its_place_on_its_own_page(ordinary: Edition) -> None:
    page = parsed(renderer().render(ordinary).html)
    links = {link.text_content(): link.get("href") for link in page.iter("a")}
    for brief in ordinary.briefs:
        addresses = {article.id: article for article in brief.articles}
        assert links[brief.headline] == brief.articles[0].url
        for quote in brief.quotes:
            article = addresses[quote.article]
            assert links[quote.text] == (quote.url if article.text_from == "page" else article.url)


def test_a_feed_s_summary_is_labelled_in_each_form(ordinary: Edition) -> None:
    document = renderer().render(ordinary)
    feed_only = sum(article.text_from == "feed" for brief in ordinary.briefs for article in brief.articles)
    assert feed_only == 2
    for form in (document.html, document.text, document.markdown):
        assert form.count("from the feed’s summary") == feed_only


def test_further_outlets_are_linked_once_and_the_rest_are_counted(ordinary: Edition) -> None:
    document = renderer().render(ordinary)
    spaced = " ".join(document.text.split())
    assert "Also covered by Lantern [3], The Saltmarsh Review [4] and Quayside Daily [5]." in spaced
    for form in (document.text, document.markdown, parsed(document.html).text_content()):
        assert "North Sound" in form
        assert "and 2 more" in " ".join(form.split())
    assert "Torrin Echo" not in document.text + document.markdown


def test_an_update_is_marked_and_new_is_not_where_most_stories_are(ordinary: Edition) -> None:
    document = renderer().render(ordinary)
    assert document.text.count("[UPDATE]") == document.html.count(">Update</span></p>") == 3
    assert document.markdown.count("**Update**") == 3
    assert "[NEW]" not in document.text
    updates = tuple(replace(brief, status="update") for brief in ordinary.sections[0].briefs)
    rare = replace(ordinary, sections=(replace(ordinary.sections[0], briefs=updates), ordinary.sections[2]))
    assert renderer().render(rare).text.count("[NEW]") == 3


def test_the_numbers_in_the_text_lead_to_the_right_addresses(ordinary: Edition) -> None:
    text = renderer().render(ordinary).text
    numbers = dict(re.findall(r"^\[(\d+)\] <(\S+)>$", text, re.MULTILINE))
    assert list(numbers) == [str(n) for n in range(1, len(numbers) + 1)]
    for brief in ordinary.briefs:
        articles = {article.id: article for article in brief.articles}
        for run in views.runs(brief):
            after = dense(text).split(dense(run.quotes[-1].text), 1)[1]
            number = re.match(rf"—{re.escape(dense(run.article.source))}(?:\(fromthefeed’ssummary\))?\[(\d+)\]", after)
            assert number is not None
            assert numbers[number[1]] == articles[run.quotes[0].article].url


def test_text_has_no_long_lines_but_addresses_and_no_blanks_at_line_ends(odd: Edition) -> None:
    lines = renderer().render(odd).text.split("\n")
    assert [line for line in lines if len(line) > 72 and not re.fullmatch(r"\[\d+\] <\S+>", line)] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_the_footer_counts_and_names_what_did_not_answer(ordinary: Edition) -> None:
    document = renderer().render(ordinary)
    said_so = "Read 160 new articles from 31 of 33 feeds; 2 did not answer: Upland Gazette and The Saltmarsh Review."
    for form in (parsed(document.html).text_content(), document.markdown, document.text):
        assert dense(said_so) in dense(form)
        assert "Edition daily/2026-09-16, closed at 06:30 (Europe/Berlin)." in form
        assert "4 Quay Street" in form


def test_what_does_not_exist_is_not_printed(ordinary: Edition) -> None:
    bare = replace(ordinary, note="", postal_address="", failures=(), quiet=False)
    document = renderer().render(bare)
    for form in (document.html, document.text, document.markdown):
        assert "note" not in form.lower().split("<body", 1)[-1]
        assert "quiet" not in form.lower().split("<body", 1)[-1]
        assert "unsubscribe" not in form.lower()


def test_a_quiet_day_says_so_and_an_empty_one_promises_nothing(ordinary: Edition) -> None:
    quiet = renderer().render(replace(ordinary, quiet=True))
    empty = renderer().render(replace(ordinary, quiet=True, sections=()))
    for form in ("html", "text", "markdown"):
        assert "nothing but this cleared the bar" in getattr(quiet, form)
        assert "nothing cleared the bar" in getattr(empty, form)
        assert "word for word" not in getattr(empty, form)


def test_a_right_to_left_edition_is_set_from_the_right(ordinary: Edition) -> None:
    page = parsed(renderer().render(replace(ordinary, language="ar")).html)
    assert page.get("dir") == "rtl"
    # An English headline in it keeps its own direction.
    assert {heading.get("dir") for heading in page.iter("h3")} == {None, "ltr"}


# --- same bytes, small, and looks the same without <style> ---------------------------------------------------------


def test_the_same_edition_gives_the_same_bytes(odd: Edition) -> None:
    assert renderer().render(odd) == renderer().render(odd)


def test_what_is_drawn_is_fit_to_be_sent(ordinary: Edition, odd: Edition) -> None:
    for made in (ordinary, odd, replace(ordinary, sections=(), quiet=True)):
        assert check(made, renderer().render(made)) == []


def test_sixteen_stories_are_far_from_being_cut_off() -> None:
    more = [
        editions.told(f"Story {n} of a long day in the valley", ("Lantern", "The cause is not known, said the mayor."))
        for n in range(3)
    ]
    made, _ = editions.edition(*more)
    assert len(made.briefs) == 16
    assert encoded_size(renderer().render(made).html) < 60_000


def test_the_colours_and_sizes_are_in_the_elements(ordinary: Edition) -> None:
    page = parsed(renderer().render(ordinary).html)
    for element in page.xpath("//body//h1 | //body//h2 | //body//h3 | //body//p | //body//td//a"):
        style = element.get("style") or ""
        assert "color:#" in style or element.xpath("ancestor::td[contains(@class, 'note') or contains(@class, 'foot')]")
    styles = "".join(page.xpath("//style/text()"))
    assert len(styles) < 4_000
    assert re.search(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*@", styles) is None, "Gmail drops nested at-rules"


def test_layout_tables_headings_and_metas_are_as_mail_programs_want_them(ordinary: Edition) -> None:
    html = renderer().render(ordinary).html
    page = parsed(html)
    assert all(table.get("role") == "presentation" for table in page.iter("table"))
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert html.count("<!--[if mso]>") == 3
    assert ordinary.preheader in html.split("<body", 1)[1][: html.split("<body", 1)[1].index("<table")]
    styles = " ".join([*page.xpath("//@style"), *page.xpath("//style/text()")])
    for never in ("var(", "flex", "grid", "position:", "@import", "url(", "rem;"):
        assert never not in styles
    assert page.xpath("//svg | //form | //img | //picture | //link | //script") == []


# --- hostile words ---------------------------------------------------------------------------------------------------


def active(html: str) -> list[str]:
    """Everything in a page that could act, or lead elsewhere than to an http(s) address."""
    page = parsed(html)
    found = [
        element.tag for element in page.xpath("//script | //img | //svg | //iframe | //object | //form | //i | //b")
    ]
    for element in page.iter("*"):
        for name, value in element.items():
            if name.startswith("on") or (name in ("href", "src") and not re.match(r"(https?|mailto):", value)):
                found.append(f"{name}={value}")
    return found


def test_words_of_feeds_stay_words(odd: Edition) -> None:
    document = renderer().render(odd)
    assert active(document.html) == []
    assert active(markdown.markdown(document.markdown, extensions=["extra", "toc"])) == []
    for form in (document.html, document.text):
        assert "{{ 7*7 }}" in form
    assert "49" not in document.html.split("</style>")[-1]
    page = parsed(markdown.markdown(document.markdown))
    assert page.xpath("//h1/text()") == ["Daily Briefing"]
    assert page.xpath("//li | //code | //table | //blockquote") == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "/relative", "data:text/html,x", "https://", "", "JaVaScRiPt://x/%0aalert(1)"]
)
def test_an_address_that_is_none_gives_words_without_a_link(url: str) -> None:
    brief, articles = editions.told("Bridge closes", ("Lantern", "The bridge closes on Monday."))
    brief = replace(brief, articles=tuple(replace(article, url=url) for article in brief.articles))
    document = renderer().render(
        replace(editions.edition()[0], sections=(editions.edition((brief, articles))[0].sections[-1],), note="")
    )
    assert list(parsed(document.html).iter("a")) == []
    assert "](" not in document.markdown
    assert "Bridge closes" in document.text


def test_characters_that_turn_or_break_the_text_are_left_out() -> None:
    made, _ = editions.edition(
        editions.told("Safe\u202e txt.exe\x00\x1b[31m \udc80 news", ("Lantern\r\nX: y", "One\x0c two."))
    )
    made = replace(made, subject="Two\r\nBcc: x@y.example", preheader="a\tb\x00")
    document = renderer().render(made)
    for form in (document.html, document.text, document.markdown, document.subject, document.preheader):
        form.encode()
        assert {c for c in form if unicodedata.category(c) == "Cc"} <= {"\n", "\t"}
        assert "\u202e" not in form
    assert document.subject == "Two Bcc: x@y.example"


TOKENS = [*"<>&\"'`*_[](){}#%!|~\\:/ \n-+.=1ax\u202e\x00é漢", "<b>", "<script>", "-->", "](javascript:a)", "{{ 7*7 }}"]
HARD = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=16).map("".join)


@settings(max_examples=60, deadline=None)
@given(HARD)
def test_any_line_of_markdown_shows_itself(text: str) -> None:
    page = parsed("<div>" + markdown.markdown(jr.markdown(text) or "x", extensions=["extra"]) + "</div>")
    assert page.xpath("//*[not(self::div or self::p or self::html or self::body)]") == []
    assert dense(page.text_content()) == (dense(text) or "x")


@settings(max_examples=15, deadline=None)
@given(HARD, HARD, HARD, HARD)
def test_any_words_are_inert_in_a_whole_edition(headline: str, outlet: str, piece: str, agency: str) -> None:
    brief, articles = editions.told(
        "Plain",
        ("Lantern", "A plain sentence."),
        ("The Meridian", "Another."),
        status="update",
        also=editions.crowd(12),
    )
    first, second, *rest = brief.articles
    hard = (
        replace(first, source=outlet, agency=agency),
        second,
        *(replace(article, source=f"{outlet}{n}", repeats=first.id if n > 7 else "") for n, article in enumerate(rest)),
    )
    brief = replace(brief, headline=headline, articles=hard, news=(piece, "15 dead"))
    document = renderer().render(editions.edition((brief, articles), note="")[0])
    drawn = markdown.markdown(document.markdown)
    assert active(document.html) == []
    assert active(drawn) == []
    for form in (parsed(document.html), parsed(drawn)):
        shown = dense(form.text_content())
        for words in (headline, outlet, f"{outlet}0", *views.news(brief)):
            assert dense(words) in shown


# --- templates of the user's own -------------------------------------------------------------------------------------


def test_the_first_folder_wins_file_by_file(tmp_path: Path, ordinary: Edition) -> None:
    (tmp_path / "digest.txt.j2").write_text("{{ edition.title }}: {{ edition.briefs|length }}")
    document = renderer(tmp_path).render(ordinary)
    assert document.text == "Daily Briefing: 13\n"
    assert document.html == renderer().render(ordinary).html


def test_an_edited_template_is_read_anew(tmp_path: Path, ordinary: Edition) -> None:
    template = tmp_path / "digest.txt.j2"
    template.write_text("one")
    drawn = renderer(tmp_path)
    assert drawn.render(ordinary).text == "one\n"
    template.write_text("another")
    assert drawn.render(ordinary).text == "another\n"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{{ edition.titel }}", "no attribute 'titel'"),
        ("{% if edition %}", "Unexpected end of template"),
        ("{{ edition.title|shout }}", "No filter named 'shout'"),
        ("{{ 1 / 0 }}", "ZeroDivisionError"),
        ("{{ edition.title + 1 }}", "TypeError"),
        ("{{ edition.slot.closes|clock('Mars/Olympus') }}", "Mars/Olympus"),
        ('{% include "nowhere.j2" %}', "there is no template nowhere.j2"),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, ordinary: Edition, line: str, what: str) -> None:
    template = tmp_path / "digest.html.j2"
    template.write_text(f"<p>first</p>\n<p>second</p>\n{line}")
    with pytest.raises(RenderError) as caught:
        renderer(tmp_path).render(ordinary)
    assert caught.value.message.startswith(f"{template}:3: ")
    assert what in caught.value.message
    assert caught.value.hint


def test_a_missing_or_unreadable_template_is_named(tmp_path: Path, ordinary: Edition) -> None:
    alone = JinjaRenderer([tmp_path], str, edition_json, look=Look(), locale_for=locale_for)
    with pytest.raises(RenderError, match=r"no template subject\.txt\.j2 in") as caught:
        alone.render(ordinary)
    assert str(tmp_path) in caught.value.message
    (tmp_path / "subject.txt.j2").write_bytes(b"caf\xe9")
    with pytest.raises(RenderError, match="not UTF-8 at byte 3"):
        alone.render(ordinary)


def test_a_sentence_from_nowhere_is_refused() -> None:
    brief, articles = editions.told("Plain", ("Lantern", "A plain sentence."))
    stray = replace(brief, quotes=(Quote(text="Stray.", article="none", start=0, end=6),))
    with pytest.raises(RenderError, match="which the story does not have"):
        renderer().render(editions.edition((stray, articles))[0])


# --- how it looks ----------------------------------------------------------------------------------------------------

LOGO = Image(url="https://news.example/logo.png", width=180, height=40)
SHOT = Image(url="https://cdn.example/quay.jpg?a=1&b=2", alt='The "quay"', width=1200, height=800)


def pictured(edition: Edition, image: Image | None) -> Edition:
    first, *rest = edition.sections
    lead, *others = first.briefs
    return replace(edition, sections=(replace(first, briefs=(replace(lead, image=image), *others)), *rest))


@pytest.mark.parametrize("theme", ["paper", "signal"])
def test_a_theme_says_the_same_in_another_dress(ordinary: Edition, theme: str) -> None:
    plain, dressed = renderer().render(ordinary), renderer(look=Look(theme=theme)).render(ordinary)
    for form in ("html", "web"):
        assert dense(parsed(getattr(dressed, form)).body.text_content()) == dense(
            parsed(getattr(plain, form)).body.text_content()
        )
    assert (dressed.html == plain.html) is (theme == "paper")
    assert (dressed.text, dressed.markdown) == (plain.text, plain.markdown)


def test_a_theme_that_is_not_there_is_named(ordinary: Edition) -> None:
    with pytest.raises(RenderError, match="there is no theme 'papyrus'") as caught:
        renderer(look=Look(theme="papyrus")).render(ordinary)
    assert caught.value.hint == "There are paper, signal."


@pytest.mark.parametrize("theme", ["paper", "signal"])
def test_an_accent_is_made_readable_in_light_and_in_dark(ordinary: Edition, theme: str) -> None:
    document = renderer(look=Look(theme=theme, accent="#ffd400")).render(ordinary)
    assert "#ffd400" not in document.html.partition("prefers-color-scheme: dark")[0]
    assert [finding for finding in check(ordinary, document) if finding.rule == "contrast"] == []
    own = renderer(look=Look(theme=theme, accent="#123456", accent_dark="#aabbcc")).render(ordinary).html
    assert "#123456" in own
    assert "#aabbcc" in own


def test_a_logo_stands_for_the_title(ordinary: Edition) -> None:
    document = renderer(look=Look(logo=LOGO)).render(ordinary)
    for html in (document.html, document.web):
        (title,) = parsed(html).iter("h1")
        (logo,) = title.iter("img")
        assert (logo.get("src"), logo.get("width"), logo.get("height")) == (LOGO.url, "180", "40")
        assert logo.get("alt") == ordinary.title
        assert not title.text_content().strip()
    assert [finding for finding in check(ordinary, document) if finding.level == "stop"] == []


def test_the_lead_has_its_picture_only_where_it_is_asked_for_and_known(ordinary: Edition) -> None:
    def shown(image: Image | None, images: bool = True) -> list[lxml.html.HtmlElement]:
        html = renderer(look=Look(images=images)).render(pictured(ordinary, image)).html
        return list(parsed(html).iter("img"))

    (picture,) = shown(SHOT)
    assert (picture.get("src"), picture.get("alt")) == (SHOT.url, SHOT.alt)
    assert (picture.get("width"), picture.get("height")) == ("528", "352")
    (small,) = shown(replace(SHOT, width=300, height=200, alt=""))
    assert (small.get("width"), small.get("height"), small.get("alt")) == ("300", "200", ordinary.briefs[0].headline)
    for image in (None, replace(SHOT, width=None), replace(SHOT, url="http://cdn.example/x.jpg"),
                  replace(SHOT, url="javascript:alert(1)")):  # fmt: skip
        assert shown(image) == []
    assert shown(SHOT, images=False) == []


def test_the_footer_leads_to_the_web_to_preferences_and_out(ordinary: Edition) -> None:
    ways = {"online": "https://news.example/2026-09-16/edition.html", "preferences": "https://news.example/mine",
            "unsubscribe": "mailto:leave@news.example"}  # fmt: skip
    document = renderer().render(replace(ordinary, **ways))  # type: ignore[arg-type] # Edition's own fields
    links = {link.text_content(): link.get("href") for link in parsed(document.html).iter("a")}
    assert links["Read online"] == ways["online"]
    assert links["Preferences"] == ways["preferences"]
    assert links["Unsubscribe"] == ways["unsubscribe"]
    for form in (document.text, document.markdown):
        assert all(f"<{url}>" in form for url in ways.values())
    assert [link.get("href") for link in parsed(document.web).iter("link")] == [ways["online"]]


# --- too much for a mail ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("online", ["", "https://news.example/2026-09-16/edition.html"])
def test_the_last_one_liners_stay_out_of_a_mail_that_would_be_cut_off(online: str) -> None:
    stories = [
        editions.told(f"Story {n} {'und so weiter ' * 25}", (f"Outlet {n}", f"Told {n}. " * 40)) for n in range(90)
    ]
    edition = replace(editions.edition(*stories)[0], online=online)
    document = renderer().render(edition)
    assert MOST_BYTES * 0.95 < encoded_size(document.html) <= MOST_BYTES
    small = [brief.story for brief in edition.briefs if brief.kind == "brief"]
    assert 0 < len(document.left_out) < len(small)
    assert list(document.left_out) == small[-len(document.left_out) :]
    shown = parsed(document.html).text_content()
    where = "are told online. Continue online" if online else "are told in the text part of this mail."
    assert f"{len(document.left_out)} more stories {where}" in " ".join(shown.split())
    for brief in edition.briefs:
        assert (dense(brief.headline) in dense(shown)) is (brief.story not in document.left_out)
        for form in (document.text, document.web, document.markdown):
            assert dense(brief.headline) in dense(form)
    assert [finding for finding in check(edition, document) if finding.level == "stop"] == []


def test_thirty_stories_are_far_from_the_limit() -> None:
    stories = [
        editions.told(
            f"A headline of ordinary length, number {n}",
            (f"Outlet {n}", "A sentence of the report says what happened, to whom, and where."),
            also=["Post", "Courier"],
        )
        for n in range(17)
    ]
    edition = editions.edition(*stories)[0]
    assert len(edition.briefs) == 30
    assert encoded_size(renderer().render(edition).html) < MANY_BYTES


# --- filters ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (0.0, "½ min"),
        (0.6, "½ min"),
        (0.8, "1 min"),
        (4.3, "4½ min"),
        (4.2, "4 min"),
        (4.75, "5 min"),
        (12.0, "12 min"),
    ],
)
def test_reading_time_is_told_to_the_half_minute(minutes: float, shown: str) -> None:
    assert ENGLISH.reading_time(minutes) == shown


def test_dates_and_times_are_those_of_the_edition_s_zone() -> None:
    assert ENGLISH.long_date(date(2026, 9, 16)) == "Wednesday, 16 September 2026"
    # The night of 25 October 2026 has 02:30 twice in Berlin; both are told as the clock shows them.
    assert ENGLISH.clock(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Berlin") == "02:30"
    assert ENGLISH.clock(datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin") == "02:30"
    assert ENGLISH.clock(datetime(2026, 1, 1, 23, 30, tzinfo=UTC), "Asia/Kathmandu") == "05:15"


def test_names_are_listed_and_the_rest_is_counted() -> None:
    assert ENGLISH.listed([]) == ""
    assert ENGLISH.listed(["A"]) == "A"
    assert ENGLISH.listed(["A", "B"]) == "A and B"
    assert ENGLISH.listed(["A", "B", "C"]) == "A, B and C"
    assert ENGLISH.listed([*"ABCDEFGH"]) == "A, B, C, D, E, F and 2 more"


@pytest.mark.parametrize(
    ("language", "way"), [("en", "ltr"), ("ar-EG", "rtl"), ("he", "rtl"), ("az_Arab", "rtl"), ("", "ltr")]
)
def test_direction_follows_the_language(language: str, way: str) -> None:
    assert views.direction(language) == way


def test_an_address_with_brackets_survives_markdown() -> None:
    url = "https://a.example/harbour_(port)?x=[1]"
    shown = parsed(markdown.markdown(f"[x]({jr.markdown_url(url)})"))
    assert shown.xpath("//a/@href") == [url]


@pytest.mark.parametrize("address", ["https://example.org/leave?list=daily", "mailto:leave@example.org?subject=stop"])
def test_who_wants_to_leave_finds_the_way_in_each_form(ordinary: Edition, address: str) -> None:
    document = renderer().render(replace(ordinary, unsubscribe=address))
    (link,) = [link for link in parsed(document.html).iter("a") if link.text_content() == "Unsubscribe"]
    assert link.get("href") == address
    assert f"[Unsubscribe](<{address}>)" in document.markdown
    assert f"Unsubscribe: <{address}>" in document.text
    assert "Unsubscribe" not in renderer().render(ordinary).html
