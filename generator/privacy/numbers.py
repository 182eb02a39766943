"""Registration numbers, telephone numbers and e-mail addresses in running text (digest 3 §5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.privacy.spans import Span, matches, plain, settled, shown

RESIDENT_NUMBER, PHONE, EMAIL = "[주민등록번호]", "[전화번호]", "[전자우편]"
ACCOUNT = "[계좌번호]"
_ACCOUNT_DIGITS = 8

_DASHES = "\\-‐-―−－ㅡー"
# Six digits and seven, the dash absent or of any kind, blanks anywhere: 90 01 01 - 1 234567.
_RESIDENT = re.compile(rf"(?<!\d)(\d(?:\s?\d){{5}})[\s{_DASHES}.·/~_]{{0,3}}(\d(?:\s?\d){{6}})(?!\d)")
_MASKED_RESIDENT = re.compile(rf"(?<!\d)(\d{{6}})\s?[{_DASHES}]\s?\d?[*＊●○xX]{{2,7}}(?![\d*])")
_HALF_RESIDENT = re.compile(rf"(?<!\d)(\d{{6}})\s?[{_DASHES}]\s?[1-8](?![\d*])")

_GAP = rf"[\s{_DASHES}.·)/~]{{0,3}}"
_AREA = r"(?:2|1[016-9]|[3-6][1-5]|44|70|80|50\d)"
_PHONES = (
    # A bracket is of the number only around its area code: (02)000-0000, but 경찰관(010-0000-0000).
    re.compile(
        rf"(?<!\d)(?<!\d,)(?:\+?\s?82{_GAP}(?:\(0\)|0)?|(?:\((?=0{_AREA}\s?\)))?0)"
        rf"{_AREA}{_GAP}\d{{3,4}}{_GAP}\d{{4}}(?!\d)"
    ),
    # Digits one by one: 0 1 0 1 2 3 4 5 6 7 8, 010 12 34 56 78.
    re.compile(rf"(?<!\d)(?<!\d,)0{_GAP}1{_GAP}[016-9](?:{_GAP}\d){{7,8}}(?!\d)"),
    re.compile(rf"(?<!\d)(?<!\d[{_DASHES}])1[568]\d{{2}}[{_DASHES}]\d{{4}}(?![\d{_DASHES}])"),
    re.compile(r"공\s?일\s?[공영일육륙칠팔구](?:[\s\-]{0,2}[공영일이삼사오육륙칠팔구]){7,8}"),
)
# Without an area code; a year before the dash is no telephone number.
_LOCAL_PHONE = re.compile(
    rf"(?<![\d{_DASHES}.,])(?!20\d\d)[2-9]\d{{2,3}}[{_DASHES}]\d{{4}}(?![\d{_DASHES}]|\s?원)"
)
_PHONE_WORD = re.compile(
    r"(?:전화|연락처|연락|핸드폰|휴대폰|휴대|번호|☎|tel|hp|h\.p\.?|폰)[^\d\n]{0,8}$", re.IGNORECASE
)

_EMAIL = re.compile(
    r"[A-Za-z0-9._%+\-]*\s?(?:@|\(at\)|\[at\]|골뱅이)\s?(?=[A-Za-z0-9\-]*[A-Za-z])[A-Za-z0-9\-]+"
    r"(?:\s?\.\s?[A-Za-z]{2,}[A-Za-z0-9\-]*)*",
    re.IGNORECASE,
)
_ACCOUNT_NAME = re.compile(
    r"(?:아이디|ID|카톡|카카오톡|인스타(?:그램)?)\s?[은는:：(]?\s?([A-Za-z][A-Za-z0-9._\-]{3,})"
)
_DATE = re.compile(
    r"(?:19|20)\d{2}(?:[\-./]\s?\d{1,2}[\-./]\s?\d{1,2}|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d))"
)
_LONG_DIGITS = re.compile(r"(?<![\d,.])\d(?:[\s\-./]?\d){7,}(?![\d,])(?!\s?[원만천백억])")


def masked(text: str) -> str:
    """The text with the last six digits of each registration number as asterisks, 900101-1******."""
    return _RESIDENT.sub(lambda found: _half(found) if _is_date(_digits(found[1])) else found[0], text)


def _half(found: re.Match[str]) -> str:
    return f"{_digits(found[1])}-{plain(found[2][0])}******"


def without_numbers(text: str) -> str:
    """The text without registration numbers, whole or masked: for a paper that leaves the agency."""
    return shown(text, settled(_registration_numbers(plain(text)), len(text)))


def find_numbers(text: str) -> Iterator[Span]:
    """Everything in a (plain) text that is certainly an e-mail address, a registration or telephone number."""
    yield from matches(_EMAIL, text, EMAIL)
    yield from _registration_numbers(text)
    for pattern in _PHONES:
        yield from matches(pattern, text, PHONE)


def account_patterns(numbers: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """What finds the account numbers that a case knows, their dashes and blanks written or not.

    A number of few digits is not looked for: an amount or a date may be the same.
    """
    digits = {re.sub(r"\D", "", plain(number)) for number in numbers}
    parted = rf"[\s{_DASHES}./]{{0,2}}"
    return tuple(
        re.compile(rf"(?<!\d){parted.join(one)}(?!\d)")
        for one in sorted(digits, key=lambda one: (-len(one), one))
        if len(one) >= _ACCOUNT_DIGITS
    )


def find_accounts(text: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[Span]:
    """Where a text tells an account number that the case knows."""
    for pattern in patterns:
        yield from matches(pattern, text, ACCOUNT)


def guess_numbers(text: str) -> Iterator[Span]:
    """What may be a telephone number, an account name or another number of a person."""
    for match in _HALF_RESIDENT.finditer(text):
        if _is_date(match[1]):
            why = "주민등록번호의 앞부분으로 보고 바꾸었습니다."
            yield Span(match.start(), match.end(), RESIDENT_NUMBER, match[0], why)
    for match in _LOCAL_PHONE.finditer(text):
        sure = _PHONE_WORD.search(text, 0, match.start()) is not None
        doubt = None if sure else "전화번호로 보고 바꾸었습니다."
        yield Span(match.start(), match.end(), PHONE, match[0], doubt)
    for match in _ACCOUNT_NAME.finditer(text):
        yield Span(
            match.start(1),
            match.end(1),
            None,
            match[1],
            "전자우편이나 계정 이름일 수 있어 그대로 두었습니다.",
        )
    for match in _LONG_DIGITS.finditer(_DATE.sub(lambda date: "#" * len(date[0]), text)):
        yield Span(
            match.start(),
            match.end(),
            None,
            match[0],
            "계좌번호나 다른 식별번호일 수 있어 그대로 두었습니다.",
        )


def _registration_numbers(text: str) -> Iterator[Span]:
    for pattern in (_RESIDENT, _MASKED_RESIDENT):
        for match in pattern.finditer(text):
            if _is_date(_digits(match[1])):
                yield Span(match.start(), match.end(), RESIDENT_NUMBER, match[0])


def _digits(text: str) -> str:
    """Digits without the blanks between them, in their usual form."""
    return "".join(plain(text).split())


def _is_date(digits: str) -> bool:
    """Whether six digits can be YYMMDD; this keeps other long numbers out."""
    return 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31
