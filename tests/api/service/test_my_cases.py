"""내 사례: the list tells what stands, is searched, and loses nothing."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient

from api.casebook.cases import UNDO_FOR, Casebook
from api.casebook.kept_case import CaseGone, CaseSummary, EventKind
from api.casebook.new_case import DEFAULTS
from api.casebook.summary import summary_of
from api.jobs.database import DatabaseAway
from api.jobs.vault import Vault
from api.service.pages.my_cases import PAGE_SIZE
from forms import all_forms
from forms.deadlines import Deadline, DeadlineState
from tests.api.service.conftest import Running
from tests.api.service.entering import as_another_browser
from tests.api.service.test_pages import put, read, words
from tests.reading import sample


def keep(book: Casebook, raw: dict[str, Any]) -> str:
    return book.add(raw, summary_of(raw, ())).id


def open_until(day: date, title: str) -> Deadline:
    return Deadline(
        rule="ICM-DEADLINE-01",
        title=title,
        due=day,
        done_on=None,
        state=DeadlineState.DUE,
        days_left=None,
        form=None,
        path="",
        source="",
    )


def named(number: str, client: str, due: tuple[Deadline, ...] = ()) -> CaseSummary:
    return CaseSummary(case_no=number, client=client, sheets=(), deadlines=due, errors=0, warnings=0)


def rows(tree: Any) -> list[str]:
    return [
        re.sub(r"\s+", " ", " ".join(row.itertext())).strip()
        for row in tree.xpath("//table[contains(@class, 'cases')]/tbody/tr")
    ]


def test_an_empty_list_says_how_to_begin(client: TestClient, book: Casebook) -> None:
    tree = read(client.get("/"))
    assert "처음 쓰신다면" in words(tree)
    offered = tree.xpath("//form[@action='/cases']//button/@value")
    # The first form of a case stands ready; every form can be chosen.
    assert offered[0] == "intake_sheet"
    assert set(offered) == {"", *(form.id for form in all_forms())}


def test_a_case_is_told_with_its_forms_their_state_and_what_is_due(
    client: TestClient, book: Casebook
) -> None:
    raw = sample("closure_review")
    raw["client"]["name"] = "홍길동"
    id = keep(book, raw)
    tree = read(client.get("/"))
    [row] = rows(tree)
    assert raw["case_no"] in row and "홍○동" in row and "홍길동" not in row
    assert "사례관리 종결심사서 인쇄 가능" in row
    assert f"/cases/{id}/sheets/closure_review/1" in tree.xpath("//a/@href")
    assert f"/cases/{id}" in tree.xpath("//a/@href")


def test_what_is_wrong_with_a_form_is_counted_once_it_was_checked(client: TestClient, book: Casebook) -> None:
    raw = sample("closure_review")
    del raw["forms"]["closure_review"]["result"]
    raw["forms"]["consent"] = {}
    book.add(raw, summary_of(raw, {"closure_review/0"}))
    [row] = rows(read(client.get("/")))
    assert "고칠 곳 1" in row and "비어 있음" in row


def test_a_deadline_that_has_passed_is_told_so(client: TestClient, book: Casebook) -> None:
    # Today is 2025-06-20.
    book.add({}, named("L-1", "가나다", (open_until(date(2025, 6, 17), "계획 수립"),)))
    book.add({}, named("L-2", "라마바", (open_until(date(2025, 6, 20), "점검"),)))
    book.add({}, named("L-3", "사아자", (open_until(date(2025, 6, 25), "초기상담"),)))
    tree = read(client.get("/"))
    by_number = {row[:3]: row for row in rows(tree)}
    assert "2025-06-17 3일 지남 계획 수립" in by_number["L-1"]
    assert "오늘까지 점검" in by_number["L-2"]
    assert "5일 남음 초기상담" in by_number["L-3"]
    assert "기한이 지난 일이 있는 사례가 1건" in words(tree)
    [only] = rows(read(client.get("/?show=late")))
    assert only.startswith("L-1")


def test_a_case_is_found_by_number_or_name(client: TestClient, book: Casebook) -> None:
    for number, name in (("2025-0007", "홍길동"), ("2025-0008", "성 춘향"), ("2024-0007", "남도윤")):
        book.add({}, named(number, name))

    def found(q: str) -> set[str]:
        return {row[:9] for row in rows(read(client.get("/", params={"q": q})))}

    assert found("0007") == {"2025-0007", "2024-0007"}
    assert found("성춘향") == found("춘향") == {"2025-0008"}
    assert found(" ") == {"2025-0007", "2025-0008", "2024-0007"}
    assert found("없는 사람") == set()


def test_many_cases_are_shown_page_by_page(client: TestClient, book: Casebook) -> None:
    for number in range(PAGE_SIZE + 3):
        book.add({}, named(f"N-{number:03}", "홍길동"))
    first = read(client.get("/"))
    assert len(rows(first)) == PAGE_SIZE
    assert f"사례 {PAGE_SIZE + 3}건" in words(first)
    second = read(client.get("/?page=2"))
    assert len(rows(second)) == 3
    shown = {row[:5] for row in rows(first) + rows(second)}
    assert len(shown) == PAGE_SIZE + 3
    # What is asked for stays asked for.
    [later] = read(client.get("/?q=N-0")).xpath("//nav[@aria-label='쪽']//a/@href")
    assert rows(read(client.get(later)))[0].startswith("N-0")
    assert len(rows(read(client.get("/?page=99")))) == 3


def test_the_address_of_the_cases_leads_to_their_list(client: TestClient, book: Casebook) -> None:
    answer = client.get("/cases", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def begin(client: TestClient, form: str | None) -> str:
    answer = client.post("/cases", data={"form": form or ""}, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_a_new_case_begins_with_the_form_that_was_chosen(client: TestClient, book: Casebook) -> None:
    heads = {"agency": {"name": "가온시"}, "worker": {"name": "남도윤"}}
    book.set_setting(DEFAULTS, heads)
    address = begin(client, "intake_sheet")
    [line] = book.lines()
    assert address == f"/cases/{line.id}/sheets/intake_sheet/1"
    case = book.case(line.id)
    assert case.raw == {"edition": "2025", **heads, "forms": {"intake_sheet": {}}}
    assert [one.kind for one in book.history(line.id)] == [EventKind.CREATED]


def test_a_case_may_begin_without_a_form_and_not_with_one_that_is_none(
    client: TestClient, book: Casebook
) -> None:
    address = begin(client, None)
    [line] = book.lines()
    assert address == f"/cases/{line.id}"
    assert book.case(line.id).raw == {"edition": "2025", "forms": {}}
    refused = client.post("/cases", data={"form": "none"}, headers={"accept": "text/html"})
    read(refused, 404)
    assert len(book.lines()) == 1


def test_a_copy_is_a_case_of_its_own_without_the_number(client: TestClient, book: Casebook) -> None:
    raw = sample("consent")
    id = keep(book, raw)
    answer = client.post(f"/cases/{id}/copy", follow_redirects=False)
    copied = next(line.id for line in book.lines() if line.id != id)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{copied}")
    assert book.case(id).raw == raw
    assert book.case(copied).raw == {key: value for key, value in raw.items() if key != "case_no"}
    assert [(one.kind, one.detail) for one in book.history(copied)] == [(EventKind.COPIED, raw["case_no"])]


def test_a_removed_case_is_put_back_from_the_notice_or_from_the_list(
    client: TestClient, book: Casebook
) -> None:
    id = keep(book, sample("consent"))
    tree = read(client.post(f"/cases/{id}/remove"))
    assert rows(tree) == []
    assert f"{UNDO_FOR.days}일 안에는 되살릴 수 있습니다" in words(tree)
    # Once in the notice, once in the list of removed cases.
    assert tree.xpath("//form/@action").count(f"/cases/{id}/restore") == 2
    with pytest.raises(CaseGone):
        book.case(id)
    tree = read(client.post(f"/cases/{id}/restore"))
    assert "되살렸습니다" in words(tree)
    assert len(rows(tree)) == 1
    assert book.case(id).raw == sample("consent")
    assert [one.kind for one in book.history(id)] == [
        EventKind.RESTORED,
        EventKind.REMOVED,
        EventKind.CREATED,
    ]


def test_what_is_not_there_is_neither_copied_nor_removed(client: TestClient, book: Casebook) -> None:
    for action in ("copy", "remove", "restore"):
        answer = client.post(f"/cases/{'0' * 32}/{action}", headers={"accept": "text/html"})
        read(answer, 404)


def test_files_of_this_browser_are_found_again_by_their_name(client: TestClient, book: Casebook) -> None:
    address = put(client, sample("usage_proof"), "evidence", name="증빙 6월.json")
    other = put(client, sample("consent"), name="동의서.json")
    links = read(client.get("/")).xpath("//section[@aria-labelledby='recent']//a")
    found = [
        (link.get("href"), link.text_content()) for link in links if not link.get("href")[1:].startswith("b")
    ]
    assert found == [(other, "동의서.json"), (address, "증빙 6월.json")]
    client.post(f"/results/{other.rpartition('/')[2]}/forget")
    assert other not in read(client.get("/")).xpath("//a/@href")
    as_another_browser(client)
    assert address not in read(client.get("/")).xpath("//a/@href")


def test_the_cases_are_there_when_the_batches_are_not(
    client: TestClient, book: Casebook, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(book, sample("consent"))

    def away(*_: object, **__: object) -> None:
        raise DatabaseAway

    monkeypatch.setattr(running.engine, "list", away)
    tree = read(client.get("/"))
    assert len(rows(tree)) == 1
    assert "일괄 출력 작업은 지금 볼 수 없습니다" in words(tree)


def test_a_case_that_cannot_be_read_costs_the_list_no_other(client: TestClient, book: Casebook) -> None:
    damaged, sound = keep(book, sample("consent")), keep(book, sample("usage_proof"))
    with book.database.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET line = x'00', body = x'00' WHERE id = ?", (damaged,))
    tree = read(client.get("/"))
    told = rows(tree)
    assert len(told) == 2
    assert any(row.startswith("읽을 수 없는 사례") for row in told)
    assert f"/cases/{damaged}" not in tree.xpath("//a/@href")
    with ZipFile(BytesIO(client.get("/cases/all.zip").content)) as archive:
        assert len(archive.namelist()) == 2
        assert any(sound in name for name in archive.namelist())
        assert archive.read("읽을 수 없어 내보내지 못한 사례.txt").decode() == damaged
    assert len(rows(read(client.post(f"/cases/{damaged}/remove")))) == 1


def test_hostile_cases_stay_text(client: TestClient, book: Casebook) -> None:
    raw = {"case_no": "<b>1</b>\ud800", "client": {"name": "<script>x</script>"}, "forms": {"consent": 3}}
    keep(book, raw)
    tree = read(client.get("/"))
    assert not tree.xpath("//main//script | //main//b")
    read(client.get("/", params={"q": "<b>"}))


@pytest.mark.parametrize("page", ["/", "/?q=2025", "/?show=late", "/deadlines"])
def test_no_case_is_opened_for_a_list(
    client: TestClient, book: Casebook, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    """What a list costs is the lines of the cases (benchmarks/cases.py), however much stands in each."""
    keep(book, sample("case_full"))
    unsealed = Vault.unsealed
    opened: list[str] = []

    def noted(vault: Vault, name: str, sealed: bytes) -> bytes:
        opened.append(name.partition(":")[0])
        return unsealed(vault, name, sealed)

    monkeypatch.setattr(Vault, "unsealed", noted)
    read(client.get(page))
    assert "line" in opened and "case" not in opened
