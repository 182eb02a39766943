"""Who takes part in a conference: what a line of its attendees (소속과 직위) says that somebody is.

업무안내 제2부 사례회의 개최, 내용 및 참석 범위. Offices and duties are recognised by the lists of ``words.toml``: a
place alone makes nobody its official.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from forms.case import CaseFile, Conference, ConferenceHost
from forms.finding import Unjudged
from forms.icm import conferences
from forms.icm.words import found_in, words


class Role(Enum):
    """What the guidebook asks an attendee to be; the value is the Korean name that messages use."""

    TEAM_LEADER = "사례관리팀장"
    UNIT_LEADER = "희망복지지원단 팀장"
    CASE_MANAGER = "사례관리자"
    UNIT_CASE_MANAGER = "희망복지지원단 사례관리 담당자"
    TOWNSHIP = "읍면동 담당공무원"
    HEALTH = "보건소 또는 정신건강복지센터 담당자"
    MEDICAL_AID = "의료급여관리사"
    SELF_SUPPORT = "자활담당공무원이나 자립지원직업상담사"


@dataclass(frozen=True)
class Meeting:
    """A conference that was held in person: its place in the case, who came, and as what.

    ``told`` is False where a line names nobody's office or duty, so that a role may be hidden in it.
    """

    index: int
    conference: Conference
    roles: frozenset[Role]
    told: bool

    @property
    def entered(self) -> bool:
        """Whether anybody is entered."""
        return bool(self.conference.attendees)

    @property
    def unknown(self) -> Unjudged:
        """What is lacking to say who came: the attendees, or what they are."""
        return lacking(self.conference, "참석자의 소속과 직위" if self.entered else "참석자")


def called(conference: Conference) -> str:
    """A conference by its day, kind and purpose."""
    return f"{conference.held_on} {conference.kind}({conference.purpose})"


def lacking(conference: Conference, what: str) -> Unjudged:
    """That a conference is not known well enough to judge it: the Korean name of what is lacking."""
    return Unjudged(f"{conference.held_on} {conference.kind}의 {what}")


def meetings(case: CaseFile) -> Iterator[Meeting]:
    """The conferences that were not held in writing."""
    for index, conference in conferences.held(case):
        if conference.in_writing:
            continue
        lines = [line for line in (*conference.attendees, conference.chair) if line]
        roles = frozenset(role for line in lines for role in roles_of(line, case))
        yield Meeting(index, conference, roles, all(is_told(line, case) for line in lines))


def host(conference: Conference, case: CaseFile) -> ConferenceHost | None:
    """Who held it: as entered, else the level of the agency that manages the case; None where that is unknown."""
    if conference.host is not None:
        return conference.host
    if conference.kind == "솔루션회의":
        return "시군구"
    agency = " ".join(part for part in (case.agency.name, case.agency.unit) if part)
    if found_in(agency, "township_offices") is not None or _names_a_township(agency):
        return "읍면동"
    return "시군구" if found_in(agency, "unit_offices") is not None else None


def is_told(line: str, case: CaseFile) -> bool:
    """Whether a line names an office, a duty or a calling; a bare name tells nothing."""
    lists = (
        "unit_offices", "township_offices", "foreign_offices", "other_programmes", "official_duties",
        "other_callings", "lay_people",
    )  # fmt: skip
    named = any(found_in(line, name) is not None for name in lists)
    return named or _names_a_township(line) or _is_worker(line, case) or _names_own_agency(line, case)


def roles_of(line: str, case: CaseFile) -> frozenset[Role]:
    """Every role that a line of attendees tells of."""
    if _is_lay(line):
        return frozenset()
    office = found_in(line, "township_offices") is not None
    unit = found_in(line, "unit_offices") is not None
    foreign = not office and not unit and found_in(line, "foreign_offices") is not None
    in_township = office or (_names_a_township(line) and not unit)
    other = found_in(line, "other_programmes") is not None
    roles = set()
    if not foreign and not other and _leads_a_team(line, case):
        roles.add(Role.TEAM_LEADER)
        if not in_township:
            roles.add(Role.UNIT_LEADER)
    if _is_worker(line, case) or (not foreign and not other and _manages_cases(line, unit)):
        roles.add(Role.CASE_MANAGER)
        if not in_township:
            roles.add(Role.UNIT_CASE_MANAGER)
    if office or (in_township and not foreign and _has_duty(line)):
        roles.add(Role.TOWNSHIP)
    if found_in(line, "health_offices") is not None:
        roles.add(Role.HEALTH)
    if found_in(line, "medical_aid_staff") is not None:
        roles.add(Role.MEDICAL_AID)
    if not foreign and found_in(line, "self_support_staff") is not None:
        roles.add(Role.SELF_SUPPORT)
    return frozenset(roles)


def comes_from_outside(line: str) -> bool:
    """Whether a line tells of somebody of another office, or of a neighbour, relative or party of the case.

    서식 4 ⑦: 유관기관 참석자와 사례관련인. Who tells of neither counts as one of the offices themselves.
    """
    own = any(found_in(line, name) is not None for name in ("township_offices", "unit_offices"))
    return _is_lay(line) or (not own and found_in(line, "foreign_offices") is not None)


def _leads_a_team(line: str, case: CaseFile) -> bool:
    """A 팀장 of a team that manages cases; one without an office is the team's own."""
    if "팀장" not in line:
        return False
    own = _names_own_agency(line, case) or not re.sub(r"팀장|님|\s", "", line)
    return own or found_in(line, "leading_teams") is not None


def _manages_cases(line: str, unit: bool) -> bool:
    """A case manager by duty; who is of the unit and does not lead it is one of its team (팀원)."""
    if found_in(line, "case_manager_duties") is not None:
        return True
    return "팀장" not in line and (unit or "사례관리" in line)


def _is_worker(line: str, case: CaseFile) -> bool:
    return case.worker.name is not None and case.worker.name.replace(" ", "") in line.replace(" ", "")


def _names_own_agency(line: str, case: CaseFile) -> bool:
    own = [name.replace(" ", "") for name in (case.agency.name, case.agency.unit) if name]
    return any(name in line.replace(" ", "") for name in own)


def _has_duty(line: str) -> bool:
    return found_in(line, "official_duties") is not None or _heads_a_township(line)


def _is_lay(line: str) -> bool:
    parts = re.findall(r"[가-힣]+", line)
    return not _has_duty(line) and any(part.endswith(words("lay_people")) for part in parts)


def _names_a_township(line: str) -> bool:
    names = re.findall(r"[가-힣○△□0-9]+[읍면동](?![가-힣])", line)
    return any(not name.endswith(words("township_lookalikes")) for name in names) or _heads_a_township(line)


def _heads_a_township(line: str) -> bool:
    """동장, 면장 or 읍장 of a place."""
    heads = re.findall(r"([가-힣○△□0-9]+[읍면동])장(?![가-힣])", line)
    return any(not name.endswith(words("township_lookalikes")) for name in heads)
