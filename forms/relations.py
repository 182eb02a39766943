"""What a word for a relation in a household says (``relations.toml``): 모 and 어머니 are one thing."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

from forms.likeness import alike

Kin = Literal[
    "self", "spouse", "father", "mother", "grandparent", "child", "grandchild", "sibling", "relative",
    "unrelated",
]  # fmt: skip

# What a word says beyond the kind of kin; "ended" is a marriage that is over, "several" more than one person.
Trait = Literal[
    "male", "female", "common-law", "ended", "adoptive", "step", "half", "in-law", "paternal", "maternal",
    "elder", "younger", "dead", "several",
]  # fmt: skip

_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|<.*?>")
# 자1, 둘째 딸, 막내아들, 의붓아들: which of several, or by which marriage.
_NUMBER = re.compile(r"[\d.,·①-⑳-]+$")
_ORDER = re.compile(r"^(?:첫째|둘째|셋째|넷째|다섯째|여섯째|막내|맏|큰|작은|의붓)(?=.)")


_STEP = "의붓"
# Relations to somebody who bears one of these words are relations to that person, not to the client.
_HOUSEHOLDER = ("세대주", "가구주", "호주")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("forms").joinpath("relations.toml").read_text(encoding="utf-8"))


@cache
def _kinds() -> dict[str, tuple[Kin, int | None]]:
    return {
        word: (cast("Kin", kin), entry.get("generation"))
        for kin, entry in _table().items()
        if kin != "traits"
        for word in entry["words"]
    }


@cache
def _traits() -> dict[str, frozenset[Trait]]:
    found: dict[str, set[Trait]] = {}
    for trait, words in _table()["traits"].items():
        for word in words:
            found.setdefault(word, set()).add(cast("Trait", trait))
    return {word: frozenset(traits) for word, traits in found.items()}


def kin_of(relation: str | None) -> Kin | None:
    """What the relation is; None where it is not given or the word is not known."""
    return _entry(relation)[0]


def generation_of(relation: str | None) -> int | None:
    """Generations above (+) or below (-) the person to whom the relation is; None where not known."""
    return _entry(relation)[1]


def is_householder(relation: str | None) -> bool:
    """Whether the word names the head of the household, to whom the others' relations then are."""
    return alike(relation or "") in _HOUSEHOLDER


def traits_of(relation: str | None) -> frozenset[Trait]:
    """What the word, and a bracket behind it, say beyond the kind of kin: 모(사망), 자(양자), 의붓아들."""
    said = alike(relation or "")
    found: set[Trait] = set()
    for word in (_BRACKETS.sub("", said), *(inside[1:-1] for inside in _BRACKETS.findall(said))):
        bare = _NUMBER.sub("", word)
        found |= _traits().get(bare) or _traits().get(_ORDER.sub("", bare), frozenset())
        if bare.startswith(_STEP):
            found.add("step")
    return frozenset(found)


def _entry(relation: str | None) -> tuple[Kin | None, int | None]:
    said = alike(relation or "")
    plain = _known(_BRACKETS.sub("", said))
    if plain is None or plain[0] == "unrelated":
        # 동거인(사실혼 배우자), 기타(조카): the bracket says what it is.
        bracketed = (_known(inside[1:-1]) for inside in _BRACKETS.findall(said))
        plain = next((entry for entry in bracketed if entry is not None), plain)
    return plain or (None, None)


def _known(word: str) -> tuple[Kin, int | None] | None:
    word = _NUMBER.sub("", word)
    return _kinds().get(word) or _kinds().get(_ORDER.sub("", word))
