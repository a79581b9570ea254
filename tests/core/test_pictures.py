from __future__ import annotations

import pytest

from briefing.core import metadata
from briefing.core.metadata import Head
from briefing.core.pictures import file_of, image_of


def head(image: object = None, node: dict[str, object] | None = None, **metas: str) -> Head:
    named = {name.replace("__", ":"): (value,) for name, value in metas.items()}
    nodes = tuple(metadata.flatten({"@type": "NewsArticle", "image": image, **(node or {})}))
    return Head(url="https://www.meridian.example/news/harbour", metas=named, nodes=nodes)


CDN = "https://cdn.example/"


@pytest.mark.parametrize(
    ("page", "address"),
    [
        (head(og__image="//cdn.example/quay.jpg"), CDN + "quay.jpg"),
        (head(og__image="data:image/png;base64,AAAA"), None),
        (head([CDN + "quay.jpg"], og__image=CDN + "quay-with-title.jpg"), CDN + "quay.jpg"),
        (head({"@type": "ImageObject", "url": CDN + "quay-100x100.jpg"}, og__image=CDN + "quay-1200x630.jpg?w=9"),
         CDN + "quay-1200x630.jpg?w=9"),
        (head([{"contentUrl": [CDN + "quay.jpg"]}]), CDN + "quay.jpg"),
        (head(og__image=CDN + "meridian-logo.png", twitter__image=CDN + "quay.jpg"), CDN + "quay.jpg"),
        (head(og__image=CDN + "default_share_1200x630.png"), None),
        (head(og__image=CDN + "harbour-company-logo-on-crane.jpg"), CDN + "harbour-company-logo-on-crane.jpg"),
        (head(CDN + "m.svg", {"publisher": {"logo": {"url": CDN + "m.svg"}}}), None),
        (head(7), None),
    ],
)  # fmt: skip
def test_the_lead_picture_is_the_report_s_own(page: Head, address: str | None) -> None:
    image = image_of(page)
    assert (image and image.url) == address


def test_the_description_belongs_to_the_picture_for_sharing() -> None:
    shared = image_of(head(og__image=CDN + "quay.jpg", og__image__alt="The quay <b>at dawn</b>"))
    other = image_of(head(CDN + "crane.jpg", og__image=CDN + "quay.jpg", og__image__alt="The quay"))
    assert shared is not None
    assert other is not None
    assert (shared.alt, other.alt) == ("The quay at dawn", "")


def test_a_file_is_the_same_in_any_size() -> None:
    assert file_of(CDN + "a/Quay-300x200.JPG?x=1") == file_of(CDN + "b/quay.jpg") == "quay"
    assert file_of("http://[x") == ""


@pytest.mark.parametrize(
    ("page", "size"),
    [
        (head(og__image=CDN + "quay.jpg", og__image__width="1200", og__image__height="630px"), (1200, 630)),
        (head(og__image=CDN + "quay.jpg", og__image__width="1200"), (None, None)),
        (head(og__image=CDN + "quay.jpg", og__image__width="wide", og__image__height="0"), (None, None)),
        (head({"@type": "ImageObject", "url": CDN + "quay.jpg", "width": 800, "height": 600.0}), (800, 600)),
        (head([{"url": CDN + "quay.jpg", "width": {"value": 80}, "height": {"value": "60"}}]), (80, 60)),
        # The size of another picture is none of this one's.
        (
            head(CDN + "crane.jpg", og__image=CDN + "quay.jpg", og__image__width="12", og__image__height="6"),
            (None, None),
        ),
        (head({"url": CDN + "quay.jpg", "width": "9" * 99, "height": True}), (None, None)),
    ],
)
def test_a_size_is_the_picture_s_own_and_whole(page: Head, size: tuple[int | None, int | None]) -> None:
    image = image_of(page)
    assert image is not None
    assert (image.width, image.height) == size
