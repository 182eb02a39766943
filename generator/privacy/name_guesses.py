"""Words that may name persons or schools whom the case does not know: listed, never replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from generator.privacy.particles import read_tail
from generator.privacy.person_names import is_district, looks_like_a_name, person_words
from generator.privacy.spans import Span

_UNKNOWN = "사례에 없는 사람의 이름일 수 있어 그대로 두었습니다."
_END = r"(?=(?:[은는이가을를의와과도만]|에게|한테|께서|이랑|랑|네|으로|로|이라고|라고)?(?![가-힣]))"
# Syllables that end a noun with its particle rather than a name.
_PARTICLES = "은는가을를의와과도만에로들께서"


def guess_names(text: str) -> Iterator[Span]:
    """What looks like a name by its shape and by what stands beside it."""
    for match in _before_address().finditer(text):
        stem = match[1]
        if stem + match[2] not in person_words().not_names and not _is_word(stem):
            yield Span(match.start(1), match.end(), None, match[0], _UNKNOWN)
    for match in _before_ssi().finditer(text):
        glued = match.end(1) == match.start(2)
        if not _is_word(match[1]) and not (glued and match[1] in person_words().not_before_ssi):
            yield Span(match.start(), match.end(), None, match[0], _UNKNOWN)
    for pattern in (_beside_kin(), _before_title()):
        for match in pattern.finditer(text):
            tail = read_tail(text, match.end(1), match[1], person_words().kin)
            if tail.known and not _is_word(match[1]) and not _ends_like_a_noun(match[1], text, match.end(1)):
                yield Span(match.start(1), match.end(1), None, match[1], _UNKNOWN)
    for match in _LATIN.finditer(text):
        yield Span(match.start(), match.end(), None, match[0], _UNKNOWN)
    for pattern in _NICKNAMES:
        for match in pattern.finditer(text):
            why = "부르는 이름(별명)일 수 있어 그대로 두었습니다."
            yield Span(match.start(1), match.end(1), None, match[1], why)


def guess_joined(text: str, persons: Iterable[Span]) -> Iterator[Span]:
    """What looks like a name and is joined to a person whom the case names: 김다정/문가람."""
    for person in persons:
        after, before = (
            _after_joint().match(text, person.end),
            _before_joint().search(text, max(0, person.start - _REACH), person.start),
        )
        for match in filter(None, (after, before)):
            if not _is_word(match[1]) and match[1] not in person_words().not_names:
                yield Span(match.start(1), match.end(1), None, match[1], _UNKNOWN)


def guess_contact(value: str, already: bool) -> Iterator[Span]:
    """A word of a field that names persons, where nothing in it was known for a name."""
    tokens = list(re.finditer(r"[가-힣]{2,4}|[A-Za-z]{3,}", value))
    if not already and len(tokens) == 1 and not _is_word(tokens[0][0]):
        yield Span(tokens[0].start(), tokens[0].end(), None, tokens[0][0], _UNKNOWN)


def guess_districts(value: str) -> Iterator[Span]:
    """A 시, 군 or 구 before its office that could be a person's name all the same: 정민구 자활팀."""
    for match in re.finditer(r"([가-힣]+)\s+([가-힣]+)", value):
        if is_district(match[1], match[2]) and looks_like_a_name(match[1], (3,)):
            why = "시·군·구의 이름으로 보고 그대로 두었습니다."
            yield Span(match.start(1), match.end(1), None, match[1], why)


def guess_schools(text: str) -> Iterator[Span]:
    """What looks like the name of a school: 한빛고등학교, but neither 고등학교 nor 특성화고등학교."""
    for match in _SCHOOL.finditer(text):
        if not _SCHOOL_KIND.fullmatch(match[1]):
            why = "사례에 없는 학교의 이름일 수 있어 그대로 두었습니다."
            yield Span(match.start(), match.end(), None, match[0], why)


def _is_word(stem: str) -> bool:
    words = person_words()
    known = stem in words.titles or stem in words.not_names or stem in words.beside_unknown
    return known or words.kin.fullmatch(stem) is not None or stem in words.casework_given_names


