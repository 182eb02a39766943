"""서식 3: what a need and a crisis entry may hold, and what the paper makes of them."""

from __future__ import annotations

from typing import Any

import pytest

from forms import check_case, form_named
from forms.icm.need_areas import need_areas
from generator.document import bound_forms
from tests.changing import drop, findings, put
from tests.reading import bound_text, sample, squeeze

FIRST, LAST = "forms/needs_survey/0", "forms/needs_survey/1"
NEED, CRISIS = f"{FIRST}/needs/0", f"{FIRST}/crisis"


@pytest.fixture
def case() -> dict[str, Any]:
    return sample("needs_survey")


def errors(case: dict[str, Any]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.path) for finding in findings(case) if finding.severity == "error"]


def printed(case: dict[str, Any], item: int) -> str:
    checked = check_case(case).case
    assert checked is not None
    (bound,) = bound_forms(checked, form_named("needs_survey"), "masked", item)
    return bound_text(bound)


def row(text: str, *parts: str) -> bool:
    """Whether the parts stand side by side on the page."""
    return squeeze("".join(parts)) in text


def test_there_are_eleven_areas_and_twenty_one_sub_areas() -> None:
    assert len(need_areas()) == 11
    assert len({part.name for area in need_areas() for part in area.sub_areas}) == 21


def test_a_sub_area_belongs_to_its_area(case: dict[str, Any]) -> None:
    put(case, f"{NEED}/sub_area", "돌봄지원")
    drop(case, f"{NEED}/phenomena")
    assert errors(case) == [("FIELD-PAIRING", f"/{NEED}/sub_area")]
    (finding,) = findings(case, "FIELD-PAIRING")
    assert "'기초생활 해결', '재정관리'" in finding.message


@pytest.mark.parametrize("phenomena", [["생활용품"], ["식비 부족", "① 식비 부족"], ["식비부족"]])
def test_a_phenomenon_belongs_to_its_sub_area(case: dict[str, Any], phenomena: list[str]) -> None:
    put(case, f"{NEED}/phenomena", phenomena)
    assert errors(case) == [("FIELD-PAIRING", f"/{NEED}/phenomena")]


def test_phenomena_need_a_sub_area(case: dict[str, Any]) -> None:
    drop(case, f"{NEED}/sub_area")
    assert errors(case) == [("FIELD-PAIRING", f"/{NEED}/phenomena")]


def test_every_pair_of_the_table_is_accepted(case: dict[str, Any]) -> None:
    put(
        case,
        f"{FIRST}/needs",
        [
            {"area": area.name, "sub_area": part.name, "phenomena": list(part.phenomena)}
            for area in need_areas()
            for part in area.sub_areas
        ],
    )
    assert errors(case) == []
    assert row(printed(case, 1), "■ ① 환각/망상(조현병)", "■ ② 기분장애(우울증, 조울증)")


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ({"1": 4}, [("FIELD-RANGE", "/1")]),
        ({"1": -1}, [("FIELD-RANGE", "/1")]),
        ({"1": 1.0}, [("FIELD-TYPE", "/1")]),
        ({"1": True}, [("FIELD-TYPE", "/1")]),
        ({"1": "3"}, [("FIELD-TYPE", "/1")]),
        ({"0": 1}, [("FIELD-QUESTION", "/0")]),
        ({"01": 1}, [("FIELD-QUESTION", "/01")]),
        ({"1번": 1}, [("FIELD-QUESTION", "/1번")]),
        ({}, [("FIELD-COUNT", "")]),
        ({"1": 0, "2": None, "99": 3}, []),
    ],
)
def test_scores_are_0_to_3_by_question_number(
    case: dict[str, Any], scores: dict[str, object], expected: list[tuple[str, str]]
) -> None:
    put(case, CRISIS, [{"area": "경제", "scores": scores}])
    assert errors(case) == [(rule, f"/{CRISIS}/0/scores{path}") for rule, path in expected]


def test_an_area_is_scored_once(case: dict[str, Any]) -> None:
    put(case, CRISIS, [{"area": "경제", "scores": {"1": 1}}, {"area": "경제", "scores": {"2": 1}}])
    assert errors(case) == [("FIELD-SAME-AREA", f"/{CRISIS}")]


