"""Particles and forms of address after a name in Korean text, and how they follow another word.

홍길동은 becomes 대상자는: the particle agrees with the word that it follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from forms.particles import WRITTEN_BOTH, is_closed, is_hangul

# (after a final consonant, after a vowel)
_PAIRS = [
    ("이라고는", "라고는"), ("이라는", "라는"), ("이라고", "라고"), ("이라도", "라도"), ("이라서", "라서"),
    ("이라면", "라면"), ("이지만", "지만"), ("이든지", "든지"), ("이에요", "예요"), ("이었", "였"),
    ("으로", "로"), ("이랑", "랑"), ("이나", "나"), ("이며", "며"), ("이란", "란"), ("이든", "든"), ("이면", "면"),
    ("이고", "고"), ("이라", "라"), ("이야", "야"), ("이다", "다"), ("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"),
    ("아", "야"),
]  # fmt: skip
_PAIR_OF = {form: pair for pair in reversed(_PAIRS) for form in pair}

_END = r"(?![가-힣])"
_SECOND = r"(?:서는|서의|서도|서|써|부터|까지|만은|만|는|은|도|의|야|나마)?"


def _longest_first(words: set[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_AGREEING = re.compile(rf"(?:(이었|였)(?=[가-힣])|({_longest_first(set(_PAIR_OF))})(?={_SECOND}{_END}))")
_BOTH = re.compile(_longest_first(set(WRITTEN_BOTH)))
# Those that follow persons only; 이네 is written after a vowel, too.
_OF_PERSONS = re.compile(
    rf"이네{_SECOND}{_END}|에게|한테|께서|더러|께{_SECOND}{_END}|네{_SECOND}{_END}|네(?:가|를|와|집|에)"
)
_OTHER = re.compile(
    rf"(?:의|도|만|에|인|임|님|씨){_SECOND}{_END}|(?:에서|처럼|보다|부터|까지|마저|조차|밖에|뿐|같|하고|입니다|인데|인지|이신|마다|이자|임을|임에)"
)
_HONORIFIC = re.compile(
    rf"(?:\s?[씨님]|[군양]|\s[군양](?={_longest_first(set(_PAIR_OF))}))"
    rf"(?=(?:{_longest_first(set(_PAIR_OF))}|에게|한테|께서|께|께서는|의|도|만|네)?{_SECOND}{_END})"
)
# The 이 that spoken Korean puts after a name with a final consonant: 길동이는, 길동이네.
_FAMILIAR = re.compile(
    rf"이(?=(?:는|가|를|와|의|도|만|네|한테|에게|께|처럼|보다|부터|까지|야|랑|하고){_SECOND}{_END})"
)
_FAMILIAR_ALONE = re.compile("이")


@dataclass(frozen=True)
class Tail:
    """What follows a name: ``length`` characters are taken with it, ``pair`` is its particle.

    ``known``: what follows is understood as following a name. ``of_person``: only a person is
    followed so. ``address`` is the form of address that was taken (씨, 군 …).
    """

    length: int
    pair: tuple[str, str] | None
    known: bool
    of_person: bool
    address: str = ""


def read_tail(text: str, at: int, name: str, kin: re.Pattern[str]) -> Tail:
    """What follows a name that ends at ``at``; ``kin`` are nouns that a name may stand before."""
    start = at
    address = _HONORIFIC.match(text, at)
    if address is not None:
        at = address.end()
    elif is_closed(name):
        address = _FAMILIAR.match(text, at)
        if address is None and text.startswith("이", at) and _before_kin(text, at + 1, kin):
            address = _FAMILIAR_ALONE.match(text, at)
        at = address.end() if address is not None else at
    of_person = address is not None
    word = address[0].strip() if address is not None else ""
    both = _BOTH.match(text, at)
    if both is not None:
        return Tail(both.end() - start, WRITTEN_BOTH[both[0]], True, of_person, word)
    if _OF_PERSONS.match(text, at) or kin.match(text, at):
        return Tail(at - start, None, True, True, word)
    particle = _AGREEING.match(text, at)
    if particle is not None:
        pair = _PAIR_OF[particle[0]]
        return Tail(particle.end() - start, pair, True, of_person or pair == ("아", "야"), word)
    ended = at == len(text) or not is_hangul(text[at])
    return Tail(at - start, None, ended or _OTHER.match(text, at) is not None, of_person, word)


def _before_kin(text: str, at: int, kin: re.Pattern[str]) -> bool:
    return kin.match(text, at + 1 if text[at : at + 1] == " " else at) is not None
