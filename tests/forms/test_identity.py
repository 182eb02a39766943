"""Who is who: a person's number, name, sex and birth, in one place and between forms and case."""

from __future__ import annotations

from typing import Any

import pytest

from forms import all_forms
from forms.fields import sex_of
from forms.form import HouseholdTable, marker
from forms.places import is_list, model_in
from tests.changing import drop, findings, put
from tests.reading import sample

SURVEY = "forms/needs_survey/1/family"
MONITOR = "forms/monitor_sheet/0/family"


@pytest.fixture
def case() -> dict[str, Any]:
    return sample("case_full")


def told(case: dict[str, Any], *rules: str) -> list[tuple[str, str, str]]:
    """(rule, severity, path) of the findings about persons."""
    about = rules or ("FIELD-IDENTITY", "FIELD-SAME-NAME", "CASE-DIFFERENCE")
    return [(f.rule, f.severity.value, f.path) for f in findings(case) if f.rule in about]


def test_the_whole_sample_has_none(case: dict[str, Any]) -> None:
    assert told(case) == []


@pytest.mark.parametrize(
    ("digit", "sex"),
    [(1, "남"), (2, "여"), (3, "남"), (4, "여"), (5, "남"), (6, "여"), (7, "남"), (8, "여"), (9, "남"), (0, "여")],
)  # fmt: skip
def test_the_seventh_digit_tells_the_sex_of_residents_and_foreigners(digit: int, sex: str) -> None:
    assert sex_of(f"900101-{digit}000001") == sex


@pytest.mark.parametrize("at", ["client", "household/2", f"{SURVEY}/2"])
def test_a_sex_against_the_row_s_own_number_is_an_error_at_the_sex(case: dict[str, Any], at: str) -> None:
    # 주이든 is 남 (3), 남가람 여 (2).
    put(case, f"{at}/sex", "남" if at == "client" else "여")
    assert ("FIELD-IDENTITY", "error", f"/{at}/sex") in told(case)


@pytest.mark.parametrize(("digit", "sex"), [(5, "여"), (6, "남"), (7, "여"), (8, "남")])
def test_a_foreigner_s_number_tells_the_sex_too(case: dict[str, Any], digit: int, sex: str) -> None:
    born = "900101" if digit < 7 else "050101"
    put(case, "household/1/resident_number", f"{born}-{digit}000001")
    drop(case, SURVEY)
    put(case, "household/1/sex", sex)
    assert ("FIELD-IDENTITY", "error", "/household/1/sex") in told(case)
    put(case, "household/1/sex", "남" if sex == "여" else "여")
    assert told(case, "FIELD-IDENTITY") == []


def test_a_birth_date_against_the_row_s_own_number_is_an_error(case: dict[str, Any]) -> None:
    put(case, "household/3/birth_date", "2016-05-30")
    assert told(case) == []
    put(case, "household/3/birth_date", "2016-05-31")
    (finding,) = findings(case, "FIELD-IDENTITY")
    assert (finding.severity, finding.path) == ("error", "/household/3/birth_date")
    assert "160530" not in finding.message


def member(**values: object) -> dict[str, object]:
    return {"relation": "배우자", "name": "김하나", "living_together": True, **values}


def test_the_client_s_number_on_a_member_is_an_error_there(case: dict[str, Any]) -> None:
    case["household"].append(member(resident_number=case["client"]["resident_number"]))
    assert told(case) == [("FIELD-IDENTITY", "error", "/household/4/resident_number")]
    (finding,) = findings(case, "FIELD-IDENTITY")
    assert "830714" not in finding.message
    assert "'본인'" in finding.message


def test_one_number_on_two_members_is_an_error_at_the_second(case: dict[str, Any]) -> None:
    case["household"].append(member(resident_number="1605304000004"))
    assert told(case) == [("FIELD-IDENTITY", "error", "/household/4/resident_number")]
    (finding,) = findings(case, "FIELD-IDENTITY")
    assert finding.message.startswith("가구원 4번과 ")


