"""The three privacy modes over every form: what a document shows of persons."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from forms import CaseFile, Form, all_forms, case_model, check_case, form_named
from forms.fields import AddressMark, EmailMark, PersonMark
from forms.form import marker
from generator.document import RenderOptions, bound_forms, render
from generator.privacy.deidentify import uncertain
from generator.privacy.modes import PRIVACY_MODES, Privacy
from tests.changing import put
from tests.generating import at, fields_in, is_free_text, names_persons
from tests.reading import bound_text, docx_text, pdf_text, sample, squeeze

every_form = pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.id)
QUICK = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
NUMBERS = "900101-1234567, 850505 - 6234567 그리고 ９００１０１－１２３４５６７"


def read(raw: dict[str, Any]) -> CaseFile:
    case = check_case(raw).case
    assert case is not None
    return case


def text_of(case: CaseFile, form: Form, privacy: Privacy) -> str:
    return "".join(bound_text(one) for one in bound_forms(case, form, privacy))


def narrative(form: Form) -> str | None:
    """The place of the longest running text that the form prints; None for one that prints none."""
    case = sample(form.id)
    held, first = case["forms"][form.id], f"forms/{form.id}"
    if isinstance(held, list):
        held, first = held[0], f"{first}/0"
    text = text_of(read(case), form, "full")
    written = {
        "/".join(map(str, (first, *place))): str(at(held, place))
        for place, field, _ in fields_in(form.model, held)
        if is_free_text(field) and marker(field, PersonMark) is None
    }
    printed = [place for place, value in written.items() if len(value) > 20 and squeeze(value) in text]
    return max(printed, key=lambda place: len(written[place]), default=None)


def with_numbers(form: Form) -> CaseFile:
    """The form's sample with registration numbers in its narrative."""
    place = narrative(form)
    assert place is not None
    return read(put(sample(form.id), place, f"번호는 {NUMBERS}임."))


inside = [form for form in all_forms() if narrative(form) is not None and not form.leaves_the_agency]
leaving = [form for form in all_forms() if form.leaves_the_agency]


@pytest.mark.parametrize("form", inside, ids=lambda form: form.id)
def test_masked_hides_six_digits_in_running_text_and_full_shows_all(form: Form) -> None:
    case = with_numbers(form)
    masked, full = text_of(case, form, "masked"), text_of(case, form, "full")
    assert "번호는900101-1******,850505-6******그리고900101-1******임." in masked
    assert "234567" not in masked
    assert squeeze(NUMBERS) in full


@pytest.mark.parametrize("field", ["client", "household/0"])
def test_masked_hides_six_digits_in_fields_and_full_shows_all(field: str) -> None:
    raw = put(sample("intake_sheet"), f"{field}/resident_number", "900101-1234567")
    case, form = read(raw), form_named("intake_sheet")
    assert "900101-1******" in text_of(case, form, "masked")
    assert "900101-1234567" not in text_of(case, form, "masked")
    assert "900101-1234567" in text_of(case, form, "full")
    assert "900101" not in text_of(case, form, "deidentified")


def test_letters_notices_and_consent_leave_the_agency() -> None:
    assert [form.id for form in leaving] == [
        "screening_consent",
        "nonselection_notice",
        "referral_letter",
        "programme_referral",
        "closure_notice",
    ]


@pytest.mark.parametrize("privacy", PRIVACY_MODES)
@pytest.mark.parametrize(
    "form", [form for form in leaving if narrative(form) is not None], ids=lambda form: form.id
)
def test_a_form_that_leaves_shows_no_registration_number_in_any_mode(form: Form, privacy: Privacy) -> None:
    text = text_of(with_numbers(form), form, privacy)
    assert "번호는[주민등록번호],[주민등록번호]그리고[주민등록번호]임." in text
    # A telephone number runs into the day that is printed behind it; no number begins after a dash.
    assert not re.search(r"(?<![\d-])\d{6}\D?\d|\*", text)


@every_form
@pytest.mark.parametrize("privacy", ["full", "deidentified"])
def test_both_formats_say_the_same_in_every_mode(form: Form, privacy: Privacy) -> None:
    whole = sample("case_full")
    case = read(whole if form.id in whole["forms"] else sample(form.id))
    bound = bound_forms(case, form, privacy)
    text = "".join(bound_text(one) for one in bound)
    options = RenderOptions(privacy=privacy)
    assert docx_text(render(case, form, "docx", options)) == text
    # A table head is repeated on each page, and a page break may fall inside a row.
    assert sorted(pdf_text(render(case, form, "pdf", options), bound)) == sorted(text)


# Syllables that stand in no printed word of a form.
_RARE = "뷔슌켤퐁뮬쟌녘툽"
_FAMILY_NAMES = "김이박최정강조윤장임한서신권황안송홍"


