"""Rules of giving data to other agencies: 부록 서식 2 개인정보 제3자 제공 내역, 욕구 및 위기도 조사 4 수행방안.

A letter concerns the person whom it names; the services of a plan the household, so that any member's
consent to the agency serves. Why none does is told by the papers of that person, for a plan the client.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import NamedTuple

from forms.case import CaseFile
from forms.finding import Breach, Location, Unjudged
from forms.icm.consent import Consent
from forms.icm.consent_parts import (
    AGREED,
    REFUSED,
    UNDATED,
    Papers,
    Part,
    read_papers,
    title_of,
)
from forms.icm.referral_letter import ReferralLetter
from forms.icm.service_plan import ServicePlan
from forms.icm.words import found_in, letters
from forms.likeness import alike
from forms.limit import in_time_order
from forms.rule import rule


class _Sharing(NamedTuple):
    """Data that an agency gets on a day; ``name`` is whose consent tells, ``alone`` whether only theirs counts."""

    at: Location
    agency: str
    day: date
    name: str
    alone: bool

    @property
    def public(self) -> bool:
        """Whether it is a 보장기관's own office: the paper of 서식 2 covers those without naming each."""
        return found_in(self.agency, "public_offices") is not None


class _Why(Enum):
    """Why no consent covers a sharing."""

    NONE = "no consent in force"
    REFUSED = "refused"
    UNMARKED = "neither agreed nor refused"
    UNLISTED = "the paper of that day names no agency, or others"
    ADDED = "an earlier paper names others"
    LATER = "agreed to after the sharing"
    LATER_AGAIN = "an earlier paper names others, a later one this"


class _Uncovered(NamedTuple):
    """A sharing that no consent covers, why, and the day of the paper that tells it."""

    sharing: _Sharing
    why: _Why
    on: date | None


_OF_CHANGES = (_Why.ADDED, _Why.LATER_AGAIN)


def _same_agency(one: str, other: str) -> bool:
    short, long = sorted((letters(one), letters(other)), key=len)
    return bool(short) and short in long


def _names(consent: Consent, agency: str) -> bool:
    return consent.third_party == AGREED and any(_same_agency(agency, name) for name in consent.recipients)


def _is_own(agency: str, case: CaseFile) -> bool:
    """Whether it is the managing agency itself, to which nothing is given."""
    own = [name for name in (case.agency.name, case.agency.unit) if name is not None]
    return any(_same_agency(agency, name) for name in own)


def _concerned(letter: ReferralLetter, case: CaseFile, papers: Papers) -> str:
    """Whom a letter is about: as it says, where the case knows that person."""
    name = letter.client_name
    return name if name is not None and alike(name) in papers.records else case.client.name


def _shares(case: CaseFile, papers: Papers) -> Iterator[_Sharing | Unjudged]:
    """Each sharing of data, or what it lacks to be judged."""
    for at, letter in in_time_order(case, ReferralLetter):
        day = letter.gives_data_on
        if letter.agency_name is None:
            yield Unjudged("서비스 의뢰서의 의뢰기관")
        elif not _is_own(letter.agency_name, case):
            name = _concerned(letter, case, papers)
            yield (
                Unjudged("서비스 의뢰서의 작성 일자")
                if day is None
                else _Sharing((*at, "agency_name"), letter.agency_name, day, name, alone=True)
            )
    for at, plan in in_time_order(case, ServicePlan):
        for service in plan.services:
            # The consent belongs to the planning stage and may follow the plan by some days.
            day = service.started_on or plan.consented_on or plan.established_on
            if service.provider is None:
                yield Unjudged("서비스의 제공기관")
            elif not _is_own(service.provider, case):
                yield (
                    Unjudged("서비스 시작일자")
                    if day is None
                    else _Sharing((*at, "services"), service.provider, day, case.client.name, alone=False)
                )


