"""Closure packets: pages a second, memory, and the same forms through LibreOffice, in one run.

    .venv/bin/python benchmarks/packets.py [--cases 30] [--many 300]

Absolute figures mean little on a shared machine: read the ratios.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from api.samples import SAMPLES

_CHILD = """
import json, resource, sys, time
from pathlib import Path
from api.cases.intake import read_uploads
from api.packets.run import run_packets
from generator.document import RenderOptions
from generator.packets.stream import StreamOptions
folder, output, processes = sys.argv[1:4]
started = time.perf_counter()
run = run_packets(read_uploads((folder,)), Path(output), as_stream=True, format="pdf",
                  options=RenderOptions(), stream=StreamOptions(max_pages=10**6), processes=int(processes))
print(json.dumps({
    "seconds": time.perf_counter() - started,
    "pages": sum(packet.pages for packet in run.packets),
    "parent_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    "worker_kb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss,
    "rendered": len(run.packets) - run.reused,
}))
"""


def cases(folder: Path, count: int) -> Path:
    case = json.loads((SAMPLES / "case_full.json").read_text(encoding="utf-8"))
    folder.mkdir()
    for number in range(count):
        case["case_no"] = f"2025-{number:05}"
        (folder / f"{number:05}.json").write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return folder


def packets(folder: Path, output: Path, processes: int) -> dict[str, Any]:
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, str(folder), str(output), str(processes)],
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return figures


def by_libreoffice(folder: Path, output: Path, count: int) -> float:
    """Seconds that LibreOffice takes for the DOCX packets of ``count`` cases, in one start."""
    from api.cases.intake import read_uploads
    from api.packets.run import run_packets
    from generator.document import RenderOptions
    from generator.packets.stream import StreamOptions

    names = tuple(str(path) for path in sorted(folder.glob("*.json"))[:count])
    run_packets(
        read_uploads(names),
        output,
        as_stream=False,
        format="docx",
        options=RenderOptions(),
        stream=StreamOptions(),
    )
    started = time.perf_counter()
    subprocess.run(
        [
            "soffice",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(output),
            *map(str, sorted(output.glob("*.docx"))),
        ],
        check=True,
        capture_output=True,
    )
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=30)
    parser.add_argument("--many", type=int, default=300)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        few, many = cases(root / "few", chosen.cases), cases(root / "many", chosen.many)
        one = packets(few, root / "one.pdf", 1)
        two = packets(few, root / "two.pdf", 2)
        large = packets(many, root / "large.pdf", 2)
        # Nothing left to render: what is measured is reading, joining and writing.
        join_few = packets(few, root / "two.pdf", 2)
        join_many = packets(many, root / "large.pdf", 2)
        rows = [
            (f"1 process, {chosen.cases} cases", one["pages"] / one["seconds"], ""),
            (
                f"2 processes, {chosen.cases} cases",
                two["pages"] / two["seconds"],
                f"{one['seconds'] / two['seconds']:.2f} x",
            ),
            (f"2 processes, {chosen.many} cases", large["pages"] / large["seconds"], ""),
        ]
        if shutil.which("soffice"):
            seconds = by_libreoffice(few, root / "docx", 5)
            pages = 5 * one["pages"] / chosen.cases
            rows.append(
                (
                    "LibreOffice, from our DOCX",
                    pages / seconds,
                    f"{one['pages'] / one['seconds'] / (pages / seconds):.1f} x by 1 process",
                )
            )
        else:
            print("LibreOffice is not installed: its row is left out.")
        print(f"{'what':<34}{'pages/s':>9}  ratio")
        for what, rate, ratio in rows:
            print(f"{what:<34}{rate:>9.1f}  {ratio}")
        print()
        print(
            f"worker's peak at {chosen.many} against {chosen.cases} cases: {large['worker_kb'] / two['worker_kb']:.2f} x"
        )
        grown = (join_many["parent_kb"] - join_few["parent_kb"]) / (join_many["pages"] - join_few["pages"])
        print(
            f"joining {join_many['pages']} finished pages: {join_many['parent_kb'] / 1024:.0f} MB peak,"
            f" {grown:.1f} KB for each further page"
        )


if __name__ == "__main__":
    main()
