from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import time, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from briefing import assets
from briefing.config import Config, load_config, parse_config
from briefing.config.source_settings import OpmlSource, PluginSource
from briefing.errors import ConfigError
from briefing.model import Feed, Image, Look

NO_PASSWORD = "a password does not belong in this file; set the variable PGPASSWORD or use a ~/.pgpass file"
DEFAULT = assets.default_config()
FORMS = "'html', 'markdown', 'text', 'epub', 'atom', 'json_feed' or 'index'"
FEEDS = 'sources: [{feed: "https://meridian.example/feed"}]\n'


def load(folder: Path, text: str, environ: Mapping[str, str] | None = None) -> Config:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, environ or {})


def problems(text: str, environ: Mapping[str, str] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, Path("config.yaml"), environ or {})
    return caught.value.problems


def test_the_shipped_file_says_the_defaults(tmp_path: Path) -> None:
    shipped = load(tmp_path, DEFAULT).model_dump(exclude={"sources", "owners"})
    assert shipped == load(tmp_path, FEEDS).model_dump(exclude={"sources", "owners"})


def test_the_shipped_file_names_feeds_in_five_sections(tmp_path: Path) -> None:
    config = load(tmp_path, DEFAULT)
    assert config.sections == ("US politics", "World", "Defence", "Economy", "Asia-Pacific")
    assert len(config.feeds()) >= 18
    assert all(feed.url.startswith("https://") and feed.name for feed in config.feeds())
    assert not config.mail.enabled


def test_the_shipped_file_mentions_every_setting() -> None:
    groups = {name: field.annotation for name, field in Config.model_fields.items()}
    for name, group in groups.items():
        assert f"\n{name}:" in DEFAULT
        for setting in getattr(group, "model_fields", {}):
            if setting != "password":
                assert f"\n  {setting}:" in DEFAULT, f"{name}.{setting}"


def test_values_are_read_as_what_they_mean(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        FEEDS
        + "schedule: {at: 6:05, gather_every: 90s, catch_up: 0s}\nfetch: {timeout: 1.5m, max_bytes: 2MiB}\n"
        + "stories: {lookback: 2d, mute: [royal baby], section_weights: {News: 2}}\n",
    )
    assert config.schedule.at == time(6, 5)
    assert config.schedule.gather_every == timedelta(seconds=90)
    assert config.schedule.catch_up == timedelta(0)
    assert config.fetch.timeout == timedelta(seconds=90)
    assert config.fetch.max_bytes == 2 * 1024 * 1024
    assert config.recipe("1.0").section_weights == (("News", 2.0),)
    assert config.recipe("1.0").mute == ("royal baby",)


def test_minutes_of_reading_go_before_words(tmp_path: Path) -> None:
    assert load(tmp_path, FEEDS + "length: {minutes: 2.5, words: 9000}\n").recipe("1.0").words == 595
    assert load(tmp_path, FEEDS + "length: {words: 9000}\n").recipe("1.0").words == 9000


def test_a_folder_on_the_web_ends_in_a_slash(tmp_path: Path) -> None:
    for written in ("https://x.example/news", "https://x.example/news/"):
        config = load(tmp_path, f'{FEEDS}output: {{url: "{written}"}}\n')
        assert config.recipe("1.0").online == "https://x.example/news/"


def test_how_it_looks(tmp_path: Path) -> None:
    written = 'look: {theme: signal, accent: "#123456", logo: {url: "https://x.example/l.png", width: 90, height: 20}}'
    look = load(tmp_path, FEEDS + written + "\n").look.look("The Quay")
    logo = Image(url="https://x.example/l.png", alt="The Quay", width=90, height=20)
    assert look == Look(theme="signal", accent="#123456", logo=logo)
    assert load(tmp_path, FEEDS).look.look("The Quay") == Look()


