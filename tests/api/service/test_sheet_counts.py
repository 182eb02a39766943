"""The numbers of a sheet counted over the cases that are kept: shown with their cases, then filled in."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from fastapi.testclient import TestClient

from api.casebook.cases import Casebook
from api.casebook.kept_case import KeptCase
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send
from tests.api.service.test_pages import read, words
from tests.indicator_cases import EXPECTED, SHEET, township

FORM = "township_indicators"


def sheet(running: Running, **entered: object) -> KeptCase:
    raw = deepcopy(SHEET)
    raw["forms"][FORM] |= entered
    return kept(running, raw)


def sheet_of(running: Running, case: KeptCase) -> dict[str, Any]:
    held: dict[str, Any] = now(running, case.id).raw["forms"][FORM]
    return held


def counts(client: TestClient, case: KeptCase) -> Any:
    return read(client.get(f"{address(case, FORM)}/counts"))


def fill(client: TestClient, case: KeptCase, tree: Any) -> Any:
    """Press the button that fills in what was counted."""
    sent = dict(boxes(tree))
    return client.post(f"{address(case, FORM)}/counts", data=sent)


def test_the_kept_cases_fill_what_is_not_entered(
    running: Running, client: TestClient, book: Casebook
) -> None:
    for raw in township():
        kept(running, raw)
    case = sheet(running, requested=5)
    # The button of the sheet leads there.
    tree = read(send(client, address(case, FORM), boxes(opened(client, case, FORM)), "count"))
    assert "보관한 사례 7건에서 세었습니다" in words(tree)
    assert "서식에는 5, 사례에서 센 수는 4입니다" in words(tree)
    assert {key: sheet_of(running, case).get(key) for key in ("requested", "selected")} == {
        "requested": 5,
        "selected": None,
    }
    read(fill(client, case, tree))
    filled = sheet_of(running, case)
    assert {key: filled[key] for key in EXPECTED} == {**EXPECTED, "requested": 5}
    # The third and the seventh stand behind the requests alone, which were entered.
    assert filled["case_evidence"] == ["사례 4건: 2025-0001, 2025-0002, 2025-0004, 2025-0005"]


def test_every_number_leads_to_the_cases_behind_it(
    running: Running, client: TestClient, book: Casebook
) -> None:
    ids = [kept(running, raw).id for raw in township()]
    tree = counts(client, sheet(running))
    [row] = tree.xpath("//tbody/tr[th='솔루션회의 건수']")
    assert row.xpath(".//a/@href") == [f"/cases/{ids[3]}"]
    [checks] = tree.xpath("//tbody/tr[th='전체 점검 횟수(B)']")
    assert checks.xpath(".//a/@href") == [f"/cases/{ids[place]}" for place in (0, 3, 4)]


def test_what_cannot_be_counted_is_told_with_its_case(
    running: Running, client: TestClient, book: Casebook
) -> None:
    cases = township()
    del cases[2]["requested_on"], cases[2]["received_on"]
    cases[1]["requested_on"] = "2025-13-01"
    ids = [kept(running, raw).id for raw in (*cases, cases[0])]
    case = sheet(running)
    tree = counts(client, case)
    left = {
        link.get("href"): link.getparent().text_content()
        for link in tree.xpath("//section[@aria-labelledby='left-name']//a")
    }
    assert left.keys() <= {f"/cases/{id}" for id in ids}
    assert sorted(text.split(": ")[-1] for text in left.values()) == ["관리번호 중복", "오류 있음"]
    assert "통합사례관리 요청일이 없어 셀 수 없는 사례가 1건" in words(tree)
    read(fill(client, case, tree))
    filled = sheet_of(running, case)
    assert "requested" not in filled
    assert filled["joint_meetings"] == 1


def test_a_sheet_whose_period_is_not_entered_is_not_counted_yet(
    running: Running, client: TestClient, book: Casebook
) -> None:
    kept(running, township()[0])
    case = sheet(running, period_from="2025-04-31")
    tree = counts(client, case)
    assert "아직 셀 수 없습니다" in words(tree)
    assert not tree.xpath("//main//button[.='적지 않은 수 채우기']")


def test_nothing_is_counted_where_no_case_is_kept(
    running: Running, client: TestClient, book: Casebook
) -> None:
    assert "셀 수 있는 사례가 보관되어 있지 않습니다" in words(counts(client, sheet(running)))


def test_a_page_that_is_not_the_latest_fills_nothing_in(
    running: Running, client: TestClient, book: Casebook
) -> None:
    kept(running, township()[0])
    case = sheet(running)
    tree = counts(client, case)
    send(
        client, address(case, FORM), boxes(opened(client, case, FORM)), "save", **{f"/forms/{FORM}/team": "6"}
    )
    before = sheet_of(running, case)
    assert fill(client, case, tree).status_code == 409
    assert sheet_of(running, case) == before


def test_a_form_without_such_numbers_has_no_such_page(
    running: Running, client: TestClient, book: Casebook
) -> None:
    case = kept(running, township()[0])
    assert "보관한 사례에서 채우기" not in words(opened(client, case, "service_plan"))
    answer = client.get(f"{address(case, 'service_plan')}/counts", headers={"accept": "text/html"})
    assert answer.status_code == 404
