"""The parts, each scored on data with truth by the scorers of ../shared/bench/eval, beside what is known to do well."""

from __future__ import annotations

import ast
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench.report import PEERS, Table, is_installed, not_installed

HOME = Path(__file__).parents[2]
EVAL = Path("../shared/bench/eval")
ADAPTERS = "tests/bench/adapters.py"


def score(script: str, *arguments: str) -> tuple[str, str]:
    """The command as one types it, and what it printed."""
    command = [str(EVAL / script), *arguments]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False, cwd=HOME)
    if done.returncode:
        raise SystemExit(f"python {' '.join(command)}\n{done.stderr}")
    return f"python {' '.join(command)}", done.stdout


def _found(pattern: str, output: str) -> list[dict[str, str]]:
    """The named groups of each match; a scorer that prints otherwise than expected must not give an empty table."""
    rows = [match.groupdict(default="") for match in re.finditer(pattern, output, re.MULTILINE | re.VERBOSE)]
    if not rows:
        raise SystemExit(f"not understood:\n{output}")
    return rows


def extraction(*, quick: bool) -> Iterator[Table]:
    pages = ("--pages", "4") if quick else ()
    extractors = {
        "trafilatura": f"{ADAPTERS}:trafilatura",
        "favor_precision": f"{ADAPTERS}:trafilatura_precise",
        **{peer: f"{ADAPTERS}:{peer.replace('-', '_')}" for peer in PEERS if is_installed(peer)},
        "Briefing": "briefing:read_page",
    }
    commands, found = [], {}
    for name, function in extractors.items():
        command, output = score("evalextract.py", function, *pages)
        commands.append(command)
        found[name] = _found(
            r"""^(?P<set>\w+) \s+ n=\s*(?P<pages>\d+) \s F1 \s (?P<f1>\S+) \s P \s (?P<p>\S+) \s R \s (?P<r>\S+)
            \s mF1 \s (?P<mf1>\S+) \s empty \s+ (?P<empty>\d+)
            .* \s cpu \s (?P<cpu>\S+) \s ms \s slow \s (?P<slow>\d+)""",
            output,
        )
    rows = []
    for place, plain in enumerate(found["trafilatura"]):
        for name, sets in found.items():
            got = sets[place]
            ratio = f"{float(got['cpu']) / float(plain['cpu']):.2f}"
            keys = ("f1", "p", "r", "mf1", "empty")
            rows.append((got["set"], got["pages"], name, *(got[key] for key in keys), ratio, got["slow"]))
    yield Table(
        title="The report on a page",
        commands=commands,
        reading="F1, P and R of the text by runs of four words, means over pages; mF1: the mean of the pages' own F1, "
        "in which a page that gave nothing counts 0; CPU: of the median page, plain trafilatura = 1; slow: pages over "
        f"5 s.{not_installed(PEERS)}",
        head=("set", "pages", "extractor", "F1", "P", "R", "mF1", "empty", "CPU", "slow"),
        rows=rows,
    )


def sentences(*, quick: bool) -> Iterator[Table]:
    del quick
    commands, rows = [], []
    for name, function in {"plain rule": "naive_sentences", "Briefing": "sentences"}.items():
        command, output = score("evalsentences.py", f"{ADAPTERS}:{function}")
        right = ast.literal_eval(output.splitlines()[-1])
        commands.append(command)
        rows.append((name, right["en"], right["other"]))
    yield Table(
        title="Sentences",
        commands=commands,
        reading="Tricky texts of which every sentence was found. The plain rule: a stop, a blank, a capital.",
        head=("splitter", "English", "other languages"),
        rows=rows,
    )


def summarized(
    *arguments: str, by: tuple[str, str] = ("briefing:summarize", "briefing:summarize_story")
) -> tuple[str, list[dict[str, str]]]:
    """What `evalsumm.py` says of each set and budget ("s3" is three sentences, "w60" sixty words): "ours" and "lead"
    are ROUGE-1/2/Lsum, or "-". by: what is called for one text, and for several of one story."""
    command, output = score("evalsumm.py", by[0], "--story", by[1], *arguments)
    three = r"\s*\S+/\s*\S+/\s*\S+|\s*-"
    found = _found(
        rf"""^(?P<set>\w+) \s+ (?P<budget>[sw]\d+) \s+ n=\s*(?P<n>\d+) \s (?P<ours>{three})
        \s\s lead \s (?P<lead>{three}) \s\s verbatim \s (?P<verbatim>\S+)
        \s hard \s (?P<hard>\S+) \s+ docs/s \s (?P<speed>\d+)""",
        output,
    )
    return command, found


