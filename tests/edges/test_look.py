"""How the digest looks, measured in a real browser: widths, colours, sizes; light, dark and with every <style> gone."""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import editions
from tests.edges.test_jinja_renderer import parsed, renderer

# Runs in the frame's parent: what a page of words never may do shows in `fired`.
MEASURE = """
const luminance = ([r, g, b]) => [r, g, b].map(v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const numbers = colour => colour.match(/[0-9.]+/g).map(Number);
const measure = frame => {
  const view = frame.contentWindow, root = frame.contentDocument.documentElement, style = e => view.getComputedStyle(e);
  const behind = e => { for (; e; e = e.parentElement) { const c = numbers(style(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const shown = [...frame.contentDocument.body.querySelectorAll('*')].filter(e => e.getClientRects().length
    && [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()) && e.innerText.trim().length > 1);
  return {
    wide: root.scrollWidth, room: root.clientWidth, fired: window.fired || 0,
    page: numbers(style(frame.contentDocument.body).backgroundColor),
    sheet: numbers(style(frame.contentDocument.querySelector('.sheet')).backgroundColor),
    alien: frame.contentDocument.querySelectorAll('img,svg,iframe,object,form').length,
    words: shown.map(e => {
      const s = style(e), r = e.getBoundingClientRect(), a = luminance(numbers(s.color)), b = luminance(behind(e));
      return { text: e.innerText.trim().slice(0, 40), tag: e.tagName, kind: e.className, size: parseFloat(s.fontSize),
        font: s.fontFamily, colour: s.color, behind: behind(e), direction: s.direction,
        underline: s.textDecorationLine,
        contrast: (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05),
        box: [r.x, r.y, r.width, r.height].map(Math.round) };
    }),
  };
};
onload = () => {
  const found = {};
  for (const frame of document.querySelectorAll('iframe')) found[frame.id] = measure(frame);
  document.body.dataset.found = JSON.stringify(found);
};
"""
SPY = "<script>for (const f of ['alert', 'confirm', 'prompt']) window[f] = () => { parent.fired = 1; };</script>"

Found = dict[str, dict[str, Any]]


def look(chromium: str, folder: Path, frames: dict[str, tuple[str, int]], *flags: str) -> Found:
    """Shows pages in frames of given widths (a window can't be as narrow as a phone) and measures each."""
    shown = "".join(
        f'<iframe id="{name}" width="{width}" height="900" frameborder="0" srcdoc="{html.escape(SPY + page)}"></iframe>'
        for name, (page, width) in frames.items()
    )
    page = folder / "frames.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{shown}<script>{MEASURE}</script>", encoding="utf-8")
    done = subprocess.run(
        [
            chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-first-run", f"--user-data-dir={folder / 'profile'}",
            "--window-size=1400,1000", *flags, "--dump-dom", page.as_uri(),
        ],
        capture_output=True, text=True, timeout=90, check=True,
    )  # fmt: skip
    found: Found = json.loads(parsed(done.stdout).xpath("//body/@data-found")[0])
    return found


@pytest.fixture(scope="module")
def digest() -> str:
    return renderer().render(editions.edition()[0]).html


@pytest.fixture(scope="module")
def running() -> str:
    return renderer().render(editions.edition(*editions.running())[0]).html


@pytest.fixture(scope="module")
def light(chromium: str, digest: str, running: str, tmp_path_factory: pytest.TempPathFactory) -> Found:
    odd = renderer().render(editions.edition(*editions.hostile())[0]).html
    frames = {f"w{width}": (digest, width) for width in (320, 360, 700)}
    frames |= {f"odd{width}": (odd, width) for width in (320, 700)}
    frames |= {f"run{width}": (running, width) for width in (320, 360, 700)}
    frames["open360"] = (running.replace("<details", "<details open"), 360)
    frames["bare"] = (re.sub(r"<style.*?</style>", "", digest, flags=re.DOTALL), 700)
    frames["mail700"] = (re.sub(r"<style.*?</style>|</?(details|summary)[^>]*>", "", running, flags=re.DOTALL), 700)
    return look(chromium, tmp_path_factory.mktemp("light"), frames)


@pytest.fixture(scope="module")
def dark(chromium: str, digest: str, running: str, tmp_path_factory: pytest.TempPathFactory) -> Found:
    frames = {f"w{width}": (digest, width) for width in (360, 700)}
    frames |= {f"run{width}": (running, width) for width in (360, 700)}
    frames["open360"] = (running.replace("<details", "<details open"), 360)
    return look(chromium, tmp_path_factory.mktemp("dark"), frames, "--force-dark-mode")


