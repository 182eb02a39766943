"""Dates, times and numbers as people type them: one reading for Excel, the pages and the command line.

A case file itself holds ``2025-06-02`` and ``3`` alone. What can be read in one way only is turned
into that; everything else comes back as it was typed, so that the field's own check names it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

_WEEKDAYS = "월화수목금토일"
# Dashes that a word processor puts in place of a hyphen.
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_DATE_PARTS = re.compile(
    r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?"
    rf"\s*(?:\(\s*([{_WEEKDAYS}])(?:요일)?\s*\)|([{_WEEKDAYS}])요일)?",
    re.ASCII,
)
_DATE_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_MIDNIGHT = re.compile(r"(.*?)[\sT]+00:00(?::00)?", re.ASCII)
_TIME_OF_DAY = re.compile(
    r"(.*?)[\sT]+(오전|오후)?\s*(\d{1,2})(?::|시\s*)(\d{2})(?:(?::|분\s*)(\d{2}))?[분초]?\s*(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)", re.ASCII)
# 1차, 제2차, 3회, 4명: a number with the word that counts.
_COUNTED = re.compile(r"(?:제\s*)?(\d{1,7})\s*(?:차|회차|회|번째|번|명|세|촌|개|건|점)", re.ASCII)
# Far more digits than any amount has, and few enough to be read at once.
_DIGIT_LIMIT = 40
# Stands for an item of a list that was left open (null in a case file).
OPEN = "-"
_SEOUL = "+09:00"


def folded(text: str) -> str:
    """The text in one width and without outer blanks, for reading numbers and dates."""
    return unicodedata.normalize("NFKC", text).strip()


def date_of(text: str) -> str:
    """A date as ``2025-06-02`` from 2025.6.2, 2025-6-2, 20250602, 2025년 6월 2일 or 2025. 6. 2.(월).

    A weekday must be that of the date. What is no such date comes back as typed, trimmed.
    """
    typed = folded(text)
    without_time = _MIDNIGHT.fullmatch(typed)
    return _day(without_time[1] if without_time else typed) or text.strip()


def _day(typed: str) -> str | None:
    plain = typed.translate(_DASHES)
    if match := _DATE_DIGITS.fullmatch(plain):
        return "-".join(match.groups())
    match = _DATE_PARTS.fullmatch(plain)
    if match is None:
        return None
    day = f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
    weekday = match[4] or match[5]
    return day if weekday is None or weekday == _weekday(day) else None


def _weekday(day: str) -> str | None:
    try:
        return _WEEKDAYS[date.fromisoformat(day).weekday()]
    except ValueError:
        return None


def dates_of(text: str) -> list[str]:
    """Several dates, divided by line ends, commas or semicolons."""
    return [
        date_of(part) for part in re.split(r"[\n,;]+", unicodedata.normalize("NFKC", text)) if part.strip()
    ]


def moment_of(text: str) -> str:
    """A date-time as ``2025-06-02T09:30:00+09:00``, the date in any form; without an offset, Korean time.

    What is no date with a time comes back as typed, trimmed.
    """
    typed = folded(text)
    match = _TIME_OF_DAY.fullmatch(typed)
    day = _day(match[1]) if match is not None else None
    if match is not None and day is not None:
        hour = _hour(match[2], int(match[3]))
        typed = f"{day}T{hour:02}:{match[4]}:{match[5] or '00'}{match[6] or ''}"
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return text.strip()
    if moment.tzinfo is None and len(typed) > len("2025-06-02"):
        return moment.isoformat() + _SEOUL
    return moment.isoformat() if moment.tzinfo is not None else text.strip()


def _hour(half: str | None, hour: int) -> int:
    """The hour of the day; one that no half of a day has is no hour."""
    if half is None:
        return hour
    return hour % 12 + (12 if half == "오후" else 0) if 1 <= hour <= 12 else 99


def won_of(text: str) -> int | str:
    """A whole number from 1200000, 1,200,000, 1,200,000원 or ₩1,200,000; else as typed, trimmed."""
    return _whole(folded(text).removesuffix("원").lstrip("₩\\").replace(" ", ""), text)


def count_of(text: str) -> int | str:
    """A whole number from 3, 1,200 or a count such as 1차, 제2차, 3회, 4명; else as typed, trimmed."""
    typed = folded(text)
    counted = _COUNTED.fullmatch(typed)
    return int(counted[1]) if counted else _whole(typed.replace(" ", ""), text)


def counts_of(text: str) -> list[int | str | None]:
    """Several whole numbers, divided by blanks, line ends, commas or semicolons; ``OPEN`` is one left open."""
    return [None if part == OPEN else count_of(part) for part in re.split(r"[\s,;]+", text) if part]


def item_text(item: object) -> str:
    """An item of a list as it is typed."""
    return OPEN if item is None else str(item)


def _whole(digits: str, typed: str) -> int | str:
    fits = len(digits) < _DIGIT_LIMIT and _AMOUNT.fullmatch(digits)
    return int(digits.replace(",", "")) if fits else typed.strip()