def summaries(*, quick: bool) -> Iterator[Table]:
    sets = ("--pages", "10", "--sets", "cdm,multinews") if quick else ()
    command, found = summarized(*sets)
    commands, theirs = [command], dict[tuple[str, str], dict[str, str]]()
    if is_installed("sumy"):
        command, others = summarized(*sets, by=(f"{ADAPTERS}:lexrank", f"{ADAPTERS}:lexrank_story"))
        commands.append(command)
        theirs = {(got["set"], got["budget"]): got for got in others}
    rows = []
    for got in found:
        budget = f"{got['budget'][1:]} {'sentences' if got['budget'][0] == 's' else 'words'}"
        peer = theirs.get((got["set"], got["budget"]), {"ours": "", "hard": "", "speed": ""})
        rouge = (" ".join(text.split()).replace("/ ", "/") for text in (got["ours"], got["lead"], peer["ours"]))
        both = (f"{got[key]} ({peer[key]})" if peer[key] else got[key] for key in ("hard", "speed"))
        rows.append((got["set"], got["n"], budget, *rouge, got["verbatim"], *both))
    yield Table(
        title="Summaries",
        commands=commands,
        reading="ROUGE-1/2/Lsum F1 against human summaries, beside the first sentences of the same text and the best "
        "of sumy's LexRank, within the same budget; verbatim: the share of sentences that stand in the text; hard: the "
        "share that can't be read alone (it begins with “he”, has half a quotation, is a caption …); docs/s: texts a "
        "second of CPU; both with LexRank's in brackets." + not_installed(["sumy"]),
        head=("set", "texts", "budget", "Briefing", "lead", "LexRank (sumy)", "verbatim", "hard", "docs/s"),
        rows=rows,
    )


def grouped(function: str, *arguments: str) -> tuple[str, Mapping[str, Any]]:
    """What `evalcluster.py` says of each set: "b3" and "pair" are (precision, recall, F1), as is the day's "x"."""
    command, output = score("evalcluster.py", function, *arguments, "--json")
    figures: Mapping[str, Any] = json.loads(output.splitlines()[-1])
    return command.removesuffix(" --json"), figures


def stories(*, quick: bool) -> Iterator[Table]:
    sets = ("--sets", "day,basil") if quick else ()
    commands, found = [], {}
    for name, function in {
        "reference, history": f"{EVAL}/baseline_tfidf.py:t18",
        "Briefing, history": f"{ADAPTERS}:stories",
        "reference, alone": f"{EVAL}/baseline_tfidf.py:local_idf",
        "Briefing, alone": f"{ADAPTERS}:stories_alone",
    }.items():
        command, found[name] = grouped(function, *sets)
        commands.append(command)
    rows = []
    for which in found["Briefing, alone"]:
        for name, figures in found.items():
            got = figures[which]
            counts = (f"{got[key]}" for key in ("articles", "stories", "found"))
            three = (*got["b3"], got["pair"][2], *got.get("x", [])[2:])
            cells = (*counts, *(f"{value:.3f}" for value in three), *[""] * ("x" not in got), f"{got['cpu']:.1f}")
            rows.append((which, name, *cells))
    yield Table(
        title="Reports grouped into stories",
        commands=commands,
        reading="P, R and F1 are B-cubed; pair F1 counts pairs of reports, x-F1 those of different feeds (only the day "
        "that was labelled by hand); “history”: earlier reports say how common a word is, “alone”: nothing but the "
        "batch.",
        head=("set", "method", "reports", "stories", "found", "P", "R", "F1", "pair F1", "x-F1", "CPU s"),
        rows=rows,
    )


def ranks(*arguments: str) -> tuple[str, Mapping[str, Mapping[str, tuple[str, str]]]]:
    """What `evalrank.py` says: name -> number of feeds -> NDCG@10, and the share of the ten that are most widely
    carried that is found."""
    command, output = score("evalrank.py", *arguments)
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for block in re.split(r"^K=", output, flags=re.MULTILINE)[1:]:
        feeds, _, lines = block.partition(" feeds")
        for got in _found(
            r"^\s+ (?P<name>\S.*?) \s+ NDCG@10 \s (?P<ndcg>\S+) \s+ top-10 \s found \s (?P<top>\S+)", lines
        ):
            found.setdefault(got["name"], {})[feeds] = got["ndcg"], got["top"]
    if not found:
        raise SystemExit(f"not understood:\n{output}")
    return command, found


