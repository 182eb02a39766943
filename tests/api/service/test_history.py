"""기록: what was done with a case, when, and by which name."""

from __future__ import annotations

import re
from typing import Any

from fastapi.testclient import TestClient

from api.casebook.cases import Casebook
from api.casebook.kept_case import EventKind
from tests.api.service.test_my_cases import keep
from tests.api.service.test_pages import read
from tests.reading import sample


def told(tree: Any) -> list[list[str]]:
    return [
        [re.sub(r"\s+", " ", cell.text_content()).strip() for cell in row.xpath("th | td")]
        for row in tree.xpath("//tbody/tr")
    ]


def test_everything_is_told_the_last_first(client: TestClient, book: Casebook) -> None:
    raw = sample("consent")
    id = keep(book, raw)
    book.note(id, EventKind.PRINTED, "남도윤", "동의서 PDF")
    client.get(f"/cases/{id}/case.json")
    tree = read(client.get(f"/cases/{id}/history"))
    assert tree.xpath("//nav//a[@aria-current='page']/@href")[-1] == f"/cases/{id}/history"
    assert raw["case_no"] in tree.text_content()
    lines = told(tree)
    assert [line[1:] for line in lines] == [
        ["내보냄", "JSON", "이름을 적지 않음"],
        ["인쇄·내려받음", "동의서 PDF", "남도윤"],
        ["새로 만듦", "사례", "이름을 적지 않음"],
    ]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", line[0]) for line in lines)


def test_a_removed_case_still_has_its_history(client: TestClient, book: Casebook) -> None:
    id = keep(book, sample("consent"))
    book.remove(id, "남도윤")
    tree = read(client.get(f"/cases/{id}/history"))
    assert told(tree)[0][1:] == ["지움", "사례", "남도윤"]
    # It cannot be opened, so nothing leads there.
    assert f"/cases/{id}" not in tree.xpath("//a/@href")


def test_what_is_not_there_has_none(client: TestClient, book: Casebook) -> None:
    read(client.get(f"/cases/{'0' * 32}/history", headers={"accept": "text/html"}), 404)


def test_a_sheet_is_added_from_here_too(client: TestClient, book: Casebook) -> None:
    id = keep(book, sample("consent"))
    tree = read(client.get(f"/cases/{id}/history"))
    [form] = tree.xpath("//form[@id='page']")
    data = {**{one.get("name"): one.get("value") for one in form.iter("input")}, "form": "intake_sheet"}
    answer = client.post(form.get("action"), data=data, follow_redirects=False)
    assert answer.headers["location"] == f"/cases/{id}/sheets/intake_sheet/1"
    assert set(book.case(id).raw["forms"]) == {"consent", "intake_sheet"}
