"""What 서식 8 prints beyond its fields."""

from __future__ import annotations

from typing import Any

import pytest

from forms import form_named
from forms.icm.monitor_sheet import in_10000
from generator.document import bound_forms
from generator.examine import examine
from tests.changing import drop, put, severities
from tests.reading import bound_text, sample, squeeze

SHEET = "forms/monitor_sheet"


@pytest.fixture
def case() -> dict[str, Any]:
    return sample("monitor_sheet")


def printed(case: dict[str, Any]) -> str:
    checked = examine(case).case
    assert checked is not None
    (sheet,) = bound_forms(checked, form_named("monitor_sheet"), "masked")
    return bound_text(sheet)


@pytest.mark.parametrize(
    ("won", "text"),
    [(0, "0"), (5_000_000, "500"), (12_345_000, "1,234.5"), (355_500, "35.55"), (9_999, "0.9999")],
)
def test_won_before_the_printed_unit(won: int, text: str) -> None:
    assert in_10000(won) == text


def test_rent_is_printed_in_units_of_ten_thousand_won(case: dict[str, Any]) -> None:
    put(case, f"{SHEET}/housing/deposit", 5_000_000)
    put(case, f"{SHEET}/housing/monthly_rent", 355_000)
    assert "보증금(500만원)/월세(35.5만원)" in printed(case)


def test_family_comes_from_the_case_with_ages_on_the_day_of_the_visit(case: dict[str, Any]) -> None:
    put(case, "household/1/birth_date", "2013-09-17")
    put(case, "household/1/illness", "천식")
    # 2013-09-17 to 2025-09-16: the twelfth birthday is tomorrow.
    assert squeeze("자 □□□ 11 ○ 초6 학생 장애 발달2급(자폐), 천식") in printed(case)


def test_own_family_rows_replace_those_of_the_case(case: dict[str, Any]) -> None:
    put(case, f"{SHEET}/family", [{"relation": "본인", "name": "가나다", "age": 44, "living_together": True}])
    text = printed(case)
    assert squeeze("장애 및 질병 본인 가나다 44 ○") in text
    assert "발달2급" not in text


def test_health_and_welfare_are_printed_once_a_person(case: dict[str, Any]) -> None:
    put(case, f"{SHEET}/health", [{"name": "가나다"}, {"name": "라마바"}])
    put(case, f"{SHEET}/welfare", [{"name": "가나다"}, {"name": "라마바"}])
    text = printed(case)
    assert [text.count(words) for words in ("⑥건강상태", "자주가는병원", "⑦복지서비스", "희망지원")] == [
        1,
        2,
        1,
        2,
    ]
    assert text.index("성명가나다질병(환)") < text.index("성명라마바질병(환)")


def test_blocks_that_are_left_out_are_printed_empty(case: dict[str, Any]) -> None:
    put(case, SHEET, {"visited_on": "2025-09-16"})
    text = printed(case)
    assert [text.count(words) for words in ("자주가는병원", "희망지원", "거주지형태")] == [1, 1, 1]
    assert "■" not in text


def test_another_householder_does_not_get_the_clients_numbers(case: dict[str, Any]) -> None:
    put(case, "client/resident_number", "590214-2345678")
    put(case, "client/mobile", "010-0000-0101")
    assert "590214-2******" in printed(case)
    put(case, f"{SHEET}/householder_name", "가나다")
    text = printed(case)
    assert "590214" not in text
    assert "010-0000-0101" not in text
    assert severities(case, "CASE-DIFFERENCE") == ["warning"]


def test_the_day_of_the_visit_is_needed(case: dict[str, Any]) -> None:
    assert severities(drop(case, f"{SHEET}/visited_on"), "FIELD-MISSING") == ["error"]
