"""When two texts are the same text typed differently: names, payees, numbers of papers.

Full-width letters, the two ways to write a syllable and blanks make no difference (contract: NFKC and
without blanks); hyphens and the case of letters are weaker hints.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from forms.fields import field_error
from forms.finding import Location

# Blanks, and letters that look like one and are none by their kind: Hangul fillers (NFKC makes two of
# them of the others) and the empty Braille cell.
_BLANK = re.compile("[\\s\u115f\u1160\u2800]+")
# Dashes that NFKC leaves apart, the minus sign and the lone vowel ㅡ that is typed for a dash.
_DASH = re.compile("[-\u2010-\u2015\u2212\u2e3a\u2e3b\u301c\u1173]+")


def alike(text: str) -> str:
    """What texts that differ only in width, composition or blanks have in common."""
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return _BLANK.sub("", text)


def loosely_alike(text: str) -> str:
    """What texts have in common that further differ only in hyphens or in the case of letters."""
    return _DASH.sub("", alike(text)).casefold()


def first_repeated(names: Iterable[str | None]) -> tuple[int, str] | None:
    """The first name that stands earlier in the list too, with its position; None where all differ.

    A name that is not given repeats nothing.
    """
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name is not None and alike(name) in seen:
            return index, name
        seen.add(alike(name) if name is not None else "")
    return None


def refuse_same_names(names: Iterable[str | None], place: Callable[[int], Location]) -> None:
    """Raise a field error (FIELD-SAME-NAME) at the place of the first name that stands twice."""
    repeated = first_repeated(names)
    if repeated is not None:
        index, name = repeated
        message = (
            "같은 이름('{name}')이 두 번 있습니다. 띄어쓰기만 다른 것도 같은 이름입니다. "
            "서로 구별되게 적으세요."
        )
        raise field_error("same-name", message, place(index), name=name)
