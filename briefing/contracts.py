"""What every source, extractor, summarizer, renderer and channel does, as suites for pytest.

The author of a plugin runs them over a class of their own; all they need beyond Briefing is pytest.

    import pytest
    from briefing.contracts import ChannelContract

    class TestShout(ChannelContract):
        @pytest.fixture
        def channel(self):
            return Shout()

`pytest.register_assert_rewrite("briefing.contracts")` in a conftest.py shows what was found where one fails.
"""

from __future__ import annotations

import inspect
import pickle
from collections import defaultdict
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime, timedelta

from briefing.core.markup import plain
from briefing.core.urls import absolute
from briefing.errors import ExtractError, FetchError, SourceError
from briefing.model import (
    Access,
    Article,
    Bookmark,
    Brief,
    Document,
    Edition,
    Item,
    Page,
    Quote,
    Reference,
    Section,
    Slot,
    Story,
    Validators,
    text_digest,
)
from briefing.ports import Channel, Extractor, Fetcher, Renderer, Source, Summarizer

_NOW = datetime(2026, 9, 16, 4, 30, tzinfo=UTC)
_BAD = (b"", b"\x00\xff\xfe", b"<html><p>not what you look for", b"[]", b"{}", b'"', b"<" * 5_000, b"null")


class Answers:
    """A Fetcher over a mapping of bodies; what it does not have is answered with 404."""

    def __init__(self, bodies: Mapping[str, bytes]) -> None:
        self._bodies = bodies

    def fetch(
        self,
        url: str,
        *,
        validators: Validators | None = None,  # noqa: ARG002 - the port's signature, as those that follow
        access: Access | None = None,  # noqa: ARG002
        robots: bool = False,  # noqa: ARG002
    ) -> Page:
        try:
            return Page(url=url, body=self._bodies[url])
        except KeyError:
            raise FetchError("the server said 404 Not Found", status=404) from None


class SourceContract:
    """Needs the fixtures `source`, and `fetcher` with what the source asks for: `Answers` will do."""

    def test_its_address_names_it(self, source: Source) -> None:
        assert source.feed.url
        assert source.feed.url == source.feed.url.strip()

    def test_it_gives_items_that_can_be_linked_and_told_apart(self, source: Source, fetcher: Fetcher) -> None:
        items = source.read(fetcher, Bookmark()).items
        assert items
        assert len({item.id for item in items}) == len(items)
        for item in items:
            assert item.id
            assert len(item.id) <= 64
            assert absolute(item.url) == item.url
            assert item.title == " ".join(item.title.split()) != ""
            assert item.source == source.feed.url
            assert item.section == source.feed.section
            assert item.weight == source.feed.weight
            assert item.source_name
            assert item.published is None or item.published.tzinfo is not None

    def test_an_item_keeps_its_id_from_reading_to_reading(self, source: Source, fetcher: Fetcher) -> None:
        first, again = (source.read(fetcher, Bookmark()).items for _ in range(2))
        assert [item.id for item in first] == [item.id for item in again]

    def test_what_is_no_feed_is_said_in_plain_words(self, source: Source) -> None:
        for body in _BAD:
            with suppress(SourceError):
                source.read(Answers(defaultdict(lambda: body)), Bookmark())  # noqa: B023 - asked at once

    def test_what_cannot_be_fetched_is_left_to_be_told(self, source: Source, fetcher: Fetcher) -> None:
        with suppress(SourceError):
            source.read(Answers({}), Bookmark())
        assert source.read(fetcher, Bookmark()).items


class ExtractorContract:
    """Needs the fixtures `extractor` and `page`, a report's page that it can read: (html, url)."""

    def test_it_crosses_to_another_process(self, extractor: Extractor, page: tuple[bytes, str]) -> None:
        there: Extractor = pickle.loads(pickle.dumps(extractor))  # noqa: S301 - made here
        assert there.extract(*page) == extractor.extract(*page)

    def test_a_report_is_plain_text_a_paragraph_a_line(self, extractor: Extractor, page: tuple[bytes, str]) -> None:
        text = extractor.extract(*page).text
        assert text
        assert all(line == line.strip() != "" for line in text.split("\n"))
        assert plain(text) == text

    def test_what_is_no_report_is_said(self, extractor: Extractor, page: tuple[bytes, str]) -> None:
        for body in _BAD:
            with suppress(ExtractError):
                extractor.extract(body, page[1])


