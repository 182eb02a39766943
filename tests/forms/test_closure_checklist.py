"""The completeness checklist of a closure packet: each item in each state that it can take.

통합사례관리: 업무안내 종결, 사후관리, 개인정보보호. 자산형성지원사업: 해지 지원, 해지 증빙서류 기준.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forms import all_rules, check_case
from forms.checklist import ChecklistItem
from forms.packets import packet_plan
from tests.changing import drop, put
from tests.reading import sample

Case = dict[str, Any]
Change = Callable[[Case], Case]
REVIEW = "forms/closure_review"
PROOF = "forms/usage_proof"


def complete() -> Case:
    """The worked example with every form and a service of another agency.

    Conference on 2025-06-02, registered on 2025-06-05, approved on 2025-06-09: after-care is due by
    2025-09-09 and 2026-03-09, the data go by 2030-06-09.
    """
    case = sample("closure_review")
    case["forms"] |= {
        "intake_sheet": {"consulted_on": "2024-08-30", "referral_route": "주민"},
        "consent": {"consented_on": "2024-09-02", "signer_name": "○○○"},
        "needs_survey": [{"surveyed_on": "2024-09-11"}, {"surveyed_on": "2025-05-26"}],
        "service_plan": {
            "established_on": "2024-10-07",
            "services": [{"name": "단주모임", "provider": "○○알콜상담센터"}],
        },
        "referral_letter": {
            "kind": "신청",
            "written_on": "2024-10-08",
            "agency_name": "○○ 알콜상담센터",
            "problems": [{"service": "단주모임"}],
        },
        "monitor_sheet": [
            {"visited_on": "2025-08-11", "satisfaction_surveyed": True},
            {"visited_on": "2025-12-08"},
        ],
    }
    return case


def account() -> Case:
    """A 희망키움통장Ⅱ paid out: support of 1,000,000 won, half of it proved, no plan."""
    case = sample("usage_proof")
    case["forms"]["usage_proof"] |= {
        "supports": [{"name": "근로소득장려금", "amount": 1_000_000}],
        "evidence": [_rent(500_000)],
        "fulfilment_plan": None,
        "private_matching_processed": True,
    }
    return case


def _rent(amount: int, **more: object) -> dict[str, object]:
    # 월세: 임대차계약서 and 이체확인증 (AB-HO-1).
    return {
        "id": "1",
        "category": "주택구입 및 임대",
        "item": "월세",
        "documents": ["임대차계약서", "이체확인증"],
        "dated_on": "2024-03-02",
        "user": "나보람",
        "payee": "임대인",
        "amount": amount,
        **more,
    }


def items(case: Case) -> tuple[ChecklistItem, ...]:
    checked = check_case(case)
    assert checked.case is not None, checked.findings
    plan = packet_plan(checked.case, "closure")
    return plan.checklist if plan is not None else ()


def item(case: Case, title: str) -> ChecklistItem:
    (found,) = (one for one in items(case) if one.title == title)
    return found


def changed(**values: object) -> Change:
    """Values of the closure review."""

    def change(case: Case) -> Case:
        for name, value in values.items():
            put(case, f"{REVIEW}/{name}", value)
        return case

    return change


def proof(**values: object) -> Change:
    """Values of the proof of use."""

    def change(case: Case) -> Case:
        case["forms"]["usage_proof"] |= values
        return case

    return change


def placed(path: str, value: object) -> Change:
    return lambda case: put(case, path, value)


def without(path: str) -> Change:
    return lambda case: drop(case, path)


def all_of(*changes: Change) -> Change:
    def change(case: Case) -> Case:
        for one in changes:
            case = one(case)
        return case

    return change


AS_IS = all_of()
RESURVEY = changed(result="재조사", closure_type=None)
LINKED = placed("selection", {"household_class": "서비스 연계 가구"})
DIED = changed(closure_type="이사또는사망", moved_or_died="사망")
MOVED = changed(closure_type="이사또는사망", moved_or_died="이사")
HOUSEHOLD = placed("household", [{"relation": "자", "name": "□□□"}])
NO_VISIT = without("forms/monitor_sheet")


def conferences(*held: tuple[str, str, bool]) -> Change:
    return placed(
        "conferences",
        [{"kind": "내부사례회의", "purpose": p, "held_on": on, "in_writing": w} for p, on, w in held],
    )


def services(*providers: str | None) -> Change:
    return placed(
        "forms/service_plan/services",
        [{"name": f"서비스 {n}", "provider": p} for n, p in enumerate(providers)],
    )


def visits(*sheets: dict[str, object]) -> Change:
    return placed("forms/monitor_sheet", list(sheets))


def after_care(*days: str) -> Change:
    return changed(after_care=[{"planned_on": day} for day in days])


SELECTED = ("대상자 선정", "2024-09-20", False)
CLOSED = ("종결", "2025-06-02", False)

CASE_MANAGEMENT: list[tuple[str, Change, str, str]] = [
    # The forms that a complete file holds.
    ("초기상담지", AS_IS, "갖춤", "1건(2024-08-30)"),
    ("초기상담지", without("forms/intake_sheet"), "없음", "이 파일에 없습니다"),
    ("개인정보 수집·이용, 제공 동의서", AS_IS, "갖춤", "1건(2024-09-02)"),
    ("개인정보 수집·이용, 제공 동의서", without("forms/consent"), "없음", "이 파일에 없습니다"),
    ("욕구 및 위기도 통합조사표", AS_IS, "갖춤", "2건(2024-09-11, 2025-05-26)"),
    ("욕구 및 위기도 통합조사표", without("forms/needs_survey"), "없음", "이 파일에 없습니다"),
    ("서비스 제공계획 및 점검표", AS_IS, "갖춤", "1건(2024-10-07)"),
    ("서비스 제공계획 및 점검표", without("forms/service_plan"), "없음", "이 파일에 없습니다"),
    (
        "서비스 제공계획 및 점검표",
        all_of(LINKED, without("forms/service_plan")),
        "해당 없음",
        "서비스 연계 가구",
    ),
    ("서비스 의뢰서", AS_IS, "갖춤", "1건(2024-10-08)"),
    ("서비스 의뢰서", without("forms/referral_letter"), "없음", "○○알콜상담센터"),
    ("서비스 의뢰서", services("○○알콜상담센터", "△△복지관"), "확인 필요", "제공기관: △△복지관"),
    (
        "서비스 의뢰서",
        all_of(services("희망복지지원단", "○○구청"), without("forms/referral_letter")),
        "해당 없음",
        "다른 기관이 제공하는 서비스가 없습니다",
    ),
    (
        "서비스 의뢰서",
        all_of(services(None), without("forms/referral_letter")),
        "확인 필요",
        "제공기관을 적지 않은 서비스",
    ),
    (
        "서비스 의뢰서",
        all_of(without("forms/service_plan"), without("forms/referral_letter")),
        "확인 필요",
        "서비스 제공계획이 없어",
    ),
    ("사례관리 종결심사서", AS_IS, "갖춤", "1건(2025-06-05)"),
    ("모니터 상담지", AS_IS, "갖춤", "2건(2025-08-11, 2025-12-08)"),
    ("모니터 상담지", NO_VISIT, "없음", "이 파일에 없습니다"),
    ("모니터 상담지", all_of(NO_VISIT, RESURVEY), "해당 없음", "재조사"),
    ("모니터 상담지", all_of(NO_VISIT, DIED), "해당 없음", "사망"),
    # ICM-STATE-20, with the exceptions of ICM-SELECT-18.
    ("종결 위기도 조사", AS_IS, "갖춤", "2025-05-26"),
    ("종결 위기도 조사", changed(closing_crisis_survey_on=None), "없음", "조사일이 없습니다"),
    (
        "종결 위기도 조사",
        changed(closing_crisis_survey_on=None, closure_type="거절이나 포기"),
        "해당 없음",
        "ICM-SELECT-18",
    ),
    (
        "종결 위기도 조사",
        # Three months before the review of 2025-06-05 is 2025-03-05.
        changed(closing_crisis_survey_on=None, closure_type="연락두절", contact_lost_since="2025-03-05"),
        "해당 없음",
        "연락두절",
    ),
    (
        "종결 위기도 조사",
        changed(closing_crisis_survey_on=None, closure_type="연락두절", contact_lost_since="2025-03-06"),
        "확인 필요",
        "연락이 끊긴 기간",
    ),
    ("종결 위기도 조사", all_of(DIED, changed(closing_crisis_survey_on=None)), "해당 없음", "이사또는사망"),
    (
        "종결 위기도 조사",
        all_of(DIED, HOUSEHOLD, changed(closing_crisis_survey_on=None)),
        "확인 필요",
        "1인 가구",
    ),
    (
        "종결 위기도 조사",
        all_of(HOUSEHOLD, changed(closing_crisis_survey_on=None, closure_type="이사또는사망")),
        "확인 필요",
        "1인 가구",
    ),
    ("종결 위기도 조사", all_of(RESURVEY, changed(closing_crisis_survey_on=None)), "해당 없음", "재조사"),
    # 종결사례 평가, as far as the form shows: the example grades four short and three long goals.
    ("종결사례 평가", AS_IS, "갖춤", "목표 7건 가운데 7건 성과구분"),
    ("종결사례 평가", placed(f"{REVIEW}/long_goals/2/achievement", None), "확인 필요", "7건 가운데 6건"),
    ("종결사례 평가", changed(change=None), "확인 필요", "비어 있음: 대상자 변화(성과)"),
    ("종결사례 평가", changed(short_goals=[], long_goals=[]), "확인 필요", "목표 0건"),
    (
        "종결사례 평가",
        changed(short_goals=[], long_goals=[], intervention=None, change=None),
        "없음",
        "모두 비어 있습니다",
    ),
    # ICM-MEET-01; a closing conference may be held in writing (ICM-MEET-14).
    ("대상자 선정 사례회의", AS_IS, "갖춤", "2024-09-20 내부사례회의"),
    (
        "대상자 선정 사례회의",
        all_of(conferences(CLOSED), changed(selection_conference_on="2024-09-20")),
        "갖춤",
        "2024-09-20(종결심사서의 사례회의 날짜)",
    ),
    ("대상자 선정 사례회의", conferences(CLOSED), "없음", "목록에 없습니다"),
    (
        "대상자 선정 사례회의",
        conferences(("대상자 선정", "2024-09-20", True), CLOSED),
        "확인 필요",
        "2024-09-20 내부사례회의(서면)",
    ),
    ("종결 사례회의", AS_IS, "갖춤", "2025-06-02 내부사례회의"),
    (
        "종결 사례회의",
        conferences(SELECTED, ("종결", "2025-06-02", True)),
        "갖춤",
        "2025-06-02 내부사례회의(서면)",
    ),
    ("종결 사례회의", conferences(SELECTED), "없음", "서면으로 대신할 수 있습니다"),
    ("종결 사례회의", all_of(RESURVEY, conferences(SELECTED)), "해당 없음", "재조사"),
    ("종결 사례회의", all_of(LINKED, conferences(SELECTED)), "해당 없음", "서비스 연계 가구"),
    # ICM-STATE-16.
    ("단기목표 달성만으로 종결하는 사유", AS_IS, "갖춤", "종결심사 의견에 적음"),
    (
        "단기목표 달성만으로 종결하는 사유",
        changed(opinion="단기목표 달성으로 종결함."),
        "없음",
        "사유가 없습니다",
    ),
    (
        "단기목표 달성만으로 종결하는 사유",
        changed(closure_type="장기목표 달성"),
        "해당 없음",
        "종결 유형: 장기목표 달성",
    ),
    ("단기목표 달성만으로 종결하는 사유", RESURVEY, "해당 없음", "재조사"),
    # ICM-DEADLINE-11 of 2025: within 5 days of the conference of 2025-06-02.
    (
        "종결심사 시스템 등록",
        changed(closure_reviewed_on="2025-06-07"),
        "갖춤",
        "2025-06-07 등록(사례회의 2025-06-02, 기한 2025-06-07)",
    ),
    ("종결심사 시스템 등록", changed(closure_reviewed_on="2025-06-08"), "확인 필요", "1일 늦었습니다"),
    ("종결심사 시스템 등록", changed(closure_reviewed_on="2025-06-01"), "확인 필요", "사례회의보다 빠릅니다"),
    ("종결심사 시스템 등록", conferences(SELECTED), "확인 필요", "사례회의가 없어"),
    ("종결심사 시스템 등록", changed(closure_reviewed_on=None), "없음", "등록한 날이 없습니다"),
    (
        "종결심사 시스템 등록",
        # The conference was held under the text of 2024.
        placed("conferences/1/held_on", "2024-12-31"),
        "해당 없음",
        "등록 기한이 없습니다",
    ),
    # ICM-STATE-07.
    ("사례종결 승인", AS_IS, "갖춤", "2025-06-09"),
    ("사례종결 승인", changed(approved_on=None), "없음", "승인일자가 없습니다"),
    (
        "사례종결 승인",
        changed(approved_on="2025-06-04"),
        "확인 필요",
        "2025-06-04 승인이 등록(2025-06-05)보다",
    ),
    ("사례종결 승인", all_of(RESURVEY, changed(approved_on=None)), "해당 없음", "재조사"),
    # 종결시점의 사전 고지와 사후관리 계획 고지.
    ("대상자에게 종결과 사후관리 계획 고지", AS_IS, "확인 필요", "자료로는 알 수 없습니다"),
    ("대상자에게 종결과 사후관리 계획 고지", RESURVEY, "해당 없음", "재조사"),
    ("대상자에게 종결과 사후관리 계획 고지", DIED, "해당 없음", "사망"),
    ("대상자에게 종결과 사후관리 계획 고지", all_of(DIED, HOUSEHOLD), "확인 필요", "자료로는"),
    # ICM-STATE-24.
    ("의뢰기관에 종결 통보", changed(referrer_notified_on="2025-06-10"), "갖춤", "2025-06-10"),
    (
        "의뢰기관에 종결 통보",
        placed("forms/intake_sheet/referral_route", "기관"),
        "없음",
        "통보한 날이 없습니다",
    ),
    ("의뢰기관에 종결 통보", AS_IS, "해당 없음", "의뢰경로: 주민"),
    ("의뢰기관에 종결 통보", RESURVEY, "해당 없음", "재조사"),
    ("의뢰기관에 종결 통보", without("forms/intake_sheet"), "확인 필요", "의뢰경로가 없어"),
    # ICM-ERR-14 and the dates of ICM-DEADLINE-12.
    ("사후관리 계획", AS_IS, "갖춤", "2025-08-11 방문, 2025-12-08 방문"),
    ("사후관리 계획", changed(after_care=[], opinion="목표를 이루어 종결함."), "없음", "계획이 없습니다"),
    (
        "사후관리 계획",
        changed(after_care=[], opinion="사후관리는 동에서 함."),
        "확인 필요",
        "예정일이 없습니다",
    ),
    ("사후관리 계획", after_care("2025-08-11"), "확인 필요", "2회 가운데 1회뿐입니다"),
    ("사후관리 계획", after_care("2025-09-10", "2025-12-08"), "확인 필요", "첫 회는 2025-09-09까지"),
    ("사후관리 계획", after_care("2025-06-08", "2025-12-08"), "확인 필요", "종결(2025-06-09) 전의 날짜"),
    ("사후관리 계획", all_of(changed(after_care=[]), RESURVEY), "해당 없음", "재조사"),
    ("사후관리 계획", all_of(changed(after_care=[]), MOVED), "해당 없음", "전입한 주소지"),
    (
        "사후관리 계획",
        all_of(LINKED, changed(after_care=[], opinion="종결함.")),
        "해당 없음",
        "서비스 연계 가구",
    ),
    # ICM-DEADLINE-12: twice within 9 months, the first within 3, a month apart.
    (
        "사후관리 실시",
        AS_IS,
        "갖춤",
        "2회(2025-08-11, 2025-12-08). 기한: 2025-09-09까지 1회, 2026-03-09까지 2회",
    ),
    ("사후관리 실시", NO_VISIT, "없음", "기한: 2025-09-09까지 1회, 2026-03-09까지 2회"),
    ("사후관리 실시", visits({"visited_on": "2025-08-11"}), "확인 필요", "2회 가운데 1회뿐입니다"),
    (
        "사후관리 실시",
        visits({"visited_on": "2025-09-10"}, {"visited_on": "2026-03-10"}),
        "확인 필요",
        "첫 회는 2025-09-09까지입니다. 2회째는 2026-03-09까지입니다.",
    ),
    (
        "사후관리 실시",
        visits({"visited_on": "2025-08-11"}, {"visited_on": "2025-09-10"}),
        "확인 필요",
        "간격은 1개월 이상",
    ),
    (
        "사후관리 실시",
        visits({"visited_on": "2025-06-08"}, {"visited_on": "2025-12-08"}),
        "확인 필요",
        "종결(2025-06-09) 전의 날짜",
    ),
    ("사후관리 실시", RESURVEY, "해당 없음", "재조사"),
    ("사후관리 실시", MOVED, "해당 없음", "전입한 주소지"),
    ("사후관리 실시", DIED, "해당 없음", "사망"),
    ("사후관리 실시", changed(closure_type="이사또는사망"), "해당 없음", "이사 또는 사망"),
    ("사후관리 실시", changed(approved_on=None, closure_reviewed_on=None), "확인 필요", "종결일"),
    # 서비스 연계 가구: once within 3 months of the link's end.
    ("사후관리 실시", LINKED, "확인 필요", "서비스 연계 종료일이 없어"),
    (
        "사후관리 실시",
        all_of(LINKED, placed("service_link", {"ended_on": "2025-05-11"})),
        "갖춤",
        "2025-08-11(기한 2025-08-11)",
    ),
    (
        "사후관리 실시",
        all_of(LINKED, placed("service_link", {"ended_on": "2025-05-09"})),
        "확인 필요",
        "2일 늦었습니다",
    ),
    (
        "사후관리 실시",
        all_of(LINKED, NO_VISIT, placed("service_link", {"ended_on": "2025-05-11"})),
        "없음",
        "2025-08-11까지 1회",
    ),
    # ICM-SURVEY-01 to -03.
    ("만족도 설문", AS_IS, "갖춤", "2025-08-11"),
    ("만족도 설문", NO_VISIT, "없음", "설문이 없습니다"),
    (
        "만족도 설문",
        visits({"visited_on": "2025-08-11", "satisfaction_surveyed": False}),
        "없음",
        "설문이 없습니다",
    ),
    ("만족도 설문", visits({"visited_on": "2025-08-11"}), "확인 필요", "적혀 있지 않습니다"),
    (
        "만족도 설문",
        visits(
            {"visited_on": "2025-08-11", "satisfaction_surveyed": True},
            {"visited_on": "2025-12-08", "satisfaction_answers": [5] * 12},
        ),
        "확인 필요",
        "한 번만 합니다",
    ),
    (
        "만족도 설문",
        visits({"visited_on": "2025-08-11"}, {"visited_on": "2025-12-08", "satisfaction_surveyed": True}),
        "확인 필요",
        "최초 상담이 아닙니다",
    ),
    (
        "만족도 설문",
        visits({"visited_on": "2025-08-11", "satisfaction_skip_reason": "지적장애"}),
        "해당 없음",
        "생략 사유: 지적장애",
    ),
    (
        "만족도 설문",
        visits({"visited_on": "2025-08-11", "satisfaction_skip_reason": "기타"}),
        "확인 필요",
        "생략 사유: 기타",
    ),
    (
        "만족도 설문",
        # The exemption is new in 2025.
        all_of(
            changed(approved_on="2024-06-09"),
            visits({"visited_on": "2024-12-30", "satisfaction_skip_reason": "지적장애"}),
        ),
        "확인 필요",
        "생략 사유: 지적장애",
    ),
    ("만족도 설문", all_of(LINKED, NO_VISIT), "해당 없음", "제외됩니다"),
    ("만족도 설문", all_of(RESURVEY, NO_VISIT), "해당 없음", "재조사"),
    ("만족도 설문", all_of(DIED, NO_VISIT), "해당 없음", "사망"),
    # ICM-DEADLINE-16.
    ("개인정보 보유 기한", AS_IS, "갖춤", "2030-06-09까지"),
    ("개인정보 보유 기한", changed(approved_on=None), "갖춤", "2030-06-05까지"),
    ("개인정보 보유 기한", RESURVEY, "해당 없음", "재조사"),
    ("개인정보 보유 기한", changed(approved_on=None, closure_reviewed_on=None), "확인 필요", "종결일"),
]

PLAN = {"signed_on": "2025-02-03", "payout_requirements_met": True}
RECLAIMED = proof(closure_type="환수해지")
SUCCESS_PAYMENT = proof(closure_type="일부지급해지", account_type="희망키움통장Ⅰ")
NO_CLAUSE = proof(account_type="희망저축계좌Ⅰ")


def attachment(title: str) -> Change:
    return placed("attachments", [{"title": title, "file": "scan.pdf"}])


def held(form: str, **values: object) -> Change:
    """A form of the closing in the file."""
    return placed(f"forms/{form}", values)


# 해지신청서 alone in the file: what the proof of use would tell is not known.
ALONE: list[tuple[str, Change, str, str]] = [
    ("해지신청서", AS_IS, "갖춤", "제출일 2025-03-04"),
    ("적립금 지급요구서", AS_IS, "확인 필요", "자료로는 알 수 없습니다"),
    ("사용용도 증빙서류", AS_IS, "확인 필요", "출처에 없습니다"),
    ("사용용도 증빙 판정", AS_IS, "확인 필요", "출처에 없습니다"),
    ("이행계획서", AS_IS, "확인 필요", "자료로는 알 수 없습니다"),
    ("만족도 조사지", AS_IS, "확인 필요", "자료로는 알 수 없습니다"),
    ("민간매칭금 지급 여부 처리", AS_IS, "확인 필요", "점검표가 이 파일에 없습니다"),
    ("지급확정(Y)", AS_IS, "확인 필요", "점검표가 이 파일에 없습니다"),
]


def applied(account: str, closure: str) -> Change:
    """The application of an account of the slides."""
    return all_of(
        placed("account/type", account),
        placed("forms/closure_application/closure_type", closure),
        placed("forms/closure_application/reason", None),
        placed("forms/closure_application/other_reason", "본인 사정"),
    )


ASKED, RECLAIMED_ALONE = applied("희망키움통장Ⅱ", "지급해지"), applied("희망키움통장Ⅱ", "환수해지")
ALONE_OTHERWISE: list[tuple[str, Change, str, str]] = [
    ("사용용도 증빙서류", ASKED, "없음", "점검표가 이 파일에 없습니다"),
    (
        "사용용도 증빙서류",
        all_of(ASKED, attachment("사용용도 증빙서류 일체")),
        "갖춤",
        "첨부: 사용용도 증빙서류 일체",
    ),
    ("사용용도 증빙 판정", ASKED, "확인 필요", "판정하지 않았습니다"),
    ("사용용도 증빙서류", RECLAIMED_ALONE, "해당 없음", "AB-CL-4"),
    ("사용용도 증빙 판정", RECLAIMED_ALONE, "해당 없음", "AB-CL-4"),
    ("이행계획서", RECLAIMED_ALONE, "해당 없음", "AB-CL-4"),
    ("사용용도 증빙서류", applied("희망키움통장Ⅰ", "일부지급해지"), "해당 없음", "AB-CL-3"),
    ("이행계획서", all_of(ASKED, held("fulfilment_plan", **PLAN)), "갖춤", "2025-02-03 서명"),
    ("만족도 조사지", held("savings_satisfaction", surveyed_on="2025-03-05"), "갖춤", "1건(2025-03-05)"),
    ("적립금 지급요구서", held("payout_request"), "갖춤", "1건(2025-03-04)"),
]

ACCOUNT: list[tuple[str, Change, str, str]] = [
    ("해지신청서", AS_IS, "갖춤", "제출일 2025-02-03"),
    ("적립금 지급요구서", AS_IS, "확인 필요", "자료로는 알 수 없습니다"),
    (
        "적립금 지급요구서",
        all_of(attachment("적립금 지급요구서"), held("payout_request")),
        "갖춤",
        "1건(2025-02-03)",
    ),
    ("적립금 지급요구서", attachment("적립금지급요구서(서명본)"), "갖춤", "첨부: 적립금지급요구서(서명본)"),
    # AB-CL-1 to AB-CL-4.
    ("사용용도 증빙서류", AS_IS, "갖춤", "증빙 1건 가운데 1건 인정"),
    ("사용용도 증빙서류", proof(evidence=[]), "없음", "증빙이 없습니다"),
    ("사용용도 증빙서류", all_of(proof(evidence=[]), RECLAIMED), "해당 없음", "AB-CL-4"),
    ("사용용도 증빙서류", all_of(proof(evidence=[]), SUCCESS_PAYMENT), "해당 없음", "AB-CL-3"),
    ("사용용도 증빙서류", all_of(proof(evidence=[]), NO_CLAUSE), "확인 필요", "출처에 없습니다"),
    (
        "사용용도 증빙서류",
        all_of(proof(evidence=[]), attachment("사용용도 증빙서류 일체")),
        "갖춤",
        "첨부: 사용용도 증빙서류 일체",
    ),
    # AB-EV-02: half of 1,000,000 won is 500,000.
    ("사용용도 증빙 판정", AS_IS, "갖춤", "충족: 지원금 1,000,000원의 50%는 500,000원, 인정금액 500,000원"),
    ("사용용도 증빙 판정", proof(evidence=[_rent(499_999)]), "없음", "미충족"),
    (
        "사용용도 증빙 판정",
        all_of(proof(evidence=[_rent(499_999)], fulfilment_plan=PLAN)),
        "없음",
        "부족 1원. 서명한 이행계획서",
    ),
    (
        "사용용도 증빙 판정",
        # 기타 입증서류 in place of the lease leaves the item to a person (AB-EV-03).
        proof(evidence=[_rent(500_000, documents=["기타 입증서류", "이체확인증"])]),
        "확인 필요",
        "검토필요: 지원금 1,000,000원의 50%는 500,000원, 인정금액 0원, 부족 500,000원, 검토 항목 500,000원",
    ),
    ("사용용도 증빙 판정", NO_CLAUSE, "확인 필요", "규정없음"),
    ("사용용도 증빙 판정", RECLAIMED, "해당 없음", "AB-CL-4"),
    ("사용용도 증빙 판정", SUCCESS_PAYMENT, "해당 없음", "AB-CL-3"),
    ("사용용도 증빙 판정", proof(supports=[]), "해당 없음", "지원금이 없습니다"),
    # AB-IP-1.
    ("이행계획서", AS_IS, "해당 없음", "증빙 판정: 충족"),
    ("이행계획서", RECLAIMED, "해당 없음", "AB-CL-4"),
    ("이행계획서", proof(evidence=[]), "없음", "지급요건을 충족하면 작성할 수 있습니다"),
    ("이행계획서", proof(fulfilment_plan=PLAN), "갖춤", "2025-02-03 서명, 지급요건 충족"),
    ("이행계획서", proof(fulfilment_plan=PLAN | {"signed_on": None}), "확인 필요", "서명일 없음"),
    (
        "이행계획서",
        proof(fulfilment_plan=PLAN | {"payout_requirements_met": False}),
        "확인 필요",
        "사용할 수 없습니다",
    ),
    (
        "이행계획서",
        proof(fulfilment_plan=PLAN | {"payout_requirements_met": None}),
        "확인 필요",
        "적혀 있지 않습니다",
    ),
    ("이행계획서", all_of(proof(evidence=[]), attachment("이행계획서")), "확인 필요", "첨부: 이행계획서"),
    # A form in the file comes before attachments, and before what the proof of use holds.
    (
        "이행계획서",
        all_of(attachment("이행계획서"), held("fulfilment_plan", **PLAN)),
        "갖춤",
        "2025-02-03 서명",
    ),
    (
        "이행계획서",
        all_of(proof(fulfilment_plan=PLAN), held("fulfilment_plan", payout_requirements_met=False)),
        "확인 필요",
        "사용할 수 없습니다",
    ),
    ("만족도 조사지", AS_IS, "확인 필요", "자료로는 알 수 없습니다"),
    (
        "만족도 조사지",
        all_of(attachment("만족도 조사지"), held("savings_satisfaction", surveyed_on="2025-02-03")),
        "갖춤",
        "1건(2025-02-03)",
    ),
    ("만족도 조사지", attachment("가입자 만족도 조사지"), "갖춤", "첨부: 가입자 만족도 조사지"),
    # AB-IP-2: without a plan the account must be processed.
    ("민간매칭금 지급 여부 처리", AS_IS, "갖춤", "지급함, 계좌 Y처리"),
    ("민간매칭금 지급 여부 처리", proof(private_matching_processed=False), "없음", "Y처리해야 합니다"),
    ("민간매칭금 지급 여부 처리", proof(private_matching_processed=None), "확인 필요", "자료에 없습니다"),
    (
        "민간매칭금 지급 여부 처리",
        proof(private_matching_processed=False, private_matching_paid=False, fulfilment_plan=PLAN),
        "갖춤",
        "지급하지 않음. 이행계획서를 냈습니다",
    ),
    (
        "민간매칭금 지급 여부 처리",
        proof(private_matching_processed=None, private_matching_paid=None, fulfilment_plan=PLAN),
        "확인 필요",
        "지급 여부를 적지 않음",
    ),
    ("지급확정(Y)", AS_IS, "갖춤", "2025-02-12"),
    ("지급확정(Y)", proof(payment_confirmed=False), "없음", "처리가 되지 않았습니다"),
    ("지급확정(Y)", proof(payment_confirmed=None), "확인 필요", "적혀 있지 않습니다"),
    ("지급확정(Y)", proof(evidence=[]), "확인 필요", "증빙 판정이 미충족입니다"),
    ("지급확정(Y)", proof(evidence=[], fulfilment_plan=PLAN), "갖춤", "2025-02-12"),
]


@pytest.mark.parametrize(("title", "change", "state", "detail"), CASE_MANAGEMENT)
def test_an_item_of_case_management(title: str, change: Change, state: str, detail: str) -> None:
    found = item(change(complete()), title)
    assert found.state == state
    assert detail in found.detail


@pytest.mark.parametrize(("title", "change", "state", "detail"), ACCOUNT)
def test_an_item_of_an_account(title: str, change: Change, state: str, detail: str) -> None:
    found = item(change(account()), title)
    assert found.state == state
    assert detail in found.detail


@pytest.mark.parametrize(("title", "change", "state", "detail"), [*ALONE, *ALONE_OTHERWISE])
def test_an_item_of_an_application_alone(title: str, change: Change, state: str, detail: str) -> None:
    found = item(change(sample("closure_application")), title)
    assert found.state == state
    assert detail in found.detail


def test_an_application_alone_has_the_items_of_an_account() -> None:
    assert [found.title for found in items(sample("closure_application"))] == [row[0] for row in ALONE]


def test_the_complete_case_has_no_error() -> None:
    for case in (complete(), account()):
        assert [finding for finding in check_case(case).findings if finding.severity == "error"] == []


def test_the_items_of_case_management_stand_in_order() -> None:
    assert [found.title for found in items(complete())] == list(
        dict.fromkeys(row[0] for row in CASE_MANAGEMENT)
    )


def test_the_items_of_an_account_stand_in_order() -> None:
    assert [found.title for found in items(account())] == list(dict.fromkeys(row[0] for row in ACCOUNT))


def test_the_source_is_silent_on_the_payout_request_of_a_reclaimed_account() -> None:
    assert "적립금 지급요구서" not in [found.title for found in items(RECLAIMED(account()))]


def test_a_case_with_both_forms_has_both_lists() -> None:
    case = complete()
    case["forms"]["usage_proof"] = account()["forms"]["usage_proof"]
    assert [found.title for found in items(case)] == [
        *(found.title for found in items(complete())),
        *(found.title for found in items(account())),
    ]


def test_a_case_that_closes_nothing_has_no_list() -> None:
    assert items(sample("intake_sheet")) == ()


def test_items_cite_the_clause_with_document_and_section() -> None:
    survey = item(complete(), "종결 위기도 조사")
    assert (survey.rule, survey.source) == (
        "ICM-STATE-20",
        "2025 찾아가는 보건·복지서비스 업무안내, 종결 4 수행방안(종결 절차)",
    )
    verdict = item(account(), "사용용도 증빙 판정")
    assert verdict.rule == "AB-EV-02"
    assert verdict.source == "자산형성지원사업 사례관리, 해지 증빙서류 기준 (증빙금액)"


@pytest.mark.parametrize("case", [complete(), account()], ids=["case management", "account"])
def test_an_item_cites_its_clause_as_the_rule_does(case: Case) -> None:
    for found in items(case):
        cited = {rule.source("2025") for rule in all_rules() if rule.id == found.rule}
        # A paper may be named in a further section.
        assert not cited or found.source.partition("; ")[0] in cited, found.title
