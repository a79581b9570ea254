"""Make the edition that is due at a time that is not now: `python -m tests.bench.at FOLDER TIME OUT`."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import briefing


def main(folder: Path, now: datetime, out: Path) -> None:
    """The folder has a config.yaml; OUT, in it, gets edition.json and edition.txt."""
    edition = briefing.make_edition(briefing.load_config(folder / "config.yaml"), now)
    out.mkdir()
    (out / "edition.json").write_text(briefing.render(edition, "json"), encoding="utf-8")
    (out / "edition.txt").write_text(briefing.render(edition, "text"), encoding="utf-8")


if __name__ == "__main__":
    where = Path(sys.argv[1])
    main(where, datetime.fromisoformat(sys.argv[2]), where / sys.argv[3])
