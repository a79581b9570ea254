"""Texts that no reporter wrote: what is printed is still theirs, word for word, and done in time."""

from __future__ import annotations

import hashlib
import time
from dataclasses import replace

import pytest

from briefing.core.headline import headline_order
from briefing.core.summarize import Extractive, one_liner
from briefing.core.verify import verify
from briefing.model import Article, Reference, Section
from tests.builders import article, edition, story

SENTENCE = "The council of Oster approved a tram line to the harbour on Monday."
TEXTS = {
    "one sentence": SENTENCE,
    "none": "",
    "blanks": " \n\t\n ",
    "no punctuation": "the council of oster approved a tram line to the harbour on monday and left " * 40,
    "a list": "\n".join(f"• Item {n}: nets and boats" for n in range(400)),
    "a ticker": "\n".join(f"{10 + n // 60}:{n % 60:02} – Ship {n} passed the harbour of Oster." for n in range(300)),
    "an interview": "\n".join(f"Q: Why {n}?\nOLA BRANDT: We sailed {n} times, and I liked it." for n in range(200)),
    "capitals": (SENTENCE.upper() + " ") * 20,
    "mixed scripts": (SENTENCE + " 议会周一批准了通往港口的电车线路。 Совет одобрил линию в понедельник. وافق المجلس. ")
    * 20,
    "surrogates": "\ud800" + SENTENCE + "\udfff Ships\ud83d left Oster on Monday, the port said.",
    "marks": "“‘«(" * 5000,
    "commas": "a, " * 50_000,
    "capital letters": "A " * 100_000,
    "a long line": "x" * 1_000_000,
    "a long line of words": "Aa bb, " * 150_000,
    "digits": "1.2,3 " * 50_000,
    "dots": "." * 300_000,
    "20,000 sentences": " ".join(f"Ship {n} left Oster for Marlow with {n} nets on Monday." for n in range(20_000)),
}


def proved(told: Article, sentences: int = 3) -> list[str]:
    """What is printed of one article, proved as an edition's is."""
    source = story(told)
    quotes = list(Extractive().summarize(source, sentences=sentences))
    line = one_liner(source)
    reference = Reference(
        id=told.id, url=told.url, title=told.title, source="Meridian", published=told.published, language=told.language,
        text_from=told.text_from, digest=told.digest,
    )  # fmt: skip
    made = edition()
    brief = replace(
        made.briefs[0], headline=told.title, articles=(reference,), quotes=(*quotes, *([line] if line else ()))
    )
    made = replace(made, sections=(Section(name="Top stories", briefs=(brief,)),))
    assert verify(made, {(told.id, told.digest): told}) == []
    return [quote.text for quote in quotes]


@pytest.mark.parametrize("language", ["en", "de", "zh", "th", "xx"])
@pytest.mark.parametrize("kind", TEXTS)
def test_bad_texts_give_what_they_say_in_time(kind: str, language: str) -> None:
    text = TEXTS[kind]
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    plain = replace(article(language=language), text=text, digest=digest)
    began = time.process_time()
    printed = proved(plain)
    assert time.process_time() - began < 4
    assert all(len(line) <= 1500 for line in printed)


def test_a_sentence_is_enough_and_nothing_gives_nothing() -> None:
    assert proved(article(text=TEXTS["one sentence"])) == [SENTENCE]
    assert proved(article(text="")) == []
    assert proved(article(text=TEXTS["a long line"])) == []


def test_a_ticker_s_entries_are_printed_without_their_times() -> None:
    printed = proved(article(text=TEXTS["a ticker"]))
    assert printed
    assert all(line.startswith("Ship") for line in printed)


def test_many_long_reports_are_done_in_time() -> None:
    articles = [
        article(f"Ships leave Oster {n}", TEXTS["20,000 sentences"][n * 1000 :], source=f"https://s{n}.example/feed")
        for n in range(12)
    ]
    told = story(*articles)
    began = time.process_time()
    assert Extractive().summarize(told, sentences=50)
    assert time.process_time() - began < 15
    assert headline_order(told)
