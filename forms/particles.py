"""Particles (조사) of Korean, which agree with the sound that the word before them ends in."""

from __future__ import annotations

import unicodedata

from forms.echo import echoed

# (after a final consonant, after a vowel)
WRITTEN_BOTH = {
    "은(는)": ("은", "는"), "는(은)": ("은", "는"), "이(가)": ("이", "가"), "가(이)": ("이", "가"), "을(를)": ("을", "를"),
    "를(을)": ("을", "를"), "과(와)": ("과", "와"), "와(과)": ("과", "와"), "(으)로": ("으로", "로"), "(이)라고": ("이라고", "라고"),
    "(이)라는": ("이라는", "라는"), "(이)나": ("이나", "나"), "(이)며": ("이며", "며"), "(이)랑": ("이랑", "랑"),
}  # fmt: skip
"""Particles written for either case, each with (its form after a consonant, its form after a vowel)."""

_DIGIT_CLOSED = {"0": True, "1": True, "3": True, "6": True, "7": True, "8": True}
_DIGITS = tuple("0123456789")
# What stands around a word and is not read aloud.
_SILENT = " \n'\"‘’“”「」『』《》〈〉()[].,!?…·-"


def is_hangul(character: str) -> bool:
    """Whether a character is a Korean syllable."""
    return "가" <= character <= "힣"


def is_closed(word: str) -> bool:
    """Whether a word ends in a consonant as it is read aloud (자1 ends in 일)."""
    last = word.rstrip(")] ")[-1:]
    if last and is_hangul(last):
        return (ord(last) - 0xAC00) % 28 != 0
    return _DIGIT_CLOSED.get(last, False)


def agreeing(word: str, pair: tuple[str, str]) -> str:
    """The form of a particle that follows the word; a sound that is not known counts as a vowel."""
    after_consonant, after_vowel = pair
    last = word.rstrip(")] ")[-1:]
    ends_in_rieul = last in ("1", "7", "8") or (
        last != "" and is_hangul(last) and (ord(last) - 0xAC00) % 28 == 8
    )
    if after_consonant == "으로" and ends_in_rieul:
        return after_vowel
    return after_consonant if is_closed(word) else after_vowel


def with_particle(words: str, particle: str) -> str:
    """Words of a message with the particle that follows them: ``with_particle("상담", "은(는)")`` is 상담은.

    ``particle`` is a key of ``WRITTEN_BOTH``. It agrees with the word before a bracket at the end, as
    the rules of spelling ask; where that is foreign, with the one inside; where the sound of neither
    is known (a file name, say), the particle stays written for both.
    """
    bare = unicodedata.normalize("NFC", words).rstrip(" ")
    inside = ""
    while bare.endswith(")") and (at := bare.rfind("(")) > 0:
        inside = inside or bare[at + 1 : -1]
        bare = bare[:at].rstrip(" ")
    for word in (bare.rstrip(_SILENT), inside.rstrip(_SILENT)):
        if is_hangul(word[-1:]) or word[-1:] in _DIGITS:
            return words + agreeing(word, WRITTEN_BOTH[particle])
    return words + particle


def quoted_with_particle(word: str, particle: str) -> str:
    """A word, cut as ``echoed`` cuts, in single quotes with the particle that follows it."""
    return with_particle(f"'{echoed(word)}'", particle)
