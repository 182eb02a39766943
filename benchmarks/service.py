"""Single renders over HTTP, fifty in a row: idle, and while a batch of a hundred packets runs.

    .venv/bin/python benchmarks/service.py [--renders 50] [--packets 100]

Absolute figures mean little on a shared machine: read the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx2

from api.samples import SAMPLES

ROOT = Path(__file__).resolve().parent.parent


def renders(client: httpx2.Client, case: bytes, count: int) -> list[float]:
    seconds = []
    for _ in range(count):
        started = time.perf_counter()
        client.post("/api/forms/closure_review/render?format=pdf", content=case).raise_for_status()
        seconds.append(time.perf_counter() - started)
    return seconds


def told(name: str, seconds: list[float]) -> tuple[float, float]:
    median, late = statistics.median(seconds), statistics.quantiles(seconds, n=20)[18]
    print(f"{name:<28} median {1000 * median:7.0f} ms   95th percentile {1000 * late:7.0f} ms")
    return median, late


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renders", type=int, default=50)
    parser.add_argument("--packets", type=int, default=100)
    chosen = parser.parse_args()
    case = (SAMPLES / "closure_review.json").read_bytes()
    full = json.loads((SAMPLES / "case_full.json").read_text(encoding="utf-8"))
    lines = b"\n".join(
        json.dumps({**full, "case_no": f"2025-{number:04}"}, ensure_ascii=False).encode()
        for number in range(chosen.packets)
    )
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(
            [sys.executable, "-m", "api.cli.start", "serve", "--port", "0", "--data", data],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
        if found is None:
            raise SystemExit("the service did not start")
        with httpx2.Client(base_url=found[0], timeout=120) as client:
            client.get("/readyz").raise_for_status()
            # The executors of batches load their libraries meanwhile.
            time.sleep(10)
            renders(client, case, 5)
            idle = told("idle", renders(client, case, chosen.renders))
            answer = client.post("/api/batches", files={"file": ("cases.jsonl", lines)}).json()
            batch = f"/api/batches/{answer['id']}"
            while client.get(batch).json()["done"] < 2:
                time.sleep(0.2)
            busy = told("beside a running batch", renders(client, case, chosen.renders))
            state = client.get(batch).json()
        print(f"the batch then: {state['state']}, {state['done']} of {state['total']}")
        print(f"ratio: median {busy[0] / idle[0]:.2f}, 95th percentile {busy[1] / idle[1]:.2f}")
        process.send_signal(signal.SIGTERM)
        process.wait(60)


if __name__ == "__main__":
    main()
