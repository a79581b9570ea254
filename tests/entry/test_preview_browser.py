"""What a real browser makes of `briefing preview`: frames as they look, and pages that load themselves again."""

from __future__ import annotations

import http.client
import json
import subprocess
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.entry.test_preview import PAGE, Preview, made, previewed, write
from tests.processes import until

RED, BLUE, WHITE = [255, 0, 0], [0, 0, 255], [255, 255, 255]
TRICKS = """<!doctype html><html><head><style>body { margin: 0; background: #0000ff }</style></head><body>
<img alt="" width="300" height="300" src="data:image/svg+xml,
%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E%3Crect width='9' height='9' fill='red'/%3E%3C/svg%3E">
<script>document.body.remove()</script><img src="data:," onerror="document.body.remove()">
<iframe src="https://evil.example/"></iframe><meta http-equiv="refresh" content="0; url=data:text/html,gone">
</body></html>"""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--hide-scrollbars",
    # Its screenshots are taken before a frame of another process has painted.
    "--disable-features=IsolateSandboxedIframes",
)  # fmt: skip

READ = """
onload = () => {
  const found = {};
  for (const image of document.images) {
    const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight), context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    found[image.id] = places.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3));
  }
  document.title = JSON.stringify(found);
};"""

Pixel = list[int]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return made(tmp_path)


@pytest.fixture
def preview(config: Path) -> Iterator[Preview]:
    with previewed(config) as preview:
        yield preview


@pytest.mark.parametrize("prefers", ["dark", "light"])
def test_frames_are_light_or_dark_whatever_the_browser_prefers(
    preview: Preview, config: Path, chromium: str, prefers: str
) -> None:
    views = {"desktop": False, "dark": True, "phone": False, "dark-phone": True}
    shots = {view: shot(chromium, config.parent, f"{preview.address}?view={view}", prefers=prefers) for view in views}
    for view, (frame, page) in pixels(chromium, config.parent, shots, (30, 300), (1270, 700)).items():
        assert (max(frame) < 64) == views[view], view
        assert (min(frame) > 220) != views[view], view
        assert (max(page) < 64) == (prefers == "dark")


def test_nothing_of_an_edition_runs_and_a_frame_has_what_its_program_has(
    preview: Preview, config: Path, chromium: str
) -> None:
    write(config.parent / "mine" / "digest.html.j2", TRICKS)
    expected = {"desktop": [RED, BLUE], "no-images": [BLUE, BLUE], "no-styles": [RED, WHITE]}
    shots = {
        view: shot(chromium, config.parent, f"{preview.address}?view={view}", prefers="light") for view in expected
    }
    assert pixels(chromium, config.parent, shots, (150, 270), (340, 600)) == expected


def test_the_page_loads_itself_again_when_something_changes(preview: Preview, config: Path, chromium: str) -> None:
    template = config.parent / "mine" / "digest.html.j2"
    write(template, PAGE.format("First"))
    with browsing(chromium, config.parent / "profile", f"{preview.address}?view=desktop") as port:
        until(lambda: any("Parliament" in title for title in _titles(port)), what="the first page")
        write(template, "{% broken %}")
        until(lambda: _titles(port)[0].startswith("Mistake: "), what="the template's mistake")
        write(template, PAGE.format("Second"))
        until(lambda: _titles(port)[0].startswith("Parliament"), what="the mended page")
        before = config.read_text()
        write(config, before + "nonsense: 1\n")
        until(lambda: _titles(port)[0].startswith("Mistake: "), what="the configuration's mistake")
        write(config, before)
        until(lambda: _titles(port)[0].startswith("Parliament"), what="the page with the mended configuration")


def test_the_page_says_whether_it_is_live(preview: Preview, config: Path, chromium: str) -> None:
    done = subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={config.parent / 'profile'}", "--timeout=3000", "--dump-dom",
         preview.address],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert '<p class="live on" id="live" role="status">live</p>' in done.stdout
    assert "Content Security Policy" not in done.stderr


@contextmanager
def browsing(chromium: str, profile: Path, address: str) -> Iterator[int]:
    """A browser that stays; the port of its debugger."""
    browser = subprocess.Popen(
        [chromium, *FLAGS, f"--user-data-dir={profile}", "--remote-debugging-port=0", address],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        debugger = profile / "DevToolsActivePort"
        until(lambda: debugger.exists() and debugger.read_text().count("\n"), what="the browser's start")
        yield int(debugger.read_text().split()[0])
    finally:
        browser.kill()
        browser.wait(10)


def _titles(port: int) -> list[str]:
    """The titles of the pages that a browser shows."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/json/list")
    titles = [page["title"] for page in json.load(connection.getresponse()) if page["type"] == "page"]
    connection.close()
    return titles or [""]


def shot(chromium: str, folder: Path, address: str, *, prefers: str) -> bytes:
    """A screenshot, 1300 by 800, as a PNG file's bytes."""
    path = folder / "shot.png"
    path.unlink(missing_ok=True)
    subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={folder / 'profile'}", "--window-size=1300,800",
         f"--blink-settings=preferredColorScheme={('dark', 'light').index(prefers)}", "--timeout=6000",
         f"--screenshot={path}", address],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    return path.read_bytes()


def pixels(chromium: str, folder: Path, shots: dict[str, bytes], *places: tuple[int, int]) -> dict[str, list[Pixel]]:
    """The colours at these places of each picture, as the browser itself reads them."""
    images = "".join(
        f'<img id="{name}" src="data:image/png;base64,{b64encode(png).decode()}">' for name, png in shots.items()
    )
    page = folder / "pixels.html"
    page.write_text(f"<!doctype html><body>{images}<script>const places = {json.dumps(places)};{READ}</script>")
    done = subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={folder / 'profile'}", "--dump-dom", page.as_uri()],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    found: dict[str, list[Pixel]] = json.loads(done.stdout.split("<title>")[1].split("</title>")[0])
    return found