@pytest.mark.parametrize("head", ["", "%YAML 1.1\n---\n", "%YAML 1.2\n---\n"])
@pytest.mark.parametrize("written", ["06:30", '"06:30"', "'6:30'"])
def test_a_time_of_day_may_be_quoted_or_not(tmp_path: Path, head: str, written: str) -> None:
    assert load(tmp_path, f"{head}{FEEDS}schedule: {{at: {written}}}\n").schedule.at == time(6, 30)


@pytest.mark.parametrize(
    ("word", "truth"), [("yes", True), ("on", True), ("True", True), ("no", False), ("OFF", False)]
)
def test_words_for_true_and_false(tmp_path: Path, word: str, truth: bool) -> None:
    assert load(tmp_path, f"{FEEDS}mail: {{send_quiet_days: {word}}}\n").mail.send_quiet_days is truth


def test_norwegian_is_a_language(tmp_path: Path) -> None:
    assert load(tmp_path, f"{FEEDS}language: no\n").language == "no"


def test_every_mistake_at_once_each_at_its_line() -> None:
    text = """\
titel: Paper
schedule:
  at: "25:00"
  gather_every: 30
mail:
  prot: 25
  password: secret
words: 900
timezone: America/New_Yrok
length: {words: "many", full_stories: 2.5, one_liners: true, quiet_below: -1}
sources:
  - {feed: "htp://meridian.example/feed"}
  - {feed: "https://meridian.example/feed", weight: 0}
  - {fed: "https://meridian.example/feed"}
  - {feed: "https://MERIDIAN.example/feed/"}
  - {opml: lists/none.opml}
  - https://a.example/f
  - {feed: "https://a.example/", kind: mastodon}
  - {name: Nothing}
output: {forms: [htm]}
stories: {mute: sport, section_weights: {Wrld: 2}, threshold: .nan}
store: "postgresql://briefing:geheim@db.example/x"
language: 5
templates:
"""
    assert problems(text) == [
        "config.yaml:1: titel: no such setting; did you mean title?",
        'config.yaml:3: schedule.at: "25:00" is not a time of day; write it as "06:30"',
        "config.yaml:4: schedule.gather_every: 30 has no unit; write 30s, 30m, 30h or 30d",
        "config.yaml:6: mail.prot: no such setting; did you mean port?",
        "config.yaml:7: mail.password: passwords do not belong in this file; set the variable BRIEFING_SMTP_PASSWORD",
        "config.yaml:8: words: no such setting; did you mean length.words?",
        'config.yaml:9: timezone: "America/New_Yrok" is not a time zone; did you mean America/New_York?',
        'config.yaml:10: length.words: "many" is not a whole number',
        "config.yaml:10: length.full_stories: 2.5 is not a whole number",
        "config.yaml:10: length.one_liners: true is not a whole number",
        "config.yaml:10: length.quiet_below: -1 is too small; the least is 0",
        'config.yaml:12: sources[0].feed: "htp://meridian.example/feed" begins with "htp:"; did you mean http:?',
        "config.yaml:13: sources[1].feed: the same address as sources[0].feed in line 12; remove one of them",
        "config.yaml:13: sources[1].weight: 0 is too small; it must be more than 0",
        "config.yaml:14: sources[2]: fed: no such setting; did you mean feed?",
        "config.yaml:15: sources[3].feed: the same address as sources[0].feed in line 12; remove one of them",
        'config.yaml:16: sources[4].opml: there is no file "lists/none.opml" beside this file',
        'config.yaml:17: sources[5]: "https://a.example/f" is no source; write it as - feed: https://example.org/feed',
        "config.yaml:18: sources[6].kind: one entry is one of feed, opml and kind; make two entries of it",
        "config.yaml:19: sources[7]: names no source; it needs one of feed, opml or kind",
        f'config.yaml:20: output.forms[0]: "htm" is not one of {FORMS}; did you mean html?',
        "config.yaml:21: stories.threshold: nan is not a number to work with",
        'config.yaml:21: stories.mute: "sport" is not a list; write it in brackets: [sport]',
        f"config.yaml:22: store: {NO_PASSWORD}",
        'config.yaml:23: language: 5 is not text; put it in quotes: "5"',
    ]


