"""What is a goal and what is none, in the guidebook's own words: its examples, and they longer or cut."""

from __future__ import annotations

import pytest

from forms.icm.goal_wording import complaint_about_goal

# 서비스 제공계획 수립 4 수행방안, 목표 설정 예시; 부록 서식 7 작성 예시.
EXAMPLES = """
식비부족으로 인한 결식예방 | 식습관 개선 | 월세 체납으로 인한 퇴거 위기 예방 | 월세 부담금 마련 | 체납 공과금 납부
수급비 관리 역량제고 | 거동이 불편한 조모의 일상생활 유지자원 확보 | 긴급상황대처를 위한 안전망 마련
유아 자녀양육기술 향상 | 근로유지를 위한 자녀돌봄 자원확보 | 고혈압, 당뇨관리를 위한 정기진료 | 고혈압, 당뇨관리 역량 강화
암 진단에 따른 치료계획 결정 | 항암치료 | 우울증 완화를 위한 약물복용 | 우울증 관리로 자녀방임예방 | 문제 음주 행동 줄이기
문제 음주 행동으로 인한 결근예방 | 자살예방 상담 참여 | 자살사고 감소 | 집 밖 외출시도 | 사회적 고립예방
초등학생 자녀의 학습 기자재 마련 | 초등학생 자녀의 공부방 마련 | 침실 내 낙상예방 환경 조성 | 휠체어 접근이 가능한 주거지로 이사
효율적 공간사용을 위한 수납 정리 | 주거비용부담을 완화할 수 있는 LH주택 입주 | 발달 장애인 직업 훈련 프로그램 참여
보유하고 있는 기술을 활용할 수 있는 ○○ 직종 취업 | 초등학생 자녀의 방과 후 양육과 병행할 수 있는 일자리 탐색
방과 후 양육과 병행할 수 있는 일자리 취업 | 졸업요건을 충족시키는 수업일수 확보 | 학업 성취도 제고 | 학력 취득을 위한 대안모색
재학 중이던 학교 복학 | 방과 후 수업 프로그램 비용 확보 | 방과 후 수업으로 미래진로탐색 | 원가족과 정기적 안부확인
원가족과의 관계회복 | 주거 위생 문제해결 | 주거환경 불량으로 인한 이웃과의 갈등 해소 | 가정폭력위험 탈피 | 일상생활 유지역량강화
자기방임예방 | 주민등록 등 신분 관계 정정 | 이혼 | 부채에 대한 법적 해결 | ○○프로그램 참여 | 이웃 맺기를 위한 여가활동
전문기관 연계를 통한 알콜의존증 치료 및 관리(부) | 학습멘토 연계를 통한 자기주도학습 방법 습득(자)
채무문제 해결을 통한 경제적 부담감 완화(부) | 희망리본사업 참여를 통한 근로능력강화(부)
알콜의존증 치료를 통한 음주에 대한 자기 조절력 기르기(부) | 학습능력 향상을 통해 자신감을 갖고 학교생활하기 (자)
취업을 통한 생활안정(부)
"""


@pytest.mark.parametrize(
    "goal", [goal.strip() for goal in EXAMPLES.replace("\n", "|").split("|") if goal.strip()]
)
def test_the_guidebooks_own_goals_are_goals(goal: str) -> None:
    assert complaint_about_goal(goal) is None


# 참고 6: “○○○서비스 지원”.
@pytest.mark.parametrize(
    "goal",
    [
        "○○○서비스 지원",
        "○○○서비스",
        "도시락 배달 지원",
        "도시락 배달",
        "주 2회 도시락 배달 지원(모)",
        "도시락 배달 지원 주 2회",
        "도시락 배달을 지원받도록 함",
        "매주 1회씩 밑반찬 배달 서비스를 제공함",
        "방문요양 서비스 지원 및 관리",
        "밑반찬 지원, 도시락 배달",
        "긴급복지 주거지원 연계하기",
    ],
)
def test_a_service_is_no_goal_however_it_grows_or_is_cut(goal: str) -> None:
    complaint = complaint_about_goal(goal)
    assert complaint is not None
    assert "제공할 서비스입니다" in complaint


# 참고 6: “탈빈곤”, “정서적 안정”.
@pytest.mark.parametrize(
    "goal",
    [
        "탈빈곤", "정서적 안정", "정서적안정(부)", "심리·정서적 안정", "대상자 가족의 정서적 안정 도모", "지속적인 정서적 안정 유지",
        "탈빈곤을 위한 노력", "정서적 안정과 삶의 질 향상",
    ],
)  # fmt: skip
def test_an_abstraction_is_no_goal_however_it_grows(goal: str) -> None:
    complaint = complaint_about_goal(goal)
    assert complaint is not None
    assert "막연합니다" in complaint


def test_an_abstraction_with_its_way_is_a_goal() -> None:
    assert complaint_about_goal("주 1회 상담을 통한 정서적 안정(모)") is None
    assert complaint_about_goal("대중교통을 스스로 이용하기(자)") is None
