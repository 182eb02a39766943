"""Files are taken in as cases, whole and told; what is exported comes back equal."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from api.casebook.cases import Casebook
from api.casebook.kept_case import EventKind
from api.jobs.quota import DataFull
from api.service.incoming import Incoming
from api.service.work import taking
from tests.api.service.entering import as_another_browser
from tests.api.service.test_my_cases import keep
from tests.api.service.test_pages import put, read, words
from tests.api.workbook.test_csv_tables import EVIDENCE, HOUSEHOLD
from tests.reading import SAMPLES, sample

CASES = [path.stem for path in sorted(SAMPLES.glob("*.json")) if not path.name.endswith(".findings.json")]


def text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def zipped(files: dict[str, bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def take(client: TestClient, *files: tuple[str, bytes], again: bool = False) -> Any:
    """The page that tells what became of the files."""
    answer = client.post(
        "/cases/take",
        files=[("file", file) for file in files],
        data={"again": "true"} if again else {},
        follow_redirects=False,
    )
    assert answer.status_code == 303, answer.text
    return read(client.get(answer.headers["location"]))


def held(book: Casebook) -> list[dict[str, Any]]:
    """The case files of all cases, in the order in which they were kept."""
    return [book.case(line.id).raw for line in reversed(book.lines())]


def by_number(cases: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(case, sort_keys=True) for case in cases)


def test_a_case_file_becomes_a_case_with_its_history(client: TestClient, book: Casebook) -> None:
    raw = sample("case_full")
    tree = take(client, ("사례.json", text(raw)))
    assert "사례 1건을 가져왔습니다" in words(tree)
    [line] = book.lines()
    assert f"/cases/{line.id}" in tree.xpath("//a/@href")
    assert book.case(line.id).raw == raw
    assert [(one.kind, one.detail) for one in book.history(line.id)] == [(EventKind.TAKEN_IN, "사례.json")]


def test_many_kinds_of_files_at_once(client: TestClient, book: Casebook) -> None:
    lines = (SAMPLES / "closures.jsonl").read_bytes()
    inside = zipped({"안/동의서.json": text({**sample("consent"), "case_no": "Z-1"})})
    take(
        client,
        ("closures.jsonl", lines),
        ("묶음.zip", inside),
        ("closure.xlsx", (SAMPLES / "closure.xlsx").read_bytes()),
    )
    raws = [json.loads(line) for line in lines.splitlines()]
    kept = {raw["case_no"]: raw for raw in held(book)}
    for raw in raws:
        assert kept[raw["case_no"]] == raw
    assert "Z-1" in kept
    # The workbook of the samples holds one case more.
    assert len(kept) == len(raws) + 2
    [zip_line] = [line for line in book.lines() if line.summary.case_no == "Z-1"]
    assert book.history(zip_line.id)[0].detail == "묶음.zip/안/동의서.json"


def test_tables_of_one_number_are_one_case(client: TestClient, book: Casebook) -> None:
    take(client, ("가구.csv", HOUSEHOLD.encode("cp949")), ("증빙.csv", EVIDENCE.encode()))
    [raw] = held(book)
    assert raw["case_no"] == "2025-0001"
    assert [member["name"] for member in raw["household"]] == ["정든솔", "나하늘"]
    assert raw["forms"]["usage_proof"]["evidence"][0]["amount"] == 2_400_000


def test_what_cannot_be_taken_is_told_and_costs_nothing_else(client: TestClient, book: Casebook) -> None:
    lines = b"\n".join([text({**sample("consent"), "case_no": "L-1"}), b'{"case_no": ', text({"a": 1})])
    tree = take(
        client,
        ("줄.jsonl", lines),
        ("서식.json", text({"case_no": "F-1", "forms": 3})),
        ("그림.png", b"\x89PNG"),
        ("표.csv", "이름,나이\n나보람,3\n".encode()),
    )
    assert [raw["case_no"] for raw in held(book)] == ["L-1"]
    told = words(tree)
    assert "가져오지 못한 것 5건" in told
    for file, why in (
        ("줄.jsonl:2", "JSON 형식이 아닙니다"),
        ("줄.jsonl:3", "사례의 항목이 하나도 없습니다"),
        ("서식.json", "서식(forms)이 제자리에 있지 않습니다"),
        ("그림.png", "읽을 수 없는 종류"),
        ("표.csv", "시트"),
    ):
        [row] = tree.xpath("//tr[th[normalize-space()=$file]]", file=file)
        assert why in row.text_content()


def test_a_number_that_is_kept_already_is_told_and_taken_on_request(
    client: TestClient, book: Casebook
) -> None:
    raw = sample("consent")
    id = keep(book, raw)
    other = {**raw, "client": {**raw["client"], "name": "성춘향"}}
    tree = take(client, ("a.json", text(other)))
    assert "관리번호가 같은 사례가 있어 가져오지 않은 것 1건" in words(tree)
    assert f"/cases/{id}" in tree.xpath("//a/@href")
    assert held(book) == [raw]
    take(client, ("a.json", text(other)), again=True)
    assert held(book) == [raw, other]


def test_two_of_one_number_in_one_file_are_not_both_taken(client: TestClient, book: Casebook) -> None:
    lines = b"\n".join(text({**sample("consent"), "case_no": number}) for number in ("1", "1", "2"))
    tree = take(client, ("a.jsonl", lines))
    assert [raw["case_no"] for raw in held(book)] == ["1", "2"]
    assert "가져오지 않은 것이 1건" in words(tree)


def test_files_that_do_not_come_along_are_named(client: TestClient, book: Casebook) -> None:
    raw = sample("usage_proof")
    raw["attachments"] = [{"title": "임대차계약서", "file": "스캔/계약서.pdf"}]
    raw["forms"]["usage_proof"]["evidence"][0]["file"] = "영수증.pdf"
    archive = {"사례.json": text(raw), "스캔/계약서.pdf": b"%PDF", "메모.txt": b"x", ".DS_Store": b""}
    tree = take(client, ("묶음.zip", zipped(archive)))
    assert held(book) == [raw]
    [table] = tree.xpath("//table[caption='함께 오지 않은 파일']")
    assert {item.text for item in table.xpath(".//li")} == {"스캔/계약서.pdf", "영수증.pdf"}
    [row] = tree.xpath("//tr[th[normalize-space()='묶음.zip']]")
    assert {item.text for item in row.xpath(".//li")} == {"스캔/계약서.pdf", "메모.txt"}


def test_cells_that_were_not_read_are_told(client: TestClient, book: Casebook) -> None:
    table = HOUSEHOLD.replace("휴대전화", "혈액형")
    tree = take(client, ("가구.csv", table.encode()))
    [row] = tree.xpath("//table[caption='가져온 사례 1건']/tbody/tr")
    assert "'혈액형' 열은 없는 항목이라 읽지 않았습니다" in row.text_content()


def test_a_full_data_folder_leaves_what_was_taken_and_says_where_it_ended(
    client: TestClient, book: Casebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = b"\n".join(text({**sample("consent"), "case_no": str(number)}) for number in range(4))
    added = Casebook.add

    def full_at_last(self: Casebook, raw: Any, *rest: Any) -> Any:
        if raw["case_no"] == "2":
            raise DataFull(1024**3)
        return added(self, raw, *rest)

    monkeypatch.setattr(Casebook, "add", full_at_last)
    tree = take(client, ("a.jsonl", lines))
    assert "끝까지 가져오지 못했습니다" in words(tree)
    assert [raw["case_no"] for raw in held(book)] == ["0", "1"]
    monkeypatch.undo()
    # The same file again goes on with the rest.
    take(client, ("a.jsonl", lines))
    assert [raw["case_no"] for raw in held(book)] == ["0", "1", "2", "3"]


def test_no_more_cases_than_allowed_are_taken_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(taking, "TAKEN_AT_MOST", 2)
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join(text({"case_no": str(n), "forms": {}}) for n in range(4)))
    incoming = Incoming(path, "a.jsonl")
    first = list(taking.read_cases([incoming], frozenset(), False, 10**6))
    assert [read.raw is not None for read in first] == [True, True, False]
    assert "이어서 가져옵니다" in first[-1].why
    second = list(taking.read_cases([incoming], frozenset(("0", "1")), False, 10**6))
    assert [read.case_no for read in second if read.raw is not None] == ["2", "3"]


def test_a_case_that_is_too_large_for_the_pages_is_not_taken(client: TestClient, book: Casebook) -> None:
    # The service of these tests takes 200,000 bytes of a case.
    raw = {**sample("consent"), "attachments": [{"title": "가" * 70_000, "file": "a.pdf"}]}
    tree = take(client, ("a.json", text(raw)))
    assert held(book) == []
    assert "넘습니다" in words(tree)


def test_an_upload_without_a_file_is_asked_for_again(client: TestClient, book: Casebook) -> None:
    tree = read(client.post("/cases/take", data={"file": ""}, files={"x": ("", b"")}))
    assert tree.xpath("//input[@id='file']/@aria-invalid") == ["true"]


def test_what_became_of_the_files_is_told_to_who_brought_them(client: TestClient, book: Casebook) -> None:
    answer = client.post(
        "/cases/take", files={"file": ("a.json", text(sample("consent")))}, follow_redirects=False
    )
    as_another_browser(client)
    browser = {"accept": "text/html"}
    read(client.get(answer.headers["location"], headers=browser), 404)
    read(client.get("/cases/take/none", headers=browser), 404)


@pytest.mark.parametrize("name", CASES)
def test_a_case_that_was_exported_comes_back_equal(client: TestClient, book: Casebook, name: str) -> None:
    raw = sample(name)
    id = keep(book, raw)
    answer = client.get(f"/cases/{id}/case.json")
    assert answer.headers["content-type"] == "application/json"
    assert f"{raw['case_no']}_{id}.json" in answer.headers["content-disposition"]
    assert book.history(id)[0].kind is EventKind.EXPORTED
    book.remove(id)
    take(client, ("back.json", answer.content))
    assert held(book) == [raw]


def test_all_cases_are_exported_and_come_back_equal(client: TestClient, book: Casebook) -> None:
    raws = [{**sample(name), "case_no": f"E-{number}"} for number, name in enumerate(CASES)]
    # Half a character, and a case without a number and one with a number that no file may bear.
    raws += [{"client": {"name": "홍\ud800"}, "forms": {}}, {"case_no": "홍길동 집/..", "forms": {}}]
    ids = [keep(book, raw) for raw in raws]
    data = client.get("/cases/all.zip").content
    names = ZipFile(BytesIO(data)).namelist()
    assert sorted(names) == sorted(
        [*(f"E-{n}_{id}.json" for n, id in enumerate(ids[:-2])), *(f"{id}.json" for id in ids[-2:])]
    )
    for id in ids:
        assert book.history(id)[0].kind is EventKind.EXPORTED
        book.remove(id)
    take(client, ("all.zip", data))
    assert by_number(held(book)) == by_number(raws)


def test_a_checked_upload_is_opened_as_a_case(client: TestClient, book: Casebook) -> None:
    lines = (SAMPLES / "closures.jsonl").read_bytes()
    address = put(client, lines, name="종결.jsonl")
    page = read(client.get(f"{address}?case=2"))
    [action] = page.xpath("//form[.//button='이 사례를 열어서 고치기']/@action")
    answer = client.post(action, data={"again": "false"}, follow_redirects=False)
    [line] = book.lines()
    assert answer.headers["location"] == f"/cases/{line.id}"
    assert book.case(line.id).raw == json.loads(lines.splitlines()[1])
    assert book.history(line.id)[0].detail == "종결.jsonl:2"
    # The second time it is asked which one is meant.
    asked = read(client.post(action, data={"again": "false"}))
    assert f"/cases/{line.id}" in asked.xpath("//a/@href")
    assert len(book.lines()) == 1
    client.post(action, data={"again": "true"}, follow_redirects=False)
    assert len(book.lines()) == 2


def test_hostile_files_stay_text(client: TestClient, book: Casebook) -> None:
    raw = {
        "case_no": "<b>",
        "client": {"name": "<i>"},
        "attachments": [{"title": "x", "file": "<img src=x>"}],
    }
    tree = take(client, ("<script>x</script>.json", text(raw)), ("<b>.json", b"["))
    assert not tree.xpath("//main//script | //main//b | //main//img | //main//i")
