"""A form's own table of the household against the case, person by person: warnings ``CASE-DIFFERENCE``.

A row is matched by number, else by name, else by relation where only one person can be meant. What
changes with time (schooling, work, health) is not compared: a later survey is there to say it anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from forms.case import CaseFile, HouseholdMember, Person
from forms.fields import birth_date_of, sex_of
from forms.finding import Location, Severity
from forms.form import FromCase, HouseholdTable, marked
from forms.heads import CLIENT_NAME
from forms.identity import AGE_LEEWAY, Remark, contradictions, wrong_age
from forms.likeness import alike, loosely_alike
from forms.particles import quoted_with_particle, with_particle
from forms.periods import completed_years
from forms.record import FormModel, Record
from forms.relations import generation_of, kin_of

RULE = "CASE-DIFFERENCE"
PRINTED = "서식의 값을 인쇄합니다."


@dataclass(frozen=True)
class Known:
    """A person whom the case knows; ``called`` names the place in Korean. The client's relation is 본인."""

    called: str
    relation: str
    name: str | None
    number: str | None
    sex: str | None
    born: date | None
    living_together: bool | None
    phones: tuple[str, ...]

    @classmethod
    def of(cls, called: str, relation: str, *told_in: Person | None) -> Known:
        """A person as told in these records, the first first."""
        records = [record for record in told_in if record is not None]

        def first(name: str) -> str | None:
            return next((value for record in records if (value := getattr(record, name)) is not None), None)

        number = first("resident_number")
        together = next(
            (record.living_together for record in records if isinstance(record, HouseholdMember)), None
        )
        return cls(
            called,
            relation,
            first("name"),
            number,
            first("sex") or (sex_of(number) if number is not None else None),
            next((record.born_on for record in records if record.born_on is not None), None),
            together,
            tuple(phone for record in records for phone in (record.mobile, record.phone) if phone),
        )


def persons(case: CaseFile) -> Iterator[Remark]:
    """All that is wrong with the persons of the (unfilled) case, errors in themselves first."""
    yield from contradictions(case)
    yield from table_differences(case)


def known_people(case: CaseFile) -> tuple[Known, ...]:
    """The client and the others of the household, as the case tells of them."""
    own = next((member for member in case.household if member.relation == "본인"), None)
    others = [
        Known.of(f"가구원 {index}번", member.relation, member)
        for index, member in enumerate(case.household, 1)
        if member.relation != "본인"
    ]
    return (Known.of("대상자", "본인", case.client, own), *others)


def table_differences(case: CaseFile) -> Iterator[Remark]:
    """What the forms' own tables of the (unfilled) case say otherwise than the case."""
    people = known_people(case)
    for form_id, position, form in case.each_form():
        heads = _heads(form)
        of_client = heads <= {alike(case.client.name)}
        if of_client:
            yield from _head_differences(("forms", form_id, position), form, case, people[0])
        for name in marked(type(form), HouseholdTable):
            at: Location = ("forms", form_id, position, name)
            rows = getattr(form, name)
            matched = _matched(rows, people, form.own_date, of_client)
            same_reference = of_client and not any(
                person is people[0] and kin_of(_of(row, "relation")) not in ("self", None)
                for row, person in zip(rows, matched, strict=True)
            )
            for index, (row, person) in enumerate(zip(rows, matched, strict=True)):
                place = (*at, index)
                if person is not None:
                    yield from _row_differences(place, row, person, form.own_date, same_reference)
                elif len(people) > 1 and _of(row, "name") is not None and alike(row.name) not in heads:
                    message = (
                        "사례의 대상자와 가구원에 없는 사람입니다. 가구원이라면 사례의 가구원에도 적으세요."
                    )
                    yield RULE, Severity.INFO, (*place, "name"), message


def _head_differences(at: Location, form: FormModel, case: CaseFile, client: Known) -> Iterator[Remark]:
    """What a form's head says against what the case tells only indirectly: sex and birth by the number."""
    sex, number = _of(form, "sex"), _of(form, "resident_number")
    if sex is not None and number is None and case.client.sex is None and client.sex not in (None, sex):
        yield _differs((*at, "sex"), sex, str(client.sex), client)
    if number is None or case.client.resident_number is not None:
        # Two numbers are compared with each other, as every value that the case states itself.
        return
    wrong = [
        title
        for title, differs in (
            ("주민등록번호", client.number not in (None, number)),
            ("성별", sex is None and client.sex not in (None, sex_of(number))),
            ("생년월일", client.born not in (None, birth_date_of(number))),
        )
        if differs
    ]
    if wrong:
        told = with_particle(", ".join(wrong), "과(와)")
        message = f"주민등록번호가 사례의 대상자의 {told} 맞지 않습니다. {PRINTED}"
        yield RULE, Severity.WARNING, (*at, "resident_number"), message