class SummarizerContract:
    """Needs the fixture `summarizer`."""

    def test_at_most_so_many_sentences_of_the_story_s_articles(self, summarizer: Summarizer) -> None:
        told = story()
        names = {article.id for article in told.articles}
        assert summarizer.summarize(told, sentences=3)
        for most in (1, 2, 3, 20):
            quotes = summarizer.summarize(told, sentences=most)
            assert len(quotes) <= most
            assert all(quote.article in names and quote.text.strip() for quote in quotes)

    def test_at_most_so_many_words(self, summarizer: Summarizer) -> None:
        for most in (5, 20, 60):
            quotes = summarizer.summarize(story(), sentences=20, words=most)
            assert sum(len(quote.text.split()) for quote in quotes) <= most

    def test_what_says_where_it_stands_stands_there(self, summarizer: Summarizer) -> None:
        texts = {article.id: article.text for article in story().articles}
        for quote in summarizer.summarize(story(), sentences=20):
            assert quote.start == quote.end or texts[quote.article][quote.start : quote.end] == quote.text

    def test_the_same_story_is_told_the_same_way(self, summarizer: Summarizer) -> None:
        assert summarizer.summarize(story(), sentences=3) == summarizer.summarize(story(), sentences=3)

    def test_a_story_without_text_is_told_in_no_sentences(self, summarizer: Summarizer) -> None:
        assert list(summarizer.summarize(story(""), sentences=3)) == []


class RendererContract:
    """Needs the fixture `renderer`."""

    def test_it_says_of_which_edition_it_is(self, renderer: Renderer) -> None:
        drawn = renderer.render(edition())
        assert drawn.edition == edition().id
        assert drawn.subject == " ".join(drawn.subject.split()) != ""

    def test_the_same_edition_gives_the_same_bytes(self, renderer: Renderer) -> None:
        assert renderer.render(edition()) == renderer.render(edition())

    def test_mail_has_every_headline_sentence_and_link(self, renderer: Renderer) -> None:
        drawn = renderer.render(edition())
        read = " ".join(plain(drawn.html).split())
        for brief in edition().briefs:
            assert brief.headline in read
            assert all(quote.text in read for quote in brief.quotes)
            for form in (drawn.html, drawn.text, drawn.markdown):
                assert brief.articles[0].url in form

    def test_what_came_from_a_feed_is_no_markup(self, renderer: Renderer) -> None:
        drawn = renderer.render(edition("<script>alert(1)</script> & {{ 7 * 7 }}"))
        for form in (drawn.html, drawn.web):
            assert "<script>alert" not in form
        assert "{{ 7 * 7 }}" in plain(drawn.html)


