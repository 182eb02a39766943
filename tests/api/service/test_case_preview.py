"""The papers of a sheet before and while they are printed: pictures of the very revision that a page shows."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from api.casebook.kept_case import EventKind, KeptCase
from generator.examine import examine
from generator.privacy.deidentify import uncertain
from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import address, boxes, kept, now, opened, send, text_of, typed
from tests.api.service.test_one_case_alone import FAULTS, two_forms
from tests.api.service.test_pages import read, words
from tests.changing import put
from tests.reading import sample

FORM = "closure_review"


def told(client: TestClient, case: KeptCase, revision: int, form: str = FORM, privacy: str = "masked") -> Any:
    return client.get(f"{address(case, form)}/preview/pages?revision={revision}&privacy={privacy}")


def picture(client: TestClient, case: KeptCase, revision: int, number: int = 1, form: str = FORM) -> Any:
    return client.get(f"{address(case, form)}/preview/{number}.png?revision={revision}")


def test_there_is_a_picture_of_every_page(running: Running, client: TestClient) -> None:
    case = kept(running, sample(FORM))
    tree = read(client.get(f"{address(case, FORM)}/preview"))
    pictures = tree.xpath("//img/@src")
    pdf = client.get(f"{address(case, FORM)}/document.pdf?revision=1")
    assert len(pictures) == told(client, case, 1).json()["pages"] == pdf_pages(pdf)
    for source in pictures:
        image = client.get(source)
        assert image.headers["content-type"] == "image/png" and image.content[:4] == b"\x89PNG"
        assert image.headers["cache-control"] == "no-store"
    assert picture(client, case, 1, len(pictures) + 1).status_code == 404
    # To look is not to print.
    kinds = [one.kind for one in running.app.state.context.casebook.history(case.id)]
    assert kinds.count(EventKind.PRINTED) == 1


def pdf_pages(answer: Any) -> int:
    return len(PdfReader(BytesIO(answer.content)).pages)


def test_a_picture_is_of_the_case_and_revision_that_the_page_shows(
    running: Running, client: TestClient
) -> None:
    """Of two people with the same number, and of one case before and after a change."""
    one = kept(running, sample(FORM))
    other = kept(running, {**sample(FORM), "client": {**sample(FORM)["client"], "name": "다른사람"}})
    first, second = picture(client, one, 1), picture(client, other, 1)
    assert first.status_code == second.status_code == 200 and first.content != second.content
    values = {"/client/name": "고친사람"}
    read(send(client, address(one, FORM), typed(opened(client, one, FORM), values), "save"))
    assert picture(client, one, 1).status_code == 409 == told(client, one, 1).status_code
    assert picture(client, one, 2).content not in (first.content, second.content)
    assert picture(client, other, 1).content == second.content
    # Saved once more without a change, it is the same revision.
    read(send(client, address(one, FORM), boxes(opened(client, one, FORM)), "save"))
    assert now(running, one.id).revision == 2
    running.app.state.context.casebook.remove(one.id)
    assert picture(client, one, 2).status_code == 404


def test_an_error_marks_the_pictures_as_a_draft(running: Running, client: TestClient) -> None:
    sound = kept(running, sample(FORM))
    faulty = kept(
        running,
        put(put(sample(FORM), f"forms/{FORM}/closure_type", "단기목표 달성"), f"forms/{FORM}/opinion", "글"),
    )
    assert told(client, sound, 1).json()["told"] == ""
    assert "초안" in told(client, faulty, 1).json()["told"]
    tree = read(client.get(f"{address(faulty, FORM)}/preview"))
    [link] = tree.xpath("//a[contains(., '인쇄하기')]/@href")
    assert "초안" in text_of(client.get(link))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_another_form_does_not_spoil_the_pictures(
    running: Running, client: TestClient, fault: dict[str, Any]
) -> None:
    case = kept(running, two_forms(fault))
    assert told(client, case, 1).json() == {
        "pages": pdf_pages(client.get(f"{address(case, FORM)}/document.pdf?revision=1")),
        "told": "",
    }
    spoiled = told(client, case, 1, "consent").json()
    assert spoiled["pages"] == 0 and "잘못된 칸" in spoiled["told"]
    assert picture(client, case, 1, form="consent").status_code == 422
    assert "점검 결과" in words(read(client.get(f"{address(case, 'consent')}/preview")))
    # Deidentified, the name might stand in what cannot be read.
    assert told(client, case, 1, privacy="deidentified").json()["pages"] == 0


def test_print_saves_and_opens_the_paper_in_the_browser(running: Running, client: TestClient) -> None:
    case = kept(running, sample(FORM))
    values = {"/client/name": "고친사람"}
    answer = send(client, address(case, FORM), typed(opened(client, case, FORM), values), "print")
    assert answer.history[0].status_code == 303
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline; ")
    assert "고친사람" in text_of(answer)
    [event, *_] = running.app.state.context.casebook.history(case.id)
    assert (event.kind, event.detail) == (EventKind.PRINTED, "사례관리 종결심사서 PDF")
    odd = f"{address(case, FORM)}/document.docx?revision=2&inline=true"
    assert client.get(odd).status_code == 400


def test_an_error_is_told_instead_of_printed(running: Running, client: TestClient) -> None:
    case = kept(running, put(sample(FORM), f"forms/{FORM}/opinion", ""))
    tree = read(send(client, address(case, FORM), boxes(opened(client, case, FORM)), "print"))
    assert "고칠 곳" in tree.xpath("string(//*[@id='summary'])")


@pytest.mark.parametrize("format", ["pdf", "docx", "hwpx"])
def test_a_sheet_is_printed_as_chosen_and_stays_so(running: Running, client: TestClient, format: str) -> None:
    case = kept(running, sample(FORM))
    tree = opened(client, case, FORM)
    assert tree.xpath("//select[@name='privacy']/option[@selected]/@value") == ["masked"]
    for privacy in ("full", "deidentified"):
        sent = typed(tree, {"privacy": privacy})
        shown = read(send(client, address(case, FORM), sent, format))
        [refresh] = shown.xpath("//meta[@http-equiv='refresh']/@content")
        made = client.get(refresh.partition("url=")[2])
        direct = f"/api/forms/{FORM}/render?format={format}&privacy={privacy}"
        assert made.content == client.post(direct, json=sample(FORM)).content
        assert shown.xpath("//select[@name='privacy']/option[@selected]/@value") == [privacy]


def test_a_deidentified_sheet_comes_with_the_places_to_look_at(running: Running, client: TestClient) -> None:
    raw = sample("case_full")
    case = kept(running, raw)
    sent = typed(opened(client, case, "usage_proof"), {"privacy": "deidentified"})
    shown = read(send(client, address(case, "usage_proof"), sent, "pdf"))
    doubts = [one for one in uncertain(examine(raw)) if one.form in (None, "usage_proof")]
    told = shown.xpath("string(//*[@id='papers'])")
    assert doubts and f"살펴볼 곳 {len(doubts)}곳" in told
    assert all(one.text in told for one in doubts)


def test_a_deidentified_sheet_needs_the_whole_case_sound(running: Running, client: TestClient) -> None:
    case = kept(running, two_forms(FAULTS[0]))
    sent = typed(opened(client, case, FORM), {"privacy": "deidentified"})
    shown = read(send(client, address(case, FORM), sent, "pdf"))
    assert not shown.xpath("//meta[@http-equiv='refresh']")
    assert "사례 전체에 오류가 없어야" in shown.xpath("string(//*[@id='summary'])")
