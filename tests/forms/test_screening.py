"""PHQ-9: the total, its band and who is at risk, in findings and on paper; the two weeks; field errors."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms import check_case, form_named
from forms.deadlines import deadlines
from forms.icm.screening import window_of
from generator.document import bound_forms
from tests.changing import findings, put
from tests.reading import sample, squeeze

FORM = "depression_screening"
AT = f"forms/{FORM}"

# Answers whose sum is the total of the row; the ninth item counts by itself.
TABLE = [
    ([1, 1, 1, 1, 0, 0, 0, 0, 0], 4, "우울증상 없음(양호)", ()),
    ([1, 1, 1, 1, 1, 0, 0, 0, 0], 5, "가벼운 우울증상", ()),
    ([2, 2, 1, 2, 1, 1, 0, 0, 0], 9, "가벼운 우울증상", ()),
    ([2, 2, 1, 2, 1, 1, 1, 0, 0], 10, "중간 정도 우울증 의심", ("총점 10점 이상",)),
    ([3, 3, 3, 3, 3, 3, 1, 0, 0], 19, "중간 정도 우울증 의심", ("총점 10점 이상",)),
    ([3, 3, 3, 3, 3, 3, 2, 0, 0], 20, "심한 우울증 의심", ("총점 10점 이상",)),
    ([3] * 9, 27, "심한 우울증 의심", ("총점 10점 이상", "9번 문항 1점 이상")),
    ([0, 0, 0, 0, 0, 0, 0, 0, 1], 1, "우울증상 없음(양호)", ("9번 문항 1점 이상",)),
]
rows = pytest.mark.parametrize(
    ("answers", "total", "band", "risk"), TABLE, ids=[str(row[1]) for row in TABLE]
)


def answered(answers: list[int]) -> dict[str, Any]:
    """A test with these answers after which nobody was guided."""
    return put(put(sample(FORM), f"{AT}/answers", answers), f"{AT}/guided_on", None)


def cells(raw: dict[str, Any]) -> list[list[str]]:
    """The cells of each row of the printed test."""
    case = check_case(raw).case
    assert case is not None
    tree = bound_forms(case, form_named(FORM), "masked")[0].tree
    return [[squeeze("".join(cell.itertext())) for cell in row] for row in tree.iter("tr")]


@rows
def test_whoever_is_at_risk_must_be_guided(
    answers: list[int], total: int, band: str, risk: tuple[str, ...]
) -> None:
    assert len(findings(answered(answers), "ICM-PHQ-02")) == bool(risk)


@rows
def test_the_paper_tells_total_band_and_risk(
    answers: list[int], total: int, band: str, risk: tuple[str, ...]
) -> None:
    shown = cells(answered(answers))
    assert ["총점", f"{total}점", "판별", squeeze(band)] in shown
    boxes = "".join(
        f"{'■' if word in risk else '□'}{squeeze(word)}" for word in ("총점 10점 이상", "9번 문항 1점 이상")
    )
    assert ["고위험군", boxes] in shown


@rows
def test_the_guidance_is_due_on_the_day_of_the_test(
    answers: list[int], total: int, band: str, risk: tuple[str, ...]
) -> None:
    case = check_case(answered(answers)).case
    assert case is not None
    due = [deadline.due for deadline in deadlines(case) if deadline.rule == "ICM-PHQ-02"]
    assert due == ([date(2025, 6, 4)] if risk else [])


def test_the_sheet_ticks_each_answer_beside_its_sentence() -> None:
    shown = cells(answered([0, 1, 2, 3, 0, 1, 2, 3, 0]))
    ticked = [["■" in cell for cell in row[1:]].index(True) for row in shown if row[0][:2] in NUMBERED]
    assert ticked == [0, 1, 2, 3, 0, 1, 2, 3, 0]


NUMBERED = {f"{number}." for number in range(1, 10)}


def test_the_first_page_names_nobody() -> None:
    raw = sample(FORM)
    case = check_case(raw).case
    assert case is not None
    text = squeeze("".join(bound_forms(case, form_named(FORM), "full")[0].tree.itertext()))
    sheet, staff = text.split("담당자용")
    assert raw["client"]["name"] not in sheet
    assert raw["client"]["name"] in staff


def test_the_two_weeks_end_the_day_before() -> None:
    # 면접날이 수요일이라면 어제인 화요일부터 지지난주 수요일까지.
    assert date(2025, 6, 4).strftime("%w") == "3"
    assert window_of(date(2025, 6, 4)) == (date(2025, 5, 21), date(2025, 6, 3))
    assert window_of(date(1, 1, 3)) is None


@pytest.mark.parametrize(
    ("answers", "rule"),
    [([0] * 8, "FIELD-COUNT"), ([0] * 10, "FIELD-COUNT"), ([0] * 8 + [4], "FIELD-RANGE")],
)
def test_nine_answers_of_nought_to_three(answers: list[int], rule: str) -> None:
    found = findings(put(sample(FORM), f"{AT}/answers", answers), rule)
    assert [finding.severity for finding in found] == ["error"]


@pytest.mark.parametrize("part", ["provision", "sensitive", "guidance"])
def test_the_consent_asks_for_three_choices(part: str) -> None:
    raw = put(sample("screening_consent"), f"forms/screening_consent/{part}", None)
    (finding,) = findings(raw, "FIELD-MISSING")
    assert (finding.severity, finding.path) == ("error", f"/forms/screening_consent/{part}")


def test_a_consent_is_destroyed_two_years_after_its_day() -> None:
    case = check_case(sample("screening_consent")).case
    assert case is not None
    (kept,) = [deadline for deadline in deadlines(case) if deadline.rule == "ICM-DEADLINE-17"]
    assert (kept.due, kept.firm) == (date(2027, 6, 4), True)


def test_a_signed_consent_prints_what_was_signed_and_nothing_of_the_case() -> None:
    raw = put(sample("screening_consent"), "forms/screening_consent/signer_phone", None)
    raw = put(raw, "forms/screening_consent/worker_name", None)
    case = check_case(raw).case
    assert case is not None
    text = "".join(bound_forms(case, form_named("screening_consent"), "full")[0].tree.itertext())
    assert raw["client"]["mobile"] not in text
    assert raw["worker"]["name"] not in text