def test_a_question_s_text_comes_with_its_score(case: dict[str, Any]) -> None:
    put(case, CRISIS, [{"area": "경제", "scores": {"1": 1}, "questions": {"2": "문항"}}])
    assert errors(case) == [("FIELD-QUESTION", f"/{CRISIS}/0/questions")]


def test_scores_totals_and_the_selection_are_printed(case: dict[str, Any]) -> None:
    put(
        case,
        CRISIS,
        [
            {"area": "주거", "scores": {"10": None, "1": 2, "2": 1}},
            {"area": "경제", "scores": {"1": 3}, "questions": {"1": "물음"}},
        ],
    )
    text = printed(case, 1)
    # 0점, 1점, 2점, 3점, 해당 사항 없음. 경제's cut-off names its questions 1 and 3; 10 was scored beside 주거's 1 to 4.
    assert row(text, "경제", "1 물음 □□□■□", "3 □□□□□", "돌봄")
    assert row(text, "주거", "1 □□■□□", "2 □■□□□", "3 □□□□□", "4 □□□□□", "10 □□□□■", "일자리")
    # The source numbers no question of these: two lines each to write on.
    assert row(text, "신체적 건강", "□□□□□", "□□□□□", "정신적 건강", "□□□□□", "□□□□□", "주거")
    assert row(
        text,
        "1",
        "경제",
        "3",
        "- 1번 문항이 3점인 경우",
        "- 3번 문항이 2점 이상인 경우",
        "■ 해당",
        "□ 비해당",
    )
    assert row(text, "- 4번 문항이 2점 이상인 경우", "□ 해당", "■ 비해당")
    # Not scored: neither 해당 nor 비해당.
    assert row(text, "3", "신체적 건강", "- 어느 한 문항이라도 3점인 경우", "□ 해당", "□ 비해당")
    assert row(text, "총 점", "6")
    assert row(text, "■ 선정", "□ 미선정")
    put(case, f"{CRISIS}/1/scores/1", 2)
    assert row(printed(case, 1), "□ 선정", "■ 미선정")
    put(case, CRISIS, [])
    assert row(printed(case, 1), "□ 선정", "□ 미선정")


def test_an_area_without_a_cut_off_shows_its_total_alone(case: dict[str, Any]) -> None:
    put(case, CRISIS, [{"area": "문화 및 여가", "scores": {"1": 3}}])
    text = printed(case, 1)
    assert row(text, "-", "문화 및 여가", "3", "선정 기준 없음", "총 점", "3")
    assert row(text, "□ 선정", "■ 미선정")


def test_the_last_survey_compares_itself_with_the_first(case: dict[str, Any]) -> None:
    heading = squeeze("초기 위기도와 현재 시점의 점수 변화")
    assert heading not in printed(case, 1)
    text = printed(case, 2)
    assert heading in text
    # 경제: 3 + 2 + 2 = 7, then 1 + 1 + 1 = 3. 일자리: 3, then 2, both 해당.
    assert row(text, "경제", "7", "3", "-4", "해당 → 비해당")
    assert row(text, "일자리", "3", "2", "-1", "해당(변경 없음)")


def test_a_single_survey_has_nothing_to_compare(case: dict[str, Any]) -> None:
    for alone in ([case["forms"]["needs_survey"][1]], case["forms"]["needs_survey"][1]):
        put(case, "forms/needs_survey", alone)
        assert squeeze("현재 시점") not in printed(case, 1)
    put(case, "forms/needs_survey", sample("needs_survey")["forms"]["needs_survey"])
    put(case, CRISIS, [])
    assert squeeze("현재 시점") not in printed(case, 2)


def test_the_family_comes_from_the_case_unless_the_survey_gives_it(case: dict[str, Any]) -> None:
    # 최순례, born 1948-02-05: 77 on 2025-05-26; the first survey's own row says 76.
    assert row(printed(case, 1), "모", "최순례", "480205-2******", "76")
    assert row(printed(case, 2), "모", "최순례", "480205-2******", "77")
