"""De-identification in free text: forty sentences that name somebody, twenty that name nobody.

All of them were written before the program was run on them. In a sentence, {braces} hold what
must be gone, <brackets> a person whom the case does not know: that name must be listed.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from forms import CaseFile, check_case
from forms.particles import agreeing
from generator.privacy.deidentify import Deidentifier
from generator.privacy.spans import Span


@cache
def case() -> CaseFile:
    """홍길동 with a wife, two children and a mother; 하나, 보람 and 다정 are words as well."""
    raw = {
        "case_no": "2025-0001",
        "agency": {"name": "한빛시청", "unit": "희망복지지원단", "phone": "031-000-0000"},
        "worker": {"name": "김다정", "phone": "031-000-0001"},
        "client": {
            "name": "홍길동",
            "resident_number": "900101-1234567",
            "mobile": "010-0000-1234",
            "phone": "02-000-0000",
            "email": "gildong@example.com",
            "address": "한빛시 새솔구 달맞이로 12, 101동 1001호 (솔내동, 새싹빌라)",
        },
        "household": [
            {"relation": "배우자", "name": "이보람"},
            {"relation": "자", "name": "홍하린"},
            {"relation": "자", "name": "홍하나"},
            {"relation": "모", "name": "선우연지"},
        ],
        "forms": {},
    }
    read = check_case(raw).case
    assert read is not None
    return read


SENTENCES = [
    # Names, with the particle that agrees with the role.
    ("{홍길동}은 새벽마다 폐지를 주움.", "대상자는 새벽마다 폐지를 주움."),
    ("{홍길동}이 먼저 도움을 청함.", "대상자가 먼저 도움을 청함."),
    ("담당 의사가 {홍길동}을 진찰함.", "담당 의사가 대상자를 진찰함."),
    ("{홍길동}과 배우자의 다툼이 잦음.", "대상자와 배우자의 다툼이 잦음."),
    ("세대주를 {홍길동}으로 바꿈.", "세대주를 대상자로 바꿈."),
    ("“{길동}아, 약은 먹었니?” 하고 이웃이 물음.", "“대상자야, 약은 먹었니?” 하고 이웃이 물음."),
    ("{길동}이는 술을 끊겠다고 약속함.", "대상자는 술을 끊겠다고 약속함."),
    ("{홍 길 동}의 통장을 대신 보관함.", "대상자의 통장을 대신 보관함."),
    ("{홍길동}님께서 직접 방문하심.", "대상자께서 직접 방문하심."),
    # Father and children bear the family name: who is meant cannot be known.
    ("{홍씨}는 일용직으로 일함.", "○○○는 일용직으로 일함."),
    ("{홍○동}의 진단서를 받음.", "대상자의 진단서를 받음."),
    ("{하린}이가 학교에 가지 않으려 함.", "자녀1이 학교에 가지 않으려 함."),
    ("큰애 {하린}이와 막내는 사이가 좋음.", "큰애 자녀1과 막내는 사이가 좋음."),
    ("막내 {하나}가 열이 남.", "막내 자녀2가 열이 남."),
    ("{하린}·{하나} 두 자녀 모두 급식비를 받음.", "자녀1·자녀2 두 자녀 모두 급식비를 받음."),
    ("쌀이 하나도 없어 {홍하나}를 굶김.", "쌀이 하나도 없어 자녀2를 굶김."),
    ("{이보람}은 보람을 느끼며 일함.", "배우자는 보람을 느끼며 일함."),
    ("{보람}씨에게 일자리를 안내함.", "배우자에게 일자리를 안내함."),
    ("{선우연지}의 요양 등급을 신청함.", "어머니의 요양 등급을 신청함."),
    ("{연지} 어르신은 청력이 약함.", "어머니 어르신은 청력이 약함."),
    ("{김다정} 주무관이 {홍길동} 집을 방문함.", "담당자 주무관이 대상자 집을 방문함."),
    ("담당자 {김다정}이 다정하게 설명함.", "담당자 담당자가 다정하게 설명함."),
    ("이웃 <박서준>이 {홍길동}을 가끔 들여다봄.", "이웃 박서준이 대상자를 가끔 들여다봄."),
    ("친구 <최두식> 씨가 돈을 빌려 감.", "친구 최두식 씨가 돈을 빌려 감."),
    # Registration and telephone numbers, e-mail.
    ("주민번호는 {900101-1234567}임.", "주민번호는 [주민등록번호]임."),
    ("{９００１０１－１２３４５６７}로 조회함.", "[주민등록번호]로 조회함."),
    ("주민번호 {90 01 01 - 1 23 45 67} 확인함.", "주민번호 [주민등록번호] 확인함."),
    ("외국인등록번호 {8505056234567} 발급됨.", "외국인등록번호 [주민등록번호] 발급됨."),
    ("전화는 {010-0000-1234}로 하면 됨.", "전화는 [전화번호]로 하면 됨."),
    ("연락처 {01000001234}(밤에는 받지 않음).", "연락처 [전화번호](밤에는 받지 않음)."),
    ("집 전화 {02) 000-0000}은 끊김.", "집 전화 [전화번호]은 끊김."),
    ("{０１０ ００００ １２３４}로 문자를 남김.", "[전화번호]로 문자를 남김."),
    ("{공일공 공공공공 일이삼사}로 전화 달라고 함.", "[전화번호]로 전화 달라고 함."),
    ("메일은 {gildong@example.com}으로 보냄.", "메일은 [전자우편]으로 보냄."),
    ("{gildong(at)example.com}에 회신함.", "[전자우편]에 회신함."),
    # Road and lot addresses: 시도, 시군구 and 읍면동 may stay.
    ("한빛시 새솔구 {달맞이로 12, 101동 1001호}에 거주함.", "한빛시 새솔구 [상세주소]에 거주함."),
    ("{달맞이로 12}로 이사한 뒤 안정됨.", "[상세주소]로 이사한 뒤 안정됨."),
    ("솔내동 {123-45번지} 반지하에 산 적이 있음.", "솔내동 [상세주소] 반지하에 산 적이 있음."),
    ("{새싹빌라 302호}의 문이 잠겨 있음.", "[상세주소]의 문이 잠겨 있음."),
    ("청구서는 {101동 1001호} 앞으로 옴.", "청구서는 [상세주소] 앞으로 옴."),
]  # fmt: skip

NAMELESS = [
    "2025-06-02부터 2025-08-31까지 12회 상담함.",
    "긴급생계비 1,200,000원을 3개월 동안 지원함.",
    "활동 3회, 방문 2회를 마치고 사례회의를 개최함.",
    "「사회보장급여법」 제49조에 따라 비밀을 지킴.",
    "이야기를 나눈 뒤 기분이 나아졌다고 함.",
    "중위소득 50% 이하 가구로 차상위계층에 해당함.",
    "앞으로 2개월 동안 주 1회 방문하기로 함.",
    "임대아파트 3층에서 내려오지 못함.",
    "3호선을 타고 병원에 다님.",
    "하나은행 계좌를 새로 만듦.",
    "큰애는 학교에서, 막내는 집에서 지냄.",
    "지원 계획을 수정하고 정리함.",
    "마음을 다잡고 자활 근로에 나감.",
    "PHQ-9 검사 결과 18점으로 우울 수준이 높음.",
    "오전 10시 30분에 주민센터에서 만나기로 함.",
    "정신건강복지센터와 드림스타트에 의뢰함.",
    "관리번호 2025-0001 사례를 종결함.",
    "위기상담은 129로 안내함.",
    "어머니와 두 자녀가 함께 삶.",
    "의사 선생님 말로는 다음 달에 퇴원할 수 있음.",
]

# What is changed or listed in these sixty sentences though it names nobody, in their order. The
# first two and the fourth are taken out: 하나 and 보람 are names of this household, and 3층 stands
# after a building. The others are only listed.
FALSE_ALARMS = ["하나", "보람", "다정", "임대아파트 3층", "하나"]

_MARKED = re.compile(r"\{([^}]*)\}|<([^>]*)>")
_BARE = str.maketrans("", "", "{}<>")


def bare(sentence: str) -> str:
    return sentence.translate(_BARE)


def held(sentence: str, spans: tuple[Span, ...]) -> tuple[list[Span], list[Span]]:
    """The spans that touch something marked, and those that touch nothing marked."""
    places, shift = [], 0
    for mark in _MARKED.finditer(sentence):
        places.append((mark.start() - shift, mark.end() - shift - 2))
        shift += 2
    touching = [span for span in spans if any(span.start < end and start < span.end for start, end in places)]
    return touching, [span for span in spans if span not in touching]


def test_there_are_forty_and_twenty() -> None:
    assert (len(SENTENCES), len(NAMELESS)) == (40, 20)


@pytest.mark.parametrize(("sentence", "_"), SENTENCES)
def test_nothing_that_names_somebody_is_left(sentence: str, _: str) -> None:
    shown = Deidentifier.of(case()).text(bare(sentence))
    for secret, _unknown in _MARKED.findall(sentence):
        assert not secret or re.sub(r"\s", "", secret) not in re.sub(r"\s", "", shown)
    assert not re.search(r"\d{4}", shown)


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_the_rest_of_the_sentence_stays_and_reads_on(sentence: str, expected: str) -> None:
    shown = Deidentifier.of(case()).text(bare(sentence))
    for word, instead in (("하나도", "자녀2도"), ("보람을", "배우자를")):
        if word in expected:  # two of the false alarms stated above
            expected = expected.replace(word, instead)
    assert shown == expected


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in SENTENCES if "<" in sentence])
def test_a_person_whom_the_case_does_not_know_is_listed(sentence: str) -> None:
    (unknown,) = re.findall("<([^>]*)>", sentence)
    spans = Deidentifier.of(case()).spans(bare(sentence))
    assert [span.text for span in spans if span.why and unknown in span.text] != []


@pytest.mark.parametrize(
    ("sentence", "listed"),
    [
        ("정하늘 팀장과 통화하여 근무를 물음.", ["정하늘"]),
        ("상담사 박한결과 만남.", ["박한결"]),
        ("최새롬 님이 도시락을 가져다줌.", ["최새롬 님"]),
        ("고유리 세제를 사 옴.", []),
    ],
)
def test_a_name_that_is_a_word_as_well_is_listed_beside_what_makes_it_a_persons(
    sentence: str, listed: list[str]
) -> None:
    spans = Deidentifier.of(case()).spans(sentence)
    assert [span.text for span in spans if span.why and span.shown is None] == listed


def test_what_could_be_several_persons_is_hidden_and_listed() -> None:
    (span,) = Deidentifier.of(case()).spans("홍씨는 일용직으로 일함.")
    assert span.why is not None
    assert "대상자, 자녀1, 자녀2" in span.why


def test_false_alarms() -> None:
    deidentifier = Deidentifier.of(case())
    alarms = []
    for sentence in [sentence for sentence, _ in SENTENCES] + NAMELESS:
        _, others = held(sentence, deidentifier.spans(bare(sentence)))
        alarms += [span.text for span in others if span.shown is not None or span.why is not None]
    assert alarms == FALSE_ALARMS


@pytest.mark.parametrize(
    ("role", "particles"),
    [
        ("대상자", "가 는 를 와 로 야"),  # ends in a vowel
        ("삼촌", "이 은 을 과 으로 아"),  # ends in a consonant
        ("아들", "이 은 을 과 로 아"),  # ㄹ: 으로 falls away
        ("자녀1", "이 은 을 과 로 아"),  # read 일
        ("자녀2", "가 는 를 와 로 야"),  # read 이
        ("자녀3", "이 은 을 과 으로 아"),  # read 삼
    ],
)
def test_particles_agree_with_the_role(role: str, particles: str) -> None:
    pairs = [("이", "가"), ("은", "는"), ("을", "를"), ("과", "와"), ("으로", "로"), ("아", "야")]
    assert " ".join(agreeing(role, pair) for pair in pairs) == particles
