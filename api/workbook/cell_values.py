"""What stands in a cell as a value of the case file, and the way back.

Spreadsheets change what people type: dates become day counts, telephone numbers lose their first
zero, long numbers become floats. What can only have been one thing is restored; what could have been
two is left as it stands, so that the field's own check names it.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from forms.entry_tables import NOT_APPLICABLE, EntryColumn
from forms.fields import Phone, birth_date_of

_PHONE: TypeAdapter[str] = TypeAdapter(Phone)
_DATE_PARTS = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?")
_DATE_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME_OF_DAY = re.compile(r"(.*?)[\sT]+00:00(?::00)?")
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)")
_MOBILE = re.compile(r"(01\d)(\d{3,4})(\d{4})")
_LOCAL = re.compile(r"(02|0\d{2})(\d{3,4})(\d{4})")
_SERVICE = re.compile(r"(1\d{3})(\d{4})")
# Registration numbers of people born in the 2000s, the only ones that a lost zero fits.
_CENTURY_2000 = "3478"
_YES = frozenset(("예", "네", "y", "yes", "o", "○", "◯", "v", "✓", "true"))
_NO = frozenset(("아니오", "아니요", "n", "no", "x", "×", "false"))
_ERRORS = frozenset(("#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!"))
_DOTS = str.maketrans({"･": "·", "ㆍ": "·", "・": "·", "‧": "·"})
_SEOUL = "+09:00"


class _Unsaved:
    """Stands for a formula whose result the file does not hold."""


UNSAVED: Final = _Unsaved()


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
    """What a cell of ``column`` says (``None``, text, number, truth value, date or ``UNSAVED``)."""
    if cell is UNSAVED:
        message = "수식의 계산 결과가 파일에 없습니다. 엑셀에서 열어 저장하거나 값을 직접 적으세요."
        return CellValue(None, "SHEET-FORMULA", message)
    if isinstance(cell, str):
        if cell.strip() in _ERRORS:
            message = f"수식의 결과가 오류({cell.strip()})입니다. 수식을 고치거나 값을 직접 적으세요."
            return CellValue(None, "SHEET-FORMULA", message)
        if not cell.strip():
            return CellValue(None)
    if cell is None:
        return CellValue(None)
    if column.nullable and isinstance(cell, str) and squeezed(cell) == squeezed(NOT_APPLICABLE):
        return CellValue(None if column.role == "value" else _NULL)
    match column.kind:
        case "date":
            return CellValue(_date(cell))
        case "datetime":
            return CellValue(_moment(cell))
        case "won" | "number":
            return CellValue(_whole(cell))
        case "flag":
            return CellValue(_flag(cell))
        case "choice":
            return CellValue(_choice(column, _text(cell)))
        case "phone":
            return CellValue(_phone(_text(cell)))
        case "resident_number":
            return CellValue(_resident_number(_text(cell)))
        case "words":
            return CellValue(_words(_text(cell)))
        case "choices":
            return CellValue(_choices(column, _text(cell)))
        case "numbers":
            return CellValue([_whole(part) for part in re.split(r"[\s,;]+", _text(cell)) if part])
        case "dates":
            return CellValue([_date(cell)] if isinstance(cell, date) else _dates(_text(cell)))
        case _:
            return _plain_text(column, cell)


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
        return _joined([str(item) for item in value])
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
        return cell.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\u00a0\u3000")
    return str(cell)


def _plain_text(column: EntryColumn, cell: object) -> CellValue:
    text = _text(cell).strip()
    if column.role == "entry_key":
        return CellValue(unicodedata.normalize("NFKC", text))
    if isinstance(cell, (date, timedelta)) and not isinstance(cell, str):
        # 3-4 or 1/2 typed into a cell becomes a day of this year: what was meant is lost.
        message = (
            f"글을 적는 칸인데 날짜({text})가 들어 있습니다. 엑셀이 바꾼 것이 아닌지 확인하고 글로 적으세요."
        )
        return CellValue(text, "SHEET-DATE-IN-TEXT", message)
    return CellValue(text)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _date(cell: object) -> object:
    """A date as 2025-06-02; whatever cannot be read as one date stays as it is, for the field's check."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    text = _folded(_text(cell))
    without_time = _TIME_OF_DAY.fullmatch(text)
    text = without_time[1] if without_time else text
    match = _DATE_PARTS.fullmatch(text) or _DATE_DIGITS.fullmatch(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else text


def _dates(text: str) -> list[object]:
    folded = unicodedata.normalize("NFKC", text)
    return [_date(part.strip()) for part in re.split(r"[\n,;]+", folded) if part.strip()]


def _moment(cell: object) -> object:
    """A date-time; one without an offset is Korean time."""
    if isinstance(cell, datetime):
        return cell.isoformat() + _SEOUL
    text = _folded(_text(cell))
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None and len(text) > len("2025-06-02"):
        return moment.isoformat() + _SEOUL
    return text


def _whole(cell: object) -> object:
    """A whole number from 1200000, 1,200,000, 1,200,000원 or ₩1,200,000; else the cell itself."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return cell
    text = _folded(_text(cell))
    digits = text.removesuffix("원").lstrip("₩\\").replace(" ", "")
    return int(digits.replace(",", "")) if len(digits) < 40 and _AMOUNT.fullmatch(digits) else text


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
    folded = _folded(text)
    if not folded.isascii() or not folded.isdigit():
        return folded
    fitting = [digits for digits in (folded, f"0{folded}") if _is_phone(digits)]
    if fitting != [f"0{folded}"]:
        return folded
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
    """A registration number. One that Excel took for a number lost the zeros of 2000 to 2009."""
    folded = _folded(text)
    if not (folded.isascii() and folded.isdigit() and 10 <= len(folded) < 13):
        return folded
    full = folded.zfill(13)
    try:
        birth_date_of(full)
    except ValueError:
        return folded
    # Nobody born in 1900 to 1909 is meant: such digits have more likely lost another figure.
    return f"{full[:6]}-{full[6:]}" if full[6] in _CENTURY_2000 else folded
