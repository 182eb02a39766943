"""De-identified minutes tell nobody's name: the forty sentences on paper, and twenty typical of minutes.

The twenty were written before the program was run on them. {Braces} hold what must be gone, <brackets> a person
whom the case does not know: that name must be listed.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from forms import CheckedCase, check_case, form_named
from generator.document import RenderOptions, bound_forms
from generator.packets.packet import make_packet
from generator.privacy.deidentify import uncertain
from generator.privacy.modes import Privacy
from tests.generator.privacy import test_deidentify
from tests.reading import pdf_text, sample, squeeze

OF_MINUTES = [
    "{홍길동}의 최근 상태를 담당자가 설명함.",
    "{홍길동}(45세)은 3월부터 단주 모임에 나가지 않음.",
    "팀장: {홍길동}에게 입원을 권하기는 이르다는 의견임.",
    "{홍길동}·{이보람} 부부의 상담을 함께 진행하기로 함.",
    "{길동}씨가 회의에 나와 직접 뜻을 밝힘.",
    "참석자: {홍길동}(본인), {이보람}(배우자), 사례관리팀장",
    "{하린}이의 담임교사 <정유진>은 결석이 줄었다고 말함.",
    "{홍하린}은 새솔초등학교 3학년이며 상담교사가 매주 만남.",
    "새솔초등학교 교사 <윤태오> 씨가 {하나}를 등교시키기로 함.",
    "사회복지사 <강민재>가 {선우연지}를 병원에 모시고 감.",
    "통장 <조명숙> 님이 {홍길동}네 가스가 끊긴 것을 알림.",
    "{김다정} 주무관이 회의록을 정리하여 기관에 보내기로 함.",
    "회의 결과는 배우자({010-0000-5678})에게 전화로 알림.",
    "참석하지 못한 교사의 번호 {010 0000 9876}으로 따로 연락함.",
    "회의 자료는 {haneul.case@example.com}으로 받음.",
    "{홍길동} 가구는 {달맞이로 12}에서 이달 말 나가야 함.",
    "이사할 곳은 솔내동 {88-3번지}로, 보증금을 마련 중임.",
    "{선우연지} 어르신의 주민번호 {520312-2000000}으로 인정 신청을 냄.",
    "{이보람}이 일하는 동안 {하나}와 {하린}을 돌볼 사람을 찾기로 함.",
    "다음 회의는 {홍길동}도 부르고, {연지} 할머니의 뜻은 따로 듣기로 함.",
]  # fmt: skip
SENTENCES = [sentence for sentence, _ in test_deidentify.SENTENCES] + OF_MINUTES
_PLACES = {
    "conference_minutes": ("content", "result"),
    "solution_request": ("progress", "request"),
    "solution_minutes": ("content", "result"),
}


def with_sentence(sentence: str) -> CheckedCase:
    """The family of the forty sentences, with one of them in every narrative of the three papers."""
    raw = test_deidentify.case().model_dump(mode="json", exclude={"forms"}, exclude_none=True)
    raw["forms"] = {
        "conference_minutes": {"held_on": "2025-03-04", "internal_attendees": ["희망복지지원단 팀장"]},
        "solution_request": {"requested_on": "2025-03-20"},
        "solution_minutes": {"written_on": "2025-04-02", "internal_attendees": ["희망복지지원단 팀장"]},
    }
    for form_id, names in _PLACES.items():
        raw["forms"][form_id] |= dict.fromkeys(names, test_deidentify.bare(sentence))
    return check_case(raw)


def secrets_of(sentence: str) -> list[str]:
    return [squeeze(secret) for secret in re.findall(r"\{([^}]*)\}", sentence)]


def test_there_are_sixty() -> None:
    assert (len(test_deidentify.SENTENCES), len(OF_MINUTES)) == (40, 20)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_paper_tells_who_it_is(sentence: str) -> None:
    checked = with_sentence(sentence)
    assert checked.case is not None
    for form_id in _PLACES:
        (paper,) = bound_forms(checked.case, form_named(form_id), "deidentified")
        text = squeeze("".join(paper.tree.itertext()))
        assert [secret for secret in secrets_of(sentence) if secret in text] == []


@pytest.mark.parametrize("sentence", [sentence for sentence in OF_MINUTES if "<" in sentence])
def test_a_person_whom_the_case_does_not_know_is_listed(sentence: str) -> None:
    found = uncertain(with_sentence(sentence))
    for unknown in re.findall("<([^>]*)>", sentence):
        places = {doubt.path for doubt in found if unknown in doubt.text}
        assert places >= {
            "/forms/conference_minutes/content",
            "/forms/solution_request/request",
            "/forms/solution_minutes/result",
        }


def packet_text(raw: dict[str, Any], privacy: Privacy) -> str:
    options = RenderOptions(packet="solution", privacy=privacy)
    return pdf_text(make_packet(check_case(raw), (), options).data, [])


def test_a_packet_with_names_asks_for_the_other_kind() -> None:
    text = packet_text(sample("case_solution"), "masked")
    assert "ICM-MEET-13" in text
    assert squeeze("확인 필요") in text
    assert squeeze("비식별 방식으로 다시 만드세요") in text


def test_a_packet_without_names_says_so() -> None:
    text = packet_text(sample("case_solution"), "deidentified")
    assert squeeze("비식별 방식으로 만들었습니다.") in text
    for name in ("도이랑", "유하늬", "안누리", "표순덕", "길마루", "봄한결", "서라온", "010-0000-0354"):
        assert name not in text


def test_its_checklist_lists_what_a_person_must_look_at() -> None:
    raw = sample("case_solution")
    raw["forms"]["solution_minutes"]["content"] = "이웃 박서준이 도이랑을 가끔 들여다봄."
    text = packet_text(raw, "deidentified")
    assert squeeze("사람이 확인할 곳이 1곳 있습니다.") in text
    assert squeeze("솔루션회의 내용 ‘박서준’") in text
    assert "도이랑" not in text