@pytest.mark.parametrize("name", ["남가람", "남 가람", "남\u3000가람"])
def test_the_client_s_name_on_a_member_is_an_error_there(case: dict[str, Any], name: str) -> None:
    case["household"].append(member(name=name))
    assert told(case) == [("FIELD-IDENTITY", "error", "/household/4/name")]


def test_a_name_that_stands_for_any_name_is_no_person(case: dict[str, Any]) -> None:
    for name in ("○○○", "남○람"):
        put(case, "client/name", name)
        case["household"] = [member(name=name)]
        assert told(case, "FIELD-IDENTITY") == []


@pytest.mark.parametrize("name", ["주봄이", "주 봄이"])
def test_equal_names_in_a_household_are_an_error_at_the_second(case: dict[str, Any], name: str) -> None:
    case["household"].append(member(name=name))
    assert told(case) == [("FIELD-SAME-NAME", "error", "/household/4/name")]


def test_equal_names_among_those_who_signed_are_an_error_at_the_second(case: dict[str, Any]) -> None:
    put(case, "forms/consent/0/members", ["오순례", "주이든", "오 순례"])
    assert told(case) == [("FIELD-SAME-NAME", "error", "/forms/consent/0/members/2")]


def test_the_row_of_the_client_may_repeat_what_the_client_s_place_says(case: dict[str, Any]) -> None:
    case["household"][0] |= {"name": "남 가람", "resident_number": "8307142000001", "sex": "여"}
    assert told(case) == []


@pytest.mark.parametrize(
    ("field", "value", "severity"),
    [
        ("name", "남가온", "error"),
        ("resident_number", "830714-2000002", "error"),
        ("sex", "남", "error"),
        ("mobile", "010-0000-0999", "warning"),
        ("education", "대학교 졸업", "warning"),
    ],
)
def test_the_row_of_the_client_may_not_say_otherwise(
    case: dict[str, Any], field: str, value: str, severity: str
) -> None:
    case["household"][0][field] = value
    assert told(case) == [("FIELD-IDENTITY", severity, f"/household/0/{field}")]


def test_the_row_of_the_client_is_held_to_the_client_s_number(case: dict[str, Any]) -> None:
    drop(case, "client/sex")
    case["household"][0]["sex"] = "남"
    assert told(case, "FIELD-IDENTITY") == [("FIELD-IDENTITY", "error", "/household/0/sex")]
    case["household"][0] |= {"sex": "여", "birth_date": "1983-07-15"}
    assert told(case, "FIELD-IDENTITY") == [("FIELD-IDENTITY", "error", "/household/0/birth_date")]


def test_the_number_in_the_row_of_the_client_is_the_client_s(case: dict[str, Any]) -> None:
    number = case["client"].pop("resident_number")
    case["household"][0]["resident_number"] = number
    case["household"].append(member(resident_number=number))
    assert told(case) == [("FIELD-IDENTITY", "error", "/household/4/resident_number")]
    case["household"].pop()
    put(case, "client/sex", "남")
    assert ("FIELD-IDENTITY", "error", "/client/sex") in told(case)


def test_a_second_row_of_the_client_is_an_error(case: dict[str, Any]) -> None:
    case["household"].append({"relation": "본인"})
    assert told(case) == [("FIELD-IDENTITY", "error", "/household/4/relation")]


def test_one_person_twice_in_a_form_s_own_table_is_an_error(case: dict[str, Any]) -> None:
    case["forms"]["needs_survey"][1]["family"].append(member(name="주 이든", relation="자"))
    assert told(case, "FIELD-IDENTITY") == [("FIELD-IDENTITY", "error", f"/{SURVEY}/4/name")]
    put(case, f"{SURVEY}/4", member(name="오순자", relation="모", resident_number="510218-2000009"))
    assert told(case, "FIELD-IDENTITY") == [("FIELD-IDENTITY", "error", f"/{SURVEY}/4/resident_number")]


