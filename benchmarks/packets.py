"""Closure packets: pages a second, memory, and the same forms through LibreOffice, in one run.

    .venv/bin/python benchmarks/packets.py [--cases 30] [--many 300] [--pdf-engine weasyprint]

Absolute figures mean little on a shared machine: read the ratios.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.libreoffice import MISSING, converted, installed
from benchmarks.processes import Family
from benchmarks.varied import write_varied
from generator.layout import PDF_ENGINES

_CHILD = """
import json, sys, time
from pathlib import Path
from api.cases.intake import read_uploads
from api.packets.run import run_packets
from generator.document import RenderOptions
from generator.packets.stream import StreamOptions
folder, output, processes, engine = sys.argv[1:5]
started = time.perf_counter()
run = run_packets(read_uploads((folder,)), Path(output), as_stream=True, format="pdf",
                  options=RenderOptions(pdf_engine=engine or None), stream=StreamOptions(max_pages=10**6),
                  processes=int(processes))
print(json.dumps({
    "seconds": time.perf_counter() - started,
    "pages": sum(packet.pages for packet in run.packets),
    "rendered": len(run.packets) - run.reused,
}))
"""


def packets(folder: Path, output: Path, processes: int, engine: str | None = None) -> dict[str, Any]:
    """The packets of a folder of cases by a fresh program: seconds, pages, and the highest marks of memory.

    ``parent_kb`` is the program's own, ``worker_kb`` that of the largest process that it started, or 0.
    """
    run = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder), str(output), str(processes), engine or ""],
        cwd=Path(__file__).resolve().parent.parent,
        stdout=subprocess.PIPE,
        text=True,
    )
    family = Family(run.pid)
    with family.watched(every=0.1):
        said, _ = run.communicate()
    if run.returncode:
        raise SystemExit("the packets were not made")
    figures: dict[str, Any] = json.loads(said.splitlines()[-1])
    marks = family.seen()
    return {**figures, "parent_kb": marks.pop(run.pid), "worker_kb": max(marks.values(), default=0)}


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
    converted(sorted(output.glob("*.docx")), output, output / "profile")
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=30)
    parser.add_argument("--many", type=int, default=300)
    parser.add_argument("--pdf-engine", choices=PDF_ENGINES)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        few = write_varied(root / "few", "case_full", range(chosen.cases))
        many = write_varied(root / "many", "case_full", range(chosen.many))
        engine = chosen.pdf_engine
        one = packets(few, root / "one.pdf", 1, engine)
        two = packets(few, root / "two.pdf", 2, engine)
        large = packets(many, root / "large.pdf", 2, engine)
        # Nothing left to render: what is measured is reading, joining and writing.
        join_few = packets(few, root / "two.pdf", 2, engine)
        join_many = packets(many, root / "large.pdf", 2, engine)
        rows = [
            (f"1 process, {chosen.cases} cases", one["pages"] / one["seconds"], ""),
            (
                f"2 processes, {chosen.cases} cases",
                two["pages"] / two["seconds"],
                f"{one['seconds'] / two['seconds']:.2f} x",
            ),
            (f"2 processes, {chosen.many} cases", large["pages"] / large["seconds"], ""),
        ]
        if installed():
            count = min(5, chosen.cases)
            seconds = by_libreoffice(few, root / "docx", count)
            pages = count * one["pages"] / chosen.cases
            rows.append(
                (
                    "LibreOffice, from our DOCX",
                    pages / seconds,
                    f"{one['pages'] / one['seconds'] / (pages / seconds):.1f} x by 1 process",
                )
            )
        else:
            print(MISSING)
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
