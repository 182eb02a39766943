"""Every rule of the guidebook accepts one case and refuses another that differs in what the clause speaks of.

A third case lacks what the clause reads: then that is said, or the case states why it does not matter.
The cases are the complete sample with small changes; bounds and words are tried in the files of the topics.
A rule without its cases fails here.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, get_args

import pytest

from forms import all_rules
from forms.icm.need_areas import NeedArea
from forms.rule import Rule
from tests.changing import findings, put
from tests.forms.missing_cases import MISSING, Missing
from tests.reading import sample

# Path and value, as tests.changing.put reads them; the first letters stand for the forms below.
Changes = dict[str, object]
FORMS = {
    "I": "forms/intake_sheet",
    "C": "forms/consent",
    "S": "forms/needs_survey",
    "P": "forms/service_plan",
    "L": "forms/referral_letter",
    "R": "forms/closure_review",
    "M": "forms/monitor_sheet",
}


@dataclass(frozen=True)
class Pair:
    """What breaks a rule, and what the accepted and the refused case share beside the sample."""

    refused: Changes
    shared: Changes = field(default_factory=dict)
    sample: str = "case_full"


LEADER, MANAGER = "희망복지지원단 팀장", "희망복지지원단 통합사례관리사"
TOWNSHIP, CENTRE = "다온동 찾아가는 보건복지팀 사례관리 담당자", "새온구정신건강복지센터 정신건강전문요원"
LINKED: Changes = {"selection/household_class": "서비스 연계 가구"}
PLAN = sample("service_plan")["forms"]["service_plan"]


def scores(area: str, below: dict[str, int], at: dict[str, int]) -> Pair:
    """Scores of a survey just below and at a cut-off."""
    others = [
        {"area": other, "scores": dict.fromkeys("1234", 0)} for other in get_args(NeedArea) if other != area
    ]

    def scored(given: dict[str, int]) -> Changes:
        return {"S/0/crisis": [{"area": area, "scores": given}, *others]}

    return Pair(scored(at), scored(below))


def closed_as(kind: str, refused: Changes, **shared: object) -> Pair:
    return Pair(refused, {"R/closure_type": kind, **{f"R/{key}": value for key, value in shared.items()}})


# By rule and, where a clause has several rules, by form.
PAIRS = {
    "ICM-DEADLINE-00": Pair({"P/established_on": "2024-10-07"}),  # the 32nd plain day, the 18th counted
    "ICM-DEADLINE-01": Pair({"P/established_on": "2024-10-25"}, {"P/established_on": "2024-10-24"}),
    "ICM-DEADLINE-01a": Pair({"P/established_on": "2024-09-04"}, {"P/established_on": "2024-09-05"}),
    "ICM-DEADLINE-03": Pair({"I/referred_on": "2024-08-28"}, {"I/referred_on": "2024-08-29"}),
    "ICM-DEADLINE-04": Pair({"received_on": "2024-09-06"}),
    "ICM-DEADLINE-05": Pair({"S/0/surveyed_on": "2024-09-16"}, {"S/0/surveyed_on": "2024-09-15"}),
    "ICM-DEADLINE-06": Pair({"S/0/entered_on": "2024-09-12"}, {"S/0/entered_on": "2024-09-11"}),
    "ICM-DEADLINE-07": Pair({"selection/decided_on": "2024-09-17"}, {"selection/decided_on": "2024-09-16"}),
    "ICM-DEADLINE-08": Pair({"P/established_on": "2024-09-29"}, {"P/established_on": "2024-09-28"}),
    "ICM-DEADLINE-09": Pair(
        {"service_link/started_on": "2024-10-14"},
        {**LINKED, "service_link": {"started_on": "2024-10-13"}},
    ),
    "ICM-DEADLINE-10": Pair(
        {"service_link/checked_on": "2025-01-02"},
        {"service_link": {"started_on": "2024-10-01", "checked_on": "2025-01-01"}},
    ),
    # Approved on 2025-04-18, under the text of 2024 since the conference was in that year.
    "ICM-DEADLINE-11 2024": Pair(
        {"conferences/3/held_on": "2024-12-30", "R/approved_on": "2025-01-03"},
        {
            "S/1/surveyed_on": "2025-04-14",
            "conferences/3/held_on": "2024-12-30",
            "R/approved_on": "2025-01-04",
        },
    ),
    "ICM-DEADLINE-11 2025": Pair(
        {"R/closure_reviewed_on": "2025-04-20"}, {"R/closure_reviewed_on": "2025-04-19"}
    ),
    "ICM-DEADLINE-12": Pair({"M/0/visited_on": "2025-07-19"}, {"M/0/visited_on": "2025-07-18"}),
    "ICM-DEADLINE-12a": Pair({"R/crisis_was_high": True}, {"R/crisis_was_high": False}),
    "ICM-DEADLINE-16": Pair(
        {"issued_at": "2030-04-19T09:00:00+09:00"}, {"issued_at": "2030-04-18T09:00:00+09:00"}
    ),
    "ICM-DEADLINE-19": Pair(
        {"service_link/ended_on": "2025-03-17"}, {**LINKED, "service_link": {"ended_on": "2025-03-18"}}
    ),
    "ICM-SELECT-06": Pair(
        {"selection/reason": None},
        {"selection/household_class": "미선정 가구", "selection/notified_in_writing_on": "2024-09-20"},
    ),
    "ICM-SELECT-07": Pair({"selection/decided_on": "2024-09-12"}),
    "ICM-SELECT-09": scores("경제", {"1": 2, "3": 0}, {"1": 3, "3": 0}),
    "ICM-SELECT-09a": scores("경제", {"1": 2, "3": 1}, {"1": 2, "3": 2}),
    "ICM-SELECT-09b": scores("돌봄", {"1": 0, "2": 0, "3": 1}, {"1": 1, "2": 0, "3": 1}),
    "ICM-SELECT-09c": scores("신체적 건강", {"1": 2, "2": 2}, {"1": 2, "2": 3}),
    "ICM-SELECT-09d": scores("정신적 건강", {"1": 1, "2": 1}, {"1": 1, "2": 2}),
    "ICM-SELECT-09e": scores("주거", {"1": 1, "2": 1, "3": 1, "4": 1}, {"1": 2, "2": 1, "3": 1, "4": 1}),
    "ICM-SELECT-09f": scores("일자리", {"1": 1, "2": 1}, {"1": 1, "2": 2}),
    "ICM-SELECT-09g": scores("보육 및 교육", {"1": 1, "2": 1, "3": 0}, {"1": 1, "2": 1, "3": 1}),
    "ICM-SELECT-09h": scores("관계", {"1": 2, "2": 1, "3": 0, "4": 0}, {"1": 2, "2": 2, "3": 0, "4": 0}),
    "ICM-SELECT-09i": scores("안전", {"1": 2, "2": 2}, {"1": 2, "2": 3}),
    "ICM-SELECT-09j": scores("법률 및 권익보장", {"1": 1, "2": 1}, {"1": 1, "2": 2}),
    "ICM-SELECT-10": closed_as(
        "상황호전", {"R/improvement_note": "위기도 점수 하락"}, improvement_note="취업"
    ),
    "ICM-SELECT-11": Pair({"S/0/crisis/0/scores": {"1": None, "2": None}}),
    "ICM-SELECT-15": Pair(
        {"I/main_problems": ["안전", "정신건강"]}, {"I/main_problems": ["안전", "신체건강"]}
    ),
    "ICM-SELECT-18": Pair(
        {"R/closing_crisis_survey_on": None}, {"R/closure_type": "자체종결"}, "closure_review"
    ),
    "ICM-MEET-01": Pair({"conferences/3/purpose": "점검"}),
    "ICM-MEET-01a": Pair(
        {"conferences/0/purpose": "점검"},
        {"conferences": [{"kind": "내부사례회의", "purpose": "대상자 선정", "held_on": "2025-01-13"}]},
        "service_plan",
    ),
    "ICM-MEET-02": Pair({"conferences/0/kind": "솔루션회의"}, {"conferences/2/kind": "솔루션회의"}),
    "ICM-MEET-03": Pair({"conferences/1/attendees": [LEADER, MANAGER, TOWNSHIP]}),
    "ICM-MEET-04": Pair({"conferences/0/about_admission": True}),
    "ICM-MEET-04a": Pair({"conferences/1/about_admission": True}),
    "ICM-MEET-05": Pair({"conferences/0/chair": None, "conferences/0/attendees": [MANAGER, TOWNSHIP]}),
    "ICM-MEET-06": Pair({"conferences/1/attendees": [LEADER, MANAGER, CENTRE]}),
    "ICM-MEET-07": Pair({"conferences/0/attendees": [LEADER, MANAGER]}),
    "ICM-MEET-08": Pair({"conferences/1/chair": "새온복지관 관장"}),
    "ICM-MEET-09": Pair(
        {"conferences/0/attendees": [TOWNSHIP]},
        {"conferences/0/host": "읍면동", "conferences/0/attendees": [TOWNSHIP, "복지행정팀장"]},
    ),
    "ICM-MEET-10": Pair({"self_support": True}, {"self_support": False}),
    "ICM-MEET-12": Pair({"conferences/0/separate_minutes": False}),
    "ICM-MEET-13": Pair({"conferences/0/result": "남가람의 치료를 먼저 하기로 하고 사례관리 가구로 선정함."}),
    "ICM-MEET-14": Pair({"conferences/0/in_writing": True}, {"conferences/3/in_writing": True}),
    "ICM-MEET-16": Pair(
        {"conferences/0/decided_joint_management": True},
        # New in 2025.
        {"conferences/0/held_on": "2025-01-06", "conferences/1/decided_joint_management": True},
    ),
    "ICM-MEET-17": Pair({"conferences/3/agreed": False}, {"conferences/3/agreed": True}),
    "ICM-MEET-19": Pair({"conferences/2/chair": "새온복지관 관장"}, {"conferences/2/kind": "솔루션회의"}),
    "ICM-STATE-01": Pair({"R/profiled_on": "2024-09-04"}),
    "ICM-STATE-04": Pair({"P/approved_on": None}),
    "ICM-STATE-05": Pair(
        {"P/1/approved_on": "2025-05-08"}, {"P": [PLAN, {**PLAN, "approved_on": None}]}, "service_plan"
    ),
    "ICM-STATE-07": Pair({"R/approved_on": None}),
    "ICM-STATE-09": closed_as("자체종결", {"R/result": "재조사"}),
    "ICM-STATE-11": Pair(
        {"L/1/other_programme": "아동사례관리"},
        {"L/0/other_programme": "아동사례관리", "L/1/other_programme": "자활사례관리"},
    ),
    "ICM-STATE-12": Pair(
        {"P/services/8/name": "밑반찬 배달", "P/services/8/provider": "다온동 지역사회보장협의체"},
        {"P/services/8/simple": True},
    ),
    "ICM-STATE-13": Pair({"P/checks/2/service": "우울 심층평가와 개별 상담"}),
    "ICM-STATE-14": Pair(
        {"worker/change_told_on": "2025-01-07"},
        {"worker/changed_on": "2025-01-06", "worker/change_told_on": "2025-01-06"},
    ),
    "ICM-STATE-15": Pair({"P/client_signed": False}),
    "ICM-STATE-16": closed_as("단기목표 달성", {"R/opinion": "단기목표 달성으로 종결함."}),
    "ICM-STATE-17": closed_as("이사또는사망", {"R/moved_or_died": "사망"}, moved_or_died="이사"),
    "ICM-STATE-18": closed_as(
        "연락두절", {"R/contact_lost_since": "2025-01-17"}, contact_lost_since="2025-01-16"
    ),
    "ICM-STATE-19": closed_as("거절이나 포기", {"R/refused_since": "2025-03-17"}, refused_since="2025-03-16"),
    "ICM-STATE-20": Pair({"S/1/surveyed_on": "2025-04-15"}, {"S/1/surveyed_on": "2025-04-14"}),
    "ICM-STATE-21": closed_as(
        "이사또는사망", {"R/transferred_to": None}, moved_or_died="이사", transferred_to="누리시"
    ),
    "ICM-STATE-24": Pair({"R/referrer_notified_on": None}),
    "ICM-PLAN-01": Pair({"P/short_goals/0/target_on": "2025-09-01"}),
    "ICM-PLAN-03": Pair({"P/services/0/frequency": None}),
    "ICM-PLAN-04": Pair({"P/long_goals": []}),
    "ICM-CHECK-01": Pair({"P/checks/0/status": None, "P/checks/0/provided_count": None}),
    "ICM-CHECK-02": Pair({"P/checks/0/method": None}),
    "ICM-SURVEY-01": Pair({"M/1/satisfaction_surveyed": True}),
    "ICM-SURVEY-02": Pair(
        {"M/0/satisfaction_skip_reason": "지적장애"},
        {"M/0/satisfaction_surveyed": False, "M/0/satisfaction_answers": []},
    ),
    "ICM-SURVEY-03": Pair({"M/0/satisfaction_surveyed": False, "M/0/satisfaction_answers": []}),
    "ICM-SURVEY-04": Pair({"M/0/satisfaction_answers": [4] * 11}, {"M/0/satisfaction_answers": [4] * 12}),
    "ICM-AFTER-01 monitor_sheet": Pair({"M/0/contact_method": "전화"}),
    "ICM-AFTER-01 closure_review": Pair({"R/after_care/0/method": "내방"}),
    "ICM-AFTER-03": Pair({"R/after_care": []}, {"S/1/crisis/0/scores": {"1": 3}}),
    "ICM-AFTER-04": closed_as("이사또는사망", {"R/moved_or_died": "이사"}, moved_or_died="사망"),
    "ICM-PRIV-01": Pair(
        {"C/0/consented_on": "2024-09-11", "C/1/consented_on": "2024-09-11"},
        {"C/0/consented_on": "2024-09-10", "C/1/consented_on": "2024-09-10"},
    ),
    "ICM-PRIV-02": Pair({"C/0/members": ["주이든"]}),
    "ICM-PRIV-03": Pair({"L/0/shared_items": ["성명", "소득·재산"]}),
    "ICM-PRIV-04": Pair({"L/1/agency_name": "푸른집주거복지재단"}),
    "ICM-PRIV-05": Pair({"conferences/0/topic": "2024-0317, 2024-0318 사례의 대상자 구분"}),
    "ICM-PRIV-06": Pair({"I/confidentiality_told": False}),
    "ICM-PRIV-15": Pair({"C/1/guardian_name": None}),
    "ICM-PRIV-16": Pair(
        {"M/1/visited_on": "2030-04-19"},
        {"M/1/visited_on": "2030-04-18", "M/1/remarks_reported_on": "2030-04-19"},
    ),
    "ICM-PRIV-17": Pair({"C/0/sensitive": "동의하지 않음"}),
    "ICM-FIELD-01": Pair({"household/1/education": None}),
    "ICM-FIELD-02": Pair({"I/wanted_help": None}),
    "ICM-FIELD-03": Pair({"I/tenure": None}),
    "ICM-FIELD-05": Pair({"S/0/overall_opinion": "가족이 서로 아끼고 있음."}),
    "ICM-FIELD-07": Pair({"client/address": None}),
    "ICM-FIELD-08": Pair({"conferences/3/registered": False}),
    "ICM-FIELD-09": Pair({"L/0/problems/0/service": "서비스 지원 요청"}),
    "ICM-FIELD-10": Pair({"R/short_goals/0/result": None}),
    "ICM-ERR-01": Pair({"I/overall_opinion": "심리상담 서비스 지원요청"}),
    "ICM-ERR-02": Pair(
        {"I/overall_opinion": "요양병원 입원을 위하여 의뢰함. 보호자가 없어 절차를 도와야 함."},
        {"I/main_problems": ["경제"]},
    ),
    "ICM-ERR-03": Pair({"S/0/family_history": None}),
    "ICM-ERR-04": Pair({"S/0/review_opinion": None}),
    "ICM-ERR-05": Pair({"conferences/0/result": None}),
    "ICM-ERR-06": Pair({"conferences/1/kind": "내부사례회의", "conferences/2/kind": "내부사례회의"}),
    "ICM-ERR-07": Pair({"S/0/needs": []}),
    "ICM-ERR-08 closure_review": Pair({"R/short_goals/0/text": "정서적 안정"}),
    "ICM-ERR-08 service_plan": Pair({"P/long_goals/0/text": "○○○서비스 지원"}),
    "ICM-ERR-09": Pair({"P/long_goals/0/area": "안전"}),
    "ICM-ERR-10": Pair({"P/services/9/area": "경제", "P/services/10/area": "경제"}),
    "ICM-ERR-11": Pair({"P/checks/0/client_change": None}),
    "ICM-ERR-12 results_bear_out_the_type": Pair({"R/long_goals/0/achievement": "보통수준"}),
    "ICM-ERR-12 the_end_of_a_service_is_no_ground": Pair(
        {"R/opinion": "서비스가 종료되어 종결함. 다온동에서 사후관리를 실시함."}
    ),
    "ICM-ERR-13": Pair({"R/result": "재조사", "R/closure_type": None}, {"S/1/needs": []}),
    "ICM-ERR-14": Pair({"R/after_care": [], "R/opinion": "목표를 모두 이루어 종결함."}),
}


def guidebook_rules() -> list[Rule]:
    return [rule for rule in all_rules() if rule.id.startswith("ICM-")]


def key(rule: Rule) -> str:
    own = (f"{rule.id} {rule.form}", f"{rule.id} {rule.text}", f"{rule.id} {_name(rule)}")
    return next((name for name in own if name in PAIRS), rule.id)


def _name(rule: Rule) -> str:
    return str(getattr(rule.check, "__name__", ""))


def changed(case: dict[str, Any], changes: Changes) -> dict[str, Any]:
    for path, value in changes.items():
        first, _, rest = path.partition("/")
        put(case, "/".join(filter(None, (FORMS.get(first, first), rest))), deepcopy(value))
    return case


def places(case: dict[str, Any], rule: Rule) -> list[str]:
    """Where a rule speaks; of the rules of one clause, each speaks of its own form."""
    several = len([other for other in guidebook_rules() if other.id == rule.id]) > 1
    found = findings(case, rule.id)
    return [f.path for f in found if not several or rule.form is None or f.form == rule.form]


def test_every_pair_belongs_to_a_rule() -> None:
    assert sorted({key(rule) for rule in guidebook_rules()}) == sorted(PAIRS)


@pytest.mark.parametrize("rule", guidebook_rules(), ids=lambda rule: f"{rule.id}-{rule.form or 'case'}")
def test_a_rule_accepts_and_refuses(rule: Rule) -> None:
    pair = PAIRS[key(rule)]
    accepted = changed(sample(pair.sample), pair.shared)
    # A field error would keep every rule silent.
    assert not any(f.rule.startswith("FIELD-") and f.severity == "error" for f in findings(accepted))
    assert places(accepted, rule) == []
    assert places(changed(deepcopy(accepted), pair.refused), rule) != []


def test_every_missing_case_belongs_to_a_rule() -> None:
    assert sorted({key(rule) for rule in guidebook_rules()}) == sorted(MISSING)


def judged(rule: Rule, missing: Missing) -> dict[str, list[str]]:
    """The places of every finding by rule, with the accepted case lacking something; NOT-JUDGED only of the rule."""
    pair = PAIRS[key(rule)]
    case = changed(changed(sample(pair.sample), pair.shared), dict(missing.changes))
    found = findings(case)
    # What cannot be read at all would keep every rule silent.
    assert {f.rule for f in found if f.rule.startswith("FIELD-") and f.severity == "error"} <= {
        "FIELD-MISSING"
    }
    places: dict[str, list[str]] = {}
    for finding in found:
        named = re.search(rf"{rule.id}(?![\w-])", finding.message) is not None
        if finding.rule != "NOT-JUDGED" or named:
            places.setdefault(finding.rule, []).append(finding.path)
    return places


@pytest.mark.parametrize(
    "rule", guidebook_rules(), ids=lambda rule: f"{rule.id}-{rule.form or 'case'}-{_name(rule)}"
)
def test_a_rule_is_not_silent_about_what_is_missing(rule: Rule) -> None:
    missing = MISSING[key(rule)]
    found = judged(rule, missing)
    if missing.told is None:
        assert missing.fact
        assert rule.id not in found
        assert "NOT-JUDGED" not in found
    else:
        assert missing.told in found
        # Without the change nothing of the kind is said.
        assert missing.told not in judged(rule, Missing({})) or missing.told == rule.id
