"""Checks of ours: what stands twice in a case and can be true but once."""

from __future__ import annotations

from collections.abc import Iterator

from forms.case import CaseFile
from forms.finding import Breach
from forms.icm.needs_survey import NeedsSurvey
from forms.limit import in_time_order
from forms.rule import rule


@rule("OWN-FIRST-SURVEY")
def a_survey_stands_once(case: CaseFile, _: CaseFile) -> Iterator[Breach]:
    """A household that was refused may be surveyed anew on a later day, as 신규."""
    first_on, rounds = set(), set()
    for at, survey in in_time_order(case, NeedsSurvey):
        if survey.survey_kind == "재조사":
            if survey.round is not None and survey.round in rounds:
                yield Breach((*at, "round"), f"{survey.round}차 재조사가 두 번 있습니다. 차수를 확인하세요.")
            rounds.add(survey.round)
        elif survey.surveyed_on is not None:
            if survey.surveyed_on in first_on:
                yield Breach(
                    (*at, "surveyed_on"),
                    f"{survey.surveyed_on}에 한 신규 조사가 두 번 있습니다. 하나는 재조사인지, 날짜가 맞는지 확인하세요.",
                )
            first_on.add(survey.surveyed_on)


@rule("OWN-NEED-PRIORITY")
def needs_differ_in_priority(survey: NeedsSurvey, case: CaseFile) -> Iterator[Breach]:
    first: dict[int, str] = {}
    for index, need in enumerate(survey.needs):
        if need.priority is None:
            continue
        if need.priority in first:
            yield Breach(
                ("needs", index, "priority"),
                f"{first[need.priority]}의 욕구와 {need.area}의 욕구가 모두 우선순위 {need.priority}입니다. 서로 다르게 정하세요.",
            )
        first.setdefault(need.priority, need.area)
