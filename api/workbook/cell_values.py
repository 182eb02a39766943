"""What stands in a cell as a value of the case file, and the way back.

Spreadsheets change what people type: dates become day counts, telephone numbers lose their first
zero, long numbers become floats. What can only have been one thing is restored; what could have been
two is left as it stands, so that the field's own check names it. A number in a column of text is what
the cell shows; where that is not certain, or digits were lost, the value counts as not given.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from api.entry.tables import NOT_APPLICABLE, EntryColumn, Kind
from api.entry.typed_values import (
    count_of,
    counts_of,
    date_of,
    dates_of,
    folded,
    item_text,
    moment_of,
    won_of,
)
from api.workbook.cell_contents import COVERED, UNSAVED, Formatted
from api.workbook.format_codes import GENERAL
from api.workbook.shown_numbers import DIGIT_LIMIT, shown_number
from forms.fields import Phone, birth_date_of

# Columns in which a number stands for the text that its cell shows.
SHOWN_KINDS: Final[frozenset[Kind]] = frozenset(
    ("text", "narrative", "phone", "resident_number", "choice", "choices", "words")
)
_PHONE: TypeAdapter[str] = TypeAdapter(Phone)
_MOBILE = re.compile(r"(01\d)(\d{3,4})(\d{4})")
_LOCAL = re.compile(r"(02|0\d{2})(\d{3,4})(\d{4})")
_SERVICE = re.compile(r"(1\d{3})(\d{4})")
_RESIDENT_NUMBER = re.compile(r"\d{6}-?\d{7}", re.ASCII)
# Registration numbers of people born in the 2000s, the only ones that a lost zero fits.
_CENTURY_2000 = "3478"
_YES = frozenset(("예", "네", "y", "yes", "o", "○", "◯", "v", "✓", "true"))
_NO = frozenset(("아니오", "아니요", "n", "no", "x", "×", "false"))
_ERRORS = frozenset(
    ("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#FIELD!")
)
_DOTS = str.maketrans({"･": "·", "ㆍ": "·", "・": "·", "‧": "·"})
# 2.02403E+23: what is left of a long number that went through a cell, or a CSV file, as a number.
_EXPONENT = re.compile(r"-?\d(?:\.\d+)?E\+\d{2,3}", re.ASCII)
_HASHES = re.compile(r"#{3,}")
# A return alone is no line end in a spreadsheet; a Word line end (U+000B) is one.
_RETURN_ALONE = re.compile(r"[ \t]*\r(?!\n)[ \t]*")
_SEOUL = "+09:00"

_FORMULA, _NUMBER, _DATE, _MERGED = "SHEET-FORMULA", "SHEET-NUMBER", "SHEET-DATE-IN-TEXT", "SHEET-MERGED"
_AS_TEXT = "칸의 표시 형식을 '텍스트'로 바꾸고 다시 적으세요."
_TOO_LONG = (
    f"15자리를 넘는 숫자로 적혀 있습니다. 엑셀은 그런 숫자의 끝자리를 바꾸므로 읽지 않았습니다. {_AS_TEXT}"
)
_NOT_CERTAIN = f"숫자의 표시 형식 때문에 칸에 보이는 글을 알 수 없어 읽지 않았습니다. {_AS_TEXT}"
_SHORTENED = f"긴 숫자가 지수(E+) 꼴로 줄어 있어 읽지 않았습니다. {_AS_TEXT}"
_HIDDEN = "칸이 좁아 '###'으로 나온 글이라 읽지 않았습니다. 원래 값을 적으세요."
_NO_RESULT = "수식의 계산 결과가 파일에 없습니다. 엑셀에서 열어 저장하거나 값을 직접 적으세요."
_COVERED = "위 칸과 합친 칸입니다. 합친 칸의 숫자는 맨 윗줄에만 읽습니다. 합친 칸을 풀고 줄마다 적으세요."


class CellValue(NamedTuple):
    """A value for the case file, None where the cell says nothing; or why there is none.

    ``rule`` and ``problem`` come together; a value may be given all the same.
    """

    value: Any
    rule: str | None = None
    problem: str | None = None


@lru_cache(maxsize=4096)
def squeezed(text: str) -> str:
    """Text for comparing headings and coded words: no blanks, one width, one middle dot, no case."""
    dots = unicodedata.normalize("NFC", text).translate(_DOTS)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", dots)).casefold()


def cell_value(column: EntryColumn, cell: object) -> CellValue:
    """What a cell of ``column`` says (plain, ``Formatted``, ``UNSAVED`` or ``COVERED``)."""
    if cell is UNSAVED:
        return CellValue(None, _FORMULA, _NO_RESULT)
    if cell is COVERED:
        return CellValue(None, _MERGED, _COVERED)
    if isinstance(cell, str):
        return _of_text(column, cell)
    if cell is None:
        return CellValue(None)
    if column.kind not in SHOWN_KINDS or isinstance(cell, bool):
        return CellValue(_read(column, cell.value if isinstance(cell, Formatted) else cell))
    return _of_number(column, cell)


def _of_text(column: EntryColumn, cell: str) -> CellValue:
    typed = cell.strip()
    if not typed:
        return CellValue(None)
    if typed in _ERRORS:
        message = f"수식의 결과가 오류({typed})입니다. 수식을 고치거나 값을 직접 적으세요."
        return CellValue(None, _FORMULA, message)
    if column.nullable and squeezed(cell) == squeezed(NOT_APPLICABLE):
        return CellValue(None if column.role == "value" else _NULL)
    if column.kind in SHOWN_KINDS and _EXPONENT.fullmatch(typed):
        return CellValue(None, _NUMBER, _SHORTENED)
    if _HASHES.fullmatch(typed):
        return CellValue(None, _NUMBER, _HIDDEN)
    return CellValue(_read(column, _RETURN_ALONE.sub(" ", cell) if column.kind == "text" else cell))


def _of_number(column: EntryColumn, cell: object) -> CellValue:
    """A number, date or time in a column of text."""
    value = cell.value if isinstance(cell, Formatted) else cell
    shown = cell.shown if isinstance(cell, Formatted) else _unformatted(value)
    if isinstance(value, (int, float)):
        if abs(value) >= DIGIT_LIMIT:
            return CellValue(None, _NUMBER, _TOO_LONG)
        text = _number_text(column, value, shown)
        return (
            CellValue(_read(column, text, is_number=True)) if text else CellValue(None, _NUMBER, _NOT_CERTAIN)
        )
    if shown is None:
        return CellValue(None, _NUMBER, _NOT_CERTAIN)
    if isinstance(value, date) and column.kind in ("text", "narrative", "words"):
        # 3-4 or 1/2 typed into a cell becomes a day of this year: what was meant is lost.
        message = (
            f"글을 적는 칸인데 날짜({shown})가 들어 있습니다. 엑셀이 바꾼 것이 아닌지 확인하고 글로 적으세요."
        )
        return CellValue(_read(column, shown), _DATE, message)
    return CellValue(_read(column, shown))


def _unformatted(value: object) -> str | None:
    """A number, date or time that came without a format."""
    if isinstance(value, (int, float)):
        return shown_number(value, GENERAL)
    return None if isinstance(value, timedelta) else _text(value)


def _number_text(column: EntryColumn, value: int | float, shown: str | None) -> str | None:
    """The text that a number stands for; None where what the cell shows is not certain.

    3 with the format 0"점" is the word 3 all the same; a number that lost its zero is mended later.
    """
    plain = shown_number(value, GENERAL)
    match column.kind:
        case "choice" | "choices":
            return next((text for text in (plain, shown) if text in column.choices), plain)
        case "phone":
            return shown if shown is not None and _is_phone(folded(shown)) else plain
        case "resident_number":
            return shown if shown is not None and _RESIDENT_NUMBER.fullmatch(folded(shown)) else plain
        case _:
            return plain if column.role == "entry_key" else shown


def _read(column: EntryColumn, cell: object, is_number: bool = False) -> Any:
    """A cell's content as a value of the column's kind; what is none stays as it was typed."""
    if column.kind in ("won", "number") and isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _whole(cell)
    text = _text(cell)
    match column.kind:
        case "date":
            return _date(cell)
        case "datetime":
            return cell.isoformat() + _SEOUL if isinstance(cell, datetime) else moment_of(text)
        case "won":
            return won_of(text)
        case "number":
            return count_of(text)
        case "flag":
            return _flag(cell)
        case "choice":
            return _choice(column, text)
        case "phone":
            return _phone(text)
        case "resident_number":
            return _resident_number(text) if is_number else folded(text)
        case "words":
            return _words(text)
        case "choices":
            return _choices(column, text)
        case "numbers":
            return counts_of(text)
        case "dates":
            return [_date(cell)] if isinstance(cell, date) else dates_of(text)
        case _:
            return folded(text) if column.role == "entry_key" else text.strip()


class _Null:
    """A null that says something, unlike an empty cell."""


_NULL: Final = _Null()


def is_null(value: object) -> bool:
    """Whether a cell said 해당 사항 없음, which the case file writes as null."""
    return value is _NULL


def sheet_value(column: EntryColumn, value: Any) -> str | int | date | None:
    """What a cell of ``column`` holds for a value of the case file: a date, a whole number or text."""
    if value is None:
        return NOT_APPLICABLE if column.nullable else None
    if isinstance(value, bool):
        return "예" if value else "아니오"
    if isinstance(value, list):
        return _joined([item_text(item) for item in value])
    if column.kind == "date":
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            return str(value)
    return value if isinstance(value, int) else str(value)


def _joined(items: list[str]) -> str:
    # One item a line. A line end after a single item keeps its commas from dividing it.
    single = len(items) == 1 and any(mark in items[0] for mark in ",;")
    return "\n".join(items) + ("\n" if single else "")


def _text(cell: object) -> str:
    """A cell as text; a whole number without decimals, a date as 2025-06-02."""
    if isinstance(cell, bool):
        return "예" if cell else "아니오"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, str):
        # A trailing line end says that the lines, not the commas, divide a list.
        lines = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
        return lines.strip(" \t\u00a0\u3000")
    return str(cell)


def _date(cell: object) -> object:
    """A date as 2025-06-02; whatever cannot be read as one date stays as it is, for the field's check."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else date_of(_text(cell))


