"""Who is who in a case (contract, "Persons"): one person has one number, one name, one sex, one birth.

What contradicts itself inside one record or one list is an error (``FIELD-IDENTITY``): the form cannot
be filled truthfully. What a form's own table says otherwise than the case is a warning
(``CASE-DIFFERENCE``, see ``forms.household_tables``). No message repeats a registration number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from forms.case import CaseFile, HouseholdMember, Person
from forms.fields import birth_date_of, sex_of
from forms.finding import Location, Severity
from forms.form import HouseholdTable, marked
from forms.likeness import alike, loosely_alike
from forms.particles import with_particle
from forms.periods import completed_years
from forms.record import Record

# Rule, severity, place and message of a finding of ours.
Remark = tuple[str, Severity, Location, str]

RULE = "FIELD-IDENTITY"
NUMBER = "주민등록번호(외국인등록번호)"
# A printed age may be counted otherwise than in completed years (연 나이), or on another day.
AGE_LEEWAY = 1
# What makes a person that person: two values of one of these are two persons.
_WHO = ("name", "resident_number", "birth_date", "sex")
# A name that the guidebook or a de-identified case prints in the place of any name (○○○, 홍○동).
_PLACEHOLDER = re.compile(r"[○◯〇●□△▲◇*＊]")


def contradictions(case: CaseFile) -> Iterator[Remark]:
    """Errors of the (unfilled) case: in one record, in client and household, in a form's own table.

    An age that does not fit its row's own number is a warning.
    """
    for at, record, day in records(case):
        yield from _in_one_record(at, record, day)
    yield from _own_rows(case)
    yield from _told_twice(_household(case))
    for table in tables(case):
        yield from _told_twice(table)


def records(case: CaseFile) -> Iterator[tuple[Location, Record, date | None]]:
    """Every record that may describe a person, with its place and the day of its form."""
    for place, record in _below(case, ()):
        if record is not case:
            yield place, record, None
    for form_id, position, form in case.each_form():
        for place, record in _below(form, ("forms", form_id, position)):
            yield place, record, form.own_date


def _below(record: Record, at: Location) -> Iterator[tuple[Location, Record]]:
    yield at, record
    for name in type(record).model_fields:
        value = getattr(record, name)
        for index, item in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(item, Record):
                yield from _below(item, (*at, name, index))
        if isinstance(value, Record):
            yield from _below(value, (*at, name))


def tables(case: CaseFile) -> Iterator[list[Listed]]:
    """The forms' tables in which each person of the household has one row."""
    for form_id, position, form in case.each_form():
        for name, mark in marked(type(form), HouseholdTable).items():
            if mark.once:
                at = ("forms", form_id, position, name)
                rows = enumerate(getattr(form, name))
                yield [_listed((*at, index), row, f"{index + 1}번") for index, row in rows]


def is_placeholder(name: str) -> bool:
    """Whether a name stands for any name, so that two equal ones may be two persons."""
    return _PLACEHOLDER.search(name) is not None


def wrong_age(age: int, born: date, day: date) -> str | None:
    """What is wrong with an age printed on ``day``, as a sentence; None within a year of the computed one."""
    computed = completed_years(born, day)
    if computed < 0:
        return f"서식의 날짜({day})보다 뒤에 태어난 것으로 되어 있습니다."
    if abs(age - computed) > AGE_LEEWAY:
        return f"{age}세로 적혀 있으나 서식의 날짜({day})에 만 {computed}세입니다."
    return None


def _in_one_record(at: Location, record: Record, day: date | None) -> Iterator[Remark]:
    number = getattr(record, "resident_number", None)
    if number is None:
        return
    yield from _against_number(at, number, getattr(record, "sex", None), getattr(record, "birth_date", None))
    age = getattr(record, "age", None)
    if isinstance(age, int) and day is not None:
        wrong = wrong_age(age, birth_date_of(number), day)
        if wrong is not None:
            message = f"주민등록번호와 맞지 않습니다: {wrong}"
            yield RULE, Severity.WARNING, (*at, "age"), message


