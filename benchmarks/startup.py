"""How long the commands take from their call to their end, beside an empty Python, in one run.

    .venv/bin/python benchmarks/startup.py [--runs 9] [--more 52]

Wall-clock milliseconds of fresh processes, the commands in turn so that a busy minute meets all of them;
with ``--more`` also in a copy of the product that holds as many made-up forms. Compiled modules are there
after a first round that is not counted. Absolute figures mean little on a shared machine: read the ratios.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.sixty import ROOT, tree_with

START = "from api.cli.start import main; main()"
CASE = "samples/closure_review.json"


def commands(folder: Path) -> dict[str, list[str]]:
    """What is called, by its name; documents are put into ``folder``."""
    calls = {
        "--version": ["--version"],
        "--help": ["--help"],
        "forms": ["forms"],
        "sample": ["sample", "closure_review"],
        "schema": ["schema", "closure_review"],
        "check": ["check", CASE],
        "check, whole case": ["check", "samples/case_full.json"],
        "render to DOCX": ["render", "closure_review", CASE, "-o", str(folder / "form.docx")],
        "render to PDF": ["render", "closure_review", CASE, "-o", str(folder / "form.pdf")],
    }
    return {"python -c pass": ["-c", "pass"], **{name: ["-c", START, *call] for name, call in calls.items()}}


def taken(tree: Path, arguments: list[str]) -> float:
    """Milliseconds of one process, which must end well."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    spent = time.perf_counter() - began
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return spent * 1000


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--more", type=int, default=0, help="so many made-up forms in a second tree")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        trees = [ROOT]
        if asked.more:
            trees.append(tree_with(folder / "many", asked.more))
        calls = commands(folder)
        measured = [
            {(tree, name): taken(tree, call) for name, call in calls.items() for tree in trees}
            for _ in range(asked.runs + 1)
        ][1:]
    print(f"{'ms of ' + str(asked.runs) + ' runs':20}{'median':>9}{'least':>9}{'x python':>9}", end="")
    print(f"{'with ' + str(asked.more) + ' forms more':>28}{'ratio':>9}" if asked.more else "")
    for name in calls:
        times = {tree: [run[tree, name] for run in measured] for tree in trees}
        least = min(times[ROOT])
        alone = min(run[ROOT, "python -c pass"] for run in measured)
        print(f"{name:20}{median(times[ROOT]):>9.0f}{least:>9.0f}{least / alone:>9.1f}", end="")
        for tree in trees[1:]:
            grown = min(times[tree])
            print(f"{median(times[tree]):>19.0f}{grown:>9.0f}{grown / least:>9.2f}", end="")
        print()


if __name__ == "__main__":
    main()
