from __future__ import annotations

import pytest

from briefing.core import metadata
from briefing.core.bylines import authors_of, names_in
from briefing.core.metadata import Head


def head(authors: object = None, *others: object, **metas: str) -> Head:
    nodes = tuple(metadata.flatten([{"@type": "NewsArticle", "author": authors}, *others]))
    named = {name.replace("__", ":"): (value,) for name, value in metas.items()}
    return Head(url="https://www.meridian.example/news/harbour", metas=named, nodes=nodes)


def person(name: object) -> dict[str, object]:
    return {"@type": "Person", "name": name}


def body(name: str) -> dict[str, object]:
    return {"@type": "NewsMediaOrganization", "name": name}


@pytest.mark.parametrize(
    ("author", "names"),
    [
        (person("Ann Lee"), ("Ann Lee",)),
        ([person("Ann Lee"), person("Tomas Berg")], ("Ann Lee", "Tomas Berg")),
        ([[person("Ann Lee")], [person("Tomas Berg")]], ("Ann Lee", "Tomas Berg")),
        ("By Ann Lee and Tomas Berg", ("Ann Lee", "Tomas Berg")),
        ([body("NPA"), person("Ann Lee")], ("Ann Lee",)),
        ([person("Ann Lee"), person("The Associated Press")], ("Ann Lee",)),
        (body("NPA"), ("NPA",)),
        (person("Meridian.com"), ("Meridian.com",)),
        ("https://meridian.example/authors/lee", ()),
        ([{"name": ["Ann Lee"]}, {"name": None}, 7, "ANN LEE"], ("Ann Lee",)),
        (person("ANN O'HARA"), ("Ann O'Hara",)),
        (person("Ann Lee | alee@meridian.example"), ("Ann Lee",)),
        (person("Ann Lee | The Harbour Journal"), ("Ann Lee",)),
        (person("Ann Lee, Political Editor"), ("Ann Lee",)),
        (person("Ann Lee, professor at the Institute of Harbours"), ("Ann Lee",)),
        (person("Ann Lee (Image: Getty)"), ("Ann Lee",)),
        (person("View all posts by Ann Lee"), ("Ann Lee",)),
        (person("Sukarto"), ("Sukarto",)),
        (person("alee"), ()),
        (person("admin"), ()),
        (person("Ludwig van den Berg"), ("Ludwig van den Berg",)),
        (person("Da Silva"), ("Da Silva",)),
        ("Von Max Müller", ("Max Müller",)),
        (person("김민수 기자"), ("김민수",)),
        (person("José Ortega y Gasset"), ("José Ortega y Gasset",)),
        ("José Vega y Marta Ruiz", ("José Vega", "Marta Ruiz")),
        ({"name": {"@value": "Ann Lee"}}, ()),
        (None, ()),
    ],
)
def test_authors_are_names(author: object, names: tuple[str, ...]) -> None:
    assert authors_of(head(author)) == names


def test_references_are_followed() -> None:
    page = head({"@id": "#lee"}, {"@id": "#lee", "@type": "Person", "name": "Ann Lee"}, {"@id": "#lee"})
    assert authors_of(page) == ("Ann Lee",)


def test_people_come_before_bodies_and_bodies_before_the_site() -> None:
    site = body("Meridian")
    assert authors_of(head(site, author="Ann Lee")) == ("Ann Lee",)
    assert authors_of(head(site), lambda: ["By\nAnn Lee\n12 March 2026"]) == ("Ann Lee",)
    assert authors_of(head(site), lambda: ["Coastal News Agency"]) == ("Coastal News Agency",)
    assert authors_of(head(site), lambda: ["Related stories"]) == ("Meridian",)
    assert authors_of(head(body("Coastal News Agency")), lambda: ["Ann Lee"]) == ("Coastal News Agency",)
    assert authors_of(head(None, cms__article_author="Ann Lee", twitter__author="Tomas Berg")) == ("Ann Lee",)


def test_what_the_page_shows_is_asked_only_in_need() -> None:
    def shown() -> list[str]:
        raise AssertionError

    assert authors_of(head(person("Ann Lee")), shown) == ("Ann Lee",)


def test_thousands_of_authors_are_cut_short() -> None:
    assert 0 < len(authors_of(head([person(f"Ann {'A' + 'b' * i}") for i in range(5000)]))) <= 20


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("Ann Lee\nTomas Berg", ["Ann Lee", "Tomas Berg"]),
        ("Text: Ann Lee", ["Ann Lee"]),
        ("Автор: Анна Ли", ["Анна Ли"]),
        ("Published 12 March 2026", []),
        ("the night was long and dark", []),
        ("Share\nPrint", []),
        ("Ann Lee Reuters", ["Ann Lee"]),
        ("Ann Lee, 5 min read", ["Ann Lee"]),
    ],
)
def test_bylines_name_people(byline: str, people: list[str]) -> None:
    assert names_in(byline)[0] == people
