"""What a case of 통합사례관리 shows of change: crisis scores of two surveys, and how far goals were reached."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case
from forms.belonging import changes_in
from forms.change import Change
from tests.reading import sample

NO_STEP = "성과구분 없음"


def shown(raw: dict[str, Any]) -> dict[str, Change]:
    case = check_case(raw).readable
    assert case is not None
    return {change.title: change for change in changes_in(case)}


def surveys(*scored: dict[str, list[int | None]]) -> dict[str, Any]:
    """A case of surveys, one a month from January on, each with points by question of its areas."""
    held = [
        {
            "surveyed_on": f"2025-{month:02}-10",
            "crisis": [
                {"area": area, "scores": {str(number): score for number, score in enumerate(scores, 1)}}
                for area, scores in areas.items()
            ],
        }
        for month, areas in enumerate(scored, 1)
    ]
    return {"case_no": "1", "client": {"name": "도가온"}, "forms": {"needs_survey": held}}


def review(short: list[str | None], long: list[str | None] | None = None) -> dict[str, Any]:
    def goals(steps: list[str | None]) -> list[dict[str, Any]]:
        return [{"text": f"목표 {number}", "achievement": step} for number, step in enumerate(steps, 1)]

    held = {"result": "종결", "short_goals": goals(short), "long_goals": goals(long or [])}
    return {"case_no": "1", "client": {"name": "도가온"}, "forms": {"closure_review": held}}


def test_the_first_and_the_last_survey_are_compared_area_by_area() -> None:
    change = shown(
        surveys({"경제": [3, 1], "돌봄": [1, None]}, {"경제": [3, 3]}, {"경제": [2, 0], "돌봄": [0]})
    )["위기도 점수"]
    assert (change.first.title, str(change.first.on)) == ("첫 조사", "2025-01-10")
    assert (change.second.title, str(change.second.on)) == ("마지막 조사", "2025-03-10")
    # 경제 1번 3점 is a cut-off, 2점 none; 돌봄 1번 is one from 1점 on.
    assert [(row.label, row.first, row.second, row.note) for row in change.rows] == [
        ("경제", 4, 2, "-2, 해당 → 비해당"),
        ("돌봄", 1, 0, "-1, 해당 → 비해당"),
    ]
    assert change.sentences == (
        "두 조사에서 모두 점수를 매긴 2개 영역의 합은 5점에서 2점으로 3점 줄었습니다.",
        "그 가운데 선정 기준에 해당하는 영역은 2개에서 0개로 2개 줄었습니다.",
    )


def test_the_order_is_that_of_the_days_and_not_of_the_file() -> None:
    raw = surveys({"경제": [3]}, {"경제": [1]})
    raw["forms"]["needs_survey"].reverse()
    [row] = shown(raw)["위기도 점수"].rows
    assert (row.first, row.second) == (3, 1)


@pytest.mark.parametrize("scored", [[], [{"경제": [3]}], [{"경제": [3]}, {}], [{}, {}]])
def test_scores_that_were_taken_once_or_never_show_no_change(
    scored: list[dict[str, list[int | None]]],
) -> None:
    raw = surveys(*scored)
    for survey in raw["forms"]["needs_survey"]:
        if not survey["crisis"]:
            del survey["crisis"]
    assert shown(raw) == {}


def test_equal_scores_are_said_to_be_equal_and_higher_ones_higher() -> None:
    change = shown(surveys({"경제": [2]}, {"경제": [2]}))["위기도 점수"]
    assert change.rows[0].note == "0, 비해당(변경 없음)"
    assert change.sentences[0].endswith("1개 영역의 합은 2점으로 같습니다.")
    change = shown(surveys({"경제": [0]}, {"경제": [3]}))["위기도 점수"]
    assert change.sentences[0].endswith("합은 0점에서 3점으로 3점 늘었습니다.")


def test_an_area_scored_once_has_no_second_number_and_is_in_no_sum() -> None:
    change = shown(surveys({"경제": [3], "안전": [2]}, {"경제": [1], "관계": [3]}))["위기도 점수"]
    assert [(row.label, row.first, row.second) for row in change.rows] == [
        ("경제", 3, 1),
        ("관계", None, 3),
        ("안전", 2, None),
    ]
    assert change.sentences[0] == (
        "두 조사에서 모두 점수를 매긴 1개 영역의 합은 3점에서 1점으로 2점 줄었습니다."
    )
    assert change.sentences[-1] == "한 조사에서만 점수를 매긴 영역은 합에 넣지 않았습니다: 관계, 안전."


def test_surveys_of_different_areas_have_no_sum_at_all() -> None:
    change = shown(surveys({"경제": [3]}, {"관계": [3]}))["위기도 점수"]
    assert change.sentences == ("한 조사에서만 점수를 매긴 영역은 합에 넣지 않았습니다: 경제, 관계.",)


def test_goals_are_counted_by_the_five_steps_in_their_order() -> None:
    change = shown(review(["보통수준", "기대 이상의 목표달성", "보통수준"], ["기대한 정도의 목표 달성"]))[
        "목표별 달성도"
    ]
    # The steps as 서식 7 prints them, 1 to 5 points.
    assert [(row.label, row.first, row.second) for row in change.rows] == [
        ("전혀 달성하지 못함", 0, 0),
        ("기대수준 이하로 달성", 0, 0),
        ("보통수준", 2, 0),
        ("기대한 정도의 목표 달성", 0, 1),
        ("기대 이상의 목표달성", 1, 0),
    ]
    assert change.rows[2].note == "단기: 목표 1\n단기: 목표 3"
    assert change.rows[3].note == "장기: 목표 1"
    assert change.sentences == (
        "성과구분을 적은 목표 4개 가운데 2개를 기대한 정도나 그 이상으로 달성했습니다.",
    )


def test_goals_that_nobody_judged_are_told_and_not_counted_as_missed() -> None:
    change = shown(review(["보통수준", None], [None]))["목표별 달성도"]
    last = change.rows[-1]
    assert (last.label, last.first, last.second) == (NO_STEP, 1, 1)
    assert change.sentences[0].startswith("성과구분을 적은 목표 1개 가운데 0개")
    assert shown(review([None], [None])) == {}
    assert shown(review([])) == {}


def test_forty_goals_are_all_counted_and_named() -> None:
    change = shown(review(["보통수준"] * 40))["목표별 달성도"]
    row = change.rows[2]
    assert (row.first, len(row.note.split("\n"))) == (40, 40)
    assert sum((row.first or 0) + (row.second or 0) for row in change.rows) == 40


def test_goals_of_the_plan_are_named_where_the_review_gives_the_step_alone() -> None:
    raw = review(["보통수준"])
    del raw["forms"]["closure_review"]["short_goals"][0]["text"]
    raw["forms"]["service_plan"] = {"short_goals": [{"area": "경제", "text": "체납 월세 나누어 내기"}]}
    assert shown(raw)["목표별 달성도"].rows[2].note == "단기: 체납 월세 나누어 내기"


def test_what_cannot_be_read_shows_no_change() -> None:
    raw = surveys({"경제": [3]}, {"경제": [9]})
    assert shown(raw) == {}


def test_a_case_of_another_programme_shows_none() -> None:
    assert shown(sample("usage_proof")) == {}
