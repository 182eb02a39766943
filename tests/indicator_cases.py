"""A folder of seven cases of a township in the second quarter of 2025, and the sheet that they fill in."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

SHEET: dict[str, Any] = {
    "edition": "2025",
    "case_no": "2025-DAON-Q2",
    "agency": {"name": "다온동 행정복지센터"},
    "forms": {
        "township_indicators": {
            "period_kind": "분기",
            "period_from": "2025-04-01",
            "period_to": "2025-06-30",
        }
    },
}


def case(
    number: int,
    requested_on: str,
    household_class: str,
    decided_on: str,
    worker: str = "유하늬",
    conferences: tuple[tuple[str, str, str], ...] = (),
    **forms: Any,
) -> dict[str, Any]:
    """A case received on the day of its request; ``conferences`` as (kind, purpose, day)."""
    return {
        "edition": "2025",
        "case_no": f"2025-{number:04}",
        "agency": {"name": "다온동 행정복지센터"},
        "worker": {"name": worker},
        "client": {"name": f"가나다{'갑을병정무기경'[number - 1]}"},
        "requested_on": requested_on,
        "received_on": requested_on,
        "selection": {
            "household_class": household_class,
            "decided_on": decided_on,
            "reason": "사례회의에서 정함",
        },
        "conferences": [
            {"kind": kind, "purpose": purpose, "held_on": held_on} for kind, purpose, held_on in conferences
        ],
        "forms": {name: value for name, value in forms.items() if value is not None},
    }


def survey(surveyed_on: str, *needs: tuple[str, str]) -> dict[str, Any]:
    """A first survey that found needs, as (대분류, 중분류)."""
    return {
        "surveyed_on": surveyed_on,
        "survey_kind": "신규",
        "needs": [{"area": area, "sub_area": sub_area} for area, sub_area in needs],
    }


def plan(
    established_on: str,
    services: tuple[tuple[str, str, str | None], ...] = (),
    checks: tuple[dict[str, Any], ...] = (),
) -> dict[str, Any]:
    """A plan with services as (name, area, begun on)."""
    return {
        "established_on": established_on,
        "services": [{"name": name, "area": area, "started_on": begun} for name, area, begun in services],
        "checks": list(checks),
    }


def closing(reviewed_on: str, approved_on: str, closure_type: str) -> dict[str, Any]:
    """A review that closes the case."""
    return {
        "closure_reviewed_on": reviewed_on,
        "approved_on": approved_on,
        "result": "종결",
        "closure_type": closure_type,
        "intervention": "계획한 서비스를 제공함",
        "change": "생활이 나아짐",
        "opinion": "사후관리 예정",
    }


def township() -> list[dict[str, Any]]:
    """Seven cases, fresh for a test to change; what they come to is worked out in ``EXPECTED``."""
    return deepcopy(
        [
            # Selected and planned within the quarter; three checks; one of two needs served by its end.
            case(
                1, "2025-04-02", "사례관리 가구", "2025-04-16",
                conferences=(("내부사례회의", "대상자 선정", "2025-04-15"), ("통합사례회의", "서비스 제공계획", "2025-04-25")),
                needs_survey=survey("2025-04-10", ("경제", "기초생활 해결"), ("주거", "주거지 마련")),
                service_plan=plan(
                    "2025-04-30",
                    (("난방비", "경제", "2025-05-02"), ("임대주택", "주거", "2025-07-10")),
                    (
                        {"service": "난방비", "checked_on": "2025-05-20", "method": "방문", "visited": "가정"},
                        {"service": "난방비", "checked_on": "2025-06-11", "method": "내방"},
                        {"service": "난방비", "checked_on": "2025-06-30", "method": "전화"},
                        {"service": "난방비", "checked_on": "2025-07-01", "method": "전화"},
                    ),
                ),
            ),
            case(2, "2025-04-07", "서비스 연계 가구", "2025-04-21", conferences=(("내부사례회의", "대상자 선정", "2025-04-18"),)),
            case(3, "2025-05-02", "미선정 가구", "2025-05-16"),
            # Planned late, and closed since things got better.
            case(
                4, "2025-01-06", "사례관리 가구", "2025-01-20", worker="한가람",
                conferences=(("솔루션회의", "점검", "2025-05-08"), ("내부사례회의", "종결", "2025-06-05")),
                needs_survey=survey("2025-01-14", ("돌봄", "돌봄지원")),
                service_plan=plan(
                    "2025-03-31",
                    (("방문 돌봄", "돌봄", "2025-04-01"),),
                    ({"service": "방문 돌봄", "checked_on": "2025-05-07", "method": "시스템"},),
                ),
                closure_review=closing("2025-06-09", "2025-06-12", "상황호전"),
            ),
            # Moved away; what was planned for it was not carried out.
            case(
                5, "2025-01-08", "사례관리 가구", "2025-01-22",
                needs_survey=survey("2025-01-15", ("관계", "가족관계")),
                service_plan=plan(
                    "2025-01-31",
                    (("가족 상담", "관계", "2025-02-10"),),
                    ({"service": "가족 상담", "checked_on": "2025-05-12", "method": "전화", "status": "불이행"},),
                ),
                closure_review=closing("2025-05-27", "2025-05-29", "이사또는사망"),
            ),
            # Closed before the quarter, and selected after it.
            case(
                6, "2024-09-02", "사례관리 가구", "2024-09-13",
                needs_survey=survey("2024-09-10", ("안전", "가족 내 안전")),
                service_plan=plan("2024-09-27", (("상담", "안전", "2024-10-01"),)),
                closure_review=closing("2025-03-18", "2025-03-20", "장기목표 달성"),
            ),
            case(7, "2025-06-20", "사례관리 가구", "2025-07-03"),
        ]
    )  # fmt: skip


EXPECTED = {
    "requested": 4,  # 1, 2, 3, 7
    "selected": 1,  # 1; 7 only in July
    "managed": 3,  # 1, 4, 5
    "planned_in_time": 2,  # 1 and 5; 4 took from 6 January to 31 March
    "internal_meetings": 3,  # 1, 2, 4
    "joint_meetings": 1,
    "solution_meetings": 1,
    "closed": 2,  # 4, 5
    "needs": 2 + 1 + 1,
    "served": 1 + 1 + 0,
    "checked_households": 3,
    "checks": 3 + 1 + 1,
    "home_checks": 1,
    "office_checks": 1,
    "phone_checks": 2,  # 1 on the last day, and 5
    "agency_checks": 0,
    "other_checks": 1,
    "closed_all": 2,
    "closed_well": 1,  # 4
    "workers": 2,  # 유하늬 for 1 and 5, 한가람 for 4
    "households": 3,
}
