"""증빙 점검: coverage, items, and a person's decision that settles what is open."""

from __future__ import annotations

import json
import re
import time
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pikepdf
import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from api.service.kept import COOKIE, group_of
from tests.api.evidence.calls import case, data, enough, judged, write
from tests.api.service.conftest import Running
from tests.api.service.entering import as_another_browser
from tests.api.service.test_interface import problem
from tests.api.service.test_pages import put, read, words
from tests.forms.savings.proofs import item
from tests.reading import sample

DECISION = {
    "decision": "accepted",
    "decided_by": "한가람",
    "decided_on": "2025-06-19",
    "basis": "영수증을 봄",
}
OPEN: dict[str, Any] = {"category": "그밖의 자립자활에 필요한 용도", "item": "기타", "amount": 6_000_000}


def test_coverage_is_shown_against_half(client: TestClient) -> None:
    tree = read(client.get(put(client, case(item(amount=2_400_000)), "evidence") + "/1"))
    # 2,400,000 of 10,800,000 won: 22.22 in a hundred.
    assert tree.xpath("//*[@class='accepted']/@width") == ["22.22"]
    assert "5,400,000원" in words(tree) and "미충족" in words(tree)


def test_what_is_paid_out_stands_beside_the_verdict_with_its_working(client: TestClient) -> None:
    # 3,600,000 + 120,000 + 10,800,000; what 환수해지 of 희망키움통장Ⅱ pays stands in no source.
    cases = [case(item(), number=1), case(item(), number=2, closure_type="환수해지")]
    address = put(client, b"\n".join(map(data, cases)), "evidence", "둘.jsonl")
    table = read(client.get(address))
    assert [cell.text_content() for cell in rows(table, "td[@data-label='지급액']")] == ["14,520,000", "-"]
    first, second = (words(read(client.get(f"{address}/{number}"))) for number in (1, 2))
    assert "본인적립금 3,600,000원 + 이자 120,000원 + 지원금 10,800,000원 = 14,520,000원" in first
    assert "지급액 14,520,000원" in first
    assert "지급액: 이 통장과 해지 유형의 지급액은 출처에 없습니다." in second


# The same receipt in two cases: by number and payee (contract, usage_proof, "Used twice").
TWICE: dict[str, Any] = {"amount": 5_400_000, "document_no": "가-77"}


def two_cases() -> bytes:
    return b"\n".join(data(case(item(**TWICE), number=number)) for number in (1, 2))


def verdicts(tree: Any) -> list[str]:
    """The verdict of each case in the table."""
    return [cell.text_content().strip() for cell in rows(tree, "td[@data-label='판정']")]


def rows(tree: Any, cell: str) -> list[Any]:
    found: list[Any] = tree.xpath(f"//table[contains(@class, 'cases')]/tbody/tr/{cell}")
    return found


def test_a_receipt_that_two_cases_of_one_upload_hold_is_under_review(client: TestClient) -> None:
    address = put(client, two_cases(), "evidence", "둘.jsonl")
    tree = read(client.get(address))
    assert verdicts(tree) == ["검토필요", "검토필요"]
    # One group, and each of its receipts leads to its item.
    [group] = tree.xpath("//tbody[@class='group']")
    assert group.xpath(".//a/@href") == [f"{address}/1#item-0", f"{address}/2#item-0"]
    first = read(client.get(f"{address}/1"))
    assert words(first).count("DUP-3") == 1
    assert first.xpath("//*[@id='item-0']//a[contains(text(), '2025-0002의 증빙 1번')]/@href") == [
        f"{address}/2#item-0"
    ]
    book = load_workbook(BytesIO(client.get(f"{address}/audit.xlsx").content))
    assert [row[1] for row in book["중복"].iter_rows(min_row=2, values_only=True)] == [
        "2025-0001",
        "2025-0002",
    ]
    # A person's decision settles it for that case.
    client.post(f"{address}/2/0", data=DECISION)
    assert verdicts(read(client.get(address))) == ["검토필요", "충족"]


