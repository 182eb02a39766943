"""자립기술평가: what a child of 15 or more can do for itself, every year until protection ends.

From 자립기술평가 (조사). The items of one area stand in the source, those of five do not; the layout is ours.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, Text
from forms.form import Form, Needed
from forms.page import After, BlankRows, Box, Heading, Unprinted, box
from forms.record import Record, Value
from forms.youth.heads import ChildForm
from forms.youth.skill_areas import AREAS, DAILY_LIVING, SCALE, Area, area_score, whole_score
from forms.youth.sources import MANUAL

Answer = Annotated[int, Field(strict=True, ge=1, le=4)]
Score = Annotated[int, Field(strict=True, ge=0, le=100)]

FOCUSED = "집중지원"


def _answered(case: CaseFile, area: Any) -> bool:
    return bool(area.answers)


class SkillArea(Record):
    """An area: its answers, its score, or both."""

    answers: tuple[Answer, ...] = Field(
        (), title="응답", description="문항 순서대로 1(전혀 그렇지 않다)~4(매우 그렇다)"
    )
    score: Annotated[Score | None, Needed(unless=_answered)] = Field(
        None, title="점수", description="시스템이 낸 점수. 응답을 모두 적으면 비워도 됨"
    )

    @property
    def known_score(self) -> int | None:
        """The score as entered, else that of the answers; None without either."""
        return self.score if self.score is not None or not self.answers else area_score(self.answers)


class SkillAssessment(ChildForm):
    """The assessment of a year."""

    dated_by = "assessed_on"

    headings = MappingProxyType(
        {"case_no": "대상자", "assessed_on": "자립기술평가", "daily_living": "영역별 응답과 점수"}
    )

    assessed_on: Annotated[CalendarDate | None, Heading("자립기술평가"), Needed()] = Field(
        None, title="작성일", description="자립기술평가를 시행한 날"
    )
    daily_living: Annotated[SkillArea | None, Unprinted(), Needed()] = Field(None, title="일상생활기술")
    self_protection: Annotated[SkillArea | None, Unprinted(), Needed()] = Field(None, title="자기보호기술")
    community: Annotated[SkillArea | None, Unprinted(), Needed()] = Field(None, title="지역사회자원활용기술")
    money: Annotated[SkillArea | None, Unprinted(), Needed()] = Field(None, title="돈관리기술")
    social: Annotated[SkillArea | None, Unprinted(), Needed()] = Field(None, title="사회적기술")
    career: Annotated[SkillArea | None, Unprinted(), Needed()] = Field(None, title="진로탐색")

    @property
    def areas(self) -> tuple[tuple[str, SkillArea | None], ...]:
        """Each area by its key, in the order of the screen."""
        return tuple((key, getattr(self, key)) for key in AREA_KEYS)

    @property
    def whole(self) -> int | None:
        """전체영역; None while a score is missing."""
        known = [area.known_score for _, area in self.areas if area is not None]
        scores = tuple(score for score in known if score is not None)
        return whole_score(scores) if len(scores) == len(AREAS) else None

    @property
    def focus_areas(self) -> tuple[Area, ...]:
        """평균 이하 영역, for which support is to be intense; empty while the mean is not known."""
        whole = self.whole
        return tuple(
            title
            for title, (_, area) in zip(AREAS, self.areas, strict=True)
            if whole is not None and area is not None and (area.known_score or 0) <= whole
        )


AREA_KEYS = ("daily_living", "self_protection", "community", "money", "social", "career")


class ScoreRow(Value):
    """A row of 영역별점수."""

    area: Text = Field(title="영역")
    score: int | None = Field(None, title="점수")
    focus: Literal["집중지원"] | None = Field(None, title="평균 이하")


class ItemRow(Value):
    """An item of 일상생활기술 with a box for each word of the scale."""

    number: int = Field(title="번호")
    item: Text = Field(title="문항")
    never: Box = Field("□", title=SCALE[0])
    hardly: Box = Field("□", title=SCALE[1])
    mostly: Box = Field("□", title=SCALE[2])
    wholly: Box = Field("□", title=SCALE[3])


def _item(number: int, answer: int | None) -> ItemRow:
    never, hardly, mostly, wholly = (box(answer == point) for point in range(1, 5))
    return ItemRow.model_validate(
        {
            "number": number,
            "item": DAILY_LIVING[number - 1],
            "never": never,
            "hardly": hardly,
            "mostly": mostly,
            "wholly": wholly,
        }
    )


def _no_scores() -> tuple[ScoreRow, ...]:
    return tuple(ScoreRow(area=area) for area in (*AREAS, "전체영역"))


def _no_answers() -> tuple[ItemRow, ...]:
    return tuple(_item(number, None) for number in range(1, len(DAILY_LIVING) + 1))


class SkillAssessmentPrinted(Value):
    """The year, the scores with their mean, and the items whose words are known."""

    year: Annotated[int | None, After("assessed_on")] = Field(None, title="평가년도")
    scores: Annotated[tuple[ScoreRow, ...], BlankRows(7)] = Field(
        default_factory=_no_scores, title="영역별점수"
    )
    items: Annotated[tuple[ItemRow, ...], BlankRows(8)] = Field(
        default_factory=_no_answers, title="일상생활기술"
    )


def printed(assessment: SkillAssessment, case: CaseFile) -> SkillAssessmentPrinted:
    """평가년도 is that of 작성일; the areas at or below 전체영역 are marked."""
    whole, focused = assessment.whole, assessment.focus_areas
    rows = [
        ScoreRow(
            area=title,
            score=area.known_score if area is not None else None,
            focus=FOCUSED if title in focused else None,
        )
        for title, (_, area) in zip(AREAS, assessment.areas, strict=True)
    ]
    answers = assessment.daily_living.answers if assessment.daily_living is not None else ()
    given = dict(enumerate(answers, 1))
    return SkillAssessmentPrinted(
        year=assessment.assessed_on.year if assessment.assessed_on is not None else None,
        scores=(*rows, ScoreRow(area="전체영역", score=whole)),
        items=tuple(_item(number, given.get(number)) for number in range(1, len(DAILY_LIVING) + 1)),
    )


FORM = Form(
    id="skill_assessment",
    title="자립기술평가",
    number="",
    model=SkillAssessment,
    section="자립기술평가 (조사)",
    document=MANUAL,
    repeats=True,
    printed=printed,
    printed_model=SkillAssessmentPrinted,
    gaps=(
        "자립기술평가 도구(부록1)는 출처에 없습니다. 화면에 보이는 일상생활기술의 여덟 문항만 인쇄하고, "
        "나머지 다섯 영역은 점수만 인쇄합니다.",
        "점수계산방법(부록2)이 출처에 없습니다. 응답으로 내는 점수는 얻은 점수를 얻을 수 있는 점수로 나눈 백분율을 반올림한 것이고, "
        "전체영역은 여섯 점수의 평균을 반올림한 것으로, 화면의 예와 같습니다.",
        "일상생활기술의 문항 두 개는 화면을 옮기며 잘못 읽힌 글자(영양성분, 집안청소)를 바로잡아 인쇄합니다.",
        "같은 점수가 평균인 영역도 '평균 이하'로 봅니다.",
    ),
)
