"""Files on a real disk, one that is full, one that may not be written."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pytest

from briefing import wiring
from briefing.config import parse_config
from briefing.core.codec import edition_json
from briefing.core.syndication import edition_identifier
from briefing.edges.file_channel import FileChannel, Form
from briefing.errors import DeliveryError, RenderError
from briefing.model import Document, Edition, Section
from tests.editions import edition

ALL: tuple[Form, ...] = ("html", "markdown", "text")
TODAY, _ = edition()


def of(day: date) -> Edition:
    return replace(TODAY, slot=replace(TODAY.slot, date=day))


def document(html: str = "<p>Ærø</p>\n") -> Document:
    return Document(
        edition=TODAY.id, subject="s", preheader="", html=html, text="text\n", markdown="md\n", json='{"a": "Ærø"}\n'
    )


def write(folder: Path, day: date = date(2026, 9, 16), what: Document | None = None, forms: Any = ALL) -> str:
    channel = FileChannel(folder, forms)
    with channel.session():
        return channel.send(of(day), what or document(), str(folder), "<1@brief.example>")


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.parent.is_symlink()}


def test_an_edition_is_a_folder_of_its_forms_and_latest_leads_to_it(tmp_path: Path) -> None:
    out = tmp_path / "new" / "out"
    assert FileChannel(out).recipients() == [str(out)]
    assert FileChannel(out).repeatable
    answer = write(out)
    assert answer == f"wrote 4 of 4 files in {out}/2026-09-16"
    day = out / "2026-09-16"
    assert everything(out) == {
        "latest", "2026-09-16", "2026-09-16/edition.json", "2026-09-16/edition.html", "2026-09-16/edition.md",
        "2026-09-16/edition.txt",
    }  # fmt: skip
    assert (day / "edition.html").read_bytes() == "<p>Ærø</p>\n".encode()
    assert (day / "edition.md").read_text() == "md\n"
    assert (day / "edition.txt").read_text() == "text\n"
    assert (day / "edition.json").read_bytes() == '{"a": "Ærø"}\n'.encode()
    assert (out / "latest").readlink() == Path("2026-09-16")  # by name: the whole may move
    assert (out / "latest" / "edition.txt").read_text() == "text\n"


def test_only_the_forms_that_are_asked_for_are_written_and_always_the_json(tmp_path: Path) -> None:
    write(tmp_path, forms=("markdown",))
    assert {path.name for path in (tmp_path / "2026-09-16").iterdir()} == {"edition.json", "edition.md"}


def test_files_follow_the_users_own_mask(tmp_path: Path) -> None:
    code = "import os; os.umask(0o027); from tests.edges.test_file_channel import write; from pathlib import Path; "
    subprocess.run([sys.executable, "-c", code + f"write(Path({str(tmp_path)!r}))"], check=True)
    assert (tmp_path / "2026-09-16" / "edition.html").stat().st_mode & 0o777 == 0o640


def test_what_has_not_changed_is_not_written_again(tmp_path: Path) -> None:
    write(tmp_path)
    day = tmp_path / "2026-09-16"
    for path in day.iterdir():
        os.utime(path, (1, 1))
    before = {path.name: path.stat().st_ino for path in day.iterdir()}
    assert write(tmp_path) == f"{day} is as it should be"
    assert {path.name: path.stat().st_ino for path in day.iterdir()} == before
    assert write(tmp_path, what=document("<p>new</p>\n")) == f"wrote 1 of 4 files in {day}"
    assert {path.name for path in day.iterdir() if path.stat().st_mtime == 1} == {
        "edition.json",
        "edition.md",
        "edition.txt",
    }


def test_latest_is_the_newest_date_whatever_is_written_last(tmp_path: Path) -> None:
    for day in ("2026-09-15", "2026-09-16", "2026-09-14"):
        write(tmp_path, date.fromisoformat(day))
    assert (tmp_path / "latest").readlink() == Path("2026-09-16")
    (tmp_path / "2026-13-99").mkdir()
    (tmp_path / "2027-01-01").mkdir()  # no whole edition
    (tmp_path / "2026-13-99" / "edition.json").touch()
    write(tmp_path, date(2026, 9, 17))
    assert (tmp_path / "latest").readlink() == Path("2026-09-17")


def test_a_latest_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "latest").mkdir()
    (tmp_path / "latest" / "keep").touch()
    with pytest.raises(DeliveryError, match=r"latest: something that is no link is in the way"):
        write(tmp_path)
    assert (tmp_path / "latest" / "keep").exists()


def test_where_links_cannot_be_made_a_file_says_which_is_the_latest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))  # what a FAT disk says

    monkeypatch.setattr(os, "symlink", refused)
    write(tmp_path)
    write(tmp_path, date(2026, 9, 15))
    assert (tmp_path / "latest.txt").read_text() == "2026-09-16\n"
    assert not [name for name in everything(tmp_path) if ".tmp" in name]


# --- disks that won't ------------------------------------------------------------------------------------------------


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(DeliveryError, match=r"out/2026-09-16: a file is where a folder should be"):
        write(tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_where_a_file_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "2026-09-16" / "edition.html").mkdir(parents=True)
    with pytest.raises(DeliveryError, match=r"2026-09-16/edition\.html: a folder is where a file should be"):
        write(tmp_path)
    assert not [name for name in everything(tmp_path) if ".tmp" in name]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a place that is never writable")
def test_a_disk_that_cannot_be_written_is_named() -> None:
    with pytest.raises(DeliveryError, match=r"^/proc/sys/out/2026-09-16: \w+"):
        write(Path("/proc/sys/out"))


def test_the_path_is_named_as_the_user_gave_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "2026-09-16").touch()
    with pytest.raises(DeliveryError, match=r"^out/2026-09-16: a file is where a folder should be$"):
        write(Path("out"))


FULL = """
    import errno, os, resource, sys
    from pathlib import Path
    from briefing.errors import DeliveryError
    from tests.edges.test_file_channel import document, write
    resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
    try:
        write(Path("out"), what=document("x" * 20000))
    except DeliveryError as error:
        print(error)
