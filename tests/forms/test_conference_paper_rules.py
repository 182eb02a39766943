"""The clauses on conferences, asked of their papers: 서식 4, 10 and 11."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changing import findings
from tests.reading import sample


def with_text(form_id: str, name: str, text: str) -> dict[str, Any]:
    """A sample of the form, with that text in a field of its first paper."""
    raw = sample(form_id)
    held = raw["forms"][form_id]
    (held[0] if isinstance(held, list) else held)[name] = text
    return raw


def found(raw: dict[str, Any], rule: str) -> list[tuple[str, str]]:
    return [(finding.severity.value, finding.path) for finding in findings(raw, rule)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("배우자와 통화하여 뜻을 물음.", []),
        ("010-0000-0318로 통화하여 뜻을 물음.", ["warning"]),
        ("900101-1234567로 조회함.", ["warning"]),
        ("case@example.com으로 자료를 보냄.", ["warning"]),
    ],
)
@pytest.mark.parametrize(
    ("form_id", "name"),
    [
        ("conference_minutes", "content"),
        ("solution_request", "request"),
        ("solution_minutes", "content"),
    ],
)
def test_papers_hold_no_numbers_and_no_email(form_id: str, name: str, text: str, expected: list[str]) -> None:
    told = found(with_text(form_id, name, text), "ICM-MEET-13")
    assert [severity for severity, _ in told] == expected
    assert all(path.startswith(f"/forms/{form_id}") and path.endswith(name) for _, path in told)


def test_a_number_is_not_repeated() -> None:
    (finding,) = findings(with_text("solution_request", "request", "010-0000-0318로 통화함."), "ICM-MEET-13")
    assert "0318" not in finding.message


def test_minutes_name_their_own_case_number_only() -> None:
    raw = with_text("conference_minutes", "content", "2024-0317 가구의 개입 순서를 정함.")
    raw["case_no"] = "2024-0317"
    assert found(raw, "ICM-PRIV-05") == []
    raw = with_text("conference_minutes", "content", "2024-0318 가구도 함께 논의함.")
    raw["case_no"] = "2024-0317"
    assert found(raw, "ICM-PRIV-05") == [("warning", "/forms/conference_minutes/0/content")]


@pytest.mark.parametrize(("day", "expected"), [("2025-03-20", []), ("2025-02-01", ["warning"])])
def test_a_request_follows_a_joint_conference(day: str, expected: list[str]) -> None:
    raw = sample("solution_request")
    raw["conferences"] = [{"kind": "통합사례회의", "purpose": "점검", "held_on": "2025-03-04"}]
    raw["forms"]["solution_request"]["requested_on"] = day
    told = found(raw, "ICM-MEET-02")
    assert told == [(severity, "/forms/solution_request/requested_on") for severity in expected]


def test_minutes_are_more_than_the_consultation() -> None:
    raw = sample("intake_sheet")
    opinion = raw["forms"]["intake_sheet"][0]["overall_opinion"]
    assert len(opinion) >= 100
    minutes = {"held_on": "2025-03-04", "title": "개입 순서", "result": "역할을 나누어 방문 순서를 정함."}
    minutes["internal_attendees"] = ["희망복지지원단 팀장"]  # type: ignore[assignment]
    raw["forms"]["conference_minutes"] = {**minutes, "content": opinion}
    assert found(raw, "ICM-ERR-05") == [("warning", "/forms/conference_minutes/content")]
    own = "복지관은 대상자가 문을 열어 주기 시작했다고 하였고, 학교는 자녀의 등교를 매주 알리기로 함."
    raw["forms"]["conference_minutes"]["content"] = own
    assert found(raw, "ICM-ERR-05") == []


BLANK_WORDS = [
    "위와 같음",
    "위 내용과 동일함.",
    "상동",
    "해당 없음",
    "해당 사항 없음.",
    "ㅇ 특이사항 없음",
    "회의 내용을 공유하고 논의함",
    "결정사항: 없음\n협조사항: 없음",
    "붙임 참조",
    "-",
]


@pytest.mark.parametrize("form_id", ["conference_minutes", "solution_minutes"])
@pytest.mark.parametrize("text", BLANK_WORDS)
def test_a_result_of_blank_words_is_none(form_id: str, text: str) -> None:
    told = found(with_text(form_id, "result", text), "ICM-ERR-05")
    assert [severity for severity, _ in told] == ["warning"]
    assert told[0][1].startswith(f"/forms/{form_id}")


@pytest.mark.parametrize("text", BLANK_WORDS)
def test_a_conferences_own_result_of_blank_words_is_none_and_told_once(text: str) -> None:
    raw = sample("case_solution")
    raw["conferences"][1]["result"] = text
    assert found(raw, "ICM-ERR-05") == [("warning", "/conferences/1/result")]


@pytest.mark.parametrize(
    "text",
    [
        "종결",
        "사례관리 가구로 선정",
        "서비스 연계 가구",
        "원안대로 결정함",
        "3개월 연장",
        "이상 없음",
        "終結",
        "보류",
    ],
)
def test_a_short_result_is_one(text: str) -> None:
    assert found(with_text("conference_minutes", "result", text), "ICM-ERR-05") == []