# The survey is of 2025-04-08; 남가람 was born on 1983-07-14: 41 completed years.
@pytest.mark.parametrize(("age", "wrong"), [(39, True), (40, False), (42, False), (43, True), (51, True)])
def test_an_age_more_than_a_year_off_the_computed_one_is_a_warning(
    case: dict[str, Any], age: int, wrong: bool
) -> None:
    put(case, f"{SURVEY}/0/age", age)
    assert told(case) == ([("FIELD-IDENTITY", "warning", f"/{SURVEY}/0/age")] if wrong else [])


# The visit is of 2025-06-18; the monitor sheet has no number, the case has: 오순례 of 1951-02-18 is 74.
@pytest.mark.parametrize(("age", "wrong"), [(72, True), (73, False), (75, False), (76, True)])
def test_an_age_without_a_number_is_held_to_the_case(case: dict[str, Any], age: int, wrong: bool) -> None:
    put(case, f"{MONITOR}/1/age", age)
    assert told(case) == ([("CASE-DIFFERENCE", "warning", f"/{MONITOR}/1/age")] if wrong else [])


def test_an_age_before_the_birth_is_told(case: dict[str, Any]) -> None:
    put(case, f"{SURVEY}/3/resident_number", "250409-4000004")
    put(case, "household/3/resident_number", "250409-4000004")
    put(case, f"{SURVEY}/3/age", 0)
    (finding,) = [f for f in findings(case, "FIELD-IDENTITY") if f.path == f"/{SURVEY}/3/age"]
    assert "뒤에 태어난" in finding.message


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        (0, "name", "남가온"),
        (0, "resident_number", "830714-2000002"),
        (1, "name", "오순래"),
        (1, "resident_number", "510218-2000001"),
        (2, "phone", "010-0000-0999"),
        (2, "living_together", False),
        (3, "relation", "손녀"),
    ],
)
def test_each_member_of_a_form_s_table_is_compared_with_the_case(
    case: dict[str, Any], row: int, field: str, value: object
) -> None:
    put(case, f"{SURVEY}/{row}/{field}", value)
    assert told(case) == [("CASE-DIFFERENCE", "warning", f"/{SURVEY}/{row}/{field}")]
    (finding,) = findings(case, "CASE-DIFFERENCE")
    assert not any(number in finding.message for number in ("830714", "510218"))


def test_a_sex_of_a_row_without_a_number_is_compared_with_the_case(case: dict[str, Any]) -> None:
    drop(case, f"{SURVEY}/2/resident_number")
    put(case, f"{SURVEY}/2/sex", "여")
    assert told(case) == [("CASE-DIFFERENCE", "warning", f"/{SURVEY}/2/sex")]
    # As well where the case tells the sex by the number alone.
    drop(case, "household/2/sex")
    assert told(case) == [("CASE-DIFFERENCE", "warning", f"/{SURVEY}/2/sex")]


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        (0, "name", "남 가람"),
        (2, "phone", "01000000320"),
        (2, "education", "고등학교 1학년"),
        (2, "relation", "장남"),
        (1, "resident_number", "5102182000009"),
    ],
)
def test_what_is_typed_differently_or_changes_with_time_is_no_difference(
    case: dict[str, Any], row: int, field: str, value: str
) -> None:
    put(case, f"{SURVEY}/{row}/{field}", value)
    assert told(case) == []


def test_a_misspelled_name_without_a_number_is_told_where_only_one_can_be_meant(
    case: dict[str, Any],
) -> None:
    put(case, f"{MONITOR}/1/name", "오순래")
    assert told(case) == [("CASE-DIFFERENCE", "warning", f"/{MONITOR}/1/name")]
    # Of the two children the age tells which is meant: 15 and 9 on the day of the visit.
    put(case, f"{MONITOR}/1/name", "오순례")
    put(case, f"{MONITOR}/3/name", "주보미")
    assert told(case) == [("CASE-DIFFERENCE", "warning", f"/{MONITOR}/3/name")]