def test_a_weight_for_a_section_that_nobody_fills() -> None:
    text = 'sources: [{feed: "https://a.example/f", section: World}]\nstories:\n  section_weights:\n    Wrld: 2\n'
    assert problems(text) == [
        "config.yaml:4: stories.section_weights.Wrld: no source has this section; did you mean World?"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "config.yaml: is empty; `briefing init` writes one to start from"),
        ("# nothing yet\n", "config.yaml: is empty; `briefing init` writes one to start from"),
        ("- a\n", 'config.yaml:1: is a list, not settings; write "key: value" lines'),
        ("hello", 'config.yaml:1: is "hello", not settings; write "key: value" lines'),
        ("title: x\n", "config.yaml:1: sources: is missing; write it"),
        ("sources: []", "config.yaml:1: sources: is empty; write at least one entry"),
        ("sources:\n", "config.yaml:1: sources: has no value; write one, or remove the line"),
        (FEEDS + "mail: 5", "config.yaml:2: mail: 5 is not a group of settings; write key: value lines below it"),
        (FEEDS + "mail:", "config.yaml:2: mail: has no value; write one, or remove the line"),
        (FEEDS + "title: a\ntitle: b", "config.yaml:3: title: stands here a second time; line 2 has it already"),
        (FEEDS + "mail:\n\thost: a", "config.yaml:3: column 1: a tab stands where only spaces may; indent with spaces"),
        (
            FEEDS + "title: News: today",
            "config.yaml:2: column 12: a colon too many, or a wrong indent; put a text with a colon in quotes",
        ),
        (FEEDS + "title: 'News", "config.yaml:2: column 8: a quotation mark is opened and never closed"),
        (FEEDS + "mail: {host: a", "config.yaml:2: column 7: a comma or the closing } is missing"),
        (FEEDS + "mail:\n  host: a\n port: 2", "config.yaml:4: column 2: this line is not indented as the lines it"),
        (FEEDS + "title: @home", 'config.yaml:2: column 8: a value may not begin with @; put it in quotes: "@…"'),
        (FEEDS + "title: *home", "config.yaml:2: column 8: *home stands for nothing; put a text that begins with *"),
        (FEEDS + "title: !home x", "config.yaml:2: title: the tag !home has no meaning here"),
        (FEEDS + "title: &t x\nnote: *t", "config.yaml:2: note: an alias (*) stands here; write the value out"),
        (FEEDS + "title: a\0b", "config.yaml:2: U+0000 is a character that YAML does not allow"),
        (FEEDS + 'title: "\\ud800"', "config.yaml:2: title: half a character (a lone surrogate) stands here"),
        (FEEDS + "---\ntitle: x", "config.yaml:2: column 1: --- begins a second document"),
        (FEEDS + "title: " + "[" * 30, "config.yaml:2: is nested too deeply"),
        ("[" * 5000, "config.yaml:1: is nested too deeply"),
        (FEEDS + "title: ''", "config.yaml:2: title: is empty; write some text, or remove the line"),
        (FEEDS + 'title: "a\\nb"', "config.yaml:2: title: \"a\N{REPLACEMENT CHARACTER}b\" must be one line"),
        (FEEDS + "timezone: new york", 'timezone: "new york" is not a time zone; did you mean America/New_York?'),
        (FEEDS + "timezone: America", 'timezone: "America" is not a time zone'),
        (FEEDS + "timezone: ../etc", 'timezone: "../etc" is not a time zone'),
        (FEEDS + "briefing: ../x", 'briefing: "../x" is not a short name'),
        (FEEDS + "store: mysql://x", 'store: "mysql" is no database that Briefing knows'),
        (FEEDS + "templates: mine", 'templates: there is no folder "mine" beside this file'),
        (FEEDS + "fetch: {max_bytes: 5 apples}", '"5 apples" is not a size; write it as 500kB or 5MB'),
        (FEEDS + "fetch: {timeout: 999d}", '"999d" is more than a year'),
        (FEEDS + "schedule: {gather_every: 0s}", "schedule.gather_every: must be more than nothing"),
        (FEEDS + "mail: {to: [nobody]}", 'mail.to[0]: "nobody" is not a mail address; write it as reader@example.org'),
        (FEEDS + "mail: {to: a@example.org}", 'is not a list; write it in brackets: [a@example.org]'),
        (FEEDS + "mail: {sender: News <x>}", 'mail.sender: "News <x>" is not a mail address'),
        (FEEDS + "mail: {unsubscribe: leave@x.example}", 'mail.unsubscribe: "leave@x.example" is no way out'),
        (
            FEEDS + "mail: {enabled: yes, sender: a@x.example, unsubscribe: 'mailto:b@x.example', "
            "unsubscribe_mail: c@x.example}",
            "mail.unsubscribe_mail: and mail.unsubscribe are both addresses to write to; remove one",
        ),
        (FEEDS + "mail: {enabled: maybe}", 'mail.enabled: "maybe" is neither true nor false'),
        (FEEDS + "look: {accent: red}", 'look.accent: "red" is not a colour; write it as #9a2a1f'),
        (FEEDS + "look: {theme: papyrus}", "\"papyrus\" is not one of 'paper' or 'signal'"),
        (FEEDS + 'look: {logo: {url: "http://x.example/l.png", width: 9, height: 9}}', "show no other picture"),
        (FEEDS + 'look: {logo: {url: "https://x.example/l.png", width: 9}}', "look.logo.height: is missing"),
        (FEEDS + 'output: {url: "https://x.example/?a"}', 'is no folder\'s address: it has a ? or #'),
        (FEEDS + "length: {minutes: 0}", "length.minutes: 0 "),
        (FEEDS + "channels: [{name: a}]", "config.yaml:2: channels[0].kind: is missing; write it"),
        (FEEDS + "extractor: a.b", 'extractor: "a.b" is not the name of a part'),
    ],
)  # fmt: skip
def test_a_mistake_in_plain_words(text: str, problem: str) -> None:
    (found,) = problems(text)
    assert problem in found
    assert found.startswith("config.yaml:")


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("meridian.example/feed", 'write it as "https://meridian.example/feed"'),
        ("https:/meridian.example/feed", "names no site"),
        ("https://", "names no site"),
        ("ftp://meridian.example/feed", 'begins with "ftp:"'),
        ("feed://meridian.example/feed", 'begins with "feed:"'),
        ("https://meridian.example/a b", "a space or another character"),
        ("https://me:secret@meridian.example/", "name or password before it"),
        ("https://[::1/", "is not a web address"),
        ("https://meridian.example:port/", "is not a web address"),
    ],
)
def test_an_address_that_is_none(address: str, problem: str) -> None:
    (found,) = problems(f"sources:\n  - {{feed: {json.dumps(address)}}}\n")
    assert found.startswith("config.yaml:2: sources[0].feed: ")
    assert problem in found
    assert "secret" not in found