def _judged(case: CaseFile) -> Iterator[_Uncovered | Unjudged]:
    """What no consent covers, and what cannot be judged; nothing where the file holds no consent at all."""
    papers = read_papers(case)
    if not papers.every:
        return
    client = papers.parts(case.client.name)
    household = [client, *(papers.parts(name) for name in {**papers.signed, **papers.joined})]
    undated = any(paper.consent.consented_on is None for paper in papers.every)
    for sharing in dict.fromkeys(_shares(case, papers)):
        if isinstance(sharing, Unjudged):
            yield sharing
            continue
        own = papers.parts(sharing.name) if sharing.alone else client
        if any(_covers(some, sharing) for some in ([own] if sharing.alone else household)):
            continue
        if sharing.public and not _refused(own, sharing.day):
            continue
        # Any paper without a day may be the one that names a service of the household.
        unknown = papers.untold(sharing.name) or (UNDATED if undated and not sharing.alone else None)
        yield unknown or _explained(own, sharing)


def _covers(own: tuple[Part, ...], sharing: _Sharing) -> bool:
    """Whether a person's papers let the agency have the data on that day: named, and not refused since."""
    in_force = _in_force(own, sharing.day)
    return (
        bool(in_force)
        and in_force[-1].paper.consent.third_party == AGREED
        and (sharing.public or any(_names(part.paper.consent, sharing.agency) for part in in_force))
    )


def _refused(own: tuple[Part, ...], day: date) -> bool:
    in_force = _in_force(own, day)
    return bool(in_force) and in_force[-1].paper.consent.third_party == REFUSED


def _in_force(own: tuple[Part, ...], day: date) -> list[Part]:
    """The papers of a person that answer the question of third parties on a day, in time order.

    A refusal ends what was agreed to before it.
    """
    answered = [part for part in _until(own, day) if part.paper.consent.third_party is not None]
    refusals = [index for index, part in enumerate(answered) if part.paper.consent.third_party == REFUSED]
    last = refusals[-1] if refusals else -1
    return answered[last + 1 :] or answered[-1:]


def _until(own: tuple[Part, ...], day: date) -> list[Part]:
    return [part for part in own if part.on is not None and part.on <= day]


def _explained(own: tuple[Part, ...], sharing: _Sharing) -> _Uncovered:
    in_force = _in_force(own, sharing.day)
    listed = [
        part
        for part in in_force
        if part.paper.consent.third_party == AGREED and part.paper.consent.recipients
    ]
    later = [
        part
        for part in own
        if part.on is not None and part.on > sharing.day and _names(part.paper.consent, sharing.agency)
    ]
    if in_force and in_force[-1].paper.consent.third_party == REFUSED:
        return _Uncovered(sharing, _Why.REFUSED, in_force[-1].on)
    if later:
        return _Uncovered(sharing, _Why.LATER_AGAIN if listed else _Why.LATER, later[0].on)
    if in_force:
        # On the very day of the paper the agency was known.
        on = (listed or in_force)[-1].on
        return _Uncovered(sharing, _Why.ADDED if listed and on != sharing.day else _Why.UNLISTED, on)
    unmarked = _until(own, sharing.day)
    if unmarked:
        return _Uncovered(sharing, _Why.UNMARKED, unmarked[-1].on)
    return _Uncovered(sharing, _Why.NONE, None)


