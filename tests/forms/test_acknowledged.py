"""확인한 사항: a finding that somebody has explained stays visible, as information with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from forms.checking import check_case
from tests.changing import findings, put
from tests.reading import sample

WHY = {"reason": "담당자 병가", "by": "유하늬", "on": "2025-04-22"}
LATE = {"rule": "ICM-DEADLINE-11", "path": "/forms/closure_review/closure_reviewed_on"}


@pytest.fixture
def case() -> dict[str, Any]:
    """Registered on 2025-04-20, six days after the conference of the 14th; approved before that."""
    whole = put(sample("case_full"), "forms/closure_review/closure_reviewed_on", "2025-04-20")
    return put(whole, "forms/closure_review/approved_on", "2025-04-21")


def test_it_becomes_information_and_keeps_its_sentence(case: dict[str, Any]) -> None:
    (before,) = findings(case, "ICM-DEADLINE-11")
    assert before.severity == "warning"
    (after,) = findings({**case, "acknowledged": [{**LATE, **WHY}]}, "ICM-DEADLINE-11")
    assert after.severity == "info"
    assert after.message == f"{before.message} [확인: 담당자 병가 — 유하늬, 2025-04-22]"
    assert (after.path, after.source) == (before.path, before.source)


def test_strict_no_longer_counts_it(case: dict[str, Any]) -> None:
    assert check_case(case).failed(strict=True)
    assert not check_case({**case, "acknowledged": [{**LATE, **WHY}]}).failed(strict=True)


@pytest.mark.parametrize("other", [{"rule": "ICM-STATE-20"}, {"path": "/forms/closure_review/approved_on"}])
def test_rule_and_place_must_both_agree(case: dict[str, Any], other: dict[str, str]) -> None:
    (finding,) = findings({**case, "acknowledged": [{**LATE, **WHY, **other}]}, "ICM-DEADLINE-11")
    assert finding.severity == "warning"


def test_an_error_is_not_explained_away(case: dict[str, Any]) -> None:
    put(
        put(case, "forms/closure_review/closure_type", "단기목표 달성"),
        "forms/closure_review/opinion",
        "종결함.",
    )
    note = {"rule": "ICM-STATE-16", "path": "/forms/closure_review/opinion", **WHY}
    (finding,) = findings({**case, "acknowledged": [note]}, "ICM-STATE-16")
    assert finding.severity == "error"
    assert not check_case({**case, "acknowledged": [note]}).ok


@pytest.mark.parametrize("key", ["rule", "path", "reason", "by", "on"])
def test_an_acknowledgement_is_complete(case: dict[str, Any], key: str) -> None:
    note = {k: v for k, v in {**LATE, **WHY}.items() if k != key}
    (finding,) = findings({**case, "acknowledged": [note]})
    assert (finding.severity, finding.path) == ("error", f"/acknowledged/0/{key}")
