"""Whether a text of a Word template is seen on paper: hidden, invisible, too small, off the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from generator.word.colours import (
    LEAST_CONTRAST,
    WHITE,
    Colour,
    Palette,
    contrast,
    highlight,
    text_effect,
)
from generator.word.package import DOCUMENT, W, parse, relations
from generator.word.positions import (
    Page,
    box_hidden,
    box_off_page,
    pages,
    paragraph_off_page,
    sections,
    table_off_page,
)
from generator.word.styles import (
    Element,
    StyleSheet,
    attribute,
    holding_cell,
    number,
    related_part,
    setting,
    switched_on,
)

HIDDEN = "숨은 글"
FAINT = "바탕과 같거나 거의 같은 색의 글"
SMALL = "너무 작은 글"
CUT = "높이나 너비가 없는 자리의 글"
OFF_PAGE = "쪽 밖에 놓인 글"
HIDDEN_BOX = "숨긴 글상자의 글"
DELETED = "지운 것으로 표시된 글"
UNUSED_SIDE = "쓰이지 않는 머리글이나 바닥글"

# Points below which a print cannot be read; the official forms go down to 7. Our own numbers.
_LEAST_SIZE = 4.0
_LEAST_WIDTH_PERCENT = 20
_BOX = f"{W}txbxContent"
_SPECIAL_SPACING = "exact"
_USUAL_SIZE = 10.0


@dataclass(frozen=True)
class _Surroundings:
    """What a paragraph gives to its runs: a reason that hides them all, layers and ground."""

    reason: str | None
    styles: tuple[Element, ...] = ()
    of_cell: tuple[Element, ...] = ()
    # None where the ground is not known: a box filled in a way that is not told.
    ground: Colour | None = WHITE


class Visibility:
    """Why the texts of one document are not seen, asked run by run."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._styles = StyleSheet(parts)
        self._palette = Palette(parts)
        document = parse(DOCUMENT, parts[DOCUMENT])
        self._sheets: list[Page] = pages(document)
        self._sides = _used_sides(parts, document)
        self._paragraphs: dict[Element, _Surroundings] = {}
        self._runs: dict[Element, str | None] = {}

    def unseen_part(self, name: str) -> str | None:
        """Why a header or footer is not seen; None where a page shows it, and for the body."""
        return None if name == DOCUMENT or name in self._sides else UNUSED_SIDE

    def unseen(self, text: Element) -> str | None:
        """Why the text of an element (``w:t``) is not seen, as words for a message; None where it is."""
        run = next(text.iterancestors(f"{W}r"), None)
        if run is None:
            return None
        if run not in self._runs:
            self._runs[run] = self._of_run(run)
        return self._runs[run]

    def _of_run(self, run: Element) -> str | None:
        paragraph = next(run.iterancestors(f"{W}p"), None)
        if paragraph is None:
            return None
        around = self._around(paragraph)
        if around.reason is not None:
            return around.reason
        direct = run.find(f"{W}rPr")
        named = _properties(self._styles.of_run(run), "rPr")
        of_paragraph = _properties(around.styles, "rPr")
        of_table = _properties(around.of_cell, "rPr")
        layers = [direct, *named, *of_paragraph, *of_table, self._styles.run_default]
        if self._vanishes(direct, named, of_paragraph, of_table) or switched_on(
            setting(layers, "specVanish")
        ):
            return HIDDEN
        size = (number(attribute(layers, "sz", "val")) or _USUAL_SIZE * 2) / 2
        if size < _LEAST_SIZE or (number(attribute(layers, "w", "val")) or 100) < _LEAST_WIDTH_PERCENT:
            return SMALL
        closer = number(attribute(layers, "spacing", "val")) or 0
        # Letters drawn one upon the other.
        if -closer / 20 >= size * 0.8:
            return CUT
        return FAINT if self._faint(layers, around.ground) else None

    def _vanishes(self, direct: Element | None, *styles: list[Element | None]) -> bool:
        """Hidden text is a toggle (ECMA-376 part 1, 17.7.3): of several styles two undo each other."""
        own = setting([direct], "vanish")
        if own is not None:
            return switched_on(own)
        if switched_on(setting([self._styles.run_default], "vanish")):
            return True
        return sum(switched_on(setting(layers, "vanish")) for layers in styles) % 2 == 1

    def _faint(self, layers: list[Element | None], ground: Colour | None) -> bool:
        marked = highlight(setting(layers, "highlight")) or self._palette.shading(setting(layers, "shd"))
        ground = marked or ground
        if ground is None:
            return False
        effect = next((found for layer in layers if (found := text_effect(layer)) is not None), None)
        colour = self._palette.text(setting(layers, "color"), effect, ground)
        return colour is not None and contrast(colour, ground) < LEAST_CONTRAST

    def _around(self, paragraph: Element) -> _Surroundings:
        if paragraph not in self._paragraphs:
            self._paragraphs[paragraph] = self._surroundings(paragraph)
        return self._paragraphs[paragraph]

    def _surroundings(self, paragraph: Element) -> _Surroundings:
        properties = paragraph.find(f"{W}pPr")
        styles = self._styles.of_paragraph(paragraph)
        cell = holding_cell(paragraph)
        of_cell = self._styles.of_cell(cell) if cell is not None else ()
        layers = [
            properties,
            *_properties(styles, "pPr"),
            *_properties(of_cell, "pPr"),
            self._styles.paragraph_default,
        ]
        reason = self._outside(paragraph) or self._of_place(layers, properties)
        ground = self._palette.shading(setting(layers, "shd")) or self._ground(paragraph)
        return _Surroundings(reason, styles, of_cell, ground)

    def _of_place(self, layers: list[Element | None], properties: Element | None) -> str | None:
        line = number(attribute(layers, "spacing", "line"))
        rule = attribute(layers, "spacing", "lineRule")
        if rule == _SPECIAL_SPACING and line is not None and line / 20 < _LEAST_SIZE:
            return CUT
        left, first, hanging = (
            (number(attribute(layers, "ind", *names)) or 0) / 20
            for names in (("left", "start"), ("firstLine",), ("hanging",))
        )
        return OFF_PAGE if paragraph_off_page(properties, self._sheets, left + first - hanging) else None

    def _outside(self, paragraph: Element) -> str | None:
        """Why the rows, cells, tables and boxes around a paragraph do not show it."""
        for above in paragraph.iterancestors():
            if above.tag in (f"{W}del", f"{W}moveFrom"):
                return DELETED
            if above.tag == f"{W}tc" and above.find(f"{W}tcPr/{W}cellDel") is not None:
                return DELETED
            if above.tag == f"{W}tr" and (reason := _of_row(above.find(f"{W}trPr"))) is not None:
                return reason
            if above.tag == f"{W}tbl" and table_off_page(above.find(f"{W}tblPr"), self._sheets):
                return OFF_PAGE
            if above.tag == _BOX:
                return self._of_box(above)
        return None

    def _of_box(self, box: Element) -> str | None:
        if box_hidden(box):
            return HIDDEN_BOX
        if box_off_page(box, self._sheets):
            return OFF_PAGE
        run = next(box.iterancestors(f"{W}r"), None)
        paragraph = next(box.iterancestors(f"{W}p"), None)
        if run is None or paragraph is None:
            return None
        direct, named = run.find(f"{W}rPr"), _properties(self._styles.of_run(run), "rPr")
        # A box hangs on a place in the text: where that is hidden or gone, so is the box.
        if self._vanishes(direct, named):
            return HIDDEN_BOX
        return self._outside(paragraph)

    def _ground(self, paragraph: Element) -> Colour | None:
        """What a paragraph is printed on: its cell, the cells and box around it, else paper."""
        for above in paragraph.iterancestors():
            if above.tag == f"{W}tc":
                own = above.find(f"{W}tcPr/{W}shd")
                layers = (
                    [own]
                    if own is not None
                    else [style.find(f"{W}tcPr/{W}shd") for style in self._styles.of_cell(above)]
                )
            elif above.tag == f"{W}tbl":
                layers = [above.find(f"{W}tblPr/{W}shd")]
            elif above.tag == _BOX:
                return self._ground_of_box(above)
            else:
                continue
            shade = next((layer for layer in layers if layer is not None), None)
            colour = self._palette.shading(shade)
            if colour is not None:
                return colour
        return WHITE

    def _ground_of_box(self, box: Element) -> Colour | None:
        for above in box.iterancestors():
            if above.tag == f"{W}p":
                break
            shape = next((child for child in above if etree.QName(child).localname == "spPr"), None)
            if shape is not None:
                plain = next(shape.iterchildren("{*}noFill"), None) is not None
                return WHITE if plain else self._palette.box(shape)
        return None


