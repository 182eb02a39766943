"""The case file: what stands once in a case, and the forms that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from forms.errors import FormUnreadable
from forms.fields import (
    Address,
    CalendarDate,
    CaseNo,
    ClockTime,
    Count,
    Email,
    Flag,
    Line,
    Moment,
    Name,
    Narrative,
    OrganisationName,
    PersonMark,
    Phone,
    ResidentNumber,
    Text,
    birth_date_of,
    field_error,
)
from forms.likeness import refuse_same_names
from forms.page import Applies
from forms.periods import completed_years
from forms.places import model_in
from forms.record import FormModel, FormT, Record

Edition = Literal["2024", "2025"]
Sex = Literal["남", "여"]
ConferenceKind = Literal[
    "내부사례회의", "통합사례회의", "솔루션회의", "외부통합사례회의", "자립지원 사례회의"
]
ConferencePurpose = Literal[
    "대상자 선정", "서비스 제공계획", "점검", "재사정", "종결", "보호종료점검", "기타"
]
ConferenceHost = Literal["읍면동", "시군구"]
WorkType = Literal["시장진입형", "사회서비스형", "인턴·도우미형", "근로유지형", "청년도전자활사업단"]
HouseholdClass = Literal["사례관리 가구", "서비스 연계 가구", "미선정 가구"]


class Agency(Record):
    """The agency that manages the case."""

    name: OrganisationName | None = Field(None, title="기관명", description="시군구 또는 읍면동 이름")
    unit: OrganisationName | None = Field(None, title="부서", description="예: 희망복지지원단")
    phone: Phone | None = Field(None, title="기관 전화번호")


class Worker(Record):
    """The case manager in charge (주사례관리자)."""

    name: Name | None = Field(None, title="담당자 성명")
    position: Line | None = Field(None, title="담당자 직위")
    phone: Phone | None = Field(None, title="담당자 연락처")
    changed_on: CalendarDate | None = Field(
        None, title="주사례관리자 변경일", description="주사례관리자가 바뀐 날. 인쇄하지 않음"
    )
    change_told_on: CalendarDate | None = Field(
        None, title="주사례관리자 변경 안내일", description="대상자에게 변경을 안내한 날. 인쇄하지 않음"
    )


class Person(Record):
    """What is known of a person, whoever it is."""

    name: Name | None = Field(None, title="성명")
    birth_date: CalendarDate | None = Field(None, title="생년월일")
    resident_number: ResidentNumber | None = Field(None, title="주민등록번호(외국인등록번호)")
    sex: Sex | None = Field(None, title="성별")
    phone: Phone | None = Field(None, title="전화번호")
    mobile: Phone | None = Field(None, title="휴대전화")
    education: Line | None = Field(None, title="학력")
    occupation: Line | None = Field(None, title="직업")
    marital_status: Line | None = Field(None, title="결혼상태")
    health: Line | None = Field(None, title="건강상태")
    disability: Line | None = Field(None, title="장애")
    illness: Line | None = Field(None, title="질병")
    note: Text | None = Field(None, title="비고")

    @property
    def born_on(self) -> date | None:
        """The date of birth, as entered or as the registration number tells it."""
        if self.birth_date is not None:
            return self.birth_date
        return birth_date_of(self.resident_number) if self.resident_number else None

    def age_on(self, day: date) -> int | None:
        """Completed years on ``day``; None where the date of birth is unknown."""
        born = self.born_on
        if born is None:
            return None
        return completed_years(born, day)


class Client(Person):
    """대상자: the person in whose name the case is kept."""

    name: Name = Field(title="대상자명")
    address: Address | None = Field(None, title="주소")
    work_phone: Phone | None = Field(None, title="직장 전화번호")
    emergency_phone: Phone | None = Field(None, title="비상연락처")
    email: Email | None = Field(None, title="전자우편")


class HouseholdMember(Person):
    """가구원. ``household`` lists the others; a row 본인 holds only what ``client`` lacks."""

    relation: Line = Field(title="관계", description="가구주(세대주)와의 관계, 예: 배우자, 자")
    living_together: Flag | None = Field(None, title="동거 여부")
    moved_in_on: CalendarDate | None = Field(
        None, title="함께 살기 시작한 날", description="사례관리 중에 들어온 가구원의 전입일. 인쇄하지 않음"
    )
    problem: Text | None = Field(None, title="문제(원인) 및 원하는 지원")
    deceased: Flag | None = Field(
        None, title="사망", description="돌아가신 가족. 가계도에만 그리고 가족사항에는 넣지 않음"
    )
    died_on: Annotated[CalendarDate | None, Applies("deceased", "true")] = Field(
        None, title="사망일", description="이 날보다 앞선 서식의 가족사항에는 그대로 인쇄"
    )

    @model_validator(mode="after")
    def _death_after_birth(self) -> Self:
        if self.died_on is not None and self.deceased is False:
            raise field_error(
                "deceased",
                "사망일이 있는데 사망은 '아니오'입니다. 둘 가운데 틀린 것을 고치세요.",
                ("deceased",),
            )
        if self.died_on is not None and self.born_on is not None and self.died_on < self.born_on:
            raise field_error("date-order", "태어나기 전에는 사망할 수 없습니다.", ("died_on",))
        return self

    def is_dead(self, on: date | None = None) -> bool:
        """Whether the person had died by that day; without a day, or without a date of death, by now."""
        if self.died_on is None or on is None:
            return bool(self.deceased) or self.died_on is not None
        return self.died_on <= on


class Conference(Record):
    """사례회의."""

    kind: ConferenceKind = Field(title="회의 종류")
    purpose: ConferencePurpose = Field(title="회의 목적")
    held_on: CalendarDate = Field(title="개최일")
    program: Line | None = Field(
        None,
        title="사업",
        description="어느 사업의 회의인지. 없으면 회의 종류와 서식으로 정함. 인쇄하지 않음",
    )
    number: Count | None = Field(None, title="회의 차수")
    started_at: ClockTime | None = Field(None, title="회의 시각")
    next_on: CalendarDate | None = Field(None, title="차기 회의 예정일")
    next_at: ClockTime | None = Field(None, title="차기 회의 시각")
    in_writing: Flag = Field(False, title="서면 회의")
    attendees: Annotated[tuple[Line, ...], PersonMark("참석자", "contact")] = Field(
        (), title="참석자", description="소속과 직위"
    )
    topic: Text | None = Field(None, title="안건")
    result: Narrative | None = Field(None, title="회의 결과")
    host: ConferenceHost | None = Field(None, title="주최", description="인쇄하지 않음")
    chair: Annotated[Line | None, PersonMark("주재자", "contact")] = Field(
        None, title="주재자", description="소속과 직위. 인쇄하지 않음"
    )
    about_health_service: Flag | None = Field(
        None,
        title="정신보건·건강서비스가 주요 서비스",
        description="보건소나 정신건강복지센터의 서비스를 주로 받거나 받을 것으로 보이는지. 인쇄하지 않음",
    )
    about_admission: Flag | None = Field(
        None,
        title="의료급여 수급권자의 입·퇴원 안건",
        description="의료급여 수급권자의 입원이나 퇴원을 다루는지. 인쇄하지 않음",
    )
    decided_joint_management: Flag | None = Field(
        None,
        title="공동사례관리 결정",
        description="공동사례관리를 하거나 공동사례관리자를 정하기로 했는지. 인쇄하지 않음",
    )
    agreed: Flag | None = Field(
        None, title="합의 여부", description="하나의 결론으로 합의했는지. 인쇄하지 않음"
    )
    options: Count | None = Field(
        None, title="안건 수", description="합의하지 못해 다시 연 회의에 올린 안건의 수. 인쇄하지 않음"
    )
    separate_minutes: Flag | None = Field(
        None,
        title="회의록 별도 기재",
        description="여러 사례를 다룬 회의라도 이 사례만 따로 적었는지. 인쇄하지 않음",
    )
    registered: Flag | None = Field(
        None, title="회의록 등록", description="회의록을 시스템에 등록했는지. 인쇄하지 않음"
    )


class Selection(Record):
    """대상자 구분 및 선정: what the case conference decided."""

    household_class: HouseholdClass = Field(title="대상자 구분")
    decided_on: CalendarDate | None = Field(None, title="선정일", description="대상자 구분을 결정한 날")
    reason: Text | None = Field(None, title="선정·미선정 사유")
    notified_in_writing_on: Annotated[CalendarDate | None, Applies("household_class", "미선정 가구")] = Field(
        None, title="서면 통보일", description="미선정 사유를 서면으로 통보한 날"
    )


class ServiceLink(Record):
    """서비스 연계: what a 서비스 연계 가구 gets in place of a plan."""

    started_on: CalendarDate | None = Field(None, title="서비스 연계 시작일")
    checked_on: CalendarDate | None = Field(None, title="서비스 연계 점검일", description="첫 점검일")
    ended_on: CalendarDate | None = Field(None, title="서비스 연계 종료일")


class CaseAttachment(Record):
    """A scanned document that belongs to the case."""

    title: Line = Field(title="제목")
    file: Line = Field(title="파일", description="사례 파일을 기준으로 한 상대 경로")


class Acknowledgement(Record):
    """A finding that somebody has seen and explained; it stays visible, as information."""

    rule: Line = Field(title="규칙")
    path: Line = Field(title="위치", description="점검 결과가 가리키는 곳")
    reason: Text = Field(title="사유")
    by: Name = Field(title="확인자")
    on: CalendarDate = Field(title="확인일")


NOBODY = Client.model_construct(name="")
"""The client of a file that speaks of an agency and of nobody: every cell of it is empty."""


class CaseForms(BaseModel):
    """The forms of a case, by form id. The registry derives the class that names them all."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    # The ids of forms that the case holds and that could not be read, while the rest is judged.
    _unreadable: frozenset[str] = PrivateAttr(frozenset())