def _whole(number: int | float) -> int | float:
    """A number that is whole in the 15 digits that a spreadsheet keeps, as a whole number."""
    kept = float(f"{number:.15g}") if isinstance(number, float) else number
    return int(kept) if isinstance(kept, float) and kept.is_integer() else number


def _flag(cell: object) -> object:
    if isinstance(cell, bool):
        return cell
    word = squeezed(_text(cell))
    return True if word in _YES else False if word in _NO else _text(cell)


def _choice(column: EntryColumn, text: str) -> object:
    wanted = squeezed(text)
    matching = [choice for choice in column.choices if squeezed(choice) == wanted]
    return matching[0] if len(matching) == 1 else text.strip()


def _words(text: str) -> list[str]:
    """One item a line; within a single line, divided by commas outside brackets."""
    parts = text.split("\n") if "\n" in text else _divided(text)
    return [part.strip() for part in parts if part.strip()]


def _divided(line: str) -> list[str]:
    depth, parts = 0, [""]
    for character in line:
        depth = max(0, depth + (character in "(（[") - (character in ")）]"))
        if character in ",;，；" and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _choices(column: EntryColumn, text: str) -> list[object]:
    """Coded words in one cell. Some words hold commas themselves: the longest word that fits is taken."""
    found: list[object] = []
    for line in text.split("\n"):
        parts = line.replace("；", ";").replace("，", ",").replace(";", ",").split(",")
        while parts:
            for length in range(len(parts), 0, -1):
                choice = _choice(column, ",".join(parts[:length]))
                if choice in column.choices or length == 1:
                    break
            parts = parts[length:]
            if choice != "":
                found.append(choice)
    return found


def _phone(text: str) -> str:
    """A telephone number. Digits alone that lost their zero get it back, where only that can be meant."""
    typed = folded(text)
    if not typed.isascii() or not typed.isdigit():
        return typed
    fitting = [digits for digits in (typed, f"0{typed}") if _is_phone(digits)]
    if fitting != [f"0{typed}"]:
        return typed
    for form in (_MOBILE, _LOCAL, _SERVICE):
        if match := form.fullmatch(fitting[0]):
            return "-".join(match.groups())
    return fitting[0]


def _is_phone(digits: str) -> bool:
    try:
        _PHONE.validate_python(digits)
    except ValidationError:
        return False
    return True


def _resident_number(text: str) -> str:
    """A registration number that Excel took for a number, and that lost the zeros of 2000 to 2009."""
    typed = folded(text)
    if not (typed.isascii() and typed.isdigit() and 10 <= len(typed) < 13):
        return typed
    full = typed.zfill(13)
    try:
        birth_date_of(full)
    except ValueError:
        return typed
    # Nobody born in 1900 to 1909 is meant: such digits have more likely lost another figure.
    return f"{full[:6]}-{full[6:]}" if full[6] in _CENTURY_2000 else typed
