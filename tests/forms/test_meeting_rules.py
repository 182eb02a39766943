"""The rules of case conferences, each with a conference that it accepts and one that it does not."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.changing import findings, lacking, moved, severities

LEADER = "희망복지지원단 팀장"
MANAGER = "희망복지지원단 통합사례관리사"
TOWNSHIP = "다온동 찾아가는 보건복지팀 사례관리 담당자"


def held(**values: Any) -> dict[str, Any]:
    """A conference of the city, as the guidebook wants it."""
    return {
        "kind": "통합사례회의",
        "purpose": "서비스 제공계획",
        "held_on": "2025-03-10",
        "host": "시군구",
        "attendees": [LEADER, MANAGER, TOWNSHIP],
        **values,
    }


def case(*conferences: dict[str, Any], **values: Any) -> dict[str, Any]:
    agency = {"name": "새온구청", "unit": "희망복지지원단"}
    return {
        "case_no": "2025-0001",
        "agency": agency,
        "client": {"name": "남가람"},
        "conferences": list(conferences),
        "forms": {"intake_sheet": {}},
        **values,
    }


def test_a_conference_as_the_guidebook_wants_it() -> None:
    found = [f for f in findings(case(held())) if f.rule.startswith("ICM-MEET")]
    assert found == []


SELECTED = {"household_class": "사례관리 가구", "decided_on": "2025-03-11"}


def test_icm_meet_01a_selection_follows_a_conference() -> None:
    selecting = held(kind="내부사례회의", purpose="대상자 선정")
    assert findings(case(selecting, selection=SELECTED), "ICM-MEET-01a") == []
    (finding,) = findings(case(held(), selection=SELECTED), "ICM-MEET-01a")
    assert (finding.severity, finding.path) == ("warning", "/conferences")


def test_icm_meet_01a_a_file_without_conferences_is_told_so() -> None:
    assert severities(case(selection=SELECTED), "ICM-MEET-01a") == ["info"]
    assert findings(case(), "ICM-MEET-01a") == []


def test_icm_meet_02_a_joint_conference_comes_before_a_solution_conference() -> None:
    solution = held(kind="솔루션회의", held_on="2025-04-10", chair=LEADER)
    assert findings(case(held(), solution), "ICM-MEET-02") == []
    (finding,) = findings(case(held(held_on="2025-04-11"), solution), "ICM-MEET-02")
    assert (finding.severity, finding.path) == ("warning", "/conferences/1/kind")
    assert severities(case(held(kind="내부사례회의"), solution), "ICM-MEET-02") == ["warning"]


@pytest.mark.parametrize(
    ("about", "guest", "expected"),
    [
        (True, "새온구보건소 방문간호사", []),
        (True, "새온구 정신건강복지센터 전문요원", []),
        (True, "새온초등학교 교사", ["warning"]),
        (False, "새온초등학교 교사", []),
        (None, "새온초등학교 교사", []),
    ],
)
def test_icm_meet_03_a_health_office_takes_part(about: bool | None, guest: str, expected: list[str]) -> None:
    conference = held(about_health_service=about, attendees=[LEADER, MANAGER, TOWNSHIP, guest])
    assert severities(case(conference), "ICM-MEET-03") == expected


def test_icm_meet_03_the_plan_hints_at_a_health_service() -> None:
    service = {"name": "개별 상담", "provider": "새온구정신건강복지센터"}
    found = case(held(), forms={"service_plan": {"services": [service]}})
    assert severities(found, "ICM-MEET-03") == ["info"]
    service["provider"] = "새온복지관"
    assert findings(found, "ICM-MEET-03") == []


@pytest.mark.parametrize(
    ("kind", "rule"), [("내부사례회의", "ICM-MEET-04"), ("통합사례회의", "ICM-MEET-04a")]
)
def test_icm_meet_04_the_medical_aid_manager_joins_on_admission(kind: str, rule: str) -> None:
    other = {"ICM-MEET-04": "ICM-MEET-04a", "ICM-MEET-04a": "ICM-MEET-04"}[rule]
    without = held(kind=kind, about_admission=True)
    assert severities(case(without), rule) == ["warning"]
    assert findings(case(without), other) == []
    joined = held(kind=kind, about_admission=True, attendees=[LEADER, MANAGER, TOWNSHIP, "의료급여관리사"])
    assert findings(case(joined), rule) == []
    assert findings(case(held(kind=kind)), rule) == []


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("의료급여 수급권자의 퇴원 뒤 거처", ["warning"]),
        ("입원이 길어지는 의료급여 대상자의 이후 계획", ["warning"]),
        ("의료급여 자격의 변경", []),
        ("퇴원 뒤의 돌봄", []),
    ],
)
def test_icm_meet_04a_the_topic_tells_of_admission(topic: str, expected: list[str]) -> None:
    assert severities(case(held(topic=topic)), "ICM-MEET-04a") == expected
    assert findings(case(held(topic=topic, about_admission=False)), "ICM-MEET-04a") == []


@pytest.mark.parametrize(
    ("attendees", "chair", "lacking"),
    [
        ([LEADER, MANAGER], None, ()),
        ([MANAGER], "희망복지지원단 팀장", ()),
        ([MANAGER], None, ("사례관리팀장",)),
        ([LEADER], None, ("사례관리자",)),
        (["새온초등학교 교사"], None, ("사례관리팀장", "사례관리자")),
        # The leaders and case managers of others are not the team's.
        ([MANAGER, "새온구청소년상담복지센터 팀장"], None, ("사례관리팀장",)),
        ([LEADER, "새온구정신건강복지센터 사례관리자"], None, ("사례관리자",)),
        ([LEADER, "새온지역자활센터 자활사례관리사", "의료급여사례관리사"], None, ("사례관리자",)),
    ],
)
def test_icm_meet_05_leader_and_case_managers(
    attendees: list[str], chair: str | None, lacking: tuple[str, ...]
) -> None:
    found = findings(case(held(attendees=attendees, chair=chair)), "ICM-MEET-05")
    assert [finding.severity for finding in found] == (["warning"] if lacking else [])
    # 팀장 ends in a consonant, 사례관리자 in a vowel.
    particle = "이" if lacking and lacking[-1].endswith("팀장") else "가"
    assert all(f"참석자에 {', '.join(lacking)}{particle} 없습니다" in finding.message for finding in found)


def test_icm_meet_05_says_nothing_of_written_conferences() -> None:
    written = held(purpose="종결", attendees=["새온초등학교 교사"], in_writing=True)
    assert findings(case(written), "ICM-MEET-05") == []
    assert unjudged(case({**written, "attendees": []})) & ATTENDED == set()


ATTENDED = {f"ICM-MEET-0{number}" for number in range(5, 10)}


def unjudged(file: dict[str, Any]) -> set[str]:
    """The clauses that NOT-JUDGED names."""
    told = " ".join(finding.message for finding in findings(file, "NOT-JUDGED"))
    return set(re.findall(r"\((ICM-[A-Z]+-\w+)\)", told))


def test_nobody_entered_is_not_judged() -> None:
    # One conference for each clause: 선정 (05, 07), 통합 (05, 06, 08), the township's own (05, 09).
    nobody = case(
        held(kind="내부사례회의", purpose="대상자 선정", attendees=[]),
        held(attendees=[], held_on="2025-03-11"),
        held(kind="내부사례회의", host="읍면동", attendees=[], held_on="2025-03-12"),
    )
    assert [f for f in findings(nobody) if f.rule in ATTENDED] == []
    assert unjudged(nobody) >= ATTENDED
    assert "2025-03-11 통합사례회의의 참석자" in findings(nobody, "NOT-JUDGED")[0].message


def test_a_bare_name_tells_no_role() -> None:
    names = case(held(attendees=["유하늬", "도은결"], chair=LEADER))
    assert [f for f in findings(names) if f.rule in ATTENDED] == []
    assert unjudged(names) >= {"ICM-MEET-05", "ICM-MEET-06", "ICM-MEET-08"}
    assert "참석자의 소속과 직위" in findings(names, "NOT-JUDGED")[0].message
    # The case manager of the case is known by name.
    names["worker"] = {"name": "유하늬"}
    assert "ICM-MEET-05" not in unjudged(names)
    assert "ICM-MEET-08" not in unjudged(names)


def test_a_host_that_is_not_known_is_not_judged() -> None:
    joint = held(host=None, attendees=[LEADER, MANAGER], chair=LEADER)
    file = case(joint, agency={"name": "새온구청"})
    assert [f for f in findings(file) if f.rule in ("ICM-MEET-06", "ICM-MEET-08")] == []
    assert unjudged(file) >= {"ICM-MEET-06", "ICM-MEET-08"}


def test_icm_meet_06_the_township_joins_the_citys_joint_conference() -> None:
    without = held(attendees=[LEADER, MANAGER, "새온아동 지역사회센터 활동가"])
    (finding,) = findings(case(without), "ICM-MEET-06")
    assert (finding.severity, finding.path) == ("warning", "/conferences/0/attendees")
    assert findings(case(held()), "ICM-MEET-06") == []
    assert findings(case({**without, "host": "읍면동"}), "ICM-MEET-06") == []
    assert findings(case({**without, "kind": "내부사례회의"}), "ICM-MEET-06") == []


@pytest.mark.parametrize("purpose", ["대상자 선정", "종결", "재사정"])
def test_icm_meet_07_the_township_joins_decisions(purpose: str) -> None:
    without = held(kind="내부사례회의", purpose=purpose, attendees=[LEADER, MANAGER])
    assert severities(case(without), "ICM-MEET-07") == ["warning"]
    assert findings(case(without), "ICM-MEET-06") == []
    for attendee in (
        "다온동 사례관리 담당자", "새온읍행정복지센터 주무관", "찾아가는 보건복지팀", "다온동장", "다온면 복지팀장",
    ):  # fmt: skip
        joined = {**without, "attendees": [LEADER, MANAGER, attendee]}
        assert findings(case(joined), "ICM-MEET-07") == [], attendee
    for attendee in (
        "다온동 통장", "다온동 지역사회보장협의체 위원장", "다온동 주민", "다온동 다온복지관 팀장", "다온동 행정복지센터 통장협의회장",
    ):  # fmt: skip
        came = {**without, "attendees": [LEADER, MANAGER, attendee]}
        assert severities(case(came), "ICM-MEET-07") == ["warning"], attendee
    assert findings(case({**without, "purpose": "점검"}), "ICM-MEET-07") == []


def test_icm_meet_08_the_unit_leads_its_joint_conference() -> None:
    assert findings(case(held(chair=LEADER)), "ICM-MEET-08") == []
    (finding,) = findings(case(held(chair="새온복지관 관장")), "ICM-MEET-08")
    assert (finding.severity, finding.path) == ("warning", "/conferences/0/chair")
    (finding,) = findings(case(held(chair="새온구청소년상담복지센터 팀장")), "ICM-MEET-08")
    assert finding.path == "/conferences/0/chair"
    without = held(
        chair=LEADER,
        attendees=[LEADER, "다온동 찾아가는 보건복지팀 사례관리 담당자", "새온복지관 사례관리자"],
    )
    (finding,) = findings(case(without), "ICM-MEET-08")
    assert finding.path == "/conferences/0/attendees"
    for attendee in (MANAGER, "희망복지지원단 주무관", "통합사례관리사"):
        assert (
            findings(case({**without, "attendees": [*without["attendees"], attendee]}), "ICM-MEET-08") == []
        )


def test_icm_meet_09_who_sits_in_a_townships_own_conference() -> None:
    whole = ["찾아가는 보건복지팀장", "사례관리 담당자", "복지행정팀장"]
    inner = held(kind="내부사례회의", host="읍면동", attendees=whole)
    assert findings(case(inner), "ICM-MEET-09") == []
    (finding,) = findings(case({**inner, "attendees": whole[:2]}), "ICM-MEET-09")
    assert finding.severity == "warning"
    assert "복지행정팀을 찾지" in finding.message


def test_icm_meet_10_self_support_staff_joins() -> None:
    assert severities(case(held(), self_support=True), "ICM-MEET-10") == ["warning"]
    assert findings(case(held(), self_support=False), "ICM-MEET-10") == []
    centre = held(attendees=[LEADER, MANAGER, TOWNSHIP, "새온지역자활센터 팀장"])
    assert severities(case(centre, self_support=True), "ICM-MEET-10") == ["warning"]
    joined = held(attendees=[LEADER, MANAGER, TOWNSHIP, "자립지원직업상담사"])
    assert findings(case(held(), joined, self_support=True), "ICM-MEET-10") == []


@pytest.mark.parametrize(("separate", "expected"), [(True, []), (None, []), (False, ["warning"])])
def test_icm_meet_12_minutes_are_kept_by_case(separate: bool | None, expected: list[str]) -> None:
    assert severities(case(held(separate_minutes=separate)), "ICM-MEET-12") == expected


@pytest.mark.parametrize(("consented_on", "expected"), [("2025-03-10", []), ("2025-03-11", ["warning"])])
def test_icm_meet_13_the_consent_comes_first(consented_on: str, expected: list[str]) -> None:
    consent = {"consented_on": consented_on, "signer_name": "남가람", "general": "동의함", "signed": True}
    found = case(held(), forms={"consent": consent})
    assert severities(found, "ICM-MEET-13") == expected
    # The paper of somebody else is not the client's.
    earlier = {**consent, "consented_on": "2025-01-06", "signer_name": "오순례"}
    assert severities(case(held(), forms={"consent": [earlier, consent]}), "ICM-MEET-13") == expected


@pytest.mark.parametrize(
    ("values", "lacks"),
    [({"signer_name": "남가람"}, "동의일"), ({"consented_on": "2025-03-11"}, "본인 성명")],
)
def test_icm_meet_13_a_consent_without_day_or_name_is_not_judged(values: dict[str, str], lacks: str) -> None:
    found = case(held(), forms={"consent": {"general": "동의함", **values}})
    assert findings(found, "ICM-MEET-13") == []
    assert any(lacks in missing for missing in lacking(found, "ICM-MEET-13"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("대상자의 치료를 먼저 하기로 함.", None),
        ("남가람의 치료를 먼저 하기로 함.", "본명"),
        ("대상자(830714-2000001)의 치료", "주민등록번호"),
        ("연락처 010-0000-0317로 알리기로 함.", "휴대전화번호"),
        ("garam@example.org로 알리기로 함.", "이메일주소"),
        ("위기도 점수가 2024-2025년에 21점에서 12점으로 낮아짐.", None),
    ],
)
def test_icm_meet_13_identifying_data_are_removed(text: str, kind: str | None) -> None:
    found = findings(case(held(topic="개입 순서", result=text)), "ICM-MEET-13")
    assert [finding.path for finding in found] == (["/conferences/0/result"] if kind else [])
    for finding in found:
        assert f"({kind})" in finding.message
        # The finding names the kind and does not repeat the value.
        assert not any(value in finding.message for value in ("남가람", "830714", "0317", "garam"))


@pytest.mark.parametrize(
    ("purpose", "expected"), [("종결", []), ("점검", ["info"]), ("대상자 선정", ["warning"])]
)
def test_icm_meet_14_the_closing_conference_may_be_in_writing(purpose: str, expected: list[str]) -> None:
    found = case(held(kind="내부사례회의", purpose=purpose, in_writing=True))
    assert severities(found, "ICM-MEET-14") == expected


def test_icm_meet_16_joint_management_is_decided_in_a_joint_conference() -> None:
    assert findings(case(held(decided_joint_management=True)), "ICM-MEET-16") == []
    inner = case(held(kind="내부사례회의", decided_joint_management=True))
    (finding,) = findings(inner, "ICM-MEET-16")
    assert (finding.severity, finding.path) == ("warning", "/conferences/0/decided_joint_management")
    # 공동사례관리 is new in 2025.
    assert findings(moved(inner, -1), "ICM-MEET-16") == []


@pytest.mark.parametrize(
    ("result", "lacking"),
    [(None, True), ("공동사례관리가 필요하다는 의견이 나옴.", True), ("치료를 먼저 하기로 함.", False)],
)
def test_icm_meet_16_minutes_that_do_not_speak_of_it_decided_nothing(
    result: str | None, lacking: bool
) -> None:
    inner = case(held(kind="내부사례회의", topic="개입 순서", result=result))
    assert ("ICM-MEET-16" in unjudged(inner)) is lacking
    assert "ICM-MEET-16" not in unjudged(moved(inner, -1))


def test_icm_meet_17_disagreement_leads_to_another_conference() -> None:
    assert findings(case(held(agreed=True)), "ICM-MEET-17") == []
    (finding,) = findings(case(held(agreed=False)), "ICM-MEET-17")
    assert (finding.severity, finding.path) == ("warning", "/conferences/0/agreed")
    # The minutes say as much.
    assert severities(case(held(result="의견을 좁히지 못하여 다시 논의하기로 함.")), "ICM-MEET-17") == [
        "warning"
    ]
    assert findings(case(held(result="치료를 먼저 하기로 합의함.")), "ICM-MEET-17") == []
    again = held(held_on="2025-03-24")
    assert findings(case(held(agreed=False), {**again, "options": 2}), "ICM-MEET-17") == []
    (finding,) = findings(case(held(agreed=False), {**again, "options": 1}), "ICM-MEET-17")
    assert finding.path == "/conferences/1/options"


def test_icm_meet_19_the_unit_leads_a_solution_conference() -> None:
    solution = held(kind="솔루션회의", held_on="2025-04-10")
    assert findings(case(held(), {**solution, "chair": LEADER}), "ICM-MEET-19") == []
    (finding,) = findings(case(held(), {**solution, "chair": "새온복지관 관장"}), "ICM-MEET-19")
    assert (finding.severity, finding.path) == ("info", "/conferences/1/chair")
