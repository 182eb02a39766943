"""Field types and the findings of field errors."""

from __future__ import annotations

from typing import Any

import pytest

from forms.fields import birth_date_of, has_old_check_digit
from tests.changing import drop, findings, put
from tests.reading import sample


@pytest.fixture
def case() -> dict[str, Any]:
    return sample("closure_review")


def rules(case: dict[str, Any], path: str) -> list[str]:
    return [
        finding.rule for finding in findings(case) if finding.path == path and finding.severity == "error"
    ]


@pytest.mark.parametrize("number", ["900101-1234567", "9001011234567", "000229-3123456", "850505-5123456"])
def test_registration_numbers(case: dict[str, Any], number: str) -> None:
    assert rules(put(case, "client/resident_number", number), "/client/resident_number") == []


@pytest.mark.parametrize(
    "number",
    [
        "900230-1234567",  # no 30 February
        "010229-3123456",  # 2001 was no leap year
        "900101-123456",
        "900101-12345678",
        "90010a-1234567",
        "９00101-1234567",
    ],
)
def test_registration_numbers_that_cannot_be(case: dict[str, Any], number: str) -> None:
    assert rules(put(case, "client/resident_number", number), "/client/resident_number") == [
        "FIELD-RESIDENT-NUMBER"
    ]


def test_the_century_digit_decides_the_leap_day() -> None:
    # 1900 was no leap year, 2000 was.
    assert birth_date_of("000229-4000000").year == 2000
    with pytest.raises(ValueError, match="day"):
        birth_date_of("000229-2000000")


def test_the_old_check_digit_is_a_hint(case: dict[str, Any]) -> None:
    # Synthetic numbers published as satisfying the old rule (digest 3 §5.1).
    assert has_old_check_digit("200102-3234560")
    assert has_old_check_digit("260201-3234565")
    hints = findings(put(case, "client/resident_number", "200102-3234561"), "FIELD-CHECK-DIGIT")
    assert [hint.severity for hint in hints] == ["info"]
    # Foreigner numbers follow no published rule.
    assert findings(put(case, "client/resident_number", "850505-5123456"), "FIELD-CHECK-DIGIT") == []


@pytest.mark.parametrize(
    "phone",
    ["02-000-0000", "010-0000-0000", "01000000000", "031-000-0000", "1588-0000", "129", "070-0000-0000"],
)
def test_phones(case: dict[str, Any], phone: str) -> None:
    assert rules(put(case, "client/phone", phone), "/client/phone") == []


@pytest.mark.parametrize("phone", ["010-000", "전화 없음", "99-0000-0000", "010-0000-00000"])
def test_phones_that_cannot_be(case: dict[str, Any], phone: str) -> None:
    assert rules(put(case, "client/phone", phone), "/client/phone") == ["FIELD-PHONE"]


@pytest.mark.parametrize("day", ["2025-02-29", "2025-13-01", "2025.6.2", "20250602", 20250602, "오늘"])
def test_dates_that_cannot_be(case: dict[str, Any], day: object) -> None:
    path = "/forms/closure_review/approved_on"
    assert rules(put(case, path[1:], day), path) == ["FIELD-DATE"]


@pytest.mark.parametrize("name", ["○○○", "△△△", "□□□", "홍길동", "金昌洙", "Nguyen Van A"])
def test_names(case: dict[str, Any], name: str) -> None:
    assert [f for f in findings(put(case, "client/name", name)) if f.severity == "error"] == []


@pytest.mark.parametrize(
    "text", ["a\u0000b", "a\u0007b", "a\ud800b", "a\u202eb", "a\u200eb", "a\u2066b", "a\u200bb", "a\u2028b"]
)
def test_characters_that_paper_cannot_hold(case: dict[str, Any], text: str) -> None:
    path = "/forms/closure_review/opinion"
    assert rules(put(case, path[1:], text), path) == ["FIELD-CHARACTER"]


def test_line_breaks_and_blanks_are_normalised(case: dict[str, Any]) -> None:
    from forms import check_case
    from forms.icm.closure_review import ClosureReview

    put(case, "forms/closure_review/opinion", "첫 줄\r\n둘째\u00a0줄\t\u3000끝, 한글")
    checked = check_case(case).case
    assert checked is not None
    review = checked.first_of(ClosureReview)
    assert review is not None
    assert review.opinion == "첫 줄\n둘째 줄  끝, 한글"


