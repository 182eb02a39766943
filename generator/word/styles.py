"""What a run or paragraph of a Word document looks like: direct settings over styles over defaults.

ECMA-376 part 1, 17.7.2: document defaults, then the table's style, the paragraph's, the character's,
then what is set directly. Styles build on each other; a table's style speaks of single rows and columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from generator.word.package import DOCUMENT, W, parse, relations

_OFF = ("0", "false", "off")
_BOX = f"{W}txbxContent"
# The parts of a table that a style may set apart: name, attribute of tblLook, its bit there.
_ROWS = {"firstRow": ("firstRow", 0x20), "lastRow": ("lastRow", 0x40)}
_COLUMNS = {"firstCol": ("firstColumn", 0x80), "lastCol": ("lastColumn", 0x100)}

Element = etree._Element


def switched_on(setting: Element | None) -> bool:
    """Whether an on-off setting is there and not switched off."""
    return setting is not None and (setting.get(f"{W}val") or "1").lower() not in _OFF


def number(value: str | None) -> float | None:
    """A measure of Word as a number; None where it is absent or not a number."""
    try:
        return float(value) if value is not None else None
    except ValueError:
        return None


def related_part(parts: Mapping[str, bytes], kind: str) -> Element | None:
    """The part that the document names as its styles, theme or settings; None without one."""
    name = next((target for found, target, _ in relations(parts, DOCUMENT).values() if found == kind), None)
    return parse(name, parts[name]) if name is not None and name in parts else None


class StyleSheet:
    """The styles of a document. Layers are given from the strongest to the weakest."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        root = related_part(parts, "styles")
        self._styles: dict[tuple[str, str], Element] = {}
        self._default: dict[str, str] = {}
        for style in root.iter(f"{W}style") if root is not None else ():
            kind, name = style.get(f"{W}type", "paragraph"), style.get(f"{W}styleId", "")
            self._styles[kind, name] = style
            if style.get(f"{W}default", "0").lower() not in _OFF:
                self._default[kind] = name
        defaults = root.find(f"{W}docDefaults") if root is not None else None
        self._chains: dict[tuple[str, str | None], tuple[Element, ...]] = {}
        # Of each table the places of its rows, and how many there are.
        self._rows: dict[Element, tuple[dict[Element, int], int]] = {}
        self.run_default = defaults.find(f"{W}rPrDefault/{W}rPr") if defaults is not None else None
        self.paragraph_default = defaults.find(f"{W}pPrDefault/{W}pPr") if defaults is not None else None

    def chain(self, kind: str, name: str | None) -> tuple[Element, ...]:
        """A style and those it is based on; the default of its kind where none is named."""
        if (kind, name) not in self._chains:
            found: list[Element] = []
            current = name if (kind, name) in self._styles else self._default.get(kind)
            while current is not None and (style := self._styles.get((kind, current))) is not None:
                # A style that is based on itself, over however many others, ends here.
                if style in found:
                    break
                found.append(style)
                current = _named(style, "basedOn")
            self._chains[kind, name] = tuple(found)
        return self._chains[kind, name]

    def of_paragraph(self, paragraph: Element) -> tuple[Element, ...]:
        """The styles of a paragraph."""
        return self.chain("paragraph", _named(paragraph.find(f"{W}pPr"), "pStyle"))

    def of_run(self, run: Element) -> tuple[Element, ...]:
        """The character styles that a run names; the default one says nothing of looks."""
        name = _named(run.find(f"{W}rPr"), "rStyle")
        return self.chain("character", name) if name is not None else ()

    def of_cell(self, cell: Element) -> tuple[Element, ...]:
        """What the style of a cell's table says of that cell."""
        row = _above(cell, f"{W}tr")
        table = _above(row, f"{W}tbl") if row is not None else None
        if row is None or table is None:
            return ()
        properties = table.find(f"{W}tblPr")
        chain = self.chain("table", _named(properties, "tblStyle"))
        special = [setting for style in chain for setting in style.findall(f"{W}tblStylePr")]
        if not special:
            return chain
        if table not in self._rows:
            rows = [one for one in table.iter(f"{W}tr") if _above(one, f"{W}tbl") is table]
            self._rows[table] = ({one: index for index, one in enumerate(rows)}, len(rows))
        places, count = self._rows[table]
        parts = _parts_of_table(places[row], count, row, cell, properties)
        return (*(one for part in parts for one in special if one.get(f"{W}type") == part), *chain)


def holding_cell(paragraph: Element) -> Element | None:
    """The cell that a paragraph stands in; None outside tables and in a text box of its own."""
    return _above(paragraph, f"{W}tc")


def setting(layers: Sequence[Element | None], name: str) -> Element | None:
    """The strongest setting of that name among property elements."""
    for layer in layers:
        found = layer.find(f"{W}{name}") if layer is not None else None
        if found is not None:
            return found
    return None


def attribute(layers: Sequence[Element | None], name: str, *attributes: str) -> str | None:
    """The strongest value of one of these attributes: settings of several attributes inherit singly."""
    for layer in layers:
        found = layer.find(f"{W}{name}") if layer is not None else None
        for one in attributes if found is not None else ():
            value = found.get(f"{W}{one}")  # type: ignore[union-attr] # no attribute is asked of None
            if value is not None:
                return value
    return None


def _named(properties: Element | None, reference: str) -> str | None:
    found = properties.find(f"{W}{reference}") if properties is not None else None
    return found.get(f"{W}val") if found is not None else None


def _above(element: Element, tag: str) -> Element | None:
    for above in element.iterancestors():
        if above.tag == tag:
            return above
        if above.tag == _BOX:
            return None
    return None


def _parts_of_table(
    place: int, rows: int, row: Element, cell: Element, properties: Element | None
) -> Iterator[str]:
    """The parts of the table that a cell belongs to, from the one that Word asks first."""
    look = properties.find(f"{W}tblLook") if properties is not None else None
    cells = [one for one in row.iter(f"{W}tc") if _above(one, f"{W}tr") is row]
    across = [name for name, at in (("firstRow", 0), ("lastRow", rows - 1)) if place == at]
    down = [name for name, at in (("firstCol", 0), ("lastCol", -1)) if cells[at] is cell]
    across = [name for name in across if _asked_for(look, *_ROWS[name])]
    down = [name for name in down if _asked_for(look, *_COLUMNS[name])]
    corners = {"firstRow": "n", "lastRow": "s", "firstCol": "w", "lastCol": "e"}
    yield from (f"{corners[a]}{corners[d]}Cell" for a in across for d in down)
    yield from across
    yield from down
    index = place - _asked_for(look, *_ROWS["firstRow"])
    if index >= 0 and not _asked_for(look, "noHBand", 0x200):
        yield "band2Horz" if index % 2 else "band1Horz"
    column = cells.index(cell) - _asked_for(look, *_COLUMNS["firstCol"])
    if column >= 0 and not _asked_for(look, "noVBand", 0x400):
        yield "band2Vert" if column % 2 else "band1Vert"
    yield "wholeTable"


def _asked_for(look: Element | None, name: str, bit: int) -> bool:
    if look is None:
        return False
    named = look.get(f"{W}{name}")
    if named is not None:
        return named.lower() not in _OFF
    try:
        return bool(int(look.get(f"{W}val", "0"), 16) & bit)
    except ValueError:
        return False
