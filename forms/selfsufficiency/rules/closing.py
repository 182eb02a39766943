"""What ``check`` says of closing a case and of what follows it.

Sources: 자활사례관리의 단계별 과업 (평가 및 종결 단계), 자활사업 평가와 종결 단계.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.date_order import breaches
from forms.finding import Breach, Unjudged
from forms.limit import issued_after
from forms.rule import rule
from forms.selfsufficiency.closing_deadlines import AFTERCARE_MONTHS, aftercare_limits
from forms.selfsufficiency.closure_report import FORM as REPORT
from forms.selfsufficiency.closure_report import ClosureReport
from forms.selfsufficiency.milestones import ended_on
from forms.selfsufficiency.outcome_record import FORM as OUTCOMES
from forms.selfsufficiency.outcome_record import OutcomeRecord
from forms.selfsufficiency.self_evaluation import SelfEvaluation


@rule("SS-PR-6")
def case_managers_evaluate_themselves_at_the_closing(form: ClosureReport, case: CaseFile) -> Iterator[Breach]:
    if not any(one.occasion == "종결" for one in case.all_of(SelfEvaluation)):
        yield Breach(("closed_on",), "종결 시점의 사례관리자 자체평가가 이 파일에 없습니다.")


@rule("SS-PR-7")
def participants_are_looked_after(form: ClosureReport, case: CaseFile) -> Iterator[Breach | Unjudged]:
    if form.aftercare is None or (form.aftercare and form.closed_on is None):
        yield REPORT.lacks(form, "aftercare" if form.aftercare is None else "closed_on")
        return
    for limit in aftercare_limits(case):
        asked = f"종결일 {limit.start.on}부터 {AFTERCARE_MONTHS}개월({limit.due})"
        if limit.done is not None:
            if limit.days_late:
                yield Breach(("aftercare",), f"첫 사후관리 점검일 {limit.done.on}이 {asked}보다 늦습니다.")
        elif isinstance(issued := issued_after(case, limit), Unjudged):
            yield issued
        elif issued is not None:
            yield Breach(("aftercare",), f"{asked} 안의 사후관리 기록이 이 파일에 없습니다.")


@rule("SS-CL-1")
def a_closing_comes_after_the_beginning(form: ClosureReport, case: CaseFile) -> Iterator[Breach]:
    yield from breaches(case, "SS-CL-1", form)


@rule("SS-CL-2")
def those_looked_after_have_a_plan(form: ClosureReport, case: CaseFile) -> Iterator[Breach]:
    if form.aftercare and not form.aftercare_plan:
        yield Breach(
            ("aftercare_plan",),
            "사후관리를 하기로 하였는데 사후관리 계획이 비어 있습니다. 한 가지 이상 적으세요.",
        )


@rule("SS-OUT-1")
def later_outcomes_are_seen_after_the_closing(
    form: OutcomeRecord, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if form.phase != "후속":
        return
    report, left = case.last_of(ClosureReport), ended_on(case)
    days = (left, report.closed_on if report is not None else None)
    ended = min((day for day in days if day is not None), default=None)
    if form.recorded_on is None:
        yield OUTCOMES.lacks(form, "recorded_on")
    elif ended is None:
        yield Unjudged("종결일(자활사업 참여 종료일)")
    elif form.recorded_on < ended:
        yield Breach(
            ("recorded_on",),
            f"후속 단계의 기록일 {form.recorded_on}이 참여가 끝나거나 종결한 날 {ended}보다 앞섭니다.",
        )
