"""The periods of 사후관리 and of the satisfaction survey that goes with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from forms.case import CaseFile
from forms.figures import figure
from forms.icm import milestones
from forms.icm.closure_review import ClosureReview
from forms.icm.limits import is_linked
from forms.icm.monitor_sheet import MonitorSheet
from forms.icm.satisfaction_survey import surveys_made
from forms.limit import Limit, Step, in_time_order
from forms.periods import months_after


@dataclass(frozen=True)
class AfterCare:
    """ICM-DEADLINE-12: two visits within nine months of closing, the first within three."""

    closed: Step
    first_by: date
    last_by: date
    first_months: int
    months: int
    gap_months: int
    visits: int


@dataclass(frozen=True)
class Visits:
    """The visits of a closed household, each once though planned and held, in time order.

    ``to_come`` are the plans whose turn no visit has taken yet, ``planned`` the number of all plans. A visit
    or a plan of a day before the closing is ``early``: a visit whose day is wrong, which FIELD-DATE-ORDER
    tells, and no reason to find the next one late.
    """

    made: tuple[Step, ...]
    to_come: tuple[Step, ...]
    early_visits: tuple[Step, ...]
    early_plans: tuple[Step, ...]
    planned: int

    @property
    def early(self) -> bool:
        """Whether a day lies before the closing, so that the day of the first visit is not known."""
        return bool(self.early_visits or self.early_plans)

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was done and what is still to come after the closing."""
        return (*self.made, *self.to_come)

    @property
    def turns(self) -> tuple[Step, ...]:
        """Every visit in its turn, those with an early day too."""
        return (*self.early_visits, *self.steps)


def needed(case: CaseFile) -> AfterCare | None:
    """What after-care a closed 사례관리 가구 needs; None after a death or a move to another district."""
    closed, review = milestones.closing(case), case.last_of(ClosureReview)
    if closed is None or review is None or is_linked(case) or review.closure_type == "이사또는사망":
        return None
    return after_care_of(closed)


def after_care_of(closed: Step) -> AfterCare | None:
    """What after-care a closing asks for by its day; None where the numbers of that day are not known."""
    first, months, gap, visits = (
        figure("icm", f"after_care_{name}", closed.on)
        for name in ("first_months", "months", "gap_months", "visits")
    )
    if first is None or months is None or gap is None or visits is None:
        return None
    return AfterCare(
        closed, months_after(closed.on, first), months_after(closed.on, months), first, months, gap, visits
    )


def against(care: AfterCare, days: Sequence[date]) -> Iterator[str]:
    """What is wrong with the days of after-care, of which there is one at least, in time order."""
    if len(days) < care.visits:
        yield f"{care.visits}회 가운데 {len(days)}회뿐입니다."
    if days[0] < care.closed.on:
        yield f"종결({care.closed.on}) 전의 날짜가 있습니다."
    if days[0] > care.first_by:
        yield f"첫 회는 {care.first_by}까지입니다."
    if len(days) >= care.visits and days[care.visits - 1] > care.last_by:
        yield f"{care.visits}회째는 {care.last_by}까지입니다."
    if any(later < months_after(earlier, care.gap_months) for earlier, later in pairwise(days)):
        yield f"간격은 {care.gap_months}개월 이상이어야 합니다."


def visits_of(case: CaseFile, care: AfterCare) -> Visits:
    """The visits made and planned after the closing, and those that bear an earlier day."""
    held_so_far, planned = milestones.visits(case), milestones.planned_visits(case)
    # Each visit stands for the plan in its turn; a plan up to the last visit was held then, or missed.
    last = held_so_far[-1].on if held_so_far else date.min
    return Visits(
        made=tuple(step for step in held_so_far if step.on >= care.closed.on),
        to_come=tuple(
            step for step in planned[len(held_so_far) :] if step.on >= care.closed.on and step.on > last
        ),
        early_visits=tuple(step for step in held_so_far if step.on < care.closed.on),
        early_plans=tuple(step for step in planned if step.on < care.closed.on),
        planned=len(planned),
    )


def visits(case: CaseFile) -> Iterator[Limit]:
    """ICM-DEADLINE-12: the visits, each with the day by which it is due."""
    care = needed(case)
    if care is None:
        return
    found = visits_of(case, care)
    made = (*found.early_visits, *found.made)
    for number in range(1, care.visits + 1):
        done = made[number - 1] if len(made) >= number else None
        to_come = (
            found.to_come[number - 1 - len(made)]
            if 0 <= number - 1 - len(made) < len(found.to_come)
            else None
        )
        notes = []
        if done is not None and done.on < care.closed.on:
            notes.append("종결 전 날짜이므로 확인 필요")
        if to_come is not None:
            notes.append(f"예정일 {to_come.on}")
        if done is None and number == len(made) + 1 > 1:
            notes.append(f"앞 상담에서 한 달이 지난 {months_after(made[-1].on, care.gap_months)}부터")
        months = care.first_months if number == 1 else care.months
        yield Limit(
            "ICM-DEADLINE-12",
            f"사후관리 {number}회",
            care.closed,
            f"{months}개월",
            care.first_by if number == 1 else care.last_by,
            done,
            done.at if done is not None else ("forms", "monitor_sheet"),
            note=", ".join(notes) or None,
        )


def satisfaction(case: CaseFile) -> Limit | None:
    """ICM-SURVEY-03: the satisfaction survey once, at the first monitor consultation."""
    care = needed(case)
    if care is None:
        return None
    made = milestones.visits(case, care.closed.on)
    sheets = [sheet for _, sheet in in_time_order(case, MonitorSheet)]
    if any(sheet.satisfaction_skip_reason is not None for sheet in sheets):
        return None
    asked = [Step(one.on, "만족도 설문", one.at) for one in surveys_made(case) if one.on is not None]
    first = made[0].at[:-1] if made else ("forms", "monitor_sheet", 0)
    return Limit(
        "ICM-SURVEY-03",
        "만족도 설문",
        care.closed,
        "최초 모니터 상담 때",
        made[0].on if made else care.first_by,
        asked[0] if asked else None,
        (*first, "satisfaction_surveyed"),
        note=None if made else f"첫 모니터 상담({care.first_months}개월 이내) 때 함께 실시",
    )


def after_link(case: CaseFile) -> Limit | None:
    """ICM-DEADLINE-19: 서비스 연계 가구, one visit within three months of the link's end."""
    ended = case.service_link.ended_on if case.service_link is not None else None
    months = figure("icm", "link_after_care_months", ended) if ended is not None else None
    if ended is None or months is None:
        return None
    done = next(iter(milestones.visits(case, ended)), None)
    return Limit(
        "ICM-DEADLINE-19",
        "서비스 연계 가구 사후관리",
        Step(ended, "서비스 연계 종료일", ("service_link", "ended_on")),
        f"{months}개월",
        months_after(ended, months),
        done,
        done.at if done is not None else ("forms", "monitor_sheet"),
    )