def _ends_like_a_noun(stem: str, text: str, end: int) -> bool:
    """Whether the last syllable is rather a particle: 문제를 is no name, 김지은이 is."""
    return stem[-1] in _PARTICLES and (end == len(text) or not "가" <= text[end] <= "힣")


@cache
def _shape() -> str:
    words = person_words()
    family = "".join(sorted(words.surnames))
    return rf"(?:(?:{'|'.join(sorted(words.compound_surnames))})|[{family}])[{words.given_syllables}]"


@cache
def _name() -> str:
    """A family name with two syllables of given names, or with a given name that is a word as well: 정하늘."""
    words = person_words()
    family, ordinary = "".join(sorted(words.surnames)), "|".join(sorted(words.ordinary_given_names))
    return rf"(?:{_shape()}[{words.given_syllables}]|[{family}](?:{ordinary}))"


@cache
def _before_address() -> re.Pattern[str]:
    return re.compile(rf"(?<![가-힣])({_name()})(\s?(?:님|어르신|여사|할머니|할아버지)|[군양]){_END}")


# A comma joins sentences as well as persons.
# A name and its joint are no longer.
_REACH = 12
_JOINT = r"\s?[/&·･ㆍ∙]\s?"


@cache
def _after_joint() -> re.Pattern[str]:
    return re.compile(rf"{_JOINT}({_name()}){_END}")


@cache
def _before_joint() -> re.Pattern[str]:
    return re.compile(rf"(?<![가-힣])({_name()}){_JOINT}\Z")


@cache
def _before_ssi() -> re.Pattern[str]:
    return re.compile(rf"(?<![가-힣])([가-힣]{{1,4}})\s?(씨){_END}")


@cache
def _beside_kin() -> re.Pattern[str]:
    words = sorted(person_words().beside_unknown, key=lambda word: (-len(word), word))
    return re.compile(rf"(?<![가-힣])(?:{'|'.join(words)})(?:인|이신)?\s?[:：(]?\s?(?<![가-힣])({_name()})")


@cache
def _before_title() -> re.Pattern[str]:
    posts = sorted(
        (word for word in person_words().titles if len(word) > 1), key=lambda word: (-len(word), word)
    )
    return re.compile(
        rf"(?<![가-힣])({_name()})\s(?=(?:{'|'.join(posts)})(?:[은는이가을를의와과도]|에게|님)?(?![가-힣]))"
    )


# 대학교육 and the like name no school.
_SCHOOL = re.compile(r"(?<![가-힣A-Za-z○◇□△])([가-힣A-Za-z○◇□△]+?)(?:초등|중|고등|대)학교(?!육)")
# What tells one kind of school from another.
_SCHOOL_KIND = re.compile(
    r"(?:국립|공립|사립|일반|일반계|인문계|실업계|특성화|특수목적|자율형|대안|방송통신|사이버|전문|여자|남녀공학)+"
)
_LATIN = re.compile(
    r"(?<![A-Za-z])[A-Z][a-z]+(?:\s[A-Z][a-z]+)*(?=\s?(?:씨|님|군|양|은|는|이|가|을|를|의|와|과|도|에게|한테|이랑|랑)(?![가-힣]))"
)
_NICKNAMES = (
    re.compile(
        r"(?:별명|애칭|아명|태명|예명|일명|가명)[은는이가인:：\s]{0,3}['\"“‘「]?([가-힣A-Za-z]{1,8}?)(?=['\"”’」]|이?라|으?로|[\s.,)]|$)"
    ),
    re.compile(
        r"['\"“‘「]([가-힣A-Za-z]{1,8})['\"”’」]\s?(?:이?라고|이?라|으?로)\s?(?:부르|불리|불러|불림|부른|함)"
    ),
    re.compile(r"([가-힣]{2,4}?)(?:이?라고|으?로)\s?(?:부르|불리|불러|불림|부른)"),
)
