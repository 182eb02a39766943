"""생태도 laid out: a print view of ``forms.kinship.Ecomap`` as a drawing, and in words.

The household stands in the middle, what surrounds it in a row above and one below, so that no line meets
another box. A star needs no graph library: the layouts of networkx know points, not boxes as wide as their labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from forms.kinship import TIE_PLACES
from generator.figures.drawing import (
    LINE_MM,
    TEXT_MM,
    Drawing,
    Line,
    Shape,
    ShapeKind,
    Text,
    with_legend,
    wrapped,
)

BOX_MM = 34.0
_BETWEEN_MM = 2.6
# From the middle box to the rows.
_ARM_MM = 11.0
_PAD_MM = 1.5
_TEXT_LINES = 3
_CENTRE_MM = 40.0
_INNER_MM = 1.0
_WIDTH_MM = TIE_PLACES // 2 * (BOX_MM + _BETWEEN_MM) - _BETWEEN_MM
_LEGEND = "네모 기관, 둥근 칸 개인. 선의 길이와 자리는 관계의 세기를 뜻하지 않습니다."


def ecomap_words(view: Mapping[str, Any]) -> str:
    """The ecomap as one line of text."""
    ties = (
        " ".join(part for part in (tie["kind"], tie["relation"], tie["name"]) if part) for tie in view["ties"]
    )
    return f"생태도: {_household(view)}와 이어진 개인·기관: {', '.join(ties)}"


def _household(view: Mapping[str, Any]) -> str:
    name = view["centre"]["name"]
    return f"{name} 가구" if name else "가구"


def draw_ecomap(view: Mapping[str, Any]) -> Drawing:
    """The ecomap as a drawing, at most 144 mm wide."""
    ties = view["ties"]
    across = min((len(ties) + 1) // 2, TIE_PLACES // 2)
    above, below = ties[:across], ties[across:]
    lines: list[Line] = []
    shapes: list[Shape] = []
    texts: list[Text] = []
    centre = wrapped(_household(view), _CENTRE_MM - 2 * _PAD_MM - 2 * _INNER_MM, 2)
    height = _height(centre) + 2 * _INNER_MM
    for row, side in ((above, -1), (below, 1)):
        labels = [_lines(tie) for tie in row]
        tallest = max(map(_height, labels), default=0.0)
        y = side * (height / 2 + _ARM_MM + tallest / 2)
        for number, (tie, label) in enumerate(zip(row, labels, strict=True)):
            x = (number - (len(row) - 1) / 2) * (BOX_MM + _BETWEEN_MM)
            lines.append(Line(0, 0, x, y - side * tallest / 2))
            kind: ShapeKind = "box" if tie["kind"] == "기관" else "pill"
            shapes.append(Shape(kind, x, y, BOX_MM, tallest))
            texts += _written(x, y, label)
    shapes.append(Shape("box", 0, 0, _CENTRE_MM, height))
    shapes.append(Shape("box", 0, 0, _CENTRE_MM - 2 * _INNER_MM, height - 2 * _INNER_MM))
    texts += _written(0, 0, centre)
    return with_legend(Drawing.around(lines, shapes, texts), _LEGEND, _WIDTH_MM)


def _lines(tie: Mapping[str, Any]) -> list[str]:
    # The ends of a rounded box hold less.
    width = BOX_MM - 2 * _PAD_MM - (0 if tie["kind"] == "기관" else 2 * _PAD_MM)
    return [line for said in (tie["relation"], tie["name"]) for line in wrapped(said, width, _TEXT_LINES)]


def _height(label: Sequence[str]) -> float:
    return len(label) * LINE_MM + 2 * _PAD_MM


def _written(x: float, y: float, label: Sequence[str]) -> Iterator[Text]:
    """A label around the middle of its box."""
    first = y - len(label) * LINE_MM / 2 + TEXT_MM
    for number, line in enumerate(label):
        yield Text(x, first + number * LINE_MM, line)
