"""Where each relation stands in a genogram, who is listed beside it, and what an ecomap holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms import CaseFile, check_case
from forms.icm.ecomap import ecomap_of
from forms.kinship import NO_ROOM, Genogram, genogram_of
from tests.reading import sample

DAY = date(2024, 9, 11)
Said = str | tuple[str, dict[str, Any]]


def case(*household: Said, **client: Any) -> CaseFile:
    rows = [(row, {}) if isinstance(row, str) else row for row in household]
    raw = {
        "case_no": "2024-0001",
        "client": {"name": "도가온", **client},
        "household": [{"relation": relation, **more} for relation, more in rows],
    }
    checked = check_case(raw)
    assert checked.case is not None, checked.findings
    return checked.case


def genogram(*household: Said, **client: Any) -> Genogram:
    return genogram_of(case(*household, **client), DAY)


def words(drawn: Genogram) -> tuple[set[str], set[str]]:
    """Couples as "a=b" and descents as "child<parent+parent", by their relations; * for an assumed person."""
    names = [person.relation + "*" * person.assumed for person in drawn.people]
    signs = {"marriage": "=", "common-law": "~", "assumed": "?"}
    couples = {f"{names[pair.first]}{signs[pair.kind]}{names[pair.second]}" for pair in drawn.couples}
    descents = {
        f"{names[one.child]}{'<<' if one.adoptive else '<'}{'+'.join(names[parent] for parent in one.parents)}"
        for one in drawn.descents
    }
    return couples, descents


@pytest.mark.parametrize(
    ("household", "couples", "descents"),
    [
        (("배우자",), {"본인=배우자"}, set()),
        (("사실혼 배우자",), {"본인~사실혼 배우자"}, set()),
        (("배우자(사실혼)",), {"본인~배우자(사실혼)"}, set()),
        (("부", "모"), {"부=모"}, {"본인<부+모"}),
        (("모",), set(), {"본인<모"}),
        (("양부", "양모"), {"양부=양모"}, {"본인<<양부+양모"}),
        (("모", "계부"), {"모=계부"}, {"본인<모"}),
        (("부", "계모"), {"계모=부"}, {"본인<부"}),
        (("배우자", "시부", "시모"), {"시부=시모", "본인=배우자"}, {"배우자<시부+시모"}),
        (("배우자", "장모"), {"본인=배우자"}, {"배우자<장모"}),
        (("배우자", "자", "딸"), {"본인=배우자"}, {"자<본인+배우자", "딸<본인+배우자"}),
        (("자", "양녀"), set(), {"자<본인", "양녀<<본인"}),
        (("자(입양)",), set(), {"자(입양)<<본인"}),
        (("배우자", "계자", "의붓딸"), {"본인=배우자"}, {"계자<배우자", "의붓딸<배우자"}),
        (("부", "형", "여동생"), set(), {"본인<부", "형<부", "여동생<부"}),
        (("누나", "동생"), set(), {"본인<", "누나<", "동생<"}),
        (("양모", "동생"), set(), {"본인<", "동생<", "본인<<양모"}),
        (("부", "조부", "조모"), {"조부=조모"}, {"부<조부+조모", "본인<부"}),
        (("모", "외할머니"), set(), {"모<외할머니", "본인<모"}),
        (("조부", "조모", "남동생"), {"조부=조모"}, {"부*<조부+조모", "본인<부*", "남동생<부*"}),
        (("외조모",), set(), {"모*<외조모", "본인<모*"}),
        (("모", "조모"), {"부*?모"}, {"부*<조모", "본인<부*+모"}),
        (("할머니",), set(), {"부모*<할머니", "본인<부모*"}),
        (("손자", "외손녀"), set(), {"자녀*<본인", "손자<자녀*", "외손녀<자녀*"}),
        (("배우자", "손자"), {"본인=배우자"}, {"자녀*<본인+배우자", "손자<자녀*"}),
    ],
)
def test_a_known_relation_has_its_place(
    household: tuple[Said, ...], couples: set[str], descents: set[str]
) -> None:
    drawn = genogram(*household)
    assert words(drawn) == (couples, descents)
    assert drawn.unplaced == ()


@pytest.mark.parametrize(
    ("household", "listed"),
    [
        (("계부",), ("계부", "친모가 가구에 없어 이을 수 없음")),
        (("계모", "모"), ("계모", "친부가 가구에 없어 이을 수 없음")),
        (("시모",), ("시모", "배우자가 가구에 없어 이을 수 없음")),
        (("계자",), ("계자", "배우자가 가구에 없어 이을 수 없음")),
        (("배우자", "처"), ("처", "같은 관계의 사람이 이미 그려져 있음")),
        (("부", "친부"), ("친부", "같은 관계의 사람이 이미 그려져 있음")),
        (("배우자(이혼)",), ("배우자(이혼)", "혼인 관계가 이어지는지 알 수 없음")),
        (("이복동생",), ("이복동생", "어느 부모를 함께하는지 알 수 없음")),
        (("동생(이부)",), ("동생(이부)", "어느 부모를 함께하는지 알 수 없음")),
        (("모", "할머니"), ("할머니", "친가인지 외가인지 알 수 없음")),
        (("양부", "할머니"), ("할머니", "친가인지 외가인지 알 수 없음")),
        (("시조모", "배우자"), ("시조모", "배우자의 어느 쪽 조부모인지 알 수 없음")),
        (("조부모",), ("조부모", "두 사람을 함께 이르는 말")),
        (("자", "손자"), ("손자", "누구의 자녀인지 알 수 없음")),
        (("자", "며느리"), ("며느리", "누구의 배우자인지 알 수 없음")),
        (("이모",), ("이모", "누구를 통한 친척인지 알 수 없음")),
        (("동거인",), ("동거인", "가족 관계가 아님")),
        (("한울이",), ("한울이", "관계를 나타내는 말을 알 수 없음")),
        (("세대주",), ("세대주", "관계가 세대주와의 관계로 적혀 있어 대상자와의 관계를 알 수 없음")),
    ],
)
def test_who_cannot_be_placed_is_listed_with_the_reason(
    household: tuple[Said, ...], listed: tuple[str, str]
) -> None:
    assert [(one.relation, one.reason) for one in genogram(*household).unplaced] == [listed]


def test_beside_a_householder_nobody_is_placed() -> None:
    drawn = genogram("세대주", "자")
    assert (drawn.people, len(drawn.unplaced)) == ((), 2)


def test_nobody_draws_the_client_alone() -> None:
    assert genogram() == Genogram()
    assert genogram(("본인", {"sex": "여"})) == Genogram()
    assert genogram("이모").people == ()


@pytest.mark.parametrize(
    ("relation", "more", "sex"),
    [
        ("배우자", {}, None),
        ("자", {}, None),
        ("남편", {}, "남"),
        ("녀", {}, "여"),
        ("부(사망)", {}, "남"),
        ("둘째 딸", {}, "여"),
        ("배우자", {"sex": "여"}, "여"),
        ("배우자", {"resident_number": "480205-2567890"}, "여"),
        # What is entered is followed, whatever the word says.
        ("아들", {"sex": "여"}, "여"),
    ],
)
def test_the_sex_is_entered_or_told_by_number_or_word(
    relation: str, more: dict[str, Any], sex: str | None
) -> None:
    (person,) = [one for one in genogram((relation, more)).people if not one.is_client]
    assert person.sex == sex


@pytest.mark.parametrize(
    ("relation", "more", "dead", "age"),
    [
        ("모", {"birth_date": "1950-09-12"}, False, 73),
        ("모", {"birth_date": "1950-09-11", "deceased": True}, True, None),
        ("모", {"birth_date": "1950-03-01", "died_on": "2020-02-29"}, True, 69),
        ("모(사망)", {}, True, None),
        # Alive on the day of the form.
        ("모", {"birth_date": "1950-01-01", "died_on": "2024-09-12"}, False, 74),
        ("모", {"died_on": "2024-09-11"}, True, None),
    ],
)
def test_the_dead_are_marked_with_their_age_at_death(
    relation: str, more: dict[str, Any], dead: bool, age: int | None
) -> None:
    person = genogram((relation, more)).people[0]
    assert (person.deceased, person.age) == (dead, age)


def born(relation: str, day: str) -> Said:
    return relation, {"birth_date": day}


@pytest.mark.parametrize(
    ("household", "row"),
    [
        ((born("동생", "1990-01-01"), born("형", "1970-01-01"), "배우자"), ["형", "본인", "배우자", "동생"]),
        # A birth that is not known: as entered, the elder before the client where the word says so.
        (("동생", "형"), ["형", "본인", "동생"]),
        # With another family above, the client stands last, so that no lines cross.
        ((born("동생", "1990-01-01"), "배우자", "장모"), ["동생", "본인", "배우자"]),
    ],
)
def test_brothers_and_sisters_stand_by_birth(household: tuple[Said, ...], row: list[str]) -> None:
    drawn = genogram(*household, birth_date="1980-01-01")
    assert [one.relation for one in drawn.people if one.generation == 0] == row


def test_children_stand_by_birth_or_as_entered() -> None:
    ordered = genogram(born("자", "2012-01-01"), born("녀", "2010-01-01"))
    assert [one.relation for one in ordered.people] == ["본인", "녀", "자"]
    unknown = genogram(born("자", "2012-01-01"), born("녀", "2010-01-01"), "막내")
    assert [one.relation for one in unknown.people] == ["본인", "자", "녀", "막내"]


def test_forty_members_keep_to_eight_a_row() -> None:
    members = ["배우자", "부", "모", *["자"] * 15, *["동생"] * 14, *["계녀"] * 3, *["이모"] * 5]
    assert len(members) == 40
    drawn = genogram(*members)
    rows = {row: sum(one.generation == row for one in drawn.people) for row in (1, 0, -1)}
    assert rows == {1: 2, 0: 8, -1: 8}
    reasons = [one.reason for one in drawn.unplaced]
    # Ten of the children and stepchildren, eight of the brothers and sisters, five aunts.
    assert (reasons.count(NO_ROOM), len(reasons)) == (18, 23)
    assert len(drawn.people) - 1 + len(reasons) == 40


def with_relations(*rows: dict[str, Any], visited_on: str = "2024-09-01") -> dict[str, Any]:
    raw = sample("monitor_sheet")
    raw["forms"] = {"monitor_sheet": [{"visited_on": visited_on, "relations": list(rows)}]}
    return raw


def read(raw: dict[str, Any]) -> CaseFile:
    checked = check_case(raw)
    assert checked.case is not None, checked.findings
    return checked.case


NEIGHBOUR = {"kind": "개인", "relation": "이웃", "name": "방나래"}
SCHOOL = {"kind": "기관", "relation": "다온중학교"}


def test_an_ecomap_holds_the_known_ties_of_the_sheet() -> None:
    raw = with_relations(NEIGHBOUR, SCHOOL, {"relation": "친구"}, {"phone": "02-0000-0000"})
    drawn = ecomap_of(read(raw), DAY)
    assert [(tie.kind, tie.relation, tie.name) for tie in drawn.ties] == [
        ("개인", "이웃", "방나래"),
        ("기관", "다온중학교", None),
    ]
    assert [(one.relation, one.reason) for one in drawn.unplaced] == [
        ("친구", "개인인지 기관인지 적혀 있지 않음")
    ]


def test_the_sheet_is_the_last_one_by_the_day_else_the_last() -> None:
    raw = with_relations(NEIGHBOUR)
    raw["forms"]["monitor_sheet"] += with_relations(SCHOOL, visited_on="2024-10-01")["forms"]["monitor_sheet"]
    held = read(raw)
    by_day = {
        day: [tie.relation for tie in ecomap_of(held, day).ties]
        for day in (DAY, date(2024, 10, 1), date(2020, 1, 1), None)
    }
    assert by_day == {
        DAY: ["이웃"],
        date(2024, 10, 1): ["다온중학교"],
        date(2020, 1, 1): ["다온중학교"],
        None: ["다온중학교"],
    }


def test_more_ties_than_there_is_room_for_are_listed() -> None:
    drawn = ecomap_of(read(with_relations(*[SCHOOL] * 10)), DAY)
    assert (len(drawn.ties), [one.reason for one in drawn.unplaced]) == (8, [NO_ROOM] * 2)


def test_without_a_sheet_there_is_no_tie() -> None:
    assert ecomap_of(case("자"), DAY).ties == ()
