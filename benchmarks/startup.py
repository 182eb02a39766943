"""How long the commands take from their call to their end, beside an empty Python, in one run.

    .venv/bin/python benchmarks/startup.py [--runs 9] [--more 52] [--beside ANOTHER/CHECKOUT]

Milliseconds of fresh processes: wall clock (median, least) and processor (least), the commands in turn so that
a busy minute meets all of them. ``--more`` adds copies of the product that hold as many made-up forms more, and
``--beside`` an older checkout. Modules are compiled by a first round that is not counted, as an installation has
them. Absolute figures mean little on a shared machine: read the ratios to the empty Python.
"""

from __future__ import annotations

import argparse
import os
import resource
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


def taken(tree: Path, arguments: list[str]) -> tuple[float, float]:
    """Milliseconds of one process, by the clock and of the processor; it must end well."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    spent, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent * 1000, worked * 1000


def rounds(
    calls: dict[str, list[str]], trees: dict[str, Path], runs: int
) -> list[dict[tuple[str, str], tuple[float, float]]]:
    """Each call in each tree in turn, so many times after one that is not counted: see :func:`taken`."""
    return [
        {(tree, name): taken(trees[tree], call) for name, call in calls.items() for tree in trees}
        for _ in range(runs + 1)
    ][1:]


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=9)
    options.add_argument("--more", type=int, default=0, help="so many made-up forms in further trees")
    options.add_argument("--beside", type=Path, help="an older checkout")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        trees = {"now": ROOT}
        if asked.beside:
            trees["before"] = asked.beside.resolve()
        if asked.more:
            for name, tree in list(trees.items()):
                trees[f"{name}, {asked.more} more"] = tree_with(folder / name, asked.more, checkout=tree)
        calls = commands(folder)
        runs = rounds(calls, trees, asked.runs)
    for tree in trees:
        print(f"{tree:20}{'median':>9}{'least':>9}{'processor':>11}{'x python':>10}")
        alone = min(run[tree, "python -c pass"][1] for run in runs)
        for name in calls:
            clock, worked = zip(*(run[tree, name] for run in runs), strict=True)
            print(f"{name:20}{median(clock):>9.0f}{min(clock):>9.0f}{min(worked):>11.0f}", end="")
            print(f"{min(worked) / alone:>10.1f}")


if __name__ == "__main__":
    main()
