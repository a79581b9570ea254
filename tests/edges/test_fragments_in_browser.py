"""Links to sentences, followed in a real browser: does it scroll to the sentence?"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from briefing.core.fragments import link
from tests.browser import Browser

PATIENCE = 20.0
SEEN = """
    (place => scrollY > 0 && place.top >= 0 && place.bottom <= innerHeight)(
        document.querySelector("mark").getBoundingClientRect())
"""
LAST = "that the ferry will not sail before the spring"


@dataclass(frozen=True)
class Case:
    """A page: lines as their HTML has them, that with the sentence in a `mark` element; and what is read from it."""

    html: tuple[str, ...]
    text: str
    sentence: str
    nth: int = 0


def case(*html: str, text: str, sentence: str, nth: int = 0) -> Case:
    return Case(html, text, sentence, nth)


CASES = {
    "English": case(
        "The harbour was calm.", "<mark>The mayor of Westport said on Tuesday " + LAST + ".</mark> Nobody objected.",
        text=f"The harbour was calm.\nThe mayor of Westport said on Tuesday {LAST}. Nobody objected.",
        sentence=f"The mayor of Westport said on Tuesday {LAST}.",
    ),
    "German quotation marks and umlauts": case(
        "Früh am Morgen.", "<mark>„Die Brücke über die Söse müssen wir schließen“, sagte Bürgermeisterin Öhl.</mark>",
        text='Früh am Morgen.\n"Die Brücke über die Söse müssen wir schließen", sagte Bürgermeisterin Öhl.',
        sentence='"Die Brücke über die Söse müssen wir schließen", sagte Bürgermeisterin Öhl.',
    ),
    "French no-break blanks": case(
        "Bonjour.", "<mark>Le maire a dit&#8239;: «&nbsp;Le pont est fermé&nbsp;», puis il est parti&nbsp;!</mark>",
        text="Bonjour.\nLe maire a dit : « Le pont est fermé », puis il est parti !",
        sentence="Le maire a dit : « Le pont est fermé », puis il est parti !",
    ),
    "French no-break blanks in numbers": case(
        "Bonjour.",
        "<mark>Environ 12&#8239;000 chiens et 1&#8239;200&#8239;000 oiseaux sont partis.</mark>",
        text="Bonjour.\nEnviron 12 000 chiens et 1 200 000 oiseaux sont partis.",
        sentence="Environ 12 000 chiens et 1 200 000 oiseaux sont partis.",
    ),
    "Chinese": case(
        "昨天下雨。", "<p>今天晴。<mark>港口城市政府宣布新的渡轮计划，市民表示欢迎，专家则认为费用太高。</mark></p>",
        text="昨天下雨。\n今天晴。港口城市政府宣布新的渡轮计划，市民表示欢迎，专家则认为费用太高。",
        sentence="港口城市政府宣布新的渡轮计划，市民表示欢迎，专家则认为费用太高。",
    ),
    "Japanese": case(
        "晴れ。", "昨日は雨だった。<mark>港町の市長は新しい渡し船の計画を発表したと関係者が明らかにした。</mark>続く。",
        text="晴れ。\n昨日は雨だった。港町の市長は新しい渡し船の計画を発表したと関係者が明らかにした。続く。",
        sentence="港町の市長は新しい渡し船の計画を発表したと関係者が明らかにした。",
    ),
    "Korean": case(
        "맑음.", "<mark>항구 도시의 시장은 새로운 여객선 계획을 화요일에 발표했다고 밝혔다.</mark>",
        text="맑음.\n항구 도시의 시장은 새로운 여객선 계획을 화요일에 발표했다고 밝혔다.",
        sentence="항구 도시의 시장은 새로운 여객선 계획을 화요일에 발표했다고 밝혔다.",
    ),
    "Arabic": case(
        "<span dir=rtl>صباح الخير.</span>",
        "<div dir=rtl><mark>قال رئيس البلدية يوم الثلاثاء إن العبارة الجديدة لن تبحر قبل الربيع المقبل.</mark></div>",
        text="صباح الخير.\nقال رئيس البلدية يوم الثلاثاء إن العبارة الجديدة لن تبحر قبل الربيع المقبل.",
        sentence="قال رئيس البلدية يوم الثلاثاء إن العبارة الجديدة لن تبحر قبل الربيع المقبل.",
    ),
    "Thai": case(
        "ฝนตก", "<mark>นายกเทศมนตรีกล่าวเมื่อวันอังคาร ว่าเรือจะไม่ออก</mark>",
        text="ฝนตก\nนายกเทศมนตรีกล่าวเมื่อวันอังคาร ว่าเรือจะไม่ออก",
        sentence="นายกเทศมนตรีกล่าวเมื่อวันอังคาร ว่าเรือจะไม่ออก",
    ),
    "Russian": case(
        "Доброе утро.", "<mark>Градоначальница Приморска сообщила во вторник, что паром не выйдет до весны.</mark>",
        text="Доброе утро.\nГрадоначальница Приморска сообщила во вторник, что паром не выйдет до весны.",
        sentence="Градоначальница Приморска сообщила во вторник, что паром не выйдет до весны.",
    ),
    "links and emphasis": case(
        "Calm.", f"<mark>The <em>may</em>or of <a href=/w>West</a>port <b>said</b> on Tuesday <i>{LAST}</i>.</mark>",
        text=f"Calm.\nThe mayor of Westport said on Tuesday {LAST}.",
        sentence=f"The mayor of Westport said on Tuesday {LAST}.",
    ),
    "a note and a box in the sentence": case(
        "Calm.", f"<mark>The mayor of Westport said<sup>2</sup> <button>Share</button>on Tuesday {LAST}.</mark>",
        text=f"Calm.\nThe mayor of Westport said on Tuesday {LAST}.",
        sentence=f"The mayor of Westport said on Tuesday {LAST}.",
    ),
    "twins in one paragraph": case(
        "Calm.", "Ann spoke. It rained. Then Ben spoke. <mark>It rained.</mark> They left.",
        text="Calm.\nAnn spoke. It rained. Then Ben spoke. It rained. They left.", sentence="It rained.", nth=1,
    ),
    "twins that are paragraphs": case(
        f"“The mayor said {LAST}.”", "Then Ben spoke.", f"<mark>“The mayor said {LAST}.”</mark>",
        text=f"“The mayor said {LAST}.”\nThen Ben spoke.\n“The mayor said {LAST}.”",
        sentence=f"“The mayor said {LAST}.”", nth=1,
    ),
    "one that begins like an earlier one": case(
        "The mayor said on Tuesday that he would go.", "<mark>The mayor said on Tuesday that he would stay.</mark>",
        text="The mayor said on Tuesday that he would go.\nThe mayor said on Tuesday that he would stay.",
        sentence="The mayor said on Tuesday that he would stay.",
    ),
    "marks that addresses are made of": case(
        "Calm.",
        "<mark>Smith &amp; Sons, a 50%-owned firm, paid $1,200,000 - #1 of all - for C++ &amp; \"R=D\"?</mark> Yes.",
        text='Calm.\nSmith & Sons, a 50%-owned firm, paid $1,200,000 - #1 of all - for C++ & "R=D"? Yes.',
        sentence='Smith & Sons, a 50%-owned firm, paid $1,200,000 - #1 of all - for C++ & "R=D"?',
    ),
    "dashes that the text has otherwise": case(
        "Calm.", f"<mark>The mayor – once a sailor – said on Tuesday {LAST}.</mark>",
        text=f"Calm.\nThe mayor - once a sailor - said on Tuesday {LAST}.",
        sentence=f"The mayor - once a sailor - said on Tuesday {LAST}.",
    ),
    "emoji": case(
        "Calm.", "<mark>🎉 We won 🏆 again, said the 👩‍🚀 captain of the rowing club ❤️!</mark> Good.",
        text="Calm.\n🎉 We won 🏆 again, said the 👩‍🚀 captain of the rowing club ❤️! Good.",
        sentence="🎉 We won 🏆 again, said the 👩‍🚀 captain of the rowing club ❤️!",
    ),
    "two paragraphs": case(
        "Calm.", "<div><mark>The mayor said on Tuesday:</mark></div><ul><li>The ferry stays in the harbour.</li></ul>",
        text="Calm.\nThe mayor said on Tuesday:\nThe ferry stays in the harbour.",
        sentence="The mayor said on Tuesday:\nThe ferry stays in the harbour.",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    pages = {f"/{place}": _page(given) for place, given in enumerate(CASES.values())}

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = pages.get(self.path, b"")
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _page(given: Case) -> bytes:
    gap = "<div style='height: 2000px'></div>"
    lines = gap.join(f"<div>{line}</div>" for line in given.html)
    return f"<!DOCTYPE html><meta charset=utf-8><title>Quay</title><body>{gap}{lines}{gap}".encode()


@pytest.fixture(scope="module")
def browser(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    started = Browser(chromium, tmp_path_factory.mktemp("chromium"))
    yield started
    started.close()


def shows(browser: Browser, url: str) -> bool:
    """Whether the marked words can be seen once the page is open. One page at a time: hidden ones don't scroll."""
    tab = browser.ask("Target.createTarget", url=url)["targetId"]
    session = browser.ask("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
    until = time.monotonic() + PATIENCE
    seen = False
    while not seen and time.monotonic() < until:
        time.sleep(0.05)
        answer = browser.ask("Runtime.evaluate", session, expression=SEEN, returnByValue=True)
        seen = answer.get("result", {}).get("value") is True
    browser.ask("Target.closeTarget", targetId=tab)
    return seen


@pytest.mark.parametrize("name", CASES)
def test_the_page_opens_at_the_sentence(name: str, browser: Browser, served: str) -> None:
    given = CASES[name]
    start = -1
    for _ in range(given.nth + 1):
        start = given.text.index(given.sentence, start + 1)
    page = f"{served}/{list(CASES).index(name)}"
    url = link(page, given.text, start, start + len(given.sentence))
    assert len(url) - len(page) <= 280
    assert shows(browser, url), url
