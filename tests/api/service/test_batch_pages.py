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
    for link in tree.xpath("//a[starts-with(@href, '/api/')]/@href"):
        assert client.get(link).status_code == 200
    assert address in read(client.get("/batches")).xpath("//tbody//a/@href")


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