def _sentence(why: _Why, on: date | None, who: str, agencies: str) -> str:
    box = title_of("third_party")
    named = "동의서에 기관명을 밝히고 동의를 받아야 합니다."
    match why:
        case _Why.REFUSED:
            return f"{who}가 {box}에 동의하지 않았으므로({on}) 다음 기관에 정보를 제공할 수 없습니다: {agencies}."
        case _Why.UNMARKED:
            return f"{who}의 동의서({on})에 {box}에 동의했는지 표시가 없습니다. 동의를 받아야 할 기관: {agencies}."
        case _Why.LATER | _Why.LATER_AGAIN:
            return (
                f"다음 기관에 정보를 제공하는 데 대한 {who}의 동의({on})를 괄호 안의 날보다 늦게 받았습니다: {agencies}. "
                "제공하기 전에 동의를 받아야 합니다."
            )
        case _Why.UNLISTED:
            return f"{who}의 동의서({on})의 제3자 제공 내역에 다음 기관이 없습니다: {agencies}. {named}"
        case _Why.ADDED:
            return (
                f"{who}의 동의서({on})의 제3자 제공 내역에 다음 기관이 없습니다: {agencies}. 제공 기관이 바뀌거나 늘면 "
                "변경된 내용으로 동의서를 다시 받아야 합니다."
            )
        case _Why.NONE:
            return (
                f"다음 기관에 정보를 제공하는 데 대한 {who}의 제3자 제공 동의가 없습니다: {agencies}. {named}"
            )


def _told(case: CaseFile, of_changes: bool) -> Iterator[Breach | Unjudged]:
    """The uncovered sharings of the one clause or the other, those of one place and reason in one sentence."""
    groups: dict[tuple[Location, _Why, date | None, str], list[_Sharing]] = {}
    for found in _judged(case):
        if isinstance(found, Unjudged):
            yield found
        elif (found.why in _OF_CHANGES) is of_changes:
            sharing = found.sharing
            groups.setdefault((sharing.at, found.why, found.on, sharing.name), []).append(sharing)
    for (at, why, on, name), sharings in groups.items():
        who = f"대상자({name})" if alike(name) == alike(case.client.name) else f"서비스 대상자({name})"
        agencies = ", ".join(dict.fromkeys(f"{one.agency}({one.day})" for one in sharings))
        yield Breach(at, _sentence(why, on, who, agencies), on=min(one.day for one in sharings))


@rule("ICM-PRIV-03")
def consent_names_the_agency(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _told(case, of_changes=False)
    papers = read_papers(case)
    for at, letter in in_time_order(case, ReferralLetter) if papers.every else ():
        yield from _items_beyond_consent(case, papers, at, letter)


def _items_beyond_consent(
    case: CaseFile, papers: Papers, at: Location, letter: ReferralLetter
) -> Iterator[Breach | Unjudged]:
    day = letter.gives_data_on
    if not letter.shared_items:
        return
    name = _concerned(letter, case, papers)
    unknown = Unjudged("서비스 의뢰서의 작성 일자") if day is None else papers.untold(name)
    if day is None or unknown is not None:
        if unknown is not None:
            yield unknown
        return
    in_force = _in_force(papers.parts(name), day)
    # Where nobody agreed to any sharing, the agency itself is the finding.
    if not in_force or in_force[-1].paper.consent.third_party != AGREED:
        return
    beyond: dict[str, list[str]] = {}
    for item in letter.shared_items:
        why = _beyond(item, in_force)
        if why is not None:
            beyond.setdefault(why, []).append(item)
    for why, items in beyond.items():
        yield Breach((*at, "shared_items"), f"{why} 개인정보를 제공했습니다: {', '.join(items)}")


def _beyond(item: str, in_force: list[Part]) -> str | None:
    """Why the papers do not let a third party have the item; None where they do."""
    for words, box in (("sensitive_items", "sensitive"), ("unique_identifier_items", "unique_identifiers")):
        if found_in(item, words) is not None:
            answers = [getattr(part.paper.consent, box) for part in in_force]
            answer = next((given for given in reversed(answers) if given is not None), None)
            refused = {AGREED: None, REFUSED: "동의하지 않은", None: "동의했는지 표시가 없는"}[answer]
            return f"{title_of(box)}에 {refused}" if refused is not None else None
    return "동의서의 제공하는 항목에 없는" if found_in(item, "third_party_items") is None else None


@rule("ICM-PRIV-04")
def new_agencies_need_a_new_consent(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    yield from _told(case, of_changes=True)
