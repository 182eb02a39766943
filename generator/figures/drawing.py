"""A drawing as a value: lines, shapes and texts in millimetres, and as SVG.

Texts are written as outlines of the print font, so that every format shows the same picture whatever
fonts its reader has, and a page's own text stays what its template says; whoever cannot see the picture
reads the alternative text beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from generator.figures.glyphs import glyph, text_width, units_per_em

# Nothing on a page is smaller than 9 points.
TEXT_MM = 9 * 25.4 / 72
LINE_MM = 1.3 * TEXT_MM
STROKE_MM = 0.3
_MARGIN_MM = 0.5
_LEGEND_LINES = 4

Stroke = Literal["solid", "dashed", "dotted"]
ShapeKind = Literal["box", "pill", "circle", "diamond"]
# Far from white on every printer, and less toner than black.
_DARK = "#555"
_DASHES = {"solid": "", "dashed": ' stroke-dasharray="1.6 1.1"', "dotted": ' stroke-dasharray="0.5 0.8"'}


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Stroke = "solid"


@dataclass(frozen=True)
class Shape:
    """A shape around its middle, white, or ``filled`` dark; a circle is as wide as it is high."""

    kind: ShapeKind
    x: float
    y: float
    width: float
    height: float
    stroke: Stroke = "solid"
    filled: bool = False


@dataclass(frozen=True)
class Text:
    """One line of text, centred on ``x``; ``y`` is where its letters stand."""

    x: float
    y: float
    text: str

    @property
    def width(self) -> float:
        """In millimetres."""
        return text_width(self.text) * TEXT_MM


@dataclass(frozen=True)
class Drawing:
    """Lines lie below the shapes, strokes and texts above them."""

    width: float
    height: float
    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...]
    texts: tuple[Text, ...]
    strokes: tuple[Line, ...] = ()

    @classmethod
    def around(
        cls,
        lines: Sequence[Line],
        shapes: Sequence[Shape],
        texts: Sequence[Text],
        strokes: Sequence[Line] = (),
    ) -> Drawing:
        """A drawing that is just as large as what it holds, wherever that was placed."""
        left, top, right, bottom = _bounds(lines, shapes, texts)
        x, y = _MARGIN_MM - left, _MARGIN_MM - top
        return cls(
            right - left + 2 * _MARGIN_MM,
            bottom - top + 2 * _MARGIN_MM,
            tuple(_moved(line, x, y) for line in lines),
            tuple(replace(shape, x=shape.x + x, y=shape.y + y) for shape in shapes),
            tuple(replace(text, x=text.x + x, y=text.y + y) for text in texts),
            tuple(_moved(line, x, y) for line in strokes),
        )

    def to_svg(self) -> str:
        """The drawing as an SVG document; the same drawing gives the same text."""
        width, height = _number(self.width), _number(self.height)
        stroke = f'stroke="#000" stroke-width="{STROKE_MM}"'
        body = (
            f'<g fill="none" {stroke}>{"".join(map(_line, self.lines))}</g>'
            f'<g fill="#fff" {stroke}>{"".join(map(_shape, self.shapes))}</g>'
            f'<g fill="none" {stroke}>{"".join(map(_line, self.strokes))}</g>'
            f'<g fill="#000">{"".join(map(_text, self.texts))}</g>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
            f'viewBox="0 0 {width} {height}">{body}</svg>'
        )


def wrapped(text: str, width: float, most: int) -> list[str]:
    """A text in at most so many lines of ``width`` millimetres, between words where it can; cut off with …."""
    lines: list[str] = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if _fits(joined, width):
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if not _fits(lines[-1] + letter, width):
                lines.append("")
            lines[-1] += letter
    if len(lines) > most:
        last = lines[most - 1]
        while not _fits(f"{last}…", width):
            last = last[:-1]
        lines[most - 1 :] = [f"{last}…"]
    return [line for line in lines if line]


def with_legend(drawing: Drawing, legend: str, width: float) -> Drawing:
    """The drawing with a legend below, in lines of at most ``width`` millimetres."""
    lines = wrapped(legend, width - 2 * _MARGIN_MM, _LEGEND_LINES)
    below = drawing.height + LINE_MM
    texts = (
        *drawing.texts,
        *(Text(drawing.width / 2, below + number * LINE_MM, line) for number, line in enumerate(lines)),
    )
    return Drawing.around(drawing.lines, drawing.shapes, texts, drawing.strokes)


def _fits(text: str, width: float) -> bool:
    return text_width(text) * TEXT_MM <= width


def _bounds(
    lines: Iterable[Line], shapes: Iterable[Shape], texts: Iterable[Text]
) -> tuple[float, float, float, float]:
    boxes = [
        *(
            (min(line.x1, line.x2), min(line.y1, line.y2), max(line.x1, line.x2), max(line.y1, line.y2))
            for line in lines
        ),
        *(
            (
                shape.x - shape.width / 2,
                shape.y - shape.height / 2,
                shape.x + shape.width / 2,
                shape.y + shape.height / 2,
            )
            for shape in shapes
        ),
        *(
            (text.x - text.width / 2, text.y - TEXT_MM, text.x + text.width / 2, text.y + 0.25 * TEXT_MM)
            for text in texts
        ),
    ]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _moved(line: Line, x: float, y: float) -> Line:
    return replace(line, x1=line.x1 + x, y1=line.y1 + y, x2=line.x2 + x, y2=line.y2 + y)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _line(line: Line) -> str:
    x1, y1, x2, y2 = map(_number, (line.x1, line.y1, line.x2, line.y2))
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"{_DASHES[line.stroke]}/>'


def _shape(shape: Shape) -> str:
    x, y = shape.x, shape.y
    look = _DASHES[shape.stroke] + (f' fill="{_DARK}"' if shape.filled else "")
    across, down = shape.width / 2, shape.height / 2
    if shape.kind == "circle":
        return f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(across)}"{look}/>'
    if shape.kind == "diamond":
        corners = ((x, y - down), (x + across, y), (x, y + down), (x - across, y))
        points = " ".join(f"{_number(a)},{_number(b)}" for a, b in corners)
        return f'<polygon points="{points}"{look}/>'
    round_off = f' rx="{_number(min(across, down))}"' if shape.kind == "pill" else ""
    return (
        f'<rect x="{_number(x - across)}" y="{_number(y - down)}" width="{_number(shape.width)}" '
        f'height="{_number(shape.height)}"{round_off}{look}/>'
    )


def _text(text: Text) -> str:
    scale = TEXT_MM / units_per_em()
    at, out = text.x - text.width / 2, []
    for character in text.text:
        drawn = glyph(character)
        if drawn.outline:
            place = f"translate({at:.3f} {text.y:.3f}) scale({scale:.6f} {-scale:.6f})"
            out.append(f'<path transform="{place}" d="{drawn.outline}"/>')
        at += drawn.advance * TEXT_MM
    return "".join(out)