def test_a_person_whom_the_case_does_not_know_is_information(case: dict[str, Any]) -> None:
    case["forms"]["monitor_sheet"][0]["family"].append({"relation": "조카", "name": "정도윤", "age": 20})
    assert told(case) == [("CASE-DIFFERENCE", "info", f"/{MONITOR}/4/name")]
    case["household"] = []
    assert told(case, "CASE-DIFFERENCE") == []


def test_names_of_the_tables_of_health_and_services_are_compared(case: dict[str, Any]) -> None:
    put(case, "forms/monitor_sheet/0/health", [{"name": "오순례"}, {"name": "오순래"}])
    assert told(case) == [("CASE-DIFFERENCE", "info", "/forms/monitor_sheet/0/health/1/name")]


def test_relations_to_another_householder_are_not_compared(case: dict[str, Any]) -> None:
    put(case, "forms/monitor_sheet/0/householder_name", "오순례")
    for row, relation in enumerate(("자", "본인", "손자", "손녀")):
        put(case, f"{MONITOR}/{row}/relation", relation)
    assert told(case) == [("CASE-DIFFERENCE", "warning", "/forms/monitor_sheet/0/householder_name")]


def test_a_form_s_head_is_held_to_what_the_number_of_the_case_says(case: dict[str, Any]) -> None:
    drop(case, "client/sex")
    put(case, "forms/intake_sheet/sex", "여")
    assert told(case) == []
    put(case, "forms/intake_sheet/sex", "남")
    assert told(case) == [("CASE-DIFFERENCE", "warning", "/forms/intake_sheet/sex")]


def test_a_number_of_a_form_s_head_is_held_to_the_birth_in_the_case(case: dict[str, Any]) -> None:
    drop(case, "client/resident_number")
    put(case, "client/birth_date", "1983-07-14")
    put(case, "forms/intake_sheet/resident_number", "830714-2000001")
    assert told(case) == []
    put(case, "client/birth_date", "1983-07-15")
    at = "/forms/intake_sheet/resident_number"
    assert ("CASE-DIFFERENCE", "warning", at) in told(case)


def test_two_numbers_that_differ_are_told_without_either(case: dict[str, Any]) -> None:
    put(case, "forms/intake_sheet/resident_number", "830714-2000002")
    (finding,) = findings(case, "CASE-DIFFERENCE")
    assert finding.path == "/forms/intake_sheet/resident_number"
    assert "830714" not in finding.message


def test_signed_papers_and_the_proof_s_members_are_held_to_nothing_later(case: dict[str, Any]) -> None:
    put(case, "forms/consent/0/signer_name", "남가온")
    put(case, "forms/usage_proof/members/0/name", "남가온")
    for item in case["forms"]["usage_proof"]["evidence"]:
        item["user"] = "남가온"
    assert told(case) == []


def test_a_form_given_as_one_object_is_pointed_at_without_a_number(case: dict[str, Any]) -> None:
    family = case["forms"]["needs_survey"][1]["family"]
    family[2]["sex"] = "여"
    put(case, "forms/intake_sheet/family", family)
    assert ("FIELD-IDENTITY", "error", "/forms/intake_sheet/family/2/sex") in told(case)


def test_every_list_of_persons_in_a_form_says_whether_it_is_the_household() -> None:
    unmarked = [
        f"{form.id}.{name}"
        for form in all_forms()
        for name, field in form.model.model_fields.items()
        if is_list(field.annotation)
        and (row := model_in(field.annotation)) is not None
        and "name" in row.model_fields
        and {"age", "resident_number", "birth_date"} & set(row.model_fields)
        and marker(field, HouseholdTable) is None
    ]
    # Mentors are nobody's household.
    assert unmarked == ["independence_plan.mentors"]