def test_mail_that_is_enabled_needs_a_sender() -> None:
    assert problems(FEEDS + "mail:\n  enabled: yes\n  to: []\n") == [
        'config.yaml:2: mail.sender: is needed when mail is enabled; write it as "Daily Briefing <news@example.org>"',
    ]


def test_mail_that_would_tell_its_password_to_all() -> None:
    mail = "mail: {enabled: true, sender: a@example.org, to: [b@example.org], user: a, host: mx.example.org, security: "
    assert "for all to read" in problems(FEEDS + mail + "none}")[0]
    assert "465" in problems(FEEDS + mail + "tls}")[0]


def test_the_password_comes_from_the_environment_and_is_never_shown(tmp_path: Path) -> None:
    config = load(tmp_path, FEEDS, {"BRIEFING_SMTP_PASSWORD": "geheim"})
    assert config.mail.password is not None
    assert config.mail.password.get_secret_value() == "geheim"
    assert "geheim" not in repr(config) + str(config) + config.model_dump_json() + repr(config.model_dump())
    assert load(tmp_path, FEEDS, {"BRIEFING_SMTP_PASSWORD": ""}).mail.password is None


def test_a_password_in_the_file_is_not_repeated_in_the_message() -> None:
    assert "geheim" not in "".join(problems(FEEDS + "mail: {password: geheim, port: x}"))


