"""일괄 출력 from kept cases: what is chosen is looked at first, and made as it is then."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from api.casebook.kept_case import EventKind
from api.jobs.engine import BatchState
from tests.api.jobs.batches import short_case, with_errors
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import kept
from tests.api.service.test_batch_pages import begin, looked
from tests.api.service.test_pages import read, words


@pytest.fixture(autouse=True)
def empty(running: Running) -> None:
    book = running.app.state.context.casebook
    for line in book.lines():
        book.remove(line.id)
    running.engine.batches.clear()


def send(client: TestClient, ids: list[str], **options: str) -> Any:
    return client.post("/batches/cases", data={"case": ids, **options}, follow_redirects=False)


def test_chosen_cases_are_looked_at_and_made_in_their_order(running: Running, client: TestClient) -> None:
    ids = [kept(running, short_case(number)).id for number in (1, 2, 3)]
    answer = send(client, ids[:2], packet="closure", program="")
    address = answer.headers["location"]
    # Nothing was made by looking.
    assert running.engine.status(address.rpartition("/")[2]).state is BatchState.HELD
    tree = looked(client, address)
    assert "2건 가운데 2건을 만듭니다" in words(tree)
    assert tree.xpath("//select[@id='sort']/option[1]/text()") == ["목록의 차례"]
    begin(client, address, duplex="true")
    batch = address.rpartition("/")[2]
    manifest = json.loads(running.engine.manifest(batch))
    # The list shows what was changed last first.
    assert [packet["case_no"] for packet in manifest["packets"]] == ["2025-0002", "2025-0001"]
    zipped = ZipFile(BytesIO(client.get(f"/api/batches/{batch}/packets.zip").content))
    assert "2025-0003.pdf" not in zipped.namelist()
    history = running.app.state.context.casebook.history(ids[0])
    assert (history[0].kind, history[0].detail.partition(":")[0]) == (EventKind.PRINTED, "일괄 출력")


def test_a_case_without_its_opening_form_is_told(running: Running, client: TestClient) -> None:
    case = short_case(5)
    case["forms"] = {"consent": case["forms"].get("consent", {})} if "consent" in case["forms"] else {}
    answer = send(client, [kept(running, case).id])
    assert "빠지는 사례 1건: 종결 서식 없음 2025-0005" in words(looked(client, answer.headers["location"]))


def test_two_cases_of_one_number_are_told(running: Running, client: TestClient) -> None:
    ids = [kept(running, short_case(1)).id for _ in range(2)]
    told = words(looked(client, send(client, ids).headers["location"]))
    assert "2건 가운데 1건을 만듭니다" in told
    assert "빠지는 사례 1건: 관리번호 중복 2025-0001" in told


def test_what_cannot_be_understood_is_told_and_what_was_chosen_stays(
    running: Running, client: TestClient
) -> None:
    ids = [kept(running, short_case(number)).id for number in (1, 2)]
    tree = read(send(client, []), 400)
    assert "사례를 하나 이상 고르세요" in words(tree)
    tree = read(send(client, ids[:1], packet="nothing"), 400)
    assert tree.xpath("//input[@name='case'][@checked]/@value") == ids[:1]
    # A case that was removed meanwhile is not passed over in silence.
    running.app.state.context.casebook.remove(ids[0])
    assert send(client, ids).status_code == 404
    assert running.engine.list() == []


def test_a_kept_case_with_errors_is_mended_and_put_into_its_place(
    running: Running, client: TestClient
) -> None:
    wrong, right = kept(running, with_errors(1)), kept(running, short_case(2))
    address = send(client, [wrong.id, right.id]).headers["location"]
    begin(client, address)
    tree = read(client.get(address))
    assert tree.xpath("//tbody[@id='failure-rows']//a/@href") == [f"/cases/{wrong.id}/findings"]
    # Its number may be corrected, too: it is known by what it is.
    casebook = running.app.state.context.casebook
    casebook.keep(replace(casebook.case(wrong.id), raw=short_case(7)), wrong.summary)
    read(client.post(f"{address}/correct-kept"))
    made = json.loads(running.engine.manifest(address.rpartition("/")[2]))
    assert sorted(packet["case_no"] for packet in made["packets"]) == ["2025-0002", "2025-0007"]


def test_cases_are_found_to_choose_from(running: Running, client: TestClient) -> None:
    for number in (1, 2):
        kept(running, short_case(number))
    tree = read(client.get("/batches/cases?q=2025-0002"))
    assert [one.text for one in tree.xpath("//tbody//th/a")] == ["2025-0002"]
    assert tree.xpath("//tbody//input[@checked]") == []
    [everything] = tree.xpath("//a[contains(., '모두 고르기')]/@href")
    assert len(read(client.get(everything)).xpath("//tbody//input[@checked]")) == 1
    assert "찾은 사례가 없습니다" in words(read(client.get("/batches/cases?q=none")))