class ChannelContract:
    """Needs a fixture `channel` with at least one recipient that can be reached."""

    def test_its_name_says_the_same_in_every_run(self, channel: Channel) -> None:
        assert channel.name
        assert channel.name == channel.name.strip()
        assert channel.name.isprintable()
        assert isinstance(channel.repeatable, bool)
        assert channel.lanes >= 1

    def test_it_names_each_recipient_once_and_in_the_same_order(self, channel: Channel) -> None:
        recipients = list(channel.recipients())
        assert recipients
        assert all(recipient.isprintable() for recipient in recipients)
        assert len(set(recipients)) == len(recipients)
        assert list(channel.recipients()) == recipients

    def test_it_sends_to_each_recipient_in_one_session_and_says_what_was_answered(self, channel: Channel) -> None:
        with channel.session() as session:
            for number, recipient in enumerate(channel.recipients()):
                answer = session.send(edition(), document(), recipient, f"<{number}@brief.example>")
                assert answer.isprintable()

    def test_a_session_can_be_opened_again(self, channel: Channel) -> None:
        recipient = next(iter(channel.recipients()))
        for words in ("one", "two"):
            with channel.session() as session:
                session.send(edition(), document(words), recipient, "<1@brief.example>")

    def test_a_session_with_nothing_to_send_does_no_harm(self, channel: Channel) -> None:
        with channel.session():
            pass

    def test_as_many_sessions_as_it_says_may_be_open_at_once(self, channel: Channel) -> None:
        recipient = next(iter(channel.recipients()))
        with ExitStack() as stack:
            for number in range(channel.lanes):
                session = stack.enter_context(channel.session())
                session.send(edition(), document(), recipient, f"<{number}@brief.example>")

    def test_an_error_inside_a_session_comes_out_as_it_is(self, channel: Channel) -> None:
        came_out = False
        try:
            with channel.session():
                raise ZeroDivisionError
        except ZeroDivisionError:
            came_out = True
        assert came_out

    def test_send_takes_what_the_port_says(self, channel: Channel) -> None:
        with channel.session() as session:
            taken = list(inspect.signature(session.send).parameters)
        assert taken == ["edition", "document", "recipient", "message_id"]


# --- what the suites hand over -------------------------------------------------------------------------------------

_BRIDGE = """A cargo ship struck the Tarn bridge in Harrowgate on Tuesday, closing the main road to the north.
Nobody was hurt, the port authority said. Engineers found cracks in two of the bridge's six pillars.
The bridge carries 40,000 vehicles a day, and repairs will take until November, the ministry said."""
_FERRIES = """Ferries will carry commuters free of charge from Wednesday, the mayor of Harrowgate announced.
The Tarn bridge was closed after a ship struck it on Tuesday."""


def story(*texts: str) -> Story:
    """A story of two reports, or of reports with these texts."""
    return Story(
        id="s-bridge", articles=tuple(_article(n, text) for n, text in enumerate(texts or (_BRIDGE, _FERRIES)))
    )


def edition(headline: str = "Cargo ship strikes Tarn bridge") -> Edition:
    """An edition of one story."""
    lead = story().lead
    sentence = lead.text.partition("\n")[0]
    brief = Brief(
        story="s-bridge",
        kind="lead",
        status="new",
        headline=headline,
        quotes=(Quote(text=sentence, article=lead.id, start=0, end=len(sentence), url=lead.url),),
        articles=(
            Reference(
                id=lead.id,
                url=lead.url,
                title=headline,
                source=lead.item.source_name,
                published=_NOW,
                language="en",
                text_from="page",
                digest=lead.digest,
            ),
        ),
        score=1.0,
        reasons=(),
        section="World",
    )
    return Edition(
        slot=Slot(briefing="daily", date=date(2026, 9, 16), opens=_NOW - timedelta(days=1), closes=_NOW),
        recipe="sha256:" + "0" * 64,
        title="Daily Briefing",
        subject="Cargo ship strikes bridge",
        preheader="Ferries are free of charge",
        language="en",
        timezone="UTC",
        words=40,
        minutes=0.2,
        sections=(Section(name="World", briefs=(brief,)),),
        inputs=((lead.id, lead.digest),),
    )


def document(words: str = "Good morning") -> Document:
    """A drawing of `edition`."""
    return Document(
        edition=edition().id,
        subject="News",
        preheader="",
        html=f"<html lang=en><p>{words}</p></html>",
        text=words,
        markdown=words,
        json="{}\n",
    )


def _article(number: int, text: str) -> Article:
    url = f"https://paper{number}.example/bridge"
    feed = f"https://paper{number}.example/feed"
    title = "Cargo ship strikes Tarn bridge"
    item = Item(id=f"a{number}", source=feed, source_name=f"Paper {number}", section="World", url=url, title=title)
    return Article(
        id=item.id,
        item=item,
        url=url,
        title=title,
        text=text,
        text_from="page",
        digest=text_digest(text),
        first_seen=_NOW,
        published=_NOW,
    )
