"""The pages of evidence with two hundred cases of twelve items: the upload, the first look, a case, decisions.

    .venv/bin/python benchmarks/evidence_page.py [--cases 200]

Absolute figures mean little on a shared machine: read the ratios.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx2

from api.service.door import entrance
from benchmarks.service import running
from tests.api.evidence.calls import case
from tests.forms.savings.proofs import item

OPEN = {"category": "그밖의 자립자활에 필요한 용도", "item": "기타"}
TIMES = 20


@contextmanager
def served(data: Path) -> Iterator[httpx2.Client]:
    """A client that the service knows."""
    with (
        running(data) as (_, address),
        httpx2.Client(base_url=address, timeout=120, follow_redirects=True) as client,
    ):
        client.get(entrance(address, data)).raise_for_status()
        client.get("/readyz").raise_for_status()
        yield client


def cases(number: int) -> bytes:
    """So many cases of twelve items, every third of them open."""
    made = (
        case(
            *(
                item(
                    amount=100_000 + position,
                    document_no=f"{one}-{position}",
                    payee=f"상점 {position}",
                    **(OPEN if position % 3 == 0 else {}),
                )
                for position in range(12)
            ),
            number=one,
        )
        for one in range(1, number + 1)
    )
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in made).encode()


def told(name: str, work: Callable[[], httpx2.Response], times: int = 1) -> None:
    """Print how long it took, the middle one of several."""
    seconds = []
    for _ in range(times):
        started = time.perf_counter()
        work().raise_for_status()
        seconds.append(time.perf_counter() - started)
    print(f"{name:<40} {1000 * statistics.median(seconds):7.0f} ms")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    number = parser.parse_args().cases
    with tempfile.TemporaryDirectory() as data, served(Path(data)) as client:
        upload = {"file": ("cases.jsonl", cases(number))}
        started = time.perf_counter()
        answer = client.post("/uploads/evidence", files=upload, follow_redirects=False)
        print(f"{'upload, which judges':<40} {1000 * (time.perf_counter() - started):7.0f} ms")
        address = answer.headers["location"]
        told("table, looked at first", lambda: client.get(address))
        told("table, looked at again", lambda: client.get(address), TIMES)
        told("table, open ones only", lambda: client.get(f"{address}?show=open"), TIMES)
        told("a case", lambda: client.get(f"{address}/{number // 2}"), TIMES)
        decision = {
            "decision": "accepted",
            "decided_by": "한가람",
            "decided_on": "2025-06-19",
            "basis": "영수증을 봄",
        }
        places = iter((one, position) for one in range(1, number + 1) for position in (0, 3, 6, 9))

        def decide() -> httpx2.Response:
            one, position = next(places)
            return client.post(f"{address}/{one}/{position}", data=decision)

        told("a decision, and the case after it", decide, min(TIMES, 4 * number))
        told("table after decisions", lambda: client.get(address), TIMES)
        told("audit workbook", lambda: client.get(f"{address}/audit.xlsx"))


if __name__ == "__main__":
    main()
