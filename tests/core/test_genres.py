from __future__ import annotations

import pytest

from briefing.core import metadata
from briefing.core.genres import genre_of
from briefing.core.metadata import Head

URL = "https://www.meridian.example/news/harbour"


def head(url: str = URL, node: object = None, title: str = "", **metas: str) -> Head:
    named = {name.replace("__", ":"): (value,) for name, value in metas.items()}
    return Head(url=url, title=title, metas=named, nodes=tuple(metadata.flatten(node)))


@pytest.mark.parametrize(
    ("page", "title", "genre"),
    [
        (head(), "Harbour bill passes", "report"),
        (head(), "Opinion is divided on the harbour bill", "report"),
        (head(), "Where the rich live: a map of the coast", "report"),
        (head(), "Comment on harbours costs minister her office", "report"),
        (head(), "Video of the harbour shocks the coast", "report"),
        (head(article__section="Politics"), "Tribune collapses at the harbour", "report"),
        (head("https://meridian.example/news/opinion"), "Harbour bill passes", "report"),
        (head("https://meridian.example/opinion/harbour"), "A bad bill", "opinion"),
        (head("https://meridian.example/K%C3%B6%C5%9Fe-yaz%C4%B1lar%C4%B1/harbour"), "Liman", "opinion"),
        (head(article__section="Opinion & Analysis"), "A bad bill", "opinion"),
        (head(node={"@type": "NewsArticle", "genre": "Nuomonės"}), "Blogas įstatymas", "opinion"),
        (head(node={"@type": "OpinionNewsArticle"}), "A bad bill", "opinion"),
        (head(), "Kommentar: Ein schlechtes Gesetz", "opinion"),
        (head(), "【社説】港湾法案", "opinion"),
        (head(title="A bad bill | Opinion | The Meridian"), "A bad bill", "opinion"),
        (head(node={"@type": "LiveBlogPosting"}), "Harbour bill", "live"),
        (head(), "Harbour strike LIVE: talks go on", "live"),
        (head(), "Harbour strike – live updates", "live"),
        (head(), "Grève au port : en direct", "live"),
        (head("https://meridian.example/liveblog/harbour"), "Harbour strike", "live"),
        (head(og__type="video.other"), "At the harbour", "video"),
        (head(node={"@type": "VideoObject"}), "At the harbour", "video"),
        (head(node=[{"@type": "VideoObject"}, {"@type": "NewsArticle"}]), "At the harbour", "report"),
        (head(node=[{"@type": "VideoObject"}, {"@type": "NewsArticle"}]), "Watch: At the harbour", "video"),
        (head("https://a.example/videos/1/x", [{"@type": "VideoObject"}, {"@type": "NewsArticle"}]), "x", "video"),
        (head("http://[x/opinion/"), "Harbour", "report"),
    ],
)  # fmt: skip
def test_genres_are_told_by_labels(page: Head, title: str, genre: str) -> None:
    assert genre_of(page, title) == genre
