"""The parts of a page under headings, with how far each is filled in and what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from api.service.entry.asking import ShownAnswers, ShownTopics
from api.service.entry.view import Shown, ShownBox, ShownGroup, ShownRows
from forms import Finding, Severity

_FIRST, _FURTHER = "기본 사항", "그 밖의 항목"


@dataclass(frozen=True)
class Section:
    """Parts under a title. ``filled`` of ``boxes`` hold something, or are given it by the case (a list counts as one); ``faults`` are errors.

    ``alone``: it is one list or record of that title, which need not be told twice.
    """

    title: str
    id: str
    parts: tuple[Shown, ...]
    filled: int
    boxes: int
    faults: int
    alone: bool


def sections(parts: Sequence[Shown], headings: Mapping[str, str]) -> tuple[Section, ...]:
    """The parts in their order. ``headings`` are titles by the key of the field that a section begins with.

    Without any, each list or record is a section of its own, and so are the boxes between them.
    """
    grouped: list[tuple[str, list[Shown]]] = []
    for part in parts:
        key = part.name.rpartition("/")[2]
        own = not isinstance(part, ShownBox) and not headings
        after = bool(grouped) and not isinstance(grouped[-1][1][-1], ShownBox) and not headings
        if key in headings or own or after or not grouped:
            title = headings.get(key) or (part.title if own else _FURTHER if grouped else _FIRST)
            grouped.append((title, []))
        grouped[-1][1].append(part)
    return tuple(_section(title, tuple(held)) for title, held in grouped)


def _section(title: str, parts: tuple[Shown, ...]) -> Section:
    counted = [one for part in parts for one in _counted(part)]
    faults = sum(one.severity is Severity.ERROR for part in parts for one in _findings(part))
    alone = len(parts) == 1 and not isinstance(parts[0], ShownBox) and parts[0].title == title
    return Section(title, f"part-{parts[0].id}", parts, sum(counted), len(counted), faults, alone)


def _counted(part: Shown) -> Iterator[bool]:
    """Whether each box holds something; a list of whatever length is one box."""
    match part:
        case ShownBox():
            yield bool(part.text or part.chosen or part.given)
        case ShownGroup():
            for one in part.parts:
                yield from _counted(one)
        case ShownRows() if part.own:
            boxes = (box for row in part.rows for box in row.parts if getattr(box, "look", "") != "fixed")
            yield any(held for box in boxes for held in _counted(box))
        case ShownRows():
            yield bool(part.rows or part.given)
        case ShownAnswers():
            for line in part.lines:
                yield bool(line.chosen)
        case ShownTopics():
            yield any(line.chosen for topic in part.topics for line in topic.lines)


def _findings(part: Shown) -> Iterator[Finding]:
    """Every finding of a part, in it and below."""
    yield from part.wrong
    match part:
        case ShownGroup():
            for one in part.parts:
                yield from _findings(one)
        case ShownRows():
            for row in part.rows:
                yield from _findings(row)
        case ShownAnswers():
            for line in part.lines:
                yield from line.wrong
        case ShownTopics():
            for topic in part.topics:
                yield from topic.wrong
                for line in topic.lines:
                    yield from line.wrong
        case ShownBox():
            return
