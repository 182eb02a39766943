"""Columns of an office's list are known by their headings, then by what stands in them; no field twice."""

from __future__ import annotations

from datetime import date

import pytest

from api.entry.tables import CASE, entry_tables
from api.workbook.roster_headings import (
    Content,
    Heading,
    content_kind,
    heading_row,
    headings_at,
    matched,
    roster_fields,
)


def keys(*headings: str, contents: dict[int, Content] | None = None) -> dict[int, str]:
    given = [Heading(position, (word,) if word else ()) for position, word in enumerate(headings)]
    return {position: key for position, (key, _) in matched(given, contents or {}).items()}


def test_every_field_that_stands_once_in_a_case_can_be_chosen() -> None:
    [table] = [table for table in entry_tables() if table.key == CASE]
    paths = {"/".join(column.path) for column in table.columns}
    assert set(roster_fields()) == {"case_no", *paths}
    # Whose titles are those of the entry workbook, each known without a synonym.
    for key, field in roster_fields().items():
        assert keys(field.title) == {0: key}


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("성 명", "client/name"),
        ("이름", "client/name"),
        ("대상자\n성명*", "client/name"),
        ("주민번호", "client/resident_number"),
        ("주민등록번호", "client/resident_number"),
        ("생년월일(YYYY-MM-DD)", "client/birth_date"),
        ("핸드폰", "client/mobile"),
        ("ｈｐ", "client/mobile"),
        ("사례관리자", "worker/name"),
        ("관리번호", "case_no"),
        ("접수일자", "received_on"),
        ("선정일", "selection/decided_on"),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str, key: str) -> None:
    assert keys(heading) == {0: key}


def test_the_words_of_synonyms_name_fields() -> None:
    from api.workbook.roster_headings import _data

    assert set(_data()["words"]) <= set(roster_fields())


def test_no_field_is_given_twice_and_the_exact_heading_goes_first() -> None:
    assert keys("연락처", "휴대전화") == {0: "client/phone", 1: "client/mobile"}
    assert keys("성명", "이름") == {0: "client/name"}


def test_what_stands_in_a_column_tells_of_two_fields_which() -> None:
    assert keys("연락처", contents={0: "phone"}) == {0: "client/phone"}
    assert keys("연락처", contents={0: "mobile"}) == {0: "client/mobile"}
    assert keys("생년월일", contents={0: "resident_number"}) == {0: "client/resident_number"}
    assert keys("주민번호", contents={0: "date"}) == {0: "client/birth_date"}


def test_a_column_without_a_known_heading_is_known_by_what_stands_in_it() -> None:
    headings = [Heading(0), Heading(1, ("폰",)), Heading(2, ("등록",))]
    contents: dict[int, Content] = {0: "resident_number", 1: "mobile", 2: "date"}
    assert matched(headings, contents) == {
        0: ("client/resident_number", "content"),
        1: ("client/mobile", "content"),
    }


def test_what_is_said_of_somebody_else_is_nobodys() -> None:
    contents: dict[int, Content] = {0: "resident_number", 1: "mobile"}
    assert keys("배우자 주민번호", "보호자 연락처", contents=contents) == {}
    assert keys("비상연락처", contents={0: "mobile"}) == {0: "client/emergency_phone"}


def test_a_heading_above_several_columns_is_put_before_theirs() -> None:
    grid: list[list[object]] = [["담당자", None, "대상자", None], ["성명", "연락처", "성명", "연락처"]]
    merges = [(1, 1, 2, 1), (3, 1, 4, 1)]
    assert heading_row(grid, merges) == 2
    found = matched(headings_at(2, grid, merges), {})
    assert [key for key, _ in found.values()] == [
        "worker/name",
        "worker/phone",
        "client/name",
        "client/mobile",
    ]


def test_the_heading_row_stands_below_titles() -> None:
    grid: list[list[object]] = [
        ["2025년 대상자 명단"],
        [None],
        ["연번", "성명", "연락처"],
        [1, "나보람", "010-0000-1234"],
    ]
    assert heading_row(grid, ()) == 3
    assert heading_row([["명단"], ["가", "나"], [1, 2]], ()) == 2
    assert heading_row([], ()) == 1


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ([date(2025, 3, 4), "2025. 3. 5.", None], "date"),
        (["560101-2000008", "5601012000008"], "resident_number"),
        (["010-0000-1234", 1000005678], "mobile"),
        (["010-0000-1234", "02-000-0000"], "phone"),
        # One in five may be mistyped, no more.
        (["2025-03-04"] * 4 + ["3월"], "date"),
        (["2025-03-04"] * 3 + ["3월"], ""),
        (["나보람", "정든솔"], ""),
        ([None, None], ""),
        ([1, 2, 3], ""),
    ],
)
def test_what_a_column_holds_is_told_by_most_of_its_cells(cells: list[object], kind: Content) -> None:
    assert content_kind(cells) == kind
