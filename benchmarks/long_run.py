"""One long run of closure packets: does the memory of a worker, or of the whole, grow with what was made?

    .venv/bin/python benchmarks/long_run.py [--cases 1000] [--processes 2] [--pages short]

Every case is another one. Each line tells of a tenth of the run: packets that stand, and what the program and
its largest worker held just then (resident memory), as medians of the looks taken meanwhile.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pypdf import PdfReader

from benchmarks.processes import Family, kilobytes
from benchmarks.varied import write_varied

LOOK_EVERY = 2.0
SAMPLES = {"full": "case_full", "short": "closure_review"}


@dataclass(frozen=True)
class Look:
    """What stood at a moment: seconds since the start, packets, kilobytes."""

    seconds: float
    packets: int
    program: int
    worker: int


def looks(run: subprocess.Popen[bytes], finished: Path) -> Iterator[Look]:
    """Look at a run until it ends."""
    started = time.perf_counter()
    while run.poll() is None:
        workers = [pid for pid in Family(run.pid).members() if pid != run.pid]
        held = [kilobytes("VmRSS", pid) for pid in workers]
        made = sum(1 for _ in finished.glob("*.pdf")) if finished.is_dir() else 0
        yield Look(time.perf_counter() - started, made, kilobytes("VmRSS", run.pid), max(held, default=0))
        time.sleep(LOOK_EVERY)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--pages", choices=SAMPLES, default="full")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        cases = write_varied(root / "cases", SAMPLES[chosen.pages], range(chosen.cases))
        command = [sys.executable, "-m", "api.cli.start", "packet", "closure", str(cases)]
        run = subprocess.Popen(
            [*command, "-o", str(root / "out.pdf"), "--processes", str(chosen.processes)],
            stdout=subprocess.DEVNULL,
            stderr=(root / "said").open("wb"),
        )
        seen = list(looks(run, root / "out.packets"))
        if run.returncode:
            raise SystemExit((root / "said").read_text(encoding="utf-8")[-2000:])
        pages = sum(len(PdfReader(path).pages) for path in root.glob("out*.pdf"))
        size = sum(path.stat().st_size for path in root.glob("out*.pdf"))
    print(f"{'until, s':>9}{'packets':>9}{'program MB':>12}{'worker MB':>11}")
    for tenth in range(10):
        part = seen[len(seen) * tenth // 10 : len(seen) * (tenth + 1) // 10] or seen[-1:]
        program, worker = (
            statistics.median(getattr(look, what) for look in part) / 1024 for what in ("program", "worker")
        )
        print(f"{part[-1].seconds:>9.0f}{part[-1].packets:>9}{program:>12.0f}{worker:>11.0f}")
    seconds = seen[-1].seconds
    print()
    print(f"{chosen.cases} packets, {pages} pages, {size / 1024**2:.0f} MB in {seconds:.0f} s", end="")
    print(f": {pages / seconds:.1f} pages/s on {chosen.processes} processes")
    print(f"10,000 such packets by that rate: {seconds / chosen.cases * 10_000 / 3600:.2f} h")


if __name__ == "__main__":
    main()
