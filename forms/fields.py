"""Field types that the forms share, with the checks of digest 3 §5 (identifiers).

Every failed check raises a ``PydanticCustomError`` whose type becomes the rule ``FIELD-<TYPE>`` and
whose message is the Korean sentence of the finding.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationError
from pydantic.fields import FieldInfo
from pydantic.json_schema import WithJsonSchema
from pydantic_core import PydanticCustomError

from forms.finding import Location

# Narrative fields must hold 10,000 characters; the limit only keeps a mistaken paste out.
NARRATIVE_LIMIT = 50_000
LINE_LIMIT = 500
WON_LIMIT = 10**12

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_RESIDENT_NUMBER = re.compile(r"(\d{6})-?(\d{7})", re.ASCII)
# Seoul 02, areas 03x–06x, mobile 01x, internet phones 070, 050x numbers, and 1588-style numbers.
_PHONE = re.compile(
    r"(?:0(?:2|[3-6]\d|1\d|70|80|50\d)-?\d{3,4}-?\d{4})|(?:1[5-9]\d{2}-?\d{4})|(?:1\d{2})", re.ASCII
)
_CLOCK_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d", re.ASCII)
_CASE_NO = re.compile(r"[A-Za-z0-9가-힣_-]{1,40}", re.ASCII)

_CENTURY = {
    "9": 1800,
    "0": 1800,
    "1": 1900,
    "2": 1900,
    "3": 2000,
    "4": 2000,
    "5": 1900,
    "6": 1900,
    "7": 2000,
    "8": 2000,
}


class ResidentNumberMark:
    """Marks a field that holds a resident or foreigner registration number, for masking."""


class AccountMark:
    """Marks a field that holds the number of a bank account, for de-identification."""


class PhoneMark:
    """Marks a field that holds a telephone number, for de-identification."""


class EmailMark:
    """Marks a field that holds an e-mail address, for de-identification."""


class AddressMark:
    """Marks a field that holds the address of somebody of the household, for de-identification."""


@dataclass(frozen=True)
class PersonMark:
    """Marks a field that names persons, for de-identification.

    ``role`` is what stands for a person whom the case names nowhere else; without it the record's
    ``relation`` does, else the field's title (상담자명 gives 상담자). ``holds`` says what else the
    field may hold: nothing (name), a post and a telephone number (contact), or a person or an
    organisation (anyone).
    """

    role: str | None = None
    holds: Literal["name", "contact", "anyone"] = "name"


@dataclass(frozen=True)
class PlaceMark:
    """Marks a field that names where somebody lives or learns, for de-identification.

    ``word`` stands for the name (시설, 학교, 훈련기관), here and wherever a text repeats it.
    """

    word: str


class WonMark:
    """Marks a field that holds an amount in whole won, printed with commas."""


def printed_won(amount: int) -> str:
    """An amount in won as it is printed: 1,200,000; below nothing -1,200,000.

    The print font has no minus sign of its own (U+2212), only the hyphen of the keyboard.
    """
    return f"{amount:,}"


class LineBreakMark:
    """Marks short text that may break over lines: a low box of several lines to type in."""


class NarrativeMark:
    """Marks a field of running text: a wide box to type in, a wide column in a sheet."""


def length_limit(field: FieldInfo) -> int | None:
    """The most characters that a text field takes; None where nothing is said of it."""
    for item in (*field.metadata, *_metadata(field.annotation)):
        if isinstance(item, (StringConstraints, MaxLen)) and item.max_length is not None:
            return item.max_length
    return None


def _metadata(annotation: Any) -> tuple[Any, ...]:
    """What ``Annotated`` says of a text, looked for inside Optional too."""
    own = getattr(annotation, "__metadata__", ())
    inner = (one for one in get_args(annotation) if get_origin(annotation) in (Annotated, Union, UnionType))
    return (*own, *(item for one in inner for item in _metadata(one)))


def field_error(kind: str, message: str, at: Location, **context: str | int) -> ValidationError:
    """A field error at a place below the value being checked."""
    error = PydanticCustomError(kind, message, context)
    return ValidationError.from_exception_data("", [{"type": error, "loc": at, "input": None}])


def _clean(value: Any) -> Any:
    """Normalise text and refuse what paper and DOCX cannot hold.

    NFC; CRLF and CR become LF; tabs, no-break and wide blanks become blanks (they do not survive
    reading a PDF back). Control characters, lone surrogates, direction marks and other invisible
    format characters are errors: templating libraries lose them silently.
    """
    if not isinstance(value, str):
        return value
    # Most text has no other separator than the blank and nothing invisible: then all is well as it stands.
    if value.replace("\n", "").isprintable():
        return unicodedata.normalize("NFC", value).strip("\n ")
    for character in value:
        category = unicodedata.category(character)
        if category in {"Cc", "Cs", "Cf", "Co", "Cn", "Zl", "Zp"} and character not in "\n\r\t":
            raise PydanticCustomError(
                "character",
                "쓸 수 없는 문자(U+{code})가 들어 있습니다. 지우고 다시 입력하세요.",
                {"code": f"{ord(character):04X}"},
            )
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        " "
        if character != "\n" and (character == "\t" or unicodedata.category(character) == "Zs")
        else character
        for character in text
    ).strip("\n ")


def _one_line(text: str) -> str:
    if "\n" in text:
        raise PydanticCustomError("line-break", "한 줄로 적는 칸입니다. 줄바꿈을 지우세요.")
    return text


def _calendar_date(value: Any) -> Any:
    """A date as ``YYYY-MM-DD`` text (Asia/Seoul); nothing else is read as a date."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            return date.fromisoformat(value.strip())
        except ValueError:
            # The particle is that of 일, which ends a date read aloud.
            raise PydanticCustomError("date", "'{text}'은 달력에 없는 날짜입니다.", {"text": value}) from None
    raise PydanticCustomError("date", "날짜는 2025-06-02처럼 연-월-일로 적습니다.")


