"""Sixty forms in one tree: everything that walks the registry goes on. What it costs: benchmarks/sixty.py."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from forms import all_forms, all_rules
from forms.registry import programmes
from tests.sixty import CLAUSES_A_FORM, tree_with

MORE = 52


def seosik(tree: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli.main import main; main()", *arguments],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_fifty_two_forms_more_are_listed_checked_and_printed(tmp_path: Path) -> None:
    tree = tree_with(tmp_path / "tree", MORE)
    listed = json.loads(seosik(tree, "forms", "--json"))["forms"]
    assert len(listed) == len(all_forms()) + MORE
    assert len({form["program"] for form in listed if form["id"].startswith("synthetic_")}) == 4
    counted = subprocess.run(
        [sys.executable, "-c", "from forms import all_rules; print(len(all_rules()))"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(counted.stdout) == len(all_rules()) + MORE * CLAUSES_A_FORM
    for name in ("closure_review", "synthetic_52"):
        assert json.loads(seosik(tree, "check", f"samples/{name}.json", "--json"))["files"][0]["ok"]
    seosik(tree, "render", "synthetic_52", "samples/synthetic_52.json", "-o", "one.pdf")
    # A packet of a programme holds its own list alone, however many there are.
    seosik(tree, "packet", "closure", "samples/closure_review.json", "-o", "closure.pdf")
    assert len(programmes()) == 4
