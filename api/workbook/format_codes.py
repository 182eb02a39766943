"""Number formats as spreadsheets write them (ECMA-376 part 1, 18.8.30 and 18.8.31), taken apart.

A format is up to three sections for numbers and one for text; a section is a row of tokens. What is
not known here, such as numerals in words or formats of the operating system, is no format: None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

GENERAL: Final = "General"
TEXT: Final = "@"
# Formats by number, as Korean programs show them; those of dates differ from what other languages show.
KOREAN_FORMATS: Final = {
    14: "yyyy-mm-dd",
    22: "yyyy-mm-dd h:mm",
    27: "yyyy年 mm月 dd日",
    28: "mm-dd",
    29: "mm-dd",
    30: "mm-dd-yy",
    31: 'yyyy"년" mm"월" dd"일"',
    32: 'h"시" mm"분"',
    33: 'h"시" mm"분" ss"초"',
    34: "yyyy-mm-dd",
    35: "yyyy-mm-dd",
    36: "yyyy年 mm月 dd日",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    50: "yyyy年 mm月 dd日",
    51: "mm-dd",
    52: "yyyy-mm-dd",
    53: "yyyy-mm-dd",
    54: "mm-dd",
    55: "yyyy-mm-dd",
    56: "mm-dd",
    57: "yyyy年 mm月 dd日",
    58: "mm-dd",
}
# Those of them that no reading library takes for dates, since other languages show them otherwise.
DATES_BY_NUMBER: Final = frozenset((*range(27, 37), *range(50, 59)))
# The currency of these is the operating system's.
_OF_THE_SYSTEM = frozenset((5, 6, 7, 8, 42, 44))

_COLOUR = re.compile(
    r"(?:black|blue|cyan|green|magenta|red|white|yellow|검정|파랑|녹청|녹색|자홍|빨강|흰색|노랑|(?:color|색)\s*\d+)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)", re.ASCII)
_LANGUAGE = re.compile(r"\$([^-\]]*)(?:-([0-9A-Za-z-]+))?")
_UNQUOTED = frozenset(" $-+/():^&'~{}<>=|₩￦·,.")


Kind = Literal["literal", "digit", "point", "comma", "percent", "general", "text", "date"]
Token = tuple[Kind, str]


@dataclass(frozen=True)
class Section:
    """One section: its tokens, when it applies, and the language of its names."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None
    language: str | None = None

    def has(self, *kinds: Kind) -> bool:
        """Whether one of its tokens is of these kinds."""
        return any(kind in kinds for kind, _ in self.tokens)


def format_of(number: int, code: str) -> str | None:
    """The format with that number, which a library knows as ``code``; None where the system decides."""
    if number in _OF_THE_SYSTEM:
        return None
    return KOREAN_FORMATS.get(number, code)


@lru_cache(maxsize=1024)
def sections_of(code: str) -> tuple[Section, ...] | None:
    """The sections of a format, those for text left out; None where one holds what is not known here."""
    made: list[Section] = []
    for part in _divided(code):
        section = _section(part)
        if section is None:
            return None
        made.append(section)
    while len(made) > 1 and made[-1].has("text"):
        del made[-1]
    return tuple(made[:3]) if len(made) <= 4 else None


def _divided(code: str) -> list[str]:
    parts, quoted, position = [""], False, 0
    while position < len(code):
        character = code[position]
        step = 2 if character in "\\_*" and not quoted else 1
        quoted ^= character == '"'
        if character == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += code[position : position + step]
        position += step
    return parts


def _section(code: str) -> Section | None:
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    language: str | None = None
    position = 0
    while position < len(code):
        character, rest = code[position], code[position:]
        if character == "[":
            inside, closed, _ = rest[1:].partition("]")
            if not closed:
                return None
            if match := _CONDITION.fullmatch(inside):
                condition = match[1], Decimal(match[2])
            elif match := _LANGUAGE.fullmatch(inside):
                language = match[2].lower() if match[2] else language
                tokens.append(("literal", match[1]))
            elif not _COLOUR.fullmatch(inside):
                return None
            position += len(inside) + 2
            continue
        token, length = _token(rest)
        if token is None:
            return None
        tokens.append(token)
        position += length
    return Section(tuple(tokens), condition, language)


def _token(rest: str) -> tuple[Token | None, int]:
    """The first token of a format, and how many characters it takes."""
    character, lower = rest[0], rest.lower()
    if character == '"':
        inside, closed, _ = rest[1:].partition('"')
        return (("literal", inside) if closed else None), len(inside) + 2
    if character in "\\_*":
        if len(rest) < 2 or (character == "*" and rest[1] != " "):
            return None, 1
        return ("literal", {"\\": rest[1], "_": " ", "*": ""}[character]), 2
    if lower.startswith("general"):
        return ("general", ""), len("general")
    if lower.startswith("am/pm"):
        return ("date", "am/pm"), len("am/pm")
    if character in "0#?":
        return ("digit", character), 1
    if character in ".,%@":
        kinds: dict[str, Kind] = {".": "point", ",": "comma", "%": "percent", "@": "text"}
        return (kinds[character], character), 1
    if lower[0] in "ymdhsa":
        run = len(lower) - len(lower.lstrip(lower[0]))
        return ("date", lower[:run]), run
    if character in _UNQUOTED or not character.isascii():
        return ("literal", character), 1
    return None, 1
