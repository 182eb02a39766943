"""변화 도표 laid out: a print view of ``forms.change.Change`` as bars with their numbers, and in words.

Two bars a row, the first an outline and the second dark, so that no colour has to be told apart; each bears its
number. Tried and not taken: matplotlib (a second to load, random ids and the hour in its SVG) and pygal (random
ids, letters in whatever font the reader has). Both leave alternative text to us; docs/charts.md weighs them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.change import NOT_COUNTED
from generator.figures.drawing import LINE_MM, STROKE_MM, TEXT_MM, Drawing, Line, Shape, Text, wrapped

# Narrow enough to be read on a telephone without being moved sideways, and the same for every chart, so that bars
# begin below each other. Labels stand left of where they begin, numbers of up to seven digits right of where they end.
WIDTH_MM = 112.0
AXIS_MM = 44.0
_BAR_MM = 53.0
BAR_HIGH_MM = 3.4
_BETWEEN_MM = 0.5
_ROW_GAP_MM = 2.4
_PAD_MM = 1.2
_LABEL_LINES = 2
_SIDES = ("first", "second")
_ROW_MM = 2 * BAR_HIGH_MM + _BETWEEN_MM + _ROW_GAP_MM


def change_words(view: Mapping[str, Any]) -> str:
    """The chart as one line of text, with every number."""
    names = [side_words(view[side]) for side in _SIDES]
    rows = (
        f"{row['label']} {', '.join(f'{name} {_said(row[side])}' for name, side in zip(names, _SIDES, strict=True))}"
        for row in view["rows"]
    )
    return f"막대 도표, {view['title']}({view['unit']}): {'; '.join(rows)}"


def side_words(side: Mapping[str, Any]) -> str:
    """What one of the two is called: 첫 조사(2025-03-04)."""
    return f"{side['title']}({side['on']})" if side["on"] else str(side["title"])


def _said(number: str) -> str:
    return number or NOT_COUNTED


def draw_change(view: Mapping[str, Any]) -> Drawing:
    """The chart as a drawing, ``WIDTH_MM`` wide."""
    most = max((int(row[side]) for row in view["rows"] for side in _SIDES if row[side]), default=0)
    shapes: list[Shape] = []
    texts: list[Text] = []
    y = _legend(view, shapes, texts)
    top = y
    for row in view["rows"]:
        middle = y + _ROW_MM / 2
        texts += _label(row["label"], middle)
        for number, side in enumerate(_SIDES):
            bar = middle + (number - 0.5) * (BAR_HIGH_MM + _BETWEEN_MM)
            long = _BAR_MM * int(row[side]) / most if row[side] and most else 0.0
            if long:
                shapes.append(Shape("box", AXIS_MM + long / 2, bar, long, BAR_HIGH_MM, filled=bool(number)))
            texts.append(_from_left(AXIS_MM + long + _PAD_MM, bar, _said(row[side])))
        y += _ROW_MM
    axis = Line(AXIS_MM, top, AXIS_MM, y)
    return Drawing(WIDTH_MM, y + STROKE_MM, (axis,), tuple(shapes), tuple(texts))


def _legend(view: Mapping[str, Any], shapes: list[Shape], texts: list[Text]) -> float:
    """What the two bars are, and the unit, above them; returns where the rows begin."""
    wide, high = 2 * BAR_HIGH_MM, 0.8 * BAR_HIGH_MM
    for number, side in enumerate(_SIDES):
        y = (number + 0.5) * LINE_MM
        shapes.append(Shape("box", AXIS_MM + wide / 2, y, wide, high, filled=bool(number)))
        texts.append(_from_left(AXIS_MM + wide + _PAD_MM, y, side_words(view[side])))
    texts += _label(f"단위: {view['unit']}", LINE_MM)
    return 2 * LINE_MM + _PAD_MM


def _label(words: str, middle: float) -> Iterator[Text]:
    """Words in front of the bars, ending where these begin, around the height ``middle``."""
    said = wrapped(words, AXIS_MM - 2 * _PAD_MM, _LABEL_LINES)
    for number, line in enumerate(said):
        y = middle + (number - (len(said) - 1) / 2) * LINE_MM
        across = Text(0, 0, line).width
        yield Text(AXIS_MM - _PAD_MM - across / 2, y + 0.36 * TEXT_MM, line)


def _from_left(x: float, middle: float, words: str) -> Text:
    return Text(x + Text(0, 0, words).width / 2, middle + 0.36 * TEXT_MM, words)
