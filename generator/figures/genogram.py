"""가계도 laid out: a print view of ``forms.kinship.Genogram`` as a drawing, and in words.

Generations are rows of equal places, so that no label meets another and every line down runs between two
labels. Tried with marriages as nodes and not taken: grandalf (Sugiyama layers) and networkx's multipartite
layout keep the generations but put a brother between husband and wife, a stranger between two parents;
networkx's planar and spring layouts keep no generation on one line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any

from forms.kinship import ROW_PLACES
from generator.figures.drawing import (
    LINE_MM,
    TEXT_MM,
    Drawing,
    Line,
    Shape,
    ShapeKind,
    Stroke,
    Text,
    with_legend,
    wrapped,
)

PLACE_MM = 18.0
SYMBOL_MM = 9.0
_WIDTH_MM = ROW_PLACES * PLACE_MM
_LABEL_MM = PLACE_MM - 1.0
_INNER_MM = 1.1
_NAME_LINES = 3
# Between two lines that run side by side from one family to the next.
_LEVEL_MM = 2.6
_ENTRY_MM = 3.0
_YES = "예"
_SHAPES: Mapping[str, ShapeKind] = {"남": "box", "여": "circle"}
_MARRIAGES: Mapping[str, Stroke] = {"marriage": "solid", "common-law": "dashed", "assumed": "dotted"}


@dataclass(frozen=True)
class _Family:
    """Children of one or two people, or of none; ``children`` with whether each is adopted."""

    parents: tuple[int, ...]
    children: tuple[tuple[int, bool], ...]


def genogram_words(view: Mapping[str, Any]) -> str:
    """The genogram as one line of text: who is drawn, from the eldest generation to the youngest."""
    people = sorted(_drawn(view), key=lambda person: -int(person["generation"]))
    client_first = sorted(people, key=lambda person: person["is_client"] != _YES)
    return "가계도: " + ", ".join(_said(person) for person in client_first)


def _drawn(view: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [person for person in view["people"] if person["assumed"] != _YES]


def _said(person: Mapping[str, Any]) -> str:
    age = f"{person['age']}세" if person["age"] else ""
    died = "사망" if person["deceased"] == _YES else ""
    name = person["name"] if person["name"] != person["relation"] else ""
    return " ".join(part for part in (person["relation"], name, age, person["sex"], died) if part)


def draw_genogram(view: Mapping[str, Any]) -> Drawing:
    """The genogram as a drawing, at most 144 mm wide."""
    return _Layout(view).drawing()


class _Layout:
    def __init__(self, view: Mapping[str, Any]) -> None:
        self.people: Sequence[Mapping[str, Any]] = view["people"]
        self.couples = [
            (int(couple["first"]), int(couple["second"]), couple["kind"]) for couple in view["couples"]
        ]
        self.families = _families(view["descents"])
        self.rows: dict[int, list[int]] = {}
        for index, person in enumerate(self.people):
            self.rows.setdefault(int(person["generation"]), []).append(index)
        self.place = {index: number for row in self.rows.values() for number, index in enumerate(row)}
        self.left: dict[int, float] = {}
        self._lefts()
        self.lines: list[Line] = []
        # Drawn over the symbols.
        self.crosses: list[Line] = []
        self.shapes: list[Shape] = []
        self.texts: list[Text] = []

    def drawing(self) -> Drawing:
        bottom, parents = 0.0, 0.0
        for generation in sorted(self.rows, reverse=True):
            row = self.rows[generation]
            families = [family for family in self.families if family.children[0][0] in row]
            top = bottom + (len(families) + 1) * _LEVEL_MM if families else bottom
            middle = top + SYMBOL_MM / 2
            self._descents(families, parents, bottom, middle)
            labels = 0
            for index in row:
                self._symbol(index, middle)
                labels = max(labels, self._label(index, top + SYMBOL_MM))
            for first, second, kind in self.couples:
                if first in row:
                    ends = self._middle(first), self._middle(second)
                    self.lines.append(Line(ends[0], middle, ends[1], middle, _MARRIAGES[kind]))
            bottom, parents = top + SYMBOL_MM + labels * LINE_MM + 0.4 * TEXT_MM, middle
        return with_legend(
            Drawing.around(self.lines, self.shapes, self.texts, self.crosses), self._legend(), _WIDTH_MM
        )

    def _legend(self) -> str:
        """What the signs mean that the drawing holds."""
        sexes = {person["sex"] for person in self.people}
        adoptive = any(adopted for family in self.families for _, adopted in family.children)
        signs = (
            ("네모 남", "남" in sexes),
            ("동그라미 여", "여" in sexes),
            ("마름모 성별 모름", "" in sexes),
            ("두 겹 대상자", True),
            ("안의 수 만 나이", any(person["age"] and person["deceased"] != _YES for person in self.people)),
            ("× 사망", any(person["deceased"] == _YES for person in self.people)),
            ("끊은 가로선 사실혼", any(kind == "common-law" for _, _, kind in self.couples)),
            ("끊은 세로선 입양", adoptive),
            ("점선 가구에 적히지 않은 사람", any(person["assumed"] == _YES for person in self.people)),
        )
        return ", ".join(words for words, holds in signs if holds)

    def _lefts(self) -> None:
        """Where each row begins: the client's in the middle, the others as near to their kin as they can."""
        lefts = self.left
        lefts[0] = (_WIDTH_MM - len(self.rows[0]) * PLACE_MM) / 2
        for generation in sorted(row for row in self.rows if row > 0):
            lefts[generation] = 0.0
            wanted = [
                self._mean(family) - self._drop(family)
                for family in self.families
                if family.parents and family.parents[0] in self.rows[generation]
            ]
            lefts[generation] = self._kept(generation, wanted)
        for generation in sorted((row for row in self.rows if row < 0), reverse=True):
            lefts[generation] = 0.0
            wanted = [
                self._drop(family) - self._mean(family)
                for family in self.families
                if family.children[0][0] in self.rows[generation]
            ]
            lefts[generation] = self._kept(generation, wanted)

    def _kept(self, generation: int, wanted: Sequence[float]) -> float:
        left = sum(wanted) / len(wanted) if wanted else 0.0
        return min(max(left, 0.0), _WIDTH_MM - len(self.rows[generation]) * PLACE_MM)

    def _middle(self, index: int) -> float:
        generation = int(self.people[index]["generation"])
        return self.left[generation] + (self.place[index] + 0.5) * PLACE_MM

    def _mean(self, family: _Family) -> float:
        return sum(self._middle(child) for child, _ in family.children) / len(family.children)

    def _drop(self, family: _Family) -> float:
        """Where the line from the parents comes down: between two places."""
        if len(family.parents) == 2:
            return (self._middle(family.parents[0]) + self._middle(family.parents[1])) / 2
        if not family.parents:
            return self._mean(family)
        (parent,) = family.parents
        # Of somebody with a partner on the right, on the other side.
        side = -1 if any(first == parent for first, _, _ in self.couples) else 1
        return self._middle(parent) + side * PLACE_MM / 2

    def _entry(self, family: _Family, child: int) -> float:
        """Where a family's line meets the child's symbol: beside that of another family."""
        own = [one for one in self.families if any(child == other for other, _ in one.children)]
        own.sort(key=self._drop)
        return self._middle(child) + (own.index(family) - (len(own) - 1) / 2) * _ENTRY_MM

    def _descents(self, families: list[_Family], parents: float, bottom: float, children: float) -> None:
        """The lines between two rows, in the order of levels that crosses least."""
        best = min(permutations(families), key=self._crossings, default=())
        for level, family in enumerate(best, 1):
            y, drop = bottom + level * _LEVEL_MM, self._drop(family)
            adopted = all(adoptive for _, adoptive in family.children)
            stroke: Stroke = "dashed" if adopted else "solid"
            if len(family.parents) == 1:
                self.lines.append(Line(self._middle(family.parents[0]), parents, drop, parents, stroke))
            if family.parents:
                self.lines.append(Line(drop, parents, drop, y, stroke))
            left, right = self._span(family)
            if right > left:
                self.lines.append(Line(left, y, right, y, stroke))
            for child, adoptive in family.children:
                entry = self._entry(family, child)
                self.lines.append(Line(entry, y, entry, children, "dashed" if adoptive else "solid"))

    def _span(self, family: _Family) -> tuple[float, float]:
        ends = [self._entry(family, child) for child, _ in family.children]
        if family.parents:
            ends.append(self._drop(family))
        return min(ends), max(ends)

    def _crossings(self, order: Sequence[_Family]) -> int:
        """How often a line down of one family crosses the line across of another."""
        count = 0
        for level, family in enumerate(order):
            left, right = self._span(family)
            for other_level, other in enumerate(order):
                if other is family:
                    continue
                if other_level > level:
                    downs = [self._drop(other)] if other.parents else []
                else:
                    downs = [self._entry(other, child) for child, _ in other.children]
                count += sum(left <= down <= right for down in downs)
        return count

    def _symbol(self, index: int, y: float) -> None:
        person, x = self.people[index], self._middle(index)
        kind = _SHAPES.get(person["sex"], "diamond")
        stroke: Stroke = "dotted" if person["assumed"] == _YES else "solid"
        self.shapes.append(Shape(kind, x, y, SYMBOL_MM, SYMBOL_MM, stroke))
        inner = SYMBOL_MM
        if person["is_client"] == _YES:
            inner -= 2 * _INNER_MM * (1.41 if kind == "diamond" else 1)
            self.shapes.append(Shape(kind, x, y, inner, inner))
        if person["deceased"] == _YES:
            reach = SYMBOL_MM / 2 * {"box": 1, "circle": 0.707, "diamond": 0.5}[kind]
            self.crosses += [
                Line(x - reach, y - reach, x + reach, y + reach),
                Line(x - reach, y + reach, x + reach, y - reach),
            ]
        elif person["age"]:
            self.texts.append(Text(x, y + 0.36 * TEXT_MM, person["age"]))

    def _label(self, index: int, y: float) -> int:
        """Name, relation and, of the dead, the age; returns how many lines they take."""
        person = self.people[index]
        if person["assumed"] == _YES:
            return 0
        said = [person["name"]] if person["name"] != person["relation"] else []
        lines = [line for name in said for line in wrapped(name, _LABEL_MM, _NAME_LINES)]
        lines += wrapped(person["relation"], _LABEL_MM, 2)
        if person["deceased"] == _YES:
            age = f"{person['age']}세 " if person["age"] else ""
            lines += wrapped(f"{age}사망", _LABEL_MM, 2)
        for number, line in enumerate(lines, 1):
            self.texts.append(Text(self._middle(index), y + number * LINE_MM, line))
        return len(lines)


def _families(descents: Sequence[Mapping[str, Any]]) -> list[_Family]:
    """Brothers and sisters by their parents, in the order in which they are told."""
    found: dict[tuple[int, ...], list[tuple[int, bool]]] = {}
    for descent in descents:
        parents = tuple(int(parent) for parent in descent["parents"])
        found.setdefault(parents, []).append((int(descent["child"]), descent["adoptive"] == _YES))
    return [_Family(parents, tuple(children)) for parents, children in found.items()]