"""


def test_a_file_that_can_only_be_written_in_part_leaves_nothing_behind(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    environment = os.environ | {"PYTHONPATH": str(root)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(FULL)], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.stdout == "out/2026-09-16/edition.html: File too large\n", done.stderr
    assert everything(tmp_path / "out") == {"2026-09-16"}


@pytest.mark.parametrize(
    ("number", "why"),
    [(errno.ENOSPC, "the disk is full"), (errno.EDQUOT, "the disk quota is used up"), (errno.EIO, "does not work")],
)
@pytest.mark.parametrize("touch", [1, 2, 3, 4, 5, 9, 10])
def test_a_disk_that_fails_at_any_flush_leaves_whole_files_only(
    number: int, why: str, touch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, date(2026, 9, 15))
    flushed = []
    real = os.fsync

    def failing(handle: int) -> None:
        flushed.append(handle)
        if len(flushed) == touch:
            raise OSError(number, os.strerror(number))
        real(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", failing)
        if touch <= 9:
            with pytest.raises(DeliveryError, match=why) as caught:
                write(tmp_path)
            assert str(caught.value).startswith(str(tmp_path))
        else:
            write(tmp_path)
    assert not [name for name in everything(tmp_path) if ".tmp" in name]
    for path in (tmp_path / "2026-09-16").iterdir():
        assert path.read_text() == {
            "edition.html": "<p>Ærø</p>\n", "edition.md": "md\n", "edition.txt": "text\n",
            "edition.json": '{"a": "Ærø"}\n',
        }[path.name]  # fmt: skip
    write(tmp_path)
    assert (tmp_path / "latest").readlink() == Path("2026-09-16")


# --- many at once ----------------------------------------------------------------------------------------------------


def test_a_draft_of_a_process_that_died_is_taken_over(tmp_path: Path) -> None:
    write(tmp_path)
    for name in ("2026-09-16/.edition.html.tmp", "2026-09-16/.edition.md.tmp"):
        (tmp_path / name).write_text("half of it")
    (tmp_path / ".latest.tmp").symlink_to("nowhere")
    write(tmp_path, what=document("<p>new</p>\n"))
    assert not [name for name in everything(tmp_path / "2026-09-16") if ".tmp" in name]
    (tmp_path / "latest").unlink()
    write(tmp_path)
    assert ".latest.tmp" not in everything(tmp_path)
    assert (tmp_path / "latest").readlink() == Path("2026-09-16")


def _write_many(folder: str, turns: int) -> None:
    for turn in range(turns):
        write(Path(folder), what=document(("a" if turn % 2 else "b") * 50_000))


def test_a_reader_sees_whole_files_while_processes_write_them(tmp_path: Path) -> None:
    write(tmp_path, what=document("a" * 50_000))
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=_write_many, args=(str(tmp_path), 40)) for _ in range(3)]
    for writer in writers:
        writer.start()
    seen = set()
    while any(writer.is_alive() for writer in writers):
        html = (tmp_path / "latest" / "edition.html").read_text()
        seen.add((len(html), html[:1]))
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert seen <= {(50_000, "a"), (50_000, "b")}
    assert not [name for name in everything(tmp_path) if ".tmp" in name]


def feeding(folder: Path, day: date, **changes: Any) -> str:
    """An edition of that day, written with all forms as the program wires them."""
    config = parse_config('sources: [{feed: "https://a.example/feed"}]\n', folder / "config.yaml", {})
    channel = FileChannel(folder, (*ALL, "epub", "atom", "json_feed"), book=wiring.book, feeds=wiring.feeds(config))
    made = replace(of(day), **changes)
    whole = replace(document(), json=edition_json(made), web="<!DOCTYPE html><p>page</p>\n")
    with channel.session():
        return channel.send(made, whole, str(folder), "<1@brief.example>")


def test_books_and_feeds_of_what_is_there(tmp_path: Path) -> None:
    assert feeding(tmp_path, date(2026, 9, 15), subject="Yesterday").startswith("wrote 5 of 5 files")
    feeding(tmp_path, date(2026, 9, 16))
    assert (tmp_path / "2026-09-16" / "edition.html").read_text() == "<!DOCTYPE html><p>page</p>\n"
    assert (tmp_path / "2026-09-16" / "edition.epub").read_bytes()[:2] == b"PK"
    feed = feedparser.parse((tmp_path / "feed.atom").read_bytes())
    assert not feed.bozo
    assert [entry.title for entry in feed.entries] == [TODAY.subject, "Yesterday"]
    raw = json.loads((tmp_path / "feed.json").read_text())
    assert [item["title"] for item in raw["items"]] == [TODAY.subject, "Yesterday"]
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.rglob("*")}
    assert feeding(tmp_path, date(2026, 9, 16)).endswith("is as it should be")
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in tmp_path.rglob("*")} == before


def test_a_feed_does_not_stumble_over_what_is_no_edition(tmp_path: Path) -> None:
    for number, content in enumerate((b"{}", b"\xff", b"[1", b'{"schema": "briefing-edition/1"}')):
        odd = tmp_path / f"2026-08-1{number}"
        odd.mkdir()
        (odd / "edition.json").write_bytes(content)
    (tmp_path / "2026-08-20" / "edition.json").mkdir(parents=True)
    answer = feeding(tmp_path, date(2026, 9, 16))
    assert answer.count("edition.json") == 5
    assert "no edition of Briefing" in answer
    assert len(json.loads((tmp_path / "feed.json").read_text())["items"]) == 1


def nothing_of(raw: Any) -> None:
    raw.clear()


ODD: dict[str, Callable[[Any], object]] = {
    "another program's": nothing_of,
    "a number for words": lambda raw: raw.update(subject=5),
    "a number for a language": lambda raw: raw.update(language=5),
    "no text in a sentence": lambda raw: raw["sections"][0]["briefs"][0]["quotes"][0].update(text=None),
    "a sentence of nobody": lambda raw: raw["sections"][0]["briefs"][0].update(articles=[]),
    "no such status": lambda raw: raw["sections"][0]["briefs"][0].update(status="gone"),
    "no such time zone": lambda raw: raw.update(timezone="Nowhere/Land"),
    "before all time": lambda raw: raw["window"].update(closes="0001-01-01T00:00:00+14:00"),
    "no counts": lambda raw: raw["counts"].update(feeds=None),
    "of another day": lambda raw: raw.update(date="2026-09-14"),
}


@pytest.mark.parametrize("how", ODD)
def test_a_feed_does_not_stumble_over_an_edition_that_somebody_changed(how: str, tmp_path: Path) -> None:
    feeding(tmp_path, date(2026, 9, 14))
    raw = json.loads(edition_json(of(date(2026, 9, 15))))
    ODD[how](raw)
    odd = tmp_path / "2026-09-15" / "edition.json"
    odd.parent.mkdir()
    odd.write_text(json.dumps(raw))
    answer = feeding(tmp_path, date(2026, 9, 16))
    assert answer.endswith(f"; not in the feeds: {odd} (no edition of Briefing)")
    links = [item["id"] for item in json.loads((tmp_path / "feed.json").read_text())["items"]]
    assert links == [edition_identifier(of(date(2026, 9, day))) for day in (16, 14)]
    assert len(feedparser.parse((tmp_path / "feed.atom").read_bytes()).entries) == 2


def test_a_feed_takes_an_edition_whose_times_say_no_zone(tmp_path: Path) -> None:
    raw = json.loads(edition_json(of(date(2026, 9, 15))))
    raw["window"]["closes"] = "2026-09-15T04:30:00"
    (tmp_path / "2026-09-15").mkdir()
    (tmp_path / "2026-09-15" / "edition.json").write_text(json.dumps(raw))
    feeding(tmp_path, date(2026, 9, 16))
    assert len(json.loads((tmp_path / "feed.json").read_text())["items"]) == 2


def test_lists_nested_without_end_stop_no_feed_and_many_odd_files_are_counted(tmp_path: Path) -> None:
    for day in range(1, 9):
        (tmp_path / f"2026-09-0{day}").mkdir()
        (tmp_path / f"2026-09-0{day}" / "edition.json").write_text("[" * 100_000)
    answer = feeding(tmp_path, date(2026, 9, 16))
    assert answer.count("edition.json") == 5
    assert " and 3 more (no edition of Briefing)" in answer


def test_a_mistake_in_the_edition_that_is_sent_is_not_hidden(tmp_path: Path) -> None:
    brief = replace(TODAY.briefs[0], articles=())
    with pytest.raises(RenderError):
        feeding(tmp_path, date(2026, 9, 16), sections=(Section(name="News", briefs=(brief,)),))


def test_half_a_character_is_no_reason_to_write_nothing(tmp_path: Path) -> None:
    feeding(tmp_path, date(2026, 9, 16), subject="\ud800 news", note="\udfff")
    assert json.loads((tmp_path / "2026-09-16" / "edition.json").read_text())["subject"] == "? news"
    assert json.loads((tmp_path / "feed.json").read_text())["items"][0]["title"] == "news"


def test_a_feed_has_a_month(tmp_path: Path) -> None:
    for number in range(1, 31):
        folder = tmp_path / f"2026-08-{number:02}"
        folder.mkdir()
        (folder / "edition.json").write_text(edition_json(of(date(2026, 8, number))))
    feeding(tmp_path, date(2026, 9, 16))
    items = json.loads((tmp_path / "feed.json").read_text())["items"]
    assert len(items) == 30
    assert items[0]["id"] != items[1]["id"]


def test_files_have_no_address_that_is_one_readers_own(tmp_path: Path) -> None:
    leave, choose = "https://brief.example/leave/{leave}", "https://brief.example/settings/{settings}"
    made = replace(of(date(2026, 9, 16)), unsubscribe=leave, preferences=choose)
    what = replace(document(), text=f"Preferences: <{choose}>\nUnsubscribe: <{leave}>\n")
    FileChannel(tmp_path, ALL).send(made, what, str(tmp_path), "<1@brief.example>")
    text = (tmp_path / "2026-09-16" / "edition.txt").read_text()
    assert text == "Preferences: <https://brief.example/settings>\nUnsubscribe: <https://brief.example/leave>\n"


def test_a_folder_is_one_recipient_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert FileChannel(Path("out")).recipients() == FileChannel(tmp_path / "out").recipients()
