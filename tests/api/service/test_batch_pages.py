"""일괄 출력: the page of a batch, without JavaScript."""

from __future__ import annotations

from typing import Any

from fastapi.testclient import TestClient

from tests.api.service.conftest import Running
from tests.api.service.test_batches import case, part
from tests.api.service.test_pages import read, words


def start(client: TestClient, *files: Any) -> str:
    answer = client.post("/batches", files=list(files), data={"duplex": "true"}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_batch_is_watched_and_its_results_are_offered(client: TestClient, running: Running) -> None:
    running.engine.step_at_once = False
    address = start(client, part(case(21)), part(case(22)), part({"case_no": "x"}, "y.json"))
    batch = address.rpartition("/")[2]
    tree = read(client.get(address))
    assert "기다리는 중" in words(tree)
    assert tree.xpath("//noscript/meta/@http-equiv") == ["refresh"]
    assert tree.xpath("//@data-events") == [f"/api/batches/{batch}/events"]
    while running.engine.advance(batch):
        pass
    tree = read(client.get(address))
    assert "3건 가운데 2건 만듦, 1건 빠짐" in words(tree)
    assert not tree.xpath("//script") and "오류 있음" in words(tree)
    for link in tree.xpath("//div[@class='actions']//a/@href"):
        assert client.get(link).status_code == 200
    assert address in read(client.get("/batches")).xpath("//tbody//a/@href")


def test_what_was_printed_stands_in_a_table_and_a_spreadsheet(client: TestClient, running: Running) -> None:
    address = start(client, part(case(21)), part(case(22)))
    batch = address.rpartition("/")[2]
    manifest = client.get(f"/api/batches/{batch}/manifest.json").json()["packets"]
    tree = read(client.get(address))
    shown = [
        ["".join(cell.itertext()) for cell in row]
        for row in tree.xpath("//section[@aria-labelledby='printed-name']//tbody/tr")
    ]
    assert shown == [
        [
            str(row["sequence"]),
            row["case_no"],
            f"{row['first_page']}~{row['last_page']}",
            *(str(row[key]) for key in ("pages", "sheets", "findings")),
        ]
        for row in manifest
    ]
    total = sum(row["pages"] for row in manifest)
    # Printed on both sides, each packet beginning on a paper of its own.
    papers = sum((row["pages"] + 1) // 2 for row in manifest)
    assert f"2건, {total}쪽, 종이 {papers}장" in words(tree)
    table = client.get(f"{address}/manifest.csv")
    assert table.content.startswith("\ufeff순번,관리번호".encode())
    assert len(table.text.splitlines()) == 3


def test_cancel_retry_and_purge(client: TestClient, running: Running) -> None:
    running.engine.step_at_once = False
    address = start(client, part(case(31)))
    assert "취소함" in words(read(client.post(f"{address}/cancel")))
    assert "기다리는 중" in words(read(client.post(f"{address}/retry")))
    read(client.post(f"{address}/purge"))
    assert "지운 작업" in words(read(client.get(address)))
    assert client.post(f"{address}/other").status_code == 404


def test_a_form_that_lacks_something_is_told_on_the_page(client: TestClient) -> None:
    tree = read(client.post("/batches", data={"duplex": "true"}), 400)
    assert tree.xpath("//input[@id='file']/@aria-invalid") == ["true"]
    tree = read(client.post("/batches", files=[part(case(1))], data={"max_pages": "many"}), 400)
    assert "max_pages" in words(tree)


# No form of this programme ever opens a packet of letters.
NO_FORM = {"packet": "referral", "program": "자산형성지원사업"}


def test_a_packet_of_a_programme_is_chosen_on_the_page(client: TestClient) -> None:
    offered = read(client.get("/batches"))
    # Of the packets that domain rules name, these have a form that opens them.
    assert {"closure", "referral"} <= set(offered.xpath("//select[@id='packet']/option/@value"))
    assert "자산형성지원사업" in offered.xpath("//select[@id='program']/option/@value")
    answer = client.post(
        "/batches",
        files=[part(case(51))],
        data={"packet": "closure", "program": "통합사례관리"},
        follow_redirects=False,
    )
    told = words(read(client.get(answer.headers["location"])))
    assert "묶음: 사례관리 종결 서류 (통합사례관리만)" in told
    tree = read(client.post("/batches", files=[part(case(52))], data=NO_FORM), 400)
    assert "자산형성지원사업에는 referral 묶음을 여는 서식이 아직 없습니다" in words(tree)
