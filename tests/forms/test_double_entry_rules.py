"""What stands twice and can be true but once, each with what is no double."""

from __future__ import annotations

from typing import Any

import pytest

from tests.changing import findings, put
from tests.reading import sample


def surveyed(*surveys: tuple[str, str | None, int | None]) -> dict[str, Any]:
    return {
        "case_no": "2025-0001",
        "client": {"name": "가나다"},
        "forms": {
            "needs_survey": [
                {"surveyed_on": day, "survey_kind": kind, "round": number} for day, kind, number in surveys
            ]
        },
    }


@pytest.mark.parametrize(
    ("surveys", "path"),
    [
        ([("2025-03-10", "신규", None), ("2025-03-10", "신규", None)], "1/surveyed_on"),
        ([("2025-03-10", None, None), ("2025-03-10", "신규", None)], "1/surveyed_on"),
        ([("2025-03-10", "신규", None), ("2025-03-10", "재조사", 1)], None),
        # Refused first, and surveyed anew when it applied again.
        ([("2025-03-10", "신규", None), ("2025-09-01", "신규", None)], None),
        ([("2025-03-10", "재조사", 1), ("2025-06-10", "재조사", 1)], "1/round"),
        ([("2025-03-10", "재조사", 1), ("2025-06-10", "재조사", 2)], None),
        ([("2025-03-10", "재조사", None), ("2025-06-10", "재조사", None)], None),
    ],
)
def test_a_survey_stands_once(surveys: list[tuple[str, str | None, int | None]], path: str | None) -> None:
    found = findings(surveyed(*surveys), "OWN-FIRST-SURVEY")
    assert [(f.severity.value, f.path) for f in found] == (
        [("warning", f"/forms/needs_survey/{path}")] if path else []
    )


def test_needs_differ_in_priority() -> None:
    case = sample("case_full")  # six needs, ranked 1 to 6
    assert findings(case, "OWN-NEED-PRIORITY") == []
    put(case, "forms/needs_survey/0/needs/3/priority", 2)
    (finding,) = findings(case, "OWN-NEED-PRIORITY")
    assert (finding.severity, finding.path) == ("warning", "/forms/needs_survey/0/needs/3/priority")
    assert "주거의 욕구와 보육 및 교육의 욕구가 모두 우선순위 2" in finding.message
    # Each survey ranks its own needs, and a need may be without a rank.
    put(
        put(case, "forms/needs_survey/0/needs/3/priority", None),
        "forms/needs_survey/1/needs/0/priority",
        None,
    )
    assert findings(case, "OWN-NEED-PRIORITY") == []
