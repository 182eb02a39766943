"""The period that a closing begins: twelve months in which a participant is looked after (SS-PR-7).

자활사업 평가와 종결 단계: 「사례관리 종결 후 12월 이내에 지속적으로 사후관리 계획에 따라 진행 상황을 모니터링」.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forms.case import CaseFile
from forms.limit import Limit, Step, in_time_order
from forms.periods import months_after
from forms.selfsufficiency.aftercare_record import FORM as AFTERCARE
from forms.selfsufficiency.aftercare_record import AftercareRecord
from forms.selfsufficiency.closure_report import ClosureReport

AFTERCARE_MONTHS = 12


def aftercare_limits(case: CaseFile) -> Iterator[Limit]:
    """SS-PR-7: the first look after the closing, where the report says that there is to be any."""
    for at, report in in_time_order(case, ClosureReport):
        if report.closed_on is None or not report.aftercare:
            continue
        done = _first_look(case, report.closed_on)
        yield Limit(
            "SS-PR-7",
            "사후관리 점검",
            Step(report.closed_on, "종결일", (*at, "closed_on")),
            f"종결 후 {AFTERCARE_MONTHS}개월",
            months_after(report.closed_on, AFTERCARE_MONTHS),
            done,
            done.at if done is not None else ("forms", AFTERCARE.id),
        )


def _first_look(case: CaseFile, closed_on: date) -> Step | None:
    for at, record in in_time_order(case, AftercareRecord):
        if record.checked_on is not None and record.checked_on >= closed_on:
            return Step(record.checked_on, "사후관리 점검일", (*at, "checked_on"))
    return None
