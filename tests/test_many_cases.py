"""Five thousand cases made from the samples, valid ones and others: nothing makes the program trip.

Each is a sample with one to eight changes drawn from its number, so that a failing one can be made again.
Those that may be printed go through both writers until three hundred have.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

import pytest

from api.cases.intake import Upload
from api.cases.reports import CaseReport
from api.samples import SAMPLES
from forms import all_forms
from forms.boundary import INTERNAL
from generator.document import render
from tests.generating import at
from tests.reading import sample
from tests.test_odd_cases import places, tripped

pytestmark = pytest.mark.slow

CASES, CHUNK, PRINTED = 5_000, 100, 300
NAMES = sorted(path.stem for path in SAMPLES.glob("*.json") if not path.stem.endswith(".findings"))
WORDS = (
    "홍길동",
    "金昌洙",
    "뷁쀍",
    "O'Brien",
    "{{ 7*7 }}",
    "<b>굵게</b>",
    "=1+1",
    "a/b~c",
    "①②",
    "",
    " ",
    "없음",
    "\u0007",
    "\ud800",
)
NUMBERS = (0, -1, 1, 10**10, 10**30, 1.0, 1.5, True)
DAYS = (
    "9999-12-31",
    "0001-01-01",
    "2024-02-29",
    "2025-02-29",
    "2025-06-02",
    "2031-01-01",
    "2025.6.2",
    "어제",
)


def a_word(draw: random.Random, old: Any) -> Any:
    return draw.choice(WORDS)


def a_long_text(draw: random.Random, old: Any) -> Any:
    return "\n".join(draw.choice(WORDS) * draw.randint(1, 40) or "가" for _ in range(draw.randint(1, 60)))


def a_number(draw: random.Random, old: Any) -> Any:
    return draw.choice(NUMBERS)


def a_day(draw: random.Random, old: Any) -> Any:
    return draw.choice(DAYS)


def nothing(draw: random.Random, old: Any) -> Any:
    return None


def another_shape(draw: random.Random, old: Any) -> Any:
    return draw.choice(([], {}, [[]], [{}], "글", 3, {"nowhere": 1}))


def fewer_or_more(draw: random.Random, old: Any) -> Any:
    """Of a list none, some, or forty rows; of text another cut of it."""
    if isinstance(old, list):
        return [copy.deepcopy(draw.choice(old)) for _ in range(draw.choice((0, 1, 2, 40)))] if old else []
    return old[: draw.randint(0, len(old))] if isinstance(old, str) else old


def an_unknown_key(draw: random.Random, old: Any) -> Any:
    return {**old, draw.choice(WORDS): 1} if isinstance(old, dict) else old


CHANGES: tuple[Callable[[random.Random, Any], Any], ...] = (
    a_word,
    a_long_text,
    a_number,
    a_day,
    nothing,
    another_shape,
    fewer_or_more,
    fewer_or_more,
    an_unknown_key,
)


def made(number: int) -> dict[str, Any]:
    """The case of a number: the same in every run."""
    draw = random.Random(number)  # noqa: S311 — a case, not a secret
    case = sample(draw.choice(NAMES))
    for _ in range(draw.randint(1, 8)):
        place = draw.choice(list(places(case)))
        node = at(case, place[:-1])
        node[place[-1]] = draw.choice(CHANGES)(draw, node[place[-1]])
    return case


@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_no_case_makes_the_program_trip(first: int) -> None:
    for number in range(first, first + CHUNK):
        assert tripped(made(number)) == set(), number


def printable(number: int) -> tuple[CaseReport, dict[str, Any]]:
    """The case of a number with gentler changes: texts, days and rows of what is there."""
    draw = random.Random(-number - 1)  # noqa: S311
    case = sample(draw.choice(NAMES))
    for _ in range(draw.randint(1, 8)):
        place = draw.choice([place for place in places(case) if place[0] == "forms" and len(place) > 2])
        node = at(case, place[:-1])
        change = draw.choice((fewer_or_more, a_long_text, a_word))
        if change is fewer_or_more or isinstance(node[place[-1]], str):
            node[place[-1]] = change(draw, node[place[-1]])
    return CaseReport.of(Upload("a.json", case)), case


@pytest.mark.parametrize("first", range(0, PRINTED, 25))
def test_what_may_be_printed_goes_through_both_writers(first: int) -> None:
    printed, number = 0, first * 1_000
    while printed < 25:
        number += 1
        report, _ = printable(number)
        assert not any(finding.rule == INTERNAL for finding in report.findings), number
        if report.checked is None or report.checked.case is None or report.failed(strict=False):
            continue
        case = report.checked.case
        held = [form for form in all_forms() if case.entered(form.id)]
        form = random.Random(number).choice(held)  # noqa: S311
        assert render(case, form, "docx").startswith(b"PK"), number
        assert render(case, form, "pdf").startswith(b"%PDF-"), number
        printed += 1
