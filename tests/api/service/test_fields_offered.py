"""Words that a field may well hold are offered beside its line, and any other can be typed."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.api.service.conftest import Running
from tests.api.service.sheet_pages import kept, opened
from tests.reading import sample


def test_a_line_offers_its_words_and_holds_what_was_typed(running: Running, client: TestClient) -> None:
    raw = sample("youth_case_log")
    raw["forms"]["youth_case_log"]["work_route"] = "이웃의 소개"
    tree = opened(client, kept(running, raw), "youth_case_log")
    [box] = tree.xpath("//input[@name='/forms/youth_case_log/work_route']")
    assert box.get("value") == "이웃의 소개"
    words = tree.xpath(f"//datalist[@id='{box.get('list')}']/option/@value")
    # As the screen of the manual shows them legibly.
    assert {"시설", "본인/스스로", "자립센터", "고용지원센터"} <= set(words)
    assert "이웃의 소개" not in words


def test_a_line_without_words_offers_none(running: Running, client: TestClient) -> None:
    tree = opened(client, kept(running, sample("youth_case_log")), "youth_case_log")
    [box] = tree.xpath("//input[@name='/forms/youth_case_log/company']")
    assert box.get("list") is None
