"""The ten cut-offs of 서식 3, each from its printed sentence: just below it, and at it."""

from __future__ import annotations

from typing import get_args

import pytest

from forms.icm.crisis import Scores, assess, cut_off_of, cut_offs, overall, selected, total
from forms.icm.need_areas import NeedArea


def hits(area: NeedArea, scores: Scores) -> list[str]:
    """The sentences of the area's cut-off that the scores meet."""
    return [clause.sentence for clause in assess(area, scores).hits]


ANY_1_OR_2 = "1번, 2번 문항 중 어느 한 문항이라도 1점 이상인 경우"
ANY_3_POINTS = "어느 한 문항이라도 3점인 경우"
ANY_2_POINTS = "어느 한 문항이라도 2점 이상인 경우"
SUM_OF_1_TO_3 = "1~3번 문항의 총점이 4점 이상인 경우"
FIRST_3 = "1번 문항이 3점인 경우"
FIRST_2 = "1번 문항이 2점 이상인 경우"
SECOND_2 = "2번 문항이 2점 이상인 경우"
THIRD_2 = "3번 문항이 2점 이상인 경우"
THIRD_ANY = "3번 문항이 1~3번 중 하나라도 해당하는 경우"
FOURTH_2 = "4번 문항이 2점 이상인 경우"
ANY_2_TO_4 = "2~4번 문항 중 어느 한 문항이라도 2점인 경우"


@pytest.mark.parametrize(
    ("area", "scores", "sentences"),
    [
        # 경제: 1번 3점; 3번 2점 이상
        ("경제", {"1": 2, "2": 3, "3": 1}, []),
        ("경제", {"1": 3}, [FIRST_3]),
        ("경제", {"3": 2}, [THIRD_2]),
        ("경제", {"3": 3}, [THIRD_2]),
        ("경제", {"1": 3, "3": 2}, [FIRST_3, THIRD_2]),
        # 돌봄: 1번이나 2번 1점 이상; 3번 2점 이상
        ("돌봄", {"1": 0, "2": 0, "3": 1}, []),
        ("돌봄", {"1": 1}, [ANY_1_OR_2]),
        ("돌봄", {"2": 1}, [ANY_1_OR_2]),
        ("돌봄", {"1": 0, "2": 3}, [ANY_1_OR_2]),
        ("돌봄", {"3": 2}, [THIRD_2]),
        # 신체적 건강: 어느 문항이든 3점
        ("신체적 건강", {"1": 2, "2": 2, "3": 2, "9": 2}, []),
        ("신체적 건강", {"1": 3}, [ANY_3_POINTS]),
        ("신체적 건강", {"1": 0, "9": 3}, [ANY_3_POINTS]),
        # 정신적 건강: 어느 문항이든 2점 이상
        ("정신적 건강", {"1": 1, "2": 1, "3": 1, "4": 1}, []),
        ("정신적 건강", {"1": 2}, [ANY_2_POINTS]),
        ("정신적 건강", {"1": 0, "7": 3}, [ANY_2_POINTS]),
        # 주거: 1~3번 합 4점 이상; 4번 2점 이상
        ("주거", {"1": 1, "2": 1, "3": 1, "4": 1}, []),
        ("주거", {"1": 3}, []),
        ("주거", {"1": 3, "4": 1}, []),
        ("주거", {"1": 1, "2": 1, "3": 2}, [SUM_OF_1_TO_3]),
        ("주거", {"1": 3, "2": 1}, [SUM_OF_1_TO_3]),
        ("주거", {"4": 2}, [FOURTH_2]),
        ("주거", {"5": 3, "6": 3}, []),
        # 일자리: 1번 2점 이상; 2번 2점 이상
        ("일자리", {"1": 1, "2": 1, "3": 3}, []),
        ("일자리", {"1": 2}, [FIRST_2]),
        ("일자리", {"2": 2}, [SECOND_2]),
        ("일자리", {"1": 3, "2": 3}, [FIRST_2, SECOND_2]),
        # 보육 및 교육: 1번, 2번 2점 이상; 3번 1~3 가운데 하나
        ("보육 및 교육", {"1": 1, "2": 1, "3": 0}, []),
        ("보육 및 교육", {"1": 2}, [FIRST_2]),
        ("보육 및 교육", {"2": 2}, [SECOND_2]),
        ("보육 및 교육", {"3": 1}, [THIRD_ANY]),
        ("보육 및 교육", {"3": 2}, [THIRD_ANY]),
        ("보육 및 교육", {"3": 3}, [THIRD_ANY]),
        ("보육 및 교육", {"3": None}, []),
        # 관계: 1번 3점; 2~4번 가운데 하나 2점
        ("관계", {"1": 2, "2": 1, "3": 1, "4": 1}, []),
        ("관계", {"1": 3}, [FIRST_3]),
        ("관계", {"2": 2}, [ANY_2_TO_4]),
        ("관계", {"3": 2}, [ANY_2_TO_4]),
        ("관계", {"4": 2}, [ANY_2_TO_4]),
        # 2점인 경우, to the letter: elsewhere the table says 2점 이상.
        ("관계", {"2": 3}, []),
        ("관계", {"5": 2}, []),
        # 안전: 어느 문항이든 3점
        ("안전", {"1": 2, "2": 2, "3": 2}, []),
        ("안전", {"1": 3}, [ANY_3_POINTS]),
        ("안전", {"1": 0, "6": 3}, [ANY_3_POINTS]),
        # 법률 및 권익보장: 1번 2점 이상; 2번 2점 이상
        ("법률 및 권익보장", {"1": 1, "2": 1}, []),
        ("법률 및 권익보장", {"1": 2}, [FIRST_2]),
        ("법률 및 권익보장", {"2": 3}, [SECOND_2]),
    ],
)
def test_the_sentences_of_each_area(area: NeedArea, scores: Scores, sentences: list[str]) -> None:
    assert hits(area, scores) == sentences
    assert assess(area, scores).applies is bool(sentences)


def test_the_table_has_ten_rows_in_the_order_of_the_areas() -> None:
    assert [cut_off.area for cut_off in cut_offs()] == list(get_args(NeedArea))[:10]
    assert [cut_off.rule for cut_off in cut_offs()] == [f"ICM-SELECT-09{letter}" for letter in "abcdefghij"]


def test_culture_and_leisure_has_no_cut_off() -> None:
    culture = assess("문화 및 여가", {"1": 3, "2": 3})
    assert cut_off_of("문화 및 여가") is None
    assert (culture.total, culture.applies) == (6, None)
    assert not selected([culture])


def test_not_applicable_counts_nothing() -> None:
    assert total({"1": None, "2": 2, "3": None, "4": 1}) == 3
    assert total({"1": None}) == 0
    # 2 + 0 + 1 is 3, one short of 4.
    assert hits("주거", {"1": 2, "2": None, "3": 1}) == []


@pytest.mark.parametrize("area", get_args(NeedArea))
def test_nothing_but_not_applicable_selects_nobody(area: NeedArea) -> None:
    assert not selected([assess(area, {"1": None, "2": None, "3": None, "4": None})])


def test_questions_that_no_cut_off_names_count_in_the_total_alone() -> None:
    economy = assess("경제", {"1": 2, "2": 3, "3": 1, "12": 3})
    assert (economy.total, economy.applies) == (9, False)


def test_one_area_selects_the_household() -> None:
    below, at = assess("안전", {"1": 2, "2": 1}), assess("일자리", {"1": 2})
    assert not selected([])
    assert not selected([below])
    assert selected([below, at])
    assert overall([below, at]) == 5
