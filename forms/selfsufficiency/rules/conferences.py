"""What ``check`` says of a centre's case conferences. Source: 자활사례관리 추진체계(사례회의)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from forms.belonging import conferences_of
from forms.case import CaseFile
from forms.finding import Breach, Unjudged
from forms.rule import rule
from forms.selfsufficiency.participation import participation_of
from forms.selfsufficiency.selfsufficiency_minutes import EXTERNAL, INTERNAL, SelfsufficiencyMinutes
from forms.selfsufficiency.sources import TITLE

# How many months in a row without one break the rule: 월 1회, 격월로 1회.
MONTHS = {INTERNAL: 1, EXTERNAL: 2}
# 자활사례관리자 and 자활사례관리사 are both the source's words for the one who must be there.
# A centre may call them its 사례관리사.
MANAGER = re.compile("자활(센터)?사례관리")


@rule("SS-PR-8")
def conferences_are_held_regularly(case: CaseFile, _: CaseFile) -> Iterator[Breach | Unjudged]:
    held = conference_days(case)
    # A file that holds none is about something else: no case needs to be in each of a centre's conferences.
    if not held:
        return
    participation = participation_of(case)
    if participation is None or participation.started_on is None:
        yield Unjudged("자활사업 참여 시작일")
        return
    last = participation.ended_on or max(day for _, day in held)
    months = list(whole_months(participation.started_on, last))
    for kind, most in MONTHS.items():
        with_one = {(day.year, day.month) for of, day in held if of == kind}
        stretches = [
            list(run) for lacking, run in groupby(months, key=lambda month: month not in with_one) if lacking
        ]
        lacking = [_told(run) for run in stretches if len(run) >= most]
        if lacking:
            often = "월 1회" if kind == INTERNAL else "격월로 1회"
            yield Breach(
                ("conferences",),
                f"이 파일에 {kind}가 없는 달이 있습니다: {', '.join(lacking)}. 센터는 {often} 이상 열며, "
                "이 사례를 회의마다 다루는 것은 아닙니다.",
            )


def conference_days(case: CaseFile) -> set[tuple[str, date]]:
    """The kind and day of each conference of the programme that the case lists or holds minutes of."""
    listed = {(one.kind, one.held_on) for _, one in conferences_of(case, TITLE)}
    minutes = case.all_of(SelfsufficiencyMinutes)
    return {
        *listed,
        *((one.kind, one.held_on) for one in minutes if one.kind is not None and one.held_on is not None),
    }


def whole_months(first: date, last: date) -> Iterator[tuple[int, int]]:
    """The calendar months of which every day lies from ``first`` to ``last``, as year and month."""
    begins = 12 * first.year + first.month - 1 + (first.day > 1)
    ends = 12 * last.year + last.month - 1 + (last.day == monthrange(last.year, last.month)[1])
    for months in range(begins, ends):
        year, month = divmod(months, 12)
        yield year, month + 1


def _told(run: list[tuple[int, int]]) -> str:
    first, last = (f"{year}-{month:02}" for year, month in (run[0], run[-1]))
    return first if first == last else f"{first}~{last}"


@rule("SS-PR-8b")
def a_case_manager_is_at_external_conferences(
    form: SelfsufficiencyMinutes, case: CaseFile
) -> Iterator[Breach | Unjudged]:
    if form.kind != EXTERNAL or not form.attendees:
        return
    if not any(_is_manager(line, case) for line in form.attendees):
        yield Breach(
            ("attendees",),
            "참석자에 자활사례관리사(자활사례관리자)가 없습니다. 외부통합사례회의에는 반드시 참여합니다.",
        )


def _is_manager(line: str, case: CaseFile) -> bool:
    """Whether a line of attendees tells of a case manager, by duty or as the worker whose duty that is."""
    words = line.replace(" ", "")
    name, position = case.worker.name, (case.worker.position or "").replace(" ", "")
    if MANAGER.search(words):
        return True
    return name is not None and MANAGER.search(position) is not None and name.replace(" ", "") in words