@pytest.mark.parametrize(
    "frame", ["w320", "w360", "w700", "odd320", "odd700", "run320", "run360", "run700", "open360", "mail700"]
)
def test_nothing_is_wider_than_the_window(light: Found, frame: str) -> None:
    found = light[frame]
    assert found["room"] == int(re.sub(r"\D", "", frame)) or found["room"] + 15 == int(re.sub(r"\D", "", frame))
    assert found["wide"] <= found["room"]
    assert [word for word in found["words"] if word["box"][0] + word["box"][2] > found["room"]] == []


@pytest.mark.parametrize("frame", ["odd320", "odd700"])
def test_words_of_feeds_do_nothing(light: Found, frame: str) -> None:
    assert light[frame]["fired"] == 0
    assert light[frame]["alien"] == 0


@pytest.mark.parametrize("frame", ["w360", "w700", "run360", "run700", "open360"])
def test_words_can_be_read_by_day_and_by_night(light: Found, dark: Found, frame: str) -> None:
    for scheme in (light, dark):
        words = scheme[frame]["words"]
        assert len(words) > 60
        assert [word for word in words if word["contrast"] < 4.5] == []
        assert [word for word in words if word["size"] < 12] == []
        assert [word for word in words if word["kind"].startswith("q ") and word["size"] < 16] == []


@pytest.mark.parametrize("frame", ["w360", "w700"])
def test_dark_is_really_dark(light: Found, dark: Found, frame: str) -> None:
    assert min(light[frame]["page"] + light[frame]["sheet"]) > 220
    assert max(dark[frame]["page"] + dark[frame]["sheet"]) < 45
    # No element kept a light background of its own.
    assert max(max(word["behind"][:3]) for word in dark[frame]["words"]) < 60


def test_without_any_style_element_the_page_looks_the_same(light: Found) -> None:
    fit = [word for word in light["w700"]["words"] if "Donau" not in word["text"]]
    bare = [word for word in light["bare"]["words"] if "Donau" not in word["text"]]
    assert bare == fit


def test_outlets_that_are_counted_unfold_in_place(light: Found) -> None:
    shown = {frame: [word["text"] for word in light[frame]["words"]] for frame in ("run360", "open360", "mail700")}
    for frame in ("run360", "mail700"):
        assert "Gullport Post" not in shown[frame], frame
    assert "24\u00a0more" in shown["run360"]
    assert "24\u00a0more" not in shown["open360"]
    named, unfolded = (
        [word for word in light["open360"]["words"] if word["text"] == outlet]
        for outlet in ("Fairhaven Post", "Gullport Post")
    )
    assert unfolded[0]["box"][1] - named[0]["box"][1] <= 20
    for one in ("colour", "size", "font", "underline"):
        assert unfolded[0][one] == named[0][one]


@pytest.mark.parametrize("frame", ["run360", "run700"])
def test_what_is_new_stands_between_headline_and_sentences(light: Found, frame: str) -> None:
    words = light[frame]["words"]
    places = [place for place, word in enumerate(words) if word["text"] == "New:"]
    assert len(places) == 3
    for place in places:
        above = [word for word in words[:place] if word["kind"].startswith("h ink")][-1]["box"]
        below = next(word for word in words[place:] if word["kind"].startswith("q "))["box"]
        new = words[place]
        assert above[1] + above[3] <= new["box"][1] + 4
        assert new["box"][1] + new["box"][3] <= below[1] + 4
        assert 14 <= new["size"] < 16


def test_the_lead_is_the_largest_and_one_liners_are_the_smallest(light: Found) -> None:
    for frame in ("w360", "w700"):
        headings = [word for word in light[frame]["words"] if word["kind"].startswith("h ink")]
        sizes = [word["size"] for word in headings]
        assert sizes == sorted(sizes, reverse=True)
        assert len(set(sizes)) == 3
        assert all("Georgia" in word["font"] for word in headings)


def test_sentences_look_like_text_and_not_like_links(light: Found) -> None:
    sentences = [word for word in light["w700"]["words"] if word["kind"].startswith("q ")]
    assert len(sentences) == sum(len(brief.quotes) for brief in editions.edition()[0].briefs)
    assert {word["colour"] for word in sentences} == {"rgb(29, 27, 24)"}
    assert {word["underline"] for word in sentences} == {"none"}


def test_a_right_to_left_story_stands_on_the_right(light: Found) -> None:
    arabic = [word for word in light["w700"]["words"] if re.search("[\u0600-\u06ff]", word["text"])]
    assert len(arabic) == 3
    assert {word["direction"] for word in arabic} == {"rtl"}
    assert max(word["box"][0] + word["box"][2] for word in arabic) > 600
