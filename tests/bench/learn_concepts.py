"""How much a concept matters, learned from summaries that people wrote: `python -m tests.bench.learn_concepts`.

A logistic model: is the concept of an article in its summary? Each set of articles counts the same, and so does each
article of a set. Prints the weights for `briefing.core.concepts`, and those that are learned where one set is left out:
they should hardly differ.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from briefing.core.concepts import Concept, Report, concepts, features, kind, places, read

_SETS = "cdm,cnn,frank,realsumm,writers,xsum"
_IN_TITLE = 8
_RIDGE = 3.0
_WEIGHT = 60_000
"""What all concepts together weigh against the ridge."""


def examples(path: Path) -> Iterator[tuple[tuple[float, ...], bool, float]]:
    """(features, in the summary, weight) of each concept of each article."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    for row in rows:
        language, title = row["lang"], row.get("title") or ""
        found = read([Report(row["text"], title, language)])
        first, count = places(found)
        placed = first[0] if found else {}
        titled = set(concepts(title, language))
        told: set[Concept] = {c for summary in row["refs"] for c in concepts(summary, language)}
        for concept, place in placed.items():
            bits = kind(concept) + (_IN_TITLE if concept in titled else 0)
            yield features(1 / (1 + place), count[concept], bits), concept in told, 1 / len(placed) / len(rows)


def learn(sets: Sequence[Sequence[tuple[tuple[float, ...], bool, float]]]) -> list[float]:
    """The weights, by Newton's method."""
    np: Any = import_module("numpy")
    rows = [row for part in sets for row in part]
    x, y = np.array([row[0] for row in rows]), np.array([row[1] for row in rows], float)
    weight = np.array([row[2] for row in rows])
    weight *= _WEIGHT / weight.sum()
    found = np.zeros(x.shape[1])
    for _ in range(25):
        likely = 1 / (1 + np.exp(-x @ found))
        slope = x.T @ (weight * (y - likely)) - _RIDGE * found
        curve = (x.T * (weight * likely * (1 - likely))) @ x + _RIDGE * np.eye(len(found))
        found += np.linalg.solve(curve, slope)
    return [round(float(value), 2) for value in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="with <set>.jsonl: lang, title, text, refs")
    parser.add_argument("--sets", default=_SETS)
    given = parser.parse_args()
    names = given.sets.split(",")
    sets = {name: list(examples(given.folder / f"{name}.jsonl")) for name in names}
    print("all:", tuple(learn(list(sets.values()))))
    for name in names:
        print(f"without {name}:", tuple(learn([part for other, part in sets.items() if other != name])))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