def test_no_file(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    with pytest.raises(ConfigError) as caught:
        load_config(path, {})
    assert caught.value.problems == [f"{path}: no such file; `briefing init` writes one"]
    with pytest.raises(ConfigError, match="is a folder"):
        load_config(tmp_path, {})
    with pytest.raises(ConfigError, match="can't be read"):
        load_config(tmp_path / ("x" * 300), {})
    with pytest.raises(ConfigError, match="can't be read"):
        load_config(Path("a\0b"), {})


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(b"title: a\nnote: caf\xe9\n")
    with pytest.raises(ConfigError, match=r":2: is not UTF-8 text"):
        load_config(path, {})
    path.write_bytes(b"\xef\xbb\xbf" + FEEDS.replace("\n", "\r\n").encode())
    assert len(load_config(path, {}).sources) == 1


def test_settings_are_frozen(tmp_path: Path) -> None:
    config = load(tmp_path, FEEDS + "stories: {section_weights: {News: 2}}")
    with pytest.raises(ValidationError):
        config.title = "Other"
    with pytest.raises(ValidationError):
        config.length.words = 5
    with pytest.raises(TypeError):
        config.stories.section_weights["News"] = 3  # type: ignore[index]  # the point of the test


def test_paths_are_meant_from_the_files_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    config = load(tmp_path, FEEDS + "templates: mine\nstore: data/b.db\noutput: {folder: /var/out}\n")
    assert config.base == tmp_path
    assert config.templates_folder == tmp_path / "mine"
    assert config.store_url == f"sqlite:///{tmp_path}/data/b.db"
    assert config.output_folder == Path("/var/out")


@pytest.mark.parametrize(
    ("store", "url"),
    [
        ("sqlite:///b.db", "sqlite:///{base}/b.db"),
        ("sqlite:////var/b.db", "sqlite:////var/b.db"),
        ("/var/b.db", "sqlite:////var/b.db"),
        ("sqlite://", "sqlite://"),
        ("postgresql+psycopg://briefing@db.example/x", "postgresql+psycopg://briefing@db.example/x"),
    ],
)
def test_the_store(tmp_path: Path, store: str, url: str) -> None:
    assert load(tmp_path, f"{FEEDS}store: {store}\n").store_url == url.format(base=tmp_path)


def test_the_kinds_of_sources(tmp_path: Path) -> None:
    (tmp_path / "list.opml").write_text("<opml/>", encoding="utf-8")
    config = load(
        tmp_path,
        "sources:\n  - {opml: list.opml, weight: 2}\n  - {opml: https://a.example/l.opml, section: A}\n"
        "  - {kind: town:Hall, section: Town, committee: planning}\n"
        "  - {feed: https://a.example/f, name: A, weight: 2}\n",
    )
    first, _, plugin, _ = config.sources
    assert isinstance(first, OpmlSource)
    assert isinstance(plugin, PluginSource)
    assert dict(plugin.options) == {"committee": "planning"}
    assert config.sections == ("A", "Town", "News")
    assert config.feeds() == [Feed(url="https://a.example/f", name="A", section="News", weight=2.0)]


def test_the_recipe_has_every_setting_that_changes_the_content(tmp_path: Path) -> None:
    before = load(tmp_path, FEEDS).recipe("1.0")
    for change in (
        "briefing: weekly", "title: B", "language: de", "timezone: UTC", "note: Hi", "length: {words: 900}",
        "length: {full_stories: 4}", "length: {one_liners: 4}", "length: {quiet_below: 1}", "summary: {sentences: 2}",
        "summary: {by: other}", "stories: {threshold: 0.3}", "stories: {lookback: 1d}", "stories: {mute: [a]}",
        "stories: {section_weights: {News: 2}}", "mail: {postal_address: Here}", "length: {minutes: 4}",
        'output: {url: "https://x.example"}', 'mail: {preferences: "https://x.example/mine"}',
    ):  # fmt: skip
        assert load(tmp_path, f"{FEEDS}{change}\n").recipe("1.0") != before, change
    assert load(tmp_path, f"{FEEDS}mail: {{port: 26}}\nfetch: {{workers: 1}}\n").recipe("1.0") == before


# --- whatever the file says, the answer is settings or a ConfigError -------------------------------------------------

SOUP = st.text(st.sampled_from(list("ab:- \n\t#'\"{}[],&*!|>%@`?~0189.\\é\u2028\ufeff")), max_size=60)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def settings_or_error(text: str) -> None:
    try:
        config = parse_config(text, Path("config.yaml"), {})
    except ConfigError as error:
        said = error.problems
    else:
        config.recipe("1.0")
        config.feeds()
        assert config.model_dump_json()
        return
    assert said
    assert all(line.startswith("config.yaml:") and len(line.splitlines()) == 1 for line in said)


@settings(deadline=None, max_examples=40)
@given(SOUP | st.text(max_size=60))
@example("!!")
@example("%YAML 9.9\n---\na: 1")
def test_any_text(text: str) -> None:
    settings_or_error(text)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_the_shipped_file_with_a_slip(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(DEFAULT)))
    length = data.draw(st.integers(0, 12))
    settings_or_error(DEFAULT[:start] + data.draw(SOUP) + DEFAULT[start + length :])


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(sorted(Config.model_fields)),
    st.sampled_from(["", "port", "to", "at", "words", "mute", "section_weights", "forms", "max_bytes", "password"]),
    VALUES,
)
def test_any_value_anywhere(key: str, inner: str, value: object) -> None:
    said = {"sources": [{"feed": "https://a.example/f"}], key: {inner: value} if inner else value}
    settings_or_error(json.dumps(said, ensure_ascii=True))


