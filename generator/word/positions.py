"""Where floating text of a Word document stands: whether any of it can fall on a page.

Lengths in points. A place is measured from where Word says (the page, its margin, the text around it);
what is not known exactly is taken as the whole page, so that only what surely lies outside is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.word.package import W
from generator.word.styles import Element, number

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_EMU, _TWIPS = 12_700.0, 20.0
# A box that is lower or narrower than a millimetre shows no text.
_LEAST_SIDE = 72 / 25.4
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "pc": 12.0, "px": 0.75, "": 0.75}
_LENGTH = re.compile(r"\s*(-?[\d.]+)\s*([a-z]*)\s*")


@dataclass(frozen=True)
class Page:
    """A page of a section: its sides, and its margins at their beginning and end."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float

    def starts(self, sideways: bool, origin: str | None) -> tuple[float, float]:
        """The first and the last place that an origin of that name can have."""
        side = self.width if sideways else self.height
        before, after = (self.left, self.right) if sideways else (self.top, self.bottom)
        known = {
            "page": 0.0,
            "margin": before,
            "leftMargin": 0.0,
            "topMargin": 0.0,
            "rightMargin": side - after,
            "bottomMargin": side - after,
        }
        return (known[origin], known[origin]) if origin in known else (0.0, side)


def sections(document: Element) -> Iterator[Element]:
    """The properties of a document's sections, without what a tracked change keeps of old ones."""
    for section in document.iter(f"{W}sectPr"):
        parent = section.getparent()
        if parent is None or parent.tag != f"{W}sectPrChange":
            yield section


def pages(document: Element) -> list[Page]:
    """The pages of a document's sections; A4 where a section names no size."""
    found = []
    for section in sections(document):
        size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
        found.append(
            Page(
                _twips(size, "w") or 595.3,
                _twips(size, "h") or 841.9,
                *(_twips(margins, name) or 0.0 for name in ("left", "right", "top", "bottom")),
            )
        )
    return found or [Page(595.3, 841.9, 0, 0, 0, 0)]


def _twips(element: Element | None, *names: str) -> float | None:
    for name in names if element is not None else ():
        value = number(element.get(f"{W}{name}"))  # type: ignore[union-attr] # no name is asked of None
        if value is not None:
            return value / _TWIPS
    return None


@dataclass(frozen=True)
class _Line:
    """A stretch on one axis: where it begins from its origin, and how long it is (None: unknown)."""

    sideways: bool
    origin: str | None
    at: float
    length: float | None

    def outside(self, page: Page) -> bool:
        side = page.width if self.sideways else page.height
        first, last = page.starts(self.sideways, self.origin)
        length = side if self.length is None else self.length
        return last + self.at + length <= 0 or first + self.at >= side


def _off(lines: Iterator[_Line], sheets: Sequence[Page]) -> bool:
    return any(all(line.outside(page) for page in sheets) for line in lines)


def paragraph_off_page(properties: Element | None, sheets: Sequence[Page], indent: float) -> bool:
    """Whether a paragraph's frame, or its ``indent`` in points, takes its text off every page."""
    frame = properties.find(f"{W}framePr") if properties is not None else None
    if frame is not None and _off(_frame_lines(frame, "x", "y", "hAnchor", "vAnchor", "page"), sheets):
        return True
    return all(abs(indent) >= page.width for page in sheets)


def table_off_page(properties: Element | None, sheets: Sequence[Page]) -> bool:
    """Whether a floating or indented table lies outside every page."""
    if properties is None:
        return False
    floating, indented = properties.find(f"{W}tblpPr"), properties.find(f"{W}tblInd")
    if floating is not None:
        lines = _frame_lines(floating, "tblpX", "tblpY", "horzAnchor", "vertAnchor", "text")
        if _off(lines, sheets):
            return True
    at = _twips(indented, "w") if indented is not None and indented.get(f"{W}type", "dxa") == "dxa" else None
    return at is not None and _off(iter([_Line(True, "text", at, None)]), sheets)


