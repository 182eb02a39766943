"""Marks of answers to numbered questions, by which a page shows them as the sheet that one asks from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class Question(NamedTuple):
    """A question by its number, with its words where the source has them."""

    number: str
    text: str = ""


class Topic(NamedTuple):
    """Questions that stand together, under the word that names them in the case.

    ``spare`` is how many further lines a page offers, where the source does not say how many questions
    there are. ``notes`` are what the source says of the answers, for who asks.
    """

    name: str
    questions: tuple[Question, ...]
    spare: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Questions:
    """Marks a list of numbers that holds the answers to ``questions``, in their order.

    ``scale`` says what each number means, from the first that may be given. ``summed``: the source adds
    the answers up.
    """

    questions: Callable[[], tuple[Question, ...]]
    scale: tuple[tuple[int, str], ...]
    summed: bool = False


@dataclass(frozen=True)
class QuestionsByTopic:
    """Marks a list of records, one a topic, each with the answers to that topic's questions by number.

    ``topic``, ``answers`` and ``texts`` name fields of the record: the word that names the topic, the
    mapping of answers, and the mapping of the questions' own words.
    """

    topics: Callable[[], tuple[Topic, ...]]
    topic: str
    answers: str
    texts: str
