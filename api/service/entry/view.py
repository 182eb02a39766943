"""The boxes of a form with what stands in them and what is wrong with it, ready for the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Literal

from api.entry.tables import NOT_APPLICABLE
from api.service.entry.asking import ShownAnswers, ShownTopics, Wrong, id_of, shown_answers, shown_topics
from api.service.entry.data import rows_by_word, shown
from api.service.entry.fields import Answers, Box, Entries, Group, Part, Rows, Topics
from forms import Finding, Severity
from forms.page import Applies, WordsOf
from forms.particles import with_particle

Look = Literal["line", "breaks", "short", "long", "choice", "flag", "choices", "lines", "fixed"]
_NOTHING: Mapping[str, str] = MappingProxyType({})
# What fits into a cell, and how many of them beside each other.
_SHORT: tuple[Look, ...] = ("line", "breaks", "short", "choice", "flag", "fixed")
_COLUMNS = 5
# What the browser's own calendar opens with.
Pick = Literal["", "date", "datetime-local"]
_PICKS: dict[str, Pick] = {"date": "date", "dates": "date", "datetime": "datetime-local"}
_LOOKS: dict[str, Look] = {
    "narrative": "long",
    "choice": "choice",
    "flag": "flag",
    "choices": "choices",
    "words": "lines",
    "numbers": "lines",
    "dates": "lines",
    "date": "short",
    "datetime": "short",
    "won": "short",
    "number": "short",
    "phone": "short",
    "resident_number": "short",
}
_HINTS = {
    "date": "예: 2025-06-02, 2025.6.2",
    "datetime": "예: 2025-06-02 09:30",
    "phone": "예: 010-0000-0000",
    "resident_number": "예: 900101-1234567",
    "words": "한 줄에 하나씩 적습니다.",
    "numbers": "한 줄에 하나씩 숫자로 적습니다. 비운 것은 -로 적습니다.",
    "dates": "한 줄에 하나씩 적습니다. 예: 2025-06-02, 2025.6.2",
}


@dataclass(frozen=True)
class Fold:
    """When a box applies: where the box called ``name`` holds one of ``words``. ``folded``: now it does not."""

    name: str
    words: tuple[str, ...]
    folded: bool


@dataclass(frozen=True)
class Choices:
    """Words to choose from that stand together: under a title, and folded where another box rules them out."""

    words: tuple[str, ...]
    title: str = ""
    fold: Fold | None = None


@dataclass(frozen=True)
class ShownBox:
    """A box: its name (a path), its id in the page, how it looks, its text, hints and faults.

    ``limit`` is the most characters of a long text, which are counted while one types. ``given`` is what
    stands at the ``origin`` in the case, to be printed if the box is left empty. The ``choices`` of a line
    are words to pick or to leave; where several may be chosen they stand in ``groups``.
    """

    name: str
    id: str
    title: str
    look: Look
    text: str
    chosen: tuple[str, ...]
    choices: tuple[str, ...]
    required: bool
    numeric: bool
    hint: str
    wrong: tuple[Finding, ...]
    pick: Pick = ""
    limit: int | None = None
    origin: str = ""
    given: str = ""
    fold: Fold | None = None
    groups: tuple[Choices, ...] = ()
    type: str = "box"


@dataclass(frozen=True)
class ShownGroup:
    """A record: its boxes under a title."""

    name: str
    id: str
    title: str
    hint: str
    parts: tuple[Any, ...]
    wrong: tuple[Finding, ...]
    filled: bool
    type: str = "group"


@dataclass(frozen=True)
class Column:
    """The head of a column: its title, and the hint that holds for each box below it."""

    title: str
    hint: str
    hint_id: str
    required: bool
    wide: bool


@dataclass(frozen=True)
class ShownRows:
    """A list or a mapping: its rows, each a group of its own.

    ``columns``: its rows are few short boxes and stand in a table under these heads. ``own``: every word of
    the source has its row, so that none is added by hand. ``given`` is what the ``origin`` in the case gives,
    printed where there are no rows, or, ``completed``, where they leave it out.
    """

    name: str
    id: str
    title: str
    hint: str
    rows: tuple[ShownGroup, ...]
    wrong: tuple[Finding, ...]
    columns: tuple[Column, ...] = ()
    own: bool = False
    origin: str = ""
    given: str = ""
    completed: bool = False
    type: str = "rows"


Shown = ShownBox | ShownGroup | ShownRows | ShownAnswers | ShownTopics


def by_path(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The errors and warnings by the path of their value."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.severity is not Severity.INFO:
            found.setdefault(finding.path, []).append(finding)
    return found


def view(
    parts: Sequence[Part], record: Any, at: str, wrong: Wrong, given: Mapping[str, str] = _NOTHING
) -> tuple[Shown, ...]:
    """What to show of a record; ``given`` is what the case gives empty boxes, by their paths."""
    values = record if isinstance(record, dict) else {}
    shown = (_part(part, values.get(part.key), f"{at}/{part.key}", wrong, given) for part in parts)
    return tuple(_folding(part, one, values, at, given) for part, one in zip(parts, shown, strict=True))


def _folding(part: Part, shown: Shown, values: Mapping[str, Any], at: str, given: Mapping[str, str]) -> Shown:
    """A box with when it applies; one that holds something, or of which something is found, is never folded."""
    if not isinstance(part, Box) or not isinstance(shown, ShownBox):
        return shown
    if part.grouped is not None:
        return replace(shown, groups=_groups(part.grouped, shown, values, at))
    if part.applies is None:
        return shown
    name = f"{at}/{part.applies.field}"
    answer = values.get(part.applies.field)
    ruled_out = part.applies.rules_out(given.get(name) if answer in (None, "", []) else answer)
    holds = bool(shown.text or shown.chosen or shown.wrong)
    return replace(shown, fold=Fold(name, part.applies.words, ruled_out and not holds))


def _groups(grouped: WordsOf, shown: ShownBox, values: Mapping[str, Any], at: str) -> tuple[Choices, ...]:
    """The words by those that they belong to; a group of which a word is chosen is never folded."""
    answer, held = values.get(grouped.field), grouped.words()
    groups = []
    for owner, words in held.items():
        ruled_out = Applies(grouped.field, owner).rules_out(answer)
        chosen = any(word in shown.chosen for word in words)
        fold = Fold(f"{at}/{grouped.field}", (owner,), ruled_out and not chosen)
        groups.append(Choices(words, owner, fold))
    known = [word for words in held.values() for word in words]
    strange = tuple(word for word in shown.choices if word not in known)
    return (*groups, *((Choices(strange, "보기에 없음"),) if strange else ()))


def _part(part: Part, value: Any, at: str, wrong: Wrong, given: Mapping[str, str]) -> Shown:
    faults = tuple(wrong.get(at, ()))
    match part:
        case Box():
            # What is wrong with one of several chosen words is told where they are chosen.
            chosen = value if part.kind == "choices" and isinstance(value, list) else ()
            of_words = (found for n, _ in enumerate(chosen) for found in wrong.get(f"{at}/{n}", ()))
            return _box(part, value, at, (*faults, *of_words), given.get(at, ""))
        case Group():
            inner = view(part.parts, value, at, wrong)
            return ShownGroup(at, id_of(at), part.title, part.description or "", inner, faults, bool(value))
        case Rows():
            rows = value if isinstance(value, list) else []
            each = part.each
            placed = enumerate(rows) if each is None else rows_by_word(each, rows)

            def boxes(row: Any, at: str, wrong: Wrong) -> tuple[Shown, ...]:
                held = view(part.parts, row, at, wrong)
                return held if each is None else _of_word(each, held, at)

            groups = tuple(
                _row(f"{part.title} {n + 1}번", f"{at}/{n}", boxes(row, f"{at}/{n}", wrong), wrong)
                for n, row in placed
            )
            first = {} if each is None else {each.key: each.choices[0]}
            hint, own = part.description or "", each is not None
            shown = ShownRows(
                at,
                id_of(at),
                part.title,
                hint,
                groups,
                faults,
                own=own,
                origin=part.origin,
                given=given.get(at, "") if part.origin else "",
                completed=part.completed,
            )
            return _tabled(shown, boxes(first, at, {}))
        case Entries():
            entries = value if isinstance(value, dict) else {}
            groups = tuple(
                _row(
                    f"{part.title} {n}번째",
                    f"{at}/{n - 1}",
                    _entry(part, key, one, f"{at}/{n - 1}", wrong, at),
                    wrong,
                )
                for n, (key, one) in enumerate(entries.items(), 1)
            )
            return ShownRows(at, id_of(at), part.title, part.description or "", groups, faults)
        case Answers():
            return shown_answers(part, value, at, wrong)
        case Topics():
            return shown_topics(part, value, at, wrong)


def _of_word(each: Box, boxes: tuple[Shown, ...], at: str) -> tuple[Shown, ...]:
    """The boxes of a row that a word has: the word is told, not chosen, and the row may be left."""
    open_boxes = (replace(box, required=False) if isinstance(box, ShownBox) else box for box in boxes)
    return tuple(
        replace(box, look="fixed")
        if isinstance(box, ShownBox) and box.name == f"{at}/{each.key}" and box.text in each.choices
        else box
        for box in open_boxes
    )


def _tabled(shown: ShownRows, empty: Sequence[Shown]) -> ShownRows:
    """The list as a table where its rows, of which an ``empty`` one is given, are few short boxes."""
    boxes = [box for box in empty if isinstance(box, ShownBox) and box.look in _SHORT]
    if not len(boxes) == len(empty) <= _COLUMNS:
        return shown
    heads = tuple(
        Column(box.title, box.hint, f"{box.id}-head", box.required, box.look in ("breaks", "fixed"))
        for box in boxes
    )
    return replace(shown, columns=heads)


def _row(title: str, at: str, parts: tuple[Shown, ...], wrong: Wrong) -> ShownGroup:
    return ShownGroup(at, id_of(at), title, "", parts, tuple(wrong.get(at, ())), True)


def _entry(part: Entries, key: str, value: Any, at: str, wrong: Wrong, mapping: str) -> tuple[Shown, ...]:
    faults = tuple(wrong.get(f"{mapping}/{key}", ()))
    number = Box("key", "번호", "number", True)
    text = NOT_APPLICABLE if value is None else value
    return (
        _box(number, key, f"{at}/key", ()),
        _box(
            Box(
                "value",
                part.value.title,
                "choice" if part.value.choices else part.value.kind,
                True,
                part.value.choices,
            ),
            text,
            f"{at}/value",
            faults,
        ),
    )


def _box(box: Box, value: Any, at: str, faults: tuple[Finding, ...], given: str = "") -> ShownBox:
    hints = (
        box.description or "",
        _HINTS.get(box.kind, ""),
        f"비우면 {with_particle(box.origin, '을(를)')} 적습니다." if box.origin and not given else "",
    )
    look = _LOOKS.get(box.kind, "line")
    # A browser takes line breaks out of a box of one line.
    text = shown(box, value)
    if look == "line" and (box.breaks or "\n" in text):
        look = "breaks"
    chosen = tuple(str(one) for one in value) if isinstance(value, list) else ()
    # A word that is no choice (any more) stays visible, for the finding to speak of.
    extra = (text,) if look == "choice" and text and text not in box.choices else ()
    return ShownBox(
        at,
        id_of(at),
        box.title,
        look,
        text,
        chosen,
        (
            *box.choices,
            *box.suggestions,
            *extra,
            *(one for one in chosen if look == "choices" and one not in box.choices),
        ),
        box.required,
        box.kind in ("won", "number"),
        " · ".join(hint for hint in hints if hint),
        faults,
        _PICKS.get(box.kind, ""),
        box.limit if look == "long" else None,
        box.origin,
        given,
    )


def anchor(path: str, shown: Sequence[Shown]) -> str | None:
    """The id of the box at a path, or of the least that holds it; None where nothing of it is shown."""
    ids = set(_ids(shown))
    steps = path.split("/")
    prefixes = (id_of("/".join(steps[:length])) for length in range(len(steps), 1, -1))
    return next((id for id in prefixes if id in ids), None)


def _ids(shown: Sequence[Shown]) -> Iterator[str]:
    for one in shown:
        yield one.id
        match one:
            case ShownGroup():
                yield from _ids(one.parts)
            case ShownRows():
                yield from _ids(one.rows)
            case ShownAnswers():
                yield from (line.id for line in one.lines)
            case ShownTopics():
                for topic in one.topics:
                    yield topic.id
                    yield from (line.id for line in topic.lines)