def _against_number(at: Location, number: str, sex: str | None, born: date | None) -> Iterator[Remark]:
    if sex is not None and sex != sex_of(number):
        message = f"성별은 '{sex}'인데 {NUMBER} 뒤의 첫 숫자는 '{sex_of(number)}'입니다. 둘 가운데 틀린 것을 고치세요."
        yield RULE, Severity.ERROR, (*at, "sex"), message
    if born is not None and born != birth_date_of(number):
        message = f"생년월일이 {NUMBER}의 앞자리와 다릅니다. 둘 가운데 틀린 것을 고치세요."
        yield RULE, Severity.ERROR, (*at, "birth_date"), message


class Listed(NamedTuple):
    """A person of a list: where, what the list calls the row, and what tells the person."""

    at: Location
    called: str
    name: str | None
    number: str | None


def _listed(at: Location, row: Record, called: str) -> Listed:
    return Listed(at, called, getattr(row, "name", None), getattr(row, "resident_number", None))


def _household(case: CaseFile) -> list[Listed]:
    """The client, with what the row 본인 adds, and the others of the household."""
    own = next((member for member in case.household if member.relation == "본인"), None)
    number = case.client.resident_number or (own.resident_number if own is not None else None)
    listed = [Listed(("client",), "대상자", case.client.name, number)]
    for index, member in enumerate(case.household):
        if member.relation != "본인":
            listed.append(_listed(("household", index), member, f"가구원 {index + 1}번"))
    return listed


def _told_twice(people: Iterable[Listed]) -> Iterator[Remark]:
    numbers: dict[str, Listed] = {}
    names: dict[str, Listed] = {}
    for person in people:
        hint = ""
        first = numbers.get(person.number) if person.number is not None else None
        if first is not None:
            hint = _own_row_hint(first)
            message = (
                f"{_with(first)} {NUMBER}가 같습니다. 한 번호는 한 사람의 것입니다. 틀린 것을 고치세요.{hint}"
            )
            yield RULE, Severity.ERROR, (*person.at, "resident_number"), message
        elif person.number is not None:
            numbers[person.number] = person
        # A file that speaks of nobody has a client without a name.
        if not person.name or is_placeholder(person.name):
            continue
        same = names.setdefault(alike(person.name), person)
        # Within the household itself equal names are a field error already.
        if same is not person and same is not first:
            hint = hint or _own_row_hint(same)
            message = f"{_with(same)} 이름이 같습니다. 다른 사람이면 서로 구별되게 적으세요.{hint}"
            yield RULE, Severity.ERROR, (*person.at, "name"), message


def _with(person: Listed) -> str:
    return with_particle(person.called, "과(와)")


def _own_row_hint(first: Listed) -> str:
    return " 대상자 자신의 줄이면 관계를 '본인'으로 적으세요." if first.at == ("client",) else ""


def _own_rows(case: CaseFile) -> Iterator[Remark]:
    """A row 본인 may hold only what ``client`` lacks, and there is one."""
    own: HouseholdMember | None = None
    for index, member in enumerate(case.household):
        if member.relation != "본인":
            continue
        at: Location = ("household", index)
        if own is not None:
            message = "본인의 줄이 두 번 있습니다. 한 줄만 남기세요."
            yield RULE, Severity.ERROR, (*at, "relation"), message
            continue
        own = member
        yield from _against_client(at, own, case.client)


def _against_client(at: Location, own: HouseholdMember, client: Person) -> Iterator[Remark]:
    told = set()
    for name, field in Person.model_fields.items():
        ours, theirs = getattr(own, name), getattr(client, name)
        if ours is None or theirs is None or loosely_alike(str(ours)) == loosely_alike(str(theirs)):
            continue
        told.add(name)
        who = name in _WHO
        end = "틀린 것을 고치세요." if who else "대상자 칸의 값을 인쇄합니다."
        message = (
            f"본인 줄의 {with_particle(str(field.title), '이(가)')} 대상자 칸의 것과 다릅니다. "
            f"본인 줄에는 대상자 칸에 없는 것만 적습니다. {end}"
        )
        yield RULE, Severity.ERROR if who else Severity.WARNING, (*at, name), message
    # One person told in two places: the number in the one, sex or birth in the other.
    for number, other, place in (
        (client.resident_number, own, at),
        (own.resident_number, client, ("client",)),
    ):
        if number is not None and other.resident_number is None:
            yield from (
                remark
                for remark in _against_number(place, number, other.sex, other.birth_date)
                if remark[2][-1] not in told
            )
