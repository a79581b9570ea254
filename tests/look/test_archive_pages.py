"""What a browser shows of the archive: axe-core's judgement, by day and by night, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from tests.browser import Browser
from tests.entry.web.test_archive import fill
from tests.look import checkers
from tests.website import Website, website

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:aiosmtpd")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Website]:
    with website(tmp_path_factory.mktemp("site"), made=fill) as running:
        yield running


@pytest.mark.parametrize(
    "path",
    ["/archive", "/archive/2026", "/archive/2026-08", "/2026-08-02/edition.html", "/2026-08-20/edition.html",
     "/2026-08-31/edition.html", "/stories/s-ferry/1", "/search", "/search?q=ferry", "/search?q=zzz"],
)  # fmt: skip
def test_nothing_breaks_wcag_or_is_wider_than_the_window(path: str, site: Website, browser: Browser) -> None:
    with browser.page(f"http://127.0.0.1:{site.port}{path}") as page:
        # Its own policy lets its styles in: the heading is not in the letters of a page without any.
        assert "Times" not in page.evaluate("getComputedStyle(document.querySelector('nav a')).fontFamily")
        for width, dark in product((360, 1280), (False, True)):
            page.shown(width, dark=dark)
            assert checkers.axe(page, "best-practice") == [], (width, dark)
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_nothing_is_wider_than_the_window_from_right_to_left(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with website(tmp_path_factory.mktemp("arabic"), more="language: ar\n", made=fill) as site:
        for path in ("/archive", "/archive/2026-08", "/stories/s-ferry/1", "/search?q=ferry"):
            with browser.page(f"http://127.0.0.1:{site.port}{path}") as page:
                assert page.evaluate("document.documentElement.dir") == "rtl"
                for width in (360, 1280):
                    page.shown(width)
                    assert page.evaluate("document.documentElement.scrollWidth") == width, path
