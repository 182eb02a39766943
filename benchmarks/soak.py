"""Many clients at once for some minutes, batches of one case among the rest: every accepted batch ends.

    .venv/bin/python benchmarks/soak.py [--seconds 180] [--clients 8] [--seed N]

Exit status 1 where a batch did not end, an answer was a fault of the service, or its log tells of an
error. Times mean little on a shared machine; the counts are what is read.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx2

from api.samples import SAMPLES

ROOT = Path(__file__).resolve().parent.parent
# How long the batches that wait at the end may take, in seconds a case.
SECONDS_A_CASE = 20
REFUSED_FOR_NOW = (429, 503)
ENDED = ("done", "failed", "cancelled")


@dataclass
class Seen:
    """What all clients met; appended to by their threads."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    batches: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass
class Client:
    """One client: a browser's cookies and a random order of calls."""

    number: int
    http: httpx2.Client
    chance: random.Random
    seen: Seen

    def run(self, until: float) -> None:
        calls = (
            self.one_case,
            self.one_case,
            self.some_cases,
            self.check,
            self.render,
            self.evidence,
            self.page,
        )
        while time.monotonic() < until:
            self.chance.choice(calls)()

    def call(self, name: str, method: str, address: str, **what: Any) -> httpx2.Response | None:
        started = time.perf_counter()
        try:
            answer = self.http.request(method, address, **what)
        except httpx2.HTTPError as error:
            with self.seen.lock:
                self.seen.lost.append(f"{name}: {type(error).__name__}")
            return None
        with self.seen.lock:
            self.seen.answers[name, answer.status_code] += 1
            self.seen.seconds[name].append(time.perf_counter() - started)
        if answer.status_code in REFUSED_FOR_NOW:
            time.sleep(1)
        return answer

    def case(self, name: str = "closure_review") -> dict[str, Any]:
        case: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
        return {**case, "case_no": f"{self.number}-{self.chance.randrange(10**9)}"}

    def one_case(self) -> None:
        self.batch("batch of one", [self.case()])

    def some_cases(self) -> None:
        self.batch("batch of some", [self.case() for _ in range(self.chance.choice((2, 3, 5)))])

    def batch(self, name: str, cases: list[dict[str, Any]]) -> None:
        if self.chance.random() < 0.3:
            # One that is left out; where it is the only one nothing is printed, and the batch ends all the same.
            cases[-1]["client"] = {"name": ""}
        lines = "\n".join(json.dumps(case) for case in cases).encode()
        answer = self.call(name, "POST", "/api/batches", files={"file": ("cases.jsonl", lines)})
        if answer is not None and answer.status_code == 202:
            with self.seen.lock:
                self.seen.batches[answer.json()["id"]] = len(cases)

    def check(self) -> None:
        self.call("check", "POST", "/api/check", json=self.case("case_full"))

    def render(self) -> None:
        format = self.chance.choice(("pdf", "docx"))
        self.call(
            f"render {format}", "POST", f"/api/forms/closure_review/render?format={format}", json=self.case()
        )

    def evidence(self) -> None:
        files = [("file", (f"{n}.json", json.dumps(self.case("usage_proof")).encode())) for n in range(2)]
        self.call("evidence", "POST", "/api/evidence", files=files)

    def page(self) -> None:
        files = {"file": ("case.json", json.dumps(self.case()).encode())}
        kept = self.call("upload", "POST", "/uploads/results", files=files)
        if kept is not None and kept.status_code == 303:
            address = kept.headers["location"]
            self.call("result page", "GET", address)
            self.call("forget", "POST", f"{address}/forget")


def chance(seed: int, number: int) -> random.Random:
    """The random order of one client's calls, the same for the same seed."""
    return random.Random(seed * 1000 + number)  # noqa: S311 - calls, not secrets


