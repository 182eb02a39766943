"""A workbook of many cases: seconds to read and check it, and kilobytes of memory a case.

    .venv/bin/python benchmarks/workbook.py [--cases 1000]

Memory is how far the process's peak grows beyond what it holds once the program is loaded (Linux).
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

from api.samples import SAMPLES

_CHILD = """
import json, sys, time
from pathlib import Path
from api.cases.intake import read_uploads
from api.cases.reports import CaseReport

def kilobytes(what):
    return int(Path("/proc/self/status").read_text().partition(f"{what}:")[2].split()[0])

# One small workbook first, so that loading the libraries is not counted as data.
for upload in read_uploads((sys.argv[1],)):
    CaseReport.of(upload)
# From here the high-water mark is counted anew.
Path("/proc/self/clear_refs").write_text("5")
before = kilobytes("VmRSS")
started = time.perf_counter()
reports = [CaseReport.of(upload).without_case() for upload in read_uploads((sys.argv[2],))]
print(json.dumps({
    "cases": len(reports),
    "errors": sum(report.failed(False) for report in reports),
    "seconds": time.perf_counter() - started,
    "kilobytes": kilobytes("VmHWM") - before,
}))
"""


def many(sample: str, count: int) -> list[dict[str, Any]]:
    """The sample under ``count`` case numbers, with texts that differ from case to case."""
    case = json.loads((SAMPLES / f"{sample}.json").read_text(encoding="utf-8"))
    made = []
    for number in range(count):
        one = json.loads(json.dumps(case))
        one["case_no"] = f"2025-{number:05}"
        _distinguish(one["forms"], f" ({number:05})")
        made.append(one)
    return made


def _distinguish(value: Any, mark: str) -> None:
    """Shared texts would make a workbook of copies look smaller than one of real cases."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(item, str) and len(item) > 60:
            value[key] = item + mark
        elif isinstance(item, (dict, list)):
            _distinguish(item, mark)


def measured(folder: Path, sample: str, count: int) -> dict[str, Any]:
    from api.entry.tables import tables_of
    from api.workbook.writer import entry_workbook

    files = []
    for size in (1, count):
        cases = many(sample, size)
        files.append(folder / f"{sample}-{size}.xlsx")
        files[-1].write_bytes(entry_workbook(tables_of(tuple(cases[0]["forms"])), cases))
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, *map(str, files)],
        cwd=Path(__file__).resolve().parent.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    figures: dict[str, Any] = json.loads(run.stdout)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        # The full case holds every form, some 500 cells; a fifth as many of it take as long to write.
        for sample, count in (("closure_review", arguments.cases), ("case_full", arguments.cases // 5)):
            started = time.perf_counter()
            figures = measured(Path(folder), sample, count)
            each = figures["kilobytes"] / figures["cases"]
            print(
                f"{sample}: {figures['cases']} cases read and checked in {figures['seconds']:.1f} s, "
                f"{each:.1f} KB a case (limit 20), {figures['errors']} with errors; "
                f"{time.perf_counter() - started:.0f} s with writing"
            )


if __name__ == "__main__":
    main()
