"""Words and patterns that rules look for in running text (``words.toml``), and how texts are compared."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

# Shorter passages are formulas that any two records may share.
PASSAGE_LETTERS = 12


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
    return "".join(re.findall(r"[0-9A-Za-z가-힣]", text))


def joined(texts: Iterable[str | None]) -> str:
    """Several texts as one, the absent left out."""
    return "\n".join(text for text in texts if text)


def copied(text: str, source_letters: str) -> bool:
    """Whether every passage of a text stands word for word in a source (its ``letters``)."""
    passages = [letters(passage) for passage in re.split(r"[.\n]", text)]
    long = [passage for passage in passages if len(passage) >= PASSAGE_LETTERS]
    return bool(long) and all(passage in source_letters for passage in long)
