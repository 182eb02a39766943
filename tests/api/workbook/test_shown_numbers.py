"""What cells show of numbers, dates and times: Excel's own documented formats, and those of offices."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from api.workbook.format_codes import format_of
from api.workbook.shown_moments import shown_moment, tells_whole_date
from api.workbook.shown_numbers import shown_number

ACCOUNTING = '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'
PHONE = "[<=9999999]###-####;(0##) ###-####"


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        # Numbers that offices write with leading zeros and dashes.
        (20250102, "0000-0000", "2025-0102"),
        (1190870, "000000000", "001190870"),
        (1000001234, "000-0000-0000", "010-0000-1234"),
        (503123456789, "000000-0000000", "050312-3456789"),
        (101203, '0"동" 000"호"', "101동 203호"),
        (7, '"제"0"호"', "제7호"),
        (7, 'General"호"', "7호"),
        (7, "[Red]0000", "0007"),
        (7, "[$-412]0000", "0007"),
        (7, "0000;@", "0007"),
        (7, r"\A0000", "A0007"),
        # Excel's documentation: ;, _ and * in formats, # and 0 and ?, per cent, thousands.
        (1234.59, "####.#", "1234.6"),
        (8.9, "#.000", "8.900"),
        (0.631, "0.#", "0.6"),
        (12, "#.0#", "12.0"),
        (1234.568, "#.0#", "1234.57"),
        (12000, "#,###", "12,000"),
        (5, "0,000", "0,005"),
        (0.125, "0.0%", "12.5%"),
        (2.5, "0", "3"),
        (-3, "0000", "-0003"),
        (-5, "0;(0)", "(5)"),
        (0, '0;-0;"없음"', "없음"),
        (1234, ACCOUNTING, "1,234"),
        (0, ACCOUNTING, "-"),
        (1234, "[$₩-412]#,##0", "₩1,234"),
        (1234567, PHONE, "123-4567"),
        (212345678, PHONE, "(021) 234-5678"),
        # As it stands: digits that a spreadsheet keeps are certain, fifteen at most.
        (2025, "General", "2025"),
        (2025.0, "@", "2025"),
        (123456789012345, "General", "123456789012345"),
        (3.4, "General", "3.4"),
        (0.1 + 0.2, "General", "0.3"),
    ],
)
def test_a_number_as_it_is_shown(number: float, code: str, shown: str) -> None:
    assert shown_number(number, code) == shown


@pytest.mark.parametrize(
    ("number", "code"),
    [
        # Sixteen digits and more are not what was typed.
        (10**15, "General"),
        (202403020999999983976448, "0"),
        (1e15, "0000-0000-0000-0000"),
        # As many digits as the column is wide.
        (10 / 3, "General"),
        (1.5, "# ?/?"),
        (1.5, "0.00E+00"),
        (7, "[DBNum1][$-412]General"),
        (7, ";;;"),
        (7, '"감춤"'),
        (1234567, "#,##0,"),
        (7, "0!호"),
        (7, "[빨강색]0"),
        (-7, PHONE),
        (7, "yyyy"),
        (7, '0"호'),
    ],
)
def test_what_a_cell_shows_is_not_certain(number: float, code: str) -> None:
    assert shown_number(number, code) is None


MOMENT = datetime(2025, 3, 4, 14, 5, 9)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (MOMENT, "yyyy-mm-dd", "2025-03-04"),
        (date(2025, 3, 4), "yyyy. m. d.", "2025. 3. 4."),
        (MOMENT, 'm"월" d"일"', "3월 4일"),
        # 4 March 2025 was a Tuesday.
        (MOMENT, "yyyy/mm/dd aaa", "2025/03/04 화"),
        (MOMENT, 'yyyy"년" m"월" d"일" aaaa;@', "2025년 3월 4일 화요일"),
        (MOMENT, r"yyyy\-mm\-dd\ h:mm:ss", "2025-03-04 14:05:09"),
        (MOMENT, "mm:ss", "05:09"),
        (MOMENT, "[$-412]AM/PM h:mm", "오후 2:05"),
        (MOMENT, "h:mm AM/PM", "2:05 PM"),
        (MOMENT, "mmm-yy", "Mar-25"),
        (time(0, 30), "h:mm AM/PM", "12:30 AM"),
        (time(14, 30), "h:mm", "14:30"),
    ],
)
def test_a_date_or_a_time_as_it_is_shown(value: datetime, code: str, shown: str) -> None:
    assert shown_moment(value, code) == shown


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (time(14, 30), "yyyy-mm-dd"),
        (MOMENT, "[$-F800]dddd, mmmm dd, yyyy"),
        (MOMENT, "[$-412]mmm"),
        (MOMENT, "[h]:mm"),
        (MOMENT, "mm:ss.0"),
        (MOMENT, "0000"),
    ],
)
def test_what_a_cell_shows_of_a_date_is_not_certain(value: datetime, code: str) -> None:
    assert shown_moment(value, code) is None


def test_formats_that_korean_programs_show_in_their_own_way() -> None:
    # ECMA-376 part 1, 18.8.30, ko-kr: 31 is yyyy"년" mm"월" dd"일".
    assert shown_moment(MOMENT, format_of(31, "General") or "") == "2025년 03월 04일"
    assert shown_moment(MOMENT, format_of(14, "mm-dd-yy") or "") == "2025-03-04"
    # The system's currency.
    assert format_of(5, '"$"#,##0_);("$"#,##0)') is None
    assert format_of(164, "0000") == "0000"


def test_whether_a_format_tells_the_whole_date() -> None:
    assert tells_whole_date("yy.mm.dd")
    assert not tells_whole_date("mmm-yy")
    assert not tells_whole_date("h:mm")
