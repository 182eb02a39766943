"""우울증 자가진단 도구 PHQ-9 (참고 7): a sheet to hand out, and a page for staff behind it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from forms.case import CaseFile
from forms.fields import CalendarDate, CaseNo, Flag, Name
from forms.form import Form, FromCase, Needed
from forms.heads import CASE_NO, CLIENT_NAME
from forms.icm.screening import ITEMS, RiskGround, band_of, risk_of, screening_table, window_of
from forms.icm.sources import GUIDEBOOK
from forms.page import Applies
from forms.questions import Question, Questions
from forms.record import FormModel, Value

Mode = Literal["자기기입", "면접조사"]
Score = Literal["0", "1", "2", "3"]
GuidedTo = Literal["병·의원", "정신건강복지센터", "정신건강 상담전화"]
Explainer = Literal["의사", "정신건강전문가"]
ScreeningAnswer = Annotated[int, Field(strict=True, ge=0, le=3)]


# As the sheet's columns are headed.
_SCALE = ((0, "전혀 아니다"), (1, "여러 날 동안"), (2, "일주일 이상"), (3, "거의 매일"))


def _questions() -> tuple[Question, ...]:
    return tuple(Question(str(number), text) for number, text in enumerate(screening_table().items, 1))


def _interviewer(case: CaseFile, form: FormModel) -> str | None:
    """Who asks, where somebody does: a sheet that one fills in oneself has no interviewer."""
    return case.worker.name if getattr(form, "mode", None) == "면접조사" else None


class DepressionScreening(FormModel):
    """The nine answers, and what staff did with the result."""

    dated_by = "tested_on"

    headings = MappingProxyType(
        {
            "case_no": "검사",
            "answers": "문항 응답",
            "interviewer": "담당자용",
        }
    )

    case_no: Annotated[CaseNo | None, CASE_NO, Needed()] = Field(None, title="관리번호")
    client_name: Annotated[Name | None, CLIENT_NAME, Needed()] = Field(None, title="대상자명")
    tested_on: Annotated[CalendarDate | None, Needed()] = Field(None, title="검사일")
    mode: Annotated[Mode | None, Needed()] = Field(None, title="검사 방법")
    answers: Annotated[
        tuple[ScreeningAnswer, ...],
        Field(min_length=ITEMS, max_length=ITEMS),
        Needed(),
        Questions(_questions, _SCALE, summed=True),
    ] = Field(
        (),
        title="문항 응답",
        description="1번부터 9번까지: 0 전혀 아니다, 1 여러 날 동안, 2 일주일 이상, 3 거의 매일",
    )
    interviewer: Annotated[
        Name | None,
        FromCase(_interviewer, "사례의 담당자 성명(면접조사일 때)", silent=True, reads_form=True),
        Applies("mode", "면접조사"),
    ] = Field(None, title="조사자", description="면접조사인 경우")
    window_told: Annotated[Flag | None, Applies("mode", "면접조사")] = Field(
        None,
        title="준거기간 안내",
        description="면접조사에서 '면접조사 전날로부터 2주 동안'이라고 말했는지. 인쇄하지 않음",
    )
    guided_to: tuple[GuidedTo, ...] = Field((), title="안내한 곳")
    guided_on: CalendarDate | None = Field(None, title="안내일")
    referral_wanted: Flag | None = Field(
        None, title="의뢰 여부", description="전문적인 진료나 상담에 의뢰하는지"
    )
    explained_by: Explainer | None = Field(
        None, title="결과 상담", description="검사결과를 상담한 사람. 담당자는 자세히 설명하지 않음"
    )


class ScreeningItem(Value):
    """A row of the sheet: the sentence, and the answer that is ticked."""

    text: str
    score: Score | None = None


class DepressionScreeningPrinted(Value):
    """The rows of the sheet; total in points, its band, why somebody is at risk, and the reference window."""

    items: tuple[ScreeningItem, ...] = Field(
        default_factory=lambda: tuple(ScreeningItem(text=text) for text in screening_table().items)
    )
    total: int | None = None
    band: str | None = None
    risk: tuple[RiskGround, ...] = ()
    window_from: CalendarDate | None = None
    window_to: CalendarDate | None = None


def printed(screening: DepressionScreening, case: CaseFile) -> DepressionScreeningPrinted:
    """What the answers come to; nothing where they are not there."""
    answers = screening.answers
    window = window_of(screening.tested_on) if screening.tested_on is not None else None
    days = {"window_from": window.first, "window_to": window.last} if window is not None else {}
    if not answers:
        return DepressionScreeningPrinted(**days)
    return DepressionScreeningPrinted(
        items=tuple(
            ScreeningItem(text=text, score=_word(score))
            for text, score in zip(screening_table().items, answers, strict=True)
        ),
        total=sum(answers),
        band=band_of(sum(answers)),
        risk=risk_of(answers),
        **days,
    )


def _word(score: int) -> Score:
    words: tuple[Score, ...] = ("0", "1", "2", "3")
    return words[score]


FORM = Form(
    id="depression_screening",
    title="우울증 자가진단 도구 PHQ-9",
    number="참고 7",
    model=DepressionScreening,
    section="참고 7 우울증 자가진단 도구 PHQ-9",
    document=GUIDEBOOK,
    repeats=True,
    printed=printed,
    printed_model=DepressionScreeningPrinted,
    gaps=(
        "검사지에는 이름과 날짜를 적는 자리가 없어 첫 장에는 아무것도 더하지 않습니다. 대상자와 검사일은 담당자용 둘째 장에 인쇄합니다.",
        "둘째 장은 출처에 없는 장입니다. 판별기준과 안내 문장은 출처대로 인쇄하고, 나머지 칸의 배치는 서식이 정합니다.",
        "판별기준 표는 가장 높은 단계를 20~29점으로 인쇄하지만, 그 설명은 20-27점이고 아홉 문항의 총점은 27점까지이므로 20~27점으로 인쇄합니다.",
        "검사지 첫 장만 응답자에게 건넵니다. 업무안내는 검사결과를 응답자에게 자세히 설명하는 것을 지양하라고 합니다.",
    ),
)
