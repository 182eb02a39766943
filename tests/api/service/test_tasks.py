"""할 일: the deadlines of all cases, overdue first, each leading to where it is entered."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import icalendar
import pytest
from fastapi.testclient import TestClient

from api.casebook.cases import Casebook
from api.casebook.summary import summary_of
from api.service.pages.deadlines import SHOWN_OF_EACH_PART
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import kept
from tests.api.service.test_pages import put, read, words


@pytest.fixture(autouse=True)
def empty(running: Running) -> None:
    book: Casebook = running.app.state.context.casebook
    for line in book.lines():
        book.remove(line.id)


def received(number: str, day: str, worker: str) -> dict[str, Any]:
    """A case whose survey is due ten days after its reception, its plan thirty counted days after it."""
    return {
        "case_no": number,
        "client": {"name": "남가람"},
        "worker": {"name": worker},
        "received_on": day,
        "forms": {},
    }


def parts(tree: Any) -> list[str]:
    return [" ".join(one.split()) for one in tree.xpath("//main//h2/text()")]


def rows(tree: Any) -> list[str]:
    return [" ".join(" ".join(row.itertext()).split()) for row in tree.xpath("//main//section//tbody/tr")]


def test_what_is_overdue_stands_first(running: Running, client: TestClient) -> None:
    # Today is Friday 2025-06-20. The survey of the second was due on the 19th, that of the first is on the 26th.
    kept(running, received("2025-0001", "2025-06-16", "유하늬"))
    kept(running, received("2025-0002", "2025-06-09", "남도윤"))
    tree = read(client.get("/deadlines"))
    assert parts(tree) == ["기한 지남 1건", "다음 주부터 3건"]
    told = rows(tree)
    assert told[0].startswith("2025-06-19 1일 지남") and "2025-0002" in told[0] and "남도윤" in told[0]
    assert told[1].startswith("2025-06-26 6일 남음") and "2025-0001" in told[1]
    assert "남가람" not in words(tree)


def test_of_very_many_tasks_the_most_pressing_are_shown_and_all_when_asked(
    running: Running, client: TestClient
) -> None:
    book: Casebook = running.app.state.context.casebook
    count = SHOWN_OF_EACH_PART + 1
    for number in range(count):
        raw = received(f"2025-{number:04}", "2025-06-09", "남도윤")
        book.add(raw, summary_of(raw, ()))
    tree = read(client.get("/deadlines"))
    assert parts(tree)[0] == f"기한 지남 {count}건"
    told = "\n".join(rows(tree))
    assert "2025-0099" in told and "2025-0100" not in told
    [everything, _] = tree.xpath("//a[contains(., '모두 보기')]/@href")
    assert "2025-0100" in "\n".join(rows(read(client.get(everything))))


def test_the_tasks_of_one_worker(running: Running, client: TestClient) -> None:
    kept(running, received("2025-0001", "2025-06-16", "유하늬"))
    kept(running, received("2025-0002", "2025-06-09", "남도윤"))
    tree = read(client.get("/deadlines?worker=" + quote("유하늬")))
    assert rows(tree) and all("2025-0001" in row for row in rows(tree))
    [file] = tree.xpath("//a[contains(@href, 'calendar.ics')]/@href")
    events = icalendar.Calendar.from_ical(client.get(file).content).walk("VEVENT")
    assert {str(event["summary"])[:11] for event in events} == {"[2025-0001]"}
    everything = icalendar.Calendar.from_ical(client.get("/deadlines/calendar.ics").content).walk("VEVENT")
    assert len(everything) == 4


def test_a_task_leads_to_its_box_or_to_the_case_without_it(running: Running, client: TestClient) -> None:
    raw = received("2025-0002", "2025-06-09", "남도윤")
    raw["forms"]["service_plan"] = {"opinion": "계획함"}
    case = kept(running, raw)
    tree = read(client.get("/deadlines"))
    plan, survey = (
        client.get(
            next(
                link
                for link in tree.xpath("//tbody//a/@href")
                if link.startswith(f"/cases/{case.id}/at?path=/forms/{form}")
            ),
            follow_redirects=False,
        ).headers["location"]
        for form in ("service_plan", "needs_survey")
    )
    assert plan.startswith(f"/cases/{case.id}/sheets/service_plan/1?at=")
    # The survey is not begun: its form can be added there.
    assert survey == f"/cases/{case.id}#adding"
    one = client.get(f"/cases/{case.id}/calendar.ics")
    assert len(icalendar.Calendar.from_ical(one.content).walk("VEVENT")) == 2
    assert client.get(f"/cases/{'0' * 32}/calendar.ics").status_code == 404


def test_what_is_done_is_folded(running: Running, client: TestClient) -> None:
    raw = received("2025-0002", "2025-06-09", "남도윤")
    raw["forms"]["service_plan"] = {"established_on": "2025-06-13"}
    kept(running, raw)
    tree = read(client.get("/deadlines"))
    [folded] = tree.xpath("//details[summary[contains(., '마친 일')]]")
    assert "2025-06-13 이행" in " ".join(folded.itertext())
    assert folded.get("open") is None


def test_an_upload_is_listed_in_the_same_order(client: TestClient) -> None:
    cases = [received("2025-0001", "2025-06-16", "유하늬"), received("2025-0002", "2025-06-09", "남도윤")]
    cases += [{"case_no": "2025-0003", "client": {"name": "남가람"}}]
    lines = "\n".join(json.dumps(case) for case in cases).encode()
    tree = read(client.get(put(client, lines, "deadlines", "three.jsonl")))
    assert parts(tree)[:2] == ["기한 지남 1건", "다음 주부터 3건"]
    assert "기한이 시작된 일이 없는 사례: 2025-0003" in words(tree)
