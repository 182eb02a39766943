"""Rules of WordprocessingML that its schema cannot state (ECMA-376 Part 1, clause 17)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Rows and cells may stand inside content controls, custom XML and tracked changes.
WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
BLOCKS = frozenset(f"{W}{name}" for name in ("p", "tbl", "sdt", "customXml", "altChunk"))


def problems(parts: Mapping[str, ElementTree.Element]) -> list[str]:
    """Return the broken rules, each with its part and place."""
    stories = {name: root for name, root in parts.items() if root.tag.startswith(W)}
    found: list[str] = []
    for name, root in stories.items():
        for number, table in enumerate(root.iter(f"{W}tbl"), start=1):
            found += (f"{name}: table {number}{text}" for text in _table_problems(table))
        found += (f"{name}: {text}" for text in _field_problems(root))
        found += (f"{name}: {text}" for text in _text_problems(root))
        found += (f"{name}: {text}" for text in _bookmark_problems(root))
    found += _identity_problems(stories)
    found += _list_problems(stories.values())
    return found


def _table_problems(table: ElementTree.Element) -> Iterator[str]:
    """Clause 17.4: each row covers the grid, and merged cells have one shape."""
    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    rows = list(_unwrapped(table, f"{W}tr"))
    if not rows:
        yield " has no row"
    above: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        place = f", row {number}"
        cells = list(_unwrapped(row, f"{W}tc"))
        if not cells:
            yield f"{place} has no cell"
        column = _number(row, "trPr", "gridBefore", 0)
        merged: dict[int, int] = {}
        for index, cell in enumerate(cells, start=1):
            blocks = [child.tag for child in cell if child.tag in BLOCKS]
            if not blocks or blocks[-1] != f"{W}p":
                yield f"{place}, cell {index} does not end with a paragraph (clause 17.4.65)"
            span = _number(cell, "tcPr", "gridSpan", 1)
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            if merge is not None:
                merged[column] = span
                if merge.get(f"{W}val") != "restart" and above.get(column) != span:
                    yield f"{place}, cell {index} continues a merged cell that is not above it"
            column += span
        column += _number(row, "trPr", "gridAfter", 0)
        if column != columns:
            yield f"{place} covers {column} of the {columns} columns of the grid"
        above = merged


def _unwrapped(parent: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in WRAPPERS:
            yield from _unwrapped(child, tag)


def _number(element: ElementTree.Element, properties: str, name: str, otherwise: int) -> int:
    """Return a property's value; what is no number is for the schema check to report."""
    found = element.find(f"{W}{properties}/{W}{name}")
    value = "" if found is None else found.get(f"{W}val", "")
    return int(value) if value.isdecimal() else otherwise


def _field_problems(root: ElementTree.Element) -> Iterator[str]:
    """Clause 17.16.18: a complex field is begin, at most one separate, end."""
    open_fields: list[str] = []
    for mark in root.iter(f"{W}fldChar"):
        kind = mark.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append(kind)
        elif not open_fields or (kind == "separate" and open_fields[-1] == kind):
            yield f"a field's {kind} stands without its begin"
        elif kind == "separate":
            open_fields[-1] = kind
        else:
            open_fields.pop()
    if open_fields:
        yield f"{len(open_fields)} field(s) without an end"


def _text_problems(root: ElementTree.Element) -> Iterator[str]:
    """Clause 17.3.3.31: without xml:space="preserve" the outer blanks of a text are lost."""
    for element in root.iter(f"{W}t"):
        text = element.text or ""
        if text != text.strip(" \t\r\n") and element.get(SPACE) != "preserve":
            yield f"the text {text!r} loses its outer blanks without xml:space"


def _bookmark_problems(root: ElementTree.Element) -> Iterator[str]:
    """Clause 17.13.6: each bookmark has one start and one end; names are unique."""
    starts = Counter(mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkStart"))
    ends = Counter(mark.get(f"{W}id") for mark in root.iter(f"{W}bookmarkEnd"))
    for identity in sorted(map(str, starts.keys() | ends.keys())):
        if starts[identity] != 1 or ends[identity] != 1:
            yield f"bookmark {identity} has {starts[identity]} start(s) and {ends[identity]} end(s)"
    yield from _twice("bookmark name", (m.get(f"{W}name") for m in root.iter(f"{W}bookmarkStart")))


def _identity_problems(stories: Mapping[str, ElementTree.Element]) -> Iterator[str]:
    """Names that must be unique in the whole document."""
    roots = [*stories.values()]
    yield from _twice(
        "drawing id (wp:docPr)",
        (drawing.get("id") for root in roots for drawing in root.iter(f"{WP}docPr")),
    )
    for name, root in stories.items():
        if root.tag == f"{W}styles":
            styles = (style.get(f"{W}styleId") for style in root.iter(f"{W}style"))
            yield from (f"{name}: {text}" for text in _twice("style", styles))
        for section in root.iter(f"{W}sectPr"):
            for kind in ("headerReference", "footerReference"):
                uses = (use.get(f"{W}type") for use in section.findall(f"{W}{kind}"))
                yield from (f"{name}: {text}" for text in _twice(kind, uses))


def _list_problems(roots: Iterable[ElementTree.Element]) -> Iterator[str]:
    """Clause 17.9: a paragraph's list and a list's definition exist; numId 0 means no list."""
    lists, definitions, uses, bases = {"0"}, set[str](), set[str](), set[str]()
    for root in roots:
        lists |= {entry.get(f"{W}numId", "") for entry in root.iter(f"{W}num")}
        definitions |= {e.get(f"{W}abstractNumId", "") for e in root.iter(f"{W}abstractNum")}
        uses |= {use.get(f"{W}val", "") for use in root.findall(f".//{W}numPr/{W}numId")}
        bases |= {use.get(f"{W}val", "") for use in root.findall(f"{W}num/{W}abstractNumId")}
    for missing in sorted(uses - lists):
        yield f"a paragraph or style names the list {missing}, which is not defined"
    for missing in sorted(bases - definitions):
        yield f"a list names the definition {missing}, which is not defined"


def _twice(what: str, values: Iterable[str | None]) -> Iterator[str]:
    for value, count in Counter(values).items():
        if value is not None and count > 1:
            yield f"{what} {value!r} stands {count} times"