@settings(deadline=None, max_examples=40)
@given(st.dictionaries(st.sampled_from(["feed", "opml", "kind", "name", "section", "weight", "x"]), VALUES))
@example({"feed": "0\x1e0"})
def test_any_source(entry: dict[str, object]) -> None:
    settings_or_error(json.dumps({"sources": [entry, entry]}, ensure_ascii=True))


def test_what_is_wrong_with_interests_mutes_points_and_owners() -> None:
    text = f"""\
stories:
  mute: ["/a(b/", "/(a+)+$/", "!!"]
  interests: {{"/x[/": 2, housing: 11}}
  points: {{freshnes: 2, depth: much}}
  most_per_source: 0
owners:
  One House: harbour.example
  Other: ["https://x.example/"]
{FEEDS}"""
    mute, points = "config.yaml:2: stories.mute", "config.yaml:4: stories.points"
    none = "it is no regular expression"
    assert problems(text) == [
        f'{mute}[0]: "/a(b/": {none}: missing ), unterminated subpattern at position 1',
        f'{mute}[1]: "/(a+)+$/": it repeats what varies itself, or too often: some texts would take it for ever',
        f'{mute}[2]: "!!": it has no word',
        f'config.yaml:3: stories.interests./x[/: "/x[/": {none}: unterminated character set at position 1',
        "config.yaml:3: stories.interests.housing: 11 is too large; the most is 10",
        f'{points}.freshnes: "freshnes" is no reason that stories are ranked by; did you mean freshness?',
        f'{points}.depth: "much" is not a number',
        "config.yaml:5: stories.most_per_source: 0 is too small; the least is 1",
        'config.yaml:7: owners.One House: "harbour.example" is not a list; write it in brackets: [harbour.example]',
        'config.yaml:8: owners.Other[0]: "https://x.example/" is not a host\'s name; write it as www.example.org',
    ]
    assert problems(f"owners: {{One: [a.example], Two: [b.example, a.example]}}\n{FEEDS}") == [
        'config.yaml:1: owners: "a.example" belongs to both One and Two; name it once'
    ]
