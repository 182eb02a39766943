"""By when a participant's plans are made and judged, for the rules and the deadlines alike.

SS-PR-2: both plans within two months of the referral; SS-PR-5: a 달성 평가 every six months after that.
"""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.form import Form
from forms.limit import Limit, Step, in_time_order
from forms.periods import months_after
from forms.selfsufficiency.iap import FORM as IAP
from forms.selfsufficiency.iap import Iap
from forms.selfsufficiency.isp import FORM as ISP
from forms.selfsufficiency.isp import Isp
from forms.selfsufficiency.milestones import declined, ended_on, referred
from forms.selfsufficiency.progress_check import ACHIEVEMENT, ProgressCheck
from forms.selfsufficiency.progress_check import FORM as CHECK

# 「참여자 의뢰 후 2개월 이내」, 「IAP/ISP 달성 평가: 6개월에 1회」.
PLAN_MONTHS, ACHIEVEMENT_MONTHS = 2, 6


def first_plan(case: CaseFile, kind: type[Iap] | type[Isp], form: Form) -> Step | None:
    """The first plan of a kind that bears a day; None where there is none."""
    for at, plan in in_time_order(case, kind):
        if plan.written_on is not None:
            return Step(plan.written_on, f"{form.title} 수립", (*at, "written_on"))
    return None


def plan_limits(case: CaseFile) -> Iterator[Limit]:
    """SS-PR-2: the first plan of each kind; none is due from those who do not take part, or ended before."""
    start, ended = referred(case), ended_on(case)
    if start is None or declined(case):
        return
    due = months_after(start.on, PLAN_MONTHS)
    for kind, form in ((Iap, IAP), (Isp, ISP)):
        done = first_plan(case, kind, form)
        if done is None and ended is not None and ended < due:
            continue
        at = done.at if done is not None else ("forms", form.id)
        yield Limit(
            "SS-PR-2",
            f"{form.title} 수립",
            start,
            f"의뢰 후 {PLAN_MONTHS}개월",
            due,
            done,
            at,
            firm=False,
        )


def achievement_limits(case: CaseFile) -> Iterator[Limit]:
    """SS-PR-5: from the first ISP on, then from each 달성 평가, until participation ends."""
    start, ended = first_plan(case, Isp, ISP), ended_on(case)
    if start is None:
        return
    made = [
        Step(check.checked_on, ACHIEVEMENT, (*at, "checked_on"))
        for at, check in in_time_order(case, ProgressCheck)
        if check.kind == ACHIEVEMENT and check.checked_on is not None and check.checked_on > start.on
    ]
    for done in (*made, None):
        due = months_after(start.on, ACHIEVEMENT_MONTHS)
        # Nothing was due any more when participation ended; what is judged after it was not asked for.
        if ended is not None and ended <= due and (done is None or done.on > ended):
            return
        yield Limit(
            "SS-PR-5",
            f"IAP/ISP {ACHIEVEMENT}",
            start,
            f"{start.title} 후 {ACHIEVEMENT_MONTHS}개월",
            due,
            done,
            done.at if done is not None else ("forms", CHECK.id),
            firm=False,
        )
        if done is not None:
            start = done
