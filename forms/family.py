"""The family table that several forms print, from what stands once in the case."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from forms.case import CaseFile, Person, Sex
from forms.fields import Count, Flag, Line, Name, Phone, ResidentNumber, Text
from forms.record import Record


class FamilyMember(Record):
    """A row of a form's 가족사항 table."""

    relation: Line | None = Field(None, title="관계")
    name: Name | None = Field(None, title="성명")
    resident_number: ResidentNumber | None = Field(None, title="주민등록번호")
    age: Count | None = Field(None, title="연령", description="만 나이")
    sex: Sex | None = Field(None, title="성별")
    living_together: Flag | None = Field(None, title="동거")
    education: Line | None = Field(None, title="학력")
    occupation: Line | None = Field(None, title="직업")
    marital_status: Line | None = Field(None, title="결혼상태")
    health: Line | None = Field(None, title="건강상태")
    disability: Line | None = Field(None, title="장애")
    illness: Line | None = Field(None, title="질병")
    problem: Text | None = Field(None, title="문제(원인) 및 원하는 지원")
    phone: Phone | None = Field(None, title="연락처")
    note: Text | None = Field(None, title="비고")


_COPIED = (
    "name",
    "resident_number",
    "sex",
    "education",
    "occupation",
    "marital_status",
    "health",
    "disability",
    "illness",
    "note",
)


def family_of(case: CaseFile, on: date | None) -> tuple[FamilyMember, ...]:
    """The client (본인) and the household as table rows, with ages in completed years on ``on``.

    Whoever had died by then is left out.
    """
    own_row = next((member for member in case.household if member.relation == "본인"), None)
    rows = [_row("본인", case.client, on, living_together=True, beside=own_row)]
    for member in case.all_others:
        if not member.is_dead(on):
            rows.append(_row(member.relation, member, on, member.living_together, member.problem))
    return tuple(rows)


def _row(
    relation: str,
    person: Person,
    on: date | None,
    living_together: bool | None,
    problem: str | None = None,
    beside: Person | None = None,
) -> FamilyMember:
    values = {name: getattr(person, name) or getattr(beside, name, None) for name in _COPIED}
    age = person.age_on(on) if on is not None else None
    if age is None and beside is not None and on is not None:
        age = beside.age_on(on)
    return FamilyMember.model_construct(
        relation=relation,
        age=age,
        living_together=living_together,
        problem=problem or getattr(beside, "problem", None),
        phone=person.mobile or person.phone or getattr(beside, "mobile", None),
        **values,
    )
