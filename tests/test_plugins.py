from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing import plugins
from briefing.errors import PluginError

BUILTIN = {"file": "townhall_builtin:File", "gone": "townhall_builtin:Gone"}


@pytest.fixture(autouse=True)
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder on the path with modules and one installed package that has entry points."""
    files = {
        "townhall_builtin.py": "class File:\n    pass\n",
        "townhall/__init__.py": "",
        "townhall/feeds.py": "class Minutes:\n"
        "    class Inner: pass\n"
        "    def __init__(self, feed, *, committee='all', pages=1):\n"
        "        self.made = (feed, committee, pages)\n"
        "        if pages == 0: raise TypeError('a fault of the plugin')\n"
        "NUMBER = 5\n",
        "townhall/broken.py": "def f(:\n",
        "townhall/needy.py": "import no_such_package_at_all.part\n",
        "townhall/wrong.py": "from townhall.feeds import Nothing\n",
        "townhall/crash.py": "1 / 0\n",
        "townhall-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: townhall\nVersion: 1.0\n",
        "townhall-1.0.dist-info/entry_points.txt": "[briefing.sources]\nminutes = townhall.feeds:Minutes\n"
        "file = townhall.feeds:Minutes\nstale = townhall.feeds:Old\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path
    for name in [name for name in sys.modules if name.split(".")[0] in ("townhall", "townhall_builtin")]:
        del sys.modules[name]


def refused(name: str) -> PluginError:
    with pytest.raises(PluginError) as caught:
        plugins.load("sources", name, BUILTIN)
    assert caught.value.message.startswith("sources: ")
    return caught.value


def test_a_built_in_name_wins_and_is_imported_only_when_asked_for() -> None:
    assert "townhall_builtin" not in sys.modules
    assert plugins.load("sources", "file", BUILTIN).__module__ == "townhall_builtin"


def test_then_an_entry_point() -> None:
    assert plugins.load("sources", "minutes", BUILTIN).__module__ == "townhall.feeds"
    with pytest.raises(PluginError, match="there is no 'minutes'"):
        plugins.load("channels", "minutes", BUILTIN)


def test_then_a_dotted_path() -> None:
    assert plugins.load("sources", "townhall.feeds:Minutes", {}).__name__ == "Minutes"
    assert plugins.load("sources", "townhall.feeds:Minutes.Inner", {}).__name__ == "Inner"


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("minuets", "there is no 'minuets'", "did you mean minutes?"),
        ("xyz", "there is no 'xyz'", "there are file, gone, minutes, stale; a class of your own"),
        ("townhall.feeds.Minutes", "there is no", "townhall.feeds:Minutes"),
        ("townhall.feeds:Minuets", "townhall.feeds has no 'Minuets'", "did you mean Minutes?"),
        ("townhall.feeds:NUMBER", "is int, not a class", "name a class"),
        ("townhall.feed:Minutes", "there is no module townhall.feed", "check the spelling"),
        ("nowhere.feed:Minutes", "there is no module nowhere", "check the spelling"),
        ("townhall.needy:X", "needs no_such_package_at_all, which is not installed", "pip install"),
        ("townhall.wrong:X", "can't be imported", ""),
        ("townhall.broken:X", "broken.py:1: ", ""),
        (":X", "names no class", "package.module:Class"),
        ("x:", "names no class", "package.module:Class"),
        (".x:Y", "names no class", "package.module:Class"),
        ("stale", "stale of the package townhall: townhall.feeds has no 'Old'", ""),
        ("gone", "gone: townhall_builtin has no 'Gone'", ""),
    ],
)
def test_what_cannot_be_had_is_said_in_plain_words(name: str, message: str, hint: str) -> None:
    error = refused(name)
    assert message in error.message
    assert hint in error.hint


def test_a_plugin_that_crashes_on_import_is_not_hushed_up() -> None:
    with pytest.raises(ZeroDivisionError):
        plugins.load("sources", "townhall.crash:X", {})


def test_a_part_is_made_with_its_options() -> None:
    minutes = plugins.load("sources", "minutes", {})
    assert plugins.make(minutes, "minutes", "feed", committee="planning").made == ("feed", "planning", 1)
    with pytest.raises(PluginError, match="minutes: got an unexpected keyword argument 'comittee'") as caught:
        plugins.make(minutes, "minutes", "feed", comittee="planning")
    assert caught.value.hint == "its options are committee, pages"
    with pytest.raises(TypeError, match="a fault of the plugin"):
        plugins.make(minutes, "minutes", "feed", pages=0)
