"""증빙 점검: coverage, items, and a person's decision that settles what is open."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from fastapi.testclient import TestClient
from openpyxl import load_workbook

from tests.api.evidence_calls import case
from tests.api.service.test_pages import put, read, words
from tests.forms.savings.proofs import item

DECISION = {
    "decision": "accepted",
    "decided_by": "한가람",
    "decided_on": "2025-06-19",
    "basis": "영수증을 봄",
}
OPEN: dict[str, Any] = {"category": "그밖의 자립자활에 필요한 용도", "item": "기타", "amount": 6_000_000}


def test_coverage_is_shown_against_half(client: TestClient) -> None:
    tree = read(client.get(put(client, case(item(amount=2_400_000)), "evidence")))
    # 2,400,000 of 10,800,000 won: 22.22 in a hundred.
    assert tree.xpath("//*[@class='accepted']/@width") == ["22.22"]
    assert "5,400,000원" in words(tree) and "미충족" in words(tree)


def test_a_decision_settles_an_open_item_and_can_be_taken_back(client: TestClient) -> None:
    address = put(client, case(item(**OPEN)), "evidence")
    assert "검토필요" in words(read(client.get(address)))
    tree = read(client.post(f"{address}/1/0", data=DECISION))
    assert "담당자 결정: 인정 (한가람, 2025-06-19)" in words(tree)
    assert re.search(r"판정: 충족", words(tree))
    book = load_workbook(BytesIO(client.get(f"{address}/audit.xlsx").content))
    assert "영수증을 봄" in {cell.value for row in book["증빙"].iter_rows() for cell in row}
    saved = client.get(address.replace("evidence", "results") + "/1/case.json").json()
    assert saved["forms"]["usage_proof"]["evidence"][0]["review"]["basis"] == "영수증을 봄"
    tree = read(client.post(f"{address}/1/0", data={"do": "withdraw"}))
    assert "검토필요" in words(tree)


def test_a_decision_that_lacks_something_is_told_beside_its_boxes(client: TestClient) -> None:
    address = put(client, case(item(**OPEN)), "evidence")
    wrong = {**DECISION, "decided_on": "2025-06-31", "basis": "", "countable_amount": "6,000,001"}
    tree = read(client.post(f"{address}/1/0", data=wrong), 422)
    invalid = {one.get("name") for one in tree.xpath("//*[@aria-invalid='true']")}
    assert invalid == {"decided_on", "basis", "countable_amount"}
    assert tree.xpath("//*[@name='decided_by']/@value") == ["한가람"]
    assert "검토필요" in words(read(client.get(address)))


def test_a_part_that_only_a_person_can_tell_is_asked_for(client: TestClient) -> None:
    fee = item(category="주택구입 및 임대", item="기숙사비", documents=["영수증"], amount=6_000_000)
    address = put(client, case(fee), "evidence")
    tree = read(client.post(f"{address}/1/0", data=DECISION), 422)
    assert tree.xpath("//*[@name='countable_amount']/@aria-invalid") == ["true"]
    tree = read(client.post(f"{address}/1/0", data={**DECISION, "countable_amount": "5,400,000"}))
    assert re.search(r"판정: 충족", words(tree))


def test_an_item_that_is_not_there(client: TestClient) -> None:
    address = put(client, case(item(**OPEN)), "evidence")
    for place in ("1/1", "2/0", "0/0", "1/-1"):
        assert client.post(f"{address}/{place}", data=DECISION).status_code == 404
