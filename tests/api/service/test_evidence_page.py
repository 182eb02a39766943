"""증빙 점검: coverage, items, and a person's decision that settles what is open."""

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient
from openpyxl import load_workbook

from tests.api.evidence.calls import case, data, enough, judged, write
from tests.api.service.test_interface import problem
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


# The same receipt in two cases: by number and payee (contract, usage_proof, "Used twice").
TWICE: dict[str, Any] = {"amount": 5_400_000, "document_no": "가-77"}


def two_cases() -> bytes:
    return b"\n".join(data(case(item(**TWICE), number=number)) for number in (1, 2))


def test_a_receipt_that_two_cases_of_one_upload_hold_is_under_review(client: TestClient) -> None:
    address = put(client, two_cases(), "evidence", "둘.jsonl")
    tree = read(client.get(address))
    assert words(tree).count("DUP-3") == 2
    assert "2025-0002의 증빙 1번" in words(tree) and "2025-0001의 증빙 1번" in words(tree)
    book = load_workbook(BytesIO(client.get(f"{address}/audit.xlsx").content))
    assert [row[1] for row in book["중복"].iter_rows(min_row=2, values_only=True)] == [
        "2025-0001",
        "2025-0002",
    ]
    # A person's decision settles it for that case.
    tree = read(client.post(f"{address}/2/0", data=DECISION))
    assert "판정: 검토필요" in words(tree) and "판정: 충족" in words(tree)


def test_the_sheet_of_duplicates_says_whether_anybody_looked(client: TestClient) -> None:
    def told(value: object, name: str) -> object:
        answer = client.get(f"{put(client, value, 'evidence', name)}/audit.xlsx")
        [row] = load_workbook(BytesIO(answer.content))["중복"].iter_rows(min_row=2, values_only=True)
        return row[0]

    assert "비교하지 않았습니다" in str(told(case(item()), "하나.json"))
    apart = b"\n".join(data(enough(number)) for number in (1, 2, 3))
    assert "사례 3건의 증빙을 서로 비교했고" in str(told(apart, "셋.jsonl"))
    assert "비교하지 않았습니다" in str(told({"case_no": "1"}, "없음.json"))


def test_the_interface_compares_the_cases_of_one_call_as_the_command_does(
    client: TestClient, tmp_path: Path
) -> None:
    cases = {f"{number}.json": data(case(item(**TWICE), number=number)) for number in (1, 2)}
    answer = client.post("/api/evidence", files=[("file", (name, value)) for name, value in cases.items()])
    assert answer.status_code == 200, answer.text
    named = [write(tmp_path / name, json.loads(value)) for name, value in cases.items()]
    _, expected = judged(*named)
    for entry in expected:
        entry["file"] = Path(entry["file"]).name
    assert answer.json() == {"files": expected}
    rules = [reason["rule"] for entry in expected for reason in entry["items"][0]["reasons"]]
    assert rules == ["DUP-3", "DUP-3"]
    # One upload of both is one call, too; and a case alone is compared with nothing.
    answer = client.post("/api/evidence", files={"file": ("둘.jsonl", two_cases())})
    assert [entry["verdict"] for entry in answer.json()["files"]] == ["검토필요", "검토필요"]
    alone = client.post("/api/evidence", content=data(case(item(**TWICE)))).json()
    assert [entry["verdict"] for entry in alone["files"]] == ["충족"]


def test_a_call_that_brings_no_file_is_refused(client: TestClient) -> None:
    assert problem(client.post("/api/evidence", files={"other": ("a.json", b"{}")}), 400)
    assert problem(client.post("/api/evidence", files={"file": ("a.json", b"{}")}, data={"sort": "a"}), 400)


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
