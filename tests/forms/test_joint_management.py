"""공동사례관리 협의서: the source's words, what fills it, and where it is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest

from forms import check_case
from forms.filling import filled
from forms.icm import joint_management
from forms.icm.joint_management import Duty, JointManagement, MainCriterion, PartnerCriterion
from forms.packets import packet_plan
from tests.changing import findings, lacking
from tests.reading import sample

Case = dict[str, Any]
# Typed from the guidebook, line by line: 참고 4 (공동사례관리).
ROWS = [
    line.split("\t")
    for line in (Path(__file__).resolve().parent.parent / "data" / "icm_joint_management.tsv")
    .read_text(encoding="utf-8")
    .splitlines()[1:]
]


def typed(kind: str) -> list[str]:
    return [text for _, own, text in ROWS if own == kind]


def test_criteria_and_roles_are_those_of_the_source() -> None:
    assert list(get_args(MainCriterion)) == typed("main criterion")
    assert list(get_args(PartnerCriterion)) == typed("partner criterion")
    assert list(joint_management.MAIN_ROLE) == typed("main role")
    assert list(joint_management.PARTNER_ROLE) == typed("partner role")
    # 서비스 계획수립과 제공 및 점검 업무를 분담하여 수행
    assert get_args(Duty) == ("서비스 계획수립", "서비스 제공", "점검")


def agreement(raw: Case) -> JointManagement:
    case = check_case(raw).readable
    assert case is not None
    (form,) = filled(case).all_of(JointManagement)
    return form


def with_conferences(*conferences: tuple[str, str, bool | None], **own: object) -> Case:
    """The sample with conferences of day, kind and whether each decided; ``own`` is the form's."""
    raw = sample("joint_management")
    raw["conferences"] = [
        {"purpose": "기타", "held_on": day, "kind": kind, "decided_joint_management": decided}
        for day, kind, decided in conferences
    ]
    raw["forms"]["joint_management"] |= own
    return raw


JOINT, INNER = "통합사례회의", "내부사례회의"


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        (
            with_conferences(
                ("2025-03-04", JOINT, True), ("2025-03-18", JOINT, True), ("2025-04-01", JOINT, None)
            ),
            "2025-03-18",
        ),
        (with_conferences(("2025-03-04", JOINT, True), ("2025-03-18", JOINT, True), conference=1), "2025-03-04"),
        (with_conferences(("2025-03-04", JOINT, None)), "None"),
        (with_conferences(("2025-03-04", JOINT, None), conference=1), "2025-03-04"),
        (with_conferences(("2025-03-04", JOINT, True), decided_on="2025-03-05"), "2025-03-05"),
        (with_conferences(("2025-03-04", JOINT, True), conference=9), "None"),
    ],
)  # fmt: skip
def test_the_day_is_that_of_the_conference_that_decided(raw: Case, day: str) -> None:
    assert str(agreement(raw).decided_on) == day


def test_the_main_agency_is_the_one_of_the_case() -> None:
    form = agreement(sample("joint_management"))
    assert (form.main_agency, form.main_manager, form.client_name) == (
        "다온시청 희망복지지원단",
        "유하늬",
        "도이랑",
    )


def test_an_agreement_without_a_partner_has_no_meaning() -> None:
    raw = sample("joint_management")
    raw["forms"]["joint_management"]["partners"] = []
    told = [(f.rule, f.path) for f in findings(raw) if f.severity == "error"]
    assert told == [("FIELD-MISSING", "/forms/joint_management/partners")]


@pytest.mark.parametrize(
    ("conferences", "paths"),
    [
        # A conference that is said to have decided is told where that stands, and there alone.
        ([("2025-03-04", INNER, True)], ["/conferences/0/decided_joint_management"]),
        ([("2025-03-04", INNER, None)], ["/forms/joint_management/decided_on"]),
        # The text of 2024 does not speak of it.
        ([("2024-03-04", INNER, None)], []),
        ([("2025-03-04", JOINT, None)], []),
    ],
)  # fmt: skip
def test_another_conference_than_a_joint_one_is_told_once(
    conferences: list[tuple[str, str, bool | None]], paths: list[str]
) -> None:
    raw = with_conferences(*conferences, conference=1, registered_on=None)
    assert [f.path for f in findings(raw, "ICM-MEET-16")] == paths


def test_of_several_conferences_of_a_day_the_one_that_decided_is_meant() -> None:
    day = "2025-03-04"
    raw = with_conferences((day, INNER, None), (day, JOINT, True), decided_on=day)
    assert findings(raw, "ICM-MEET-16") == []
    undecided = with_conferences((day, INNER, None), (day, JOINT, None), decided_on=day)
    assert any(f"{day}에 공동사례관리를 정한 회의" in told for told in lacking(undecided, "ICM-MEET-16"))


def test_the_closing_packet_prints_it_between_minutes_and_plan() -> None:
    raw = sample("case_full")
    raw["forms"]["joint_management"] = sample("joint_management")["forms"]["joint_management"]
    raw["forms"]["conference_minutes"] = [{"conference": 1, "content": "논의함."}]
    case = check_case(raw).readable
    assert case is not None
    made = packet_plan(filled(case), "closure")
    assert made is not None
    order = list(dict.fromkeys(form.id for form, _ in made.forms))
    assert order[2:6] == ["needs_survey", "conference_minutes", "joint_management", "service_plan"]
