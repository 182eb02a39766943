"""The figures that a template may hold, by name: what they show as a picture and as words."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from generator.figures.change_chart import change_words, draw_change
from generator.figures.drawing import Drawing
from generator.figures.ecomap import draw_ecomap, ecomap_words
from generator.figures.genogram import draw_genogram, genogram_words

_TYPE = "data:image/svg+xml;base64,"


class Figure(NamedTuple):
    """A kind of figure: a print view as a drawing, and as the alternative text."""

    draw: Callable[[Mapping[str, Any]], Drawing]
    words: Callable[[Mapping[str, Any]], str]


FIGURES: Mapping[str, Figure] = {
    "genogram": Figure(draw_genogram, genogram_words),
    "ecomap": Figure(draw_ecomap, ecomap_words),
    "change": Figure(draw_change, change_words),
}


def figure_src(kind: str, view: Mapping[str, Any]) -> str:
    """The figure as a data URI of an SVG."""
    svg = FIGURES[kind].draw(view).to_svg()
    return _TYPE + b64encode(svg.encode()).decode("ascii")


def figure_alt(kind: str, view: Mapping[str, Any]) -> str:
    """The alternative text, on one line."""
    return " ".join(FIGURES[kind].words(view).split())


def svg_of(src: str) -> bytes:
    """The SVG in the ``src`` of a bound tree's ``img``."""
    return b64decode(src.removeprefix(_TYPE))
