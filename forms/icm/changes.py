"""What 통합사례관리 tells of change: the crisis scores of the first and the last survey, and how far goals were reached.

From the 2025 guidebook, 부록 서식 3 (위기도 조사) and 서식 7 (목표별 달성도). How many questions an area has
is not part of the source, so points are shown as they are and never as a share of what could be scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import get_args

from forms.case import CaseFile
from forms.change import Change, ChangeRow, Side
from forms.icm import crisis
from forms.icm.closure_review import Achievement, ClosureReview, GoalResult
from forms.icm.need_areas import NeedArea
from forms.icm.needs_survey import NeedsSurvey, assessed
from forms.icm.needs_survey_tables import ComparisonRow, comparison_table
from forms.particles import with_particle

# From this step on a goal counts as reached: what is below was less than expected, or middling.
_AS_EXPECTED: tuple[Achievement, ...] = ("기대한 정도의 목표 달성", "기대 이상의 목표달성")
_NO_STEP = "성과구분 없음"


def changes(case: CaseFile) -> Iterator[Change]:
    """What a filled case shows: nothing of scores that were taken once, nothing of goals that nobody judged."""
    scored = [survey for survey in case.all_of(NeedsSurvey) if survey.crisis]
    if len(scored) > 1:
        yield _crisis(scored[0], scored[-1])
    review = case.last_of(ClosureReview)
    if review is not None and any(goal.achievement for goal in (*review.short_goals, *review.long_goals)):
        yield _goals(review)


def _crisis(first: NeedsSurvey, last: NeedsSurvey) -> Change:
    before, after = assessed(first), assessed(last)
    rows = comparison_table(before, after)
    return Change(
        title="위기도 점수",
        unit="점",
        first=Side(title="첫 조사", on=first.surveyed_on),
        second=Side(title="마지막 조사", on=last.surveyed_on),
        label_title="욕구 영역",
        note_title="증감과 선정 기준",
        rows=tuple(
            ChangeRow(label=row.area, first=row.first_total, second=row.last_total, note=_note(row))
            for row in rows
        ),
        sentences=tuple(_crisis_sentences(before, after, rows)),
    )


def _note(row: ComparisonRow) -> str:
    return ", ".join(part for part in (row.change, row.applies) if part)


def _crisis_sentences(
    before: dict[NeedArea, crisis.AreaCrisis],
    after: dict[NeedArea, crisis.AreaCrisis],
    rows: Sequence[ComparisonRow],
) -> Iterator[str]:
    both = [area for area in before if area in after]
    if both:
        points = [crisis.overall(areas[area] for area in both) for areas in (before, after)]
        met = [sum(bool(areas[area].applies) for area in both) for areas in (before, after)]
        yield f"두 조사에서 모두 점수를 매긴 {len(both)}개 영역의 합은 {_from_to(points[0], points[1], '점')}."
        yield f"그 가운데 선정 기준에 해당하는 영역은 {_from_to(met[0], met[1], '개')}."
    once = [row.area for row in rows if row.first_total is None or row.last_total is None]
    if once:
        yield f"한 조사에서만 점수를 매긴 영역은 합에 넣지 않았습니다: {', '.join(once)}."


def _from_to(before: int, after: int, unit: str) -> str:
    to = with_particle(f"{after}{unit}", "(으)로")
    if before == after:
        return f"{to} 같습니다"
    done = "줄었습니다" if after < before else "늘었습니다"
    return f"{before}{unit}에서 {to} {abs(after - before)}{unit} {done}"


def _goals(review: ClosureReview) -> Change:
    short, long = review.short_goals, review.long_goals
    # The best last, as the guidebook counts its points from one to five.
    steps: list[Achievement | None] = [*get_args(Achievement), None]
    rows = [
        ChangeRow(
            label=step or _NO_STEP,
            first=_count(short, step),
            second=_count(long, step),
            note="\n".join((*_named("단기", short, step), *_named("장기", long, step))),
        )
        for step in steps
    ]
    judged = [goal for goal in (*short, *long) if goal.achievement]
    reached = sum(goal.achievement in _AS_EXPECTED for goal in judged)
    return Change(
        title="목표별 달성도",
        unit="개",
        first=Side(title="단기목표"),
        second=Side(title="장기목표"),
        label_title="성과구분",
        note_title="목표",
        # Where every goal was judged there is no such row.
        rows=tuple(row for row in rows if row.label != _NO_STEP or row.first or row.second),
        sentences=(
            f"성과구분을 적은 목표 {len(judged)}개 가운데 {reached}개를 기대한 정도나 그 이상으로 달성했습니다.",
        ),
    )


def _count(goals: Sequence[GoalResult], step: Achievement | None) -> int:
    return sum(goal.achievement == step for goal in goals)


def _named(kind: str, goals: Sequence[GoalResult], step: Achievement | None) -> Iterator[str]:
    yield from (f"{kind}: {goal.text or ''}".rstrip() for goal in goals if goal.achievement == step)
