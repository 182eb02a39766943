"""What ``check`` says of counselling, interim checks, courses and the household's budget.

Source: 자산형성지원사업 사례관리. What fell short is a warning: the source lets it be made up for
(AB-CM-5, AB-CM-6), and whoever decided so acknowledges the finding with the reason. A finding stands at the
form that states the value.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.counseling_log import COUNTED_TOPICS, CounselingLog
from forms.counseling_log import FORM as COUNSELING_LOG
from forms.figures import figure
from forms.finding import Breach, Severity, Unjudged
from forms.form import Form
from forms.limit import in_time_order
from forms.particles import with_particle
from forms.periods import months_after
from forms.rule import rule
from forms.savings.account import LAST_TRANSFER_DAY, account_of
from forms.savings.budget_sheet import BudgetSheet
from forms.savings.closure_application import ClosureApplication
from forms.savings.contacts import COUNTED_ACCOUNTS, contacts_due, full_months, interim_check_dates
from forms.savings.counted import counted
from forms.savings.education_record import FORM as EDUCATION_RECORD
from forms.savings.interim_check import FORM as INTERIM_CHECK
from forms.savings.interim_check import ROUNDS, InterimCheck, due_on
from forms.savings.savings_intake import SavingsIntake
from forms.savings.usage_proof import FORM as USAGE_PROOF


@rule("AB-CM-1")
def paying_out_needs_six_contacts(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    held = counted(case)
    if held is None or held.account_type not in COUNTED_ACCOUNTS or held.closed_on is None:
        return
    if held.closure_type != "지급해지":
        return
    contacts, wanted = held.contacts, figure("savings", "contacts", held.closed_on)
    made = contacts.number
    if made is None:
        yield _lacks("사례관리 횟수", COUNSELING_LOG)
    elif wanted is not None and made < wanted:
        yield Breach(
            contacts.at,
            f"사례관리 {made}회: {with_particle(held.account_type, '은(는)')} {wanted}회 이상이어야 지급해지 대상자가 될 수 있습니다. "
            "부득이한 사유가 있으면 보완하고 확인한 사항에 적으세요.",
        )


@rule("AB-CM-2")
def paying_out_needs_four_courses(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    held = counted(case)
    if held is None or held.account_type not in COUNTED_ACCOUNTS or held.closed_on is None:
        return
    if held.closure_type != "지급해지":
        return
    courses, in_group = held.courses
    for made, name, figure_name, title in (
        (courses, "자립역량교육", "education", "교육이수 횟수"),
        (in_group, "집합교육", "group_education", "집합교육 횟수"),
    ):
        wanted = figure("savings", figure_name, held.closed_on)
        if made.number is None:
            yield _lacks(title, EDUCATION_RECORD)
        elif wanted is not None and made.number < wanted:
            yield Breach(
                made.at,
                f"{name} {made.number}회: {with_particle(held.account_type, '은(는)')} {wanted}회 이상이어야 지급해지 대상자가 될 수 있습니다. "
                "교육 미개설 등 부득이한 사유가 있으면 보완하고 확인한 사항에 적으세요.",
            )


@rule("AB-CM-3")
def contacts_keep_pace(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    """Where AB-CM-1 does not ask for all of them: what the time since joining asks for."""
    held = counted(case)
    if held is None or held.account_type not in COUNTED_ACCOUNTS or held.closed_on is None:
        return
    if held.closure_type == "지급해지" or held.joined is None:
        return
    contacts = held.contacts
    made = contacts.number
    if made is None:
        yield _lacks("사례관리 횟수", COUNSELING_LOG)
        return
    months = full_months(held.joined.on, held.closed_on)
    due = contacts_due(months, held.closed_on)
    if made < due:
        yield Breach(
            contacts.at,
            f"사례관리 {made}회: 가입 후 {months}개월이므로 {due}회 이상이어야 합니다.",
        )


@rule("AB-CM-4")
def counselling_is_entered_to_count(log: CounselingLog, case: CaseFile) -> Iterator[Breach]:
    about = any(topic in COUNTED_TOPICS for topic in log.topics)
    if log.completed and about and log.registered_on is None:
        yield Breach(
            ("registered_on",),
            "상담을 마쳤지만 시스템 입력일이 없어 1회로 세지 않습니다. 입력한 날을 적으세요.",
        )


@rule("AB-CM-8", "made")
def interim_checks_are_made(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    held = counted(case)
    if held is None or held.joined is None or held.closed_on is None:
        return
    due = [day for day in interim_check_dates(held.joined.on, held.closed_on) if day <= held.closed_on]
    made, at = held.checks
    if due and not made:
        yield _lacks("중간점검지 작성일", INTERIM_CHECK)
    elif len(made) < len(due):
        wanted = ", ".join(day.isoformat() for day in due)
        yield Breach(
            at,
            f"중간점검지 {len(made)}회: 만 1년과 만 2년 시점({wanted})에 써야 합니다.",
        )


@rule("AB-CM-8", "in_time")
def interim_checks_are_of_their_year(check: InterimCheck, case: CaseFile) -> Iterator[Breach | Unjudged]:
    """The source says 시점 alone: too early before the day, too late a year after it."""
    held = counted(case)
    if check.round is None or check.checked_on is None:
        return
    if held is None or held.joined is None:
        yield Unjudged("통장의 가입기간 시작일이나 본인적금통장 개설일")
        return
    due = due_on(check.round, held.joined.on)
    if due is None:
        return
    if check.checked_on < due:
        yield Breach(("checked_on",), f"{check.round} 시점({due})보다 앞서 썼습니다.")
    elif check.checked_on > months_after(due, 12):
        yield Breach(("checked_on",), f"{check.round} 시점({due})보다 1년 넘게 지나서 썼습니다.")


@rule("OWN-INTERIM-ROUND")
def each_round_is_checked_once(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    for round in ROUNDS:
        of_round = [place for place, check in in_time_order(case, InterimCheck) if check.round == round]
        for place in of_round[1:]:
            yield Breach(
                (*place, "round"),
                f"{round} 중간점검지가 {len(of_round)}장입니다. {INTERIM_CHECK.title}의 점검 회차를 확인하세요.",
            )


@rule("AB-AC-4")
def the_first_deposit_is_made(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    """What is not known is missed where the file holds the papers of joining."""
    account = account_of(case)
    made = account.first_deposit_made if account is not None else None
    if made is False:
        yield Breach(
            ("account", "first_deposit_made"),
            "첫월 본인적금을 입금하지 않았습니다. 통장을 개설할 때 입금하지 않으면 정부 지원금이 매칭되지 않습니다.",
        )
    elif made is None and case.all_of(SavingsIntake):
        yield Unjudged("통장의 첫월 본인적금 입금")


@rule("AB-AC-5")
def transfers_are_made_by_the_twentieth(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    account = account_of(case)
    day = account.auto_transfer_day if account is not None else None
    if day is None:
        if case.all_of(SavingsIntake):
            yield Unjudged("통장의 자동이체일")
    elif day > LAST_TRANSFER_DAY:
        yield Breach(
            ("account", "auto_transfer_day"),
            f"자동이체일이 {day}일입니다. 1일에서 {LAST_TRANSFER_DAY}일 사이로 지정해야 합니다.",
        )


@rule("OWN-BUDGET-DEFICIT")
def a_deficit_asks_for_more(sheet: BudgetSheet, case: CaseFile) -> Iterator[Breach]:
    balance = sheet.balance
    if balance is not None and balance < 0:
        yield Breach(
            ("variable",),
            f"수지차가 {balance:,}원으로 적자입니다. 가계재무 적자 구조로 통장유지가 어려우면 심화사례관리 대상이 됩니다.",
            Severity.INFO,
        )


@rule("AB-CL-6")
def seizures_are_counselled_first(application: ClosureApplication, case: CaseFile) -> Iterator[Breach]:
    """The reasons of other accounts than that of the notice are written out: what tells is the word."""
    key = "reason" if application.reason is not None else "other_reason"
    reason, applied = getattr(application, key), application.applied_on
    if reason is None or "압류" not in reason or applied is None:
        return
    logs = [log for log in case.all_of(CounselingLog) if "압류/가압류" in log.topics]
    if not any(log.counselled_on is not None and log.counselled_on <= applied for log in logs):
        yield Breach(
            (key,),
            "압류/가압류로 해지하는데 그보다 앞선 압류/가압류 상담일지가 없습니다. 단기간에 해제할 수 있으면 통장을 유지하도록 "
            "지원하고, 아니면 충분히 상담하여 관련 자원을 연계합니다.",
            Severity.INFO,
        )


def _lacks(title: str, or_form: Form) -> Unjudged:
    return Unjudged(f"{USAGE_PROOF.title}의 {with_particle(title, '(이)나')} {or_form.title}")