def several() -> dict[str, dict[str, Any]]:
    """A case of each verdict, one that cannot be judged, and one without a proof, by their files."""
    broken = case(item(amount=0), number=6)
    return {
        "가.json": enough(1),
        "나.json": case(item(**OPEN), number=2),
        "다.json": case(item(amount=100_000), number=3),
        "라.json": case(item(document_no="라-1"), number=4, closure_type="환수해지"),
        "마.json": case(item(document_no="마-1"), number=5, account_type="희망저축계좌Ⅰ"),
        "바.json": broken,
        "사.json": {**sample("consent"), "case_no": "2025-0007"},
    }


def zipped(files: dict[str, Any]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, value in files.items():
            archive.writestr(name, value if isinstance(value, bytes) else data(value))
    return made.getvalue()


def test_cases_stand_in_one_table_and_are_filtered(client: TestClient) -> None:
    address = put(client, zipped(several()), "evidence", "여럿.zip")
    tree = read(client.get(address))
    assert verdicts(tree) == [
        "충족",
        "검토필요",
        "미충족",
        "해당없음",
        "규정없음",
        "판정 못 함",
        "점검표 없음",
    ]
    links = [link.get("href") for link in rows(tree, "th/a")]
    assert links == [f"{address}/{number}" for number in range(1, 8)]
    [told] = tree.xpath("//*[@class='notice bad']")
    assert "판정하지 못한 사례가 1건" in told.text_content() and "2025-0006" in told.text_content()
    counts = {
        link.xpath("text()")[0].strip(): link.xpath("string(strong)")
        for link in tree.xpath("//*[@class='filters noprint']//a")
    }
    assert counts == {
        "전체": "7",
        "열린 것이 있음": "1",
        "검토필요": "1",
        "미충족": "1",
        "충족": "1",
        "해당없음·규정없음": "2",
        "판정하지 않음": "2",
    }
    for show, expected in (
        ("open", ["검토필요"]),
        ("unmet", ["미충족"]),
        ("none", ["해당없음", "규정없음"]),
        ("unjudged", ["판정 못 함", "점검표 없음"]),
    ):
        assert verdicts(read(client.get(f"{address}?show={show}"))) == expected
    # Three cases for which half is asked: of 3 times 10,800,000 won, 5,400,000 and 100,000 are accepted,
    # and so much is missing: 0, 5,400,000 and 5,300,000.
    sums = read(client.get(f"{address}?show=unmet")).xpath("string(//*[@id='sums'])")
    assert "필요 5,400,000원, 인정 100,000원, 검토 0원, 부족 5,300,000원" in sums
    for number in range(1, 8):
        read(client.get(f"{address}/{number}"))
    assert client.get(f"{address}/8").status_code == client.get(f"{address}/0").status_code == 404


def test_page_command_and_workbook_say_the_same_numbers(client: TestClient, tmp_path: Path) -> None:
    """Before and after decisions, and after one was taken back."""
    files = {
        **several(),
        "아.json": case(item(**TWICE), item(**OPEN), number=8),
        "자.json": case(item(**TWICE), number=9),
    }
    address = put(client, zipped(files), "evidence", "여럿.zip")
    undecided = read(client.get(address))
    client.post(f"{address}/2/0", data=DECISION)
    client.post(f"{address}/8/1", data={**DECISION, "decision": "rejected"})
    client.post(f"{address}/9/0", data=DECISION)
    client.post(f"{address}/9/0", data={"do": "withdraw"})
    decided = read(client.get(address))
    reviews = {"나.json": (0, DECISION), "아.json": (1, {**DECISION, "decision": "rejected"})}
    for tree, settled in ((undecided, {}), (decided, reviews)):
        given = json.loads(json.dumps(files))
        for name, (position, review) in settled.items():
            given[name]["forms"]["usage_proof"]["evidence"][position]["review"] = review
        archive = tmp_path / "여럿.zip"
        archive.write_bytes(zipped(given))
        _, told = judged(str(archive))
        expected = [
            [f"{entry[key]:,}" for key in ("support_total", "accepted_total", "review_total")]
            for entry in told
            if entry["verdict"]
        ]
        amounts = [
            [
                rows(tree, f"td[@data-label='{label}']")[at].text_content()
                for label in ("지원액", "인정", "검토")
            ]
            for at in range(len(expected))
        ]
        assert amounts == expected
        assert [one for one in verdicts(tree) if "점검표" not in one and "못" not in one] == [
            entry["verdict"] for entry in told if entry["verdict"]
        ]
    book = load_workbook(BytesIO(client.get(f"{address}/audit.xlsx").content))["사례"]
    heading, *lines = book.iter_rows(values_only=True)
    columns = [heading.index(name) for name in ("지원액", "인정금액", "검토금액")]
    assert [[f"{line[at]:,}" for at in columns] for line in lines if line[columns[0]] is not None] == expected


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


def settled(client: TestClient) -> str:
    """An upload of a case with an open item of 6,000,000 won."""
    return put(client, case(item(**OPEN)), "evidence")


def test_a_decision_settles_an_open_item_and_can_be_taken_back(client: TestClient) -> None:
    address = settled(client)
    assert "검토필요" in words(read(client.get(address)))
    answer = client.post(f"{address}/1/0", data=DECISION, follow_redirects=False)
    assert answer.headers["location"] == f"{address}/1?changed=1#item-0"
    tree = read(client.get(answer.headers["location"]))
    # At the item: what was decided and what it changed. At the top: the sums.
    told = tree.xpath("string(//*[@id='item-0']//*[@role='status'])")
    assert "인정 0원 → 6,000,000원, 판정 검토필요 → 충족" in told
    assert "인정 (한가람, 2025-06-19)" in tree.xpath("string(//*[@id='item-0'])")
    assert re.search(r"충족.*인정\s*6,000,000원", tree.xpath("string(//*[@class='sums'])"), re.DOTALL)
    book = load_workbook(BytesIO(client.get(f"{address}/audit.xlsx").content))
    assert "영수증을 봄" in {cell.value for row in book["증빙"].iter_rows() for cell in row}
    saved = client.get(address.replace("evidence", "results") + "/1/case.json").json()
    assert saved["forms"]["usage_proof"]["evidence"][0]["review"]["basis"] == "영수증을 봄"
    tree = read(client.post(f"{address}/1/0", data={"do": "withdraw"}))
    assert "결정을 취소했습니다" in words(tree) and "6,000,000원 → 0원" in words(tree)
    assert verdicts(read(client.get(address))) == ["검토필요"]


def test_who_decided_what_when_is_logged_with_what_was_taken_back(client: TestClient) -> None:
    address = settled(client)
    client.post(f"{address}/1/0", data={**DECISION, "decision": "rejected", "basis": "사진이 흐림"})
    client.post(f"{address}/1/0", data={"do": "withdraw"})
    # Taken back already: nothing more happens.
    client.post(f"{address}/1/0", data={"do": "withdraw"})
    client.post(f"{address}/1/0", data={**DECISION, "countable_amount": "5,400,000"})
    # Sent twice: decided once.
    client.post(f"{address}/1/0", data={**DECISION, "countable_amount": "5,400,000"})
    for page in (address, f"{address}/1"):
        tree = read(client.get(page))
        cells = [
            [re.sub(r"\s+", " ", cell.text_content()).strip() for cell in row.xpath("td")[1:4]]
            for row in tree.xpath("//table[caption[starts-with(., '결정 기록')]]/tbody/tr")
        ]
        # The newest first; whoever took it back did not say a name, so it is the one who decided last.
        assert [cell[1] for cell in cells] == ["인정 (5,400,000원)", "결정 취소", "불인정"]
        assert ["한가람" in cell[2] for cell in cells] == [True, True, True]
    sheet = load_workbook(BytesIO(client.get(f"{address}/audit.xlsx").content))["결정 기록"]
    logged = [row[2:9] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert logged == [
        ("2025-0001", "1", "불인정", "한가람", "2025-06-19", None, "사진이 흐림"),
        ("2025-0001", "1", "결정 취소", "한가람", None, None, None),
        ("2025-0001", "1", "인정", "한가람", "2025-06-19", 5_400_000, "영수증을 봄"),
    ]


def test_name_and_basis_stand_ready_for_the_next_item(client: TestClient) -> None:
    address = put(client, case(item(**OPEN), item(**OPEN, payee="다른 곳")), "evidence")

    def ready(tree: Any) -> tuple[list[str], list[str]]:
        return tree.xpath("//*[@name='decided_by']/@value"), tree.xpath("//textarea/text()")

    assert ready(read(client.get(f"{address}/1"))) == (["", ""], [])
    tree = read(client.post(f"{address}/1/0", data=DECISION))
    # The first item's hidden name goes with taking its decision back.
    assert ready(tree) == (["한가람", "한가람"], ["영수증을 봄"])
    # In another browser nobody has decided.
    as_another_browser(client)
    address = settled(client)
    assert ready(read(client.get(f"{address}/1"))) == ([""], [])
    # Whoever has said a name under 설정 finds it here.
    client.post("/settings", data={"user-name": "나래"})
    assert ready(read(client.get(f"{address}/1"))) == (["나래"], [])


def test_a_decision_that_lacks_something_is_told_beside_its_boxes(client: TestClient) -> None:
    address = settled(client)
    wrong = {**DECISION, "decided_on": "2025-06-31", "basis": "", "countable_amount": "6,000,001"}
    tree = read(client.post(f"{address}/1/0", data=wrong), 422)
    invalid = {one.get("name") for one in tree.xpath("//*[@aria-invalid='true']")}
    assert invalid == {"decided_on", "basis", "countable_amount"}
    assert tree.xpath("//*[@name='decided_by']/@value") == ["한가람"]
    tree = read(client.post(f"{address}/1/0", data={**DECISION, "decision": ""}), 422)
    assert len(tree.xpath("//fieldset[@aria-invalid='true']")) == 1
    assert "검토필요" in words(read(client.get(address)))
    # The address of the form, opened again, leads back to the item.
    answer = client.get(f"{address}/1/0", follow_redirects=False)
    assert answer.headers["location"] == f"{address}/1#item-0"


def test_a_part_that_only_a_person_can_tell_is_asked_for(client: TestClient) -> None:
    fee = item(category="주택구입 및 임대", item="기숙사비", documents=["영수증"], amount=6_000_000)
    address = put(client, case(fee), "evidence")
    tree = read(client.post(f"{address}/1/0", data=DECISION), 422)
    assert tree.xpath("//*[@name='countable_amount']/@aria-invalid") == ["true"]
    client.post(f"{address}/1/0", data={**DECISION, "countable_amount": "5,400,000"})
    assert verdicts(read(client.get(address))) == ["충족"]


def test_an_item_that_is_not_there(client: TestClient) -> None:
    address = settled(client)
    for place in ("1/1", "2/0", "0/0", "1/-1"):
        assert client.post(f"{address}/{place}", data=DECISION).status_code == 404


def test_every_page_stands_ready_when_the_upload_has_come_in(
    client: TestClient, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = put(client, zipped(several()), "evidence", "여럿.zip")

    async def asked(*_: Any, **__: Any) -> None:
        raise AssertionError("judged a second time")

    monkeypatch.setattr(running.app.state.context.pool, "run", asked)
    for page in ("", "?show=open", "/1", "/7"):
        read(client.get(f"{address}{page}"))


def test_files_are_opened_before_anybody_looks_at_them(client: TestClient, running: Running) -> None:
    address = put(client, scanned(), "evidence", "함께.zip")
    context = running.app.state.context
    workspace = client.cookies[COOKIE]
    waited_until = time.monotonic() + 30
    while context.judged.get(group_of(workspace, address.rpartition("/")[2])).cases[0].papers is None:
        assert time.monotonic() < waited_until
        time.sleep(0.02)
    # What was decided since stays, and so do the files.
    client.post(f"{address}/1/5", data=DECISION)
    book = load_workbook(BytesIO(client.get(f"{address}/audit.xlsx").content))["증빙"]
    heading, *lines = book.iter_rows(values_only=True)
    pages, decided = heading.index("파일 쪽수"), heading.index("담당자 결정")
    assert [line[pages] for line in lines] == [1, 2, None, None, None, None]
    assert [line[decided] for line in lines] == [None] * 5 + ["인정"]
    held = context.judged.get(group_of(workspace, address.rpartition("/")[2]))
    assert sorted(held.cases[0].papers) == [0, 1, 2, 3, 4]


def test_another_browser_sees_nothing_of_what_is_held_in_memory(client: TestClient) -> None:
    address = settled(client)
    read(client.get(f"{address}/1"))
    as_another_browser(client)
    for page in (address, f"{address}/1"):
        assert client.get(page).status_code == 404


def test_what_was_forgotten_is_not_shown_from_memory(client: TestClient) -> None:
    address = settled(client)
    read(client.get(f"{address}/1"))
    client.post(address.replace("evidence", "results") + "/forget")
    assert client.get(f"{address}/1").status_code == 404


def test_cases_are_drawn_by_a_seed_that_is_kept(client: TestClient) -> None:
    upload = b"\n".join(data(enough(number)) for number in range(1, 31))
    address = put(client, upload, "evidence", "서른.jsonl")
    client.post(f"{address}/draws", data={"count": "5", "seed": "20250620"})
    client.post(f"{address}/draws", data={"count": "5", "seed": "20250620"})
    tree = read(client.post(f"{address}/draws", data={"count": "30", "seed": ""}))
    drawn = [
        [int(link.rpartition("/")[2]) for link in one.xpath(".//a/@href")]
        for one in tree.xpath("//ol[@class='drawn']/li")
    ]
    # By the method that stands on the page.
    assert "random.Random(씨앗).sample(번호, 건수)" in words(tree)
    expected = sorted(Random(20250620).sample(range(1, 31), 5))  # noqa: S311 - told on the page
    assert drawn == [expected, expected, list(range(1, 31))]
    seeds = tree.xpath("//ol[@class='drawn']/li/p/strong/text()")
    assert seeds[:2] == ["20250620", "20250620"] and seeds[2].isdigit()
    sheet = load_workbook(BytesIO(client.get(f"{address}/audit.xlsx").content))["재점검"]
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [line[5] for line in lines[:5]] == expected
    assert [line[2] for line in lines[4:11]] == [20250620] * 6 + [int(seeds[2])]
    for wrong in ({"count": "31"}, {"count": "0"}, {"count": ""}, {"count": "1", "seed": "아무"}):
        assert read(client.post(f"{address}/draws", data=wrong), 422).xpath("//*[@aria-invalid='true']")
    assert len(read(client.get(address)).xpath("//ol[@class='drawn']/li")) == 3


def test_a_case_that_was_not_judged_is_never_drawn(client: TestClient) -> None:
    address = put(client, zipped(several()), "evidence", "여럿.zip")
    assert client.post(f"{address}/draws", data={"count": "6", "seed": "1"}).status_code == 422
    tree = read(client.post(f"{address}/draws", data={"count": "5", "seed": "1"}))
    links = tree.xpath("//ol[@class='drawn']//a/@href")
    assert links == [f"{address}/{number}" for number in range(1, 6)]


def pdf(*words: str) -> bytes:
    """A PDF of pages of 200 by 400 points."""
    made = BytesIO()
    with pikepdf.new() as document:
        for _ in words:
            document.add_blank_page(page_size=(200, 400))
        document.save(made)
    return made.getvalue()


def png(width: int, height: int) -> bytes:
    """A picture, its upper left quarter black and the rest white."""
    picture = Image.new("L", (width, height), 255)
    picture.paste(0, (0, 0, width // 2, height // 2))
    made = BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def scanned() -> bytes:
    files = ("scan.png", "two.pdf", "broken.pdf", "../out.pdf", "none.pdf", None)
    items = [item(**OPEN, payee=f"곳{number}", file=file) for number, file in enumerate(files)]
    return zipped(
        {
            "가/a.json": case(*items),
            "가/scan.png": png(600, 300),
            "가/two.pdf": pdf("1", "2"),
            "가/broken.pdf": b"%PDF-1.7 and no more",
            "out.pdf": pdf("1"),
        }
    )


def seen(client: TestClient, address: str) -> Image.Image:
    answer = client.get(address)
    assert answer.status_code == 200 and answer.headers["content-type"] == "image/jpeg"
    return Image.open(BytesIO(answer.content))


def test_the_file_stands_beside_its_item_as_a_picture(client: TestClient) -> None:
    address = put(client, scanned(), "evidence", "함께.zip")
    tree = read(client.get(f"{address}/1"))
    shown = tree.xpath("//figure/@id")
    assert shown == ["paper-0", "paper-1"]
    picture = seen(client, tree.xpath("//*[@id='paper-0']//img/@src")[0])
    # 600 by 300 dots are not drawn out; a page of 200 by 400 points is 500 by 1,000 dots.
    assert picture.size == (600, 300)
    assert seen(client, tree.xpath("//*[@id='paper-1']//img/@src")[0]).size == (500, 1000)
    assert "글자가 없어" in tree.xpath("string(//*[@id='paper-0'])")
    # Without a picture: why there is none.
    told = [tree.xpath(f"string(//*[@id='item-{position}']//p[@class='paper'])") for position in (2, 3, 4)]
    assert "PDF" in told[0] and "사례 파일 밖" in told[1] and "none.pdf" in told[2]
    assert not tree.xpath("//*[@id='item-5']//*[contains(@class, 'paper')]")


def test_a_file_is_leafed_through_enlarged_and_turned_by_links(client: TestClient) -> None:
    address = put(client, scanned(), "evidence", "함께.zip")
    page = f"{address}/1"

    def follow(at: str, words: str) -> tuple[str, Image.Image]:
        [link] = read(client.get(at)).xpath(
            "//*[@id='paper-1']//a[starts-with(., $words)]/@href", words=words
        )
        assert link.endswith("#item-1")
        [source] = read(client.get(link)).xpath("//*[@id='paper-1']//img/@src")
        return link, seen(client, source)

    # A page beyond the last is the last.
    beyond = read(client.get(f"{page}?paper=1&sheet=9"))
    assert "2쪽 가운데 2쪽" in beyond.xpath("string(//*[@id='paper-1'])")
    at, picture = follow(page, "다음 쪽")
    assert "sheet=2" in at and picture.size == (500, 1000)
    at, picture = follow(at, "크게")
    assert picture.size == (1100, 2200)
    at, picture = follow(at, "오른쪽으로 돌리기")
    assert picture.size == (2200, 1100)
    at, picture = follow(at, "작게")
    assert picture.size == (1000, 500)
    at, picture = follow(at, "왼쪽으로 돌리기")
    assert picture.size == (500, 1000)
    # The black quarter of the picture, upper left, is upper right after a quarter turn clockwise.
    turned = seen(client, f"{page}/0/paper.jpg?turn=90").convert("L")
    width, height = turned.size
    corners = [turned.getpixel((x, y)) for y in (9, height - 9) for x in (9, width - 9)]
    assert [isinstance(one, int) and one < 64 for one in corners] == [False, True, False, False]


def test_a_picture_that_is_not_there_or_another_browsers(client: TestClient) -> None:
    page = put(client, scanned(), "evidence", "함께.zip") + "/1"
    assert client.get(f"{page}/1/paper.jpg?sheet=2").status_code == 200
    for place in ("1/paper.jpg?sheet=3", "1/paper.jpg?sheet=0", "5/paper.jpg", "6/paper.jpg"):
        assert client.get(f"{page}/{place}").status_code == 404
    for refused in ("1/paper.jpg?turn=45", "1/paper.jpg?zoom=9", "2/paper.jpg", "3/paper.jpg"):
        assert 400 <= client.get(f"{page}/{refused}").status_code < 500
    as_another_browser(client)
    assert client.get(f"{page}/1/paper.jpg").status_code == 404


def test_a_workbook_is_judged_decided_and_judged_again(client: TestClient) -> None:
    book = client.get("/workbook/usage_proof.xlsx?sample=true").content
    address = put(client, book, "evidence", "점검표.xlsx")
    tree = read(client.get(f"{address}/1"))
    opened = tree.xpath("//*[@data-open]/@id")
    assert opened
    client.post(f"{address}/1/{opened[0].rpartition('-')[2]}", data={**DECISION, "decision": "rejected"})
    assert len(read(client.get(f"{address}/1")).xpath("//*[@data-open]")) == len(opened) - 1


def test_the_final_sheet_holds_what_was_decided(client: TestClient) -> None:
    address = settled(client)
    client.post(f"{address}/1/0", data=DECISION)
    [link] = read(client.get(f"{address}/1")).xpath("//a[text()='점검표 PDF 받기']/@href")
    answer = client.get(link)
    assert answer.headers["content-type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "영수증을 봄" in text and "한가람" in text