class Household:
    """Invented persons; ``secrets`` is what must stand on no de-identified paper."""

    def __init__(self, draw: st.DrawFn, count: int) -> None:
        order = draw(st.permutations(list(_RARE)))
        surname = st.sampled_from(_FAMILY_NAMES)
        self.given = [order[n % 8] + order[(n * 3 + 1 + n // 8) % 8] for n in range(count)]
        self.names = [draw(surname) + given for given in self.given]
        last = draw(st.integers(1000, 9999))
        self.phone = draw(st.sampled_from([f"010-0000-{last}", f"0100000{last}", f"010 0000 {last}"]))
        self.number = f"9{draw(st.integers(0, 9))}0{draw(st.integers(1, 9))}1{draw(st.integers(0, 9))}"
        self.number += f"-{draw(st.integers(1, 2))}{draw(st.integers(100000, 999999))}"
        self.email = f"box{draw(st.integers(100, 999))}@example.com"
        house, flat = draw(st.integers(1, 999)), draw(st.integers(101, 2999))
        details = [
            f"달맞이로 {house}, {flat}호",
            f"솔숲길 {house}",
            f"느티나무로 {house}번길 7, 별빛빌라 {flat}호",
        ]
        self.detail = draw(st.sampled_from(details))

    @property
    def secrets(self) -> list[str]:
        return [*self.given, *self.names, self.phone, self.number, self.email, self.detail]

    def sentence(self, person: int) -> str:
        name, given = self.names[person], self.given[person]
        return (
            f"{name}은 {self.phone}로 연락하며 {given}이네는 {self.detail}에 삶. "
            f"{given}의 번호 {self.number}, 메일 {self.email}."
        )


@st.composite
def cases_with_persons(draw: st.DrawFn, form: Form) -> tuple[dict[str, Any], list[str]]:
    """The form's sample with other persons, and sentences about them in some of its texts."""
    raw = sample(form.id)
    places = list(fields_in(case_model(), raw))
    names = sorted(
        {
            at(raw, location)
            for location, field, _ in places
            if (mark := marker(field, PersonMark)) is not None and mark.holds == "name"
            if isinstance(at(raw, location), str)
        },
        key=len,
        reverse=True,
    )
    persons = Household(draw, len(names))
    written = json.dumps(raw, ensure_ascii=False)
    for old, new in zip(names, persons.names, strict=True):
        written = written.replace(old, new)
    raw = json.loads(written)
    if form.scope == "case":
        raw["client"] |= {
            "mobile": persons.phone,
            "resident_number": persons.number,
            "email": persons.email,
            "address": f"한빛시 새솔구 {persons.detail}",
        }
    free = [
        location
        for location, field, _ in places
        if is_free_text(field)
        and location[0] == "forms"
        and isinstance(at(raw, location), str)
        and not any(marker(field, kind) is not None for kind in (PersonMark, AddressMark, EmailMark))
        and location[-1] not in ("case_no", "name", "id", "file")
    ]
    for location in (
        draw(st.lists(st.sampled_from(free), min_size=1, max_size=6, unique=True)) if free and names else []
    ):
        changed = copy.deepcopy(raw)
        person = draw(st.integers(0, len(names) - 1))
        at(changed, location[:-1])[location[-1]] = persons.sentence(person)
        if check_case(changed).case is not None:
            raw = changed
    # An address in running text is known by that of the case, which an agency's file does not hold.
    known = [one for one in persons.secrets if form.scope == "case" or one != persons.detail]
    return raw, known


@every_form
@QUICK
@given(data=st.data())
def test_no_name_number_phone_or_address_of_the_case_is_left(form: Form, data: st.DataObject) -> None:
    raw, secrets = data.draw(cases_with_persons(form))
    text = text_of(read(raw), form, "deidentified")
    assert [secret for secret in secrets if squeeze(secret) in text] == []


@pytest.mark.slow
@every_form
@settings(QUICK, max_examples=16)
@given(data=st.data())
def test_of_many_cases_nothing_of_a_person_is_left(form: Form, data: st.DataObject) -> None:
    raw, secrets = data.draw(cases_with_persons(form))
    text = text_of(read(raw), form, "deidentified")
    assert [secret for secret in secrets if squeeze(secret) in text] == []


@pytest.mark.parametrize(
    "form", [form for form in all_forms() if names_persons(form.model)], ids=lambda form: form.id
)
@QUICK
@given(data=st.data())
def test_the_same_persons_do_stand_in_the_masked_form(form: Form, data: st.DataObject) -> None:
    """The counter-test: the names would be found if they were printed."""
    raw, secrets = data.draw(cases_with_persons(form))
    text = text_of(read(raw), form, "masked")
    assert [secret for secret in secrets if squeeze(secret) in text] != []


def test_what_is_uncertain_is_listed_with_its_place() -> None:
    raw = put(sample("closure_review"), "forms/closure_review/change", "이웃 박서준이 자주 들여다봄.")
    (found,) = uncertain(check_case(raw), form_named("closure_review"))
    assert (found.form, found.path) == ("closure_review", "/forms/closure_review/change")
    assert found.label == "대상자 변화(성과)"
    assert (found.start, found.end, found.text) == (3, 6, "박서준")
    assert "박서준" not in repr(found)
    assert uncertain(check_case(raw), form_named("consent")) == ()


def test_a_coded_word_is_no_name() -> None:
    """A child called 동의 unticks no 동의함."""
    form = form_named("consent")
    raw = put(sample("consent"), "household", [{"relation": "자", "name": "김동의"}])
    boxes = text_of(read(sample("consent")), form, "masked").count("■")
    assert boxes > 0
    assert text_of(read(raw), form, "deidentified").count("■") == boxes


def test_somebody_outside_the_household_is_known_by_the_given_name_with_이네() -> None:
    """After a vowel, too: the sentence names the person's home, and no other word ends so."""
    raw = sample("independence_plan")
    raw["forms"]["independence_plan"]["mentors"][0]["name"] = "조쟌뷔"
    raw["forms"]["independence_plan"]["housing"] = "쟌뷔이네 옆집"
    text = text_of(read(raw), form_named("independence_plan"), "deidentified")
    assert "쟌뷔" not in text and "이네옆집" in text
