"""The built-in parts do what `briefing.contracts` says of their kind."""

from __future__ import annotations

import pytest

from briefing import source_wiring, wiring
from briefing.contracts import Answers, ExtractorContract, RendererContract, SourceContract, SummarizerContract
from briefing.model import Feed
from briefing.ports import Extractor, Fetcher, Renderer, Source, Summarizer
from briefing.sample import site
from briefing.sample.world import EDITIONS

FEED = """<rss version="2.0"><channel><title>Town Hall</title>
<item><title>Harbour  wall &amp; pier</title><link>https://town.example/1?utm_source=x</link></item>
<item><title>Ferry</title><link>https://town.example/2</link><pubDate>Tue, 15 Sep 2026 08:00:00 GMT</pubDate></item>
</channel></rss>"""


class TestFeedSource(SourceContract):
    @pytest.fixture
    def source(self) -> Source:
        return source_wiring.feed_source(Feed(url="https://town.example/feed", section="Town", weight=2))

    @pytest.fixture
    def fetcher(self) -> Fetcher:
        return Answers({"https://town.example/feed": FEED.encode()})


class TestTrafilatura(ExtractorContract):
    @pytest.fixture
    def extractor(self) -> Extractor:
        return wiring.extractor()

    @pytest.fixture
    def page(self) -> tuple[bytes, str]:
        report = site.published("meridian", EDITIONS[0])[0]
        return site.page(report, "http://127.0.0.1"), "https://meridian.example/1"


class TestExtractive(SummarizerContract):
    @pytest.fixture
    def summarizer(self) -> Summarizer:
        return wiring.summarizer("extractive")


class TestJinja(RendererContract):
    @pytest.fixture
    def renderer(self) -> Renderer:
        return wiring.renderer()
