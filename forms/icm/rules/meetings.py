"""Rules of case conferences and their minutes: 업무안내 제2부 사례회의 개최, 종결, 참고 4 공동사례관리.

Who must take part is ``attendance``'s matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from forms.case import CaseFile, Conference
from forms.chosen_conference import chosen
from forms.finding import Breach, Location, Severity, Unjudged
from forms.icm import conferences
from forms.icm.attendees import Role, called, is_told, lacking, roles_of
from forms.icm.closure_review import ClosureReview
from forms.icm.conference_texts import paper_texts
from forms.icm.consent_parts import Answer, read_papers
from forms.icm.joint_management import JointManagement
from forms.icm.service_plan import ServicePlan
from forms.icm.solution_request import SolutionRequest
from forms.icm.sources import GUIDEBOOK
from forms.icm.words import found_in, patterns
from forms.rule import rule


@rule("ICM-MEET-01a")
def selection_needs_a_conference(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    # Once the file holds a closure review, ICM-MEET-01 looks at both conferences.
    selected = case.selection is not None and case.selection.decided_on is not None
    if case.first_of(ClosureReview) or not (selected or case.first_of(ServicePlan)):
        return
    if not conferences.held(case):
        yield Breach(
            ("conferences",),
            "이 파일에는 대상자 선정 사례회의가 없습니다. 사례회의는 대상자 선정과 종결에 반드시 엽니다.",
            Severity.INFO,
        )
    elif conferences.first(case, "대상자 선정") is None:
        yield Breach(
            ("conferences",),
            "사례회의 목록에 대상자 선정 사례회의가 없습니다. 대상자는 사례회의를 거쳐 선정해야 합니다.",
        )


@rule("ICM-MEET-02")
def solution_conference_follows_a_joint_one(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    joint = [held.held_on for _, held in conferences.held(case) if held.kind == "통합사례회의"]
    for index, conference in conferences.held(case):
        if conference.kind == "솔루션회의" and not any(day <= conference.held_on for day in joint):
            yield Breach(
                ("conferences", index, "kind"),
                f"{conference.held_on} 솔루션회의에 앞서 연 통합사례회의가 없습니다. 통합사례회의를 1회 이상 진행한 뒤 "
                "상정합니다.",
            )
    for form_id, position, request in case.placed(SolutionRequest):
        day = request.requested_on
        if day is not None and not any(held_on <= day for held_on in joint):
            yield Breach(
                ("forms", form_id, position, "requested_on"),
                f"솔루션회의를 의뢰한 날({day})에 앞서 연 통합사례회의가 없습니다. 통합사례회의를 1회 이상 진행한 뒤 상정합니다.",
            )


@rule("ICM-MEET-12")
def minutes_are_kept_by_case(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    for index, conference in conferences.held(case):
        if conference.separate_minutes is None:
            yield lacking(conference, "회의록 별도 기재 여부")
        elif not conference.separate_minutes:
            yield Breach(
                ("conferences", index, "separate_minutes"),
                f"{called(conference)}의 회의록에 다른 사례가 함께 적혀 있습니다. 사례별로 따로 적어야 합니다.",
            )


@rule("ICM-MEET-13")
def conference_protects_the_client(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _consent_before(case)
    names = [name for name in (case.client.name, *(member.name for member in case.all_others)) if name]
    for index, conference in conferences.held(case):
        for key, text in (("topic", conference.topic), ("result", conference.result)):
            found = _identifying(text or "", names)
            if found:
                yield Breach(
                    ("conferences", index, key),
                    f"{called(conference)}의 글에 개인을 알아볼 수 있는 정보({', '.join(found)})가 있습니다. 반드시 "
                    "지워야 합니다.",
                )
    for at, paper, text in paper_texts(case):
        # The papers name persons in the agency; the packet leaves names out where they are shown to others.
        found = _identifying(text, [])
        if found:
            yield Breach(
                at,
                f"{paper}에 개인을 알아볼 수 있는 정보({', '.join(found)})가 있습니다. 사례회의 자료에서는 반드시 지워야 합니다.",
            )


def _consent_before(case: CaseFile) -> Iterator[Breach | Unjudged]:
    """The client's consent before the first conference; without any, ICM-PRIV-01 and -02 have said so."""
    papers = read_papers(case)
    own, unknown = papers.parts(case.client.name), papers.untold(case.client.name)
    agreed = [part.on for part in own if part.on is not None and part.answer is Answer.AGREED]
    first = min(((conference.held_on, index) for index, conference in conferences.held(case)), default=None)
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


