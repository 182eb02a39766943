"""Rules of case conferences: 업무안내 제2부 사례회의, 제1부 공공부문 연계·협력, 참고 4 공동사례관리.

Who took part is judged only where a conference names its attendees and did not meet in writing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.case import CaseFile, Conference, ConferenceHost
from forms.finding import Breach, Severity, Unjudged
from forms.icm.closure_review import ClosureReview
from forms.icm.consent_parts import Answer, read_papers
from forms.icm.service_plan import ServicePlan
from forms.icm.words import found_in, patterns, words
from forms.particles import with_particle
from forms.rule import Strength, rule

CONFERENCE = "사례회의"
SCOPE = f"{CONFERENCE} 4 수행방안(참석 범위)"
# 대상자 구분 및 선정, 종결을 다루는 회의(재사정 포함).
DECISIVE = ("대상자 선정", "종결", "재사정")


def _numbered(case: CaseFile) -> Iterator[tuple[int, Conference]]:
    return iter(enumerate(case.conferences))


def _attended(case: CaseFile) -> Iterator[tuple[int, Conference]]:
    """The conferences of which it is known who took part."""
    for index, conference in _numbered(case):
        if conference.attendees and not conference.in_writing:
            yield index, conference


def _called(conference: Conference) -> str:
    return f"{conference.held_on} {conference.kind}({conference.purpose})"


def _anyone(conference: Conference, *names: str) -> bool:
    return any(name in attendee.replace(" ", "") for attendee in conference.attendees for name in names)


def _township(conference: Conference) -> bool:
    """Whether somebody of a 읍·면·동 took part."""
    return any(_of_township(attendee) for attendee in conference.attendees)


def _of_township(attendee: str) -> bool:
    if found_in(attendee, "township_words") is not None:
        return True
    names = re.findall(r"[가-힣○△□0-9]+[읍면동](?![가-힣])", attendee)
    return any(not name.endswith(words("township_lookalikes")) for name in names)


def _host(conference: Conference, case: CaseFile) -> ConferenceHost | None:
    """Who held it: as entered, else the level of the agency that manages the case."""
    if conference.host is not None:
        return conference.host
    if conference.kind == "솔루션회의":
        return "시군구"
    agency = " ".join(part for part in (case.agency.name, case.agency.unit) if part)
    if _of_township(agency):
        return "읍면동"
    return "시군구" if "희망복지지원단" in agency else None


@rule("ICM-MEET-01a", "대상자를 선정하려면 사례회의를 연다", section=f"{CONFERENCE} 3 시기")
def selection_needs_a_conference(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    # Once the file holds a closure review, ICM-MEET-01 looks at both conferences.
    selected = case.selection is not None and case.selection.decided_on is not None
    if case.first_of(ClosureReview) or not (selected or case.first_of(ServicePlan)):
        return
    if not case.conferences:
        yield Breach(
            ("conferences",),
            "이 파일에는 대상자 선정 사례회의가 없습니다. 사례회의는 대상자 선정과 종결에 반드시 엽니다.",
            Severity.INFO,
        )
    elif case.first_conference("대상자 선정") is None:
        yield Breach(
            ("conferences",),
            "사례회의 목록에 대상자 선정 사례회의가 없습니다. 대상자는 사례회의를 거쳐 선정해야 합니다.",
        )


@rule("ICM-MEET-02", "솔루션회의는 통합사례회의를 한 번 이상 연 뒤에 상정한다", section=CONFERENCE)
def solution_conference_follows_a_joint_one(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    joint = [held.held_on for held in case.conferences if held.kind == "통합사례회의"]
    for index, conference in _numbered(case):
        if conference.kind == "솔루션회의" and not any(day <= conference.held_on for day in joint):
            yield Breach(
                ("conferences", index, "kind"),
                f"{conference.held_on} 솔루션회의에 앞서 연 통합사례회의가 없습니다. 통합사례회의를 1회 이상 진행한 뒤 "
                "상정합니다.",
            )


@rule(
    "ICM-MEET-03",
    "정신보건·건강서비스가 주요 서비스이면 통합사례회의에 보건소나 정신건강복지센터가 참석한다",
    section="운영체계, 가. 희망복지지원단",
)
def health_office_takes_part(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    planned = [
        service.provider
        for plan in case.all_of(ServicePlan)
        for service in plan.services
        if service.provider is not None and found_in(service.provider, "health_offices") is not None
    ]
    for index, conference in _attended(case):
        known = conference.about_health_service
        if conference.kind != "통합사례회의" or known is False or not (known or planned):
            continue
        if any(found_in(attendee, "health_offices") for attendee in conference.attendees):
            continue
        why = (
            "정신보건·건강서비스가 주요 서비스인데"
            if known
            else f"제공계획에 {with_particle(planned[0], '이(가)')} 있는데"
        )
        yield Breach(
            ("conferences", index, "attendees"),
            f"{_called(conference)}: {why} 보건소 또는 정신건강복지센터 담당자가 참석자에 없습니다. 주요 서비스로 "
            "받고 있거나 받을 것으로 보이면 반드시 참석하도록 협조해야 합니다.",
            None if known else Severity.INFO,
        )
        if not known:
            return


@rule(
    "ICM-MEET-04",
    "의료급여 수급권자의 입·퇴원을 다루는 사례회의에는 의료급여관리사가 참석한다",
    section="운영체계, 가. 희망복지지원단",
)
def medical_aid_manager_takes_part(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    yield from _without_medical_aid_manager(case, joint=False)


@rule(
    "ICM-MEET-04a",
    "입·퇴원 결정을 위한 통합사례회의에는 의료급여사례관리가 필수로 참여한다",
    section="공공부문 사례관리 연계·협력, 다. 보건·복지연계",
)
def medical_aid_manager_joins_the_decision(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    yield from _without_medical_aid_manager(case, joint=True)


def _without_medical_aid_manager(case: CaseFile, joint: bool) -> Iterator[Breach]:
    _, admission = patterns("admission_topics")[0]
    for index, conference in _attended(case):
        about = conference.about_admission
        if about is None:
            about = admission.search(conference.topic or "") is not None
        if about and (conference.kind == "통합사례회의") is joint and not _anyone(conference, "의료급여"):
            yield Breach(
                ("conferences", index, "attendees"),
                f"{_called(conference)}: 의료급여 수급권자의 입·퇴원을 다루는데 의료급여관리사가 참석자에 없습니다.",
            )


@rule(
    "ICM-MEET-05",
    "사례관리팀장과 팀원(사례관리자)은 모두 참석하는 것이 원칙이다",
    section=SCOPE,
    # 원칙: the leader and one case manager can be looked for, not whether all were there.
    strength=Strength.SOFT,
)
def leader_and_case_managers_attend(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    worker = [name.replace(" ", "") for name in (case.worker.name, case.worker.position) if name]
    for index, conference in _attended(case):
        lacking = []
        leads = conference.chair is not None and "팀장" in conference.chair
        if not leads and not _anyone(conference, "팀장"):
            lacking.append("사례관리팀장")
        if not _anyone(conference, "사례관리", *worker):
            lacking.append("사례관리자")
        if lacking:
            yield Breach(
                ("conferences", index, "attendees"),
                f"{_called(conference)}: 참석자에 {with_particle(', '.join(lacking), '이(가)')} 없습니다. 팀장과 팀원은 전원 참석이 "
                "원칙입니다.",
            )


@rule("ICM-MEET-06", "시군구 통합사례회의에는 관련 읍면동 담당공무원이 참석한다", section=SCOPE)
def township_joins_the_joint_conference(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for index, conference in _attended(case):
        joint = conference.kind == "통합사례회의" and conference.purpose not in DECISIVE
        if joint and _host(conference, case) == "시군구" and not _township(conference):
            yield Breach(
                ("conferences", index, "attendees"),
                f"{_called(conference)}: 참석자에 읍면동 담당공무원이 없습니다. 업무와 관련 있는 가구이면 반드시 "
                "참석합니다.",
            )


@rule(
    "ICM-MEET-07",
    "대상자 선정과 종결(재사정)을 다루는 회의에는 읍면동 통합사례관리 담당자가 참여한다",
    section=SCOPE,
)
def township_joins_decisions(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for index, conference in _attended(case):
        decisive = conference.purpose in DECISIVE and _host(conference, case) != "읍면동"
        if decisive and not _township(conference):
            yield Breach(
                ("conferences", index, "attendees"),
                f"{_called(conference)}: 참석자에 읍면동 통합사례관리 담당자가 없습니다. {with_particle(conference.purpose, '을(를)')} "
                "다루는 회의에는 반드시 참여해야 합니다.",
            )


@rule(
    "ICM-MEET-08",
    "시군구 통합사례회의는 희망복지지원단 팀장이 주재하고 사례관리 담당자가 참석한다",
    section=f"{CONFERENCE}, 통합사례회의 운영 방안",
)
def joint_conference_is_led_by_the_unit(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for index, conference in _attended(case):
        if conference.kind != "통합사례회의" or _host(conference, case) != "시군구":
            continue
        if conference.chair is not None and "팀장" not in conference.chair:
            yield Breach(
                ("conferences", index, "chair"),
                f"{_called(conference)}: 주재자({conference.chair})가 희망복지지원단 팀장이 아닙니다.",
            )
        if not _anyone(conference, "희망복지지원단", "통합사례관리"):
            yield Breach(
                ("conferences", index, "attendees"),
                f"{_called(conference)}: 참석자에 희망복지지원단 사례관리 담당자가 없습니다.",
            )


@rule(
    "ICM-MEET-09",
    "읍면동 내부사례회의에는 찾아가는 보건복지팀, 사례관리 담당자, 복지행정팀이 참석한다",
    section=CONFERENCE,
    strength=Strength.SOFT,
    severity=Severity.INFO,
)
def inner_conference_of_a_township(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for index, conference in _attended(case):
        if conference.kind != "내부사례회의" or _host(conference, case) != "읍면동":
            continue
        present = " / ".join(conference.attendees)
        members = patterns("inner_conference_members")
        lacking = [title for title, said in members if not said.search(present)]
        if lacking:
            yield Breach(
                ("conferences", index, "attendees"),
                f"{_called(conference)}: 참석자에서 {with_particle(', '.join(lacking), '을(를)')} 찾지 못했습니다.",
            )


@rule(
    "ICM-MEET-10",
    "자활 대상 가구의 사례회의에는 자활담당공무원이나 자립지원직업상담사가 참여한다",
    section="운영체계, 카. 자활관련 사업팀",
    strength=Strength.SOFT,
    severity=Severity.INFO,
)
def self_support_staff_joins(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    known = [conference for _, conference in _attended(case)]
    if case.self_support and known and not any(_anyone(held, "자활", "직업상담사") for held in known):
        yield Breach(
            ("conferences",),
            "자활 대상 가구인데 어느 사례회의에도 자활담당공무원이나 자립지원직업상담사가 참석하지 않았습니다.",
        )


@rule(
    "ICM-MEET-12",
    "여러 사례를 다룬 회의라도 회의록은 사례별로 따로 적는다",
    section=f"{CONFERENCE} 4 수행방안",
)
def minutes_are_kept_by_case(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for index, conference in _numbered(case):
        if conference.separate_minutes is False:
            yield Breach(
                ("conferences", index, "separate_minutes"),
                f"{_called(conference)}의 회의록에 다른 사례가 함께 적혀 있습니다. 사례별로 따로 적어야 합니다.",
            )


@rule(
    "ICM-MEET-13",
    "사례회의 전에 동의서를 갖추고 개인을 알아볼 수 있는 정보를 지운다",
    section=f"{CONFERENCE} 4 수행방안",
)
def conference_protects_the_client(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _consent_before(case)
    names = [name for name in (case.client.name, *(member.name for member in case.others)) if name]
    for index, conference in _numbered(case):
        for key, text in (("topic", conference.topic), ("result", conference.result)):
            found = _identifying(text or "", names)
            if found:
                yield Breach(
                    ("conferences", index, key),
                    f"{_called(conference)}의 글에 개인을 알아볼 수 있는 정보({', '.join(found)})가 있습니다. 반드시 "
                    "지워야 합니다.",
                )


def _consent_before(case: CaseFile) -> Iterator[Breach | Unjudged]:
    """The client's consent before the first conference; without any, ICM-PRIV-01 and -02 have said so."""
    papers = read_papers(case)
    own, unknown = papers.parts(case.client.name), papers.untold(case.client.name)
    agreed = [part.on for part in own if part.on is not None and part.answer is Answer.AGREED]
    first = min(((conference.held_on, index) for index, conference in _numbered(case)), default=None)
    if first is None or any(day <= first[0] for day in agreed):
        return
    held_on, index = first
    if unknown is not None:
        yield unknown
    elif agreed:
        yield Breach(
            ("conferences", index, "held_on"),
            f"사례회의({held_on})를 연 뒤에 대상자의 개인정보 동의({min(agreed)})를 받았습니다. 논의하기 전에 동의서를 "
            "갖추어야 합니다.",
        )


