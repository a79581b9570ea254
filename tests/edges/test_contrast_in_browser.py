"""The colours that `core.contrast` works out are those that a real browser shows, by arithmetic of its own."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from briefing import wiring
from briefing.core.contrast import SCREENS, faint
from briefing.core.drawn import Drawn
from tests import editions
from tests.browser import Browser
from tests.edges.test_fragments_in_browser import browser

__all__ = ["browser"]

FAINT = """
(() => {
    const parts = colour => { const n = colour.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
    const over = (top, under) => [0, 1, 2].map(n => Math.round(top[n] * top[3] + under[n] * (1 - top[3])));
    const light = c => [0.2126, 0.7152, 0.0722].reduce((sum, weight, n) => {
        const part = c[n] / 255;
        return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    }, 0);
    const hex = c => "#" + c.map(n => n.toString(16).padStart(2, "0")).join("");
    const dark = CANVAS && matchMedia("(prefers-color-scheme: dark)").matches;
    const found = new Set();
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node; node = walker.nextNode();) {
        const element = node.parentElement, style = getComputedStyle(element), size = parseFloat(style.fontSize);
        if (element.closest("head, style, script") || !/[\\p{L}\\p{N}]/u.test(node.data)) continue;
        if (!element.checkVisibility({visibilityProperty: true}) || size <= 1) continue;
        const grounds = [];
        for (let at = element; at; at = at.parentElement) grounds.unshift(parts(getComputedStyle(at).backgroundColor));
        const ground = grounds.reduce((under, top) => over(top, under), dark ? [18, 18, 18] : [255, 255, 255]);
        const ink = over(parts(style.color), ground), both = [light(ink), light(ground)].sort((a, b) => a - b);
        const least = size >= (Number(style.fontWeight) >= 700 ? 18.66 : 24) ? 3 : 4.5;
        if ((both[1] + 0.05) / (both[0] + 0.05) < least) found.add(hex(ink) + " on " + hex(ground));
    }
    return JSON.stringify([...found].sort());
})()
"""


def shown(browser: Browser, html: str, folder: Path, name: str) -> list[str]:
    """The pairs of colours that are too faint on a screen."""
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    screen = SCREENS[name]
    tab = browser.ask("Target.createTarget", url="about:blank")["targetId"]
    session = browser.ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
    scheme = {"name": "prefers-color-scheme", "value": "dark" if screen.dark else "light"}
    browser.ask("Emulation.setEmulatedMedia", session, features=[scheme])
    browser.ask(
        "Emulation.setDeviceMetricsOverride", session, width=screen.width, height=800, deviceScaleFactor=1, mobile=False
    )
    frame = browser.ask("Page.getFrameTree", session)["frameTree"]["frame"]["id"]
    browser.ask("Page.setDocumentContent", session, frameId=frame, html=html)
    made_for_dark = "true" if Drawn(html).dark else "false"
    answer = browser.ask(
        "Runtime.evaluate", session, expression=FAINT.replace("CANVAS", made_for_dark), returnByValue=True
    )
    browser.ask("Target.closeTarget", targetId=tab)
    pairs: list[str] = json.loads(answer["result"]["value"])
    return pairs


def worked_out(html: str, name: str) -> list[str]:
    """The same, without a browser."""
    return sorted(f"{each.ink} on {each.ground}" for each in faint(Drawn(html), {name: SCREENS[name]}))


def page_of(chance: random.Random) -> str:
    """A page as no designer would make one."""
    colours = ("#123456", "#aabbcc", "red", "white", "rgb(90, 80, 70)", "rgba(0,0,0,.5)", "var(--a)", "inherit")
    values = {
        "color": colours, "background-color": (*colours[:6], "transparent"), "background": (*colours[:5], "#eee none"),
        "font-size": ("12px", "1.5em", "120%", "18pt", "large", "1.1rem", "smaller"), "--a": colours[:5],
        "font-weight": ("bold", "normal", "600", "700"), "font": ("bold 19px/20px Georgia", "italic 24px serif"),
        "display": ("block", "block", "none"),
    }  # fmt: skip
    selectors = (
        ".a",
        ".b",
        "p",
        "div.a",
        ".a .b",
        "#i",
        "div p",
        "body .c",
        "h2",
        "a",
        ".c.a",
        "html div",
        "b",
        ".x > .a",
    )

    def declared(most: int) -> str:
        names = chance.choices(list(values), k=chance.randint(1, most))
        return "; ".join(f"{name}: {chance.choice(values[name])}{chance.choice(('', '', ' !important'))}"
                         for name in names if name != "--a") + f"; --a: {chance.choice(values['--a'])}"  # fmt: skip

    def rule() -> str:
        css = f"{chance.choice(selectors)}, {chance.choice(selectors)} {{ {declared(3)} }}"
        queries = ("", "", "(prefers-color-scheme: dark)", "screen and (max-width: 700px)", "(min-width: 700px)")
        query = chance.choice(queries)
        return f"@media {query} {{ {css} }}" if query else css

    def element(depth: int) -> str:
        tag = chance.choice(
            ("div", "div", "p", "h2", "span", "b", "a", "small", "section") if depth < 4 else ("b", "span")
        )
        inside = "word" if depth > 3 or tag in ("p", "h2", "a") else "".join(element(depth + 1) for _ in range(3))
        attributes = f' class="{chance.choice(("a", "b", "c", "a b", "c a", ""))}"'
        attributes += f' style="{declared(2)}"' if chance.random() < 0.2 else ""
        return f"<{tag}{attributes}{' href=u' if tag == 'a' else ''}>word {inside}</{tag}>"

    style = "\n".join(rule() for _ in range(10))
    body = "".join(element(0) for _ in range(6))
    meta = '<meta name="color-scheme" content="light dark">' if chance.random() < 0.7 else ""
    return f"<!DOCTYPE html><html><head>{meta}<style>{style}</style></head><body>{body}</body></html>"


@pytest.mark.parametrize("seed", range(8))
def test_what_is_too_faint_in_a_browser_is_found_and_nothing_else(browser: Browser, tmp_path: Path, seed: int) -> None:
    html = page_of(random.Random(seed))
    for name in SCREENS:
        assert worked_out(html, name) == shown(browser, html, tmp_path, name), name


@pytest.mark.parametrize("form", ["html", "web"])
def test_in_an_edition_there_is_nothing_too_faint_and_a_browser_agrees(
    browser: Browser, tmp_path: Path, form: str
) -> None:
    made, _ = editions.edition(*editions.hostile(), *editions.running())
    html: str = getattr(wiring.renderer().render(made), form)
    worse = html.replace(
        "</body>", '<p class="soft" style="color:#999">faint</p><i style="color:#ccc">fainter</i></body>'
    )
    for name in SCREENS:
        assert shown(browser, html, tmp_path, name) == [] == worked_out(html, name)
        assert worked_out(worse, name) == shown(browser, worse, tmp_path, name)
