"""Dates, times and numbers as people type them, read alike in Excel, on the pages and on the command line."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from api.cli.main import main
from api.entry.tables import EntryColumn, Kind
from api.entry.typed_values import count_of, counts_of, date_of, dates_of, moment_of, won_of
from api.service.entry.data import record_of
from api.service.entry.fields import Box
from api.workbook.cell_values import cell_value
from tests.reading import SAMPLES

DATES = [
    "2025-06-02",
    "2025.6.2",
    "2025. 6. 2.",
    "2025-6-2",
    "2025/06/02",
    "20250602",
    "2025년 6월 2일",
    "2025년6월2일",
    "２０２５．６．２",
    # 2 June 2025 was a Monday.
    "2025. 6. 2.(월)",
    "2025년 6월 2일 월요일",
    "2025–6–2",
    " 2025-06-02 00:00:00 ",
]
# No date, or one of which it cannot be told which it is; 2 June 2025 was no Tuesday.
NO_DATES = ["25.6.2", "6월 2일", "2025.6", "250602", "2025. 6. 2.(화)", "2025-06-02 09:30", "내일"]


@pytest.mark.parametrize("typed", DATES)
def test_a_date_is_read_alike_everywhere(typed: str) -> None:
    assert date_of(typed) == "2025-06-02"
    assert cell_value(_column("date"), typed).value == "2025-06-02"
    assert _on_the_page("date", typed) == "2025-06-02"
    assert _deadlines(typed) == _deadlines("2025-06-02")


@pytest.mark.parametrize("typed", NO_DATES)
def test_what_is_no_certain_date_stays_as_typed(typed: str) -> None:
    assert date_of(typed) == typed
    assert cell_value(_column("date"), typed).value == typed
    assert _on_the_page("date", typed) == typed
    status, told = _deadlines(typed)
    assert status == 2
    assert "2025-06-02처럼" in told


def test_a_day_that_no_calendar_has_is_left_to_the_fields_check() -> None:
    assert date_of("2025.2.30") == "2025-02-30"
    status, told = _deadlines("2025.2.30")
    assert status == 2
    assert "달력에 없는" in told


def test_several_dates() -> None:
    assert dates_of("2025.6.2, 2025년 6월 9일\n20250616") == ["2025-06-02", "2025-06-09", "2025-06-16"]
    assert _on_the_page("dates", "2025.6.2\r\n2025년 6월 9일\r\n") == ["2025-06-02", "2025-06-09"]


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2025-06-02T09:30:00+09:00", "2025-06-02T09:30:00+09:00"),
        ("2025.6.2 9:30", "2025-06-02T09:30:00+09:00"),
        ("2025년 6월 2일 오후 2시 30분", "2025-06-02T14:30:00+09:00"),
        # Midnight and noon are twelve o'clock.
        ("2025. 6. 2. 오전 12:05", "2025-06-02T00:05:00+09:00"),
        ("2025. 6. 2. 오후 12:05", "2025-06-02T12:05:00+09:00"),
        ("2025-06-02T00:30:00Z", "2025-06-02T00:30:00+00:00"),
    ],
)
def test_a_time_of_a_day(typed: str, moment: str) -> None:
    assert moment_of(typed) == moment
    assert cell_value(_column("datetime"), typed).value == moment


@pytest.mark.parametrize("typed", ["2025-06-02", "2025-06-02 25:00", "2025-06-02 오후 13:00", "9:30"])
def test_what_is_no_time_of_a_day_stays_as_typed(typed: str) -> None:
    assert moment_of(typed) == typed


@pytest.mark.parametrize(
    "typed", ["3", " ３ ", "3차", "제3차", "제 3차", "3회", "3회차", "3번째", "3명", "3세"]
)
def test_a_round_or_a_count_is_read_alike_everywhere(typed: str) -> None:
    assert count_of(typed) == 3
    assert cell_value(_column("number"), typed).value == 3
    assert _on_the_page("number", typed) == 3


@pytest.mark.parametrize("typed", ["차", "3차시", "세 번", "3-4차", "3.5", "1,2"])
def test_what_is_no_whole_number_stays_as_typed(typed: str) -> None:
    assert count_of(typed) == typed
    assert _on_the_page("number", typed) == typed


def test_amounts_and_several_numbers() -> None:
    assert {won_of(typed) for typed in ("1200000", "1,200,000", "1,200,000원", "₩1,200,000")} == {1_200_000}
    assert won_of("3차") == "3차"
    assert counts_of("5, 4\n3회") == [5, 4, 3]
    assert counts_of("5, -, 3") == [5, None, 3]
    assert _on_the_page("won", "1,200,000 원") == 1_200_000
    assert _on_the_page("numbers", "5\r\n4, 3") == [5, 4, 3]


def _column(kind: Kind) -> EntryColumn:
    return EntryColumn(("x",), "제목", kind)


def _on_the_page(kind: Kind, typed: str) -> object:
    return record_of([Box("x", "제목", kind, required=False)], {"/x": [typed]}, "", {})["x"]


def _deadlines(today: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["deadlines", str(SAMPLES / "case_full.json"), "--today", today])
    return result.exit_code, result.output
