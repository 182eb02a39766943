"""Schools that a case does not know: listed, and left to a person."""

from __future__ import annotations

import pytest

from forms import check_case
from generator.privacy.deidentify import Deidentifier
from tests.reading import sample


def doubts(text: str) -> list[tuple[str | None, str]]:
    case = check_case(sample("youth_counseling")).case
    assert case is not None
    return [(span.shown, span.text) for span in Deidentifier.of(case).spans(text) if span.why]


@pytest.mark.parametrize(
    "name",
    [
        "한빛초등학교",
        "새솔중학교",
        "한빛여자고등학교",
        "솔내대학교",
        "새솔전문대학교",
        "○○고등학교",
        "KS고등학교",
    ],
)
def test_the_name_of_a_school_is_listed(name: str) -> None:
    assert doubts(f"작년까지 {name}에 다님.") == [(None, name)]


@pytest.mark.parametrize(
    "text",
    [
        "고등학교를 졸업하고 대학교에 가려 함.",
        "특성화고등학교와 일반고등학교를 견주어 봄.",
        "국립초등학교, 사립대학교, 방송통신고등학교도 알아봄.",
        "한국대학교육협의회의 자료를 봄.",
        "다음 주에 학교를 찾아가기로 함.",
    ],
)
def test_what_names_no_school_is_not_listed(text: str) -> None:
    assert doubts(text) == []
