"""The items of 만족도 설문지 (서식 9), as ``satisfaction_survey.toml`` holds them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from forms.questions import Question
from forms.record import Value


class SurveyItems(Value, extra="forbid"):
    """A group of the source: its heading and its items in print order."""

    label: str
    items: tuple[str, ...]


@cache
def survey_items() -> tuple[SurveyItems, ...]:
    """The three groups, in print order; read once a process."""
    text = files("forms.icm").joinpath("satisfaction_survey.toml").read_text(encoding="utf-8")
    return tuple(map(SurveyItems.model_validate, tomllib.loads(text)["groups"]))


def survey_questions() -> tuple[Question, ...]:
    """The items one by one; each begins with its number."""
    items = (item for group in survey_items() for item in group.items)
    return tuple(Question(str(number), item) for number, item in enumerate(items, 1))
