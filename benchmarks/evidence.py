"""Proof of use in bulk: time, peak memory, and what the duplicate index keeps of a receipt.

    .venv/bin/python benchmarks/evidence.py [--cases 10000] [--receipts 12]

Each way runs in a process of its own. Half of the receipts bear a number; one receipt in a hundred
was handed in by the case before, too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# The peak of the process itself: getrusage would count what its parent held when it was started.
_CHILD = """
import sys
from api.cli.main import main
try:
    main(sys.argv[1:])
finally:
    status = open("/proc/self/status").read()
    print(status.split("VmHWM:")[1].split()[0], file=sys.stderr)
"""
PEAK_AT_MOST_MB = 400
BYTES_A_RECEIPT_AT_MOST = 1024


def case(number: int, receipts: int) -> dict[str, Any]:
    evidence = []
    for place in range(receipts):
        owner = number - 1 if number and (number * receipts + place) % 100 == 0 else number
        evidence.append(
            {
                "id": str(place + 1),
                "category": "주택구입 및 임대",
                "item": "월세",
                "documents": ["임대차계약서", "이체확인증"],
                "dated_on": f"2024-{place % 12 + 1:02}-05",
                "user": "나보람",
                "payee": f"○○부동산 임대인 {owner}",
                "amount": 400_000 + place,
                "document_no": f"임대-{owner:05}-{place:03}" if place % 2 else None,
            }
        )
    return {
        "case_no": f"2025-{number:05}",
        "client": {"name": "나보람"},
        "forms": {
            "usage_proof": {
                "account_type": "희망키움통장Ⅱ",
                "closure_type": "지급해지",
                "account_opened_on": "2022-01-10",
                "closure_applied_on": "2025-02-03",
                "own_deposits": 3_600_000,
                "interest": 120_000,
                "supports": [{"name": "근로소득장려금", "amount": 10_800_000}],
                "members": [{"name": "나보람", "relation": "본인", "current_member": True}],
                "evidence": evidence,
            }
        },
    }


def run(*arguments: str) -> tuple[float, float, bytes]:
    """(seconds, peak MB, standard output) of ``seosik evidence`` with these arguments."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _CHILD, "evidence", *arguments], cwd=ROOT, capture_output=True, check=False
    )
    seconds = time.perf_counter() - started
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    return seconds, int(done.stderr.split()[-1]) / 1024, done.stdout


def index_bytes(cases: int, receipts: int) -> float:
    """What the index keeps of a receipt, in bytes."""
    from forms.savings.evidence import claims_of
    from forms.savings.proof import UsageProof
    from forms.savings.receipt_index import ReceiptIndex

    tracemalloc.start()
    index = ReceiptIndex()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(cases):
        proof = UsageProof.model_validate(case(number, receipts)["forms"]["usage_proof"])
        index.add(f"2025-{number:05}", claims_of(proof))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return (after - before) / (cases * receipts)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--receipts", type=int, default=12)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "cases"
        folder.mkdir()
        for number in range(chosen.cases):
            text = json.dumps(case(number, chosen.receipts), ensure_ascii=False)
            (folder / f"{number:05}.json").write_text(text, encoding="utf-8")
        ways = {
            "table": (str(folder),),
            "--json": (str(folder), "--json"),
            "--xlsx": (str(folder), "--xlsx", f"{name}/audit.xlsx"),
        }
        print(f"{chosen.cases:,} files of {chosen.receipts} receipts")
        print(f"{'way':<10}{'seconds':>9}{'cases/s':>9}{'peak MB':>9}")
        peaks = []
        for way, arguments in ways.items():
            seconds, peak, output = run(*arguments)
            peaks.append(peak)
            print(f"{way:<10}{seconds:>9.1f}{chosen.cases / seconds:>9.0f}{peak:>9.0f}")
            if way == "--json":
                found = sum(
                    reason["rule"] == "DUP-3"
                    for entry in json.loads(output)["files"]
                    for item in entry["items"]
                    for reason in item["reasons"]
                )
        kept = index_bytes(min(chosen.cases, 2_000), chosen.receipts)
        print(f"receipts found in two cases: {found:,}")
        print(f"duplicate index: {kept:.0f} bytes a receipt (at most {BYTES_A_RECEIPT_AT_MOST:,})")
        if max(peaks) >= PEAK_AT_MOST_MB or kept > BYTES_A_RECEIPT_AT_MOST:
            sys.exit(f"over the limit of {PEAK_AT_MOST_MB} MB or {BYTES_A_RECEIPT_AT_MOST} bytes a receipt")


if __name__ == "__main__":
    main()
