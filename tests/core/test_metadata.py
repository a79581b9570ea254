from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.core import metadata
from briefing.core.metadata import Head

URL = "https://www.meridian.example/news/harbour"


def head(
    title: str = "", *headings: str, language: str = "", canonical: str = "", node: object = None, **metas: str
) -> Head:
    named = {name.replace("__", ":"): (value,) for name, value in metas.items()}
    nodes = tuple(metadata.flatten(node))
    return Head(
        url=URL, title=title, headings=headings, metas=named, nodes=nodes, language=language, canonical=canonical
    )


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (head("Harbour bill passes - The Meridian", og__site_name="The Meridian"), "Harbour bill passes"),
        (head("Harbour bill passes | meridian.example"), "Harbour bill passes"),
        (head("x", og__title="The Meridian | Harbour bill passes", og__site_name="The Meridian"),
         "Harbour bill passes"),
        (head("x", "Harbour bill passes after long night", og__title="Harbour bill passes after long"),
         "Harbour bill passes after long night"),
        (head("x", "Politics Harbour bill passes at last", og__title="Harbour bill passes at last"),
         "Harbour bill passes at last"),
        (head("x", "Most read", og__title="Harbour bill passes"), "Harbour bill passes"),
        (head("", "Harbour bill passes after night"), "Harbour bill passes after night"),
        (head("Meridian", node={"@type": "NewsArticle", "headline": "Harbour &amp; port bill"}), "Harbour & port bill"),
        (head("War - and what comes after"), "War - and what comes after"),
        (head(""), None),
    ],
)  # fmt: skip
def test_the_title_is_the_headline_without_the_site(page: Head, title: str | None) -> None:
    assert metadata.title_of(page) == title


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"@type": "Person", "name": "Ann Lee"}, ("Ann Lee",)),
        (
            [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Tomas Berg"}],
            ("Ann Lee", "Tomas Berg"),
        ),
        ("By Ann Lee and Tomas Berg", ("Ann Lee", "Tomas Berg")),
        ([{"@type": "Organization", "name": "NPA"}, {"@type": "Person", "name": "Ann Lee"}], ("Ann Lee",)),
        ({"@type": "Organization", "name": "NPA"}, ("NPA",)),
        ("https://meridian.example/authors/lee", ()),
        ([{"name": ["Ann Lee"]}, {"name": None}, 7, "ANN LEE"], ("Ann Lee",)),
    ],
)
def test_authors_are_names(author: object, names: tuple[str, ...]) -> None:
    assert metadata.authors_of(head(node={"@type": "NewsArticle", "author": author})) == names


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2026-03-12T10:15:00+02:00", datetime(2026, 3, 12, 8, 15, tzinfo=UTC)),
        ("2026-03-12T10:15:00.1234567Z", datetime(2026, 3, 12, 10, 15, 0, 123456, tzinfo=UTC)),
        ("2026-03-12 10:15:00 -0500", datetime(2026, 3, 12, 15, 15, tzinfo=UTC)),
        ("2026-03-12", datetime(2026, 3, 12, tzinfo=UTC)),
        ("Thu, 12 Mar 2026 10:15:00 +0100", datetime(2026, 3, 12, 9, 15, tzinfo=UTC)),
        ("yesterday", None),
        ("0001-01-01T00:00:00+05:00", None),
        (20260312, None),
    ],
)
def test_dates_become_moments_in_utc(value: object, moment: datetime | None) -> None:
    assert metadata.parse_date(value) == moment


def test_the_structured_date_comes_before_the_tag_and_the_guess() -> None:
    page = head(node={"@graph": [{"@type": "NewsArticle", "datePublished": "2026-03-12"}]}, date="2020-01-01")
    assert metadata.published_of(page, "2019-01-01") == datetime(2026, 3, 12, tzinfo=UTC)
    assert metadata.published_of(head(article__published_time="2026-03-11T00:00Z")) == datetime(2026, 3, 11, tzinfo=UTC)
    assert metadata.published_of(head(), "2026-03-10") == datetime(2026, 3, 10, tzinfo=UTC)


GERMAN = (
    "Das Parlament hat das Gesetz über den Hafen am Dienstag mit einer knappen Mehrheit angenommen und die Arbeit an "
    "den Kais beginnt im März, wie der Minister mit Blick auf das Geld und die Zeit sagte. "
)


@pytest.mark.parametrize(
    ("claimed", "text", "language"),
    [
        ("de-AT", GERMAN, "de"),
        ("en", GERMAN, "de"),
        ("", GERMAN, "de"),
        ("sv", "Kort text.", "sv"),
        ("", "Short.", None),
        ("en", "Парламент принял закон о порте после долгих споров, и работы начнутся в марте. " * 4, None),
        ("<script>", "Short.", None),
    ],
)
def test_the_claimed_language_is_checked_against_the_text(claimed: str, text: str, language: str | None) -> None:
    assert metadata.language_of(head(language=claimed), text) == language


def test_addresses_are_absolute_and_of_the_web() -> None:
    assert metadata.canonical_of(head(canonical="/news/harbour")) == "https://www.meridian.example/news/harbour"
    assert metadata.canonical_of(head(canonical="javascript:alert(1)")) is None
    assert metadata.canonical_of(head(canonical="http://[broken")) is None
    image = metadata.image_of(head(og__image="//cdn.example/quay.jpg", og__image__alt="The quay <b>at dawn</b>"))
    assert image is not None
    assert (image.url, image.alt) == ("https://cdn.example/quay.jpg", "The quay at dawn")
    assert metadata.image_of(head(og__image="data:image/png;base64,AAAA")) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@graph", "author", "name", "headline", "datePublished", "publisher", "mainEntity"]
            ),
            inner | st.sampled_from(["NewsArticle", "Person"]),
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(JSON, st.text(max_size=80), st.text(max_size=80) | st.sampled_from(["//[x", "http://[::1", "http://a:b/"]))
def test_any_claims_give_fields_or_nothing(node: object, title: str, value: str) -> None:
    page = head(title, title, node=node, language=value, canonical=value, og__title=value, author=value, date=value)
    metadata.title_of(page)
    metadata.authors_of(page)
    metadata.published_of(page)
    metadata.language_of(page, value * 30)
    metadata.canonical_of(page)
    metadata.image_of(page)
    assert isinstance(page.says_article, bool)


@pytest.mark.parametrize("mark", ["", " ☃", " Ж", " “quoted”", " İ"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_language_is_found_whatever_letters_a_text_has(language: str, mark: str) -> None:
    texts = {
        "en": "The law that was passed in the night is for the people of the port, and it has no end. ",
        "de": "Das Gesetz über die Häfen ist für alle da, und es wird nicht mit dem Tag zu Ende sein. ",
    }
    head = Head(url="https://a.example/", language={"en": "de", "de": "en"}[language])
    assert metadata.language_of(head, texts[language] * 4 + mark) == language