def memory_of(process: int) -> int:
    """Megabytes of a process and all below it."""
    total, waiting = 0, [process]
    while waiting:
        number = waiting.pop()
        try:
            status = Path(f"/proc/{number}/status").read_text(encoding="ascii", errors="replace")
            # Each thread has children of its own.
            threads = Path(f"/proc/{number}/task").glob("*/children")
            below = " ".join(path.read_text(encoding="ascii") for path in threads)
        except OSError:
            continue
        found = re.search(r"VmRSS:\s+(\d+)", status)
        total += int(found[1]) // 1024 if found else 0
        waiting += map(int, below.split())
    return total


def unended(http: httpx2.Client, seen: Seen) -> dict[str, str]:
    """The batches that do not end, after each had its time; how each ended is counted."""
    open_batches = dict(seen.batches)
    deadline = time.monotonic() + SECONDS_A_CASE * max(1, sum(open_batches.values()))
    states: dict[str, str] = {}
    wrong: dict[str, str] = {}
    while open_batches and time.monotonic() < deadline:
        for batch, total in list(open_batches.items()):
            now = http.get(f"/api/batches/{batch}").json()
            states[batch] = now["state"]
            if now["state"] in ENDED:
                del open_batches[batch]
                if now["done"] + now["left_out"] != total:
                    states[batch] = f"{now['state']} with {now['done']} + {now['left_out']} of {total}"
                    wrong[batch] = states[batch]
        time.sleep(1)
    print(
        "batches:", ", ".join(f"{count} {state}" for state, count in sorted(Counter(states.values()).items()))
    )
    return wrong | {batch: states[batch] for batch in open_batches}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=180)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "api.cli.main", "serve", "--port", "0", "--data", data]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        log = Path(data) / "serve.log"
        with log.open("w") as lines:
            process = subprocess.Popen(
                command, stdout=subprocess.PIPE, stderr=lines, text=True, env=environment
            )
        try:
            failed = soaked(process, log, chosen.seconds, chosen.clients, chosen.seed)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    sys.exit(failed)


def soaked(process: subprocess.Popen[str], log: Path, seconds: float, clients: int, seed: int) -> bool:
    found = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
    if found is None:
        raise SystemExit("the service did not start")
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}; "
        f"{clients} clients, {seconds:.0f} seconds, seed {seed}"
    )
    seen, started = Seen(), time.monotonic()
    https = [httpx2.Client(base_url=found[0].partition("?")[0], timeout=300) for _ in range(clients)]
    for http in https:
        http.get(found[0], follow_redirects=True).raise_for_status()
    https[0].get("/readyz").raise_for_status()
    threads = [
        threading.Thread(target=Client(n, http, chance(seed, n), seen).run, args=(started + seconds,))
        for n, http in enumerate(https)
    ]
    for thread in threads:
        thread.start()
    highest = 0
    while any(thread.is_alive() for thread in threads):
        highest = max(highest, memory_of(process.pid))
        time.sleep(2)
    asked = time.monotonic() - started
    left = unended(https[0], seen)
    ready = https[0].get("/readyz").status_code
    for http in https:
        http.close()
    for name, times in sorted(seen.seconds.items()):
        told = ", ".join(
            f"{count} x {status}" for (what, status), count in sorted(seen.answers.items()) if what == name
        )
        print(f"{name:<14} {told:<30} median {statistics.median(times):6.2f} s, longest {max(times):6.2f} s")
    singles = sum(size == 1 for size in seen.batches.values())
    print(
        f"{len(seen.batches)} batches accepted ({singles} of one case, {sum(seen.batches.values())} cases), "
        f"{len(left)} did not end; {asked:.0f} s of calls, {time.monotonic() - started:.0f} s to the last end"
    )
    print(f"memory of all processes at most {highest} MB; /readyz at the end {ready}")
    faults = {
        f"{what} {status}" for what, status in seen.answers if status >= 500 and status not in REFUSED_FOR_NOW
    }
    errors = [
        line for line in log.read_text().splitlines() if '"level": "error"' in line or "Traceback" in line
    ]
    for wrong in (*left.items(), *sorted(faults), *seen.lost, *errors[:5]):
        print("WRONG", wrong)
    return bool(left or faults or seen.lost or errors or ready != 200 or not seen.batches)


if __name__ == "__main__":
    main()
