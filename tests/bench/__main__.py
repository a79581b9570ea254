"""Measure all parts and the whole, and write docs/benchmarks.md.

python -m tests.bench                     about forty minutes
python -m tests.bench --quick             a minute, to see whether it works: figures of few pages, nothing is written
python -m tests.bench --only stories      some parts, each in its place on the page
python -m tests.bench --keep DIR          leave the newsroom's editions there, to be read
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import archive, delivery, drawing, feed_mail, fields, gather, newsroom, report, scores, stories, year
from tests.bench.report import Table


def parts(folder: Path) -> dict[str, Callable[..., Iterator[Table]]]:
    return {
        "start-up": scores.start_up,
        "extraction": scores.extraction,
        "fields": fields.fields,
        "sentences": scores.sentences,
        "summaries": scores.summaries,
        "stories": scores.stories,
        "curve": stories.curve,
        "ranking": scores.ranking,
        "feeds": scores.feeds,
        "gather": partial(gather.rounds, folder),
        "newsroom": partial(newsroom.one_day, folder),
        "days": partial(newsroom.days_in_turn, folder),
        "feed to mail": partial(feed_mail.feed_mail, folder),
        "drawing": drawing.drawing,
        "delivery": delivery.delivery,
        "archive": partial(archive.archive, folder),
        "year": partial(year.year, folder),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", help="parts, separated by commas: " + ", ".join(parts(Path())))
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    if not scores.EVAL.is_dir() or not newsroom.ROOM.is_dir():
        print("The data with truth is not there (../shared/bench, ../shared/newsroom): nothing was measured.")
        return
    with TemporaryDirectory() as temporary:
        known = parts((asked.keep or Path(temporary)).resolve())
        names = asked.only.split(",") if asked.only else list(known)
        if unknown := set(names) - set(known):
            sys.exit(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
        about = report.machine()
        tables = []
        for name in names:
            began = time.perf_counter()
            done = []
            for table in known[name](quick=asked.quick):
                print(table.markdown(), flush=True)
                done.append(table)
            print(f"{name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
            if not asked.quick:
                report.replace(done)  # so that what was measured stays, whatever becomes of the next part
            tables += done
    if not asked.only and not asked.quick:
        report.write(about, tables)
    if not asked.quick:
        print(f"Written: {report.PAGE}")


if __name__ == "__main__":
    main()
