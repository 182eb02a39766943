"""What a case of 자활사례관리 shows of change: outcomes by area, in the first record and in the last."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.belonging import changes_in
from forms.change import Change
from tests.reading import sample

COUNTED = "막대는 기록한 성과의 수이고 점수가 아닙니다."


def case_of(*records: tuple[str | None, str | None, list[str]]) -> dict[str, Any]:
    held = [
        {"recorded_on": on, "phase": phase, "items": [{"item": item} for item in items]}
        for on, phase, items in records
    ]
    return {"case_no": "1", "client": {"name": "마루한"}, "forms": {"outcome_record": held}}


def shown(raw: dict[str, Any]) -> list[Change]:
    case = check_case(raw).readable
    assert case is not None
    return list(changes_in(case))


def test_outcomes_are_counted_by_area_and_named() -> None:
    [change] = shown(
        case_of(
            ("2026-01-12", "후속", ["삶의 의지 회복", "강점 발견", "자활재진입 감소"]),
            ("2025-01-28", "초기", ["초기탈락 예방", "강점 발견", "개인 건강문제 해결"]),
            ("2025-06-02", "중간", ["자활근로 유지"]),
        )
    )
    assert (change.first.title, str(change.first.on)) == ("초기 기록", "2025-01-28")
    assert (change.second.title, str(change.second.on)) == ("후속 기록", "2026-01-12")
    # In the order of the figure: participation, health among the capabilities, the inner side.
    assert [(row.label, row.first, row.second, row.note) for row in change.rows] == [
        ("자활참여영역", 1, 1, "새로 적음: 자활재진입 감소\n처음 기록에만: 초기탈락 예방"),
        ("자활역량영역 건강영역", 1, 0, "처음 기록에만: 개인 건강문제 해결"),
        ("개인 내적 영역", 1, 2, "이어짐: 강점 발견\n새로 적음: 삶의 의지 회복"),
    ]
    assert change.sentences == (
        "처음 기록 2025-01-28(초기): 이어진 성과 1개, 새로 적은 성과 2개, 처음 기록에만 있는 성과 2개",
        COUNTED,
    )


def test_an_outcome_that_two_people_saw_counts_once() -> None:
    raw = case_of(("2025-01-28", "초기", ["강점 발견"]), ("2025-09-01", "지속", ["강점 발견"] * 2))
    for one, by in zip(raw["forms"]["outcome_record"][1]["items"], ("실무자", "참여주민"), strict=True):
        one["observed_by"] = by
    [row] = shown(raw)[0].rows
    assert (row.first, row.second, row.note) == (1, 1, "이어짐: 강점 발견")


def test_a_record_without_its_phase_is_called_by_its_place() -> None:
    [change] = shown(case_of(("2025-01-28", None, ["강점 발견"]), ("2025-09-01", None, ["강점 강화"])))
    assert (change.first.title, change.second.title) == ("처음 기록", "마지막 기록")


@pytest.mark.parametrize(
    "records",
    [
        [],
        [("2025-01-28", "초기", ["강점 발견"])],
        [("2025-01-28", "초기", ["강점 발견"]), ("2025-01-28", "후속", ["강점 강화"])],
        [("2025-01-28", "초기", []), ("2025-09-01", "후속", [])],
    ],
    ids=["none", "one", "of one day", "without outcomes"],
)
def test_where_there_is_nothing_to_compare_nothing_is_shown(records: list[Any]) -> None:
    assert shown(case_of(*records)) == []


def test_a_case_of_two_programmes_shows_both() -> None:
    raw = case_of(("2025-01-28", "초기", ["강점 발견"]), ("2025-09-01", "후속", ["강점 강화"]))
    raw["forms"]["needs_survey"] = sample("needs_survey")["forms"]["needs_survey"]
    assert [change.title for change in shown(raw)] == ["위기도 점수", "자활사례관리 성과"]
