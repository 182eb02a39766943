"""How soon the pages of kept cases answer, with one case stored and with five hundred of full size.

    .venv/bin/python benchmarks/cases.py [--cases 500] [--times 15]

A page is to answer within 0.3 s on a core that nothing else uses; the ratio of the two columns tells what the
number of cases costs.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import httpx2
from lxml import html

from api.casebook.cases import Casebook
from api.casebook.summary import summary_of
from api.data_directory import data_directory
from api.jobs.vault import Vault, master_key
from api.service.door import entrance
from api.service.settings import now_in_seoul
from benchmarks.service import running, settled

SAMPLE = Path(__file__).resolve().parent.parent / "samples" / "case_full.json"
SHEET = "needs_survey"


def stored(data: Path, count: int) -> str:
    """Keep so many cases of full size in a data folder; the id of one of them."""
    raw = json.loads(SAMPLE.read_text(encoding="utf-8"))
    summary = summary_of(raw, ())
    folder = data_directory(str(data))
    casebook = Casebook.opened(folder, Vault(folder / "pages", master_key(folder)), now_in_seoul)
    for number in range(count):
        id = casebook.add({**raw, "case_no": f"2025-{number:04}"}, summary).id
    casebook.close()
    return id


def boxes(page: str) -> list[tuple[str, str]]:
    """What a browser would save of a page by itself."""
    form = html.fromstring(page).get_element_by_id("page")
    return [*form.form_values(), ("do", "autosave")]


def median(times: int, ask: Callable[[int], httpx2.Response]) -> float:
    """The median of the seconds that an answer takes, asked for one after the other."""
    seconds = []
    for number in range(times + 1):
        begun = time.perf_counter()
        ask(number).raise_for_status()
        seconds.append(time.perf_counter() - begun)
    # The first finds everything cold.
    return statistics.median(seconds[1:])


def measured(count: int, times: int) -> dict[str, float]:
    """Seconds of each page with so many cases stored."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        id = stored(data, count)
        with running(data, "--processes", "0") as (_, address):
            settled(address)
            with httpx2.Client(base_url=address, timeout=120, follow_redirects=True) as client:
                client.get(entrance(address, data)).raise_for_status()
                sheet = f"/cases/{id}/sheets/{SHEET}/1"
                pages = {
                    "내 사례": "/",
                    "찾기": "/?q=0042",
                    "일정": "/deadlines",
                    "사례 정보": f"/cases/{id}",
                    "서식(욕구조사)": sheet,
                    "점검 결과": f"/cases/{id}/findings",
                }
                found = {}
                for name, page in pages.items():
                    found[name] = median(times, lambda _, page=page: client.get(page))
                found["저절로 저장"] = median(times, saving(client, sheet))
                return found


def saving(client: httpx2.Client, sheet: str) -> Callable[[int], httpx2.Response]:
    """Saves what stands in a sheet, changed each time, from the revision that the last saving gave."""
    sent: list[tuple[str, str]] = boxes(client.get(sheet).text)
    latest: dict[str, Any] = {"revision": dict(sent)["revision"]}

    def save(number: int) -> httpx2.Response:
        data: dict[str, list[str]] = {}
        for name, value in sent:
            data.setdefault(name, []).append(value)
        data |= {"revision": [str(latest["revision"])], "/client/address": [f"가온로 {number + 1}"]}
        answer = client.post(sheet, data=data, headers={"accept": "application/json"})
        latest.update(answer.json())
        return answer

    return save


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=500)
    parser.add_argument("--times", type=int, default=15)
    chosen = parser.parse_args()
    one, many = measured(1, chosen.times), measured(chosen.cases, chosen.times)
    print(f"{'page':<16} {'1 case':>10} {f'{chosen.cases} cases':>12} {'ratio':>7}")
    for name, seconds in one.items():
        print(f"{name:<16} {1000 * seconds:7.0f} ms {1000 * many[name]:9.0f} ms {many[name] / seconds:7.2f}")


if __name__ == "__main__":
    main()
