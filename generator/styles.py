"""The style table (``templates/styles.toml``), as values and as CSS."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
POINTS_A_MM = 72 / 25.4


# One object each look, which serves as the key of what writers make of it.
@dataclass(frozen=True, eq=False)
class Style:
    """How an element looks; None leaves it to the element that contains it.

    ``size``, ``space_before``, ``space_after`` and ``pad`` (left and right of a cell) in points,
    ``min_height_mm`` in millimetres, and so ``blank_height_mm``, the height of a cell that is left to write in.
    """

    size: float | None = None
    bold: bool | None = None
    align: str | None = None
    valign: str | None = None
    shade: str | None = None
    space_before: float | None = None
    space_after: float | None = None
    min_height_mm: float | None = None
    blank_height_mm: float | None = None
    pad: float | None = None
    gap: bool = False
    keep: bool = False
    joined: bool = False
    border: bool = True
    page_break: bool = False
    keep_next: bool = False
    whole: bool = False

    def under(self, over: dict[str, Any]) -> Style:
        """This style with the settings of a class laid over it."""
        return replace(self, **over)


@dataclass(frozen=True, eq=False)
class StyleTable:
    """Page, text, border and cell figures, and the styles of elements and classes."""

    page: dict[str, float]
    text: dict[str, Any]
    border: dict[str, Any]
    cell: dict[str, float]
    elements: dict[str, dict[str, Any]]
    classes: dict[str, dict[str, Any]]

    @property
    def content_width_mm(self) -> float:
        """The width between the side margins."""
        return self.page["width_mm"] - 2 * self.page["margin_side_mm"]

    @property
    def highest_figure_mm(self) -> float:
        """What a page holds of a figure in a cell, with a line of text beside it."""
        return self.page["height_mm"] - self.page["margin_top_mm"] - self.page["margin_bottom_mm"] - 8

    @cache  # noqa: B019 — the table lives as long as the process, and classes are those of templates
    def style(self, tag: str, classes: str | None) -> Style:
        """The style of an element with its classes, later classes over earlier ones."""
        style = Style(**self.elements.get(tag, {}))
        for name in (classes or "").split():
            style = style.under(self.classes[name])
        return style


# Styles are few; the bound only keeps a foreign table from filling the memory.
@lru_cache(maxsize=1024)
def over_text(style: Style, inner: Style) -> Style:
    """The style of text inside a span, whose size and weight lie over those around it."""
    return style.under({key: value for key in ("size", "bold") if (value := getattr(inner, key)) is not None})


def asked_height_mm(cell: Element, style: Style) -> float | None:
    """The least height that a cell of a bound table asks for; None for the usual one."""
    if style.blank_height_mm is not None and not len(cell) and not cell.text:
        return style.blank_height_mm
    return style.min_height_mm


@cache
def style_table() -> StyleTable:
    """The style table, read once a process and checked for unknown settings."""
    data = tomllib.loads((TEMPLATES / "styles.toml").read_text(encoding="utf-8"))
    known = {field.name for field in fields(Style)}
    for kind in ("element", "class"):
        for name, settings in data[kind].items():
            unknown = set(settings) - known
            if unknown:
                raise ValueError(f"styles.toml: [{kind}.{name}] has unknown settings {sorted(unknown)}")
    return StyleTable(
        data["page"], data["text"], data["border"], data["cell"], data["element"], data["class"]
    )


def stylesheet() -> str:
    """The table as CSS, for every engine that lays out HTML."""
    table = style_table()
    page, text, border, cell = table.page, table.text, table.border, table.cell
    rule = f"solid #{border['color']}"
    rules = [
        f"@page {{ size: {page['width_mm']}mm {page['height_mm']}mm; margin: {page['margin_top_mm']}mm"
        f" {page['margin_side_mm']}mm {page['margin_bottom_mm']}mm; }}",
        f"html {{ font-family: {text['font']}; font-size: {text['size']}pt;"
        f" line-height: {text['line_height']}; color: #{text['color']}; }}",
        "body { margin: 0; }",
        # Static text is normalised when a template is loaded, so that every blank that is left counts.
        "h1, h2, h3, p, li, th, td { white-space: pre-wrap; overflow-wrap: anywhere; orphans: 2; widows: 2; }",
        "h1, h2, h3, p, ul { margin: 0; } h1, h2, h3 { break-after: avoid; }",
        'ul { padding-left: 1.2em; list-style-type: "- "; }',
        # A row of one value may go on over the page; a row of several would be torn apart.
        "tr:has(td ~ td) { break-inside: avoid; }",
        # Separate borders, so that a cell that goes on over a page is ruled off at both ends.
        "table { width: 100%; table-layout: fixed; border-collapse: separate; border-spacing: 0; }",
        f"table {{ border: {rule}; border-width: {border['width']}pt 0 0 {border['width']}pt; box-decoration-break: clone; }}",
        f"th, td {{ border: {rule}; border-width: 0 {border['width']}pt {border['width']}pt 0; font-weight: normal;"
        f" padding: {cell['pad_vertical']}pt {cell['pad_horizontal']}pt; height: {_inner(cell['min_height_mm'])}; }}",
        "th, td { box-decoration-break: clone; } thead { display: table-header-group; }",
        f"img.figure {{ max-width: 100%; max-height: {table.highest_figure_mm}mm; vertical-align: bottom; }}",
        f"td table {{ margin: {cell['pad_vertical']}pt 0; }}",
    ]
    rules += [f"{name} {{ {_declarations(settings)} }}" for name, settings in table.elements.items()]
    for name, settings in table.classes.items():
        rules.append(f".{name} {{ {_declarations(settings)} }}")
        if "blank_height_mm" in settings:
            rules.append(f".{name}:empty {{ height: {_inner(settings['blank_height_mm'])}; }}")
        if settings.get("border") is False:
            rules.append(f"table.{name}, .{name} th, .{name} td {{ border: none; background: none; }}")
            pad = cell["pad_horizontal"]
            # Inside a cell it begins where plain text would.
            rules.append(f"td table.{name} {{ margin: 0 -{pad}pt; width: calc(100% + {2 * pad}pt); }}")
        if settings.get("joined"):
            # The frames of both tables fall on one line.
            rules.append(f"table.{name} {{ margin-top: -{border['width']}pt; }}")
    return "\n".join(rules)


def _inner(height_mm: float) -> str:
    # CSS heights of cells leave the padding out.
    cell = style_table().cell
    return f"calc({height_mm}mm - {2 * cell['pad_vertical']}pt)"


def _declarations(settings: dict[str, Any]) -> str:
    css = {
        "size": "font-size: {}pt", "align": "text-align: {}", "valign": "vertical-align: {}",
        "shade": "background: #{}", "space_before": "margin-top: {}pt", "space_after": "margin-bottom: {}pt",
        "pad": "padding-left: {0}pt; padding-right: {0}pt",
    }  # fmt: skip
    said = [css[key].format(value) for key, value in settings.items() if key in css]
    if settings.get("bold"):
        said.append("font-weight: bold")
    if "min_height_mm" in settings:
        said.append(f"height: {_inner(settings['min_height_mm'])}")
    if settings.get("gap"):
        said.append("margin-right: 0.8em")
    if settings.get("keep"):
        said.append("white-space: pre")
    if settings.get("page_break"):
        said.append("break-before: page")
    if settings.get("keep_next"):
        said.append("break-after: avoid")
    if settings.get("whole"):
        said.append("break-inside: avoid")
    return "; ".join(said)
