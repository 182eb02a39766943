"""만족도 설문지 (서식 9), from the 2025 guidebook, 부록 서식 9 and 사후관리 5 시스템 활용.

The items stand in ``satisfaction_survey.toml``.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from forms.case import CaseFile
from forms.fields import CalendarDate, Line
from forms.finding import Location
from forms.form import Form, FromCase, Needed
from forms.icm.monitor_sheet import MonitorSheet, SurveyAnswer
from forms.icm.sources import GUIDEBOOK
from forms.icm.survey_items import survey_items, survey_questions
from forms.limit import in_time_order
from forms.questions import Questions
from forms.record import FormModel, Value

AnsweredBy = Literal["본인", "가구원(법적 보호자)"]

# As the paper's columns are headed.
_SCALE = (
    (1, "전혀 그렇지 않다"),
    (2, "별로 그렇지 않다"),
    (3, "보통이다"),
    (4, "그런 편이다"),
    (5, "매우 그렇다"),
)

# 서비스 내용 8문항, 사례관리자 태도 4문항.
SURVEY_ITEMS = 12


def _twelve(answers: tuple[int | None, ...]) -> tuple[int | None, ...]:
    if len(answers) not in (0, SURVEY_ITEMS):
        raise PydanticCustomError(
            "survey-answers",
            "만족도 설문은 12문항입니다. 응답이 {given}개입니다. 답하지 않은 문항은 -로 적으세요(사례 파일에서는 null).",
            {"given": len(answers)},
        )
    return answers


def _answered_sheet(case: CaseFile) -> MonitorSheet | None:
    """The first monitor sheet that holds the twelve answers, as files did before there was a survey."""
    sheets = case.all_of(MonitorSheet)
    return next((sheet for sheet in sheets if len(sheet.satisfaction_answers) == SURVEY_ITEMS), None)


def _answers(case: CaseFile) -> tuple[int | None, ...] | None:
    sheet = _answered_sheet(case)
    return sheet.satisfaction_answers if sheet is not None else None


def _day(case: CaseFile) -> date | None:
    sheet = _answered_sheet(case)
    return sheet.visited_on if sheet is not None else None


class SatisfactionSurvey(FormModel):
    """The twelve answers; the paper bears neither a name nor a day."""

    dated_by = "surveyed_on"

    headings = MappingProxyType(
        {
            "answers": "문항별 응답",
            "surveyed_on": "인쇄하지 않는 항목",
        }
    )

    answers: Annotated[
        tuple[SurveyAnswer | None, ...],
        AfterValidator(_twelve),
        FromCase(_answers, "12문항을 적은 첫 모니터 상담지의 만족도 설문 응답"),
        Needed(),
        Questions(survey_questions, _SCALE),
    ] = Field(
        (),
        title="문항별 응답",
        description="12문항의 응답을 순서대로. 1 전혀 그렇지 않다, 2 별로 그렇지 않다, 3 보통이다, 4 그런 편이다, 5 매우 그렇다. 답하지 않은 문항은 비움",
    )
    surveyed_on: Annotated[
        CalendarDate | None, FromCase(_day, "12문항을 적은 첫 모니터 상담지의 방문일시", silent=True)
    ] = Field(None, title="설문일", description="설문을 한 모니터 상담의 날. 인쇄하지 않음")
    answered_by: AnsweredBy | None = Field(None, title="응답자", description="인쇄하지 않음")


class SurveyRow(Value):
    """An item and its answer, 1 to 5."""

    text: Line
    answer: SurveyAnswer | None = None


class SurveyGroup(Value):
    """Four items under one heading, which stands beside all of them."""

    label: Line
    first: SurveyRow
    further: tuple[SurveyRow, ...]


def _groups(answers: tuple[int | None, ...]) -> tuple[SurveyGroup, ...]:
    given = iter(answers or (None,) * SURVEY_ITEMS)
    groups = []
    for group in survey_items():
        rows = tuple(SurveyRow(text=text, answer=next(given)) for text in group.items)
        groups.append(SurveyGroup(label=group.label, first=rows[0], further=rows[1:]))
    return tuple(groups)


class SatisfactionSurveyPrinted(Value):
    """The items with their answers, in their three groups."""

    groups: tuple[SurveyGroup, ...] = Field(default_factory=lambda: _groups(()))


def printed(survey: SatisfactionSurvey, case: CaseFile) -> SatisfactionSurveyPrinted:
    """The answers beside their items."""
    return SatisfactionSurveyPrinted(groups=_groups(survey.answers))


class Asked(NamedTuple):
    """A survey that was made: on which day, where that stands, and the monitor sheet of the day."""

    on: date | None
    at: Location
    sheet: MonitorSheet | None


def surveys_made(case: CaseFile) -> tuple[Asked, ...]:
    """Every survey of a case once, in time order: the survey papers, and what monitor sheets say of one.

    A paper and a sheet speak of the same survey where the day or the answers are the same.
    """
    sheets = in_time_order(case, MonitorSheet)
    made = [
        Asked(sheet.visited_on, (*at, "satisfaction_surveyed"), sheet)
        for at, sheet in sheets
        if sheet.satisfaction_surveyed or sheet.satisfaction_answers
    ]
    for at, survey in in_time_order(case, SatisfactionSurvey):
        if not any(one.sheet is not None and _same(survey, one.sheet) for one in made):
            of_the_day = (sheet for _, sheet in sheets if sheet.visited_on == survey.surveyed_on)
            sheet = next(of_the_day, None) if survey.surveyed_on is not None else None
            made.append(Asked(survey.surveyed_on, (*at, "surveyed_on"), sheet))
    return tuple(sorted(made, key=lambda one: one.on or date.max))


def _same(survey: SatisfactionSurvey, sheet: MonitorSheet) -> bool:
    return survey.surveyed_on in (None, sheet.visited_on) or (
        bool(survey.answers) and survey.answers == sheet.satisfaction_answers
    )


FORM = Form(
    id="satisfaction_survey",
    title="만족도 설문지",
    number="서식 9",
    model=SatisfactionSurvey,
    section="부록 서식 9 만족도 설문지",
    document=GUIDEBOOK,
    printed=printed,
    printed_model=SatisfactionSurveyPrinted,
    gaps=(
        "서식에는 이름도 날짜도 없어 설문일과 응답자는 인쇄하지 않는 항목으로 받습니다.",
        "본문은 '서비스 내용(8문항), 사례관리자 태도(4문항)'이라 하고 서식은 네 문항씩 세 묶음으로 인쇄합니다. 인쇄는 서식대로 합니다.",
        "점수의 합이나 척도의 값은 인쇄되어 있지 않아 계산하지 않습니다.",
    ),
)
