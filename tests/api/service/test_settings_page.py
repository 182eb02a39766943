"""설정: what is entered once stands in every new case, a name in every history; removing is only asked about."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.casebook.cases import Casebook
from api.casebook.kept_case import EventKind
from api.casebook.retention import RETENTION, default_retention, kept_long, retention
from forms.periods import SEOUL
from tests.api.casebook.conftest import NOTHING
from tests.api.service.conftest import Running
from tests.api.service.entering import as_another_browser
from tests.api.service.test_my_cases import begin, keep, named, rows
from tests.api.service.test_pages import read, words
from tests.reading import sample

TYPED = {
    "user-name": "남도윤",
    "agency-name": "가온시",
    "agency-unit": "희망복지지원단",
    "agency-phone": "02-000-0000",
    "worker-name": "오가람",
    "worker-position": "통합사례관리사",
    "worker-phone": "010-0000-0001",
    "months": "24",
}


def boxes(tree: Any) -> dict[str, str]:
    return {box.get("name"): box.get("value") for box in tree.xpath("//form[@action='/settings']//input")}


def test_what_is_entered_once_stands_in_every_new_case(client: TestClient, book: Casebook) -> None:
    tree = read(client.post("/settings", data=TYPED))
    assert "저장했습니다" in words(tree)
    assert boxes(tree) == TYPED
    for form in ("intake_sheet", "consent"):
        begin(client, form)
        raw = book.case(book.lines()[0].id).raw
        assert raw["agency"] == {"name": "가온시", "unit": "희망복지지원단", "phone": "02-000-0000"}
        assert raw["worker"] == {"name": "오가람", "position": "통합사례관리사", "phone": "010-0000-0001"}


def test_the_history_bears_the_name_of_whoever_uses_the_browser(client: TestClient, book: Casebook) -> None:
    client.post("/settings", data={"user-name": "남도윤"})
    begin(client, "consent")
    [line] = book.lines()
    client.post(f"/cases/{line.id}/remove")
    as_another_browser(client)
    client.post(f"/cases/{line.id}/restore")
    told = [(one.kind, one.by) for one in book.history(line.id)]
    assert told == [
        (EventKind.RESTORED, ""),
        (EventKind.REMOVED, "남도윤"),
        (EventKind.CREATED, "남도윤"),
    ]
    # Another browser's settings show another person, and the same office.
    assert boxes(read(client.get("/settings")))["user-name"] == ""


def test_what_was_emptied_is_no_longer_set(client: TestClient, book: Casebook) -> None:
    client.post("/settings", data=TYPED)
    client.post("/settings", data=dict.fromkeys(TYPED, ""))
    assert set(boxes(read(client.get("/settings"))).values()) == {""}
    begin(client, None)
    assert book.case(book.lines()[0].id).raw == {"edition": "2025", "forms": {}}


def test_a_mistake_is_told_beside_its_box_and_nothing_is_kept(client: TestClient, book: Casebook) -> None:
    wrong = {**TYPED, "worker-name": "가" * 61, "months": "많이"}
    tree = read(client.post("/settings", data=wrong), 422)
    assert "고칠 곳 2건" in words(tree)
    assert tree.xpath("//input[@aria-invalid='true']/@id") == ["worker-name", "months"]
    # What was typed is still there, right or wrong.
    assert boxes(tree) == wrong
    assert book.setting(RETENTION) is None
    assert book.setting("defaults") is None
    for months in ("0", "1201", "-1", "9" * 5000):
        read(client.post("/settings", data={"months": months}), 422)


def test_the_guidebooks_period_counts_until_one_is_set(client: TestClient, book: Casebook) -> None:
    # 개인정보는 종결 후 5년이 지나면 지운다 (ICM-DEADLINE-16).
    default = default_retention(date(2025, 6, 20))
    assert default is not None
    assert default.months == 60
    assert "개인정보의 파기" in default.source
    tree = read(client.get("/settings"))
    assert boxes(tree)["months"] == "60"
    assert default.source in words(tree)
    assert retention(0, date(2025, 6, 20)) == 0
    assert retention(24, date(2025, 6, 20)) == 24


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        (datetime(2023, 6, 20, 23, 59, tzinfo=SEOUL), True),
        (datetime(2023, 6, 21, 0, 1, tzinfo=SEOUL), False),
        (datetime(2025, 6, 1, tzinfo=SEOUL), False),
    ],
)
def test_a_case_is_asked_about_after_its_months(book: Casebook, changed: datetime, asked: bool) -> None:
    book.add({}, NOTHING)
    with book.database.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET changed_at = ?", (changed.timestamp(),))
    assert bool(kept_long(book.lines(), 24, date(2025, 6, 20))) is asked
    assert kept_long(book.lines(), 0, date(2025, 6, 20)) == []


def test_the_list_asks_about_old_cases_and_removes_none(
    client: TestClient, book: Casebook, running: Running
) -> None:
    old = book.add({}, named("OLD-1", "홍길동")).id
    keep(book, sample("consent"))
    with book.database.begin() as connection:
        long_ago = datetime(2020, 6, 20, tzinfo=SEOUL).timestamp()
        connection.exec_driver_sql("UPDATE cases SET changed_at = ? WHERE id = ?", (long_ago, old))
    tree = read(client.get("/"))
    assert "보관 기간(60개월)을 넘긴 사례가 1건 있습니다" in words(tree)
    [only] = rows(read(client.get("/?show=old")))
    assert only.startswith("OLD-1")
    assert len(book.lines()) == 2
    client.post("/settings", data={"months": ""})
    assert "보관 기간" not in words(read(client.get("/")))


def test_hostile_settings_stay_text(client: TestClient, book: Casebook) -> None:
    tree = read(client.post("/settings", data={"user-name": '"><script>x</script>', "months": "<b>"}), 422)
    assert not tree.xpath("//main//script | //main//b")
