"""사례관리일지: the tabs 취업 and 진학 are printed for their 분야 alone."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.youth.youth_case_log import FORM
from generator.binding import bind
from generator.document import bound_forms
from generator.print_view import blank_view
from tests.changing import findings, put
from tests.reading import bound_text, sample

# A label of each tab that no other part of the page has.
TABS = ("취업경로", "주등록금조달")
FIELD = "forms/youth_case_log/field"


def printed(raw: dict[str, Any]) -> str:
    case = check_case(raw).case
    assert case is not None
    return "".join(bound_text(one) for one in bound_forms(case, FORM, "masked"))


def test_a_blank_page_prints_both_tabs() -> None:
    text = bound_text(bind(FORM, "2025", blank_view(FORM)))
    assert [tab in text for tab in TABS] == [True, True]


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("취업", [True, False]),
        ("진학", [False, True]),
        ("주거", [False, False]),
        ("그외", [False, False]),
        (None, [True, True]),
    ],
)
def test_a_filled_page_prints_the_tab_of_its_field(field: str | None, shown: list[bool]) -> None:
    text = printed(put(sample("youth_case_log"), FIELD, field))
    assert [tab in text for tab in TABS] == shown


def test_what_is_not_printed_is_told_of() -> None:
    raw = put(sample("youth_case_log"), FIELD, "주거")
    assert "다온식당" not in printed(put(raw, "forms/youth_case_log/content", "집을 함께 봄."))
    [found] = findings(raw, "CS-LOG-1")
    assert found.path == "/forms/youth_case_log/employed"
    assert "인쇄하지 않습니다" in found.message
