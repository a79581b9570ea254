"""What a real browser makes of `briefing preview`: frames as they look, and pages that load themselves again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.browser import Browser, Page
from tests.entry.test_preview import CONFIG, PAGE, Preview, as_made, made, previewed, write
from tests.processes import until

RED, BLUE, WHITE = [255, 0, 0], [0, 0, 255], [255, 255, 255]
TRICKS = """<!doctype html><html><head><style>body { margin: 0; background: #0000ff }</style></head><body>
<img alt="" width="300" height="300" src="data:image/svg+xml,
%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Crect width='9' height='9' fill='red'/%3E%3C/svg%3E">
<script>document.body.remove()</script><img src="data:," onerror="document.body.remove()">
<iframe src="https://evil.example/"></iframe><meta http-equiv="refresh" content="0; url=data:text/html,gone">
</body></html>"""
PAINTED = "new Promise(done => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 100))"
COLOURS = """(async (data, places) => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
  const paper = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  paper.drawImage(picture, 0, 0);
  return places.map(([x, y]) => [...paper.getImageData(x, y, 1, 1).data].slice(0, 3));
})("%s", %s)"""
# Before anything of the page: what its own policy keeps from it.
REFUSED = (
    "window.refused = []; document.addEventListener('securitypolicyviolation', e => refused.push(e.violatedDirective))"
)

Pixel = list[int]


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with previewed(made(tmp_path_factory.mktemp("preview"))) as preview:
        yield preview


@pytest.fixture
def preview(lasting: Preview) -> Iterator[Preview]:
    """Its files are as they were made."""
    yield lasting
    as_made(lasting.folder)


@pytest.fixture(scope="module")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    # A frame in a process of its own would know nothing of what the page prefers.
    started = Browser(chromium, tmp_path_factory.mktemp("chromium"), "--disable-features=IsolateSandboxedIframes")
    yield started
    started.close()


@pytest.mark.parametrize("prefers", ["dark", "light"])
def test_frames_are_light_or_dark_whatever_the_browser_prefers(
    preview: Preview, browser: Browser, prefers: str
) -> None:
    for view, is_dark in {"desktop": False, "dark": True, "phone": False, "dark-phone": True}.items():
        frame, page = colours(browser, preview, view, (30, 300), (1270, 700), dark=prefers == "dark")
        assert (max(frame) < 64) == is_dark, view
        assert (min(frame) > 220) != is_dark, view
        assert (max(page) < 64) == (prefers == "dark")


def test_nothing_of_an_edition_runs_and_a_frame_has_what_its_program_has(preview: Preview, browser: Browser) -> None:
    write(preview.template, TRICKS)
    for view, expected in {"desktop": [RED, BLUE], "no-images": [BLUE, BLUE], "no-styles": [RED, WHITE]}.items():
        assert colours(browser, preview, view, (150, 270), (340, 600)) == expected, view


def test_the_page_loads_itself_again_when_something_changes(preview: Preview, browser: Browser) -> None:
    config = preview.folder / "config.yaml"
    write(preview.template, PAGE.format("First"))
    with browser.page(f"{preview.address}?view=desktop") as page:
        until(lambda: "Parliament" in title(page), what="the first page")
        write(preview.template, "{% broken %}")
        until(lambda: title(page).startswith("Mistake: "), what="the template's mistake")
        write(preview.template, PAGE.format("Second"))
        until(lambda: title(page).startswith("Parliament"), what="the mended page")
        write(config, CONFIG + "nonsense: 1\n")
        until(lambda: title(page).startswith("Mistake: "), what="the configuration's mistake")
        write(config, CONFIG)
        until(lambda: title(page).startswith("Parliament"), what="the page with the mended configuration")


def test_the_page_says_whether_it_is_live(preview: Preview, browser: Browser) -> None:
    with browser.page("about:blank") as page:
        page.ask("Page.enable")
        page.ask("Page.addScriptToEvaluateOnNewDocument", source=REFUSED)
        page.ask("Page.navigate", url=preview.address)
        until(lambda: answer(page, "document.getElementById('live')?.outerHTML"), what="the page")
        live = '<p class="live on" id="live" role="status">live</p>'
        until(lambda: answer(page, "document.getElementById('live').outerHTML") == live, what="being live")
        assert page.evaluate("refused") == []


def title(page: Page) -> str:
    return answer(page, "document.title")


def answer(page: Page, expression: str) -> str:
    """ "" while another page takes its place."""
    with suppress(RuntimeError):
        return page.evaluate(expression) or ""
    return ""


def colours(browser: Browser, preview: Preview, view: str, *places: tuple[int, int], dark: bool = False) -> list[Pixel]:
    """Of a view's page at these places of a window of 1300 by 800, as the browser itself reads them."""
    with browser.page(f"{preview.address}?view={view}", width=1300, height=800, dark=dark) as page:
        page.evaluate(PAINTED)
        picture = page.ask("Page.captureScreenshot")["data"]
    with browser.page("about:blank") as blank:
        found: list[Pixel] = blank.evaluate(COLOURS % (picture, json.dumps(places)))
    return found
