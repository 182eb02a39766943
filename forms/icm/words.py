"""Words and patterns that rules look for in running text (``words.toml``), and how texts are compared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

# A run of letters that two records share by chance is shorter.
RUN_LETTERS = 8
# Shorter passages are formulas that any two records may share.
PASSAGE_LETTERS = 12
# What a text must say beyond what stands elsewhere, to be more than a copy.
OWN_LETTERS = 8


# Letters that carry meaning; Hanja are some, single jamo such as the ㅇ that is typed as a bullet are none.
_LETTERS = "A-Za-z가-힣\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("forms.icm").joinpath("words.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of a list, longest first."""
    return tuple(sorted(_tables()[name], key=len, reverse=True))


@cache
def patterns(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The patterns of a list of (what it is, pattern) pairs, in the file's order."""
    return tuple((title, re.compile(pattern)) for title, pattern in _tables()[name])


def found_in(text: str, name: str) -> str | None:
    """The first word of a list that the text holds, blanks ignored; None if it holds none."""
    plain = text.replace(" ", "")
    return next((word for word in words(name) if word.replace(" ", "") in plain), None)


def letters(text: str) -> str:
    """A text's letters and digits alone, for comparing."""
    return "".join(re.findall(f"[0-9{_LETTERS}]", text))


def joined(texts: Iterable[str | None]) -> str:
    """Several texts as one, the absent left out."""
    return "\n".join(text for text in texts if text)


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line of its own is one."""
    return [part.strip() for part in re.split(r"[.\n]", text) if part.strip()]


def clauses_of(text: str) -> list[str]:
    """The parts of its sentences that stand by themselves: between commas, and before ~고, ~며."""
    return [part.strip() for part in re.split(r"[.,;\n]|(?<=[고며])\s", text) if part.strip()]


def left_of(text: str, *names: str) -> str:
    """The letters of a text that are left once the words of some lists, fillers and particles are gone.

    Blanks count for nothing, so that a word is found however it is spaced; a longer sentence made of
    the same words leaves no more than a short one.
    """
    plain = re.sub(f"[^{_LETTERS}]+", " ", _closed_up(text))
    for word in _general(names):
        plain = plain.replace(word, " ")
    return "".join(part for part in plain.split() if _particles().fullmatch(part) is None)


def _closed_up(text: str) -> str:
    return re.sub(r"[\s·･ㆍ・]+", "", text)


@cache
def _general(names: tuple[str, ...]) -> tuple[str, ...]:
    every = {_closed_up(word) for name in (*names, "fillers") for word in words(name)}
    return tuple(sorted(every, key=len, reverse=True))


@cache
def _particles() -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(map(re.escape, words('particles')))})+")


def copied(text: str, source: str) -> bool:
    """Whether a text is the words of another: what it says beyond them is too little to be its own.

    A copy that was cut, or grew by a formula, is still one.
    """
    own, known = letters(text), letters(source)
    if len(own) < PASSAGE_LETTERS:
        return False
    runs = {known[at : at + RUN_LETTERS] for at in range(len(known) - RUN_LETTERS + 1)}
    shared = bytearray(len(own))
    for at in range(len(own) - RUN_LETTERS + 1):
        if own[at : at + RUN_LETTERS] in runs:
            shared[at : at + RUN_LETTERS] = b"\1" * RUN_LETTERS
    beyond = "".join(letter for letter, is_shared in zip(own, shared, strict=True) if not is_shared)
    return len(beyond) < len(own) and len(left_of(beyond, "minutes_words")) < OWN_LETTERS
