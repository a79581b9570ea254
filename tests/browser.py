"""A headless Chromium for tests, told what to do over a pipe (DevTools protocol)."""

from __future__ import annotations

import base64
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETTLED = """new Promise(done => document.readyState == "complete" ? done(true)
  : addEventListener("load", () => done(true)))"""
COMPARE = """(async (first, second) => {
  const read = async data => {
    const picture = await createImageBitmap(await (await fetch("data:image/png;base64," + data)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height), paper = canvas.getContext("2d");
    paper.drawImage(picture, 0, 0);
    return paper.getImageData(0, 0, picture.width, picture.height);
  };
  const [a, b] = [await read(first), await read(second)];
  let other = Math.abs(a.width * a.height - b.width * b.height);
  for (let at = 0; at < Math.min(a.data.length, b.data.length); at += 4)
    if ([0, 1, 2].some(channel => Math.abs(a.data[at + channel] - b.data[at + channel]) > %d)) other++;
  return other / Math.max(a.width * a.height, b.width * b.height);
})("%s", "%s")"""


class Browser:
    """One process that reaches nothing but 127.0.0.1; `ask` sends it a command and gives its result."""

    def __init__(self, chromium: str, profile: Path, *more: str) -> None:
        """more: flags."""
        commands, self._commands = os.pipe()
        answers, answering = os.pipe()
        self._answers = answers
        self._rest = b""
        theirs = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in (commands, answering)]
        actions = [
            (os.POSIX_SPAWN_DUP2, theirs[0], 3), (os.POSIX_SPAWN_DUP2, theirs[1], 4),
            *((os.POSIX_SPAWN_OPEN, output, os.devnull, os.O_WRONLY, 0) for output in (1, 2)),
        ]  # fmt: skip
        flags = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
            "--disable-component-update", "--disable-sync", "--remote-debugging-pipe", "--window-size=800,600",
            "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={profile}", *more,
        ]  # fmt: skip
        self._process = os.posix_spawn(chromium, [chromium, *flags, "about:blank"], os.environ, file_actions=actions)
        for end in (commands, answering, *theirs):
            os.close(end)
        self._asked = 0

    def ask(self, method: str, session: str | None = None, **parameters: object) -> dict[str, Any]:
        """Raises RuntimeError with what the browser says is wrong, or when it is gone."""
        self._asked += 1
        asked = {"id": self._asked, "method": method, "params": parameters}
        asked |= {"sessionId": session} if session else {}
        told = memoryview(json.dumps(asked).encode() + b"\0")
        while told:
            told = told[os.write(self._commands, told) :]
        while True:
            answer = json.loads(self._answer())
            if answer.get("id") == self._asked:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                found: dict[str, Any] = answer["result"]
                return found

    def _answer(self) -> bytes:
        pieces = [self._rest]
        while b"\0" not in pieces[-1]:
            pieces.append(os.read(self._answers, 1 << 20))
            if not pieces[-1]:
                raise RuntimeError("the browser is gone")
        answer, _, self._rest = b"".join(pieces).partition(b"\0")
        return answer

    def close(self) -> None:
        self.ask("Browser.close")
        os.waitpid(self._process, 0)
        os.close(self._commands)
        os.close(self._answers)

    @contextmanager
    def page(
        self, url: str, *, width: int = 700, height: int = 900, dark: bool = False, forced: bool = False
    ) -> Iterator[Page]:
        """A page that has loaded, in a tab of its own. forced: darkened by the browser, whatever its colours."""
        tab = self.ask("Target.createTarget", url="about:blank")["targetId"]
        page = Page(self, self.ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"])
        page.shown(width, height, dark=dark)
        if forced:
            page.ask("Emulation.setAutoDarkModeOverride", enabled=True)
        page.ask("Page.navigate", url=url)
        page.evaluate(SETTLED)
        yield page
        self.ask("Target.closeTarget", targetId=tab)


@dataclass(frozen=True)
class Page:
    browser: Browser
    session: str

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        return self.browser.ask(method, self.session, **parameters)

    def shown(self, width: int, height: int = 900, *, dark: bool = False) -> None:
        """In a window of that size from now on, to somebody who likes it light or dark."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        wish = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.ask("Emulation.setEmulatedMedia", media="screen", features=[wish])

    def evaluate(self, expression: str) -> Any:
        """The value of an expression, or what its promise becomes. Raises RuntimeError for what it throws."""
        answer = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def picture(self) -> str:
        """The whole page as PNG in base64."""
        data: str = self.ask("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        return data

    def differing(self, one: str, other: str, by: int = 24) -> float:
        """The share of the pixels of two pictures that differ by more in a channel (of 255)."""
        share: float = self.evaluate(COMPARE % (by, one, other))
        return share


def save(picture: str, path: Path) -> None:
    path.write_bytes(base64.b64decode(picture))
