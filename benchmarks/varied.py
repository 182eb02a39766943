"""Sample cases with other names and narratives, so that nothing that was kept of the one serves the next."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from api.samples import SAMPLES
from forms import case_model
from forms.fields import NarrativeMark, PersonMark
from forms.finding import Location
from forms.form import marker
from tests.generating import at, fields_in

_SURNAMES = "남오주유도민추변하계국탁기빈옥어"
_GIVEN = (
    "가나다라마바사아자하거너더러머버서어저허고노도로모보소오조호구누두루무부수우주후그느드르므브스으즈흐"
)


@cache
def _sample(name: str) -> tuple[str, tuple[str, ...], tuple[Location, ...]]:
    """A sample's text, the names of persons in it, and where its narratives stand."""
    text = (SAMPLES / f"{name}.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    places = list(fields_in(case_model(), raw))
    persons = [at(raw, place) for place, field, _ in places if marker(field, PersonMark)]
    named = {name for one in persons for name in (one if isinstance(one, list) else [one])}
    narratives = [place for place, field, _ in places if marker(field, NarrativeMark)]
    return text, tuple(sorted(name for name in named if re.fullmatch("[가-힣]{3}", name))), tuple(narratives)


def varied(name: str, number: int) -> dict[str, Any]:
    """The sample with a case number, names and orders of words that belong to ``number`` alone.

    Each person has one other name of as many letters wherever it stands, and each line of a narrative its own
    words in another order, so that the pages stay about as full as they were.
    """
    # The same for everybody who runs it; nothing here is secret.
    draw = random.Random(f"{name} {number}")  # noqa: S311
    text, names, narratives = _sample(name)
    others: dict[str, str] = {}
    while len(others) < len(names):
        other = draw.choice(_SURNAMES) + draw.choice(_GIVEN) + draw.choice(_GIVEN)
        if other not in names:
            others.setdefault(other, names[len(others)])
    new = {old: other for other, old in others.items()}
    if new:
        text = re.sub("|".join(new), lambda found: new[found[0]], text)
    raw: dict[str, Any] = json.loads(text)
    for place in narratives:
        at(raw, place[:-1])[place[-1]] = _shuffled(at(raw, place), draw)
    raw["case_no"] = f"2025-{number:06}"
    return raw


def _shuffled(narrative: str, draw: random.Random) -> str:
    lines = []
    for line in narrative.split("\n"):
        # What stands before the first letter (○, a number) stays there.
        words = line.split(" ")
        first = 1 if words and not re.search("[가-힣]", words[0]) else 0
        rest = words[first:]
        draw.shuffle(rest)
        lines.append(" ".join([*words[:first], *rest]))
    return "\n".join(lines)


def write_varied(folder: Path, name: str, numbers: range) -> Path:
    """A new folder with the sample varied by each number, a file each."""
    folder.mkdir()
    for number in numbers:
        text = json.dumps(varied(name, number), ensure_ascii=False)
        (folder / f"{number:06}.json").write_text(text, encoding="utf-8")
    return folder


def as_lines(name: str, numbers: range) -> Iterator[bytes]:
    """The same as JSON Lines."""
    for number in numbers:
        yield json.dumps(varied(name, number), ensure_ascii=False).encode() + b"\n"