def _properties(styles: tuple[Element, ...], kind: str) -> list[Element | None]:
    return [style.find(f"{W}{kind}") for style in styles]


def _of_row(properties: Element | None) -> str | None:
    if properties is None:
        return None
    if properties.find(f"{W}del") is not None:
        return DELETED
    height = properties.find(f"{W}trHeight")
    if height is not None and height.get(f"{W}hRule") == _SPECIAL_SPACING:
        points = (number(height.get(f"{W}val")) or 0) / 20
        return CUT if points < _LEAST_SIZE else None
    return None


def _used_sides(parts: Mapping[str, bytes], document: Element) -> set[str]:
    """The headers and footers that some page shows."""
    linked = relations(parts, DOCUMENT)
    settings = related_part(parts, "settings")
    even = switched_on(settings.find(f"{W}evenAndOddHeaders")) if settings is not None else False
    return {linked[id][1] for section in sections(document) for id in _shown(section, even) if id in linked}


def _shown(section: Element, even: bool) -> Iterator[str]:
    first = switched_on(section.find(f"{W}titlePg"))
    for reference in section.iter(f"{W}headerReference", f"{W}footerReference"):
        page = reference.get(f"{W}type", "default")
        if page == "default" or (page == "first" and first) or (page == "even" and even):
            for name, value in reference.attrib.items():
                if etree.QName(str(name)).localname == "id":
                    yield str(value)