@rule("ICM-MEET-14")
def only_closing_meets_in_writing(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for index, conference in conferences.held(case):
        if conference.in_writing and conference.purpose != "종결":
            # 대상자 선정 사례회의는 필수이다.
            needed = conference.purpose == "대상자 선정"
            yield Breach(
                ("conferences", index, "in_writing"),
                f"{called(conference)}를 서면으로 열었습니다. 서면으로 대체할 수 있다고 한 것은 종결회의입니다.",
                Severity.WARNING if needed else None,
            )


@rule("ICM-MEET-16")
def joint_management_is_decided_jointly(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    for index, conference in conferences.held(case):
        if conference.kind == "통합사례회의" or GUIDEBOOK.in_earliest_text(conference.held_on):
            continue
        if conference.decided_joint_management is None:
            # Minutes that do not speak of it decided nothing of it.
            if conference.result is None or "공동사례관리" in conference.result.replace(" ", ""):
                yield lacking(conference, "공동사례관리 결정 여부")
        elif conference.decided_joint_management:
            yield Breach(
                ("conferences", index, "decided_joint_management"),
                f"{called(conference)}에서 공동사례관리를 정했습니다. 통합사례회의에서 기관 간 협의로 정해야 합니다.",
                on=conference.held_on,
            )
    for form_id, position, agreement in case.placed(JointManagement):
        yield from _agreed_elsewhere(case, agreement, ("forms", form_id, position, "decided_on"))


def _agreed_elsewhere(
    case: CaseFile, agreement: JointManagement, at: Location
) -> Iterator[Breach | Unjudged]:
    """Where an agreement names another conference; one that is itself said to have decided is told there."""
    day, conference = agreement.decided_on, chosen(case, agreement)
    if day is None or GUIDEBOOK.in_earliest_text(day):
        return
    if conference is None:
        yield Unjudged(f"사례의 사례회의 목록에서 {day}에 공동사례관리를 정한 회의")
    elif conference.kind != "통합사례회의" and not conference.decided_joint_management:
        yield Breach(
            at,
            f"공동사례관리를 정한 회의({called(conference)})가 통합사례회의가 아닙니다. 통합사례회의에서 기관 간 협의로 "
            "정해야 합니다.",
            on=day,
        )


@rule("ICM-MEET-17")
def disagreement_leads_to_another_meeting(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    for index, conference in conferences.held(case):
        agreed = _agreed(conference)
        if agreed is None:
            yield lacking(conference, "합의 여부")
        elif not agreed:
            yield from _met_again(case, index, conference)


def _agreed(conference: Conference) -> bool | None:
    """Whether those present agreed: as entered, else as the minutes tell; None where neither is known."""
    if conference.agreed is not None or conference.result is None:
        return conference.agreed
    return found_in(conference.result, "disagreement_words") is None


def _met_again(case: CaseFile, index: int, conference: Conference) -> Iterator[Breach | Unjudged]:
    again = [
        (place, later)
        for place, later in conferences.held(case)
        if later.purpose == conference.purpose and later.held_on > conference.held_on
    ]
    if not again:
        yield Breach(
            ("conferences", index, "agreed"),
            f"{called(conference)}에서 합의하지 못했는데 다시 연 회의가 없습니다. 2가지 이상의 안건으로 재회의를 "
            "소집합니다.",
        )
        return
    place, next_one = min(again, key=lambda entry: entry[1].held_on)
    if next_one.options is None:
        yield lacking(next_one, "안건 수")
    elif next_one.options < 2:
        yield Breach(
            ("conferences", place, "options"),
            f"{called(next_one)}: 합의하지 못해 다시 연 회의인데 안건이 {next_one.options}가지입니다. 2가지 "
            "이상이어야 합니다.",
        )


@rule("ICM-MEET-19")
def solution_conference_is_led_by_the_unit(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    for index, conference in conferences.held(case):
        if conference.kind == "솔루션회의":
            yield from led_by_the_unit(index, conference, case)


def led_by_the_unit(index: int, conference: Conference, case: CaseFile) -> Iterator[Breach | Unjudged]:
    """What is to be said of a conference that the leader of the 희망복지지원단 must chair."""
    chair = conference.chair
    if chair is None:
        yield lacking(conference, "주재자")
    elif Role.UNIT_LEADER not in roles_of(chair, case):
        if is_told(chair, case):
            yield Breach(
                ("conferences", index, "chair"),
                f"{called(conference)}: 주재자({chair})가 희망복지지원단 팀장이 아닙니다.",
            )
        else:
            yield lacking(conference, "주재자의 소속과 직위")
