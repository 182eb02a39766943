"""Rules of who takes part in a case conference: 업무안내 제2부 사례회의 개최, 제1부 운영체계와 연계·협력.

A conference in writing needs nobody's presence. Where nobody is entered, or what they are is not, a
clause that asks for somebody is not judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.finding import Breach, Severity, Unjudged
from forms.icm.attendees import Meeting, Role, called, host, lacking, meetings
from forms.icm.rules.meetings import led_by_the_unit
from forms.icm.service_plan import ServicePlan
from forms.icm.words import found_in, patterns
from forms.particles import with_particle
from forms.rule import rule

# 대상자 구분 및 선정, 종결을 다루는 회의(재사정 포함).
DECISIVE = ("대상자 선정", "종결", "재사정")
# 찾아가는 보건복지팀, 사례관리 담당자, 복지행정팀
INNER_TEAMS = (("찾아가는 보건복지팀", "보건복지팀"), ("복지행정팀", "복지행정"))


def _absent(meeting: Meeting, complaint: str, severity: Severity | None = None) -> Breach | Unjudged:
    """That somebody is not among the attendees, as far as it can be told who they are."""
    if not meeting.entered or not meeting.told:
        return meeting.unknown
    return Breach(
        ("conferences", meeting.index, "attendees"), f"{called(meeting.conference)}: {complaint}", severity
    )


@rule("ICM-MEET-03")
def health_office_takes_part(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    services = [service for plan in case.all_of(ServicePlan) for service in plan.services]
    planned = [
        service.provider
        for service in services
        if service.provider is not None and found_in(service.provider, "health_offices") is not None
    ]
    must = "주요 서비스로 받고 있거나 받을 것으로 보이면 반드시 참석하도록 협조해야 합니다."
    guessed = False
    for meeting in meetings(case):
        about = meeting.conference.about_health_service
        if meeting.conference.kind != "통합사례회의" or about is False or Role.HEALTH in meeting.roles:
            continue
        absent = f"{Role.HEALTH.value}가 참석자에 없습니다."
        if about:
            yield _absent(meeting, f"정신보건·건강서비스가 주요 서비스인데 {absent} {must}")
        elif not services:
            yield lacking(meeting.conference, "정신보건·건강서비스 여부")
        elif planned and not guessed:
            named = with_particle(planned[0], "이(가)")
            found = _absent(meeting, f"제공계획에 {named} 있는데 {absent} {must}", Severity.INFO)
            guessed = isinstance(found, Breach)
            yield found


@rule("ICM-MEET-04")
def medical_aid_manager_takes_part(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _without_medical_aid_manager(case, joint=False)


@rule("ICM-MEET-04a")
def medical_aid_manager_joins_the_decision(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _without_medical_aid_manager(case, joint=True)


def _without_medical_aid_manager(case: CaseFile, joint: bool) -> Iterator[Breach | Unjudged]:
    _, admission = patterns("admission_topics")[0]
    for meeting in meetings(case):
        conference = meeting.conference
        if (conference.kind == "통합사례회의") is not joint or Role.MEDICAL_AID in meeting.roles:
            continue
        about = conference.about_admission
        if about is None and conference.topic is not None:
            about = admission.search(conference.topic) is not None
        if about is None:
            yield lacking(conference, "안건")
        elif about:
            yield _absent(
                meeting, "의료급여 수급권자의 입·퇴원을 다루는데 의료급여관리사가 참석자에 없습니다."
            )


@rule("ICM-MEET-05")
def leader_and_case_managers_attend(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    for meeting in meetings(case):
        wanted = (Role.TEAM_LEADER, Role.CASE_MANAGER)
        absent = [role.value for role in wanted if role not in meeting.roles]
        if not meeting.entered:
            yield meeting.unknown
        elif absent:
            named = with_particle(", ".join(absent), "이(가)")
            yield _absent(meeting, f"참석자에 {named} 없습니다. 팀장과 팀원은 전원 참석이 원칙입니다.")


@rule("ICM-MEET-06")
def township_joins_the_joint_conference(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    for meeting in meetings(case):
        conference = meeting.conference
        joint = conference.kind == "통합사례회의" and conference.purpose not in DECISIVE
        if not joint or Role.TOWNSHIP in meeting.roles or host(conference, case) == "읍면동":
            continue
        if host(conference, case) is None and meeting.entered:
            yield lacking(conference, "주최")
        else:
            yield _absent(
                meeting,
                "참석자에 읍면동 담당공무원이 없습니다. 업무와 관련 있는 가구이면 반드시 참석합니다.",
            )


@rule("ICM-MEET-07")
def township_joins_decisions(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    for meeting in meetings(case):
        conference = meeting.conference
        decisive = conference.purpose in DECISIVE and host(conference, case) != "읍면동"
        if decisive and Role.TOWNSHIP not in meeting.roles:
            yield _absent(
                meeting,
                f"참석자에 읍면동 통합사례관리 담당자가 없습니다. {with_particle(conference.purpose, '을(를)')} "
                "다루는 회의에는 반드시 참여해야 합니다.",
            )


@rule("ICM-MEET-08")
def joint_conference_is_led_by_the_unit(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    for meeting in meetings(case):
        conference, holder = meeting.conference, host(meeting.conference, case)
        if conference.kind != "통합사례회의" or holder == "읍면동":
            continue
        if holder is None:
            yield lacking(conference, "주최")
            continue
        yield from led_by_the_unit(meeting.index, conference, case)
        if Role.UNIT_CASE_MANAGER not in meeting.roles:
            yield _absent(meeting, "참석자에 희망복지지원단 사례관리 담당자가 없습니다.")


@rule("ICM-MEET-09")
def inner_conference_of_a_township(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    for meeting in meetings(case):
        conference, holder = meeting.conference, host(meeting.conference, case)
        if conference.kind != "내부사례회의" or holder == "시군구":
            continue
        present = "/".join(conference.attendees).replace(" ", "")
        absent = [team for team, word in INNER_TEAMS if word not in present]
        if Role.CASE_MANAGER not in meeting.roles:
            absent.append("사례관리 담당자")
        if not meeting.entered:
            yield meeting.unknown
        elif absent and holder is None:
            yield lacking(conference, "주최")
        elif absent:
            yield _absent(
                meeting, f"참석자에서 {with_particle(', '.join(absent), '을(를)')} 찾지 못했습니다."
            )


@rule("ICM-MEET-10")
def self_support_staff_joins(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    held = tuple(meetings(case))
    if not held or case.self_support is False or any(Role.SELF_SUPPORT in one.roles for one in held):
        return
    if case.self_support is None:
        yield Unjudged("자활 대상 가구인지")
        return
    unclear = [meeting for meeting in held if not meeting.entered or not meeting.told]
    if unclear:
        yield from (meeting.unknown for meeting in unclear)
    else:
        yield Breach(
            ("conferences",),
            f"자활 대상 가구인데 어느 사례회의에도 {with_particle(Role.SELF_SUPPORT.value, '이(가)')} 참석하지 않았습니다.",
        )