def _frame_lines(frame: Element, x: str, y: str, across: str, down: str, usual: str) -> Iterator[_Line]:
    for sideways, name, anchor, size in ((True, x, across, "w"), (False, y, down, "h")):
        at = _twips(frame, name)
        if at is not None and frame.get(f"{W}{name}Align") is None and frame.get(f"{W}{name}Spec") is None:
            yield _Line(sideways, frame.get(f"{W}{anchor}", usual), at, _twips(frame, size))


def box_hidden(box: Element) -> bool:
    """Whether the shape of a text box is set not to show, or has no room for a text."""
    drawing = _drawing(box)
    if drawing is not None:
        named, extent = drawing.find(f"{_WP}docPr"), drawing.find(f"{_WP}extent")
        hidden = named is not None and named.get("hidden", "0").lower() in ("1", "true", "on")
        grows = next(drawing.iter("{*}spAutoFit"), None) is not None
        sides = [number(extent.get(name)) for name in ("cx", "cy")] if extent is not None else []
        return hidden or (not grows and any(side is not None and side / _EMU < _LEAST_SIDE for side in sides))
    style = _shape_style(box)
    return (
        style.get("visibility") == "hidden"
        or style.get("display") == "none"
        or any(
            (length := _length(style.get(side))) is not None and length < _LEAST_SIDE
            for side in ("width", "height")
        )
    )


def box_off_page(box: Element, sheets: Sequence[Page]) -> bool:
    """Whether a text box lies outside every page."""
    drawing = _drawing(box)
    if drawing is not None:
        return drawing.tag == f"{_WP}anchor" and _off(_anchored(drawing), sheets)
    return _off(_styled(_shape_style(box)), sheets)


def _drawing(box: Element) -> Element | None:
    for above in box.iterancestors():
        if above.tag in (f"{_WP}anchor", f"{_WP}inline"):
            return above
        if above.tag == f"{W}p":
            return None
    return None


def _anchored(anchor: Element) -> Iterator[_Line]:
    extent, simple = anchor.find(f"{_WP}extent"), anchor.find(f"{_WP}simplePos")
    plain = anchor.get("simplePos", "0").lower() in ("1", "true")
    for sideways, name, size, short in ((True, "positionH", "cx", "x"), (False, "positionV", "cy", "y")):
        length = number(extent.get(size)) if extent is not None else None
        position = anchor.find(f"{_WP}{name}")
        at, origin = None, None
        if plain and simple is not None:
            at, origin = number(simple.get(short)), "page"
        elif position is not None:
            at, origin = number(position.findtext(f"{_WP}posOffset")), position.get("relativeFrom")
        if at is not None:
            yield _Line(sideways, origin, at / _EMU, length / _EMU if length is not None else None)


def _styled(style: Mapping[str, str]) -> Iterator[_Line]:
    if style.get("position") != "absolute":
        return
    names = ((True, "left", "horizontal", "width"), (False, "top", "vertical", "height"))
    for sideways, name, axis, size in names:
        offsets = [_length(style.get(key)) for key in (name, f"margin-{name}")]
        given = [offset for offset in offsets if offset is not None]
        if given and f"mso-position-{axis}" not in style:
            origin = style.get(f"mso-position-{axis}-relative", "text")
            yield _Line(sideways, origin, sum(given), _length(style.get(size)))


def _shape_style(box: Element) -> dict[str, str]:
    """The style of the outermost VML shape around a text box."""
    style = ""
    for above in box.iterancestors():
        if above.tag == f"{W}p":
            break
        if str(above.tag).startswith(_V):
            style = above.get("style", style)
    pairs = (entry.split(":", 1) for entry in style.split(";") if ":" in entry)
    return {key.strip().lower(): value.strip().lower() for key, value in pairs}


def _length(value: str | None) -> float | None:
    match = _LENGTH.fullmatch(value) if value is not None else None
    if match is None or match[2] not in _UNITS:
        return None
    return (number(match[1]) or 0.0) * _UNITS[match[2]]
