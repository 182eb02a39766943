"""The areas of 자립기술평가, the items that the source prints of one, and how answers become scores.

아동자립지원 시스템 매뉴얼, 자립기술평가 (조사). The official way to count (부록2) is not in the source: ours
gives the scores of its sample.
"""

from __future__ import annotations

from typing import Literal, get_args

Area = Literal["일상생활기술", "자기보호기술", "지역사회자원활용기술", "돈관리기술", "사회적기술", "진로탐색"]
AREAS: tuple[Area, ...] = get_args(Area)

SCALE = ("전혀 그렇지 않다", "그렇지 않다", "그렇다", "매우 그렇다")

# The screenshot was read by machine: 영양성분 and 집안청소 are mended.
DAILY_LIVING = (
    "영양성분을 고려한 식사준비를 계획할 수 있다.",
    "식품을 구매할 때 제조일자와 유통기한을 확인한다.",
    "조리법에 따라서 음식을 조리할 수 있다.",
    "음식에 따른 보관방법(냉장, 냉동 등)을 알고 있다.",
    "식사준비 시에 적절하게 주방기구를 사용하고, 사용한 후 주방기구를 깨끗하게 정리정돈 할 수 있다.",
    "집안청소(화장실, 침실, 가스레인지 등)를 할 수 있고, 방 정리정돈(책상, 서랍, 옷장 등)상태를 유지할 수 있다.",
    "분리수거 방법에 따라 쓰레기(재활용, 음식물 등)를 처리할 수 있다.",
    "세탁기 사용법에 따라 내 옷을 세탁할 수 있다.",
)


def area_score(answers: tuple[int, ...]) -> int:
    """The score of an area, 0 to 100: its points of all that it could have, half a point rounded up.

    Raises ``ZeroDivisionError`` without answers.
    """
    most = len(SCALE) * len(answers)
    return (200 * sum(answers) + most) // (2 * most)


def whole_score(scores: tuple[int, ...]) -> int:
    """전체영역: the mean of the scores of the areas, half a point rounded up."""
    return (2 * sum(scores) + len(scores)) // (2 * len(scores))
