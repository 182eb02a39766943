"""Words for relations in a household."""

from __future__ import annotations

import pytest

from forms.relations import generation_of, kin_of


@pytest.mark.parametrize(
    ("words", "kin", "generation"),
    [
        (("본인",), "self", 0),
        (("배우자", "처", "남편", "동거인(사실혼 배우자)"), "spouse", 0),
        (("부", "아버지", "부(친부)", "시아버지", "장인"), "father", 1),
        (("모", "어머니", " 모 ", "계모"), "mother", 1),
        (("조모", "외할머니", "할아버지"), "grandparent", 2),
        (("자", "녀", "자녀", "둘째 딸", "자1", "막내아들", "자(장남)", "며느리"), "child", -1),
        (("손자녀", "외손녀"), "grandchild", -2),
        (("남동생", "누나", "형제"), "sibling", 0),
        # A generation is not told by these words: a 삼촌 may be younger.
        (("조카", "삼촌", "큰아버지", "처제"), "relative", None),
        (("동거인", "지인"), "unrelated", None),
        (("기타", "세대주", None, ""), None, None),
    ],
)
def test_a_relation_is_what_its_word_says(
    words: tuple[str | None, ...], kin: str | None, generation: int | None
) -> None:
    assert {kin_of(word) for word in words} == {kin}
    assert {generation_of(word) for word in words} == {generation}
