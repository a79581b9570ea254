"""Completion as it is installed and used in the shells that have it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, missing
from tests.terminal import Terminal

CONFIG = """timezone: UTC
sources:
  - {feed: "https://a.example/feed", name: Harbour Post, section: Town}
  - {feed: "https://b.example/feed", name: Meridian, section: World}
"""


class Home:
    """The home of somebody whose shell finds `briefing`."""

    def __init__(self, folder: Path, shell: str) -> None:
        if not shutil.which(shell):
            missing(f"{shell} (Debian: apt install {shell})")
        self.folder, self.shell = folder, shell
        program = folder / "bin" / "briefing"
        program.parent.mkdir()
        program.write_text(
            f"#!{sys.executable}\nfrom briefing.entry.cli import main\nif __name__ == '__main__':\n    main()\n"
        )
        program.chmod(0o755)
        (folder / "config.yaml").write_text(CONFIG)
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "BRIEFING_"))}
        path = f"{program.parent}:{os.environ['PATH']}"
        self.env = clean | {"HOME": str(folder), "PATH": path, "PYTHONPATH": str(ROOT), "TERM": "dumb", "PS1": "$ "}
        installed = self.run("briefing --install-completion; true")
        assert f"{shell} completion installed" in installed

    def run(self, command: str) -> str:
        done = subprocess.run(
            [self.shell, "-c", command],
            capture_output=True, text=True, timeout=60, check=True, cwd=self.folder, env=self.env,
        )  # fmt: skip
        return done.stdout

    def presses_tab(self, *lines: str) -> list[str]:
        """What each line has become."""
        terminal = Terminal([self.shell, "-i"], self.folder, self.env)
        found: list[str] = []
        terminal.types("PS1='as''k:'\n")
        for line in lines:
            terminal.sees("ask:")
            terminal.types(line + "\t")
            terminal.sees(line)
            if self.shell == "zsh" and not found:
                # The first time zsh only loads the function.
                terminal.sees("\a")
                terminal.types("\t")
            found.append(line + terminal.sees(" "))
            # What the shell draws anew while it completes may hold its prompt, too: only one behind this is the next.
            terminal.types(f"\x15echo do''ne{len(found)}\n")
            terminal.sees(f"done{len(found)}")
        terminal.sees("ask:")
        terminal.types("exit\n")
        terminal.ends()
        return found


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_names_are_completed_where_tab_is_pressed(shell: str, tmp_path: Path) -> None:
    home = Home(tmp_path, shell)
    assert home.presses_tab("briefing feeds add --pack germ", "briefing subs", "briefing feeds remove Mer") == [
        "briefing feeds add --pack germany", "briefing subscribers", "briefing feeds remove Meridian",
    ]  # fmt: skip


def test_fish_says_what_each_word_stands_for(tmp_path: Path) -> None:
    home = Home(tmp_path, "fish")
    assert home.run('complete -C "briefing init --pack sw"') == "sweden\tSweden\nswitzerland\tSwitzerland\n"
    assert home.run('complete -C "briefing feeds remove H"') == "Harbour Post\tTown\n"


def completed(folder: Path, *words: str) -> list[str]:
    program = "import sys; sys.argv = ['briefing']; from briefing.entry.cli import main; main()"
    asked = {"COMP_WORDS": "\n".join(words), "COMP_CWORD": str(len(words) - 1), "_BRIEFING_COMPLETE": "complete_bash"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, timeout=60, check=False, cwd=folder, env={**os.environ, **asked},
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.strip().splitlines()


def test_names_with_spaces_stay_one_word_and_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG)
    assert completed(tmp_path, "briefing", "feeds", "remove", "") == [r"Harbour\ Post", "Meridian"]
    assert completed(tmp_path, "briefing", "feeds", "add", "x.example", "--section", "T") == ["Town"]
    assert completed(tmp_path, "briefing", "editions", "show", "") == []
    assert {path.name for path in tmp_path.iterdir()} == {"config.yaml"}


def test_a_configuration_that_is_broken_or_missing_offers_nothing(tmp_path: Path) -> None:
    assert completed(tmp_path, "briefing", "feeds", "remove", "") == []
    (tmp_path / "config.yaml").write_text("sources: [")
    assert completed(tmp_path, "briefing", "feeds", "remove", "") == []