def _heads(form: FormModel) -> set[str]:
    """Whom the form is about, where its own head says so."""
    return {
        alike(value)
        for name, source in marked(type(form), FromCase).items()
        if source.get is CLIENT_NAME.get and (value := getattr(form, name)) is not None
    }


def _of(row: Record, name: str) -> str | None:
    value = getattr(row, name, None)
    return value if isinstance(value, str) else None


def _matched(
    rows: tuple[Record, ...], people: tuple[Known, ...], day: date | None, of_client: bool
) -> list[Known | None]:
    found: list[Known | None] = [None] * len(rows)
    # Of two with one number or name, an error in itself, the first is meant: the client before all.
    by_number = {person.number: person for person in reversed(people) if person.number is not None}
    by_name = {alike(person.name): person for person in reversed(people) if person.name}
    for index, row in enumerate(rows):
        number, name = _of(row, "resident_number"), _of(row, "name")
        found[index] = by_number.get(number or "") or by_name.get(alike(name or ""))
    for index, row in enumerate(rows):
        if found[index] is None and kin_of(_of(row, "relation")) is not None:
            left = [person for person in people if not any(person is taken for taken in found)]
            alone = [
                other
                for other, is_found in zip(rows, found, strict=True)
                if is_found is None and _same_relation(_of(other, "relation"), _of(row, "relation"))
            ]
            meant = [person for person in left if _may_be(row, person, day, of_client)]
            if len(meant) == len(alone) == 1:
                found[index] = meant[0]
    return found


def _same_relation(one: str | None, other: str | None) -> bool:
    return kin_of(one) is not None and kin_of(one) == kin_of(other)


def _may_be(row: Record, person: Known, day: date | None, of_client: bool) -> bool:
    """Whether a row with another name, or without one, can only be meant for that person."""
    if not of_client or not _same_relation(_of(row, "relation"), person.relation):
        return False
    # Two numbers are two persons.
    if _of(row, "resident_number") is not None and person.number is not None:
        return False
    sex, age = _of(row, "sex"), getattr(row, "age", None)
    if sex is not None and person.sex is not None and sex != person.sex:
        return False
    if age is None or day is None or person.born is None:
        return True
    return bool(abs(age - completed_years(person.born, day)) <= AGE_LEEWAY)


def _row_differences(
    at: Location, row: Record, person: Known, day: date | None, same_reference: bool
) -> Iterator[Remark]:
    name, number, sex = (_of(row, key) for key in ("name", "resident_number", "sex"))
    if name is not None and person.name is not None and alike(name) != alike(person.name):
        yield _differs((*at, "name"), name, person.name, person)
    if number is not None and person.number is not None and number != person.number:
        message = f"주민등록번호가 사례의 것({person.called})과 다릅니다. {PRINTED}"
        yield RULE, Severity.WARNING, (*at, "resident_number"), message
    if sex is not None and person.sex is not None and sex != person.sex:
        yield _differs((*at, "sex"), sex, person.sex, person)
    born = getattr(row, "birth_date", None)
    if born is not None and person.born is not None and born != person.born:
        yield _differs((*at, "birth_date"), str(born), str(person.born), person)
    age = getattr(row, "age", None)
    # Against its own number a row's age is judged by itself.
    if number is None and isinstance(age, int) and day is not None and person.born is not None:
        wrong = wrong_age(age, person.born, day)
        if wrong is not None:
            message = f"사례의 {person.called}의 생년월일과 맞지 않습니다: {wrong} {PRINTED}"
            yield RULE, Severity.WARNING, (*at, "age"), message
    yield from _ties(at, row, person, same_reference)


def _ties(at: Location, row: Record, person: Known, same_reference: bool) -> Iterator[Remark]:
    relation, together = _of(row, "relation"), getattr(row, "living_together", None)
    kinds = (kin_of(relation), kin_of(person.relation))
    generations = (generation_of(relation), generation_of(person.relation))
    if same_reference and None not in kinds and kinds[0] != kinds[1] and None not in generations:
        yield _differs((*at, "relation"), str(relation), person.relation, person)
    if None not in (together, person.living_together) and together != person.living_together:
        words = {True: "동거", False: "비동거"}
        yield _differs(
            (*at, "living_together"), words[bool(together)], words[bool(person.living_together)], person
        )
    phone = _of(row, "phone")
    if phone is not None and person.phones:
        known = {loosely_alike(one) for one in person.phones}
        if loosely_alike(phone) not in known:
            yield _differs((*at, "phone"), phone, person.phones[0], person)


def _differs(at: Location, own: str, of_case: str, person: Known) -> Remark:
    message = (
        f"서식에는 '{own}', 사례의 {person.called}에는 {quoted_with_particle(of_case, '(으)로')} "
        f"적혀 있습니다. {PRINTED}"
    )
    return RULE, Severity.WARNING, at, message
