"""Single renders over HTTP, fifty in a row: idle, with four clients at once, and while a batch of packets runs.

    .venv/bin/python benchmarks/service.py [--renders 50] [--packets 100]

Absolute figures mean little on a shared machine: read the ratios.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx2

from benchmarks.varied import as_lines

ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def running(data: Path, *options: str) -> Iterator[tuple[int, str]]:
    """A service with its data in that folder: its process id and its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli.start", "serve", "--port", "0", "--data", str(data), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
    )
    try:
        found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
        if found is None:
            raise SystemExit("the service did not start")
        # Without the key: programs need none.
        yield process.pid, found[0].partition("?")[0].rstrip("/")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def renders(address: str, form: str, cases: Sequence[bytes]) -> list[float]:
    """Seconds of each PDF of that form, asked for each after the answer to the one before."""
    seconds = []
    with httpx2.Client(base_url=address, timeout=120) as client:
        for case in cases:
            started = time.perf_counter()
            client.post(f"/api/forms/{form}/render?format=pdf", content=case).raise_for_status()
            seconds.append(time.perf_counter() - started)
    return seconds


def renders_at_once(address: str, form: str, cases: Sequence[bytes], clients: int) -> list[float]:
    """The same by so many clients, each with its share of the cases."""
    with ThreadPoolExecutor(clients) as threads:
        shares = threads.map(lambda first: renders(address, form, cases[first::clients]), range(clients))
        return [second for share in shares for second in share]


def settled(address: str) -> None:
    """Until the service says that it is ready, and the executors of batches have loaded their libraries."""
    httpx2.get(f"{address}/readyz", timeout=120).raise_for_status()
    time.sleep(10)


def told(name: str, seconds: list[float]) -> tuple[float, float]:
    median, late = statistics.median(seconds), statistics.quantiles(seconds, n=20)[18]
    print(f"{name:<28} median {1000 * median:7.0f} ms   95th percentile {1000 * late:7.0f} ms")
    return median, late


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renders", type=int, default=50)
    parser.add_argument("--packets", type=int, default=100)
    chosen = parser.parse_args()
    form = "closure_review"
    cases = list(as_lines(form, range(chosen.renders)))
    with tempfile.TemporaryDirectory() as data, running(Path(data)) as (_, address):
        settled(address)
        renders(address, form, cases[:5])
        idle = told("idle", renders(address, form, cases))
        told("four clients", renders_at_once(address, form, cases, 4))
        with httpx2.Client(base_url=address, timeout=120) as client:
            lines = b"".join(as_lines("case_full", range(chosen.packets)))
            answer = client.post("/api/batches", files={"file": ("cases.jsonl", lines)}).json()
            batch = f"/api/batches/{answer['id']}"
            while client.get(batch).json()["done"] < 2:
                time.sleep(0.2)
            busy = told("beside a running batch", renders(address, form, cases))
            state = client.get(batch).json()
        print(f"the batch then: {state['state']}, {state['done']} of {state['total']}")
        print(f"ratio: median {busy[0] / idle[0]:.2f}, 95th percentile {busy[1] / idle[1]:.2f}")


if __name__ == "__main__":
    main()
