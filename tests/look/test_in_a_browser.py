"""What a browser shows of an edition: with axe-core's judgement, without any <style>, darkened, without pictures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser import Browser
from tests.look import checkers, pages
from tests.look.conftest import Given

MOST_DIFFERENT = 0.001
CONTRAST = 4.5
# The colours of words and of what they stand on as they are drawn: a picture's commonest colour is the ground, and of
# the others the one that is farthest from it is the ink.
SHOWN = """(async (data, places) => {
  const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
  const paper = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  paper.drawImage(picture, 0, 0);
  const part = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = (d, at) => 0.2126 * part(d[at]) + 0.7152 * part(d[at + 1]) + 0.0722 * part(d[at + 2]);
  return places.map(([x, y, wide, high]) => {
    const {data} = paper.getImageData(x, y, wide, high), seen = {};
    for (let at = 0; at < data.length; at += 4) {
      const key = data.slice(at, at + 3).join();
      (seen[key] ??= [0, light(data, at)])[0]++;
    }
    const [[, ground], ...rest] = Object.values(seen).sort((a, b) => b[0] - a[0]);
    return Math.max(1, ...rest.map(([, ink]) => (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)));
  });
})("%s", %s)"""
PLACES = """JSON.stringify([...document.body.querySelectorAll("h1, h2, h3, p, a, td, span")]
  .filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim().length > 1))
  .flatMap(e => [...e.getClientRects()].map(r => [r.x, r.y, r.width, r.height].map(Math.round)))
  .filter(([x, y, w, h]) => w > 8 && h > 8))"""


def saved(folder: Path, name: str, html: str) -> str:
    (folder / f"{name}.html").write_text(html, encoding="utf-8")
    return (folder / f"{name}.html").as_uri()


@pytest.mark.parametrize("theme", pages.THEMES)
@pytest.mark.parametrize("name", ["sample", "newsroom", "everything", "Arabic", "Japanese", "no story"])
def test_nothing_breaks_wcag_by_day_or_by_night(
    name: str, theme: str, given: Given, browser: Browser, tmp_path: Path
) -> None:
    drawn = pages.draw(given(name), theme, rich=True)
    wrong = {}
    for form, html in drawn.forms.items():
        url = saved(tmp_path, form, html)
        with browser.page(url) as page:
            for scheme in ("light", "dark"):
                page.shown(600, dark=scheme == "dark")
                # What axe-core calls best practice, landmarks above all, has its place on a page, not in a mail.
                wrong[form, scheme] = checkers.axe(page, *(["best-practice"] if form == "web" else []))
    assert {where: what for where, what in wrong.items() if what} == {}


@pytest.mark.parametrize("theme", pages.THEMES)
@pytest.mark.parametrize("name", ["sample", "newsroom", "everything", "Arabic"])
def test_a_mail_looks_the_same_without_any_style_element(
    name: str, theme: str, given: Given, browser: Browser, tmp_path: Path
) -> None:
    html = pages.draw(given(name), theme, rich=True).document.html
    assert "<style" in html
    assert "<style" not in pages.without_styles(html)
    with browser.page(saved(tmp_path, "mail", html)) as page:
        fit = page.picture()
    with browser.page(saved(tmp_path, "bare", pages.without_styles(html))) as page:
        assert page.differing(fit, page.picture()) <= MOST_DIFFERENT


@pytest.mark.parametrize("theme", pages.THEMES)
@pytest.mark.parametrize("name", ["sample", "everything"])
def test_a_mail_that_its_program_darkens_can_be_read(
    name: str, theme: str, given: Given, browser: Browser, tmp_path: Path
) -> None:
    """Programs that ignore a page's own dark colours turn its light ones themselves."""
    html = pages.without_styles(pages.draw(given(name), theme).document.html)
    with browser.page(saved(tmp_path, "mail", html), forced=True) as page:
        places = page.evaluate(PLACES)
        contrasts = page.evaluate(SHOWN % (page.picture(), places))
    assert len(contrasts) > 100
    assert sum(contrast < CONTRAST for contrast in contrasts) == 0, sorted(contrasts)[:20]


@pytest.mark.parametrize("theme", pages.THEMES)
def test_without_pictures_their_words_stand_in_their_place(
    theme: str, given: Given, browser: Browser, tmp_path: Path
) -> None:
    """No picture's host can be reached here, as in a mail program that loads none."""
    html = pages.draw(given("everything"), theme, rich=True).document.html
    pictures = re.findall(r"<img[^>]*>", html)
    assert len(pictures) == 2
    with browser.page(saved(tmp_path, "mail", html), width=600) as page:
        shown = page.evaluate("[...document.images].map(i => [i.alt, i.naturalWidth, i.clientWidth, i.clientHeight])")
        assert page.evaluate("document.documentElement.scrollWidth") == 600
    assert [(alt, loaded) for alt, loaded, *_ in shown] == [("Daily Briefing", 0), ("The harbour of Ellery at dawn", 0)]
    assert all(wide >= 100 and high >= 20 for *_, wide, high in shown)


@pytest.mark.parametrize("theme", pages.THEMES)
@pytest.mark.parametrize("form", ["mail", "web"])
def test_nothing_is_wider_than_the_window(
    form: str, theme: str, given: Given, browser: Browser, tmp_path: Path
) -> None:
    for name in ("everything", "Arabic"):
        html = pages.draw(given(name), theme, rich=True).forms[form]
        with browser.page(saved(tmp_path, form, html)) as page:
            for width in (320, 360, 700):
                page.shown(width)
                assert page.evaluate("document.documentElement.scrollWidth") == width, (name, width)
