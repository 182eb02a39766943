"""Minutes of a household with foreign names and a surname of two letters: no sentence names anybody.

The first twenty were written before the program was run on them. {Braces} hold what must be gone, <brackets> a person whom
the case does not know: that name must be listed.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from forms import CheckedCase, check_case, form_named
from generator.document import bound_forms
from generator.privacy.deidentify import uncertain
from tests.reading import squeeze

SENTENCES = [
    "주사례관리자 {이한결} 통합사례관리사가 그동안의 경과를 보고함.",
    "{남궁서윤} 님(대상자)은 회의에 늦게 도착함.",
    "{서윤} 씨의 어머니 {김옥분} 여사가 집을 나가겠다고 함.",
    "({남궁서윤}) 밀린 관리비를 나누어 내도록 신청하기로 함.",
    "[{왕하오란}] 한국어 교실을 주 2회 다니기로 함.",
    "{남궁 씨}는 밤 근무를 그만두고 싶어 함.",
    "배우자 {응우옌 티 란}의 통역을 다문화가족지원센터가 맡음.",
    "{Wang Lina}(13세)는 또래보다 말수가 적음.",
    "딸 {Lina}는 학교에서 친구가 생겼다고 함.",
    "{WANG LINA} 명의의 통장을 다시 만들기로 함.",
    "외할머니 {옥분} 씨에게 손녀의 등하교를 부탁함.",
    "친정어머니 {김 옥 분}의 요양등급을 다시 신청함.",
    "담임 <오세아> 선생님: 결석이 줄었고 급식비를 지원받음.",
    "정신건강복지센터 <문가람> 팀장은 입원보다 외래를 권함.",
    "이모 <김옥선>이 아이를 가끔 봐 주기로 함.",
    "집주인 <배경수> 씨는 두 달만 더 기다려 주겠다고 함.",
    "{이한결}/<문가람> 공동 방문(3월 둘째 주).",
    "{남궁서윤}의 오빠 <남궁민재>에게 빌린 돈은 나누어 갚기로 함.",
    "“{서윤}아, 같이 하자”는 어머니의 말에 용기를 냈다고 함.",
    "{남궁서윤}, {응우옌티란}, {Wang Lina} 세 식구의 건강검진을 4월에 받게 함.",
]

# Found by trying further sentences.
SENTENCES += [
    "{응우옌} 씨의 체류 자격을 다시 확인하기로 함.",
    "{티란}씨에게 임신부 지원을 안내함.",
    "이웃 <Kevin>이 {하오란}이를 학교에 데려다줌.",
    "<문가람>·{이한결} 공동 방문을 이달에 두 번 함.",
]


@cache
def with_sentence(sentence: str) -> CheckedCase:
    """The household, with the sentence in content and result of its minutes."""
    plain = re.sub(r"[{}<>]", "", sentence)
    return check_case(
        {
            "case_no": "2025-0077",
            "agency": {"name": "다온시청", "unit": "희망복지지원단"},
            "worker": {"name": "이한결"},
            "client": {"name": "남궁서윤"},
            "household": [
                {"relation": "배우자", "name": "응우옌티란"},
                {"relation": "자", "name": "Wang Lina"},
                {"relation": "자", "name": "왕하오란"},
                {"relation": "모", "name": "김옥분"},
            ],
            "forms": {
                "conference_minutes": {
                    "held_on": "2025-03-04",
                    "title": "경과",
                    "internal_attendees": ["희망복지지원단 팀장"],
                    "content": plain,
                    "result": plain,
                }
            },
        }
    )


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_minutes_name_nobody(sentence: str) -> None:
    checked = with_sentence(sentence)
    assert checked.case is not None
    (paper,) = bound_forms(checked.case, form_named("conference_minutes"), "deidentified")
    text = squeeze("".join(paper.tree.itertext()))
    secrets = [squeeze(secret) for secret in re.findall(r"\{([^}]*)\}", sentence)]
    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.parametrize("sentence", [sentence for sentence in SENTENCES if "<" in sentence])
def test_whom_the_case_does_not_know_is_listed(sentence: str) -> None:
    listed = [doubt.text for doubt in uncertain(with_sentence(sentence))]
    for unknown in re.findall("<([^>]*)>", sentence):
        assert any(unknown in text for text in listed)
