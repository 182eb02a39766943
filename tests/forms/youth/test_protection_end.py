"""보호종료관리: one form with four reasons, what each asks for, and what is computed."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.deadlines import deadlines
from forms.youth.protection_end import FORM
from generator.binding import bind
from generator.document import bound_forms
from generator.print_view import blank_view
from tests.changing import findings, put
from tests.reading import bound_text, sample

END = "forms/protection_end/"
TABS = ("취업여부", "종료형태", "일시중지시작일")
FULL_ONLY = {
    "settlement_grant",
    "cda_balance",
    "other_gifts",
    "allowance_received",
    "course",
    "allowance",
}


def printed(raw: dict[str, Any]) -> str:
    case = check_case(raw).case
    assert case is not None
    return "".join(bound_text(one) for one in bound_forms(case, FORM, "masked"))


def ended(reason: str) -> dict[str, Any]:
    """A child whose protection ends for a reason, with nothing but what is asked for by it."""
    raw = sample("protection_end")
    raw["forms"]["protection_end"] = {
        "written_on": "2025-02-20",
        "aftercare_consent": "미동의",
        "reason": reason,
        "education": "고등학교 졸업",
        "housing_group": "정부지원외",
    }
    return raw


def missing(raw: dict[str, Any]) -> set[str]:
    return {f.path.rpartition("/")[2] for f in findings(raw) if f.rule == "FIELD-MISSING"}


def test_a_blank_page_prints_every_tab() -> None:
    text = bound_text(bind(FORM, "2025", blank_view(FORM)))
    assert [tab in text for tab in TABS] == [True, True, True]


@pytest.mark.parametrize(
    ("reason", "tab"), [("만기종료", 0), ("연장종료", 0), ("중간종료", 1), ("일시중지", 2)]
)
def test_a_filled_page_prints_the_tab_of_its_reason(reason: str, tab: int) -> None:
    raw = sample("protection_end")
    put(raw, END + "reason", reason)
    assert [one in printed(raw) for one in TABS] == [at == tab for at in range(3)]


def test_the_page_shows_the_values_of_the_screen_and_the_sums() -> None:
    text = printed(sample("protection_end"))
    assert "만18세" in text
    assert "2,400,000" in text
    assert "1,179,938" in text
    # 1,000,000 + 500,000 + 0.
    assert "총금액1,500,000" in text
    assert "입력·수정·삭제할수없습니다" in text


def test_a_full_end_asks_for_everything() -> None:
    assert missing(ended("만기종료")) == FULL_ONLY | {"employed", "university_type", "living_main"}


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({"employed": "취업"}, {"company", "work_field", "income_band", "work_form", "work_route"}),
        ({"employed": "미취업"}, {"wished_field"}),
        ({"university_type": "4년제"}, {"university", "tuition_main"}),
        ({"university_type": "미진학"}, set()),
        ({"allowance": "미신청"}, {"allowance_refusal"}),
    ],
)
def test_what_an_answer_asks_for(given: dict[str, Any], asked: set[str]) -> None:
    raw = ended("연장종료")
    before = missing(raw)
    raw["forms"]["protection_end"] |= given
    assert missing(raw) - before == asked


def test_an_early_end_asks_for_its_form_and_where_a_child_goes() -> None:
    raw = ended("중간종료")
    assert missing(raw) == {"end_form"}
    put(raw, END + "end_form", "원가정 복귀")
    assert missing(raw) == set()
    put(raw, END + "end_form", "전원")
    assert missing(raw) == {"transfer_kind", "transfer_name"}


def test_a_suspension_asks_for_its_days_and_its_reason() -> None:
    raw = ended("일시중지")
    del raw["forms"]["protection_end"]["housing_group"]
    assert missing(raw) == {"pause_from", "pause_to", "pause_reason"}


def test_a_suspension_does_not_end_before_it_begins() -> None:
    raw = ended("일시중지")
    raw["forms"]["protection_end"] |= {"pause_from": "2025-02-28", "pause_to": "2025-02-27"}
    assert ("FIELD-DATE-ORDER", "error") in {(f.rule, f.severity.value) for f in findings(raw)}


def test_the_family_is_that_of_the_case_as_old_as_at_the_end() -> None:
    # Born 1978-03-02: 46 on 2025-02-28.
    assert "해담부46010-0000-0218" in printed(sample("protection_end"))


def test_the_end_is_entered_by_the_last_day_of_its_year() -> None:
    raw = sample("protection_end")
    case = check_case(raw).case
    assert case is not None
    (due,) = [limit for limit in deadlines(case) if limit.rule == "CS-ST-9"]
    assert (str(due.due), str(due.done_on)) == ("2025-12-31", "2025-02-20")
    del raw["forms"]["protection_end"]
    case = check_case(raw).case
    assert case is not None
    (due,) = [limit for limit in deadlines(case) if limit.rule == "CS-ST-9"]
    assert (str(due.due), due.done_on) == ("2025-12-31", None)