def _identifying(text: str, names: list[str]) -> list[str]:
    """What in a text tells who somebody is; the finding names the kind and never repeats it."""
    real = [name for name in names if re.fullmatch(r"[가-힣]{2,}|[A-Za-z][A-Za-z .'-]{3,}", name)]
    kinds = ["본명"] if any(name in text for name in real) else []
    return kinds + [title for title, pattern in patterns("identifiers") if pattern.search(text)]


@rule(
    "ICM-MEET-14",
    "서면으로 대신할 수 있는 것은 종결회의이다",
    section="종결 4 수행방안",
    strength=Strength.SOFT,
    severity=Severity.INFO,
)
def only_closing_meets_in_writing(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for index, conference in _numbered(case):
        if conference.in_writing and conference.purpose != "종결":
            # 대상자 선정 사례회의는 필수이다.
            needed = conference.purpose == "대상자 선정"
            yield Breach(
                ("conferences", index, "in_writing"),
                f"{_called(conference)}를 서면으로 열었습니다. 서면으로 대체할 수 있다고 한 것은 종결회의입니다.",
                Severity.WARNING if needed else None,
            )


@rule(
    "ICM-MEET-16",
    "공동사례관리는 통합사례회의에서 협의하여 정한다",
    section="참고 4 공동사례관리",
    text="2025",
)
def joint_management_is_decided_jointly(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for index, conference in _numbered(case):
        if conference.decided_joint_management and conference.kind != "통합사례회의":
            yield Breach(
                ("conferences", index, "decided_joint_management"),
                f"{_called(conference)}에서 공동사례관리를 정했습니다. 통합사례회의에서 기관 간 협의로 정해야 합니다.",
                on=conference.held_on,
            )


@rule(
    "ICM-MEET-17",
    "합의하지 못하면 두 가지 이상의 안건으로 다시 연다",
    section=f"{CONFERENCE} 4 수행방안",
    strength=Strength.SOFT,
    severity=Severity.INFO,
)
def disagreement_leads_to_another_meeting(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for index, conference in _numbered(case):
        if conference.agreed is not False:
            continue
        again = [
            (place, later)
            for place, later in _numbered(case)
            if later.purpose == conference.purpose and later.held_on > conference.held_on
        ]
        if not again:
            yield Breach(
                ("conferences", index, "agreed"),
                f"{_called(conference)}에서 합의하지 못했는데 다시 연 회의가 없습니다. 2가지 이상의 안건으로 재회의를 "
                "소집합니다.",
            )
            continue
        place, next_one = min(again, key=lambda entry: entry[1].held_on)
        if next_one.options is not None and next_one.options < 2:
            yield Breach(
                ("conferences", place, "options"),
                f"{_called(next_one)}: 합의하지 못해 다시 연 회의인데 안건이 {next_one.options}가지입니다. 2가지 "
                "이상이어야 합니다.",
            )


@rule(
    "ICM-MEET-19",
    "솔루션회의는 시군구 희망복지지원단 팀장이 주재한다",
    section=f"{CONFERENCE}, 솔루션회의 운영",
    strength=Strength.INFO,
    severity=Severity.INFO,
)
def solution_conference_is_led_by_the_unit(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for index, conference in _numbered(case):
        if conference.kind == "솔루션회의" and conference.chair and "팀장" not in conference.chair:
            yield Breach(
                ("conferences", index, "chair"),
                f"{_called(conference)}: 주재자({conference.chair})가 희망복지지원단 팀장이 아닙니다.",
            )
