"""일괄 출력 from kept cases: what is chosen is looked at first, and made as it is then."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from api.casebook.kept_case import EventKind
from tests.api.jobs.batches import short_case, with_errors
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import kept
from tests.api.service.test_pages import read, words


@pytest.fixture(autouse=True)
def empty(running: Running) -> None:
    book = running.app.state.context.casebook
    for line in book.lines():
        book.remove(line.id)
    running.engine.batches.clear()


OPTIONS = {"packet": "closure", "program": "", "sort": "", "max_pages": "2000", "privacy": "masked"}


def send(client: TestClient, address: str, ids: list[str], **options: str) -> Any:
    return client.post(address, data={"case": ids, **OPTIONS, **options})


def test_a_look_says_what_prints_and_what_is_wrong(running: Running, client: TestClient) -> None:
    good = [kept(running, short_case(number)).id for number in (1, 2)]
    faulty = [kept(running, with_errors(number)).id for number in (3, 4)]
    formless = kept(running, {"case_no": "2025-0005", "client": {"name": "남가람"}, "forms": {}}).id
    tree = read(send(client, "/batches/cases/look", [*good, *faulty, formless]))
    told = words(tree)
    # Each short case holds one form.
    forms = sum(len(short_case(number)["forms"]) for number in (1, 2))
    assert f"고른 사례 5건 가운데 2건을 만듭니다. 서식은 모두 {forms}건" in told
    for heading, names in (("faulty", "2025-0004, 2025-0003"), ("formless", "2025-0005")):
        [section] = tree.xpath("//section[@aria-labelledby=$name]", name=heading)
        assert section.findtext("p") == names
    [row] = [row for row in tree.xpath("//tbody/tr") if "FIELD-MISSING" in "".join(row.itertext())]
    assert "2건: 2025-0004, 2025-0003" in " ".join("".join(row.itertext()).split())
    # Nothing was made by looking.
    assert running.engine.list() == []


def test_what_was_looked_at_is_made_in_its_order(running: Running, client: TestClient) -> None:
    ids = [kept(running, short_case(number)).id for number in (1, 2, 3)]
    tree = read(send(client, "/batches/cases/look", ids[:2], sort="case_no", duplex="true"))
    sent: dict[str, list[str]] = {}
    for box in tree.xpath("//form[@action='/batches/cases']//input"):
        sent.setdefault(box.get("name"), []).append(box.get("value"))
    assert sent["duplex"] == ["true"] and sent["sort"] == ["case_no"]
    answer = client.post("/batches/cases", data=sent, follow_redirects=False)
    batch = answer.headers["location"].rpartition("/")[2]
    manifest = json.loads(running.engine.manifest(batch))
    assert [packet["case_no"] for packet in manifest["packets"]] == ["2025-0001", "2025-0002"]
    options = running.engine.batches[batch].options
    assert (options.sort, options.duplex, options.packet) == ("case_no", True, "closure")
    zipped = ZipFile(BytesIO(client.get(f"/api/batches/{batch}/packets.zip").content))
    assert "2025-0003.pdf" not in zipped.namelist()
    history = running.app.state.context.casebook.history(ids[0])
    assert (history[0].kind, history[0].detail.partition(":")[0]) == (EventKind.PRINTED, "일괄 출력")


def test_two_cases_of_one_number_are_told(running: Running, client: TestClient) -> None:
    ids = [kept(running, short_case(1)).id for _ in range(2)]
    assert "관리번호가 같은 사례가 있습니다: 2025-0001 2건" in words(
        read(send(client, "/batches/cases/look", ids))
    )


def test_what_cannot_be_understood_is_told_and_what_was_chosen_stays(
    running: Running, client: TestClient
) -> None:
    ids = [kept(running, short_case(number)).id for number in (1, 2)]
    tree = read(send(client, "/batches/cases/look", []), 400)
    assert "사례를 하나 이상 고르세요" in words(tree)
    tree = read(send(client, "/batches/cases/look", ids[:1], max_pages="0"), 400)
    assert tree.xpath("//input[@name='case'][@checked]/@value") == ids[:1]
    # A case that was removed meanwhile is not passed over in silence.
    running.app.state.context.casebook.remove(ids[0])
    assert send(client, "/batches/cases/look", ids).status_code == 404
    assert send(client, "/batches/cases", ids).status_code == 404
    assert running.engine.list() == []


def test_cases_are_found_to_choose_from(running: Running, client: TestClient) -> None:
    for number in (1, 2):
        kept(running, short_case(number))
    tree = read(client.get("/batches/cases?q=2025-0002"))
    assert [one.text for one in tree.xpath("//tbody//th/a")] == ["2025-0002"]
    assert tree.xpath("//tbody//input[@checked]") == []
    [everything] = tree.xpath("//a[contains(., '모두 고르기')]/@href")
    assert len(read(client.get(everything)).xpath("//tbody//input[@checked]")) == 1
    assert "찾은 사례가 없습니다" in words(read(client.get("/batches/cases?q=none")))
