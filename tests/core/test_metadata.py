from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core import metadata
from briefing.core.bylines import authors_of
from briefing.core.genres import genre_of
from briefing.core.metadata import Head
from briefing.core.moments import modified_of, published_of
from briefing.core.pictures import image_of
from briefing.core.titles import title_of

URL = "https://www.meridian.example/news/harbour"


def head(*, language: str = "", canonical: str = "", node: object = None, **metas: str) -> Head:
    named = {name.replace("__", ":"): (value,) for name, value in metas.items()}
    return Head(url=URL, metas=named, nodes=tuple(metadata.flatten(node)), language=language, canonical=canonical)


def test_the_page_is_described_by_the_objects_that_are_its_own() -> None:
    document = [
        {"@graph": [{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "Bill passes"}}]},
        {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Something else"}]},
    ]
    assert [node.get("headline") for node in metadata.flatten(document)] == [None, None, "Bill passes", None]
    assert head(node=document).article["headline"] == "Bill passes"


def test_huge_documents_are_read_in_part() -> None:
    assert len(list(metadata.flatten([{"@type": "Person"}] * 100_000))) < metadata.MOST_NODES
    deep: object = {}
    for _ in range(10_000):
        deep = [deep]
    assert list(metadata.flatten(deep)) == []


def test_addresses_are_absolute_and_of_the_web() -> None:
    assert metadata.canonical_of(head(canonical="/news/harbour")) == "https://www.meridian.example/news/harbour"
    assert metadata.canonical_of(head(canonical="javascript:alert(1)")) is None
    assert metadata.canonical_of(head(canonical="http://[broken")) is None
    assert metadata.canonical_of(head(og__url="https://meridian.example/n/1")) == "https://meridian.example/n/1"


@pytest.mark.parametrize(
    ("page", "name"),
    [
        (head(og__site_name="The Meridian"), "The Meridian"),
        (head(node={"@type": "NewsArticle", "publisher": {"name": "The Meridian"}}), "The Meridian"),
        (head(node={"@type": "NewsArticle", "publisher": [{"name": ["The Meridian"]}]}), "The Meridian"),
        (head(node={"@type": "WebSite", "name": "The Meridian"}), "The Meridian"),
        (head(og__site_name="News and more from the coast | Meridian.example"), "Meridian.example"),
        (head(og__site_name="The Meridian - news and more"), "The Meridian"),
        (head(og__site_name="@meridian"), "meridian"),
        (head(node={"@type": "NewsArticle", "publisher": 7}), ""),
        (head(), ""),
    ],
)
def test_the_site_is_called_what_it_calls_itself(page: Head, name: str) -> None:
    assert metadata.site_name_of(page) == name


def crumbs(*names: str) -> dict[str, object]:
    steps = [{"@type": "ListItem", "item": {"name": name}} for name in names]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


@pytest.mark.parametrize(
    ("page", "section"),
    [
        (head(article__section="World &amp; Sea"), "World & Sea"),
        (head(node={"@type": "NewsArticle", "articleSection": ["Politics", "Harbour"]}), "Politics"),
        (head(article__section="news|harbour"), "news"),
        (head(article__section="https://meridian.example/news"), ""),
        (head(article__section="x" * 61), ""),
        (head(article__section="1234"), ""),
        (head(node=[crumbs("Home", "Coast", "Bill"), {"@type": "NewsArticle", "headline": "Bill"}]), "Coast"),
        (head(node={"@type": "WebPage", "breadcrumb": crumbs("Home", "Coast")}), "Coast"),
        (head(node={"@type": "BreadcrumbList", "itemListElement": {"name": None}}), ""),
        (head(), ""),
    ],
)  # fmt: skip
def test_the_section_is_in_plain_words(page: Head, section: str) -> None:
    assert metadata.section_of(page) == section


GERMAN = "Das Parlament hat das Gesetz über den Hafen am Dienstag mit einer knappen Mehrheit angenommen. " * 3


@pytest.mark.parametrize(
    ("page", "text", "language"),
    [
        (head(language="en"), GERMAN, "de"),
        (head(language="sv_SE"), "Kort text.", "sv"),
        (head(language="<script>", og__locale="sv-SE"), "Kort text.", "sv"),
        (head(node={"@type": "NewsArticle", "inLanguage": {"name": "Swedish"}}), "Kort text.", None),
        (head(), "Short.", None),
    ],
)
def test_the_text_says_its_language_and_the_tags_help(page: Head, text: str, language: str | None) -> None:
    assert metadata.language_of(page, text) == language


KEYS = (
    "@type @graph @id author name headline datePublished dateModified publisher mainEntity image url logo"
    " articleSection breadcrumb itemListElement item genre inLanguage"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS.split()),
            inner | st.sampled_from(["NewsArticle", "Person", "Organization", "WebSite", "BreadcrumbList"]),
            max_size=6,
        )
    ),
    max_leaves=30,
)
ODD = st.text(max_size=80) | st.sampled_from(
    ["//[x", "http://[::1", "http://a:b/", "99999-01-01", "2026-02-30", "\x00"]
)


@given(JSON, st.text(max_size=80), ODD)
def test_any_claims_give_fields_or_nothing(node: object, title: str, value: str) -> None:
    names = ("og:title", "author", "date", "article:modified_time", "og:image", "og:site_name", "article:section")
    page = Head(
        url=value, title=title, headings=(title, value), metas=dict.fromkeys(names, (value, title)),
        nodes=tuple(metadata.flatten([{"@type": "Report", "author": node, "image": node, "publisher": node}, node])),
        language=value, canonical=value, times=(value,), updates=(title,),
    )  # fmt: skip
    found = title_of(page, value)
    assert found is None or found == " ".join(found.split()) != ""
    assert all(authors_of(page, lambda: [value, title]))
    published = published_of(page, lambda: [value])
    assert published is None or published.tzinfo is not None
    changed = modified_of(page, published)
    assert changed is None or published is None or changed >= published
    assert genre_of(page, found or "") in ("report", "opinion", "live", "video")
    assert len(metadata.section_of(page)) <= 60
    assert isinstance(metadata.site_name_of(page), str)
    assert isinstance(page.says_article, bool)
    metadata.language_of(page, value * 30)
    metadata.canonical_of(page)
    image_of(page)


@pytest.mark.parametrize("piece", ["a", " ", "中_", "5_a", "| ", "By ", "A. ", "(", "@", "/2026/", "Ann Lee and "])
def test_long_claims_take_no_long_time(piece: str) -> None:
    claim = piece * (500_000 // len(piece))
    node = {"@type": "NewsArticle", "headline": claim, "author": [claim] * 5000, "datePublished": claim, "image": claim}
    page = Head(
        url=URL + claim, title=claim, headings=(claim,), metas=dict.fromkeys(("og:title", "author", "date"), (claim,)),
        nodes=(node,), canonical=claim,
    )  # fmt: skip
    title_of(page, claim)
    authors_of(page, lambda: [claim])
    published_of(page, lambda: [claim])
    genre_of(page, claim)
    image_of(page)
    metadata.section_of(page)
    metadata.language_of(page, claim)
