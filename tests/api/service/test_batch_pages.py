"""일괄 출력: the page of a batch, without JavaScript."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from fastapi.testclient import TestClient

from tests.api.jobs.batches import short_case, with_errors
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import kept
from tests.api.service.test_batches import case, part
from tests.api.service.test_pages import read, words
from tests.reading import sample


def held(client: TestClient, *files: Any, **fields: str) -> str:
    """The address of a batch that waits to be looked at."""
    answer = client.post("/batches", files=list(files), data=fields, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def looked(client: TestClient, address: str) -> Any:
    """The page of a batch that is held, once its look is whole."""
    path, _, query = address.partition("?")
    while not (answer := client.get(f"{path}/look?{query}").json())["ready"]:
        assert "살펴보는 중" in answer["told"] or "세는 중" in answer["told"]
        time.sleep(0.05)
    return read(client.get(address))


def begin(client: TestClient, address: str, **fields: str) -> None:
    answer = client.post(f"{address}/start", data={"name": "", **fields}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, address), answer.text


def start(client: TestClient, *files: Any) -> str:
    address = held(client, *files)
    begin(client, address, duplex="true")
    return address


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


def test_a_look_says_what_prints_what_is_wrong_and_how_much_paper(
    client: TestClient, running: Running
) -> None:
    faulty = [with_errors(number) for number in (3, 4)]
    address = held(client, part(short_case(1)), part(short_case(2)), *map(part, faulty), part("{", "z.json"))
    # At once, whatever the look takes.
    assert "만들기 전에 살펴보기" in words(read(client.get(address)))
    tree = looked(client, address)
    told = words(tree)
    forms = sum(len(short_case(number)["forms"]) for number in (1, 2))
    assert f"5건 가운데 2건을 만듭니다. 서식은 모두 {forms}건" in told
    assert "빠지는 사례 2건: 오류 있음 2025-0003 2025-0004" in told
    assert "빠지는 사례 1건: 읽을 수 없음 z.json:" in told
    [row] = [row for row in tree.xpath("//tbody/tr") if "FIELD-MISSING" in "".join(row.itertext())]
    assert "2건: 2025-0003, 2025-0004" in " ".join("".join(row.itertext()).split())
    begin(client, address, sort="case_no", duplex="true", separators="true", name=" 유월\t종결 ")
    batch = address.rpartition("/")[2]
    made = json.loads(running.engine.manifest(batch))
    pages = [packet["pages"] for packet in made["packets"]]
    assert f"모두 {sum(pages)}쪽: 한 면에 찍으면 종이 {sum(pages)}장" in told
    assert f"양면이면 {sum((one + 1) // 2 for one in pages)}장" in told
    assert "구분지를 넣으면 2장이 더 듭니다" in told
    options = running.engine.batches[batch].options
    assert (options.sort, options.duplex, options.separators) == ("case_no", True, True)
    assert "유월 종결" in words(read(client.get("/batches")))


def test_a_look_for_another_packet(client: TestClient) -> None:
    address = held(client, part(short_case(1)), packet="closure", program="통합사례관리")
    assert "사례관리 종결 서류 (통합사례관리만)" in words(looked(client, address))
    tree = looked(client, f"{address}?packet=referral&program=")
    assert "빠지는 사례 1건: 묶음을 여는 서식 없음" in words(tree)
    assert tree.xpath("//form[contains(@action, '/start')]//input[@name='packet']/@value") == ["referral"]
    # There is nothing to make.
    assert not tree.xpath("//form[contains(@action, '/start')]//button")


def test_charts_are_chosen_where_the_packet_takes_them_and_made(client: TestClient, running: Running) -> None:
    raw = sample("case_full")
    raw["forms"] = {form: raw["forms"][form] for form in ("needs_survey", "service_plan", "closure_review")}
    raw.pop("attachments", None)
    address = held(client, part(raw))
    for other in ("packet=solution&program=", "packet=closure&program=자산형성지원사업"):
        assert not looked(client, f"{address}?{other}").xpath("//input[@id='chart']")
    tree = looked(client, address)
    [box] = tree.xpath("//form[contains(@action, '/start')]//input[@id='chart']")
    assert box.get("checked") is None
    assert "변화 도표를 넣으면 견줄 것이 있는 사례마다 쪽이 더해집니다" in words(tree)
    [plain] = re.findall(r"모두 (\d+)쪽", words(tree))
    begin(client, address, chart=box.get("value"))
    batch = address.rpartition("/")[2]
    # The page of the scores, and that of the goals.
    assert json.loads(running.engine.manifest(batch))["packets"][0]["pages"] == int(plain) + 2
    assert "변화 도표와 함께" in words(read(client.get(address)))


def test_a_box_of_charts_stays_ticked_where_something_else_was_wrong(client: TestClient) -> None:
    address = held(client, part(short_case(1)))
    data = {"packet": "closure", "program": "", "max_pages": "many", "name": "", "chart": "true"}
    tree = read(client.post(f"{address}/start", data=data), 400)
    assert tree.xpath("//input[@id='chart'][@checked]")


def test_a_start_that_is_not_understood_is_told_and_nothing_typed_is_lost(client: TestClient) -> None:
    address = held(client, part(short_case(1)))
    tree = read(
        client.post(f"{address}/start", data={"max_pages": "many", "name": "유월", "duplex": "true"}), 400
    )
    assert "max_pages" in words(tree)
    assert tree.xpath("//input[@id='name']/@value") == ["유월"]
    assert tree.xpath("//input[@id='duplex']/@checked") == ["checked"]
    assert "100자까지" in words(read(client.post(f"{address}/start", data={"name": "가" * 101}), 400))
    assert "만들기 전에 살펴보기" in words(read(client.get(address)))


def test_what_is_not_wanted_after_a_look_goes(client: TestClient, running: Running) -> None:
    address = held(client, part(short_case(1)))
    looked(client, address)
    read(client.post(f"{address}/purge"))
    assert "지운 작업" in words(read(client.get(address)))
    assert client.get(f"{address}/look").status_code == 409


def test_cancel_retry_and_purge(client: TestClient, running: Running) -> None:
    running.engine.step_at_once = False
    address = start(client, part(case(31)), part(case(32)))
    running.engine.advance(address.rpartition("/")[2])
    tree = read(client.post(f"{address}/cancel"))
    assert "취소함" in words(tree)
    # What was made is there to be printed.
    assert client.get(tree.xpath("//a[contains(., '인쇄할 파일')]/@href")[0]).status_code == 200
    assert [row[1].text for row in tree.xpath("//section[@aria-labelledby='printed-name']//tbody/tr")] == [
        "2025-0031"
    ]
    assert tree.xpath("//form[contains(@action, '/retry')]//button/text()") == ["남은 것 마저 만들기"]
    assert "만드는 중" in words(read(client.post(f"{address}/retry"))) or "기다리는 중" in words(
        read(client.get(address))
    )
    # Removing asks first, and says what goes.
    tree = read(client.get(f"{address}/purge"))
    assert "올린 사례 2건" in words(tree) and "되돌릴 수 없습니다" in words(tree)
    assert "지운 작업" not in words(read(client.get(address)))
    read(client.post(tree.xpath("//main//form/@action")[0]))
    assert "지운 작업" in words(read(client.get(address)))
    assert client.post(f"{address}/other").status_code == 404


def test_corrected_files_take_their_places(client: TestClient, running: Running) -> None:
    address = start(client, part(short_case(1)), part(with_errors(2)), part(short_case(3)))
    tree = read(client.get(address))
    assert "빠진 사례를 고쳐 넣기" in words(tree)
    tree = read(client.post(f"{address}/correct", files=[part(short_case(9))]), 400)
    assert "제자리에 넣은 것이 없습니다" in words(tree)
    tree = read(client.post(f"{address}/correct", files=[("file", ("", b""))]), 400)
    assert "고친 파일을 하나 이상" in words(tree)
    answer = client.post(f"{address}/correct", files=[part(short_case(2))], follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, address)
    made = json.loads(running.engine.manifest(address.rpartition("/")[2]))
    assert [packet["case_no"] for packet in made["packets"]] == ["2025-0001", "2025-0002", "2025-0003"]
    assert "고쳐 넣기" not in words(read(client.get(address)))


def test_a_left_out_case_is_mended_as_a_kept_case(client: TestClient, running: Running) -> None:
    book = running.app.state.context.casebook
    address = start(client, part(short_case(1)), part(with_errors(2)))
    assert "내 사례에서" not in words(read(client.get(address)))
    mended = kept(running, short_case(2))
    tree = read(client.get(address))
    [link] = tree.xpath("//tbody[@id='failure-rows']//a/@href")
    assert link == f"/cases/{mended.id}/findings"
    assert tree.xpath("//form[contains(@action, 'correct-kept')]//button/text()") == [
        "내 사례에서 고친 1건 넣기"
    ]
    read(client.post(f"{address}/correct-kept"))
    made = json.loads(running.engine.manifest(address.rpartition("/")[2]))
    assert [packet["case_no"] for packet in made["packets"]] == ["2025-0001", "2025-0002"]
    book.remove(mended.id)


def test_a_batch_is_named_and_renamed(client: TestClient) -> None:
    address = start(client, part(short_case(1)))
    read(client.post(f"{address}/name", data={"name": "칠월"}))
    assert "칠월: 끝남" in words(read(client.get(address)))
    refused = client.post(f"{address}/name", data={"name": "가" * 101})
    assert (refused.status_code, "100자까지" in refused.json()["detail"]) == (400, True)


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
    address = answer.headers["location"]
    begin(client, address, packet="closure", program="통합사례관리")
    told = words(read(client.get(address)))
    assert "묶음: 사례관리 종결 서류 (통합사례관리만)" in told
    tree = read(client.post("/batches", files=[part(case(52))], data=NO_FORM), 400)
    assert "자산형성지원사업에는 referral 묶음을 여는 서식이 아직 없습니다" in words(tree)
