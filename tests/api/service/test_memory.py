"""The uploads that take most memory, measured from outside over all processes of a service and of a packet run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["png", "pdf", "values"])
def test_no_upload_takes_more_than_400_megabytes_and_no_packet_more_than_700(kind: str) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "memory.py"), "--only", kind]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = run.stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["upload", "packet"], run.stderr
    assert " MB of 400 " in lines[0] and " MB of 700 " in lines[1]
    assert run.returncode == 0, run.stdout
