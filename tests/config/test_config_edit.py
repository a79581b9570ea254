from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing import assets
from briefing.config import add_feeds, parse_config, remove_feed
from briefing.config.values import same_feed
from briefing.errors import ConfigError
from briefing.model import Feed

DEFAULT = assets.default_config()
NEW = Feed(url="https://meridian.example/feed", name='The "Meridian"', section="World", weight=1.5)

BLOCK = """\
# The head.
title: Paper   # its title
sources:
# Home
- feed: https://a.example/f   # the first
  name: A
  # about B

- {feed: 'https://b.example/f', name: "B"}   # the second
# Abroad
- {opml: "https://c.example/list.opml"}

# The foot.
language: en
"""

FEW = "".join(line for n, line in enumerate(DEFAULT.splitlines(True)) if 'feed: "https' not in line or n % 5 == 0)


def feeds(text: str) -> list[Feed]:
    return parse_config(text, Path("config.yaml"), {}).feeds()


def test_a_feed_is_added_and_nothing_else_changes() -> None:
    added = add_feeds(BLOCK, [NEW])
    assert feeds(added) == [*feeds(BLOCK), NEW]
    new = '- {feed: "https://meridian.example/feed", name: "The \\"Meridian\\"", section: "World", weight: 1.5}\n'
    assert added.replace(new, "") == BLOCK
    assert remove_feed(added, NEW.url) == BLOCK


def test_a_feed_that_is_there_already_is_left_alone() -> None:
    assert add_feeds(BLOCK, [Feed(url="http://A.example/f/", name="Other")]) == BLOCK
    assert len(feeds(add_feeds(BLOCK, [NEW, Feed(url=NEW.url + "/")]))) == 3


def test_with_replace_the_new_feeds_take_the_place_of_the_old() -> None:
    text = add_feeds(BLOCK, [NEW, Feed(url="https://b.example/f")], replace=True)
    assert feeds(text) == [NEW, Feed(url="https://b.example/f")]
    assert "list.opml" in text
    assert text.startswith("# The head.\ntitle: Paper   # its title\nsources:\n")
    assert text.endswith("\n\n# The foot.\nlanguage: en\n")
    assert "Home" in text
    assert "about B" not in text


def test_a_feed_is_removed_with_its_lines_and_no_others() -> None:
    text = remove_feed(BLOCK, "https://a.example/f")
    assert text == BLOCK.replace("- feed: https://a.example/f   # the first\n  name: A\n", "")
    assert [feed.url for feed in feeds(text)] == ["https://b.example/f"]


def test_a_feed_that_is_not_there_cannot_be_removed() -> None:
    with pytest.raises(ConfigError, match=r"no feed has the address .* did you mean https://a\.example/f\?"):
        remove_feed(BLOCK, "https://a.example/ff")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only this",
        "title: Paper",
        "title: Paper\r\nlanguage: en\r\n",
        "sources:\n",
        "sources:   # none yet\nlanguage: en\n",
        "sources: []  # none yet\nlanguage: en\n",
        "sources: [{feed: https://a.example/f}, {feed: https://b.example/f, name: B}]",
        "sources: [\n  {feed: https://a.example/f},\n  {feed: https://b.example/f},\n]\nlanguage: en\n",
        "sources:\n  - feed: https://a.example/f",
        "sources:\n- feed: https://a.example/f\n  name: >-\n    A long\n    name\n\n# foot\n",
        "sources:\n  -\n    feed: https://a.example/f\n  - ? feed\n    : https://b.example/f\nlanguage: en",
        "sources:\r\n  - feed: https://a.example/f\r\nlanguage: en\r\n",
        '"sources": [{"feed": "https://a.example/f"}]',
    ],
)
def test_however_the_list_is_written(text: str) -> None:
    added = add_feeds(text, [NEW])
    assert feeds(added)[-1] == NEW
    assert all(comment in added for comment in ("# only this", "# none yet", "# foot") if comment in text)
    assert ("\r\n" in added) == ("\r\n" in text)
    if len(feeds(added)) > 1:
        assert feeds(remove_feed(added, "https://a.example/f"))[-1] == NEW
        assert feeds(remove_feed(added, NEW.url)) == feeds(added)[:-1]


@pytest.mark.parametrize("text", ["sources: none\n", "- a\n", "title: 'x\n", "{title: Paper}\n", "title: x\n...\n"])
def test_a_text_that_cannot_be_edited_is_left_alone(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^config\.yaml:"):
        add_feeds(text, [NEW])


def test_feeds_that_could_not_stand_in_the_file() -> None:
    with pytest.raises(ConfigError) as caught:
        add_feeds(BLOCK, [Feed(url="htp://a.example"), NEW, Feed(url="https://a.example/g", weight=0)])
    assert len(caught.value.problems) == 2


def test_a_name_from_elsewhere_can_do_no_harm() -> None:
    hostile = Feed(url="https://d.example/f", name='x"}\n- {feed: "https://evil.example/"}\t#')
    (added,) = [feed for feed in feeds(add_feeds(BLOCK, [hostile])) if feed.url == hostile.url]
    assert added.name == 'x"} - {feed: "https://evil.example/"} #'
    with pytest.raises(ConfigError, match="control characters"):
        add_feeds(BLOCK, [Feed(url="https://d.example/f", name="a\0b")])


WORD = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=20).filter(str.strip)
FEEDS = st.lists(
    st.builds(
        Feed,
        url=st.from_regex(r"https?://[a-z]{1,6}\.example/[A-Za-z0-9_.~%&?=-]{0,12}", fullmatch=True),
        name=st.none() | WORD,
        section=WORD,
        weight=st.integers(1, 40).map(lambda quarters: quarters / 4),
    ),
    max_size=5,
)


def tidy(feed: Feed) -> Feed:
    name = " ".join(feed.name.split()) if feed.name else None
    return Feed(url=feed.url, name=name, section=" ".join(feed.section.split()), weight=feed.weight)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from([BLOCK, FEW]), FEEDS)
def test_what_is_added_is_there_and_comments_survive(text: str, new: list[Feed]) -> None:
    added = add_feeds(text, new)
    once = {same_feed(feed.url): tidy(feed) for feed in reversed(feeds(text) + new)}
    assert sorted(feeds(added), key=lambda f: f.url) == sorted(once.values(), key=lambda f: f.url)
    lines = iter(added.splitlines())
    assert all(line in lines for line in text.splitlines())
    assert add_feeds(added, new) == added


def test_feeds_may_come_with_a_heading_that_takes_the_place_of_the_one_before() -> None:
    begun = "a: 1\nsources:\n  # Old\n  - {feed: https://a.example/f}\n  # Mine\n  - {opml: mine.opml}\n# end\n"
    feed = Feed(url="https://b.example/f", section="Town")
    line = '  - {feed: "https://b.example/f", section: "Town"}\n'
    after = add_feeds(begun, [feed], heading="New")
    assert after == begun.replace("# end", f"\n  # New\n{line}# end")
    replaced = add_feeds(begun, [feed], replace=True, heading="New")
    assert "# Old" not in replaced
    assert f"  # New\n{line}# end\n" in replaced
    assert "opml: mine.opml" in replaced
