"""The guidebook's two worked examples of 서식 4, word for word.

White space and the width of colons do not count; the placeholders of dates are replaced as
samples/conference_minutes.md says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from forms import form_named
from generator.document import bound_forms
from generator.examine import examine
from tests.reading import bound_text, sample, squeeze

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "conference_minutes"
PLACEHOLDER = "20**/**/**-"
# In the order of the sample: the day of the meeting and that of the next one.
DAYS = {"internal": ("2024-09-13", "2024-10-11"), "joint": ("2024-09-24", "2024-10-29")}


def plain(text: str) -> str:
    return squeeze(text).replace("：", ":")


def lines_of(name: str) -> list[str]:
    """The lines of an example with its days put in."""
    text = (EXAMPLES / f"{name}.txt").read_text(encoding="utf-8")
    for day in DAYS[name]:
        assert PLACEHOLDER in text
        text = text.replace(PLACEHOLDER, day, 1)
    assert PLACEHOLDER not in text
    return text.splitlines()[1:]


def text_of(name: str) -> str:
    """The example's minutes as they are printed."""
    case = examine(sample("conference_minutes")).case
    assert case is not None
    minutes = bound_forms(case, form_named("conference_minutes"), "masked")
    return plain(bound_text(minutes[list(DAYS).index(name)]))


@pytest.mark.parametrize("name", DAYS)
def test_every_word_is_printed_in_its_order_and_nothing_else_but_the_forms_own_numbers(name: str) -> None:
    """What is left, once the example's lines are taken out in order, is ① to ⑨, title and case number."""
    text, left = text_of(name), ""
    for line in lines_of(name):
        before, found, text = text.partition(plain(line))
        assert found, f"{line!r} is missing after {before[:40]!r}"
        left += before
    assert left + text == "[서식4]사례회의록①2025-0004②③④⑤⑥⑦⑧⑨"


def test_the_examples_raise_no_error() -> None:
    findings = examine(sample("conference_minutes")).findings
    assert [finding for finding in findings if finding.severity == "error"] == []
