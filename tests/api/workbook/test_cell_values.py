"""What people and Excel make of a value, and what it is read as."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from api.entry.tables import EntryColumn, Kind
from api.workbook.cell_contents import COVERED, UNSAVED, Formatted
from api.workbook.cell_values import cell_value, sheet_value


def read(kind: Kind, cell: object, *choices: str) -> Any:
    return cell_value(EntryColumn(("x",), "제목", kind, choices=choices), cell).value


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2025, 3, 4),
        date(2025, 3, 4),
        datetime(2025, 3, 4, 14, 30),
        "2025-03-04",
        "2025.3.4",
        "2025. 3. 4.",
        "2025/3/4",
        "2025년 3월 4일",
        "20250304",
        20250304,
        20250304.0,
        "２０２５．３．４",
        " 2025-03-04 00:00:00 ",
    ],
)
def test_a_date_however_it_is_typed(cell: object) -> None:
    assert read("date", cell) == "2025-03-04"


@pytest.mark.parametrize(
    ("cell", "left"),
    [("25.3.4", "25.3.4"), ("3월 4일", "3월 4일"), (45720, "45720"), ("2025.2.30", "2025-02-30")],
)
def test_a_date_that_could_be_another_is_left_to_the_fields_check(cell: object, left: str) -> None:
    assert read("date", cell) == left


@pytest.mark.parametrize(
    "cell", [1200000, 1200000.0, "1,200,000", "1,200,000원", "₩1,200,000", "１，２００，０００ 원"]
)
def test_won_however_they_are_typed(cell: object) -> None:
    assert read("won", cell) == 1_200_000


@pytest.mark.parametrize("cell", ["1,20", "120만원", 0.5])
def test_an_amount_that_is_no_whole_number_stays_as_typed(cell: object) -> None:
    assert read("won", cell) == cell


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (1000001234, "010-0000-1234"),
        (1000001234.0, "010-0000-1234"),
        ("1000001234", "010-0000-1234"),
        (200000000, "02-0000-0000"),
        (3100000000, "031-0000-0000"),
        ("０１０－００００－１２３４", "010-0000-1234"),
        ("010-0000-1234 ", "010-0000-1234"),
        # 1588-0000 is a number without a zero, and stays one.
        (15880000, "15880000"),
        # What the cell shows, and where that is no telephone number the number itself.
        (Formatted(1000001234, "010-0000-1234"), "010-0000-1234"),
        (Formatted(1000001234, "1,000,001,234"), "010-0000-1234"),
        (Formatted(1000001234, None), "010-0000-1234"),
        # Nothing fits: left for the field's check.
        (12345, "12345"),
    ],
)
def test_a_telephone_number_gets_its_zero_back_where_only_that_can_be_meant(
    cell: object, number: str
) -> None:
    assert read("phone", cell) == number


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (9001011234567, "9001011234567"),
        # Born on 12 March 2005: 0503123456789 without its zero.
        (503123456789, "050312-3456789"),
        # Born on 1 January 2000: 0001013456789 without its three.
        (1013456789, "000101-3456789"),
        # What the cell shows is certain, whatever the century.
        (Formatted(503121234567, "050312-1234567"), "050312-1234567"),
        # Shown with commas: the number itself is meant.
        (Formatted(503123456789, "503,123,456,789"), "050312-3456789"),
        # Typed as text, a figure is missing: nobody knows which.
        ("503123456789", "503123456789"),
        # A figure is missing: with a zero before it, month 00.
        (900101123456, "900101123456"),
        # With a zero before it, somebody born in 1905: more likely another figure is missing.
        (503121234567, "503121234567"),
    ],
)
def test_a_registration_number_gets_its_zeros_back_where_only_that_can_be_meant(
    cell: object, number: str
) -> None:
    assert read("resident_number", cell) == number


def test_yes_and_no_in_many_words() -> None:
    for word in ("예", " Y ", "ｙ", "O", "○", "TRUE", True):
        assert read("flag", word) is True
    for word in ("아니오", "아니요", "n", "X", "×", False):
        assert read("flag", word) is False
    assert read("flag", "모름") == "모름"


def test_coded_words_whatever_their_blanks_and_dots() -> None:
    assert read("choice", " 의뢰 ･ 이관 ", "의뢰·이관", "종결") == "의뢰·이관"
    assert read("choice", 2025, "2024", "2025") == "2025"
    assert read("choice", "의뢰", "의뢰·이관") == "의뢰"


def test_coded_words_that_hold_commas_are_not_divided() -> None:
    words = ("벽, 담", "지붕", "도배, 장판")
    for typed in ("벽, 담, 도배, 장판", "벽, 담\n도배, 장판", "벽,담;도배,장판"):
        assert read("choices", typed, *words) == ["벽, 담", "도배, 장판"]
    assert read("choices", "지붕, 굴뚝", *words) == ["지붕", "굴뚝"]


def test_lists_of_words() -> None:
    assert read("words", "나하늘, 나다운") == ["나하늘", "나다운"]
    assert read("words", "나하늘\n나다운\n") == ["나하늘", "나다운"]
    assert read("words", "○○구청(팀장, 주무관), △△센터") == ["○○구청(팀장, 주무관)", "△△센터"]
    assert read("numbers", "5, 4 3") == [5, 4, 3]
    assert read("dates", "2025.3.4, 2025.3.5") == ["2025-03-04", "2025-03-05"]


def test_a_single_word_with_a_comma_comes_back_whole() -> None:
    column = EntryColumn(("x",), "제목", "words")
    assert cell_value(column, sheet_value(column, ["서울, 중구"])).value == ["서울, 중구"]


def test_text_loses_outer_blanks_only() -> None:
    assert read("text", " ○○시  □□로\u00a0") == "○○시  □□로"
    assert read("text", 1203.0) == "1203"
    assert read("narrative", "첫 줄\r\n둘째 줄") == "첫 줄\n둘째 줄"
    assert read("text", "   ") is None
    # A return alone is no line end in a cell; Word's line end is one.
    assert read("text", "○○시 \r□□로") == "○○시 □□로"
    assert read("narrative", "첫 줄\v둘째 줄\r셋째 줄") == "첫 줄\n둘째 줄\n셋째 줄"


def test_formulas_without_a_usable_result_and_dates_in_text_are_told() -> None:
    column = EntryColumn(("x",), "제목", "text")
    assert cell_value(column, UNSAVED).rule == "SHEET-FORMULA"
    assert cell_value(column, "#REF!").rule == "SHEET-FORMULA"
    changed = cell_value(column, datetime(2025, 3, 4))
    assert (changed.value, changed.rule) == ("2025-03-04", "SHEET-DATE-IN-TEXT")


@pytest.mark.parametrize("kind", ["text", "narrative", "phone", "resident_number", "words"])
@pytest.mark.parametrize(
    "cell",
    [
        # Sixteen digits and more; a format that cannot be rendered; decimals without an end; a span of time.
        10**15,
        2.02403021e23,
        Formatted(2.02403021e23, None),
        10 / 3,
        timedelta(hours=30),
        # What is left of a long number in a CSV file, and of a narrow column.
        "2.02403E+23",
        "########",
    ],
)
def test_a_number_that_does_not_say_what_was_typed_counts_as_not_given(kind: Kind, cell: object) -> None:
    got = cell_value(EntryColumn(("x",), "제목", kind), cell)
    assert (got.value, got.rule) == (None, "SHEET-NUMBER")
    assert got.problem


def test_a_number_in_a_column_of_text_is_what_the_cell_shows() -> None:
    assert read("text", Formatted(1190870, "001190870")) == "001190870"
    assert read("text", Formatted(time(14, 30), "14:30")) == "14:30"
    assert read("words", Formatted(7, "제7호")) == ["제7호"]
    assert cell_value(EntryColumn(("x",), "제목", "text"), Formatted(1234, None)).rule == "SHEET-NUMBER"
    # Coded words and the numbers of questions are told by the number itself, too.
    assert read("choice", Formatted(3, "3점"), "2", "3") == "3"
    assert read("choice", Formatted(3, "3점"), "2점", "3점") == "3점"
    key = EntryColumn(("#",), "번호", "text", role="entry_key")
    assert cell_value(key, Formatted(3, "3번")).value == "3"


def test_an_amount_is_the_number_whatever_the_cell_shows() -> None:
    assert read("won", 2_400_000) == 2_400_000
    # 1.1 * 3_000_000 in a spreadsheet: fifteen digits are kept.
    assert read("won", 1.1 * 3_000_000) == 3_300_000
    assert read("won", 0.5) == 0.5


def test_an_amount_merged_over_several_lines_is_told() -> None:
    column = EntryColumn(("x",), "금액(원)", "won")
    assert cell_value(column, COVERED).value is None
    assert cell_value(column, COVERED).rule == "SHEET-MERGED"


def test_rounds() -> None:
    assert [read("number", typed) for typed in ("1차", "제2차", "3회", 4)] == [1, 2, 3, 4]