def test_an_unknown_key_names_the_nearest_known_one(case: dict[str, Any]) -> None:
    put(case, "forms/closure_review/opinon", "글")
    (finding,) = findings(case, "FIELD-UNKNOWN")
    assert finding.path == "/forms/closure_review/opinon"
    assert "'opinion'(종결심사 의견)" in finding.message


def test_a_missing_field_is_named_in_korean(case: dict[str, Any]) -> None:
    drop(case, "forms/closure_review/result")
    (finding,) = findings(case, "FIELD-MISSING")
    assert (finding.label, finding.path) == ("종결심사 결과", "/forms/closure_review/result")
    assert finding.source is not None
    assert "서식 7" in finding.source


def test_null_blank_and_absent_mean_the_same(case: dict[str, Any]) -> None:
    for value in (None, "", "  \n "):
        put(case, "forms/closure_review/change", value)
        assert rules(case, "/forms/closure_review/change") == ["FIELD-MISSING"]


@pytest.mark.parametrize("value", [1.0, True, "1", [1]])
def test_a_form_must_be_what_it_is(case: dict[str, Any], value: object) -> None:
    put(case, "forms/closure_review", value)
    assert any(finding.severity == "error" for finding in findings(case))


@pytest.mark.parametrize(("length", "found"), [(500, []), (501, ["FIELD-LENGTH"])])
def test_a_text_is_measured_in_letters(case: dict[str, Any], length: int, found: list[str]) -> None:
    put(case, "client/address", "가" * length)
    assert rules(case, "/client/address") == found
    told = [one.message for one in findings(case) if one.rule == "FIELD-LENGTH"]
    assert told == ["500자를 넘습니다."] * len(found)


def test_two_closure_reviews_are_one_too_many(case: dict[str, Any]) -> None:
    review = case["forms"]["closure_review"]
    put(case, "forms/closure_review", [review, review])
    assert rules(case, "/forms/closure_review") == ["FIELD-COUNT"]


def test_equal_names_in_a_household(case: dict[str, Any]) -> None:
    case["household"] = [{"relation": "자", "name": "김하나"}, {"relation": "자", "name": "김하나"}]
    assert rules(case, "/household/1/name") == ["FIELD-SAME-NAME"]


def test_a_form_s_own_value_wins_and_a_difference_is_a_warning(case: dict[str, Any]) -> None:
    put(case, "forms/closure_review/client_name", "다른이름")
    (finding,) = findings(case, "CASE-DIFFERENCE")
    assert (finding.severity, finding.label) == ("warning", "대상자명")


def test_an_acknowledged_finding_stays_as_information(case: dict[str, Any]) -> None:
    put(case, "forms/closure_review/closure_reviewed_on", "2025-06-08")
    note = {
        "rule": "ICM-DEADLINE-11",
        "path": "/forms/closure_review/closure_reviewed_on",
        "reason": "담당자 병가",
        "by": "△△△",
        "on": "2025-06-09",
    }
    case["acknowledged"] = [note]
    (finding,) = findings(case, "ICM-DEADLINE-11")
    assert finding.severity == "info"
    assert "담당자 병가" in finding.message


@pytest.mark.parametrize(
    "raw", [None, [], "글", 3, {}, {"case_no": 1}, {"forms": []}, {"forms": {"closure_review": [[]]}}]
)
def test_nothing_that_comes_in_is_a_traceback(raw: object) -> None:
    from generator.examine import examine

    assert any(finding.severity == "error" for finding in examine(raw).findings)


def test_coded_words_may_bear_any_middle_dot() -> None:
    case = sample("intake_sheet")
    held = case["forms"]["intake_sheet"]
    for sheet in held if isinstance(held, list) else [held]:
        sheet["judgement"] = (
            ["서비스 연계･통합사례관리"]
            if isinstance(sheet["judgement"], list)
            else "서비스 연계･통합사례관리"
        )
    assert [f for f in findings(case) if f.severity == "error"] == []
