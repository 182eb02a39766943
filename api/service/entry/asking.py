"""Questions to ask one by one as the template shows them: a line each, with the answers to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.entry.tables import NOT_APPLICABLE
from api.service.entry.fields import Answers, Topics
from forms import Finding
from forms.questions import Question, Topic

Wrong = Mapping[str, Sequence[Finding]]


@dataclass(frozen=True)
class ShownLine:
    """A question. ``name`` is the path of its answer; ``fixed`` questions have their number from the source.

    ``choices`` are (value, words); the one that is ``chosen`` may be none of the source's. ``text`` is None
    where the source has the question's words, which then stand in ``title``.
    """

    name: str
    id: str
    number: str
    title: str
    fixed: bool
    text: str | None
    choices: tuple[tuple[str, str], ...]
    chosen: str
    wrong: tuple[Finding, ...]
    hint: str = ""
    given: str = ""


@dataclass(frozen=True)
class ShownAnswers:
    """Questions in one list; ``total`` is None where answers are not added up."""

    name: str
    id: str
    title: str
    hint: str
    lines: tuple[ShownLine, ...]
    total: int | None
    required: bool
    wrong: tuple[Finding, ...]
    type: str = "answers"


@dataclass(frozen=True)
class ShownTopic:
    """Questions of one topic. ``words`` to choose the topic from, where what stands there names none."""

    name: str
    id: str
    title: str
    key: str
    words: tuple[str, ...]
    notes: tuple[str, ...]
    answers: str
    answers_id: str
    texts_id: str
    lines: tuple[ShownLine, ...]
    total: int
    wrong: tuple[Finding, ...]


@dataclass(frozen=True)
class ShownTopics:
    """Every topic of the source, answered or not, and what else stands in the list."""

    name: str
    id: str
    title: str
    hint: str
    topics: tuple[ShownTopic, ...]
    total: int
    wrong: tuple[Finding, ...]
    type: str = "topics"


def id_of(path: str) -> str:
    """The id of what stands at a path."""
    return "f" + path.replace("/", "-")


def shown_answers(part: Answers, value: Any, at: str, wrong: Wrong) -> ShownAnswers:
    """A list of answers beside its questions; answers beyond the last question stay in sight."""
    given = value if isinstance(value, list) else []
    questions = part.asked.questions()
    choices = tuple((str(number), words) for number, words in part.asked.scale)
    lines = []
    for n in range(max(len(questions), len(given))):
        chosen = _text(given[n]) if n < len(given) else ""
        title = questions[n].text if n < len(questions) else f"{n + 1}번(서식에 없는 문항)"
        faults = tuple(wrong.get(f"{at}/{n}", ()))
        lines.append(
            ShownLine(
                f"{at}/{n}",
                id_of(f"{at}/{n}"),
                str(n + 1),
                title,
                True,
                None,
                _with(choices, chosen),
                chosen,
                faults,
            )
        )
    return ShownAnswers(
        at,
        id_of(at),
        part.title,
        part.description or "",
        tuple(lines),
        _total(lines) if part.asked.summed else None,
        part.required,
        tuple(wrong.get(at, ())),
    )


def shown_topics(part: Topics, value: Any, at: str, wrong: Wrong) -> ShownTopics:
    """The topics in the source's order, each with the place that it has in the list.

    What the list does not hold yet gets a place behind what it holds.
    """
    rows = [row if isinstance(row, dict) else {} for row in value] if isinstance(value, list) else []
    topics = part.asked.topics()
    places = {topic.name: _place(rows, part.topic.key, topic.name) for topic in topics}
    others = [n for n in range(len(rows)) if n not in places.values()]
    free = iter(range(len(rows), len(rows) + len(topics)))
    shown = []
    for topic in topics:
        place = places[topic.name]
        row = rows[place] if place is not None else {part.topic.key: topic.name}
        shown.append(_topic(part, topic, row, f"{at}/{next(free) if place is None else place}", wrong, True))
    for n in others:
        name = _text(rows[n].get(part.topic.key))
        shown.append(_topic(part, Topic(name, ()), rows[n], f"{at}/{n}", wrong, False))
    return ShownTopics(
        at,
        id_of(at),
        part.title,
        part.description or "",
        tuple(shown),
        sum(topic.total for topic in shown),
        tuple(wrong.get(at, ())),
    )


def _place(rows: Sequence[Mapping[str, Any]], key: str, name: str) -> int | None:
    return next((n for n, row in enumerate(rows) if row.get(key) == name), None)


def _topic(
    part: Topics, topic: Topic, row: Mapping[str, Any], at: str, wrong: Wrong, known: bool
) -> ShownTopic:
    answers, texts = f"{at}/{part.answers.key}", f"{at}/{part.texts.key}"
    lines = tuple(_lines(part, topic, row, answers, texts, wrong))
    paths = (at, f"{at}/{part.topic.key}", answers, texts)
    return ShownTopic(
        at,
        id_of(at),
        topic.name or part.topic.title,
        f"{at}/{part.topic.key}",
        () if known else _words(part, topic.name),
        topic.notes,
        answers,
        id_of(answers),
        id_of(texts),
        lines,
        _total(lines),
        tuple(finding for path in paths for finding in wrong.get(path, ())),
    )


def _words(part: Topics, name: str) -> tuple[str, ...]:
    return part.topic.choices if name in part.topic.choices else (name, *part.topic.choices)


def _lines(
    part: Topics, topic: Topic, row: Mapping[str, Any], answers: str, texts: str, wrong: Wrong
) -> Iterator[ShownLine]:
    """The source's questions, those that were answered or worded besides, and some to spare."""
    given, words = (_mapping(row.get(key)) for key in (part.answers.key, part.texts.key))
    numbers = {question.number for question in topic.questions}
    own = [Question(number) for number in dict.fromkeys((*given, *words)) if number not in numbers]
    asked = sorted((*topic.questions, *own), key=_in_order)
    last = max((int(one.number) for one in asked if _counts(one.number)), default=0)
    spare = max(topic.spare - len(own), min(topic.spare, 1))
    asked += [Question(str(last + n)) for n in range(1, spare + 1)]
    for n, question in enumerate(asked):
        number = question.number
        chosen = NOT_APPLICABLE if number in given and given[number] is None else _text(given.get(number))
        faults = (f"{path}/{number}" for path in (answers, texts))
        yield ShownLine(
            f"{answers}/{n}",
            id_of(f"{answers}/{number}")
            if number in given or number in numbers
            else id_of(f"{answers}/+{n}"),
            number,
            f"{topic.name} {number}번",
            number in numbers,
            _text(words.get(number)) or question.text,
            _with(tuple((choice, choice) for choice in part.answers.value.choices), chosen),
            chosen,
            tuple(finding for path in faults for finding in wrong.get(path, ())),
        )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _in_order(question: Question) -> tuple[bool, int]:
    """By number; what is no number comes last."""
    return (False, int(question.number)) if _counts(question.number) else (True, 0)


def _counts(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 4


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _with(choices: tuple[tuple[str, str], ...], chosen: str) -> tuple[tuple[str, str], ...]:
    """The answers to choose from; one that is none of them stays visible, for its finding to speak of."""
    known = not chosen or chosen in (value for value, _ in choices)
    return choices if known else (*choices, (chosen, "보기에 없음"))


def _total(lines: Sequence[ShownLine]) -> int:
    """The points of the answers that are numbers."""
    return sum(int(line.chosen) for line in lines if _counts(line.chosen))