def _moment(value: Any) -> Any:
    """A date-time with offset, ISO 8601."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise PydanticCustomError("date-time", "일시는 2025-06-02T09:30:00+09:00처럼 시간대까지 적습니다.")
    return value


def birth_date_of(resident_number: str) -> date:
    """The date of birth in a registration number of 13 digits, with or without its dash.

    Raises ``ValueError`` where the digits are no calendar date.
    """
    digits = resident_number.replace("-", "")
    return date(_CENTURY[digits[6]] + int(digits[0:2]), int(digits[2:4]), int(digits[4:6]))


def sex_of(resident_number: str) -> Literal["남", "여"]:
    """The sex that a registration number tells: its seventh digit is odd for 남 and even for 여.

    1 to 4, 9 and 0 are those of residents by century of birth, 5 to 8 those of foreigners.
    """
    return "남" if int(resident_number.replace("-", "")[6]) % 2 else "여"


def has_old_check_digit(resident_number: str) -> bool:
    """Whether the last digit is the check digit that numbers issued before October 2020 bear.

    A hint only: later numbers have none, and foreigner numbers follow no published rule.
    """
    digits = [int(digit) for digit in resident_number.replace("-", "")]
    weighted = sum(a * b for a, b in zip(digits[:12], (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    return (11 - weighted % 11) % 10 == digits[12]


def _resident_number(text: str) -> str:
    match = _RESIDENT_NUMBER.fullmatch(text)
    if match is None:
        raise PydanticCustomError(
            "resident-number", "주민등록번호(외국인등록번호)는 900101-1234567처럼 13자리입니다."
        )
    number = f"{match[1]}-{match[2]}"
    try:
        birth_date_of(number)
    except ValueError:
        # The message must not repeat the number: it may end up in a log.
        raise PydanticCustomError(
            "resident-number",
            "주민등록번호(외국인등록번호)의 앞자리가 성별·세기 숫자와 맞는 실제 날짜가 아닙니다.",
        ) from None
    return number


def _phone(text: str) -> str:
    if _PHONE.fullmatch(text.replace(" ", "-").replace(")", "-")) is None:
        raise PydanticCustomError("phone", "전화번호는 02-000-0000 또는 010-0000-0000처럼 적습니다.")
    return text


def _clock_time(text: str) -> str:
    if _CLOCK_TIME.fullmatch(text) is None:
        raise PydanticCustomError("time", "시각은 14:00처럼 시와 분을 두 자리씩 적습니다.")
    return text


def _case_no(text: str) -> str:
    if _CASE_NO.fullmatch(text) is None:
        raise PydanticCustomError("case-no", "관리번호는 글자, 숫자, '-', '_'로 1자 이상 40자 이하입니다.")
    return text


_Clean = BeforeValidator(_clean)

Text = Annotated[str, _Clean, StringConstraints(min_length=1, max_length=LINE_LIMIT), LineBreakMark()]
"""Short text that may break over lines, such as an address."""

Line = Annotated[
    str, _Clean, StringConstraints(min_length=1, max_length=LINE_LIMIT), AfterValidator(_one_line)
]
"""Short text on one line."""

Name = Annotated[
    str, _Clean, StringConstraints(min_length=1, max_length=60), AfterValidator(_one_line), PersonMark()
]
"""A person's name; ○○○, △△△ and □□□ are names too (the guidebook prints them)."""

