"""What a cell shows of a date or a time, from its number format; None where that is not certain."""

from __future__ import annotations

from datetime import date, datetime, time

from api.workbook.format_codes import Section, sections_of

# Languages in which the names of months and days are known here, and the half of the day is told.
_KOREAN, _ENGLISH = ("412", "ko-kr", "ko"), ("409", "en-us", "en")
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_KOREAN_DAYS = "월화수목금토일"
Moment = datetime | date | time


def shown_moment(value: Moment, code: str) -> str | None:
    """What a cell with the format ``code`` shows of a date or a time; None where that is not certain."""
    sections = sections_of(code)
    if not sections or sections[0].condition is not None:
        return None
    made = _moment(sections[0], value)
    return made.strip() or None if made is not None else None


def tells_whole_date(code: str) -> bool:
    """Whether the format shows year, month and day of a date."""
    sections = sections_of(code)
    letters = {text[0] for kind, text in sections[0].tokens if kind == "date"} if sections else set()
    return {"y", "m", "d"} <= letters


def _moment(section: Section, value: Moment) -> str | None:
    if section.has("digit", "general", "text", "percent") or not section.has("date"):
        return None
    halves = any(text == "am/pm" for _, text in section.tokens)
    dates = [position for position, (kind, _) in enumerate(section.tokens) if kind == "date"]
    made = []
    for position, (kind, text) in enumerate(section.tokens):
        if kind != "date":
            made.append(text)
            continue
        place = dates.index(position)
        before = section.tokens[dates[place - 1]][1] if place else ""
        after = section.tokens[dates[place + 1]][1] if place + 1 < len(dates) else ""
        minutes = text[0] == "m" and len(text) <= 2 and (before[:1] == "h" or after[:1] == "s")
        shown = _of_time(text, value, halves, minutes, section.language)
        if shown is None:
            return None
        made.append(shown)
    return "".join(made)


def _of_time(text: str, value: Moment, halves: bool, minutes: bool, language: str | None) -> str | None:
    """One part of a date or time; None where the value has none, or the language is not known here."""
    if text == "am/pm" or text[0] in "hs" or minutes:
        if not isinstance(value, (datetime, time)):
            value = datetime.combine(value, time())
        return _of_clock(text, value, halves, language)
    return None if isinstance(value, time) else _of_day(text, value, language)


def _of_clock(text: str, value: datetime | time, halves: bool, language: str | None) -> str | None:
    if text == "am/pm":
        if language in _KOREAN:
            return "오전" if value.hour < 12 else "오후"
        return ("AM" if value.hour < 12 else "PM") if language is None or language in _ENGLISH else None
    number = {"h": value.hour, "m": value.minute, "s": value.second}[text[0]]
    if text[0] == "h" and halves:
        number = (number - 1) % 12 + 1
    return f"{number:0{len(text)}}" if len(text) <= 2 else None


def _of_day(text: str, value: date, language: str | None) -> str | None:
    english = language is None or language in _ENGLISH
    if text[0] == "a":
        korean = language is None or language in _KOREAN
        name = _KOREAN_DAYS[value.weekday()]
        return {3: name, 4: f"{name}요일"}.get(len(text)) if korean else None
    if text[0] == "y":
        return f"{value.year % 100:02}" if len(text) <= 2 else f"{value.year:04}"
    number = value.month if text[0] == "m" else value.day
    if len(text) <= 2:
        return f"{number:0{len(text)}}"
    if not english:
        return None
    name = _MONTHS[value.month - 1] if text[0] == "m" else _DAYS[value.weekday()]
    return {3: name[:3], 4: name}.get(len(text))
