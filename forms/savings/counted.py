"""What is counted for an account: contacts, interim checks and courses, and where each of them is stated.

The proof of use may state days and numbers of its own; what it leaves out, or says again, is stated by 상담일지,
중간점검지 and 교육 이수 이력. An account that is not closed has the latter alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from forms.case import CaseFile
from forms.counseling_log import FORM as COUNSELING_LOG
from forms.counseling_log import CounselingLog
from forms.finding import Location
from forms.limit import Step, in_time_order
from forms.savings.account import Account, account_of
from forms.savings.closure_application import ClosureApplication
from forms.savings.education_record import FORM as EDUCATION_RECORD
from forms.savings.education_record import EducationRecord
from forms.savings.interim_check import FORM as INTERIM_CHECK
from forms.savings.interim_check import InterimCheck, Round
from forms.savings.proof import UsageProof
from forms.savings.terms import AccountType, ClosureType

OPENED = "본인적금통장 개설일"


class Made(NamedTuple):
    """How many there are, None where that is not known, and where it is stated; ``steps`` are the known days."""

    number: int | None
    at: Location
    steps: tuple[Step, ...] = ()


class Check(NamedTuple):
    """An interim check; the proof of use does not say of which round it is."""

    step: Step
    round: Round | None = None


class Checks(NamedTuple):
    """The interim checks in time order, and where they are stated."""

    made: tuple[Check, ...]
    at: Location


@dataclass(frozen=True)
class Counted:
    """What is counted for one account; ``closed_on`` and ``closure_type`` are None while it is kept.

    Contacts and courses are those up to the closing; none is known where no form tells of them. Each of the
    three raises ``FormUnreadable`` where a form that tells of it could not be read.
    """

    case: CaseFile
    account_type: AccountType | None
    joined: Step | None
    closure_type: ClosureType | None
    closed_on: date | None
    proof: UsageProof | None = None
    at: Location = ()

    @property
    def contacts(self) -> Made:
        """The contacts that count."""
        return _contacts(self.case, self.proof, self.at, self.closed_on)

    @property
    def checks(self) -> Checks:
        """The interim checks."""
        return _checks(self.case, self.proof, self.at)

    @property
    def courses(self) -> tuple[Made, Made]:
        """The courses completed, and those of them held in a group."""
        return _courses(self.case, self.proof, self.at, self.closed_on)


def counted(case: CaseFile) -> Counted | None:
    """What a (filled) case counts; None where it holds no proof of use, closure application or account.

    Raises ``FormUnreadable`` where one of the two papers could not be read.
    """
    for at, proof in in_time_order(case, UsageProof):
        return Counted(
            case,
            proof.account_type,
            joined(proof, at),
            proof.closure_type,
            proof.closure_applied_on,
            proof,
            at,
        )
    application, account = case.last_of(ClosureApplication), account_of(case)
    began = joined(account, ("account",)) if account is not None else None
    kind = account.type if account is not None else None
    if application is not None:
        return Counted(
            case,
            application.account_type or kind,
            began or _opened(case),
            application.closure_type,
            application.applied_on,
        )
    return Counted(case, kind, began, None, None) if account is not None else None


def _opened(case: CaseFile) -> Step | None:
    """The opening of the account as the closure application tells it."""
    for at, application in in_time_order(case, ClosureApplication):
        if application.account_opened_on is not None:
            return Step(application.account_opened_on, OPENED, (*at, "account_opened_on"))
    return None


def joined(membership: UsageProof | Account, at: Location) -> Step | None:
    """The day of joining with its place: the start of the membership, else the opening of the account."""
    if membership.membership_started_on is not None:
        return Step(membership.membership_started_on, "가입기간 시작일", (*at, "membership_started_on"))
    key, opened = (
        ("account_opened_on", membership.account_opened_on)
        if isinstance(membership, UsageProof)
        else ("opened_on", membership.opened_on)
    )
    return Step(opened, OPENED, (*at, key)) if opened is not None else None


def _contacts(case: CaseFile, proof: UsageProof | None, at: Location, until: date | None) -> Made:
    logs = in_time_order(case, CounselingLog)
    steps = tuple(
        Step(log.counselled_on, "사례관리", (*place, "counselled_on"))
        for place, log in logs
        if log.counts and log.counselled_on is not None
    )
    own = sorted(proof.contacted_on) if proof is not None else []
    stated: Location
    if proof is None or (logs and own in ([], [step.on for step in steps])):
        found, stated = steps, ("forms", COUNSELING_LOG.id)
    elif own:
        stated = (*at, "contacted_on")
        found = tuple(Step(day, "사례관리", stated) for day in own)
    else:
        return Made(proof.contact_count, (*at, "contact_count"))
    if until is not None:
        found = tuple(step for step in found if step.on <= until)
    return Made(len(found) if logs or own else None, stated, found)


def _checks(case: CaseFile, proof: UsageProof | None, at: Location) -> Checks:
    entered = in_time_order(case, InterimCheck)
    made = tuple(
        Check(Step(check.checked_on, INTERIM_CHECK.title, (*place, "checked_on")), check.round)
        for place, check in entered
        if check.checked_on is not None
    )
    own = sorted(proof.interim_checked_on) if proof is not None else []
    if proof is None or (entered and own in ([], [check.step.on for check in made])):
        return Checks(made, ("forms", INTERIM_CHECK.id))
    stated = (*at, "interim_checked_on")
    return Checks(tuple(Check(Step(day, INTERIM_CHECK.title, stated)) for day in own), stated)


def _courses(case: CaseFile, proof: UsageProof | None, at: Location, until: date | None) -> tuple[Made, Made]:
    """The courses, and those in a group."""
    place, record = next(iter(in_time_order(case, EducationRecord)), ((), None))
    recorded = record.completed(until) if record is not None else (None, None)
    stated = (*place, "courses") if record is not None else ("forms", EDUCATION_RECORD.id)
    if proof is None:
        return Made(recorded[0], stated), Made(recorded[1], stated)
    own = (proof.education_count, proof.group_education_count)
    keys = ("education_count", "group_education_count")
    courses, in_group = (
        Made(number, stated) if number is not None and mine in (None, number) else Made(mine, (*at, key))
        for mine, number, key in zip(own, recorded, keys, strict=True)
    )
    return courses, in_group
