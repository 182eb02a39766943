"""What 52 further forms cost: the product as it is, beside itself with as many made-up forms, in one run.

    .venv/bin/python benchmarks/sixty.py [--more 52] [--runs 5] [--tests]

CPU seconds of fresh processes, the least of several runs of each tree in turn. A form more should cost nothing
where one case is checked, and no more than its share where every form is walked. Absolute figures mean little
on a shared machine: read the ratios.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.sixty import tree_with

MAIN = "from api.cli.main import main; main()"
PAGE = """
import time
from pathlib import Path
from fastapi.testclient import TestClient
from api.service.app import create_app
from api.service.settings import Settings
from tests.api.service.entering import come_in
from tests.api.service.memory_engine import MemoryEngine
if __name__ == "__main__":
    Path("data").mkdir(exist_ok=True)
    app = create_app(MemoryEngine(Path("engine")), Settings(data=Path("data"), workers=1))
    with TestClient(app, base_url="http://localhost:8765") as client:
        come_in(client)
        client.get("/")
        began = time.process_time()
        for _ in range(20):
            client.get("/")
        print("CPU", (time.process_time() - began) / 20, "BYTES", len(client.get("/").content))
"""
WALK = "tests/test_every_form.py"


def ran(tree: Path, *arguments: str) -> tuple[float, str]:
    """CPU seconds of a process and what it said; it must end well."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=tree, env=environment, capture_output=True, text=True, check=False
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def measured(tree: Path) -> dict[str, float]:
    """One run of everything that is fast, by its name."""
    book = tree / "book.xlsx"
    (tree / "page.py").write_text(PAGE, encoding="utf-8")
    _, page = ran(tree, "page.py")
    _, schema = ran(tree, "-c", MAIN, "schema", "case")
    figures = {
        "python alone, s": ran(tree, "-c", "pass")[0],
        "import of forms, s": ran(tree, "-c", "import forms")[0],
        "seosik forms, s": ran(tree, "-c", MAIN, "forms")[0],
        "seosik check of one case, s": ran(tree, "-c", MAIN, "check", "samples/closure_review.json")[0],
        "schema case, s": ran(tree, "-c", MAIN, "schema", "case")[0],
        "schema case, bytes": len(schema.encode()),
        "workbook of one form, s": ran(tree, "-c", MAIN, "workbook", "closure_review", "-o", str(book))[0],
        "workbook of a programme, s": ran(tree, "-c", MAIN, "workbook", "통합사례관리", "-o", str(book))[0],
        "page /, s": float(page.split()[1]),
        "page /, bytes": float(page.split()[3]),
    }
    return figures


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--more", type=int, default=52)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--tests", action="store_true", help="the registry tests too, which take minutes")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        few, many = (tree_with(Path(place) / name, more) for name, more in (("few", 0), ("many", asked.more)))
        runs = [(measured(few), measured(many)) for _ in range(asked.runs + 1)][1:]
        forms = [
            ran(tree, "-c", "from forms import all_forms; print(len(all_forms()))")[1] for tree in (few, many)
        ]
        count_few, count_many = map(int, forms)
        print(f"{'':30}{count_few:>10}{count_many:>10}   ratio")
        for name in runs[0][0]:
            before, after = (min(run[side][name] for run in runs) for side in (0, 1))
            print(f"{name:30}{before:>10.3f}{after:>10.3f}{after / before:>8.2f}")
        if asked.tests:
            for tree, count in ((few, count_few), (many, count_many)):
                spent, _ = ran(tree, "-m", "pytest", "-q", "-m", "not slow", "-p", "no:cacheprovider", WALK)
                print(f"registry tests with {count} forms: {spent:.1f} s, {spent / count:.2f} s a form")


if __name__ == "__main__":
    main()