def ranking(*, quick: bool) -> Iterator[Table]:
    draws = ("--draws", "5") if quick else ()
    commands, ndcg = [], dict[str, Mapping[str, tuple[str, str]]]()
    for name, function in {"Briefing": "rank", "Briefing, its own stories": "rank_found"}.items():
        command, found = ranks(f"{ADAPTERS}:{function}", *draws)
        commands.append(command)
        (ndcg[name],) = (figures for called, figures in found.items() if ADAPTERS in called)
    command, found = ranks(*draws)
    ndcg |= found
    yield Table(
        title="Which stories come first",
        commands=[*commands, command],
        reading="NDCG@10, and in brackets the share of the ten most widely carried stories that are among the first "
        "ten, as seen through so many feeds; truth is how many of 1,948 publishers carried a story. Means over draws "
        "of feeds. The stories are the true ones, except in the second line: there they are made of the headlines.",
        head=("order by", *(f"{number} feeds" for number in ndcg["Briefing"])),
        rows=[(name, *(f"{value} ({top})" for value, top in feeds.values())) for name, feeds in ndcg.items()],
    )


def feeds(*, quick: bool) -> Iterator[Table]:
    del quick
    commands, rows = [], []
    for name, function in {"feedparser": f"{EVAL}/parsers_example.py:fp", "Briefing": f"{ADAPTERS}:feed"}.items():
        command, output = score("evalfeeds.py", function, "--edge", "--hostile")
        commands.append(command)
        (got,) = _found(
            r"""^(?P<feeds>\d+) \s feeds, \s (?P<errors>\d+) \s errors, \s (?P<same>\d+)
            .* = \s (?P<speed>\S+) \s MB/s \n of \s \d+ .* title \s (?P<title>\S+) \s+ link \s (?P<link>\S+)
            \s+ date \s (?P<date>\S+) (?s: .*) ^edge: \s (?P<edge>\d+) \s files,
            \s exceptions \s (?P<raised>\{.*?\}), \s slowest \s (?P<slow>\S+)""",
            output,
        )
        raised = sum(ast.literal_eval(got["raised"]).values())
        hostile = _found(r"^hostile \s \S+ \s+ (?P<what>.*) \s (?P<seconds>\S+) \s s$", output)
        read = sum("entries" in row["what"] for row in hostile)
        rows.append((name, got["feeds"], got["errors"], got["same"], got["title"], got["link"], got["date"],
                     got["speed"], f"{raised} of {got['edge']}", got["slow"], f"{read} of {len(hostile)}",
                     max((row["seconds"] for row in hostile), key=float)))  # fmt: skip
    yield Table(
        title="Feeds",
        commands=commands,
        reading="Against what feedparser gives, which is a reference and not the truth: Briefing takes tracking "
        "parameters off links and makes them absolute. Same: feeds with the same number of entries; refused: files of "
        "parser test suites for which an error was raised, which for an empty or foreign document is right; hostile: "
        "documents of which entries could be read; slowest in CPU seconds.",
        head=("parser", "feeds", "errors", "same", "title", "link", "date", "MB/s", "refused", "slowest", "hostile",
              "slowest"),
        rows=rows,
    )  # fmt: skip


def start_up(*, quick: bool) -> Iterator[Table]:
    helps = [str(Path(sys.executable).with_name("briefing")), "--help"]
    bare = [sys.executable, "-c", "pass"]
    walls: dict[str, list[float]] = {"python -c pass": [], "briefing --help": []}
    for _ in range(3 if quick else 15):
        for name, command in zip(walls, (bare, helps), strict=True):
            began = time.perf_counter()
            subprocess.run(command, capture_output=True, check=True)
            walls[name].append(time.perf_counter() - began)
    medians = {name: statistics.median(times) for name, times in walls.items()}
    yield Table(
        title="Starting",
        commands=list(walls),
        reading="Wall time, median of runs in turn.",
        head=("command", "ms", "× Python itself"),
        rows=[(f"`{n}`", f"{1000 * s:.0f}", f"{s / medians['python -c pass']:.1f}") for n, s in medians.items()],
    )