OrganisationName = Annotated[
    str, _Clean, StringConstraints(min_length=1, max_length=60), AfterValidator(_one_line)
]
"""An agency's or an organisation's name."""

Address = Annotated[
    str, _Clean, StringConstraints(min_length=1, max_length=LINE_LIMIT), AddressMark(), LineBreakMark()
]
"""A postal address, on one line or several."""

Email = Annotated[
    str,
    _Clean,
    StringConstraints(min_length=1, max_length=LINE_LIMIT),
    AfterValidator(_one_line),
    EmailMark(),
]
"""An e-mail address, as entered."""

Narrative = Annotated[
    str, _Clean, StringConstraints(min_length=1, max_length=NARRATIVE_LIMIT), NarrativeMark()
]
"""Running text; line breaks are kept."""

CaseNo = Annotated[
    str,
    _Clean,
    AfterValidator(_case_no),
    WithJsonSchema({"type": "string", "pattern": "^[A-Za-z0-9가-힣_-]{1,40}$"}),
]
"""관리번호: letters, digits, ``-`` or ``_``."""

ResidentNumber = Annotated[
    str,
    _Clean,
    AfterValidator(_resident_number),
    ResidentNumberMark(),
    WithJsonSchema({"type": "string", "pattern": r"^\d{6}-?\d{7}$"}),
]
"""주민등록번호 or 외국인등록번호, kept as ``YYMMDD-NNNNNNN``."""

AccountNumber = Annotated[
    str, _Clean, StringConstraints(min_length=1, max_length=60), AfterValidator(_one_line), AccountMark()
]
"""The number of a bank account, as entered."""

Phone = Annotated[
    str,
    _Clean,
    AfterValidator(_phone),
    PhoneMark(),
    WithJsonSchema({"type": "string", "format": "phone"}),
]
"""A Korean telephone number, as entered."""

CalendarDate = Annotated[
    date, BeforeValidator(_calendar_date), WithJsonSchema({"type": "string", "format": "date"})
]
"""A date, ``YYYY-MM-DD`` in the upload."""

Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
"""A date-time with offset."""

ClockTime = Annotated[
    str,
    _Clean,
    AfterValidator(_clock_time),
    WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"}),
]
"""A time of day, ``HH:MM``."""

Won = Annotated[int, Field(strict=True, ge=0, le=WON_LIMIT), WonMark()]
"""Whole won."""

WonSum = Annotated[int, WonMark()]
"""What amounts in won come to: more than one amount may be, and below nothing where some are taken off."""

Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
"""A whole number of things, times or days."""

Flag = Annotated[bool, Field(strict=True)]
"""Yes or no; JSON true and false only."""