def _in_time_order(forms: tuple[FormModel, ...]) -> list[tuple[int, FormModel]]:
    """Forms of one kind with their positions, by their own days, undated ones last."""
    numbered = list(enumerate(forms))
    if len(numbered) > 1:
        numbered.sort(key=lambda entry: entry[1].own_date or date.max)
    return numbered


def _distinct_names(household: tuple[HouseholdMember, ...]) -> tuple[HouseholdMember, ...]:
    refuse_same_names((member.name for member in household), lambda index: (index, "name"))
    return household


class CaseFile(Record):
    """A case (contract: Case file). Everything but the case number and the client may be absent."""

    edition: Edition = Field("2025", title="판", description="업무안내의 연도")
    case_no: CaseNo = Field(title="관리번호")
    issued_at: Moment | None = Field(None, title="발급 일시", description="없으면 문서에 시각을 적지 않음")
    agency: Agency = Field(Agency(), title="기관")
    worker: Worker = Field(Worker(), title="담당자")
    client: Client = Field(title="대상자")
    household: Annotated[tuple[HouseholdMember, ...], AfterValidator(_distinct_names)] = Field(
        (), title="가구원", description="대상자를 뺀 가구원"
    )
    requested_on: CalendarDate | None = Field(
        None,
        title="통합사례관리 요청일",
        description="시스템으로 통합사례관리를 요청(의뢰)한 날. 종결심사서의 요청일자에 인쇄",
    )
    received_on: CalendarDate | None = Field(
        None, title="대상자 접수일", description="사례를 접수한 날. 인쇄하지 않음"
    )
    self_support: Flag | None = Field(
        None, title="자활 대상 가구", description="자활사업 대상 가구인지. 인쇄하지 않음"
    )
    conferences: tuple[Conference, ...] = Field((), title="사례회의")
    selection: Selection | None = Field(None, title="대상자 선정", description="인쇄하지 않음")
    service_link: ServiceLink | None = Field(
        None, title="서비스 연계", description="서비스 연계 가구의 연계 진행. 인쇄하지 않음"
    )
    attachments: tuple[CaseAttachment, ...] = Field((), title="첨부")
    acknowledged: tuple[Acknowledgement, ...] = Field((), title="확인한 사항")
    forms: CaseForms = Field(CaseForms(), title="서식")

    def all_of(self, kind: type[FormT]) -> tuple[FormT, ...]:
        """Every form of that model, in time order, undated ones last; empty where the case holds none."""
        return tuple(form for _, _, form in self.placed(kind))

    def first_of(self, kind: type[FormT]) -> FormT | None:
        """The earliest form of that model, or None."""
        return next(iter(self.all_of(kind)), None)

    def last_of(self, kind: type[FormT], until: date | None = None) -> FormT | None:
        """The latest form of that model, or None; with ``until`` none that is dated later than that day."""
        held = reversed(self.all_of(kind))
        if until is None:
            return next(held, None)
        return next((form for form in held if form.own_date is None or form.own_date <= until), None)

    def each_form(self) -> Iterator[tuple[str, int, FormModel]]:
        """Each form in the case as (form id, position in its list, form), those of one kind in time order.

        The position is that in the file, whose order is printed; undated forms come last.
        """
        for form_id, forms in self._kinds():
            for position, form in _in_time_order(forms):
                yield form_id, position, form

    @property
    def form_ids(self) -> tuple[str, ...]:
        """The ids of the forms that the case holds, those that could not be read among them."""
        return tuple(
            form_id
            for form_id in type(self.forms).model_fields
            if form_id in self.forms._unreadable or getattr(self.forms, form_id)
        )

    def _kinds(self) -> Iterator[tuple[str, tuple[FormModel, ...]]]:
        """Each kind of form that the case holds, in the order of the file."""
        for form_id in type(self.forms).model_fields:
            forms = getattr(self.forms, form_id)
            if forms:
                yield form_id, forms

    def entered(self, form_id: str) -> tuple[FormModel, ...]:
        """The forms of that id in the order of the file, in which they are printed.

        Raises ``FormUnreadable`` as ``placed`` does.
        """
        if form_id in self.forms._unreadable:
            raise FormUnreadable(form_id)
        forms: tuple[FormModel, ...] = getattr(self.forms, form_id, ())
        return forms

    def placed(self, kind: type[FormT]) -> Iterator[tuple[str, int, FormT]]:
        """Each form of that model as (form id, position in its list, form).

        Raises ``FormUnreadable`` where the case holds such a form that could not be read (``guarding``).
        """
        for form_id in self.forms._unreadable:
            model = model_in(type(self.forms).model_fields[form_id].annotation)
            if model is not None and issubclass(model, kind):
                raise FormUnreadable(form_id)
        for form_id, forms in self._kinds():
            if isinstance(forms[0], kind):
                for position, form in _in_time_order(forms):
                    if isinstance(form, kind):
                        yield form_id, position, form

    def guarding(self, unreadable: frozenset[str]) -> CaseFile:
        """The case without the forms of these ids, and as one of which nobody may ask for them.

        Whoever judges a form by another must not take one that could not be read for one that is missing.
        """
        known = unreadable & set(type(self.forms).model_fields)
        forms = self.forms.model_copy(update=dict.fromkeys(known, ()))
        forms._unreadable = known
        return self.model_copy(update={"forms": forms})

    @cached_property
    def conference_words(self) -> frozenset[tuple[ConferenceKind, str | None]]:
        """The kinds of its conferences, each with the programme that it names; a case may hold thousands."""
        return frozenset((conference.kind, conference.program) for conference in self.conferences)

    @property
    def others(self) -> tuple[HouseholdMember, ...]:
        """The household without the client's own row and without those who have died."""
        return tuple(member for member in self.all_others if not member.is_dead())

    @property
    def all_others(self) -> tuple[HouseholdMember, ...]:
        """The household without the client's own row, the deceased among them."""
        return tuple(member for member in self.household if member.relation != "본인")


def one_or_many(value: Any) -> Any:
    """A form given as one object reads as a list of one."""
    return [value] if isinstance(value, dict) else value
